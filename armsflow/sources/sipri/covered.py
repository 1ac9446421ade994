"""What an export covers: the years, the parties and the kind of deals that its head asked for.

A head may promise more than its edition has: years that were asked for end with the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.records.schema import SIDES
from armsflow.records.selection import written
from armsflow.sources.listing import coded
from armsflow.sources.sipri import releases
from armsflow.sources.sipri.found import Columns, Found, combined, distinct_of, each_is
from armsflow.sources.sipri.party_codes import party_codes
from armsflow.sources.sipri.register import has_arrived

__all__: list[str] = []

# "… from All countries  to Ukraine  . Deals with deliveries or orders made for year range '1950' to '2024'"
_DEALS = re.compile(
    r"transfers of major [\w ]+?(?: from (?P<supplier>.+?) to (?P<recipient>.+?))?\s*[.:;]\s*"
    r"deals with (?P<kind>[\w ]+?) made for (?:the )?(?:year range )?"
    r"['\"\u2018\u2019]*(?P<first>\d{4}|not specified)['\"\u2018\u2019]* ?(?:to|-|\u2013) ?"
    r"['\"\u2018\u2019]*(?P<last>\d{4}|not specified)",
    re.IGNORECASE,
)
# "… results for buyer 'All Countries' and seller 'United States' and the years from 2008 to 2015"
_SEARCH = re.compile(
    r"search results for buyer '(?P<recipient>.+?)' and seller\s+'(?P<supplier>.+?)' "
    r"and the years from (?P<first>\d{4}) to (?P<last>\d{4})",
    re.IGNORECASE,
)
_ALL = re.compile(r"all(?: countries| suppliers| recipients)?|the world|world", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;&]\s*|\s+and\s+", re.IGNORECASE)
_OLDEST = 1950  # the first year of the database
_LONGEST = 2_000  # letters of a head; a longer line is none
Span = tuple[int, int]


class _Head(NamedTuple):
    """What one export asked for; years are 0 where its head does not tell."""

    first: int = 0
    last: int = 0
    selection: str = ""
    # whether orders without a delivery are listed
    orders: bool = True


def covered(rows: Columns, found: Found, lines: list[str], asked: Span | None) -> Columns:
    """The rows with the years that their export covers, what it asked for, and whether it lists all orders.

    `asked` are the years of an export whose rows tell none. Such rows are whole deals, with all that was
    delivered: without a head no year is covered, unless all years of the database were asked for.
    """
    if "opens" in rows:
        return _of_tables(rows)
    exports = rows["export"]
    count = len(found.exports) + 1
    years = asked or (0, 0)
    told = [_head(_near(found, lines, n)) for n in range(count)]
    heads = [_unsaid(rows, exports == n, years) if head is None else head for n, head in enumerate(told)]
    last = _last_years(rows)
    first, until = _years_met(rows, exports, count)
    listed = np.array([head.orders for head in heads]) & _open_orders(rows, exports, count)
    opens = np.array([head.first for head in heads])[exports]
    closes = np.array([head.last for head in heads])[exports]
    # of an unknown edition the rows themselves may reach beyond the latest known one
    edition = np.where(each_is(rows["release"], "".__eq__), np.maximum(last, until[exports]), last)
    closes = np.where(closes > 0, np.minimum(closes, edition), until[exports])
    opens = np.where(opens > 0, opens, first[exports])
    if is_silent(rows):
        headless = np.array([head is None for head in told])[exports]
        closes = np.where(closes > 0, closes, edition)
        opens = np.where(headless & ~has_all_years(rows, asked), closes + 1, opens)
    return rows | {
        "opens": opens,
        "closes": closes,
        "selection": coded(exports, *(head.selection for head in heads)),
        "all_orders": listed[exports],
    }


def is_silent(rows: Columns) -> bool:
    """Whether the rows tell no years of delivery: an export cut down to fewer columns."""
    return not {"first", "delivery_year", "million"} & set(rows)


def has_all_years(rows: Columns, asked: Span | None) -> np.ndarray:
    """Rows of an export of all years of the database, in which each deal has all its deliveries."""
    first, last = asked or (9999, 0)
    return (first <= _OLDEST) & (last >= _last_years(rows))


def _of_tables(rows: Columns) -> Columns:
    """Cells of tables, of which those of one party tell no others."""
    sides = [side for side in SIDES if any(side in chosen for chosen in distinct_of(rows["chosen"])[1])]
    codes, met = combined(*(rows[name] for name in ("chosen", *sides)))
    told = [
        written({side: [code] for side, code in zip(sides, parties, strict=True) if side in chosen})
        for chosen, *parties in met
    ]
    last = _last_years(rows)
    edition = np.where(each_is(rows["release"], "".__eq__), np.maximum(last, rows["year"]), last)
    return rows | {"closes": np.minimum(rows["closes"], edition), "selection": coded(codes, *told)}


def _near(found: Found, lines: list[str], export: int) -> Iterable[str]:
    """The lines without rows that may be the head of an export: above its header, below the one before."""
    ends = [0, *found.exports, len(lines) + 1]
    low, high = (ends[max(export - 1, 0)], ends[export]) if len(found.exports) > 1 else (0, len(lines) + 1)
    return (lines[number - 1] for number in sorted(found.passed) if low < number < high)


def _head(lines: Iterable[str]) -> _Head | None:
    """What the head of an export says, if there is one."""
    for line in lines:
        text = " ".join(line[:_LONGEST].replace("\\par", " ").split())
        if "eals with" in text or "search results" in text:
            said = _DEALS.search(text) or _SEARCH.search(text)
            if said:
                return _asked(said.groupdict())
    return None


def _unsaid(rows: Columns, own: np.ndarray, years: Span) -> _Head:
    """What an export without a head asked for: the whole world never has one supplier or recipient only."""
    chosen = {side: {*pc.unique(rows[side].filter(pa.array(own))).to_pylist()} for side in SIDES}
    return _Head(*years, written({side: [*met] for side, met in chosen.items() if len(met) == 1}))


def _open_orders(rows: Columns, exports: np.ndarray, count: int) -> np.ndarray:
    """Whether each export has an order without a delivery; one that has none holds deliveries only.

    Files are cut down to what was delivered below heads that ask for "deliveries or orders".
    """
    if "delivery_year" in rows:
        return np.zeros(count, dtype=bool)
    arrived = has_arrived(rows)
    if "last" in rows:
        arrived |= rows["last"] > 0
    return np.bincount(exports[~arrived], minlength=count) > 0


def _asked(said: dict[str, str | None]) -> _Head:
    names = {side: (said[side] or "all").strip(" ,") for side in SIDES}
    chosen = {side: _parties(name) for side, name in names.items() if not _ALL.fullmatch(name)}
    kind = (said.get("kind") or "orders").casefold()
    first, last = (int(year) if (year := said[end] or "").isdigit() else 0 for end in ("first", "last"))
    # "not specified": all years of the database, to the end of its edition
    return _Head(first or _OLDEST, last or 9999, written(chosen), "orders" in kind)


def _parties(name: str) -> list[str]:
    """The codes of one party or of several, by name where they are not known."""
    for names in ([name], _BETWEEN.split(name), name.split(", ")):
        codes, unknown = party_codes(names)
        if not unknown:
            return list(codes.values())
    return [part.replace("+", " ") for part in _BETWEEN.split(name)]


def _last_years(rows: Columns) -> np.ndarray:
    """The last year of the edition of each row; of an unknown one that of the latest."""
    codes, editions = distinct_of(rows["release"])
    return np.array([*map(releases.last_year, editions)], dtype=int)[codes]


def _years_met(rows: Columns, exports: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The years that each export surely asked for: of delivery, or of order where there are no deliveries.

    A deal is listed with all its years if one of them was asked for. What was asked for thus begins no later
    than the first end and ends no earlier than the last start; where spans leave no such year, the first is
    the later.
    """
    names = [(a, b) for a, b in (("delivery_year",) * 2, ("first", "last"), ("order_year",) * 2) if b in rows]
    first, last = np.full(count, 9999), np.zeros(count, dtype="int64")
    for low, high in names:
        start, end = (np.nan_to_num(rows[name]).astype("int64") for name in (low, high))
        known = (start > 0) & (end > 0) & np.isin(exports, np.flatnonzero(last == 0))
        np.minimum.at(first, exports[known], end[known])
        np.maximum.at(last, exports[known], start[known])
    return np.where(first == 9999, 0, first), last
