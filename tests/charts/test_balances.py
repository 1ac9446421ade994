"""Arms supplied and received, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.charts.draw import style
from tests.pictures import picture
from tests.reading import bars, colour, lines, one, said
from tests.summary_frames import deliveries


def test_what_was_supplied_goes_to_the_right_and_what_was_received_to_the_left():
    ax = picture("plot_balances, seven")
    found = {side: [bar.get_width() for bar in rows] for side, rows in bars(ax).items()}
    assert np.allclose(found["supplied"], [43, 1.7, 0.2])
    assert np.allclose(found["received"], [-1.1, -1.6, -8.3, -3.0, -0.3])
    assert said(ax, "side") == ["Received", "Supplied"]
    red = {side: colour(rows[0]) for side, rows in bars(ax).items()}
    assert red["supplied"] == style.supplier_colour("USA")
    assert red["received"] == style.tint(red["supplied"], 0.45).upper()


def test_nets_are_ranked_with_whiskers_and_unknown_last():
    ax = picture("plot_balances, seven")
    assert dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)) == {
        "United States": "+42", "Türkiye": "+0.10", "Bosnia and Herzegovina": "0", "India": "−8.1",
        "Saudi Arabia": "not known", "United Arab Emirates": "−2.8 to −2.6", "Unknown recipient": "−0.30",
    }  # fmt: skip
    assert said(ax, "row")[-1] == "Unknown recipient"
    dots = lines(ax, "value")
    assert np.allclose([dot.get_xdata()[0] for dot in dots], [41.9, 0.1, 0, -8.1, -0.3])
    assert {dot.get_marker() for dot in dots} == {"D"}
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans[:3], [[38.9, 43.9], [-0.3, 0.5], [-8.6, -7.8]])
    assert said(ax, "detail")[0] == "+39 to +44"
    assert "+ 2 undisclosed" in said(ax, "detail")
    assert one(ax, "subtitle") == (
        "Deliveries, billion TIV, 2020–24, diamond and figure: supplied less received; release 2025"
    )


def test_nets_without_a_bound_end_in_an_arrow_on_that_side():
    ax = picture("plot_balances, open")
    low, high = ax.get_xlim()
    ends = [(line.get_marker(), line.get_xdata()[0]) for line in lines(ax, "arrow")]
    assert ends == [(">", high), ("<", low), (">", high), ("<", low)]
    assert said(ax, "amount") == ["+$7.7 bn", "+$1.0 bn", "−$8.1 bn"]
    assert said(ax, "detail") == ["+6.7 or more", "−7.8 or less"]
    foot = one(ax, "foot")
    assert "arrow: no bound on that side" in foot
    assert "by the source: up to 40 per cent of a figure (" in foot


def test_neither_side_is_narrower_than_a_third_of_the_other():
    low, high = picture("plot_balances, seven").get_xlim()
    assert -low == pytest.approx(high / 3)
    low, high = picture("plot_balances, received").get_xlim()
    assert high == pytest.approx(-low / 3)


def test_names_of_sides_stand_at_nought():
    ax = picture("plot_balances, seven")
    left, right = (t.get_window_extent() for t in ax.texts if t.get_label() == "side")
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
