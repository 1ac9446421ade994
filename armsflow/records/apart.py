"""Rows of one record in windows that overlap: brought together, its figure would count several times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import SpanError, sample
from armsflow.records.engines import collect, in_pandas, is_lazy, is_ours, without_ours
from armsflow.records.grouping import groups_of
from armsflow.records.schema import IDENTITY, SIDES, TOLD, period
from armsflow.records.told_years import has_told, told_of
from armsflow.records.twice import ids_differ, is_large

__all__: list[str] = []

# what the rows of one amount share; parts of it may be in several categories, and of several parties
_AMOUNT = (*IDENTITY, "category", *SIDES, "stage", "reporter", "unit")
_SPAN = ("start", "end")


def check_apart(data: Any, what: str, *, within: Iterable[str] = (), distinct: bool = False) -> None:
    """Raise SpanError where rows of one record have years in common: `what` would add one amount to itself.

    The years of a row in a window are those of which its record told. Rows alike in `within` are brought
    together. `distinct` says that all ids differ, as was seen before. What it costs is a look at the spans
    that are met: only where some of them overlap are ids compared.
    """
    names = data.collect_schema().names()
    if distinct or not {*_AMOUNT, *_SPAN} <= {*names}:
        return
    spans = _spans(data)
    if not _overlap(spans) or not _may_repeat(data, spans):
        return
    key = list(dict.fromkeys([*_AMOUNT, *(name for name in within if name not in (*_SPAN, *TOLD))]))
    beside = (name for name in names if name in TOLD or is_ours(name))
    rows = _of_repeated(data, list(dict.fromkeys([*key, *_SPAN, *beside])))
    met = _meeting(rows, key)
    if met.any():
        _refuse(rows[met], what)


def _spans(data: Any) -> pd.DataFrame:
    """The spans that are met, each once; rows without one are refused elsewhere."""
    if data.implementation.is_pyarrow():
        table = data.to_native().select(_SPAN)
        found = in_pandas(table.take(pa.array(groups_of(table, _SPAN).first)))
    else:
        # a database groups in a tenth of the time in which it takes one row of each
        found = collect(data.group_by(*_SPAN).agg(armsflow__rows=nw.len()))[list(_SPAN)]
    return found.dropna().astype("int64")


def _overlap(spans: pd.DataFrame) -> bool:
    """Whether two different spans have a year in common."""
    spans = spans.sort_values([*_SPAN])
    start, until = spans["start"].to_numpy(), np.maximum.accumulate(spans["end"].to_numpy())
    return bool((start[1:] <= until[:-1]).any())


def _may_repeat(data: Any, spans: pd.DataFrame) -> bool:
    """Whether a record may stand in several rows; of a large database only rows in windows are looked at."""
    if not is_lazy(data) or not is_large(data):
        return not ids_differ(data)
    lengths = (spans["end"] - spans["start"]).unique()
    return has_told(data) or (len(lengths) == 1 and bool(lengths[0] > 0))


def _of_repeated(data: Any, columns: list[str]) -> pd.DataFrame:
    """The rows of records that stand in several rows."""
    if not is_lazy(data):
        rows = collect(data.select(columns))
        return rows[rows.duplicated(list(IDENTITY), keep=False)].reset_index(drop=True)
    several = data.group_by(*IDENTITY).agg(armsflow__rows=nw.len()).filter(nw.col("armsflow__rows") > 1)
    return collect(data.select(columns).join(several.select(*IDENTITY), on=list(IDENTITY), how="semi"))


def _meeting(rows: pd.DataFrame, key: list[str]) -> np.ndarray:
    """Which rows have a year that another of their amount has as well."""
    first, last = told_of(rows)
    ids = rows.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
    order = np.lexsort((last, first, ids))
    number, opens, closes = (np.asarray(cells)[order] for cells in (ids, first, last))
    # years of one amount lie below those of the next
    apart = (closes.max(initial=0) + 1) * number
    until = np.maximum.accumulate(apart + closes) if len(rows) else apart
    again = np.append(False, (apart + opens)[1:] <= until[:-1])[: len(rows)]
    met = np.zeros(len(rows), dtype=bool)
    # and the row before it
    met[order[again | np.append(again[1:], False)]] = True
    return met


def _refuse(rows: pd.DataFrame, what: str) -> None:
    raise SpanError(
        f"records stand in several windows that overlap, and {what} would count them more than once: "
        f"{sample(sorted(set(rows['record'])))}, such as in "
        f"{sample(sorted({period(a, b) for a, b in zip(rows['start'], rows['end'], strict=True)}))}; use the "
        "records before to_periods(…, step=…), or windows that do not overlap, whose step is their length",
        rows=without_ours(rows),
    )
