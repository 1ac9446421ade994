"""When states existed: no zero of a state that was not there, in frames worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.summaries.existing import existed
from tests.frames import made, plain

DELIVERY = {"stage": "delivery", "unit": "TIV"}
INDIA = pd.DataFrame(
    [("Soviet Union", 1988, 6.0), ("Soviet Union", 1991, 4.0), ("Russia", 1992, 20.0), ("Russia", 1996, 8.0)],
    columns=["supplier", "year", "value"],
)


def register(rows: pd.DataFrame = INDIA, observed=(1988, 1996), **same) -> pd.DataFrame:
    return made(rows, **({"recipient": "India"} | DELIVERY | same), observed=observed)


def by_party(summary, *columns) -> dict[str, list]:
    frame = plain(summary)
    keys = next(name for name in ("supplier", "recipient") if name in frame)
    return {
        party: rows[list(columns)].astype(object).where(rows[list(columns)].notna(), None).values.tolist()
        for party, rows in frame.groupby(keys)
    }


@pytest.mark.parametrize(
    ("party", "years"),
    [
        # SIPRI has the Soviet Union to 1991, Russia and Serbia from 1992, and never Serbia and Montenegro
        ("RUS", [1992, 2024]),
        ("SUN", [1950, 1991]),
        ("DDR", [1950, 1990]),
        ("SSD", [2011, 2024]),
        ("YUG", [1950, 1991]),
        ("SRB", [1992, 2024]),
        ("YMD", [1967, 1990]),
        ("YEM", [1991, 2024]),
        ("VNM", [1950, 2024]),
        # one of two states until it took in the other
        ("DEU", [1950, 2024]),
        ("EST", [1991, 2024]),
        # without dates, and no states
        ("CHN", [1950, 2024]),
        ("org:nato", [1950, 2024]),
        ("unk:supplier", [1950, 2024]),
        ("HKG", [1950, 2024]),
        ("members:EU", [1950, 2024]),
    ],
)
def test_years_of_existence(party, years):
    every = np.arange(1950, 2025)
    there = every[existed(party, every, every, source="sipri")]
    assert [there.min(), there.max()] == years


@pytest.mark.parametrize(
    ("party", "used", "years"),
    [
        # used is what stands under the name: the years of the first and of the last record
        ("SRB", None, [2007, 2024]),
        ("SRB", (1995, 2010), [1995, 2024]),
        ("SRB", (2008, 2010), [2007, 2024]),
        ("YUG", None, [1950, 1991]),
        ("YUG", (1990, 2001), [1950, 2001]),
        ("SCG", (1999, 2005), [2003, 2005]),
        ("RUS", (1992, 2000), [1992, 2024]),
        ("RUS", (1985, 2000), [1991, 2024]),
        ("SUN", (1960, 1991), [1950, 1991]),
    ],
)
def test_of_other_sources_a_name_counts_between_its_records(party, used, years):
    every = np.arange(1950, 2025)
    there = every[existed(party, every, every, source="baci", used=used)]
    assert [there.min(), there.max()] == years


def test_totals_have_no_zero_of_a_state_that_was_not_there(engine):
    found = by_party(af.totals(engine.of(register()), by="supplier"), "year", "value")
    assert found == {
        "SUN": [[1988, 6], [1989, 0], [1990, 0], [1991, 4]],
        # both existed in 1991, whose records stand under the Soviet Union
        "RUS": [[1992, 20], [1993, 0], [1994, 0], [1995, 0], [1996, 8]],
    }
    pairs = af.totals(engine.of(register()), by=["supplier", "recipient"])
    assert by_party(pairs, "year", "value") == found
    none = af.totals(engine.of(register(observed=None)), by="supplier", absent="none")
    assert by_party(none, "year", "value") == found


def test_averages_are_of_years_in_which_the_state_existed(engine):
    found = by_party(af.averages(engine.of(register()), by="supplier", window=3), "period", "value")
    assert found == {
        "SUN": [["1990", 2], ["1991", pytest.approx(4 / 3)]],
        "RUS": [
            ["1994", pytest.approx(20 / 3)],
            ["1995", 0],
            ["1996", pytest.approx(8 / 3)],
        ],
    }
    # five years of Russia end in 1996, and of the Soviet Union only four are observed
    five = af.averages(engine.of(register()), by="supplier", window=5)
    assert by_party(five, "period", "value") == {"RUS": [["1996", 5.6]]}


def test_windows_in_which_a_state_existed_in_part_count(engine):
    records = af.to_periods(register(observed=(1985, 1996)), 4, end=1996)
    found = by_party(af.totals(engine.of(records), by="supplier"), "period", "value")
    assert found == {
        "SUN": [["1985–88", 6], ["1989–92", 4]],
        "RUS": [["1989–92", 20], ["1993–96", 8]],
    }


def test_a_change_from_before_a_state_is_none_and_not_infinite(engine):
    records = af.where(register(observed=(1981, 1996)), years=(1981, 1995))
    changes = af.changes(af.to_periods(engine.of(records), 5, end=1995))
    assert by_party(changes, "period", "value", "previous", "change", "complete") == {
        "SUN": [["1986–90", 6, 0, np.inf, True], ["1991–95", 4, 6, pytest.approx(-1 / 3), True]],
        "RUS": [["1991–95", 20, None, None, True]],
    }
    # and none into the years after it
    later = pd.concat([register(observed=(1986, 2000)), register(INDIA.assign(year=1999)[2:3], (1986, 2000))])
    changed = af.changes(af.to_periods(engine.of(later.assign(record=list("abcde"))), 5, end=2000))
    assert by_party(changed, "period", "value", "previous")["SUN"] == [["1991–95", 4, 6]]


def test_rankings_compare_with_no_window_before_the_state(engine):
    records = register(observed=(1986, 1996))
    table = plain(af.rankings(engine.of(records), end=1995)).set_index("party")
    columns = ["previous", "previous_share", "change", "change_low", "change_high"]
    assert table.loc["RUS", columns].isna().all()
    assert table.loc["RUS", ["value", "place", "complete"]].tolist() == [20, 1, True]
    assert table.loc["SUN", ["value", "previous"]].tolist() == [4, 6]
    # of 1987-91 Russia existed in the last year, whose records stand under the Soviet Union
    later = plain(af.rankings(engine.of(records), end=1996)).set_index("party")
    assert later.loc["RUS", ["previous", "change"]].isna().all()


SERBIA = pd.DataFrame(
    [("YUG", 1990, 5.0), ("YUG", 1991, 3.0), ("SRB", 1993, 2.0), ("SRB", 1995, 4.0)],
    columns=["recipient", "year", "value"],
)


@pytest.mark.covering(1)
@pytest.mark.parametrize("source", ["sipri", "user"])
def test_the_years_of_serbia_are_no_zeros_of_yugoslavia(engine, source):
    """SIPRI's Yugoslavia ends in 1991 and its Serbia begins in 1992, though both codes hold to 2003."""
    records = made(SERBIA, supplier="USA", **DELIVERY, source=source, observed=(1989, 1996))
    serbia = [[1993, 2], [1994, 0], [1995, 4], [1996, 0]]
    yugoslavia = [[1989, 0], [1990, 5], [1991, 3]]
    expected = {
        "YUG": yugoslavia if source == "sipri" else [*yugoslavia, [1992, 0]],
        "SRB": [[1992, 0], *serbia] if source == "sipri" else serbia,
    }
    assert by_party(af.totals(engine.of(records), by="recipient"), "year", "value") == expected
    # alone as among others, and where the state was chosen and is no key; only of a year between the
    # records of both nobody knows under which name it stands
    expected["YUG"] = yugoslavia
    for party, rows in expected.items():
        alone = af.where(engine.of(records), recipient=party)
        assert by_party(af.totals(alone, by="recipient"), "year", "value") == {party: rows}
        assert by_party(af.totals(alone, by="supplier"), "year", "value") == {"USA": rows}
    means = by_party(af.averages(engine.of(records), by="recipient", window=3), "period", "value")
    assert means["YUG"][0] == ["1991", pytest.approx(8 / 3)]
    assert means["YUG"][1:] == ([] if source == "sipri" else [["1992", pytest.approx(8 / 3)]])
    balance = plain(af.supplier_balance(engine.of(records), supplier="USA", between=("SRB", "YUG")))
    # in no year is there a zero of the one beside a figure of the other
    assert balance[["left_value", "right_value"]].isna().any(axis=1).all()


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("rows", "zeros"),
    [
        # the Soviet Union to its last year, and Russia from the year after
        ([("SUN", 1989), ("RUS", 1993)], {"SUN": [1990, 1991], "RUS": [1992]}),
        ([("SUN", 1991), ("RUS", 1991), ("RUS", 1993)], {"SUN": [1989, 1990], "RUS": [1992]}),
        # 2004 and 2005 are of Serbia and Montenegro, which is not in the frame
        ([("YUG", 2000), ("SRB", 2007)], {"YUG": [1999, 2001, 2002, 2003]}),
        (
            [("YUG", 2000), ("SCG", 2005), ("SRB", 2007)],
            {"YUG": [1999, 2001, 2002], "SCG": [2003, 2004, 2006]},
        ),
        ([("SCG", 2004), ("SRB", 2008)], {"SCG": [2003, 2005, 2006], "SRB": [2007]}),
    ],
)
def test_a_year_between_the_records_of_two_names_is_a_zero_of_one(engine, rows, zeros):
    given = pd.DataFrame(rows, columns=["recipient", "year"]).assign(value=2.0)
    last = given["year"].max()
    first = 1989 if last < 2000 else given["year"].min() - 1
    records = made(given, supplier="USA", **DELIVERY, observed=(first, last))
    found = plain(af.totals(engine.of(records), by="recipient"))
    none = found[found["value"] == 0].groupby("recipient")["year"].agg(lambda years: sorted(map(int, years)))
    assert none.to_dict() == zeros


