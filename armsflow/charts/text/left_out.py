"""The note on rows that were left out: by a choice, though they may hold more, or as flows inside a group."""

from __future__ import annotations

import pandas as pd

from armsflow.charts.text import names
from armsflow.groups import is_own_group, members_of_any_year
from armsflow.languages import message, say, years
from armsflow.records.schema import SIDES, period
from armsflow.records.selection import joined, left_out, of_side, without_inner

__all__: list[str] = []

_LEFT_OUT = message("Left out: records of {years}, which may hold more of what is shown.")
_INNER = message("Without flows between members of one group: {groups}.")


def note(frame: pd.DataFrame) -> str:
    """What the selections of the rows say that was left out."""
    if not {"selection", "start", "end"} <= {*frame}:
        return ""
    return " ".join(filter(None, (_of_years(frame), _inner(frame))))


def _inner(frame: pd.DataFrame) -> str:
    """The groups of which flows between two members were left out of some row."""
    texts = frame["selection"].dropna().astype(str).unique()
    groups = {group for text in texts for group in without_inner(text) if _may_lack(text, group)}
    if not groups:
        return ""
    return say(_INNER, groups=names.first_of([names.party(group, "name") for group in sorted(groups)]))


def _may_lack(selection: str, group: str) -> bool:
    """Whether flows inside a group are among what was chosen; of a group of the user's own they may be."""
    if is_own_group(group):
        return True
    chosen = [{*some} for side in SIDES if (some := of_side(selection, side)) is not None]
    members = members_of_any_year([group])
    return all(members & (some | members_of_any_year(some)) for some in chosen)


def _of_years(frame: pd.DataFrame) -> str:
    """Of which years of the rows others were left out that may hold more of them."""
    texts = frame["selection"].fillna("").astype(str)
    marks = {text: spans for text in texts.unique() if (spans := left_out(text))}
    if not marks:
        return ""
    rows = frame[texts.isin(marks)]
    start, end = rows["start"].astype(int), rows["end"].astype(int)
    if {"previous", "change"} <= {*frame}:
        # the window before counts too
        start = 2 * start - end - 1
    # a year that was left out may have no row
    first, last = start.min(), end.max()
    met = {span for some in marks.values() for span in some if first <= span[1] and span[0] <= last}
    found = joined((max(first, opens), min(last, closes)) for opens, closes in met)
    told = [years(period(*span)) for span in found]
    return say(_LEFT_OUT, years=names.first_of(told)) if told else ""
