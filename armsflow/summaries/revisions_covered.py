"""What two releases of a register can both list: the years that both cover, and the deals of these years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from armsflow.errors import sample, warn
from armsflow.records.listed_years import LISTED, years_inside
from armsflow.records.schema import FIRST, LAST, period
from armsflow.summaries.orders import deals_of
from armsflow.summaries.revisions_totals import DEAL

__all__: list[str] = []


def common_years(*releases: pd.DataFrame) -> tuple[int, int]:
    """The years of delivery that both files cover."""
    seen = [
        rows[rows["stage"] == "delivery"] if (rows["stage"] == "delivery").any() else rows
        for rows in releases
    ]
    if any(rows.empty for rows in seen):
        return FIRST, LAST
    return max(int(rows["observed_start"].min()) for rows in seen), min(
        int(rows["observed_end"].max()) for rows in seen
    )


def within(rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Rows of deliveries in years that both cover, and of orders up to the last of them."""
    delivery = rows["stage"] == "delivery"
    inside = (rows["start"] >= first) & (rows["end"] <= last)
    return rows[(delivery & inside) | (~delivery & (rows["start"] <= last))].reset_index(drop=True)


def deals_within(rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The deals of a release, and how they stand to the years from first to last, which both cover.

    `arrives` says whether a deal has a delivery in these years, `elsewhere` whether it has deliveries in
    other years alone, and `partly` whether one delivery is of these and of other years.
    """
    deals = deals_of(within(rows, first, last))
    deliveries = _reach(rows[rows["stage"] == "delivery"], first, last)
    found = deliveries.groupby(DEAL)[["arrives", "partly"]].any()
    arrives, partly = (found[name].reindex(_keys(deals), fill_value=False).to_numpy(bool) for name in found)
    elsewhere = ~arrives & _keys(deals).isin(found.index)
    return deals.assign(arrives=arrives, partly=partly, elsewhere=elsewhere)


def _reach(deliveries: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Of each delivery, whether it has years from first to last, and whether it has others as well."""
    listed = deliveries[LISTED].astype(object).fillna("") if LISTED in deliveries else [""] * len(deliveries)
    spans = zip(deliveries["start"], deliveries["end"], listed, strict=True)
    years = [years_inside(start, end, str(text)) or range(start, end + 1) for start, end, text in spans]
    arrives = np.array([any(first <= year <= last for year in some) for some in years], dtype=bool)
    beyond = np.array([min(some) < first or max(some) > last for some in years], dtype=bool)
    return deliveries[DEAL].astype("str").assign(arrives=arrives, partly=arrives & beyond)


def listable(deals: pd.DataFrame, other: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    """The deals of one release that the other could list, which has the deals `other`; the rest are said.

    A file of some years lists deals with a delivery in them, and some files also deals that were ordered in
    them. Of deals that wait for their first delivery it is said apart whether both files list such.
    """
    ordered = deals["order_year"].astype("float64").between(*years)
    waits = ~deals["elsewhere"] | bool(other["all_orders"].any())
    may = deals["arrives"] | (ordered & waits)
    if not may.all():
        _say(
            f"{int((~may).sum())} deal(s) stand in one register alone and have no delivery or order in "
            f"{period(*years)}, the years that both cover ({_some(deals[~may])}): the other cannot list "
            "them, so that they are neither added nor dropped"
        )
    return deals[may]


def comparable(
    kept: tuple[pd.DataFrame, pd.DataFrame],
    deals: tuple[pd.DataFrame, pd.DataFrame],
    matched: tuple[pd.DataFrame, pd.DataFrame],
    years: tuple[int, int],
) -> list[pd.DataFrame]:
    """The rows of each release without deals of which one delivery, in either, is partly of other years.

    How much of it came in the years that both cover is not known. `matched` are the deals of both, side by
    side.
    """
    partly = matched[0]["partly"].to_numpy(bool) | matched[1]["partly"].to_numpy(bool)
    gone = [
        pd.concat([each[each["partly"]], both[partly]]) for each, both in zip(deals, matched, strict=True)
    ]
    if any(map(len, gone)):
        alone = [each[~_keys(each).isin(_keys(both))] for each, both in zip(gone, matched, strict=True)]
        said = pd.concat([matched[1][partly], *alone])
        said = said[~_keys(said).duplicated()]
        _say(
            f"{len(said)} deal(s) have a delivery that is partly of other years than {period(*years)}, which "
            f"both registers cover ({_some(said)}): how much of it came in these years is not known, so that "
            "totals are compared without these deals"
        )
    return [
        rows[~_keys(rows).isin(_keys(some))].reset_index(drop=True)
        for rows, some in zip(kept, gone, strict=True)
    ]


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[DEAL].astype("str"))


def _some(deals: pd.DataFrame) -> str:
    columns = ("supplier", "recipient", "order_year", "designation")
    named = zip(*(deals[name].astype("str") for name in columns), strict=True)
    return sample([" ".join(each) for each in named])


def _say(words: str) -> None:
    warn(words)
