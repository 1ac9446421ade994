"""Charts in words: what a screen reader is given, and what goes into files."""

from __future__ import annotations

import pytest
from matplotlib import pyplot as plt
from PIL import Image

import armsflow as af
from armsflow.errors import ArgumentError
from tests.pictures import TIMELINE, picture
from tests.summary_frames import NAN, TIV, deliveries, shares, supplier_balance, totals

SIPRI = "Source: SIPRI Arms Transfers Database; own calculation with armsflow."
INVENTED = "Source: invented; own calculation with armsflow."


# --- every chart, on frames typed here ----------------------------------------------------------


def records(**columns):
    """Deliveries by Russia to Armenia in 2015, unless given otherwise."""
    usual = {"supplier": "RUS", "recipient": "ARM"} | ({} if "start" in columns else {"year": 2015})
    return deliveries(**usual | columns)


def three(**columns):
    usual = {"supplier": ["RUS", "ISR", "TUR"], "recipient": "AZE", "value": [90.0, 40.0, 7.8]}
    return records(**usual | columns)


def two_windows():
    return records(
        supplier=["RUS", "ISR"] * 2,
        recipient="AZE",
        start=[2010, 2010, 2015, 2015],
        end=[2014, 2014, 2019, 2019],
        value=[75.0, 25.0, 20.0, 80.0],
    )


def mirrored():
    reporters = ["supplier", "recipient", "supplier"]
    return records(recipient=["IND", "IND", "DZA"], reporter=reporters, value=[40.0, 50.0, 24.0])


