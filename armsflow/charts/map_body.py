"""The body of a map: the world as large as its place allows, and a key of its classes below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, reach, text
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.tips import says
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.charts.map_labels import Labels, is_narrow
from armsflow.charts.map_shapes import Shape
from armsflow.charts.map_shapes import path as path_of

__all__: list[str] = []

#: Colour of what has no record, and of the borders on it.
BLANK, BORDER = "#E9E9E9", "#FFFFFF"
#: What is always in the picture, on the projection: from Hawaii to Vanuatu, from 56° S to all northern land.
_WEST, _EAST, _SOUTH, _NORTH = -2.5, 2.36, -1.0325, 1.308
_ROOM = 0.07  # around a state that reaches farther, for its disc
_HATCH = "/////"
_SIDE, _GAP = 7.0, 3.5  # points: a swatch, and to its words
#: Points to the next entry of the key, and the size of its type in parts, from the usual to the closest.
_SETTINGS = ((10.0, 1.0), (7.0, 1.0), (6.0, style.Look.SOURCE / style.Look.SMALL))
_RING: dict[str, Any] = {"marker": "o", "linestyle": "none", "markeredgewidth": 0.5}
_DISC = 4.2, 3.2  # points across the disc of a small state, on a wide map and on a narrow one


class Look(NamedTuple):
    """How a state is filled."""

    colour: str
    hatch: bool = False
    #: The colour of a frame, so that it is told apart in print without colours too.
    frame: str = ""


class Key(NamedTuple):
    """An entry of the key below the map."""

    words: Flowing
    swatch: Any
    is_line: bool
    is_class: bool


class World:
    """Body of a chart that is a map."""

    kinds: tuple[str, str] = ("longitudes", "latitudes")

    def __init__(self, ax: Axes, recorded: Sequence[Shape]) -> None:
        """The world as atlases crop it, but with all of the states that have a record."""
        self.ax = ax
        self.keys: list[Key] = []
        self.points: list[Line2D] = []
        self.strokes: list[tuple[Any, float]] = []
        self.labels = Labels(ax)
        corners = [corner for shape in recorded for corner in _corners(shape)]
        (west, south), (east, north) = np.min(corners, axis=0), np.max(corners, axis=0)
        reach(ax, x=(min(west, _WEST), max(east, _EAST)), y=(min(south, _SOUTH), max(north, _NORTH)))
        ax.set(xticks=[], yticks=[])

    def fill(
        self, shapes: Sequence[Shape], look: Look, *, order: float, told: Callable[[str], str]
    ) -> None:  # fmt: skip
        """Fill shapes alike; `told` says what each party's figure is in words."""
        found = {shape.party: path for shape in shapes if (path := path_of(shape)) is not None}
        paths = list(found.values())
        if look.hatch or look.colour != BLANK:
            self.labels.filled |= {*found}
        if not paths:
            return
        edge, wide = (look.frame, 0.4) if look.frame else (BORDER, 0.35)
        drawn = PathCollection(
            paths, facecolor=look.colour, edgecolor=edge, linewidth=wide, zorder=order, label="states",
            hatch=_HATCH if look.hatch else None,
        )  # fmt: skip
        if look.hatch:
            # the colour of a hatch is that of the edge
            drawn.set(edgecolor=style.OTHERS)
        says(drawn, lambda: [told(party) for party in found])
        self.ax.add_collection(drawn, autolim=False)
        self.strokes.append((drawn, wide))

    def point(self, shape: Shape, look: Look, told: Callable[[str], str]) -> None:
        """A small state as a point."""
        x, y = shape.point
        (point,) = self.ax.plot(
            [x], [y], "o", markersize=_DISC[0], markerfacecolor=look.colour, markeredgecolor=style.INK,
            markeredgewidth=0.5, zorder=4, label=shape.party,
        )  # fmt: skip
        says(point, lambda: [told(shape.party)])
        self.labels.discs.add(shape.party)
        self.points.append(point)

    def name(self, shape: Shape, settings: Sequence[str], look: Look) -> None:
        """Frame a state, and label it with its name and its figure, in one of the settings."""
        if (path := path_of(shape)) is not None:
            frame = PathCollection(
                [path], facecolor="none", edgecolor=style.INK, linewidth=0.6, zorder=3.5, label="highlighted"
            )
            self.ax.add_collection(frame, autolim=False)
            self.strokes.append((frame, 0.6))
        self.labels.add(shape.party, settings, "" if look.hatch else look.colour)

    def borders(self, borders: Sequence[np.ndarray]) -> None:
        """Draw contested borders, broken on white."""
        for colour, dash, order in (("white", "-", 3.0), (style.INK, (0, (2.2, 1.6)), 3.1)):
            drawn = LineCollection(
                borders, colors=colour, linestyles=[dash], linewidths=0.6, zorder=order, label="contested"
            )
            self.ax.add_collection(drawn, autolim=False)
            self.strokes.append((drawn, 0.6))

    def key(
        self, words: str, look: Look | None = None, *, is_class: bool = False, disc: bool = False
    ) -> None:
        """Add an entry to the key: a fill, or without one a disc or the broken line."""
        shared: dict[str, Any] = {"transform": self.ax.transAxes, "clip_on": False}
        if look is None and disc:
            swatch: Any = Line2D([], [], markerfacecolor="none", markeredgecolor=style.INK, **_RING, **shared)
        elif look is None:
            swatch = Line2D([], [], color=style.INK, linewidth=0.8, linestyle=(0, (2.2, 1.6)), **shared)
        else:
            pale = look.hatch or look.colour == "#FFFFFF"
            edge = look.frame or (style.OTHERS if pale else "none")
            swatch = Rectangle((0, 0), 0, 0, facecolor=look.colour, edgecolor=edge, linewidth=0.5, **shared)
            swatch.set_hatch(_HATCH if look.hatch else None)
        swatch.set_label("swatch")
        self.ax.add_artist(swatch)
        name = text(self.ax, words, label="group", va="center", color=style.QUIET)
        self.keys.append(Key(Flowing(name), swatch, look is None, is_class))

    def _aspect(self) -> float:
        """How many times as wide as high the part of the world is that is shown."""
        (west, east), (south, north) = self.ax.get_xlim(), self.ax.get_ylim()
        return abs((east - west) / (north - south))

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """The map in its own proportions, and the lines of its key."""
        below = len(self._rows(width, pt, pen)) * self._line(pt) + 4 * pt
        tall = width / self._aspect()
        # where the place is low, the map is narrower
        shown = min(tall, max(height - below, 60 * pt))
        right = width - shown * self._aspect()
        return Room(0, right, 0, below, min(shown, 60 * pt), tall, tall)

    def _line(self, pt: float) -> float:
        return 11 * pt

    def _rows(self, width: float, pt: float, pen: Pen) -> list[list[tuple[Key, float]]]:
        """The key in as few lines as go, each entry with its distance from the left."""
        tried = [self._set(gap, part, width, pt, pen) for gap, part in _SETTINGS]
        best = min(range(len(tried)), key=lambda place: len(tried[place]))
        # the last of them left its size on the words
        return self._set(*_SETTINGS[best], width, pt, pen)

    def _set(
        self, gap: float, part: float, width: float, pt: float, pen: Pen
    ) -> list[list[tuple[Key, float]]]:
        """The key in lines with one gap and one size of type."""
        needs = {
            id(key): (_SIDE + _GAP) * pt + key.words.fit(np.inf, pen.smaller(part))[0] for key in self.keys
        }
        classes, others = ([key for key in self.keys if key.is_class == kind] for kind in (True, False))
        rows = _packed(self.keys, needs, gap * pt, width)
        if len(rows) == 1:
            return rows
        # where one line is not enough, the classes have lines of their own
        apart = [row for keys in (classes, others) for row in _packed(keys, needs, gap * pt, width)]
        if len(apart) <= len(rows) and min(map(len, apart)) > 1:
            return apart
        # or lines are about as long as each other, so that no entry stands alone
        widths = np.linspace(0.5 * width, width, 21)
        return next(
            even for each in widths if len(even := _packed(self.keys, needs, gap * pt, each)) == len(rows)
        )

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the key below the map, and all strokes in the scale of the type."""
        for drawn, wide in self.strokes:
            drawn.set_linewidth(wide * pen.scale)
        disc = _DISC[is_narrow(box.width / pt)]
        for point in self.points:
            point.set(markersize=disc * pen.scale, markeredgewidth=0.5 * pen.scale)
        self.labels.place(box, disc / 2, pt, pen)
        side = _SIDE * pt
        for row, entries in enumerate(self._rows(slot.width, pt, pen)):
            middle = box.y0 - 4 * pt - (row + 0.5) * self._line(pt)
            for key, left in entries:
                at = slot.x0 + left
                key.words.artist.set_position((across(at + side + _GAP * pt, box), up(middle, box)))
                if key.is_line:
                    is_disc = key.swatch.get_marker() == "o"
                    ends = [across(x, box) for x in ([at + side / 2] if is_disc else [at, at + side])]
                    key.swatch.set_data(ends, [up(middle, box)] * len(ends))
                    key.swatch.set_markersize(disc * pen.scale)
                else:
                    key.swatch.set(x=across(at, box), y=up(middle - side / 2, box),
                                   width=side / box.width, height=side / box.height)  # fmt: skip


def _corners(shape: Shape) -> np.ndarray:
    """The corners of a box around a state and its disc."""
    places = np.vstack([*shape.rings, shape.point])
    return np.array([places.min(axis=0) - _ROOM * shape.small, places.max(axis=0) + _ROOM * shape.small])


def _packed(
    keys: Sequence[Key], needs: Mapping[int, float], gap: float, width: float
) -> list[list[tuple[Key, float]]]:
    """Entries in lines that are full before the next begins."""
    rows: list[list[tuple[Key, float]]] = []
    taken = np.inf
    for key in keys:
        if taken + needs[id(key)] > width:
            rows.append([])
            taken = 0.0
        rows[-1].append((key, taken))
        taken += needs[id(key)] + gap
    return rows
