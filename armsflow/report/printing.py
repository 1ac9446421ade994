"""Charts drawn straight to files, or to a picture that stands inside a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from armsflow.charts.describe import describe
from armsflow.charts.save import save
from armsflow.languages import spoken

__all__: list[str] = []

Plot = Callable[..., Any]

# what stands before the picture, and what says who made it; a page says that once
_HEAD = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>", re.DOTALL)
_NAMED = re.compile(r'(\bid="|url\(#|href="#)')
# a rule for all elements of a page, and a size that would not fit a telephone
_GLOBAL = re.compile(r"<style[^>]*>\*\{[^}]*\}</style>")
_SIZE = re.compile(r'(<svg [^>]*?)width="[^"]*" height="[^"]*"')
# the fonts that browsers have and whose letters are as wide
_FONT = "font-family: 'DejaVu Sans'", "font-family: 'DejaVu Sans', Verdana, sans-serif"


def draw_to(paths: Iterable[Path], plot: Plot, summary: pd.DataFrame, *, width: str) -> str:
    """Draw `summary` with `plot`, save it under each of `paths`, close the figure, and say what it shows."""
    axes = plot(summary, language=spoken())
    try:
        for path in paths:
            save(axes, path, width=width)
        return describe(axes)
    finally:
        plt.close(axes.figure.figure)


def inline(plot: Plot, summary: pd.DataFrame, *, name: str, width: str) -> tuple[str, str]:
    """The chart as an SVG element whose ids begin with `name`, and what it shows in words."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "chart.svg"
        words = draw_to([path], plot, summary, width=width)
        picture = path.read_text(encoding="utf-8")
    picture = _HEAD.sub("", picture)
    picture = _SIZE.sub(r'\1aria-hidden="true"', _GLOBAL.sub("", picture), count=1).replace(*_FONT)
    # two pictures on one page must not share an id
    picture = _NAMED.sub(rf"\g<1>{name}-", picture)
    return picture.strip(), words


def without_window() -> None:
    """Draw from now on without a window, for a program whose figures only go to files."""
    plt.switch_backend("agg")
