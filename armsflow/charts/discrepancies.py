"""What two sides say of the same flow: two marks on one scale, joined, under a key of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox, ScaledTranslation
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, text
from armsflow.charts.draw.marks import whisker
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.rows import Row, Rows, Span
from armsflow.charts.draw.style import Palette
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, numbers, titles
from armsflow.charts.text.numbers import signed, span
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.languages import message, number, say, say_count, say_in
from armsflow.records.schema import FIGURE
from armsflow.records.schema import SIDES as RECORD_SIDES
from armsflow.rounding import decade, magnitude

__all__ = ["plot_discrepancies"]

_MOST = 40
SIDES = ("left", "right")
_FIGURES = tuple(f"{side}_{name}" for side in SIDES for name in FIGURE)
_REPORTS = {
    "supplier": message("Supplier’s report"), "recipient": message("Recipient’s report"),
    "third": message("Third party’s report"),
}  # fmt: skip
_MARKS, _SIZES, _APART = "oD", (6.0, 5.2), 2.7  # points from the middle of the row
_PALE, _LANE = 0.5, 0.1  # the lane as a part of the scale, before its beginning


def plot_discrepancies(
    discrepancies: IntoFrame,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    **options: Unpack[Options],
) -> Axes:
    """Two marks for each flow, joined: what one side says of it, and what the other.

    The left side of the frame is a dot, the right a paler diamond, both with whiskers for their bounds; the
    two figures and their gap stand at the right. A side that does not report has a hollow mark in a lane
    before the scale, for it has no place on it; a cross there says that it reports without a figure. One
    that lacks years which the other reports has a hollow mark at what it reports, with an arrow, and no line
    to the other: their gap is not known. The flow with the largest gap stands at the top, "Others"
    and "Unknown" last in grey.

    Parameters
    ----------
    discrepancies : summary
        What `discrepancies` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    scale : {"linear", "log"}
        From 0, or in equal steps for equal ratios, on which 0 has no place.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        If `scale` is another, or logarithmic with a figure of 0; if the frame is not that of `discrepancies`
        or has no rows; if units, prices, stages, the lengths of windows or the two sides differ; or if there
        are more than 40 rows, or several for one flow and window.

    Examples
    --------
    Who does not report at all? The figures are invented.

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame(
    ...     {
    ...         "reporter": ["supplier", "recipient", "supplier"],
    ...         "recipient": ["India", "India", "Algeria"],
    ...         "value": [40, 50, 24],
    ...     }
    ... )
    >>> records = af.to_records(
    ...     given, supplier="Russia", year=2010, stage="delivery", unit="pieces", category="un:I"
    ... )
    >>> told = af.discrepancies(records, between=("supplier", "recipient"))
    >>> ax = af.plot_discrepancies(told)
    >>> [text.get_text() for text in ax.texts if text.get_label() in ("row", "amount")]
    ['India', '40 against 50', 'Algeria', '24 against –']
    """
    one_of(scale, ("linear", "log"), "scale")
    return DiscrepanciesChart.of(discrepancies, options, log=scale == "log").draw(ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class DiscrepanciesChart(Chart):
    """Two marks for each flow and window; on a logarithmic scale where `log` is set."""

    function = "plot_discrepancies"
    noun = "discrepancies"
    texts = SIDES
    figures = (*_FIGURES, "left_records", "right_records", "ratio")

    log: bool

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        remedy = "choose one before they are compared: where(records, stage=…)"
        check.one_stage(self.frame, chart=self.function, remedy=remedy)
        check.one_length(self.frame, chart=self.function)
        pairs = list((self.frame["left"] + " and " + self.frame["right"]).drop_duplicates())
        remedy = "draw one pair at a time"
        check.at_most(pairs, 1, chart=self.function, what="pair of sides", remedy=remedy)
        check.once(self.frame, [*self.keys, "period"], chart=self.function)
        rows = list(check.joined(self.frame, [*self.keys, "period"]))
        check.at_most(rows, _MOST, chart=self.function, what="rows", remedy="choose with where()")
        if self.log:
            self._check_zeros(rows)

    def _check_zeros(self, rows: list[str]) -> None:
        figures = self.frame[["left_value", "right_value", "left_high", "right_high"]]
        zero = (figures == 0).any(axis=1)
        found = [row for row, is_zero in zip(rows, zero, strict=True) if is_zero]
        if found:
            raise ArgumentError(
                f"{self.function} has no place for 0 on a logarithmic scale, and it stands in "
                f"{sample(found)}; draw them with scale='linear'",
                rows=found,
            )

    @property
    def value_axis(self) -> str:
        return "x"

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the chart counts."""
        return self.counted(_FIGURES)

    @cached_property
    def rows(self) -> list[Pair]:
        """The flows from the largest down, the windows of each in order of time."""
        frame = self.scale.of(self.frame, (*FIGURE, *_FIGURES))
        frame = frame.assign(**{f"{side}_lacks": _lacks(frame, side) for side in SIDES})
        order = _ordered(frame, self.keys)
        return [
            _pair(row, frame, self.keys, self.labels, self.palette, self.scale) for _, row in order.iterrows()
        ]

    def reported(self) -> pd.DataFrame:
        # whose release each is, the subtitle says
        return _apart(self.frame, "source").assign(release="")

    def title(self) -> str:
        sides = {self.frame[side].iloc[0] for side in SIDES}
        flows = titles.flows(self.frame, self.keys, self.labels)
        of_all = check.varying(self.frame, self.keys) == list(RECORD_SIDES)
        is_arms = titles.moved(self.frame) == "arms"
        if (
            is_arms
            and sides == {*RECORD_SIDES}
            and of_all
            and self.frame.get("category", pd.Series([""])).nunique() == 1
        ):
            one = self.frame["category"].iloc[0] if "category" in self.frame else ""
            what = names.category(one, self.labels) if one else say("Arms transfers")
            return say("{what}: what suppliers and recipients report", what=what)
        if sides <= set(_REPORTS):
            return say("{title} (two reports)", title=flows)
        if sides <= set(self.reported()["source"]):
            return say("{title} (two sources)", title=flows)
        return say("{title} (two releases)", title=flows)

    def subtitle(self) -> str:
        left, right = self.side_names()
        said = (
            say("gap: {right} less {left}", right=right, left=left),
            say("logarithmic scale") if self.log else "",
        )
        unit = f"{titles.stage_of(self.frame)}, {self.scale.phrase()}"
        whose = self._whose_releases()
        frame = self.frame.assign(release="")
        text = titles.subtitle(unit, titles.window(self.frame), *said, frame=frame)
        return titles.with_more(text, whose or titles.releases(_apart(self.frame, "release")))

    def side_names(self) -> tuple[str, str]:
        """The two sides within a sentence."""
        sides = [str(self.frame[side].iloc[0]) for side in SIDES]
        if set(sides) <= set(_REPORTS) or self.labels == "code":
            left, right = map(_side, sides)
        else:
            left, right = _names(self.frame, self.labels)
        return left, right

    def _whose_releases(self) -> str:
        """The releases of two sources, each with its source; nothing where the frame does not say whose."""
        if not {self.frame[side].iloc[0] for side in SIDES} <= set(self.reported()["source"]):
            return ""
        found = _releases(self.frame)
        told = {release for releases in found for release in releases}
        if not told or told != set(_apart(self.frame, "release")["release"]) - {""}:
            return ""
        return "; ".join(
            f"{name}, {titles.releases(pd.DataFrame({'release': sorted(releases)}))}"
            for name, releases in zip(self.side_names(), found, strict=True)
            if releases
        )

    def notes(self) -> list[str]:
        frame = self.frame
        bounds = [frame[[f"{side}_low", f"{side}_high"]].set_axis(["low", "high"], axis=1) for side in SIDES]
        nothing = [(frame[f"{side}_low"].isna(), frame[f"{side}_records"] == 0) for side in SIDES]
        silent = any((none & unreported).any() for none, unreported in nothing)
        lacks = any(
            (_lacks(frame, side) & ~none).any() for side, (none, _) in zip(SIDES, nothing, strict=True)
        )
        hidden = any((none & ~unreported).any() for none, unreported in nothing)
        return [
            foot.whisker_note(pd.concat(bounds)),
            say("Hollow, before the scale: not reported.") if silent else "",
            say("Cross: reported without a figure.") if hidden else "",
            say("Hollow, on the scale: so much or more, as some years are not reported.") if lacks else "",
            foot.estimated_note(frame, self.labels),
        ]

    def words(self) -> str:
        bounds = [name for name in _FIGURES if name.endswith("_high")]
        things = [
            description.Item(row.name, ", ".join(filter(None, (row.amount, row.detail))), row.value)
            for row in self.rows
        ]
        said = [description.of_marks("flows", {"": things}, self.frame, bounds=bounds)]
        for side, name in zip(SIDES, self.side_names(), strict=True):
            silent = int((self.frame[f"{side}_records"] == 0).sum())
            said.append(
                say_count(
                    "{count} not reported by {side}.",
                    "{count} not reported by {side}.",
                    silent,
                    side=name,
                )
                if silent
                else ""
            )
            some = int(_lacks(self.frame, side).sum())
            said.append(
                say_count(
                    "{count} not reported in all years by {side}.",
                    "{count} not reported in all years by {side}.",
                    some,
                    side=name,
                )
                if some
                else ""
            )
        return " ".join(filter(None, said))

    def body(self, ax: Axes) -> Keyed:
        return draw(ax, self.rows, _names(self.frame, self.labels), log=self.log)


