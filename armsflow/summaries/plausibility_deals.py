"""A claim beside the deals of a register that could be meant."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.schema import ALL, period
from armsflow.summaries.bounds import Bounded
from armsflow.summaries.plausibility_check import DRAWN_IN_WORDS, Check
from armsflow.summaries.plausibility_meant import (
    KIND,
    NAME,
    NOTHING,
    Pool,
    by_order,
    in_years,
    meant_in_words,
    narrowed,
    nearest,
    of_next_years,
    of_parties,
)
from armsflow.summaries.plausibility_pieces import against_pieces, pieces_in_words
from armsflow.summaries.plausibility_prices import (
    against_prices,
    larger_in_words,
    larger_sums,
    priced,
    prices_in_words,
    prices_of,
    undecided,
    unread_in_words,
)
from armsflow.summaries.plausibility_register import NONE, ORDERS, PART, Register
from armsflow.summaries.plausibility_words import called, counted, listed, millions, these

__all__: list[str] = []


def against_deals(check: Check, book: Register) -> None:
    """The claim beside the deals of a register that could be meant."""
    claim, (first, last) = check.claim, check.years
    check.cells["register_release"] = book.release
    pair = of_parties(book.deals, claim)
    pool = narrowed(pair, claim, book.weapons).meant_in(check, first, last)
    held = book.covers(claim, by_name=pool.by_name)
    if book.empty or held == NONE:
        check.clauses.append("the register has no records" if book.empty else _not_covered(claim, book))
        return
    meant = in_years(pool.deals, check, first, last)
    near = pool.deals.head(0) if len(meant) else of_next_years(pool.deals, check, first, last)
    meant = meant if len(meant) else near
    if claim.start < book.first or claim.start > book.last:
        check.cells |= _cells(meant)
        check.clauses.append(f"the register covers {book.covered}, so that deals are not all known")
        return
    if claim.stage == "loan":
        check.clauses.append(
            f"a loan can pay for deals until {DRAWN_IN_WORDS} years later, here for those of "
            f"{period(first, last)}"
        )
    volume = book.volume(pair, first, last)
    known = book.knows(first, last) and held != PART
    if len(meant):
        _against_meant(check, book, pool, meant, near, volume, known=known)
    else:
        check.cells |= _cells(meant) | _volumes(meant, volume)
        _without_deal(check, book, pool, volume, known=known)
    check.clauses += _limits(book, held, first, last)


def _not_covered(claim: Any, book: Register) -> str:
    """Why the register says nothing of a claim."""
    what = "this pair" if book.covers(claim._replace(category=ALL)) == NONE else "these weapons"
    return f"the register was chosen for {book.chosen_for()} and does not cover {what}"


def _limits(book: Register, held: int, first: int, last: int) -> list[str]:
    """What the register lacks of what a claim is about."""
    lacking = []
    if not book.knows(first, last):
        lacking.append(f"but the register covers {book.covered} only")
    if held == PART:
        lacking.append(
            f"but the register was chosen for {book.chosen_for()} and covers only a part of this claim"
        )
    return lacking


def _cells(meant: pd.DataFrame) -> dict[str, Any]:
    """Which deals could be meant."""
    largest = meant.sort_values("volume_delivered", ascending=False)
    return {
        "deals": len(meant),
        "deal_ids": "+".join(meant["deal"]),
        "designations": listed(dict.fromkeys(largest["designation"])),
        "order_years": ", ".join(str(year) for year in sorted(set(meant["order_year"].dropna()))),
        "pieces": pieces_in_words(meant),
    }


def _volumes(meant: pd.DataFrame, volume: Bounded) -> dict[str, float]:
    """What these deals ordered, and what the supplier delivered to the recipient [TIV]."""
    ordered = meant["volume_ordered"].fillna(meant["volume_delivered"])
    names = ("volume_in_years", "volume_low", "volume_high")
    return {
        "volume_of_deals": float(ordered.sum(min_count=min(len(meant), 1))),
        **dict(zip(names, map(float, volume), strict=True)),
    }


def _without_deal(check: Check, book: Register, pool: Pool, volume: Bounded, *, known: bool) -> None:
    """What can be said where no deal could be meant."""
    # an order may wait for its first delivery
    unseen = check.ordering and not book.all_orders
    # a kind may be described in other words
    if known and not unseen and not (pool.absent and pool.by == KIND):
        check.findings.add("no deal")
    check.clauses.append("SIPRI's register counts major arms")
    if not book.all_orders:
        check.clauses.append("this file lists only orders of which something was delivered")
    check.clauses += [
        *(_absent(check.claim, pool, book) if pool.absent else ["it has no deal that could be meant"]),
        *_arrived(check, book, volume),
        *nearest(pool.deals, *check.years),
    ]


def _absent(claim: Any, pool: Pool, book: Register) -> list[str]:
    """What can be said where the register knows the weapon and the pair has no deal of it."""
    source = "" if claim.supplier == ALL else f" from {called(claim.supplier)}"
    to = "" if claim.recipient == ALL else f" to {called(claim.recipient)}"
    if pool.by == KIND:
        return [
            f"the register describes no deal{source}{to} as {listed(pool.absent)}, in any year",
            "it may describe them in other words",
        ]
    return [
        f"the register knows {listed(pool.absent)}, and lists no deal of it{source}{to} in any year",
        "it may have it under another name",
        *_from_others(claim, pool.elsewhere, book.arrivals),
    ]


def _from_others(claim: Any, designations: frozenset[str], arrivals: pd.DataFrame) -> list[str]:
    """Who else delivered the weapon to the recipient, and when."""
    rows = arrivals[(arrivals["recipient"] == claim.recipient) & arrivals["designation"].isin(designations)]
    if not len(rows):
        return []
    each = (
        f"{called(str(supplier))} ({counted(len(of_one), 'record')}, "
        f"{period(int(of_one['start'].min()), int(of_one['end'].max()))})"
        for supplier, of_one in rows.groupby("supplier")
    )
    return [f"deliveries of it to {called(claim.recipient)} are from {listed(each)}"]


def _against_meant(
    check: Check,
    book: Register,
    pool: Pool,
    meant: pd.DataFrame,
    near: pd.DataFrame,
    volume: Bounded,
    *,
    known: bool,
) -> None:
    """The claim beside the deals of its years, or where these contradict it, those of the years beside."""
    found = check.anew()
    _against_these(found, book, pool, meant, near, volume, known=known)
    others = meant.head(0) if "not contradicted" in found.findings else _beside(pool, check, meant)
    if len(others) and "doubtful" in found.findings:
        again = check.anew()
        _against_these(again, book, pool, others, others, volume, known=known, misfits=meant)
        found = again if "not contradicted" in again.findings else found
    elif len(others) and not check.silent:
        found.clauses.append(
            f"the claim can also mean a deal of the year before or after: {by_order(others)}"
        )
    check.add(found)


def _beside(pool: Pool, check: Check, meant: pd.DataFrame) -> pd.DataFrame:
    """Deals ordered a year before or after a commitment, without those of its own years."""
    near = of_next_years(pool.deals, check, *check.years)
    return near[~near["deal"].isin(set(meant["deal"]))]


def _against_these(
    check: Check,
    book: Register,
    pool: Pool,
    meant: pd.DataFrame,
    near: pd.DataFrame,
    volume: Bounded,
    *,
    known: bool,
    misfits: pd.DataFrame | None = None,
) -> None:
    """The claim beside some deals: their prices, their pieces or their volume."""
    check.cells |= _cells(meant) | _volumes(meant, volume)
    prices = prices_of(meant)
    check.cells["prices_in_comments"] = prices_in_words(prices)
    text = meant_in_words(meant, near, *check.years, _size(check, book, meant), misfits)
    check.clauses += [text, *(priced(check, prices) if check.of_money else []), *pool.notes]
    if len(near):
        check.clauses.append("a contract is often signed in another year than the register has for the order")
    check.clauses += _arrived(check, book, volume)
    if check.of_money:
        check.clauses += unread_in_words(meant)
        larger = larger_sums(meant, check.claim)
        unknown = _unknown(check, book, meant)
        check.clauses += [*larger_in_words(check, larger), *unknown]
        when = book.seen(*check.years)
        check.clauses += against_prices(check, volume, meant, book.deals, larger, when=when, known=known)
        if known and not unknown and not check.findings:
            check.clauses.append(undecided(check, meant, larger))
    elif check.claim.unit == "pieces" and not check.silent:
        against_pieces(check, pool, meant, book, known=known)
    elif check.claim.unit == "TIV" and not check.silent:
        _against_volume(check, book, pool, meant, volume, known=known)


def _size(check: Check, book: Register, meant: pd.DataFrame) -> str:
    """The volume of the deals that could be meant, in words; "" where the register has none."""
    if np.isnan(check.cells["volume_of_deals"]):
        return ""
    size = f", of {millions(Bounded(*[np.array(check.cells['volume_of_deals'])] * 3))}"
    unknown = meant["volume_ordered"].isna()
    if unknown.all():
        return f"{size} delivered in {book.covered}"
    # more can be on order than has arrived
    return f"{size} or more" if unknown.any() else size


def _unknown(check: Check, book: Register, meant: pd.DataFrame) -> list[str]:
    """What is not known of the deals that a claim of money would be compared with."""
    lacks = [name for name in book.lacks if name != ORDERS or check.ordering]
    said = f"this register has no {' and no '.join(lacks)}" if lacks else ""
    unknown = int(meant["volume_ordered"].isna().sum())
    if book.only_pieces or not check.ordering or not unknown:
        return [said] if said else []
    if ORDERS in lacks:
        return [
            f"{said}: its volume is what was delivered in {book.covered}, and more can be on order, so the "
            "price per TIV is not judged"
        ]
    of = these(unknown) if unknown == len(meant) else f"{unknown} of these deals"
    then = "is not judged" if unknown == len(meant) else "can be lower"
    return [f"the volume that {of} ordered is not known, so the price per TIV {then}"]


def _against_volume(
    check: Check, book: Register, pool: Pool, meant: pd.DataFrame, volume: Bounded, *, known: bool
) -> None:
    """A claim of TIV beside what these deals ordered or delivered, or all that the supplier delivered."""
    if book.only_pieces or np.isnan(check.cells["volume_of_deals"]):
        check.clauses.append(f"the volume of {these(len(meant))} is not known")
        return
    against = f", against {millions(check.figure)} claimed"
    # of several deals, of a kind or of a category a claim can mean a part
    may_be_part = check.ordering
    if check.ordering:
        volume = _ordered(check, meant)
        whose = these(len(meant))
        check.clauses.append(f"{whose} {_ordered_in_words(book, meant, volume)}{against}")
    elif pool.by == NOTHING:
        check.clauses[-1] += against
    else:
        arrived = book.delivered(pool.deals, *check.years)
        volume, may_be_part = arrived.volume, not (pool.by == NAME and arrived.deals == 1)
        when = book.seen(*check.years)
        check.clauses.append(f"{these(arrived.deals)} delivered {millions(volume)} in {when}{against}")
    fewer = not may_be_part and check.figure.high < volume.low
    least = volume.low if np.isinf(volume.high) else volume.high
    more = check.figure.low > least
    if fewer or (more and known and np.isfinite(volume.high)):
        check.findings.add("doubtful")
    elif not more:
        check.findings.add("not contradicted")


def _ordered(check: Check, meant: pd.DataFrame) -> Bounded:
    """The volume that some deals ordered; more can be on order than has arrived."""
    total = check.cells["volume_of_deals"]
    most = np.inf if meant["volume_ordered"].isna().any() else total
    return Bounded(*map(np.array, (total, total, most)))


def _ordered_in_words(book: Register, meant: pd.DataFrame, volume: Bounded) -> str:
    size = millions(Bounded(*[volume.value] * 3))
    if meant["volume_ordered"].isna().all():
        return f"delivered {size} in {book.covered}, and the volume ordered is not known"
    return f"ordered {size}" + (" or more" if np.isinf(volume.high) else "")


def _arrived(check: Check, book: Register, volume: Bounded) -> list[str]:
    """What the supplier delivered to the recipient in some years, whatever the deal."""
    claim, when = check.claim, book.seen(*check.years)
    if book.only_pieces:
        return []
    if not volume.high > 0:
        return [f"no delivery in {when}"]
    to = "" if claim.recipient == ALL else f" to {called(claim.recipient)}"
    return [f"all that {called(claim.supplier)} delivered{to} in {when} comes to {millions(volume)}"]
