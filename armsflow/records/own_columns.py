"""Choices by a column of the user's own: of whom no row was chosen, nothing is known.

A column "democracy" that was merged to a frame stands in its rows alone: of a supplier without a row that was
chosen it is not known whether it is no democracy, or supplied nothing. Columns that a source gives say of
each of its rows what it is, as a designation does, so that who has no such row supplied none.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from armsflow.records.schema import COLUMNS, EMBARGOED, TOLD
from armsflow.records.selection import read

__all__: list[str] = []

# those of `where` that a frame made by hand may have as a register does, and what armsflow adds itself
_KNOWN = {*COLUMNS, *TOLD, "designation", "condition", "local_production", "order_year", "redenominated"}
_KNOWN |= {*EMBARGOED, "line", "file"}
_REGISTER = ("deal", "delivery_years", "description", "generated", "phrase", "scope", "tiv_unit")
#: Source → the columns that its reader gives beside those of the records frame.
GIVEN: dict[str, tuple[str, ...]] = {
    "baci": ("classification", "commodity", "net_weight"),
    "ch_licences": ("date", "destination", "licence", "rating"),
    "claims": ("address", "amount", "date", "publisher", "status", "wording"),
    "coarm": ("licences",),
    "comtrade": ("classification", "commodity", "flag", "net_weight", "partner"),
    "de_exports": ("country",),
    "kiel": ("aid_type", "correction", "date", "measure", "month", "procured", "weapons", "year_basis"),
    "nl_licences": (
        *("ad_hoc_flag", "amount", "date", "destination", "exit", "extension_flag", "licence", "origin"),
        *("rating", "temporary_flag", "transport", "u_d_flag", "v_n_flag", "vp_an_flag"),
    ),
    "sam": ("key", "repeated", "year_basis"),
    "sample": _REGISTER,
    "sipri": _REGISTER,
    "uk_licences": ("date", "licence", "licences", "rating"),
    "unroca": ("address", "intermediate_locations", "num_items", "reporter_from", "state_of_origin", "table"),
}
#: Columns in which a blank is an answer: no embargo, no correction, all years of the span.
_ANSWERED = ({*COLUMNS, *TOLD, *EMBARGOED} - {"item"}) | {"correction", "delivery_years", "phrase"}
_ANSWERED |= {"redenominated", "repeated"}
#: Source → the column of these that says what its pieces are, where `category` has several kinds in one.
KINDS = {"kiel": "weapons"}


def is_of_own(selection: str, sources: Iterable[str]) -> bool:
    """Whether rows of some sources were chosen by a column that neither these nor armsflow give."""
    return not _given(sources).issuperset(read(selection))


def leaves_open(column: str, sources: Iterable[str]) -> bool:
    """Whether a blank in a column leaves open what a row is: no designation, or a join without a match."""
    return column not in _ANSWERED or column not in _given(sources)


def _given(sources: Iterable[str]) -> set[str]:
    return _KNOWN.union(*(GIVEN.get(source, ()) for source in sources))


def chosen_by_own(rows: pd.DataFrame) -> np.ndarray:
    """Which rows with a source and a selection were chosen by such a column."""
    kinds = rows[["selection", "source"]].drop_duplicates().itertuples(index=False, name=None)
    found = {(text, source) for text, source in kinds if is_of_own(str(text), [source])}
    return np.array(
        [kind in found for kind in zip(rows["selection"], rows["source"], strict=True)], dtype=bool
    )
