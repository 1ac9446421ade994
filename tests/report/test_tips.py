"""What the marks of a page's charts say: the words of the script's tooltips, and where they are."""

from __future__ import annotations

import json
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import armsflow as af
from armsflow.report.printing import inline
from tests.frames import made

ROWS = pd.DataFrame(
    {
        "supplier": ["Russia", "Israel", "Russia", "Israel"],
        "recipient": ["Azerbaijan"] * 4,
        "year": [2013, 2013, 2014, 2014],
        "value": [60e6, 40e6, 90e6, 10e6],
        "low": [50e6, 40e6, 90e6, 10e6],
        "high": [70e6, 40e6, 90e6, 10e6],
    }
)


def records(**more):
    return made(ROWS.assign(**more), stage="delivery", unit="TIV", source="invented")


def tips(plot, summary, width="double"):
    return inline(plot, summary, name="n", width=width)[2]


@pytest.mark.parametrize(
    ("plot", "summary", "expected"),
    [
        (
            af.plot_totals,
            lambda: af.totals(records(year=2014), by="supplier"),
            ["Russia: 150 (140–160)", "Israel: 50"],
        ),
        (
            af.plot_totals,
            lambda: af.totals(records(), by=[]),
            ["2013: 100 (90–110)", "2014: 100"],
        ),
        # 50 of 90 to 70 of 110
        (
            af.plot_shares,
            lambda: af.shares(records(), of="supplier"),
            [
                "Russia, 2013: 60 per cent (55–64)",
                "Russia, 2014: 90 per cent",
                "Israel, 2013: 40 per cent (36–45)",
                "Israel, 2014: 10 per cent",
            ],
        ),
        (
            af.plot_lines,
            lambda: af.totals(records(), by="supplier"),
            ["Israel, 2013: 40", "Israel, 2014: 10", "Russia, 2013: 60 (50–70)", "Russia, 2014: 90"],
        ),
        (
            af.plot_concentration,
            lambda: af.concentration(records(), of="supplier"),
            # 0.6² + 0.4², and from 50:40 to 70:40
            ["Azerbaijan, 2013: 0.52 (0.50–0.54)", "Azerbaijan, 2014: 0.82"],
        ),
    ],
    ids=["rows", "bars", "shares", "lines", "concentration"],
)
def test_marks_say_name_figure_and_bounds(plot, summary, expected):
    assert tips(plot, summary()).words == expected


def test_states_on_a_map_say_their_figure():
    told = tips(
        af.plot_map, af.totals(records(year=2014, recipient=["Armenia", "Singapore"] * 2), by="recipient")
    )
    assert {words for words in told.words if words} == {"Armenia: 150 (140–160)", "Singapore: 50"}


def test_places_are_where_the_marks_are_drawn():
    picture, _, told = inline(af.plot_totals, af.totals(records(), by=[]), name="n", width="double")
    bars = [place for place in json.loads(told.as_json("n-")) if place[3] > 20]
    left, right = bars[:2]
    # equal sums, equal heights; the later year stands to the right
    assert left[1:] == pytest.approx([right[1], right[2], right[3]], abs=0.2)
    assert left[0] < right[0]
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture).groups())
    for x, y, wide, tall in bars:
        assert 0 <= x <= width - wide
        assert 0 <= y <= height - tall


@pytest.mark.sweep
def test_both_widths_say_the_same():
    summary = af.totals(records(), by="supplier")
    wide, narrow = (tips(af.plot_lines, summary, width) for width in ("double", "single"))
    assert wide.words == narrow.words
    assert wide.places != narrow.places


def test_a_collection_has_an_element_for_each_of_its_words():
    summary = af.totals(records(year=2014, recipient=["Armenia", "France"] * 2), by="recipient")
    picture, _, told = inline(af.plot_map, summary, name="n", width="double")
    groups = [place for place in json.loads(told.as_json("n-")) if isinstance(place[0], str)]
    assert groups
    for name, count in groups:
        group = picture[picture.index(f'<g id="{name}">') :]
        group = group[: re.search(r"<g id=", group[1:]).start()]
        assert (group.count("<use") or group.count("<path")) == count
    plt.close("all")
