"""Tables for people in words: heads, cells, the order of rows, and what is the same for all in one line."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.charts.check import rest_last
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import PartyError
from armsflow.languages import message, number, say, say_in, years
from armsflow.parties import party_name
from armsflow.records.files_documents import ABOUT, Grid, keys_of, shown
from armsflow.records.schema import OTHERS, SIDES
from armsflow.rounding import INFINITE, MINUS
from armsflow.summaries.columns import holds_parties, kinds_of

__all__: list[str] = []

#: Of what a summary says beside its keys and figures, columns that a reader of a document does not need.
_COUNTS = ("records", "observed_start", "observed_end")
#: And those that say whether figures are whole, also where all say the same.
_KEPT = ("period", "year", "low", "high", "complete")
#: Columns that are left out only where there is nothing of it.
_HIDDEN = ("undisclosed", "estimated", "previous_undisclosed", "previous_estimated")
#: Fractions that are no parts of a hundred, but indices from 0 to 1.
_INDICES = ("hhi", "hhi_low", "hhi_high", "hhi_normalised", "density", "reciprocity", "weighted_reciprocity")
_BURDEN = ("burden", "burden_low", "burden_high")
#: Heads of keys and of what stands in every frame, which other languages have in one place.
_KEYS = ("supplier", "recipient", "category", "stage", "party", "place", "record", "side", "item")
#: Heads of the other columns; a bound, the window before and a side are added to them.
HEADS = {
    "aid_type": message("Kind of aid"),
    "balance_index": message("Balance index"),
    "burden": message("Spending"),
    "categories": message("Categories"),
    "change": message("Change"),
    "complete": message("Complete"),
    "dataset": message("Table"),
    "degree": message("Partners"),
    "denominator": message("Divided by"),
    "density": message("Density"),
    "edges": message("Flows"),
    "effective": message("Effective number"),
    "end": message("Last year"),
    "estimated": message("Estimated by the source"),
    "evenness": message("Evenness"),
    "hhi": message("HHI"),
    "hhi_bounds": message("Bounds of the HHI"),
    "hhi_normalised": message("HHI, normalised"),
    "in_degree": message("Suppliers"),
    "in_strength": message("Received"),
    "leader": message("Largest"),
    "leader_share": message("Share of the largest"),
    "left": message("Left"),
    "left_out": message("Left out"),
    "measure": message("Measure"),
    "n": message("Number"),
    "nodes": message("Parties"),
    "note": message("Note"),
    "observed": message("Observed"),
    "of": message("Parts"),
    "out_degree": message("Recipients"),
    "out_strength": message("Supplied"),
    "parties": message("Parties"),
    "period": message("Years"),
    "prices": message("Prices"),
    "quantity": message("Quantity"),
    "ratio": message("Ratio"),
    "reason": message("Reason"),
    "received": message("Received"),
    "reciprocity": message("Reciprocity"),
    "records": message("Entries"),
    "relative": message("Relative"),
    "release": message("Release"),
    "reporter": message("Said by"),
    "right": message("Right"),
    "selection": message("Chosen"),
    "share": message("Share"),
    "share_of_spending": message("Part of spending"),
    "source": message("Source"),
    "spending": message("Military spending"),
    "start": message("First year"),
    "supplied": message("Supplied"),
    "undisclosed": message("Undisclosed"),
    "unit": message("Unit"),
    "unreported": message("Not reported by"),
    "value": message("Value"),
    "verdict": message("Verdict"),
    "volume_in_years": message("Volume in these years"),
    "weighted_reciprocity": message("Reciprocity, weighted"),
    "window": message("Years of a window"),
    "within": message("Whole"),
    "year": message("Year"),
    "years": message("Number of years"),
}
_BOUNDS = {
    "low": (message("Lower bound"), message("{name}, lower bound")),
    "high": (message("Upper bound"), message("{name}, upper bound")),
}
_REPORTERS = ("supplier", "recipient", "third")
_SYSTEMS = {"cow": "COW", "gw": "GW"}


def are_parties(codes: pd.Series) -> bool:
    """Whether all are codes of parties: a leader may be a category, a user's column may be called so."""
    try:
        party_name([code for code in codes.dropna().unique() if code != OTHERS])
    except PartyError:
        return False
    return True


def party_columns(table: pd.DataFrame) -> list[str]:
    """The columns of a table that hold codes of parties."""
    named = [name for name in map(str, table) if name in SIDES or holds_parties(name)]
    return [name for name in named if are_parties(table[name])]


# --- rows -------------------------------------------------------------------------------------------


