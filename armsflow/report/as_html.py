"""A page as one HTML file that needs nothing else: charts and tables inside, a script for tooltips."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from armsflow.errors import DependencyError
from armsflow.languages import message, say
from armsflow.report.page import Figure, Grid, Page, Points, Section, grid_of, more_rows, provenance
from armsflow.report.printing import inline

__all__: list[str] = []

_WORDS = {
    "contents": message("Contents"),
    "numbers": message("The numbers of this chart"),
    "csv": message("All numbers as CSV"),
}
_BESIDE = message("All numbers as CSV, in the folder of this page: {file}")
_EXPLORER = message("Look at other parties and years, in the folder of this page: {file}")
#: Bytes up to which a page takes tables into itself, the small ones first; it stays below a megabyte.
MOST = 950_000
# what a column of numbers holds
_NUMBER = re.compile(r"[-+−–\d.,\s%\[\]∞]*")


def as_html(page: Page, folder: Path) -> str:
    """The whole text of the file, with the tables of `folder` inside and links to those too large."""
    from markupsafe import Markup

    sections = [_section(number, section, Markup) for number, section in enumerate(page.sections, 1)]
    script = Path(__file__).with_name("tooltips.js").read_text(encoding="utf-8").strip()
    # the page allows this script and no other
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    words = {name: say(text) for name, text in _WORDS.items()}
    if page.explorer:
        words["explorer"] = say(_EXPLORER, file=page.explorer)
    given = {"page": page, "sections": sections, "words": words, "script": Markup(script), "digest": digest}
    text: str = _template().render(given)
    _take_in(sections, folder, MOST - len(text.encode()))
    return str(_template().render(given))


def _take_in(sections: Sequence[dict[str, Any]], folder: Path, room: int) -> None:
    """Make of each link to a table the table itself, the small ones first, as long as there is room."""
    tables = [(section, folder / section["file"]) for section in sections if section.get("file")]
    for section, path in sorted(tables, key=lambda table: table[1].stat().st_size):
        link = f"data:text/csv;charset=utf-8;base64,{base64.b64encode(path.read_bytes()).decode()}"
        room -= len(link)
        if room >= 0:
            section |= {"link": link, "download": path.name}
        else:
            section["beside"] = say(_BESIDE, file=section["file"])


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
        out["charts"] = [
            {"kind": kind, "picture": as_it_is(picture), "places": tips.as_json(f"{name}{kind[0]}-")}
            for kind, (picture, _, tips) in drawn.items()
        ]
        # both say the same, at other places
        out["tips"] = json.dumps(drawn["wide"][2].words, ensure_ascii=False)
        out["described"] = drawn["wide"][1]
        out["source"] = provenance(section.numbers)
    return out


def _table(grid: Grid) -> dict[str, Any]:
    rows = list(grid.rows)
    numeric = {i for i in range(len(grid.heads)) if rows and all(_NUMBER.fullmatch(row[i]) for row in rows)}
    return {
        "heads": grid.heads,
        "rows": rows,
        "numeric": numeric,
        "more": more_rows(grid),
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
