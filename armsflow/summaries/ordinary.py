"""Sums in a database, of ordinary rows by one short query and of the others by a longer one.

Nearly all rows have figures and links to no other. To look only whether a row is such a one takes a database
half the time that it takes to count, row by row, all that may be said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, reduce
from operator import and_
from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.records.engines import collect, stacked
from armsflow.records.grouping import regrouped, sums_of
from armsflow.records.schema import FIGURE

__all__: list[str] = []

_LOOK = 1024  # rows that are looked at first


@cache
def _is_ordinary() -> Any:
    """Whether a row is sound, has a value, is no estimate, has no links, and goes from one to another.

    False or null for all others. NaN is greater than all numbers in a database, which yet may take it for
    none of them; see `without_nan`.
    """
    low, value, high = (nw.col(name) for name in ("low", "value", "high"))
    return reduce(
        and_,
        [
            *(low.is_finite(), value.is_finite(), high.is_finite() | (high == float("inf"))),
            *(low >= 0, low <= value, value <= high),
            *(nw.col("start") <= nw.col("end"), nw.col("supplier") != nw.col("recipient")),
            *(~nw.col("estimated"), nw.col("part_of").is_null(), nw.col("same_as").is_null()),
            *(~nw.col(name).is_null() for name in ("category", "record")),
        ],
    )


def first_alike(data: Any, names: Sequence[str]) -> dict[str, Any]:
    """What columns hold in all of the first rows, which most of the others are expected to be like."""
    first = collect(data.select(*names).head(_LOOK)) if names else pd.DataFrame()
    alike = [name for name in first if first[name].notna().all() and first[name].nunique() == 1]
    return {str(name): first[name].tolist()[0] for name in alike}


def sums_in_database(
    data: Callable[[], Any],
    given: Any,
    keys: Sequence[str],
    counted: Iterable[str],
    counts: Mapping[str, str],
    alike: Mapping[str, Any],
    usual: Mapping[str, tuple[Any, Any]],
    rows: int | None,
) -> pd.DataFrame:
    """What `sums_of` gives for the figures and what is `counted` of `data`, a frame of many rows.

    `given` holds the same rows, maybe with NaN in place of nulls and without what is counted, which is 0 for
    ordinary rows; `rows` says how many there are, if this is known. `usual` are keys with the value that most
    rows are expected to have, and the condition under which they do: rows that have it in all of these need
    not be grouped by them.
    """
    plain_row = reduce(and_, (condition for _, condition in usual.values()), _is_ordinary())
    if rows is None:
        plain = _with_others(given, keys, alike, plain_row)
        others = not plain["sum_ordinary"].all()
        plain = plain[plain["sum_ordinary"] == 1].drop(columns="sum_ordinary")
    else:
        known = {**alike, **{name: value for name, (value, _) in usual.items()}}
        plain = sums_of(given.filter(plain_row), keys, FIGURE, {}, known)
        others = plain["records"].sum() != rows
    plain = plain.assign(**dict.fromkeys(counted, 0), **dict.fromkeys(counts, plain["records"]))
    if not others:
        return plain.reset_index(drop=True)
    is_other = nw.when(plain_row).then(nw.lit(False)).otherwise(nw.lit(True))
    rest = sums_of(data().filter(is_other), keys, [*FIGURE, *counted], counts, alike)
    both = stacked([frame for frame in (plain, rest) if len(frame)] or [rest])
    return regrouped(both, keys, [*FIGURE, *counted, *counts, "records"])


def _with_others(data: Any, keys: Sequence[str], alike: Mapping[str, Any], plain_row: Any) -> pd.DataFrame:
    """Sums of the ordinary rows and of the others apart, which costs more than to leave these out."""
    flag = nw.when(plain_row).then(nw.lit(1)).otherwise(nw.lit(0))
    return sums_of(data.with_columns(sum_ordinary=flag), [*keys, "sum_ordinary"], FIGURE, {}, alike)
