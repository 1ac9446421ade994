"""Dutch lists of military goods: euros permitted for export, licence by licence, and pieces in transit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from armsflow.errors import one_of, sample, warn
from armsflow.sources.delimited import rows_in
from armsflow.sources.formats import folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    DECIMAL,
    SEVERAL,
    coded,
    got,
    is_of_several,
    joined,
    lines_of,
    names_in,
    read_amounts,
    read_parties,
    read_years,
    years_of,
)
from armsflow.sources.nl_licences_transit import TRANSIT, transit
from armsflow.sources.opening import File
from armsflow.sources.rows import Rows
from armsflow.sources.unnamed import are_unnamed, selections
from armsflow.sources.whole_years import longest_run, window_of

__all__ = ["read_nl_licences"]

_MILITARY = ("afgifte datum", "nummer", "SGP", "D/T", "Verl.", "V/N", "land van eindbestemming", "waarde (€)")
_DUAL_USE = ("Datum afgifte", "nummer", "SG-Post", "D/T", "Land van eindbestemming", "Waarde(€)")
FORMATS = (
    known_by("Dutch licences of military goods", *_MILITARY, kinds=("text", "workbook")),
    known_by("Dutch licences of dual-use goods", *_DUAL_USE, kinds=("text", "workbook")),
    known_by("Dutch transit of military goods", *TRANSIT, kinds=("text", "workbook")),
)
# "01/05/2004" (month first), "9012004" (day first) and "31-01-2005"
_DATES = [
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
    r"(?P<day>\d{1,2})(?P<month>\d\d)(?P<year>(?:19|20)\d\d)",
    r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})",
]
#: Licences with none of the flags that keep a line apart.
_DEFINITIVE = "definitive"
#: What stands under V/N in nearly all lines.
_KNOWN = ("N", "V")
_FLAGS = {"D/T": "temporary_flag", "Verl.": "extension_flag", "V/N": "v_n_flag", "U/D": "u_d_flag"}
_BLANK = "flags blank"
# a licence for "EU" is one for deliveries to its states, not to the union
_OF_LISTS = {"eu": SEVERAL, "navo": SEVERAL, "onbekend": "unk:recipient"}
_GROUPS = re.compile(r"\b(?:EU|EG|EEG|NAVO|LANDEN|LIDSTATEN|WERELDWIJD|DIVERSE)\b|NIET EU")
_BETWEEN = re.compile(r"[,;/+&]|\ben\b", re.IGNORECASE)


def read_nl_licences(
    path: File, *, flags: str = "apart", release: str = "", on_error: str = "raise"
) -> pd.DataFrame:
    """Records of Dutch export licences, from the lists that the Dutch government publishes.

    Parameters
    ----------
    path : path, file object or bytes
        The list of licences of military goods, that of dual-use goods, or that of transit, as
        CSV or workbook.
    flags : {"apart", "together"}
        Licences that are temporary, extend an earlier one or have the flag ``V/N`` V are in a ``dataset`` of
        their own, so that a total across them is refused: goods that come back, and licences counted
        before, make a plain sum up to nine times the value that the Netherlands report to the EU. Of transit,
        what goes there and back, and what a notice was enough for, is apart. With ``"together"`` all are in
        one.
    release : str
        What tells this copy from others.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, one ``licence`` per line in current euros, by the year of issue, ``source`` "nl_licences",
        ``reporter`` supplier, ``selection`` "supplier=NLD". ``recipient`` is the state of final destination;
        several states and groups of states are ``unk:several_recipients``, and one that is not known is
        ``unk:recipient``, with the words kept in ``destination``. ``dataset`` is "definitive", or
        "temporary", "extension", "V/N V" and "flags blank" joined by commas; "dual-use" for that list. A
        blank value is null. Kept beside: ``line, licence, date, rating`` and the flags as printed, which the
        source does not explain: ``temporary_flag`` (D/T), ``extension_flag`` (Verl.), ``v_n_flag`` (V/N),
        ``u_d_flag`` (U/D). The years observed are whole: a list that ends in March does not cover its last
        year. A year in which most lines have no flags is observed for "flags blank" only.

        A licence for several states or an unknown one may be for any state. ``selection`` names the years of
        such licences in each data set: ``unnamed=recipient:2008``. In these years sums of one recipient are
        not ``complete``, and a recipient without a licence of its own has no 0. What a state got lies between
        its sum and this sum plus all such licences. Totals of the supplier are complete.

        Transit is no Dutch export: ``supplier`` is the state that the goods come from (hardly ever the one
        that made them), ``reporter`` third, the unit pieces, ``dataset`` "transit", with ", there and back"
        (v.v.) and ", notice" (melding) behind it. An amount that is no number of pieces, such as "2 en 5 kg",
        is null. Kept beside are ``amount, origin, destination, ad_hoc_flag, vp_an_flag, transport, exit``.
        Lines of 2015 in which cells have moved are set aside.

    Raises
    ------
    SourceError
        If the file cannot be opened, lacks columns, or has lines that cannot be read: ``.rows`` lists (line,
        reason).
    ArgumentError
        If an argument is not what it should be.

    Warns
    -----
    UserWarning
        With ``flags="together"``, which sums count twice; if most lines of a year have no flags; if a
        definitive licence has a flag ``V/N`` other than N, such as M, which nobody explains; and of transit,
        since rifles and cartridges are pieces alike.

    Notes
    -----
    Ministerie van Buitenlandse Zaken, export control reports. The reading of the flags follows the figures:
    what is definitive comes near to the Dutch report to the EU in 2006–10 only.

    Examples
    --------
    What was licensed for good? (The figures are invented.)

    >>> import armsflow as af
    >>> head = (
    ...     "afgifte datum,nummer,SGP,CAT,goederen omschrijving,D/T,Verl.,V/N,U/D,T.v.v.,land van bestemming,"
    ...     "land van eindbestemming,oorsprong /herkomst,land van oorsprong,waarde (€),verval datum"
    ... )
    >>> listed = f'''{head}
    ... 01/05/2004,1,ML5b,B10,radar,D,N,N,2,,OMAN,OMAN,NEDERLAND,,700,31012005
    ... 01/05/2004,2,ML5b,B10,radar,T,N,N,2,,VS,VS,NEDERLAND,,900,31012005'''.encode()
    >>> af.read_nl_licences(listed)[["dataset", "recipient", "category", "value", "unit"]]
          dataset recipient category  value unit
    0  definitive       OMN     ml:5  700.0  EUR
    1   temporary       USA     ml:5  900.0  EUR
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    one_of(flags, ("apart", "together"), "flags")
    rows = _rows(path)
    if "consentnummer" in rows.columns:
        return _of_transit(rows, release, flags, on_error)
    dual = "sgpost" in rows.columns
    date, number, rating, value = (
        ("Datum afgifte", "nummer", "SG-Post", "Waarde(€)")
        if dual
        else ("afgifte datum", "nummer", "SGP", "waarde (€)")
    )
    window = window_of(rows, date, _DATES)
    read_years(rows, date, "start", _DATES, "a date such as 01/31/2005, month first")
    read_amounts(rows, value, "amount", DECIMAL)
    destination = "land van eindbestemming"
    names = names_in("nl") | _OF_LISTS
    read_parties(rows, destination, "recipient", source="nl_licences", names=names, several=_is_several)
    dataset = "dual-use" if dual else _datasets(rows) if flags == "apart" else ""
    unnamed = are_unnamed(rows.text(destination), got(rows, "recipient"), got(rows, "amount"))
    columns = {
        "source": "nl_licences",
        "dataset": dataset,
        "release": release,
        "record": joined(rows.in_arrow(number), "/", lines_of(rows)),
        "reporter": "supplier",
        "supplier": "NLD",
        "selection": selections(
            dataset, years_of(rows, "start"), {"supplier": ["NLD"]}, {"recipient": unnamed}
        ),
        "recipient": rows.in_arrow("recipient"),
        "stage": "licence",
        "category": "dual:goods" if dual else rows.coded_each(rows.text(rating), _category).in_arrow(),
        "item": rows.in_arrow("goederen omschrijving|Omschrijving goederen"),
        "start": years_of(rows, "start"),
        "value": got(rows, "amount"),
        "unit": "EUR",
        "line": rows.line,
        "licence": rows.in_arrow(number),
        "date": rows.in_arrow(date),
        "rating": rows.in_arrow(rating),
        "destination": rows.in_arrow(destination),
        **{name: rows.in_arrow(flag) for flag, name in _FLAGS.items()},
        **window,
    }
    if not dual and flags == "apart" and len(rows):
        columns |= _without_blank_years(rows, columns)
        _say_unknown(rows, columns)
    if flags == "together":
        warn(
            f"{rows.name}: temporary licences and extensions of earlier ones are among the records, so that "
            "sums count goods that come back, and goods that were licensed before"
        )
    return laid_out(rows, columns, "licences", on_error=on_error)


