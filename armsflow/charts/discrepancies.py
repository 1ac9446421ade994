"""What two sides say of the same flow: two marks on one scale, joined."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check as frames
from armsflow.charts import describe as telling
from armsflow.charts import discrepancies_marks as dumbbellmarks
from armsflow.charts.discrepancies_marks import SIDES, Figure, Pair
from armsflow.charts.draw import sides as diverging
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import drawn
from armsflow.charts.text import names as words
from armsflow.charts.text import titles as captions
from armsflow.charts.text.numbers import signed, span
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.tables import table

__all__ = ["plot_discrepancies"]

_CHART, _MOST = "plot_discrepancies", 40
_GAP = ("value", "low", "high")
_FIGURES = tuple(f"{side}_{name}" for side in SIDES for name in _GAP)
_NEEDS = (*SIDES, *_FIGURES, "left_records", "right_records", "ratio")
_REPORTS = {
    "supplier": "Supplier’s report", "recipient": "Recipient’s report", "third": "Third party’s report",
}  # fmt: skip


def plot_discrepancies(
    discrepancies: Any,
    ax: Axes | None = None,
    *,
    scale: str = "linear",
    labels: str = "name",
    title: str | None = None,
) -> Axes:
    """Two marks for each flow, joined: what one side says of it, and what the other.

    The left side of the frame is a dot, the right a paler diamond, both with whiskers for their bounds; the
    two figures and their gap stand at the right. A side that does not report has a hollow mark in a lane
    before the scale, for it has no place on it; a cross there says that it reports without a figure. The
    largest flow stands at the top, "Others" and "Unknown" last in grey.

    Parameters
    ----------
    discrepancies : summary
        What `discrepancies` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    scale : {"linear", "log"}
        From 0, or in equal steps for equal ratios, on which 0 has no place.
    labels : {"name", "code"}
        How parties, categories and sources are printed.
    title : str, optional
        In place of the title that the chart gives itself.

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
    frames.axes_or_error(ax, chart=_CHART)
    one_of(scale, ("linear", "log"), "scale")
    one_of(labels, ("name", "code"), "labels")
    frame = frames.read(discrepancies, chart=_CHART, noun="discrepancies", needs=_NEEDS)
    keys = _checked(frame, log=scale == "log")
    step = words.scale_of(frame, _FIGURES)
    frame = step.of(frame, (*_GAP, *_FIGURES))
    rows = [_pair(row, frame, keys, labels) for _, row in _ordered(frame, keys).iterrows()]
    names = _names(frame, labels)
    return drawn(
        ax,
        lambda place: dumbbellmarks.draw(place, rows, names, log=scale == "log"),
        title=title or _title(frame, keys, labels),
        subtitle=_subtitle(frame, step, log=scale == "log"),
        foot=words.foot(_apart(frame, "source"), *_notes(frame, labels)),
        tell=lambda: _tell(frame, rows),
    )


def _checked(frame: pd.DataFrame, *, log: bool) -> list[str]:
    keys = frames.keys_of(frame)
    frames.one_unit(frame, chart=_CHART)
    remedy = "choose one before they are compared: where(records, stage=…)"
    frames.one_stage(frame, chart=_CHART, remedy=remedy)
    frames.one_length(frame, chart=_CHART)
    pairs = list((frame["left"] + " and " + frame["right"]).drop_duplicates())
    frames.at_most(pairs, 1, chart=_CHART, what="pair of sides", remedy="draw one pair at a time")
    frames.once(frame, [*keys, "period"], chart=_CHART)
    rows = list(frames.joined(frame, [*keys, "period"]))
    frames.at_most(rows, _MOST, chart=_CHART, what="rows", remedy="choose with where()")
    zero = (frame[["left_value", "right_value", "left_high", "right_high"]] == 0).any(axis=1)
    nought = [row for row, is_zero in zip(rows, zero, strict=True) if is_zero]
    if log and nought:
        raise ArgumentError(
            f"{_CHART} has no place for 0 on a logarithmic scale, and it stands in {sample(nought)}; draw "
            "them with scale='linear'",
            rows=nought,
        )
    return keys


