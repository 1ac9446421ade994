"""Charts drawn straight to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts.save import save

__all__: list[str] = []

Plot = Callable[[pd.DataFrame], Axes]


def draw_to(paths: Iterable[Path], plot: Plot, summary: pd.DataFrame, *, width: str) -> None:
    """Draw `summary` with `plot`, save it under each of `paths`, and close the figure."""
    ax = plot(summary)
    for path in paths:
        save(ax, path, width=width)
    plt.close(ax.figure.figure)


def without_window() -> None:
    """Draw from now on without a window, for a program whose figures only go to files."""
    plt.switch_backend("agg")
