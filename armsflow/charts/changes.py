"""A window against the one before it, as bars to both sides of nought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import axes_or_error, drawn, panels
from armsflow.charts.draw.marks import Ticks, whisker
from armsflow.charts.draw.rows import Row, Rows, Span, ends
from armsflow.charts.text import names, numbers, titles
from armsflow.charts.text.numbers import PLUS, signed, span
from armsflow.errors import one_of
from armsflow.records.schema import period

__all__ = ["plot_changes"]

_CHART, _MOST, _CLIP = "plot_changes", 40, 300.0  # per cent
_CHANGE = ("change", "change_low", "change_high")
_TOP = "keep the largest: changes(records, …, top=10)"
_SLASHES = Path([(-0.75, -1), (0.05, 1), (-0.05, -1), (0.75, 1)], [1, 2, 1, 2])


def plot_changes(
    changes: Any,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    labels: str = "name",
    title: str | None = None,
) -> Axes:
    """Bars to both sides of nought: by how many per cent each sum rose or fell.

    The largest rise stands at the top; what is new has no bar, because there was nothing to grow from, and
    stands below the bars with what is not known; "Others" and "Unknown" come last, in grey. A bar beyond
    +300 per cent is broken off, and its figure printed in full.

    Parameters
    ----------
    changes : summary
        What `changes` returns, of one window and the one before it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each window in order of time, all on one scale.
    labels : {"name", "code"}
        How parties and categories are printed.
    title : str, optional
        In place of the title that the chart gives itself.

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
    ['Israel', '+35', 'Russia', '−67']
    """
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(changes, chart=_CHART, noun="changes", needs=("previous", *_CHANGE))
    frame = check.with_previous(frame)
    keys = check.keys_of(frame)
    windows = check.by_window(frame, keys, chart=_CHART, most=_MOST, remedy=_TOP)
    if axes is None:
        check.one_window(frame, chart=_CHART)
        return _draw(frame, keys, _span(frame), ax, labels, title)
    places = panels(axes, ax, list(windows), chart=_CHART, what="windows")
    for place, part in zip(places, windows.values(), strict=True):
        _draw(part, keys, _span(frame), place, labels, title)
    return places[0]


def _span(frame: pd.DataFrame) -> Span:
    # what is new for sure has no place on the scale
    figures = frame[list(_CHANGE)].mask(np.isposinf(frame["change_low"])) * 100
    figures = figures.assign(change=figures["change"].replace(np.inf, np.nan))
    low, high = ends(figures, most=_CLIP)
    return Span(low, high, most=6, numbers=Ticks(plus=PLUS))


def _draw(
    frame: pd.DataFrame, keys: list[str], scale: Span, ax: Axes | None, labels: str, title: str | None
) -> Axes:
    # what is new can be put in no order, and stands below the others
    order = check.ranked(frame, keys, frame["change"].mask(_new(frame), -10.0))
    rows = [_row(row, names.row(row, frame, keys, labels), keys) for _, row in order.iterrows()]

    def bar(*at: Any) -> None:
        _bar(*at, start=scale.low)

    return drawn(
        ax,
        lambda place: Rows(place, {"": rows}, bar, span=scale),
        title=title or _title(frame, keys, labels),
        subtitle=_subtitle(frame),
        foot=titles.foot(frame, *_notes(frame, rows, labels)),
        tell=lambda: _tell(frame, rows),
    )


def _new(frame: pd.DataFrame) -> pd.Series:
    """Which rows are sure to have had nothing before."""
    return np.isposinf(frame["change"]) | np.isposinf(frame["change_low"])


def _row(row: pd.Series, name: str, keys: list[str]) -> Row:
    amount, detail = _cells(row)
    value, low, high = (row[list(_CHANGE)].astype(float) * 100).replace(np.inf, np.nan)
    ceiling = np.inf if np.isposinf(row["change_high"]) else high
    colour = style.row_colour(row, keys)
    return Row(name, amount, detail, value, low, ceiling, colour)


def _cells(row: pd.Series) -> tuple[str, str]:
    """What stands at the right of a row: the change; under it its bounds and what is missing."""
    bounds = span(row["change_low"], row["change_high"], numbers.per_cent)
    hidden = numbers.hidden(row)
    below = ", ".join(filter(None, (bounds, hidden)))
    if np.isfinite(row["change"]):
        return signed(row["change"], numbers.per_cent), below
    if np.isposinf([row["change"], row["change_low"]]).any():
        return "new", below
    if row["previous"] == 0 == row["value"]:
        return "none in both", hidden
    vague = not bounds or (row["change_low"] <= -1 and np.isinf(row["change_high"]))
    return "not known" if vague else bounds, hidden


def _bar(ax: Axes, row: Row, y: float, end: float, *, start: float) -> None:
    if np.isfinite(row.value) and row.value:
        length = end if row.value > _CLIP else row.value
        ax.barh([y], [length], 0.54, **style.fill(row.colour), zorder=2, label="bar")
    whisker(ax, row, y, end, colour=style.INK, halo=True, start=start)
    if row.value > _CLIP:
        ax.plot(
            [(_CLIP + end) / 2], [y], marker=_SLASHES, linestyle="none", markersize=12, markeredgewidth=1.6,
            markeredgecolor="white", markerfacecolor="none", zorder=3.2, label="break",
        )  # fmt: skip


def _title(frame: pd.DataFrame, keys: list[str], labels: str) -> str:
    told = titles.flows(frame, keys, labels)
    return f"Change in a{told[1:]}"


def _subtitle(frame: pd.DataFrame) -> str:
    start, end = int(frame["start"].iloc[0]), int(frame["end"].iloc[0])
    before = period(2 * start - end - 1, start - 1)
    against = f"{frame['period'].iloc[0]} against {before}"
    return titles.subtitle(f"{titles.measured(frame)}, per cent", against, frame=frame)


def _tell(frame: pd.DataFrame, rows: Sequence[Row]) -> str:
    bounds = _bounds(frame)
    things = {"": describe.items(rows)}
    frame = frame.assign(**bounds)
    return describe.told("bars", things, frame, ends=describe.RANKS, bounds=list(bounds))


def _bounds(frame: pd.DataFrame) -> pd.DataFrame:
    """The bounds that are drawn: what is new for sure has none."""
    return frame[["change_low", "change_high"]].mask(np.isposinf(frame["change_low"]))


def _notes(frame: pd.DataFrame, rows: Sequence[Row], labels: str) -> list[str]:
    fresh, bounds = _new(frame), _bounds(frame)
    far = bounds["change_high"][bounds["change_low"] < bounds["change_high"]]
    notes = [titles.whisker_note(_bounds(frame), low="change_low", high="change_high")]
    if (frame["change"].mask(fresh) * 100 > _CLIP).any():
        notes.append(f"Broken: beyond +{_CLIP:.0f} per cent.")
    if (far[np.isfinite(far)] * 100 > _CLIP).any():
        notes.append("A whisker without an end runs beyond the scale.")
    if fresh.any():
        notes.append("New: nothing in the window before.")
    if any(row.amount == "not known" for row in rows):
        notes.append("Not known: no record or no figure in one of the two windows.")
    return [*notes, titles.others_note(frame), titles.estimated_note(frame, labels)]
