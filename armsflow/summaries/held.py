"""Which zeros are not known, since the figure of another row may hold them.

`holding` says whose rows these are. A row of the same party may hold it too, over other years or in another
money. Of a group of the user's own nobody knows the members: it may hold the figure of a party of which no
rows say otherwise. Where such a row touches a span, nobody says that there was nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd

from armsflow.holding import APART, Edge, both_ways, edges_between
from armsflow.records.grouping import groups_of
from armsflow.records.left_out import MONEY, VOLUMES
from armsflow.records.schema import ALL, FIRST, LAST, SIDES
from armsflow.records.selection import Span, left_out, unnamed_beside
from armsflow.summaries.observed import runs, touch

__all__: list[str] = []

_YEARS = ("armsflow__first", "armsflow__last")
_SPELL = ("armsflow__opens", "armsflow__closes")
_FROM, _TO, _REST, _SOURCE = "armsflow__from", "armsflow__to", "armsflow__rest", "armsflow__source"


def edges_of(cells: Mapping[str, Iterable[Any]]) -> dict[str, list[Edge]]:
    """Column → the pairs of its cells of which one may hold the figure of the other, of columns with some."""
    texts = {name: [cell for cell in met if isinstance(cell, str)] for name, met in cells.items()}
    return {name: edges for name, met in texts.items() if (edges := _edges(name, met))}


def with_edges(
    edges: Mapping[str, list[Edge]], column: str, cell: str, others: Iterable[str]
) -> dict[str, list[Edge]]:
    """Pairs of cells with those of one cell and some `others` in any year."""
    more = both_ways((other, cell, FIRST, LAST) for other in others if other != cell)
    known = [edge for edge in edges.get(column, []) if edge not in more]
    return {**edges, column: [*known, *more]}


def named(group: Iterable[str]) -> list[str]:
    """The keys that hold parties, categories and kinds of money."""
    return [name for name in (*SIDES, "category", *MONEY) if name in group]


def _edges(column: str, met: list[str]) -> list[Edge]:
    if column in MONEY:
        pairs = combinations([cell for cell in met if cell not in VOLUMES], 2)
        return both_ways((a, b, FIRST, LAST) for a, b in pairs)
    return edges_between(column, met)


def held(
    zeros: pd.DataFrame,
    rows: pd.DataFrame,
    group: Sequence[str],
    edges: Mapping[str, Sequence[Edge]],
    *,
    exact: bool,
    own: bool = False,
) -> np.ndarray:
    """Of which `zeros` a row of the same meaning, and of a key that may hold theirs, touches the span.

    `group` are keys and meaning. `exact` says that a record stands in every window that it touches, so that
    rows of other windows hold nothing; `own` that rows of the same key count too.
    """
    rows = rows[~(rows["high"].eq(0) & rows["undisclosed"].eq(0)).to_numpy()]
    if not len(rows) or not len(zeros):
        return np.zeros(len(zeros), dtype=bool)
    both = pd.concat([zeros[[*group]].astype(object), rows[[*group]].astype(object)], ignore_index=True)
    keys = groups_of(both, group)
    of_zeros, of_rows = keys.ids[: len(zeros)], keys.ids[len(zeros) :]
    pairs = _pairs(both.take(keys.first).reset_index(drop=True), edges, np.unique(of_zeros), own=own)
    met = pd.DataFrame({_FROM: of_rows, **{c: rows[c].to_numpy("int64") for c in ("start", "end")}})
    met = met.drop_duplicates().merge(pairs, on=_FROM)
    met = met[(met["start"] <= met[_YEARS[1]]) & (met["end"] >= met[_YEARS[0]])]
    start, end = (zeros[name].to_numpy("int64") for name in ("start", "end"))
    if exact:
        known = pd.MultiIndex.from_frame(met[[_TO, "start", "end"]])
        return np.asarray(pd.MultiIndex.from_arrays([of_zeros, start, end]).isin(known))
    opens, closes = met[["start", _YEARS[0]]].max(axis=1), met[["end", _YEARS[1]]].min(axis=1)
    return touch(runs(met[_TO].to_numpy(), opens.to_numpy(), closes.to_numpy()), of_zeros, start, end)


def _pairs(
    keys: pd.DataFrame, edges: Mapping[str, Sequence[Edge]], wanted: np.ndarray, *, own: bool
) -> pd.DataFrame:
    """Which keys, by their numbers, may hold the figures of those `wanted`, and in which years."""
    rest = groups_of(keys, [str(name) for name in keys if name not in edges]).ids
    every = keys[[*edges]].assign(**{_REST: rest})
    every[_SOURCE] = keys["source"]
    found = every.assign(**{_FROM: np.arange(len(keys))})
    found[[*_YEARS]] = FIRST, LAST
    for name, pairs in edges.items():
        same = [(cell, cell, FIRST, LAST) for cell in keys[name].unique()]
        table = pd.DataFrame([*same, *pairs], columns=[name, _TO, *_SPELL]).astype({name: object})
        found = found.merge(table, on=name)
        if name == "category":
            apart = found[_SOURCE].isin(APART) & (found[name] != found[_TO])
            found = found[~(apart & (found[name].eq(ALL) | found[_TO].eq(ALL)))]
        found[_YEARS[0]] = found[[_YEARS[0], _SPELL[0]]].max(axis=1)
        found[_YEARS[1]] = found[[_YEARS[1], _SPELL[1]]].min(axis=1)
        found = found.drop(columns=[name, *_SPELL]).rename(columns={_TO: name})
    target = every.assign(**{_TO: np.arange(len(keys))}).take(wanted).drop(columns=_SOURCE)
    pairs_ = found.merge(target, on=[_REST, *edges])
    return pairs_ if own else pairs_[pairs_[_FROM] != pairs_[_TO]]


def beside_left_out(
    selections: pd.Series, start: np.ndarray, end: np.ndarray, keys: Iterable[str] = ()
) -> np.ndarray:
    """Of which spans other rows may hold the figures, as their selections say.

    These rows were left out, or are of parties that are not named, where parties were chosen or are `keys`.
    """
    found = np.zeros(len(selections), dtype=bool)
    codes, texts = pd.factorize(selections)
    for code, text in enumerate(texts):
        for first, last in years_beside(str(text), keys):
            found |= (codes == code) & (start <= last) & (end >= first)
    return found


def years_beside(selection: str, keys: Iterable[str]) -> list[Span]:
    """The years of these rows."""
    keys = [*keys]
    return [*left_out(selection), *chain(*(unnamed_beside(selection, keys, side) for side in SIDES))]
