"""Choosing records by category: a category stands for its subdivisions, a weapon for its category."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from armsflow.errors import sample, warn
from armsflow.parse.category import category_name, names_weapons, parse_category
from armsflow.records.check import is_askew, leaves
from armsflow.records.engines import among, collect
from armsflow.records.schema import ALL, is_part
from armsflow.records.straddling import dropping, refuse_straddling

__all__: list[str] = []


def in_categories(data: Any, asked: list[str], straddling: str, dropped: list[Any]) -> Any:
    """Rows of which all categories are asked for, or of those that straddle what is."""
    wanted = with_subdivisions(asked)
    met = collect(data.select("category").unique())["category"].tolist()
    _check_schemes(asked, met)
    inside = [c for c in met if set(c.split("+")) <= wanted]
    across = [c for c in met if c not in inside and wanted & set(c.split("+"))]
    if not across:
        return data.filter(among("category", inside))
    data = data.filter(among("category", [*inside, *across]))
    crosses = among("category", across)
    if straddling == "drop":
        return dropping(data, crosses, dropped)
    if straddling == "raise":
        refuse_straddling(
            data,
            crosses,
            f"figures for a set of categories straddle {sample(sorted(wanted))}",
            "no value, bounded by [0, high]",
        )
    left = {c: "+".join(leaf for leaf in c.split("+") if leaf in wanted) for c in across}
    left |= {c: c for c in inside}
    crosses = crosses & ~is_askew()
    return data.with_columns(
        value=nw.when(~crosses).then(nw.col("value")),
        quantity=nw.when(~crosses).then(nw.col("quantity")),
        low=nw.when(crosses).then(nw.col("low") * 0.0).otherwise(nw.col("low")),
        category=nw.col("category").replace_strict(
            list(left), list(left.values()), default=nw.col("category"), return_dtype=nw.String()
        ),
    )


def with_subdivisions(asked: list[str]) -> set[str]:
    """Categories with all subdivisions of theirs."""
    return {*asked, *(leaf for leaf in leaves() if any(is_part(leaf, whole) for whole in asked))}


def leaves_of(names: list[str], data: Any) -> list[str]:
    """The categories that some names, or sets of them, are made of.

    Where the records are sorted by another scheme than these are of, a name that this scheme has for one of
    its categories means that one: "Attack helicopters" in the UN Register.
    """
    asked = {name: parse_category(name) for name in names}
    called = {
        name: leaf
        for name in names
        for leaf in leaves()
        if leaf != asked[name] and category_name(leaf).casefold() == name.strip().casefold()
    }
    if called:
        held = _schemes(collect(data.select("category").unique())["category"])
        if not held & _schemes(asked.values()):
            asked |= {name: leaf for name, leaf in called.items() if _scheme(leaf) in held}
    return sorted({leaf for cell in asked.values() for leaf in cell.split("+")})


def check_weapons(names: list[str]) -> None:
    """Warn where a weapon stands for its whole category."""
    for name in names:
        if names_weapons(name):
            warn(
                f"category={name!r} chooses all of {parse_category(name)!r}, of which it is one; choose the "
                f"weapon itself with designation={name!r}, where records have designations, or item={name!r}"
            )


def _check_schemes(asked: list[str], met: list[str]) -> None:
    """Warn where records are sorted by other schemes than those that are asked for, so that none fits."""
    wanted, held = _schemes(asked), _schemes(met)
    if wanted and held and not wanted & held:
        warn(
            f"category is {sample(asked)}, of the scheme {sample(sorted(wanted))}, and the records are "
            f"sorted by {sample(sorted(held))}: none fits; to_categories() goes from one to another"
        )


def _schemes(categories: Iterable[str]) -> set[str]:
    return {_scheme(leaf) for cell in categories for leaf in cell.split("+") if leaf != ALL}


def _scheme(leaf: str) -> str:
    """The scheme of a category by its prefix; SIPRI's has none."""
    prefix, colon, _ = leaf.partition(":")
    return prefix if colon else "sipri"
