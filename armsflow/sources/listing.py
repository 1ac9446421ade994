"""What readers of official lists share: cells read as years, amounts, codes and parties, and JSON as rows.

What is read of a cell stands beside the cells in `Rows`, under the name that the caller gives it, so that a
row set aside later takes it along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import SourceError
from armsflow.parties import known_code, why_not
from armsflow.sources.columns import Coded, has_sign, is_unsure
from armsflow.sources.formats import folded
from armsflow.sources.rows import UNSURE, Rows
from armsflow.tables import table

__all__: list[str] = []

#: Who receives what is licensed or sold to several states, to a region or in a sea area.
SEVERAL = "unk:several_recipients"
# pandas writes whole numbers of a column with blanks as "12.0"
WHOLE = r"[0-9]{1,15}(?:\.0)?"
DECIMAL = r"[0-9]{1,15}(?:\.[0-9]+)?"
# digits of a number that a float holds exactly
_DIGITS = 15
_MOST = 10**_DIGITS
_PLAIN = (str, int, float, type(None))


def put(rows: Rows, name: str, values: Sequence[Any] | np.ndarray | Coded) -> None:
    """Let a column of what was read stand beside the cells."""
    if not isinstance(values, np.ndarray | Coded):
        listed, values = values, np.empty(len(rows), dtype=object)
        values[:] = listed
    rows.columns[folded(name)] = values
    rows.stripped.add(folded(name))


def got(rows: Rows, name: str) -> np.ndarray:
    """A column of what was read."""
    return rows.columns[folded(name)]


def joined(*parts: pa.Array | str, between: str = "") -> pa.Array:
    """Texts made of others, row by row, such as ids."""
    return pc.binary_join_element_wise(
        *(part if isinstance(part, str) else part.cast(pa.string()) for part in parts), between
    )


def lines_of(rows: Rows) -> pa.Array:
    """The line of each row as text."""
    return pa.array(rows.line).cast(pa.string())


def coded(numbers: np.ndarray | pa.Array, *words: str) -> pa.Array:
    """The word of each number, counted from 0."""
    at = numbers if isinstance(numbers, pa.Array) else pa.array(numbers.astype("int32"))
    return pa.DictionaryArray.from_arrays(at, pa.array(words, pa.string()))


def years_of(rows: Rows, name: str) -> np.ndarray:
    """A column of years that were read, as numbers."""
    return rows.whole(name).astype("int16")


def read_cells(rows: Rows, column: str, into: str, read: Callable[[str], Any], expected: str) -> None:
    """Put what `read` makes of each cell beside it; rows whose cell gives None are set aside."""
    _read_words(rows, column, into, read, lambda cell: f"{column} is {cell!r:.80}; expected {expected}")


def _read_words(
    rows: Rows, column: str, into: str, read: Callable[[str], Any], reason: Callable[[str], str]
) -> None:
    """Put what `read` makes of each word beside it; rows whose word gives None are set aside."""
    words, found = rows.words(column), rows.each_word(column, read)
    put(rows, into, found)
    wrong = np.array([value is None for value in found.words.tolist()], dtype=bool)
    if wrong.any():
        rows.refuse(wrong[found.codes], lambda at: reason(words.words[words.codes[at]]))


def read_amounts(rows: Rows, column: str, into: str, form: str = WHOLE) -> None:
    """Put the number of each cell beside it, NaN if it is blank; rows with anything else are set aside."""
    texts = rows.in_arrow(column)
    if pa.types.is_dictionary(texts.type):
        texts = texts.cast(pa.string())
    blank = pc.equal(texts, "")
    if (numbers := _whole_numbers(texts, blank)) is not None:
        put(rows, into, numbers)
        return
    # few cells are neither digits nor blank, and each of these is looked at
    digits = pc.and_(pc.ascii_is_decimal(texts), pc.less_equal(pc.binary_length(texts), _DIGITS))
    rest = np.flatnonzero(~pc.or_(digits, blank).to_numpy(zero_copy_only=False))
    looked = texts.take(pa.array(rest))
    fits, unsure = digits.to_numpy(zero_copy_only=False).copy(), np.zeros(len(texts), dtype=bool)
    fits[rest] = pc.match_substring_regex(looked, f"^{form}$").to_numpy(zero_copy_only=False)
    unsure[rest] = is_unsure(looked)
    put(rows, into, pc.cast(pc.if_else(fits, texts, None), pa.float64()).to_numpy(zero_copy_only=False))
    said = "a whole number without blanks and points" if form == WHOLE else "a number such as 1250.5"
    wrong = unsure.copy()
    wrong[rest] |= ~fits[rest]
    rows.refuse(
        wrong,
        lambda at: (
            f"{column} is {texts[at].as_py()!r:.80}"
            + (UNSURE if unsure[at] else f"; expected {said}, or a blank")
        ),
    )


def _whole_numbers(texts: Any, blank: Any) -> np.ndarray | None:
    """The numbers of cells that are all whole numbers or blank, at once; None if some are not."""
    try:
        numbers = pc.cast(pc.if_else(blank, None, texts), pa.int64())
    except pa.ArrowInvalid:
        return None
    # Arrow reads "0x1F" as 31
    if any(has_sign(texts, mark) for mark in "xX"):
        return None
    least, most = pc.min_max(numbers).values()
    if (least.as_py() or 0) < 0 or (most.as_py() or 0) >= _MOST:
        return None
    return pc.cast(numbers, pa.float64()).to_numpy(zero_copy_only=False)


#: As pandas and Excel save a year or a day.
SAVED = r"(?P<year>\d{4})(?:\.0|-(?P<month>\d\d)-(?P<day>\d\d)(?:[ T]\d\d:\d\d.*)?)"


def read_years(rows: Rows, column: str, into: str, forms: Sequence[str], expected: str) -> None:
    """Put the year of each date beside it; each of the `forms` has the year in a group of that name.

    Rows of days that no calendar has are set aside: the cell may be in another order of day and month.
    """

    def year(cell: str) -> int | None:
        found = date_in(cell, tuple(forms))
        return found[0] if found and 1900 <= found[0] <= 2100 else None

    read_cells(rows, column, into, year, expected)


# a column of dates is read for its years and for the months that it covers
@lru_cache(maxsize=10_000)
def date_in(cell: str, forms: tuple[str, ...]) -> tuple[int, int] | None:
    """Year and month of a date in one of some forms, or as it was saved again; None if it is in none."""
    matches = (re.fullmatch(form, cell) for form in (*forms, SAVED))
    match = next(filter(None, matches), None)
    return date_of(match) if match else None


def date_of(match: re.Match[str]) -> tuple[int, int] | None:
    """Year and month of a date, 0 for a month that it does not say; None if no calendar has the day."""
    said = {name: int(digits) for name, digits in match.groupdict().items() if digits}
    try:
        date(said["year"], said.get("month", 1), said.get("day", 1))
    except ValueError:
        return None
    return said["year"], said.get("month", 0)


def read_parties(
    rows: Rows,
    column: str,
    into: str,
    *,
    source: str,
    names: dict[str, str] | None = None,
    several: Callable[[str], bool] = lambda name: False,
) -> None:
    """Put the code of each party beside its name; rows whose party is not known are set aside.

    `names` are those of a source that the tables lack, as `key_of`. A name for which `several` holds is of no
    single party.
    """
    _read_words(
        rows,
        column,
        into,
        lambda name: _code(name, source, names or {}, several) or None,
        lambda name: f"{column} {_no_party(name)}",
    )


def _code(name: str, source: str, names: dict[str, str], several: Callable[[str], bool]) -> str:
    """The code of a party, or "" where none is known."""
    if found := names.get(key_of(name)) or known_code(name, source=source):
        return found
    if name.count(", ") == 1:
        # "Guinea, Republic of"
        turned = " ".join(reversed(name.split(", ")))
        if found := names.get(key_of(turned)) or known_code(turned, source=source):
            return found
    return SEVERAL if several(name) else ""


def key_of(name: str) -> str:
    """What spellings of one name share: letters, without case and needless blanks."""
    return " ".join(name.casefold().replace("\u2019", "'").split())


def _no_party(name: str) -> str:
    if not name:
        return "is blank; expected the name of a party"
    reason = why_not(name)
    return f"is {name!r}, which is no party" + (f": {reason}" if reason else " that the tables know")


def is_of_several(name: str) -> bool:
    """Whether a name is known to stand for several states, a region or a sea area."""
    return any(word in why_not(name) for word in ("several", "a region", "a sea area", "a sum over parties"))


@cache
def names_in(language: str) -> dict[str, str]:
    """Code of each name that lists in a language use, as `key_of`."""
    names = table("list_names.csv")
    rows = names.loc[names["language"] == language, ["name", "code"]].to_numpy()
    return {key_of(name): code for name, code in rows}


# --- JSON -----------------------------------------------------------------------------------------


def objects_of(name: str, text: str) -> Rows:
    """The objects of a JSON array, or of one a line, as rows of text; what is null or absent is blank.

    Each is known by the line on which it begins; if two begin on one line, all are known by their number. An
    object that is not whole ends the reading, since what follows it cannot be told apart.
    """
    found: list[dict[str, Any]] = []
    spans: list[tuple[int, int]] = []
    aside: list[tuple[int, str]] = []
    values = _values(name, text)
    own = has_own_lines([(line, line) for _, line in values])
    for number, (value, begins) in enumerate(values, start=1):
        line = begins if own else number
        if isinstance(value, dict) and all(type(cell) in _PLAIN for cell in value.values()):
            found.append(value)
            spans.append((line, line))
        else:
            aside.append((line, f"a {type(value).__name__} is no object of texts and numbers"))
    heads = list(dict.fromkeys(key for row in found for key in row))
    cells = [["" if (cell := row.get(head)) is None else str(cell) for head in heads] for row in found]
    return Rows(name, heads, cells, spans, aside=aside, unit="line" if own else "object")


def has_own_lines(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether each object, by its first and last line, begins below the one before."""
    return all(first > before for (_, before), (first, _) in pairwise(spans))


def _values(name: str, text: str) -> list[tuple[Any, int]]:
    """Each value of an array, or of several values one after the other, and the line on which it begins."""
    decode = json.JSONDecoder().raw_decode
    between = re.compile(r"[\s,\[\]]*")
    out: list[tuple[Any, int]] = []
    at, line, counted = 0, 1, 0
    while (at := between.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = decode(text, at)
        except (ValueError, RecursionError) as error:
            reason = str(error).partition(":")[0]
            raise SourceError(
                f"{name} is no JSON at line {line}, object {len(out) + 1}: {reason}; expected an array of "
                "objects",
                rows=[(line, reason)],
            ) from error
        out.append((value, line))
    return out


def require(rows: Rows, columns: Sequence[str], what: str) -> None:
    """Raise unless the objects of JSON have the columns."""
    missing = [column for column in columns if folded(column) not in rows.columns]
    if missing:
        raise SourceError(
            f"{rows.name} has objects without {', '.join(map(repr, missing))}; expected {what} with "
            f"{', '.join(columns)}",
            rows=[(int(rows.line[0]) if len(rows) else 1, "no such columns")],
        )
