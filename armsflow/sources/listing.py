"""What readers of lists share: the lines of a file as rows of text, and what became of each of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from armsflow.errors import PartyError, SourceError, nearest, sample
from armsflow.parties import codes_of, why_not
from armsflow.sources.opening import (
    File,
    check_columns,
    check_lines,
    content_of,
    name_of,
    text_of,
    too_large,
    unpacked,
    unread_lines,
)

__all__: list[str] = []

#: A licence or a sale for several states, for a region or for a sea area.
SEVERAL = "unk:several_recipients"
_HEAD = 10_000  # letters in which the header of a file stands
_DELIMITERS = ";,\t|"
_WHOLE = r"\s*-?[0-9]+\s*"
_DECIMAL = r"\s*-?[0-9]+(?:\.[0-9]+)?\s*"
_BLANK = ("", "nan")


@dataclass
class Listing:
    """Rows of one file as text, and what became of every line that gave none."""

    name: str
    #: text in every column, and in ``line`` the number of the first line of each row
    rows: pd.DataFrame
    #: how many lines, or objects of JSON, hold data
    read: int
    #: (line, reason) of those that cannot be read
    aside: list[tuple[int, str]] = field(default_factory=list)
    #: reason → how many lines hold no record by rule, such as refused licences
    passed: dict[str, int] = field(default_factory=dict)

    def set_aside(self, broken: Any, reason: str | Callable[[pd.Series], str]) -> None:
        """Move the `broken` rows to those that cannot be read."""
        lost = np.asarray(broken, dtype=bool)
        if lost.any():
            rows = self.rows[lost]
            reasons = (
                [reason] * len(rows) if isinstance(reason, str) else [reason(r) for _, r in rows.iterrows()]
            )
            self.aside += zip(rows["line"].tolist(), reasons, strict=True)
            self.rows = self.rows[~lost].reset_index(drop=True)

    def pass_over(self, rule: Any, reason: str) -> None:
        """Leave out and count the rows that a rule says hold no record."""
        left = np.asarray(rule, dtype=bool)
        if left.any():
            self.passed[reason] = self.passed.get(reason, 0) + int(left.sum())
            self.rows = self.rows[~left].reset_index(drop=True)

    def number(self, column: str, *, whole: bool = True, least: float = 0) -> pd.Series:
        """A column as numbers, null where it is blank; rows with something else are set aside."""
        cells = self.rows[column]
        wrong = ~cells.str.fullmatch(_WHOLE if whole else _DECIMAL) & (cells.str.strip() != "")
        numbers = pd.to_numeric(cells.where(~wrong, "").str.strip().replace("", None)).astype("float64")
        wrong |= (numbers < least) | np.isinf(numbers)
        expected = "a whole number" if whole else "a number with a point"
        self.set_aside(wrong, lambda row: f"{column.strip()} is {row[column]!r}; expected {expected}, or blank")
        return numbers[~wrong].reset_index(drop=True)

    def years(self, column: str, read: Callable[[str], int | None], form: str) -> pd.Series:
        """The year of each date as `read` gives it; rows without one are set aside."""
        known = self._each(column, lambda cell: read(cell.strip()))
        wrong = np.array([year is None or not 1900 <= year <= 2100 for year in known], dtype=bool)
        self.set_aside(wrong, lambda row: f"{column.strip()} is {row[column]!r}; expected {form}")
        return pd.Series([year for year, lost in zip(known, wrong, strict=True) if not lost], dtype="int16")

    def codes(self, column: str, read: Callable[[str], str | None], expected: str) -> pd.Series:
        """The code of each cell as `read` gives it; rows whose cell has none are set aside."""
        known = self._each(column, read)
        wrong = np.array([code is None for code in known], dtype=bool)
        self.set_aside(wrong, lambda row: f"{column.strip()} is {row[column]!r}; expected {expected}")
        return pd.Series([code for code in known if code is not None], dtype="str")

    def parties(
        self,
        column: str,
        *,
        source: str,
        names: dict[str, str] | None = None,
        several: Callable[[str], bool] = lambda name: False,
    ) -> pd.Series:
        """The code of each party; rows whose party is not known are set aside.

        `names` are what this source alone calls parties. Names for which `several` holds are no single party.
        """
        codes = codes_by_name(self.rows[column].unique(), source=source, names=names or {}, several=several)
        reasons = {name: reason for name, (code, reason) in codes.items() if not code}
        if reasons:
            self.set_aside(
                self.rows[column].isin(list(reasons)),
                lambda row: f"{column.strip()} {reasons[row[column]]}",
            )
        return self._mapped(column, {name: code for name, (code, _) in codes.items()})

    def counts(self) -> dict[str, int]:
        """How many lines were read, gave records, hold none by rule (also by reason), or were set aside."""
        aside, passed = len({line for line, _ in self.aside}), sum(self.passed.values())
        records = self.read - aside - passed
        return {"read": self.read, "records": records, "passed": passed, "set_aside": aside, **self.passed}

    def check(self, on_error: str, what: str) -> None:
        """Raise where lines cannot be read and nobody asked to collect them, or no line can."""
        self.aside.sort()
        good = self.counts()["records"]
        if self.aside and (on_error == "raise" or not good):
            raise unread_lines(self.name, self.aside, good, what)
        if not good:
            by_rule = "".join(f"; {count} line(s): {reason}" for reason, count in self.passed.items())
            raise SourceError(f"{self.name} has a header and no {what[:-1]}{by_rule}; expected one in a line")

    def _each(self, column: str, read: Callable[[str], Any]) -> list[Any]:
        codes, words = pd.factorize(self.rows[column])
        known = [read(word) for word in words.tolist()]
        return [known[code] for code in codes.tolist()]

    def _mapped(self, column: str, known: dict[str, str]) -> pd.Series:
        codes, words = pd.factorize(self.rows[column])
        return pd.Series(pd.array([known[word] for word in words.tolist()], dtype="str").take(codes))


def codes_by_name(
    met: Iterable[str], *, source: str, names: dict[str, str], several: Callable[[str], bool]
) -> dict[str, tuple[str, str]]:
    """(code, "") of each name, or ("", why there is none)."""
    found: dict[str, tuple[str, str]] = {}
    rest: list[str] = []
    for name in met:
        code = names.get(key_of(name)) or (SEVERAL if several(name.strip()) else "")
        found[name] = (code, "")
        if not code:
            rest.append(name)
    try:
        return found | {name: (code, "") for name, code in codes_of(rest, source=source).items()}
    except PartyError as error:
        unknown = {name for name in error.rows if isinstance(name, str)}
    known = codes_of([name for name in rest if name not in unknown], source=source)
    found |= {name: (code, "") for name, code in known.items()}
    return found | {name: ("", _no_party(name)) for name in unknown}


def key_of(name: str) -> str:
    """What spellings of one name share in a source's own list of names."""
    return " ".join(name.casefold().split())


