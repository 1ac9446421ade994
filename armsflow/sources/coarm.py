"""EU annual reports on arms exports: licences and deliveries in euros, by destination and military list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import one_of, warn
from armsflow.parties import known_code
from armsflow.records.grouping import grouped
from armsflow.records.selection import written
from armsflow.sources.coarm_reported import (
    absent_destinations,
    observed,
    reports_of,
    set_aside,
    stray_of,
    what_is_absent,
    what_is_hardly_reported,
    what_was_lost,
)
from armsflow.sources.delimited import is_workbook, rows_in, rows_without_header, text_in
from armsflow.sources.formats import Head, folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    coded,
    joined,
    key_of,
    lines_of,
    put,
    read_amounts,
    read_cells,
    read_parties,
    read_years,
    years_of,
)
from armsflow.sources.opening import File, content_of, name_of
from armsflow.sources.own_reports import sole
from armsflow.sources.rows import Rows

__all__ = ["read_coarm"]

_SCRAPED = (
    "year",
    "importing-country",
    "exporting-country",
    "CML-category",
    "num-licenses-imported|num-licenses",
    "val-licenses-imported|val-licenses",
    "val-arms-imported|val-arms",
)
_LONG = (
    *("year", "embargo", "source code", "source", "destination code", "destination"),
    *("region code", "region", "rating", "row", "value"),
)
# before October 2014: no codes and no regions
_LONG_OLD = ("year", "embargo", "source", "destination", "rating", "row", "value")
_ROW = re.compile(r"[abcd]|e[1-8]")
# a line of the long format begins so: "2003; 0; AT; Austria"
_IS_LONG = re.compile(r"\s*(?:19|20)\d\d\s*;\s*[01]?\s*;(?:[^;\n]*;){4,9}[^;\n]*;?\s*")
FORMATS = (
    known_by(
        "licences and exports of EU members, scraped from the annual reports",
        *_SCRAPED,
        kinds=("text", "workbook"),
    ),
    known_by(
        "licences and exports of EU members as CAAT lists them, without a header",
        test=lambda head: _is_long(head),
        kinds=("text",),
    ),
)
# more licences than any member grants for one destination in a year: cells have moved
_MOST_LICENCES = 5_000
_PSEUDO = ("na", "total per ml category", "total per ml categorya", "total", "eu total", "total eu")
_COPIED = 2005  # the first year of the scraped table
_ALL_OVER = 50  # states: a table with as many is the scraped one, not a part of it
_LAST_WRONG = 2017  # CAAT's files that end before it hold figures copied from other years
_EURO = 1999
_NAMES = {"chrypre": "CYP", "czechrepublic": "CZE"}
#: Row of the report → what is read of it.
_ROWS = {"a": "licences", "b": "licensed", "c": "exported"}
# what messages call them
_SAID = {
    "licences": "number of licences",
    "licensed": "value of licences",
    "exported": "value of exports",
}


def read_coarm(path: File, *, release: str = "", on_error: str = "raise") -> pd.DataFrame:
    r"""Records of the EU's annual reports on arms exports (COARM), in euros.

    Parameters
    ----------
    path : path, file object or bytes
        Either format: the table scraped from the reports of 2005–13 (a line per exporter, destination, year
        and category), or CAAT's long list since 1998 (a line per figure, no header, with or without codes and
        regions).
    release : str
        Edition: for CAAT's list the day of its release, since later ones correct earlier ones.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``: exporters that are none, such as ``na``, numbers with blanks or points in
        them, numbers that have moved to another column (more than 5,000 licences), and lines that stand
        again: of the table one line per exporter, destination, year and category is read, of CAAT's list one
        with the same figure.

    Returns
    -------
    records frame
        pandas, ``source`` "coarm", ``reporter`` supplier, current euros (ECU before 1999). Of each exporter,
        destination, year and category a ``licence`` (row b of the reports: the value licensed) and a
        ``delivery`` (row c: the value exported), where the report has one. A blank is no figure and never 0:
        a licence without a value is a null, and what was not reported as exported is no record. Each row
        observes the years around its own in which the exporter reports the like: exports that stand beside
        fewer than a tenth of the states licensed, and years of which lines were set aside, are not observed.
        ``selection`` names the exporter of a file that has one, and years in which the scraped table lacks
        destinations (``lacking=2006-2012``): no sum over recipients is complete there, and what one recipient
        got from one exporter is. ``dataset`` is "categories" for the rows of
        the Common Military List and "totals" for those called Total, which are not always their sum: the two
        are never added. Kept beside: ``line`` and ``licences`` (row a: how many were granted). Refusals (rows
        d and e) are left out by rule and counted in ``.attrs["by_rule"]``.

    Raises
    ------
    SourceError
        If the file cannot be opened, has none of the formats, or has lines that cannot be read: ``.rows``
        lists (line, reason).
    ArgumentError
        If an argument is not what it should be.

    Warns
    -----
    UserWarning
        If CAAT's list ends before 2017: such editions hold figures of wrong years. If lines of an exporter
        are set aside, with the sum that they hold; if an exporter's exports of a year stand beside fewer than
        a tenth of the states for which it licensed some; and if no line of the scraped table names a
        destination for years, although exporters name it before and after: by their number in the other years
        there should be five lines or more.

    Notes
    -----
    Annual reports under Common Position 2008/944/CFSP, https://www.eeas.europa.eu/. Licences are permissions
    and may never be used; many members do not report exports, so that row c is never a total of the EU.

    Examples
    --------
    What did the exporter license, and what did it deliver? (The figures are invented.)

    >>> import armsflow as af
    >>> listed = b"2012; 0; RO; Romania; AZ; Azerbaijan; ASM; Central Asia; ML 2; b; 500;\n"
    >>> listed += b"2017; 0; RO; Romania; AZ; Azerbaijan; ASM; Central Asia; ML 2; c; 200;\n"
    >>> af.read_coarm(listed)[["supplier", "recipient", "stage", "category", "start", "value"]]
      supplier recipient     stage category  start  value
    0      ROU       AZE   licence     ml:2   2012  500.0
    1      ROU       AZE  delivery     ml:2   2017  200.0
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    name, content = name_of(path), content_of(path)
    text = "" if is_workbook(content) else text_in(path, content)
    long = bool(_long_lines(text.split("\n", 20)[:20]))
    rows, printed = _long(name, text) if long else _scraped(path, content)
    lost = set_aside(printed, {line for line, _ in rows.aside}, _code)
    records = _records(rows, release)
    reports = reports_of(records)
    stray = stray_of(reports)
    # of other lists it is not known that they lack any
    absent = [] if long else absent_destinations(reports)
    records |= observed(reports, stray, lost) | _selection(
        reports, [(first, last) for _, first, last in absent]
    )
    out = laid_out(rows, records, "licences or exports", on_error=on_error)
    for said in (what_was_lost(lost), what_is_hardly_reported(stray), what_is_absent(absent)):
        if said:
            warn(f"{name}: {said}")
    german = (reports["supplier"] == "DEU") & (reports["start"] == _COPIED)
    if not long and reports["recipient"][german].nunique() >= _ALL_OVER:
        warn(
            f"{name}: rows of {_COPIED} hold figures of {_COPIED - 1}: those of Germany do, as its report "
            "shows; compare others before you print a change from that year"
        )
    if long and (last := int(out["end"].max())) < _LAST_WRONG:
        warn(
            f"{name} ends in {last}: CAAT's lists from before December 2018 hold figures copied from "
            "other years or states (2013 from 2016, Italy, Germany); take a later edition"
        )
    return out


