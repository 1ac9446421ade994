"""Tables for people in words: heads, cells, the order of rows, and which columns there are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.charts.check import check_fractions, check_inside, rest_last
from armsflow.charts.text import names, numbers, series
from armsflow.errors import ArgumentError, PartyError, sample
from armsflow.languages import message, number, say, say_in, years
from armsflow.parties import party_name
from armsflow.records.files_documents import (
    ABOUT,
    GUESSED,
    Grid,
    amounts_in,
    are_about,
    are_revisions,
    heads_of,
    keys_of,
    shown,
)
from armsflow.records.schema import COLUMNS, OBSERVED, OTHERS, REPORTERS, SIDES, period
from armsflow.rounding import DOWN, INFINITE, MINUS, NBSP, NEAREST, UP
from armsflow.summaries.columns import holds_parties, kinds_of

__all__: list[str] = []

#: Of what a summary says beside its keys and figures, columns that a reader of a document does not need.
_COUNTS = ("records", "observed_start", "observed_end")
#: And bounds, which say something of each figure also where all are the same.
_KEPT = ("low", "high")
#: Columns that are left out only where there is nothing of it.
_HIDDEN = ("undisclosed", "previous_undisclosed", "estimated", "previous_estimated")
#: What is normal, and said only of tables where some row is otherwise.
_NORMAL = {"condition": "new", "hhi_bounds": "exact", "local_production": False}
#: Columns of orders that count in TIV, and are printed in millions as a register of SIPRI has them.
_MILLIONS = ("tiv_unit", "volume_ordered", "volume_delivered")
#: Fractions that are no parts of a hundred, but indices from 0 to 1.
_INDICES = ("hhi", "hhi_low", "hhi_high", "hhi_normalised", "density", "reciprocity", "weighted_reciprocity")
#: Numbers that tell the rows of a file apart.
_OF_FILES = ("line", "deal")
#: Columns of sides and of reporters; of what two reported, both are named.
_REPORTED = ("side", "reporter", "left", "right", "unreported")
#: The two sides that are compared, of which a release may not be stated.
_OF_TWO = ("left", "right")
_BURDEN = ("burden", "burden_low", "burden_high")
#: Heads of keys and of what stands in every frame, which other languages have in one place.
_KEYS = ("supplier", "recipient", "category", "stage", "party", "place", "record", "side", "item")
#: Heads of the other columns; a bound, the window before and a side are added to them.
HEADS = {
    "aid_type": message("Kind of aid"),
    "all_orders": message("All orders listed"),
    "balance_index": message("Balance index"),
    "burden": message("Spending"),
    "categories": message("Categories"),
    "change": message("Change"),
    "complete": message("Complete"),
    "condition": message("Condition"),
    "dataset": message("Table"),
    "deal": message("Deal"),
    "degree": message("Partners"),
    "delivered": message("Delivered"),
    "delivery_years": message("Years of delivery"),
    "denominator": message("Divided by"),
    "density": message("Density"),
    "description": message("Description"),
    "designation": message("Weapon"),
    "edges": message("Flows"),
    "effective": message("Effective number"),
    "end": message("Last year"),
    "estimated": message("Estimated by the source"),
    "evenness": message("Evenness"),
    "first": message("First delivery"),
    "gaps": message("Years without records"),
    "hhi": message("HHI"),
    "hhi_bounds": message("Bounds of the HHI"),
    "hhi_normalised": message("HHI, normalised"),
    "in_degree": message("Suppliers"),
    "in_strength": message("Received"),
    "last": message("Last delivery"),
    "leader": message("Largest"),
    "leader_share": message("Share of the largest"),
    "left": message("Left"),
    "left_out": message("Left out"),
    "local_production": message("Local production"),
    "measure": message("Measure"),
    "n": message("Number"),
    "nodes": message("Parties"),
    "note": message("Note"),
    "observed": message("Observed"),
    "of": message("Parts"),
    "open": message("Open"),
    "order_year": message("Year of order"),
    "ordered": message("Ordered"),
    "out_degree": message("Recipients"),
    "out_strength": message("Supplied"),
    "parties": message("Parties"),
    "period": message("Years"),
    "planned_first": message("Planned from"),
    "planned_last": message("Planned until"),
    "prices": message("Prices"),
    "quantity": message("Quantity"),
    "ratio": message("Ratio"),
    "reason": message("Reason"),
    "received": message("Received"),
    "reciprocity": message("Reciprocity"),
    "publisher": message("Publisher"),
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
    "tiv_unit": message("Million TIV of one"),
    "undisclosed": message("Undisclosed"),
    "unit": message("Unit"),
    "unreported": message("Not reported by"),
    "value": message("Value"),
    "verdict": message("Verdict"),
    "volume_delivered": message("Volume delivered [million TIV]"),
    "volume_in_years": message("Volume in these years"),
    "volume_ordered": message("Volume ordered [million TIV]"),
    "weighted_reciprocity": message("Reciprocity, weighted"),
    "window": message("Years of a window"),
    "within": message("Whole"),
    "year": message("Year"),
    "years": message("Number of years"),
}
#: What the value of some summaries is, by columns that only these have.
_NETS = (
    ({"supplied", "received"}, message("Net (supplied less received)")),
    ({"left_value", "right_value", "balance_index"}, message("Difference (left less right)")),
    ({"left_value", "right_value", "unreported"}, message("Gap (right less left)")),
)
#: Heads of revisions, whose short names a user may have for other columns.
_OF_REVISIONS = {
    "what": message("What differs"),
    "change": message("Added, dropped or changed"),
    "column": message("Column"),
    "old": message("Old"),
    "new": message("New"),
    "difference": message("Difference (new less old)"),
    "remark": message("Remark"),
    "old_release": message("Old release"),
    "new_release": message("New release"),
    "old_deal": message("Old deal"),
    "new_deal": message("New deal"),
}
_BOUNDS = {
    "low": (message("Lower bound"), message("{name}, lower bound")),
    "high": (message("Upper bound"), message("{name}, upper bound")),
}


class _Span(NamedTuple):
    """A first and a last year that are read as one."""

    last: str
    head: str


_SPANS = {
    "first": _Span("last", message("Years of delivery")),
    "planned_first": _Span("planned_last", message("Planned")),
}
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


# --- what is known --------------------------------------------------------------------------------------


def check_amounts(table: pd.DataFrame) -> None:
    """Raise where amounts lie outside their bounds, or shares outside 0 to 1."""
    check_fractions(table, map(str, table))
    check_inside(table, amounts_in(table))


def check_known(table: pd.DataFrame, frame: pd.DataFrame, wide: str | None) -> None:
    """Raise where numbers of a user would stand among those of a frame that were brought to millions."""
    if "unit" not in frame and not amounts_in(frame):
        return
    keys = {*(keys_of(frame) or ())}
    heads = {*amounts_in(frame), *(heads_of(frame, wide) if wide else ())}
    wrong = [
        name
        for name in map(str, table)
        if name not in heads
        and _is_number(table[name])
        and not (name in keys and pd.api.types.is_integer_dtype(table[name]))
        and not _is_known(name, table[name])
    ]
    if wrong:
        raise ArgumentError(
            f"style is 'sipri' and the table has columns of amounts that it does not know: "
            f"{sample(wrong, most=20)}; it would print them beside million TIV as they are: leave them out "
            "with columns=, or take style='plain'. Counts and fractions may be called after those of a "
            "summary, such as records_before and share_before",
            rows=wrong,
        )


def _is_known(name: str, cells: pd.Series) -> bool:
    """Whether a column is one of the library, a year, or a count or fraction called after such a one."""
    if kinds_of(name) or name in {*HEADS, *_KEYS, *COLUMNS, *_OF_FILES}:
        return True
    if name == "year" or name.endswith("_year"):
        return bool(cells.dropna().between(1900, 2100).all())
    kinds = kinds_of(name.rpartition("_")[0])
    if not kinds or not kinds <= {"count", "fraction", "number"}:
        return False
    # a change in TIV is no fraction
    return kinds == {"count"} or bool((cells.replace([math.inf, -math.inf], 0).dropna().abs() < 1000).all())


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


# --- columns ----------------------------------------------------------------------------------------


def as_grid(table: pd.DataFrame, frame: pd.DataFrame | None = None, *, shares: Iterable[str] = ()) -> Grid:
    """A table as heads and cells in words, in the language of the moment; `shares` are wide columns of them.

    `frame` is the summary of which the table has columns, and tells what its value is.
    Bounds stand in brackets behind their figure, the share of a partner behind its name, and the first and
    the last year of some years are one cell.
    """
    table, ratios, head_of_ratios = _with_steps(table, table if frame is None else frame)
    parties, shares, joined = set(party_columns(table)), set(shares), _joined(table)
    own = _own_heads(table if frame is None else frame)
    own |= {"relative": head_of_ratios} if head_of_ratios else {}
    behind = {name for more in joined.values() for name in more}
    heads, numeric, columns = [], [], []
    for name in [name for name in map(str, table) if name not in behind]:
        more = joined.get(name, [])
        per_cent = name in shares or _is_per_cent(name, table)
        of_share = (per_cent and name not in shares) or more[:1] == [f"{name}_share"]
        head = own.get(name) or _heading(table, name, more)
        heads.append(f"{head} [%]" if of_share else head)
        numeric.append(_is_number(table[name]) and not (name in _SPANS and more))
        cells = ratios.get(name) or _column(table, name, more, per_cent, name in parties)
        columns.append(
            cells if frame is None or len(frame) != len(table) else _with_about(cells, frame, name)
        )
    return Grid(heads, numeric, [list(row) for row in zip(*columns, strict=True)])


def _with_steps(table: pd.DataFrame, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any], str]:
    """Ratios of `relative` in the step that suits each measure, their cells in words, and their head.

    A fraction of GDP is counted in per cent, TIV per dollar as TIV per billion dollars, as charts do it.
    """
    about = frame if len(frame) == len(table) else table
    if not {"relative"} <= {*table} or "measure" not in about or not _is_number(table["relative"]):
        return table, {}, ""
    measures = about["measure"].astype(str).to_numpy()
    prices = about["prices"].astype(str).to_numpy() if "prices" in about else np.full(len(table), "current")
    figures = table[["relative", *_bounds("relative", table)]].to_numpy(dtype=float)
    cells, said = [""] * len(table), [""] * len(table)
    for measure, year in dict.fromkeys(zip(measures, prices, strict=True)):
        rows = np.flatnonzero((measures == measure) & (prices == year))
        largest = float(np.abs(figures[rows][np.isfinite(figures[rows])]).max(initial=0.0))
        found = series.ratio(str(measure), str(year), largest)
        text = partial(numbers.figure, most=numbers.most_decimals(largest * found.step))
        for row in rows:
            cells[row], said[row] = _ratio(figures[row] * found.step, text), found.words
    if "measure" in table:
        return table.assign(measure=said), {"relative": cells}, ""
    # the head says it where no column does, if it can
    one = len({*said}) == 1
    return table, {"relative": cells} if one else {}, names.sentence(said[0]) if one else ""


def _ratio(figures: Sequence[float], text: numbers.Wording) -> str:
    """A ratio with its bounds in brackets, or these alone."""
    value, *bounds = figures
    if math.isinf(value):
        return INFINITE
    figure = "" if math.isnan(value) else text(value)
    span = numbers.ends(bounds[0], bounds[1], text) if bounds else ""
    return f"{figure} [{span}]" if figure and span else figure or span


def _own_heads(frame: pd.DataFrame) -> dict[str, str]:
    """Heads of columns that mean another thing in some summaries: of a net, and of revisions."""
    if are_revisions(frame):
        return {name: say(head) for name, head in _OF_REVISIONS.items()}
    return next(({"value": say(head)} for own, head in _NETS if {*frame} >= own), {})


def _joined(table: pd.DataFrame) -> dict[str, list[str]]:
    """Columns that stand in one with others: with their bounds, a partner's share, a last year."""
    found = {}
    for name in map(str, table):
        share = f"{name}_share"
        if name in _SPANS and _are_years(table, [name, _SPANS[name].last]):
            found[name] = [_SPANS[name].last]
        elif name.startswith("partner_") and share in table and kinds_of(share):
            found[name] = [share, *_bounds(share, table)]
        elif bounds := _bounds(name, table):
            found[name] = bounds
    # what stands behind another takes its own bounds along
    behind = {name for more in found.values() for name in more}
    return {name: more for name, more in found.items() if name not in behind}


