"""SIPRI's trade register in RTF: deals as paragraphs, under their supplier (or recipient) as a heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa

from armsflow.sources.sipri.found import Found
from armsflow.sources.sipri.rtf_text import Paragraph, paragraphs_of

__all__: list[str] = []

_TYPES = {
    "line": "int64",
    **dict.fromkeys(("supplier", "recipient"), "str"),
    "order_year": "float64",
    "order_estimated": "bool",
    "ordered": "float64",
    "ordered_estimated": "bool",
    **dict.fromkeys(("designation", "description"), "str"),
    "delivered": "float64",
    "delivered_estimated": "bool",
    "delivery_years": "str",
    "year_estimated": "bool",
    **dict.fromkeys(("comments", "generated"), "str"),
}
Row = list[Any]  # of a deal, in the order of _TYPES
_COMMENTS = list(_TYPES).index("comments")
_CELLS = 8  # party, ordered, designation, description, year of order, years of delivery, delivered, comments
# a party can be called "unknown supplier(s)"
_COLUMNS = re.compile(r"\b(?:recipient\s*\(R\)|supplier\s*\(S\))")
# what stands before the first deal under a heading says which side the heading is not
_FIRST = re.compile(r"\s*([RS]):")
_GENERATED = re.compile(r"information generated:\s*(.+)", re.IGNORECASE)
_NOTES = ("note:", "source:", "information generated", "\u00a9", "(c) stockholm", "transfers of major")
# brackets mark an estimate; dots, or brackets around nothing, a number that is not known
_NUMBER = re.compile(r"\(?\s*([0-9]{1,9}|[0-9]{1,3}(?:[ ,][0-9]{3})+|[. ]*)\s*\)?")
_YEAR = re.compile(r"\(?\s*((?:1[89]|20|21)[0-9]{2}|[. ]*)\s*\)?")
_ONE = r"\(?(?:1[89]|20|21)[0-9]{2}\)?"
_NO_MARKS = str.maketrans("", "", " ,.")
_NO_BRACKETS = str.maketrans("", "", "()")
_YEARS = re.compile(rf"{_ONE}(?:\s*[-\u2013;,]\s*{_ONE})*|[. ()]*")


class _UnreadError(Exception):
    """Why a paragraph is no deal."""


def is_rtf(text: str) -> bool:
    """Whether a text is RTF, or has some of the register's RTF pasted into it."""
    return "{\\rtf" in text or all(code in text for code in ("\\par", "\\tab", "{\\b"))


def one_a_line(lines: list[str]) -> list[str]:
    """The same RTF with each paragraph on a line of its own, as a word processor shows it."""
    # a line end ends a control word and means nothing else
    text = "".join(line + " " if re.search(r"\\[a-z]+-?[0-9]*$", line) else line for line in lines)
    return re.split(r"(?<=\\par)(?![a-z]) ?", text)


def read_rtf(lines: list[str]) -> Found:
    """The deals of a trade register in RTF.

    Parameters
    ----------
    lines : list of str
        The physical lines, without line ends.

    Returns
    -------
    Found
        One row per deal: ``line, supplier, recipient, order_year, order_estimated, ordered [pieces],
        ordered_estimated, designation, description, delivered [pieces], delivered_estimated, delivery_years,
        years_estimated, comments, generated``; names, years of delivery and the day as printed, without the
        brackets that mark estimates; NaN for numbers that are not known.

    Notes
    -----
    A deal is a paragraph, and SIPRI writes all deals of a supplier on one line of the file. The line of a
    deal is the one on which it begins; lines on which none begins are joined to it. A line with a deal that
    cannot be read is set aside with all its deals: `one_a_line` gives each a line of its own.
    """
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    register = _Register()
    for paragraph in paragraphs_of(text):
        first = bisect_right(starts, paragraph.start)
        register.take(paragraph, first, bisect_right(starts, paragraph.end - 1))
    return register.found(lines)


