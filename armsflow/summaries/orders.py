"""Orders: what was ordered, what has arrived, and what is still to come, one row per deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, sample, warn
from armsflow.parties import members_group
from armsflow.records.apart import check_apart
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import back, collect, on_engines
from armsflow.records.grouping import groups_of
from armsflow.records.listed_years import years_inside, years_listed
from armsflow.records.schema import COVERED, OBSERVED, SIDES, TOLD
from armsflow.records.told_years import told_of
from armsflow.records.twice import check_once

__all__ = ["orders"]

_TOLD = ("deal", "order_year", "designation")
_FURTHER = ("delivery_years", "description", "condition", "local_production", "tiv_unit")
_KEY = ["source", "dataset", "release", "deal"]
_READ = (
    *("record", "same_as", "supplier", "recipient", "stage", "category", "start", "end", "quantity", "value"),
    *("unit", "estimated", "note", *COVERED),
)
#: What is the same in all rows of a deal.
_SAME = ("supplier", "recipient", "designation", "category", *_FURTHER[1:4])
_COLUMNS = (
    *("deal", "supplier", "recipient", "designation", "category", "order_year", "ordered", "delivered"),
    *("open", "first", "last", "planned_first", "planned_last", "description", "condition"),
    *(
        "local_production",
        "tiv_unit",
        "volume_ordered",
        "volume_delivered",
        "estimated",
        "ordered_estimated",
        "delivered_estimated",
        "complete",
        "all_orders",
    ),
    *("note", "source", "dataset", "release"),
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# "delivery probably planned 2022-2025/2027", "planned delivery by end-2024", "delivery expected from 2026"
_PLANNED = re.compile(
    r"(?:\bdeliver(?:y|ies)\b[^;()]{0,20}?\b(?:planned|expected|scheduled)"
    r"|\b(?:planned|expected|scheduled)(?: for)? deliver(?:y|ies))\b"
    r"(?P<how>[^;()\d]{0,20})(?P<first>(?:19|20)\d\d)(?:\s*[-\u2013/]\s*(?P<second>(?:19|20)\d\d))?"
    r"(?:\s*[-\u2013/]\s*(?P<third>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|before|until|to)\b", re.IGNORECASE)


@on_engines(*_TOLD, *_FURTHER)
def orders(records: IntoFrameT) -> IntoFrameT:
    r"""One row per deal of a register: pieces ordered, delivered and still open, and when.

    Parameters
    ----------
    records : records frame
        A register of `read_sipri`, with its columns ``deal, order_year, designation``. Choose parties and
        weapons before, with `where`; choose years after, from the result. Money that comments report and
        second reports of a deal are left out.

    Returns
    -------
    frame
        One row per ``deal`` and file, sorted by supplier, recipient and year of the order, of the kind of
        `records`: ``deal, supplier, recipient, designation, category, order_year``; ``ordered``,
        ``delivered`` and ``open`` [pieces]; ``first`` and ``last``, the years of the first and last delivery;
        ``planned_first`` and ``planned_last``, the years of delivery that the comment plans; ``description,
        condition, local_production, tiv_unit`` [TIV a piece]; ``volume_ordered`` and ``volume_delivered``
        [TIV]; ``estimated`` (whether any of it is marked as an estimate), ``ordered_estimated`` (whether the
        number ordered or its year is), ``delivered_estimated`` (whether a number delivered or its year is),
        ``complete``, ``all_orders``, ``note, source, dataset, release``.

        A number that is not known is null: ``ordered`` in files of deliveries, which do not have it;
        ``delivered`` where the records lack a year that ``delivery_years`` lists. ``complete`` is false where
        the order is older than the years that the records cover and than its first delivery listed, so that
        earlier deliveries may be missing: in years before those of the file, or of a choice of years.
        ``delivered``, ``first`` and ``volume_delivered`` are then of the years covered, and ``open`` is null.
        ``open`` is ordered less delivered, and 0 where
        more arrived than was ordered. ``all_orders`` is false where the file lists only orders of which
        something was delivered: others then have no row.

    Raises
    ------
    ArgumentError
        If records lack a register's columns.
    RecordError
        If a row stands twice.
    SpanError
        If records stand in several windows that overlap.

    Warns
    -----
    UserWarning
        If deals come from registers of deals from which orders without a delivery were left out, as
        ``all_orders`` says. Files of deliveries never have them: of their deals ``all_orders`` is false and
        ``ordered`` null, without a warning.

    Examples
    --------
    What had India still to get from two invented orders?

    >>> import armsflow as af
    >>> head = "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,"
    >>> head += "Number delivered,,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    >>> head += "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
    >>> lines = ["India,Russia,2021,,40,,Rook-1,tank,30,?,2021; 2022,New,delivery planned 2021-2026,2,80,60"]
    >>> lines += ["India,Russia,2022,,6,,Heron-2,FGA aircraft,,,,New,delivery planned by 2027,12,72,"]
    >>> register = af.read_sipri("\n".join([head, *lines]).encode(), release="2024")
    >>> deals = af.orders(register)
    >>> deals[["designation", "order_year", "ordered", "delivered", "open", "last", "planned_last"]]
      designation  order_year  ordered  delivered  open  last  planned_last
    0      Rook-1        2021     40.0       30.0  10.0  2022          2026
    1     Heron-2        2022      6.0        0.0   6.0  <NA>          2027

    Who were the clients of a supplier, from when to when?

    >>> clients = deals.groupby("recipient").agg({"first": "min", "last": "max", "delivered": "sum"})
    >>> clients
               first  last  delivered
    recipient
    IND         2021  2022       30.0
    """
    data = records_of(records)
    deals = deals_listed(data)
    # of a list of deliveries, the numbers that are ordered and open are null in every row, which says it
    of_deals = deals[deals["dataset"] != "deliveries"]
    if left_out := int((~of_deals["all_orders"]).sum()):
        warn(
            f"{left_out:,} of the {len(of_deals):,} deals come from files that list only orders "
            "of which something was delivered: others, if there are any, are missing. SIPRI's trade register "
            "has them where open deals are asked for"
        )
    return back(deals, data)


def deals_listed(data: Any, what: str = "orders()") -> pd.DataFrame:
    """One row per deal of the Narwhals frame of a register, for the function `what`.

    No word on what its file leaves out.
    """
    names = data.collect_schema().names()
    if lacking := [name for name in _TOLD if name not in names]:
        raise ArgumentError(
            f"records lack {sample(lacking)}; expected a register of read_sipri(), which has "
            f"{', '.join(_TOLD)}",
            rows=lacking,
        )
    look_at_rows(data)
    check_apart(data, what, distinct=check_once(data))
    wanted = [name for name in (*_KEY, *_READ, *_TOLD, *_FURTHER, *TOLD) if name in names]
    return deals_of(collect(data.select(*dict.fromkeys(wanted))))


def deals_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per deal of the rows of a register in memory; of rows in windows the years told of count."""
    start, end = told_of(rows)
    rows = rows.assign(start=start, end=end)
    rows = rows.assign(**{name: None for name in _FURTHER if name not in rows})
    again = rows["same_as"].notna() & rows["same_as"].isin(set(rows["record"]))
    rows = rows[rows["unit"].isin(["TIV", "pieces"]) & (rows["deal"].fillna("") != "") & ~again]
    rows = rows.reset_index(drop=True)
    groups = groups_of(rows, _KEY)
    # each deal by its number, and its rows by that of their deal
    rows = rows.assign(number=groups.ids)
    out = rows.take(groups.first)[[*_KEY, *_SAME, "order_year", *_FURTHER[:1], "tiv_unit", "note"]]
    out = out.reset_index(drop=True)
    sides = {stage: rows[rows["stage"] == stage] for stage in ("contract", "delivery")}
    for (_, some), pieces in zip(sides.items(), ("ordered", "delivered"), strict=True):
        guessed = some.groupby("number")["estimated"].any()
        out[f"{pieces}_estimated"] = guessed.reindex(out.index, fill_value=False)
        # the thirds of ten pieces come to no whole number
        out[pieces] = some.groupby("number")["quantity"].sum(min_count=1).astype("float64").round(6)
        out[f"volume_{pieces}"] = (
            some[some["unit"] == "TIV"].groupby("number")["value"].sum(min_count=1).astype("float64")
        )
    out["estimated"] = rows.groupby("number")["estimated"].any()
    years = _years_of(sides["delivery"])
    arrived = _with_ends(sides["delivery"], years).groupby("number")
    out["first"], out["last"] = arrived["start"].min(), arrived["end"].max()
    # the years of a delivery are those that its file covers
    seen_from = arrived["observed_start"].min().reindex(out.index)
    seen_from = seen_from.fillna(rows.groupby("number")["observed_start"].min())
    ordered_in = out["order_year"].astype("float64")
    # nothing arrives before it is ordered
    out["complete"] = (ordered_in >= seen_from) | (out["first"].astype("float64") <= ordered_in)
    met = _years_by_deal(sides["delivery"], years)
    out = _with_unknown(out, met, listed=bool((rows["stage"] == "delivery").any()))
    out["all_orders"] = _all_orders(rows, sides["contract"], out)
    less = (out["ordered"] - out["delivered"]).clip(lower=0)
    out["open"] = less.where(out["complete"])
    planned = [planned_years(note) for note in out["note"].fillna("")]
    out["planned_first"], out["planned_last"] = zip(*planned, strict=True) if planned else ((), ())
    out = out.astype(
        dict.fromkeys(("order_year", "first", "last", "planned_first", "planned_last"), "Int16")
        | dict.fromkeys(("ordered", "delivered", "open", "volume_ordered", "volume_delivered"), "float64")
        | dict.fromkeys(("estimated", "ordered_estimated", "delivered_estimated"), "bool")
        | {"tiv_unit": "float64", "complete": "bool", "all_orders": "bool"}
    )
    order = ["supplier", "recipient", "order_year", "deal", *_KEY[:3]]
    return out.sort_values(order, ignore_index=True)[list(_COLUMNS)]


