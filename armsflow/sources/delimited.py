"""The rows of a delimited file or of a worksheet, below the line that names their columns."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from armsflow.errors import ArgumentError, SourceError
from armsflow.sources.columns import Columns
from armsflow.sources.formats import DELIMITERS, cells_in, folded
from armsflow.sources.opening import (
    MOST_COLUMNS,
    MOST_LINES,
    File,
    check_columns,
    content_of,
    name_of,
    text_of,
    too_large,
    unpacked,
)
from armsflow.sources.rows import Rows, keys_of
from armsflow.sources.workbooks import Cell, pages

__all__: list[str] = []

_HEAD = 120  # rows among which the header is looked for
_ENDS = re.compile(r"\r\n|\r|\n")
_LONG = 300_000  # letters among which the header is
# how the record at the end of a zip begins, behind which a comment may stand
_END, _TAIL = b"PK\x05\x06", 2**17
# a quote with neither the end of a cell nor another quote beside it
_AMID = re.compile(r'"(?=[^,;|\t\r\n"])(?<=[^,;|\t\n"]")')


def text_in(path: File, content: object = None) -> str:
    """The text of a file, whatever its encoding; `content` is what it holds, if it has been read."""
    content = content_of(path) if content is None else content
    if isinstance(content, str) and hasattr(path, "read"):
        return content.removeprefix("\ufeff")
    if isinstance(content, bytes | bytearray | memoryview):
        return text_of(unpacked(bytes(content), name_of(path))).removeprefix("\ufeff")
    raise ArgumentError(
        f"path is {path!r:.80}; expected a path, a file object or the bytes of a file", rows=[path]
    )


def is_workbook(content: object) -> bool:
    """Whether bytes are an ``.xlsx``, or a zip with one."""
    if not isinstance(content, bytes | bytearray | memoryview) or _END not in bytes(content[-_TAIL:]):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.endswith((".xlsx", "[Content_Types].xml")) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def sheets_of(content: bytes, name: str, layout_of: Callable[[frozenset[str]], str]) -> dict[str, Rows]:
    """The worksheets of a workbook as rows, by the layout of their header; of each layout the first.

    Lines are rows of the worksheet.
    """
    found: dict[str, Rows] = {}
    for title, cells in pages(content, lambda title: True).items():
        for at, row in enumerate(cells[:_HEAD]):
            heads = [cell.text for cell in row]
            layout = layout_of(names_in(heads))
            if layout and layout not in found:
                found[layout] = _below(f"{name}, {title!r}", heads, cells, at)
                break
    return found


def names_in(cells: Sequence[str]) -> frozenset[str]:
    """The names in a row, as `folded`."""
    return frozenset(map(folded, cells)) - {""}


def _below(name: str, heads: list[str], cells: list[list[Cell]], at: int) -> Rows:
    kept: list[list[str]] = []
    spans: list[tuple[int, int]] = []
    for number, row in enumerate(cells[at + 1 :], start=at + 2):
        texts = [_said(cell) for cell in row[: len(heads)]]
        if any(texts):
            kept.append(texts + [""] * (len(heads) - len(texts)))
            spans.append((number, number))
    return Rows(name, heads, kept, spans, passed=len(cells) - len(kept))


def _said(cell: Cell) -> str:
    """What a cell says, lines of its own kept."""
    return "\n".join(cell.value.splitlines()).strip() if isinstance(cell.value, str) else cell.text


def rows_in(
    path: File, is_header: Callable[[frozenset[str]], bool], *, expected: str, content: object = None
) -> Rows:
    """The rows of a delimited file, or of the first worksheet of a workbook that has the header.

    `content` is what the file holds, if it has been read.
    """
    name, content = name_of(path), content_of(path) if content is None else content
    if not is_workbook(content):
        return rows_of(text_in(path, content), name, is_header, expected=expected)
    found = sheets_of(bytes(content), name, lambda names: "whole" if is_header(names) else "")  # type: ignore[call-overload]
    if not found:
        raise SourceError(
            f"{name} has no worksheet with {expected}: read() finds the source of a file",
            rows=[(1, "no header")],
        )
    return found["whole"]


def rows_of(
    text: str,
    name: str,
    is_header: Callable[[frozenset[str]], bool],
    *,
    expected: str,
    delimiter: str = "",
) -> Rows:
    """The rows of a delimited text, below the row whose names, as `folded`, are its header.

    A row with cells beyond the header that are not blank, or with fewer cells, is set aside.
    """
    sign = delimiter or _delimiter(text, is_header)
    if not sign:
        first = next((line for line in text.splitlines() if line.strip()), "")
        raise SourceError(
            f"{name} has no header with {expected}; line 1 begins with {first[:100]!r}: read() finds the "
            "source of a file",
            rows=[(1, "no header")],
        )
    if (even := _at_once(text, name, sign, is_header)) is not None:
        return even
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    heads: list[str] = []
    cells: list[list[str]] = []
    spans: list[tuple[int, int]] = []
    aside: list[tuple[int, str]] = []
    passed = lost = width = 0
    while True:
        at = reader.line_num + 1
        try:
            for row in reader:
                now = reader.line_num
                if heads and len(row) == width:
                    # most rows; a row of blanks is none
                    if row[0].strip() or any(cell.strip() for cell in row):
                        cells.append(row)
                        spans.append((at, now))
                    else:
                        passed += now - at + 1
                elif not heads:
                    passed += now - at + 1
                    if is_header(names_in(row)):
                        check_columns(len(row), name, at)
                        heads = _unpadded(row)
                        width = len(heads)
                elif not any(cell.strip() for cell in row):
                    passed += now - at + 1
                elif len(row) > width and not any(cell.strip() for cell in row[width:]):
                    cells.append(row[:width])
                    spans.append((at, now))
                else:
                    aside.append((at, f"{len(row)} cells, but the header has {width}"))
                    lost += now - at
                at = now + 1
            break
        except csv.Error as error:
            aside.append((at, f"no CSV: {error}; a quoted cell may lack its end"))
            lost += max(reader.line_num - at, 0)
    if reader.line_num > MOST_LINES:
        raise too_large(name)
    if not heads:
        line = aside[0][0]
        raise SourceError(
            f"{name} has no header with {expected}; line {line} is no CSV", rows=[(line, "no header")]
        )
    return Rows(name, heads, cells, spans, passed=passed, aside=aside, lost=lost)


def rows_without_header(
    text: str, name: str, heads: Sequence[str], delimiter: str, *, fits: Callable[[Sequence[str]], bool]
) -> Rows:
    """The rows of a delimited text that has no header; lines that do not fit are set aside."""
    cells: list[list[str]] = []
    spans: list[tuple[int, int]] = []
    aside: list[tuple[int, str]] = []
    passed = 0
    lines = _ENDS.split(text)
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, start=1):
        row = [cell.strip() for cell in line.split(delimiter)]
        if not any(row):
            passed += 1
        elif len(row) == len(heads) + 1 and not row[-1] and fits(row):
            cells.append(row[:-1])
            spans.append((number, number))
        elif len(row) == len(heads) and fits(row):
            cells.append(row)
            spans.append((number, number))
        else:
            aside.append((number, f"{len(row)} cells that are not {', '.join(heads)}"))
    return Rows(name, heads, cells, spans, passed=passed, aside=aside)


def _at_once(text: str, name: str, sign: str, is_header: Callable[[frozenset[str]], bool]) -> Rows | None:
    """The rows of a text in which each has the cells of the header, read in one go; of any other None.

    Blank cells beyond the header, blank rows and quoted cells that go over lines are no hindrance.
    """
    if _has_lone_return(text) or "\0" in text:
        return None
    heads, at = [""], 0
    for above in range(1, _HEAD):  # noqa: B007
        line, _, _ = text[at : at + _LONG].partition("\n")
        at += len(line) + 1
        heads = cells_in(line, sign)
        if is_header(frozenset(map(folded, heads)) - {""}):
            break
    else:
        return None
    heads = _unpadded(heads)
    body = text[at:].rstrip("\r\n")
    width = len(cells_in(body[:_LONG].partition("\n")[0], sign))
    if not len(heads) <= width <= MOST_COLUMNS or width < 2:
        return None
    names = [*map(str, range(width))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body.encode()),
            arrow_csv.ReadOptions(column_names=names, use_threads=False),
            arrow_csv.ParseOptions(delimiter=sign, ignore_empty_lines=False, newlines_in_values='"' in body),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    columns = [table[name].combine_chunks() for name in names]
    lines = body.count("\n") + 1
    first = _first_lines(columns, lines, body)
    if first is None or not all(_is_blank(cells).all() for cells in columns[len(heads) :]):
        return None
    ends = np.append(first[1:], lines) - 1
    out = Rows(name, heads, [], [])
    out.line, out.last = first + above + 1, ends + above + 1
    out.columns = Columns()
    for head, cells in zip(keys_of(heads), columns, strict=False):
        if head not in out.columns:
            out.columns[head] = cells
    out.stripped = {*out.columns}
    blank = _is_blank(columns[0])
    for cells in columns[1:]:
        if not blank.any():
            break
        blank &= _is_blank(cells)
    out.drop(blank)
    below = text[at + len(body) :]
    all_lines = above + lines + below.count("\n") - below.endswith("\n")
    out.passed = all_lines - int((out.last - out.line + 1).sum())
    return out


def _has_lone_return(text: str) -> bool:
    """Whether a carriage return stands without the line end that Windows writes behind it."""
    if "\r" not in text:
        return False
    # numbers are compared in half the time in which two signs are counted
    signs = np.frombuffer(text.encode(errors="replace") + b" ", dtype=np.uint8)
    return bool((signs[np.flatnonzero(signs == ord("\r")) + 1] != ord("\n")).any())


def _first_lines(columns: Sequence[pa.Array], lines: int, body: str) -> np.ndarray | None:
    """The line on which each row begins, from 0; None where their lines are not those of the text."""
    # a quote amid a cell may be the end of another, or text behind the end of a quoted cell
    if _AMID.search(body):
        return None
    rows = len(columns[0])
    if rows == lines:
        return np.arange(rows)
    within = sum(pc.count_substring(cells, "\n").to_numpy() for cells in columns)
    first = np.cumsum(within + 1) - within - 1
    return first if rows + int(within.sum()) == lines else None


def _is_blank(cells: pa.Array) -> np.ndarray:
    return pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy(zero_copy_only=False)


def _unpadded(heads: list[str]) -> list[str]:
    """Names without the blanks with which a spreadsheet pads all lines to one width."""
    width = max(at + 1 for at, head in enumerate(heads) if head.strip())
    return heads[:width]


def _delimiter(text: str, is_header: Callable[[frozenset[str]], bool]) -> str:
    """What parts the cells: the sign by which one of the first rows is the header."""
    for sign in DELIMITERS:
        reader = csv.reader(io.StringIO(text[:_LONG], newline=""), delimiter=sign)
        try:
            for _, row in zip(range(_HEAD), reader, strict=False):
                if is_header(names_in(row)):
                    return sign
        except csv.Error:
            continue
    return ""
