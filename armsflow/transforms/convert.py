"""One written amount in another currency, at the prices of another year."""

from __future__ import annotations

from typing import Any

from narwhals.typing import IntoFrame

from armsflow.currencies import WAY_OUT, fixed_rate
from armsflow.errors import ArgumentError, CurrencyError, RateError
from armsflow.parse.amount import Amount, parse_amount
from armsflow.records.schema import pair_of_years
from armsflow.records.to_records import to_records
from armsflow.transforms.currency import to_currency
from armsflow.transforms.prices import to_prices

__all__ = ["convert"]


def convert(
    amount: str | Amount,
    year: int | tuple[int, int],
    *,
    to: str | None = None,
    prices: int | None = None,
    decimal: str | None = None,
    rates: IntoFrame | None = None,
    index: IntoFrame | None = None,
) -> Amount:
    """A written amount in another currency, at the prices of another year, with its bounds.

    Parameters
    ----------
    amount : str or Amount
        What `parse_amount` reads, such as ``"1.2 bn euro"``, or its result.
    year : int or (int, int)
        The year of the amount, or the first and last of its span.
    to : str, optional
        ISO 4217 code of the currency wanted, by the mean rate of the year: see `to_currency`.
    prices : int, optional
        Year whose prices are wanted, by the consumer prices of the currency: see `to_prices`. The shipped
        prices end with 2023, and the rates with 2024. The amount is converted first and then deflated.
    decimal : {".", ","}, optional
        The sign before decimals, where the amount can be read in two ways, such as "1,200 million".
    rates, index : frame, optional
        Tables of your own in place of the shipped ones: `rates` of `to_currency`, `index` as the ``prices``
        of `to_prices`.

    Returns
    -------
    Amount
        ``value, low, high`` [``unit``], and ``qualifier``, the words that hedged the amount.

    Raises
    ------
    AmountError
        If `amount` cannot be read.
    ArgumentError
        If it is no money, or an argument is not what it should be.
    CurrencyError
        If its year did not have that currency.
    RateError
        If a rate or an index is missing.

    Examples
    --------
    What were 1.2 billion euros of 2017 in dollars of 2020?

    >>> import armsflow as af
    >>> dollars = af.convert("1.2 bn euro", 2017, to="USD", prices=2020)
    >>> print(f"{dollars.value / 1e9:.2f} [{dollars.low / 1e9:.2f}–{dollars.high / 1e9:.2f}] {dollars.unit}")
    1.43 [1.37–1.49] USD
    """
    span = pair_of_years(year if isinstance(year, tuple | list) else (year, year), "year")
    read = amount if isinstance(amount, Amount) else parse_amount(amount, year=span, decimal=decimal)
    if read.unit in ("TIV", "pieces"):
        raise ArgumentError(
            f"amount is {amount!r}, which is in {read.unit}; expected money, such as '1.2 bn euro'",
            rows=[amount],
        )
    figure = {"value": [read.value], "low": [read.low], "high": [read.high]}
    same = {"supplier": "all", "recipient": "all", "stage": "payment", "unit": read.unit}
    try:
        records: Any = to_records(figure, start=span[0], end=span[1], **same)
        if to is not None:
            records = to_currency(records, to, rates=rates)
        if prices is not None:
            records = to_prices(records, prices, prices=index)
    except CurrencyError as error:
        # no argument here says that a source counts in later money
        said = str(error).removesuffix(WAY_OUT).rstrip(". ")
        way = _at_fixed_rate(read.unit, to, span) or "Take the currency of the year"
        raise CurrencyError(f"{said}. {way}", rows=error.rows) from error
    except RateError as error:
        # there are no rows to leave out or to keep, and the table of prices is called index here
        said, is_rate, _ = str(error).partition(", take missing='keep'")
        said = said.partition(", or leave these rows out")[0].replace("pass prices=", "pass index=")
        if "take the prices of" in said:
            raise RateError(said, rows=error.rows) from error
        ways = ["take another year", _at_fixed_rate(read.unit, to, span) if is_rate else ""]
        raise RateError(f"{said}, or {'. '.join(filter(None, ways))}", rows=error.rows) from error
    row = records.iloc[0]
    value = None if read.value is None else float(row["value"])
    return Amount(value, float(row["low"]), float(row["high"]), str(row["unit"]), read.qualifier)


def _at_fixed_rate(unit: str, to: str | None, span: tuple[int, int]) -> str:
    """The way from an old money to what replaced it, in words, for the years before the rate was fixed."""
    fixed = None if to is None else fixed_rate(unit, to)
    if fixed is None or span[0] >= fixed[1]:
        return ""
    rate, year = fixed
    return (
        f"The rate of {rate:g} {unit} = 1 {to} was fixed in {year}: for the amount at that rate give the "
        f"year {year}, for its worth in {span[0]} another currency of that time"
    )
