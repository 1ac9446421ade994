"""What the records cover: a bar from the first to the last year of each source."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import axes_or_error, drawn
from armsflow.charts.draw.marks import Years
from armsflow.charts.draw.rows import Row, Rows, Span
from armsflow.charts.text import names, titles
from armsflow.errors import one_of
from armsflow.records.schema import period
from armsflow.tables import table

__all__ = ["plot_coverage"]

_CHART, _MOST = "plot_coverage", 40
_COUNTS = ("records", "undisclosed", "estimated", "categories", "parties")


def plot_coverage(
    coverage: Any, ax: Axes | None = None, *, labels: str = "name", title: str | None = None
) -> Axes:
    """Bars from the first to the last year that records cover, with how many there are and what they hide.

    The number of records stands at the right, and below it how many disclose no amount and how many their
    source marks as estimated. What begins first stands at the top. A bar does not say that every year of it
    has records.

    Parameters
    ----------
    coverage : frame
        What `coverage` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    labels : {"name", "code"}
        How sources, parties and categories are printed.
    title : str, optional
        In place of the title that the chart gives itself.

    Returns
    -------
    matplotlib.axes.Axes
        Its scale in years: 2015 is the middle of that year.

    Raises
    ------
    ArgumentError
        If the frame is not that of `coverage` or has no rows, or has more than 40, or several for one key.

    Examples
    --------
    Which years do the claims of the article cover, stage by stage?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> ax = af.plot_coverage(af.coverage(claims, by="stage"))
    >>> [text.get_text() for text in ax.texts if text.get_label() == "row"]
    ['Contracts', 'Payments', 'Loans', 'Deliveries']
    >>> [[float(bars[0].get_x() + 0.5), float(bars[0].get_width())] for bars in ax.containers][:2]
    [[2010.0, 5.0], [2010.0, 10.0]]
    """
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(coverage, chart=_CHART, noun="coverage", common=("start", "end", *_COUNTS))
    keys = list(frame.columns[: list(frame.columns).index("start")])
    called = list(check.joined(frame, keys)) if keys else ["all"] * len(frame)
    remedy = "choose with where(), or count by fewer columns: coverage(records, by=…)"
    check.at_most(called, _MOST, chart=_CHART, what="rows", remedy=remedy)
    check.once(frame.assign(name=called), ["name"], chart=_CHART)
    order = _ordered(frame, keys)
    rows = [_row(row, keys, labels) for _, row in order.iterrows()]
    known = frame if "source" in keys else frame.assign(source="the records given")
    return drawn(
        ax,
        lambda place: _draw(place, rows),
        title=title or ", by ".join(["What the records cover", *([names.listed(keys)] if keys else [])]),
        subtitle=_subtitle(frame),
        foot=titles.foot(known, "Bars: first to last year with a record."),
        tell=lambda: _tell(order, rows),
    )


def _ordered(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """What begins first, and lasts less, at the top; the rest at the end."""
    rest = [any(check.rest_last(row, keys)) for _, row in frame.iterrows()]
    return frame.assign(_rest=rest).sort_values(["_rest", "start", "end"], kind="stable")


def _row(row: pd.Series, keys: list[str], labels: str) -> Row:
    told = names.row_label({key: _named(key, row[key], labels) for key in keys}, labels)
    counted = [f"{int(row[what]):,} {what}" for what in ("undisclosed", "estimated") if row[what]]
    records = int(row["records"])
    return Row(
        name=(told if labels == "code" else names.sentence(told)) or "All records",
        amount=f"{records:,} record{'s' if records != 1 else ''}",
        detail=", ".join(counted),
        value=(row["start"] + row["end"]) / 2,
        low=row["start"] - 0.5,
        high=row["end"] + 0.5,
        colour=style.row_colour(row, keys),
    )


def _named(key: str, value: str, labels: str) -> str:
    """A source by its name; other keys as they are."""
    known = table("sources.csv").set_index("source")["name"]
    return known.get(value, value) if key == "source" and labels == "name" else value


def _draw(ax: Axes, rows: list[Row]) -> Rows:
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    start = low - 0.01 * (high - low)  # the number of the first year needs room
    years = FuncFormatter(lambda year, _: f"{year:.0f}")
    body = Rows(ax, {"": rows}, _bar, span=Span(start, high, low, Years, most=10, numbers=years))
    for line in body.lines:
        line.zero.set_visible(False)  # years have no nought
        line.name.artist.set_path_effects(style.halo(3))  # where the lines of the years cross names
    ax.grid(axis="x", color=style.RULE, linewidth=0.6)
    return body


def _bar(ax: Axes, row: Row, y: float, _: float) -> None:
    shared = {"zorder": 2, "label": "bar", "clip_on": False}
    ax.barh([y], [row.high - row.low], 0.54, left=row.low, **style.fill(row.colour), **shared)


def _tell(order: pd.DataFrame, rows: list[Row]) -> str:
    things = []
    for row, (_, counts) in zip(rows, order.iterrows(), strict=True):
        span = period(int(counts["start"]), int(counts["end"]))
        things.append(describe.Item(row.name, f"{row.amount}, {span}", counts["records"]))
    return describe.told("bars", {"": things}, order, ends=("most", "fewest"), bounds=())


def _subtitle(frame: pd.DataFrame) -> str:
    span = period(int(frame["start"].min()), int(frame["end"].max()))
    return f"Number of records, and of those without an amount or estimated, {span}"
