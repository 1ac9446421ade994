"""The words on a chart: units, numbers, names, subtitle and source line."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from armsflow import rounding
from armsflow.parties import party_name
from armsflow.tables import table

__all__: list[str] = []

NBSP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"

# the order in which the stages of one transaction follow each other, and their names
STAGES = {
    "offer": "offers",
    "licence": "licences",
    "contract": "contracts",
    "loan": "loans",
    "delivery": "deliveries",
    "payment": "payments",
    "aid": "aid",
}

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}

# names whose plural is not the singular with an s
_PLURALS = {
    "CNY": "Chinese yuan", "CZK": "Czech koruny", "DKK": "Danish kroner", "GBP": "pounds sterling",
    "JPY": "yen", "KRW": "South Korean won", "KZT": "Kazakhstani tenge", "NOK": "Norwegian kroner",
    "PLN": "Polish złoty", "RON": "Romanian lei", "SEK": "Swedish kronor", "THB": "Thai baht",
    "TRY": "Turkish lira", "TWD": "New Taiwan dollars", "ZAR": "South African rand",
}  # fmt: skip

# names that take the article in a sentence
_ENDINGS = ("Republic", "Islands", "Union", "Emirates", "Kingdom")
_PLURAL_NAMES = {
    "Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles",
}  # fmt: skip

COUNTED = ("pieces", "TIV")  # units that are no money

_SCALES = ((1e12, "trillion", "trn"), (1e9, "billion", "bn"), (1e6, "million", "m"))


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


def scale_of(frame: pd.DataFrame, columns: Iterable[str]) -> Scale:
    """The step that suits the largest finite figure of some columns."""
    figures = frame[list(columns)].to_numpy(dtype=float)
    known = np.abs(figures[np.isfinite(figures)])
    largest = known.max() if known.size else 0.0
    unit, prices = str(frame["unit"].iloc[0]), str(frame["prices"].iloc[0])
    for factor, word, short in _SCALES:
        # half a billion reads better as 0.50 bn; pieces, and millions of TIV, are counted as far as one can
        counted = unit == "pieces" or (unit == "TIV" and factor > 1e6)
        if largest >= factor * (10 if counted else 0.5):
            return Scale(unit, prices, factor, word, short)
    return Scale(unit, prices, 1.0, "", "")


def figure(value: float) -> str:
    """A number to two figures, from 10 upwards to the whole."""
    return rounding.two_figures(value)


def count(value: float) -> str:
    """A number of pieces: whole where it is whole."""
    return f"{value:,.0f}" if value == round(value) else figure(value)


def per_cent(share: float) -> str:
    """A fraction as SIPRI prints it, with a comma between thousands."""
    sign, text = rounding.MINUS if share < 0 else "", rounding.per_cent(abs(share))
    return sign + (f"{int(text):,}" if text.isdigit() else text)


def bounds(low: float, high: float) -> str:
    """Bounds in words: "0.45–0.55", "0.76 or more", nothing where they tell nothing."""
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


def party(code: str, labels: str) -> str:
    """A party as the chart prints it: by name, or by code."""
    if code == "others":
        return "Others"
    if code == "all":
        return "All"
    return code if labels == "code" else party_name(code)


@cache
def categories() -> dict[str, str]:
    """The name of every category."""
    categories = table("categories.csv")
    return dict(zip(categories["category"], categories["name"], strict=True))


def category(code: str, labels: str) -> str:
    """A category, or a set of them, as the chart prints it."""
    if labels == "code":
        return code
    if code == "all":
        return "All categories"
    if code == "others":
        return "Others"
    return ", ".join(categories().get(part, part) for part in code.split("+"))


def stage(code: str) -> str:
    """The name of a stage in the plural, with a capital: "Deliveries"."""
    return sentence(STAGES.get(code, code))


def sentence(text: str) -> str:
    """A text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def key_label(key: str, value: str, labels: str) -> str:
    """One value of a key column as the chart prints it."""
    if key in ("supplier", "recipient", "party", "left", "right"):
        return party(value, labels)
    if key == "category":
        return category(value, labels)
    return stage(value) if key == "stage" else str(value)


