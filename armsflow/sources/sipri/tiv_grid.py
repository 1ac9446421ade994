"""The grid of a TIV table: which line names its years, and what its cells say."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from armsflow.sources.sipri.register_columns import DELIMITERS

__all__: list[str] = []

# what stands above the names says what they are
_SIDES = {
    **dict.fromkeys(("recipient", "recipients", "importer", "imports by", "buyer"), "recipient"),
    **dict.fromkeys(("supplier", "suppliers", "exporter", "exports by", "seller"), "supplier"),
    **dict.fromkeys(("category", "weapon category", "armament category", "weapon categories"), "category"),
}
BLANK = ' "\t\ufeff\u00a0\u202f'
_YEAR = re.compile(r"X?((?:1[89]|20|21)[0-9]{2})(?:\.0+)?", re.IGNORECASE)
_ANY_YEAR = re.compile(r"[,;\t|]\s*\"?X?(?:1[89]|20|21)[0-9]{2}", re.IGNORECASE)
# the number of a row, which spreadsheets and pandas write before its name
_NAMELESS = re.compile(r"|unnamed: ?[0-9]+|rank|#", re.IGNORECASE)
_RANGE = re.compile(r"[0-9]{4}\s*[-\u2013/]\s*(?:[0-9]{2}|[0-9]{4})")
_NUMERIC = re.compile(r"[0-9][0-9.,\s%]*")
# a blank cell, and how R and pandas write one
_NONE = ("", "na", "nan", "<na>")
_NUMBERS = (
    # 1 234, 1'234 and 1.234.567: marks that can only be those of thousands
    r"[1-9][0-9]{0,2}(?:(?P<mark>[ \u00a0\u202f'\u2019])[0-9]{3}(?:(?P=mark)[0-9]{3})*)",
    r"[1-9][0-9]{0,2}(?:(?P<twice>[.,])[0-9]{3}(?P=twice)[0-9]{3}(?:(?P=twice)[0-9]{3})*)",
)
_WHOLE = re.compile(r"[0-9]{1,12}")
_GROUPED = re.compile("|".join(_NUMBERS))
# a comma inside a cell of a file with commas has been quoted, and programs that quote it write 1,234 for 1234
_COMMAS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
# elsewhere three digits behind the only mark may be thousands, unless a zero goes before
_DECIMAL = re.compile(r"[0-9]{1,12}[.,](?:[0-9]{1,2}|[0-9]{4,})|0[.,][0-9]+")
_BOTH = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.|(?:\.[0-9]{3})+,)[0-9]+")


class UnreadError(Exception):
    """Why a row or a table cannot be read."""


@dataclass(frozen=True)
class Header:
    """The line that names the years of a table."""

    line: int  # its number
    delimiter: str
    label: int  # position of the names
    years: dict[int, int]  # position → year
    width: int  # cells, as far as the last that has a name
    side: str  # what the names are: supplier, recipient, category, or "" where that is not said

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last year that the table has."""
        return min(self.years.values()), max(self.years.values())


def header_in(line: str, number: int) -> Header | None:
    """The header of a table that a line is, or None."""
    if not _ANY_YEAR.search(line):
        return None
    for delimiter in DELIMITERS:
        cells = cells_of(line, delimiter) if delimiter in line else []
        if found := _layout(cells):
            label, years, width = found
            return Header(number, delimiter, label, years, width, _SIDES.get(cells[label].casefold(), ""))
    return None


def _layout(cells: Sequence[str]) -> tuple[int, dict[int, int], int] | None:
    """Position of the names, position → year, and width of a table that `cells` head, or None."""
    heads = [cell.strip(BLANK) for cell in cells]
    years = {i: int(found[1]) for i, head in enumerate(heads) if (found := _YEAR.fullmatch(head))}
    label = min(years, default=0) - 1
    if label < 0 or not _is_margin(heads[: label + 1]):
        return None
    width = max(i + 1 for i, head in enumerate(heads) if head)
    sums = [heads[i] for i in range(label + 1, width) if i not in years]
    steps = [years[i + 1] - year for i, year in years.items() if i + 1 in years]
    if not all(map(_is_sum_name, sums)) or any(step < 1 for step in steps):
        return None
    # a row of figures can look like a few years; a known name, a sum or a run of years cannot
    is_run = len(steps) > 1 and set(steps) == {1}
    return (label, years, width) if sums or is_run or heads[label].casefold() in _SIDES else None


