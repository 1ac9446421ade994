"""Two dots for each row: windows or rivals."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import DUMBBELLS
from tests.reading import one, said
from tests.summary_frames import exact_pairs, many, totals


def dots(ax, label):
    return [line.get_xdata()[0] for line in ax.lines if line.get_label() == label]


def test_two_windows_stand_on_one_line_in_order_of_the_later():
    ax = af.plot_dumbbells(DUMBBELLS["kinds"])
    assert said(ax, "row") == ["Israel", "Russia", "United States", "Türkiye", "Others"]
    assert said(ax, "amount") == ["20 → 50", "60 → 20", "0 → 20", "10 → 0", "10 → 10"]
    assert dots(ax, "first") == pytest.approx([20, 60, 0, 10, 10])
    assert dots(ax, "second") == pytest.approx([50, 20, 20, 0, 10])
    assert "empty dot 2015–19, filled 2020–24" in one(ax, "subtitle")
    assert "–: no record or no figure." not in one(ax, "foot")


def test_who_is_missing_among_parts_that_are_not_all_has_one_dot():
    """Russia's 60 and 20 per cent were taken out of the frame, so that the rest is not all."""
    frame = DUMBBELLS["kinds"]
    ax = af.plot_dumbbells(frame[frame["supplier"] != "RUS"])
    assert said(ax, "row") == ["Israel", "United States", "Türkiye", "Others"]
    assert said(ax, "amount") == ["20 → 50", "– → 20", "10 → –", "10 → 10"]
    assert dots(ax, "first") == pytest.approx([20, 10, 10])
    assert "–: no record or no figure." in one(ax, "foot")


def test_two_rivals_in_one_window():
    ax = af.plot_dumbbells(DUMBBELLS["rivals"])
    assert said(ax, "row")[0] == "Russia"
    assert "empty dot Armenia, filled Azerbaijan" in one(ax, "subtitle")
    assert said(ax, "amount")[0] == "400 → 900"


def test_windows_have_the_colours_that_are_given_to_them():
    ax = af.plot_dumbbells(DUMBBELLS["kinds"], colours={"2015–19": "#9BB7D4", "2020–24": "#B5121B"})
    edges = {
        label: [line.get_markeredgecolor() for line in ax.lines if line.get_label() == label]
        for label in ("first", "second")
    }
    # the last row is "Others", which stays grey
    assert edges["first"][:-1] == ["#9BB7D4"] * 4
    assert edges["second"][:-1] == ["#B5121B"] * 4
    assert edges["first"][-1] == edges["second"][-1] == style.OTHERS


def test_frames_without_two_figures_a_row_are_refused():
    with pytest.raises(ArgumentError, match="compares two windows, or two values of one key.*'period: 1'"):
        af.plot_dumbbells(exact_pairs(("RUS", "ARM", 1.0), ("USA", "AZE", 1.0), ("FRA", "GEO", 1.0)))
    many_ = [(code, y, y, 1.0, 1.0, 1.0, 0, 0.0) for code in many(41) for y in (2010, 2011)]
    with pytest.raises(ArgumentError, match="40 rows, and the frame has 41"):
        af.plot_dumbbells(totals(["supplier"], *many_))
    with pytest.raises(ArgumentError, match="several rows stand for"):
        af.plot_dumbbells(pd.concat([DUMBBELLS["kinds"]] * 2))


def ratio(measure_of, value, **constants):
    """Aid of Norway and Sweden in two windows of five years, over a figure of each year."""
    years = list(range(2015, 2025))
    given = {
        "supplier": ["NOR"] * 10 + ["SWE"] * 10,
        "year": years * 2,
        "value": [3e8] * 10 + [4e8] * 5 + [8e8] * 5,
    }
    aid = made(given, recipient="Ukraine", stage="aid", unit="EUR", observed=(2015, 2024))
    below = pd.DataFrame({"party": ["NOR"] * 10 + ["SWE"] * 10, "year": years * 2, "value": value})
    return af.relative(
        af.to_periods(aid, 5, end=2024), by="supplier", to=below.assign(measure=measure_of, **constants)
    )


@pytest.mark.parametrize(
    ("frame", "norway", "sweden", "words"),
    [
        (ratio("GDP", 4e11, unit="EUR"), "0.075 → 0.075", "0.10 → 0.20", "Aid, per cent of GDP"),
        (
            ratio("military spending", 4e9, unit="EUR"),
            "7.5 → 7.5",
            "10 → 20",
            "per cent of military spending",
        ),
        # of a population the mean is taken
        (ratio("population", 5e6, unit="persons"), "300 → 300", "400 → 800", "Aid, euros per person"),
    ],
)
def test_two_windows_of_ratios_are_drawn_in_their_measure(frame, norway, sweden, words):
    ax = af.plot_dumbbells(frame)
    assert said(ax, "row") == ["Sweden", "Norway"]
    assert said(ax, "amount") == [sweden, norway]
    assert words in one(ax, "subtitle")


def test_two_parties_of_ratios_are_compared():
    frame = ratio("GDP", 4e11, unit="EUR")
    two = pd.concat([frame.assign(recipient=code) for code in ("UKR", "MDA")])
    keys = ["supplier", "recipient"]
    two = two[[*keys, *(name for name in two if name not in keys)]]
    ax = af.plot_dumbbells(two[two["period"] == "2020–24"])
    assert said(ax, "amount") == ["0.20 → 0.20", "0.075 → 0.075"]


def test_rows_without_any_figure_are_refused():
    none = DUMBBELLS["kinds"].assign(share=float("nan"))
    with pytest.raises(ArgumentError, match=r"nothing to draw: none of the .*printed by plot_totals"):
        af.plot_dumbbells(none)
