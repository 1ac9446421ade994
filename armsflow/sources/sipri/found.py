"""What a parser found in a file, line by line: no line is lost in silence."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

__all__: list[str] = []


Distinct = tuple[np.ndarray, list[str]]


@dataclass
class Found:
    """Rows of one file, and what became of every physical line that gave none."""

    #: with a column ``line``: the first physical line of each row
    rows: pd.DataFrame
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

    def set_aside(self, reasons: dict[int, str]) -> None:
        """Move the rows of some lines to those set aside."""
        if reasons:
            self.rows = self.rows[~self.rows["line"].isin(list(reasons))]
            self.aside += reasons.items()

    def counts(self, read: int) -> dict[str, int]:
        """How many of the lines read gave records, held none, or were set aside with those joined to them."""
        aside = {line for line, _ in self.aside}
        lost = sum(line in aside for line in self.joined.values())
        records = self.rows["line"].nunique() + len(self.joined) - lost
        return {"read": read, "records": records, "passed": len(self.passed), "set_aside": len(aside) + lost}


def in_arrow(cells: pd.Series) -> pa.Array:
    """Text as one array of Arrow's; joined frames hold it in several."""
    found = pa.array(cells, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def distinct_of(cells: pd.Series) -> Distinct:
    """A number for each cell, and the distinct cells that these numbers stand for; a null has -1."""
    coded = in_arrow(cells).dictionary_encode()
    return coded.indices.fill_null(-1).to_numpy(), coded.dictionary.to_pylist()
