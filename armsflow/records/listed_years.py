"""The years that a source lists for a delivery: the years between them had none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from armsflow.errors import RecordError, sample
from armsflow.records.check import any_known
from armsflow.records.engines import among, collect, without_ours
from armsflow.records.grouping import groups_of, joined
from armsflow.records.schema import FIRST, LAST, LONGEST, SIDES

__all__: list[str] = []

#: The column of a register that lists them, such as "2012; 2014".
LISTED = "delivery_years"
#: What is listed of a row, "" where its span is all that is known.
TEXT = "armsflow__listed"
_ONE = r"[12][0-9]{3}(?:\.0)?"
_RUN = re.compile(rf"({_ONE})(?:\s*[-\u2013]\s*({_ONE}))?")
_YEARS = re.compile(rf"{_RUN.pattern}(?:\s*[;,]\s*{_RUN.pattern})*")
# of "194 - 2008", which stands in a register, only the end is a year
_BEGUN = re.compile(r"[0-9]{1,3}\s*[-\u2013]\s*[12][0-9]{3}")
_NOT_TOLD = re.compile(r"[\s.()?]*|n/?a|nan|null|none", re.IGNORECASE)
_WAY = f"correct it, or drop or rename the column {LISTED!r}: figures are then spread evenly over their spans"


@lru_cache(maxsize=100_000)
def years_listed(text: str) -> frozenset[int] | None:
    """The years in a text such as "2012; 2014-2016", none where it tells none, None if it is unreadable."""
    text = text.strip()
    if _NOT_TOLD.fullmatch(text) or _BEGUN.fullmatch(text):
        return frozenset()
    if not _YEARS.fullmatch(text):
        return None
    runs = [(int(first[:4]), int((last or first)[:4])) for first, last in _RUN.findall(text)]
    if any(not first <= last < first + LONGEST for first, last in runs):
        return None
    return frozenset(year for first, last in runs for year in range(first, last + 1))


def with_listed(data: Any) -> Any:
    """Records with what is listed of each delivery beside it; as they are where they have no such column."""
    schema = data.collect_schema()
    if LISTED not in schema or "stage" not in schema:
        return data
    cells = nw.col(LISTED)
    if isinstance(schema[LISTED], nw.Categorical | nw.Enum):
        cells = cells.cast(nw.String())
    elif schema[LISTED] != nw.String():
        if not any_known(data, LISTED):
            return data
        raise RecordError(
            f"{LISTED} holds cells of the type {schema[LISTED]}; expected text such as '2012; 2014', the "
            f"years with a delivery; {_WAY}",
            rows=[LISTED],
        )
    # a contract names the years of its deliveries as well
    told = (nw.col("stage") == "delivery") & ~cells.is_null()
    return data.with_columns(nw.when(told).then(cells).otherwise(nw.lit("")).alias(TEXT))


def spans_of(data: Any, beside: Sequence[str] = ()) -> pd.DataFrame:
    """Each span of the records once, with the ``years`` in which a delivery is listed; None stands for all.

    With columns `beside` it, each combination once. Spans that `to_records` would refuse are left out.
    """
    columns = data.collect_schema().names()
    keys = [name for name in ("start", "end", TEXT, *beside) if name in columns]
    if data.implementation.is_pyarrow():
        table = data.to_native().select(keys)
        met = collect(nw.from_native(table.take(pa.array(groups_of(table, keys).first))))
    else:
        met = collect(data.select(keys).unique())
    start, end = met["start"], met["end"]
    sound = (start >= FIRST) & (start <= end) & (end <= LAST) & (end - start < LONGEST)
    met = met[sound.fillna(False).astype(bool)].reset_index(drop=True)
    years: list[list[int] | None] = [None] * len(met)
    if TEXT in keys:
        years = [years_inside(*span) for span in met[keys[:3]].itertuples(index=False, name=None)]
    return met.assign(years=pd.Series(years, index=met.index, dtype=object))


def years_inside(start: int, end: int, text: str) -> list[int] | None:
    """The years of a span that are listed, in order; None if all are, or none is known."""
    listed = years_listed(text)
    if not listed:
        return None
    some = sorted(year for year in listed if start <= year <= end)
    return None if len(some) == end - start + 1 else some


def check_listed(data: Any, spans: pd.DataFrame) -> None:
    """Raise where the list of years cannot be read, or cannot be that of the row."""
    if TEXT not in spans:
        return
    if wrong := sorted(text for text in set(spans[TEXT]) if years_listed(text) is None):
        _refuse(data.filter(among(TEXT, wrong)), f"{LISTED} is {sample(wrong)}", "years such as '2012; 2014'")
    ends = "start and end to be the first and the last of them"
    empty = [years is not None and not years for years in spans["years"]]
    if any(empty):
        _refuse(_of_spans(data, spans[empty]), f"no year of {LISTED} lies within start and end", ends)
    # a part of a longer span may be nothing, so that a figure that cannot is whole
    beyond = [_reaches(*span) for span in spans[["start", "end", TEXT]].itertuples(index=False, name=None)]
    if any(beyond) and "low" in data.collect_schema().names():
        whole = data.filter(nw.col("low") > 0)
        _refuse(_of_spans(whole, spans[beyond]), f"years of {LISTED} lie outside start and end", ends)


def _reaches(start: int, end: int, text: str) -> bool:
    """Whether years are listed outside a span."""
    return any(not start <= year <= end for year in years_listed(text) or ())


def _of_spans(data: Any, spans: pd.DataFrame) -> Any:
    return joined(data, keyed(spans), ["start", "end", TEXT])


def _refuse(wrong: Any, found: str, expected: str) -> None:
    rows = collect(wrong)
    if len(rows):
        shown = [c for c in ("record", *SIDES, "start", "end", LISTED, "value") if c in rows]
        raise RecordError(
            f"{found} in {len(rows)} row(s); expected {expected}:\n"
            f"{rows[shown].head().to_string(index=False)}\n{_WAY}",
            rows=without_ours(rows),
        )


def keyed(spans: pd.DataFrame, **columns: Iterable[Any]) -> pa.Table:
    """Spans as a table to join, in the types of the records frame, with further `columns`."""
    keys = {name: pa.array(spans[name], pa.int16()) for name in ("start", "end")}
    if TEXT in spans:
        keys[TEXT] = pa.array(spans[TEXT], pa.string())
    return pa.table(keys | {name: pa.array(cells) for name, cells in columns.items()})
