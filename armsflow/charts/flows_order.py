"""Bands between two columns of nodes: in which order, how wide, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__: list[str] = []

_GAPS, _LOOSE = 0.35, 2.5
_TRIES, _STARTS = 2000, 60
_THIN = 0.5  # of the room, that bands at their least width may take at most


@dataclass(frozen=True)
class Layout:
    """Places from the top down: of each node its upper and lower edge, of each band its two upper edges."""

    left: np.ndarray
    right: np.ndarray
    from_: np.ndarray
    to: np.ndarray
    widths: np.ndarray
    unit: float


def crossed(flows: np.ndarray) -> float:
    """How much crosses, each pair of bands by the product of their flows."""
    lower = flows[::-1].cumsum(axis=0)[::-1].cumsum(axis=1)
    # of each band, all that start below it and end above it
    return float((flows[:-1, 1:] * lower[1:, :-1]).sum())


def untangled(flows: np.ndarray, free: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Orders of rows and columns in which little crosses: the barycentre heuristic, then exchanges.

    Both sides are ordered in turn by the mean place of what each node is tied to (K. Sugiyama, S. Tagawa and
    M. Toda, IEEE Transactions on Systems, Man, and Cybernetics 11, 1981, 109–125), the more often from
    another start the fewer nodes there are; from the best order met, neighbours change places as long as
    that helps. Only the first `free` of each side move. The same flows give the same order.
    """
    shuffled = np.random.default_rng(0)
    met = []
    for turn in range(min(max(1, _TRIES // flows.size), _STARTS)):
        columns = np.arange(flows.shape[1])
        if turn:
            columns[: free[1]] = shuffled.permutation(free[1])
        met.append(_swept(flows, columns, free))
    _, rows, columns = min(met, key=lambda found: found[0])
    return _upright(flows, *_exchanged(flows, rows, columns, free), free)


def _swept(
    flows: np.ndarray, columns: np.ndarray, free: tuple[int, int]
) -> tuple[float, np.ndarray, np.ndarray]:
    """How much crosses in the best orders that sweeps from an order of columns lead to, and these orders."""
    rows = np.arange(flows.shape[0])
    best = np.inf, rows, columns
    while True:
        rows = _by_barycentre(flows[:, columns], rows, free[0])
        columns = _by_barycentre(flows[rows].T, columns, free[1])
        now = crossed(flows[np.ix_(rows, columns)])
        if now >= best[0] * (1 - 1e-9):
            return best
        best = now, rows, columns


def _exchanged(
    flows: np.ndarray, rows: np.ndarray, columns: np.ndarray, free: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The orders after every exchange of neighbours that lets less cross."""
    orders = [rows.copy(), columns.copy()]
    now = crossed(flows[np.ix_(*orders)])
    before = np.inf
    while now < before:
        before = now
        for order, most in zip(orders, free, strict=True):
            for place in range(most - 1):
                order[[place, place + 1]] = order[[place + 1, place]]
                after = crossed(flows[np.ix_(*orders)])
                if after < now * (1 - 1e-9):
                    now = after
                else:
                    order[[place, place + 1]] = order[[place + 1, place]]
    return orders[0], orders[1]


def _upright(
    flows: np.ndarray, rows: np.ndarray, columns: np.ndarray, free: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The orders or, where no more would cross, the same upside down, so that the first row stands higher."""
    turned = [
        np.r_[order[:most][::-1], order[most:]] for order, most in zip((rows, columns), free, strict=True)
    ]
    higher = np.argmin(turned[0]) < np.argmin(rows)
    less = crossed(flows[np.ix_(*turned)]) <= crossed(flows[np.ix_(rows, columns)]) * (1 + 1e-9)
    return (turned[0], turned[1]) if higher and less else (rows, columns)


def _by_barycentre(flows: np.ndarray, order: np.ndarray, free: int) -> np.ndarray:
    """`order` of the rows of `flows`, by the mean column of each row's flow."""
    tied = flows.sum(axis=1)
    means = np.full(len(flows), np.inf)
    means[tied > 0] = (flows @ np.arange(flows.shape[1]))[tied > 0] / tied[tied > 0]
    moving = order[:free]
    return np.concatenate([moving[np.argsort(means[moving], kind="stable")], order[free:]])


def unit_of(flows: np.ndarray, room: float, least: float) -> float:
    """The width of one unit, where all bands together fill `room` and none is under its `least` width."""
    thin = np.zeros(flows.shape, dtype=bool)
    while True:
        unit = (room - least * thin.sum()) / flows[~thin].sum()
        under = thin | (flows * unit < least)
        if (under == thin).all():
            return float(unit)
        thin = under


def layout(flows: np.ndarray, height: float, *, gap: float, least: float) -> Layout:
    """Nodes and bands in a given height, in the order of rows and columns; all flows are 0 or more."""
    most = max(flows.shape)
    gap = min(gap, _GAPS * height / max(most - 1, 1))
    room = height - gap * (most - 1)
    known = flows[flows > 0]
    if not known.size:
        unit, widths = 0.0, np.zeros(flows.shape)
    else:
        least = min(least, _THIN * room / known.size)
        unit = unit_of(known, room, least)
        widths = np.where(flows > 0, np.maximum(flows * unit, least), 0.0)
    left, right = (_nodes(widths.sum(axis=axis), height, gap) for axis in (1, 0))
    # within a node bands follow the order of their other ends
    from_ = left[:, :1] + widths.cumsum(axis=1) - widths
    to = right[:, :1].T + widths.cumsum(axis=0) - widths
    return Layout(left, right, from_, to, widths, unit)


def _nodes(heights: np.ndarray, height: float, gap: float) -> np.ndarray:
    """Upper and lower edges; the side with fewer nodes has wider gaps and stands in the middle."""
    spare = height - heights.sum()
    between = min(spare / max(len(heights) - 1, 1), _LOOSE * gap)
    top = (spare - between * (len(heights) - 1)) / 2
    lower = top + heights.cumsum() + between * np.arange(len(heights))
    return np.column_stack([lower - heights, lower])
