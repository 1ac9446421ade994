"""The rows of a delimited file as text, and what becomes of each of its physical lines.

A line gives a record, holds none ("passed": blank lines, lines above the header, the header), is left out by
a rule of the source ("by rule": a sub-total), or cannot be read ("set aside"). Nothing else happens to it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, MutableMapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from armsflow.errors import ArgumentError, PartyError, SourceError
from armsflow.parties import codes_of
from armsflow.sources.formats import DELIMITERS, folded
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
    unread_lines,
)
from armsflow.sources.workbooks import Cell, pages

__all__: list[str] = []

Value = Any
_HEAD = 120  # rows among which the header is looked for
_ENDS = re.compile(r"\r\n|\r|\n")
_SAMPLE = 2_000  # cells that show whether a column has few words
_LONG = 300_000  # letters among which the header is
# what Excel makes of a long number: "1.52676E+11"
_CUT = r"\d(?:[.,]\d+)?E\+?\d+"
UNSURE = (
    ", in which the point may part thousands or decimals: no other cell shows which; write the digits alone"
)
# a quote with neither the end of a cell nor another quote beside it
_AMID = re.compile(r'"(?=[^,;|\t\r\n"])(?<=[^,;|\t\n"]")')


class Coded:
    """Cells of few words, each known by the number of its word; they are put together when asked for."""

    def __init__(self, codes: np.ndarray, words: np.ndarray) -> None:
        self.codes, self.words = codes, words
        self._cells: np.ndarray | None = None

    @property
    def cells(self) -> np.ndarray:
        if self._cells is None:
            self._cells = self.words[self.codes]
        return self._cells

    def in_arrow(self) -> pa.Array:
        """Words as a dictionary of Arrow's."""
        return pa.DictionaryArray.from_arrays(
            pa.array(self.codes, pa.int32()), pa.array(self.words, pa.string())
        )

    def as_text(self) -> pa.Array:
        """Values, whatever they are, as a dictionary of words."""
        words = [None if word is None else str(word) for word in self.words.tolist()]
        return Coded(self.codes, np.array(words, dtype=object)).in_arrow()

    def is_of(self, cells: np.ndarray) -> bool:
        """Whether an array is the cells that these numbers stand for."""
        return self._cells is cells


class Columns(MutableMapping[str, np.ndarray]):
    """The cells of each column of some rows, one value per row.

    A column that was read at once stays as Arrow has it until it is looked at, whatever rows are left out.
    """

    def __init__(self) -> None:
        #: the rows kept of those that were read at once; None for all
        self._kept: np.ndarray | None = None
        self._held: dict[str, np.ndarray | Coded | pa.Array] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        held = self.held(name)
        return held.cells if isinstance(held, Coded) else held

    def __setitem__(self, name: str, cells: np.ndarray | Coded | pa.Array) -> None:
        self._held[name] = cells

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def held(self, name: str) -> np.ndarray | Coded:
        """The cells of a column, or the numbers of their words."""
        found = self._held[name]
        if isinstance(found, pa.Array):
            found = self._held[name] = _coded(self._taken(found))
        return found

    def in_arrow(self, name: str) -> pa.Array:
        """A column of text as Arrow holds it; words that are known by their number are a dictionary."""
        found = self._held[name]
        if isinstance(found, pa.Array):
            return pc.utf8_trim_whitespace(self._taken(found))
        if isinstance(found, Coded):
            return found.in_arrow()
        return pa.array(found, pa.string())

    def coded(self, cells: np.ndarray) -> Coded | None:
        """The numbers of the words of an array that is one of the columns, if they are known."""
        each = (found for found in self._held.values() if isinstance(found, Coded))
        return next((found for found in each if found.is_of(cells)), None)

    def keep(self, kept: np.ndarray) -> None:
        """Leave out the rows that are not kept."""
        self._kept = np.flatnonzero(kept) if self._kept is None else self._kept[kept]
        for name, found in self._held.items():
            if isinstance(found, Coded):
                self._held[name] = Coded(found.codes[kept], found.words)
            elif not isinstance(found, pa.Array):
                self._held[name] = found[kept]

    def rename(self, name: str, into: str) -> None:
        """Give a column another name."""
        self._held[into] = self._held.pop(name)

    def _taken(self, cells: pa.Array) -> pa.Array:
        return cells if self._kept is None else cells.take(pa.array(self._kept))


