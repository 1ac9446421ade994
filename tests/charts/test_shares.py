"""Shares as stacks, through the artists of their chart."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import SHARES, TOTALS, picture
from tests.reading import laid, near, one, overlaps, resize, said, shown
from tests.summary_frames import deliveries, shares

AZERBAIJAN = SHARES["three windows"]


def test_stacks_fill_one_hundred_per_cent_in_one_order():
    ax = picture("plot_shares, three windows")
    assert [group.get_label() for group in ax.containers] == [
        "RUS", "ISR", "TUR", "BLR", "ZAF", "others", "unk:supplier",
    ]  # fmt: skip
    heights = np.array([[bar.get_height() for bar in group] for group in ax.containers])
    assert np.allclose(heights.sum(axis=0), 100)
    assert np.allclose(heights[0], [77, 35, 18])
    bottoms = np.array([[bar.get_y() for bar in group] for group in ax.containers])
    assert np.allclose(bottoms, heights.cumsum(axis=0) - heights)
    assert ax.get_ylim()[0] == 0
    assert near(list(ax.get_yticks()), [0, 25, 50, 75, 100])


def test_what_a_stack_adds_up_to_stands_above_it():
    ax = picture("plot_shares, three windows")
    ax.figure.draw_without_rendering()
    above = [t for t in ax.texts if t.get_label() == "mark" and t.get_position()[1] > 100]
    sums = AZERBAIJAN.groupby("period")["value"].sum() / 1e6
    assert [t.get_text() for t in above] == [f"{total:,.0f}" for total in sums]
    assert all(t.get_visible() for t in above)
    assert one(ax, "caption") == "m TIV"
    unknown = AZERBAIJAN.assign(value=AZERBAIJAN["value"].mask(AZERBAIJAN.index == 0))
    assert said(af.plot_shares(unknown), "caption") == []  # a sum of some is no sum


def test_the_legend_reads_as_the_stack_from_top_to_bottom():
    ax = picture("plot_shares, three windows")
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


def test_recipients_of_one_supplier_are_parts_too():
    frame = shares(
        ("IND", "RUS", 2020, 2024, 0.6, 0.6, 0.6),
        ("CHN", "RUS", 2020, 2024, 0.4, 0.4, 0.4),
        of="recipient",
    )
    ax = af.plot_shares(frame)
    assert [group.get_label() for group in ax.containers] == ["IND", "CHN"]
    assert ax.get_title(loc="left") == "Recipients of arms from Russia"


def test_years_are_named_in_equal_steps_also_where_one_is_missing():
    ax = af.plot_shares(SHARES["yearly"][SHARES["yearly"]["start"] != 2012])
    ax.figure.draw_without_rendering()
    years = [int(t.get_text()) for t in ax.texts if t.get_label() == "window" and t.get_visible()]
    assert years[-1] == 2024
    assert len(years) > 5
    steps = set(np.diff(years))
    # the year that is missing takes its name with it, and shifts no other
    assert steps <= {min(steps), 2 * min(steps)}


def test_the_foot_of_a_stack_says_how_much_is_estimated():
    assert "estimated" not in one(picture("plot_shares, three windows"), "foot")
    foot = one(af.plot_shares(AZERBAIJAN.assign(estimated=0.66)), "foot")
    assert "The source estimates 66 per cent of each figure." in foot
    most = (AZERBAIJAN["supplier"] == "TUR").map({True: 0.4, False: 0.2})
    foot = one(af.plot_shares(AZERBAIJAN.assign(estimated=most)), "foot")
    assert "parts of some figures, up to 40 per cent (Türkiye, 2010–14)." in foot
    told = af.describe(af.plot_shares(AZERBAIJAN))
    assert "Others: all but those named and the unknown." in told
    named = AZERBAIJAN[~AZERBAIJAN["supplier"].isin(["others"])]
    assert "Others" not in one(af.plot_shares(named), "foot")


def test_several_wholes_stand_apart_under_their_names():
    ax = picture("plot_shares, two recipients")
    assert said(ax, "head") == ["Azerbaijan", "Bosnia and Herzegovina"]
    xs = sorted(bar.get_x() for bar in ax.containers[0])
    assert np.allclose(np.diff(xs), [5, 5, 8, 5, 5])
    assert "widest for" in one(ax, "foot")


def test_a_share_that_is_not_known_leaves_its_stack_empty():
    ax = picture("plot_shares, unknown")
    sums = np.array([[bar.get_height() for bar in group] for group in ax.containers]).sum(axis=0)
    assert np.allclose(sums, [100, 0, 100])
    assert "not known" in said(ax, "mark")


def test_a_stack_names_whose_part_is_not_known():
    parts = af.shares(
        deliveries(
            supplier=["Russia", "Israel", "France"], recipient="Egypt", value=[10.0, None, 20.0], year=2020
        )
    )
    assert "Per cent of what is known; not known: Israel, 2020." in one(af.plot_shares(parts), "foot")
    told = parts[parts["supplier"] != "ISR"]
    assert "not known" not in one(af.plot_shares(told), "foot")


def test_of_many_parts_that_are_not_known_three_are_named():
    suppliers = ["Russia", "Israel", "India", "Spain", "Norway", "Sweden"]
    given = deliveries(supplier=suppliers, recipient="Egypt", value=[10.0, *[None] * 5], year=2020)
    foot = one(af.plot_shares(af.shares(given)), "foot")
    assert "not known: Spain, 2020; India, 2020; Israel, 2020 and 2 more." in foot
    four = one(af.plot_shares(af.shares(given.iloc[:5])), "foot")
    assert "not known: Spain, 2020; India, 2020; Israel, 2020 and 1 more." in four
    three = one(af.plot_shares(af.shares(given.iloc[:4])), "foot")
    assert "not known: Spain, 2020; India, 2020; Israel, 2020." in three


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("unit", "factor", "sums", "caption"),
    [("USD", 1.0, ["3.0", "0.25"], "bn $"), ("USD", 1e3, ["3.0", "0.25"], "trn $"),
     ("TIV", 1e-3, ["3.0", "0.25"], "m TIV"), ("pieces", 4e-9, ["12", "1"], "pieces"),
     ("pieces", 4e-6, ["12,000", "1,000"], "pieces")],
)  # fmt: skip
def test_sums_above_the_stacks_have_one_unit_and_scale(unit, factor, sums, caption):
    rows = [("AZE", code, y, y + 4, 0.5, 0.5, 0.5) for y in (2015, 2020) for code in ("RUS", "ISR")]
    first = [1.5e9 * factor, 1.5e9 * factor, 1.25e8 * factor, 1.25e8 * factor]
    ax = af.plot_shares(shares(*rows, unit=unit).assign(value=first, low=first, high=first))
    above = [text for text in ax.texts if text.get_label() == "mark" and text.get_position()[1] > 100]
    assert [text.get_text() for text in above] == sums
    assert one(ax, "caption") == caption


def test_the_foot_of_a_stack_names_the_widest_bounds():
    given = deliveries(
        supplier=["Russia", "Israel", "India"], recipient="Egypt", value=[40.0, 40.0, 20.0], year=2020,
        low=[20.0, 39.0, 20.0], high=[60.0, 41.0, 20.0],
    )  # fmt: skip
    foot = one(af.plot_shares(af.shares(given)), "foot")
    # 20 of 20 + 61 is 24.7, and 60 of 60 + 59 is 50.4
    assert "widest for Russia, 2020: 24–51 per cent." in foot
    assert "widest for Russia, 2020: 24–51 per cent." in af.describe(af.plot_shares(af.shares(given)))


def test_bounds_that_print_as_one_number_are_not_said_without_it():
    # 638 of 998 is 63.9 per cent, 642 of 1,002 is 64.1: both are 64, as is printed
    given = deliveries(
        supplier=["United States", "France"], recipient="India", value=[640.0, 360.0], year=2020,
        low=[638.0, 360.0], high=[642.0, 360.0],
    )  # fmt: skip
    ax = af.plot_shares(af.shares(given))
    assert "bounds" not in one(ax, "foot") + af.describe(ax)
    wider = af.shares(given).assign(share_low=[0.63, 0.3596], share_high=[0.6479, 0.3604])
    assert "widest for United States, 2020: 63–65 per cent." in one(af.plot_shares(wider), "foot")
    alike = wider.assign(share_low=[0.636, 0.3596], share_high=[0.644, 0.3655])
    assert "widest for France, 2020: 35–37 per cent." in one(af.plot_shares(alike), "foot")
    # of a share that is not known the bounds are all there is
    unknown = wider.assign(share=[np.nan, 0.36])
    assert "widest for United States, 2020: 63–65 per cent." in one(af.plot_shares(unknown), "foot")


def test_the_unknown_stand_above_the_others():
    given = deliveries(
        supplier=["Russia", "unknown supplier", "Israel", "India"], recipient="Egypt",
        value=[40.0, 30.0, 20.0, 10.0], year=2020,
    )  # fmt: skip
    ax = af.plot_shares(af.shares(given, top=1))
    assert [bars.get_label() for bars in ax.containers] == ["RUS", "others", "unk:supplier"]


def test_a_window_without_a_record_has_its_place_among_the_stacks():
    given = deliveries(
        supplier=["Russia", "India"] * 2, recipient="Egypt", value=1.0, start=[2005, 2005, 2015, 2015],
        end=[2009, 2009, 2019, 2019],
    )  # fmt: skip
    ax = af.plot_shares(af.shares(given))
    assert said(ax, "window") == ["2005–09", "2010–14", "2015–19"]
    (mark,) = [text for text in ax.texts if text.get_text() == "no record"]
    assert mark.get_position()[0] == 2012
    assert "no record" not in said(af.plot_shares(af.shares(given.iloc[:2])), "mark")


def test_shares_that_add_to_more_than_one_are_refused():
    double = pd.concat([AZERBAIJAN, AZERBAIJAN.assign(supplier="USA").iloc[:1]])
    with pytest.raises(ArgumentError, match="some add to more .*AZE 2010 2014: 1.770"):
        af.plot_shares(double)


def test_own_columns_are_asked_for_too():
    with pytest.raises(ArgumentError, match="missing: 'share'"):
        af.plot_shares(AZERBAIJAN.drop(columns="share"))
    with pytest.raises(ArgumentError, match="missing: 'share', 'share_low', 'share_high'"):
        af.plot_shares(TOTALS["ranked"])


THIN = shares(
    *(("AZE", code, start, start + 4, x, x, x) for start in (2015, 2020)
      for code, x in (("RUS", 0.80), ("ISR", 0.10), ("TUR", 0.051), ("BLR", 0.034), ("ITA", 0.015)))
)  # fmt: skip


def test_figures_without_room_in_their_part_stand_beside_it():
    ax = af.plot_shares(THIN)
    assert shown(ax, "aside") == ["3.4", "3.4", "1.5", "1.5"]
    seen = [text for text in ax.texts if text.get_label() == "aside" and text.get_visible()]
    assert overlaps([(text.get_text(), text.get_window_extent()) for text in seen]) == []
    parts = {bars.get_label(): list(bars) for bars in ax.containers}
    scale = ax.transData.transform
    for text in seen:
        x, y = text.get_transform().transform(text.get_position())
        # beside its column, at the height of its own part
        code = {"3.4": "BLR", "1.5": "ITA"}[text.get_text()]
        bar = min(parts[code], key=lambda bar: abs(scale((bar.get_x() + bar.get_width(), 0))[0] - x))
        right, bottom = scale((bar.get_x() + bar.get_width(), bar.get_y()))
        top = scale((0, bar.get_y() + bar.get_height()))[1]
        assert 0 < x - right < 6 * ax.figure.dpi / 72
        assert bottom - 2 <= y <= top + 2


def test_two_stacks_are_as_wide_as_the_page():
    ax = af.plot_shares(THIN)
    resize(ax, 175)
    ax.figure.canvas.draw()
    named = [text.get_window_extent() for text in ax.texts if text.get_label() == "group"]
    assert max(box.x1 for box in named) >= 0.97 * ax.figure.bbox.width


def test_the_sum_above_a_stack_is_that_of_the_whole_also_where_parts_were_left_out():
    """Without "others" the sum fell from 100 to 75, and the per cents did not."""
    rows = {"supplier": ["RUS", "USA", "FRA", "ITA"], "value": [50e6, 25e6, 15e6, 10e6]}
    records = made(rows, recipient="AZE", year=2020, stage="delivery", unit="TIV")
    shares = af.shares(records, top=2)
    sums = [
        [text.get_text() for text in af.plot_shares(frame).texts if text.get_text() == "100"]
        for frame in (shares, shares[shares["supplier"] != "others"])
    ]
    assert sums == [["100"], ["100"]]


def test_the_key_names_no_part_that_nobody_can_see():
    rows = [("AZE", code, 2015, 2019, s, s, s) for code, s in (("RUS", 0.9), ("ISR", 0.099), ("TUR", 0.001))]
    ax = af.plot_shares(shares(*rows))
    assert "Turkey" not in " ".join(said(ax, "name")).replace("Türkiye", "Turkey")
    assert "Too small to be seen: Türkiye." in one(ax, "foot")
    larger = [("AZE", code, 2015, 2019, s, s, s) for code, s in (("RUS", 0.9), ("ISR", 0.09), ("TUR", 0.01))]
    assert "Too small" not in one(af.plot_shares(shares(*larger)), "foot")


def test_a_stack_of_nothing_is_none_and_not_unknown():
    """Armenia got nothing in 2002, which the source would say."""
    given = {"supplier": ["RUS", "BLR"], "value": [500.0, 1.0], "year": [2000, 2001]}
    records = af.to_records(given, recipient="ARM", stage="delivery", unit="TIV", observed=(2000, 2002))
    words = said(af.plot_shares(af.shares(records, absent="auto")), "mark")
    assert "none" in words
    assert "not known" not in words


def test_panels_say_of_the_windows_of_all_where_they_have_no_record():
    """Uzbekistan's place of 2000 was empty, without a word."""
    given = {"supplier": "RUS", "recipient": ["ARM", "ARM", "UZB"], "value": 5.0, "year": [2000, 2001, 2001]}
    records = af.to_records(given, stage="delivery", unit="TIV")
    armenia, uzbekistan = af.plot_shares(af.shares(records), facet="recipient").flat
    assert "no record" not in said(armenia, "mark")
    assert "no record" in said(uzbekistan, "mark")


