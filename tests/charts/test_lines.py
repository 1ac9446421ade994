"""Lines over years: places, breaks, colours, kinds of summaries, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

import armsflow as af
from armsflow.errors import ArgumentError
from tests.pictures import LINES
from tests.reading import one, said
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
    assert "average of the last 3 years" in one(ax, "subtitle")


def test_what_is_not_known_breaks_the_line_and_a_year_alone_is_a_dot():
    ax = af.plot_lines(years([1e6, NAN, 4e6, NAN, 5e6, 6e6]))
    assert np.isnan(line(ax, "RUS").get_ydata()[[1, 3]]).all()
    assert "A line breaks off where a figure is not known." in one(ax, "foot")


def test_three_of_many_lines_are_in_colour_the_largest_or_those_chosen():
    ax = af.plot_lines(LINES["twelve"])
    codes = ("RUS", "USA", "TUR", "ESP", "ISR", "others")
    grey = {code for code in codes if len(set(to_rgb(line(ax, code).get_color()))) == 1}
    assert grey == {"RUS", "USA", "others"}
    ax = af.plot_lines(LINES["twelve"], highlight="Russia")
    assert line(ax, "RUS").get_color() != line(ax, "ESP").get_color() == line(ax, "FRA").get_color()
    assert line(ax, "RUS").get_linewidth() == 2 * line(ax, "ESP").get_linewidth()


def test_names_stand_at_the_ends_and_say_which_line_ended_before():
    frame = pd.concat([years([1e6, 2e6, 3e6]), years([5e6, 4e6], code="FRA")])
    assert said(af.plot_lines(frame), "group") == ["France (to 2011)", "Russia"]


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
    assert "Lines, without bounds; the widest are those of" in one(ax, "foot")


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
    assert one(ax, "subtitle") == "Per cent of GDP, 2022–23; release 2024"
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
    records = af.to_records(rows, recipient="IND", stage="delivery", unit="TIV", observed=(2015, 2024))
    moving = af.shares(af.to_periods(records, 5, end=2024, step=1))
    ax = af.plot_lines(moving)
    usa = next(each for each in ax.lines if str(each.get_label()).endswith("USA"))
    assert [usa.get_xdata()[-1], usa.get_ydata()[-1]] == [2022, pytest.approx(60)]
    assert "2015–19" in af.describe(ax)
    assert "2020–24" in af.describe(ax)
    assert not any(window in af.describe(ax) for window in ("2021–25", "2024–28", "2011–15"))