def _selection(reports: pd.DataFrame, lacks: Iterable[Sequence[int]]) -> dict[str, str]:
    """What a file of one exporter was limited to, and the years of which destinations are missing."""
    exporter = sole(set(reports["supplier"].dropna().unique()))
    chosen = {"supplier": [exporter]} if exporter else {}
    return {"selection": written(chosen, lacks=[(first, last) for first, last in lacks])}


def _is_long(head: Head) -> bool:
    return bool(_long_lines(head.lines[:20]))


def _long_lines(lines: list[str]) -> list[str]:
    return [line for line in lines if _IS_LONG.fullmatch(line.removeprefix("\ufeff").rstrip("\r"))]


# --- the table scraped from the reports -----------------------------------------------------------


def _scraped(path: File, content: object) -> tuple[Rows, pa.Table]:
    """One row per exporter, destination, year and category, with all three figures."""
    spellings = [set(map(folded, each.split("|"))) for each in _SCRAPED]
    rows = rows_in(
        path,
        lambda names: all(each & names for each in spellings),
        expected="year, importing-country, exporting-country, CML-category and three figures",
        content=content,
    )
    names = ("year", "destination", "exporter", "rating", *_SAID.values())
    for into, heads in zip(names, _SCRAPED, strict=True):
        rows.rename(heads, into)
    printed = _printed(rows, *(rows.in_arrow(_SAID[name]) for name in ("licensed", "exported")))
    for into, said in _SAID.items():
        read_amounts(rows, said, into)
    _check_licences(rows, rows.columns["licences"])
    _read(rows)
    again = _once(rows, "year", "destination", "exporter", "rating", figures=_ROWS.values())
    empty = np.all([pd.isna(rows.columns[each]) for each in _ROWS.values()], axis=0)
    rows.by_rule(empty, "no figure in any row of the report")
    return rows, _without(printed, again)