class Rows:
    """The rows of one file, and where each of its lines has gone.

    `columns` holds the cells of a column by its name as `folded`, one text per row; of a name that stands
    twice, the first. `keep`, `by_rule` and `refuse` take a mask over the rows as they are then.
    """

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        cells: Sequence[Sequence[str]],
        spans: Sequence[tuple[int, int]],
        *,
        passed: int = 0,
        aside: Sequence[tuple[int, str]] = (),
        lost: int = 0,
        unit: str = "line",
    ) -> None:
        self.name, self.unit = name, unit
        self.heads = [*heads]
        self._printed = {folded(head): head.strip() for head in reversed(heads)}
        columns = [*zip(*cells, strict=True)] if cells else [()] * len(heads)
        self.columns = Columns()
        for head, column in zip(_names(heads), columns, strict=True):
            self.columns.setdefault(head, np.array(column, dtype=object))
        pairs = np.array(spans, dtype=np.int64).reshape(-1, 2)
        #: first and last physical line of each row
        self.line, self.last = pairs[:, 0], pairs[:, 1]
        #: the columns whose cells have no blanks around them any more
        self.stripped: set[str] = set()
        #: how many lines hold no record
        self.passed, self._lost = passed, lost
        #: (line, reason) of lines that cannot be read
        self.aside = [*aside]
        #: rule → the lines that it leaves out
        self.left_out: dict[str, list[int]] = {}
        self._left_out_lines = 0

    def __len__(self) -> int:
        return len(self.line)

    def __contains__(self, name: str) -> bool:
        return any(folded(one) in self.columns for one in name.split("|"))

    def text(self, name: str, otherwise: str = "") -> np.ndarray:
        """The cells of a column without blanks around them; `otherwise` in every row if there is none.

        `name` may have several spellings, joined by ``|``.
        """
        key = self._key(name)
        return self.columns[key] if key else np.full(len(self), otherwise, dtype=object)

    def _key(self, name: str) -> str:
        """The name, as `folded`, that a column of text has, its cells without blanks; "" if there is none."""
        key = next((key for key in map(folded, name.split("|")) if key in self.columns), "")
        if key and key not in self.stripped:
            self.columns[key] = self.coded_each(self.columns[key], str.strip)
            self.stripped.add(key)
        return key

    def rename(self, name: str, into: str) -> None:
        """Give a column of text another name."""
        self.columns.rename(self._key(name), folded(into))
        self.stripped.add(folded(into))

    def in_arrow(self, name: str) -> pa.Array:
        """A column of text as Arrow holds it, blank if there is none."""
        key = self._key(name)
        return self.columns.in_arrow(key) if key else pa.repeat("", len(self))

    def whole(self, name: str) -> np.ndarray:
        """A column of what was read as whole numbers."""
        held = self.columns.held(folded(name))
        if not isinstance(held, Coded):
            return held.astype("int64")
        # a word that gave none stands in no row any more
        return np.array([int(word or 0) for word in held.words.tolist()], dtype="int64")[held.codes]

    def as_text(self, name: str) -> pa.Array:
        """A column of what was read, whatever it is, as text."""
        held = self.columns.held(folded(name))
        if isinstance(held, Coded):
            return held.as_text()
        return pa.array(held).cast(pa.string())

    def each(self, cells: np.ndarray, read: Callable[[str], Value]) -> np.ndarray:
        """What `read` makes of each cell, once per distinct cell."""
        return self.coded_each(cells, read).cells

    def coded_each(self, cells: np.ndarray, read: Callable[[str], Value]) -> Coded:
        """What `read` makes of each cell, as numbers of values."""
        known = self.columns.coded(cells)
        codes, words = (known.codes, known.words) if known else pd.factorize(cells)
        values = np.empty(len(words), dtype=object)
        values[:] = [read(word) for word in words.tolist()]
        return Coded(codes, values)

    def __getitem__(self, name: str) -> np.ndarray:
        """A column as it is now: text, or what `numbers`, `read_each` and `parties` have made of it."""
        return self.columns[folded(name)]

    def _said(self, name: str) -> str:
        """The name of a column as the file prints it."""
        return self._printed.get(folded(name), name)

    def put(self, name: str, cells: np.ndarray | Coded) -> None:
        """Add a column made of others, a cell for each row as they are now."""
        self.columns[folded(name)] = cells

    def numbers(
        self,
        name: str,
        *,
        blank: Collection[str] = ("",),
        negative: bool = False,
        pointed: bool = True,
    ) -> None:
        """Read a column as numbers, NaN where a cell is blank; other rows are refused.

        `blank` holds the marks of a missing number in small letters. A column that is not there is NaN. A
        point may part thousands unless the source's numbers are known not to be `pointed`.
        """
        cells = self.in_arrow(name)
        values, missing = _floats(cells, pa.array([*blank], pa.string()))
        wrong = ~missing & ~(np.isfinite(values) & ((values >= 0) | negative))
        unsure = is_unsure(cells) if pointed else np.zeros(len(cells), dtype=bool)
        has_power = pc.any(pc.match_substring(_words_of(cells), "E")).as_py()
        cut = texts_match(cells, _CUT) if has_power else np.zeros(len(cells), dtype=bool)
        self.columns[folded(name)] = values
        expected = "a number" if negative else "a number, 0 or more"

        def reason(at: int) -> str:
            said = f"{self._said(name)} is {cells[at].as_py()!r:.80}"
            if cut[at]:
                return f"{said}: a spreadsheet has cut its digits; take them from the source"
            return f"{said}{UNSURE}" if unsure[at] else f"{said}; expected {expected}"

        self.refuse(wrong | unsure | cut, reason)

    def read_each(self, name: str, read: Callable[[str], Value | None], expected: str) -> None:
        """Read a column cell by cell; rows whose cell gives None are refused."""
        cells = self.text(name)
        found = self.coded_each(cells, read)
        self.columns[folded(name)] = found
        wrong = np.asarray(pd.isna(found.words), dtype=bool)[found.codes]
        self.refuse(wrong, lambda at: f"{self._said(name)} is {cells[at]!r:.80}; expected {expected}")

    def parties(self, name: str, source: str) -> None:
        """Read a column of names as codes of parties; rows whose party is not known are refused."""
        cells = self.text(name)
        codes, reasons = _codes({*cells.tolist()}, source)
        self.columns[folded(name)] = self.coded_each(cells, lambda cell: codes.get(cell, ""))
        if reasons:
            wrong = np.array([cell in reasons for cell in cells], dtype=bool)
            self.refuse(wrong, lambda at: f"{self._said(name)}: {reasons[cells[at]]}")

    def unique(self, ids: np.ndarray) -> None:
        """Refuse rows whose id stands on a row before."""
        again = pd.Series(ids, dtype=object).duplicated().to_numpy()
        if again.any():
            first = dict(zip(ids[~again].tolist(), self.line[~again].tolist(), strict=True))
            self.refuse(again, lambda at: f"{ids[at]} stands on line {first[ids[at]]} already")

    def refuse(self, wrong: np.ndarray, reason: str | Callable[[int], str]) -> None:
        """Set aside the rows that cannot be read, each with its reason."""
        at = np.flatnonzero(wrong)
        if len(at):
            said = reason if callable(reason) else lambda _: reason
            self.aside += [(int(self.line[i]), said(int(i))) for i in at]
            self._lost += int((self.last[at] - self.line[at]).sum())
            self._keep(~wrong)

    def by_rule(self, out: np.ndarray, rule: str) -> None:
        """Leave out the rows that a rule of the source says are no records, and count them."""
        if out.any():
            self.left_out.setdefault(rule, []).extend(self.line[out].tolist())
            self._left_out_lines += int((self.last[out] - self.line[out] + 1).sum())
            self._keep(~out)

    def drop(self, blank: np.ndarray) -> None:
        """Leave out rows that are none."""
        if blank.any():
            self._keep(~blank)

    def _keep(self, kept: np.ndarray) -> None:
        self.columns.keep(kept)
        self.line, self.last = self.line[kept], self.last[kept]

    def counts(self) -> dict[str, int]:
        """How many lines were read, gave records, held none, were left out by rule, or cannot be read."""
        records = int((self.last - self.line + 1).sum())
        aside = len({line for line, _ in self.aside}) + self._lost
        parts = {
            "records": records,
            "passed": self.passed,
            "by_rule": self._left_out_lines,
            "set_aside": aside,
        }
        return {"read": sum(parts.values()), **parts}

    def check(self, on_error: str, what: str) -> None:
        """Raise SourceError of lines that cannot be read, unless they are to be collected."""
        if self.aside and (on_error == "raise" or not len(self)):
            raise unread_lines(self.name, sorted(self.aside), len(self), what)

    def attach(self, records: pd.DataFrame) -> pd.DataFrame:
        """The records with the account of the file's lines in ``.attrs``."""
        records.attrs["lines"] = self.counts()
        if self.left_out:
            records.attrs["by_rule"] = {rule: len(lines) for rule, lines in self.left_out.items()}
        if self.aside:
            records.attrs["set_aside"] = sorted(self.aside)
        return records


