"""A legend of several panels: groups side by side above them, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.typeset import Flowing, Pen

__all__: list[str] = []

_SIDE, _BEHIND, _BETWEEN = 6.5, 4.0, 12.0  # points: a swatch, from there to its name, and to the next
_BELOW = 6.0


class Entry(NamedTuple):
    """A name, and the patch of colour before it, so many points wide."""

    name: Flowing
    swatch: Rectangle
    wide: float = _SIDE


class Legend:
    """Names of groups with their colours, and of events with their lines, from left to right."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = list(entries)
        self.lines: list[list[int]] = []
        self.heights: list[float] = []

    def measure(self, width: float, pt: float, pen: Pen) -> float:
        """Part the names into lines of a width; the height that they need."""
        self.lines, used = [], width
        for place, entry in enumerate(self.entries):
            need = (_SIDE + _BEHIND) * pt + entry.name.fit(width - (_SIDE + _BEHIND) * pt, pen)[0]
            if not self.lines or used + _BETWEEN * pt + need > width:
                self.lines.append([place])
                used = need
            else:
                self.lines[-1].append(place)
                used += _BETWEEN * pt + need
        heights = [max(pen.size(self.entries[place].name.artist)[1] for place in line) for line in self.lines]
        self.heights = [height + 2 * pt for height in heights]
        return sum(self.heights) + _BELOW * pt if self.heights else 0.0

    def place(self, left: float, top: float, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the names below an edge [pixels]; `box` is that of the Axes."""
        for line, height in zip(self.lines, self.heights, strict=True):
            x = left
            for place in line:
                name, swatch, points = self.entries[place]
                wide, tall = pen.size(name.artist)
                side = _SIDE * pt
                # beside the first line of the name
                first = tall / (name.artist.get_text().count("\n") + 1)
                middle = x + (side - points * pt) / 2
                swatch.set(x=across(middle, box), y=up(top - first / 2 - side / 2, box))
                swatch.set(width=points * pt / box.width, height=side / box.height)
                x += side + _BEHIND * pt
                name.artist.set_position((across(x, box), up(top, box)))
                x += wide + _BETWEEN * pt
            top -= height
