"""British export licences, line by line, as CAAT publishes them: pounds permitted, by month or day."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import SourceError, one_of, warn
from armsflow.sources.delimited import rows_in
from armsflow.sources.formats import folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    DECIMAL,
    coded,
    got,
    is_of_several,
    joined,
    put,
    read_amounts,
    read_parties,
    read_years,
    years_of,
)
from armsflow.sources.opening import File
from armsflow.sources.rows import Rows
from armsflow.sources.unnamed import are_unnamed, selections
from armsflow.sources.whole_years import window_of

__all__ = ["read_uk_licences"]

_LICENCE = ("licence_group", "licence_cohort_id", "licence_id")
_NEEDED = ("date", "rating", "value", "country")
FORMATS = (known_by("British licences (CAAT)", "|".join(_LICENCE), *_NEEDED, kinds=("text", "workbook")),)
_DATES = [r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?"]
# military goods that Britain controls beside its munitions list
_BESIDE = ("PL5001", "PL5006", "PL5017", "PL5030", "PL5035")


def read_uk_licences(
    path: File,
    *,
    ratings: File | None = None,
    goods: str = "military",
    release: str = "",
    on_error: str = "raise",
) -> pd.DataFrame:
    """Records of British export licences, from the table ``values.csv`` that CAAT publishes.

    Parameters
    ----------
    path : path, file object or bytes
        ``values.csv`` of any edition: a line per licence (or group of licences), rating and destination, by
        month or by day.
    ratings : path, file object or bytes, optional
        ``ratings.csv`` of the same edition, which says what ratings are military. By default those of the
        munitions list (ML1 to ML22) and five that Britain controls beside it (PL5001, PL5006, PL5017, PL5030,
        PL5035).
    goods : {"military", "all"}
        Whether other goods, such as cryptography, are left out by rule and counted. They have most of the
        value, and are in the ``dataset`` "other", so that they are not added to arms.
    release : str
        The edition, such as ``"2015-07-29"``.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, one ``licence`` per line in current pounds, by the year of the decision, ``source``
        "uk_licences", ``reporter`` supplier. A value of 0 is the source's own. Refused licences, whose value
        is blank or whose flag is 1, permit nothing and are left out by rule: ``.attrs["by_rule"]`` counts
        them. ``selection`` is "supplier=GBR". Kept beside: ``line, licence, date, rating`` and ``licences``
        (how many share the line). The years observed are whole: a list that ends in March does not cover its
        last year.

    Raises
    ------
    SourceError
        If a file cannot be opened, lacks columns, or has lines that cannot be read: ``.rows`` lists (line,
        reason).
    ArgumentError
        If an argument is not what it should be.

    Warns
    -----
    UserWarning
        If the flag ``refused`` says the same in all lines although values are blank, or ratings of the file
        are not in `ratings`.

    Notes
    -----
    Campaign Against Arms Trade, https://caat.org.uk/data/exports-uk/. Licences are permissions and may never
    be used; open licences have no value and are not in the table.

    Examples
    --------
    How much of what was permitted were arms? (The figures are invented.)

    >>> import armsflow as af
    >>> listed = b'''licence_group,date,rating,count,value,country,refused
    ... 1,2010-05,ML10,1,3500,Italy,0
    ... 2,2010-05,5A002,1,90000,Italy,0
    ... 3,2010-06,ML1,1,,Kenya,1'''
    >>> licences = af.read_uk_licences(listed)
    >>> licences[["recipient", "category", "start", "value", "unit"]]
      recipient category  start   value unit
    0       ITA    ml:10   2010  3500.0  GBP
    >>> licences.attrs["by_rule"]
    {'refused: the value is blank, or the flag is 1': 1, 'no military goods': 1}
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    one_of(goods, ("military", "all"), "goods")
    rows = rows_in(path, _is_header, expected=f"licence_group, {', '.join(_NEEDED)}")
    # of all lines: the last one may be refused, or of no military goods
    window = window_of(rows, "date", _DATES)
    military = _military(ratings, rows)
    read_amounts(rows, "value", "amount", DECIMAL)
    _without_refused(rows)
    put(rows, "military", _each(rows, "rating", lambda cell: cell.upper() in military))
    if goods == "military":
        rows.by_rule(~got(rows, "military").astype(bool), "no military goods")
    read_years(rows, "date", "start", _DATES, "2008-01 or 2008-01-31")
    read_parties(rows, "country", "recipient", source="caat", several=is_of_several)
    return laid_out(rows, _columns(rows, release) | window, "licences", on_error=on_error)


