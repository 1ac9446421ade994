"""The rows that a reader has made of lines, laid out as the records frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.engines import frame_of, on_engines
from armsflow.records.schema import COLUMNS, DEFAULTS
from armsflow.records.to_records import checked
from armsflow.sources.listing import Listing

__all__: list[str] = []

_LINKS = ("part_of", "same_as")
_NUMBERS = ("quantity", "value", "low", "high")


def records_of_rows(rows: pd.DataFrame, listing: Listing, **constants: Any) -> pd.DataFrame:
    """Records with all columns in their types, checked; `constants` are the same in all rows.

    `low` and `high` are the value where they are not given, and the window that is observed goes from the first
    year in the rows to the last. Columns beyond those of the records frame are kept.
    """
    rows = rows.reset_index(drop=True)
    given = {name: cells for name, cells in DEFAULTS.items() if name not in rows} | constants
    columns: dict[str, Any] = {name: _column(rows, given, name) for name in COLUMNS}
    for bound in ("low", "high"):
        if bound not in rows:
            columns[bound] = columns["value"]
    if "quantity" not in rows:
        columns["quantity"] = columns["value"].where(columns["unit"] == "pieces")
    for window, years in (("observed_start", columns["start"].min()), ("observed_end", columns["end"].max())):
        if window not in rows and window not in constants:
            columns[window] = pd.Series(np.full(len(rows), years, dtype="int16"))
    columns["record"] = _unique(columns["record"])
    typed = pd.DataFrame({name: _typed(columns[name], kind) for name, kind in COLUMNS.items()})
    extra = [name for name in rows.columns if name not in COLUMNS]
    out = _checked(pd.concat([typed, rows[extra]], axis=1))
    out.attrs["lines"] = listing.counts()
    if listing.aside:
        out.attrs["set_aside"] = sorted(listing.aside)
    return out


@on_engines(behind=True)
def _checked(records: Any) -> Any:
    return checked(frame_of(records))


def _column(rows: pd.DataFrame, given: dict[str, Any], name: str) -> pd.Series:
    if name in given or name not in rows:
        empty = None if name in _LINKS else np.nan if name in _NUMBERS else 0
        return _same(given.get(name, empty), len(rows), COLUMNS[name])
    return rows[name]


def _same(value: Any, count: int, kind: str) -> pd.Series:
    """One cell in every row."""
    if kind == "string":
        word = pd.array([value], dtype="str" if value is not None else object)
        return pd.Series(word.take(np.zeros(count, dtype=int)))
    return pd.Series(np.full(count, value, dtype=kind))


def _typed(cells: pd.Series, kind: str) -> pd.Series:
    if kind != "string":
        return cells.astype(kind)
    return cells if cells.dtype == "str" else cells.astype("str").where(cells.notna(), None)


def _unique(ids: pd.Series) -> pd.Series:
    """Ids of records, those that stand a second time with the number of the time behind them."""
    again = ids.groupby(ids).cumcount() if ids.duplicated().any() else None
    return ids if again is None else ids.where(again == 0, ids + "#" + (again + 1).astype("str"))
