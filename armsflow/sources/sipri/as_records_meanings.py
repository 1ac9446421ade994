"""What SIPRI's names and words stand for: parties, categories, condition, local production."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from armsflow.errors import CategoryError, PartyError
from armsflow.parse.category import parse_category
from armsflow.parties import codes_of

__all__: list[str] = []

# the two letters of the export that ended in 2023; those met, the others give no category
_LETTERS = {"AC": "aircraft", "AV": "armoured_vehicles", "EN": "engines"}
# the republic of 1967–69, which only SIPRI names apart from North Yemen
_APART = {"Yemen Arab Republic": "x:yemen_arab_republic"}
_CONDITIONS = {
    "new": "new",
    "n": "new",
    "second hand": "second-hand",
    "secondhand": "second-hand",
    "s": "second-hand",
    "second hand but modernized": "second-hand modernized",
    "refurbished": "second-hand modernized",
}


def parties(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the names known, and why each of the others is not."""
    names = set(names)
    apart = {name: _APART[name] for name in names & set(_APART)}
    try:
        return codes_of(names, source="sipri") | apart, {}
    except PartyError as error:
        unknown = set(error.rows)
    reasons = {name: _reason(name) for name in unknown}
    return codes_of(names - unknown, source="sipri") | apart, reasons


def _reason(name: str) -> str:
    try:
        codes_of([name], source="sipri")
    except PartyError as error:
        return str(error).partition("; expected")[0]
    raise AssertionError(name)


@cache
def category(label: str, description: str) -> str:
    """The category of a weapon: by SIPRI's own column, else by its description, else "all"."""
    for words in (label.strip(), description.strip()):
        if words in _LETTERS:
            return _LETTERS[words]
        if words:
            try:
                return parse_category(words)
            except CategoryError:
                continue
    return "all"


def condition(status: str) -> str:
    """Whether the weapons were new: SIPRI's word in one spelling, verbatim where it is another."""
    word = " ".join(status.split())
    return _CONDITIONS.get(word.casefold(), word)
