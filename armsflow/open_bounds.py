"""Bounds without limit in stored tables: a missing figure beside a column that says so, ``high_open``.

Stata, Excel and JSON know no infinity, so `write_table` stores it this way, and readers of its files bring
it back.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from armsflow.flags import NO, YES, words
from armsflow.replaced import replaced

__all__: list[str] = []

#: How the columns end that say which figures are without limit.
OPEN = "_open"
#: The lower bound of a difference is the one figure that may have no limit below.
_BELOW = "low"


def stored(table: pd.DataFrame) -> pd.DataFrame:
    """A table without infinite figures, with a column behind each that has some, and behind ``high``."""
    table = table.copy(deep=False)
    for column in table.select_dtypes("float").columns:
        open_end = np.isinf(table[column])
        if column == "high" or open_end.any():
            place = list(table).index(column) + 1
            table.insert(place, f"{column}{OPEN}", open_end.astype(bool))
            table[column] = table[column].mask(open_end)
    return table


def restored(table: pd.DataFrame) -> pd.DataFrame:
    """A stored table with its infinite figures, without the columns that say which they are."""
    marks = [name for name in _marks(table) if _is_mark(table, name)]
    figures = {}
    for mark in marks:
        name = mark.removesuffix(OPEN)
        endless = _words(table[mark]).isin(YES).to_numpy()
        if not endless.any():
            continue
        limit = -np.inf if name == _BELOW else np.inf
        cells = pd.to_numeric(table[name]).astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        figures[name] = pd.Series(np.where(endless, limit, cells), index=table.index)
    return replaced(table.drop(columns=marks), figures)


def _marks(table: pd.DataFrame) -> list[str]:
    """The columns that stand behind a column of numbers and are called like it."""
    return [
        mark
        for name, mark in pairwise(table.columns)
        if mark == f"{name}{OPEN}" and (_is_number(table[name]) or table[name].isna().all())
    ]


def _is_number(cells: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(cells) or pd.api.types.infer_dtype(cells) == "decimal"


def _is_mark(table: pd.DataFrame, mark: str) -> bool:
    """Whether a column is what `stored` writes: a user's own may be called so."""
    words, figure = _words(table[mark]), mark.removesuffix(OPEN)
    endless = words.isin(YES)
    # only behind `high` does one stand that marks nothing
    told = bool(endless.any()) or figure == "high"
    return told and bool(words.isin([*YES, *NO]).all()) and bool(table.loc[endless, figure].isna().all())


def _words(cells: pd.Series) -> pd.Series:
    return pd.Series(words(cells), cells.index, dtype=object)
