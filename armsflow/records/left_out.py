"""Rows of "all" that a choice leaves out, though they may hold a figure of those that were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from armsflow.parties import members_group
from armsflow.records.engines import among, collect
from armsflow.records.membership import selections, spells_of_code
from armsflow.records.observed_years import lists_all
from armsflow.records.schema import ALL, MEANING
from armsflow.records.selection import with_left_out as marked
from armsflow.records.where_categories import with_subdivisions

__all__: list[str] = []

#: Of these sources "all" are goods beside those with a category: each line has one code.
APART = frozenset(["baci"])
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
    fits.append(nw.col("high").is_null() | (nw.col("high") > 0))
    if years is not None:
        fits.append((nw.col("start") <= years[1]) & (nw.col("end") >= years[0]))
    columns = [*MEANING, *chosen, "start", "end"]
    rows = collect(every.filter(reduce(and_, fits)).select(*columns).unique())
    may = np.array([_may_hold(row, chosen) for row in rows.to_dict("records")], dtype=bool)
    return with_years_left_out(data, rows[may])


def is_vague(code: str) -> bool:
    """Whether a code of a side stands for several parties."""
    return code == ALL or bool(members_group(code))


def with_years_left_out(data: Any, rows: pd.DataFrame) -> Any:
    """Rows whose selection says of which years `rows` of the same meaning were left out.

    Of sources that do not list all there is, nothing is said: they have no zeros.
    """
    rows = rows[rows["source"].map(lists_all()).ne("no").to_numpy()]
    for meaning, some in rows.groupby(list(MEANING), dropna=False):
        data = _marked(data, meaning, [*zip(some["start"].tolist(), some["end"].tolist(), strict=True)])
    return data


def _vague(column: str, chosen: list[str], met: list[str]) -> list[str]:
    """The codes that were left out of a column and may hold figures of those that were chosen."""
    if ALL in chosen:
        return []
    if column == "category":
        return [ALL] if ALL in met else []
    held = [code for code in met if members_group(code) and code not in chosen]
    named = {*_named(column, chosen)}
    some = [code for code in held if named & {spell.member for spell in spells_of_code(code)}]
    return [*some, *([ALL] if ALL in met else [])]


def _named(column: str, chosen: list[str]) -> list[str]:
    """What was chosen of a column, with the members of groups and the subdivisions of categories."""
    if column == "category":
        return sorted(with_subdivisions(chosen))
    return [*chosen, *(spell.member for code in chosen for spell in spells_of_code(code))]


def _may_hold(row: Mapping[Any, Any], chosen: Mapping[str, list[str]]) -> bool:
    """Whether a row may hold what was chosen, in its years."""
    if row["source"] in APART and row.get("category") == ALL and "category" in chosen:
        return False
    for column in (name for name in chosen if members_group(row[name]) and row[name] not in chosen[name]):
        spells = [s for s in spells_of_code(row[column]) if s.member in {*_named(column, chosen[column])}]
        if not any(s.first <= row["end"] and s.last >= row["start"] for s in spells):
            return False
    return True


def _marked(data: Any, meaning: Any, spans: list[Span]) -> Any:
    """Rows of one meaning whose selection says the years of what was left out."""
    after = {text: marked(text, spans) for text in selections(data)}
    if not after:
        return data
    text = nw.col("selection")
    alike = nw.all_horizontal(
        *(nw.col(name) == cell for name, cell in zip(MEANING, meaning, strict=True) if not pd.isna(cell)),
        ignore_nulls=True,
    )
    told = text.replace_strict(list(after), list(after.values()), default=text, return_dtype=nw.String())
    return data.with_columns(selection=nw.when(alike).then(told).otherwise(text))
