"""Figures over several years, spread over each of them."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import assert_same, made, make, noted, plain, seeds

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


#: A delivery in four years of ten, one row that was begun before the years asked for, one of another pair.
LISTED = pd.DataFrame(
    {
        "record": ["gaps", "early", "other"],
        "recipient": ["IDN", "IDN", "IND"],
        "start": [2008, 2007, 2012],
        "end": [2017, 2010, 2012],
        "value": [40.0, 8.0, 5.0],
        "delivery_years": ["2008; 2011; 2013; 2017", "2007; 2010", "2012"],
    }
)
_FIGURES = ["record", "start", "end", "value", "low", "high", "observed_start", "observed_end"]


def listed(source: str, **observed) -> pd.DataFrame:
    return made(LISTED, supplier="DEU", stage="delivery", unit="TIV", source=source, **observed)


def figures(records) -> list[list]:
    return plain(records)[_FIGURES].sort_values(["record", "start"]).values.tolist()


@pytest.mark.covering(2)
@pytest.mark.parametrize("source", ["sipri", "comtrade", "user"])
def test_parts_of_a_cut_row_observe_what_it_observed(engine, source):
    """Of the user's own rows, the one of 2012 says that more is covered than the years of each row."""
    records = engine.of(listed(source, observed=(2000, 2020)))
    # two of the four listed years of "gaps" are from 2010 to 2014, and one of the two of "early"
    parts = [
        ["early", 2010, 2010, 4, 0, 8, 2010, 2014],
        ["gaps", 2011, 2011, 10, 0, 40, 2010, 2014],
        ["gaps", 2013, 2013, 10, 0, 40, 2010, 2014],
        ["other", 2012, 2012, 5, 5, 5, 2010, 2014],
    ]
    cut = af.where(records, years=(2010, 2014), straddling="cut")
    assert figures(cut)[1] == ["gaps", 2010, 2014, 20, 0, 40, 2010, 2014]
    assert figures(af.to_years(cut)) == parts
    assert figures(af.where(af.to_years(records), years=(2010, 2014))) == parts


def test_years_between_the_parts_of_a_cut_row_are_zeros(engine):
    records = engine.of(listed("sipri", observed=(2000, 2020))[:1])
    cut = af.where(records, years=(2010, 2014), straddling="cut")
    sums = plain(af.totals(af.to_years(cut), by="recipient"))
    assert sums[["year", "value", "high", "complete"]].values.tolist() == [
        [2010, 0, 0, True],
        [2011, 10, 40, True],
        [2012, 0, 0, True],
        [2013, 10, 40, True],
        [2014, 0, 0, True],
    ]
    # in windows of years as in years: 2011 in the one, 2013 in the other, and both observe all five
    windows = af.to_periods(cut, [(2010, 2011), (2012, 2014)])
    assert figures(windows) == [
        ["gaps", 2010, 2011, 10, 0, 40, 2010, 2014],
        ["gaps", 2012, 2014, 10, 0, 40, 2010, 2014],
    ]


def test_parts_of_a_row_of_ones_own_that_speaks_for_itself_speak_for_themselves(engine):
    """Nobody says that more is covered than the years of each row: between its parts there are no zeros."""
    records = engine.of(listed("user"))
    cut = af.where(records, years=(2010, 2014), straddling="cut")
    for years in (af.to_years(cut), af.where(af.to_years(records), years=(2010, 2014))):
        assert figures(years) == [
            ["early", 2010, 2010, 4, 0, 8, 2010, 2010],
            ["gaps", 2011, 2011, 10, 0, 40, 2011, 2011],
            ["gaps", 2013, 2013, 10, 0, 40, 2013, 2013],
            ["other", 2012, 2012, 5, 5, 5, 2012, 2012],
        ]
        assert plain(af.totals(years))["year"].tolist() == [2010, 2011, 2012, 2013]


def test_a_meaning_that_is_covered_says_nothing_of_another(engine):
    """Of TIV one row says that more is covered, of USD none does."""
    known = {"supplier": "DEU", "recipient": "IDN", "stage": "delivery"}
    one = {"record": ["a"], "start": [2010], "end": [2011], "value": [4.0]}
    wide = {"record": ["b"], "start": [2010], "end": [2010], "value": [1.0]}
    frames = [
        made(pd.DataFrame(one), unit="TIV", **known),
        made(pd.DataFrame(wide), unit="TIV", observed=(2005, 2015), **known),
        made(pd.DataFrame(one).assign(record="c"), unit="USD", **known),
    ]
    years = af.to_years(engine.of(pd.concat(frames, ignore_index=True)))
    assert [[row[0], row[1], *row[-2:]] for row in figures(years)] == [
        ["a", 2010, 2010, 2011],
        ["a", 2011, 2010, 2011],
        ["b", 2010, 2005, 2015],
        ["c", 2010, 2010, 2010],
        ["c", 2011, 2011, 2011],
    ]


@pytest.mark.covering(2)
@pytest.mark.parametrize("source", ["sipri", "kiel", "comtrade", "user"])
@pytest.mark.parametrize("first_seed", range(0, 25, 5))
def test_rows_are_cut_and_spread_in_either_order(source, first_seed):
    for seed in seeds(first_seed, 5):
        draw = np.random.default_rng(seed)
        spans = [np.sort(draw.integers(1990, 2021, 2)).tolist() for _ in range(8)]
        texts = [_some_years(draw, *span) for span in spans]
        first, last = (int(year) for year in np.sort(draw.choice(np.arange(1995, 2016), 2, replace=False)))
        # a row of one year inside says that more is covered
        rows = pd.DataFrame([*spans, [first, first]], columns=["start", "end"])
        rows = rows.assign(value=draw.integers(1, 100, 9).astype(float), delivery_years=[*texts, ""])
        known = {"supplier": "DEU", "recipient": "IDN", "stage": "delivery", "unit": "TIV"}
        records = made(rows, source=source, observed=(1985, 2025), **known)
        cut = af.where(records, years=(first, last), straddling="cut")
        with noted(f"seed {seed}"):
            assert_same(af.to_years(cut), af.where(af.to_years(records), years=(first, last)), ordered=False)


def _some_years(draw: np.random.Generator, start: int, end: int) -> str:
    """What a register lists of a span: its first and last year and some between, or nothing."""
    if draw.random() < 0.3:
        return ""
    between = [year for year in range(start + 1, end) if draw.random() < 0.4]
    return "; ".join(str(year) for year in sorted({start, *between, end}))
