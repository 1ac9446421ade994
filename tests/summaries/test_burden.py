"""Flows against budgets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import made, make, plain

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
        (lambda b: b.assign(low=6e8), "RecordError", "spending has bounds that .* do not hold the value"),
        (lambda b: b.assign(low="few"), "ArgumentError", "spending has bounds low and high that are no numb"),
    ],
)
def test_budgets_are_checked(change, error, message):
    with pytest.raises(getattr(af, error), match=message):
        af.burden(make(PAYMENT), change(BUDGET))


def test_bounds_of_spending_widen_a_burden(engine):
    """100 [90, 110] of 450 [300, 600] in each of two years: 100/900, 90/1200, 110/600."""
    flow = make({"start": [2014], "end": [2015], "value": [100.0], "low": [90.0], "high": [110.0]})
    years = pd.DataFrame({"party": "ARM", "year": [2014, 2015], "value": 450.0, "unit": "USD"})
    bounded = years.assign(low=300.0, high=600.0)
    columns = ["spending", "burden", "burden_low", "burden_high"]
    assert plain(af.burden(engine.of(flow), bounded)).loc[0, columns].tolist() == pytest.approx(
        [900, 100 / 900, 90 / 1200, 110 / 600]
    )
    # the same as relative says of the same frames
    same = plain(af.relative(engine.of(flow), to=bounded.assign(measure="military spending"))).loc[0]
    found = plain(af.burden(engine.of(flow), bounded)).loc[0]
    for end in ("", "_low", "_high"):
        assert found[f"burden{end}"] == pytest.approx(same[f"relative{end}"])
    # bounds of one year only, and one that is open: 90 over what may be anything
    some = years.assign(low=[300.0, None], high=[None, np.inf])
    assert plain(af.burden(engine.of(flow), some)).loc[0, columns].tolist() == pytest.approx(
        [900, 100 / 900, 0, 110 / 750]
    )


def test_bounds_of_spending_are_in_the_unit_of_the_flow_and_of_one_year_of_a_commitment():
    """60 to 90 billion RUB of 1997 are 60 to 90 trillion RUR."""
    budget = ROUBLES.assign(low=60e9, high=90e9, redenominated=True)
    found = plain(af.burden(paid("RUR"), budget)).loc[0]
    assert found[["burden_low", "burden_high"]].tolist() == pytest.approx([814 / 90e3, 814 / 60e3])
    order = make({"start": [2014], "end": [2015], "value": [100.0]}, stage="contract")
    years = pd.DataFrame({"party": "ARM", "year": [2014, 2015], "value": 450.0, "unit": "USD"})
    found = plain(af.burden(order, years.assign(low=300.0, high=600.0))).loc[0]
    assert found["measure"] == "years of spending"
    assert found[["burden", "burden_low", "burden_high"]].tolist() == pytest.approx(
        [100 / 450, 100 / 600, 100 / 300]
    )


def test_volumes_have_no_burden():
    with pytest.raises(af.ArgumentError, match="are in 'TIV', which is no money; burden.. compares money"):
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
    assert plain(af.burden(flows, right))["burden"].tolist() == pytest.approx([0.05, 0.05])


ROUBLES = pd.DataFrame({"party": ["RUS"], "year": [1997], "value": [81.4e9], "unit": ["RUB"]})


def paid(unit, **columns):
    row = {"supplier": ["USA"], "recipient": ["RUS"], "stage": ["payment"], "value": [814e9], "year": [1997]}
    return made(pd.DataFrame(row | columns), unit=unit)


def test_spending_in_the_money_of_today_is_brought_to_that_of_the_year():
    """81.4 billion roubles of today are 81.4 trillion of 1997, of which 814 billion are 1 per cent."""
    of_the_year = af.burden(paid("RUR"), ROUBLES.assign(redenominated=True))
    assert of_the_year["burden"].tolist() == pytest.approx([0.01])
    assert of_the_year["spending"].tolist() == pytest.approx([81.4e12])
    today = paid("RUB", value=[814e6], redenominated=True)
    assert af.burden(today, ROUBLES.assign(redenominated=True))["burden"].tolist() == pytest.approx([0.01])


def test_spending_and_flows_in_a_money_of_other_years_are_refused():
    with pytest.raises(af.CurrencyError, match="spending is in RUB in 1997, when RUR was in force"):
        af.burden(paid("RUR"), ROUBLES)
    flows = paid("RUB", redenominated=True).drop(columns="redenominated")
    with pytest.raises(af.CurrencyError, match="figures are in RUB in 1997, when RUR was in force"):
        af.burden(flows, ROUBLES.assign(redenominated=True))


def test_a_commitment_is_counted_in_years_of_spending_unless_it_says_when_it_is_paid():
    given = pd.DataFrame({"recipient": ["AZE"], "start": [2010], "end": [2011], "value": [4e9]})
    signed = made(given, supplier="RUS", stage="contract", unit="USD")
    budget = pd.DataFrame({"party": "AZE", "year": range(2010, 2015), "value": 2e9, "unit": "USD"})
    row = af.burden(signed, budget).iloc[0]
    # two years of spending, not 100 per cent of what the two years had
    assert row[["spending", "burden", "measure"]].tolist() == [2e9, 2.0, "years of spending"]
    row = af.burden(signed, budget, paid=(2010, 2014)).iloc[0]
    assert row[["spending", "burden", "measure"]].tolist() == [10e9, 0.4, "share of spending"]
    paid = signed.assign(stage="payment")
    assert af.burden(paid, budget)[["burden", "measure"]].to_numpy().tolist() == [[1.0, "share of spending"]]
    with pytest.raises(af.ArgumentError, match="paid is given and the records hold 'payment'"):
        af.burden(paid, budget, paid=(2010, 2014))
    with pytest.raises(af.RateError, match="missing for .*2015"):
        af.burden(signed, budget, paid=(2010, 2015))
