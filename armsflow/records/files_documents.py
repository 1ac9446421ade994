"""Tables for people: wide, printed as SIPRI prints volumes, and as HTML and Word documents."""

from __future__ import annotations

import datetime
import re
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, DependencyError, sample
from armsflow.records.selection import together
from armsflow.summaries.columns import is_declared
from armsflow.whole_file import OVERRIDES, UNPRINTABLE

__all__: list[str] = []

_MILLION, _HALF = 1e6, 0.5e6
# a document carries the moment of its writing
_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
#: What a summary says beside its keys and figures, which are no keys of a wide table.
ABOUT = (
    *("period", "start", "end", "year", "low", "high", "prices", "stage", "source", "dataset", "release"),
    *("reporter", "records", "undisclosed", "estimated", "complete", "selection", "observed_start"),
    *("observed_end", "unit", "of", "within"),
)
FIGURES = ("share", "value")
#: Whom a row of a ranking or a balance is of, and the two that one compares.
_PARTIES = ("party", "side", "left", "right")
#: The number of a state, which may change with the year.
_CODE = re.compile(r"(?:supplier|recipient)_(?:cow|gw)")
#: What a wide table keeps behind its figures: what they mean, and whether all of them are whole.
_KEPT_WIDE = ("prices", "stage", "source", "dataset", "release", "reporter", "complete", "selection")
#: Columns of amounts in the unit of the summary, and bounds of any figure.
_AMOUNT = re.compile(r"(?:(?:left|right|previous)_)?value|previous|supplied|received")
_BOUND = re.compile(r"(?:\w+_)?(?:low|high)")


class Grid(NamedTuple):
    """A table of words: its heads, which columns hold numbers, and its rows."""

    heads: list[str]
    numeric: list[bool]
    rows: list[list[str]]


def keys_of(table: pd.DataFrame) -> list[str] | None:
    """The keys of a summary, which stand before `period`; None of another table."""
    names = [str(name) for name in table]
    return names[: names.index("period")] if "period" in names else None


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Volumes as SIPRI prints them: whole million TIV, "0" below half a million, "" for none."""
    units = sorted(set(table.get("unit", pd.Series(dtype="str")).astype(str)))
    if units != ["TIV"]:
        raise ArgumentError(
            f"style is 'sipri' and the table is in {sample(units) or 'no unit'}; expected volumes in TIV",
            rows=units,
        )
    amounts = [name for name in map(str, table) if _AMOUNT.fullmatch(name)]
    million = {name: _volumes(table[name], table.get(_high(name), table[name])) for name in amounts}
    bounds = [name for name in map(str, table) if _BOUND.fullmatch(name)]
    return table.assign(**million, unit="million TIV").drop(columns=bounds)


def _high(amount: str) -> str:
    """The column of an amount's upper bound: "high", "left_high", "received_high"."""
    return amount.replace("value", "high") if "value" in amount else f"{amount}_high"


def _volumes(values: pd.Series, highs: pd.Series) -> pd.Series:
    cells = [volume(value, high) for value, high in zip(values, highs, strict=True)]
    return pd.Series(cells, index=values.index, dtype="Int64")


def volume(value: float, high: float) -> int | None:
    """One volume [TIV] as SIPRI prints it in million TIV; halves go up, and none is blank."""
    if np.isnan(value) or (value == 0 and not high > 0):
        return None
    if value < 0:
        # received more than was supplied
        return -int(np.floor(-value / _MILLION + 0.5))
    return 0 if value < _HALF else int(np.floor(value / _MILLION + 0.5))


def widened(table: pd.DataFrame, wide: str) -> pd.DataFrame:
    """One row per keys and one column per cell of the column `wide`, with the shares or values.

    What they mean stands behind: cells of one row that differ are joined by a plus.
    """
    if wide == "year" and "year" not in table and {"start", "end"} <= set(table):
        if (table["start"] != table["end"]).any():
            raise ArgumentError(
                "wide is 'year' and some rows cover several years; take wide='period', or spread with "
                "to_years()"
            )
        table = table.assign(year=table["start"])
    figure = next((name for name in FIGURES if name in table), "")
    if wide not in table or not figure:
        raise ArgumentError(
            f"wide is {wide!r}; expected a column of a summary, such as 'year' or 'period', among "
            f"{sample(list(table.columns), most=30)}",
            rows=[wide],
        )
    keys = _keys(table, wide)
    keys += [n for n in ("unit",) if n in table and n != wide]
    if figure == "share":
        table = table.assign(unit="share")
    twice = table[table.duplicated([*keys, wide], keep=False)]
    if len(twice):
        raise ArgumentError(
            f"several rows would share a cell of {wide!r}, such as {sample(twice[wide].unique())}; keep one "
            "stage, release and span, or name another column",
            rows=twice,
        )
    order = table[[wide, "start"]].drop_duplicates(wide).sort_values("start") if "start" in table else table
    heads = list(dict.fromkeys(order[wide]))
    cells = table.set_index([*keys, wide])[figure].unstack(wide)[heads]
    rows = table[keys].drop_duplicates()
    index = pd.MultiIndex.from_frame(rows) if len(keys) > 1 else pd.Index(rows.iloc[:, 0])
    out = cells.reindex(index)
    out.columns = [str(head) for head in heads]
    kept = [name for name in _KEPT_WIDE if name in table and name != wide]
    meaning = table.groupby(keys, dropna=False, sort=False)[kept].agg(_of_all) if kept else None
    out = out.reset_index()
    return out if meaning is None else out.join(meaning.reset_index(drop=True))


