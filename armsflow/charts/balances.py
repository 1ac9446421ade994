"""What parties supplied and received, to both sides of zero, with the net between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, text
from armsflow.charts.draw.marks import dot, whisker
from armsflow.charts.draw.places import across, up
from armsflow.charts.draw.rows import Row, Sided, Span, ends
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.charts.protocol.chart import Options, WindowChart
from armsflow.charts.text import description, foot, names, numbers, titles
from armsflow.charts.text.numbers import money, span
from armsflow.languages import say
from armsflow.records.schema import FIGURE

__all__ = ["plot_balances"]

_BARS = ("supplied", "received")
_OFF = 6.0  # points from the end of a bar to its figure
# between the head of the supplied side, which stands off zero, and that of the net
_APART = 9.0


def plot_balances(
    balances: IntoFrame,
    ax: Axes | None = None,
    *,
    axes: Sequence[Axes] | None = None,
    **options: Unpack[Options],
) -> Axes:
    """Bars to both sides of zero, supplied to the right and received to the left, and the net on them.

    The figures of both sides stand at the ends of their bars. The net is a diamond with whiskers from its
    least to its greatest, and the figure at the right with its sign, under "Net"; the largest net supplier
    stands at the top, what is not known below the others, "Unknown" last in grey.

    Parameters
    ----------
    balances : summary
        What `balances` returns, of one window.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    axes : several Axes, optional
        In place of `ax`, one for each window in order of time, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

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
    return BalancesChart.of(balances, options).draw(ax, axes=axes)


