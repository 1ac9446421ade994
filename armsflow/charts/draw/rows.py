"""Rows from top to bottom, in bands: name at the left, mark on the scale, figure at the right.

`Rows` is the body of such a chart, `Sided` the same with a name on each side of zero; `Row` and `Span` are
what they draw, and `ends` and `apportioned` compute the scale and the heights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import Formatter, MaxNLocator
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Numbers, Room, reach, text
from armsflow.charts.draw.marks import Ticks, Years
from armsflow.charts.draw.places import across, unit, up
from armsflow.charts.draw.tips import in_a_line, says
from armsflow.charts.draw.typeset import Flowing, Pen, Sized

__all__: list[str] = []

_BEHIND = 5.7  # points, two millimetres, from a mark to its amount
_GAP = 1.2  # between bands, and their heads, in rows, until all is placed


@dataclass(frozen=True)
class Row:
    """One row: its words, and its figures in the step of the chart."""

    name: str
    amount: str
    detail: str
    value: float
    low: float
    high: float
    colour: str
    estimated: float = 0.0
    hang: str = ""  # what further lines of the name begin with
    under: str = ""  # who says so, in a line of its own below the name

    @property
    def rest(self) -> bool:
        """Whether it is grey: "Others" or "Unknown"."""
        return self.colour in style.RESTS


@dataclass(frozen=True)
class Span:
    """The scale under the rows: its ends, where its bars begin, and how it is numbered."""

    low: float
    high: float
    base: float = 0.0
    steps: Callable[..., MaxNLocator] = MaxNLocator
    most: int = 4  # steps
    numbers: Formatter | None = None


@dataclass(frozen=True)
class Line:
    """The artists of one row."""

    name: Flowing
    under: Flowing | None
    amount: Flowing
    detail: Flowing | None
    zero: Line2D
    marks: list[Line2D]
    bars: list[Patch]
    sizes: list[Sized]
    reach: float  # to where its marks go

    def move(self, y: float, half: float, scale: float) -> None:
        """Put the marks of the row at a height, as thick as there is room, in the type's scale."""
        for mark, size in zip(self.marks, self.sizes, strict=True):
            mark.set_ydata([y] * np.size(mark.get_xdata()))
            size.scale(scale)
        for bar in self.bars:
            bar.set(y=y - half, height=2 * half)


@dataclass(frozen=True)
class Head:
    """The head of a band: its name, and the rule above it."""

    name: Flowing
    rule: Line2D
    first: bool