def _rows(path: File) -> Rows:
    known = [frozenset(map(folded, each)) for each in (_MILITARY, _DUAL_USE, TRANSIT)]
    return rows_in(
        path, lambda names: any(each <= names for each in known), expected=f"{', '.join(_MILITARY)}"
    )


def _of_transit(rows: Rows, release: str, flags: str, on_error: str) -> pd.DataFrame:
    columns = transit(rows, release, _is_several, apart=flags == "apart")
    out = laid_out(rows, columns, "transit", on_error=on_error)
    warn(
        f"{rows.name} lists transit, in pieces of every kind: rifles and single cartridges count alike, so "
        "look at the column item before you add any"
    )
    return out


def _datasets(rows: Rows) -> pa.Array:
    """What kind of licence each is, by its flags."""
    said = joined(rows.in_arrow("D/T"), "|", rows.in_arrow("Verl."), "|", rows.in_arrow("V/N"))
    kinds = said.dictionary_encode()
    found = [_dataset(flags) for flags in kinds.dictionary.to_pylist()]
    return coded(kinds.indices, *found)


def _without_blank_years(rows: Rows, columns: dict[str, Any]) -> dict[str, np.ndarray]:
    """The years that each row observes: none in which most flags are blank, but for lines without flags.

    A year printed without flags would look like a year with hardly any definitive licence.
    """
    years = columns["start"]
    blank = _which(columns["dataset"], lambda kind: _BLANK in kind)
    met, at = np.unique(years, return_inverse=True)
    mostly = met[np.bincount(at, blank) > np.bincount(at) / 2]
    whole = int(columns.get("observed_start", met[0])), int(columns.get("observed_end", met[-1]))
    if len(mostly):
        lost = blank & np.isin(years, mostly)
        warn(
            f"{rows.name} has no flags (D/T, Verl. or V/N) in most lines of {', '.join(map(str, mostly))}: "
            f"{int(lost.sum()):,} licences of {np.nansum(columns['value'][lost]):,.0f} EUR are in data sets "
            f"with {_BLANK!r}. No other data set covers these years, and its sums are not complete there"
        )
    first, last = longest_run(whole, mostly)
    return {
        "observed_start": np.where(blank, whole[0], first),
        "observed_end": np.where(blank, whole[1], last),
    }


