"""When states existed: a year without a record is no zero of a state that was not there.

Years are those of ``parties.csv`` and those in which a state has a number of Correlates of War or of
Gleditsch–Ward. A party with a record of its own in a year counts as existing in it, whatever the tables say.
Of parties that are no states nothing is known, and they count as existing always.

In some years two parties are one state: the Soviet Union and Russia in 1991, Yugoslavia and Serbia in
1992–2003. Its records stand under one of them, and a year without a record of the other is no zero. SIPRI
uses the name of the former state to its end, or to the year from which ``parties.csv`` says who continues
it. Of other sources it is not known; a name counts as used between the records that stand under it. The years
between the last record of the former state and the first of the other are those of the former one, as long as
the table has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    party: Any,
    start: np.ndarray,
    end: np.ndarray,
    *,
    source: str = "",
    used: Span | None = None,
    beside: Mapping[str, Span] | None = None,
) -> np.ndarray:
    """Whether a party existed, under its own name, in a part of each span of years.

    `used` are the years of the first and of the last record that stands under the name in the `source`, and
    `beside` those of all names that stand there.
    """
    there = _years().get(party)
    if there is None:
        return np.ones(len(start), dtype=bool)
    for pair in _pairs():
        if party in (pair.former, pair.later):
            there = there & ~_under_the_other(pair, party, source, used, beside or {})
    count = np.append(0, np.cumsum(there))
    first, last = (np.clip(years, _FIRST, _LAST).astype("int64") - _FIRST for years in (start, end))
    return np.asarray(count[last + 1] > count[first])


def names_of(
    parties: Iterable[str], year: int, sources: Iterable[str], used: Mapping[str, Span]
) -> frozenset[str]:
    """Those of the names of one state in a year under which the sources may have its records.

    `used` are the years of the first and of the last record under each name. Where these do not say which
    name was used in the year, it may be each.
    """
    names = frozenset(parties)
    if len(names) == 1:
        return names
    span = np.array([year])
    found = [
        {name for name in names if existed(name, span, span, source=source, used=used.get(name))[0]}
        for source in sources
    ]
    return frozenset().union(*found) if all(found) else names


def _under_the_other(
    pair: _Pair, party: str, source: str, used: Span | None, beside: Mapping[str, Span]
) -> np.ndarray:
    """The years in which a source has the records of a state under the other of two names."""
    if source in AS_SIPRI:
        own = pair.as_former if party == pair.former else ~pair.as_former
    elif used is None:
        return pair.together
    elif party == pair.former:
        own = (used[1] >= _EVERY) | _between(pair, beside)
    else:
        own = used[0] <= _EVERY
    return pair.together & ~own


def _between(pair: _Pair, names: Mapping[str, Span]) -> np.ndarray:
    """The years between the records of a former state and those of the state that continues it.

    They end where a third name of this state begins, as that of Serbia and Montenegro in 2003.
    """
    if not {pair.former, pair.later} <= names.keys():
        return np.zeros(len(_EVERY), dtype=bool)
    own, later = states()[pair.former].first, states()[pair.later].first
    third = [states()[name].first for name in names if name in states() and states()[name].heir == pair.later]
    until = min([names[pair.later][0], *(first for first in third if own < first < later)])
    return (names[pair.former][1] < _EVERY) & (until > _EVERY)


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
        which = kinds.ids
        columns = (sums[column].take(kinds.first).tolist() for column in (name, "source"))
        met = [*zip(*columns, strict=True)]
        cells = [([cell] if name == side else of_side(cell, side), source) for cell, source in met]
        if all(some is None for some, _ in cells):
            continue
        used = used_years(sums, which, kinds.count)
        beside = _names(sums, which, met) if name == side else {}
        # once for each party
        alive = np.array(
            [
                _any(some, start, end, source, own, beside.get(source, {}))
                for (some, source), own in zip(cells, used, strict=True)
            ]
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


def _names(
    sums: pd.DataFrame, which: np.ndarray, met: Sequence[tuple[str, str]]
) -> dict[str, dict[str, Span]]:
    """Source → the names of parties that stand in it, each with the years of its first and last record.

    Rows have the number of their name and source, among those `met`.
    """
    first, last = np.full(len(met), _LAST), np.full(len(met), _FIRST)
    np.minimum.at(first, which, sums["start"].to_numpy(dtype="int64"))
    np.maximum.at(last, which, sums["end"].to_numpy(dtype="int64"))
    found: dict[str, dict[str, Span]] = {}
    for (name, source), *span in zip(met, first.tolist(), last.tolist(), strict=True):
        found.setdefault(source, {})[name] = (span[0], span[1])
    return found


def _any(
    parties: Iterable[Any] | None,
    start: np.ndarray,
    end: np.ndarray,
    source: str,
    used: Span,
    beside: Mapping[str, Span],
) -> np.ndarray:
    """Whether any of some parties existed in spans; of all parties some always did."""
    if parties is None:
        return np.ones(len(start), dtype=bool)
    there = [existed(party, start, end, source=source, used=used, beside=beside) for party in parties]
    return np.any(there, axis=0)


def _together(alive: np.ndarray, which: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """What is so of one of the selections that the rows of each group have."""
    group, selection = np.unique(np.array([ids, which]), axis=1)
    return np.logical_or.reduceat(alive[selection], np.unique(group, return_index=True)[1])
