"""When states existed: a year without a record is no zero of a state that was not there.

Years are those of ``parties.csv`` and those in which a state has a number of Correlates of War or of
Gleditsch–Ward. A party with a record of its own in a year counts as existing in it, whatever the tables say.
Of parties that are no states nothing is known, and they count as existing always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.schema import SIDES
from armsflow.records.selection import of_side
from armsflow.state_codes import codes
from armsflow.tables import table

__all__: list[str] = []

_FIRST, _LAST = 0, 9999
Span = tuple[int, int]


@cache
def _years() -> dict[str, list[Span]]:
    """State → the years in which it existed, as spans that may overlap."""
    parties = table("parties.csv").fillna({"start": _FIRST, "end": _LAST})
    states = parties[parties["kind"].isin(["state", "former_state"])]
    found = {code: [(int(a), int(b))] for code, a, b in states[["code", "start", "end"]].to_numpy()}
    for system in ("cow", "gw"):
        for party, held in codes(system).items():
            if party in found:
                found[party] += [(code.first, code.last) for code in held]
    return found


def existed(party: Any, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Whether a party existed in a part of each span of years."""
    spans = _years().get(party)
    if spans is None:
        return np.ones(len(start), dtype=bool)
    first, last = np.array(spans).T[:, :, None]
    return ((first <= end) & (last >= start)).any(axis=0)


def existing(
    sums: pd.DataFrame, ids: np.ndarray, first: np.ndarray, group: Sequence[str], spans: Sequence[Span]
) -> np.ndarray:
    """Whether the parties of each group of rows existed in each of some spans: a row per group.

    A side that is no key is that of those who were chosen. `ids` says of which group each row is, `first`
    which is the first row of each; the spans of the rows are among `spans`.
    """
    start, end = np.array(spans).T
    at = np.searchsorted(start, sums["start"].to_numpy())
    found = np.ones((len(first), len(spans)), dtype=bool)
    for side in SIDES:
        name = side if side in group else "selection"
        which, met = pd.factorize(sums[name])
        parties = [[value] if name == side else of_side(value, side) for value in met]
        if all(some is None for some in parties):
            continue
        # once for each party, and one more row for nulls, of which nothing is known
        alive = np.array([_any(some, start, end) for some in [*parties, None]])
        alive[which, at] = True
        found &= alive[which[first]] if name == side else _together(alive, which, ids)
    return found


def _any(parties: Iterable[str] | None, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Whether any of some parties existed in spans; of all parties some always did."""
    if parties is None:
        return np.ones(len(start), dtype=bool)
    return np.any([existed(party, start, end) for party in parties], axis=0)


def _together(alive: np.ndarray, which: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """What is so of one of the selections that the rows of each group have."""
    group, selection = np.unique(np.array([ids, which]), axis=1)
    return np.logical_or.reduceat(alive[selection], np.unique(group, return_index=True)[1])
