"""The deals of a register that a claim can mean: by its parties, its words, its category and its years."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from armsflow.records.schema import ALL, SIDES, is_part, period
from armsflow.summaries.plausibility_check import Check
from armsflow.summaries.plausibility_kinds import (
    category_of,
    is_general,
    is_of,
    kind_of,
    wider_kind_of,
    words_of,
)
from armsflow.summaries.plausibility_names import Designations, Named
from armsflow.summaries.plausibility_words import counted, listed, these, weapons

__all__: list[str] = []

#: By what deals were narrowed down, from the narrowest.
NAME, KIND, CATEGORY, NOTHING = range(4)
# what parts the phrases of a claim
_BETWEEN = re.compile(
    r"[,;\n]|\s(?:and|plus|&|\+|as well as|together with|along with|including|such as)\s", re.IGNORECASE
)
_FOR = re.compile(r"\s*(?:\w+ ){0,2}for\b", re.IGNORECASE)
_COMPONENTS = frozenset(["engines", "other", "sensors"])
_QUOTES = " \t\"'\u201c\u201d\u201e\u00ab\u00bb"
_NOTES = 3  # phrases of which something is said
_LONG = 60  # letters of a phrase that is quoted
Rows = NDArray[np.bool_]


class Pool(NamedTuple):
    """Deals of a claim's parties and weapons, by what they were narrowed down, and what to say of it."""

    deals: pd.DataFrame
    by: int
    notes: list[str]
    #: names that the register has for other pairs only, and kinds that no deal of these is of
    absent: tuple[str, ...] = ()
    #: the designations of these names
    elsewhere: frozenset[str] = frozenset()
    #: all deals of the names, of whatever kind, and what to say where they count
    named: pd.DataFrame | None = None
    other_kinds: str = ""

    @property
    def by_name(self) -> bool:
        """Whether the pair has deals of a weapon that the claim names."""
        return self.by == NAME and len(self.deals) > 0

    def meant_in(self, check: Check, first: int, last: int) -> Pool:
        """These deals, or where none is of some years and others of the name are, all of the name.

        A kind beside a name may be another than the register's: the chassis of a howitzer.
        """
        if self.named is None or len(in_years(self.deals, check, first, last)):
            return self
        if not len(in_years(self.named, check, first, last)):
            return self
        return self._replace(deals=self.named, notes=[*self.notes, self.other_kinds], named=None)


class _Phrase(NamedTuple):
    """Which deals a phrase means, by what, and what to say of it."""

    rows: Rows
    by: int
    note: str = ""
    #: the name alone, where only other pairs have it, or the kind, where these deals are of others
    absent: str = ""
    elsewhere: frozenset[str] = frozenset()
    #: those of the name, of whatever kind, where there are more
    named: Rows | None = None


def of_parties(deals: pd.DataFrame, claim: Any) -> pd.DataFrame:
    """Deals of the claim's supplier and recipient."""
    for side in SIDES:
        if getattr(claim, side) != ALL:
            deals = deals[deals[side] == getattr(claim, side)]
    return deals


class Deals:
    """Deals that phrases are looked for in; what a phrase says again is not looked for again."""

    def __init__(self, deals: pd.DataFrame) -> None:
        self.deals = deals
        self.designations = Designations(deals["designation"])
        self._descriptions = list(
            zip(deals["description"].astype(object).fillna(""), deals["category"], strict=True)
        )
        self._kinds: dict[str, Rows] = {}
        self._categories: dict[str, Rows | None] = {}

    def are_described(self, rows: Rows) -> bool:
        """Whether there are such deals, and each says what kind of weapon it is of."""
        return bool(rows.any()) and all(self._descriptions[at][0] for at in np.flatnonzero(rows))

    def of_kind(self, kind: str) -> Rows:
        if kind not in self._kinds:
            found = [is_of(description, category, kind) for description, category in self._descriptions]
            self._kinds[kind] = np.array(found, dtype=bool)
        return self._kinds[kind]

    def of_category(self, category: str) -> Rows | None:
        """Those of a category; None where the register does not know it, as another scheme's."""
        if category not in self._categories:
            self._categories[category] = _of_category(self.deals, category)
        return self._categories[category]

    def of_names(self, names: frozenset[str]) -> Rows:
        return self.deals["designation"].isin(names).to_numpy(dtype=bool)


