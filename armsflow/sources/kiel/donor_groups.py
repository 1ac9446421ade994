"""Rows of groups and totals in the tracker's summaries: left out where their donors stand in the table.

A summary by groups has a row for the members of the EU and none for each. Such a row is a donor, since the
table has their aid nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from armsflow.groups import members
from armsflow.parties import known_code
from armsflow.sources.formats import folded
from armsflow.sources.kiel.editions import FIRST_YEAR, LAST_YEAR
from armsflow.sources.rows import Rows

__all__: list[str] = []

_MEMBERS = "members:EU"
_EU = ("org:eu", "org:european_investment_bank", "org:european_peace_facility")
_ENGLISH = ("USA", "GBR", "CAN", "AUS", "NZL")
_OTHERS = ("CHN", "JPN", "KOR", "TWN", "TUR", "IND")
#: What the tracker lists beside the aid of governments, and leaves out of its own totals.
_NOT_COUNTED = frozenset(
    map(
        folded,
        (
            *("Non bilateral donors", "IMF", "European Bank for Reconstruction and Development"),
            *("United Nations", "World Bank Group"),
        ),
    )
)
#: Group → its donors, None for all; and as which donor it counts where the table has none of them.
_GROUPS = {
    folded(name): (of, code)
    for name, of, code in (
        ("Total", None, ""),
        ("EU members and institutions", "members and institutions", ""),
        ("EU members", "members", _MEMBERS),
        ("EU institutions", "institutions", "org:eu"),
        ("Anglosaxon countries", "english", ""),
        ("Other donor countries", "others", ""),
        ("Geographic Europe", "europe", ""),
        ("Europe", "europe", ""),
    )
}
_HEAD = folded("€ billion")
_GIVEN = "given by"
# sums of donors are rounded, each to a hundredth of a billion in the coarsest edition
_CLOSE, _ROUNDED = 0.002, 0.005


def without_groups(rows: Rows, name: str, columns: Sequence[str]) -> str:
    """Read the donors in the column `name` as codes and leave out groups whose donors stand in the table.

    Returns words on the groups that hold more, in `columns` of billions, than their donors; "" if none does.
    """
    names = _folded(rows, name)
    rows.by_rule(names == _HEAD, "a header")
    names = _folded(rows, name)
    rows.by_rule(np.isin(names.astype(str), [*_NOT_COUNTED]), "no government, and in no total of the tracker")
    names = _folded(rows, name)
    is_group = np.isin(names.astype(str), [*_GROUPS])
    codes = rows.each(rows.text(name), lambda cell: known_code(cell, source="kiel"))
    codes[is_group] = ""
    given, lacking = codes.copy(), []
    sums = _sums(rows, columns)
    # first those that may count as donors, for the sums of the others
    found = [(at, *_GROUPS[names[at]]) for at in np.flatnonzero(is_group).tolist()]
    for at, of, code in sorted(found, key=lambda group: not group[2]):
        mine = _donors(given, of)
        if code and not mine.any():
            given[at] = code
        elif _is_more(sums[at], sums[mine & ~pd.Series(given).duplicated().to_numpy()]):
            lacking.append(repr(str(rows.text(name)[at])))
    rows.put(_GIVEN, given)
    # the name of one that counts as a donor is read as a known one
    kept = is_group & (given != "")
    rows.put(name, np.where(kept, "European Union", rows.text(name)))
    rows.by_rule(is_group & ~kept, "a group or a total of donors")
    rows.parties(name, "kiel")
    rows.put(name, np.where(rows[_GIVEN] == "", rows[name], rows[_GIVEN]))
    return f"groups that hold more than their donors in the rows: {', '.join(lacking)}" if lacking else ""


def _folded(rows: Rows, name: str) -> np.ndarray:
    return rows.each(rows.text(name), folded)


def _donors(codes: np.ndarray, of: str | None) -> np.ndarray:
    """Which rows are donors of a group."""
    if of is None:
        return codes != ""
    states = members("EU", FIRST_YEAR, LAST_YEAR)
    parts = {
        "members": (*states, _MEMBERS),
        "institutions": _EU,
        "members and institutions": (*states, _MEMBERS, *_EU),
        "english": _ENGLISH,
        "others": _OTHERS,
        "europe": (*states, _MEMBERS, *_EU, *members("Europe", FIRST_YEAR, LAST_YEAR)),
    }
    return np.isin(codes.astype(str), parts[of])


def _sums(rows: Rows, columns: Sequence[str]) -> np.ndarray:
    """Columns of billions, 0 where a cell is blank or no number."""
    cells = [pd.to_numeric(pd.Series(rows.text(column)), errors="coerce").fillna(0) for column in columns]
    return np.column_stack(cells) if len(rows) else np.zeros((0, len(columns)))


def _is_more(group: np.ndarray, donors: np.ndarray) -> bool:
    """Whether a group has more than its donors together, beyond what rounding makes."""
    return bool((group > donors.sum(axis=0) * (1 + _CLOSE) + _ROUNDED * (len(donors) + 1)).any())
