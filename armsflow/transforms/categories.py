"""The crosswalk between schemes of categories: where each goes, and how well the two fit."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import narwhals as nw
import pyarrow as pa
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.errors import ArgumentError, CategoryError, RecordError, nearest, one_of, sample
from armsflow.parse.category import parse_category
from armsflow.records.check import is_askew, records_of
from armsflow.records.engines import collect, frame_of, on_engines
from armsflow.records.grouping import joined
from armsflow.records.schema import FIGURE
from armsflow.tables import table

__all__ = ["to_categories"]

SCHEMES = ("sipri", "un", "ml")
RELATIONS = ("exact", "narrower", "wider", "overlap", "none")


class _Fit(NamedTuple):
    """Where a category goes, and how it stands to that."""

    targets: tuple[str, ...]
    relation: str


@on_engines("relation")
def to_categories(
    records: IntoFrameT,
    scheme: str,
    *,
    weights: Mapping[str, float] | IntoFrame | None = None,
    split: bool = False,
) -> IntoFrameT:
    """The records with their categories in another scheme, and how well the two fit.

    Parameters
    ----------
    records : records frame
    scheme : {"sipri", "un", "ml"}
        SIPRI's categories, the UN Register's, or those of the Munitions List. A category that is of
        the scheme already stays.
    weights : dict or frame, optional
        Weight of each target category, by code or words [any unit] (a frame has the columns ``category`` and
        ``weight``), to break figures for several categories down in that proportion: the caller's
        assumption. A category of weight 0 gets nothing, and no row.
    split : bool
        Break down without weights: the parts have bounds but no value.

    Returns
    -------
    records frame
        Of the same kind, with a column ``relation`` last. A figure for several categories stays one
        figure, its category a set, its value and bounds untouched; broken down, each part keeps the
        record's id and is bounded by [0, high]: added again, the parts have their value back and not
        their bounds. ``relation`` says how the category before stands to
        the category now: ``"exact"``, ``"narrower"`` (it is a part), ``"wider"`` (it holds more),
        ``"overlap"`` or ``"none"`` (no counterpart: the category is ``"all"``). Of records mapped
        again, the relations are chained. Rows whose source does not say (``"all"``) stay as they
        are.

    Raises
    ------
    ArgumentError
        If `scheme` is not one of the three, or `weights` are not weights for the categories met.
    CategoryError
        If categories of the records are not known; ``.rows`` holds them.
    RecordError
        If columns that are needed are missing, or ``relation`` holds other words.

    Notes
    -----
    The crosswalk is ``table("category_crosswalk.csv")``. It names a target only where a fair part
    of the category lies there, and tells the rest in its notes. A mapping makes no figures
    comparable: the Register counts pieces, SIPRI measures volume, the Munitions List goes with
    money.

    Examples
    --------
    What can the UN Register say about the helicopters and tanks of a contract?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> deal = pd.DataFrame({"category": ["aircraft+armoured_vehicles"], "value": [400.0]})
    >>> af.to_categories(deal, scheme="un")
                    category  value relation
    0  un:I+un:II+un:IV+un:V  400.0  overlap
    """
    one_of(scheme, SCHEMES, "scheme")
    shares = None if weights is None else _weights(weights, scheme)
    broken = split or shares is not None
    data = records_of(records, ("category", "quantity", *FIGURE) if broken else ("category",))
    names = data.collect_schema().names()
    keys = [key for key in ("category", "relation") if key in names]
    met = collect(data.select(keys).unique()).values.tolist()
    data = joined(data, _plan(met, keys, scheme, shares, broken=broken), keys)
    data = data.with_columns(category=nw.col("armsflow__target"), relation=nw.col("armsflow__relation"))
    if broken:
        data = data.with_columns(**_parts())
    return data.select(*dict.fromkeys([*names, "relation"])).to_native()


def _plan(
    met: list[list[Any]],
    keys: list[str],
    scheme: str,
    shares: dict[str, float] | None,
    *,
    broken: bool,
) -> pa.Table:
    """Where each category that occurs goes, as a table to join: a row per part of its figure."""
    fits = _fits(met, scheme)
    if shares is not None:
        _require_weights(fits, shares)
    types = dict.fromkeys([*keys, "armsflow__target", "armsflow__relation"], pa.string())
    types |= {"armsflow__count": pa.int64(), "armsflow__share": pa.float64()}
    rows = [dict(zip(types, row, strict=True)) for row in _rows(met, fits, shares, broken=broken)]
    return pa.Table.from_pylist(rows, schema=pa.schema(types))


def _fits(met: list[list[Any]], scheme: str) -> list[_Fit]:
    """Where each category that occurs goes, its relation chained to the earlier one."""
    crosswalk = _crosswalk()
    known = {source for source, _ in crosswalk}
    leaves = [[] if row[0] == "all" else str(row[0]).split("+") for row in met]
    if unknown := sorted({leaf for found in leaves for leaf in found} - known):
        raise CategoryError(
            f"category is {sample(unknown)}{nearest(unknown[0], known)}; expected codes of "
            "categories.csv, several joined by '+', or 'all'; parse_category() reads words",
            rows=unknown,
        )
    if strange := [row[1] for row in met if len(row) == 2 and row[1] not in RELATIONS]:
        raise RecordError(
            f"relation is {sample(strange)}; expected {sample(RELATIONS)}, as to_categories() "
            "writes them; rename the column",
            rows=strange,
        )
    fits = [_joint([crosswalk[leaf, scheme] for leaf in found]) for found in leaves]
    return [
        fit._replace(relation=_chained(row[1], fit.relation)) if len(row) == 2 else fit
        for row, fit in zip(met, fits, strict=True)
    ]


def _joint(fits: list[_Fit]) -> _Fit:
    """Where a set of categories goes, and how the set stands to the set of its targets."""
    relations = {fit.relation for fit in fits} or {"exact"}
    targets = {target for fit in fits for target in fit.targets}
    for relation in ("none", "exact", "narrower", "wider"):
        # what is exact is both no wider and no narrower
        if relations <= ({relation} if relation == "none" else {relation, "exact"}):
            return _Fit(tuple(sorted(targets)), relation)
    return _Fit(tuple(sorted(targets)), "overlap")


def _chained(first: str, then: str) -> str:
    """How A stands to C, where A stands to B as `first` and B to C as `then`."""
    if "none" in (first, then):
        return "none"
    if first == "exact" or first == then:
        return then
    return first if then == "exact" else "overlap"


def _rows(
    met: list[list[Any]], fits: list[_Fit], shares: dict[str, float] | None, *, broken: bool
) -> Iterable[tuple[Any, ...]]:
    """Keys, target, relation, number of parts, share of the part (null if nobody says)."""
    for keys, (targets, relation) in zip(met, fits, strict=True):
        if not broken or len(targets) < 2:
            yield (*keys, "+".join(targets) or "all", relation, 1, 1.0)
        elif shares is None:
            yield from ((*keys, target, relation, len(targets), None) for target in targets)
        else:
            kept = [target for target in targets if shares[target]]
            whole = math.fsum(shares[target] for target in kept)
            for target in kept:
                yield (*keys, target, relation, len(kept), shares[target] / whole)


def _parts() -> dict[str, nw.Expr]:
    """Each part has its share of the figure, if known, and is bounded by nothing and all of it."""
    whole, nothing = (nw.col("armsflow__count") == 1) | is_askew(), nw.col("high") == 0.0
    share = nw.col("armsflow__share")
    parts = {
        column: nw.when(whole | nothing).then(nw.col(column)).otherwise(nw.col(column) * share)
        for column in ("value", "quantity")
    }
    # times 0 keeps an unknown bound unknown
    return parts | {"low": nw.when(whole).then(nw.col("low")).otherwise(nw.col("low") * 0.0)}


def _weights(weights: Any, scheme: str) -> dict[str, float]:
    """The weights as a dictionary, checked."""
    pairs = list(weights.items()) if isinstance(weights, Mapping) else _pairs(weights)
    pairs = [(_target(category, scheme), weight) for category, weight in pairs]
    if twice := sorted({c for c, _ in pairs if [d for d, _ in pairs].count(c) > 1}):
        raise ArgumentError(f"weights give {sample(twice)} more than once", rows=twice)
    if bad := [(category, weight) for category, weight in pairs if not _is_weight(weight)]:
        raise ArgumentError(f"weights are {sample(bad)}; expected numbers from 0", rows=bad)
    return {category: float(weight) for category, weight in pairs}


def _target(category: Any, scheme: str) -> str:
    """The category of the scheme that a code or words stand for."""
    targets = _targets(scheme)
    if category not in targets and isinstance(category, str):
        # words that are not known are refused below, with the targets
        with suppress(CategoryError):
            category = found if (found := parse_category(category)) in targets else category
    return str(one_of(category, targets, "weights: category"))


def _pairs(weights: Any) -> list[tuple[str, Any]]:
    frame = frame_of(weights, what="weights")
    if missing := [c for c in ("category", "weight") if c not in frame.collect_schema().names()]:
        raise ArgumentError(
            f"weights lack {sample(missing)}; expected the columns 'category' and 'weight'",
            rows=missing,
        )
    small = collect(frame.select("category", "weight"))
    return list(zip(small["category"], small["weight"], strict=True))


def _is_weight(weight: Any) -> bool:
    try:
        return math.isfinite(weight) and weight >= 0
    except TypeError:
        return False


def _require_weights(fits: list[_Fit], shares: dict[str, float]) -> None:
    """Raise unless every figure for several targets can be broken down."""
    several = [fit.targets for fit in fits if len(fit.targets) > 1]
    if missing := sorted({target for targets in several for target in targets} - set(shares)):
        raise ArgumentError(
            f"weights lack {sample(missing)}; give each a number, 0 for none of it", rows=missing
        )
    if empty := ["+".join(t) for t in several if not any(shares[target] for target in t)]:
        raise ArgumentError(
            f"weights of {sample(empty)} are all 0; give at least one of each set more", rows=empty
        )


def _targets(scheme: str) -> tuple[str, ...]:
    categories = table("categories.csv")
    return tuple(categories.loc[categories["scheme"] == scheme, "category"])


@cache
def _crosswalk() -> dict[tuple[str, str], _Fit]:
    """(category, scheme) → where it goes."""
    scheme_of = dict(table("categories.csv")[["category", "scheme"]].values)
    rows: dict[tuple[str, str], list[_Fit]] = defaultdict(list)
    crosswalk = table("category_crosswalk.csv")[["from", "to", "relation"]]
    for source, target, relation in crosswalk.values:
        if relation == "none":  # the target is the name of the scheme
            rows[source, target].append(_Fit((), relation))
        else:
            rows[source, scheme_of[target]].append(_Fit((target,), relation))
    for leaf, scheme in scheme_of.items():
        rows[leaf, scheme].append(_Fit((leaf,), "exact"))
    return {key: _joint(fits) for key, fits in rows.items()}