def in_order(table: pd.DataFrame, wide: str | None) -> pd.DataFrame:
    """The rows of a summary as one reads them: in order of time, the largest first, the rest last.

    Rankings, what has no one unit, and records stand as they are; so do shares, of which the largest is
    first in each whole. A row of a wide table has the size of all its windows together.
    """
    keys = keys_of(table)
    if keys is None or "value" not in table or "place" in table or not _has_one_unit(table):
        return table
    if wide is None and "of" in table:
        return table
    sizes, order = table["value"].astype(float), pd.DataFrame(index=table.index)
    if wide is None:
        order = table[[name for name in ("end", "start") if name in table]]
    elif keys:
        sizes = sizes.groupby(_as_text(table, keys)).transform("sum", min_count=1)
        order = order.assign(whole=pd.factorize(_as_text(table, _wholes(table)))[0])
    order = order.assign(rest=_are_rest(table, keys), size=-sizes.fillna(-math.inf))
    return table.loc[order.sort_values([str(name) for name in order], kind="stable").index]


def _wholes(table: pd.DataFrame) -> list[str]:
    """The keys of which shares are parts; none of other summaries."""
    return [key for key in str(table["within"].iloc[0]).split("+") if key] if "within" in table else []


def _as_text(table: pd.DataFrame, keys: list[str]) -> pd.Series:
    # not NUL, at which older pandas ends a text
    return table[keys].astype(str).agg("\x1f".join, axis=1) if keys else pd.Series("", index=table.index)


