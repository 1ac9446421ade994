"""What was chosen from all that a source has, as text: ``recipient=ARM+AZE;category=aircraft``.

Behind it stands on which sides former states count under those that continue them, where `to_successors` put
them there: ``supplier=RUS;successors=recipient+supplier``. Then stand years of which figures were left out
that may hold some of what was chosen: ``recipient=IND;left_out=2015-2019+2021``, those of them in which
figures without a category were left out by a choice of categories: ``no_category=2015``, the years of which
the file lacks some partners of those that report: ``supplier=DEU;lacking=2011-2012``, or, where nobody in it
reports, some parties of a side: ``lacking=recipient:1960-2017``, and the years of which it has figures that
may be of any party of a side, such as licences for several states: ``unnamed=recipient:2004-2013``. Then
stand the groups of which `to_groups` left out the flows between two members: ``without_inner=members:EU``.
Last stands ``linked=parts`` in sums of which one holds a part of another one, or a second report of it.
None of these is a choice, and `read` passes over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import prod

from armsflow.records.schema import SIDES, UNKNOWN

__all__: list[str] = []

#: Columns of which a selection tells, in its order.
CHOSEN = ("supplier", "recipient", "category")
# between the selections of rows that were added, and what stands for rows of which nothing was chosen
_AND, _ALL = " | ", "all"
_SUCCEEDED, _LEFT_OUT, _LACKING, _WITHOUT_INNER = "successors", "left_out", "lacking", "without_inner"
_NO_CATEGORY, _UNNAMED, _LINKED, _PARTS = "no_category", "unnamed", "linked", "parts"
_MARKS = (_SUCCEEDED, _LEFT_OUT, _NO_CATEGORY, _LACKING, _UNNAMED, _WITHOUT_INNER, _LINKED)
_SPAN = re.compile(r"(\d{4})(?:-(\d{4}))?")
Span = tuple[int, int]


def read(selection: str) -> dict[str, list[str]]:
    """Column → what was chosen of it; of several selections that were added, each column's together."""
    found: dict[str, set[str]] = {}
    for one in selection.split(_AND):
        for part in one.split(";"):
            column, chooses, chosen = part.partition("=")
            if chooses and column not in _MARKS:
                found.setdefault(column, set()).update(chosen.split("+"))
    return {column: sorted(chosen) for column, chosen in found.items()}


def each(selections: Iterable[str]) -> list[dict[str, list[str]]]:
    """What was chosen by each of some selections, also of those that were added; of all rows nothing."""
    return [read(one) for one in sorted({one for text in selections for one in text.split(_AND)})]


def shared(selections: Iterable[str]) -> dict[str, list[str]]:
    """Column → what was chosen of it in all rows, which have a selection each.

    Selections of each of some recipients, or of each of some suppliers with each of some recipients, are
    together one of all these.
    """
    found = each(selections)
    first, *others = found or [{}]
    columns = {*first}.union(*others)
    met = {column: {tuple(chosen.get(column, ())) for chosen in found} for column in columns}
    if () not in set().union(*met.values()) and len(found) == prod(len(some) for some in met.values()):
        return {column: sorted({code for some in met[column] for code in some}) for column in first}
    return {column: codes for column, codes in first.items() if len(met[column]) == 1}


def of_side(selection: str, column: str) -> list[str] | None:
    """What was chosen of a column; None where one of several selections that were added has all of it."""
    some = read(selection).get(column)
    return some if all(column in one for one in each([selection])) else None


def succeeded(selection: str) -> list[str]:
    """On which sides former states count under those that continue them, in all that was added."""
    return sorted(set.intersection(*({*_marked(one, _SUCCEEDED)} for one in selection.split(_AND))))


def left_out(selection: str) -> list[Span]:
    """The years of which figures were left out that may hold some of what was chosen, as runs of years."""
    return _years(selection, _LEFT_OUT)


def without_category(selection: str) -> list[Span]:
    """The years of which figures without a category were left out, where categories were chosen."""
    return _years(selection, _NO_CATEGORY)


def lacking(selection: str, side: str = "") -> list[Span]:
    """The years of which the file lacks some partners of those that report, as runs of years.

    With a `side`, those of which it lacks some parties of that side, whoever reports.
    """
    return _years(selection, _LACKING, side)


def unnamed(selection: str, side: str) -> list[Span]:
    """The years of which the file has figures that may be of any party of a side, as runs of years."""
    return _years(selection, _UNNAMED, side)


def unnamed_beside(selection: str, keys: Iterable[str], side: str) -> list[Span]:
    """These years, if parties of the side were chosen, or it is among the `keys` of sums; else none."""
    return unnamed(selection, side) if side in keys or _is_named(of_side(selection, side)) else []


def _is_named(chosen: list[str] | None) -> bool:
    """Whether parties were chosen, and not those alone that are unknown."""
    return chosen is not None and not all(code.startswith(UNKNOWN) for code in chosen)


