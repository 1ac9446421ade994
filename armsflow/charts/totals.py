"""Sums as bars: rows of one window, columns of several with averages as lines, one band per stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Unpack, overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.clear import Spot
from armsflow.charts.draw.columns import Columns, middles, missing, pitch, windows
from armsflow.charts.draw.marks import estimated, number_up, whisker
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.draw.tips import in_a_line, says
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, numbers, series, titles
from armsflow.errors import ArgumentError, sample
from armsflow.languages import message, say
from armsflow.records import selection
from armsflow.records.schema import FIGURE, MEANING, is_rest, period
from armsflow.rounding import differ

__all__ = ["plot_totals"]

_ROWS, _GROUPS, _BARS = 40, 6, 120
_TOP = "keep the largest: totals(records, …, top=5)"
_WIDE, _HALF = 2 / 3, 0.27


@overload
def plot_totals(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    averages: IntoFrame | None = None,
    facet: None = None,
    **options: Unpack[Options],
) -> Axes: ...
@overload
def plot_totals(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    averages: IntoFrame | None = None,
    facet: str,
    **options: Unpack[Options],
) -> np.ndarray: ...
def plot_totals(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    averages: IntoFrame | None = None,
    facet: str | None = None,
    **options: Unpack[Options],
) -> Axes | np.ndarray:
    """Bars from zero with whiskers: ranked for one window, from left to right for several.

    Ranked bars have one colour. The part of a sum that its source marks as estimated is paler. "Others" and
    "Unknown" stand last, in grey. Where `stage` is a key, every stage has a band of its own, with a gap
    between bands.

    Parameters
    ----------
    totals : summary
        What `totals` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    averages : summary, optional
        What `averages` returns by the same keys, drawn as a line over the single years of each group,
        each average at the last year of its window.
    facet : str, optional
        A key, or ``"period"``: a panel for each of its values on a new figure, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes or array of Axes

    Raises
    ------
    ArgumentError
        If `facet` is no key of the frame, or goes with `ax` or more than 12 values; if the frame is
        not that of `totals` or has no rows; if stages (no key), units, prices or
        the lengths of windows differ; if there are more than 40 rows, 6 groups over several windows
        or 120 bars; if several rows stand for one bar; or if `averages` do not go with the bars.

    Examples
    --------
    Which of two suppliers delivered more?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"], "value": [40, 90]})
    >>> records = af.to_records(
    ...     given, recipient="Azerbaijan", year=2014, stage="delivery", unit="TIV"
    ... )
    >>> ax = af.plot_totals(af.totals(records))
    >>> [text.get_text() for text in ax.texts if text.get_label() == "row"]
    ['Russia', 'Israel']
    """
    chart = TotalsChart.of(totals, options, averages=averages)
    return chart.draw(ax) if facet is None else chart.draw_facets(facet, ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class TotalsChart(Chart):
    """Sums as bars, one group per set of keys, perhaps with `averages` as lines."""

    function = "plot_totals"
    gathers = "keys"
    noun = "totals"
    figures = ("estimated",)

    averages: IntoFrame | None = None

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        if "stage" not in self.keys:
            remedy = "keep them apart: totals(records, by=[…, 'stage'])"
            check.one_stage(self.frame, chart=self.function, remedy=remedy)
        check.one_length(self.frame, chart=self.function)
        check.once(self.frame, [*self.keys, "period"], chart=self.function)
        if self.line is not None:
            self._check_averages(self.line)

    def check_single(self) -> None:
        self._check_size()

    def _check_size(self) -> None:
        bars = list(self.sums["group"] + " " + self.sums["period"])
        if not self.upright:
            check.at_most(bars, _ROWS, chart=self.function, what="rows", remedy=_TOP)
            return
        named = [group for group in self.names if not is_rest(group)]
        check.at_most(
            named, _GROUPS, chart=self.function, what="groups over several windows",
            remedy=f"{_TOP}, or make one window of the years: to_periods(), or totals(…, over={self._span})",
        )  # fmt: skip
        wider = "make wider windows: to_periods()"
        check.at_most(bars, _BARS, chart=self.function, what="bars", remedy=wider)

    @property
    def _span(self) -> tuple[int, int]:
        """The first and the last year of all windows."""
        return int(self.frame["start"].min()), int(self.frame["end"].max())

    def _check_averages(self, line: pd.DataFrame) -> None:
        """Raise unless the averages are of the same records, one for each single year."""
        keys = check.keys_of(line)
        if set(keys) != set(self.keys):
            raise ArgumentError(
                f"averages do not go with the bars: keys are {sample(keys)} there and {sample(self.keys)} "
                "here; give both the same by=",
                rows=keys,
            )
        for column in (*MEANING, *keys):
            ours, theirs = (set(each.get(column, pd.Series(dtype=object))) for each in (self.sums, line))
            if ours != theirs:
                raise ArgumentError(
                    f"averages do not go with the bars: {column} is {sample(sorted(theirs))} there and "
                    f"{sample(sorted(ours))} here; make both from the same records",
                    rows=sorted(theirs),
                )
        chosen, averaged = (_choices(each) for each in (self.sums, line))
        if chosen != averaged:
            raise ArgumentError(
                f"averages do not go with the bars: they are of {sample(averaged)} there and of "
                f"{sample(chosen)} here; make both from the same records",
                rows=averaged,
            )
        self._check_years(line.assign(group=check.joined(line, self.groups)))

    def _check_years(self, line: pd.DataFrame) -> None:
        single = (self.sums["start"] == self.sums["end"]).all()
        bars = sample(self.sums["period"].drop_duplicates())
        if not single or line.duplicated(["group", "end"]).any():
            raise ArgumentError(
                f"averages are drawn as lines over bars of single years; found bars over {bars}, and "
                f"{len(line)} averages for {line['end'].nunique()} years of {line['group'].nunique()} "
                "group(s); make single years with to_years(), and one average for each",
                rows=list(self.names),
            )
        if not self._within(line).any():
            ends = sorted(set(line["end"]))
            raise ArgumentError(
                f"averages do not go with the bars: they end in {sample(ends)}, and the bars are of {bars}; "
                "make both from the same records",
                rows=ends,
            )

    # --- figures --------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[str]:
        """The keys that make a group: all but the stage, and but for what tells panels apart."""
        keys = [key for key in self.keys if key != "stage"]
        return [key for key in keys if key != self.facet] or keys

    @property
    def legend(self) -> bool:
        """Whether all panels have one legend: their groups are others than the panels."""
        return bool(self.facet) and self.facet not in self.groups and len(self.whole.names) > 1

    @property
    def value_axis(self) -> str:
        return "y" if self.upright else "x"

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the chart counts."""
        return self.counted(FIGURE)

    @cached_property
    def sums(self) -> pd.DataFrame:
        """The sums in the step of the chart, with their group."""
        frame = self.frame.assign(group=check.joined(self.frame, self.groups))
        return self.scale.of(frame.assign(estimated=0.0) if self.all_estimated else frame, FIGURE)

    @cached_property
    def line(self) -> pd.DataFrame | None:
        """The averages as they were given."""
        if self.averages is None:
            return None
        return check.read(self.averages, chart=self.function, noun="averages", figures=("window",))

    @cached_property
    def means(self) -> pd.DataFrame | None:
        """The averages that end in one of the years of the bars, in the step of the chart."""
        if self.line is None:
            return None
        frame = self.line.assign(group=check.joined(self.line, self.groups))
        return self.scale.of(frame[self._within(frame)], FIGURE).sort_values("end")

    def _within(self, line: pd.DataFrame) -> pd.Series:
        """Which averages end in one of the years of the bars."""
        return line["end"].between(self.frame["start"].min(), self.frame["end"].max())

    @cached_property
    def upright(self) -> bool:
        """Whether bars stand from left to right in time."""
        return not self.bands and (self.frame["period"].nunique() > 1 or self.line is not None)

    @cached_property
    def bands(self) -> bool:
        """Whether stages stand apart in bands."""
        return "stage" in self.keys and self.frame["stage"].nunique() > 1

    @cached_property
    def names(self) -> dict[str, str]:
        """The groups in the order of the chart, each with its label; in all panels in one order."""
        if self.among is not None and self.facet:
            own = set(self.sums["group"])
            return {group: name for group, name in self.among.names.items() if group in own}
        varying = check.varying(self.sums, self.groups) or self.groups
        sums = self.sums.groupby("group")["value"].max()
        first = check.first_rows(self.sums, "group")

        def place(group: str) -> tuple:
            return *check.rest_last(first[group], self.groups), _down(sums[group])

        return {
            group: names.row_label({key: first[group][key] for key in varying}, self.labels)
            for group in sorted(sums.index, key=place)
        }

    @cached_property
    def colours(self) -> dict[str, str]:
        """A colour for each group, in all panels the same: one for ranked bars, else that of its supplier."""
        if self.among is not None and self.facet:
            return {group: self.among.colours[group] for group in self.names}
        named = [key for key in style.PARTIES if key in self.groups]
        first = check.first_rows(self.sums, "group").items()
        if len(self.groups) == 1 and not (self.upright or self.bands or self.facet):
            # names tell the bars apart, and no colour comes twice
            own = {group: style.row_colour(row, self.groups) for group, row in first}
            return {group: self.palette.alike([group, row["period"]], own[group]) for group, row in first}
        if self.groups == named and len(named) == 1 and (self.upright or named == ["supplier"]):
            return self.palette.groups(list(self.names), key=named[0])
        return {group: self.palette.row(row.drop("period"), self.keys) for group, row in first}

    # --- words ----------------------------------------------------------------------------------

    @property
    def over_years(self) -> bool:
        return self.upright

    def title(self) -> str:
        keys = [key for key in self.keys if key != "stage"]
        return titles.flows(self.frame, keys, self.labels)

    def subtitle(self) -> str:
        stages = [name for name in names.STAGES if name in set(self.frame["stage"])]
        stages = stages or sorted(set(self.frame["stage"]))
        stage = titles.stages_of(self.frame, stages)
        mean = (
            ""
            if self.means is None
            else say(
                message("line: {what}") if len(self.names) == 1 else message("lines: {what}"),
                what=_window(self.means),
            )
        )
        # without keys, the frame does not say whose sum it is
        of_all = "" if self.names != {"": ""} else say("sum of the records given")
        # averages may be drawn as bars too, and are no sums
        if "window" in self.frame:
            of_all = _window(self.frame)
        parts = (stage, of_all, self.scale.phrase(), titles.window(self.frame), mean)
        return titles.subtitle(*parts, frame=self.frame)

    @cached_property
    def all_estimated(self) -> bool:
        """Whether all figures are estimates: with nothing to stand off from, they are not drawn paler."""
        frame = self.whole.frame
        known = frame["value"].fillna(0) > 0
        return bool(known.any() and (frame.loc[known, "estimated"] == 1).all())

    def notes(self) -> list[str]:
        frame, line = self.frame, self.means
        notes = [foot.whisker_note(frame)]
        if line is not None and foot.can_be_seen(line):
            notes.append(say("Averages are drawn without their bounds."))
        if line is not None and _gaps(line):
            notes.append(say("No average where one of its years has no record."))
        if self.all_estimated:
            notes.append(say("The source estimates all figures."))
        elif (frame["estimated"].fillna(0) * frame["value"].fillna(0) > 0).any():
            notes.append(foot.paler_note())
        if self.upright and frame["low"].isna().any():
            notes.append(foot.of_marks(say("Where a bar is missing, nothing is disclosed.")))
        if self.upright:
            notes.append(self.empty_note())
        if self.bands:
            notes.append(say("One scale for all, but stages of one transaction are never added."))
        return [*notes, foot.others_note(frame)]

    def empty_note(self) -> str:
        """The windows between others that have no row: an empty place reads as nothing."""
        gaps = [period(*span) for span in missing(self.sums)]
        return foot.of_marks(say(series.EMPTY, windows=names.windows(gaps))) if gaps else ""

    def words(self) -> str:
        if not self.upright:
            bands = {name: description.items(rows) for name, rows in ranked_rows(self).items()}
            return description.of_marks("bars", bands, self.sums)
        bars = description.over_time(message("Bars"), self._points(self.sums), self.sums)
        if self.means is None:
            return bars
        ends = self._points(self.means.assign(period=self.means["end"].astype(str)))
        courses = {name: description.course(points) for name, points in ends.items()}
        lines = [
            say("{name}: {what}", name=name, what=course) if len(courses) > 1 else course
            for name, course in courses.items()
        ]
        text = message("Line: {what}.") if len(self.names) == 1 else message("Lines: {what}.")
        return f"{bars} {say(text, what='; '.join(lines))}"

    def _points(self, rows: pd.DataFrame) -> dict[str, list[description.Point]]:
        return {
            name: description.points(
                rows[rows["group"] == group], "value", self.scale.figure, self.scale.bounds
            )
            for group, name in self.names.items()
        }

    def told(self, row: pd.Series) -> str:
        """A figure of one window in one line."""
        name = ", ".join(filter(None, (self.names[row["group"]], row["period"])))
        return in_a_line(name, *numbers.cells(row, self.scale))

    def body(self, ax: Axes) -> Rows | Columns:
        return upright_bars(ax, self) if self.upright else Rows(ax, ranked_rows(self), _lying, beside=True)