def test_a_window_between_the_records_of_two_names_is_a_zero_of_the_former_state(engine):
    rows = pd.DataFrame([("YUG", 1990, 5.0), ("SRB", 1998, 2.0)], columns=["recipient", "year", "value"])
    records = made(rows, supplier="USA", **DELIVERY, observed=(1988, 1999))
    found = by_party(
        af.totals(engine.of(af.to_periods(records, 4, end=1999)), by="recipient"), "period", "value"
    )
    assert found == {"YUG": [["1988–91", 5], ["1992–95", 0]], "SRB": [["1996–99", 2]]}


def test_the_years_of_serbia_and_montenegro_are_no_zeros_of_serbia(engine):
    """Customs name the state Serbia and Montenegro to 2005 and Serbia from 2006."""
    rows = pd.DataFrame(
        [("SCG", 2003, 5.0), ("SCG", 2005, 3.0), ("SRB", 2006, 2.0), ("SRB", 2008, 4.0)],
        columns=["recipient", "year", "value"],
    )
    records = made(rows, supplier="USA", **DELIVERY, source="baci", observed=(2000, 2008))
    expected = {"SCG": [[2003, 5], [2004, 0], [2005, 3]], "SRB": [[2006, 2], [2007, 0], [2008, 4]]}
    assert by_party(af.totals(engine.of(records), by="recipient"), "year", "value") == expected
    changed = af.changes(af.to_periods(engine.of(records), 3, end=2008), of="recipient")
    assert by_party(changed, "period", "value", "previous") == {
        "SCG": [["2003–05", 8, None]],
        "SRB": [["2006–08", 6, None]],
    }


