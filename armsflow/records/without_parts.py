"""Totals, their parts, and several reports of one fact: what keeps a number from counting twice."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from narwhals.typing import IntoFrameT

from armsflow.errors import PartError, RecordError, sample
from armsflow.groups import is_own_group, spells_of_code
from armsflow.parties import all_codes, members_group
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import collect, like, on_engines, without_ours
from armsflow.records.left_out import is_vague, with_years_left_out
from armsflow.records.schema import ALL, IDENTITY, LINKS, MEANING, SIDES, is_part
from armsflow.records.twice import check_once

__all__ = ["without_parts"]

_ID = list(IDENTITY)
# within what an id names one record
_AMONG = _ID[:-1]
# what all rows of one record agree in, though its years, categories and units may be apart
_OF_ONE = ("stage", "reporter", *SIDES, *LINKS)
_FLOW = (*SIDES, "category")
# what a whole must hold of its parts
_HELD_BY = (*_FLOW, "start", "end")
_SPAN = (*dict.fromkeys([*MEANING, *_HELD_BY]),)
_WHOLE, _ROW, _YEAR = "armsflow__whole", "armsflow__row", "armsflow__year"


@on_engines(changes=["selection"])
def without_parts(records: IntoFrameT) -> IntoFrameT:
    """The records without those that another one contains, and with one report of each fact.

    Parameters
    ----------
    records : records frame
        Its ``part_of`` and ``same_as`` say what overlaps.

    Returns
    -------
    records frame
        Among records of one stage and unit: of a whole and its parts the whole; of several reports of one
        fact the first report, which is the one whose id the others name in ``same_as``, or where that is
        absent the least id ("SC9" before "SC10"). A figure that is not disclosed gives way to one that is;
        where such a whole may hold more than its parts, ``selection`` says its years, ``left_out=2019``. So
        it does of a part that lies outside its whole, such as in another year or of another recipient.

    Raises
    ------
    RecordError
        If a row stands twice (not looked for in more than 2,000,000 rows in DuckDB or Spark), or one id
        stands for several facts, as in two frames that each number their rows from 1 and were put together
        with another function than `concat`, which says so at once.

    Examples
    --------
    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    >>> loans = af.where(claims, stage="loan")
    >>> loans["record"].tolist()
    ['SC03', 'SC04', 'SC05', 'SC07', 'SC08']
    >>> af.without_parts(loans)["record"].tolist()
    ['SC03', 'SC07']
    """
    data = records_of(records)
    look_at_rows(data)
    check_once(data)
    rows = links(data, [*_OF_ONE, "unit"])
    _check_one_fact(data, rows)
    groups = _closed(rows).groupby([*_AMONG, "stage", "unit"], sort=False)
    superfluous = [(group, _superfluous(group)) for _, group in groups]
    dropped = [record for _, records_ in superfluous for record in records_]
    if not dropped:
        return records
    table = pa.Table.from_pylist(dropped, schema=pa.schema([(name, pa.string()) for name in _ID]))
    kept = data.join(like(data, table), on=_ID, how="anti")
    if emptied := [record for group, _ in superfluous for record in _empty_wholes(group)]:
        kept = _with_left_out(kept, data, emptied)
    if inside := [pair for each in superfluous for pair in _within_wholes(*each)]:
        kept = with_years_left_out(kept, _outside(data, inside))
    return kept.to_native()


def _rows_of(data: Any, records: list[dict[Hashable, Any]]) -> Any:
    """The rows of some records."""
    table = pa.Table.from_pylist(records, schema=pa.schema([(name, pa.string()) for name in _ID]))
    return data.join(like(data, table), on=_ID, how="semi")


def _with_left_out(kept: Any, data: Any, emptied: list[dict[Hashable, Any]]) -> Any:
    """Rows whose selection says of which years wholes that are not disclosed gave way to their parts.

    A whole of "all", of a set of categories or of several years may hold more than its parts.
    """
    rows = collect(_rows_of(data, emptied).select(*_SPAN).unique())
    sorted_ = collect(kept.select("category").unique())["category"].tolist() != [ALL]
    wide = (rows["start"] < rows["end"]) | rows["category"].str.contains("+", regex=False)
    wide |= rows["category"].eq(ALL) & sorted_
    for side in SIDES:
        wide |= rows[side].map(is_vague)
    return with_years_left_out(kept, rows[wide])


def _outside(data: Any, inside: list[dict[str, str]]) -> pd.DataFrame:
    """Of parts, which are `inside` the whole of each, the rows and years that no row of the whole holds.

    A record of a delivery in 2012 may be said to be part of one of 2013, or of one to somebody else.
    """
    pairs = pd.DataFrame(inside)
    some = nw.col("high").is_null() | (nw.col("high") > 0)
    names = list(dict.fromkeys([*_ID, *_SPAN]))
    parts = collect(_rows_of(data, pairs[_ID].to_dict("records")).filter(some).select(*names).unique())
    named = pairs.drop(columns="record").rename(columns={_WHOLE: "record"})[_ID].drop_duplicates()
    wholes = collect(_rows_of(data, named.to_dict("records")).select(*_ID, *_HELD_BY).unique())
    spans = parts["end"].to_numpy("int64") - parts["start"].to_numpy("int64") + 1
    years = parts.loc[parts.index.repeat(spans)].reset_index(drop=True).astype(object)
    of_row = np.arange(len(years)) - np.repeat(np.cumsum(spans) - spans, spans)
    years[_YEAR] = years["start"].to_numpy("int64") + of_row
    met = years[[*_ID, *_FLOW, _YEAR]].reset_index(names=_ROW).merge(pairs.astype(object), on=_ID)
    wholes = wholes.astype(object).rename(columns={"record": _WHOLE} | {c: f"{_WHOLE}_{c}" for c in _HELD_BY})
    met = met.merge(wholes, on=[*_AMONG, _WHOLE])
    met = met[(met[f"{_WHOLE}_start"] <= met[_YEAR]) & (met[f"{_WHOLE}_end"] >= met[_YEAR])]
    for column in _FLOW:
        cells = [*zip(met[f"{_WHOLE}_{column}"], met[column], met[_YEAR], strict=True)]
        may = _holds_category if column == "category" else _holds_party
        known = {cell: may(*cell) for cell in {*cells}}
        met = met[np.array([known[cell] for cell in cells], dtype=bool)]
    rest = years[~years.index.isin(met[_ROW])]
    return rest.assign(start=rest[_YEAR], end=rest[_YEAR])


def _holds_party(whole: str, part: str, year: int) -> bool:
    """Whether the figures of one party may hold those of another in a year."""
    if ALL in (whole, part) or _continued(whole) == _continued(part):
        return True
    groups = [code for code in (whole, part) if members_group(code)]
    if len(groups) != 1 or is_own_group(*groups):
        return bool(groups)
    member = part if whole in groups else whole
    return any(one.member == member and one.first <= year <= one.last for one in spells_of_code(*groups))


def _holds_category(whole: str, part: str, _: int) -> bool:
    """Whether one category may hold all of another."""
    if ALL in (whole, part):
        return True
    leaves = whole.split("+")
    return all(any(is_part(leaf, one) or is_part(one, leaf) for one in leaves) for leaf in part.split("+"))


def with_links(data: Any) -> Any:
    """The Narwhals frame with the one id of its fact in every report, and in every part all wholes.

    Chains of reports end at one fact; whatever contains one report contains them all; the whole of a
    whole is a whole too. Wholes stand outermost first.
    """
    if data.implementation.is_pyarrow():
        table = data.to_native()
        if all(table[name].null_count == len(table) for name in ("part_of", "same_as")):
            return data
    rows = links(data, _OF_ONE)
    _check_zeros(data, rows)
    _check_one_fact(data, rows)
    changed = _completed(_closed(rows).drop_duplicates(_ID))
    if not changed:
        return data
    names = [*_ID, "armsflow__part_of_all", "armsflow__same_as_one"]
    table = pa.Table.from_pylist(changed, schema=pa.schema([(name, pa.string()) for name in names]))
    table = table.append_column("armsflow__changed", pa.array([1] * len(changed), pa.int64()))
    out = data.join(like(data, table), on=_ID, how="left")
    kept = nw.col("armsflow__changed").is_null()
    return out.with_columns(
        part_of=nw.when(kept).then(nw.col("part_of")).otherwise(nw.col("armsflow__part_of_all")),
        same_as=nw.when(kept).then(nw.col("same_as")).otherwise(nw.col("armsflow__same_as_one")),
    ).drop("armsflow__part_of_all", "armsflow__same_as_one", "armsflow__changed")


def check_parts(data: Any, within: Sequence[str]) -> None:
    """Raise PartError where rows alike in `within` hold a whole and its part, or one fact twice."""
    rows = _closed(links(data, within))
    keys = list(dict.fromkeys([*within, *_AMONG]))
    for _, group in rows.groupby(keys, dropna=False, sort=False):
        if overlap := _overlap(group):
            # of several sources, ids alone do not say which rows these are
            source = f" in {sample(group['source'].unique())}" if rows["source"].nunique() > 1 else ""
            raise PartError(
                f"rows that would be added overlap{source}: {overlap}; without_parts(records) keeps the "
                f"total rather than its parts, and the first of several reports of one fact{_choice(group)}",
                rows=without_ours(group),
            )


def hold_parts(data: Any) -> bool:
    """Whether rows hold a whole and its part, or one fact twice, wherever they stand."""
    rows = _closed(links(data))
    return any(bool(_overlap(group)) for _, group in rows.groupby(_AMONG, dropna=False, sort=False))


def _choice(group: pd.DataFrame) -> str:
    """How to choose a part in place of its whole, of customs, whose ids end in the goods; else ""."""
    present = {*group["record"]}
    inside = [not present.isdisjoint(wholes) for wholes in group["armsflow__wholes"]]
    goods = sorted(record.rpartition("-")[2] for record in group.loc[inside, "record"])
    if not goods or {*group["source"]} != {"comtrade"}:
        return ""
    return f"; or choose one with where(records, commodity={goods[0]!r})"


def links(data: Any, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Rows linked by part_of or same_as, and the wholes and facts that they name where present.

    One row per record, with columns of our own: `fact` (the id of the fact it tells), `wholes` (ids it is
    part of) and `disclosed`.
    """
    keep = list(dict.fromkeys([*columns, *_ID, "part_of", "same_as", "armsflow__disclosed"]))
    data = data.with_columns(
        armsflow__disclosed=nw.when(nw.col("high").is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
    )
    linked = collect(data.filter(_is_linked()).select(keep).unique())
    named = {name for cell in linked["part_of"].dropna() for name in cell.split("+")}
    named |= set(linked["same_as"].dropna())
    if not named:
        none: list[Any] = [()] * len(linked)
        return linked.assign(armsflow__fact=linked["record"], armsflow__wholes=none)
    ids = pa.table({"record": pa.array(sorted(named), pa.string())})
    unlinked = data.filter(~_is_linked()).select(keep)
    present = collect(unlinked.join(like(data, ids), on="record", how="semi").unique())
    # a column that is all null has no type to agree on
    rows = pd.concat([f.astype(object) for f in (linked, present)], ignore_index=True)
    wholes: list[Any] = [tuple(cell.split("+")) if isinstance(cell, str) else () for cell in rows["part_of"]]
    facts = rows["same_as"].where(rows["same_as"].notna(), rows["record"])
    return rows.assign(armsflow__fact=facts, armsflow__wholes=wholes)


def _is_linked() -> Any:
    return ~nw.col("part_of").is_null() | ~nw.col("same_as").is_null()


def _check_zeros(data: Any, rows: pd.DataFrame) -> None:
    """Raise RecordError where links name no id as it is written, and do once leading zeros are dropped.

    A reader of CSV files makes the number 1 of the id "001", and leaves "001+002" as it is. `rows` are those
    of `links`.
    """
    met = set(rows[_ID].itertuples(index=False, name=None))
    lost: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows[[*_ID, *LINKS]].itertuples(index=False, name=None)):
        named = [name for cell in row[len(_ID) :] if isinstance(cell, str) for name in cell.split("+")]
        for name in named:
            if name.isdigit() and (*row[: len(_AMONG)], name) not in met:
                lost.setdefault((*row[: len(_AMONG)], name.lstrip("0")), []).append(place)
    if not lost:
        return
    bare = nw.col("record").str.replace_all(r"^0+", "")
    found = collect(data.select(*_AMONG, armsflow__bare=bare).unique())
    hit = set(found[[*_AMONG, "armsflow__bare"]].itertuples(index=False, name=None)) & set(lost)
    if hit:
        wrong = rows.iloc[sorted({place for key in hit for place in lost[key]})]
        told = sample(sorted({cell for name in LINKS for cell in wrong[name].dropna()}))
        raise RecordError(
            f"part_of or same_as is {told}, which names no record as it is written, and does once leading "
            "zeros are dropped, so that parts would be added to their whole: a reader of CSV files makes "
            "the number 1 of the id '001'. Read ids as text, such as pd.read_csv(path, dtype={'record': str, "
            "'part_of': str, 'same_as': str})",
            rows=without_ours(wrong),
        )


