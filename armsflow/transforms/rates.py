"""Exchange rates and price indices: the shipped tables or the user's own, and what they lack."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow import tables
from armsflow.errors import ArgumentError, RateError, RecordError, sample
from armsflow.records import engines
from armsflow.records.check import records_of
from armsflow.records.grouping import joined, sums_of
from armsflow.records.schema import FIGURE

__all__: list[str] = []

Key = tuple[str, int]
_DOLLAR = "USD"
_SPAN = ["unit", "prices", "start", "end"]
_NOT_MONEY = ("TIV", "pieces")
_LEAST, _MEAN, _GREATEST = (f"{engines.OURS}{name}" for name in ("least", "mean", "greatest"))
_KNOWN = f"{engines.OURS}known"


def codes() -> set[str]:
    """The currencies' ISO 4217 codes."""
    return set(tables.table("currencies.csv")["currency"])


def exchange_rates(own: Any = None) -> dict[Key, float]:
    """Units per US dollar by (currency, year), from the shipped table or the user's own.

    A table need not quote the dollar itself, which `complete` takes as 1; a table that quotes it
    otherwise counts in units per something else.
    """
    quotes = _quotes(own, "rate", "rates", "exchange_rates.csv")
    odd = [(*key, rate) for key, rate in quotes.items() if key[0] == _DOLLAR and not math.isclose(rate, 1)]
    if odd:
        raise ArgumentError(
            f"rates says in {len(odd)} rows that a US dollar is not 1 US dollar: {sample(odd)}; expected "
            "units per US dollar: divide each rate by the dollar's of its year",
            rows=odd,
        )
    return quotes


def price_indices(own: Any = None) -> dict[Key, float]:
    """Price levels by (currency, year), from the shipped table or the user's own."""
    return _quotes(own, "index", "prices", "price_indices.csv")


def _quotes(own: Any, figure: str, what: str, name: str) -> dict[Key, float]:
    """The shipped or the user's own table as {(currency, year): figure}, blanks left out."""
    return _shipped(name, figure) if own is None else _by_key(_checked(own, figure, what), figure)


@cache
def _shipped(name: str, figure: str) -> dict[Key, float]:
    # read once, as the table itself is; nobody changes it in place
    return _by_key(tables.table(name), figure)


def _by_key(table: pd.DataFrame, figure: str) -> dict[Key, float]:
    table = table[table[figure].notna()]
    keys = zip(table["currency"], table["year"].astype(int), strict=True)
    return dict(zip(keys, table[figure], strict=True))


def _checked(own: Any, figure: str, what: str) -> pd.DataFrame:
    """A table of the user's own, once it is sure that it can be used."""
    frame, columns = engines.frame_of(own, what=what), ["currency", "year", figure]
    schema = frame.collect_schema()
    wrong = [
        name
        for name in columns
        if name not in schema or (name != "currency" and not schema[name].is_numeric())
    ]
    if wrong:
        raise ArgumentError(
            f"{what} has no usable {sample(wrong)} among its columns {sample(schema.names())}; "
            f"expected currency (text), year and {figure} (numbers)",
            rows=wrong,
        )
    # floats before leaving the engine: a database's decimals would not survive as whole numbers
    table = engines.collect(frame.select("currency", nw.col("year", figure).cast(nw.Float64)))
    table = table.astype({"year": "float64", figure: "float64"}).dropna(subset=[figure])
    positive = np.isfinite(table[figure]) & (table[figure] > 0)
    named = table["currency"].notna() & (table["year"] % 1 == 0)
    bad = table[~(positive & named) | table.duplicated(["currency", "year"], keep=False)]
    if len(bad):
        raise ArgumentError(
            f"{what} has {len(bad)} rows that cannot be used: "
            f"{sample(bad[columns].itertuples(index=False, name=None))}; expected one positive "
            f"{figure} for each currency and whole year",
            rows=bad,
        )
    return table


def complete(wanted: Iterable[Key], quotes: dict[Key, float], figure: str) -> dict[Key, float]:
    """The quotes and what needs none; raise with every (currency, year) that is wanted and lacks one.

    Rates are units per US dollar, so that the dollar's is 1 in every year, also before any table.
    """
    wanted = set(wanted)
    if figure == "rate":
        quotes = quotes | {key: 1.0 for key in wanted if key[0] == _DOLLAR}
    missing = sorted(wanted - quotes.keys())
    if missing:
        own = "rates" if figure == "rate" else "prices"
        raise RateError(
            f"no {figure} for {len(missing)} (currency, year): {_worded(missing)}; "
            f"nothing is filled in: pass {own}= with the columns currency, year and {figure}, "
            "or leave these rows out",
            rows=missing,
        )
    return quotes


def _worded(missing: list[Key]) -> str:
    """Every missing year, runs as spans: "RUB 1990–1992, 1994; USD 1990"."""
    words = []
    for code, keys in groupby(missing, key=lambda key: key[0]):
        years = [year for _, year in keys]
        # within a run of years, year minus place stays the same
        runs = groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])
        ends = [(run[0][1], run[-1][1]) for run in (list(run) for _, run in runs)]
        words.append(f"{code} " + ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in ends))
    return "; ".join(words)


def money(records: Any) -> tuple[Any, pd.DataFrame]:
    """The frame, and its distinct spans with units: the one look at the data."""
    frame = records_of(records, (*_SPAN, *FIGURE))
    disclosed = ~(nw.col("value").is_null() & nw.col("low").is_null() & nw.col("high").is_null())
    known = nw.when(disclosed).then(nw.lit(1)).otherwise(nw.lit(0)).alias(_KNOWN)
    spans = sums_of(frame.select(*_SPAN, known), _SPAN, [_KNOWN], {})
    _check_money(spans)
    return frame, spans


def _check_money(spans: pd.DataFrame) -> None:
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


def factors_of(
    spans: pd.DataFrame,
    changed: pd.DataFrame,
    quotes: dict[Key, float],
    over: Callable[[str, int], Key],
    figure: str,
) -> pa.Table:
    """Least, mean and greatest factor of each span; exactly 1 where nothing is to change.

    The factor of a unit in a year is the quote of ``over(unit, year)`` over that of (unit, year).
    """
    known: Iterable[Any] = changed[changed[_KNOWN] > 0].itertuples()
    years = {
        span.Index: [((span.unit, year), over(span.unit, year)) for year in _years(span)] for span in known
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


def rescaled(frame: Any, factors: pa.Table, **constant: str) -> Any:
    """Each figure times the factor of its span, and a column set to what now holds."""
    names = frame.collect_schema().names()
    least, mean, greatest = nw.col(_LEAST), nw.col(_MEAN), nw.col(_GREATEST)
    out = joined(frame, factors, _SPAN).with_columns(
        value=nw.col("value") * mean,
        low=nw.col("low") * least,
        high=nw.col("high") * greatest,
        **{name: nw.lit(text) for name, text in constant.items()},
    )
    return out.select(*names).to_native()
