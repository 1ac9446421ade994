"""Numbers as one file writes them: its cells show whether the point or the comma is the decimal mark."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

__all__: list[str] = []

# 1 234, 1'234 and 1 234,5: blanks and apostrophes can only be marks of thousands
_SPACED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ \u00a0\u202f'\u2019])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?P<decimal>[.,])(?P<fraction>[0-9]+))?"
)
# what nearly all cells hold, and nobody can read in two ways: digits, at most one mark, no group of three
_PLAIN = re.compile(r"[0-9]{1,15}(?:([.,])(?:[0-9]{1,2}|[0-9]{4,20}))?")
_MARKED = re.compile(r"[0-9.,]+")
# three digits behind the only mark may be thousands, unless a zero or more than three digits go before
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_MOST = 15  # digits of a whole number that a float holds
_OTHER = {".": ",", ",": "."}


def decimal_mark(cells: Iterable[str], otherwise: str) -> str:
    """The decimal mark that the cells of a file show: "." or ",", "" where they show both.

    `otherwise` is returned where no cell shows it: "12", "6.000" and "1,234" do not.
    """
    # tables repeat the few numbers that most cells hold, and most show nothing
    marked = [*{cell for cell in cells if "." in cell or "," in cell}]
    if all(number is not None for number in plain_numbers(marked)):
        # read at once, and each shows the mark that it has
        shown = {mark for mark in _OTHER if any(mark in cell for cell in marked)}
    else:
        shown = {mark for cell in marked if (mark := _shown(cell.strip()))}
    if len(shown) == 1:
        return shown.pop()
    return "" if shown else otherwise


def read_number(cell: str, decimal: str) -> float | None:
    """The number in a cell, None where there is none, or where thousands and decimals cannot be told apart.

    `decimal` decides on "6.000" and "1,234": 6 or 6,000. Where it is "", they are not read.
    """
    text = cell.strip()
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    if spaced := _SPACED.fullmatch(text):
        return _joined(spaced["whole"], spaced["fraction"] or "")
    mark = _decimal_of(text, decimal)
    if mark is None:
        return None
    whole, _, fraction = text.partition(mark) if mark else (text, "", "")
    return _joined(whole, fraction)


def plain_numbers(cells: list[str]) -> list[float | None]:
    """The number in each cell of digits and at most one decimal mark, read at once; None in others."""
    texts = pa.array(cells, pa.string())
    plain = pc.if_else(pc.match_substring_regex(texts, f"^{_PLAIN.pattern}$"), texts, None)
    return pc.cast(pc.replace_substring(plain, ",", "."), pa.float64()).to_pylist()


def _decimal_of(text: str, decimal: str) -> str | None:
    """The decimal mark in a text of digits and marks, "" if it has none, None if it is no number."""
    if not _MARKED.fullmatch(text) or len(text) > 3 * _MOST:
        return None
    marks = [sign for sign in text if sign in _OTHER]
    if not marks:
        return "" if len(text) <= _MOST else None
    if len(marks) == 1:
        if _EITHER.fullmatch(text):
            return None if not decimal else marks[0] if marks[0] == decimal else ""
        whole, _, fraction = text.partition(marks[0])
        return marks[0] if (whole or fraction) and len(whole) <= _MOST else None
    thousands, last = marks[0], marks[-1]
    whole = text.rpartition(last)[0] if last != thousands else text
    if not re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(thousands)}[0-9]{{3}})+", whole):
        return None
    return last if last != thousands else ""


def _shown(text: str) -> str:
    """The decimal mark that one cell leaves no doubt of, else ""."""
    if plain := _PLAIN.fullmatch(text):
        return plain[1] or ""
    if spaced := _SPACED.fullmatch(text):
        return spaced["decimal"] or ""
    mark = None if _EITHER.fullmatch(text) else _decimal_of(text, "")
    if mark:
        return mark if text.partition(mark)[2] else ""
    # 1.234.567 has no decimals, and shows that they would have a comma
    return "" if mark is None else next((_OTHER[sign] for sign in text if sign in _OTHER), "")


def _joined(whole: str, fraction: str) -> float:
    return float(re.sub("[^0-9]", "", whole) + "." + (fraction or "0"))
