"""Headings of arms by edition of the Harmonized System."""

from __future__ import annotations

import armsflow as af

EDITIONS = af.table("hs_editions.csv").set_index("category")
CATEGORIES = af.table("categories.csv").query("scheme == 'hs'")
# six digits in the edition of 2017, from CEPII's list of products
OF_2017 = """
840810 841111 841112 841121 841122 841181 841182 852610 871000 880100 880211 880212 880220 880230
880240 880260 880310 880320 880330 880390 890610 890690 930110 930120 930190 930200 930310 930320
930330 930390 930400 930510 930520 930591 930599 930621 930629 930630 930690 930700
""".split()


def of(edition):
    there = (EDITIONS["first"] <= edition) & (EDITIONS["last"] >= edition)
    return {code.removeprefix("hs:") for code in EDITIONS.index[there]}


def test_every_heading_has_its_editions():
    assert sorted(EDITIONS.index) == sorted(CATEGORIES["category"])
    assert set(EDITIONS["first"]) | set(EDITIONS["last"]) <= {f"H{n}" for n in range(7)}
    assert (EDITIONS["first"] <= EDITIONS["last"]).all()


def test_the_edition_of_2017_is_as_listed():
    assert {code for code in of("H5") if len(code) == 6} == set(OF_2017)


def test_drones_were_split_from_aircraft_in_2022():
    assert "880699" not in of("H5")
    assert {"8806", "880699", "8807"} <= of("H6")
    assert "8803" not in of("H6")
    assert EDITIONS.loc["hs:8802", ["changed", "becomes"]].tolist() == ["H6", "hs:8802+hs:8806"]
    assert EDITIONS.loc["hs:8803", ["becomes", "relation"]].tolist() == ["hs:8807", "narrower"]


def test_what_ends_goes_on_in_codes_of_a_later_edition():
    ended = EDITIONS[(EDITIONS["last"] < "H6") | (EDITIONS["becomes"] != "")]
    assert set(ended["relation"]) <= {"exact", "narrower", "wider", "overlap"}
    for row in ended.itertuples():
        # a code whose contents changed goes on in itself and another
        until = row.changed or row.last
        lasts = [EDITIONS.loc[target, "last"] for target in row.becomes.split("+")]
        assert min(lasts) > until or (row.changed and row.Index in row.becomes)


def test_each_subheading_lies_in_the_editions_of_its_heading():
    for code in EDITIONS.index[EDITIONS.index.str.len() == 9]:
        heading = EDITIONS.loc[code[:7]]
        assert (
            heading["first"] <= EDITIONS.loc[code, "first"] <= EDITIONS.loc[code, "last"] <= heading["last"]
        )