def _is_header(names: frozenset[str]) -> bool:
    return set(_NEEDED) <= names and bool(names & set(map(folded, _LICENCE)))


def _military(ratings: File | None, rows: Rows) -> set[str]:
    """The ratings that are military: of the edition's own list, else those known."""
    if ratings is None:
        return {*(f"ML{n}" for n in range(1, 23)), *_BESIDE}
    listed = rows_in(ratings, {"rating", "military"}.issubset, expected="rating and military")
    flags = listed.text("military")
    if wrong := sorted(set(flags.tolist()) - {"0", "1"}):
        raise SourceError(f"{listed.name} has military {wrong[0]!r}; expected 0 or 1", rows=wrong)
    known = dict(zip(listed.text("rating").tolist(), flags.tolist(), strict=True))
    known = {rating.upper(): flag for rating, flag in known.items()}
    if strange := sorted(rating for rating in {*rows.text("rating").tolist()} if rating.upper() not in known):
        warn(
            f"{rows.name} has ratings that {listed.name} does not list: {', '.join(strange[:5])}; they count "
            "as not military: take the list of the same edition"
        )
    return {rating for rating, flag in known.items() if flag == "1"}


def _without_refused(rows: Rows) -> None:
    blank = np.isnan(got(rows, "amount"))
    flags = rows.text("refused", "0")
    if "refused" in rows and blank.any() and len(set(flags.tolist())) == 1 and len(rows) > 1:
        warn(
            f"{rows.name} has refused {flags[0]!r} in every line, though {int(blank.sum())} have no value; "
            "the blank values are taken for the refused licences"
        )
        refused = blank
    else:
        refused = blank | (flags == "1")
    rows.by_rule(refused, "refused: the value is blank, or the flag is 1")


def _each(rows: Rows, column: str, read: object) -> np.ndarray:
    return rows.each(rows.text(column), read)  # type: ignore[arg-type]


def _columns(rows: Rows, release: str) -> dict[str, object]:
    licence = next(rows.in_arrow(name) for name in _LICENCE if name in rows)
    rating, recipient = rows.in_arrow("rating"), rows.in_arrow("recipient")
    military = got(rows, "military").astype(bool)
    dataset = coded(military, "other", "military")
    unnamed = are_unnamed(rows.text("country"), got(rows, "recipient"), got(rows, "amount"))
    return {
        "source": "uk_licences",
        "dataset": dataset,
        "release": release,
        "record": joined(licence, "/", rating, "/", recipient),
        "reporter": "supplier",
        "supplier": "GBR",
        "selection": selections(
            dataset, years_of(rows, "start"), {"supplier": ["GBR"]}, {"recipient": unnamed}
        ),
        "recipient": recipient,
        "stage": "licence",
        "category": pc.if_else(military, _category_of(rows), "dual:goods"),
        "item": rating,
        "start": years_of(rows, "start"),
        "value": got(rows, "amount"),
        "unit": "GBP",
        "line": rows.line,
        "licence": licence,
        "date": rows.in_arrow("date"),
        "rating": rating,
        "licences": _each(rows, "count", _count).astype("float64"),
    }


def _category_of(rows: Rows) -> pa.Array:
    return rows.coded_each(rows.text("rating"), _category).in_arrow().cast(pa.string())


def _count(cell: str) -> float:
    """How many licences share a line; later editions write "28591.0"."""
    return float(cell) if re.fullmatch(r"\d+(?:\.0)?", cell) else np.nan


def _category(rating: str) -> str:
    """The category of a military rating; of one that no list knows, "all"."""
    rating = rating.upper()
    if rating in _BESIDE:
        return f"uk:{rating}"
    match = re.fullmatch(r"ML(\d{1,2})\w*", rating)
    return f"ml:{match[1]}" if match and 1 <= int(match[1]) <= 22 else "all"
