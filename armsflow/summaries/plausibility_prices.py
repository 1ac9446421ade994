"""A claim of money beside the prices that comments of deals print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.sources.sipri.deal_comments import Money, is_of_aid_or_rent, is_unread, read_comment
from armsflow.summaries.bounds import Bounded, ratio
from armsflow.summaries.plausibility_check import Check
from armsflow.summaries.plausibility_words import (
    beside,
    called,
    cost,
    listed,
    millions,
    shown_end,
    span,
    these,
    two,
    two_at_most,
)
from armsflow.transforms import rates

__all__: list[str] = []

# years around a claim, and how many priced deals make a price usual
_NEAR, _ENOUGH = 10, 5
_AGREES = 2  # so many times the price of the deals themselves, as with pieces
_NOTHING = Bounded(*(np.array(0.0) for _ in range(3)))
_RATES = " at the rates of the years of order"


class Price(NamedTuple):
    """A price that the comment of a deal prints, and when it was ordered."""

    name: str
    words: str
    amounts: tuple[tuple[str, float | None], ...]
    year: int | None
    #: amounts of the parts that it says it includes
    included: tuple[tuple[str, float | None], ...] = ()
    #: least and most of each amount that is hedged or printed as a range; else the amount itself
    ends: tuple[tuple[float | None, float | None], ...] = ()


class _Usual(NamedTuple):
    """What a TIV costs in priced deals of a supplier: the median, and what nine in ten stay below.

    The bounds are those of prices that are printed as ranges.
    """

    median: Bounded
    ninth: Bounded
    deals: int


class Larger(NamedTuple):
    """Sums that comments print and that deals are only part of."""

    #: the sums behind the weapons of their deals
    words: list[str]
    #: weapons of deals of which the comment prints no other price
    unpriced: list[str]
    #: what the deals cost at most, in the claim's unit: of each the largest sum that its comment prints
    most: Bounded
    #: whether some were converted
    converted: bool
    #: whether some cannot be brought to the claim's unit
    unknown: bool


def prices_of(deals: pd.DataFrame) -> list[Price]:
    """Prices that the comments of deals print for themselves, equal ones once."""
    once: dict[tuple[str, float | None], Price] = {}
    for own, _ in _read(deals):
        if own:
            once.setdefault(own.amounts[0], own)
    return list(once.values())


def _read(deals: pd.DataFrame) -> Iterator[tuple[Price | None, list[Price]]]:
    """What each comment prints as the price of its deal, and as sums that the deal is part of."""
    cells = zip(
        deals["designation"], deals["note"].astype(object).fillna(""), deals["order_year"], strict=True
    )
    for name, note, ordered in cells:
        read, year = read_comment(note), None if pd.isna(ordered) else int(ordered)
        own, *wholes = (money and _price(str(name), money, year) for money in (read.own, *read.wholes))
        yield own, [whole for whole in wholes if whole]


def _price(name: str, money: Money, year: int | None) -> Price:
    amounts = tuple((amount.unit, amount.value) for amount in money.amounts)
    included = tuple((amount.unit, amount.value) for amount in money.included)
    return Price(name, money.words, amounts, year, included, tuple(map(_ends, money.amounts)))


def _ends(amount: Any) -> tuple[float | None, float | None]:
    """Least and most of an amount that the words hedge or print as a range; else the amount itself."""
    return (amount.low, amount.high) if amount.qualifier and amount.value else (amount.value, amount.value)


def larger_sums(deals: pd.DataFrame, claim: Any) -> Larger:
    """The sums that deals are part of: a claim can mean the whole, of which no row alone is."""
    words: dict[str, None] = {}
    unpriced: dict[str, None] = {}
    unknown = False
    outermost: list[tuple[Price, Bounded, bool]] = []
    parts: set[tuple[str, float | None]] = set()
    for own, wholes in _read(deals):
        sums = [(price, *_in_unit(price, claim)) for price in ([own] if own else []) + wholes]
        known = [(price, value, converted) for price, value, converted in sums if value]
        largest = max(known, key=lambda each: float(each[1].value), default=None)
        not_known = [price for price, value, _ in sums if not value and price is not own]
        unknown = unknown or bool(not_known)
        # a sum that is less than the deal's own is a slip
        named = not_known + ([largest[0]] if largest and largest[0] is not own else [])
        words |= dict.fromkeys(f"{price.name}: {price.words}" for price in named)
        unpriced |= dict.fromkeys(price.name for price in named if not own)
        if largest:
            outermost.append(largest)
            inner = [amount for price, *_ in known if price is not largest[0] for amount in price.amounts]
            parts.update(inner, largest[0].included)
    most, converted = _NOTHING, False
    for price, value, is_converted in outermost:
        if parts.isdisjoint(price.amounts):
            most, converted = _sum_of([most, value]), converted or is_converted
            # the next comment that prints it tells of the same sum
            parts.update(price.amounts)
    return Larger(list(words), list(unpriced), most if words else _NOTHING, converted, unknown)


def _sum_of(sums: Sequence[Bounded]) -> Bounded:
    return Bounded(*(np.array(float(sum(ends))) for ends in zip(_NOTHING, *sums, strict=True)))


def larger_in_words(check: Check, larger: Larger) -> list[str]:
    """Which sums the deals are part of, and how the claim compares with them."""
    if not larger.words:
        return []
    one = len(larger.words) == 1
    names = "a comment names a larger sum" if one else "comments name larger sums"
    text = f"{names} of which the {'deal is' if one else 'deals are'} part ({listed(larger.words, '; ')})"
    if larger.unpriced:
        text += f": the price of {listed(larger.unpriced)} alone is not known"
    clauses = [text]
    if larger.most.value > 0:
        clauses.append(
            f"the largest sums in comments of these deals come to {span(larger.most, check.claim.unit)}"
            f"{_RATES if larger.converted else ''}; the claim "
            f"{beside(check.figure, larger.most)}"
        )
    if larger.unknown:
        clauses.append(f"not all sums of which deals are part can be compared in {check.claim.unit}")
    return clauses


def prices_in_words(prices: list[Price]) -> str:
    return listed((f"{price.name}: {price.words}" for price in prices), "; ")


def unread(deals: pd.DataFrame) -> dict[str, bool]:
    """Comments that print money of which no price was read, each behind the weapon of its deal.

    And whether they speak of aid or rent, whose sums are no price.
    """
    comments = zip(deals["designation"], deals["note"].astype(object).fillna(""), strict=True)
    return {
        f"{name}: \u201c{note}\u201d": is_of_aid_or_rent(note) for name, note in comments if is_unread(note)
    }


def unread_in_words(deals: pd.DataFrame) -> list[str]:
    """Which comments print money that is not compared with a claim, and why."""
    comments = unread(deals)
    given = [text for text, is_given in comments.items() if is_given]
    others = [text for text, is_given in comments.items() if not is_given]
    clauses = []
    if given:
        clauses.append(
            f"these comments speak of aid or rent, and print no other price: {listed(given, '; ')}"
        )
    if others:
        clauses.append(f"the money in these comments could not be read: {listed(others, '; ')}")
    return clauses


def priced(check: Check, prices: list[Price]) -> list[str]:
    """The sum of the prices in the claim's unit, put into its cells, and words for it."""
    claim, figure = check.claim, check.figure
    each = [_in_unit(price, claim) for price in prices]
    sums = [(value, converted) for value, converted in each if value]
    if not sums:
        return []
    total = _sum_of([value for value, _ in sums])
    check.cells["priced"] = float(total.value)
    check.most_priced = float(total.high)
    rate = _RATES if any(converted for _, converted in sums) else ""
    several = len(sums) > 1
    return [
        f"comments print {f'{len(sums)} prices' if several else 'a price'} of {span(total, claim.unit)}"
        f"{' together' if several else ''}{rate}; the claim {beside(figure, total)}"
    ]


