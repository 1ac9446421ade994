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
# how far the name of a line that ends early may stand above its end, in lines of type: the nearest first
_DROPS = (0.0, -0.5, 0.5, -1.0, 1.0, -1.5, 1.5)


@dataclass(frozen=True)
class End:
    """The name of a line, its last point, and what leads from there to a name at the right."""

    name: Flowing
    at: tuple[float, float]
    leader: Line2D
    #: Of a line that ends before others, its name at the right, and where it ends itself.
    words: str
    short: str = ""


class Course:
    """Body of a chart whose scale from left to right is years."""

    kinds: tuple[str, str] = ("years", "figures")

    def __init__(
        self, ax: Axes, first: float, last: float, windows: Sequence[tuple[float, str]] = ()
    ) -> None:
        """`windows` are the places and words of windows; without them single years are numbered."""
        self.ax, self.windows = ax, list(windows)
        self.ends: list[End] = []
        # the names that stand where their lines end, by their place among the ends
        self.inside: list[int] = []
        self.courses: list[np.ndarray] = []
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

    def end(self, name: str, at: tuple[float, float], colour: str, *, strong: bool, short: str = "") -> None:
        """Name a line at its end; one that ends before others is `short` where it ends, if there is room."""
        ink = style.written(colour)
        words = text(
            self.ax, name, label="group", va="center", fontsize=style.LABEL, color=ink if strong else
            style.QUIET,
            fontweight="bold" if strong else "normal",
        )  # fmt: skip
        leader = Line2D([], [], color=colour, linewidth=0.5, transform=self.ax.transAxes, label="leader")
        leader.set(clip_on=False, zorder=1.5)
        if short:
            words.set(zorder=3.5, path_effects=style.halo(2))
            # it crosses the plot and must not look like a line of figures
            leader.set(linestyle=(0, (1, 3)), color=style.MUTED)
        self.ax.add_line(leader)
        self.ends.append(End(Flowing(words), at, leader, name, short))

    def shrink(self, lines: Sequence[Line2D]) -> None:
        """Draw these lines, as they now are, in the scale of the type."""
        self.sizes += [(line, line.get_markersize(), line.get_linewidth()) for line in lines]
        self.courses = [np.asarray(line.get_xydata(), dtype=float) for line in lines]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the scale at the left, the names at the right and the years below need."""
        self.numbers.scale(pen.scale)
        if pen.scale != self.clear:
            # the first year stands clear of the 0 of the upright scale
            self.clear = pen.scale
            self.ax.tick_params(axis="x", pad=6 * pen.scale)
        box = self.ax.yaxis.get_tightbbox(pen.renderer)
        left = (box.width + 5 * pt) if box else 0.0
        natural = float(np.clip(0.36 * width, 130 * pt, 185 * pt))
        late = [end for end in self.ends if not end.short]
        wide = width - left - self._beside([end.name.fit(0.3 * width, pen) for end in late], pt)
        found = self._inside(Bbox.from_bounds(0, 0, wide, min(natural, height)), pt, pen)
        self.inside = [place for place, at in found.items() if at]
        sizes = []
        for place, end in enumerate(self.ends):
            end.name.words = end.short if place in self.inside else end.words
            size = end.name.fit(np.inf if place in self.inside else 0.3 * width, pen)
            sizes += [] if place in self.inside else [size]
        right = self._beside(sizes, pt)
        tall = sum(size[1] + pt for size in sizes)
        self.narrowed(width - left - right, pt, pen)
        return Room(left, right, 5 * pt, _BELOW * pt, max(tall, 45 * pt), max(natural, tall + pt))

    def _beside(self, sizes: Sequence[tuple[float, float]], pt: float) -> float:
        """How much names at the right need."""
        return max((size[0] + (_LEADER + 2) * pt for size in sizes), default=6 * pt)

    def _inside(self, box: Bbox, pt: float, pen: Pen) -> dict[int, tuple[float, float] | None]:
        """Where names of lines that end early can stand beside their ends in a box: the left, the middle."""
        found: dict[int, tuple[float, float] | None] = {}
        taken: list[Bbox] = []
        early = [place for place, end in enumerate(self.ends) if end.short]
        if not early:
            return found
        into = self.ax.transScale + self.ax.transLimits
        courses = [into.transform(course) * box.size + box.p0 for course in self.courses if len(course)]
        for place in early:
            end = self.ends[place]
            end.name.words = end.short
            wide, tall = end.name.fit(np.inf, pen)
            x, y = into.transform([end.at])[0] * box.size + box.p0
            found[place] = None
            for drop in _DROPS:
                spot = Bbox.from_bounds(x + 4 * pt, y + (drop - 0.5) * tall, wide, tall)
                free = spot.x1 <= box.x1 and box.y0 + pt <= spot.y0 and spot.y1 <= box.y1
                around = spot.padded(1.5 * pt)
                met = (_meets(course, around) for course in courses)
                if free and not any(met) and not around.count_overlaps(taken):
                    found[place] = spot.x0, y + drop * tall
                    taken.append(spot)
                    break
        return found

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
        spots = self._inside(box, pt, pen)
        for place in self.inside:
            end, (x, y) = self.ends[place], ends[place]
            left, middle = spots[place] or (x + 4 * pt, y)
            end.name.artist.set_position((across(left, box), up(middle, box)))
            end.leader.set_data([], [])
        beside = [place for place in range(len(self.ends)) if place not in self.inside]
        for place in beside:
            # the search tried other words
            self.ends[place].name.words = self.ends[place].words
            self.ends[place].name.fit(0.3 * slot.width, pen)
        order = sorted(beside, key=lambda place: -ends[place][1])
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


def _meets(course: np.ndarray, box: Bbox) -> bool:
    """Whether a line from left to right passes through a box."""
    x, y = course[~np.isnan(course).any(axis=1)].T
    if not len(x) or x[-1] < box.x0 or x[0] > box.x1:
        return False
    first, last = max(box.x0, x[0]), min(box.x1, x[-1])
    inner = x[(x > first) & (x < last)]
    heights = np.interp(np.r_[first, inner, last], x, y)
    low, high = np.minimum(heights[:-1], heights[1:]), np.maximum(heights[:-1], heights[1:])
    return bool(((low <= box.y1) & (high >= box.y0)).any())
