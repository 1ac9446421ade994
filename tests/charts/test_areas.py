"""Stacks of absolute figures over time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import AREAS
from tests.reading import laid, one, said
from tests.summary_frames import TIV, many, totals


def years(first=2010, **groups):
    rows = [
        (code, first + n, first + n, v, v, v, 0, 0.0) for code, vs in groups.items() for n, v in enumerate(vs)
    ]
    return totals(["supplier"], *rows, **TIV)


def test_columns_stand_upon_each_other_at_their_years_the_largest_at_the_bottom():
    ax = af.plot_areas(years(ISR=[20e6, 30e6], RUS=[50e6, 10e6], others=[900e6, 0.0]))
    bars = {
        c.get_label(): [(b.get_x() + b.get_width() / 2, b.get_y(), b.get_height()) for b in c]
        for c in ax.containers
    }
    assert list(bars) == ["RUS", "ISR", "others"]
    assert np.allclose(bars["RUS"], [(2010, 0, 50), (2011, 0, 10)])
    assert np.allclose(bars["ISR"], [(2010, 50, 20), (2011, 10, 30)])
    assert said(ax, "group") == ["Others", "Israel", "Russia"]


def test_areas_hold_the_same_figures_as_columns():
    ax = af.plot_areas(years(ISR=[20e6, 30e6], RUS=[50e6, 10e6]), stacked="areas")
    tops = {each.get_label(): each.get_paths()[0].vertices[:, 1].max() for each in ax.collections}
    assert tops == {"RUS": 50, "ISR": 70}


def test_the_last_step_of_the_scale_is_above_the_highest_stack():
    ax = af.plot_areas(years(ISR=[20e6, 30e6], RUS=[53e6, 10e6]))
    assert ax.get_ylim() == (0, ax.get_yticks()[-1])
    assert ax.get_ylim()[1] >= 73


@pytest.mark.covering(1)
@pytest.mark.parametrize("stacked", ["columns", "areas"])
def test_years_without_a_row_are_no_zeros(stacked):
    frame = years(ISR=[20e6, 30e6, 1.0, 1.0, 10e6, 5e6], RUS=[50e6, 10e6, 1.0, 1.0, 40e6, 10e6])
    ax = af.plot_areas(frame[~frame["start"].isin([2012, 2013])], stacked=stacked)
    assert "Nothing is known of 2012 and 2013." in one(ax, "foot")
    if stacked == "areas":
        corners = np.concatenate([p.vertices for each in ax.collections for p in each.get_paths()])
        assert not ((corners[:, 0] > 2011) & (corners[:, 0] < 2014)).any()
    assert "Nothing is known" not in one(af.plot_areas(frame, stacked=stacked), "foot")
    gone = af.plot_totals(frame[(frame["supplier"] == "RUS") & (frame["start"] != 2012)])
    assert "Nothing is known of 2012." in one(gone, "foot")


def test_what_is_not_known_is_named():
    assert "no figure is known: Russia 2019." in one(af.plot_areas(AREAS["hidden"]), "foot")


def test_an_area_does_not_fall_to_0_where_its_figure_is_not_known():
    """Russia has 50, 60, something and 40; its area ends with 2011, and 2013 is a narrow column."""
    frame = years(ISR=[20e6, 30e6, 10e6, 5e6], RUS=[50e6, 60e6, np.nan, 40e6])
    ax = af.plot_areas(frame, stacked="areas")
    (russia,) = (each for each in ax.collections if each.get_label() == "RUS")
    corners = np.concatenate([path.vertices for path in russia.get_paths()])
    assert not ((corners[:, 0] > 2011) & (corners[:, 0] < 2013)).any()
    (column,) = (bar for each in ax.containers for bar in each if each.get_label() == "RUS")
    assert (column.get_x() + column.get_width() / 2, column.get_height()) == (2013, 40)
    assert "no figure is known: Russia 2012." in one(ax, "foot")
    assert "An area breaks off where there is no figure of its own." in one(ax, "foot")


def test_each_column_has_its_sum_above_it():
    """Columns of little beside much could not be read."""
    frame = years(RUS=[2e6, 1e4], ISR=[1e6, 4e4])
    ax = af.plot_areas(frame)
    assert said(ax, "sum") == ["3.0", "0.05"]
    assert ax.get_ylim()[1] >= 3.0
    unknown = frame.assign(value=[2e6, 1e4, np.nan, 4e4])
    assert len(said(af.plot_areas(unknown), "sum")) == 1
    assert not said(af.plot_areas(frame, stacked="areas"), "sum")


def test_frames_that_do_not_stack_are_refused():
    with pytest.raises(
        ArgumentError, match="windows that follow each other, and the frame has one window only"
    ):
        af.plot_areas(years(RUS=[1e6]))
    with pytest.raises(ArgumentError, match="windows that overlap"):
        af.plot_areas(years(RUS=[1e6, 2e6]).assign(end=lambda frame: frame["end"] + 4))
    with pytest.raises(ArgumentError, match="1 are below 0"):
        af.plot_areas(years(RUS=[1e6, -2e6]))
    with pytest.raises(ArgumentError, match="can draw 10 groups"):
        af.plot_areas(years(**{code: [1e6, 2e6] for code in many(11)}))
    with pytest.raises(ArgumentError, match="120 windows"):
        af.plot_areas(years(1900, RUS=[1e6] * 121))
    with pytest.raises(ArgumentError, match="stacked is 'bars'"):
        af.plot_areas(AREAS["years"], stacked="bars")
    with pytest.raises(ArgumentError, match="several rows stand for"):
        af.plot_areas(pd.concat([years(RUS=[1e6, 2e6])] * 2))


def test_panels_of_facets_end_at_the_highest_stack_of_one_panel():
    """The scale once went to the sum of all panels."""
    rows = pd.DataFrame(
        {
            "recipient": ["IND", "IND", "PAK", "PAK"], "supplier": ["RUS", "FRA", "CHN", "USA"],
            "value": [40.0, 40.0, 50.0, 20.0],
        }
    )  # fmt: skip
    both = pd.concat([rows.assign(year=2020), rows.assign(year=2021)])
    records = made(both, stage="delivery", unit="TIV")
    panels = af.plot_areas(af.totals(records, by=["supplier", "recipient"]), facet="recipient")
    assert {ax.get_ylim() for ax in panels} == {(0.0, 80.0)}


def test_the_foot_says_how_much_is_estimated_at_most():
    frame = years(RUS=[2e6, 1e6], ISR=[1e6, 1e6]).assign(estimated=[0.0, 0.3, 0.0, 0.0])
    told = "The source estimates parts of some figures, up to 30 per cent (Russia, 2011)."
    assert told in one(af.plot_areas(frame), "foot")


def test_stacks_without_a_figure_are_refused():
    with pytest.raises(ArgumentError, match="plot_areas has nothing to draw: none of the 2 figures"):
        af.plot_areas(years(ISR=[np.nan, np.nan]))
    assert len(af.plot_areas(years(ISR=[np.nan, 1.0])).containers) == 1
    assert len(af.plot_areas(years(ISR=[0.0, 0.0])).containers) == 1


def of_ukraine(**more):
    """The Emirates lead 2010, in which there was next to nothing."""
    groups = {"USA": [0.0, 2000e6], "ARE": [2e6, 0.0], "RUS": [0.0, 900e6], "others": [1e6, 100e6]}
    return years(**groups, **more)


@pytest.mark.parametrize("stacked", ["columns", "areas"])
def test_a_group_that_nobody_can_see_is_drawn_with_the_others(stacked):
    """3 of a stack of 3,000 is no mark; the legend had a name for it."""
    ax = af.plot_areas(of_ukraine(), stacked=stacked)
    assert said(ax, "group") == ["Others", "Russia", "United States"]
    told = "Too small to be seen, and drawn with the others: United Arab Emirates."
    assert told in af.describe(ax)
    assert "Too small" not in one(ax, "foot")
    if stacked == "columns":
        heights = {c.get_label(): [bar.get_height() for bar in c] for c in ax.containers}
        assert heights["others"] == pytest.approx([3, 100])
        assert "ARE" not in heights
    # 0.3 per cent of the highest stack, 3,000, is 9
    assert "Israel" in said(af.plot_areas(of_ukraine(ISR=[10e6, 0.0]), stacked=stacked), "group")
    for own in ({"highlight": "ARE"}, {"colours": {"ARE": "#B5121B"}}, {"labels": {"ARE": "Emirates"}}):
        assert len(said(af.plot_areas(of_ukraine(), stacked=stacked, **own), "group")) == 4


def test_a_group_that_nobody_can_see_is_said_in_the_foot_where_there_are_no_others():
    frame = of_ukraine()
    ax = af.plot_areas(frame[frame["supplier"] != "others"])
    assert said(ax, "group") == ["Russia", "United States"]
    assert "Too small to be seen: United Arab Emirates." in one(ax, "foot")
    assert "Too small" not in one(af.plot_areas(years(ISR=[20e6, 30e6], RUS=[50e6, 10e6])), "foot")


def test_white_edges_part_only_what_is_thicker_than_they_are():
    """At 150 points for 3,000, 20 is one point high: all of it was white."""
    ax = af.plot_areas(years(USA=[20e6, 2000e6], RUS=[0.0, 900e6]))
    laid(ax)
    widths = {c.get_label(): [bar.get_linewidth() for bar in c] for c in ax.containers}
    assert widths == {"USA": [0, 0.4], "RUS": [0, 0.4]}
    ax = af.plot_areas(years(USA=[20e6, 2000e6, 2000e6], RUS=[0.0, 900e6, 900e6]), stacked="areas")
    laid(ax)
    seams = [line.get_ydata() for line in ax.lines if line.get_label() == "seam"]
    assert [np.isnan(seam).tolist() for seam in seams] == [[True, False, False]] * 2


def test_an_area_over_one_window_alone_can_be_seen():
    frame = years(RUS=[5e6, 1.0, 3e6, 4e6])
    ax = af.plot_areas(frame[frame["start"] != 2011], stacked="areas")
    assert [[bar.get_x() + bar.get_width() / 2, bar.get_height()] for bar in ax.containers[0]] == [[2010, 5]]


def test_panels_draw_with_the_others_what_none_of_them_shows():
    keys = ["recipient", "supplier"]
    rows = [("UKR", *row) for row in of_ukraine()[["supplier", "start", "end", *["value"] * 3]].to_numpy()]
    rows += [("POL", "USA", 2011, 2011, 50e6, 50e6, 50e6), ("POL", "ARE", 2011, 2011, 1e6, 1e6, 1e6)]
    frame = totals(keys, *((*row, 0, 0.0) for row in rows), **TIV)
    axes = af.plot_areas(frame, facet="recipient")
    poland = axes.flat[1]
    assert {c.get_label(): c[-1].get_height() for c in poland.containers} == {"USA": 50, "others": 1}
