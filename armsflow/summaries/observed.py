"""What the sources of a summary observe: whether its spans lie inside.

A row says for which years its source would list a row like it. The rows of one group observe all years that
one of them does; where they are of several selections, the years that each of these observes. A row that
observes none of its own years, since others beside it could not be read, takes these years from every group
in which those others might stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from armsflow.errors import PeriodError, sample
from armsflow.records.grouping import groups_of
from armsflow.records.observed_years import LISTING, lists_all
from armsflow.records.schema import COVERED, MEANING, OBSERVED, SIDES, period
from armsflow.records.selection import together

__all__: list[str] = []

#: What is done with windows that no source observes in whole.
INCOMPLETE = ("raise", "keep")
# beyond all years, so that spans of two groups never meet
_APART = 10_000
Span = tuple[int, int]


class Observed:
    """The years that groups of rows observe.

    Parameters
    ----------
    sums : frame
        Rows with the columns of COVERED, and ``source, start, end``.
    group : list of str
        Columns that tell groups apart.
    """

    def __init__(self, sums: pd.DataFrame, group: Sequence[str]) -> None:
        self.group = list(group)
        self.sums = sums
        groups = groups_of(sums, self.group)
        self.ids, self.count, self.first = groups.ids, groups.count, groups.first
        self._windows = self._known_windows()
        self._seen = [
            (np.isin(np.arange(self.count), self.ids[rows]), self._years(rows)) for rows in self._selections()
        ]
        self._gaps = Gaps(sums, self.group, self.ids) if is_gap(sums).any() else None

    def _selections(self) -> Iterable[np.ndarray]:
        """The rows of each selection."""
        codes, met = pd.factorize(self.sums["selection"])
        return [np.flatnonzero(codes == code) for code in range(len(met))]

    def _known_windows(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last year that each row observes; of its own alone where it speaks of no others."""
        opens, closes, start, end = (
            self.sums[name].to_numpy(dtype="int64") for name in (*OBSERVED, "start", "end")
        )
        own = ~self._listing & self._says("")
        return np.where(own, np.maximum(opens, start), opens), np.where(own, np.minimum(closes, end), closes)

    def _years(self, rows: np.ndarray) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
        """Whether spans lie inside what the groups of some rows observe."""
        start, end = (years[rows] for years in self._windows)
        some = start <= end
        first, last = runs(self.ids[rows][some], start[some], end[some])

        def inside(ids: np.ndarray, begin: np.ndarray, close: np.ndarray) -> np.ndarray:
            if not len(first):
                return np.zeros(len(ids), dtype=bool)
            begin, close = (ids * _APART + years for years in (begin, close))
            place = np.searchsorted(first, begin, side="right") - 1
            return (place >= 0) & (close <= last[np.maximum(place, 0)])

        return inside

    def inside(self, ids: np.ndarray, start: Any, end: Any) -> np.ndarray:
        """Whether spans lie inside the years that groups observe, each in all its selections."""
        found = np.ones(len(ids), dtype=bool)
        start, end = (np.asarray(years, "int64") for years in (start, end))
        for among, years in self._seen:
            found &= ~among[ids] | years(ids, start, end)
        return found if self._gaps is None else found & ~self._gaps.touched(ids, start, end)

    def complete(self) -> np.ndarray:
        """Whether the span of each row lies inside the years that its group observes."""
        return self.inside(self.ids, self.sums["start"], self.sums["end"])

    def lists_all(self) -> np.ndarray:
        """Whether the sources of each group list all there is."""
        return np.bincount(self.ids, ~self._listing, minlength=self.count) == 0

    def is_judged(self) -> bool:
        """Whether the rows say what is observed beside themselves.

        A figure said in public, or a frame made by hand, may speak of its own years alone.
        """
        return bool(self._listing.any())

    @cached_property
    def _listing(self) -> np.ndarray:
        """Whether the source of each row lists all there is in the years that it observes.

        Of a source that armsflow does not know, rows say so that speak of their own years and of more. A row
        whose years were corrected by hand speaks of as many as it had before, and says nothing.
        """
        wide = self._says("") & _speaks_of_more(self.sums)
        if wide.any():
            kinds = groups_of(self.sums, [name for name in MEANING if name in self.sums])
            wide = np.bincount(kinds.ids, wide, minlength=kinds.count)[kinds.ids] > 0
        return np.logical_or.reduce([wide, *(self._says(word) for word in LISTING)])

    def _says(self, word: str) -> np.ndarray:
        """Of which rows the source is said to list all: one of LISTING, "no", or "" where it is not known."""
        codes, said = self._said
        return np.array([one == word for one in said], dtype=bool)[codes]

    @cached_property
    def _said(self) -> tuple[np.ndarray, list[str]]:
        """The number of each row's source, and what is said of each source."""
        known = lists_all()
        codes, sources = pd.factorize(self.sums["source"])
        return codes, [known.get(source, "") for source in sources]

    def held(self) -> str:
        """In words, the years that the rows observe; of several selections those of each."""
        said = {str(chosen): _in_words(rows) for chosen, rows in self.sums.groupby("selection")}
        if len(set(said.values())) == 1:
            return next(iter(said.values()))
        return " and ".join(f"{years} of {chosen or 'all'}" for chosen, years in said.items())

    def years(self) -> Span:
        """The first and the last year that any row observes."""
        return int(self.sums[OBSERVED[0]].min()), int(self.sums[OBSERVED[1]].max())


