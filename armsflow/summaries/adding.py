"""The rules of adding: by which columns, what may be summed, and what is folded into others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import (
    ArgumentError,
    MixedError,
    PartError,
    RecordError,
    SpanError,
    one_of,
    sample,
    warn,
)
from armsflow.holding import overlap
from armsflow.records.apart import check_apart
from armsflow.records.blanks import are_blank
from armsflow.records.check import (
    any_known,
    check_categories,
    check_codes,
    check_filled,
    check_meaning,
    look_for_nulls,
    refuse_broken_rows,
    rows_where,
    sound_row,
)
from armsflow.records.engines import collect, is_ours, known_of, with_nan
from armsflow.records.grouping import Groups, grouped, groups_of, is_constant, regrouped, sums_of
from armsflow.records.letters import numbers_of
from armsflow.records.observed_years import without_stale
from armsflow.records.own_columns import KINDS
from armsflow.records.schema import (
    ALL,
    ALL_IN_WORDS,
    COLUMNS,
    COVERED,
    FIGURE,
    IDENTITY,
    LACKING,
    MEANING,
    OTHERS,
    SIDES,
    UNKNOWN,
    is_part,
    pair_of_years,
    period,
)
from armsflow.records.selection import is_linked, read, with_linked
from armsflow.records.twice import check_once
from armsflow.records.without_parts import check_parts, hold_parts
from armsflow.replaced import replaced
from armsflow.reporters import chosen_by_name, over_reporters
from armsflow.summaries.blank_keys import blank_keys
from armsflow.summaries.columns import is_declared
from armsflow.summaries.layout import SUMS, periods
from armsflow.summaries.ordinary import first_alike, sums_in_database

__all__: list[str] = []

_USED = [c for c in COLUMNS if c not in ("item", "note", "quantity")]
#: Flags, not columns of the frame: what else rows that are added must agree in.
FLAGS = {
    "sum_pieces_of": "category",
    "sum_supplier_all": "supplier",
    "sum_recipient_all": "recipient",
}


def columns_of(names: Any, data: Any, what: str) -> list[str]:
    """One or several names of columns as a list, each of them a column by which one may add."""
    several = isinstance(names, Iterable) and not isinstance(names, str)
    listed = [] if names is None else list(names) if several else [names]
    met = data.collect_schema().names()
    # what a summary names itself cannot be a key as well
    wrong = [n for n in listed if n not in met or is_declared(n) or n.startswith("sum_") or is_ours(n)]
    if wrong:
        raise ArgumentError(
            f"{what} is {sample(wrong)}; expected columns of the records such as 'supplier', 'recipient', "
            "'category' or 'stage' (a column named like one of a summary's needs another name)",
            rows=wrong,
        )
    schema = data.collect_schema()
    if odd := [n for n in listed if _is_no_key(data, n, schema[n])]:
        raise ArgumentError(
            f"{what} is {sample(odd)}, of cells that are neither text nor numbers, dates or true and false; "
            "make it a column of text, such as with .astype(str)",
            rows=odd,
        )
    if data.implementation.is_duckdb() and (dotted := [n for n in listed if set(n) & set('."')]):
        raise ArgumentError(
            f"{what} is {sample(dotted)}; DuckDB reads a dot or a quotation mark in the name of a key as "
            "something else: rename the column",
            rows=dotted,
        )
    if len(set(listed)) < len(listed):
        raise ArgumentError(f"{what} names a column twice: {sample(listed)}", rows=listed)
    return listed


def _is_no_key(data: Any, name: str, kind: Any) -> bool:
    """Whether the cells of a column are none by which rows can be put in order; a span of months has none."""
    if data.implementation.is_duckdb() and kind == nw.Duration:
        return True
    return kind.is_nested() or bool(kind == nw.Unknown() and any_known(data, name))


def add(
    data: Any,
    keys: Sequence[str],
    *,
    within: Sequence[str],
    over: tuple[int, int] | None = None,
    once: bool = False,
    quiet: bool = False,
    keeps: bool = False,
    flagged: bool = False,
) -> pd.DataFrame:
    """Sums of the Narwhals frame `data` per `keys` and span, once rows alike in `within` agree.

    Returns one row per key, span and window observed, with the sums, the columns of MEANING and COVERED and
    the counts; `figures` and `finish` make a summary of it. `once` says that no row stands twice, as was seen
    before, `quiet` that the user was warned before, and `keeps` that the function has ``incomplete="keep"``.
    With `flagged` the sums have the columns of `FLAGS` too, for `apart_of`.
    """
    known = known_of(data)
    distinct = not once and check_once(data, within, known.rows)
    alike: dict[str, Any] = {n: value for n, value in known.constants.items() if n not in keys}
    if over is not None:
        _check_window(data, over, within, distinct=distinct, keeps=keeps)
    # the user's other columns may be called like ours
    flags = [flag for flag, column in FLAGS.items() if flagged or column not in within]
    if _unit_of(data, alike) not in ("", "pieces"):
        flags = [flag for flag in flags if flag != "sum_pieces_of"]
    names = dict.fromkeys([*_USED, *keys, *within])
    group = list(dict.fromkeys([*keys, *within, "start", "end", *MEANING, *flags, *COVERED]))
    counts = {"sum_with_value": "value", "sum_disclosed": "high"}
    counted = ["sum_linked", "sum_estimated", "sum_inside"]
    # the gate looked at no row of these engines
    counted += [] if data.implementation.is_pyarrow() else ["sum_broken"]

    def prepared(rows: Any, made: Sequence[str]) -> Any:
        return _prepared(_in_one_window(rows, over).select(*names), made)

    # a database takes time for each frame that is made of a file, whether it is read or not
    @cache
    def every() -> Any:
        return prepared(data, [*counted, *flags])

    if data.implementation.is_duckdb():
        beside = [name for name in group if name in (*MEANING, *COVERED) and name not in {*keys, *within}]
        usual = {} if known.rows is None else _usual(data, beside, flags, alike)
        given = prepared(with_nan(data), [flag for flag in flags if flag not in usual])
        sums = sums_in_database(every, given, group, counted, counts, alike, usual, known.rows)
    else:
        sums = sums_of(every(), group, [*FIGURE, *counted], counts, alike)
    if "sum_broken" in sums and sums["sum_broken"].sum():
        refuse_broken_rows(every())
    gone = [name for name in (*MEANING, "start", "end", *COVERED) if sums[name].isna().any()]
    if gone and not data.implementation.is_pyarrow():
        check_filled(every(), gone)
    check_codes(sums, keys)
    check_meaning(sums)
    _check_figures(sums, within)
    _check_wholes(sums, within)
    _check_meaning(sums, within, flags, keys)
    if "category" not in within:
        if "category" in keys:
            _check_categories(sums, within)
        # what two sides of a mirror have is compared, not added
        if not quiet:
            _check_nested(data, within, joined=over is not None)
    if not quiet:
        _say_inside(int(sums["sum_inside"].sum()))
    if sums["sum_linked"].sum():
        check_parts(every(), within)
        # the sums no longer say which records they hold
        if len(sums) > 1 and hold_parts(every()):
            sums = sums.assign(selection=sums["selection"].map(with_linked))
    _check_linked(sums, within)
    return regroup(sums, [*keys, *(flags if flagged else ()), "start", "end", *COVERED])


def _say_inside(count: int) -> None:
    """Warn of records of which one party is supplier and recipient."""
    if count:
        warn(
            f"{count} record(s) have one supplier and recipient: flows inside a group or a state, which "
            "count as given and as received",
            advice="; to_groups(…, inner='drop') leaves them out, and the records say so",
        )


def apart_of(sums: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """By which columns the `flagged` sums per `keys` must be kept apart, wherever they would be added."""
    nested = ["category"] if "category" in keys and _are_nested(sums["category"]) else []
    return [*MEANING, *(flag for flag in FLAGS if flag in sums), *nested]


def _are_nested(categories: pd.Series) -> bool:
    """Whether one category contains another."""
    met = {str(category) for category in categories.unique()}
    every = sorted({leaf for category in met for leaf in category.split("+")})
    # in this order the first of what a category contains stands behind it
    return (ALL in met and len(met) > 1) or any(is_part(after, one) for one, after in pairwise(every))


#: Where the largest are sought that `top` keeps: over all spans of a whole, in the last one, in each of them,
#: or over all wholes together, so that each whole names the same.
TOP_IN = ("all", "last", "each", "together")


def fold(
    sums: pd.DataFrame,
    column: Sequence[str],
    within: Sequence[str],
    top: int,
    top_in: str = "all",
    *,
    besides: Sequence[str] = (),
) -> pd.DataFrame:
    """Keep the `top` largest of `column` in each `within`; the rest become `others`.

    The largest are those over all spans and whoever is the largest of any one span, or those of the last span
    with something in it, or those of each span, or the same in each `within`: see `TOP_IN`.

    The columns `besides` keep rows apart and do not count for who is large.
    Unknown parties and nulls are neither counted nor folded: who they are is not known to be small.
    """
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        raise ArgumentError(f"top is {top!r}; expected a whole number from 1", rows=[top])
    if not column:
        raise ArgumentError("top is given and no column whose largest to keep; name one in by=")
    keys = [*within, *column]
    unknown = of_unknown(sums, column)
    # of what has no value at least its lower bound counts
    whole = sums["sum_with_value"] == sums["sum_disclosed"]
    groups, wholes = groups_of(sums, keys), groups_of(sums, within)
    figure = sums["value"].where(whole, sums["low"]).to_numpy()
    size = groups.sums(figure)
    # the groups that may be kept, within each whole the largest first; of equal ones the first by its keys
    known = np.flatnonzero(~unknown[groups.first])
    whole_of = wholes.ids[groups.first]
    known = known[np.lexsort((-size[known], whole_of[known]))]
    overall = known[_ranks(whole_of[known]) < top]
    rows = np.flatnonzero(~unknown & (figure > 0))
    if top_in == "last":
        kept = _leading(sums, figure, groups.ids, _in_last_span(sums, rows, wholes.ids), within, top)
    elif top_in == "each":
        kept = _leading(sums, figure, groups.ids, rows, within, top)
    else:
        kept = np.concatenate([overall, _leading(sums, figure, groups.ids, rows, within, 1)])
        if top_in == "together":
            kept = _together(sums, figure, unknown, column, top, groups, kept[len(overall) :])
    rest = ~(unknown | np.isin(groups.ids, kept))
    return as_others(sums, column, within, rest, besides=besides)


def check_top_in(top: Any, top_in: str) -> None:
    """Raise unless `top_in` is a known word, and there is a `top` that it is about."""
    one_of(top_in, TOP_IN, "top_in")
    if top is None and top_in != "all":
        raise ArgumentError(
            f"top_in is {top_in!r} and top is not given; say with top= how many to keep", rows=[top_in]
        )


def as_others(
    sums: pd.DataFrame,
    column: Sequence[str],
    within: Sequence[str],
    rest: np.ndarray,
    *,
    besides: Sequence[str] = (),
) -> pd.DataFrame:
    """The sums with the rows of `rest` added up as `others`."""
    # who is the same in all rows stays: others of one supplier are still its own
    varied = [name for name in column if sums[name].nunique(dropna=False) > 1] or column
    _check_no_others(sums, varied, rest)
    folded = replaced(sums, {name: _as_text(sums[name]).mask(rest, OTHERS) for name in varied})
    others = rest & folded["reporter"].isin(varied).to_numpy()
    if (
        lacks := others & over_reporters(folded, [*within, *column, *besides]) & ~chosen_by_name(folded)
    ).any():
        # among the others are those that report nothing
        before = sums[LACKING].to_numpy() if LACKING in sums else np.zeros(len(sums))
        folded = folded.assign(**{LACKING: np.maximum(before, lacks)})
    return regroup(folded, [*within, *column, *besides, "start", "end", *COVERED])


def _check_no_others(sums: pd.DataFrame, column: Sequence[str], rest: np.ndarray) -> None:
    """Raise where a key of the user's has cells that are called as the rest will be."""
    if named := [name for name in column if rest.any() and (sums[name] == OTHERS).any()]:
        raise ArgumentError(
            f"{sample(named)} has cells {OTHERS!r}, which is what the rest is called that is folded: "
            f"the two would be one; call these cells something else, such as 'other {named[0]}'",
            rows=named,
        )


