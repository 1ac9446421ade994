"""Tables for people: wide, printed as SIPRI prints volumes, and as HTML and Word documents."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, DependencyError, sample
from armsflow.records.files_page import MARGIN, PADDING, SHEET, Layout, layout
from armsflow.records.selection import together
from armsflow.rounding import NEAREST, significant
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
AMOUNT = re.compile(
    r"(?:(?:left|right|previous)_)?value|previous|supplied|received|volume_(?:ordered|delivered)"
    r"|(?:in|out)_strength"
)
_BOUND = re.compile(r"(?:\w+_)?(?:low|high)")
#: What only revisions have, and their amounts, which are called as a user's own columns may be.
_RELEASES = {"old_release", "new_release"}
_REVISED = ("old", "new", "difference")


class Grid(NamedTuple):
    """A table of words: its heads, which columns hold numbers, and its rows."""

    heads: list[str]
    numeric: list[bool]
    rows: list[list[str]]


def keys_of(table: pd.DataFrame) -> list[str] | None:
    """The keys of a summary, which stand before `period`; None of another table."""
    names = [str(name) for name in table]
    return names[: names.index("period")] if "period" in names else None


def are_revisions(table: pd.DataFrame) -> bool:
    """Whether a table says what differs between two releases."""
    return {*table} >= _RELEASES


def amounts_in(table: pd.DataFrame) -> list[str]:
    """The columns of a table that hold amounts in its unit."""
    revised = _REVISED if are_revisions(table) else ()
    return [name for name in map(str, table) if AMOUNT.fullmatch(name) or name in revised]


def printed(table: pd.DataFrame) -> pd.DataFrame:
    """Volumes as SIPRI prints them: whole million TIV, "0" below half a million, "" for none.

    A table without amounts, such as one of shares alone, has no unit to be checked.
    """
    amounts = amounts_in(table)
    bounds = [name for name in map(str, table) if _BOUND.fullmatch(name)]
    if not amounts:
        return table.drop(columns=bounds)
    if not len(table):
        raise ArgumentError(
            "style is 'sipri' and the table has no rows, so that it is in no unit; look at the filter before "
            "it: coverage(records, by='supplier') lists who is in the records. style='plain' writes the heads"
        )
    units = sorted(set(table.get("unit", pd.Series(dtype="str")).astype(str)))
    if units != ["TIV"]:
        raise ArgumentError(
            f"style is 'sipri' and the table is in {sample(units) or 'no unit'}; expected volumes in TIV: "
            "keep the column 'unit' of a summary, and choose what is printed with columns=",
            rows=units,
        )
    million = {name: _volumes(table[name], table.get(_high(name), table[name])) for name in amounts}
    return table.assign(**million, unit="million TIV").drop(columns=bounds)


#: Before a number that the source marks as an estimate.
GUESSED = "≈"
#: Numbers of an order, and whose marks are theirs: what is open follows from both others.
_NUMBERS = {"ordered": ("ordered",), "delivered": ("delivered",), "open": ("ordered", "delivered")}


def are_about(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Which rows of a list of orders have a number in a column that the source marks as an estimate."""
    marks = [f"{number}_estimated" for number in _NUMBERS.get(name, ())]
    if not marks or not {name, *marks} <= {*frame}:
        return np.zeros(len(frame), dtype=bool)
    guessed = frame[marks].fillna(False).astype(bool).any(axis=1)
    return (guessed & frame[name].notna()).to_numpy()


