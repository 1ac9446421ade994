"""Cells of a register as numbers, years and flags; what cannot be read is said by row, not raised."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__: list[str] = []

_NUMBER = re.compile(r"\d{1,15}(?:\.\d*)?|\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3}){1,4}(?:\.\d+)?")
_COMMA = re.compile(r"\d{1,15},\d+")
_SURELY, _EITHER = re.compile(r"\d+,\d{1,2}"), re.compile(r"\d{1,3},\d{3}")
_NOT_TOLD = ("", ".", "..", ". .", "()", "n/a", "?", "na", "nan", "null", "none")
# the database begins with deliveries of 1950; the oldest order in it is of 1940
_YEAR = r"(?:19[3-9]|20\d)\d"
_ONE_YEAR = re.compile(rf"{_YEAR}(?=(?:\.0+)?$)")
_YEARS = re.compile(rf"{_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?(?:\s*[;,]\s*{_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?)*")
_EACH = re.compile(_YEAR)
_MISPRINTED = re.compile(rf"\d{{1,3}}\s*[-\u2013]\s*({_YEAR})")
_YES = {"?": True, "yes": True, "y": True, "x": True, "true": True, "1": True}
_NO = {"": False, "na": False, "nan": False, "no": False, "n": False, "false": False, "0": False}


def number(cell: str) -> float | None:
    """A number, NaN where the cell tells none, None if it is neither."""
    text = cell.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    if text.casefold() in _NOT_TOLD:
        return float("nan")
    if _THOUSANDS.fullmatch(text):
        return float(re.sub(r"[,\s]", "", text))
    return None


def has_decimal_comma(cells: Iterable[str]) -> bool:
    """Whether among cells the comma is surely the decimal sign: it stands before one or two figures."""
    return any(_SURELY.fullmatch(cell.strip()) for cell in cells)


def whole(cell: str) -> float | None:
    """A number, of which "1,234" may be two: None."""
    return None if _EITHER.fullmatch(cell.strip()) else number(cell)


def decimal_comma(cell: str) -> float | None:
    """A number as spreadsheets write it where the comma is the decimal sign."""
    text = cell.strip()
    return float(text.replace(",", ".")) if _COMMA.fullmatch(text) else number(cell)


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
