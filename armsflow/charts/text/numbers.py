"""Numbers with their sign: a plus, or a true minus."""

from __future__ import annotations

import math
from collections.abc import Callable

from armsflow.charts.text.names import Scale, figure

__all__: list[str] = []

PLUS, MINUS = "+", "\N{MINUS SIGN}"


def signed(value: float, text: Callable[[float], str] = figure) -> str:
    """A number with its sign, its size worded by `text`; what is printed as 0 has none."""
    words = text(abs(value))
    if not words.strip("0., "):
        return words
    return (MINUS if value < 0 else PLUS) + words


def money(value: float, scale: Scale) -> str:
    """A figure with its sign and unit: "+$1.2 bn"."""
    return signed(value, lambda size: scale.amount(figure(size)))


def span(low: float, high: float, text: Callable[[float], str] = figure) -> str:
    """Bounds with their signs: "−9.4 to +12", "+12 or more", nothing where they tell nothing."""
    if math.isnan(low) or low == high or (math.isinf(low) and math.isinf(high)):
        return ""
    if math.isinf(high):
        return f"{signed(low, text)} or more"
    if math.isinf(low):
        return f"{signed(high, text)} or less"
    ends = signed(low, text), signed(high, text)
    return "" if ends[0] == ends[1] else " to ".join(ends)
