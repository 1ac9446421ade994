"""Groups of parties: alliances and unions by date, regions, and tables of your own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, PartyError, nearest, one_of, sample
from armsflow.parties import (
    OWN_GROUP,
    codes_of,
    fold,
    members_code,
    members_group,
    party_name,
    translated_groups,
)
from armsflow.records.schema import FIRST, LAST, pair_of_years
from armsflow.records.selection import joined
from armsflow.tables import table

__all__ = ["members"]

_WHEN = ("all", "any")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})-(\d{2}))?")
#: What separates codes in a selection, so that no name of a group may hold it.
_MARKS = "+;|="
# what write_table calls these in Stata
_IN_STATA = {"start_year": "start", "end_year": "end"}
_LIKE_DATES = re.compile(r"(?i)start|end|begin|from|until|since|join|left|leav|enter|exit|access|year|date")


class Spell(NamedTuple):
    """The years in which a party is a member of a group: those on whose last day it was one."""

    group: str
    member: str
    first: int
    last: int


def members(group: str, start: int | None = None, end: int | None = None, *, when: str = "all") -> list[str]:
    """Codes of the members of a group of states, by date.

    A party is a member in a year if it was one on 31 December. Finland, which joined NATO on 4 April 2023,
    is a member in 2023. The United Kingdom, which left the European Union on 31 January 2020, is none in
    2020. A suspended member is a member. Regions have former states until their end, and armed groups where
    they act.

    Parameters
    ----------
    group : str
        Name of a group in ``table("group_names.csv")``: an alliance, a union or a region, such as ``"NATO"``,
        ``"European NATO"``, ``"Western Asia"`` (UN M49) or ``"SIPRI Middle East"``; or its name in another
        language, as `party_name` writes it: ``"NATO-Mitglieder"``.
    start, end : int, optional
        First and last calendar year, inclusive. One year if only `start` is given; without both, those
        whose membership has no end in the table.
    when : {"all", "any"}
        Whether to be a member in all of the years, or in any of them.

    Returns
    -------
    list of str
        Codes, sorted.

    Raises
    ------
    ArgumentError
        If there is no such group, `start` and `end` are no years in order, or `when` is another word.

    Notes
    -----
    The spells are in ``table("groups.csv")``, each with a word on how sure its dates are.

    Examples
    --------
    Who joined NATO between 2015 and 2024?

    >>> import armsflow as af
    >>> always = af.members("NATO", 2015, 2024)
    >>> sorted(set(af.members("NATO", 2015, 2024, when="any")) - set(always))
    ['FIN', 'MKD', 'MNE', 'SWE']
    """
    one_of(when, _WHEN, "when")
    spells = [_living(spell) for spell in spells_of(group_named(group))]
    if start is None:
        if end is not None:
            raise ArgumentError(f"end is {end!r} without a start; expected both years, or start alone")
        return sorted({spell.member for spell in spells if spell.last == LAST})
    first, last = pair_of_years((start, start if end is None else end), "(start, end)")
    held: dict[str, set[int]] = {}
    for spell in spells:
        years = range(max(first, spell.first), min(last, spell.last) + 1)
        held.setdefault(spell.member, set()).update(years)
    least = last - first + 1 if when == "all" else 1
    return sorted(member for member, years in held.items() if len(years) >= least)


def _living(spell: Spell) -> Spell:
    """A spell without the years after the end of a former state, of which a region has none itself."""
    return spell._replace(last=min(spell.last, _ends().get(spell.member, LAST)))


@cache
def _ends() -> dict[str, int]:
    parties = table("parties.csv")
    ended = parties[parties["end"].notna()]
    return dict(zip(ended["code"], ended["end"].astype(int), strict=True))


def group_named(name: Any) -> str:
    """The shipped group of a name, an alias or a code such as "members:NATO"."""
    if isinstance(name, str) and (found := _names().get(_key(members_group(name) or name))):
        return found
    if found := _in_other_languages(name):
        return found
    if sets := _sets().get(_plain(name)):
        raise ArgumentError(
            f"group is {name!r}, which is a set of groups; expected one of them: {sample(sets, most=20)}",
            rows=[name],
        )
    groups = list(table("group_names.csv")["group"])
    raise ArgumentError(
        f"group is {name!r}{nearest(name, groups)}; expected a group of table('group_names.csv'), such as "
        "'NATO', 'EU' or 'Western Asia'",
        rows=[name],
    )


def asked(names: Iterable[Any]) -> list[str]:
    """Codes of what a user asks for: parties, and groups of parties by date.

    The name of an organisation that has members as well may mean either, and is refused.
    """
    codes: list[str] = []
    for name in names:
        # a star is SIPRI's mark of a group of its own, and of no group of states
        called = name if isinstance(name, str) and not name.endswith("*") else ""
        group, known = _names().get(_key(called), ""), _party(name)
        if not group and not known:
            group = _in_other_languages(called)
        if not group or (known and not known.startswith("org:")):
            codes.append(codes_of([name])[name])
            continue
        if known:
            raise PartyError(
                f"{name!r} may mean the organisation or its members; write {known!r} for what the "
                f"organisation itself has, {members_code(group)!r} for its members by date, or "
                f"members({group!r}, …) for a list of them",
                rows=[name],
            )
        codes.append(members_code(group))
    return list(dict.fromkeys(codes))


def _party(name: Any) -> str:
    """The code of a party of that name, or ""."""
    return codes_of([name], skip=True).get(name, "") if isinstance(name, str) else ""


def _in_other_languages(name: Any) -> str:
    """The shipped group of a name as `party_name` writes it in another language, or "".

    Most languages call SIPRI's region and the UN's by one name. It is then what their English names mean,
    the UN's "Africa" for both, and refused where these differ, as "Southern Asia" and "South Asia" do.
    """
    meant = translated_groups().get(_key(name), []) if isinstance(name, str) else []
    if len(meant) > 1:
        meant = sorted({_names()[_key(party_name(members_code(group)))] for group in meant})
    if len(meant) > 1:
        raise ArgumentError(
            f"{name!r} is the name of several groups; expected one of them: {sample(meant)}", rows=[name]
        )
    return meant[0] if meant else ""


def spells_of(group: str) -> list[Spell]:
    """The spells of one shipped group."""
    return list(_shipped()[group])


def spells_of_code(code: str) -> list[Spell]:
    """The spells of a group's code; none of a party or of a group of the user's own."""
    return spells_of(group_named(code)) if members_group(code) and _is_shipped(code) else []


@cache
def _is_shipped(code: str) -> bool:
    try:
        # by its code: a group of the user's own may be called as a shipped one is in another language
        return bool(group_named(code))
    except ValueError:
        return False


def is_own_group(code: str) -> bool:
    """Whether a code is of a group of the user's own, of which nobody but `to_groups` knew the members."""
    return bool(members_group(code)) and not _is_shipped(code)


