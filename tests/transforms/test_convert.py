"""One written amount in other money."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af

RATES = pd.DataFrame({"currency": "EUR", "year": [2017, 2018], "rate": [0.8, 0.5]})
INDEX = pd.DataFrame({"currency": ["USD"] * 3, "year": [2017, 2018, 2020], "index": [100.0, 120.0, 150.0]})


def test_an_amount_is_converted_and_then_deflated():
    # "1.2 bn" is 1.15 to 1.25; over 0.8 euros a dollar, times 1.5
    found = af.convert("about 1.2 bn euro", 2017, to="USD", prices=2020, rates=RATES, index=INDEX)
    plain = af.parse_amount("about 1.2 bn euro")
    assert found[:3] == pytest.approx([bound / 0.8 * 1.5 for bound in plain[:3]])
    assert found[3:] == ("USD", "about")
    assert isinstance(found, af.Amount)


def test_a_span_widens_the_bounds():
    found = af.convert(af.Amount(1e9, 1e9, 1e9, "EUR", ""), (2017, 2018), to="USD", rates=RATES)
    assert found[:3] == pytest.approx([1.625e9, 1.25e9, 2e9])


def test_each_step_alone_and_none():
    assert af.convert("$100", 2017, prices=2018, index=INDEX).value == pytest.approx(120)
    assert af.convert("$100 million", 2017) == af.parse_amount("$100 million")
    order = af.convert("hundreds of millions of euros", 2017, to="USD", rates=RATES)
    assert order.value is None
    assert order.low > 0


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("94 tanks pieces", 2017), "ArmsflowError", "."),
        (("94 pieces", 2017), "ArgumentError", "which is in pieces; expected money"),
        (("much", 2017), "AmountError", "much"),
        (("$5 bn", "2017"), "ArgumentError", r"year is \('2017', '2017'\)"),
        (("5 bn RUB", 1997), "AmountError", "would be RUB in 1997, when RUR was in force"),
        ((af.Amount(1.0, 1.0, 1.0, "RUB", ""), 1997), "CurrencyError", "RUR"),
    ],
)
def test_what_is_no_money_of_that_year_is_refused(arguments, error, message):
    with pytest.raises(getattr(af, error), match=message):
        af.convert(*arguments, to="USD")
