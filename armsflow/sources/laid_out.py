"""The rows that a reader has made of lines, laid out as the records frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import SourceError
from armsflow.records.engines import frame_of, on_engines
from armsflow.records.schema import COLUMNS, DEFAULTS
from armsflow.records.to_records import checked
from armsflow.sources.delimited import Rows

__all__: list[str] = []

_LINKS = ("part_of", "same_as")


def laid_out(rows: Rows, columns: dict[str, Any], what: str, *, on_error: str) -> pd.DataFrame:
    """Records of columns, each an array or one word for all rows, checked, with the account of the lines.

    `low` and `high` are the value where they are not given, and the window that is observed goes from the
    first year of the rows to the last. Columns beyond those of the records frame are kept.
    """
    rows.check(on_error, what)
    count = max((len(cells) for cells in columns.values() if isinstance(cells, np.ndarray)), default=0)
    if not count:
        said = "".join(f"; {len(lines)} line(s): {rule}" for rule, lines in rows.left_out.items())
        raise SourceError(
            f"{rows.name} has no {what} below its header{said}; expected one in a line",
            rows=[(1, "no line below holds a record")],
        )
    given = DEFAULTS | {"part_of": None, "same_as": None, "quantity": np.nan} | columns
    years = {"start": given["start"], "end": given.get("end", given["start"])}
    given |= years | {name: given.get(name, given["value"]) for name in ("low", "high")}
    given.setdefault("observed_start", int(np.min(years["start"].astype("int64"))))
    given.setdefault("observed_end", int(np.max(years["end"].astype("int64"))))
    typed = {name: _column(given[name], count, kind) for name, kind in COLUMNS.items()}
    typed["record"] = _unique(typed["record"])
    extra = {name: cells for name, cells in columns.items() if name not in COLUMNS}
    shown = {name: _column(cells, count, _kind(cells)) for name, cells in extra.items()}
    return rows.attach(_checked(pd.DataFrame(typed | shown)))


@on_engines(behind=True)
def _checked(records: Any) -> Any:
    return checked(frame_of(records))


def _kind(cells: Any) -> str:
    """The type of a column beside those of the records frame."""
    if isinstance(cells, np.ndarray) and cells.dtype != object:
        return str(cells.dtype)
    return "string"


def _column(cells: Any, count: int, kind: str) -> Any:
    if kind != "string":
        return np.full(count, cells, dtype=kind) if not isinstance(cells, np.ndarray) else cells.astype(kind)
    if isinstance(cells, np.ndarray):
        return pd.array(pa.array(cells, pa.large_string(), from_pandas=True), dtype="str")
    word = pd.array([cells], dtype=object if cells is None else "str")
    return word.take(np.zeros(count, dtype=int))


def _unique(ids: Any) -> Any:
    """Ids of records, those that stand again with the number of the time behind them."""
    texts = pd.Series(ids)
    if not texts.duplicated().any():
        return ids
    again = texts.groupby(texts).cumcount()
    return texts.where(again == 0, texts + "#" + (again + 1).astype("str")).array
