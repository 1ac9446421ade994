"""Charts in rows: where the names stand when there is little room."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.charts.draw.rows import apportioned
from tests.pictures import ANNUAL_RATES
from tests.reading import laid, lines, outside, overlaps
from tests.summary_frames import balances, changes


def test_in_a_narrow_place_names_stand_above_their_marks():
    both = ANNUAL_RATES["twelve"].assign(supplier=["RUS", "ISR"] * 6, publisher=["The Times", "TASS"] * 6)
    both = both.assign(recipient=["AZE", "ARM", "GEO"] * 4)
    ax = af.plot_annual_rates(both, labels={"RUS": "the Russian Federation and what it continues"})

    def name_and_dot():
        ax.figure.draw_without_rendering()
        name = next(t for t in ax.texts if t.get_label() == "under").get_window_extent()
        return name, ax.transData.transform((0, lines(ax, "value")[0].get_ydata()[0]))

    name, dot = name_and_dot()
    assert name.x1 < dot[0]
    ax.figure.set_figwidth(85 / 25.4)
    ax.get_axes_locator().fit_height()
    name, dot = name_and_dot()
    assert name.y0 > dot[1]


@pytest.mark.parametrize("millimetres", [60, 85])
def test_a_narrow_left_side_has_room_for_its_name_and_its_numbers(millimetres):
    long = ("BIH", "VCT", "PNG")
    supplied = balances(*((c, 2020, 2024, 4e9, 3.1e9, 4.1e9, 0.0, 0.0, 0.0) for c in long), unit="USD")
    falls = changes(*((c, 2020, 2024, 0.0, 1e9, -1.0, -1.0, -0.1, 3) for c in long))
    for plot, frame in ((af.plot_balances, supplied), (af.plot_changes, falls)):
        ax = plot(frame)
        ax.figure.set_figwidth(millimetres / 25.4)
        ax.get_axes_locator().fit_height()
        boxes = laid(ax)
        assert overlaps(boxes) == []
        assert outside(boxes, ax.figure.bbox.padded(-4 * ax.figure.dpi / 72)) == []


@pytest.mark.parametrize(
    ("height", "heights"), [(6.0, [2.0, 4.0]), (3.0, [1.0, 2.0]), (2.25, [0.8125, 1.4375]), (1.0, [0.5, 0.5])]
)
def test_rows_share_a_height_and_none_is_beneath_its_least_as_long_as_there_is_room(height, heights):
    shares = apportioned(height, np.array([0.5, 0.5]), np.array([1.0, 2.0]))
    assert shares.tolist() == pytest.approx(heights)
    assert apportioned(0.5, np.array([0.5, 0.5]), np.array([1.0, 2.0])).tolist() == [0.25, 0.25]