def narrowed(pair: pd.DataFrame, claim: Any, every: Deals) -> Pool:
    """Deals that the claim's words name, else of the kind that they name, else of its category.

    A name means all deals that bear it: a HQ-9 is a system and its missile. Only a kind or category in
    other words of the phrase chooses among them ("HQ-9 missiles").

    Each phrase counts by itself. Beside one that names a weapon, those that say nothing are passed over;
    else the category of the claim counts. A name that only deals of other pairs have (`every`: all deals),
    and a kind that the descriptions of this pair's deals do not have, mean no deal of this one.
    """
    deals, phrases = Deals(pair), _phrases(str(claim.item or ""))
    # a claim that counts by other categories, such as those of the UN Register, is not read by SIPRI's
    ours = not any(_scheme(leaf) for leaf in claim.category.split("+"))
    read = [_of_phrase(deals, phrase, category_of(phrase) if ours else None, every) for phrase in phrases]
    known = [phrase for phrase in read if phrase is not None]
    named = any(phrase.by == NAME for phrase in known)
    if not known or (len(known) < len(read) and not named):
        return _of_claim(deals, claim, phrases)
    rows = np.logical_or.reduce([phrase.rows for phrase in known])
    by = max(phrase.by for phrase in known)
    by = max(by, KIND) if len(known) < len(read) else by
    notes = [phrase.note for phrase in known if phrase.note][:_NOTES]
    absent = tuple(phrase.absent for phrase in known if phrase.absent)
    if absent and len(absent) == len(known):
        return Pool(pair[rows], by, [], absent, frozenset().union(*(phrase.elsewhere for phrase in known)))
    notes += _without(known)
    wide = [phrase.rows if phrase.named is None else phrase.named for phrase in known]
    if all(phrase.named is None for phrase in known):
        return Pool(pair[rows], by, notes)
    kinds = _quoted(", ".join(phrases))
    other = f"no deal of these years is of the kind in {kinds}, so all deals of the name count"
    return Pool(pair[rows], by, notes, named=pair[np.logical_or.reduce(wide)], other_kinds=other)


def _without(phrases: list[_Phrase]) -> list[str]:
    """Which of some phrases no deal of these parties is of."""
    names = [phrase.absent for phrase in phrases if phrase.absent and phrase.by == NAME]
    kinds = [phrase.absent for phrase in phrases if phrase.absent and phrase.by == KIND]
    no_deal = "no deal of these parties is"
    return [f"{no_deal} of {listed(names)}, which the register knows"] * bool(names) + [
        f"{no_deal} described as {listed(kinds)}"
    ] * bool(kinds)


