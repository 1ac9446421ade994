"""What every row of the records frame keeps, and how a row that does not is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import and_, or_
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from armsflow import tables
from armsflow.errors import ArgumentError, RecordError, nearest, sample
from armsflow.parties import is_code, known_code
from armsflow.records.blanks import ids_plainly, without_nan
from armsflow.records.engines import among, are_unique, collect, frame_of, is_lazy, remember
from armsflow.records.schema import (
    COLUMNS,
    COVERED,
    FIGURE,
    FIRST,
    IDENTITY,
    LAST,
    LINKS,
    LONGEST,
    MEANING,
    NOTHING,
    OBSERVED,
    REPORTERS,
    SIDES,
    STAGES,
    TOLD,
)
from armsflow.records.told_years import with_told_as_numbers

__all__: list[str] = []

_KINDS = {"string": "text", "int16": "whole numbers", "float64": "numbers", "bool": "true or false"}
TYPES = {"string": nw.String(), "int16": nw.Int16(), "float64": nw.Float64(), "bool": nw.Boolean()}
#: The columns that every record fills; the user's other columns, links, figures and comments may be null.
FILLED = (*MEANING, *SIDES, "category", "record", "start", "end", "estimated", *COVERED)
#: The columns that hold years.
YEARS = ("start", "end", *OBSERVED)
_UNREADABLE = {
    **{name: (f"{name} is not a year", "a whole year such as 2015") for name in YEARS},
    "estimated": ("estimated is neither 0 nor 1", "true or false"),
}


def require(data: Any, columns: Iterable[str] = COLUMNS, *, what: str = "records") -> None:
    """Raise unless the Narwhals frame `data` has the records frame's columns."""
    met = data.collect_schema().names()
    missing = [c for c in columns if c not in met]
    if missing:
        # what read_milex() and read_wdi() give
        spending = {"party", "year", "value", "unit"} <= set(met)
        way = "to_records(spending) makes records of it, by recipient" if spending else ""
        raise RecordError(
            f"{what} is {'a spending frame and ' if spending else ''}not a records frame: it lacks "
            f"{sample(missing, most=8)}; {way or 'make one with to_records() or a reader'}",
            rows=missing,
        )


def records_of(records: Any, needed: Iterable[str] = COLUMNS) -> Any:
    """`records` as a Narwhals frame that has the columns `needed`, all in the types of the records frame.

    The one gate: users join, re-type, store and reload frames. What still means the same is brought back to
    its type, and the rest is refused.
    """
    data = frame_of(records)
    require(data, needed)
    schema = data.collect_schema()
    met = {name: kind for name, kind in COLUMNS.items() if name in schema}
    changed = {name: schema[name] for name, kind in met.items() if schema[name] != TYPES[kind]}
    _check_kinds(data, changed)
    if changed:
        data = _with(data, {name: _retyped(name, kind) for name, kind in changed.items()})
    data = with_told_as_numbers(data)
    if links := [name for name in LINKS if name in met and _may_be_blank(data, name)]:
        data = _with(data, {name: _written_plainly(name) for name in links})
    if data.implementation.is_pyarrow():
        # elsewhere a look would cost a query; sums refuse them then
        table = data.to_native()
        check_filled(data, [name for name in FILLED if name in met and table[name].null_count])
        _check_figures(data, met)
        return data
    # Arrow has no NaN any more
    floats = [name for name, kind in met.items() if kind == "float64"]
    floats += [name for name in TOLD if name in schema and schema[name].is_float()]
    before = data
    data = data.with_columns(**{name: without_nan(name) for name in floats}) if floats else data
    remember(data.to_native(), records, whole=True, with_nan=before.to_native() if floats else None)
    _check_figures(data, met)
    return data


def _may_be_blank(data: Any, link: str) -> bool:
    """Whether a column of links may hold blanks or words for nothing; a lazy frame is not looked at."""
    if is_lazy(data):
        return True
    cells = data[link]
    if cells.null_count() == len(cells):
        return False
    return bool((cells.str.contains(r"\s") | cells.is_in([*NOTHING])).any())


def _with(data: Any, columns: Mapping[str, Any]) -> Any:
    """The frame with columns made anew; DuckDB may not read the names of others."""
    try:
        return data.with_columns(**columns)
    except Exception as error:
        odd = [name for name in data.collect_schema().names() if set(name) & set('."')]
        if not odd or not data.implementation.is_duckdb():
            raise
        raise ArgumentError(
            f"columns are {sample(odd)}; DuckDB reads a dot or a quotation mark in the name of a column as "
            "something else: rename the column",
            rows=odd,
        ) from error


