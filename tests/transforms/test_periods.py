"""Years and windows: the reading of written periods, and re-binning by hand-computed numbers."""

from __future__ import annotations

import pytest

import armsflow as af
from tests.conftest import assert_same, make, plain


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Between 2010 and 2019", (2010, 2019)),
        ("2010–2014", (2010, 2014)),
        ("2010-2014", (2010, 2014)),
        ("2010—2014", (2010, 2014)),
        ("2010–14", (2010, 2014)),
        ("2010/11", (2010, 2011)),
        ("1998–02", (1998, 2002)),
        ("since 2010, to 2014", (2010, 2014)),
        ("from 2010 until 2014", (2010, 2014)),
        ("2015", (2015, 2015)),
        (" in 2018 ", (2018, 2018)),
        ("June 2015", (2015, 2015)),
        ("26 February 2012", (2012, 2012)),
        ("2012-02-26", (2012, 2012)),
        ("2014-06", (2014, 2014)),
        ("1990s", (1990, 1999)),
        ("the 1990s", (1990, 1999)),
        (2015, (2015, 2015)),
    ],
)
def test_written_periods(text, years):
    assert af.parse_period(text) == years


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not one or two years"),
        ("N/A", "is not one or two years"),
        ("20100", "has the year '20100'"),
        ("since 2010", "open end"),
        ("2010–", "open end"),
        ("1999-02", "may be a month or a span"),
        ("2010, 2014", "not whether those between belong to it"),
        ("2010 and 2014", "not whether those between belong to it"),
        ("until 2014", "open end"),
        ("2019–2010", "ends before it starts"),
        ("1700–2000", "spans 301 years"),
        ("2010-12", "may be a month or a span"),
        ("2010, 2012 and 2014", "is not one or two years"),
        ("fiscal 2015", "it has 'fiscal'"),
        ("first half of 2015", "it has 'first', 'half'"),
        ("12 2015", "it has '12'"),
        ("-2015 + 1", "is not one or two years"),
        ("2015 " * 100, "text of 500 characters"),
        (None, "period is None"),
        (True, "period is True"),
    ],
)
def test_periods_that_cannot_be_read(text, message):
    with pytest.raises(af.PeriodError, match=message):
        af.parse_period(text)


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
    for spread in (af.to_years(nothing), af.to_periods(nothing, 5, end=2019)):
        assert plain(spread)[["value", "low", "high"]].isna().all().all()


def test_open_bounds_stay_open():
    claim = make({"start": [2010], "end": [2011], "value": [10.0], "high": [float("inf")]})
    assert spans(af.to_years(claim)) == [[2010, 2010, 5, 0, float("inf")], [2011, 2011, 5, 0, float("inf")]]


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
        af.to_years,
        lambda r: af.to_periods(r, 5, end=2024),
        lambda r: af.to_periods(r, [(2000, 2011), (2014, 2014)], outside="drop"),
    ],
    ids=["years", "tiles", "windows"],
)
def test_every_engine_gives_the_same(engine, step):
    got = step(engine.of(MANY))
    assert type(got) is type(engine.of(MANY))
    assert_same(got, step(MANY), ordered=False)


def test_quantities_are_spread_as_well():
    span = make({"start": [2010], "end": [2019], "value": [5.0], "quantity": [100.0]})
    assert set(plain(af.to_years(span))["quantity"]) == {10}
    assert set(plain(af.to_periods(span, 5, end=2019))["quantity"]) == {50}


def test_edited_frames_lose_no_row():
    for change in ({"start": 2020}, {"end": 2500}):
        with pytest.raises(af.RecordError, match="have no span of 1 to 200 years"):
            af.to_years(DECADE.assign(**change))
    with pytest.raises(af.RecordError, match="records lack the columns 'low', 'high', 'quantity'"):
        af.to_years(DECADE[["start", "end", "value"]])


def test_a_users_own_tables_are_left_alone():
    """A table called small in the user's database is not taken for one of the library's."""
    import duckdb

    connection = duckdb.connect()
    connection.sql("create table small as select 99 as _years, 99 as _step")
    connection.register("mine", DECADE.astype({"part_of": object, "same_as": object}))
    years = af.to_years(connection.table("mine"))
    assert spans(years) == spans(af.to_years(DECADE))
    assert connection.sql("select * from small").fetchall() == [(99, 99)]
