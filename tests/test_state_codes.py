"""Codes of states in other systems, by year, against what their lists say."""

from __future__ import annotations

import csv
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.state_codes import SYSTEMS, codes
from tests.realdata import DATA, needs_files

TABLE = af.table("state_codes.csv")

# (name, year) → Correlates of War, Gleditsch–Ward, as the two lists print them
NUMBERS = {
    ("Germany", 1975): (260, 260),
    ("Germany", 1990): (255, 260),
    ("Germany", 2020): (255, 260),
    ("East Germany", 1975): (265, 265),
    ("Yemen", 2000): (679, 678),
    ("North Yemen", 1980): (678, 678),
    ("South Yemen", 1980): (680, 680),
    ("Yugoslavia", 1985): (345, 345),
    ("Serbia", 1995): (345, 345),
    ("Serbia and Montenegro", 2005): (345, 345),
    ("Serbia", 2006): (345, 340),
    ("Montenegro", 2010): (341, 341),
    ("Kosovo", 2010): (347, 347),
    ("Soviet Union", 1985): (365, 365),
    ("Russia", 2000): (365, 365),
    ("Vietnam", 1980): (816, 816),
    ("South Vietnam", 1970): (817, 817),
    ("Taiwan", 2000): (713, 713),
    ("Tuvalu", 2010): (947, 973),
    ("United States", 2024): (2, 2),
}


@pytest.mark.parametrize(("name", "year"), NUMBERS, ids=str)
def test_numbers_of_years_in_which_names_and_numbers_change(name, year):
    assert (af.party(name, to="cow", year=year), af.party(name, to="gw", year=year)) == NUMBERS[name, year]


def test_without_a_year_the_latest_code_holds():
    assert af.party(["Germany", "Yemen", "Soviet Union"], to="cow") == [255, 679, 365]
    assert af.party("Serbia", to="gw") == 340
    assert af.party(["Germany", "Yugoslavia"], to="iso2") == ["DE", "YU"]
    assert af.party(["Namibia", "Kosovo"], to="iso2") == ["NA", "XK"]
    assert af.party(["Algeria", "Germany"], to="m49") == [12, 276]
    assert af.party("Germany", to="m49", year=1980) == 280
    assert af.party(["Viet Nam", "Czechoslovakia"], to="iso3") == ["VNM", "CSK"]


def test_years_one_for_all_or_one_for_each():
    assert af.party(["Germany", "Germany"], to="cow", year=[1989, 1990]) == [260, 255]
    assert af.party(["Germany"] * 2, to="cow", year=np.array([1989, 1990])) == [260, 255]
    assert af.party(pd.Series(["Germany", "Yemen"]), to="cow", year=pd.Series([1989, 1990])) == [260, 679]


def test_what_has_no_code_is_refused_or_null():
    with pytest.raises(
        af.PartyError, match="no cow code for 'UKR in 1985', 'org:nato in 1985'; expected"
    ) as caught:
        af.party(["Ukraine", "Russia", "NATO"], to="cow", year=[1985, 2000, 1985])
    assert caught.value.rows == [("UKR", 1985), ("org:nato", 1985)]
    with pytest.raises(af.PartyError, match="no iso2 code for 'grp:hezbollah'"):
        af.party("Hezbollah", to="iso2")
    names = ["Ukraine", "Russia", "Freedonia", None]
    assert af.party(names, to="cow", year=1995, unknown="null") == [369, 365, None, None]
    assert af.party(["Russia", "Freedonia"], unknown="null") == ["RUS", None]
    assert af.party("Freedonia", unknown="null") is None
    with pytest.raises(af.PartyError, match="'Freedonia'"):
        af.party(names[:3], to="cow")


def test_names_as_a_source_means_them():
    assert af.party("Congo", source="sipri") == "COG"
    assert af.party("Congo", source="sipri", to="cow") == 484
    with pytest.raises(af.PartyError, match="two states bear the name"):
        af.party("Congo")


def test_words_are_checked():
    with pytest.raises(af.ArgumentError, match=re.escape("to is 'cows'; expected one of None, 'iso3'")):
        af.party("Russia", to="cows")
    with pytest.raises(af.ArgumentError, match="source is 'siprii'.*did you mean 'sipri'"):
        af.party("Russia", source="siprii")
    with pytest.raises(af.ArgumentError, match="unknown is 'drop'; expected one of 'raise', 'null'"):
        af.party("Russia", unknown="drop")
    with pytest.raises(af.ArgumentError, match="year is '2020'; expected whole years"):
        af.party("Russia", to="cow", year="2020")
    with pytest.raises(af.ArgumentError, match="year is 2020.5; expected whole years"):
        af.party("Russia", to="cow", year=2020.5)
    with pytest.raises(af.ArgumentError, match="year holds 1 years for 2 names"):
        af.party(["Russia", "China"], to="cow", year=[2020])


# --- the table -----------------------------------------------------------------------------------


def test_every_row_has_a_party_and_a_system():
    assert set(TABLE["party"]) <= set(af.table("parties.csv")["code"])
    assert list(dict.fromkeys(TABLE["system"])) == list(SYSTEMS)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_party_has_one_code_in_a_year_but_for_the_year_of_a_change(system):
    for party, each in codes(system).items():
        for one, other in pairwise(each):
            assert one.last <= other.first, party


@pytest.mark.parametrize("system", ["iso2", "m49"])
def test_a_code_of_iso_and_the_un_is_of_one_living_party(system):
    living = set(af.table("parties.csv").query("kind == 'state'")["code"])
    now = [each[-1].code for party, each in codes(system).items() if party in living]
    assert len(set(now)) == len(now)


@needs_files
def test_numbers_are_those_of_the_correlates_of_war():
    with (DATA / "states" / "states2016.csv").open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ccode"]]
    listed = {
        (int(row["ccode"]), year) for row in rows for year in _years(row["styear"], row["endyear"], 2016)
    }
    ours = {(c.code, year) for each in codes("cow").values() for c in each for year in range(1945, 2017)
            if c.first <= year <= c.last}  # fmt: skip
    assert listed - ours == {(511, 1963), (511, 1964)}
    assert ours - listed == set()


@needs_files
def test_numbers_are_those_of_gleditsch_and_ward():
    text = (DATA / "states" / "iisystem.dat").read_text(encoding="latin-1")
    rows = [line.split("\t") for line in text.splitlines() if line]
    listed = {(int(r[0]), year) for r in rows for year in _years(r[3][-4:], r[4].strip()[-4:], 2017)}
    tentative = TABLE[(TABLE["system"] == "gw") & TABLE["note"].str.contains("microstates")]
    micro = set(tentative["code"].astype(int))
    ours = {(c.code, year) for each in codes("gw").values() for c in each for year in range(1945, 2018)
            if c.first <= year <= c.last and c.code not in micro}  # fmt: skip
    # Zanzibar and Tibet, which no register names, and Germany until May 1945
    assert {code for code, _ in listed - ours} == {511, 711, 255}
    assert ours - listed == set()


def _years(first: str, last: str, end: int) -> range:
    return range(max(int(first), 1945), min(int(last), end) + 1)
