"""What was transferred: categories read from people's words, and named; `crosswalk` maps them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from armsflow.errors import ArgumentError, CategoryError, nearest
from armsflow.tables import table

__all__ = ["category_name", "parse_category"]

#: Letters of a text at most; no source says more about what it counts.
MOST_LETTERS = 10_000
# words that may stand before a known phrase and change nothing
_FILLER = re.compile(
    r"an?|the|of|some|several|many|few|dozens|hundreds|various|other|additional|more"
    r"|new|modern|used|advanced|upgraded|second|hand|secondhand|up|to|about|over|around|nearly|at|least|dozen|pair"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred"
)
# words that may stand behind a designation: "F-16 Block 70", "Su-30 family"
_MARK = re.compile(
    r"block|mk|mark|version|variant|series|class|family|type|batch|tranche|[ivx]+|[a-z]|[^\W_]*\d[^\W_]*"
)
# "S-400 missile systems" are what the S-400 is
_SYSTEM = re.compile(
    r"(?:(?:long|medium|short|range|surface|to|anti|aircraft|air|defence|missile|rocket) )*"
    r"(?:systems?|batter(?:y|ies)|units?|regiments?|divisions?|complex(?:es)?|platforms?)?"
)
# the letters of a variant behind the number of a designation: Su-30MKI, F-16C, AH-64E
_VARIANT = re.compile(r"^([a-z]+\d+)[a-z]{1,4}\d*[a-z]?$")
# a number or a designation, such as "36" or "t90s"
_NUMBER = re.compile(r"[^\W_]*\d[^\W_]*")
# a calibre is no designation: "155mm howitzer" are all of them
_CALIBRE = re.compile(r"\d+mm")
# ML10.a is a part of ML10
_SUBITEM = re.compile(r"(ml\d{1,2})[a-z]\w*")
# "arms" are weapons, "ARM" is an anti-radar missile; "others" are any, "Other" is SIPRI's last
_INVARIABLE = frozenset(["arms", "others"])
_REWRITTEN = (
    # Russian writes the letter yo with or without its dots
    ("\u0451", "\u0435"),
    # brackets hold designations, save (a) and (b) of the Register and SIPRI's "(armed)"
    (r"[(\[](?!(?:[ab]|armed)[)\]])[^()\[\]]*[)\]]", " "),
    # 9301.10 and T-90S are one word
    (r"(?<=\d)\.(?=\d)|(?<=\w)[-\u2010\u2011\u2013](?=\d)", ""),
    # F-16C/D
    (r"(?<=\d)([a-z])(?:/[a-z])+\b", r"\1"),
    (r"\b(?:un(?:roca)? category|unroca|category)\b", "un"),
    (r"\b(?:hs[ -]?)?(?:chapter|heading|subheading|hs code|harmoni[sz]ed system)[ -]+(?=\d)", "hs "),
    (r"\b(?:eu|wassenaar|munitions list|cml)[ -]+(?:category[ -]+)?(?=ml ?\d)", ""),
    (r"\barmor", "armour"),
    (r"\bdefense", "defence"),
    (r"\b(?:as well as|together with|along with|including|such as|plus|and|и)\b|[;&+\n]", ","),
    (r"[^\w,/]+|_", " "),
    (r"[ ,]*([,/])[ ,]*", r"\1"),
)


class _Longest(NamedTuple):
    """The most pieces between commas or slashes, with these, and the most words of a phrase."""

    pieces: int
    words: int


def parse_category(text: str) -> str:
    """The category that a person's words, a label or a code stand for.

    Parameters
    ----------
    text : str
        A code (``"un:III"``, ``"ML6"``, ``"HS 9301.10"``, ``"93"``, ``"aircraft+ships"``), a SIPRI label or
        weapon description, a label of the UN Register, a designation (``"F-16"``, ``"Su-30MKI"``), or
        phrases as in the news, joined by commas, semicolons, slashes or "and". Case, hyphens, plurals and
        American spelling make no difference; designations in brackets and numbers before a phrase are
        passed over.

    Returns
    -------
    str
        One category, or several in alphabetical order joined by ``+``; ``"all"`` where `text` is
        blank or names arms in general, also beside others ("tanks and other weapons").

    Raises
    ------
    CategoryError
        If phrases are not known; all are listed, each with the nearest that is. ``.rows`` holds
        them. Also if `text` has more than 10,000 letters.
    ArgumentError
        If `text` is no text.

    Notes
    -----
    The longest known phrase wins: a "SAM system" is air defence, a "SAM" a missile, a "naval SAM
    system" a naval weapon. Phrases are read as SIPRI's categories where SIPRI has one, else as the
    UN Register's or the Munitions List's. SIPRI itself has put a few descriptions ("SAM system",
    "coastal defence system") under different categories for different deals: where a file has a
    column of categories, that column goes before the description. The words are in
    ``table("category_terms.csv")``.

    Examples
    --------
    What did the newspaper mean?

    >>> import armsflow as af
    >>> af.parse_category("helicopters, tank equipment, and artillery armor")
    'aircraft+armoured_vehicles+artillery'
    >>> af.parse_category("infantry fighting vehicles (BMP-3) and small arms")
    'armoured_vehicles+un:SA'
    """
    found, unknown = _read(_plain(_text(text)))
    if text.strip() and not found and not unknown:
        unknown = [text]
    if unknown:
        guesses = ", ".join(f"{w!r}{nearest(w, _words())}" for w in unknown[:5])
        raise CategoryError(
            f"{len(unknown)} phrase(s) not known: {guesses}{', …' if len(unknown) > 5 else ''}; "
            "expected codes of categories.csv or words of category_terms.csv, separated by commas",
            rows=unknown,
        )
    return _set(found)


def known_category(text: str) -> str | None:
    """As `parse_category`, but None where a phrase is not known, without a guess at what was meant."""
    found, unknown = _read(_plain(_text(text)))
    return None if unknown or (text.strip() and not found) else _set(found)


def category_name(category: str) -> str:
    """The name of a category as a chart prints it.

    Parameters
    ----------
    category : str
        A code, several joined by ``+``, or ``"all"``; or words that `parse_category` reads.

    Returns
    -------
    str
        The names in the order of the codes, joined by commas.

    Raises
    ------
    CategoryError
        If a code or phrase is not known, or `category` is blank; ``.rows`` holds what is not.
    ArgumentError
        If `category` is no text.

    Examples
    --------
    >>> import armsflow as af
    >>> af.category_name("air_defence_systems+un:III")
    'Air-defence systems, Large-calibre artillery'
    >>> af.category_name("ML14")
    'Training equipment'
    """
    names = _names()
    leaves = _text(category).split("+")
    if not names.keys() >= {*leaves}:
        if not category.strip():
            raise CategoryError(
                "category is blank; expected a code of categories.csv, words, or 'all'", rows=[category]
            )
        leaves = parse_category(category).split("+")
    return "All categories" if leaves == ["all"] else ", ".join(names[leaf] for leaf in leaves)


def _text(category: str) -> str:
    if not isinstance(category, str):
        raise ArgumentError(f"category is {category!r}; expected text, such as 'tanks'", rows=[category])
    if len(category) > MOST_LETTERS:
        raise CategoryError(
            f"category has {len(category):,} letters and begins {category[:40]!r}; expected at most "
            f"{MOST_LETTERS:,}: write the kinds of weapon alone",
            rows=[category],
        )
    return category


def _plain(text: str) -> str:
    """`text` in lower case and our spelling, its phrases set apart by commas and slashes."""
    text = unicodedata.normalize("NFKC", text).casefold()
    for pattern, replacement in _REWRITTEN:
        text = re.sub(pattern, replacement, text)
    return text.strip(" ,/")


def _singular(word: str) -> str:
    if word in _INVARIABLE or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    for plural, single in (("ies", "y"), ("oes", "o"), ("s", "")):
        if word.endswith(plural):
            return word.removesuffix(plural) + single
    return word


def _key(plain: str) -> str:
    """Plain text as it is looked up: singular, and without spaces."""
    return "".join(_singular(piece) for piece in re.split(r"([,/])| ", plain) if piece)


def _read(plain: str) -> tuple[list[str], list[str]]:
    """The categories found in plain text and the phrases that are not known; longest run first."""
    pieces = re.split(r"([,/])", plain) if plain else []
    found: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(pieces):
        # no known phrase has more separators; without this bound hostile text would take hours
        for to in range(min(len(pieces), at + _longest().pieces), at, -2):
            if category := _known("".join(pieces[at:to])):
                found.append(category)
                break
        else:
            to = at + 1
            unknown.append(pieces[at])
        at = to + 1
    return found, unknown


def _known(plain: str) -> str | None:
    """The category of one phrase, as it stands or less fillers and designations around it."""
    words = plain.split(" ")
    while words:
        if len(words) <= _longest().words and (category := _term(words) or _designated(words)):
            return category
        if _FILLER.fullmatch(words[0]) or _NUMBER.fullmatch(words[0]):
            words = words[1:]
        elif _NUMBER.fullmatch(words[-1]):
            words = words[:-1]
        else:
            return None
    return None


def _term(words: list[str]) -> str | None:
    key = _key(" ".join(words))
    return _terms().get(key) or _terms().get(_SUBITEM.sub(r"\1", key))


def _designated(words: list[str]) -> str | None:
    """The category of a phrase that begins with a designation: "Su-30MKI", "F-16 Block 70".

    What stands behind says what it is, so that "F-16 engines" are engines.
    """
    for n in range(len(words), 0, -1):
        variant = [*words[: n - 1], _VARIANT.sub(r"\1", words[n - 1])]
        keys = [_key(" ".join(some)) for some in (words[:n], variant)]
        category = next((_designations()[key] for key in keys if key in _designations()), None)
        if not category:
            continue
        behind = [word for word in words[n:] if not _MARK.fullmatch(word)]
        if _SYSTEM.fullmatch(" ".join(behind)):
            return category
        return _term(behind)
    return None


def names_weapons(text: str) -> bool:
    """Whether a category is given as a weapon, such as "F-16", which is one of many in its category."""
    return any(_is_designation(phrase.split(" ")) for phrase in re.split(r"[,/]", _plain(text)) if phrase)


def _is_designation(words: list[str]) -> bool:
    while words:
        if _designated(words):
            return not _CALIBRE.match(words[0])
        if _term(words) or not (_FILLER.fullmatch(words[0]) or _NUMBER.fullmatch(words[0])):
            return False
        words = words[1:]
    return False


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters, our spelling and the singular; those in brackets are left out."""
    return [_singular(word) for word in re.split(r"[ ,/]+", _plain(text)) if word]