def _keys(table: pd.DataFrame, wide: str) -> list[str]:
    """The columns that tell rows of a wide table apart: none that says something of a figure.

    Numbers of states stand beside the keys where each has one.
    """
    names = [name for name in map(str, table) if name not in (*ABOUT, *FIGURES, wide)]
    # what is measured, and what is joined to a panel, is no key
    said = [n for n in names if is_declared(n) or pd.api.types.is_float_dtype(table[n])]
    keys = [n for n in names if n in _PARTIES or n not in said]
    codes = [n for n in names if _CODE.fullmatch(n) and keys and _is_one(table, keys, n)]
    return [name for name in names if name in {*keys, *codes}]


def _is_one(table: pd.DataFrame, keys: list[str], name: str) -> bool:
    """Whether each set of keys has one cell of a column."""
    return bool((table.groupby(keys, dropna=False)[name].nunique(dropna=False) <= 1).all())


def _of_all(cells: pd.Series) -> Any:
    """What holds for all cells of a row: each value once, or whether all are true."""
    if pd.api.types.is_bool_dtype(cells):
        return bool(cells.all())
    if cells.name == "selection":
        return together(cells.dropna().astype(str))
    return "+".join(dict.fromkeys(str(cell) for cell in cells if not pd.isna(cell)))


def write_html(grid: Grid, path: Path, said: str, language: str) -> None:
    """A page with one table, and a line below it; whatever a cell says is text."""
    heads = "".join(f'<th scope="col">{escape(shown(head))}</th>' for head in grid.heads)
    right = [' style="text-align:right"' if numeric else "" for numeric in grid.numeric]
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td{place}>{escape(cell)}</td>" for place, cell in zip(right, row, strict=True))
        + "</tr>"
        for row in grid.rows
    )
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="{language}">\n'
        '<head><meta charset="utf-8"><title>armsflow</title></head>\n'
        f"<body>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        f"<p>{escape(shown(said))}</p>\n</body>\n</html>\n",
        encoding="utf-8",
    )


def write_docx(grid: Grid, path: Path, said: str, language: str) -> None:
    """A Word document with one table, and a line below it."""
    document = new_document()
    name_language(document, language)
    drawn = document.add_table(rows=1, cols=len(grid.heads))
    drawn.style = "Table Grid"
    for line, cells in enumerate((grid.heads, *grid.rows)):
        row = drawn.add_row() if line else drawn.rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = shown(text)
    document.add_paragraph(shown(said))
    save_document(document, path)


def name_language(document: Any, language: str) -> None:
    """Name the language of a document, for spelling and for screen readers."""
    document.core_properties.language = language
    for named in document.styles.element.xpath("//w:docDefaults//w:lang"):
        named.set(next(name for name in named.attrib if name.endswith("}val")), language)


def new_document() -> Any:
    """A Word document without text, which says nothing of when it was made."""
    try:
        from docx import Document
    except ImportError as error:
        raise DependencyError("Word needs python-docx: pip install 'armsflow[docx]'") from error
    document = Document()
    about = document.core_properties
    about.author, about.created, about.modified = "armsflow", _EPOCH, _EPOCH
    return document


def save_document(document: Any, path: Path) -> None:
    """Write a document whose parts all have one date: the same document is the same bytes on every run."""
    loose = BytesIO()
    document.save(loose)
    with ZipFile(loose) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(ZipInfo(name, _EPOCH.timetuple()[:6]), old.read(name), ZIP_DEFLATED)


def shown(cell: Any) -> str:
    """A cell as people read it: no trailing zeros, commas between thousands, blank for a null."""
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, bool | np.bool_):
        return "yes" if cell else "no"
    if isinstance(cell, float | np.floating):
        number = float(cell)
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
    return str(visible(str(cell)))


def visible(cell: Any) -> Any:
    """A text without control signs and signs that turn the direction of writing; other cells as they are."""
    return OVERRIDES.sub("", UNPRINTABLE.sub("", cell)) if isinstance(cell, str) else cell
