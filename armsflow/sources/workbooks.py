"""Excel workbooks as rows of cells that know their colour, for sources that say something by it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

from armsflow.errors import ArgumentError, DependencyError, SourceError, sample
from armsflow.sources.opening import (
    MOST_BYTES,
    MOST_COLUMNS,
    File,
    bounded,
    check_columns,
    content_of,
    name_of,
    too_large,
)

__all__: list[str] = []


class Cell(NamedTuple):
    """What a cell holds, the colour of its letters as ``"0000FF"`` or "", and where it stands."""

    value: Any
    colour: str
    place: str

    @property
    def text(self) -> str:
        """What the cell says, "" for a blank; years may be stored as fractions."""
        whole = isinstance(self.value, float) and self.value.is_integer()
        said = int(self.value) if whole else "" if self.value is None else self.value
        return " ".join(str(said).split())

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


BLANK = Cell(None, "", "")


class Page(NamedTuple):
    """A worksheet, cut at its header."""

    #: title and all text above the header
    above: str
    heads: list[str]
    #: (number, cells) of each line below
    lines: list[tuple[int, list[Cell]]]


def pages(path: File, wanted: Callable[[str], bool]) -> dict[str, list[list[Cell]]]:
    """Rows of every worksheet by its title; none are read of those that are not `wanted`.

    `path` is that of an ``.xlsx`` or of a zip with one, or a binary file, or its bytes.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise DependencyError("Excel needs openpyxl: pip install 'armsflow[xlsx]'") from error
    name = name_of(path, "the workbook")
    content = _unpacked(_content(path), name)
    try:
        with warnings.catch_warnings():
            # of styles and extensions that it leaves out, which hold no figures
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return {page.title: _rows(page) if wanted(page.title) else [] for page in book.worksheets}
    except SourceError:
        raise
    except Exception as error:  # a broken file breaks openpyxl in many ways
        raise SourceError(f"{name} cannot be read as a workbook: {error!r}") from error


def page_below(first: str, title: str, rows: list[list[Cell]]) -> Page:
    """The worksheet cut at the row that has the head `first`; all its lines as long as the header."""
    for at, cells in enumerate(rows):
        heads = [cell.text for cell in cells]
        if first.casefold() in map(str.casefold, heads):
            above = " ".join([title, *(cell.text for row in rows[:at] for cell in row)])
            lines = [row + [BLANK] * (len(heads) - len(row)) for row in rows[at + 1 :]]
            return Page(above, heads, list(enumerate(lines, start=at + 2)))
    raise SourceError(f"{title!r} has no header; expected a row with the cell {first!r}")


def is_titled(pattern: str, title: str) -> bool:
    """Whether the title of a worksheet is that `pattern`, whatever its case and blanks."""
    return bool(re.fullmatch(pattern, " ".join(title.split()), re.IGNORECASE))


def _content(path: object) -> bytes:
    content = content_of(path)
    if not isinstance(content, bytes):
        kind = type(content).__name__
        raise ArgumentError(f"path is or holds {kind}; expected a path, a binary file or bytes", rows=[path])
    return content


def _unpacked(content: bytes, name: str) -> bytes:
    """The workbook, out of a zip with nothing else of the kind in it if need be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.namelist()
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise too_large(name)
            # what begins with ._ are a Mac's own notes on the file
            books = [m for m in members if re.search(r"(^|/)(?!\._)[^/]+\.xlsx$", m, re.IGNORECASE)]
            if "[Content_Types].xml" in members:
                return content
            if len(books) == 1:
                with archive.open(books[0]) as file:
                    return bounded(file, name)
    except (zipfile.BadZipFile, RuntimeError) as error:  # the latter of a zip with a password
        raise SourceError(
            f"{name} is no .xlsx ({error}); save an older or protected workbook as a plain .xlsx first"
        ) from error
    raise SourceError(f"{name} is a zip with {sample(members)}; expected an .xlsx, or one in it")


def _rows(page: Any) -> list[list[Cell]]:
    # programs other than Excel write the extent of a sheet wrong
    page.reset_dimensions()
    rows = []
    for number, row in enumerate(page.iter_rows(), start=1):
        # a sheet may be coloured to its last column
        filled = [n for n, cell in enumerate(row[MOST_COLUMNS:], MOST_COLUMNS) if cell.value is not None]
        check_columns(filled[-1] + 1 if filled else 0, page.title, number)
        rows.append([_cell(cell) for cell in row[:MOST_COLUMNS]])
    return rows


def _cell(cell: Any) -> Cell:
    # only what holds something has a font
    return BLANK if cell.value is None else Cell(cell.value, _colour(cell), cell.coordinate)


def _colour(cell: Any) -> str:
    from openpyxl.styles.colors import COLOR_INDEX

    colour = cell.font.color
    if colour is None or colour.type not in ("rgb", "indexed"):
        return ""
    if colour.type == "rgb":
        return colour.rgb[-6:].upper()
    # the last two are the system's own colours
    return COLOR_INDEX[colour.indexed][-6:] if colour.indexed < len(COLOR_INDEX) else ""
