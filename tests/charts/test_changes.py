"""What charts must not pass over: the window before, the unknown, the unread, and two alike."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.charts.text import numbers, titles
from armsflow.errors import ArgumentError
from tests.charts.test_totals import closed_figures, one, said

__all__ = ["closed_figures"]  # a fixture, used by every test of this module


def records(**columns):
    return af.to_records(pd.DataFrame(columns), stage="delivery", unit="TIV", source="invented")


def before_and_now(**columns):
    return records(
        supplier="Russia", recipient="Egypt", value=[10.0, None, 20.0], start=[2015, 2015, 2020],
        end=[2019, 2019, 2024], **columns,
    )  # fmt: skip


def test_changes_count_what_is_undisclosed_in_the_window_before():
    table = af.changes(before_and_now())
    assert table[["undisclosed", "previous_undisclosed"]].to_numpy().tolist() == [[0, 1]]
    ax = af.plot_changes(table)
    assert said(ax, "detail") == ["+ 1 undisclosed"]
    assert "+ 1 undisclosed" in one(ax, "foot")
    assert "1 record undisclosed" in af.describe(ax)


def test_changes_say_what_is_estimated_in_the_window_before():
    table = af.changes(before_and_now(estimated=[True, False, False]))
    assert table[["estimated", "previous_estimated"]].to_numpy().tolist() == [[0.0, 1.0]]
    assert "Estimated by the source: 100 per cent" in one(af.plot_changes(table), "foot")


def test_rankings_too_and_their_thin_bars_are_hatched():
    table = af.rankings(before_and_now(estimated=[True, False, False]), end=2024)
    assert table[["undisclosed", "previous_undisclosed"]].to_numpy().tolist() == [[0, 1]]
    ax = af.plot_rankings(table)
    assert "+ 1 undisclosed" in one(ax, "foot")
    (hatched,) = [patch for patch in ax.patches if patch.get_label() == "estimated"]
    assert hatched.get_width() == pytest.approx(100)  # per cent, of the bar of 2015–19


def test_a_whisker_that_runs_off_the_scale_is_explained():
    given = records(
        supplier="Russia", recipient="Egypt", value=[10.0, 20.0], low=[1.0, 20.0], high=[20.0, 20.0],
        start=[2015, 2020], end=[2019, 2024],
    )  # fmt: skip
    ax = af.plot_changes(af.changes(given))
    assert "A whisker without an end runs beyond the scale." in one(ax, "foot")
    assert "beyond the scale" not in one(af.plot_changes(af.changes(before_and_now())), "foot")


def test_a_record_is_undisclosed_once_though_it_stands_in_two_balances():
    ax = af.plot_balances(af.balances(records(supplier=["Russia"], recipient="Egypt", value=None, year=2020)))
    assert said(ax, "detail") == ["+ 1 undisclosed"] * 2
    assert "2 undisclosed" not in one(ax, "foot")
    assert "2 records" not in af.describe(ax)


def test_a_stack_names_whose_part_is_not_known():
    parts = af.shares(
        records(
            supplier=["Russia", "Israel", "France"], recipient="Egypt", value=[10.0, None, 20.0], year=2020
        )
    )
    assert "Per cent of what is known; not known: Israel, 2020." in one(af.plot_shares(parts), "foot")
    told = parts[parts["supplier"] != "ISR"]
    assert "not known" not in one(af.plot_shares(told), "foot")


@pytest.mark.parametrize("plot", [af.plot_matrix, af.plot_flows])
def test_pairs_name_the_widest_bounds_that_they_leave_out(plot):
    given = records(
        supplier=["Israel", "Russia", "India"], recipient="Egypt", value=[10.0, 20.0, 5.0], year=2020,
        low=[10.0, 0.0, 4.0], high=[12.0, 90.0, 6.0],
    )  # fmt: skip
    foot = one(plot(af.totals(given, by=["supplier", "recipient"])), "foot")
    assert "without bounds; the widest are those of Russia: 0–90." in foot
    given["high"] = [np.inf, 90.0, 6.0]
    foot = one(plot(af.totals(given, by=["supplier", "recipient"])), "foot")
    assert "the widest are those of Israel: 10 or more." in foot


def test_a_line_that_ends_early_says_when():
    given = records(
        supplier="Israel", recipient=["Egypt", "Kenya", "Kenya"], value=1.0, start=[2010, 2010, 2015],
        end=[2014, 2014, 2019],
    )  # fmt: skip
    ax = af.plot_concentration(af.concentration(given))
    assert said(ax, "group") == ["Egypt Israel 100 %, n = 1, 2010–14", "Kenya Israel 100 %, n = 1"]


def test_troughs_and_bounds_are_told():
    given = records(
        supplier="Israel", recipient="Egypt", value=[100.0, 1.0, 110.0], low=[50.0, 0.0, 50.0],
        high=[900.0, 5.0, 300.0], start=[2010, 2015, 2020], end=[2014, 2019, 2024],
    )  # fmt: skip
    told = af.describe(af.plot_totals(af.totals(given, by="recipient")))
    assert "from 100 (50–900) in 2010–14 to 110 (50–300) in 2020–24, at least 1.0 (0–5.0) in 2015–19" in told
    high = given.assign(value=[50.0, 300.0, 60.0], low=0.0, high=900.0)
    told = af.describe(af.plot_totals(af.totals(high, by="recipient")))
    assert "at most 300 (0–900) in 2015–19" in told
    assert "at least" not in told


def test_what_is_estimated_is_told():
    given = records(
        supplier=["Israel", "Russia"],
        recipient="Egypt",
        value=[30.0, 10.0],
        year=2020,
        estimated=[True, False],
    )
    assert "Estimated by the source: 75 per cent of all." in af.describe(af.plot_totals(af.totals(given)))


def test_years_are_not_turned_round_where_a_line_begins_with_them():
    given = af.to_records(
        {
            "supplier": ["Russia"],
            "recipient": "United Kingdom",
            "value": 1.0,
            "start": 2015,
            "end": 2019,
            "item": "דגם ארוך מאוד של טנק ישן",
        },
        stage="delivery", unit="TIV", source="invented",
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


def test_on_a_dark_figure_a_chart_brings_its_paper():
    sums = af.totals(records(supplier=["Israel"], recipient="Egypt", value=30.0, year=2020))
    with plt.style.context("dark_background"):
        figure, ax = plt.subplots()
        af.plot_totals(sums, ax)
        figure.draw_without_rendering()
    (paper,) = [patch for patch in ax.patches if patch.get_label() == "paper"]
    assert paper.get_facecolor()[:3] == (1, 1, 1)
    ours = [text for text in [ax._left_title, *ax.texts] if text.get_text() and text.get_visible()]
    box = paper.get_window_extent()
    for text in ours:
        inside = text.get_window_extent()
        assert box.x0 <= inside.x0 < inside.x1 <= box.x1, text
        assert box.y0 <= inside.y0 < inside.y1 <= box.y1, text
    _, light = plt.subplots()
    assert not [p for p in af.plot_totals(sums, light).patches if p.get_label() == "paper"]
    assert not [p for p in af.plot_totals(sums).patches if p.get_label() == "paper"]


def test_two_suppliers_that_come_to_one_colour_are_told_apart_in_one_picture():
    codes = [f"{a}{b}{c}" for a, b, c in itertools.product("ABCDEFGHIJ", repeat=3)]
    made = {}
    pair = next(
        (made[colour], code)
        for code in codes
        if (colour := style._from_code(code)) in made or made.update({colour: code})
    )
    assert style.supplier_colour(pair[0]) == style.supplier_colour(pair[1])
    first, second = style.group_colours(pair, key="supplier").values()
    assert first != second
    assert style.group_colours(pair[::-1], key="supplier") == style.group_colours(pair, key="supplier")
    assert style.group_colours(["RUS", "others"], key="supplier") == {
        "others": style.OTHERS, "RUS": style.supplier_colour("RUS"),
    }  # fmt: skip


def test_names_in_a_title_have_their_article_and_their_case():
    frame = pd.DataFrame({"recipient": ["SGS"], "supplier": ["unk:supplier"]})
    assert titles.flow(frame, "name") == (
        "Arms from unknown supplier to South Georgia and the South Sandwich Islands"
    )
    assert titles.flow(pd.DataFrame({"recipient": ["ARE"]}), "name") == "Arms to the United Arab Emirates"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0.0123, 12345, "0.012–12,345"), (3.8, 4, "3.8–4.0"), (9.5, 10, "9.5–10.0"), (0, 90, "0–90")],
)
def test_bounds_are_no_more_precise_than_themselves(low, high, told):
    assert numbers.bounds(low, high) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (178.5, "179"),
        (9.25, "9.3"),
        (0.0945, "0.095"),
        (9.95, "10"),
        (0.995, "1.0"),
        (1250, "1,250"),
        (0, "0"),
    ],
)
def test_halves_go_away_from_nought(value, told):
    assert numbers.figure(value) == told


def test_of_no_rows_the_error_says_where_to_look():
    nobody = af.totals(af.where(before_and_now(), supplier="France"))
    with pytest.raises(ArgumentError, match="no rows.*look at the filter.*coverage.records, by='supplier'"):
        af.plot_totals(nobody)


# what a deliberate break once survived


def test_who_is_missing_in_a_window_that_is_not_known_is_not_known_either():
    given = records(
        supplier=["Russia", "Israel", "Russia"], recipient="Egypt", value=[None, 30.0, 20.0],
        start=[2015, 2020, 2020], end=[2019, 2024, 2024],
    )  # fmt: skip
    ax = af.plot_slopes(af.shares(given))
    starts = [line.get_ydata()[0] for line in ax.lines if line.get_label() == "slope"]
    assert len(starts) == 2
    assert np.isnan(starts).all()


def test_the_foot_of_a_stack_names_the_widest_bounds():
    given = records(
        supplier=["Russia", "Israel", "India"], recipient="Egypt", value=[40.0, 40.0, 20.0], year=2020,
        low=[20.0, 39.0, 20.0], high=[60.0, 41.0, 20.0],
    )  # fmt: skip
    foot = one(af.plot_shares(af.shares(given)), "foot")
    # 20 of 20 + 61 and 60 of 60 + 59
    assert "widest for Russia, 2020: 25–50 per cent." in foot


def test_a_band_without_a_figure_is_seen():
    given = records(supplier=["Russia", "Israel"], recipient="Egypt", value=[40.0, None], year=2020)
    ax = af.plot_flows(af.totals(given, by=["supplier", "recipient"]))
    ax.figure.draw_without_rendering()
    (band,) = [patch for patch in ax.patches if patch.get_label() == "undisclosed"] or [
        artist for artist in ax.artists if artist.get_label() == "undisclosed"
    ]
    assert band.get_linewidth() >= 0.5
    assert band.get_edgecolor()[3] > 0


def test_only_upright_bars_can_be_missing():
    given = records(supplier=["Russia", "Israel"], recipient="Egypt", value=[40.0, None], year=2020)
    assert "bar is missing" not in one(af.plot_totals(af.totals(given)), "foot")
    again = records(supplier="Russia", recipient="Egypt", value=[40.0, None], year=[2019, 2020])
    assert "bar is missing" in one(af.plot_totals(af.totals(again)), "foot")


def test_the_right_side_of_a_balance_is_paler():
    given = records(supplier="Russia", recipient=["Armenia", "Azerbaijan"], value=[40.0, 30.0], year=2020)
    ax = af.plot_supplier_balance(
        af.supplier_balance(given, supplier="Russia", between=("Armenia", "Azerbaijan"))
    )
    left, right = (bars[0].get_facecolor()[:3] for bars in ax.containers)
    assert style.luminance(right) > style.luminance(left) + 0.1


def test_the_unknown_stand_above_the_others():
    given = records(
        supplier=["Russia", "unknown supplier", "Israel", "India"], recipient="Egypt",
        value=[40.0, 30.0, 20.0, 10.0], year=2020,
    )  # fmt: skip
    ax = af.plot_shares(af.shares(given, top=1))
    assert [bars.get_label() for bars in ax.containers] == ["RUS", "others", "unk:supplier"]


def test_a_year_without_an_average_breaks_the_line_and_one_alone_is_a_dot():
    years = [*range(2000, 2006), *range(2008, 2012), 2014, 2015]
    given = records(supplier="Russia", recipient="Egypt", value=[float(y % 7 + 1) for y in years], year=years)
    ax = af.plot_totals(
        af.totals(given, by="recipient"), averages=af.averages(given, by="recipient", window=4)
    )
    (line,) = [line for line in ax.lines if line.get_label() == "averages"]
    known = dict(zip(line.get_xdata() + 2000, np.isfinite(line.get_ydata()), strict=True))
    assert [year for year, there in known.items() if there] == [2003, 2004, 2005, 2011]
    assert list(line.get_xdata()) == list(range(3, 12))
    assert [int(line.get_xdata()[place]) + 2000 for place in line.get_markevery()] == [2011]
    assert "No average where one of its years has no record." in one(ax, "foot")
    means = af.averages(given, by="recipient", window=4, absent="none")
    whole = af.plot_totals(af.totals(given, by="recipient"), averages=means)
    assert "No average" not in one(whole, "foot")


def test_the_others_of_one_supplier_are_still_its_own():
    given = records(
        supplier="Russia", recipient=["Egypt", "India", "Kenya"] * 2, value=[9.0, 5.0, 1.0, 6.0, 8.0, 2.0],
        start=[2015] * 3 + [2020] * 3, end=[2019] * 3 + [2024] * 3,
    )  # fmt: skip
    table = af.changes(given, of=["supplier", "recipient"], top=2)
    assert table[["supplier", "recipient", "value", "previous"]].to_numpy().tolist() == [
        ["RUS", "EGY", 6.0, 9.0], ["RUS", "IND", 8.0, 5.0], ["RUS", "others", 2.0, 1.0],
    ]  # fmt: skip
    ax = af.plot_changes(table)
    assert ax.get_title(loc="left") == "Change in arms from Russia, by recipient"
    assert said(ax, "row") == ["India", "Egypt", "Others"]


def test_a_window_without_a_record_has_its_place_among_the_stacks():
    given = records(
        supplier=["Russia", "India"] * 2, recipient="Egypt", value=1.0, start=[2005, 2005, 2015, 2015],
        end=[2009, 2009, 2019, 2019],
    )  # fmt: skip
    ax = af.plot_shares(af.shares(given))
    assert said(ax, "window") == ["2005–09", "2010–14", "2015–19"]
    (mark,) = [text for text in ax.texts if text.get_text() == "no record"]
    assert mark.get_position()[0] == 1
    assert "no record" not in said(af.plot_shares(af.shares(given.iloc[:2])), "mark")


def test_a_change_that_is_not_known_says_why():
    given = records(
        supplier=["Russia", "Israel"], recipient="Egypt", value=1.0, start=[2015, 2020], end=[2019, 2024]
    )
    ax = af.plot_changes(af.changes(given))
    assert said(ax, "amount") == ["not known"] * 2
    assert "Not known: no record or no figure in one of the two windows." in one(ax, "foot")
    assert "Not known" not in one(af.plot_changes(af.changes(given, absent="none")), "foot")


def test_cells_of_others_and_unknown_are_counted_as_theirs():
    given = records(
        supplier=["Russia", "Israel", "unknown supplier"], recipient=["Egypt", "India", "Egypt"],
        value=[9.0, 5.0, 1.0], year=2020,
    )  # fmt: skip
    sums = af.totals(given, by=["supplier", "recipient"], top={"supplier": 1})
    assert "3 cells for 1 supplier, 2 recipients, others and unknown: " in af.describe(af.plot_matrix(sums))
    sums = af.totals(given.iloc[:2], by=["supplier", "recipient"])
    assert "2 cells for 2 suppliers and 2 recipients: " in af.describe(af.plot_matrix(sums))
