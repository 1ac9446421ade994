"""What two sides say of the same flow: two marks on one scale, joined, under a key of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.discrepancies_body import SIDES, Figure, Keyed, Pair, draw
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, moved, names, numbers, source_line, titles
from armsflow.charts.text.numbers import signed, span
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.languages import say, say_count, say_in
from armsflow.records.schema import FIGURE
from armsflow.records.schema import SIDES as RECORD_SIDES

__all__ = ["plot_discrepancies"]

_MOST = 40
_FIGURES = tuple(f"{side}_{name}" for side in SIDES for name in FIGURE)


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
        return [self._pair(row, frame) for _, row in order.iterrows()]

    def _pair(self, row: pd.Series, frame: pd.DataFrame) -> Pair:
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
        several = frame["period"].nunique() > 1 or not self.keys
        told = check.varying(frame, self.keys) or ([] if several else self.keys)
        name = names.row_label({key: row[key] for key in told}, self.labels)
        known = [figure for figure in figures if not figure.silent]
        return Pair(
            name=", ".join(part for part in (name, row["period"] if several else "") if part),
            amount=say(
                "{left} against {right}",
                left=_printed(figures[0], self.scale),
                right=_printed(figures[1], self.scale),
            ),
            detail=_detail(row, self.scale),
            value=max((figure.middle for figure in known), default=np.nan),
            low=min((figure.low for figure in known), default=np.nan),
            high=max((figure.high for figure in known), default=np.nan),
            # names tell rows apart, and marks whose report is meant
            colour=self.palette.row_alike(row, self.keys),
            sides=figures,
        )

    def reported(self) -> pd.DataFrame:
        # whose release each is, the subtitle says
        return _apart(self.frame, "source").assign(release="")

    def title(self) -> str:
        sides = {self.frame[side].iloc[0] for side in SIDES}
        flows = titles.flows(self.frame, self.keys, self.labels)
        of_all = check.varying(self.frame, self.keys) == list(RECORD_SIDES)
        is_arms = moved.what(self.frame) == "arms"
        if (
            is_arms
            and sides == {*RECORD_SIDES}
            and of_all
            and self.frame.get("category", pd.Series([""])).nunique() == 1
        ):
            one = self.frame["category"].iloc[0] if "category" in self.frame else ""
            if not one:
                return say("Arms transfers as suppliers and recipients report them")
            what = names.category(one, self.labels)
            return say("{what}: what suppliers and recipients report", what=what)
        if sides <= set(names.REPORTS) or sides <= _datasets(self.frame):
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
        # of two releases of which one is not stated, the other is not that of both
        stated = "" if _has_unstated(self.frame) else source_line.releases(_apart(self.frame, "release"))
        return titles.with_more(text, whose or stated)

    def side_names(self) -> tuple[str, str]:
        """The two sides within a sentence."""
        sides = [str(self.frame[side].iloc[0]) for side in SIDES]
        if set(sides) <= set(names.REPORTS) or self.labels == "code":
            left, right = (_side(side) or _unstated(self.frame) for side in sides)
        else:
            called = zip(sides, _names(self.frame, self.labels), strict=True)
            left, right = (
                name if side or names.given(side, self.labels) else _unstated(self.frame)
                for side, name in called
            )
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
            f"{name}, {source_line.releases(pd.DataFrame({'release': sorted(releases)}))}"
            for name, releases in zip(self.side_names(), found, strict=True)
            if releases
        )

    def notes(self) -> list[str]:
        frame = self.frame
        bounds = [frame[[f"{side}_low", f"{side}_high"]].set_axis(["low", "high"], axis=1) for side in SIDES]
        nothing = [(frame[f"{side}_low"].isna(), frame[f"{side}_records"] == 0) for side in SIDES]
        silent = any((none & unreported).any() for none, unreported in nothing)
        elsewhere = any(_elsewhere(frame, side).any() for side in SIDES)
        lacks = any(
            (_lacks(frame, side) & ~none).any() for side, (none, _) in zip(SIDES, nothing, strict=True)
        )
        hidden = any((none & ~unreported).any() for none, unreported in nothing)
        if not silent:
            who = say("Both report each of these flows.")
        elif elsewhere:
            who = say(
                "Hollow, before the scale: not reported, or in a figure of other years, parties or goods."
            )
        else:
            who = say("Hollow, before the scale: not reported.")
        crossed = say("Cross: reported without a figure.") if hidden else ""
        more = say("Hollow, on the scale: so much or more, as some years are not reported.") if lacks else ""
        return [
            foot.whisker_note(pd.concat(bounds)),
            *map(foot.of_marks, (who, crossed, more)),
            foot.estimated_note(frame, self.labels, of="a row"),
        ]

    def words(self) -> str:
        bounds = [name for name in _FIGURES if name.endswith("_high")]
        things = [
            description.Item(row.name, ", ".join(filter(None, (row.amount, row.detail))), row.value)
            for row in self.rows
        ]
        said = [description.of_marks("flows", {"": things}, self.frame, bounds=bounds)]
        for side, name in zip(SIDES, self.side_names(), strict=True):
            elsewhere = _elsewhere(self.frame, side)
            silent = int(((self.frame[f"{side}_records"] == 0) & ~elsewhere).sum())
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
            count = int(elsewhere.sum())
            said.append(
                say_count(
                    "{count} perhaps in other figures of {side}.",
                    "{count} perhaps in other figures of {side}.",
                    count,
                    side=name,
                )
                if count
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
    # blank where no side lacks any, which is no side whose release is not stated
    return named & (frame["unreported"] != "") & (frame[f"{side}_records"] > 0)


def _elsewhere(frame: pd.DataFrame, side: str) -> pd.Series:
    """Whether a side has no record of a flow, and a figure of another kind that may hold it."""
    if "unreported" not in frame:
        return pd.Series(False, index=frame.index)
    return (frame["unreported"] == "") & (frame[f"{side}_records"] == 0) & (frame[side] != "")


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


def _printed(figure: Figure, scale: numbers.Scale) -> str:
    if np.isfinite(figure.value):
        return scale.figure(figure.value)
    if figure.silent:
        return numbers.DASH
    if scale.unit == "pieces" and np.isfinite(figure.high):
        return numbers.between(figure.low, figure.high, scale.figure) or scale.figure(figure.low)
    if scale.unit == "pieces":
        return numbers.between(figure.low, figure.high, scale.figure)
    return scale.bounds(figure.low, figure.high) or scale.figure(figure.low)


def _detail(row: pd.Series, scale: numbers.Scale) -> str:
    """The gap with its bounds, and what has no figure."""
    if any(row[f"{side}_lacks"] for side in SIDES):
        # of what is not known in some years there is a least figure, but no gap
        return ", ".join(filter(None, (say("gap not known"), numbers.hidden(row))))
    bounds = span(row["low"], row["high"], scale.figure)
    gap = signed(row["value"], scale.figure) if np.isfinite(row["value"]) else ""
    told = f"{gap} ({bounds})" if gap and bounds else gap or bounds
    return ", ".join(filter(None, (told and say("gap {figure}", figure=told), numbers.hidden(row))))


def _names(frame: pd.DataFrame, labels: names.Labels) -> list[str]:
    """The two sides as the key prints them."""
    sides = [frame[side].iloc[0] for side in SIDES]
    if labels == "code":
        return [side or _unstated(frame) for side in sides]
    if set(sides) <= set(names.REPORTS):
        return [names.given(side, labels) or say(names.REPORTS[side]) for side in sides]
    word = names.dataset if {*sides} <= _datasets(frame) else names.source
    return [names.given(side, labels) or names.sentence(word(side) or _unstated(frame)) for side in sides]


def _has_unstated(frame: pd.DataFrame) -> bool:
    """Whether one of the two sides has no name."""
    return "" in {str(frame[side].iloc[0]) for side in SIDES}


def _unstated(frame: pd.DataFrame) -> str:
    """What a side without a name is called."""
    sides = {str(frame[side].iloc[0]) for side in SIDES}
    return say("table not stated") if sides <= _datasets(frame) else say("release not stated")


def _side(side: str) -> str:
    """A side by its word or code."""
    return say_in("side", side) if side in names.REPORTS else side


def _apart(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with what both sides have in a column, joined by "+", in rows of their own."""
    rows = frame.assign(**{column: frame[column].str.split("+")}).explode(column)
    return rows.assign(undisclosed=rows["undisclosed"].mask(rows.index.duplicated(), 0))


def _datasets(frame: pd.DataFrame) -> set[str]:
    """The data sets of both sides; a summary that has none names none."""
    # a key of the summary in which the sides differ is none of its columns of meaning
    return set() if "dataset" not in frame else {*_apart(frame, "dataset")["dataset"]}


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
