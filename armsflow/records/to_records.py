"""The records frame: one row is one number as one source gives it; `to_records` checks what comes in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, overload

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow import tables
from armsflow.currencies import REDENOMINATED
from armsflow.errors import ArgumentError, RecordError, nearest, sample, warn
from armsflow.flags import EXPECTED, said
from armsflow.parse.category import MOST_LETTERS, known_category, names_weapons
from armsflow.parties import codes_of
from armsflow.records.blanks import ids_plainly, is_blank, without_nan
from armsflow.records.check import (
    TYPES,
    YEARS,
    any_known,
    check,
    count_broken,
    is_broken,
    is_category,
    not_a_year,
    refuse,
)
from armsflow.records.currency_years import check_currency_years
from armsflow.records.engines import among, collect, frame_of, is_lazy, names_of, on_engines
from armsflow.records.grouping import constants_first
from armsflow.records.schema import (
    ALL,
    COLUMNS,
    COVERED,
    DEFAULTS,
    FIGURE,
    LINKS,
    MEANING,
    NOTHING,
    OBSERVED,
    SIDES,
    maker_of_spending,
    pair_of_years,
)
from armsflow.records.to_records_sums import of_sums, typed_sums, with_incomplete, without_year
from armsflow.records.without_parts import with_links

__all__ = ["to_records"]

_REQUIRED = ("supplier", "recipient", "stage", "start", "end", "unit")
# what write_table calls these in Stata, where "end" is a word of its own
_IN_STATA = {"start_year": "start", "end_year": "end"}
_SPAN = ("start", "end")
_NUMBERS = ("quantity", *FIGURE)
_UNNAMED = "unnamed"
_NO_NUMBERS = (str, bytes, bool, np.bool_, complex)
#: What a spending frame says of all its rows.
_SPENT = {"supplier": ALL, "stage": "payment"}
_MEASURE = "military spending"
_NULLS = (*LINKS, *_NUMBERS)
#: What holds ids of records.
IDS = ("record", *LINKS)
# a float in short form, as other programs write large ones: "1e+10", "2.024e+11"
_EXPONENT = r"^\s*[0-9](\.[0-9]+)?[eE]\+[0-9]{2,3}\s*$"
# the source's own words stay as they are
_VERBATIM = ("item", "note")


@overload
def to_records(frame: dict[str, Any] | list[Any], **constants: Any) -> pd.DataFrame: ...
@overload
def to_records(frame: IntoFrameT, **constants: Any) -> IntoFrameT: ...
def to_records(frame: IntoFrame | dict[str, Any] | list[Any], **constants: Any) -> IntoFrame:
    """The records frame of a frame made by hand or by other code: ordered, typed and checked.

    Parameters
    ----------
    frame : pandas, PyArrow, Polars, DuckDB or Spark frame, dict of columns, or list of rows
        At least ``supplier``, ``recipient`` (codes or any known name), ``stage``, ``unit``, ``value`` and
        ``year`` (or ``start`` and ``end``) [calendar years]. ``category`` takes codes, or anything that
        `parse_category` reads ("air defence", "ML14"); a weapon ("F-16") is recorded as its whole category,
        with a warning. ``value``, ``low``, ``high`` are in ``unit``,
        in single units. Extra columns are kept behind those of the records frame. ``redenominated``
        marks figures that count the years before a currency in that currency, as some sources print them.

        A spending frame of `read_milex` or `read_wdi` (``party, year, value, unit``) in money may be given as
        it is: each ``party`` becomes the ``recipient`` of a ``payment`` from ``"all"``, in the ``dataset``
        "military spending" or "GDP", which is never added to payments for arms.
    **constants
        Columns that have one value for all rows, such as ``stage="delivery"``; and ``observed=(1995, 2024)``,
        the years for which the source would list a row like these: a year without a row is then none.

    Returns
    -------
    frame of the same kind
        The columns of the records frame in order. Where not given: ``record`` numbers the rows, ``source`` is
        ``"user"``, ``reporter`` ``"third"``, ``category`` ``"all"``, ``prices`` ``"current"``, and
        ``observed_start`` and ``observed_end`` are the row's own ``start`` and ``end``: a row says nothing of
        other years. NaN becomes null. ``low`` and ``high`` equal ``value`` where they are not given; without
        ``value``, one of them alone is open on the other side (0, infinity). A summary such as that of
        `totals` may be given as it is: its ``year`` repeats ``start`` and ``end``, a row is ``estimated``
        where a part of it is, one of which a part was ``undisclosed`` has no upper bound, one that is not
        ``complete`` observes none of its years in whole, and a cell of a `panel` in which nobody looked is no
        record. Where ``high_open`` of `write_table` is true, ``high`` is infinite. In a summary, and in a
        frame with all columns of the records frame, a ``high`` that is null beside a ``low`` is one without
        limit, which JSON lost.

    Raises
    ------
    ArgumentError
        If `frame` is no such frame, columns are missing or given twice, a lazy frame has no ``record``,
        ``observed`` is no pair of years, a spending frame is not in money, or the values of a summary are no
        sums, such as those of `annual_rates`.
    RecordError
        If rows break the frame: text where numbers belong, negative amounts, ``low`` above ``value`` or
        ``high``, years out of reason, unknown words, duplicate ids. ``.rows`` holds them.
    CurrencyError
        If figures are in a currency that their years did not have, such as RUB in 1997.
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
    if isinstance(frame, pd.DataFrame) and {*_IN_STATA} <= {*frame} and not {*_SPAN, "year"} & {*frame}:
        frame = frame.rename(columns=_IN_STATA)
    names = names_of(frame, what="frame")
    constants = _with_window(constants)
    if _is_spending(names):
        maker = maker_of_spending(names)
        made = {"source": maker} if maker else {}
        frame, constants = _of_spending(frame, names), _SPENT | made | constants
        names = names_of(frame, what="frame")
    frame = without_year(plain(typed_sums(frame, names)), names)
    names = names_of(frame, what="frame")
    _check_constants(constants, names)
    _require([*names, *constants])
    ids = "record" in {*names, *constants}
    return _made(*with_incomplete(of_sums(frame, names), constants), ids=ids)


