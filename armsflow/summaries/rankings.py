"""Places: the largest suppliers or recipients of a window, beside the window before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, one_of
from armsflow.parties import kind
from armsflow.records.check import records_of
from armsflow.records.engines import back, on_engines
from armsflow.records.grouping import distinct
from armsflow.records.listed_years import LISTED
from armsflow.records.observed_years import lists_all
from armsflow.records.schema import ALL, COVERED, FIGURE, FIRST, LAST, LONGEST, MEANING, OBSERVED, SIDES
from armsflow.records.selection import each
from armsflow.summaries.adding import add, check_whole, regroup
from armsflow.summaries.bounds import ratio
from armsflow.summaries.existing import existed, used_years
from armsflow.summaries.held import beside_left_out, edges_of, held
from armsflow.summaries.layout import TAIL, TYPES, bounded, periods
from armsflow.summaries.observed import INCOMPLETE, Observed, check_complete
from armsflow.summaries.reported_years import of_whole_years, with_lacking
from armsflow.summaries.shares import shares_of
from armsflow.transforms.periods import to_periods

__all__ = ["rankings"]

#: What stands in the table without a place, as SIPRI's ``NATO**`` does.
UNPLACED = ("organisation", "group", "unknown")
_SHARE = ["share", "share_low", "share_high"]
#: Columns of its own, and what they hold; ``partner_1`` stands for all partners.
OWN = {
    "place": "count",
    "party": "party",
    "side": "text",
    **dict.fromkeys(_SHARE, "fraction"),
    "previous": "amount",
    **dict.fromkeys((f"previous_{column}" for column in _SHARE), "fraction"),
    **dict.fromkeys(("change", "change_low", "change_high"), "fraction"),
    "previous_undisclosed": "count",
    "previous_estimated": "fraction",
    "partner_1": "party",
    **dict.fromkeys((f"partner_1_{column}" for column in _SHARE), "fraction"),
}
_HEAD = ["place", "party", "side"]
Span = tuple[int, int]


@on_engines(LISTED)
def rankings(
    records: IntoFrameT,
    of: str = "supplier",
    *,
    end: int | None = None,
    window: int = 5,
    top: int | None = None,
    partners: int = 3,
    whole: str = "all",
    incomplete: str = "raise",
) -> IntoFrameT:
    r"""The largest suppliers or recipients of a window: shares of the world, change, main partners.

    Tables 1 and 2 of SIPRI's fact sheets: ``of="supplier", top=25`` and ``of="recipient", top=40``.
    Of party i in the window, :math:`p_i = x_i / \sum_j x_j` over every party there is: organisations,
    armed groups and the unknown count in the world's total though they have no place; and
    :math:`c_i = x_i / x_i^{\text{before}} - 1` against the equal window just before. Bounds are those of
    `shares` and `changes`.

    Parameters
    ----------
    records : records frame
        One stage and unit, of years or of spans, which `to_periods` puts into the two windows: one that
        straddles them is split evenly for the values, and could lie wholly on either side for the
        bounds. Years outside both windows are left out; the records should reach over both.
    of : {"supplier", "recipient"}
        Whose places.
    end : int, optional
        Last year of the window; without it the last year that the source covers, else of the records, also
        of a list of which no year is whole.
    window : int
        Length of the window [years].
    top : int, optional
        How many places; all without it. Whoever may be among them is kept.
    partners : int
        How many main partners: the recipients of a supplier, the suppliers of a recipient.
    whole : {"all", "chosen"}
        As in `shares`: places among some that `where` chose need ``"chosen"``.
    incomplete : {"raise", "keep"}
        What to do where the two windows reach outside the years that the source covers: ``complete`` is
        false there.

    Returns
    -------
    summary
        One row per party with something in the window, the largest first, those without a value by their
        lower bound, equal ones by code: ``place`` (null for organisations, armed groups, the unknown, and
        where it is not known, since the bounds of a party without a value, or its own, reach over others),
        ``party``, ``side`` (`of`), ``value, low, high`` [in ``unit``] and ``share, share_low,
        share_high`` [0–1] of the window; ``previous`` and ``previous_share``, with its bounds, of the window
        before, 0 where that holds others and not this party, null where it holds no record, the party did
        not exist or another row may hold its figure; ``change, change_low, change_high`` as fractions,
        infinite from 0; ``previous_undisclosed`` and ``previous_estimated`` as ``undisclosed`` and
        ``estimated``, of the window before; ``partner_1`` and ``partner_1_share`` with its bounds, of the
        party's own total, and so on, in the same order, null where there is no further partner, the source
        names none, or some of the other side were chosen.

    Raises
    ------
    ArgumentError
        If an argument is not what it should be, `end` is missing and there are no records, the source
        does not name the parties of that side, or only some of them were chosen.
    PeriodError
        If a window reaches outside the years that the source covers, as read or as chosen by `where`.
    MixedError, PartError
        If the rows must not be added, as in `totals`: among them rows of two releases, and a table of the
        world's totals beside named counterparts.

    Notes
    -----
    Shares are of what is disclosed: ``undisclosed`` counts the records of each party, so that rows which are
    kept do not say how many records of the world have no figure. ``totals(records, by=[], over=…)`` counts
    them all.

    Which of SIPRI's files to take: its list of deliveries by deal and year gives the printed tables; a
    table of TIV by year gives them too, to the rounding of its cells and without partners. The register
    has one figure for all the years in which a deal was delivered. About half of its volume straddles two
    windows, so that the shares are rough and their bounds wide: the United States come out at 40 per cent
    of 2019–23, and had 42.

    References
    ----------
    *Trends in International Arms Transfers, 2024* (SIPRI Fact Sheet, March 2025), tables 1 and 2.

    Examples
    --------
    Who supplied most, and whom?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame(
    ...     {
    ...         "supplier": ["USA", "USA", "RUS", "RUS", "unknown supplier"],
    ...         "recipient": ["JPN", "UKR", "IND", "IND", "MLI"],
    ...         "year": [2021, 2024, 2017, 2020, 2022],
    ...         "value": [20, 60, 40, 16, 4],
    ...     }
    ... )
    >>> records = af.to_records(given, stage="delivery", unit="TIV")
    >>> table = af.rankings(records, partners=1)
    >>> table[["place", "party", "period", "share", "previous_share", "change", "partner_1"]]
       place         party   period  share  previous_share  change partner_1
    0      1           USA  2020–24   0.80             0.0     inf       UKR
    1      2           RUS  2020–24   0.16             1.0    -0.6       IND
    2   <NA>  unk:supplier  2020–24   0.04             0.0     inf       MLI
    """
    one_of(of, SIDES, "of")
    one_of(incomplete, INCOMPLETE, "incomplete")
    window = _whole(window, "window", 1, LONGEST)
    partners = _whole(partners, "partners", 0)
    top = None if top is None else _whole(top, "top", 1)
    last = None if end is None else _whole(end, "end", FIRST, LAST)
    data = records_of(records)
    met = distinct(data, ["source", "stage", "start", "end", *COVERED])
    if met["stage"].nunique() > 1:
        # what each stage covers is no answer to what may not be added
        add(data, (), within=())
    observed = Observed(met, [])
    last = _last_year(observed) if last is None else last
    now, before = (last - window + 1, last), (last - 2 * window + 1, last - window)
    ways = _ways(observed, last, window)
    check_complete((before, now), observed, incomplete=incomplete, what="windows", ways=ways)
    # what has no years is refused there
    begin, until = nw.col("start"), nw.col("end")
    inside = data.filter(
        begin.is_null() | until.is_null() | ((until >= before[0]) & (begin <= now[1])) | (begin > until)
    )
    windows = records_of(to_periods(inside.to_native(), [before, now], outside="drop"))
    # once for places and partners: what may be added to the world may be added to a party's own total
    flows = add(windows, [of, _other(of)], within=())
    check_whole(flows, [of], whole)
    sums = with_lacking(regroup(flows, [of, "start", "end", *COVERED]), [of], windows)
    world = _with_period(of_whole_years(shares_of(sums, ()), sums, (), windows))
    table = _placed(_in(world, now), of, top)
    # nobody says what there was in years that no source covers, or not for this party
    opens, closes = (table[name] for name in OBSERVED)
    covered = (opens <= before[0]) & (closes >= before[1]) | (not observed.is_judged())
    listed = (covered & ~table["source"].map(lists_all()).eq("no")).to_numpy()
    table = _beside(table, _in(world, before).set_index(of), of, before, listed=listed)
    others = _partners(_in(flows, now), of, partners).reindex(table[of]).set_axis(table.index)
    # of partners of which only some were chosen, shares are none of a party's own total
    if any(_other(of) in chosen for chosen in each(flows["selection"].unique())):
        others = others.assign(**dict.fromkeys(map(str, others), None)).astype(others.dtypes)
    table = pd.concat([table, others], axis=1)
    own = [column for column in OWN if column not in _HEAD and not column.startswith("partner_")]
    own += [f"partner_{n}{c}" for n in range(1, partners + 1) for c in ("", *(f"_{c}" for c in _SHARE))]
    table = table.rename(columns={of: "party"})
    return back(table[[*_HEAD, "period", *FIGURE, *own, *TAIL]], data)


def _whole(given: Any, what: str, least: int, most: float = np.inf) -> int:
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or not least <= given <= most:
        limits = f"from {least}" if most == np.inf else f"from {least} to {most}"
        raise ArgumentError(f"{what} is {given!r}; expected a whole number {limits}", rows=[given])
    return int(given)


def _last_year(observed: Observed) -> int:
    """The last year that a source covers; of rows that speak of their own years alone, the last of these."""
    if not len(observed.sums):
        raise ArgumentError("there are no records to take the last year from; give one, such as end=2024")
    first, last = observed.years() if observed.is_judged() else (LAST, FIRST)
    # where no year is whole, the source covers none
    return last if first <= last else int(observed.sums["end"].max())


def _ways(observed: Observed, last: int, window: int) -> str:
    """How to rank a window that is covered; of one that is too late, the last that is."""
    ways = "each is compared with the equal one before it; name a window inside with end= and window="
    if len(observed.sums) and last > (known := _last_year(observed)):
        ends = np.array([known - window, known])
        inside = Observed(observed.sums, []).inside(np.zeros(2, dtype="int64"), ends - window + 1, ends)
        ways += f", such as end={known}" if inside.all() else ""
    return f"{ways}, or read a file of more years"


def _with_period(summary: pd.DataFrame) -> pd.DataFrame:
    return summary.assign(period=periods(summary["start"], summary["end"])).astype(TYPES)


def _in(summary: pd.DataFrame, window: Span) -> pd.DataFrame:
    return summary[summary["end"] == window[1]]


def _placed(sums: pd.DataFrame, of: str, top: int | None) -> pd.DataFrame:
    """Those with something, the largest first, down to the place `top`."""
    if (sums[of] == ALL).any():
        other = _other(of)
        raise ArgumentError(
            f"{of} is 'all': the source names no {of}s to rank; rank its {other}s with of={other!r}",
            rows=sums,
        )
    some = sums[(sums["high"] != 0) | (sums["undisclosed"] > 0)]
    table = _largest_first(some, [of])
    ahead, at_most = _ahead(table, ~table[of].map(kind).isin(UNPLACED).to_numpy())
    places = pd.Series(ahead + 1, dtype="Int64").where(ahead == at_most)
    table = table.assign(side=of, place=places)
    return table if top is None else table[ahead < top].reset_index(drop=True)


def _largest_first(figures: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Figures by size; of what has no value its lower bound counts, as where `top` is sought."""
    size = -figures["value"].fillna(figures["low"])
    ordered = figures.assign(armsflow__size=size).sort_values(["armsflow__size", *keys], ignore_index=True)
    return ordered.drop(columns="armsflow__size")


