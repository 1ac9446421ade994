"""Names of weapons in the words of a claim: which designations of a register they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from armsflow.tables import table

__all__: list[str] = []

_MOST = 5  # words of a name
_ATOM = re.compile(r"[^\W\d_]+|\d+")
_TOKEN = re.compile(r"[^\s/()\[\],;]+|[/()\[\],;]")
# calibres, wheels and ordinals: "155mm", "8x8", "5th"
_NO_NAME = re.compile(r"\d+(?:mm|x\d+|[snrt][tdh])")
# the plural of "F-16s"; "T-90S" is a variant
_PLURAL = re.compile(r"(?<=\d)s\b")
# F-16C/D are two variants; the F/A-18 is the F-18 as well
_VARIANTS = re.compile(r"(?<![\w-])([\w-]*\d)([A-Za-z])/([A-Za-z])\b")
_FIGHTER_ATTACK = re.compile(r"\bF/A-?(?=\d)", re.IGNORECASE)
# words of labels that SIPRI's descriptions do not have, and words that only head or follow a name
_ORDINARY = frozenset(
    "weapon weapons arms surface guided military combat defense defence jet jets attack equipment vehicle "
    "vehicles battle main armoured armored new used second hand modern modernized upgraded old super heavy "
    "from with for and the various several some other".split()
)
_HEADS = frozenset("type project class model mark mod series family variant version".split())
_BEHIND = frozenset("block batch tranche configuration version variant series class family mod".split())


class _Token(NamedTuple):
    """A word of a text: its runs of letters and of digits, as it is written, and what stands before it."""

    atoms: tuple[str, ...]
    text: str
    after: str

    @property
    def plain(self) -> bool:
        """Whether it has letters only."""
        return not any(atom.isdigit() for atom in self.atoms)

    @property
    def numbered(self) -> bool:
        """Whether it has letters and digits and can be a name by itself: "T-90S"."""
        letters = any(not atom.isdigit() for atom in self.atoms)
        return letters and not self.plain and not _NO_NAME.fullmatch(self.text.casefold())


class _Place(NamedTuple):
    """Where a word of a designation begins: what follows, and how the words of letters there run."""

    designation: str
    atoms: tuple[str, ...]
    inner: bool  # behind another word of letters: Hawk of "Black Hawk"
    more: bool  # before another word that begins with letters: Apache of "Apache Guardian"


class Named(NamedTuple):
    """Designations that a text names, whether they are all that it names, and how its words part."""

    designations: frozenset[str]
    whole: bool
    #: the names, as the text has them
    names: tuple[str, ...]
    #: the words beside them: "300 missiles" of "300 LY-80 missiles"
    rest: str


class Designations:
    """The designations of some deals, to be found by the names that people write."""

    def __init__(self, designations: Iterable[str]) -> None:
        self._places: dict[str, list[_Place]] = {}
        self._exact: dict[tuple[str, ...], set[str]] = {}
        for designation in dict.fromkeys(designations):
            self._exact.setdefault(_atoms(_tokens(designation)), set()).add(designation)
            for place in _places(designation):
                self._places.setdefault(place.atoms[0], []).append(place)

    def named(self, text: str) -> Named:
        """Those that a text names, read from left to right, the longest name first.

        Blanks, hyphens and case make no difference: "Leopard 2" names Leopard-2A6, "M1A1" the M-1A1 Abrams.
        A number is never cut: "T-7" does not name the T-72.
        """
        if short := self._short(text):
            return short
        tokens = _tokens(_PLURAL.sub("", text))
        found: set[str] = set()
        names: list[str] = []
        rest: list[str] = []
        whole, at = True, 0
        while at < len(tokens):
            for size in range(_MOST, 0, -1):
                if met := self._of(tokens, at, size):
                    found |= met
                    names.append(" ".join(token.text for token in tokens[at : at + size]))
                    break
            else:
                size, whole = 1, whole and not tokens[at].numbered
                rest.append(tokens[at].text)
            at += size
        return Named(frozenset(found), whole, tuple(names), " ".join(rest))

    def _short(self, text: str) -> Named | None:
        """A text that is a designation too short to be looked for among other words: "Osa", "YO"."""
        tokens = _tokens(text)
        while len(tokens) > 1 and tokens[0].atoms[0].isdigit() and not tokens[0].numbered:
            tokens = tokens[1:]
        alone = len(tokens) == 1 and tokens[0].plain and not _is_own(tokens[0])
        if not alone or set(tokens[0].atoms) <= _ordinary():
            return None
        exact = self._exact.get(tokens[0].atoms)
        return Named(frozenset(exact), True, (tokens[0].text,), "") if exact else None

    def _of(self, tokens: list[_Token], at: int, size: int) -> set[str]:
        """Designations that hold so many words from a place of a text on."""
        words = tokens[at : at + size]
        if len(words) < size or not _is_name(words, tokens[at + size : at + size + 1]):
            return set()
        alone = size == 1 and words[0].plain
        beside = alone and _beside(tokens, at)
        return {
            place.designation
            for first in _singulars(words[0].atoms[0])
            for place in self._places.get(first, ())
            if _holds(place.atoms, words) and not (alone and place.inner) and not (beside and place.more)
        }


def _tokens(text: str) -> list[_Token]:
    text = _FIGHTER_ATTACK.sub("F-", _VARIANTS.sub(r"\1\2 \1\3", text))
    found, after = [], ""
    for piece in _TOKEN.findall(unicodedata.normalize("NFKC", text)):
        if atoms := tuple(_ATOM.findall(_bare(piece))):
            found.append(_Token(atoms, piece, after))
            after = ""
        else:
            after = piece
    return found


def _atoms(tokens: list[_Token]) -> tuple[str, ...]:
    return tuple(atom for token in tokens for atom in token.atoms)


def _bare(text: str) -> str:
    """Small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _places(designation: str) -> list[_Place]:
    tokens = _tokens(designation)
    return [
        _Place(
            designation,
            _atoms(tokens[at:]),
            inner=at > 0 and tokens[at - 1].plain,
            more=at + 1 < len(tokens) and not tokens[at + 1].atoms[0].isdigit(),
        )
        for at in range(len(tokens))
    ]


