"""The bars themselves: lying and ranked, or upright over time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from armsflow.charts import check as frames
from armsflow.charts.draw import style
from armsflow.charts.draw.columns import Columns, steps, windows
from armsflow.charts.draw.marks import Ticks, whisker
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.text import names as words

__all__: list[str] = []

_WIDE, _HALF, _HATCH = 0.76, 0.27, "//////"


@dataclass(frozen=True)
class Sums:
    """A checked frame of sums, in the step of the chart, one `group` per set of keys."""

    frame: pd.DataFrame
    keys: list[str]
    scale: words.Scale
    labels: str

    @cached_property
    def bands(self) -> bool:
        """Whether stages stand apart in bands."""
        return "stage" in self.keys and self.frame["stage"].nunique() > 1

    @cached_property
    def names(self) -> dict[str, str]:
        """The groups in the order of the chart, each with its words."""
        keys = [key for key in self.keys if key != "stage"]
        told = frames.varying(self.frame, keys) or keys
        sums = self.frame.groupby("group")["value"].max()
        first = self.frame.groupby("group").first()
        order = sorted(
            sums.index, key=lambda group: (*frames.rest_last(first.loc[group], keys), _down(sums[group]))
        )
        return {
            group: words.row_label({key: first.loc[group, key] for key in told}, self.labels)
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
    stages = [name for name in (*words.STAGES, *frame["stage"]) if name in set(frame["stage"])]
    several = sums.frame["period"].nunique() > 1
    bands = {}
    for name in dict.fromkeys(stages) if sums.bands else [None]:
        rows = frame if name is None else frame[frame["stage"] == name]
        bands["" if name is None else words.stage(name)] = [
            _row(row, sums, several) for _, row in rows.iterrows()
        ]
    return bands


def _row(row: pd.Series, sums: Sums, several: bool) -> Row:
    amount, detail = words.cells(row, sums.scale)
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


def hatch(
    ax: Axes, row: Any, corner: tuple[float, float], size: tuple[float, float], *, upright: bool
) -> None:
    """Hatch the far end of a lying or standing bar, as much of it as is estimated."""
    if not row.estimated > 0:
        return
    (x, y), (width, height) = corner, size
    if upright:
        y, height = y + height * (1 - row.estimated), height * row.estimated
    else:
        x, width = x + width * (1 - row.estimated), width * row.estimated
    light = style.luminance(row.colour) > 0.5
    patch = Rectangle((x, y), width, height, hatch=_HATCH, facecolor="none", linewidth=0)
    patch.set(edgecolor=style.INK if light else "white", zorder=2.2, label="estimated")
    ax.add_patch(patch)


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
        body.mark(words.figure(bar.value), (x, top), (1, end), bunch="figures", **shared, **clear)


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
    told = words.sentence(means(line)) if alone else f"Lines: {means(line)}"
    body.group(told, style.INK if alone else style.QUIET, thin=True)


def means(line: pd.DataFrame) -> str:
    """What the points of the line are, each at the last of its years."""
    return f"average of the last {line['window'].iloc[0]:.0f} years"
