"""Names on a chart: parties, categories and stages, alone, in rows and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from armsflow.charts.text.numbers import NBSP
from armsflow.parties import party_name
from armsflow.tables import table

__all__: list[str] = []

#: How codes are printed: by "name", by "code", or as a dict says and else by name.
Labels = str | Mapping[str, str]
#: What stands in place of a party.
WORDS = {"others": "Others", "smaller": "Smaller flows", "all": "All"}
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
# names that take the article in a sentence
_ENDINGS = ("Republic", "Islands", "Union", "Emirates", "Kingdom")
_PLURAL_NAMES = {
    "Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles",
}  # fmt: skip


def party(code: str, labels: Labels) -> str:
    """A party as the chart prints it: by name, by code, or in the user's own words."""
    if own := given(code, labels):
        return own
    if code in WORDS:
        return WORDS[code]
    return code if labels == "code" else party_name(code)


def given(code: str, labels: Labels) -> str:
    """The user's own words for a code, if there are any."""
    return labels.get(code, "") if isinstance(labels, Mapping) else ""


@cache
def categories() -> dict[str, str]:
    """The name of every category."""
    categories = table("categories.csv")
    return dict(zip(categories["category"], categories["name"], strict=True))


def category(code: str, labels: Labels) -> str:
    """A category, or a set of them, as the chart prints it."""
    if own := given(code, labels):
        return own
    if labels == "code":
        return code
    if code == "all":
        return "All categories"
    if code == "others":
        return "Others"
    return ", ".join(given(part, labels) or categories().get(part, part) for part in code.split("+"))


def stage(code: str) -> str:
    """The name of a stage in the plural, with a capital: "Deliveries"."""
    return sentence(STAGES.get(code, code))


def sentence(text: str) -> str:
    """A text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def key_label(key: str, value: str, labels: Labels) -> str:
    """One value of a key column as the chart prints it."""
    if key in ("supplier", "recipient", "party", "left", "right"):
        return party(value, labels)
    if key == "category":
        return category(value, labels)
    return given(value, labels) or (stage(value) if key == "stage" else str(value))


def row_label(values: Mapping[Any, str], labels: Labels) -> str:
    """A row by its keys: "Armenia ← Russia, Battle tanks", "Armenia, deliveries"."""
    rest: dict[Any, str] = dict(values)
    parts = []
    if "supplier" in rest and "recipient" in rest:
        to, by = party(rest.pop("recipient"), labels), party(rest.pop("supplier"), labels)
        parts.append(f"{to} ←{NBSP}{by}")
    parts += [
        given(value, labels) or STAGES.get(value, value) if key == "stage" else key_label(key, value, labels)
        for key, value in rest.items()
    ]
    label = ", ".join(part for part in parts if part)
    return sentence(label) if "stage" in values else label


def listed(names: Iterable[str]) -> str:
    """Names in a row: "Armenia, Georgia and Azerbaijan"."""
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def in_text(name: str) -> str:
    """A name as it stands in a sentence: "the Netherlands"."""
    if name.startswith("Unknown ") or name == "Others":
        return name[0].lower() + name[1:]
    one = " and " not in name or name.startswith("United ")
    article = name.startswith("United ") or (name.endswith(_ENDINGS) and one) or name in _PLURAL_NAMES
    return f"the {name}" if article else name
