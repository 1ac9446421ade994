"""Choosing records by columns of text: designations, items, conditions, and what only some sources have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import narwhals as nw

from armsflow.errors import ArgumentError, nearest, one_of, sample, warn
from armsflow.records.blanks import is_blank
from armsflow.records.engines import OURS, among, collect, is_lazy
from armsflow.records.schema import COLUMNS, TOLD, span_in_words, years_within

__all__: list[str] = []

#: Columns of a register, behind those of the records frame, by which one may choose.
RIDES = ("designation", "condition", "local_production", "order_year")
#: What `where` chooses by, for errors.
CHOICES = (
    *("supplier", "recipient", "stage", "category", "unit", "prices", "source", "dataset", "release"),
    *("reporter", "years", *RIDES[:3], "item", "order_years", "straddling"),
)
_PIECE = re.compile(r"[^\W\d_]+|\d+")
# what parts the words of a selection from each other
_BETWEEN = re.compile(r"[\s;+=|]+")
CONDITIONS = ("new", "second-hand", "second-hand modernized")


def several(names: str | Iterable[str]) -> list[str]:
    """One text, or several, as a list."""
    if not isinstance(names, Iterable):
        raise ArgumentError(f"a condition is {names!r}; expected a text or several", rows=[names])
    return [names] if isinstance(names, str) else list(names)


def of_weapons(
    data: Any,
    every: Any,
    designation: Any,
    item: Any,
    condition: Any,
    local_production: bool | None,
    order_years: Any,
) -> tuple[Any, dict[str, list[str]]]:
    """Rows by what the extra columns of a source say of weapons and orders; and what was chosen of each."""
    chosen: dict[str, list[str]] = {}
    for column, text in (("designation", designation), ("item", item)):
        if text is not None:
            data, chosen[column] = _with_words(data, every, column, several(text))
    if condition is not None:
        chosen["condition"] = [_condition(word) for word in several(condition)]
        data = _ridden(data, "condition").filter(among("condition", chosen["condition"]))
    if local_production is not None:
        data, chosen["local_production"] = _made_locally(data, local_production)
    if order_years is not None:
        first, last = years_within(order_years, "order_years")
        chosen["order_year"] = [span_in_words(first, last)]
        data = _ordered_in(data, first, last)
    return data, chosen


def _ridden(data: Any, column: str) -> Any:
    """The records, if they have a column that a register has."""
    if column not in data.collect_schema().names():
        raise ArgumentError(
            f"records have no column {column!r}; expected those of a register of read_sipri()", rows=[column]
        )
    return data


def say_unmet(found: Any, every: Any, column: str, wanted: list[str]) -> None:
    """Warn of words that no row has of all in memory; a lazy frame is not asked only for this."""
    if is_lazy(every) or (len(wanted) == 1 and len(found)):
        return
    if not {*wanted} <= {*found[column].unique().to_list()}:
        met = _words_of(every, column)
        say_lacking([word for word in wanted if word not in met], met, column)


def say_lacking(lacking: list[str], met: list[str], column: str) -> None:
    """Warn of chosen words that a column has in no row; of an empty frame nothing can be said."""
    if not met or not lacking:
        return
    guess = nearest(lacking[0], met) if len(lacking) == 1 else ""
    there = f"it is one of {sample(sorted(met))}" if any(met) else "it is blank in all"
    warn(f"no record has {column}={sample(lacking)}{guess}; {there}")


def _words_of(data: Any, column: str) -> list[str]:
    return list(collect(data.select(column).unique())[column].dropna().astype(str))


def of_words(data: Any, every: Any, column: str, words: Any) -> tuple[Any, list[str]]:
    """Records of which a column has one of some cells, and these as a selection has them."""
    kind = _kind(data.collect_schema(), column)
    asked = _asked(words, kind)
    met = _cells_of(data, column, kind)
    folded = [word.casefold() for word in asked]
    if not {*folded} <= {text.casefold() for text in met}:
        # other conditions may have left out the rows that have a word
        of_all = [*_cells_of(every, column, kind)]
        there = {text.casefold() for text in of_all}
        lacking = [word for word, small in zip(asked, folded, strict=True) if small not in there]
        say_lacking(lacking, of_all, column)
    found = {text: cell for text, cell in sorted(met.items()) if text.casefold() in folded}
    chosen = [*found] or asked
    # DuckDB may take NaN for the one number that a file holds beside it
    known = data.filter(~is_blank(data.collect_schema(), column)) if kind is float else data
    return known.filter(among(column, found.values())), [_BETWEEN.sub(" ", text).strip() for text in chosen]


def _kind(schema: Any, column: str) -> Callable[[Any], Any]:
    """The type of the cells of a column that a keyword names, if it is one by which rows can be chosen."""
    others = [name for name in schema if not name.startswith(OURS)]
    way = (
        "take order_years=" if column == "order_year" else "take years=" if column in ("start", "end") else ""
    )
    if column not in others:
        raise ArgumentError(
            f"records have no column {column!r}{nearest(column, [*CHOICES, *others])}; "
            f"{way or 'expected a column of text, or one of ' + sample(CHOICES, most=20)}",
            rows=[column],
        )
    holds = schema[column]
    if holds in (nw.String(), nw.Categorical()) or isinstance(holds, nw.Enum):
        return str
    if column in (*COLUMNS, *TOLD) or way:
        raise ArgumentError(
            f"{column} holds years; {way}"
            if way
            else f"{column} holds {holds}, and where() chooses by no figure or flag of the records frame; "
            "keep the rows with a filter of your engine, and say absent='unknown' in summaries: a year "
            "without a row would be 0",
            rows=[column],
        )
    if holds == nw.Boolean():
        return bool
    if holds.is_numeric():
        return int if holds.is_integer() else float
    raise ArgumentError(
        f"{column} holds {holds}, and where() chooses by columns of text, of whole numbers and of flags; "
        f"{_as_words(column)}",
        rows=[column],
    )


def _as_words(column: str) -> str:
    return (
        f'make it text first, such as with records.assign({column}=records["{column}"].astype(str)) in '
        "pandas: a filter of your engine would leave no word in selection"
    )


def _asked(words: Any, kind: Callable[[Any], Any]) -> list[str]:
    """What is asked for as text, in the words of a column of some kind: True is 1 among whole numbers."""
    if kind is str:
        return [str(word) for word in several(words)]
    alone = isinstance(words, str) or not isinstance(words, Iterable)
    return [_as_text(word, kind) for word in ([words] if alone else words)]


def _as_text(cell: Any, kind: Callable[[Any], Any]) -> str:
    """A number or a flag as text: "1", "True"."""
    try:
        number = float("nan") if isinstance(cell, str) else float(cell)
    except (TypeError, ValueError):
        number = float("nan")
    if kind is bool and number in (0, 1):
        return str(number == 1)
    return str(int(number)) if number % 1 == 0 else str(cell)


def _cells_of(data: Any, column: str, kind: Callable[[Any], Any]) -> dict[str, Any]:
    """Text → the cell of a column that it stands for."""
    if kind is str:
        return {text: text for text in _words_of(data, column)}
    cells = [kind(cell) for cell in collect(data.select(column).unique())[column].dropna()]
    if parts := [cell for cell in cells if cell % 1 != 0]:
        raise ArgumentError(
            f"{column} holds numbers that are not whole, such as {sample(parts)}, by which where() does not "
            f"choose; {_as_words(column)}",
            rows=[column],
        )
    return {_as_text(cell, kind): cell for cell in cells}


def _with_words(data: Any, every: Any, column: str, asked: list[str]) -> tuple[Any, list[str]]:
    """Records whose text holds one of some words, and these words as a selection has them."""
    met = collect(_ridden(data, column).select(column).unique())[column].dropna().tolist()
    patterns = [_pattern(words, column) for words in asked]
    found = [text for text in met if any(pattern.search(str(text)) for pattern in patterns)]
    if unmet := _unmet(zip(asked, patterns, strict=True), found):
        of_all = _words_of(every, column)
        lacking = [words for words, _ in _unmet(unmet, of_all)]
        say_lacking(lacking, of_all, column)
    return data.filter(among(column, found)), [_BETWEEN.sub(" ", words).strip() for words in asked]


def _unmet(
    asked: Iterable[tuple[str, re.Pattern[str]]], texts: list[str]
) -> list[tuple[str, re.Pattern[str]]]:
    """Words that none of some texts holds."""
    return [(words, pattern) for words, pattern in asked if not any(map(pattern.search, map(str, texts)))]


def _pattern(words: str, column: str) -> re.Pattern[str]:
    """Words whole, whatever stands between their letters and digits."""
    if not isinstance(words, str) or not (pieces := _PIECE.findall(words)):
        raise ArgumentError(f"{column} is {words!r}; expected words such as 'Su-30'", rows=[words])
    last = r"(?![.,]?\d)" if pieces[-1].isdigit() else r"(?![^\W\d_])"
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(map(re.escape, pieces)) + last, re.IGNORECASE)


def _condition(word: str) -> str:
    """A condition in the spelling of the frame: "Second hand but modernized" is "second-hand modernized"."""
    text = " ".join(re.sub(r"[\s-]+|\bbut\b", " ", str(word).casefold()).split())
    known = {text.replace("-", " "): text for text in CONDITIONS}
    known |= {text.replace("ized", "ised"): name for text, name in known.items()}
    return known[text] if text in known else str(one_of(word, CONDITIONS, "condition"))


def _made_locally(data: Any, wanted: bool) -> tuple[Any, list[str]]:
    if not isinstance(wanted, bool):
        raise ArgumentError(f"local_production is {wanted!r}; expected True or False", rows=[wanted])
    _check_said(
        data,
        "local_production",
        wanted,
        "whether they are made under licence: such columns are in files of deliveries by year; keep these "
        "with where(records, dataset='deliveries')",
    )
    flags = nw.col("local_production").cast(nw.Boolean())
    return data.filter(flags if wanted else ~flags), [str(wanted)]


def _ordered_in(data: Any, first: int, last: int) -> Any:
    """Records of deals that were ordered in some years."""
    _check_said(
        data,
        "order_year",
        (first, last),
        "in which year they were ordered, and the others may belong to the years that are asked for: write "
        "their years into order_year, or choose rows that say so before, such as with "
        "where(records, dataset='deliveries')",
    )
    ordered = nw.col("order_year")
    return data.filter((ordered >= first) & (ordered <= last))


def _check_said(data: Any, column: str, wanted: Any, why: str) -> None:
    """Raise where a column of a register says nothing of some rows, which may be those that are `wanted`."""
    met = collect(_ridden(data, column).select(column).unique())[column]
    if len(met) and met.isna().any():
        raise ArgumentError(f"the records do not say of all rows {why}", rows=[wanted])
