"""When: years, and windows of years."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, PeriodError, SpanError, one_of, sample, warn
from armsflow.records.check import look_for_nulls, records_of
from armsflow.records.engines import collect, is_lazy, on_engines, without_ours
from armsflow.records.grouping import joined
from armsflow.records.listed_years import LISTED, keyed
from armsflow.records.observed_years import within_years, years_held
from armsflow.records.schema import FIRST, LAST, LONGEST, OBSERVED, TOLD, pair_of_years, period
from armsflow.records.told_years import with_told
from armsflow.transforms.spread import constant, in_parts, placed, shared, steps

__all__ = ["to_periods"]


@on_engines(LISTED, changes=OBSERVED)
def to_periods(
    records: IntoFrameT,
    periods: int | Sequence[tuple[int, int]],
    *,
    end: int | None = None,
    step: int | None = None,
    outside: str = "raise",
) -> IntoFrameT:
    """The records re-binned into windows of years.

    Parameters
    ----------
    records : records frame
    periods : int or list of (int, int)
        Length of the windows [years], which then tile time in both directions from `end`; or the windows
        themselves, first and last year, in order and without overlap.
    end : int, optional
        Last year of one of the windows; needed with a length.
    step : int, optional
        Years from one window of a length to the next; by default the length, so that windows tile time. With
        ``step=1`` they move year by year and overlap: a record is in each window that it touches, so that
        windows must not be added. Of windows that overlap only those are made that lie inside the years that
        the records observe, or inside the years of the records where these speak of their own alone: the
        first and the last are as long as all others. Summaries give a window that no record touches its 0.
    outside : {"raise", "drop"}
        What to do with years outside a list of windows.

    Returns
    -------
    records frame
        A figure whose span lies inside one window keeps value and bounds and takes the window's years. One
        that straddles is split by the years it has in each window; its parts are bounded by [0, high]. Of a
        delivery only the years listed in ``delivery_years`` count, if there is such a column: a window
        without one has no part. Of windows that are listed, rows observe no year outside. ``told_start,
        told_end`` are the years of the window that the record's own span has, by which money is converted,
        and by which parts of one record are told from a row that stands twice.

    Raises
    ------
    ArgumentError
        If the windows are none, unordered, overlapping or too long, `end` is missing, or `step` is no whole
        number from 1 to the length.
    PeriodError
        If windows overlap and none of them lies inside the years of the records.
    RecordError
        If rows have no span of years, or ``delivery_years`` cannot be read or does not fit the span.
    SpanError
        If figures reach outside the windows and `outside` is ``"raise"``; ``.rows`` holds them.

    Warns
    -----
    UserWarning
        If windows overlap and records of one source, stage or unit have none inside their years.

    Examples
    --------
    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> windows = af.to_periods(af.where(claims, stage="payment"), 5, end=2019)
    >>> windows.set_index(["start", "end"])[["value", "low", "high"]].sort_index() / 1e9
                value  low  high
    start end
    2010  2014    2.5  0.0   5.5
    2015  2019    2.5  0.0   5.5
    """
    windows = _windows(periods, end, step)
    one_of(outside, ("raise", "drop"), "outside")
    tiled = isinstance(periods, int | np.integer)
    refused = None if tiled or outside == "drop" else partial(_refuse_outside, windows=windows)
    overlapping = len(windows) > 1 and windows[1][0] <= windows[0][1]
    held = _held(records, windows) if overlapping else None
    data, names = in_parts(
        records, lambda spans: _in_windows(spans, windows, tiled=tiled), refused, what="to_periods()"
    )
    data = shared(data)
    if held is not None:
        data = _inside(data, held)
    if not tiled:
        data = _asked(data, windows)
    opens, closes = nw.col("armsflow__opens"), nw.col("armsflow__closes")
    data = with_told(data, opens, closes)
    return placed(data, opens, closes).select(*dict.fromkeys([*names, *TOLD])).to_native()


def _held(records: Any, windows: list[tuple[int, int]]) -> pd.DataFrame:
    """The years that records of each meaning observe, of those that observe a whole window."""
    data = records_of(records, ("start", "end"))
    look_for_nulls(data, ["start", "end"])
    held = years_held(data)
    opens, closes = np.array(windows).T
    first, last = (held[name].to_numpy()[:, None] for name in ("first", "last"))
    whole = ((opens >= first) & (closes <= last)).any(axis=1)
    short = held[~whole]
    if not len(short):
        return held
    years = sample(sorted({period(a, b) for a, b in zip(short["first"], short["last"], strict=True)}))
    length = windows[0][1] - windows[0][0] + 1
    if not whole.any():
        raise PeriodError(
            f"no window of {length} years lies inside the years that the records hold, {years}; give a "
            "shorter length, another end, or records of more years",
            rows=short,
        )
    warn(
        f"records that hold {years} are left out, such as {sample(list(short.iloc[0, :-2]))}: no window of "
        f"{length} years lies inside"
    )
    return held[whole]


def _inside(data: Any, held: pd.DataFrame) -> Any:
    """Parts in windows that lie inside the years that records of their meaning observe."""
    keys = [name for name in map(str, held) if name not in ("first", "last")]
    limits = {name: pa.array(held[name], pa.string()) for name in keys}
    limits |= {f"armsflow__{name}": pa.array(held[name], pa.int64()) for name in ("first", "last")}
    if keys:
        data = joined(data, pa.table(limits), keys)
    else:
        data = data.with_columns(
            **{f"armsflow__{name}": nw.lit(int(held[name].iloc[0])) for name in ("first", "last")}
        )
    opens, closes = nw.col("armsflow__opens"), nw.col("armsflow__closes")
    return data.filter((opens >= nw.col("armsflow__first")) & (closes <= nw.col("armsflow__last")))


def _in_windows(data: Any, windows: list[tuple[int, int]], *, tiled: bool) -> Any:
    """Spans beside the windows that they touch."""
    if tiled:
        return _in_tiles(data, windows)
    data = _with_windows(data, windows)
    count = nw.col("armsflow__last_window") - nw.col("armsflow__first_window") + 1
    data = data.with_columns(armsflow__count=count)
    data = joined(data, steps("armsflow__count", min(len(windows), LONGEST)), ["armsflow__count"])
    data = data.with_columns(armsflow__window=nw.col("armsflow__first_window") + nw.col("armsflow__step"))
    data = _with_ends(data, windows)
    overlap = (
        nw.min_horizontal(nw.col("end").cast(nw.Int64()), nw.col("armsflow__closes"))
        - nw.max_horizontal(nw.col("start").cast(nw.Int64()), nw.col("armsflow__opens"))
        + 1
    )
    share = overlap.cast(nw.Float64()) / nw.col("armsflow__years").cast(nw.Float64())
    return data.with_columns(armsflow__share=share)


def _in_tiles(data: Any, windows: list[tuple[int, int]]) -> Any:
    """Spans beside the windows that they touch, of windows that follow each other in equal steps.

    Which these are follows from the length of a span and its place between two openings.
    """
    (first, last), step = windows[0], windows[1][0] - windows[0][0]
    length, start, years = last - first + 1, nw.col("start").cast(nw.Int64()), nw.col("armsflow__years")
    # no year is before the first window; of whole numbers a database takes whole parts through many cases
    place = (start - first) - ((start - first) / step).floor() * step
    longest = LONGEST if is_lazy(data) else int(data["armsflow__years"].max() or 1)
    data = data.with_columns(armsflow__tile=(years * step + place).cast(nw.Int64()))
    data = joined(data, _tiles(length, step, longest), ["armsflow__tile"])
    opens = nw.col("start").cast(nw.Int64()) - nw.col("armsflow__before")
    return data.with_columns(armsflow__opens=opens, armsflow__closes=opens + (length - 1))


@lru_cache(maxsize=64)
def _tiles(length: int, step: int, longest: int) -> pa.Table:
    """Which windows spans touch, by their years and their place, up to a longest one.

    For each window how long before the span it opens [years], and which share of the span it has.
    """
    years, place = (grid.ravel() for grid in np.mgrid[1 : longest + 1, 0:step])
    # windows are counted from the one that opened last as the span starts
    least = -((length - 1 - place) // step)
    count = (place + years - 1) // step - least + 1
    years, place, least = (np.repeat(cells, count) for cells in (years, place, least))
    window = least + np.arange(len(years)) - np.repeat(np.cumsum(count) - count, count)
    before = place - window * step
    overlap = np.minimum(years, length - before) - np.maximum(0, -before)
    return pa.table(
        {
            "armsflow__tile": (years * step + place).astype("int64"),
            "armsflow__before": before.astype("int64"),
            "armsflow__share": overlap / years,
        }
    )


def _windows(periods: Any, end: Any, step: Any) -> list[tuple[int, int]]:
    if not isinstance(periods, int | np.integer) or isinstance(periods, bool):
        if step is not None:
            raise ArgumentError(f"step is {step!r} beside a list of windows; give step with a length only")
        return _listed(periods, end)
    if not 1 <= periods <= LONGEST:
        raise ArgumentError(f"periods is {periods!r}; expected a length of 1 to {LONGEST} years")
    if not isinstance(end, int | np.integer) or isinstance(end, bool) or not FIRST <= end <= LAST:
        raise ArgumentError(
            f"end is {end!r}; expected the last year of a window, such as end=2024", rows=[end]
        )
    step = periods if step is None else step
    if isinstance(step, bool) or not isinstance(step, int | np.integer) or not 1 <= step <= periods:
        raise ArgumentError(
            f"step is {step!r}; expected a whole number of years from 1 to the length, {periods}", rows=[step]
        )
    ends = np.arange(end - (end - FIRST) // step * step, LAST + periods, step)
    return [(int(last) - periods + 1, int(last)) for last in ends]


def _listed(periods: Any, end: int | None) -> list[tuple[int, int]]:
    if end is not None:
        raise ArgumentError(f"end is {end!r} beside a list of windows; give end with a length only")
    if isinstance(periods, str) or not isinstance(periods, Sequence) or not len(periods):
        raise ArgumentError(
            f"periods is {periods!r}; expected a number of years, or windows such as "
            "[(2010, 2014), (2015, 2019)]"
        )
    windows = [pair_of_years(window, "a window") for window in periods]
    if longer := [(a, b) for a, b in windows if b - a >= LONGEST]:
        raise ArgumentError(f"windows are {sample(longer)}; expected at most {LONGEST} years", rows=longer)
    for (_, before), (after, _) in pairwise(windows):
        if after <= before:
            raise ArgumentError(
                f"windows are {sample(windows)}; expected them in order and without overlap",
                rows=windows,
            )
    return windows


def _asked(data: Any, windows: list[tuple[int, int]]) -> Any:
    """Rows that observe no more than the windows asked for; of windows with gaps, each row its own."""
    if any(after - before > 1 for (_, before), (after, _) in pairwise(windows)):
        return within_years(data, nw.col("armsflow__opens"), nw.col("armsflow__closes"))
    return within_years(data, windows[0][0], windows[-1][1])


def _with_ends(data: Any, windows: list[tuple[int, int]]) -> Any:
    """First and last year of the window of each row."""
    opens, closes = np.array(windows).T
    numbers = np.arange(len(windows))
    ends = constant(armsflow__window=numbers, armsflow__opens=opens, armsflow__closes=closes)
    return joined(data, ends, ["armsflow__window"])


def _with_windows(data: Any, windows: list[tuple[int, int]]) -> Any:
    """First and last window that a span touches.

    By year, so that the frame is joined with constant tables and never looked at.
    """
    years = np.arange(FIRST, LAST + 1)
    opens, closes = np.array(windows).T
    # the first window that ends in the year or later, and the last that begins by then
    at_start = constant(armsflow__start_year=years, armsflow__first_window=np.searchsorted(closes, years))
    at_end = constant(
        armsflow__end_year=years, armsflow__last_window=np.searchsorted(opens, years, side="right") - 1
    )
    data = data.with_columns(
        armsflow__start_year=nw.col("start").cast(nw.Int64()),
        armsflow__end_year=nw.col("end").cast(nw.Int64()),
    )
    return joined(joined(data, at_start, ["armsflow__start_year"]), at_end, ["armsflow__end_year"])


def _refuse_outside(data: Any, spans: pd.DataFrame, windows: list[tuple[int, int]]) -> None:
    """Raise where a span, or a year that is listed, lies outside the windows."""
    inside = {year for first, last in windows for year in range(first, last + 1)}
    years = zip(spans["start"], spans["end"], spans["years"], strict=True)
    beyond = [not inside.issuperset(range(a, b + 1) if listed is None else listed) for a, b, listed in years]
    if any(beyond):
        keys = [name for name in spans.columns if name != "years"]
        rows = collect(joined(data, keyed(spans[beyond]), keys))
        shown = rows[["record", "supplier", "recipient", "start", "end", "value"]].head()
        raise SpanError(
            f"{len(rows)} span(s) reach outside the windows:\n{shown.to_string(index=False)}\n"
            'outside="drop" leaves those years out; or give windows that hold them',
            rows=without_ours(rows),
        )
