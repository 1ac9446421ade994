"""Sums as bars: ranked rows for one window, columns for several, a band per stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.columns import Columns, steps, windows
from armsflow.charts.draw.layout import axes_or_error, drawn
from armsflow.charts.draw.marks import Ticks, hatch, whisker
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import ArgumentError, one_of, sample

__all__ = ["plot_totals"]

_CHART, _ROWS, _GROUPS, _BARS = "plot_totals", 40, 6, 120
_FIGURE = ("value", "low", "high")
_TOP = "keep the largest: totals(records, …, top=5)"
_WIDE, _HALF = 0.76, 0.27


def plot_totals(
    totals: Any,
    ax: Axes | None = None,
    *,
    averages: Any = None,
    labels: str = "name",
    title: str | None = None,
) -> Axes:
    """Bars from zero with whiskers: ranked for one window, from left to right for several.

    The part of a sum that its source marks as estimated is hatched. "Others" and "Unknown" stand
    last, in grey. Where `stage` is a key, every stage has a band of its own, with a gap between
    bands.

    Parameters
    ----------
    totals : summary
        What `totals` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    averages : summary, optional
        What `averages` returns by the same keys, drawn as a line over the single years of each group,
        each average at the last year of its window.
    labels : {"name", "code"}
        How parties and categories are printed.
    title : str, optional
        In place of the title that the chart gives itself.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        If the frame is not that of `totals` or has no rows; if stages (no key), units, prices or
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
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    sums = _checked(check.read(totals, chart=_CHART, noun="totals", needs=("estimated",)), labels)
    line = None if averages is None else _line(averages, sums)
    upright = not sums.bands and (sums.frame["period"].nunique() > 1 or line is not None)
    _limits(sums, upright)
    return drawn(
        ax,
        lambda place: upright_bars(place, sums, line) if upright else ranked_bars(place, sums),
        title=title or _title(sums),
        subtitle=_subtitle(sums, line),
        foot=titles.foot(sums.frame, titles.whisker_note(sums.frame), *_notes(sums, line, upright)),
        tell=lambda: _tell(sums, line, upright),
    )


def _checked(frame: pd.DataFrame, labels: str) -> Sums:
    keys = check.keys_of(frame)
    check.one_unit(frame, chart=_CHART)
    if "stage" not in keys:
        remedy = "keep them apart: totals(records, by=[…, 'stage'])"
        check.one_stage(frame, chart=_CHART, remedy=remedy)
    check.one_length(frame, chart=_CHART)
    check.once(frame, [*keys, "period"], chart=_CHART)
    scale = numbers.scale_of(frame, _FIGURE)
    groups = [key for key in keys if key != "stage"]
    frame = scale.of(frame.assign(group=check.joined(frame, groups)), _FIGURE)
    return Sums(frame, keys, scale, labels)


def _limits(sums: Sums, upright: bool) -> None:
    if not upright:
        rows = list(sums.frame["group"] + " " + sums.frame["period"])
        check.at_most(rows, _ROWS, chart=_CHART, what="rows", remedy=_TOP)
        return
    check.at_most(
        list(sums.names), _GROUPS, chart=_CHART, what="groups over several windows",
        remedy=f"{_TOP}, or make one window of the years: to_periods(), or totals(…, over=(2015, 2019))",
    )  # fmt: skip
    bars = list(sums.frame["group"] + " " + sums.frame["period"])
    check.at_most(bars, _BARS, chart=_CHART, what="bars", remedy="make wider windows: to_periods()")


