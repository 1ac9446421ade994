"""Revisions: what changed between two releases of a register, or of a table of spending."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from armsflow.errors import ArgumentError, MixedError, sample, warn
from armsflow.records.apart import check_apart
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import collect, frame_of, in_memory
from armsflow.records.schema import period
from armsflow.records.told_years import told_of
from armsflow.records.twice import check_once
from armsflow.summaries.revisions_covered import common_years, comparable, deals_within, listable, within
from armsflow.summaries.revisions_totals import (
    RELATIVE,
    TABLE,
    deals_by_year,
    delivered,
    same,
    totals_that_differ,
)

__all__ = ["revisions"]

_COLUMNS = (
    *("what", "change", "supplier", "recipient", "party", "designation", "category", "year", "period"),
    *("column", "old", "new", "difference", "ratio", "unit", "remark", "old_release", "new_release"),
    *("old_deal", "new_deal"),
)
_NUMBERS = ("old", "new", "difference", "ratio")
#: What of a deal is compared, and its unit.
_OF_DEALS = {
    **dict.fromkeys(("ordered", "delivered"), "pieces"),
    **dict.fromkeys(("volume_ordered", "volume_delivered", "tiv_unit"), "TIV"),
    **dict.fromkeys(("order_year", "first", "last"), "year"),
}
_OF_DELIVERIES = ("delivered", "volume_delivered", "first", "last")
#: By what deals of files without numbers of deals are matched, the surest first.
_ALIKE = (
    ("supplier", "recipient", "designation", "order_year", "ordered", "volume_ordered"),
    ("supplier", "recipient", "designation", "order_year"),
    ("supplier", "recipient", "designation", "description"),
)
_ROUNDED = 0.02  # a sum and its parts, or a power of ten, within 2 per cent
_MOST_MERGED = 3
_NEAR, _FAR = 1e-3, 5.0  # factors between base years


def revisions(old: IntoFrame, new: IntoFrame) -> pd.DataFrame:
    r"""What was added, dropped and changed between two releases of a register, table or spending frame.

    Parameters
    ----------
    old, new : frames
        Two registers or tables of TIVs of `read_sipri` in one format, or two spending frames of `read_milex`
        or `read_wdi` of one sheet. Two formats of SIPRI, such as a register of deals and one of deliveries,
        are not compared: merge the `totals` of both. Releases of other sources, such as those of `read_kiel`,
        are compared by `discrepancies`.

    Returns
    -------
    pandas.DataFrame
        One row per thing that differs: ``what`` ("deal", "total", "spending" or "prices"), ``change``
        ("added", "dropped" or "changed"), whose it is (``supplier, recipient, designation, category``, or
        ``party``), ``year`` (of a deal that of its order) and ``period`` (the years of the deliveries or the
        spending), the ``column`` that differs, ``old`` and ``new`` with their ``difference`` [in ``unit``]
        and ``ratio``, ``remark``, the two releases, and the ids of deals. An empty frame says that nothing
        of what is compared differs.

        Deals are matched by SIPRI's number, and where files have none by parties, designation, year of the
        order and size, then by less; only years of delivery that both files cover are compared. A deal that
        stands in one release is added or dropped only if the other covers a year of its deliveries or its
        order, and totals leave deals out of which one delivery is partly of years that one release lacks. A
        deal of which the sums, the first and the last year stayed is compared in each year, where each
        delivery has one.

        Totals are deliveries [TIV] from each supplier to each recipient, and of all where they may be added,
        over all years (``year`` is null) and in each year, and of tables with categories also in each of
        these (``category``). Every cell and every sum that differs is one row. In a register with several
        pairs, a pair whose sum over all years changed has one row for that sum and none for its years; a pair
        whose sum stayed has a row for each year that changed. Deliveries of a register that took several
        years count in equal parts in the years that it lists, else in all from first to last. Cells of two
        releases can also be compared with their bounds, by `concat` and
        ``discrepancies(…, between=("release", "2024", "2025"))``.

        Spending is compared at the prices of each release: where the base year of constant prices changed,
        one row "prices" says so, and each old series is first brought to the new base by the median ratio
        of its years. ``remark`` names values that are off by a power of ten, and new names that are the
        sum of old ones (regions that were merged) or old names that are the sum of new ones (split).

    Raises
    ------
    ArgumentError
        If the frames are neither two registers nor two spending frames.
    MixedError
        If the registers are of different formats, or of other choices of parties and weapons, or the spending
        frames are in different units.

    Warns
    -----
    UserWarning
        If only one of two registers has orders without a delivery, or has volumes, and of deals that cannot
        be compared since only one of the registers covers their years.

    Examples
    --------
    One figure of an invented workbook is a thousandfold too high, and a state is new:

    >>> import armsflow as af
    >>> import pandas as pd
    >>> old = pd.DataFrame({"party": "ARM", "year": [2015, 2016], "value": [0.04, 0.041]})
    >>> old = old.assign(unit="share of GDP")
    >>> new = pd.DataFrame({"party": ["ARM", "ARM", "GEO"], "year": [2015, 2016, 2016]})
    >>> new = new.assign(value=[40.0, 0.041, 0.02], unit="share of GDP")
    >>> af.revisions(old, new)[["change", "party", "year", "old", "new", "remark"]]
        change party  year   old    new                           remark
    0  changed   ARM  2015  0.04  40.00  1,000 times the value of before
    1    added   GEO  2016   NaN   0.02
    """
    frames = (old, new)
    if all(_is_spending(frame) for frame in frames):
        table = _of_spending(*(in_memory(frame, what="a release").copy() for frame in frames))
    elif not any(_is_spending(frame) for frame in frames):
        table = _of_registers(*(_register(frame) for frame in frames))
    else:
        raise ArgumentError(
            "one frame is a register and the other a spending frame; expected two of one kind",
            rows=[type(frame) for frame in frames],
        )
    return table


def _is_spending(frame: Any) -> bool:
    is_pandas = isinstance(frame, pd.DataFrame)
    names = set(frame if is_pandas else frame_of(frame, what="a release").collect_schema().names())
    return {"party", "year", "value"} <= names and "supplier" not in names


def _register(frame: Any) -> pd.DataFrame:
    data = records_of(frame_of(frame, what="a release").to_native())
    look_at_rows(data)
    check_apart(data, "revisions()", distinct=check_once(data))
    rows = collect(data)
    if lacking := [name for name in ("deal", "order_year", "designation") if name not in rows]:
        raise ArgumentError(
            f"a release lacks {sample(lacking)}; expected a register of read_sipri(), or a spending frame. "
            "Two releases of another source are compared by discrepancies(concat(old, new), "
            "between=('release', '28', '29')), where each was read with its release, such as "
            "read_kiel(path, release='28')",
            rows=lacking,
        )
    # windows of a table of totals are compared as they are, deals by the years of which they tell
    of_deals = rows["deal"].notna() & (rows["deal"] != "")
    start, end = (
        np.where(of_deals, years, rows[name])
        for name, years in zip(("start", "end"), told_of(rows), strict=True)
    )
    return rows.assign(start=start, end=end)


def _release(rows: pd.DataFrame) -> str:
    told = rows["release"] if "release" in rows else pd.Series(dtype="str")
    return "+".join(sorted({str(each) for each in told.dropna()} - {""}))


def _laid(rows: Iterable[dict[str, Any]], releases: tuple[str, str]) -> pd.DataFrame:
    """Rows in the order people read them, with the difference and the ratio of what both releases have."""
    out = pd.DataFrame(list(rows), columns=[name for name in _COLUMNS if not name.endswith("_release")])
    out = out.astype({"old": "float64", "new": "float64", "year": "Int16"})
    difference = out["new"] - out["old"]
    with np.errstate(divide="ignore", invalid="ignore"):
        out = out.assign(difference=difference, ratio=out["new"] / out["old"].where(out["old"] != 0))
    out = out.assign(old_release=releases[0], new_release=releases[1])
    texts = [name for name in _COLUMNS if name not in (*_NUMBERS, "year")]
    as_text = {name: out[name].astype(object).where(out[name].notna(), "").astype("str") for name in texts}
    return out.assign(**as_text)[list(_COLUMNS)]


# registers


def _said(selections: list[str]) -> str:
    return sample([selection or "all records" for selection in selections])


def _of_registers(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    kinds = [sorted(set(rows["dataset"])) for rows in (old, new)]
    if kinds[0] != kinds[1] or len(kinds[0]) > 1:
        raise MixedError(
            f"the registers are of the datasets {kinds[0]} and {kinds[1]}, which count the same deals in "
            "different ways; compare two files of one format, or their sums: merge the "
            "totals(…, over=(a, b)) of where(records, stage='delivery', years=(a, b), straddling='cut') of "
            "each by supplier and recipient",
            rows=kinds,
        )
    chosen = [sorted(set(rows["selection"])) for rows in (old, new)]
    if chosen[0] != chosen[1]:
        raise MixedError(
            f"the registers hold different selections: the old one {_said(chosen[0])}, the new one "
            f"{_said(chosen[1])}; a deal that one of them lacks may just not have been selected. Select the "
            "same parties and categories from both with where()",
            rows=chosen,
        )
    releases = _release(old), _release(new)
    years = common_years(old, new)
    kept = within(old, *years), within(new, *years)
    deals = deals_within(old, *years), deals_within(new, *years)
    _say_if_cut(*deals)
    volumes = _have_volumes(*kept)
    before, after, dropped, added = _matched(*deals)
    dropped, added = listable(dropped, deals[1], years), listable(added, deals[0], years)
    rows_of_both = comparable(kept, deals, (before, after), years)
    deliveries = delivered(rows_of_both[0]), delivered(rows_of_both[1])
    rows = [
        *_changes(before, after, volumes=volumes),
        *_moves(before, after, *deliveries, volumes=volumes),
        *(_alone(deal, "dropped") for deal in dropped.itertuples()),
        *(_alone(deal, "added") for deal in added.itertuples()),
    ]
    if volumes:
        rows += _totals(*deliveries, years, spread=any(_has_spans(each) for each in rows_of_both))
    return _laid(rows, releases)


def _say_if_cut(old: pd.DataFrame, new: pd.DataFrame) -> None:
    """Warn where only one of two registers lists orders of which nothing was delivered."""
    listed = [bool(deals["all_orders"].any()) for deals in (old, new)]
    if old.empty or new.empty or listed[0] == listed[1]:
        return
    without, change = ("old", "added") if listed[1] else ("new", "dropped")
    warn(
        f"the {without} register lists only orders of which something was delivered, and the other lists "
        f"all: orders of which nothing was delivered stand as {change!r}, though both editions may have them"
    )


def _have_volumes(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Whether volumes can be compared: not where only one of two registers has any."""
    have = [bool((rows["unit"] == "TIV").any()) for rows in (old, new)]
    if old.empty or new.empty or have[0] == have[1]:
        return True
    warn(
        f"the {'new' if have[0] else 'old'} register has no volumes [TIV], and the other has: volumes and "
        "their totals are not compared"
    )
    return False