@cache
def _written_plainly(link: str) -> Any:
    """Links without blanks around ids, and what says nothing as null.

    Stata, CSV files, ``map(str)`` and `fill_null("")` make one of the other, and a user types "1 + 2".
    """
    cells = ids_plainly(nw.col(link))
    # few rows are linked, and a database works letters out only for these
    plainly = nw.when(~nw.col(link).is_null()).then(cells)
    return nw.when(~nw.col(link).is_null() & ~cells.is_in([*NOTHING])).then(plainly).alias(link)


def _check_figures(data: Any, met: Iterable[str]) -> None:
    """Raise where a user made a figure negative, lost a bound or moved it past one, or turned a span round.

    `sound_row` finds these where sums of a lazy engine are taken; infinite values show in sums. A comparison
    of a million cells takes two milliseconds, so that only those are made that can find something.
    """
    if is_lazy(data):
        return
    if data.implementation.is_pyarrow() and {*FIGURE} <= {*met} and _are_sound(data.to_native(), met):
        return
    broken = _broken_figures(data) if {*FIGURE} <= {*met} else {}
    if {"start", "end"} <= {*met}:
        broken["r4"] = _rules()[4][0]
    if not broken:
        return
    found = collect(data.select(**{name: rule.any() for name, rule in broken.items()})).iloc[0]
    for name, rule in broken.items():
        if found[name]:
            refuse(data, rule, *_rules()[int(name[1:])][1:])


def _broken_figures(data: Any) -> dict[str, Any]:
    """The rules on figures that can find something in rows of these figures."""
    low, value, high = (nw.col(name) for name in ("low", "value", "high"))
    broken = {"r0": low < 0, "r2": (low > value) | (value > high)}
    gaps = {name: data[name].null_count() for name in FIGURE}
    if any(gaps.values()):
        broken[f"r{_BOUNDS}"] = _rules()[_BOUNDS][0]
    if gaps["value"]:
        broken["r3"] = low > high
    if gaps["low"]:
        broken["r0"] = (low < 0) | (value < 0) | (high < 0)
    return broken


def _are_sound(table: pa.Table, met: Iterable[str]) -> bool:
    """Whether all figures of an Arrow table are known and all rows in order; nothing is copied for it."""
    if any(table[name].null_count for name in FIGURE) or not len(table):
        return False
    low, value, high = (table[name].to_numpy() for name in ("low", "value", "high"))
    if {"start", "end"} <= {*met} and (table["start"].to_numpy() > table["end"].to_numpy()).any():
        return False
    return bool(low.min() >= 0 and (low <= value).all() and (value <= high).all())


def sound_row() -> Any:
    """Whether a row of a lazy engine, of which none was looked at, is one that the gate lets pass.

    False or null for all others. A database leaves off at the first of these conditions that does not hold,
    and nearly all rows have figures: to ask for each rule whether a row breaks it takes twice the time.
    """
    low, value, high = (nw.col(name) for name in ("low", "value", "high"))
    disclosed = (low >= 0) & (low <= value) & (value <= high)
    nothing = low.is_null() & high.is_null()
    without_value = value.is_null() & (nothing | ((low >= 0) & (low <= high)))
    filled = (~nw.col(name).is_null() for name in _LOST)
    return reduce(and_, [disclosed | without_value, nw.col("start") <= nw.col("end"), *filled])


def _looked_at() -> list[tuple[Any, str, str]]:
    low, value, high = (nw.col(name) for name in ("low", "value", "high"))
    # sums do not have the column quantity
    negative = ((value < 0) | (low < 0) | (high < 0), *_rules()[0][1:])
    return [negative, *(_rules()[n] for n in _LOOKED_AT)]


def refuse_broken_rows(data: Any) -> None:
    """Raise with the rows for which `sound_row` does not hold, by the first rule that they break."""
    look_for_nulls(data, _LOST)
    for broken, found, expected in _looked_at():
        if count_broken(data, {"rows": broken})["rows"]:
            refuse(data, broken, found, expected)


def is_askew() -> Any:
    """Whether a value lies outside its bounds, or a lower bound above the upper one.

    The gate looks at no row of a lazy frame. Such a figure stays as it is where others are parted: a part,
    of which the lower bound is 0, would be one that no sum refuses.
    """
    low, value, high = (nw.col(name) for name in ("low", "value", "high"))
    return reduce(or_, ((a > b).fill_null(False) for a, b in ((low, value), (value, high), (low, high))))