def _leading(
    sums: pd.DataFrame,
    figure: np.ndarray,
    ids: np.ndarray,
    rows: np.ndarray,
    within: Sequence[str],
    most: int,
) -> np.ndarray:
    """The groups of `rows` with the largest figures of each `within` and span; of equal ones the first."""
    spans = groups_of(sums, [*within, "start", "end"])
    each = grouped([pd.Series(ids[rows]), pd.Series(spans.ids[rows])], len(rows))
    figures, group, span = each.sums(figure[rows]), ids[rows][each.first], spans.ids[rows][each.first]
    order = np.lexsort((group, -figures, span))
    return np.unique(group[order[_ranks(span[order]) < most]])


def _together(
    sums: pd.DataFrame,
    figure: np.ndarray,
    unknown: np.ndarray,
    column: Sequence[str],
    most: int,
    groups: Groups,
    leading: np.ndarray,
) -> np.ndarray:
    """The groups of the parties that are largest over all wholes together, and of who leads any one whole."""
    for name in ("stage", "unit", "prices"):
        if len(found := sorted(sums[name].unique())) > 1:
            raise ArgumentError(
                f"top_in is 'together' and {name} is {sample(found)}, so that no sum over all says who is "
                f"large; keep one with where(records, {name}=…), or say top_in='all'",
                rows=found,
            )
    parties = groups_of(sums, column)
    known = np.flatnonzero(~unknown[parties.first])
    largest = known[np.argsort(-parties.sums(figure)[known], kind="stable")][:most]
    ids = parties.ids[groups.first]
    return np.flatnonzero(np.isin(ids, [*largest, *ids[leading]]))


