"""The note on years that a source does not cover: which windows are incomplete, and why, if that is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from armsflow import reporters
from armsflow.charts import check
from armsflow.charts.text import names, numbers
from armsflow.languages import message, say, years
from armsflow.parties import members_group
from armsflow.records import selection
from armsflow.records.schema import OBSERVED, OTHERS, SIDES, period
from armsflow.tables import table

__all__: list[str] = []

#: Of a claim nothing is known but its own years, as of a record of one's own.
_OWN_YEARS = {"claims"}
#: Sources with dates or months, of which a year that is only begun is there in part.
_DATED = {"kiel", "uk_licences", "nl_licences", "ch_licences", "comtrade"}
#: Why no year is covered. A file of deals without open orders says so in its dates alone.
_ORDERS = message("Orders may be missing, such as those without a delivery: {windows} incomplete.")
_MEMBERS = message("Some members of a group, or some records, were left out: {windows} incomplete.")
_NOWHERE = message("The records cover no year in full: {windows} incomplete.")
#: Of sums over states that report, by their side; who reports nothing is in none of them.
_REPORTING = {
    "supplier": message("Only suppliers that report are counted: sums and shares are not of all suppliers."),
    "recipient": message(
        "Only recipients that report are counted: sums and shares are not of all recipients."
    ),
}


#: Of a state and a former one that it continues: what is counted of the years of the former one.
_UNDER_ONE_NAME = message(
    "Only what stands under {party} is counted, not what stands under {former}, to {year}."
)
_MOVED = message("To {year} {party} stands for {former}.")


def note(frame: pd.DataFrame) -> str:
    """What windows lack: years that are not covered, who reports nothing, and former states."""
    return " ".join(filter(None, [of_years(frame), of_former_states(frame)]))


def of_former_states(frame: pd.DataFrame) -> str:
    """That the years before a state began are those of another, where this one is not in the frame.

    A figure of such years alone shows that the records of the former state stand under its successor.
    """
    if not {"start", "end", "source", "selection", "records"} <= {*frame} or "period" not in frame:
        return ""
    said = []
    for side in SIDES:
        for party, rows in _of_parties(frame, side):
            formers = _formers(party, rows)
            begins = _lives()[party][0]
            # among the others a former state may be
            if (
                not formers
                or not (rows["start"] < begins).any()
                or (side in frame and OTHERS in {*frame[side]})
            ):
                continue
            began = min(_lives()[code][0] for code in formers)
            moved = ((rows["end"] < begins) & (rows["start"] >= began) & (rows["records"] > 0)).any()
            words = {
                "party": names.in_text(names.party(party, "name")),
                "former": names.listed(names.in_text(names.party(code, "name")) for code in formers),
                "year": max(formers.values()),
            }
            said.append(names.sentence(say(_MOVED if moved else _UNDER_ONE_NAME, **words)))
    return " ".join(dict.fromkeys(said))


def _of_parties(frame: pd.DataFrame, side: str) -> list[tuple[str, pd.DataFrame]]:
    """The states of a side, each with its rows: those of a key, or the one that was chosen."""
    is_key = side in frame and side in check.keys_of(frame)
    if is_key:
        met = {str(code) for code in frame[side].unique()}
    else:
        chosen = {tuple(selection.of_side(str(text), side) or ()) for text in frame["selection"].unique()}
        met = {*next(iter(chosen))} if len(chosen) == 1 and len(next(iter(chosen))) == 1 else set()
    # few states continue another
    rows = {code: frame[frame[side] == code] if is_key else frame for code in sorted(met & {*_heirs()})}
    # who is in the frame by name is counted by name
    return [(code, some) for code, some in rows.items() if not met & {*_formers(code, some)}]


def _formers(party: str, rows: pd.DataFrame) -> dict[str, int]:
    """Former states that a state continues, and that were in the years of its rows: their last years."""
    first = int(rows["start"].min()) if len(rows) else 0
    known = set(rows["source"]) <= {"sipri", "sample"}
    return {
        code: end
        for code in _heirs()[party]
        for _, end, _, in_sipri in [_lives()[code]]
        if first <= end <= _lives()[party][0] and (in_sipri or not known)
    }


@cache
def _heirs() -> dict[str, list[str]]:
    """States that continue former ones, each with these."""
    found: dict[str, list[str]] = {}
    for code, (_, _, heir, _) in _lives().items():
        if heir in _lives():
            found.setdefault(heir, []).append(code)
    return found


@cache
def _lives() -> dict[str, tuple[int, int, str, bool]]:
    """First and last year of each state with both, or a first; its successor; whether SIPRI names it.

    Of one that had its successor in a part of its years only, the successor is none.
    """
    parties = table("parties.csv").fillna({"start": 0, "end": 9999, "successor_from": 0})
    states = parties[parties["kind"].isin(["state", "former_state"])]
    columns = ["code", "start", "end", "successor", "successor_from", "sipri"]
    return {
        code: (int(start), int(end), "" if since else str(heir), bool(sipri))
        for code, start, end, heir, since, sipri in states[columns].to_numpy()
    }


def of_years(frame: pd.DataFrame) -> str:
    """Which years the records hold, where windows reach beyond them, and which windows are incomplete."""
    if not {*OBSERVED, "complete"} <= {*frame}:
        return ""
    rows = frame[~frame["complete"].astype(bool)]
    if not len(rows):
        return ""
    reporting = over_reporters(rows)
    reports = [say(text) for side, text in _REPORTING.items() if reporting.str.contains(side).any()]
    # beyond what the source covers, no year is counted of anybody
    inside = (rows["start"] >= rows[OBSERVED[0]]) & (rows["end"] <= rows[OBSERVED[1]])
    rows = _of_both_windows(rows[~(inside & (reporting != ""))])
    nowhere = rows[OBSERVED[0]] > rows[OBSERVED[1]]
    known = _is_listing(rows)
    said = [
        *reports,
        _nowhere(rows[nowhere]),
        _beyond(rows[~nowhere & known], frame),
        _held(rows[~nowhere & ~known]),
    ]
    return " ".join(filter(None, said))


def over_reporters(rows: pd.DataFrame) -> pd.Series:
    """On which sides the states stand over which rows are sums, of a source that has what states report.

    "" of rows that are sums of one of them, or of those that were chosen, and of other sources.
    """
    found = np.full(len(rows), "", dtype=object)
    if {"reporter", "source", "selection", "period"} <= {*rows}:
        for keys, places in _kept_apart(rows):
            some = rows.take(places)
            for side in SIDES:
                over = reporters.over_side(some, keys, side) & ~reporters.chosen_on_side(some, side)
                found[places[over]] += f"+{side}"
    return pd.Series(found, index=rows.index, dtype=object).str.removeprefix("+")


def _kept_apart(rows: pd.DataFrame) -> list[tuple[list[str], np.ndarray]]:
    """The places of rows by the columns that keep sums apart; of shares these are those of their wholes."""
    if not {"share", "within"} <= {*rows}:
        return [(check.keys_of(rows), np.arange(len(rows)))]
    within = rows["within"].astype(str).to_numpy()
    return [(text.split("+"), np.flatnonzero(within == text)) for text in np.unique(within)]


def _of_both_windows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a window and, of changes since the window before, of that one: those of years not covered.

    Where both lie inside these years, either may lack something.
    """
    if not {"previous", "change"} <= {*rows}:
        return rows
    length = rows["end"] - rows["start"] + 1
    before = rows.assign(start=rows["start"] - length, end=rows["start"] - 1)
    spans = zip(before["start"].astype(int), before["end"].astype(int), strict=True)
    both = pd.concat([before.assign(period=[years(period(*span)) for span in spans]), rows])
    beyond = (both["start"] < both[OBSERVED[0]]) | (both["end"] > both[OBSERVED[1]])
    known = beyond.groupby(level=0).transform("any")
    return both[beyond | ~known].reset_index(drop=True)