def _gaps(line: pd.DataFrame) -> bool:
    """Whether averages of a group end before others do, or leave out years between."""
    ends = line[line["value"].notna()].groupby("group")["end"].agg(["min", "max", "count"])
    return bool(
        (ends["count"] < ends["max"] - ends["min"] + 1).any() or ends[["min", "max"]].nunique().gt(1).any()
    )


def _down(value: float) -> float:
    return np.inf if np.isnan(value) else -value


def ranked_rows(chart: TotalsChart) -> dict[str, list[Row]]:
    """The rows of each band, from the largest down."""
    frame = chart.sums.assign(place=chart.sums["group"].map({g: n for n, g in enumerate(chart.names)}))
    frame = frame.sort_values(["place", "start"])
    stages = [name for name in (*names.STAGES, *frame["stage"]) if name in set(frame["stage"])]
    several = chart.sums["period"].nunique() > 1
    bands = {}
    for name in dict.fromkeys(stages) if chart.bands else [None]:
        rows = frame if name is None else frame[frame["stage"] == name]
        bands["" if name is None else names.key_label("stage", name, chart.labels)] = [
            _row(row, chart, several) for _, row in rows.iterrows()
        ]
    return bands


def _row(row: pd.Series, chart: TotalsChart, several: bool) -> Row:
    amount, detail = numbers.cells(row, chart.scale)
    name = chart.names[row["group"]]
    period = row["period"] if several or not name else ""
    return Row(
        name=", ".join(part for part in (name, period) if part),
        amount=amount,
        detail=detail,
        value=row["value"],
        low=row["low"],
        high=row["high"],
        colour=chart.colours[row["group"]],
        estimated=row["estimated"],
    )