def members_of_any_year(codes: Iterable[str]) -> set[str]:
    """The members, of any year, of the groups among some codes."""
    return {spell.member for code in codes for spell in spells_of_code(code)}


@cache
def _shipped() -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for group, member, start, end in table("groups.csv")[["group", "member", "start", "end"]].to_numpy():
        found.setdefault(group, []).append(_spell(group, member, start, end))
    return {group: tuple(spells) for group, spells in found.items()}


def spells(groups: Any) -> list[Spell]:
    """The spells of groups by name, of a set of them, or of a table or mapping of one's own.

    Raises
    ------
    ArgumentError
        If groups are none of these, or a party would be in two of them in one year.
    """
    if isinstance(groups, str):
        names = _sets().get(_plain(groups)) or [groups]
        found = [spell for name in names for spell in spells_of(group_named(name))]
    elif isinstance(groups, Mapping):
        found = _told_from_shipped(_of_mapping(groups))
    elif isinstance(groups, Sequence):
        found = [spell for name in groups for spell in spells_of(group_named(name))]
    else:
        found = _told_from_shipped(_of_table(groups))
    if not found:
        raise ArgumentError("groups hold no member; expected at least one", rows=[groups])
    check_apart(found)
    return found


def _told_from_shipped(found: Sequence[Spell]) -> list[Spell]:
    """Spells of groups of the user's own, of which none has the code of a shipped group with other members.

    A chart would say of such a code who joined the shipped group, and whose region it is.
    """
    codes = {}
    for code in dict.fromkeys(spell.group for spell in found):
        if shipped := _names().get(_key(members_group(code))):
            same = _memberships(found, code) == _memberships(spells_of(shipped), members_code(shipped))
            codes[code] = members_code(shipped if same else f"{OWN_GROUP}{members_group(code)}")
    return [spell._replace(group=codes.get(spell.group, spell.group)) for spell in found]


def _memberships(found: Iterable[Spell], code: str) -> set[tuple[str, int, int]]:
    return {(spell.member, spell.first, spell.last) for spell in found if spell.group == code}


def shipped_namesake(code: str) -> str:
    """The code of the shipped group whose name a group of the user's own bears, or ""."""
    group = members_group(code)
    name = group.removeprefix(OWN_GROUP)
    return members_code(_names().get(_key(name), "")) if name != group and _key(name) in _names() else ""


def _of_mapping(groups: Mapping[Any, Any]) -> list[Spell]:
    found = []
    for group, names in groups.items():
        if isinstance(names, str | Mapping) or not isinstance(names, Iterable):
            raise ArgumentError(
                f"members of {group!r} are {names!r}; expected a list of parties, or for dates a table with "
                "group, member, start and end",
                rows=[names],
            )
        found += [_spell(_own(group), code, "", "") for code in dict.fromkeys(codes_of(names).values())]
    return found


