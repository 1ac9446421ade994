"""Which columns are of the user's own: all that neither the source nor armsflow gives."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.records.own_columns import GIVEN, chosen_by_own, is_of_own, leaves_open
from armsflow.records.schema import COLUMNS, TOLD
from tests.frames import plain


@pytest.mark.parametrize(
    ("selection", "source", "own"),
    [
        ("", "sipri", False),
        ("supplier=RUS;category=aircraft", "sipri", False),
        ("designation=Su-30;local_production=True", "user", False),
        ("supplier=RUS;successors=recipient+supplier;left_out=2015", "sipri", False),
        ("aid_type=military", "kiel", False),
        ("embargoed=yes", "unroca", False),
        ("aid_type=military", "sipri", True),
        ("dem=yes", "kiel", True),
        ("supplier=RUS | dem=1", "sipri", True),
    ],
)
def test_what_was_chosen_by_a_column_of_ones_own(selection, source, own):
    assert is_of_own(selection, [source]) == own
    rows = pd.DataFrame({"selection": [selection, ""], "source": source})
    assert chosen_by_own(rows).tolist() == [own, False]


def test_columns_that_readers_give_are_known():
    for name in ("claims.csv", "sample_register.csv"):
        records = af.read(af.table_path(name))
        source = records["source"].iloc[0]
        # a file of claims may have columns of its own
        beside = {*records} - {*COLUMNS, *TOLD}
        assert not any(is_of_own(f"{column}=a", [source]) for column in beside)
    marked = af.embargoed(records)
    assert not any(is_of_own(f"{column}=a", ["sipri"]) for column in {*marked} - {*records})


def test_sources_are_those_of_the_table():
    assert {*GIVEN} <= {*af.table("sources.csv")["source"]}


def test_rows_in_which_a_column_of_ones_own_is_blank_leave_no_zero():
    """The joined table had no row for the United States: India stood at 0 in 2014, where they delivered 9."""
    rows = [("FRA", "IND", 2012, 30.0), ("USA", "IND", 2012, 5.0), ("USA", "IND", 2014, 9.0)]
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    records = af.to_records(frame, stage="delivery", unit="TIV", source="sipri", observed=(2010, 2015))
    known = pd.DataFrame({"supplier": ["FRA", "RUS"], "democracy": ["yes", "no"]})
    chosen = af.where(records.merge(known, how="left", on="supplier"), democracy="yes")
    assert set(chosen["selection"]) == {"democracy=yes;left_out=2012+2014"}
    sums = af.totals(chosen, by="recipient")
    assert sums["year"].tolist() == [2010, 2011, 2012, 2013, 2015]
    said = af.where(records.assign(democracy=["yes", "no", "no"]), democracy="yes")
    assert set(said["selection"]) == {"democracy=yes"}


@pytest.mark.parametrize(
    ("column", "source", "open_"),
    [
        ("item", "sipri", True),
        ("designation", "user", True),
        ("condition", "sipri", True),
        ("description", "sipri", True),
        ("democracy", "sipri", True),
        ("rating", "uk_licences", True),
        # a blank is an answer: no note, no whole, no embargo, no correction, all years
        ("note", "sipri", False),
        ("part_of", "user", False),
        ("embargo", "sipri", False),
        ("correction", "kiel", False),
        ("delivery_years", "sipri", False),
        # another source has no such column: it is the user's
        ("correction", "sipri", True),
    ],
)
def test_a_blank_that_leaves_open_what_a_row_is(column, source, open_):
    assert leaves_open(column, [source]) == open_


@pytest.mark.parametrize("column", ["item", "designation", "condition", "description"])
def test_rows_of_which_a_source_does_not_say_what_they_are_leave_no_zero(column, engine):
    """India got 40 of an unknown item in 2014, which may be tanks; Egypt got ships. 2015 is 0."""
    rows = [("IND", 2012, 10.0, "new"), ("IND", 2014, 40.0, ""), ("EGY", 2014, 5.0, "second-hand")]
    frame = pd.DataFrame(rows, columns=["recipient", "year", "value", column])
    same = {
        "supplier": "FRA",
        "stage": "delivery",
        "unit": "TIV",
        "source": "sipri",
        "observed": (2012, 2015),
    }
    chosen = af.where(engine.of(af.to_records(frame, **same)), **{column: "new"})
    sums = plain(af.totals(chosen, by="recipient"))
    assert sums[["year", "value"]].to_numpy().tolist() == [[2012, 10], [2013, 0], [2015, 0]]
    assert set(sums["selection"]) == {f"{column}=new;left_out=2014"}
