"""The years that rows observe, narrowed to those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import narwhals as nw
import pandas as pd

from armsflow import tables
from armsflow.records.engines import among, collect
from armsflow.records.grouping import distinct
from armsflow.records.schema import MEANING, OBSERVED

__all__: list[str] = []

Span = tuple[int, int]

#: What `lists_all` says of a source that lists all there is, of everybody or of the suppliers in the records.
LISTING = ("yes", "suppliers")


@cache
def lists_all() -> dict[str, str]:
    """Source → whether it lists all there is in the years that it observes.

    "yes", "no", "suppliers" (all of the suppliers that stand in the records) or "" (not known).
    """
    table = tables.table("sources.csv")
    return dict(zip(table["source"], table["lists_all"].fillna(""), strict=True))


def within_years(data: Any, first: Any, last: Any) -> Any:
    """Rows that observe no year before `first` or after `last`; where they saw none, the first is the later.

    Both are years or expressions of years. A frame without these columns stays as it is.
    """
    if OBSERVED[0] not in data.collect_schema().names():
        return data
    first, last = (nw.lit(year) if isinstance(year, int) else year for year in (first, last))
    opens, closes = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
    return data.with_columns(
        observed_start=nw.when(opens < first).then(first).otherwise(opens).cast(nw.Int16()),
        observed_end=nw.when(closes > last).then(last).otherwise(closes).cast(nw.Int16()),
    )


def without_stale(data: Any) -> Any:
    """Rows of sources not known to armsflow that observe no year at all where they observe none of their own.

    Their years were corrected by hand, and what they observe is the years before; call it before they move to
    a window, in which both may lie.
    """
    if not {*OBSERVED, "source"} <= set(data.collect_schema().names()):
        return data
    start, end, opens, closes = (nw.col(name).cast(nw.Int64()) for name in ("start", "end", *OBSERVED))
    apart = (opens <= closes) & ((opens > end) | (closes < start))
    if data.implementation.is_pyarrow() and not collect(data.select(found=apart.any()))["found"].any():
        return data
    stale = apart & ~among("source", [source for source, says in lists_all().items() if says])
    return data.with_columns(
        observed_start=nw.when(stale).then(end + 1).otherwise(opens).cast(nw.Int16()),
        observed_end=nw.when(stale).then(start - 1).otherwise(closes).cast(nw.Int16()),
    )


def of_own_years(data: Any) -> Any:
    """Which rows speak of their own years alone, so that their parts speak of less.

    A source that armsflow knows says which years it covers, even where they are those of a row that was cut
    to them. Of others, rows of one meaning list all there is if one of them speaks of more than its years.
    """
    start, end, opens, closes = (nw.col(name).cast(nw.Int64()) for name in ("start", "end", *OBSERVED))
    own = (opens == start) & (closes == end)
    names = data.collect_schema().names()
    if "source" not in names:
        return own
    known = among("source", [source for source, says in lists_all().items() if says])
    strange = ~known | nw.col("source").is_null()
    keys = [name for name in MEANING if name in names]
    listing = collect(data.filter(strange & _speaks_of_more(opens, closes)).select(keys).unique())
    for meaning in listing.itertuples(index=False, name=None):
        alike = (
            nw.col(name).is_null() if pd.isna(cell) else (nw.col(name) == cell) & ~nw.col(name).is_null()
            for name, cell in zip(keys, meaning, strict=True)
        )
        own = own & ~nw.all_horizontal(*alike, ignore_nulls=False)
    return own & strange


def _speaks_of_more(opens: Any, closes: Any) -> Any:
    """Whether a row that observes the years `opens` to `closes` has some of them, and fewer than these.

    Years that were corrected by hand are others than those observed, and as many.
    """
    start, end = (nw.col(name).cast(nw.Int64()) for name in ("start", "end"))
    return (opens <= end) & (closes >= start) & (closes - opens > end - start)


def without_years_of(data: Any, left_out: pd.DataFrame, within: Span | None = None) -> Any:
    """Rows that no longer observe the years in which rows that they may be added to were left out.

    Of the other years `within` some the longest run stays; where there is none, the first year is the later.
    """
    opens, closes = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
    for meaning, rows in left_out.groupby(list(MEANING)):
        alike = nw.all_horizontal(
            *(nw.col(name) == value for name, value in zip(MEANING, meaning, strict=True)), ignore_nulls=True
        )
        observed = within or (int(rows[OBSERVED[0]].min()), int(rows[OBSERVED[1]].max()))
        spans = zip(rows["start"].tolist(), rows["end"].tolist(), strict=True)
        runs = years_outside(observed, spans)
        first, last = max(runs, key=lambda run: run[1] - run[0], default=(observed[1] + 1, observed[0] - 1))
        data = data.with_columns(
            observed_start=nw.when(alike & (opens < first)).then(first).otherwise(opens).cast(nw.Int16()),
            observed_end=nw.when(alike & (closes > last)).then(last).otherwise(closes).cast(nw.Int16()),
        )
    return data


def years_held(data: Any) -> pd.DataFrame:
    """The ``first`` and the ``last`` year that records of each meaning observe, beside these columns.

    Of those that speak of their own years alone, these are the first and the last year of all records.
    """
    names = data.collect_schema().names()
    keys = [name for name in MEANING if name in names]
    seen = OBSERVED if OBSERVED[0] in names else ("start", "end")
    opens, closes = (nw.col(name).cast(nw.Int64()) for name in seen)
    # of a row that observes no year the first is the later
    some = opens <= closes
    wider = _speaks_of_more(opens, closes)
    data = data.with_columns(
        armsflow__first=nw.when(some).then(opens),
        armsflow__last=nw.when(some).then(closes),
        armsflow__wider=nw.when(wider).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    least, most = ("armsflow__first", "start"), ("armsflow__last", "armsflow__wider", "end")
    each = {name: nw.col(name).min() for name in least} | {name: nw.col(name).max() for name in most}
    held = collect(data.group_by(*keys).agg(**each) if keys else data.select(**each))
    held = held[held["start"].notna()]
    listing = held["source"].map(lists_all()).fillna("") if "source" in held else pd.Series("", held.index)
    known = listing.isin(LISTING) | ((listing == "") & (held["armsflow__wider"] == 1))
    known &= held["armsflow__first"].notna()
    first = held["armsflow__first"].where(known, held["start"].min())
    last = held["armsflow__last"].where(known, held["end"].max())
    return held[keys].assign(first=first.astype("int64"), last=last.astype("int64"))


def years_listed(data: Any) -> Span | None:
    """The first and the last year that any row observes or has; None where rows speak of their own alone."""
    keys = ["source", "start", "end", *OBSERVED]
    rows = distinct(data, keys)
    seen = rows[rows[OBSERVED[0]] <= rows[OBSERVED[1]]]
    own = (seen[OBSERVED[0]] == seen["start"]) & (seen[OBSERVED[1]] == seen["end"])
    wider = {*seen.loc[~own, "source"]}
    listing = wider | {name for name, says in lists_all().items() if says in LISTING}
    if not len(seen) or not listing >= {*rows["source"]}:
        return None
    return (
        int(min(seen[OBSERVED[0]].min(), rows["start"].min())),
        int(max(seen[OBSERVED[1]].max(), rows["end"].max())),
    )


#: Files that are alike in these are parts of one: their windows add up.
_ALIKE = [*MEANING, "selection"]


def windows_of(data: Any) -> pd.DataFrame:
    """What is observed of what: each window once, with what its rows are alike in."""
    return distinct(data, [*_ALIKE, *OBSERVED])


def windows_joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The windows of several frames that meet, each with the ``first`` and the ``last`` year of all together.

    Only of sources that list all there is, and where all rows of a frame observe the same: a row of a member
    of a group, by date, may observe less than others.
    """
    listing = [source for source, says in lists_all().items() if says == "yes"]
    alone = [frame[~frame.duplicated(_ALIKE, keep=False)] for frame in frames]
    windows = pd.concat(alone, ignore_index=True)
    return runs_of(windows[windows["source"].isin(listing)])


