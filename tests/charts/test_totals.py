"""Charts, through their artists: places, words, colours, and the room that text takes."""

from __future__ import annotations

import itertools
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import layout, style
from armsflow.charts.text import numbers, titles
from armsflow.errors import ArgumentError, PartyError

mpl.use("agg")
NAN, INF = float("nan"), float("inf")
TAIL = ["start", "end", "unit", "prices", "stage", "source", "release", "reporter"]
TAIL += ["records", "undisclosed", "estimated"]


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


# --- frames as the nouns return them, typed by hand -------------------------------------------


def period(start, end):
    return str(start) if start == end else f"{start}–{end % 100:02d}"


def finish(frame, keys, own=(), **constants):
    usual = {
        "unit": "USD", "prices": "current", "stage": "delivery", "source": "claims",
        "release": "", "reporter": "third", "records": 1, "undisclosed": 0, "estimated": 0.0,
    }  # fmt: skip
    usual = {k: v for k, v in {**usual, **constants}.items() if k not in frame.columns}
    frame = frame.assign(**usual)
    frame["period"] = [period(a, b) for a, b in zip(frame["start"], frame["end"], strict=True)]
    rest = [c for c in ["value", "low", "high", *own, *TAIL] if c not in keys]
    return frame[[*keys, "period", *rest]]


def rates(*rows, **constants):
    names = "supplier recipient stage start end value low high undisclosed".split()
    frame = pd.DataFrame(rows, columns=names)
    frame["record"] = [f"r{place}" for place in range(len(frame))]
    frame["years"] = frame["end"] - frame["start"] + 1
    frame = frame.assign(category="all", item="")
    keys = ["record", "supplier", "recipient", "category", "item"]
    return finish(frame, keys, ["years"], **constants)


def totals(keys, *rows, **constants):
    names = [*keys, "start", "end", "value", "low", "high", "undisclosed", "estimated"]
    return finish(pd.DataFrame(rows, columns=names), keys, **constants)


