"""Shares as stacks of one hundred per cent, one per window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.columns import Columns, steps, windows
from armsflow.charts.draw.layout import axes_or_error, drawn
from armsflow.charts.draw.marks import Ticks
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import ArgumentError, one_of, sample

__all__ = ["plot_shares"]

_CHART, _MOST, _STACKS, _WIDE = "plot_shares", 8, 80, 0.78


def plot_shares(
    shares: Any, ax: Axes | None = None, *, labels: str = "name", title: str | None = None
) -> Axes:
    """Stacks of 100 per cent, one per window and whole, with the largest part at the bottom.

    Parts keep one order in all stacks, by their sum over all windows; "Others" and "Unknown" stand
    last, at the top, in grey. Percentages are rounded as SIPRI does it, from 10 upwards to the
    whole and below to one decimal, and stand where they have room. What a stack adds up to stands
    above it. A window whose shares are not known stays empty and says so.

    Parameters
    ----------
    shares : summary
        What `shares` returns, at most eight parts beside others and unknown.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    labels : {"name", "code"}
        How parties and categories are printed.
    title : str, optional
        In place of the title that the chart gives itself.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ArgumentError
        If the frame is not that of `shares`, has no rows, more than eight parts or 80 stacks,
        shares that add to more than 1, several stages or units, windows of different length, or
        several rows for one part of one whole.

    Notes
    -----
    Bounds of shares do not add, so they cannot be drawn at the edges of a stack; the foot names
    the widest.

    Examples
    --------
    Which part of its arms did a country buy from its first supplier?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> bought = pd.DataFrame({"supplier": ["Russia", "Israel"], "value": [6e9, 4e9]})
    >>> records = af.to_records(
    ...     bought, recipient="Azerbaijan", year=2014, stage="contract", unit="USD"
    ... )
    >>> ax = af.plot_shares(af.shares(records))
    >>> [float(round(bar.get_height(), 1)) for bar in ax.containers[0]]
    [60.0]
    """
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(shares, chart=_CHART, noun="shares", needs=("share", "share_low", "share_high"))
    parts, wholes = names.split(frame)
    remedy = "draw one at a time: where(records, stage=…)"
    check.one_stage(frame, chart=_CHART, remedy=remedy)
    check.one_unit(frame, chart=_CHART)
    check.one_length(frame, chart=_CHART)
    frame = frame.assign(part=check.joined(frame, parts), whole=check.joined(frame, wholes))
    check.once(frame, ("whole", "period", "part"), chart=_CHART)
    order = _order(frame)
    check.at_most(
        [part for part in order if not style.is_rest(part)], _MOST, chart=_CHART, what="parts",
        remedy="keep the largest: shares(records, …, top=6)",
    )  # fmt: skip
    stacks = frame.groupby(["whole", "start", "end"], sort=False)["share"].sum()
    _check(stacks)
    places = _places(frame)
    check.at_most(
        [" ".join(place) for place in places], _STACKS, chart=_CHART, what="stacks",
        remedy="choose with where(), or wider windows with to_periods()",
    )  # fmt: skip
    return drawn(
        ax,
        lambda place: _draw(place, frame, order, parts, places, labels),
        title=title or titles.shares_title(frame, parts, wholes, labels),
        subtitle=titles.shares_subtitle(frame, wholes),
        foot=titles.foot(
            frame,
            titles.shares_note(frame, parts, wholes, labels),
            _unknown_note(frame, parts, wholes, labels),
            titles.others_note(frame),
            titles.estimated_note(frame, labels),
        ),
        tell=lambda: _tell(frame, parts, wholes, labels),
    )


def _tell(frame: pd.DataFrame, parts: list[str], wholes: list[str], labels: str) -> str:
    """The three largest parts of each stack."""
    things = []
    for _, stack in frame.groupby(["whole", "start"], sort=True):
        row = stack.iloc[0]
        whole = names.row_label({key: row[key] for key in check.varying(frame, wholes)}, labels)
        largest = stack[stack["share"] > 0].sort_values("share", ascending=False)[:3]
        shares = ", ".join(
            f"{names.part(frame, row['part'], parts, labels)} {numbers.per_cent(row['share'])}"
            for _, row in largest.iterrows()
        )
        name = ", ".join(part for part in (whole, row["period"]) if part)
        things.append(describe.Item(name, shares or "not known", row["start"]))
    ends = ("latest", "earliest")
    return describe.told("stacks", {"": things}, frame, ends=ends, bounds=("share_low", "share_high"))


def _unknown_note(frame: pd.DataFrame, parts: list[str], wholes: list[str], labels: str) -> str:
    """Which parts are not in their stacks because no figure is known, while others are."""
    known = frame.groupby(["whole", "period"])["share"].transform("count") > 0
    gone = frame[known & frame["share"].isna()]
    if gone.empty:
        return ""
    keys = [*parts, *check.varying(frame, wholes)]
    called = [{**row[keys].to_dict(), "period": row["period"]} for _, row in gone.iterrows()]
    told = [names.row_label(name, labels) for name in called]
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return f"Per cent of what is known; not known: {'; '.join(told[:3])}{more}."


def _order(frame: pd.DataFrame) -> list[str]:
    sums = frame.groupby("part")["share"].sum()
    return sorted(sums.index, key=lambda part: (_rank(part), -sums[part], part))


def _rank(part: str) -> int:
    return 0 if not style.is_rest(part) else 1 if part == "others" else 2


def _check(stacks: pd.Series) -> None:
    over = stacks[stacks > 1 + 1e-6]
    if len(over):
        found = [f"{' '.join(map(str, place))}: {sum_:.3f}" for place, sum_ in over.items()]
        raise ArgumentError(
            f"{_CHART} stacks shares to 100 per cent, and some add to more ({sample(found)}); give "
            "it the frame of shares() as it comes, of one source and reporter",
            rows=found,
        )


def _places(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Where each stack stands: windows to the right, a gap before the next whole."""
    places: dict[tuple[str, str], float] = {}
    shift = 0.0
    spots = frame.assign(step=steps(frame))
    for whole in dict.fromkeys(spots["whole"]):
        rows = spots[spots["whole"] == whole].sort_values("step")
        from_ = rows["step"].min()
        for period, step in zip(rows["period"], rows["step"], strict=True):
            places[whole, period] = shift + step - from_
        shift += rows["step"].max() - from_ + 1.6
    return places


