"""Which windows without a row are not known to be 0: another row may hold the figure, or nobody looked.

Summaries say so of their zeros by the same rule (`holding`). A chart knows of it what the frame says: its
cells, the years that its rows observe, and the years of which a choice left figures out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from armsflow.charts.text import covered, joiners
from armsflow.groups import is_own_group, spells_of_code
from armsflow.holding import APART, Edge, edges_between
from armsflow.parties import members_group
from armsflow.records.schema import ALL, FIRST, LAST, OBSERVED, SIDES
from armsflow.records.selection import Span, joined, left_out

__all__: list[str] = []

_WINDOW = ("start", "end")
_ID, _TO, _BOTH = "armsflow__id", "armsflow__to", ("armsflow__first", "armsflow__last")
_Cells = tuple[Hashable, ...]


def not_known(
    rows: pd.DataFrame, frame: pd.DataFrame, parts: Sequence[str], wholes: Sequence[str]
) -> np.ndarray:
    """Which `rows`, of parts and windows without one in a summary, are not known to be 0.

    Another row of the window may hold the figure, no year of it is observed, or a group had no members in it.
    """
    if not len(rows):
        return np.zeros(0, dtype=bool)
    keys = [*wholes, *parts]
    observed, omitted = _observed(frame, keys), _omitted(frame, keys)
    each = [*zip(_cells(rows, keys), _years(rows, _WINDOW), strict=True)]
    unseen = [key in observed and not _meet(observed[key], span) for key, span in each]
    aside = [_meet(omitted.get(key, []), span) for key, span in each]
    unseen = np.array(unseen) | ~_were_chosen(rows, frame, parts)
    found = unseen | np.array(aside) | without_own(rows, frame, parts, wholes)
    # of a group of the user's own nobody knows the members; none has rows of its own in the same years
    apart = [_covers(observed.get(key, []), span) for key, span in each]
    return found | (_held_by_own(rows, frame, parts, wholes) & ~np.array(apart))


def without_own(
    rows: pd.DataFrame, frame: pd.DataFrame, parts: Sequence[str], wholes: Sequence[str] = ()
) -> np.ndarray:
    """Which `rows` have no figure of their own: another one of a summary may hold it, or a group is empty."""
    edges = {name: _edges(name, frame) for name in parts if name in (*SIDES, "category")}
    return ~_had_members(rows, parts) | _beside(rows, frame, edges, parts, wholes)


def _held_by_own(
    rows: pd.DataFrame, frame: pd.DataFrame, parts: Sequence[str], wholes: Sequence[str]
) -> np.ndarray:
    """Beside which rows of parties and of shipped groups a group of the user's own has something."""
    edges = {}
    for name in (name for name in SIDES if name in parts):
        cells = _texts(frame[name])
        own = [cell for cell in cells if is_own_group(cell)]
        edges[name] = [(cell, group, FIRST, LAST) for group in own for cell in cells if cell not in own]
    return _beside(rows, frame, edges, parts, wholes)


def _edges(name: str, frame: pd.DataFrame) -> list[Edge]:
    """Pairs of cells of a column of which one may hold what the other had; "all" goods hold no others."""
    edges = edges_between(name, _texts(frame[name]))
    if name == "category" and {*frame["source"]} <= APART:
        return [edge for edge in edges if ALL not in edge]
    return edges


def _texts(cells: pd.Series) -> list[str]:
    return [cell for cell in cells.unique() if isinstance(cell, str)]


