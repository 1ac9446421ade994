"""Dutch lists of transit: pieces that passed through the Netherlands, between two other states."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.sources.listing import (
    SEVERAL,
    coded,
    got,
    joined,
    lines_of,
    names_in,
    put,
    read_parties,
    read_years,
    years_of,
)
from armsflow.sources.rows import Rows
from armsflow.sources.unnamed import are_unnamed, selections
from armsflow.sources.whole_years import window_of

__all__: list[str] = []

_DATE, _NUMBER, _AMOUNT, _GOODS = "Datum aanvraag", "Consent nummer", "Aantal", "Goederen omschrijving"
_FROM, _TO = "land van herkomst", "land van bestemming"
_ADHOC = "Ad-hoc J/N"
_DATES = [r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"]
TRANSIT = (_DATE, _NUMBER, _AMOUNT, _FROM, _TO)
_KEPT = {
    _AMOUNT: "amount",
    _FROM: "origin",
    _TO: "destination",
    _ADHOC: "ad_hoc_flag",
    "VP/AN": "vp_an_flag",
    "Vervoermiddel": "transport",
    "Plaats van uitgang": "exit",
}
# "41 stuks", and "2,500,000"; what is in kilograms has no number of pieces
_PIECES = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.0)?(?: ?st(?:uk|uks)?\.?)?", re.IGNORECASE)
# "v.v.": there and back, as hunters go
_BACK = re.compile(r"\s*\bv\.?\s?v\b\.?.*", re.IGNORECASE)
# on the way to a state, goods go by another
_BY = re.compile(r",? via .*", re.IGNORECASE)
_SUPPLIERS = "unk:several_suppliers"
# in the order of two questions: there and back, and by notice
_DATASETS = (
    *("transit", "transit, notice"),
    *("transit, there and back", "transit, there and back, notice"),
)


def transit(
    rows: Rows, release: str, several: Callable[[str], bool], *, apart: bool
) -> dict[str, np.ndarray | pa.Array | str | int]:
    """The columns of records of a list of transit; rows whose cells have moved are set aside."""
    flags = rows.text(_ADHOC)
    moved = np.array([len(flag) > 2 for flag in flags.tolist()], dtype=bool)
    rows.refuse(moved, lambda at: f"Ad-hoc J/N is {flags[at]!r:.80}, which is no flag: the cells have moved")
    window = window_of(rows, _DATE, _DATES)
    read_years(rows, _DATE, "start", _DATES, "a date such as 01/31/2005")
    names = names_in("nl")
    sides = ((_FROM, "state of origin", "supplier"), (_TO, "state of destination", "recipient"))
    for column, place, into in sides:
        put(rows, place, rows.coded_each(rows.text(column), _place))
        read_parties(rows, place, into, source="nl_licences", names=names, several=several)
    sent = rows.coded_each(rows.columns["supplier"], lambda code: _SUPPLIERS if code == SEVERAL else code)
    pieces = rows.coded_each(rows.text(_AMOUNT), _pieces)
    amounts = np.array(pieces.words.tolist(), dtype=float)[pieces.codes]
    dataset = _datasets(rows) if apart else "transit"
    unnamed = {side: are_unnamed(got(rows, place), got(rows, side), amounts) for _, place, side in sides}
    return {
        "source": "nl_licences",
        "dataset": dataset,
        "release": release,
        "record": joined(rows.in_arrow(_NUMBER), "/", lines_of(rows)),
        "reporter": "third",
        "supplier": sent.in_arrow(),
        "selection": selections(dataset, years_of(rows, "start"), {}, unnamed),
        "recipient": rows.in_arrow("recipient"),
        "stage": "licence",
        "item": rows.in_arrow(_GOODS),
        "start": years_of(rows, "start"),
        "quantity": amounts,
        "value": amounts,
        "unit": "pieces",
        "line": rows.line,
        "licence": rows.in_arrow(_NUMBER),
        "date": rows.in_arrow(_DATE),
        **{name: rows.in_arrow(column) for column, name in _KEPT.items()},
        **window,
    }


def _place(cell: str) -> str:
    """A state without what is said of the way."""
    return _BY.sub("", _BACK.sub("", cell))


def _pieces(cell: str) -> float:
    found = _PIECES.fullmatch(cell)
    return float(found[1].replace(",", "")) if found else np.nan


def _datasets(rows: Rows) -> pa.Array:
    """Whether goods go there and back, and whether a notice was enough."""
    both_ways = rows.coded_each(rows.text(_TO), lambda destination: bool(_BACK.search(destination)))
    there_and_back = both_ways.words[both_ways.codes].astype(int)
    # cells of a workbook stand once, with their places
    numbers = rows.in_arrow(_NUMBER).cast(pa.string())
    notice = pc.starts_with(numbers, "melding", ignore_case=True).to_numpy(zero_copy_only=False)
    return coded(2 * there_and_back + notice, *_DATASETS)
