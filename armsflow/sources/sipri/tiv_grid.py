"""The grid of a TIV table: which line names its years, and what its cells say."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain

import numpy as np

from armsflow.errors import CategoryError
from armsflow.parse.category import parse_category
from armsflow.sources.sipri.numbers import decimal_mark, plain_numbers, read_number
from armsflow.sources.sipri.party_codes import party_codes
from armsflow.sources.sipri.register_columns import DELIMITERS

__all__: list[str] = []

# what stands above the names says what they are
_SIDES = {
    **dict.fromkeys(("recipient", "recipients", "importer", "imports by", "buyer"), "recipient"),
    **dict.fromkeys(("supplier", "suppliers", "exporter", "exports by", "seller"), "supplier"),
    **dict.fromkeys(("category", "weapon category", "armament category", "weapon categories"), "category"),
}
BLANK = ' "\t\ufeff\u00a0\u202f'
# what other programs leave at the end of a line whose cells a sign parts
_LEFT = {sign: "".join({*DELIMITERS, " "} - {sign}) for sign in DELIMITERS}
_YEAR = re.compile(r"X?((?:1[89]|20|21)[0-9]{2})(?:\.0+)?", re.IGNORECASE)
_ANY_YEAR = re.compile(r"[,;\t|]\s*\"?X?(?:1[89]|20|21)[0-9]{2}", re.IGNORECASE)
# what all these have is found in a third of the time, and in few rows of figures
_LIKE_A_YEAR = re.compile(r"[12][0-9]{3}")
# the number of a row, which spreadsheets and pandas write before its name
_NAMELESS = re.compile(r"|unnamed: ?[0-9]+|rank\b.*|iso\b.*|iso[23]c?|code|(?:no|nr)\.?|#", re.IGNORECASE)
# and of these a head that says nothing of what stands below it
_UNSAID = re.compile(r"|unnamed: ?[0-9]+", re.IGNORECASE)
TOTAL = re.compile(r"(?:grand |sub-?|world )?(?:total|sum)s?\b.*", re.IGNORECASE)
_RANGE = re.compile(r"[0-9]{4}\s*[-\u2013/]\s*(?:[0-9]{2}|[0-9]{4})")
_NUMERIC = re.compile(r"[0-9][0-9.,\s%]*")
_PADDED = re.compile(f"[{BLANK}]")
# a blank cell, and how R and pandas write one
_NONE = ("", "na", "nan", "<na>")


class UnreadError(Exception):
    """Why a row or a table cannot be read."""


@dataclass(frozen=True)
class Header:
    """The line that names the years of a table."""

    line: int  # its number
    delimiter: str
    heads: tuple[str, ...]  # as far as the last that is not blank
    label: int  # position of the column of names next to the years
    years: dict[int, int]  # position → year

    @property
    def width(self) -> int:
        """Cells of a row."""
        return len(self.heads)

    @property
    def side(self) -> str:
        """What the names are: supplier, recipient, category, or "" where that is not said."""
        return self.side_of(self.label)

    @cached_property
    def names(self) -> list[int]:
        """Positions of the columns that can hold names; the last is that next to the years."""
        before = [at for at in range(self.label) if _UNSAID.fullmatch(self.heads[at]) or self.side_of(at)]
        behind = [at for at in range(self.label + 1, self.width) if self.side_of(at)]
        return [*before, *behind, self.label]

    def beside(self, cells: list[str]) -> list[str]:
        """The cells of a row right of its name, of which none is a name."""
        if max(self.names) == self.label:
            return cells[self.label + 1 :]
        return [cell for at, cell in enumerate(cells) if at > self.label and at not in self.names]

    def of_years(self, cells: list[str]) -> list[str]:
        """The cells of a row in the columns of years, as far as it has them."""
        if (places := self._run) is not None:
            return cells[places]
        return [cells[at] for at in self.years if at < len(cells)]

    @cached_property
    def _run(self) -> slice | None:
        """Where the years stand, if nothing stands between them."""
        first, last = min(self.years), max(self.years)
        return slice(first, last + 1) if last - first + 1 == len(self.years) else None

    def side_of(self, position: int) -> str:
        """What the head of a column says its names are."""
        return _SIDES.get(self.heads[position].casefold(), "")

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last year that the table has."""
        return min(self.years.values()), max(self.years.values())


