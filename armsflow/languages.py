"""The languages of charts: messages of one catalogue, numbers as each language writes them, names of parties.

English is the language of the code: a message is an English sentence, and ``locale/<language>.po`` holds its
translation. `say` looks a message up in the language that is spoken at the moment, which `speaking` sets; so
a chart says its language once, and no function passes it on.

Messages are whole sentences or whole phrases with named places, ``say("{count} more", count=3)``. What a test
collects from the code are the texts inside `say`, `say_in`, `say_count`, `message` and `counted`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from armsflow.errors import one_of

__all__: list[str] = []


class Numerals(NamedTuple):
    """How a language writes numbers: the sign before decimals, and that between thousands."""

    decimal: str
    thousands: str
    least: int = 4  # digits from which on thousands are parted
    years: bool = False  # whether the last year of a window has four digits: 2020–2024


#: The languages, each with its numerals: those of the CLDR, whose German has a point between thousands.
LANGUAGES = {
    "en": Numerals(".", ","),
    "de": Numerals(",", "."),
    "fr": Numerals(",", "\N{NARROW NO-BREAK SPACE}", years=True),
    "es": Numerals(",", ".", least=5, years=True),
    "ru": Numerals(",", "\N{NO-BREAK SPACE}", years=True),
}
_SPOKEN: ContextVar[str] = ContextVar("language", default="en")
_FOLDER = Path(__file__).with_name("locale")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_ESCAPED, _SIGNS = re.compile(r"\\(.)"), {"n": "\n", '"': '"', "\\": "\\"}
_WINDOW = re.compile(r"\b(\d\d)(\d\d)–(\d\d)\b(?!\d)")


def language_of(language: str) -> str:
    """A language, or an error that names all there are."""
    return str(one_of(language, list(LANGUAGES), "language"))


def spoken() -> str:
    """The language of the moment."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


# --- messages ---------------------------------------------------------------------------------------


def say(text: str, /, **places: Any) -> str:
    """A message in the language of the moment, its places filled."""
    return _translated("", text).format_map(places)


def say_in(context: str, text: str, /, **places: Any) -> str:
    """A message that means different things in different places: `context` says in which it stands here."""
    return _translated(context, text).format_map(places)


def say_count(one: str, many: str, count: int, /, **places: Any) -> str:
    """A message with a number: `one` and `many` are its English forms, other languages have their own."""
    found = None if spoken() == "en" else _catalogue(spoken()).get(("", one))
    text = found[plural(spoken())(count)] if found else one if count == 1 else many
    return text.format_map({"count": number(f"{count:,}"), **places})


def message(text: str) -> str:
    """Mark a message that `say` is given later, from a table."""
    return text


def counted(one: str, many: str) -> tuple[str, str]:
    """Mark the two English forms of a message that `say_count` is given later, from a table."""
    return one, many


# --- numbers ----------------------------------------------------------------------------------------


def number(text: str) -> str:
    """The numbers of a text as the language writes them: "1,250.5" is "1.250,5" in German."""
    return text if spoken() == "en" else _NUMBER.sub(_written, text)


def text_of(value: Any) -> str:
    """A cell as a text: what is missing is empty, and 0 and False are not."""
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    # 2024 was read as 2024.0 where a cell of the column is empty
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _written(found: re.Match[str]) -> str:
    signs = LANGUAGES[spoken()]
    whole, _, decimals = found[0].replace(",", "").partition(".")
    if len(whole) >= signs.least and "," in found[0]:
        whole = f"{int(whole):,}".replace(",", signs.thousands)
    return whole + (signs.decimal + decimals if decimals else "")


def years(window: str) -> str:
    """The years of a window as the language writes them: "2020–24" is "2020–2024" in French."""
    return _WINDOW.sub(r"\1\2–\1\3", window) if LANGUAGES[spoken()].years else window


# --- the catalogue ----------------------------------------------------------------------------------


class Entry(NamedTuple):
    """One message of a ``.po`` file: its context, its two forms in English, and its forms in the language."""

    context: str
    message: str
    plural: str
    forms: tuple[str, ...]


def entries(language: str) -> list[Entry]:
    """The messages in the ``.po`` file of a language, its head first."""
    text = (_FOLDER / f"{language}.po").read_text(encoding="utf-8")
    return [_entry(block) for block in re.split(r"\n\s*\n", text) if "msgid" in block]


def _entry(block: str) -> Entry:
    parts: dict[str, str] = {}
    keyword = ""
    for begins, quoted in re.findall(r'^(?:(msg[\w\[\]]+) )?"(.*)"$', block, re.MULTILINE):
        # a line without a keyword continues the one before
        keyword = begins or keyword
        parts[keyword] = parts.get(keyword, "") + _ESCAPED.sub(lambda found: _SIGNS[found[1]], quoted)
    forms = tuple(parts[key] for key in sorted(parts) if key.startswith("msgstr"))
    return Entry(parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""), forms)


@cache
def _catalogue(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(entry.context, entry.message): entry.forms for entry in entries(language)}


@cache
def plural(language: str) -> Callable[[int], int]:
    """Which of the forms of a language goes with a number, as the head of its catalogue says."""
    found = re.search(r"plural=([^;]+);", _catalogue(language)["", ""][0])
    return c2py(found[1] if found else "0")


def _translated(context: str, text: str) -> str:
    if spoken() == "en":
        return text
    return _catalogue(spoken()).get((context, text), (text,))[0]