def _ahead(table: pd.DataFrame, ranked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many of those who are `ranked` are surely ahead of each, and how many may be; -1 who has no place.

    A value says where a party stands, bounds without a value only that it stands between them.
    """
    low, high = (table["value"].fillna(table[name]).to_numpy(dtype=float) for name in ("low", "high"))
    known, place = ~np.isnan(high), np.arange(len(table))
    # one row per party, one column per party ahead of it; of equal ones the first in the table
    sure = (low > high[:, None]) | ((low == high[:, None]) & (place < place[:, None]))
    # what is undisclosed stands behind all
    sure |= known & ~known[:, None]
    others = ranked & known & ~np.eye(len(table), dtype=bool)
    at_most = (others & ~sure.T).sum(axis=1)
    return (others & sure).sum(axis=1), np.where(ranked & known, at_most, -1)


def _beside(
    table: pd.DataFrame, before: pd.DataFrame, of: str, window: Span, *, listed: np.ndarray
) -> pd.DataFrame:
    """The table with what each party had in the window before, and the change since.

    Of parties that there were, and of which the source lists all there was in that window, no row means none,
    unless another row may hold what they had.
    """
    then = before.reindex(table[of])
    met = then.index.isin(before.index)
    listed = listed & ~(_doubted(table, before, of, window) & ~met)
    if (before["high"] > 0).any():
        start, end = np.array([window]).T
        there = np.array(
            [
                existed(party, start, end, source=source, used=used)[0]
                for party, source, used in zip(then.index, table["source"], _used(table), strict=True)
            ],
            dtype=bool,
        )
        then.loc[listed & there & ~met, [*FIGURE, *_SHARE]] = 0.0
    growth = ratio(bounded(table), bounded(then))
    return table.assign(
        previous=then["value"].to_numpy(),
        **{f"previous_{c}": then[c].to_numpy() for c in _SHARE},
        change=growth.value - 1,
        change_low=growth.low - 1,
        change_high=growth.high - 1,
        previous_undisclosed=then["undisclosed"].fillna(0).to_numpy(dtype="int64"),
        previous_estimated=then["estimated"].to_numpy(dtype=float),
        complete=table["complete"] & np.where(met, then["complete"].ne(False), listed),
    )


def _doubted(table: pd.DataFrame, before: pd.DataFrame, of: str, window: Span) -> np.ndarray:
    """Which parties' figures of the window before another row may hold, or one that was left out."""
    zeros = table.assign(start=window[0], end=window[1])
    start, end = (zeros[name].to_numpy("int64") for name in ("start", "end"))
    found = beside_left_out(zeros["selection"], start, end, [of])
    edges = edges_of({of: {*table[of], *before.index}})
    if edges:
        found |= held(zeros, before.reset_index(), [of, *MEANING], edges, exact=True)
    return found


def _used(table: pd.DataFrame) -> list[Span]:
    return used_years(table, np.arange(len(table)), len(table))


def _partners(sums: pd.DataFrame, of: str, most: int) -> pd.DataFrame:
    """Each party's main partners, ``partner_1`` and its share and bounds, ``partner_2``, …"""
    other = _other(of)
    flows = shares_of(sums, [of])
    flows = flows[(flows["high"] > 0) & (flows[other] != ALL)]
    flows = _largest_first(flows, [other])
    rank = flows.groupby(of).cumcount()
    columns = {other: "", **{c: f"_{c}" for c in _SHARE}}
    tables = [
        flows[rank == n]
        .set_index(of)[list(columns)]
        .rename(columns={c: f"partner_{n + 1}{suffix}" for c, suffix in columns.items()})
        for n in range(most)
    ]
    return pd.concat(tables, axis=1) if tables else pd.DataFrame(index=flows[of].unique())


def _other(of: str) -> str:
    return next(side for side in SIDES if side != of)
