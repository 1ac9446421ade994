"""Tables for Stata: names that it takes, and a label for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from armsflow.errors import sample, warn
from armsflow.records.files_labels import labels
from armsflow.replaced import replaced

__all__: list[str] = []

_MOST_STATA = 2_045  # letters of a text in Stata, unless it is a long one
# "end" is a word of Stata's own
_STATA_NAMES = {"start": "start_year", "end": "end_year"}
_MOST_NAME = 32  # letters of a name in Stata
_STATA_WORDS = {
    *"aggregate array boolean break byte case catch class colorvector complex const continue default".split(),
    *"delegate delete do double else eltypedef end enum explicit export external float for friend".split(),
    *"function global goto if in inline int local long NULL pragma protected quad rowvector short".split(),
    *"str strL typedef typename using virtual with _all _b _coef _cons _n _N _pi _pred _rc _se _skip".split(),
}


def write_dta(table: pd.DataFrame, path: Path) -> None:
    """Write a table for Stata, with a label for each column; no text is cut."""
    texts = [c for c in table.columns if pd.api.types.is_string_dtype(table[c]) or table[c].dtype == object]
    plain = replaced(table, {c: table[c].astype(object).where(table[c].notna(), "") for c in texts})
    names = _stata_names(list(map(str, table.columns)))
    said = {names[name]: label for name, label in labels(table).items()}
    long = [c for c in texts if plain[c].map(lambda cell: len(str(cell).encode())).max() > _MOST_STATA]
    plain = plain.set_axis([names[str(name)] for name in plain.columns], axis="columns")
    # 118 is the first version with Unicode
    plain.to_stata(
        path, write_index=False, version=118, convert_strl=[names[str(c)] for c in long], variable_labels=said
    )


def _stata_names(columns: Sequence[str]) -> dict[str, str]:
    """Column → its name in Stata: letters, digits and underscores, at most 32, and no word of Stata's own."""
    found: dict[str, str] = {}
    for name in columns:
        plain = _STATA_NAMES.get(name) or re.sub(r"\W", "_", name, flags=re.ASCII)[:_MOST_NAME] or "_"
        plain = f"_{plain}"[:_MOST_NAME] if plain[0].isdigit() or plain in _STATA_WORDS else plain
        further = (f"{plain[: _MOST_NAME - 3]}_{number}" for number in range(2, 100))
        found[name] = (
            plain if plain not in found.values() else next(n for n in further if n not in found.values())
        )
    other = [f"{name} → {new}" for name, new in found.items() if new != _STATA_NAMES.get(name, name)]
    if other:
        warn(f"{len(other)} column(s) have another name in Stata: {sample(other)}")
    return found
