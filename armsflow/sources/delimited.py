"""The rows of a delimited file as text, and what becomes of each of its physical lines.

A line gives a record, holds none ("passed": blank lines, lines above the header, the header), is left out by
a rule of the source ("by rule": a sub-total), or cannot be read ("set aside"). Nothing else happens to it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Collection, Sequence
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
        self.columns: dict[str, np.ndarray] = {}
        before = ""
        for head, column in zip(map(folded, heads), columns, strict=True):
            # a column without a name is known by the one before it
            self.columns.setdefault(head or folded(f"after {before}"), np.array(column, dtype=object))
            before = head
        pairs = np.array(spans, dtype=np.int64).reshape(-1, 2)
        #: first and last physical line of each row
        self.line, self.last = pairs[:, 0], pairs[:, 1]
        #: the columns whose cells have no blanks around them any more
        self.stripped: set[str] = set()
        #: of columns that were read at once: the cells, the number of the word in each, and the words
        self.codes: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        self._passed, self._lost = passed, lost
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
        key = next((key for key in map(folded, name.split("|")) if key in self.columns), "")
        if not key:
            return np.full(len(self), otherwise, dtype=object)
        if key not in self.stripped:
            self.columns[key] = self.each(self.columns[key], str.strip)
            self.stripped.add(key)
        return self.columns[key]

    def each(self, cells: np.ndarray, read: Callable[[str], Value]) -> np.ndarray:
        """What `read` makes of each cell, once per distinct cell."""
        known = next(((c, w) for same, c, w in self.codes.values() if same is cells), None)
        codes, words = known or pd.factorize(cells)
        values = np.empty(len(words), dtype=object)
        values[:] = [read(word) for word in words.tolist()]
        return values[codes] if len(words) else values

    def __getitem__(self, name: str) -> np.ndarray:
        """A column as it is now: text, or what `numbers`, `read_each` and `parties` have made of it."""
        return self.columns[folded(name)]

    def _said(self, name: str) -> str:
        """The name of a column as the file prints it."""
        return self._printed.get(folded(name), name)

    def put(self, name: str, cells: np.ndarray) -> None:
        """Add a column made of others, a cell for each row as they are now."""
        self.columns[folded(name)] = cells

    def numbers(self, name: str, *, blank: Collection[str] = ("",), negative: bool = False) -> None:
        """Read a column as numbers, NaN where a cell is blank; other rows are refused.

        `blank` holds the marks of a missing number in small letters. A column that is not there is NaN.
        """
        cells = self.text(name)
        values = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce").to_numpy(float, copy=True)
        wrong = ~(np.isfinite(values) & ((values >= 0) | negative))
        if wrong.any():
            missing = np.array([cell.casefold() in blank for cell in cells[wrong]], dtype=bool)
            values[np.flatnonzero(wrong)[missing]] = np.nan
            wrong[np.flatnonzero(wrong)[missing]] = False
        self.columns[folded(name)] = values
        expected = "a number" if negative else "a number, 0 or more"
        self.refuse(wrong, lambda at: f"{self._said(name)} is {cells[at]!r:.80}; expected {expected}")

    def read_each(self, name: str, read: Callable[[str], Value | None], expected: str) -> None:
        """Read a column cell by cell; rows whose cell gives None are refused."""
        cells = self.text(name)
        values = self.each(cells, read)
        self.columns[folded(name)] = values
        wrong = np.asarray(pd.isna(values), dtype=bool)
        self.refuse(wrong, lambda at: f"{self._said(name)} is {cells[at]!r:.80}; expected {expected}")

    def parties(self, name: str, source: str) -> None:
        """Read a column of names as codes of parties; rows whose party is not known are refused."""
        cells = self.text(name)
        codes, reasons = _codes({*cells.tolist()}, source)
        self.columns[folded(name)] = self.each(cells, lambda cell: codes.get(cell, ""))
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

    def _keep(self, kept: np.ndarray) -> None:
        whole = self.columns
        self.columns = {head: cells[kept] for head, cells in whole.items()}
        self.codes = {
            head: (self.columns[head], codes[kept], words)
            for head, (cells, codes, words) in self.codes.items()
            if whole.get(head) is cells
        }
        self.line, self.last = self.line[kept], self.last[kept]

    def counts(self) -> dict[str, int]:
        """How many lines were read, gave records, held none, were left out by rule, or cannot be read."""
        records = int((self.last - self.line + 1).sum())
        aside = len({line for line, _ in self.aside}) + self._lost
        parts = {
            "records": records,
            "passed": self._passed,
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
        texts = [cell.text for cell in row[: len(heads)]]
        if any(texts):
            kept.append(texts + [""] * (len(heads) - len(texts)))
            spans.append((number, number))
    return Rows(name, heads, kept, spans, passed=len(cells) - len(kept))


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
                    if any(row):
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
    """The rows of a text in which each line is a row of full width, read in one go; of any other None."""
    if text.count("\r") != text.count("\r\n") or "\0" in text:
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
    lines = text.count("\n") + (not text.endswith("\n")) - above
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text[at:].encode()),
            arrow_csv.ReadOptions(column_names=[*map(str, range(len(heads)))], use_threads=False),
            arrow_csv.ParseOptions(delimiter=sign, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types={str(n): pa.string() for n in range(len(heads))}, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    # a cell that goes over lines makes the rows fewer
    if len(table) != lines or len(heads) < 2:
        return None
    coded = [_coded(table[str(n)]) for n in range(len(heads))]
    columns = [cells for cells, _, _ in coded]
    if (columns[0] == "").any() and np.all([cells == "" for cells in columns], axis=0).any():
        return None
    out = Rows(name, heads, [], [], passed=above)
    out.columns = {}
    for head, known in zip(map(folded, heads), coded, strict=True):
        if head and head not in out.columns:
            out.columns[head] = known[0]
            if known[2] is not None:
                out.codes[head] = known
    out.stripped = {*out.columns}
    out.line = out.last = np.arange(above + 1, above + 1 + lines)
    return out


def _coded(cells: pa.ChunkedArray) -> tuple[np.ndarray, Any, Any]:
    """The cells without blanks around them and, if they are few, the number of each word, and the words."""
    first = cells.slice(0, _SAMPLE)
    if 2 * pc.count_distinct(first).as_py() > len(first):
        return pc.utf8_trim_whitespace(cells).to_numpy(), None, None
    coded = cells.combine_chunks().dictionary_encode()
    words = np.array([word.strip() for word in coded.dictionary.to_pylist()], dtype=object)
    codes = coded.indices.to_numpy()
    return words[codes], codes, words


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
