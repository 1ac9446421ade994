"""Groups: who is a member when, and what the shipped tables hold."""

from __future__ import annotations

import datetime
import re

import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow import groups
from armsflow.errors import ArgumentError, PartyError
from armsflow.groups import Spell
from tests.frames import SOME_ENGINES, engine_of, plain

GROUPS = af.table("groups.csv")
NAMES = af.table("group_names.csv")
BLOCS = NAMES[NAMES["set"] == ""]["group"].tolist()

# how many members a group had at the end of a year, as encyclopaedias and the groups' own pages say
COUNTS = {
    ("NATO", 1949): 12,
    ("NATO", 1982): 16,
    ("NATO", 1999): 19,
    ("NATO", 2004): 26,
    ("NATO", 2024): 32,
    ("European NATO", 2024): 30,
    ("EU", 1958): 6,
    ("EU", 1995): 15,
    ("EU", 2004): 25,
    ("EU", 2013): 28,
    ("EU", 2020): 27,
    ("CSTO", 1994): 9,
    ("CSTO", 2003): 6,
    ("CSTO", 2006): 7,
    ("CSTO", 2013): 6,
    ("GCC", 1981): 6,
    ("ASEAN", 1967): 5,
    ("ASEAN", 1999): 10,
    ("ASEAN", 2025): 11,
    ("Arab League", 1945): 7,
    ("Arab League", 2024): 22,
    ("African Union", 2002): 53,
    ("African Union", 2017): 55,
    ("BRICS", 2009): 4,
    ("BRICS", 2010): 5,
    ("BRICS", 2024): 9,
    ("AUKUS", 2021): 3,
    ("Five Eyes", 2000): 5,
}


@pytest.mark.parametrize(("group", "year"), COUNTS, ids=str)
def test_groups_have_as_many_members_as_is_known(group, year):
    assert len(af.members(group, year)) == COUNTS[group, year]


def test_a_member_of_a_year_is_one_on_its_last_day():
    assert "FIN" in af.members("NATO", 2023)
    assert "FIN" not in af.members("NATO", 2022)
    # left on 31 January 2020
    assert "GBR" in af.members("EU", 2019)
    assert "GBR" not in af.members("EU", 2020)
    # in twice
    assert [year for year in range(1993, 2014) if "UZB" in af.members("CSTO", year)] == [
        *range(1994, 1999),
        *range(2006, 2012),
    ]


def test_in_all_of_the_years_or_in_any():
    always, ever = af.members("NATO", 2015, 2024), af.members("NATO", 2015, 2024, when="any")
    assert set(ever) - set(always) == {"MNE", "MKD", "FIN", "SWE"}
    assert set(always) < set(ever)
    assert af.members("EU", 2019, 2020, when="any") == sorted([*af.members("EU", 2019, 2020), "GBR"])
    assert af.members("NATO", 2024) == af.members("NATO", 2024, 2024, when="any") == af.members("NATO")
    assert "UZB" not in af.members("CSTO")


def test_a_group_has_several_names():
    for name in ("EU", "european union", "EU members", "members:EU", "members:eu"):
        assert af.members(name, 2013) == af.members("EU", 2013)
    assert af.members("Middle East", 2020) == af.members("SIPRI Middle East", 2020)
    assert "TUR" in af.members("Middle East", 2020)
    assert "DZA" not in af.members("Middle East", 2020)


def test_regions_have_former_states_until_their_end():
    assert "YUG" in af.members("Europe", 1995)
    assert "YUG" not in af.members("Europe", 2010)
    assert "grp:hezbollah" in af.members("Western Asia", 2010)


def test_members_say_what_they_expect():
    with pytest.raises(ArgumentError, match=re.escape("group is 'NATOO' (did you mean 'NATO'?)")):
        af.members("NATOO")
    with pytest.raises(ArgumentError, match="'regions', which is a set of groups; expected one of them: "):
        af.members("regions")
    with pytest.raises(ArgumentError, match=r"\(start, end\) is \(2024, 2015\)"):
        af.members("NATO", 2024, 2015)
    with pytest.raises(ArgumentError, match="end is 2024 without a start"):
        af.members("NATO", end=2024)
    with pytest.raises(ArgumentError, match="when is 'ever'; expected one of 'all', 'any'"):
        af.members("NATO", 2024, when="ever")
    with pytest.raises(ArgumentError, match="group is 5"):
        af.members(5)


