"""Columns from left to right: windows below, groups named at the right, in order of the stack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.clear import Clearing, Spot
from armsflow.charts.draw.layout import Numbers, Room, reach, text
from armsflow.charts.draw.places import across, spread, up
from armsflow.charts.draw.typeset import Flowing, Pen, Sized
from armsflow.languages import years
from armsflow.records.schema import period

__all__: list[str] = []

_DASH = "\N{EN DASH}"
_THIN = 2.0  # points; white edges would hide what is thinner
_MANY = 20  # windows; the words of more would be a wall if they stood upright
_ROUND = (1, 2, 5, 10, 20, 50, 100)  # years between those that are named


@dataclass(frozen=True)
class Entry:
    """A group in the legend; `at` is the height in the last column that it should stand near."""

    name: Flowing
    swatch: Rectangle
    at: float | None
    thin: bool
    dot: Line2D


@dataclass(frozen=True)
class Mark:
    """A text inside the chart that shows only if it and its bunch have room [columns, data units]."""

    artist: Flowing
    width: float
    height: float
    bunch: str
    #: What stands beside the column where the mark has no room inside it.
    aside: Flowing | None = None
    #: Where it may stand so that no line crosses it, the best place first.
    spots: Sequence[Spot] = ()
    #: Whether it is left out where no spot is clear; else it then stands above the lines.
    optional: bool = False


class Columns:
    """Body of a chart with windows from left to right."""

    kinds: tuple[str, str] = ("years", "figures")

    def __init__(
        self, ax: Axes, windows: Sequence[tuple[float, str]], pitch: float, *, widest: float = 130,
        highest: float = 150, are_names: bool = False,
    ) -> None:  # fmt: skip
        """`pitch` is the distance from column to column [data units], `widest` its most room [pt].

        `highest` is how high a scale is that is as wide as a page [pt]. Where the windows `are_names`, none
        is left out for want of room.
        """
        self.ax, self.highest, self.are_names = ax, highest, are_names
        self.pitch, self.widest = pitch, widest
        self.windows = [(place, _window(ax, place, name)) for place, name in windows]
        self.entries: list[Entry] = []
        #: The names and colours of groups, where all panels have one legend.
        self.shared: dict[str, str] = {}
        self.marks: list[Mark] = []
        self.captions: list[tuple[Flowing, str]] = []
        self.heads: list[tuple[Flowing, float, float]] = []
        self.sizes: list[Sized] = []
        # what has white edges, with their width, where it is not too thin for them
        self.bars: list[tuple[Rectangle, float]] = []
        self.seams: list[tuple[Line2D, np.ndarray, np.ndarray]] = []
        self.clearing = Clearing()
        self.numbers = Numbers(ax)
        places = [place for place, _ in windows]
        reach(ax, x=(min(places) - pitch / 2, max(places) + pitch / 2))
        ax.set_xticks([])
        ax.grid(axis="y", color=style.RULE, linewidth=0.4)

    def group(
        self, name: str, colour: str, *, at: float | None = None, thin: bool = False, marker: str = ""
    ) -> None:
        """Add a group to the legend, from top to bottom; `thin` for a line, with its marker."""
        place = self.ax.transAxes
        look = {"facecolor": colour, "linewidth": 0} if thin else style.fill(colour)
        swatch = Rectangle((0, 0), 0, 0, **look, transform=place)
        swatch.set(clip_on=False, label="swatch")
        self.ax.add_artist(swatch)
        words = text(self.ax, name, label="group", va="top", fontsize=style.LABEL)
        dot = Line2D([], [], marker=marker, markersize=4, color=colour, linewidth=0, transform=place)
        dot.set(clip_on=False, label="key")
        if marker:
            self.ax.add_artist(dot)
        self.entries.append(Entry(Flowing(words), swatch, at, thin, dot))

    def mark(
        self, words: str, at: tuple[float, float], room: tuple[float, float], *, bunch: str = "",
        label: str = "mark", aside: bool = False, spots: Sequence[Spot] = (), optional: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Add a text that shows only where it has room, or all of a bunch have.

        `room` is a width in columns and a height in data units. `aside` says that a text without room inside
        its column may stand at the right of it. With `spots` it stands at the first that is clear of lines;
        where there is none, it is left out if it is `optional`, and else stands above the lines.
        """
        artist = text(self.ax, words, label=label, transform=self.ax.transData, **kwargs)
        artist.set_position(at)
        beside = None
        if aside:
            clear = {"va": "center_baseline", "path_effects": style.halo(2), "zorder": 5}
            beside = Flowing(text(self.ax, words, label="aside", color=style.QUIET, **clear))
        self.marks.append(
            Mark(Flowing(artist), *room, bunch or str(len(self.marks)), beside, spots, optional)
        )

    def caption(self, words: str, height: float, *, bunch: str) -> None:
        """Add words at the left of a bunch of marks that stand at one height."""
        artist = text(
            self.ax, words, label="caption", transform=self.ax.get_yaxis_transform(), color=style.QUIET
        )
        artist.set(position=(0, height), ha="right", va="bottom")
        self.captions.append((Flowing(artist), bunch))

    def head(self, name: str, first: float, last: float) -> None:
        """Add a name under several columns."""
        place = self.ax.get_xaxis_transform()
        words = text(self.ax, name, label="head", transform=place, ha="center", va="top")
        words.set(position=((first + last) / 2, 0), fontsize=style.LABEL, fontweight="bold")
        self.heads.append((Flowing(words), first - 0.45 * self.pitch, last + 0.45 * self.pitch))

    def edged(self, bars: Iterable[Rectangle], width: float) -> None:
        """Give bars that stand upon each other white edges [pt], but those that edges would hide."""
        for bar in bars:
            bar.set(edgecolor="white", linewidth=width)
            self.bars.append((bar, width))

    def seam(self, xs: np.ndarray, tops: np.ndarray, heights: np.ndarray) -> None:
        """Part an area from the next one upon it by a white line, but where it is as thin as the line."""
        (line,) = self.ax.plot(xs, tops, color="white", linewidth=0.4, zorder=2.1, label="seam")
        self.seams.append((line, tops, heights))

    def _edges(self, unit: float, pt: float) -> None:
        """White edges where there is room for them; `unit` is the height of 1 [pixels]."""
        for bar, width in self.bars:
            bar.set_linewidth(width if bar.get_height() * unit >= _THIN * pt else 0.0)
        for line, tops, heights in self.seams:
            line.set_ydata(np.where(heights * unit >= _THIN * pt, tops, np.nan))

    def shrink(self, lines: Iterable[Line2D]) -> None:
        """Draw these lines, as they now are, in the scale of the type."""
        self.sizes += [Sized(line) for line in lines]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the scale at the left, the legend at the right and the windows below need."""
        captions = [words.fit(np.inf, pen)[0] for words, _ in self.captions]
        left = max([self._numbers(pt, pen), *(wide + 3 * pt for wide in captions)])
        sizes = [entry.name.fit(0.27 * width, pen) for entry in self.entries]
        right = max((size[0] + self._beside * pt for size in sizes), default=0.0)
        legend = sum(size[1] + 2 * pt for size in sizes)
        # one stack alone is not drawn as wide as a page
        columns = abs(np.diff(self.ax.get_xlim())[0]) / self.pitch
        spare = width - left - right - self.widest * pt * columns
        right += max(spare, 0.0)
        below = self.narrowed(width - left - right, pt, pen)
        right = max(right, (self._widest(pen) - self._step(width - left - right) * self.pitch) / 2)
        for mark in self.marks:
            mark.artist.scale(pen)
            if mark.aside is not None:
                mark.aside.scale(pen)
        natural = float(np.clip(self.highest / 500 * width, 125 * pt, self.highest * pt))
        return Room(left, right, 4 * pt, below, max(legend, 45 * pt), max(natural, legend + pt))

    @property
    def _beside(self) -> float:
        """From the scale to the words of the legend [pt]; farther where figures stand beside columns."""
        return 18.0 if all(mark.aside is None for mark in self.marks) else 28.0

    def narrowed(self, width: float, pt: float, pen: Pen) -> float:
        """Name the windows as a scale so wide has room for; what they and their heads need below it."""
        step = self._step(width)
        below = self._windows(step, pt, pen) + 4.5 * pt
        self.head_top = below
        if self.heads:
            below += 2 * pt + max(h.fit(step * (b - a), pen)[1] for h, a, b in self.heads)
        return below

    def _step(self, width: float) -> float:
        first, last = self.ax.get_xlim()
        return width / (last - first)

    def _numbers(self, pt: float, pen: Pen) -> float:
        self.numbers.scale(pen.scale)
        box = self.ax.yaxis.get_tightbbox(pen.renderer)
        return (box.width + 5 * pt) if box else 0.0

    def _windows(self, step: float, pt: float, pen: Pen) -> float:
        """Words below the columns: in one line, in two, only some of them, or upright."""
        room = step * self.pitch - 3 * pt
        self._write(0, "", pen)
        if self.are_names:
            # stacks of several wholes stand farther apart than windows
            apart = np.diff([place for place, _ in self.windows]).min(initial=np.inf)
            room = step * max(apart, self.pitch) - 3 * pt
            if max(words.fit(room, pen)[0] for _, words in self.windows) > room:
                self._write(90, "", pen)
            return max(pen.size(words.artist)[1] for _, words in self.windows)
        several = any(_DASH in words.words for _, words in self.windows)
        if several and self._widest(pen) > room:
            self._write(0, "\n", pen)
        if self._widest(pen) > room:
            dense = self._every(step, pt, pen) > 2 and len(self.windows) <= _MANY
            if not (several and (self.heads or dense) and self._upright(room, pt, pen)):
                self._thin(step, pt, pen)
        return max(pen.size(words.artist)[1] for _, words in self.windows)

    def _upright(self, room: float, pt: float, pen: Pen) -> bool:
        """Turn the words, and say whether they have room side by side."""
        self._write(90, "", pen)
        return self._widest(pen) <= room + 2 * pt

    def _write(self, turn: float, before_dash: str, pen: Pen) -> None:
        for _, words in self.windows:
            words.scale(pen)
            text_ = words.words.replace(_DASH, before_dash + _DASH)
            words.write(text_)
            words.artist.set_rotation(turn)
            words.show(True)

    def _widest(self, pen: Pen) -> float:
        return max(pen.size(words.artist)[0] for _, words in self.windows)

    def _every(self, step: float, pt: float, pen: Pen) -> int:
        """Of how many windows one has room for its words in one line."""
        self._write(0, "", pen)
        return int(np.ceil((self._widest(pen) + 4 * pt) / (step * self.pitch)))

    def _thin(self, step: float, pt: float, pen: Pen) -> None:
        # counted in windows, so that one which is missing does not shift the others
        every = self._every(step, pt, pen)
        counts = [round((place - self.windows[-1][0]) / self.pitch) for place, _ in self.windows]
        years = [words.words.split("\n")[0] for _, words in self.windows]
        if all(map(str.isdigit, years)):
            # of years, the round ones
            round_ = next((number for number in _ROUND if number >= every), every)
            if any(int(year) % round_ == 0 for year in years):
                every, counts = round_, list(map(int, years))
        taken = np.inf
        for (place, words), number in zip(reversed(self.windows), reversed(counts), strict=True):
            middle, half = place * step, pen.size(words.artist)[0] / 2
            fits = number % every == 0 and middle + half + 4 * pt <= taken
            words.show(fits)
            if fits:
                taken = middle - half

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put windows below, the legend beside, and show the marks that fit."""
        for _, words in self.windows:
            words.artist.set_y(-4.5 * pt / box.height)
        for line in self.sizes:
            line.scale(pen.scale)
        for words, _, _ in self.heads:
            words.artist.set_y(-(self.head_top + 2 * pt) / box.height)
        unit_x, unit_y = self._step(box.width) * self.pitch, box.height / abs(np.diff(ax.get_ylim())[0])
        self._edges(unit_y, pt)
        hidden = {m.bunch for m in self.marks if not _fits(m, unit_x, unit_y, pt, pen)}
        low, high = sorted(ax.get_xlim())
        self.clearing.begin()
        for mark in self.marks:
            within = low <= mark.artist.artist.get_position()[0] <= high
            seen = within and mark.bunch not in hidden
            if seen and mark.spots:
                clear = self.clearing.put(mark.artist, mark.spots, ax, box, pt, pen)
                seen = clear or not mark.optional
            mark.artist.show(seen)
        self._asides([mark for mark in self.marks if mark.bunch in hidden], box, pt, pen)
        for words, bunch in self.captions:
            words.show(bunch not in hidden)
            words.artist.set_x(-3 * pt / box.width)
        for place, words in self.windows:
            if not low <= place <= high:
                words.show(False)
        for words, first, last in self.heads:
            words.show(low <= (first + last) / 2 <= high)
        self._legend(ax, box, pt, pen)

    def _asides(self, hidden: Sequence[Mark], box: Bbox, pt: float, pen: Pen) -> None:
        """Show what has no room inside its column beside it, the largest first.

        A figure may move by half of its own part at most, so that nobody takes it for that of a neighbour.
        """
        columns: dict[float, list[Mark]] = {}
        for mark in self.marks:
            if mark.aside is not None:
                mark.aside.show(False)
        for mark in hidden:
            if mark.aside is not None:
                columns.setdefault(mark.artist.artist.get_position()[0], []).append(mark)
        for x, marks in columns.items():
            middle = self.ax.transData.transform((x, 0))[0]
            if box.x0 <= middle <= box.x1:
                self._aside(marks, middle, box, pt, pen)

    def _aside(self, marks: list[Mark], middle: float, box: Bbox, pt: float, pen: Pen) -> None:
        pitch = self._step(box.width) * self.pitch
        room = pitch * (1 - marks[0].width) - 4 * pt
        step = box.height / abs(np.diff(self.ax.get_ylim())[0])
        kept = sorted(marks, key=lambda mark: -mark.height)
        kept = [mark for mark in kept if mark.aside and pen.size(mark.aside.artist)[0] <= room]
        while kept:
            order = sorted(kept, key=lambda mark: -mark.artist.artist.get_position()[1])
            at = [self.ax.transData.transform(mark.artist.artist.get_position())[1] for mark in order]
            tall = [0.95 * pen.size(mark.artist.artist)[1] for mark in order]
            tops = spread([y + h / 2 for y, h in zip(at, tall, strict=True)], tall, box.y0, box.y1)
            places = [top - h / 2 for top, h in zip(tops, tall, strict=True)]
            most = [mark.height * step / 2 + 0.5 * pt for mark in order]
            if all(abs(place - y) <= far for place, y, far in zip(places, at, most, strict=True)):
                break
            kept.pop()  # the smallest
        for mark, place in zip(order if kept else [], places if kept else [], strict=True):
            if mark.aside is not None:
                x = middle + pitch * marks[0].width / 2 + 2 * pt
                mark.aside.artist.set_position((across(x, box), up(place, box)))
                mark.aside.show(True)

    def _legend(self, ax: Axes, box: Bbox, pt: float, pen: Pen) -> None:
        if not self.entries:
            return
        heights = [pen.size(entry.name.artist)[1] + 2 * pt for entry in self.entries]
        ends = ax.transData.transform
        wanted = [
            box.y1 if entry.at is None else ends((0, entry.at))[1] + height / 2
            for entry, height in zip(self.entries, heights, strict=True)
        ]
        tops = spread(wanted, heights, box.y0, box.y1 + 2 * pt)
        for entry, top in zip(self.entries, tops, strict=True):
            self._entry(entry, top - pt, box, pt, pen)

    def _entry(self, entry: Entry, top: float, box: Bbox, pt: float, pen: Pen) -> None:
        side = 6.5 * pt
        entry.name.artist.set_position((across(box.x1 + self._beside * pt, box), up(top, box)))
        # beside the first line of the name
        line = pen.size(entry.name.artist)[1] / (entry.name.artist.get_text().count("\n") + 1)
        tall = 1.6 * pt if entry.thin else side
        entry.swatch.set(
            x=across(box.x1 + (self._beside - 10) * pt, box),
            y=up(top - line / 2 - tall / 2, box),
            width=side / box.width,
            height=tall / box.height,
        )
        entry.dot.set_data(
            [across(box.x1 + (self._beside - 10) * pt + side / 2, box)], [up(top - line / 2, box)]
        )
        entry.dot.set_markersize(4 * pen.scale)


