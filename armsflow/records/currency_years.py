"""The input check of currencies: a code is valid in the years in which its money existed."""

from __future__ import annotations

from functools import cache
from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.currencies import REDENOMINATED, currencies, refuse_other_years
from armsflow.errors import RecordError, sample
from armsflow.records.engines import among, collect

__all__: list[str] = []

_SPAN = ["unit", "prices", "start", "end"]
_UNKNOWN = "no figure"


def check_currency_years(data: Any) -> None:
    """Raise CurrencyError where a figure of a typed Narwhals frame is in a money that its years did not have.

    Rows that a column `redenominated` marks may count earlier years in a later money.
    """
    bounded = sorted(set(collect(data.select("unit").unique())["unit"]) & _bounded())
    if not bounded:
        return
    keys = [*_SPAN, REDENOMINATED] if REDENOMINATED in data.collect_schema().names() else _SPAN
    low, value, high = (nw.col(name) for name in ("low", "value", "high"))
    unknown = low.is_null() & value.is_null() & high.is_null()
    figures = data.select(*keys, unknown.alias(_UNKNOWN))
    spans = collect(figures.filter(among("unit", bounded) & ~nw.col(_UNKNOWN)).unique())
    marked = _marked(spans)
    for redenominated, some in ((False, spans[~marked]), (True, spans[marked])):
        rows = some[_SPAN].itertuples(index=False, name=None)
        used = {(unit, year) for unit, prices, a, b in rows for year in _years(prices, a, b)}
        refuse_other_years(used, what="figures are in", redenominated=redenominated)


@cache
def _bounded() -> frozenset[str]:
    return frozenset(
        code for code, each in currencies().items() if each.first > 0 or each.last < float("inf")
    )


def _years(prices: str, start: int, end: int) -> range:
    """The years whose money a span counts in: those of its prices."""
    return range(int(start), int(end) + 1) if prices == "current" else range(int(prices), int(prices) + 1)


def _marked(spans: pd.DataFrame) -> pd.Series:
    """Which rows count earlier years in a later money."""
    if REDENOMINATED not in spans:
        return pd.Series(False, index=spans.index, dtype=bool)
    cells = spans[REDENOMINATED].astype(object).where(spans[REDENOMINATED].notna(), False)
    if strange := [cell for cell in cells if cell not in (True, False)]:
        raise RecordError(f"redenominated holds {sample(strange)}; expected true or false", rows=strange)
    return cells.astype(bool)
