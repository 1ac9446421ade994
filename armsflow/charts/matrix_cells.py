"""The body of a matrix: a cell for each row and column, names at two sides and sums at the others.

`Sheet` is what is printed, `Lattice` draws and places it, `Ramp` is the scale of colours below the cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize, to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Numbers, Room, reach, text
from armsflow.charts.draw.marks import Ticks
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.errors import ArgumentError
from armsflow.languages import message, say
from armsflow.rounding import decade, differ, magnitude

__all__: list[str] = []

_PAPER: dict[str, Any] = {"facecolor": "white", "edgecolor": style.OTHERS, "linewidth": 0.6}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "rest": (
        message("others or unknown, not on the scale"),
        {"facecolor": style.RULE, "edgecolor": "white", "linewidth": 0.5},
    ),
    "zero": (message("none"), _PAPER),
    "undisclosed": (message("not disclosed"), _PAPER | {"hatch": "//////"}),
    "bounds": (message("known within bounds only"), _PAPER | {"hatch": "...."}),
}
_SMALLER = (1.0, 0.9, 0.8, 0.72, 0.6, 0.5, 0.42, 0.36, 0.3, 0.25)  # names, where there are many
_LONG, _WIDE, _DOT = 78.0, 96.0, 1.4  # points: of a name that stands upright, of a column, of a dot
# one hue from pale to dark, which reads the same in grey and to the colour-blind; white is left to 0
_COLOURS = LinearSegmentedColormap.from_list(
    "armsflow", ["#DDE9F3", "#A6C6DF", "#5C93BE", "#2C6093", "#12294A"]
)
_LONG_NUMBER, _THICK = 112.0, 6.0  # points
_LEAST = 5.0  # points of type


@dataclass(frozen=True)
class Sheet:
    """What is printed: names and sums of rows and columns, and of each cell its kind, value and words."""

    names: tuple[Sequence[str], Sequence[str]]
    sums: tuple[Sequence[str], Sequence[str]]
    whole: str
    kinds: np.ndarray  # "value", one of KINDS, or "" where there is no record
    values: np.ndarray
    words: np.ndarray
    unit: str


class Lattice:
    """Cells in rows and columns."""

    def __init__(self, ax: Axes, sheet: Sheet, *, log: bool) -> None:
        rows, columns = self.shape = sheet.values.shape
        self.kinds = f"{columns} columns", f"{rows} rows of cells"
        reach(ax, x=(0, columns), y=(rows, 0))
        ax.set(xticks=[], yticks=[])
        shown = np.where(sheet.kinds == "value", sheet.values, np.nan)
        self.ramp = Ramp(ax, shown, sheet.unit, log=log) if np.isfinite(shown).any() else None
        self.cells = [self._cell(ax, sheet, *at) for at in np.argwhere(sheet.kinds != "")]
        self.dots = _dots(ax, np.argwhere(sheet.kinds == ""))
        left, above = ax.get_yaxis_transform(), ax.get_xaxis_transform()
        shared: dict[str, Any] = {"va": "center_baseline", "ha": "right"}
        self.rows = [
            _word(ax, name, "row", left, y=place + 0.5, **shared) for place, name in enumerate(sheet.names[0])
        ]
        self.columns = [
            _word(ax, name, "column", above, x=place + 0.5, ha="center", va="bottom")
            for place, name in enumerate(sheet.names[1])
        ]
        self.right = [
            _word(ax, sum_, "sum", left, y=place + 0.5, **shared) for place, sum_ in enumerate(sheet.sums[0])
        ]
        self.below = [
            _word(ax, sum_, "sum", above, x=place + 0.5, ha="center", va="center")
            for place, sum_ in enumerate(sheet.sums[1])
        ]
        self.whole = _word(ax, sheet.whole, "whole", ax.transAxes, weight="bold", ha="right", va="center")
        self.heads = [_word(ax, say("Sum"), "head", ax.transAxes, color=style.QUIET, ha="right", va=va)
                      for va in ("center", "bottom")]  # fmt: skip
        kinds = [kind for kind in KINDS if (sheet.kinds == kind).any()]
        self.keys = [_Key(ax, kind) for kind in (*kinds, *([""] if (sheet.kinds == "").any() else []))]

    def _cell(self, ax: Axes, sheet: Sheet, row: int, column: int) -> tuple[str, Flowing]:
        kind, ink = str(sheet.kinds[row, column]), style.INK
        if kind in KINDS:
            ax.add_patch(
                Rectangle((column, row), 1, 1, label=kind, zorder=1.5, clip_on=False, **KINDS[kind][1])
            )
        elif self.ramp:
            ink = style.ink_on(to_hex(self.ramp.colour(sheet.values[row, column])))
        at: dict[str, Any] = {"x": column + 0.5, "y": row + 0.5, "ha": "center", "va": "center_baseline"}
        cell = _word(ax, sheet.words[row, column], "cell", ax.transData, color=ink, **at)
        if kind in ("undisclosed", "bounds"):
            cell.artist.set_path_effects(style.halo())
        return kind, cell

    # --- room -----------------------------------------------------------------------------------

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """Names in the largest type in which they stand apart, sums, and the key below."""
        for smaller in _SMALLER:
            small = pen.smaller(smaller)
            left = max(name.fit(0.3 * width, small)[0] for name in self.rows) + 5 * pt
            self.lane = max(word.fit(np.inf, small)[0] for word in (*self.right, self.whole, self.heads[1]))
            step = min((width - left - self.lane - 8 * pt) / self.shape[1], _WIDE * pt)
            if self._stand(step, pt, small):
                break
        self._check_type(small)
        self.heads[0].fit(np.inf, small)
        tallest = self._tallest(pt, pen) + 1.5 * pt * smaller
        pitch = max(tallest, float(np.clip(0.8 * step, 11 * pt * smaller, 20 * pt)))
        for _, cell in self.cells:
            cell.scale(pen)
        self.key = self._keys(width - 2 * pt, pt, pen)
        right = max(width - left - step * self.shape[1], self.lane + 8 * pt)
        least, natural = self.shape[0] * tallest, self.shape[0] * pitch
        below = self.summed + self.key
        return Room(left, right, self.named + 4 * pt, below, least, natural, most=1.6 * natural)

    def _check_type(self, pen: Pen) -> None:
        """Raise where names would be too small to be read."""
        points = style.SMALL * pen.scale
        if points < _LEAST:
            rows, columns = self.shape
            raise ArgumentError(
                f"plot_matrix would print {rows} rows and {columns} columns in a type of {points:.1f} points "
                f"here, and less than {_LEAST:g} cannot be read; keep fewer: totals(records, …, "
                "top={'supplier': 10, 'recipient': 10}), or draw on more room",
                rows=[rows, columns],
            )

    def _tallest(self, pt: float, pen: Pen) -> float:
        """The least pitch of rows at which no name reaches into the next one, nor far out of the rows."""
        talls = np.array([pen.size(word.artist)[1] for word in self.rows])
        beside = (talls[1:] + talls[:-1]) / 2
        return float(max(talls.min(), talls[0] - 6 * pt, talls[-1] - 6 * pt, *beside))

    def _stand(self, step: float, pt: float, small: Pen) -> bool:
        """Whether the names and sums of columns fit a step: lying, upright in two lines, or in one."""
        for turn, longest in (
            (0, step - 3 * pt),
            (90, _LONG * small.renderer.points_to_pixels(small.scale)),
            (90, np.inf),
        ):
            self.named, wide = _turned(self.columns, turn, longest, small)
            if wide <= step - (3 * pt if not turn else 0):
                break
        else:
            return False
        for turn in (0, 90):
            self.summed, across_ = _turned(self.below, turn, np.inf, small)
            if across_ <= step - (3 * pt if not turn else 0):
                break
        self.summed += 6 * pt
        return across_ <= step

    def _keys(self, width: float, pt: float, pen: Pen) -> float:
        """Put the keys in lines beside and under the ramp, from the left; the height that they take."""
        line, high = 11 * pt, 26 * pt if self.ramp else 0.0
        at = x = (self.ramp.measure(pt, pen) + 14 * pt) if self.ramp else 0.0
        y = 8 * pt
        for key in self.keys:
            wide = key.words.fit(np.inf, pen)[0] + 14 * pt
            if x > 0 and x + wide > width:
                x, y = (at if at + wide <= width else 0.0), y + line
                if x == 0:
                    at, y = 0.0, max(y, high + 9 * pt)
            key.at = x, y
            x += wide + 8 * pt
        return max(high + 5 * pt, y + line if self.keys else 0.0)

    # --- places ---------------------------------------------------------------------------------

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Names to the left and above, sums to the right and below, numbers where all have room."""
        for name in self.rows:
            name.artist.set_x(across(box.x0 - 4 * pt, box))
        for name in self.columns:
            name.artist.set_y(up(box.y1 + 3 * pt, box))
        right, below = across(box.x1 + 6 * pt + self.lane, box), up(box.y0 - self.summed / 2, box)
        for word in self.right:
            word.artist.set_x(right)
        for word in self.below:
            word.artist.set_y(below)
        self.whole.artist.set_position((right, below))
        self.heads[0].artist.set_position((across(box.x0 - 4 * pt, box), below))
        self.heads[1].artist.set_position((right, up(box.y1 + 3 * pt, box)))
        self.dots.set_markersize(min(_DOT * pen.scale, 0.12 * box.width / pt / self.shape[1]))
        self._show(box.width / self.shape[1] - 2.5 * pt, box.height / self.shape[0], pen)
        top = box.y0 - self.summed - 4 * pt
        if self.ramp:
            self.ramp.place(slot.x0, top, box, pt, pen)
        for key in self.keys:
            key.place(slot.x0, top, box, pt)

    def _show(self, width: float, height: float, pen: Pen) -> None:
        """Show the figures if all have room, so that none is singled out; bounds where they have."""
        sizes = [pen.size(cell.artist) for _, cell in self.cells]
        fits = [wide <= width and tall <= height for wide, tall in sizes]
        every = all(fit for (kind, _), fit in zip(self.cells, fits, strict=True) if kind != "bounds")
        for (_, cell), fit in zip(self.cells, fits, strict=True):
            cell.show(every and fit)


