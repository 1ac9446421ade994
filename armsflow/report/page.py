"""What any report consists of: pictures, the numbers behind them, and a page of Markdown that links both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from armsflow.records.files import write_table
from armsflow.report.printing import Plot, draw_to

__all__: list[str] = []

_FORMATS = ("png", "svg")


@dataclass(frozen=True)
class Figure:
    """A picture, the numbers it draws (or a wider table of them), and what it says in words."""

    name: str
    heading: str
    frame: pd.DataFrame
    plot: Plot
    words: str
    table: pd.DataFrame | None = None
    width: str = "double"


def write_figures(figures: Iterable[Figure], folder: Path) -> None:
    """Draw each figure into ``figures/`` of `folder`, and write its numbers into ``tables/``."""
    for name in ("figures", "tables"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for figure in figures:
        pictures = [folder / "figures" / f"{figure.name}.{suffix}" for suffix in _FORMATS]
        draw_to(pictures, figure.plot, figure.frame, width=figure.width)
        numbers = figure.frame if figure.table is None else figure.table
        write_table(numbers, folder / "tables" / f"{figure.name}.csv")


def sections(figures: Iterable[Figure]) -> str:
    """A section of the page for each figure: heading, picture, words, and links to its files."""
    return "\n".join(
        f"## {f.heading}\n\n![{f.heading}](figures/{f.name}.png)\n\n{f.words}\n\n"
        f"Numbers: [CSV](tables/{f.name}.csv); figure: [PNG](figures/{f.name}.png), "
        f"[SVG](figures/{f.name}.svg).\n"
        for f in figures
    )
