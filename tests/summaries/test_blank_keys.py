"""No zero beside a row whose key is blank, which may be of any value of the key: numbers by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import NONE, made, plain

KNOWN = {"recipient": "IND", "source": "sipri", "stage": "delivery", "unit": "TIV", "observed": (2011, 2015)}
# 9 of 2014 and 5 of 2012 were delivered by a state of which the joined table said nothing
RECORDS = made(
    {"supplier": ["FRA", "USA", "USA", "RUS"], "year": [2012, 2012, 2014, 2013], "value": [30.0, 5, 9, 4]},
    **KNOWN,
)
KINDS = {
    "text": ["yes", None, None, "no"],
    "text of nothing": ["yes", "", " ", "no"],
    "words of nothing": ["yes", "nan", "nan", "no"],
    "numbers": [1.0, NONE, NONE, 0.0],
    "flags": [True, None, None, False],
    "dates": pd.to_datetime(["2001-01-01", None, None, "2002-01-01"]),
}


def by_kind(summary, *columns: str) -> list[tuple]:
    """Years and figures of the rows of the first kind of supplier and of the others that say their kind."""
    frame = plain(summary)
    known = {"yes": "yes", True: "yes", "no": "no", False: "no"}
    kinds = frame["kind"].map(lambda cell: known.get(cell, str(cell)[:4]))
    kinds = kinds.replace({"2001": "yes", "2002": "no"})
    rows = frame[kinds.isin(["yes", "no"])].assign(kind=kinds).sort_values(["kind", "year"])
    return [*rows[["kind", "year", *columns]].itertuples(index=False, name=None)]


def of_kind(name: str, engine) -> object:
    return engine.of(RECORDS.assign(kind=KINDS[name]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_without_a_row_is_not_0_beside_a_blank(kind, engine):
    sums = af.totals(of_kind(kind, engine), by="kind")
    zeros = [("no", 2011, 0.0), ("no", 2013, 4.0), ("no", 2015, 0.0)]
    others = [("yes", 2011, 0.0), ("yes", 2012, 30.0), ("yes", 2013, 0.0), ("yes", 2015, 0.0)]
    assert by_kind(sums, "value") == [*zeros, *others]
    assert plain(sums)["complete"].astype(bool).all()
    # what nobody can know is said of zeros that the user asks for
    none = by_kind(af.totals(of_kind(kind, engine), by="kind", absent="none"), "complete")
    assert [row[:2] for row in none if not row[2]] == [("no", 2012), ("no", 2014), ("yes", 2014)]


def test_shares_changes_and_means_have_no_such_zero(engine):
    records = of_kind("numbers", engine)
    shares = by_kind(af.shares(records, of="kind", absent="auto"), "value")
    assert [(kind, year) for kind, year, value in shares if value == 0 and year in (2012, 2014)] == []
    changes = {row[:2]: row[2:] for row in by_kind(af.changes(records, of="kind"), "value", "change")}
    np.testing.assert_equal(changes["yes", 2014], (NONE, NONE))
    np.testing.assert_equal(changes["yes", 2013], (0.0, -1.0))
    # the means of 2012–14 and 2013–15 hold a year that is not known
    means = af.averages(records, by="kind", window=3)
    assert by_kind(means, "value") == [("yes", 2013, 10.0)]


def test_keys_beside_a_blank_one_are_told_apart():
    """What the United States delivered is not France's."""
    sums = af.totals(RECORDS.assign(kind=KINDS["text"]), by=["supplier", "kind"])
    french = sums[sums["supplier"] == "FRA"]
    assert french["value"].tolist() == [0, 30, 0, 0, 0]


def test_items_of_a_source_that_does_not_name_all():
    records = RECORDS.assign(item=["tank", "", "", "ship"])
    assert af.totals(records, by="item").query("item == 'tank'")["year"].tolist() == [2011, 2012, 2013, 2015]
    # a blank note is none
    noted = RECORDS.assign(note=["tank", "", "", "ship"])
    assert len(af.totals(noted, by="note").query("note == 'tank'")) == 5