def _is_listing(rows: pd.DataFrame) -> pd.Series:
    """Whether rows are of a source that is read as a list of some years, beyond those of its records.

    Of a source that armsflow does not know, rows say so that speak of more than their own years.
    """
    listing = rows["source"].map(dict(table("sources.csv")[["source", "lists_all"]].values)).fillna("")
    wider = (rows[OBSERVED[0]] < rows["start"]) | (rows[OBSERVED[1]] > rows["end"])
    return ~rows["source"].isin(_OWN_YEARS) & ((listing != "") | wider)


def _incomplete(rows: pd.DataFrame) -> str:
    return names.windows(list(dict.fromkeys(rows["period"].astype(str))))


def _rows_or_windows(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """The windows that are incomplete; where only some rows of a window are, these rows by name."""
    keys = [key for key in check.keys_of(frame) if key in frame and "period" in frame]
    some = frame[frame["period"].isin(rows["period"])]
    if not keys or not some["complete"].astype(bool).any():
        return _incomplete(rows)
    each = rows[keys].astype(str).to_dict("records")
    told = [
        f"{names.row_label(row, 'name')}{numbers.NBSP}{of}"
        for row, of in zip(each, rows["period"], strict=True)
    ]
    return names.first_of(list(dict.fromkeys(told)))


def _nowhere(rows: pd.DataFrame) -> str:
    """That no year is covered, and why, if that is the same for all rows and known."""
    if not len(rows):
        return ""
    reasons = {_reason(row, check.keys_of(rows)) for _, row in rows.iterrows()}
    return say(reasons.pop() if len(reasons) == 1 else _NOWHERE, windows=_incomplete(rows))


def _reason(row: pd.Series, keys: Sequence[str]) -> str:
    chosen = selection.read(str(row.get("selection", "")))
    groups = {str(row[key]) for key in keys if members_group(str(row[key]))}
    of_group = bool(groups) and any(groups & {*chosen.get(side, ())} for side in SIDES)
    orders = row["stage"] == "contract" and row["source"] in ("sipri", "sample")
    if of_group == orders:
        return _NOWHERE
    return _MEMBERS if of_group else _ORDERS


def _beyond(rows: pd.DataFrame, frame: pd.DataFrame) -> str:
    """The years that a source covers, and the windows that reach beyond them."""
    if not len(rows):
        return ""
    first, last = _years(rows)
    which = _incomplete(rows)
    before, after = bool((rows["start"] < first).any()), bool((rows["end"] > last).any())
    if not (before or after):
        return say("Not all years are covered: {windows} incomplete.", windows=_rows_or_windows(rows, frame))
    if set(rows["source"]) <= _DATED:
        return _partly(first, last, before=before, after=after, windows=which)
    # rows or lines that were left out may be of years outside, so that records do not end there
    held = years(period(first, last))
    return say("At most {years} is covered in full: {windows} incomplete.", years=held, windows=which)


def _partly(first: int, last: int, *, before: bool, after: bool, windows: str) -> str:
    """The same of a source with dates, of which the year beside the whole ones may be there in part."""
    places = {"first": first, "last": last, "windows": windows}
    if before and after:
        return say(
            "The complete years are {first} to {last}: {windows} incomplete.",
            **places,
        )
    if before:
        return say("The first complete year is {first}: {windows} incomplete.", **places)
    return say("The last complete year is {last}: {windows} incomplete.", **places)


def _held(rows: pd.DataFrame) -> str:
    """The years that records hold which say nothing of others: whether these are incomplete is not known."""
    if not len(rows):
        return ""
    first, last = _years(rows)
    before, after = bool((rows["start"] < first).any()), bool((rows["end"] > last).any())
    if before and after:
        return say("Records from {first} to {last}.", first=first, last=last)
    if before:
        return say("Records from {first} on.", first=first)
    return say("Records to {last} only.", last=last) if after else ""


def _years(rows: pd.DataFrame) -> tuple[int, int]:
    return int(rows[OBSERVED[0]].min()), int(rows[OBSERVED[1]].max())
