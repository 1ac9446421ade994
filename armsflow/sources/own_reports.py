"""Whose reports a file holds: those of one state are no list of all suppliers, or of all recipients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armsflow.records.schema import ALL, SIDES, UNKNOWN

__all__: list[str] = []


def own_reports(reporters: np.ndarray, parties: Mapping[str, np.ndarray]) -> dict[str, str]:
    """Side → the one state that reports all rows of that side; a side that several report is not there."""
    met = {side: set(parties[side][reporters == side].tolist()) for side in SIDES}
    return {side: str(state) for side, states in met.items() if (state := sole(states))}


def sole(parties: set[Any]) -> str:
    """The one party of a set; "" where there are several, or none that is known."""
    party = str(next(iter(parties), "")) if len(parties) == 1 else ""
    return "" if party == ALL or party.startswith(UNKNOWN) else party


def of_each(reporters: np.ndarray, selections: Mapping[str, str]) -> str | np.ndarray:
    """What was chosen, for each row by the side that reports it; one text where all rows have the same."""
    met = {side: selections.get(side, "") for side in set(reporters.tolist())}
    if len(set(met.values())) < 2:
        return next(iter(met.values()), "")
    return np.array([met[side] for side in reporters.tolist()], dtype=object)
