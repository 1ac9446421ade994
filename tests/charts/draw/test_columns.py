"""Charts in columns: which windows are named."""

from __future__ import annotations

import armsflow as af
from tests.reading import shown
from tests.summary_frames import totals


def test_of_many_years_the_round_ones_are_named_also_where_one_has_no_bar():
    years = [year for year in range(1988, 2025) if year not in (2000, 2010)]
    rows = [("USA", year, year, 1e9, 1e9, 1e9, 0, 0.0) for year in years]
    ax = af.plot_totals(totals(["supplier"], *rows))
    assert shown(ax, "window") == [str(year) for year in range(1988, 2025, 2)]
    ax.figure.set_figwidth(110 / 25.4)
    assert shown(ax, "window") == ["1990", "1995", "2000", "2005", "2010", "2015", "2020"]
    ax.figure.set_figwidth(60 / 25.4)
    assert shown(ax, "window") == ["1990", "2000", "2010", "2020"]


def test_every_second_window_is_named_before_any_stands_upright():
    starts = range(1990, 2025, 5)
    rows = [("USA", start, start + 4, 1e9, 1e9, 1e9, 0, 0.0) for start in starts]
    ax = af.plot_totals(totals(["supplier"], *rows))
    windows = [text for text in ax.texts if text.get_label() == "window"]
    ax.figure.set_figwidth(54 / 25.4)
    assert shown(ax, "window") == ["1990–94", "2000–04", "2010–14", "2020–24"]
    ax.figure.set_figwidth(40 / 25.4)
    assert len(shown(ax, "window")) == 7
    assert {text.get_rotation() for text in windows} == {90}