def _in_last_span(sums: pd.DataFrame, rows: np.ndarray, wholes: np.ndarray) -> np.ndarray:
    """Those of `rows` that stand in the last span of their whole."""
    start, end = (sums[name].to_numpy(dtype="int64") for name in ("start", "end"))
    last = np.full(wholes.max(initial=-1) + 1, np.iinfo("int64").min)
    np.maximum.at(last, wholes[rows], end[rows])
    rows = rows[end[rows] == last[wholes[rows]]]
    begins = pd.Series(start[rows]).groupby(wholes[rows]).nunique()
    if (begins > 1).any():
        found = sums.iloc[rows[np.isin(wholes[rows], begins.index[begins > 1])]]
        spans = [period(a, b) for a, b in sorted({*zip(found["start"], found["end"], strict=True)})]
        raise ArgumentError(
            f"top_in is 'last' and spans of different lengths end in the same year: {sample(spans)}; "
            "put the records into windows with to_periods(records, 5, end=…), or say top_in='each'",
            rows=spans,
        )
    return rows


def _ranks(ids: np.ndarray) -> np.ndarray:
    """The place from 0 of each element among those of its group; the groups stand in order."""
    return np.arange(len(ids)) - np.searchsorted(ids, ids)


def _as_text(cells: pd.Series) -> pd.Series:
    """A key as text, which numbers must be beside "others"."""
    is_text = pd.api.types.is_string_dtype(cells) or pd.api.types.is_object_dtype(cells)
    return cells if is_text else cells.map(str, na_action="ignore")