def _codes(names: set[str], source: str) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the names known, and why each of the others is not."""
    try:
        return codes_of(names, source=source), {}
    except PartyError as error:
        unknown = {str(name) for name in error.rows}
    reasons = {}
    for name in unknown:
        try:
            codes_of([name], source=source)
        except PartyError as error:
            reasons[name] = str(error).partition("; expected")[0]
    return codes_of(names - unknown, source=source), reasons


def is_unsure(cells: pa.Array) -> np.ndarray:
    """Which numbers have a point that may part thousands, since no other cell shows what it does."""
    if not pc.any(pc.match_substring(_words_of(cells), ".")).as_py():
        return np.zeros(len(cells), dtype=bool)
    may = texts_match(cells, r"[1-9]\d{0,2}\.\d{3}")
    sure = texts_match(cells, r"-?(?:\d*\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})?\.\d{3})(?:[eE].*)?")
    thousands = texts_match(cells, r"\d{1,3}(?:\.\d{3}){2,}|.*,.*")
    return may & (~sure.any() | thousands.any())


def texts_match(cells: pa.Array, form: str) -> np.ndarray:
    """Which cells are of a form, as a whole."""
    found = pc.match_substring_regex(_words_of(cells), f"^(?:{form})$").to_numpy(zero_copy_only=False)
    found = found.astype(bool)
    return found[cells.indices.to_numpy()] if pa.types.is_dictionary(cells.type) else found


def _words_of(cells: pa.Array) -> pa.Array:
    return pc.fill_null(cells.dictionary if pa.types.is_dictionary(cells.type) else cells, "")


def _floats(texts: pa.Array, blank: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The number in each cell, NaN where there is none; and whether the cell is one of those `blank`."""
    if pa.types.is_dictionary(texts.type):
        values, missing = _floats(texts.dictionary, blank)
        at = texts.indices.to_numpy()
        return values[at], missing[at]
    missing = pc.is_in(pc.utf8_lower(texts), blank)
    stated = pc.if_else(missing, None, texts)
    try:
        numbers = pc.cast(stated, pa.float64())
    except pa.ArrowInvalid:
        numbers = pd.to_numeric(stated.to_pandas(), errors="coerce").to_numpy(float, copy=True)
    else:
        numbers = pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False).copy()
    return numbers, missing.to_numpy(zero_copy_only=False)


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
    if not isinstance(content, bytes | bytearray | memoryview):
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
        raise SourceError(f"{name} has no header with {expected}; line 1 is no CSV", rows=[(1, "no header")])
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
    if ("\r" in text and text.count("\r") != text.count("\r\n")) or "\0" in text:
        return None
    heads, at = [""], 0
    for above in range(1, _HEAD):  # noqa: B007
        line, _, _ = text[at : at + _LONG].partition("\n")
        at += len(line) + 1
        heads = next(csv.reader([line], delimiter=sign), [])
        if is_header(frozenset(map(folded, heads)) - {""}):
            break
    else:
        return None
    heads = _unpadded(heads)
    body = text[at:].rstrip("\r\n")
    width = len(next(csv.reader([body[:_LONG].partition("\n")[0]], delimiter=sign), []))
    if not len(heads) <= width <= MOST_COLUMNS or width < 2:
        return None
    names = [*map(str, range(width))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body.encode()),
            arrow_csv.ReadOptions(column_names=names, use_threads=False),
            arrow_csv.ParseOptions(delimiter=sign, ignore_empty_lines=False, newlines_in_values='"' in body),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
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
    for head, cells in zip(_names(heads), columns, strict=False):
        if head not in out.columns:
            out.columns[head] = cells
    out.stripped = {*out.columns}
    blank = _is_blank(columns[0])
    for cells in columns[1:]:
        if not blank.any():
            break
        blank &= _is_blank(cells)
    out.drop(blank)
    all_lines = text.count("\n") + (not text.endswith("\n"))
    out.passed = all_lines - int((out.last - out.line + 1).sum())
    return out