class Rows:
    """Body of a chart with one row per figure, and a head above each band."""

    def __init__(
        self, ax: Axes, bands: Mapping[str, Sequence[Row]], draw: Callable, *, span: Span | None = None,
        beside: bool = False, axis: bool = True,
    ) -> None:  # fmt: skip
        """Amounts stand `beside` their marks or in a column; printed, they need no `axis`."""
        self.beside, self.axis = beside, axis and not beside
        self.ax, self.numbers = ax, Numbers(ax)
        self.parts: list[Line | Head] = []
        self.size = 0.0
        every = [row for rows in bands.values() for row in rows]
        self.span = span or _span(every)
        self.steps = self.span.steps(nbins=4, steps=[1, 2, 2.5, 5, 10])
        _scale(ax, self.span, known=self.axis and bool(np.abs(_known(every)).max(initial=0.0)))
        ax.xaxis.set_major_locator(self.steps)
        for name, rows in bands.items():
            if name:
                self.parts.append(_head(ax, name, self.size, first=not self.parts))
                self.size += _GAP
            for row in rows:
                self.parts.append(_line(ax, row, self.size + 0.5, self.span, draw, beside=beside))
                self.size += 1
        self.lines = [part for part in self.parts if isinstance(part, Line)]
        reach(ax, y=(self.size, 0))

    @property
    def kinds(self) -> tuple[str, str]:
        """Figures or years from left to right, rows downwards."""
        return "years" if self.span.steps is Years else "figures", "rows"

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What names, amounts and the scale need; names go above their marks in a narrow place."""
        amounts = self._amounts(pen)
        right = max(amounts) + 7 * pt
        widest = self._names(np.inf, pen)
        self.above = False
        lane = min(widest, 0.4 * width)
        left = self._names(lane, pen)
        least, natural = self._heights(pt, pen)
        if least > height and widest <= 0.58 * width:
            lane = widest  # low places have no room for second lines
            left = self._names(lane, pen)
            least, natural = self._heights(pt, pen)
        if width - left - right < 0.36 * width:
            self.above = True
            self._names(width - right, pen)
            above = self._heights(pt, pen)
            if above[0] <= height:
                # a number at the left end needs half its width
                (least, natural), left = above, (9 if self.span.low < self.span.base else -3) * pt
            else:
                self.above = False
                self._names(lane, pen)
                self._heights(pt, pen)
        if self.beside:
            right = self._ends(width - left - 6 * pt, amounts, pt)
        below = (13 if self.axis else 3) * pt
        return Room(left + 6 * pt, right, 0.0, below, least, natural, most=1.8 * natural)

    def _amounts(self, pen: Pen) -> list[float]:
        """How wide the words at the right of each row are."""
        return [
            max(cell.fit(np.inf, pen)[0] for cell in (line.amount, line.detail) if cell)
            for line in self.lines
        ]

    def _ends(self, width: float, amounts: Sequence[float], pt: float) -> float:
        """What must stay free at the right of the scale, so that every amount fits behind its mark."""
        low, high = self.ax.get_xlim()
        need = 0.0
        for line, wide in zip(self.lines, amounts, strict=True):
            part = (line.reach - low) / (high - low)
            if part > 0:
                need = max(need, width - (width - wide - _BEHIND * pt) / part)
        return min(max(need, 2 * pt), max(amounts) + _BEHIND * pt)

    def _names(self, width: float, pen: Pen) -> float:
        cells = [cell for line in self.lines for cell in (line.name, line.under) if cell]
        return max(cell.fit(width, pen)[0] for cell in cells)

    def _heights(self, pt: float, pen: Pen) -> tuple[float, float]:
        """The least and the natural height of all rows and heads, which are kept one by one."""
        each = [self._height(part, pt, pen) for part in self.parts]
        self.least, self.natural = (np.array(heights) for heights in zip(*each, strict=True))
        return float(self.least.sum()), float(self.natural.sum())

    def _height(self, part: Line | Head, pt: float, pen: Pen) -> tuple[float, float]:
        tall = part.name.fit(np.inf, pen)[1] if isinstance(part, Head) else self._named(part, pen)
        if isinstance(part, Head):
            return tall + 3.5 * pt, tall + (4 if part.first else 10) * pt
        if self.above:
            return tall + 11 * pt, tall + (22 if part.detail else 17) * pt
        return tall + 1.5 * pt, max(tall + 6 * pt, (21 if part.detail else 17) * pt)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put names at the left edge, amounts at the right edge, heads above their bands."""
        self.numbers.scale(pen.scale)
        self.steps.set_params(nbins=int(np.clip(box.width / (34 * pt), 1, self.span.most)))
        step = unit(ax, box)
        edges = across(slot.x0, box), across(slot.x1, box)
        self.wide = box.width
        heights = apportioned(box.height, self.least, self.natural)
        # one thickness for all, however many lines a name has
        rooms = [
            height - (self._named(part, pen) + 2 * pt if self.above else 0)
            for part, height in zip(self.parts, heights, strict=True)
            if isinstance(part, Line)
        ]
        # two parts of bar to one of gap
        half = min(min(rooms) / 3, 8 * pt)
        top = 0.0
        for part, height in zip(self.parts, heights, strict=True):
            if isinstance(part, Head):
                _place_head(part, top, edges, height, step, pt, pen)
            else:
                self._place_line(part, top, edges, height, half, step, pt, pen)
            top += height

    @staticmethod
    def _named(line: Line, pen: Pen) -> float:
        """How tall the words at the left of a row are."""
        return sum(pen.size(cell.artist)[1] for cell in (line.name, line.under) if cell)

    def _place_line(
        self, line: Line, top: float, edges: tuple[float, float], height: float, half: float,
        unit: float, pt: float, pen: Pen,
    ) -> None:  # fmt: skip
        tall = self._named(line, pen) + 2 * pt if self.above else 0.0
        room = height - tall
        both = line.detail is not None and room >= (16.5 if self.above else 18.5) * pt
        # nearer to its name, but two lines of numbers do not reach up into it
        middle = top + tall + (max(room * 0.37, 8.3 * pt if both else 0) if self.above else room * 0.5)
        reach = half + pt if self.above else room / 2
        line.move(middle * unit, half * unit, pen.scale)
        line.zero.set_ydata([(middle - reach) * unit, (middle + reach) * unit])
        line.zero.set_linewidth(0.8 * pen.scale)
        self._place_name(line, edges[0], top if self.above else middle, unit, pen)
        at = edges[1]
        if self.beside:
            low, high = self.ax.get_xlim()
            at = (line.reach - low) / (high - low) + _BEHIND * pt / self.wide
        line.amount.artist.set_position((at, (middle - (4.6 * pt if both else 0)) * unit))
        if line.detail is not None:
            line.detail.artist.set_position((at, (middle + 5 * pt) * unit))
            line.detail.show(both)

    def _place_name(self, line: Line, left: float, at: float, unit: float, pen: Pen) -> None:
        """Put the name of a row below a height or around it, and below it what stands under it."""
        stacked = self.above or line.under is not None
        top = at if self.above else at - self._named(line, pen) / 2
        line.name.artist.set_verticalalignment("top" if stacked else "center")
        line.name.artist.set_position((left, (top if stacked else at) * unit))
        if line.under is not None:
            line.under.artist.set_verticalalignment("top")
            line.under.artist.set_position((left, (top + pen.size(line.name.artist)[1]) * unit))