def chosen(table: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Some columns of a table, in the order asked for."""
    columns = [columns] if isinstance(columns, str) else list(columns)
    wrong = [name for name in columns if name not in table]
    if wrong or not columns or len(set(columns)) < len(columns):
        what = f"{sample(wrong)}" if wrong else repr(columns)
        raise ArgumentError(
            f"columns has {what}; expected columns of the table, each once, among "
            f"{sample(list(table.columns), most=60)}",
            rows=wrong or columns,
        )
    return table[columns].copy()


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


def heads_of(frame: pd.DataFrame, wide: str) -> list[str]:
    """The columns that each cell of the column `wide` of a summary becomes, in no order."""
    # of single years, the year is the start
    return [str(head) for head in frame[wide if wide in frame else "start"].unique()]


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


_CSS = """@page {{ size: A4{across}; margin: {margin}cm }}
body {{ font-family: Calibri, Carlito, Arial, sans-serif }}
table {{ border-collapse: collapse; font-size: {size}pt; line-height: 1.2 }}
th, td {{ border: 0.5pt solid #808080; padding: 2pt {padding}cm; text-align: left; vertical-align: top }}
th {{ vertical-align: bottom }}
.n {{ text-align: right; font-variant-numeric: tabular-nums }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
p {{ font-size: {note}pt }}"""
#: The size of the line below [pt], and what Word calls a number at the right and a new line in a cell.
_NOTE = 9
_RIGHT = '<w:jc w:val="right"/>'
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


def write_html(grid: Grid, path: Path, said: str, language: str) -> None:
    """A page with one table, and a line below it; whatever a cell says is text."""
    page = layout(*grid)
    style = _CSS.format(
        across=" landscape" * page.across, margin=MARGIN, size=page.size, padding=PADDING / 2, note=_NOTE
    )
    right = [' class="n"' if numeric else "" for numeric in grid.numeric]
    widths = "".join(f'<col style="width:{width:.2f}cm">' for width in page.widths)
    heads = "".join(
        f'<th scope="col"{place}>{escape(shown(head))}</th>'
        for place, head in zip(right, grid.heads, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td{place}>{escape(cell)}</td>" for place, cell in zip(right, row, strict=True))
        + "</tr>"
        for row in grid.rows
    )
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="{language}">\n'
        f'<head><meta charset="utf-8"><title>armsflow</title>\n<style>\n{style}\n</style></head>\n'
        f"<body>\n<table>\n<colgroup>{widths}</colgroup>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        f"<p>{escape(shown(said))}</p>\n</body>\n</html>\n",
        encoding="utf-8",
    )


def write_docx(grid: Grid, path: Path, said: str, language: str) -> None:
    """A Word document with one table, and a line below it."""
    document = new_document()
    name_language(document, language)
    page = layout(*grid)
    _turn(document, page)
    drawn = document.add_table(rows=0, cols=len(grid.heads))
    drawn.style, drawn.autofit = "Table Grid", False
    # twentieths of a point, the unit of widths in Word
    widths = [round(width / 2.54 * 1440) for width in page.widths]
    for column, width in zip(drawn._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width * 635  # English metric units
    style = _paragraphs(document, "Table text", page.size, before=0).style_id
    for line, cells in enumerate((grid.heads, *grid.rows)):
        drawn._tbl.append(_row(cells, grid.numeric, widths, style, "" if line else "<w:rPr><w:b/></w:rPr>"))
    keep_rows(drawn)
    document.add_paragraph(shown(said)).style = _paragraphs(document, "Table note", _NOTE, before=6)
    save_document(document, path)


def _row(cells: Sequence[str], numeric: Sequence[bool], widths: Sequence[int], style: str, run: str) -> Any:
    """One row as Word keeps it; python-docx would look each cell up in its table again."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    parts = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'{_RIGHT if is_number else ""}</w:pPr><w:r>{run}<w:t xml:space="preserve">'
        f"{_BREAK.join(escape(shown(cell)).splitlines())}</w:t></w:r></w:p></w:tc>"
        for cell, is_number, width in zip(cells, numeric, widths, strict=True)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}>{parts}</w:tr>")


def _turn(document: Any, page: Layout) -> None:
    from docx.enum.section import WD_ORIENT

    (section,) = document.sections
    if page.across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _paragraphs(document: Any, name: str, size: int, *, before: int) -> Any:
    """A style of one's own, which one changes for all its paragraphs at once in Word."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.font.size = document.styles["Normal"], Pt(size)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(0)
    style.paragraph_format.line_spacing = 1.0
    return style


def keep_rows(drawn: Any) -> None:
    """Have the first row of a table on each page, and break no row between two pages."""
    from docx.oxml import OxmlElement

    for line, row in enumerate(drawn._tbl.tr_lst):
        about = row.get_or_add_trPr()
        about.append(OxmlElement("w:cantSplit"))
        if not line:
            about.append(OxmlElement("w:tblHeader"))


def name_language(document: Any, language: str) -> None:
    """Name the language of a document, for spelling and for screen readers."""
    document.core_properties.language = language
    for named in document.styles.element.xpath("//w:docDefaults//w:lang"):
        named.set(next(name for name in named.attrib if name.endswith("}val")), language)


def new_document() -> Any:
    """A Word document on A4 without text, which says nothing of when it was made."""
    try:
        from docx import Document
        from docx.shared import Cm
    except ImportError as error:
        raise DependencyError("Word needs python-docx: pip install 'armsflow[docx]'") from error
    document = Document()
    about = document.core_properties
    about.author, about.created, about.modified = "armsflow", _EPOCH, _EPOCH
    (section,) = document.sections
    section.page_width, section.page_height = map(Cm, SHEET)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(MARGIN))
    return document


def save_document(document: Any, path: Path) -> None:
    """Write a document whose parts all have one date: the same document is the same bytes on every run."""
    loose = BytesIO()
    document.save(loose)
    with ZipFile(loose) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(ZipInfo(name, _EPOCH.timetuple()[:6]), old.read(name), ZIP_DEFLATED)


def shown(cell: Any, *, to: str = NEAREST) -> str:
    """A cell as people read it: no trailing zeros, commas between thousands, blank for a null.

    Numbers have four figures; a bound is rounded `to` its side.
    """
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, bool | np.bool_):
        return "yes" if cell else "no"
    if isinstance(cell, float | np.floating):
        number = float(cell) if to == NEAREST else significant(float(cell), 4, to)
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"
    return str(visible(str(cell)))


def visible(cell: Any) -> Any:
    """A text without control signs and signs that turn the direction of writing; other cells as they are."""
    return OVERRIDES.sub("", UNPRINTABLE.sub("", cell)) if isinstance(cell, str) else cell