def _lying(ax: Axes, row: Row, y: float, end: float) -> None:
    if row.value > 0:
        ax.barh([y], [row.value], 2 * _HALF, **style.fill(row.colour), zorder=2, label="bar")
        estimated(ax, row, (0, y - _HALF), (row.value, 2 * _HALF), upright=False)
    whisker(ax, row, y, end, colour=style.INK, halo=True)


def upright_bars(ax: Axes, chart: TotalsChart) -> Columns:
    """Bars from left to right in time, side by side where there are several groups."""
    spots = chart.sums.assign(x=middles(chart.sums))
    body = Columns(ax, windows(spots), pitch(spots))
    end = _height(ax, chart)
    width = _WIDE * body.pitch / len(chart.names)
    colours = _apart(chart.whole if chart.legend else chart)
    body.shared = {name: colours[group] for group, name in chart.whole.names.items()} if chart.legend else {}
    thick = width if len(chart.names) == 1 else 0.94 * width
    for place, group in enumerate(chart.names):
        shift = (place - (len(chart.names) - 1) / 2) * width
        rows = spots[spots["group"] == group]
        bars = [_upright(row, colours[group], chart.scale) for _, row in rows.iterrows()]
        xs = rows["x"].to_numpy() + shift
        drawn = ax.bar(xs, [np.nan_to_num(bar.value) for bar in bars], thick, **style.fill(colours[group]),
                       zorder=2, label=group)  # fmt: skip
        for bar, (_, row) in zip(drawn, rows.iterrows(), strict=True):
            says(bar, partial(_tip, chart, row))
        for x, bar in zip(xs, bars, strict=True):
            _finish(ax, body, bar, x, thick, end, alone=len(chart.names) == 1)
        if len(chart.names) > 1 and not chart.legend:
            body.group(chart.names[group], colours[group])
    if chart.means is not None:
        _averages(ax, body, chart, chart.means, colours)
    ax.axhline(0, color=style.INK, linewidth=0.8, zorder=3, label="zero")
    return body


