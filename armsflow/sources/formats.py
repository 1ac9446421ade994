"""How a source's format is known by its header, and what `read` looks at to find it.

A reader that `read` should find lists its formats in its module, and does nothing else to be found:

    FORMATS = (
        known_by("GIEL licences, 7 columns", "licence_id", "date", "country", "rating", "value"),
    )

A name may have several spellings, joined by ``|``. Upper and lower case, blanks and punctuation make no
difference. Where names are not enough, `test` looks at the beginning of the file.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO

from armsflow.errors import ArgumentError, DependencyError, SourceError
from armsflow.sources.opening import File, content_of, name_of, text_of

__all__: list[str] = []

#: How much of a file is looked at [bytes, lines, rows of a worksheet].
HEAD_BYTES, HEAD_LINES, HEAD_ROWS = 2**18, 120, 30
DELIMITERS = (",", ";", "\t", "|")
_BLANK = re.compile(r"[\W_]+")
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,80})"\s*:')
_XLSX = "[Content_Types].xml"


@dataclass(frozen=True)
class Head:
    """The beginning of a file, as a reader's formats look at it."""

    #: what messages call the file
    name: str
    #: "text", "json" or "workbook"; "parquet" and "" are no reader's
    kind: str
    #: first lines of a text
    lines: list[str] = field(default_factory=list)
    #: title of each worksheet, with its first rows
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    #: the letters looked at
    text: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """The names in all these rows."""
        return frozenset(self._folded.values()) - {""}

    @cached_property
    def rows(self) -> list[tuple[str, frozenset[str]]]:
        """Each row that may be a header: where it is, and the names in it as `folded`."""
        return [(where, frozenset(map(self._folded.__getitem__, cells))) for where, cells in self._cells]

    @cached_property
    def _folded(self) -> dict[str, str]:
        """The cells of these rows as `folded`; a table repeats the few that most of them hold."""
        return {cell: folded(cell) for cell in set().union(*(cells for _, cells in self._cells))}

    @cached_property
    def _cells(self) -> list[tuple[str, list[str]]]:
        if self.kind == "workbook":
            return [
                (f"row {number} of {title!r}", cells)
                for title, rows in self.sheets.items()
                for number, cells in enumerate(rows, start=1)
            ]
        if self.kind == "json":
            return [("the names of its objects", _KEY.findall(self.text))]
        return [(f"line {number}", cells) for number, cells in _split(self.lines)]


@dataclass(frozen=True)
class Format:
    """One format of a source: what it is called, and what its header has."""

    says: str
    #: the spellings of each name that the header has, as `folded`
    columns: tuple[frozenset[str], ...] = ()
    #: the first spelling of each, for messages
    printed: tuple[str, ...] = ()
    #: what else must be true of a file whose header has these names
    test: Callable[[Head], bool] | None = None
    #: kinds of file it may be
    kinds: tuple[str, ...] = ("text", "json", "workbook")

    def found_in(self, names: frozenset[str]) -> int:
        """How many of the columns stand in a row of names."""
        return sum(not spellings.isdisjoint(names) for spellings in self.columns)

    def is_whole_in(self, names: frozenset[str]) -> bool:
        """Whether all of the columns stand in a row of names."""
        return all(not spellings.isdisjoint(names) for spellings in self.columns)

    def is_in(self, head: Head) -> bool:
        """Whether the file begins as this format does."""
        if head.kind not in self.kinds:
            return False
        # most formats have a name that no row has
        whole = not self.columns or (
            self.is_whole_in(head.names) and any(self.is_whole_in(row) for _, row in head.rows)
        )
        return whole and (self.test is None or self.test(head))

    def nearest(self, head: Head) -> tuple[float, str, list[str]]:
        """How much of the header is there (0–1), where, and the names that are missing."""
        rows = head.rows if self.columns and head.kind in self.kinds else []
        count, where, names = max(
            ((self.found_in(names), where, names) for where, names in rows),
            key=lambda found: found[0],
            default=(0, "", frozenset()),
        )
        pairs = zip(self.columns, self.printed, strict=True)
        missing = [name for spellings, name in pairs if spellings.isdisjoint(names)]
        return count / max(len(self.columns), 1), where, missing


def known_by(
    says: str,
    *columns: str,
    test: Callable[[Head], bool] | None = None,
    kinds: tuple[str, ...] = ("text", "json", "workbook"),
) -> Format:
    """A format that is known by the names of its columns, all of them in one row."""
    spellings = [column.split("|") for column in columns]
    return Format(says, tuple(map(_names, spellings)), tuple(first for first, *_ in spellings), test, kinds)