@on_engines("year", REDENOMINATED, behind=True, changes=(*MEANING, *COVERED))
def _made(frame: Any, constants: dict[str, Any], *, ids: bool) -> Any:
    given = frame_of(frame)
    again = set(COLUMNS) <= set(given.collect_schema().names())
    data = _with_years(_with_constants(given, constants))
    data = with_links(_with_bounds(_with_codes(typed(_numbered(data))), again))
    out = checked(data, ids=ids)
    check_currency_years(data)
    return out


def checked(data: Any, *, ids: bool = True) -> Any:
    """The last step of the input check: a Narwhals frame with types, codes and bounds keeps the rules.

    Ids that are numbers of rows are unique.
    """
    check(data, ids=ids)
    return _ordered(data).to_native()


def _is_spending(names: Iterable[str]) -> bool:
    return {"party", "year", "value", "unit"} <= set(names) and not {*SIDES, "stage"} & set(names)


def _of_spending(frame: Any, names: list[str]) -> Any:
    """A spending frame with the names of the records frame."""
    data = frame_of(frame, what="frame")
    money = set(tables.table("currencies.csv")["currency"])
    if odd := sorted(set(collect(data.select("unit").unique())["unit"]) - money):
        raise ArgumentError(
            f"spending is in {sample(odd)}, which is not money and cannot be added; read the figures in a "
            "currency, or draw them with plot_lines()",
            rows=odd,
        )
    if isinstance(frame, pd.DataFrame):
        told = frame["measure"] if "measure" in names else _MEASURE
        return frame.rename(columns={"party": "recipient"}).assign(dataset=told)
    lazy = nw.col("measure") if "measure" in names else nw.lit(_MEASURE)
    return data.rename({"party": "recipient"}).with_columns(dataset=lazy).to_native()


