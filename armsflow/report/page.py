"""What a page consists of, whatever it is written as: a question, an answer, and sections with charts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from armsflow.charts.text import names, numbers
from armsflow.report.printing import Plot
from armsflow.tables import table
from armsflow.whole_file import UNPRINTABLE

__all__: list[str] = []

#: So many rows of a table are printed; the CSV file has all.
MOST_ROWS = 40
# signs that change the direction of what follows, or that nobody sees
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\x7f-\x9f]")
_MOST_TEXT = 2_000


@dataclass(frozen=True)
class Figure:
    """A chart, the numbers it draws (or a wider table of them), and what it says in words.

    `columns` of the table are printed under headings of their own; `shown` are the rows printed.
    """

    name: str
    heading: str
    frame: pd.DataFrame
    plot: Plot
    words: str
    table: pd.DataFrame | None = None
    width: str = "double"

    @property
    def numbers(self) -> pd.DataFrame:
        return self.frame if self.table is None else self.table


@dataclass(frozen=True)
class Grid:
    """A table of words under its headings; `numbers` is the frame behind it, `name` that of its file."""

    heading: str
    words: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    name: str = ""
    numbers: pd.DataFrame | None = None


@dataclass(frozen=True)
class Points:
    """A list; each point may begin with a phrase that is stressed."""

    heading: str
    points: Sequence[tuple[str, str]]


Section = Figure | Grid | Points


@dataclass(frozen=True)
class Page:
    """A page: what was asked, the answer in sentences, and what it rests on."""

    title: str
    question: str
    answer: Sequence[str]
    sections: Sequence[Section]
    sources: Sequence[str] = field(default_factory=tuple)
    language: str = "en"
    #: The file of the explorer beside the page, or nothing.
    explorer: str = ""


def printable(text: object) -> str:
    """A text of a source as one line that no format takes for a command.

    Signs that cannot be seen or that turn the direction of writing go; very long texts are cut.
    """
    plain = unicodedata.normalize("NFC", UNPRINTABLE.sub("", str(text)))
    plain = " ".join(_INVISIBLE.sub("", plain).split())
    return plain if len(plain) <= _MOST_TEXT else plain[: _MOST_TEXT - 1] + "…"


def grid_of(figure: Figure) -> Grid:
    """The numbers behind a chart as a table that one reads: keys, years, value and bounds."""
    frame = figure.numbers
    heads, columns = zip(*_columns(frame), strict=True)
    rows = list(zip(*columns, strict=True))
    return Grid(figure.heading, "", heads, rows, figure.name, frame)


def _columns(frame: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Heading and cells of the columns that are printed."""
    rows = frame.head(MOST_ROWS)
    keys = [str(name) for name in frame.columns[: list(frame.columns).index("period")]]
    out = [(name.replace("_", " ").capitalize(), [_word(name, cell) for cell in rows[name]]) for name in keys]
    out.append(("Years", [str(cell) for cell in rows["period"]]))
    for name in ("left", "right"):
        if f"{name}_value" in frame:
            party = names.party(str(frame[name].iloc[0]), "name") if name in frame else name
            out.append((party, _amounts(rows, f"{name}_")))
    if {"value", "low", "high"} <= set(frame.columns) and "left_value" not in frame:
        out.append((_unit(frame), _amounts(rows, "")))
    for name, head in _FRACTIONS.items():
        if name in frame:
            out.append((head, [_per_cent(cell) for cell in rows[name]]))
    for name, head in _RATIOS.items():
        if name in frame:
            out.append((head, [_ratio(cell) for cell in rows[name]]))
    return out


_FRACTIONS = {"share": "Share [%]", "change": "Change [%]", "burden": "Of spending [%]"}
_RATIOS = {"hhi": "HHI", "effective": "Effective number", "ratio": "Ratio"}


def _word(key: str, cell: object) -> str:
    return printable(names.key_label(key, str(cell), "name")) if isinstance(cell, str) else str(cell)


def _unit(frame: pd.DataFrame) -> str:
    if frame["unit"].nunique() > 1:
        return "Value"
    phrase = numbers.scale_of(frame, ("value",)).phrase()
    return phrase[:1].upper() + phrase[1:]


def _amounts(rows: pd.DataFrame, prefix: str) -> list[str]:
    """Values with their bounds, "0.50 [0.45–0.55]", counted as the heading says."""
    columns = [f"{prefix}{end}" for end in ("value", "low", "high")]
    scale = numbers.scale_of(rows, columns[:1])
    return [_amount(*cells) for cells in scale.of(rows, columns)[columns].itertuples(index=False)]


def _amount(value: float, low: float, high: float) -> str:
    if math.isnan(high):
        return "not disclosed"
    span = numbers.bounds(low, high)
    if math.isnan(value):
        return span or numbers.figure(low)
    text = numbers.figure(value) if value else "0"
    return f"{text} [{span}]" if span else text


def _per_cent(share: float) -> str:
    return "" if math.isnan(share) else numbers.per_cent(share)


def _ratio(value: float) -> str:
    return "" if math.isnan(value) else numbers.figure(value)


def provenance(frame: pd.DataFrame) -> str:
    """Source, edition, stage and unit of the numbers of a chart, and whether they are exact."""
    titles: dict[str, str] = dict(table("sources.csv")[["source", "name"]].itertuples(index=False))
    sources = sorted({cell for cells in frame["source"] for cell in str(cells).split("+")})
    releases = sorted({str(cell) for cell in frame["release"] if cell})
    stages = sorted({names.STAGES.get(str(cell), str(cell)) for cell in frame["stage"]})
    parts = [", ".join(titles.get(source, source) for source in sources)]
    parts += [f"edition {', '.join(releases)}"] if releases else []
    units = ", ".join(sorted({str(unit) for unit in frame["unit"]}))
    exact = "value" in frame and (frame["low"].eq(frame["high"]) | frame["value"].isna()).all()
    bounds = (
        "The source gives single values, without bounds"
        if exact
        else "Brackets give the least and the greatest possible value"
    )
    undisclosed = int(frame["undisclosed"].sum()) if "undisclosed" in frame else 0
    hidden = f" {undisclosed} records without a number are not in it." if undisclosed else ""
    return printable(
        f"Source: {'; '.join(parts)}. Counted: {', '.join(stages)}, in {units}. {bounds}.{hidden}"
    )