def _beside(
    rows: pd.DataFrame,
    frame: pd.DataFrame,
    edges: Mapping[str, Sequence[Edge]],
    parts: Sequence[str],
    wholes: Sequence[str],
) -> np.ndarray:
    """Beside which rows one of the same window has something, whose cells hold theirs by some `edges`."""
    if not len(rows) or not any(edges.values()):
        return np.zeros(len(rows), dtype=bool)
    place = [*wholes, *_WINDOW]
    found = rows[[*place, *parts]].reset_index(drop=True)
    found[_ID], found[_BOTH[0]], found[_BOTH[1]] = np.arange(len(rows)), FIRST, LAST
    for name in (name for name in parts if edges.get(name)):
        same = [(cell, cell, FIRST, LAST) for cell in rows[name].unique()]
        pairs = pd.DataFrame([*same, *edges[name]], columns=[name, _TO, "first", "last"])
        found = found.merge(pairs.astype({name: object}), on=name)
        found[_BOTH[0]] = found[[_BOTH[0], "first"]].max(axis=1)
        found[_BOTH[1]] = found[[_BOTH[1], "last"]].min(axis=1)
        found = found.drop(columns=[name, "first", "last"]).rename(columns={_TO: name})
    some = frame[~(frame["high"].eq(0) & frame["undisclosed"].eq(0))]
    met = found.merge(some[[*place, *parts]].drop_duplicates(), on=[*place, *parts])
    met = met[(met[_BOTH[0]] <= met["end"]) & (met[_BOTH[1]] >= met["start"])]
    return np.isin(np.arange(len(rows)), met[_ID])


def _had_members(rows: pd.DataFrame, parts: Sequence[str]) -> np.ndarray:
    """Which rows are of no group, or of one that had members in a year of the window."""
    found = np.ones(len(rows), dtype=bool)
    for name in (name for name in SIDES if name in parts):
        for code in (code for code in _texts(rows[name]) if members_group(code)):
            spans = joined((spell.first, spell.last) for spell in spells_of_code(code))
            there = [_meet(spans, span) for span in _years(rows, _WINDOW)]
            # of a group of the user's own no years are known
            found &= (rows[name] != code).to_numpy() | np.array(there) | (not spans)
    return found


def _were_chosen(rows: pd.DataFrame, frame: pd.DataFrame, parts: Sequence[str]) -> np.ndarray:
    """Which rows are not of a state that was chosen as a member of a group, in years in which it was none."""
    found = np.ones(len(rows), dtype=bool)
    for name in (name for name in SIDES if name in parts):
        years = joiners.chosen_years(frame, name)
        met = [*zip(rows[name], _years(rows, _WINDOW), strict=True)]
        found &= np.array([code not in years or _meet(years[code], span) for code, span in met])
    return found


def _observed(frame: pd.DataFrame, keys: Sequence[str]) -> dict[_Cells, list[Span]]:
    """Part → the years that its rows observe, where they say more than that these have a record."""
    if not {*OBSERVED} <= {*frame}:
        return {}
    rows = frame[frame[OBSERVED[0]] <= frame[OBSERVED[1]]]
    told, own = (_spans(rows, keys, ends) for ends in (OBSERVED, _WINDOW))
    wider = any(not all(_covers(own[key], span) for span in spans) for key, spans in told.items())
    return told if wider or covered.lists_years(frame["source"]).all() else {}


def _omitted(frame: pd.DataFrame, keys: Sequence[str]) -> dict[_Cells, list[Span]]:
    """Part → the years of which figures were left out that may be its own."""
    if "selection" not in frame:
        return {}
    years = {text: left_out(str(text)) for text in frame["selection"].unique()}
    if not any(years.values()):
        return {}
    found: dict[_Cells, list[Span]] = {}
    for key, text in zip(_cells(frame, keys), frame["selection"], strict=True):
        found.setdefault(key, []).extend(years[text])
    return found


def _spans(rows: pd.DataFrame, keys: Sequence[str], ends: Sequence[str]) -> dict[_Cells, list[Span]]:
    """Part → the years between two columns of its rows, as runs of years."""
    found: dict[_Cells, set[Span]] = {}
    for key, span in zip(_cells(rows, keys), _years(rows, ends), strict=True):
        found.setdefault(key, set()).add(span)
    return {key: joined(spans) for key, spans in found.items()}


def _years(rows: pd.DataFrame, ends: Sequence[str]) -> list[Span]:
    first, last = (rows[name].astype(int) for name in ends)
    return [*zip(first, last, strict=True)]


def _cells(rows: pd.DataFrame, keys: Sequence[str]) -> list[_Cells]:
    return [*zip(*(rows[key] for key in keys), strict=True)]


def _meet(spans: Sequence[Span], other: Span) -> bool:
    return any(first <= other[1] and last >= other[0] for first, last in spans)


def _covers(spans: Sequence[Span], other: Span) -> bool:
    return any(first <= other[0] and last >= other[1] for first, last in spans)
