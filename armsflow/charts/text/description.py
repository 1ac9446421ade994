"""What is drawn, in words: sentences for marks side by side and for figures over time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.charts.text import numbers, titles

__all__: list[str] = []

_LINES = 6  # lines over time that are reported
_MOST = 4  # marks that are reported one by one; of more, the largest and the smallest
_SIZES = ("largest", "smallest")
RANKS = ("highest", "lowest")  # of what may be below 0


def as_sentence(text: str) -> str:
    """The text with a full stop, if it does not end like a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


class Item(NamedTuple):
    """One thing that is drawn: its name, its figure as printed, and by what it is ranked."""

    name: str
    figure: str
    size: float
    rest: bool = False  # "Others" and "Unknown" are neither the largest nor the smallest
    lacking: str = ""  # what is said of many that cannot be ranked; else their figure


def items(rows: Iterable[Any]) -> list[Item]:
    """Chart rows with labels and bounds; remainder rows are grey."""
    return [
        Item(
            row.name,
            _bounded(row.amount, row.detail),
            row.value,
            row.rest,
            row.amount,
        )
        for row in rows
    ]


def of_marks(
    what: str,
    bands: Mapping[str, Sequence[Item]],
    frame: pd.DataFrame,
    *,
    ends: tuple[str, str] = _SIZES,
    bounds: Sequence[str] = ("low", "high"),
) -> str:
    """Say what is drawn, in bands or in one, how many bounds are open and how many records undisclosed.

    `what` is a kind of mark, "bars"; of `bounds`, the columns of the frame, those count that are infinite.
    """
    count = sum(len(band) for band in bands.values())
    if len(bands) == 1:
        said = _listed(next(iter(bands.values())), ends)
        return _closed(f"{counted(count, what)}: {said}", frame, bounds)
    # of many bands, the first, and less of each
    named = [f"{name}: {_listed(band, ends, most=2)}" for name, band in list(bands.items())[:_MOST]]
    more = [f"{len(bands) - _MOST} more"] if len(bands) > _MOST else []
    return _closed(
        f"{counted(count, what)} in {len(bands)} bands. {'. '.join([*named, *more])}", frame, bounds
    )


def counted(count: int, what: str) -> str:
    """So many things: "5 bars", "1 cell for 2 suppliers"."""
    kind = re.sub(r"s\b", "", what, count=1) if count == 1 else what
    return f"{count} {kind}"


def _listed(things: Sequence[Item], ends: tuple[str, str], *, most: int = _MOST) -> str:
    """A few things one by one; of more those at both ends, and how many have no figure."""
    if len(things) <= most:
        return "; ".join(map(_item, things))
    known = sorted((thing for thing in things if not np.isnan(thing.size)), key=lambda thing: -thing.size)
    named = [thing for thing in known if not thing.rest] or known
    said = [f"{ends[0]} {_item(thing)}" for thing in named[:1]]
    said += [f"then {_item(thing)}" for thing in named[1:2] if most == _MOST and len(named) > 2]
    said += [f"{ends[1]} {_item(thing)}" for thing in named[1:][-1:]]
    unknown = Counter(_without(thing) for thing in things if np.isnan(thing.size))
    return "; ".join([*said, *(f"{count} {what}" for what, count in unknown.items())])


def _without(thing: Item) -> str:
    """What stands in place of a figure: words, or bounds."""
    words_ = thing.lacking or thing.figure
    return "with bounds only" if any(map(str.isdigit, words_)) else words_


def _item(thing: Item) -> str:
    return f"{thing.name}: {thing.figure}" if thing.name else thing.figure


def _bounded(figure: str, bounds: str) -> str:
    return f"{figure} ({bounds})" if bounds else figure


class Point(NamedTuple):
    """One step of a course over time."""

    period: str
    figure: str
    value: float


def points(rows: pd.DataFrame, column: str, text: Callable[[float], str]) -> list[Point]:
    """A column of a frame in order of time, worded by `text`, with its bounds."""
    rows = rows.sort_values(["start", "end"])
    figures = [
        "not known" if np.isnan(value) else _bounded(text(value), numbers.bounds(low, high))
        for value, low, high in rows[[column, "low", "high"]].itertuples(index=False)
    ]
    return [Point(*point) for point in zip(rows["period"], figures, rows[column], strict=True)]


def over_time(what: str, groups: Mapping[str, Sequence[Point]], frame: pd.DataFrame) -> str:
    """Say how figures changed over time, each from its first window to its last."""
    said = [f"{name}: {course(steps)}" for name, steps in groups.items()]
    if len(groups) == 1:
        said = [course(steps) for steps in groups.values()]
    more = [f"{len(groups) - _LINES} more"] if len(groups) > _LINES else []
    years = "years" if (frame["start"] == frame["end"]).all() else "windows"
    over = f"{what} over {frame['period'].nunique()} {years}"
    return _closed(f"{over}: {'; '.join([*said[:_LINES], *more])}", frame, ("low", "high"))


_ABSENT = {"none": "with none"}


def course(steps: Sequence[Point]) -> str:
    """Say from which to which figure a line goes, and its highest and lowest point between."""
    known = [point for point in steps if not np.isnan(point.value)]
    absent = [point.figure for point in steps if np.isnan(point.value)]
    if not known:
        return " or ".join(dict.fromkeys(absent)) or "not known"
    ends = [f"{point.figure} in {point.period}" for point in (known[0], known[-1])]
    said = [f"from {' to '.join(ends)}" if len(known) > 1 else ends[0]]
    top = max(known, key=lambda point: point.value)
    told = {known[0].figure, known[-1].figure}
    if known[0].value < top.value > known[-1].value and top.figure not in told:
        said.append(f"at most {top.figure} in {top.period}")
    least = min(known, key=lambda point: point.value)
    if known[0].value > least.value < known[-1].value and least.figure not in told:
        said.append(f"at least {least.figure} in {least.period}")
    said += [f"{absent.count(figure)} {_ABSENT.get(figure, figure)}" for figure in dict.fromkeys(absent)]
    return ", ".join(said)


def _guessed(frame: pd.DataFrame) -> str:
    """Say which part of the sum of all figures the source estimates, where they may be added."""
    columns = set(frame)
    # a difference, a change and a single record are no parts of a sum
    if not {"value", "estimated", "stage"} <= columns or columns & {"left", "previous", "record"}:
        return ""
    told = frame[frame["value"].notna() & frame["estimated"].notna() & (frame["stage"].nunique() == 1)]
    whole = told["value"].sum()
    if not whole > 0 or (told["value"] < 0).any():
        return ""
    part = (told["value"] * told["estimated"]).sum() / whole
    return f"Estimated by the source: {numbers.per_cent(part)} per cent of all." if part > 0 else ""


def _closed(text: str, frame: pd.DataFrame, bounds: Sequence[str]) -> str:
    """The text with the number of open bounds and of undisclosed records, and who the others are."""
    is_open = int(np.isinf(frame[list(bounds)].to_numpy(dtype=float)).any(axis=1).sum())
    hidden = int(frame["undisclosed"].fillna(0).sum())
    said = [
        text,
        f"{is_open} with an open bound" if is_open else "",
        f"{counted(hidden, 'records')} undisclosed" if hidden else "",
        titles.others_note(frame),
        _guessed(frame),
    ]
    return " ".join(as_sentence(part) for part in said if part)