def row_label(values: dict[str, str], labels: str) -> str:
    """A row by its keys: "Armenia ← Russia, Battle tanks", "Armenia, deliveries"."""
    rest = dict(values)
    parts = []
    if "supplier" in rest and "recipient" in rest:
        to, by = party(rest.pop("recipient"), labels), party(rest.pop("supplier"), labels)
        parts.append(f"{to} ←{NBSP}{by}")
    parts += [
        STAGES.get(value, value) if key == "stage" else key_label(key, value, labels)
        for key, value in rest.items()
    ]
    told = ", ".join(part for part in parts if part)
    return sentence(told) if "stage" in values else told


def listed(names: Iterable[str]) -> str:
    """Names in a row: "Armenia, Georgia and Azerbaijan"."""
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def flow(frame: pd.DataFrame, labels: str, *, most: int = 3) -> str:
    """Whose transfers a frame tells: "Arms from Russia to Armenia and Azerbaijan"."""
    text = "Arms transfers"
    for key, link in (("supplier", "from"), ("recipient", "to")):
        codes = list(dict.fromkeys(frame[key])) if key in frame else []
        if 0 < len(codes) <= most and "all" not in codes:
            text = text.replace("Arms transfers", "Arms")
            text += f" {link} {listed(_in_text(party(code, labels)) for code in codes)}"
    return text


def _in_text(name: str) -> str:
    """A name as it stands in a sentence: "the Netherlands"."""
    if name.startswith("Unknown ") or name == "Others":
        return name[0].lower() + name[1:]
    one = " and " not in name or name.startswith("United ")
    article = name.startswith("United ") or (name.endswith(_ENDINGS) and one) or name in _PLURAL_NAMES
    return f"the {name}" if article else name


def years(start: int, end: int) -> str:
    """A span of years as it is printed: "2010–19", "1998–2002", "2015"."""
    if start == end:
        return str(start)
    return f"{start}{DASH}{end % 100:02d}" if start // 100 == end // 100 else f"{start}{DASH}{end}"


def window(frame: pd.DataFrame) -> str:
    """The years that a frame covers: one window, or the first and the last."""
    periods = frame.sort_values(["start", "end"])["period"].drop_duplicates()
    if len(periods) == 1:
        return str(periods.iloc[0])
    if (frame["start"] == frame["end"]).all():
        return years(int(frame["start"].min()), int(frame["end"].max()))
    return f"{periods.iloc[0]} to {periods.iloc[-1]}"


def releases(frame: pd.DataFrame) -> str:
    """The editions behind a frame, "release 2025", or nothing where there are none."""
    found = sorted({str(value) for value in frame["release"]} - {""})
    return f"release{'s' if len(found) > 1 else ''} {listed(found)}" if found else ""


def subtitle(*parts: str, frame: pd.DataFrame) -> str:
    """What is measured, in which unit and stage, for which years, and from which release."""
    text = ", ".join(part for part in parts if part)
    return "; ".join(part for part in (sentence(text), releases(frame)) if part)


def foot(frame: pd.DataFrame, *notes: str) -> str:
    """The notes that are needed, what is undisclosed, and where the figures come from."""
    undisclosed = int(frame["undisclosed"].fillna(0).sum())
    said = [note for note in notes if note]
    if undisclosed:
        said.append(f"+{NBSP}{undisclosed}{NBSP}undisclosed.")
    known = table("sources.csv").set_index("source")["name"]
    names = sorted({known.get(str(code), str(code)) for code in frame["source"]})
    source = f"Source: {listed(names)}; own calculation with armsflow."
    return "\n".join([" ".join(said), source]) if said else source


def whisker_note(frame: pd.DataFrame, *, low: str = "low", high: str = "high") -> str:
    """What the whiskers mean, where there are any."""
    if not (frame[low] < frame[high]).any():
        return ""
    note = "Whiskers: lowest to highest figure that the source admits"
    if np.isinf(frame[low]).any():
        return f"{note}; arrow: no bound on that side."
    return f"{note}; arrow: no upper bound." if np.isinf(frame[high]).any() else f"{note}."
