"""The register beside claims: its deals and deliveries, the years that it covers, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd

from armsflow.groups import members_of_any_year
from armsflow.parties import party_name
from armsflow.records import selection
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import among, collect, frame_of
from armsflow.records.schema import ALL, FIGURE, OBSERVED, SIDES, is_part, period
from armsflow.records.told_years import told_of
from armsflow.summaries.bounds import Bounded
from armsflow.summaries.orders import deals_listed
from armsflow.summaries.plausibility_meant import Deals
from armsflow.summaries.plausibility_words import listed, weapons

__all__: list[str] = []

#: How much of what a claim is about a register holds.
WHOLE, PART, NONE = range(3)
#: What a register can lack, as its verdicts name it.
ORDERS, COMMENTS, VOLUMES = "numbers ordered", "comments", "volumes"


class Delivered(NamedTuple):
    """What some deals delivered in some years: volume [TIV] and pieces, and by how many deals."""

    volume: Bounded
    pieces: Bounded
    deals: int


class Register(NamedTuple):
    """A register: its deals, and what it delivered year by year."""

    deals: pd.DataFrame
    deliveries: pd.DataFrame
    first: int
    last: int
    release: str
    #: whether it lists orders of which nothing was delivered
    all_orders: bool
    #: what of deals it has no record of, in words: "numbers ordered", "comments"
    lacks: list[str]
    #: what was chosen for it; of several that were added, each
    chosen: list[dict[str, list[str]]]
    #: its weapons, whoever supplied them
    weapons: Deals
    #: what was delivered to the recipients of the claims, whoever supplied it
    arrivals: pd.DataFrame

    @property
    def empty(self) -> bool:
        return not self.chosen

    @property
    def only_pieces(self) -> bool:
        """Whether it counts pieces and has no volumes."""
        return VOLUMES in self.lacks

    @property
    def covered(self) -> str:
        """The years that it covers, in words."""
        return f"{self.first}–{self.last}" if self.first <= self.last else "no year in full"

    def delivered(self, pool: pd.DataFrame, first: int, last: int) -> Delivered:
        """What deals delivered in some years: of a span that straddles them the even part, or none to all."""
        rows = self.deliveries
        rows = rows[rows["deal"].isin(set(pool["deal"])) & (rows["end"] >= first) & (rows["start"] <= last)]
        start, end = (rows[name].to_numpy(dtype=float) for name in ("start", "end"))
        part = (np.minimum(end, last) - np.maximum(start, first) + 1) / (end - start + 1)
        volumes = rows["unit"].to_numpy() == "TIV"
        value, low, high = (np.nan_to_num(rows[name].to_numpy(dtype=float)) * volumes for name in FIGURE)
        volume = (value * part).sum(), low[part == 1].sum(), high.sum()
        quantity = rows["quantity"].to_numpy(dtype=float)
        most = np.inf if np.isnan(quantity).any() else quantity.sum()
        number = np.nan_to_num(quantity)
        pieces = (number * part).sum(), number[part == 1].sum(), most
        return Delivered(_bounded(volume), _bounded(pieces), rows["deal"].nunique())

    def volume(self, pool: pd.DataFrame, first: int, last: int) -> Bounded:
        """The volume that deals delivered in some years [TIV]; unknown where the register counts pieces."""
        unknown = _bounded([np.nan] * 3)
        return unknown if self.only_pieces else self.delivered(pool, first, last).volume

    def covers(self, claim: Any, *, by_name: bool = False) -> int:
        """How much of what a claim is about was chosen for the register.

        A weapon that was found by its name may stand under other categories than those chosen as well.
        """
        claim = claim._replace(category=ALL) if by_name else claim
        return min(_of_choice(chosen, claim) for chosen in self.chosen) if self.chosen else WHOLE

    def knows(self, first: int, last: int) -> bool:
        """Whether it covers some years whole."""
        return self.first <= first and last <= self.last

    def seen(self, first: int, last: int) -> str:
        """Those of some years that it covers, in words: of others it does not say that nothing arrived."""
        start, end = max(first, self.first), min(last, self.last)
        return period(start, end) if start <= end else period(first, last)

    def chosen_for(self) -> str:
        """What was chosen, in words: "recipient Ukraine"."""
        return " or ".join(_in_words(chosen) for chosen in self.chosen)


def _bounded(figures: Iterable[float]) -> Bounded:
    return Bounded(*map(np.array, figures))


def register_of(register: Any, suppliers: set[str], recipients: set[str]) -> Register:
    """The deals and deliveries of some suppliers in a register, and what arrived at some recipients."""
    data = records_of(frame_of(register, what="register").to_native())
    look_at_rows(data)
    seen = collect(
        data.select(
            "stage", "unit", "release", "selection", *OBSERVED, _is_said().alias("commented")
        ).unique()
    )
    rows = collect(data if ALL in suppliers else data.filter(among("supplier", suppliers)))
    rows = rows[rows["unit"].isin(["TIV", "pieces"])]
    deals = deals_listed(records_of(rows), "plausibility()")
    start, end = told_of(rows)
    rows = rows.assign(start=start, end=end)
    delivered = rows[(rows["stage"] == "delivery") & rows["same_as"].isna()]
    releases = "+".join(sorted(set(seen["release"]) - {""}))
    contracts = seen[seen["stage"] == "contract"]
    every = bool((contracts[OBSERVED[0]] <= contracts[OBSERVED[1]]).any())
    chosen = selection.each(seen["selection"])
    known = data.collect_schema().names()
    named = [name for name in ("designation", "description", "category") if name in known]
    weapons_of_all = Deals(collect(data.select(*named).unique()).reindex(columns=deals.columns))
    return Register(
        deals,
        delivered,
        *_years(seen),
        releases,
        every,
        _lacks(seen),
        chosen,
        weapons_of_all,
        _arrivals(data, recipients),
    )


def _arrivals(data: nw.LazyFrame, recipients: set[str]) -> pd.DataFrame:
    """Deliveries to some recipients: who supplied which weapon, and in which years."""
    names = ["supplier", "recipient", "designation", "start", "end"]
    known = [name for name in names if name in data.collect_schema().names()]
    first_told = (nw.col("stage") == "delivery") & nw.col("same_as").is_null()
    some = data.filter(among("recipient", recipients) & first_told)
    return collect(some.select(*known)).reindex(columns=names)


def _is_said() -> nw.Expr:
    return ~nw.col("note").is_null() & (nw.col("note") != "")


def _lacks(seen: pd.DataFrame) -> list[str]:
    """What a register says nothing of: files of deliveries have no orders, SIPRI's documents no volumes."""
    has = {
        ORDERS: (seen["stage"] == "contract").any(),
        COMMENTS: seen["commented"].any(),
        VOLUMES: (seen["unit"] == "TIV").any(),
    }
    return [name for name, there in has.items() if not there]


