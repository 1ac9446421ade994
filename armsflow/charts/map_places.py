"""Where the labels of a map stand: a search over directions and distances, the same on every run.

A label stands inside its state where it has room there. Elsewhere it is tried in every direction, beside the
state and farther off with a leader, and goes where it costs least. It never lies on another label, on a
highlighted state or outside the map, and meets no leader: where no such place is left it has none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from armsflow.charts.map_ground import FORBIDDEN, Ground, State

__all__: list[str] = []

#: How far beyond the state a label is tried, in heights of a line; the first stands beside it.
_STEPS = np.array([0, 1, 2, 3, 4.5, 6, 8, 10, 12.5, 15])
#: Points that a label inside keeps clear of the edge of its state, and one beside it: across, and up.
_INSIDE, _BESIDE = np.array([1.5, 0.5]), np.array([3.0, 2.0])
_CLEAR = 1.0  # points around a label that nothing else may enter
_TOUCH = 1.5  # points between a label and its leader
_SHORT = 4.0  # points of a leader that would be a dash: the label stands beside its state
_CORNER = 6.0  # points from the corner of a label in which no leader starts
#: What it costs to break a name, to have a leader, for each of its points, and to stand above or to the left.
_BREAK, _LEADER, _LONG, _FAR, _UPRIGHT, _LEFT = 10.0, 14.0, 1.0, 32.0, 8.0, 2.0
#: How many times as much it costs to lie on another state without a leader.
_ASTRAY = 3.0
#: How near a leader passes the point of another state at a cost.
_CLOSE, _PAST = 4.0, 100.0
#: Costs that are about the same.
_ALIKE = 60.0
_TRIALS, _LEADING = 600, 2  # how many labels are set anew at most, and how many of its places each tries
_FIRST = 48  # places that are looked at together, and then four times as many each time
_ALONG = np.linspace(0.0, 1.0, 16)
_FINELY = np.linspace(0.0, 1.0, 100)
# points about an end of a leader in which its state may begin
_BESIDE_IT = np.array([(0.0, 0.0), (1.2, 0.0), (-1.2, 0.0), (0.0, 1.2), (0.0, -1.2)])


def _ways() -> tuple[np.ndarray, np.ndarray]:
    """The directions that are tried, and where the label is held: at its side, or at its middle."""
    turns = np.radians(np.arange(0, 360, 15))
    ways = np.column_stack([np.cos(turns), np.sin(turns)]).round(12)
    across, up = ways[np.abs(ways[:, 0]) > 0.3], ways[np.abs(ways[:, 1]) > 0.6]
    held = np.vstack([np.column_stack([np.sign(across[:, 0]), 0 * across[:, 0]]), 0 * up])
    return np.vstack([across, up]), held


_WAYS, _HELD = _ways()


class Wanted(NamedTuple):
    """A label that wants a place at its state."""

    state: State
    #: Width and height in each setting, the one with the fewest lines first [points].
    sizes: Sequence[tuple[float, float]]


class Place(NamedTuple):
    """Where a label stands [points]."""

    setting: int
    middle: np.ndarray
    inside: bool
    #: Both ends of the leader, from the label to its state, or nothing.
    leader: np.ndarray | None
    #: Whether it lies over states that have a record.
    over: bool
    #: On which side of its state: -1 left, 1 right, 0 above, below or inside.
    side: int


def places(ground: Ground, labels: Sequence[Wanted]) -> list[Place | None]:
    """A place for each label, in order, or none where it would cover what it must not."""
    found = {n: _inside(ground, label) for n, label in enumerate(labels)}
    points = np.array([label.state.point for label in labels])
    tried = {
        n: _Tried.of(ground, labels[n], np.delete(points, n, axis=0))
        for n, place in found.items()
        if place is None
    }
    boxes = [_box(place.middle, labels[n].sizes[place.setting]) for n, place in found.items() if place]
    search = _Search(tried, [(box, _NO_LEADER) for box in boxes])
    found |= {n: tried[n].place(place) for n, place in search.result().items() if place is not None}
    return [found[n] for n in range(len(labels))]


def _inside(ground: Ground, label: Wanted) -> Place | None:
    """The place inside the state that is nearest to its point, in as few lines as go."""
    room = label.state.bounds[2:] - label.state.bounds[:2]
    for setting, size in enumerate(label.sizes):
        around = np.array(size) + 2 * _INSIDE
        if (around > room).any():
            continue
        middles = ground.inside(label.state.number, label.state.bounds, around)
        if len(middles):
            nearest = np.argmin(((middles - label.state.point) ** 2).sum(axis=1))
            return Place(setting, middles[nearest], True, None, False, 0)
    return None


Chosen = dict[int, int | None]  # the place of each label among those that were tried, or none
Taken = tuple[np.ndarray, np.ndarray]  # the box of a label and its leader


@dataclass(frozen=True)
class _Search:
    """Places for several labels, each of which may stand in the way of another."""

    tried: Mapping[int, _Tried]
    #: Boxes, and leaders, of labels that stand already.
    fixed: Sequence[Taken]

    def result(self) -> Chosen:
        """The place of each label: one after another, and then those anew that came off badly."""
        # who has the fewest good places chooses first
        chosen = self._filled({}, sorted(self.tried, key=lambda n: (self.tried[n].choice, n)))
        settled: set[int] = set()
        # the more labels there are, the longer a trial takes, and the less one label matters
        for _ in range(min(2 * len(self.tried), _TRIALS // max(len(self.tried), 1))):
            losses = {n: self._lost(n, chosen) for n in self.tried if n not in settled}
            n = max(losses, key=lambda n: losses[n], default=-1)
            if n < 0 or losses[n] < _ALIKE:
                break
            better = min(self._with_first(n, chosen), key=self._sum, default=chosen)
            if self._sum(better) < self._sum(chosen) - 1:
                chosen, settled = better, set()
            else:
                settled.add(n)
        return chosen

    def _filled(self, chosen: Chosen, order: Sequence[int]) -> Chosen:
        """The choice with the labels that had none before, in an order."""
        for n in order:
            chosen = {**chosen, n: self.tried[n].best([*self.fixed, *self._taken(chosen)])}
        return chosen

    def _with_first(self, n: int, chosen: Chosen) -> Iterator[Chosen]:
        """Choices in which one label has a place of the best, and those that it meets there another."""
        placed: Chosen = {m: place for m, place in chosen.items() if place is not None and m != n}
        for best in self.tried[n].leading(self.fixed):
            met = _meet(*_arrays(self._taken(placed)), *_arrays([self.tried[n].taken(best)]))
            kept = {m: place for (m, place), is_met in zip(placed.items(), met, strict=True) if not is_met}
            yield self._filled({**kept, n: best}, [m for m in chosen if m != n and m not in kept])

    def _taken(self, chosen: Chosen) -> list[Taken]:
        """The boxes and leaders of a choice."""
        return [self.tried[m].taken(place) for m, place in chosen.items() if place is not None]

    def _lost(self, n: int, chosen: Chosen) -> float:
        """What the place of a label costs more than its best."""
        return self._cost(n, chosen[n]) - self._cost(n, 0 if len(self.tried[n].cost) else None)

    def _sum(self, chosen: Chosen) -> float:
        return sum(self._cost(n, place) for n, place in chosen.items())

    def _cost(self, n: int, place: int | None) -> float:
        return FORBIDDEN if place is None else float(self.tried[n].cost[place])


@dataclass(frozen=True)
class _Tried:
    """The places that a label may have if no other were there, from the best down."""

    ground: Ground
    label: Wanted
    cost: np.ndarray
    settings: np.ndarray
    middles: np.ndarray
    boxes: np.ndarray
    #: Both ends of each leader, from the label to the state; not a number where there is none.
    leaders: np.ndarray

    @classmethod
    def of(cls, ground: Ground, label: Wanted, points: np.ndarray) -> _Tried:
        """The places of a label whose leader should keep off the points of other states."""
        sizes = np.array(label.sizes)
        ways, steps = np.arange(len(_WAYS)), np.arange(len(_STEPS))
        parts = np.meshgrid(np.arange(len(sizes)), ways, steps, indexing="ij")
        setting, way, step = (each.ravel() for each in parts)
        # the side of the label, or its middle, is on the line from the state
        held = sizes[:, None] / 2 * _HELD
        far = _beyond(label, sizes, held)[setting, way] + _STEPS[step] * sizes[:, 1].min()
        middles = label.state.point + far[:, None] * _WAYS[way] + held[setting, way]
        boxes = _boxes(middles, sizes[setting])
        cost = ground.cost(_padded(boxes, _CLEAR))
        # without a leader a label would seem to be that of the state on which it lies
        cost *= np.where(step > 0, 1.0, _ASTRAY)
        cost += _BREAK * setting + _UPRIGHT * np.abs(_WAYS[way, 1]) + _LEFT * (_WAYS[way, 0] < 0)
        # leaders only of what may stand at all
        able = cost < FORBIDDEN
        setting, way, step, cost, middles, boxes = (
            each[able] for each in (setting, way, step, cost, middles, boxes)
        )
        leaders = _leaders(boxes, _rims(label)[way])
        led = (step > 0) & (_length(leaders) > _SHORT)
        leaders = np.where(led[:, None, None], leaders, np.nan)
        cost += np.where(led, _led(ground, label, leaders) + _PAST * _past(leaders, points), 0.0)
        order = np.argsort(cost, kind="stable")
        return cls(ground, label, cost[order], setting[order], middles[order], boxes[order], leaders[order])

    @property
    def choice(self) -> int:
        """How many places are about as good as the best."""
        return int((self.cost < self.cost[:1] + _ALIKE).sum())

    def best(self, others: Sequence[Taken]) -> int | None:
        """The best place that meets none of the other labels and their leaders."""
        if not others:
            return 0 if len(self.cost) else None
        standing = _arrays(others)
        for part in self._parts():
            free = ~_meet(self.boxes[part], self.leaders[part], *standing)
            if free.any():
                return part.start + int(np.argmax(free))
        return None

    def leading(self, others: Sequence[Taken]) -> list[int]:
        """The best places that meet none of the other labels, nor each other."""
        found: list[int] = []
        while len(found) < _LEADING:
            best = self.best([*others, *map(self.taken, found)])
            if best is None:
                break
            found.append(best)
        return found

    def _parts(self) -> Iterator[slice]:
        # most often a free place is among the first
        ends = [0, *(_FIRST * 4**power for power in range(8))]
        return (slice(first, last) for first, last in itertools.pairwise(ends) if first < len(self.cost))

    def taken(self, place: int) -> Taken:
        """The box of a place and its leader."""
        return self.boxes[place], self.leaders[place]

    def place(self, chosen: int) -> Place:
        """The place as it is drawn."""
        box, leader = self.taken(chosen)
        west, east = self.label.state.outline[:, 0].min(), self.label.state.outline[:, 0].max()
        side = int(box[0] > east - _CLEAR) - int(box[2] < west + _CLEAR)
        over = bool(self.ground.coloured[self.ground.at(_grid(box))].any())
        led = self._cut(leader) if np.isfinite(leader).all() else None
        return Place(int(self.settings[chosen]), self.middles[chosen], False, led, over, side)

    def _cut(self, leader: np.ndarray) -> np.ndarray:
        """A leader to where it first meets its state: along an edge it would cut a notch."""
        if self.label.state.radius:
            return leader
        points = leader[0] + _FINELY[:, None] * (leader[1] - leader[0])
        around = points[:, None] + _BESIDE_IT
        met = np.flatnonzero((self.ground.at(around) == self.label.state.number).any(axis=1))
        return np.stack([leader[0], points[met[0]]]) if met.size and met[0] else leader


_NO_LEADER = np.full((2, 2), np.nan)


def _beyond(label: Wanted, sizes: np.ndarray, held: np.ndarray) -> np.ndarray:
    """How far a box of each size must move each way from the point of the state to leave its outline.

    `held` is how far the middle of the box is from the point that moves.
    """
    enters, leaves = [], []
    for axis in (0, 1):
        half = (sizes[:, axis] / 2 + _BESIDE[axis])[:, None, None]
        off = (label.state.outline[:, axis] - label.state.point[axis])[None, None] - held[:, :, None, axis]
        # what does not move along an axis moves a trifle, so that nothing is divided by 0
        way = np.where(_WAYS[:, axis] == 0, 1e-9, _WAYS[:, axis])[:, None]
        first, second = (off - half) / way, (off + half) / way
        enters.append(np.minimum(first, second))
        leaves.append(np.maximum(first, second))
    # when each corner of the outline enters the box that moves, and when it leaves it
    enter, leave = np.maximum(*enters), np.minimum(*leaves)
    return np.where(leave > enter, leave, 0.0).max(axis=2).clip(0)


def _rims(label: Wanted) -> np.ndarray:
    """Where a line from the point of the state leaves its outline, each way."""
    if label.state.radius:
        return label.state.point + label.state.radius * _WAYS
    off = label.state.outline - label.state.point
    along = off @ _WAYS.T
    aside = np.abs(off[:, :1] * _WAYS[:, 1] - off[:, 1:] * _WAYS[:, 0])
    gap = np.hypot(*np.diff(label.state.outline, axis=0).T).max(initial=1.0)
    farthest = np.where(aside <= 0.6 * gap, along, 0.0).max(axis=0)
    return label.state.point + _WAYS * farthest[:, None]


def _leaders(boxes: np.ndarray, rims: np.ndarray) -> np.ndarray:
    """From the side of each box that looks to the state, to the edge of that."""
    near = _padded(boxes, _TOUCH)
    x, y = rims.T
    # at a side the line starts in the middle, above and below where it is nearest, but at no corner
    inset = np.minimum(_CORNER, (boxes[:, 2] - boxes[:, 0]) / 2)
    beside = np.where(near[:, 0] > x, near[:, 0], near[:, 2]), (boxes[:, 1] + boxes[:, 3]) / 2
    upright = (
        x.clip(boxes[:, 0] + inset, boxes[:, 2] - inset),
        np.where(near[:, 1] > y, near[:, 1], near[:, 3]),
    )
    is_beside = (near[:, 0] > x) | (near[:, 2] < x)
    return np.stack([np.where(is_beside, beside, upright).T, rims], axis=1)


def _led(ground: Ground, label: Wanted, leaders: np.ndarray) -> np.ndarray:
    """What leaders cost: by their length, and by what they hide on their way."""
    long = _length(leaders)
    points = np.nan_to_num(leaders[:, :1] + _ALONG[None, :, None] * (leaders[:, 1:] - leaders[:, :1]))
    met = ground.at(points)
    hidden = np.where(met == label.state.number, 0.0, ground.crossed[met]).mean(axis=1)
    # how long a line may be depends on how large the map is
    return _LEADER + long * (_LONG + long * _FAR / ground.size[0] + hidden)


def _length(leaders: np.ndarray) -> np.ndarray:
    return np.hypot(*(leaders[:, 1] - leaders[:, 0]).T)


def _past(leaders: np.ndarray, points: np.ndarray) -> np.ndarray:
    """How many of some points each leader passes closely."""
    start, along = leaders[:, :1], leaders[:, 1:] - leaders[:, :1]
    (x, y), (right, rise) = np.moveaxis(points - start, -1, 0), np.moveaxis(along, -1, 0)
    part = ((x * right + y * rise) / np.maximum(right**2 + rise**2, 1e-9)).clip(0, 1)
    return ((x - part * right) ** 2 + (y - part * rise) ** 2 < _CLOSE**2).sum(axis=1)


def _arrays(taken: Sequence[Taken]) -> Taken:
    """The boxes of some labels, and their leaders."""
    return (
        np.array([box for box, _ in taken]).reshape(-1, 4),
        np.array([leader for _, leader in taken]).reshape(-1, 2, 2),
    )


def _meet(boxes: np.ndarray, leaders: np.ndarray, others: np.ndarray, led: np.ndarray) -> np.ndarray:
    """Whether labels with their leaders meet any of some others."""
    mine, theirs = boxes[:, None], _padded(others, _CLEAR)[None]
    met = ((mine[..., :2] < theirs[..., 2:]) & (mine[..., 2:] > theirs[..., :2])).all(axis=-1)
    met |= _through(leaders[:, None], theirs) | _through(led[None], _padded(mine, _CLEAR))
    return (met | _cross(leaders[:, None], led[None])).any(axis=1)


def _through(lines: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Whether lines pass through boxes: whether a part of each is between both pairs of sides."""
    start, along = lines[..., 0, :], lines[..., 1, :] - lines[..., 0, :]
    along = np.where(along == 0, 1e-9, along)
    first, second = (boxes[..., :2] - start) / along, (boxes[..., 2:] - start) / along
    low, high = np.minimum(first, second), np.maximum(first, second)
    enters = np.maximum(np.maximum(low[..., 0], low[..., 1]), 0)
    return enters < np.minimum(np.minimum(high[..., 0], high[..., 1]), 1)


def _cross(lines: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether lines cross others: whether the ends of each lie on both sides of the other."""

    def side(of: np.ndarray, point: np.ndarray) -> np.ndarray:
        along, to = of[..., 1, :] - of[..., 0, :], point - of[..., 0, :]
        return along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0]

    return (side(lines, others[..., 0, :]) * side(lines, others[..., 1, :]) < 0) & (
        side(others, lines[..., 0, :]) * side(others, lines[..., 1, :]) < 0
    )


def _box(middle: np.ndarray, size: Sequence[float]) -> np.ndarray:
    return _boxes(middle[None], np.array([size]))[0]


def _boxes(middles: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """West, south, east and north of boxes."""
    return np.hstack([middles - sizes / 2, middles + sizes / 2])


def _padded(boxes: np.ndarray, by: float) -> np.ndarray:
    return boxes + np.array([-by, -by, by, by])


def _grid(box: np.ndarray) -> np.ndarray:
    """Points all over a box, a point apart."""
    west, south, east, north = box
    return np.stack(np.meshgrid(np.arange(west, east), np.arange(south, north)), axis=-1)
