"""Sums over states that report, of sources that have what states report.

Such a sum lacks whoever reports nothing: the imports of one state, added up from what its suppliers report,
are those from the suppliers that do. Summaries are not complete for it, and charts and documents say so. The
same holds of sums over parties of which a file lacks some (see `selection`). A sum of one party lacks what a
file has for several together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pandas as pd

from armsflow.parties import members_group
from armsflow.records.schema import OTHERS, SIDES, UNKNOWN
from armsflow.records.selection import lacking, of_side, unnamed_beside
from armsflow.tables import table

__all__: list[str] = []


@cache
def reporting() -> frozenset[str]:
    """Sources that have what states report. Of a claim nothing is known but itself, and it lacks nothing."""
    sources = table("sources.csv")
    return frozenset(sources["source"][sources["lists_all"] == "no"]) - {"claims"}


def over_reporters(rows: pd.DataFrame, keys: Sequence[str]) -> np.ndarray:
    """Which rows, kept apart by `keys`, are sums over several states that report."""
    return np.any([over_side(rows, keys, side) for side in SIDES], axis=0)


def over_side(rows: pd.DataFrame, keys: Sequence[str], side: str) -> np.ndarray:
    """Which rows are sums over several states that report as those of a `side`."""
    # what two reporters, or two sources, say of a flow names both
    own = _of_each(rows["reporter"], lambda told: side in told.split("+"))
    own &= _of_each(rows["source"], lambda told: not reporting().isdisjoint(told.split("+")))
    if not own.any():
        return own
    if side in keys:
        return own & _of_each(rows[side], is_several)
    return own & ~_of_each(rows["selection"], lambda text: _is_one(of_side(text, side)))


def lacks_some(rows: pd.DataFrame, keys: Sequence[str], side: str) -> np.ndarray:
    """Which rows, kept apart by `keys`, are sums over parties of a `side` of which the file lacks some."""
    other = SIDES[1 - SIDES.index(side)]
    start, end = (rows[name].to_numpy(dtype="int64") for name in ("start", "end"))
    found = np.zeros(len(rows), dtype=bool)
    for text in rows["selection"].unique():
        if side not in keys and of_side(str(text), side) is not None:
            continue
        # of partners only where the other side reports
        partners = _meet(lacking(str(text)), start, end) & (rows["reporter"] == other).to_numpy()
        some = partners | _meet(lacking(str(text), side), start, end)
        found |= some & (rows["selection"] == text).to_numpy()
    return found & _of_each(rows[side], is_several) if side in keys and found.any() else found


def beside_unnamed(rows: pd.DataFrame, keys: Sequence[str], side: str) -> np.ndarray:
    """Which rows, kept apart by `keys`, are of parties of a `side` that may have more in figures of any.

    These are rows of which parties of the side were chosen, or stand among the keys. The figures of any party
    lack nothing themselves.
    """
    start, end = (rows[name].to_numpy(dtype="int64") for name in ("start", "end"))
    found = np.zeros(len(rows), dtype=bool)
    codes, texts = pd.factorize(rows["selection"])
    for code, text in enumerate(texts):
        if spans := unnamed_beside(str(text), keys, side):
            found |= (codes == code) & _meet(spans, start, end)
    if side in keys and found.any():
        found &= ~_of_each(rows[side], lambda party: party.startswith(UNKNOWN))
    return found


def _meet(spans: Sequence[tuple[int, int]], start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which windows hold a year of some spans."""
    return np.any([np.zeros(len(start), dtype=bool), *((a <= end) & (start <= b) for a, b in spans)], axis=0)


def chosen_by_name(rows: pd.DataFrame) -> np.ndarray:
    """Of which rows the states that report were chosen, each by its own name."""
    return np.any([chosen_on_side(rows, side) for side in SIDES], axis=0)


def chosen_on_side(rows: pd.DataFrame, side: str) -> np.ndarray:
    """Of which rows those that report as states of a `side` were chosen, each by its own name."""
    own = _of_each(rows["reporter"], lambda told: side in told.split("+"))
    return own & _of_each(rows["selection"], lambda text: is_named(of_side(text, side)))


def is_named(chosen: list[str] | None) -> bool:
    """Whether states were chosen, and no group of states."""
    return chosen is not None and not any(members_group(code) for code in chosen)


def is_several(code: str) -> bool:
    """Whether a code stands for several states: the others, or the members of a group."""
    return code == OTHERS or bool(members_group(code))


def _is_one(chosen: list[str] | None) -> bool:
    return chosen is not None and len(chosen) == 1 and is_named(chosen)


def _of_each(cells: pd.Series, holds: Callable[[str], bool]) -> np.ndarray:
    """Whether something holds of the text of each cell; each text is asked once."""
    codes, met = pd.factorize(cells, use_na_sentinel=False)
    return np.array([holds(str(text)) for text in met], dtype=bool)[codes]
