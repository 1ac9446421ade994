"""Concentration of supplies: which measure is drawn, on which scale, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from armsflow import rounding
from armsflow.charts import check
from armsflow.charts.draw.marks import FromOne
from armsflow.charts.draw.rows import Span
from armsflow.charts.protocol.chart import Chart
from armsflow.charts.text import foot, names, numbers, series, titles
from armsflow.languages import message, say
from armsflow.rounding import NBSP

__all__: list[str] = []

MEASURES = ("hhi", "hhi_normalised", "effective")
MANY = 15  # windows; with more, not each of them has room for its n
FEW = 20  # rows; with more, there is no room for their leaders
_LEADING = {
    "suppliers": message("leading supplier with its share"),
    "donors": message("leading donor with its share"),
    "recipients": message("leading recipient with its share"),
    "categories": message("leading category with its share"),
    "parties": message("leading party with its share"),
    "parts": message("leading part with its share"),
}
_NUMBER = {
    "suppliers": message("n, the number of suppliers"),
    "donors": message("n, the number of donors"),
    "recipients": message("n, the number of recipients"),
    "categories": message("n, the number of categories"),
    "parties": message("n, the number of parties"),
    "parts": message("n, the number of parts"),
}
_STEPS = (1, 2, 2.5, 5, 10)
_SUBTITLES = {
    "hhi": message("Herfindahl–Hirschman index of {stage} in {unit} ({one})"),
    "hhi_normalised": message(
        "normalised Herfindahl–Hirschman index of {stage} in {unit} ({one}, 0: all have the same)"
    ),
    "effective": message(
        "1 ÷ Herfindahl–Hirschman index of {stage} in {unit} (more: less concentrated; {one})"
    ),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class IndexChart(Chart):
    """Concentration by group and window, drawn by one of MEASURES."""

    noun = "concentration"
    texts = ("hhi_bounds", "leader")
    figures = ("hhi", "hhi_low", "hhi_high", "hhi_normalised", "effective", "leader_share", "n")

    measure: str

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        remedy = "draw one at a time: where(records, stage=…)"
        check.one_stage(self.frame, chart=self.function, remedy=remedy)
        check.one_length(self.frame, chart=self.function)
        check.once(self.frame, [*self.keys, "period"], chart=self.function)

    @cached_property
    def indices(self) -> pd.DataFrame:
        """The frame by `group`: `shown`, `low` and `high` are the measure, `total` is the sum behind it."""
        group = check.joined(self.frame, self.keys) if self.keys else "all"
        low, high = _bounds(self.frame, self.measure)
        frame = self.frame.assign(group=group, total=self.frame["value"])
        return frame.assign(shown=frame[self.measure], low=low, high=high)

    @cached_property
    def periods(self) -> list[str]:
        """The windows of all panels, in order of time."""
        return list(self.whole.frame.sort_values(["start", "end"])["period"].drop_duplicates())

    @cached_property
    def names(self) -> dict[str, str]:
        """The groups, that with the largest last figure first, each with its words."""
        shown = check.varying(self.frame, self.keys) or self.keys
        known = self.indices.dropna(subset="shown").sort_values("start")
        last = known.groupby("group")["shown"].last()
        first = check.first_rows(self.indices, "group")

        def place(group: str) -> tuple:
            rest = check.rest_last(first[group], self.keys)
            return (*rest, group not in last, -last.get(group, 0.0), group)

        return {
            group: names.row_label({key: first[group][key] for key in shown}, self.labels) or say("All")
            for group in sorted(first, key=place)
        }

    @cached_property
    def parts(self) -> str:
        """What the wholes consist of: "suppliers"."""
        return series.parts_of(self.frame, self.keys)

    def text(self, value: float, *, to: str = rounding.NEAREST) -> str:
        """A figure of the measure: an index to two decimals, a number to two places."""
        return (numbers.figure if self.measure == "effective" else numbers.hundredths)(value, to=to)

    def span(self) -> Span:
        """From 0 to 1, or from 1 to beyond the largest number."""
        if self.measure != "effective":
            return Span(0.0, 1.0)
        figures = self.indices[["shown", "low", "high"]].to_numpy(dtype=float)
        top = max(figures[np.isfinite(figures)].max(initial=1.0), 1.8)
        room = 0.18 if np.isinf(figures).any() else 0.08
        ticks = FromOne(nbins=4, steps=_STEPS).tick_values(1.0, top)
        # a number stands at or above the largest figure
        high = max(top + room * (top - 1), ticks[ticks >= top * (1 - 1e-9)][0])
        return Span(1.0, float(high), base=1.0, steps=FromOne)

    def steps(self) -> MaxNLocator:
        """Where an upright scale is numbered."""
        return self.span().steps(nbins=4, steps=_STEPS)

    def leader(self, row: pd.Series) -> str:
        """Who has the most, and how much of it: "Israel 44 %"."""
        if not row["leader"] or np.isnan(row["leader_share"]):
            return ""
        name = ", ".join(_name(code, self.labels) for code in row["leader"].split(" · "))
        return f"{name} {numbers.per_cent(row['leader_share'])}{NBSP}%"

    def colours(self) -> dict[str, str]:
        """A colour for each group; a single one has that of its supplier or the accent."""
        if len(self.names) > 1:
            key = self.keys[0] if len(self.keys) == 1 else ""
            return self.palette.groups(list(self.names), key=key, lines=True)
        return {group: self.palette.row(self.frame.iloc[0], self.keys) for group in self.names}

    def title(self) -> str:
        """Among whom, and of whose arms."""
        what = say(series.AMONG[self.parts][0])
        if self.measure == "effective":
            what = say(series.AMONG[self.parts][1])
        return titles.among(what, self.parts, self.frame, self.keys, self.labels)

    def subtitle(self) -> str:
        """What the measure is, and how it reads."""
        said = say(
            _SUBTITLES[self.measure],
            stage=titles.part_of(self.frame), unit=numbers.scale_of(self.frame, ("value",)).plain(),
            one=say(series.ONE[self.parts]),
        )  # fmt: skip
        return titles.subtitle(said, titles.window(self.frame), frame=self.frame)

    def notes(self) -> list[str]:
        """What n is, what the whiskers mean, and where there is no figure."""
        frame = self.indices
        open_ = rounding.differ(frame["hhi_low"], frame["hhi_high"]).any()
        outer = open_ and (frame["hhi_bounds"] == "outer").any()
        return [
            *map(foot.of_marks, self._beside()),
            foot.whisker_note(frame),
            foot.OfMarks(say("The bounds are outer ones and may reach further than is possible."), "whisker")
            if outer and self.bounded
            else "",
            say("Drawn without bounds.") if open_ and not self.bounded else "",
            foot.of_marks(self._gaps()),
            foot.estimated_note(frame, self.labels),
            say("Unknown parties count as one.") if self._counts_parties() else "",
        ]

    def _counts_parties(self) -> bool:
        return self.parts in ("suppliers", "donors", "recipients", "parties") and bool(
            counts(self.indices).any()
        )

    @cached_property
    def bounded(self) -> bool:
        """Whether there are whiskers."""
        return bool(rounding.differ(self.indices["low"], self.indices["high"]).any())

    @property
    def alone(self) -> bool:
        """Whether a line is alone on its Axes: it needs no name, and has room for its leaders and n."""
        panels = [rows for _, rows in self.indices.groupby(self.facet)] if self.facet else [self.indices]
        return all(rows["group"].nunique() == 1 for rows in panels)

    def _beside(self) -> list[str]:
        """What stands beside points and names: the leader and n."""
        leader = say(_LEADING[self.parts]) if self.frame["leader"].any() else ""
        counted = self.indices[counts(self.indices)]
        number_ = say(_NUMBER[self.parts]) if len(counted) and self.alone else ""
        both = names.listed(filter(None, (leader, number_))) if leader or number_ else ""
        if len(self.periods) == 1:
            told = both if len(self.names) <= FEW else number_
            return [say("Beside each name: {what}.", what=told)] if told else []
        if not self.alone:
            if not both:
                return []
            known = self.indices.dropna(subset="shown").sort_values("start").groupby("group")["period"].last()
            if known.nunique() == 1:
                return [say("Beside each name: {what}, in {window}.", what=both, window=known.iloc[0])]
            return [say("Beside each name: {what}, in the last window that is known.", what=both)]
        every = self._numbers(counted) if self.many else ""
        return [
            foot.OfMarks(say("Where there is room: {what}.", what=leader), "beside") if leader else "",
            _below(number_, every) if number_ else "",
        ]

    def numbers(self) -> str:
        """The least and the greatest n of each of several lines, which have none below the years."""
        counted = self.indices[counts(self.indices)]
        return (
            _below(say(_NUMBER[self.parts]), self._numbers(counted))
            if len(counted) and not self.alone
            else ""
        )

    @property
    def many(self) -> bool:
        """Whether there are more windows than have room for their n."""
        return len(self.periods) > MANY

    def _numbers(self, counted: pd.DataFrame) -> str:
        """The least and the greatest n of each group."""
        ranges = counted.groupby("group")["n"].agg(["min", "max"])
        told = [
            f"{name}{NBSP}{_range(*ranges.loc[group])}" if len(self.names) > 1 else _range(*ranges.loc[group])
            for group, name in self.names.items()
            if group in ranges.index
        ]
        return ", ".join(told)

    def _gaps(self) -> str:
        known = self.indices.dropna(subset="shown").groupby("group")["period"].agg(set)
        gaps = [(g, p) for g in self.names for p in self.periods if p not in known.get(g, ())]
        if not gaps or len(self.periods) == 1:
            return ""
        none = self.indices[self.indices["total"] == 0]
        empty = {*zip(none["group"], none["period"], strict=True)}
        zero, unknown = [g for g in gaps if g in empty], [g for g in gaps if g not in empty]
        if not unknown:
            return say("A line breaks off where the total is 0{where}.", where=self._of(zero))
        if not zero:
            return say("A line breaks off where there is no figure{where}.", where=self._of(unknown))
        return say(
            "A line breaks off where the total is 0{where} or there is no figure{other}.",
            where=self._of(zero),
            other=self._of(unknown),
        )

    def _of(self, gaps: list[tuple[str, str]]) -> str:
        """The first of some groups and windows, unless all are of one line."""
        told = [f"{self.names[group]}{NBSP}{period}" for group, period in gaps]
        where = names.with_more(", ".join(told[:3]), len(told[3:]))
        return f" ({where})" if len(self.names) > 1 else ""


def _bounds(frame: pd.DataFrame, measure: str) -> tuple[pd.Series, pd.Series]:
    """Bounds of the measure; how many parts there are is not certain, so the normalised has none."""
    low, high = frame["hhi_low"], frame["hhi_high"]
    if measure == "hhi":
        return low, high
    if measure == "effective":
        return 1 / high, 1 / low
    return frame["hhi_normalised"], frame["hhi_normalised"]


def _below(count: str, ranges: str) -> str:
    if ranges:
        return say("In all windows: {what}, {ranges}.", what=count, ranges=ranges)
    return say("Below years: {what}.", what=count)


def counts(frame: pd.DataFrame) -> pd.Series:
    """In which rows n is known: where something is, or nothing was there for sure."""
    return (frame["n"] > 0) | (frame["total"] == 0)


def without(row: pd.Series) -> str:
    """Why there is no figure: there is no row, nothing was there, or it is not known."""
    if not isinstance(row["group"], str):
        return say("no record")
    return say("none") if row["total"] == 0 else say("not known")


def bounds(low: float, high: float, index: IndexChart) -> str:
    """Bounds of the measure in words, nothing where they tell nothing."""
    return numbers.between(low, high, index.text)


def _name(code: str, labels: names.Labels) -> str:
    if code in names.categories():
        return names.category(code, labels)
    # the leader may be of any column: an item, a source
    return names.party(code, labels) if series.is_party(code) else code


def _range(least: float, most: float) -> str:
    return f"{least:.0f}" if least == most else f"{least:.0f}{numbers.DASH}{most:.0f}"
