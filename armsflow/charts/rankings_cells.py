"""One row of a league table: place, name, a bar over a thinner one, figures, partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Flowing, text
from armsflow.charts.draw.marks import whisker
from armsflow.charts.draw.rows import Row
from armsflow.charts.text.names import NBSP
from armsflow.charts.totals_bars import hatch

__all__: list[str] = []

COLUMNS = ("share", "previous", "change")
_THICK, _THIN = 0.62, 0.26  # parts of the height that both bars have together


@dataclass(frozen=True)
class Standing:
    """The words of one row, and its figures in the step of the chart."""

    place: str
    state: bool  # what is none stands in italics
    now: Row
    before: Row
    cells: Sequence[tuple[str, str]]  # one for each of the columns, with its bounds
    partners: Sequence[str]


class Placing:
    """The artists of one row."""

    def __init__(self, ax: Axes, row: Standing, y: float, end: float) -> None:
        self.row = row
        name = {} if row.state else {"color": style.QUIET, "fontstyle": "italic"}
        quiet = {"color": style.QUIET}
        self.place = self._words(ax, row.place, "place", y, ha="right", **quiet)
        self.name = self._words(ax, row.now.name, "row", y, **name)
        self.cells = [
            self._words(ax, cell, label, y, ha="right", **quiet if label == "previous" else {})
            for label, (cell, _) in zip(COLUMNS, row.cells, strict=True)
        ]
        self.bounds = [
            self._words(ax, span, "detail", y, ha="right", fontsize=style.SMALL, **quiet)
            for _, span in row.cells
        ]
        self.partners = self._words(ax, "", "partners", y, fontsize=style.SMALL)
        self.name_size = self.partners_size = (0.0, 0.0)
        self.cells_tall = 0.0
        self.bars: list[tuple[Rectangle, bool]] = []
        self.marks: list[tuple[Line2D, bool, float, float]] = []
        for part, thin in ((row.now, False), (row.before, True)):
            self._draw(ax, part, y, end, thin=thin)

    def _words(self, ax: Axes, words: str, label: str, y: float, **kwargs: object) -> Flowing:
        place = ax.get_yaxis_transform()
        options = {"fontsize": style.LABEL, "va": "center", "transform": place, **kwargs}
        options["multialignment"] = options.get("ha", "left")
        artist = text(ax, words, label=label, **options)
        artist.set_y(y)
        return Flowing(artist)

    def _draw(self, ax: Axes, row: Row, y: float, end: float, *, thin: bool) -> None:
        lines, patches = len(ax.lines), len(ax.patches)
        if row.value > 0:
            ax.barh(
                [y], [row.value], 0.5, **style.fill(row.colour), zorder=2, label="before" if thin else "bar"
            )
            hatch(ax, row, (0, y - 0.25), (row.value, 0.5), upright=False)
        whisker(
            ax, row, y, end, colour=style.QUIET if thin else style.INK, halo=not thin,
            cap=3.0 if thin else 6.0, width=0.8 if thin else None,
        )  # fmt: skip
        for mark in list(ax.lines)[lines:]:
            mark.set_label(f"before, {mark.get_label()}" if thin else mark.get_label())
            self.marks.append((mark, thin, mark.get_markersize(), mark.get_linewidth()))
        self.bars += [(patch, thin) for patch in list(ax.patches)[patches:]]

    def show(self, partners: int, *, bounded: bool) -> None:
        """Show all, since what is hidden has no size; of the partners the first few, none torn apart."""
        for cell, span in zip(self.cells, self.bounds, strict=True):
            cell.artist.set_visible(True)
            span.artist.set_visible(bounded)
        self.partners.words = f"{NBSP}· ".join(self.row.partners[:partners])
        self.partners_size = (0.0, 0.0)
        self.partners.artist.set_text(self.partners.words)

    def tall(self, lines: dict[str, float], *, bounded: bool) -> float:
        """The height of its words [pixels], `lines` being those of one line of each size of type."""
        below = lines["bounds"] if bounded else 0.0
        return max(self.cells_tall + below, self.name_size[1], self.partners_size[1])

    def lay(self, y: float, half: float, unit: float, lines: dict[str, float], scale: float) -> None:
        """Put all at a height; `half` is that of both bars together, `unit` one pixel of the scale."""
        for words in (self.place, self.name, self.partners):
            words.artist.set_y(y)
        for cell, span in zip(self.cells, self.bounds, strict=True):
            two = bool(span.artist.get_visible() and span.words)
            cell.artist.set_y(y - two * lines["bounds"] / 2 * unit)
            span.artist.set_y(y + lines["cell"] / 2 * unit)
        middle = {False: y - (1 - _THICK) * half, True: y + (1 - _THIN) * half}
        thick = {False: _THICK * half, True: _THIN * half}
        for bar, thin in self.bars:
            bar.set(y=middle[thin] - thick[thin], height=2 * thick[thin])
        for mark, thin, size, width in self.marks:
            mark.set_ydata([middle[thin]] * len(mark.get_xdata()))
            mark.set(markersize=size * scale, linewidth=width * scale)


def hang(artist: Text, point: float) -> float:
    """How far a whole number stands left of the edge, so that points stand below each other."""
    words = artist.get_text()
    whole = words[-1:].isdigit() and "." not in words
    return point if whole else 0.0


def figures(row: Standing) -> np.ndarray:
    """All that one row puts on the scale."""
    return np.array([[part.value, part.low, part.high] for part in (row.now, row.before)])
