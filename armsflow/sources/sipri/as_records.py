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
from armsflow.records.grouping import grouped, is_constant
from armsflow.records.schema import SIDES
from armsflow.sources.finished import are_unique
from armsflow.sources.finished import finished as checked
from armsflow.sources.listing import coded, joined
from armsflow.sources.sipri import releases
from armsflow.sources.sipri.found import Found, distinct_of, in_arrow
from armsflow.sources.sipri.party_codes import party_codes
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
Column = pd.Series | str  # a text stands in every row
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
            for line, name in zip(found.rows["line"], found.rows[side], strict=True)
            if name in reasons
        }
        found.set_aside(unknown)
        met = {side: distinct_of(found.rows[side]) for side in SIDES}
    sides = {
        side: pd.array([codes[word] for word in words], dtype="str").take(at)
        for side, (at, words) in met.items()
    }
    found.rows = found.rows.assign(**sides).reset_index(drop=True)


def sorted_by_category(found: Found) -> None:
    """Categories of the rows, as the edition has them that `dated` has found."""
    rows = found.rows
    words = [pa.chunked_array([_text(rows, column)]) for column in ("category", "description", "release")]
    # each combination is read once
    groups = grouped(words, len(rows))
    met = zip(*(column.take(pa.array(groups.first)).to_pylist() for column in words), strict=True)
    codes = pd.array([category(*each) for each in met], dtype="str").take(groups.ids)
    found.rows = rows.assign(category=codes)


def dated(found: Found, stamps: list[tuple[int, str]], release: str | None) -> None:
    """Give the rows the day on which they were generated, and the edition that was current then."""
    rows = found.rows
    codes = np.searchsorted(found.exports, rows["line"].to_numpy())
    rows = rows.assign(export=codes)
    if "generated" in rows:
        codes, days_told = pd.factorize(rows["generated"])
        told = days_told.tolist()
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
    shown = [day.isoformat() if day else "" for day in days]
    found.rows = rows.assign(
        generated=pd.array(shown, dtype="str").take(codes),
        release=pd.array(editions, dtype="str").take(codes),
    )
    found.set_aside(_later(found.rows, np.array([day.year if day else 9999 for day in days])[codes]))


def _later(rows: pd.DataFrame, told: np.ndarray) -> dict[int, str]:
    """Lines that tell of deliveries after the file was made."""
    year = next((rows[column] for column in ("delivery_year", "last", "year") if column in rows), None)
    if year is None:
        return {}
    late = rows["line"].to_numpy()[year.to_numpy() > told]
    return dict.fromkeys(late.tolist(), "a delivery after the year in which the file was generated")


def deliveries(rows: pd.DataFrame) -> Records:
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