class _Key:
    """A kind of cell, explained."""

    def __init__(self, ax: Axes, kind: str) -> None:
        words, look = KINDS.get(kind, (message("no record"), {}))
        self.words = _word(ax, say(words), "key", ax.transAxes, va="center", color=style.QUIET)
        self.at = 0.0, 0.0
        self.swatch = Rectangle((0, 0), 0, 0, transform=ax.transAxes, clip_on=False, **look)
        self.swatch.set(label="swatch", visible=bool(kind))
        self.dot = _dots(ax, np.empty((0, 2)))
        self.dot.set(transform=ax.transAxes, visible=not kind, clip_on=False, label="swatch")
        ax.add_artist(self.swatch)

    def place(self, left: float, top: float, box: Bbox, pt: float) -> None:
        """Put swatch and words at their place, counted from the upper left corner of the keys."""
        x, y = left + self.at[0], top - self.at[1]
        wide, tall = 9 * pt, 7 * pt
        self.swatch.set(x=across(x + 0.5 * pt, box), y=up(y - tall / 2, box))
        self.swatch.set(width=wide / box.width, height=tall / box.height)
        self.dot.set_data([across(x + wide / 2, box)], [up(y, box)])
        self.words.artist.set_position((across(x + 13 * pt, box), up(y, box)))