def _check_one_fact(data: Any, rows: pd.DataFrame) -> None:
    """Raise RecordError where rows of one id are of different records: links would reach the wrong one.

    A party may give way to its group or its successor in some of the years. `rows` are those of `links`.
    """
    linked = rows[rows[list(LINKS)].notna().any(axis=1)]
    if not len(linked):
        return
    ids = pa.table({name: pa.array(linked[name], pa.string()) for name in _ID})
    others = data.filter(~_is_linked()).select(*_ID, *_OF_ONE).join(like(data, ids), on=_ID, how="semi")
    if len(others := collect(others.unique())):
        rows = pd.concat([f.astype(object) for f in (rows, others)], ignore_index=True)
    if not rows.duplicated(_ID).any():
        return
    for column in _OF_ONE:
        cells = rows[[*_ID, column]]
        if column in SIDES:
            cells = cells[~cells[column].map(members_group).astype(bool)]
            cells = cells.assign(**{column: cells[column].map(_continued)})
        apart = cells.drop_duplicates()
        if (several := apart.duplicated(_ID, keep=False)).any():
            wrong = rows.loc[apart.index[several]]
            raise RecordError(
                f"ids stand for several records each: {sample(sorted(set(wrong['record'])))}, whose rows "
                f"differ in {column}, so that part_of and same_as do not say which is meant; join frames "
                "with concat(), and give one of them another release or other ids",
                rows=without_ours(wrong),
            )


