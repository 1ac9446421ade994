"""Rows that lie partly inside the years or categories that are asked for: refused, left out or cut."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from armsflow.errors import SpanError, sample, warn
from armsflow.records.apart import check_apart
from armsflow.records.check import is_askew
from armsflow.records.engines import collect, is_lazy, without_ours
from armsflow.records.grouping import joined
from armsflow.records.listed_years import TEXT, check_listed, keyed, spans_of, with_listed
from armsflow.records.observed_years import without_years_of
from armsflow.records.told_years import has_told, with_told_span

__all__: list[str] = []

# the years of a row that are kept
_ENDS = ("armsflow__opens", "armsflow__closes")
# those of which its record told
_TOLD = ("armsflow__from", "armsflow__to")


def ends() -> tuple[Any, Any]:
    """The first and the last year of a row, wide enough to count with."""
    return nw.col("start").cast(nw.Int32()), nw.col("end").cast(nw.Int32())


def with_part(data: Any, opens: Any, closes: Any, *, cut: bool) -> tuple[Any, Any, Any]:
    """Rows with some year from `opens` to `closes`; whether they have others, and the share of those inside.

    Of a delivery whose years are listed these count, of others all years of the span. To be `cut`, a figure
    in a window is of those years of which its record told there, and must not stand in several windows.
    """
    start, end = ends()
    crosses = (opens > start) | (closes < end)
    if cut and (has_told(data) or not is_lazy(data)) and _any(data, crosses):
        check_apart(data, 'straddling="cut"')
    if cut and has_told(data):
        data, crosses, part = _of_told(data, opens, closes)
        of = _TOLD
    else:
        part = (closes - opens + 1).cast(nw.Float64()) / (end - start + 1).cast(nw.Float64())
        of = ("start", "end")
    data = with_listed(data)
    if TEXT not in data.collect_schema().names():
        return data, crosses, part
    data = data.with_columns(armsflow__opens=opens, armsflow__closes=closes)
    beside = [*_ENDS, *(name for name in of if name in _TOLD)]
    spans = spans_of(data, beside)
    check_listed(data, spans)
    if not spans["years"].notna().any():
        return data, crosses, part
    shares = [_share(*span) for span in spans[[*of, *_ENDS, "years"]].itertuples(index=False)]
    some = keyed(spans, **{name: spans[name] for name in beside}, armsflow__part=shares)
    data = joined(data, some, [name for name in some.column_names if name != "armsflow__part"])
    part = nw.col("armsflow__part")
    return data.filter(part > 0.0), part < 1.0, part


def _any(data: Any, condition: Any) -> bool:
    return bool(collect(data.select(found=condition.any()))["found"].eq(True).any())


def _of_told(data: Any, opens: Any, closes: Any) -> tuple[Any, Any, Any]:
    """Rows that told of some year from `opens` to `closes`; whether of others too, and the share of these."""
    data = with_told_span(data, *_TOLD)
    first, last = (nw.col(name).cast(nw.Int32()) for name in _TOLD)
    inside = nw.min_horizontal(closes, last) - nw.max_horizontal(opens, first) + 1
    # as a column, which is worked out once
    data = data.with_columns(armsflow__even=inside.cast(nw.Float64()) / (last - first + 1).cast(nw.Float64()))
    part = nw.col("armsflow__even")
    return data.filter(part > 0.0), part < 1.0, part


def _share(start: int, end: int, opens: int, closes: int, years: list[int] | None) -> float:
    """The share of the years of a span, or of those listed in it, that lie between two."""
    some = [year for year in range(start, end + 1) if years is None or year in years]
    # what is listed are other years than those that a part in a window told of
    some = some or list(range(start, end + 1))
    return sum(opens <= year <= closes for year in some) / len(some)


def parted(data: Any, crosses: Any, part: Any) -> Any:
    """Rows that cross a limit with the even share of the years that are left, bounded by [0, high]."""
    crosses = crosses & ~is_askew()
    return data.with_columns(
        value=nw.when(crosses).then(nw.col("value") * part).otherwise(nw.col("value")),
        quantity=nw.when(crosses).then(nw.col("quantity") * part).otherwise(nw.col("quantity")),
        low=nw.when(crosses).then(nw.col("low") * 0.0).otherwise(nw.col("low")),
    )


def dropping(data: Any, crosses: Any, dropped: list[pd.DataFrame]) -> Any:
    """The rows that do not straddle; those that do are kept in mind in `dropped`."""
    dropped.append(collect(data.filter(crosses)))
    return data.filter(~crosses)


def without_dropped(
    data: Any, dropped: list[pd.DataFrame], wanted: set[str] | None, years: tuple[int, int] | None
) -> Any:
    """The records without rows that straddle: these are named, and their years are no longer observed."""
    rows = pd.concat(dropped, ignore_index=True)
    if wanted is not None:
        # of no row the list is empty, which would choose columns
        met = [bool(wanted & set(category.split("+"))) for category in rows["category"]]
        rows = rows[np.array(met, dtype=bool)]
    if years is not None:
        rows = rows[(rows["start"] <= years[1]) & (rows["end"] >= years[0])]
    if not len(rows):
        return data
    sums = rows.groupby("unit")["value"].sum(min_count=1)
    values = [f"{value:,.0f} {unit}" for unit, value in sums.dropna().items()]
    warn(
        f"{len(rows)} row(s) that straddle what is asked for are left out: {sample(rows['record'])}, with "
        f"{' and '.join(values) or 'no value'} in all; their years are then incomplete. "
        'straddling="cut" keeps the part inside'
    )
    return without_years_of(data, rows, years)


def refuse_straddling(data: Any, crosses: Any, found: str, cut: str) -> None:
    """Raise if there is a row that straddles."""
    rows = collect(data.filter(crosses))
    if len(rows):
        shown = rows[["record", "supplier", "recipient", "category", "start", "end", "value"]].head()
        raise SpanError(
            f"{found} in {len(rows)} row(s):\n{shown.to_string(index=False)}\n"
            f'straddling="drop" leaves them out, "cut" keeps {cut}',
            rows=without_ours(rows),
        )
