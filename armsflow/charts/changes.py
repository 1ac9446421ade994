"""A window against the one before it, as bars to both sides of zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.marks import Ticks, whisker
from armsflow.charts.draw.rows import Row, Rows, Span, ends
from armsflow.charts.protocol.chart import Options, WindowChart
from armsflow.charts.text import description, foot, names, numbers, titles
from armsflow.charts.text.numbers import PLUS, signed, span
from armsflow.languages import number, say, years
from armsflow.records.schema import UNKNOWN, period
from armsflow.rounding import NBSP

__all__ = ["plot_changes"]

_CLIP = 300.0  # per cent
_BEYOND = _CLIP * (1 + 1e-9)  # a change of just 300 per cent may be computed as a little more
_CHANGE = ("change", "change_low", "change_high")
_SLASHES = Path([(-0.75, -1), (0.05, 1), (-0.05, -1), (0.75, 1)], [1, 2, 1, 2])


def plot_changes(
    changes: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    **options: Unpack[Options],
) -> Axes:
    r"""Bars to both sides of zero: by how many per cent each sum rose or fell.

    The largest rise stands at the top; what is new has no bar, because there was nothing to grow from, and
    stands below the bars with what is not known; "Others" come last, in grey. The foot says by how much
    "Unknown" rose or fell, who has a bar only if the user names it. A bar beyond +300 per cent is broken off,
    and its figure printed in full.

    Parameters
    ----------
    changes : summary
        What `changes` returns, of one window and the one before it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each window in order of time, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes drawn on, its scale in per cent; the first, if `axes` were given.

    Raises
    ------
    ArgumentError
        If the frame is not that of `changes` or has no rows; if it has several windows, or `axes` are not as
        many; if stages, units, prices or the lengths of windows differ; if there are more than 40 rows, or
        several for one set of keys.

    Examples
    --------
    Whose deliveries grew?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"] * 2, "value": [40, 90, 54, 30]})
    >>> given = given.assign(start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024])
    >>> records = af.to_records(given, recipient="Azerbaijan", stage="delivery", unit="TIV")
    >>> ax = af.plot_changes(af.changes(records, of="supplier"))
    >>> [text.get_text() for text in ax.texts if text.get_label() in ("row", "amount")]
    ['Israel', '+35\xa0%', 'Russia', '−67\xa0%']
    """
    return ChangesChart.of(changes, options).draw(ax, axes=axes)


@dataclass(frozen=True, kw_only=True, eq=False)
class ChangesChart(WindowChart):
    """Bars of changes [per cent] of one window against the window before."""

    function = "plot_changes"
    noun = "changes"
    figures = ("previous", *_CHANGE)
    optional = check.PREVIOUS
    most = 40
    remedy = "keep the largest: changes(records, …, top=10)"

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        return check.with_previous(super().read(summary))

    @cached_property
    def span(self) -> Span:
        """The scale of all panels."""
        frame = self.whole.frame
        # the unknown does not set the scale of those who are known
        known = ~frame[self.keys].astype(str).apply(lambda cells: cells.str.startswith("unk:")).any(axis=1)
        frame = frame[known] if known.any() else frame
        # what is surely new has no place on the scale
        figures = frame[list(_CHANGE)].mask(np.isposinf(frame["change_low"])) * 100
        figures = figures.assign(change=figures["change"].replace(np.inf, np.nan))
        low, high = ends(figures, most=_CLIP)
        return Span(low, high, most=6, numbers=Ticks(plus=PLUS))

    @cached_property
    def new(self) -> pd.Series:
        """Which rows surely had nothing before."""
        return (self.frame["change"] == np.inf) | (self.frame["change_low"] == np.inf)

    @cached_property
    def bounds(self) -> pd.DataFrame:
        """The bounds that are drawn: what is surely new has none."""
        return self.frame[["change_low", "change_high"]].mask(np.isposinf(self.frame["change_low"]))

    @cached_property
    def order(self) -> pd.DataFrame:
        """The largest rise first; what is new has no rank, and stands below."""
        frame = self.frame[~self.nameless]
        return check.ranked(frame, self.keys, frame["change"].mask(self.new, -10.0))

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the chart in their order."""
        return [self._row(row) for _, row in self.order.iterrows()]

    @cached_property
    def drawn(self) -> list[Row]:
        """The rows as they are drawn: below a change without bounds stand the sums that are compared."""
        sums = [self._sums(row) for _, row in self.order.iterrows()]
        return [replace(row, detail=row.detail or told) for row, told in zip(self.rows, sums, strict=True)]

    @cached_property
    def nameless(self) -> pd.Series:
        """The rows of unknown parties, which have no bar beside those of states unless the user names one."""
        unknown = pd.Series(False, index=self.frame.index)
        for key in self.keys:
            unknown |= self.frame[key].astype(str).str.startswith(UNKNOWN)
        called = {*self.palette.given, *(self.palette.chosen or ())}
        called |= set() if isinstance(self.labels, str) else {*self.labels}
        named = self.frame[self.keys].isin(called).any(axis=1)
        return unknown & ~named if not unknown.all() else unknown & False

    def _row(self, row: pd.Series) -> Row:
        varying = check.varying(self.frame, self.keys) or self.keys
        name = names.row_label(row[varying].to_dict(), self.labels) or row["period"]
        amount, detail = _cells(row)
        value, low, high = (row[list(_CHANGE)].astype(float) * 100).replace(np.inf, np.nan)
        ceiling = np.inf if np.isposinf(row["change_high"]) else high
        return Row(name, amount, detail, value, low, ceiling, self._colour(row))

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the sums of both windows are printed: one that suits the middle row."""
        frame = self.whole.frame
        usual = frame[frame["value"] <= frame["value"].median()]
        return numbers.scale_of(usual if len(usual) else frame, ("previous", "value"))

    def _sums(self, row: pd.Series) -> str:
        """The sums of both windows, the earlier first: a large change may be one of little."""
        sums = row[["previous", "value"]].astype(float)
        if sums.isna().any():
            return ""
        before, now = (self.scale.at_least_little(each / self.scale.factor) for each in sums)
        # where there is room for the sums, there may be none in the foot to say what they are
        return self.scale.from_to(before, now)

    def _colour(self, row: pd.Series) -> str:
        """One colour where names of one key tell rows apart, else that of the supplier."""
        if len(self.keys) != 1:
            return self.palette.row(row, self.keys)
        return self.palette.row_alike(row, self.keys)

    def title(self) -> str:
        return titles.flows(self.frame, self.keys, self.labels, family="change")

    def subtitle(self) -> str:
        against = say(
            "{window} against {before}", window=self.frame["period"].iloc[0], before=years(self._before())
        )
        return titles.subtitle(
            say("{measured}, per cent", measured=titles.measured(self.frame)), against, frame=self.frame
        )

    def notes(self) -> list[str]:
        shown = ~self.nameless
        frame, bounds = self.frame[shown], self.bounds[shown]
        far = bounds["change_high"][bounds["change_low"] < bounds["change_high"]]
        notes = [foot.whisker_note(bounds, low="change_low", high="change_high")]
        if (frame["change"].mask(self.new[shown]) * 100 > _BEYOND).any():
            notes.append(
                foot.of_marks(say("Broken bars: more than +{most} per cent.", most=number(f"{_CLIP:.0f}")))
            )
        elif any(_broken(row.value, self.span) for row in self.rows):
            notes.append(foot.of_marks(say("Broken bars: beyond the scale.")))
        if (far[np.isfinite(far)] * 100 > _BEYOND).any():
            notes.append(foot.of_marks(say("A whisker without an end runs beyond the scale.")))
        if self.new[shown].any():
            notes.append(foot.of_marks(say("New: nothing in the window before.")))
        if any(row.amount == say("not known") for row in self.rows):
            notes.append(foot.of_marks(say("Not known: no record or no figure in one of the two windows.")))
        notes.append(self._nameless_note())
        return [*notes, foot.others_note(self.frame), foot.estimated_note(self._figures(), self.labels)]

    def _before(self) -> str:
        """The window before, of the same length."""
        start, end = int(self.frame["start"].iloc[0]), int(self.frame["end"].iloc[0])
        return period(2 * start - end - 1, start - 1)

    def _figures(self) -> pd.DataFrame:
        """The figures of both windows, each a row; a row of the chart has two of them."""
        before = self.frame.assign(
            period=self._before(),
            value=self.frame["previous"],
            estimated=self.frame.get("previous_estimated", np.nan),
        )
        return pd.concat([self.frame, before], ignore_index=True)

    def _nameless_note(self) -> str:
        """The changes of unknown parties, which have no bar."""
        told = []
        for _, cells in self.frame[self.nameless].iterrows():
            row = self._row(cells)
            # a change of little is large: the sums say how much it is
            figure = row.amount if row.detail else self._sums(cells) or row.amount
            told.append(f"{row.name} {figure}".replace(" ", NBSP))
        return say("Not drawn: {rows}.", rows=names.listed(told)) if told else ""

    def words(self) -> str:
        frame = self.frame.assign(**self.bounds)[~self.nameless]
        things, bounds = {"": description.items(self.rows)}, self.bounds.columns.tolist()
        return description.of_marks("bars", things, frame, ends=description.RANKS, bounds=bounds)

    def body(self, ax: Axes) -> Rows:
        return Rows(ax, {"": self.drawn}, partial(_bar, span=self.span), span=self.span, axis=False)


def _cells(row: pd.Series) -> tuple[str, str]:
    """What stands at the right of a row: the change; under it its bounds and what is missing."""
    bounds = span(row["change_low"], row["change_high"], numbers.per_cent)
    hidden = numbers.hidden(row)
    below = ", ".join(filter(None, (bounds, hidden)))
    if np.isfinite(row["change"]):
        return _with_sign(signed(row["change"], numbers.per_cent)), below
    if np.isposinf([row["change"], row["change_low"]]).any():
        return say("new"), below
    if row["previous"] == 0 == row["value"]:
        return say("none in both"), hidden
    vague = not bounds or (row["change_low"] <= -1 and np.isinf(row["change_high"]))
    return say("not known") if vague else _with_sign(bounds), hidden


def _with_sign(figure: str) -> str:
    return f"{figure}{NBSP}%"


def _broken(value: float, span: Span) -> bool:
    """Whether a bar is cut at an end of the scale."""
    return bool(value > min(_BEYOND, span.high) or value < span.low)


def _bar(ax: Axes, row: Row, y: float, end: float, *, span: Span) -> None:
    start, broken = span.low, _broken(row.value, span)
    cut = end if row.value > 0 else start
    if np.isfinite(row.value) and row.value:
        length = cut if broken else row.value
        ax.barh([y], [length], 0.54, **style.fill(row.colour), zorder=2, label="bar")
    whisker(ax, row, y, end, colour=style.INK, halo=True, start=start)
    if broken:
        ax.plot(
            [cut - 0.04 * (end - start) * np.sign(cut)], [y], marker=_SLASHES, linestyle="none",
            markersize=12, markeredgewidth=1.6, markeredgecolor="white", markerfacecolor="none", zorder=3.2,
            label="break",
        )  # fmt: skip
