"""When states existed: a year without a record is no zero of a state that was not there.

Years are those of ``parties.csv`` and those in which a state has a number of Correlates of War or of
Gleditsch–Ward. A party with a record of its own in a year counts as existing in it, whatever the tables say.
Of parties that are no states nothing is known, and they count as existing always.

In some years two parties are one state: the Soviet Union and Russia in 1991, Yugoslavia and Serbia in
1992–2003. Its records stand under one of them, and a year without a record of the other is no zero. SIPRI
uses the name of the former state to its end, or to the year from which ``parties.csv`` says who continues
it. Of other sources it is not known; a name counts as used between the records that stand under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.records.grouping import groups_of
from armsflow.records.schema import SIDES
from armsflow.records.selection import of_side
from armsflow.state_codes import codes
from armsflow.successions import AS_SIPRI, states

__all__: list[str] = []

# no state of the tables began or ended outside these years; what lies outside is as at the ends
_FIRST, _LAST = 1800, 2200
_EVERY = np.arange(_FIRST, _LAST + 1)
Span = tuple[int, int]


class _Pair(NamedTuple):
    """A former state, one that continues it, the years in which both are one, and whose name SIPRI uses."""

    former: str
    later: str
    together: np.ndarray
    #: in which of these years SIPRI names the former state
    as_former: np.ndarray


@cache
def _years() -> dict[str, np.ndarray]:
    """State → whether it existed in each year."""
    found = {code: _within(state.first, state.last) for code, state in states().items()}
    for system in ("cow", "gw"):
        for party, held in codes(system).items():
            for code in held if party in found else ():
                found[party] |= _within(code.first, code.last)
    return found


def _within(first: int, last: int) -> np.ndarray:
    return (first <= _EVERY) & (last >= _EVERY)


@cache
def _pairs() -> tuple[_Pair, ...]:
    """Former states with those that continue them while both codes stand for one state."""
    found = []
    for former, state in states().items():
        heir = state.heir
        while heir:
            one = _same_number(former, heir)
            # of states that were two until one took in the other, nothing is one but the year of the change
            one |= (state.last == _EVERY) & (states()[heir].first == state.last)
            one &= _years()[former] & _years()[heir]
            to_the_end = state.heir_from is None
            as_former = one & state.in_sipri & (to_the_end | ((state.heir_from or 0) > _EVERY))
            found += [_Pair(former, heir, one, as_former)] if one.any() else []
            heir = states()[heir].heir
    return tuple(found)


def _same_number(one: str, other: str) -> np.ndarray:
    """The years in which two parties have the same number of Correlates of War."""
    held = codes("cow")
    same = np.zeros(len(_EVERY), dtype=bool)
    for a in held.get(one, ()):
        for b in held.get(other, ()):
            if a.code == b.code:
                same |= _within(max(a.first, b.first), min(a.last, b.last))
    return same


def existed(
    party: Any, start: np.ndarray, end: np.ndarray, *, source: str = "", used: Span | None = None
) -> np.ndarray:
    """Whether a party existed, under its own name, in a part of each span of years.

    `used` are the years of the first and of the last record that stands under the name in the `source`.
    """
    there = _years().get(party)
    if there is None:
        return np.ones(len(start), dtype=bool)
    for pair in _pairs():
        if party in (pair.former, pair.later):
            there = there & ~_under_the_other(pair, party, source, used)
    count = np.append(0, np.cumsum(there))
    first, last = (np.clip(years, _FIRST, _LAST).astype("int64") - _FIRST for years in (start, end))
    return np.asarray(count[last + 1] > count[first])


def _under_the_other(pair: _Pair, party: str, source: str, used: Span | None) -> np.ndarray:
    """The years in which a source has the records of a state under the other of two names."""
    if source in AS_SIPRI:
        own = pair.as_former if party == pair.former else ~pair.as_former
    elif used is None:
        return pair.together
    else:
        own = used[1] >= _EVERY if party == pair.former else used[0] <= _EVERY
    return pair.together & ~own


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
        kinds = groups_of(sums, [name, "source"])
        which, met = kinds.ids, sums[[name, "source"]].iloc[kinds.first].itertuples(index=False, name=None)
        cells = [([cell] if name == side else of_side(cell, side), source) for cell, source in met]
        if all(some is None for some, _ in cells):
            continue
        used = used_years(sums, which, kinds.count)
        # once for each party
        alive = np.array(
            [_any(some, start, end, source, own) for (some, source), own in zip(cells, used, strict=True)]
        )
        alive[which, at] = True
        found &= alive[which[first]] if name == side else _together(alive, which, ids)
    return found


def used_years(sums: pd.DataFrame, which: np.ndarray, count: int) -> list[Span]:
    """Of each of some kinds of rows, by which year its name was used first, and since which last.

    Of a record of several years it is not known in which of them something was.
    """
    first, last = np.full(count, _LAST), np.full(count, _FIRST)
    np.minimum.at(first, which, sums["end"].to_numpy(dtype="int64"))
    np.maximum.at(last, which, sums["start"].to_numpy(dtype="int64"))
    return [*zip(first.tolist(), last.tolist(), strict=True)]


def _any(
    parties: Iterable[Any] | None, start: np.ndarray, end: np.ndarray, source: str, used: Span
) -> np.ndarray:
    """Whether any of some parties existed in spans; of all parties some always did."""
    if parties is None:
        return np.ones(len(start), dtype=bool)
    return np.any([existed(party, start, end, source=source, used=used) for party in parties], axis=0)


def _together(alive: np.ndarray, which: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """What is so of one of the selections that the rows of each group have."""
    group, selection = np.unique(np.array([ids, which]), axis=1)
    return np.logical_or.reduceat(alive[selection], np.unique(group, return_index=True)[1])
