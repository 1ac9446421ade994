"""Where the labels of a map stand: a search over directions and distances, the same on every run.

A label stands inside its state where it has room there. Elsewhere it is tried in every direction, beside the
state and farther off with a leader; it goes where it costs least. It never lies on another label or leader,
on a highlighted state, or outside the map: where no such place is left it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from armsflow.charts.map_ground import FORBIDDEN, Ground

__all__: list[str] = []

#: How far beyond the state a label is tried, in heights of a line; the first stands beside it.
_STEPS = np.array([0, 1, 1.75, 2.5, 3.5, 4.5, 5.5, 6.5, 8, 9.5, 11, 13, 15])
#: Points that a label inside keeps clear of the edge of its state, and one beside it: across, and up.
_INSIDE, _BESIDE = np.array([1.5, 0.5]), np.array([3.0, 2.0])
_CLEAR = 1.0  # points around a label that nothing else may enter
_TOUCH = 1.5  # points between a label and its leader
#: What it costs to break a name, to have a leader, for each of its points, and to stand above or to the left.
_BREAK, _LEADER, _LONG, _FAR, _UPRIGHT, _LEFT = 10.0, 14.0, 1.0, 30.0, 8.0, 2.0
_ROUNDS = 3
_ALONG = np.linspace(0.0, 1.0, 16)


def _ways() -> tuple[np.ndarray, np.ndarray]:
    """The directions that are tried, and where the label is held: at its side, or above and below at its middle."""
    turns = np.radians(np.arange(0, 360, 10))
    ways = np.column_stack([np.cos(turns), np.sin(turns)]).round(12)
    across, up = ways[np.abs(ways[:, 0]) > 0.3], ways[np.abs(ways[:, 1]) > 0.6]
    held = np.vstack([np.column_stack([np.sign(across[:, 0]), 0 * across[:, 0]]), 0 * up])
    return np.vstack([across, up]), held


_WAYS, _HELD = _ways()


class Wanted(NamedTuple):
    """A label that wants a place: its state, the outline of that, and its sizes in few lines and more."""

    shape: int
    #: A point inside the state, its disc's radius or 0, and its outline [points].
    point: np.ndarray
    radius: float
    outline: np.ndarray
    #: The corners of a box around the state: west, south, east, north.
    bounds: np.ndarray
    #: Width and height in each setting, the one with the fewest lines first.
    sizes: Sequence[tuple[float, float]]
    line: float


class Place(NamedTuple):
    """Where a label stands [points]."""

    setting: int
    middle: np.ndarray
    inside: bool
    #: From the label to its state, or nothing.
    leader: np.ndarray | None
    #: Whether it lies over states that have a record.
    over: bool
    #: On which side of its state: -1 left, 1 right, 0 above, below or inside.
    side: int


def places(ground: Ground, labels: Sequence[Wanted]) -> list[Place | None]:
    """A place for each label, in order, or none where it would cover what it must not."""
    own = [_inside(ground, label) for label in labels]
    tried = {n: _Tried.of(ground, label) for n, label in enumerate(labels) if own[n] is None}
    fixed = [_box(place.middle, labels[n].sizes[place.setting]) for n, place in enumerate(own) if place]
    for each in tried.values():
        for box in fixed:
            each.free &= ~each.meets(box, None)
    # who has the fewest good places chooses first
    order = sorted(tried, key=lambda n: (tried[n].choice, n))
    chosen: dict[int, int | None] = {}
    for _ in range(_ROUNDS):
        before = dict(chosen)
        for n in order:
            others = [tried[m].taken(place) for m, place in chosen.items() if m != n and place is not None]
            chosen[n] = tried[n].best(others)
        if chosen == before:
            break
    return [place or tried[n].place(chosen[n]) for n, place in enumerate(own)]


def _inside(ground: Ground, label: Wanted) -> Place | None:
    """The place inside the state that is nearest to its point, in as few lines as go."""
    west, south, east, north = label.bounds
    for setting, (wide, high) in enumerate(label.sizes):
        if wide > east - west or high > north - south:
            continue
        middles = ground.inside(label.shape, label.bounds, np.array([wide, high]) + 2 * _INSIDE)
        if len(middles):
            nearest = np.argmin(((middles - label.point) ** 2).sum(axis=1))
            return Place(setting, middles[nearest], True, None, False, 0)
    return None


@dataclass
class _Tried:
    """All places that are tried for one label."""

    ground: Ground
    label: Wanted
    settings: np.ndarray
    middles: np.ndarray
    boxes: np.ndarray
    leaders: np.ndarray  # both ends of each, from the label to the state
    led: np.ndarray  # whether there is a leader
    cost: np.ndarray
    free: np.ndarray

    @classmethod
    def of(cls, ground: Ground, label: Wanted) -> _Tried:
        setting, way, step = (
            each.ravel()
            for each in np.meshgrid(
                np.arange(len(label.sizes)), np.arange(len(_WAYS)), np.arange(len(_STEPS)), indexing="ij"
            )
        )
        sizes = np.array(label.sizes)
        # the side, or the middle, of the label is on the line from the state
        held = sizes[:, None] / 2 * _HELD
        beyond = np.array([_beyond(label, *each) for each in zip(sizes, held, strict=True)])
        far = beyond[setting, way] + _STEPS[step] * label.line
        middles = label.point + far[:, None] * _WAYS[way] + held[setting, way]
        boxes = _boxes(middles, sizes[setting])
        led = step > 0
        leaders = _leaders(boxes, _rims(label)[way])
        cost = ground.cost(_padded(boxes, _CLEAR)) + _BREAK * setting
        upright, left = np.abs(_WAYS[way, 1]), _WAYS[way, 0] < -0.01
        cost += _UPRIGHT * upright + _LEFT * left
        length = _length(leaders)
        cost += np.where(led, _LEADER + _LONG * length + length**2 / _FAR + _crossed(ground, leaders, label), 0.0)
        return cls(ground, label, setting, middles, boxes, leaders, led, cost, cost < FORBIDDEN)

    @cached_property
    def choice(self) -> int:
        """How many places are about as good as the best."""
        possible = self.cost[self.free]
        return int((possible < possible.min(initial=np.inf) + 60).sum())

    def best(self, others: Sequence[tuple[np.ndarray, np.ndarray | None]]) -> int | None:
        """The place that costs least beside other labels, or none."""
        free = self.free.copy()
        for box, leader in others:
            free &= ~self.meets(box, leader)
        if not free.any():
            return None
        return int(np.argmin(np.where(free, self.cost, np.inf)))

    def meets(self, box: np.ndarray, leader: np.ndarray | None) -> np.ndarray:
        """Whether each place, with its leader, meets another label with its own."""
        clear = _padded(box[None], _CLEAR)[0]
        met = _overlap(self.boxes, clear) | (self.led & _crosses(self.leaders, clear))
        if leader is not None:
            along = leader[0] + _ALONG[:, None] * (leader[1] - leader[0])
            padded = _padded(self.boxes, _CLEAR)[:, None]
            inside = (along > padded[..., :2]) & (along < padded[..., 2:])
            met |= inside.all(axis=-1).any(axis=1) | (self.led & _cross(self.leaders, leader))
        return met

    def taken(self, place: int) -> tuple[np.ndarray, np.ndarray | None]:
        """The box of a place and its leader."""
        return self.boxes[place], self.leaders[place] if self.led[place] else None

    def place(self, chosen: int | None) -> Place | None:
        """The place as the label needs it."""
        if chosen is None:
            return None
        box, leader = self.taken(chosen)
        outline = self.label.outline
        side = int(box[0] > outline[:, 0].max() - 1) - int(box[2] < outline[:, 0].min() + 1)
        over = bool(self.ground.coloured[self.ground.at(_grid(box))].any())
        return Place(int(self.settings[chosen]), self.middles[chosen], False, leader, over, side)


def _beyond(label: Wanted, size: np.ndarray, held: np.ndarray) -> np.ndarray:
    """How far a box must move each way from the point of the state until it has left its outline.

    `held` is how far the middle of the box is from the point that moves, each way.
    """
    half = size / 2 + _BESIDE
    off = (label.outline - label.point)[None] - held[:, None]
    ways = _WAYS[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        # when a corner of the outline enters the box that moves, and when it leaves it
        ends = np.stack([(off - half) / ways, (off + half) / ways])
    still = np.broadcast_to(np.abs(ways) < 1e-9, off.shape)
    within = np.abs(off) < half
    low = np.where(still, np.where(within, -np.inf, np.inf), ends.min(axis=0))
    high = np.where(still, np.where(within, np.inf, -np.inf), ends.max(axis=0))
    enters, leaves = low.max(axis=2), high.min(axis=2)
    return np.where(leaves > enters, leaves, 0.0).max(axis=1).clip(0)


def _rims(label: Wanted) -> np.ndarray:
    """Where a line from the point of the state leaves its outline, each way."""
    if label.radius:
        return label.point + label.radius * _WAYS
    off = label.outline - label.point
    along = off @ _WAYS.T
    aside = np.abs(off[:, :1] * _WAYS[:, 1] - off[:, 1:] * _WAYS[:, 0])
    # corners of the outline are 2 points apart at most
    farthest = np.where(aside < 1.2, along, 0.0).max(axis=0)
    return label.point + _WAYS * farthest[:, None]


def _leaders(boxes: np.ndarray, rims: np.ndarray) -> np.ndarray:
    """From the side of each box that looks to the state, to the edge of that."""
    near = _padded(boxes, _TOUCH)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    x, y = rims.T
    beside = np.where(near[:, 0] > x, near[:, 0], near[:, 2])
    # at the side the line starts in the middle, above and below where it is nearest, but at no corner
    inset = np.minimum(6.0, (boxes[:, 2] - boxes[:, 0]) / 2)
    along = x.clip(boxes[:, 0] + inset, boxes[:, 2] - inset)
    upright = np.where(near[:, 1] > y, near[:, 1], near[:, 3])
    is_beside = (near[:, 0] > x) | (near[:, 2] < x)
    starts = np.where(
        is_beside[:, None], np.column_stack([beside, middle[:, 1]]), np.column_stack([along, upright])
    )
    return np.stack([starts, rims], axis=1)


def _crossed(ground: Ground, leaders: np.ndarray, label: Wanted) -> np.ndarray:
    """What the leaders hide; a highlighted state must not be crossed."""
    points = leaders[:, :1] + _ALONG[None, :, None] * (leaders[:, 1:] - leaders[:, :1])
    met = ground.at(points)
    hidden = np.where(met == label.shape, 0.0, ground.crossed[met])
    return hidden.mean(axis=1) * _length(leaders)


def _length(leaders: np.ndarray) -> np.ndarray:
    return np.hypot(*(leaders[:, 1] - leaders[:, 0]).T)


def _box(middle: np.ndarray, size: Sequence[float]) -> np.ndarray:
    return _boxes(middle[None], np.array([size]))[0]


def _boxes(middles: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """West, south, east and north of boxes."""
    return np.hstack([middles - sizes / 2, middles + sizes / 2])


def _padded(boxes: np.ndarray, by: float) -> np.ndarray:
    return boxes + (-by, -by, by, by)


def _grid(box: np.ndarray) -> np.ndarray:
    """Points all over a box, a point apart at most."""
    west, south, east, north = box
    x, y = np.arange(west, east, 1.0), np.arange(south, north, 1.0)
    return np.stack(np.meshgrid(x, y), axis=-1)


def _overlap(boxes: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether boxes share a part of their area with another."""
    return ((boxes[:, :2] < other[2:]) & (boxes[:, 2:] > other[:2])).all(axis=1)


def _crosses(lines: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Whether lines pass through a box, by the part of each line that is between its sides."""
    start, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(box[:2] - start) / along, (box[2:] - start) / along])
    still = along == 0
    within = (start > box[:2]) & (start < box[2:])
    low = np.where(still, np.where(within, -np.inf, np.inf), ends.min(axis=0))
    high = np.where(still, np.where(within, np.inf, -np.inf), ends.max(axis=0))
    return low.max(axis=1).clip(0) < high.min(axis=1).clip(max=1)


def _cross(lines: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether lines cross another line."""

    def left_of(a: np.ndarray, b: np.ndarray, point: np.ndarray) -> np.ndarray:
        return (b - a)[..., 0] * (point - a)[..., 1] - (b - a)[..., 1] * (point - a)[..., 0] > 0

    start, end = lines[:, 0], lines[:, 1]
    return (left_of(start, end, other[0]) != left_of(start, end, other[1])) & (
        left_of(other[0], other[1], start) != left_of(other[0], other[1], end)
    )
