"""How a summary is laid out: sums as figures, the order of columns and rows, two sides beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.engines import back
from armsflow.records.grouping import Groups, grouped, groups_of
from armsflow.records.schema import COVERED, FIGURE, LACKING, MEANING, OBSERVED, OTHERS, period
from armsflow.records.selection import together
from armsflow.replaced import replaced
from armsflow.summaries.bounds import Array, Bounded
from armsflow.summaries.observed import Observed, covered

__all__: list[str] = []

TAIL = (
    *("start", "end", *MEANING, "records", "undisclosed", "estimated"),
    *("complete", "selection", *OBSERVED),
)
#: What is summed of rows that are alike in their keys and in what they observe.
SUMS = (*FIGURE, "sum_with_value", "sum_disclosed", "records", "sum_linked", "sum_estimated")
COUNTS = ("records", "undisclosed")


#: What columns of sums become in a summary.
TYPES: dict[str, Any] = {
    **dict.fromkeys(("start", "end", *OBSERVED), "int16"),
    **dict.fromkeys(COUNTS, "int64"),
    "complete": bool,
}


def finish(
    summary: pd.DataFrame,
    keys: Sequence[str],
    data: Any,
    *,
    own: Iterable[str] = (),
    labels: pd.Series | None = None,
    largest: Sequence[str] = (),
    yearly: bool = False,
) -> Any:
    """The summary in the order people read it, sorted by its keys, in the in-memory kind of `data`.

    The parts `largest` of each whole and span stand by their size, others last, those without a value last.

    `period` is the span as text, unless `labels` are given. Where all spans are single years, `year` follows;
    beside labels it is the last year of the span. A summary without rows has it where it is `yearly`.
    """
    keys = [key for key in keys if key not in ("start", "end")]
    out = summary.assign(period=periods(summary["start"], summary["end"]) if labels is None else labels)
    last = (out[keys] == OTHERS).any(axis=1) if keys else pd.Series(False, index=out.index)
    ranks = [*(out[key] for key in keys[:-1]), last, *(out[key] for key in (*keys[-1:], "start", "end"))]
    order = np.argsort(grouped(ranks, len(out)).ids, kind="stable")
    if largest:
        wholes = [*(out[key] for key in keys if key not in largest), out["start"], out["end"], last]
        size = _to_digits(out["value"].fillna(-1.0).to_numpy())
        order = order[np.lexsort((-size[order], grouped(wholes, len(out)).ids[order]))]
    # years as numbers, so that a summary of years joins to a user's frame; a key may be called so
    annual = labels is not None or bool((out["start"] == out["end"]).all())
    annual = annual if len(out) else yearly
    year = ["year"] if annual and "year" not in keys else []
    out = out.assign(**{name: out["end"].astype("int64") for name in year})
    head = [*keys, "period", *year, *FIGURE, *own]
    out = out.take(order)[[*head, *(column for column in TAIL if column not in head)]]
    kinds = {name: kind for name, kind in TYPES.items() if out[name].dtype != kind}
    # pandas takes a millisecond to change nothing
    out = out.astype(kinds) if kinds else out
    return back(out.reset_index(drop=True), data)


def _to_digits(figures: Array) -> Array:
    """Figures to 40 binary digits, so that those which differ by rounding alone are equal on every engine."""
    # unlike powers of ten, these hold for the smallest numbers and for infinity too
    part, power = np.frexp(figures)
    return np.asarray(np.ldexp(np.round(part * 2.0**40), power - 40))


def figures(sums: pd.DataFrame) -> pd.DataFrame:
    """Turn raw sums into figures: null where nothing is known, bounds of what is disclosed.

    One row per keys and span; `complete` says whether its sources observe all of the span.
    """
    sums = _of_spans(sums)
    added = {name: sums[name].to_numpy(dtype="float64") for name in SUMS}
    known = added["sum_disclosed"] > 0
    value = np.where(known & (added["sum_with_value"] == added["sum_disclosed"]), added["value"], np.nan)
    low, high = (np.where(known, added[name], np.nan) for name in ("low", "high"))
    out = sums.assign(
        value=value,
        # the three sums are rounded apart
        low=np.where(value < low, value, low),
        high=np.where(value > high, value, high),
        undisclosed=sums["records"] - sums["sum_disclosed"],
        # 0 of 0 is no fraction
        estimated=added["sum_estimated"] / np.where(value > 0, value, np.nan),
    )
    return out.drop(columns=["sum_with_value", "sum_disclosed", "sum_linked", "sum_estimated"])


def observed_of(sums: pd.DataFrame) -> Observed:
    """The years that the rows of each set of keys observe."""
    none = (*SUMS, LACKING, *COVERED, "start", "end")
    return Observed(sums, [str(name) for name in sums if name not in none])


def _of_spans(sums: pd.DataFrame) -> pd.DataFrame:
    """Sums over rows that observe different years, or of which others were chosen."""
    observed = observed_of(sums)
    groups = groups_of(sums, [*observed.group, "start", "end"])
    out = sums.take(groups.first).reset_index(drop=True)
    if groups.count < len(sums):
        out = out.assign(**{name: groups.sums(sums[name].to_numpy()) for name in SUMS})
    whole = observed.complete()
    if LACKING in sums:
        whole &= (sums[LACKING] == 0).to_numpy()
        out = out.drop(columns=LACKING)
    partial = np.bincount(groups.ids, ~whole, minlength=groups.count)
    return out.assign(**covered(sums, groups.ids, groups.first), complete=partial == 0)


def periods(start: pd.Series, end: pd.Series) -> pd.Series:
    """Spans as text with an en dash, "2015–19" inside a century, "1998–2002" across."""
    spans = grouped([start, end], len(start))
    opens, closes = (years.to_numpy()[spans.first] for years in (start, end))
    words = [period(int(a), int(b)) for a, b in zip(opens, closes, strict=True)]
    return pd.Series(words, dtype="str").take(spans.ids).set_axis(start.index)


def beside(
    sums: pd.DataFrame, keys: Sequence[str], column: str, sides: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures of two sides, those that `column` says, over the same keys; null where a side has none."""
    left, right = (sums[sums[column] == side].set_index(list(keys)) for side in sides)
    spans = left.index.union(right.index)
    return left.reindex(spans), right.reindex(spans)