def _draw(
    ax: Axes,
    frame: pd.DataFrame,
    order: list[str],
    parts: list[str],
    places: dict[tuple[str, str], float],
    labels: str,
) -> Columns:
    told = {x: period for (_, period), x in places.items()}
    alone = frame["whole"].nunique() == 1
    body = Columns(ax, windows(frame) if alone else list(told.items()), widest=115)
    for x, _ in windows(frame) if alone else []:
        if x not in told:
            body.mark(
                "no record", (x, 50), (1, 100), rotation=90, ha="center", va="center", color=style.QUIET
            )
    colours = style.group_colours(order, key=parts[0] if len(parts) == 1 else "")
    cells = frame.set_index(["whole", "period", "part"])["share"]
    heights = {part: _heights(cells, places, part) for part in order}
    xs, base = np.array(list(places.values())), np.zeros(len(places))
    called = []
    for part in order:
        height = heights[part]
        bars = ax.bar(
            xs, height, _WIDE, bottom=base, color=colours[part], edgecolor="white", linewidth=0.7,
            label=part, zorder=2,
        )  # fmt: skip
        _inside(body, bars, colours[part])
        called.append((part, base[-1] + height[-1] / 2))
        base = base + height
    for x, total in zip(xs, base, strict=True):
        if total == 0:
            body.mark(
                "not known", (x, 50), (1, 100), rotation=90, ha="center", va="center",
                color=style.QUIET,
            )  # fmt: skip
    _sums(body, frame, places)
    for part, at in reversed(called):
        body.group(names.part(frame, part, parts, labels), colours[part], at=at)
    _wholes(body, frame, places, labels)
    ax.set_ylim(0, 111)
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.yaxis.set_major_formatter(Ticks(" %"))
    ax.axhline(0, color=style.INK, linewidth=0.8, zorder=3, label="zero")
    return body


def _heights(cells: pd.Series, places: dict[tuple[str, str], float], part: str) -> np.ndarray:
    found = [cells.get((*place, part), 0.0) for place in places]
    return np.nan_to_num(np.array(found, dtype=float)) * 100


def _inside(body: Columns, bars: Any, colour: str) -> None:
    for bar in bars:
        if bar.get_height() > 0:
            middle = bar.get_y() + bar.get_height() / 2
            body.mark(
                numbers.per_cent(bar.get_height() / 100),
                (bar.get_x() + bar.get_width() / 2, middle),
                (bar.get_width(), bar.get_height()),
                ha="center", va="center_baseline", color=style.ink_on(colour),
            )  # fmt: skip


def _sums(body: Columns, frame: pd.DataFrame, places: dict[tuple[str, str], float]) -> None:
    """What each stack adds up to, above it: equal heights would hide which window had most."""
    sums = frame.groupby(["whole", "period"])["value"].agg(lambda values: values.sum(skipna=False))
    if not np.isfinite(sums.to_numpy(dtype=float)).all():
        return
    scale = numbers.scale_of(frame.iloc[:1].assign(value=sums.max()), ("value",))
    told = numbers.count if scale.unit == "pieces" else numbers.figure
    for place, x in places.items():
        body.mark(
            told(sums[place] / scale.factor), (x, 103), (1, 9), bunch="sums", ha="center", va="bottom",
            color=style.QUIET,
        )  # fmt: skip
    body.caption(scale.brief(), 103, bunch="sums")


def _wholes(body: Columns, frame: pd.DataFrame, places: dict[tuple[str, str], float], labels: str) -> None:
    wholes = list(dict.fromkeys(whole for whole, _ in places))
    if len(wholes) < 2:
        return
    keys = [key for key in check.keys_of(frame) if key not in names.split(frame)[0]]
    for whole in wholes:
        xs = [x for (name, _), x in places.items() if name == whole]
        row = frame[frame["whole"] == whole].iloc[0]
        body.head(names.row_label({key: row[key] for key in keys}, labels), min(xs), max(xs))
