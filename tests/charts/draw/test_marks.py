"""Ticks of the scales."""

from __future__ import annotations

import pytest
from matplotlib.patheffects import withStroke

import armsflow as af
from armsflow.charts.draw.marks import FromOne, Ticks, Years
from tests.frames import made
from tests.reading import lines, near


@pytest.mark.parametrize(("end", "ticks"), [(2, [1, 2]), (5, [1, 2, 3, 4, 5]), (12, [1, 5, 10])])
def test_a_scale_from_one_is_numbered_from_one(end, ticks):
    found = FromOne(nbins=5, steps=[1, 2, 5, 10], integer=True).tick_values(1, end)
    assert near([value for value in found if value <= end], ticks)


def test_numbers_of_a_scale_have_as_many_decimals_as_the_finest_and_a_true_minus():
    assert Ticks().format_ticks([-2.5, 0, 2.5]) == ["−2.5", "0", "2.5"]
    assert Ticks(plus="+")(3) == "+3"


def test_as_many_whole_years_are_named_as_have_room():
    assert list(Years(nbins=1).tick_values(1901.5, 1999.5)) == [1950]
    assert list(Years(nbins=4).tick_values(1949.5, 2024.5)) == [1960, 1980, 2000, 2020]
    assert list(Years(nbins=1).tick_values(1951.5, 1952.5)) == [1952]


def _bars(*widths: float):
    """Bars of some widths on Axes, each with a whisker from 40 to 90."""
    records = made(
        {"year": [*range(2010, 2010 + len(widths))], "value": widths, "low": [40.0] * len(widths)},
        high=90.0, supplier="USA", recipient="POL", stage="delivery", unit="TIV",
    )  # fmt: skip
    return af.plot_totals(af.totals(records))


def test_a_whisker_leaves_the_end_of_its_bar_to_be_seen():
    """The white edge, 1.4 points, is at most a fifth of the bar; it is left out of a bar of 3 points."""
    ax = _bars(60.0, 70.0)
    ax.figure.draw_without_rendering()
    pt = ax.figure.dpi / 72
    for line in lines(ax, "whisker"):
        (edge,) = line.get_path_effects()[:1]
        assert isinstance(edge, withStroke)
        assert edge._gc["linewidth"] * pt < min(bar.get_window_extent().width for bar in ax.patches) / 5
        assert line.get_linewidth() < edge._gc["linewidth"] < 2
    for bar in ax.patches:
        bar.set(x=bar.get_x() + bar.get_width() / 2 - 0.01, width=0.02)
    ax.figure.set_size_inches(ax.figure.get_size_inches() * 0.99)
    ax.figure.draw_without_rendering()
    assert max(bar.get_window_extent().width for bar in ax.patches) < 3.5 * pt
    for kind in ("whisker", "cap"):
        assert not any(isinstance(e, withStroke) for line in lines(ax, kind) for e in line.get_path_effects())
