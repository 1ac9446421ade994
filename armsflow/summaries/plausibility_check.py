"""One claim under check: what it says, and what was found of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from armsflow.records.schema import FIGURE
from armsflow.summaries.bounds import Bounded

__all__: list[str] = []

COMMITMENTS = ("offer", "licence", "contract")
# a loan is drawn on in the years after it is agreed
DRAWN, DRAWN_IN_WORDS = 3, "three"


@dataclass(eq=False)
class Check:
    """A claim, the cells of its row, the clauses of its verdict and what they amount to."""

    claim: Any
    cells: dict[str, Any]
    clauses: list[str] = field(default_factory=list)
    findings: set[str] = field(default_factory=set)
    #: what comments print as prices of the deals, at most
    most_priced: float = 0.0

    def anew(self) -> Check:
        """The same claim with nothing found yet, to be compared with some deals."""
        return Check(self.claim, dict(self.cells))

    def add(self, found: Check) -> None:
        """Take over what another check of the claim found."""
        self.cells |= found.cells
        self.clauses += found.clauses
        self.findings |= found.findings

    @property
    def figure(self) -> Bounded:
        return Bounded(*(np.array(getattr(self.claim, name), dtype=float) for name in FIGURE))

    @property
    def silent(self) -> bool:
        """Whether the claim gives no amount."""
        return bool(np.isnan(self.figure.high))

    @property
    def of_money(self) -> bool:
        return self.claim.unit not in ("TIV", "pieces") and not self.silent

    @property
    def ordering(self) -> bool:
        """Whether the claim is of what was ordered, or is to be paid for, and not of what arrived."""
        return self.claim.stage in (*COMMITMENTS, "loan")

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the deals that the claim can mean."""
        return int(self.claim.start), int(self.claim.end) + (DRAWN if self.claim.stage == "loan" else 0)