def of_unknown(sums: pd.DataFrame, column: Sequence[str]) -> np.ndarray:
    """Whether who or what a row is of is not known: an unknown party, or a blank."""
    found = np.zeros(len(sums), dtype=bool)
    blank = blank_keys(sums, column)
    for name in column:
        cells = sums[name]
        found |= (cells.isna() | cells.astype(str).str.startswith(UNKNOWN)).to_numpy(dtype=bool)
        found |= are_blank(cells) if name in blank else False
    return found


def regroup(sums: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add sums again over fewer keys; the other columns are alike in each group, or were checked."""
    added = [*SUMS, *([LACKING] if LACKING in sums else [])]
    return regrouped(sums, keys, added)[[*dict.fromkeys([*keys, *added, *MEANING])]]


def _unit_of(data: Any, alike: dict[str, Any]) -> str:
    """The unit that all rows are in; "" where they differ or a look would cost more than it saves."""
    if not data.implementation.is_pyarrow():
        return str(alike.get("unit", ""))
    units = data.to_native()["unit"]
    return str(units[0].as_py() or "") if len(units) and is_constant(units) else ""


def _usual(
    data: Any, beside: Sequence[str], flags: Sequence[str], alike: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """What most rows are expected to be alike in: columns `beside` the keys and flags, with the condition."""
    first = first_alike(data, [name for name in beside if name not in alike])
    usual = {name: (value, nw.col(name) == value) for name, value in first.items()}
    for side in SIDES:
        if (flag := f"sum_{side}_all") in flags:
            usual[flag] = (False, ~nw.col(side).is_in([ALL, *ALL_IN_WORDS]))
    if "sum_pieces_of" in flags and first.get("unit", "pieces") != "pieces":
        # as the unit is this one
        usual["sum_pieces_of"] = ("", nw.col("unit") != "pieces")
    return usual


def _prepared(data: Any, names: Sequence[str]) -> Any:
    columns = dict(_columns())
    if data.implementation.is_pyarrow():
        table = data.to_native()
        empty = [name for name in names if name in _IS_EMPTY and _IS_EMPTY[name](table)]
        columns |= {name: _EMPTY[name] for name in empty}
    return data.with_columns(**{name: columns[name] for name in names}) if names else data


def _is_nowhere(table: pa.Table, column: str, words: Sequence[str]) -> bool:
    """Whether no cell holds one of some words of three letters, where all cells have so many."""
    numbers = numbers_of(pa.chunked_array([*table[column].chunks, pa.array(words)]))
    if numbers is None or numbers.dtype != np.dtype("uint32"):
        return False
    cells, wanted = numbers[: -len(words)], numbers[-len(words) :]
    return not any((cells == word).any() for word in wanted)


def _differ(table: pa.Table, *columns: str) -> bool:
    """Whether two columns differ in every row."""
    return not pc.any(pc.equal(*(table[name] for name in columns))).as_py()


_OF_THREE = [word for word in (ALL, *ALL_IN_WORDS) if len(word.encode()) == 3]
# what of the counts and flags is nothing in all rows, which costs less to see than to count
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("sum_linked", "sum_estimated", "sum_inside"), nw.lit(None, dtype=nw.Int8())),
    **dict.fromkeys(("sum_supplier_all", "sum_recipient_all"), nw.lit(False)),
}
_IS_EMPTY: dict[str, Callable[[pa.Table], bool]] = {
    "sum_linked": lambda table: all(table[c].null_count == len(table) for c in ("part_of", "same_as")),
    "sum_estimated": lambda table: not pc.any(table["estimated"]).as_py(),
    "sum_inside": lambda table: _differ(table, "supplier", "recipient"),
    "sum_supplier_all": lambda table: _is_nowhere(table, "supplier", _OF_THREE),
    "sum_recipient_all": lambda table: _is_nowhere(table, "recipient", _OF_THREE),
}


@cache
def _columns() -> dict[str, Any]:
    linked = ~nw.col("part_of").is_null() | ~nw.col("same_as").is_null()
    inside = (nw.col("supplier") == nw.col("recipient")) & (nw.col("supplier") != ALL)
    # what is 0 counts nowhere
    is_zero = (nw.col("low") == 0.0) & (nw.col("high") == 0.0)
    # a number made of true and false costs less than a choice between two numbers
    return {
        "sum_linked": linked.cast(nw.Int64()),
        "sum_estimated": nw.col("estimated").cast(nw.Float64()) * nw.col("value"),
        "sum_inside": nw.when(is_zero).then(nw.lit(0)).otherwise(inside.cast(nw.Int64())),
        "sum_broken": nw.when(sound_row()).then(nw.lit(0)).otherwise(nw.lit(1)),
        "sum_pieces_of": nw.when(nw.col("unit") == "pieces").then(nw.col("category")).otherwise(nw.lit("")),
        "sum_supplier_all": nw.col("supplier").is_in([ALL, *ALL_IN_WORDS]),
        "sum_recipient_all": nw.col("recipient").is_in([ALL, *ALL_IN_WORDS]),
    }


def _in_one_window(data: Any, over: tuple[int, int] | None) -> Any:
    if over is None:
        return data
    first, last = over
    data = without_stale(data)
    return data.with_columns(start=nw.lit(first).cast(nw.Int16()), end=nw.lit(last).cast(nw.Int16()))


def _check_window(
    data: Any, over: tuple[int, int], within: Iterable[str], *, distinct: bool, keeps: bool
) -> None:
    """Raise SpanError where rows do not stand once in the window `over`."""
    first, last = pair_of_years(over, "over")
    look_for_nulls(data, ["start", "end"])
    start, end = nw.col("start"), nw.col("end")
    outside = rows_where(data, (start < first) | (end > last) | (start > end))
    if (outside["start"] > outside["end"]).any():
        refuse_broken_rows(data)
    if len(outside):
        raise SpanError(
            f"{len(outside)} row(s) reach outside over=({first}, {last}), such as "
            f"{sample(periods(outside['start'], outside['end']).unique())}; "
            f"{_window_of_all(data, outside, (first, last), keeps=keeps)} takes in all rows; or select with "
            "where(records, years=…), or re-bin with to_periods()",
            rows=outside,
        )
    check_apart(data, f"over=({first}, {last})", within=within, distinct=distinct)


def _window_of_all(data: Any, outside: pd.DataFrame, over: tuple[int, int], *, keeps: bool) -> str:
    """The window that covers all rows, as a call has it; what reaches beyond observed years is incomplete."""
    first, last = min(over[0], int(outside["start"].min())), max(over[1], int(outside["end"].max()))
    said = f"over=({first}, {last})"
    if not keeps:
        return said
    years = collect(data.select(*COVERED).unique())
    beyond = first < years["observed_start"].min() or last > years["observed_end"].max()
    return f'{said}, incomplete="keep"' if beyond else said


def moving(data: Any) -> bool:
    """Whether records stand in windows of one length that overlap, as to_periods(…, step=1) makes them."""
    spans = collect(data.select("start", "end").unique()).astype("int64").sort_values("start")
    lengths = (spans["end"] - spans["start"] + 1).unique()
    if len(lengths) != 1 or lengths[0] < 2 or not (spans["start"].diff() < lengths[0]).any():
        return False
    rows = collect(data.select(*IDENTITY, "start", "end")).sort_values([*IDENTITY, "start"])
    again = rows.duplicated(list(IDENTITY))
    return bool((again & (rows["start"].astype("int64") <= rows["end"].shift(1).fillna(-1))).any())


_MEETS = {
    "sum_pieces_of": ("category", "pieces of different categories are different things"),
    "sum_supplier_all": ("supplier", "'all' may contain the suppliers that are named"),
    "sum_recipient_all": ("recipient", "'all' may contain the recipients that are named"),
}


def _check_figures(sums: pd.DataFrame, within: Sequence[str]) -> None:
    """Raise where sums are what no sum of figures can be; of lazy frames no single figure was looked at."""
    low, value, high = (sums[name].to_numpy() for name in ("low", "value", "high"))
    # a million figures, each rounded, stay far below
    most, known = 1 + 1e-9, (sums["sum_with_value"] == sums["sum_disclosed"]).to_numpy()
    outside = (low > high * most) | (known & ((low > value * most) | (value > high * most)))
    broken = (low < 0) | (value < 0) | (high < 0) | np.isinf(value) | np.isinf(low) | outside
    if broken.any():
        wrong = sums[broken]
        shown = wrong[[*within, *FIGURE]].head()
        raise RecordError(
            f"figures are negative or infinite, or lie outside their bounds, in {len(wrong)} sum(s); "
            "expected 0 ≤ low ≤ value ≤ high and only high without limit: pass the records through "
            f"to_records(), which says which rows:\n{shown.to_string(index=False)}",
            rows=wrong,
        )


def _check_wholes(sums: pd.DataFrame, within: Sequence[str]) -> None:
    """Raise where figures that are finite make a whole that is not."""
    with np.errstate(over="ignore"):
        if not np.isinf(sums[["value", "low"]].to_numpy().sum()):
            return
        _check_figures(regroup(sums, list(dict.fromkeys([*within, "start", "end"]))), within)


def _check_meaning(
    sums: pd.DataFrame, within: Sequence[str], flags: Sequence[str], by: Sequence[str]
) -> None:
    """Raise MixedError unless rows alike in `within`, a part of `by`, agree in their meaning and flags."""
    keys = list(within)
    together, all_ = (groups_of(sums, group) for group in (keys, [*keys, *MEANING, *flags]))
    if together.count == all_.count:
        return
    # a null is a value that differs from others
    kinds = {column: groups_of(sums, [*keys, column]) for column in (*MEANING, *flags)}
    # a flag about one of the keys follows from it and the unit, which comes first
    column = next(name for name, each in kinds.items() if each.count > together.count)
    shown, why = _MEETS.get(column, (column, "they do not mean the same"))
    mixed = sums[np.bincount(together.ids[kinds[column].first])[together.ids] > 1]
    first = mixed.index[0]
    met = sums.loc[together.ids == together.ids[first], column]
    at = {} if not keys else sums.loc[first, keys].to_dict()
    flag, folded = column.endswith("_all"), shown in by
    # one category of such a source holds pieces of several kinds
    finer = KINDS.get(sums.loc[first, "source"], shown) if column == "sum_pieces_of" else shown
    raise MixedError(_mixed(shown, finer, met, at, why, flag=flag, folded=folded), rows=mixed)


def _check_linked(sums: pd.DataFrame, within: Sequence[str]) -> None:
    """Raise PartError where sums that hold parts of others would be added."""
    linked = (
        sums["selection"].map(lambda text: isinstance(text, str) and is_linked(text)).to_numpy(dtype=bool)
    )
    if not linked.any() or sums["sum_linked"].sum():
        return
    groups = groups_of(sums, within)
    several = groups.sums(sums["records"].to_numpy()) > 1
    wrong = several[groups.ids] & linked
    if wrong.any():
        raise PartError(
            "sums that would be added hold parts of each other, or several reports of one fact, as 'linked' "
            "in their selection says: take without_parts(records) before the sums are made",
            rows=sums[wrong],
        )


def _check_categories(sums: pd.DataFrame, within: Sequence[str]) -> None:
    """Raise MixedError where one category of a whole may contain another of it."""
    groups = sums.groupby(list(within), dropna=False, sort=False) if within else [((), sums)]
    for _, group in groups:
        met = sorted(set(group["category"]))
        leaves = [leaf for category in met for leaf in category.split("+")]
        pairs = ((a, b) for i, a in enumerate(leaves) for b in leaves[i + 1 :])
        if ("all" in met and len(met) > 1) or any(overlap(a, b) for a, b in pairs):
            raise MixedError(
                f"categories of one whole overlap: {sample(met)}; a part of it would be in two of them. Keep "
                f"categories that exclude each other with where(records, category=…){_unsorted(group)}",
                rows=group,
            )


def _unsorted(sums: pd.DataFrame) -> str:
    """What a choice of categories would leave out, since no category is given."""
    rows = sums[sums["category"] == ALL]
    if not len(rows):
        return ""
    count, value = int(rows["records"].sum()), rows["value"].sum()
    figure = f", {value:,.0f} {rows['unit'].iloc[0]}" if value > 0 else ""
    return f"; that leaves out what has no category ('all'): {count:,} record(s){figure}"


# the rows of one flow, which are added where they have one span, or one window joins them
_FLOW = (*MEANING, *SIDES)
_SPAN = ("start", "end")


def _check_nested(data: Any, within: Sequence[str], *, joined: bool) -> None:
    """Raise MixedError where one flow stands under a category and under a part of it as well.

    Levels that differ from flow to flow may be added, and those that differ from year to year where one
    window has `joined` them. Rows that say what they are part of are looked at by `check_parts`.
    """
    met = _categories_of(data)
    check_categories(met)
    leaves = {category: category.split("+") for category in met}
    every = sorted({leaf for each in leaves.values() for leaf in each})
    # in this order the first of what a category contains stands behind it
    wide = [one for one, following in pairwise(every) if is_part(following, one)]
    if not wide:
        return
    inside = {leaf for leaf in every if any(is_part(leaf, one) for one in wide)}
    some = [category for category, each in leaves.items() if inside.intersection(each)]
    keys = dict.fromkeys([*_FLOW, *within, *_SPAN])
    flow = [name for name in keys if not (joined and name in _SPAN)]
    rows = data.filter(
        nw.col("category").is_in(some) & nw.col("part_of").is_null() & nw.col("same_as").is_null()
    )
    rows = collect(rows.select(*keys, "category").unique())
    kinds = rows[~rows.duplicated([*flow, "category"])]
    several = kinds[kinds.duplicated(flow, keep=False)][flow].drop_duplicates()
    for _, group in rows.merge(several, on=flow).groupby(flow, dropna=False, sort=True):
        nested = _nested(group, leaves)
        if nested:
            where = " to ".join(str(group[side].iloc[0]) for side in SIDES)
            raise MixedError(
                f"a category and parts of it would be added, and what is in both would count twice: "
                f"{sample(sorted(set(nested)))} (from {where}, "
                f"{period(int(group['start'].min()), int(group['end'].max()))}). Keep one level with "
                "where(records, category=…), or say with part_of which rows are inside which, for "
                "without_parts()",
                rows=group,
            )


def _nested(rows: pd.DataFrame, leaves: Mapping[str, Sequence[str]]) -> list[str]:
    """The leaves of some rows of which one lies in another in the same year."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for category, start, end in rows[["category", *_SPAN]].itertuples(index=False, name=None):
        for leaf in leaves[category]:
            spans.setdefault(leaf, []).append((start, end))
    return [
        one
        for one in sorted(spans)
        for other in spans
        if one != other and overlap(one, other) and _meet(spans[one], spans[other])
    ]


def _meet(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span of the one has a year in common with one of the other."""
    return any(a <= until and first <= b for a, b in some for first, until in others)


def _categories_of(data: Any) -> list[str]:
    """The categories that are met, each once."""
    if not data.implementation.is_pyarrow():
        # a database groups in a tenth of the time in which it takes one row of each
        met = collect(data.group_by("category").agg(armsflow__rows=nw.len()))["category"]
        return [str(category) for category in met.dropna()]
    cells = data.to_native()["category"]
    each = cells[:1] if is_constant(cells) else pc.unique(cells)
    return [str(category) for category in each.to_pylist()]


def _mixed(
    shown: str, by: str, met: pd.Series, at: dict[str, Any], why: str, *, flag: bool, folded: bool
) -> str:
    """Why rows are not added, and `by` which column to choose; of one that would be `folded`, that it must
    stand behind another.
    """
    found = "'all' and named ones" if flag else sample(sorted(met.unique().tolist(), key=str))
    where = ", ".join(f"{key} {value!r}" for key, value in at.items())
    way = (
        f"keep them apart with {by!r} in within=, or in by= behind the key of which top= keeps the largest"
        if folded
        else f"keep them apart with {by!r} among the keys"
    )
    apart = "" if flag else f", or {way}"
    return (
        f"rows that would be added differ in {shown}: {found}{f' (at {where})' if where else ''}; "
        f"{why}. Keep one with where(records, {by}=…){apart}"
    )


#: What the parts are parts of: all that the source has, or those rows that were chosen.
WHOLES = ("all", "chosen")


def check_whole(sums: pd.DataFrame, parts: Sequence[str], whole: str) -> None:
    """Raise where only some parts of a whole were chosen, unless the user says that these are the whole."""
    one_of(whole, WHOLES, "whole")
    chosen = {text: [part for part in parts if part in read(text)] for text in sums["selection"].unique()}
    if whole == "all" and (found := {text: some for text, some in chosen.items() if some}):
        columns = sorted({column for some in found.values() for column in some})
        # a file of one state's exports says nothing of other suppliers
        taken = {name for text in sums["selection"].unique() for name in read(text)}
        other = next((side for side in SIDES if side not in taken), "") if len(columns) == 1 else ""
        aside = f", take the other side with of={other!r}" if other else ""
        raise ArgumentError(
            f"only some of each whole's parts were chosen, or are in the file ({sample(found)}), so that "
            f"parts of the whole are missing; choose by {sample(columns)} after this call, from its "
            f'result{aside}, or say whole="chosen" for parts of those chosen',
            rows=list(found),
        )


def parts_and_wholes(of: Any, within: Any, data: Any) -> tuple[list[str], list[str]]:
    parts, wholes = columns_of(of, data, "of"), columns_of(within, data, "within")
    if not parts or set(parts) & set(wholes):
        raise ArgumentError(
            f"of is {sample(parts)} and within {sample(wholes)}; expected different columns, "
            "such as of='supplier', within='recipient'"
        )
    if years := sorted({"start", "end"} & {*parts}):
        raise ArgumentError(
            f"of is {sample(years)}; every span is a whole of its own, so that years are no parts of one: "
            "expected what the figures of a span are made up of, such as of='supplier'",
            rows=years,
        )
    return parts, wholes
