"""The years that rows observe, narrowed to those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.records.schema import MEANING, OBSERVED

__all__: list[str] = []

Span = tuple[int, int]


def within_years(data: Any, first: Any, last: Any) -> Any:
    """Rows that observe no year before `first` or after `last`; where they saw none, the first is the later.

    Both are years or expressions of years. A frame without these columns stays as it is.
    """
    if OBSERVED[0] not in data.collect_schema().names():
        return data
    first, last = (nw.lit(year) if isinstance(year, int) else year for year in (first, last))
    opens, closes = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
    return data.with_columns(
        observed_start=nw.when(opens < first).then(first).otherwise(opens).cast(nw.Int16()),
        observed_end=nw.when(closes > last).then(last).otherwise(closes).cast(nw.Int16()),
    )


def without_years_of(data: Any, left_out: pd.DataFrame, within: Span | None = None) -> Any:
    """Rows that no longer observe the years in which rows that they may be added to were left out.

    Of the other years `within` some the longest run stays; where there is none, the first year is the later.
    """
    if OBSERVED[0] not in data.collect_schema().names():
        return data
    opens, closes = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
    for meaning, rows in left_out.groupby(list(MEANING)):
        alike = nw.all_horizontal(
            *(nw.col(name) == value for name, value in zip(MEANING, meaning, strict=True)), ignore_nulls=True
        )
        observed = within or (int(rows[OBSERVED[0]].min()), int(rows[OBSERVED[1]].max()))
        spans = zip(rows["start"].tolist(), rows["end"].tolist(), strict=True)
        runs = years_outside(observed, spans)
        first, last = max(runs, key=lambda run: run[1] - run[0], default=(observed[1] + 1, observed[0] - 1))
        data = data.with_columns(
            observed_start=nw.when(alike & (opens < first)).then(first).otherwise(opens).cast(nw.Int16()),
            observed_end=nw.when(alike & (closes > last)).then(last).otherwise(closes).cast(nw.Int16()),
        )
    return data


def years_outside(span: Span, taken: Iterable[Span]) -> list[Span]:
    """The parts of a span of years that lie in none of some others."""
    left, first = [], span[0]
    for opens, closes in sorted(taken):
        if opens > first:
            left.append((first, min(opens - 1, span[1])))
        first = max(first, closes + 1)
    if first <= span[1]:
        left.append((first, span[1]))
    return [(a, b) for a, b in left if a <= b]
