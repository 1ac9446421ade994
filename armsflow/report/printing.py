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
from armsflow.charts.draw.tips import Tips
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

_BETWEEN = re.compile(r">\s+<")
# what stands before the point of 0.5
_ZERO = re.compile(r"\b0(?=\.)")
_PATH = re.compile(r'(?<= d=")[MLz\d\s.-]+(?=")')
# vertices of a long outline that are nearer than this to the last one are not seen [points]
_NEAR, _LONG = 0.3, 20


def draw_to(
    paths: Iterable[Path], plot: Plot, summary: pd.DataFrame, *, width: str, tips: Tips | None = None
) -> str:
    """Draw `summary` with `plot`, save it under each of `paths`, close the figure, and say what it shows.

    `tips` takes what the marks say.
    """
    axes = plot(summary, language=spoken())
    try:
        if tips is not None:
            tips.follow(axes.figure.figure)
        for path in paths:
            save(axes, path, width=width)
        return describe(axes)
    finally:
        plt.close(axes.figure.figure)


def inline(plot: Plot, summary: pd.DataFrame, *, name: str, width: str) -> tuple[str, str, Tips]:
    """The chart as an SVG element whose ids begin with `name`, what it shows, and what its marks say."""
    tips = Tips()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "chart.svg"
        words = draw_to([path], plot, summary, width=width, tips=tips)
        picture = path.read_text(encoding="utf-8")
    picture = _HEAD.sub("", picture)
    picture = _SIZE.sub(r'\1aria-hidden="true"', _GLOBAL.sub("", picture), count=1).replace(*_FONT)
    picture = _BETWEEN.sub("><", _PATH.sub(lambda path: _short(path[0]), picture))
    # two pictures on one page must not share an id
    picture = _NAMED.sub(rf"\g<1>{name}-", picture)
    return picture.strip(), words, tips


def _short(path: str) -> str:
    r"""A path of straight lines as steps of hundredths of a point, a third as long as matplotlib writes it.

    Examples
    --------
    >>> _short("M 5 244.757811 \nL 491.0629 244.757811 \nL 5.5 31.5 \nz")
    'M5 244.76l486.06 0-485.56-213.26z'
    """
    out = []
    for line in filter(str.strip, path.split("M")):
        closed = "z" if "z" in line else ""
        flat = line.replace("L", " ").replace("z", " ").split()
        places = [
            (round(float(x), 2), round(float(y), 2)) for x, y in zip(flat[::2], flat[1::2], strict=True)
        ]
        kept, near = places[:1], _NEAR if len(places) > _LONG else 0.0
        for place in places[1:]:
            if max(abs(place[0] - kept[-1][0]), abs(place[1] - kept[-1][1])) >= near:
                kept.append(place)
        steps = [
            x - before
            for two, last in zip(kept[1:], kept, strict=False)
            for x, before in zip(two, last, strict=True)
        ]
        joined = _ZERO.sub("", " ".join(f"{round(step, 2):g}" for step in steps)).replace(" -", "-")
        out.append(f"M{kept[0][0]:g} {kept[0][1]:g}" + (f"l{joined}" if steps else "") + closed)
    return "".join(out)


def without_window() -> None:
    """Draw from now on without a window, for a program whose figures only go to files."""
    plt.switch_backend("agg")
