"""Bars to both sides of nought: their order, their scale, and names above the two sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from armsflow.charts import check as frames
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Flowing, Pen, Room, across, text, up
from armsflow.charts.draw.rows import Row, Rows, Span
from armsflow.charts.text import names as words

__all__: list[str] = []


def by_window(frame: pd.DataFrame, keys: Sequence[str], *, chart: str, most: int, remedy: str) -> dict:
    """The checked frame by its windows, the earliest first."""
    frames.one_unit(frame, chart=chart)
    frames.one_stage(frame, chart=chart, remedy="draw one at a time: where(records, stage=…)")
    frames.one_length(frame, chart=chart)
    frames.once(frame, [*keys, "period"], chart=chart)
    windows = frame.sort_values(["start", "end"])["period"].drop_duplicates()
    parts = {period: frame[frame["period"] == period] for period in windows}
    for part in parts.values():
        frames.at_most(list(frames.joined(part, keys)), most, chart=chart, what="rows", remedy=remedy)
    return parts


def ranked(frame: pd.DataFrame, keys: Sequence[str], figures: pd.Series) -> pd.DataFrame:
    """The rows from the largest figure to the least, what is not known and the rest at the end."""
    names = frames.joined(frame, keys)

    def place(index: Any) -> tuple:
        figure = figures[index]
        rest = frames.rest_last(frame.loc[index], keys)
        return (*rest, np.isnan(figure), -np.nan_to_num(figure), names[index])

    return frame.loc[sorted(frame.index, key=place)]


def label(row: pd.Series, frame: pd.DataFrame, keys: Sequence[str], labels: str) -> str:
    """A row by the keys that tell it from the others, or by all."""
    told = frames.varying(frame, keys) or keys
    return words.row_label({key: row[key] for key in told}, labels) or row["period"]


def ends(figures: pd.DataFrame, *, most: float = np.inf) -> tuple[float, float]:
    """The ends of a scale that holds nought and all figures up to `most`, with room for arrows."""
    every = figures.to_numpy(dtype=float)
    known = np.clip(every[np.isfinite(every)], None, most)
    size = np.abs(known).max(initial=0.0) or 1.0
    open_low, open_high = np.isneginf(every).any(), np.isposinf(every).any() or (every > most).any()
    low, high = known.min(initial=0.0), known.max(initial=0.0)
    below = 0.14 if open_low else 0.04 if low < 0 else 0.0
    return low - below * size, high + (0.14 if open_high else 0.04) * size


class Sided(Rows):
    """Rows with a name above each side of nought."""

    def __init__(
        self, ax: Axes, rows: Sequence[Row], draw: Callable, *, span: Span, sides: tuple[str, str]
    ) -> None:
        super().__init__(ax, {"": rows}, draw, span=span)
        self.heads = [
            Flowing(text(ax, side, label="side", ha=ha, va="bottom", weight="bold", fontsize=style.LABEL))
            for side, ha in zip(sides, ("right", "left"), strict=True)
        ]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What the rows need, and a line above them."""
        self.tall = max(head.fit(np.inf, pen)[1] for head in self.heads) + 2 * pt
        room = super().measure(width, height - self.tall, pt, pen)
        return Room(room.left, room.right, self.tall, room.bottom, room.least, room.natural, room.most)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the rows at their places, and the names at both sides of nought."""
        super().place(ax, slot, box, pt, pen)
        nought = ax.transData.transform((self.span.base, 0))[0]
        left, right = (head.artist for head in self.heads)
        # a narrow side pushes both names over
        end = max(nought - 3 * pt, slot.x0 + pen.size(left)[0])
        left.set_position((across(end, box), up(box.y1 + 2 * pt, box)))
        right.set_position((across(max(nought + 3 * pt, end + 6 * pt), box), up(box.y1 + 2 * pt, box)))