def _years(seen: pd.DataFrame) -> tuple[int, int]:
    """First and last year of delivery that is covered."""
    seen = seen[seen["stage"] == "delivery"] if (seen["stage"] == "delivery").any() else seen
    if not len(seen):
        return 0, 0
    return int(seen[OBSERVED[0]].min()), int(seen[OBSERVED[1]].max())


def _of_choice(chosen: dict[str, list[str]], claim: Any) -> int:
    """How much of what a claim is about one choice holds."""
    held = [_of_side(chosen[side], getattr(claim, side)) for side in SIDES if side in chosen]
    if "category" in chosen:
        held.append(_of_categories(chosen["category"], claim.category.split("+")))
    # what else was chosen, such as designations, leaves some deals out
    others = set(chosen) - {*SIDES, "category"}
    return max([*held, PART if others else WHOLE])


def _of_side(chosen: list[str], code: str) -> int:
    if code == ALL:
        return PART
    return WHOLE if code in chosen or code in members_of_any_year(chosen) else NONE


def _of_categories(chosen: list[str], wanted: list[str]) -> int:
    # of another scheme nothing is known without a crosswalk
    if ALL in wanted or any(":" in leaf for leaf in [*wanted, *chosen]):
        return PART
    held = [any(is_part(leaf, whole) for whole in chosen) for leaf in wanted]
    return WHOLE if all(held) else PART if any(held) else NONE


def _in_words(chosen: dict[str, list[str]]) -> str:
    if not chosen:
        return "all"
    return " and ".join(
        f"{column.replace('_', ' ')} {listed([_named(column, code) for code in codes])}"
        for column, codes in chosen.items()
    )


def _named(column: str, code: str) -> str:
    if column in SIDES:
        return party_name(code)
    return weapons(code) if column == "category" and code != ALL else code