def _of_table(groups: Any) -> list[Spell]:
    try:
        frame = groups if isinstance(groups, pd.DataFrame) else groups.to_pandas()
    except (AttributeError, TypeError) as error:
        raise ArgumentError(
            f"groups is a {type(groups).__name__}; expected the name of a group or of a set of groups, a "
            "list of names, a dict of lists of members, or a table with group, member, start and end",
            rows=[type(groups)],
        ) from error
    frame = frame.rename(columns=_IN_STATA)
    lacking = [column for column in ("group", "member") if column not in frame]
    if lacking:
        raise ArgumentError(
            f"the table of groups lacks {sample(lacking)}; expected group and member, and start and end "
            "where membership has dates",
            rows=lacking,
        )
    dated = [name for name in map(str, frame) if _LIKE_DATES.search(name) and name not in ("start", "end")]
    if dated and not {"start", "end"} <= {*frame}:
        raise ArgumentError(
            f"the table of groups has {sample(dated)}, which look like dates of membership and are not read; "
            "call them start and end, or drop them",
            rows=dated,
        )
    codes = codes_of(frame["member"])
    ends = [frame[c].tolist() if c in frame else [""] * len(frame) for c in ("start", "end")]
    rows = zip(frame["group"].tolist(), frame["member"].tolist(), *ends, strict=True)
    return [_spell(_own(group), codes[member], start, end) for group, member, start, end in rows]


def _own(group: Any) -> str:
    """The name of a group of the user's, checked."""
    if not isinstance(group, str) or not group.strip() or set(group) & set(_MARKS) or group != group.strip():
        raise ArgumentError(
            f"a group is called {group!r}; expected text without {' '.join(_MARKS)} and outer blanks",
            rows=[group],
        )
    return members_group(group) or group


def _spell(group: str, member: str, start: Any, end: Any) -> Spell:
    first, _ = _year(start, group, member) or (FIRST, True)
    last, whole = _year(end, group, member) or (LAST, True)
    if last < first:
        raise ArgumentError(
            f"{member} is in {group} from {start!r} to {end!r}; expected an end that is not before the start",
            rows=[(group, member, start, end)],
        )
    # who left before the last day of a year was no member on it
    return Spell(members_code(group), member, first, last if whole else last - 1)


def _year(cell: Any, group: str, member: str) -> tuple[int, bool] | None:
    """The year of a date, and whether it reaches to the last day; None for a blank."""
    if cell is None or cell == "" or cell is pd.NaT or cell is pd.NA or cell != cell:
        return None
    if isinstance(cell, int | float | np.number) and float(cell).is_integer():
        cell = str(int(cell))
    text = cell[:10] if isinstance(cell, str) else str(getattr(cell, "date", lambda: cell)())
    if parts := _DATE.fullmatch(text):
        return int(parts[1]), parts[2] is None or (parts[2], parts[3]) == ("12", "31")
    raise ArgumentError(
        f"{member} is in {group} from or to {cell!r}; expected a year, a date such as '2004-03-29', or "
        "nothing",
        rows=[cell],
    )


def common_years(found: Iterable[Spell]) -> list[tuple[str, str, int, int]]:
    """The pairs of groups that have a common member, with the first and last years in which they have one."""
    of_member: dict[str, list[Spell]] = {}
    for spell in found:
        of_member.setdefault(spell.member, []).append(spell)
    met: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for own in of_member.values():
        for n, one in enumerate(own):
            for other in own[n + 1 :]:
                first, last = max(one.first, other.first), min(one.last, other.last)
                if one.group != other.group and first <= last:
                    met.setdefault((one.group, other.group), set()).add((first, last))
    return [(*pair, *years) for pair, each in met.items() for years in joined(each)]


def check_apart(found: Iterable[Spell]) -> None:
    """Raise where a party is in two groups in one year, so that it would have two codes."""
    each: dict[str, list[Spell]] = {}
    for spell in found:
        if spell.first <= spell.last:
            each.setdefault(spell.member, []).append(spell)
    both = {
        (one.member, one.group, other.group)
        for own in each.values()
        for n, one in enumerate(own)
        for other in own[n + 1 :]
        if one.first <= other.last and other.first <= one.last
    }
    if both:
        raise ArgumentError(
            f"parties are in two groups, or twice in one, in the same year: {sample(sorted(both))}; expected "
            "groups without a common member: take them one after another",
            rows=sorted(both),
        )


@cache
def _names() -> dict[str, str]:
    """Every name of a shipped group, folded, with the group."""
    rows = table("group_names.csv")[["group", "aliases"]].to_numpy()
    known = {_key(alias): group for group, aliases in rows for alias in aliases.split("|") if alias}
    # a group's own name comes first: "Africa" is the UN's, "Middle East" is SIPRI's alone
    return known | {_key(group): group for group, _ in rows}


@cache
def _sets() -> dict[str, list[str]]:
    """Set of groups, such as "regions" → its groups."""
    found: dict[str, list[str]] = {}
    for group, sets in table("group_names.csv")[["group", "set"]].to_numpy():
        for name in filter(None, sets.split("|")):
            found.setdefault(_plain(name), []).append(group)
    return found


def _key(name: str) -> str:
    return fold(name).casefold()


def _plain(name: Any) -> str:
    return re.sub(r"[\s_-]+", "", str(name).casefold())
