"""A window against the one before it, by hand."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import assert_alike, make, plain

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
    with pytest.raises(af.ArgumentError, match="absent is 'zero'; expected one of 'auto', 'none', 'unknown'"):
        af.changes(make(WINDOWS), absent="zero")


def test_no_records_no_rows():
    empty = af.changes(make(WINDOWS).iloc[:0])
    assert len(empty) == 0
    assert {"value", "unit", "records"} <= set(empty.columns)


def test_a_key_of_the_name_of_a_mark_of_ours_is_a_key():
    """A column called "gone" was taken for the mark of states that did not exist: rows were lost."""
    rows = make(WINDOWS).assign(gone=["a", "a", "b", "c", "d", "d"])
    changes = plain(af.changes(rows, of="gone", absent="none")).set_index("gone")
    assert changes["previous"].to_dict() == {"a": 80, "b": 50, "c": 0, "d": 0}
    assert changes["value"].to_dict() == {"a": 100, "b": 0, "c": 7, "d": 5}


def test_equal_on_every_engine(beside):
    assert_alike(lambda r: af.changes(r, absent="none"), make(WINDOWS), engines=beside)


def years_of_one(first, last, observed):
    years = list(range(first, last + 1))
    return make({"year": years, "value": [1.0] * len(years)}, observed=observed)


def test_an_incomplete_window_is_refused_with_the_call_that_leaves_it_out():
    # the windows of 3 years to 2014 are 2006–08, 2009–11 and 2012–14, and the records begin in 2008
    windows = af.to_periods(years_of_one(2008, 2014, (2008, 2014)), 3, end=2014)
    with pytest.raises(af.PeriodError, match=r"'2006–08' would be incomplete") as caught:
        af.changes(windows)
    assert "where(records, years=(2009, 2014))" in str(caught.value)
    assert "to_periods(records, 3, end=…)" in str(caught.value)
    kept = plain(af.changes(af.where(windows, years=(2009, 2014))))
    assert kept[["period", "value", "previous", "change"]].to_numpy().tolist() == [["2012–14", 3, 3, 0]]


def test_a_call_is_named_only_where_it_gives_changes():
    # one whole window has none before it
    with pytest.raises(af.PeriodError, match=r"where\(records, years=…\)"):
        af.changes(af.to_periods(years_of_one(2008, 2011, (2008, 2011)), 3, end=2011))
    # of windows that overlap, those inside share years with those outside
    moving = af.to_periods(years_of_one(2008, 2014, (2008, 2014)), 3, end=2014, step=1)
    narrow = moving.assign(observed_start=2010)
    with pytest.raises(af.PeriodError, match=r"where\(records, years=…\)"):
        af.changes(narrow)


def test_windows_apart_are_to_be_made_anew_at_their_own_length():
    rows = make({"start": [2010, 2020], "end": [2012, 2022], "value": [1.0, 2.0]})
    with pytest.raises(af.ArgumentError, match=r"re-bin with to_periods\(records, 3, end=…\)"):
        af.changes(rows)
