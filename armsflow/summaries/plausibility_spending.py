"""A claim beside the recipient's military spending."""

from __future__ import annotations

from typing import Any

import numpy as np

from armsflow.records.schema import ALL
from armsflow.summaries.bounds import Bounded, ratio
from armsflow.summaries.denominators import Denominators
from armsflow.summaries.plausibility_check import COMMITMENTS, Check
from armsflow.summaries.plausibility_words import amount, called, listed, of, per_cent

__all__: list[str] = []

SHARES = ("share_of_spending", "share_of_spending_low", "share_of_spending_high")
_MUCH = 0.5  # of all military spending


def against_spending(check: Check, budget: Denominators) -> None:
    """The claim over the recipient's military spending of its years."""
    claim = check.claim
    if claim.recipient == ALL:
        return
    if lacking := _lacking(claim, budget):
        check.clauses.append(lacking)
        return
    budget.check_money((claim.recipient, year) for year in _span(claim))
    spent = budget.of_years(claim.recipient, _span(claim))
    assert spent is not None
    part = ratio(check.figure, spent)
    check.cells["spending"] = float(spent.value)
    check.cells |= dict(zip(SHARES, map(float, part), strict=True))
    finding, judged = _judged(claim.stage, part)
    check.findings |= {finding} - {""}
    check.clauses.append(
        f"{amount(check.figure, claim.unit)} is {per_cent(part)} of {of(claim.recipient)} whole military "
        f"spending in {check.cells['period']}{judged}"
    )
    if finding == "implausible":
        even = "even its lower bound is more than half of that spending"
        only = "so much can be paid only with credit, gifts or aid from outside that budget"
        check.clauses += [even, only] if part.low <= 1 else [only]


def _span(claim: Any) -> range:
    return range(int(claim.start), int(claim.end) + 1)


def _lacking(claim: Any, budget: Denominators) -> str:
    """Why the claim cannot be compared with spending; "" if it can."""
    if missing := budget.missing(claim.recipient, _span(claim)):
        years = listed(str(year) for _, year in missing)
        return (
            f"military spending of {called(claim.recipient)} is not known for {years}, so the sum is not "
            "compared with it"
        )
    if (budget.unit, budget.prices) != (claim.unit, claim.prices):
        return (
            f"spending is in {budget.unit} at {budget.prices} prices and the claim in "
            f"{claim.unit} at {claim.prices} prices, so they are not compared; to_currency() brings the "
            f"claims to {budget.unit}"
        )
    return ""


def _judged(stage: str, part: Bounded) -> tuple[str, str]:
    """What a share of spending amounts to, "" where it decides nothing, and the words for it.

    The amount as printed decides. No payment is implausible that by its bounds could be an ordinary one.
    A small share of spending says something of payments, and nothing of what is ordered or arrives in it.
    """
    paid = stage == "payment"
    best = float(part.low if np.isnan(part.value) else part.value)
    if paid and best > 1 and part.low > _MUCH:
        return "implausible", ""
    if best > (_MUCH if paid else 1):
        later = ", unless it is paid over many more years" if stage in COMMITMENTS else ""
        return "doubtful", f", more than a state is likely to spend on arms from one supplier{later}"
    later = ", though a contract may be paid over other years" if stage in COMMITMENTS else ""
    return "not contradicted" if paid else "", later