def look_at_rows(data: Any) -> None:
    """Raise where rows break what the gate refuses, on the engines of which it looks at none.

    For functions that add nothing; sums find such rows on their way. It takes one look.
    """
    if data.implementation.is_pyarrow():
        return
    met = {*data.collect_schema().names()}
    rules = {n: rule for n, rule in enumerate(_looked_at()) if {*_NEEDED[n]} <= met} if is_lazy(data) else {}
    broken = {name: nw.col(name).is_null() for name in FILLED if name in met}
    counts = count_broken(data, broken | {str(n): rule for n, (rule, *_) in rules.items()})
    check_filled(data, [name for name in broken if counts[name]])
    for n, (rule, found, expected) in rules.items():
        if counts[str(n)]:
            refuse(data, rule, found, expected)


def check_codes(data: Any, columns: Iterable[str]) -> dict[str, list[str]]:
    """The codes that are met in those `columns` of a frame that hold parties or categories.

    `data` is a Narwhals frame or one of pandas.

    Raises
    ------
    RecordError
        If one of these is no code, such as a name typed in later: a condition, a group or a key that means
        the party would pass over its row.
    """
    held: dict[str, list[str]] = {}
    for column in (name for name in dict.fromkeys(columns) if name in (*SIDES, "category")):
        met = data[column].unique() if isinstance(data, pd.DataFrame) else _met(data, column)
        held[column] = known = [code for code in met if isinstance(code, str)]
        if column == "category":
            check_categories(known)
        elif wrong := [code for code in known if not is_code(code)]:
            meant = known_code(wrong[0])
            guess = f"; {meant!r} is" if meant else ""
            raise RecordError(
                f"{column} is {sample(wrong)}, which is no code of a party{guess}: "
                "expected codes such as 'RUS'; pass the records through to_records(), which reads names, or "
                "take codes of party()",
                rows=wrong,
            )
    return held


def _met(data: Any, column: str) -> list[Any]:
    return list(collect(data.select(column).unique())[column])


def look_for_nulls(data: Any, columns: Iterable[str]) -> None:
    """Raise where rows would be lost in silence: a filter and a join pass over a null."""
    names = list(dict.fromkeys(columns))
    if names and not data.implementation.is_pyarrow():
        broken = count_broken(data, {name: nw.col(name).is_null() for name in names})
        check_filled(data, [name for name, count in broken.items() if count])


def _check_kinds(data: Any, changed: dict[str, Any]) -> None:
    """Raise where columns hold another kind of thing, or something that their type cannot hold."""
    wrong = {
        name: f"{name!r} is {kind}, expected {_KINDS[COLUMNS[name]]}"
        for name, kind in changed.items()
        if not _holds(name, kind) and any_known(data, name)
    }
    if wrong:
        raise RecordError(
            f"columns hold another kind of cells: {', '.join(wrong.values())}; pass the records through "
            "to_records(), which reads them or says which cells it cannot read",
            rows=list(wrong),
        )
    flag = nw.col("estimated")
    rules: dict[str, Any] = {
        name: not_a_year(name) & ~nw.col(name).is_null() for name in YEARS if name in changed
    }
    if "estimated" in changed and changed["estimated"].is_numeric():
        rules["estimated"] = (flag != 0) & (flag != 1)
    for name, count in count_broken(data, rules).items() if rules else ():
        if count:
            found, expected = _UNREADABLE[name]
            refuse(data, rules[name], found, expected)


def _holds(name: str, kind: Any) -> bool:
    """Whether cells of a kind can be those of a column, before each is looked at."""
    return COLUMNS[name] != "string" and kind.is_numeric()


def any_known(data: Any, column: str) -> bool:
    """Whether a column is not of nulls alone, which has no kind of its own on some engines."""
    cells = without_nan(column) if data.collect_schema()[column].is_float() else nw.col(column)
    return bool(collect(data.select(cells.count()))[column].iloc[0])


def _retyped(name: str, kind: Any) -> Any:
    if name == "estimated" and kind.is_numeric():
        # a join makes numbers of true and false
        return (nw.col(name) == 1).alias(name)
    cells = without_nan(name) if kind.is_float() else nw.col(name)
    return cells.cast(TYPES[COLUMNS[name]])


def check_filled(data: Any, nulls: Iterable[str]) -> None:
    """Raise where columns that every record fills are null; `nulls` names them."""
    for name in nulls:
        refuse(
            data,
            nw.col(name).is_null(),
            f"{name} is null",
            "what to_records() fills in: a file or a join may have lost an empty text, so pass the records "
            "through to_records() again",
        )


