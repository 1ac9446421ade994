"""A claim of money beside the prices that comments of deals print."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.records.schema import period
from armsflow.sources.sipri.deal_comments import is_of_aid_or_rent, is_unread, read_comment
from armsflow.summaries.bounds import Bounded, ratio
from armsflow.summaries.plausibility_check import Check
from armsflow.summaries.plausibility_words import called, listed, millions, scaled, these, two
from armsflow.transforms import rates

__all__: list[str] = []

# years around a claim, and how many priced deals make a price usual
_NEAR, _ENOUGH = 10, 5
_AGREES = 2  # so many times the price of the deals themselves, as with pieces


class Price(NamedTuple):
    """A price that the comment of a deal prints for itself, and when it was ordered."""

    name: str
    words: str
    amounts: tuple[tuple[str, float | None], ...]
    year: int | None


class _Usual(NamedTuple):
    """What a TIV costs in priced deals of a supplier: the median, and what nine in ten stay below."""

    median: float
    ninth: float
    deals: int


def prices_of(deals: pd.DataFrame) -> list[Price]:
    """Prices that the comments of deals print for themselves, equal ones once."""
    once: dict[tuple[str, float | None], Price] = {}
    cells = zip(
        deals["designation"], deals["note"].astype(object).fillna(""), deals["order_year"], strict=True
    )
    for name, note, ordered in cells:
        if money := read_comment(note).own:
            amounts = tuple((amount.unit, amount.value) for amount in money.amounts)
            year = None if pd.isna(ordered) else int(ordered)
            once.setdefault(amounts[0], Price(str(name), money.words, amounts, year))
    return list(once.values())


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


def priced(check: Check, prices: list[Price]) -> str:
    """The sum of the prices in the claim's unit, put into its cells, and words for it."""
    claim, figure = check.claim, check.figure
    each = [_in_unit(price, claim) for price in prices]
    sums = [(value, converted) for value, converted in each if value]
    if not sums:
        return ""
    total = float(np.sum([value for value, _ in sums]))
    check.cells["priced"] = total
    rate = " at the rates of the years of order" if any(converted for _, converted in sums) else ""
    best = float(figure.low) if np.isnan(figure.value) else float(figure.value)
    together = " together" if len(sums) > 1 else ""
    times = best / total
    return (
        f", of which comments price {len(sums)} at {scaled(total)} {claim.unit}{together}{rate}; the claim "
        f"is {f'{times:.1f}' if times >= 0.1 else two(times)} times that"
    )


def _in_unit(price: Price, claim: Any) -> tuple[float | None, bool]:
    """A price in the unit of the claim, and whether it was converted; None where that cannot be."""
    if own := next((value for unit, value in price.amounts if unit == claim.unit and value), None):
        return own, False
    for unit, value in price.amounts:
        # constant prices are of another year than that of the order
        if not value or price.year is None or str(claim.prices).isdigit():
            continue
        keys = [(unit, price.year), (claim.unit, price.year)]
        quotes, missing = rates.quoted(keys, rates.exchange_rates(), "rate")
        if not missing:
            return value / quotes[keys[0]] * quotes[keys[1]], True
    return None, False


def against_prices(
    check: Check, volume: Bounded, meant: pd.DataFrame, deals: pd.DataFrame, *, known: bool
) -> list[str]:
    """What the claim pays for a TIV beside what other deals of the supplier cost, in words.

    Where no price is known to compare the claim with, nothing is found.
    """
    if _agrees(check):
        check.findings.add("not contradicted")
    # more can be on order than has arrived
    unknown = meant["volume_ordered"].isna() & check.ordering
    if unknown.all():
        return []
    most = np.array(volume)
    of = f"of all weapons delivered in {period(*check.years)}"
    if check.ordering or not most[0] > 0:
        size = check.cells["volume_of_deals"]
        of = of if most[0] > size else f"of {these(len(meant))}"
        most = np.fmax(most, size)
    if not most[0] > 0:
        return []
    cost = ratio(check.figure, Bounded(*most))
    check.cells["price_per_tiv"] = float(cost.value)
    usual = _usual(deals, check.claim)
    text = _cost_in_words(check.claim, cost, f"{millions(Bounded(*most))} {of}") + (
        " or less," if unknown.any() else ""
    )
    if usual is None:
        return [text.rstrip(",")]
    check.cells |= {"usual_price": usual.median, "high_price": usual.ninth}
    if not cost.low > usual.ninth:
        check.findings.add("not contradicted")
    # what the deals themselves cost says more than what others did
    elif (
        known and not (unknown.any() or unread(meant)) and not _agrees(check) and check.claim.stage != "loan"
    ):
        check.findings.add("doubtful")
    return [
        f"{text} where the median of {usual.deals} priced deals of {called(check.claim.supplier)} is "
        f"{two(usual.median)} and nine in ten stay below {two(usual.ninth)}"
    ]


def undecided(check: Check, meant: pd.DataFrame) -> str:
    """Why prices make a claim neither doubtful nor one that is not contradicted."""
    if "usual_price" in check.cells:
        why = (
            "what comments print of these deals is not all known as prices"
            if unread(meant)
            else "a loan need not pay for these deals alone"
        )
        return f"the price per TIV is high, but {why}, so the claim is not called doubtful"
    if not check.cells.get("priced", 0.0) > 0:
        return "no price is known to compare the claim with"
    lacking = (
        f"fewer than {_ENOUGH} deals of {called(check.claim.supplier)} near these years have a price in "
        f"{check.claim.unit} from which the usual price of a TIV could be told"
        if "price_per_tiv" in check.cells
        else "no volume is known"
    )
    return f"prices in comments alone make no claim doubtful, and {lacking}"


def _cost_in_words(claim: Any, cost: Bounded, volume: str) -> str:
    shown = float(cost.low) if np.isnan(cost.value) else float(cost.value)
    every = "would make, if it paid for all of them," if claim.stage == "loan" else "makes"
    return f"for the {volume} the claim {every} {two(shown)} {claim.unit} a TIV"


def _agrees(check: Check) -> bool:
    """Whether the claim is at most double the prices that comments of its deals print."""
    price = check.cells.get("priced", 0.0)
    return price > 0 and float(check.figure.low) <= _AGREES * price


def _usual(deals: pd.DataFrame, claim: Any) -> _Usual | None:
    """What a TIV cost in the priced deals of the claim's supplier, ordered near the claim's years."""
    near = deals["order_year"].between(claim.start - _NEAR, claim.end + _NEAR).fillna(False)
    some = deals[near & (deals["supplier"] == claim.supplier) & (deals["volume_ordered"] > 0)]
    some = some[some["note"].astype(object).fillna("").str.contains(r"\d")]
    each = ((read_comment(deal.note).own, deal.volume_ordered) for deal in some.itertuples())
    costs = [
        amount.value / volume
        for money, volume in each
        if money and not money.wider
        for amount in money.amounts
        if amount.unit == claim.unit and amount.value
    ]
    if len(costs) < _ENOUGH:
        return None
    return _Usual(float(np.median(costs)), float(np.quantile(costs, 0.9)), len(costs))