EVERY = {
    "plot_totals": (
        lambda: af.plot_totals(af.totals(three())),
        "Arms transfers, by supplier. Deliveries, TIV, 2015. 3 bars: Russia: 90; Israel: 40; Türkiye: 7.8.",
    ),
    "plot_totals, windows": (
        lambda: af.plot_totals(af.totals(two_windows())),
        "Arms transfers, by supplier. Deliveries, TIV, 2010–14 to 2015–19. Bars over 2 windows: Israel: "
        "from 25 in 2010–14 to 80 in 2015–19; Russia: from 75 in 2010–14 to 20 in 2015–19.",
    ),
    "plot_lines": (
        lambda: af.plot_lines(af.totals(two_windows())),
        "Arms exports, by supplier. Deliveries, TIV, 2010–14 to 2015–19. Lines over 2 windows: Israel: "
        "from 25 in 2010–14 to 80 in 2015–19; Russia: from 75 in 2010–14 to 20 in 2015–19.",
    ),
    "plot_areas": (
        lambda: af.plot_areas(af.totals(two_windows())),
        "Arms transfers, by supplier. Deliveries, TIV, 2010–14 to 2015–19. Bars over 2 windows: Israel: "
        "from 25 in 2010–14 to 80 in 2015–19; Russia: from 75 in 2010–14 to 20 in 2015–19.",
    ),
    "plot_dumbbells": (
        lambda: af.plot_dumbbells(af.shares(two_windows())),
        "Suppliers of arms to Azerbaijan. Per cent of deliveries in TIV, empty dot 2010–14, "
        "filled 2015–19. 2 pairs: Israel: 25 → 80; Russia: 75 → 20.",
    ),
    "plot_map": (
        lambda: af.plot_map(af.totals(three())),
        "Arms transfers, by supplier. Deliveries, TIV, 2015. 3 parties: Israel: 40; Russia: 90; Türkiye: "
        "7.8. Crimea is drawn as part of Ukraine; contested borders are broken lines.",
    ),
    "plot_shares": (
        lambda: af.plot_shares(af.shares(two_windows())),
        "Suppliers of arms to Azerbaijan. Per cent of deliveries in TIV, 2010–14 to 2015–19. 2 stacks: "
        "2010–14: Russia 75, Israel 25; 2015–19: Israel 80, Russia 20.",
    ),
    "plot_slopes": (
        lambda: af.plot_slopes(af.shares(two_windows())),
        "Suppliers of arms to Azerbaijan. Per cent of deliveries in TIV, 2010–14 and 2015–19. 2 lines: "
        "Israel: 25 to 80 (+55 points); Russia: 75 to 20 (−55 points).",
    ),
    "plot_annual_rates": (
        lambda: af.plot_annual_rates(af.annual_rates(three(start=2011, end=2015))),
        "Arms from Israel, Russia and Türkiye to Azerbaijan, per year. Deliveries, TIV a year, 2011–15, "
        "each figure divided by the years that it covers. 3 dots: Israel, 2011–15: 8.0 a year; "
        "Russia, 2011–15: 18 a year; Türkiye, 2011–15: 1.6 a year.",
    ),
    "plot_supplier_balance": (
        lambda: af.plot_supplier_balance(
            af.supplier_balance(
                records(recipient=["AZE", "ARM"], value=[72.0, 35.0]), supplier="RUS", between=("AZE", "ARM")
            )
        ),
        "Arms from Russia to Azerbaijan and Armenia. Deliveries, TIV, 2015, one scale for both sides, "
        "their ratio in the middle. 1 row: 2015: Azerbaijan 72, Armenia 35 (2.1 : 1).",
    ),
    "plot_concentration": (
        lambda: af.plot_concentration(af.concentration(two_windows())),
        "Concentration among suppliers of arms to Azerbaijan. Herfindahl–Hirschman index of deliveries in"
        " TIV (1: one supplier has all), 2010–14 to 2015–19. Line over 2 windows: from 0.63 in 2010–14 "
        "to 0.68 in 2015–19.",
    ),
    "plot_changes": (
        lambda: af.plot_changes(af.changes(two_windows())),
        "Change in arms transfers, by supplier. Deliveries in TIV, per cent, 2015–19 against 2010–14. 2 "
        "bars: Israel: +220 %; Russia: −73 %.",
    ),
    "plot_rankings": (
        lambda: af.plot_rankings(af.rankings(two_windows(), of="supplier", end=2019)),
        "Largest suppliers of arms. Share of total deliveries in TIV, per cent, 2015–19 (thin bars: "
        "2010–14). 2"
        " rows: Israel: 80 (change +220); Russia: 20 (change −73).",
    ),
    "plot_balances": (
        lambda: af.plot_balances(af.balances(records(value=[5.0]))),
        "Arms supplied and received. Deliveries, TIV, 2015, net (diamond): supplied less received. 2"
        " net balances: Russia: +5.0; Armenia: −5.0.",
    ),
    "plot_matrix": (
        lambda: af.plot_matrix(af.totals(three(), by=["supplier", "recipient"])),
        "Arms to Azerbaijan, by supplier. Deliveries, TIV, 2015, 3 suppliers in rows, 1 recipient in "
        "columns. 3 cells for 3 suppliers and 1 recipient: Azerbaijan from Israel: 40; Azerbaijan from "
        "Russia: 90; Azerbaijan from Türkiye: 7.8.",
    ),
    "plot_flows": (
        lambda: af.plot_flows(af.totals(three(), by=["supplier", "recipient"])),
        "Arms to Azerbaijan, by supplier. Deliveries, TIV, 2015, bands as wide as their figures. 3 bands "
        "for 3 suppliers and 1 recipient: Azerbaijan from Israel: 40; Azerbaijan from Russia: 90; "
        "Azerbaijan from Türkiye: 7.8.",
    ),
    "plot_timeline": (
        lambda: af.plot_timeline(three(stage=["contract", "loan", "loan"])),
        "Arms from Russia, Israel and Türkiye to Azerbaijan, by stage. Contracts and loans, amounts in "
        "TIV, 2015. 3 records in 2 bands. Contracts: Russia, 2015: 90 TIV. Loans: "
        "Israel, 2015: 40 TIV; Türkiye, 2015: 7.8 TIV.",
    ),
    "plot_coverage": (
        lambda: af.plot_coverage(af.coverage(two_windows())),
        "What the records cover, by source. Years and number of the records used here, not of all that a "
        "source has, 2010–19. 1 bar: Invented: 4 records, 2010–19.",
    ),
    "plot_discrepancies": (
        lambda: af.plot_discrepancies(af.discrepancies(mirrored(), between=("supplier", "recipient"))),
        "Arms from Russia, by recipient (two reports). Deliveries, TIV, 2015, gap: recipient less "
        "supplier. 2 flows: India: 40 against 50, gap +10; Algeria: 24 against –. 1 not reported by "
        "recipient.",
    ),
}


