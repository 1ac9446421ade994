"""Aid to Ukraine as the Kiel Institute counts it: the site's files and the workbooks of all editions."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, SourceError, one_of, warn
from armsflow.records.selection import written
from armsflow.sources.finished import finished
from armsflow.sources.kiel import as_records
from armsflow.sources.kiel.as_records import NO_YEAR, Columns
from armsflow.sources.kiel.editions import (
    FIRST_YEAR,
    LAST_YEAR,
    Edition,
    edition_in,
    edition_of,
    edition_to,
)
from armsflow.sources.kiel.layouts import LAYOUTS, main_of, tables_of
from armsflow.sources.opening import File, base_name
from armsflow.sources.rows import Rows
from armsflow.sources.whole_years import Date, as_columns, whole_years

__all__ = ["read_kiel"]

FORMATS = tuple(LAYOUTS.values())
_LAID: dict[str, Callable[[Rows, Edition | None], Columns]] = {
    "explorer": as_records.explorer,
    "totals": as_records.totals,
    "procurement": as_records.procurement,
    "weapons": as_records.weapons,
    "eu_shares": as_records.eu_shares,
    "packages": as_records.packages,
    "activities": as_records.activities,
    "summary": as_records.summary,
    "groups": as_records.summary,
    "months": as_records.months,
}
_SITE = ("explorer", "totals", "procurement", "weapons", "eu_shares")
#: Layouts whose figures have no date: each is of all years of its edition.
_UNDATED = ("weapons", "eu_shares", "summary", "groups")
_MONTH = re.compile(r"(20[12]\d)-(\d\d)")
# donors give to others too, which the tracker does not list
_TO_UKRAINE = {"recipient": "UKR", "selection": written({"recipient": ["UKR"]})}
_HUNDRED = 100  # a date as one number: 202203
#: Sums agree with those of a summary within this part of them, which is rounded.
_CLOSE = 0.002


def read_kiel(path: File, *, release: str | None = None, on_error: str = "raise") -> pd.DataFrame:
    r"""Records of a file of the Ukraine Support Tracker: aid that states have pledged and earmarked.

    Parameters
    ----------
    path : path, file object or bytes
        One of the site's CSV files (``data_explorer.csv``, ``total_allocations.csv``, ``weapons.csv``,
        ``procurement_trends.csv``, ``eu_aid_shares.csv``, ``release_info.csv``), or a workbook of any
        edition, or its MAIN DATA or Country Summary as CSV. The layout is found by the header.
    release : str, optional
        The edition with its month, such as ``"28 (04/2026)"``. By default what ``release_info.csv`` beside
        one of the site's files says: label and date, since two data sets have the same label. Figures without
        a date (a workbook's Country Summary, ``weapons.csv``, ``eu_aid_shares.csv``) are of all years to that
        of the edition; without `release`, to the year of the months in the same workbook or of the date with
        which the file's name begins (``2024-02_summary.xlsx``), whichever is later. That year is covered only
        if `release` or the months say that it has its December. Where nothing says the year, none counts as
        covered.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, ``source`` "kiel", stage ``aid``, recipient Ukraine, ``selection`` "recipient=UKR" (what
        donors gave to others is not listed), values in euros (current prices). ``dataset`` is
        ``"allocations"`` (earmarked) or ``"commitments"`` (pledged), which are never added; ``"weapons"``,
        ``"procurement"`` and ``"eu_shares"`` are other views of the same aid. Further columns: ``aid_type``
        ("military", "financial", "humanitarian", or "all"), ``month`` or ``date``, ``year_basis``, and
        ``line``. Undated figures have all years of the edition as their span. The years observed are whole:
        an edition to April does not cover its last year, and its undated sums are not ``complete``. In
        summaries, rows of groups and totals are left out where the rows of their donors are there; else
        "EU members" is the donor ``members:EU``. ``.attrs["lines"]`` counts what became of every
        line, ``.attrs["summary"]`` compares a workbook's rows with its own summary [billion EUR].

    Raises
    ------
    SourceError
        If the file cannot be opened, has no layout of the tracker, or has lines that cannot be read:
        ``.rows`` lists (line, reason).
    ArgumentError
        If an argument is not what it should be.

    Warns
    -----
    UserWarning
        If the rows of a workbook do not add up to its own summary, a group in a summary holds more than the
        donors in it, the file has no figures, or neither its dates nor `release` say which years its figures
        are of.

    Notes
    -----
    *Old workbooks* (2022, 2023): the value of a package stands on one of its rows, and it is one record.
    *Early 2024*: rows labelled allocation and commitment are together the published commitments.
    *Later*: allocations are additive row by row; a commitment is the value of a whole activity, whatever the
    label of the row. Most editions print it on one row of the activity and 0 on the others: each value
    printed is a commitment, and the 0 of a row labelled commitment is undisclosed. Where it stands on
    every row, it counts once per ``activity_id``; without ids a row has its own part at least and the whole
    at most.
    Which holds is decided by the columns, and tested against the workbook's own summary.
    Kiel Institute for the World Economy, https://www.ifw-kiel.de/topics/war-against-ukraine/.

    Examples
    --------
    How much of the pledge has been earmarked? (These figures are invented.)

    >>> import armsflow as af
    >>> file = b'''"country","iso","year","month","total","financial","humanitarian","military","commitments"
    ... "Norway","NOR",2023,2,0.5,0.1,0.1,0.3,7'''
    >>> af.read_kiel(file).groupby("dataset")["value"].sum() / 1e9
    dataset
    allocations    0.5
    commitments    7.0
    Name: value, dtype: float64
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    if release is not None and not isinstance(release, str):
        raise ArgumentError(
            f"release is {release!r}; expected the text of an edition such as '28'", rows=[release]
        )
    tables = tables_of(path)
    layout = main_of(tables)
    rows = tables[layout]
    if layout == "release":
        return _without_figures(rows)
    label = release if release is not None else _release_beside(path) if layout in _SITE else ""
    edition = edition_in(label) or (_edition_of(path, tables) if layout in _UNDATED else None)
    columns, tested = _columns(layout, tables, edition)
    lacks = columns.pop("lacks", "")
    rows.check(on_error, "figure of the tracker")
    if not len(rows):
        raise SourceError(
            f"{rows.name} has a header and no figures; expected a line for each", rows=[(1, "")]
        )
    if (columns.get("observed_start"), columns.get("observed_end")) == NO_YEAR:
        warn(
            f"{rows.name} has no dates and does not say which edition it is: its figures may be of any year "
            f"from {FIRST_YEAR}, and no year counts as covered",
            advice="; give the edition with its month, such as release='28 (04/2026)'",
        )
    if lacks:
        warn(f"{rows.name} has {lacks}; donors are missing, and no year counts as covered")
        columns |= as_columns(NO_YEAR)
    out = rows.attach(finished(_with_constants(columns, label), "kiel"))
    if tested:
        out.attrs["summary"] = tested
    return out


def _columns(
    layout: str, tables: dict[str, Rows], edition: Edition | None
) -> tuple[Columns, dict[str, float]]:
    """The columns of records, and how the rows stand to the workbook's own summary."""
    published = _published(tables, edition) if layout in ("packages", "rows", "activities") else {}
    if layout != "rows":
        columns = _LAID[layout](tables[layout], edition)
        return columns, _tested(columns, published)
    # labels of early 2024 are kinds of rows, and all rows are the commitments; where the allocations of
    # the edition's own summary are those of the rows so labelled, they are what they say
    columns = as_records.activities(tables["rows"], edition, rows_are="commitments")
    labelled = columns | {"dataset": np.char.add(columns["measure"].astype(str), "s").astype(object)}
    if published and _agrees(labelled, published, "allocations"):
        columns = labelled
    return columns, _tested(columns, published)


def _edition_of(path: File, tables: dict[str, Rows]) -> Edition | None:
    """The edition of sums: of the months beside them, or of the file's name, whichever is later."""
    months = tables["months"].text("Month").tolist() if "months" in tables else []
    found = [edition_to((int(found[1]), int(found[2])) for month in months if (found := _MONTH.match(month)))]
    return max((each for each in (*found, edition_of(base_name(path))) if each), default=None)


def _published(tables: dict[str, Rows], edition: Edition | None) -> dict[str, dict[str, float]]:
    """What the summary of a workbook says: data set → donor → billion EUR."""
    if "summary" not in tables:
        return {}
    cells = as_records.summary(tables["summary"], edition)
    texts = {name: cells[name].to_pylist() for name in ("dataset", "supplier")}
    frame = pd.DataFrame({**texts, "value": cells["value"]})
    sums = frame.groupby(["dataset", "supplier"])["value"].sum() / 1e9
    return {
        str(name): {str(key[1]): float(value) for key, value in each.items()}  # type: ignore[index]
        for name, each in sums.groupby(level=0)
    }


def _sums(columns: Columns, dataset: str, donors: dict[str, float]) -> tuple[float, float]:
    """Billion EUR of the rows of a data set: of all donors, and of those that the summary has."""
    frame = pd.DataFrame({"supplier": columns["supplier"], "value": columns["value"]}).assign(
        dataset=columns["dataset"]
    )
    mine = frame[frame["dataset"] == dataset]
    return mine["value"].sum() / 1e9, mine["value"][mine["supplier"].isin(list(donors))].sum() / 1e9


def _agrees(columns: Columns, published: dict[str, dict[str, float]], dataset: str) -> bool:
    """Whether the rows add up to the summary, with or without the donors that it leaves out."""
    donors = published.get(dataset, {})
    wanted = sum(donors.values())
    return any(abs(found - wanted) <= _CLOSE * wanted for found in _sums(columns, dataset, donors) if donors)


def _tested(columns: Columns, published: dict[str, dict[str, float]]) -> dict[str, float]:
    """The sums of the rows beside those of the summary; a warning where they differ."""
    if not published:
        return {}
    held = {str(each) for each in np.unique(np.asarray(columns["dataset"], dtype=str))}
    tested: dict[str, float] = {}
    for dataset in sorted(held & set(published)):
        donors = published[dataset]
        found, wanted = _sums(columns, dataset, donors)[0], sum(donors.values())
        tested |= {f"{dataset}, rows": float(found), f"{dataset}, summary": wanted}
        if not _agrees(columns, published, dataset):
            warn(
                f"the rows hold {dataset} of {found:.3f} billion EUR, and the workbook's own summary "
                f"{wanted:.3f}; compare them before you use either"
            )
    return tested


def _with_constants(columns: Columns, release: str) -> Columns:
    """What is the same in all layouts; the years observed are those of the file, of months the whole ones."""
    years = np.atleast_1d(columns["start"]), np.atleast_1d(columns["end"])
    whole = whole_years(_dates(years[0], columns.get("month", 0)), from_start=True)
    return {
        **as_columns(whole or (int(years[0].min()), int(years[1].max()))),
        **columns,
        "release": release,
        "reporter": "third",
        **_TO_UKRAINE,
        "stage": "aid",
        "unit": "EUR",
        "year_basis": "month of the tracker" if "month" in columns else "date of announcement",
    }


def _dates(years: np.ndarray, months: np.ndarray | int) -> Counter[Date]:
    """How many rows each month has, 0 for rows without a month."""
    met, rows = np.unique(_HUNDRED * years.astype("int64") + months, return_counts=True)
    dates = (divmod(date, _HUNDRED) for date in met.tolist())
    return Counter(dict(zip(dates, rows.tolist(), strict=True)))


def _release_beside(path: File) -> str:
    """Label and date of the edition, from the site's file beside this one; "" if there is none."""
    if not isinstance(path, str | Path):
        return ""
    beside = Path(path).with_name("release_info.csv")
    if not beside.is_file():
        return ""
    return _release_in(beside.read_text(encoding="utf-8-sig", errors="replace"))


def _release_in(text: str) -> str:
    line = next(csv.DictReader(text.splitlines()), {})
    told = [line.get(name) or "" for name in ("release", "period", "date")]
    return f"{told[0]} ({told[1]}), {told[2]}" if all(told) else ""


def _without_figures(rows: Rows) -> pd.DataFrame:
    """No records: the file says which edition the files beside it are."""
    warn(
        f"{rows.name} says which edition the files beside it are, and has no figures; read those, and their "
        "release is taken from here"
    )
    said = [rows.text(name) for name in ("release", "period", "date")]
    rows.by_rule(np.ones(len(rows), dtype=bool), "the edition, no figures")
    none = dict.fromkeys(("record", "supplier", "value", "start", "end"), np.empty(0))
    out = rows.attach(finished(_empty(none), "kiel"))
    out.attrs["release"] = " ".join(str(cells[0]) for cells in said if len(cells))
    return out


def _empty(columns: Columns) -> Columns:
    return columns | {
        **_TO_UKRAINE,
        "stage": "aid",
        "unit": "EUR",
        "observed_start": FIRST_YEAR,
        "observed_end": LAST_YEAR,
    }
