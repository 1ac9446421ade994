"""Whatever the values: texts of a chart stay in the figure and apart, and every chart can be described."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, assume, given, settings
from matplotlib import pyplot as plt

import armsflow as af
from tests.frames import FUZZ
from tests.laws.strategies import records
from tests.reading import outside, overlaps, place, resize, texts

PAIR = ["supplier", "recipient"]


def windows(frame):
    return af.to_periods(frame, 5, end=2024)


def latest(frame):
    """The last window that has records."""
    frame = windows(frame)
    return frame[frame["end"] == frame["end"].max()]


def two_windows(frame):
    frame = windows(frame)
    return frame[frame["end"].isin([2019, 2024])].assign(recipient="AZE")


def two_reporters(frame):
    return frame.assign(reporter=[PAIR[i % 2] for i in range(len(frame))])


def of_one(frame):
    return windows(frame.assign(recipient="AZE"))


CHARTS = {
    "plot_totals": lambda f: af.totals(latest(f)),
    "plot_shares": lambda f: af.shares(of_one(f), within="recipient"),
    "plot_slopes": lambda f: af.shares(two_windows(f), within="recipient"),
    "plot_annual_rates": lambda f: af.annual_rates(f),
    "plot_supplier_balance": lambda f: af.supplier_balance(
        windows(f), supplier="Russia", between=("Armenia", "Azerbaijan")
    ),
    "plot_concentration": lambda f: af.concentration(of_one(f), within="recipient"),
    "plot_changes": lambda f: af.changes(latest_two(f)),
    "plot_rankings": lambda f: af.rankings(f, of="supplier", end=2024),
    "plot_balances": lambda f: af.balances(latest(f)),
    "plot_matrix": lambda f: af.totals(latest(f), by=PAIR),
    "plot_flows": lambda f: af.totals(latest(f), by=PAIR),
    "plot_lines": lambda f: af.totals(windows(f), by="supplier"),
    "plot_areas": lambda f: af.totals(windows(f), by="supplier"),
    "plot_dumbbells": lambda f: af.shares(two_windows(f), within="recipient"),
    "plot_map": lambda f: af.totals(latest(f), by="recipient"),
    "plot_timeline": lambda f: f,
    "plot_coverage": lambda f: af.coverage(f, by="supplier"),
    "plot_discrepancies": lambda f: af.discrepancies(two_reporters(latest(f)), between=tuple(PAIR)),
}


def latest_two(frame):
    frame = windows(frame)
    last = frame["end"].max()
    return frame[frame["end"] > last - 10]


def test_every_chart_is_here():
    assert set(CHARTS) == {name for name in af.__all__ if name.startswith("plot_")}


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", CHARTS)
@settings(
    max_examples=30 if FUZZ else 3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(frame=records(least=3, most=14, longest=9))
def test_text_stays_apart(name, frame):
    # what a summary warns of is no matter of its picture
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        try:
            summary = CHARTS[name](frame)
        except af.ArmsflowError:
            assume(False)
    assume(len(summary) > 0)
    try:
        ax = getattr(af, name)(summary)
    except af.ArgumentError:  # nothing that can be drawn, or more than can be
        assume(False)
    try:
        for millimetres in (85, 175):
            resize(ax, millimetres)
            place(ax)
            # without the colour scale of a matrix, whose numbers can be too long for it
            boxes = [(text.get_text(), text.get_window_extent()) for text in texts(ax)]
            assert overlaps(boxes) == []
            assert outside(boxes, ax.figure.bbox) == []
        assert af.describe(ax)
    finally:
        plt.close("all")