def _apart(chart: TotalsChart) -> dict[str, str]:
    colours = chart.colours
    shown = [colour for colour in colours.values() if colour != style.MUTED]
    if len(set(shown)) == len(shown):
        return colours
    return chart.palette.groups(list(colours), key="")


def _height(ax: Axes, chart: TotalsChart) -> float:
    figures = chart.sums[list(FIGURE)].to_numpy()
    known = figures[np.isfinite(figures)]
    means = 0 if chart.means is None else chart.means["value"].max()
    top = max(known.max() if known.size else 0, means) or 1.0
    # figures have room above their bars, and arrows more
    end = number_up(ax, top, room=0.18 if np.isinf(figures).any() else 0.08)
    ax.tick_params(axis="y", labelleft=bool(known.size))
    return end


def _upright(row: pd.Series, colour: str, scale: numbers.Scale) -> Row:
    figures = {name: row[name] for name in ("value", "low", "high", "estimated")}
    return Row(name="", amount=scale.figure(row["value"]), detail="", colour=colour, **figures)


def _finish(ax: Axes, body: Columns, bar: Row, x: float, width: float, end: float, *, alone: bool) -> None:
    """What stands on and beside an upright bar: hatching, whisker, figure."""
    if bar.value > 0:
        estimated(ax, bar, (x - width / 2, 0), (width, bar.value), upright=True)
    cap = 6.0 if alone else 3.5
    whisker(ax, bar, x, end, colour=style.INK, halo=True, upright=True, cap=cap)
    shared: dict[str, Any] = {"ha": "center", "va": "bottom", "color": style.QUIET}
    if np.isnan(bar.low):
        room = (max(width / body.pitch, _WIDE if alone else 0), end)
        body.mark(say("not disclosed"), (x, end * 0.01), room, rotation=90, **shared)
    elif bar.value == 0 == bar.high:
        # an empty place is not known, zero is
        body.mark("0", (x, end * 0.005), (width / body.pitch, end), **shared)
    elif alone and np.isfinite(bar.value) and np.isfinite(bar.high):
        spots = _spots(bar, x, width, end)
        shared |= spots[0].look
        body.mark(bar.amount, spots[0].at, (1, end), bunch="figures", spots=spots, **shared)


