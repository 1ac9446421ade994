"""The classes of a map: round limits from the largest figure down, by one rule."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from armsflow.errors import ArgumentError

__all__: list[str] = []

_MOST = 5  # classes that are told apart in grey
_CROWD = 0.4  # part of the states that the lowest class should not exceed
_ROUND = np.array([m * 10.0**n for n in range(-12, 19) for m in (1, 2, 5)])


class Classes(NamedTuple):
    """The lower limits of all classes but the lowest, and how many round numbers apart (0: given)."""

    limits: tuple[float, ...]
    stride: int

    def of(self, values: Any) -> np.ndarray:
        """The class of each value, the lowest 0."""
        # a sum may miss a round limit by its last digits
        edges = np.array(self.limits) * (1 - 1e-9)
        return np.searchsorted(edges, np.asarray(values, dtype=float), side="right")


def classes_of(values: np.ndarray, wanted: int | Sequence[float]) -> Classes:
    """The classes of values: limits as they were given, or up to so many classes by the rule.

    Limits are taken from 1, 2, 5, 10, … downwards from the largest that a value reaches: every one, or every
    second, or every third, the first of these with which the lowest class holds no more than two fifths.
    """
    if isinstance(wanted, Sequence | np.ndarray):
        return Classes(_given(wanted), 0)
    if isinstance(wanted, bool) or not isinstance(wanted, int | np.integer) or not 2 <= wanted <= _MOST:
        raise ArgumentError(
            f"classes is {wanted!r}; expected a number from 2 to {_MOST}, or the lower limits of all "
            "classes but the lowest in rising order",
            rows=[wanted],
        )
    known = values[np.isfinite(values) & (values > 0)]
    if not known.size:
        return Classes((), 1)
    for stride in (1, 2, 3):
        limits = _limits(known, int(wanted), stride)
        if np.mean(known < limits[0]) <= _CROWD:
            break
    return Classes(limits, stride)


def _limits(known: np.ndarray, wanted: int, stride: int) -> tuple[float, ...]:
    reached = _ROUND[known.max() * (1 + 1e-9) >= _ROUND]
    down = reached[::-1][::stride][: wanted - 1]
    # a limit that no value is below divides nothing
    kept = down[down > known.min()]
    return tuple(float(f"{limit:.0e}") for limit in sorted(kept if kept.size else down[:1]))


def _given(wanted: Sequence[float]) -> tuple[float, ...]:
    try:
        limits = [float(limit) for limit in wanted]
    except ValueError:
        limits = []
    rising = all(low < high for low, high in itertools.pairwise(limits))
    if not 1 <= len(limits) < _MOST or not rising or not limits[0] > 0 or not np.isfinite(limits[-1]):
        raise ArgumentError(
            f"classes is {list(wanted)!r}; expected 1 to {_MOST - 1} lower limits above 0 in rising order, "
            "in the unit of the summary",
            rows=list(wanted),
        )
    return tuple(limits)
