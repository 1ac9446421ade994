"""Words near lines: the first of several places at which no line and no other word crosses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from armsflow.charts.draw.places import unit
from armsflow.charts.draw.typeset import Flowing, Pen

__all__: list[str] = []

_APART = 1.5  # points between a word and the middle of a line
_PAST = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "top": 1.0}


@dataclass(frozen=True)
class Spot:
    """Where words may stand [data units], how they then look, and the room that they have [data units]."""

    at: tuple[float, float]
    ha: str = "center"
    va: str = "bottom"
    look: dict[str, Any] = field(default_factory=dict)
    room: tuple[float, float] = (np.inf, np.inf)


class Clearing:
    """Puts words of one chart at spots that are clear of its lines and of the words put before."""

    def __init__(self) -> None:
        self.lines: list[Line2D] = []
        self._put: dict[Flowing, tuple[Spot, tuple[float, float]]] = {}
        self._taken: list[Bbox] = []

    def begin(self) -> None:
        """Forget where words were put, as for another size."""
        self._taken = []

    def put(self, words: Flowing, spots: Sequence[Spot], ax: Axes, inside: Bbox, pt: float, pen: Pen) -> bool:
        """Put words at the first spot that is clear, and say whether there is one.

        Where there is none they go straight up from the first, beyond the lines. What the user has moved
        stays.
        """
        artist = words.artist
        if words in self._put and artist.get_position() != self._put[words][1]:
            return True
        courses = [line.get_transform().transform(np.column_stack(line.get_data())) for line in self.lines]
        size = pen.size(artist)
        boxes = [_box(spot, size, ax) for spot in spots]
        for spot, box in zip(spots, boxes, strict=True):
            if self._is_clear(box, courses, inside, pt) and _has_room(spot, box, ax):
                self._set(words, spot, spot.at)
                self._taken.append(box)
                return True
        up = _beyond(boxes[0], courses, _APART * pt) * unit(ax, inside)
        self._set(words, spots[0], (spots[0].at[0], spots[0].at[1] + up))
        return False

    def _is_clear(self, box: Bbox, courses: Iterable[np.ndarray], inside: Bbox, pt: float) -> bool:
        wide = inside.x0 <= box.x0 + 1 and box.x1 <= inside.x1 + 1
        # a figure on the highest bar may reach a little beyond the scale
        high = inside.y0 <= box.y0 + 1 and box.y1 <= inside.y1 + 4 * pt
        free = not any(box.padded(pt).overlaps(other) for other in self._taken)
        return wide and high and free and not _beyond(box, courses, _APART * pt)

    def _set(self, words: Flowing, spot: Spot, at: tuple[float, float]) -> None:
        before, _ = self._put.get(words, (None, at))
        look = {} if spot is before else {"ha": spot.ha, "va": spot.va, **spot.look}
        words.artist.set(position=at, **look)
        self._put[words] = spot, at


def _box(spot: Spot, size: tuple[float, float], ax: Axes) -> Bbox:
    """The room of words at a spot [pixels]."""
    x, y = ax.transData.transform(spot.at)
    left, bottom = x - _PAST[spot.ha] * size[0], y - _PAST[spot.va] * size[1]
    return Bbox.from_bounds(left, bottom, *size)


def _has_room(spot: Spot, box: Bbox, ax: Axes) -> bool:
    pixels = np.ptp(ax.transData.transform([(0, 0), (1, 1)]), axis=0)
    return bool((box.size <= np.multiply(spot.room, pixels)).all())


def _beyond(box: Bbox, courses: Iterable[np.ndarray], apart: float) -> float:
    """How far up a box has to go so that no line passes through it, or nearer than that [pixels]."""
    pieces = np.concatenate([np.empty((0, 2)), *(_between(line, box.x0, box.x1) for line in courses)])
    bottom = box.y0
    for low, high in pieces[np.argsort(pieces[:, 0])]:
        if low < bottom + box.height + apart and high > bottom - apart:
            bottom = high + apart
    return float(bottom - box.y0)


def _between(line: np.ndarray, left: float, right: float) -> np.ndarray:
    """The lowest and the highest place of each piece of a line from one upright to another [pixels]."""
    # a point between two gaps is a dot
    starts, ends = np.concatenate([line[:-1], line]), np.concatenate([line[1:], line])
    seen = np.isfinite(starts + ends).all(axis=1) & (starts[:, 0] <= right) & (ends[:, 0] >= left)
    starts, ends = starts[seen], ends[seen]
    long = ends[:, 0] - starts[:, 0]
    span = np.where(long > 0, long, 1.0)
    first, last = (np.clip((edge - starts[:, 0]) / span, 0, 1) for edge in (left, right))
    rise = ends[:, 1] - starts[:, 1]
    heights = starts[:, 1] + np.where(long > 0, [first, last], [[0.0], [1.0]]) * rise
    return np.sort(heights.T, axis=1)
