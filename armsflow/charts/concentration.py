"""Concentration over windows as lines, or ranked as dots in one window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import Unpack, overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from narwhals.typing import IntoFrame

from armsflow.charts import check, concentration_index
from armsflow.charts.concentration_index import IndexChart
from armsflow.charts.draw import style
from armsflow.charts.draw.clear import Spot
from armsflow.charts.draw.columns import Columns, middles, pitch, windows
from armsflow.charts.draw.layout import reach
from armsflow.charts.draw.marks import Ticks, dot, whisker
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.draw.tips import in_a_line, says
from armsflow.charts.protocol.options import Options
from armsflow.charts.text import description
from armsflow.errors import one_of
from armsflow.languages import message, say
from armsflow.rounding import NBSP

__all__ = ["plot_concentration"]

_ROWS, _LINES, _POINTS = 40, 8, 80
# so wide are words beside a point at most, in columns
_WIDEST = 1.6
_REMEDY = "choose some: where(records, recipient=[…]), or give axes=, one Axes for each"


@overload
def plot_concentration(
    concentration: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    measure: str = "hhi",
    facet: None = None,
    **options: Unpack[Options],
) -> Axes: ...
@overload
def plot_concentration(
    concentration: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    measure: str = "hhi",
    facet: str,
    **options: Unpack[Options],
) -> np.ndarray: ...
def plot_concentration(
    concentration: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    measure: str = "hhi",
    facet: str | None = None,
    **options: Unpack[Options],
) -> Axes | np.ndarray:
    """Lines over windows, one per recipient: on how few suppliers each depends; dots for one window.

    Bounds are whiskers. The leader and its share stand at the end of a line, for a single line beside every
    point where they have room; n is the number of suppliers. A window whose total is 0 or not known leaves
    a gap, and the foot names it.

    Parameters
    ----------
    concentration : summary
        What `concentration` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each recipient in order of their codes, all on one scale.
    measure : {"hhi", "hhi_normalised", "effective"}
        The index from 0 to 1, or its like on a scale on which equal parts give 0, or its inverse, the
        effective number of suppliers from 1 upwards, which falls where the index rises.
    facet : str, optional
        A key, or ``"period"``: a panel for each of its values on a new figure, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes or array of Axes
        The Axes drawn on; the first, if `axes` were given.

    Raises
    ------
    ArgumentError
        If `facet` is no key of the frame, or goes with `ax` or more than 12 values; if the frame is
        not that of `concentration` or has no rows; if the measure is another; if stages,
        units, prices or the lengths of windows differ; if there are more than 8 lines over 80 windows, or 40
        rows of one window, or several for one set of keys; or `axes` are not as many as recipients.

    Notes
    -----
    The bounds of the effective number are those of the index turned over. The normalised index is drawn
    without bounds: how many suppliers there are is not certain where some may have given nothing.

    Examples
    --------
    Did a recipient come to depend on fewer suppliers?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"] * 2, "value": [50, 50, 10, 90]})
    >>> given = given.assign(year=[2014, 2014, 2015, 2015])
    >>> records = af.to_records(given, recipient="Azerbaijan", stage="delivery", unit="TIV")
    >>> ax = af.plot_concentration(af.concentration(records))
    >>> [line.get_ydata().round(2).tolist() for line in ax.lines if line.get_label() == "AZE"]
    [[0.5, 0.82]]
    """
    one_of(measure, concentration_index.MEASURES, "measure")
    chart = ConcentrationChart.of(concentration, options, measure=measure)
    return chart.draw(ax, axes=axes) if facet is None else chart.draw_facets(facet, ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class ConcentrationChart(IndexChart):
    """Lines from left to right in time, or dots from top to bottom for one window."""

    function = "plot_concentration"
    panel = "groups"

    def check_single(self) -> None:
        groups = list(self.names)
        most, what = (_LINES, "lines over windows") if self.over_time else (_ROWS, "rows")
        check.at_most(groups, most, chart=self.function, what=what, remedy=_REMEDY)
        wider = "make wider windows: to_periods()"
        check.at_most(self.periods, _POINTS, chart=self.function, what="windows", remedy=wider)

    def panels(self) -> dict[str, ConcentrationChart]:
        groups = self.indices["group"]
        return {group: self.part(self.frame[groups == group]) for group in sorted(self.names)}

    @property
    def over_years(self) -> bool:
        return self.over_time

    @property
    def over_time(self) -> bool:
        """Whether there are several windows."""
        return len(self.periods) > 1

    def words(self) -> str:
        rows = self.indices
        groups = {name: self._points(rows[rows["group"] == group]) for group, name in self.names.items()}
        if self.over_time:
            told = description.over_time(
                message("Lines") if len(groups) > 1 else message("Line"), groups, rows
            )
            return " ".join(filter(None, [told, self.numbers()]))
        things = [
            description.Item(name, points[0].figure, points[0].value) for name, points in groups.items()
        ]
        return description.of_marks("dots", {"": things}, rows)

    def _points(self, rows: pd.DataFrame) -> list[description.Point]:
        """The index of each window, "none" where the total is 0."""
        totals = rows.sort_values(["start", "end"])["total"]
        found = description.points(rows, "shown", self.text)
        return [
            point._replace(told=partial(say, "none")) if total == 0 else point
            for point, total in zip(found, totals, strict=True)
        ]

    def body(self, ax: Axes) -> Rows | Columns:
        return _lines(ax, self) if self.over_time else _ranked(ax, self)


def _ranked(ax: Axes, index: ConcentrationChart) -> Rows:
    """Dots with whiskers, the largest first."""
    found = {row["group"]: row for _, row in index.indices.iterrows()}
    few = len(index.names) <= concentration_index.FEW
    rows = [_row(found[group], name, index, few=few) for group, name in index.names.items()]
    return Rows(ax, {"": rows}, _dotted(index), span=index.whole.span(), beside=True)


def _row(row: pd.Series, name: str, index: ConcentrationChart, *, few: bool) -> Row:
    told = ", ".join(filter(None, (index.leader(row) if few else "", _counted(row, index))))
    span = concentration_index.bounds(row["low"], row["high"], index)
    known = np.isfinite(row["shown"])
    amount = index.text(row["shown"]) if known else span or concentration_index.without(row)
    return Row(
        name=("\n" if few else ", ").join(filter(None, (name, told))),
        amount=amount,
        detail=span if known else "",
        value=row["shown"],
        low=row["low"],
        high=row["high"],
        colour=style.stroke(index.palette.row(row, index.keys)),
    )


def _dotted(index: ConcentrationChart) -> Callable[[Axes, Row, float, float], None]:
    base = index.whole.span().base

    def mark(ax: Axes, row: Row, y: float, end: float) -> None:
        ends = [reach for reach in (row.value, row.high) if np.isfinite(reach)]
        till = max(ends, default=base)
        ax.plot([base, till], [y, y], color=style.RULE, linewidth=0.6, zorder=1, label="guide")
        whisker(ax, row, y, end, colour=row.colour, halo=False)
        dot(ax, row.value, y, colour=row.colour)

    return mark


def _number(row: pd.Series) -> str:
    return f"n{NBSP}={NBSP}{row['n']:.0f}" if row["n"] > 0 or row["total"] == 0 else ""


def _counted(row: pd.Series, index: ConcentrationChart) -> str:
    """The same in words: "15 suppliers"."""
    return description.counted(int(row["n"]), index.parts) if _number(row) else ""


def _lines(ax: Axes, index: ConcentrationChart) -> Columns:
    """A line with points from left to right in time for each group, its name at its end."""
    whole = index.whole
    places = dict(zip(whole.frame["period"], middles(whole.frame), strict=True))
    named = windows(whole.frame)
    alone = index.alone
    step = pitch(whole.frame)
    counted = alone and not index.many
    body = Columns(ax, _numbered(named, index.indices) if counted else named, step, widest=200)
    _scale(ax, whole)
    colours = index.colours()
    small = len(named) > concentration_index.MANY
    ends = {}
    for group in index.names:
        rows = index.indices[index.indices["group"] == group].set_index("period")
        rows = rows.reindex(index.periods).assign(x=pd.Series(places))
        line = _line(ax, rows, colours[group], group, step, marker=_markers(index)[group], small=small)
        says(line, partial(_tips, rows, np.asarray(line.get_xdata()), group, index))
        ends[group] = _last(rows)
        if alone:
            _beside(body, rows, index)
    body.shrink(ax.lines)
    # from top to bottom, what is not known below
    order = sorted(ends, key=lambda group: (ends[group] is None, -(_height(ends[group]) or 0)))
    for group in order:
        _end(body, ends[group], index, group, colours[group])
    ax.axhline(whole.span().base, color=style.INK, linewidth=0.8, zorder=1.5, label="zero")
    return body


def _scale(ax: Axes, whole: ConcentrationChart) -> None:
    span = whole.span()
    reach(ax, y=(span.low, span.high))
    ax.yaxis.set_major_locator(whole.steps())
    ax.yaxis.set_major_formatter(Ticks())


def _numbered(windows: list[tuple[float, str]], rows: pd.DataFrame) -> list[tuple[float, str]]:
    """Windows with their n below."""
    numbers = {row["period"]: _number(row) for _, row in rows.iterrows()}
    return [(x, f"{period}\n{numbers.get(period, '')}".rstrip()) for x, period in windows]


def _markers(index: ConcentrationChart) -> dict[str, str]:
    """Marks that tell lines apart in grey, the same whatever is measured."""
    return dict(zip(sorted(index.names), cycle("osDv^><p"), strict=False))


def _line(
    ax: Axes, rows: pd.DataFrame, colour: str, group: str, step: float, *, marker: str, small: bool
) -> Line2D:
    # a window that is not in the frame breaks the line like one that is not known
    xs = np.arange(rows["x"].min(), rows["x"].max() + step / 2, step)
    heights = rows.set_index("x")["shown"].reindex(xs)
    (line,) = ax.plot(
        xs, heights, f"-{marker}", color=colour, linewidth=1.6, markersize=3 if small else 5,
        markeredgecolor="white", markeredgewidth=0.4 if small else 0.8, zorder=4, clip_on=False, label=group,
    )  # fmt: skip
    for _, row in rows.iterrows():
        whisker(
            ax, row, row["x"], ax.get_ylim()[1], colour=colour, halo=False, upright=True,
            cap=2.5 if small else 4.5, width=0.8 if small else 1.1,
        )  # fmt: skip
    return line


def _tips(rows: pd.DataFrame, xs: np.ndarray, group: str, index: ConcentrationChart) -> list[str]:
    """The points of a line in words."""
    told = {row["x"]: _tip(row, group, index) for _, row in rows.iterrows()}
    return [told.get(x, "") for x in xs]


def _tip(row: pd.Series, group: str, index: ConcentrationChart) -> str:
    """A point in words: window, index, bounds."""
    if not np.isfinite(row["shown"]):
        return ""
    name = ", ".join(filter(None, (index.names[group], str(row.name))))
    return in_a_line(
        name, index.text(row["shown"]), concentration_index.bounds(row["low"], row["high"], index)
    )


def _last(rows: pd.DataFrame) -> pd.Series | None:
    known = rows[rows["shown"].notna()]
    return known.iloc[-1] if len(known) else None


def _height(row: pd.Series | None) -> float | None:
    return None if row is None else float(row["shown"])


def _end(body: Columns, row: pd.Series | None, index: ConcentrationChart, group: str, colour: str) -> None:
    """The name of a line at its end, with the last leader; a single line needs no name and no key."""
    alone, name = index.alone, index.names[group]
    marker = _markers(index)[group]
    if row is None:
        if not alone:
            body.group("\n".join([name, say("not known")]), colour, thin=True, marker=marker)
        return
    if alone:
        if told := index.leader(row):
            body.group(say("Leader:\n{leader}", leader=told), "none", at=_height(row))
        return
    ended = "" if row.name == index.periods[-1] else str(row.name)
    told = ", ".join(filter(None, (index.leader(row), _counted(row, index), ended)))
    body.group("\n".join(filter(None, (name, told))), colour, at=_height(row), thin=True, marker=marker)


def _beside(body: Columns, rows: pd.DataFrame, index: ConcentrationChart) -> None:
    """Leaders beside the points of a single line, and words where there is no point."""
    low, high = body.ax.get_ylim()
    shown = rows["shown"].to_numpy(dtype=float)
    for place, (_, row) in enumerate(rows.iterrows()):
        if np.isnan(row["low"]) and np.isnan(row["shown"]):
            body.mark(
                concentration_index.without(row), (row["x"], low + 0.01 * (high - low)), (1, high - low),
                rotation=90, ha="center", va="bottom", color=style.QUIET,
            )  # fmt: skip
        elif np.isfinite(row["shown"]) and place < len(rows) - 1 and index.leader(row):
            around = shown[[*range(max(place - 1, 0), place), place + 1]]
            _leader(body, row, index.leader(row), np.nan_to_num(around - row["shown"]))
    body.clearing.lines += body.ax.lines


def _leader(body: Columns, row: pd.Series, words_: str, rises: np.ndarray) -> None:
    """Words above or below a point, first where the line that rises or falls from it leaves more room."""
    low, high = body.ax.get_ylim()
    gap = 0.045 * (high - low)
    ends = {
        1: np.nanmax([row["shown"], row["high"]]) + gap,
        -1: np.nanmin([row["shown"], row["low"]]) - gap,
    }
    order = sorted(ends, key=lambda sign: (sign * rises).max(initial=-np.inf))
    spots = [
        Spot((row["x"], ends[sign]), ha, "bottom" if sign > 0 else "top")
        for ha in ("center", "left", "right")
        for sign in order
        if np.isfinite(ends[sign])
    ]
    body.mark(
        words_, spots[0].at, (_WIDEST, high - low), label="beside", spots=spots, optional=True,
        path_effects=style.halo(2.5),
    )  # fmt: skip
