"""Summaries that come back as records: what they say of their sums becomes what records say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import combinations
from numbers import Integral
from operator import and_
from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.errors import ArgumentError, RecordError, sample
from armsflow.flags import NO, YES
from armsflow.open_bounds import OPEN
from armsflow.records.blanks import without_nan
from armsflow.records.check import is_broken
from armsflow.records.engines import collect, frame_of
from armsflow.records.observed_years import lists_all
from armsflow.records.schema import FIGURE, MEANING, OBSERVED, SIDES

__all__: list[str] = []

#: What sums say of how many rows they are made of, and how many of these have no figure.
_SUMMED = ("records", "undisclosed")
#: Whether the sources of a sum cover all of its years.
_COMPLETE = "complete"
#: Columns by any pair of which a summary is known.
_MARKS = [{*pair} for pair in combinations((*_SUMMED, _COMPLETE, "period"), 2)]
_SPAN = ("start", "end")
_HIGH_OPEN = f"high{OPEN}"
_NOT_OVER_YEARS = "its values are {}, and the value of a record is the sum over all its years"
_PER_YEAR, _MEANS = map(_NOT_OVER_YEARS.format, ("figures per year", "means per year"))
_GAPS = _NOT_OVER_YEARS.format("differences between two sides")
_BOTH_WAYS = _NOT_OVER_YEARS.format("what a party supplied and received together")
#: Columns of a summary that does not say what records say: whose they are, and why not.
_NO_RECORDS = {
    ("years", "period"): ("annual_rates()", _PER_YEAR),
    ("window", "period"): ("averages()", _MEANS),
    ("supplied", "received"): ("balances()", _GAPS),
    ("left_value", "right_value"): ("discrepancies() or supplier_balance()", _GAPS),
    ("degree", "out_degree"): ("degrees()", _BOTH_WAYS),
    ("nodes", "edges"): ("network()", "its values leave out organisations, armed groups and the unknown"),
    # records would have 0 in the window that has no row
    ("change", "previous"): ("changes() or rankings()", "it has no row of the first window"),
}
#: What tells no sum of a party from another one of it.
_NO_KEYS = {*FIGURE, *_SUMMED, *_SPAN, *OBSERVED, "year", "period", "quantity", "selection", "release"}
_NO_KEYS |= {"complete", "estimated", "observed", _HIGH_OPEN, "of", "within"}
#: What tells sums apart wherever it stands.
_TOLD_APART = (*SIDES, "category", "item", *MEANING)
#: Parties and categories that may hold what others lack: all, groups, several together, sets.
_WIDE = r"^all$|^members:|^unk:several|\+"
#: Which part of a sum is estimated, and whether a record is.
_ESTIMATED = "estimated"
#: Whether anybody looked, in the cells of a panel.
_OBSERVED = "observed"


def is_summary(names: Iterable[str]) -> bool:
    """Whether the columns are those of a summary, of which the user may have left some out."""
    names = {*names}
    return "value" in names and any(marks <= names for marks in _MARKS)


def typed_sums(frame: Any, names: Iterable[str]) -> Any:
    """The frame of a summary with numbers in the columns that hold them, whatever their type became."""
    if not is_summary(names):
        return frame
    data = nw.from_native(frame)
    schema = data.collect_schema()
    if isinstance(data, nw.LazyFrame):
        return frame
    numbers = [*_SUMMED, _ESTIMATED, *(name for columns in _NO_RECORDS for name in columns[:1])]
    for name in (name for name in numbers if name in schema and not _are_numbers(schema, [name])):
        if schema[name] != nw.Boolean() and (read := _read(data[name])) is not None:
            data = data.with_columns(read)
    schema = data.collect_schema()
    counts = [name for name in _SUMMED if name in schema]
    if {_COMPLETE, "period"} <= {*schema} and not _are_numbers(schema, counts):
        name = next(name for name in counts if not _are_numbers(schema, [name]))
        cells = data[name].unique().to_list()
        raise RecordError(
            f"{name} holds {sample(cells)}; expected how many rows each sum has, as whole numbers, since "
            f"{_COMPLETE!r} and 'period' say that the frame is a summary; rename a column of your own",
            rows=cells,
        )
    return data.to_native()


def _read(cells: Any) -> Any:
    """Cells of text or of any objects as numbers, None if they are none."""
    try:
        read = pd.to_numeric(cells.to_pandas().astype(object)).astype("float64")
    except (TypeError, ValueError):
        return None
    return nw.new_series(cells.name, read.tolist(), nw.Float64(), backend=cells.implementation)


def _check_sums(schema: Any) -> None:
    """Raise where the values of a summary are no sums, as those of records are, or not all of them."""
    for columns, (noun, why) in _NO_RECORDS.items():
        # a user's own column may be called so
        if {*columns} <= {*schema} and _are_numbers(schema, columns[:1]):
            raise ArgumentError(
                f"frame is what {noun} returns, as its column {columns[0]!r} says: {why}; keep the records "
                "themselves, or make records of totals(records, by=['supplier', 'recipient'])",
                rows=[*columns],
            )


def without_year(frame: Any, names: Iterable[str]) -> Any:
    """The frame of a summary without its `year`, where it only repeats the single years of its spans."""
    repeated = ("year", *_SPAN)
    if not is_summary(names) or not {*repeated} <= {*names}:
        return frame
    data = nw.from_native(frame)
    if not _are_numbers(data.collect_schema(), repeated):
        return frame
    year = nw.col("year")
    same = ((year == nw.col("start")) & (year == nw.col("end"))).fill_null(False)
    spans = frame_of(data.select(*repeated).to_native())
    return frame if is_broken(spans, [~same]) else data.drop("year").to_native()


def of_sums(frame: Any, names: Iterable[str]) -> Any:
    """The frame with the bounds that its rows say, without the cells in which nobody looked.

    Of a sum that lacks what was not disclosed only the least is known.
    """
    names = list(names)
    marked = {"high", _HIGH_OPEN} <= {*names}
    if not is_summary(names) and not marked:
        return frame
    data = _with_numbers(nw.from_native(frame))
    schema = data.collect_schema()
    if not _are_numbers(schema, [name for name in (*_SUMMED, *FIGURE) if name in names]):
        return frame
    if is_summary(names):
        _check_sums(schema)
    if marked:
        beside = [~_is_null(name, schema) for name in ("value", "low") if name in schema]
        # beside a figure that lacks its upper bound, only a no says that it has one
        unsaid = nw.any_horizontal(nw.lit(False), *beside, ignore_nulls=True) & ~says(_HIGH_OPEN, NO)
        lost = (says(_HIGH_OPEN, YES) | unsaid) & _is_null("high", schema)
        data = _with_open(data, lost).drop(_HIGH_OPEN)
    if is_summary(names):
        _check_once(data)
        data = _with_ids_of_windows(_of_sums(data))
    return data.to_native()


def _with_numbers(data: Any) -> Any:
    """The frame with empty figures as numbers: a reader of CSV files takes them for text."""
    schema = data.collect_schema()
    texts = [name for name in FIGURE if schema.get(name) == nw.String()]
    if not texts or is_broken(
        frame_of(data.select(*texts).to_native()), [~nw.col(name).is_null() for name in texts]
    ):
        return data
    return data.with_columns(nw.col(*texts).cast(nw.Float64()))


def _of_sums(data: Any) -> Any:
    schema = data.collect_schema()
    figures = [name for name in FIGURE if name in schema]
    if _OBSERVED in schema:
        nothing = reduce(and_, (_is_null(name, schema) for name in figures))
        # no record and no 0: nobody looked
        gone = reduce(and_, [nothing, *_of_no_row(schema)])
        data = data.filter(~gone.fill_null(False))
    data = _without_zeros(data, schema)
    if _ESTIMATED in schema and schema[_ESTIMATED].is_float():
        data = data.with_columns(_whole(_ESTIMATED))
    hidden = nw.col("undisclosed") > 0 if "undisclosed" in schema else nw.lit(False)
    lacks = hidden & ~_is_null("high" if "high" in figures else "value", schema)
    if {"low", "high"} <= {*figures}:
        # a sum has both bounds, so that an upper one that is null was without limit, which JSON lost
        lacks = lacks | (_is_null("high", schema) & ~_is_null("low", schema))
    return _with_open(data, lacks)


def _without_zeros(data: Any, schema: Any) -> Any:
    """A summary without its sums of no record, where another of its rows may hold what these lack.

    Such a 0 is of one pair or category. A sum of several may be no 0 there; where it is, it is derived again
    from the years that the other rows observe.
    """
    if not {*OBSERVED, _COMPLETE} <= {*schema}:
        return data
    texts = [nw.col(name).cast(nw.String()) for name in (*SIDES, "category") if name in schema]
    wide = [text.str.contains(_WIDE) for text in texts]
    unknown = _is_null("value", schema)
    unknown = unknown & (nw.col("undisclosed") > 0) if "undisclosed" in schema else unknown
    if not is_broken(frame_of(data.to_native()), [each.fill_null(False) for each in (*wide, unknown)]):
        return data
    zero = reduce(and_, [nw.col("value") == 0, *_of_no_row(schema)])
    return data.filter(~(zero & says(_COMPLETE, YES)).fill_null(False))


def _of_no_row(schema: Any) -> list[Any]:
    """Conditions of sums that no row is in, by the counts that the summary has."""
    return [nw.col(name) == 0 for name in _SUMMED if name in schema]


def _keys(schema: Any) -> list[str]:
    """What tells sums apart: columns of records, and those before `period`, where `by=` puts its columns.

    What a user computes or joins stands behind `period`.
    """
    names = [*schema]
    before = names[: names.index("period")] if "period" in names else []
    return [name for name in names if name in (*before, *_TOLD_APART) and name not in _NO_KEYS]


def _check_once(data: Any) -> None:
    """Raise RecordError where a sum stands twice, and would be counted twice under two ids."""
    schema = data.collect_schema()
    alike = [name for name in (*_SPAN, "year", *FIGURE, *_SUMMED, *OBSERVED, "selection") if name in schema]
    rows = collect(frame_of(data.select(*dict.fromkeys([*_keys(schema), *alike])).to_native()))
    twice = rows[rows.duplicated(keep=False)]
    if len(twice):
        sides = [name for name in (*SIDES, "period", *_SPAN) if name in twice]
        told = [" ".join(map(str, cells)) for cells in twice[sides].drop_duplicates().itertuples(index=False)]
        raise RecordError(
            f"sums stand twice and would be counted twice: {sample(told)}; a join on a column that names a "
            "party several times, explode(), or a frame put behind itself repeats rows: join with one row "
            "per party, or drop_duplicates(). A column of your own that tells sums apart stands before "
            "'period', as totals(by=…) puts it there",
            rows=twice,
        )


def _with_ids_of_windows(data: Any) -> Any:
    """A summary whose sums over windows that overlap have one id each party, so that none is counted twice.

    So have the pieces that `to_periods` makes of a record.
    """
    schema = data.collect_schema()
    if not {*_SPAN} <= {*schema} or ("record" not in schema and isinstance(data, nw.LazyFrame)):
        return data
    keys = _keys(schema)
    given = [name for name in ("record",) if name in schema and name not in keys]
    rows = collect(frame_of(data.select(*keys, *_SPAN, *given).to_native()))
    ids = rows.groupby(keys, dropna=False, sort=False, observed=True).ngroup() if keys else 0 * rows["start"]
    spans = pd.DataFrame({"id": ids, **{name: pd.to_numeric(rows[name]) for name in _SPAN}}).dropna()
    length = (spans["end"] - spans["start"] + 1).unique()
    spans = spans.sort_values(["id", "start"])
    again = (spans["id"].diff() == 0) & (spans["start"].diff().between(1, length.min() - 1))
    if len(length) != 1 or not again.any() or "record" in keys:
        return data
    if given:
        wrong = rows.loc[spans.index[again]]
        raise RecordError(
            "sums are over windows that overlap, and the column 'record' gives each an id of its own, by "
            f"which they would be counted several times: {sample(list(wrong['record']))}; leave out "
            "'record', so that to_records() gives those of one party one id, or make windows side by side",
            rows=wrong,
        )
    text = [str(number + 1) for number in ids]
    return data.with_columns(nw.new_series("record", text, nw.String(), backend=data.implementation))


def _whole(name: str) -> Any:
    """The part of a sum that is estimated as a flag: a record is estimated where a part of it is."""
    part = nw.col(name)
    # a part of 1 may be rounded above it; what is no part is refused later
    is_part = (part > 0) & (part < 1 + 1e-9)
    return nw.when(is_part).then(nw.lit(1.0)).otherwise(part).alias(name)


def _with_open(data: Any, where: Any) -> Any:
    high = nw.col("high" if "high" in data.collect_schema() else "value")
    return data.with_columns(high=nw.when(where).then(nw.lit(float("inf"))).otherwise(high))


def _are_numbers(schema: Any, names: Iterable[str]) -> bool:
    return all(schema[name].is_numeric() or schema[name] == nw.Unknown() for name in names)


def _is_null(name: str, schema: Any) -> Any:
    return (without_nan(name) if schema[name].is_float() else nw.col(name)).is_null()


def says(name: str, words: Iterable[str]) -> Any:
    """Whether the cells of a flag, of whatever type, are one of some words."""
    text = nw.col(name).cast(nw.String()).str.strip_chars().str.to_lowercase()
    return text.is_in([*words]).fill_null(False)


def with_incomplete(frame: Any, constants: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Rows that observe none of their own years where they come from a sum that is not complete.

    Of sums that reach beyond what they observe, these years say so. What of it is in `constants` becomes
    columns.
    """
    names = nw.from_native(frame).collect_schema().names()
    if _COMPLETE not in names or not is_summary(names):
        return frame, dict(constants)
    data = nw.from_native(frame)
    years = [_years(data, constants, name) for name in (*_SPAN, *OBSERVED)]
    start, end, opens, closes = years
    if start is None or end is None:
        return frame, dict(constants)
    opens, closes = (
        own if seen is None else seen.fill_null(own)
        for own, seen in zip((start, end), (opens, closes), strict=True)
    )
    partial = ~says(_COMPLETE, YES)
    # what a source that does not list all observes elsewhere says nothing of this sum, nor does a 0 of others
    own = partial & (_of_silent(data, constants) | _is_zero(data))
    opens = nw.when(own & (opens < start)).then(start).otherwise(opens)
    closes = nw.when(own & (closes > end)).then(end).otherwise(closes)
    lost = (partial & (opens <= start) & (end <= closes)) | (own & (opens > closes))
    windows = {
        OBSERVED[0]: nw.when(lost).then(end + 1).otherwise(opens),
        OBSERVED[1]: nw.when(lost).then(start - 1).otherwise(closes),
    }
    rest = {name: value for name, value in constants.items() if name not in OBSERVED}
    return data.with_columns(**windows).to_native(), rest


def _of_silent(data: Any, constants: Mapping[str, Any]) -> Any:
    """Whether rows are of a source that does not list all there is."""
    silent = [source for source, listing in lists_all().items() if listing == "no"]
    if "source" in data.collect_schema():
        return nw.col("source").cast(nw.String()).is_in(silent).fill_null(False)
    return nw.lit(constants.get("source") in silent)


def _is_zero(data: Any) -> Any:
    """Whether rows are sums of no record, as ``absent="none"`` sets them."""
    counts = data.collect_schema().get("records")
    return nw.col("records") == 0 if counts is not None and counts.is_numeric() else nw.lit(False)


def _years(data: Any, constants: Mapping[str, Any], name: str) -> Any:
    """The years of a column or a constant as numbers, None where there are none."""
    schema = data.collect_schema()
    for given in (name, "year") if name in _SPAN else (name,):
        if given in schema and schema[given].is_numeric():
            cells = without_nan(given) if schema[given].is_float() else nw.col(given)
            return cells.cast(nw.Float64())
        if isinstance(constants.get(given), Integral):
            return nw.lit(float(constants[given]))
    return None