def _once(rows: Rows, *columns: str, figures: Iterable[str] = ()) -> set[int]:
    """Set aside rows with the cells of a row before in some columns.

    Returns the lines of those that also have its `figures`: nothing is lost by them.
    """
    if not _stand_again(rows, columns):
        return set()
    texts = joined(*(rows.in_arrow(name) for name in columns), between=", ")
    key = texts.to_numpy(zero_copy_only=False)
    cells = pd.DataFrame({"key": key} | {name: rows.as_text(name).to_pylist() for name in figures})
    again = {*rows.line[cells.duplicated().to_numpy()].tolist()}
    rows.unique(key)
    return again


def _stand_again(rows: Rows, columns: Iterable[str]) -> bool:
    """Whether two rows have the same cells in some columns."""
    held = [rows.words(name) for name in columns]
    # two words of a column may differ by the blanks around them, which are no more
    numbers = [pa.array(pd.factorize(each.words)[0][each.codes]) for each in held]
    return grouped([pa.chunked_array([each]) for each in numbers], len(rows)).count < len(rows)


def _without(printed: pa.Table, lines: set[int]) -> pa.Table:
    if not lines:
        return printed
    return printed.filter(pc.invert(pc.is_in(printed["line"], pa.array(sorted(lines), pa.int64()))))


def _printed(rows: Rows, licensed: pa.Array, exported: pa.Array) -> pa.Table:
    """What each line says before any is set aside."""
    cells = {name: rows.in_arrow(name) for name in ("year", "exporter", "rating")}
    return pa.table({"line": rows.line, **cells, "licensed": licensed, "exported": exported})


def _code(exporter: str) -> str:
    """The code of an exporter; "" where it is none."""
    return _NAMES.get(key_of(exporter)) or known_code(exporter, source="coarm") or ""


def _check_licences(rows: Rows, licences: np.ndarray) -> None:
    """Set aside rows with more licences than any exporter grants: other numbers have moved there."""
    rows.refuse(
        licences > _MOST_LICENCES,
        lambda at: f"{licences[at]:,.0f} licences, more than {_MOST_LICENCES:,}; the numbers may have moved",
    )


def _read(rows: Rows) -> None:
    """Put parties, years and categories beside the cells."""
    exporters = rows.text("exporter")
    pseudo = rows.each(exporters, lambda cell: cell.casefold() in _PSEUDO)
    rows.refuse(
        np.asarray(pseudo, dtype=bool),
        lambda at: f"exporter is {exporters[at]!r}, which is no state but a line of the report",
    )
    read_years(rows, "year", "start", [r"(?P<year>\d{4})"], "a year")
    read_parties(rows, "exporter", "supplier", source="coarm", names=_NAMES)
    read_parties(rows, "destination", "recipient", source="coarm", names=_NAMES)
    read_cells(rows, "rating", "class", _class, "ML1 to ML22, Total, or a blank")


@cache
def _class(cell: str) -> str | None:
    if cell.casefold() in ("total", "miscellaneous", ""):
        return "all"
    match = re.fullmatch(r"ML ?0?(\d{1,2})", cell, re.IGNORECASE)
    return f"ml:{match[1]}" if match and 1 <= int(match[1]) <= 22 else None


# --- CAAT's long list -----------------------------------------------------------------------------


