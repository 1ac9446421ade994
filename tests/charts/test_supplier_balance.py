"""Two recipients of one supplier side by side, through the artists of their chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import armsflow as af
from armsflow.charts.supplier_balance import _ratio
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import SUPPLIER_BALANCE, picture
from tests.reading import lines, near, one, said
from tests.summary_frames import INF, deliveries


def test_sides_are_mirrored_on_one_scale_with_the_ratio_between():
    ax = picture("plot_supplier_balance, tanks")
    widths = {side: [] for side in ("left", "right")}
    for group in ax.containers:
        widths[group.get_label()] += [bar.get_width() for bar in group]
    assert near([widths["left"], widths["right"]], [[-72, -34], [35, 110]])
    low, high = ax.get_xlim()
    assert low == pytest.approx(-high)
    assert said(ax, "ratio") == ["2.1 : 1", "1 : 3.2"]
    assert said(ax, "amount") == ["72", "35", "34", "110"]
    assert said(ax, "row") == ["Battle tanks", "Armoured combat vehicles"]
    assert said(ax, "side") == ["Azerbaijan", "Armenia"]
    assert ax.get_title(loc="left") == "Arms from Russia to Azerbaijan and Armenia"
    assert one(ax, "subtitle").startswith("Deliveries, pieces, 2007–13")


def test_both_sides_are_drawn_as_long_as_they_are_apart_from_the_gap():
    ax = picture("plot_supplier_balance, tanks")
    sizes = {}
    for group in ax.containers:
        box = group[0].get_window_extent()
        sizes.setdefault(group.get_label(), []).append(box)
    left, right = sizes["left"][0], sizes["right"][0]
    assert left.width / right.width == pytest.approx(72 / 35, rel=0.02)
    ratio = next(t for t in ax.texts if t.get_label() == "ratio").get_window_extent()
    assert left.x1 < ratio.x0
    assert ratio.x1 < right.x0
    assert left.y0 < (ratio.y0 + ratio.y1) / 2 < left.y1


def test_a_balance_shows_bounds_and_what_is_missing():
    ax = picture("plot_supplier_balance, open")
    assert said(ax, "row") == ["2000–04", "2005–09", "2010–14", "2015–19", "2020–24"]
    assert said(ax, "ratio") == ["5.0 : 1", "–", "–", "–", "–"]
    assert said(ax, "detail")[0] == "2.2 : 1 to 12 : 1"
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans[:2], [[-0.9, -1.2], [0.1, 0.4]])
    ends = {line.get_marker(): line.get_xdata()[0] for line in lines(ax, "arrow")}
    assert near([ends["<"], ends[">"]], ax.get_xlim())
    assert said(ax, "amount")[2:4] == ["not known", "0.30"]
    assert said(ax, "amount")[8] == "0.20–0.30"
    assert "US dollars of 2020" in one(ax, "subtitle")


def test_an_open_ratio_is_or_more():
    rows = made(
        {"recipient": ["AZE", "ARM"], "value": [5.0, 3.0], "low": [5.0, 3.0], "high": [INF, 3.0]},
        supplier="RUS",
        stage="delivery",
        unit="TIV",
        year=2015,
    )
    ax = af.plot_supplier_balance(af.supplier_balance(rows, supplier="RUS", between=("AZE", "ARM")))
    told = " ".join(text.get_text() for text in ax.texts)
    assert "1.6 : 1 or more" in told  # 5 : 3
    assert "1 : 0" not in told


def test_a_side_of_0_has_no_ratio_in_picture_words_or_subtitle():
    """5 beside 0: the picture showed a dash under "their ratio in the middle", and the words "1 : 0"."""
    given = deliveries(
        supplier="Russia",
        recipient=["Armenia", "Azerbaijan"] * 2,
        value=[5, 0, 4, 2],
        year=[2011] * 2 + [2012] * 2,
    )
    both = af.supplier_balance(given, supplier="Russia", between=("Armenia", "Azerbaijan"))
    ax = af.plot_supplier_balance(both)
    assert said(ax, "ratio") == ["–", "2.0 : 1"]
    assert "ratio in the middle" in one(ax, "subtitle")
    assert "2011: Armenia 5.0, Azerbaijan 0; 2012: Armenia 4.0, Azerbaijan 2.0 (2.0 : 1)" in af.describe(ax)
    ax = af.plot_supplier_balance(both[both["year"] == 2011])
    assert "ratio" not in one(ax, "subtitle") + af.describe(ax)
    assert said(ax, "ratio") == [""]


def test_both_sides_of_a_balance_have_one_colour():
    """The right side was paler, as elsewhere what a source estimates is."""
    given = deliveries(supplier="Russia", recipient=["Armenia", "Azerbaijan"], value=[40.0, 30.0], year=2020)
    balance = af.supplier_balance(given, supplier="Russia", between=("Armenia", "Azerbaijan"))
    left, right = (bars[0].get_facecolor() for bars in af.plot_supplier_balance(balance).containers)
    assert left == right
    # the user may tell them apart
    ax = af.plot_supplier_balance(balance, colours={"Azerbaijan": "#336699"})
    left, right = (to_hex(bars[0].get_facecolor()) for bars in ax.containers)
    assert right == "#336699" != left


def test_a_balance_has_one_pair_of_sides():
    frame = pd.concat(
        [SUPPLIER_BALANCE["tanks"], SUPPLIER_BALANCE["tanks"].assign(right="GEO", category="un:III")]
    )
    with pytest.raises(ArgumentError, match="1 pair of sides.* 2: 'AZE and ARM', 'AZE and GEO'"):
        af.plot_supplier_balance(frame)


def test_sides_that_were_chosen_stand_in_the_title_once():
    rows = made(
        {"recipient": ["AZE", "ARM", "GEO"], "value": [5.0, 3.0, 1.0]},
        supplier="RUS",
        year=2020,
        stage="delivery",
        unit="TIV",
    )
    chosen = af.where(rows, recipient=["Armenia", "Azerbaijan"])
    ax = af.plot_supplier_balance(
        af.supplier_balance(chosen, supplier="Russia", between=("Azerbaijan", "Armenia"))
    )
    assert ax.get_title(loc="left") == "Arms from Russia to Azerbaijan and Armenia"


def test_the_title_names_the_sides_and_that_of_a_group_only_some_were_chosen():
    rows = {"supplier": "USA", "recipient": ["FIN", "IND", "POL"], "year": 2024, "value": [9e6, 4e6, 2e6]}
    known = {"stage": "delivery", "unit": "TIV", "source": "sipri", "observed": (2020, 2024)}
    records = made(pd.DataFrame(rows), **known)
    some = af.supplier_balance(
        af.where(records, recipient=["FIN", "IND"]), supplier="USA", between=("European NATO", "IND")
    )
    said = "Arms from the United States to European NATO members and India"
    assert af.describe(af.plot_supplier_balance(some)).startswith(f"{said}, of those chosen. ")
    whole = af.supplier_balance(records, supplier="USA", between=("European NATO", "IND"))
    assert af.describe(af.plot_supplier_balance(whole)).startswith(f"{said}. ")


@pytest.mark.parametrize(("value", "said"), [(0.0, "0 : 1"), (float("inf"), "1 : 0")])
def test_a_ratio_without_one_side(value, said):
    assert _ratio(value) == said