def _lacks(frame: pd.DataFrame, side: str) -> pd.Series:
    """Whether a side has records, and lacks years that the other reports."""
    if "unreported" not in frame:
        return pd.Series(False, index=frame.index)
    both = frame["left"] + "+" + frame["right"]
    named = (frame["unreported"] == frame[side]) | (frame["unreported"] == both)
    return named & (frame[f"{side}_records"] > 0)


def _ordered(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The flow with the largest gap in any window first, its windows in order of time.

    Where no gap is known, what either side says tells which flow is the larger.
    """
    told = frame[["left_value", "right_value", "left_low", "right_low"]].max(axis=1)
    gap = frame["value"].fillna((frame["low"] + frame["high"]) / 2).abs().replace(np.inf, np.nan)
    # a gap of any size stands before none
    largest = gap.rank(pct=True).fillna(0) + told.rank(pct=True).fillna(0) / 10 / max(len(frame), 1)
    frame = frame.assign(_flow=check.joined(frame, keys) if keys else "")
    most = largest.groupby(frame["_flow"]).transform("max")
    order = check.ranked(frame, keys, most) if keys else frame
    first = {flow: place for place, flow in reversed(list(enumerate(order["_flow"])))}
    return order.assign(_first=order["_flow"].map(first)).sort_values(["_first", "start"])


def _pair(
    row: pd.Series,
    frame: pd.DataFrame,
    keys: list[str],
    labels: names.Labels,
    palette: Palette,
    scale: numbers.Scale,
) -> Pair:
    figures = tuple(
        Figure(
            value=row[f"{side}_value"],
            low=row[f"{side}_low"],
            high=row[f"{side}_high"],
            records=int(row[f"{side}_records"]),
            lacks=bool(row[f"{side}_lacks"]),
        )
        for side in SIDES
    )
    several = frame["period"].nunique() > 1 or not keys
    told = check.varying(frame, keys) or ([] if several else keys)
    name = names.row_label({key: row[key] for key in told}, labels)
    known = [figure for figure in figures if not figure.silent]
    return Pair(
        name=", ".join(part for part in (name, row["period"] if several else "") if part),
        amount=say(
            "{left} against {right}",
            left=_printed(figures[0], scale),
            right=_printed(figures[1], scale),
        ),
        detail=_detail(row, scale),
        value=max((figure.middle for figure in known), default=np.nan),
        low=min((figure.low for figure in known), default=np.nan),
        high=max((figure.high for figure in known), default=np.nan),
        colour=palette.row(row, keys),
        sides=figures,
    )


def _printed(figure: Figure, scale: numbers.Scale) -> str:
    if np.isfinite(figure.value):
        return scale.count(figure.value)
    if figure.silent:
        return numbers.DASH
    if scale.unit == "pieces" and np.isfinite(figure.high):
        return numbers.DASH.join(dict.fromkeys(map(scale.count, (figure.low, figure.high))))
    if scale.unit == "pieces":
        return numbers.between(figure.low, figure.high, scale.count)
    return scale.bounds(figure.low, figure.high) or scale.figure(figure.low)


def _detail(row: pd.Series, scale: numbers.Scale) -> str:
    """The gap with its bounds, and what has no figure."""
    if any(row[f"{side}_lacks"] for side in SIDES):
        # of what is not known in some years there is a least figure, but no gap
        return ", ".join(filter(None, (say("gap not known"), numbers.hidden(row))))
    bounds = span(row["low"], row["high"], scale.count)
    gap = signed(row["value"], scale.count) if np.isfinite(row["value"]) else ""
    told = f"{gap} ({bounds})" if gap and bounds else gap or bounds
    return ", ".join(filter(None, (told and say("gap {figure}", figure=told), numbers.hidden(row))))


def _names(frame: pd.DataFrame, labels: names.Labels) -> list[str]:
    """The two sides as the key prints them."""
    sides = [frame[side].iloc[0] for side in SIDES]
    if labels == "code":
        return sides
    if set(sides) <= set(_REPORTS):
        return [names.given(side, labels) or say(_REPORTS[side]) for side in sides]
    return [names.given(side, labels) or names.sentence(names.source(side)) for side in sides]


def _side(side: str) -> str:
    """A side by its word or code."""
    return say_in("side", side) if side in _REPORTS else side


def _apart(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with what both sides have in a column, joined by "+", in rows of their own."""
    rows = frame.assign(**{column: frame[column].str.split("+")}).explode(column)
    return rows.assign(undisclosed=rows["undisclosed"].mask(rows.index.duplicated(), 0))


def _releases(frame: pd.DataFrame) -> tuple[set[str], set[str]]:
    """The releases of either side, as far as the rows say: the left side's stands first in each."""
    found: tuple[set[str], set[str]] = set(), set()
    for release, *records in frame[["release", "left_records", "right_records"]].itertuples(index=False):
        parts = [part for part in release.split("+") if part]
        if len(parts) == 2:
            for side, part in zip(found, parts, strict=True):
                side.add(part)
        elif 0 in records:
            found[records[0] == 0].update(parts)
    return found


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
        for place, figure in enumerate(row.sides):
            first = len(ax.lines)
            _mark(ax, figure, place, row.colour, y, ends, lane)
            away = ScaledTranslation(0, (_APART, -_APART)[place] / 72, ax.figure.dpi_scale_trans)
            for line in list(ax.lines)[first:]:
                line.set_transform(ax.transData + away)

    colours = {row.colour for row in rows}
    ink = colours.pop() if len(colours) == 1 else style.INK
    keys = [
        Key(name, marker, face, edge)
        for name, marker, (face, edge) in zip(called, _MARKS, (_inks(ink, n) for n in (0, 1)), strict=True)
    ]
    return Keyed(ax, rows, marks, span=ends, keys=keys)


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
