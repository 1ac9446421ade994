"""Lines over years: places, breaks, colours, kinds of summaries, and what is refused."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

import armsflow as af
from armsflow.errors import ArgumentError
from tests.frames import made, make
from tests.pictures import LINES
from tests.reading import laid, one, overlaps, said
from tests.summary_frames import NAN, TIV, balances, concentration, deliveries, many, shares, totals


def years(values, code="RUS", first=2010):
    return totals(
        ["supplier"], *((code, first + n, first + n, v, v, v, 0, 0.0) for n, v in enumerate(values)), **TIV
    )


def line(ax, label):
    return next(each for each in ax.lines if each.get_label() == label)


def test_lines_stand_at_their_years_and_windows_at_their_middle():
    ax = af.plot_lines(years([1e6, 2e6, 4e6]))
    assert line(ax, "RUS").get_xdata().tolist() == [2010, 2011, 2012]
    ax = af.plot_lines(LINES["windows"])
    assert line(ax, "RUS").get_xdata().tolist() == [1997, 2002, 2007, 2012, 2017, 2022]


def test_averages_stand_at_their_last_year():
    records = deliveries(
        supplier=["Russia"] * 6, recipient="India", value=[6.0, 0, 3, 3, 9, 0], year=range(2010, 2016)
    )
    ax = af.plot_lines(af.averages(records, window=3))
    found = line(ax, "RUS")
    assert found.get_xdata().tolist()[-1] == 2015
    assert found.get_ydata().tolist()[-1] == pytest.approx((3 + 9 + 0) / 3)
    assert "mean of the 3 years up to each year" in one(ax, "subtitle")


def test_what_is_not_known_breaks_the_line_and_a_year_alone_is_a_dot():
    ax = af.plot_lines(years([1e6, NAN, 4e6, NAN, 5e6, 6e6]))
    assert np.isnan(line(ax, "RUS").get_ydata()[[1, 3]]).all()
    assert "A line breaks off where there is no figure." in one(ax, "foot")


def test_three_of_many_lines_are_in_colour_the_largest_or_those_chosen():
    ax = af.plot_lines(LINES["twelve"])
    codes = ("RUS", "USA", "TUR", "ESP", "ISR", "others")
    grey = {code for code in codes if len(set(to_rgb(line(ax, code).get_color()))) == 1}
    assert grey == {"RUS", "USA", "others"}
    ax = af.plot_lines(LINES["twelve"], highlight="Russia")
    assert line(ax, "RUS").get_color() != line(ax, "ESP").get_color() == line(ax, "FRA").get_color()
    assert line(ax, "RUS").get_linewidth() == 2 * line(ax, "ESP").get_linewidth()


def test_the_name_of_a_line_that_ended_before_stands_where_it_ended():
    """A dotted line led from the end of the Soviet Union's across the chart to its name."""
    frame = pd.concat([years([1e6] * 12), years([5e6] * 3 + [4e6], code="FRA")])
    ax = af.plot_lines(frame)
    ax.figure.canvas.draw()
    assert said(ax, "group") == ["France", "Russia"]
    name = next(each for each in ax.texts if each.get_text() == "France").get_window_extent()
    x, y = ax.transData.transform((2013, 4))
    assert 0 < name.x0 - x < 10 * ax.figure.dpi / 72
    assert name.y0 < y < name.y1
    assert not any(each[0][0] < 0.9 for each in leaders(ax))


@pytest.mark.sweep
def test_the_name_of_a_line_that_ended_before_stands_at_the_right_where_others_pass():
    frame = pd.concat([years([0.0, 10e6] * 6, code="USA"), years([5e6] * 5, code="FRA")])
    ax = af.plot_lines(frame)
    assert said(ax, "group") == ["United States", "France (to 2014)"]
    assert len(leaders(ax)) == 1
    # two names that end at one place do not lie on each other
    frame = pd.concat([years([9e6] * 12), years([5e6] * 4, code="FRA"), years([5.1e6] * 4, code="USA")])
    ax = af.plot_lines(frame)
    ax.figure.canvas.draw()
    assert overlaps(laid(ax)) == []


