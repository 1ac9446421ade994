"""Numbers on a chart as text: the unit in which it counts, amounts, bounds, shares and changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from armsflow import rounding
from armsflow.rounding import MINUS
from armsflow.tables import table

__all__: list[str] = []

NBSP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
# names whose plural is not the singular with an s
_PLURALS = {
    "CNY": "Chinese yuan", "CZK": "Czech koruny", "DKK": "Danish kroner", "GBP": "pounds sterling",
    "JPY": "yen", "KRW": "South Korean won", "KZT": "Kazakhstani tenge", "NOK": "Norwegian kroner",
    "PLN": "Polish złoty", "RON": "Romanian lei", "SEK": "Swedish kronor", "THB": "Thai baht",
    "TRY": "Turkish lira", "TWD": "New Taiwan dollars", "ZAR": "South African rand",
}  # fmt: skip
COUNTED = ("pieces", "TIV")  # units that are no money
_SCALES = ((1e12, "trillion", "trn"), (1e9, "billion", "bn"), (1e6, "million", "m"))
PLUS = "+"


@dataclass(frozen=True)
class Scale:
    """The step in which a chart counts, such as billions of US dollars."""

    unit: str
    prices: str
    factor: float
    word: str
    short: str

    def phrase(self, after: str = "") -> str:
        """The unit in words: "billion US dollars of 2020"."""
        if self.unit in COUNTED:
            return f"{self.word} {self.unit}{after}".strip()
        name = f"{self.word} {_currencies(self.unit)}".strip()
        if self.prices.isdigit():
            return f"{name} of {self.prices}{after}"
        return f"{name}{after}, {self.prices} prices"

    def brief(self) -> str:
        """The unit in short: "bn $", "m TIV"."""
        return f"{self.short} {_SIGNS.get(self.unit, self.unit)}".strip()

    def of(self, frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
        """The frame with some columns counted in this step."""
        return frame.assign(**{name: frame[name] / self.factor for name in columns})

    def amount(self, text: str) -> str:
        """A figure counted in this step, with the sign of its money: "$0.50 bn"."""
        if self.unit in COUNTED:
            return text  # their step stands in the subtitle, once
        sign = _SIGNS.get(self.unit, self.unit + NBSP)
        return f"{sign}{text}{NBSP}{self.short}".strip()


@cache
def _singulars() -> dict[str, str]:
    currencies = table("currencies.csv")
    return dict(zip(currencies["currency"], currencies["name"], strict=True))


def _currencies(code: str) -> str:
    name = _singulars().get(code)
    return _PLURALS.get(code) or (f"{name}s" if name else code)


def scale_of(frame: pd.DataFrame, columns: Iterable[str], *, narrow: bool = False) -> Scale:
    """The step that suits the largest finite figure of some columns.

    Volumes are counted in millions, as SIPRI prints them; in narrow cells also in billions.
    """
    figures = frame[list(columns)].to_numpy(dtype=float)
    known = np.abs(figures[np.isfinite(figures)])
    largest = known.max() if known.size else 0.0
    unit, prices = str(frame["unit"].iloc[0]), str(frame["prices"].iloc[0])
    for factor, word, short in _SCALES:
        large = unit == "TIV" and factor > 1e6
        if large and not narrow:
            continue
        # half a billion reads better as 0.50 bn; pieces, and millions of TIV, are counted as far as one can
        if largest * (1 + 1e-9) >= factor * (10 if large or unit == "pieces" else 0.5):
            return Scale(unit, prices, factor, word, short)
    return Scale(unit, prices, 1.0, "", "")


def figure(value: float) -> str:
    """A number to two figures, from 10 upwards to the whole."""
    return rounding.two_figures(value)


def count(value: float) -> str:
    """A number of pieces: whole where it is whole."""
    return f"{value:,.0f}" if rounding.is_whole(value) else figure(value)


def per_cent(share: float) -> str:
    """A fraction as SIPRI prints it, with a comma between thousands."""
    sign, text = rounding.MINUS if share < 0 else "", rounding.per_cent(abs(share))
    return sign + (f"{int(text):,}" if text.isdigit() else text)


def bounds(low: float, high: float) -> str:
    """Bounds in words: "0.45–0.55", "0.76 or more"; empty where both print the same."""
    if math.isnan(low) or low == high:
        return ""
    if math.isinf(high):
        return f"{figure(low)} or more"
    texts = figure(low), figure(high)
    places = [len(text.partition(".")[2]) for text in texts]
    # 3.8–4.0 and 9.5–10.0, but not 0.012–12,345.000
    decimals = places if max(places) - min(places) > 1 else [max(places)] * 2
    low_text, high_text = (
        rounding.fixed(value, places) if value else "0"
        for value, places in zip((low, high), decimals, strict=True)
    )
    return "" if low_text == high_text else f"{low_text}{DASH}{high_text}"


def cells(row: pd.Series, scale: Scale, *, per_year: bool = False) -> tuple[str, str]:
    """What stands at the right of a row: the amount; under it its bounds and what is missing."""
    a_year = " a year" if per_year else ""
    span = bounds(row["low"], row["high"])
    if not math.isnan(row["value"]):
        return scale.amount(figure(row["value"])) + a_year, ", ".join(filter(None, (span, hidden(row))))
    if math.isnan(row["low"]):
        return "not disclosed", ""
    return scale.amount(span or figure(row["low"])) + a_year, hidden(row)


def hidden(row: pd.Series) -> str:
    """How many records of a row are undisclosed, or nothing."""
    return f"+{NBSP}{int(row['undisclosed'])} undisclosed" if row["undisclosed"] > 0 else ""


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
    """Bounds with their signs: "−9.4 to +12", "+12 or more"; empty where they say nothing more."""
    if math.isnan(low) or low == high or (math.isinf(low) and math.isinf(high)):
        return ""
    if math.isinf(high):
        return f"{signed(low, text)} or more"
    if math.isinf(low):
        return f"{signed(high, text)} or less"
    ends = signed(low, text), signed(high, text)
    return "" if ends[0] == ends[1] else " to ".join(ends)


def share_cells(row: pd.Series, column: str) -> tuple[str, str]:
    """A share as SIPRI prints it, and its bounds; the bounds alone where that is all there is."""
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    texts = per_cent(low), per_cent(high)
    bounds = "" if np.isnan(low) or texts[0] == texts[1] else DASH.join(texts)
    if np.isnan(value):
        return bounds or "not known", ""
    # what is less than a twentieth of a per cent is more than none
    return "0" if value == 0 else per_cent(value), bounds