def deals(rows: pd.DataFrame, years: Span | None) -> Records:
    """Of each deal its contract and, once something was delivered, its delivery, side by side."""
    rows = _with_spans(rows, years)
    signed, last = rows["order_year"], rows["last"]
    contract = {
        # an order without a year of its own is as old as the database at most, and no younger than its arms
        "start": signed.where(signed > 0, np.minimum(_FIRST_ORDER, last)),
        "end": signed.where(signed > 0, last),
        "quantity": _number(rows, "ordered"),
        "estimated": rows["order_estimated"] | rows["ordered_estimated"],
        # where only deals with deliveries are listed, no year has all its orders
        "observed_start": rows["opens"].where(rows["all_orders"], rows["closes"] + 1),
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
    # a deal's two records stand side by side
    stages = 1 + rows["arrived"].to_numpy().astype(int)
    deal = np.repeat(np.arange(len(rows)), stages)
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
    if isinstance(cells, pa.DictionaryArray):
        return cells.take(pa.array(at))
    if isinstance(cells, pa.Array):
        same = len(cells) > 1 and is_constant(pa.chunked_array([cells]))
        return cells[0].as_py() if same else cells.take(pa.array(at))
    return cells.to_numpy()[at] if isinstance(cells.dtype, np.dtype) else cells.array.take(at)


def _picked(second: np.ndarray, deal: np.ndarray, contract: Column, delivery: Column) -> Any:
    """A column of both stages of deals, from one column of each."""
    if isinstance(contract, pd.Series) and isinstance(delivery, pd.Series):
        return np.where(second, delivery.to_numpy()[deal], contract.to_numpy()[deal])
    return contract if contract is delivery else coded(second, str(contract), str(delivery))


def cells(rows: pd.DataFrame) -> Records:
    """One delivery per cell of a table: a rounded million, and what it may have been rounded from."""
    value = rows["million"].to_numpy() * _MILLION
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


def _by_category(flow: pa.Array, rows: pd.DataFrame) -> tuple[pa.Array, pa.Array | None]:
    """Ids of flows, of which some may be of one category, and the id of the whole that each is part of."""
    kind = _text(rows, "category")
    split = pc.not_equal(kind, "all")
    if not pc.any(split).as_py():
        return flow, None
    # a flow by category beside the flow itself is its parts beside the whole
    editions = joined(flow, _text(rows, "release"))
    whole = pc.and_(split, pc.is_in(editions, editions.filter(pc.invert(split))))
    return pc.if_else(split, joined(flow, kind, between="-"), flow), pc.if_else(whole, flow, None)


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


def _common(rows: pd.DataFrame, ids: pa.Array | str, deal: pa.Array | str) -> Records:
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


def _condition(rows: pd.DataFrame) -> pa.Array | str:
    """Whether the weapons were new, in one spelling."""
    if "condition" not in rows:
        return ""
    codes, words = distinct_of(rows["condition"])
    return coded(codes, *map(condition, words))


def _local(rows: pd.DataFrame) -> pd.Series:
    """Whether the recipient makes them under licence, null where the shape does not tell."""
    if "local_production" not in rows:
        return pd.Series(pd.NA, index=rows.index, dtype="boolean")
    codes, words = distinct_of(rows["local_production"])
    is_local = np.array([word.casefold() in ("yes", "l") for word in words], dtype=bool)
    return pd.Series(is_local[codes], index=rows.index, dtype="boolean")


def _text(rows: pd.DataFrame, column: str) -> pa.Array:
    """A column of text as Arrow holds it, blank if there is none."""
    if column not in rows:
        return pa.repeat("", len(rows))
    found = in_arrow(rows[column])
    return pc.fill_null(found, "") if found.null_count else found


def _number(rows: pd.DataFrame, column: str) -> pd.Series:
    if column not in rows:
        return pd.Series(np.nan, index=rows.index)
    return rows[column].astype("float64")


def _year(rows: pd.DataFrame) -> pd.Series:
    """Year of the order, null where it is not told."""
    if "order_year" not in rows:
        return pd.Series(pd.NA, index=rows.index, dtype="Int16")
    year = _number(rows, "order_year")
    return year.where(year > 0).astype("Int16")


def _amounts(rows: pd.DataFrame, side: str) -> dict[str, Column]:
    """Value, bounds and unit of what was ordered or delivered: TIV, or pieces where the format has no TIV."""
    tiv = "tiv_order" if side == "ordered" else "tiv_delivered"
    pieces = _number(rows, side)
    if tiv not in rows:
        return {"value": pieces, "low": pieces, "high": pieces, "unit": "pieces"}
    value = (_number(rows, tiv) * _MILLION).round(2)
    if side == "ordered":
        # an order of which the number is not known yet has no volume yet: a 0 there is a blank
        value = value.mask((value == 0) & ~(pieces > 0))
    # what rounds to 0 is not nothing: SIPRI's 0 is anything below half a million
    high = value.mask((value == 0) & (pieces > 0), _HALF)
    return {"value": value, "low": value, "high": high, "unit": "TIV"}


def _with_spans(rows: pd.DataFrame, years: Span | None) -> pd.DataFrame:
    """Deals with the first and last year of delivery, and whether anything arrived."""
    signed = _number(rows, "order_year").fillna(0).astype("int64")
    if "first" in rows:
        return rows.assign(order_year=signed, arrived=rows["first"] > 0)
    first, last = years or (_FIRST_DELIVERY, releases.last_year())
    amounts = [_number(rows, column).fillna(0) > 0 for column in ("delivered", "tiv_delivered")]
    return rows.assign(
        order_year=signed,
        first=np.maximum(first, signed),
        last=np.maximum(last, signed),
        arrived=amounts[0] | amounts[1],
    )


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


def of_deals(rows: pd.DataFrame) -> pa.Array:
    """SIPRI's number of each deal; where there is none, parties, year of order and a hash of the rest."""
    own = _text(rows, "deal")
    named = pc.not_equal(own, "")
    if len(rows) and pc.all(named).as_py():
        return own
    year = pa.array(rows["order_year"].astype("int64")) if "order_year" in rows else ""
    hashes = _hashes(rows)
    made = joined(_text(rows, "supplier"), _text(rows, "recipient"), year, pa.array(hashes), between="-")
    # alike in one export are two deals, alike in two exports is one deal told twice
    made = numbered(made, pd.Series(hashes + rows["export"].to_numpy(dtype="uint64") * np.uint64(_HASHES)))
    return pc.if_else(named, own.cast(made.type), made) if pc.any(named).as_py() else made


def numbered(ids: pa.Array, keys: pd.Series) -> pa.Array:
    """Ids, numbered where their keys stood before: two deals may be alike in every word."""
    again = pa.array(keys.duplicated().to_numpy())
    if not again.true_count:
        return ids
    alike = keys[keys.duplicated(keep=False)]
    before = alike.groupby(alike).cumcount().to_numpy()
    new = joined(ids.filter(again), pa.array(before[before > 0] + 1), between=".")
    return pc.replace_with_mask(ids, again, new.cast(ids.type))


def _hashes(rows: pd.DataFrame) -> np.ndarray:
    total = np.zeros(len(rows), dtype=np.uint64)
    for column in _WORDS:
        if column in rows and len(rows):
            words = in_arrow(rows[column]).dictionary_encode()
            letters = words.dictionary.cast(pa.large_binary()).to_pylist()
            sums = np.fromiter(map(zlib.crc32, letters), dtype=np.uint64, count=len(letters))
            total = total * _STEP + sums[words.indices.to_numpy()]
    for column in _NUMBERS:
        if column in rows:
            total = total * _STEP + rows[column].fillna(-1).to_numpy(dtype=float).view(np.uint64)
    return total % np.uint64(_HASHES)
