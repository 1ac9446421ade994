"""Trailing means, by hand."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import assert_alike, make, near, plain

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
    assert rows(means, "supplier", "period", "start", "end", "value", "low", "high", "window") == near([
        ["ISR", "2012", 2011, 2012, np.nan, np.nan, np.nan, 2],
        ["RUS", "2011", 2010, 2011, 4.5, 4.0, 5.0, 2],
        ["RUS", "2012", 2011, 2012, 7.5, 7.0, np.inf, 2],
        ["RUS", "2015", 2014, 2015, 6.0, 6.0, 6.0, 2],
    ])  # fmt: skip
    assert rows(means, "records", "undisclosed")[0] == [2, 1]
    assert rows(means, "estimated")[1] == [pytest.approx(1 / 3)]


def test_means_join_to_the_sums_of_their_last_years(engine):
    """Of 3, 6 and 9 in 2010–12 the mean of 2011–12 is 7.5, beside the 9 of 2012."""
    years = {name: cells[:3] for name, cells in YEARS.items()}
    means, sums = (plain(noun(engine.of(make(years)))) for noun in (_of_two, af.totals))
    both = sums.merge(means, on=["supplier", "year"], suffixes=("", "_mean"))
    assert both[["year", "value", "value_mean", "start_mean"]].values.tolist() == [
        [2011, 6, 4.5, 2010],
        [2012, 9, 7.5, 2011],
    ]
    # a column of one's own that is called so stays a key
    own = af.averages(make(years).assign(year="first"), by=["supplier", "year"], window=3)
    assert plain(own)["year"].tolist() == ["first"]


def _of_two(records):
    return af.averages(records, window=2)


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


def test_words_are_checked():
    with pytest.raises(af.ArgumentError, match="absent is 'zero'; expected one of 'auto', 'none', 'unknown'"):
        af.averages(make(YEARS), absent="zero")


def test_no_records_no_rows():
    empty = af.averages(make(YEARS).iloc[:0])
    assert len(empty) == 0
    assert {"value", "unit", "records"} <= set(empty.columns)


def test_equal_on_every_engine(beside):
    assert_alike(lambda r: af.averages(r, absent="none"), make(YEARS), engines=beside)
