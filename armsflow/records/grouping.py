"""Rows that are alike in some columns, numbered in the order of these columns, and sums over them.

Each column becomes codes once, and all codes one whole number; constant columns cost a look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.records.engines import collect, in_pandas, like

__all__: list[str] = []

# so many combinations are counted in a table; more are sorted
_FEW = 4
_LOOK = 1024


class Groups(NamedTuple):
    """Which group each row is in, and the first row of each group."""

    ids: np.ndarray
    first: np.ndarray

    def sums(self, cells: np.ndarray) -> np.ndarray:
        """The sum of each group; what is NaN adds nothing."""
        known = np.nan_to_num(np.asarray(cells, dtype="float64"), nan=0.0, posinf=np.inf, neginf=-np.inf)
        return np.bincount(self.ids, known, minlength=len(self.first))

    def counts(self, cells: np.ndarray) -> np.ndarray:
        """How many of each group are true."""
        return np.bincount(self.ids[cells], minlength=len(self.first))


def groups_of(frame: pa.Table | pd.DataFrame, keys: Iterable[str]) -> Groups:
    """The groups of rows alike in `keys`, in their order; a null is a value of its own, the last."""
    return grouped([frame[key] for key in dict.fromkeys(keys)], len(frame))


def grouped(columns: Iterable[Any], rows: int) -> Groups:
    """The groups of `rows` alike in some columns of pandas or Arrow, in the order of these."""
    ids, most = np.zeros(rows, dtype="int64"), 1
    for cells in columns:
        codes, size = _codes(cells)
        if size == 1:
            continue
        if most * size > 2**62:
            ids, most = _close(ids, most)
        ids, most = (codes if most == 1 else ids * size + codes), most * size
    ids, most = _close(ids, most)
    first = np.full(most, rows, dtype="int64")
    # written from the last row to the first, so that the first one stays
    first[ids[::-1]] = np.arange(rows - 1, -1, -1)
    return Groups(ids, first)


def _close(ids: np.ndarray, most: int) -> tuple[np.ndarray, int]:
    """The same groups by numbers without gaps, in the same order."""
    if most <= max(_FEW * len(ids), _LOOK):
        met = np.zeros(most, dtype=bool)
        met[ids] = True
        return (np.cumsum(met) - 1)[ids], int(met.sum())
    numbers, ids = np.unique(ids, return_inverse=True)
    return ids, len(numbers)


def _codes(cells: Any) -> tuple[np.ndarray, int]:
    """A column as whole numbers in the order of its values, and how many there may be."""
    if isinstance(cells, pd.Series):
        codes, values = pd.factorize(cells, use_na_sentinel=False)
        rank = _rank(pa.array(values, from_pandas=True)) if len(values) > 1 else np.zeros(1, dtype="int64")
        return rank[codes], max(len(values), 1)
    if _constant(cells):
        return np.empty(0), 1
    kind = cells.type
    if pa.types.is_integer(kind) and not cells.null_count:
        numbers = cells.to_numpy().astype("int64")
        least, greatest = int(numbers.min()), int(numbers.max())
        if greatest - least < max(_FEW * len(cells), _LOOK):
            return numbers - least, greatest - least + 1
    encoded = cells.combine_chunks().dictionary_encode(null_encoding="encode")
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    return _rank(encoded.dictionary)[encoded.indices.to_numpy()], max(len(encoded.dictionary), 1)


def _rank(values: pa.Array) -> np.ndarray:
    """The place of each value among all, nulls last."""
    rank = np.empty(len(values), dtype="int64")
    rank[pc.sort_indices(values).to_numpy()] = np.arange(len(values))
    return rank


def _constant(cells: pa.ChunkedArray) -> bool:
    if len(cells) < 2 or cells.null_count == len(cells):
        return True
    if cells.null_count:
        return False
    first = cells[0]
    return all(pc.all(pc.equal(part, first)).as_py() for part in (cells.slice(0, _LOOK), cells))


def sums_of(data: Any, keys: Sequence[str], sums: Iterable[str], counts: Mapping[str, str]) -> pd.DataFrame:
    """Per group of a Narwhals frame the `sums` of columns, the `counts` of others, and ``records``.

    In the order of the keys, which engines do not keep.
    """
    sums = list(sums)
    if not data.implementation.is_pyarrow():
        data = data.group_by(list(keys)).agg(
            *(nw.col(name).sum() for name in sums),
            *(nw.col(of).count().alias(name) for name, of in counts.items()),
            nw.len().alias("records"),
        )
        found = collect(data)
        return found.take(groups_of(found, keys).first).reset_index(drop=True)
    table = data.to_native()
    groups = groups_of(table, keys)
    found = in_pandas(table.select(list(keys)).take(pa.array(groups.first)))
    for name in sums:
        found[name] = groups.sums(table[name].to_numpy())
    for name, of in counts.items():
        found[name] = groups.counts(table[of].is_valid().to_numpy())
    return found.assign(records=groups.counts(np.ones(len(table), dtype=bool)))


def joined(data: Any, small: pa.Table, on: Sequence[str]) -> Any:
    """The rows of a Narwhals frame, each beside every row of the table `small` that is alike in `on`.

    A row that has none is left out. In memory the rows keep their order, which a join does not.
    """
    if not data.implementation.is_pyarrow():
        return data.join(like(data, small), on=list(on), how="inner")
    table = data.to_native()
    columns = [
        pa.chunked_array([*small[key].cast(kind).chunks, *table[key].chunks], kind)
        for key, kind in ((key, table.schema.field(key).type) for key in on)
    ]
    groups = grouped(columns, len(small) + len(table))
    ours, theirs = groups.ids[: len(small)], groups.ids[len(small) :]
    order = np.argsort(ours, kind="stable")
    # where the rows of `small` of each group begin, and how many these are
    begin = np.searchsorted(ours[order], np.arange(len(groups.first) + 1))
    count = np.diff(begin)[theirs]
    places = begin[theirs]
    if (count != 1).any():
        rows = np.repeat(np.arange(len(table)), count)
        places = np.arange(len(rows)) - (np.cumsum(count) - count - places)[rows]
        table = table.take(pa.array(rows))
    places = pa.array(order[places])
    for name in small.column_names:
        if name not in on:
            table = table.append_column(name, small[name].take(places))
    return nw.from_native(table)


def regrouped(sums: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums again over fewer keys; other columns hold what the first row of a group does."""
    groups = groups_of(sums, keys)
    if len(groups.first) == len(sums):
        return sums.take(groups.first).reset_index(drop=True)
    out = sums.take(groups.first).reset_index(drop=True)
    return out.assign(**{name: groups.sums(sums[name].to_numpy()) for name in columns})
