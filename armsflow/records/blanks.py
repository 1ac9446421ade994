"""Cells that say nothing, in one word for all engines: null, NaN, blank text and what programs write for it.

pandas and Arrow frames have NaN made null at the gate; Polars, DuckDB and Spark keep it in columns of the
user's own. Text reads "nan", "None" or "<NA>" after ``map(str)``, and "NA" where R or pandas wrote the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from armsflow.records.schema import NOTHING

__all__: list[str] = []


_INFINITE = float("inf")


def without_nan(column: str) -> Any:
    """A column of numbers with null for NaN, on every engine.

    DuckDB asks the statistics of a Parquet file, which leave NaN out, whether a cell is NaN or how it stands
    to a number, and takes what they say for all cells. It does not ask them whether a cell is finite.
    """
    cells = nw.col(column)
    return nw.when(cells.is_finite() | (cells.abs() == _INFINITE)).then(cells).alias(column)


def is_blank(schema: Mapping[str, Any], column: str, asked: Iterable[str] = ()) -> Any:
    """Whether a cell of a column says nothing; texts that were `asked` for are words of the user's."""
    cells, kind = nw.col(column), schema[column]
    if kind.is_float():
        return without_nan(column).is_null()
    if not isinstance(kind, nw.String | nw.Categorical | nw.Enum):
        return cells.is_null()
    text = cells.cast(nw.String()).str.strip_chars()
    return cells.is_null() | text.is_in([word for word in NOTHING if word not in {*asked}])


def ids_plainly(cells: Any) -> Any:
    """An expression of one id or of several, without blanks around each: "1+2" for " 1 + 2"."""
    return cells.str.strip_chars().str.replace_all(r"\s*\+\s*", "+")


def are_blank(cells: pd.Series) -> np.ndarray:
    """Which cells of a column of pandas say nothing."""
    codes, met = pd.factorize(cells)
    nothing = [isinstance(cell, str) and cell.strip() in NOTHING for cell in met]
    # what pandas knows to be null has the code -1
    return np.array([*nothing, True], dtype=bool)[codes]