def _first_lines(columns: Sequence[pa.Array], lines: int, body: str) -> np.ndarray | None:
    """The line on which each row begins, from 0; None where their lines are not those of the text."""
    rows = len(columns[0])
    if rows == lines:
        return np.arange(rows)
    # a quote amid a cell may be the end of another
    if _AMID.search(body):
        return None
    within = sum(pc.count_substring(cells, "\n").to_numpy() for cells in columns)
    first = np.cumsum(within + 1) - within - 1
    return first if rows + int(within.sum()) == lines else None


def _is_blank(cells: pa.Array) -> np.ndarray:
    return pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy(zero_copy_only=False)


def _names(heads: Sequence[str]) -> Iterator[str]:
    """The names of columns as `folded`; one without a name is known by the one before it."""
    before = ""
    for head in heads:
        yield folded(head) or folded(f"after {before}")
        before = head


def _coded(cells: pa.Array) -> np.ndarray | Coded:
    """The cells without blanks around them, as numbers of their words if those are few."""
    first = cells.slice(0, _SAMPLE)
    if 2 * pc.count_distinct(first).as_py() > len(first):
        return pc.utf8_trim_whitespace(cells).to_numpy(zero_copy_only=False)
    coded = cells.dictionary_encode()
    words = np.array([word.strip() for word in coded.dictionary.to_pylist()], dtype=object)
    return Coded(coded.indices.to_numpy(), words)


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
