"""What a page consists of, whatever it is written as: a question, an answer, and sections with charts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import hidden, moved, names, numbers, source_line
from armsflow.languages import counted, message, number, say, say_count, say_in, spoken, years
from armsflow.records.schema import OBSERVED, is_rest
from armsflow.report.printing import Plot
from armsflow.report.sentences import HIDDEN
from armsflow.rounding import MINUS
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
    language: str = field(default_factory=spoken)
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
    heads, columns = zip(*_columns(_in_order(frame)), strict=True)
    rows = list(zip(*columns, strict=True))
    return Grid(figure.heading, "", heads, rows, figure.name, frame)


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in order of time, the largest first; the latest years first if not all are shown."""
    if "value" not in frame or "place" in frame:
        return frame
    rest = frame.iloc[:, : list(frame.columns).index("period")].map(lambda key: is_rest(str(key))).any(axis=1)
    order = {"rest": rest, "size": -frame["value"].fillna(-np.inf)}
    return (
        frame.assign(**order)
        .sort_values(["end", "start", "rest", "size"], ascending=[len(frame) <= MOST_ROWS, True, True, True])
        .drop(columns=list(order))
    )


def more_rows(grid: Grid) -> str:
    """How many rows of a table are in its file only, or nothing."""
    left = 0 if grid.numbers is None else len(grid.numbers) - len(grid.rows)
    if left <= 0:
        return ""
    return say(
        "The first {shown} rows; {left} more are in the CSV file.",
        shown=MOST_ROWS,
        left=number(f"{left:,}"),
    )


