"""Deliveries of two releases side by side: which totals differ, and which deals moved between years."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from armsflow.records.listed_years import LISTED, years_inside
from armsflow.records.schema import ALL

__all__: list[str] = []

_PAIR = ["supplier", "recipient"]
_SPAN = ["start", "end"]
#: What tells totals apart.
KEY = [*_PAIR, *_SPAN, "category"]
#: What tells deals apart.
DEAL = ["source", "dataset", "release", "deal"]
TABLE = "values"  # the dataset of SIPRI's tables of TIVs
#: Numbers that differ by less are one number, computed in another order.
RELATIVE = 1e-9


def same(old: pd.Series | np.ndarray, new: pd.Series | np.ndarray) -> np.ndarray:
    """Where both have one number, or both none: a blank is no zero."""
    was, now = (pd.Series(each).astype("float64").to_numpy() for each in (old, new))
    return np.isclose(was, now, rtol=RELATIVE, atol=0, equal_nan=True)


def delivered(rows: pd.DataFrame) -> pd.DataFrame:
    """Deliveries, each reported once: cells of a table as they are, those of a register year by year."""
    again = rows["same_as"].notna() & rows["same_as"].isin(set(rows["record"]))
    found = rows[(rows["stage"] == "delivery") & rows["unit"].isin(["TIV", "pieces"]) & ~again]
    found = found.assign(value=found["value"].where(found["unit"] == "TIV"))
    return found.assign(in_parts=False) if _is_table(found) else _year_by_year(found)


def _is_table(rows: pd.DataFrame) -> bool:
    return bool((rows["dataset"] == TABLE).all())


def _year_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Deliveries of several years in equal parts: of the years listed, else of all from first to last."""
    listed = rows[LISTED].astype(object).fillna("") if LISTED in rows else [""] * len(rows)
    spans = zip(rows["start"], rows["end"], listed, strict=True)
    years = [years_inside(start, end, str(text)) or list(range(start, end + 1)) for start, end, text in spans]
    count = np.array([len(each) for each in years], dtype="int64")
    each = rows.iloc[np.repeat(np.arange(len(rows)), count)]
    parts = np.repeat(count, count)
    year = np.array([one for some in years for one in some], dtype="int64")
    value, quantity = (each[name].astype("float64") / parts for name in ("value", "quantity"))
    of_year = {"start": year, "end": year, "value": value, "quantity": quantity}
    return each.assign(**of_year, category=ALL, in_parts=parts > 1)


def totals_that_differ(old: pd.DataFrame, new: pd.DataFrame, span: tuple[int, int]) -> pd.DataFrame:
    """Totals of `delivered` by `KEY`, ``old`` beside ``new``: those of all years first, then of each.

    Of a table all cells are compared, and all their sums over pairs, years and categories. A register has too
    many cells, each of which is seen in its deals: a pair is compared by year only where its sum stayed.
    """
    levels = [
        pd.concat([_sums(rows, level, span) for rows in (old, new)], axis=1, keys=["old", "new"]).sort_index()
        for level in _levels(pd.concat([old, new]))
    ]
    both = pd.concat(levels).astype("float64")
    # a sum of one part is that part; and a flow beside its categories is their sum
    both = both[~both.index.duplicated()]
    both = both[~same(both["old"], both["new"])]
    pairs = pd.concat([old[_PAIR], new[_PAIR]]).drop_duplicates()
    # where there is one pair alone, it is all
    few = (_is_table(old) and _is_table(new)) or len(pairs) < 2
    return both if few else _without_years(both, span)


def _without_years(both: pd.DataFrame, span: tuple[int, int]) -> pd.DataFrame:
    """Without the years of pairs whose sum over the years differs as well; those of all stay."""
    keys = both.index.to_frame(index=False)
    pair = pd.MultiIndex.from_frame(keys[_PAIR])
    of_all = (keys[_PAIR] == ALL).all(axis=1).to_numpy()
    whole = ((keys["start"] == span[0]) & (keys["end"] == span[1])).to_numpy()
    return both[whole | of_all | ~pair.isin(pair[whole])]


def _levels(cells: pd.DataFrame) -> Iterator[tuple[bool, ...]]:
    """Over what of years, pairs and categories cells may be summed, the widest sum first."""
    pairs, spans = (cells[names].drop_duplicates() for names in (_PAIR, _SPAN))
    # what a state exported to all, and what another imported from all, is partly the same
    alike = len((pairs == ALL).drop_duplicates()) == 1
    by_start = spans.sort_values(_SPAN)
    apart = bool((by_start["start"].iloc[1:].to_numpy() > by_start["end"].iloc[:-1].to_numpy()).all())
    may = (apart, alike and len(pairs) > 1, cells["category"].nunique() > 1)
    for level in product((True, False), repeat=3):
        if all(allowed or not over for over, allowed in zip(level, may, strict=True)):
            yield level


def _sums(cells: pd.DataFrame, over: tuple[bool, ...], span: tuple[int, int]) -> pd.Series:
    years, pairs, categories = over
    if categories:
        flow = [cells[name] for name in (*_PAIR, *_SPAN)]
        is_whole = cells["category"] == ALL
        # categories beside their whole are parts of it
        cells = cells[is_whole | ~is_whole.groupby(flow).transform("any").astype(bool)]
        cells = cells.assign(category=ALL)
    if years:
        cells = cells.assign(start=span[0], end=span[1])
    if pairs:
        cells = cells.assign(supplier=ALL, recipient=ALL)
    types = dict.fromkeys(_SPAN, "int64") | dict.fromkeys((*_PAIR, "category"), "str")
    return cells.astype(types).groupby(KEY)["value"].sum(min_count=1)


def deals_by_year(
    before: pd.DataFrame, after: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame
) -> list[pd.DataFrame]:
    """Pieces and TIV delivered in each year by the place of the deal in `before` and `after`.

    Deals with a delivery of several years are left out: how much of it came in which year is not known.
    """
    sides = [_at_deals(deals, rows) for deals, rows in ((before, old), (after, new))]
    in_parts = {at for rows in sides for at in rows.loc[rows["in_parts"], "at"]}
    return [_sums_by_year(rows[~rows["at"].isin(in_parts)]) for rows in sides]


def _at_deals(deals: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    place = deals[DEAL].assign(at=np.arange(len(deals)))
    return rows[[*DEAL, "start", "quantity", "value", "in_parts"]].merge(place, on=DEAL)


def _sums_by_year(rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby(["at", "start"])[["quantity", "value"]].sum(min_count=1)
    return sums.rename(columns={"quantity": "delivered", "value": "volume_delivered"})
