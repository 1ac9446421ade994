"""On what the figures of a frame rest: who of two reporters gives them, and which years its source counts."""

from __future__ import annotations

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.languages import message, say
from armsflow.records.schema import SIDES

__all__: list[str] = []

#: Sources in which both sides report a flow, and no table says whose report a figure is.
_OF_TWO = {"unroca"}
_REPORTED = {
    "supplier": message("as reported by suppliers"),
    "recipient": message("as reported by recipients"),
    "third": message("reporter not stated"),
}
_FISCAL = "US fiscal year, October to September"
# what the source dates by the day, and not by the year in which it was signed or delivered
_DATED = "offer"


def reported(frame: pd.DataFrame) -> str:
    """Whose report all figures are, of sources in which both sides report: "as reported by suppliers"."""
    if not {"source", "reporter"} <= {*frame} or "reporter" in _shown(frame):
        return ""
    met = {str(cell) for cell in frame["reporter"].dropna().unique()}
    if len(met) != 1 or not any(_parts(cell) & _OF_TWO for cell in frame["source"].dropna().unique()):
        return ""
    # what each of two sides reports, both name, and a chart of two reports says so itself
    return say(_REPORTED[one]) if (one := met.pop()) in _REPORTED else ""


def _shown(frame: pd.DataFrame) -> list[str]:
    """What the rows of a chart say themselves, and of two reports that they are two."""
    if {"left", "right"} <= {*frame} and {*frame["left"], *frame["right"]} & {*SIDES}:
        return ["reporter"]
    return check.varying(frame, check.keys_of(frame)) if "period" in frame else []


def fiscal_note(frame: pd.DataFrame) -> str:
    """That years are fiscal years, which windows do not say, and of which figures."""
    if not {"source", "stage"} <= {*frame} or not len(frame):
        return ""
    counted = (frame["stage"] != _DATED) & frame["source"].map(lambda cell: "sam" in _parts(cell))
    if "year_basis" in frame:
        counted |= frame["year_basis"] == _FISCAL
    if not counted.any():
        return ""
    if counted.all():
        return say("Years: US fiscal years, October to September.")
    # beside figures of other sources the source, beside its own offers the other stages
    own = frame[counted]
    same = {*frame["source"]} == {*own["source"]}
    which = [names.stages(code) for code in names.STAGES if same and code in {*own["stage"]}]
    which = which or [names.source(code) for code in dict.fromkeys(own["source"])]
    return say("Years: US fiscal years, October to September ({what}).", what=names.listed(which))


def _parts(cell: object) -> set[str]:
    """The sources in a cell, as "coarm+sipri"."""
    return set(str(cell).split("+"))
