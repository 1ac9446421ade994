"""The line below a table for people: what is the same for all its figures, and what they do not show."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from armsflow.charts.check import with_previous
from armsflow.charts.text import (
    basis,
    choices,
    covered,
    foot,
    former_states,
    joiners,
    left_out,
    moved,
    names,
    numbers,
    source_line,
    titles,
    unreported,
)
from armsflow.languages import message, number, say, say_in, years
from armsflow.records.files_documents import (
    AMOUNT,
    GUESSED,
    Grid,
    amounts_in,
    are_about,
    are_revisions,
    heads_of,
)
from armsflow.records.schema import REPORTERS, SIDES, maker_of_spending
from armsflow.records.selection import read
from armsflow.summaries.columns import is_declared

__all__: list[str] = []

_MISSING = ("unit", "source", "release")
#: What a window has of each, which charts and documents say where no column does.
_ESTIMATED, _UNDISCLOSED = ("estimated", "previous_estimated"), ("undisclosed", "previous_undisclosed")
#: Of the numbers of an order, each of which is an estimate or none.
_ORDERS_ESTIMATED = ("ordered_estimated", "delivered_estimated")
#: What a blank is, by whether it may be none, not known, and a cell that has no row in the frame.
_BLANK = {
    (True, False, False): message("Volume blank: none."),
    (True, True, False): message("Volume blank: none, or not known."),
    (True, False, True): message("Volume blank: none, or not in the table."),
    (True, True, True): message("Volume blank: none, not known, or not in the table."),
    (False, False, True): message("Blank: not in the table."),
    (False, True, True): message("Blank: not known, or not in the table."),
}


# --- what is the same for all ---------------------------------------------------------------------------


class _Said(NamedTuple):
    text: str
    cells: list[str]


def about(table: pd.DataFrame, body: pd.DataFrame, *, million: bool, wide: str | None) -> str:
    """What is the same for all figures of a table, in one line.

    Unit, years, stage, what was chosen, source and release. A wide table of shares has no other unit than per
    cent. `body` are the columns that are printed.
    """
    told = [
        _Said(message("unit: {text}"), _units(table, million=million, wide=wide is not None)),
        _Said(message("years: {text}"), _one_window(table, body, wide)),
        _Said(message("orders: {text}"), _of_sides(table, body)),
        _Said(message("stage: {text}"), [say_in("one", stage) for stage in _found(table, "stage")]),
        _Said(message("table: {text}"), list(filter(None, [moved.datasets(table)]))),
        _Said(message("reported by: {text}"), _reporters(table)),
        _Said(message("chosen: {text}"), list(filter(None, [choices.in_words(table)]))),
        _Said(message("shares: {text}"), _of_chosen(table)),
        _Said(message("source: {text}"), _sources(table)),
        _Said(message("release: {text}"), _releases(table)),
    ]
    parts = [say(said.text, text=", ".join(said.cells)) for said in told if said.cells]
    if not parts:
        return ""
    return names.sentence("; ".join([*parts, say("own calculation with armsflow")])) + "."


def _of_sides(table: pd.DataFrame, body: pd.DataFrame) -> list[str]:
    """From whom and to whom all orders go, where no column says it."""
    if "all_orders" not in table:
        return []
    hidden = [side for side in SIDES if side in table and side not in body]
    ends = {"supplier": "from", "recipient": "to"}
    return [" ".join(names.sides(ends[side], _found(table, side), "name") for side in hidden)] * bool(hidden)


def _one_window(table: pd.DataFrame, body: pd.DataFrame, wide: str | None) -> list[str]:
    """The years of all figures, where these are the same and no column says them."""
    if wide in ("period", "year") or "period" in body:
        return []
    found = _found(table, "period")
    return [years(found[0])] if len(found) == 1 else []


def _found(table: pd.DataFrame, column: str) -> list[str]:
    return sorted(set(table[column].dropna().astype(str)) - {""}) if column in table else []


def _units(table: pd.DataFrame, *, million: bool, wide: bool) -> list[str]:
    if "unit" not in table:
        return []
    prices = table["prices"] if "prices" in table else pd.Series("current", index=table.index)
    pairs = sorted({*zip(table["unit"].astype(str), prices.fillna("").astype(str), strict=True)})
    factor, word = (1e6, "million {unit}") if million else (1.0, "")
    units = [numbers.Scale(unit, priced, factor, word, "").phrase() for unit, priced in pairs]
    if wide and "share" in table and "stage" in table and table["stage"].nunique() == 1:
        part = titles.part_of(table)
        return [say("per cent of {stage} in {unit}", stage=part, unit=unit) for unit in units]
    return units


def _reporters(table: pd.DataFrame) -> list[str]:
    """Who reported, where it is a side: the same flow reads otherwise on the other one."""
    # a figure that two reported names both
    found = sorted({name for cell in _found(table, "reporter") for name in cell.split("+")})
    return [] if found == ["third"] else [say_in("side", name) for name in found if name in REPORTERS]


def _sources(table: pd.DataFrame) -> list[str]:
    met = _found(table, "source") or list(filter(None, [maker_of_spending(table)]))
    return sorted(source_line.called(code, table) for code in met)


def _releases(table: pd.DataFrame) -> list[str]:
    """The editions; of two that are compared also that one is not stated: the other is not of both."""
    found = _found(table, "release")
    sides = {str(cell) for side in ("left", "right") if side in table for cell in table[side].dropna()}
    return [*found, say("not stated")] if found and "" in sides else found


def _of_chosen(table: pd.DataFrame) -> list[str]:
    """That shares are parts of what was chosen, and not of all."""
    chosen = "selection" in table and any(map(read, table["selection"].fillna("").astype(str).unique()))
    return [say("parts of what was chosen")] if chosen and {"share", "hhi"} & set(table) else []


# --- what the figures do not show -----------------------------------------------------------------------


def notes(frame: pd.DataFrame, body: pd.DataFrame, *, wide: str | None, sipri: bool) -> list[str]:
    """Sentences on what the columns of `body` do not say of the figures of a frame, each where it is so."""
    said = [
        foot.regions_note(frame),
        basis.fiscal_note(frame),
        incomplete(frame),
        unreported.note(frame, "name"),
        left_out.note(frame),
        former_states.note(frame),
        joiners.note(frame, "name"),
        _orders(frame),
        _undisclosed(frame, body),
        _estimated(frame, body),
        _zero(frame, body, wide) if sipri else "",
        _blank(frame, body, wide, sipri=sipri),
        _missing(frame),
    ]
    return [sentence for sentence in said if sentence]


def incomplete(frame: pd.DataFrame) -> str:
    """Which windows are incomplete, each by its name, and which years are covered."""
    if not {"period", "complete"} <= {*frame}:
        return ""
    rows = frame[~frame["complete"].astype(bool)].sort_values(_in_time(frame), kind="stable")
    if not len(rows):
        return ""
    # rows that are complete tell whether all of a window are meant
    said = covered.note(frame) if {"source", "stage", "start", "end"} <= {*frame} else ""
    rows = rows[covered.over_reporters(rows) == ""] if said else rows
    windows = [years(str(period)) for period in dict.fromkeys(rows["period"])]
    if all(window in said for window in windows):
        return said
    # a chart gives the number of many windows; a table has room for all
    return f"{said} {say('Incomplete: {windows}.', windows=', '.join(windows))}".strip()


def _in_time(frame: pd.DataFrame) -> list[str]:
    return [name for name in ("start", "end") if name in frame] or ["period"]


def _orders(frame: pd.DataFrame) -> str:
    if "all_orders" not in frame or frame["all_orders"].astype(bool).all():
        return ""
    return say(
        "The records hold only orders of which something was delivered. Others, if there are any, are "
        "missing."
    )


def _undisclosed(frame: pd.DataFrame, body: pd.DataFrame) -> str:
    """That records have no number, where no column counts them. One may count for several rows."""
    most = max((frame[name].fillna(0).max() for name in _not_shown(frame, body, _UNDISCLOSED)), default=0)
    if not most > 0:
        return ""
    return say("Records without a number, at most {count} in a row, are not in the figures.", count=_n(most))


def _estimated(frame: pd.DataFrame, body: pd.DataFrame) -> str:
    """How much the source estimates, where no column says it."""
    if any(are_about(frame, name).any() for name in map(str, body)):
        return say("{about}: the source marks these numbers as estimates.", about=GUESSED)
    hidden = _not_shown(frame, body, _ESTIMATED)
    # whether any number of an order is an estimate, one column says of all
    hidden += _not_shown(frame, body, _ORDERS_ESTIMATED) if "estimated" not in body else []
    hidden = [name for name in hidden if (frame[name].fillna(0) != 0).any()]
    if not hidden:
        return ""
    if "period" not in frame or "value" not in frame:
        return say("Some figures are estimated by the source.")
    # the place of a party is no part of its name
    rows = frame.drop(columns=[name for name in ("place", "side") if name in frame])
    return foot.estimated_note(
        with_previous(rows) if {*_ESTIMATED, *_UNDISCLOSED} <= {*rows} else rows, "name"
    )


def _not_shown(frame: pd.DataFrame, body: pd.DataFrame, columns: tuple[str, ...]) -> list[str]:
    return [name for name in columns if name in frame and name not in body]


def amounts_of(frame: pd.DataFrame, body: pd.DataFrame, wide: str | None) -> list[str]:
    """The columns of a table that are amounts in the unit of its frame; of a wide one of shares, none."""
    if wide is None:
        return [name for name in amounts_in(frame) if name in body]
    return [] if "share" in frame else heads_of(frame, wide)


def _zero(frame: pd.DataFrame, body: pd.DataFrame, wide: str | None) -> str:
    """What 0 means among volumes as SIPRI prints them, where there are such cells."""
    cells = body[amounts_of(frame, body, wide)]
    return say("Volume 0: less than half a million TIV.") * bool((cells == 0).any(axis=None))


def _blank(frame: pd.DataFrame, body: pd.DataFrame, wide: str | None, *, sipri: bool) -> str:
    """What a blank means, where there are such cells.

    Only of a row of the frame can it be said that there was nothing: a reader may have taken the others out.
    """
    cells = body[_figures_of(frame, body, wide)]
    # each row of the frame is one cell of a wide table
    absent = cells.size - len(frame) if wide else 0
    blank = int(cells.isna().sum().sum()) - absent
    amounts = amounts_of(frame, body, wide)
    none = sipri and bool(amounts) and blank > 0
    figures = frame[["value"] if wide and amounts else amounts]
    # of an incomplete window not even a row says that there was nothing
    unsure = (figures.isna().any(axis=None) or incomplete(frame) != "") if none else blank > 0
    meaning = _BLANK.get((none, bool(unsure), absent > 0))
    return say(meaning) if meaning else ""


def _figures_of(frame: pd.DataFrame, body: pd.DataFrame, wide: str | None) -> list[str]:
    """The columns of a table whose blanks are said: those of a wide one, and amounts."""
    return heads_of(frame, wide) if wide else amounts_of(frame, body, wide)


def _missing(frame: pd.DataFrame) -> str:
    """Which columns a part of a summary lacks that say what its figures are."""
    # of revisions two columns say the releases
    asked = ("unit",) if are_revisions(frame) else _MISSING
    known = {*frame} | ({"source"} if maker_of_spending(frame) else set())
    gone = [name for name in asked if name not in known]
    figures = [name for name in map(str, frame) if is_declared(name)]
    amounts = [name for name in figures if AMOUNT.fullmatch(name)]
    if not figures or not ("source" in gone or ("unit" in gone and amounts)):
        return ""
    return say("Not in the frame, and so not said here: {columns}.", columns=", ".join(gone))


def brackets(grid: Grid) -> str:
    """What brackets behind a figure are, where there are any; those of a note are its own."""
    figures = [is_number or head.endswith("[%]") for head, is_number in zip(*grid[:2], strict=True)]
    found = any(" [" in cell for row in grid.rows for cell, of in zip(row, figures, strict=True) if of)
    return say("Brackets give the least and the greatest possible value.") if found else ""


def _n(count: float) -> str:
    return number(f"{int(count):,}")
