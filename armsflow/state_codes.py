"""Codes of states in other systems, by year: ISO 3166-1, UN M49, Correlates of War, Gleditsch–Ward."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from armsflow.tables import table

__all__: list[str] = []

#: The systems, and whether their codes are numbers.
SYSTEMS = {"iso3": False, "iso2": False, "m49": True, "cow": True, "gw": True}
_FIRST, _LAST = 0, 9999


class Code(NamedTuple):
    """A code of a party, and the first and last year in which it holds."""

    code: str | int
    first: int
    last: int


@cache
def codes(system: str) -> dict[str, tuple[Code, ...]]:
    """Party → its codes in a system, in the order of years."""
    rows = table("state_codes.csv")
    rows = rows[rows["system"] == system].fillna({"start": _FIRST, "end": _LAST})
    found: dict[str, list[Code]] = {}
    for party, code, start, end in rows[["party", "code", "start", "end"]].to_numpy():
        found.setdefault(party, []).append(
            Code(int(code) if SYSTEMS[system] else str(code), int(start), int(end))
        )
    return {party: tuple(sorted(each, key=lambda code: code.first)) for party, each in found.items()}


def code_of(party: str, system: str, year: int | None) -> str | int | None:
    """The code of a party in a year, of two the one at its end; without a year, the latest."""
    held = codes(system).get(party, ())
    if year is not None:
        held = tuple(code for code in held if code.first <= year <= code.last)
    return held[-1].code if held else None
