"""What one supplier gave to two sides, mirrored at the ratio in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, ScaledTranslation
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, reach, text
from armsflow.charts.draw.marks import whisker
from armsflow.charts.draw.places import unit, up
from armsflow.charts.draw.tips import in_a_line, says
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, moved, names, numbers, titles
from armsflow.languages import number, say
from armsflow.records.schema import FIGURE
from armsflow.rounding import DOWN, NEAREST, UP, opposite

__all__ = ["plot_supplier_balance"]

_MOST = 30
_NONE = pd.Series(dtype=object)
_SIDES = ("left", "right")
_FIGURES = tuple(f"{side}_{name}" for side in _SIDES for name in FIGURE)


def plot_supplier_balance(
    supplier_balance: IntoFrame, ax: Axes | None = None, **options: Unpack[Options]
) -> Axes:
    """Mirrored bars on one scale, left side and right side, with their ratio in the middle.

    Parameters
    ----------
    supplier_balance : summary
        What `supplier_balance` returns: one row per category, window or other key.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

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
    return BalanceChart.of(supplier_balance, options).draw(ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class BalanceChart(Chart):
    """Mirrored bars of what one supplier gave to two sides, a row for each set of keys."""

    function = "plot_supplier_balance"
    noun = "supplier_balance"
    texts = _SIDES
    figures = (*_FIGURES, "ratio")
    optional = ("ratio_low", "ratio_high")

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        remedy = "choose one before the balance: where(records, stage=…)"
        check.one_stage(self.frame, chart=self.function, remedy=remedy)
        check.one_length(self.frame, chart=self.function)
        pairs = list((self.frame["left"] + " and " + self.frame["right"]).drop_duplicates())
        remedy = "draw one pair at a time"
        check.at_most(pairs, 1, chart=self.function, what="pair of sides", remedy=remedy)
        check.once(self.frame, [*self.keys, "period"], chart=self.function)
        rows = list(check.joined(self.frame, [*self.keys, "period"]))
        check.at_most(rows, _MOST, chart=self.function, what="rows", remedy="choose with where()")

    @property
    def value_axis(self) -> str:
        return "x"

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the chart counts."""
        return self.counted(_FIGURES)

    @cached_property
    def sides(self) -> pd.DataFrame:
        """The figures of both sides in the step of the chart."""
        return self.scale.of(self.frame, _FIGURES)

    @cached_property
    def names(self) -> list[str]:
        """Each row by the keys that tell it from the others, or by all but the supplier."""
        shown = check.varying(self.frame, self.keys) or [key for key in self.keys if key != "supplier"]
        several = self.frame["period"].nunique() > 1 or not shown
        out = []
        for _, row in self.frame.iterrows():
            name = names.row_label(row[shown].to_dict(), self.labels)
            out.append(", ".join(part for part in (name, row["period"] if several else "") if part))
        return out

    def title(self) -> str:
        sides = pd.DataFrame({"recipient": self.frame[list(_SIDES)].iloc[0].to_numpy()})
        first = self.frame.iloc[0]
        said = {name: first[name] for name in moved.SAYING if name in self.frame}
        one = self.frame.get("supplier", _NONE).nunique() == 1
        return titles.flow(sides.assign(**said, supplier=first["supplier"] if one else "all"), self.labels)

    @cached_property
    def rated(self) -> bool:
        """Whether any row has a ratio, or bounds of one."""
        known = self.sides["ratio"].map(_shown).notna().any()
        return bool(known or self.sides.apply(_ratio_bounds, axis=1).ne("").any())

    def subtitle(self) -> str:
        stage = titles.stage_of(self.frame)
        both = say("one scale for both sides")
        if self.rated:
            both = say("one scale for both sides, their ratio in the middle")
        unit = f"{stage}, {self.scale.phrase()}"
        return titles.subtitle(unit, titles.window(self.frame), both, frame=self.frame)

    def notes(self) -> list[str]:
        bounds = [
            self.frame[[f"{side}_low", f"{side}_high"]].set_axis(["low", "high"], axis=1) for side in _SIDES
        ]
        estimated = foot.estimated_note(self.frame, self.labels, of="a row")
        return [foot.whisker_note(pd.concat(bounds)), estimated]

    def words(self) -> str:
        things = []
        for name, (_, row) in zip(self.names, self.sides.iterrows(), strict=True):
            both = ", ".join(
                f"{names.party(row[side], self.labels)} {_amount(row, side, self.scale)}" for side in _SIDES
            )
            size = row[["left_value", "right_value"]].astype(float).max()
            ratio = "" if np.isnan(_shown(row["ratio"])) else f" ({_ratio(row['ratio'])})"
            things.append(description.Item(name, both + ratio, size, lacking=say("not known")))
        bounds = [name for name in _FIGURES if name.endswith("_high")]
        return description.of_marks("rows", {"": things}, self.sides, bounds=bounds)

    def body(self, ax: Axes) -> Mirror:
        return Mirror(ax, self)


@dataclass(frozen=True)
class _Row:
    """The artists of one row, which are set to one height when it is drawn."""

    name: Flowing
    ratio: Flowing
    detail: Flowing
    amounts: list[Text]
    bars: list[Patch]
    lines: list[Line2D]

    def move(self, y: float, half: float, pitch: float, pt: float) -> None:
        """Put the bar of the row at a height, its name above, its ratio and bounds in the gap."""
        for line in self.lines:
            ends = [y - half, y + half] if line.get_label() == "zero" else [y] * np.size(line.get_xdata())
            line.set_ydata(ends)
        for bar in self.bars:
            bar.set(y=y - half, height=2 * half)
        for words_ in (*self.amounts, self.ratio.artist):
            words_.set_y(y)
        self.name.artist.set_y(y - half - 1.5 * pt / pitch)
        self.detail.artist.set_y(y + 5.2 * pt / pitch)


class Mirror:
    """Body of a chart with two sides and a gap between them, in which the ratios stand."""

    kinds = ("two sides", "rows")

    def __init__(self, ax: Axes, chart: BalanceChart) -> None:
        frame, called = chart.sides, chart.names
        self.palette, self.scale, self.labels = chart.palette, chart.scale, chart.labels
        self.rated = chart.rated
        self.shifts = {side: Affine2D() for side in _SIDES}
        self.end = _end(frame)
        reach(ax, x=(-self.end, self.end), y=(len(frame), 0))
        ax.set_xticks([])
        ax.set_yticks([])
        self.rows = [
            self._row(ax, row, name, place + 0.5)
            for place, (name, (_, row)) in enumerate(zip(called, frame.iterrows(), strict=True))
        ]
        self.amounts = [Flowing(words_) for row in self.rows for words_ in row.amounts]
        self.heads = [self._head(ax, side, frame[side].iloc[0], chart.labels) for side in _SIDES]

    def _head(self, ax: Axes, side: str, code: str, labels: names.Labels) -> Flowing:
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
        # where no row has a ratio, a dash in the middle would stand for nothing
        ratio = text(ax, _ratio(_shown(row["ratio"])) if self.rated else "", label="ratio", va="center",
                     weight="bold", fontsize=style.LABEL, **shared)  # fmt: skip
        detail = text(ax, _ratio_bounds(row), label="detail", va="top", color=style.QUIET, **shared)
        return _Row(
            name=Flowing(label), ratio=Flowing(ratio), detail=Flowing(detail), amounts=amounts,
            bars=list(ax.patches)[bars:], lines=list(ax.lines)[lines:],
        )  # fmt: skip

    def _side(self, ax: Axes, row: pd.Series, side: str, y: float) -> Text:
        keys = [key for key in ("supplier", "category", "recipient") if key in row]
        # paler is what a source estimates: sides are told apart by their heads
        colour = self.palette.given.get(row[side], self.palette.row(row, keys))
        sign = -1 if side == "left" else 1
        value, high = row[f"{side}_value"], row[f"{side}_high"]
        place = ax.transData + self.shifts[side]
        drawn = len(ax.lines)
        if value > 0:
            bar = ax.barh([y], [sign * value], 0.5, **style.fill(colour), zorder=2, label=side)[0]
            bar.set(transform=place, clip_on=False)
            low, most = row[f"{side}_low"], row[f"{side}_high"]
            who = names.party(row[side], self.labels)
            told = in_a_line(who, _amount(row, side, self.scale), self.scale.bounds(low, most))
            says(bar, lambda: [told])
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
            ax, _amount(row, side, self.scale), label="amount", va="center", fontsize=style.LABEL,
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
        pitch, step = box.height / len(self.rows), unit(ax, box)
        thick = np.clip(pitch - self.tall - self.under - 5 * pt, pt, 20 * pt)
        spare = (pitch - self.tall - thick - self.under) / 2
        for place, row in enumerate(self.rows):
            y = place * pitch + spare + self.tall + thick / 2
            row.move(y * step, thick / 2 * step, 1 / step, pt)


def _end(frame: pd.DataFrame) -> float:
    figures = frame[list(_FIGURES)].to_numpy()
    known = figures[np.isfinite(figures)]
    end = (known.max() if known.size else 0.0) or 1.0
    return end * 1.12 if np.isinf(figures).any() else end


def _amount(row: pd.Series, side: str, scale: numbers.Scale) -> str:
    value, low, high = (row[f"{side}_{name}"] for name in FIGURE)
    if np.isfinite(value):
        return scale.figure(value)
    return say("not known") if np.isnan(low) else scale.bounds(low, high) or scale.figure(low)


def _shown(ratio: float) -> float:
    """The ratio, or null: what one side has beside nothing is no ratio, and both figures stand there."""
    return ratio if 0 < ratio < np.inf else np.nan


def _ratio(value: float, *, to: str = NEAREST) -> str:
    if np.isnan(value):
        return "–"
    if value == 0 or np.isinf(value):
        return "0 : 1" if value == 0 else "1 : 0"
    times = numbers.figure(max(value, 1 / value), to=to if value >= 1 else opposite(to))
    more = "1" if times == number("1.0") else times
    return f"{more} : 1" if value >= 1 else f"1 : {more}"


def _ratio_bounds(row: pd.Series) -> str:
    low, high = row.get("ratio_low", np.nan), row.get("ratio_high", np.nan)
    if not low < high:
        return ""
    if np.isinf(high):
        return say("{figure} or more", figure=_ratio(low, to=DOWN))
    return say("{low} to {high}", low=_ratio(low, to=DOWN), high=_ratio(high, to=UP))
