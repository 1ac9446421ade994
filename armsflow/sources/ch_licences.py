"""Swiss export licences under the goods control ordinance: francs permitted, by the day of decision."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from armsflow.errors import one_of, warn
from armsflow.sources.delimited import rows_in
from armsflow.sources.formats import folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    DECIMAL,
    got,
    is_of_several,
    joined,
    lines_of,
    names_in,
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

__all__ = ["read_ch_licences"]

_NUMBER = "Geschäftsnummer"
_ELIC = (
    "Ausstellungsdatum",
    "Bestimmungs-/Lieferland",
    "Position / Güterart",
    "Position / EKN",
    "Position / Wert [CHF]",
)
_TRACKER = ("Bewilligungsdatum", "Endverbraucherland", "ML (GKV)", "Wert")
FORMATS = (
    known_by("Swiss licences of the system Elic", _NUMBER, *_ELIC, kinds=("text", "workbook")),
    known_by(
        "Swiss licences of the system Tracker, until 2014", _NUMBER, *_TRACKER, kinds=("text", "workbook")
    ),
)
# the day is first in Elic and second in Tracker
_DATES = {
    "elic": ([r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"], "a date such as 31.01.2014"),
    "tracker": (
        [r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"],
        "a date such as 01/31/2014, month first",
    ),
}
# lists of goods that Tracker has a column for, beside the munitions list
_LISTS = {
    "AG (GKV)": "dual-use goods",
    "MTCR (GKV)": "dual-use goods",
    "NSGI (GKV)": "nuclear goods",
    "NSGII (GKV)": "dual-use goods",
    "WA (GKV)": "dual-use goods",
    "Anhang 5.1": "nationally controlled goods",
    "Anhang 5.2": "nationally controlled goods",
    "Anhang 5.3": "nationally controlled goods",
    "ChKV": "chemicals",
}
_GOODS = {
    "besondere militärische güter": "special military goods",
    "dual use güter": "dual-use goods",
    "national kontrollierte güter": "nationally controlled goods",
    "nukleargüter": "nuclear goods",
    "sanktionsgüter": "sanctioned goods",
    "chemikalien cwü": "chemicals",
}
_MILITARY = "special military goods"
# a position of the munitions list, such as "ML18.a" or "18a"; "5A002" and "3B.14" are of other lists
_POSITION = re.compile(r"(?!\d[A-E](?:\d{3}|\.\d))(?:(?i:ML) ?)?(\d{1,2})(?!\d)")
_TOKEN = 1  # francs that stand in the list for a value not known


def read_ch_licences(path: File, *, release: str = "", on_error: str = "raise") -> pd.DataFrame:
    """Records of Swiss export licences, from the lists of the systems Elic and Tracker.

    Parameters
    ----------
    path : path, file object or bytes
        The list as CSV or workbook, of Elic (since 2014, ``Ausstellungsdatum``, day first) or of Tracker
        (until 2014, ``Bewilligungsdatum``, month first).
    release : str
        What tells this copy from others.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.

    Returns
    -------
    records frame
        pandas, one ``licence`` per line of the list in current francs, by the year of the decision,
        ``source`` "ch_licences", ``reporter`` supplier, ``selection`` "supplier=CHE". ``dataset`` is the list
        of goods: "special military goods" (the munitions list, by category), "dual-use goods", "nationally
        controlled goods" and others, joined by commas where a line has several; they are never added to each
        other. War material proper is licensed under another law and is in neither file. Kept beside: ``line,
        licence, date, rating, destination``. The years observed are whole: a list that begins in February, or
        ends in March, does not cover that year.

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
        If lines have the value 1, which is kept as it is and hardly a price.

    Notes
    -----
    Staatssekretariat für Wirtschaft (SECO), https://www.seco.admin.ch/.

    Examples
    --------
    What was licensed of arms? (The figures are invented.)

    >>> import armsflow as af
    >>> head = ('"Geschäftsnummer","Ausstellungsdatum","Bestimmungs-/Lieferland","Position / Güterart",'
    ...     '"Position / EKN","Position / Wert [CHF]"')
    >>> listed = f'''{head}
    ... 1,07.02.2014,"China, Volksrepublik","Dual Use Güter","2B120",1950
    ... 2,14.02.2014,"Slowenien","Besondere militärische Güter","ML15",1280.5'''.encode()
    >>> af.read_ch_licences(listed)[["dataset", "recipient", "category", "value", "unit"]]
                      dataset recipient    category   value unit
    0          dual-use goods       CHN  dual:goods  1950.0  CHF
    1  special military goods       SVN       ml:15  1280.5  CHF
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    known = [frozenset(map(folded, (_NUMBER, *each))) for each in (_ELIC, _TRACKER)]
    rows = rows_in(
        path,
        lambda names: any(each <= names for each in known),
        expected=", ".join((_NUMBER, *_ELIC)),
    )
    system = "elic" if folded("Position / EKN") in rows.columns else "tracker"
    date, destination, *_, value = _ELIC if system == "elic" else _TRACKER
    forms, expected = _DATES[system]
    window = window_of(rows, date, forms)
    read_years(rows, date, "start", forms, expected)
    read_amounts(rows, value, "amount", DECIMAL)
    read_parties(
        rows, destination, "recipient", source="ch_licences", names=names_in("de"), several=is_of_several
    )
    _read_goods(rows, system)
    dataset = rows.in_arrow("goods")
    unnamed = are_unnamed(rows.text(destination), got(rows, "recipient"), got(rows, "amount"))
    columns = {
        "source": "ch_licences",
        "dataset": dataset,
        "release": release,
        "record": joined(rows.in_arrow(_NUMBER), "/", lines_of(rows)),
        "reporter": "supplier",
        "supplier": "CHE",
        "selection": selections(
            dataset, years_of(rows, "start"), {"supplier": ["CHE"]}, {"recipient": unnamed}
        ),
        "recipient": rows.in_arrow("recipient"),
        "stage": "licence",
        "category": rows.each(got(rows, "goods") + "\n" + got(rows, "military"), _category),
        "item": rows.in_arrow("listed"),
        "start": years_of(rows, "start"),
        "value": got(rows, "amount"),
        "unit": "CHF",
        "line": rows.line,
        "licence": rows.in_arrow(_NUMBER),
        "date": rows.in_arrow(date),
        "rating": rows.in_arrow("listed"),
        "destination": rows.in_arrow(destination),
        **window,
    }
    out = laid_out(rows, columns, "licences", on_error=on_error)
    if tokens := int(np.count_nonzero(columns["value"] == _TOKEN)):
        warn(f"{rows.name} has the value 1 in {tokens} line(s), which is kept as it is and hardly a price")
    return out


