"""What exporters report to the EU: the years that records cover, and what lines set aside would have said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from armsflow.sources.whole_years import run_around

__all__: list[str] = []

#: Fewer destinations licensed say nothing of the share that has exports.
_SOME = 10
_NAMED = 5


def set_aside(printed: pd.DataFrame, lines: set[int], code_of: Callable[[str], str]) -> pd.DataFrame:
    """Exporter, year, data set and figures of the lines that were set aside, as far as they can be read."""
    figures = (printed["licensed"] != "") | (printed["exported"] != "")
    lost = printed[printed["line"].isin(lines) & figures]
    out = pd.DataFrame(
        {
            "supplier": lost["exporter"].map(code_of),
            "start": lost["year"].map(_year),
            "dataset": np.where(lost["rating"].str.casefold() == "total", "totals", "categories"),
            **{name: lost[name].map(_figure) for name in ("licensed", "exported")},
        }
    )
    return out[(out["supplier"] != "") & (out["start"] > 0)]


def _year(cell: str) -> int:
    found = re.match(r"(?:19|20)\d\d", cell)
    return int(found[0]) if found else 0


def _figure(cell: str) -> float:
    """A figure as it stands, whatever its blanks; 0 of what is none."""
    plain = re.sub(r"\s", "", cell)
    return float(plain) if re.fullmatch(r"\d+(?:\.\d*)?", plain) else 0.0


def what_was_lost(lost: pd.DataFrame) -> str:
    """A sentence on the figures of lines that were set aside; "" where there are none."""
    if not len(lost):
        return ""
    sums = {name: f"{lost[name].sum():,.0f}" for name in ("licensed", "exported")}
    return (
        f"{len(lost)} line(s) of exporters were set aside, in which stand {sums['licensed']} licensed and "
        f"{sums['exported']} exported; sums are not complete of {_listed(lost)}"
    )


def _listed(frame: pd.DataFrame) -> str:
    """Exporters and years in words, the first few."""
    pairs = frame[["supplier", "start"]].drop_duplicates().sort_values(["supplier", "start"])
    said = (pairs["supplier"] + " " + pairs["start"].astype(str)).tolist()
    return ", ".join(said[:_NAMED]) + (f" and {len(said) - _NAMED} more" if len(said) > _NAMED else "")


def what_is_hardly_reported(records: dict[str, Any]) -> str:
    """A sentence on exporters and years whose exports are a few stray figures; "" where there are none."""
    few = _stray(_frame(records))
    if not len(few):
        return ""
    return (
        f"exports stand beside fewer than a tenth of the states licensed, and may be slips of the report: "
        f"{_listed(few)}; sums of these exports are not complete"
    )


def observed(records: dict[str, Any], lost: pd.DataFrame) -> dict[str, np.ndarray]:
    """The years around its own in which the exporter of each record reports the like.

    A year of which lines were set aside, or of which the exports are a few stray figures, is not observed.
    """
    frame = _frame(records)
    gaps = {*_rows_of(_stray(frame), ["supplier", "start"])}
    torn = {*_rows_of(lost, ["supplier", "dataset", "start"])}
    keys = frame["supplier"] + "|" + frame["stage"] + "|" + frame["dataset"]
    opens, closes = np.empty(len(frame), dtype="int64"), np.empty(len(frame), dtype="int64")
    for key, rows in frame.groupby(keys).indices.items():
        supplier, stage, dataset = str(key).split("|")
        years = frame["start"].to_numpy()[rows].tolist()
        whole = {year for year in {*years} if (supplier, dataset, year) not in torn}
        if stage == "delivery":
            whole -= {year for year in {*years} if (supplier, year) in gaps}
        runs = {year: run_around(year, whole) for year in {*years}}
        opens[rows], closes[rows] = zip(*(runs[year] for year in years), strict=True)
    return {"observed_start": opens, "observed_end": closes}


def _rows_of(frame: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    return [*frame[names].itertuples(index=False, name=None)]


def _frame(records: dict[str, Any]) -> pd.DataFrame:
    names = ("supplier", "recipient", "stage", "dataset", "start")
    return pd.DataFrame({name: np.asarray(records[name]) for name in names})


def _stray(frame: pd.DataFrame) -> pd.DataFrame:
    """Exporters and years with exports to fewer than a tenth of the states for which they licensed some."""
    states = frame.groupby(["supplier", "start", "stage"])["recipient"].nunique().unstack(fill_value=0)
    licensed, exported = (
        states.get(stage, pd.Series(0, index=states.index)) for stage in ("licence", "delivery")
    )
    few = (exported > 0) & (licensed >= _SOME) & (exported * _SOME < licensed)
    return states.index[few.to_numpy()].to_frame(index=False)
