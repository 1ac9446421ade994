"""The layout of a chart: title, subtitle, body and foot inside the place that its Axes was given.

`drawn` puts a chart on an Axes and gives it a `Plate`, the locator of that Axes: matplotlib asks it for the
place before every drawing, and then text is wrapped to the width at hand. So one chart fits a column, a page,
a notebook or a cell of the user's grid, and still fits when the figure is resized. The rest of the module is
what charts need of other Axes: limits that are shared, and panels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import Collection as Collection_
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from armsflow.charts.draw import style
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.typeset import Flowing, Pen, ruler
from armsflow.errors import ArgumentError, sample
from armsflow.languages import speaking, spoken

if TYPE_CHECKING:
    # the class that matplotlib declares for the argument of a locator
    from matplotlib.axes._base import _AxesBase

__all__: list[str] = []

MM = 1 / 25.4  # inches
WIDTHS = {"single": 85.0, "double": 175.0}  # mm: one column, and the page of a journal
_SLACK = 0.05  # points
_THIN = 0.5  # points of bounds that are not drawn
_NARROW = 3.5  # points of a bar that the white edge of a whisker would hide
_PAD = 5.0  # points around a figure of our own
Tell = Callable[[], str]  # what is drawn, in words
_SCALES = (1.0, 0.9, 0.8, 0.72, 0.62, 0.55, 0.48, 0.42, 0.36, 0.3, 0.25)


@dataclass(frozen=True)
class Room:
    """What a body needs around its Axes, and how high that should be [pixels]."""

    left: float
    right: float
    top: float
    bottom: float
    least: float
    natural: float
    most: float = float("inf")


@dataclass(frozen=True)
class Words:
    """What stands around a body, and what `describe` says of it."""

    title: str
    subtitle: str
    #: The sentences of the foot, some with the label of the marks that they explain; and the lines below.
    notes: Sequence[str]
    below: Sequence[str]
    tell: Tell
    #: The same words in another language.
    reworded: Callable[[str], Words]

    @property
    def foot(self) -> str:
        """All that stands below the body."""
        return self.foot_without(())

    def foot_without(self, unseen: Collection[str]) -> str:
        """The foot without the sentences that explain marks with one of some labels."""
        notes = [each for each in self.notes if _explains(each) not in unseen]
        return "\n".join(filter(None, [" ".join(notes), *self.below]))


@dataclass(frozen=True)
class Drawn:
    """Which function drew a chart, and in which unit and step it counts along which axis."""

    chart: str
    axis: str = ""
    step: Any = None


@dataclass(frozen=True)
class Event:
    """A year that is marked: its line, and the words above it."""

    year: float
    line: Line2D
    words: Flowing


class Body(Protocol):
    """What stands between subtitle and foot."""

    @property
    def kinds(self) -> tuple[str, str]:
        """What stands along either axis, in words; "" where a chart does not use its scale."""

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the body needs, given this much room in all [pixels]."""

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put everything at its place around `box`, which the Axes gets."""


class Numbers:
    """The numbers of both scales, in the scale of the type; set once, so that the user may change them."""

    def __init__(self, ax: Axes) -> None:
        self.ax, self._set = ax, style.SMALL

    def scale(self, scale: float) -> None:
        """Take the size of the moment."""
        if style.SMALL * scale != self._set:
            self._set = style.SMALL * scale
            self.ax.tick_params(labelsize=self._set)


class Plate:
    """Locator of an Axes that lays out a whole chart inside the place of that Axes."""

    def __init__(
        self, ax: Axes, body: Body, words: Words, *, mark: Mapping[float, str], owned: bool, drawn_by: Drawn
    ) -> None:
        self.ax, self.body, self.given, self.owned = ax, body, words, owned
        self.language = spoken()
        self.look = style.look()
        self.title = Flowing(self._heading(words.title))
        quiet = {"color": style.QUIET}
        self.subtitle = Flowing(
            text(ax, words.subtitle, va="top", label="subtitle", fontsize=style.SUBTITLE, **quiet)
        )
        self.foot = Flowing(text(ax, words.foot, va="bottom", label="foot", fontsize=style.SOURCE, **quiet))
        self.events = [_event(ax, year, said) for year, said in mark.items()]
        self.drawn = drawn_by
        self.scales = ax.get_xscale(), ax.get_yscale()
        ax.set_axes_locator(self)
        self.paper = None if owned else _paper(ax)
        if owned:
            self.fit_height()

    def _heading(self, words: str) -> Text:
        heading = self.ax.set_title(style.printable(words), loc="left", y=1.0, pad=0, parse_math=False)
        heading.set(fontsize=style.TITLE, fontweight="bold", fontfamily=style.FONT)
        heading.set(verticalalignment="top", color=style.INK)
        return heading

    def _adopt(self) -> None:
        """Give a title that was set since, with ``ax.set_title``, the place of ours, with its looks."""
        ours = self.title.artist
        # what the user did not say is matplotlib's default, not a wish
        size = FontProperties(size=rcParams["axes.titlesize"]).get_size_in_points()
        for theirs in (self.ax.title, self.ax._right_title):  # type: ignore[attr-defined]
            if words := theirs.get_text():
                ours.set_text(words)
                if theirs.get_fontsize() != size:
                    ours.set_fontsize(theirs.get_fontsize())
                if theirs.get_fontweight() != rcParams["axes.titleweight"]:
                    ours.set_fontweight(theirs.get_fontweight())
                if theirs.get_color() != rcParams["text.color"]:
                    ours.set_color(theirs.get_color())
                theirs.set_text("")
        if ours.get_verticalalignment() != "top":
            if ours.get_fontsize() == size:
                ours.set_fontsize(self.title._size)
            if ours.get_fontweight() == rcParams["axes.titleweight"]:
                ours.set_fontweight("bold")
            ours.set(verticalalignment="top", parse_math=False)
        # ax.set_title() moves all titles of the Axes up, and above all that stands there
        self.ax._autotitlepos = False  # type: ignore[attr-defined]
        self.ax._set_title_offset_trans(0.0)  # type: ignore[attr-defined]

    def words(self) -> tuple[str, str, str]:
        """Title, subtitle and foot as they are set, not as they are wrapped."""
        self._adopt()
        foot = self.foot.words
        # a sentence that is left out for the moment is no change of the user's
        return self.title.words, self.subtitle.words, foot if self.foot.theirs else self.given.foot

    def __call__(self, ax: _AxesBase, renderer: Any) -> Bbox:
        """Lay everything out and give the Axes its box, in parts of the figure."""
        self._check_scales()
        with speaking(self.language):
            return self._laid_out(ax, renderer)

    def _laid_out(self, ax: _AxesBase, renderer: Any) -> Bbox:
        figure = ax.figure
        slot = TransformedBbox(ax.get_position(original=True), figure.transSubfigure).frozen()
        if self.owned:
            slot = slot.padded(-_PAD * self._pt())
        with style.wearing(self.look):
            self._adopt()
            self.foot.words = style.printable(self.given.foot)
            box = self._lay(slot, renderer or self._agg())
            if unseen := self._unseen():
                self.foot.words = style.printable(self.given.foot_without(unseen))
                box = self._lay(slot, renderer or self._agg())
        return box.transformed(figure.transSubfigure.inverted())

    def _check_scales(self) -> None:
        """Raise where the user set another kind of scale than the marks were drawn for."""
        for name, was, now in zip(
            "xy", self.scales, (self.ax.get_xscale(), self.ax.get_yscale()), strict=True
        ):
            if was != now and name not in getattr(self.body, "rescales", ""):
                raise ArgumentError(
                    f"the {name} axis was set to a {now!r} scale, and {self.drawn.chart} draws on a {was!r} "
                    f"one, where lengths are figures; set it back with ax.set_{name}scale({was!r}), or draw "
                    "figures on a logarithmic scale with plot_discrepancies or plot_matrix",
                    rows=[now],
                )

    def get_subplotspec(self) -> Any:
        """The place of the Axes in a grid, by which ``tight_layout`` knows what it may move."""
        return self.ax.get_subplotspec()

    def natural(self, width: float) -> float:
        """The height that the chart would like at a width [pixels]."""
        pen = Pen(self._agg(), 1.0)
        width -= 2 * _PAD * self._pt()
        with style.wearing(self.look):
            room = self.body.measure(width, float("inf"), self._pt(), pen)
            above, below = self._margins(width, self._pt(), pen)
        return room.natural + room.top + room.bottom + above + below + 2 * _PAD * self._pt()

    def fit_height(self) -> None:
        """Give a figure of our own the height that suits its width."""
        figure = self.ax.figure.figure
        figure.set_figheight(self.natural(figure.bbox.width) / figure.dpi)

    def _agg(self) -> RendererAgg:
        # a text would else measure itself with its last renderer, perhaps of other resolution
        return ruler(self.ax.figure.figure.dpi)

    def _pt(self) -> float:
        return self.ax.figure.figure.dpi / 72

    def _lay(self, slot: Bbox, renderer: Any) -> Bbox:
        for scale in _SCALES:
            pen, pt = Pen(renderer, scale), self._pt() * scale
            above, below = self._margins(slot.width, pt, pen)
            height = slot.height - above - below
            room = self.body.measure(slot.width, height, pt, pen)
            # a figure that has the height which suits it may miss that by the last digits
            if height - room.top - room.bottom >= room.least - _SLACK * pt:
                break
        top = slot.y1 - above - room.top
        bottom = max(slot.y0 + below + room.bottom, top - room.most)
        left = slot.x0 + room.left
        right = max(slot.x1 - room.right, left + pt)
        box = Bbox.from_extents(left, bottom, right, max(top, bottom + pt))
        # transData must be right before anything is placed by it
        figure = self.ax.figure
        self.ax.apply_aspect(box.transformed(figure.transSubfigure.inverted()))
        self._head(slot, box, pt, pen)
        if self.paper:
            edge = slot.padded(4 * pt)
            corner = across(edge.x0, box), up(edge.y0, box)
            self.paper.set(xy=corner, width=edge.width / box.width, height=edge.height / box.height)
        self.body.place(self.ax, slot, box, pt, pen)
        self._thin_whiskers(pt)
        self._mark(slot, box, room.top, pt, pen)
        return box

    def _places(self) -> list[Axes]:
        """The Axes of the chart, or of its panels."""
        return [self.ax, *getattr(self.body, "places", ())]

    def _thin_whiskers(self, pt: float) -> None:
        """Hide bounds that are narrower than half a point, which would be a hat on the end of a bar."""
        visible = True
        for line in (line for ax in self._places() for line in ax.lines):
            kind = _kind(line)
            if kind == "whisker":
                ends = line.get_transform().transform(np.column_stack(line.get_data()))
                visible = bool(np.abs(ends[-1] - ends[0]).max() >= _THIN * pt)
            if kind in ("whisker", "cap"):
                line.set_visible(visible)
        self._bare_whiskers(pt)

    def _bare_whiskers(self, pt: float) -> None:
        """Leave out the white edge of whiskers where a bar is so narrow that it would hide it."""
        for ax in self._places():
            edged = [
                line for line in ax.lines if _kind(line) in ("whisker", "cap") and line.get_path_effects()
            ]
            boxes = (
                [bar.get_window_extent() for bar in ax.patches if isinstance(bar, Rectangle)] if edged else []
            )
            shown = True
            for line in edged:
                if _kind(line) == "whisker":
                    (x0, y0), (x1, y1) = line.get_transform().transform(np.column_stack(line.get_data()))
                    upright = abs(y1 - y0) > abs(x1 - x0)
                    across = [
                        box.width if upright else box.height
                        for box in boxes
                        if (box.x0 < x0 < box.x1 if upright else box.y0 < y0 < box.y1)
                    ]
                    shown = min(across, default=np.inf) >= _NARROW * pt
                line.set_path_effects(style.halo(style.EDGE) if shown else style.bare())

    def _unseen(self) -> set[str]:
        """The labels of marks that the foot explains and of which none is seen."""
        explained = {*map(_explains, self.given.notes)} - {""}
        if not explained:
            return set()
        least = _THIN * self._pt()
        marks = (mark for ax in self._places() for mark in _marks(ax) if _kind(mark) in explained)
        return explained - {_kind(mark) for mark in marks if mark.get_visible() and _is_seen(mark, least)}

    def _mark(self, slot: Bbox, box: Bbox, above: float, pt: float, pen: Pen) -> None:
        """Put the words of events above the body, in as many lines as they need, beside their lines."""
        top = box.y1 + above
        for event in reversed(self.events):
            wide, tall = pen.size(event.words.artist)
            x = self.ax.transData.transform((event.year, 0))[0]
            inside = box.x0 - pt <= x <= box.x1 + pt
            # words that would leave the place at the right stand to the left of their line
            left = x + 2 * pt + wide > slot.x1 and x - 2 * pt - wide >= slot.x0
            at = x - 2 * pt if left else max(min(x + 2 * pt, slot.x1 - wide), slot.x0)
            event.words.artist.set(position=(across(at, box), up(top, box)), ha="right" if left else "left")
            event.line.set_ydata([0, up(top + tall, box)])
            event.words.show(inside)
            event.line.set_visible(inside)
            top += tall + pt

    def _margins(self, width: float, pt: float, pen: Pen) -> tuple[float, float]:
        above = self.title.fit(width, pen)[1] + 2 * pt + self.subtitle.fit(width, pen)[1] + 6 * pt
        events = sum(event.words.fit(0.4 * width, pen)[1] + pt for event in self.events)
        return above + events, self.foot.fit(width, pen)[1] + 5 * pt

    def _head(self, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        _, height = pen.size(self.title.artist)
        left = across(slot.x0, box)
        self.title.artist.set_position((left, up(slot.y1, box)))
        drop = height + 2 * pt if self.title.artist.get_text() else 0
        self.subtitle.artist.set_position((left, up(slot.y1 - drop, box)))
        self.foot.artist.set_position((left, up(slot.y0, box)))


def _explains(sentence: str) -> str:
    """The label of the marks that a sentence explains, or nothing."""
    return getattr(sentence, "label", "")


def _kind(mark: Artist) -> str:
    """What a mark is: the last part of its label."""
    return str(mark.get_label()).rpartition(", ")[2]


def _marks(ax: Axes) -> Iterator[Artist]:
    for kind in (ax.lines, ax.patches, ax.collections, ax.texts):
        yield from kind


def _is_seen(mark: Artist, least: float) -> bool:
    """Whether an area is so thick [pixels]; lines and texts that are too small have been hidden."""
    if isinstance(mark, Patch):
        box = mark.get_window_extent()
        return bool(min(box.width, box.height) >= least)
    if isinstance(mark, Collection_):
        paths = [path.vertices for path in mark.get_paths()]
        # a band of one window between others of which nothing is known has no area at all
        if not paths:
            return False
        corners = mark.get_transform().transform(np.vstack(paths))
        tall = pd.Series(corners[:, 1]).groupby(np.round(corners[:, 0], 3))
        return bool((tall.max() - tall.min()).max() >= least)
    return True


def _event(ax: Axes, year: float, words: str) -> Event:
    line = event_line(ax, year, words)
    return Event(year, line, Flowing(text(ax, words, label="event", va="bottom", color=style.INK)))


def event_line(ax: Axes, year: float, words: str) -> Line2D:
    """A line where an event is marked, from the bottom of the Axes to its top."""
    first, last = sorted(ax.get_xlim())
    if not first <= year <= last:
        raise ArgumentError(
            f"mark has {year:g} ({words!r}), and the chart shows {np.ceil(first):.0f} to "
            f"{np.floor(last):.0f}; mark years that it shows",
            rows=[year],
        )
    line = Line2D([year, year], [0, 1], transform=ax.get_xaxis_transform(), color=style.QUIET, linewidth=0.6)
    line.set(clip_on=False, label="event", zorder=1.2)
    ax.add_artist(line)
    return line


def _paper(ax: Axes) -> Rectangle | None:
    """White paper under a chart in a dark figure of the user's: the ink is dark."""
    backs = [to_rgba(figure.get_facecolor()) for figure in (ax.figure, ax.figure.figure)]
    back = next((back for back in backs if back[3] > 0), (1.0, 1.0, 1.0, 1.0))
    if style.luminance(back[:3]) > 0.4:
        return None
    paper = Rectangle((0, 0), 0, 0, transform=ax.transAxes, facecolor="white", edgecolor="none")
    paper.set(clip_on=False, zorder=-5, label="paper")
    ax.add_artist(paper)
    return paper


