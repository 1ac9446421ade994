"""The words of amounts: hedges and what they admit, words for pieces, names of currencies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pandas as pd
from narwhals.typing import IntoFrame

from armsflow.currencies import is_in_force, namesakes, worded
from armsflow.errors import ArgumentError, nearest, sample
from armsflow.parse.numerals import UnreadError
from armsflow.records.engines import collect, frame_of
from armsflow.records.schema import period
from armsflow.tables import table

__all__: list[str] = []

KINDS = ("exact", "about", "below", "above", "at_least", "at_most", "evidential", "order", "count")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣-"), "-") | {ord("’"): "'", ord("‘"): "'"}
_AFTER = "…"
# what the liras and manats were called that are no longer new
_NEW = ("ytl",)


# The English word for a money that other languages call so: what holds of it holds of these, so that Franken
# may be as many moneys as francs.
_IN_ENGLISH = {
    word.replace("_", " "): english
    for english, words in {
        "crown": "kronen couronnes couronne coronas corona крон кроны",
        "dinar": "dinare dinares динаров",
        "dollar": "dólares dólar",
        "euro": "евро",
        "franc": "franken francos franco франков франка",
        "hryvnia": "griwna hrywnja hrywnia grivna grivnas гривен гривны",
        "lira": "liras lires лир лиры",
        "mark": "marcos марок",
        "pound": "pfund livres livre libras libra фунтов фунта",
        "sterling": "фунтов_стерлингов libras_esterlinas",
        "rouble": "rubel rublos rublo",
        "rupee": "rupien rupie roupies roupie rupias rupia рупий",
        "shekel": "schekel shekels séquels шекелей",
        "tenge": "тенге",
        "yen": "yenes иен иены",
        "yuan": "yuans yuanes юаней юаня",
        "zloty": "złotych zlotych злотых",
    }.items()
    for word in words.split()
}
# "norwegischer Kronen" and "norwegischen Kronen" for "norwegische Kronen"
_INFLECTED = re.compile(r"isch(?:en|er|es)\b")


class Hedge(NamedTuple):
    """One wording: its kind, and the factors on the figure that it admits."""

    words: str
    kind: str
    low: Decimal
    high: Decimal
    only_after: bool


class Policy(NamedTuple):
    """All wordings, the longest first, and the words that count pieces."""

    hedges: tuple[Hedge, ...]
    order: Hedge | None
    pieces: frozenset[str]


def short(text: str) -> str:
    """The text for a message."""
    return repr(text if len(text) <= 80 else text[:79] + "…")


def plain(text: str) -> str:
    """Text as it is compared: one kind of space, dash, apostrophe, digit and case."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(seen.casefold().split())


def policy(own: IntoFrame | None = None) -> Policy:
    """The shipped policy, or the user's own table of it."""
    return _shipped() if own is None else _of(_checked(own))


def peel(text: str, hedges: tuple[Hedge, ...]) -> tuple[str, list[Hedge], list[Hedge]]:
    """`text` without the hedges before and after it, and these two lists in reading order."""
    before: list[Hedge] = []
    after: list[Hedge] = []
    while hedge := next((h for h in hedges if text.startswith(h.words) and _leads(h, text)), None):
        before.append(hedge)
        text = text[len(hedge.words) :].lstrip()
    while hedge := next((h for h in hedges if text.endswith(h.words) and _trails(h, text)), None):
        after.insert(0, hedge)
        text = text[: -len(hedge.words)].rstrip(" -,")
    return text, before, after


def _leads(hedge: Hedge, text: str) -> bool:
    if hedge.only_after:
        return False
    # "ca 5" is circa, "CA$5" is Canada
    return not hedge.words[-1].isalnum() or text[len(hedge.words) :][:1].isspace()


def _trails(hedge: Hedge, text: str) -> bool:
    previous = text[: -len(hedge.words)][-1:]
    return previous in (" ", "-") or (bool(previous) and not hedge.words[0].isalnum())


@cache
def _shipped() -> Policy:
    return _of(table("hedges.csv"))


def _checked(own: IntoFrame) -> pd.DataFrame:
    frame, columns = frame_of(own, what="hedges"), ["pattern", "kind", "low", "high"]
    if lacking := [name for name in columns if name not in frame.collect_schema()]:
        raise ArgumentError(
            f"hedges lacks the columns {sample(lacking)}; expected those of "
            'table("hedges.csv"): pattern, kind, low, high',
            rows=lacking,
        )
    rows = collect(frame.select(*columns))
    factors = rows[["low", "high"]].apply(pd.to_numeric, errors="coerce").astype("float64")
    free = rows["kind"] == "evidential"
    sane = (factors["low"] >= 0) & (factors["low"] <= 1) & (factors["high"] >= 1)
    sane |= (rows["kind"] == "order") & (factors["low"] > 0) & (factors["low"] <= factors["high"])
    worded = rows["pattern"].notna() & (rows["pattern"].astype(str).str.strip() != "")
    bad = rows[~(worded & rows["kind"].isin(KINDS) & (sane | free))]
    if len(bad):
        raise ArgumentError(
            f"hedges has {len(bad)} rows that cannot be used: "
            f"{sample(bad.itertuples(index=False, name=None))}; expected a pattern, a kind out of "
            f"{', '.join(KINDS)}, and factors 0 ≤ low ≤ 1 ≤ high",
            rows=bad,
        )
    return rows.assign(low=factors["low"], high=factors["high"])


