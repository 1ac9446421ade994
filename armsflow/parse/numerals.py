"""Numbers as printed: their decimal mark, their thousands, and how precise they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

__all__: list[str] = []

_NAMED = {
    Decimal(10) ** 3: "k thousand thousands",
    Decimal(10) ** 5: "lakh lakhs",
    Decimal(10) ** 6: "m mn mln mio mill million millions",
    Decimal(10) ** 7: "crore crores",
    Decimal(10) ** 9: "b bn bln mrd mld milliard milliards billion billions thousand_million",
    Decimal(10) ** 12: "tn trn trln trillion trillions lakh_crore",
}
SCALES = {word.replace("_", " "): n for n, words in _NAMED.items() for word in words.split()}
SCALE = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[.,' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")


class UnreadError(Exception):
    """Why a text cannot be read, until the text itself can be named."""


class Figure(NamedTuple):
    """One number as printed: in ones once scaled, with half a unit of its last digit."""

    number: Decimal
    half: Decimal
    grouped: bool
    scale: Decimal | None
    unit: str | None

    def scaled(self) -> Figure:
        scale = self.scale or Decimal(1)
        return self._replace(number=self.number * scale, half=self.half * scale)


def figure(text: str, scale: str | None, unit: str | None, decimal: str | None) -> Figure:
    """The number as printed, with half a unit of its last significant digit."""
    mark = decimal or _decimal_mark(text, scaled=scale is not None)
    whole, _, fraction = text.partition(mark) if mark else (text, "", "")
    grouped = bool(_GROUPED.fullmatch(whole))
    if not (grouped or whole.isdigit()) or (fraction and not fraction.isdigit()):
        raise UnreadError(f"{text!r} is no number: its marks are not those of thousands and decimals")
    digits = re.sub("[^0-9]", "", whole)
    # zeros before the decimal point do not count, those behind it do
    zeros = len(digits) - len(digits.rstrip("0")) if digits.strip("0") and not fraction else 0
    half = Decimal(5).scaleb(zeros - len(fraction) - 1)
    number = Decimal(f"{digits}.{fraction or 0}")
    return Figure(number, half, grouped, SCALES[scale] if scale else None, unit)


def _decimal_mark(text: str, *, scaled: bool) -> str:
    """The mark of decimals, or "" if there are none."""
    marks = [c for c in text if c in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) != 1:
        return ""
    whole, _, fraction = text.partition(marks[0])
    if marks == [","] and len(fraction) > 3:
        raise UnreadError(f"{text!r} is no number: neither thousands nor decimals have so many digits")
    # thousands come three by three, after one to three digits that do not start with 0
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return marks[0]
    if scaled or marks[0] == ".":
        raise UnreadError(f"{text!r} may mark thousands or decimals; say which by decimal='.' or decimal=','")
    return ""
