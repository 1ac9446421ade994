"""What exporters report to the EU: the years that records cover, and what lines set aside would have said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.parties import party_name
from armsflow.records.grouping import Groups, grouped
from armsflow.records.schema import period
from armsflow.records.selection import joined
from armsflow.sources.whole_years import run_around

__all__: list[str] = []

#: Fewer destinations licensed say nothing of the share that has exports.
_SOME = 10
_NAMED = 5
#: Exporters with a line in a year, added up over years without any, of which none is no chance.
_EXPECTED = 5


def set_aside(printed: pa.Table, lines: set[int], code_of: Callable[[str], str]) -> pd.DataFrame:
    """Exporter, year, data set and figures of the lines that were set aside, as far as they can be read."""
    if not lines:
        return pd.DataFrame(columns=["supplier", "start", "dataset", "licensed", "exported"])
    cut = printed.filter(pa.array(np.isin(printed["line"].to_numpy(), [*lines])))
    lost = pd.DataFrame({name: pd.array(cut[name].to_pylist(), dtype="str") for name in cut.column_names[1:]})
    lost = lost[(lost["licensed"] != "") | (lost["exported"] != "")]
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
        f"{sums['exported']} exported; sums are not complete of {_listed(_by_size(lost))}"
    )


def _by_size(lost: pd.DataFrame) -> pd.DataFrame:
    """Exporters and years, those first of which most is lost."""
    sizes = lost.assign(size=lost["licensed"] + lost["exported"])
    sums = sizes.groupby(["supplier", "start"])["size"].sum().reset_index()
    return sums.sort_values(["size", "supplier", "start"], ascending=[False, True, True])


def _listed(frame: pd.DataFrame) -> str:
    """Exporters and years in words, the first few."""
    pairs = frame[["supplier", "start"]].drop_duplicates()
    said = (pairs["supplier"] + " " + pairs["start"].astype(str)).tolist()
    return ", ".join(said[:_NAMED]) + (f" and {len(said) - _NAMED} more" if len(said) > _NAMED else "")


def what_is_hardly_reported(few: pd.DataFrame) -> str:
    """A sentence on exporters and years, as `stray_of`, whose exports are a few stray figures, or ""."""
    if not len(few):
        return ""
    return (
        f"exports are named to fewer than a tenth of the states licensed, and may be slips of the report: "
        f"{_listed(few)}; sums of these exports are not complete"
    )


def absent_destinations(reports: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Destinations that no exporter names from one year to another, although several did before and after.

    By the number of exporters in the other years there should be five lines at least.
    """
    named = reports[["recipient", "supplier", "start"]].drop_duplicates()
    listed = named.groupby("recipient", observed=True)["start"].apply(list).to_dict()
    count = int(named["start"].max() - named["start"].min()) + 1 if len(named) else 0
    found = []
    for recipient, years in listed.items():
        for before, after in itertools.pairwise(sorted({*map(int, years)})):
            length = after - before - 1
            if len(years) * length >= _EXPECTED * (count - length):
                found.append((str(recipient), before + 1, after - 1))
    return found


def what_is_absent(absent: list[tuple[str, int, int]]) -> str:
    """A sentence on destinations that are absent for years; "" where there are none."""
    if not absent:
        return ""
    said = [f"{party_name(code)} {period(first, last)}" for code, first, last in absent]
    years = ", ".join(period(*span) for span in joined((first, last) for _, first, last in absent))
    return (
        f"destinations are missing that exporters name in the years before and after: {', '.join(said)}; "
        f"sums over recipients of {years} are not complete"
    )


def observed(reports: pd.DataFrame, few: pd.DataFrame, lost: pd.DataFrame) -> dict[str, np.ndarray]:
    """The years around its own in which the exporter of each record reports the like.

    A year of which lines were set aside, or of which the exports are a `few` stray figures, is not observed.
    """
    gaps = {*_rows_of(few, ["supplier", "start"])}
    torn = {*_rows_of(lost, ["supplier", "dataset", "start"])}
    names = ["supplier", "stage", "dataset", "start"]
    groups = _alike(reports, names)
    met = _rows_of(reports.iloc[groups.first], names)
    listed: dict[tuple[Any, ...], list[int]] = {}
    for *kind, year in met:
        listed.setdefault(tuple(kind), []).append(year)
    runs: dict[tuple[Any, ...], tuple[int, int]] = {}
    for (supplier, stage, dataset), years in listed.items():
        whole = {year for year in years if (supplier, dataset, year) not in torn}
        if stage == "delivery":
            whole -= {year for year in years if (supplier, year) in gaps}
        runs |= {(supplier, stage, dataset, year): run_around(year, whole) for year in years}
    found = np.array([runs[row] for row in met], dtype="int64").reshape(-1, 2)
    opens, closes = found[groups.ids].T
    return {"observed_start": opens, "observed_end": closes}


def reports_of(records: dict[str, Any]) -> pd.DataFrame:
    """What exporters report, a row for each record, text as categories."""
    names = ("supplier", "recipient", "stage", "dataset")
    return pd.DataFrame({**{name: _coded(records[name]) for name in names}, "start": records["start"]})


def _coded(cells: Any) -> pd.Categorical:
    """A column of text as numbers of its words; a line that is set aside names nobody."""
    words = cells if isinstance(cells, pa.Array) else pa.array(cells)
    coded = words if isinstance(words, pa.DictionaryArray) else words.dictionary_encode()
    # a word may stand in a dictionary twice, since two spellings have one code
    places, met = pd.factorize(np.array(coded.dictionary.to_pylist(), dtype=object))
    if len(met) == len(places) and not coded.null_count:
        codes = coded.indices.to_numpy()
    else:
        codes = np.append(places, -1)[coded.indices.fill_null(len(places)).to_numpy()].astype("int64")
    return pd.Categorical.from_codes(codes, categories=pd.Index(met))


def _rows_of(frame: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    return [*zip(*(frame[name].tolist() for name in names), strict=True)]


def stray_of(reports: pd.DataFrame) -> pd.DataFrame:
    """Exporters and years with exports to fewer than a tenth of the states for which they licensed some."""
    first = _alike(reports, ["supplier", "start", "stage", "recipient"]).first
    named = np.logical_and.reduce([_numbers(reports[side])[first] >= 0 for side in ("supplier", "recipient")])
    first = first[named]
    years = _alike(reports, ["supplier", "start"], first)
    licensed, exported = (
        np.bincount(years.ids[(reports["stage"] == stage).to_numpy()[first]], minlength=years.count)
        for stage in ("licence", "delivery")
    )
    few = (exported > 0) & (licensed >= _SOME) & (exported * _SOME < licensed)
    return reports.iloc[first[years.first[few]]][["supplier", "start"]].astype({"supplier": str})


def _alike(reports: pd.DataFrame, names: list[str], rows: np.ndarray | slice = slice(None)) -> Groups:
    """The groups of some reports alike in some columns, in the order of the numbers of their words."""
    columns = [pa.chunked_array([pa.array(_numbers(reports[name])[rows])]) for name in names]
    return grouped(columns, len(columns[0]))


def _numbers(cells: pd.Series) -> np.ndarray:
    """A column of whole numbers; of words the number of each, -1 of a null."""
    return (cells.cat.codes if cells.dtype == "category" else cells).to_numpy()