def _years(selection: str, mark: str, side: str = "") -> list[Span]:
    """The years that stand behind a mark, of all that was added: those of a `side`, or of none."""
    told = [span.rpartition(":") for one in selection.split(_AND) for span in _marked(one, mark)]
    spans = [_SPAN.fullmatch(span) for of, _, span in told if of == side]
    return joined((int(span[1]), int(span[2] or span[1])) for span in spans if span)


def without_inner(selection: str) -> list[str]:
    """The groups of which flows between two members were left out of some of what was added."""
    return sorted({group for one in selection.split(_AND) for group in _marked(one, _WITHOUT_INNER)})


def is_linked(selection: str) -> bool:
    """Whether some of what was added may be a part of another sum, or a second report of it."""
    return any(_PARTS in _marked(one, _LINKED) for one in selection.split(_AND))


def _marked(selection: str, mark: str) -> list[str]:
    """What stands behind a mark in one selection."""
    parts = [part.partition("=") for part in selection.split(";")]
    return [one for name, _, text in parts if name == mark for one in text.split("+")]


def with_left_out(selection: str, spans: Iterable[Span]) -> str:
    """The selection of rows beside which others of some years were left out that may hold their figures."""
    return anew(selection, read(selection), without=spans)


def with_no_category(selection: str, spans: Iterable[Span]) -> str:
    """The selection of rows of some categories beside which others of some years had none."""
    return anew(selection, read(selection), unsorted=spans)


def with_linked(selection: str) -> str:
    """The selection of sums of which one holds a part of another one, or a second report of it."""
    return _AND.join(
        one if is_linked(one) else f"{one}{';' if one else ''}{_LINKED}={_PARTS}"
        for one in ("" if each == _ALL else each for each in selection.split(_AND))
    )


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; those that meet are one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def written(
    chosen: Mapping[str, Iterable[str]],
    sides: Iterable[str] = (),
    without: Iterable[Span] = (),
    inner: Iterable[str] = (),
    lacks: Iterable[Span] = (),
    unsorted: Iterable[Span] = (),
    lacks_of: Mapping[str, Iterable[Span]] | None = None,
    unnamed_of: Mapping[str, Iterable[Span]] | None = None,
    linked: bool = False,
) -> str:
    """A selection in its one form: columns in their order, codes in theirs.

    On some `sides` former states count under those that continue them; figures of the years `without` were
    left out that may hold some of what was chosen, and flows between two members of each group of `inner`.
    Of the years `lacks` the file lacks some partners of those that report, of those in `lacks_of` some
    parties of a side, of those in `unnamed_of` it has figures that may be of any party of a side, and of
    those `unsorted` figures without a category were left out. Sums that are `linked` may hold parts of each
    other.
    """
    order = [*CHOSEN, *sorted(set(chosen) - {*CHOSEN})]
    said = [(name, chosen[name]) for name in order if name in chosen]
    said += [(_SUCCEEDED, found)] if (found := set(sides)) else []
    marks = {
        _LEFT_OUT: _as_text(without),
        _NO_CATEGORY: _as_text(unsorted),
        _LACKING: [*_as_text(lacks), *_of_sides(lacks_of or {})],
        _UNNAMED: _of_sides(unnamed_of or {}),
    }
    said += [(mark, years) for mark, years in marks.items() if years]
    said += [(_WITHOUT_INNER, groups)] if (groups := set(inner)) else []
    said += [(_LINKED, [_PARTS])] if linked else []
    return ";".join(f"{name}={'+'.join(sorted(set(codes)))}" for name, codes in said)


def _of_sides(spans: Mapping[str, Iterable[Span]]) -> list[str]:
    return [f"{side}:{text}" for side, some in spans.items() for text in _as_text(some)]


def _as_text(spans: Iterable[Span]) -> list[str]:
    return [f"{first}" if first == last else f"{first}-{last}" for first, last in joined(spans)]


def anew(
    selection: str,
    chosen: Mapping[str, Iterable[str]],
    sides: Iterable[str] = (),
    without: Iterable[Span] = (),
    inner: Iterable[str] = (),
    unsorted: Iterable[Span] = (),
) -> str:
    """A selection with another choice, which has the marks that it had and some more."""
    return written(
        chosen,
        [*succeeded(selection), *sides],
        [*left_out(selection), *without],
        [*without_inner(selection), *inner],
        lacking(selection),
        [*without_category(selection), *unsorted],
        {side: lacking(selection, side) for side in SIDES},
        {side: unnamed(selection, side) for side in SIDES},
        is_linked(selection),
    )


def narrowed(selection: str, column: str, wanted: Iterable[str]) -> str:
    """The selection of rows of which only some of a column are kept."""
    chosen = read(selection)
    kept = set(wanted) & set(chosen[column]) if column in chosen else set(wanted)
    return anew(selection, {**chosen, column: kept})


def together(selections: Iterable[str]) -> str:
    """The selection of rows that were added, of which each may have its own."""
    met = {one or _ALL for text in selections for one in text.split(_AND)}
    return "" if met == {_ALL} else _AND.join(sorted(met))