def _columns(frame: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Heading and cells of the columns that are printed."""
    rows = frame.head(MOST_ROWS)
    keys = [str(name) for name in frame.columns[: list(frame.columns).index("period")]]
    out = [(_head(check.role(name, frame)), [_word(name, cell) for cell in rows[name]]) for name in keys]
    out.append((say("Years"), _windows(rows, frame)))
    scale = _scale(frame)
    for name in ("left", "right"):
        if f"{name}_value" in frame:
            party = names.party(str(frame[name].iloc[0]), "name") if name in frame else name
            head = f"{party} [{scale.phrase()}]" if scale else party
            out.append((head, _amounts(rows, f"{name}_", scale)))
    if {"value", "low", "high"} <= set(frame.columns) and "left_value" not in frame:
        unit = scale.phrase() if scale else say("Value")
        out.append((unit[:1].upper() + unit[1:], _amounts(rows, "", scale)))
    for name, head in _FRACTIONS.items():
        if name in frame:
            out.append((say(head), _with_bounds(rows, name, numbers.per_cent)))
    for name, head in _RATIOS.items():
        if name in frame:
            out.append((say(head), _with_bounds(rows, name, _ratio_text(name, frame[name]))))
    return out


def _windows(rows: pd.DataFrame, frame: pd.DataFrame) -> list[str]:
    """The windows of rows, with a mark where one is incomplete; where all are, for other reasons than their
    years, the line below the chart says it.
    """
    windows = [years(str(cell)) for cell in rows["period"]]
    if not {*OBSERVED, "complete"} <= {*frame}:
        return windows
    beyond = (rows["start"] < rows[OBSERVED[0]]) | (rows["end"] > rows[OBSERVED[1]])
    marked = ~rows["complete"].astype(bool) & (beyond | bool(frame["complete"].any()))
    return [
        say("{window} (incomplete)", window=window) if mark else window
        for window, mark in zip(windows, marked, strict=True)
    ]


_BRACKETS = re.compile(r" \[[^]]*\d")
_FRACTIONS = {
    "share": message("Share [%]"),
    "change": message("Change [%]"),
    "burden": message("Of spending [%]"),
}
_RATIOS = {"hhi": message("HHI"), "effective": message("Effective number"), "ratio": message("Ratio")}
_HIDDEN_LEAST = counted(
    "At least {count} record without a number is not in it.",
    "At least {count} records without a number are not in it.",
)


def _head(name: str) -> str:
    """A column of keys as a heading: "Supplier"."""
    return names.sentence(say_in("head", name.replace("_", " ")))


def _word(key: str, cell: Any) -> str:
    if not isinstance(cell, str):
        return "–" if pd.isna(cell) else str(cell)
    return say_in("side", cell) if key == "side" else printable(names.key_label(key, cell, "name"))


def _scale(frame: pd.DataFrame) -> numbers.Scale | None:
    """The step of all numbers of a table, of both sides alike; None where their units differ."""
    figures = [name for name in ("left_value", "right_value") if name in frame] or ["value"]
    one = set(figures) <= set(frame) and len(frame[["unit", "prices"]].drop_duplicates()) == 1
    return numbers.scale_of(frame, figures) if one else None


def _amounts(rows: pd.DataFrame, prefix: str, scale: numbers.Scale | None) -> list[str]:
    """Values with their bounds, "0.50 [0.45–0.55]", in the step of the heading or else each with its own."""
    columns = [f"{prefix}{end}" for end in ("value", "low", "high")]
    out = []
    for _, row in rows.iterrows():
        own = scale or numbers.scale_of(row.to_frame().T, columns)
        said = _amount(own, *(float(row[name]) / own.factor for name in columns)).replace("-", MINUS)
        out.append(said if scale or math.isnan(row[columns[2]]) else f"{said} {own.brief()}")
    return out


def _amount(scale: numbers.Scale, value: float, low: float, high: float) -> str:
    if math.isnan(high):
        return say("not disclosed")
    span = numbers.span(low, high, scale.figure) if low < 0 else scale.bounds(low, high, value)
    if math.isnan(value):
        return span or scale.figure(low)
    text = scale.figure(value) if value else "0"
    return f"{text} [{span}]" if span else text


def _with_bounds(rows: pd.DataFrame, name: str, text: numbers.Wording) -> list[str]:
    """Figures, each worded by `text`, with their bounds where they print otherwise: "37 [12–73]"."""
    out = []
    columns = [name, *(f"{name}_{end}" for end in ("low", "high") if f"{name}_{end}" in rows)]
    for figure, *ends in rows[columns].to_numpy(dtype=float):
        low, high = ends or (np.nan, np.nan)
        span = numbers.ends(low, high, text)
        plain = "" if math.isnan(figure) else text(figure)
        out.append(f"{plain} [{span}]" if plain and span else plain or span)
    return out


def _ratio_text(name: str, values: pd.Series) -> numbers.Wording:
    """How numbers without a unit are worded: an index to two decimals, others alike to two figures."""
    if name == "hhi":
        return numbers.hundredths
    largest = values[np.isfinite(values)].abs().max()
    most = numbers.most_decimals(largest)
    return partial(numbers.figure, most=most)


def provenance(frame: pd.DataFrame) -> str:
    """Source, edition, stage and unit of the numbers of a chart, and whether they are exact."""
    sources = sorted({cell for cells in frame["source"] for cell in str(cells).split("+")})
    releases = sorted({str(cell) for cell in frame["release"] if cell})
    stages = sorted({names.stages(str(cell)) for cell in frame["stage"]})
    cited = [", ".join(source_line.called(source, frame) for source in sources), moved.datasets(frame)]
    cited += [say("edition {names}", names=", ".join(releases))] if releases else []
    units = sorted({str(unit) for unit in frame["unit"]})
    count, exact = hidden.of(check.with_previous(frame)) if "undisclosed" in frame else hidden.Hidden(0, True)
    said = [
        say("Source: {sources}.", sources=names.parted(filter(None, cited))),
        say("Counted: {stages}, in {units}.", stages=", ".join(stages), units=", ".join(map(_named, units))),
        _bounds_of(frame),
    ]
    if count:
        said.append(say_count(*(HIDDEN if exact else _HIDDEN_LEAST), count))
    return printable(" ".join(said))


def _bounds_of(frame: pd.DataFrame) -> str:
    """Whether the numbers have bounds, where these stand in the table, and what they come from."""
    exact = "value" in frame and (frame["low"].eq(frame["high"]) | frame["high"].isna()).all()
    if has_brackets(cell for _, cells in _columns(_in_order(frame)) for cell in cells):
        # nobody knows which suppliers the unknown are, however exact their sum is
        if exact and "hhi" in frame and check.is_aid(frame):
            return say(
                "The source gives single values. Brackets stand where donors are not known: they can be "
                "many, or the largest one."
            )
        if exact and "hhi" in frame:
            return say(
                "The source gives single values. Brackets stand where suppliers are not known: they can be "
                "many, or the largest one."
            )
        return say("Brackets give the least and the greatest possible value.")
    if exact:
        return say("The source gives single values, without bounds.")
    if "value" in frame and (frame["value"].isna() & frame["high"].notna()).any():
        return say("Where a value is not known, its bounds stand in its place.")
    return say("Bounds are narrower than the digits that are printed.")


def has_bounds(section: Section) -> bool:
    """Whether bounds stand in brackets in the table of a section."""
    if isinstance(section, Points):
        return False
    grid = grid_of(section) if isinstance(section, Figure) else section
    return has_brackets(cell for row in grid.rows for cell in row)


def has_brackets(cells: Iterable[str]) -> bool:
    """Whether bounds stand behind one of some values: "0.50 [0.45–0.55]"."""
    return any(_BRACKETS.search(cell) for cell in cells)


def _named(unit: str) -> str:
    return say("pieces") if unit == "pieces" else unit
