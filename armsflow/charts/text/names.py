"""Names on a chart: parties, categories and stages, alone, in rows and in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from armsflow.languages import message, say, say_count, say_in, spoken, text_of, years
from armsflow.parties import in_title, is_region, kind, party_name, with_article
from armsflow.records.schema import is_part
from armsflow.rounding import NBSP
from armsflow.tables import table

__all__: list[str] = []

_ABBREVIATION = re.compile(r"\b[A-Z]{2,6}\b")
#: How codes are printed: by "name", by "code", or as a dict says and else by name.
Labels = str | Mapping[str, str]
#: What stands in place of a party.
WORDS = {"others": message("Others"), "smaller": message("Smaller flows"), "all": message("All")}
# the order in which the stages of one transaction follow each other, and their names
STAGES = {
    "offer": message("offers"),
    "licence": message("licences"),
    "contract": message("contracts"),
    "loan": message("loans"),
    "delivery": message("deliveries"),
    "payment": message("payments"),
    "aid": message("aid"),
}
#: The tables of sources in words. Where a source has several of one stage, they are never added.
DATASETS = {
    # SIPRI
    "deals": message("deals"),
    "deliveries": message("deliveries"),
    "values": message("values"),
    # the EU's reports
    "categories": message("figures by category"),
    "totals": message("totals as reported"),
    # licences of the United Kingdom, the Netherlands and Switzerland
    "military": message("military goods"),
    "other": message("dual-use and other goods"),
    "dual-use": message("dual-use goods"),
    "transit": message("transit through the Netherlands"),
    "there and back": message("there and back"),
    "notice": message("by notice"),
    "special military goods": message("special military goods"),
    "dual-use goods": message("dual-use goods"),
    "nationally controlled goods": message("nationally controlled goods"),
    "nuclear goods": message("nuclear goods"),
    "sanctioned goods": message("sanctioned goods"),
    "chemicals": message("chemicals"),
    # German exports
    "licences": message("arms of every kind"),
    "war weapons": message("war weapons"),
    # customs
    "exports": message("exports as reported"),
    "imports": message("imports as reported"),
    "pairs": message("reporter not stated"),
    # aid to Ukraine
    "allocations": message("allocations"),
    "commitments": message("commitments"),
    "weapons": message("heavy weapons"),
    "procurement": message("procurement"),
    "eu_shares": message("shares in the EU’s aid"),
}
#: Kinds of Dutch licences, of which one may be several.
LICENCES = {
    "definitive": message("definitive"),
    "temporary": message("temporary"),
    "extension": message("extension"),
    "V/N V": message("V/N V"),
    "flags blank": message("flags blank"),
}
#: How aid was procured, by Kiel.
PROCURED = {
    "stockpile": message("from stocks"),
    "procurement": message("newly procured"),
    "unspecified": message("not specified"),
    "nato_purl": message("through NATO’s PURL"),
}
#: What the World Bank lists beside the spending and the volumes of arms that it has from SIPRI.
_NOT_OF_SIPRI = {"GDP", "population", "armed forces"}
# what readers call a key whose name is a word of the library
_KEYS = {"dataset": "table"}
#: Who reports, as a key.
REPORTS = {
    "supplier": message("Supplier’s report"),
    "recipient": message("Recipient’s report"),
    "third": message("Third party’s report"),
}
#: True and False in words, of any key and of whether arms are made locally.
_FLAGS = {
    "True": (message("yes"), message("made under licence")),
    "False": (message("no"), message("not made under licence")),
}
#: The source of spending that is given by hand.
OTHER_SPENDING = message("spending as given")
# so many names are listed one by one
_MOST = 3
# before which "and" is "e" in Spanish
_I_SOUND = re.compile(r"[IÍií]|[Hh][ií](?![aeo])")
#: Kinds of aid as they stand in a title.
AID = {
    "": "aid",
    "military": "military aid",
    "financial": "financial aid",
    "humanitarian": "humanitarian aid",
}
#: Kinds of heavy weapons of the tracker of aid, inside a sentence.
HEAVY = {
    "Air Defense": message("air defence"),
    "Howitzers": message("howitzers"),
    "IFV": message("infantry fighting vehicles"),
    "MLRS": message("multiple rocket launchers"),
    "Tanks": message("tanks"),
}


def party(code: str, labels: Labels) -> str:
    """A party as the chart prints it: by name, by code, or in the user's own words."""
    if own := given(code, labels):
        return own
    if code in WORDS:
        return say(WORDS[code])
    return code if labels == "code" else party_name(code, language=spoken())


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
        return say("All categories")
    if code == "others":
        return say("Others")
    return ", ".join(
        given(part, labels) or say_in("category", categories().get(part, part)) for part in code.split("+")
    )


def source(code: str, tables: Iterable[str] = ()) -> str:
    """The name of a source, of which figures of some `tables` are meant: "UN Comtrade"."""
    if code == OTHER_SPENDING:
        return say(OTHER_SPENDING)
    if code == "wdi" and (met := {*tables}) and met <= _NOT_OF_SIPRI:
        return say_in("source", "World Bank, World Development Indicators")
    known = _sources().get(code)
    return say_in("source", known) if known else code


@cache
def _sources() -> dict[str, str]:
    return dict(table("sources.csv")[["source", "name"]].to_numpy())


def dataset(name: str) -> str:
    """A table of a source in words: "totals as reported"; a name that no source has stays as it is."""
    parts = name.split(", ")
    if {*parts} <= {*LICENCES}:
        return say("licences: {kinds}", kinds=", ".join(say(LICENCES[part]) for part in parts))
    return ", ".join(say(DATASETS[part]) if part in DATASETS else part for part in parts)


