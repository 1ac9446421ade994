"""What every row of the records frame keeps, and how a row that does not is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import narwhals as nw

from armsflow import tables
from armsflow.errors import RecordError, nearest, sample
from armsflow.records.engines import among, collect, frame_of
from armsflow.records.schema import COLUMNS, FIRST, LAST, LONGEST, REPORTERS, STAGES

__all__: list[str] = []


def require(data: Any, columns: Iterable[str] = COLUMNS, *, what: str = "records") -> None:
    """Raise unless the Narwhals frame `data` has the records frame's columns."""
    missing = [c for c in columns if c not in data.collect_schema().names()]
    if missing:
        raise RecordError(
            f"{what} is not a records frame: it lacks {sample(missing, most=8)}; "
            "make one with to_records() or a reader",
            rows=missing,
        )


def records_of(records: Any) -> Any:
    """`records` as a Narwhals frame that has the records frame's columns."""
    data = frame_of(records)
    require(data)
    kind = data.collect_schema()["estimated"]
    if kind == nw.Boolean():
        return data
    # a join makes numbers of true and false
    if not kind.is_numeric():
        raise RecordError(
            "estimated holds neither true and false nor 1 and 0; pass the records through to_records()",
            rows=["estimated"],
        )
    flag = nw.col("estimated")
    strange = (flag != 0) & (flag != 1)
    if count_broken(data, {"strange": strange})["strange"]:
        refuse(data, strange, "estimated is neither 0 nor 1", "true or false")
    return data.with_columns(estimated=flag == 1)


def units() -> tuple[str, ...]:
    """What `unit` may be."""
    return ("TIV", "pieces", *tables.table("currencies.csv")["currency"])


def leaves() -> tuple[str, ...]:
    """The categories that `category` may be made of."""
    return tuple(tables.table("categories.csv")["category"])


def not_a_year(column: str) -> Any:
    year = nw.col(column)
    return year.is_null() | (year != year.floor()) | (year < FIRST) | (year > LAST)


def check(data: Any, *, ids: bool = True) -> None:
    """Raise RecordError unless every row of the typed Narwhals frame keeps the frame's rules.

    Ids are unique as read; spreading a figure over years repeats its own.
    """
    rules = _rules()
    counts = count_broken(data, {f"r{i}": rule[0] for i, rule in enumerate(rules)})
    for i, (broken, found, expected) in enumerate(rules):
        if counts[f"r{i}"]:
            refuse(data, broken, found, expected)
    _check_words(data)
    if ids:
        _check_ids(data)


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
    ]


def count_broken(data: Any, broken: dict[str, Any]) -> dict[str, int]:
    """How many rows break each of the rules, in one look."""
    flags = {
        name: nw.when(expression).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
        for name, expression in broken.items()
    }
    counts = collect(data.select(**flags))
    # the sum over no rows is null on some engines
    return {name: int(counts[name].fillna(0).iloc[0]) for name in broken} if len(counts) else {}


_SHOWN = ["record", "supplier", "recipient", "stage", "start", "end", "value", "low", "high", "unit"]


def refuse(data: Any, broken: Any, found: str, expected: str) -> None:
    """Raise with the rows that are `broken`."""
    rows = collect(data.filter(broken))
    shown = rows[[c for c in [*_SHOWN, "reporter", "prices"] if c in rows.columns]]
    raise RecordError(
        f"{found} in {len(rows)} row(s); expected {expected}:\n{shown.head().to_string(index=False)}",
        rows=rows,
    )


def _check_words(data: Any) -> None:
    """Raise unless the columns that take few words hold no others."""
    words = {
        "stage": (STAGES, f"one of {', '.join(STAGES)}"),
        "reporter": (REPORTERS, f"one of {', '.join(REPORTERS)}"),
        "unit": (units(), "TIV, pieces or an ISO 4217 code such as USD"),
        "prices": (None, "'current', or the year of constant prices such as '2020'"),
    }
    met = collect(data.select(*words, "category").unique())
    for column, (known, expected) in words.items():
        found = [w for w in met[column].unique().tolist() if not _is_word(w, known)]
        if found:
            unlike = among(column, [w for w in found if isinstance(w, str)]) | nw.col(column).is_null()
            refuse(data, unlike, f"{column} is unknown", expected)
    _check_categories(met["category"].unique().tolist())


def _is_word(word: Any, known: Iterable[str] | None) -> bool:
    if not isinstance(word, str):
        return False
    return word in known if known is not None else bool(_PRICES.fullmatch(word))


_PRICES = re.compile("current|[0-9]{4}")


def _check_categories(met: list[str]) -> None:
    known = set(leaves())
    unknown = [c for c in met if c != "all" and not set(str(c).split("+")) <= known]
    if unknown:
        raise RecordError(
            f"category is {sample(unknown)}{nearest(unknown[0], known)}; expected a category of "
            "categories.csv, several joined by '+', or 'all'; parse_category() reads news words",
            rows=unknown,
        )
    unsorted = [c for c in met if sorted(set(str(c).split("+"))) != str(c).split("+")]
    if unsorted:
        raise RecordError(
            f"category is {sample(unsorted)}; expected a set in alphabetical order, each once",
            rows=unsorted,
        )


def _check_ids(data: Any) -> None:
    ids = collect(data.select(rows=nw.len(), ids=nw.col("record").n_unique()))
    if len(ids) and ids["rows"].iloc[0] == ids["ids"].iloc[0]:
        return
    key = ["source", "release", "record"]
    twice = collect(data.group_by(key).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1))
    if len(twice):
        raise RecordError(
            f"record ids stand on several rows: {sample(sorted(twice['record']))}; expected an id "
            "that is unique within source and release",
            rows=twice,
        )