def _with_window(constants: dict[str, Any]) -> dict[str, Any]:
    """The constants, ``observed=(1995, 2024)`` as the two columns that it stands for."""
    if constants.get("observed") is None:
        return {name: value for name, value in constants.items() if name != "observed"}
    if twice := [name for name in OBSERVED if name in constants]:
        raise ArgumentError(f"observed is given beside {sample(twice)}; give one of them", rows=twice)
    window = pair_of_years(constants["observed"], "observed")
    rest = {name: value for name, value in constants.items() if name != "observed"}
    return rest | dict(zip(OBSERVED, window, strict=True))


def _check_constants(constants: dict[str, Any], names: list[str]) -> None:
    if twice := [name for name in constants if name in names]:
        raise ArgumentError(
            f"{sample(twice)} given both as a column and as a constant; give one of them", rows=twice
        )
    if strange := [value for value in constants.values() if isinstance(value, list | tuple | dict | set)]:
        raise ArgumentError(f"a constant is {sample(strange)}; expected one value for all rows", rows=strange)
    for name in constants:
        if name not in (*COLUMNS, "year") and (guess := nearest(name, COLUMNS)):
            raise ArgumentError(f"constant {name!r} is no column of the records frame{guess}", rows=[name])


def _with_constants(data: Any, constants: dict[str, Any]) -> Any:
    columns = {name: nw.lit(value) for name, value in constants.items()}
    # a lazy frame takes no empty list
    return data.with_columns(**columns) if columns else data


def _with_years(data: Any) -> Any:
    if "year" not in data.collect_schema().names():
        return data
    return data.with_columns(start=nw.col("year"), end=nw.col("year")).drop("year")


def _require(names: list[str]) -> None:
    if "year" in names and ("start" in names or "end" in names):
        raise ArgumentError("year is given beside start or end; give year, or start and end")
    given = {*names, *(_SPAN if "year" in names else ())}
    missing = [column for column in _REQUIRED if column not in given]
    if {"start", "end"} <= set(missing):
        missing = [*(c for c in missing if c not in ("start", "end")), "year"]
    if not set(_NUMBERS) & set(names):
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


def _with_codes(data: Any) -> Any:
    """The names met in supplier and recipient, and the words met in category, as codes."""
    names = {side: collect(data.select(side).unique())[side].tolist() for side in ("supplier", "recipient")}
    for side, met in names.items():
        if blank := [name for name in met if not isinstance(name, str) or not name.strip()]:
            raise RecordError(
                f"{side} is blank in some rows; expected a party, 'all' where the source names none, "
                f"or 'unk:{side}'",
                rows=blank,
            )
    met_beside = collect(data.select("source", "category").unique())
    # some names mean one party in one source and are ambiguous elsewhere ("Congo")
    sources = met_beside["source"].unique().tolist()
    source = sources[0] if len(sources) == 1 else ""
    parties = codes_of({name for met in names.values() for name in met}, source=source)
    codes = {side: {name: parties[name] for name in met} for side, met in names.items()}
    codes["category"] = _categories(met_beside["category"].unique().tolist())
    columns = {
        column: nw.col(column).replace_strict(
            list(read), list(read.values()), default=nw.col(column), return_dtype=nw.String()
        )
        for column, read in codes.items()
        if any(name != code for name, code in read.items())
    }
    return data.with_columns(**columns) if columns else data


def _categories(met: list[str]) -> dict[str, str]:
    """Each text met in category and its code; what cannot be read is left to the check, which refuses it."""
    words = [text for text in met if not is_category(text)]
    read = {text: known_category(text) for text in words if text and len(text) <= MOST_LETTERS}
    if weapons := [text for text, code in read.items() if code and names_weapons(text)]:
        warn(
            f"category holds {sample(weapons)}, each of which is recorded as its whole category; give the "
            "weapon itself in item or designation"
        )
    return {text: read.get(text) or text for text in met}


def _with_bounds(data: Any, again: bool) -> Any:
    for columns in _bounds(again):
        data = data.with_columns(**columns)
    return data