def shares(*rows, keys=("recipient", "supplier"), **constants):
    names = [*keys, "start", "end", "share", "share_low", "share_high"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.assign(value=frame["share"] * 1e9, low=frame["share"] * 1e9)
    frame = frame.assign(high=frame["low"])
    usual = {"unit": "TIV", "source": "sipri", "release": "2025"}
    return finish(frame, list(keys), ["share", "share_low", "share_high"], **{**usual, **constants})


def balance(keys, *rows, **constants):
    sides = [f"{s}_{c}" for s in ("left", "right") for c in ("value", "low", "high")]
    frame = pd.DataFrame(rows, columns=[*keys, "start", "end", *sides])
    frame = frame.assign(left="AZE", right="ARM")
    frame["value"] = frame["left_value"] - frame["right_value"]
    frame["low"] = frame["left_low"] - frame["right_high"]
    frame["high"] = frame["left_high"] - frame["right_low"]
    with np.errstate(all="ignore"):
        frame["ratio"] = frame["left_value"] / frame["right_value"]
        frame["ratio_low"] = frame["left_low"] / frame["right_high"]
        frame["ratio_high"] = frame["left_high"] / frame["right_low"]
    own = ["left", "right", *sides, "ratio", "ratio_low", "ratio_high"]
    usual = {"unit": "pieces", "source": "unroca"}
    return finish(frame, list(keys), own, **{**usual, **constants})


RATES = rates(
    ("RUS", "AZE", "contract", 2010, 2014, 0.80e9, 0.76e9, 0.80e9, 0),
    ("RUS", "ARM", "loan", 2015, 2015, 0.2e9, 0.2e9, 0.2e9, 0),
    ("RUS", "ARM", "payment", 2010, 2019, 0.50e9, 0.45e9, 0.55e9, 0),
)
OPEN = rates(
    ("RUS", "AZE", "contract", 2010, 2014, 0.80e9, 0.76e9, INF, 0),
    ("ARE", "BIH", "contract", 2010, 2014, NAN, 0.3e9, 0.5e9, 0),
    ("USA", "SAU", "contract", 2010, 2014, NAN, NAN, NAN, 1),
    ("RUS", "ARM", "payment", 2010, 2019, 0.50e9, 0.45e9, 0.55e9, 2),
)
TWELVE = rates(
    *(
        (s, "TTO", stage, 2000 + n, 2004 + n, (n + 1) * 1e8, (n + 0.5) * 1e8, (n + 1.4) * 1e8, 0)
        for n, (stage, s) in enumerate(
            itertools.product(("contract", "delivery", "payment"), ("RUS", "USA", "ARE", "FRA"))
        )
    )
)
NOTHING = rates(("USA", "SAU", "contract", 2010, 2014, NAN, NAN, NAN, 1))
TIV = {"unit": "TIV", "source": "sipri", "release": "2025"}
RANKED = totals(
    ["supplier"],
    ("FRA", 2020, 2024, 9.6e9, 9.6e9, 9.6e9, 0, 0.25),
    ("unk:supplier", 2020, 2024, 20e9, 20e9, 20e9, 0, 0.0),
    ("USA", 2020, 2024, 43e9, 40e9, 45e9, 0, 0.5),
    ("others", 2020, 2024, 30e9, 30e9, 30e9, 0, 0.0),
    ("RUS", 2020, 2024, 7.8e9, 7.8e9, 7.8e9, 1, 0.0),
    **TIV,
)
WINDOWS = totals(
    ["supplier"],
    ("RUS", 1995, 1999, 55e6, 50e6, 60e6, 0, 0.2),
    ("RUS", 2000, 2004, 0.0, 0.0, 0.0, 0, NAN),
    ("RUS", 2005, 2009, NAN, NAN, NAN, 2, NAN),
    ("RUS", 2010, 2014, 400e6, 300e6, INF, 0, 0.0),
    ("RUS", 2020, 2024, NAN, 20e6, 90e6, 0, NAN),
    **TIV,
)
GROUPS = totals(
    ["supplier"],
    *(
        (s, 1995 + 5 * n, 1999 + 5 * n, (n + 1) * k, (n + 0.8) * k, (n + 1.4) * k, 0, 0.2)
        for k, s in ((20e6, "RUS"), (30e6, "ISR"), (7e6, "TUR"), (4e6, "others"))
        for n in range(6)
    ),
    **TIV,
)
STAGES = totals(
    ["recipient", "stage"],
    ("ARM", "payment", 2010, 2014, 0.5e9, 0.45e9, 0.55e9, 0, 0.0),
    ("AZE", "contract", 2010, 2014, 4e9, 3.8e9, 4e9, 0, 0.0),
    ("GEO", "contract", 2010, 2014, NAN, NAN, NAN, 3, NAN),
)
AZERBAIJAN = shares(
    *(
        ("AZE", supplier, start, start + 4, share, share, share)
        for start, parts in {
            2010: {"RUS": 0.77, "ISR": 0.093, "BLR": 0.046, "TUR": 0.031, "others": 0.06},
            2015: {"RUS": 0.35, "ISR": 0.44, "BLR": 0.13, "ZAF": 0.05, "unk:supplier": 0.03},
            2020: {"RUS": 0.18, "ISR": 0.45, "TUR": 0.27, "others": 0.1},
        }.items()
        for supplier, share in parts.items()
    )
)
BOTH = pd.concat([AZERBAIJAN.assign(recipient=code) for code in ("AZE", "BIH")], ignore_index=True).assign(
    share_low=lambda f: f["share"] * 0.9, share_high=lambda f: f["share"] ** 0.9
)
UNKNOWN = AZERBAIJAN.assign(share=AZERBAIJAN["share"].where(AZERBAIJAN["start"] != 2015))
YEARLY = shares(
    *(("AZE", s, y, y, x, x, x) for y in range(1990, 2025) for s, x in (("RUS", 0.6), ("ISR", 0.4)))
)
TANKS = balance(
    ["supplier", "category"],
    ("RUS", "un:I", 2007, 2013, 72, 72, 72, 35, 35, 35),
    ("RUS", "un:II", 2007, 2013, 34, 34, 34, 110, 110, 110),
)
SIDES = balance(
    ["supplier"],
    ("RUS", 2000, 2004, 1.0e9, 0.9e9, 1.2e9, 0.2e9, 0.1e9, 0.4e9),
    ("RUS", 2005, 2009, NAN, NAN, NAN, 0.3e9, 0.3e9, 0.3e9),
    ("RUS", 2010, 2014, 2.0e9, 2.0e9, INF, 0.0, 0.0, 0.0),
    ("RUS", 2015, 2019, 0.0, 0.0, 0.0, 0.5e9, 0.4e9, INF),
    ("RUS", 2020, 2024, NAN, 0.2e9, 0.3e9, 0.3e9, 0.3e9, 0.3e9),
    unit="USD",
    prices="2020",
)
LONG = balance(
    ["supplier", "category"],
    *(
        ("RUS", name, 2007, 2013, *[10.0 * n] * 3, *[200.0 - 15 * n] * 3)
        for n, name in enumerate(
            "un:I un:II un:III un:IV un:IVa un:IVb un:V un:VI un:VII un:VIIa un:I+un:II+un:III un:SA".split()
        )
    ),
)
UNDISCLOSED = balance(["supplier", "category"], ("RUS", "un:I", 2007, 2013, *[NAN] * 6))

PICTURES = {
    "rates": (af.plot_annual_rates, RATES),
    "rates, open": (af.plot_annual_rates, OPEN),
    "rates, twelve": (af.plot_annual_rates, TWELVE),
    "rates, one": (af.plot_annual_rates, RATES.iloc[:1]),
    "rates, nothing": (af.plot_annual_rates, NOTHING),
    "totals, ranked": (af.plot_totals, RANKED),
    "totals, windows": (af.plot_totals, WINDOWS),
    "totals, groups": (af.plot_totals, GROUPS),
    "totals, stages": (af.plot_totals, STAGES),
    "totals, one": (af.plot_totals, RANKED.iloc[:1]),
    "totals, nothing": (af.plot_totals, WINDOWS.iloc[2:3]),
    "shares": (af.plot_shares, AZERBAIJAN),
    "shares of two": (af.plot_shares, BOTH),
    "shares, unknown": (af.plot_shares, UNKNOWN),
    "shares, yearly": (af.plot_shares, YEARLY),
    "shares, one": (af.plot_shares, AZERBAIJAN[AZERBAIJAN["start"] == 2015]),
    "balance": (af.plot_supplier_balance, TANKS),
    "balance, open": (af.plot_supplier_balance, SIDES),
    "balance, long": (af.plot_supplier_balance, LONG),
    "balance, nothing": (af.plot_supplier_balance, UNDISCLOSED),
}


# --- reading a picture ----------------------------------------------------------------------------


def said(ax, label):
    """The words of one kind, in the order they were made, unwrapped."""
    texts = [text.get_text() for text in ax.texts if text.get_label() == label]
    marks = {"\n": " ", numbers.NBSP: " ", "\N{LEFT-TO-RIGHT MARK}": ""}
    return [text.translate(str.maketrans(marks)) for text in texts]


def one(ax, label):
    (text,) = said(ax, label)
    return text


def lines(ax, label):
    return [line for line in ax.lines if line.get_label() == label]


def colour(artist):
    return mcolors.to_hex(artist.get_facecolor()).upper()


# --- annual rates -------------------------------------------------------------------------------------


def test_rates_stand_at_their_figures_with_whiskers_at_their_bounds():
    ax = af.plot_annual_rates(RATES)
    assert [line.get_xdata()[0] for line in lines(ax, "value")] == [0.8, 0.2, 0.5]
    assert [list(line.get_xdata()) for line in lines(ax, "whisker")] == [[0.76, 0.80], [0.45, 0.55]]
    assert said(ax, "row") == [
        "Azerbaijan ← Russia, 2010–14", "Armenia ← Russia, 2015", "Armenia ← Russia, 2010–19",
    ]  # fmt: skip
    assert said(ax, "amount") == ["$0.80 bn a year", "$0.20 bn a year", "$0.50 bn a year"]
    assert said(ax, "detail") == ["0.76–0.80", "0.45–0.55"]
    assert {line.get_color() for line in lines(ax, "value")} == {style.supplier_colour("RUS")}
    assert ax.get_xlim()[0] == 0


def test_stages_stand_in_bands_with_a_gap():
    ax = af.plot_annual_rates(RATES)
    assert said(ax, "band") == ["Contracts", "Loans", "Payments"]
    ys = [line.get_ydata()[0] for line in lines(ax, "value")]
    # within a band rows are 1 apart; a gap and a head lie between bands
    assert np.diff(ys).min() > 2
    assert "never added" in one(ax, "foot")


def test_a_single_stage_stands_in_the_subtitle_and_needs_no_band():
    ax = af.plot_annual_rates(RATES.iloc[:1])
    assert said(ax, "band") == []
    assert one(ax, "subtitle").startswith("Contracts, billion US dollars a year, current prices")


def test_what_is_open_is_an_arrow_to_the_end_of_the_scale():
    ax = af.plot_annual_rates(OPEN)
    (arrow,) = lines(ax, "arrow")
    assert arrow.get_marker() == ">"
    assert arrow.get_xdata() == [ax.get_xlim()[1]]
    assert lines(ax, "whisker")[0].get_xdata()[0] == 0.76
    assert said(ax, "detail")[0] == "0.76 or more"
    assert "arrow: no upper bound" in one(ax, "foot")


def test_what_is_not_known_is_not_drawn_as_nought():
    ax = af.plot_annual_rates(OPEN)
    assert len(lines(ax, "value")) == 2
    assert len(said(ax, "row")) == 4
    amounts = said(ax, "amount")
    assert amounts[1:3] == ["$0.30–0.50 bn a year", "not disclosed"]
    assert said(ax, "detail")[-1] == "0.45–0.55, + 2 undisclosed"
    assert "+ 3 undisclosed." in one(ax, "foot")


def test_rates_that_would_read_the_same_say_more():
    row = ("RUS", "ARM", "loan", 2015, 2015, 2e8, 2e8, 2e8, 0)
    frame = rates(row, row, row).assign(category=["artillery", "all", "all"])
    assert said(af.plot_annual_rates(frame), "row") == [
        "Armenia ← Russia, 2015, Artillery",
        "Armenia ← Russia, 2015, All categories, r1",
        "Armenia ← Russia, 2015, All categories, r2",
    ]


def test_stages_can_have_axes_of_their_own_and_then_units_too():
    frame = RATES.assign(unit=["USD", "USD", "EUR"])
    _, axes = plt.subplots(3, 1, figsize=(7, 9))
    assert af.plot_annual_rates(frame, axes=axes) is axes[0]
    assert [one(ax, "subtitle").split(",")[0] for ax in axes] == ["Contracts", "Loans", "Payments"]
    assert said(axes[2], "amount") == ["€0.50 bn a year"]


def test_axes_must_be_as_many_as_stages():
    _, axes = plt.subplots(1, 2)
    with pytest.raises(ArgumentError, match=r"axes= of equal length.* 3 stages .*got 2"):
        af.plot_annual_rates(RATES, axes=axes)
    with pytest.raises(ArgumentError, match="got ax as well"):
        af.plot_annual_rates(RATES.iloc[:2], axes[0], axes=axes)
    with pytest.raises(ArgumentError, match="ax='here'"):
        af.plot_annual_rates(RATES.iloc[:1], axes=["here"])


# --- totals -----------------------------------------------------------------------------------------


def test_one_window_is_ranked_with_others_and_unknown_last():
    ax = af.plot_totals(RANKED)
    assert said(ax, "row") == ["United States", "France", "Russia", "Others", "Unknown supplier"]
    bars = [bar for group in ax.containers for bar in group]
    assert [bar.get_width() for bar in bars] == [43, 9.6, 7.8, 30, 20]
    assert [bar.get_x() for bar in bars] == [0] * 5
    assert [colour(bar) for bar in bars] == [
        "#132D95", "#96C4FF", "#CA3415", style.OTHERS, style.UNKNOWN,
    ]  # fmt: skip
    assert [list(line.get_xdata()) for line in lines(ax, "whisker")] == [[40, 45]]
    assert said(ax, "amount") == ["43", "9.6", "7.8", "30", "20"]


def test_the_estimated_part_is_hatched():
    ax = af.plot_totals(RANKED)
    hatched = [patch for patch in ax.patches if patch.get_label() == "estimated"]
    spans = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in hatched]
    assert np.allclose(spans, [(21.5, 43), (7.2, 9.6)])
    assert all(patch.get_hatch() for patch in hatched)
    assert "Hatched" in one(ax, "foot")
    assert "Hatched" not in one(af.plot_totals(RANKED.assign(estimated=0.0)), "foot")


