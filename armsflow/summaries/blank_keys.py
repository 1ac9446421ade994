"""Keys that are blank in some rows: such a row may hold the figure of any value of its key.

A column of the user's own is blank after a join with a table that lacks some rows, and a source does not name
every item. A value without a row is then not known to be 0 in the spans in which such a row stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from armsflow.records.blanks import are_blank
from armsflow.records.own_columns import leaves_open
from armsflow.records.schema import FIRST, LAST
from armsflow.replaced import replaced

__all__: list[str] = []


def blank_keys(rows: pd.DataFrame, keys: Iterable[str]) -> list[str]:
    """The keys that are blank in some rows of a source, and leave open there what these are."""
    sources = [str(source) for source in rows["source"].unique()]
    some = [key for key in dict.fromkeys(keys) if key in rows and leaves_open(key, sources)]
    return [key for key in some if are_blank(rows[key]).any()]


def with_null(rows: pd.DataFrame, keys: Iterable[str]) -> pd.DataFrame:
    """Rows with the cells of some keys as text, and null for all that are blank."""
    return replaced(rows, {key: _texts(rows[key]) for key in keys})


def edges_of_blanks(rows: pd.DataFrame, keys: Iterable[str]) -> dict[str, list[Any]]:
    """Key → the pairs of null and each text of which it may hold the figure, in any year; see `held`."""
    met = {key: _texts(rows[key]).dropna().unique() for key in keys}
    return {key: [(None, text, FIRST, LAST) for text in texts] for key, texts in met.items()}


def _texts(cells: pd.Series) -> pd.Series:
    return cells.map(str).astype(object).mask(are_blank(cells), None)