# --- what a user asks for ------------------------------------------------------------------------


def test_a_group_without_an_organisation_is_its_members():
    assert groups.asked(["France", "ASEAN", "Western Asia"]) == [
        "FRA",
        "members:ASEAN",
        "members:Western Asia",
    ]
    assert groups.asked(["members:nato", "org:nato", "NATO**"]) == ["members:NATO", "org:nato"]


@pytest.mark.parametrize("name", ["NATO", "European Union", "African Union"])
def test_an_organisation_with_members_asks_which(name):
    with pytest.raises(
        PartyError, match=r"may mean the organisation or its members; write 'org:\w+' for"
    ) as caught:
        groups.asked([name])
    assert caught.value.rows == [name]
    assert "'members:" in str(caught.value)


def test_codes_of_groups_are_codes_of_parties():
    assert af.party(["members:nato", "members:My own bloc"]) == ["members:NATO", "members:My own bloc"]
    assert af.party_name(["members:NATO", "members:SIPRI Middle East", "members:My own bloc"]) == [
        "NATO members",
        "Middle East",
        "My own bloc",
    ]
    for broken in ("members:", "members:a+b", "members: a"):
        with pytest.raises(PartyError, match="not known as a party"):
            af.party(broken)


# --- tables of one's own -------------------------------------------------------------------------


def test_own_groups_of_a_dict_or_a_table():
    assert groups.spells({"Rivals": ["Armenia", "AZE", "ARM"]}) == [
        Spell("members:Rivals", "ARM", 1000, 2999),
        Spell("members:Rivals", "AZE", 1000, 2999),
    ]
    table = {"group": ["A", "A", "B"], "member": ["Greece", "TUR", "GRC"]}
    dates = {"start": ["2010", None, "2015-03-29"], "end": ["2014-12-31", "2012-06-01", ""]}
    wanted = [
        Spell("members:A", "GRC", 2010, 2014),
        Spell("members:A", "TUR", 1000, 2011),
        Spell("members:B", "GRC", 2015, 2999),
    ]
    assert groups.spells(pd.DataFrame(table | dates)) == wanted
    assert groups.spells(pl.DataFrame(table | dates)) == wanted
    years = pd.DataFrame(table | {"start": [2010.0, None, 2015.0], "end": [2014, 2011, None]})
    assert groups.spells(years) == wanted
    days = pd.DataFrame({"group": "A", "member": ["GRC"], "start": [pd.Timestamp(2010, 5, 1)]})
    assert groups.spells(days.assign(end=datetime.date(2014, 5, 1))) == [
        Spell("members:A", "GRC", 2010, 2013)
    ]


def test_own_groups_are_checked():
    with pytest.raises(ArgumentError, match="the table of groups lacks 'member'"):
        groups.spells(pd.DataFrame({"group": ["A"]}))
    with pytest.raises(ArgumentError, match="groups is a int; expected the name of a group or of a set"):
        groups.spells(5)
    with pytest.raises(ArgumentError, match="members of 'A' are 'GRC'; expected a list of parties"):
        groups.spells({"A": "GRC"})
    with pytest.raises(ArgumentError, match=re.escape("a group is called 'A+B'; expected text without")):
        groups.spells({"A+B": ["GRC"]})
    with pytest.raises(ArgumentError, match="GRC is in A from or to 'May 2010'; expected a year"):
        groups.spells(pd.DataFrame({"group": ["A"], "member": ["GRC"], "start": ["May 2010"]}))
    with pytest.raises(ArgumentError, match="groups hold no member"):
        groups.spells({})
    with pytest.raises(ArgumentError, match=r"same year: \('GRC', 'members:A', 'members:B'\)"):
        groups.spells({"A": ["GRC"], "B": ["Greece", "TUR"]})
    with pytest.raises(ArgumentError, match="twice in one, in the same year"):
        groups.spells(["NATO", "EU"])
    with pytest.raises(PartyError, match="'Freedonia'"):
        groups.spells({"A": ["Freedonia"]})


