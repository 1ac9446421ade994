"""Which years a side observes in which it has no record: by its own rows, not by those of the other side.

The rows of a side say of which years its source would list more of them. A member of a group by date stands
under its own name in some years alone, and two files may be of different years. Where a side has no row under
the keys that are asked for, those that others supplied to it say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from armsflow.groups import Spell, is_own_group, spells_of_code
from armsflow.records.engines import among, collect
from armsflow.records.grouping import groups_of
from armsflow.records.membership import in_place, is_chosen, life_of, touched
from armsflow.records.own_columns import chosen_by_own
from armsflow.records.schema import COVERED, MEANING, OBSERVED, SIDES
from armsflow.summaries.layout import observed_of
from armsflow.summaries.observed import Observed

__all__: list[str] = []

_SIDE = "recipient"
_ALIKE = [*MEANING, _SIDE]


class OwnYears:
    """The years that two recipients observe.

    Parameters
    ----------
    added : frame
        Sums per keys, recipient and span, with the columns of COVERED.
    data : frame
        The records that they are from, with those of other suppliers.
    sides : two codes
    spells : list of Spell
        Of the groups among these.
    """

    def __init__(self, added: pd.DataFrame, data: Any, sides: Sequence[str], spells: Sequence[Spell]) -> None:
        self._own = observed_of(added)
        self._data, self._sides, self._spells = data, list(sides), list(spells)
        self._every: pd.DataFrame | None = None

    def observe(self, zeros: pd.DataFrame) -> np.ndarray:
        """Of which rows without a record the side was chosen, and their years are observed of it."""
        cells = zip(*(zeros[name] for name in ("selection", _SIDE, "start", "end")), strict=True)
        found = np.array([is_chosen(text, _SIDE, *cell) for text, *cell in cells], dtype=bool)
        met, inside = _inside(zeros, self._own)
        found &= inside | ~met
        rest = np.flatnonzero(found & ~met)
        if len(rest):
            met, inside = self._beside(zeros.take(rest))
            found[rest] = np.where(met, inside, _may_have(zeros.take(rest)))
        own = np.flatnonzero(found & chosen_by_own(zeros))
        if len(own):
            found[own] = ~self.strangers(zeros.take(own))
        return found

    def strangers(self, zeros: pd.DataFrame) -> np.ndarray:
        """Of which rows the side has no record of the same meaning at all."""
        met, _ = _inside(zeros, self._own)
        rest = np.flatnonzero(~met)
        if len(rest):
            met[rest] = self._beside(zeros.take(rest))[0]
        return ~met

    def _beside(self, zeros: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Of which rows the side has records from any supplier, and whether these observe the span.

        They are those of the same selection; of rows that were added of several, those of all.
        """
        if self._every is None:
            own = among(_SIDE, self._sides)
            own = own | touched(_SIDE, self._spells) if self._spells else own
            self._every = self._told(self._data.filter(own))
        met, inside = _by_selection(zeros, self._of_sides(self._every))
        if (met & ~inside).any():
            # suppliers may be the reason, as members of a group by date: what they gave to others says so
            every = widened(self._told(self._data), _SIDE)
            _, inside = _by_selection(zeros, self._of_sides(every))
        return met, inside

    def _told(self, data: Any) -> pd.DataFrame:
        """What rows observe, each kind once, with groups in place of their members."""
        data = in_place(data, _SIDE, self._spells) if self._spells else data
        return collect(data.select(*_ALIKE, "supplier", *COVERED, "start", "end").unique())

    def _of_sides(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows[_SIDE].isin(self._sides)].reset_index(drop=True)


def widened(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """Rows that observe all years of their meaning and selection where their partner is the reason for fewer.

    A party is the reason for the years of its rows if others of the same partners observe more.
    """
    other = SIDES[1 - SIDES.index(side)]
    alike = [name for name in (*MEANING, "selection") if name in rows]
    opens, closes = (rows[name].astype("int64") for name in OBSERVED)
    some = opens <= closes
    opens, closes = opens.where(some), closes.where(some)

    def hull(*names: str) -> tuple[pd.Series, pd.Series]:
        ids = groups_of(rows, [*alike, *names]).ids
        return opens.groupby(ids).transform("min"), closes.groupby(ids).transform("max")

    (first, last), (begins, ends), (least, most) = hull(side), hull(other), hull()
    more = (first < opens) | (last > closes)
    reason = more.groupby(groups_of(rows, [*alike, other]).ids).transform("any")
    moved = (reason & (opens == begins) & (closes == ends)).to_numpy()
    return rows.assign(
        **{OBSERVED[0]: np.where(moved, least, rows[OBSERVED[0]]).astype("int64")},
        **{OBSERVED[1]: np.where(moved, most, rows[OBSERVED[1]]).astype("int64")},
    )


def _by_selection(zeros: pd.DataFrame, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """What `_inside` says of rows of the same selection; of several that were added, of rows of all."""
    met, inside = _inside(zeros, Observed(rows, [*_ALIKE, "selection"]))
    several = zeros["selection"].str.contains(" | ", regex=False).to_numpy(dtype=bool)
    if several.any():
        met[several], inside[several] = _inside(zeros[several], Observed(rows, _ALIKE))
    return met, inside


def _inside(zeros: pd.DataFrame, observed: Observed) -> tuple[np.ndarray, np.ndarray]:
    """Which rows have the keys of rows that say what they observe, and whether it is their span."""
    keys = [frame[observed.group].astype(object) for frame in (zeros, observed.sums.take(observed.first))]
    ids = groups_of(pd.concat(keys, ignore_index=True), observed.group).ids
    place = pd.Series(np.arange(observed.count), index=ids[len(zeros) :]).reindex(ids[: len(zeros)])
    met, inside = place.notna().to_numpy(copy=True), np.zeros(len(zeros), dtype=bool)
    start, end = zeros["start"].to_numpy()[met], zeros["end"].to_numpy()[met]
    inside[met] = observed.inside(place[met].to_numpy("int64"), start, end)
    return met, inside


def _may_have(zeros: pd.DataFrame) -> np.ndarray:
    """Of which rows the side, of which there is no record, is one that might have some in the span.

    Nobody knows who is in a group of the user's own, and a group without members is none.
    """
    lives = {side: life_of(spells_of_code(side)) for side in zeros[_SIDE].unique() if not is_own_group(side)}
    cells = zip(zeros[_SIDE], zeros["start"], zeros["end"], strict=True)
    return np.array(
        [side in lives and lives[side][0] <= start and end <= lives[side][1] for side, start, end in cells],
        dtype=bool,
    )
