"""The money that comments of a register report, as contract records.

`deal_comments` reads the comments. Here `facts` finds which rows report the same sum, and `deal_values` lays
the sums out: what a deal itself cost, and the larger sums that several deals are part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.currencies import is_in_force, money_of
from armsflow.parse.amount import Amount
from armsflow.records.schema import COLUMNS
from armsflow.replaced import replaced
from armsflow.sources.sipri.deal_comments import MARK, Money, read_comment

__all__: list[str] = []

# Most years between two orders of one supplier that are paid for by one sum. Of 31 sums without a name that
# come back in other years in the release of 2024, the longest lapse of what is surely one deal is five years.
# Between two suppliers, or a row that prints a sum and one that is part of it, it is one year: equal sums
# three years apart were two deals.
_LAPSE = 5
_TOGETHER = 1
_ANY, _NEVER = 1000, -1
Key = tuple[int, int]


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


class Framework(NamedTuple):
    """A sum that one supplier's rows are part of."""

    told: list[Told]
    record: str
    #: id of the fact: the record's own, or that of the supplier whose rows tell it first
    fact: str


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


def deal_values(contracts: pd.DataFrame) -> pd.DataFrame:
    """The money that the comments of deals tell, as further `contract` records.

    Parameters
    ----------
    contracts : records frame
        pandas, one row per deal of one source, ``note`` the register's comment.

    Returns
    -------
    records frame
        The same columns, and ``phrase`` (the words read) and ``scope``. One row per sum and currency that
        is surely the deal's, in current prices [ones of the currency]: of scope ``"deal"``, or ``"wider"``
        where it pays for more than the row (launchers, spare parts, training, a programme, other rows). The
        second currency of a sum is ``same_as`` the first. What is part of a sum is ``part_of`` a record of
        scope ``"framework"``, and bounded by it where its own share is not disclosed. Aid, rent, offsets,
        modernization of what the recipient has, and sums in unknown currencies give no row.

    Notes
    -----
    Which rows tell one sum is told by supplier, recipient, the sums printed, the programme's name and the
    years of the orders: see `facts`. What several suppliers' rows tell of one sum is one fact, told
    first by the earliest: the comments do not say who gets how much.

    Examples
    --------
    What were two invented deals worth, of which the comments say that both are part of one?

    >>> import armsflow as af
    >>> from armsflow.sources.sipri.deal_money import deal_values
    >>> deals = {"recipient": ["Chad", "Chad"], "year": [2019, 2020], "value": [2e6, 3e6]}
    >>> notes = ["Part of $40 m deal", "$9 m deal (part of $40 m deal)"]
    >>> contracts = af.to_records(deals | {"note": notes}, supplier="Peru", stage="contract", unit="TIV")
    >>> money = deal_values(contracts)
    >>> money[["record", "value", "high", "scope"]]
                        record       value        high      scope
    0                  1/value         NaN  45000000.0       deal
    1                  2/value   9000000.0   9500000.0       deal
    2  PER/TCD/USD40000000/2019  40000000.0  45000000.0  framework
    >>> af.without_parts(money)["value"].tolist()
    [40000000.0]
    """
    told = _told(contracts)
    frameworks: list[Framework] = []
    # the fact that a sum told tells
    fact_of: dict[Key, str] = {}
    sums_told = facts(told)
    for fact in sums_told:
        made = _frameworks(fact)
        frameworks += made
        first = made[0].fact if made else _value_id(fact[0].deal)
        fact_of |= {each.key: first for each in fact}
    shared = {framework.fact for framework in frameworks}
    deals = _by_deal(told)
    rows = [row for sums in deals for row in _deal_rows(sums, fact_of, shared)]
    wholes = _wholes(deals, fact_of)
    for key, including in _named_in(sums_told).items():
        if fact_of[including] != fact_of[key]:
            wholes[fact_of[key]].add(fact_of[including])
    wide = [row for framework in frameworks for row in _framework_rows(framework, wholes)]
    narrow = _laid(contracts, rows)
    if not wide:
        return narrow
    return pd.concat(
        [narrow, _without_rides_that_vary(contracts, _laid(contracts, wide), wide)], ignore_index=True
    )