def _no_party(name: str) -> str:
    if not name.strip():
        return "is blank; expected the name of a party"
    reason = why_not(name)
    return f"is {name!r}, which is no party" + (f": {reason}" if reason else " that the tables know")


# --- text with a header ---------------------------------------------------------------------------


def text_from(path: File) -> tuple[str, str]:
    """What messages call a file, and its text, whatever its encoding and packing."""
    name, content = name_of(path), content_of(path)
    if isinstance(content, str):
        return name, content.removeprefix("\ufeff")
    if not isinstance(content, bytes | bytearray | memoryview):
        raise SourceError(f"path is a {type(content).__name__}; expected a path, an open file or bytes")
    return name, text_of(unpacked(bytes(content), name)).removeprefix("\ufeff")


def first_line(text: str) -> str:
    """The first line of a text that is not blank."""
    return next((line for line in text[:_HEAD].splitlines() if line.strip()), "")


def header_of(text: str) -> tuple[list[str], str]:
    """The cells of the first line, and what parts them."""
    line = first_line(text)
    delimiter = max(_DELIMITERS, key=line.count)
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return [cell.strip() for cell in cells], delimiter


def listing_of(
    name: str, text: str, delimiter: str, columns: Sequence[str] | None = None, *, padded: bool = False
) -> Listing:
    """The lines of a text below its header, or all of them where `columns` names what has no header.

    Lines with more or fewer cells than the header are set aside; blank lines are no data. `padded` takes one
    empty cell more, behind a delimiter that ends each line.
    """
    if (fast := _at_once(text, delimiter, columns, padded)) is not None:
        return Listing(name, fast, len(fast))
    lines = _numbered(name, text, delimiter)
    header = list(columns) if columns is not None else [cell.strip() for cell in next(lines, (0, []))[1]]
    rows: list[list[str]] = []
    numbers: list[int] = []
    aside: list[tuple[int, str]] = []
    for number, cells in lines:
        cells = _without_padding(cells, len(header))
        if len(cells) == len(header):
            rows.append(cells)
            numbers.append(number)
        else:
            aside.append((number, f"{len(cells)} cells, but the header has {len(header)}"))
    frame = pd.DataFrame(rows, columns=header, dtype="str").assign(line=np.array(numbers, dtype="int64"))
    return Listing(name, frame, len(rows) + len(aside), aside)