def apportioned(height: float, least: np.ndarray, natural: np.ndarray) -> np.ndarray:
    """How rows share a height: as is natural, or less, but none beneath its least."""
    if height >= natural.sum():
        return natural * height / natural.sum()
    if height <= least.sum():
        return least * height / least.sum()
    return least + (natural - least) * (height - least.sum()) / (natural.sum() - least.sum())


def _place_head(
    head: Head, top: float, edges: tuple[float, float], height: float, unit: float, pt: float,
    pen: Pen,
) -> None:  # fmt: skip
    tall = pen.size(head.name.artist)[1]
    above = top + max(height - tall - 4 * pt, 0) * (0 if head.first else 1)
    head.rule.set(xdata=edges, ydata=[above * unit] * 2)
    head.name.artist.set_position((edges[0], (above + 2.5 * pt) * unit))


def _head(ax: Axes, name: str, y: float, *, first: bool) -> Head:
    place = ax.get_yaxis_transform()
    rule = Line2D([0, 1], [y, y], transform=place, color=style.INK, linewidth=0.6)
    rule.set(clip_on=False, label="rule")
    ax.add_artist(rule)
    words = text(ax, name, label="band", transform=place, va="top", weight="bold", fontsize=7.5)
    words.set_y(y)
    return Head(Flowing(words), rule, first)


def _line(ax: Axes, row: Row, y: float, span: Span, draw: Callable, *, beside: bool) -> Line:
    shared = {"transform": ax.get_yaxis_transform(), "va": "center"}
    side = "left" if beside else "right"
    name = text(ax, row.name, label="row", fontsize=style.LABEL, **shared)
    amount = text(ax, row.amount, label="amount", fontsize=style.LABEL, ha=side, **shared)
    cells = {"amount": amount}
    if row.detail:
        cells["detail"] = text(ax, row.detail, label="detail", color=style.QUIET, ha=side, **shared)
    if row.under:
        cells["under"] = text(ax, row.under, label="under", color=style.QUIET, **shared)
    for cell in (name, *cells.values()):
        cell.set_y(y)
    words = {what: Flowing(cell) for what, cell in cells.items()}
    lines, patches = len(ax.lines), len(ax.patches)
    draw(ax, row, y, span.high)
    marks, bars = list(ax.lines)[lines:], list(ax.patches)[patches:]
    # not a part of the figure, nor its bounds
    whole = [bar for bar in bars if bar.get_label() != "estimated"]
    for mark in [*whole, *(mark for mark in marks if mark.get_label() == "value")]:
        says(mark, lambda: [in_a_line(row.name, row.amount, row.detail)])
    sizes = [Sized(mark) for mark in marks]
    zero = ax.plot([span.base] * 2, [y - 0.5, y + 0.5], color=style.INK, linewidth=0.8, label="zero")[0]
    zero.set(zorder=2.5, solid_capstyle="projecting", clip_on=False)  # no seams between rows
    return Line(
        Flowing(name, hang=row.hang), words.get("under"), words["amount"], words.get("detail"),
        zero, marks, bars, sizes, _reach(row, span),
    )  # fmt: skip


