"""Words of yes and no: what a flag may be called in a table that another program stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from armsflow.errors import RecordError, sample

__all__: list[str] = []

#: What databases, spreadsheets in the languages of the charts, and people write, in small letters.
YES = ("true", "t", "yes", "y", "1", "1.0", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "истина", "да")
NO = ("false", "f", "no", "n", "0", "0.0", "falsch", "nein", "faux", "non", "falso", "ложь", "нет")
#: What a flag is expected to be, for errors.
EXPECTED = "true or false, 1 or 0, yes or no"
_SAID = dict.fromkeys(YES, True) | dict.fromkeys(NO, False) | {"": False}


def said(cell: Any) -> bool | None:
    """Whether a cell says yes, False where it is blank, None where it is another word."""
    return _SAID.get(_word(cell))


def flags(table: pd.DataFrame, name: str) -> pd.Series:
    """A column of flags as true and false; what is blank is false.

    Raises
    ------
    RecordError
        If a cell says neither yes nor no.
    """
    cells = table[name]
    read = {cell: said(cell) for cell in cells.unique()}
    if strange := [cell for cell, yes in read.items() if yes is None]:
        rows = table[cells.isin(strange)]
        raise RecordError(
            f"{name} holds {sample(strange)} in {len(rows)} row(s); expected {EXPECTED}", rows=rows
        )
    return pd.Series([bool(said(cell)) for cell in cells], cells.index, dtype=bool, name=name)


def words(cells: Iterable[Any]) -> list[str]:
    """Each cell as a word in small letters without blanks at its ends; "" where there is none."""
    return [*map(_word, cells)]


def _word(cell: Any) -> str:
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip().lower()
