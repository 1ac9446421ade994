"""The words of charts over time and of two figures beside each other: lines, areas and dumbbells."""

from __future__ import annotations

from collections.abc import Sequence

from armsflow.charts.text import names, numbers
from armsflow.languages import message, say, say_count, say_in

__all__: list[str] = []

CONCENTRATION = message("Concentration")
SPENDING = message("Military spending")
MILEX, OTHER_SPENDING = "milex", names.OTHER_SPENDING
SIDES = {"supplied": message("exports"), "received": message("imports")}
NO_BOUNDS = message("Lines, without bounds; widest for {widest}.")
AREAS_NO_BOUNDS = message("Stacks, without bounds; widest for {widest}.")
DOTS_NO_BOUNDS = message("Dots, without bounds; widest for {widest}.")
GAPS = message("A line breaks off where there is no figure.")
LOG = message("Logarithmic scale; figures of 0 have no place on it.")
LOG_SCALE = message("logarithmic scale")
TINT = message("Tint: lowest to highest figure that the source allows.")
NOT_KNOWN, SUM = message("not known"), message("sum")
ALL_RECORDS = message("sum of the records given")
NONE_YET = "–"
MISSING_DOT = message("–: no record or no figure.")
#: Shares of another figure, by the name of its unit.
PARTS = {
    "share of GDP": message("per cent of GDP"),
    "share of government spending": message("per cent of government spending"),
}
#: Figures per head or per unit of money, by the step in which those are counted.
PER = {
    1.0: message("{unit} per {base}"),
    1e6: message("{unit} per million {base}"),
    1e9: message("{unit} per billion {base}"),
    1e12: message("{unit} per trillion {base}"),
}
OF_DENOMINATOR = message("per cent of the spending or GDP given")


def average(window: int) -> str:
    """What one figure of a moving average covers."""
    if window > 1:
        return say_count("average of the last {count} years", "average of the last {count} years", window)
    return say("single years")


def index_of(stage: str, unit: str) -> str:
    """What concentration measures."""
    return say(
        "Herfindahl–Hirschman index of {stage} in {unit} ({one})",
        stage=stage,
        unit=unit,
        one=say("1: one has all"),
    )


def per(unit: str, prices: str, base: str, step: float) -> str:
    """A ratio in words: "TIV per million persons", "TIV per billion US dollars"."""
    money = numbers.unit_name(unit, counted=False)
    dated = prices.isdigit() and unit not in numbers.COUNTED
    money = say("{money} of {year}", money=money, year=prices) if dated else money
    people = say("person") if step == 1 else say_in("behind million", "persons")
    text = say(
        PER[step], unit=money, base=people if base == "person" else numbers.unit_name(base, counted=True)
    )
    return text if dated or unit in numbers.COUNTED else say("{money}, current prices", money=text)


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
