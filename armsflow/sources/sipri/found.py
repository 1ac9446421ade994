"""What a parser found in a file, line by line: no line is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

__all__: list[str] = []


#: Rows as columns of the same length: numbers and flags of NumPy, text of Arrow.
Columns = dict[str, Any]
Distinct = tuple[np.ndarray, list[str]]


@dataclass
class Found:
    """Rows of one file, and what became of every physical line that gave none."""

    #: with a column ``line``: the first physical line of each row
    rows: Columns
    #: line → why it holds no data: "blank", "preamble", "header", "total", "footer", …
    passed: dict[int, str]
    #: (line, reason) of lines that hold data that cannot be read
    aside: list[tuple[int, str]]
    #: continuation line → the line it belongs to
    joined: dict[int, int] = field(default_factory=dict)
    #: lines that head an export each, in a file of several put together
    exports: list[int] = field(default_factory=list)
    #: lines, in words, that add up parties which a list does not name: they are no records
    rest: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows["line"])

    def set_aside(self, reasons: dict[int, str]) -> None:
        """Move the rows of some lines to those set aside."""
        if reasons:
            self.rows = kept(self.rows, ~np.isin(self.rows["line"], [*reasons]))
            self.aside += reasons.items()

    def good(self) -> int:
        """How many lines begin with a row."""
        return len(pd.unique(self.rows["line"]))

    def counts(self, read: int) -> dict[str, int]:
        """How many of the lines read gave records, held none, or were set aside with those joined to them."""
        aside = {line for line, _ in self.aside}
        lost = sum(line in aside for line in self.joined.values())
        records = self.good() + len(self.joined) - lost
        return {"read": read, "records": records, "passed": len(self.passed), "set_aside": len(aside) + lost}


def in_arrow(cells: pd.Series) -> pa.Array:
    """Text as one array of Arrow's; joined frames hold it in several."""
    found = pa.array(cells, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def kept(rows: Columns, which: np.ndarray) -> Columns:
    """The rows that a mask chooses."""
    return {
        name: cells.filter(pa.array(which)) if isinstance(cells, pa.Array) else cells[which]
        for name, cells in rows.items()
    }


def distinct_of(cells: pa.Array) -> Distinct:
    """A number for each cell, and the distinct cells that these numbers stand for."""
    coded = cells.dictionary_encode()
    return coded.indices.to_numpy(), coded.dictionary.to_pylist()


def combined(*columns: pa.Array) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """A number for each row, and the distinct combinations of cells that these numbers stand for."""
    codes, words = zip(*map(distinct_of, columns), strict=True)
    shape = [max(len(each), 1) for each in words]
    numbers, met = pd.factorize(np.ravel_multi_index(codes, shape))
    places = zip(*(each.tolist() for each in np.unravel_index(met, shape)), strict=True)
    return numbers, [tuple(each[n] for each, n in zip(words, at, strict=True)) for at in places]


def each_is(cells: pa.Array, test: Callable[[str], bool]) -> np.ndarray:
    """Which cells pass a test, made once per distinct cell."""
    codes, words = distinct_of(cells)
    return np.array([*map(test, words)], dtype=bool)[codes]
