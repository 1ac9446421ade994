"""The columns that summaries add: those of all summaries, and those that each noun declares beside itself."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from armsflow.records.schema import FIGURE, OBSERVED

__all__: list[str] = []

#: Columns of all summaries that no key may be called like; `quantity` is a figure of records.
COMMON = {
    "period": "text",
    **dict.fromkeys((*FIGURE, "quantity"), "amount"),
    **dict.fromkeys(("records", "undisclosed"), "count"),
    "estimated": "fraction",
    "complete": "flag",
    **dict.fromkeys(OBSERVED, "count"),
    "selection": "text",
}
#: What a column may hold: an amount is in `unit`, a party is a code.
KINDS = ("amount", "count", "flag", "fraction", "number", "party", "text")


@cache
def declared() -> dict[str, set[str]]:
    """Column → kinds, over all summaries: what every noun says in its ``OWN``."""
    stems = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem != "__init__")
    nouns = [import_module(f"{__package__}.{stem}") for stem in stems]
    kinds: dict[str, set[str]] = {}
    for columns in (COMMON, *(getattr(noun, "OWN", {}) for noun in nouns)):
        for column, kind in columns.items():
            kinds.setdefault(column, set()).add(kind)
    return kinds


def is_declared(column: str) -> bool:
    """Whether a summary has a column of this name, in any case of letters.

    ``partner_1`` stands for all that are numbered.
    """
    return _first(column).casefold() in declared()


def holds_parties(column: str) -> bool:
    """Whether a summary's column of this name holds codes of parties."""
    return "party" in declared().get(_first(column), ())


def kinds_of(column: str) -> set[str]:
    """What a summary's column of this name may hold."""
    return declared().get(_first(column), set())


def _first(column: str) -> str:
    return re.sub(r"_\d+", "_1", column)