def _read_goods(rows: Rows, system: str) -> None:
    """Put the lists of goods beside each row, and the positions on them."""
    if system == "elic":
        put(rows, "goods", rows.coded_each(rows.text("Position / Güterart"), _goods))
        positions = rows.coded_each(rows.text("Position / EKN"), lambda cell: "; ".join(cell.splitlines()))
        put(rows, "listed", positions)
        both = joined(rows.in_arrow("Position / Güterart"), rows.in_arrow("Position / EKN"), between="\x00")
        put(rows, "military", rows.coded_each(both.to_numpy(zero_copy_only=False), _of_military_lines))
        unknown = got(rows, "goods") == ""
        said = rows.text("Position / Güterart")
        rows.refuse(unknown, lambda at: f"Güterart is {said[at]!r:.80}; expected one of {', '.join(_GOODS)}")
        return
    cells = {head: rows.text(head) for head in ("ML (GKV)", *_LISTS)}
    kinds = {"ML (GKV)": _MILITARY, **_LISTS}
    goods, listed = [], []
    for row in range(len(rows)):
        here = [(kinds[head], cells[head][row]) for head in kinds if cells[head][row]]
        goods.append(", ".join(dict.fromkeys(kind for kind, _ in here)))
        listed.append("; ".join("; ".join(cell.splitlines()) for _, cell in here))
    put(rows, "goods", goods)
    put(rows, "listed", listed)
    put(rows, "military", rows.coded_each(cells["ML (GKV)"], lambda cell: "; ".join(cell.splitlines())))


@cache
def _goods(cell: str) -> str:
    """The lists that a cell names, each once; "" where one is not known."""
    lines = [line.strip().casefold() for line in cell.split("\n") if line.strip()]
    found = [_GOODS.get(line, "") for line in lines]
    return ", ".join(dict.fromkeys(found)) if found and all(found) else ""


def _of_military_lines(text: str) -> str:
    """The positions of Elic's military goods: each line of one cell belongs to the same line of the other."""
    goods, _, positions = text.partition("\x00")
    kinds = [_goods(line) for line in goods.splitlines() if line.strip()]
    listed = [line.strip() for line in positions.splitlines() if line.strip()]
    if len(kinds) == len(listed):
        listed = [line for kind, line in zip(kinds, listed, strict=True) if kind == _MILITARY]
    return "; ".join(listed)


@cache
def _category(text: str) -> str:
    """The categories of the positions on the munitions list; other goods are no arms."""
    goods, _, positions = text.partition("\n")
    if not goods:
        return "all"
    if _MILITARY not in goods:
        return "dual:goods"
    numbers = [_POSITION.match(cell) for cell in positions.split("; ")]
    leaves = {f"ml:{int(number[1])}" for number in numbers if number and 1 <= int(number[1]) <= 22}
    return "+".join(sorted(leaves)) or "all"
