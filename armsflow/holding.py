"""Which cells of a key may hold the figure of others: "all", sets of categories, and groups by date.

A row of "all", of a set of categories or of the members of a group may hold what a party or a category had,
and theirs what "all" had. Of two groups with a common member, the one may hold what the other had. Summaries
and charts ask this before they take a span without a row for 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from armsflow.groups import common_years, spells_of_code
from armsflow.parties import members_group
from armsflow.records.schema import ALL, FIRST, LAST, is_part

__all__: list[str] = []

#: Of these sources "all" are goods beside those with a category: each line has one code.
APART = frozenset(["baci"])
# a cell, another that may hold it or be held by it, and in which years
Edge = tuple[str, str, int, int]


def edges_between(column: str, met: Sequence[str]) -> list[Edge]:
    """The pairs of cells of a column of parties or categories of which one may hold what the other had."""
    if column == "category":
        return both_ways((a, b, FIRST, LAST) for a, b in _overlapping(met))
    found = [(ALL, cell, FIRST, LAST) for cell in met if ALL in met and cell != ALL]
    known = {*met}
    spells = [spell for cell in met if members_group(cell) for spell in spells_of_code(cell)]
    found += [(one.group, one.member, one.first, one.last) for one in spells if one.member in known]
    return both_ways([*found, *common_years(spells)])


def both_ways(pairs: Iterable[Edge]) -> list[Edge]:
    """Pairs of cells, each from either end."""
    return [edge for a, b, first, last in pairs for edge in ((a, b, first, last), (b, a, first, last))]


def overlap(one: str, other: str) -> bool:
    """Whether two leaves are the same or one lies in the other."""
    return is_part(one, other) or is_part(other, one)


def _overlapping(met: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of categories that have one in common, or of which one lies in the other."""
    if not any(cell == ALL or "+" in cell for cell in met) and not _nested(met):
        return []
    leaves = {cell: cell.split("+") for cell in met}
    return [(a, b) for n, a in enumerate(met) for b in met[n + 1 :] if _overlap(leaves[a], leaves[b])]


def _nested(met: Iterable[str]) -> bool:
    """Whether one category may begin as another does: in order, such two stand beside each other."""
    order = sorted(met)
    return any(later.startswith(one) for one, later in pairwise(order))


def _overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    return ALL in (*some, *others) or any(overlap(a, b) for a in some for b in others)