# --- names in other languages --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["NATO-Mitglieder", "membres de l'OTAN", "Miembros de la OTAN", "Члены НАТО"]
)
def test_groups_are_known_by_their_names_in_other_languages(name):
    assert af.members(name, 2020) == af.members("NATO", 2020)
    assert groups.spells(name) == groups.spells("NATO")
    assert groups.asked([name, "Indien"]) == ["members:NATO", "IND"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru"])
def test_every_name_of_a_group_is_read_again_where_it_means_one(language):
    called = {}
    for group in NAMES["group"]:
        called.setdefault(af.party_name(f"members:{group}", language=language), []).append(group)
    for name, found in called.items():
        if len({af.party_name(f"members:{group}") for group in found}) > 1:
            with pytest.raises(ArgumentError, match="is the name of several groups"):
                groups.group_named(name)
        else:
            # the UN's stand before SIPRI's
            assert groups.group_named(name) == found[0]


def test_a_name_of_sipris_region_and_the_uns_is_what_both_are_called_in_english():
    assert groups.group_named("Afrika") == groups.group_named("Africa") == "Africa"
    assert groups.group_named("Naher Osten") == "SIPRI Middle East"
    for call in (groups.group_named, lambda name: groups.asked([name])):
        with pytest.raises(
            ArgumentError, match="'Südasien' is .* expected .* 'SIPRI South Asia', 'Southern Asia'"
        ):
            call("Südasien")


def test_names_of_groups_in_other_languages_are_read_on_first_need(monkeypatch):
    def refuse():
        raise AssertionError("the names of other languages were looked at")

    monkeypatch.setattr(groups, "translated_groups", refuse)
    assert groups.asked(["Germany", "Asia", "members:NATO"]) == ["DEU", "members:Asia", "members:NATO"]


def test_an_own_group_called_as_a_shipped_one_in_another_language_stays_the_users():
    rows = pd.DataFrame({"supplier": ["DEU", "RUS", "FRA"], "recipient": "IND", "year": 2022, "value": 1.0})
    records = af.to_records(rows, stage="delivery", unit="TIV")
    own = af.to_groups(records, {"Europa": ["DEU"]}, side="supplier")
    chosen = af.where(own, supplier="members:Europa")
    assert chosen["supplier"].tolist() == ["members:Europa"]
    assert af.party_name("members:Europa", language="ru") == "Europa"


# --- groups of one's own that are called as a shipped one ------------------------------------------


def of_three():
    rows = {"supplier": ["DEU", "FRA", "FIN"] * 2, "year": [2022] * 3 + [2023] * 3, "value": [1, 2, 4] * 2}
    return af.to_records(rows, recipient="IND", stage="delivery", unit="TIV", observed=(2022, 2023))


@pytest.mark.parametrize("name", ["NATO", "nato", "members:NATO", "Europe", "European Union", "OTAN"])
def test_a_shipped_name_with_other_members_gets_a_code_of_its_own_and_the_users_name(name):
    called = name.removeprefix("members:")
    own = af.to_groups(of_three(), {name: ["Germany", "France"]}, side="supplier")
    assert sorted(set(own["supplier"])) == ["FIN", f"members:own:{called}"]
    for language in ("en", "de", "ru"):
        assert af.party_name(f"members:own:{called}", language=language) == called
    sums = af.totals(own, by="supplier")
    # 1 + 2 in either year
    assert sums.loc[sums["supplier"] != "FIN", "value"].tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    ("groups", "foot"),
    [({"NATO": ["DEU", "FIN"]}, "Members differ"), ({"Europe": ["DEU", "FIN"]}, "United Nations")],
    ids=["alliance", "region"],
)
def test_the_foot_of_a_chart_says_nothing_of_the_shipped_group_of_that_name(groups, foot):
    for asked, said in ((groups, False), (next(iter(groups)), True)):
        records = af.to_groups(of_three(), asked, side="supplier")
        assert (foot in af.describe(af.plot_lines(af.totals(records, by="supplier")))) is said


