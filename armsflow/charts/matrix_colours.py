"""Cells coloured by their figures, and the scale of their colours."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Flowing, Pen, across, text, up
from armsflow.charts.draw.marks import Ticks

__all__: list[str] = []

# one hue from pale to dark, which reads the same in grey and to the colour-blind; white is left to 0
_COLOURS = LinearSegmentedColormap.from_list(
    "armsflow", ["#DDE9F3", "#A6C6DF", "#5C93BE", "#2C6093", "#12294A"]
)
_LONG, _THICK = 112.0, 6.0  # points


class Ramp:
    """Coloured cells and, at a place of its own, what the colours mean."""

    def __init__(self, ax: Axes, values: np.ndarray, unit: str, *, log: bool) -> None:
        self.norm = _norm(values[np.isfinite(values)], log=log)
        mesh = ax.pcolormesh(
            np.ma.masked_invalid(values), cmap=_COLOURS, norm=self.norm, edgecolors="white", linewidth=0.5,
            zorder=1, label="cells",
        )  # fmt: skip
        self.spot = _Spot(ax)
        inset = ax.inset_axes([0, 0, 1, 1])
        inset.set_axes_locator(self.spot)
        self.bar = ax.figure.colorbar(mesh, cax=inset, orientation="horizontal")
        self.bar.outline.set_visible(False)
        style.dress(inset)
        steps = _decades(self.norm.vmin, self.norm.vmax) if log else _even(self.norm.vmax)
        self.numbers = [Ticks()(step) for step in steps] if log else Ticks().format_ticks(steps)
        self.bar.set_ticks(steps, labels=self.numbers)
        self.bar.minorticks_off()
        self.unit = Flowing(text(ax, unit, label="unit", va="top", color=style.QUIET))

    def colour(self, value: float) -> Any:
        """The colour of a figure."""
        return _COLOURS(self.norm(value))

    def measure(self, pt: float, pen: Pen) -> float:
        """How wide the scale is, with its numbers and its unit."""
        self.unit.scale(pen)
        widths = [pen.width(self.unit.artist, number) for number in self.numbers]
        # numbers stand in the middle under their places, perhaps under the ends
        self.reach = max(widths) / 2
        return max(_LONG * pt + 2 * self.reach, self.unit.fit(np.inf, pen)[0])

    def place(self, left: float, top: float, box: Bbox, pt: float, pen: Pen) -> None:
        """Put the scale at a place, its unit above, its numbers below."""
        tall = pen.size(self.unit.artist)[1] + 2 * pt
        self.unit.artist.set_position((across(left, box), up(top, box)))
        self.spot.box = Bbox.from_bounds(left + self.reach, top - tall - _THICK * pt, _LONG * pt, _THICK * pt)
        self.bar.ax.tick_params(labelsize=style.SMALL * pen.scale)


class _Spot:
    """Locator of the scale: where it was put last."""

    def __init__(self, ax: Axes) -> None:
        self.figure = ax.figure
        self.box = Bbox.unit()

    def __call__(self, ax: Axes, renderer: Any) -> Bbox:
        """The place in parts of the figure."""
        return self.box.transformed(self.figure.transSubfigure.inverted())


def _norm(known: np.ndarray, *, log: bool) -> Normalize:
    if log:
        return LogNorm(known.min() if known.min() < known.max() else known.max() / 10, known.max())
    return Normalize(0, known.max())


def _even(high: float) -> list[float]:
    """Round numbers from 0 at even steps."""
    steps = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(0, high)
    return [float(step) for step in steps if step <= high * (1 + 1e-9)]


def _decades(low: float, high: float) -> list[float]:
    """A few round numbers within a range: powers of ten or, in a short range, 2 and 5 times them too."""
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.floor(np.log10(high)) + 1)
    inside = [power for power in powers if low <= power <= high]
    if len(inside) > 2:
        return inside[:: int(np.ceil(len(inside) / 5))]
    steps = [step * power for power in powers for step in (1, 2, 5) if low <= step * power <= high]
    return steps or [high]