def _spots(bar: Row, x: float, width: float, end: float) -> list[Spot]:
    """Where the figure of a bar may stand: on it, or inside it if a line of averages passes there."""
    on = {"color": style.QUIET, "zorder": 5, "path_effects": style.halo(1.6)}
    spots = [Spot((x, max(bar.value, bar.high) + end * 0.015), va="bottom", look=on)]
    if not differ(bar.low, bar.high):
        tall = bar.value * (bar.estimated if bar.estimated > 0 else 1)
        under = style.tint(bar.colour, style.PALER) if bar.estimated > 0 else bar.colour
        look = {"color": style.ink_on(under), "zorder": 5, "path_effects": []}
        room = (0.95 * width, tall - end * 0.02)
        spots.append(Spot((x, bar.value - end * 0.015), va="top", look=look, room=room))
    return spots


def _choices(frame: pd.DataFrame) -> list[str]:
    """What was chosen of the rows of a frame, each choice once."""
    met = selection.each(check.selections_of(frame))
    return sorted({selection.written(chosen) or "all" for chosen in met})


def _averages(
    ax: Axes, body: Columns, chart: TotalsChart, means: pd.DataFrame, colours: dict[str, str]
) -> None:
    alone = len(colours) == 1
    for group, rows in means.groupby("group"):
        # of several groups, the colour of the bars, but darker, on which it passes
        colour = style.INK if alone else style.shade(colours[str(group)])
        # a year without an average breaks the line, and one between two such years is a dot
        values = rows.set_index("end")["value"]
        values = values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))
        known = values.notna()
        single = known & ~known.shift(fill_value=False) & ~known.shift(-1, fill_value=False)
        (line,) = ax.plot(
            values.index, values, "-o", color=colour, linewidth=1.6, zorder=4, markersize=3.5,
            markevery=list(np.flatnonzero(single)), path_effects=style.halo(3), label="averages",
        )  # fmt: skip
        whose = names.sentence(_window(means)) if alone else chart.names[str(group)]
        says(line, partial(_tips, chart, whose, values))
        body.clearing.lines.append(line)
    if alone:
        body.group(say("Single years"), next(iter(colours.values())))
    told = names.sentence(_window(means)) if alone else say("Lines: {what}", what=_window(means))
    body.group(told, style.INK if alone else style.QUIET, thin=True)


def _tip(chart: TotalsChart, row: pd.Series) -> list[str]:
    """A bar in words."""
    return [chart.told(row)]


def _tips(chart: TotalsChart, whose: str, values: pd.Series) -> list[str]:
    """The averages of a line in words, year by year."""
    return [in_a_line(f"{whose}, {year}", chart.scale.figure(value)) for year, value in values.items()]


def _window(line: pd.DataFrame) -> str:
    """What the points of the line are, each at the last of its years."""
    return series.average(int(line["window"].iloc[0]))
