"""How much, in which money: records in another currency, and at the prices of another year."""

from __future__ import annotations

from typing import Any

import numpy as np
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.currencies import REDENOMINATED, money_of, per
from armsflow.errors import ArgumentError, sample
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.transforms.rates import (
    Change,
    complete,
    counts_later,
    factors_of,
    has_figures,
    money,
    price_indices,
    rescaled,
    rows_of,
    years_of,
)

__all__ = ["to_prices"]


@on_engines(REDENOMINATED, LISTED, same_rows=True, changes=["prices", "unit"])
def to_prices(
    records: IntoFrameT,
    year: int,
    *,
    prices: IntoFrame | None = None,
    redenominated: bool | None = None,
) -> IntoFrameT:
    """Records with their money at the prices of one year, by each currency's own price index.

    A figure that covers one year is multiplied by P(`year`) / P(that year), where P is the price
    index of the row's currency. A figure that covers several years is multiplied by the arithmetic
    mean of these factors, its lower bound by the least of them and its upper bound by the greatest.
    Of a delivery these years are those listed in ``delivery_years``, if there is such a column.
    Years are taken for calendar years, those of `read_sam`, which are US fiscal years, too.

    Parameters
    ----------
    records : frame
        Records in money at current prices: pandas, PyArrow, Polars (eager or lazy), DuckDB or Spark.
    year : int
        Year whose prices are wanted. The shipped indices end with 2023.
    prices : frame, optional
        A table of one's own with the columns ``currency``, ``year`` and ``index`` (any base).
        It is taken instead of the shipped ``price_indices.csv``.
    redenominated : bool, optional
        Whether the figures count the years before a currency in that currency, as SIPRI and the World
        Bank print them. By default as the column ``redenominated`` says, else not.

    Returns
    -------
    frame
        The same columns and rows, in no promised order: ``value``, ``low`` and ``high``
        re-expressed and ``prices`` set to the year. The unit stays, but where the money was
        redenominated between: at prices of 2020, liras of 1999 are in TRY. Rows at these prices already are
        unchanged, undisclosed figures stay null and open bounds stay infinite.

    Raises
    ------
    ArgumentError
        If `year` is not a whole number, `prices` is not such a table, rows are in TIV or pieces,
        rows are at constant prices of another year, or `redenominated` is no bool.
    CurrencyError
        If figures are in a currency that their years did not have; ``rows`` lists (currency, year).
    RateError
        If an index is missing; ``rows`` lists every (currency, year). Nothing is filled in.
    RecordError
        If records lack a column that is needed, a row's unit, prices or span cannot be used, or the
        ``delivery_years`` of a span cannot be read or do not fit it.

    Notes
    -----
    Shipped indices: World Bank, World Development Indicators, series FP.CPI.TOTL (consumer prices,
    2010 = 100); for the euro, chained from FP.CPI.TOTL.ZG, the median change in today's
    twenty members, which over 2000–2020 rises about 2.6 % more than the euro area's weighted index.
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
    frame, spans = money(records, redenominated)
    other = spans.loc[spans["prices"] != str(base), "prices"]
    constant = other[other != "current"].unique()
    if len(constant):
        raise ArgumentError(
            f"records are at constant prices already ({sample(constant)}); expected current "
            f"prices: go back to the records as read and take to_prices(records, {base}) once",
            rows=list(constant),
        )
    changes = [_change(span, base) for span in rows_of(spans)]
    wanted = {key for change in changes for pair in change.pairs for key in pair}
    quotes = complete(wanted, quotes, "index", base=base)
    return rescaled(frame, factors_of(spans, changes, quotes), prices=str(base))


def _change(span: Any, base: int) -> Change:
    """The price levels that a span takes, year by year, and the money of the base year."""
    if span.prices == str(base):
        return Change([], span.unit)
    unit = span.unit if counts_later(span) else money_of(span.unit, base)
    if not has_figures(span):
        return Change([], unit)
    pairs = [((span.unit, year), (span.unit, base)) for year in years_of(span)]
    return Change(pairs, unit, units=per(span.unit, unit) or 1.0)
