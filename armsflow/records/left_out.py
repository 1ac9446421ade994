"""Rows that a choice leaves out, though they may hold a figure of those that were chosen.

They are of "all", of a group with a member that was chosen, of a category that contains the one chosen, or in
another money. Where "all" was chosen, they are of whom or what it may hold. Of a group of the user's own
nobody knows who its members are. Whoever has records beside it was none in the years that these observe, as
`to_groups` leaves them; of all others it may hold the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from armsflow.groups import Spell, common_years, is_own_group, spells_of_code
from armsflow.holding import APART
from armsflow.parties import members_group
from armsflow.records.blanks import is_blank
from armsflow.records.engines import among, collect
from armsflow.records.grouping import groups_of
from armsflow.records.membership import selections
from armsflow.records.observed_years import lists_all
from armsflow.records.own_columns import leaves_open
from armsflow.records.schema import ALL, MEANING, SIDES, is_part
from armsflow.records.selection import with_left_out as marked
from armsflow.records.selection import with_no_category
from armsflow.records.where_categories import with_subdivisions

__all__: list[str] = []

#: What money is counted in: a figure in one of these may be that of another, a figure in TIV or pieces not.
MONEY = ("unit", "prices")
VOLUMES = ("TIV", "pieces")
Span = tuple[int, int]


def with_left_out(
    data: Any,
    every: Any,
    chosen: Mapping[str, list[str]],
    met: Mapping[str, list[str]],
    years: Span | None,
) -> Any:
    """Rows whose selection says of which years rows were left out that may hold their figures.

    `every` are the rows of which those of `data` were `chosen` by parties and categories, whose codes that
    were `met` are known.
    """
    names = data.collect_schema().names()
    vague = {column: _vague(column, some, met[column]) for column, some in chosen.items()}
    if not any(vague.values()) or not {*MEANING, "selection", "start", "end", "high"} <= set(names):
        return data
    fits = [among(column, [*_named(column, some), *vague[column]]) for column, some in chosen.items()]
    fits.append(reduce(or_, [among(column, some) for column, some in vague.items() if some]))
    fits += _with_something(years)
    columns = [*MEANING, *chosen, "start", "end"]
    rows = collect(every.filter(reduce(and_, fits)).select(*columns).unique())
    may = np.array([_may_hold(row, chosen) for row in rows.to_dict("records")], dtype=bool)
    for column in (name for name in SIDES if ALL not in chosen.get(name, [ALL])):
        if not any(map(is_own_group, vague[column])):
            continue
        own = rows[column].isin([code for code in vague[column] if is_own_group(code)]).to_numpy()
        may &= ~own | _of_strangers(rows, every, column, chosen[column])
    rows = rows[may]
    data = with_years_left_out(data, rows)
    if ALL in vague.get("category", []):
        # in their years a sum of categories is known to lack something, whether it has records or not
        data = with_years_left_out(data, rows[rows["category"] == ALL], mark=with_no_category)
    return data


def with_unsaid_left_out(data: Any, every: Any, chosen: Mapping[str, list[str]], years: Span | None) -> Any:
    """Rows whose selection says of which years rows were left out of which too little is said.

    Of some of `every` a source does not say what was `chosen` by, such as the item or whether it was new, or
    a column of the user's own is blank, as after a join with a table that lacks some years.
    """
    schema = every.collect_schema()
    asked = [column for column in chosen if column not in (*SIDES, "category")]
    if not asked or not {*MEANING, "selection", "start", "end", "high"} <= set(schema.names()):
        return data
    sources = collect(every.select("source").unique())["source"].tolist()
    blank = [is_blank(schema, column, chosen[column]) for column in asked if leaves_open(column, sources)]
    if not blank:
        return data
    coded = [column for column in (*SIDES, "category") if column in chosen]
    fits = [among(column, _named(column, chosen[column])) for column in coded]
    fits += [reduce(or_, blank), *_with_something(years)]
    rows = every.filter(reduce(and_, fits)).select(*MEANING, "start", "end")
    return with_years_left_out(data, collect(rows.unique()))


def with_money_left_out(
    data: Any, every: Any, chosen: Mapping[str, list[str]], kept: Mapping[str, Any], years: Span | None
) -> Any:
    """Rows whose selection says of which years money was left out that is in another unit or at other prices.

    `every` are rows of any money, of which those of the units and prices `kept` stay, and of these the ones
    that were `chosen` by parties and categories.
    """
    asked = {column: cells for column, cells in kept.items() if cells is not None}
    if not asked or {*asked.get("unit", [""])} <= {*VOLUMES}:
        return data
    money = ~among("unit", VOLUMES)
    other = reduce(or_, [~among(column, cells) for column, cells in asked.items()])
    coded = [column for column in (*SIDES, "category") if column in chosen]
    # of one money no row is left for the other conditions
    every = every.filter(other)
    fits = [money, *(among(column, _named(column, chosen[column])) for column in coded)]
    alike = [name for name in MEANING if name not in MONEY]
    rows = every.filter(reduce(and_, [*fits, *_with_something(years)])).select(*alike, "start", "end")
    return with_years_left_out(data, collect(rows.unique()), money, alike=alike)


def with_members_left_out(data: Any, side: str, spells: Sequence[Spell]) -> Any:
    """Rows of new groups whose selection says in which years a member stands as another group.

    This is said of groups of the user's own; of others the members are known wherever it matters.
    """
    own = [spell for spell in spells if is_own_group(spell.group)]
    if not own or not {*MEANING, "selection", "high"} <= set(data.collect_schema().names()):
        return data
    groups = {spell.group for spell in own}
    met = [code for code in collect(data.select(side).unique())[side] if code not in groups]
    windows = common_years([*own, *(spell for code in met for spell in spells_of_code(code))])
    windows = [each for each in windows if each[0] in groups]
    if not windows:
        return data
    fits = [among(side, sorted({other for _, other, *_ in windows})), *_with_something(None)]
    rows = collect(data.filter(reduce(and_, fits)).select(*MEANING, side, "start", "end").unique())
    found = rows.merge(pd.DataFrame(windows, columns=["armsflow__group", side, "first", "last"]), on=side)
    found["start"] = found[["start", "first"]].max(axis=1)
    found["end"] = found[["end", "last"]].min(axis=1)
    for group, some in found[found["start"] <= found["end"]].groupby("armsflow__group"):
        data = with_years_left_out(data, some, nw.col(side) == group)
    return data


def _with_something(years: Span | None) -> list[Any]:
    """Conditions of rows that hold something, in some `years`."""
    some = nw.col("high").is_null() | (nw.col("high") > 0)
    inside = [] if years is None else [(nw.col("start") <= years[1]) & (nw.col("end") >= years[0])]
    return [some, *inside]


def _of_strangers(rows: pd.DataFrame, every: Any, column: str, chosen: list[str]) -> np.ndarray:
    """Beside which rows someone that was chosen has no record of the same meaning under its own name."""
    met = collect(every.filter(among(column, _named(column, chosen))).select(*MEANING, column).unique())
    kinds = groups_of(pd.concat([rows[[*MEANING]], met[[*MEANING]]], ignore_index=True), MEANING).ids
    known = pd.Series(met[column].to_numpy()).groupby(kinds[len(rows) :]).agg(set).to_dict()
    return np.array(
        [_has_strangers(chosen, known.get(kind, set())) for kind in kinds[: len(rows)]], dtype=bool
    )


def _has_strangers(chosen: Iterable[str], known: set[str]) -> bool:
    """Whether someone that was chosen is not known; a group is by its code or by all its members."""
    each = {code: _members(code) or {code} for code in chosen}
    return any(code not in known and not members <= known for code, members in each.items())


def is_vague(code: str) -> bool:
    """Whether a code of a side stands for several parties."""
    return code == ALL or bool(members_group(code))


def with_years_left_out(
    data: Any,
    rows: pd.DataFrame,
    which: Any = None,
    mark: Callable[[str, list[Span]], str] = marked,
    alike: Sequence[str] = MEANING,
) -> Any:
    """Rows whose selection says, by a `mark`, of which years `rows` of the same meaning were left out.

    Of the columns of meaning those of `alike` count. If `which` is given, only rows of that condition say so.
    Of sources that do not list all there is, nothing is said: they have no zeros.
    """
    rows = rows[rows["source"].map(lists_all()).ne("no").to_numpy()]
    for meaning, some in rows.groupby(list(alike), dropna=False):
        spans = [*zip(some["start"].tolist(), some["end"].tolist(), strict=True)]
        data = _marked(data, dict(zip(alike, meaning, strict=True)), spans, which, mark)
    return data


def _vague(column: str, chosen: list[str], met: list[str]) -> list[str]:
    """The codes that were left out of a column and may hold figures of those that were chosen."""
    if ALL in chosen:
        # of all parties or goods each may be one
        return [code for code in met if code not in chosen]
    every = [ALL] if ALL in met else []
    if column == "category":
        return [*_wider(chosen, met), *every]
    held = [code for code in met if members_group(code) and code not in chosen]
    named = {*_named(column, chosen)}
    some = [code for code in held if is_own_group(code) or named & _members(code)]
    return [*some, *every]


def _wider(chosen: list[str], met: list[str]) -> list[str]:
    """The categories, alone or in a set, that contain one of those chosen and were left out."""
    wanted = with_subdivisions(chosen)
    # of thousands of codes in a customs file few begin as those chosen do
    openings = {leaf[:length] for leaf in chosen for length in range(1, len(leaf))}
    wide = [
        code for code in met if openings.intersection(leaves := code.split("+")) and not wanted >= {*leaves}
    ]
    return [
        code
        for code in wide
        if any(is_part(leaf, one) for one in code.split("+") for leaf in {*chosen} - {one})
    ]


def _named(column: str, chosen: list[str]) -> list[str]:
    """What was chosen of a column, with the members of groups and the subdivisions of categories."""
    if column == "category":
        return sorted(with_subdivisions(chosen))
    return [*chosen, *(member for code in chosen for member in sorted(_members(code)))]


def _members(code: str) -> set[str]:
    """The members, of any year, of a shipped group."""
    return {spell.member for spell in spells_of_code(code)}


def _may_hold(row: Mapping[Any, Any], chosen: Mapping[str, list[str]]) -> bool:
    """Whether a row may hold what was chosen, in its years."""
    if row["source"] in APART and ALL in (row.get("category"), *chosen.get("category", [])):
        return False
    vague = [name for name in chosen if members_group(row[name]) and not {row[name], ALL} & {*chosen[name]}]
    for column in (name for name in vague if not is_own_group(row[name])):
        spells = [s for s in spells_of_code(row[column]) if s.member in {*_named(column, chosen[column])}]
        if not any(s.first <= row["end"] and s.last >= row["start"] for s in spells):
            return False
    return True


def _marked(
    data: Any,
    meaning: Mapping[str, Any],
    spans: list[Span],
    which: Any,
    mark: Callable[[str, list[Span]], str],
) -> Any:
    """Rows of one meaning whose selection says the years of what was left out."""
    after = {text: mark(text, spans) for text in selections(data)}
    if not after:
        return data
    text = nw.col("selection")
    alike = nw.all_horizontal(
        *(nw.col(name) == cell for name, cell in meaning.items() if not pd.isna(cell)),
        *([] if which is None else [which]),
        ignore_nulls=True,
    )
    told = text.replace_strict(list(after), list(after.values()), default=text, return_dtype=nw.String())
    return data.with_columns(selection=nw.when(alike).then(told).otherwise(text))
