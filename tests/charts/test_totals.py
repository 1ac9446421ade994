"""Totals as bars, through the artists of their chart: places, words and colours."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import colors as mcolors

import armsflow as af
from armsflow.charts.draw import style
from armsflow.charts.totals import TotalsChart
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import TOTALS, picture
from tests.reading import colour, lines, near, one, said
from tests.summary_frames import deliveries, totals


def test_one_window_is_ranked_with_others_and_unknown_last():
    ax = picture("plot_totals, ranked")
    assert said(ax, "row") == ["United States", "France", "Russia", "Others", "Unknown supplier"]
    bars = [bar for group in ax.containers for bar in group]
    assert near([bar.get_width() for bar in bars], [43_000, 9_600, 7_800, 30_000, 20_000])
    assert near([bar.get_x() for bar in bars], [0] * 5)
    # names tell the bars apart
    assert [colour(bar) for bar in bars] == [*[style.ACCENT] * 3, style.OTHERS, style.UNKNOWN]
    assert near([list(line.get_xdata()) for line in lines(ax, "whisker")], [[40_000, 45_000]])
    assert said(ax, "amount") == ["43,000", "9,600", "7,800", "30,000", "20,000"]


def test_ranked_bars_that_are_picked_out_have_their_own_colours():
    def found(**options):
        ax = af.plot_totals(TOTALS["ranked"], **options)
        return [colour(bar) for group in ax.containers for bar in group][:4]

    assert found(highlight=["France"]) == [style.MUTED, "#96C4FF", style.MUTED, style.OTHERS]
    assert found(colours={"Russia": "#AA0000"}) == [style.ACCENT, style.ACCENT, "#AA0000", style.OTHERS]


def test_the_estimated_part_is_paler():
    ax = picture("plot_totals, ranked")
    hatched = [patch for patch in ax.patches if patch.get_label() == "estimated"]
    spans = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in hatched]
    assert np.allclose(spans, [(21_500, 43_000), (7_200, 9_600)])
    assert [colour(patch) for patch in hatched] == [mcolors.to_hex(style.tint(style.ACCENT, 0.5)).upper()] * 2
    assert "Paler" in one(ax, "foot")
    assert "Paler" not in one(af.plot_totals(TOTALS["ranked"].assign(estimated=0.0)), "foot")


def test_windows_stand_in_time_and_what_is_missing_leaves_a_gap():
    ax = picture("plot_totals, windows")
    (bars,) = ax.containers
    middles = [bar.get_x() + bar.get_width() / 2 for bar in bars]
    assert np.allclose(middles, [1997, 2002, 2007, 2012, 2022])  # 2015–19 is not in the frame
    assert np.allclose([bar.get_height() for bar in bars], [55, 0, 0, 400, 0])
    # but in the scale of time it has its place
    assert said(ax, "window") == ["1995–99", "2000–04", "2005–09", "2010–14", "2015–19", "2020–24"]
    assert ax.get_ylim()[0] == 0


def test_nought_not_disclosed_and_bounds_alone_look_different():
    ax = picture("plot_totals, windows")
    marks = {t.get_text(): t.get_position()[0] for t in ax.texts if t.get_label() == "mark"}
    assert near([marks["0"], marks["not disclosed"]], [2002, 2007])
    whiskers = lines(ax, "whisker")
    assert near([line.get_xdata()[0] for line in whiskers], [1997, 2012, 2022])
    assert near([line.get_ydata() for line in whiskers], [[50, 60], [300, ax.get_ylim()[1]], [20, 90]])
    (arrow,) = lines(ax, "arrow")
    assert arrow.get_marker() == "^"
    assert near(arrow.get_xdata(), [2012])


def test_groups_stand_side_by_side_in_the_order_of_the_legend():
    ax = picture("plot_totals, groups")
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
    ax = af.plot_totals(TOTALS["stages"])
    assert said(ax, "band") == ["Contracts", "Payments"]
    assert said(ax, "row") == ["Azerbaijan", "Georgia", "Armenia"]
    assert said(ax, "amount") == ["$4.0 bn", "not disclosed", "$0.50 bn"]
    ys = [text.get_position()[1] for text in ax.texts if text.get_label() == "row"]
    assert ys[1] - ys[0] == pytest.approx(1)
    assert ys[2] - ys[1] > 2


YEARS = list(range(1990, 2000))


def yearly(unit="TIV"):
    years = range(1990, 2000)
    rows = [("USA", y, y, 1e9, 1e9, 1e9, 0, 0.0) for y in years]
    return totals(["supplier"], *rows, unit=unit, source="sipri")


def test_averages_are_a_line_at_the_last_year_of_their_window():
    averages = yearly().iloc[4:].assign(window=5, value=2e9, low=2e9, high=2e9)
    averages = averages.assign(start=averages["end"] - 4)
    ax = af.plot_totals(yearly(), averages=averages)
    (line,) = lines(ax, "averages")
    assert near(list(line.get_xdata()), YEARS[4:])
    assert near(line.get_ydata(), [2000] * 6)  # million
    assert said(ax, "group") == ["Single years", "Mean of the 5 years up to each year"]
    assert "line: mean of the 5 years up to each year" in one(ax, "subtitle")
    assert ax.get_ylim()[1] > 2000


def test_averages_of_several_groups_are_lines_in_darker_colours():
    averages = yearly().iloc[4:].assign(window=5, start=range(1986, 1992), low=5e8)
    both = [pd.concat([each, each.assign(supplier="RUS")]) for each in (yearly(), averages)]
    ax = af.plot_totals(both[0], averages=both[1])
    found = {line.get_color() for line in lines(ax, "averages")}
    assert found == {style.shade(style.supplier_colour(code)) for code in ("USA", "RUS")}
    assert "lines: mean of the 5 years up to each year" in one(ax, "subtitle")
    assert "Averages are drawn without their bounds." in one(ax, "foot")
    assert "Lines: Russia: from 1,000 (500–1,000) in 1994" in af.describe(ax)


def test_of_averages_only_those_in_the_years_of_the_bars_are_drawn():
    averages = yearly().assign(window=5, start=range(1986, 1996))
    ax = af.plot_totals(yearly().iloc[5:], averages=averages)
    (line,) = lines(ax, "averages")
    assert near(list(line.get_xdata()), YEARS[5:])


def figures(ax):
    """Where the figures of bars stand, bottom and top on the scale, after drawing."""
    found = [text for text in ax.texts if text.get_label() == "mark" and text.get_visible()]
    boxes = [text.get_window_extent().transformed(ax.transData.inverted()) for text in found]
    return {round((box.x0 + box.x1) / 2): (box.y0, box.y1) for box in boxes}


def test_figures_stand_clear_of_the_line_of_averages():
    """A line at 1,050 crossed the figures above bars of 1,000: those stand inside their bars."""
    averages = yearly().iloc[4:].assign(window=5, value=1.05e9, low=1.05e9, high=1.05e9)
    ax = af.plot_totals(yearly(), averages=averages.assign(start=range(1990, 1996)))
    ax.figure.draw_without_rendering()
    found = figures(ax)
    assert [*found] == YEARS
    assert all(found[year][0] > 1000 for year in YEARS[:4])
    assert all(900 < found[year][0] < found[year][1] < 1000 for year in YEARS[4:])
    inks = [text.get_color() for text in ax.texts if text.get_label() == "mark"]
    assert inks == [style.QUIET] * 4 + ["white"] * 6


def test_a_figure_above_a_whisker_stands_clear_of_the_line_too():
    """Inside the bar the whisker would cross it: it stands above the line."""
    bars = yearly().assign(high=1.01e9)
    averages = yearly().iloc[4:].assign(window=5, value=1.05e9, low=1.05e9, high=1.05e9)
    ax = af.plot_totals(bars, averages=averages.assign(start=range(1990, 1996)))
    ax.figure.draw_without_rendering()
    assert [figures(ax)[year][0] > 1050 for year in YEARS] == [False] * 4 + [True] * 6


def test_a_figure_that_the_user_moves_stays_there():
    ax = af.plot_totals(yearly(), averages=yearly().iloc[4:].assign(window=5, start=range(1990, 1996)))
    ax.figure.draw_without_rendering()
    mark = next(text for text in ax.texts if text.get_label() == "mark")
    mark.set_position((1990, 500))
    ax.figure.draw_without_rendering()
    assert mark.get_position() == (1990, 500)


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


def test_averages_of_all_do_not_go_with_the_bars_of_one_supplier():
    given = deliveries(
        supplier=["Russia", "France", "Russia"],
        recipient="Egypt",
        value=[5.0, 3.0, 4.0],
        year=[2010, 2010, 2011],
    )
    russian = af.where(given, supplier="Russia")
    bars = af.totals(russian, by="recipient")
    with pytest.raises(ArgumentError, match="they are of 'all' there and of 'supplier=RUS' here"):
        af.plot_totals(bars, averages=af.averages(given, by="recipient", window=2))
    af.plot_totals(bars, averages=af.averages(russian, by="recipient", window=2))


def test_a_year_without_an_average_breaks_the_line_and_one_alone_is_a_dot():
    years = [*range(2000, 2006), *range(2008, 2012), 2014, 2015]
    given = deliveries(
        supplier="Russia", recipient="Egypt", value=[float(y % 7 + 1) for y in years], year=years
    )
    ax = af.plot_totals(
        af.totals(given, by="recipient"), averages=af.averages(given, by="recipient", window=4)
    )
    (line,) = [line for line in ax.lines if line.get_label() == "averages"]
    known = dict(zip(np.round(line.get_xdata()), np.isfinite(line.get_ydata()), strict=True))
    assert [year for year, there in known.items() if there] == [2003, 2004, 2005, 2011]
    assert near(list(line.get_xdata()), list(range(2003, 2012)))
    assert [round(line.get_xdata()[place]) for place in line.get_markevery()] == [2011]
    assert "No average where one of its years has no record." in one(ax, "foot")
    means = af.averages(given, by="recipient", window=4, absent="none")
    whole = af.plot_totals(af.totals(given, by="recipient"), averages=means)
    assert "No average" not in one(whole, "foot")


def test_only_upright_bars_can_be_missing():
    given = deliveries(supplier=["Russia", "Israel"], recipient="Egypt", value=[40.0, None], year=2020)
    assert "bar is missing" not in one(af.plot_totals(af.totals(given)), "foot")
    again = deliveries(supplier="Russia", recipient="Egypt", value=[40.0, None], year=[2019, 2020])
    assert "bar is missing" in one(af.plot_totals(af.totals(again)), "foot")


def test_a_sum_of_no_one_in_particular_says_so():
    ax = af.plot_totals(totals([], (2015, 2019, 1e9, 1e9, 1e9, 0, 0.0)))
    assert one(ax, "subtitle").startswith("Deliveries, sum of the records given, billion US dollars")
    assert "records given" not in one(af.plot_totals(yearly()), "subtitle")


def test_sums_of_ten_years_never_stand_beside_sums_of_five():
    frame = totals(
        ["recipient"],
        ("ARM", 2010, 2019, 5e9, 5e9, 5e9, 0, 0.0),
        ("AZE", 2010, 2014, 4e9, 4e9, 4e9, 0, 0.0),
    )
    with pytest.raises(ArgumentError, match=r"windows are of 5, 10 years.*annual_rates\(records\)"):
        af.plot_totals(frame)


def test_whole_pieces_are_printed_without_decimals():
    """8 tanks stood as 8.0."""
    rows = deliveries(
        supplier=["RUS", "FRA", "USA"], recipient="India", year=2020, unit="pieces", value=[31.0, 8.0, 3.0]
    )
    ax = af.plot_totals(af.totals(rows, by="supplier"))
    assert said(ax, "amount") == ["31", "8", "3"]
    assert "Russia: 31; France: 8; United States: 3" in af.describe(ax)


@pytest.mark.parametrize("recipient", [["Armenia", "India"], "Armenia"])
def test_where_all_figures_are_estimates_none_is_paler(recipient):
    """Bars that were pale from end to end stood off from nothing, and the foot spoke of a part."""
    given = deliveries(
        supplier="Russia", recipient=recipient, value=[5.0, 3.0], year=[2019, 2020], estimated=True
    )
    ax = af.plot_totals(af.totals(given, by="recipient"))
    assert not [patch for patch in ax.patches if patch.get_label() == "estimated"]
    assert "The source estimates all figures." in one(ax, "foot")
    some = af.plot_totals(af.totals(given.assign(estimated=[True, False]), by="recipient"))
    assert len([patch for patch in some.patches if patch.get_label() == "estimated"]) == 1
    assert "Paler: the part that the source marks as estimated." in one(some, "foot")


def test_too_many_groups_name_the_span_of_all_windows():
    """The way out was totals(…, over=(2015, 2019)) of windows to 2024, which is an error."""
    names = ["CHN", "IND", "PAK", "EGY", "SAU", "QAT", "JPN"]
    rows = {"recipient": names * 2, "year": [2015] * 7 + [2024] * 7, "value": [1.0] * 14}
    records = made(rows, supplier="USA", stage="delivery", unit="TIV")
    windows = af.to_periods(records, 5, end=2024)
    with pytest.raises(ArgumentError, match=r"totals\(…, over=\(2015, 2024\)\)"):
        af.plot_totals(af.totals(windows, by="recipient"))
    af.plot_totals(af.totals(windows, by="recipient", over=(2015, 2024)))


def test_means_that_are_drawn_as_rows_are_called_so():
    given = {"year": [2014, 2015], "value": [4.0, 6.0]}
    records = af.to_records(
        given, supplier="RUS", recipient="IND", stage="delivery", unit="TIV", source="user"
    )
    means = af.averages(records, window=2, incomplete="keep")
    chart = TotalsChart.of(means, {}, averages=None)
    assert "mean of the 2 years up to each year" in chart.subtitle()
