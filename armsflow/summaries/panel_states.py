"""Which states there are in a year, by system of codes, and which of them each party is."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from armsflow.parties import all_codes
from armsflow.state_codes import code_of
from armsflow.tables import table

__all__: list[str] = []


class State(NamedTuple):
    """A state of a year: its code, the party that stands for it, and all parties that are it."""

    code: str | int
    party: str
    parties: frozenset[str]


class States(NamedTuple):
    """The states of a year, and the state of each party that is one."""

    units: list[State]
    of: dict[str, State]


@cache
def states(system: str, year: int) -> States:
    """The states of a year in a system, in the order of the parties that stand for them."""
    found: dict[str | int, list[str]] = {}
    for party in all_codes():
        if (code := _code(party, system, year)) is not None:
            found.setdefault(code, []).append(party)
    each = [State(code, _first(parties), frozenset(parties)) for code, parties in found.items()]
    units = sorted(each, key=lambda state: state.party)
    return States(units, {party: state for state in units for party in state.parties})


def _code(party: str, system: str, year: int) -> str | int | None:
    if system != "iso3":
        return code_of(party, system, year)
    number = code_of(party, "cow", year)
    if number is not None:
        # parties that are one state in that year share the code of the one that lives on
        return _living(year)[number]
    first, last = _years().get(party, (1, 0))
    return party if first <= year <= last else None


def may_be(party: str, system: str, year: int) -> frozenset[str]:
    """The states of a year that a party may be: itself, or where it is none, those with the same successor.

    They are given by the party that stands for each.
    """
    known = states(system, year)
    if party in known.of:
        return frozenset({known.of[party].party})
    last = _last(party)
    return frozenset(state.party for state in known.units if last in map(_last, state.parties))


@cache
def _last(party: str) -> str:
    """The state that continues a party in the end; of one that none continues the party itself."""
    successor = all_codes()[party]["successor"]
    return _last(successor) if successor else party


def _first(parties: list[str]) -> str:
    """The party that no other succeeds."""
    return min(parties, key=lambda party: (all_codes()[party]["successor"] != "", party))


@cache
def _living(year: int) -> dict[str | int | None, str]:
    """Number of a state in a year → the party that no other succeeds."""
    same: dict[str | int | None, list[str]] = {}
    for party in _numbered():
        same.setdefault(code_of(party, "cow", year), []).append(party)
    return {number: _first(parties) for number, parties in same.items()}


@cache
def _numbered() -> tuple[str, ...]:
    codes = table("state_codes.csv")
    return tuple(dict.fromkeys(codes[codes["system"] == "cow"]["party"]))


@cache
def _years() -> dict[str, tuple[int, int]]:
    """First and last year of states of today, some of which Correlates of War does not count, or not yet."""
    parties = table("parties.csv").fillna({"start": 0, "end": 9999})
    rows = parties[parties["kind"] == "state"][["code", "start", "end"]].to_numpy()
    return {code: (int(start), int(end)) for code, start, end in rows}
