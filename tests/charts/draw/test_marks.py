"""Ticks of the scales."""

from __future__ import annotations

import pytest

from armsflow.charts.draw.marks import FromOne
from tests.reading import near


@pytest.mark.parametrize(("end", "ticks"), [(2, [1, 2]), (5, [1, 2, 3, 4, 5]), (12, [1, 5, 10])])
def test_a_scale_from_one_is_numbered_from_one(end, ticks):
    found = FromOne(nbins=5, steps=[1, 2, 5, 10], integer=True).tick_values(1, end)
    assert near([value for value in found if value <= end], ticks)