def test_grey_lines_are_dashed_in_turn_so_that_they_can_be_followed():
    codes = ("USA", "DEU", "ITA", "GBR", "CHN")
    frame = pd.concat([years([(n + 1) * 1e6] * 5, code=code) for n, code in enumerate(codes)])
    ax = af.plot_lines(frame, highlight="USA")
    assert line(ax, "USA").get_linestyle() == line(ax, "CHN").get_linestyle() == "-"
    # a dashed line has gaps of its own length, which nothing else tells
    assert len({str(line(ax, code)._unscaled_dash_pattern) for code in ("CHN", "GBR", "ITA", "DEU")}) == 4


def test_the_scale_begins_at_zero_and_its_last_step_is_above_all():
    ax = af.plot_lines(years([3e6, 7.3e6]))
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylim()[1] == ax.get_yticks()[-1] >= 7.3


def test_a_logarithmic_scale_has_no_place_for_zero():
    ax = af.plot_lines(years([1e6, 0.0, 100e6]), scale="log")
    assert ax.get_yscale() == "log"
    assert np.isnan(line(ax, "RUS").get_ydata()[1])
    assert "figures of 0 have no place" in one(ax, "foot")
    with pytest.raises(ArgumentError, match="no figure above 0 for a logarithmic scale"):
        af.plot_lines(years([0.0, 0.0]), scale="log")


def test_bounds_are_a_tint_around_few_lines_and_a_sentence_for_many():
    ax = af.plot_lines(LINES["two"])
    assert sum(each.get_label() == "bounds" for each in ax.collections) == 2
    assert "Tint: lowest to highest" in one(ax, "foot")
    ax = af.plot_lines(LINES["four"])
    assert not ax.collections
    assert "Lines, without bounds; widest for" in one(ax, "foot")


def test_shares_are_per_cent_and_concentration_goes_to_one():
    frame = shares(
        *(("AZE", c, y, y, x, x, x) for y in (2010, 2011) for c, x in (("RUS", 0.75), ("ISR", 0.25)))
    )
    ax = af.plot_lines(frame)
    assert line(ax, "AZE / RUS").get_ydata().tolist() == [75, 75]
    assert said(ax, "group") == ["Russia", "Israel"]
    frame = concentration(*(("AZE", y, y, *[0.5] * 3, "USA", 0.6, 3) for y in (2010, 2011)))
    assert af.plot_lines(frame).get_ylim() == (0, 1)


def test_exports_and_imports_of_one_party_are_two_lines():
    frame = balances(*(("TUR", y, y, *[y * 1e6] * 3, *[1e6] * 3) for y in (2010, 2011)))
    ax = af.plot_lines(frame)
    assert ax.get_title(loc="left") == "Arms exports and imports of Türkiye"
    assert said(ax, "group") == ["Exports", "Imports"]
    assert line(ax, "TUR received").get_ydata().tolist() == [1, 1]


def test_spending_is_drawn_in_its_unit():
    frame = pd.DataFrame({
        "party": ["DEU"] * 2, "year": [2022, 2023], "value": [0.014, 0.0152], "unit": "share of GDP",
        "prices": "current", "estimated": False, "uncertain": False, "note": "", "release": "2024",
    })  # fmt: skip
    ax = af.plot_lines(frame)
    assert line(ax, "DEU").get_ydata().tolist() == pytest.approx([1.4, 1.52])
    assert one(ax, "subtitle") == "Per cent of GDP, 2022–23"
    assert "SIPRI Military Expenditure Database" in one(ax, "foot")
    ax = af.plot_lines(frame.assign(unit="USD", value=[5e10, 6e10]))
    assert line(ax, "DEU").get_ydata().tolist() == [50, 60]


def test_events_are_marked_at_their_years():
    ax = af.plot_lines(years([1e6, 2e6, 4e6]), mark={2011: "Embargo"})
    assert said(ax, "event") == ["Embargo"]


def test_frames_that_are_no_lines_are_refused():
    with pytest.raises(
        ArgumentError, match=r"several windows, and the frame has '2010' only; .*plot_dumbbells"
    ):
        af.plot_lines(years([1e6]))
    with pytest.raises(ArgumentError, match="can draw 12 lines, and the frame has 13"):
        af.plot_lines(pd.concat([years([1.0, 2.0], code=code) for code in many(13)]))
    with pytest.raises(ArgumentError, match="scale is 'ln'"):
        af.plot_lines(LINES["two"], scale="ln")


