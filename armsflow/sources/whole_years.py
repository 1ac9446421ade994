"""The whole years that a dated list covers: a year whose rows end in March is not a year."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from armsflow.sources.listing import date_in
from armsflow.sources.rows import Rows

__all__: list[str] = []

Window = tuple[int, int]
Date = tuple[int, int]
_MANY = 10  # rows a month, of which a month without any is no chance
_SHORT = 2  # months, a gap that says nothing
_DECEMBER = 12


def whole_years(dates: Iterable[Date], *, from_start: bool = False) -> Window | None:
    """First and last year that some dates, (year, month), cover whole; None if a date has no month (0).

    The first year is whole if it has a row of January, unless the source begins with it (`from_start`); the
    last if it has one of December. Where no year is whole, the first is the later. A date stands once for
    each of its rows: a few rows behind a gap are strays, as `_without_strays` says.
    """
    met = _without_strays(Counter(dates))
    if not met or any(month == 0 for _, month in met):
        return None
    (first, opens), (last, closes) = min(met), max(met)
    return first + (opens > 1 and not from_start), last - (closes < _DECEMBER)


def _without_strays(rows: Counter[Date]) -> set[Date]:
    """The dates up to the end of a list, of which each has so many rows.

    A list of many rows a month ends where months are missing as never before, with less than the rows of one
    month behind them: an edition of May that names an order of December has no June to November.
    """
    met = sorted(rows)
    number = [12 * year + month for year, month in met]
    gaps = [after - before for before, after in itertools.pairwise(number)]
    # at each date: how many rows there are up to it, and the longest gap before it
    until = [*itertools.accumulate(rows[date] for date in met)]
    longest = [*itertools.accumulate(gaps, max, initial=_SHORT)]
    for place in range(len(gaps), 0, -1):
        before, behind = until[place - 1] / place, until[-1] - until[place - 1]
        if before >= _MANY and behind < before and gaps[place - 1] > longest[place - 1]:
            return set(met[:place])
    return set(met)


def window_of(rows: Rows, column: str, forms: Sequence[str]) -> dict[str, int]:
    """The whole years that a column of dates covers, as columns of records; {} if it has no months.

    Each of the `forms` has the year and the month in groups of these names. Cells that none of them fits are
    passed over: who reads the column refuses them.
    """
    return as_columns(whole_years(counted(rows, column, lambda cell: date_in(cell, tuple(forms)))))


def counted(rows: Rows, column: str, read: Callable[[str], Date | None]) -> Counter[Date]:
    """How many rows each date has that `read` finds in a column of text; cells without one count for none."""
    cells = rows.each_word(column, read)
    found: Counter[Date] = Counter()
    for date, number in zip(cells.words.tolist(), np.bincount(cells.codes).tolist(), strict=False):
        # a word may stand only in rows that were left out
        if date and number:
            found[date] += number
    return found


def as_columns(window: Window | None) -> dict[str, int]:
    """What a window says in the columns of records."""
    return {} if window is None else {"observed_start": window[0], "observed_end": window[1]}


def longest_run(window: Window, without: np.ndarray | Collection[int]) -> Window:
    """The longest run of years of a window in which none is left out; none at all: the first is the later."""
    years = [year for year in range(window[0], window[1] + 1) if year not in without]
    runs = np.split(np.array(years, dtype=int), np.flatnonzero(np.diff(years) > 1) + 1)
    run = max(runs, key=len)
    return (int(run[0]), int(run[-1])) if len(run) else (window[1] + 1, window[0] - 1)


def run_around(year: int, whole: Collection[int]) -> Window:
    """The run of whole years that a year lies in; of one that is not whole none: the first is the later."""
    if year not in whole:
        return year + 1, year - 1
    first = last = year
    while first - 1 in whole:
        first -= 1
    while last + 1 in whole:
        last += 1
    return first, last
