"""Nets of parties, and flows against budgets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import armsflow as af
from tests.conftest import assert_same, make, plain
from tests.laws.strategies import records

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
    assert nets.loc["RUS", "estimated"] == 50 / 78


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


def test_balances_are_equal_on_every_engine(engine):
    assert_same(af.balances(engine.of(make(FLOWS))), af.balances(make(FLOWS)))
    assert len(af.balances(engine.of(make(FLOWS).iloc[:0]))) == 0


BUDGET = pd.DataFrame(
    {"party": "Armenia", "year": range(2010, 2020), "value": np.linspace(4e8, 5e8, 10), "unit": "USD"}
)
PAYMENT = {"start": [2010], "end": [2019], "value": [5e9], "low": [4.5e9], "high": [5.5e9]}


def test_flows_against_a_budget(engine):
    row = plain(af.burden(engine.of(make(PAYMENT)), BUDGET)).iloc[0]
    assert row["spending"] == pytest.approx(4.5e9)
    assert row[["burden", "burden_low", "burden_high"]].tolist() == pytest.approx([10 / 9, 1, 11 / 9])
    assert row["recipient"] == "ARM"


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda b: b.drop(columns="unit"), "ArgumentError", "spending lacks 'unit'"),
        (
            lambda b: b.assign(unit="EUR"),
            "MixedError",
            "spending of ARM in 2010 is in EUR at current prices and the records in USD",
        ),
        (lambda b: b.assign(prices="2020"), "MixedError", "spending of ARM in 2010 is in USD at 2020 prices"),
        (lambda b: b.iloc[:8], "RateError", r"missing for \('ARM', 2018\), \('ARM', 2019\)"),
        (lambda b: pd.concat([b, b]), "ArgumentError", "names years of a party twice"),
        (lambda b: b.assign(value=-1.0), "RecordError", "spending is negative"),
        (lambda b: b.assign(party="Armenya"), "PartyError", "Armenia"),
        (lambda b: b.assign(year=b["year"] + 0.7), "ArgumentError", "no numbers, or infinite"),
        (lambda b: b.assign(value=np.inf), "ArgumentError", "no numbers, or infinite"),
        (lambda b: b.assign(value="5"), "ArgumentError", "no numbers, or infinite"),
    ],
)
def test_budgets_are_checked(change, error, message):
    with pytest.raises(getattr(af, error), match=message):
        af.burden(make(PAYMENT), change(BUDGET))


def test_volumes_have_no_burden():
    with pytest.raises(af.ArgumentError, match="records are in 'TIV'"):
        af.burden(make(PAYMENT, unit="TIV"), BUDGET)


def test_a_blank_year_of_spending_is_missing():
    with pytest.raises(af.RateError, match=r"\('ARM', 2010\)") as caught:
        af.burden(make(PAYMENT), BUDGET.assign(value=BUDGET["value"].where(BUDGET["year"] > 2010)))
    assert caught.value.rows == [("ARM", 2010)]


def test_units_are_compared_recipient_by_recipient():
    """As sets, dollars beside drams and drams beside dollars would look alike."""
    flows = make({"recipient": ["AZE", "ARM"], "value": [5.0, 5.0], "unit": ["USD", "AMD"]})
    budget = pd.DataFrame({"party": ["AZE", "ARM"], "year": 2015, "value": 100.0, "unit": ["AMD", "USD"]})
    with pytest.raises(af.MixedError, match="spending of AZE in 2015 is in AMD"):
        af.burden(flows, budget)
    elsewhere = pd.DataFrame({"party": ["AZE"], "year": [1990], "value": [1.0], "unit": ["RUB"]})
    right = pd.concat([budget.assign(unit=["USD", "AMD"]), elsewhere])
    assert plain(af.burden(flows, right))["burden"].tolist() == [0.05, 0.05]


def test_what_a_party_gives_itself_is_no_net():
    figures = {"value": [5.0, 2.0], "low": [1.0, 2.0], "high": [9.0, 2.0]}
    rows = make({"supplier": ["DEU", "DEU"], "recipient": ["DEU", "FRA"]} | figures)
    nets = plain(af.balances(rows)).set_index("party")
    assert nets.loc["DEU", ["value", "low", "high"]].tolist() == [2, 2, 2]
