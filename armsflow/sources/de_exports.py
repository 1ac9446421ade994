"""German reports on arms exports: euros licensed, and euros of war weapons exported, by destination."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import ArgumentError, SourceError, one_of
from armsflow.records.schema import pair_of_years
from armsflow.records.selection import written
from armsflow.sources.delimited import rows_in
from armsflow.sources.formats import folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    DECIMAL,
    coded,
    got,
    is_of_several,
    joined,
    read_amounts,
    read_parties,
    read_years,
    years_of,
)
from armsflow.sources.opening import File
from armsflow.sources.rows import Rows

__all__ = ["read_de_exports"]

_YEARLY = ("year", "gesamt", "war_weapons", "country_e")
_SUMS = ("country_e", "sum_german_armsexports", "sum_german_kweaponsexport")
FORMATS = (
    known_by("German licences and exports of war weapons by year", *_YEARLY, kinds=("text", "workbook")),
    known_by("German licences and exports, added up over years (BICC)", *_SUMS, kinds=("text", "workbook")),
)
_DATES = [r"(?P<year>\d{4})(?:-(?P<month>\d\d)-(?P<day>\d\d))?"]
_LICENCES, _WAR_WEAPONS = "licences", "war weapons"
_NAMES = {
    "congo, dr": "COD",
    "congo, rep.": "COG",
    "korea, rep.": "KOR",
    "korea, dem. rep.": "PRK",
    "lao pr": "LAO",
    "côte d`ivoire": "CIV",
    "hongkong": "HKG",
    "westernsahara": "ESH",
    "french guayana": "GUF",
}


def read_de_exports(
    path: File, *, years: tuple[int, int] | None = None, release: str = "", on_error: str = "raise"
) -> pd.DataFrame:
    r"""Records of the German government's reports on arms exports, in euros by destination.

    Parameters
    ----------
    path : path, file object or bytes
        A table with ``year, gesamt, war_weapons, country_e``, or one of sums over years with ``country_e,
        sum_german_armsexports, sum_german_kweaponsexport``.
    years : (int, int), optional
        First and last year of sums, which such a table does not say.
    release : str
        What tells this copy from others.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, two records per line in current euros, ``source`` "de_exports", ``reporter`` supplier,
        ``selection`` "supplier=DEU": ``gesamt`` is a ``licence`` (``dataset`` "licences", arms of every
        kind), ``war_weapons`` a ``delivery`` (``dataset`` "war weapons", which left the country). They are of
        different years of one deal, so that the second may exceed the first, and neither is part of the
        other. A 0 is the source's own; a blank is null. Kept beside: ``line, country``.

    Raises
    ------
    SourceError
        If the file cannot be opened, lacks columns, holds sums of years that nobody states, or has lines that
        cannot be read: ``.rows`` lists (line, reason).
    ArgumentError
        If an argument is not what it should be, or `years` is given for a table that has years.

    Notes
    -----
    Bundesministerium für Wirtschaft, Rüstungsexportberichte, https://www.bmwk.de/.

    Examples
    --------
    What was licensed, and what left the country? (The figures are invented.)

    >>> import armsflow as af
    >>> listed = b"year;gesamt;war_weapons;country_e;iso3_code\n2009-01-01;500;0;Chile;CHL"
    >>> af.read_de_exports(listed)[["recipient", "stage", "start", "value", "unit"]]
      recipient     stage  start  value unit
    0       CHL   licence   2009  500.0  EUR
    1       CHL  delivery   2009    0.0  EUR
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    known = [frozenset(map(folded, each)) for each in (_YEARLY, _SUMS)]
    rows = rows_in(
        path,
        lambda names: any(each <= names for each in known),
        expected=", ".join(_YEARLY),
    )
    sums = "year" not in rows.columns
    span = _span(rows, sums, years)
    if not sums:
        read_years(rows, "year", "start", _DATES, "a year such as 2009 or 2009-01-01")
    for column, into in zip(_SUMS[1:] if sums else _YEARLY[1:3], ("licensed", "exported"), strict=True):
        read_amounts(rows, column, into, DECIMAL)
    read_parties(rows, "country_e", "recipient", source="de_exports", names=_NAMES, several=is_of_several)
    # one line for a state and a year
    state = rows.in_arrow("country_e")
    said = state if sums else joined(rows.in_arrow("year"), state, between=", ")
    rows.unique(said.cast(pa.string()).to_numpy(zero_copy_only=False))
    return laid_out(rows, _columns(rows, span, release), "exports", on_error=on_error)


def _span(rows: Rows, sums: bool, years: Any) -> tuple[int, int] | None:
    if not sums:
        if years is not None:
            raise ArgumentError(
                f"years is {years!r}, but the table has years; where() chooses some", rows=[years]
            )
        return None
    if years is None:
        raise SourceError(
            f"{rows.name} holds sums over years that it does not state; expected years=(first, last), as the "
            "publisher of the table says them",
            rows=[(1, "no years")],
        )
    return pair_of_years(years, "years")


def _columns(rows: Rows, span: tuple[int, int] | None, release: str) -> dict[str, object]:
    count = len(rows)
    at = np.repeat(np.arange(count), 2)
    second = np.tile([0, 1], count)
    stage = coded(second, "licence", "delivery")
    start = np.full(count, span[0]) if span else years_of(rows, "start")
    end = np.full(count, span[1]) if span else start
    recipient = rows.in_arrow("recipient").take(at)
    years = pa.array(start[at]).cast(pa.string())
    return {
        "source": "de_exports",
        "dataset": coded(second, _LICENCES, _WAR_WEAPONS),
        "release": release,
        "record": joined(years, "-", recipient, "/", stage),
        "reporter": "supplier",
        "supplier": "DEU",
        "selection": written({"supplier": ["DEU"]}),
        "recipient": recipient,
        "stage": stage,
        "start": start[at].astype("int16"),
        "end": end[at].astype("int16"),
        "value": np.column_stack([got(rows, "licensed"), got(rows, "exported")]).ravel(),
        "unit": "EUR",
        "line": rows.line[at],
        "country": rows.in_arrow("country_e").take(at),
    }
