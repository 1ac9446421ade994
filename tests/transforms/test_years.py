"""Figures over several years, spread over each of them."""

from __future__ import annotations

import duckdb
import pytest

import armsflow as af
from tests.frames import assert_same, make, plain

DECADE = make(
    {"record": ["a"], "start": [2010], "end": [2019], "value": [100.0], "low": [90.0], "high": [120.0]}
)


def spans(records) -> list[list[float]]:
    frame = plain(records).sort_values("start")
    return frame[["start", "end", "value", "low", "high"]].values.tolist()


def test_to_years_spreads_evenly_and_widens():
    years = spans(af.to_years(DECADE))
    assert years == [[y, y, 10, 0, 120] for y in range(2010, 2020)]


def test_to_years_leaves_a_single_year_alone():
    year = make({"value": [7.0], "low": [6.0], "high": [9.0]})
    assert af.to_years(year).equals(year)


def test_open_bounds_stay_open():
    claim = make({"start": [2010], "end": [2011], "value": [10.0], "high": [float("inf")]})
    assert spans(af.to_years(claim)) == [[2010, 2010, 5, 0, float("inf")], [2011, 2011, 5, 0, float("inf")]]


def test_edited_frames_lose_no_row():
    for change in ({"start": 2020}, {"end": 2500}):
        with pytest.raises(af.RecordError, match=r"have no span of 1 to 200 years|start lies after end"):
            af.to_years(DECADE.assign(**change))
    with pytest.raises(af.RecordError, match="it lacks 'low', 'high', 'quantity'"):
        af.to_years(DECADE[["start", "end", "value"]])


def test_a_users_own_tables_are_left_alone():
    """A table called small in the user's database is not taken for one of the library's."""
    connection = duckdb.connect()
    connection.sql("create table small as select 99 as _years, 99 as _step")
    connection.register("mine", DECADE.astype({"part_of": object, "same_as": object}))
    years = af.to_years(connection.table("mine"))
    assert spans(years) == spans(af.to_years(DECADE))
    assert connection.sql("select * from small").fetchall() == [(99, 99)]


def test_undisclosed_stays_undisclosed():
    nothing = make({"start": [2010], "end": [2019], "value": [float("nan")]})
    assert plain(af.to_years(nothing))[["value", "low", "high"]].isna().all().all()


def test_every_engine_gives_the_same(engine):
    rows = make(
        {
            "start": [2010, 2014, 1999, 2003],
            "end": [2019, 2015, 1999, 2008],
            "value": [100.0, 3.0, None, 8.0],
            "low": [90.0, 3.0, None, 8.0],
            "high": [120.0, float("inf"), None, 9.0],
        }
    )
    got = af.to_years(engine.of(rows))
    assert type(got) is type(engine.of(rows))
    assert_same(got, af.to_years(rows), ordered=False)


def test_quantities_are_spread_as_well():
    span = make({"start": [2010], "end": [2019], "value": [5.0], "quantity": [100.0]})
    assert plain(af.to_years(span))["quantity"].tolist() == pytest.approx([10] * 10)
