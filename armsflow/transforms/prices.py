"""How much, in which money: records in another currency, and at the prices of another year."""

from __future__ import annotations

import numpy as np
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.errors import ArgumentError, sample
from armsflow.records.engines import on_engines
from armsflow.transforms.rates import factors_of, money, price_indices, rescaled

__all__ = ["to_prices"]


@on_engines(same_rows=True, changes=["prices"])
def to_prices(records: IntoFrameT, year: int, *, prices: IntoFrame | None = None) -> IntoFrameT:
    """Records with their money at the prices of one year, by each currency's own price index.

    A figure that covers one year is multiplied by P(`year`) / P(that year), where P is the price
    index of the row's currency. A figure that covers several years is multiplied by the arithmetic
    mean of these factors, its lower bound by the least of them and its upper bound by the greatest.

    Parameters
    ----------
    records : frame
        Records in money at current prices: pandas, PyArrow, Polars (eager or lazy), DuckDB or Spark.
    year : int
        Year whose prices are wanted.
    prices : frame, optional
        A table of one's own with the columns ``currency``, ``year`` and ``index`` (any base).
        It is taken instead of the shipped ``price_indices.csv``.

    Returns
    -------
    frame
        The same columns and rows, in no promised order: ``value``, ``low`` and ``high``
        re-expressed [same unit] and ``prices`` set to the year. Rows at these prices already are
        unchanged, undisclosed figures stay null and open bounds stay infinite.

    Raises
    ------
    ArgumentError
        If `year` is not a whole number, `prices` is not such a table, rows are in TIV or pieces,
        or rows are at constant prices of another year.
    RateError
        If an index is missing; ``rows`` lists every (currency, year). Nothing is filled in.
    RecordError
        If records lack a column that is needed, or a row's unit, prices or span cannot be used.

    Notes
    -----
    Shipped indices: World Bank, World Development Indicators, series FP.CPI.TOTL (consumer prices,
    2010 = 100); for the euro, chained from FP.CPI.TOTL.ZG, the yearly change in the euro area.
    Deflating a currency with the consumer prices of its own country says what could have been
    bought there; for imports, convert to the seller's currency first.

    Examples
    --------
    What are the 5 billion dollars of 2010–2019 in dollars of 2020?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> claim = pd.DataFrame({
    ...     "supplier": "Russia", "recipient": "Armenia", "stage": "payment", "unit": "USD",
    ...     "value": [5e9], "low": [4.5e9], "high": [5.5e9], "start": [2010], "end": [2019],
    ... })
    >>> real = af.to_prices(af.to_records(claim), 2020)
    >>> (real[["value", "low", "high"]] / 1e9).round(2)
       value   low  high
    0   5.47  4.56  6.53
    """
    if isinstance(year, bool) or not isinstance(year, int | np.integer):
        raise ArgumentError(f"year is {year!r}; expected a whole number, such as 2020", rows=[year])
    quotes = price_indices(prices)
    base = int(year)
    frame, spans = money(records)
    other = spans[spans["prices"] != str(base)]
    constant = other.loc[other["prices"] != "current", "prices"].unique()
    if len(constant):
        raise ArgumentError(
            f"records are at constant prices already ({sample(constant)}); expected current "
            f"prices: go back to the records as read and take to_prices(records, {base}) once",
            rows=list(constant),
        )
    factors = factors_of(spans, other, quotes, lambda unit, _: (unit, base), "index")
    return rescaled(frame, factors, prices=str(base))