def test_windows_stand_in_time_and_what_is_missing_leaves_a_gap():
    ax = af.plot_totals(WINDOWS)
    (bars,) = ax.containers
    middles = [bar.get_x() + bar.get_width() / 2 for bar in bars]
    assert np.allclose(middles, [0, 1, 2, 3, 5])  # 2015–19 is not in the frame
    assert np.allclose([bar.get_height() for bar in bars], [55, 0, 0, 400, 0])
    # but in the scale of time it has its place
    assert said(ax, "window") == ["1995–99", "2000–04", "2005–09", "2010–14", "2015–19", "2020–24"]
    assert ax.get_ylim()[0] == 0


def test_nought_not_disclosed_and_bounds_alone_look_different():
    ax = af.plot_totals(WINDOWS)
    marks = {t.get_text(): t.get_position()[0] for t in ax.texts if t.get_label() == "mark"}
    assert marks["0"] == 1
    assert marks["not disclosed"] == 2
    whiskers = {line.get_xdata()[0]: list(line.get_ydata()) for line in lines(ax, "whisker")}
    assert whiskers == {0: [50, 60], 3: [300, ax.get_ylim()[1]], 5: [20, 90]}
    (arrow,) = lines(ax, "arrow")
    assert (arrow.get_marker(), list(arrow.get_xdata())) == ("^", [3])


