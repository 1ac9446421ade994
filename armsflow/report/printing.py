"""Charts straight to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

from armsflow.charts.save import save

__all__: list[str] = []


def draw_to(paths: Iterable[Path], plot: Callable[..., Any], summary: Any, *, width: str) -> None:
    """Draw `summary` with `plot`, save it under each of `paths`, and let it go."""
    ax = plot(summary)
    for path in paths:
        save(ax, path, width=width)
    plt.close(ax.figure)


def without_window() -> None:
    """Draw from now on without a window, for a program whose figures only go to files."""
    plt.switch_backend("agg")