def units() -> tuple[str, ...]:
    """What `unit` may be."""
    return ("TIV", "pieces", *tables.table("currencies.csv")["currency"])


def leaves() -> tuple[str, ...]:
    """The categories that `category` may be made of."""
    return tuple(tables.table("categories.csv")["category"])


@cache
def not_a_year(column: str) -> Any:
    year = nw.col(column)
    return year.is_null() | (year != year.floor()) | (year < FIRST) | (year > LAST)


def check(data: Any, *, ids: bool = True) -> None:
    """Raise RecordError unless every row of the typed Narwhals frame keeps the frame's rules.

    Ids are unique as read; spreading a figure over years repeats its own.
    """
    if _counted(data, {"rows": _breaks_a_rule()}).get("rows"):
        counts = _counted(data, _counters())
        for i, (broken, found, expected) in enumerate(_rules()):
            if counts[f"r{i}"]:
                refuse(data, broken, found, expected)
    _check_words(data)
    if ids:
        said = (
            "record ids stand on several rows: {}; expected an id that is unique within source, dataset and "
            "release"
        )
        check_unique(data, IDENTITY, said)


@cache
def _counters() -> dict[str, Any]:
    return {f"r{i}": _counter(rule[0]) for i, rule in enumerate(_rules())}


@cache
def _breaks_a_rule() -> Any:
    return _counter(reduce(or_, (broken for broken, _, _ in _rules())))


# the numbers of rules: of bounds, and of those that a frame may break after the input check
_BOUNDS = 10
_LOOKED_AT = (2, 3, 4, _BOUNDS)
# the columns that these read, after those of negative amounts
_NEEDED = (FIGURE, FIGURE, FIGURE, ("start", "end"), FIGURE)
# what may be null in rows of a lazy engine where no key shows it
_LOST = (*SIDES, "category", "record", "estimated", "start", "end")


# an expression is made once: to make them all costs more than to look at a small frame
@cache
def _rules() -> list[tuple[Any, str, str]]:
    low, value, high = nw.col("low"), nw.col("value"), nw.col("high")
    start, end = nw.col("start"), nw.col("end")
    quantity, unit = nw.col("quantity"), nw.col("unit")
    record, infinite = nw.col("record").fill_null(""), float("inf")
    return [
        ((value < 0) | (low < 0) | (high < 0) | (quantity < 0), "amounts are negative", "0 or more"),
        ((value == infinite) | (low == infinite), "value or low is infinite", "a finite figure"),
        ((low > value) | (value > high), "value lies outside [low, high]", "low ≤ value ≤ high"),
        (low > high, "low lies above high", "low ≤ value ≤ high"),
        (start > end, "start lies after end", "start ≤ end"),
        (
            (end.cast(nw.Int32()) - start.cast(nw.Int32())) >= LONGEST,
            "the span of years is too long",
            f"at most {LONGEST} years",
        ),
        (
            (unit == "pieces") & ~value.is_null() & ~quantity.is_null() & (quantity != value),
            "pieces have a quantity that is not their value",
            "quantity equal to value",
        ),
        (record == "", "record is blank", "the source's own id"),
        (record.str.contains("+", literal=True), "record holds a '+'", "an id without '+'"),
        (nw.col("part_of") == nw.col("record"), "a record is part of itself", "another record's id"),
        (
            (low.is_null() & ~(value.is_null() & high.is_null())) | (high.is_null() & ~low.is_null()),
            "a bound is missing",
            "low and high, or no figure at all; a high without limit is infinite, which JSON and other files "
            "turn into a null: store records with write_records(), or pass them through to_records(), for "
            "which a high that is lost is without limit",
        ),
    ]


def rows_where(data: Any, condition: Any) -> pd.DataFrame:
    """The rows for which a condition holds, in memory.

    A database is asked first whether there are any: to select rows it reads all their columns.
    """
    if is_lazy(data) and not count_broken(data, {"rows": condition})["rows"]:
        data = data.head(0)
    return collect(data.filter(condition))


def count_broken(data: Any, broken: dict[str, Any]) -> dict[str, int]:
    """How many rows break each of the rules, in one look."""
    return _counted(data, {name: _counter(expression) for name, expression in broken.items()})


def is_broken(data: Any, rules: Iterable[Any]) -> bool:
    """Whether some row breaks one of the rules: to ask for all at once takes a fraction of the time."""
    return count_broken(data, {"rows": reduce(or_, rules)}).get("rows", 0) > 0


def _counter(expression: Any) -> Any:
    return nw.when(expression).then(nw.lit(1)).otherwise(nw.lit(0)).sum()


