"""How much, in which money: records in another currency, and at the prices of another year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import ArgumentError, RecordError, one_of, sample
from armsflow.records import engines
from armsflow.transforms.rates import Key, codes, complete, exchange_rates, price_indices

__all__ = ["to_currency", "to_prices"]

_SPAN = ["unit", "prices", "start", "end"]
_FIGURES = ["value", "low", "high"]
_NOT_MONEY = ("TIV", "pieces")
# no column of records is called like these, also where case does not count
_LEAST, _MEAN, _GREATEST = "factor_least__", "factor_mean__", "factor_greatest__"
_KNOWN = "figure_known__"


def to_currency(records: Any, currency: str, *, rates: Any = None) -> Any:
    """Records with their money in one currency, at the yearly mean rates of their spans.

    A figure that covers one year is multiplied by that year's rate. A figure that covers several
    years is multiplied by the arithmetic mean of their rates, as if it were spread evenly over
    them, so that converting and spreading commute; its lower bound is multiplied by the least of
    the rates and its upper bound by the greatest, since the money may have moved in any one of
    these years. Convert first, then deflate with :func:`to_prices`.

    Parameters
    ----------
    records : frame
        Records in money at current prices: pandas, Polars (eager or lazy) or DuckDB.
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
    frame, spans = _money(records)
    foreign = spans[spans["unit"] != target]
    constant = foreign.loc[foreign["prices"] != "current", "prices"].unique()
    if len(constant):
        raise ArgumentError(
            f"records hold rows at constant prices ({sample(constant)}) in another currency than "
            f"{target}; convert first, then deflate: "
            f"to_prices(to_currency(records, {target!r}), year)",
            rows=list(constant),
        )
    factors = _factors(spans, foreign, quotes, lambda unit, year: (target, year), "rate")
    return _rescaled(frame, factors, unit=target)


def to_prices(records: Any, year: int, *, prices: Any = None) -> Any:
    """Records with their money at the prices of one year, by each currency's own price index.

    A figure that covers one year is multiplied by P(`year`) / P(that year), where P is the price
    index of the row's currency. A figure that covers several years is multiplied by the arithmetic
    mean of these factors, its lower bound by the least of them and its upper bound by the greatest.

    Parameters
    ----------
    records : frame
        Records in money at current prices: pandas, Polars (eager or lazy) or DuckDB.
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
    frame, spans = _money(records)
    other = spans[spans["prices"] != str(base)]
    constant = other.loc[other["prices"] != "current", "prices"].unique()
    if len(constant):
        raise ArgumentError(
            f"records are at constant prices already ({sample(constant)}); expected current "
            f"prices: go back to the records as read and take to_prices(records, {base}) once",
            rows=list(constant),
        )
    factors = _factors(spans, other, quotes, lambda unit, _: (unit, base), "index")
    return _rescaled(frame, factors, prices=str(base))


def _money(records: Any) -> tuple[Any, pd.DataFrame]:
    """The frame, and its distinct spans with units: the one look at the data."""
    frame = engines.frame_of(records)
    lacking = [name for name in _SPAN + _FIGURES if name not in frame.collect_schema()]
    if lacking:
        raise RecordError(
            f"records lack the columns {sample(lacking)}; make records with to_records()",
            rows=lacking,
        )
    disclosed = ~(nw.col("value").is_null() & nw.col("low").is_null() & nw.col("high").is_null())
    spans = engines.collect(
        frame.select(*_SPAN, disclosed.cast(nw.Int8).alias(_KNOWN)).group_by(*_SPAN).agg(nw.col(_KNOWN).max())
    )
    _check(spans)
    return frame, spans


def _check(spans: pd.DataFrame) -> None:
    volumes = sorted(set(spans["unit"]) & set(_NOT_MONEY))
    if volumes:
        raise ArgumentError(
            f"records hold rows in {sample(volumes)}, which are not money and have no price; "
            'keep the money alone, such as where(records, unit="USD")',
            rows=volumes,
        )
    unusable = spans[spans[_SPAN].isna().any(axis=1) | ~(spans["start"] <= spans["end"])]
    if len(unusable):
        raise RecordError(
            f"{len(unusable)} kinds of rows have no unit, prices or span of years: "
            f"{sample(unusable[_SPAN].itertuples(index=False, name=None))}; "
            "make records with to_records(), which checks them",
            rows=unusable,
        )


def _factors(
    spans: pd.DataFrame,
    changed: pd.DataFrame,
    quotes: dict[Key, float],
    over: Callable[[str, int], Key],
    figure: str,
) -> pa.Table:
    """Least, mean and greatest factor of each span; exactly 1 where nothing is to change.

    The factor of a unit in a year is the quote of ``over(unit, year)`` over that of (unit, year).
    """
    years = {
        span.Index: [((span.unit, year), over(span.unit, year)) for year in _years(span)]
        for span in changed[changed[_KNOWN] == 1].itertuples()
    }
    wanted = {key for pairs in years.values() for pair in pairs for key in pair}
    quotes = complete(wanted, quotes, figure)
    rows = np.ones((len(spans), 3))
    for index, pairs in years.items():
        yearly = np.array([quotes[above] / quotes[below] for below, above in pairs])
        least, greatest = yearly.min(), yearly.max()
        # rounding must not carry the mean of equal factors past them
        rows[index] = least, np.clip(yearly.mean(), least, greatest), greatest
    keys = {name: pa.array(spans[name], _type(name)) for name in _SPAN}
    names = (_LEAST, _MEAN, _GREATEST)
    return pa.table(keys | {name: pa.array(rows[:, n]) for n, name in enumerate(names)})


def _years(span: Any) -> range:
    return range(int(span.start), int(span.end) + 1)


def _type(name: str) -> pa.DataType:
    return pa.int16() if name in ("start", "end") else pa.string()


def _rescaled(frame: Any, factors: pa.Table, **constant: str) -> Any:
    """Each figure times the factor of its span, and a column set to what now holds."""
    schema = frame.collect_schema()
    small = engines.like(frame, factors)
    small = small.with_columns(nw.col(name).cast(schema[name]) for name in _SPAN)
    least, mean, greatest = nw.col(_LEAST), nw.col(_MEAN), nw.col(_GREATEST)
    out = frame.join(small, on=_SPAN, how="left").with_columns(
        value=nw.col("value") * mean,
        low=nw.col("low") * least,
        high=nw.col("high") * greatest,
        **{name: nw.lit(text) for name, text in constant.items()},
    )
    return out.select(*schema.names()).to_native()
