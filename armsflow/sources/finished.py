"""The last step of a reader: columns that are codes, numbers and years already, as checked records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.records.check import leaves, units
from armsflow.records.engines import frame_of, on_engines
from armsflow.records.schema import COLUMNS, DEFAULTS, FIRST, IDENTITY, LONGEST, REPORTERS, STAGES
from armsflow.records.to_records import checked
from armsflow.sources.columns import has_sign

__all__: list[str] = []

# text as this pandas holds it: "str" of the older one would make "None" of a null
_TEXT: Any = pd.Series([""]).dtype
_IN_ARROW = getattr(_TEXT, "storage", "") == "pyarrow"
_NULLS = {"part_of": None, "same_as": None, "quantity": np.nan}


def finished(columns: Mapping[str, Any], source: str, *, unique: bool = False) -> pd.DataFrame:
    """Records of columns, each an array or one value for all rows; it does what `to_records` does, faster.

    Parties and categories are codes, years are whole. `low` and `high` are `value` where they are not
    given. Columns that the records frame does not have follow its own. Text may be an array of Arrow's. That
    ids are `unique` need not be looked at where the caller has.
    """
    rows = len(columns["record"])
    given = {"source": source, **columns}
    for bound in ("low", "high"):
        given.setdefault(bound, given["value"])
    defaults = _NULLS | DEFAULTS
    own = {name: _column(given.get(name, defaults.get(name)), kind, rows) for name, kind in COLUMNS.items()}
    further = {name: _further(cells, rows) for name, cells in columns.items() if name not in COLUMNS}
    records = pd.DataFrame(own | further)
    # what breaks a rule is found again, and said, by the input check that all records pass
    return records if _is_sound(own, given, unique=unique) else _checked(records)


def _is_sound(own: Mapping[str, Any], given: Mapping[str, Any], *, unique: bool) -> bool:
    """Whether the frame's own columns plainly keep its rules, in less time than the full check takes."""
    low, value, high = (own[name] for name in ("low", "value", "high"))
    start, end = (own[name].astype(int) for name in ("start", "end"))
    known = ~np.isnan(value)
    bounded = ~known | ((value >= 0) & (value < np.inf))
    if not (given["low"] is given["value"] is given["high"]):
        bounded &= ~known | ((low <= value) & (value <= high) & (low >= 0))
        # a figure of which only the bounds are known
        bounded &= np.isnan(low) | ((low >= 0) & (low <= high) & (low < np.inf))
    # pieces are counted once
    if "pieces" in _met(given["unit"]):
        pieces = np.asarray(own["unit"] == "pieces", dtype=bool)
        bounded &= ~pieces | ~known | (own["quantity"] == value)
    return bool(
        bounded.all()
        and (start <= end).all()
        and (start >= FIRST).all()
        and (end - start < LONGEST).all()
        and (unique or are_unique(given["record"]) or _are_apart(own, given))
        and _are_ids(given["record"])
        and all(
            _are_words(_met(given.get(name, DEFAULTS.get(name))), known) for name, known in _words().items()
        )
    )


def _are_apart(own: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether each record has an identity of its own."""
    # one word for all rows tells none apart
    names = [name for name in IDENTITY if np.ndim(given.get(name, ""))]
    return are_unique(
        pc.binary_join_element_wise(*(pa.array(own[name], pa.string()) for name in names), "\0")
    )


def are_unique(ids: Any) -> bool:
    """Whether each id stands once."""
    # Arrow takes half the time of a set
    return len(ids.unique() if isinstance(ids, pa.Array) else {*ids}) == len(ids)


def _are_ids(ids: Any) -> bool:
    """Whether none is blank, and none has the sign that joins several."""
    if isinstance(ids, pa.Array):
        return not pc.any(pc.equal(ids, "")).as_py() and not has_sign(ids, "+")
    return "" not in (listed := list(ids)) and "+" not in "".join(listed)


def _met(cells: Any) -> set[Any]:
    """The words of a column, given as an array or as one for all rows."""
    if cells is None or isinstance(cells, str):
        return {cells}
    # a dictionary knows them; of other arrays a set is quickest
    return {*pc.unique(cells).to_pylist()} if isinstance(cells, pa.Array) else {*np.asarray(cells).tolist()}


def _are_words(met: set[Any], known: frozenset[str]) -> bool:
    return all(word in known or _is_set(word, known) for word in met)


def _is_set(word: Any, known: frozenset[str]) -> bool:
    """Whether a word is several categories in alphabetical order, each once."""
    leaves = word.split("+") if isinstance(word, str) else []
    return (
        len(leaves) > 1 and known.issuperset(leaves) and leaves == sorted({*leaves}) and "all" not in leaves
    )


@cache
def _words() -> dict[str, frozenset[str]]:
    """What columns hold that take few words."""
    return {
        "stage": frozenset(STAGES),
        "reporter": frozenset(REPORTERS),
        "unit": frozenset(units()),
        "category": frozenset(["all", *leaves()]),
    }


@on_engines(behind=True)
def _checked(records: Any) -> Any:
    return checked(frame_of(records))


def _column(cells: Any, kind: str, rows: int) -> Any:
    if kind != "string":
        return np.full(rows, cells, dtype=kind) if np.ndim(cells) == 0 else np.asarray(cells).astype(kind)
    return _text(cells, rows)


def _further(cells: Any, rows: int) -> Any:
    if isinstance(cells, str | pa.Array) or getattr(cells, "dtype", "") == np.dtype(object):
        return _text(cells, rows)
    return np.full(rows, cells) if np.ndim(cells) == 0 else cells


def _text(cells: Any, rows: int) -> Any:
    """A column of text; one word stands in all rows."""
    if isinstance(cells, pa.DictionaryArray) and len(cells.dictionary) == 1 and not cells.null_count:
        cells = cells.dictionary[0].as_py()
    if cells is None or isinstance(cells, str):
        cells = pa.repeat(pa.scalar(cells, pa.large_string()), rows)
    elif isinstance(cells, pa.Array):
        cells = cells.cast(pa.large_string())
    else:
        cells = pa.array(np.asarray(cells, dtype=object), pa.large_string(), from_pandas=True)
    if _IN_ARROW:
        return _TEXT.__from_arrow__(cells)
    # the older pandas keeps what it is given, and a null of text is None
    return pd.array(cells.to_numpy(zero_copy_only=False), dtype=_TEXT)
