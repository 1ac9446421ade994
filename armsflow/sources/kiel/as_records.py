"""What the tables of the Ukraine Support Tracker hold as columns of records, layout by layout.

Allocations and commitments are two data sets: a commitment is a pledge, an allocation was earmarked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.sources.columns import has_sign
from armsflow.sources.kiel.commitments import commitments
from armsflow.sources.kiel.donor_groups import without_groups
from armsflow.sources.kiel.editions import FIRST_YEAR, LAST_YEAR, Edition
from armsflow.sources.listing import coded, joined, lines_of
from armsflow.sources.rows import Rows
from armsflow.sources.whole_years import Date, as_columns, counted, whole_years

__all__: list[str] = []

Columns = dict[str, Any]
#: The years that figures without a date cover where nothing says which edition they are of: none.
NO_YEAR = (LAST_YEAR + 1, FIRST_YEAR - 1)
_BILLION = 1e9
_KINDS = ("financial", "humanitarian", "military")
#: What stands where a number is not given.
MISSING = frozenset(
    ["", ".", "null", "none", "nan", "n/a", "na", "not given", "no price", "undisclosed", "no price, 0 count"]
)
_KEY = "made key"
_DECIMALS = 6  # with more the number is not rounded
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})/(?:\d{1,2}/)?(20[12]\d|[12]\d)(?!\d)")
_ISO = re.compile(r"(20[12]\d)-(\d\d)(?!\d)")
# the site's heavy weapons
_WEAPONS = {
    "howitzers": "artillery",
    "mlrs": "artillery",
    "tanks": "armoured_vehicles",
    "ifv": "armoured_vehicles",
    "air defense": "air_defence_systems",
    "air defence": "air_defence_systems",
}


# --- the site's files -----------------------------------------------------------------------------


def explorer(rows: Rows, edition: Edition | None) -> Columns:
    """Allocations of each donor, kind and month, and commitments where the edition has them."""
    rows.parties("country", "kiel")
    _months(rows)
    cells = [("allocations", kind, kind) for kind in _KINDS]
    if "commitments" in rows:
        cells.append(("commitments", "commitments", "all"))
    half = _billions(rows, [column for _, column, _ in cells])
    _name(rows, rows["country"])
    return _stacked(rows, rows["country"], cells, half)


def totals(rows: Rows, edition: Edition | None) -> Columns:
    """Allocations of all donors together, by kind and month."""
    _months(rows)
    half = _billions(rows, _KINDS)
    _name(rows, _all(rows))
    return _stacked(rows, _all(rows), [("allocations", kind, kind) for kind in _KINDS], half)


def procurement(rows: Rows, edition: Edition | None) -> Columns:
    """Military allocations of all donors by where they come from: stocks, orders, or not said."""
    _months(rows)
    ways = [way for way in ("stockpile", "procurement", "unspecified", "nato_purl") if way in rows]
    half = _billions(rows, ways)
    _name(rows, _all(rows))
    out = _stacked(rows, _all(rows), [("procurement", way, way) for way in ways], half)
    return out | {"procured": out["aid_type"], "aid_type": "military"}


def weapons(rows: Rows, edition: Edition | None) -> Columns:
    """Heavy weapons of each donor: pieces, and what Kiel values them at."""
    rows.parties("donor", "kiel")
    for column in ("number_of_weapons", "monetary_value_eur"):
        rows.numbers(column, blank=MISSING)
    kinds = rows.text("category")
    ids = _joined(rows["donor"], kinds)
    rows.unique(ids)
    kinds = rows.text("category")
    return {
        "record": _joined(rows["donor"], kinds),
        "dataset": "weapons",
        "supplier": rows["donor"],
        "category": rows.each(kinds, lambda kind: _WEAPONS.get(kind.casefold(), "all")),
        "item": rows.text("weapons_list"),
        **_undated(edition),
        "quantity": rows["number_of_weapons"],
        "value": rows["monetary_value_eur"],
        "estimated": True,
        "aid_type": "military",
        "weapons": kinds,
        "line": rows.line,
    }


def eu_shares(rows: Rows, edition: Edition | None) -> Columns:
    """What each member bears of the aid of the EU, which `explorer` has under the EU."""
    rows.parties("country", "kiel")
    half = _billions(rows, ["eu_share_bn"])
    rows.unique(rows["country"])
    value = rows["eu_share_bn"] * _BILLION
    return {
        "record": rows["country"],
        "dataset": "eu_shares",
        "supplier": rows["country"],
        **_undated(edition),
        "value": value,
        "low": np.maximum(value - half, 0),
        "high": value + half,
        "estimated": True,
        "aid_type": "all",
        "line": rows.line,
    }


# --- workbooks ------------------------------------------------------------------------------------


def packages(rows: Rows, edition: Edition | None) -> Columns:
    """One commitment per package: its value stands on one row and would be counted again on the others."""
    rows.by_rule(
        (rows.text("ID") == "") & (rows.text("Countries") == ""), "neither a package nor a donor is named"
    )
    rows.parties("Countries", "kiel")
    worth, delivered = "Converted Value in EUR", "Total monetary value delivered in EUR"
    rows.numbers(worth, blank=MISSING, negative=True)
    rows.numbers(delivered, blank=MISSING)
    rows.refuse(rows.text("ID") == "", "ID is blank; expected that of a package")
    dates = counted(rows, "Announcement Date", _date)
    _net(rows, [worth], "Countries", "Type of Aid General", "Announcement Date")
    spans, edition = _spans(rows, "Announcement Date", edition)
    ids = pd.Series(rows.text("ID"), dtype=object)
    # an id that stands for several packages has a value for each
    opens = ~ids.duplicated() | ~np.isnan(rows[worth])
    number = opens.groupby(ids).cumsum()
    record = (ids + np.where(number > 1, "/" + number.astype(str), "")).to_numpy(dtype=object)
    first = np.flatnonzero(~pd.Series(record).duplicated())
    grouped = pd.DataFrame(
        {
            "record": record,
            "start": spans[:, 0],
            "end": spans[:, 1],
            "delivered": rows[delivered],
        }
    ).groupby("record", sort=False)
    return {
        "record": record[first],
        "dataset": "commitments",
        "supplier": rows["Countries"][first],
        "item": _items(record, _without(rows.text("Items" if "Items" in rows else _NAMELESS))),
        "start": grouped["start"].min().to_numpy(),
        "end": grouped["end"].max().to_numpy(),
        "value": rows[worth][first],
        "note": rows.text("Explanation")[first],
        "aid_type": _kinds(rows, "Type of Aid General")[first],
        "date": rows.text("Announcement Date")[first],
        "delivered": grouped["delivered"].sum(min_count=1).to_numpy(),
        "correction": rows[_off(worth)][first],
        "line": rows.line[first],
        **_observed(dates, edition),
    }


def activities(rows: Rows, edition: Edition | None, *, rows_are: str = "") -> Columns:
    """Rows of items or activities, each with a label: an allocation or a commitment.

    Beside the part of an activity that a row has, the allocation, stands the value of the whole activity: it
    is the commitment, whatever the label of the row. `rows_are` names the data set of all rows where an
    edition has one value only.
    """
    donor = "Countries|donor|giver"
    rows.refuse(rows.text(donor) == "", "the donor is blank")
    name = _first(rows, donor)
    rows.parties(name, "kiel")
    label = "measure|donation_type|maal"
    words = rows.each(rows.text(label), str.casefold)
    rows.refuse(~np.isin(words, _LABELS), f"the measure is none of {', '.join(_LABELS)}")
    part, whole = _first(rows, _PART), _first(rows, _WHOLE)
    figures = [part, whole] if whole and not rows_are else [part]
    for column in figures:
        rows.numbers(column, blank=MISSING, negative=True)
    kind, date = "general_type|aid_type_general|kategori", "date|announcement_date|dato"
    dates = counted(rows, date, _date)
    _net(rows, figures, name, kind, date)
    spans, edition = _spans(rows, date, edition)
    measure = rows.each(rows.text(label), str.casefold)
    lines = lines_of(rows).to_numpy(zero_copy_only=False)
    shared: Columns = {
        "supplier": rows[name],
        "item": _without(rows.text("Items|item|Type of Item|item_type")),
        "start": spans[:, 0],
        "end": spans[:, 1],
        "note": rows.text("explanation"),
        "aid_type": _kinds(rows, kind),
        "measure": measure,
        "date": rows.text(date),
        "line": rows.line,
    }
    value, pledged = rows[part], measure == "commitment"
    own = {"value": value, "low": value, "high": value, "correction": rows[_off(part)]}
    ids = rows.text("sub_activity_id")
    dataset = rows_are or np.where(pledged, "commitments", "allocations")
    tables: list[Columns] = [own | {"record": np.where(ids == "", lines, ids), "dataset": dataset}]
    if len(figures) == 2:
        tables[0]["kept"] = ~pledged & ~rows[_corrects(part)]
        ids = rows.text("activity_id")
        own = commitments(ids, rows[whole], value, pledged) | {"correction": rows[_off(whole)]}
        own["kept"] &= ~rows[_corrects(whole)]
        tables.append(own | {"record": np.where(ids == "", lines, ids), "dataset": "commitments"})
    return _in_order(shared, tables) | _observed(dates, edition)


def _in_order(shared: Columns, tables: Sequence[Columns]) -> Columns:
    """The rows kept of some tables as one, by line; the ids of each data set stand once.

    `shared` are the columns that are the same in all tables.
    """
    count = len(shared["line"])
    whole = {name: np.concatenate([_cells(table, name, count) for table in tables]) for name in tables[0]}
    kept = np.flatnonzero(whole.pop("kept")) if "kept" in whole else np.arange(count)
    at = kept[np.argsort(kept % count, kind="stable")] if count else kept
    row = at % count if count else at
    out = {name: cells[row] for name, cells in shared.items()}
    out |= {name: cells[at] for name, cells in whole.items()}
    for dataset in {*out["dataset"].tolist()}:
        mine = np.flatnonzero(out["dataset"] == dataset)
        out["record"][mine] = _numbered(out["record"][mine], out["line"][mine])
    return out


def _cells(table: Columns, name: str, count: int) -> np.ndarray:
    """A column of a table, of which one word may stand in all rows."""
    cells = table[name]
    return cells if np.ndim(cells) else np.full(count, cells, dtype=object)


def _first(rows: Rows, names: str) -> str:
    """The spelling of a column that the file has; "" if there is none."""
    return next((each for each in names.split("|") if each in rows), "")


def summary(rows: Rows, edition: Edition | None) -> Columns:
    """What each donor has committed and, in some editions, allocated up to the edition, by kind.

    Beside the columns stands, as "lacks", words on groups of donors of which some are missing.
    """
    country = next(name for name in ("Country", "Country (group)") if name in rows)
    names = rows.text(country)
    rows.by_rule(rows.each(names, lambda name: not name.strip("\u00a0 ")).astype(bool), "no donor is named")
    cells = [
        (f"{word}s", column, kind)
        for word in ("allocation", "commitment")
        for kind in _KINDS
        for column in (f"{kind} {word}s", f"{kind} {word.removesuffix('ion')}ed")
        if column in rows
    ]
    columns = [column for _, column, _ in cells]
    lacks = without_groups(rows, country, columns)
    _billions(rows, columns)
    # in a table of groups a donor stands in each of its groups
    again = pd.Series(rows[country]).duplicated().to_numpy()
    rows.by_rule(again, "the donor stands in a group above")
    count = len(rows)
    rows.put("year", np.full(count, FIRST_YEAR))
    rows.put("month", np.zeros(count, dtype=int))
    _name(rows, rows[country])
    out = _stacked(rows, rows[country], cells, 0.0)
    return out | _undated(edition) | ({"lacks": lacks} if lacks else {})


def months(rows: Rows, edition: Edition | None) -> Columns:
    """Allocations of all donors together, by kind and month, and commitments."""
    rows.read_each("Month", lambda cell: _ISO.match(cell) and cell, "a month such as 2022-01-01")
    rows.columns["year"] = np.array([int(cell[:4]) for cell in rows["Month"]], dtype=int)
    rows.columns["month"] = np.array([int(cell[5:7]) for cell in rows["Month"]], dtype=int)
    cells = [("allocations", f"{kind} aid, allocated (€ billion)", kind) for kind in _KINDS]
    committed = "Total aid, committed (€ billion)"
    cells += [("commitments", committed, "all")] if committed in rows else []
    _billions(rows, [column for _, column, _ in cells])
    _name(rows, _all(rows))
    return _stacked(rows, _all(rows), cells, 0.0)


# the column of items has no name in the first editions, and stands behind that of the printed value
_NAMELESS = "after monetaryvalueasgivenbysource"
_LABELS = ("allocation", "commitment")
_PART = "tot_sub_activity_value_EUR|tot_sub_activity_value|tot_sub_activity_value (EUR)|verdi_eur|eur_value"
_WHOLE = "tot_activity_value_EUR|tot_activity_value|tot_activity_value (EUR)|verdi_eur_activity"


# --- what they share ------------------------------------------------------------------------------


def _months(rows: Rows) -> None:
    rows.read_each("year", _year, "a year from 2010 to 2029")
    rows.read_each("month", _month, "a month from 1 to 12")
    for column in ("year", "month"):
        rows.columns[column] = rows[column].astype(int)


def _year(cell: str) -> int | None:
    return int(float(cell)) if _YEAR.fullmatch(cell.removesuffix(".0")) else None


def _month(cell: str) -> int | None:
    return int(cell) if re.fullmatch("0?[1-9]|1[0-2]", cell) else None


def _billions(rows: Rows, columns: Sequence[str]) -> float:
    """Read columns of billions; half a unit of the last decimal that they show, in single units."""
    texts = [rows.in_arrow(column).cast(pa.string()) for column in columns]
    shown = _most_decimals(pa.chunked_array(texts, pa.string()).combine_chunks())
    for column in columns:
        rows.numbers(column, blank=MISSING)
    return 0.5 * 10.0**-shown * _BILLION if shown <= _DECIMALS else 0.0


def _most_decimals(cells: pa.Array) -> int:
    """The most decimals that a cell shows."""
    others: list[str] = []
    if has_sign(cells, "e"):
        powers = pc.match_substring(cells, "e")
        cells, others = cells.filter(pc.invert(powers)), pc.unique(cells.filter(powers)).to_pylist()
    point = pc.find_substring(cells, ".")
    shown = pc.if_else(pc.less(point, 0), 0, pc.subtract(pc.subtract(pc.binary_length(cells), point), 1))
    return max([pc.max(shown).as_py() or 0, *map(_decimals, others)])


def _decimals(cell: str) -> int:
    if "e" not in cell:
        return len(cell.partition(".")[2])
    # R writes 4e-06
    digits, _, power = cell.partition("e")
    return len(digits.partition(".")[2]) - (int(power) if re.fullmatch(r"[+-]?\d{1,3}", power) else 0)


def _stacked(rows: Rows, donors: np.ndarray, cells: Sequence[tuple[str, str, str]], half: float) -> Columns:
    """A record for each of some columns of billions: (data set, column, kind of aid)."""
    each, count = len(cells), len(rows)
    value = (
        np.column_stack([rows[column] for _, column, _ in cells]).ravel() * _BILLION if count else np.empty(0)
    )
    year, month = np.repeat(rows["year"], each).astype(int), np.repeat(rows["month"], each).astype(int)
    row, place = pa.array(np.repeat(np.arange(count), each)), np.tile(np.arange(each), count)
    names, _, kinds = zip(*cells, strict=True)
    words = coded(place, *map("-".join, zip(names, kinds, strict=True)))
    return {
        "record": joined(pa.array(rows[_KEY], pa.string()).take(row), words, between="-"),
        "dataset": coded(place, *names),
        "supplier": pa.array(donors, pa.string()).take(row),
        "start": year,
        "end": year,
        "value": value,
        "low": np.maximum(value - half, 0),
        "high": value + half,
        "aid_type": coded(place, *kinds),
        "month": month,
        "line": np.repeat(rows.line, each),
    }


def _name(rows: Rows, donors: np.ndarray) -> None:
    """Name each row by donor and month; a name that stands twice is refused."""
    rows.put(_KEY, _joined(donors, rows["year"], rows["month"]))
    rows.unique(rows[_KEY])


def _joined(*parts: np.ndarray) -> np.ndarray:
    """Ids such as "DEU-2022-03"."""
    return joined(*map(_text, parts), between="-").to_numpy(zero_copy_only=False)


def _text(cells: np.ndarray) -> pa.Array:
    if cells.dtype == object:
        return pa.array(cells, pa.string())
    return pc.utf8_lpad(pa.array(cells).cast(pa.string()), 2, "0")


def _all(rows: Rows) -> np.ndarray:
    return np.full(len(rows), "all", dtype=object)


def _kinds(rows: Rows, name: str) -> np.ndarray:
    return rows.each(rows.text(name), str.casefold)


def _net(rows: Rows, columns: Sequence[str], donor: str, kind: str, date: str) -> None:
    """Take each negative figure, a correction, off another one of its column, of the same donor and kind.

    That of the same date if there is one that is as large, else of any date; of several the nearest before.
    What was taken off stands beside a column as `_off`, and which rows only correct another as `_corrects`; a
    row without any other figure is left out.
    """
    keys = [rows.text(donor), rows.each(rows.text(kind), str.casefold)]
    dates, lost = rows.text(date), np.zeros(len(rows), dtype=bool)
    for column in columns:
        figures, off = rows[column], np.zeros(len(rows))
        corrects = np.zeros(len(rows), dtype=bool)
        for at in np.flatnonzero(figures < 0):
            fit = (figures >= -figures[at]) & np.logical_and.reduce([cells == cells[at] for cells in keys])
            found = np.flatnonzero(fit & (dates == dates[at]))
            found = found if len(found) else np.flatnonzero(fit)
            if len(found):
                nearest = found[np.lexsort((np.abs(found - at), found > at))[0]]
                figures[nearest] += figures[at]
                off[nearest] -= figures[at]
                figures[at], corrects[at] = 0.0, True
        rows.put(_off(column), off)
        rows.put(_corrects(column), corrects)
        lost |= corrects
    empty = np.logical_and.reduce([~(rows[column] > 0) for column in columns])
    rows.by_rule(lost & empty, "a negative figure, taken off another of the donor")
    negative = np.logical_or.reduce([rows[column] < 0 for column in columns])
    rows.refuse(negative, "a negative figure, and none of the donor is as large; expected 0 or more")


def _off(column: str) -> str:
    """The name of what corrections took off a column."""
    return f"correction of {column}"


def _corrects(column: str) -> str:
    """The name of which rows only correct another figure of a column."""
    return f"corrects another {column}"


def _without(cells: np.ndarray) -> np.ndarray:
    """Words of the source, blank where it has a mark of nothing."""
    codes, words = pd.factorize(cells)
    return np.array(["" if word.casefold() in MISSING else word for word in words], dtype=object)[codes]


def _items(records: np.ndarray, items: np.ndarray) -> np.ndarray:
    """The items of each record, each once, in the order in which the records are met."""
    met: dict[str, dict[str, None]] = {}
    for record, item in zip(records.tolist(), items.tolist(), strict=True):
        met.setdefault(record, {})[item] = None
    return np.array(["; ".join(filter(None, each)) for each in met.values()], dtype=object)


def _numbered(ids: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Ids, those that stood before with their line."""
    again = pd.Series(ids, dtype=object).duplicated().to_numpy()
    plain = ids.copy()
    if "+" in "".join(ids.tolist()):
        plain[:] = [each.replace("+", " ") for each in ids]
    plain[again] = [f"{each}/{line}" for each, line in zip(plain[again], lines[again], strict=True)]
    return plain