def _is_name(words: list[_Token], behind: list[_Token]) -> bool:
    """Whether some words can be a name, given the word behind them."""
    first = words[0]
    if any(word.after for word in words[1:] if word.after != "/"):
        return False
    # the number behind a word is a part of its name: "Leopard 2" is no "Leopard"
    if behind and not behind[0].after and behind[0].atoms[0].isdigit() and not words[-1].numbered:
        return False
    if first.atoms[0] in _BEHIND or not (first.numbered or first.plain):
        return False
    if len(words) > 1:
        return any(not word.plain or _is_own(word) for word in words)
    return first.numbered or _is_own(first)


def _is_own(word: _Token) -> bool:
    """Whether a word of letters can be a name by itself, such as "Rafale" or "CAMM"."""
    long = len(word.text) >= (3 if word.text.isupper() else 4)
    return long and not set(word.atoms) <= _ordinary()


def _beside(tokens: list[_Token], at: int) -> bool:
    """Whether a word stands beside another that may belong to its name: "Black Hawk"."""
    before, behind = tokens[max(at - 1, 0) : at], tokens[at + 1 : at + 2]
    left = any(word.plain and (_is_own(word) or word.text[0].isupper()) for word in before)
    return left or any(word.plain and _is_own(word) for word in behind)


def _holds(have: tuple[str, ...], words: list[_Token]) -> bool:
    """Whether a designation goes on with these words; letters of a variant may go on, numbers may not."""
    want = [atom for word in words for atom in word.atoms]
    if len(want) > len(have):
        return False
    *before, last = zip(want, have, strict=False)
    variant = len(words[-1].atoms) > 1 and last[0].isalpha() and last[1].startswith(last[0])
    return all(b in _singulars(a) for a, b in before) and (variant or last[1] in _singulars(last[0]))


def _singulars(word: str) -> tuple[str, ...]:
    """A word, and without the s of a plural."""
    return (word, word[:-1]) if len(word) > 3 and word.endswith("s") else (word,)


@cache
def _ordinary() -> frozenset[str]:
    """Words of labels and descriptions, of which a weapon's name cannot consist."""
    terms = table("category_terms.csv")
    labels = terms.loc[terms["origin"].str.contains("label|SIPRI description"), "term"]
    words = {word for label in labels for word in _ATOM.findall(_bare(label))}
    return frozenset(words | {f"{word}s" for word in words} | _ORDINARY | _HEADS)