def _told(contracts: pd.DataFrame) -> list[Told]:
    """The sums that the comments tell, row by row, a row's own before what it is part of."""
    marked = contracts["note"].str.contains(MARK).to_numpy(dtype=bool, na_value=False).nonzero()[0]
    cells = contracts.iloc[marked][[*Deal._fields[1:], "note"]].itertuples(index=False, name=None)
    out: list[Told] = []
    for position, (*row, note) in zip(marked.tolist(), cells, strict=True):
        deal, read = Deal(position, *row), read_comment(note)
        out += [Told(deal, 0, read.own)] if read.own else []
        out += [Told(deal, level, money) for level, money in enumerate(read.wholes, start=1)]
    return out


def _by_deal(told: Iterable[Told]) -> list[list[Told]]:
    deals: dict[int, list[Told]] = defaultdict(list)
    for each in told:
        deals[each.deal.position].append(each)
    return list(deals.values())


def _value_id(deal: Deal) -> str:
    return f"{deal.record}/value"


def _frameworks(fact: Sequence[Told]) -> list[Framework]:
    """Of one fact the framework of each supplier whose rows are part of it, the earliest first."""
    suppliers: dict[str, list[Told]] = defaultdict(list)
    for each in fact:
        if each.level:
            suppliers[each.deal.supplier].append(each)
    out: list[Framework] = []
    for supplier, told in suppliers.items():
        deal = told[0].deal
        name = next((each.money.slug for each in told if each.money.slug), str(deal.start))
        record = "/".join([supplier, deal.recipient, sums_of(_fullest(told)), name])
        out.append(Framework(told, record, out[0].fact if out else record))
    return out


def _fullest(told: Sequence[Told]) -> Money:
    """The report in most currencies, the first of them."""
    return max((each.money for each in told), key=lambda money: len(money.amounts))


def _wholes(deals: list[list[Told]], fact_of: dict[Key, str]) -> dict[str, set[str]]:
    """By fact, the facts that contain it: "part of $868 m deal (part of $2.1 b deal)"."""
    out: dict[str, set[str]] = defaultdict(set)
    for sums in deals:
        for inner, outer in pairwise(sums):
            # the greater cannot be part of the less, so that no sum is part of itself
            if inner.level and _printed(outer.money) > _printed(inner.money):
                out[fact_of[inner.key]].add(fact_of[outer.key])
    return out


def _named_in(facts: list[list[Told]]) -> dict[Key, Key]:
    """Of sums that rows are part of, the greater sum whose comment says that it includes them.

    Rafale are a "EUR7.8 b deal (incl EUR710 m for armament)", and MICA missiles "Part of EUR710 m deal".
    """
    shared: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    for fact in facts:
        for each in fact:
            if each.level:
                for amount in each.money.amounts:
                    shared[*_pair(each.deal), _sum(amount)].append(each)
    out: dict[Key, Key] = {}
    for whole in (each for fact in facts for each in fact if each.money.included):
        most = {amount.unit: amount.high for amount in whole.money.amounts}
        for amount in whole.money.included:
            # the greater cannot be part of the less, so that no sum is part of itself
            if amount.high < most.get(amount.unit, 0):
                for part in shared[*_pair(whole.deal), _sum(amount)]:
                    if abs(part.deal.start - whole.deal.start) <= _LAPSE:
                        out.setdefault(part.key, whole.key)
    return out


def _pair(deal: Deal) -> tuple[str, str, str]:
    return deal.release, deal.supplier, deal.recipient


def _printed(money: Money) -> float:
    return money.amounts[0].value or 0.0


def _deal_rows(sums: list[Told], fact_of: dict[Key, str], shared: set[str]) -> list[dict[str, Any]]:
    """What a deal's row tells of its own money, once per currency."""
    first, deal = sums[0], sums[0].deal
    own = fact_of[first.key] if not first.level else _value_id(deal)
    wholes = [fact for each in sums if each.level and (fact := fact_of[each.key]) != own]
    wider = first.level == 0 and (first.money.wider or own in shared)
    same = {
        "position": deal.position,
        "part_of": "+".join(reversed(dict.fromkeys(wholes))) or None,
        "estimated": deal.estimated or first.money.guessed,
        "phrase": first.money.words,
        "scope": "wider" if wider else "deal",
    }
    if first.level:
        # what is not disclosed is at most the whole
        most = first.money.amounts[0]
        share = Amount(None, 0.0, most.high, most.unit, "")
        return [same | {"record": _value_id(deal), "same_as": None} | _figure(share)]
    return [same | row for row in _tellings(_value_id(deal), own, first.money)]