def _phrases(text: str) -> list[str]:
    parts = (part.strip(_QUOTES) for part in _BETWEEN.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def _of_phrase(deals: Deals, phrase: str, category: str | None, every: Deals) -> _Phrase | None:
    """The deals of one phrase; None where it says neither name, nor kind, nor category."""
    found, kind = deals.designations.named(phrase), kind_of(phrase)
    of_kind = deals.of_kind(kind) if kind else None
    of_category = deals.of_category(category or ALL)
    beside = _beside_name(found, category)
    of_beside = deals.of_category(beside or ALL)
    rows = deals.of_names(found.designations)
    # engines of the F-16 are no F-16
    if beside in _COMPONENTS and of_beside is not None:
        rows = rows & of_beside
    if rows.any():
        some = _overlap(rows, of_kind, of_beside)
        named = rows if rows.sum() > some.sum() else None
        part = f"only a part of the name in {_quoted(phrase)} is that of {these(some.sum())}"
        by, note = (NAME, "") if found.whole else (KIND, part)
        return _Phrase(some, by, note, named=named)
    if _is_known(every, phrase, kind, category):
        name = every.designations.named(phrase)
        rows, called = _called_in_comments(deals.deals, phrase)
        if not rows.any():
            return _Phrase(rows, NAME, absent=_listed_names(name), elsewhere=name.designations)
        comments, names = ("comment", "names") if rows.sum() == 1 else ("comments", "name")
        said = f"the {comments} of {these(rows.sum())} {names} {_listed_names(called)}"
        return _Phrase(rows, NAME, said)
    if of_kind is not None and of_kind.any():
        note = f"no deal of these parties has the name in {_quoted(phrase)}, so all of this kind count"
        return _Phrase(of_kind, KIND, "" if found.whole else note)
    wider = kind or wider_kind_of(phrase)
    if wider and _says_others(deals, wider, every):
        return _Phrase(deals.of_kind(wider), KIND, absent=_quoted(words_of(phrase, wider)))
    if wider and deals.of_kind(wider).any():
        note = f"{_quoted(phrase)} is read as all {_quoted(words_of(phrase, wider))}"
        return _Phrase(deals.of_kind(wider), KIND, note)
    if of_category is None or category is None:
        return None
    return _Phrase(of_category, CATEGORY, _whole(_quoted(phrase), category))


def _says_others(deals: Deals, kind: str, every: Deals) -> bool:
    """Whether the descriptions say that no deal is of a kind: patrol ships are no answer to submarines."""
    if deals.of_kind(kind).any():
        return False
    of_category = deals.of_category(category_of(kind) or ALL)
    if of_category is not None:
        return deals.are_described(of_category)
    # a kind of no category is one where the register describes others so
    return deals.are_described(np.ones(len(deals.deals), dtype=bool)) and bool(every.of_kind(kind).any())


def _beside_name(found: Named, category: str | None) -> str | None:
    """The category that a phrase says in other words than its name; that of the name is not looked at.

    Two weapons may bear a name, and the register may sort one otherwise than a list of words does.
    """
    if category is None or not found.names or not any(letter.isalpha() for letter in found.rest):
        return None if found.names else category
    by_name = [category_of(name) for name in found.names]
    return category_of(found.rest) or (None if category in by_name else category)


def _is_known(every: Deals, phrase: str, kind: str | None, category: str | None) -> bool:
    """Whether the register has a weapon of the name in a phrase, for any pair, and of the kind beside it."""
    found = every.designations.named(phrase)
    beside = _beside_name(found, category)
    # engines of the F-16 are no F-16
    if beside in _COMPONENTS:
        return False
    rows = every.of_names(found.designations)
    for other in (every.of_kind(kind) if kind else None, every.of_category(beside or ALL)):
        rows = rows if other is None else rows & other
    return found.whole and bool(rows.any())


def _called_in_comments(deals: pd.DataFrame, phrase: str) -> tuple[Rows, Named]:
    """Deals that a comment calls by a name in a phrase: "UH-60M version"; what is "for" it is another."""
    comments = [
        [part for part in str(note).split(";") if not _FOR.match(part)]
        for note in deals["note"].astype(object).fillna("")
    ]
    named = Designations(part for parts in comments for part in parts).named(phrase)
    rows = np.array([not named.designations.isdisjoint(parts) for parts in comments], dtype=bool)
    return rows, named


def _overlap(named: Rows, *others: Rows | None) -> Rows:
    """Deals of a name that are of the kind or category beside it: a Hawk is an aircraft and a missile."""
    for other in others:
        if other is not None and (named & other).any():
            return named & other
    return named


def _of_claim(deals: Deals, claim: Any, phrases: list[str]) -> Pool:
    """The deals of a claim's category, or all where it has none that the register knows."""
    words = _quoted(", ".join(phrases)) if phrases else ""
    rows = deals.of_category(claim.category)
    if rows is not None:
        note = _whole(words or "a claim that names no weapon", claim.category)
        return Pool(deals.deals[rows], CATEGORY, [note])
    general = any(is_general(phrase) for phrase in phrases)
    said = phrases and not general and claim.category == ALL
    note = f"{words} fits no weapon of the deals, so all deals of these parties count"
    return Pool(deals.deals, NOTHING, [note] if said else [])


def _whole(words: str, category: str) -> str:
    whole = "whole categories" if "+" in category else "whole category"
    return f"{words} is read as the {whole} {weapons(category)}, so other weapons can be among the deals"


def _listed_names(named: Named) -> str:
    """The names in a phrase without its other words: the register knows no "24 Apache helicopters"."""
    return listed(_quoted(name) for name in named.names)


def _quoted(phrase: str) -> str:
    return f"\u201c{phrase if len(phrase) <= _LONG else phrase[:_LONG] + '…'}\u201d"


def _of_category(deals: pd.DataFrame, category: str) -> Rows | None:
    """Whether each deal is of a category."""
    wanted = category.split("+")
    met = {leaf for cell in deals["category"] for leaf in cell.split("+")}
    # of another scheme nothing is known without a crosswalk
    if ALL in wanted or not {_scheme(leaf) for leaf in wanted} & {_scheme(leaf) for leaf in met}:
        return None
    return np.array(
        [
            any(is_part(a, b) or is_part(b, a) for a in cell.split("+") for b in wanted)
            for cell in deals["category"]
        ],
        dtype=bool,
    )


def _scheme(leaf: str) -> str:
    return leaf.partition(":")[0] if ":" in leaf else ""


def in_years(deals: pd.DataFrame, check: Check, first: int, last: int) -> pd.DataFrame:
    """Deals that a claim of this stage can mean."""
    ordered = deals["order_year"].between(first, last).fillna(False)
    if check.ordering:
        return deals[ordered]
    delivered = (deals["first"] <= last) & (deals["last"] >= first)
    return deals[ordered | delivered.fillna(False)]


def of_next_years(deals: pd.DataFrame, check: Check, first: int, last: int) -> pd.DataFrame:
    """Deals ordered a year before or after a commitment."""
    return in_years(deals, check, first - 1, last + 1) if check.ordering else deals.head(0)


def meant_in_words(
    meant: pd.DataFrame,
    near: pd.DataFrame,
    first: int,
    last: int,
    size: str,
    misfits: pd.DataFrame | None = None,
) -> str:
    """How many deals could be meant, and of another year if they are; misfits are those of its own years."""
    deals = counted(len(meant), "deal")
    if not len(near):
        return f"the register has {deals} that could be meant{size}"
    if misfits is not None:
        own, do = ("deal", "does") if len(misfits) == 1 else ("deals", "do")
        names = listed(dict.fromkeys(misfits["designation"]))
        return (
            f"the {own} of {period(first, last)} ({names}) {do} not fit the claim, but {deals} of the year "
            f"before or after {'does' if len(meant) == 1 else 'do'}: {by_order(near)}{size}"
        )
    return (
        f"the register has no deal of {period(first, last)} that could be meant, but {deals} of the year "
        f"before or after: {by_order(near)}{size}"
    )


def nearest(pool: pd.DataFrame, first: int, last: int) -> list[str]:
    """The deals of which the year of order is nearest, where none could be meant."""
    known = pool[pool["order_year"].notna()]
    if not len(known):
        return []
    year = known["order_year"].astype(int)
    apart = np.maximum(first - year, year - last)
    found = known[apart == apart.min()]
    return [f"the nearest {'is' if len(found) == 1 else 'are'} {by_order(found)}"]


def by_order(deals: pd.DataFrame) -> str:
    """Deals with their years of order, the largest first: "Rafale, ordered 2017"."""
    largest = deals.assign(size=deals["volume_ordered"].fillna(deals["volume_delivered"]))
    largest = largest.sort_values(["order_year", "size"], ascending=[True, False])
    return "; ".join(
        f"{listed(dict.fromkeys(rows['designation']))}, ordered {year}"
        for year, rows in largest.groupby("order_year")
    )
