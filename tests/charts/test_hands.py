"""Charts in the hands of their users: shared axes, real years, other scales, and what is set afterwards."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.lines import Line2D

import armsflow as af
from armsflow import ArgumentError
from tests.pictures import PICTURES, USUAL
from tests.reading import bars, lines, one, patches, said
from tests.summary_frames import TIV, supplier_balance, totals


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def ranked(*figures, unit=TIV):
    codes = ("USA", "RUS", "FRA", "CHN")
    rows = [(code, 2020, 2024, v, v, v, 0, 0.0) for code, v in zip(codes, figures, strict=False)]
    return totals(["supplier"], *rows, **unit)


def yearly(first, last, value):
    years = range(first, last + 1)
    return totals(["supplier"], *(("USA", y, y, value, value, value, 0, 0.0) for y in years), **TIV)


@pytest.mark.covering(1)
@pytest.mark.parametrize("turned", [False, True])
def test_shared_axes_never_cut_a_bar(turned):
    frames = [ranked(9e6, 4e6), ranked(90e6, 40e6, 8e6), ranked(2e6)]
    _, axes = plt.subplots(1, 3, sharex=True, sharey=True, figsize=(16, 5))
    for ax, frame in zip(axes, frames[::-1] if turned else frames, strict=True):
        af.plot_totals(frame, ax)
    axes[0].figure.draw_without_rendering()
    for ax in axes:
        low, high = sorted(ax.get_ylim())
        for bar in bars(ax)["bar"]:
            assert bar.get_x() + bar.get_width() <= ax.get_xlim()[1]
            assert low <= bar.get_y() <= bar.get_y() + bar.get_height() <= high
    # one step for all, so that equal lengths are equal figures
    widest = max(bar.get_width() for ax in axes for bar in bars(ax)["bar"])
    assert widest / min(bar.get_width() for ax in axes for bar in bars(ax)["bar"]) == pytest.approx(45)


def test_columns_that_share_their_height_keep_it():
    _, (high, low) = plt.subplots(1, 2, sharey=True)
    af.plot_totals(yearly(2010, 2012, 500e6), high)
    af.plot_totals(yearly(2010, 2012, 2e6), low)
    assert high.get_ylim()[1] >= 500
    assert low.containers[0][0].get_height() == pytest.approx(2)


def test_axes_are_shared_by_charts_of_one_kind_and_one_unit_only():
    _, (left, right) = plt.subplots(1, 2, sharex=True)
    af.plot_totals(ranked(9e6), left)
    before = left.get_xlim()
    with pytest.raises(ArgumentError, match="share their x axis.*puts figures there and not years"):
        af.plot_totals(yearly(2010, 2014, 1e6), right)
    assert left.get_xlim() == before
    with pytest.raises(ArgumentError, match="share their x axis with a chart in million TIV|chart in TIV"):
        af.plot_totals(ranked(9e6, unit={"unit": "USD", "prices": "2020"}), right)


def test_years_are_years():
    ax = af.plot_totals(yearly(2005, 2024, 3e6))
    (columns,) = [group for group in ax.containers if len(group)]
    middles = [bar.get_x() + bar.get_width() / 2 for bar in columns]
    assert middles == pytest.approx(list(range(2005, 2025)))
    # two parts of bar to one of gap
    assert columns[0].get_width() == pytest.approx(2 / 3)
    line = ax.axvline(2022)
    ax.set_xlim(2009.5, 2020.5)
    ax.figure.draw_without_rendering()
    assert ax.get_xlim() == (2009.5, 2020.5)
    assert list(line.get_xdata()) == [2022, 2022]
    seen = [int(t.get_text()) for t in ax.texts if t.get_label() == "window" and t.get_visible()]
    assert seen
    assert all(2010 <= year <= 2020 for year in seen)


def test_the_highest_number_of_a_scale_is_no_less_than_the_highest_bar():
    for value in (3.1e6, 49e6, 50e6, 51e6, 999e6):
        ax = af.plot_totals(yearly(2010, 2012, value))
        ax.figure.draw_without_rendering()
        shown = [tick for tick in ax.get_yticks() if tick <= ax.get_ylim()[1]]
        assert max(shown) >= ax.containers[0][0].get_height() * (1 - 1e-9)


def test_a_logarithmic_scale_is_refused_where_lengths_are_figures():
    ax = af.plot_totals(yearly(2010, 2012, 3e6))
    ax.set_yscale("log")
    with pytest.raises(ArgumentError, match="y axis was set to a 'log' scale, and plot_totals draws"):
        ax.figure.draw_without_rendering()


@pytest.mark.covering(1)
@pytest.mark.parametrize("chart", USUAL)
def test_what_is_set_afterwards_stays_set(chart, tmp_path):
    plot, frame = USUAL[chart]
    ax = plot(frame)
    ax.figure.draw_without_rendering()
    ax.set_title("A finding of mine", loc="left", fontsize=15, color="#AA0000")
    subtitle = next(text for text in ax.texts if text.get_label() == "subtitle")
    subtitle.set_text("In my own words")
    others = [t for t in ax.texts if t.get_label() in ("row", "group", "mark", "window") and t.get_text()][:3]
    for text in others:
        text.set(text="mine", fontsize=5.5, color="#00AA00")
    legend = ax.legend(handles=[Line2D([], [])], labels=["a"], title="Key")
    before = frame.copy(deep=True)
    for width in ("single", 160, "double"):
        af.save(ax, tmp_path / "chart.svg", width=width)
        assert ax.get_title(loc="left").replace("\n", " ") == "A finding of mine"
        heading = ax._left_title
        assert (heading.get_fontsize(), heading.get_color()) == (15, "#AA0000")
        assert one(ax, "subtitle") == "In my own words"
        assert {(t.get_text(), t.get_fontsize(), t.get_color()) for t in others} <= {("mine", 5.5, "#00AA00")}
        assert ax.get_legend() is legend
    assert "A finding of mine. In my own words." in af.describe(ax)
    assert frame.equals(before)


def test_lines_keep_the_width_that_they_are_given():
    ax = af.plot_concentration(PICTURES["plot_concentration, lines"][1])
    line = lines(ax, "ARM")[0]
    line.set_linewidth(4)
    ax.figure.set_figwidth(3)
    ax.figure.draw_without_rendering()
    assert line.get_linewidth() == 4


def test_lines_of_concentration_are_not_shifted_in_time():
    ax = af.plot_concentration(PICTURES["plot_concentration, eight lines"][1])
    xs = {tuple(lines(ax, code)[0].get_xdata()) for code in ("TTO", "BIH", "SAU", "QAT")}
    assert len(xs) == 1


def test_whiskers_narrower_than_half_a_point_are_not_drawn():
    frame = totals(
        ["supplier"], ("USA", 2020, 2024, 1000e6, 999.99e6, 1000.01e6, 0, 0.0),
        ("RUS", 2020, 2024, 800e6, 700e6, 900e6, 0, 0.0), **TIV,
    )  # fmt: skip
    ax = af.plot_totals(frame)
    ax.figure.draw_without_rendering()
    assert [line.get_visible() for line in lines(ax, "whisker")] == [False, True]
    assert [line.get_visible() for line in lines(ax, "cap")] == [False, True]


def test_estimates_are_paler_or_left_out():
    plot, frame = PICTURES["plot_totals, ranked"]
    assert patches(plot(frame), "estimated")
    plain = plot(frame, estimates=False)
    assert not patches(plain, "estimated")
    assert "estimated" not in one(plain, "foot")


def test_amounts_stand_two_millimetres_behind_their_bars_and_need_no_axis():
    ax = af.plot_totals(ranked(9e6, 4e6, 1e6))
    ax.figure.draw_without_rendering()
    ends = [bar.get_window_extent().x1 for bar in bars(ax)["bar"]]
    starts = [text.get_window_extent().x0 for text in ax.texts if text.get_label() == "amount"]
    gaps = (np.array(starts) - ends) / ax.figure.dpi * 25.4
    assert gaps == pytest.approx([2.0] * 3, abs=0.25)
    assert not [tick for tick in ax.get_xticklabels() if tick.get_visible() and tick.get_text()]


def test_rows_of_mirrored_bars_share_their_height():
    short = supplier_balance(["supplier", "category"], ("RUS", "un:I", 2007, 2013, *[3.0] * 6))
    _, axes = plt.subplots(2, 1, sharey=True, figsize=(7, 9))
    af.plot_supplier_balance(short, axes[0])
    af.plot_supplier_balance(PICTURES["plot_supplier_balance, tanks"][1], axes[1])
    axes[0].figure.draw_without_rendering()
    assert said(axes[0], "ratio") == ["1 : 1"]
    assert axes[0].get_ylim() == axes[1].get_ylim() == (2, 0)
