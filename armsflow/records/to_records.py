"""The records frame: one row is one figure as one source gives it; `to_records` is its door."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from armsflow.errors import ArgumentError, RecordError, nearest, sample
from armsflow.parties import codes_of
from armsflow.records.cells import plain, typed
from armsflow.records.check import COLUMNS, check
from armsflow.records.engines import collect, frame_of, is_lazy
from armsflow.records.without_parts import with_links

__all__ = ["COLUMNS", "to_records"]

_REQUIRED = ("supplier", "recipient", "stage", "start", "end", "unit")


def to_records(frame: Any, **constants: Any) -> Any:
    """The records frame of a frame made by hand or by other code: ordered, typed and checked.

    Parameters
    ----------
    frame : pandas, Polars or DuckDB frame, dict of columns, or list of rows
        At least ``supplier``, ``recipient`` (codes or any known name), ``stage``, ``unit``, ``value`` and
        ``year`` (or ``start`` and ``end``) [calendar years]. ``value``, ``low``, ``high`` are in ``unit``,
        in ones. Columns that the records frame does not have ride along behind its own.
    **constants
        Columns that have one value for all rows, such as ``stage="delivery"``.

    Returns
    -------
    frame of the same kind
        The columns of the records frame in order. Where not given: ``low`` and ``high`` equal ``value``,
        ``record`` numbers the rows, ``source`` is ``"user"``, ``reporter`` ``"third"``, ``category``
        ``"all"``, ``prices`` ``"current"``. NaN becomes null. A row with a ``low`` or a ``high`` alone is
        open on the other side (0, infinity).

    Raises
    ------
    ArgumentError
        If `frame` is no such frame, columns are missing or given twice, or a lazy frame has no ``record``.
    RecordError
        If rows break the frame: text where numbers belong, negative amounts, ``low`` above ``value`` or
        ``high``, years out of reason, unknown words, duplicate ids. ``.rows`` holds them.
    PartyError
        If names of parties are not known; all are listed.

    Examples
    --------
    >>> import armsflow as af
    >>> import pandas as pd
    >>> typed = pd.DataFrame(
    ...     {"recipient": ["Armenia", "Azerbaijan"], "year": [2013, 2013], "value": [35, 72]}
    ... )
    >>> tanks = af.to_records(typed, supplier="Russia", stage="delivery", unit="pieces")
    >>> tanks[["supplier", "recipient", "value", "low", "high"]]
      supplier recipient  value   low  high
    0      RUS       ARM   35.0  35.0  35.0
    1      RUS       AZE   72.0  72.0  72.0
    """
    if isinstance(frame, dict | list):
        frame = pd.DataFrame(frame)
    data = _with_constants(frame_of(plain(frame), what="frame"), constants)
    data = _with_years(data)
    _require(data, frame)
    data = _numbered(data)
    data = typed(data)
    return checked(with_links(_with_bounds(_with_parties(data))))


def checked(data: Any) -> Any:
    """The last step of the door: a Narwhals frame with types, codes and bounds keeps the rules."""
    check(data)
    return _ordered(data).to_native()


def _with_constants(data: Any, constants: dict[str, Any]) -> Any:
    names = data.collect_schema().names()
    if twice := [name for name in constants if name in names]:
        raise ArgumentError(
            f"{sample(twice)} given both as a column and as a constant; give one of them", rows=twice
        )
    if strange := [value for value in constants.values() if isinstance(value, list | tuple | dict | set)]:
        raise ArgumentError(f"a constant is {sample(strange)}; expected one value for all rows", rows=strange)
    for name in constants:
        if name not in (*COLUMNS, "year") and (guess := nearest(name, COLUMNS)):
            raise ArgumentError(f"constant {name!r} is no column of the records frame{guess}", rows=[name])
    columns = {name: nw.lit(value) for name, value in constants.items()}
    # a lazy frame takes no empty list
    return data.with_columns(**columns) if columns else data


def _with_years(data: Any) -> Any:
    names = data.collect_schema().names()
    if "year" not in names:
        return data
    if "start" in names or "end" in names:
        raise ArgumentError("year is given beside start or end; give year, or start and end")
    return data.with_columns(start=nw.col("year"), end=nw.col("year")).drop("year")


def _require(data: Any, frame: Any) -> None:
    names = data.collect_schema().names()
    missing = [column for column in _REQUIRED if column not in names]
    if {"start", "end"} <= set(missing):
        missing = [*(c for c in missing if c not in ("start", "end")), "year"]
    if not {"value", "low", "high", "quantity"} & set(names):
        missing.append("value")
    if missing:
        guess = "".join(nearest(m, [n for n in names if n not in COLUMNS]) for m in missing)
        raise ArgumentError(
            f"frame lacks {sample(missing, most=8)}; it has {sample(names, most=12)}{guess}; "
            "rename the columns, or give what is the same in all rows as constants: "
            'to_records(frame, unit="USD")',
            rows=missing,
        )


def _numbered(data: Any) -> Any:
    if "record" in data.collect_schema().names():
        return data
    if is_lazy(data):
        raise ArgumentError("a lazy frame has no order by which to number its rows; give it a column record")
    numbers = data.with_row_index("record").get_column("record")
    return data.with_columns(record=(numbers + 1).cast(nw.String()))


def _with_parties(data: Any) -> Any:
    """The names met in supplier and recipient as codes."""
    columns = {}
    names = {side: collect(data.select(side).unique())[side].tolist() for side in ("supplier", "recipient")}
    for side, met in names.items():
        if blank := [name for name in met if not isinstance(name, str) or not name.strip()]:
            raise RecordError(
                f"{side} is blank in some rows; expected a party, 'all' where the source names none, "
                f"or 'unk:{side}'",
                rows=blank,
            )
    # some names mean one party in one source and are ambiguous elsewhere ("Congo")
    sources = collect(data.select("source").unique())["source"].tolist()
    source = sources[0] if len(sources) == 1 else ""
    codes = codes_of({name for met in names.values() for name in met}, source=source)
    for side, met in names.items():
        changed = {name: codes[name] for name in met if codes[name] != name}
        if changed:
            full = {name: codes[name] for name in met}
            columns[side] = nw.col(side).replace_strict(
                list(full), list(full.values()), default=nw.col(side), return_dtype=nw.String()
            )
    return data.with_columns(**columns) if columns else data


def _with_bounds(data: Any) -> Any:
    pieces = nw.col("unit") == "pieces"
    low, value, high = nw.col("low"), nw.col("value"), nw.col("high")
    known = ~low.is_null() | ~value.is_null() | ~high.is_null()
    data = data.with_columns(
        value=nw.when(pieces & value.is_null() & low.is_null() & high.is_null())
        .then(nw.col("quantity"))
        .otherwise(value)
    )
    data = data.with_columns(
        low=nw.coalesce(low, value, nw.when(known).then(nw.lit(0.0))),
        high=nw.coalesce(high, value, nw.when(known).then(nw.lit(float("inf")))),
    )
    return data.with_columns(
        quantity=nw.when(pieces & nw.col("quantity").is_null()).then(value).otherwise(nw.col("quantity"))
    )


def _ordered(data: Any) -> Any:
    extra = [name for name in data.collect_schema().names() if name not in COLUMNS]
    return data.select(*COLUMNS, *extra)
