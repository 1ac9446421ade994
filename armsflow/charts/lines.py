"""Figures over years as lines: totals, averages, shares, concentration, exports and imports, spending."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Self, Unpack, overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.columns import middles, missing, windows
from armsflow.charts.draw.marks import number_up
from armsflow.charts.draw.tips import in_a_line, says
from armsflow.charts.lines_body import Course
from armsflow.charts.lines_series import Kind, kind_of
from armsflow.charts.protocol import absent
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, numbers, series, titles
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.languages import message, say, years
from armsflow.records.schema import period
from armsflow.rounding import differ

__all__ = ["plot_lines"]

_MOST, _POINTS, _COLOURED, _BANDS = 12, 150, 3, 3
# of grey lines, the largest first
_DASHES: tuple[Any, ...] = ("-", (0, (5, 1.4)), (0, (1.4, 1.1)), (0, (7, 1.4, 1.4, 1.4)))
SCALES = ("linear", "log")


@overload
def plot_lines(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    facet: None = None,
    **options: Unpack[Options],
) -> Axes: ...
@overload
def plot_lines(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    facet: str,
    **options: Unpack[Options],
) -> np.ndarray: ...
def plot_lines(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    facet: str | None = None,
    **options: Unpack[Options],
) -> Axes | np.ndarray:
    """Lines over years, with the name of each at its end.

    Single years stand at their year, longer windows at the middle of theirs, averages at the last year that
    they
    cover. Up to three lines have a colour; of more, the three with the largest sums have one and all others
    are grey. Shares count by the figures behind them, not by their percentages. In panels the same lines have
    a colour, and where each panel has a line of its own, all do. A year or window without a figure breaks the
    line; a part without a row among shares that add up to all is 0 there, unless another row may hold
    its figure, as that of a group does. Bounds are a tint around the
    coloured lines where there are at most three lines, and said in the foot where there are more.

    Parameters
    ----------
    totals : summary
        What `totals`, `averages`, `shares`, `relative`, `concentration` or `balances` returns over several
        windows of one length, or a spending frame of one measure, such as `read_milex` or `read_wdi` returns:
        up to twelve series.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    scale : {"linear", "log"}
        A linear scale begins at 0. On a logarithmic one equal distances are equal ratios; zeros have no
        place on it and break the line.
    facet : str, optional
        A key, or ``"period"``: a panel for each of its values on a new figure, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes or array of Axes
        The scale from left to right is in calendar years.

    Raises
    ------
    ArgumentError
        If `facet` is no key of the frame, or goes with `ax` or more than 12 values; if the frame is
        none of those summaries, or has no rows or nothing known to draw; if the scale is another; if stages,
        units, prices, measures or the lengths of windows differ; if there are more than 12 series, 150
        windows or one window only; if several rows stand for one series and window; or if a logarithmic scale
        has no figure above 0.

    Notes
    -----
    `balances` gives two lines for each party, its exports and its imports.

    Examples
    --------
    Who overtook whom, and when?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Russia", "Israel"] * 3, "value": [90, 40, 60, 55, 20, 70]})
    >>> given = given.assign(year=[2014, 2014, 2015, 2015, 2016, 2016])
    >>> records = af.to_records(
    ...     given, recipient="Azerbaijan", stage="delivery", unit="TIV", source="invented"
    ... )
    >>> ax = af.plot_lines(af.totals(records))
    >>> [line.get_xdata().tolist() for line in ax.lines if line.get_label() == "ISR"]
    [[2014.0, 2015.0, 2016.0]]
    """
    one_of(scale, SCALES, "scale")
    chart = LinesChart.of(totals, options, scale=scale)
    return chart.draw(ax) if facet is None else chart.draw_facets(facet, ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class LinesChart(Chart):
    """A line for each series of one of several kinds of summary."""

    function = "plot_lines"
    gathers = "keys"
    noun = "totals"

    scale: str
    kinds: type[Kind] = Kind

    @classmethod
    def of(cls, summary: IntoFrame, options: Options, **own: Any) -> Self:
        return super().of(summary, options, kinds=kind_of(summary), **own)

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        frame = absent.with_nothing(kind_of(summary).read(summary, chart=cls.function))
        # exports and imports of a party are series of one key
        keys = check.keys_of(frame) if "share" in frame else []
        return frame.assign(series=check.joined(frame, keys)) if keys else frame

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        check.one_stage(self.frame, chart=self.function, remedy="draw one at a time: where(records, stage=…)")
        check.one_length(self.frame, chart=self.function)
        check.once(self.frame, ["series", "period"], chart=self.function)
        periods = list(self.frame["period"].drop_duplicates())
        wider = "make wider windows: to_periods()"
        check.at_most(periods, _POINTS, chart=self.function, what="windows", remedy=wider)
        if len(periods) == 1:
            raise ArgumentError(
                f"{self.function} draws figures over several windows, and the frame has {sample(periods)} "
                "only; draw it with plot_totals, plot_shares or plot_dumbbells, or keep single years with "
                "to_years(records)",
                rows=periods,
            )
        if self.scale == "log" and not (self.points["shown"] > 0).any():
            raise ArgumentError(
                f"{self.function} has no figure above 0 for a logarithmic scale; draw it with scale='linear'",
                rows=list(self.names),
            )

    def marks(self) -> pd.DataFrame:
        return self.points[list(_SHOWN if self.banded else _SHOWN[:1])]

    def check_single(self) -> None:
        remedy = "keep the largest: totals(records, …, top=8), or choose with where()"
        check.at_most(list(self.names), _MOST, chart=self.function, what="lines", remedy=remedy)

    # --- figures --------------------------------------------------------------------------------

    @cached_property
    def kind(self) -> Kind:
        """What is measured."""
        return self.kinds(self.frame, self.labels, self.told, self.facet)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """What tells the lines of all panels apart, so that a line alone in its panel is named too."""
        if not self.facet:
            return ()
        keys = [key for key in check.keys_of(self.whole.frame) if key != self.facet]
        return tuple(check.varying(self.whole.frame, keys))

    @property
    def named(self) -> bool:
        """Whether lines have a name at their end: a single one where no title names it."""
        return len(self.names) > 1 or bool({*self.told, *self.kind.unsaid} - {self.facet})

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per series and window, `x` in years, `shown`, `low` and `high` in the step of the chart."""
        factor = self.kinds(self.whole.frame, self.labels).factor()
        figures = {name: self.frame[of] / factor for name, of in zip(_SHOWN, self.kind.shown, strict=True)}
        x = self.frame["end"] if self._is_mean else middles(self.frame)
        return self.frame.assign(**figures, x=x.astype(float)).sort_values(["x", "series"])

    @cached_property
    def names(self) -> dict[str, str]:
        """The series, that which ends highest first, each with its name."""
        first = self.first
        known = self.points.dropna(subset="shown").groupby("series")["shown"].last()

        def place(code: str) -> tuple:
            return (*check.rest_last(first[code], self._keys), -known.get(code, -np.inf), code)

        return {code: self.kind.name(first[code]) for code in sorted(first, key=place)}

    @cached_property
    def first(self) -> dict[str, pd.Series]:
        """A row of each series, with its keys."""
        return check.first_rows(self.points, "series")

    @cached_property
    def rows(self) -> dict[str, pd.DataFrame]:
        """The figures of each series; looking for them in the frame again and again takes long."""
        shown = self.points[["series", "x", "period", "start", "end", *_SHOWN]]
        return {str(code): rows for code, rows in shown.groupby("series")}

    @cached_property
    def _keys(self) -> list[str]:
        return [key for key in self.kind.keys if key in self.points]

    @cached_property
    def strong(self) -> list[str]:
        """The series in colour: those that are highlighted, else the three largest by their sum.

        A panel has a name of its own, so that lines which nothing else tells apart are all alike.
        """
        codes = {code: self._codes(code) for code in self.names}
        if self.palette.chosen is not None:
            return [code for code in codes if self.palette.highlights(codes[code])]
        if self.facet and not self.told:
            return list(codes)
        own = {code for code in codes if any(part in self.palette.given for part in codes[code])}
        free = [told for told in self.whole.by_size if told not in map(self._line_of, own)]
        chosen = free[: max(_COLOURED - len(own), 0)]
        kept = own | {code for code in codes if self._line_of(code) in chosen}
        return [code for code in self.names if code in kept]

    @cached_property
    def apart(self) -> pd.DataFrame:
        """The points of windows that do not overlap, from the last one back, so that no year counts twice."""
        spans = self.points[["start", "end"]].drop_duplicates().sort_values("end", ascending=False)
        kept, first = [], np.inf
        for window, (start, end) in spans.iterrows():
            if end < first:
                kept.append(window)
                first = start
        windows = pd.MultiIndex.from_frame(self.points[["start", "end"]])
        return self.points[windows.isin(pd.MultiIndex.from_frame(spans.loc[kept]))]

    @cached_property
    def by_size(self) -> list[str]:
        """What tells lines apart, of all panels the largest first, without the rest."""
        by = self.told
        told = check.joined(self.points, [*by] or ["series"])
        apart = self.apart[self.kind.size]
        sums = apart.groupby(told[apart.index]).sum()
        first = check.first_rows(self.points.assign(told=told), "told") if by else self.first
        # who has figures in other windows only is not among the largest, but may be one of few
        sums = sums.reindex(list(first), fill_value=0.0)
        named = [told for told in sums.index if not any(check.rest_last(first[told], [*by] or self._keys))]
        return sorted(named, key=lambda told: (-sums[told], told))

    def _line_of(self, code: str) -> str:
        row = self.first[code]
        return " / ".join(str(row[key]) for key in self.told) if self.told else code

    def _codes(self, code: str) -> list[str]:
        """What a series may be highlighted or coloured by: its keys, and all of them together."""
        row = self.first[code]
        return [code, *(str(row[key]) for key in self._keys)]

    @cached_property
    def colours(self) -> dict[str, str]:
        """A colour for each line: those in colour their own, all others grey."""
        by = self.kind.by
        first = self.first
        # where one key tells lines apart, its party has its own colour
        told = {code: str(first[code][by[0]]) if len(by) == 1 else code for code in self.strong}
        found = style.group_colours(sorted(told.values()), key=by[0] if len(by) == 1 else "")
        usual = {code: style.stroke(found[told[code]]) for code in self.strong}
        usual = style.apart_in_grey(usual, most=style.LINE)
        if len(self.names) == 1 and by not in (["supplier"], ["party"]):
            usual = dict.fromkeys(usual, style.ACCENT)
        return {
            code: self.palette.of(self._codes(code), usual[code])
            if code in usual
            else style.tint(style.MUTED, 0.35)
            if self._is_rest(code)
            else style.MUTED
            for code in self.names
        }

    def _is_rest(self, code: str) -> bool:
        return any(check.rest_last(self.first[code], self._keys))

    @property
    def banded(self) -> bool:
        """Whether bounds are drawn: in all panels or in none, on one scale that holds them."""
        return len(self.whole.names) <= _BANDS and self.scale == "linear"

    @property
    def over_years(self) -> bool:
        return True

    # --- words ----------------------------------------------------------------------------------

    def title(self) -> str:
        return self.kind.title()

    def subtitle(self) -> str:
        log = say(series.LOG_SCALE) if self.scale == "log" else ""
        parts = (self.kind.measured(), titles.window(self.frame), log)
        return titles.subtitle(*parts, frame=self.frame)

    def notes(self) -> list[str]:
        shown = self.points["shown"]
        zeros = self.scale == "log" and (shown == 0).any()
        return [
            foot.of_marks(say(series.LOG)) if zeros else "",
            self._bounds(),
            foot.estimated_note(self._figures(), self.labels),
            *self.kind.marked(),
            foot.of_marks(say(series.GAPS)) if self._broken() else "",
            foot.others_note(self.frame),
            self._in_colour(),
        ]

    def _figures(self) -> pd.DataFrame:
        """The rows as the summary has them: exports and imports of a party are one."""
        rows = self.frame.drop(columns="series")
        return rows.drop_duplicates([*check.keys_of(rows), "period"])

    def _in_colour(self) -> str:
        """Which lines are in colour, where some are and the user did not say which."""
        alike = bool(self.facet) and not self.told
        some = len(self.by_size) > _COLOURED and not alike
        if not some or self.palette.given or self.palette.chosen is not None:
            return ""
        first, last = int(self.apart["start"].min()), int(self.apart["end"].max())
        if first == self.points["start"].min():
            return foot.of_marks(say("In colour: the three largest over all years."))
        return foot.of_marks(
            say("In colour: the three largest in {years}.", years=years(period(first, last)))
        )

    def _bounds(self) -> str:
        if not differ(self.points["low"], self.points["high"]).any():
            return ""
        if self.banded:
            return foot.OfMarks(say(series.TINT), "bounds")
        frame = self.points.assign(value=self.points["shown"])
        return foot.bounds_note(
            frame.drop(columns="series"), self.labels, series.NO_BOUNDS, self.kind.bounds,
            drawn=self.scale != "log",
        )  # fmt: skip

    def _broken(self) -> bool:
        """Whether a line has a gap between its first and last known year."""
        return any(np.isnan(self._course(code)[1]).any() for code in self.names)

    def words(self) -> str:
        groups = {
            name: description.points(self.rows[code], "shown", self.kind.number, self.kind.bounds)
            for code, name in self.names.items()
        }
        what = message("Lines") if len(groups) > 1 else message("Line")
        said = description.over_time(what, groups, self.points, named=self.named)
        return " ".join(filter(None, [said, series.empty(missing(self._steps)), *self.kind.marked()]))

    # --- marks ----------------------------------------------------------------------------------

    def body(self, ax: Axes) -> Course:
        points = self.whole.points
        single = bool((points["start"] == points["end"]).all()) or self._is_mean
        margin = (0.015 if single else 0.06) * (points["x"].max() - points["x"].min())
        ends = points["x"].min() - margin, points["x"].max() + margin
        body = Course(ax, *ends, [] if single else self._windows)
        self._heights(body)
        for code in reversed(self.names):
            self._line(ax, code)
        body.shrink([line for line in ax.lines if line.get_label() in self.names])
        for code, name in self.names.items():
            self._end(body, code, name)
        return body

    def _heights(self, body: Course) -> None:
        figures = self.whole.points[["shown", "high"] if self.whole.banded else ["shown"]].to_numpy(
            dtype=float
        )
        known = figures[np.isfinite(figures)]
        if self.scale == "log":
            body.logarithmic(known[known > 0].min(), known.max())
        else:
            number_up(body.ax, self.kind.top or float(known.max(initial=0.0)))
            body.ax.axhline(0, color=style.INK, linewidth=0.8, zorder=1.6, label="zero")

    def _course(self, code: str) -> tuple[np.ndarray, np.ndarray]:
        """Years and figures of a series from its first to its last known one; a gap between is not known."""
        return self._courses[code]

    @cached_property
    def _courses(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        return {code: self._course_of(rows["x"], rows["shown"]) for code, rows in self.rows.items()}

    def _course_of(self, years: pd.Series, shown: pd.Series) -> tuple[np.ndarray, np.ndarray]:
        figures = dict(zip(years.tolist(), shown.tolist(), strict=True))
        known = [year for year, figure in figures.items() if not np.isnan(figure)]
        if not known:
            return np.array([]), np.array([])
        first, last = min(known), max(known)
        every = self._between(first, last)
        heights = np.array([figures.get(year, np.nan) for year in every.tolist()], dtype=float)
        return every, np.where(heights > 0, heights, np.nan) if self.scale == "log" else heights

    def _between(self, first: float, last: float) -> np.ndarray:
        """The places of windows from one to another, also of those without a row."""
        return self._places[(self._places >= first) & (self._places <= last)]

    @cached_property
    def _places(self) -> np.ndarray:
        """Where the windows of all panels stand, from left to right, also those between without a row."""
        return np.array([x for x, _ in self._windows])

    @cached_property
    def _windows(self) -> list[tuple[float, str]]:
        """The place and the words of each window of all panels, also of those between without a row."""
        return windows(self.whole._steps)

    @property
    def _steps(self) -> pd.DataFrame:
        """The points with the years at which they stand: of averages the last one."""
        return self.points.assign(start=self.points["end"]) if self._is_mean else self.points

    @property
    def _is_mean(self) -> bool:
        return self.kind.noun == "averages"

    def _line(self, ax: Axes, code: str) -> None:
        x, heights = self._course(code)
        colour, strong = self.colours[code], code in self.strong
        known = ~np.isnan(heights)
        # a year between two gaps is a dot; so are windows, which are no moments
        alone = known & ~np.r_[False, known[:-1]] & ~np.r_[known[1:], False] if len(known) else known
        dots = known if len(x) <= 12 else alone
        if self.banded:
            rows = self.rows[code]
            wide = differ(rows["low"], rows["high"]).any()
            if wide:
                every = self._between(rows["x"].min(), rows["x"].max())
                bounds = rows.set_index("x")[["low", "high"]].reindex(every)
                low, high = bounds.to_numpy(dtype=float).T
                ax.fill_between(
                    every, low, np.where(np.isinf(high), np.nan, high), color=colour, alpha=0.18,
                    linewidth=0,
                    zorder=1.2, label="bounds",
                )  # fmt: skip
        (line,) = ax.plot(
            x, heights, marker="o", color=colour, linewidth=2.0 if strong else 1.0, zorder=3 if strong else 2,
            markersize=(4.0 if strong else 2.6), markevery=list(np.flatnonzero(dots)), markeredgewidth=0,
            solid_joinstyle="round", clip_on=False, label=code, linestyle=self._dash(code),
        )  # fmt: skip
        says(line, partial(self._tips, code, x))

    def _dash(self, code: str) -> Any:
        """How a line is dashed: grey ones that cross could not be followed were they all alike."""
        if code in self.strong or self._is_rest(code):
            return "-"
        return _DASHES[self._quiet.index(self._line_of(code)) % len(_DASHES)]

    @cached_property
    def _quiet(self) -> list[str]:
        """What tells the grey lines of all panels apart, the largest first."""
        every = self.whole
        quiet = {every._line_of(code) for code in every.names if code not in every.strong}
        return [told for told in every.by_size if told in quiet]

    def _tips(self, code: str, years: np.ndarray) -> list[str]:
        """The points of a line in words: whose, when, how much, and their bounds."""
        told = {row["x"]: self._tip(code, row) for _, row in self.rows[code].iterrows()}
        return [told.get(year, "") for year in years]

    def _tip(self, code: str, row: pd.Series) -> str:
        name = ", ".join(filter(None, (self.names[code], row["period"])))
        number = self.kind.number
        return in_a_line(name, number(row["shown"]), numbers.between(row["low"], row["high"], number))

    def _end(self, body: Course, code: str, name: str) -> None:
        x, heights = self._course(code)
        known = np.flatnonzero(~np.isnan(heights))
        if not known.size:
            body.end(
                say("{name}: {what}", name=name, what=say(series.NOT_KNOWN)),
                (body.ax.get_xlim()[1], body.ax.get_ylim()[0]),
                style.OTHERS,
                strong=False,
            )
            return
        at = x[known[-1]], heights[known[-1]]
        last = self.points["x"].max()
        period = self.rows[code].loc[self.rows[code]["x"] == at[0], "period"].iloc[0]
        name = name or names.sentence(say(series.SUM))
        if not self.named and at[0] == last:
            return
        if heights[known[-1]] == 0 and self.scale == "linear" and len(self.names) > 1:
            # lines that lie on the axis hide each other
            name = say("{name}: {what}", name=name, what="0")
        strong = code in self.strong
        if at[0] == last:
            body.end(name, at, self.colours[code], strong=strong)
        else:
            body.end(series.ended(name, period), at, self.colours[code], strong=strong, short=name)


_SHOWN = ("shown", "low", "high")
