"""The words of charts over time and of two figures beside each other: lines, areas and dumbbells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names, numbers
from armsflow.errors import PartyError
from armsflow.languages import message, say, say_count, say_in, years
from armsflow.records.schema import period
from armsflow.records.selection import Span, joined

__all__: list[str] = []

#: Among what a concentration is, as title of the index and of the effective number.
AMONG = {
    "suppliers": (message("Concentration among suppliers"), message("Effective number of suppliers")),
    "donors": (message("Concentration among donors"), message("Effective number of donors")),
    "recipients": (message("Concentration among recipients"), message("Effective number of recipients")),
    "categories": (message("Concentration among categories"), message("Effective number of categories")),
    "parties": (message("Concentration among parties"), message("Effective number of parties")),
    "parts": (message("Concentration among parts"), message("Effective number of parts")),
}
#: What an index of 1 says.
ONE = {
    "suppliers": message("1: one supplier has all"),
    "donors": message("1: one donor has all"),
    "recipients": message("1: one recipient has all"),
    "categories": message("1: one category has all"),
    "parties": message("1: one party has all"),
    "parts": message("1: one part has all"),
}
_OTHERS = {"recipient": "suppliers", "supplier": "recipients"}
SPENDING = message("Military spending")
OTHER_SPENDING = names.OTHER_SPENDING
SIDES = {"supplied": message("exports"), "received": message("imports")}
NO_BOUNDS = message("Lines, without bounds; widest for {widest}.")
AREAS_NO_BOUNDS = message("Stacks, without bounds; widest for {widest}.")
DOTS_NO_BOUNDS = message("Dots, without bounds; widest for {widest}.")
GAPS = message("A line breaks off where there is no figure.")
BROKEN_AREAS = message("An area breaks off where there is no figure of its own.")
EMPTY = message("Nothing is known of {windows}.")
LOG = message("Logarithmic scale; figures of 0 have no place on it.")
LOG_SCALE = message("logarithmic scale")
TINT = message("Tint: lowest to highest figure that the records allow.")
NOT_KNOWN, SUM = message("not known"), message("sum")
ALL_RECORDS = message("sum of the records given")
NONE_YET = "–"
TOO_SMALL = message("Too small to be seen: {names}.")
MISSING_DOT = message("–: no record or no figure.")
#: Shares of another figure, by the name of its unit.
PARTS = {
    "share of GDP": message("per cent of GDP"),
    "share of government spending": message("per cent of government spending"),
    "share of military spending": message("per cent of military spending"),
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
        # not of the last years there are
        return say_count(
            "mean of the {count} years up to each year", "mean of the {count} years up to each year", window
        )
    return say("single years")


def parts_of(frame: pd.DataFrame, keys: Sequence[str]) -> str:
    """What the wholes of a frame of concentration consist of: "suppliers"."""
    leaders = set(frame["leader"]) - {""}
    if leaders and leaders <= set(names.categories()):
        return "categories"
    if not all(is_party(code) for code in leaders):
        return "parts"
    sides = [other for key, other in _OTHERS.items() if key in keys]
    if sides == ["suppliers"]:
        return f"{check.role('supplier', frame)}s"
    return sides[0] if len(sides) == 1 else "parties"


def is_party(code: str) -> bool:
    """Whether a code, or a name of the user's, is that of a party."""
    try:
        names.party(code, "name")
    except PartyError:
        return False
    return True


def index_of(parts: str, stage: str, unit: str) -> str:
    """What concentration measures."""
    return say(
        "Herfindahl–Hirschman index of {stage} in {unit} ({one})",
        stage=stage,
        unit=unit,
        one=say(ONE[parts]),
    )


class Ratio(NamedTuple):
    """In what step ratios are counted, and in words what they are then."""

    step: float
    words: str


def ratio(measure: str, prices: str, largest: float) -> Ratio:
    """The step that suits the largest of the ratios of a measure: "fraction of GDP", "TIV per person"."""
    if measure == "fraction":
        return Ratio(100.0, say(OF_DENOMINATOR))
    if measure.startswith("fraction of "):
        return Ratio(100.0, per_cent_of(f"share of {measure.removeprefix('fraction of ')}"))
    unit, _, below = measure.partition(" per ")
    base, _, counted = below.partition(" of ")
    # money is counted in millions at least: nothing is a volume per single dollar
    steps = [step for step in PER if step > 1 or base == "person"]
    step = next((step for step in steps if step * largest >= 0.5), steps[-1])
    return Ratio(step, _per(unit, prices, _base(base, counted, step), step))


def _per(unit: str, prices: str, base: str, step: float) -> str:
    """A ratio in words: "TIV per million persons", "TIV per billion US dollars of GDP"."""
    money = numbers.unit_name(unit, counted=False)
    dated = prices.isdigit() and unit not in numbers.COUNTED
    money = say("{money} of {year}", money=money, year=prices) if dated else money
    text = say(PER[step], unit=money, base=base)
    return text if dated or unit in numbers.COUNTED else say("{money}, current prices", money=text)


def _base(base: str, counted: str, step: float) -> str:
    """By what is divided: "persons", "members of armed forces", "US dollars of GDP"."""
    if base == "person" and counted == "armed forces":
        return (
            say("member of armed forces")
            if step == 1
            else say_in("behind million", "members of armed forces")
        )
    if base == "person":
        name = say("person") if step == 1 else say_in("behind million", "persons")
    else:
        name = numbers.unit_name(base, counted=True)
    if counted == "GDP":
        return say("{money} of GDP", money=name)
    return f"{name} ({counted})" if counted else name


def per_cent_of(unit: str) -> str:
    """A share in words: "per cent of GDP"."""
    known = PARTS.get(unit)
    return say(known) if known else f"per cent of {unit.removeprefix('share of ')}"


def per_person(unit: str) -> str:
    """A unit of money per head in words: "US dollars per person"; other units as they stand."""
    money = unit.removesuffix(" per person")
    if money == unit:
        return unit
    return say(PER[1.0], unit=numbers.unit_name(money, counted=False), base=say("person"))


def ended(name: str, year: str) -> str:
    """The name of a line that ends before the others."""
    return say("{name} (to {year})", name=name, year=year)


def empty(gaps: Sequence[Span]) -> str:
    """Of which windows between others there is no figure at all; years beside each other are one span."""
    overlap = any(later[0] <= earlier[1] for earlier, later in pairwise(gaps))
    told = [years(period(*span)) for span in (gaps if overlap else joined(gaps))]
    return say("No figure: {which}.", which=names.first_of(told)) if told else ""


def not_stacked(which: Sequence[str]) -> str:
    """Which figures are missing in their stacks."""
    if not which:
        return ""
    return say("Not in the stacks, since no figure is known: {which}.", which=names.first_of(which))


def two_dots(first: str, last: str) -> str:
    """Which dot is which."""
    return say("empty dot {first}, filled {last}", first=first, last=last)