@pytest.mark.covering(3)
@pytest.mark.parametrize("name", EVERY)
def test_every_chart_tells_its_numbers_in_one_line(name):
    draw, expected = EVERY[name]
    told = af.describe(draw())
    assert told == f"{expected} {INVENTED}"
    assert len(told) <= 400


def test_no_chart_is_left_out():
    charts = {name for name in af.__all__ if name.startswith("plot_")}
    assert {name.partition(",")[0] for name in EVERY} == charts


# --- what is said of many, of what is open, and of what is not known ------------------------------


def test_of_many_the_largest_and_the_smallest_are_told_and_the_rest_by_themselves():
    frame = totals(
        ["supplier"],
        *((c, 2020, 2024, v, v, v, 0, 0.0) for c, v in (("others", 300.0), ("unk:supplier", 10.0))),
        *((c, 2020, 2024, v, v, v, 0, 0.0) for c, v in (("FRA", 90.0), ("USA", 250.0), ("RUS", 80.0))),
        **TIV,
    )
    told = af.describe(af.plot_totals(frame))
    assert (
        "5 bars: of those named, largest United States: 250; then France: 90; smallest Russia: 80; further "
        "Others: 300; Unknown supplier: 10. Others: all"
    ) in told


def test_bounds_that_are_open_and_records_that_are_undisclosed_are_counted():
    told = af.describe(picture("plot_totals, windows"))
    assert "Bars over 5 windows: from 55 (50–60) in 1995–99 to 400 (300 or more) in 2010–14, lowest 0" in told
    assert "1 with an open bound. 2 records undisclosed. Estimated by the source: 2.4 per cent" in told
    told = af.describe(picture("plot_annual_rates, open"))
    assert (
        "Contracts: largest Azerbaijan from Russia, 2010–14: $0.80 bn a year (0.76 or more); 1 with bounds "
        in told
    )
    assert (
        "1 not disclosed. Payments: Armenia from Russia, 2010–19: $0.50 bn a year (0.45–0.55, + 2 un" in told
    )
    assert "1 with an open bound. 3 records undisclosed. Source" in told


def test_what_is_new_has_no_open_bound_and_no_figure():
    told = af.describe(picture("plot_changes, kinds"))
    assert "highest Pakistan: +9,627 % (+8,000 to +11,000)" in told
    assert "Not drawn: Unknown supplier 1,000 → 700 m TIV." in told
    assert "1 new; 1 none in both; 1 not known; 1 with bounds only. 1 with an open bound." in told


def test_a_fall_is_never_called_a_rise():
    slopes = shares(
        *(
            ("AZE", code, start, start + 4, *[share / 100] * 3)
            for start, parts in {2015: (50, 20, 15, 10, 5), 2020: (40, 15, 12, 8, 4)}.items()
            for code, share in zip(("RUS", "ISR", "TUR", "BLR", "UKR"), parts, strict=True)
        )
    )
    told = af.describe(af.plot_slopes(slopes))
    assert "5 lines: highest change Ukraine: 5.0 to 4.0 (−1.0 points)" in told
    assert "lowest Russia: 50 to 40 (−10 points)" in told


def test_a_timeline_tells_what_is_part_and_what_is_told_again():
    told = af.describe(picture("plot_timeline, wider, by=recipient"))
    assert "↳" not in told
    told = af.describe(af.plot_timeline(TIMELINE["wider"]))
    two = TIMELINE["wider"].query("record in ('SC10', 'SC18')")
    assert "part, 2010–12: $2.5 bn" in af.describe(af.plot_timeline(two))
    assert "told again, Armenia from Russia, 2015–19" in told
    assert "↳" not in told
    assert "=" not in told


