"""Numbers on a chart as text: the unit in which it counts, amounts, bounds, shares and changes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Protocol

import numpy as np
import pandas as pd

from armsflow import rounding
from armsflow.languages import message, number, say, say_count, say_in, spoken
from armsflow.rounding import DOWN, MINUS, NBSP, NEAREST, UP
from armsflow.tables import table

__all__: list[str] = []

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
_SCALES = (
    (1e12, message("trillion {unit}"), "trn"),
    (1e9, message("billion {unit}"), "bn"),
    (1e6, message("million {unit}"), "m"),
)
PLUS = "+"


class Wording(Protocol):
    """How a number is printed: a figure rounded to the nearest, a bound `to` its side."""

    def __call__(self, value: float, /, *, to: str = NEAREST) -> str: ...


@dataclass(frozen=True)
class Scale:
    """The step in which a chart counts, such as billions of US dollars."""

    unit: str
    prices: str
    factor: float
    word: str  # a message such as "billion {unit}"
    short: str
    #: The largest figure, not yet divided by `factor`: by it all are rounded, see `decimals`.
    largest: float = field(default=0.0, compare=False)
    #: Whether figures are what was said in public, and keep all their digits: a claim is not rounded.
    said: bool = field(default=False, compare=False)

    @property
    def decimals(self) -> int | None:
        """How many decimals a figure may have: one more than the largest has at two figures.

        So 43 stands beside 9.6 and 0.1, as SIPRI prints it, and 7.2 never beside 0.0024.
        """
        return most_decimals(self.largest / self.factor)

    def figure(self, value: float, *, to: str = NEAREST) -> str:
        """A figure counted in this step, to two figures, with no more decimals than the others have.

        Whole pieces have none. A bound is rounded `to` its side. A claim keeps its digits.
        """
        if to == NEAREST and self._is_cut(value):
            return number(rounding.all_digits(value))
        return (count if self.unit == "pieces" else figure)(value, self.decimals, to=to)

    def _is_cut(self, value: float) -> bool:
        """Whether a figure that was said would lose digits; what was computed of claims is rarely whole."""
        if not self.said or not math.isfinite(value) or not rounding.is_typed(value * self.factor):
            return False
        shown = rounding.two_figures(value, self.decimals).replace(",", "")
        return bool(rounding.differ(*sorted((float(shown), value))))

    def at_least_little(self, value: float) -> str:
        """The same, but "<0.1" where 0.0 would be printed, which reads as nothing."""
        text = self.figure(value)
        if value <= 0 or any(digit in text for digit in "123456789"):
            return text
        return f"<{number(rounding.fixed(10.0 ** -text[1:].count('0'), text[1:].count('0')))}"

    def bounds(self, low: float, high: float, of: float = math.nan) -> str:
        """Bounds counted in this step, in words; those `of` a claim with more digits have more as well."""
        if self._is_cut(of):
            figures = rounding.count_digits(of) + 1
            return between(low, high, lambda end, *, to=NEAREST: number(_to_figures(end, figures, to)))
        if self.unit == "pieces" and all(map(rounding.is_whole, (low, high))):
            return between(low, high, self.figure)
        return bounds(low, high, self.decimals)

    def phrase(self, *, per_year: bool = False) -> str:
        """The unit in words: "billion US dollars of 2020"."""
        name = unit_name(self.unit, counted=bool(self.word))
        name = say(self.word, unit=name) if self.word else name
        if self.prices.isdigit() and self.unit not in COUNTED:
            name = say("{money} of {year}", money=name, year=self.prices)
        name = say("{amount} a year", amount=name) if per_year else name
        if self.prices.isdigit() or self.unit in COUNTED or is_no_money(self.unit):
            return name
        return say("{money}, current prices", money=name)

    def plain(self) -> str:
        """The unit in words, without its step: "US dollars of 2020"."""
        return replace(self, word="", short="").phrase()

    def brief(self) -> str:
        """The unit in short: "bn $", "m TIV"."""
        unit = unit_name(self.unit, counted=False) if self.unit in COUNTED else self.unit
        return f"{_short(self.short)} {_SIGNS.get(self.unit, unit)}".strip()

    def from_to(self, before: str, now: str) -> str:
        """Two figures in this step, the earlier first: "£65 → £198 m", "1.2 → 3.4 m TIV"."""
        if self.unit in COUNTED:
            return f"{before} → {now}{NBSP}{self.brief()}"
        return f"{replace(self, word='', short='').amount(before)} → {self.amount(now)}"

    def of(self, frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
        """The frame with some columns counted in this step."""
        return frame.assign(**{name: frame[name] / self.factor for name in columns})

    def amount(self, text: str) -> str:
        """A figure counted in this step, with the sign of its money: "$0.50 bn"."""
        if self.unit in COUNTED:
            return text  # their step stands in the subtitle, once
        if text.startswith("<"):
            return "<" + self.amount(text.removeprefix("<"))
        short = _short(self.short)
        if sign := _SIGNS.get(self.unit):
            with_step = say("{sign}{figure}\u00a0{step}", sign=sign, figure=text, step=short)
            return with_step if short else say("{sign}{figure}", sign=sign, figure=text)
        with_step = say("{code}\u00a0{figure}\u00a0{step}", code=self.unit, figure=text, step=short)
        return with_step if short else say("{code}\u00a0{figure}", code=self.unit, figure=text)


def _to_figures(value: float, figures: int, to: str) -> str:
    return rounding.all_digits(rounding.significant(value, figures, to))


@cache
def _singulars() -> dict[str, str]:
    currencies = table("currencies.csv")
    return dict(zip(currencies["currency"], currencies["name"], strict=True))


@cache
def _names(language: str) -> dict[str, tuple[str, str]]:
    """The plural of each currency, and as it stands behind "million"."""
    rows = table("currency_names.csv")[["language", "currency", "name", "counted"]].to_numpy()
    return {code: (name, counted) for of, code, name, counted in rows if of == language}


def is_no_money(unit: str) -> bool:
    """Whether a unit has no prices: persons, and shares of money."""
    return unit == "persons" or unit.startswith("share of ")


def unit_name(unit: str, *, counted: bool) -> str:
    """A unit in words, in the form that stands behind a number word if it is `counted`."""
    if unit == "persons":
        return say_in("million of", "persons") if counted else say("persons")
    if unit == "TIV":
        return say_in("behind million", "TIV") if counted else say("TIV")
    if unit == "pieces":
        return say_in("behind million", "pieces") if counted else say("pieces")
    return _names(spoken()).get(unit, (_currencies(unit),) * 2)[counted]


def _short(step: str) -> str:
    return {"trn": say("trn"), "bn": say("bn"), "m": say("m")}.get(step, step)


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
    # narrow cells have no room for more than two figures
    said = not narrow and "source" in frame and set(frame["source"]) == {"claims"}
    unit, prices = str(frame["unit"].iloc[0]), str(frame["prices"].iloc[0])
    for factor, word, short in _SCALES:
        large = unit == "TIV" and factor > 1e6
        if large and not narrow:
            continue
        # half a billion reads better as 0.50 bn; pieces, and millions of TIV, are counted as far as one can
        if largest * (1 + 1e-9) >= factor * (10 if large or unit == "pieces" else 0.5):
            return Scale(unit, prices, factor, word, short, float(largest), said)
    return Scale(unit, prices, 1.0, "", "", float(largest), said)


def most_decimals(largest: float) -> int | None:
    """How many decimals figures beside each other may have, by the largest of them."""
    return rounding.decimals_of(largest) + 1 if largest and math.isfinite(largest) else None


def figure(value: float, most: int | None = None, *, to: str = NEAREST) -> str:
    """A number to two figures, from 10 upwards to the whole, with at most so many decimals."""
    return number(rounding.two_figures(value, most, to))


def count(value: float, most: int | None = None, *, to: str = NEAREST) -> str:
    """A number of pieces: whole where it is whole."""
    return number(f"{value:,.0f}") if rounding.is_whole(value) else figure(value, most, to=to)


def hundredths(value: float, *, to: str = NEAREST) -> str:
    """An index from 0 to 1, to two decimals."""
    return number(rounding.fixed(value, 2, to))


def per_cent(share: float, *, to: str = NEAREST) -> str:
    """A fraction as SIPRI prints it, with a comma between thousands."""
    sign, size = ("", to) if share >= 0 else (MINUS, rounding.opposite(to))
    text = rounding.per_cent(abs(share), to=size)
    return sign + number(f"{int(text):,}" if text.isdigit() else text)


def bounds(low: float, high: float, most: int | None = None) -> str:
    """Bounds in words, rounded outwards: "0.45–0.55", "0.76 or more".

    Empty where both round to the same figure: they are no wider than what is printed.
    """
    if math.isnan(low) or low == high:
        return ""
    if math.isinf(high):
        return say("{figure} or more", figure=figure(low, most, to=DOWN))
    if len(set(_aligned((low, high), most, (NEAREST, NEAREST)))) == 1:
        return ""
    return number(DASH.join(_aligned((low, high), most, (DOWN, UP))))


def _aligned(ends: tuple[float, float], most: int | None, to: tuple[str, str]) -> list[str]:
    """Both bounds with as many decimals: 3.8–4.0 and 9.5–10.0, but not 0.012–12,345.000."""
    texts = [rounding.two_figures(end, most, side) for end, side in zip(ends, to, strict=True)]
    places = [len(text.partition(".")[2]) for text in texts]
    decimals = places if max(places) - min(places) > 1 else [max(places)] * 2
    each = zip(ends, decimals, to, strict=True)
    return [rounding.fixed(end, places, side) if end else "0" for end, places, side in each]


def between(low: float, high: float, text: Wording) -> str:
    """Bounds, each worded by `text` and rounded outwards.

    Empty where both round to the same figure, or are not known.
    """
    if not rounding.differ(low, high):
        return ""
    if math.isinf(high):
        return say("{figure} or more", figure=text(low, to=DOWN))
    return "" if text(low) == text(high) else DASH.join((text(low, to=DOWN), text(high, to=UP)))


def ends(low: float, high: float, text: Wording) -> str:
    """Bounds of a figure of any sign, each worded by `text`: "12–73", "at most −15"."""
    return (span if low < 0 else between)(low, high, text)


def cells(row: pd.Series, scale: Scale, *, per_year: bool = False) -> tuple[str, str]:
    """What stands at the right of a row: the amount; under it its bounds and what is missing."""
    span = scale.bounds(row["low"], row["high"], row["value"])
    if not math.isnan(row["value"]):
        return _a_year(scale.amount(scale.figure(row["value"])), per_year), ", ".join(
            filter(None, (span, hidden(row)))
        )
    if math.isnan(row["low"]):
        return say("not disclosed"), ""
    return _a_year(scale.amount(span or scale.figure(row["low"])), per_year), hidden(row)


def _a_year(amount: str, per_year: bool) -> str:
    return say("{amount} a year", amount=amount) if per_year else amount


def hidden(row: pd.Series) -> str:
    """How many records of a row are undisclosed, or nothing."""
    if not row["undisclosed"] > 0:
        return ""
    return say_count("+\u00a0{count} undisclosed", "+\u00a0{count} undisclosed", int(row["undisclosed"]))


def signed(value: float, text: Wording = figure, *, to: str = NEAREST) -> str:
    """A number with its sign, its size worded by `text`; what is printed as 0 has none."""
    words = text(abs(value), to=rounding.opposite(to) if value < 0 else to)
    if not words.strip("0., "):
        return words
    return (MINUS if value < 0 else PLUS) + words


def money(value: float, scale: Scale) -> str:
    """A figure with its sign and unit: "+$1.2 bn"."""
    return signed(value, lambda size, *, to=NEAREST: scale.amount(scale.figure(size, to=to)))


def span(low: float, high: float, text: Wording = figure) -> str:
    """Bounds with their signs, rounded outwards: "−9.4 to +12", "at least +12"; "" where they say no more."""
    if math.isnan(low) or low == high or (math.isinf(low) and math.isinf(high)):
        return ""
    if math.isinf(high):
        return say("at least {figure}", figure=signed(low, text, to=DOWN))
    if math.isinf(low):
        return say("at most {figure}", figure=signed(high, text, to=UP))
    if signed(low, text) == signed(high, text):
        return ""
    return say("{low} to {high}", low=signed(low, text, to=DOWN), high=signed(high, text, to=UP))


def shares_between(low: float, high: float) -> str:
    """Bounds of a share in per cent; empty where both round to the same figure."""
    return between(low, high, per_cent)


def share_cells(row: pd.Series | Mapping[str, float], column: str) -> tuple[str, str]:
    """A share as SIPRI prints it, and its bounds; the bounds alone where that is all there is."""
    value, low, high = (row[f"{column}{end}"] for end in ("", "_low", "_high"))
    bounds = shares_between(low, high)
    if np.isnan(value):
        return bounds or say("not known"), ""
    # what is less than a twentieth of a per cent is more than none
    return "0" if value == 0 else per_cent(value), bounds
