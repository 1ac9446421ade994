"""Shares in two windows, joined by lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check as frames
from armsflow.charts import describe as telling
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import drawn
from armsflow.charts.slopes_lines import WIDE, End, Slope, Slopes
from armsflow.charts.text import names as words
from armsflow.charts.text import portions
from armsflow.charts.text import titles as captions
from armsflow.charts.text.numbers import signed
from armsflow.errors import ArgumentError, one_of, sample

__all__ = ["plot_slopes"]

_CHART, _MOST = "plot_slopes", 20
_SHARE = ("share", "share_low", "share_high")
_SHOWN = tuple(f"{name}_shown" for name in _SHARE)
_TOP = "keep the largest: shares(records, …, top=8)"


def plot_slopes(
    shares: Any,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    highlight: float = 0.05,
    labels: str = "name",
    title: str | None = None,
) -> Axes:
    """Lines from one window to another: whose share of a whole rose, and whose fell.

    Name and share stand at both ends. Changes of more than `highlight` are in colour, all else and always
    "Others" and "Unknown" in grey. Bounds more than a point apart are whiskers, beside each other where they
    would cover each other. Who has no record in one of the windows comes from, or goes to, an empty dot at
    0 on a broken line.

    Parameters
    ----------
    shares : summary
        What `shares` returns for two windows, at most 20 parts of each whole.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each whole (recipient) in order of their codes, all on one scale.
    highlight : float
        The change of a share [fraction] beyond which a line is in colour; 0 for all that change.
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
        If the frame is not that of `shares` or has no rows; if `highlight` is no fraction; if there are not
        two windows, or they differ in length; if there are several wholes and no `axes`, or not as many; if
        stages or units differ; or if there are more than 20 parts, or several rows for one of them.

    Examples
    --------
    Whose part of a country's arms changed by more than five points? The figures are invented.

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"] * 2, "value": [40, 60, 81, 19]})
    >>> given = given.assign(start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024])
    >>> records = af.to_records(given, recipient="Azerbaijan", stage="delivery", unit="TIV")
    >>> ax = af.plot_slopes(af.shares(records))
    >>> lines = [line for line in ax.lines if line.get_label() == "slope"]
    >>> [line.get_ydata().round().tolist() for line in lines]
    [[40.0, 81.0], [60.0, 19.0]]
    """
    frames.axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    _fraction(highlight)
    frame = frames.read(shares, chart=_CHART, noun="shares", needs=_SHARE)
    parts, wholes = portions.split(frame)
    frame = frame.assign(part=frames.joined(frame, parts), whole=frames.joined(frame, wholes))
    windows = _windows(frame)
    _check(frame)
    frame = frame.assign(**{f"{name}_shown": 100 * frame[name] for name in _SHARE})
    known = frame[list(_SHOWN)].to_numpy()
    top = float(known[np.isfinite(known)].max(initial=0.0)) or 1.0
    pair = _Pair(parts, wholes, windows, top, highlight, labels)
    groups = sorted(set(frame["whole"]))
    if axes is None:
        _one_whole(groups, wholes)
        return _draw(frame, pair, ax, title)
    places = frames.panels(axes, ax, groups, chart=_CHART, what="wholes")
    for place, group in zip(places, groups, strict=True):
        _draw(frame[frame["whole"] == group], pair, place, title)
    return places[0]


@dataclass(frozen=True)
class _Pair:
    """What all panels of a chart of two windows have in common."""

    parts: list[str]
    wholes: list[str]
    windows: tuple[str, str]
    top: float
    highlight: float
    labels: str


def _fraction(highlight: Any) -> None:
    number = isinstance(highlight, int | float) and not isinstance(highlight, bool)
    if not number or not 0 <= highlight <= 1:
        raise ArgumentError(
            f"highlight is {highlight!r}; expected a change of a share as a fraction, from 0 to 1, such as "
            "0.05 for five percentage points",
            rows=[highlight],
        )


def _windows(frame: pd.DataFrame) -> tuple[str, str]:
    """The two windows, the earlier first."""
    periods = list(frame.sort_values(["start", "end"])["period"].drop_duplicates())
    if len(periods) != 2:
        spans = frame.drop_duplicates("period").sort_values("start")[["start", "end"]].astype(int)
        first, last = (f"where(records, years={tuple(span)})" for span in spans.to_numpy()[[0, -1]].tolist())
        remedy = (
            f"choose two before the shares, so that top= counts no others: concat({first}, {last})"
            if len(periods) > 2
            else "make two with to_periods(records, 5, end=…), or draw one with plot_shares"
        )
        raise ArgumentError(
            f"{_CHART} draws two windows, and the frame has {len(periods)}: {sample(periods, most=12)}; "
            f"{remedy}",
            rows=periods,
        )
    return periods[0], periods[1]


def _check(frame: pd.DataFrame) -> None:
    frames.one_stage(frame, chart=_CHART, remedy="draw one at a time: where(records, stage=…)")
    frames.one_unit(frame, chart=_CHART)
    frames.one_length(frame, chart=_CHART)
    frames.once(frame, ("whole", "period", "part"), chart=_CHART)
    for _, group in frame.groupby("whole"):
        parts = list(group["part"].drop_duplicates())
        frames.at_most(parts, _MOST, chart=_CHART, what="parts", remedy=_TOP)


def _one_whole(groups: list[str], wholes: list[str]) -> None:
    if len(groups) > 1:
        raise ArgumentError(
            f"{_CHART} draws the parts of one whole, and the frame has {len(groups)} by "
            f"{words.listed(wholes)}: {sample(groups)}; choose one with where(records, {wholes[0]}=…), or "
            "give axes=, one Axes for each",
            rows=groups,
        )


def _draw(frame: pd.DataFrame, pair: _Pair, ax: Axes | None, title: str | None) -> Axes:
    parts = sorted(set(frame["part"]))
    ends = {part: tuple(_end(frame, part, window) for window in pair.windows) for part in parts}
    strong = [part for part in parts if _moves(ends[part], pair) and not style.is_rest(part)]
    colours = style.group_colours(strong, key=pair.parts[0] if len(pair.parts) == 1 else "")
    weak = style.tint(style.QUIET, 0.45)
    slopes = [
        Slope(
            portions.name(frame, part, pair.parts, pair.labels),
            style.supplier_colour(part) if style.is_rest(part) else colours.get(part, weak),
            part in strong,
            ends[part],
        )
        for part in parts
    ]
    return drawn(
        ax,
        lambda place: Slopes(place, slopes, pair.windows, pair.top),
        title=title or portions.title(frame, pair.parts, pair.wholes, pair.labels),
        subtitle=portions.subtitle(frame, pair.wholes, words.listed(pair.windows)),
        foot=words.foot(frame, *_notes(frame, slopes, pair)),
        tell=lambda: _tell(frame, slopes),
    )


def _moves(ends: tuple[End, ...], pair: _Pair) -> bool:
    """Whether a share changed by more than is highlighted."""
    return bool(abs(ends[1].value - ends[0].value) > 100 * pair.highlight + 1e-9)


def _end(frame: pd.DataFrame, part: str, window: str) -> End:
    rows = frame[frame["period"] == window]
    row = rows[rows["part"] == part]
    if row.empty:
        # where the others add to the whole, nothing is left for whom no record tells of
        nothing = 0.0 if rows["share"].notna().any() else np.nan
        return End(nothing, nothing, nothing, words.DASH if nothing == 0 else "", told=False)
    row = row.iloc[0]
    known = not row[list(_SHARE)].isna().all()
    return End(*row[list(_SHOWN)], portions.printed(row, "share")[0] if known else "", told=True)


def _said(end: End) -> str:
    return (end.figure or "not known") if end.told else "no record"


def _tell(frame: pd.DataFrame, slopes: Sequence[Slope]) -> str:
    things = []
    for slope in slopes:
        first, last = (_said(end) for end in slope.ends)
        moved = slope.ends[1].value - slope.ends[0].value
        change = "" if np.isnan(moved) else f" ({signed(moved)} points)"
        figure = f"{first} to {last}{change}"
        things.append(
            telling.Item(slope.name, figure, moved, slope.colour in style.RESTS, "without a known change")
        )
    ends = ("highest change", "lowest")
    return telling.told("lines", {"": things}, frame, ends=ends, bounds=_SHARE[1:])


def _notes(frame: pd.DataFrame, slopes: Sequence[Slope], pair: _Pair) -> list[str]:
    notes = []
    if any(slope.strong for slope in slopes):
        notes.append(f"In colour: named parts that changed by more than {100 * pair.highlight:g} points.")
    if any(not end.told and end.value == 0 for slope in slopes for end in slope.ends):
        notes.append(f"Empty dots, {words.DASH}: no record in that window, drawn as 0.")
    vague = [[slope.name for slope in slopes if np.isnan(slope.ends[n].low)] for n in (0, 1)]
    unknown = [
        f"{name} in {window}"
        for names, window in zip(vague, pair.windows, strict=True)
        for name in names
        if len(names) < len(slopes)  # else the chart says it
    ]
    if unknown:
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        notes.append(f"Not known: {', '.join(unknown[:5])}{more}.")
    if any(end.high - end.low > WIDE for slope in slopes for end in slope.ends):
        notes.append(words.whisker_note(frame, low="share_low", high="share_high"))
    else:
        notes.append(portions.bounds_note(frame, pair.parts, pair.wholes, pair.labels))
    return [*notes, captions.others_note(frame), captions.estimated_note(frame, pair.labels)]
