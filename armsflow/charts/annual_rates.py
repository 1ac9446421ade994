"""Figures per year, each with its whiskers, one band per stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import axes_or_error, drawn, panels
from armsflow.charts.draw.marks import dot, whisker
from armsflow.charts.draw.rows import Row, Rows
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import one_of
from armsflow.records.schema import period

__all__ = ["plot_annual_rates"]

_CHART, _MOST = "plot_annual_rates", 40
_FIGURE = ("value", "low", "high")
_NEEDS = ("record", "supplier", "recipient", "category", "years")


def plot_annual_rates(
    annual_rates: Any,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    labels: str = "name",
    title: str | None = None,
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
    labels : {"name", "code"}
        How parties and categories are printed.
    title : str, optional
        In place of the title that the chart gives itself.

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
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(annual_rates, chart=_CHART, noun="annual_rates", needs=_NEEDS)
    called = list(frame["record"])
    check.at_most(called, _MOST, chart=_CHART, what="figures", remedy="choose with where()")
    stages = [name for name in (*names.STAGES, *frame["stage"]) if name in set(frame["stage"])]
    stages = list(dict.fromkeys(stages))
    if axes is None:
        return _draw(frame, stages, ax, labels, title)
    places = panels(axes, ax, stages, chart=_CHART, what="stages")
    for place, name in zip(places, stages, strict=True):
        _draw(frame[frame["stage"] == name], [name], place, labels, title)
    return places[0]


def _draw(frame: pd.DataFrame, stages: list[str], ax: Axes | None, labels: str, title: str | None) -> Axes:
    check.one_unit(frame, chart=_CHART)
    scale = numbers.scale_of(frame, _FIGURE)
    frame = scale.of(frame, _FIGURE)
    bands = {
        names.stage(name) if len(stages) > 1 else "": _rows(frame, name, scale, labels) for name in stages
    }
    together = "One scale for all, but stages of one transaction are never added."
    return drawn(
        ax,
        lambda place: Rows(place, bands, _mark),
        title=title or _title(frame, labels),
        subtitle=_subtitle(frame, stages, scale),
        foot=titles.foot(frame, titles.whisker_note(frame), together if len(stages) > 1 else ""),
        tell=lambda: describe.told("dots", {k: describe.items(rows) for k, rows in bands.items()}, frame),
    )


def _rows(frame: pd.DataFrame, stage: str, scale: numbers.Scale, labels: str) -> list[Row]:
    rows = [row for _, row in frame[frame["stage"] == stage].iterrows()]
    called = [_name(row, labels) for row in rows]
    # what would read the same says more: its category, and if need be its record
    for more in (lambda row: names.category(row["category"], labels), lambda row: row["record"]):
        double = {name for name in called if called.count(name) > 1}
        called = [
            f"{name}, {more(row)}" if name in double else name for name, row in zip(called, rows, strict=True)
        ]
    return [_row(row, name, scale) for row, name in zip(rows, called, strict=True)]


def _name(row: pd.Series, labels: str) -> str:
    pair = names.row_label({"supplier": row["supplier"], "recipient": row["recipient"]}, labels)
    return f"{pair}, {row['period']}"


def _row(row: pd.Series, name: str, scale: numbers.Scale) -> Row:
    amount, detail = numbers.cells(row, scale, per_year=True)
    return Row(
        name=name,
        amount=amount,
        detail=detail,
        value=row["value"],
        low=row["low"],
        high=row["high"],
        colour=style.supplier_colour(row["supplier"]),
    )


def _mark(ax: Axes, row: Row, y: float, end: float) -> None:
    ax.plot([0, end], [y, y], color=style.RULE, linewidth=0.6, zorder=1, label="guide")
    whisker(ax, row, y, end, colour=row.colour, halo=False)
    dot(ax, row.value, y, colour=row.colour)


def _title(frame: pd.DataFrame, labels: str) -> str:
    return f"{titles.flow(frame, labels)}, per year"


def _subtitle(frame: pd.DataFrame, stages: list[str], scale: numbers.Scale) -> str:
    stage = names.listed([names.STAGES.get(name, name) for name in stages])
    span = period(int(frame["start"].min()), int(frame["end"].max()))
    each = "each figure divided by the years that it covers"
    return titles.subtitle(f"{stage}, {scale.phrase(' a year')}", span, each, frame=frame)