def test_no_change_to_nothing_where_the_records_moved_to_the_successor(engine):
    records = made(SERBIA, supplier="USA", **DELIVERY, source="sipri", observed=(1989, 1996))
    changed = af.changes(af.to_periods(engine.of(records), 2, end=1995), of="recipient")
    assert by_party(changed, "period", "value", "previous", "change") == {
        "SRB": [["1992–93", 2, None, None], ["1994–95", 4, 2, 1]]
    }


def test_records_of_its_own_show_that_a_party_existed(engine):
    """A source that calls the Soviet Union of 1990 Russia has a zero of other kinds of arms in that year."""
    rows = pd.DataFrame({"category": ["ships", "aircraft"], "year": [1990, 1991], "value": [3.0, 5.0]})
    records = register(rows, (1988, 1992), supplier="Russia")
    found = plain(af.totals(engine.of(records), by=["supplier", "category"]))
    assert found.groupby("category")["year"].agg(list).to_dict() == {
        "aircraft": [1990, 1991, 1992],
        "ships": [1990, 1991, 1992],
    }


def test_a_party_that_was_chosen_existed_for_all_that_is_summed(engine):
    """Nobody supplied South Sudan before 2011, whether its supplies are summed by supplier or altogether."""
    rows = pd.DataFrame(
        [("RUS", "SSD", 2012, 3.0), ("UKR", "SSD", 2014, 4.0), ("RUS", "IND", 2010, 9.0)],
        columns=["supplier", "recipient", "year", "value"],
    )
    every = made(rows, **DELIVERY, observed=(2009, 2014))
    sudan = af.where(engine.of(every), recipient="South Sudan")
    years = [2011, 2012, 2013, 2014]
    assert by_party(af.totals(sudan, by="supplier"), "year") == {
        party: [[y] for y in years] for party in ("RUS", "UKR")
    }
    assert plain(af.totals(sudan, by=()))[["year", "value"]].values.tolist() == [
        *([2011, 0], [2012, 3], [2013, 0], [2014, 4]),
    ]
    assert plain(af.concentration(sudan))["start"].tolist() == years
    both = af.where(engine.of(every), recipient=["South Sudan", "India"])
    assert len(by_party(af.totals(both, by="supplier"), "year")["RUS"]) == 6


def test_the_other_side_of_a_supplier_had_to_exist(engine):
    rows = pd.DataFrame(
        {"recipient": ["UKR", "UKR", "BLR"], "year": [1988, 1996, 1995], "value": [2.0, 6.0, 4.0]}
    )
    records = made(rows, supplier="DEU", **DELIVERY, observed=(1985, 1996))
    found = plain(af.supplier_balance(engine.of(records), supplier="DEU", between=("UKR", "BLR")))
    right = found.set_index("period")["right_value"]
    # Belarus is a state since 1991
    assert np.isnan(right["1988"])
    assert right[["1995", "1996"]].tolist() == [4, 0]
    assert found.set_index("period").loc["1995", "left_value"] == 0


def test_organisations_groups_and_unknown_parties_are_as_before(engine):
    rows = pd.DataFrame(
        {"supplier": ["unknown supplier", "NATO**"], "year": [1990, 1992], "value": [1.0, 2.0]}
    )
    rows["supplier"] = ["unk:supplier", "org:nato"]
    found = by_party(af.totals(engine.of(register(rows, (1940, 1993))), by="supplier"), "year")
    assert {party: len(years) for party, years in found.items()} == {"unk:supplier": 54, "org:nato": 54}
