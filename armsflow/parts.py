"""Wholes, their parts, and several tellings of one fact: what keeps a figure from counting twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from armsflow.engines import collect, like
from armsflow.errors import PartError, sample
from armsflow.records import records_of

__all__ = ["without_parts"]

_ID = ["source", "release", "record"]


def without_parts(records: Any) -> Any:
    """The records without those that another one contains, and with one telling of each fact.

    Parameters
    ----------
    records : records frame
        Its ``part_of`` and ``same_as`` say what overlaps.

    Returns
    -------
    records frame
        Of a whole and its parts the whole; of several tellings of one fact the first told: the one
        whose id the others name in ``same_as``, or where that is absent the least id ("SC9" before
        "SC10").

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
    rows = links(data)
    dropped = [
        record
        for _, group in rows.groupby(["source", "release"], sort=False)
        for record in _superfluous(group)
    ]
    if not dropped:
        return records
    table = pa.Table.from_pylist(dropped, schema=pa.schema([(name, pa.string()) for name in _ID]))
    out = data.join(like(data, table), on=_ID, how="anti").to_native()
    return out.reset_index(drop=True) if data.implementation.is_pandas() else out


def check_parts(data: Any, within: Sequence[str]) -> None:
    """Raise PartError where rows alike in `within` hold a whole and its part, or one fact twice."""
    rows = links(data, within)
    keys = list(dict.fromkeys([*within, "source", "release"]))
    for _, group in rows.groupby(keys, dropna=False, sort=False):
        if overlap := _overlap(group):
            raise PartError(
                f"rows that would be added overlap: {overlap}; without_parts(records) keeps the whole, "
                "and of one fact the first told",
                rows=group,
            )


def links(data: Any, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Rows linked by part_of or same_as, and the wholes and facts that they name where present.

    One row per record, with `fact` (the id of the fact it tells) and `wholes` (ids it is part of).
    """
    keep = list(dict.fromkeys([*columns, *_ID, "part_of", "same_as"]))
    is_linked = ~nw.col("part_of").is_null() | ~nw.col("same_as").is_null()
    linked = collect(data.filter(is_linked).select(keep).unique())
    named = {name for cell in linked["part_of"].dropna() for name in cell.split("+")}
    named |= set(linked["same_as"].dropna())
    ids = pa.table({"record": pa.array(sorted(named), pa.string())})
    plain = data.filter(~is_linked).select(keep)
    present = collect(plain.join(like(data, ids), on="record", how="semi").unique())
    # a column that is all null has no type to agree on
    rows = pd.concat([f.astype(object) for f in (linked, present)], ignore_index=True)
    return rows.assign(
        fact=rows["same_as"].where(rows["same_as"].notna(), rows["record"]),
        wholes=[tuple(cell.split("+")) if isinstance(cell, str) else () for cell in rows["part_of"]],
    )


def _overlap(group: pd.DataFrame) -> str:
    """In words, the first overlap among the linked rows of one source; "" if there is none."""
    told = group.drop_duplicates("record")
    twice = told[told["fact"].duplicated(keep=False)]
    if len(twice):
        fact = min(twice["fact"], key=_natural)
        tellings = sorted(twice.loc[twice["fact"] == fact, "record"], key=_natural)
        return f"{sample(tellings)} tell the same fact {fact!r}"
    present = set(told["record"]) | set(told["fact"])
    for record, wholes in zip(told["record"], told["wholes"], strict=True):
        if whole := [name for name in wholes if name in present]:
            return f"{record!r} is part of {whole[0]!r}"
    return ""


def _superfluous(group: pd.DataFrame) -> list[dict[str, str]]:
    """Ids of the rows of one source that another row contains or tells."""
    told = group.drop_duplicates("record")
    present = set(told["record"]) | set(told["fact"])
    first = {
        fact: min(tellings, key=lambda record: (record != fact, _natural(record)))
        for fact, tellings in told.groupby("fact")["record"]
    }
    is_part = told["wholes"].map(lambda wholes: bool(present.intersection(wholes)))
    drop = told[is_part | (told["record"] != told["fact"].map(first))]
    return drop[_ID].to_dict("records")


def _natural(record: str) -> tuple[int, str]:
    return len(record), record
