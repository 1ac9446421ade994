"""A trade register as rows of typed columns.

The lines are split into cells (`register_lines`), the cells read as numbers, years and flags, and the rows
checked. A row that cannot be read or cannot be true is set aside with its reason; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.sources.finished import are_unique
from armsflow.sources.listing import joined
from armsflow.sources.sipri.found import Columns, Distinct, Found, distinct_of, each_is
from armsflow.sources.sipri.numbers import decimal_mark, plain_numbers, read_number
from armsflow.sources.sipri.register_columns import FLAGGED, Header
from armsflow.sources.sipri.register_lines import Rows

__all__: list[str] = []

# fields by what their cells hold
_AMOUNTS = ("ordered", "delivered", "tiv_unit", "tiv_order", "tiv_delivered")
_DATES = ("order_year", "delivery_year")
_FLAGS = ("order_estimated", "ordered_estimated", "delivered_estimated", "year_estimated")
_TEXTS = (
    *("deal", "supplier", "recipient", "designation", "description", "category"),
    *("condition", "comments", "local_production", "delivery_years"),
)
_WORDS = ("supplier", "recipient", "description", "category", "condition", "local_production")
_NOT_TOLD = ("", ".", "..", ". .", "()", "n/a", "?", "na", "nan", "null", "none")
# the database begins with deliveries of 1950; the oldest order in it is of 1940
_YEAR = r"(?:19[3-9]|20\d)\d"
_ONE_YEAR = re.compile(rf"{_YEAR}(?=(?:\.0+)?$)")
_YEARS = re.compile(rf"{_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?(?:\s*[;,]\s*{_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?)*")
# as nearly all cells list them
_LISTED = re.compile(rf"{_YEAR}(?:; {_YEAR})*")
_EACH = re.compile(_YEAR)
_MISPRINTED = re.compile(rf"\d{{1,3}}\s*[-\u2013]\s*({_YEAR})")
_YES = {"?": True, "yes": True, "y": True, "x": True, "true": True, "1": True}
_NO = {"": False, "na": False, "nan": False, "no": False, "n": False, "false": False, "0": False}
Value = float | tuple[int, int]  # of a cell: a number, a year, a flag, or first and last year
Reasons = dict[int, str]  # position of a row → why it cannot be read


def number(cell: str, decimal: str) -> float | None:
    """A number, NaN where the cell tells none, None if it is neither or may be two."""
    if (value := read_number(cell, decimal)) is not None:
        return value
    return float("nan") if cell.strip().casefold() in _NOT_TOLD else None


def numbers(cells: list[str], decimal: str) -> list[float | None]:
    """The number in each cell, as `number` reads it; those that nobody can read in two ways at once."""
    return [
        number(cell, decimal) if value is None else value
        for cell, value in zip(cells, plain_numbers(cells), strict=True)
    ]


def year(cell: str) -> int | None:
    """A year of four digits, 0 where the cell tells none, None if it is neither."""
    text = cell.strip()
    if found := _ONE_YEAR.match(text):
        return int(found[0])
    return 0 if text.casefold() in _NOT_TOLD else None


def span(cell: str) -> tuple[int, int] | None:
    """First and last of the years listed, (0, 0) where the cell tells none, None if it is neither.

    A range of which only the end can be read ("194 - 2008" stands in the register of 2013) begins in -1.
    """
    text = cell.strip().removesuffix(".0")
    if _LISTED.fullmatch(text):
        listed = text.split("; ")
        return int(min(listed)), int(max(listed))
    if _YEARS.fullmatch(text):
        years = [int(each) for each in _EACH.findall(text)]
        return min(years), max(years)
    if half := _MISPRINTED.fullmatch(text):
        return -1, int(half[1])
    return (0, 0) if text.casefold() in _NOT_TOLD else None


def flag(cell: str) -> bool | None:
    """Whether a mark says yes; None if it is no mark."""
    text = cell.strip().casefold()
    return _YES.get(text, _NO.get(text))


class _Kind(NamedTuple):
    """How the cells of a column are read."""

    #: value of each cell, None where it cannot be read
    read: Callable[[list[str]], Sequence[Value | None]]
    #: value of a cell that holds nothing
    blank: Value
    #: what an error says a cell should hold
    expected: str


_NAN = float("nan")
_ONE_DATE = _Kind(lambda cells: [*map(year, cells)], 0, "a year of four digits")
_SPAN = _Kind(lambda cells: [*map(span, cells)], (0, 0), "years such as '2012; 2013' or '2012 - 2013'")
_MARK = _Kind(lambda cells: [*map(flag, cells)], False, "'?', 'Yes', 'X' or nothing")


def read_register(lines: list[str], header: Header) -> Found:
    """The rows of a register, one per deal or, if the header names a delivery year, per deal and year."""
    read = Rows(lines, header)
    cells = read.columns()
    cells |= {
        marked: marks for field, marked in FLAGGED.items() for marks in _marks(read, cells, field, marked)
    }
    met = {name: distinct_of(cells[name]) for name in (*_AMOUNTS, *_DATES, *_FLAGS) if name in cells}
    kinds = dict.fromkeys(_AMOUNTS, _kind_of_numbers(header, met))
    kinds |= dict.fromkeys(_DATES, _ONE_DATE) | dict.fromkeys(_FLAGS, _MARK)
    reasons: Reasons = {}
    names = {field: header.names.get(field, "the mark of an estimate") for field in cells}
    rows: Columns = {"line": read.cells["line"]}
    rows |= {
        field: _column(met[field], names[field], kind, reasons)
        for field, kind in kinds.items()
        if field in met
    }
    rows |= {field: pc.utf8_trim_whitespace(cells[field]) for field in _TEXTS if field in cells}
    # what is looked at once per word has its words found once
    rows |= {field: rows[field].dictionary_encode() for field in _WORDS if field in rows}
    return _sound(Found(rows, read.passed, read.aside, read.joined, read.exports), reasons)


def _marks(read: Rows, cells: Columns, field: str, marked: str) -> list[pa.Array]:
    """The column of question marks right of a field, whatever a program has called it: one, or none."""
    at = read.header.fields.get(field, read.header.width) + 1
    if marked in cells or at >= read.header.width or at in read.header.fields.values():
        return []
    marks = read.cells[str(at)]
    return [marks] if {word.strip() for word in distinct_of(marks)[1]} <= {"", "?", "NA", "NaN"} else []


def _kind_of_numbers(header: Header, met: dict[str, Distinct]) -> _Kind:
    """How the numbers of a file are read: its own cells show what the decimal mark is.

    Where none shows it, the point is the mark if commas part the cells; else "6.000" may be two numbers.
    """
    amounts = [*{cell for field in _AMOUNTS if field in met for cell in met[field][1]}]
    decimal = decimal_mark(amounts, "." if header.delimiter == "," else "")
    expected = "a number" if decimal else "a number, with the decimal sign told by other cells"
    # columns repeat the numbers of others
    known = dict(zip(amounts, numbers(amounts, decimal), strict=True))
    return _Kind(lambda cells: [*map(known.__getitem__, cells)], _NAN, expected)


def sound(found: Found) -> Found:
    """What a parser of deals found, with the years of delivery read, and what cannot be set aside."""
    return _sound(found, {})


def _sound(found: Found, reasons: Reasons) -> Found:
    rows = dict.fromkeys(_FLAGS, np.zeros(len(found), dtype=bool)) | found.rows
    if "delivery_years" in rows and "delivery_year" not in rows:
        pairs = _column(distinct_of(rows["delivery_years"]), "year(s) of delivery", _SPAN, reasons)
        rows["first"], rows["last"] = pairs.reshape(-1, 2).T
        # nothing arrives before it is ordered: a first year that cannot be read lies no farther back
        if "order_year" in rows:
            known = (rows["order_year"] > 0) & (rows["order_year"] <= rows["last"])
            rows["first"] = np.where((rows["first"] < 0) & known, rows["order_year"], rows["first"])
    for wrong, reason in _wrong(rows):
        for at in np.flatnonzero(wrong).tolist():
            reasons.setdefault(at, reason)
    for i, first in _again(rows, found.exports):
        reasons.setdefault(i, f"deal {rows['deal'][i].as_py()!r} stands on line {first} already")
    found.rows = rows
    if reasons:
        lines = rows["line"].tolist()
        found.set_aside({lines[i]: reason for i, reason in reasons.items()})
    return found


def _column(met: Distinct, name: str, kind: _Kind, reasons: Reasons) -> np.ndarray:
    """A column read, once per distinct cell; the reasons for cells that cannot be, by position."""
    codes, words = met
    values = [*kind.read(words)]
    for bad in (i for i, value in enumerate(values) if value is None):
        values[bad] = kind.blank
        reason = f"{name} is {words[bad]!r}; expected {kind.expected}"
        for at in np.flatnonzero(codes == bad):
            reasons.setdefault(int(at), reason)
    # the blank stands last, so that a column without rows has its type as well
    return np.array([*values, kind.blank])[:-1][codes]


def _wrong(rows: Columns) -> list[tuple[np.ndarray, str]]:
    """What reads well and cannot be."""
    found = [(each_is(rows[side], "".__eq__), f"{side} is blank") for side in ("supplier", "recipient")]
    if "delivery_year" in rows:
        return [*found, (rows["delivery_year"] == 0, "the delivery year is blank")]
    if "order_year" in rows:
        found.append((~(rows["order_year"] > 0), "the year of order is blank"))
    elif "last" in rows:
        found.append((rows["last"] == 0, "there is no year, neither of order nor of delivery"))
    if "first" in rows:
        found.append((rows["first"] < 0, "the first year of delivery cannot be read"))
        arrived = has_arrived(rows)
        found.append(
            ((rows["first"] == 0) & arrived, "weapons were delivered and no year of delivery is told")
        )
    return found


def has_arrived(rows: Columns) -> np.ndarray:
    """Of which rows something has been delivered, by their amounts."""
    amounts = [rows[column] > 0 for column in ("delivered", "tiv_delivered") if column in rows]
    return np.logical_or.reduce([np.zeros(len(rows["line"]), dtype=bool), *amounts])


def _again(rows: Columns, exports: list[int]) -> list[tuple[int, int]]:
    """(position, line of the first) of rows whose deal stands on a line before, in the same export."""
    if "deal" not in rows:
        return []
    lines, years = rows["line"].tolist(), [rows["delivery_year"]] if "delivery_year" in rows else []
    numbers = (pa.array(each) for each in (np.searchsorted(exports, lines), *years))
    keys = joined(*numbers, rows["deal"], between=" ")
    if are_unique(keys):
        return []
    first: dict[str, int] = {}
    told = zip(keys.to_pylist(), lines, rows["deal"].to_pylist(), strict=True)
    met = [(first.setdefault(key, line), line, deal) for key, line, deal in told]
    return [(i, before) for i, (before, line, deal) in enumerate(met) if deal and before != line]