def _in_unit(price: Price, claim: Any) -> tuple[Bounded | None, bool]:
    """A price in the unit of the claim, and whether it was converted; None where that cannot be."""
    told = [
        (unit, value, Bounded(*map(np.array, (value, *ends))))
        for (unit, value), ends in zip(price.amounts, price.ends, strict=True)
    ]
    if own := next((figure for unit, value, figure in told if unit == claim.unit and value), None):
        return own, False
    for unit, value, figure in told:
        # constant prices are of another year than that of the order
        if not value or price.year is None or str(claim.prices).isdigit():
            continue
        keys = [(unit, price.year), (claim.unit, price.year)]
        quotes, missing = rates.quoted(keys, rates.exchange_rates(), "rate")
        if not missing:
            return Bounded(*(each / quotes[keys[0]] * quotes[keys[1]] for each in figure)), True
    return None, False


def against_prices(
    check: Check,
    volume: Bounded,
    meant: pd.DataFrame,
    deals: pd.DataFrame,
    larger: Larger,
    *,
    when: str,
    known: bool,
) -> list[str]:
    """What the claim pays for a TIV beside what other deals of the supplier cost, in words.

    `volume` is what was delivered `when`. Where no price is known to compare with, nothing is found.
    """
    if _agrees(check, larger):
        check.findings.add("not contradicted")
    # more can be on order than has arrived
    unknown = meant["volume_ordered"].isna() & check.ordering
    if unknown.all():
        return []
    larger_volume, what = volume, f"{millions(volume)} of all weapons delivered in {when}"
    if check.ordering or not volume.value > 0:
        larger_volume, what = _larger_volume(check, volume, meant, what)
    open_end = bool(unknown.any())
    if not larger_volume.value > 0 or (open_end and not larger_volume.low > 0):
        return []
    per_tiv = ratio(check.figure, larger_volume)
    check.cells["price_per_tiv"] = float(per_tiv.value)
    usual = _usual(deals, check.claim)
    clauses = [_cost_in_words(check, larger_volume, what, open_end=open_end)]
    if usual is None:
        return clauses
    check.cells |= {"usual_price": float(usual.median.value), "high_price": float(usual.ninth.value)}
    # of prices that are printed as ranges the upper ends are kindest to the claim
    if not per_tiv.low > usual.ninth.high:
        check.findings.add("not contradicted")
    # what the deals themselves cost says more than what others did
    elif known and not (
        unknown.any() or _is_open(meant, larger) or _agrees(check, larger) or check.claim.stage == "loan"
    ):
        check.findings.add("doubtful")
    return [
        *clauses,
        f"the median of {usual.deals} priced deals of {called(check.claim.supplier)} is "
        f"{cost(usual.median)} {check.claim.unit} a TIV, and nine in ten stay below {cost(usual.ninth)}",
    ]


