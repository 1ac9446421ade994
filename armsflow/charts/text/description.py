"""What is drawn, in words: sentences for marks side by side and for figures over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.charts.text import foot, hidden, names, numbers
from armsflow.languages import counted as both
from armsflow.languages import message, say, say_count

__all__: list[str] = []

_LINES = 6  # lines over time that are reported
_MOST = 4  # marks that are reported one by one; of more, the largest and the smallest
_FEW = 2  # others and unknown that are reported one by one
_SIZES = (message("largest {item}"), message("smallest {item}"))
RANKS = (message("highest {item}"), message("lowest {item}"))  # of what may be below 0


def as_sentence(text: str) -> str:
    """The text with a full stop, if it does not end like a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


#: What is counted, by its English plural.
KINDS = {
    "bars": both("{count} bar", "{count} bars"),
    "dots": both("{count} dot", "{count} dots"),
    "lines": both("{count} line", "{count} lines"),
    "rows": both("{count} row", "{count} rows"),
    "flows": both("{count} flow", "{count} flows"),
    "stacks": both("{count} stack", "{count} stacks"),
    "deals": both("{count} deal", "{count} deals"),
    "pairs": both("{count} pair", "{count} pairs"),
    "parties": both("{count} party", "{count} parties"),
    "records": both("{count} record", "{count} records"),
    "suppliers": both("{count} supplier", "{count} suppliers"),
    "donors": both("{count} donor", "{count} donors"),
    "recipients": both("{count} recipient", "{count} recipients"),
    "categories": both("{count} category", "{count} categories"),
    "parts": both("{count} part", "{count} parts"),
    "cells": both("{count} cell", "{count} cells"),
    "bands": both("{count} band", "{count} bands"),
    "net balances": both("{count} net balance", "{count} net balances"),
}


_YEARS, _WINDOWS = both("{count} years", "{count} years"), both("{count} windows", "{count} windows")


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
    of: str = "",
) -> str:
    """Say what is drawn, in bands or in one, how many bounds are open and how many records undisclosed.

    `of` says of what there are so many: "2 suppliers".

    `what` is a kind of mark, "bars"; of `bounds`, the columns of the frame, those count that are infinite.
    """
    count = sum(len(band) for band in bands.values())
    if len(bands) == 1:
        said = _listed(next(iter(bands.values())), ends)
        return _closed(say("{name}: {what}", name=counted(count, what, of), what=said), frame, bounds)
    # of many bands, the first, and less of each
    named = [
        say("{name}: {what}", name=name, what=_listed(band, ends, most=2))
        for name, band in list(bands.items())[:_MOST]
    ]
    more = [_more(len(bands) - _MOST)] if len(bands) > _MOST else []
    in_bands = say_count("{marks} in {count} band.", "{marks} in {count} bands.", len(bands),
                         marks=counted(count, what, of))  # fmt: skip
    return _closed(f"{in_bands} {'. '.join([*named, *more])}", frame, bounds)


def counted(count: int, what: str, of: str = "") -> str:
    """So many things: "5 bars", "1 cell for 2 suppliers"."""
    marks = say_count(*KINDS[what], count)
    return say("{marks} for {whom}", marks=marks, whom=of) if of else marks


def _more(count: int) -> str:
    return say_count("{count} more", "{count} more", count)


def _listed(things: Sequence[Item], ends: tuple[str, str], *, most: int = _MOST) -> str:
    """A few things one by one; of more those at both ends, and how many have no figure."""
    if len(things) <= most:
        return names.parted(map(_item, things))
    known = sorted((thing for thing in things if not np.isnan(thing.size)), key=lambda thing: -thing.size)
    named = [thing for thing in known if not thing.rest] or known
    said = [say(ends[0], item=_item(thing)) for thing in named[:1]]
    said += [
        say("then {item}", item=_item(thing)) for thing in named[1:2] if most == _MOST and len(named) > 2
    ]
    said += [say(ends[1], item=_item(thing)) for thing in named[1:][-1:]]
    if rest := [thing for thing in known if thing.rest and thing not in named]:
        # who is named may be larger or smaller than those who are not
        said = [say("of those named, {list}", list=names.parted(said)), _further(rest)]
    unknown = Counter(_without(thing) for thing in things if np.isnan(thing.size))
    return names.parted([*said, *(f"{count} {what}" for what, count in unknown.items())])


def _further(rest: Sequence[Item]) -> str:
    """Others and unknown one by one, or how many there are."""
    if len(rest) > _FEW:
        return say_count("{count} of others or the unknown", "{count} of others or the unknown", len(rest))
    return say("further {item}", item=names.parted(map(_item, rest)))


def _without(thing: Item) -> str:
    """What stands in place of a figure: words, or bounds."""
    words_ = thing.lacking or thing.figure
    return say("with bounds only") if any(map(str.isdigit, words_)) else words_


