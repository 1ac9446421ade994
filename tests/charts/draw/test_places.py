"""Places: labels are spread without overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from armsflow.charts.draw import places


def test_labels_are_spread_without_overlap_and_stay_inside():
    assert places.spread([90, 50], [10, 10], 0, 100) == [90, 50]
    assert places.spread([12, 11, 10], [10, 10, 10], 0, 100) == [30, 20, 10]
    assert places.spread([100, 100], [10, 10], 0, 100) == [100, 90]


def test_labels_that_crowd_stand_around_the_places_that_they_want():
    # four at 50: their block of 40 has its middle there
    assert places.spread([55] * 4, [10] * 4, 0, 100) == [70, 60, 50, 40]
    # the block of two joins the one that it meets, the third is free
    assert places.spread([60, 60, 20], [10] * 3, 0, 100) == [65, 55, 20]
    assert places.spread([], [], 0, 100) == []


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 4)), min_size=1, max_size=12))
def test_spread_labels_keep_their_order_and_do_not_overlap(labels):
    wanted, heights = zip(*sorted(labels, reverse=True), strict=True)
    tops = places.spread(wanted, heights, 0, 100)
    for upper, lower, tall in zip(tops, tops[1:], heights, strict=False):
        assert lower <= upper - tall + 1e-6
    assert tops[0] <= 100 + 1e-6
    assert tops[-1] - heights[-1] >= -1e-6
