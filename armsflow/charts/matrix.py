"""Suppliers against recipients: a cell for each pair, as dark as its figure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import describe, pairs
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import axes_or_error, drawn
from armsflow.charts.matrix_cells import Lattice, Sheet
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import one_of

__all__ = ["plot_matrix"]

_CHART, _MOST = "plot_matrix", 40
_MORE = "+"


def plot_matrix(
    totals: Any,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    labels: str = "name",
    title: str | None = None,
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
    labels : {"name", "code"}
        How parties are printed.
    title : str, optional
        In place of the title that the chart gives itself.

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
    axes_or_error(ax, chart=_CHART)
    one_of(scale, ("linear", "log"), "scale")
    one_of(labels, ("name", "code"), "labels")
    sums = pairs.checked(totals, chart=_CHART, most=_MOST, labels=labels)
    sheet = _sheet(sums)
    sides = [describe.counted(sums.named(side), f"{side}s") for side in pairs.SIDES]
    how = "colours on a logarithmic scale" if scale == "log" else ""
    return drawn(
        ax,
        lambda place: Lattice(place, sheet, log=scale == "log"),
        title=title or sums.title(),
        subtitle=sums.subtitle(f"{sides[0]} in rows, {sides[1]} in columns", how),
        foot=titles.foot(sums.frame, *_notes(sums)),
        tell=lambda: sums.tell("cells"),
    )


def _sheet(sums: pairs.Pairs) -> Sheet:
    frame = sums.frame
    orders = [sums.order(side) for side in pairs.SIDES]
    cells = frame.assign(kind=[_kind(row) for _, row in frame.iterrows()])
    cells = cells.assign(text=[_words(row, sums) for _, row in cells.iterrows()])
    cells = cells.set_index(list(pairs.SIDES))

    def grid(column: str, empty: Any) -> np.ndarray:
        wide = cells[column].unstack(fill_value=empty)
        return wide.reindex(index=orders[0], columns=orders[1], fill_value=empty).to_numpy()

    return Sheet(
        names=tuple([sums.name(code) for code in order] for order in orders),
        sums=tuple(
            [_sum(frame[frame[side] == code], sums) for code in order]
            for side, order in zip(pairs.SIDES, orders, strict=True)
        ),
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
    return "rest" if any(style.is_rest(row[side]) for side in pairs.SIDES) else "value"


def _words(row: pd.Series, sums: pairs.Pairs) -> str:
    if row["kind"] == "undisclosed":
        return ""
    if row["kind"] == "bounds":
        return numbers.bounds(row["low"], row["high"])
    return sums.figure(row["value"]) + (_MORE if row["undisclosed"] else "")


def _sum(rows: pd.DataFrame, sums: pairs.Pairs) -> str:
    """The sum of what is printed, and whether more belongs to it."""
    total = rows["value"].sum(min_count=1)
    if np.isnan(total):
        return numbers.DASH
    return sums.figure(total) + (_MORE if _has_more(rows) else "")


def _has_more(rows: pd.DataFrame) -> bool:
    return bool(rows["value"].isna().any() or rows["undisclosed"].any())


def _notes(sums: pairs.Pairs) -> list[str]:
    frame = sums.frame
    notes = [f"{_MORE}: records without a figure come on top." if _has_more(frame) else ""]
    notes.append(titles.bounds_note(frame, sums.labels, "Figures as printed"))
    rounded = frame["value"].dropna()
    if (rounded != rounded.round()).any():
        notes.append("Rounded figures may not add up.")
    return [*notes, titles.others_note(frame), titles.estimated_note(frame, sums.labels)]
