"""The columns of the records frame, their words and years, and what rows must agree in to be added."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import Any

from armsflow.errors import ArgumentError

__all__ = ["COLUMNS"]

#: Column → type of the records frame, in its order.
COLUMNS: dict[str, str] = {
    "source": "string",
    "dataset": "string",
    "release": "string",
    "record": "string",
    "part_of": "string",
    "same_as": "string",
    "reporter": "string",
    "supplier": "string",
    "recipient": "string",
    "stage": "string",
    "category": "string",
    "item": "string",
    "start": "int16",
    "end": "int16",
    "quantity": "float64",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "unit": "string",
    "prices": "string",
    "estimated": "bool",
    "note": "string",
    "observed_start": "int16",
    "observed_end": "int16",
    "selection": "string",
}
#: What a column holds where a frame made by hand does not say.
DEFAULTS: dict[str, Any] = {
    "source": "user",
    "dataset": "",
    "release": "",
    "reporter": "third",
    "category": "all",
    "item": "",
    "prices": "current",
    "estimated": False,
    "note": "",
    "selection": "",
}
#: The same as `party_name` writes it for a chart or a table.
ALL_IN_WORDS = ("All", "Alle", "Tous", "Todos", "Все")
#: Texts that say nothing. "none" in small letters is left: it is an answer, such as to which embargo.
NOTHING = ("", "nan", "NaN", "NAN", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaT", "None", "null", "NULL")
STAGES = ("offer", "licence", "contract", "loan", "delivery", "payment", "aid")
REPORTERS = ("supplier", "recipient", "third")
#: What rows must agree in before their figures are added.
MEANING = ("unit", "prices", "stage", "source", "dataset", "release", "reporter")
#: The years for which the source, as read, would list a row like this one, first and last.
OBSERVED = ("observed_start", "observed_end")
#: What else rows say of where they are from; rows that differ in it may be added.
COVERED = (*OBSERVED, "selection")
#: Columns that `to_periods` adds: first and last year of the record's own span inside its window.
TOLD = ("told_start", "told_end")
#: Columns that `embargoed` adds.
EMBARGOED = ("embargoed", "embargo", "embargo_sender", "embargo_scope", "embargo_force", "embargo_on")
#: What tells a record from all others as read.
IDENTITY = ("source", "dataset", "release", "record")
#: A column of sums: which of them lack years, or states that report nothing.
LACKING = "sum_lacking"
OTHERS = "others"  # what is folded together in a summary
ALL = "all"  # the counterpart that a source does not name; no party, so not in the table
UNKNOWN = "unk:"  # how codes of unknown parties begin
SIDES = ("supplier", "recipient")
#: What names other records.
LINKS = ("part_of", "same_as")
#: A figure: its value between its bounds.
FIGURE = ("value", "low", "high")
FIRST, LAST = 1000, 2999
#: The longest span that one figure may cover [years].
LONGEST = 200


def is_rest(group: str) -> bool:
    """Whether a group is "Others", "Smaller flows" or "Unknown", which stand last and grey."""
    return group in (OTHERS, "smaller") or str(group).startswith(UNKNOWN)


def maker_of_spending(columns: Iterable[Any]) -> str:
    """The source of a spending frame without a column for it, or "".

    Of the readers `read_milex` alone marks figures as uncertain and names no source.
    """
    found = {*columns}
    is_made = {"party", "year", "value", "unit", "uncertain"} <= found and "source" not in found
    return "milex" if is_made else ""


def period(start: int, end: int) -> str:
    """One span as text: "2015", "2015–19", "1998–2002"."""
    if start == end:
        return f"{start}"
    return f"{start}–{end % 100:02d}" if start // 100 == end // 100 else f"{start}–{end}"


def pair_of_years(years: Any, what: str) -> tuple[int, int]:
    """First and last calendar year, checked."""
    if (
        not isinstance(years, tuple | list)
        or len(years) != 2
        or not all(isinstance(y, Integral) and not isinstance(y, bool) for y in years)
        or not FIRST <= years[0] <= years[1] <= LAST
    ):
        raise ArgumentError(
            f"{what} is {years!r}; expected the first and the last year, such as (2015, 2019), each from "
            f"{FIRST} to {LAST}",
            rows=[years],
        )
    return int(years[0]), int(years[1])


def years_within(years: Any, what: str) -> tuple[int, int]:
    """First and last calendar year of one year, or of a pair of which one side may be open (None)."""
    if isinstance(years, Integral):
        return pair_of_years((years, years), what)
    pair = isinstance(years, tuple | list) and len(years) == 2
    if pair and None in years and any(year is not None for year in years):
        first, last = years
        return pair_of_years((FIRST if first is None else first, LAST if last is None else last), what)
    return pair_of_years(years, what)


def span_in_words(first: int, last: int) -> str:
    """Years that were asked for: "2015–2019", "2020", "from 2020", "to 2019"."""
    if first == last:
        return f"{first}"
    if last == LAST:
        return f"from {first}"
    return f"to {last}" if first == FIRST else f"{first}–{last}"


def is_part(leaf: str, whole: str) -> bool:
    """Whether a category is another or a subdivision of it: hs:930110 of hs:93, un:IVa of un:IV."""
    inside = leaf.startswith(whole) and (whole.startswith("hs:") or leaf.removeprefix(whole) in ("a", "b"))
    return leaf == whole or inside
