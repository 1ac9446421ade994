"""The body of lines over years: a scale in real years, and the names of the lines at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import (
    FixedFormatter,
    FixedLocator,
    LogLocator,
    NullFormatter,
    NullLocator,
)
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Numbers, Room, reach, text
from armsflow.charts.draw.marks import Powers, Years
from armsflow.charts.draw.places import across, spread, up
from armsflow.charts.draw.typeset import Flowing, Pen

__all__: list[str] = []

_BELOW = 16.0  # points for years or windows
_LEADER = 9.0  # points between the last year and the names


@dataclass(frozen=True)
class End:
    """The name of a line at the right, the height of its last point, and what leads from there."""

    name: Flowing
    at: tuple[float, float]
    leader: Line2D


class Course:
    """Body of a chart whose scale from left to right is years."""

    kinds: tuple[str, str] = ("years", "figures")

    def __init__(
        self, ax: Axes, first: float, last: float, windows: Sequence[tuple[float, str]] = ()
    ) -> None:
        """`windows` are the places and words of windows; without them single years are numbered."""
        self.ax, self.windows = ax, list(windows)
        self.ends: list[End] = []
        self.sizes: list[tuple[Line2D, float, float]] = []
        self.numbers, self.clear = Numbers(ax), 0.0
        reach(ax, x=(first, last))
        self.years = Years()
        ax.xaxis.set_major_locator(self.years)
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(lambda year, pos: f"{year:.0f}")
        ax.grid(axis="y", color=style.RULE, linewidth=0.4)

    def logarithmic(self, least: float, most: float) -> None:
        """Number the upright scale by powers of ten."""
        self.ax.set_yscale("log")
        self.ax.set_ylim(10 ** np.floor(np.log10(least) + 1e-9), 10 ** np.ceil(np.log10(most) - 1e-9))
        self.ax.yaxis.set_major_locator(LogLocator())
        self.ax.yaxis.set_major_formatter(Powers())
        self.ax.yaxis.set_minor_locator(NullLocator())
        self.ax.yaxis.set_minor_formatter(NullFormatter())

    def end(self, name: str, at: tuple[float, float], colour: str, *, strong: bool, early: bool) -> None:
        """Name a line at its end, which may be `early`, before that of others."""
        ink = style.written(colour)
        words = text(
            self.ax, name, label="group", va="center", fontsize=style.LABEL, color=ink if strong else
            style.QUIET,
            fontweight="bold" if strong else "normal",
        )  # fmt: skip
        leader = Line2D([], [], color=colour, linewidth=0.5, transform=self.ax.transAxes, label="leader")
        leader.set(clip_on=False, zorder=1.5)
        if early:
            # it crosses the plot and must not look like a line of figures
            leader.set(linestyle=(0, (1, 3)), color=style.MUTED)
        self.ax.add_line(leader)
        self.ends.append(End(Flowing(words), at, leader))

    def shrink(self, lines: Sequence[Line2D]) -> None:
        """Draw these lines, as they now are, in the scale of the type."""
        self.sizes += [(line, line.get_markersize(), line.get_linewidth()) for line in lines]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the scale at the left, the names at the right and the years below need."""
        self.numbers.scale(pen.scale)
        if pen.scale != self.clear:
            # the first year stands clear of the 0 of the upright scale
            self.clear = pen.scale
            self.ax.tick_params(axis="x", pad=6 * pen.scale)
        box = self.ax.yaxis.get_tightbbox(pen.renderer)
        left = (box.width + 5 * pt) if box else 0.0
        sizes = [end.name.fit(0.3 * width, pen) for end in self.ends]
        right = max((size[0] + (_LEADER + 2) * pt for size in sizes), default=6 * pt)
        tall = sum(size[1] + pt for size in sizes)
        self.narrowed(width - left - right, pt, pen)
        natural = float(np.clip(0.36 * width, 130 * pt, 185 * pt))
        return Room(left, right, 5 * pt, _BELOW * pt, max(tall, 45 * pt), max(natural, tall + pt))

    def narrowed(self, width: float, pt: float, pen: Pen) -> float:
        """Number as many years, or windows, as a scale so wide has room for; what they need below it."""
        first, last = self.ax.get_xlim()
        if not self.windows:
            self.years.set_params(nbins=int(np.clip(width / (24 * pt * pen.scale / 1.0), 1, 20)))
            return _BELOW * pt
        wide = (max(len(words) for _, words in self.windows) * 4.6 + 5) * pt
        step = (
            width / abs(last - first) * min(np.diff(sorted(place for place, _ in self.windows)), default=1.0)
        )
        every = max(int(np.ceil(wide / step)), 1)
        shown = self.windows[::-1][::every][::-1]
        self.ax.xaxis.set_major_locator(FixedLocator([place for place, _ in shown]))
        self.ax.xaxis.set_major_formatter(FixedFormatter([words for _, words in shown]))
        return _BELOW * pt

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the names at the right, as near to the ends of their lines as goes."""
        for line, size, wide in self.sizes:
            line.set(markersize=size * pen.scale, linewidth=wide * pen.scale)
        ends: Any = ax.transData.transform([end.at for end in self.ends]) if self.ends else []
        order = sorted(range(len(self.ends)), key=lambda place: -ends[place][1])
        heights = [pen.size(self.ends[place].name.artist)[1] + pt for place in order]
        wanted = [ends[place][1] + height / 2 for place, height in zip(order, heights, strict=True)]
        tops = spread(wanted, heights, box.y0 - 4 * pt, box.y1 + 5 * pt)
        # leaders turn at one place, so that none crosses another: a line that ended before is led there
        turn = max((x for x, _ in ends), default=box.x1) + 3 * pt
        for place, top, height in zip(order, tops, heights, strict=True):
            end, middle = self.ends[place], top - height / 2
            left = box.x1 + _LEADER * pt
            end.name.artist.set_position((across(left, box), up(middle, box)))
            x, y = ends[place]
            near = abs(x - box.x1) < 8 * pt and abs(y - middle) < 2 * pt
            xs = (
                [] if near else [across(at, box) for at in (x + 3 * pt, turn, left - 4 * pt, left - 1.5 * pt)]
            )
            ys = [] if near else [up(at, box) for at in (y, y, middle, middle)]
            end.leader.set_data(xs, ys)
            end.leader.set_linewidth(0.5 * pen.scale)