def _at_once(text: str, delimiter: str, columns: Sequence[str] | None, padded: bool) -> pd.DataFrame | None:
    """The rows of a text in which every line is one row of full width, read in one go; None of any other."""
    if "\0" in text or text.count("\r") != text.count("\r\n"):
        return None
    header = list(columns) if columns is not None else header_of(text)[0]
    if len(set(header)) < len(header) or (columns is None and not text[:_HEAD].lstrip(" ").strip("\r\n")):
        return None
    names = [*header, *([""] if padded else [])]
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,
            skiprows=0 if columns is not None else 1,
            names=range(len(names)),
            index_col=False,
            dtype="str",
            keep_default_na=False,
            skip_blank_lines=False,
            on_bad_lines="error",
        )
    except (ValueError, OverflowError):
        return None
    lines = text.count("\n") + (not text.endswith("\n"))
    above = 0 if columns is not None else 1
    if len(frame) != lines - above or frame.isna().any(axis=None):
        return None
    if padded and (frame.pop(len(header)) != "").any():
        return None
    frame.columns = pd.Index(header)
    return frame.assign(line=np.arange(above + 1, lines + 1))


def _numbered(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every line that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f"{name} is no CSV at line {line}: {error}; a quoted cell may lack its end",
                rows=[(line, str(error))],
            ) from error
        check_columns(len(cells), name, line)
        if any(cell.strip() for cell in cells):
            yield line, cells


def _without_padding(cells: list[str], width: int) -> list[str]:
    """Cells of a line without blanks beyond the header, with which spreadsheets pad lines."""
    return cells[:width] if len(cells) > width and not any(map(str.strip, cells[width:])) else cells


def no_format(name: str, text: str, known: dict[str, Sequence[str]], what: str) -> SourceError:
    """The error for a file whose first line is the header of none of the `known` formats."""
    met = {key_of(cell) for cell in header_of(text)[0]}
    shared = {label: len(met & {key_of(cell) for cell in columns}) for label, columns in known.items()}
    label = max(shared, key=lambda each: shared[each])
    missing = [cell for cell in known[label] if key_of(cell) not in met]
    near = f"{label} comes nearest and lacks {sample(missing, most=8)}" if shared[label] else "none is near"
    guess = nearest(missing[0], met) if missing and shared[label] else ""
    return SourceError(
        f"{name} has none of the headers of {what}: line 1 is {first_line(text)[:100]!r}; {near}{guess}",
        rows=[(1, "no header")],
    )


# --- JSON -----------------------------------------------------------------------------------------


def objects_of(name: str, text: str) -> Listing:
    """The objects of a JSON array, or of one a line, as rows of text; null is blank.

    An object that is not whole ends the reading, since what follows it cannot be told apart.
    """
    found: list[dict[str, str]] = []
    numbers: list[int] = []
    decode = json.JSONDecoder().raw_decode
    at, line, aside = _next(text, 0), 1, []
    counted = 0
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, end = decode(text, at)
        except (ValueError, RecursionError) as error:
            reason = str(error).partition(":")[0]
            raise SourceError(
                f"{name} is no JSON at line {line}: {reason}; expected an array of objects such as "
                '[{"year": "2010", …}]',
                rows=[(line, reason)],
            ) from error
        if isinstance(value, dict) and all(isinstance(cell, _PLAIN) for cell in value.values()):
            found.append({key: _as_text(cell) for key, cell in value.items()})
            numbers.append(line)
        else:
            aside.append((line, f"a {type(value).__name__}; expected an object of texts and numbers"))
        if len(found) > _MOST_OBJECTS:
            raise too_large(name)
        at = _next(text, end)
    rows = pd.DataFrame(found, dtype="str").fillna("") if found else pd.DataFrame()
    return Listing(name, rows.assign(line=numbers), len(found) + len(aside), aside)


_PLAIN = (str, int, float, type(None))
_MOST_OBJECTS = 10_000_000


def _as_text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _next(text: str, at: int) -> int:
    """Where the next object begins: behind blanks, commas and the brackets of the array."""
    while at < len(text) and text[at] in " \t\r\n,[]\ufeff":
        at += 1
    return at


def is_json(text: str) -> bool:
    return text[:_HEAD].lstrip()[:1] in ("[", "{")


def checked_text(name: str, text: str) -> str:
    """A text, unless it is empty or longer than any source's."""
    if not text.strip():
        raise SourceError(f"{name} is empty; expected lines under a header", rows=[(1, "empty")])
    check_lines(text.splitlines() if len(text) < _HEAD else [], name)
    return text
