"""Parts of a whole without a row in a window: where the shares of the others add to all, theirs is 0 there.

Where the others do not add to all, a part may have been left out of the frame. A state has no share of 0
before or after its time, nor one that reports for itself, which may not have reported. `elsewhere` names
further parts that are not known to be 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.protocol import elsewhere
from armsflow.records.schema import COLUMNS, FIGURE, NOTHING, SIDES
from armsflow.reporters import reporting
from armsflow.successions import states

__all__: list[str] = []

_NOTHING = (*FIGURE, "share", "share_low", "share_high", "records", "undisclosed")
_WINDOW = ("start", "end")
_ALWAYS = (-np.inf, np.inf)
Span = tuple[int, int]


def with_nothing(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of shares with a row of 0 for each part that has nothing in a window."""
    rows = of_nothing(frame)
    return pd.concat([frame, rows], ignore_index=True) if len(rows) else frame


def of_nothing(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of 0 for the parts that have nothing in a window and no row; the rest is as in their whole."""
    keys = _keys(frame)
    if keys is None:
        return frame.iloc[:0]
    parts, wholes = keys
    place = [*wholes, *_WINDOW]
    windows = frame.groupby(place, dropna=False, sort=False)
    told: dict[str, Any] = {"estimated": np.nan} if "estimated" in frame else {}
    # what is incomplete of others is not said of a part of which there is nothing
    told |= {"complete": windows["complete"].transform("any")} if "complete" in frame else {}
    told |= {name: 0 * frame[name].notna() for name in _NOTHING if name in frame}
    every = frame.assign(**told)[windows["share"].transform(check.is_all).astype(bool)]
    # what is not given in a window may be of any part
    every = every[~_with_blanks(every, place, parts)]
    each = frame[[*wholes, *parts]].drop_duplicates()
    rows = every.drop_duplicates(place).drop(columns=parts)
    rows = rows.merge(each, on=wholes) if wholes else rows.merge(each, how="cross")
    met, found = (pd.MultiIndex.from_frame(some[[*place, *parts]]) for some in (frame, rows))
    rows = rows[~found.isin(met)]
    rows = rows[_were_there(rows, _years_of(frame, parts), parts)]
    return rows[~elsewhere.not_known(rows, frame, parts, wholes)][[*frame.columns]]


def _with_blanks(frame: pd.DataFrame, place: Sequence[str], parts: Iterable[str]) -> np.ndarray:
    """Which rows stand in a window of which some part is blank, in a column of the user's own or of items."""
    found = np.zeros(len(frame), dtype=bool)
    for name in (name for name in parts if name not in COLUMNS or name == "item"):
        cells = frame[name]
        found |= (cells.isna() | cells.astype(str).str.strip().isin(NOTHING)).to_numpy(dtype=bool)
    windows = pd.MultiIndex.from_frame(frame[[*place]])
    return np.asarray(windows.isin(windows[found]))


def _keys(frame: pd.DataFrame) -> tuple[list[str], list[str]] | None:
    """The keys of the part and of the whole, where the frame has shares of others than those who report."""
    if not {"share", "of", "within"} <= {*frame} or frame[["of", "within"]].drop_duplicates().shape[0] != 1:
        return None
    parts, wholes = ([*filter(None, str(frame[name].iloc[0]).split("+"))] for name in ("of", "within"))
    if not parts or sorted([*parts, *wholes]) != sorted(check.keys_of(frame)):
        return None
    own = any(side in parts and frame["reporter"].str.contains(side).any() for side in _sides(frame))
    return None if own else (parts, wholes)


def _sides(frame: pd.DataFrame) -> Sequence[str]:
    """The sides of which states may report for themselves."""
    sources = "+".join(frame["source"].unique()).split("+")
    return SIDES if "reporter" in frame and not reporting().isdisjoint(sources) else ()


def _years_of(frame: pd.DataFrame, parts: Sequence[str]) -> dict[str, Span]:
    """State → the years in which it was there, by the tables or by its own rows.

    Of one that continues another of the frame, these begin behind those of the other.
    """
    found: dict[str, Span] = {}
    for side in (side for side in SIDES if side in parts):
        met = {code: states()[code] for code in frame[side].unique() if code in states()}
        for code, state in met.items():
            before = [other.last + 1 for other in met.values() if other.heir == code]
            own = frame[frame[side] == code]
            first, last = max([state.first, *before]), state.last
            found[code] = min(first, int(own["start"].min())), max(last, int(own["end"].max()))
    return found


def _were_there(rows: pd.DataFrame, years: Mapping[str, Span], parts: Iterable[str]) -> pd.Series:
    """Which rows are of parts that were there in a year of their window."""
    found = pd.Series(True, index=rows.index)
    for side in (side for side in SIDES if side in parts):
        first, last = (rows[side].map(lambda code, end=end: years.get(code, _ALWAYS)[end]) for end in (0, 1))
        found &= (rows["start"] <= last) & (first <= rows["end"])
    return found
