"""What commands print: text that no terminal takes for a command, amounts, and tables."""

from __future__ import annotations

import math
import sys
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import partial

__all__: list[str] = []

# controls, signs that turn the direction of writing, halves of signs, and separators of lines
_LIVE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_MOST_LINE, MOST_CELL = 4_000, 48
_SIZES = ((12, "trillion"), (9, "billion"), (6, "million"))
_DIGITS = 4


def harmless(text: object) -> str:
    r"""One line of text with whatever a terminal would obey written out, as ``\x1b``; very long ones are cut.

    Examples
    --------
    >>> print(harmless("a\x1b[2Jb\tc"))
    a\x1b[2Jb c
    """
    line = str(text)
    line = line if len(line) <= _MOST_LINE else line[: _MOST_LINE - 1] + "…"
    return "".join(_harmless(sign) for sign in line.replace("\t", " "))


def _harmless(sign: str) -> str:
    live = unicodedata.category(sign) in _LIVE
    return sign.encode("unicode_escape").decode("ascii") if live else sign


def paragraph(text: object) -> str:
    """Text of several lines without blank ones, each of them harmless."""
    return "\n".join(harmless(line) for line in str(text).split("\n") if line.strip())


def say(text: object = "") -> None:
    """Print a line for people on standard output."""
    print(harmless(text))


def note(text: object) -> None:
    """Print a line beside the result, on standard error."""
    print(f"armsflow: {harmless(' '.join(str(text).split()))}", file=sys.stderr)


def cell(text: object) -> str:
    """A harmless text that is short enough for a column."""
    line = harmless(str(text)[: MOST_CELL * 8])
    return line if len(line) <= MOST_CELL else line[: MOST_CELL - 1] + "…"


def show(heads: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """Print a table with aligned columns, those named in `right` to the right."""
    # words of a file are cut; numbers with their bounds never
    table = [
        [harmless(text) if head in right else cell(text) for head, text in zip(heads, row, strict=True)]
        for row in (heads, *rows)
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        padded = [
            text.rjust(width) if head in right else text.ljust(width)
            for head, text, width in zip(heads, row, widths, strict=True)
        ]
        print("  ".join(padded).rstrip())


def number(x: float, rounding: str = ROUND_HALF_EVEN, *, largest: int = 12, said: bool = False) -> str:
    """A number with four digits, such as ``1.431 billion``; `largest` is the power of ten of the last word.

    One that was `said` in public keeps all its digits; what was converted is not whole, and has four.

    Examples
    --------
    >>> number(1_431_337_794.9), number(35), number(0.1 + 0.2)
    ('1.431 billion', '35', '0.3')
    """
    # twelve digits are more than any source has, and fewer than the noise of binary fractions
    exact = Decimal(f"{x:.12g}")
    power, word = next(
        ((p, w) for p, w in _SIZES if p <= largest and abs(exact) >= Decimal(10) ** p), (0, "")
    )
    scaled = exact.scaleb(-power)
    # whole numbers below a million keep all their digits
    places = max(_DIGITS - 1 - scaled.adjusted(), 0) if scaled else 0
    if said and _is_typed(exact):
        places = max(places, -int(scaled.normalize().as_tuple().exponent))
    rounded = scaled.quantize(Decimal(1).scaleb(-places), rounding=rounding)
    digits = f"{rounded:,f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{digits} {word}".strip()


def _is_typed(figure: Decimal) -> bool:
    # what needs pandas is imported once there is something to print
    from armsflow.rounding import is_typed

    return is_typed(float(figure))


def amount(value: float | None, low: float, high: float, unit: str, *, said: bool = False) -> str:
    """A value with its unit and bounds, which are rounded outwards; what was `said` keeps its digits.

    Examples
    --------
    >>> amount(4e9, 3.8e9, 4e9, "USD")
    '4 billion USD [3.8 billion to 4 billion]'
    >>> amount(None, 0, float("inf"), "USD")
    'not known, in USD'
    """
    # volumes are in millions, as SIPRI prints them
    unit = "piece" if unit == "pieces" and value == 1 else unit
    figure = partial(number, largest=6 if unit == "TIV" else 12)
    least = 0.0 if math.isnan(low) else low
    endless = not math.isfinite(high)
    upper = "or more" if endless else f"to {figure(high, ROUND_CEILING)}"
    bounds = f"{figure(least, ROUND_FLOOR)} {upper}"
    if value is None or math.isnan(value):
        return f"not known, in {unit}" if not least and endless else f"{bounds} {unit}"
    return f"{figure(value, said=said)} {unit}" + ("" if low == high == value else f" [{bounds}]")
