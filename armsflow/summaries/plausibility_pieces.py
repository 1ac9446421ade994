"""A claim of pieces beside those of a register: ordered for a contract, delivered for a delivery."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from armsflow.summaries.bounds import Bounded
from armsflow.summaries.plausibility_check import Check
from armsflow.summaries.plausibility_meant import NAME, NOTHING, Pool
from armsflow.summaries.plausibility_register import Register
from armsflow.summaries.plausibility_words import counted, listed, number, these

__all__: list[str] = []

_TIMES = 2  # claims and registers that are further apart than this do not agree


class _Counted(NamedTuple):
    """Pieces of a register that a claim is compared with, in words, and of how many deals they are."""

    pieces: Bounded
    words: str
    deals: int


def pieces_in_words(deals: pd.DataFrame) -> str:
    """Pieces by designation, ordered or else delivered, the largest volumes first."""
    numbers = deals["ordered"].fillna(deals["delivered"])
    known = deals.assign(number=numbers, size=deals["volume_delivered"].fillna(0))
    sums = known.groupby("designation", sort=False)[["number", "size"]].sum(min_count=1)
    sums = sums[sums["number"] > 0].sort_values("size", ascending=False)
    return listed(f"{pieces:,.0f} {name}" for name, pieces in sums["number"].items())


def against_pieces(check: Check, pool: Pool, meant: pd.DataFrame, book: Register, *, known: bool) -> None:
    """The claim's pieces beside those that the deals which it can mean ordered or delivered."""
    if pool.by == NOTHING:
        check.clauses.append(
            "pieces are not compared, because the claim's words name no kind or category of these weapons"
        )
        return
    first, last = check.years
    counted = _ordered(meant) if check.ordering else _delivered(book, pool.deals, first, last)
    check.clauses.append(f"{counted.words}, against {number(check.figure)} claimed")
    if np.isinf(counted.pieces.high) and not counted.pieces.low > 0:
        return
    # of several deals, of a kind or of a category a claim can mean a part
    alone = pool.by == NAME and counted.deals == 1
    fewer = alone and _TIMES * check.figure.high < counted.pieces.low
    least = counted.pieces.low if np.isinf(counted.pieces.high) else counted.pieces.high
    more = bool(check.figure.low > _TIMES * least)
    unseen = more and check.ordering and not book.all_orders
    # the register may lack what the claim has more: an order of another name may wait for its delivery
    lacks = not known or np.isinf(counted.pieces.high) or (unseen and pool.by != NAME)
    if fewer or (more and not lacks):
        check.findings.add("doubtful")
    elif not more:
        check.findings.add("not contradicted")
    if unseen:
        check.clauses.append("orders of which nothing has been delivered yet are not in this file")


def _ordered(deals: pd.DataFrame) -> _Counted:
    """Pieces that deals ordered; where the order is not known, all that they delivered."""
    numbers = deals["ordered"].fillna(deals["delivered"])
    guessed = deals["ordered"].isna() & numbers.notna()
    unknown = int(numbers.isna().sum())
    total = float(numbers.sum())
    # more can be on order than has arrived
    open_end = deals["ordered"].isna().any()
    pieces = Bounded(*map(np.array, (total, total, np.inf if open_end else total)))
    names, whose, many = _names(deals), these(len(deals)), counted(total, "piece")
    if unknown == len(deals):
        return _Counted(pieces, f"how many pieces {whose} ordered is not known ({names})", len(deals))
    if guessed.sum() + unknown == len(deals):
        words = f"{whose} delivered {many} in all ({names}), and the number ordered is not known"
    else:
        words = f"{whose} ordered {many} ({names})"
        if guessed.any():
            words += f", with what was delivered for {guessed.sum()} of unknown order"
    return _Counted(pieces, words + (f" and {unknown} more of unknown number" if unknown else ""), len(deals))


def _delivered(book: Register, deals: pd.DataFrame, first: int, last: int) -> _Counted:
    """Pieces that deals delivered in some years; the most is not known where a number is not."""
    found = book.delivered(deals, first, last)
    arrived = deals[(deals["first"] <= last) & (deals["last"] >= first)]
    names = f" ({_names(arrived)})" if len(arrived) else ""
    value, low, high = (float(each) for each in found.pieces)
    if np.isinf(high) or deals["delivered"].isna().any():
        # the even part of a span is no floor
        said = f"{low:,.0f} or more pieces"
        pieces = Bounded(found.pieces.value, found.pieces.low, np.array(np.inf))
    else:
        spread = f"{value:,.0f} [{low:,.0f}\u2013{high:,.0f}] pieces"
        said = spread if high - low >= 1 else counted(value, "piece")
        pieces = found.pieces
    words = f"{these(len(arrived))} delivered {said} in {book.seen(first, last)}{names}"
    return _Counted(pieces, words, found.deals)


def _names(deals: pd.DataFrame) -> str:
    largest = deals.sort_values("volume_delivered", ascending=False)
    return listed(dict.fromkeys(largest["designation"]))
