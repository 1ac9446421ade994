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


@pytest.mark.parametrize(
    ("amount", "year", "said"),
    [
        (
            "100 Mio. DM",
            1995,
            r"would be in EUR in 1995, when XEU, the European currency unit, and 22 moneys of states were in "
            r"force; EUR began in 1999\. The rate of 1\.95583 DEM = 1 EUR was fixed in 1999: for the amount "
            r"at that rate give the year 1999, for its worth in 1995 another currency of that time$",
        ),
        ("5 bn rubles", 1997, "EUR began in 1999. Take the currency of the year$"),
        (
            "5 m Slovak koruna",
            2004,
            r"SKK 2004; .* take another year\. The rate of 30\.126 SKK = 1 EUR was fixed in",
        ),
    ],
)
def test_what_cannot_be_in_euros_names_the_way_that_there_is(amount, year, said):
    """No argument of `convert` is called redenominated or missing."""
    with pytest.raises(af.RateError, match=said) as caught:
        af.convert(amount, year, to="EUR")
    assert "redenominated" not in str(caught.value)
    assert "missing=" not in str(caught.value)


def test_old_money_has_its_fixed_rate_in_the_year_of_fixing():
    """1.95583 German marks are one euro: Council Regulation (EC) No 2866/98."""
    assert af.convert(af.Amount(1e8, 1e8, 1e8, "DEM", ""), 1999, to="EUR").value == pytest.approx(
        1e8 / 1.95583
    )


def test_a_missing_rate_of_the_ecu_is_explained_to_who_wrote_euros():
    said = (
        r"no rate for 1 .*: XEU 1998 \(the ECU, the European currency unit, before the euro began in 1999\)"
    )
    with pytest.raises(af.RateError, match=said):
        af.convert("100 Mio. Euro", 1998, to="USD")


def test_a_missing_index_names_the_argument_that_there_is():
    with pytest.raises(af.RateError, match=r"pass index= .*, or take the prices of \d{4}$"):
        af.convert("$5 million", 2017, prices=2099)
    with pytest.raises(
        af.RateError, match="of EUR the table has 1999 to .*, of GBP 1990 to .* another year$"
    ):
        af.convert("5 m euros", 2099, to="GBP")
