"""What the records cover, through the artists of its chart."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.coverage import CoverageChart
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import COVERAGE, picture
from tests.reading import near, one, said

SOURCES = COVERAGE["sources"]


def bars(ax):
    return [(bar.get_x() + 0.5, bar.get_width()) for bars in ax.containers for bar in bars]


def test_bars_cover_the_first_to_the_last_year_and_the_earliest_stands_first():
    ax = picture("plot_coverage, sources")
    assert near(bars(ax), [(1950, 75), (1988, 36), (2007, 19), (2022, 1)])
    assert said(ax, "row") == [
        "SIPRI Arms Transfers Database", "UN Comtrade", "Published claims",
        "Kiel Institute, Ukraine Support Tracker",
    ]  # fmt: skip
    assert said(af.plot_coverage(SOURCES, labels="code"), "row") == [
        "sipri",
        "comtrade",
        "claims",
        "kiel",
    ]


def test_names_stand_in_order_of_their_letters():
    """In German Österreich stands under O, not behind Z."""
    given = {"supplier": ["Austria", "Hungary", "Norway", "Czechia"], "value": 1.0}
    records = made(given, recipient="Chile", year=2014, stage="delivery", unit="TIV")
    ax = af.plot_coverage(af.coverage(records, by="supplier"), language="de")
    assert said(ax, "row") == ["Norwegen", "Österreich", "Tschechien", "Ungarn"]


def test_how_many_records_there_are_and_what_they_hide_stands_in_words():
    ax = picture("plot_coverage, sources")
    assert said(ax, "amount") == ["31,234 records", "104,822 records", "31 records", "1 record"]
    assert said(ax, "detail") == ["9,101 estimated", "15 undisclosed", "1 undisclosed, 1 estimated"]


def test_the_unknown_stand_last_in_grey_and_others_in_one_colour():
    ax = picture("plot_coverage, flows")
    assert said(ax, "row") == [
        "South Georgia and the South Sandwich Islands ← China, contracts",
        "South Georgia and the South Sandwich Islands ← Russia, contracts",
        "DR Congo ← Unknown supplier, deliveries",
    ]
    colours = [bars[0].get_facecolor() for bars in ax.containers]
    assert colours[-1] == mcolors.to_rgba(style.UNKNOWN)
    assert colours[0] == colours[1] == mcolors.to_rgba(style.ACCENT)
    told = af.plot_coverage(COVERAGE["flows"], colours={"RUS": "#aa0000"})
    assert told.containers[1][0].get_facecolor() == mcolors.to_rgba("#aa0000")
    widths = [bars[0].get_linewidth() > 0 for bars in ax.containers]
    assert widths[-1]  # what is pale needs an edge on white paper
    assert not widths[1]


def test_title_subtitle_and_source():
    ax = picture("plot_coverage, sources")
    assert ax.get_title(loc="left") == "What the records cover, by source"
    assert one(ax, "subtitle").endswith("1950–2025")
    foot = one(ax, "foot").replace("\N{NO-BREAK SPACE}", " ")
    bars = "Bars: first to last year with a record; years between may have none."
    assert foot.startswith(f"{bars} Source: Kiel Institute")
    ax = picture("plot_coverage, flows")
    assert ax.get_title(loc="left") == "What the records cover, by supplier, recipient and stage"
    assert "Source: the records given;" in one(ax, "foot")
    alone = af.plot_coverage(COVERAGE["all"], title="Mine")
    assert (alone.get_title(loc="left"), said(alone, "row")) == ("Mine", ["All records"])


@pytest.mark.sweep
def test_what_the_noun_returns_is_drawn_of_any_kind():
    claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    for by in ("source", "stage", ["supplier", "recipient"], ()):
        frame = af.coverage(claims, by=by)
        assert bars(af.plot_coverage(frame)) == bars(af.plot_coverage(pl.from_pandas(frame)))
    assert said(af.plot_coverage(af.coverage(claims, by=())), "amount") == ["30 records"]


def test_years_without_a_record_are_gaps_and_the_source_is_named():
    """One bar went from the first to the last year, and the foot named no source."""
    frame = COVERAGE["gaps"]
    ax = af.plot_coverage(frame)
    assert near(bars(ax), [(1998, 1), (2001, 3), (2009, 1), (2005, 2)])
    bars_and_gaps = "Bars: years with a record. A gap need not mean that there was nothing. Source: EU annual"
    assert one(ax, "foot").startswith(bars_and_gaps)
    told = af.describe(ax)
    assert "Belgium 12 records, 1998–2009 without 1999–2000 and 2004–08" in told.replace(":", "")
    # a file that is read again has no text where a cell was empty
    alone = frame.iloc[1:].assign(gaps=float("nan"))
    assert near(bars(af.plot_coverage(alone)), [(2005, 2)])
    both = frame.assign(source="coarm+sipri", release="")
    foot = one(af.plot_coverage(both), "foot").replace("\n", " ")
    assert "(COARM) and SIPRI Arms Transfers Database;" in foot
    mine = one(af.plot_coverage(frame.assign(source="mine+yours")), "foot")
    assert "Source: mine+yours;" in mine


def test_what_cannot_be_drawn_is_refused():
    for frame, message in (
        (SOURCES.drop(columns="parties"), "draws what coverage.. returns; missing: 'parties'"),
        (pd.concat([SOURCES, SOURCES.iloc[:1]]), "several rows stand for 'claims'"),
        (
            pd.concat([COVERAGE["forty"], COVERAGE["forty"].iloc[:1]]),
            "can draw 40 rows, and the frame has 41",
        ),
    ):
        with pytest.raises(ArgumentError, match=message):
            af.plot_coverage(frame)
    assert not plt.get_fignums()


def test_coverage_is_over_years():
    records = af.to_records({"value": [1.0]}, supplier="RUS", recipient="IND", year=2015, stage="delivery",
                            unit="TIV")  # fmt: skip
    assert CoverageChart.of(af.coverage(records, by="supplier"), {}).over_years