def test_groups_stand_side_by_side_in_the_order_of_the_legend():
    ax = af.plot_totals(GROUPS)
    assert said(ax, "group") == ["Israel", "Russia", "Türkiye", "Others"]
    lefts = [group[0].get_x() for group in ax.containers]
    assert np.diff(lefts).min() >= ax.containers[0][0].get_width()
    assert [colour(group[0]) for group in ax.containers] == [
        *map(style.supplier_colour, ("ISR", "RUS", "TUR")), style.OTHERS,
    ]  # fmt: skip
    swatches = [p for p in ax.get_children() if p.get_label() == "swatch"]
    assert [colour(swatch) for swatch in swatches] == [colour(g[0]) for g in ax.containers]


def test_groups_of_one_supplier_get_colours_that_differ():
    frame = totals(
        ["supplier", "recipient"],
        *(("RUS", r, y, y, 1e6, 1e6, 1e6, 0, 0.0) for r in ("ARM", "AZE") for y in (2010, 2011)),
    )
    ax = af.plot_totals(frame)
    assert said(ax, "group") == ["Armenia", "Azerbaijan"]
    assert len({colour(group[0]) for group in ax.containers}) == 2
    assert ax.get_title(loc="left") == "Arms from Russia, by recipient"


def test_stages_as_a_key_stand_in_bands():
    ax = af.plot_totals(STAGES)
    assert said(ax, "band") == ["Contracts", "Payments"]
    assert said(ax, "row") == ["Azerbaijan", "Georgia", "Armenia"]
    assert said(ax, "amount") == ["$4.0 bn", "not disclosed", "$0.50 bn"]
    ys = [text.get_position()[1] for text in ax.texts if text.get_label() == "row"]
    assert ys[1] - ys[0] == pytest.approx(1)
    assert ys[2] - ys[1] > 2


def yearly(unit="TIV"):
    years = range(1990, 2000)
    rows = [("USA", y, y, 1e9, 1e9, 1e9, 0, 0.0) for y in years]
    return totals(["supplier"], *rows, unit=unit, source="sipri")


def test_averages_are_a_line_at_the_last_year_of_their_window():
    averages = yearly().iloc[4:].assign(window=5, value=2e9)
    averages = averages.assign(start=averages["end"] - 4)
    ax = af.plot_totals(yearly(), averages=averages)
    (line,) = lines(ax, "averages")
    assert list(line.get_xdata()) == [4, 5, 6, 7, 8, 9]
    assert set(line.get_ydata()) == {2000.0}  # million
    assert said(ax, "group") == ["Single years", "Average of the last 5 years"]
    assert "line: average of the last 5 years" in one(ax, "subtitle")
    assert ax.get_ylim()[1] > 2000


def shown(ax, label):
    ax.figure.draw_without_rendering()
    return [text.get_text() for text in ax.texts if text.get_label() == label and text.get_visible()]


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


def test_a_sum_of_no_one_in_particular_says_so():
    ax = af.plot_totals(totals([], (2015, 2019, 1e9, 1e9, 1e9, 0, 0.0)))
    assert one(ax, "subtitle").startswith("Deliveries, sum of the records given, billion US dollars")
    assert "records given" not in one(af.plot_totals(yearly()), "subtitle")


def test_averages_of_several_groups_are_lines_in_darker_colours():
    averages = yearly().iloc[4:].assign(window=5, start=range(1986, 1992), low=5e8)
    both = [pd.concat([each, each.assign(supplier="RUS")]) for each in (yearly(), averages)]
    ax = af.plot_totals(both[0], averages=both[1])
    found = {line.get_color() for line in lines(ax, "averages")}
    assert found == {style.shade(style.supplier_colour(code)) for code in ("USA", "RUS")}
    assert "lines: average of the last 5 years" in one(ax, "subtitle")
    assert "Averages are drawn without their bounds." in one(ax, "foot")
    assert "Lines: Russia: from 1,000 (500–1,000) in 1994" in af.describe(ax)


def test_of_averages_only_those_in_the_years_of_the_bars_are_drawn():
    averages = yearly().assign(window=5, start=range(1986, 1996))
    ax = af.plot_totals(yearly().iloc[5:], averages=averages)
    (line,) = lines(ax, "averages")
    assert list(line.get_xdata()) == [0, 1, 2, 3, 4]


def test_figures_stand_clear_of_the_line_of_averages():
    averages = yearly().iloc[4:].assign(window=5, start=range(1990, 1996))
    ax = af.plot_totals(yearly(), averages=averages)
    (line,) = lines(ax, "averages")
    marks = [text for text in ax.texts if text.get_label() == "mark"]
    assert all(mark.get_zorder() > line.get_zorder() and mark.get_path_effects() for mark in marks)


def test_what_is_pale_has_an_edge_and_nothing_else_has():
    rows = [(code, 2015, 2019, value, value, value, 0, 0.0) for code, value in (("NOR", 2e9), ("USA", 1e9))]
    pale, dark = (bars[0] for bars in af.plot_totals(totals(["supplier"], *rows)).containers)
    assert style.luminance(mcolors.to_hex(pale.get_facecolor())) > 0.5
    contrast = 1.05 / (style.luminance(mcolors.to_hex(pale.get_edgecolor())) + 0.05)
    assert contrast > 3  # WCAG 2.1, 1.4.11: of what is needed to understand a graphic
    assert pale.get_linewidth() > 0 == dark.get_linewidth()


def test_averages_must_go_with_the_bars():
    averages = yearly().assign(window=5)
    with pytest.raises(ArgumentError, match="averages do not go with the bars: unit is 'USD' there"):
        af.plot_totals(yearly(), averages=averages.assign(unit="USD"))
    kenya = averages.assign(supplier="KEN")
    with pytest.raises(
        ArgumentError, match="do not go with the bars: supplier is 'KEN' there and 'USA' here"
    ):
        af.plot_totals(yearly(), averages=kenya)
    with pytest.raises(ArgumentError, match="keys are 'period'|keys are nothing|keys are .* there"):
        af.plot_totals(yearly(), averages=averages.drop(columns="supplier"))
    with pytest.raises(ArgumentError, match="lines over bars of single years; found bars over .*20 averages"):
        af.plot_totals(yearly(), averages=pd.concat([averages, averages]))
    with pytest.raises(ArgumentError, match="they end in 2090.* and the bars are of '1990'"):
        af.plot_totals(yearly(), averages=averages.assign(start=2086, end=2090).iloc[:1])
    with pytest.raises(ArgumentError, match=r"averages\(\) returns; missing: 'window'"):
        af.plot_totals(yearly(), averages=yearly())


