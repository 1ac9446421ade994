"""Annual rates, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.pictures import ANNUAL_RATES, picture
from tests.reading import lines, near, one, said
from tests.summary_frames import annual_rates


def test_rates_stand_at_their_figures_with_whiskers_at_their_bounds():
    ax = picture("plot_annual_rates, three stages")
    assert near([line.get_xdata()[0] for line in lines(ax, "value")], [0.8, 0.2, 0.5])
    assert near([list(line.get_xdata()) for line in lines(ax, "whisker")], [[0.76, 0.80], [0.45, 0.55]])
    # the title says that all is from Russia
    assert said(ax, "row") == ["Azerbaijan, 2010–14", "Armenia, 2015", "Armenia, 2010–19"]
    assert said(ax, "amount") == ["$0.80 bn a year", "$0.20 bn", "$0.50 bn a year"]
    assert said(ax, "detail") == ["0.76–0.80", "0.45–0.55"]
    assert {line.get_color() for line in lines(ax, "value")} == {style.supplier_colour("RUS")}
    assert ax.get_xlim()[0] == 0


def test_stages_stand_in_bands_with_a_gap():
    ax = picture("plot_annual_rates, three stages")
    assert said(ax, "band") == ["Contracts", "Loans", "Payments"]
    ys = [line.get_ydata()[0] for line in lines(ax, "value")]
    # within a band rows are 1 apart; a gap and a head lie between bands
    assert np.diff(ys).min() > 2
    assert "never added" in one(ax, "foot")


def test_a_single_stage_stands_in_the_subtitle_and_needs_no_band():
    ax = af.plot_annual_rates(ANNUAL_RATES["three stages"].iloc[:1])
    assert said(ax, "band") == []
    assert one(ax, "subtitle").startswith("Contracts, billion US dollars a year, current prices")


def test_what_is_open_is_an_arrow_to_the_end_of_the_scale():
    ax = picture("plot_annual_rates, open")
    (arrow,) = lines(ax, "arrow")
    assert arrow.get_marker() == ">"
    assert near(arrow.get_xdata(), [ax.get_xlim()[1]])
    assert near(lines(ax, "whisker")[0].get_xdata()[0], 0.76)
    assert said(ax, "detail")[0] == "0.76 or more"
    assert "arrow: no upper bound" in one(ax, "foot")


def test_what_is_not_known_is_not_drawn_as_nought():
    ax = picture("plot_annual_rates, open")
    assert len(lines(ax, "value")) == 2
    assert len(said(ax, "row")) == 4
    amounts = said(ax, "amount")
    assert amounts[1:3] == ["$0.30–0.50 bn a year", "not disclosed"]
    assert said(ax, "detail")[-1] == "0.45–0.55, + 2 undisclosed"
    # each stands at its row
    assert "undisclosed" not in one(ax, "foot")


def test_rates_that_would_read_the_same_say_more():
    row = ("RUS", "ARM", "loan", 2015, 2015, 2e8, 2e8, 2e8, 0)
    frame = annual_rates(row, row, row).assign(category=["artillery", "all", "all"])
    assert said(af.plot_annual_rates(frame), "row") == [
        "2015, Artillery",
        "2015, All categories, r1",
        "2015, All categories, r2",
    ]


def test_stages_can_have_axes_of_their_own_and_then_units_too():
    frame = ANNUAL_RATES["three stages"].assign(unit=["USD", "USD", "EUR"])
    _, axes = plt.subplots(3, 1, figsize=(7, 9))
    assert af.plot_annual_rates(frame, axes=axes) is axes[0]
    assert [one(ax, "subtitle").split(",")[0] for ax in axes] == ["Contracts", "Loans", "Payments"]
    assert said(axes[2], "amount") == ["€0.50 bn a year"]


def test_axes_must_be_as_many_as_stages():
    _, axes = plt.subplots(1, 2)
    with pytest.raises(ArgumentError, match=r"axes= of equal length.* 3 stages .*got 2"):
        af.plot_annual_rates(ANNUAL_RATES["three stages"], axes=axes)
    with pytest.raises(ArgumentError, match="got ax as well"):
        af.plot_annual_rates(ANNUAL_RATES["three stages"].iloc[:2], axes[0], axes=axes)
    with pytest.raises(ArgumentError, match="ax='here'"):
        af.plot_annual_rates(ANNUAL_RATES["three stages"].iloc[:1], axes=["here"])


def test_the_source_says_who_makes_the_claims():
    rates = af.annual_rates(af.read_claims(af.table_path("claims.csv")))
    foot = one(af.plot_annual_rates(rates[rates["unit"] == "USD"]), "foot").replace("\n", " ")
    assert "Source: published claims (by Insight News Media); own" in foot
    money = rates[rates["unit"] == "USD"].iloc[[0, 0, 0]].assign(record=list("abc"), start=[2010, 2011, 2012])
    several = af.plot_annual_rates(money.assign(publisher=["The Times", "", "TASS"]))
    assert said(several, "under") == ["The Times", "TASS"]
    several.figure.draw_without_rendering()
    name, under = (next(t for t in several.texts if t.get_label() == each) for each in ("row", "under"))
    assert abs(name.get_window_extent().x0 - under.get_window_extent().x0) < 1
    assert name.get_window_extent().y0 > under.get_window_extent().y0
    assert "Source: published claims; own" in one(several, "foot").replace("\n", " ")
    assert "(The Times): $" in af.describe(several)
    orders = af.read_claims(af.table_path("claims.csv"))
    many = pd.concat([orders.iloc[[0]]] * 6, ignore_index=True).assign(record=list("abcdef"))
    many = many.assign(publisher=["A", "B", "C", "", "D", "E"])
    foot = one(af.plot_timeline(many), "foot").replace("\n", " ")
    assert "published claims (by A, B, C, D and 1 more);" in foot
    foot = one(af.plot_annual_rates(money.assign(source="sipri", publisher="")), "foot").replace("\n", " ")
    assert "Source: SIPRI Arms Transfers Database;" in foot


def test_a_claim_keeps_its_digits_beside_greater_ones():
    """375 million beside billions were "$0.38 bn"; 10.49 billion over 5 years are 2.098 a year."""
    said_in_public = {
        "supplier": ["Israel", "United States"],
        "amount": ["nearly $375 million", "$10.49 billion"],
        "period": ["2016", "2019-2023"],
    }
    same = {"recipient": "Philippines", "stage": "contract", "weapons": "artillery"}
    claims = af.read_claims(pd.DataFrame(said_in_public).assign(**same))
    ax = af.plot_annual_rates(af.annual_rates(claims))
    assert said(ax, "amount") == ["$0.375 bn", "$2.098 bn a year"]
    # 5 per cent below, and half a unit of the last digit over 5 years, rounded outwards
    assert said(ax, "detail") == ["0.3562–0.375", "2.097–2.099"]
    assert "Israel, 2016: $0.375 bn (0.3562–0.375)" in af.describe(ax)
    french = af.describe(af.plot_timeline(claims, language="fr")).replace("\N{NO-BREAK SPACE}", " ")
    assert "375 M $" in french
    assert "10,49 Md $" in french
    # figures of a register are rounded as ever
    records = af.annual_rates(claims.assign(source="unroca"))
    assert said(af.plot_annual_rates(records), "amount") == ["$0.38 bn", "$2.1 bn a year"]