def _framework_rows(framework: Framework, wholes: dict[str, set[str]]) -> list[dict[str, Any]]:
    """What the rows of one supplier are part of, once per currency."""
    deals = [each.deal for each in framework.told]
    money = _fullest(framework.told)
    categories = {leaf for deal in deals for leaf in deal.category.split("+")}
    same = {
        "position": deals[0].position,
        "parts": [deal.position for deal in deals],
        "part_of": "+".join(sorted(wholes[framework.fact])) or None,
        "start": min(deal.start for deal in deals),
        "end": max(deal.end for deal in deals),
        "category": "all" if "all" in categories else "+".join(sorted(categories)),
        "item": money.name or money.words,
        "note": money.words,
        "estimated": any(each.deal.estimated or each.money.guessed for each in framework.told),
        "phrase": money.words,
        "scope": "framework",
    }
    return [same | row for row in _tellings(framework.record, framework.fact, money)]


def _tellings(record: str, fact: str, money: Money) -> list[dict[str, Any]]:
    """A sum in each of its currencies: those after the first report the same fact."""
    ids = [record, *(f"{record}-{n}" for n in range(2, len(money.amounts) + 1))]
    return [
        {"record": each, "same_as": None if each == fact else fact} | _figure(amount)
        for each, amount in zip(ids, money.amounts, strict=True)
    ]


def _figure(amount: Amount) -> dict[str, Any]:
    return {"value": amount.value, "low": amount.low, "high": amount.high, "unit": amount.unit}


def _laid(contracts: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as contracts are laid out: what they do not say is as in the deal's own row."""
    if not rows:
        return contracts.iloc[:0].assign(phrase="", scope="").reset_index(drop=True)
    said = pd.DataFrame(rows)
    out = contracts.iloc[said["position"]].reset_index(drop=True)
    said = said.drop(columns=["position", "parts"], errors="ignore")
    kept: dict[str, Any] = {
        column: out[column].dtype for column in ("start", "end", "estimated") if column in said
    }
    said = said.astype(kept | {"value": "float64"})
    out = out.assign(quantity=np.nan, prices="current", **said)
    # a comment tells of its own deal; of other deals and years it tells nothing
    out = out.assign(observed_start=out["start"], observed_end=out["end"])
    return _with_code_of_year(out)


def _with_code_of_year(money: pd.DataFrame) -> pd.DataFrame:
    """Money with codes that its years had, or marked as counted in a later money.

    SIPRI writes EUR of 1997, which it has reckoned itself, and PLZ of 2019, when the zloty was PLN.
    """
    spans = [money[name].astype(int) for name in ("start", "end")]
    units = [
        code if is_in_force(code, last) else money_of(code, last)
        for code, last in zip(money["unit"], spans[1], strict=True)
    ]
    later = [not is_in_force(code, first) for code, first in zip(units, spans[0], strict=True)]
    return money.assign(
        unit=pd.Series(units, index=money.index, dtype=money["unit"].dtype), redenominated=later
    )


def _without_rides_that_vary(
    contracts: pd.DataFrame, out: pd.DataFrame, rows: list[dict[str, Any]]
) -> pd.DataFrame:
    """Frameworks with extra columns where their parts agree; of whole numbers and flags the first."""
    rides = [c for c in contracts.columns if c not in COLUMNS and contracts[c].dtype.kind not in "iub"]
    parts = [(number, position) for number, row in enumerate(rows) for position in row["parts"]]
    owner, positions = zip(*parts, strict=True)
    varies = contracts.iloc[list(positions)][rides].groupby(list(owner)).nunique(dropna=False) > 1
    blank = {c: "" if pd.api.types.is_string_dtype(out[c].dtype) else None for c in rides}
    return replaced(out, {c: out[c].mask(varies[c], blank[c]) for c in rides})