def in_two_lines(sentences: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those sentences that fit two lines below a chart as wide as a page, and those that do not.

    What explains a mark always stands below it, if need be in a line more.
    """
    pen, font = ruler(72), FontProperties(family=style.FONT, size=style.SOURCE)
    room = 1.93 * (WIDTHS["double"] * MM * 72 - 2 * _PAD)  # a line may end before the edge
    shown: list[str] = []
    # how much is undisclosed must be said, whatever else is
    for sentence in sorted(sentences, key=lambda sentence: not sentence.startswith("+")):
        wide = pen.get_text_width_height_descent(f"{sentence} ", font, False)[0]
        if wide <= room or hasattr(sentence, "label"):
            shown.append(sentence)
            room -= wide
    kept = [sentence for sentence in sentences if sentence in shown]
    return kept, [sentence for sentence in sentences if sentence not in shown]


def text(ax: Axes, words: str, *, label: str, transform: Any = None, **kwargs: Any) -> Text:
    """A text of the chart, placed when it is drawn; `label` says what it is."""
    options: dict[str, Any] = {"fontsize": style.SMALL, "color": style.INK}
    options |= {"parse_math": False, "clip_on": False, **kwargs}
    return ax.text(
        0,
        0,
        style.printable(words),
        transform=transform or ax.transAxes,
        label=label,
        family=style.FONT,
        **options,
    )


def drawn(
    ax: Axes | None, body: Callable[[Axes], Body], words: Words, *, mark: Mapping[float, str], by: Drawn
) -> Axes:
    """Draw a chart on the user's Axes or on a new figure.

    A new figure is known to pyplot, so that a notebook shows it; if drawing fails, it goes again.
    """
    with style.one_at_a_time, style.context():
        if ax is not None:
            Plate(style.dress(ax), _beside(ax, body, by), words, mark=mark, owned=False, drawn_by=by)
            return ax
        side = WIDTHS["double"] * MM
        figure = plt.figure(figsize=(side, side / 2), facecolor="white", layout="none")
        try:
            figure.subplots_adjust(0, 0, 1, 1)
            ax = style.dress(figure.add_subplot())
            Plate(ax, body(ax), words, mark=mark, owned=True, drawn_by=by)
        except BaseException:
            plt.close(figure)
            raise
    return ax


def neighbours(ax: Axes, axis: str) -> list[Plate]:
    """The charts that were drawn before on Axes which share an axis with this one."""
    shared = ax.get_shared_x_axes() if axis == "x" else ax.get_shared_y_axes()
    plates = (other.get_axes_locator() for other in shared.get_siblings(ax) if other is not ax)
    return [plate for plate in plates if isinstance(plate, Plate)]


def _beside(ax: Axes, body: Callable[[Axes], Body], by: Drawn) -> Body:
    """The body of a chart whose Axes may share their limits with charts of the same kind only."""
    before = ax.get_xlim(), ax.get_ylim()
    made = body(ax)
    for place, axis in enumerate("xy"):
        mine = made.kinds[place]
        for plate in neighbours(ax, axis):
            other = plate.body.kinds[place]
            if mine != other and mine and other:
                ax.set(xlim=before[0], ylim=before[1])
                raise ArgumentError(
                    f"{by.chart} was given Axes that share their {axis} axis with a {plate.drawn.chart}, "
                    f"which puts {other} there and not {mine}; make the Axes with share{axis}=False",
                    rows=[mine, other],
                )
    return made


def reach(ax: Axes, *, x: tuple[float, float] | None = None, y: tuple[float, float] | None = None) -> None:
    """Set the limits of a chart; where Axes share them, they are only ever raised, so that no bar is cut."""
    for axis, ends, get in (("x", x, ax.get_xlim), ("y", y, ax.get_ylim)):
        if ends is None:
            continue
        first, last = ends
        if neighbours(ax, axis):
            low, high = min(*ends, *get()), max(*ends, *get())
            first, last = (low, high) if first <= last else (high, low)
        ax.set(**{f"{axis}lim": (first, last)})


def panels(axes: Any, ax: Axes | None, groups: Sequence[str], *, chart: str, what: str) -> list[Axes]:
    """One Axes for each of some groups, or an error that says how many there are."""
    places = list(np.ravel(np.asarray(axes, dtype=object)))
    if ax is not None or len(places) != len(groups):
        given = "ax as well" if ax is not None else f"{len(places)}"
        raise ArgumentError(
            f"{chart} takes axes= of equal length, one Axes for each of {len(groups)} {what} "
            f"({sample(groups)}), or ax= alone; got {given}",
            rows=list(groups),
        )
    for place in places:
        axes_or_error(place, chart=chart)
    return places


def axes_or_error(ax: Any, *, chart: str) -> None:
    """Raise unless `ax` is None or an Axes."""
    if ax is not None and not isinstance(ax, Axes):
        raise ArgumentError(f"{chart} was given ax={ax!r}; expected a matplotlib Axes or None", rows=[ax])