def test_axes_that_share_a_scale_are_numbered_to_its_end():
    small, large = (totals(["supplier"], *(("RUS", y, y, v, v, v, 0, 0.0) for y in (2020, 2021)), **TIV)
                    for v in (2e6, 4e9))  # fmt: skip
    for plot in (af.plot_lines, af.plot_areas, af.plot_totals):
        _, (first, last) = plt.subplots(1, 2, sharey=True)
        plot(large, first)
        plot(small, last)
        for ax in (first, last):
            assert ax.get_yticks()[-1] >= 4000
            assert ax.get_ylim()[1] >= 4000
        plt.close("all")


def test_a_line_of_moving_windows_ends_with_a_window_of_full_length():
    """Of 2020–24 the United States have 6 of 10; of 2024 alone, which is no window of five years, all."""
    rows = pd.DataFrame(
        [("USA", 2015, 3.0), ("RUS", 2016, 3.0), ("RUS", 2021, 4.0), ("USA", 2024, 6.0)],
        columns=["supplier", "year", "value"],
    )
    records = made(rows, recipient="IND", stage="delivery", unit="TIV", observed=(2015, 2024))
    moving = af.shares(af.to_periods(records, 5, end=2024, step=1))
    ax = af.plot_lines(moving)
    usa = next(each for each in ax.lines if str(each.get_label()).endswith("USA"))
    assert [usa.get_xdata()[-1], usa.get_ydata()[-1]] == [2022, pytest.approx(60)]
    assert "2015–19" in af.describe(ax)
    assert "2020–24" in af.describe(ax)
    assert not any(window in af.describe(ax) for window in ("2021–25", "2024–28", "2011–15"))


def leaders(ax):
    ax.figure.canvas.draw()
    return [each.get_xydata() for each in ax.lines if each.get_label() == "leader" and len(each.get_xdata())]


def crosses(one_path, other):
    """Whether two paths cut each other."""

    def side(a, b, c):
        return np.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    return any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for a, b in itertools.pairwise(one_path)
        for c, d in itertools.pairwise(other)
    )


def test_leaders_of_names_do_not_cross_also_where_a_line_ended_before():
    frame = pd.concat(
        [
            years([1e6] * 9 + [3.0e6], code="USA"), years([1e6] * 9 + [2.9e6], code="FRA"),
            years([1e6] * 6 + [3.1e6], code="DEU"), years([1e6] * 7 + [2.95e6], code="ITA"),
            years([1e6] * 8 + [2.8e6], code="GBR"), years([90e6, 0.0], code="CHN"),
        ]
    )  # fmt: skip
    found = leaders(af.plot_lines(frame))
    assert len(found) >= 3
    assert not any(crosses(one_path, other) for one_path, other in itertools.combinations(found, 2))


def test_names_of_lines_that_end_on_the_axis_say_so():
    frame = pd.concat([years([2e6, v], code=code) for code, v in (("RUS", 1e6), ("USA", 0.0), ("FRA", 0.0))])
    assert said(af.plot_lines(frame), "group") == ["Russia", "France: 0", "United States: 0"]
    # a single line needs no name
    assert said(af.plot_lines(years([1e6, 0.0])), "group") == []


def test_the_foot_says_which_lines_are_in_colour_unless_the_user_chose_them():
    told = "In colour: the three largest over all years."
    assert told in one(af.plot_lines(LINES["four"]), "foot")
    assert told not in one(af.plot_lines(LINES["four"], highlight="Russia"), "foot")
    assert told not in one(af.plot_lines(LINES["two"]), "foot")


def test_the_foot_says_how_much_is_estimated_at_most():
    guessed = LINES["two"].assign(estimated=lambda f: np.where(f["start"] == 2001, 0.4, 0.1))
    assert "The source estimates parts of some figures, up to 40 per cent (" in one(
        af.plot_lines(guessed), "foot"
    )
    assert "Estimated" not in one(af.plot_lines(guessed, estimates=False), "foot")
    # exports and imports of a party are one figure of the summary
    both = balances(*(("TUR", y, y, *[y * 1e6] * 3, *[1e6] * 3) for y in (2010, 2011)))
    both = both.assign(estimated=[0.25, 0.0])
    foot = one(af.plot_lines(both), "foot")
    assert "The source estimates parts of some figures, up to 25 per cent (2010)." in foot


