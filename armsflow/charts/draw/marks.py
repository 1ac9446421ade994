"""Marks and scales that several charts share: numbers and years on axes, dots, whiskers and hatching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import Formatter, MaxNLocator

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import neighbours, reach
from armsflow.languages import number, speaking, spoken
from armsflow.rounding import MINUS, differ

__all__: list[str] = []

_FINE = 0.7  # points of a whisker on a bar


class Ticks(Formatter):
    """Numbers on a scale, all with as many decimals as the finest of them needs."""

    def __init__(self, after: str = "", *, plus: str = "") -> None:
        self.after, self.plus, self.language = after, plus, spoken()

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All labels of an axis."""
        fewest = (n for n in range(8) if all(abs(v - round(v, n)) < 1e-9 for v in values))
        decimals = next(fewest, 8)
        with speaking(self.language):
            return [number(f"{self._sign(v)}{abs(v):,.{decimals if v else 0}f}") + self.after for v in values]

    def _sign(self, value: float) -> str:
        return MINUS if value < 0 else self.plus if value > 0 else ""

    def __call__(self, value: float, pos: int | None = None) -> str:
        """One label, as the cursor shows it."""
        return self.format_ticks([value])[0]


class Powers(Formatter):
    """Numbers on a scale of powers of ten, each with the decimals that it needs: 0.01, 1,000."""

    def __init__(self) -> None:
        self.language = spoken()

    def __call__(self, value: float, pos: int | None = None) -> str:
        """One label."""
        with speaking(self.language):
            return number(f"{value:,.12f}".rstrip("0").rstrip("."))


def number_up(ax: Axes, most: float, *, room: float = 0.0) -> float:
    """Number the upright scale from 0, its last step at or above `most`, and return where it ends.

    `room` is a part of `most` that stays free above it. Axes that share the scale are numbered to its end.
    """
    shown = max(most, ax.get_ylim()[1]) if neighbours(ax, "y") else most
    # of four steps or five, those that leave less of the scale empty
    end, locator = min(
        (_steps(shown, most * (1 + room), count) for count in (4, 5)), key=lambda each: each[0]
    )
    reach(ax, y=(0.0, end))
    ax.yaxis.set_major_locator(locator)
    ax.yaxis.set_major_formatter(Ticks())
    return end


def _steps(most: float, least: float, count: int) -> tuple[float, MaxNLocator]:
    """Where a scale of so many steps ends, at `least` or beyond, with a number at or above `most`."""
    locator = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10])
    end = max(most, least) or 1.0
    while True:
        ticks = np.asarray(locator.tick_values(0, end))
        if ((ticks >= most * (1 - 1e-9)) & (ticks <= end)).any():
            return float(end), locator
        end = float(ticks[ticks > end][0])


class FromOne(MaxNLocator):
    """Steps of a scale that begins at 1: 1, 2, 4, 6."""

    # matplotlib's own locators return arrays too
    def tick_values(self, vmin: float, vmax: float) -> np.ndarray:  # type: ignore[override]
        """1, and the round numbers that do not stand too near to it."""
        found = np.asarray(super().tick_values(0, vmax))
        return np.array([1.0, *found[found - 1 >= 0.5 * (found[1] - found[0]) - 1e-9]])


def dot(ax: Axes, value: float, at: float, *, colour: str, diamond: bool = False) -> None:
    """A figure as a dot with a white edge; nothing where it is not known."""
    if np.isfinite(value):
        marker, size = ("D", 4.5) if diamond else ("o", 5)
        ax.plot(
            [value], [at], marker, markersize=size, color=colour, markeredgecolor="white",
            markeredgewidth=0.8, zorder=4, label="value", clip_on=False,
        )  # fmt: skip


def whisker(
    ax: Axes, figure: Any, at: float, end: float, *, colour: str, halo: bool, upright: bool = False,
    cap: float = 7.0, sign: int = 1, start: float = -np.inf, width: float | None = None,
) -> None:  # fmt: skip
    """Bounds as a line with end marks; where there is no bound, an arrow to the end of the scale.

    On a bar the line is fine, with a white edge as fine: the end of the bar is seen on both sides of it.
    A bound beyond the scale, from `start` to `end`, has neither mark nor arrow: the line runs out.
    """
    low, high = figure.low, figure.high
    if not differ(low, high) or low >= end or high <= start:
        return
    stroke = width or (_FINE if halo else 1.6)
    edge = style.halo(style.EDGE) if halo else []
    ink: dict[str, Any] = {"color": colour, "path_effects": edge, "zorder": 3}
    turned = slice(None, None, -1 if upright else 1)
    reach = [sign * max(low, start), sign * min(high, end)]
    # a bound at the very end of the scale may miss it by its last digits
    least, most = start - 1e-9 * abs(start), end + 1e-9 * abs(end)
    ends = [sign * bound for bound in (low, high) if least <= bound <= most and np.isfinite(bound)]
    ax.plot(*(reach, [at, at])[turned], linewidth=stroke, label="whisker", **ink)
    if ends:
        ax.plot(
            *(ends, [at] * len(ends))[turned], "_" if upright else "|", markersize=cap,
            markeredgewidth=min(stroke, 1.1), label="cap", **ink,
        )  # fmt: skip
    heads = "v^" if upright else "<>"
    for bound, tip, head in zip((low, high), reach, heads[::sign], strict=True):
        if np.isinf(bound):
            ax.plot(*([tip], [at])[turned], head, markersize=5, label="arrow", clip_on=False, **ink)


def estimated(
    ax: Axes, row: Any, corner: tuple[float, float], size: tuple[float, float], *, upright: bool
) -> None:
    """Draw the far end of a lying or standing bar paler, as much of it as is estimated."""
    if not row.estimated > 0:
        return
    (x, y), (width, height) = corner, size
    if upright:
        y, height = y + height * (1 - row.estimated), height * row.estimated
    else:
        x, width = x + width * (1 - row.estimated), width * row.estimated
    patch = Rectangle((x, y), width, height, **style.fill(style.tint(row.colour, style.PALER)))
    patch.set(zorder=2.2, label="estimated")
    ax.add_patch(patch)


class Years(MaxNLocator):
    """Whole years within the scale, as many as have room, at steps of 1, 2, 5, 10 and so on."""

    most = 1

    def set_params(self, **options: Any) -> None:
        """Take the number of ticks that have room as ``nbins``."""
        self.most = options.get("nbins", self.most)
        super().set_params(**options)

    # matplotlib's own locators return arrays too
    def tick_values(self, vmin: float, vmax: float) -> np.ndarray:  # type: ignore[override]
        """The years from `vmin` to `vmax`."""
        years = np.arange(np.ceil(vmin), vmax)
        steps = (years[years % step == 0] for step in (1, 2, 5, 10, 20, 50, 100))
        return next((found for found in steps if 0 < len(found) <= self.most), years[:1])
