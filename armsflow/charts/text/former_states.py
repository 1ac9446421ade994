"""The note on former states: what is counted of the years before a state began."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.languages import message, say
from armsflow.records import selection
from armsflow.records.schema import OTHERS, SIDES
from armsflow.successions import begins, continues, formers, states

__all__: list[str] = []

#: Of a state and a former one that it continues: what is counted of the years of the former one.
_UNDER_ONE_NAME = message(
    "Only what stands under {party} is counted, not what stands under {former}, to {year}."
)
_MOVED = message("To {year} {party} stands for {former}.")


def note(frame: pd.DataFrame) -> str:
    """That the years before a state began are those of another, where this one is not in the frame.

    A figure of such years alone shows that the records of the former state stand under its successor.
    """
    if not {"start", "end", "source", "selection", "records"} <= {*frame} or "period" not in frame:
        return ""
    said = []
    for side in SIDES:
        for party, rows in _of_parties(frame, side):
            counted = _is_counted(rows, side)
            since = _first_year(rows, counted=counted)
            before = formers(party, since=since, sources=rows["source"])
            # among the others a former state may be
            hidden = side in frame and OTHERS in {*frame[side]} and not counted
            if not before or hidden or since >= begins(party):
                continue
            words = {
                "party": names.in_text(names.party(party, "name")),
                "former": names.listed(names.in_text(names.party(code, "name")) for code in before),
                "year": max(before.values()),
            }
            moved = counted or _is_moved(rows, party, before)
            said.append(names.sentence(say(_MOVED if moved else _UNDER_ONE_NAME, **words)))
    return " ".join(dict.fromkeys(said))


def _is_counted(rows: pd.DataFrame, side: str) -> bool:
    """Whether all rows say that former states count under those that continue them."""
    return len(rows) > 0 and all(
        side in selection.succeeded(str(text)) for text in rows["selection"].unique()
    )


def _is_moved(rows: pd.DataFrame, party: str, before: Iterable[str]) -> bool:
    """Whether a figure is of years of former states alone, so that it is theirs."""
    began = min(states()[code].first for code in before)
    return bool(((rows["end"] < begins(party)) & (rows["start"] >= began) & (rows["records"] > 0)).any())


def _first_year(rows: pd.DataFrame, *, counted: bool = False) -> int:
    """The first year of rows and, where former states are counted, of the windows before theirs."""
    if not len(rows):
        return 0
    length = rows["end"].astype(int) - rows["start"].astype(int) + 1
    return int((rows["start"] - length * (counted and "previous" in rows)).min())


def _of_parties(frame: pd.DataFrame, side: str) -> list[tuple[str, pd.DataFrame]]:
    """The states of a side, each with its rows: those of a key, or the one that was chosen."""
    is_key = side in frame and side in check.keys_of(frame)
    if is_key:
        met = {str(code) for code in frame[side].unique()}
    else:
        chosen = {tuple(selection.of_side(str(text), side) or ()) for text in frame["selection"].unique()}
        met = {*next(iter(chosen))} if len(chosen) == 1 and len(next(iter(chosen))) == 1 else set()
    # few states continue another
    rows = {code: frame[frame[side] == code] if is_key else frame for code in filter(continues, sorted(met))}
    if "party" in frame and "side" in frame and not is_key:
        placed = frame[(frame["side"] == side) & frame["party"].map(continues)]
        rows |= {str(code): some for code, some in placed.groupby("party") if _is_counted(some, side)}
    # who is in the frame by name is counted by name
    return [(code, some) for code, some in rows.items() if not met & {*_formers(code, some)}]


def _formers(party: str, rows: pd.DataFrame) -> dict[str, int]:
    """Former states that a state continues, and that were in the years of its rows: their last years."""
    return formers(party, since=_first_year(rows), sources=rows["source"])