def test_titles_say_whose_exports_or_imports_and_who_was_chosen():
    records = made(
        pd.DataFrame({"supplier": "Russia", "recipient": ["IND", "EGY", "DZA", "CHN"] * 2, "value": 1.0,
                      "year": [2010] * 4 + [2011] * 4}),
        stage="delivery", unit="TIV",
    )  # fmt: skip

    def title(recipients, **options):
        chosen = records if recipients is None else af.where(records, recipient=recipients)
        return af.plot_lines(af.totals(chosen, **options)).get_title(loc="left")

    assert title(None, by="recipient") == "Arms imports, by recipient"
    assert title(None, by="recipient", top=2) == "Arms imports, by recipient"
    assert title(["IND", "EGY"], by="recipient") == "Arms to Egypt and India"
    assert title(["IND", "EGY", "DZA", "CHN"], by="recipient") == "Arms to 4 selected recipients"
    assert title(["IND", "EGY", "DZA", "CHN"], by="supplier") == "Arms from Russia to 4 selected recipients"


def ratios(unit, measure, *values):
    """What `relative` returns, of one recipient by year."""
    rows = [("ARM", 2010 + n, 2010 + n, *[1e6] * 3, 0, 0.0) for n in range(len(values))]
    told = {name: list(values) for name in ("relative", "relative_low", "relative_high")}
    return totals(["recipient"], *rows, **{**TIV, "unit": unit}).assign(
        denominator=1.0, measure=measure, **told
    )


@pytest.mark.covering(4)
@pytest.mark.parametrize(
    ("unit", "measure", "values", "drawn", "told"),
    [
        ("TIV", "TIV per person", [20.0, 30.0], [20, 30], "Deliveries, TIV per person, 2010–11"),
        ("TIV", "TIV per person", [2e-4, 3e-4], [200, 300], "Deliveries, TIV per million persons, 2010–11"),
        ("TIV", "TIV per USD", [2e-9, 3e-8], [2, 30], "Deliveries, TIV per billion US dollars, 2010–11"),
        ("USD", "USD per person", [5.0, 6.0], [5, 6], "US dollars per person, current prices, 2010–11"),
        ("USD", "fraction", [0.25, 1.5], [25, 150], "per cent of the spending or GDP given, 2010–11"),
        ("EUR", "fraction of GDP", [0.00075, 0.001], [0.075, 0.1], "Deliveries, per cent of GDP, 2010–11"),
        ("EUR", "fraction of military spending", [0.5, 1], [50, 100], "per cent of military spending, 2010"),
        ("EUR", "fraction of GNI", [0.5, 1], [50, 100], "per cent of GNI, 2010–11"),
        ("TIV", "TIV per USD of GDP", [2e-9, 3e-8], [2, 30], "TIV per billion US dollars of GDP, 2010–11"),
        ("TIV", "TIV per USD of trade", [2e-9, 3e-8], [2, 30], "TIV per billion US dollars (trade), 2010–11"),
        (
            "pieces",
            "pieces per person of armed forces",
            [6e-4, 3e-4],
            [600, 300],
            "pieces per million members of armed forces, 2010–11",
        ),
        ("EUR", "EUR per person of armed forces", [60, 30], [60, 30], "euros per member of armed forces, "),
    ],
)
def test_ratios_are_drawn_in_their_measure(unit, measure, values, drawn, told):
    ax = af.plot_lines(ratios(unit, measure, *values))
    assert line(ax, "ARM").get_ydata().tolist() == pytest.approx(drawn)
    assert told in one(ax, "subtitle")


def test_aid_is_drawn_in_per_cent_of_gdp():
    # 300 and 400 million of 400 billion are 0.075 and 0.1 per cent
    given = {"supplier": ["Norway"] * 2, "year": [2023, 2024], "value": [3e8, 4e8]}
    aid = made(given, recipient="Ukraine", stage="aid", unit="EUR")
    gdp = pd.DataFrame({"party": "NOR", "year": [2023, 2024], "value": 4e11, "unit": "EUR"})
    ratio = af.relative(aid, by="supplier", to=gdp.assign(measure="GDP"))
    ax = af.plot_lines(ratio)
    assert line(ax, "NOR").get_ydata().tolist() == pytest.approx([0.075, 0.1])
    assert "Aid, per cent of GDP, 2023–24" in one(ax, "subtitle")
    assert "from 0.075 in 2023 to 0.10 in 2024" in af.describe(ax)


