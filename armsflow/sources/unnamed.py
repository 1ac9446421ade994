"""Lines of a list that are for several states together, or for one that is not known, and name no single one.

What one state got may stand in such a line beside its own. Lines for a sea area, for territories of one state
or for organisations hold nothing of any other state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from armsflow.parties import why_not
from armsflow.records.schema import UNKNOWN
from armsflow.records.selection import Span, joined, written
from armsflow.sources.listing import coded

__all__: list[str] = []

_OF_NO_STATE = ("a sea area", "several territories")
_ORGANISATIONS = ("international organisation", "international organization")


def are_unnamed(names: Iterable[str], codes: Iterable[str], amounts: np.ndarray) -> np.ndarray:
    """Which lines may hold something of any party of a side, by the names and codes of it and the amounts."""
    pairs = [*zip(names, codes, strict=True)]
    found = {pair: _is_unnamed(*pair) for pair in {*pairs}}
    return np.array([found[pair] for pair in pairs], dtype=bool) & (amounts != 0)


def _is_unnamed(name: str, code: str) -> bool:
    if not code.startswith(UNKNOWN) or name.casefold().startswith(_ORGANISATIONS):
        return False
    return not any(word in why_not(name) for word in _OF_NO_STATE)


def years_unnamed(first: np.ndarray, last: np.ndarray, which: np.ndarray) -> list[Span]:
    """The years from the first to the last of these lines, as runs of years."""
    return joined({*zip(first[which].astype(int).tolist(), last[which].astype(int).tolist(), strict=True)})


def selections(
    datasets: pa.Array | str,
    years: np.ndarray,
    chosen: Mapping[str, Iterable[str]],
    unnamed: Mapping[str, np.ndarray],
) -> pa.Array | str:
    """The selection of each line: what was chosen, and the years of lines, by side, that are `unnamed`.

    Each data set has its own.
    """
    if isinstance(datasets, str):
        found = {side: years_unnamed(years, years, some) for side, some in unnamed.items()}
        return written(chosen, unnamed_of=found)
    # a dictionary may have a word twice
    kinds = datasets.cast(pa.string()).dictionary_encode()
    at = kinds.indices.to_numpy()
    said = [
        selections("", years[at == kind], chosen, {side: some[at == kind] for side, some in unnamed.items()})
        for kind in range(len(kinds.dictionary))
    ]
    return coded(at, *said)