def runs_of(windows: pd.DataFrame) -> pd.DataFrame:
    """The windows that lie in a longer run of windows of the same, with its ``first`` and ``last`` year."""
    known = windows[windows[OBSERVED[0]] <= windows[OBSERVED[1]]].drop_duplicates()
    known = known.astype(dict.fromkeys(OBSERVED, "int64")).sort_values([*_ALIKE, *OBSERVED])
    before = known.groupby(_ALIKE)[OBSERVED[1]].cummax().groupby([known[name] for name in _ALIKE]).shift()
    run = (before.isna() | (known[OBSERVED[0]] > before + 1)).cumsum()
    known["first"] = known.groupby(run)[OBSERVED[0]].transform("min")
    known["last"] = known.groupby(run)[OBSERVED[1]].transform("max")
    return known[(known["first"] < known[OBSERVED[0]]) | (known["last"] > known[OBSERVED[1]])]


def with_runs(data: Any, runs: pd.DataFrame) -> Any:
    """Rows that observe the whole run in which their window lies."""
    opens, closes = (nw.col(name) for name in OBSERVED)
    first, last = opens, closes
    for run in runs.to_dict("records"):
        alike = nw.all_horizontal(*(nw.col(c) == run[c] for c in (*_ALIKE, *OBSERVED)), ignore_nulls=True)
        first = nw.when(alike).then(nw.lit(run["first"])).otherwise(first)
        last = nw.when(alike).then(nw.lit(run["last"])).otherwise(last)
    if not len(runs):
        return data
    return data.with_columns(observed_start=first.cast(nw.Int16()), observed_end=last.cast(nw.Int16()))


def years_outside(span: Span, taken: Iterable[Span]) -> list[Span]:
    """The parts of a span of years that lie in none of some others."""
    left, first = [], span[0]
    for opens, closes in sorted(taken):
        if opens > first:
            left.append((first, min(opens - 1, span[1])))
        first = max(first, closes + 1)
    if first <= span[1]:
        left.append((first, span[1]))
    return [(a, b) for a, b in left if a <= b]
