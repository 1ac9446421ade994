"""How much, in which money: records in another currency, and at the prices of another year."""

from __future__ import annotations

from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.errors import ArgumentError, one_of, sample
from armsflow.records.engines import on_engines
from armsflow.transforms.rates import codes, exchange_rates, factors_of, money, rescaled

__all__ = ["to_currency"]


@on_engines(same_rows=True, changes=["unit"])
def to_currency(records: IntoFrameT, currency: str, *, rates: IntoFrame | None = None) -> IntoFrameT:
    """Records with their money in one currency, at the yearly mean rates of their spans.

    A figure that covers one year is multiplied by that year's rate. A figure that covers several
    years is multiplied by the arithmetic mean of their rates, as if it were spread evenly over
    them, so that converting and spreading commute; its lower bound is multiplied by the least of
    the rates and its upper bound by the greatest, since the money may have moved in any one of
    these years. Convert first, then deflate with :func:`to_prices`.

    Parameters
    ----------
    records : frame
        Records in money at current prices: pandas, PyArrow, Polars (eager or lazy), DuckDB or Spark.
    currency : str
        ISO 4217 code of the currency wanted, such as ``"USD"``.
    rates : frame, optional
        A table of one's own with the columns ``currency``, ``year`` and ``rate`` (units of the
        currency per US dollar, mean of the year). It is taken instead of the shipped
        ``exchange_rates.csv``. The US dollar itself needs no rows: it is 1 in every year.

    Returns
    -------
    frame
        The same columns and rows, in no promised order: ``value``, ``low`` and ``high``
        [`currency`] re-expressed and ``unit`` set. Rows in that currency already are unchanged,
        undisclosed figures stay null and open bounds stay infinite.

    Raises
    ------
    ArgumentError
        If `currency` is not a known code, `rates` is not such a table or says that a dollar is not
        1, rows are in TIV or pieces, or rows to be converted are at constant prices.
    RateError
        If a rate is missing; ``rows`` lists every (currency, year). Nothing is filled in.
    RecordError
        If records lack a column that is needed, or a row's unit, prices or span cannot be used.

    Notes
    -----
    Shipped rates: World Bank, World Development Indicators, series PA.NUS.FCRF (official exchange
    rate, period average). Currencies that were redenominated are in today's units in all years: a
    million Turkish lira of 1999 are 1 TRY. ``currency_economies.csv`` lists the currencies, the
    years that are shipped, and why no others.

    Examples
    --------
    What were 20 billion roubles of 2010 in dollars, and what is that figure if all one knows is
    that it fell between 2010 and 2015?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> loans = pd.DataFrame({
    ...     "supplier": "Russia", "recipient": "Armenia", "stage": "loan", "unit": "RUB",
    ...     "value": 20e9, "start": [2010, 2010], "end": [2010, 2015],
    ... })
    >>> dollars = af.to_currency(af.to_records(loans), "USD")
    >>> (dollars[["value", "low", "high"]] / 1e6).round()
       value    low   high
    0  659.0  659.0  659.0
    1  578.0  328.0  681.0
    """
    quotes = exchange_rates(rates)
    target = one_of(currency, sorted(codes() | {code for code, _ in quotes}), "currency")
    frame, spans = money(records)
    foreign = spans[spans["unit"] != target]
    constant = foreign.loc[foreign["prices"] != "current", "prices"].unique()
    if len(constant):
        raise ArgumentError(
            f"records hold rows at constant prices ({sample(constant)}) in another currency than "
            f"{target}; convert first, then deflate: "
            f"to_prices(to_currency(records, {target!r}), year)",
            rows=list(constant),
        )
    factors = factors_of(spans, foreign, quotes, lambda unit, year: (target, year), "rate")
    return rescaled(frame, factors, unit=target)