def header_in(line: str, number: int, above: Header | None = None) -> Header | None:
    """The header of a table that a line is, or None; within the table `above` a row may look like one."""
    if not _LIKE_A_YEAR.search(line) or not _ANY_YEAR.search(line):
        return None
    for delimiter in DELIMITERS:
        cells = cells_of(line, delimiter) if delimiter in line else []
        if found := _layout(cells):
            header = Header(number, delimiter, *found)
            word = header.heads[header.label]
            is_row = above and word and not header.side and word != above.heads[above.label]
            return None if is_row else header
    return None


def _layout(heads: Sequence[str]) -> tuple[tuple[str, ...], int, dict[int, int]] | None:
    """Heads, position of the names, and position → year of a table below some heads, or None."""
    label = next((i for i, head in enumerate(heads) if _YEAR.fullmatch(head)), 0) - 1
    if label < 0 or not _is_margin(heads[: label + 1]):
        return None
    years = {i: int(found[1]) for i, head in enumerate(heads) if (found := _YEAR.fullmatch(head))}
    width = max(i + 1 for i, head in enumerate(heads) if head)
    sums = [heads[i] for i in range(label + 1, width) if i not in years]
    steps = [years[i + 1] - year for i, year in years.items() if i + 1 in years]
    if not all(map(_is_sum_name, sums)) or any(step < 1 for step in steps):
        return None
    # a row of figures can look like a few years: it begins with a party, a category or a total, and its
    # figures hardly rise by one; heads that say what the names below them are leave no doubt
    if heads[label].casefold() not in _SIDES:
        is_run = set(steps) <= {1} and (sums or len(steps) > 1)
        if not is_run or any(map(_names_a_row, heads[: label + 1])):
            return None
    return tuple(heads[:width]), label, years


def _names_a_row(label: str) -> bool:
    """Whether a cell names what a row of figures is about, as no head of a column does."""
    if not label or label.casefold() in _SIDES:
        return False
    return bool(TOTAL.fullmatch(label)) or bool(party_of(label)) or is_category(label)


@cache
def party_of(label: str) -> str:
    """Code of the party that a label names, "" if it names none."""
    return party_codes([label])[0].get(label, "")


@cache
def is_category(label: str) -> bool:
    """Whether a label names a weapon category."""
    try:
        return parse_category(label) != "all"
    except CategoryError:
        return False


def _is_margin(heads: Sequence[str]) -> bool:
    """Whether these can stand left of the years: row numbers, names, or nothing, and last names."""
    *before, label = heads
    if label and not is_name(label):
        return False
    return all(_NAMELESS.fullmatch(head) or head.casefold() in _SIDES for head in before)


def is_name(label: str) -> bool:
    """Whether a label can name a party or a category."""
    return label[:1].isalpha() or (bool(label) and not _NUMERIC.fullmatch(label))


def _is_sum_name(name: str) -> bool:
    # "2024*" is a year that cannot be read as one, and must not be passed over as a sum
    is_year = re.match("X?[0-9]{4}", name) and not _RANGE.match(name)
    return bool(name) and not is_year and (bool(_RANGE.match(name)) or not _NUMERIC.fullmatch(name))


