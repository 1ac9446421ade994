"""Rows of a register from its lines: broken ones joined again, padding off, what is no data passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from armsflow.sources.formats import cells_in
from armsflow.sources.sipri.found import Columns, each_is, kept
from armsflow.sources.sipri.register_columns import AMOUNTS, DELIMITERS, Header, header_of

__all__: list[str] = []

# how the lines begin that SIPRI writes above and below its rows, in all editions
_NOTES = (
    *("transfers of major", "a '?' in a column", "an empty field for", "sipri trend-indicator values"),
    *("a '0' for", "figures may not add up", "for the method used", "source: sipri", "data generated"),
    *("sipri transfers database", "database search results", "information generated"),
    *("©", "â©", "(c) stockholm", "\ufffd stockholm", "stockholm international peace research institute"),
)
_TOTAL = re.compile(r"\s*(?:grand )?(?:sub)?(?:total|sum)\b", re.IGNORECASE)
_HEAD = re.compile(r"\W*(?:supplier|seller|recipient|buyer)\W*$", re.IGNORECASE)
_NO_NAME = re.compile(rf"\s*$|-?[\d.,]+\s*$|{_TOTAL.pattern}|{_HEAD.pattern}", re.IGNORECASE)
_YEAR = re.compile(r"\s*(?:19[3-9]|20\d)\d(?:\.0+)?\s*")
_NUMBER = re.compile(r"\s*-?[\d.,]+\s*")
# one of these is in every header
_SIDE = (b"ecipient", b"uyer", b"RECIPIENT", b"BUYER")
# a comment that a spreadsheet or a typist broke goes on for a few lines at the most
_FARTHEST = 12


class Rows:
    """The rows of a register, and what became of every other line."""

    def __init__(self, lines: list[str], header: Header) -> None:
        self.header, self.first = header, header.line + 1
        self.passed: dict[int, str] = {}
        self.aside: list[tuple[int, str]] = []
        self.joined: dict[int, int] = {}
        for number, line in enumerate(lines[: header.line - 1], start=1):
            self.passed[number] = "preamble" if line.strip() else "blank"
        self.passed[header.line] = "header"
        self._ends_in_words = header.fields.get("comments") == header.width - 1
        self._body = self._unpadded_lines(lines[header.line :])
        #: the letters of the body, and where each of its lines ends
        self._text = np.frombuffer("\n".join(self._body).encode("utf-8", errors="replace"), dtype=np.uint8)
        self._ends = np.append(np.flatnonzero(self._text == ord("\n")), len(self._text))[: len(self._body)]
        #: line → cells of rows that are not on one plain line
        self._odd: dict[int, list[str]] = {}
        #: position of a line below a header with other columns → that header's line
        self._strange: dict[int, int] = {}
        #: the lines that name columns: above the first stands one export, below each further one another
        self.exports = [header.line]
        plain = self._read()
        #: text of the cells by position of their column, and the line of each row
        self.cells = self._cells(plain, self._odd)
        if mended := self._mend_padded():
            whole = kept(self.cells, ~np.isin(self.cells["line"], [*mended]))
            none = np.zeros(len(self._body), dtype=bool)
            self.cells = _together(whole, self._cells(none, mended))

    def columns(self) -> Columns:
        """Text of the cells by field."""
        return {field: self.cells[str(at)] for field, at in self.header.fields.items()}

    def _unpadded_lines(self, lines: list[str]) -> list[str]:
        """Lines without what a spreadsheet hung behind them; what is cut short may go on with the sign."""
        padding, foreign = self.header.padding, _foreign(self.header.delimiter)
        # one that parts cells by another sign pads lines with it, each to a width of its own
        own = padding.rstrip(foreign)
        if own != padding:
            return [line.rstrip(foreign).removesuffix(own) for line in lines]
        # asked of every line, and few end so
        ends = (*foreign, *filter(None, [own]))
        return [self._cut(line, foreign) if line.endswith(ends) else line for line in lines]

    def _cut(self, line: str, foreign: str) -> str:
        # a comment may end with the sign as well
        if line.count(self.header.delimiter) >= self.header.width - 1 and not self._ends_in_words:
            line = line.rstrip(foreign)
        return line.removesuffix(self.header.padding)

    def _read(self) -> np.ndarray:
        """Which lines are rows as they stand; the others are placed one by one."""
        signs = np.searchsorted(np.flatnonzero(self._text == ord(self.header.delimiter)), self._ends)
        whole = np.diff(signs, prepend=0) == self.header.width - 1
        whole[np.searchsorted(self._ends, np.flatnonzero(self._text == ord('"')))] = False
        whole[self._headed()] = False
        done = 0
        for i in np.flatnonzero(~whole).tolist():
            if i >= done:
                done = i + self._place(i)
        return whole

    def _headed(self) -> list[int]:
        """Positions of further headers, and of the lines below those that name the columns otherwise."""
        letters = self._text.tobytes()
        places = [at for word in _SIDE for at in _places(letters, word)]
        met = sorted({*np.searchsorted(self._ends, places).tolist()})
        heads = [i for i in met if self._is_header(self._body[i])]
        self.exports += [self.first + i for i in heads]
        out = list(heads)
        for i, end in zip(heads, [*heads, len(self._body)][1:], strict=True):
            other = header_of(self._body[i], 0)
            if other is None or (other.delimiter, other.fields) != (
                self.header.delimiter,
                self.header.fields,
            ):
                out += range(i + 1, end)
                self._strange |= dict.fromkeys(range(i + 1, end), self.first + i)
        return out

    def _is_header(self, line: str) -> bool:
        return header_of(line, 0) is not None

    def _cells(self, plain: np.ndarray, odd: dict[int, list[str]]) -> Columns:
        """Cells as text, a column each, in the order of the lines: those that are plain, and odd ones."""
        names = [str(at) for at in range(self.header.width)]
        lines = np.sort(np.append(np.flatnonzero(plain), np.array([*odd], dtype=np.int64) - self.first))
        if len(lines):
            table = self._parsed(self._rows(plain, odd), names, quoted=bool(odd))
        else:
            table = pa.table({name: pa.array([], pa.large_string()) for name in names})
        return {name: table[name].combine_chunks() for name in names} | {"line": self.first + lines}

    def _rows(self, plain: np.ndarray, odd: dict[int, list[str]]) -> np.ndarray | bytes:
        """The letters of the rows: of plain ones as they stand, of odd ones with all cells in quotes."""
        if plain.all():
            return self._text
        at = np.flatnonzero(plain)
        # lines that follow each other are cut out in one
        first, last = (at[np.diff(at, **beyond) != 1] for beyond in ({"prepend": -2}, {"append": -2}))
        begin = np.append(0, self._ends[:-1] + 1)[first]
        pieces: dict[int, Any] = {
            i: self._text[a:b] for i, a, b in zip(first.tolist(), begin, self._ends[last], strict=True)
        }
        pieces |= {number - self.first: self._in_quotes(cells) for number, cells in odd.items()}
        return b"\n".join(pieces[i] for i in sorted(pieces))

    def _in_quotes(self, cells: list[str]) -> bytes:
        quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
        return self.header.delimiter.join(quoted).encode("utf-8", errors="replace")

    def _parsed(self, text: np.ndarray | bytes, names: list[str], *, quoted: bool) -> pa.Table:
        return arrow_csv.read_csv(
            pa.py_buffer(text),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=len(text) + 1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self.header.delimiter, quote_char='"' if quoted else False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), check_utf8=False
            ),
        )

    def _place(self, i: int) -> int:
        """Place the i-th line, which is no row as it stands; how many lines that took."""
        number, width, line = self.first + i, self.header.width, self._body[i]
        if why := self._no_data(line):
            self.passed[number] = why
            return 1
        if head := self._strange.get(i):
            told = f"line {head} names the columns otherwise than line {self.header.line}"
            self.aside.append((number, f"{told}; read the two exports from files of their own"))
            return 1
        cells = self._unpadded(self._split(line))
        if len(cells) == width:
            self._odd[number] = cells
            return 1
        if taken := self._quoted(i) if line.count('"') % 2 else 0:
            return taken
        if len(cells) < width and (taken := self._broken(i)):
            return taken
        self.aside.append((number, f"{len(cells)} cells where {width} are expected: {line[:60]!r}"))
        return 1

    def _split(self, line: str) -> list[str]:
        plain = line.split(self.header.delimiter)
        # a quotation mark that opens and never closes is a letter like others
        if '"' not in line or line.count('"') % 2:
            return plain
        quoted = cells_in(line, self.header.delimiter) or plain
        # where semicolons part its cells, Excel quotes a line with semicolons in it as one cell
        if len(quoted) == 1 and len(plain) > 1:
            quoted = quoted[0].split(self.header.delimiter)
        return plain if len(plain) == self.header.width != len(quoted) else quoted

    def _unpadded(self, cells: list[str]) -> list[str]:
        excess = cells[self.header.width :]
        return cells[: self.header.width] if not any(cell.strip(" ;") for cell in excess) else cells

    def _no_data(self, line: str) -> str:
        text = line.strip(" \t\"'" + "".join(DELIMITERS)).casefold()
        if not text:
            return "blank"
        if line.lstrip(' \t"\ufeff').casefold().startswith(_NOTES):
            return "note"
        return "header" if self._is_header(line) else ""

    def _quoted(self, i: int) -> int:
        """Join lines between which a quotation stays open; how many, or 0 if that gives no row."""
        text = self._body[i]
        for further in range(1, min(_FARTHEST, len(self._body) - i)):
            text += " " + self._body[i + further]
            if text.count('"') % 2 == 0:
                cells = self._unpadded(self._split(text))
                return self._join(i, cells, further) if len(cells) == self.header.width else 0
        return 0

    def _broken(self, i: int) -> int:
        """Join a line with those after it until it has all its cells; how many lines, or 0."""
        cells, width = self._split(self._body[i]), self.header.width
        for further in range(1, min(_FARTHEST, len(self._body) - i)):
            rest = self._split(self._body[i + further])
            if self._starts(rest):
                return 0
            cells = self._unpadded([*cells[:-1], f"{cells[-1]} {rest[0]}".strip(), *rest[1:]])
            if len(cells) >= width:
                return self._join(i, cells, further) if len(cells) == width and self._starts(cells) else 0
        return 0

    def _join(self, i: int, cells: list[str], further: int) -> int:
        number = self.first + i
        self._odd[number] = cells
        self.joined.update({number + k: number for k in range(1, further + 1)})
        return further + 1

    def _starts(self, cells: list[str]) -> bool:
        """Whether cells begin as a row does: two names and, where the file has it, a year."""
        fields = self.header.fields
        names = [cells[fields[side]] for side in ("supplier", "recipient") if fields[side] < len(cells)]
        if len(names) < 2 or not all(name.strip() and not _NUMBER.fullmatch(name) for name in names):
            return False
        year = fields.get("order_year")
        return year is None or (year < len(cells) and bool(_YEAR.fullmatch(cells[year])))

    def _mend_padded(self) -> dict[int, list[str]]:
        """Rows whose halves a spreadsheet has padded to full width, by line; sums are passed over."""
        sides = [self.header.fields[side] for side in ("supplier", "recipient")]
        strange = np.logical_or(*(each_is(self.cells[str(at)], _is_no_name) for at in sides))
        mended: dict[int, list[str]] = {}
        numbers = self.cells["line"]
        for i in np.flatnonzero(strange).tolist():
            cells, number = self._cells_at(i), int(numbers[i])
            before = int(numbers[i - 1]) if i else 0
            half = mended.get(before) or (self._cells_at(i - 1) if i else [])
            if half and (whole := self._with(half, cells)):
                mended[before] = whole
                self.joined[number] = before
            elif why := self._sum(cells) or ("header" if all(_HEAD.match(cells[at]) for at in sides) else ""):
                self.passed[number] = why
        if strange.any():
            self.cells = kept(self.cells, ~np.isin(numbers, [*self.joined, *self.passed]))
        return mended

    def _cells_at(self, i: int) -> list[str]:
        return [self.cells[str(at)][i].as_py() for at in range(self.header.width)]

    def _sum(self, cells: list[str]) -> str:
        """Why a row without names is none: a spreadsheet's sum below what it adds up, or nothing at all."""
        told = {at: cell for at, cell in enumerate(cells) if cell.strip()}
        if not told:
            return "blank"
        amounts = {at for field, at in self.header.fields.items() if field in AMOUNTS}
        numbers = {at for at, cell in told.items() if _NUMBER.fullmatch(cell)}
        words = [cell for at, cell in told.items() if at not in numbers]
        return "total" if numbers and numbers <= amounts and all(map(_TOTAL.match, words)) else ""

    def _with(self, half: list[str], rest: list[str]) -> list[str] | None:
        """The row of which `half` is the beginning and `rest` the end, or None."""
        told = max((i + 1 for i, cell in enumerate(rest) if cell.strip()), default=0)
        cut = self.header.width - told + 1  # cells of the first half, its last going on in the second
        if not 1 < told < self.header.width or any(cell.strip() for cell in half[cut:]):
            return None
        whole = [*half[: cut - 1], f"{half[cut - 1]} {rest[0]}".strip(), *rest[1:told]]
        return whole if self._starts(whole) else None


# many are suppliers and recipients
@lru_cache(maxsize=4096)
def _is_no_name(cell: str) -> bool:
    return bool(_NO_NAME.match(cell))


def _places(text: bytes, word: bytes) -> Iterator[int]:
    """Where a word stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _foreign(delimiter: str) -> str:
    """What a spreadsheet that parts cells by another sign may hang behind a line."""
    return "".join({*DELIMITERS, " "} - {delimiter})


def _together(some: Columns, others: Columns) -> Columns:
    """Two heaps of rows in the order of their lines."""
    lines = np.append(some["line"], others["line"])
    order = np.argsort(lines)
    texts = {name: pa.concat_arrays([some[name], others[name]]) for name in some if name != "line"}
    return {name: cells.take(pa.array(order)) for name, cells in texts.items()} | {"line": lines[order]}
