"""The words of a map: the classes of its key, and what its foot says."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from armsflow.charts.text import names
from armsflow.charts.text.numbers import DASH

__all__: list[str] = []

NO_RECORD, CONTESTED, ZERO = "no record", "contested border", "0"
NOT_DISCLOSED, NOT_KNOWN = "not disclosed", "not known"
VIEW = "Crimea is drawn as part of Ukraine; contested borders are broken lines."
BORDERS = "Borders imply no judgement on the status of any territory."
_TIMES = {1: "about twice", 2: "four or five times", 3: "ten times"}


def ranges(limits: Sequence[float], number: Callable[[float], str]) -> list[str]:
    """The classes from the lowest up: "less than 50", "50–100", "100 and more"."""
    if not limits:
        return []
    texts = [number(limit) for limit in limits]
    between = [f"{low}{DASH}{high}" for low, high in itertools.pairwise(texts)]
    return [f"less than {texts[0]}", *between, f"{texts[-1]} and more"]


def limit(value: float) -> str:
    """A round limit of a class: "2,000", "0.05"."""
    text = f"{value:,.12f}".rstrip("0")
    return text.rstrip(".")


def rule(stride: int, count: int) -> str:
    """By which rule classes were made; nothing where the user gave them or there is one limit."""
    if not stride or count < 2:
        return ""
    return f"Classes: round limits, each {_TIMES[stride]} the one below."


def off_map(called: Sequence[str], part: str) -> str:
    """Who is not on the map, and what they make up together."""
    if not called:
        return ""
    more = [f"{len(called) - 3} more"] if len(called) > 3 else []
    which = names.listed([*called[:3], *more])
    return f"Not on the map: {which}{f', {part} per cent of all' if part else ''}."


def vague(count: int) -> str:
    """How many states could be in another class."""
    if not count:
        return ""
    if count == 1:
        return "By its bounds, 1 state may be in another class."
    return f"By their bounds, {count} states may be in another class."