def _dots(ax: Axes, cells: np.ndarray) -> Line2D:
    """A small dot where there is no record."""
    dots = Line2D(cells[:, 1] + 0.5, cells[:, 0] + 0.5, linewidth=0, marker="o", markersize=_DOT)
    dots.set(color=style.OTHERS, markeredgewidth=0, label="empty", zorder=1)
    ax.add_artist(dots)
    return dots


def _word(
    ax: Axes, words: str, label: str, transform: Any, *, x: float = 0, y: float = 0, **kw: Any
) -> Flowing:
    artist = text(ax, words, label=label, transform=transform, **kw)
    artist.set_position((x, y))
    return Flowing(artist)


def _turned(words: Sequence[Flowing], turn: float, longest: float, pen: Pen) -> tuple[float, float]:
    """Write words at a turn; how far they reach upwards, and how wide the widest is across."""
    for word in words:
        word.artist.set_rotation(0)  # lines are measured lying
    sizes = [word.fit(longest, pen) for word in words]
    for word in words:
        word.artist.set(rotation=turn, multialignment="left" if turn else "center")
    wide, tall = (max(size[side] for size in sizes) for side in (0, 1))
    return (wide, tall) if turn else (tall, wide)


class Ramp:
    """Coloured cells and, at a place of its own, what the colours mean."""

    def __init__(self, ax: Axes, values: np.ndarray, unit: str, *, log: bool) -> None:
        low, high = _range(values[np.isfinite(values)], log=log)
        self.norm = LogNorm(low, high) if log else Normalize(low, high)
        mesh = ax.pcolormesh(
            np.ma.masked_invalid(values), cmap=_COLOURS, norm=self.norm, edgecolors="white", linewidth=0.5,
            zorder=1, label="cells",
        )  # fmt: skip
        self.spot = _Spot(ax)
        inset = ax.inset_axes((0, 0, 1, 1))
        inset.set_axes_locator(self.spot)
        self.bar = ax.figure.colorbar(mesh, cax=inset, orientation="horizontal")
        self.bar.outline.set_visible(False)
        style.dress(inset)
        self.ticks = Numbers(inset)
        steps = _decades(low, high) if log else _even(high)
        self.numbers = [Ticks()(step) for step in steps] if log else Ticks().format_ticks(steps)
        self.bar.set_ticks(steps, labels=self.numbers)
        self.bar.minorticks_off()
        self.unit = Flowing(text(ax, unit, label="unit", va="top", color=style.QUIET))

    def colour(self, value: float) -> Any:
        """The colour of a figure."""
        return _COLOURS(self.norm(value))

    def measure(self, pt: float, pen: Pen) -> float:
        """How wide the scale is, with its numbers and its unit."""
        self.unit.scale(pen)
        widths = [pen.width(self.unit.artist, number) for number in self.numbers]
        # numbers stand in the middle under their places, perhaps under the ends
        self.reach = max(widths) / 2
        return max(_LONG_NUMBER * pt + 2 * self.reach, self.unit.fit(np.inf, pen)[0])

    def place(self, left: float, top: float, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the scale at a place, its unit above, its numbers below."""
        tall = pen.size(self.unit.artist)[1] + 2 * pt
        self.unit.artist.set_position((across(left, box), up(top, box)))
        self.spot.box = Bbox.from_bounds(
            left + self.reach, top - tall - _THICK * pt, _LONG_NUMBER * pt, _THICK * pt
        )
        self.ticks.scale(pen.scale)


class _Spot:
    """Locator of the scale: where it was put last."""

    def __init__(self, ax: Axes) -> None:
        self.figure = ax.figure
        self.box = Bbox.unit()

    def __call__(self, ax: Artist, renderer: Any) -> Bbox:
        """The place in parts of the figure."""
        return self.box.transformed(self.figure.transSubfigure.inverted())


def _range(known: np.ndarray, *, log: bool) -> tuple[float, float]:
    """The ends of the scale of colours; on a logarithmic one equal figures get a decade below them."""
    least, most = float(known.min()), float(known.max())
    if not log:
        return 0.0, most
    return (least if differ(least, most) else most / 10), most


def _even(high: float) -> list[float]:
    """Round numbers from 0 at even steps."""
    steps = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, high)
    return [float(step) for step in steps if step <= high * (1 + 1e-9)]


def _decades(low: float, high: float) -> list[float]:
    """A few round numbers within a range: powers of ten or, in a short range, 2 and 5 times them too."""

    def inside(steps: Iterable[float]) -> list[float]:
        # the ends of the range are computed, and may miss a round number by their last digits
        return [step for step in steps if low * (1 - 1e-9) <= step <= high * (1 + 1e-9)]

    powers = [decade(exponent) for exponent in range(magnitude(low), magnitude(high) + 1)]
    if len(inside(powers)) > 2:
        return inside(powers)[:: ceil(len(inside(powers)) / 5)]
    return inside(step * power for power in powers for step in (1, 2, 5)) or [high]