# a line is looked at as a header before it is read as a row
@lru_cache(maxsize=len(DELIMITERS))
def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line; what other programs leave at its end is taken off."""
    line = line.rstrip(_LEFT[delimiter])
    cells = line.split(delimiter)
    # a quotation mark that opens and never closes must not swallow what follows
    if '"' in line and line.count('"') % 2 == 0:
        try:
            parsed = list(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
        except csv.Error:
            parsed = []
        cells = parsed[0] if len(parsed) == 1 else cells
    return [cell and cell.strip(BLANK) for cell in cells] if _PADDED.search(line) else cells


def has_figures(line: str) -> bool:
    """Whether a line looks like a row of figures: a number that is no year, or several numbers."""
    for delimiter in DELIMITERS:
        numbers = [cell for cell in cells_of(line, delimiter)[1:] if _NUMERIC.fullmatch(cell)]
        if len(numbers) > 1 or any(not _YEAR.fullmatch(cell) for cell in numbers):
            return True
    return False


#: How many figures each of some rows has, and the years and the millions of these, one after the other.
Told = tuple[np.ndarray, np.ndarray, np.ndarray]


class Figures:
    """The millions in the cells of a table, by row and year; NaN where a cell is blank."""

    def __init__(self, rows: Sequence[list[str]], header: Header) -> None:
        self.header = header
        #: as `header.years`
        self.years = np.array([*header.years.values()])
        blanks = [""] * len(self.years)
        # nobody asks for the figures of a row that is cut short
        cells = [*chain.from_iterable(said + blanks[len(said) :] for said in map(header.of_years, rows))]
        numbers = _numbers_of({*cells}, header)
        found = np.fromiter(map(numbers.__getitem__, cells), float, len(cells))
        self.millions = found.reshape(len(rows), len(blanks))
        self._silent = np.isnan(self.millions).all(axis=1).tolist()
        twice = len({*header.years.values()}) < len(blanks)
        self._strange = (np.isinf(self.millions).any(axis=1) | twice).tolist()

    def check(self, at: int, cells: list[str]) -> bool:
        """Whether a row has a figure; UnreadError if it has some that cannot be read."""
        header = self.header
        if len(cells) < header.width or any(cells[header.width :]):
            raise UnreadError(wrong_width(cells, header))
        if self._strange[at]:
            self.millions[at] = self._looked_at(at, cells)
        if self._silent[at] and any(re.search("[1-9]", cell) for cell in header.beside(cells)):
            raise UnreadError(f"a sum without a figure for any year: {cells[: header.label + 1]}")
        return not self._silent[at]

    def _looked_at(self, at: int, cells: list[str]) -> list[float]:
        """The millions of a row, of which each is looked at: a year that stands twice has one."""
        figures: dict[int, float] = {}
        once: list[float] = []
        years, said = self.header.years.values(), self.header.of_years(cells)
        for year, cell, million in zip(years, said, self.millions[at].tolist(), strict=True):
            if math.isinf(million):
                raise UnreadError(
                    f"the cell of {year} is {cell!r:.40}; expected a number of millions, or nothing; "
                    "a mark of thousands that could be a decimal mark has to go"
                )
            once.append(math.nan if year in figures else million)
            if not math.isnan(million) and figures.setdefault(year, million) != million:
                raise UnreadError(f"two figures for {year}: {figures[year]:g} and {million:g}")
        return once

    def of(self, rows: list[int]) -> Told:
        """What some rows tell."""
        millions = self.millions[rows]
        known = ~np.isnan(millions)
        return known.sum(axis=1), np.broadcast_to(self.years, known.shape)[known], millions[known]


def _numbers_of(cells: set[str], header: Header) -> dict[str, float]:
    """What the cells of a table say, by the decimal mark that they show: NaN if blank, infinite if no number.

    Where nothing shows it, 1.234 may be two numbers and is none.
    """
    decimal = decimal_mark(cells, "?")
    if decimal == "?":
        # a comma inside a cell of a file with commas has been quoted, and programs that quote it write 1,234
        # for 1234
        decimal = "." if header.delimiter == "," and not any("." in cell for cell in cells) else ""
    listed = [*filter(str.isascii, cells)]
    plain = zip(listed, plain_numbers(listed), strict=True)
    numbers = {cell: number for cell, number in plain if number is not None}
    return numbers | {cell: _read(cell, decimal) for cell in cells - {*numbers}}


def _read(cell: str, decimal: str) -> float:
    number = math.nan if cell.casefold() in _NONE else read_number(cell, decimal)
    return math.inf if number is None else number


def wrong_width(cells: list[str], header: Header) -> str:
    """Why a row has lost cells or has too many."""
    return f"{len(cells)} cells where {header.width} are expected: {' '.join(filter(None, cells))[:60]!r}"


def is_sum(cells: list[str], rows: list[list[str]], header: Header) -> bool:
    """Whether a line without a name adds up the rows above it: in no year is it less than one of them."""
    if not any(header.of_years(cells)):
        return True
    return all(
        _least(cells, p) >= max((_least(row, p) for row in rows), default=math.inf) for p in header.years
    )


def _least(cells: list[str], position: int) -> float:
    """The number in a cell, 0 where there is none that can be read."""
    return (read_number(cells[position], "") or 0.0) if position < len(cells) else 0.0
