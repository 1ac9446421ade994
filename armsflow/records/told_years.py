"""The years of which a record told before it was put into a window: the window has others besides."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.errors import RecordError, sample
from armsflow.records.engines import collect, constants_of
from armsflow.records.observed_years import lists_all
from armsflow.records.schema import SIDES

__all__: list[str] = []

#: Columns that `to_periods` adds: first and last year of the record's own span inside its window. Of sources
#: that list all there is nobody needs them: a year without a record is a year of none.
TOLD = ("told_start", "told_end")


def is_needed(data: Any) -> bool:
    """Whether some rows are of a source that does not list all, or of one side's report to one not known."""
    names = [name for name in ("source", "reporter") if name in data.collect_schema().names()]
    if not names:
        return False
    known = constants_of(data)
    at_once = set(names) <= set(known)
    met = pd.DataFrame([known])[names] if at_once else collect(data.select(names).unique())
    says = met["source"].map(lists_all()).fillna("") if "source" in names else pd.Series("", met.index)
    # a claim covers its own years only, as its row says
    silent = (says == "no") & (met["source"] != "claims") if "source" in names else says == "no"
    one_sided = met["reporter"].isin(SIDES) if "reporter" in names else says == "no"
    return bool((silent | ((says == "") & one_sided)).any())


def with_told(data: Any, opens: Any, closes: Any) -> Any:
    """Rows that keep which of the years from `opens` to `closes` they told of; call it before they move.

    Of rows that were in a window before, the years that they told of first count.
    """
    schema = data.collect_schema()
    if wrong := [name for name in TOLD if name in schema and not schema[name].is_numeric()]:
        raise RecordError(
            f"columns {sample(wrong)} hold no numbers; expected years, since to_periods() writes there which "
            "years a record had before it stood in a window: rename your columns",
            rows=wrong,
        )
    start, end = (nw.col(name).cast(nw.Int64()) for name in ("start", "end"))
    first, last = nw.max_horizontal(start, opens), nw.min_horizontal(end, closes)
    if set(TOLD) <= set(schema.names()):
        before = [nw.col(name).cast(nw.Int64()) for name in TOLD]
        inside = [nw.max_horizontal(first, before[0]), nw.min_horizontal(last, before[1])]
        # a part of an even spread may lie where the record told of nothing
        some = ~before[0].is_null() & ~before[1].is_null() & (inside[0] <= inside[1])
        first, last = (
            nw.when(some).then(narrow).otherwise(wide)
            for narrow, wide in zip(inside, (first, last), strict=True)
        )
    return data.with_columns(**{n: e.cast(nw.Int16()) for n, e in zip(TOLD, (first, last), strict=True)})


def told_of(spans: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """First and last year of which rows told: of their spans, unless they say which years of these."""
    start, end = (spans[name].astype("float64") for name in ("start", "end"))
    first, last = start, end
    if set(TOLD) <= set(spans):
        narrow = [spans[name].astype("float64") for name in TOLD]
        opens, closes = narrow[0].clip(lower=start), narrow[1].clip(upper=end)
        some = opens <= closes
        first, last = opens.where(some, start), closes.where(some, end)
    return first.astype("int64"), last.astype("int64")
