"""Arms supplied and received, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.charts.draw import style
from tests.pictures import BALANCES, picture
from tests.reading import bars, colour, lines, one, said
from tests.summary_frames import deliveries


def test_what_was_supplied_goes_to_the_right_and_what_was_received_to_the_left():
    ax = picture("plot_balances, seven")
    found = {side: [bar.get_width() for bar in rows] for side, rows in bars(ax).items()}
    assert np.allclose(found["supplied"], [43_000, 1_700, 200])
    assert np.allclose(found["received"], [-1_100, -1_600, -8_300, -3_000, -300])
    assert said(ax, "side") == ["Received", "Supplied", "Net"]
    both = {side: {colour(bar) for bar in rows[:3]} for side, rows in bars(ax).items()}
    assert both["supplied"] == {style.ACCENT}
    assert both["received"] == {style.tint(style.ACCENT, 0.45).upper()}
    ax = af.plot_balances(BALANCES["seven"], highlight=["United States"])
    found = [colour(bar) for bar in bars(ax)["supplied"]]
    assert found[:2] == [style.supplier_colour("USA"), style.MUTED]


def test_figures_stand_at_the_ends_of_bars_and_need_no_axis():
    ax = picture("plot_balances, seven")
    assert said(ax, "end")[:4] == ["1,100", "43,000", "1,600", "1,700"]
    assert not any(label.get_visible() and label.get_text() for label in ax.get_xticklabels())
    ax.figure.draw_without_rendering()
    ends = [text.get_window_extent() for text in ax.texts if text.get_label() == "end"]
    tips = [bar.get_window_extent() for side in ("received", "supplied") for bar in bars(ax)[side][:1]]
    assert ends[0].x1 < tips[0].x0
    assert ends[1].x0 > tips[1].x1
    # the net has its own head, above its column
    head = next(text for text in ax.texts if text.get_text() == "Net").get_window_extent()
    amounts = [text.get_window_extent() for text in ax.texts if text.get_label() == "amount"]
    assert head.x1 == pytest.approx(max(box.x1 for box in amounts), abs=1)
    assert head.y0 > max(box.y1 for box in amounts)


def test_nets_are_ranked_with_whiskers_and_unknown_last():
    ax = picture("plot_balances, seven")
    assert dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)) == {
        "United States": "+41,900", "Türkiye": "+100", "Bosnia and Herzegovina": "0", "India": "−8,100",
        "Saudi Arabia": "not known", "United Arab Emirates": "−2,800 to −2,600", "Unknown recipient": "−300",
    }  # fmt: skip
    assert said(ax, "row")[-1] == "Unknown recipient"
    dots = lines(ax, "value")
    assert np.allclose([dot.get_xdata()[0] for dot in dots], [41_900, 100, 0, -8_100, -300])
    assert {dot.get_marker() for dot in dots} == {"D"}
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans[:3], [[38_900, 43_900], [-300, 500], [-8_600, -7_800]])
    assert said(ax, "detail")[0] == "+38,900 to +43,900"
    assert "+ 2 undisclosed" in said(ax, "detail")
    assert one(ax, "subtitle") == ("Deliveries, million TIV, 2020–24, net (diamond): supplied less received")


def test_nets_without_a_bound_end_in_an_arrow_on_that_side():
    ax = picture("plot_balances, open")
    low, high = ax.get_xlim()
    ends = [(line.get_marker(), line.get_xdata()[0]) for line in lines(ax, "arrow")]
    assert ends == [(">", high), ("<", low), (">", high), ("<", low)]
    assert said(ax, "amount") == ["+$7.7 bn", "+$1.0 bn", "−$8.1 bn"]
    assert said(ax, "detail") == ["at least +6.7", "at most −7.8"]
    foot = one(ax, "foot")
    assert "arrow: no bound on that side" in foot
    assert "parts of some rows, up to 40 per cent (" in foot


def test_neither_side_is_narrower_than_a_third_of_the_other():
    low, high = picture("plot_balances, seven").get_xlim()
    assert -low == pytest.approx(high / 3)
    low, high = picture("plot_balances, received").get_xlim()
    assert high == pytest.approx(-low / 3)


def test_names_of_sides_stand_at_nought():
    ax = picture("plot_balances, seven")
    left, right, _ = (t.get_window_extent() for t in ax.texts if t.get_label() == "side")
    nought = ax.transData.transform((0, 0))[0]
    assert left.x1 < nought < right.x0


def test_what_the_noun_returns_is_drawn():
    given = deliveries(supplier=["ISR", "RUS"], recipient="AZE", value=[10.0, 90.0], year=2020)
    assert said(af.plot_balances(af.balances(given)), "amount") == ["+90", "+10", "−100"]


def test_a_record_is_undisclosed_once_though_it_stands_in_two_balances():
    ax = af.plot_balances(
        af.balances(deliveries(supplier=["Russia"], recipient="Egypt", value=None, year=2020))
    )
    assert said(ax, "detail") == ["+ 1 undisclosed"] * 2
    assert "2 undisclosed" not in one(ax, "foot")
    assert "2 records" not in af.describe(ax)