def _in_words(sums: pd.DataFrame) -> str:
    """The years that rows observe, without those between that none of them does."""
    start, end = (sums[name].to_numpy(dtype="int64") for name in OBSERVED)
    some = start <= end
    if not some.any():
        return "no year"
    told = zip(*runs(np.zeros(int(some.sum()), dtype="int64"), start[some], end[some]), strict=True)
    *before, last = [period(int(first), int(until)) for first, until in told]
    return f"{', '.join(before)} and {last}" if before else last


def runs(ids: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last years of the runs that the spans of each id make, ids apart."""
    start, end = (ids * _APART + years for years in (start, end))
    order = np.argsort(start, kind="stable")
    start, until = start[order], np.maximum.accumulate(end[order])
    # windows that meet are one
    opens = np.append(True, start[1:] > until[:-1] + 1)[: len(start)]
    return start[opens], until[np.append(opens[1:], True)[: len(until)]]


def touch(
    of: tuple[np.ndarray, np.ndarray], ids: np.ndarray, start: np.ndarray, end: np.ndarray
) -> np.ndarray:
    """Whether some year of each span lies in one of the runs, made by `runs`, that its id has."""
    first, last = of
    begin, close = (ids * _APART + years for years in (start, end))
    run = np.searchsorted(last, begin, side="left")
    known = run < len(first)
    met = np.zeros(len(ids), dtype=bool)
    met[known] = first[run[known]] <= close[known]
    return met


def _speaks_of_more(sums: pd.DataFrame) -> np.ndarray:
    """Which rows observe some of their own years and, in all, more years than they have."""
    start, end, opens, closes = (sums[name].to_numpy("int64") for name in ("start", "end", *OBSERVED))
    return np.asarray((opens <= end) & (start <= closes) & (closes - opens > end - start))


def is_gap(sums: pd.DataFrame) -> np.ndarray:
    """Which rows observe none of their own years: what stood beside them was not read, or not reported."""
    start, end, opens, closes = (sums[name].to_numpy() for name in ("start", "end", *OBSERVED))
    return np.asarray(np.maximum(start, opens) > np.minimum(end, closes))


class Gaps:
    """The years that groups do not observe, since rows that might be of them were not read.

    Whose rows these were, the ``reporter`` says: a supplier's may have gone to any recipient.
    """

    def __init__(self, sums: pd.DataFrame, group: Sequence[str], ids: np.ndarray) -> None:
        scope = _scopes(sums, group)
        gap = is_gap(sums)
        start, end = (sums[name].to_numpy(dtype="int64")[gap] for name in ("start", "end"))
        self._first, self._last = runs(scope[gap], start, end)
        pairs = np.unique(np.column_stack([ids, scope]), axis=0)
        self._scopes = pairs[:, 1]
        self._counts = np.bincount(pairs[:, 0], minlength=int(ids.max()) + 1)

    def touched(self, ids: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Whether some year of each span is one that its group does not observe."""
        counts = self._counts[ids]
        at = np.repeat(np.arange(len(ids)), counts)
        ends = np.cumsum(self._counts)
        # the scopes of each group stand side by side
        place = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        scope = self._scopes[(ends - self._counts)[ids][at] + place]
        met = touch((self._first, self._last), scope, start[at], end[at])
        return np.bincount(at, met, minlength=len(ids)) > 0


def _scopes(sums: pd.DataFrame, group: Sequence[str]) -> np.ndarray:
    """The number of each row's source and selection and, where groups tell these apart, of its reporter."""
    reporter = sums["reporter"].to_numpy(dtype=object) if "reporter" in sums else np.full(len(sums), "third")
    alike = sums[[name for name in (*MEANING, "selection") if name in sums]]
    for side, other in zip(SIDES, SIDES[::-1], strict=True):
        if side in group:
            alike = alike.assign(**{f"of {side}": sums[side].astype(object).where(reporter != other, "")})
    return groups_of(alike, list(map(str, alike))).ids


def covered(sums: pd.DataFrame, ids: np.ndarray, first: np.ndarray) -> dict[str, Any]:
    """The columns of COVERED of groups: all their years, and all that was chosen."""
    if len(first) == len(sums):
        return {name: sums[name].to_numpy()[first] for name in COVERED}
    grouped = sums.groupby(ids, sort=True)
    alike = sums["selection"].nunique(dropna=False) <= 1
    return {
        OBSERVED[0]: grouped[OBSERVED[0]].min().to_numpy(),
        OBSERVED[1]: grouped[OBSERVED[1]].max().to_numpy(),
        "selection": sums["selection"].to_numpy()[first]
        if alike
        else grouped["selection"].agg(lambda cells: together(cells.unique())).to_numpy(),
    }


def check_complete(
    spans: Iterable[Span], observed: Observed, *, incomplete: str, what: str, ways: str, least: int = 1
) -> None:
    """Raise PeriodError unless windows lie inside the years that the records' sources observe.

    A call ``where(records, years=…)`` in `ways` names the years that hold at least so many whole windows.
    """
    if incomplete == "keep" or not len(observed.sums) or not observed.is_judged():
        return
    whole = Observed(observed.sums, [])
    windows = sorted(set(spans))
    start, end = (np.array(years) for years in zip(*windows, strict=True)) if windows else (np.empty(0),) * 2
    inside = whole.inside(np.zeros(len(windows), dtype="int64"), start, end)
    beyond = [window for window, known in zip(windows, inside, strict=True) if not known]
    if beyond:
        if (years := _whole_years(windows, inside, least)) is not None:
            ways = ways.replace("years=…", f"years={years}")
        raise PeriodError(
            f"{what} {sample([period(*window) for window in beyond])} would be incomplete: "
            f"the records hold {whole.held()}, and what "
            f'lies outside is not known, not 0; {ways}, or incomplete="keep" to have them marked',
            rows=beyond,
        )


def _whole_years(windows: Sequence[Span], inside: np.ndarray, least: int) -> Span | None:
    """The years of the longest run of windows that are observed in whole, where they cut no other window."""
    runs: list[list[Span]] = [[]]
    for window, known in zip(windows, inside, strict=True):
        if not known:
            runs.append([])
        elif runs[-1] and window[0] > runs[-1][-1][1] + 1:
            runs.append([window])
        else:
            runs[-1].append(window)
    longest = max(runs, key=len)
    if len(longest) < least or not longest:
        return None
    first, last = longest[0][0], max(end for _, end in longest)
    cut = any(start <= last and first <= end and not first <= start <= end <= last for start, end in windows)
    return None if cut else (first, last)