def test_sums_of_ten_years_never_stand_beside_sums_of_five():
    frame = totals(
        ["recipient"],
        ("ARM", 2010, 2019, 5e9, 5e9, 5e9, 0, 0.0),
        ("AZE", 2010, 2014, 4e9, 4e9, 4e9, 0, 0.0),
    )
    with pytest.raises(ArgumentError, match=r"windows are of 5, 10 years.*annual_rates\(records\)"):
        af.plot_totals(frame)


# --- shares -----------------------------------------------------------------------------------------


def test_stacks_fill_one_hundred_per_cent_in_one_order():
    ax = af.plot_shares(AZERBAIJAN)
    assert [group.get_label() for group in ax.containers] == [
        "RUS", "ISR", "TUR", "BLR", "ZAF", "others", "unk:supplier",
    ]  # fmt: skip
    heights = np.array([[bar.get_height() for bar in group] for group in ax.containers])
    assert np.allclose(heights.sum(axis=0), 100)
    assert np.allclose(heights[0], [77, 35, 18])
    bottoms = np.array([[bar.get_y() for bar in group] for group in ax.containers])
    assert np.allclose(bottoms, heights.cumsum(axis=0) - heights)
    assert ax.get_ylim()[0] == 0
    assert list(ax.get_yticks()) == [0, 25, 50, 75, 100]


def test_what_a_stack_adds_up_to_stands_above_it():
    ax = af.plot_shares(AZERBAIJAN)
    ax.figure.draw_without_rendering()
    above = [t for t in ax.texts if t.get_label() == "mark" and t.get_position()[1] > 100]
    sums = AZERBAIJAN.groupby("period")["value"].sum() / 1e6
    assert [t.get_text() for t in above] == [f"{total:,.0f}" for total in sums]
    assert all(t.get_visible() for t in above)
    assert one(ax, "caption") == "m TIV"
    unknown = AZERBAIJAN.assign(value=AZERBAIJAN["value"].mask(AZERBAIJAN.index == 0))
    assert said(af.plot_shares(unknown), "caption") == []  # a sum of some is no sum


def test_the_legend_reads_as_the_stack_from_top_to_bottom():
    ax = af.plot_shares(AZERBAIJAN)
    ax.figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_label() == "group"]
    assert [text.get_text().replace("\n", " ") for text in names] == [
        "Unknown supplier", "Others", "South Africa", "Belarus", "Türkiye", "Israel", "Russia",
    ]  # fmt: skip
    ys = [text.get_window_extent().y1 for text in names]
    assert ys == sorted(ys, reverse=True)


def test_percentages_are_rounded_as_sipri_does_and_stand_where_they_fit():
    ax = af.plot_shares(AZERBAIJAN)
    ax.figure.draw_without_rendering()
    shown = {t.get_text() for t in ax.texts if t.get_label() == "mark" and t.get_visible()}
    assert {"77", "35", "18", "44", "45", "27", "9.3"} <= shown
    hidden = {t.get_text() for t in ax.texts if t.get_label() == "mark"} - shown
    assert "3.1" in hidden
    ax.figure.set_size_inches(7, 12)
    ax.figure.draw_without_rendering()
    assert all(t.get_visible() for t in ax.texts if t.get_label() == "mark")


def test_one_supplier_has_one_colour_in_every_chart():
    stacks = {group.get_label(): colour(group[0]) for group in af.plot_shares(AZERBAIJAN).containers}
    bars = {group.get_label(): colour(group[0]) for group in af.plot_totals(GROUPS).containers}
    assert stacks["RUS"] == bars["RUS"] == "#CA3415"
    assert stacks["ISR"] == bars["ISR"]
    assert stacks["others"] == bars["others"] == style.OTHERS
    assert stacks["unk:supplier"] == style.UNKNOWN


def test_recipients_of_one_supplier_are_parts_too():
    frame = shares(
        ("IND", "RUS", 2020, 2024, 0.6, 0.6, 0.6),
        ("CHN", "RUS", 2020, 2024, 0.4, 0.4, 0.4),
        keys=("recipient", "supplier"),
    )
    ax = af.plot_shares(frame)
    assert [group.get_label() for group in ax.containers] == ["IND", "CHN"]
    assert ax.get_title(loc="left") == "Recipients of arms from Russia"


def test_years_are_named_in_equal_steps_also_where_one_is_missing():
    ax = af.plot_shares(YEARLY[YEARLY["start"] != 2012])
    ax.figure.draw_without_rendering()
    years = [int(t.get_text()) for t in ax.texts if t.get_label() == "window" and t.get_visible()]
    assert years[-1] == 2024
    assert len(years) > 5
    steps = set(np.diff(years))
    # the year that is missing takes its name with it, and shifts no other
    assert steps <= {min(steps), 2 * min(steps)}


def test_the_foot_of_a_stack_says_how_much_is_estimated():
    assert "estimated" not in one(af.plot_shares(AZERBAIJAN), "foot")
    foot = one(af.plot_shares(AZERBAIJAN.assign(estimated=0.66)), "foot")
    assert "Estimated by the source: 66 per cent of each figure." in foot
    most = (AZERBAIJAN["supplier"] == "TUR").map({True: 0.4, False: 0.2})
    foot = one(af.plot_shares(AZERBAIJAN.assign(estimated=most)), "foot")
    assert "by the source: up to 40 per cent of a figure (Türkiye, 2010–14 and 1 more)." in foot
    assert "Others: all but the largest, by their sums over all years given." in foot
    named = AZERBAIJAN[~AZERBAIJAN["supplier"].isin(["others"])]
    assert "Others" not in one(af.plot_shares(named), "foot")


def test_several_wholes_stand_apart_under_their_names():
    ax = af.plot_shares(BOTH)
    assert said(ax, "head") == ["Azerbaijan", "Bosnia and Herzegovina"]
    xs = sorted(bar.get_x() for bar in ax.containers[0])
    assert np.allclose(np.diff(xs), [1, 1, 1.6, 1, 1])
    assert "widest for" in one(ax, "foot")


