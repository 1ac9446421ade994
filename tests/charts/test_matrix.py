"""The chart of suppliers against recipients, through its cells, margins and keys."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.charts.matrix import plot_matrix
from armsflow.charts.save import save
from armsflow.errors import ArgumentError
from tests.charts.test_flows import CROWD, FROM_ONE, KINDS, MANY, NOTHING, ONE, PAIR, ZERO, sure
from tests.charts.test_save import assert_inside_a_grid, outside, overlaps, texts
from tests.charts.test_totals import INF, NAN, closed_figures, one, said, totals

__all__ = ["closed_figures"]  # a fixture, used by every test of this module

FULL = sure(
    *(
        (s, r, 1e6 * (10 * i + j + 1))
        for i, s in enumerate(("RUS", "USA"))
        for j, r in enumerate(("ARM", "AZE"))
    )
)
TWENTY = sure(
    *(
        (supplier, recipient, 10.0 ** ((5 * i + 3 * j) % 7 + 4))
        for i, supplier in enumerate(MANY[:9])
        for j, recipient in enumerate(MANY[12:27])
        if (i + 2 * j) % 3
    )
)
PICTURES = {
    "kinds": KINDS,
    "nothing": NOTHING,
    "zero": ZERO,
    "one": ONE,
    "twenty": TWENTY,
    "from one": FROM_ONE,
    "crowd": CROWD,
}


def log(frame, ax=None):
    return plot_matrix(frame, ax, scale="log")


def drawn(frame, width=175, **options):
    ax = plot_matrix(frame, **options)
    ax.figure.set_figwidth(width / 25.4)
    ax.get_axes_locator().fit_height()
    ax.figure.draw_without_rendering()
    return ax


def cells(ax):
    """The figures behind the colours, rows from the top."""
    (mesh,) = ax.collections
    return mesh.get_array().filled(NAN)


def framed(ax, kind):
    """Where cells of one kind are, as (row, column)."""
    return [(p.get_y(), p.get_x()) for p in ax.patches if p.get_label() == kind]


def scale_of(ax):
    """The Axes of the scale of colours."""
    (inset,) = ax.child_axes
    return inset


def words_in(ax, label):
    return [text for text in ax.texts if text.get_label() == label]


def laid(ax):
    """All texts with their boxes, those of the scale too."""
    ax.figure.figure.draw_without_rendering()
    every = [*texts(ax), *(text for inset in ax.child_axes for text in texts(inset))]
    return [(text.get_text(), text.get_window_extent()) for text in every]


# --- cells ------------------------------------------------------------------------------------------


def test_cells_hold_their_figures_the_largest_first_and_the_rest_last():
    ax = plot_matrix(KINDS)
    assert said(ax, "row") == [
        "Russia", "Israel", "India", "Azerbaijan", "France", "United States", "Türkiye", "Others",
        "Unknown supplier",
    ]  # fmt: skip
    assert said(ax, "column") == ["Azerbaijan", "Armenia", "Georgia"]
    expected = np.full((9, 3), NAN)
    expected[[0, 0, 1, 2, 3, 4], [0, 1, 0, 1, 2, 2]] = [90, 60, 70, 40, 14, 0.1]
    assert np.allclose(cells(ax), expected, equal_nan=True)
    assert ax.get_ylim() == (9, 0)


def test_nought_no_record_and_not_disclosed_look_different():
    ax = plot_matrix(KINDS)
    assert framed(ax, "zero") == [(5, 1)]
    assert framed(ax, "rest") == [(7, 0), (8, 2)]  # off the scale, which the named ones fill
    assert framed(ax, "undisclosed") == [(6, 0)]
    assert framed(ax, "bounds") == [(6, 2)]
    look = {p.get_label(): (mcolors.to_hex(p.get_facecolor()), p.get_hatch()) for p in ax.patches}
    assert look["zero"] == ("#ffffff", None)
    assert look["undisclosed"][1] != look["bounds"][1] != None  # noqa: E711
    dots = next(line for line in ax.get_children() if line.get_label() == "empty")
    empty = {(round(y - 0.5), round(x - 0.5)) for x, y in zip(*dots.get_data(), strict=True)}
    assert len(empty) == 27 - 11
    assert (0, 2) in empty
    assert not {(5, 1), (6, 0), (6, 2), (0, 0)} & empty
    assert said(ax, "key") == [
        "others or unknown, not on the scale", "none", "not disclosed", "known within bounds only",
        "no record",
    ]  # fmt: skip
    assert said(plot_matrix(FULL), "key") == []
    assert said(plot_matrix(NOTHING), "key") == ["not disclosed"]


def test_colours_grow_darker_and_none_is_white():
    ax = plot_matrix(TWENTY, scale="log")
    (mesh,) = ax.collections
    found = mesh.cmap(mesh.norm(np.sort(np.unique(cells(ax)[np.isfinite(cells(ax))]))))
    light = [style.luminance(mcolors.to_hex(colour)) for colour in found]
    assert light == sorted(light, reverse=True)
    assert max(light) < 0.85
    assert min(light) < 0.05


def test_the_scale_starts_at_nought_or_is_logarithmic():
    linear = scale_of(drawn(TWENTY))
    assert linear.get_xlim() == (0, 10)  # billion
    assert [t.get_text() for t in linear.get_xticklabels()] == ["0", "2.5", "5.0", "7.5", "10.0"]
    ax = drawn(TWENTY, scale="log")
    steps = scale_of(ax)
    assert steps.get_xscale() == "log"
    assert [float(t.get_text()) for t in steps.get_xticklabels()] == [1e-5, 1e-3, 1e-1, 10]
    assert "colours on a logarithmic scale" in one(ax, "subtitle")
    near = scale_of(drawn(sure(("RUS", "ARM", 3e6), ("RUS", "AZE", 9e6)), scale="log"))
    assert [t.get_text() for t in near.get_xticklabels()] == ["5"]
    alone = scale_of(drawn(ONE, scale="log"))
    assert "5" in [t.get_text() for t in alone.get_xticklabels()]
    assert one(ax, "unit") == "Billion TIV"


def test_without_figures_there_is_no_scale_of_colours():
    for frame in (NOTHING, ZERO):
        ax = drawn(frame)
        assert ax.child_axes == []
        assert list(ax.collections) == []


# --- numbers ------------------------------------------------------------------------------------------


def test_margins_are_the_sums_of_what_is_printed():
    ax = plot_matrix(KINDS)
    sums = said(ax, "sum")
    assert sums[:9] == ["150+", "70", "40", "14", "0.10", "0", "–", "12", "4.0"]
    assert sums[9:] == ["172+", "100+", "18+"]
    assert said(ax, "whole") == ["290+"]
    assert "+: records without a figure come on top." in one(ax, "foot")
    assert "+ 3 undisclosed." in one(ax, "foot")
    whole = plot_matrix(FULL)
    assert said(whole, "sum") == ["23", "3.0", "14", "12"]
    assert said(whole, "whole") == ["26"]
    assert "+" not in one(whole, "foot")


def test_numbers_stand_in_the_cells_if_all_have_room():
    ax = drawn(KINDS)
    shown = [text.get_text() for text in words_in(ax, "cell") if text.get_visible() and text.get_text()]
    assert sorted(shown) == sorted(["90", "60+", "40", "70", "3.0–9.0", "0.10", "4.0", "12", "14", "0"])
    # from "10", which would fit, to "0.000010", which does not
    for crowded in (TWENTY, CROWD):
        assert not any(text.get_visible() for text in words_in(drawn(crowded), "cell"))
    ax.figure.set_size_inches(2.2, 7)
    ax.figure.draw_without_rendering()
    by_words = {text.get_text(): text.get_visible() for text in words_in(ax, "cell")}
    assert not by_words["3.0–9.0"]


def test_numbers_are_readable_on_their_cells():
    ax = drawn(KINDS)
    (mesh,) = ax.collections
    for text in words_in(ax, "cell"):
        x, y = text.get_position()
        value = cells(ax)[int(y), int(x)]
        if np.isfinite(value):
            back = style.luminance(mcolors.to_hex(mesh.cmap(mesh.norm(value))))
            front = style.luminance(mcolors.to_hex(text.get_color()))
            assert (max(back, front) + 0.05) / (min(back, front) + 0.05) >= 4


def test_a_number_stands_within_its_cell():
    ax = drawn(KINDS)
    for text in words_in(ax, "cell"):
        if text.get_visible() and text.get_text():
            column, row = np.floor(text.get_position())
            (x0, y1), (x1, y0) = ax.transData.transform([(column, row), (column + 1, row + 1)])
            box = text.get_window_extent()
            assert x0 <= box.x0
            assert box.x1 <= x1
            assert y0 <= box.y0
            assert box.y1 <= y1


# --- words and room -----------------------------------------------------------------------------------


def test_it_says_what_when_and_from_where():
    ax = plot_matrix(KINDS)
    assert ax.get_title(loc="left") == "Arms transfers, by supplier and recipient"
    assert one(ax, "subtitle") == (
        "Deliveries, million TIV, 2010–14, 7 suppliers in rows, 3 recipients in columns; release 2025"
    )
    foot = one(ax, "foot")
    assert (
        "Figures as printed, without bounds; the widest are those of Azerbaijan ← Israel: 70 or more." in foot
    )
    assert "by the source: up to 50 per cent of a figure (Azerbaijan ← Russia)." in foot
    assert "SIPRI Arms Transfers Database" in foot
    assert said(plot_matrix(KINDS, labels="code"), "column") == ["AZE", "ARM", "GEO"]
    assert plot_matrix(KINDS, title="Mine").get_title(loc="left") == "Mine"


@pytest.mark.parametrize("plot", [plot_matrix, log])
@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("millimetres", [85, 175])
def test_text_stays_inside_the_figure_and_apart(name, millimetres, plot):
    ax = plot(PICTURES[name])
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []


def test_type_is_of_7_points_and_more_where_the_page_is_wide_enough():
    for name in PICTURES:
        assert {7.0, 9.0} <= {round(text.get_fontsize(), 6) for text in texts(drawn(PICTURES[name]))}
    assert min(text.get_fontsize() for text in texts(drawn(CROWD))) == 7
    assert min(text.get_fontsize() for text in texts(drawn(TWENTY, 85))) == 7


def test_names_of_many_columns_stand_upright():
    assert {text.get_rotation() for text in words_in(drawn(KINDS), "column")} == {0}
    assert {text.get_rotation() for text in words_in(drawn(CROWD), "column")} == {90}
    assert {text.get_rotation() for text in words_in(drawn(CROWD), "row")} == {0}


@pytest.mark.parametrize("names", [("kinds", "nothing", "one", "twenty"), ("zero", "kinds", "twenty", "one")])
@pytest.mark.parametrize(
    "options", [{"figsize": (11, 8), "layout": "constrained"}, {}], ids=["page", "default"]
)
def test_a_chart_stays_inside_the_place_of_its_axes(names, options):
    assert_inside_a_grid([(plot_matrix, PICTURES[name]) for name in names], options)


def test_the_scale_of_colours_stays_inside_the_place_of_its_axes():
    figure, axes = plt.subplots(2, 2, figsize=(11, 8))
    for ax in axes.flat:
        plot_matrix(TWENTY, ax)
    figure.draw_without_rendering()
    for ax in axes.flat:
        place = ax.get_position(original=True).transformed(figure.transFigure)
        assert outside(laid(ax), place) == []
        assert overlaps(laid(ax)) == []
        assert place.contains(*scale_of(ax).get_window_extent().min)
    part = plt.figure(figsize=(11, 4)).subfigures(1, 2)[1]
    ax = plot_matrix(KINDS, part.subplots())
    assert outside(laid(ax), part.bbox) == []


def test_polars_and_files(tmp_path):
    assert np.array_equal(
        cells(plot_matrix(pl.from_pandas(KINDS))), cells(plot_matrix(KINDS)), equal_nan=True
    )
    for suffix in ("svg", "pdf"):
        first = save(plot_matrix(KINDS), tmp_path / f"a.{suffix}").read_bytes()
        plt.close("all")
        assert save(plot_matrix(KINDS), tmp_path / f"b.{suffix}").read_bytes() == first


def test_the_frame_and_the_settings_are_left_as_they_were():
    before, settings = KINDS.copy(), dict(mpl.rcParams)
    drawn(KINDS)
    pd.testing.assert_frame_equal(KINDS, before)
    assert dict(mpl.rcParams) == settings


# --- errors -------------------------------------------------------------------------------------------


def test_what_it_cannot_draw_is_refused():
    with pytest.raises(ArgumentError, match="scale is 'sqrt'; expected one of 'linear', 'log'"):
        plot_matrix(KINDS, scale="sqrt")
    with pytest.raises(ArgumentError, match="labels is 'iso'"):
        plot_matrix(KINDS, labels="iso")
    with pytest.raises(ArgumentError, match="ax='here'"):
        plot_matrix(KINDS, "here")
    with pytest.raises(ArgumentError, match=r"plot_matrix draws totals of pairs.*missing: 'supplier'; call"):
        plot_matrix(KINDS.drop(columns="supplier"))
    with pytest.raises(ArgumentError, match=r"plot_matrix draws what totals\(\) returns; missing:"):
        plot_matrix(KINDS.drop(columns="estimated"))
    with pytest.raises(ArgumentError, match="plot_matrix can draw 1 window, and the frame has 2"):
        plot_matrix(pd.concat([KINDS, KINDS.assign(period="2015–19", start=2015, end=2019)]))
    with pytest.raises(ArgumentError, match="plot_matrix adds the figures of each party, and release is"):
        plot_matrix(KINDS.assign(release=["2024"] + ["2025"] * (len(KINDS) - 1)))
    with pytest.raises(ArgumentError, match="plot_matrix can draw 40 suppliers, and the frame has 41"):
        plot_matrix(sure(*((f"x:{n}", "ARM", 1e6) for n in range(41))))
    assert plt.get_fignums() == []


def test_pieces_are_counted_within_one_category():
    frame = totals(
        [*PAIR, "category"],
        ("RUS", "AZE", "un:I", 2007, 2013, 72.0, 72.0, 72.0, 0, 0.0),
        ("RUS", "ARM", "un:I", 2007, 2013, 3.0, 3.0, INF, 0, 0.0),
        unit="pieces",
    )
    ax = plot_matrix(frame)
    assert said(ax, "cell") == ["72", "3"]
    with pytest.raises(ArgumentError, match="pieces add only within a category"):
        plot_matrix(frame.drop(columns="category"))


def test_it_draws_what_totals_makes():
    claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    contracts = af.without_parts(af.where(claims, stage="contract", unit="USD"))
    ax = plot_matrix(af.totals(contracts, by=PAIR, over=(2009, 2025)))
    assert np.nansum(cells(ax)) == pytest.approx(contracts["value"].sum() / 1e9)