def _is_margin(heads: list[str]) -> bool:
    """Whether these can stand left of the years: row numbers, or nothing, and last the names."""
    *before, label = heads
    return (not label or is_name(label)) and all(map(_NAMELESS.fullmatch, before))


def is_name(label: str) -> bool:
    """Whether a label can name a party or a category."""
    return bool(label) and not _NUMERIC.fullmatch(label)


def _is_sum_name(name: str) -> bool:
    # "2024*" is a year that cannot be read as one, and must not be passed over as a sum
    is_year = re.match("X?[0-9]{4}", name) and not _RANGE.match(name)
    return bool(name) and not is_year and (bool(_RANGE.match(name)) or not _NUMERIC.fullmatch(name))


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line; what other programs leave at its end is taken off."""
    line = line.rstrip("".join({*DELIMITERS, " "} - {delimiter}))
    cells = line.split(delimiter)
    # a quotation mark that opens and never closes must not swallow what follows
    if '"' in line and line.count('"') % 2 == 0:
        try:
            parsed = list(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
        except csv.Error:
            parsed = []
        cells = parsed[0] if len(parsed) == 1 else cells
    return [cell.strip(BLANK) for cell in cells]


def has_figures(line: str) -> bool:
    """Whether a line looks like a row of figures: a number that is no year, or several numbers."""
    for delimiter in DELIMITERS:
        numbers = [cell for cell in cells_of(line, delimiter)[1:] if _NUMERIC.fullmatch(cell)]
        if len(numbers) > 1 or any(not _YEAR.fullmatch(cell) for cell in numbers):
            return True
    return False


def figures_of(cells: list[str], header: Header) -> dict[int, float]:
    """Year → million of one row."""
    told = max((i + 1 for i, cell in enumerate(cells) if cell), default=0)
    if len(cells) < header.width or told > header.width:
        raise UnreadError(wrong_width(cells, header))
    figures: dict[int, float] = {}
    for position, year in header.years.items():
        million = _million(cells[position], year, header.delimiter)
        if million is not None and figures.setdefault(year, million) != million:
            raise UnreadError(f"two figures for {year}: {figures[year]:g} and {million:g}")
    if not figures and any(re.search("[1-9]", cell) for cell in cells[header.label + 1 :]):
        raise UnreadError(f"a sum without a figure for any year: {cells[: header.label + 1]}")
    return figures


def wrong_width(cells: list[str], header: Header) -> str:
    """Why a row has lost cells or has too many."""
    return f"{len(cells)} cells where {header.width} are expected: {' '.join(filter(None, cells))[:60]!r}"


def _million(cell: str, year: int, delimiter: str) -> float | None:
    if cell.casefold() in _NONE:
        return None
    if _WHOLE.fullmatch(cell):
        return float(cell)
    if _GROUPED.fullmatch(cell) or (delimiter == "," and _COMMAS.fullmatch(cell)):
        return float(re.sub("[^0-9]", "", cell))
    if _DECIMAL.fullmatch(cell) or _BOTH.fullmatch(cell):
        whole, fraction = re.split(r"[.,](?=[0-9]+$)", cell)
        return float(re.sub("[^0-9]", "", whole) + "." + fraction)
    raise UnreadError(
        f"the cell of {year} is {cell!r:.40}; expected a number of millions, or nothing; "
        "a mark of thousands that could be a decimal mark has to go"
    )


def is_sum(cells: list[str], rows: list[list[str]], header: Header) -> bool:
    """Whether a line without a name adds up the rows above it: in no year is it less than one of them."""
    if not any(cells[position] for position in header.years if position < len(cells)):
        return True
    return all(
        _least(cells, p) >= max((_least(row, p) for row in rows), default=math.inf) for p in header.years
    )


def _least(cells: list[str], position: int) -> float:
    """The number in a cell, 0 where there is none that can be read."""
    try:
        return _million(cells[position], 0, ",") or 0.0
    except (IndexError, UnreadError):
        return 0.0
