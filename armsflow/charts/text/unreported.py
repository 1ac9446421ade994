"""The note on states that report in some windows of a chart or a table and not in others.

Of a source that has what states report, a bar that is missing is no 0: nobody knows what there was.
"""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.languages import message, say, years
from armsflow.records.schema import SIDES, is_rest, period
from armsflow.records.selection import Span, joined
from armsflow.reporters import reporting
from armsflow.rounding import NBSP

__all__: list[str] = []

_NO_FIGURE = message("No figure: {which}.")
#: What keeps the reports of one state apart, of which it may give one and not another.
_KINDS = ("source", "dataset", "stage")
#: The least that either of two reports says, in frames that set them beside each other.
_LEAST = {"left_low", "right_low"}


def note(frame: pd.DataFrame, labels: names.Labels) -> str:
    """Who reports, of a key, and has a figure in some windows and in others none: in which."""
    needed = {"period", "start", "end", "source", "reporter", "records", "complete"}
    sides = [side for side in SIDES if needed <= {*frame} and side in check.keys_of(frame)]
    if {*frame} >= _LEAST and _is_of_reports(frame):
        told = _without_both(frame, labels)
    else:
        told = [words for side in sides for words in _of_side(frame, side, labels)]
    return say(_NO_FIGURE, which=names.first_of(told)) if told else ""


def _of_side(frame: pd.DataFrame, side: str, labels: names.Labels) -> list[str]:
    """Those of a side without a figure in some windows: "Germany 2008–11"."""
    rows = frame[(frame["reporter"] == side) & frame["source"].isin(reporting())]
    rows = rows[[not is_rest(code) for code in rows[side].astype(str)]]
    if not len(rows):
        return []
    kinds = [name for name in _KINDS if name in rows]
    shown = [side, *(name for name in check.varying(rows, kinds) if name != "source")]
    told = []
    for _, some in _each_window(rows).groupby(kinds, sort=False):
        windows = {*zip(some["start"], some["end"], strict=True)}
        for _, own in some.groupby(side):
            known = own[own["known"]]
            lacks = windows - {*zip(known["start"], known["end"], strict=True)}
            if len(known) and lacks:
                who = names.row_label(own.iloc[0][shown].to_dict(), labels)
                told.append(f"{who}{NBSP}{_windows(lacks)}")
    return told


def _is_of_reports(frame: pd.DataFrame) -> bool:
    """Whether rows set what suppliers report beside what recipients report."""
    return bool(frame[["left", "right"]].isin([*SIDES]).all(axis=None))


def _without_both(frame: pd.DataFrame, labels: names.Labels) -> list[str]:
    """Flows of which a row says nothing on either side: "India ← Germany 2008".

    Of rows that are not there nobody knows whether neither side reported, or a user left them out.
    """
    rows = frame[frame[[*_LEAST]].isna().all(axis=1)]
    shown = check.varying(frame, check.keys_of(frame)) or check.keys_of(frame)
    told: dict[str, set[Span]] = {}
    for row in rows.to_dict("records"):
        who = names.row_label({key: row[key] for key in shown}, labels)
        told.setdefault(who, set()).add((int(row["start"]), int(row["end"])))
    return [f"{who}{NBSP}{_windows(lacks)}" for who, lacks in told.items()]


def _each_window(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a window and, of changes since the window before, of that one: whether each has a figure."""
    start, end = rows["start"].astype(int), rows["end"].astype(int)
    now = rows.assign(start=start, end=end, known=rows["value"].notna() | (rows["records"] > 0))
    if not {"previous", "change"} <= {*rows}:
        return now
    hidden = rows["previous_undisclosed"] if "previous_undisclosed" in rows else pd.Series(0, rows.index)
    before = now.assign(start=2 * start - end - 1, end=start - 1)
    return pd.concat([before.assign(known=rows["previous"].notna() | (hidden > 0)), now])


def _windows(lacks: set[Span]) -> str:
    """Windows in words, those side by side as one; of windows that overlap, each."""
    spans = sorted(lacks)
    overlap = any(later[0] <= earlier[1] for earlier, later in pairwise(spans))
    return names.listed(years(period(*span)) for span in (spans if overlap else joined(spans)))