def _reach(row: Row, span: Span) -> float:
    """To where the marks of a row go: to its figure or its upper bound."""
    ends = [end for end in (row.value, row.high) if not np.isnan(end)]
    return min(max(ends, default=span.base), span.high)


def _known(rows: Sequence[Row]) -> np.ndarray:
    figures = np.array([[row.value, row.low, row.high] for row in rows])
    return figures[np.isfinite(figures)]


def _span(rows: Sequence[Row]) -> Span:
    """From 0, or what is below it, to a little beyond the largest figure."""
    known = _known(rows)
    largest = known.max() if known.size else 0.0
    is_open = any(np.isinf([row.value, row.low, row.high]).any() for row in rows)
    end = (largest or 1.0) * (1.18 if is_open else 1.04)
    return Span(min(0.0, known.min() if known.size else 0.0), end)


def _scale(ax: Axes, span: Span, *, known: bool) -> None:
    reach(ax, x=(span.low, span.high))
    ax.set_yticks([])
    ax.xaxis.set_major_formatter(span.numbers or Ticks())
    ax.tick_params(axis="x", labelbottom=known)


def ends(figures: pd.DataFrame, *, most: float = np.inf) -> tuple[float, float]:
    """The ends of a scale that holds zero and all figures up to `most`, with room for arrows."""
    every = figures.to_numpy(dtype=float)
    known = np.clip(every[np.isfinite(every)], None, most)
    size = np.abs(known).max(initial=0.0) or 1.0
    open_low, open_high = (
        np.isneginf(every).any(),
        np.isposinf(every).any() or (every > most * (1 + 1e-9)).any(),
    )
    low, high = known.min(initial=0.0), known.max(initial=0.0)
    below = 0.14 if open_low else 0.04 if low < 0 else 0.0
    return low - below * size, high + (0.14 if open_high else 0.04) * size


class Sided(Rows):
    """Rows with a name above each side of zero."""

    def __init__(
        self, ax: Axes, rows: Sequence[Row], draw: Callable, *, span: Span, sides: tuple[str, str],
        axis: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(ax, {"": rows}, draw, span=span, axis=axis)
        self.heads = [
            Flowing(text(ax, side, label="side", ha=ha, va="bottom", weight="bold", fontsize=style.LABEL))
            for side, ha in zip(sides, ("right", "left"), strict=True)
        ]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the rows need, and a line above them."""
        self.tall = max(head.fit(np.inf, pen)[1] for head in self.heads) + 2 * pt
        room = super().measure(width, height - self.tall, pt, pen)
        return Room(room.left, room.right, self.tall, room.bottom, room.least, room.natural, room.most)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the rows at their places, and the names at both sides of zero."""
        super().place(ax, slot, box, pt, pen)
        zero = ax.transData.transform((self.span.base, 0))[0]
        left, right = (head.artist for head in self.heads)
        # a narrow side pushes both names over
        end = max(zero - 3 * pt, slot.x0 + pen.size(left)[0])
        left.set_position((across(end, box), up(box.y1 + 2 * pt, box)))
        right.set_position((across(max(zero + 3 * pt, end + 6 * pt), box), up(box.y1 + 2 * pt, box)))