def _continued(code: str) -> str:
    """The state that continues a former one, of any other party the party."""
    return all_codes().get(code, {}).get("successor") or code


def _overlap(group: pd.DataFrame) -> str:
    """In words, the first overlap among the linked rows of one source; "" if there is none."""
    told = group.drop_duplicates("record").sort_values("record", key=lambda ids: ids.map(_natural))
    twice = told[told["armsflow__fact"].duplicated(keep=False)]
    if len(twice):
        fact = min(twice["armsflow__fact"], key=_natural)
        return f"{sample(twice.loc[twice['armsflow__fact'] == fact, 'record'])} report the same fact {fact!r}"
    present = set(told["record"]) | set(told["armsflow__fact"])
    for record, wholes in zip(told["record"], told["armsflow__wholes"], strict=True):
        if whole := [name for name in wholes if name in present]:
            return f"{record!r} is part of {whole[0]!r}"
    return ""


def _superfluous(group: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Ids of the rows of one source, stage and unit that another row contains or tells."""
    told = group.drop_duplicates("record")
    known = told["armsflow__disclosed"] == 1
    first = _first(told)
    names = told[["record", "armsflow__fact"]]
    present, disclosed = set(names.to_numpy().ravel()), set(names[known].to_numpy().ravel())
    contained = [
        bool((disclosed if known_ else present).intersection(wholes))
        for wholes, known_ in zip(told["armsflow__wholes"], known, strict=True)
    ]
    is_part = pd.Series(contained, index=told.index, dtype=bool)
    drop = told[is_part | _is_empty_whole(told) | (told["record"] != told["armsflow__fact"].map(first))]
    return drop[_ID].to_dict("records")


def _first(told: pd.DataFrame) -> dict[str, str]:
    """Fact → the record that tells it best: a disclosed one, and of these the fact itself."""
    hidden = dict(zip(told["record"], told["armsflow__disclosed"] != 1, strict=True))
    return {
        str(fact): min(tellings, key=lambda record: (hidden[record], record != fact, _natural(record)))
        for fact, tellings in told.groupby("armsflow__fact")["record"]
    }


def _within_wholes(group: pd.DataFrame, dropped: list[dict[Hashable, Any]]) -> list[dict[str, str]]:
    """Ids of the rows of one source, stage and unit that are `dropped`, with the rows kept in their place.

    For a part these are its wholes, for another report of a fact the one that tells it best.
    """
    gone = {row["record"] for row in dropped}
    told = group.drop_duplicates("record")
    first = _first(told) if gone else {}
    found = []
    for row in told[told["record"].isin(gone)].to_dict("records"):
        wholes = {first[name] for name in row["armsflow__wholes"] if name in first}
        kept = wholes - gone or {first[row["armsflow__fact"]]} - gone
        found += [{name: row[name] for name in _ID} | {_WHOLE: one} for one in kept]
    return found


def _is_empty_whole(told: pd.DataFrame) -> pd.Series:
    """Which records are wholes that are not disclosed, of which a part is."""
    known = told["armsflow__disclosed"] == 1
    split = {whole for wholes in told.loc[known, "armsflow__wholes"] for whole in wholes}
    return ~known & (told["record"].isin(split) | told["armsflow__fact"].isin(split))


def _empty_wholes(group: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Ids of the wholes of one source, stage and unit that are not disclosed, of which a part is."""
    told = group.drop_duplicates("record")
    return told.loc[_is_empty_whole(told), _ID].to_dict("records")


def _completed(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows whose links are not complete, with what they should be."""
    out = []
    for row in rows.to_dict("records"):
        wholes = "+".join(row["armsflow__wholes"]) or None
        same = None if row["armsflow__fact"] == row["record"] else row["armsflow__fact"]
        before = tuple(cell if isinstance(cell, str) else None for cell in (row["part_of"], row["same_as"]))
        if before != (wholes, same):
            out.append(
                {c: row[c] for c in _ID} | {"armsflow__part_of_all": wholes, "armsflow__same_as_one": same}
            )
    return out


def _closed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `links` of which each names the one fact at the end of its chain, and all that contains it.

    Files that were put together know nothing of each other: C is B in one, and B is A in another.
    """
    if not len(rows):
        return rows
    each = [_closed_among(group) for _, group in rows.groupby(_AMONG, dropna=False, sort=False)]
    return pd.concat(each).loc[rows.index]


def _closed_among(group: pd.DataFrame) -> pd.DataFrame:
    """The rows of one source with all their links."""
    told = dict(zip(group["record"], group["armsflow__fact"], strict=True))
    fact = {record: _fact_of(record, told) for record in told}
    direct: dict[str, set[str]] = {}
    for record, wholes in zip(group["record"], group["armsflow__wholes"], strict=True):
        direct.setdefault(fact[record], set()).update(fact.get(name, name) for name in wholes if name)
    facts = [fact[record] for record in group["record"]]
    containing = {one: tuple(_containing(one, direct)) for one in dict.fromkeys(facts)}
    wholes = pd.Series([containing[one] for one in facts], index=group.index, dtype=object)
    return group.assign(armsflow__fact=facts, armsflow__wholes=wholes)


def _fact_of(record: str, told: dict[str, str]) -> str:
    """The end of a chain of reports; of a circle, its least id."""
    seen = [record]
    while (following := told.get(seen[-1], seen[-1])) not in seen:
        seen.append(following)
    return min(seen[seen.index(following) :], key=_natural)


def _containing(fact: str, direct: dict[str, set[str]]) -> list[str]:
    """All that contain a fact, outermost first."""
    found: list[str] = []
    layer = sorted(direct.get(fact, ()), key=_natural)
    while layer:
        found = layer + [name for name in found if name not in layer]
        if fact in found:
            raise RecordError(f"{fact!r} is part of itself; expected part_of to name what is larger")
        layer = sorted({n for name in layer for n in direct.get(name, ())}, key=_natural)
    return found


def _natural(record: str) -> tuple[int, str]:
    return len(record), record
