"""Who: every party to a transfer by one code, whatever its sources call it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import overload

from armsflow.errors import PartyError, nearest, sample
from armsflow.records.schema import ALL
from armsflow.tables import table

__all__ = ["party", "party_name"]
_QUOTES, _DASHES = "\u2018\u2019\u00b4`", "\u2010\u2011\u2013\u2014"
_MARKS = str.maketrans({**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"), "&": " and "})
_ARTICLE = re.compile(r"^the |,? the$| \(the\)$")
#: a code that a source's reader has made of a name which the table lacks: "grp:<source>_<name>"
_COINED = re.compile(r"(?P<prefix>grp|org):(?P<source>[a-z]+)_(?P<name>\w+)")
_KINDS = {"grp": "group", "org": "organisation"}


# a text is an iterable of texts as well, and the first signature that fits holds
@overload
def party(name: str) -> str: ...  # type: ignore[overload-overlap]


@overload
def party(name: Iterable[str]) -> list[str]: ...


def party(name: str | Iterable[str]) -> str | list[str]:
    """Code of a party, from any name that its sources use, or the codes of several.

    Case, accents, blanks, the article and trailing asterisks do not matter; beyond that nothing is
    guessed. Two-letter codes are taken in capitals only, because "no" and "is" are words. A former
    state keeps its own code (see `to_successors`).

    Parameters
    ----------
    name : str or iterable of str
        Names or codes; ``"all"`` stands for a counterpart that the source does not name.

    Returns
    -------
    str or list of str
        ISO 3166-1 alpha-3, the withdrawn code of a former state, or a code with a prefix: ``x:``
        (no ISO code), ``org:`` (organisation), ``grp:`` (armed group), ``unk:`` (unknown). One
        code for one name, else a list in the order given.

    Raises
    ------
    PartyError
        If names are not known, mean no single party (a sum, a region), or could mean several; all
        of them are listed.

    Notes
    -----
    The names are in ``table("parties.csv")``, those that are no party in
    ``table("non_parties.csv")``. Codes are those of ISO 3166-1 and, withdrawn, 3166-3
    (https://www.iso.org/iso-3166-country-codes.html); Kosovo has the user-assigned ``XKX``.

    Examples
    --------
    Are the names on the two sides of a customs file the same state?

    >>> import armsflow as af
    >>> af.party(["Viet Nam", "Türkiye", "Turkey", "NATO**", "Soviet Union"])
    ['VNM', 'TUR', 'TUR', 'org:nato', 'SUN']
    >>> af.party("Russian Federation") == af.party("Russia")
    True
    """
    if isinstance(name, str) or not isinstance(name, Iterable):
        return codes_of([name])[name]
    names = list(name)
    codes = codes_of(names)
    return [codes[each] for each in names]


@overload
def party_name(code: str) -> str: ...  # type: ignore[overload-overlap]


@overload
def party_name(code: Iterable[str]) -> list[str]: ...


def party_name(code: str | Iterable[str]) -> str | list[str]:
    """Short English name of a code, as charts print it, or the names of several.

    Parameters
    ----------
    code : str or iterable of str
        Codes as `party` gives them.

    Returns
    -------
    str or list of str
        One name for one code, else a list in the order given.

    Raises
    ------
    PartyError
        If codes are not known; all are listed.

    Examples
    --------
    Who is who on the axis of a chart?

    >>> import armsflow as af
    >>> af.party_name(["RUS", "grp:hezbollah", "x:north_yemen"])
    ['Russia', 'Hezbollah', 'North Yemen']
    """
    if isinstance(code, str) or not isinstance(code, Iterable):
        return _looked_up([code], "name")[0]
    return _looked_up(code, "name")


def codes_of(
    names: Iterable[object], *, source: str = "", coin: Callable[[str], str] | None = None
) -> dict[str, str]:
    """Code of every distinct name; one PartyError lists all that are not known.

    A few names mean one party in a given `source` and several elsewhere: "Congo" is the Republic of
    the Congo in SIPRI and UN files (column ``sources`` of ``non_parties.csv``). `coin` is a source's own
    rule for names that the table lacks: it returns a code, made by `coined`, or "".
    """
    distinct = _distinct(names)
    texts = [name for name in distinct if isinstance(name, str)]
    here, known = _readings(source), _spellings()
    codes = {name: here.get(key) or known.get(key, "") for name in texts for key in [fold(name)]}
    for name in [name for name in texts if not codes[name]]:
        codes[name] = name if _parts_of(name) else coin(name) if coin else ""
    unknown = [name for name in distinct if not isinstance(name, str) or not codes[name]]
    if unknown:
        raise _not_known(unknown)
    return codes


def known_code(name: str, *, source: str = "") -> str:
    """Code of a name in a given source, or "" where none is known, at once: no guess is made."""
    key = fold(name)
    return _readings(source).get(key) or _spellings().get(key, "")


def coined(prefix: str, source: str, name: str) -> str:
    """A code for a group ("grp") or organisation ("org") that a source names and the table lacks, or ""."""
    slug = re.sub(r"\W+", "_", fold(name).casefold()).strip("_")
    return f"{prefix}:{source}_{slug}" if slug else ""


def kind(code: str) -> str:
    """Kind of a party: state, former_state, territory, organisation, group, unknown (or all)."""
    return _looked_up([code], "kind")[0]


def why_not(name: str) -> str:
    """Why a name is no party, or could be several, as ``non_parties.csv`` says; else ""."""
    reason, codes = _reasons().get(fold(name), ("", []))
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
def _reasons() -> dict[str, tuple[str, list[str]]]:
    others = table("non_parties.csv")[["name", "reason", "could_be"]].to_numpy()
    return {fold(name): (reason, _cells(codes)) for name, reason, codes in others}


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
    """What a coined code says by itself, as `all_codes` does for the others."""
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


def _not_known(names: list[object]) -> PartyError:
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


def fold(name: str) -> str:
    """Make the key that spellings share if only case, accents, blanks, article, stars differ."""
    letters = unicodedata.normalize("NFKD", name.translate(_MARKS))
    plain = "".join(each for each in letters if unicodedata.category(each) not in ("Mn", "Cf"))
    plain = " ".join(plain.split())
    bare = plain.rstrip("* ")
    # two or three letters are a code in capitals and may be a word in small ones ("is", "and"); with a star
    # they are a group or an organisation and no state's code
    return plain if len(bare) <= 3 else _ARTICLE.sub("", bare.casefold())
