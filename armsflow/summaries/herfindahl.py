"""The Herfindahl–Hirschman index of figures with bounds: the least and the greatest it can be.

H = Σx² / (Σx)². Over a box it is least where every x is the figure nearest to t = Σx² / Σx that its bounds
admit, and greatest at a corner of the box. What came from unknown parties adds to the whole: at the least it
is split among many, at the greatest it all belongs to the largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from armsflow.summaries.bounds import divide

__all__: list[str] = []

Array = NDArray[np.float64]
#: Up to how many figures with room between their bounds every corner is tried.
CORNERS = 16


class Index(NamedTuple):
    """H and its bounds; `exact` unless the upper one may be above what is possible."""

    value: float
    low: float
    high: float
    exact: bool


def herfindahl(values: Array, lows: Array, highs: Array, unknown: Sequence[float]) -> Index:
    """The index of named parties' figures, and of what unknown parties gave (value, low, high).

    As a point the unknown count as one party of their own.
    """
    value, low, high = unknown
    whole = float(values.sum() + value)
    parts = divide(np.append(values, value), whole)
    point = float(parts @ parts) if whole > 0 else np.nan
    if not highs.sum() + high > 0:
        return Index(np.nan, np.nan, np.nan, True)
    if point == point and (lows == highs).all() and not high > 0:
        return Index(point, point, point, True)
    # squares of figures near the ends of floats would leave their range
    ends = np.concatenate([lows, highs, [low, high]])
    scale = ends[np.isfinite(ends)].max()
    if not scale > 0:  # nothing is known but that some have no upper bound
        least = 0.0 if high > 0 else 1 / np.isinf(highs).sum()
        return Index(point, least, 1.0, True)
    lows, highs = lows / scale, highs / scale
    low, high = low / scale, high / scale
    top, exact = _greatest(lows, highs, low, high)
    bottom = _least(lows, highs, high)
    # rounding must not carry a bound past the point, or past the other bound
    bottom = min(bottom, 1.0, *([point] if point == point else []))
    return Index(point, bottom, max(bottom, min(top, 1.0), *([point] if point == point else [])), exact)


def _least(lows: Array, highs: Array, rest: float) -> float:
    """H where x = clip(t, l, u) with t = Σx² / (Σx + rest), the rest being split among many."""
    if np.isinf(rest) or not len(lows):
        return 0.0

    def at(t: float) -> tuple[float, float]:
        x = np.clip(t, lows, highs)
        return float(x @ x), float(x.sum() + rest)

    # Σx² − t (Σx + rest) falls in t and crosses 0 once between the ends
    below, above = 0.0, max(float(lows.max()), float(highs[np.isfinite(highs)].max(initial=0.0)))
    for _ in range(200):
        middle = (below + above) / 2
        squares, whole = at(middle)
        below, above = (middle, above) if squares > middle * whole else (below, middle)
    ends = [divide(*(squares, whole**2)) for squares, whole in (at(below), at(above)) if whole > 0]
    return float(min(ends, default=np.nan))


def _greatest(lows: Array, highs: Array, low: float, high: float) -> tuple[float, bool]:
    """The greatest H at a corner, and whether every corner was tried."""
    if np.isinf(highs).any() or np.isinf(high):
        return 1.0, True
    free = highs > lows
    fixed = lows[~free]
    rests = sorted({low, high})
    if free.sum() <= CORNERS:
        return max(_at_corners(fixed, lows[free], highs[free], rest) for rest in rests), True
    return max(_above(lows, highs, rest) for rest in rests), False


def _at_corners(fixed: Array, lows: Array, highs: Array, rest: float) -> float:
    """H at every corner, the rest merged with the largest figure there."""
    whole = np.array([fixed.sum()])
    squares = np.array([float(fixed @ fixed)])
    largest = np.array([fixed.max(initial=0.0)])
    for ends in zip(lows, highs, strict=True):
        whole = np.concatenate([whole + end for end in ends])
        squares = np.concatenate([squares + end * end for end in ends])
        largest = np.concatenate([np.maximum(largest, end) for end in ends])
    merged = squares + 2 * largest * rest + rest * rest
    return float(np.nanmax(np.append(divide(merged, (whole + rest) ** 2), 0.0)))


def _above(lows: Array, highs: Array, rest: float) -> float:
    """A bound never below H: x² replaced by its chord (l + u) x − l u, which lies above it.

    For a given sum the chords are greatest with the steepest filled first, so the bound is a ratio of a
    line and a square on each piece, greatest at the pieces' ends or where its slope is 0.
    """
    order = np.argsort(-(lows + highs), kind="stable")
    slope, room = (lows + highs)[order], (highs - lows)[order]
    sums = np.concatenate([[0.0], np.cumsum(room)]) + lows.sum()
    tops = np.concatenate([[0.0], np.cumsum(slope * room)]) + float(lows @ lows)
    # Σx² + 2 max(x) rest + rest², with the largest upper bound for max(x)
    extra = 2 * float(highs.max(initial=0.0)) * rest + rest * rest
    tops, sums = tops + extra, sums + rest
    ends = divide(tops, sums**2)
    # on a piece the bound is (a S + b) / S², whose slope is 0 at S = −2 b / a
    rise = tops[:-1] - slope * sums[:-1]
    flat = -2 * divide(rise, slope)
    inside = (flat > sums[:-1]) & (flat < sums[1:])
    tops_inside = slope[inside] * flat[inside] + rise[inside]
    middles = divide(tops_inside, flat[inside] ** 2)
    return float(np.nanmax(np.concatenate([ends, middles, [0.0]])))
