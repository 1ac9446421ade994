"""The place of a chart: its paper, and the layouts around it."""

from __future__ import annotations

from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw.layout import in_two_lines
from armsflow.charts.text import foot
from tests.pictures import TOTALS, USUAL
from tests.reading import laid, outside, overlaps
from tests.summary_frames import deliveries


def test_on_a_dark_figure_a_chart_brings_its_paper():
    sums = af.totals(deliveries(supplier=["Israel"], recipient="Egypt", value=30.0, year=2020))
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


def test_layouts_of_matplotlib_and_subfigures_are_welcome():
    figure, axes = plt.subplots(1, 2, figsize=(11, 4))
    for ax, name in zip(axes, ("plot_annual_rates", "plot_shares"), strict=True):
        plot, frame = USUAL[name]
        plot(frame, ax)
    figure.tight_layout()
    figure.draw_without_rendering()
    whole = plt.figure(figsize=(11, 4))
    parts = whole.subfigures(1, 2)
    within = [
        plot(frame, part.subplots()) for part in parts for plot, frame in [USUAL["plot_supplier_balance"]]
    ]
    alone = af.plot_totals(TOTALS["ranked"])
    alone.figure.tight_layout()
    for ax in (*axes, *within, alone):
        boxes = laid(ax)
        assert overlaps(boxes) == []
        assert outside(boxes, ax.figure.bbox) == []


def test_what_explains_a_mark_stands_below_however_much_is_said():
    """Bars were nine tenths pale, and no word said why: the foot had no room left for it."""
    much = "A sentence of some length that fills a good part of one of the two lines that there are. "
    told = [much + "1", much + "2", much + "3", foot.paler_note(), foot.of_marks("Dashed: a range."), "4"]
    assert in_two_lines(told) == (told[:5], ["4"])


def test_a_title_that_is_set_later_keeps_the_looks_that_the_user_gave_it():
    sums = af.totals(deliveries(supplier=["Israel"], recipient="Egypt", value=30.0, year=2020))
    ax = af.plot_totals(sums)
    ax.set_title("Mine", loc="right", fontsize=17, fontweight="light", color="red")
    ax.figure.draw_without_rendering()
    heading = ax._left_title
    assert (heading.get_text(), heading.get_fontsize()) == ("Mine", 17)
    assert (heading.get_fontweight(), heading.get_color()) == ("light", "red")
    assert ax.get_title(loc="right") == ""


def test_a_title_that_is_set_later_without_looks_takes_ours():
    sums = af.totals(deliveries(supplier=["Israel"], recipient="Egypt", value=30.0, year=2020))
    ax = af.plot_totals(sums)
    before = ax._left_title.get_fontsize(), ax._left_title.get_color()
    ax.set_title("Mine", loc="left")
    ax.figure.draw_without_rendering()
    heading = ax._left_title
    assert heading.get_text() == "Mine"
    assert (heading.get_fontsize(), heading.get_color()) == before
    assert heading.get_fontweight() == "bold"
