"""The classes of a map in words."""

from __future__ import annotations

from armsflow.charts.text.maps import ranges


def test_classes_stand_between_their_limits():
    assert ranges([50.0, 100.0], "{:.0f}".format) == ["less than 50", "50–100", "100 and more"]
    assert ranges([], str) == []
