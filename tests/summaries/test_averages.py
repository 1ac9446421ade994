"""Trailing means and changes between windows, by hand."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.conftest import assert_same, make, plain

YEARS = {
    "supplier": ["RUS"] * 5 + ["ISR"] * 2,
    "year": [2010, 2011, 2012, 2014, 2015, 2011, 2012],
    "value": [3.0, 6.0, 9.0, 4.0, 8.0, 10.0, np.nan],
    "low": [3.0, 5.0, 9.0, 4.0, 8.0, 10.0, np.nan],
    "high": [3.0, 7.0, np.inf, 4.0, 8.0, 10.0, np.nan],
    "estimated": [True] + [False] * 6,
}


def rows(summary, *columns) -> list[list]:
    return plain(summary)[list(columns)].values.tolist()


def test_means_are_labelled_by_the_last_year_and_never_partial():
    means = af.averages(make(YEARS), window=2)
    assert rows(means, "supplier", "period", "start", "end", "value", "low", "high", "window") == [
        ["ISR", "2012", 2011, 2012, *[pytest.approx(np.nan, nan_ok=True)] * 3, 2],
        ["RUS", "2011", 2010, 2011, 4.5, 4.0, 5.0, 2],
        ["RUS", "2012", 2011, 2012, 7.5, 7.0, np.inf, 2],
        ["RUS", "2015", 2014, 2015, 6.0, 6.0, 6.0, 2],
    ]  # fmt: skip
    assert rows(means, "records", "undisclosed")[0] == [2, 1]
    assert rows(means, "estimated")[1] == [pytest.approx(1 / 3)]


def test_absent_years_are_none_where_the_source_lists_all():
    means = plain(af.averages(make(YEARS), window=3, absent="none")).set_index(["supplier", "period"])
    assert means.loc[("RUS", "2012"), "value"] == 6
    assert means.loc[("RUS", "2013"), "value"] == 5
    assert means.loc[("RUS", "2015"), "value"] == 4
    assert means.loc[("ISR", "2015"), ["value", "records"]].tolist() == [0, 0]
    assert np.isnan(means.loc[("ISR", "2013"), "value"])


def test_a_window_of_one_year_is_the_year():
    means = plain(af.averages(make(YEARS), window=1))
    totals = plain(af.totals(make(YEARS)))
    assert means["value"].fillna(-1).tolist() == totals["value"].fillna(-1).tolist()


def test_spans_have_no_trailing_mean():
    with pytest.raises(af.SpanError, match=r"found the spans '2010–14'; spread them with to_years\(\)"):
        af.averages(make({"start": [2010], "end": [2014], "value": [5.0]}))


@pytest.mark.parametrize("window", [0, 2.5, True, "5"])
def test_the_window_is_checked(window):
    with pytest.raises(af.ArgumentError, match="window is .*number of years from 1"):
        af.averages(make(YEARS), window=window)


WINDOWS = {
    "supplier": ["USA", "USA", "RUS", "FRA", "CHN", "CHN"],
    "start": [2015, 2020, 2015, 2020, 2015, 2020],
    "end": [2019, 2024, 2019, 2024, 2019, 2024],
    "value": [80.0, 100.0, 50.0, 7.0, 0.0, 5.0],
    "low": [60.0, 90.0, 50.0, 7.0, 0.0, 5.0],
    "high": [100.0, 120.0, 50.0, np.inf, 0.0, 5.0],
}


def test_a_window_against_the_one_before_it():
    changes = plain(af.changes(make(WINDOWS))).set_index("supplier")
    assert changes.index.tolist() == ["CHN", "FRA", "RUS", "USA"]
    assert changes.loc["RUS", ["value", "change"]].isna().all()
    assert changes.loc["RUS", ["previous", "records"]].tolist() == [50, 0]
    own = ["previous", "change", "change_low", "change_high"]
    assert changes.loc["USA", own].tolist() == pytest.approx([80, 0.25, -0.1, 1.0])
    assert changes.loc["USA", ["period", "value"]].tolist() == ["2020–24", 100]
    assert changes.loc["CHN", own].tolist() == [0, np.inf, np.inf, np.inf]
    assert changes.loc["FRA", own].isna().all()


def test_absent_windows_are_none_where_the_source_lists_all():
    changes = plain(af.changes(make(WINDOWS), absent="none")).set_index("supplier")
    assert changes.loc["RUS", ["value", "previous", "change"]].tolist() == [0, 50, -1]
    assert changes.loc["FRA", ["previous", "change"]].tolist() == [0, np.inf]
    assert changes.loc["RUS", ["unit", "stage"]].tolist() == ["USD", "delivery"]


def test_the_rest_is_folded():
    changes = plain(af.changes(make(WINDOWS), top=1, absent="none")).set_index("supplier")
    assert changes.index.tolist() == ["USA", "others"]
    assert changes.loc["others", ["previous", "value"]].tolist() == [50, 12]


def test_windows_must_be_equal_and_adjacent():
    apart = {"start": [2010, 2016], "end": [2014, 2020], "value": [1.0, 2.0]}
    longer = {"start": [2010, 2015], "end": [2014, 2020], "value": [1.0, 2.0]}
    across = {"start": [2010, 2015, 2016], "end": [2014, 2019, 2018], "value": [1.0, 2.0, 999.0]}
    for windows in (apart, longer, across):
        with pytest.raises(af.ArgumentError, match=r"windows are not of one length, side by side: '2010–14'"):
            af.changes(make(windows))


def test_words_are_checked():
    with pytest.raises(af.ArgumentError, match="absent is 'zero'; expected one of 'unknown', 'none'"):
        af.changes(make(WINDOWS), absent="zero")
    with pytest.raises(af.ArgumentError, match="absent is 'zero'"):
        af.averages(make(YEARS), absent="zero")


def test_no_records_no_rows():
    for noun in (af.averages, af.changes):
        empty = noun(make(YEARS).iloc[:0])
        assert len(empty) == 0
        assert {"value", "unit", "records"} <= set(empty.columns)


def test_equal_on_every_engine(engine):
    for noun, records in ((af.averages, make(YEARS)), (af.changes, make(WINDOWS))):
        assert_same(noun(engine.of(records), absent="none"), noun(records, absent="none"))
