"""How a verdict puts it: sums, numbers, shares, lists and parties in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from armsflow.parse.category import category_name
from armsflow.parties import party_name, with_article
from armsflow.rounding import (
    DOWN,
    NEAREST,
    UP,
    count_digits,
    differ,
    fixed,
    is_typed,
    magnitude,
    significant,
)
from armsflow.summaries.bounds import Bounded, ratio

__all__: list[str] = []

_SHOWN = 6  # designations, prices
_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
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
    text = f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
    # no power of ten: 0.000012, not 1.2e-05
    return f"{Decimal(text):f}" if "e" in text else text


def two_at_most(value: float) -> str:
    """Two digits that are no less than a figure."""
    return two(value, UP)


def shown_end(figure: Bounded) -> tuple[str, float, str]:
    """The value; of a range its "least" or, where that is 0, its "most"; and the side it is rounded to."""
    value, low, high = map(float, figure)
    if not np.isnan(value):
        return "", value, NEAREST
    return ("least", low, DOWN) if low > 0 or not np.isfinite(high) else ("most", high, UP)


def beside(figure: Bounded, total: Bounded) -> str:
    """How a claim compares with a sum: "is 2.7 times that"; "lies inside", "is 1.1–1.4 times that".

    Of a claim without a value "is at least 2.6 times that".
    """
    ends = as_printed(figure)
    inside = not (total.low > ends.low or ends.high > total.high)
    if inside and differ(total.low, total.high) and np.isfinite(total.high):
        return "lies inside"
    part = ratio(figure, total)
    least, most = float(part.low), float(part.high)
    if not least > 0 and np.isinf(most):
        return "can be more or less than that"
    if np.isinf(most) or (np.isnan(figure.value) and least > 0):
        return f"is at least {_times(least, DOWN)} times that"
    if not least > 0 and differ(least, most):
        return f"is at most {_times(most, UP)} times that"
    if _times(least, NEAREST) == _times(most, NEAREST):
        return f"is {_times(least, NEAREST)} times that"
    return f"is {_times(least, DOWN)}–{_times(most, UP)} times that"


def as_printed(figure: Bounded) -> Bounded:
    """A figure without bounds where these are no wider than the last digit of its value: "$421 million"."""
    value = float(figure.value)
    if not (np.isfinite(value) and value > 0 and is_typed(value)):
        return figure
    half = 10.0 ** (magnitude(value) - count_digits(value) + 1) / 2
    same = not (figure.low < value - half or figure.high > value + half)
    return Bounded(figure.value, figure.value, figure.value) if same else figure


def _times(value: float, to: str) -> str:
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
    for size, word in _SIZES:
        if value >= size:
            return f"{_digits(value / size, digits, to)} {word}"
    return _digits(value, digits, to)


def _digits(value: float, digits: int, to: str) -> str:
    # rounded to the whole at most, such as 12,345: no power of ten
    return f"{significant(value, digits, to):,.15g}"


def span(figure: Bounded, unit: str = "") -> str:
    """A sum, or its ends where it is a range: "360–430 million USD", "900 million USD or more"."""
    least, most = scaled(float(figure.low), DOWN), scaled(float(figure.high), UP)
    if not differ(figure.low, figure.high):
        words = scaled(float(figure.value))
    elif np.isinf(figure.high):
        return f"{f'{least} {unit}'.rstrip()} or more"
    elif not figure.low > 0:
        words = f"at most {most}"
    else:
        number, _, size = least.partition(" ")
        words = f"{number if most.endswith(f' {size}') else least}–{most}"
    return f"{words} {unit}".rstrip()


def amount(figure: Bounded, unit: str) -> str:
    """A claim's sum: "5 billion USD", "425 million [400–450 million] USD", "at most 400 million USD"."""
    value = float(figure.value)
    if np.isnan(value):
        if np.isinf(figure.high):
            return f"A sum of {span(figure, unit)}"
        return f"A sum from {scaled(float(figure.low), DOWN)} to {scaled(float(figure.high), UP)} {unit}"
    figure = as_printed(figure)
    # a sum that was said keeps its digits; one that was converted has more than anybody said
    words = scaled(value, digits=count_digits(value) if is_typed(value) else 4)
    if not differ(figure.low, figure.high):
        return f"{words} {unit}"
    if np.isinf(figure.high) and not differ(figure.low, value):
        return f"{words} {unit} or more"
    if not figure.low > 0 and not differ(value, figure.high):
        return f"at most {words} {unit}"
    return f"{words} [{span(figure)}] {unit}"


def number(figure: Bounded) -> str:
    """A claim's pieces: "12", "11 [10–12]", "20–99"."""
    value, low, high = (float(each) for each in figure)
    least, most = fixed(low, 0, DOWN), fixed(high, 0, UP) if np.isfinite(high) else ""
    spread = f"{least}–{most}" if most else f"{least} or more"
    if np.isnan(value):
        return spread
    return f"{value:,.0f} [{spread}]" if differ(low, high) else f"{value:,.0f}"


def cost(figure: Bounded) -> str:
    """What a TIV costs, to two digits, with the bounds where these print otherwise: "5.1 [0.39–8.4]"."""
    value, low, high = (float(each) for each in figure)
    if two(low) == two(high):
        return two(value)
    spread = f"{two(low, DOWN)}–{two(high, UP)}" if np.isfinite(high) else f"{two(low, DOWN)} or more"
    return f"{two(value)} [{spread}]"


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
