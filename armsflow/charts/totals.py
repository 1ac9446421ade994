"""Sums as bars: ranked rows for one window, columns for several, a band per stage."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check as frames
from armsflow.charts import describe as telling
from armsflow.charts.draw.layout import drawn
from armsflow.charts.text import names as words
from armsflow.charts.text import titles as captions
from armsflow.charts.totals_bars import Sums, means, ranked_bars, ranked_rows, upright_bars
from armsflow.errors import ArgumentError, one_of, sample

__all__ = ["plot_totals"]

_CHART, _ROWS, _GROUPS, _BARS = "plot_totals", 40, 6, 120
_FIGURE = ("value", "low", "high")
_TOP = "keep the largest: totals(records, …, top=5)"


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
    frames.axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    sums = _checked(frames.read(totals, chart=_CHART, noun="totals", needs=("estimated",)), labels)
    line = None if averages is None else _line(averages, sums)
    upright = not sums.bands and (sums.frame["period"].nunique() > 1 or line is not None)
    _limits(sums, upright)
    return drawn(
        ax,
        lambda place: upright_bars(place, sums, line) if upright else ranked_bars(place, sums),
        title=title or _title(sums),
        subtitle=_subtitle(sums, line),
        foot=words.foot(sums.frame, words.whisker_note(sums.frame), *_notes(sums, line, upright)),
        tell=lambda: _tell(sums, line, upright),
    )


def _checked(frame: pd.DataFrame, labels: str) -> Sums:
    keys = frames.keys_of(frame)
    frames.one_unit(frame, chart=_CHART)
    if "stage" not in keys:
        remedy = "keep them apart: totals(records, by=[…, 'stage'])"
        frames.one_stage(frame, chart=_CHART, remedy=remedy)
    frames.one_length(frame, chart=_CHART)
    frames.once(frame, [*keys, "period"], chart=_CHART)
    scale = words.scale_of(frame, _FIGURE)
    groups = [key for key in keys if key != "stage"]
    frame = scale.of(frame.assign(group=frames.joined(frame, groups)), _FIGURE)
    return Sums(frame, keys, scale, labels)


def _limits(sums: Sums, upright: bool) -> None:
    if not upright:
        rows = list(sums.frame["group"] + " " + sums.frame["period"])
        frames.at_most(rows, _ROWS, chart=_CHART, what="rows", remedy=_TOP)
        return
    frames.at_most(
        list(sums.names), _GROUPS, chart=_CHART, what="groups over several windows",
        remedy=f"{_TOP}, or make one window of the years: to_periods(), or totals(…, over=(2015, 2019))",
    )  # fmt: skip
    bars = list(sums.frame["group"] + " " + sums.frame["period"])
    frames.at_most(bars, _BARS, chart=_CHART, what="bars", remedy="make wider windows: to_periods()")


def _line(averages: Any, sums: Sums) -> pd.DataFrame:
    frame = frames.read(averages, chart=_CHART, noun="averages", needs=("window",))
    shown = frame["end"].between(sums.frame["start"].min(), sums.frame["end"].max())
    keys = frames.keys_of(frame)
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
    frame = frame.assign(group=frames.joined(frame, [key for key in sums.keys if key != "stage"]))
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
    return captions.flows(sums.frame, [key for key in sums.keys if key != "stage"], sums.labels)


def _subtitle(sums: Sums, line: pd.DataFrame | None) -> str:
    stages = [name for name in words.STAGES if name in set(sums.frame["stage"])]
    stages = stages or sorted(set(sums.frame["stage"]))
    stage = words.listed([words.STAGES.get(name, name) for name in stages])
    mean = "" if line is None else f"{_lines(sums)}: {means(line)}"
    of_all = "" if sums.names != {"": ""} else "sum of the records given"  # of whom, the frame does not tell
    parts = (stage, of_all, sums.scale.phrase(), words.window(sums.frame), mean)
    return words.subtitle(*parts, frame=sums.frame)


def _lines(sums: Sums) -> str:
    return "line" if len(sums.names) == 1 else "lines"


def _tell(sums: Sums, line: pd.DataFrame | None, upright: bool) -> str:
    if not upright:
        bands = {name: telling.items(rows) for name, rows in ranked_rows(sums).items()}
        return telling.told("bars", bands, sums.frame)
    groups = {
        name: telling.points(sums.frame[sums.frame["group"] == group], "value", words.figure)
        for group, name in sums.names.items()
    }
    bars = telling.courses("Bars", groups, sums.frame)
    if line is None:
        return bars
    ends = line.assign(period=line["end"].astype(str))
    courses = {
        name: telling.course(telling.points(ends[ends["group"] == group], "value", words.figure))
        for group, name in sums.names.items()
    }
    told = "; ".join(f"{name}: {course}" if len(courses) > 1 else course for name, course in courses.items())
    return f"{bars} {words.sentence(_lines(sums))}: {told}."


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
    return [*notes, captions.others_note(frame)]
