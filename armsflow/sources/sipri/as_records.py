"""What SIPRI's formats hold as records.

Rows get codes of parties (`named`), the edition they come from (`dated`), categories (`sorted_by_category`),
and one of three layouts: `deals` gives a contract and a delivery per deal, `deliveries` one per year,
`cells` one per cell of a table. `finished` adds what is the same in all of them. A deal without a number of
SIPRI's gets an id made of what it says.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import CategoryError
from armsflow.parse.category import parse_category
from armsflow.records.grouping import is_constant
from armsflow.records.schema import SIDES
from armsflow.sources.finished import are_unique
from armsflow.sources.finished import finished as checked
from armsflow.sources.listing import coded, joined
from armsflow.sources.sipri import releases
from armsflow.sources.sipri.covered import has_all_years, is_silent
from armsflow.sources.sipri.found import Columns, Found, combined, distinct_of, each_is
from armsflow.sources.sipri.party_codes import party_codes
from armsflow.sources.sipri.register import has_arrived
from armsflow.tables import table

__all__: list[str] = []

_MILLION = 1e6
_HALF = 0.5 * _MILLION
# where an export leaves out the years: the first order and the first delivery in the database
_FIRST_ORDER, _FIRST_DELIVERY = 1940, 1950
_RIDES = (
    *("line", "file", "deal", "order_year", "delivery_years", "designation", "description"),
    *("condition", "local_production", "tiv_unit", "generated"),
)
Span = tuple[int, int]
Column = np.ndarray | str  # a text stands in every row
#: Columns of records, each an array or one text for all rows.
Records = dict[str, Any]
# the two letters of the export that ended in 2023; those met, the others give no category
_LETTERS = {"AC": "aircraft", "AV": "armoured_vehicles", "EN": "engines"}
_CONDITIONS = {
    "new": "new",
    "n": "new",
    "second hand": "second-hand",
    "secondhand": "second-hand",
    "s": "second-hand",
    "second hand but modernized": "second-hand modernized",
    "refurbished": "second-hand modernized",
}
# what tells two deals apart that SIPRI has not numbered
_WORDS = ("designation", "description", "condition", "comments")
_NUMBERS = ("order_year", "ordered", "tiv_unit")
# any odd number that spreads well; the sums wrap around
_HASHES = 10**12
_STEP = np.uint64(0x9E3779B97F4A7C15)


def named(found: Found) -> None:
    """Parties of the rows as codes; rows whose parties are not known are set aside."""
    met = {side: distinct_of(found.rows[side]) for side in SIDES}
    codes, reasons = party_codes({word for _, words in met.values() for word in words})
    if reasons:
        unknown = {
            line: f"{side} {reasons[name]}"
            for side in SIDES
            for line, name in zip(found.rows["line"].tolist(), found.rows[side].to_pylist(), strict=True)
            if name in reasons
        }
        found.set_aside(unknown)
        met = {side: distinct_of(found.rows[side]) for side in SIDES}
    # a name that is not known stands in no row any more
    found.rows |= {
        side: coded(at, *(codes.get(word, "") for word in words)) for side, (at, words) in met.items()
    }


def sorted_by_category(found: Found) -> None:
    """Categories of the rows, as the edition has them that `dated` has found."""
    words = (_text(found.rows, column) for column in ("category", "description", "release"))
    codes, met = combined(*words)
    found.rows["category"] = coded(codes, *(category(*each) for each in met))


def dated(found: Found, stamps: list[tuple[int, str]], release: str | None) -> None:
    """Give the rows the day on which they were generated, and the edition that was current then."""
    rows = found.rows
    rows["export"] = np.searchsorted(found.exports, rows["line"])
    codes = rows["export"]
    if "generated" in rows:
        codes, told = distinct_of(rows["generated"])
    else:
        # each export has the stamp above its header, below the one before; a single one may have it anywhere
        last = [0, *found.exports]
        first = [0, *last][: len(last)]
        told = [
            next((stamp for line, stamp in reversed(stamps) if low < line < high or len(last) <= 2), "")
            for low, high in zip(first, last, strict=True)
        ]
    days = [releases.day_of(stamp) for stamp in told]
    editions = [releases.release_of(day) if release is None else release for day in days]
    rows["generated"] = coded(codes, *(day.isoformat() if day else "" for day in days))
    rows["release"] = coded(codes, *editions)
    found.set_aside(_later(rows, np.array([day.year if day else 9999 for day in days], dtype=int)[codes]))


def _later(rows: Columns, told: np.ndarray) -> dict[int, str]:
    """Lines that tell of deliveries after the file was made."""
    year = next((rows[column] for column in ("delivery_year", "last", "year") if column in rows), None)
    if year is None:
        return {}
    late = rows["line"][year > told]
    return dict.fromkeys(late.tolist(), "a delivery after the year in which the file was generated")


def deliveries(rows: Columns) -> Records:
    """One delivery per row: its year, its pieces, its TIV."""
    deal = of_deals(rows)
    years = pa.array(rows["delivery_year"]).cast(pa.string())
    return _common(rows, joined(deal, years, between="/"), deal) | {
        "dataset": "deliveries",
        "stage": "delivery",
        "start": rows["delivery_year"],
        "end": rows["delivery_year"],
        "quantity": _number(rows, "delivered"),
        "estimated": rows["delivered_estimated"] | rows["year_estimated"],
        **_amounts(rows, "delivered"),
    }


def deals(rows: Columns, years: Span | None) -> Records:
    """Of each deal its contract and, once something was delivered, its delivery, side by side."""
    beyond = np.zeros(len(rows["line"]), dtype=bool)
    if years is not None and is_silent(rows):
        beyond = ~has_all_years(rows, years)
    rows = _with_spans(rows, years)
    signed, last = rows["order_year"], rows["last"]
    contract = {
        # an order without a year of its own is as old as the database at most, and no younger than its arms
        "start": np.where(signed > 0, signed, np.minimum(_FIRST_ORDER, last)),
        "end": np.where(signed > 0, signed, last),
        "quantity": _number(rows, "ordered"),
        "estimated": rows["order_estimated"] | rows["ordered_estimated"],
        # where only deals with deliveries are listed, no year has all its orders
        "observed_start": np.where(rows["all_orders"], rows["opens"], rows["closes"] + 1),
        "observed_end": rows["closes"],
        **_amounts(rows, "ordered"),
    }
    delivery = {
        "start": rows["first"],
        "end": last,
        "observed_start": rows["opens"],
        "observed_end": rows["closes"],
        "quantity": _number(rows, "delivered"),
        "estimated": rows["delivered_estimated"] | rows["year_estimated"],
        **_amounts(rows, "delivered"),
    }
    delivery |= _at_most(delivery, beyond)
    # a deal's two records stand side by side
    deal = np.repeat(np.arange(len(last)), 1 + rows["arrived"].astype(int))
    second = np.append(False, deal[1:] == deal[:-1])[: len(deal)]
    stage = coded(second, "contract", "delivery")
    out = {name: _taken(cells, deal) for name, cells in _common(rows, "", of_deals(rows)).items()}
    both = {name: _picked(second, deal, contract[name], delivery[name]) for name in contract}
    return (
        out | both | {"dataset": "deals", "record": joined(out["deal"], stage, between="/"), "stage": stage}
    )


def _taken(cells: Any, at: np.ndarray) -> Any:
    """Some rows of a column; of a text that stands in every row the text."""
    if isinstance(cells, str):
        return cells
    if isinstance(cells, pa.Array):
        plain = not isinstance(cells, pa.DictionaryArray)
        same = plain and len(cells) > 1 and is_constant(pa.chunked_array([cells]))
        return cells[0].as_py() if same else cells.take(pa.array(at))
    return cells[at]


def _picked(second: np.ndarray, deal: np.ndarray, contract: Column, delivery: Column) -> Any:
    """A column of both stages of deals, from one column of each."""
    if isinstance(contract, np.ndarray) and isinstance(delivery, np.ndarray):
        return np.where(second, delivery[deal], contract[deal])
    return contract if contract is delivery else coded(second, str(contract), str(delivery))


def cells(rows: Columns) -> Records:
    """One delivery per cell of a table: a rounded million, and what it may have been rounded from."""
    value = rows["million"] * _MILLION
    flow = joined(_text(rows, "supplier"), _text(rows, "recipient"), pa.array(rows["year"]), between="-")
    ids, part_of = _by_category(flow, rows)
    return _common(rows, ids, "") | {
        "dataset": "values",
        "part_of": part_of,
        "stage": "delivery",
        "start": rows["year"],
        "end": rows["year"],
        "value": value,
        "low": np.maximum(value - _HALF, 0),
        "high": value + _HALF,
        "unit": "TIV",
        "estimated": False,
    }


def _by_category(flow: pa.Array, rows: Columns) -> tuple[pa.Array, pa.Array | None]:
    """Ids of flows, of which some may be of one category, and the id of the whole that each is part of."""
    split = pa.array(each_is(rows["category"], "all".__ne__))
    if not split.true_count:
        return flow, None
    # a flow by category beside the flow itself is its parts beside the whole
    editions = joined(flow, _text(rows, "release"))
    whole = pc.and_(split, pc.is_in(editions, editions.filter(pc.invert(split))))
    return pc.if_else(split, joined(flow, rows["category"], between="-"), flow), pc.if_else(whole, flow, None)


def finished(columns: Records, source: str, file: str = "") -> pd.DataFrame:
    """Records with all columns in the types of the records frame, checked."""
    ids = columns["record"]
    if columns["dataset"] == "deals":
        # every deal has one contract, and its delivery has the same id
        ids = ids.filter(pc.equal(columns["stage"].indices, 0))
    unique = are_unique(ids)
    same = {"file": file, "reporter": "third"}
    return checked((columns if unique else _told_once(columns)) | same, source, unique=unique)


def _told_once(columns: Records) -> Records:
    """Records, of which those that stood before are duplicate reports: exports put together overlap."""
    ids = columns["record"]
    key = joined(columns["release"], ids, between=" ").to_pandas()
    again = pa.array(key.duplicated())
    return columns | {"same_as": pc.if_else(again, ids, None), "record": numbered(ids, key)}


def _common(rows: Columns, ids: pa.Array | str, deal: pa.Array | str) -> Records:
    """What is the same in all formats, with the extra columns."""
    designation, description = (_text(rows, name) for name in ("designation", "description"))
    out: Records = {name: _text(rows, name) for name in ("release", "supplier", "recipient", "category")}
    out |= {"selection": _text(rows, "selection"), "record": ids}
    out |= {"observed_start": rows["opens"], "observed_end": rows["closes"]}
    out["item"] = pc.utf8_trim_whitespace(joined(designation, description, between=" "))
    out["note"] = _text(rows, "comments")
    other: dict[str, Any] = {
        "line": rows["line"],
        "file": "",
        "deal": deal,
        "order_year": _year(rows),
        "designation": designation,
        "description": description,
        "condition": _condition(rows),
        "local_production": _local(rows),
        "tiv_unit": _number(rows, "tiv_unit") * _MILLION,
    }
    return out | {name: other[name] if name in other else _text(rows, name) for name in _RIDES}


def _condition(rows: Columns) -> pa.Array | str:
    """Whether the weapons were new, in one spelling."""
    if "condition" not in rows:
        return ""
    codes, words = distinct_of(rows["condition"])
    return coded(codes, *map(condition, words))


def _local(rows: Columns) -> Any:
    """Whether the recipient makes them under licence, null where the shape does not tell."""
    if "local_production" not in rows:
        unknown = np.ones(len(rows["line"]), dtype=bool)
        return pd.arrays.BooleanArray(~unknown, unknown)
    local = each_is(rows["local_production"], lambda word: word.casefold() in ("yes", "l"))
    return pd.arrays.BooleanArray(local, np.zeros_like(local))


def _text(rows: Columns, column: str) -> pa.Array:
    """A column of text, blank if there is none."""
    return rows[column] if column in rows else pa.repeat("", len(rows["line"]))


def _number(rows: Columns, column: str) -> np.ndarray:
    """A column of numbers, NaN if there is none."""
    return rows[column].astype("float64") if column in rows else np.full(len(rows["line"]), np.nan)


def _year(rows: Columns) -> Any:
    """Year of the order, null where it is not told."""
    year = _number(rows, "order_year")
    return pd.arrays.IntegerArray(np.nan_to_num(year).astype("int16"), ~(year > 0))


def _amounts(rows: Columns, side: str) -> dict[str, Column]:
    """Value, bounds and unit of what was ordered or delivered: TIV, or pieces where the format has no TIV."""
    tiv = "tiv_order" if side == "ordered" else "tiv_delivered"
    pieces = _number(rows, side)
    if tiv not in rows:
        return {"value": pieces, "low": pieces, "high": pieces, "unit": "pieces"}
    value = (_number(rows, tiv) * _MILLION).round(2)
    if side == "ordered":
        # an order of which the number is not known yet has no volume yet: a 0 there is a blank
        value = np.where((value == 0) & ~(pieces > 0), np.nan, value)
    # what rounds to 0 is not nothing: SIPRI's 0 is anything below half a million
    high = np.where((value == 0) & (pieces > 0), _HALF, value)
    return {"value": value, "low": value, "high": high, "unit": "TIV"}


def _at_most(delivery: Records, beyond: np.ndarray) -> Records:
    """Of deals that may reach `beyond` the years asked for, anything from zero to all that was delivered.

    SIPRI lists a deal with all its deliveries if one of its years was asked for.
    """
    return {
        "value": np.where(beyond, np.nan, delivery["value"]),
        "low": np.where(beyond & ~np.isnan(delivery["high"]), 0, delivery["low"]),
        "quantity": np.where(beyond, np.nan, delivery["quantity"]),
    }


def _with_spans(rows: Columns, years: Span | None) -> Columns:
    """Deals with the first and last year of delivery, and whether anything arrived."""
    signed = np.nan_to_num(_number(rows, "order_year")).astype("int64")
    if "first" in rows:
        return rows | {"order_year": signed, "arrived": rows["first"] > 0}
    first, last = years or (_FIRST_DELIVERY, releases.last_year())
    return rows | {
        "order_year": signed,
        "first": np.maximum(first, signed),
        "last": np.maximum(last, signed),
        "arrived": has_arrived(rows),
    }


@cache
def category(label: str, description: str, release: str) -> str:
    """The category of a weapon: by SIPRI's own column, else by its description, else "all".

    SIPRI has moved a few descriptions to another category; where the edition is not known, all that it has
    had them under are returned.
    """
    for words in (label.strip(), description.strip()):
        if words in _LETTERS:
            return _LETTERS[words]
        if moved := _moved().get(words.casefold()):
            year = float(release[:4]) if release[:4].isdigit() else np.nan
            found = {each.category for each in moved if not (year < each.first or year > each.last)}
            return "+".join(sorted(found))
        if words:
            try:
                return parse_category(words)
            except CategoryError:
                continue
    return "all"


class _Placed(NamedTuple):
    """A category, and the first and last edition in which a description is under it."""

    category: str
    first: float
    last: float


@cache
def _moved() -> dict[str, list[_Placed]]:
    """Description → every category that SIPRI has had it under."""
    moved: dict[str, list[_Placed]] = {}
    lines = table("sipri_descriptions.csv").fillna({"first": -np.inf, "last": np.inf})
    for words, *placed in lines[["description", "category", "first", "last"]].to_numpy():
        moved.setdefault(words.casefold(), []).append(_Placed(*placed))
    return moved


def condition(status: str) -> str:
    """Whether the weapons were new: SIPRI's word in one spelling, verbatim where it is another."""
    word = " ".join(status.split())
    return _CONDITIONS.get(word.casefold(), word)


