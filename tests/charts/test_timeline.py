"""The chart of records along the years, through its bars, lanes and words."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.charts.draw.marks import Years
from armsflow.charts.save import save
from armsflow.charts.timeline import plot_timeline
from armsflow.errors import ArgumentError
from tests.charts.test_save import assert_inside_a_grid, laid, outside, overlaps, texts
from tests.charts.test_totals import INF, NAN, closed_figures, colour, lines, one, said

__all__ = ["closed_figures"]  # a fixture, used by every test of this module

CLAIMS = af.read_claims(af.table_path("claims.csv"))
WIDER = af.read_claims(af.table_path("claims_south_caucasus.csv"))


def records(*rows, **constants):
    """Rows of supplier, recipient, stage, start, end, value, low, high, unit."""
    names = "supplier recipient stage start end value low high unit".split()
    return af.to_records(pd.DataFrame(rows, columns=names), **{"source": "invented", **constants})


def deals(*rows):
    """Contracts of Russia with Armenia: record, part_of, same_as, start, end."""
    frame = pd.DataFrame(rows, columns=["record", "part_of", "same_as", "start", "end"])
    same = {"supplier": "RUS", "recipient": "ARM", "stage": "contract", "unit": "USD", "value": 1e6}
    return af.to_records(frame.assign(item=frame["record"]), **same)


MIXED = records(
    ("SUN", "EGY", "contract", 1950, 2024, 1e9, 1e9, INF, "USD"),
    ("USA", "SGS", "loan", 1960, 1960, NAN, NAN, NAN, "USD"),
    ("FRA", "BIH", "delivery", 1990, 2000, NAN, 1e6, 5e6, "TIV"),
    ("CHN", "PAK", "delivery", 2024, 2024, 12, 12, 12, "pieces"),
)
YEAR = records(
    ("FRA", "EGY", "contract", 2015, 2015, 5.2e9, 5e9, 6e9, "EUR"),
    ("FRA", "EGY", "payment", 2015, 2015, NAN, NAN, NAN, "EUR"),
)
NOTHING = records(*(("CHN", "PAK", "delivery", y, y + 3, NAN, NAN, NAN, "USD") for y in (2000, 2001)))
GUESSED = records(
    ("CHN", "PAK", "contract", 2000, 2004, 3e9, 3e9, 3e9, "USD"),
    ("USA", "PAK", "contract", 2001, 2001, 3e9, 3e9, 3e9, "USD"),
    ("USA", "PAK", "contract", 2003, 2005, NAN, NAN, NAN, "USD"),
    estimated=True,
)
STAGES = ("offer", "licence", "contract", "loan", "delivery", "payment", "aid", "contract")
FORTY = records(
    *(
        (
            supplier,
            "TTO",
            stage,
            1990 + n,
            1990 + n + n % 7,
            v := 10.0 ** (3 + n / 6),
            0.9 * v,
            1.2 * v,
            "USD",
        )
        for n, (stage, supplier) in enumerate(
            itertools.product(STAGES, ("RUS", "USA", "ARE", "CHN", "unk:supplier"))
        )
    ),
    item="Système de défense aérienne نظام דגם",
)


def items(frame, ax=None):
    return plot_timeline(frame, ax, items=True)


def by_recipient(frame, ax=None):
    return plot_timeline(frame, ax, by="recipient")


PICTURES = {
    "claims": (plot_timeline, CLAIMS),
    "wider": (items, WIDER.iloc[:30]),
    "by recipient": (by_recipient, WIDER.iloc[:30]),
    "mixed": (plot_timeline, MIXED),
    "year": (plot_timeline, YEAR),
    "nothing": (plot_timeline, NOTHING),
    "one": (plot_timeline, YEAR.iloc[:1]),
    "guessed": (items, GUESSED),
    "forty": (items, FORTY),
}


def bars(ax):
    """From and to of each bar, in calendar years, from top to bottom."""
    found = [group[0] for group in ax.containers if group.get_label() == "deal"]
    return [(bar.get_x() + 0.5, bar.get_x() + bar.get_width() - 0.5) for bar in found]


def diamonds(ax):
    return [line for line in ax.lines if line.get_label() == "deal"]


# --- bars and lanes -----------------------------------------------------------------------------------


def test_a_bar_covers_the_years_of_its_record_and_one_year_is_a_diamond():
    ax = plot_timeline(CLAIMS)
    assert said(ax, "band") == ["Contracts", "Loans", "Deliveries", "Payments"]
    assert bars(ax) == [(2010, 2014), (2010, 2019)]
    assert [list(line.get_xdata()) for line in diamonds(ax)] == [[2015], [2018]]
    assert {line.get_marker() for line in diamonds(ax)} == {"D"}
    low, high = ax.get_xlim()
    assert 2009 < low < 2009.5
    assert high == 2019.5


def test_rows_say_who_when_and_how_much_with_bounds():
    ax = plot_timeline(CLAIMS)
    assert said(ax, "row") == [
        "Azerbaijan, 2010–14", "Armenia, 2015", "Armenia, 2018", "Armenia, 2010–19",
    ]  # fmt: skip
    assert ax.get_title(loc="left") == "Arms from Russia to Armenia and Azerbaijan, by stage"
    assert said(ax, "amount") == ["$4.0 bn", "$200 m", "not disclosed", "$5.0 bn"]
    assert said(ax, "detail") == ["3.8–4.0", "4.5–5.5"]
    assert "Azerbaijan, 2010–14: helicopters" in said(items(CLAIMS), "row")[0]
    assert said(plot_timeline(CLAIMS, labels="code"), "row")[1] == "ARM, 2015"


def test_every_amount_has_its_own_unit():
    ax = plot_timeline(MIXED)
    assert said(ax, "amount") == ["$1.0 bn", "not disclosed", "1.0–5.0 million TIV", "12 pieces"]
    assert said(ax, "detail") == ["1.0 or more"]
    assert one(ax, "subtitle") == (
        "Contracts, loans and deliveries, amounts in TIV, pieces and US dollars, current prices, 1950–2024"
    )
    prices = MIXED.iloc[:2].assign(prices=["current", "2020"])
    assert "US dollars of 2020 and US dollars, current prices" in one(plot_timeline(prices), "subtitle")


def test_what_is_not_disclosed_is_hollow():
    ax = plot_timeline(CLAIMS)
    loan, delivery = diamonds(ax)
    assert mcolors.to_hex(loan.get_markerfacecolor()).upper() == style.supplier_colour("RUS")
    assert mcolors.to_hex(delivery.get_markerfacecolor()) == "#ffffff"
    assert "Hollow: amount not disclosed." in one(ax, "foot")
    assert "+ 1 undisclosed." in one(ax, "foot")
    hollow = plot_timeline(NOTHING)
    assert {colour(group[0]) for group in hollow.containers} == {"#FFFFFF"}
    assert said(hollow, "amount") == ["not disclosed"] * 2
    # bounds alone are an amount
    assert colour(plot_timeline(MIXED.iloc[2:3]).containers[0][0]) == style.supplier_colour("FRA")


def test_what_is_estimated_is_hatched_or_half_filled():
    ax = plot_timeline(GUESSED)
    hatched = [group[0] for group in ax.containers if group.get_label() == "estimated"]
    assert [(bar.get_x(), bar.get_width()) for bar in hatched] == [(1999.5, 5), (2002.5, 3)]
    assert all(bar.get_hatch() for bar in hatched)
    (half,) = diamonds(ax)
    assert half.get_fillstyle() == "left"
    assert mcolors.to_hex(half.get_markerfacecoloralt()) == "#ffffff"
    assert "Hatched or half filled: estimated, by the source." in one(ax, "foot")
    assert {line.get_fillstyle() for line in diamonds(plot_timeline(CLAIMS))} == {"full"}


def test_bars_and_names_share_their_rows_when_drawn():
    ax = plot_timeline(CLAIMS)
    ax.figure.draw_without_rendering()
    names = [t.get_position()[1] for t in ax.texts if t.get_label() == "row"]
    found = [group[0].get_y() + group[0].get_height() / 2 for group in ax.containers]
    found += [line.get_ydata()[0] for line in diamonds(ax)]
    assert np.allclose(sorted(found), names)


def test_lanes_can_be_those_of_recipients_or_suppliers():
    ax = by_recipient(WIDER)
    assert said(ax, "band") == ["Armenia", "Azerbaijan"]
    assert said(ax, "row")[0] == "Russia, deliveries, 2007–13: Battle tanks"
    assert ax.get_title(loc="left") == "Arms to Armenia and Azerbaijan, by recipient"
    ax = plot_timeline(FORTY, by="supplier")
    assert said(ax, "band") == [
        "China", "Russia", "United Arab Emirates", "United States", "Unknown supplier",
    ]  # fmt: skip
    assert said(ax, "row")[0] == "Offers, 1993–96"  # all are for one recipient, whom the title names


def test_one_lane_needs_no_head():
    ax = plot_timeline(NOTHING)
    assert said(ax, "band") == []
    assert one(ax, "subtitle") == "Deliveries, amounts in US dollars, current prices, 2000–04"
    assert "never added" not in one(ax, "foot")
    assert "never added" in one(plot_timeline(CLAIMS), "foot")


def test_light_colours_have_a_dark_edge():
    china = diamonds(plot_timeline(MIXED))[-1]
    assert mcolors.to_hex(china.get_markeredgecolor()).upper() == style.INK
    russia = diamonds(plot_timeline(CLAIMS))[0]
    assert mcolors.to_hex(russia.get_markeredgecolor()).upper() == style.supplier_colour("RUS")


# --- wholes and parts ---------------------------------------------------------------------------------


def names_of(frame, **options):
    """The ids of rows from top to bottom, as they are set in."""
    rows = said(plot_timeline(frame, items=True, **options), "row")
    return [row[: len(row) - len(row.lstrip(" ↳="))] + row.split(": ")[1] for row in rows]


def test_parts_stand_under_their_whole_and_tellings_under_the_first():
    frame = deals(
        ("P1", "W", None, 2011, 2012),
        ("W", None, None, 2010, 2014),
        ("Q", "W+P1", None, 2009, 2009),
        ("T", None, "W", 2012, 2013),
        ("Z", None, None, 2011, 2011),
    )
    assert names_of(frame) == ["W", "↳ P1", "   ↳ Q", "= T", "Z"]
    foot = one(plot_timeline(frame), "foot")
    assert "↳ part of the figure that it stands under." in foot
    assert "= another telling of the figure that it stands under." in foot
    assert "↳" not in one(plot_timeline(CLAIMS), "foot")


def test_a_part_without_its_whole_stands_alone_and_a_circle_loses_no_row():
    assert names_of(deals(("P", "W", None, 2010, 2010), ("T", None, "X", 2011, 2011))) == ["P", "T"]
    circle = deals(*((name, None, None, year, year) for year, name in enumerate("ABC", 2010)))
    circle = circle.assign(part_of=["B", "A", None])  # the door would refuse it
    assert names_of(circle) == ["C", "A", "↳ B"]


def test_a_whole_in_another_lane_or_another_release_is_not_the_one():
    frame = deals(("W", None, None, 2010, 2014), ("P", "W", None, 2011, 2012))
    apart = frame.assign(stage=["contract", "delivery"])
    assert names_of(apart) == ["W", "P"]
    assert names_of(frame.assign(release=["1", "2"])) == ["W", "P"]
    assert names_of(frame.assign(release="2")) == ["W", "↳ P"]


def test_a_record_spread_over_years_keeps_all_its_rows():
    years = af.to_years(deals(("W", None, None, 2010, 2014)))
    assert len(said(plot_timeline(years), "row")) == 5


# --- words and room -----------------------------------------------------------------------------------


def test_ticks_are_whole_years():
    for _, frame in PICTURES.values():
        ax = plot_timeline(frame)
        ax.figure.draw_without_rendering()
        labels = [tick.get_text() for tick in ax.get_xticklabels()]
        assert all(label.isdigit() and len(label) == 4 for label in labels)
        low, high = ax.get_xlim()
        assert [label for label in labels if low <= int(label) <= high]
        assert (ax.get_xticks() == ax.get_xticks().round()).all()


def test_several_years_are_named_even_in_a_narrow_place():
    ax = plot_timeline(CLAIMS)
    ax.figure.set_figwidth(85 / 25.4)
    ax.get_axes_locator().fit_height()
    ax.figure.draw_without_rendering()
    assert list(ax.get_xticks()) == [2010, 2015]
    assert list(Years(nbins=1).tick_values(1901.5, 1999.5)) == [1950]
    assert list(Years(nbins=4).tick_values(1949.5, 2024.5)) == [1960, 1980, 2000, 2020]
    assert list(Years(nbins=1).tick_values(1951.5, 1952.5)) == [1952]


def test_years_come_before_words_that_run_from_right_to_left():
    # behind them, 1990–99 would be printed as 99–1990
    assert said(items(FORTY), "row")[0] == ("Russia, 1990: Système de défense aérienne نظام דגם")


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("millimetres", [85, 175])
def test_text_stays_inside_the_figure_and_apart(name, millimetres):
    plot, frame = PICTURES[name]
    ax = plot(frame)
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []
    assert {text.get_fontsize() for text in texts(ax)} <= {7.0, 7.5, 8.0, 9.0}


@pytest.mark.parametrize(
    "options", [{"figsize": (11, 8), "layout": "constrained"}, {}], ids=["page", "default"]
)
def test_a_chart_stays_inside_the_place_of_its_axes(options):
    names = ("claims", "mixed", "nothing", "guessed")
    assert_inside_a_grid([PICTURES[name] for name in names], options)


def test_polars_and_files(tmp_path):
    assert said(plot_timeline(pl.from_pandas(CLAIMS)), "row") == said(plot_timeline(CLAIMS), "row")
    first = save(plot_timeline(CLAIMS), tmp_path / "a.svg").read_bytes()
    plt.close("all")
    assert save(plot_timeline(CLAIMS), tmp_path / "b.svg").read_bytes() == first


def test_the_frame_and_the_settings_are_left_as_they_were():
    before, settings = CLAIMS.copy(), dict(mpl.rcParams)
    plot_timeline(CLAIMS)
    pd.testing.assert_frame_equal(CLAIMS, before)
    assert dict(mpl.rcParams) == settings
    assert [line.get_visible() for line in lines(plot_timeline(CLAIMS), "zero")] == [False] * 4


# --- errors -------------------------------------------------------------------------------------------


def test_wrong_frames_and_arguments_are_refused():
    with pytest.raises(
        ArgumentError, match=r"can draw 40 records, and the frame has 41.*without_parts\(records\)"
    ):
        plot_timeline(pd.concat([FORTY, FORTY.iloc[:1]]))
    with pytest.raises(ArgumentError, match=r"what to_records\(\) returns; missing: .*'supplier'"):
        plot_timeline(CLAIMS.drop(columns="supplier"))
    with pytest.raises(ArgumentError, match=r"missing: 'start'"):
        plot_timeline(CLAIMS.drop(columns="start"))
    with pytest.raises(ArgumentError, match="missing: 'record', 'part_of', 'same_as'"):
        plot_timeline(af.totals(af.where(CLAIMS, stage="loan")).drop(columns="supplier"))
    with pytest.raises(ArgumentError, match=r"got a builtins\.list"):
        plot_timeline([1])
    with pytest.raises(ArgumentError, match=r"got a polars\..*LazyFrame"):
        plot_timeline(pl.from_pandas(CLAIMS).lazy())
    with pytest.raises(ArgumentError, match="no rows, so there is nothing to draw"):
        plot_timeline(CLAIMS.iloc[:0])
    with pytest.raises(
        ArgumentError, match="by is 'category'; expected one of 'stage', 'recipient', 'supplier'"
    ):
        plot_timeline(CLAIMS, by="category")
    with pytest.raises(ArgumentError, match="items is 'yes'; expected True or False"):
        plot_timeline(CLAIMS, items="yes")
    with pytest.raises(ArgumentError, match="labels is 'iso'"):
        plot_timeline(CLAIMS, labels="iso")
    with pytest.raises(ArgumentError, match="ax='here'"):
        plot_timeline(CLAIMS, "here")
    assert plt.get_fignums() == []