def _line(averages: Any, sums: Sums) -> pd.DataFrame:
    frame = check.read(averages, chart=_CHART, noun="averages", needs=("window",))
    shown = frame["end"].between(sums.frame["start"].min(), sums.frame["end"].max())
    keys = check.keys_of(frame)
    if set(keys) != set(sums.keys):
        raise ArgumentError(
            f"averages do not go with the bars: keys are {sample(keys)} there and {sample(sums.keys)} here; "
            "give both the same by=",
            rows=keys,
        )
    for column in ("unit", "prices", "stage", "source", "release", "reporter", *keys):
        ours, theirs = (set(each.get(column, pd.Series(dtype=object))) for each in (sums.frame, frame))
        if ours != theirs:
            raise ArgumentError(
                f"averages do not go with the bars: {column} is {sample(sorted(theirs))} there and "
                f"{sample(sorted(ours))} here; make both from the same records",
                rows=sorted(theirs),
            )
    frame = frame.assign(group=check.joined(frame, [key for key in sums.keys if key != "stage"]))
    single = (sums.frame["start"] == sums.frame["end"]).all()
    if not single or frame.duplicated(["group", "end"]).any():
        raise ArgumentError(
            "averages are drawn as lines over bars of single years; found bars over "
            f"{sample(sums.frame['period'].drop_duplicates())}, and {len(frame)} averages for "
            f"{frame['end'].nunique()} years of {frame['group'].nunique()} group(s); make single years with "
            "to_years(), and one average for each",
            rows=list(sums.names),
        )
    ends = sorted(set(frame["end"]))
    if not shown.any():
        raise ArgumentError(
            f"averages do not go with the bars: they end in {sample(ends)}, and the bars are of "
            f"{sample(sums.frame['period'].drop_duplicates())}; make both from the same records",
            rows=ends,
        )
    return sums.scale.of(frame[shown], _FIGURE).sort_values("end")


def _title(sums: Sums) -> str:
    return titles.flows(sums.frame, [key for key in sums.keys if key != "stage"], sums.labels)


def _subtitle(sums: Sums, line: pd.DataFrame | None) -> str:
    stages = [name for name in names.STAGES if name in set(sums.frame["stage"])]
    stages = stages or sorted(set(sums.frame["stage"]))
    stage = names.listed([names.STAGES.get(name, name) for name in stages])
    mean = "" if line is None else f"{_lines(sums)}: {means(line)}"
    of_all = "" if sums.names != {"": ""} else "sum of the records given"  # of whom, the frame does not tell
    parts = (stage, of_all, sums.scale.phrase(), titles.window(sums.frame), mean)
    return titles.subtitle(*parts, frame=sums.frame)


def _lines(sums: Sums) -> str:
    return "line" if len(sums.names) == 1 else "lines"


def _tell(sums: Sums, line: pd.DataFrame | None, upright: bool) -> str:
    if not upright:
        bands = {name: describe.items(rows) for name, rows in ranked_rows(sums).items()}
        return describe.told("bars", bands, sums.frame)
    groups = {
        name: describe.points(sums.frame[sums.frame["group"] == group], "value", numbers.figure)
        for group, name in sums.names.items()
    }
    bars = describe.courses("Bars", groups, sums.frame)
    if line is None:
        return bars
    ends = line.assign(period=line["end"].astype(str))
    courses = {
        name: describe.course(describe.points(ends[ends["group"] == group], "value", numbers.figure))
        for group, name in sums.names.items()
    }
    told = "; ".join(f"{name}: {course}" if len(courses) > 1 else course for name, course in courses.items())
    return f"{bars} {names.sentence(_lines(sums))}: {told}."


def _gaps(line: pd.DataFrame) -> bool:
    """Whether averages of a group end before others do, or leave out years between."""
    ends = line[line["value"].notna()].groupby("group")["end"].agg(["min", "max", "count"])
    return bool(
        (ends["count"] < ends["max"] - ends["min"] + 1).any() or ends[["min", "max"]].nunique().gt(1).any()
    )


def _notes(sums: Sums, line: pd.DataFrame | None, upright: bool) -> list[str]:
    frame = sums.frame
    notes = []
    if line is not None and (line["low"] < line["high"]).any():
        notes.append("Averages are drawn without their bounds.")
    if line is not None and _gaps(line):
        notes.append("No average where one of its years has no record.")
    if (frame["estimated"].fillna(0) * frame["value"].fillna(0) > 0).any():
        notes.append("Hatched: the part that the source marks as estimated.")
    if upright and frame["low"].isna().any():
        notes.append("Where a bar is missing, nothing is disclosed.")
    if sums.bands:
        notes.append("One scale for all, but stages of one transaction are never added.")
    return [*notes, titles.others_note(frame)]


