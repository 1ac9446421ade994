"""Rivals: what one supplier gives to two sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, one_of, sample
from armsflow.groups import Spell, check_apart, is_own_group
from armsflow.records.check import check_codes, look_for_nulls, records_of
from armsflow.records.engines import among, collect, on_engines
from armsflow.records.grouping import groups_of
from armsflow.records.left_out import is_vague
from armsflow.records.listed_years import LISTED
from armsflow.records.membership import in_place, parties_and_spells, refuse_crossing, touched, without_inner
from armsflow.records.schema import FIGURE, MEANING, SIDES
from armsflow.summaries.absent import ABSENT, in_each, with_absent
from armsflow.summaries.adding import add, columns_of
from armsflow.summaries.blank_keys import blank_keys, edges_of_blanks, with_null
from armsflow.summaries.bounds import balance_index, difference, evenness, ratio
from armsflow.summaries.existing import existed, used_years
from armsflow.summaries.held import beside_left_out, edges_of, held, named, with_edges
from armsflow.summaries.layout import (
    COUNTS,
    beside,
    bounded,
    figures,
    finish,
    none_where_absent,
    observed_of,
    of_sides,
    spread_out,
)
from armsflow.summaries.observed import Observed
from armsflow.summaries.own_years import OwnYears
from armsflow.summaries.reported_years import is_none, with_lacking

__all__ = ["supplier_balance"]

_SIDES = ("left", "right")
_MEASURES = ("ratio", "balance_index", "evenness")
#: Columns of its own, and what they hold.
OWN = {
    **dict.fromkeys(_SIDES, "party"),
    **dict.fromkeys((f"{side}_{c}" for side in _SIDES for c in FIGURE), "amount"),
    **dict.fromkeys((f"{m}{end}" for m in _MEASURES for end in ("", "_low", "_high")), "number"),
}


@on_engines(LISTED)
def supplier_balance(
    records: IntoFrameT,
    *,
    supplier: str,
    between: tuple[str, str],
    by: str | Iterable[str] = (),
    over: tuple[int, int] | None = None,
    absent: str = "auto",
) -> IntoFrameT:
    r"""What one supplier gave to each of two sides, their difference, ratio and evenness.

    With a to the left and b to the right: ratio :math:`R = a/b`, balance index
    :math:`B = (a - b)/(a + b)` in [−1, 1], evenness :math:`E = 2\min(a, b)/(a + b)` in [0, 1].

    Parameters
    ----------
    records : records frame
    supplier : str
        Code or any known name; or a group such as ``"members:EU"``, whose members count by date.
    between : (str, str)
        The two recipients, or groups of recipients, left and right.
    by : str or several, optional
        Further columns that keep rows apart, such as ``"category"``, which pieces need.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    absent : {"auto", "none", "unknown"}
        What a side without a record says, and a year or window in which neither has one, as in `totals`.
        ``"auto"``: that there was none, so that it counts as 0, where the source lists all there is, the span
        lies inside the years that the rows say are observed, and the side was not left out when rows were
        chosen; else nothing. ``"none"``: none. ``"unknown"``: nothing, so that it is null, and a span
        without any record has no row.

    Returns
    -------
    summary
        One row per `by` and span: ``value, low, high`` is left less right [in ``unit``]; ``left, right``
        are the codes, then ``left_value, left_low, left_high``, the same of the right, and ``ratio``,
        ``balance_index``, ``evenness``, each with ``_low`` and ``_high``. What is computed from a null side
        is null.

    Raises
    ------
    ArgumentError
        If `between` is not two different parties or groups without a common member, `supplier` not one, `by`
        names the recipient, or `absent` is another word.
    MixedError, PartError
        If rows must not be added or compared, as in `totals`.
    PartyError
        If names are not known, or may mean an organisation or its members.
    SpanError
        If rows reach outside `over`, or a member joined or left a group within the years of a figure.

    Warns
    -----
    UserWarning
        If the supplier and a recipient are members of one group.

    Examples
    --------
    Whom did Russia give more tanks, by its own reports to the UN?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    >>> tanks = af.where(claims, stage="delivery", unit="pieces", category="un:I", years=(2007, 2013))
    >>> balance = af.supplier_balance(tanks, supplier="Russia", between=("Azerbaijan", "Armenia"))
    >>> balance[["period", "left_value", "right_value", "ratio"]].round(2)
        period  left_value  right_value  ratio
    0  2007–13        72.0         35.0   2.06
    """
    one_of(absent, ABSENT, "absent")
    data = records_of(records)
    look_for_nulls(data, SIDES)
    met = check_codes(data, SIDES)
    sides, recipients = _sides(between, met["recipient"])
    keys = columns_of(by, data, "by")
    if "recipient" in keys:
        raise ArgumentError("by names 'recipient', which the two sides are; name what keeps rows apart else")
    if not isinstance(supplier, str):
        raise ArgumentError(f"supplier is {supplier!r}; expected one party", rows=[supplier])
    (supplier,), of_supplier = parties_and_spells([supplier], met["supplier"])
    # whoever reports may do so of others alone
    everything = data
    for side, codes, spells in (("supplier", [supplier], of_supplier), ("recipient", sides, recipients)):
        data = _of(data, side, codes, spells)
    if spells := [*of_supplier, *recipients]:
        data = without_inner(data, spells, "keep")
    for side, own in (("supplier", of_supplier), ("recipient", recipients)):
        data = in_place(data, side, own) if own else data
    keys = list(dict.fromkeys(["supplier", *keys]))
    each = list(dict.fromkeys([*keys, "recipient"]))
    added = with_lacking(add(data, each, within=keys, over=over), each, data, over)
    sums = with_absent(figures(added), observed_of(added), absent, everything, each, over)
    own_years = OwnYears(added, everything, sides, recipients)
    if absent == "auto":
        sums = _with_none(sums, observed_of(added.drop(columns="recipient")), sides, own_years)
    both = beside(sums, [*keys, "start", "end"], "recipient", sides)
    known = _is_listed(both, sides, own_years) & _is_none(both, sides, keys, everything)
    told = [sums, *_vague(everything, met, (supplier, of_supplier), (sides, recipients), keys, over)]
    doubted = _doubted(both, sides, told, observed_of(added).group, own_years, everything)
    known &= ~(doubted[0] | doubted[1])
    if absent == "auto":
        # of a span in which nothing is known of either side there is no row
        some = ~(doubted[0] & doubted[1])
        left, right = (_unknown_where(*one)[some] for one in zip(both, doubted, strict=True))
        both, known = (left, right), known[some]
    if absent == "none":
        both = none_where_absent(both[0]), none_where_absent(both[1])
    summary = _measured(both, sides)
    summary["complete"] &= known
    return finish(summary, keys, data, own=OWN)


def _of(data: Any, side: str, codes: Iterable[str], spells: list[Spell]) -> Any:
    """Rows of parties, and of members of groups in their years."""
    if not spells:
        return data.filter(among(side, codes))
    look_for_nulls(data, ["start", "end"])
    data = data.filter(among(side, codes) | touched(side, spells))
    refuse_crossing(data, [side], spells)
    return data


def _with_none(sums: pd.DataFrame, observed: Observed, sides: tuple[str, str], own: OwnYears) -> pd.DataFrame:
    """The figures of both sides, with 0 for one that has none where its source would list it."""
    groups = groups_of(sums, observed.group)
    known = observed.lists_all()[groups.ids] & observed.inside(groups.ids, sums["start"], sums["end"])
    other = sums["recipient"].map({sides[0]: sides[1], sides[1]: sides[0]})
    missed = known & _there(sums, other)
    missed[missed] = own.observe(sums[missed].assign(recipient=other[missed]))
    rows = sums[missed].assign(
        recipient=other[missed], **dict.fromkeys(FIGURE, 0.0), **dict.fromkeys(COUNTS, 0), estimated=np.nan
    )
    both = pd.concat([sums, rows], ignore_index=True)
    return both[~both.duplicated([*observed.group, "recipient", "start", "end"])]


def _there(sums: pd.DataFrame, other: pd.Series) -> np.ndarray:
    """Whether the other side of each row existed in its span, or has a record in it."""
    found = np.zeros(len(sums), dtype=bool)
    start, end = (sums[name].to_numpy(dtype="int64") for name in ("start", "end"))
    for side in other.unique():
        own = sums[sums["recipient"] == side]
        met = {*zip(own["start"], own["end"], strict=True)}
        has = [span in met for span in zip(start, end, strict=True)]
        source = str(sums["source"].iloc[0])
        (used,) = used_years(own, np.zeros(len(own), dtype="int64"), 1)
        there = existed(side, start, end, source=source, used=used) | np.array(has, dtype=bool)
        found[other == side] = there[other == side]
    return found


def _is_listed(both: tuple[pd.DataFrame, pd.DataFrame], sides: tuple[str, str], own: OwnYears) -> np.ndarray:
    """Whether a side without a figure was chosen, or all were, and its years are observed."""
    listed = np.ones(len(both[0]), dtype=bool)
    for side, (figures_, other) in zip(sides, (both, both[::-1]), strict=True):
        gone = figures_["records"].isna().to_numpy()
        if gone.any():
            listed[gone] = own.observe(other[gone].reset_index().assign(recipient=side))
    return listed


def _is_none(
    both: tuple[pd.DataFrame, pd.DataFrame], sides: tuple[str, str], keys: list[str], data: Any
) -> np.ndarray:
    """Whether a side without a record is known to have got nothing, by those who report."""
    known = np.ones(len(both[0]), dtype=bool)
    for side, own, other in zip(sides, both, both[::-1], strict=True):
        gone = own["records"].isna().to_numpy()
        known[gone] = is_none(other[gone].reset_index().assign(recipient=side), [*keys, "recipient"], data)
    return known


def _vague(
    data: Any,
    met: Mapping[str, list[str]],
    of_supplier: tuple[str, list[Spell]],
    of_sides: tuple[tuple[str, str], list[Spell]],
    keys: list[str],
    over: tuple[int, int] | None,
) -> list[pd.DataFrame]:
    """Rows that may hold what the supplier gave to a side, though they do not name both; none as a rule."""
    asked = {"supplier": ([of_supplier[0]], of_supplier[1]), "recipient": of_sides}
    vague = {side: [c for c in met[side] if is_vague(c) and c not in asked[side][0]] for side in SIDES}
    if not any(vague.values()):
        return []
    rows = data.filter(among("supplier", vague["supplier"]) | among("recipient", vague["recipient"]))
    for side, (codes, spells) in asked.items():
        rows = rows.filter(among(side, [*codes, *vague[side], *(spell.member for spell in spells)]))
    names = dict.fromkeys([*keys, *SIDES, *MEANING, "start", "end"])
    found = collect(rows.filter(nw.col("high").is_null() | (nw.col("high") > 0)).select(*names).unique())
    for side, (_, spells) in asked.items():
        groups = {spell.member: spell.group for spell in spells}
        found[side] = found[side].map(lambda code, groups=groups: groups.get(code, code))
    if over is not None:
        found = found[(found["start"] <= over[1]) & (found["end"] >= over[0])].assign(
            start=over[0], end=over[1]
        )
    # what is in them does not matter, only that there is something
    return [found.assign(high=np.inf, undisclosed=0)]


def _doubted(
    both: tuple[pd.DataFrame, pd.DataFrame],
    sides: tuple[str, str],
    told: Sequence[pd.DataFrame],
    group: list[str],
    own_years: OwnYears,
    data: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Where a side without a record may have got what another row tells: of other years, or of "all"."""
    rows = pd.concat(
        [frame[[*group, "start", "end", "high", "undisclosed"]] for frame in told], ignore_index=True
    )
    met = {name: [*rows[name].unique()] for name in named(group)}
    met["recipient"] = list(dict.fromkeys([*met["recipient"], *sides]))
    own_groups = [code for code in met["recipient"] if is_own_group(code)]
    blank = blank_keys(rows, group)
    edges = {**edges_of(met), **edges_of_blanks(rows, blank)}
    rows = with_null(rows, blank)
    exact = len(rows) == 0 or in_each(rows, data)
    found = []
    for side, own, other in zip(sides, both, both[::-1], strict=True):
        doubted = np.zeros(len(own), dtype=bool)
        gone = own["records"].fillna(0).eq(0).to_numpy()
        if gone.any():
            meant = [name for name in (*MEANING, "selection") if name in own]
            zeros = (
                own[meant].where(own[meant].notna(), other[meant])[gone].reset_index().assign(recipient=side)
            )
            zeros = with_null(zeros, blank)
            start, end = (zeros[name].to_numpy("int64") for name in ("start", "end"))
            doubted[gone] = beside_left_out(zeros["selection"], start, end, SIDES)
            if edges or not exact:
                doubted[gone] |= held(zeros, rows, group, edges, exact=exact, own=True)
            if own_groups and (strange := own_years.strangers(zeros)).any():
                # whoever has no record of its own may be a member of any of these
                beside_ = with_edges(edges, "recipient", side, own_groups)
                doubted[gone] |= strange & held(zeros, rows, group, beside_, exact=exact, own=True)
        found.append(doubted)
    return found[0], found[1]