def _ordered(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The largest flow first, by what either side says in any window, its windows in order of time."""
    largest = frame[["left_value", "right_value", "left_low", "right_low"]].max(axis=1)
    frame = frame.assign(_flow=frames.joined(frame, keys) if keys else "")
    most = largest.groupby(frame["_flow"]).transform("max")
    order = diverging.ranked(frame, keys, most) if keys else frame
    first = {flow: place for place, flow in reversed(list(enumerate(order["_flow"])))}
    return order.assign(_first=order["_flow"].map(first)).sort_values(["_first", "start"])


def _pair(row: pd.Series, frame: pd.DataFrame, keys: list[str], labels: str) -> Pair:
    figures = tuple(
        Figure(*(row[f"{side}_{name}"] for name in _GAP), int(row[f"{side}_records"])) for side in SIDES
    )
    several = frame["period"].nunique() > 1 or not keys
    told = frames.varying(frame, keys) or ([] if several else keys)
    name = words.row_label({key: row[key] for key in told}, labels)
    known = [figure for figure in figures if not figure.silent]
    return Pair(
        name=", ".join(part for part in (name, row["period"] if several else "") if part),
        amount=" against ".join(_printed(figure, row["unit"]) for figure in figures),
        detail=_detail(row),
        value=max((figure.middle for figure in known), default=np.nan),
        low=min((figure.low for figure in known), default=np.nan),
        high=max((figure.high for figure in known), default=np.nan),
        colour=style.row_colour(row, keys),
        sides=figures,
    )


def _printed(figure: Figure, unit: str) -> str:
    if np.isfinite(figure.value):
        return words.count(figure.value) if unit == "pieces" else words.figure(figure.value)
    if figure.silent:
        return words.DASH
    if unit == "pieces" and np.isfinite(figure.high):
        return words.DASH.join(dict.fromkeys(map(words.count, (figure.low, figure.high))))
    return words.bounds(figure.low, figure.high) or words.figure(figure.low)


def _detail(row: pd.Series) -> str:
    """The gap with its bounds, and what has no figure."""
    counted = words.count if row["unit"] == "pieces" else words.figure
    bounds = span(row["low"], row["high"], counted)
    gap = signed(row["value"], counted) if np.isfinite(row["value"]) else ""
    told = f"{gap} ({bounds})" if gap and bounds else gap or bounds
    return ", ".join(filter(None, (told and f"gap {told}", words.hidden(row))))


def _names(frame: pd.DataFrame, labels: str) -> list[str]:
    """The two sides as the key prints them."""
    sides = [frame[side].iloc[0] for side in SIDES]
    if labels == "code":
        return sides
    if set(sides) <= set(_REPORTS):
        return [_REPORTS[side] for side in sides]
    known = table("sources.csv").set_index("source")["name"]
    return [words.sentence(known.get(side, side)) for side in sides]


def _title(frame: pd.DataFrame, keys: list[str], labels: str) -> str:
    sides = {frame[side].iloc[0] for side in SIDES}
    return f"{captions.flows(frame, keys, labels)}: two {'reports' if sides <= set(_REPORTS) else 'sources'}"


def _subtitle(frame: pd.DataFrame, step: words.Scale, *, log: bool) -> str:
    left, right = (frame[side].iloc[0] for side in SIDES)
    said = (f"gap: {right} less {left}", "logarithmic scale" if log else "")
    unit = f"{captions.stage_of(frame)}, {step.phrase()}"
    return words.subtitle(unit, words.window(frame), *said, frame=_apart(frame, "release"))


def _tell(frame: pd.DataFrame, rows: list[Pair]) -> str:
    bounds = [name for name in _FIGURES if name.endswith("_high")]
    things = [
        telling.Item(row.name, ", ".join(filter(None, (row.amount, row.detail))), row.value) for row in rows
    ]
    said = [telling.told("flows", {"": things}, frame, bounds=bounds)]
    for side in SIDES:
        silent = int((frame[f"{side}_records"] == 0).sum())
        said.append(f"{silent} not reported by {frame[side].iloc[0]}." if silent else "")
    return " ".join(filter(None, said))


def _apart(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with what both sides have in a column, joined by "+", in rows of their own."""
    rows = frame.assign(**{column: frame[column].str.split("+")}).explode(column)
    return rows.assign(undisclosed=rows["undisclosed"].mask(rows.index.duplicated(), 0))


def _notes(frame: pd.DataFrame, labels: str) -> list[str]:
    sides = [frame[[f"{side}_low", f"{side}_high"]].set_axis(["low", "high"], axis=1) for side in SIDES]
    nothing = [frame[f"{side}_low"].isna() for side in SIDES]
    silent = [none & (frame[f"{side}_records"] == 0) for none, side in zip(nothing, SIDES, strict=True)]
    hidden = [none & (frame[f"{side}_records"] > 0) for none, side in zip(nothing, SIDES, strict=True)]
    return [
        words.whisker_note(pd.concat(sides)),
        "Hollow, before the scale: not reported." if any(rows.any() for rows in silent) else "",
        "Cross: reported without a figure." if any(rows.any() for rows in hidden) else "",
        captions.estimated_note(frame, labels),
    ]
