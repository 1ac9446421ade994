"""How much, in which money: records in another currency, and at the prices of another year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.currencies import REDENOMINATED, refuse_other_years
from armsflow.errors import ArgumentError, one_of, sample, warn
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.transforms.rates import (
    Change,
    Key,
    codes,
    complete,
    counts_later,
    exchange_rates,
    factors_of,
    has_figures,
    money,
    quoted,
    rescaled,
    rows_of,
    worded,
    years_of,
)

__all__ = ["to_currency"]

MISSING = ("raise", "keep")


@on_engines(REDENOMINATED, LISTED, same_rows=True, changes=["unit"])
def to_currency(
    records: IntoFrameT,
    currency: str,
    *,
    rates: IntoFrame | None = None,
    missing: str = "raise",
    redenominated: bool | None = None,
) -> IntoFrameT:
    """Records with their money in one currency, at the yearly mean rates of their spans.

    A figure that covers one year is multiplied by that year's rate. A figure that covers several
    years is multiplied by the arithmetic mean of their rates, as if it were spread evenly over
    them, so that converting and spreading commute; its lower bound is multiplied by the least of
    the rates and its upper bound by the greatest, since the money may have moved in any one of
    these years. Of a figure in a window of `to_periods` these are the years that it had before, and of a
    delivery those listed in ``delivery_years``, if there is such a column.
    Convert first, then deflate with :func:`to_prices`, then take windows.

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

    missing : {"raise", "keep"}
        ``"keep"`` leaves rows without a rate as they are, in their unit; their ``note`` says so, and a
        warning lists every (currency, year). Choose one unit with `where`, or name ``unit`` among the keys
        of a summary: a year without a record in it is then not 0 if these rows may hold the figure.
    redenominated : bool, optional
        Whether the figures, before and after, count the years before a currency in that currency, as
        SIPRI and the World Bank print them: 5 RUB of 1997 for 5,000 RUR. By default as the column
        ``redenominated`` says, else not.

    Returns
    -------
    frame
        The same columns and rows, in no promised order: ``value``, ``low`` and ``high``
        [`currency`] re-expressed and ``unit`` set. Rows in that currency already are unchanged,
        undisclosed figures stay null and open bounds stay infinite.

    Warns
    -----
    UserWarning
        If rows without a rate are kept.

    Raises
    ------
    ArgumentError
        If `currency` is not a known code, `missing` another word, `redenominated` no bool, `rates` not
        such a table or says that a dollar is not 1, rows are in TIV or pieces, or rows to be converted
        are at constant prices.
    CurrencyError
        If figures are in a currency that their years did not have, or would be: roubles of 1997 are
        RUR, those from 1998 on RUB. ``rows`` lists every (currency, year).
    RateError
        If a rate is missing; ``rows`` lists every (currency, year). Nothing is filled in.
    RecordError
        If records lack a column that is needed, a row's unit, prices or span cannot be used, or the
        ``delivery_years`` of a span cannot be read or do not fit it.

    Notes
    -----
    Shipped rates: World Bank, World Development Indicators, series PA.NUS.FCRF (official exchange
    rate, period average), which counts all years in the money of today. A money that was redenominated
    is converted by the rate of what it became: a million TRL of 1999 by that of 1 TRY, and from 1999
    on 1.95583 DEM by that of 1 EUR. ``currencies.csv`` lists the years of each code and these
    factors, ``currency_economies.csv`` the years of rates that are shipped, and why no others.

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
    one_of(missing, MISSING, "missing")
    quotes = exchange_rates(rates)
    target = one_of(currency, sorted(codes() | {code for code, _ in quotes}), "currency")
    frame, spans = money(records, redenominated)
    foreign = spans[spans["unit"] != target]
    constant = foreign.loc[foreign["prices"] != "current", "prices"].unique()
    if len(constant):
        raise ArgumentError(
            f"records hold rows at constant prices ({sample(constant)}) in another currency than "
            f"{target}; convert first, then deflate: "
            f"to_prices(to_currency(records, {target!r}), year)",
            rows=list(constant),
        )
    changes = [_change(span, target) for span in rows_of(spans)]
    wanted = {key for change in changes for pair in change.pairs for key in pair}
    if missing == "keep":
        quotes, lacking = quoted(wanted, quotes, "rate")
        changes = [_kept(change, span, lacking) for change, span in zip(changes, rows_of(spans), strict=True)]
        if lacking:
            # the caller's line, not that of on_engines
            warn(
                f"rows without a rate are left as they are: {worded(lacking)}; in sums of {target} alone "
                "these years are not known"
            )
    else:
        quotes = complete(wanted, quotes, "rate")
    return rescaled(frame, factors_of(spans, changes, quotes))


def _change(span: Any, target: str) -> Change:
    """The rates that a span takes, year by year; none where it is in the currency already."""
    if span.unit == target or not has_figures(span):
        return Change([], target)
    used = [(target, year) for year in years_of(span)]
    refuse_other_years(used, what="records would be in", redenominated=counts_later(span))
    return Change([((span.unit, year), (target, year)) for year in years_of(span)], target)


def _kept(change: Change, span: Any, lacking: Iterable[Key]) -> Change:
    """A span without a rate in its own unit."""
    if not {key for pair in change.pairs for key in pair} & set(lacking):
        return change
    return Change([], span.unit, remark=f"no rate into {change.unit}, left in {span.unit}")
