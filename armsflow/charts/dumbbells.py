"""Two figures of each row as two dots on one line: two windows, or two rivals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.lines_series import Kind, Relative, Shares
from armsflow.charts.protocol import absent
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, series, titles
from armsflow.errors import ArgumentError, sample
from armsflow.languages import say
from armsflow.rounding import NBSP

__all__ = ["plot_dumbbells"]

_MOST = 40
# from so many times the largest of those named, others are printed and not drawn
_FAR = 2.0


def plot_dumbbells(shares: IntoFrame, ax: Axes | None = None, **options: Unpack[Options]) -> Axes:
    """Two dots for each row, joined by a line: an earlier and a later window, or one party and its rival.

    The second of the two is filled, the first is empty; the subtitle says which is which. Rows stand in
    order of
    the second figure, the largest at the top, "Others" and "Unknown" last, in grey. Both figures stand at
    the right; a row without one of them has one dot and says so. A part without a row among shares that add
    up to all has 0 there, unless another row may hold its figure, as that of a group does.

    Parameters
    ----------
    shares : summary
        What `shares`, `totals` or `relative` returns for two windows by one key; or for one window by two
        keys, of which one has two values, such as two recipients.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        If the frame is that of none of these nouns, or has no rows or no known figure; if it has neither two
        windows nor a key with two values; if stages, units, prices or the lengths of windows differ; if
        there are more than 40 rows, or several figures for one dot.

    Examples
    --------
    Whose deliveries grew?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"] * 2, "value": [40, 90, 54, 30]})
    >>> given = given.assign(start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024])
    >>> same = {"recipient": "Azerbaijan", "stage": "delivery", "unit": "TIV", "source": "invented"}
    >>> records = af.to_records(given, **same)
    >>> ax = af.plot_dumbbells(af.totals(records))
    >>> [text.get_text() for text in ax.texts if text.get_label() in ("row", "amount")]
    ['Israel', '40 → 54', 'Russia', '90 → 30']
    """
    return DumbbellsChart.of(shares, options).draw(ax)


def _kind_of(columns: Iterable[object]) -> type[Kind]:
    """Which of three kinds of summary has such columns; of all others two sums are compared."""
    names = {*map(str, columns)}
    return next((kind for kind in (Shares, Relative) if kind.fits(names)), Kind)


@dataclass(frozen=True)
class Pair(Row):
    """A row with the first of its two figures; `value` is the second."""

    first: float = np.nan
    #: The colours of both dots.
    dots: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True, eq=False)
class DumbbellsChart(Chart):
    """Two dots for each row."""

    function = "plot_dumbbells"
    gathers = "keys"
    noun = "shares"

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        kind = _kind_of(getattr(summary, "columns", ()))
        noun = cls.noun if kind is Kind else kind.noun
        frame = check.read(summary, chart=cls.function, noun=noun, texts=kind.says, figures=kind.marks)
        frame = absent.with_nothing(frame)
        return frame.assign(series=check.joined(frame, check.keys_of(frame)))

    def marks(self) -> pd.DataFrame:
        return self.frame[[self.kind.shown[0]]]

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        check.one_stage(self.frame, chart=self.function, remedy="draw one at a time: where(records, stage=…)")
        check.one_length(self.frame, chart=self.function)
        check.once(self.frame, ["series", "period"], chart=self.function)
        if self.between is None:
            found = [f"{key}: {self.frame[key].nunique()}" for key in ("period", *self.keys)]
            raise ArgumentError(
                f"{self.function} compares two windows, or two values of one key in one window, and the "
                f"frame has {sample(found)}; choose two with where(), or draw more with plot_lines or "
                "plot_slopes",
                rows=found,
            )
        rows = list(check.joined(self.frame, self.by).drop_duplicates())
        remedy = "keep the largest: shares(records, …, top=20)"
        check.at_most(rows, _MOST, chart=self.function, what="rows", remedy=remedy)

    @cached_property
    def kind(self) -> Kind:
        """What is measured."""
        return _kind_of(self.frame)(self.frame, self.labels)

    @cached_property
    def between(self) -> str | None:
        """The column whose two values are compared; None if there is none."""
        windows = self.frame["period"].nunique()
        if windows == 2:
            return "period"
        pairs = [key for key in self.keys if self.frame[key].nunique() == 2]
        # of two keys with two values each, the last named is compared
        return pairs[-1] if windows == 1 and pairs and len(check.varying(self.frame, self.keys)) > 1 else None

    @cached_property
    def by(self) -> list[str]:
        """The keys of a row."""
        return [key for key in self.keys if key != self.between]

    @cached_property
    def ends(self) -> tuple[str, str]:
        """The two values that are compared, in order."""
        between = str(self.between)
        order = self.frame.sort_values(["start", between])[between].drop_duplicates()
        return order.iloc[0], order.iloc[1]

    def end_names(self) -> tuple[str, str]:
        """The two values as they are printed."""
        first, last = (
            end if self.between == "period" else names.key_label(str(self.between), end, self.labels)
            for end in self.ends
        )
        return first, last

    @cached_property
    def rows(self) -> list[Pair]:
        """The rows from the largest second figure down, the rest last."""
        shown = self.frame[self.kind.shown[0]] / self.kind.factor()
        frame = self.frame.assign(shown=shown, row=check.joined(self.frame, self.by))
        cells = frame.pivot(index="row", columns=str(self.between), values="shown").reindex(columns=self.ends)
        first = check.first_rows(frame, "row")

        def place(code: str) -> tuple[Any, ...]:
            one, two = cells.loc[code].to_numpy(dtype=float)
            return (
                *check.rest_last(first[code], self.by),
                np.isnan(two),
                -np.nan_to_num(two),
                -np.nan_to_num(one),
                code,
            )

        return [self._row(first[code], *cells.loc[code]) for code in sorted(cells.index, key=place)]

    @cached_property
    def _beyond(self) -> bool:
        """Whether others together are so much that the dots of those named would lie in a heap."""
        most = [max((row.high for row in self.rows if row.rest == rest), default=np.nan) for rest in (0, 1)]
        return bool(most[1] > _FAR * most[0])

    @cached_property
    def drawn(self) -> list[Pair]:
        """The rows that are drawn: others that are far beyond the rest stand in the foot."""
        return [row for row in self.rows if not (self._beyond and row.rest)]

    def _beyond_note(self) -> str:
        """The figures of the others that are not drawn."""
        told = [f"{row.name} {row.amount}".replace(" ", NBSP) for row in self.rows if row.rest]
        return say("Not drawn: {rows}.", rows=names.listed(told)) if self._beyond else ""

    def _row(self, row: pd.Series, one: float, two: float) -> Pair:
        varying = check.varying(self.frame, self.by) or self.by
        said = [series.NONE_YET if np.isnan(value) else self.kind.number(value) for value in (one, two)]
        both = [value for value in (one, two) if not np.isnan(value)] or [np.nan]
        usual = style.row_colour(row, self.by)
        usual = usual if usual in style.RESTS else style.stroke(usual)
        colour = self.palette.of([str(row[key]) for key in self.by], usual)
        if colour not in (*style.RESTS, style.MUTED) and self.palette.chosen is None and not self._own(row):
            colour = style.ACCENT
        return Pair(
            name=names.row_label(row[varying].to_dict(), self.labels), amount=" → ".join(said), detail="",
            value=two, low=min(both), high=max(both), colour=colour, first=one, dots=self._dots(colour),
        )  # fmt: skip

    def _dots(self, colour: str) -> tuple[str, str]:
        """The colours of both dots: those given to the windows or rivals, else that of the row."""
        usual = colour in (*style.RESTS, style.MUTED)
        one, two = (colour if usual else self.palette.given.get(end, colour) for end in self.ends)
        return one, two

    def _own(self, row: pd.Series) -> bool:
        return any(str(row[key]) in self.palette.given for key in self.by)

    # --- words ----------------------------------------------------------------------------------

    def title(self) -> str:
        return self.kind.title()

    def subtitle(self) -> str:
        first, last = self.end_names()
        said = series.two_dots(first, last)
        window = "" if self.between == "period" else titles.window(self.frame)
        return titles.subtitle(self.kind.measured(), window, said, frame=self.frame)

    def notes(self) -> list[str]:
        low, high = self.kind.shown[1:]
        frame = self.frame.assign(**{
            name: self.frame[column] / self.kind.factor()
            for name, column in (("low", low), ("high", high))
        })  # fmt: skip
        missing = any(np.isnan([row.first, row.value]).any() for row in self.rows)
        return [
            foot.bounds_note(
                frame.drop(columns="series"), self.labels, series.DOTS_NO_BOUNDS, self.kind.bounds
            ),
            foot.of_marks(say(series.MISSING_DOT)) if missing else "",
            self._beyond_note(),
            foot.others_note(self.frame),
            foot.estimated_note(self.frame.drop(columns="series"), self.labels),
        ]

    def words(self) -> str:
        things = [description.Item(row.name, row.amount, row.value, row.rest) for row in self.rows]
        return description.of_marks("pairs", {"": things}, self.frame)

    def body(self, ax: Axes) -> Rows:
        return Rows(ax, {"": self.drawn}, _dumbbell)


def _dumbbell(ax: Axes, row: Pair, y: float, end: float) -> None:
    ax.plot([0, end], [y, y], color=style.GRID, linewidth=0.4, zorder=1, label="guide")
    if np.isfinite([row.first, row.value]).all():
        ax.plot([row.first, row.value], [y, y], color=style.tint(row.colour, 0.45), linewidth=1.8, zorder=2,
                label="span")  # fmt: skip
    one, two = row.dots
    for value, fill, edge, label in ((row.first, "white", one, "first"), (row.value, two, two, "second")):
        if np.isfinite(value):
            ax.plot([value], [y], "o", markersize=5.2, markerfacecolor=fill, markeredgecolor=edge,
                    markeredgewidth=1.1, zorder=4, label=label, clip_on=False)  # fmt: skip