def test_a_share_that_is_not_known_leaves_its_stack_empty():
    ax = af.plot_shares(UNKNOWN)
    sums = np.array([[bar.get_height() for bar in group] for group in ax.containers]).sum(axis=0)
    assert np.allclose(sums, [100, 0, 100])
    assert "not known" in said(ax, "mark")


def test_shares_that_add_to_more_than_one_are_refused():
    double = pd.concat([AZERBAIJAN, AZERBAIJAN.assign(supplier="USA").iloc[:1]])
    with pytest.raises(ArgumentError, match="some add to more .*AZE 2010 2014: 1.770"):
        af.plot_shares(double)


# --- supplier balance -------------------------------------------------------------------------------


def test_sides_are_mirrored_on_one_scale_with_the_ratio_between():
    ax = af.plot_supplier_balance(TANKS)
    widths = {side: [] for side in ("left", "right")}
    for group in ax.containers:
        widths[group.get_label()] += [bar.get_width() for bar in group]
    assert widths == {"left": [-72, -34], "right": [35, 110]}
    low, high = ax.get_xlim()
    assert low == -high
    assert said(ax, "ratio") == ["2.1 : 1", "1 : 3.2"]
    assert said(ax, "amount") == ["72", "35", "34", "110"]
    assert said(ax, "row") == ["Battle tanks", "Armoured combat vehicles"]
    assert said(ax, "side") == ["Azerbaijan", "Armenia"]
    assert ax.get_title(loc="left") == "Arms from Russia to Azerbaijan and Armenia"
    assert one(ax, "subtitle").startswith("Deliveries, pieces, 2007–13")


def test_both_sides_are_drawn_as_long_as_they_are_apart_from_the_gap():
    ax = af.plot_supplier_balance(TANKS)
    ax.figure.draw_without_rendering()
    sizes = {}
    for group in ax.containers:
        box = group[0].get_window_extent()
        sizes.setdefault(group.get_label(), []).append(box)
    left, right = sizes["left"][0], sizes["right"][0]
    assert left.width / right.width == pytest.approx(72 / 35, rel=0.02)
    ratio = next(t for t in ax.texts if t.get_label() == "ratio").get_window_extent()
    assert left.x1 < ratio.x0
    assert ratio.x1 < right.x0
    assert left.y0 < (ratio.y0 + ratio.y1) / 2 < left.y1


def test_a_balance_shows_bounds_and_what_is_missing():
    ax = af.plot_supplier_balance(SIDES)
    assert said(ax, "row") == ["2000–04", "2005–09", "2010–14", "2015–19", "2020–24"]
    assert said(ax, "ratio") == ["5.0 : 1", "–", "1 : 0", "0 : 1", "–"]
    assert said(ax, "detail")[0] == "2.3 : 1 to 12 : 1"
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans[:2], [[-0.9, -1.2], [0.1, 0.4]])
    ends = {line.get_marker(): line.get_xdata()[0] for line in lines(ax, "arrow")}
    assert ends == {"<": ax.get_xlim()[0], ">": ax.get_xlim()[1]}
    assert said(ax, "amount")[2:4] == ["not known", "0.30"]
    assert said(ax, "amount")[8] == "0.20–0.30"
    assert "US dollars of 2020" in one(ax, "subtitle")


def test_a_balance_has_one_pair_of_sides():
    frame = pd.concat([TANKS, TANKS.assign(right="GEO", category="un:III")])
    with pytest.raises(ArgumentError, match="1 pair of sides.* 2: 'AZE and ARM', 'AZE and GEO'"):
        af.plot_supplier_balance(frame)


# --- what all have in common ------------------------------------------------------------------------

PLOTS = {
    "annual_rates": (af.plot_annual_rates, RATES),
    "totals": (af.plot_totals, RANKED),
    "shares": (af.plot_shares, AZERBAIJAN),
    "supplier_balance": (af.plot_supplier_balance, TANKS),
}


@pytest.mark.parametrize("noun", PLOTS)
def test_another_frame_is_an_error_that_names_the_noun(noun):
    plot, frame = PLOTS[noun]
    with pytest.raises(ArgumentError, match=rf"draws what {noun}\(\) returns; missing: 'unit'; call"):
        plot(frame.drop(columns="unit"))
    with pytest.raises(ArgumentError, match=rf"what {noun}\(\) returns; got a builtins.list"):
        plot([1, 2])
    with pytest.raises(ArgumentError, match=rf"what {noun}\(\) returns; this frame has no rows"):
        plot(frame.iloc[:0])
    with pytest.raises(ArgumentError, match="ax='there'; expected a matplotlib Axes"):
        plot(frame, "there")
    with pytest.raises(ArgumentError, match="labels is 'names'.*did you mean 'name'"):
        plot(frame, labels="names")
    assert plt.get_fignums() == []


def test_own_columns_are_asked_for_too():
    with pytest.raises(ArgumentError, match="missing: 'share'"):
        af.plot_shares(AZERBAIJAN.drop(columns="share"))
    with pytest.raises(ArgumentError, match="missing: 'share', 'share_low', 'share_high'"):
        af.plot_shares(RANKED)


@pytest.mark.parametrize("noun", PLOTS)
def test_units_do_not_share_a_scale(noun):
    plot, frame = PLOTS[noun]
    units = ["EUR", *["USD"] * (len(frame) - 1)]
    with pytest.raises(ArgumentError, match="unit is 'EUR', 'USD'; draw one at a time"):
        plot(frame.assign(unit=units))


@pytest.mark.parametrize("noun", ["totals", "shares", "supplier_balance"])
def test_stages_do_not_share_a_scale(noun):
    plot, frame = PLOTS[noun]
    stages = ["contract", *["delivery"] * (len(frame) - 1)]
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery': stages of one"):
        plot(frame.assign(stage=stages))


@pytest.mark.parametrize("noun", ["totals", "shares", "supplier_balance"])
def test_two_rows_for_one_place_are_refused(noun):
    plot, frame = PLOTS[noun]
    double = pd.concat([frame, frame.iloc[:1].assign(reporter="supplier")])
    with pytest.raises(ArgumentError, match="one figure for each .*several rows stand for"):
        plot(double)


