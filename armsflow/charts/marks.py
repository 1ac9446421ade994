"""What charts share on their scales: numbers beside them, and whiskers along them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import Formatter

from armsflow.charts import style

__all__: list[str] = []


class Ticks(Formatter):
    """Numbers on a scale, all with as many decimals as the finest of them needs."""

    def __init__(self, after: str = "") -> None:
        self.after = after

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All labels of an axis."""
        fewest = (n for n in range(8) if all(abs(v - round(v, n)) < 1e-9 for v in values))
        decimals = next(fewest, 8)
        return [f"{v:,.{decimals}f}{self.after}" if v else f"0{self.after}" for v in values]

    def __call__(self, value: float, pos: int | None = None) -> str:
        """One label, as the cursor shows it."""
        return self.format_ticks([value])[0]


def whisker(
    ax: Axes, figure: Any, at: float, end: float, *, colour: str, halo: bool, upright: bool = False,
    cap: float = 7.0, sign: int = 1,
) -> None:  # fmt: skip
    """Bounds as a line with end marks; without an upper bound, an arrow to the end of the scale."""
    low, high = figure.low, figure.high
    if np.isnan(low) or not low < high:
        return
    ink = {"color": colour, "path_effects": style.halo() if halo else [], "zorder": 3}
    edge, arrow = ("_", "^") if upright else ("|", ">" if sign > 0 else "<")
    turned = slice(None, None, -1 if upright else 1)
    reach = [sign * low, sign * (end if np.isinf(high) else high)]
    ends = reach[:1] if np.isinf(high) else reach
    ax.plot(*(reach, [at, at])[turned], linewidth=1.1 if halo else 1.6, label="whisker", **ink)
    ax.plot(
        *(ends, [at] * len(ends))[turned], edge, markersize=cap, markeredgewidth=1.1, label="cap",
        **ink,
    )  # fmt: skip
    if np.isinf(high):
        ax.plot(*(reach[1:], [at])[turned], arrow, markersize=5, label="arrow", clip_on=False, **ink)