def _are_rest(table: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Whether rows are "Others" (2) or "Unknown" (1), which stand last."""
    places = [rest_last(row, keys) for _, row in table[keys].iterrows()]
    return pd.Series([2 * others + unknown for unknown, others in places], index=table.index)


def _has_one_unit(table: pd.DataFrame) -> bool:
    return all(table[name].nunique() == 1 for name in ("unit", "prices") if name in table)


# --- the line below ---------------------------------------------------------------------------------


class _Said(NamedTuple):
    text: str
    cells: list[str]


def about(table: pd.DataFrame, *, million: bool, wide: bool) -> str:
    """What is the same for all figures of a table, in one line.

    Unit, stage, what was chosen, source and release. A wide table of shares has no other unit than per cent.
    """
    told = [
        _Said(message("unit: {text}"), _units(table, million=million, wide=wide)),
        _Said(message("stage: {text}"), [say_in("one", stage) for stage in _found(table, "stage")]),
        _Said(message("table: {text}"), list(filter(None, [titles.datasets(table)]))),
        _Said(message("reported by: {text}"), _reporters(table)),
        _Said(message("chosen: {text}"), list(filter(None, [titles.chosen_in_words(table)]))),
        _Said(message("shares: {text}"), _of_chosen(table)),
        _Said(message("source: {text}"), sorted(names.source(code) for code in _found(table, "source"))),
        _Said(message("release: {text}"), _found(table, "release")),
    ]
    parts = [say(said.text, text=", ".join(said.cells)) for said in told if said.cells]
    if not parts:
        return ""
    return names.sentence("; ".join([*parts, say("own calculation with armsflow")])) + "."


def _found(table: pd.DataFrame, column: str) -> list[str]:
    return sorted(set(table[column].dropna().astype(str)) - {""}) if column in table else []


def _units(table: pd.DataFrame, *, million: bool, wide: bool) -> list[str]:
    if "unit" not in table:
        return []
    prices = table["prices"] if "prices" in table else pd.Series("current", index=table.index)
    pairs = sorted({*zip(table["unit"].astype(str), prices.fillna("").astype(str), strict=True)})
    factor, word = (1e6, "million {unit}") if million else (1.0, "")
    units = [numbers.Scale(unit, priced, factor, word, "").phrase() for unit, priced in pairs]
    if wide and "share" in table and "stage" in table and table["stage"].nunique() == 1:
        part = titles.part_of(table)
        return [say("per cent of {stage} in {unit}", stage=part, unit=unit) for unit in units]
    return units


def _reporters(table: pd.DataFrame) -> list[str]:
    """Who reported, where it is a side: the same flow reads otherwise on the other one."""
    found = _found(table, "reporter")
    return [] if found == ["third"] else [say_in("side", name) for name in found if name in _REPORTERS]


def _of_chosen(table: pd.DataFrame) -> list[str]:
    """That shares are parts of what was chosen, and not of all."""
    chosen = "selection" in table and table["selection"].fillna("").astype(str).ne("").any()
    return [say("parts of what was chosen")] if chosen and {"share", "hhi"} & set(table) else []


# --- columns ----------------------------------------------------------------------------------------


def as_grid(table: pd.DataFrame, *, shares: Iterable[str] = ()) -> Grid:
    """A table as heads and cells in words, in the language of the moment; `shares` are wide columns of them.

    It leaves out columns that are empty, those that the line below says, and bounds that say nothing more.
    """
    table = _needed(table) if len(table) else table
    parties, shares = set(party_columns(table)), set(shares)
    heads, numeric, columns = [], [], []
    for name in map(str, table):
        per_cent = name in shares or _is_per_cent(name, table)
        heads.append(f"{_head(name)} [%]" if per_cent and name not in shares else _head(name))
        is_flag = pd.api.types.is_bool_dtype(table[name])
        numeric.append(pd.api.types.is_numeric_dtype(table[name]) and not is_flag)
        columns.append([_cell(name, cell, per_cent, name in parties) for cell in table[name].astype(object)])
    return Grid(heads, numeric, [list(row) for row in zip(*columns, strict=True)])


def _needed(table: pd.DataFrame) -> pd.DataFrame:
    # a coverage has no values and counts records
    kept = (*_KEPT, *_HIDDEN) if "value" in table else (*_KEPT, *_HIDDEN, *_COUNTS)
    told = [name for name in map(str, table) if name in ABOUT and name not in kept]
    same = [name for name in told if name in _COUNTS or table[name].nunique(dropna=False) == 1]
    empty = [name for name in map(str, table) if table[name].isna().all()]
    windows = ["start", "end", "year"] if "period" in table else []
    if "period" not in table and "complete" in table and table["complete"].all():
        # a wide table says so only where some window is not whole
        empty.append("complete")
    none = [name for name in _HIDDEN if name in table and not (table[name].fillna(0) != 0).any()]
    gone = {*same, *empty, *windows, *none, *(_exact(table) if keys_of(table) is not None else ())}
    return table.drop(columns=[name for name in table if name in gone])


def _exact(table: pd.DataFrame) -> list[str]:
    """Bounds that are the figures themselves, in every row."""
    out = []
    for high in [name for name in map(str, table) if name.endswith("high") and kinds_of(name)]:
        stem = high.removesuffix("high")
        low, figure = f"{stem}low", f"{stem}value" if f"{stem}value" in table else stem.removesuffix("_")
        if {low, figure} <= set(table):
            known = table.loc[table[high].notna(), [low, figure, high]].astype(float)
            out += [low, high] * bool(known.nunique(axis=1).le(1).all() and known.notna().all(axis=None))
    return out


def _is_per_cent(name: str, table: pd.DataFrame) -> bool:
    if kinds_of(name) != {"fraction"} or name in _INDICES or not pd.api.types.is_numeric_dtype(table[name]):
        return False
    if name == "estimated" and "value" not in table:
        # the rows of a coverage, counted
        return False
    if name in _BURDEN and "measure" in table:
        # years of spending are no part of it
        return bool((table["measure"] == "share of spending").all())
    return True


def _head(name: str) -> str:
    """A column as a heading: "Recipient", "Change, lower bound", "Share, window before"."""
    if name in _KEYS:
        return names.sentence(say_in("head", name))
    if name in HEADS:
        return say(HEADS[name])
    stem, _, end = name.rpartition("_")
    if name in _BOUNDS:
        return say(_BOUNDS[name][0])
    if end in _BOUNDS and stem and kinds_of(name):
        return say(_BOUNDS[end][1], name=_head(stem))
    if not kinds_of(name):
        return years(name)
    first, _, rest = name.partition("_")
    if first == "previous":
        return say("{name}, window before", name=_head(rest) if rest else say("Value"))
    if first == "partner":
        place, _, more = rest.partition("_")
        partner = say("Partner {number}", number=place)
        return f"{partner}: {_head(more)}" if more else partner
    return f"{_head(first)}: {_SYSTEMS.get(rest) or _head(rest)}"


# --- cells ------------------------------------------------------------------------------------------


def _cell(name: str, cell: Any, per_cent: bool, is_party: bool) -> str:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, bool | np.bool_):
        return say("yes") if cell else say("no")
    if isinstance(cell, float | np.floating) and math.isinf(cell):
        return INFINITE if cell > 0 else MINUS + INFINITE
    if per_cent:
        # what is less than a twentieth of a per cent is more than none
        return numbers.per_cent(float(cell)) if cell else "0"
    if not isinstance(cell, str):
        return number(shown(cell)).replace("-", MINUS) if isinstance(cell, float) else shown(cell)
    return shown(_word(name, cell, is_party))


def _word(name: str, cell: str, is_party: bool) -> str:
    if is_party:
        return names.party(cell, "name")
    if name == "period":
        return years(cell)
    if name in ("side", "reporter") and cell in _REPORTERS:
        return str(say_in("side", cell))
    if name == "dataset":
        return names.dataset(cell)
    if name == "source":
        return names.source(cell)
    return names.key_label(name, cell, "name") if name in ("category", "stage", "aid_type") else cell
