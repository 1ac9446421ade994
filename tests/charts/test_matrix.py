"""The chart of suppliers against recipients, through its cells, margins and keys."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.pictures import MATRIX, laid_out, picture
from tests.reading import laid, one, outside, overlaps, said
from tests.summary_frames import INF, NAN, PAIR, deliveries, exact_pairs, totals

KINDS = MATRIX["kinds"]


FULL = exact_pairs(
    *(
        (s, r, 1e6 * (10 * i + j + 1))
        for i, s in enumerate(("RUS", "USA"))
        for j, r in enumerate(("ARM", "AZE"))
    )
)


def drawn(frame, width=175, **options):
    ax = af.plot_matrix(frame, **options)
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


def test_cells_hold_their_figures_the_largest_first_and_the_rest_last():
    ax = picture("plot_matrix, kinds")
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
    ax = picture("plot_matrix, kinds")
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
    assert said(af.plot_matrix(FULL), "key") == []
    assert said(picture("plot_matrix, nothing"), "key") == ["not disclosed"]


def test_colours_grow_darker_and_none_is_white():
    ax = picture("plot_matrix, twenty, scale=log")
    (mesh,) = ax.collections
    found = mesh.cmap(mesh.norm(np.sort(np.unique(cells(ax)[np.isfinite(cells(ax))]))))
    light = [style.luminance(mcolors.to_hex(colour)) for colour in found]
    assert light == sorted(light, reverse=True)
    assert max(light) < 0.85
    assert min(light) < 0.05


def test_the_scale_starts_at_nought_or_is_logarithmic():
    linear = scale_of(picture("plot_matrix, twenty"))
    assert linear.get_xlim() == (0, 10)  # billion
    assert [t.get_text() for t in linear.get_xticklabels()] == ["0", "2.5", "5.0", "7.5", "10.0"]
    ax = picture("plot_matrix, twenty, scale=log")
    steps = scale_of(ax)
    assert steps.get_xscale() == "log"
    assert [float(t.get_text()) for t in steps.get_xticklabels()] == pytest.approx([1e-5, 1e-3, 1e-1, 10])
    assert "colours on a logarithmic scale" in one(ax, "subtitle")
    near = scale_of(drawn(exact_pairs(("RUS", "ARM", 3e6), ("RUS", "AZE", 9e6)), scale="log"))
    assert [t.get_text() for t in near.get_xticklabels()] == ["5"]
    alone = scale_of(picture("plot_matrix, one, scale=log"))
    assert "5" in [t.get_text() for t in alone.get_xticklabels()]
    assert one(ax, "unit") == "Billion TIV"


def test_without_figures_there_is_no_scale_of_colours():
    for name in ("nothing", "zero"):
        ax = picture(f"plot_matrix, {name}")
        assert ax.child_axes == []
        assert list(ax.collections) == []


def test_margins_are_the_sums_of_what_is_printed():
    ax = picture("plot_matrix, kinds")
    sums = said(ax, "sum")
    assert sums[:9] == ["150+", "70", "40", "14", "0.1", "0", "–", "12", "4.0"]
    assert sums[9:] == ["172+", "100+", "18+"]
    assert said(ax, "whole") == ["290+"]
    assert "+: records without a figure come on top." in one(ax, "foot")
    assert "+ 3 undisclosed." in one(ax, "foot")
    whole = af.plot_matrix(FULL)
    assert said(whole, "sum") == ["23", "3.0", "14", "12"]
    assert said(whole, "whole") == ["26"]
    assert "+" not in one(whole, "foot")


def test_numbers_stand_in_the_cells_if_all_have_room():
    ax = drawn(KINDS)
    shown = [text.get_text() for text in words_in(ax, "cell") if text.get_visible() and text.get_text()]
    assert sorted(shown) == sorted(["90", "60+", "40", "70", "3.0–9.0", "0.1", "4.0", "12", "14", "0"])
    # from 10 to 0.00001 billion: what is little prints short
    assert all(text.get_visible() for text in words_in(picture("plot_matrix, twenty"), "cell"))
    assert not any(text.get_visible() for text in words_in(picture("plot_matrix, crowd"), "cell"))
    ax.figure.set_size_inches(2.2, 7)
    ax.figure.draw_without_rendering()
    by_words = {text.get_text(): text.get_visible() for text in words_in(ax, "cell")}
    assert not by_words["3.0–9.0"]


def test_numbers_are_readable_on_their_cells():
    ax = picture("plot_matrix, kinds")
    (mesh,) = ax.collections
    for text in words_in(ax, "cell"):
        x, y = text.get_position()
        value = cells(ax)[int(y), int(x)]
        if np.isfinite(value):
            back = style.luminance(mcolors.to_hex(mesh.cmap(mesh.norm(value))))
            front = style.luminance(mcolors.to_hex(text.get_color()))
            assert (max(back, front) + 0.05) / (min(back, front) + 0.05) >= 4


def test_a_number_stands_within_its_cell():
    ax = picture("plot_matrix, kinds")
    for text in words_in(ax, "cell"):
        if text.get_visible() and text.get_text():
            column, row = np.floor(text.get_position())
            (x0, y1), (x1, y0) = ax.transData.transform([(column, row), (column + 1, row + 1)])
            box = text.get_window_extent()
            assert x0 <= box.x0
            assert box.x1 <= x1
            assert y0 <= box.y0
            assert box.y1 <= y1


def test_it_says_what_when_and_from_where():
    ax = picture("plot_matrix, kinds")
    assert ax.get_title(loc="left") == "Arms transfers, by supplier and recipient"
    assert one(ax, "subtitle") == (
        "Deliveries, million TIV, 2010–14, 7 suppliers in rows, 3 recipients in columns"
    )
    foot = one(ax, "foot")
    assert "Figures as printed, without bounds; widest for Azerbaijan ← Israel: 70 or more." in foot
    assert "parts of some figures, up to 50 per cent (Azerbaijan from Russia)." in af.describe(ax)
    assert "SIPRI Arms Transfers Database" in foot
    assert said(af.plot_matrix(KINDS, labels="code"), "column") == ["AZE", "ARM", "GEO"]
    assert af.plot_matrix(KINDS, title="Mine").get_title(loc="left") == "Mine"


def test_type_is_of_7_points_and_more_where_the_page_is_wide_enough():
    assert min(laid_out("plot_matrix, crowd").sizes[175] - {6.5}) == 7
    assert min(laid_out("plot_matrix, twenty").sizes[85] - {6.5}) == 7


def test_type_under_five_points_is_refused():
    ax = af.plot_matrix(MATRIX["crowd"])
    ax.figure.set_figwidth(85 / 25.4)
    with pytest.raises(ArgumentError, match=r"39 rows and 40 columns in a type of \d\.\d points.*fewer"):
        ax.figure.draw_without_rendering()


def test_names_of_many_columns_stand_upright():
    few, crowd = picture("plot_matrix, kinds"), picture("plot_matrix, crowd")
    assert {text.get_rotation() for text in words_in(few, "column")} == {0}
    assert {text.get_rotation() for text in words_in(crowd, "column")} == {90}
    assert {text.get_rotation() for text in words_in(crowd, "row")} == {0}


@pytest.mark.sweep
def test_the_scale_of_colours_stays_inside_the_place_of_its_axes():
    figure, axes = plt.subplots(2, 2, figsize=(16, 11))
    ax = af.plot_matrix(MATRIX["twenty"], axes[1, 1])
    found = laid(ax)
    place = ax.get_position(original=True).transformed(figure.transFigure)
    assert outside(found, place) == []
    assert overlaps(found) == []
    assert place.contains(*scale_of(ax).get_window_extent().min)
    part = plt.figure(figsize=(11, 4)).subfigures(1, 2)[1]
    ax = af.plot_matrix(KINDS, part.subplots())
    assert outside(laid(ax), part.bbox) == []


def test_what_it_cannot_draw_is_refused():
    with pytest.raises(ArgumentError, match="scale is 'sqrt'; expected one of 'linear', 'log'"):
        af.plot_matrix(KINDS, scale="sqrt")
    with pytest.raises(ArgumentError, match=r"plot_matrix draws totals of pairs.*missing: 'supplier'; call"):
        af.plot_matrix(KINDS.drop(columns="supplier"))
    with pytest.raises(ArgumentError, match=r"plot_matrix draws what totals\(\) returns; missing:"):
        af.plot_matrix(KINDS.drop(columns="estimated"))
    with pytest.raises(ArgumentError, match="plot_matrix can draw 1 window, and the frame has 2"):
        af.plot_matrix(pd.concat([KINDS, KINDS.assign(period="2015–19", start=2015, end=2019)]))
    with pytest.raises(ArgumentError, match="plot_matrix adds the figures of each party, and release is"):
        af.plot_matrix(KINDS.assign(release=["2024"] + ["2025"] * (len(KINDS) - 1)))
    with pytest.raises(ArgumentError, match="plot_matrix can draw 40 suppliers, and the frame has 41"):
        af.plot_matrix(exact_pairs(*((f"x:{n}", "ARM", 1e6) for n in range(41))))
    assert plt.get_fignums() == []


def test_pieces_are_counted_within_one_category():
    frame = totals(
        [*PAIR, "category"],
        ("RUS", "AZE", "un:I", 2007, 2013, 72.0, 72.0, 72.0, 0, 0.0),
        ("RUS", "ARM", "un:I", 2007, 2013, 3.0, 3.0, INF, 0, 0.0),
        unit="pieces",
    )
    ax = af.plot_matrix(frame)
    assert said(ax, "cell") == ["72", "3"]
    with pytest.raises(ArgumentError, match="pieces add only within a category"):
        af.plot_matrix(frame.drop(columns="category"))
    chosen = frame.drop(columns="category").assign(selection="category=un:I")
    assert said(af.plot_matrix(chosen), "cell") == ["72", "3"]
    # un:IV has two subdivisions, combat aircraft and drones
    with pytest.raises(ArgumentError, match="pieces add only within a category"):
        af.plot_matrix(chosen.assign(selection="category=un:IV"))


@pytest.mark.sweep
def test_it_draws_what_totals_makes():
    claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    contracts = af.without_parts(af.where(claims, stage="contract", unit="USD"))
    ax = af.plot_matrix(af.totals(contracts, by=PAIR, over=(2009, 2025)))
    assert np.nansum(cells(ax)) == pytest.approx(contracts["value"].sum() / 1e9)


def test_cells_of_others_and_unknown_are_counted_as_theirs():
    given = deliveries(
        supplier=["Russia", "Israel", "unknown supplier"], recipient=["Egypt", "India", "Egypt"],
        value=[9.0, 5.0, 1.0], year=2020,
    )  # fmt: skip
    sums = af.totals(given, by=["supplier", "recipient"], top={"supplier": 1})
    assert "3 cells for 1 supplier, 2 recipients, others and unknown: " in af.describe(af.plot_matrix(sums))
    sums = af.totals(given.iloc[:2], by=["supplier", "recipient"])
    assert "2 cells for 2 suppliers and 2 recipients: " in af.describe(af.plot_matrix(sums))


def test_who_is_named_may_be_among_the_others_only_where_each_row_has_others_of_its_own():
    """Both sides cut by their own sums name the same parties everywhere; a gap means no record."""
    words = "“Others” may include parties that are named elsewhere on the chart."
    flows = [("RUS", "ARM", 5.0), ("RUS", "others", 4.0), ("USA", "AZE", 3.0), ("USA", "others", 2.0)]
    both = exact_pairs(*flows, ("others", "AZE", 1.0))
    assert words not in one(drawn(both), "foot").replace("\n", " ")
    assert words in one(drawn(exact_pairs(*flows)), "foot").replace("\n", " ")