def of_sides(both: tuple[pd.DataFrame, pd.DataFrame], names: tuple[str, str]) -> pd.DataFrame:
    """Two sides, left and right: their names, their figures, and what they have together."""
    out = of_both(both).assign(left=names[0], right=names[1])
    figures = {f"{side}_{c}": f[c] for side, f in zip(("left", "right"), both, strict=True) for c in FIGURE}
    return out.assign(**figures)


def of_both(both: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """What two sides have together: counts, the estimated part of their figures, and what these mean."""
    out = pd.DataFrame(index=both[0].index)
    for count in COUNTS:
        out[count] = added(side[count] for side in both)
    out["estimated"] = estimated_part(both)
    out = out.assign(**_covered_by_both(both))
    # a key that is a column of meaning stands in the index
    for name in (name for name in MEANING if name in both[0]):
        told = zip(*(side[name].fillna("") for side in both), strict=True)
        out[name] = ["+".join(filter(None, dict.fromkeys(pair))) for pair in told]
    return out


def _covered_by_both(both: tuple[pd.DataFrame, pd.DataFrame]) -> dict[str, Any]:
    """What two sides observe; a side without a record says nothing of it."""
    left, right = both
    first, last = (
        np.fmin(left[c], right[c]) if c == OBSERVED[0] else np.fmax(left[c], right[c]) for c in OBSERVED
    )
    chosen = [
        together(a for a in pair if isinstance(a, str))
        for pair in zip(left["selection"], right["selection"], strict=True)
    ]
    complete = ~(left["complete"].eq(False) | right["complete"].eq(False))
    return {"complete": complete, "selection": chosen} | dict(zip(OBSERVED, (first, last), strict=True))


def bounded(frame: pd.DataFrame, prefix: str = "") -> Bounded:
    """The figures of a frame as arrays; those of its columns ``left_value`` and so on with a `prefix`."""
    return Bounded(*(frame[f"{prefix}{column}"].to_numpy(dtype=float) for column in FIGURE))


def spread_out(figures: Bounded, name: str) -> dict[str, Array]:
    """Bounded figures as columns: ``ratio``, ``ratio_low``, ``ratio_high``."""
    return dict(zip((name, f"{name}_low", f"{name}_high"), figures, strict=True))


def added(columns: Iterable[pd.Series]) -> pd.Series:
    """The sum of columns over the same rows; what is not there adds nothing."""
    return reduce(add, (column.fillna(0) for column in columns))


def estimated_part(sides: Sequence[pd.DataFrame]) -> pd.Series:
    """The estimated part of what several sides have together; of nothing there is none."""
    whole = added(side["value"] for side in sides)
    return added(side["value"] * side["estimated"] for side in sides) / whole.where(whole > 0)


def with_same(rows: pd.DataFrame, of: np.ndarray, sums: pd.DataFrame, groups: Groups) -> pd.DataFrame:
    """Rows made `of` groups of sums, with what is the same in all of each: its keys and its meaning."""
    own = {*FIGURE, *COUNTS, "estimated", "complete", "start", "end"}
    same = sums[[name for name in sums if name not in own]].take(groups.first[of]).reset_index(drop=True)
    seen = covered(sums, groups.ids, groups.first)
    rows = rows.reset_index(drop=True)
    return replaced(rows, {name: same[name] for name in same} | {name: seen[name][of] for name in seen})


def none_where_absent(side: pd.DataFrame) -> pd.DataFrame:
    """The rows of one side with 0 where it has no record."""
    gone = side["records"].isna()
    out = side.copy()
    out.loc[gone, [*FIGURE, *COUNTS]] = 0
    return out