def stage(code: str) -> str:
    """The name of a stage in the plural, with a capital: "Deliveries"."""
    return sentence(stages(code))


def stages(code: str) -> str:
    """The name of a stage in the plural: "deliveries"."""
    return say(STAGES.get(code, code))


def sentence(text: str) -> str:
    """A text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def key_label(key: str, value: Any, labels: Labels) -> str:
    """One value of a key column as the chart prints it; an empty cell is called so, 0 and False are not."""
    value = text_of(value)
    if not value:
        return given(value, labels) or say("Not given")
    if key in ("supplier", "recipient", "party", "left", "right"):
        return party(value, labels)
    if key == "category":
        return category(value, labels)
    if own := given(value, labels):
        return own
    if key == "aid_type":
        return sentence(say_in("aid_type", value))
    if key == "dataset":
        return sentence(dataset(value))
    if key == "reporter" and value in REPORTS:
        return say(REPORTS[value])
    if key == "procured" and value in PROCURED:
        return sentence(say(PROCURED[value]))
    if value in _FLAGS:
        yes_or_no, made = _FLAGS[value]
        return sentence(say(made)) if key == "local_production" else say(yes_or_no)
    return stage(value) if key == "stage" else value


def row_label(values: Mapping[Any, Any], labels: Labels) -> str:
    """A row by its keys: "Armenia ← Russia, Battle tanks", "Armenia, deliveries"."""
    rest: dict[Any, Any] = dict(values)
    parts = []
    if "supplier" in rest and "recipient" in rest:
        to, by = party(rest.pop("recipient"), labels), party(rest.pop("supplier"), labels)
        parts.append(f"{to} ←{NBSP}{by}")
    parts += [
        given(value, labels) or stages(value) if key == "stage" else key_label(key, value, labels)
        for key, value in rest.items()
    ]
    label = ", ".join(part for part in parts if part)
    return sentence(label) if "stage" in values else label


def weapon(designation: str, what: Any) -> str:
    """A weapon by its designation, and what it is in words: a reader may not know a "CAMM", nor an "MRL"."""
    if not isinstance(what, str) or not what or what.casefold() in designation.casefold():
        return designation
    words = _ABBREVIATION.sub(lambda met: _in_full().get(met[0], met[0]), what)
    return f"{designation} ({words})" if designation else words


@cache
def _in_full() -> dict[str, str]:
    return dict(table("sipri_abbreviations.csv")[["abbreviation", "words"]].to_numpy())


def listed(names: Iterable[str]) -> str:
    """Names in a row: "Armenia, Georgia and Azerbaijan"."""
    names = list(dict.fromkeys(names))
    if len(names) == 1:
        return names[0]
    first, last = ", ".join(names[:-1]), names[-1]
    if _I_SOUND.match(last):
        return say_in("before i", "{first} and {last}", first=first, last=last)
    return say("{first} and {last}", first=first, last=last)


def windows(spans: Sequence[str]) -> str:
    """A few windows one by one, many by their number."""
    if len(spans) <= _MOST:
        return listed(map(years, spans))
    return say_count("{count} window", "{count} windows", len(spans))


def first_of(names: Sequence[str]) -> str:
    """The first three names, and how many more there are: "Armenia, Georgia, Iran and 2 more"."""
    return listed(few(names))


def few(names: Sequence[str]) -> list[str]:
    """The first three names and, as the last one, how many more there are."""
    more = len(names) - _MOST
    return [*names[:_MOST], *([say_count("{count} more", "{count} more", more)] if more > 0 else [])]


def keys(columns: Iterable[str]) -> str:
    """Key columns as they stand behind "by": "supplier and category"; a data set is a table to readers."""
    return listed(say_in("by", _KEYS.get(column, column.replace("_", " "))) for column in columns)


def sides(side: str, codes: Iterable[str], labels: Labels) -> str:
    """Parties as they stand in a title: `side` "from" or "to", "from the Netherlands and Russia"."""
    codes = list(codes)
    names = listed(_in_title(code, side, labels) for code in codes)
    if side == "to":
        return say("to {recipients}", recipients=names)
    if all(_is_land(code) for code in codes):
        return say("from {suppliers}", suppliers=names)
    return say_in("no states", "from {suppliers}", suppliers=names)


def _is_land(code: str) -> bool:
    return code not in WORDS and (kind(code) in ("state", "former_state", "territory") or is_region(code))


def _in_title(code: str, side: str, labels: Labels) -> str:
    name = party(code, labels)
    if spoken() == "en":
        return in_text(name)
    if code in WORDS:
        return say_in(f"title {side}", WORDS[code])
    own = given(code, labels) or labels == "code"
    return name if own else in_title(code, side, language=spoken())


def in_text(name: str) -> str:
    """A name as it stands in a sentence: "the Netherlands"."""
    if spoken() != "en":
        return name
    if name.startswith("Unknown ") or name == "Others":
        return name[0].lower() + name[1:]
    return with_article(name)


def parted(texts: Iterable[str]) -> str:
    """Texts one behind the other, parted by semicolons as the language sets them."""
    first, *others = [*texts] or [""]
    for one in others:
        first = say("{text}; {more}", text=first, more=one)
    return first


def with_more(text: str, count: int) -> str:
    """A list, and how many more there are: "Armenia and 3 more"."""
    return (
        say_count("{list} and {count} more", "{list} and {count} more", count, list=text) if count else text
    )


@cache
def has_subdivisions(category: str) -> bool:
    """Whether a category has parts that are categories too: un:IV has un:IVa."""
    return any(is_part(code, category) and code != category for code in table("categories.csv")["category"])