def _set(categories: Iterable[str]) -> str:
    leaves = {leaf for category in categories for leaf in category.split("+")}
    return "all" if "all" in leaves or not leaves else "+".join(sorted(leaves))


@cache
def _terms() -> dict[str, str]:
    terms = table("category_terms.csv")
    codes = {_key(_plain(leaf)): leaf for leaf in _names()}
    # a heading of the Harmonized System without its name: "93", "9301.10"
    codes |= {leaf.removeprefix("hs:"): leaf for leaf in _names() if leaf.startswith("hs:")}
    return codes | {
        _key(_plain(term)): category for term, category in zip(terms["term"], terms["category"], strict=True)
    }


@cache
def _longest() -> _Longest:
    """How long a phrase can be that is known; each word has a letter or more in its key."""
    keys = [*_terms(), *_designations()]
    separators = max(len(re.findall("[,/]", key)) for key in keys)
    return _Longest(2 * separators + 1, max(map(len, keys)))


@cache
def _designations() -> dict[str, str]:
    terms = table("category_terms.csv")
    named = (terms["origin"] == "news") & terms["term"].str.contains(
        r"\d|patriot|iskander|himars|smerch|kornet"
    )
    some = terms[named | (terms["origin"] == "news, designation")]
    return {
        _key(_plain(term)): category for term, category in zip(some["term"], some["category"], strict=True)
    }


@cache
def _words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.casefold() for term in table("category_terms.csv")["term"]))


@cache
def _names() -> dict[str, str]:
    categories = table("categories.csv")
    return dict(zip(categories["category"], categories["name"], strict=True))
