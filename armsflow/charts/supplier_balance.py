"""What one supplier gave to two sides, mirrored at the ratio in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Flowing, Pen, Room, axes_or_error, drawn, text, up
from armsflow.charts.draw.marks import whisker
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import one_of

__all__ = ["plot_supplier_balance"]

_CHART, _MOST = "plot_supplier_balance", 30
_NONE = pd.Series(dtype=object)
_SIDES = ("left", "right")
_FIGURE = ("value", "low", "high")
_FIGURES = tuple(f"{side}_{name}" for side in _SIDES for name in _FIGURE)


def plot_supplier_balance(
    supplier_balance: Any, ax: Axes | None = None, *, labels: str = "name", title: str | None = None
) -> Axes:
    """Mirrored bars on one scale, left side and right side, with their ratio in the middle.

    Parameters
    ----------
    supplier_balance : summary
        What `supplier_balance` returns: one row per category, window or other key.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    labels : {"name", "code"}
        How parties and categories are printed.
    title : str, optional
        In place of the title that the chart gives itself.

    Returns
    -------
    matplotlib.axes.Axes
        What goes to the left is drawn to the left of 0, as negative numbers.

    Raises
    ------
    ArgumentError
        If the frame is not that of `supplier_balance` or has no rows; if stages, units, prices, the
        lengths of windows or the two sides differ; if there are more than 30 rows, or several for
        one set of keys.

    Examples
    --------
    Whom did Russia give more tanks, by its own reports to the UN?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"recipient": ["Azerbaijan", "Armenia"], "value": [72, 35]})
    >>> records = af.to_records(
    ...     given, supplier="Russia", start=2007, end=2013, stage="delivery", unit="pieces",
    ...     category="un:I",
    ... )
    >>> balance = af.supplier_balance(
    ...     records, supplier="Russia", between=("Azerbaijan", "Armenia"), by="category"
    ... )
    >>> ax = af.plot_supplier_balance(balance)
    >>> [text.get_text() for text in ax.texts if text.get_label() == "ratio"]
    ['2.1 : 1']
    """
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(
        supplier_balance, chart=_CHART, noun="supplier_balance", needs=(*_SIDES, *_FIGURES, "ratio")
    )
    keys = _checked(frame)
    scale = numbers.scale_of(frame, _FIGURES)
    frame = scale.of(frame, _FIGURES)
    called = _names(frame, keys, labels)
    return drawn(
        ax,
        lambda place: Mirror(place, frame, called, labels),
        title=title or _title(frame, labels),
        subtitle=_subtitle(frame, scale),
        foot=titles.foot(frame, _note(frame), titles.estimated_note(frame, labels, of="a row")),
        tell=lambda: _tell(frame, called, labels),
    )


def _checked(frame: pd.DataFrame) -> list[str]:
    keys = check.keys_of(frame)
    check.one_unit(frame, chart=_CHART)
    remedy = "choose one before the balance: where(records, stage=…)"
    check.one_stage(frame, chart=_CHART, remedy=remedy)
    check.one_length(frame, chart=_CHART)
    pairs = list((frame["left"] + " and " + frame["right"]).drop_duplicates())
    check.at_most(pairs, 1, chart=_CHART, what="pair of sides", remedy="draw one pair at a time")
    check.once(frame, [*keys, "period"], chart=_CHART)
    rows = list(check.joined(frame, [*keys, "period"]))
    check.at_most(rows, _MOST, chart=_CHART, what="rows", remedy="choose with where()")
    return keys


def _names(frame: pd.DataFrame, keys: list[str], labels: str) -> list[str]:
    """Each row by the keys that tell it from the others, or by all but the supplier."""
    told = check.varying(frame, keys) or [key for key in keys if key != "supplier"]
    several = frame["period"].nunique() > 1 or not told
    out = []
    for _, row in frame.iterrows():
        name = names.row_label({key: row[key] for key in told}, labels)
        out.append(", ".join(part for part in (name, row["period"] if several else "") if part))
    return out


@dataclass(frozen=True)
class _Row:
    """The artists of one row, which are set to one height when it is drawn."""

    name: Flowing
    ratio: Flowing
    detail: Flowing
    amounts: list[Text]
    bars: list[Rectangle]
    lines: list[Line2D]

    def move(self, y: float, half: float, pitch: float, pt: float) -> None:
        """Put the bar of the row at a height, its name above, its ratio and bounds in the gap."""
        for line in self.lines:
            ends = [y - half, y + half] if line.get_label() == "zero" else [y] * len(line.get_xdata())
            line.set_ydata(ends)
        for bar in self.bars:
            bar.set(y=y - half, height=2 * half)
        for words_ in (*self.amounts, self.ratio.artist):
            words_.set_y(y)
        self.name.artist.set_y(y - half - 1.5 * pt / pitch)
        self.detail.artist.set_y(y + 5.2 * pt / pitch)


class Mirror:
    """Body of a chart with two sides and a gap between them, in which the ratios stand."""

    def __init__(self, ax: Axes, frame: pd.DataFrame, called: list[str], labels: str) -> None:
        self.shifts = {side: Affine2D() for side in _SIDES}
        self.end = _end(frame)
        ax.set_xlim(-self.end, self.end)
        ax.set_ylim(len(frame), 0)
        ax.set_xticks([])
        ax.set_yticks([])
        self.rows = [
            self._row(ax, row, name, place + 0.5)
            for place, (name, (_, row)) in enumerate(zip(called, frame.iterrows(), strict=True))
        ]
        self.amounts = [Flowing(words_) for row in self.rows for words_ in row.amounts]
        self.heads = [self._head(ax, side, frame[side].iloc[0], labels) for side in _SIDES]

    def _head(self, ax: Axes, side: str, code: str, labels: str) -> Flowing:
        place = ax.get_xaxis_transform() + self.shifts[side]
        head = text(
            ax, names.party(code, labels), label="side", transform=place, va="bottom",
            weight="bold", fontsize=style.LABEL, ha="right" if side == "left" else "left",
        )  # fmt: skip
        head.set_position((0, 1))
        return Flowing(head)

    def _row(self, ax: Axes, row: pd.Series, name: str, y: float) -> _Row:
        lines, bars = len(ax.lines), len(ax.patches)
        amounts = [self._side(ax, row, side, y) for side in _SIDES]
        shared = {"transform": ax.transData, "ha": "center"}
        label = text(ax, name, label="row", va="bottom", fontsize=style.LABEL, **shared)
        ratio = text(ax, _ratio(row["ratio"]), label="ratio", va="center", weight="bold",
                     fontsize=style.LABEL, **shared)  # fmt: skip
        detail = text(ax, _ratio_bounds(row), label="detail", va="top", color=style.QUIET, **shared)
        middle = [Flowing(artist) for artist in (label, ratio, detail)]
        return _Row(*middle, amounts, list(ax.patches)[bars:], list(ax.lines)[lines:])

    def _side(self, ax: Axes, row: pd.Series, side: str, y: float) -> Text:
        colour = style.supplier_colour(row["supplier"]) if "supplier" in row else style.ACCENT
        sign = -1 if side == "left" else 1
        value, high = row[f"{side}_value"], row[f"{side}_high"]
        place = ax.transData + self.shifts[side]
        drawn = len(ax.lines)
        if value > 0:
            colour = colour if side == "left" else style.tint(colour, 0.45)
            bar = ax.barh([y], [sign * value], 0.5, **style.fill(colour), zorder=2, label=side)[0]
            bar.set(transform=place, clip_on=False)
        whisker(ax, row[[f"{side}_low", f"{side}_high"]].set_axis(["low", "high"]), y, self.end,
                colour=style.INK, halo=True, sign=sign)  # fmt: skip
        ax.plot([0, 0], [y, y], color=style.INK, linewidth=0.8, label="zero")
        for line in list(ax.lines)[drawn:]:
            line.set(transform=place, clip_on=False)
        reach = self.end if np.isinf(high) else np.nanmax([value, high, 0])
        return self._amount(ax, row, side, sign * reach, open_end=bool(np.isinf(high)))

    def _amount(self, ax: Axes, row: pd.Series, side: str, reach: float, *, open_end: bool) -> Text:
        sign = -1 if side == "left" else 1
        away = ScaledTranslation(sign * (8 if open_end else 3) / 72, 0, ax.figure.dpi_scale_trans)
        words_ = text(
            ax, _amount(row, side), label="amount", va="center", fontsize=style.LABEL,
            transform=ax.transData + self.shifts[side] + away, ha="right" if sign < 0 else "left",
        )  # fmt: skip
        words_.set_x(reach)
        return words_

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """The gap for the ratios, room for the amounts at the ends, a line for the sides."""
        ratios = [flow.fit(np.inf, pen)[0] for row in self.rows for flow in (row.ratio, row.detail)]
        self.gap = max(*ratios, 22 * pt) + 8 * pt
        edge = max(amount.fit(np.inf, pen)[0] for amount in self.amounts) + 9 * pt + self.gap / 2
        heads = max(head.fit((width - self.gap) / 2, pen)[1] for head in self.heads)
        self.tall = max(row.name.fit(width, pen)[1] for row in self.rows) + 1.5 * pt
        self.under = 8 * pt if any(row.detail.words for row in self.rows) else 0.0
        least = len(self.rows) * (self.tall + self.under + 11 * pt)
        natural = len(self.rows) * (self.tall + self.under + 20 * pt)
        return Room(edge, edge, heads + 7 * pt, 0.0, least, natural, most=1.8 * natural)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Move the sides apart by the gap, and stack name, bar and bounds in each row."""
        for side, sign in zip(_SIDES, (-1, 1), strict=True):
            self.shifts[side].clear().translate(sign * self.gap / 2, 0)
        for head in self.heads:
            head.artist.set_y(up(box.y1 + 5 * pt, box))
        pitch = box.height / len(self.rows)
        thick = np.clip(pitch - self.tall - self.under - 5 * pt, pt, 20 * pt)
        spare = (pitch - self.tall - thick - self.under) / 2
        for place, row in enumerate(self.rows):
            y = place + (spare + self.tall + thick / 2) / pitch
            row.move(y, thick / 2 / pitch, pitch, pt)


