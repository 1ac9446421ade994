"""Rows that are alike in some columns, numbered in the order of these columns, and sums over them.

Each column becomes codes once, and all codes one whole number; constant columns cost a look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import ArmsflowError
from armsflow.records.engines import collect, each_of, in_pandas, like
from armsflow.records.letters import ends_of, numbers_of
from armsflow.replaced import replaced

__all__: list[str] = []

# so many combinations are counted in a table; more are sorted
_FEW = 4
_LOOK = 1024
# so few values are sorted as they are, if they are of one of these kinds
_SHORT, _PLAIN = 64, {str, int, float, bool}
_SPAN = ("start", "end")
_NONE = np.empty(0, dtype="int64")
# rows among which nearly all groups are met
_HEAD = 2**16


@dataclass(frozen=True)
class Groups:
    """Which group each row is in, by numbers from 0, and how many groups there are."""

    ids: np.ndarray
    count: int

    @cached_property
    def first(self) -> np.ndarray:
        """The first row of each group."""
        for most in (_HEAD, len(self.ids)):
            rows, ids = np.full(self.count, -1, dtype="int64"), self.ids[:most]
            # written from the last row to the first, so that the first one stays
            rows[ids[::-1]] = np.arange(len(ids) - 1, -1, -1)
            if (rows >= 0).all():
                break
        return rows

    def sums(self, cells: np.ndarray) -> np.ndarray:
        """The sum of each group; what is NaN adds nothing."""
        known = np.asarray(cells, dtype="float64")
        found = np.bincount(self.ids, known, minlength=self.count)
        if np.isnan(found).any():
            found = np.bincount(self.ids, np.where(np.isnan(known), 0.0, known), minlength=self.count)
        return found

    def sizes(self) -> np.ndarray:
        """How many rows each group has."""
        return np.bincount(self.ids, minlength=self.count)


def groups_of(frame: pa.Table | pd.DataFrame, keys: Iterable[str]) -> Groups:
    """The groups of rows alike in `keys`, in their order; a null is a value of its own, the last."""
    columns = [frame[key] for key in dict.fromkeys(keys)]
    return grouped(_once(columns) if isinstance(frame, pa.Table) else columns, len(frame))


def distinct(data: Any, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of a Narwhals frame that differ in some columns, in memory, with these columns alone."""
    if not data.implementation.is_pyarrow():
        return collect(data.select(columns).unique())
    some = data.select(columns)
    return collect(some[groups_of(some.to_native(), columns).first.tolist()])


def _once(columns: list[pa.ChunkedArray]) -> list[pa.ChunkedArray]:
    """The columns without years that repeat others: a row often observes its own span."""
    kept: list[pa.ChunkedArray] = []
    for cells in columns:
        years = cells.type == pa.int16()
        if not (years and any(other.type == cells.type and other.equals(cells) for other in kept)):
            kept.append(cells)
    return kept


def grouped(columns: Iterable[Any], rows: int) -> Groups:
    """The groups of `rows` alike in some columns of pandas or Arrow, in the order of these."""
    ids, most = np.zeros(0, dtype="int64"), 1
    for codes, size in map(_codes, columns):
        if size == 1:
            continue
        if most * size > 2**62:
            ids, most = _close(ids, most)
        if most > 1:
            # half the width takes half the time
            ids = ids.astype("int32" if most * size < 2**31 else "int64")
            ids *= size
            ids += codes
        else:
            ids = codes
        most *= size
    return Groups(*_close(ids, most)) if most > 1 else Groups(np.zeros(rows, dtype="int64"), min(rows, 1))


def _close(ids: np.ndarray, most: int) -> tuple[np.ndarray, int]:
    """The same groups by numbers without gaps, in the same order."""
    if most <= max(_FEW * len(ids), _LOOK):
        met = np.zeros(most, dtype=bool)
        met[ids] = True
        return (np.cumsum(met) - 1)[ids], int(met.sum())
    codes, numbers = pd.factorize(ids)
    return _in_order(pa.array(numbers), codes).astype("int64"), len(numbers)