def _are_years(table: pd.DataFrame, columns: list[str]) -> bool:
    """Whether columns of orders hold years; those of a user may be called so."""
    if not ({*columns} <= {*table} and all(_is_number(table[name]) for name in columns)):
        return False
    return all(table[name].dropna().between(1900, 2100).all() for name in columns)


def _bounds(name: str, table: pd.DataFrame) -> list[str]:
    """The columns of the bounds of a figure: "low", "left_low", "share_low"."""
    stem = name.removesuffix("value") if name.endswith("value") else f"{name}_"
    bounds = [f"{stem}low", f"{stem}high"]
    # "left" is whom a figure is of, and "left_low" a bound of "left_value"
    return bounds if kinds_of(name) - {"party", "text"} and {*bounds} <= {*table} else []


def needed(table: pd.DataFrame, frame: pd.DataFrame, wide: str | None) -> pd.DataFrame:
    """The columns of a table that tell a reader something; the line below says what is the same for all.

    `frame` is the summary that a wide table was made of.
    """
    if not len(table):
        return table
    heads = {*heads_of(frame, wide)} if wide else set()
    # a coverage has no values and counts records
    kept = {*_KEPT, *_HIDDEN, *heads, "value", "complete", *(() if "value" in table else _COUNTS)}
    # years are said by the line below where they are a window
    kept |= set() if "period" in frame else {"start", "end", "year"}
    names = [name for name in map(str, table) if name not in kept]
    gone = {name for name in names if name in _COUNTS or (name in ABOUT and _is_one_value(table[name]))}
    # of a figure that is not known, a bound may be
    gone |= {
        name
        for name in names
        if name not in _OF_TWO and all(_is_empty(table[n]) for n in (name, *_bounds(name, table)))
    }
    # the year of a revised deal is that of its order
    gone |= {"start", "end", "year"} - heads if "period" in table and not are_revisions(table) else set()
    gone |= {name for name in _HIDDEN if name in table and not (table[name].fillna(0) != 0).any()}
    gone |= {"complete"} if _is_said(frame) else set()
    gone |= {
        name
        for name, normal in _NORMAL.items()
        if name in table and (table[name] == normal).fillna(False).all()
    }
    gone |= {"side"} if "party" in table and "side" in table and _is_one_value(table["side"]) else set()
    gone |= _of_orders(table) if "all_orders" in table else set()
    left = [name for name in map(str, table) if name not in gone]
    # how sure figures are stands behind them all
    return table[sorted(left, key=lambda name: _HIDDEN.index(name) + 1 if name in _HIDDEN else 0)]


