"""Arithmetic of (value, low, high): what a difference, a ratio or a share of bounded figures can be.

Every function takes arrays of equal length for figures that are 0 or more, and gives the least and the
greatest result that figures inside the bounds admit. Unknown bounds are NaN and stay NaN; ``high`` may
be infinite. 0/0 has no value: NaN.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__: list[str] = []

Array = NDArray[np.float64]


class Bounded(NamedTuple):
    """A figure and what it can be; `value` lies between `low` and `high` where all are known."""

    value: Array
    low: Array
    high: Array


def total(cells: NDArray[Any], ids: NDArray[np.int64], count: int) -> Array:
    """The sum of the cells of each of so many groups, by their numbers; of what is NaN it is NaN."""
    return np.bincount(ids, cells, minlength=count).astype("float64")


def divide(over: Array | float, under: Array | float) -> Array:
    """Over / under with 0/0 and inf/inf as NaN, without a warning."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.asarray(over, dtype=float) / np.asarray(under, dtype=float)


def difference(a: Bounded, b: Bounded) -> Bounded:
    """A − b: from ``low_a − high_b`` to ``high_a − low_b``."""
    with np.errstate(invalid="ignore"):
        return Bounded(a.value - b.value, a.low - b.high, a.high - b.low)


def ratio(a: Bounded, b: Bounded) -> Bounded:
    """A / b: from ``low_a / high_b`` to ``high_a / low_b``; infinite where only b can be 0."""
    low = np.where((a.low == 0) & (b.high == 0), _sure(a, np.inf), divide(a.low, b.high))
    low = np.where(np.isinf(b.high), 0.0, low)
    high = np.where((a.high == 0) & (b.low == 0), _sure(b, 0.0), divide(a.high, b.low))
    high = np.where(np.isinf(a.high), np.inf, high)
    return Bounded(divide(a.value, b.value), *_where_known(low, high, a, b))


def balance_index(a: Bounded, b: Bounded) -> Bounded:
    """(a − b) / (a + b), in [−1, 1]: rises with a and falls with b, so its bounds are two corners."""
    low = np.where(a.low + b.high == 0, _sure(a, 1.0), _index(a.low, b.high))
    high = np.where(a.high + b.low == 0, _sure(b, -1.0), _index(a.high, b.low))
    return Bounded(_index(a.value, b.value), *_where_known(low, high, a, b))


def evenness(index: Bounded) -> Bounded:
    """2 min(a, b) / (a + b) = 1 − |balance index|, in [0, 1]: 1 where both sides get the same."""
    far = np.maximum(np.abs(index.low), np.abs(index.high))
    near = np.where(index.low * index.high <= 0, 0.0, np.minimum(np.abs(index.low), np.abs(index.high)))
    return Bounded(1 - np.abs(index.value), 1 - far, 1 - near + 0 * far)


def share(part: Bounded, others: Bounded) -> Bounded:
    """Part / (part + others), for figures that vary independently of each other.

    ``low = l / (l + U)`` and ``high = u / (u + L)``, L and U being the bounds of the others' sum: the
    part stands above and below the line, so the sum's own bounds would make the share too wide.
    """
    low = np.where(part.low + others.high == 0, _sure(part, 1.0), divide(part.low, part.low + others.high))
    high = np.where(
        part.high + others.low == 0, _sure(others, 0.0), divide(part.high, part.high + others.low)
    )
    high = np.where(np.isinf(part.high), 1.0, high)
    value = divide(part.value, part.value + others.value)
    low, high = _where_known(low, high, part, others)
    return Bounded(value, np.fmin(low, value), np.fmax(high, value))


def sums_of_others(figures: Array, groups: NDArray[np.int64]) -> Array:
    """For each figure of some columns, the sum of the others of its group in that column.

    Sums before it and behind it, not the group's sum less its own, which would lose digits.
    """
    # running sums turn to NaN behind an infinite figure, so those are counted apart
    finite, infinite = np.where(np.isfinite(figures), figures, 0.0), np.isinf(figures).astype(float)
    both = np.hstack([finite, infinite])
    others = _before(both, groups) + _before(both[::-1], groups[::-1])[::-1]
    count = figures.shape[1]
    return np.where(others[:, count:] > 0, np.inf, others[:, :count])


def _before(figures: Array, groups: NDArray[np.int64]) -> Array:
    running = pd.DataFrame(figures).groupby(groups, sort=False).cumsum()
    return running.groupby(groups, sort=False).shift(1, fill_value=0.0).to_numpy()


def _index(a: Array, b: Array) -> Array:
    with np.errstate(invalid="ignore"):
        out = divide(a - b, a + b)
    out = np.where(np.isinf(a) & ~np.isinf(b), 1.0, out)
    return np.where(np.isinf(b) & ~np.isinf(a), -1.0, out)


def _sure(side: Bounded, value: float) -> Array:
    """`value` where a side that may be 0 can also be more, NaN where it can only be 0."""
    return np.where(side.high > 0, value, np.nan)


def _where_known(low: Array, high: Array, a: Bounded, b: Bounded) -> tuple[Array, Array]:
    known = ~(np.isnan(a.high) | np.isnan(b.high))
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
