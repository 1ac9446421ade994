"""Choosing records by category: a category stands for its subdivisions, a weapon for its category."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from armsflow.errors import sample, warn
from armsflow.parse.category import names_weapons, parse_category
from armsflow.records.check import is_askew, leaves
from armsflow.records.engines import among, collect
from armsflow.records.schema import is_part
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


def leaves_of(names: list[str]) -> list[str]:
    """The categories that some names, or sets of them, are made of."""
    return sorted({leaf for name in names for leaf in parse_category(name).split("+")})


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
    wanted, held = (
        {_scheme(leaf) for c in cells for leaf in c.split("+") if leaf != "all"} for cells in (asked, met)
    )
    if wanted and held and not wanted & held:
        warn(
            f"category is {sample(asked)}, of the scheme {sample(sorted(wanted))}, and the records are "
            f"sorted by {sample(sorted(held))}: none fits; to_categories() goes from one to another"
        )


def _scheme(leaf: str) -> str:
    """The scheme of a category by its prefix; SIPRI's has none."""
    prefix, colon, _ = leaf.partition(":")
    return prefix if colon else "sipri"