def test_stacks_of_one_window_are_called_by_their_whole_alone():
    """Heads of five stacks lay on each other in a narrow chart, under five times the same window."""
    rows = [
        (supplier, code, value)
        for code in ("IND", "PAK", "QAT", "SAU", "UKR")
        for supplier, value in (("USA", 60.0), ("FRA", 40.0))
    ]
    given = pd.DataFrame(rows, columns=["supplier", "recipient", "value"])
    shares = af.shares(af.to_records(given, start=2020, end=2024, stage="delivery", unit="TIV", source="me"))
    for width in (6.9, 3.35):
        figure, ax = plt.subplots(figsize=(width, 3))
        af.plot_shares(shares, ax)
        laid(ax)
        assert said(ax, "window") == ["India", "Pakistan", "Qatar", "Saudi Arabia", "Ukraine"]
        assert not said(ax, "head")
        boxes = [text.get_window_extent() for text in ax.texts if text.get_label() == "window"]
        assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))
        plt.close(figure)


def test_categories_among_others_are_no_parties():
    given = deliveries(
        supplier="FRA", recipient=["IND", "IND", "EGY", "EGY"], value=[5.0, 4.0, 3.0, 2.0], year=2020,
        category=["aircraft", "ships", "ships", "missiles"],
    )  # fmt: skip
    ax = af.plot_shares(af.shares(given, of="category", within="recipient", top=1, whole="chosen"))
    told = af.describe(ax)
    assert "“Others” may include categories that are named elsewhere on the chart." in told
    assert "parties" not in told
