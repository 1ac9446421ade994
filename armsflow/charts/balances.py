"""What parties supplied and received, to both sides of nought, with the net between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import axes_or_error, drawn, panels
from armsflow.charts.draw.marks import dot, whisker
from armsflow.charts.draw.rows import Row, Sided, Span, ends
from armsflow.charts.text import names, numbers, titles
from armsflow.charts.text.numbers import money, span
from armsflow.errors import one_of

__all__ = ["plot_balances"]

_CHART, _MOST = "plot_balances", 40
_NET = ("value", "low", "high")
_BARS = ("supplied", "received")
_NEEDS = tuple(f"{side}{end}" for side in _BARS for end in ("", "_low", "_high"))
_REMEDY = "choose parties: balances[balances['party'].isin([…])]"


def plot_balances(
    balances: Any,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    labels: str = "name",
    title: str | None = None,
) -> Axes:
    """Bars to both sides of nought, supplied to the right and received to the left, and the net on them.

    The net is a diamond with whiskers from its least to its greatest, and the figure at the right; the
    largest net supplier stands at the top, what is not known below the others, "Unknown" last in grey.

    Parameters
    ----------
    balances : summary
        What `balances` returns, of one window.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each window in order of time, all on one scale.
    labels : {"name", "code"}
        How parties are printed.
    title : str, optional
        In place of the title that the chart gives itself.

    Returns
    -------
    matplotlib.axes.Axes
        The Axes drawn on; the first, if `axes` were given. What was received is drawn to the left of 0, as
        negative numbers.

    Raises
    ------
    ArgumentError
        If the frame is not that of `balances` or has no rows; if it has several windows, or `axes` are not as
        many; if stages, units, prices or the lengths of windows differ; if there are more than 40 parties, or
        several rows for one.

    Examples
    --------
    Who supplied more than it received?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {"supplier": ["Russia", "France"], "recipient": ["India", "Russia"], "value": [50, 8]}
    ... )
    >>> records = af.to_records(flows, year=2010, stage="delivery", unit="TIV")
    >>> ax = af.plot_balances(af.balances(records))
    >>> [text.get_text() for text in ax.texts if text.get_label() in ("row", "amount")]
    ['Russia', '+42', 'France', '+8.0', 'India', '−50']
    """
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(balances, chart=_CHART, noun="balances", needs=("party", *_NEEDS))
    keys = check.keys_of(frame)
    scale = numbers.scale_of(frame, (*_NET, *_NEEDS))
    frame = scale.of(frame, (*_NET, *_NEEDS))
    windows = check.by_window(frame, keys, chart=_CHART, most=_MOST, remedy=_REMEDY)
    if axes is None:
        check.one_window(frame, chart=_CHART)
        return _draw(frame, keys, scale, _span(frame), ax, labels, title)
    places = panels(axes, ax, list(windows), chart=_CHART, what="windows")
    for place, part in zip(places, windows.values(), strict=True):
        _draw(part, keys, scale, _span(frame), place, labels, title)
    return places[0]


@dataclass(frozen=True)
class _Account(Row):
    """A row with both sides of its net."""

    supplied: float = np.nan
    received: float = np.nan


def _span(frame: pd.DataFrame) -> Span:
    """One step for both sides, neither of them narrower than a third of the other."""
    figures = frame[[*_NET, "supplied"]].assign(received=-frame["received"])
    low, high = ends(figures)
    return Span(min(low, -high / 3), max(high, -low / 3), most=6)


def _draw(
    frame: pd.DataFrame, keys: list[str], scale: numbers.Scale, ends: Span, ax: Axes | None, labels: str,
    title: str | None,
) -> Axes:  # fmt: skip
    order = check.ranked(frame, keys, frame["value"])
    rows = [
        _row(row, names.row_label(row[keys].to_dict(), labels), keys, scale) for _, row in order.iterrows()
    ]

    # a record stands in the rows of both its parties: they say what is undisclosed, its sum would not be true
    once = frame.assign(undisclosed=0)

    def marks(*at: Any) -> None:
        _marks(*at, start=ends.low)

    return drawn(
        ax,
        lambda place: Sided(place, rows, marks, span=ends, sides=("Received", "Supplied")),
        title=title or "Arms supplied and received",
        subtitle=_subtitle(frame, scale),
        foot=titles.foot(once, titles.whisker_note(frame), titles.estimated_note(frame, labels)),
        tell=lambda: describe.told("net balances", {"": describe.items(rows)}, once, ends=describe.RANKS),
    )


def _row(row: pd.Series, name: str, keys: list[str], scale: numbers.Scale) -> _Account:
    bounds = span(row["low"], row["high"])
    known = np.isfinite(row["value"])
    amount = money(row["value"], scale) if known else bounds or "not known"
    detail = ", ".join(filter(None, (bounds if known else "", numbers.hidden(row))))
    return _Account(
        name, amount, detail, row["value"], row["low"], row["high"], style.row_colour(row, keys),
        supplied=row["supplied"], received=row["received"],
    )  # fmt: skip


def _marks(ax: Axes, row: _Account, y: float, end: float, *, start: float) -> None:
    sides = ((row.supplied, row.colour), (-row.received, style.tint(row.colour, 0.45)))
    for (length, colour), side in zip(sides, _BARS, strict=True):
        if np.isfinite(length) and length:
            ax.barh([y], [length], 0.54, **style.fill(colour), zorder=2, label=side)
    whisker(ax, row, y, end, colour=style.INK, halo=True, start=start)
    dot(ax, row.value, y, colour=style.INK, diamond=True)


def _subtitle(frame: pd.DataFrame, scale: numbers.Scale) -> str:
    net = "diamond and figure: supplied less received"
    unit = f"{titles.stage_of(frame)}, {scale.phrase()}"
    return titles.subtitle(unit, titles.window(frame), net, frame=frame)
