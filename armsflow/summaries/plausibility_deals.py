"""A claim beside the deals of a register that could be meant."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.schema import ALL, period
from armsflow.summaries.bounds import Bounded
from armsflow.summaries.plausibility_check import Check
from armsflow.summaries.plausibility_meant import (
    Pool,
    in_years,
    meant_in_words,
    narrowed,
    nearest,
    of_next_years,
    of_parties,
)
from armsflow.summaries.plausibility_pieces import against_pieces, pieces_in_words
from armsflow.summaries.plausibility_prices import against_prices, priced, prices_in_words, prices_of
from armsflow.summaries.plausibility_register import NONE, PART, Register
from armsflow.summaries.plausibility_words import called, listed, millions

__all__: list[str] = []


def against_deals(check: Check, book: Register) -> None:
    """The claim beside the deals of a register that could be meant."""
    claim, (first, last) = check.claim, check.years
    check.cells["register_release"] = book.release
    held = book.covers(claim)
    if book.empty or held == NONE:
        check.clauses.append("the register has no records" if book.empty else _not_covered(claim, book))
        return
    pair = of_parties(book.deals, claim)
    pool = narrowed(pair, claim, book.weapons)
    meant = in_years(pool.deals, check, first, last)
    near = pool.deals.head(0) if len(meant) else of_next_years(pool.deals, check, first, last)
    meant = meant if len(meant) else near
    if claim.start < book.first or claim.start > book.last:
        check.cells |= _cells(meant)
        check.clauses.append(f"the register covers {book.covered}, so that deals are not all known")
        return
    volume = book.delivered(pair, first, last).volume
    known = book.knows(first, last) and held != PART
    if len(meant):
        _against_meant(check, book, pool, meant, near, volume, known=known)
    else:
        check.cells |= _cells(meant) | _volumes(meant, volume)
        _without_deal(check, book, pool, volume, covered=held != PART)
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
        "volume_of_deals": float(ordered.sum()) if len(meant) else 0.0,
        **dict(zip(names, map(float, volume), strict=True)),
    }


def _without_deal(check: Check, book: Register, pool: Pool, volume: Bounded, *, covered: bool) -> None:
    """What can be said where no deal could be meant."""
    # an order of a named weapon may wait for its first delivery
    unseen = bool(pool.absent) and check.ordering and not book.all_orders
    if covered and not unseen:
        check.findings.add("no deal")
    check.clauses.append("SIPRI's register counts major arms")
    if not book.all_orders:
        check.clauses.append("this file lists only orders of which something was delivered")
    check.clauses += [
        *(_absent(check.claim, pool) if pool.absent else ["it has no deal that could be meant"]),
        _arrived(check, volume),
        *nearest(pool.deals, *check.years),
    ]


def _absent(claim: Any, pool: Pool) -> list[str]:
    """What can be said where the register knows the weapon and the pair has no deal of it."""
    source = "" if claim.supplier == ALL else f" from {called(claim.supplier)}"
    to = "" if claim.recipient == ALL else f" to {called(claim.recipient)}"
    return [
        f"the register knows {listed(pool.absent)}, and lists no deal of it{source}{to} in any year",
        "it may have it under another name",
    ]


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
    others = _beside(pool, check, meant) if "doubtful" in found.findings else meant.head(0)
    if len(others):
        again = check.anew()
        _against_these(again, book, pool, others, others, volume, known=known, misfits=meant)
        found = found if "doubtful" in again.findings else again
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
    size = millions(Bounded(*[np.array(check.cells["volume_of_deals"])] * 3))
    prices = prices_of(meant)
    check.cells["prices_in_comments"] = prices_in_words(prices)
    text = meant_in_words(meant, near, *check.years, size, misfits)
    check.clauses.append(text + priced(check, prices) if check.of_money else text)
    check.clauses += pool.notes
    if len(near):
        check.clauses.append("a contract is often signed in another year than the register has for the order")
    check.clauses.append(_arrived(check, volume))
    if check.of_money:
        check.clauses += against_prices(check, volume, book.deals, known=known)
        check.findings.add("not contradicted")
    elif check.claim.unit == "pieces" and not check.silent:
        against_pieces(check, pool, meant, book, known=known)
    elif check.claim.unit == "TIV" and not check.silent:
        _against_volume(check, volume)


def _against_volume(check: Check, volume: Bounded) -> None:
    apart = check.figure.low > volume.high or check.figure.high < volume.low
    check.findings.add("doubtful" if apart else "not contradicted")
    check.clauses[-1] += f", against {millions(check.figure)} claimed"


def _arrived(check: Check, volume: Bounded) -> str:
    """What the supplier delivered to the recipient in some years, whatever the deal."""
    claim, when = check.claim, period(*check.years)
    if not volume.high > 0:
        return f"no delivery in {when}"
    to = "" if claim.recipient == ALL else f" to {called(claim.recipient)}"
    return f"all that {called(claim.supplier)} delivered{to} in {when} comes to {millions(volume)}"
