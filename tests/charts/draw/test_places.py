"""Places: labels are spread without overlap."""

from __future__ import annotations

from armsflow.charts.draw import places


def test_labels_are_spread_without_overlap_and_stay_inside():
    assert places.spread([90, 50], [10, 10], 0, 100) == [90, 50]
    assert places.spread([12, 11, 10], [10, 10, 10], 0, 100) == [30, 20, 10]
    assert places.spread([100, 100], [10, 10], 0, 100) == [100, 90]