@cache
def _bounds(again: bool) -> tuple[dict[str, Any], ...]:
    """Which columns become what, step by step: pieces are counted, a bound that is not given is the value.

    Without a value the other side is open. Of records that come back (`again`) no bound was ever left out,
    but JSON makes a null of an upper bound without limit.
    """
    pieces = nw.col("unit") == "pieces"
    low, value, high, quantity = (nw.col(name) for name in ("low", "value", "high", "quantity"))
    known = ~low.is_null() | ~value.is_null() | ~high.is_null()
    lost = ~low.is_null() if again else nw.lit(False)
    return (
        {"value": nw.when(pieces & ~known).then(quantity).otherwise(value)},
        {
            "low": nw.coalesce(low, value, nw.when(known).then(nw.lit(0.0))),
            "high": nw.coalesce(high, nw.when(~lost).then(value), nw.when(known).then(nw.lit(float("inf")))),
        },
        {"quantity": nw.when(pieces & quantity.is_null()).then(value).otherwise(quantity)},
    )


def _ordered(data: Any) -> Any:
    extra = [name for name in data.collect_schema().names() if name not in COLUMNS]
    return data.select(*COLUMNS, *extra)


def plain(frame: Any) -> Any:
    """A pandas frame whose columns of any objects are of one kind each; others as they are."""
    if not isinstance(frame, pd.DataFrame):
        return frame
    names = [name for name in frame.columns if name in COLUMNS or name == "year"]
    changed = {
        name: _of_objects(frame[name], name) for name in names if pd.api.types.is_object_dtype(frame[name])
    }
    return frame.assign(**changed) if changed else frame


def _of_objects(cells: pd.Series, name: str) -> pd.Series:
    if name == "estimated":
        return cells.map(str, na_action="ignore")
    if name not in (*YEARS, "year", *_NUMBERS):
        return cells.map(_id_or_text if name in IDS else str, na_action="ignore")
    # a column year is start and end
    shown = "start" if name == "year" else name
    strange = cells[cells.map(lambda cell: isinstance(cell, _NO_NUMBERS))]
    if len(strange):
        raise _no_numbers(shown, strange)
    try:
        return pd.to_numeric(cells).astype("float64")
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_numbers(shown, cells) from error


def _id_or_text(cell: Any) -> str:
    """An id as text: a whole number has no decimals, however it is held."""
    if isinstance(cell, float | np.floating) and abs(float(cell)) >= _exact(np.finfo(type(cell)).nmant):
        raise _inexact([cell])
    if isinstance(cell, Decimal):
        whole = cell.is_finite() and cell == cell.to_integral_value()
    else:
        whole = isinstance(cell, float | np.floating) and float(cell).is_integer()
    return str(int(cell)) if whole else str(cell)


def _exact(bits: int) -> int:
    """The first whole number that a float of so many bits does not tell from the next."""
    return int(2 ** (bits + 1))


def _inexact(cells: list[Any]) -> RecordError:
    return RecordError(
        f"ids are {sample(cells)}, floating-point numbers that do not tell all whole numbers of this size "
        "apart, so that digits are lost; read record, part_of and same_as as text "
        "(read_csv(…, dtype=str)) or as whole numbers",
        rows=cells,
    )


def _check_ids(data: Any, names: Iterable[str]) -> None:
    """Raise where columns of ids hold floats too large to be exact, or text that a program made of such."""
    schema = data.collect_schema()
    wrong = {name: _inexact_cells(schema[name], name) for name in IDS if name in names}
    wrong = {_UNNAMED: is_blank(schema, "record")} | {
        name: cells for name, cells in wrong.items() if cells is not None
    }
    if not is_broken(data, wrong.values()):
        return
    counts = count_broken(data, wrong)
    if counts[_UNNAMED]:
        refuse(data, wrong[_UNNAMED], "record is blank", "the source's own id")
    for name in (name for name in wrong if counts[name]):
        met = list(dict.fromkeys(collect(data.filter(wrong[name]).select(name))[name]))
        if schema[name].is_float():
            raise _inexact(met)
        raise RecordError(
            f"{name} is {sample(met)}, a number in short form, of which digits may be lost and '+' is not "
            "what joins ids; write ids in full, such as '10000000000'",
            rows=met,
        )


