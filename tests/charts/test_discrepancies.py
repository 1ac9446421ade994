"""The chart of two reports on the same flows, through its artists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.charts.test_save import assert_inside_a_grid, laid, outside, overlaps
from tests.charts.test_totals import INF, NAN, closed_figures, finish, lines, many, one, said

__all__ = ["closed_figures"]  # a fixture, used by every test of this module

_SIDE = ("value", "low", "high", "records")
NONE, HIDDEN = (NAN, NAN, NAN, 0), (NAN, NAN, NAN, 1)


def exact(value):
    return (value, value, value, 1)


def told(*rows, sides=("supplier", "recipient"), keys=("supplier", "recipient"), **constants):
    """Rows of keys, first and last year, what the left and what the right side says."""
    count = len(keys) + 2
    frame = pd.DataFrame([row[:count] for row in rows], columns=[*keys, "start", "end"])
    for place, side in enumerate(("left", "right")):
        for name, cells in zip(_SIDE, zip(*(row[count + place] for row in rows), strict=True), strict=True):
            frame[f"{side}_{name}"] = cells
    frame = frame.assign(left=sides[0], right=sides[1])
    frame["value"] = frame["right_value"] - frame["left_value"]
    frame["low"] = frame["right_low"] - frame["left_high"]
    frame["high"] = frame["right_high"] - frame["left_low"]
    with np.errstate(all="ignore"):
        frame["ratio"] = frame["left_value"] / frame["right_value"]
    frame["undisclosed"] = [sum(side == HIDDEN for side in row[count:]) for row in rows]
    own = ["left", "right", *(f"{s}_{c}" for s in ("left", "right") for c in _SIDE), "ratio"]
    usual = {"unit": "pieces", "source": "unroca", "reporter": "supplier+recipient"}
    return finish(frame, list(keys), own, **{**usual, **constants})


KINDS = told(
    ("RUS", "DZA", 2010, 2014, exact(24.0), NONE),
    ("RUS", "IND", 2010, 2014, (40.0, 36.0, 44.0, 2), (50.0, 45.0, 60.0, 1)),
    ("unk:supplier", "ARM", 2010, 2014, NONE, exact(90.0)),
    ("USA", "GEO", 2010, 2014, exact(100.0), exact(100.0)),
    ("ISR", "AZE", 2010, 2014, HIDDEN, exact(75.0)),
    ("TUR", "AZE", 2010, 2014, exact(14.0), (NAN, 5.0, 9.0, 1)),
    ("RUS", "COD", 2010, 2014, (12.0, 10.0, INF, 1), exact(9.0)),
)
ONE = KINDS.iloc[[1]]
NOTHING = told(("RUS", "ARM", 2010, 2010, HIDDEN, HIDDEN), ("RUS", "AZE", 2010, 2010, NONE, HIDDEN))
ZERO = told(("RUS", "ARM", 2010, 2010, exact(3.0), exact(0.0)))
WINDOWS = told(
    *(("RUS", "IND", y, y + 4, exact(10.0 + n), exact(12.0)) for n, y in enumerate((2015, 2005, 2010)))
)
SOURCES = told(
    ("RUS", "IND", 2010, 2014, exact(4e9), (4.4e9, 4e9, 5e9, 3)),
    ("RUS", "BIH", 2010, 2014, exact(0.5e9), NONE),
    sides=("coarm", "comtrade"),
    unit="USD",
    source="coarm+comtrade",
    release="2023+2024",
)
FORTY = told(
    *(
        (code, "STP", 2015, 2019, exact(10.0**n) if n % 7 else NONE, exact(1.4 * 10.0**n))
        for n, code in zip(np.linspace(5, 11, 40), many(40), strict=True)
    ),
    unit="USD",
)
YEARS = told(("SUN", "SGS", 1950, 2024, (7.0, 0.0, INF, 9), exact(9627.0)))
PICTURES = {
    "kinds": KINDS, "one": ONE, "nothing": NOTHING, "zero": ZERO, "windows": WINDOWS, "sources": SOURCES,
    "forty": FORTY, "years": YEARS,
}  # fmt: skip
LOG = [name for name in PICTURES if name != "zero"]


def places(ax, label):
    return [float(line.get_xdata()[0]) for line in lines(ax, label)]


def test_each_flow_has_both_figures_on_one_scale_from_0():
    ax = af.plot_discrepancies(KINDS)
    assert sorted(places(ax, "left")) == [12, 14, 24, 40, 100]
    assert sorted(places(ax, "right")) == [9, 50, 75, 90, 100]
    assert {line.get_xdata()[0] for line in lines(ax, "zero")} == {0}
    joined = [line.get_xdata().tolist() for line in lines(ax, "join") if line.get_linestyle() == "-"]
    # bounds alone are joined at their middle
    assert joined == [[100, 100], [40, 50], [14, 7], [12, 9]]


def test_the_largest_flow_stands_first_and_the_unknown_last():
    ax = af.plot_discrepancies(KINDS)
    assert said(ax, "row") == [
        "Georgia ← United States", "Azerbaijan ← Israel", "India ← Russia", "Algeria ← Russia",
        "Azerbaijan ← Türkiye", "DR Congo ← Russia", "Armenia ← Unknown supplier",
    ]  # fmt: skip
    assert said(af.plot_discrepancies(KINDS, labels="code"), "row")[0] == "GEO ← USA"
    assert said(af.plot_discrepancies(WINDOWS), "row") == ["2005–09", "2010–14", "2015–19"]


def test_figures_and_gap_stand_in_words():
    ax = af.plot_discrepancies(KINDS)
    assert said(ax, "amount") == [
        "100 against 100", "– against 75", "40 against 50", "24 against –", "14 against 5–9",
        "12 against 9", "– against 90",
    ]  # fmt: skip
    found = [text.replace("\N{NO-BREAK SPACE}", " ") for text in said(ax, "detail")]
    assert found == [
        "gap 0", "+ 1 undisclosed", "gap +10 (+1 to +24)", "gap −9 to −5", "gap −3 (−1 or less)"
    ]  # fmt: skip
    assert said(af.plot_discrepancies(SOURCES), "amount") == ["4.0 against 4.4", "0.50 against –"]


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_who_says_nothing_stands_hollow_before_the_scale(scale):
    ax = af.plot_discrepancies(KINDS, scale=scale)
    base = lines(ax, "zero")[0].get_xdata()[0]
    assert [line.get_marker() for line in lines(ax, "silent")] == ["D", "o"]
    assert [line.get_marker() for line in lines(ax, "undisclosed")] == ["x"]
    assert all(line.get_markerfacecolor() == "white" for line in lines(ax, "silent"))
    for place in places(ax, "silent") + places(ax, "undisclosed"):
        assert ax.get_xlim()[0] < place < base
    ax.figure.draw_without_rendering()
    assert not [step for step in ax.get_xticks() if ax.get_xlim()[0] <= step < base]
    assert "Hollow, before the scale: not reported. Cross: reported without a figure." in one(ax, "foot")
    both = af.plot_discrepancies(ONE)
    assert both.get_xlim()[0] == 0
    assert not lines(both, "silent")
    assert "Hollow" not in one(both, "foot")


def test_bounds_are_whiskers_and_what_is_open_an_arrow():
    ax = af.plot_discrepancies(KINDS)
    reaches = [line.get_xdata().tolist() for line in lines(ax, "whisker")]
    assert reaches == [[36, 44], [45, 60], [5, 9], [10, pytest.approx(114)]]
    assert len(lines(ax, "arrow")) == 1
    assert "arrow: no upper bound" in one(ax, "foot")


def test_sides_differ_in_mark_and_shade_and_the_key_says_whose():
    ax = af.plot_discrepancies(ONE)
    left, right = lines(ax, "left")[0], lines(ax, "right")[0]
    assert (left.get_marker(), right.get_marker()) == ("o", "D")
    assert left.get_color() == style.supplier_colour("RUS")
    assert style.luminance(right.get_color()) > style.luminance(left.get_color()) + 0.1
    assert said(ax, "side") == ["Supplier’s report", "Recipient’s report"]
    assert said(af.plot_discrepancies(ONE, labels="code"), "side") == ["supplier", "recipient"]
    names = said(af.plot_discrepancies(SOURCES), "side")
    assert names == ["EU annual reports on arms exports (COARM)", "UN Comtrade"]
    # what is pale needs an edge on white paper
    pale = told(("CHN", "PAK", 2010, 2010, exact(1.0), exact(2.0)))
    edge = lines(af.plot_discrepancies(pale), "left")[0].get_markeredgecolor()
    assert edge == (style.INK if style.luminance(style.supplier_colour("CHN")) > 0.5 else "white")


def test_equal_figures_stand_one_above_the_other():
    ax = af.plot_discrepancies(told(("USA", "GEO", 2010, 2010, exact(7.0), exact(7.0))))
    ax.figure.draw_without_rendering()
    ends = [
        line.get_transform().transform(line.get_xydata())[0]
        for line in (*lines(ax, "left"), *lines(ax, "right"))
    ]
    assert ends[0][0] == pytest.approx(ends[1][0])
    assert ends[0][1] > ends[1][1] + 5 * ax.figure.dpi / 72


def test_a_logarithmic_scale_has_round_steps_for_equal_ratios():
    ax = af.plot_discrepancies(FORTY, scale="log")
    ax.figure.draw_without_rendering()
    assert ax.get_xscale() == "log"
    assert one(ax, "subtitle").endswith("logarithmic scale")
    steps = np.diff(np.log10(ax.get_xticks()))
    assert len(ax.get_xticks()) >= 2
    assert np.allclose(steps, steps[0])
    near = af.plot_discrepancies(ONE, scale="log")
    near.figure.draw_without_rendering()
    assert [text.get_text() for text in near.get_xticklabels()] == ["50"]
    with pytest.raises(
        ArgumentError, match="no place for 0 on a logarithmic scale, and it stands in 'RUS / ARM"
    ):
        af.plot_discrepancies(ZERO, scale="log")


def test_title_subtitle_and_source():
    ax = af.plot_discrepancies(KINDS)
    assert ax.get_title(loc="left") == "Arms transfers, by supplier and recipient: two reports"
    assert one(ax, "subtitle") == "Deliveries, pieces, 2010–14, gap: recipient less supplier"
    foot = one(ax, "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert "+ 1 undisclosed." in foot
    assert foot.endswith("Source: UN Register of Conventional Arms; own calculation with armsflow.")
    ax = af.plot_discrepancies(SOURCES)
    assert ax.get_title(loc="left") == "Arms from Russia, by recipient: two sources"
    assert one(ax, "subtitle").endswith("gap: comtrade less coarm; releases 2023 and 2024")
    assert "Source: EU annual reports on arms exports (COARM) and UN Comtrade;" in one(ax, "foot")
    # what is undisclosed belongs to one of the two sources
    hidden = told(
        ("RUS", "IND", 2010, 2014, exact(4e9), HIDDEN), sides=("coarm", "comtrade"), source="coarm+comtrade"
    )
    assert "+ 1 undisclosed." in one(af.plot_discrepancies(hidden), "foot").replace("\N{NO-BREAK SPACE}", " ")
    assert af.plot_discrepancies(ONE, title="Mine").get_title(loc="left") == "Mine"


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("millimetres", [85, 175])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_text_stays_inside_the_figure_and_apart(name, millimetres, scale):
    if scale == "log" and name not in LOG:
        return
    ax = af.plot_discrepancies(PICTURES[name], scale=scale)
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []


@pytest.mark.parametrize("options", [{"figsize": (11, 8), "layout": "constrained"}, {}])
def test_a_chart_stays_inside_the_place_of_its_axes(options):
    names = ("kinds", "one", "nothing", "sources")
    assert_inside_a_grid([(af.plot_discrepancies, PICTURES[name]) for name in names], options)


def test_polars_in_the_same_picture():
    ours, theirs = af.plot_discrepancies(KINDS), af.plot_discrepancies(pl.from_pandas(KINDS))
    assert said(ours, "amount") == said(theirs, "amount")


def test_what_the_noun_returns_is_drawn():
    given = {"reporter": ["supplier", "recipient"], "value": [40, 50]}
    records = af.to_records(given, supplier="RUS", recipient="IND", year=2010, stage="contract", unit="EUR")
    frame = af.discrepancies(records, between=("recipient", "supplier"))
    assert said(af.plot_discrepancies(frame), "amount") == ["50 against 40"]


def test_what_cannot_be_drawn_is_refused():
    other = KINDS.assign(unit=["TIV", *["pieces"] * 6])
    for frame, message in (
        (KINDS.drop(columns="left_records"), "draws what discrepancies.. returns; missing: 'left_records'"),
        (KINDS.iloc[:0], "this frame has no rows"),
        (other, "unit is 'TIV', 'pieces'"),
        (KINDS.assign(stage=["loan", *["delivery"] * 6]), "stage is 'delivery', 'loan'"),
        (KINDS.assign(end=[2010, *[2014] * 6]), "to compare per year|windows are of 1, 5 years"),
        (KINDS.assign(left=["third", *["supplier"] * 6]), "can draw 1 pair of sides, and the frame has 2"),
        (pd.concat([KINDS, ONE]), "several rows stand for 'RUS / IND / 2010–14'"),
        (told(*((c, "AZE", 2010, 2010, NONE, NONE) for c in many(41))), "can draw 40 rows"),
    ):
        with pytest.raises(ArgumentError, match=message):
            af.plot_discrepancies(frame)
    with pytest.raises(ArgumentError, match="scale is 'sqrt'; expected one of 'linear', 'log'"):
        af.plot_discrepancies(KINDS, scale="sqrt")
    with pytest.raises(ArgumentError, match="labels is 'iso'"):
        af.plot_discrepancies(KINDS, labels="iso")
    with pytest.raises(ArgumentError, match="ax='here'"):
        af.plot_discrepancies(KINDS, "here")
    assert not plt.get_fignums()