def test_lines_without_a_figure_are_refused():
    """They were an empty grid from 0 to 1.00."""
    hidden = years([np.nan, np.nan]).assign(low=np.nan, high=np.nan, undisclosed=[1, 2])
    with pytest.raises(
        ArgumentError, match="has nothing to draw: none of the 2 .*3 record.s. are undisclosed"
    ):
        af.plot_lines(hidden)
    with pytest.raises(ArgumentError, match="choose parties and years with figures"):
        af.plot_lines(hidden.assign(supplier="RUS"), facet="supplier")
    # of one line the bounds are a tint
    ax = af.plot_lines(years([np.nan, np.nan]).assign(low=1.0, high=2.0))
    assert [each.get_label() for each in ax.collections] == ["bounds"]
    assert len(af.plot_lines(years([np.nan, 2.0]).assign(low=[np.nan, 2.0], high=[np.nan, 2.0])).lines) > 0


def test_what_relative_returns_is_drawn_as_its_ratio():
    records = deliveries(supplier="Russia", recipient="Armenia", value=[30e6, 60e6], year=[2010, 2011])
    people = pd.DataFrame({"party": "Armenia", "year": [2010, 2011], "value": 3e6, "unit": "persons"})
    ax = af.plot_lines(af.relative(records, to=people))
    assert line(ax, "ARM").get_ydata().tolist() == pytest.approx([10, 20])
    assert one(ax, "subtitle").startswith("Deliveries, TIV per person, 2010–11")


@pytest.mark.parametrize("plot", [af.plot_totals, af.plot_areas, af.plot_map, af.plot_matrix, af.plot_flows])
def test_charts_of_sums_refuse_ratios_and_say_what_draws_them(plot):
    with pytest.raises(
        ArgumentError, match=r"is that of relative\(\), whose 'relative' .*plot_lines or plot"
    ):
        plot(ratios("TIV", "TIV per person", 1.0, 2.0))


def test_other_figures_than_sums_are_refused():
    frame = balances(*(("TUR", y, y, *[y * 1e6] * 3, *[1e6] * 3) for y in (2010, 2011)))
    with pytest.raises(ArgumentError, match=r"is that of balances\(\), .*plot_balances or plot_lines"):
        af.plot_totals(frame.assign(estimated=0.0))
    with pytest.raises(ArgumentError, match=r"is that of burden\(\), .*write_table"):
        af.plot_lines(years([1.0, 2.0]).assign(burden=0.5))


def test_a_band_without_an_area_is_not_explained():
    """Of one supplier a single window with an open end is known; laying the chart out was a ValueError."""
    rows = make(
        {
            "supplier": ["RUS", "RUS", "RUS", "ISR"],
            "start": [1995] * 4,
            "end": [2000, 1995, 1995, 1995],
            "value": [0.0, 0.0, float("nan"), 0.0],
            "low": [0.0, 0.0, float("nan"), 0.0],
            "high": [0.0, 0.0, float("nan"), float("inf")],
        }
    )
    ax = af.plot_lines(af.totals(af.to_periods(rows, 5, end=2024), by="supplier"))
    ax.figure.canvas.draw()
    assert af.describe(ax)
    plt.close(ax.figure)


def of_uzbekistan(years=(2000, 2001, 2010), **windows):
    """Deliveries of Russia to Uzbekistan in windows of five years; from 2002 to 2009 there was none."""
    given = pd.DataFrame({"supplier": "RUS", "year": years, "value": 5.0})
    listed = {"recipient": "UZB", "stage": "delivery", "unit": "TIV", "source": "sipri"}
    return af.to_periods(af.to_records(given, **listed, observed=(1996, 2014)), 5, end=2014, **windows)


def test_windows_without_a_row_break_the_lines_of_every_kind():
    """Nothing has a share in 2002–06 to 2005–09; a line went through their places."""
    ax = af.plot_lines(af.shares(of_uzbekistan(step=1)))
    x, y = line(ax, "UZB / RUS").get_data()
    assert x.tolist() == [*range(1998, 2013)]
    assert x[np.isnan(y)].tolist() == [2004, 2005, 2006, 2007]
    assert "A line breaks off where there is no figure." in one(ax, "foot")
    assert "No figure: 2002–06, 2003–07, 2004–08 and 1 more." in af.describe(ax)
    for frame, label in (
        (af.shares(of_uzbekistan()), "UZB / RUS"),
        (af.totals(of_uzbekistan(), absent="unknown"), "RUS"),
        (af.concentration(of_uzbekistan(), absent="unknown"), "UZB"),
    ):
        ax = af.plot_lines(frame)
        x, y = line(ax, label).get_data()
        assert x.tolist() == [2002, 2007, 2012]
        assert np.isnan(y).tolist() == [False, True, False]
        laid(ax)
        assert [words.get_text() for words in ax.get_xticklabels()] == ["2000–04", "2005–09", "2010–14"]
        assert "No figure: 2005–09." in af.describe(ax)


