"""The rows of `plot_discrepancies`: two marks on one scale, joined, under a key of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox, ScaledTranslation

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, text
from armsflow.charts.draw.marks import whisker
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.rows import Row, Rows, Span
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.languages import number
from armsflow.rounding import decade, magnitude

__all__: list[str] = []

SIDES = ("left", "right")
# points from the middle of the row, for marks that are nearer to each other than this part of the scale
_MARKS, _SIZES, _APART, _NEAR = "oD", (6.0, 5.2), 2.7, 0.06
_PALE, _LANE = 0.5, 0.1  # the lane as a part of the scale, before its beginning


class Figure(NamedTuple):
    """What one side says, in the step of the chart, and in how many records."""

    value: float
    low: float
    high: float
    records: int
    #: Whether it lacks years that the other side reports, so that it is this much or more.
    lacks: bool = False

    @property
    def silent(self) -> bool:
        """Whether the side gives nothing that could be drawn."""
        return bool(np.isnan(self.value) and np.isnan(self.low))

    @property
    def middle(self) -> float:
        """Where the figure is joined to the other."""
        ends = [self.low, self.low if np.isinf(self.high) else self.high]
        return float(np.mean(ends)) if np.isnan(self.value) else self.value


@dataclass(frozen=True)
class Pair(Row):
    """A row with the figures of both sides."""

    sides: tuple[Figure, ...] = ()


def span_of(rows: Sequence[Pair], *, log: bool) -> Span:
    """The scale of all figures, with a lane before it where somebody says nothing."""
    figures = [figure for row in rows for figure in row.sides]
    every = np.array([figure[:3] for figure in figures])
    known = every[np.isfinite(every)]
    lane = _LANE if any(figure.silent for figure in figures) else 0.0
    room = 0.14 if np.isinf(every).any() else 0.05
    if not log:
        end = (known.max(initial=0.0) or 1.0) * (1 + room)
        return Span(-lane * end, end)
    known = known[known > 0]  # a lower bound of 0 runs out at the left
    least, most = (known.min(), known.max()) if known.size else (1.0, 10.0)
    wide = max(np.log10(most / least), 0.5)
    base, end = least / 10 ** (0.06 * wide), most * 10 ** (room * wide)
    start = base / 10 ** (lane * wide)
    return Span(start, end, base, partial(Decades, base), numbers=FuncFormatter(_plain))


def _plain(value: float, _: int | None = None) -> str:
    """A step of a logarithmic scale, with no more decimals than it needs."""
    return number(f"{value:,.{max(0, -magnitude(value))}f}")


class Decades(MaxNLocator):
    """Steps of a logarithmic scale from a base: 1, 2, 5, 10, or fewer."""

    def __init__(self, base: float, **options: Any) -> None:
        self.base = base
        super().__init__(**options)

    def set_params(self, **options: Any) -> None:
        """Take the number of steps that there is room for."""
        self.most = options.get("nbins", 4)
        super().set_params(**options)

    # matplotlib's own locators return arrays too
    def tick_values(self, vmin: float, vmax: float) -> np.ndarray:  # type: ignore[override]
        """As many of them as have room."""
        powers = np.array([decade(n) for n in range(magnitude(self.base), magnitude(vmax) + 2)])
        choices = [np.outer(powers, steps).ravel() for steps in ((1, 2, 5), (1, 3), (1,))]
        choices += [powers[::step] for step in range(2, len(powers) + 1)]
        least, most = self.base * (1 - 1e-9), vmax * (1 + 1e-9)
        inside = [ticks[(ticks >= least) & (ticks <= most)] for ticks in choices]
        return next(ticks for ticks in [*inside, inside[-1][:1]] if len(ticks) <= self.most + 1)


def draw(ax: Axes, rows: Sequence[Pair], called: Sequence[str], *, log: bool) -> Keyed:
    """Rows of dumbbells under the key of the two sides."""
    ends = span_of(rows, log=log)
    if log:
        ax.set_xscale("log")
        ax.minorticks_off()
    lane = np.sqrt(ends.low * ends.base) if log else (ends.low + ends.base) / 2

    def marks(ax: Axes, row: Pair, y: float, _: float) -> None:
        _join(ax, row, y, ends, lane)
        apart = _APART if _meet(row.sides, ends, log=log) else 0.0
        for place, figure in enumerate(row.sides):
            first = len(ax.lines)
            _mark(ax, figure, place, row.colour, y, ends, lane)
            away = ScaledTranslation(0, (apart, -apart)[place] / 72, ax.figure.dpi_scale_trans)
            for line in list(ax.lines)[first:]:
                line.set_transform(ax.transData + away)

    colours = {row.colour for row in rows}
    ink = colours.pop() if len(colours) == 1 else style.INK
    keys = [
        Key(name, marker, face, edge)
        for name, marker, (face, edge) in zip(called, _MARKS, (_inks(ink, n) for n in (0, 1)), strict=True)
    ]
    return Keyed(ax, rows, marks, span=ends, keys=keys)


def _meet(sides: Sequence[Figure], ends: Span, *, log: bool) -> bool:
    """Whether the marks of both sides, with their bounds, would lie on each other on one line."""
    if any(figure.silent for figure in sides):
        return False
    reach = np.array(
        [
            (np.nanmin(figure[:3]), ends.high if np.isinf(figure.high) else np.nanmax(figure[:3]))
            for figure in sides
        ]
    )
    places = np.array([ends.base, ends.high, *reach.ravel()])
    # what is below a logarithmic scale stands at its beginning
    places = np.log10(np.maximum(places, ends.base)) if log else places
    base, high, *found = places
    (low_one, high_one), (low_two, high_two) = np.array(found).reshape(2, 2)
    return bool(max(low_one, low_two) - min(high_one, high_two) < _NEAR * (high - base))


def _inks(colour: str, place: int) -> tuple[str, str]:
    """The colours of the mark of a side and of its edge: the right side is paler."""
    pale = style.luminance(colour) > 0.5  # which would be lost on the paper
    return (style.tint(colour, _PALE), style.INK) if place else (colour, style.INK if pale else "white")


def _join(ax: Axes, row: Pair, y: float, ends: Span, lane: float) -> None:
    ax.plot([ends.base, ends.high], [y, y], color=style.RULE, linewidth=0.6, zorder=1, label="guide")
    if any(figure.lacks for figure in row.sides):
        return
    known = [figure.middle for figure in row.sides if not figure.silent]
    if len(known) == 2:
        ax.plot(known, [y, y], color=style.tint(row.colour, 0.62), linewidth=4, zorder=1.5, label="join")
    elif known:
        ax.plot(
            [lane, *known], [y, y], color=style.OTHERS, linewidth=0.9, linestyle=(0, (3, 2)), zorder=1.5,
            label="join", clip_on=False,
        )  # fmt: skip


def _mark(
    ax: Axes, figure: Figure, place: int, colour: str, y: float, ends: Span, lane: float
) -> None:  # fmt: skip
    if figure.silent:
        marker, what = ("x", "undisclosed") if figure.records else (_MARKS[place], "silent")
        ax.plot(
            [lane], [y], marker, markersize=_SIZES[place] - 0.8, color=style.QUIET, markerfacecolor="white",
            markeredgewidth=1.0, zorder=4, label=what, clip_on=False,
        )  # fmt: skip
        return
    whisker(ax, figure, y, ends.high, colour=style.INK, halo=True, start=ends.base, cap=5)
    if figure.lacks and figure.low >= ends.base:
        ax.plot(
            [figure.low], [y], _MARKS[place], markersize=_SIZES[place] - 0.8, color=style.QUIET,
            markerfacecolor="white", markeredgewidth=1.0, zorder=4, label="least", clip_on=False,
        )  # fmt: skip
    if np.isfinite(figure.value):
        face, edge = _inks(colour, place)
        ax.plot(
            [figure.value], [y], _MARKS[place], markersize=_SIZES[place], color=face, markeredgecolor=edge,
            markeredgewidth=0.7, zorder=4, label=SIDES[place], clip_on=False,
        )  # fmt: skip


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
