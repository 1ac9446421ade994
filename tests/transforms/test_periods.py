"""Windows of years: figures divided among them, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow.records.schema import TOLD
from tests.frames import SOME_ENGINES, assert_same, engine_of, made, make, plain

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


@pytest.mark.covering(2)
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


MOVED = make(
    {"record": list("abc"), "start": [2012, 2014, 2016], "end": [2012, 2015, 2016], "value": [3.0, 8.0, 5.0]},
    source="sipri",
    observed_start=2010,
    observed_end=2018,
)


def test_windows_move_year_by_year(engine):
    """Windows of three years: 2012 is in three of them, and 2014–15 straddles the first and the last."""
    sums = plain(af.totals(af.to_periods(engine.of(MOVED), 3, end=2016, step=1))).set_index("start")
    assert sums[["value", "low", "high"]].to_dict("index") == {
        2010: {"value": 3, "low": 3, "high": 3},
        2011: {"value": 3, "low": 3, "high": 3},
        2012: {"value": 7, "low": 3, "high": 11},
        2013: {"value": 8, "low": 8, "high": 8},
        2014: {"value": 13, "low": 13, "high": 13},
        2015: {"value": 9, "low": 5, "high": 13},
        2016: {"value": 5, "low": 5, "high": 5},
    }


def test_windows_that_overlap_lie_inside_the_years_observed(engine):
    """Of 2010–18 the first window is 2010–12 and the last 2016–18, wherever they are counted from."""
    rows = pd.concat(
        [MOVED, MOVED[:1].assign(record="d", start=2010, end=2010, value=1.0, low=1.0, high=1.0)]
    )
    for end in (2016, 2030):
        sums = plain(af.totals(af.to_periods(engine.of(rows), 3, end=end, step=1))).set_index("start")
        assert sums["value"].to_dict() == {2010: 4, 2011: 3, 2012: 7, 2013: 8, 2014: 13, 2015: 9, 2016: 5}
        assert sums["complete"].all()
    # in steps of two years from 2016 back and forth: 2010–12 to 2016–18
    two = plain(af.totals(af.to_periods(engine.of(rows), 3, end=2016, step=2)))
    assert two[["start", "value"]].values.tolist() == [[2010, 4], [2012, 7], [2014, 13], [2016, 5]]
    chosen = af.where(engine.of(rows), years=(2011, 2016), straddling="cut")
    sums = plain(af.totals(af.to_periods(chosen, 3, end=2016, step=1)))
    assert sums["start"].tolist() == [2011, 2012, 2013, 2014]
    # windows that tile time hold every record, as before
    tiles = plain(af.totals(af.to_periods(engine.of(rows), 5, end=2016)))
    assert tiles["start"].tolist() == [2007, 2012]


def test_records_that_speak_of_their_own_years_are_in_windows_inside_the_years_of_all(engine):
    said = make({"start": [2011, 2014, 2016], "end": [2011, 2014, 2016], "value": [1.0, 2.0, 4.0]})
    sums = plain(af.totals(af.to_periods(engine.of(said), 3, end=2016, step=1)))
    assert sums[["start", "value"]].values.tolist() == [[2011, 1], [2012, 2], [2013, 2], [2014, 6]]


def test_each_source_has_the_windows_of_its_own_years(engine):
    other = MOVED[2:].assign(release="2", observed_start=2014, observed_end=2018)
    windows = plain(af.to_periods(engine.of(pd.concat([MOVED, other])), 3, end=2016, step=1))
    starts = windows.groupby("release")["start"].agg(lambda cells: sorted(set(cells)))
    assert starts.to_dict() == {MOVED["release"][0]: list(range(2010, 2017)), "2": [2014, 2015, 2016]}


def test_years_shorter_than_a_window_have_none(engine):
    with pytest.raises(af.PeriodError, match="no window of 10 years lies inside the years .*'2010–18'"):
        af.to_periods(engine.of(MOVED), 10, end=2016, step=1)
    short = MOVED[2:].assign(release="2", observed_start=2015, observed_end=2016)
    with pytest.warns(UserWarning, match="records that hold '2015–16' are left out.*no window of 3 years"):
        windows = plain(af.to_periods(engine.of(pd.concat([MOVED, short])), 3, end=2016, step=1))
    assert set(windows["release"]) == set(MOVED["release"])
    assert not len(plain(af.to_periods(engine.of(MOVED[:0]), 3, end=2016, step=1)))


def test_a_step_of_the_length_tiles():
    assert_same(af.to_periods(MOVED, 3, end=2016, step=3), af.to_periods(MOVED, 3, end=2016))


def test_moving_windows_are_shared_and_compared_and_never_added():
    windows = af.to_periods(MOVED, 3, end=2016, step=1)
    assert (af.shares(windows)["share"] == 1).all()
    changes = af.changes(windows, of="supplier").set_index("start")
    # 13 after 3, and 8 after 3
    assert changes.loc[[2013, 2014], "previous"].tolist() == [3, 3]
    assert changes.loc[2014, "change"] == pytest.approx(10 / 3)
    with pytest.raises(af.SpanError, match="stand in several windows that overlap"):
        af.totals(windows, over=(2010, 2018))


@pytest.mark.parametrize(
    ("periods", "step", "message"),
    [
        (3, 4, "step is 4; expected a whole number of years from 1 to the length, 3"),
        (3, 0, "step is 0"),
        (3, True, "step is True"),
        ([(2010, 2012)], 1, "step is 1 beside a list of windows"),
    ],
)
def test_steps_are_checked(periods, step, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.to_periods(MOVED, periods, end=2016 if isinstance(periods, int) else None, step=step)


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("window", [(1, None), (5, None), (5, 1), (5, 3), (7, 7), (200, 150)])
def test_each_span_is_in_the_windows_that_hold_its_years_and_in_no_others(window, engine):
    length, step = window
    spans = [(1000, 1000), (1000, 1199), (2800, 2999), (2999, 2999)]
    spans += [(first, last) for first in range(2008, 2020) for last in range(first, 2023, 3)]
    rows = make(
        {
            "record": [f"r{n}" for n in range(len(spans))],
            "start": [first for first, _ in spans],
            "end": [last for _, last in spans],
            "value": 60.0,
        }
    )
    found = plain(af.to_periods(engine_of(engine).of(rows), length, end=2019, step=step))
    # windows are written anew for each span, one by one, from far before to far behind
    width = step or length
    ends = [2019 + n * width for n in range(-1200 // width, 1200 // width)]
    if step is not None and step < length:
        # of windows that overlap only those inside the years of the records
        ends = [end for end in ends if 1000 + length - 1 <= end <= 2999]
    expected = {}
    for n, (first, last) in enumerate(spans):
        for end in ends:
            years = min(last, end) - max(first, end - length + 1) + 1
            if years > 0:
                expected[f"r{n}", end - length + 1, end] = 60 * years / (last - first + 1)
    keys = zip(found["record"], found["start"], found["end"], strict=True)
    assert dict(zip(keys, found["value"], strict=True)) == pytest.approx(expected)
    assert len(found) == len(expected)


def test_windows_keep_which_of_their_years_a_record_had():
    """A part of 2010–19 reaches 2012–15; a record of 2014 is of this year in any window."""
    rows = make({"record": ["a", "b"], "start": [2010, 2014], "end": [2019, 2014], "value": [10.0, 1.0]})
    for name in SOME_ENGINES:
        frame = af.to_periods(engine_of(name).of(rows), 4, end=2015)
        found = plain(frame).sort_values(["record", "start"])[["record", "start", *TOLD]].to_numpy().tolist()
        assert found == [
            ["a", 2008, 2010, 2011], ["a", 2012, 2012, 2015], ["a", 2016, 2016, 2019], ["b", 2012, 2014, 2014]
        ]  # fmt: skip
        again = plain(af.to_periods(frame, 12, end=2019)).sort_values(["record", "told_start"])
        assert again[[*TOLD]].to_numpy().tolist() == [[2010, 2011], [2012, 2015], [2016, 2019], [2014, 2014]]
    assert af.to_periods(rows, 4, end=2015)[[*TOLD]].dtypes.tolist() == ["int16", "int16"]


def test_windows_without_told_years_beside_some_with_them_tell_of_all_their_years():
    rows = make({"record": ["a", "b"], "start": [2014, 2013], "end": [2014, 2013], "value": [1.0, 2.0]})
    rows = rows.assign(reporter="supplier")
    some = af.to_periods(rows, 2, end=2014)
    old = some.iloc[[1]].drop(columns=list(TOLD)).assign(record="c")
    both = af.to_periods(af.concat(some, old), 4, end=2016).set_index("record")
    assert both[[*TOLD]].T.to_dict("list") == {"a": [2014, 2014], "b": [2013, 2013], "c": [2013, 2014]}


def test_a_column_of_the_users_that_is_called_so_is_not_overwritten():
    with pytest.raises(af.RecordError, match=r"columns 'told_start' hold .*; expected years.*rename"):
        af.to_periods(DECADE.assign(told_start="long ago"), 5, end=2024)


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("observed", "windows", "seen"),
    [
        # of a source that covers more, each part observes all windows that were asked for
        ((2000, 2020), [(2008, 2012), (2013, 2017)], [(2008, 2017), (2008, 2017)]),
        ((2000, 2020), [(2010, 2012), (2013, 2015)], [(2010, 2015), (2010, 2015)]),
        # nobody said more than the years of the row, which those of a part are fewer than
        (None, [(2008, 2012), (2013, 2017)], [(2008, 2012), (2013, 2017)]),
        (None, [(2010, 2012), (2013, 2015)], [(2010, 2012), (2013, 2015)]),
    ],
)
def test_windows_inside_a_span_observe_no_more_than_it_and_no_less(engine, observed, windows, seen):
    decade = pd.DataFrame({"start": [2008], "end": [2017], "value": [10.0]})
    known = {"supplier": "DEU", "recipient": "IDN", "stage": "delivery", "unit": "TIV"}
    records = engine.of(made(decade, observed=observed, **known))
    parts = plain(af.to_periods(records, windows, outside="drop")).sort_values("start")
    assert list(zip(parts["start"], parts["end"], strict=True)) == windows
    assert list(zip(parts["observed_start"], parts["observed_end"], strict=True)) == seen


def test_windows_that_overlap_need_no_column_of_meaning():
    """Of a frame of one's own, windows lie inside the years observed: not 2009–10, nor 2012–13."""
    own = pd.DataFrame({"start": [2010, 2012], "end": [2010, 2012], "value": [4.0, 6.0]})
    own = own.assign(low=own["value"], high=own["value"], quantity=np.nan, estimated=False)
    own = own.assign(observed_start=2010, observed_end=2012)
    # a join needs a key there
    lazy = af.to_periods(pl.from_pandas(own).lazy(), 2, end=2012, step=1)
    windows = plain(lazy).sort_values("start")[["start", "end", "value"]]
    assert windows.values.tolist() == [[2010, 2011, 4], [2011, 2012, 6]]
