"""The rows that a reader has made of lines, laid out as the records frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import SourceError
from armsflow.sources.finished import are_unique, finished
from armsflow.sources.rows import Rows

__all__: list[str] = []


def laid_out(rows: Rows, columns: dict[str, Any], what: str, *, on_error: str) -> pd.DataFrame:
    """Records of columns, each an array or one word for all rows, checked, with the account of the lines.

    `low` and `high` are the value where they are not given, and the window that is observed goes from the
    first year of the rows to the last. Columns beyond those of the records frame are kept.
    """
    rows.check(on_error, what)
    if not len(columns["record"]):
        said = "".join(f"; {len(lines)} {rows.unit}(s): {rule}" for rule, lines in rows.left_out.items())
        raise SourceError(
            f"{rows.name} has no {what} below its header{said}; expected one in a line",
            rows=[(1, "no line below holds a record")],
        )
    start = np.asarray(columns["start"]).astype("int16")
    end = np.asarray(columns.get("end", start)).astype("int16")
    window = {"observed_start": start.min(), "observed_end": end.max()}
    records = {**window, **columns, "start": start, "end": end, "record": _unique(columns["record"])}
    return rows.attach(finished(records, records["source"], unique=True))


def _unique(ids: np.ndarray | pa.Array) -> np.ndarray | pa.Array:
    """Ids of records, those that stand again with the number of the time behind them."""
    if are_unique(ids):
        return ids
    texts = pd.Series(ids.to_pylist() if isinstance(ids, pa.Array) else ids)
    again = texts.groupby(texts).cumcount()
    return texts.where(again == 0, texts + "#" + (again + 1).astype("str")).to_numpy(dtype=object)
