"""The gallery: pictures as `save` makes them, in the order of the page on charts.

Sphinx-Gallery runs the scripts and asks `scrape` after every block what it has drawn.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import armsflow as af

DOCS = Path(__file__).resolve().parent
_CHARTS = re.findall(
    r"^## `(plot_\w+)`$", (DOCS / "charts.md").read_text(encoding="utf-8"), flags=re.MULTILINE
)
_KINDS = {"single": "narrow", "double": "wide"}
_THUMBNAIL = 0.7  # its height as a part of its width
_IMAGE = """
.. image:: /{path}
   :alt: {words}
   :class: chart {kind}
"""


def place(script: str) -> tuple[bool, int]:
    """Where a script stands: charts as on their page, anything else after them."""
    name = Path(script).stem
    return name not in _CHARTS, _CHARTS.index(name) if name in _CHARTS else 0


def scrape(block: Any, names: dict[str, Any], config: dict[str, Any]) -> str:
    """The open figures as files, each in the width of a page and of a phone, and the lines that show them."""
    paths, shown = names["image_path_iterator"], ""
    for number in plt.get_fignums():
        figure = plt.figure(number)
        # the first file of a script becomes its thumbnail
        thumbnail = None if len(paths) else Path(next(paths))
        for width, kind in _KINDS.items():
            path = af.save(figure.axes[0], next(paths), width=width)
            if thumbnail and kind == "narrow":
                _cut(path, thumbnail)
            shown += _IMAGE.format(path=path.relative_to(DOCS).as_posix(), words=_words(figure), kind=kind)
    plt.close("all")
    return shown


def _cut(picture: Path, thumbnail: Path) -> None:
    """The top of a picture, where title and largest rows stand: all of it would be too small to read."""
    pixels = plt.imread(picture)
    plt.imsave(thumbnail, pixels[: round(_THUMBNAIL * pixels.shape[1])])


def _words(figure: Figure) -> str:
    """What the charts of a figure show; of other pictures, what they are called."""
    try:
        return " ".join(af.describe(ax) for ax in figure.axes)
    except af.ArgumentError:
        return ". ".join(ax.get_title() for ax in figure.axes)