def test_a_table_with_the_members_of_the_shipped_group_is_that_group():
    alliance = GROUPS[GROUPS["group"] == "NATO"]
    assert groups.spells(alliance.assign(group="OTAN")) == groups.spells("NATO")
    # of 2024 in all years is not by date
    assert {spell.group for spell in groups.spells({"NATO": af.members("NATO", 2024)})} == {
        "members:own:NATO"
    }


def test_the_shipped_groups_name_is_asked_back_where_records_hold_the_users_of_that_name():
    own = af.to_groups(of_three(), {"Europe": ["DEU", "FRA"]}, side="supplier")
    kept = af.where(own, supplier="members:own:Europe")
    assert kept["value"].sum() == 6
    assert af.where(kept, supplier="members:own:Europe")["selection"].unique().tolist() == [
        "supplier=members:own:Europe"
    ]
    with pytest.raises(
        PartyError, match="write 'members:own:Europe' for yours, or choose members of"
    ) as caught:
        af.where(own, supplier="Europe")
    assert caught.value.rows == ["members:Europe"]
    with pytest.raises(PartyError, match="write 'members:own:Europe' for yours"):
        af.supplier_balance(own, supplier="Europe", between=("India", "Pakistan"))
    # on the other side nothing is of that name
    assert len(af.where(own, recipient="Asia")) == 6


@pytest.mark.covering(2)
@pytest.mark.parametrize("code", ["members:Nonsense", "members:own:foo"])
@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_code_of_a_group_that_no_record_has_is_said(code, engine):
    with pytest.warns(UserWarning, match=f"'{code}' is no group .* they hold no group; a group of"):
        assert not len(plain(af.where(engine_of(engine).of(of_three()), supplier=code)))
    own = af.to_groups(of_three(), {"Nonsens": ["DEU", "FRA"]}, side="supplier")
    with pytest.warns(UserWarning, match="the groups of the records are 'members:Nonsens'; a group of"):
        af.where(own, supplier=["FIN", code])
    with pytest.warns(UserWarning, match=f"'{code}' is no group"):
        af.supplier_balance(of_three(), supplier="DEU", between=("India", code))
    # of no records nothing can be said
    assert not len(af.where(of_three().head(0), supplier=code))


def test_a_group_behind_others_that_hold_its_members_is_said():
    by_region = af.to_groups(of_three(), "sipri_regions")
    with pytest.warns(UserWarning, match="no record has 'members:Europe' or one of its members: the records "
                      "hold 'members:SIPRI Europe'"):  # fmt: skip
        assert not len(af.where(by_region, supplier="Europe"))
    assert len(af.where(by_region, supplier="members:SIPRI Europe")) == 6
    # in these regions is no member
    assert not len(af.where(by_region, supplier="Africa"))


def test_the_name_of_an_own_group_is_told_its_code():
    own = af.to_groups(of_three(), {"The two": ["DEU", "FRA"]}, side="supplier")
    with pytest.raises(PartyError, match="groups of your own: write 'members:The two'"):
        af.where(own, supplier="The two")


# --- the shipped tables --------------------------------------------------------------------------


def test_every_row_names_a_party_a_group_and_how_sure_it_is():
    parties = set(af.table("parties.csv")["code"])
    assert set(GROUPS["member"]) <= parties
    assert list(dict.fromkeys(GROUPS["group"])) == NAMES["group"].tolist()
    assert GROUPS["certainty"].str.match("checked|secondary|open|assigned here").all()
    assert not GROUPS.duplicated(["group", "member", "start"]).any()


def test_no_one_is_in_a_group_twice_at_a_time():
    for group in NAMES["group"]:
        groups.check_apart(groups.spells_of(group))


@pytest.mark.parametrize("name", ["regions", "subregions", "SIPRI regions", "sipri_subregions"])
def test_every_state_lies_in_one_region_of_each_set(name):
    found = groups.spells(name)
    states = af.table("parties.csv").query("kind in ('state', 'former_state')")["code"]
    assert set(states) <= {spell.member for spell in found}
    assert {(spell.first, spell.last) for spell in found} == {(1000, 2999)}


def test_european_nato_is_nato_without_two():
    for year in (1949, 1990, 2024):
        assert af.members("European NATO", year) == [
            code for code in af.members("NATO", year) if code not in ("USA", "CAN")
        ]
