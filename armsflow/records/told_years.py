"""The years of which a record told before it was put into a window: the window has others besides."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from armsflow.errors import RecordError, sample
from armsflow.records.engines import collect
from armsflow.records.schema import TOLD

__all__: list[str] = []

_YEAR = r"^\d{4}(\.0*)?$"


def with_told_as_numbers(data: Any) -> Any:
    """Rows that tell of years in numbers, as a file of text alone does not."""
    schema = data.collect_schema()
    texts = [name for name in TOLD if name in schema and not schema[name].is_numeric()]
    if not texts:
        return data
    cells = {name: nw.col(name).cast(nw.String()).str.strip_chars() for name in texts}
    odd = {name: (cell != "") & ~cell.str.contains(_YEAR) for name, cell in cells.items()}
    found = collect(data.select(**{name: cell.fill_null(False).any() for name, cell in odd.items()}))
    if wrong := [name for name in texts if found[name].any()]:
        raise RecordError(
            f"columns {sample(wrong)} hold no numbers; expected years, since to_periods() writes there which "
            "years a record had before it stood in a window: rename your columns",
            rows=wrong,
        )
    return data.with_columns(
        **{name: nw.when(cell != "").then(cell).cast(nw.Float64()) for name, cell in cells.items()}
    )


def with_told(data: Any, opens: Any, closes: Any) -> Any:
    """Rows that keep which of the years from `opens` to `closes` they told of; call it before they move.

    Of rows that were in a window before, the years that they told of first count. A part of an even spread
    may lie where its record told of nothing: the first year is then the later.
    """
    start, end = (nw.col(name).cast(nw.Int64()) for name in ("start", "end"))
    first, last = nw.max_horizontal(start, opens), nw.min_horizontal(end, closes)
    if has_told(data):
        before = [nw.col(name).cast(nw.Int64()) for name in TOLD]
        inside = [nw.max_horizontal(first, before[0]), nw.min_horizontal(last, before[1])]
        known = ~before[0].is_null() & ~before[1].is_null()
        first, last = (
            nw.when(known).then(narrow).otherwise(wide)
            for narrow, wide in zip(inside, (first, last), strict=True)
        )
    return data.with_columns(**{n: e.cast(nw.Int16()) for n, e in zip(TOLD, (first, last), strict=True)})


def has_told(data: Any) -> bool:
    """Whether records were put into windows, so that one of them may stand in several."""
    return {*TOLD} <= {*data.collect_schema().names()}


def in_windows(data: Any) -> bool:
    """Whether all rows say of which years of their window they told, as `to_periods` makes them."""
    if not has_told(data):
        return False
    gone = collect(data.select(**{name: nw.col(name).is_null().any() for name in TOLD}))
    return not gone.to_numpy(dtype=bool).any()


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


def with_told_span(data: Any, first: str, last: str) -> Any:
    """Rows with the years of which they told in columns `first` and `last`, as `told_of` gives them."""
    start, end = nw.col("start"), nw.col("end")
    schema = data.collect_schema()
    if not all(name in schema and schema[name].is_numeric() for name in TOLD):
        return data.with_columns(**{first: start, last: end})
    if data.implementation.is_pyarrow():
        # no row has a null year here, and conditions on Arrow columns take several times as long
        table = data.to_native()
        spans = pd.DataFrame({name: table[name].to_numpy() for name in ("start", "end", *TOLD)})
        for name, years in zip((first, last), told_of(spans), strict=True):
            table = table.append_column(name, pa.array(years.to_numpy("int16")))
        return nw.from_native(table)
    opens, closes = (nw.col(name).cast(nw.Int16()) for name in TOLD)
    begins, ends = nw.max_horizontal(start, opens), nw.min_horizontal(end, closes)
    some = ~opens.is_null() & ~closes.is_null() & (begins <= ends)
    return data.with_columns(
        **{first: nw.when(some).then(begins).otherwise(start), last: nw.when(some).then(ends).otherwise(end)}
    )