def _which(column: pa.Array, holds: Callable[[str], bool]) -> np.ndarray:
    """Of which rows something holds, asked once of each text."""
    kinds = column.fill_null("").dictionary_encode()
    found = np.array([holds(text) for text in kinds.dictionary.to_pylist()], dtype=bool)
    return found[kinds.indices.to_numpy()]


def _say_unknown(rows: Rows, columns: dict[str, Any]) -> None:
    """Warn of definitive licences whose flag V/N is a letter of which nobody says what it means."""
    definitive = _which(columns["dataset"], lambda kind: kind == _DEFINITIVE)
    odd = definitive & ~_which(columns["v_n_flag"], lambda flag: flag in _KNOWN)
    if odd.any():
        flags = np.array(columns["v_n_flag"].to_pylist(), dtype=object)
        warn(
            f"{rows.name}: {int(odd.sum()):,} licences of {np.nansum(columns['value'][odd]):,.0f} EUR have "
            f"the flag V/N {sample(sorted(set(flags[odd].tolist())))}, which no source explains; they are in "
            f"the data set {_DEFINITIVE!r} with those of V/N N. Their column v_n_flag tells them apart"
        )


def _dataset(flags: str) -> str:
    temporary, extension, new = flags.split("|")
    found = {
        "temporary": temporary == "T",
        "extension": extension == "J",
        "V/N V": new == "V",
        _BLANK: "" in (temporary, extension, new),
    }
    return ", ".join(word for word, holds in found.items() if holds) or _DEFINITIVE


def _is_several(name: str) -> bool:
    parts = [part for part in _BETWEEN.split(name) if part.strip()]
    return len(parts) > 1 or bool(_GROUPS.search(name.upper())) or is_of_several(name)


@cache
def _category(rating: str) -> str:
    """The categories of a cell such as "ML5b", "ML2,6" or "ML21/5"; "all" where it names none."""
    numbers = re.findall(r"(?:^|[,/. ])\s*(?:ML? ?)?(\d{1,2})", rating, re.IGNORECASE)
    leaves = {f"ml:{int(number)}" for number in numbers if 1 <= int(number) <= 22}
    return "+".join(sorted(leaves)) or "all"
