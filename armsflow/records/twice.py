"""Rows that stand twice, which a join or a second file of the same brings, and which would be added twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import RecordError, sample
from armsflow.records.engines import are_unique, collect, in_pandas, without_ours
from armsflow.records.letters import SHORT, first_letters, last_letters, sizes_of
from armsflow.records.schema import IDENTITY, SIDES

__all__: list[str] = []

#: What tells a row from all others: a record may stand in several years, windows, categories and sides.
ROW = (*IDENTITY, "start", "end", "category", *SIDES, "stage", "reporter", "unit")
_ROUNDING = 1e-9
_APART = 100_000  # more than any year
_LOOK = 1024  # rows that are looked at first
_MOST = 2_000_000  # rows of a database that are looked at, as docs/records.md and docs/refusals.md say
_MIXED = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def check_once(data: Any, within: Iterable[str] = (), count: int | None = None) -> None:
    """Raise RecordError where a row stands twice among those alike in `within`.

    Parts of one figure that was spread over years may meet in a window: their lower bound is 0 or unknown,
    they are no more than the window has years, and together no more than the figure's upper bound.
    In memory numbers made of the rows, their prints, are compared first, which costs less than texts do. In a
    database of more than `_MOST` rows nothing is looked for: of five million rows it takes DuckDB 13 times as
    long to tell all ids apart as to add the rows, and 1.7 times as long to estimate how many differ.
    `count` says how many there are, if this is known.
    """
    met = data.collect_schema().names()
    key = [name for name in dict.fromkeys([*ROW, *within]) if name in met]
    if data.implementation.is_pyarrow():
        table = data.to_native()
        rows = _alike_in_print(table)
        if not len(rows):
            return
        again = in_pandas(table.select([*key, "low", "value", "high"]).take(pa.array(rows)))
        again = again[again.duplicated(key, keep=False)]
        groups = again.groupby(key, dropna=False, sort=False)
        sums = groups.agg(
            rows=("low", "size"), most=("low", "max"), sum=("value", "sum"), high=("high", "max")
        )
        wrong = groups.ngroup().isin(np.flatnonzero(_are_no_parts(sums.reset_index()))).to_numpy()
        if len(again) and not (wrong.any() or _are_windows(_spans(table))):
            wrong = np.ones(len(again), dtype=bool)
        if wrong.any():
            _refuse(in_pandas(table.take(pa.array(rows[again.index[wrong]]))))
        return
    large = _is_large(data) if count is None else count > _MOST
    if large or are_unique(data, "record", few=True):
        return
    value, high, low = (nw.col(name) for name in ("value", "high", "low"))
    sums = (
        data.group_by(key)
        .agg(
            nw.len().alias("rows"),
            low.max().alias("most"),
            value.sum().alias("sum"),
            high.max().alias("high"),
        )
        .filter(nw.col("rows") > 1)
    )
    twice = collect(sums)
    wrong = _are_no_parts(twice)
    if len(twice) and not (wrong.any() or _are_windows(collect(data.select("start", "end").unique()))):
        wrong = np.ones(len(twice), dtype=bool)
    if wrong.any():
        _refuse(twice[wrong])


def _are_no_parts(groups: pd.DataFrame) -> np.ndarray:
    """Groups of rows alike that cannot be parts of one figure, spread over the years of a window."""
    start, end = (groups[name].to_numpy(dtype="int64") for name in ("start", "end"))
    return (
        (start == end)
        | (groups["most"] > 0).to_numpy()
        | (groups["rows"].to_numpy() > end - start + 1)
        | (groups["sum"] > groups["high"] * (1 + _ROUNDING)).to_numpy()
    )


def _spans(table: pa.Table) -> pd.DataFrame:
    start, end = (table[name].to_numpy().astype("int64") for name in ("start", "end"))
    return pd.DataFrame(
        np.array(np.divmod(np.unique(start * _APART + end), _APART)).T, columns=["start", "end"]
    )


def _are_windows(spans: pd.DataFrame) -> bool:
    """Whether spans are windows: of one length, or none across another; figures as told have spans of any."""
    spans = spans.astype("int64").sort_values("start")
    alike = (spans["end"] - spans["start"]).nunique() <= 1
    return alike or bool(
        (spans["start"].iloc[1:].to_numpy() > spans["end"].cummax().iloc[:-1].to_numpy()).all()
    )


def _is_large(data: Any) -> bool:
    """Whether a lazy frame has so many rows that telling all their ids apart would not fit into memory."""
    if data.implementation.is_polars():
        return False
    # no more rows are made than tell this
    return int(collect(data.head(_MOST + 1).select(rows=nw.len()))["rows"].iloc[0]) > _MOST


def _refuse(rows: pd.DataFrame) -> None:
    raise RecordError(
        f"rows stand twice and would be counted twice: {sample(sorted(set(rows['record'])))}, each with one "
        "span, category, supplier and recipient; a join on a column that names a party several times, or a "
        "frame put behind itself, repeats rows: join with one row per party, drop_duplicates(), or name in "
        "by= or within= what keeps them apart",
        rows=without_ours(rows),
    )


def _alike_in_print(table: pa.Table) -> np.ndarray:
    """The rows that may stand twice: those whose print another has as well."""
    prints = _prints(table["record"])
    # parts of a figure follow each other; as read, ids alone tell rows apart
    if _are_distinct(prints[:_LOOK]) and _are_distinct(prints):
        return np.empty(0, dtype="int64")
    prints ^= _years(table)
    ordered = np.sort(prints)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(prints, again)) if len(again) else np.empty(0, dtype="int64")


def _are_distinct(numbers: np.ndarray) -> bool:
    if (numbers[1:] > numbers[:-1]).all():
        return True
    ordered = np.sort(numbers)
    return bool((ordered[1:] != ordered[:-1]).all())


def _years(table: pa.Table) -> np.ndarray:
    years = table["start"].to_numpy().astype("uint64")
    years *= np.uint64(_APART)
    years += table["end"].to_numpy().astype("uint16")
    years *= _MIXED[1]
    return years


def _prints(cells: pa.ChunkedArray) -> np.ndarray:
    """A number for each text: of its length, its first and its last letters, as they lie in memory."""
    sizes = sizes_of(cells)
    most = max((size.max() for size in sizes if len(size)), default=0)
    made = _of_short if most <= SHORT else _of_long
    parts = [made(chunk, size) for chunk, size in zip(cells.chunks, sizes, strict=True)]
    return np.concatenate(parts) if parts else np.empty(0, dtype="uint64")


def _of_short(cells: pa.Array, size: np.ndarray) -> np.ndarray:
    """Numbers that tell short texts apart: the order of ids that are counted is theirs."""
    prints = first_letters(cells, size)
    prints |= size.astype("uint64") << np.uint64(8 * SHORT)
    return prints


def _of_long(cells: pa.Array, size: np.ndarray) -> np.ndarray:
    prints = first_letters(cells, size)
    prints *= _MIXED[1]
    prints ^= last_letters(cells, size) * _MIXED[2]
    prints ^= size.astype("uint64")
    return prints