@dataclass(frozen=True)
class Sums:
    """A checked frame of sums, in the step of the chart, one `group` per set of keys."""

    frame: pd.DataFrame
    keys: list[str]
    scale: numbers.Scale
    labels: str

    @cached_property
    def bands(self) -> bool:
        """Whether stages stand apart in bands."""
        return "stage" in self.keys and self.frame["stage"].nunique() > 1

    @cached_property
    def names(self) -> dict[str, str]:
        """The groups in the order of the chart, each with its words."""
        keys = [key for key in self.keys if key != "stage"]
        told = check.varying(self.frame, keys) or keys
        sums = self.frame.groupby("group")["value"].max()
        first = self.frame.groupby("group").first()
        order = sorted(
            sums.index, key=lambda group: (*check.rest_last(first.loc[group], keys), _down(sums[group]))
        )
        return {
            group: names.row_label({key: first.loc[group, key] for key in told}, self.labels)
            for group in order
        }

    @cached_property
    def colours(self) -> dict[str, str]:
        """A colour for each group: that of its supplier, if it has one."""
        if [key for key in self.keys if key != "stage"] == ["supplier"]:
            return style.group_colours(list(self.names), key="supplier")
        first = self.frame.groupby("group").first()
        return {group: style.row_colour(first.loc[group], self.keys) for group in self.names}


def _down(value: float) -> float:
    return np.inf if np.isnan(value) else -value


def ranked_bars(ax: Axes, sums: Sums) -> Rows:
    """Lying bars, the largest first, with a band for each stage."""
    return Rows(ax, ranked_rows(sums), _lying)


def ranked_rows(sums: Sums) -> dict[str, list[Row]]:
    """The rows of each band, from the largest down."""
    frame = sums.frame.assign(place=sums.frame["group"].map({g: n for n, g in enumerate(sums.names)}))
    frame = frame.sort_values(["place", "start"])
    stages = [name for name in (*names.STAGES, *frame["stage"]) if name in set(frame["stage"])]
    several = sums.frame["period"].nunique() > 1
    bands = {}
    for name in dict.fromkeys(stages) if sums.bands else [None]:
        rows = frame if name is None else frame[frame["stage"] == name]
        bands["" if name is None else names.stage(name)] = [
            _row(row, sums, several) for _, row in rows.iterrows()
        ]
    return bands


def _row(row: pd.Series, sums: Sums, several: bool) -> Row:
    amount, detail = numbers.cells(row, sums.scale)
    name = sums.names[row["group"]]
    period = row["period"] if several or not name else ""
    return Row(
        name=", ".join(part for part in (name, period) if part),
        amount=amount,
        detail=detail,
        value=row["value"],
        low=row["low"],
        high=row["high"],
        colour=sums.colours[row["group"]],
        estimated=row["estimated"],
    )


def _lying(ax: Axes, row: Row, y: float, end: float) -> None:
    if row.value > 0:
        ax.barh([y], [row.value], 2 * _HALF, **style.fill(row.colour), zorder=2, label="bar")
        hatch(ax, row, (0, y - _HALF), (row.value, 2 * _HALF), upright=False)
    whisker(ax, row, y, end, colour=style.INK, halo=True)


