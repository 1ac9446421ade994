"""A page as Markdown, beside its charts as files."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from armsflow.languages import say
from armsflow.report.page import Figure, Page, Points, Section, grid_of, more_rows, provenance
from armsflow.report.printing import draw_to

__all__: list[str] = []

_SUFFIXES = ("png", "svg")
# signs that Markdown, or HTML inside it, takes for commands; links and emphasis of ours are put in afterwards
_LIVE = re.compile(r"([\\`*_\[\]|#~$])")


def as_markdown(page: Page, folder: Path) -> str:
    """The text of the page; its charts are drawn into ``figures/`` of `folder`."""
    (folder / "figures").mkdir()
    parts = [f"# {_plain(page.title)}", f"*{_plain(page.question)}*"]
    parts += [_plain(sentence) for sentence in page.answer]
    parts += [part for section in page.sections for part in _section(section, folder)]
    parts += ["---", *(_plain(source) for source in page.sources)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section, folder: Path) -> list[str]:
    heading = f"## {_plain(section.heading)}"
    if isinstance(section, Points):
        points = (f"- **{_plain(lead)}** {_plain(point)}" if lead else f"- {_plain(point)}"
                  for lead, point in section.points)  # fmt: skip
        return [heading, "\n".join(points)]
    if not isinstance(section, Figure):
        link = f"[CSV](tables/{section.name}.csv)" if section.name else ""
        return [heading, _plain(section.words), _grid(section.heads, section.rows), link]
    grid = grid_of(section)
    files = [f"figures/{section.name}.{suffix}" for suffix in _SUFFIXES]
    words = draw_to((folder / file for file in files), section.plot, section.frame, width=section.width)
    return [
        heading,
        f"![{_plain(words)}]({files[0]})",
        _plain(section.words),
        _grid(grid.heads, grid.rows),
        more_rows(grid),
        " ".join(
            [
                _plain(provenance(section.numbers)),
                say(
                    "Numbers: {csv}; chart: {png}, {svg}.",
                    csv=f"[CSV](tables/{section.name}.csv)",
                    png=f"[PNG]({files[0]})",
                    svg=f"[SVG]({files[1]})",
                ),
            ]
        ),
    ]


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        f"| {' | '.join(_plain(cell) if cell != '---' else cell for cell in line)} |" for line in lines
    )


def _plain(text: str) -> str:
    """A text that Markdown prints as it is."""
    return _LIVE.sub(r"\\\1", html.escape(text, quote=False))
