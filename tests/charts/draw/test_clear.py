"""Words near lines: how far up they go, and where a line has a gap."""

from __future__ import annotations

import numpy as np
from matplotlib.transforms import Bbox

from armsflow.charts.draw.clear import _beyond

BOX = Bbox.from_extents(10, 100, 30, 110)


def test_a_line_that_passes_lifts_words_to_its_highest_place_above_them():
    rising = np.array([[0.0, 90.0], [40.0, 130.0]])  # at 10 it is at 100, at 30 at 120
    assert _beyond(BOX, [rising], 0.0) == 20
    assert _beyond(BOX, [rising], 2.0) == 22
    beneath = np.array([[0.0, 99.0], [40.0, 99.0]])
    assert _beyond(BOX, [beneath], 0.0) == 0
    assert _beyond(BOX, [beneath], 2.0) == 1


def test_a_second_line_that_is_met_on_the_way_lifts_them_further():
    lines = [np.array([[0.0, height], [40.0, height]]) for height in (114.0, 105.0)]
    assert _beyond(BOX, lines, 0.0) == 14


def test_a_gap_lets_words_stand_and_a_dot_in_it_does_not():
    gap = [[0.0, 105.0], [np.nan, np.nan], [40.0, 105.0]]
    assert _beyond(BOX, [np.array(gap)], 0.0) == 0
    dot = [*gap[:2], [20.0, 105.0], *gap[1:]]
    assert _beyond(BOX, [np.array(dot)], 0.0) == 5


def test_an_upright_whisker_is_a_line_too():
    whisker = np.array([[20.0, 50.0], [20.0, 104.0]])
    assert _beyond(BOX, [whisker], 0.0) == 4
    assert _beyond(BOX, [np.add(whisker, [15.0, 0.0])], 0.0) == 0