def _long(name: str, text: str) -> tuple[Rows, pa.Table]:
    """One row per exporter, destination, year and category, from a list with one line per figure."""
    first = _long_lines(text.split("\n", 20)[:20])[0].rstrip().rstrip(";").split(";")
    heads = _LONG if len(first) == len(_LONG) else _LONG_OLD
    rows = rows_without_header(
        text, name, heads, ";", fits=lambda row: bool(_ROW.fullmatch(row[len(heads) - 2]))
    )
    kinds = rows.text("row")
    rows.by_rule(np.isin(kinds.astype(str), [*_ROWS]) == False, "refusals (rows d and e)")  # noqa: E712
    for cell, head in (("exporter", "source"), ("destination", "destination")):
        names, codes = rows.text(head), rows.text(f"{head} code")
        # an entity without a name of its own has a code
        put(rows, cell, np.where(names != "", names, codes))
    kinds, cells = rows.text("row"), rows.text("value")
    printed = _printed(rows, *(pa.array(np.where(kinds == row, cells, ""), pa.string()) for row in "bc"))
    read_amounts(rows, "value", "figure")
    _check_licences(rows, np.where(rows.text("row") == "a", rows.columns["figure"], np.nan))
    _read(rows)
    again = _once(rows, "year", "exporter", "destination", "rating", "row", "value")
    return rows, _without(printed, again)


def _records(rows: Rows, release: str) -> dict[str, Any]:
    """The columns of the records: of each row a licence and a delivery, where it has them."""
    table = _table(rows)
    licensed = ~(np.isnan(table["licensed"]) & np.isnan(table["licences"]))
    exported = ~np.isnan(table["exported"])
    at = np.repeat(np.arange(len(licensed)), licensed.astype(int) + exported.astype(int))
    second = np.append(False, at[1:] == at[:-1])[: len(at)]
    is_licence = licensed[at] & ~second
    each = {
        name: cells.take(pa.array(at)) if isinstance(cells, pa.Array) else cells[at]
        for name, cells in table.items()
    }
    stage = coded(~is_licence, "licence", "delivery")
    start = each["start"]
    return {
        "source": "coarm",
        "dataset": coded(each["total"], "categories", "totals"),
        "release": release,
        "record": joined(each["key"], "/", stage),
        "reporter": "supplier",
        "supplier": each["supplier"],
        "recipient": each["recipient"],
        "stage": stage,
        "category": each["class"],
        "item": each["rating"],
        "start": start,
        "value": np.where(is_licence, each["licensed"], each["exported"]).astype("float64"),
        "unit": coded(start < _EURO, "EUR", "XEU"),
        "line": each["line"].astype("int64"),
        "licences": np.where(is_licence, each["licences"], np.nan).astype("float64"),
    }


_KEY = ("start", "supplier", "recipient", "class", "rating")


def _table(rows: Rows) -> dict[str, np.ndarray | pa.Array]:
    """Columns with a row per exporter, destination, year and category."""
    total = rows.each(rows.text("rating"), lambda cell: cell.casefold() == "total").astype(bool)
    numbers = {"start": years_of(rows, "start"), "total": total, "line": rows.line}
    texts = ("supplier", "recipient", "class", "rating")
    if "figure" not in rows.columns:
        key = rows.in_arrow("unique-id") if "unique-id" in rows else lines_of(rows)
        figures = {name: rows.columns[name] for name in _ROWS.values()}
        return {**numbers, **{name: rows.in_arrow(name) for name in texts}, **figures, "key": key}
    table = pd.DataFrame({**numbers, **{name: rows.columns[name] for name in texts}})
    figure, kinds = rows.columns["figure"], rows.text("row")
    figures = {name: np.where(kinds == row, figure, np.nan) for row, name in _ROWS.items()}
    table = table.assign(**figures)
    # names that mean one party are two lines of the list
    names = [rows.text("exporter"), rows.text("destination")]
    table = table.assign(of=names[0], to=names[1], row=kinds)
    # a figure that stands again is one of another row
    table["again"] = table.groupby([*_KEY, "of", "to", "row"], dropna=False).cumcount()
    groups = table.groupby([*_KEY, "of", "to", "again"], sort=False, as_index=False)
    out = groups.agg({"total": "first", "line": "first", **dict.fromkeys(_ROWS.values(), "first")})
    out = out.assign(
        key=out["start"].astype("str") + "-" + out["supplier"] + "-" + out["recipient"] + "-"
        + out["rating"].str.replace(" ", "")
    )  # fmt: skip
    words = {name: pa.array(out[name].to_numpy(dtype=object), pa.string()) for name in (*texts, "key")}
    return {str(name): out[name].to_numpy() for name in out} | words