def _counted(data: Any, counters: dict[str, Any]) -> dict[str, int]:
    counts = collect(data.select(**counters))
    # the sum over no rows is null on some engines
    return {name: int(counts[name].fillna(0).iloc[0]) for name in counters} if len(counts) else {}


_SHOWN = ["record", "supplier", "recipient", "stage", "start", "end", "value", "low", "high", "unit"]


def refuse(data: Any, broken: Any, found: str, expected: str) -> None:
    """Raise with the rows that are `broken`."""
    rows = collect(data.filter(broken))
    shown = rows[[c for c in [*_SHOWN, "reporter", "prices"] if c in rows.columns]]
    raise RecordError(
        f"{found} in {len(rows)} row(s); expected {expected}:\n{shown.head().to_string(index=False)}",
        rows=rows,
    )


@cache
def _few_words() -> dict[str, tuple[tuple[str, ...] | None, str]]:
    """Columns that take few words: which, and how an error names them."""
    return {
        "stage": (STAGES, f"one of {', '.join(STAGES)}"),
        "reporter": (REPORTERS, f"one of {', '.join(REPORTERS)}"),
        "unit": (units(), "TIV, pieces or an ISO 4217 code such as USD"),
        "prices": (None, "'current', or the year of constant prices such as '2020'"),
    }


def check_meaning(rows: pd.DataFrame) -> None:
    """Raise where words that decide what may be added were made others, such as for a chart.

    The input check has seen the words of records; users rename or translate them later.
    """
    for column, (known, expected) in _few_words().items():
        met = rows[column].unique().tolist() if column in rows else []
        if wrong := [word for word in met if isinstance(word, str) and word and not _is_word(word, known)]:
            raise RecordError(
                f"{column} is {sample(wrong)}, which is no word of the records frame; expected {expected}: "
                "translate words in the table that you print, not in the records",
                rows=rows[rows[column].isin(wrong)],
            )
    known_sources = {source.casefold(): source for source in tables.table("sources.csv")["source"]}
    for source in rows["source"].unique().tolist() if "source" in rows else ():
        meant = known_sources.get(source.casefold(), source) if isinstance(source, str) else source
        if meant != source:
            raise RecordError(
                f"source is {source!r}; expected {meant!r} as the reader writes it, since what a source "
                "covers is known by its name",
                rows=rows[rows["source"] == source],
            )


def _check_words(data: Any) -> None:
    """Raise unless the columns that take few words hold no others."""
    words = _few_words()
    met = collect(data.select(*words, "category").unique())
    for column, (known, expected) in words.items():
        found = [w for w in met[column].unique().tolist() if not _is_word(w, known)]
        if found:
            unlike = among(column, [w for w in found if isinstance(w, str)]) | nw.col(column).is_null()
            refuse(data, unlike, f"{column} is unknown", expected)
    check_categories(met["category"].unique().tolist())


def _is_word(word: Any, known: Iterable[str] | None) -> bool:
    if not isinstance(word, str):
        return False
    return word in known if known is not None else bool(_PRICES.fullmatch(word))


_PRICES = re.compile("current|[0-9]{4}")


def is_category(text: Any) -> bool:
    """Whether a cell is 'all', a code of a category, or several in alphabetical order, each once."""
    parts = str(text).split("+")
    return text == "all" or (_known_leaves().issuperset(parts) and parts == sorted({*parts}))


@cache
def _known_leaves() -> frozenset[str]:
    return frozenset(leaves())


def check_categories(met: list[str]) -> None:
    """Raise RecordError unless each is a category, or a set of them in order."""
    known = _known_leaves()
    unknown = [c for c in met if c != "all" and not known.issuperset(str(c).split("+"))]
    if unknown:
        raise RecordError(
            f"category is {sample(unknown)}{nearest(unknown[0], known)}; expected a category of "
            "categories.csv, several joined by '+', or 'all'; to_records() and parse_category() read words",
            rows=unknown,
        )
    unsorted = [c for c in met if sorted(set(str(c).split("+"))) != str(c).split("+")]
    if unsorted:
        raise RecordError(
            f"category is {sample(unsorted)}; expected a set in alphabetical order, each once",
            rows=unsorted,
        )


def check_unique(data: Any, key: Iterable[str], said: str) -> None:
    """Raise RecordError where rows are alike in `key`, the record among them; `said` takes the ids."""
    if are_unique(data, "record"):
        return
    twice = collect(data.group_by(list(key)).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1))
    if len(twice):
        raise RecordError(said.format(sample(sorted(set(twice["record"])))), rows=twice)