def folded(name: str) -> str:
    """A name of a column without what spellings differ in: case, blanks and punctuation."""
    small = name.casefold()
    return small if small.isalnum() else _BLANK.sub("", small)


def head_of(path: File) -> tuple[Head, File]:
    """The beginning of a file, and the file for the reader: an open one is read, as it can be only once."""
    name = name_of(path)
    if isinstance(path, str | Path):
        try:
            with Path(path).open("rb") as file:
                return _head(name, file, path), path
        except (OSError, ValueError) as error:
            raise SourceError(
                f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
            ) from error
    content = content_of(path)
    if isinstance(content, str) and hasattr(path, "read"):
        return _of_text(name, content[:HEAD_BYTES]), io.StringIO(content)
    if isinstance(content, bytes | bytearray | memoryview):
        content = bytes(content)
        return _head(name, io.BytesIO(content), content), content
    raise ArgumentError(
        f"path is {path!r:.80}; expected a path, a file object or the bytes of a file", rows=[path]
    )


def _head(name: str, file: IO[bytes], path: File) -> Head:
    start = file.read(HEAD_BYTES)
    if start.startswith(b"PAR1"):
        return Head(name, "parquet")
    try:
        if start.startswith(b"\x1f\x8b"):
            file.seek(0)
            with gzip.open(file) as unpacked:
                return _head(name, io.BytesIO(unpacked.read(HEAD_BYTES)), path)
        if start.startswith(b"PK\x03\x04"):
            return _of_archive(name, file)
    except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise SourceError(f"{name} is a damaged archive ({error}); expected a whole gz or zip") from error
    # the cut may go through a letter
    cut = len(start) == HEAD_BYTES and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return _of_text(name, text_of(start[: start.rfind(b"\n") + 1] or start if cut else start))


def _of_archive(name: str, file: IO[bytes]) -> Head:
    with zipfile.ZipFile(file) as archive:
        members = archive.namelist()
        if _XLSX in members:
            return Head(name, "workbook", sheets=_sheets(name, file))
        inside = [m for m in members if not m.endswith("/") and not m.startswith("__MACOSX/")]
        if len(inside) > 1:
            # the World Bank describes states and indicators in further files
            inside = [m for m in inside if not Path(m).name.startswith(("Metadata_", "._"))]
        if len(inside) != 1:
            return Head(name, "")
        with archive.open(inside[0]) as member:
            start = member.read(HEAD_BYTES)
            if start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
                return _head(name, io.BytesIO(start + member.read()), b"")
            return _head(name, io.BytesIO(start), b"")


def _sheets(name: str, file: IO[bytes]) -> dict[str, list[list[str]]]:
    try:
        import openpyxl
    except ImportError as error:
        raise DependencyError("Excel needs openpyxl: pip install 'armsflow[xlsx]'") from error
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        return {page.title: [*islice(_cells(page), HEAD_ROWS)] for page in book.worksheets}
    except Exception as error:  # a broken file breaks openpyxl in many ways
        raise SourceError(f"{name} cannot be read as a workbook: {error!r}") from error


def _cells(page: object) -> Iterator[list[str]]:
    # programs other than Excel write the extent of a sheet wrong
    page.reset_dimensions()  # type: ignore[attr-defined]
    for row in page.iter_rows(values_only=True):  # type: ignore[attr-defined]
        yield ["" if cell is None else str(cell) for cell in row]


def _of_text(name: str, text: str) -> Head:
    text = text.removeprefix("\ufeff")
    start = text.lstrip()
    kind = "json" if start[:1] in ("{", "[") and not start.startswith("{\\rtf") else "text"
    return Head(name, kind, text.splitlines()[:HEAD_LINES], text=text)


def _split(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, by each sign that may part them; a quoted cell may go over lines."""
    for sign in DELIMITERS:
        for number, line in enumerate(lines, start=1):
            if sign in line:
                yield number, line.split(sign)
        if not any('"' in line for line in lines):
            continue
        reader = csv.reader((line + "\n" for line in lines), delimiter=sign)
        at = 1
        with suppress(csv.Error):
            for cells in reader:
                if reader.line_num > at:
                    yield at, cells
                at = reader.line_num + 1


def cells_in(line: str, sign: str) -> list[str]:
    """The cells of one line; one that is no CSV, such as one with a cell of 200,000 letters, as it is cut."""
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return line.split(sign)


def _names(cells: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, {*cells})) - {""}