def _of(rows: pd.DataFrame) -> Policy:
    found = [
        Hedge(plain(words.lstrip(_AFTER)), kind, _factor(low), _factor(high), words[0] == _AFTER)
        for pattern, kind, low, high in rows[["pattern", "kind", "low", "high"]].itertuples(index=False)
        for words in (part.strip() for part in pattern.split("|"))
        if words
    ]
    hedges = [hedge for hedge in found if hedge.kind not in ("order", "count")]
    return Policy(
        hedges=tuple(sorted(hedges, key=lambda hedge: -len(hedge.words))),
        order=next((hedge for hedge in found if hedge.kind == "order"), None),
        pieces=frozenset(hedge.words for hedge in found if hedge.kind == "count"),
    )


def _factor(number: float) -> Decimal:
    # by its digits: 0.95, not the nearest binary fraction
    return Decimal(str(number))


@cache
def currencies() -> dict[str, tuple[str, ...]]:
    """Codes by everything that a currency is called; more than one where a name is shared."""
    found: dict[str, list[str]] = {}
    rows = table("currencies.csv")[["currency", "name", "aliases"]]
    for code, name, aliases in rows.itertuples(index=False):
        for alias in dict.fromkeys(plain(a) for a in (code, name, *aliases.split("|")) if a):
            found.setdefault(alias, []).append(code)
    return {alias: tuple(codes) for alias, codes in found.items()}


def unit_of(words: str, rules: Policy, years: tuple[int, int] | None = None) -> str:
    """The currency that the words name, or pieces; a name stands for the code in force in the years."""
    phrase = re.sub(r"^(?:of\s+|de\s+|d'\s*)", "", words.strip(" -"))
    phrase = phrase.removeprefix("(").removesuffix(")").strip()
    for name in _readings(phrase):
        if name in rules.pieces:
            return "pieces"
        codes = currencies().get(name, ())
        if codes and years:
            codes = _in_years(name, codes, range(years[0], years[1] + 1))
        if len(codes) > 1:
            when = f" in {period(*years)}" if years else ""
            raise UnreadError(f"{short(phrase)} may be {' or '.join(codes)}{when}; write the code")
        if codes:
            return codes[0]
    raise UnreadError(
        f"{short(phrase)} is neither a currency, a magnitude, a hedge nor a word for pieces"
        f"{nearest(phrase, currencies())}; write the amount alone, such as 'EUR 5 bn' or '16 pieces'; "
        "what is counted belongs beside it, as weapons of a claim"
    )


def _readings(phrase: str) -> Iterator[str]:
    """What a phrase may be called in the tables: itself, its singular, its English name."""
    yield phrase
    yield phrase.removesuffix("s")
    for words in (phrase, _INFLECTED.sub("ische", phrase)):
        if name := _IN_ENGLISH.get(words) or _elsewhere().get(words):
            yield name


@cache
def _elsewhere() -> dict[str, str]:
    """The names that charts print in other languages, with the English ones."""
    english = table("currencies.csv").set_index("currency")["name"].map(plain)
    rows = table("currency_names.csv")[["currency", "name", "counted"]]
    names = [(code, plain(name)) for code, *both in rows.itertuples(index=False) for name in both]
    return {re.sub(r"^(?:de |d')", "", name): english[code] for code, name in names if code in english}


def _in_years(name: str, codes: tuple[str, ...], years: range) -> tuple[str, ...]:
    """The codes that a name may stand for in some years."""
    # a code and a "new" lira say themselves which they are
    said = name.upper() in codes or "new " in f"{name} " or name in _NEW
    named = codes if said else tuple(dict.fromkeys(c for code in codes for c in (code, *namesakes(code))))
    valid = tuple(code for code in named if all(is_in_force(code, year) for year in years))
    if not valid:
        over = [(code, year) for code in codes for year in years if not is_in_force(code, year)]
        raise UnreadError(
            f"{short(name)} would be {worded(over)}; write the code of the year, and amounts before "
            "and after apart"
        )
    # a money that changed its code within the years must not leave its name to another state's
    some = tuple(code for code in named if any(is_in_force(code, year) for year in years))
    if len(some) > len(valid):
        raise UnreadError(
            f"{short(name)} may be {' or '.join(some)} in {period(years[0], years[-1])}, not each of them in "
            "all of these years; write the code, and amounts of different codes apart"
        )
    return valid
