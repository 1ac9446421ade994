"""Who: every party to a transfer by one code, whatever its sources call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, overload

import numpy as np

from armsflow.errors import ArgumentError, PartyError, nearest, one_of, sample
from armsflow.languages import LANGUAGES, language_of, say, speaking
from armsflow.records.schema import ALL, FIRST, LAST
from armsflow.state_codes import SYSTEMS, code_of
from armsflow.tables import table

__all__ = ["party", "party_name"]
_QUOTES, _DASHES = "\u2018\u2019\u00b4`", "\u2010\u2011\u2013\u2014"
_MARKS = str.maketrans({**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"), "&": " and "})
_ARTICLE = re.compile(r"^the |,? the$| \(the\)$")
#: a code that a source's reader has made of a name which the table lacks: "grp:<source>_<name>"
_COINED = re.compile(r"(?P<prefix>grp|org):(?P<source>[a-z]+)_(?P<name>\w+)")
_KINDS = {"grp": "group", "org": "organisation"}
# English names that take the article in a sentence
_ENDINGS = ("Republic", "Islands", "Union", "Emirates", "Kingdom")
_WITH_ARTICLE = {
    "Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles",
    "Americas", "Arab League", "CIS", "Five Eyes", "GCC", "Middle East",
}  # fmt: skip
#: the code of a group of parties: "members:NATO" for all that are in it by date
_MEMBERS = re.compile(r"members:(?P<group>[^+;|=\s](?:[^+;|=]*[^+;|=\s])?)", re.IGNORECASE)

#: what stands before the name of a user's group that is called as a shipped one: "members:own:NATO"
OWN_GROUP = "own:"


# a text is an iterable of texts as well, and the first signature that fits holds
@overload
def party(name: str) -> str: ...  # type: ignore[overload-overlap]


@overload
def party(name: Iterable[str]) -> list[str]: ...


@overload
def party(
    name: str | Iterable[str],
    *,
    to: str | None = ...,
    year: int | Iterable[int] | None = ...,
    source: str = ...,
    unknown: str = ...,
) -> Any: ...


def party(
    name: str | Iterable[str],
    *,
    to: str | None = None,
    year: int | Iterable[int] | None = None,
    source: str = "",
    unknown: str = "raise",
) -> Any:
    """Code of a party, from any name that its sources use, or the codes of several.

    Names may be those of the sources, or German, French, Spanish or Russian as `party_name` writes them.
    Case, accents, blanks, the article and trailing asterisks do not matter; beyond that nothing is
    guessed. Two-letter codes are taken in capitals only, because "no" and "is" are words. A former
    state keeps its own code (see `to_successors`).

    Parameters
    ----------
    name : str or iterable of str
        Names or codes; ``"all"`` stands for a counterpart that the source does not name.
    to : {"iso3", "iso2", "m49", "cow", "gw"}, optional
        The codes to return: ISO 3166-1 alpha-3 or alpha-2, UN M49, Correlates of War, Gleditsch–Ward. By
        default those of the records frame.
    year : int or iterable of int, optional
        The calendar year of a code in `to`, one for all or one for each name. Germany is 260 in Correlates
        of War in 1955–89 and 255 from 1990; in the year of a change the code of its end holds. Without it
        the latest code.
    source : str, optional
        Whose names these are, such as ``"sipri"``: a few mean one party there and several elsewhere.
    unknown : {"raise", "null"}
        What to do with names that are not known, and with parties that have no such code in that year.
        ``"null"`` gives None for them.

    Returns
    -------
    str or list of str
        ISO 3166-1 alpha-3, the withdrawn code of a former state, or a code with a prefix: ``x:``
        (no ISO code), ``org:`` (organisation), ``grp:`` (armed group), ``members:`` (the members of a group
        of states), ``unk:`` (unknown). One code for one name, else a list in the order given. With `to`, text
        for ISO and whole numbers for M49, Correlates of War and Gleditsch–Ward.

    Raises
    ------
    ArgumentError
        If `to`, `source` or `unknown` is another word, or `year` is no year or not one for each name.
    PartyError
        If names are not known, mean no single party (a sum, a region), or could mean several, or parties
        have no code in `to` in that year; all of them are listed.

    Notes
    -----
    The names are in ``table("parties.csv")``, those that are no party in
    ``table("non_parties.csv")``, and those in other languages in ``table("party_names.csv")``, which are
    looked up last. Codes are those of ISO 3166-1 and, withdrawn, 3166-3
    (https://www.iso.org/iso-3166-country-codes.html); Kosovo has the user-assigned ``XKX``. Other codes and
    their years are in ``table("state_codes.csv")``: Correlates of War, State System Membership (2016), and
    Gleditsch and Ward (1999), both taken to hold since. Serbia has the number of Yugoslavia, 345, which
    Gleditsch and Ward end in 2006.

    Examples
    --------
    Are the names on the two sides of a customs file the same state?

    >>> import armsflow as af
    >>> af.party(["Viet Nam", "Türkiye", "Turkey", "NATO**", "Soviet Union"])
    ['VNM', 'TUR', 'TUR', 'org:nato', 'SUN']
    >>> af.party("Russian Federation") == af.party("Russia")
    True
    >>> af.party(["Türkei", "Inde", "Corea del Sur", "Россия"])
    ['TUR', 'IND', 'KOR', 'RUS']

    Which numbers join them to data on wars, and what has none?

    >>> af.party(["Germany", "Yemen", "Serbia"], to="cow", year=2000)
    [255, 679, 345]
    >>> af.party("Germany", to="cow", year=1975)
    260
    >>> af.party(["Serbia", "NATO"], to="gw", year=2020, unknown="null")
    [340, None]
    """
    one = isinstance(name, str) or not isinstance(name, Iterable)
    names = [name] if one else list(name)
    _check_words(to, source, unknown)
    years = _years(year, len(names))
    codes = codes_of(names, source=source, skip=unknown == "null")
    # what is no text was refused, or is not known
    found: list[Any] = [codes.get(each) if isinstance(each, str) else None for each in names]
    if to is not None:
        found = _in_system(found, to, years, unknown)
    return found[0] if one else found


def _check_words(to: Any, source: Any, unknown: Any) -> None:
    one_of(to, (None, *SYSTEMS), "to")
    one_of(unknown, ("raise", "null"), "unknown")
    if source != "":
        one_of(source, sorted(_sources()), "source")


def _years(year: Any, count: int) -> list[int | None]:
    """One year for each name."""
    if year is None:
        return [None] * count
    several = isinstance(year, Iterable) and not isinstance(year, str)
    years = list(year) if several else [year] * count
    wrong = [
        y
        for y in years
        if isinstance(y, bool) or not isinstance(y, int | np.integer) or not FIRST <= y <= LAST
    ]
    if wrong:
        raise ArgumentError(f"year is {sample(wrong)}; expected whole years such as 2020", rows=wrong)
    if len(years) != count:
        raise ArgumentError(
            f"year holds {len(years)} years for {count} names; expected one for each", rows=years
        )
    return [int(y) for y in years]


def _in_system(codes: list[str | None], to: str, years: list[int | None], unknown: str) -> list[Any]:
    found = [
        None if code is None else code_of(code, to, year) for code, year in zip(codes, years, strict=True)
    ]
    if unknown == "raise" and None in found:
        lacking = [(code, year) for code, year, new in zip(codes, years, found, strict=True) if new is None]
        lacking = list(dict.fromkeys(lacking))
        said = sample([f"{code} in {year}" if year else code for code, year in lacking])
        raise PartyError(
            f"no {to} code for {said}; expected states that the system has in that year: see "
            f'table("state_codes.csv"), or unknown="null" to have None for these',
            rows=lacking,
        )
    return found


@overload
def party_name(code: str, *, language: str = "en") -> str: ...  # type: ignore[overload-overlap]


@overload
def party_name(code: Iterable[str], *, language: str = "en") -> list[str]: ...


def party_name(code: str | Iterable[str], *, language: str = "en") -> str | list[str]:
    """Short name of a code, as charts print it, or the names of several.

    Parameters
    ----------
    code : str or iterable of str
        Codes as `party` gives them.
    language : {"en", "de", "fr", "es", "ru"}
        The language of the names. A code that a reader coined for a group that the table lacks has the
        name of its source in every language, and so has a group of parties of your own.

    Returns
    -------
    str or list of str
        One name for one code, else a list in the order given.

    Raises
    ------
    PartyError
        If codes are not known; all are listed.
    ArgumentError
        If `language` is another.

    Notes
    -----
    Names in other languages are in ``table("party_names.csv")``: those of states and regions are CLDR's
    (https://cldr.unicode.org), those of other parties and groups our own.

    Examples
    --------
    Who is who on the axis of a chart?

    >>> import armsflow as af
    >>> af.party_name(["RUS", "grp:hezbollah", "x:north_yemen"])
    ['Russia', 'Hezbollah', 'North Yemen']
    >>> af.party_name(["RUS", "NLD", "x:north_yemen", "members:NATO"], language="de")
    ['Russland', 'Niederlande', 'Nordjemen', 'NATO-Mitglieder']
    """
    if isinstance(code, str) or not isinstance(code, Iterable):
        return _named([code], language)[0]
    return _named(code, language)


def with_article(name: str) -> str:
    """An English name as it stands in a sentence: "the Netherlands"."""
    one = " and " not in name or name.startswith("United ")
    article = name.startswith("United ") or (name.endswith(_ENDINGS) and one) or name in _WITH_ARTICLE
    return f"the {name}" if article else name


def codes_of(
    names: Iterable[object],
    *,
    source: str = "",
    coin: Callable[[str], str] | None = None,
    skip: bool = False,
) -> dict[str, str]:
    """Code of every distinct name; one PartyError lists all that are not known, unless it is to `skip` them.

    A few names mean one party in a given `source` and several elsewhere: "Congo" is the Republic of
    the Congo in SIPRI and UN files (column ``sources`` of ``non_parties.csv``). `coin` is a source's own
    rule for names that the table lacks: it returns a code, made by `coined`, or "".
    """
    distinct = _distinct(names)
    texts = [name for name in distinct if isinstance(name, str)]
    here, known = _readings(source), _spellings()
    codes = {name: here.get(key) or known.get(key, "") for name in texts for key in [fold(name)]}
    for name in [name for name in texts if not codes[name]]:
        codes[name] = _in_other_languages(name)
    for name in [name for name in texts if not codes[name]]:
        codes[name] = name if _parts_of(name) else _members_of(name) or (coin(name) if coin else "")
    unknown = [name for name in distinct if not isinstance(name, str) or not codes[name]]
    if unknown and not skip:
        raise not_known(unknown)
    return {name: code for name, code in codes.items() if code}


def known_code(name: str, *, source: str = "") -> str:
    """Code of a name in a given source, or "" where none is known, at once: no guess is made."""
    key = fold(name)
    return _readings(source).get(key) or _spellings().get(key) or _in_other_languages(name)


def is_code(text: str) -> bool:
    """Whether a text is a code of a party, 'all', or that of a group of parties."""
    return text in all_codes() or bool(_of_coined(text))


def coined(prefix: str, source: str, name: str) -> str:
    """A code for a group ("grp") or organisation ("org") that a source names and the table lacks, or ""."""
    slug = re.sub(r"\W+", "_", fold(name).casefold()).strip("_")
    return f"{prefix}:{source}_{slug}" if slug else ""


def in_title(code: str, side: str, *, language: str) -> str:
    """A name as it stands in a title behind "from" or "to" (`side`): "den Niederlanden", "в Индию".

    English names take their article from the chart's own rules; a blank form is the name itself.
    """
    return _forms(code, language).get(side, "") or party_name(code, language=language)


def members_code(group: str) -> str:
    """The code of a group of parties, which stands in place of its members."""
    return f"members:{group}"


def members_group(code: str) -> str:
    """The group that a code such as "members:NATO" names, or ""."""
    found = _MEMBERS.fullmatch(code)
    return found["group"] if found else ""


def is_region(code: str) -> bool:
    """Whether a code is that of a shipped region, which lies somewhere as a state does."""
    return regions_of(code) != ""


def regions_of(code: str) -> str:
    """Whose region a code stands for, "UN" (M49) or "SIPRI"; "" for all other codes."""
    return _regions().get(members_group(code), "")


@cache
def _regions() -> dict[str, str]:
    """The shipped groups that make up a set of regions, and whose set it is."""
    rows = table("group_names.csv")[["group", "set"]].to_numpy()
    return {group: "SIPRI" if sets.startswith("sipri") else "UN" for group, sets in rows if sets}


def _members_of(name: str) -> str:
    """The code of a group, in the table's own letters where the table has it; "" for any other text."""
    group = members_group(name)
    return members_code(_groups().get(fold(group).casefold(), (group, ""))[0]) if group else ""


@cache
def _groups() -> dict[str, tuple[str, str]]:
    """Every shipped group, folded, with itself and its name on charts."""
    rows = table("group_names.csv")[["group", "name"]].to_numpy()
    return {fold(group).casefold(): (group, name) for group, name in rows}


def kind(code: str) -> str:
    """Kind of a party: state, former_state, territory, organisation, group, members, unknown (or all)."""
    return _looked_up([code], "kind")[0]


def why_not(name: str) -> str:
    """Why a name is no party, or could be several, as ``non_parties.csv`` says; else ""."""
    reason, codes = _reasons().get(fold(name)) or _two_of_other_languages(fold(name))
    if not codes:
        return reason
    return f"{reason}: write " + " or ".join(f"{c!r} ({party_name(c)})" for c in codes)


@cache
def _spellings() -> dict[str, str]:
    """Every known code and name, folded, with its code."""
    known = {ALL: ALL, ALL.title(): ALL, ALL.upper(): ALL}
    for code, name, aliases in table("parties.csv")[["code", "name", "aliases"]].to_numpy():
        known.update(dict.fromkeys(map(fold, [code, name, *_cells(aliases)]), code))
    return known


def _in_other_languages(name: str) -> str:
    """Code of a name as `party_name` writes it in another language, or "".

    English, and what the tables say of a name, comes first: so these are looked at last.
    """
    key = fold(name)
    codes = [] if key in _reasons() else _translated().get(key, [])
    return codes[0] if len(codes) == 1 else ""


def _two_of_other_languages(key: str) -> tuple[str, list[str]]:
    """Why a folded name is ambiguous: it means one party in one language and another one in another."""
    codes = _translated().get(key, [])
    return ("its languages mean several parties by it", codes) if len(codes) > 1 else ("", [])


@cache
def _translated() -> dict[str, list[str]]:
    """Names in other languages, folded, with the codes of all that are called so in one of them.

    A group of parties is none, in English as well: `groups` reads its names.
    """
    meant: dict[str, set[str]] = {}
    for code, name in _in_all_languages():
        if not members_group(code):
            meant.setdefault(fold(name), set()).add(code)
    return {key: sorted(codes) for key, codes in meant.items()}


@cache
def translated_groups() -> dict[str, list[str]]:
    """Names of shipped groups in other languages, folded, with all groups that are called so."""
    meant: dict[str, set[str]] = {}
    for code, name in _in_all_languages():
        if group := members_group(code):
            meant.setdefault(fold(name).casefold(), set()).add(group)
    return {key: sorted(groups) for key, groups in meant.items()}


def _in_all_languages() -> list[tuple[str, str]]:
    """Every code with each of its names in other languages."""
    others = [language for language in LANGUAGES if language != "en"]
    return [(code, forms["name"]) for each in others for code, forms in _names_in(each).items()]


@cache
def _readings(source: str) -> dict[str, str]:
    """Names that only `source` uses for one party, folded, with its code."""
    stated = table("non_parties.csv")[["name", "sources"]].to_numpy()
    pairs = [(name, cell.partition("=")) for name, cells in stated for cell in _cells(cells)]
    return {fold(name): code for name, (where, _, code) in pairs if where == source}


@cache
def all_codes() -> dict[str, dict[str, str]]:
    """Name, kind and successor of every code, and the first year in which it has that successor."""
    columns = ["code", "name", "kind", "successor", "successor_from"]
    parties = table("parties.csv")[columns].fillna({"successor_from": 0})
    known = {
        code: {"name": name, "kind": kind, "successor": successor, "successor_from": str(int(first or 0))}
        for code, name, kind, successor, first in parties.to_numpy()
    }
    return known | {ALL: {"name": "All", "kind": ALL, "successor": "", "successor_from": "0"}}


@cache
def _names_in(language: str) -> dict[str, dict[str, str]]:
    """Name of every code in a language, and its forms behind "from" and "to"; in English that of "all"."""
    rows = table("party_names.csv")[["language", "code", "name", "from", "to"]].to_numpy()
    named = {code: {"name": name, "from": a, "to": b} for of, code, name, a, b in rows if of == language}
    with speaking(language):
        return named | {ALL: {"name": say("All")}}


def _forms(code: str, language: str) -> dict[str, str]:
    """The name of a code in a language and its forms; empty where it has none of its own there."""
    names = _names_in(language)
    # the code of a shipped group is known in any letters, in English as well
    return names.get(code) or names.get(_members_of(code)) or {}


@cache
def _reasons() -> dict[str, tuple[str, list[str]]]:
    others = table("non_parties.csv")[["name", "reason", "could_be"]].to_numpy()
    return {fold(name): (reason, _cells(codes)) for name, reason, codes in others}


def _named(codes: Iterable[object], language: str) -> list[str]:
    codes = list(codes)
    language = language_of(language)
    english = _looked_up(codes, "name")
    return [_forms(str(code), language).get("name", name) for code, name in zip(codes, english, strict=True)]


def _looked_up(codes: Iterable[object], column: str) -> list[str]:
    codes = list(codes)
    made = {code: party for code in codes if isinstance(code, str) and (party := _of_coined(code))}
    known = made | all_codes() if made else all_codes()
    wrong = [code for code in _distinct(codes) if not isinstance(code, str) or code not in known]
    if wrong:
        raise PartyError(
            f"no party has the code {sample(wrong)}{_guess(wrong[0])}; expected codes such as "
            f"'RUS' or 'org:nato', which party() gives for any known name",
            rows=wrong,
        )
    return [known[code][column] for code in codes if isinstance(code, str)]


def _parts_of(code: str) -> re.Match[str] | None:
    """Prefix, source and name of a coined code; None for any other text."""
    parts = _COINED.fullmatch(code)
    return parts if parts and parts["source"] in _sources() else None


def _of_coined(code: str) -> dict[str, str]:
    """What a coined code, or that of a group, says by itself, as `all_codes` does for the others."""
    if group := members_group(code):
        _, name = _groups().get(fold(group).casefold(), (group, group.removeprefix(OWN_GROUP)))
        return {"name": name, "kind": "members", "successor": "", "successor_from": "0"}
    if not (parts := _parts_of(code)):
        return {}
    name = parts["name"].replace("_", " ").title()
    return {"name": name, "kind": _KINDS[parts["prefix"]], "successor": "", "successor_from": "0"}


@cache
def _sources() -> frozenset[str]:
    return frozenset(table("sources.csv")["source"])


def _guess(code: object) -> str:
    """Word what a wrong code may mean: the code of the name that it is, or the nearest code."""
    meant = _spellings().get(fold(code), "") if isinstance(code, str) else ""
    return f" (did you mean {meant!r}?)" if meant else nearest(code, all_codes())


def not_known(names: list[object]) -> PartyError:
    """What to raise of names that are none of a party."""
    shown = "; ".join([*map(_described, names[:5]), *(["…"] if len(names) > 5 else [])])
    count = "1 name is" if len(names) == 1 else f"{len(names)} names are"
    return PartyError(
        f"{count} not known as a party: {shown}; expected a code or a name in "
        f"table('parties.csv'): correct the name, or set such rows aside",
        rows=names,
    )


def _described(name: object) -> str:
    if not isinstance(name, str):
        return f"{name!r} (not text)"
    if reason := why_not(name):
        return f"{name!r} ({reason})"
    return f"{name!r}{nearest(name.title() if name.islower() else name, _printed())}"


@cache
def _printed() -> list[str]:
    """Every name as the table writes it, to guess from."""
    parties = table("parties.csv")
    return [*parties["name"], *(name for cell in parties["aliases"] for name in _cells(cell))]


def _distinct(values: Iterable[object]) -> list[object]:
    return list({repr(value): value for value in values}.values())  # what is no text may not hash


def _cells(cell: str) -> list[str]:
    return cell.split("|") if cell else []


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """Make the key that spellings share if only case, accents, blanks, article, stars differ."""
    letters = unicodedata.normalize("NFKD", name.translate(_MARKS))
    plain = "".join(each for each in letters if unicodedata.category(each) not in ("Mn", "Cf"))
    plain = " ".join(plain.split())
    bare = plain.rstrip("* ")
    # two or three letters are a code in capitals and may be a word in small ones ("is", "and"); with a star
    # they are a group or an organisation and no state's code
    return plain if len(bare) <= 3 else _ARTICLE.sub("", bare.casefold())