def _item(thing: Item) -> str:
    return say("{name}: {what}", name=thing.name, what=thing.figure) if thing.name else thing.figure


def _bounded(figure: str, bounds: str) -> str:
    return f"{figure} ({bounds})" if bounds else figure


class Point(NamedTuple):
    """One step of a course over time."""

    period: str
    value: float
    #: The figure as it is printed; of most points nobody asks for it.
    told: Callable[[], str]

    @property
    def figure(self) -> str:
        """The figure as it is printed."""
        return self.told()


def points(
    rows: pd.DataFrame,
    column: str,
    text: Callable[[float], str],
    bounds: Callable[[float, float], str] = numbers.bounds,
) -> list[Point]:
    """A column of a frame in order of time, worded by `text`, with its bounds."""
    rows = rows.sort_values(["start", "end"])
    figures = (list(rows[name]) for name in (column, "low", "high"))

    def told(value: float, low: float, high: float) -> str:
        return say("not known") if np.isnan(value) else _bounded(text(value), bounds(low, high))

    return [
        Point(period, value, partial(told, value, low, high))
        for period, value, low, high in zip(rows["period"], *figures, strict=True)
    ]


def over_time(
    what: str, groups: Mapping[str, Sequence[Point]], frame: pd.DataFrame, *, named: bool = False
) -> str:
    """Say how figures changed over time, each from its first window to its last; one alone if `named`."""
    said = [say("{name}: {what}", name=name, what=course(steps)) for name, steps in groups.items()]
    if len(groups) == 1 and not named:
        said = [course(steps) for steps in groups.values()]
    more = [_more(len(groups) - _LINES)] if len(groups) > _LINES else []
    single = bool((frame["start"] == frame["end"]).all())
    count = int(frame["period"].nunique())
    span = say_count(*(_YEARS if single else _WINDOWS), count)
    over = say("{marks} over {span}", marks=say(what), span=span)
    return _closed(
        say("{name}: {what}", name=over, what=names.parted([*said[:_LINES], *more])), frame, ("low", "high")
    )


def _point(point: Point) -> str:
    return say("{figure} in {window}", figure=point.figure, window=point.period)


_NONE = both("{count} with none", "{count} with none")
_UNKNOWN = both("{count} not known", "{count} not known")


def _either(words: Iterable[str]) -> str:
    """One or two words: "none or not known"."""
    first, *rest = [*words, ""]
    return say("{first} or {last}", first=first, last=rest[0]) if rest and rest[0] else first


def course(steps: Sequence[Point]) -> str:
    """Say from which to which figure a line goes, and its highest and lowest point between."""
    known = [point for point in steps if not np.isnan(point.value)]
    absent = [point.figure for point in steps if np.isnan(point.value)]
    if not known:
        return _either(dict.fromkeys(absent)) or say("not known")
    ends = [_point(point) for point in (known[0], known[-1])]
    said = [say("from {first} to {last}", first=ends[0], last=ends[1]) if len(known) > 1 else ends[0]]
    top = max(known, key=lambda point: point.value)
    told = {known[0].figure, known[-1].figure}
    if known[0].value < top.value > known[-1].value and top.figure not in told:
        said.append(say("highest {point}", point=_point(top)))
    least = min(known, key=lambda point: point.value)
    if known[0].value > least.value < known[-1].value and least.figure not in told:
        said.append(say("lowest {point}", point=_point(least)))
    for figure in dict.fromkeys(absent):
        forms = _NONE if figure == say("none") else _UNKNOWN
        said.append(say_count(*forms, absent.count(figure)))
    return ", ".join(said)


def guessed(frame: pd.DataFrame) -> str:
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
    if not part > 0:
        return ""
    return say("Estimated by the source: {part} per cent of all.", part=numbers.per_cent(part))


def _hidden(frame: pd.DataFrame) -> str:
    """How many records are undisclosed, or how many at least."""
    count, exact = hidden.of(frame)
    if not count:
        return ""
    if exact:
        return say_count("{count} record undisclosed", "{count} records undisclosed", count)
    return say_count("At least {count} record undisclosed", "At least {count} records undisclosed", count)


def _closed(text: str, frame: pd.DataFrame, bounds: Sequence[str]) -> str:
    """The text with the number of open bounds and of undisclosed records, and who the others are."""
    is_open = int(np.isinf(frame[list(bounds)].to_numpy(dtype=float)).any(axis=1).sum())
    said = [
        text,
        say_count("{count} with an open bound", "{count} with an open bound", is_open) if is_open else "",
        _hidden(frame),
        foot.others_in_words(frame),
        guessed(frame),
    ]
    return " ".join(as_sentence(part) for part in said if part)