def test_balances_without_any_figure_have_no_order():
    frame = supplier_balance(
        ["category"], *((f"un:{c}", 2010, 2010, *[NAN] * 6) for c in ("I", "II", "III", "V", "VI"))
    )
    assert "5 rows: 5 not known. " in af.describe(af.plot_supplier_balance(frame.assign(supplier="RUS")))


def test_troughs_and_bounds_are_told():
    given = deliveries(
        supplier="Israel", recipient="Egypt", value=[100.0, 1.0, 110.0], low=[50.0, 0.0, 50.0],
        high=[900.0, 5.0, 300.0], start=[2010, 2015, 2020], end=[2014, 2019, 2024],
    )  # fmt: skip
    told = af.describe(af.plot_totals(af.totals(given, by="recipient")))
    assert "from 100 (50–900) in 2010–14 to 110 (50–300) in 2020–24, lowest 1.0 (0–5.0) in 2015–19" in told
    high = given.assign(value=[50.0, 300.0, 60.0], low=0.0, high=900.0)
    told = af.describe(af.plot_totals(af.totals(high, by="recipient")))
    assert "highest 300 (0–900) in 2015–19" in told
    assert "at least" not in told


def test_what_is_estimated_is_told():
    given = deliveries(
        supplier=["Israel", "Russia"],
        recipient="Egypt",
        value=[30.0, 10.0],
        year=2020,
        estimated=[True, False],
    )
    assert "Estimated by the source: 75 per cent of all." in af.describe(af.plot_totals(af.totals(given)))


# --- where words come from, and where they go ---------------------------------------------------


def test_a_title_of_ones_own_is_told():
    ax = af.plot_totals(af.totals(three()))
    ax.set_title("What Azerbaijan got?")
    assert af.describe(ax).startswith("What Azerbaijan got? Deliveries")
    wide = af.describe(ax)
    ax.figure.set_figwidth(85 / 25.4)
    ax.figure.draw_without_rendering()
    assert af.describe(ax) == wide


def test_charts_on_several_axes_have_words_each():
    _, axes = plt.subplots(1, 2, figsize=(11, 4))
    windows = af.changes(
        records(start=[2005, 2010, 2015], end=[2009, 2014, 2019], value=[1.0, 2.0, 6.0], recipient="AZE")
    )
    af.plot_changes(windows, axes=axes)
    told = [af.describe(ax) for ax in axes]
    assert [("+100" in text, "+200" in text) for text in told] == [(True, False), (False, True)]


def test_only_charts_of_ours_have_words():
    for wrong in (plt.figure(), plt.subplots()[1], "ax", None):
        with pytest.raises(ArgumentError, match="expected the Axes that a plot_ function returned"):
            af.describe(wrong)


def test_a_grid_carries_the_words_of_all_its_charts_and_a_stranger_none(tmp_path):
    figure, axes = plt.subplots(1, 3, figsize=(11, 4))
    axes[1].plot([1, 2])
    for ax in (axes[0], axes[2]):
        af.plot_totals(af.totals(three()), ax)
    with Image.open(af.save(axes[0], tmp_path / "grid.png")) as picture:
        assert picture.text["Title"] == "Arms transfers, by supplier"
        assert picture.text["Description"].count("3 bars") == 2
    with Image.open(af.save(plt.subplots()[1], tmp_path / "plain.png")) as picture:
        assert not {"Title", "Description"} & set(picture.text)
    assert len(figure.axes) == 3


def test_a_line_without_any_figure_is_not_known():
    known = [("RUS", year, year, v, v, v, 0, 0.0) for year, v in ((2010, 1e9), (2011, 2e9))]
    ranges = [("USA", year, year, NAN, 1e9, 2e9, 0, 0.0) for year in (2010, 2011)]
    words = af.describe(af.plot_lines(totals(["supplier"], *known, *ranges)))
    assert "Russia: from 1.0 in 2010 to 2.0 in 2011; United States: not known." in words