def _larger_volume(check: Check, volume: Bounded, meant: pd.DataFrame, arrived: str) -> tuple[Bounded, str]:
    """What the deals ordered, or if that is larger what arrived; in words each with its own bounds."""
    ordered = check.cells["volume_of_deals"]
    both = Bounded(*(np.fmax(end, ordered) for end in volume))
    whose = these(len(meant))
    # where pieces only are counted nothing is known of what arrived
    if not volume.high > ordered:
        return both, f"{millions(both)} of {whose}"
    if not ordered > volume.low:
        return both, arrived
    size = millions(Bounded(*[np.array(ordered)] * 3))
    return both, f"larger of two volumes, {size} of {whose} and {arrived},"


def _is_open(deals: pd.DataFrame, larger: Larger) -> bool:
    """Whether comments print money of these deals that is not known as a price in the claim's unit."""
    return larger.unknown or bool(unread(deals))


def undecided(check: Check, meant: pd.DataFrame, larger: Larger) -> str:
    """Why prices make a claim neither doubtful nor one that is not contradicted."""
    if "usual_price" in check.cells:
        why = (
            "what comments print of these deals is not all known as prices"
            if _is_open(meant, larger)
            else "a loan need not pay for these deals alone"
        )
        return f"the price per TIV is high, but does not make the claim doubtful: {why}"
    if not (check.cells.get("priced", 0.0) > 0 or larger.most.value > 0):
        return "no price is known to compare the claim with"
    alone = "prices in comments alone make no claim doubtful"
    if "price_per_tiv" not in check.cells:
        return f"{alone}, and no volume is known"
    return (
        f"{alone}, and the usual price of a TIV is not known: fewer than {_ENOUGH} deals of "
        f"{called(check.claim.supplier)} near these years have a price in {check.claim.unit}"
    )


def _cost_in_words(check: Check, volume: Bounded, what: str, *, open_end: bool) -> str:
    """What the claim makes a TIV; with an open end more may be ordered, so that it makes less."""
    claim, per_tiv = check.claim, ratio(check.figure, volume)
    end, value, to = shown_end(per_tiv)
    whose = "the claim"
    price = f"at {end} {two(value, to)}" if end else cost(per_tiv)
    if open_end:
        # "at least … or less" would say nothing
        lower = end == "least" or bool(np.isinf(check.figure.high))
        if end or lower:
            whose = f"the {'lower' if lower else 'upper'} end of the claim"
        most = check.figure.low if lower else check.figure.high
        price = two_at_most(float(most / volume.low))
    price += f" {claim.unit} a TIV{' or less' if open_end else ''}"
    if claim.stage == "loan":
        return f"if the loan paid for the {what.removesuffix(',')}, {whose} would make {price}"
    return f"for the {what} {whose} makes {price}"


def _agrees(check: Check, larger: Larger) -> bool:
    """Whether the claim is at most double the sums that comments of its deals print.

    They are the prices of the deals themselves, or the larger sums that the deals are part of.
    """
    price = max(check.most_priced, float(larger.most.high))
    return price > 0 and float(check.figure.low) <= _AGREES * price


def _usual(deals: pd.DataFrame, claim: Any) -> _Usual | None:
    """What a TIV cost in the priced deals of the claim's supplier, ordered near the claim's years."""
    near = deals["order_year"].between(claim.start - _NEAR, claim.end + _NEAR).fillna(False)
    some = deals[near & (deals["supplier"] == claim.supplier) & (deals["volume_ordered"] > 0)]
    some = some[some["note"].astype(object).fillna("").str.contains(r"\d")]
    each = ((read_comment(deal.note).own, deal.volume_ordered) for deal in some.itertuples())
    costs = [
        [end / volume for end in (amount.value, *_ends(amount))]
        for money, volume in each
        if money and not money.wider
        for amount in money.amounts
        # "at least $90 m" is no price that others could be above
        if amount.unit == claim.unit and amount.value and np.isfinite(amount.high)
    ]
    if len(costs) < _ENOUGH:
        return None
    median, ninth = (Bounded(*np.quantile(np.array(costs), part, axis=0)) for part in (0.5, 0.9))
    return _Usual(median, ninth, len(costs))
