"""What parties supplied less what they received."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import armsflow as af
from tests.frames import assert_alike, make, plain
from tests.laws.strategies import FEWER, records

FLOWS = {
    "supplier": ["RUS", "FRA", "RUS", "CHN"],
    "recipient": ["ARM", "RUS", "CHN", "RUS"],
    "value": [50.0, 8.0, 20.0, np.nan],
    "low": [40.0, 8.0, 20.0, np.nan],
    "high": [60.0, 9.0, np.inf, np.nan],
    "estimated": [True, False, False, False],
}


def test_supplied_less_received():
    nets = plain(af.balances(make(FLOWS))).set_index("party")
    figures = ["value", "low", "high", "supplied", "supplied_low", "received", "received_high"]
    assert nets.loc["RUS", figures].tolist() == [62, 51, np.inf, 70, 60, 8, 9]
    assert nets.loc["ARM", figures].tolist() == [-50, -60, -40, 0, 0, 50, 60]
    assert nets.loc["FRA", figures].tolist() == [8, 8, 9, 8, 8, 0, 0]
    # all that China supplied is undisclosed
    assert nets.loc["CHN", ["value", "low", "high", "supplied"]].isna().all()
    assert nets.loc["CHN", "received"] == 20
    assert nets.loc["RUS", ["records", "undisclosed"]].tolist() == [4, 1]
    assert nets.loc["RUS", "estimated"] == pytest.approx(50 / 78)


@FEWER
@given(records())
def test_over_all_parties_the_nets_add_to_nothing(rows):
    disclosed = rows[rows["value"].notna()]
    if disclosed.empty:
        return
    nets = plain(af.balances(disclosed, over=(1995, 2050)))
    assert nets["value"].sum() == pytest.approx(0, abs=1e-9 * disclosed["value"].sum())
    assert nets["supplied"].sum() == pytest.approx(disclosed["value"].sum())


def test_both_sides_must_be_named_and_mean_the_same():
    with pytest.raises(af.ArgumentError, match=r"1 row\(s\) have 'all' on one side"):
        af.balances(make({"recipient": ["all", "ARM"], "value": [1.0, 2.0]}))
    with pytest.raises(af.MixedError, match="differ in unit"):
        af.balances(make({"supplier": ["RUS", "FRA"], "unit": ["USD", "TIV"], "value": [1.0, 2.0]}))


def test_balances_are_equal_on_every_engine(beside):
    rows = make(FLOWS)
    assert_alike(af.balances, rows, engines=beside)
    assert_alike(af.balances, rows.iloc[:0], engines=beside)
    assert len(af.balances(rows.iloc[:0])) == 0


def test_what_a_party_gives_itself_is_no_net():
    figures = {"value": [5.0, 2.0], "low": [1.0, 2.0], "high": [9.0, 2.0]}
    rows = make({"supplier": ["DEU", "DEU"], "recipient": ["DEU", "FRA"]} | figures)
    nets = plain(af.balances(rows)).set_index("party")
    assert nets.loc["DEU", ["value", "low", "high"]].tolist() == [2, 2, 2]


@pytest.mark.covering(1)
@pytest.mark.parametrize("noun", [af.balances, af.degrees])
def test_of_a_choice_by_a_column_of_ones_own_a_side_without_a_row_is_not_complete(noun):
    """Ukraine, a recipient from suppliers outside the EU, supplied as well, but under another mark."""
    rows = make(
        {
            "supplier": ["BRA", "TUR", "UKR"],
            "recipient": ["TUR", "UKR", "CHL"],
            "value": [5.0, 4.0, 3.0],
            "mark": ["yes", "yes", "no"],
        },
        observed=(2015, 2015),
    )
    complete = noun(af.where(rows, mark="yes")).set_index("party")["complete"].to_dict()
    assert complete == {"BRA": False, "TUR": True, "UKR": False}
    assert noun(rows)["complete"].all()
