"""When: years, and windows of years."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import RecordError
from armsflow.records.apart import check_apart
from armsflow.records.check import is_askew, records_of, rows_where
from armsflow.records.engines import collect, is_lazy
from armsflow.records.grouping import by_spans, joined
from armsflow.records.listed_years import TEXT, check_listed, keyed, spans_of, with_listed
from armsflow.records.observed_years import of_own_years, without_stale
from armsflow.records.schema import FIGURE, FIRST, LAST, LONGEST, OBSERVED
from armsflow.records.told_years import has_told, with_told_span

__all__: list[str] = []

_YEARS = ("start", "end")
# whether a row speaks of its own years alone
_OWN = "armsflow__own"
_OF_PARTS = ("armsflow__opens", "armsflow__closes", "armsflow__share")


def in_parts(
    records: Any,
    split: Callable[[Any], Any],
    check: Callable[[Any, pd.DataFrame], None] | None = None,
    *,
    what: str,
) -> tuple[Any, list[str]]:
    """Records with the parts into which `split` cuts their spans, and the names of their own columns.

    Of each part `split` gives the first and the last year, ``armsflow__opens`` and ``armsflow__closes``, and
    which share of a span's years it has, ``armsflow__share``. Of a delivery whose years are listed, a part
    has the share of these. `check` may refuse some spans beforehand. A figure in a window is of the years
    of which its record told there. `what` names the function where one record stands in several windows.
    """
    data = records_of(records, ("start", "end", *FIGURE, "quantity"))
    names = data.collect_schema().names()
    if has_told(data) or not is_lazy(data):
        check_apart(data, what)
    data = _with_own(_of_told(with_listed(data)))

    def parts(rows: Any) -> Any:
        return split(_with_length(rows)).select(*rows.collect_schema().names(), *_OF_PARTS)

    listed = TEXT in data.collect_schema().names()
    if listed or check is not None:
        spans = spans_of(data)
        check_listed(data, spans)
        if check is not None:
            check(data, spans)
        listed = bool(spans["years"].notna().any())
    if not listed:
        return by_spans(data, parts), names
    # a join would lose what has no years
    _with_length(data)
    return joined(data, _parts_of(spans, parts), ["start", "end", TEXT]), names


def _parts_of(spans: pd.DataFrame, parts: Callable[[Any], Any]) -> pa.Table:
    """The parts of spans in memory, each beside its span: of its listed years where it has such."""
    keys = ["start", "end", TEXT]
    known = spans["years"].notna()
    whole = collect(parts(nw.from_native(keyed(spans[~known]))))
    each = spans[known].explode("years").reset_index(drop=True)
    ours = each.assign(start=each["years"], end=each["years"])
    number = {"armsflow__span": each.index}
    found = collect(parts(nw.from_native(keyed(ours, **number))))
    # each year is in one part, or in several windows that overlap
    found = found.assign(
        **{name: each[name].to_numpy()[found["armsflow__span"]] for name in ("start", "end")}
    )
    found = found.groupby([*keys, *_OF_PARTS[:2]], as_index=False).agg(
        armsflow__share=("armsflow__share", "sum")
    )
    count = each.groupby(keys, as_index=False).agg(count=("years", "size"))
    found = found.merge(count, on=keys)
    found["armsflow__share"] /= found.pop("count")
    made = pd.concat([whole[[*keys, *_OF_PARTS]], found], ignore_index=True)
    return keyed(made, **{name: made[name] for name in _OF_PARTS})


def _of_told(data: Any) -> Any:
    """Rows in windows with the span of which their record told there."""
    if not has_told(data):
        return data
    data = with_told_span(data, "armsflow__from", "armsflow__to")
    data = data.with_columns(start=nw.col("armsflow__from"), end=nw.col("armsflow__to"))
    return data.drop("armsflow__from", "armsflow__to")


def _with_length(data: Any) -> Any:
    start, end = (nw.col(c).cast(nw.Int64()) for c in ("start", "end"))
    years = end - start + 1
    # a join would lose what has no years
    broken = years.is_null() | (years < 1) | (years > LONGEST) | (start < FIRST) | (end > LAST)
    wrong = rows_where(data, broken)
    if len(wrong):
        raise RecordError(
            f"{len(wrong)} row(s) have no span of 1 to {LONGEST} years; pass them through to_records()",
            rows=wrong,
        )
    return data.with_columns(armsflow__years=years)


def shared(data: Any) -> Any:
    """Each figure by its part's share: anything from nothing to all of it, unless that is the whole."""
    share = nw.when(is_askew()).then(nw.lit(1.0)).otherwise(nw.col("armsflow__share"))
    # times 0 keeps an unknown bound unknown
    return data.with_columns(
        value=nw.col("value") * share,
        quantity=nw.col("quantity") * share,
        low=nw.col("low") * (share == 1.0).cast(nw.Float64()),
    )


def placed(data: Any, opens: Any, closes: Any) -> Any:
    """Figures moved to other years.

    A row that speaks of its own years alone still does: those of its new years that it spoke of before. What
    its source covers stays, since years between its parts are no less covered than theirs.
    """
    data = without_stale(data)
    if _OWN in data.collect_schema().names():
        first, last = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
        own = nw.col(_OWN)
        data = data.with_columns(
            observed_start=nw.when(own & (opens > first)).then(opens).otherwise(first).cast(nw.Int16()),
            observed_end=nw.when(own & (closes < last)).then(closes).otherwise(last).cast(nw.Int16()),
        )
    return data.with_columns(start=opens.cast(nw.Int16()), end=closes.cast(nw.Int16()))


def _with_own(data: Any) -> Any:
    """Rows beside whether they speak of their own years alone, while they still have these."""
    if OBSERVED[0] not in data.collect_schema().names() or not _some_speak_of_themselves(data):
        return data
    return data.with_columns(of_own_years(data).alias(_OWN))


def _some_speak_of_themselves(data: Any) -> bool:
    """Whether rows may observe their own years alone; an engine that is lazy is not asked."""
    if not data.implementation.is_pyarrow() or not len(data):
        return True
    table = data.to_native()
    pairs = zip(OBSERVED, _YEARS, strict=True)
    own = (table[seen].to_numpy() == table[year].to_numpy() for seen, year in pairs)
    return bool(np.logical_and(*own).any())


@cache
def steps(count: str, most: int) -> pa.Table:
    """Number of steps → 0 … n − 1, for every number up to `most`."""
    numbers = np.arange(1, most + 1)
    return constant(
        **{count: np.repeat(numbers, numbers)}, armsflow__step=np.concatenate([np.arange(n) for n in numbers])
    )


def constant(**columns: np.ndarray) -> pa.Table:
    # one width for all, since a join compares keys of one type only
    return pa.table({name: column.astype("int64") for name, column in columns.items()})