def test_years_beside_each_other_without_a_row_are_said_as_one_span():
    frame = years([1e6, 2e6, 3e6, 4e6, 5e6])
    ax = af.plot_lines(frame[~frame["start"].isin([2011, 2012])])
    assert "No figure: 2011–12." in af.describe(ax)


def test_an_average_without_a_row_breaks_the_line():
    records = deliveries(supplier="Russia", recipient="India", value=[6.0, 2, 3, 3], year=range(2010, 2014))
    means = af.averages(records, window=2)
    ax = af.plot_lines(means[means["end"] != 2012])
    x, y = line(ax, "RUS").get_data()
    assert x.tolist() == [2011, 2012, 2013]
    assert np.isnan(y).tolist() == [False, True, False]
    assert "No figure: 2012." in af.describe(ax)


def test_the_tint_of_bounds_ends_where_the_line_breaks():
    frame = totals(
        ["supplier"],
        *(("RUS", 2010 + n, 2010 + n, 2e6, 1e6, 3e6, 0, 0.0) for n in range(5) if n != 2), **TIV,
    )  # fmt: skip
    ax = af.plot_lines(frame)
    (tint,) = [each for each in ax.collections if each.get_label() == "bounds"]
    assert len(tint.get_paths()) == 2


def test_a_part_that_has_nothing_in_a_window_is_drawn_and_described_as_0():
    """In 2001 Belarus delivered all that Armenia got, so that Russia's share of it is 0."""
    given = deliveries(
        supplier=["RUS", "BLR", "RUS"], recipient="ARM", value=[500.0, 1.0, 300.0], year=[2000, 2001, 2002],
    )  # fmt: skip
    shares_ = af.shares(given)
    ax = af.plot_lines(shares_)
    assert line(ax, "ARM / RUS").get_ydata().tolist() == [100, 0, 100]
    assert line(ax, "ARM / BLR").get_ydata().tolist() == [0, 100, 0]
    assert "Russia: from 100 in 2000 to 100 in 2002, lowest 0 in 2001" in af.describe(ax)
    # the user left out Belarus, and what is left is not all of 2001
    alone = af.plot_lines(shares_[shares_["supplier"] == "RUS"])
    assert np.isnan(line(alone, "ARM / RUS").get_ydata()[1])


def test_a_state_has_no_share_of_0_before_it_existed_nor_where_it_may_not_have_reported():
    rows = [
        ("IND", "SUN", 1990, 1990, 1.0, 1.0, 1.0), ("IND", "FRA", 1991, 1991, 1.0, 1.0, 1.0),
        ("IND", "RUS", 1992, 1992, 1.0, 1.0, 1.0),
    ]  # fmt: skip
    ax = af.plot_lines(shares(*rows))
    assert line(ax, "IND / SUN").get_xydata().tolist() == [[1990, 100], [1991, 0]]
    assert line(ax, "IND / RUS").get_xydata().tolist() == [[1992, 100]]
    assert line(ax, "IND / FRA").get_ydata().tolist() == [0, 100, 0]
    ax = af.plot_lines(shares(*rows, source="unroca", reporter="supplier"))
    assert line(ax, "IND / FRA").get_xydata().tolist() == [[1991, 100]]


def test_shares_are_in_colour_by_the_figures_behind_them():
    """Belarus delivered 1 of 1,191, which was all of its year; by percentages it was the second."""
    given = deliveries(
        supplier=["RUS", "BLR", "RUS", "FRA", "FRA", "DEU"], recipient="ARM",
        value=[500.0, 1.0, 300.0, 200.0, 200.0, 190.0], year=[2000, 2001, 2002, 2002, 2003, 2003],
    )  # fmt: skip
    ax = af.plot_lines(af.shares(given))
    grey = {
        code for code in ("RUS", "BLR", "FRA", "DEU")
        if len(set(to_rgb(line(ax, f"ARM / {code}").get_color()))) == 1
    }  # fmt: skip
    assert grey == {"BLR"}
    assert "In colour: the three largest over all years." in one(ax, "foot")
