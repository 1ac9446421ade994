"""Figures per year, each with its whiskers, one band per stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.marks import dot, whisker
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, numbers, titles
from armsflow.languages import say, years
from armsflow.records.schema import FIGURE, SIDES, period

__all__ = ["plot_annual_rates"]

_MOST = 40


def plot_annual_rates(
    annual_rates: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    **options: Unpack[Options],
) -> Axes:
    """Dots with whiskers, one row per figure and a band per stage: what each comes to in a year.

    The row says whose figure it is and which years it covers; the amount per year and its bounds
    stand at the right. Stages stand in bands with a gap between them, because a contract per year
    is no payment per year.

    Parameters
    ----------
    annual_rates : summary
        What `annual_rates` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each stage, in the order offer, licence, contract, loan, delivery,
        payment, aid. Each then has a scale of its own, so that units may differ between them.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes drawn on; the first, if `axes` were given.

    Raises
    ------
    ArgumentError
        If the frame is not that of `annual_rates` or has no rows, if units differ on one scale, if
        there are more than 40 figures, or `axes` are not as many as stages.

    Examples
    --------
    Ten years of payments and five of contracts: how far do the bounds of the payments reach?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> rates = af.annual_rates(af.where(claims, stage=["contract", "payment"]))
    >>> ax = af.plot_annual_rates(rates)
    >>> [line.get_xdata().tolist() for line in ax.lines if line.get_label() == "whisker"][1]
    [0.45, 0.55]
    """
    return RatesChart.of(annual_rates, options).draw(ax, axes=axes)


@dataclass(frozen=True, kw_only=True, eq=False)
class RatesChart(Chart):
    """Figures per year in rows, in bands or panels by stage; each panel has a scale of its own."""

    function = "plot_annual_rates"
    counts_undisclosed = True
    noun = "annual_rates"
    texts = ("record", "supplier", "recipient", "category")
    figures = ("years",)
    panel = "stages"

    def check_frame(self) -> None:
        records = list(self.frame["record"])
        remedy = "choose with where()"
        check.at_most(records, _MOST, chart=self.function, what="figures", remedy=remedy)

    def check_single(self) -> None:
        check.one_unit(self.frame, chart=self.function)

    def panels(self) -> dict[str, RatesChart]:
        return {name: self.part(self.frame[self.frame["stage"] == name]) for name in self.stages}

    @cached_property
    def stages(self) -> list[str]:
        """The stages in the order of a transaction, then others."""
        found = [name for name in (*names.STAGES, *self.frame["stage"]) if name in set(self.frame["stage"])]
        return list(dict.fromkeys(found))

    @property
    def value_axis(self) -> str:
        return "x"

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the chart counts."""
        own = numbers.scale_of(self.frame, FIGURE)
        return own if self.step is None else replace(self.step, largest=own.largest)

    @cached_property
    def bands(self) -> dict[str, list[Row]]:
        """The rows of each stage."""
        several = len(self.stages) > 1
        return {
            names.key_label("stage", name, self.labels) if several else "": self._rows(name)
            for name in self.stages
        }

    def _rows(self, stage: str) -> list[Row]:
        frame = self.scale.of(self.frame, FIGURE)
        rows = [row for _, row in frame[frame["stage"] == stage].iterrows()]
        # as a reader looks for them: by name, then in order of time
        rows.sort(key=lambda row: (self._pair(row), row["start"], row["end"]))
        called = [self._name(row) for row in rows]
        # rows that would read the same say their category as well, and if need be their record
        for more in (lambda row: names.category(row["category"], self.labels), lambda row: row["record"]):
            double = {name for name in called if called.count(name) > 1}
            called = [
                f"{name}, {more(row)}" if name in double else name
                for name, row in zip(called, rows, strict=True)
            ]
        return [self._row(row, name) for row, name in zip(rows, called, strict=True)]

    @cached_property
    def _sides(self) -> list[str]:
        """The sides that tell rows apart; who is on a side of all stands in the title."""
        return check.varying(self.frame, SIDES)

    def _pair(self, row: pd.Series) -> str:
        return names.row_label({side: row[side] for side in self._sides}, self.labels)

    def _name(self, row: pd.Series) -> str:
        return ", ".join(filter(None, [self._pair(row), row["period"]]))

    @cached_property
    def _publishers(self) -> bool:
        """Whether rows say who made the claim: several did."""
        return "publisher" in self.frame and self.frame["publisher"].nunique() > 1

    def _row(self, row: pd.Series, name: str) -> Row:
        amount, detail = numbers.cells(row, self.scale, per_year=row["years"] > 1)
        codes = row[["supplier", "recipient", "category", "stage"]]
        colour = self.palette.of(codes, style.stroke(style.supplier_colour(row["supplier"])))
        by = str(row["publisher"]) if self._publishers and pd.notna(row["publisher"]) else ""
        return Row(name, amount, detail, row["value"], row["low"], row["high"], colour, under=by)

    def title(self) -> str:
        return say("{title}, per year", title=titles.flow(self.frame, self.labels))

    def subtitle(self) -> str:
        stage = titles.stages_of(self.frame, self.stages)
        span = years(period(int(self.frame["start"].min()), int(self.frame["end"].max())))
        each = say("each figure divided by the years that it covers")
        return titles.subtitle(f"{stage}, {self.scale.phrase(per_year=True)}", span, each, frame=self.frame)

    def notes(self) -> list[str]:
        stages = names.sentence(names.listed([names.stages(name) for name in self.stages]))
        together = say("{stages} may be of one deal, and are never added.", stages=stages)
        # a record has a key of its own, which no name of a row shows
        rows = self.frame.drop(columns="record")
        return [
            foot.whisker_note(self.frame),
            foot.estimated_note(rows, self.labels),
            together if len(self.stages) > 1 else "",
        ]

    def reported(self) -> pd.DataFrame:
        # the source line need not repeat who stands in the rows
        return self.frame.drop(columns="publisher") if self._publishers else self.frame

    def words(self) -> str:
        bands = {name: description.items(map(_with_publisher, rows)) for name, rows in self.bands.items()}
        return description.of_marks("dots", bands, self.frame)

    def body(self, ax: Axes) -> Rows:
        return Rows(ax, self.bands, _mark, beside=True)


def _with_publisher(row: Row) -> Row:
    return replace(row, name=f"{row.name} ({row.under})") if row.under else row


def _mark(ax: Axes, row: Row, y: float, end: float) -> None:
    ends = [reach for reach in (row.value, row.high) if np.isfinite(reach)]
    ax.plot([0, max(ends, default=0)], [y, y], color=style.RULE, linewidth=0.6, zorder=1, label="guide")
    whisker(ax, row, y, end, colour=row.colour, halo=False)
    dot(ax, row.value, y, colour=row.colour)