def _undated(edition: Edition | None) -> Columns:
    """Span and years covered of figures without a date: all years of the edition, and those that are over.

    Of an edition that is not known they may lie in any year, and none is covered.
    """
    covered = NO_YEAR if edition is None else (FIRST_YEAR, edition.whole)
    return {
        "start": FIRST_YEAR,
        "end": LAST_YEAR if edition is None else edition.last,
        **as_columns(covered),
    }


def _spans(rows: Rows, name: str, edition: Edition | None) -> tuple[np.ndarray, Edition | None]:
    """First and last year of each row, and of the edition; an undated row may lie in any of its years."""
    found = rows.each_word(name, _when)
    pairs = np.array(found.words.tolist(), dtype=int).reshape(-1, 2)[found.codes]
    # an edition that says when it is from knows better than the last date in it
    if edition is None and pairs.any():
        edition = Edition(int(pairs[:, 1].max()), int(pairs[:, 1].max()) - 1)
    last = edition.last if edition else LAST_YEAR
    pairs[:, 0] = np.where(pairs[:, 0] == 0, FIRST_YEAR, pairs[:, 0])
    pairs[:, 1] = np.where(pairs[:, 1] == 0, np.maximum(last, pairs[:, 0]), pairs[:, 1])
    pairs[:, 0] = np.minimum(pairs[:, 0], pairs[:, 1])
    return pairs, edition and edition._replace(last=max(edition.last, FIRST_YEAR))


def _observed(dates: Counter[Date], edition: Edition | None) -> dict[str, int]:
    """The whole years up to the last date, and none after the edition."""
    if edition is None:
        return as_columns(NO_YEAR)
    window = whole_years(dates, from_start=True) or (FIRST_YEAR, edition.whole)
    return as_columns((FIRST_YEAR, min(window[1], edition.last)))


def _date(cell: str) -> Date | None:
    """Year and month of a date; none where it is open or not dated."""
    if not cell.casefold().startswith("until"):
        if found := _ISO.search(cell):
            return int(found[1]), int(found[2])
        if found := _MONTH.search(cell):
            return 2000 + int(found[2]) % 2000, int(found[1])
    return None


def _when(cell: str) -> tuple[int, int]:
    """First and last year that a date may mean, 0 where it is open."""
    opens = cell.casefold().startswith("until")
    if found := _YEAR.search(cell):
        year = int(found[1])
    elif found := _MONTH.search(cell):
        year = 2000 + int(found[2]) % 2000
    else:
        return 0, 0
    return (0 if opens else year), year
