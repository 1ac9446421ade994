"""The words of charts over time and of two figures beside each other: lines, areas and dumbbells."""

from __future__ import annotations

from collections.abc import Sequence

from armsflow.charts.text import names

__all__: list[str] = []

AVERAGE_OF = "Averages of"
CONCENTRATION = "Concentration"
SPENDING = "Military spending"
MILEX, OTHER_SPENDING = "SIPRI Military Expenditure Database", "spending as given"
SIDES = {"supplied": "exports", "received": "imports"}
NO_BOUNDS = "Lines"
AREAS_NO_BOUNDS = "Stacks"
GAPS = "A line breaks off where a figure is not known."
LOG = "Logarithmic scale; figures of 0 have no place on it."
LOG_SCALE = "logarithmic scale"
TINT = "Tint: lowest to highest figure that the source admits."
NOT_KNOWN, SUM = "not known", "sum"
GREY = "Grey: all others."
DOTS_NO_BOUNDS = "Dots"
NONE_YET = "–"
MISSING_DOT = "–: no record or no figure."


def average(window: int) -> str:
    """What one figure of a moving average covers."""
    return f"average of the last {window} years" if window > 1 else "single years"


def shares_of(what: str) -> str:
    """The title of shares: "Shares of suppliers"."""
    return f"Shares of {what}"


def index_of(measured: str) -> str:
    """What concentration measures."""
    return f"Herfindahl–Hirschman index of {measured} (1: one has all)"


def both_sides(parties: Sequence[str]) -> str:
    """The title of imports and exports: "Arms exports and imports of Türkiye"."""
    if len(parties) > 3:
        return "Arms exports and imports, by party"
    return f"Arms exports and imports of {names.listed(map(names.in_text, parties))}"


def per_cent_of(unit: str) -> str:
    """A share in words: "per cent of GDP"."""
    return f"per cent of {unit.removeprefix('share of ')}"


def ended(name: str, year: str) -> str:
    """The name of a line that ends before the others."""
    return f"{name} (to {year})"


def not_stacked(which: Sequence[str]) -> str:
    """Which figures are missing in their stacks."""
    if not which:
        return ""
    more = [f"{len(which) - 3} more"] if len(which) > 3 else []
    return f"Not in the stacks, since no figure is known: {names.listed([*which[:3], *more])}."


def two_dots(first: str, last: str) -> str:
    """Which dot is which."""
    return f"empty dot {first}, filled {last}"
