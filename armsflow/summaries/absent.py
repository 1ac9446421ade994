"""What a span without a record says: rows of 0 where there was nothing.

With "auto" these are the spans that lie inside the years which the group's own sources observe, if they list
all there is; with "none" all spans from the first to the last year that any row observes. A span that the
figure of another row touches, which may hold that of the group, is not known to be 0; see `held`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.schema import FIGURE
from armsflow.records.told_years import in_windows
from armsflow.summaries.adding import moving
from armsflow.summaries.blank_keys import blank_keys, edges_of_blanks, with_null
from armsflow.summaries.existing import existing
from armsflow.summaries.folded import apart
from armsflow.summaries.held import beside_left_out, edges_of, held, named, years_beside
from armsflow.summaries.layout import figures, observed_of
from armsflow.summaries.observed import Observed, covered
from armsflow.summaries.reported_years import is_none

__all__: list[str] = []

#: What a span without a record says.
ABSENT = ("auto", "none", "unknown")
#: Marks a span in which a state did not exist; no key of the user's may be called so.
GONE = "armsflow__gone"
Span = tuple[int, int]


def with_absent(
    summary: pd.DataFrame,
    observed: Observed,
    absent: str,
    data: Any,
    keys: Sequence[str],
    over: Span | None = None,
    *,
    gone: bool = False,
    before: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """A summary with a figure of 0 in each span for which there is no record because there was nothing.

    A state that did not exist has no figure: no row or, if `gone`, one without, which column `GONE` marks.

    With "auto" these are the spans that lie inside the years which the group's own sources observe, if they
    list all there is; with "none" all spans from the first to the last year that any row observes. They must
    be of one length, side by side or moving by one step. Of records taken `over` one window this is the
    only span. Where another row may hold the figure, "auto" says nothing, and a 0 of "none" is not complete.
    Such rows are sought in the sums `before` the small ones were made "others", if any were.
    """
    spans = [] if absent == "unknown" or not len(summary) else _windows(summary, observed, data)
    spans = [span for span in spans if over is None or span == tuple(over)]
    summary = summary.assign(**{GONE: False}) if gone else summary
    if not spans:
        return summary
    group_of, every = observed.group, np.arange(observed.count)
    group, span = (axis.ravel() for axis in np.meshgrid(every, np.arange(len(spans)), indexing="ij"))
    start, end = np.array(spans)[span].T
    if absent == "auto":
        known = observed.lists_all()[group] & observed.inside(group, start, end)
    else:
        known = np.ones(len(group), dtype=bool)
    there = existing(observed.sums, observed.ids, observed.first, group_of, spans)[group, span]
    known &= there | gone
    group, start, end, there = group[known], start[known], end[known], there[known]
    inside = observed.inside(group, start, end)
    rows = observed.sums[group_of].take(observed.first[group]).reset_index(drop=True)
    seen = covered(observed.sums, observed.ids, observed.first)
    # years of one kind, which pandas takes long to make of another
    spans_of_kind = {
        name: years.astype(summary[name].dtype) for name, years in (("start", start), ("end", end))
    }
    nothing = dict.fromkeys(FIGURE, np.where(there, 0.0, np.nan))
    rows = rows.assign(
        **spans_of_kind,
        **{name: cells[group] for name, cells in seen.items()},
        **nothing,
        records=0,
        undisclosed=0,
    )
    # none said by the user, of those who may not have reported, is not known to be all
    rows = rows.assign(complete=inside & is_none(rows, keys, data))
    if before is None or not edges_of(_named_cells(before, observed.group)):
        doubted = _doubted(rows, summary, observed)
    else:
        each, of = apart(rows, group, before, observed)
        found = _doubted(each, figures(before), observed_of(before))
        doubted = np.isin(np.arange(len(rows)), of[found])
    doubted &= there
    if absent == "auto":
        rows, there = rows[~doubted], there[~doubted]
    else:
        rows = rows.assign(complete=rows["complete"] & ~doubted)
    rows = rows.assign(**{GONE: ~there}) if gone else rows
    if not len(rows):
        return summary
    both = pd.concat([summary, rows])
    return both[~both.duplicated([*group_of, "start", "end"])].reset_index(drop=True)


def _doubted(zeros: pd.DataFrame, summary: pd.DataFrame, observed: Observed) -> np.ndarray:
    """Of which rows of 0 another figure may hold what they lack."""
    found = np.zeros(len(zeros), dtype=bool)
    # what is asked of all rows of 0 is asked of what is met first, of which there is less
    if any(years_beside(str(text), observed.group) for text in observed.sums["selection"].unique()):
        start, end = (zeros[name].to_numpy("int64") for name in ("start", "end"))
        found = beside_left_out(zeros["selection"], start, end, observed.group)
    edges = edges_of(_named_cells(observed.sums.take(observed.first), observed.group))
    if blank := blank_keys(observed.sums, observed.group):
        edges = {**edges, **edges_of_blanks(observed.sums, blank)}
        zeros, summary = (with_null(rows, blank) for rows in (zeros, summary))
    # a record stands in each span that it touches
    return found | held(zeros, summary, observed.group, edges, exact=True) if edges else found


def _named_cells(sums: pd.DataFrame, group: Sequence[str]) -> dict[str, Any]:
    """The parties, categories and kinds of money in the columns that tell groups apart."""
    return {name: sums[name].unique() for name in named(group)}


def _windows(summary: pd.DataFrame, observed: Observed, data: Any) -> list[Span]:
    """The spans, of one length and step, of a summary and of all the years observed."""
    step = _step(summary)
    # figures of several years that overlap are no windows
    if not step or not in_each(summary, data):
        return []
    first, length = int(summary["start"].min()), _length(summary)
    opens, closes = observed.years()
    first = min(first, first - (first - opens) // step * step)
    last = max(int(summary["end"].max()), closes)
    return [(a, a + length - 1) for a in range(first, last - length + 2, step)]


def _step(summary: pd.DataFrame) -> int:
    """How many years after each other the spans begin, 0 where they are not alike or not evenly apart."""
    start, end = (summary[name].to_numpy(dtype="int64") for name in ("start", "end"))
    length = _length(summary)
    apart = np.diff(np.unique(start))
    # spans that tile time may have a gap between them, and so may moving ones
    step = length if (apart % length == 0).all() else int(apart.min())
    return step if (end - start + 1 == length).all() and (apart % step == 0).all() else 0


def _length(summary: pd.DataFrame) -> int:
    return int(summary["end"].iloc[0]) - int(summary["start"].iloc[0]) + 1


def tile(summary: pd.DataFrame) -> bool:
    """Whether all spans have one length and none lies across another."""
    return _step(summary) == _length(summary)


def in_each(summary: pd.DataFrame, data: Any) -> bool:
    """Whether each record stands in every span of the summary that it touches, as in years and windows."""
    return tile(summary) or in_windows(data) or moving(data)