@pytest.mark.parametrize("kind", ["text", "words of nothing"])
def test_what_is_blank_is_neither_among_the_largest_nor_folded(kind):
    rows = RECORDS.assign(kind=KINDS[kind], value=[3.0, 50, 90, 4], low=0.0, high=99.0)
    sums = af.totals(rows, by="kind", top=1)
    blank = sums[~sums["kind"].isin(["yes", "no", "others"])]
    assert blank["value"].sum() == 140
    assert not (sums["kind"] == "others").any()


@pytest.mark.parametrize("kind", ["text", "words of nothing", "numbers"])
def test_an_index_of_blanks_has_bounds(kind):
    """In 2014 all 9 may be of one kind, or of very many; in 2012 the 5 may be of the kind that has 30."""
    index = af.concentration(RECORDS.assign(kind=KINDS[kind]), of="kind").set_index("year")
    assert index.loc[2014, ["hhi_low", "hhi_high"]].tolist() == pytest.approx([0, 1])
    assert index.loc[2012, ["hhi_low", "hhi_high"]].tolist() == pytest.approx([(30 / 35) ** 2, 1])
    assert pd.isna(index.loc[2014, "leader"])
    assert index.loc[2013, ["hhi_low", "hhi_high"]].tolist() == pytest.approx([1, 1])


def test_a_side_of_a_balance_may_stand_in_a_blank_row():
    """Egypt got 7 of an unknown kind in 2012: its side of "new" is not known there, and is 0 in 2013."""
    rows = {
        "recipient": ["IND", "EGY", "IND", "EGY"],
        "year": [2012, 2012, 2013, 2014],
        "value": [30.0, 7, 8, 1],
        "condition": ["new", None, "new", "new"],
    }
    same = {
        "supplier": "FRA",
        "source": "sipri",
        "stage": "delivery",
        "unit": "TIV",
        "observed": (2012, 2014),
    }
    sides = af.supplier_balance(
        af.to_records(rows, **same), supplier="FRA", between=("IND", "EGY"), by="condition"
    )
    new = sides[sides["condition"] == "new"].set_index("year")
    np.testing.assert_equal(new["left_value"].tolist(), [30, 8, 0])
    np.testing.assert_equal(new["right_value"].tolist(), [NONE, 0, 1])
    assert new["complete"].tolist() == [False, True, True]


def test_who_may_have_reported_a_flow_under_a_blank_is_not_silent():
    rows = {
        "year": [2012, 2012, 2013, 2013],
        "value": [30.0, 30, 8, 5],
        "reporter": ["supplier", "recipient", "supplier", "recipient"],
        "kind": ["new", None, "new", "old"],
    }
    same = {"supplier": "FRA", "recipient": "IND", "stage": "delivery", "unit": "USD"}
    gaps = af.discrepancies(
        af.to_records(rows, **same), between=("supplier", "recipient"), by=["supplier", "recipient", "kind"]
    )
    silent = gaps[gaps["kind"] == "new"].set_index("year")["unreported"]
    assert silent.to_dict() == {2012: "", 2013: "recipient"}


@pytest.mark.parametrize("name", ["first", "last", "from"])
def test_a_blank_key_may_have_any_name(name):
    """In 2014 the row of 4 may be of kind b, which has a record in 2013 alone."""
    rows = [["FRA", 2013, 9.0, "b"], ["FRA", 2014, 4.0, None]]
    frame = pd.DataFrame(rows, columns=["supplier", "year", "value", name])
    records = af.to_records(
        frame, recipient="IND", stage="delivery", unit="TIV", source="sipri", observed=(2012, 2014)
    )
    sums = af.totals(records, by=name)
    assert sums.loc[sums[name] == "b", "year"].tolist() == [2012, 2013]
