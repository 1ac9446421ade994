"""The Herfindahl–Hirschman index of figures with bounds: the least and the greatest it can be.

H = Σx² / (Σx)². Over a box it is least where every x is the figure nearest to t = Σx² / Σx that its bounds
admit, and greatest at a corner of the box. What came from unknown parties adds to the whole: at the least it
is split among many, at the greatest it all belongs to the largest.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from armsflow.summaries.bounds import Array, Bounded, divide, total

__all__: list[str] = []

#: Up to how many figures with room between their bounds every corner is tried.
CORNERS = 16
_MOST = 2**20  # corners tried at once
_STEPS = 200  # halves, if floats do not end before


class Index(NamedTuple):
    """H of each whole and its bounds; `exact` unless the upper one may be above what is possible."""

    value: Array
    low: Array
    high: Array
    exact: NDArray[np.bool_]


def herfindahl(parties: Bounded, wholes: NDArray[np.int64], unknown: Bounded) -> Index:
    """The index of each whole: of the figures of named `parties`, and of what `unknown` ones gave it.

    `wholes` says of which whole a party is, from 0; `unknown` has a figure for each whole. As a point the
    unknown count as one party of their own.
    """
    order = np.argsort(wholes, kind="stable")
    ids, (values, lows, highs) = wholes[order], (figure[order] for figure in parties)
    count = len(unknown.value)

    def each(cells: NDArray[Any]) -> Array:
        return total(cells, ids, count)

    whole = each(values) + unknown.value
    point = each(divide(values, whole[ids]) ** 2) + divide(unknown.value, whole) ** 2
    point = np.where(whole > 0, point, np.nan)
    # squares of figures near the ends of floats would leave their range
    scale = np.zeros(count)
    every = np.arange(count)
    for at, ends in ((ids, lows), (ids, highs), (every, unknown.low), (every, unknown.high)):
        np.maximum.at(scale, at, np.where(np.isfinite(ends), ends, 0.0))
    unit = np.where(scale > 0, scale, 1.0)
    lows, highs = lows / unit[ids], highs / unit[ids]
    rests = unknown.low / unit, unknown.high / unit
    bottom = _least(lows, highs, ids, rests[1])
    top, exact = _greatest(lows, highs, ids, rests)
    # nothing is known but that some have no upper bound
    bottom = np.where(scale > 0, bottom, np.where(unknown.high > 0, 0.0, divide(1.0, each(np.isinf(highs)))))
    # rounding must not carry a bound past the point, or past the other bound
    bottom = np.fmin(np.minimum(bottom, 1.0), point)
    top = np.fmax(np.maximum(bottom, np.minimum(top, 1.0)), point)
    settled = ~np.isnan(point) & (each(lows != highs) == 0) & ~(unknown.high > 0)
    nothing = ~(each(highs) + unknown.high > 0)
    bottom, top = (np.where(settled, point, np.where(nothing, np.nan, bound)) for bound in (bottom, top))
    return Index(point, bottom, top, exact | settled | nothing)


def _least(lows: Array, highs: Array, ids: NDArray[np.int64], rest: Array) -> Array:
    """H where x = clip(t, l, u) with t = Σx² / (Σx + rest), the rest being split among many."""
    count = len(rest)
    rest, endless = np.where(np.isinf(rest), 0.0, rest), np.isinf(rest)

    def at(t: Array) -> tuple[Array, Array]:
        x = np.clip(t[ids], lows, highs)
        return total(x * x, ids, count), total(x, ids, count) + rest

    # Σx² − t (Σx + rest) falls in t and crosses 0 once between the ends
    below, above = np.zeros(count), np.zeros(count)
    np.maximum.at(above, ids, np.maximum(lows, np.where(np.isinf(highs), 0.0, highs)))
    for _ in range(_STEPS):
        middle = (below + above) / 2
        squares, whole = at(middle)
        # until there is no number between the ends
        if ((middle == below) | (middle == above)).all():
            break
        falls = squares > middle * whole
        below, above = np.where(falls, middle, below), np.where(falls, above, middle)
    ends = [
        np.where(whole > 0, divide(squares, whole**2), np.inf) for squares, whole in map(at, (below, above))
    ]
    return np.where(endless | (np.bincount(ids, minlength=count) == 0), 0.0, np.minimum(*ends))


def _greatest(
    lows: Array, highs: Array, ids: NDArray[np.int64], rests: tuple[Array, Array]
) -> tuple[Array, NDArray[np.bool_]]:
    """The greatest H at a corner, and whether every corner was tried; figures stand whole by whole."""
    count = len(rests[0])
    endless = (np.bincount(ids, np.isinf(highs), minlength=count) > 0) | np.isinf(rests[1])
    free = highs > lows
    room = np.bincount(ids[free], minlength=count)
    top, exact = np.ones(count), endless | (room <= CORNERS)
    fixed = np.where(free, 0.0, lows)
    largest = np.zeros(count)
    np.maximum.at(largest, ids, fixed)
    start = [total(x, ids, count) for x in (fixed, fixed * fixed)]
    for many in np.unique(room[exact & ~endless]):
        # wholes with as many free figures, so many that their corners fit into memory
        alike = np.flatnonzero((room == many) & ~endless)
        for some in np.array_split(alike, len(alike) * 2 ** int(many) // _MOST + 1):
            at = free & np.isin(ids, some)
            ends = [x[at].reshape(len(some), many) for x in (lows, highs)]
            corners = _corners(*(x[some] for x in (*start, largest)), *ends)
            top[some] = np.max([_merged(*corners, rest[some]) for rest in rests], axis=0)
    begin = np.searchsorted(ids, np.arange(count + 1))
    for one in np.flatnonzero(~exact):
        own = slice(begin[one], begin[one + 1])
        top[one] = max(_above(lows[own], highs[own], rest[one]) for rest in rests)
    return top, exact


def _corners(
    whole: Array, squares: Array, largest: Array, lows: Array, highs: Array
) -> tuple[Array, Array, Array]:
    """Sum, sum of squares and largest figure at every corner of each whole: one row for each."""
    whole, squares, largest = whole[:, None], squares[:, None], largest[:, None]
    for ends in zip(lows.T, highs.T, strict=True):
        low, high = (end[:, None] for end in ends)
        whole = np.hstack([whole + low, whole + high])
        squares = np.hstack([squares + low * low, squares + high * high])
        largest = np.hstack([np.maximum(largest, low), np.maximum(largest, high)])
    return whole, squares, largest


def _merged(whole: Array, squares: Array, largest: Array, rest: Array) -> Array:
    """The greatest H of each row of corners, the rest merged with the largest figure there."""
    rest = rest[:, None]
    merged = squares + 2 * largest * rest + rest * rest
    return np.fmax(divide(merged, (whole + rest) ** 2), 0.0).max(axis=1)


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
