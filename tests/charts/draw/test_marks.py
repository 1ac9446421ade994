"""Ticks of the scales."""

from __future__ import annotations

import pytest

from armsflow.charts.draw.marks import FromOne, Ticks, Years
from tests.reading import near


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