class _Register:
    """The deals read so far, and the heading and the party that the next one stands under."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.bad: dict[int, list[str]] = {}
        self.joined: dict[int, int] = {}
        self.passed: dict[int, str] = {}
        self.generated = self.heading = self.party = ""
        self.begun = 0  # line of the first heading
        self.fresh = False  # whether the next deal is the first under the heading
        self.by_recipient = False
        self.before: Row | None = None  # the deal in the paragraph before

    def take(self, paragraph: Paragraph, first: int, last: int) -> None:
        if not paragraph.text.strip():
            self.before = None
            return
        if "\t" in paragraph.text:
            self._cells(paragraph.text, first, last)
            return
        text = " ".join(paragraph.text.split())
        if text.casefold().startswith(_NOTES):
            self._pass(first, last, "note")
            if found := _GENERATED.search(text):
                self.generated = found[1].strip()
        elif paragraph.bold:
            self.heading, self.party, self.fresh, self.before = text, "", True, None
            self.begun = self.begun or first
            self._pass(first, last, "heading")
        elif self.before:
            # a line end in a comment has become a paragraph mark
            self.before[_COMMENTS] = f"{self.before[_COMMENTS]} {text}".strip()
            self._join(first, last, self.before[0])
        else:
            self._pass(first, last, "footer" if self.begun else "preamble")

    def _cells(self, text: str, first: int, last: int) -> None:
        cells = [" ".join(cell.split()) for cell in text.split("\t")]
        self.before = None
        if _COLUMNS.search(" ".join(cells)):
            self._pass(first, last, "header")
        elif not self.begun and len(cells) < _CELLS:
            self._pass(first, last, "preamble")
        else:
            self._join(first + 1, last, first)
            try:
                self.before = self._deal(cells, first)
                self.rows.append(self.before)
            except _UnreadError as error:
                # whose deals the next ones without a name are is not certain any more
                self.party = ""
                self.bad.setdefault(first, []).append(f"{error}: {' | '.join(cells)[:80]!r}")

    def _deal(self, cells: list[str], line: int) -> Row:
        self._place(cells[0])
        if not any(cells[:2]):
            # the same party again: its cell is there twice, and empty
            cells = cells[1:]
        if len(cells) != _CELLS and any(cells[_CELLS:] or ["missing"]):
            raise _UnreadError(f"{len(cells)} cells where {_CELLS} are expected")
        if not self.heading or not self.party:
            missing = "a name" if self.heading else "the beginning of its own list"
            raise _UnreadError(f"a deal without {missing} above it, which must have been lost")
        pair = (self.party, self.heading) if self.by_recipient else (self.heading, self.party)
        if not _YEARS.fullmatch(cells[5]):
            raise _UnreadError(f"the years of delivery are {cells[5]!r}; expected such as 2006 or 2006-2008")
        return [
            line,
            *pair,
            *_read(_YEAR, cells[4], "the year of order"),
            *_read(_NUMBER, cells[1], "the number ordered"),
            *cells[2:4],
            *_read(_NUMBER, cells[6], "the number delivered"),
            cells[5].translate(_NO_BRACKETS).strip(),
            "(" in cells[5],
            cells[7],
            self.generated,
        ]

    def _place(self, name: str) -> None:
        """Find the party of a deal by the name, or none, in its first cell."""
        mark = _FIRST.match(name)
        if bool(mark) != self.fresh:
            # each heading has one first deal, right below it: heading or deal has been lost
            self.heading = ""
        if mark:
            self.by_recipient = mark[1] == "S"
            name = name[mark.end() :].strip()
        self.fresh = False
        self.party = name or self.party

    def _pass(self, first: int, last: int, why: str) -> None:
        self.passed.update(dict.fromkeys(range(first, last + 1), why))

    def _join(self, first: int, last: int, line: int) -> None:
        self.joined.update({number: line for number in range(first, last + 1) if number != line})

    def found(self, lines: list[str]) -> Found:
        """All of it, each line accounted for once."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(_TYPES)
        rows = {
            name: pa.array(cells, pa.string()) if kind == "str" else np.array(cells, dtype=kind)
            for (name, kind), cells in zip(_TYPES.items(), columns, strict=True)
        }
        own = {*rows["line"].tolist(), *self.bad}
        joined = {number: line for number, line in self.joined.items() if number not in own}
        passed = {
            number: self.passed.get(number) or self._why(number, line)
            for number, line in enumerate(lines, start=1)
            if number not in own and number not in joined
        }
        found = Found(rows, passed, [], joined)
        found.set_aside({line: _reason(bad) for line, bad in sorted(self.bad.items())})
        return found

    def _why(self, number: int, line: str) -> str:
        if not line.strip():
            return "blank"
        return "layout" if self.begun and number >= self.begun else "preamble"


def _read(pattern: re.Pattern[str], cell: str, what: str) -> tuple[float, bool]:
    """A number, NaN if it is not known, and whether it is an estimate."""
    if not (found := pattern.fullmatch(cell)):
        raise _UnreadError(f"{what} is {cell!r}; expected a number, in brackets if estimated, or nothing")
    digits = found[1].translate(_NO_MARKS)
    return float(digits) if digits else float("nan"), "(" in cell


def _reason(bad: list[str]) -> str:
    return bad[0] if len(bad) == 1 else f"{bad[0]}; … ({len(bad)} deals on this line)"
