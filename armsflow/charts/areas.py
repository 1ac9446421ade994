"""Absolute figures stacked over time: who made up the sum, window by window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack, overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.columns import Columns, middles, pitch, windows
from armsflow.charts.draw.marks import number_up
from armsflow.charts.protocol import elsewhere
from armsflow.charts.protocol.options import Options
from armsflow.charts.text import foot, names, series
from armsflow.charts.totals import TotalsChart
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.languages import message, say
from armsflow.records.schema import FIGURE, OTHERS, is_rest
from armsflow.replaced import replaced

__all__ = ["plot_areas"]

_MOST, _STACKS, _WIDE = 10, 120, 0.76
# of the highest stack, what is less in all windows is no mark that anyone could see
_ROOM = 1.07
_SEEN = 0.003
# an area over one window alone has no width, and is a narrow column
_ALONE = 0.3
STACKED = ("columns", "areas")
_TOGETHER = message("Too small to be seen, and drawn with the others: {names}.")


@overload
def plot_areas(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    stacked: str = "columns",
    facet: None = None,
    **options: Unpack[Options],
) -> Axes: ...
@overload
def plot_areas(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    stacked: str = "columns",
    facet: str,
    **options: Unpack[Options],
) -> np.ndarray: ...
def plot_areas(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    stacked: str = "columns",
    facet: str | None = None,
    **options: Unpack[Options],
) -> Axes | np.ndarray:
    """Stacks of absolute figures over time, one per window, with the largest group at the bottom.

    Groups keep one order in all stacks, by their sum over all windows; "Others" and "Unknown" stand last, at
    the
    top, in grey. The name of each stands beside the last stack. The height of a stack is the sum of what is
    known; the foot names windows in which a figure is not. A group that is too small to be seen in every
    window is drawn with "Others", unless you highlight, colour or name it; `describe` says so. Where there
    are no others, the foot names it.

    Parameters
    ----------
    totals : summary
        What `totals` returns over several windows, at most ten groups beside others and unknown.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    stacked : {"columns", "areas"}
        A column for each window, or one area for each group from the first window to the last.
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
        not that of `totals`, or has no rows or no known figure; if `stacked` is another; if stages, units,
        prices or the lengths of windows differ or windows overlap; if there is one window only, more than 10
        groups or 120 windows; if a figure is below 0, or several rows stand for one group and window.

    Examples
    --------
    Who armed a state, year by year?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Russia", "Israel"] * 2, "value": [90, 40, 60, 55]})
    >>> given = given.assign(year=[2014, 2014, 2015, 2015])
    >>> records = af.to_records(
    ...     given, recipient="Azerbaijan", stage="delivery", unit="TIV", source="invented"
    ... )
    >>> ax = af.plot_areas(af.totals(records))
    >>> [[float(bar.get_y()), float(bar.get_height())] for bar in ax.containers[1]]
    [[90.0, 40.0], [60.0, 55.0]]
    """
    one_of(stacked, STACKED, "stacked")
    chart = AreasChart.of(totals, options, stacked=stacked)
    return chart.draw(ax) if facet is None else chart.draw_facets(facet, ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class AreasChart(TotalsChart):
    """Figures of groups upon each other."""

    function = "plot_areas"
    gathers = "keys"

    stacked: str

    def marks(self) -> pd.DataFrame:
        return self.frame[["value"]]

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        check.one_stage(self.frame, chart=self.function, remedy="draw one at a time: where(records, stage=…)")
        check.one_length(self.frame, chart=self.function)
        check.once(self.frame, [*self.keys, "period"], chart=self.function)
        periods = list(self.frame.sort_values("start")["period"].drop_duplicates())
        length = int((self.frame["end"] - self.frame["start"]).iloc[0]) + 1
        starts = np.diff(sorted(set(self.frame["start"])))
        if len(periods) == 1 or (starts < length).any():
            found = "one window only" if len(periods) == 1 else "windows that overlap"
            raise ArgumentError(
                f"{self.function} stacks figures over several windows that follow each other, and the frame "
                f"has {found}: {sample(periods)}; make such windows with to_periods() or to_years()",
                rows=periods,
            )
        below = list(self.frame.loc[self.frame["value"] < 0, "period"])
        if below:
            raise ArgumentError(
                f"{self.function} stacks figures upon each other, and {len(below)} are below 0; draw them "
                "with plot_totals",
                rows=below,
            )
        check.at_most(periods, _STACKS, chart=self.function, what="windows", remedy="use to_periods()")

    def check_single(self) -> None:
        named = [group for group in self.order if not is_rest(group)]
        first = "; top= counts the first key of by=, so name that of the groups first" * (len(self.keys) > 1)
        remedy = f"keep the largest: totals(records, …, top=6){first}"
        check.at_most(named, _MOST, chart=self.function, what="groups", remedy=remedy)

    @cached_property
    def upright(self) -> bool:
        return True

    @cached_property
    def order(self) -> list[str]:
        """The groups from the bottom up: the largest first, the rest last; in all panels in one order."""
        if self.among is not None and self.facet:
            return [group for group in self.among.order if group in set(self.sums["group"])]
        sums = self.sums.groupby("group")["value"].sum()
        first = check.first_rows(self.sums, "group")
        return sorted(sums.index, key=lambda g: (*check.rest_last(first[g], self.groups), -sums[g], g))

    def notes(self) -> list[str]:
        bounds = replaced(self.frame[["value", "low", "high"]], {key: self.frame[key] for key in self.keys})
        bounds = bounds[[*self.keys, *FIGURE]].assign(period=self.frame["period"])
        bounds = self.scale.of(bounds[[*self.keys, "period", *FIGURE]], FIGURE)
        return [
            foot.bounds_note(bounds, self.labels, series.AREAS_NO_BOUNDS, self.scale.bounds, drawn=True),
            foot.estimated_note(self.frame, self.labels),
            series.not_stacked(self._unknown()),
            foot.of_marks(say(series.BROKEN_AREAS)) if self.stacked == "areas" and self._gaps else "",
            "" if OTHERS in self.drawn else self._small(series.TOO_SMALL),
            self.empty_note(),
            foot.others_note(self.frame),
        ]

    @cached_property
    def too_small(self) -> list[str]:
        """Groups that no stack of any panel shows, and that the user has not named."""
        if self.among is not None and self.facet:
            return [group for group in self.among.too_small if group in self.order]
        most = self.sums.groupby("group")["value"].max()
        named = {*self.palette.given, *(self.palette.chosen or ())}
        named |= set() if isinstance(self.labels, str) else {*self.labels}
        by = [name for name in (self.facet, "period") if name in self.sums]
        least = _SEEN * self.sums.groupby([*dict.fromkeys(by)])["value"].sum().max()
        codes = {group: {group, *group.split(" / ")} for group in self.order}
        return [
            group
            for group in self.order
            if not is_rest(group) and not codes[group] & named and most[group] < least
        ]

    @cached_property
    def drawn(self) -> list[str]:
        """The groups that have a mark and a name, from the bottom up."""
        small = {*self.too_small}
        kept = {*self.order} - small | ({OTHERS} if small else set())
        return [group for group in self.whole.order if group in kept]

    def _small(self, message_: str) -> str:
        """A sentence on the groups that are too small to be seen."""
        small = [self.names[group] for group in self.too_small]
        return say(message_, names=names.first_of(small)) if small else ""

    def words(self) -> str:
        together = self._small(_TOGETHER) if OTHERS in self.drawn else ""
        return " ".join(filter(None, [super().words(), together]))

    def _unknown(self) -> list[str]:
        rows = self.sums[self.sums["value"].isna()].sort_values("start")
        return [f"{self.names[row['group']]} {row['period']}".strip() for _, row in rows.iterrows()]

    @cached_property
    def _gaps(self) -> set[tuple[str, float]]:
        """Where areas break off: groups and windows without a figure of their own, or with an unknown one."""
        sums = self.sums.assign(x=middles(self.sums))
        each = sums[[*self.groups, "group"]].drop_duplicates("group")
        rows = each.merge(sums[["start", "end", "x"]].drop_duplicates(), how="cross")
        rows = rows.merge(sums[["group", "x", "value"]], on=["group", "x"], how="left", indicator="met")
        unknown = rows["met"].eq("both") & rows["value"].isna()
        rows = pd.concat([rows[unknown], self._without_own(rows[rows["met"].eq("left_only")], sums)])
        return {*zip(rows["group"], rows["x"], strict=True)}

    def _without_own(self, rows: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
        return rows[elsewhere.without_own(rows, sums, self.groups)]

    def _highest(self) -> float:
        """The highest stack of all panels, which are told apart by the keys that have one value in each."""
        whole = self.whole.sums
        apart = [key for key in check.varying(whole, self.keys) if self.frame[key].nunique() == 1]
        return float(whole.groupby([*apart, "period"])["value"].sum().max())

    def body(self, ax: Axes) -> Columns:
        spots = self.sums.assign(x=middles(self.sums))
        places = windows(self.whole.sums)
        body = Columns(ax, places, pitch(self.whole.sums))
        xs = np.array([x for x, _ in places])
        cells = spots.set_index(["group", "x"])["value"]
        each = {group: np.nan_to_num([float(cells.get((group, x), 0.0)) for x in xs]) for group in self.order}
        heights = {group: each.get(group, np.zeros(len(xs))) for group in self.drawn}
        if OTHERS in heights:
            heights[OTHERS] = sum((each[group] for group in self.too_small), heights[OTHERS])
        ax.grid(axis="y", color=style.GRID, linewidth=0.4)
        # room for the sum above the highest column
        number_up(ax, self._highest() * (_ROOM if self._prints_sums else 1))
        base, middles_ = np.zeros(len(xs)), []
        colours = self._colours()
        met = np.isin(xs, spots["x"])
        if self.stacked == "areas":
            # an area that fell to 0 would say that there was nothing
            base[~met] = np.nan
        for group, height in heights.items():
            look: dict[str, Any] = {"color": colours[group], "zorder": 2, "label": group}
            if self.stacked == "columns":
                body.edged(ax.bar(xs, height, _WIDE * body.pitch, bottom=base, **look), 0.4)
            else:
                gap = np.isin(xs, [x for name, x in self._gaps if name == group])
                _area(body, xs, np.where(gap, np.nan, base), height, look)
            middles_.append((group, base[-1] + height[-1] / 2))
            base = base + height
        if self._prints_sums:
            self._sums(body, spots)
        if self.legend:
            whole = self.whole._colours()
            body.shared = {self.whole.names[group]: whole[group] for group in self.whole.drawn}
        elif len(heights) > 1:
            for group, at in reversed(middles_):
                body.group(self.whole.names[group], colours[group], at=at)
        ax.axhline(0, color=style.INK, linewidth=0.8, zorder=3, label="zero")
        return body

    @property
    def _prints_sums(self) -> bool:
        return self.stacked == "columns" and self.among is None

    def _sums(self, body: Columns, spots: pd.DataFrame) -> None:
        """What each column comes to, where all columns have room for it: low ones could not be read."""
        for x, rows in spots.groupby("x")["value"]:
            if rows.notna().all():
                body.mark(
                    self.scale.figure(rows.sum()), (float(str(x)), rows.sum()), (1, np.inf), bunch="sums",
                    label="sum", ha="center", va="bottom", color=style.QUIET,
                )  # fmt: skip

    def _colours(self) -> dict[str, str]:
        """A colour for each group, in all panels the same: that of its party if one key tells them apart."""
        if self.among is not None and self.facet:
            return self.among._colours()
        by = check.varying(self.frame, self.groups) or self.groups
        key = by[0] if len(by) == 1 else ""
        first = check.first_rows(self.sums, "group")
        told = {group: str(first[group][key]) if key else group for group in self.order}
        if len(told) == 1 and key not in style.PARTIES:
            return {group: self.palette.of([group], style.ACCENT) for group in told}
        colours = self.palette.groups(list(told.values()), key=key)
        return {group: colours[told[group]] for group in told}


def _area(body: Columns, xs: np.ndarray, base: np.ndarray, height: np.ndarray, look: dict[str, Any]) -> None:
    """The area of a group upon others; a window between two gaps is a column."""
    ax, top, known = body.ax, base + height, ~np.isnan(base)
    ax.fill_between(xs, base, top, linewidth=0, **look)
    body.seam(xs, top, height)
    alone = known & ~np.r_[False, known[:-1]] & ~np.r_[known[1:], False]
    if alone.any():
        bars = ax.bar(xs[alone], height[alone], _ALONE * body.pitch, bottom=base[alone], **look)
        body.edged(bars, 0.4)
