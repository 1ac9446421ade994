"""Small multiples: panels of one chart in a grid, with one scale, one type size, one head and one foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import MM, WIDTHS, Body, Drawn, Plate, Room, Words, event_line, text
from armsflow.charts.draw.legend import Entry, Legend
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.languages import say

__all__: list[str] = []

_GAP = 12.0  # points between panels
_LEAST = 48.0  # points of a scale from left to right
_RULE = 0.9  # points, how wide the line of an event is in the legend


class Cell:
    """Locator of one panel: the place that the grid last gave it."""

    def __init__(self, ax: Axes, body: Body, name: str) -> None:
        self.ax, self.body = ax, body
        words = text(ax, name, label="panel", va="bottom", weight="bold", fontsize=style.LABEL)
        self.name = Flowing(words)
        self.box = Bbox.from_bounds(0, 0, 1, 1)
        #: The chart of all panels, which is laid out before them.
        self.host: Plate | None = None
        ax.set_axes_locator(self)

    def __call__(self, ax: Any, renderer: Any) -> Bbox:
        """The place of the panel in the figure."""
        return self.box

    def get_subplotspec(self) -> None:
        """No place in a grid of matplotlib."""


class Grid:
    """Body of a chart of several panels."""

    kinds: tuple[str, str] = ("", "")

    def __init__(self, cells: Sequence[Cell], columns: int, legend: Legend) -> None:
        self.cells, self.most, self.legend = list(cells), columns, legend
        #: The Axes of the panels, whose marks the foot explains.
        self.places = [cell.ax for cell in self.cells]

    def _rooms(self, width: float, height: float, pt: float, pen: Pen) -> tuple[float, float, Room]:
        """The width and height of a panel, and the room that suits all panels, so that their scales align.

        A narrow place has fewer columns, so that every panel keeps a scale that can be read.
        """
        for columns in range(self.most, 0, -1):
            self.columns, self.rows = columns, -(-len(self.cells) // columns)
            wide, head, room = self._rooms_in_columns(width, height, pt, pen)
            if wide - room.left - room.right >= _LEAST * pt:
                break
        return wide, head, room

    def _rooms_in_columns(
        self, width: float, height: float, pt: float, pen: Pen
    ) -> tuple[float, float, Room]:
        wide = (width - (self.columns - 1) * _GAP * pt) / self.columns
        head = max(cell.name.fit(wide, pen)[1] for cell in self.cells) + 4 * pt
        tall = (height - (self.rows - 1) * _GAP * pt) / self.rows - head
        each = [cell.body.measure(wide, tall, pt, pen) for cell in self.cells]
        needs = [field.name for field in fields(Room)]
        room = Room(**{name: max(getattr(room, name) for room in each) for name in needs})
        # all have the width of the narrowest, and number their windows alike
        shared = wide - room.left - room.right
        below = [
            narrowed(shared, pt, pen)
            for cell in self.cells
            if (narrowed := getattr(cell.body, "narrowed", None)) is not None
        ]
        return wide, head, replace(room, bottom=max([room.bottom, *below]))

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What all panels need."""
        legend = self.legend.measure(width, pt, pen)
        _, head, room = self._rooms(width, height - legend, pt, pen)
        around = room.top + room.bottom + head
        gaps = (self.rows - 1) * _GAP * pt
        sizes = [self.rows * (size + around) + gaps for size in (room.least, room.natural, room.most)]
        return Room(0, 0, legend, 0, *sizes)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Give each panel its place, from left to right and from top to bottom."""
        self.legend.place(box.x0, box.y1 + self.legend.measure(box.width, pt, pen), box, pt, pen)
        wide, head, room = self._rooms(box.width, box.height, pt, pen)
        tall = (box.height - (self.rows - 1) * _GAP * pt) / self.rows
        figure: Any = ax.figure
        for number, cell in enumerate(self.cells):
            row, column = divmod(number, self.columns)
            left, top = box.x0 + column * (wide + _GAP * pt), box.y1 - row * (tall + _GAP * pt)
            cell_slot = Bbox.from_extents(left, top - tall, left + wide, top)
            inner = Bbox.from_extents(
                left + room.left, cell_slot.y0 + room.bottom, left + wide - room.right, top - head - room.top
            )
            cell.box = inner.transformed(figure.transSubfigure.inverted())
            cell.ax.apply_aspect(cell.box)
            cell.body.place(
                cell.ax, Bbox.from_extents(left, cell_slot.y0, left + wide, top - head), inner, pt, pen
            )
            cell.name.artist.set_position((across(left, inner), up(top - head + 3 * pt, inner)))


def faceted(
    bodies: Mapping[str, Callable[[Axes], Body]],
    words: Words,
    *,
    columns: int,
    mark: Mapping[float, str],
    by: Drawn,
) -> np.ndarray:
    """Draw panels on a new figure; return their Axes in order. If drawing fails, the figure goes again.

    The years of `mark` have a line in every panel, and their words once, above all.
    """
    with style.one_at_a_time, style.context():
        side = WIDTHS["double"] * MM
        figure = plt.figure(figsize=(side, side / 2), facecolor="white", layout="none")
        try:
            figure.subplots_adjust(0, 0, 1, 1)
            host = style.dress(figure.add_subplot())
            host.set(xticks=[], yticks=[])
            places = [style.dress(figure.add_axes((0, 0, 1, 1), label=name)) for name in bodies]
            cells = [Cell(ax, bodies[name](ax), name) for ax, name in zip(places, bodies, strict=True)]
            _one_scale(cells)
            shared = next((groups for cell in cells if (groups := getattr(cell.body, "shared", {}))), {})
            entries = [_group(host, *group) for group in shared.items()]
            entries += [_event(host, places, *event) for event in mark.items()]
            grid = Grid(cells, min(columns, len(cells)), Legend(entries))
            plate = Plate(host, grid, words, mark={}, owned=True, drawn_by=by)
            for cell in cells:
                cell.host = plate
        except BaseException:
            plt.close(figure)
            raise
    out = np.empty(len(places), dtype=object)
    out[:] = places
    return out


def _group(ax: Axes, name: str, colour: str) -> Entry:
    """A name and the colour of its group in the legend of all panels."""
    return Entry(_named(ax, name, "group"), _swatch(ax, "swatch", **style.fill(colour)))


def _event(ax: Axes, places: Sequence[Axes], year: float, words: str) -> Entry:
    """A line for an event in every panel, and its year and words in the legend of all."""
    for place in places:
        event_line(place, year, words)
    look = {"facecolor": style.QUIET, "edgecolor": "none"}
    named = say("{name}: {what}", name=f"{year:g}", what=words)
    return Entry(_named(ax, named, "event"), _swatch(ax, "event", **look), _RULE)


def _named(ax: Axes, words: str, label: str) -> Flowing:
    return Flowing(text(ax, words, label=label, va="top", fontsize=style.LABEL))


def _swatch(ax: Axes, label: str, **look: Any) -> Rectangle:
    swatch = Rectangle((0, 0), 0, 0, **look, transform=ax.transAxes)
    swatch.set(clip_on=False, label=label)
    ax.add_artist(swatch)
    return swatch


def _one_scale(cells: Sequence[Cell]) -> None:
    """Give all panels the limits that hold those of each; rows have no scale that goes up."""
    for name in ("x", "y"):
        scaled = [cell for cell in cells if name == "x" or not cell.ax.yaxis_inverted()]
        if scaled:
            limits = np.array([getattr(cell.ax, f"get_{name}lim")() for cell in scaled])
            for cell in scaled:
                getattr(cell.ax, f"set_{name}lim")(limits[:, 0].min(), limits[:, 1].max())
