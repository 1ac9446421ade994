"""Codes of the parties that SIPRI names, also of groups and organisations that no table knows yet."""

from __future__ import annotations

from collections.abc import Iterable

from armsflow.parties import codes_of, coined, not_known

__all__: list[str] = []

# the republic of 1967–69, which only SIPRI names apart from North Yemen
_APART = {"Yemen Arab Republic": "x:yemen_arab_republic"}


def party_codes(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the names known, and why each of the others is not."""
    names = set(names)
    apart = {name: _APART[name] for name in names & set(_APART)}
    known = codes_of(names, source="sipri", coin=starred, skip=True)
    return known | apart, {name: _reason(name) for name in names - set(known)}


def starred(name: str) -> str:
    """Code of a name that SIPRI marks with a star, an armed group, or with two, an organisation; else ""."""
    name = name.strip()
    bare = name.rstrip("*")
    if bare == name:
        return ""
    return coined("org" if name.endswith("**") else "grp", "sipri", bare)


def _reason(name: str) -> str:
    """Why a name is none, without what to do about it."""
    return str(not_known([name])).partition("; expected")[0]
