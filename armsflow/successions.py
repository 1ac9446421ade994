"""Former states and the states that continue them, by the years of both."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from armsflow.tables import table

__all__: list[str] = []

#: Before and after all years, of a state without a first or a last one.
_BEFORE, _AFTER = 0, 9999
#: Sources with the names of states that SIPRI uses.
AS_SIPRI = ("sipri", "sample")


class State(NamedTuple):
    """A state of ``parties.csv``: its years, who continues it and since when, and whether SIPRI names it."""

    first: int
    last: int
    heir: str
    #: the first year from which the heir stands for it; None if that is always
    heir_from: int | None
    in_sipri: bool

    @property
    def continued_by(self) -> str:
        """The one state that continues it in all its years, "" if there is none."""
        return self.heir if self.heir_from is None else ""


@cache
def states() -> dict[str, State]:
    """Code → each state there is or was."""
    parties = table("parties.csv").fillna({"start": _BEFORE, "end": _AFTER})
    known = parties[parties["kind"].isin(["state", "former_state"])]
    columns = ["code", "start", "end", "successor", "successor_from", "sipri"]
    return {
        code: State(int(first), int(last), heir, int(since) if since == since else None, bool(sipri))
        for code, first, last, heir, since, sipri in known[columns].to_numpy()
    }


def begins(code: str) -> int:
    """The first year of a state; of one that always was, and of what is no state, a year before all."""
    state = states().get(code)
    return _BEFORE if state is None else state.first


def formers(code: str, *, since: int, sources: Iterable[str]) -> dict[str, int]:
    """Former states that one state continues, and that were there `since` a year, with their last years.

    SIPRI never names Serbia and Montenegro, so that its Serbia continues no other.
    """
    as_sipri = set(sources) <= {*AS_SIPRI}
    return {
        former: state.last
        for former, state in _continued().get(code, {}).items()
        if since <= state.last <= begins(code) and (state.in_sipri or not as_sipri)
    }


@cache
def _continued() -> dict[str, dict[str, State]]:
    """Code of a state → the former states that it continues."""
    found: dict[str, dict[str, State]] = {}
    for code, state in states().items():
        if state.continued_by:
            found.setdefault(state.continued_by, {})[code] = state
    return found


def continues(code: str) -> bool:
    """Whether a state continues a former one."""
    return code in _continued()
