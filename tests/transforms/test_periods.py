"""Windows of years: figures divided among them, by hand."""

from __future__ import annotations

import pytest

import armsflow as af
from tests.frames import assert_same, make, plain

DECADE = make(
    {"record": ["a"], "start": [2010], "end": [2019], "value": [100.0], "low": [90.0], "high": [120.0]}
)


def spans(records) -> list[list[float]]:
    frame = plain(records).sort_values("start")
    return frame[["start", "end", "value", "low", "high"]].values.tolist()


def test_windows_tile_both_ways_from_their_end():
    assert spans(af.to_periods(DECADE, 5, end=2024)) == [
        [2010, 2014, 50, 0, 120],
        [2015, 2019, 50, 0, 120],
    ]
    assert spans(af.to_periods(DECADE, 5, end=2004)) == spans(af.to_periods(DECADE, 5, end=2024))
    # 2008–11, 2012–15, 2016–19: two, four and four of ten years
    assert spans(af.to_periods(DECADE, 4, end=2019)) == [
        [2008, 2011, 20, 0, 120],
        [2012, 2015, 40, 0, 120],
        [2016, 2019, 40, 0, 120],
    ]


def test_a_span_inside_a_window_keeps_its_figures():
    assert spans(af.to_periods(DECADE, 10, end=2019)) == [[2010, 2019, 100, 90, 120]]
    assert spans(af.to_periods(DECADE, 50, end=2024)) == [[1975, 2024, 100, 90, 120]]
    assert spans(af.to_periods(DECADE, [(2001, 2030)])) == [[2001, 2030, 100, 90, 120]]


def test_years_outside_a_list_of_windows_raise_or_are_dropped():
    windows = [(2010, 2012), (2015, 2016)]
    with pytest.raises(af.SpanError, match=r"1 span\(s\) reach outside the windows") as caught:
        af.to_periods(DECADE, windows)
    assert list(caught.value.rows.columns) == list(af.COLUMNS)
    assert spans(af.to_periods(DECADE, windows, outside="drop")) == [
        [2010, 2012, 30, 0, 120],
        [2015, 2016, 20, 0, 120],
    ]
    assert spans(af.to_periods(DECADE, [(1990, 1999)], outside="drop")) == []


def test_undisclosed_stays_undisclosed():
    nothing = make({"start": [2010], "end": [2019], "value": [float("nan")]})
    windows = plain(af.to_periods(nothing, 5, end=2019))
    assert windows[["value", "low", "high"]].isna().all().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0,), {"end": 2019}), "periods is 0"),
        (((5,), {}), "end is None; expected the last year"),
        (((5,), {"end": 20190}), "end is 20190"),
        ((([],), {}), r"periods is \[\]"),
        ((("2010–14",), {}), "periods is '2010–14'"),
        ((([(2010, 2014), (2014, 2018)],), {}), "in order and without overlap"),
        ((([(2014, 2010)],), {}), "a window is"),
        ((([(1500, 2014)],), {}), r"windows are \(1500, 2014\); expected at most 200 years"),
        ((([(2010, 2014)],), {"end": 2014}), "beside a list of windows"),
        ((([(2010, 2014)],), {"outside": "keep"}), "outside is 'keep'"),
    ],
)
def test_windows_are_checked(arguments, message):
    positional, named = arguments
    with pytest.raises(af.ArgumentError, match=message):
        af.to_periods(DECADE, *positional, **named)


MANY = make(
    {
        "record": list("abcd"),
        "start": [2010, 2014, 1999, 2003],
        "end": [2019, 2015, 1999, 2008],
        "value": [100.0, 3.0, None, 8.0],
        "low": [90.0, 3.0, None, 8.0],
        "high": [120.0, float("inf"), None, 9.0],
    }
)


@pytest.mark.parametrize(
    "step",
    [
        lambda r: af.to_periods(r, 5, end=2024),
        lambda r: af.to_periods(r, [(2000, 2011), (2014, 2014)], outside="drop"),
    ],
    ids=["tiles", "windows"],
)
def test_every_engine_gives_the_same(engine, step):
    got = step(engine.of(MANY))
    assert type(got) is type(engine.of(MANY))
    assert_same(got, step(MANY), ordered=False)


def test_quantities_are_spread_as_well():
    span = make({"start": [2010], "end": [2019], "value": [5.0], "quantity": [100.0]})
    assert plain(af.to_periods(span, 5, end=2019))["quantity"].tolist() == pytest.approx([50, 50])
