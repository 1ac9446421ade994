"""How many records are undisclosed: a record that stands in several rows is one record."""

from __future__ import annotations

import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.text import hidden
from armsflow.report.page import provenance
from tests.frames import make
from tests.reading import one

NONE = float("nan")


def payments(first, *values, **constants):
    """Payments of one supplier year by year, of which some have no figure."""
    years = list(range(first, first + len(values)))
    return make(
        {"year": years, "value": list(values)}, stage="payment", observed=(years[0], years[-1]), **constants
    )


#: Of 2014–22, the year 2018 has no figure.
ONE = payments(2014, 10.0, 10.0, 10.0, 10.0, NONE, 10.0, 10.0, 10.0, 10.0)


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    "summary",
    [
        lambda rows: af.averages(rows, by="recipient", window=3),
        lambda rows: af.totals(af.to_periods(rows, 3, end=2022, step=1), by="recipient"),
        lambda rows: af.totals(af.to_periods(rows, 4, end=2022, step=2), by="recipient"),
    ],
)
def test_a_record_in_windows_that_overlap_is_counted_once(summary):
    # 2018 is in three windows of three years, or two of four
    frame = summary(ONE)
    assert frame["undisclosed"].sum() > 1
    ax = af.plot_lines(frame)
    assert "At least 1 record undisclosed." in af.describe(ax)
    assert "+ at least 1 undisclosed." in one(ax, "foot")
    assert "At least 1 record without a number is not in it." in provenance(frame)


def test_records_in_windows_apart_are_all_counted():
    # 2014, 2018 and 2022 are in windows of three years that share none of them
    rows = payments(2014, NONE, 10.0, 10.0, 10.0, NONE, 10.0, 10.0, 10.0, NONE)
    assert hidden.of(af.averages(rows, by="recipient", window=3)) == (3, False)
    assert hidden.of(af.averages(rows, by="recipient", window=1)) == (3, True)


@pytest.mark.covering(1)
@pytest.mark.parametrize("window", [1, 3])
def test_windows_that_tile_time_and_single_years_are_counted_out(window):
    frame = af.totals(af.to_periods(ONE, window, end=2022), by="recipient")
    assert hidden.of(frame) == (1, True)
    ax = af.plot_lines(frame)
    assert "1 record undisclosed." in af.describe(ax)
    assert "least" not in one(ax, "foot")
    assert "1 record without a number is not in it." in provenance(frame)


def test_a_window_is_counted_once_in_changes_on_both_its_sides():
    # 2017–19 is the later window of one row and the earlier of the next
    frame = af.changes(af.to_periods(ONE, 3, end=2022), of="recipient")
    assert frame["undisclosed"].sum() + frame["previous_undisclosed"].sum() == 2
    _, axes = plt.subplots(2)
    ax = af.plot_changes(frame, axes=list(axes))
    assert "1 record undisclosed" in af.describe(ax)
    assert "1 record without a number is not in it." in provenance(frame)


def test_what_is_undisclosed_before_a_ranking_stands_in_its_provenance():
    frame = af.rankings(payments(2015, 5.0, NONE, 5.0, 5.0), of="supplier", window=2, end=2018)
    assert frame["undisclosed"].sum() == 0
    assert "1 record without a number is not in it." in provenance(frame)


def test_spans_of_claims_are_no_windows():
    rows = make({"start": [2010, 2011], "end": [2014, 2017], "value": [NONE, NONE]}, stage="payment")
    assert hidden.of(af.totals(rows)) == (2, True)
    alike = make({"start": [2010, 2011], "end": [2014, 2015], "value": [NONE, NONE]}, stage="payment")
    assert hidden.of(af.annual_rates(alike)) == (2, True)


def test_a_flow_between_two_parties_is_one_record_of_their_balances():
    frame = af.balances(ONE)
    assert frame["undisclosed"].sum() == 2
    assert hidden.of(frame) == (1, False)
    assert hidden.of(frame[frame["party"] == "RUS"]) == (1, True)
    assert "At least 1 record undisclosed." in af.describe(af.plot_lines(frame))


def test_nothing_undisclosed_is_not_said():
    frame = af.averages(payments(2014, 1.0, 2.0, 3.0), by="recipient", window=2)
    assert hidden.of(frame) == (0, True)
    assert "undisclosed" not in af.describe(af.plot_lines(frame))
