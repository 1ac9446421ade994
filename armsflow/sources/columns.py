"""The columns of a file's rows: text as Arrow holds it until it is looked at, and what its cells hold."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

__all__: list[str] = []

_SAMPLE = 2_000  # cells that show whether a column has few words


class Coded:
    """Cells of few words, each known by the number of its word; they are put together when asked for."""

    def __init__(self, codes: np.ndarray, words: np.ndarray) -> None:
        self.codes, self.words = codes, words
        self._cells: np.ndarray | None = None

    @property
    def cells(self) -> np.ndarray:
        if self._cells is None:
            self._cells = self.words[self.codes]
        return self._cells

    def in_arrow(self) -> pa.Array:
        """Words as a dictionary of Arrow's."""
        return pa.DictionaryArray.from_arrays(
            pa.array(self.codes, pa.int32()), pa.array(self.words, pa.string())
        )

    def as_text(self) -> pa.Array:
        """Values, whatever they are, as a dictionary of words."""
        words = [None if word is None else str(word) for word in self.words.tolist()]
        return Coded(self.codes, np.array(words, dtype=object)).in_arrow()

    def is_of(self, cells: np.ndarray) -> bool:
        """Whether an array is the cells that these numbers stand for."""
        return self._cells is cells


class Columns(MutableMapping[str, np.ndarray]):
    """The cells of each column of some rows, one value per row.

    A column that was read at once stays as Arrow has it until it is looked at, whatever rows are left out.
    """

    def __init__(self) -> None:
        #: the rows kept of those that were read at once; None for all
        self._kept: np.ndarray | None = None
        self._held: dict[str, np.ndarray | Coded | pa.Array] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        held = self.held(name)
        return held.cells if isinstance(held, Coded) else held

    def __setitem__(self, name: str, cells: np.ndarray | Coded | pa.Array) -> None:
        self._held[name] = cells

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def held(self, name: str) -> np.ndarray | Coded:
        """The cells of a column, or the numbers of their words."""
        found = self._held[name]
        if isinstance(found, pa.Array):
            found = self._held[name] = coded_of(self._taken(found))
        return found

    def words(self, name: str) -> Coded:
        """The cells of a column as numbers of their words, however many these are."""
        found = self._held[name]
        if isinstance(found, pa.Array):
            found = self._held[name] = _encoded(self._taken(found))
        return found if isinstance(found, Coded) else Coded(*pd.factorize(found))

    def in_arrow(self, name: str) -> pa.Array:
        """A column of text as Arrow holds it; words that are known by their number are a dictionary."""
        found = self._held[name]
        if isinstance(found, pa.Array):
            return pc.utf8_trim_whitespace(self._taken(found))
        if isinstance(found, Coded):
            return found.in_arrow()
        return pa.array(found, pa.string())

    def coded(self, cells: np.ndarray) -> Coded | None:
        """The numbers of the words of an array that is one of the columns, if they are known."""
        each = (found for found in self._held.values() if isinstance(found, Coded))
        return next((found for found in each if found.is_of(cells)), None)

    def keep(self, kept: np.ndarray) -> None:
        """Leave out the rows that are not kept."""
        self._kept = np.flatnonzero(kept) if self._kept is None else self._kept[kept]
        for name, found in self._held.items():
            if isinstance(found, Coded):
                self._held[name] = Coded(found.codes[kept], found.words)
            elif not isinstance(found, pa.Array):
                self._held[name] = found[kept]

    def rename(self, name: str, into: str) -> None:
        """Give a column another name."""
        self._held[into] = self._held.pop(name)

    def _taken(self, cells: pa.Array) -> pa.Array:
        return cells if self._kept is None else cells.take(pa.array(self._kept))


def is_unsure(cells: pa.Array) -> np.ndarray:
    """Which numbers have a point that may part thousands, since no other cell shows what it does."""
    if not has_sign(words_of(cells), "."):
        return np.zeros(len(cells), dtype=bool)
    may = texts_match(cells, r"[1-9]\d{0,2}\.\d{3}")
    if not may.any():
        return may
    sure = texts_match(cells, r"-?(?:\d*\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})?\.\d{3})(?:[eE].*)?")
    thousands = texts_match(cells, r"\d{1,3}(?:\.\d{3}){2,}|.*,.*")
    return may & (~sure.any() | thousands.any())


def has_sign(texts: pa.Array, sign: str) -> bool:
    """Whether one of some texts has a sign."""
    # all letters lie in one place in memory, where a sign that none has is missed sooner than in each text
    letters = texts.buffers()[-1]
    if not letters or sign.encode() not in letters.to_pybytes():
        return False
    return bool(pc.any(pc.match_substring(texts, sign)).as_py())


def texts_match(cells: pa.Array, form: str) -> np.ndarray:
    """Which cells are of a form, as a whole."""
    found = pc.match_substring_regex(words_of(cells), f"^(?:{form})$").to_numpy(zero_copy_only=False)
    found = found.astype(bool)
    return found[cells.indices.to_numpy()] if pa.types.is_dictionary(cells.type) else found


def words_of(cells: pa.Array) -> pa.Array:
    """The words of a dictionary, or the cells themselves; a null is blank."""
    words = cells.dictionary if pa.types.is_dictionary(cells.type) else cells
    return pc.fill_null(words, "") if words.null_count else words


def floats(texts: pa.Array, blank: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The number in each cell, NaN where there is none; and whether the cell is one of those `blank`."""
    if pa.types.is_dictionary(texts.type):
        values, missing = floats(texts.dictionary, blank)
        at = texts.indices.to_numpy()
        return values[at], missing[at]
    try:
        # most columns hold numbers alone; a NaN may be one of the marks
        numbers = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return _stated_floats(texts, blank)
    return (
        _stated_floats(texts, blank)
        if np.isnan(numbers).any()
        else (numbers.copy(), np.zeros(len(texts), bool))
    )


def _stated_floats(texts: pa.Array, blank: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    missing = pc.is_in(pc.utf8_lower(texts), blank)
    stated = pc.if_else(missing, None, texts)
    try:
        numbers = pc.cast(stated, pa.float64())
    except pa.ArrowInvalid:
        numbers = pd.to_numeric(stated.to_pandas(), errors="coerce").to_numpy(float, copy=True)
    else:
        numbers = pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False).copy()
    return numbers, missing.to_numpy(zero_copy_only=False)


def coded_of(cells: pa.Array) -> np.ndarray | Coded:
    """The cells without blanks around them, as numbers of their words if those are few."""
    first = cells.slice(0, _SAMPLE)
    if 2 * pc.count_distinct(first).as_py() > len(first):
        return pc.utf8_trim_whitespace(cells).to_numpy(zero_copy_only=False)
    return _encoded(cells)


def _encoded(cells: pa.Array) -> Coded:
    coded = cells.dictionary_encode()
    words = np.array([word.strip() for word in coded.dictionary.to_pylist()], dtype=object)
    return Coded(coded.indices.to_numpy(), words)
