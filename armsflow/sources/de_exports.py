"""German reports on arms exports: euros licensed, and euros of war weapons exported, by destination."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import ArgumentError, SourceError, one_of, warn
from armsflow.records.schema import pair_of_years
from armsflow.records.selection import written
from armsflow.sources.delimited import rows_in
from armsflow.sources.doubted_zeros import are_doubted, doubted_zeros, lacking_years, what_is_doubted
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
from armsflow.sources.unnamed import are_unnamed, years_unnamed

__all__ = ["read_de_exports"]

_YEARLY = ("year", "gesamt", "war_weapons", "country_e")
_SUMS = ("country_e", "sum_german_armsexports", "sum_german_kweaponsexport")
FORMATS = (
    known_by("German licences and exports of war weapons by year", *_YEARLY, kinds=("text", "workbook")),
    known_by("German licences and exports, added up over years (BICC)", *_SUMS, kinds=("text", "workbook")),
)
_DATES = [r"(?P<year>\d{4})(?:-(?P<month>\d\d)-(?P<day>\d\d))?"]
_LICENCES, _WAR_WEAPONS = "licences", "war weapons"
_COLUMN = ["dataset"]
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
        other. A blank is null. A 0 is the source's own, but where regular recipients are at 0 in far greater
        number than in other years, the table lacks figures of that column and year (see Notes): these zeros
        are null. Kept beside: ``line, country``.

    Raises
    ------
    SourceError
        If the file cannot be opened, lacks columns, holds sums of years that nobody states, or has lines that
        cannot be read: ``.rows`` lists (line, reason).
    ArgumentError
        If an argument is not what it should be, or `years` is given for a table that has years.

    Warns
    -----
    UserWarning
        If zeros are not believed: it names column, year and how many they are.

    Notes
    -----
    Zeros of a column and year are not believed if many regular recipients are at 0, which are those with a
    figure in at least half of the column's other years: at least three of them, at least 10 %, and more than
    five times the median share of them that is at 0 in other years, as `read_sam` has it. In the table of
    2000–13 these are the war weapons of 2000–02, of which it has ten recipients each, and of 2013, of which
    it has none in the EU and NATO. Sums over recipients are not ``complete`` in such a year, and
    ``selection`` names it: ``supplier=DEU;lacking=2000-2002+2013``. A single 0 among large figures, such as
    the licences for South Korea in 2013, cannot be told from none and stays.

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
    long = _long(rows, span)
    # of sums nothing shows what is usual
    doubted = doubted_zeros(long[:0] if sums else long, _COLUMN)
    out = laid_out(
        rows, _columns(rows, long, doubted, span and span[1], release), "exports", on_error=on_error
    )
    if len(doubted):
        said = what_is_doubted(doubted, _COLUMN, "look them up in the report of the year")
        warn(f"{rows.name} {said}")
    return out


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


def _long(rows: Rows, span: tuple[int, int] | None) -> pd.DataFrame:
    """Two figures a line, in the order of the lines: what was licensed, and what was exported."""
    at = np.repeat(np.arange(len(rows)), 2)
    start = np.full(len(rows), span[0]) if span else years_of(rows, "start")
    return pd.DataFrame(
        {
            "dataset": np.tile(np.array([_LICENCES, _WAR_WEAPONS], dtype=object), len(rows)),
            # names that mean one state, and several states, are lines of their own
            "recipient": rows.text("country_e")[at],
            "start": start[at],
            "value": np.column_stack([got(rows, "licensed"), got(rows, "exported")]).ravel(),
        }
    )


def _columns(
    rows: Rows, long: pd.DataFrame, doubted: pd.DataFrame, end: int | None, release: str
) -> dict[str, object]:
    at = np.repeat(np.arange(len(rows)), 2)
    second = np.tile([0, 1], len(rows))
    stage = coded(second, "licence", "delivery")
    start = long["start"].to_numpy()
    last = start if end is None else np.full(len(at), end)
    recipient = rows.in_arrow("recipient").take(at)
    years = pa.array(start).cast(pa.string())
    # of which years a column lacks recipients
    lacks = [lacking_years(doubted, dataset=dataset) for dataset in (_LICENCES, _WAR_WEAPONS)]
    unnamed = are_unnamed(long["recipient"], recipient.to_pylist(), long["value"].to_numpy())
    said = [
        written(
            {"supplier": ["DEU"]},
            lacks=spans,
            unnamed_of={"recipient": years_unnamed(start, last, unnamed & (second == column))},
        )
        for column, spans in enumerate(lacks)
    ]
    return {
        "source": "de_exports",
        "dataset": coded(second, _LICENCES, _WAR_WEAPONS),
        "release": release,
        "record": joined(years, "-", recipient, "/", stage),
        "reporter": "supplier",
        "supplier": "DEU",
        "selection": coded(second, *said),
        "recipient": recipient,
        "stage": stage,
        "start": start.astype("int16"),
        "end": last.astype("int16"),
        "value": long["value"].mask(are_doubted(long, doubted, _COLUMN)).to_numpy(),
        "unit": "EUR",
        "line": rows.line[at],
        "country": rows.in_arrow("country_e").take(at),
    }