@dataclass(frozen=True)
class _Account(Row):
    """A row with both sides of its net."""

    supplied: float = np.nan
    received: float = np.nan
    #: Both as they are printed, the received first.
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True, eq=False)
class BalancesChart(WindowChart):
    """Bars of what was supplied and received in one window, with their net."""

    function = "plot_balances"
    noun = "balances"
    texts = ("party",)
    figures = tuple(f"{side}{end}" for side in _BARS for end in ("", "_low", "_high"))
    most = 40
    remedy = "choose parties: balances[balances['party'].isin([…])]"

    @property
    def value_axis(self) -> str:
        return "x"

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which all panels count."""
        return self.counted((*FIGURE, *self.figures))

    @cached_property
    def balances(self) -> pd.DataFrame:
        """The balances in the step of the chart."""
        return self.scale.of(self.frame, (*FIGURE, *self.figures))

    @cached_property
    def span(self) -> Span:
        """One step for both sides of all panels, neither of them narrower than a third of the other."""
        frame = self.whole.balances
        low, high = ends(frame[[*FIGURE, "supplied"]].assign(received=-frame["received"]))
        return Span(min(low, -high / 3), max(high, -low / 3), most=6)

    @cached_property
    def rows(self) -> list[_Account]:
        """The parties, the largest net supplier first."""
        order = check.ranked(self.balances, self.keys, self.balances["value"])
        return [self._row(row) for _, row in order.iterrows()]

    def _row(self, row: pd.Series) -> _Account:
        bounds = span(row["low"], row["high"], self.scale.figure)
        known = np.isfinite(row["value"])
        amount = money(row["value"], self.scale) if known else bounds or say("not known")
        detail = ", ".join(filter(None, (bounds if known else "", numbers.hidden(row))))
        name = names.row_label(row[self.keys].to_dict(), self.labels)
        codes = [*(row[key] for key in self.keys), row["period"]]
        colour = self.palette.alike(codes, style.row_colour(row, self.keys))
        return _Account(
            name, amount, detail, row["value"], row["low"], row["high"], colour,
            supplied=row["supplied"], received=row["received"],
            ends=(self._printed(row["received"]), self._printed(row["supplied"])),
        )  # fmt: skip

    def _printed(self, value: float) -> str:
        return self.scale.figure(value) if np.isfinite(value) else ""

    def reported(self) -> pd.DataFrame:
        # a record counts for both its parties: rows say what is undisclosed, their sum would be too large
        return self.frame.assign(undisclosed=0)

    def title(self) -> str:
        return titles.given_and_got(self.frame)

    def subtitle(self) -> str:
        net = say("net (diamond): supplied less received")
        unit = f"{titles.stage_of(self.frame)}, {self.scale.phrase()}"
        return titles.subtitle(unit, titles.window(self.frame), net, frame=self.frame)

    def notes(self) -> list[str]:
        return [foot.whisker_note(self.frame), foot.estimated_note(self.frame, self.labels, of="a row")]

    def words(self) -> str:
        things = {"": description.items(self.rows)}
        return description.of_marks("net balances", things, self.reported(), ends=description.RANKS)

    def body(self, ax: Axes) -> Accounts:
        return Accounts(ax, self.rows, span=self.span)


class Accounts(Sided):
    """Rows with a figure at either end of their bars, and a head above the net at the right."""

    def __init__(self, ax: Axes, rows: Sequence[_Account], *, span: Span) -> None:
        super().__init__(
            ax, rows, partial(_marks, start=span.low), span=span, sides=(say("Received"), say("Supplied")),
            axis=False,
        )  # fmt: skip
        self.net = Flowing(
            text(ax, say("Net"), label="side", ha="right", va="bottom", weight="bold", fontsize=style.LABEL)
        )
        self.ends = [_ends(ax, row, span) for row in rows]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What rows and heads need, and the figures at the ends of the bars."""
        net = self.net.fit(np.inf, pen)[0]
        room = super().measure(width, height, pt, pen)
        heads = self.heads[1].fit(np.inf, pen)[0] + net + _APART * pt - room.right
        low, high = self.ax.get_xlim()
        wide, more = width - room.left - room.right, (0.0, 0.0)
        for _ in range(4):  # what they need makes the scale shorter, and then they need more
            free = wide - sum(more)
            left, right = zip(*(
                (a.words.fit(np.inf, pen)[0] - (a.at - low) / (high - low) * free,
                 b.words.fit(np.inf, pen)[0] - (high - b.at) / (high - low) * free)
                for a, b in self.ends
            ), strict=True)  # fmt: skip
            # the head of the right side stands before that of the net
            right = (*right, heads - high / (high - low) * free - _OFF * pt)
            more = max(*left, -_OFF * pt) + _OFF * pt, max(*right, -_OFF * pt) + _OFF * pt
        self.told = wide - sum(more) >= 0.25 * width
        more = more if self.told else (0.0, max(0.0, heads - high / (high - low) * wide))
        return replace(room, left=room.left + more[0], right=room.right + more[1])

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the figures at the ends of the bars."""
        super().place(ax, slot, box, pt, pen)
        self.net.artist.set_position((across(slot.x1, box), up(box.y1 + 2 * pt, box)))
        for line, both in zip(self.lines, self.ends, strict=True):
            middle = float(np.mean(np.asarray(line.zero.get_ydata(), dtype=float)))
            for end, sign in zip(both, (-1, 1), strict=True):
                x = ax.transData.transform((end.at, 0))[0] + sign * _OFF * pt
                end.words.artist.set_position((across(x, box), middle))
                end.words.show(self.told)


@dataclass(frozen=True)
class _End:
    """The figure at one end of a bar, and where the marks of the row end there."""

    words: Flowing
    at: float


def _ends(ax: Axes, row: _Account, span: Span) -> tuple[_End, _End]:
    shared: dict[str, Any] = {"label": "end", "va": "center", "color": style.QUIET}
    reach = (
        max(min(-np.nan_to_num(row.received), row.low if row.low < 0 else 0.0), span.low),
        min(max(np.nan_to_num(row.supplied), row.high if row.high > 0 else 0.0), span.high),
    )
    left, right = (
        _End(Flowing(text(ax, words, transform=ax.get_yaxis_transform(), ha=side, **shared)), at)
        for words, side, at in zip(row.ends, ("right", "left"), reach, strict=True)
    )
    return left, right


def _marks(ax: Axes, row: _Account, y: float, end: float, *, start: float) -> None:
    sides = ((row.supplied, row.colour), (-row.received, style.tint(row.colour, 0.45)))
    for (length, colour), side in zip(sides, _BARS, strict=True):
        if np.isfinite(length) and length:
            ax.barh([y], [length], 0.54, **style.fill(colour), zorder=2, label=side)
    whisker(ax, row, y, end, colour=style.INK, halo=True, start=start)
    dot(ax, row.value, y, colour=style.INK, diamond=True)