def many(count):
    codes = "ARE AUS BRA CAN CHN CZE DEU ESP FIN FRA GBR GRC IND IRN ISR ITA JPN KOR".split()
    codes += "NLD NOR POL PRT ROU RUS SRB SVK SVN SWE TUR UKR USA ZAF".split()
    codes += "AUT BEL BGR CHE DNK EGY EST HRV HUN".split()
    return codes[:count]


def test_more_groups_than_a_chart_can_draw_are_named_with_a_way_out():
    nine = many(9)
    frame = shares(*(("AZE", code, 2020, 2024, 1 / 9, 1 / 9, 1 / 9) for code in nine))
    with pytest.raises(ArgumentError, match=r"8 parts.* 9: 'ARE', 'AUS'.*top=6"):
        af.plot_shares(frame)
    rows = [(code, 2020, 2024, 1e9, 1e9, 1e9, 0, 0.0) for code in many(41)]
    with pytest.raises(ArgumentError, match=r"40 rows.* 41: .*top=5"):
        af.plot_totals(totals(["supplier"], *rows))
    seven = [(c, y, y, 1e9, 1e9, 1e9, 0, 0.0) for c in many(7) for y in (2010, 2011)]
    with pytest.raises(ArgumentError, match="6 groups over several windows.* 7: 'ARE'"):
        af.plot_totals(totals(["supplier"], *seven))
    years = [("RUS", y, y, 1e9, 1e9, 1e9, 0, 0.0) for y in range(1900, 2022)]
    with pytest.raises(ArgumentError, match=r"120 bars.* 122: .*to_periods\(\)"):
        af.plot_totals(totals(["supplier"], *years))
    stacks = [("AZE", "RUS", y, y, 1.0, 1.0, 1.0) for y in range(1940, 2022)]
    with pytest.raises(ArgumentError, match="80 stacks.* 82"):
        af.plot_shares(shares(*stacks))
    figures = [("RUS", "ARM", "loan", 2015, 2015, 1e9, 1e9, 1e9, 0)] * 41
    with pytest.raises(ArgumentError, match=r"40 figures.* 41.*where\(\)"):
        af.plot_annual_rates(rates(*figures))
    sides = [("RUS", f"un:{n}", 2007, 2013, *[1.0] * 6) for n in range(31)]
    with pytest.raises(ArgumentError, match="30 rows.* 31"):
        af.plot_supplier_balance(balance(["supplier", "category"], *sides))


@pytest.mark.parametrize("noun", PLOTS)
def test_polars_and_pandas_give_the_same_picture(noun, tmp_path):
    plot, frame = PLOTS[noun]
    one_ = af.save(plot(frame), tmp_path / "pandas.svg").read_bytes()
    other = af.save(plot(pl.from_pandas(frame)), tmp_path / "polars.svg").read_bytes()
    assert one_ == other
    nullable = frame.convert_dtypes()
    assert af.save(plot(nullable), tmp_path / "nullable.svg").read_bytes() == one_


@pytest.mark.parametrize("noun", PLOTS)
def test_the_frame_is_left_as_it_was(noun):
    plot, frame = PLOTS[noun]
    before = frame.copy(deep=True)
    plot(frame)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("noun", PLOTS)
def test_nothing_is_left_behind_but_the_picture(noun, tmp_path):
    plot, frame = PLOTS[noun]
    settings = dict(mpl.rcParams)
    _, axes = plt.subplots(1, 2)
    plt.sca(axes[1])
    figures = plt.get_fignums()
    plot(frame, axes[0])
    assert plt.get_fignums() == figures
    assert plt.gca() is axes[1]
    ax = plot(frame)
    assert len(plt.get_fignums()) == len(figures) + 1
    af.save(ax, tmp_path / "chart.svg")
    assert dict(mpl.rcParams) == settings


def test_a_chart_that_fails_leaves_no_figure():
    with pytest.raises(PartyError):
        af.plot_totals(RANKED.assign(supplier=["FRA", "nowhere", "USA", "others", "RUS"]))
    assert plt.get_fignums() == []


@pytest.mark.parametrize("noun", PLOTS)
def test_the_look_does_not_depend_on_the_settings_of_the_user(noun, tmp_path):
    plot, frame = PLOTS[noun]
    usual = af.save(plot(frame), tmp_path / "usual.svg").read_bytes()
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "axes.titlesize": 30,
                         "lines.linewidth": 5, "savefig.bbox": "tight"}):  # fmt: skip
        assert af.save(plot(frame), tmp_path / "other.svg").read_bytes() == usual


@pytest.mark.parametrize("noun", PLOTS)
def test_codes_in_place_of_names(noun):
    plot, frame = PLOTS[noun]
    ax = plot(frame, labels="code")
    found = " ".join([*said(ax, "row"), *said(ax, "group"), *said(ax, "side")])
    assert "Russia" not in found
    assert any(code in found for code in ("RUS", "AZE"))


@pytest.mark.parametrize("noun", PLOTS)
def test_source_release_and_window_are_told(noun):
    plot, frame = PLOTS[noun]
    ax = plot(frame.assign(source="sipri", release="2025"))
    assert "Source: SIPRI Arms Transfers Database; own calculation with armsflow." in one(ax, "foot")
    assert one(ax, "subtitle").endswith("; release 2025")
    assert titles.window(frame).split(" to ")[0][:4] in one(ax, "subtitle")


def test_dollars_in_titles_are_no_mathematics():
    ax = af.plot_totals(RANKED, title="From $1 bn to $2 bn")
    ax.figure.draw_without_rendering()
    assert ax.get_title(loc="left") == "From $1 bn to $2 bn"
    assert not any(text.get_parse_math() for text in ax.texts)


