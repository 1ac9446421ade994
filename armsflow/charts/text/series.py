"""The words of charts over time and of two figures beside each other: lines, areas and dumbbells."""

from __future__ import annotations

from collections.abc import Sequence

from armsflow.charts.text import names
from armsflow.languages import message, say, say_count

__all__: list[str] = []

CONCENTRATION = message("Concentration")
SPENDING = message("Military spending")
MILEX, OTHER_SPENDING = "milex", names.OTHER_SPENDING
SIDES = {"supplied": message("exports"), "received": message("imports")}
NO_BOUNDS = message("Lines, without bounds; the widest are those of {widest}.")
AREAS_NO_BOUNDS = message("Stacks, without bounds; the widest are those of {widest}.")
DOTS_NO_BOUNDS = message("Dots, without bounds; the widest are those of {widest}.")
GAPS = message("A line breaks off where a figure is not known.")
LOG = message("Logarithmic scale; figures of 0 have no place on it.")
LOG_SCALE = message("logarithmic scale")
TINT = message("Tint: lowest to highest figure that the source admits.")
NOT_KNOWN, SUM = message("not known"), message("sum")
ALL_RECORDS = message("sum of the records given")
NONE_YET = "–"
MISSING_DOT = message("–: no record or no figure.")
#: What shares are of, by the keys that tell parts apart.
SHARES = {
    "supplier": message("Shares of suppliers"),
    "recipient": message("Shares of recipients"),
    "category": message("Shares of categories"),
    "supplier+recipient": message("Shares of suppliers and recipients"),
    "supplier+category": message("Shares of suppliers and categories"),
    "recipient+category": message("Shares of recipients and categories"),
}
#: Shares of another figure, by the name of its unit.
PARTS = {
    "share of GDP": message("per cent of GDP"),
    "share of government spending": message("per cent of government spending"),
}


def average(window: int) -> str:
    """What one figure of a moving average covers."""
    if window > 1:
        return say_count("average of the last {count} years", "average of the last {count} years", window)
    return say("single years")


def shares_of(keys: Sequence[str]) -> str:
    """The title of shares: "Shares of suppliers"."""
    known = SHARES.get("+".join(keys))
    return say(known) if known else say("Shares by {keys}", keys=names.keys(keys))


def index_of(stage: str, unit: str) -> str:
    """What concentration measures."""
    return say(
        "Herfindahl–Hirschman index of {stage} in {unit} ({one})",
        stage=stage,
        unit=unit,
        one=say("1: one has all"),
    )


def per_cent_of(unit: str) -> str:
    """A share in words: "per cent of GDP"."""
    known = PARTS.get(unit)
    return say(known) if known else f"per cent of {unit.removeprefix('share of ')}"


def ended(name: str, year: str) -> str:
    """The name of a line that ends before the others."""
    return say("{name} (to {year})", name=name, year=year)


def not_stacked(which: Sequence[str]) -> str:
    """Which figures are missing in their stacks."""
    if not which:
        return ""
    return say("Not in the stacks, since no figure is known: {which}.", which=names.first_of(which))


def two_dots(first: str, last: str) -> str:
    """Which dot is which."""
    return say("empty dot {first}, filled {last}", first=first, last=last)