def upright_bars(ax: Axes, sums: Sums, line: pd.DataFrame | None) -> Columns:
    """Bars from left to right in time, side by side where there are several groups."""
    spots = sums.frame.assign(x=steps(sums.frame))
    body = Columns(ax, windows(spots))
    end = _height(ax, sums, line)
    width = _WIDE / len(sums.names)
    colours = _apart(sums)
    for place, group in enumerate(sums.names):
        shift = (place - (len(sums.names) - 1) / 2) * width
        rows = spots[spots["group"] == group]
        bars = [_upright(row, colours[group]) for _, row in rows.iterrows()]
        xs = rows["x"].to_numpy() + shift
        ax.bar(xs, [np.nan_to_num(bar.value) for bar in bars], width * 0.94, **style.fill(colours[group]),
               zorder=2, label=group)  # fmt: skip
        for x, bar in zip(xs, bars, strict=True):
            _finish(ax, body, bar, x, width * 0.94, end, alone=len(sums.names) == 1)
        if len(sums.names) > 1:
            body.group(sums.names[group], colours[group])
    if line is not None:
        _averages(ax, body, sums, line, colours)
    ax.axhline(0, color=style.INK, linewidth=0.8, zorder=3, label="zero")
    return body


def _apart(sums: Sums) -> dict[str, str]:
    colours = sums.colours
    if len(set(colours.values())) == len(colours):
        return colours
    return style.group_colours(list(colours), key="")


def _height(ax: Axes, sums: Sums, line: pd.DataFrame | None) -> float:
    figures = sums.frame[["value", "low", "high"]].to_numpy()
    known = figures[np.isfinite(figures)]
    top = max(known.max() if known.size else 0, 0 if line is None else line["value"].max()) or 1.0
    end = top * (1.18 if np.isinf(figures).any() else 1.1)
    ax.set_ylim(0, end)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(Ticks())
    ax.tick_params(axis="y", labelleft=bool(known.size))
    return end


def _upright(row: pd.Series, colour: str) -> Row:
    figures = {name: row[name] for name in ("value", "low", "high", "estimated")}
    return Row(name="", amount="", detail="", colour=colour, **figures)


def _finish(ax: Axes, body: Columns, bar: Row, x: float, width: float, end: float, *, alone: bool) -> None:
    """What stands on and beside an upright bar: hatching, whisker, figure."""
    if bar.value > 0:
        hatch(ax, bar, (x - width / 2, 0), (width, bar.value), upright=True)
    cap = 6.0 if alone else 3.5
    whisker(ax, bar, x, end, colour=style.INK, halo=True, upright=True, cap=cap)
    shared = {"ha": "center", "va": "bottom", "color": style.QUIET}
    if np.isnan(bar.low):
        room = (max(width, 0.76 if alone else 0), end)
        body.mark("not disclosed", (x, end * 0.01), room, rotation=90, **shared)
    elif bar.value == 0 == bar.high:
        # an empty place is not known, a nought is
        body.mark("0", (x, end * 0.005), (width, end), **shared)
    elif alone and np.isfinite(bar.value) and np.isfinite(bar.high):
        top = max(bar.value, bar.high) + end * 0.015
        # a line of averages may pass there
        clear = {"zorder": 5, "path_effects": style.halo(1.6)}
        body.mark(numbers.figure(bar.value), (x, top), (1, end), bunch="figures", **shared, **clear)


def _averages(ax: Axes, body: Columns, sums: Sums, line: pd.DataFrame, colours: dict[str, str]) -> None:
    first, alone = int(sums.frame["start"].min()), len(colours) == 1
    for group, rows in line.groupby("group"):
        # of several groups, the colour of the bars, but darker, on which it passes
        colour = style.INK if alone else style.shade(colours[group])
        # a year without an average breaks the line, and one between two such years is a dot
        values = rows.set_index("end")["value"]
        values = values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))
        known = values.notna()
        single = known & ~known.shift(fill_value=False) & ~known.shift(-1, fill_value=False)
        ax.plot(values.index - first, values, "-o", color=colour, linewidth=1.6, zorder=4, markersize=3.5,
                markevery=list(np.flatnonzero(single)), path_effects=style.halo(3),
                label="averages")  # fmt: skip
    if alone:
        body.group("Single years", next(iter(colours.values())))
    told = names.sentence(means(line)) if alone else f"Lines: {means(line)}"
    body.group(told, style.INK if alone else style.QUIET, thin=True)


def means(line: pd.DataFrame) -> str:
    """What the points of the line are, each at the last of its years."""
    return f"average of the last {line['window'].iloc[0]:.0f} years"
