"""When: years, and windows of years."""

from __future__ import annotations

from functools import cache
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from armsflow.errors import RecordError
from armsflow.records.check import not_a_year, records_of
from armsflow.records.engines import collect
from armsflow.records.schema import FIGURE, LONGEST, OBSERVED

__all__: list[str] = []


def with_length(records: Any) -> tuple[Any, list[str]]:
    data = records_of(records, ("start", "end", *FIGURE, "quantity"))
    names = data.collect_schema().names()
    start, end = (nw.col(c).cast(nw.Int64()) for c in ("start", "end"))
    data = data.with_columns(armsflow__years=end - start + 1)
    # a join would lose what has no years
    years = nw.col("armsflow__years")
    broken = years.is_null() | (years < 1) | (years > LONGEST) | not_a_year("start") | not_a_year("end")
    wrong = collect(data.filter(broken).select(names))
    if len(wrong):
        raise RecordError(
            f"{len(wrong)} row(s) have no span of 1 to {LONGEST} years; pass them through to_records()",
            rows=wrong,
        )
    return data, names


def part(data: Any, share: Any, *, whole: Any) -> Any:
    """The part `share` of each figure: anything from nothing to all of it, unless it is the whole."""
    # worked out once, not once for each figure
    data = data.with_columns(armsflow__share=share, armsflow__whole=whole)
    share, whole = nw.col("armsflow__share"), nw.col("armsflow__whole")
    return data.with_columns(
        value=nw.when(whole).then(nw.col("value")).otherwise(nw.col("value") * share),
        quantity=nw.when(whole).then(nw.col("quantity")).otherwise(nw.col("quantity") * share),
        # times 0 keeps an unknown bound unknown
        low=nw.when(whole).then(nw.col("low")).otherwise(nw.col("low") * 0.0),
    )


def placed(data: Any, opens: Any, closes: Any) -> Any:
    """Figures moved to other years.

    A row that speaks of its own years alone still does: those of its new years that it spoke of before.
    """
    if OBSERVED[0] in data.collect_schema().names():
        first, last = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
        own = (first == nw.col("start").cast(nw.Int64())) & (last == nw.col("end").cast(nw.Int64()))
        data = data.with_columns(
            observed_start=nw.when(own & (opens > first)).then(opens).otherwise(first).cast(nw.Int16()),
            observed_end=nw.when(own & (closes < last)).then(closes).otherwise(last).cast(nw.Int16()),
        )
    return data.with_columns(start=opens.cast(nw.Int16()), end=closes.cast(nw.Int16()))


@cache
def steps(count: str, most: int) -> pa.Table:
    """Number of steps → 0 … n − 1, for every number up to `most`."""
    numbers = np.arange(1, most + 1)
    return constant(
        **{count: np.repeat(numbers, numbers)}, armsflow__step=np.concatenate([np.arange(n) for n in numbers])
    )


def constant(**columns: np.ndarray) -> pa.Table:
    # one width for all, since a join compares keys of one type only
    return pa.table({name: column.astype("int64") for name, column in columns.items()})
