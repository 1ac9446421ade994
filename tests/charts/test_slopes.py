"""Shares in two windows, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import SHARES, SLOPES, many_slopes, picture
from tests.reading import lines, near, one, said
from tests.summary_frames import INF, NAN, deliveries, shares

FIVE = SLOPES["five"]


def drawn(ax):
    return {line.get_color(): line.get_ydata().tolist() for line in lines(ax, "slope")}


def test_lines_go_from_the_earlier_share_to_the_later_in_per_cent():
    ax = af.plot_slopes(FIVE.sample(frac=1, random_state=1))
    found = sorted(tuple(line.get_ydata()) for line in lines(ax, "slope"))
    assert near(found, [(2, 28), (8, 2), (10, 16), (30, 34), (50, 20)])
    assert all(line.get_xdata().tolist() == [0, 1] for line in lines(ax, "slope"))
    assert ax.get_ylim()[0] == 0
    assert said(ax, "window") == ["2015–19", "2020–24"]


def test_both_ends_are_named_from_top_to_bottom():
    ax = picture("plot_slopes, five")
    left, right = ["Russia", "Israel", "Türkiye", "Unknown supplier", "Others"], ["Israel", "Others"]
    assert said(ax, "row") == [*left, *right, "Russia", "Türkiye", "Unknown supplier"]
    assert said(ax, "figure") == ["50", "30", "10", "8.0", "2.0", "34", "28", "20", "16", "2.0"]
    assert said(af.plot_slopes(FIVE, labels="code"), "row")[:2] == ["RUS", "ISR"]


def test_only_changes_beyond_the_limit_are_in_colour_and_never_the_rest():
    ax = picture("plot_slopes, five")
    strong = {line.get_color() for line in lines(ax, "slope") if line.get_linewidth() > 1.5}
    assert strong == {style.supplier_colour("RUS"), style.supplier_colour("TUR")}
    grey = {line.get_color() for line in lines(ax, "slope")} - strong
    assert grey == {style.tint(style.QUIET, part) for part in (0.45, 0.6)}
    assert "In colour: changes of more than 5 points, except “Others”." in one(ax, "foot")
    all_ = af.plot_slopes(FIVE, highlight=0)
    assert style.stroke(style.supplier_colour("ISR")) in {line.get_color() for line in lines(all_, "slope")}
    none = af.plot_slopes(FIVE, highlight=0.3)
    assert "In colour" not in one(none, "foot")
    assert {line.get_linewidth() for line in lines(none, "slope")} == {1.0}


def test_the_limit_itself_is_not_beyond_it():
    # in binary 0.2 - 0.15 is more than 0.05
    parts = ((2015, "RUS", 0.15), (2015, "ISR", 0.85), (2020, "RUS", 0.2), (2020, "ISR", 0.8))
    pair = shares(*(("AZE", code, start, start + 4, x, x, x) for start, code, x in parts))
    assert {line.get_linewidth() for line in lines(af.plot_slopes(pair), "slope")} == {1.0}


def test_who_has_no_record_comes_from_an_empty_dot_with_a_dash():
    ax = picture("plot_slopes, without a record")
    turkiye = next(line for line in lines(ax, "slope") if line.get_color() == style.supplier_colour("TUR"))
    assert turkiye.get_ydata().tolist() == [0, pytest.approx(27)]
    assert turkiye.get_linestyle() == "--"
    assert said(ax, "row").count("Türkiye") == 2
    assert said(ax, "figure").count("–") == 5
    empty = [dot for dot in lines(ax, "end") if dot.get_markerfacecolor() == "white"]
    assert [dot.get_ydata() for dot in empty] == [[0]] * 5
    assert "Empty dots, –: no record in that window, drawn as 0." in one(ax, "foot")
    assert "Empty dots" not in one(picture("plot_slopes, five"), "foot")


def test_a_share_that_is_not_known_is_neither_0_nor_left_out():
    ax = picture("plot_slopes, half")
    assert all(np.isnan(line.get_ydata()[0]) for line in lines(ax, "slope"))
    assert said(ax, "mark") == ["not known"]
    assert said(ax, "row") == ["Israel", "Others", "Russia", "Türkiye", "Unknown supplier"]
    single = FIVE.copy()
    single.loc[0, ["share", "share_low", "share_high"]] = NAN
    assert "Not known: Russia in 2015–19." in one(af.plot_slopes(single), "foot")
    nothing = picture("plot_slopes, nothing")
    assert said(nothing, "mark") == ["not known"] * 2
    assert "Not known" not in one(nothing, "foot")
    seven = many_slopes(8, skewed=False)
    seven.loc[:6, ["share", "share_low", "share_high"]] = NAN
    assert ", Canada in 2015–19, " in one(af.plot_slopes(seven), "foot")
    assert " and 2 more." in one(af.plot_slopes(seven), "foot")


def test_wide_bounds_are_whiskers_beside_each_other():
    ax = picture("plot_slopes, bounded")
    reaches = sorted(tuple(np.round(line.get_ydata(), 1)) for line in lines(ax, "whisker"))
    # those of 2 per cent are one point apart, and 8 per cent has room for four
    assert (40.0, 65.0) in reaches
    assert (1.6, 2.6) not in reaches
    assert len(reaches) == 8
    boxes = [line.get_window_extent() for line in lines(ax, "whisker")]
    clashes = [
        (a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :]
        if abs(a.x0 - b.x0) < 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0
    ]  # fmt: skip
    assert clashes == []
    assert "Whiskers: lowest to highest figure" in one(ax, "foot")


def test_narrow_bounds_are_said_at_the_foot():
    near = FIVE.assign(share_low=FIVE["share"] - 0.004, share_high=FIVE["share"] + 0.004)
    ax = af.plot_slopes(near)
    assert lines(ax, "whisker") == []
    assert "Shares lie within bounds, widest for" in one(ax, "foot")


def test_bounds_alone_stand_at_their_middle():
    ax = picture("plot_slopes, vague")
    assert said(ax, "figure")[0] == "40–65"
    assert len(lines(ax, "whisker")) == 8
    assert [np.isnan(line.get_ydata()[0]) for line in lines(ax, "slope")] == [True] * 5


def test_small_shares_are_gathered_in_one_grey_line():
    small = [("FRA", 1.0, 0.6), ("DEU", 0.5, 1.5), ("ITA", 0.4, 0.2), ("KOR", 0.1, 0.7)]
    parts = [("RUS", 60.0, 40.0), ("USA", 30.0, 50.0), ("CHN", 4.0, 3.0), *small]
    frame = shares(
        *(
            (code, start, start + 4, *(pair[place] / 100,) * 3)
            for code, *pair in parts
            for place, start in enumerate((2015, 2020))
        ),
        keys=("supplier",),
    )
    ax = af.plot_slopes(frame)
    assert set(said(ax, "row")) == {"Russia", "United States", "China", "4 smaller"}
    assert (2.0, 3.0) in [tuple(np.round(line.get_ydata(), 9)) for line in lines(ax, "slope")]
    assert "Smaller, in one line: Germany, France, South Korea, Italy." in one(ax, "foot")
    # who is highlighted stands alone, and two are not worth a line of their own
    ax = af.plot_slopes(frame, highlight=["France", "Germany"])
    assert {"France", "Germany", "Italy", "South Korea"} <= set(said(ax, "row"))
    # in words each is counted
    assert "7 lines" in af.describe(af.plot_slopes(frame))


def test_title_and_subtitle_say_whose_and_what():
    ax = picture("plot_slopes, five")
    assert ax.get_title(loc="left") == "Largest suppliers of arms to Azerbaijan"
    assert one(ax, "subtitle") == "Per cent of deliveries in TIV, 2015–19 and 2020–24"
    assert af.plot_slopes(FIVE, title="Mine").get_title(loc="left") == "Mine"
    assert af.plot_slopes(many_slopes(9, skewed=True)).get_title(loc="left") == "Suppliers of arms"
    hidden = one(af.plot_slopes(FIVE.assign(undisclosed=1, estimated=0.25)), "foot")
    assert "+ 10 undisclosed." in hidden
    assert "The source estimates 25 per cent of each figure." in hidden


def test_several_recipients_take_an_axes_each_on_one_scale():
    two = SHARES["two recipients"][SHARES["two recipients"]["start"] >= 2015]
    with pytest.raises(ArgumentError, match=r"one whole, and the frame has 2 by recipient: 'AZE', 'BIH'"):
        af.plot_slopes(two)
    _, axes = plt.subplots(1, 2, figsize=(10, 5))
    assert af.plot_slopes(two, axes=axes) is axes[0]
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert [ax.get_title(loc="left") for ax in axes] == [
        "Largest suppliers of arms to Azerbaijan", "Largest suppliers of arms to Bosnia and Herzegovina",
    ]  # fmt: skip
    with pytest.raises(
        ArgumentError, match=r"one Axes for each of 2 wholes \('AZE', 'BIH'\), or ax= alone; got 1"
    ):
        af.plot_slopes(two, axes=axes[:1])


def test_the_frame_must_hold_two_windows():
    with pytest.raises(
        ArgumentError,
        match=r"has 3: '2010–14', .*; choose two before .* concat.where.records, years=.2010, 2014",
    ):
        af.plot_slopes(SHARES["three windows"])
    with pytest.raises(ArgumentError, match=r"has 1: '2015–19'; make two with to_periods.* plot_shares"):
        af.plot_slopes(SHARES["three windows"][SHARES["three windows"]["start"] == 2015])
    unequal = FIVE.assign(start=FIVE["start"].where(FIVE["start"] == 2020, 2010))
    unequal["period"] = unequal["period"].replace("2015–19", "2010–19")
    with pytest.raises(ArgumentError, match=r"windows are of 5, 10 years"):
        af.plot_slopes(unequal)


def test_what_cannot_be_drawn_is_named():
    with pytest.raises(ArgumentError, match=r"plot_slopes draws what shares\(\) returns; missing: 'share'"):
        af.plot_slopes(FIVE.drop(columns="share"))
    with pytest.raises(ArgumentError, match=r"missing: 'share', .*call shares\(records, …\) first"):
        af.plot_slopes(FIVE.drop(columns=["share", "share_low", "share_high"]))
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery'"):
        af.plot_slopes(pd.concat([FIVE, FIVE.assign(stage="contract")]))
    with pytest.raises(ArgumentError, match="unit is 'TIV', 'USD'"):
        af.plot_slopes(pd.concat([FIVE, FIVE.assign(unit="USD")]))
    with pytest.raises(ArgumentError, match="several rows stand for"):
        af.plot_slopes(pd.concat([FIVE, FIVE.assign(source="other")]))
    with pytest.raises(ArgumentError, match=r"can draw 20 parts, and the frame has 21: .*top=8"):
        af.plot_slopes(many_slopes(21, skewed=False))
    for wrong in (-0.1, 5, INF, NAN):
        with pytest.raises(ArgumentError, match="expected a change of a share as a fraction, from 0 to 1"):
            af.plot_slopes(FIVE, highlight=wrong)


def test_polars_and_the_nouns_own_frame_are_drawn_alike():
    assert drawn(af.plot_slopes(pl.from_pandas(FIVE))) == drawn(picture("plot_slopes, five"))
    given = pd.DataFrame(
        {"supplier": ["ISR", "RUS"] * 2, "value": [1, 3, 3, 1], "year": [2014, 2014, 2015, 2015]}
    )
    records = made(given, recipient="AZE", stage="delivery", unit="TIV")
    ax = af.plot_slopes(af.shares(records))
    assert near(drawn(ax)[style.stroke(style.supplier_colour("ISR"))], [25, 75])
    assert near(drawn(ax)[style.supplier_colour("RUS")], [75, 25])
    assert said(ax, "window") == ["2014", "2015"]


def test_leaders_join_every_name_to_its_end():
    ax = af.plot_slopes(SLOPES["twenty, small"])
    ax.figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_label() == "row"]
    for text, leader in zip(names, lines(ax, "leader"), strict=True):
        inner, outer = leader.get_transform().transform(leader.get_xydata())
        box = text.get_window_extent()
        assert box.y0 <= outer[1] <= box.y1
        ends = [ax.transData.transform((0, y))[1] for line in lines(ax, "slope") for y in line.get_ydata()]
        assert min(abs(inner[1] - end) for end in ends) < 1


def test_in_grey_the_lines_of_change_are_the_thick_ones():
    ax = picture("plot_slopes, five")
    names = {text.get_text(): text.get_color() for text in ax.texts if text.get_label() == "row"}
    assert names["Russia"] != names["Israel"]
    widths = [line.get_linewidth() for line in lines(ax, "slope")]
    assert sorted(widths) == [1.0, 1.0, 1.0, 2.0, 2.0]


def test_who_is_missing_in_a_window_that_is_not_known_is_not_known_either():
    given = deliveries(
        supplier=["Russia", "Israel", "Russia"], recipient="Egypt", value=[None, 30.0, 20.0],
        start=[2015, 2020, 2020], end=[2019, 2024, 2024],
    )  # fmt: skip
    ax = af.plot_slopes(af.shares(given))
    starts = [line.get_ydata()[0] for line in ax.lines if line.get_label() == "slope"]
    assert len(starts) == 2
    assert np.isnan(starts).all()


def test_who_has_no_record_where_the_others_are_not_all_is_not_known():
    """Israel's 60 per cent were taken out of 2015–19, and Türkiye stood at 0 in that window."""
    frame = shares(
        ("EGY", "RUS", 2015, 2019, 0.4, 0.4, 0.4), ("EGY", "ISR", 2015, 2019, 0.6, 0.6, 0.6),
        ("EGY", "RUS", 2020, 2024, 0.3, 0.3, 0.3), ("EGY", "TUR", 2020, 2024, 0.7, 0.7, 0.7),
    )  # fmt: skip
    every = [line.get_ydata()[0] for line in af.plot_slopes(frame).lines if line.get_label() == "slope"]
    assert sorted(every) == pytest.approx([0, 40, 60])
    ax = af.plot_slopes(frame[frame["supplier"] != "ISR"])
    starts = [line.get_ydata()[0] for line in ax.lines if line.get_label() == "slope"]
    assert sorted(starts, key=np.isnan) == [pytest.approx(40), pytest.approx(np.nan, nan_ok=True)]
    assert "drawn as 0" not in one(ax, "foot")
