"""Rows under a key that says which mark is whose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Flowing, Pen, Room, across, text, up
from armsflow.charts.draw.rows import Row, Rows, Span

__all__: list[str] = []


class Key(NamedTuple):
    """A mark and its name."""

    name: str
    marker: str
    colour: str
    edge: str


class Keyed(Rows):
    """Rows with a key above them, in one line or, where that is too short, in several."""

    def __init__(
        self, ax: Axes, rows: Sequence[Row], draw: Callable, *, span: Span, keys: Sequence[Key]
    ) -> None:
        super().__init__(ax, {"": rows}, draw, span=span)
        self.keys = [_key(ax, key) for key in keys]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the rows need, and the lines of the key above them."""
        sizes = [name.fit(width - 11 * pt, pen) for name, _ in self.keys]
        wide = sum(size[0] + 11 * pt for size in sizes) + 12 * pt * (len(sizes) - 1)
        self.stacked = wide > width
        tall = [size[1] + 2.5 * pt for size in sizes]
        self.tall = sum(tall) if self.stacked else max(tall)
        room = super().measure(width, height - self.tall - 5 * pt, pt, pen)
        top = self.tall + 5 * pt
        return Room(room.left, room.right, top, room.bottom, room.least, room.natural, room.most)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the rows at their places, and the key above them at the left edge."""
        super().place(ax, slot, box, pt, pen)
        x, y = slot.x0, box.y1 + self.tall + 5 * pt
        for name, dot in self.keys:
            width, height = pen.size(name.artist)
            name.artist.set_position((across(x + 11 * pt, box), up(y, box)))
            line = height / (name.artist.get_text().count("\n") + 1)
            dot.set_data([across(x + 4 * pt, box)], [up(y - line / 2, box)])
            dot.set_markersize(6 * pen.scale)
            if self.stacked:
                y -= height + 2.5 * pt
            else:
                x += width + 23 * pt


def _key(ax: Axes, key: Key) -> tuple[Flowing, Line2D]:
    dot = Line2D([np.nan], [np.nan], marker=key.marker, color=key.colour, linewidth=0, transform=ax.transAxes)
    dot.set(markeredgecolor=key.edge, markeredgewidth=0.7, clip_on=False, label="key")
    ax.add_artist(dot)
    return Flowing(text(ax, key.name, label="side", va="top", fontsize=style.LABEL)), dot
