"""Cells of a frame made by hand, as the types of the records frame."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.errors import ArgumentError, RecordError, sample
from armsflow.records.check import COLUMNS, DEFAULTS, count_broken, not_a_year, refuse
from armsflow.records.engines import collect, is_lazy

__all__: list[str] = []

_YEARS = ("start", "end")
_NUMBERS = ("quantity", "value", "low", "high")
_COUNTED = ("year", *_YEARS, *_NUMBERS, "estimated")
_LINKS = ("part_of", "same_as")
_NULLS = (*_LINKS, *_NUMBERS)
# the source's own words stay as they are
_VERBATIM = ("item", "note")
_FLAGS = {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True}


def plain(frame: Any) -> Any:
    """A pandas frame's columns of the records frame without what only pandas has; others as they are.

    Nullable and Arrow numbers become floats with NaN, categories what they stand for.
    """
    if not isinstance(frame, pd.DataFrame):
        return frame
    if wrong := [c for c in frame.columns if not isinstance(c, str)]:
        raise ArgumentError(f"column names are {sample(wrong)}; expected text", rows=wrong)
    if frame.columns.duplicated().any():
        twice = list(frame.columns[frame.columns.duplicated()])
        raise ArgumentError(f"columns stand twice: {sample(twice)}; keep one of each", rows=twice)
    changed = {}
    for name in frame.columns.intersection([*COLUMNS, "year"]):
        cells = frame[name]
        if isinstance(cells.dtype, pd.CategoricalDtype):
            cells = cells.astype(object)
        # text is left alone: an id of many digits is no float
        if name not in _COUNTED:
            cells = pd.Series(None, index=cells.index, dtype=object) if cells.isna().all() else cells
        elif pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
            cells = cells.astype("float64")
        changed[name] = cells
    return frame.assign(**changed)


def typed(data: Any) -> Any:
    """The columns of the records frame in its types, absent ones filled in; text for numbers is refused."""
    names = data.collect_schema().names()
    absent = {name: value for name, value in (dict.fromkeys(_NULLS) | DEFAULTS).items() if name not in names}
    if absent:  # a lazy frame takes no empty list
        data = data.with_columns(**{name: nw.lit(value) for name, value in absent.items()})
    data = _numbers(data)
    wrong = count_broken(data, {column: not_a_year(column) for column in _YEARS})
    for column in _YEARS:
        if wrong[column]:
            refuse(data, not_a_year(column), f"{column} is not a year", "a whole year such as 2015")
    schema = data.collect_schema()
    columns = {name: _text(name, schema[name]) for name, kind in COLUMNS.items() if kind == "string"}
    columns |= {name: nw.col(name).cast(nw.Int16()) for name in _YEARS}
    data = data.with_columns(**columns)
    return _flags(data, schema["estimated"])


def _text(name: str, kind: Any) -> Any:
    cells = nw.col(name).cast(nw.String())
    if kind.is_float():
        # a column of ids with a gap is one of floats in pandas: 1.0 is the id "1"
        cells = cells.str.replace(r"\.0$", "")
    if name not in _VERBATIM:
        cells = cells.str.strip_chars()
    # casting a null to text may give the text "nan"
    known = ~nw.col(name).is_null()
    if name in _LINKS:
        cells = cells.str.replace_all(r"\s*\+\s*", "+")
        known = known & (cells != "")
    cells = nw.when(known).then(cells)
    return cells.fill_null(DEFAULTS[name]) if name in DEFAULTS else cells


def _numbers(data: Any) -> Any:
    """Years and amounts as floats, NaN as null; what is no number is refused with the cells met."""
    schema = data.collect_schema()
    columns: dict[str, Any] = {}
    for column in (*_YEARS, *_NUMBERS):
        kind = schema[column]
        if kind == nw.Object() and data.implementation.is_pandas():
            columns[column] = _from_objects(data, column)
        elif kind.is_numeric() or not _any(data, column):
            columns[column] = nw.col(column).cast(nw.Float64()).fill_nan(None)
        else:
            raise _no_numbers(column, collect(data.select(column))[column])
    return data.with_columns(**columns)


def _from_objects(data: Any, column: str) -> Any:
    cells = data.get_column(column).to_native()
    strange = cells[cells.map(lambda cell: isinstance(cell, str | bool | complex))]
    if len(strange):
        raise _no_numbers(column, strange)
    try:
        numbers = pd.to_numeric(cells).astype("float64")
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_numbers(column, cells) from error
    return nw.from_native(numbers, series_only=True)


def _any(data: Any, column: str) -> bool:
    return bool(collect(data.select(nw.col(column).count()))[column].iloc[0])


def _no_numbers(column: str, cells: Any) -> RecordError:
    reader = "parse_period()" if column in _YEARS else "parse_amount()"
    shown = list(dict.fromkeys(v for v in cells.tolist() if not pd.isna(v)))
    return RecordError(
        f"{column} holds {sample(shown)}; expected numbers (null where not disclosed); "
        f"{reader} reads what people write",
        rows=shown,
    )


def _flags(data: Any, kind: Any) -> Any:
    """`estimated` as true and false, of true and false, 1 and 0, or yes and no; blank is false."""
    flag = nw.col("estimated")
    if kind != nw.Boolean():
        met = collect(data.select("estimated").unique())["estimated"].tolist()
        read = {cell: _FLAGS.get(_word(cell)) for cell in met}
        if strange := [cell for cell, said in read.items() if said is None]:
            raise RecordError(
                f"estimated holds {sample(strange)}; expected true or false, 1 or 0, yes or no", rows=strange
            )
        yes = [cell for cell, said in read.items() if said]
        if is_lazy(data) or not data.implementation.is_pandas():
            return data.with_columns(estimated=flag.is_in(yes).fill_null(False))
        cells = data.get_column("estimated").to_native().isin(yes)
        return data.with_columns(estimated=nw.from_native(cells, series_only=True))
    return data.with_columns(estimated=flag.fill_null(False).cast(nw.Boolean()))


def _word(cell: Any) -> str:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip().lower()