def _matched(
    old: pd.DataFrame, new: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Deals of both releases side by side, and those of either alone."""
    before, after = [old.iloc[:0]], [new.iloc[:0]]
    numbered = all(frame["deal"].str.fullmatch(r"\d+").all() for frame in (old, new))
    steps: tuple[tuple[str, ...], ...] = (("deal",),) if numbered else (("deal",), *_ALIKE)
    for keys in steps:
        # alike in one file are matched in their order
        sides = [
            frame.assign(turn=frame.groupby(list(keys), dropna=False).cumcount(), at=np.arange(len(frame)))
            for frame in (old, new)
        ]
        both = sides[0].merge(sides[1], on=[*keys, "turn"], suffixes=("_old", "_new"))
        at = both[["at_old", "at_new"]].to_numpy()
        before.append(old.iloc[at[:, 0]])
        after.append(new.iloc[at[:, 1]])
        old, new = old.drop(old.index[at[:, 0]]), new.drop(new.index[at[:, 1]])
    return pd.concat(before), pd.concat(after), old, new


def _changes(old: pd.DataFrame, new: pd.DataFrame, *, volumes: bool) -> list[dict[str, Any]]:
    """What of the same deals, row by row, is another number or party now."""
    rows: list[tuple[int, dict[str, Any]]] = []
    for column, unit in _OF_DEALS.items():
        if unit == "TIV" and not volumes:
            continue
        before, after = (frame[column].astype("float64").to_numpy() for frame in (old, new))
        changed = ~same(before, after)
        if column in _OF_DELIVERIES:
            # a delivery that reaches beyond the years of both is no delivery in these years
            changed &= ~(np.isnan(before) | np.isnan(after))
        for at in np.flatnonzero(changed).tolist():
            remark = _power(before[at], after[at])
            rows.append((at, _of_pair(old, new, at, column, unit, before[at], after[at], remark)))
    for side in ("supplier", "recipient"):
        for at in np.flatnonzero(old[side].to_numpy() != new[side].to_numpy()).tolist():
            remark = f"{side} {old[side].iloc[at]} is {new[side].iloc[at]} now"
            rows.append((at, _of_pair(old, new, at, side, "", np.nan, np.nan, remark)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _of_pair(
    old: pd.DataFrame,
    new: pd.DataFrame,
    at: int,
    column: str,
    unit: str,
    before: float,
    after: float,
    remark: str,
) -> dict[str, Any]:
    row = _of_deal(new.iloc[at], "changed", column, unit, before, after)
    return row | {"old_deal": old["deal"].iloc[at], "new_deal": new["deal"].iloc[at], "remark": remark}


def _number(cell: Any) -> float:
    return float(cell) if not pd.isna(cell) else np.nan


def _of_deal(deal: Any, change: str, column: str, unit: str, old: float, new: float) -> dict[str, Any]:
    return {
        "what": "deal",
        "change": change,
        "supplier": deal.supplier,
        "recipient": deal.recipient,
        "designation": deal.designation,
        "category": deal.category,
        "year": deal.order_year,
        "column": column,
        "unit": unit,
        "old": old,
        "new": new,
    }


def _alone(deal: Any, change: str) -> dict[str, Any]:
    """A deal of one release, with what it delivered."""
    figure = _number(deal.volume_delivered)
    gone = change == "dropped"
    row = _of_deal(
        deal, change, "volume_delivered", "TIV", figure if gone else np.nan, np.nan if gone else figure
    )
    return row | {"old_deal" if gone else "new_deal": deal.deal}


def _moves(
    before: pd.DataFrame, after: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, *, volumes: bool
) -> Iterable[dict[str, Any]]:
    """Deliveries of deals whose sums, first and last years stayed, but not the years between."""
    told = [name for name in _OF_DELIVERIES if volumes or _OF_DEALS[name] != "TIV"]
    steady = np.logical_and.reduce([same(before[name], after[name]) for name in told])
    before, after = before[steady], after[steady]
    years = deals_by_year(before, after, old, new)
    for column in ("delivered", "volume_delivered") if volumes else ("delivered",):
        both = pd.concat([each[column] for each in years], axis=1, keys=["old", "new"]).sort_index()
        for (at, year), was, now in both[~same(both["old"], both["new"])].itertuples():
            remark = f"deliveries of {year}"
            row = _of_pair(before, after, at, column, _OF_DEALS[column], was, now, remark)
            yield row | {"period": f"{year}"}


def _has_spans(rows: pd.DataFrame) -> bool:
    """Whether deliveries of a register say no more than from when to when they were."""
    of_deals = rows[(rows["stage"] == "delivery") & (rows["dataset"] != TABLE)]
    return bool((of_deals["start"] != of_deals["end"]).any())


def _totals(
    old: pd.DataFrame, new: pd.DataFrame, years: tuple[int, int], *, spread: bool
) -> Iterable[dict[str, Any]]:
    """Deliveries [TIV] that differ, of all and of pairs, in all years and in each."""
    for key, was, now in totals_that_differ(old, new, years).itertuples():
        supplier, recipient, start, end, category = key
        parts = ", spans in equal parts" if spread and (start, end) != years else ""
        yield {
            "what": "total",
            "change": "added" if np.isnan(was) else "dropped" if np.isnan(now) else "changed",
            "supplier": supplier,
            "recipient": recipient,
            "category": category,
            "year": start if start == end else np.nan,
            "period": period(start, end),
            "column": "value",
            "old": was,
            "new": now,
            "unit": "TIV",
            "remark": _power(was, now) or f"deliveries of {period(start, end)}{parts}",
        }


# spending


def _of_spending(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    units = [sorted(set(frame["unit"].astype(str))) if "unit" in frame else [""] for frame in (old, new)]
    if units[0] != units[1] and (len(units[0]) == 1 or len(units[1]) == 1):
        raise MixedError(
            f"the spending frames are in {sample(units[0])} and {sample(units[1])}; compare one sheet of two "
            "releases",
            rows=units,
        )
    releases = _release(old), _release(new)
    old, new = (frame.assign(prices=frame.get("prices", "current")) for frame in (old, new))
    bases = ["+".join(sorted(set(frame["prices"].astype(str)) - {"current"})) for frame in (old, new)]
    both = pd.concat([_by_year(old), _by_year(new)], axis=1, keys=["old", "new"]).sort_index()
    factors = _factors(both) if bases[0] != bases[1] else {}
    kinds = pd.concat([frame.assign(unit=frame.get("unit", "")) for frame in (old, new)])
    unit = dict(zip(kinds["party"], kinds["unit"], strict=True))
    merged = _merged(both)
    rows: list[dict[str, Any]] = [_of_prices(bases)] if bases[0] != bases[1] else []
    for (party, year, constant), before, after in both.itertuples():
        factor = factors.get(party, 1.0) if constant else 1.0
        # figures of another base year agree but for the rounding of their factor
        near = RELATIVE if factor == 1 else _NEAR
        if np.isclose(before * factor, after, rtol=near, atol=0, equal_nan=True):
            continue
        change = "added" if np.isnan(before) else "dropped" if np.isnan(after) else "changed"
        rows.append(
            {"what": "spending", "change": change, "party": party, "year": year, "period": f"{year}"}
            | {"column": "value", "old": before * factor, "new": after, "unit": str(unit[party])}
            | {"remark": _power(before * factor, after) or merged.get(party, "")}
        )
    return _laid(rows, releases)


def _of_prices(bases: list[str]) -> dict[str, Any]:
    years = [float(base) if base.isdigit() else np.nan for base in bases]
    return {
        "what": "prices",
        "change": "changed",
        "column": "prices",
        "old": years[0],
        "new": years[1],
        "unit": "year",
        "remark": "base year of constant prices; old figures are brought to the new one",
    }


def _by_year(frame: pd.DataFrame) -> pd.Series:
    """Figures by party, year and whether they are at constant prices."""
    known = frame.assign(constant=frame["prices"].astype(str) != "current").dropna(subset=["value"])
    return known.groupby(["party", "year", "constant"])["value"].first()


def _factors(both: pd.DataFrame) -> dict[str, float]:
    """The factor of each party from the old base year to the new one: the median ratio over its years.

    A series of which most figures are off by a power of ten has the median of all parties.
    """
    constant = both[both.index.get_level_values("constant")]
    ratios = (constant["new"] / constant["old"].where(constant["old"] > 0)).dropna()
    each = ratios.groupby(level="party").median()
    usual = float(each.median()) if len(each) else 1.0
    parties = set(constant.index.get_level_values("party"))
    near = each[(each > usual / _FAR) & (each < usual * _FAR)].to_dict()
    return {party: float(near.get(party, usual)) for party in parties}


def _power(old: float, new: float) -> str:
    """Words for a value that is off by a power of ten."""
    if not (old > 0 and new > 0):
        return ""
    steps = round(float(np.log10(new / old)))
    if not steps or abs(new / old / 10.0**steps - 1) > _ROUNDED:
        return ""
    times = f"{10 ** abs(steps):,}"
    return f"{times} times the value of before" if steps > 0 else f"a {times}th of the value of before"


def _merged(both: pd.DataFrame) -> dict[str, str]:
    """Names of one release that are the sum of several of the other: regions merged, or split."""
    tables = {side: both[side].unstack("party") for side in ("old", "new")}
    names = {side: set(table.columns[table.notna().any()]) for side, table in tables.items()}
    out: dict[str, str] = {}
    for side, other, words in (("new", "old", "is the sum of"), ("old", "new", "was the sum of")):
        whole, parts = tables[side], tables[other]
        gone = sorted(names[other] - names[side])
        # only what stands in one release alone can be parts of what stands in the other alone
        for name in sorted(names[side] - names[other]):
            for count in range(2, min(_MOST_MERGED, len(gone)) + 1):
                for some in combinations(gone, count):
                    sums = parts[list(some)].sum(axis=1, min_count=count)
                    known = sums.notna() & whole[name].notna()
                    if known.sum() and np.isclose(sums[known], whole[name][known], rtol=_ROUNDED).all():
                        said = " and ".join(some)
                        out[name] = f"{name} {words} {said} in the other release"
                        out |= dict.fromkeys(some, f"part of {name} in the other release")
    return out
