"""A page as one HTML file that needs nothing else: charts inline, tables of its numbers, no script."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from armsflow.errors import DependencyError
from armsflow.report.page import MOST_ROWS, Figure, Grid, Page, Points, Section, grid_of, provenance
from armsflow.report.printing import inline

__all__: list[str] = []

_WORDS = {
    "contents": "Contents",
    "numbers": "The numbers of this chart",
    "csv": "All numbers as CSV",
    "explorer": "Look at other parties and years",
}
# what a column of numbers holds
_NUMBER = re.compile(r"[-+−–\d., %\[\]∞]*")


def as_html(page: Page) -> str:
    """The whole text of the file; its links go to ``tables/``."""
    from markupsafe import Markup

    sections = [_section(number, section, Markup) for number, section in enumerate(page.sections, 1)]
    return _template().render(page=page, sections=sections, words=_WORDS)


def _section(number: int, section: Section, as_it_is: Any) -> dict[str, Any]:
    name = f"s{number}"
    if isinstance(section, Points):
        return {"name": name, "heading": section.heading, "points": section.points}
    grid = grid_of(section) if isinstance(section, Figure) else section
    out: dict[str, Any] = {"name": name, "heading": section.heading, "words": section.words} | _table(grid)
    if isinstance(section, Figure):
        widths = ("wide", section.width), ("narrow", "single")
        drawn = {
            kind: inline(section.plot, section.frame, name=f"{name}{kind[0]}", width=width)
            for kind, width in widths
        }
        out["charts"] = [(kind, as_it_is(picture)) for kind, (picture, _) in drawn.items()]
        out["described"] = drawn["wide"][1]
        out["source"] = provenance(section.numbers)
    return out


def _table(grid: Grid) -> dict[str, Any]:
    rows = list(grid.rows)
    numeric = {i for i in range(len(grid.heads)) if rows and all(_NUMBER.fullmatch(row[i]) for row in rows)}
    left = 0 if grid.numbers is None else len(grid.numbers) - len(rows)
    return {
        "heads": grid.heads,
        "rows": rows,
        "numeric": numeric,
        "more": f"The first {MOST_ROWS} rows; {left:,} more are in the CSV file." if left > 0 else "",
        "file": f"tables/{grid.name}.csv" if grid.name else "",
    }


@cache
def _template() -> Any:
    try:
        from jinja2 import Environment
    except ImportError as error:
        raise DependencyError("write_report needs Jinja2; pip install armsflow[report]") from error
    text = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
