"""Suppliers against recipients: a cell for each pair, as dark as its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts.matrix_cells import Lattice, Sheet
from armsflow.charts.protocol.options import Options
from armsflow.charts.protocol.pairs import PairsChart
from armsflow.charts.text import foot, names, numbers
from armsflow.errors import one_of
from armsflow.languages import message, say
from armsflow.records.schema import SIDES, is_rest
from armsflow.rounding import is_whole

__all__ = ["plot_matrix"]

_MORE = "+"


def plot_matrix(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    **options: Unpack[Options],
) -> Axes:
    """Cells in rows of suppliers and columns of recipients, the darker the more, with sums at the margins.

    A cell with a record of 0 is white, framed; a dot says that there is no record, and hatching that there is
    no figure. The largest supplier stands at the top and the largest recipient at the left; "Others" and
    "Unknown" come last, in grey, not on the scale of colours. Numbers stand in the cells if all have room. A
    figure or sum that more belongs to, without a figure, has a "+".

    Parameters
    ----------
    totals : summary
        What ``totals(records, by=["supplier", "recipient"])`` returns, for one window.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    scale : {"linear", "log"}
        How figures become colours; ``"log"`` tells apart the small where few are large.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        The cell of the first supplier and recipient reaches from 0 to 1, downwards and to the right.

    Raises
    ------
    ArgumentError
        If `scale` is another; if the frame is not that of `totals` by supplier and recipient or has no rows;
        if figures cannot be added along a side, because windows, stages, units, prices, sources, releases,
        reporters or other keys differ, because pieces are of no one category, or because "all" stands beside
        named parties; or if there are more than 40 suppliers or recipients.

    Examples
    --------
    Who bought from whom, in figures that are invented?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame(
    ...     {
    ...         "supplier": ["Russia", "Russia", "India"],
    ...         "recipient": ["Azerbaijan", "Armenia", "Armenia"],
    ...         "value": [90, 60, 40],
    ...     }
    ... )
    >>> records = af.to_records(given, year=2014, stage="delivery", unit="TIV", source="invented")
    >>> ax = af.plot_matrix(af.totals(records, by=["supplier", "recipient"]))
    >>> ax.collections[0].get_array().filled(float("nan")).tolist()
    [[60.0, 90.0], [40.0, nan]]
    """
    one_of(scale, ("linear", "log"), "scale")
    return MatrixChart.of(totals, options, log=scale == "log").draw(ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class MatrixChart(PairsChart):
    """Cells for pairs; on a logarithmic scale of colours where `log` is set."""

    function = "plot_matrix"
    gathers = "window"
    narrow = True

    log: bool

    def subtitle(self, *more: str) -> str:
        rows, columns = self.counted_sides()
        how = say("colours on a logarithmic scale") if self.log else ""
        return super().subtitle(
            say("{suppliers} in rows, {recipients} in columns", suppliers=rows, recipients=columns),
            how,
            *more,
        )

    def notes(self) -> list[str]:
        frame = self.pairs
        notes = [
            foot.of_marks(say("{sign}: records without a figure come on top.", sign=_MORE))
            if _has_more(frame)
            else ""
        ]
        notes.append(
            foot.bounds_note(
                frame,
                self.labels,
                message("Figures as printed, without bounds; widest for {widest}."),
                self.scale.bounds,
            )
        )
        if not is_whole(frame["value"].dropna()).all():
            notes.append(say("Rounded figures may not add up."))
        return [*notes, foot.others_note(frame), foot.estimated_note(frame, self.labels)]

    def words(self) -> str:
        return self.words_for("cells")

    def body(self, ax: Axes) -> Lattice:
        return Lattice(ax, _sheet(self), log=self.log)


def _sheet(sums: MatrixChart) -> Sheet:
    frame = sums.pairs
    suppliers, recipients = sums.order("supplier"), sums.order("recipient")
    cells = frame.assign(kind=[_kind(row) for _, row in frame.iterrows()])
    cells = cells.assign(text=[_words(row, sums) for _, row in cells.iterrows()])
    cells = cells.set_index(list(SIDES))

    def grid(column: str, empty: Any) -> np.ndarray:
        wide = cells[column].unstack(fill_value=empty)
        return wide.reindex(index=suppliers, columns=recipients, fill_value=empty).to_numpy()

    def added(side: str, order: Sequence[str]) -> list[str]:
        return [_sum(frame[frame[side] == code], sums) for code in order]

    return Sheet(
        names=([sums.name(code) for code in suppliers], [sums.name(code) for code in recipients]),
        sums=(added("supplier", suppliers), added("recipient", recipients)),
        whole=_sum(frame, sums),
        kinds=grid("kind", ""),
        values=grid("value", np.nan),
        words=grid("text", ""),
        unit=names.sentence(sums.scale.phrase()),
    )


def _kind(row: pd.Series) -> str:
    if np.isnan(row["value"]):
        return "undisclosed" if np.isnan(row["low"]) else "bounds"
    if not row["value"] > 0:
        return "zero"
    # many together would take the darkest colours from the few that are named
    return "rest" if any(is_rest(row[side]) for side in SIDES) else "value"


def _words(row: pd.Series, sums: MatrixChart) -> str:
    if row["kind"] == "undisclosed":
        return ""
    if row["kind"] == "bounds":
        return sums.scale.bounds(row["low"], row["high"])
    return sums.figure(row["value"]) + (_MORE if row["undisclosed"] else "")


def _sum(rows: pd.DataFrame, sums: MatrixChart) -> str:
    """The sum of what is printed, and whether more belongs to it."""
    total = rows["value"].sum(min_count=1)
    if np.isnan(total):
        return numbers.DASH
    return sums.figure(total) + (_MORE if _has_more(rows) else "")


def _has_more(rows: pd.DataFrame) -> bool:
    return bool(rows["value"].isna().any() or rows["undisclosed"].any())
