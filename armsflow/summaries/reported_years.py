"""In which years of a window there are records, and what figures say where some of these years have none.

Of a source that does not list all, a window without a record of each of its years is not complete. A side
covers a year of a window if it has a record there, or if its source lists all there is and observed
the year. Of a year that one side tells of and the other does not cover, the other says nothing: it is no 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.listed_years import spans_of, with_listed
from armsflow.records.observed_years import lists_all
from armsflow.records.schema import COVERED, FIGURE
from armsflow.records.told_years import TOLD, told_of
from armsflow.summaries.observed import Observed

__all__: list[str] = []

Span = tuple[int, int]
#: Whether a side lacks years that the other tells of.
LACKS = "armsflow__lacks"
_WINDOW = ("start", "end")
_ROW, _LISTED = "armsflow__row_of", "armsflow__years"
_FIRST, _LAST = "armsflow__first", "armsflow__last"
# beyond all years, so that the years of two rows never meet
_APART = 10_000


def of_told_years(
    summary: pd.DataFrame, keys: Sequence[str], data: Any, over: Span | None = None
) -> pd.DataFrame:
    """A summary which is complete only where there are records of every year, unless its source lists all.

    What the rows of others stand for, no record says; they stay as they are.
    """
    silent = (summary["source"].map(lists_all()) == "no").to_numpy()
    if not (silent & (summary["start"] != summary["end"]).to_numpy()).any():
        return summary
    group = [*dict.fromkeys([*keys, "source", *_WINDOW])]
    told = _told(data, group, "source", over)
    count = np.bincount(_years(told) // _APART, minlength=int(told[_ROW].max()) + 1)
    first = told.drop_duplicates(_ROW).sort_values(_ROW)
    length = first["end"].to_numpy(dtype="int64") - first["start"].to_numpy(dtype="int64") + 1
    known = first[group].assign(**{LACKS: count != length})
    known = known.astype({name: summary[name].dtype for name in _WINDOW})
    lacks = summary[group].merge(known, on=group, how="left")[LACKS].eq(True).to_numpy()
    return summary.assign(complete=summary["complete"].to_numpy(dtype=bool) & ~(lacks & silent))


def lacking(
    data: Any, keys: Sequence[str], column: str, sides: tuple[str, str], over: Span | None
) -> pd.DataFrame:
    """The windows in which a side lacks years that the other tells of: `keys`, `column`, start and end.

    Only where both have records. `keys` do not name the `column` in which the sides are.
    """
    group = [*dict.fromkeys([*keys, *_WINDOW])]
    told = _told(data, group, column, over)
    of_side = {side: told[told[column] == side] for side in sides}
    years = {side: _years(rows) for side, rows in of_side.items()}
    found = []
    for side, other in (sides, sides[::-1]):
        own = years[side]
        missed = np.setdiff1d(years[other], own)
        missed = missed[np.isin(missed // _APART, own // _APART)]
        missed = missed[~_is_listed(of_side[side], *np.divmod(missed, _APART))]
        rows = told[told[_ROW].isin(missed // _APART)].drop_duplicates(_ROW)
        found.append(rows[group].assign(**{column: side}))
    return pd.concat(found, ignore_index=True)


def at_least(sums: pd.DataFrame, lacks: pd.DataFrame, each: Sequence[str]) -> pd.DataFrame:
    """Figures of the sides, where LACKS says which of them lack years: these reported so much or more."""
    keys = [*dict.fromkeys([*each, *_WINDOW])]
    lacks = lacks[keys].astype({name: sums[name].dtype for name in _WINDOW}).assign(**{LACKS: True})
    some = sums[keys].merge(lacks, on=keys, how="left")[LACKS].notna().to_numpy()
    value, low, high = (sums[name].to_numpy(dtype=float) for name in FIGURE)
    return sums.assign(
        value=np.where(some, np.nan, value),
        # of what has no figure at all nothing is known
        high=np.where(some & ~np.isnan(low), np.inf, high),
        complete=sums["complete"].to_numpy(dtype=bool) & ~some,
        **{LACKS: some},
    )


def _told(data: Any, group: Sequence[str], column: str, over: Span | None) -> pd.DataFrame:
    """The years of which rows told: the first, the last and, where they are listed, all.

    Each has its window, the number of its `group`, and the `column` by which rows of a group may differ.
    """
    beside = dict.fromkeys([*group, column, "source", *COVERED, *TOLD])
    spans = spans_of(with_listed(data), [name for name in beside if name not in _WINDOW])
    first, last = told_of(spans)
    told = spans.rename(columns={"years": _LISTED}).assign(**{_FIRST: first, _LAST: last})
    told = told if over is None else told.assign(**dict(zip(_WINDOW, over, strict=True)))
    return told.assign(**{_ROW: told.groupby(list(group), dropna=False, sort=False).ngroup()})


def _years(told: pd.DataFrame) -> np.ndarray:
    """The years in which there are records, each with the number of its row of the summary."""
    rows, first, last = (told[name].to_numpy(dtype="int64") for name in (_ROW, _FIRST, _LAST))
    listed = told[_LISTED].map(bool).to_numpy(dtype=bool)
    count = np.where(listed, 0, last - first + 1)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    whole = np.repeat(rows * _APART + first, count) + step
    some = [
        row * _APART + year
        for row, years in zip(rows[listed], told[_LISTED][listed], strict=True)
        for year in years
    ]
    return np.unique(np.append(whole, np.array(some, dtype="int64")))


def _is_listed(told: pd.DataFrame, rows: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Whether the source of a side would list what there was in years of some rows of the summary."""
    observed = Observed(told.assign(start=told[_FIRST], end=told[_LAST]), [_ROW])
    ids = np.searchsorted(np.unique(told[_ROW]), rows)
    return np.asarray(observed.lists_all()[ids] & observed.inside(ids, years, years), dtype=bool)