def _years_of(deliveries: pd.DataFrame) -> list[Sequence[int]]:
    """The years of each delivery: those listed in its span, else all."""
    texts = deliveries["delivery_years"].fillna("").astype(str)
    told = zip(deliveries["start"].astype(int), deliveries["end"].astype(int), texts, strict=True)
    return [years_inside(*span) or range(span[0], span[1] + 1) for span in told]


def _with_ends(deliveries: pd.DataFrame, years: list[Sequence[int]]) -> pd.DataFrame:
    """Deliveries from the first to the last of their years: a cut may end where nothing arrived."""
    first, last = ([each[at] for each in years] for at in (0, -1))
    return deliveries.assign(start=first, end=last)


def _years_by_deal(deliveries: pd.DataFrame, years: list[Sequence[int]]) -> dict[int, set[int]]:
    """All years in which deliveries of each deal are at hand."""
    met: dict[int, set[int]] = {}
    for number, each in zip(deliveries["number"], years, strict=True):
        met.setdefault(number, set()).update(each)
    return met


def _all_orders(rows: pd.DataFrame, contracts: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Whether the file of each deal lists orders without a delivery: has one, or was asked for them.

    Without them contracts cover no year. Those of a group may cover none for want of a member.
    """
    files = groups_of(rows, [*_KEY[:3], "selection"])
    of_deal = files.ids[np.unique(rows["number"], return_index=True)[1]]
    waits = np.bincount(of_deal, (deals["delivered"] == 0) & deals["first"].isna(), files.count) > 0
    covers = contracts[OBSERVED[0]] <= contracts[OBSERVED[1]]
    for side in SIDES:
        covers |= contracts[side].isin([code for code in contracts[side].unique() if members_group(code)])
    covered = covers.groupby(contracts["number"]).any().reindex(deals.index, fill_value=False)
    return covered | waits[of_deal]


def _with_unknown(deals: pd.DataFrame, met: Mapping[int, set[int]], *, listed: bool) -> pd.DataFrame:
    """Deals with 0 delivered where nothing arrived, and null where records of deliveries are not at hand.

    The contract names the years of delivery as well, so that what was left out or cut shows: a year at the
    ends, or between them, that is not among the years `met` of a deal.
    """
    texts = deals["delivery_years"].fillna("").astype(str)
    years = [_YEAR.findall(text) for text in texts]
    said_first = pd.Series([min(map(int, y)) if len(y) > 1 else np.nan for y in years], deals.index)
    said_last = pd.Series([max(map(int, y)) if y else np.nan for y in years], deals.index)
    first, last = (deals[name].astype("float64") for name in ("first", "last"))
    lost = said_last.notna() & ((last != said_last) | (said_first.notna() & (first != said_first)))
    listed_years = zip(deals.index.tolist(), map(years_listed, texts), strict=True)
    gone = [not met.get(number, set()) >= (told or set()) for number, told in listed_years]
    lost |= pd.Series(gone, deals.index, dtype=bool)
    of_deals = deals["dataset"] != "deliveries"
    lost &= of_deals
    none = said_last.isna() & first.isna() & of_deals & listed
    out = deals.copy()
    for name in ("delivered", "volume_delivered"):
        out[name] = out[name].mask(lost).mask(none, 0.0)
    return out


def planned_years(comment: str) -> tuple[Any, Any]:
    """First and last year of delivery that a comment plans, of several plans the last; null if none."""
    found = list(_PLANNED.finditer(comment))
    if not found:
        return pd.NA, pd.NA
    plan = found[-1]
    years = [int(plan[name]) for name in ("first", "second", "third") if plan[name]]
    return pd.NA if _BY.search(plan["how"]) and len(years) == 1 else min(years), max(years)
