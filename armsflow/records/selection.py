"""What was chosen from all that a source has, as text: ``recipient=ARM+AZE;category=aircraft``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__: list[str] = []

#: Columns of which a selection tells, in its order.
CHOSEN = ("supplier", "recipient", "category")
# between the selections of rows that were added
_AND = " | "


def read(selection: str) -> dict[str, list[str]]:
    """Column → what was chosen of it; of several selections that were added, each column's together."""
    found: dict[str, set[str]] = {}
    for one in selection.split(_AND):
        for part in filter(None, one.split(";")):
            column, _, chosen = part.partition("=")
            found.setdefault(column, set()).update(chosen.split("+"))
    return {column: sorted(chosen) for column, chosen in found.items()}


def of_side(selection: str, column: str) -> list[str] | None:
    """What was chosen of a column; None where one of several selections that were added has all of it."""
    each = [read(one).get(column) for one in selection.split(_AND)]
    return None if None in each else read(selection)[column]


def written(chosen: Mapping[str, Iterable[str]]) -> str:
    """A selection in its one form: columns in their order, codes in theirs."""
    order = [*CHOSEN, *sorted(set(chosen) - {*CHOSEN})]
    return ";".join(f"{name}={'+'.join(sorted(set(chosen[name])))}" for name in order if name in chosen)


def narrowed(selection: str, column: str, wanted: Iterable[str]) -> str:
    """The selection of rows of which only some of a column are kept."""
    chosen = read(selection)
    kept = set(wanted) & set(chosen[column]) if column in chosen else set(wanted)
    return written({**chosen, column: kept})


def together(selections: Iterable[str]) -> str:
    """The selection of rows that were added, of which each may have its own."""
    return _AND.join(sorted({one for text in selections for one in text.split(_AND)} - {""}))


def chosen_of(selections: Iterable[str], column: str) -> list[str]:
    """What was chosen of a column of rows that were added, if all of them were chosen by it; else nothing."""
    each = [read(one).get(column, []) for text in selections for one in text.split(_AND)]
    return sorted({code for codes in each for code in codes}) if all(each) else []