def _inexact_cells(kind: Any, name: str) -> Any:
    """Which cells of a column of ids have lost digits, or may have; None where its kind has none such."""
    if kind == nw.String():
        return nw.col(name).str.contains(_EXPONENT)
    if not kind.is_float():
        return None
    bits = 23 if kind == nw.Float32() else 52
    # NaN is greater than all numbers on some engines
    return without_nan(name).abs() >= _exact(bits)


def typed(data: Any) -> Any:
    """The columns of the records frame in its types, absent ones filled in; text for numbers is refused."""
    names = data.collect_schema().names()
    absent = {name: value for name, value in (dict.fromkeys(_NULLS) | DEFAULTS).items() if name not in names}
    if absent:  # a lazy frame takes no empty list
        columns = {name: nw.lit(value, dtype=TYPES[COLUMNS[name]]) for name, value in absent.items()}
        data = data.with_columns(**columns)
    _check_ids(data, names)
    data = _with_own_window(_numbers(data), names)
    if is_broken(data, map(not_a_year, YEARS)):
        wrong = count_broken(data, {column: not_a_year(column) for column in YEARS})
        column = next(column for column in YEARS if wrong[column])
        refuse(data, not_a_year(column), f"{column} is not a year", "a whole year such as 2015")
    schema = data.collect_schema()
    texts = [name for name, kind in COLUMNS.items() if kind == "string" and name not in absent]
    columns = {name: _text(name, schema[name]) for name in texts}
    columns = constants_first(data, columns)
    columns |= {name: nw.col(name).cast(nw.Int16()) for name in YEARS}
    data = data.with_columns(**columns)
    return _flags(data, schema["estimated"])


def _with_own_window(data: Any, names: list[str]) -> Any:
    """What a source observes where nobody says: the span of the row itself."""
    return data.with_columns(
        **{
            window: nw.col(window).fill_null(nw.col(own)) if window in names else nw.col(own)
            for window, own in zip(OBSERVED, _SPAN, strict=True)
        }
    )


@cache
def _text(name: str, kind: Any) -> Any:
    cells = nw.col(name).cast(nw.String())
    if kind.is_float():
        # a column of ids with a gap is one of floats in pandas: 1.0 is the id "1", and 1e10 "10000000000"
        number = without_nan(name)
        whole = (number == number.floor()) & (number.abs() < _exact(52))
        cells = nw.coalesce(nw.when(whole).then(number).cast(nw.Int64()).cast(nw.String()), cells)
    elif kind.is_decimal():
        cells = cells.str.replace_all(r"\.0+$", "")
    if name not in _VERBATIM:
        cells = cells.str.strip_chars()
    # casting a null to text may give the text "nan"
    known = ~(without_nan(name) if kind.is_float() else nw.col(name)).is_null()
    if name in LINKS:
        cells = ids_plainly(cells)
        known = known & ~cells.is_in([*NOTHING])
    cells = nw.when(known).then(cells)
    return cells.fill_null(DEFAULTS[name]) if name in DEFAULTS else cells


def _numbers(data: Any) -> Any:
    """Years and amounts as floats, NaN as null; what is no number is refused with the cells met."""
    schema = data.collect_schema()
    columns: dict[str, Any] = {}
    for column in (c for c in (*YEARS, *_NUMBERS) if c in schema):
        kind = schema[column]
        if kind.is_numeric() or not any_known(data, column):
            cells = without_nan(column) if kind.is_float() else nw.col(column)
            columns[column] = cells.cast(nw.Float64())
        else:
            raise _no_numbers(column, collect(data.select(column))[column])
    return data.with_columns(**columns)


def _no_numbers(column: str, cells: Any) -> RecordError:
    reader = "parse_period()" if column in YEARS else "parse_amount()"
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
        read = {cell: said(cell) for cell in met}
        if strange := [cell for cell, yes in read.items() if yes is None]:
            raise RecordError(f"estimated holds {sample(strange)}; expected {EXPECTED}", rows=strange)
        yes = [cell for cell in read if read[cell]]
        return data.with_columns(estimated=among("estimated", yes).fill_null(False))
    return data.with_columns(estimated=flag.fill_null(False).cast(nw.Boolean()))
