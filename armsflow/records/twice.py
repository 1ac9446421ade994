"""Rows that stand twice, which a join or a second file of the same brings, and which would be added twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import RecordError, sample
from armsflow.records.check import is_askew
from armsflow.records.engines import are_unique, collect, in_pandas, without_ours
from armsflow.records.grouping import groups_of
from armsflow.records.letters import SHORT, first_letters, last_letters, sizes_of
from armsflow.records.schema import ALL, COVERED, FIGURE, IDENTITY, SIDES, TOLD
from armsflow.replaced import replaced

__all__: list[str] = []

#: What tells a row from all others: a record may stand in several years, windows, categories and sides. Parts
#: of a figure that meet in a window told of different years.
ROW = (*IDENTITY, "start", "end", *TOLD, "category", *SIDES, "stage", "reporter", "unit")
#: What copies of a figure share that stand in several years, categories or sides.
_FACT = (*IDENTITY, "stage", "reporter", "unit", *FIGURE)
_KINDS = ("category", *SIDES)
_APART = 100_000  # more than any year
_LOOK = 1024  # rows that are looked at first
MOST = 2_000_000  # rows of a database that are looked at, as docs/records.md and docs/refusals.md say
_MIXED = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def check_once(data: Any, within: Iterable[str] = (), count: int | None = None) -> bool:
    """Raise RecordError where a row stands twice among those alike in `within`, or a whole figure in parts.

    Returns whether all ids were seen to differ.

    In memory numbers made of the rows, their prints, are compared first, which costs less than texts do. In a
    database of more than `MOST` rows nothing is looked for: of five million rows it takes DuckDB 13 times as
    long to tell all ids apart as to add the rows, and 1.7 times as long to estimate how many differ.
    `count` says how many there are, if this is known.
    """
    met = data.collect_schema().names()
    key = [name for name in dict.fromkeys([*ROW, *within]) if name in met]
    if not data.implementation.is_pyarrow() and (is_large(data) if count is None else count > MOST):
        return False
    # as read, ids alone tell rows apart
    if ids_differ(data):
        return True
    if data.implementation.is_pyarrow():
        table = data.to_native()
        _check_table(table, _prints(table["record"]), key)
    else:
        _check_query(data, key)
    return False


def ids_differ(data: Any) -> bool:
    """Whether all ids of rows are seen to differ; those of a database fit into memory."""
    if not data.implementation.is_pyarrow():
        return are_unique(data, "record", few=True)
    prints = _prints(data.to_native()["record"])
    return _are_distinct(prints[:_LOOK]) and _are_distinct(prints)


def _check_table(table: pa.Table, prints: np.ndarray, key: list[str]) -> None:
    rows = _alike_in_print(table, prints)
    if len(rows):
        again = in_pandas(table.select(key).take(pa.array(rows)))
        twice = again.duplicated(key, keep=False).to_numpy()
        if twice.any():
            _refuse(in_pandas(table.take(pa.array(rows[twice]))))
    rows = _copied_in_print(table, prints)
    if len(rows):
        fact = [name for name in _FACT if name in table.column_names]
        some = in_pandas(table.select([*fact, "start", "end", *_KINDS]).take(pa.array(rows)))
        # that all and named ones do not add up is said elsewhere
        some = replaced(some, {side: _told_apart(some[side]) for side in SIDES})
        groups = some.groupby(fact, dropna=False, sort=False)
        each = groups.agg(**{name: (column, how) for name, (column, how) in _SPREAD.items()}).reset_index()
        copied = groups.ngroup().isin(np.flatnonzero(_are_copies(each))).to_numpy()
        if copied.any():
            _refuse_copies(in_pandas(table.take(pa.array(rows[copied]))))


def _told_apart(side: pd.Series) -> pd.Series:
    """Parties as numbers, "all" as none: older versions of pandas compare no text beside a gap."""
    codes = pd.factorize(side.where(side != ALL))[0]
    return pd.Series(codes, index=side.index, dtype=float).where(codes >= 0)


def _check_query(data: Any, key: list[str]) -> None:
    twice = collect(data.group_by(key).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1))
    if len(twice):
        _refuse(twice)
    fact = [name for name in _FACT if name in data.collect_schema().names()]
    # what is out of order is refused as such
    whole = data.filter((nw.col("low") > 0) & ~is_askew())
    # that all and named ones do not add up is said elsewhere
    named = {side: nw.when(nw.col(side) != ALL).then(nw.col(side)) for side in SIDES}
    whole = whole.with_columns(**named).group_by(fact)
    spread = {name: getattr(nw.col(column), how)() for name, (column, how) in _SPREAD.items()}
    apart = nw.col("latest") > nw.col("earliest")
    for name in _KINDS:
        apart = apart | (nw.col(name) != nw.col(f"other_{name}"))
    each = collect(whole.agg(**spread).filter(apart))
    if len(each):
        _refuse_copies(each)


#: Of the rows of one fact: whether some have no year in common, and whether categories or sides differ.
_SPREAD = {
    "latest": ("start", "max"),
    "earliest": ("end", "min"),
    **{name: (name, "min") for name in _KINDS},
    **{f"other_{name}": (name, "max") for name in _KINDS},
}


def _are_copies(each: pd.DataFrame) -> np.ndarray:
    """Of which facts the whole figure stands in several categories or sides, or in years apart.

    Parts have a lower bound of 0, and windows that overlap and hold a whole span have its years in common.
    """
    apart = each["latest"].to_numpy() > each["earliest"].to_numpy()
    for name in _KINDS:
        differ = (each[name] != each[f"other_{name}"]) & each[name].notna()
        apart = apart | differ.to_numpy(dtype=bool)
    return np.asarray(apart)


def is_large(data: Any) -> bool:
    """Whether a lazy frame has so many rows that telling all their ids apart would not fit into memory."""
    if data.implementation.is_polars():
        return False
    # no more rows are made than tell this
    return int(collect(data.head(MOST + 1).select(rows=nw.len()))["rows"].iloc[0]) > MOST


def _refuse(rows: pd.DataFrame) -> None:
    way = (
        "a join on a column that names a party several times, or a frame put behind itself, repeats rows: "
        "join with one row per party, drop_duplicates(), or name in by= or within= what keeps them apart"
    )
    if differ := _differing(rows, [name for name in ROW if name in rows]):
        # one id may stand in several years, categories and so on
        told_by = _differing(rows, ["record"], among=ROW)
        columns = repr(["record", *told_by]) if told_by else "'record'"
        way = (
            f"they differ in {sample(differ)}, as two choices of one file do that are put together: keep one "
            f"of each with drop_duplicates({columns})"
        )
    raise RecordError(
        f"rows stand twice and would be counted twice: {sample(sorted(set(rows['record'])))}, each with one "
        f"span, category, supplier and recipient; {way}",
        rows=without_ours(rows),
    )


def _differing(rows: pd.DataFrame, key: list[str], among: Iterable[str] = COVERED) -> list[str]:
    """The columns in which rows that are alike in `key` differ."""
    each = rows.groupby(key, dropna=False)
    return [name for name in among if name in rows and name not in key and (each[name].nunique() > 1).any()]


def _refuse_copies(rows: pd.DataFrame) -> None:
    raise RecordError(
        "whole figures stand in several years, categories, suppliers or recipients and would be counted "
        f"several times: {sample(sorted(set(rows['record'])))}, each with the same value and bounds, such as "
        "explode() or a join with groups that share a member makes them; a part of a figure may be nothing "
        "of it: take to_years() for years, to_categories(…, split=True) for categories and to_groups() for "
        "groups of parties, or give figures of their own ids of their own",
        rows=without_ours(rows),
    )


def _alike_in_print(table: pa.Table, prints: np.ndarray) -> np.ndarray:
    """The rows that may stand twice: those whose print another has as well."""
    prints = prints ^ _years(table, "start", "end")
    told = [table[name] for name in TOLD if name in table.column_names]
    # a column of the user's may be called so
    if len(told) == len(TOLD) and all(c.type == pa.int16() and not c.null_count for c in told):
        prints ^= _years(table, *TOLD) * _MIXED[2]
    return _repeated(prints)


def _copied_in_print(table: pa.Table, prints: np.ndarray) -> np.ndarray:
    """The rows of whole figures whose id others have as well, in other years, categories or sides."""
    rows = np.flatnonzero(table["low"].to_numpy() > 0)
    rows = rows[_repeated(prints[rows])]
    if not len(rows):
        return rows
    rows = rows[np.argsort(prints[rows], kind="stable")]
    ids, some = prints[rows], table.select(["start", "end", *_KINDS]).take(pa.array(rows))
    first = np.flatnonzero(np.append(True, ids[1:] != ids[:-1]))
    start, end = (some[name].to_numpy() for name in ("start", "end"))
    apart = np.maximum.reduceat(start, first) > np.minimum.reduceat(end, first)
    for name in _KINDS:
        kind = groups_of(some, [name]).ids
        apart |= np.maximum.reduceat(kind, first) != np.minimum.reduceat(kind, first)
    if not apart.any():
        return np.empty(0, dtype="int64")
    return np.sort(rows[np.repeat(apart, np.diff(np.append(first, len(ids))))])


def _repeated(numbers: np.ndarray) -> np.ndarray:
    """The places of numbers that occur several times."""
    ordered = np.sort(numbers)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.flatnonzero(np.isin(numbers, again)) if len(again) else np.empty(0, dtype="int64")


def _are_distinct(numbers: np.ndarray) -> bool:
    if (numbers[1:] > numbers[:-1]).all():
        return True
    ordered = np.sort(numbers)
    return bool((ordered[1:] != ordered[:-1]).all())


def _years(table: pa.Table, first: str, last: str) -> np.ndarray:
    years = table[first].to_numpy().astype("uint64")
    years *= np.uint64(_APART)
    years += table[last].to_numpy().astype("uint16")
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
