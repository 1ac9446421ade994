"""The rows of one file, and what becomes of each of its physical lines.

A line gives a record, holds none ("passed": blank lines, lines above the header, the header), is left out by
a rule of the source ("by rule": a sub-total), or cannot be read ("set aside"). Nothing else happens to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import PartyError
from armsflow.parties import codes_of
from armsflow.sources.columns import Coded, Columns, floats, has_sign, is_unsure, texts_match, words_of
from armsflow.sources.formats import folded
from armsflow.sources.opening import unread_lines

__all__: list[str] = []

Value = Any
# what Excel makes of a long number: "1.52676E+11"
_CUT = r"\d(?:[.,]\d+)?E\+?\d+"
UNSURE = (
    ", in which the point may part thousands or decimals: no other cell shows which; write the digits alone"
)


class Rows:
    """The rows of one file, and where each of its lines has gone.

    `columns` holds the cells of a column by its name as `folded`, one text per row; of a name that stands
    twice, the first. `keep`, `by_rule` and `refuse` take a mask over the rows as they are then. `unit` is
    what its numbers count: "line", or "object" of JSON whose objects have no lines of their own.
    """

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        cells: Sequence[Sequence[str]],
        spans: Sequence[tuple[int, int]],
        *,
        passed: int = 0,
        aside: Sequence[tuple[int, str]] = (),
        lost: int = 0,
        unit: str = "line",
    ) -> None:
        self.name, self.unit = name, unit
        self.heads = [*heads]
        self._printed = {folded(head): head.strip() for head in reversed(heads)}
        columns = [*zip(*cells, strict=True)] if cells else [()] * len(heads)
        self.columns = Columns()
        for head, column in zip(keys_of(heads), columns, strict=True):
            self.columns.setdefault(head, np.array(column, dtype=object))
        pairs = np.array(spans, dtype=np.int64).reshape(-1, 2)
        #: first and last physical line of each row
        self.line, self.last = pairs[:, 0], pairs[:, 1]
        #: the columns whose cells have no blanks around them any more
        self.stripped: set[str] = set()
        #: how many lines hold no record
        self.passed, self._lost = passed, lost
        #: (line, reason) of lines that cannot be read
        self.aside = [*aside]
        #: rule → the lines that it leaves out
        self.left_out: dict[str, list[int]] = {}
        # whether what cannot be read is to be named beside the records, and no error
        self._collects = False
        self._left_out_lines = 0

    def __len__(self) -> int:
        return len(self.line)

    def __contains__(self, name: str) -> bool:
        return any(folded(one) in self.columns for one in name.split("|"))

    def text(self, name: str, otherwise: str = "") -> np.ndarray:
        """The cells of a column without blanks around them; `otherwise` in every row if there is none.

        `name` may have several spellings, joined by ``|``.
        """
        key = self._key(name)
        return self.columns[key] if key else np.full(len(self), otherwise, dtype=object)

    def _key(self, name: str) -> str:
        """The name, as `folded`, that a column of text has, its cells without blanks; "" if there is none."""
        key = next((key for key in map(folded, name.split("|")) if key in self.columns), "")
        if key and key not in self.stripped:
            self.stripped.add(key)
            self.columns[key] = self.each_word(key, str.strip)
        return key

    def rename(self, name: str, into: str) -> None:
        """Give a column of text another name."""
        self.columns.rename(self._key(name), folded(into))
        self.stripped.add(folded(into))

    def in_arrow(self, name: str) -> pa.Array:
        """A column of text as Arrow holds it, blank if there is none."""
        key = self._key(name)
        return self.columns.in_arrow(key) if key else pa.repeat("", len(self))

    def whole(self, name: str) -> np.ndarray:
        """A column of what was read as whole numbers."""
        held = self.columns.words(folded(name))
        # a word that gave none stands in no row any more
        return np.array([int(word or 0) for word in held.words.tolist()], dtype="int64")[held.codes]

    def as_text(self, name: str) -> pa.Array:
        """A column of what was read, whatever it is, as text."""
        held = self.columns.held(folded(name))
        if isinstance(held, Coded):
            return held.as_text()
        return pa.array(held).cast(pa.string())

    def each(self, cells: np.ndarray, read: Callable[[str], Value]) -> np.ndarray:
        """What `read` makes of each cell, once per distinct cell."""
        return self.coded_each(cells, read).cells

    def coded_each(self, cells: np.ndarray, read: Callable[[str], Value]) -> Coded:
        """What `read` makes of each cell, as numbers of values."""
        known = self.columns.coded(cells)
        codes, words = (known.codes, known.words) if known else pd.factorize(cells)
        return Coded(codes, _made(words, read))

    def __getitem__(self, name: str) -> np.ndarray:
        """A column as it is now: text, or what `numbers`, `read_each` and `parties` have made of it."""
        return self.columns[folded(name)]

    def _said(self, name: str) -> str:
        """The name of a column as the file prints it."""
        return self._printed.get(folded(name), name)

    def put(self, name: str, cells: np.ndarray | Coded) -> None:
        """Add a column made of others, a cell for each row as they are now."""
        self.columns[folded(name)] = cells

    def numbers(
        self,
        name: str,
        *,
        blank: Collection[str] = ("",),
        negative: bool = False,
        pointed: bool = True,
    ) -> None:
        """Read a column as numbers, NaN where a cell is blank; other rows are refused.

        `blank` holds the marks of a missing number in small letters. A column that is not there is NaN. A
        point may part thousands unless the source's numbers are known not to be `pointed`.
        """
        cells = self.in_arrow(name)
        values, missing = floats(cells, pa.array([*blank], pa.string()))
        wrong = ~missing & ~(np.isfinite(values) & ((values >= 0) | negative))
        unsure = is_unsure(cells) if pointed else np.zeros(len(cells), dtype=bool)
        has_power = has_sign(words_of(cells), "E")
        cut = texts_match(cells, _CUT) if has_power else np.zeros(len(cells), dtype=bool)
        self.columns[folded(name)] = values
        expected = "a number" if negative else "a number, 0 or more"

        def reason(at: int) -> str:
            said = f"{self._said(name)} is {cells[at].as_py()!r:.80}"
            if cut[at]:
                return f"{said}: a spreadsheet has cut its digits; take them from the source"
            return f"{said}{UNSURE}" if unsure[at] else f"{said}; expected {expected}"

        self.refuse(wrong | unsure | cut, reason)

    def words(self, name: str) -> Coded:
        """The cells of a column, each known by the number of its word; blank if there is none."""
        key = self._key(name)
        return self.columns.words(key) if key else Coded(*pd.factorize(self.text(name)))

    def each_word(self, name: str, read: Callable[[Any], Value]) -> Coded:
        """What `read` makes of each word of a column, of which no cell is put together."""
        held = self.words(name)
        return Coded(held.codes, _made(held.words, read))

    def read_each(self, name: str, read: Callable[[str], Value | None], expected: str) -> None:
        """Read a column cell by cell; rows whose cell gives None are refused."""
        words, found = self.words(name), self.each_word(name, read)
        self.columns[folded(name)] = found
        wrong = np.asarray(pd.isna(found.words), dtype=bool)
        if wrong.any():
            said = self._said(name)
            self.refuse(
                wrong[found.codes],
                lambda at: f"{said} is {words.words[words.codes[at]]!r:.80}; expected {expected}",
            )

    def parties(self, name: str, source: str) -> None:
        """Read a column of names as codes of parties; rows whose party is not known are refused."""
        words = self.words(name)
        codes, reasons = _codes({*words.words[np.unique(words.codes)].tolist()}, source)
        self.columns[folded(name)] = self.each_word(name, lambda cell: codes.get(cell, ""))
        if reasons:
            wrong = np.array([word in reasons for word in words.words.tolist()], dtype=bool)[words.codes]
            self.refuse(wrong, lambda at: f"{self._said(name)}: {reasons[words.words[words.codes[at]]]}")

    def unique(self, ids: np.ndarray) -> None:
        """Refuse rows whose id stands on a row before."""
        if len({*ids.tolist()}) == len(ids):
            return
        again = pd.Series(ids, dtype=object).duplicated().to_numpy()
        first = dict(zip(ids[~again].tolist(), self.line[~again].tolist(), strict=True))
        self.refuse(again, lambda at: f"{ids[at]} {self.stands_on(first[ids[at]])} already")

    def stands_on(self, number: int) -> str:
        """Where a row is, in a sentence: "stands on line 3", "is object 3"."""
        return f"stands on line {number}" if self.unit == "line" else f"is {self.unit} {number}"

    def refuse(self, wrong: np.ndarray, reason: str | Callable[[int], str]) -> None:
        """Set aside the rows that cannot be read, each with its reason."""
        at = np.flatnonzero(wrong)
        if len(at):
            said = reason if callable(reason) else lambda _: reason
            self.aside += [(int(self.line[i]), said(int(i))) for i in at]
            self._lost += int((self.last[at] - self.line[at]).sum())
            self._keep(~wrong)

    def by_rule(self, out: np.ndarray, rule: str) -> None:
        """Leave out the rows that a rule of the source says are no records, and count them."""
        if out.any():
            self.left_out.setdefault(rule, []).extend(self.line[out].tolist())
            self._left_out_lines += int((self.last[out] - self.line[out] + 1).sum())
            self._keep(~out)

    def drop(self, blank: np.ndarray) -> None:
        """Leave out rows that are none."""
        if blank.any():
            self._keep(~blank)

    def _keep(self, kept: np.ndarray) -> None:
        self.columns.keep(kept)
        self.line, self.last = self.line[kept], self.last[kept]

    def counts(self) -> dict[str, int]:
        """How many lines were read, gave records, held none, were left out by rule, or cannot be read."""
        records = int((self.last - self.line + 1).sum())
        aside = len({line for line, _ in self.aside}) + self._lost
        parts = {
            "records": records,
            "passed": self.passed,
            "by_rule": self._left_out_lines,
            "set_aside": aside,
        }
        return {"read": sum(parts.values()), **parts}

    def check(self, on_error: str, what: str) -> None:
        """Raise SourceError of lines that cannot be read, unless they are to be collected."""
        self._collects = on_error == "collect"
        if self.aside and (on_error == "raise" or not len(self)):
            raise unread_lines(self.name, sorted(self.aside), len(self), what, unit=self.unit)

    def attach(self, records: pd.DataFrame) -> pd.DataFrame:
        """The records with the account of the file's lines in ``.attrs``."""
        records.attrs["lines"] = self.counts()
        if self.unit != "line":
            records.attrs["counted_in"] = f"{self.unit}s"
        if self.left_out:
            records.attrs["by_rule"] = {rule: len(lines) for rule, lines in self.left_out.items()}
        if self.aside or self._collects:
            records.attrs["set_aside"] = sorted(self.aside)
        return records


def _made(words: np.ndarray, read: Callable[[Any], Value]) -> np.ndarray:
    values = np.empty(len(words), dtype=object)
    values[:] = [read(word) for word in words.tolist()]
    return values


def _codes(names: set[str], source: str) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the names known, and why each of the others is not."""
    try:
        return codes_of(names, source=source), {}
    except PartyError as error:
        unknown = {str(name) for name in error.rows}
    reasons = {}
    for name in unknown:
        try:
            codes_of([name], source=source)
        except PartyError as error:
            reasons[name] = str(error).partition("; expected")[0]
    return codes_of(names - unknown, source=source), reasons


def keys_of(heads: Sequence[str]) -> Iterator[str]:
    """The names of columns as `folded`; one without a name is known by the one before it."""
    before = ""
    for head in heads:
        yield folded(head) or folded(f"after {before}")
        before = head