def of_deals(rows: Columns) -> pa.Array:
    """SIPRI's number of each deal; where there is none, parties, year of order and a hash of the rest."""
    own = _text(rows, "deal")
    named = pc.not_equal(own, "")
    if named.true_count == len(named) > 0:
        return own
    year = pa.array(rows["order_year"].astype("int64")) if "order_year" in rows else ""
    hashes = _hashes(rows)
    made = joined(_text(rows, "supplier"), _text(rows, "recipient"), year, pa.array(hashes), between="-")
    # alike in one export are two deals, alike in two exports is one deal told twice
    made = numbered(made, hashes + rows["export"].astype("uint64") * np.uint64(_HASHES))
    return pc.if_else(named, own.cast(made.type), made) if named.true_count else made


def numbered(ids: pa.Array, keys: np.ndarray | pd.Series) -> pa.Array:
    """Ids, numbered where their keys stood before: two deals may be alike in every word."""
    again = pd.Series(keys).duplicated().to_numpy()
    if not again.any():
        return ids
    met: dict[Any, int] = {}
    numbers = []
    for key in keys[again].tolist():
        met[key] = met.get(key, 1) + 1
        numbers.append(met[key])
    new = joined(ids.filter(pa.array(again)), pa.array(numbers), between=".")
    return pc.replace_with_mask(ids, again, new.cast(ids.type))


def _hashes(rows: Columns) -> np.ndarray:
    total = np.zeros(len(rows["line"]), dtype=np.uint64)
    for column in _WORDS:
        if column in rows and len(total):
            words = rows[column].dictionary_encode()
            letters = words.dictionary.cast(pa.large_binary()).to_pylist()
            sums = np.fromiter(map(zlib.crc32, letters), dtype=np.uint64, count=len(letters))
            total = total * _STEP + sums[words.indices.to_numpy()]
    for column in _NUMBERS:
        if column in rows:
            total = total * _STEP + np.nan_to_num(rows[column].astype(float), nan=-1.0).view(np.uint64)
    return total % np.uint64(_HASHES)
