"""How many records of a summary are undisclosed, each counted once."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import pandas as pd

from armsflow.charts import check

__all__: list[str] = []

#: Columns of balances, in which a record counts for both its parties.
_BALANCES = {"supplied", "received", "party"}


class Hidden(NamedTuple):
    """So many records are undisclosed, or at least so many where a record stands in several rows."""

    records: int
    exact: bool


def of(frame: pd.DataFrame) -> Hidden:
    """The undisclosed records behind the rows of a summary, of which one record may be in several."""
    if not (frame["undisclosed"] > 0).any():
        return Hidden(0, True)
    if "period" not in frame or "record" in frame:
        return Hidden(_sum(frame), True)
    rows = _with_windows_before(frame)
    least, exact = _sum(rows), True
    if _overlap(rows):
        # in windows that do not overlap no record stands twice
        least = _most_apart(rows)
        exact = least == _sum(rows)
    if {*frame} >= _BALANCES and frame["party"].nunique() > 1:
        rows = frame.drop_duplicates(["party", "start", "end"])
        least = -(-(_most_apart(rows) if _overlap(rows) else _sum(rows)) // 2)
        exact = least == 0
    return Hidden(least, exact)


def by_window(frame: pd.DataFrame) -> dict[tuple[int, int], int]:
    """How many records are undisclosed in each window, in order of time, also in those before changes."""
    rows = _with_windows_before(frame)
    sums = rows.groupby(["start", "end"])["undisclosed"].sum().reset_index().astype("int64")
    return {(start, end): count for start, end, count in sums.to_numpy().tolist()}


def _sum(rows: pd.DataFrame) -> int:
    return int(rows["undisclosed"].fillna(0).sum())


def _with_windows_before(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of changes with those of the windows before them, each window once."""
    if "previous_undisclosed" not in frame:
        return frame.drop_duplicates(["party", "start", "end"]) if {*frame} >= _BALANCES else frame
    keys = [*check.keys_of(frame), "start", "end"]
    before = frame["previous_undisclosed"].fillna(0)
    # what a chart of changes reads counts both windows in one
    now = frame[keys].assign(undisclosed=frame["undisclosed"].fillna(0) - before)
    earlier = now.assign(
        start=2 * frame["start"] - frame["end"] - 1, end=frame["start"] - 1, undisclosed=before
    )
    return pd.concat([now, earlier], ignore_index=True).drop_duplicates(keys)


def _overlap(frame: pd.DataFrame) -> bool:
    """Whether rows stand in windows of one length that overlap."""
    spans = frame[["start", "end"]].drop_duplicates().sort_values("start")
    lengths = (spans["end"] - spans["start"] + 1).unique()
    return len(lengths) == 1 and bool((spans["start"].diff() < lengths[0]).any())


def _most_apart(frame: pd.DataFrame) -> int:
    """The largest sum over windows of which no two overlap."""
    sums = frame.groupby(["start", "end"])["undisclosed"].sum().reset_index().sort_values("end")
    ends, best = [float("-inf")], [0]
    for start, end, count in sums.itertuples(index=False):
        ends.append(end)
        best.append(max(best[-1], best[bisect_right(ends, start - 1, 0, len(best)) - 1] + int(count)))
    return best[-1]
