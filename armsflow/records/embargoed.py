"""Which flows fall in an arms embargo: by supplier, recipient and the dates between which it was in force."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import narwhals as nw
import pyarrow as pa
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, sample
from armsflow.parties import members_group
from armsflow.records.check import check_codes, look_at_rows, records_of
from armsflow.records.engines import collect, on_engines
from armsflow.records.grouping import joined
from armsflow.records.listed_years import (
    LISTED,
    TEXT,
    check_listed,
    spans_of,
    with_listed,
    years_inside,
)
from armsflow.records.schema import ALL, EMBARGOED, SIDES, UNKNOWN
from armsflow.records.told_years import with_told_span
from armsflow.tables import table

__all__ = ["embargoed"]

_KEYS = ("supplier", "recipient", "start", "end")
_SPAN = ("armsflow__from", "armsflow__to")
_FIRST, _LAST = "0001-01-01", "9999-12-31"
_EVERYONE = "UN"  # whose embargoes bind every state
# the first and the last year for which the table has all mandatory embargoes of a sender
_LISTED = {"UN": (1966, 2026), "EU": (1990, 2026)}


class _Embargo(NamedTuple):
    """One embargo, with the days between which it binds."""

    sender: str
    targets: frozenset[str]
    direction: str
    whole: bool
    scope: str
    force: str
    start: str
    end: str
    document: str


@on_engines(*EMBARGOED, LISTED)
def embargoed(records: IntoFrameT) -> IntoFrameT:
    """The records with the arms embargo that each flow falls in, and its document.

    Parameters
    ----------
    records : records frame

    Returns
    -------
    records frame
        Of the same kind and with the same rows, with six columns last. ``embargoed`` is ``"yes"`` where an
        embargo on one of the two parties, binding for the other, was in force in all years of the flow, or
        in all that ``delivery_years`` lists; of a row in a window, in those that its record told of;
        ``"possibly"`` where it was so in a part of them (records know years, not days) or covers only some
        arms, forces or a region; ``"no"`` where the table lists none; ``"unknown"`` where it lists none and
        does not cover these years, or a party is unknown or ``"all"``. ``embargo`` names the documents,
        ``embargo_sender`` who imposed it, ``embargo_scope`` what it covers, ``embargo_force`` whether it is
        ``"mandatory"``, ``"voluntary"`` or ``"political"``, and ``embargo_on`` which side it is on:
        ``"recipient"``, or ``"supplier"`` where a state may not sell its arms. Each is joined by ``" | "``
        where there are several, in the same order; ``""`` where there is none.

    Raises
    ------
    ArgumentError
        If parties stand in groups, such as ``"members:EU"``: call this before `to_groups`; or if a column of
        your own is called as one of the six.
    RecordError
        If columns that are needed are missing, a party is no code, or the records break their rules.

    Notes
    -----
    The embargoes are ``table("embargoes.csv")``, with a word on whether each date was checked; an embargo of
    the EU binds its members of the time (``table("groups.csv")``), and Britain until the end of 2020; one of
    the OSCE the states of ``table("embargo_members.csv")`` between their dates. An embargo on armed groups
    does not mark what the state received, so there is no flag per state and year. The mark says when a flow
    took place, not whether it broke the law: exemptions, and contracts of before, are not in the table.
    An embargo on the exports of a state marks what it supplied: keep the rows of which ``embargo_on`` has
    "recipient" before you count embargoed recipients.

    The table has the mandatory embargoes of the UN since 1966 and those of the EU since 1990, of earlier ones
    of the EU some; those of the EU that only carry out one of the UN are not all named apart. It has no
    embargoes of single states, of ECOWAS or of the Arab League.

    Examples
    --------
    Which deliveries to Libya fall in an embargo?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame({"year": [2009, 2011, 2014], "value": [5.0, 1.0, 2.0]})
    >>> libya = af.to_records(flows, supplier="ITA", recipient="LBY", stage="delivery", unit="EUR")
    >>> af.embargoed(libya)[["start", "embargoed", "embargo"]]
       start embargoed                                  embargo
    0   2009        no
    1   2011  possibly  2011/137/CFSP | UNSCR 1970; 1973; 2009
    2   2014       yes  2011/137/CFSP | UNSCR 1970; 1973; 2009
    """
    data = records_of(records, _KEYS)
    _check_own_columns(data)
    look_at_rows(data)
    names = [name for name in data.collect_schema().names() if name not in EMBARGOED]
    data = with_listed(data.select(*names))
    # a window holds years of which the record says nothing
    data = with_told_span(data, *_SPAN)
    keys = [*SIDES, *_SPAN, *(name for name in (TEXT,) if name in data.collect_schema().names())]
    if TEXT in keys:
        check_listed(data, spans_of(data))
    met = collect(data.select(*keys).unique())
    check_codes(met, SIDES)
    flows = met.values.tolist()
    _refuse_groups({party for flow in flows for party in flow[:2]})
    data = joined(data, _plan(flows, keys), keys)
    made = {name: nw.col(f"armsflow__{name}") for name in EMBARGOED}
    return data.with_columns(**made).select(*names, *EMBARGOED).to_native()


def _check_own_columns(data: Any) -> None:
    """Raise where columns of the user's are called as those that are added, unless all are, of a call before.

    A database takes small and capital letters for the same.
    """
    same = str.casefold if data.implementation.is_duckdb() or data.implementation.is_pyspark() else str
    met = [name for name in data.collect_schema().names() if same(name) in EMBARGOED]
    if met and set(met) != {*EMBARGOED}:
        raise ArgumentError(
            f"records have columns {sample(met, most=6)}, which embargoed() would write over; rename them",
            rows=met,
        )


def _refuse_groups(parties: set[str]) -> None:
    """Raise where groups stand in place of their members: an embargo is on states, and binds states."""
    if groups := sorted(party for party in parties if members_group(party)):
        raise ArgumentError(
            f"records hold {sample(groups)} in place of their members, and embargoes bind each state for "
            "itself; call embargoed() before to_groups(), which keeps its columns",
            rows=groups,
        )


def _plan(flows: list[list[Any]], keys: list[str]) -> pa.Table:
    """What is said of each flow that occurs, as a table to join."""
    types = {name: pa.int16() if name in _SPAN else pa.string() for name in keys}
    types |= {f"armsflow__{name}": pa.string() for name in EMBARGOED}
    rows = [dict(zip(types, [*flow, *_said(*flow)], strict=True)) for flow in flows]
    return pa.Table.from_pylist(rows, schema=pa.schema(types))


def _said(supplier: str, recipient: str, start: int, end: int, listed: str = "") -> tuple[str, ...]:
    """Whether a flow falls in an embargo, and in which."""
    years = years_inside(start, end, listed)
    runs = [(start, end)] if years is None else [(year, year) for year in years]
    days = [(f"{first}-01-01", f"{last}-12-31") for first, last in runs]
    # who must not supply the target, and who must not buy from it
    met = [(each, supplier, "recipient") for each in _on("to").get(recipient, [])]
    met += [(each, recipient, "supplier") for each in _on("from").get(supplier, [])]
    found = {
        (each.document, each.sender, each.scope, each.force, side): fit
        for each, other, side in met
        if (fit := _fit(each, other, days))
    }
    if not found:
        known = not any(party == ALL or party.startswith(UNKNOWN) for party in (supplier, recipient))
        listed_all = known and all(_is_listed(supplier, *run) for run in runs)
        return ("no" if listed_all else "unknown", *[""] * 5)
    columns = (" | ".join(column) for column in zip(*sorted(found), strict=True))
    return ("yes" if "yes" in found.values() else "possibly", *columns)


def _is_listed(supplier: str, start: int, end: int) -> bool:
    """Whether the table has the embargoes of all years of a flow that may bind the supplier."""
    first, last = f"{start}-01-01", f"{end}-12-31"
    bound = {
        sender
        for sender in _LISTED
        if sender == _EVERYONE
        or any(opens <= last and closes >= first for opens, closes in _members().get((sender, supplier), []))
    }
    return all(_LISTED[sender][0] <= start and end <= _LISTED[sender][1] for sender in bound)


def _fit(each: _Embargo, other: str, days: list[tuple[str, str]]) -> str:
    """How an embargo stands to days from a first to a last: "yes", "possibly" or "" (not binding)."""
    spells = [(_FIRST, _LAST)] if each.sender == _EVERYONE else _members().get((each.sender, other), [])
    binding = [(max(each.start, opens), min(each.end, closes)) for opens, closes in spells]
    if not any(opens <= last and closes >= first for opens, closes in binding for first, last in days):
        return ""
    inside = all(any(opens <= first and last <= closes for opens, closes in binding) for first, last in days)
    return "yes" if inside and each.whole else "possibly"


@cache
def _members() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Who is bound by the embargoes of whom, and between which days."""
    groups = table("groups.csv").rename(columns={"group": "sender"})
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for rows in (groups[groups["sender"] == "EU"], table("embargo_members.csv")):
        for sender, member, start, end in rows[["sender", "member", "start", "end"]].to_numpy():
            found.setdefault((sender, member), []).append((start or _FIRST, end or _LAST))
    return found


@cache
def _on(direction: str) -> dict[str, list[_Embargo]]:
    """Embargoes by their target: on supplies "to" it, or on purchases "from" it."""
    found: dict[str, list[_Embargo]] = {}
    for each in _embargoes():
        if each.direction in (direction, "both"):
            for target in each.targets:
                found.setdefault(target, []).append(each)
    return found


@cache
def _embargoes() -> list[_Embargo]:
    return [
        _Embargo(
            str(row.sender),
            frozenset(filter(None, str(row.target).split("|"))),
            str(row.direction),
            str(row.covers) == "all",
            str(row.scope),
            str(row.force),
            str(row.start),
            str(row.end) or _LAST,
            str(row.document),
        )
        for row in table("embargoes.csv").itertuples()
    ]