def _codes(cells: Any) -> tuple[np.ndarray, int]:
    """A column as whole numbers in the order of its values, and how many there may be."""
    if isinstance(cells, pd.Series):
        if len(cells) <= _SHORT and (found := _codes_of_few(cells.tolist())):
            return found
        if _is_repeated(cells):
            return _NONE, 1
        codes, values = pd.factorize(cells, use_na_sentinel=False)
        if len(values) < 2:
            return codes, 1
        return _in_order(pa.array(values, from_pandas=True), codes), len(values)
    if is_constant(cells):
        return _NONE, 1
    kind = cells.type
    if pa.types.is_integer(kind) and not cells.null_count:
        numbers = cells.to_numpy()
        least, greatest = int(numbers.min()), int(numbers.max())
        if greatest - least < max(_FEW * len(cells), _LOOK):
            wide = greatest - least > np.iinfo(numbers.dtype).max
            return (numbers.astype("int64") if wide else numbers) - least, greatest - least + 1
    if (words := numbers_of(cells)) is not None:
        codes, met = pd.factorize(words)
        return _in_order(pa.array(met), codes), len(met)
    encoded = cells.combine_chunks().dictionary_encode(null_encoding="encode")
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    return _in_order(encoded.dictionary, encoded.indices.to_numpy()), max(len(encoded.dictionary), 1)


def _codes_of_few(values: list[Any]) -> tuple[np.ndarray, int] | None:
    """The same of a few values of one plain kind, for which pandas and Arrow take ten times as long."""
    known = {value for value in values if not (value is None or value is pd.NA or value != value)}
    if len(kinds := {*map(type, known)}) > 1 or not kinds <= _PLAIN:
        return None
    codes = {value: code for code, value in enumerate(sorted(known))}
    ids = np.array([codes.get(value, len(codes)) for value in values], dtype="int64")
    size = len(codes) + (len(ids) > 0 and int(ids.max()) == len(codes))
    return (ids, size) if size > 1 else (_NONE, 1)


def _in_order(values: pa.Array, codes: np.ndarray) -> np.ndarray:
    """Codes by the place of their value among all, nulls last."""
    order = pc.sort_indices(values).to_numpy()
    if (np.diff(order.astype("int64")) == 1).all():
        return codes
    rank = np.empty(len(values), dtype="int32")
    rank[order] = np.arange(len(values), dtype="int32")
    return rank[codes]


def _is_repeated(cells: pd.Series) -> bool:
    """Whether a column of pandas is seen at once to hold one value, without counting its values."""
    if not len(cells):
        return True
    if isinstance(cells.dtype, np.dtype):
        known = cells.to_numpy()
        return cells.dtype.kind in "biuf" and bool((known == known[0]).all())
    return isinstance(cells.dtype, pd.StringDtype) and is_constant(pa.chunked_array([pa.array(cells)]))


def is_constant(cells: pa.ChunkedArray) -> bool:
    if len(cells) < 2 or cells.null_count == len(cells):
        return True
    if cells.null_count:
        return False
    first = cells[0]
    if not pc.all(pc.equal(cells.slice(0, _LOOK), first)).as_py():
        return False
    return all(_repeats(chunk, first) for chunk in cells.chunks)


def _repeats(cells: pa.Array, first: pa.Scalar) -> bool:
    """Whether an array without nulls holds one value only, whole numbers and text as they lie in memory."""
    kind = cells.type
    if pa.types.is_boolean(kind):
        return cells.true_count == (len(cells) if first.as_py() else 0)
    if not len(cells) or not (pa.types.is_string(kind) or pa.types.is_integer(kind)):
        return pc.all(pc.equal(cells, first)).as_py() is not False
    if cells[0] != first:
        return False
    if pa.types.is_integer(kind):
        size = kind.byte_width
        return _is_periodic(cells.buffers()[1], cells.offset * size, len(cells) * size, size)
    ends, letters = ends_of(cells), cells.buffers()[2]
    size, length = len(first.as_buffer()), int(ends[-1] - ends[0])
    if length != size * len(cells):
        return False
    # pieces that the processor's own memory holds
    pieces = (ends[n : n + _HEAD + 1] for n in range(0, len(cells), _HEAD))
    return not size or (
        _is_periodic(letters, int(ends[0]), length, size)
        and all((np.diff(piece) == size).all() for piece in pieces)
    )


def _is_periodic(memory: pa.Buffer, begin: int, length: int, size: int) -> bool:
    """Whether some bytes repeat their first `size`: moved by these, they lie on themselves."""
    return bool(memory.slice(begin, length - size).equals(memory.slice(begin + size, length - size)))