# --- words and colours --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.50"), (0.012, "0.012"), (0.1, "0.10"), (0.996, "1.0"), (4, "4.0"),
     (9.94, "9.9"), (9.96, "10"), (72, "72"), (12345, "12,345")],
)  # fmt: skip
def test_figures_have_two_places_or_are_whole(value, text):
    assert numbers.figure(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.43, "43"), (0.0996, "10"), (0.0994, "9.9"), (0.003, "0.3"), (1, "100")]
)
def test_shares_are_printed_as_sipri_does(share, text):
    assert numbers.per_cent(share) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.45, 0.55, "0.45–0.55"), (0.95, 1.0, "0.95–1.00"), (0, 0.8, "0–0.80"), (5, INF, "5.0 or more"),
     (2, 2, ""), (NAN, NAN, ""), (1.11, 1.12, "")],
)  # fmt: skip
def test_bounds_in_words(low, high, text):
    assert numbers.bounds(low, high) == text


@pytest.mark.parametrize(
    ("unit", "prices", "value", "phrase"),
    [("USD", "current", 4e9, "billion US dollars, current prices"),
     ("USD", "2020", 4e6, "million US dollars of 2020"),
     ("RUB", "current", 3e12, "trillion Russian roubles, current prices"),
     ("GBP", "current", 900, "pounds sterling, current prices"),
     ("TIV", "current", 3e6, "million TIV"), ("pieces", "", 72, "pieces"),
     ("pieces", "", 9e6, "pieces"), ("XXX", "current", 2e9, "billion XXX, current prices")],
)  # fmt: skip
def test_units_in_words(unit, prices, value, phrase):
    frame = pd.DataFrame({"value": [value, INF], "unit": unit, "prices": prices})
    assert numbers.scale_of(frame, ["value"]).phrase() == phrase


def test_names_take_the_article_in_a_sentence():
    frame = pd.DataFrame({"supplier": ["NLD"], "recipient": ["USA"]})
    assert titles.flow(frame, "name") == "Arms from the Netherlands to the United States"
    four = pd.DataFrame({"supplier": ["RUS"] * 4, "recipient": ["ARM", "AZE", "GEO", "IRN"]})
    assert titles.flow(four, "name") == "Arms from Russia"


def test_labels_are_spread_without_overlap_and_stay_inside():
    assert layout.spread([90, 50], [10, 10], 0, 100) == [90, 50]
    assert layout.spread([12, 11, 10], [10, 10, 10], 0, 100) == [30, 20, 10]
    assert layout.spread([100, 100], [10, 10], 0, 100) == [100, 90]


LISTED = dict(zip(*(af.table("supplier_colours.csv")[c] for c in ("party", "colour")), strict=True))


def linear(colours):
    values = np.array([mcolors.to_rgb(colour_) for colour_ in colours])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE 1976 L*a*b* of linear sRGB, white point D65."""
    matrix = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.clip(rgb, 0, 1) @ np.array(matrix).T / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    parts = [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])]
    return np.stack(parts, axis=1)


# Machado, Oliveira and Fernandes 2009, severity 1: protanopia, deuteranopia, tritanopia
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
               [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def cie94(a, b):
    """Colour difference ΔE*94 (graphic arts), with the mean chroma of the two."""
    chroma_a, chroma_b = np.hypot(*a[1:]), np.hypot(*b[1:])
    chroma = np.sqrt(chroma_a * chroma_b)
    hue = max((a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2 - (chroma_a - chroma_b) ** 2, 0)
    return np.sqrt(
        (a[0] - b[0]) ** 2
        + ((chroma_a - chroma_b) / (1 + 0.045 * chroma)) ** 2
        + hue / (1 + 0.015 * chroma) ** 2
    )


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_suppliers_differ_for_every_eye(sight):
    colours = [*LISTED.values(), style.OTHERS, style.UNKNOWN]
    seen = lab(linear(colours) @ np.array(SIGHT[sight]).T)
    pairs = {(i, j): cie94(seen[i], seen[j]) for i, j in itertools.combinations(range(len(seen)), 2)}
    assert min(pairs.values()) > 8
    assert min(d for (i, j), d in pairs.items() if j < 6) > 18


def test_the_largest_suppliers_differ_in_grey_too():
    grey = np.sort(lab(linear(list(LISTED.values())[:6]))[:, 0])
    assert np.diff(grey).min() > 4


def test_colours_that_are_not_listed_are_made_from_the_code():
    assert "PAK" not in LISTED
    assert style.supplier_colour("PAK") == style.supplier_colour("PAK")
    assert style.supplier_colour("PAK") != style.supplier_colour("IND")
    code = "from armsflow.charts.draw.style import supplier_colour; print(supplier_colour('PAK'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == style.supplier_colour("PAK")


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_groups_differ_for_every_eye(sight):
    seen = lab(linear(style.GROUPS) @ np.array(SIGHT[sight]).T)
    assert min(cie94(a, b) for a, b in itertools.combinations(seen, 2)) > 14


def test_the_first_groups_differ_in_grey_too():
    grey = np.sort(lab(linear(style.GROUPS[:4]))[:, 0])
    assert np.diff(grey).min() > 12


def test_colours_that_are_made_are_of_three_lightnesses_whatever_their_hue():
    made = [style.supplier_colour(f"X{place:02d}") for place in range(60)]
    assert len(set(made)) > 50
    lightness = lab(linear(made))[:, 0]
    assert {int(value) for value in lightness.round()} <= {*range(37, 40), *range(51, 54), *range(67, 70)}


def test_suppliers_of_the_table_are_parties():
    assert len(af.party_name(list(LISTED))) == len(set(LISTED.values())) == 21


@pytest.mark.parametrize("name", LISTED)
def test_labels_are_readable_on_every_colour(name):
    light = style.luminance(LISTED[name])
    ink = style.luminance(style.ink_on(LISTED[name]))
    assert (max(light, ink) + 0.05) / (min(light, ink) + 0.05) > 4


def test_an_open_ratio_is_or_more():
    rows = af.to_records(
        {"recipient": ["AZE", "ARM"], "value": [5.0, 3.0], "low": [5.0, 3.0], "high": [INF, 3.0]},
        supplier="RUS",
        stage="delivery",
        unit="TIV",
        year=2015,
    )
    ax = af.plot_supplier_balance(af.supplier_balance(rows, supplier="RUS", between=("AZE", "ARM")))
    told = " ".join(text.get_text() for text in ax.texts)
    assert "1.7 : 1 or more" in told
    assert "1 : 0" not in told
