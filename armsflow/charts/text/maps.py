"""The words of a map: the classes of its key, and what its foot says."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from armsflow.charts.text import names
from armsflow.charts.text.numbers import DASH
from armsflow.languages import message, number, say, say_count

__all__: list[str] = []

NO_RECORD, CONTESTED = message("no record"), message("contested border")
NOT_DISCLOSED, NOT_KNOWN = message("not disclosed"), message("not known")
SMALL, ZERO = message("small state"), "0"
_LONG = 14  # letters from which a name on the map may be broken
VIEW = message("Crimea is drawn as part of Ukraine; contested borders are broken lines.")
BORDERS = message("Borders imply no judgement on the status of any territory.")
MORE = message("{sign}: records without a figure come on top.")
NO_BOUNDS = message("Figures as printed, without bounds; widest for {widest}.")
#: By which rule classes were made, by how many round numbers each is above the one below.
RULES = {
    1: message("Classes: round limits, each about twice the one below."),
    2: message("Classes: round limits, each four or five times the one below."),
    3: message("Classes: round limits, each ten times the one below."),
}


def ranges(limits: Sequence[float], text: Callable[[float], str]) -> list[str]:
    """The classes from the lowest up: "less than 50", "50–100", "100 and more"."""
    if not limits:
        return []
    texts = [text(limit) for limit in limits]
    between = [f"{low}{DASH}{high}" for low, high in itertools.pairwise(texts)]
    first, last = say("less than {figure}", figure=texts[0]), say("{figure} and more", figure=texts[-1])
    return [first, *between, last]


def limit(value: float) -> str:
    """A round limit of a class: "2,000", "0.05"."""
    text = f"{value:,.12f}".rstrip("0")
    return number(text.rstrip("."))


def labels(name: str, figure: str, *, is_number: bool) -> list[str]:
    """A name with its figure on the map: in one line, in two, and a long name in three."""
    if not figure:
        lines = [name]
    else:
        # "Egypt 1,493", but "Egypt: not disclosed"
        lines = [f"{name} {figure}" if is_number else say("{name}: {what}", name=name, what=figure)]
        lines.append(f"{name}\n{figure}")
    if len(name) >= _LONG and " " in name:
        # the break that makes both parts about as long
        cuts = [place for place, letter in enumerate(name) if letter == " "]
        cut = min(cuts, key=lambda place: (max(place, len(name) - place), place))
        lines.append("\n".join(filter(None, [name[:cut], name[cut + 1 :], figure])))
    return lines


def rule(stride: int, count: int) -> str:
    """By which rule classes were made; nothing where the user gave them or there is one limit."""
    if not stride or count < 2:
        return ""
    return say(RULES[stride])


def off_map(called: Sequence[str], part: str) -> str:
    """Who is not on the map, and what they make up together."""
    if not called:
        return ""
    which = names.first_of(called)
    if part:
        return say("Not on the map: {which}, {part} per cent of all.", which=which, part=part)
    return say("Not on the map: {which}.", which=which)


def vague(count: int) -> str:
    """How many states could be in another class."""
    if not count:
        return ""
    return say_count(
        "By its bounds, {count} state may be in another class.",
        "By their bounds, {count} states may be in another class.",
        count,
    )