def _end(frame: pd.DataFrame) -> float:
    figures = frame[list(_FIGURES)].to_numpy()
    known = figures[np.isfinite(figures)]
    end = (known.max() if known.size else 0.0) or 1.0
    return end * 1.12 if np.isinf(figures).any() else end


def _amount(row: pd.Series, side: str) -> str:
    value, low, high = (row[f"{side}_{name}"] for name in _FIGURE)
    if np.isfinite(value):
        return numbers.count(value) if row["unit"] == "pieces" else numbers.figure(value)
    return "not known" if np.isnan(low) else numbers.bounds(low, high) or numbers.figure(low)


def _ratio(value: float) -> str:
    if np.isnan(value):
        return "–"
    if value == 0 or np.isinf(value):
        return "0 : 1" if value == 0 else "1 : 0"
    times = numbers.figure(max(value, 1 / value))
    more = "1" if times == "1.0" else times
    return f"{more} : 1" if value >= 1 else f"1 : {more}"


def _ratio_bounds(row: pd.Series) -> str:
    low, high = row.get("ratio_low", np.nan), row.get("ratio_high", np.nan)
    if not low < high:
        return ""
    if np.isinf(high):
        return f"{_ratio(low)} or more"
    return f"{_ratio(low)} to {_ratio(high)}"


