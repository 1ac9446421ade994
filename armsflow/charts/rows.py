"""Rows from top to bottom, in bands: name at the left, mark on the scale, figure at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import Formatter, MaxNLocator
from matplotlib.transforms import Bbox

from armsflow.charts import style
from armsflow.charts.plate import Flowing, Pen, Room, across, text

__all__: list[str] = []

_HEAD, _GAP = 0.8, 0.45  # height of a band's head, and the gap before it, in rows


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


@dataclass(frozen=True)
class Line:
    """The artists of a row that are placed when it is drawn."""

    y: float
    name: Flowing
    amount: Flowing
    detail: Flowing | None
    zero: Line2D


class Rows:
    """Body of a chart with one row per figure, and a head above each band."""

    def __init__(self, ax: Axes, bands: dict[str, Sequence[Row]], draw: Callable, half: float):
        self.half = half  # half the thickness of a mark, in rows
        self.lines: list[Line] = []
        self.heads: list[tuple[Flowing, Line2D, float]] = []
        self.size = 0.0
        self.steps = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10])
        end = _scale(ax, [row for rows in bands.values() for row in rows])
        ax.xaxis.set_major_locator(self.steps)
        for name, rows in bands.items():
            self._head(ax, name)
            for row in rows:
                self.lines.append(_line(ax, row, self.size + 0.5))
                draw(ax, row, self.size + 0.5, end)
                self.size += 1
        ax.set_ylim(self.size, 0)

    def _head(self, ax: Axes, name: str) -> None:
        if not name:
            return
        self.size += _GAP if self.lines else 0
        place = ax.get_yaxis_transform()
        rule = Line2D([0, 1], [self.size] * 2, transform=place, color=style.INK, linewidth=0.6)
        rule.set(clip_on=False, label="rule")
        ax.add_artist(rule)
        head = text(ax, name, label="band", transform=place, va="top", weight="bold", fontsize=7.5)
        self.heads.append((Flowing(head), rule, self.size))
        self.size += _HEAD

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What names, amounts and the scale need; names go above their marks in a narrow place."""
        self.head = max((head.fit(width, pen)[1] + 3 * pt for head, _, _ in self.heads), default=0.0)
        right = max(self._amounts(pen)) + 7 * pt
        widest = max(line.name.fit(np.inf, pen)[0] for line in self.lines)
        left, tall = self._names(min(widest, 0.4 * width), pen)
        if self.size * tall > height and widest <= 0.58 * width:
            left, tall = self._names(widest, pen)  # low places have no room for second lines
        detail = any(line.detail for line in self.lines)
        natural = max(tall + 6 * pt, (21 if detail else 17) * pt)
        self.above = False
        if width - left - right < 0.36 * width:
            tall_above = self._names(width - right, pen)[1]
            need = self._need_above(tall_above, pt)
            if self.size * need <= height:
                self.above, left, tall, natural = True, 3 * pt, tall_above, need + 5 * pt
            else:
                self._names(left, pen)
        self.tall = tall
        # a head has its own zone and half a row, less what the name takes of it
        need = self._need_above(tall, pt) if self.above else tall + 1.5 * pt
        if not self.above and self.heads:
            need = max(need, (self.head + tall / 2) / (_HEAD + 0.5))
        least = self.size * need
        gap = 0.0 if self.above else 6 * pt
        top = tall * 0.6 if self.above and not self.heads else 0.0
        natural = max(natural, need) * self.size
        return Room(left + gap, right, top, 13 * pt, least, natural, most=1.8 * natural)

    def _need_above(self, tall: float, pt: float) -> float:
        need = (tall + 5 * pt) / (1 - 2 * self.half) + 3 * pt
        return max(need, (self.head + tall + 5 * pt) / (_HEAD + 0.5 - self.half) if self.heads else 0)

    def _amounts(self, pen: Pen) -> list[float]:
        cells = [cell for line in self.lines for cell in (line.amount, line.detail) if cell]
        return [cell.fit(np.inf, pen)[0] for cell in cells]

    def _names(self, width: float, pen: Pen) -> tuple[float, float]:
        sizes = [line.name.fit(width, pen) for line in self.lines]
        return max(size[0] for size in sizes), max(size[1] for size in sizes)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put names at the left edge, amounts at the right edge, heads above their bands."""
        pitch = box.height / self.size
        left, right = across(slot.x0, box), across(slot.x1, box)
        ax.tick_params(labelsize=style.SMALL * pen.scale)
        self.steps.set_params(nbins=int(np.clip(box.width / (34 * pt), 1, 4)))
        for line in self.lines:
            reach = max(self.half, 3 * pt / pitch) + pt / pitch if self.above else 0.5
            rise = reach + 0.5 * pt / pitch if self.above else 0
            line.name.artist.set(
                position=(left, line.y - rise), va="bottom" if self.above else "center"
            )
            line.zero.set_ydata([line.y - reach, line.y + reach])
            _figures(line, right, pitch, pt)
        for head, rule, top in self.heads:
            rule.set_xdata([left, right])
            head.artist.set_position((left, top + 3 * pt / pitch))


def _figures(line: Line, right: float, pitch: float, pt: float) -> None:
    room = line.detail is not None and pitch >= 18.5 * pt
    line.amount.artist.set_position((right, line.y - (4.6 * pt / pitch if room else 0)))
    if line.detail is not None:
        line.detail.artist.set(position=(right, line.y + 5 * pt / pitch), visible=room)


def _line(ax: Axes, row: Row, y: float) -> Line:
    place = ax.get_yaxis_transform()
    shared = {"transform": place, "va": "center"}
    name = text(ax, row.name, label="row", fontsize=style.LABEL, **shared)
    amount = text(ax, row.amount, label="amount", fontsize=style.LABEL, ha="right", **shared)
    detail = None
    if row.detail:
        detail = Flowing(
            text(ax, row.detail, label="detail", color=style.QUIET, ha="right", **shared)
        )
    zero = ax.plot([0, 0], [y - 0.5, y + 0.5], color=style.INK, linewidth=0.8, label="zero")[0]
    zero.set(zorder=2.5, solid_capstyle="butt", clip_on=False)
    for cell in (name, amount):
        cell.set_y(y)
    return Line(y, Flowing(name), Flowing(amount), detail, zero)


def _scale(ax: Axes, rows: Sequence[Row]) -> float:
    figures = np.array([[row.value, row.low, row.high] for row in rows])
    known = figures[np.isfinite(figures)]
    largest = known.max() if known.size else 0.0
    end = (largest or 1.0) * (1.18 if np.isinf(figures).any() else 1.04)
    ax.set_xlim(min(0.0, known.min() if known.size else 0.0), end)
    ax.set_yticks([])
    ax.xaxis.set_major_formatter(Ticks())
    ax.tick_params(axis="x", labelbottom=bool(largest))
    return end


class Ticks(Formatter):
    """Numbers on a scale, all with as many decimals as the finest of them needs."""

    def __init__(self, after: str = "") -> None:
        self.after = after

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All labels of an axis."""
        fewest = (n for n in range(8) if all(abs(v - round(v, n)) < 1e-9 for v in values))
        decimals = next(fewest, 8)
        return [f"{v:,.{decimals}f}{self.after}" if v else f"0{self.after}" for v in values]

    def __call__(self, value: float, pos: int | None = None) -> str:
        """One label, as the cursor shows it."""
        return self.format_ticks([value])[0]


def whisker(
    ax: Axes, figure: Any, at: float, end: float, *, colour: str, halo: bool, upright: bool = False,
    cap: float = 7.0, sign: int = 1,
) -> None:  # fmt: skip
    """Bounds as a line with end marks; without an upper bound, an arrow to the end of the scale."""
    low, high = figure.low, figure.high
    if np.isnan(low) or not low < high:
        return
    ink = {"color": colour, "path_effects": style.halo() if halo else [], "zorder": 3}
    edge, arrow = ("_", "^") if upright else ("|", ">" if sign > 0 else "<")
    turned = slice(None, None, -1 if upright else 1)
    reach = [sign * low, sign * (end if np.isinf(high) else high)]
    ends = reach[:1] if np.isinf(high) else reach
    ax.plot(*(reach, [at, at])[turned], linewidth=1.1 if halo else 1.6, label="whisker", **ink)
    ax.plot(
        *(ends, [at] * len(ends))[turned], edge, markersize=cap, markeredgewidth=1.1, label="cap",
        **ink,
    )  # fmt: skip
    if np.isinf(high):
        ax.plot(
            *(reach[1:], [at])[turned], arrow, markersize=5, label="arrow", clip_on=False, **ink
        )
