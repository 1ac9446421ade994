"""Lines from one window to the next as a body, named at both ends, no name on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox, ScaledTranslation

from armsflow.charts.draw import style
from armsflow.charts.draw.columns import spread
from armsflow.charts.draw.layout import Flowing, Pen, Room, across, text, up
from armsflow.charts.draw.marks import whisker

__all__: list[str] = []

_LEADER, _NEAR = 16.0, 4.0  # points from an end to its figure, and between figure and name
_STEP, _LANES = 3.5, 6  # points between bounds that stand beside each other, and how many do
WIDE = 1.0  # percentage points that bounds are apart to be drawn


@dataclass(frozen=True)
class End:
    """What a line comes to in one window, in per cent, and how that is printed; "" for no words."""

    value: float
    low: float
    high: float
    figure: str
    told: bool  # whether there is any record

    def height(self) -> float:
        """Where its words belong: at its value, else in the middle of its bounds."""
        return (self.low + self.high) / 2 if np.isnan(self.value) else self.value


@dataclass(frozen=True)
class Slope:
    """One line with its two ends."""

    name: str
    colour: str
    strong: bool
    ends: tuple[End, End]


@dataclass(frozen=True)
class _Label:
    """Figure and name at one end, and the line that leads there."""

    figure: Flowing
    name: Flowing
    leader: Line2D
    at: float


class Slopes:
    """Body of a chart with two windows and a line for each part from the one to the other."""

    def __init__(self, ax: Axes, slopes: Sequence[Slope], windows: tuple[str, str], top: float) -> None:
        ax.set(xlim=(0, 1), ylim=(0, 1.02 * top), xticks=[], yticks=[])
        self.heads = [_head(ax, words, place) for place, words in enumerate(windows)]
        for place in (0, 1):
            ax.axvline(place, color=style.RULE, linewidth=0.8, zorder=1, clip_on=False, label="window")
        ax.axhline(0, color=style.INK, linewidth=0.8, zorder=1.5, label="zero")
        for slope in slopes:
            _line(ax, slope)
        self.labels = [_labels(ax, slopes, place) for place in (0, 1)]
        for place in (0, 1):
            _whiskers(ax, slopes, place)
            if all(np.isnan(slope.ends[place].low) for slope in slopes):
                _not_known(ax, place)
        self.sizes = [(line, line.get_markersize(), line.get_linewidth()) for line in ax.lines]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What names and figures need on both sides; names are wrapped where lines have little room."""
        for lane in (0.3, 0.26, 0.22, 0.18, 0.14):
            sides = [self._side(labels, lane * width, pt, pen) for labels in self.labels]
            if width - sum(sides) >= 0.24 * width:
                break
        heads = [head.fit(np.inf, pen) for head in self.heads]
        # the words of a window stand in the middle above its end, and not on those of the other
        halves = max(head[0] for head in heads) / 2 + 2 * pt
        sides = [max(side, halves) for side in sides]
        least = max(sum(self._tall(label, pen) + pt for label in labels) for labels in self.labels)
        natural = max(float(np.clip(0.42 * width, 150 * pt, 230 * pt)), 1.8 * least)
        fits = width - sum(sides) >= 2 * halves
        least = max(least, 40 * pt) if fits else np.inf
        return Room(*sides, heads[0][1] + 7 * pt, 6 * pt, least, natural)

    def _side(self, labels: Sequence[_Label], lane: float, pt: float, pen: Pen) -> float:
        """The room that one side needs."""
        figures = max((label.figure.fit(np.inf, pen)[0] for label in labels), default=0.0)
        names = max((label.name.fit(lane, pen)[0] for label in labels), default=0.0)
        return figures + names + (_LEADER + _NEAR) * pt if labels else 0.0

    def _tall(self, label: _Label, pen: Pen) -> float:
        return max(pen.size(label.name.artist)[1], pen.size(label.figure.artist)[1])

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the words of each side below each other, with lines that lead to their ends."""
        for line, size, width in self.sizes:
            line.set(markersize=size * pen.scale, linewidth=width * pen.scale)
        for head in self.heads:
            head.artist.set_y(up(box.y1 + 6 * pt, box))
        for place, labels in enumerate(self.labels):
            heights = [self._tall(label, pen) + pt for label in labels]
            ends = [ax.transData.transform((0, label.at))[1] for label in labels]
            wanted = [end + tall / 2 for end, tall in zip(ends, heights, strict=True)]
            tops = spread(wanted, heights, box.y0 - 6 * pt, box.y1 + 6 * pt)
            figures = max((pen.size(label.figure.artist)[0] for label in labels), default=0.0)
            for label, top, tall, end in zip(labels, tops, heights, ends, strict=True):
                _lay(label, place, top - tall / 2, end, figures, box, pt)


def _lay(label: _Label, place: int, middle: float, end: float, figures: float, box: Bbox, pt: float) -> None:
    sign, edge = (1, box.x1) if place else (-1, box.x0)
    near = edge + sign * _LEADER * pt
    # figures stand flush right on both sides
    right = near + figures if place else near
    label.figure.artist.set_position((across(right, box), up(middle, box)))
    name = near + sign * (figures + _NEAR * pt)
    label.name.artist.set_position((across(name, box), up(middle, box)))
    xs = [across(edge + sign * reach * pt, box) for reach in (4.0, _LEADER - 2.5)]
    label.leader.set_data(xs, [up(end, box), up(middle, box)])


def _head(ax: Axes, words: str, place: int) -> Flowing:
    head = text(ax, words, label="window", ha="center", va="bottom", weight="bold", fontsize=style.LABEL)
    head.set_x(place)
    return Flowing(head)


def _not_known(ax: Axes, place: int) -> None:
    options = {"rotation": 90, "ha": "center", "va": "center", "path_effects": style.halo(4)}
    text(ax, "not known", label="mark", color=style.QUIET, **options).set_position((place, 0.5))


def _line(ax: Axes, slope: Slope) -> None:
    values = [end.value for end in slope.ends]
    told = all(end.told for end in slope.ends)
    shared = {"color": slope.colour, "zorder": 4 if slope.strong else 3, "clip_on": False}
    ax.plot(
        [0, 1], values, "-" if told else "--", linewidth=2.0 if slope.strong else 1.0, label="slope",
        solid_capstyle="round", **shared,
    )  # fmt: skip
    for place, end in enumerate(slope.ends):
        ax.plot(
            [place], [end.value], "o", markersize=5.5 if slope.strong else 4, label="end",
            markerfacecolor=slope.colour if end.told else "white", markeredgewidth=0.8,
            markeredgecolor="white" if end.told else slope.colour, **shared,
        )  # fmt: skip


def _labels(ax: Axes, slopes: Sequence[Slope], place: int) -> list[_Label]:
    """The words of one side, from top to bottom."""
    known = [slope for slope in slopes if slope.ends[place].figure]
    order = sorted(known, key=lambda slope: (-slope.ends[place].height(), slope.name))
    return [_label(ax, slope, place) for slope in order]


def _label(ax: Axes, slope: Slope, place: int) -> _Label:
    ink = style.INK if slope.strong else style.QUIET
    shared = {"va": "center", "fontsize": style.LABEL, "color": ink}
    outward = "left" if place else "right"
    name = text(ax, slope.name, label="row", ha=outward, multialignment=outward, **shared)
    figure: Text = text(ax, slope.ends[place].figure, label="figure", ha="right", **shared)
    leader = Line2D([], [], color=slope.colour, linewidth=0.5, transform=ax.transAxes, label="leader")
    leader.set(clip_on=False, zorder=2)
    ax.add_line(leader)
    return _Label(Flowing(figure), Flowing(name), leader, slope.ends[place].height())


def _whiskers(ax: Axes, slopes: Sequence[Slope], place: int) -> None:
    """Bounds as upright lines, beside each other where they would cover each other."""
    wide = [slope for slope in slopes if slope.ends[place].high - slope.ends[place].low > WIDE]
    reaches: list[float] = []
    for slope in sorted(wide, key=lambda slope: slope.ends[place].low):
        end = slope.ends[place]
        free = [lane for lane, reach in enumerate(reaches) if reach < end.low]
        lane = free[0] if free else len(reaches)
        reaches[lane : lane + 1] = [end.high]
        drawn = len(ax.lines)
        whisker(ax, end, place, np.inf, colour=slope.colour, halo=False, upright=True, cap=3.5, width=1.0)
        inward = (1 - 2 * place) * _STEP / 72 * (lane % _LANES)
        shift = ScaledTranslation(inward, 0, ax.figure.dpi_scale_trans)
        for line in list(ax.lines)[drawn:]:
            line.set(transform=ax.transData + shift, clip_on=False)