def constants_first(data: Any, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Expressions for columns of text, each of its own column alone, worked out where that is constant."""
    if not data.implementation.is_pyarrow() or len(data) <= _LOOK:
        return dict(columns)
    table = data.to_native().select(list(columns))
    alike = each_of(is_constant, table.columns, len(table))
    names = [name for name, same in zip(columns, alike, strict=True) if same]
    before = data.head(1)
    after = before.select(**{name: columns[name] for name in names})
    unchanged = {
        name for name in names if before[name].dtype == nw.String() and before[name][0] == after[name][0]
    }
    found = {name: nw.lit(after[name][0], dtype=nw.String()) for name in names}
    return dict(columns) | found | {name: nw.col(name) for name in unchanged}


def sums_of(
    data: Any,
    keys: Sequence[str],
    sums: Iterable[str],
    counts: Mapping[str, str],
    alike: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Per group of a Narwhals frame the `sums` of columns, the `counts` of others, and ``records``.

    In the order of the keys, which engines do not keep. `alike` are keys that hold one value in all rows.
    """
    sums = list(sums)
    if not data.implementation.is_pyarrow():
        alike = dict(alike or {})
        apart = [key for key in keys if key not in alike]
        data = data.group_by(apart).agg(
            *(nw.col(name).sum() for name in sums),
            *(nw.col(of).count().alias(name) for name, of in counts.items()),
            nw.len().alias("records"),
        )
        found = replaced(collect(data), alike)[[*keys, *sums, *counts, "records"]]
        # in pandas two keys may be one: NaN and null, and whole numbers beyond those that floats tell apart
        return regrouped(found, keys, [*sums, *counts, "records"])
    table = data.to_native()
    groups = groups_of(table, keys)
    added: dict[str, np.ndarray] = {}
    for name in sums:
        cells = table[name]
        # what is null in all rows adds nothing
        known = cells.null_count < len(cells)
        added[name] = groups.sums(_filled(cells)) if known else np.zeros(groups.count)
    sizes = groups.sizes()
    for name, of in counts.items():
        gone = np.flatnonzero(table[of].is_null().to_numpy()) if table[of].null_count else _NONE
        added[name] = sizes - np.bincount(groups.ids[gone], minlength=len(sizes))
    found = in_pandas(table.select(list(keys)).take(pa.array(groups.first)))
    return pd.concat([found, pd.DataFrame(added | {"records": sizes})], axis=1)


def _filled(cells: pa.ChunkedArray) -> np.ndarray:
    """Numbers of Arrow with 0 for what is null."""
    return (cells.fill_null(0) if cells.null_count else cells).to_numpy()


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
    begin = np.searchsorted(ours[order], np.arange(groups.count + 1))
    count = np.diff(begin)[theirs]
    places = begin[theirs]
    if (count != 1).any():
        rows = np.repeat(np.arange(len(table)), count)
        places = np.arange(len(rows)) - (np.cumsum(count) - count - places)[rows]
        table = _taken(table, rows)
    beside = _taken(small.drop_columns(list(on)), order[places])
    for name in beside.column_names:
        table = table.append_column(name, beside[name])
    return nw.from_native(table)


def by_spans(data: Any, made: Callable[[Any], Any]) -> Any:
    """Rows with the columns that `made` adds, which follow from the span of a row alone.

    In memory they are worked out once for each span that is met. A row may become several, or none.
    """
    if not data.implementation.is_pyarrow() or len(data) <= _LOOK:
        return made(data)
    spans = data.select("start", "end")
    spans = nw.from_native(spans.to_native().take(pa.array(groups_of(spans.to_native(), _SPAN).first)))
    try:
        small = made(spans)
    except ArmsflowError:
        # what it refuses is said of the rows themselves
        return made(data)
    new = [name for name in small.collect_schema().names() if name not in _SPAN]
    return joined(data, small.select(*_SPAN, *new).to_native(), _SPAN)


def _taken(table: pa.Table, rows: np.ndarray) -> pa.Table:
    """Rows of a table; a constant column is repeated, which costs less than taking its cells."""
    places = pa.array(rows)

    def taken(cells: pa.ChunkedArray) -> pa.ChunkedArray:
        if len(cells) > _LOOK and is_constant(cells):
            return pa.chunked_array([pa.repeat(cells[0], len(rows))])
        return cells.take(places)

    columns = each_of(taken, table.columns, len(rows))
    return pa.table(dict(zip(table.column_names, columns, strict=True)))


def regrouped(sums: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums again over fewer keys; other columns hold what the first row of a group does."""
    groups = groups_of(sums, keys)
    if groups.count == len(sums):
        return sums.take(groups.first).reset_index(drop=True)
    out = sums.take(groups.first).reset_index(drop=True)
    return out.assign(**{name: groups.sums(sums[name].to_numpy()) for name in columns})
