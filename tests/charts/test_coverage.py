"""The chart of what the records cover, through its artists."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.charts.test_save import assert_inside_a_grid, laid, outside, overlaps
from tests.charts.test_totals import closed_figures, many, one, said

__all__ = ["closed_figures"]  # a fixture, used by every test of this module

COUNTS = ["start", "end", "records", "undisclosed", "estimated", "categories", "parties"]


def covered(keys, *rows):
    return pd.DataFrame(rows, columns=[*keys, *COUNTS]).assign(categories=3, parties=5)


SOURCES = covered(
    ["source"],
    ("claims", 2007, 2025, 31, 1, 1, 0, 0),
    ("comtrade", 1988, 2023, 104822, 15, 0, 0, 0),
    ("sipri", 1950, 2024, 31234, 0, 9101, 0, 0),
    ("kiel", 2022, 2022, 1, 0, 0, 0, 0),
)
FLOWS = covered(
    ["supplier", "recipient", "stage"],
    ("unk:supplier", "COD", "delivery", 1950, 2024, 3, 3, 0, 0, 0),
    ("RUS", "SGS", "contract", 1990, 1999, 2, 0, 0, 0, 0),
    ("CHN", "SGS", "contract", 1990, 1994, 2, 0, 1, 0, 0),
)
FORTY = covered(
    ["supplier"],
    *((code, 1950 + n, 1950 + n + n % 36, n + 1, n % 3, n % 2, 0, 0) for n, code in enumerate(many(40))),
)
ALL = covered([], (2007, 2025, 30, 0, 1, 0, 0))
YEAR = covered(["item"], ("نظام דגם", 2024, 2024, 1, 1, 0, 0, 0))
PICTURES = {"sources": SOURCES, "flows": FLOWS, "forty": FORTY, "all": ALL, "year": YEAR}


def bars(ax):
    return [
        (round(float(bar.get_x() + 0.5), 6), round(float(bar.get_width()), 6))
        for bars in ax.containers
        for bar in bars
    ]


def test_bars_cover_the_first_to_the_last_year_and_the_earliest_stands_first():
    ax = af.plot_coverage(SOURCES)
    assert bars(ax) == [(1950, 75), (1988, 36), (2007, 19), (2022, 1)]
    assert said(ax, "row") == [
        "SIPRI Arms Transfers Database", "UN Comtrade", "Published claims",
        "Kiel Institute, Ukraine Support Tracker",
    ]  # fmt: skip
    assert said(af.plot_coverage(SOURCES, labels="code"), "row") == ["sipri", "comtrade", "claims", "kiel"]


def test_how_many_records_there_are_and_what_they_hide_stands_in_words():
    ax = af.plot_coverage(SOURCES)
    assert said(ax, "amount") == ["31,234 records", "104,822 records", "31 records", "1 record"]
    assert said(ax, "detail") == ["9,101 estimated", "15 undisclosed", "1 undisclosed, 1 estimated"]


def test_the_unknown_stand_last_in_grey_and_suppliers_in_their_colours():
    ax = af.plot_coverage(FLOWS)
    assert said(ax, "row") == [
        "South Georgia and the South Sandwich Islands ← China, contracts",
        "South Georgia and the South Sandwich Islands ← Russia, contracts",
        "DR Congo ← Unknown supplier, deliveries",
    ]
    colours = [bars[0].get_facecolor() for bars in ax.containers]
    assert colours[-1] == mcolors.to_rgba(style.UNKNOWN)
    assert colours[1] == mcolors.to_rgba(style.supplier_colour("RUS"))
    widths = [bars[0].get_linewidth() > 0 for bars in ax.containers]
    assert widths[-1]  # what is pale needs an edge on white paper
    assert not widths[1]


def test_title_subtitle_and_source():
    ax = af.plot_coverage(SOURCES)
    assert ax.get_title(loc="left") == "What the records cover, by source"
    assert one(ax, "subtitle").endswith("1950–2025")
    foot = one(ax, "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert foot.startswith("Bars: first to last year with a record. + 16 undisclosed. Source: Kiel Institute")
    ax = af.plot_coverage(FLOWS)
    assert ax.get_title(loc="left") == "What the records cover, by supplier, recipient and stage"
    assert "Source: the records given;" in one(ax, "foot")
    alone = af.plot_coverage(ALL, title="Mine")
    assert (alone.get_title(loc="left"), said(alone, "row")) == ("Mine", ["All records"])


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("millimetres", [85, 175])
def test_text_stays_inside_the_figure_and_apart(name, millimetres):
    ax = af.plot_coverage(PICTURES[name])
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []


@pytest.mark.parametrize("options", [{"figsize": (11, 8), "layout": "constrained"}, {}])
def test_a_chart_stays_inside_the_place_of_its_axes(options):
    names = ("sources", "flows", "all", "year")
    assert_inside_a_grid([(af.plot_coverage, PICTURES[name]) for name in names], options)


def test_what_the_noun_returns_is_drawn_of_any_kind():
    claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    for by in ("source", "stage", ["supplier", "recipient"], ()):
        frame = af.coverage(claims, by=by)
        assert bars(af.plot_coverage(frame)) == bars(af.plot_coverage(pl.from_pandas(frame)))
    assert said(af.plot_coverage(af.coverage(claims, by=())), "amount") == ["30 records"]


def test_what_cannot_be_drawn_is_refused():
    for frame, message in (
        (SOURCES.drop(columns="parties"), "draws what coverage.. returns; missing: 'parties'"),
        (SOURCES.iloc[:0], "this frame has no rows"),
        (pd.concat([SOURCES, SOURCES.iloc[:1]]), "several rows stand for 'claims'"),
        (pd.concat([FORTY, FORTY.iloc[:1]]), "can draw 40 rows, and the frame has 41"),
        ([1], "got a builtins.list"),
    ):
        with pytest.raises(ArgumentError, match=message):
            af.plot_coverage(frame)
    with pytest.raises(ArgumentError, match="labels is 'iso'"):
        af.plot_coverage(SOURCES, labels="iso")
    with pytest.raises(ArgumentError, match="ax='here'"):
        af.plot_coverage(SOURCES, "here")
    assert not plt.get_fignums()
