"""Which rows of a register tell one sum of money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from armsflow.parse.amount import Amount
from armsflow.sources.sipri.deal_comments import Money

__all__: list[str] = []

# Most years between two orders of one supplier that are paid for by one sum. Of 31 sums without a name that
# come back in other years in the release of 2024, the longest lapse of what is surely one deal is five years.
# Between two suppliers, or a row that prints a sum and one that is part of it, it is one year: equal sums
# three years apart were two deals.
_LAPSE = 5
_TOGETHER = 1
_ANY, _NEVER = 1000, -1


class Deal(NamedTuple):
    """What counts of a row of the register."""

    position: int
    record: str
    release: str
    supplier: str
    recipient: str
    start: int
    end: int
    category: str
    estimated: bool


class Told(NamedTuple):
    """A sum that a row's comment tells: its own at level 0, above it what it is part of, innermost first."""

    deal: Deal
    level: int
    money: Money

    @property
    def key(self) -> tuple[int, int]:
        return self.deal.position, self.level

    @property
    def more(self) -> bool:
        """Whether the sum pays for more than the row."""
        return self.level > 0 or self.money.wider


def sums_of(money: Money) -> str:
    """A sum as text, alike where the sums are."""
    return ",".join(_sums(money).values())


def facts(told: Iterable[Told]) -> list[list[Told]]:
    """Sums told, those of one fact together, in the order of their deals' years.

    Two rows tell one sum if release, recipient and figures are the same and no two names differ, and

    - both name the programme; or
    - one supplier's rows both say that more is paid for than the row ("part of", "incl 12 launchers"), and
      the orders are at most five years apart; or only one says so, and they are at most one year apart: the
      main weapon's row often prints the sum that the others are part of; or
    - two suppliers' rows both are part of the sum, ordered at most a year apart, or in the same year if one
      of them says by other words that more is paid for.
    """
    alike: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    for each in told:
        alike[each.deal.release, each.deal.recipient, _sum(each.money.amounts[0])].append(each)
    return [fact for group in alike.values() for fact in _joined(group)]


def _joined(group: list[Told]) -> list[list[Told]]:
    """The group in parts that no pair of rows that tell one sum connects."""
    group = sorted(group, key=lambda each: (each.deal.start, each.deal.record, each.level))
    part = list(range(len(group)))
    for a, b in combinations(range(len(group)), 2):
        if part[a] != part[b] and _one(group[a], group[b]):
            part = [part[a] if p == part[b] else p for p in part]
    joined: dict[int, list[Told]] = defaultdict(list)
    for each, p in zip(group, part, strict=True):
        joined[p].append(each)
    return list(joined.values())


def _one(a: Told, b: Told) -> bool:
    mine, others = _sums(a.money), _sums(b.money)
    if any(mine[unit] != others[unit] for unit in mine.keys() & others.keys()):
        return False
    if a.money.slug and b.money.slug and a.money.slug != b.money.slug:
        return False
    return abs(a.deal.start - b.deal.start) <= _lapse(a, b)


def _lapse(a: Told, b: Told) -> int:
    """Most years between the orders of two rows that tell one sum."""
    if a.money.slug and b.money.slug:
        return _ANY
    if a.deal.supplier == b.deal.supplier:
        if a.more and b.more:
            return _LAPSE
        return _TOGETHER if a.level or b.level else _NEVER
    if a.level and b.level:
        return _TOGETHER
    return 0 if a.more and b.more else _NEVER


def _sums(money: Money) -> dict[str, str]:
    return {amount.unit: _sum(amount) for amount in money.amounts}


def _sum(amount: Amount) -> str:
    hedged = f"{amount.low:.0f}-{amount.high:.0f}"
    return amount.unit + (hedged if amount.qualifier else f"{amount.value:.0f}")
