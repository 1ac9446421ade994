"""One rule of decimals: no figure of a chart or table has two decimals more than the largest beside it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import armsflow as af
from armsflow.report import page
from tests.summary_frames import TIV, balances, discrepancies, exact, exact_pairs, supplier_balance, totals

LARGE, SMALL = 7.2e6, 2400.0  # 7.2 and 0.0024 million TIV

ONE = totals(
    ["supplier"], *((c, 2020, 2024, v, v, v, 0, 0.0) for c, v in (("RUS", LARGE), ("USA", SMALL))), **TIV
)
YEARS = totals(
    ["supplier"],
    *((c, y, y, v, v, v, 0, 0.0) for c, v in (("RUS", LARGE), ("USA", SMALL)) for y in (2020, 2021)),
    **TIV,
)
CHARTS = {
    "plot_totals": ONE,
    "plot_totals upright": YEARS[YEARS["supplier"] == "USA"].assign(
        value=[LARGE, SMALL], high=[LARGE, SMALL]
    ),
    "plot_lines": YEARS,
    "plot_areas": YEARS,
    "plot_dumbbells": YEARS,
    "plot_map": ONE,
    "plot_matrix": exact_pairs(("RUS", "ARM", LARGE), ("USA", "AZE", SMALL)),
    "plot_flows": exact_pairs(("RUS", "ARM", LARGE), ("USA", "AZE", SMALL)),
    "plot_balances": balances(
        ("RUS", 2020, 2024, *(LARGE,) * 3, *(0.0,) * 3), ("USA", 2020, 2024, *(SMALL,) * 3, *(0.0,) * 3)
    ),
    "plot_supplier_balance": supplier_balance(
        ["supplier"], ("RUS", 2020, 2024, LARGE, LARGE, LARGE, SMALL, SMALL, SMALL), **TIV
    ),
    "plot_discrepancies": discrepancies(("RUS", "ARM", 2020, 2024, exact(LARGE), exact(SMALL)), **TIV),
}


def decimals(words):
    # years and ratios of one to the other have none
    return {len(found) for found in re.findall(r"\d\.(\d+)", words)}


@pytest.mark.covering(3)
@pytest.mark.parametrize("name", CHARTS)
def test_all_figures_of_a_chart_and_of_its_words_are_rounded_alike(name):
    ax = getattr(af, name.split()[0])(CHARTS[name])
    ax.figure.draw_without_rendering()
    # the limits of classes are exact
    figures = [text.get_text() for text in ax.texts if name != "plot_map" or text.get_label() != "group"]
    printed = decimals(" ".join(figures)) | decimals(af.describe(ax))
    assert printed <= {1, 2}, printed
    assert 1 in printed


def test_all_figures_of_a_table_are_rounded_alike():
    columns = dict(page._columns(CHARTS["plot_totals"]))
    assert columns["Million TIV"] == ["7.2", "0.00"]
    ratios = pd.DataFrame({"hhi": [1.0, 0.012], "ratio": [7.2, 0.0024]})
    assert [*map(page._ratio_text("hhi", ratios["hhi"]), ratios["hhi"])] == ["1.00", "0.01"]
    assert [*map(page._ratio_text("ratio", ratios["ratio"]), ratios["ratio"])] == ["7.2", "0.00"]


def test_both_sides_of_a_table_are_counted_in_the_step_that_it_names():
    frame = supplier_balance(["supplier"], ("RUS", 2020, 2024, *(5e9,) * 3, *(4e8,) * 3), unit="USD")
    columns = dict(page._columns(frame))
    unit = "billion US dollars, current prices"
    assert columns[f"Azerbaijan [{unit}]"] == ["5.0"]
    assert columns[f"Armenia [{unit}]"] == ["0.40"]


def test_the_step_of_a_table_is_that_of_all_its_rows():
    # the rows that a page prints may be smaller than those that only its file holds
    years = [(y, 5e8 if y < 2000 else 9e9) for y in range(1900, 2020)]
    frame = totals(["supplier"], *(("RUS", y, y, v, v, v, 0, 0.0) for y, v in years))
    columns = dict(page._columns(frame))
    assert columns["Billion US dollars, current prices"][0] == "0.50"


def test_numbers_of_several_units_each_say_theirs():
    frame = pd.concat([ONE, totals(["supplier"], ("FRA", 2020, 2024, 5e9, 5e9, 5e9, 0, 0.0))])
    assert dict(page._columns(frame))["Value"] == ["7.2 m TIV", "2,400 TIV", "5.0 bn $"]
