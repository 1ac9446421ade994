"""How a verdict puts it: sums, numbers, shares, lists and parties in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from armsflow.parse.category import category_name
from armsflow.parties import party_name, with_article
from armsflow.rounding import DOWN, NEAREST, UP, count_digits, differ, fixed, is_typed, significant
from armsflow.summaries.bounds import Bounded

__all__: list[str] = []

_SHOWN = 6  # designations, prices
_LITTLE = 0.01  # what is less is not printed in digits


def called(code: str) -> str:
    """A party as it stands in a sentence: "the United States"."""
    return with_article(party_name(code))


def of(code: str) -> str:
    """A party in the genitive: "Armenia's", "the United States'"."""
    name = called(code)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def weapons(category: str) -> str:
    """A category by name: "Armoured vehicles"."""
    return category_name(category)


def listed(texts: Iterable[str], sign: str = ", ") -> str:
    texts = list(texts)
    return sign.join(texts[:_SHOWN]) + (f"{sign}… ({len(texts)} in all)" if len(texts) > _SHOWN else "")


def two(value: float, to: str = NEAREST) -> str:
    """Two digits that say something; a bound is rounded `to` its side."""
    value = value if to == NEAREST else significant(value, 2, to)
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def shown_end(figure: Bounded) -> tuple[str, float, str]:
    """The value; of a range its "least" or, where that is 0, its "most"; and the side it is rounded to."""
    value, low, high = map(float, figure)
    if not np.isnan(value):
        return "", value, NEAREST
    return ("least", low, DOWN) if low > 0 or not np.isfinite(high) else ("most", high, UP)


def times(figure: Bounded, total: Bounded) -> str:
    """How many times a sum a figure is: "2.7 times", beside a range "1.0–1.2 times".

    Of a figure that is a range itself "at least 2.6 times".
    """
    end, value, to = shown_end(figure)
    if end:
        return f"at {end} {_times(value / (total.high if end == 'least' else total.low), to)} times"
    if not differ(total.low, total.high):
        return f"{_times(value / total.value, to)} times"
    least, most = _times(value / total.high, DOWN), _times(value / total.low, UP)
    return f"{least} times" if least == most else f"{least}–{most} times"


def _times(value: Any, to: str) -> str:
    return fixed(value, 1, to) if value >= 0.1 else two(value, to)


def counted(number: float, one: str) -> str:
    """A number of things: "1 piece", "1,200 pieces"."""
    text = f"{number:,.0f}"
    return f"{text} {one}" if text == "1" else f"{text} {one}s"


def these(deals: int) -> str:
    """Deals that a sentence speaks of: "this deal", "these deals"."""
    return "this deal" if deals == 1 else "these deals"


def scaled(value: float, to: str = NEAREST, digits: int = 4) -> str:
    """Four digits, or more, and the word for the size; a bound is rounded `to` its side."""
    digits = max(digits, 4)
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{significant(value / size, digits, to):.{digits}g} {word}"
    return f"{significant(value, digits, to):,.{digits}g}"


def span(figure: Bounded) -> str:
    """A sum, or its ends where it is a range: "360–430 million"."""
    if not differ(figure.low, figure.high):
        return scaled(float(figure.value))
    least, most = scaled(float(figure.low), DOWN), scaled(float(figure.high), UP)
    number, _, size = least.partition(" ")
    return f"{number if most.endswith(f' {size}') else least}–{most}"


def amount(figure: Bounded, unit: str) -> str:
    if np.isnan(figure.value):
        return f"A sum from {scaled(float(figure.low), DOWN)} to {scaled(float(figure.high), UP)} {unit}"
    value = float(figure.value)
    # a sum that was said keeps its digits; one that was converted has more than anybody said
    return f"{scaled(value, digits=count_digits(value) if is_typed(value) else 4)} {unit}"


def number(figure: Bounded) -> str:
    if np.isnan(figure.value):
        return f"{fixed(float(figure.low), 0, DOWN)} or more"
    return f"{float(figure.value):,.0f}"


def millions(volume: Bounded) -> str:
    value, low, high = (float(each) / 1e6 for each in volume)
    least, most = _whole(low, DOWN), _whole(high, UP) if np.isfinite(high) else ""
    # of small volumes small bounds say something
    apart = high - low > 1 or (high < 1 and differ(low, high))
    if np.isnan(value) and apart:
        return f"{least}–{most} million TIV" if most else f"at least {least} million TIV"
    bounds = f" [{least}–{most}]" if apart else ""
    return f"{_whole(value if not np.isnan(value) else low)}{bounds} million TIV"


def _whole(value: float, to: str = NEAREST) -> str:
    """A whole number; less than 1 has two digits, because 0 would be read as none."""
    if not 0 < value < 1:
        return f"{value:,.0f}" if to == NEAREST else fixed(value, 0, to)
    return two(value, to) if value >= _LITTLE else "under 0.01" if to == NEAREST else fixed(value, 2, to)


def per_cent(part: Bounded) -> str:
    value, low, high = (100 * float(each) for each in part)
    same = np.isfinite(high) and _whole(low) == _whole(high)
    least = _whole(low, DOWN)
    bounds = f"{least}–{_whole(high, UP)} %" if np.isfinite(high) else f"at least {least} %"
    if np.isnan(value):
        return f"{_whole(low)} %" if same else bounds
    return f"{_whole(value)} %" + ("" if same else f" ({bounds})")


def sentences(clauses: Iterable[str]) -> str:
    """Clauses as sentences, each with a capital and a point."""
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in clauses)
