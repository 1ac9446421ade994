"""Records along the years, through the bars, bands and words of their chart."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.frames import engine_of, made
from tests.pictures import PICTURES, TIMELINE, picture
from tests.reading import colour, lines, near, one, said
from tests.summary_frames import deliveries

CLAIMS = TIMELINE["claims"]


def deals(*rows):
    """Contracts of Russia with Armenia: record, part_of, same_as, start, end."""
    frame = pd.DataFrame(rows, columns=["record", "part_of", "same_as", "start", "end"])
    same = {"supplier": "RUS", "recipient": "ARM", "stage": "contract", "unit": "USD", "value": 1e6}
    return made(frame.assign(item=frame["record"]), **same)


def bars(ax):
    """From and to of each bar, in calendar years, from top to bottom."""
    found = [group[0] for group in ax.containers if group.get_label() == "deal"]
    return [(bar.get_x() + 0.5, bar.get_x() + bar.get_width() - 0.5) for bar in found]


def diamonds(ax):
    return [line for line in ax.lines if line.get_label() == "deal"]


def test_a_bar_covers_the_years_of_its_record_and_one_year_is_a_diamond():
    ax = picture("plot_timeline, claims")
    assert said(ax, "band") == ["Contracts", "Loans", "Deliveries", "Payments"]
    assert near(bars(ax), [(2010, 2014), (2010, 2019)])
    assert near([list(line.get_xdata()) for line in diamonds(ax)], [[2015], [2018]])
    assert {line.get_marker() for line in diamonds(ax)} == {"D"}
    low, high = ax.get_xlim()
    assert 2009 < low < 2009.5
    assert high == 2019.5


def test_rows_say_who_when_and_how_much_with_bounds():
    ax = picture("plot_timeline, claims")
    assert said(ax, "row") == [
        "Azerbaijan, 2010–14", "Armenia, 2015", "Armenia, 2018", "Armenia, 2010–19",
    ]  # fmt: skip
    assert ax.get_title(loc="left") == "Arms from Russia to Armenia and Azerbaijan, by stage"
    assert said(ax, "amount") == ["$4.0 bn", "$200 m", "not disclosed", "$5.0 bn"]
    assert said(ax, "detail") == ["3.8–4.0", "4.5–5.5"]
    assert "Azerbaijan, 2010–14: helicopters" in said(af.plot_timeline(CLAIMS, items=True), "row")[0]
    assert said(af.plot_timeline(CLAIMS, labels="code"), "row")[1] == "ARM, 2015"


def test_every_amount_has_its_own_unit():
    ax = picture("plot_timeline, mixed")
    assert said(ax, "amount") == ["$1.0 bn", "not disclosed", "1.0–5.0 million TIV", "12 pieces"]
    assert said(ax, "detail") == ["1.0 or more"]
    assert one(ax, "subtitle") == (
        "Contracts, loans and deliveries, amounts in TIV, pieces and US dollars, current prices, 1950–2024"
    )
    prices = TIMELINE["mixed"].iloc[:2].assign(prices=["current", "2020"])
    assert "US dollars of 2020 and US dollars, current prices" in one(af.plot_timeline(prices), "subtitle")


def test_what_is_not_disclosed_is_hollow():
    ax = picture("plot_timeline, claims")
    loan, delivery = diamonds(ax)
    assert mcolors.to_hex(loan.get_markerfacecolor()).upper() == style.supplier_colour("RUS")
    assert mcolors.to_hex(delivery.get_markerfacecolor()) == "#ffffff"
    assert "Hollow: amount not disclosed." in one(ax, "foot")
    assert "1 record undisclosed" in af.describe(ax)
    hollow = picture("plot_timeline, nothing")
    assert {colour(group[0]) for group in hollow.containers} == {"#FFFFFF"}
    assert said(hollow, "amount") == ["not disclosed"] * 2
    # bounds alone are an amount
    assert colour(af.plot_timeline(TIMELINE["mixed"].iloc[2:3]).containers[0][0]) == style.supplier_colour(
        "FRA"
    )


def test_what_is_estimated_is_paler():
    ax = picture("plot_timeline, guessed, items=True")
    full = {style.tint(style.supplier_colour(code), 0.5).upper() for code in TIMELINE["guessed"]["supplier"]}
    (point,) = diamonds(ax)
    found = {colour(group[0]) for group in ax.containers}
    assert found & full
    assert mcolors.to_hex(point.get_markerfacecolor()).upper() in full
    assert "Paler: estimated by the source." in one(ax, "foot")
    assert {line.get_fillstyle() for line in diamonds(picture("plot_timeline, claims"))} == {"full"}


def test_bars_and_names_share_their_rows_when_drawn():
    ax = picture("plot_timeline, claims")
    names = [t.get_position()[1] for t in ax.texts if t.get_label() == "row"]
    found = [group[0].get_y() + group[0].get_height() / 2 for group in ax.containers]
    found += [line.get_ydata()[0] for line in diamonds(ax)]
    assert np.allclose(sorted(found), names)


def test_lanes_can_be_those_of_recipients_or_suppliers():
    ax = picture("plot_timeline, wider, by=recipient")
    assert said(ax, "band") == ["Armenia", "Azerbaijan"]
    assert said(ax, "row")[0] == "Russia, deliveries, 2007–13: Battle tanks"
    assert ax.get_title(loc="left") == "Arms to Armenia and Azerbaijan, by recipient"
    ax = af.plot_timeline(TIMELINE["forty"], by="supplier")
    assert said(ax, "band") == [
        "China", "Russia", "United Arab Emirates", "United States", "Unknown supplier",
    ]  # fmt: skip
    assert said(ax, "row")[0] == "Offers, 1993–96"  # all are for one recipient, whom the title names


def test_one_lane_needs_no_head():
    ax = picture("plot_timeline, nothing")
    assert said(ax, "band") == []
    assert one(ax, "subtitle") == "Deliveries, amounts in US dollars, current prices, 2000–04"
    assert "never added" not in one(ax, "foot")
    assert "never added" in one(picture("plot_timeline, claims"), "foot")
    assert [line.get_visible() for line in lines(picture("plot_timeline, claims"), "zero")] == [False] * 4


def test_light_colours_have_a_dark_edge():
    china = diamonds(picture("plot_timeline, mixed"))[-1]
    edge = mcolors.to_hex(china.get_markeredgecolor()).upper()
    assert edge == style.stroke(style.supplier_colour("CHN")) != style.supplier_colour("CHN")
    russia = diamonds(picture("plot_timeline, claims"))[0]
    assert mcolors.to_hex(russia.get_markeredgecolor()).upper() == style.supplier_colour("RUS")


def names_of(frame, **options):
    """The ids of rows from top to bottom, as they are set in."""
    rows = said(af.plot_timeline(frame, items=True, **options), "row")
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
    foot = one(af.plot_timeline(frame), "foot")
    assert "↳ part of the figure that it stands under." in foot
    assert "= another telling of the figure that it stands under." in foot
    assert "↳" not in one(picture("plot_timeline, claims"), "foot")


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
    assert len(said(af.plot_timeline(years), "row")) == 5


@pytest.mark.covering(2)
@pytest.mark.parametrize("name", [name for name in PICTURES if name.startswith("plot_timeline")])
def test_ticks_are_whole_years(name):
    ax = picture(name)
    labels = [tick.get_text() for tick in ax.get_xticklabels()]
    assert all(label.isdigit() and len(label) == 4 for label in labels)
    low, high = ax.get_xlim()
    assert [label for label in labels if low <= int(label) <= high]
    assert (ax.get_xticks() == ax.get_xticks().round()).all()


def test_several_years_are_named_even_in_a_narrow_place():
    ax = af.plot_timeline(CLAIMS)
    ax.figure.set_figwidth(85 / 25.4)
    ax.get_axes_locator().fit_height()
    ax.figure.draw_without_rendering()
    assert near(list(ax.get_xticks()), [2010, 2015])


@pytest.mark.sweep
def test_years_come_before_words_that_run_from_right_to_left():
    # behind them, 1990–99 would be printed as 99–1990
    assert said(picture("plot_timeline, forty, items=True"), "row")[0] == (
        "Russia, 1990: Système de défense aérienne نظام דגם"
    )


def test_wrong_frames_and_arguments_are_refused():
    with pytest.raises(
        ArgumentError, match=r"can draw 40 records, and the frame has 41.*without_parts\(records\)"
    ):
        af.plot_timeline(pd.concat([TIMELINE["forty"], TIMELINE["forty"].iloc[:1]]))
    with pytest.raises(ArgumentError, match=r"what to_records\(\) returns; missing: .*'supplier'"):
        af.plot_timeline(CLAIMS.drop(columns="supplier"))
    with pytest.raises(ArgumentError, match=r"missing: 'start'"):
        af.plot_timeline(CLAIMS.drop(columns="start"))
    with pytest.raises(ArgumentError, match="missing: 'record', 'part_of', 'same_as'"):
        af.plot_timeline(af.totals(af.where(CLAIMS, stage="loan")).drop(columns="supplier"))
    with pytest.raises(ArgumentError, match=r"got a polars\..*LazyFrame"):
        af.plot_timeline(pl.from_pandas(CLAIMS).lazy())
    with pytest.raises(
        ArgumentError, match="by is 'category'; expected one of 'stage', 'recipient', 'supplier'"
    ):
        af.plot_timeline(CLAIMS, by="category")
    with pytest.raises(ArgumentError, match="items is 'yes'; expected True or False"):
        af.plot_timeline(CLAIMS, items="yes")
    assert plt.get_fignums() == []


def test_years_are_not_turned_round_where_a_line_begins_with_them():
    given = deliveries(
        supplier=["Russia"], recipient="United Kingdom", value=1.0, start=2015, end=2019,
        item="דגם ארוך מאוד של טנק ישן",
    )  # fmt: skip
    ax = af.plot_timeline(given, items=True)
    ax.figure.set_figwidth(60 / 25.4)
    ax.figure.draw_without_rendering()
    (row,) = [text.get_text() for text in ax.texts if text.get_label() == "row"]
    lines = row.split("\n")
    assert len(lines) > 1
    assert all(line.startswith("\N{LEFT-TO-RIGHT MARK}") for line in lines)
    plain = af.plot_timeline(given.assign(item="tank"), items=True)
    assert "\N{LEFT-TO-RIGHT MARK}" not in "".join(text.get_text() for text in plain.texts)


NAN = np.nan
ORDERS = pd.DataFrame(
    {
        "deal": ["a", "b", "c", "d"],
        "supplier": ["USA", "RUS", "FRA", "NOR"],
        "recipient": "IND",
        "designation": ["F-16C", "S-400", "Rafale", "NASAMS"],
        "category": "aircraft",
        "order_year": [2012.0, 2015, NAN, 2018],
        "ordered": [36.0, 5, 36, 10],
        "delivered": [36.0, 3, 20, NAN],
        "open": [0.0, 2, 16, NAN],
        "first": [2014.0, 2018, 2016, NAN],
        "last": [2019.0, 2022, 2016, NAN],
    }
)


def test_orders_are_circles_and_their_deliveries_squares():
    ax = af.plot_timeline(ORDERS)
    assert [list(line.get_xdata()) for line in lines(ax, "order")] == [[2012], [2015], [2018]]
    assert {line.get_marker() for line in lines(ax, "order")} == {"o"}
    assert [list(line.get_xdata()) for line in lines(ax, "delivery")] == [[2014, 2019], [2018, 2022], [2016]]
    assert {line.get_marker() for line in lines(ax, "delivery")} == {"s"}
    assert set(said(ax, "amount")) == {"36 of 36", "3 of 5", "20 of 36", "? of 10"}  # fmt: skip
    assert "○ order, ■ first and last delivery" in one(ax, "foot")
    assert "Without ○: the year of the order is not known." in one(ax, "foot")
    assert "4 deals" in af.describe(ax)


def test_numbers_ordered_that_the_source_has_of_no_deal_are_not_drawn():
    """Registers of deliveries have none, and each row ended in "of ?"."""
    ax = af.plot_timeline(ORDERS.assign(ordered=NAN))
    assert set(said(ax, "amount")) == {"36", "3", "20", "?"}
    assert "figures: delivered." in one(ax, "foot")


@pytest.mark.covering(1)
@pytest.mark.parametrize("kind", ["pandas", "Polars"])
def test_orders_of_a_file_that_leaves_some_out_say_so(kind):
    missing = "Orders of which something was delivered, and their deliveries, pieces"
    frames = {listed: engine_of(kind).of(ORDERS.assign(all_orders=listed)) for listed in (True, False)}
    assert missing in one(af.plot_timeline(frames[False]), "subtitle").replace("\n", " ")
    assert missing not in one(af.plot_timeline(frames[True]), "subtitle").replace("\n", " ")
    assert af.describe(af.plot_timeline(frames[False])).count(missing) == 1
    assert missing not in af.describe(af.plot_timeline(frames[True]))
    some = io.StringIO(ORDERS.assign(all_orders=[True, True, False, True]).to_csv(index=False))
    assert missing in one(af.plot_timeline(pd.read_csv(some)), "subtitle").replace("\n", " ")


def test_orders_of_which_earlier_deliveries_may_be_missing_are_counted():
    """Of a deal of 2009 whose records begin in 2021 a timeline drew the first delivery at 2021."""
    rows = {"supplier": "CHN", "recipient": "MMR", "year": [2011, 2021, 2022], "value": [12.0, 9, 4]}
    told = {
        "deal": ["K-8", "K-8", "MiG"],
        "order_year": [2009, 2009, 2022],
        "designation": ["K-8", "K-8", "MiG"],
    }
    known = {"source": "sipri", "dataset": "deliveries", "stage": "delivery", "unit": "pieces"}
    records = made(pd.DataFrame({**rows, **told, "category": "aircraft"}), **known, observed=(2009, 2022))
    foot = "Ordered before the years of the records, so that earlier deliveries may be missing: 1 of 2."
    for chosen, said_ in ((records, False), (af.where(records, years=(2021, 2022)), True)):
        ax = af.plot_timeline(af.orders(chosen))
        assert (foot in one(ax, "foot").replace("\n", " ")) is said_
        assert (foot in af.describe(ax).replace("\n", " ")) is said_


def test_an_order_says_what_kind_of_weapon_it_is():
    kinds = ["portable SAM", "transport helicopter", None, ""]
    told = [ORDERS["designation"].iloc[0], *ORDERS["designation"].iloc[1:]]
    rows = said(af.plot_timeline(ORDERS.assign(description=kinds)), "row")
    found = {name: next(row for row in rows if name in row) for name in told if name}
    assert found[told[0]].endswith(f"{told[0]} (portable surface-to-air missile)")
    assert not any("None" in row or "()" in row for row in rows)
    same = said(af.plot_timeline(ORDERS.assign(description=ORDERS["designation"])), "row")
    assert not any("(" in row for row in same)


def test_orders_fill_pages_on_one_scale_of_years():
    many_ = pd.concat([ORDERS.assign(deal=[f"{n}{d}" for d in "abcd"]) for n in range(12)], ignore_index=True)
    with pytest.raises(ArgumentError, match="40 deals to a page, and the frame has 48.*axes="):
        af.plot_timeline(many_)
    _, axes = plt.subplots(2, 1, figsize=(7, 20))
    assert af.plot_timeline(many_, axes=axes) is axes[0]
    assert [len(said(ax, "row")) for ax in axes] == [40, 8]
    assert axes[0].get_xlim() == axes[1].get_xlim()
    assert ["page 1 of 2" in one(axes[0], "subtitle"), "page 2 of 2" in one(axes[1], "subtitle")] == [
        True
    ] * 2


def test_deals_without_any_year_are_refused():
    with pytest.raises(ArgumentError, match="'a' have neither a year of order nor of delivery"):
        af.plot_timeline(ORDERS.assign(order_year=NAN, first=NAN, last=NAN).iloc[:1])


def test_a_timeline_of_open_orders_alone_says_so():
    """Finished orders had been left out, and the picture looked like one of all."""
    assert one(af.plot_timeline(ORDERS), "subtitle").startswith("Orders and their deliveries")
    waiting = ORDERS[ORDERS["open"] > 0]
    assert len(waiting)
    assert one(af.plot_timeline(waiting), "subtitle").startswith("Open orders and their deliveries")