def _title(frame: pd.DataFrame, labels: str) -> str:
    sides = pd.DataFrame({"recipient": frame[list(_SIDES)].iloc[0].to_numpy()})
    suppliers = frame["supplier"].iloc[0] if frame.get("supplier", _NONE).nunique() == 1 else "all"
    return titles.flow(sides.assign(supplier=suppliers), labels)


def _subtitle(frame: pd.DataFrame, scale: numbers.Scale) -> str:
    stage = titles.stage_of(frame)
    both = "one scale for both sides, their ratio in the middle"
    return titles.subtitle(f"{stage}, {scale.phrase()}", titles.window(frame), both, frame=frame)


def _tell(frame: pd.DataFrame, called: list[str], labels: str) -> str:
    things = []
    for name, (_, row) in zip(called, frame.iterrows(), strict=True):
        both = ", ".join(f"{names.party(row[side], labels)} {_amount(row, side)}" for side in _SIDES)
        size = row[["left_value", "right_value"]].astype(float).max()
        ratio = "" if np.isnan(row["ratio"]) else f" ({_ratio(row['ratio'])})"
        things.append(describe.Item(name, both + ratio, size, lacking="not known"))
    bounds = [name for name in _FIGURES if name.endswith("_high")]
    return describe.told("rows", {"": things}, frame, bounds=bounds)


def _note(frame: pd.DataFrame) -> str:
    sides = [frame[[f"{side}_low", f"{side}_high"]].set_axis(["low", "high"], axis=1) for side in _SIDES]
    return titles.whisker_note(pd.concat(sides))
