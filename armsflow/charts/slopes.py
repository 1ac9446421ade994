"""Shares in two windows, joined by a line for each part, with names and figures at both ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox, ScaledTranslation
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, reach, text
from armsflow.charts.draw.marks import whisker
from armsflow.charts.draw.places import across, spread, up
from armsflow.charts.draw.typeset import Flowing, Pen, Sized
from armsflow.charts.protocol import absent
from armsflow.charts.protocol.options import Options
from armsflow.charts.protocol.parts import SHARE, PartsChart
from armsflow.charts.text import description, foot, names, numbers
from armsflow.charts.text.numbers import signed
from armsflow.errors import ArgumentError, sample
from armsflow.languages import message, number, say, say_count
from armsflow.records.schema import is_rest

__all__ = ["plot_slopes"]

_MOST = 20
_TOP = "keep the largest: shares(records, …, top=8)"
_LEADER, _NEAR = 16.0, 4.0  # points from an end to its figure, and between figure and name
_STEP, _LANES = 3.5, 6  # points between bounds that stand beside each other, and how many do
_SMALL = 0.05  # of the largest share, below which lines lie on each other
_SEVERAL = 3  # lines that are worth gathering
_CHANGE = 0.05  # of a share, beyond which a line is in colour
WIDE = 1.0  # percentage points that bounds are apart to be drawn


def plot_slopes(
    shares: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    **options: Unpack[Options],
) -> Axes:
    """Lines from one window to another: whose share of a whole rose, and whose fell.

    Name and share stand at both ends. Changes of more than five points are in colour, or of more than
    ``highlight=0.1``, or those named in ``highlight=["Russia"]``; all else and always "Others" and "Unknown"
    in grey. Bounds more than a point apart are whiskers, beside each other where they would cover each
    other. Who has no record in one of the windows comes from, or goes to, an empty dot at 0 on a broken line,
    where the others add up to all; else it is not known there.

    Parameters
    ----------
    shares : summary
        What `shares` returns for two windows, at most 20 parts of each whole.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each whole (recipient) in order of their codes, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes drawn on, its scale in per cent; the first, if `axes` were given.

    Raises
    ------
    ArgumentError
        If the frame is not that of `shares` or has no rows; if `highlight` is a number and no fraction; if
        there are not two windows, or they differ in length; if there are several wholes and no `axes`, or not
        as many; if stages or units differ; or if there are more than 20 parts, or several rows for one.

    Examples
    --------
    Whose part of a country's arms changed by more than five points? The figures are invented.

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"] * 2, "value": [40, 60, 81, 19]})
    >>> given = given.assign(start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024])
    >>> records = af.to_records(given, recipient="Azerbaijan", stage="delivery", unit="TIV")
    >>> ax = af.plot_slopes(af.shares(records))
    >>> lines = [line for line in ax.lines if line.get_label() == "slope"]
    >>> [line.get_ydata().round().tolist() for line in lines]
    [[40.0, 81.0], [60.0, 19.0]]
    """
    return SlopesChart.of(shares, options).draw(ax, axes=axes)


@dataclass(frozen=True, kw_only=True, eq=False)
class SlopesChart(PartsChart):
    """Shares in two windows; changes of more than `highlight` are in colour."""

    function = "plot_slopes"
    gathers = "keys"
    panel = "wholes"

    def check_options(self) -> None:
        change = self.options.change
        if change is not None and not 0 <= change <= 1:
            raise ArgumentError(
                f"highlight is {change:g}; expected a change of a share as a fraction, from 0 to 1, such as "
                "0.05 for five percentage points, or names or codes",
                rows=[change],
            )
        super().check_options()

    @property
    def change(self) -> float:
        """The change of a share beyond which a line is in colour, where none are chosen by name."""
        return _CHANGE if self.options.change is None else self.options.change

    def check_frame(self) -> None:
        self._check_windows()
        super().check_frame()
        for _, group in self.shares.groupby("whole"):
            parts = list(group["part"].drop_duplicates())
            check.at_most(parts, _MOST, chart=self.function, what="parts", remedy=_TOP)

    def _check_windows(self) -> None:
        if len(self.windows) == 2:
            return
        spans = self.frame.drop_duplicates("period").sort_values("start")[["start", "end"]].astype(int)
        first, last = (f"where(records, years={tuple(span)})" for span in spans.to_numpy()[[0, -1]].tolist())
        remedy = (
            f"choose two before the shares, so that top= counts no others: concat({first}, {last})"
            if len(self.windows) > 2
            else "make two with to_periods(records, 5, end=…), or draw one with plot_shares"
        )
        raise ArgumentError(
            f"{self.function} draws two windows, and the frame has {len(self.windows)}: "
            f"{sample(self.windows, most=12)}; {remedy}",
            rows=self.windows,
        )

    def check_single(self) -> None:
        groups = sorted(set(self.shares["whole"]))
        if len(groups) > 1:
            raise ArgumentError(
                f"{self.function} draws the parts of one whole, and the frame has {len(groups)} by "
                f"{names.listed(self.wholes)}: {sample(groups)}; choose one with "
                f"where(records, {self.wholes[0]}=…), or give axes=, one Axes for each",
                rows=groups,
            )

    def panels(self) -> dict[str, SlopesChart]:
        wholes = self.shares["whole"]
        return {group: self.part(self.frame[wholes == group]) for group in sorted(set(wholes))}

    # --- figures --------------------------------------------------------------------------------

    @cached_property
    def windows(self) -> list[str]:
        """The windows of all panels, in order of time."""
        return list(self.whole.frame.sort_values(["start", "end"])["period"].drop_duplicates())

    @cached_property
    def top(self) -> float:
        """The largest share or bound of all panels [per cent]."""
        known = 100 * self.whole.frame[list(SHARE)].to_numpy()
        return float(known[np.isfinite(known)].max(initial=0.0)) or 1.0

    @cached_property
    def slopes(self) -> list[Slope]:
        """The lines, in order of their parts."""
        parts = sorted(set(self.shares["part"]))
        first, last = self.windows
        ends = {part: (self._end(part, first), self._end(part, last)) for part in parts}
        strong = [part for part in parts if self._strong(part, ends[part])]
        largest = sorted(strong, key=lambda part: -ends[part][1].height())
        key = self.parts[0] if len(self.parts) == 1 else ""
        colours = self.palette.groups(largest, key=key, lines=True)
        weak, faint = style.tint(style.QUIET, 0.45), style.tint(style.QUIET, 0.6)
        return [
            Slope(
                self.part_name(part),
                colours[part]
                if part in strong
                else self.palette.of([part], faint if is_rest(part) else weak),
                part in strong,
                ends[part],
                is_rest(part),
            )
            for part in parts
        ]

    @cached_property
    def small(self) -> list[Slope]:
        """The lines at the foot of the chart that cannot be told apart: in both windows next to nothing."""
        top = _SMALL * self.top
        found = [
            slope for slope in self.slopes
            if not slope.strong and not slope.rest
            and all(end.recorded and end.value < top and end.high < 2 * top for end in slope.ends)
        ]  # fmt: skip
        return found if len(found) >= _SEVERAL else []

    @cached_property
    def drawn(self) -> list[Slope]:
        """The lines as they are drawn: the small ones as one."""
        if not self.small:
            return self.slopes
        name = say_count("{count} smaller", "{count} smaller", len(self.small))
        together = (_sum([slope.ends[place] for slope in self.small]) for place in (0, 1))
        first, last = together
        kept = [slope for slope in self.slopes if slope not in self.small]
        return [*kept, Slope(name, self.small[0].colour, strong=False, ends=(first, last), rest=True)]

    def _strong(self, part: str, ends: tuple[End, End]) -> bool:
        """Whether a line is in colour: as the user says, or because its share changed much."""
        if self.palette.chosen is not None:
            return self.palette.highlights([part, *part.split(" / ")])
        return self._moves(ends) and not is_rest(part)

    def _moves(self, ends: tuple[End, End]) -> bool:
        """Whether a share changed by more than is highlighted."""
        return bool(abs(ends[1].value - ends[0].value) > 100 * self.change + 1e-9)

    @cached_property
    def _rows(self) -> dict[str, dict[str, dict[str, float]]]:
        """The shares of each window, by their parts."""
        found: dict[str, dict[str, dict[str, float]]] = {window: {} for window in self.windows}
        shares = self.shares
        rows = shares[list(SHARE)].itertuples(index=False)
        for window, part, row in zip(shares["period"], shares["part"], rows, strict=True):
            found[window].setdefault(part, dict(zip(SHARE, row, strict=True)))
        return found

    @cached_property
    def _nothing(self) -> set[tuple[str, str]]:
        """The parts without a row in a window in which they have nothing."""
        rows = absent.of_nothing(self.frame)
        return {*zip(check.joined(rows, self.parts), rows["period"], strict=True)}

    def _end(self, part: str, window: str) -> End:
        rows = self._rows[window]
        row = rows.get(part)
        if row is None:
            zero = 0.0 if (part, window) in self._nothing else np.nan
            return End(zero, zero, zero, numbers.DASH if zero == 0 else "", recorded=False)
        known = not all(np.isnan(row[name]) for name in SHARE)
        figure = numbers.share_cells(row, "share")[0] if known else ""
        return End(
            value=100 * row["share"], low=100 * row["share_low"], high=100 * row["share_high"],
            figure=figure, recorded=True,
        )  # fmt: skip

    # --- words ----------------------------------------------------------------------------------

    def subtitle(self, windows: str = "") -> str:
        return super().subtitle(windows or names.listed(self.windows))

    def notes(self) -> list[str]:
        slopes, notes = self.slopes, []
        if self.palette.chosen is None and any(slope.strong for slope in slopes):
            points = number(f"{100 * self.change:g}")
            words = say("In colour: changes of more than {points} points.", points=points)
            if any(slope.rest for slope in slopes):
                words = say(
                    "In colour: changes of more than {points} points, except “Others”.", points=points
                )
            notes.append(foot.of_marks(words))
        if any(not end.recorded and end.value == 0 for slope in slopes for end in slope.ends):
            notes.append(foot.of_marks(say("Empty dots, –: no record in that window, drawn as 0.")))
        if self.small:
            sums = sorted(self.small, key=lambda slope: -sum(end.value for end in slope.ends))
            called = names.with_more(", ".join(slope.name for slope in sums[:8]), len(sums[8:]))
            notes.append(say("Smaller, in one line: {names}.", names=called))
        notes.append(self._unknown_note())
        if any(end.wide() for slope in self.drawn for end in slope.ends):
            notes.append(foot.whisker_note(self.frame, low="share_low", high="share_high"))
        else:
            notes.append(self.bounds_note())
        return [*notes, foot.others_note(self.frame), foot.estimated_note(self.frame, self.labels)]

    def _unknown_note(self) -> str:
        """Which parts are not known in one window; where none is, the chart says so."""
        vague = [[slope.name for slope in self.slopes if np.isnan(slope.ends[n].low)] for n in (0, 1)]
        unknown = [
            say("{figure} in {window}", figure=name, window=window)
            for called, window in zip(vague, self.windows, strict=True)
            for name in called
            if len(called) < len(self.slopes)
        ]
        which = names.with_more(", ".join(unknown[:5]), len(unknown[5:]))
        return say("Not known: {which}.", which=which) if unknown else ""

    def words(self) -> str:
        things = [_item(slope) for slope in self.slopes]
        ends = (message("highest change {item}"), message("lowest {item}"))
        return description.of_marks("lines", {"": things}, self.frame, ends=ends, bounds=SHARE[1:])

    def body(self, ax: Axes) -> Slopes:
        return Slopes(ax, self.drawn, self.windows, self.top)


def _item(slope: Slope) -> description.Item:
    first, last = (_figure(end) for end in slope.ends)
    moved = slope.ends[1].value - slope.ends[0].value
    change = "" if np.isnan(moved) else say("{change} points", change=signed(moved))
    return description.Item(
        slope.name, _course(first, last, change), moved, slope.rest, say("without a known change")
    )


def _course(first: str, last: str, change: str) -> str:
    said = say("{low} to {high}", low=first, high=last)
    return f"{said} ({change})" if change else said


def _figure(end: End) -> str:
    return (end.figure or say("not known")) if end.recorded else say("no record")


@dataclass(frozen=True)
class End:
    """What a line comes to in one window, in per cent, and how that is printed; "" for no words."""

    value: float
    low: float
    high: float
    figure: str
    recorded: bool  # whether there is any record

    def wide(self) -> bool:
        """Whether its bounds are so far apart that they are drawn."""
        return self.high - self.low > WIDE + 1e-9

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
    rest: bool = False


def _sum(ends: Sequence[End]) -> End:
    """Several small shares as one."""
    value, low, high = (sum(getattr(end, name) for end in ends) for name in ("value", "low", "high"))
    return End(value, low, min(high, 100.0), numbers.per_cent(value / 100), recorded=True)


@dataclass(frozen=True)
class _Label:
    """Figure and name at one end, and the line that leads there."""

    figure: Flowing
    name: Flowing
    leader: Line2D
    at: float


class Slopes:
    """Body of a chart with two windows and a line for each part from the one to the other."""

    kinds = ("two windows", "per cent")

    def __init__(self, ax: Axes, slopes: Sequence[Slope], windows: Sequence[str], top: float) -> None:
        reach(ax, x=(0, 1), y=(0, 1.02 * top))
        ax.set(xticks=[], yticks=[])
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
        self.sizes = [Sized(line) for line in ax.lines]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What names and figures need on both sides; names are wrapped where lines have little room."""
        for lane in (0.3, 0.26, 0.22, 0.18, 0.14):
            sides = [self._side(labels, lane * width, pt, pen) for labels in self.labels]
            if width - sum(sides) >= 0.24 * width:
                break
        heads = [head.fit(np.inf, pen) for head in self.heads]
        # the words of a window stand in the middle above its end, and not on those of the other
        halves = max(head[0] for head in heads) / 2 + 2 * pt
        left, right = (max(side, halves) for side in sides)
        least = max(sum(self._tall(label, pen) + pt for label in labels) for labels in self.labels)
        natural = max(float(np.clip(0.42 * width, 150 * pt, 230 * pt)), 1.8 * least)
        fits = width - (left + right) >= 2 * halves
        least = max(least, 40 * pt) if fits else np.inf
        return Room(left, right, heads[0][1] + 7 * pt, 6 * pt, least, natural)

    def _side(self, labels: Sequence[_Label], lane: float, pt: float, pen: Pen) -> float:
        """The room that one side needs."""
        figures = max((label.figure.fit(np.inf, pen)[0] for label in labels), default=0.0)
        called = max((label.name.fit(lane, pen)[0] for label in labels), default=0.0)
        return figures + called + (_LEADER + _NEAR) * pt if labels else 0.0

    def _tall(self, label: _Label, pen: Pen) -> float:
        return max(pen.size(label.name.artist)[1], pen.size(label.figure.artist)[1])

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the words of each side below each other, with lines that lead to their ends."""
        for line in self.sizes:
            line.scale(pen.scale)
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
    text(ax, say("not known"), label="mark", color=style.QUIET, **options).set_position((place, 0.5))


def _line(ax: Axes, slope: Slope) -> None:
    values = [end.value for end in slope.ends]
    recorded = all(end.recorded for end in slope.ends)
    shared: dict[str, Any] = {"color": slope.colour, "zorder": 4 if slope.strong else 3, "clip_on": False}
    ax.plot(
        [0, 1], values, "-" if recorded else "--", linewidth=2.0 if slope.strong else 1.0, label="slope",
        solid_capstyle="round", **shared,
    )  # fmt: skip
    for place, end in enumerate(slope.ends):
        ax.plot(
            [place], [end.value], "o", markersize=5.5 if slope.strong else 4, label="end",
            markerfacecolor=slope.colour if end.recorded else "white", markeredgewidth=0.8,
            markeredgecolor="white" if end.recorded else slope.colour, **shared,
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
    wide = [slope for slope in slopes if slope.ends[place].wide()]
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