def _fits(mark: Mark, unit_x: float, unit_y: float, pt: float, pen: Pen) -> bool:
    width, height = pen.size(mark.artist.artist)
    return width <= mark.width * unit_x - 2 * pt and height <= mark.height * unit_y


def _window(ax: Axes, place: float, name: str) -> Flowing:
    words = text(
        ax, name, label="window", transform=ax.get_xaxis_transform(), ha="center", va="top",
        color=style.QUIET,
    )  # fmt: skip
    words.set_position((place, 0))
    return Flowing(words)


def middles(frame: pd.DataFrame) -> pd.Series:
    """Where windows stand: at the middle of their years, so that what is missing leaves a gap."""
    return (frame["start"] + frame["end"]) / 2


def pitch(frame: pd.DataFrame) -> float:
    """How far columns stand apart: as many years as a window has, or fewer where windows overlap."""
    places = np.unique(middles(frame))
    length = float((frame["end"] - frame["start"]).iloc[0]) + 1
    return min([length, *np.diff(places)])


def windows(frame: pd.DataFrame) -> list[tuple[float, str]]:
    """Where each window from the first to the last stands, with its words; also those that are missing."""
    told = dict(zip(middles(frame), frame["period"], strict=True))
    told |= {(start + end) / 2: years(period(start, end)) for start, end in missing(frame)}
    return sorted(told.items())


def missing(frame: pd.DataFrame) -> list[tuple[int, int]]:
    """The windows from the first to the last of which there is no row, where the others are evenly apart."""
    starts = {*frame["start"].astype(int)}
    length, step = int((frame["end"] - frame["start"]).iloc[0]) + 1, pitch(frame)
    every = range(min(starts), max(starts) + 1, int(step)) if step == int(step) else range(0)
    gaps = [start for start in every if start not in starts]
    return [(start, start + length - 1) for start in gaps] if starts <= {*every} else []
