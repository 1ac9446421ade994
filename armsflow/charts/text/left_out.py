"""The note on rows that a choice left out, though they may hold more of what a chart or a table shows."""

from __future__ import annotations

import pandas as pd

from armsflow.charts.text import names
from armsflow.languages import message, say, years
from armsflow.records.schema import period
from armsflow.records.selection import joined, left_out

__all__: list[str] = []

_LEFT_OUT = message("Left out: records of {years}, which may hold more of what is shown.")


def note(frame: pd.DataFrame) -> str:
    """Of which years of the rows their selections say that such rows were left out."""
    if not {"selection", "start", "end"} <= {*frame}:
        return ""
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