def _unknown_where(side: pd.DataFrame, doubted: np.ndarray) -> pd.DataFrame:
    """The figures of a side without those of some rows, of which nothing is known."""
    return side.assign(**{name: side[name].mask(doubted) for name in FIGURE}) if doubted.any() else side


def _sides(between: Any, met: Iterable[str]) -> tuple[tuple[str, str], list[Spell]]:
    if isinstance(between, str) or not hasattr(between, "__len__") or len(between) != 2:
        raise ArgumentError(
            f"between is {between!r}; expected two parties, such as ('Armenia', 'Azerbaijan')"
        )
    codes, spells = parties_and_spells(between, met)
    if len(codes) < 2:
        raise ArgumentError(f"between names {codes[0]!r} twice; expected two different parties")
    check_apart(spells)
    if common := sorted({spell.member for spell in spells} & set(codes)):
        raise ArgumentError(
            f"between is {between!r}, and {sample(common)} is a member of the group beside it; expected two "
            "sides without a common member",
            rows=common,
        )
    left, right = codes
    return (left, right), spells


def _measured(both: tuple[pd.DataFrame, pd.DataFrame], sides: tuple[str, str]) -> pd.DataFrame:
    a, b = map(bounded, both)
    index = balance_index(a, b)
    results = dict(zip(_MEASURES, (ratio(a, b), index, evenness(index)), strict=True))
    columns = {c: cells for name, result in results.items() for c, cells in spread_out(result, name).items()}
    return of_sides(both, sides).assign(**columns, **difference(a, b)._asdict()).reset_index()