def _is_one_value(cells: pd.Series) -> bool:
    return bool(cells.nunique(dropna=False) == 1)


def _is_empty(cells: pd.Series) -> bool:
    return bool((cells.isna() | cells.astype(str).eq("")).all())


def _is_said(frame: pd.DataFrame) -> bool:
    """Whether all is complete, or the line below says what is not: the same windows of all rows."""
    if "complete" not in frame or frame["complete"].all():
        return True
    return "period" in frame and bool((frame.groupby("period")["complete"].nunique() == 1).all())


def _of_orders(table: pd.DataFrame) -> set[str]:
    """What a list of orders has besides: numbers of deals, and what another column or the line says."""
    gone = {"deal", "tiv_unit", "ordered_estimated", "delivered_estimated"} & {*table}
    gone |= {"category"} if "description" in table and not _is_empty(table["description"]) else set()
    # the line below names one supplier, one recipient, and what may be missing
    return gone | {name for name in (*SIDES, "all_orders") if name in table and _is_one_value(table[name])}


def of_one_side(body: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """A ranking of parties of one side, which is called by it: "Supplier" and not "Party"."""
    sides = list(frame["side"].unique()) if "side" in frame else []
    if len(sides) != 1 or sides[0] not in SIDES or "side" in body or {*SIDES} & {*map(str, body)}:
        return body
    return body.rename(columns={"party": sides[0]})


def _is_per_cent(name: str, table: pd.DataFrame) -> bool:
    if kinds_of(name) != {"fraction"} or name in _INDICES or not _is_number(table[name]):
        return False
    if name == "estimated" and "value" not in table:
        # the rows of a coverage, counted
        return False
    if name in _BURDEN and "measure" in table:
        # years of spending are no part of it
        return bool((table["measure"] == "share of spending").all())
    return True


def _is_number(cells: pd.Series) -> bool:
    # an order is estimated or not; of a sum, a part is
    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def _heading(table: pd.DataFrame, name: str, more: Sequence[str]) -> str:
    """The head of a column in which `more` columns stand."""
    if name in _SPANS and more:
        return say(_SPANS[name].head)
    # columns of a user, not of orders
    own = name in ("first", "last") and not _are_years(table, [name])
    return name if own else _head(name)


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


def _column(table: pd.DataFrame, name: str, more: Sequence[str], per_cent: bool, is_party: bool) -> list[str]:
    """The cells of a column with what stands in it of `more`."""
    cells = [_cell(name, cell, per_cent, is_party, to=_side(name)) for cell in table[name].astype(object)]
    if not more:
        return cells
    if name in _SPANS:
        return [_years(*pair) for pair in zip(cells, _column(table, more[0], [], False, False), strict=True)]
    if more[0] == f"{name}_share":
        shares = _column(table, more[0], more[1:], True, False)
        return [f"{cell}{NBSP}{share}".strip() for cell, share in zip(cells, shares, strict=True)]
    ends = table[list(more)].to_numpy(dtype=float)

    def text(bound: float, *, to: str = NEAREST) -> str:
        return _cell(name, bound, per_cent, False, to=to)

    spans = [numbers.ends(low, high, text) for low, high in ends]
    return [f"{c} [{span}]" if c and span else c or span for c, span in zip(cells, spans, strict=True)]


def _side(name: str) -> str:
    """Which way a column is rounded; a bound that stands apart from its figure is rounded outwards."""
    if name in _BOUNDS or name.endswith(("_low", "_high")):
        return DOWN if name.endswith("low") else UP
    return NEAREST


def _with_about(cells: list[str], frame: pd.DataFrame, name: str) -> list[str]:
    """Cells of a column, with a sign before the numbers of orders that the source marks as estimates."""
    about = are_about(frame, name)
    return [f"{GUESSED}{NBSP}{cell}" if some else cell for cell, some in zip(cells, about, strict=True)]


def _years(first: str, last: str) -> str:
    """The years of deliveries, as windows are written."""
    if not (first and last):
        return first or last
    return years(period(int(first), int(last)))


def _cell(name: str, cell: Any, per_cent: bool, is_party: bool, *, to: str = NEAREST) -> str:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if name in _MILLIONS:
        cell = float(cell) / 1e6
    if isinstance(cell, bool | np.bool_):
        return say("yes") if cell else say("no")
    if isinstance(cell, float | np.floating) and math.isinf(cell):
        return INFINITE if cell > 0 else MINUS + INFINITE
    if per_cent:
        # what is less than a twentieth of a per cent is more than none
        return numbers.per_cent(float(cell), to=to) if cell else "0"
    if not isinstance(cell, str):
        text = number(shown(cell, to=to)) if isinstance(cell, float) else _whole(name, cell)
        return text.replace("-", MINUS) if _is_real(cell) else text
    return shown(_word(name, cell, is_party))


def _whole(name: str, cell: Any) -> str:
    """A whole number; a count has signs between its thousands, a year or the number of a deal has none."""
    counts = kinds_of(name) == {"count"} and name not in OBSERVED
    return number(f"{cell:,}") if counts and isinstance(cell, int | np.integer) else shown(cell)


def _is_real(cell: Any) -> bool:
    # of a date, a hyphen is no minus
    return isinstance(cell, int | float | np.integer | np.floating)


#: Columns of codes that have words.
_WORDED = ("category", "stage", "aid_type", "procured")


def _word(name: str, cell: str, is_party: bool) -> str:
    if is_party:
        return names.party(cell, "name")
    if name == "period":
        return years(cell)
    if name in _REPORTED and {*cell.split("+")} <= {*REPORTERS}:
        return ", ".join(str(say_in("side", side)) for side in cell.split("+"))
    if name in _OF_TWO and not cell:
        return say("not stated")
    if name == "dataset":
        return names.dataset(cell)
    if name == "source":
        return names.source(cell)
    return names.key_label(name, cell, "name") if name in _WORDED else cell
