"""Choosing and joining records: the first and the last line of a notebook."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, RecordError, sample, warn
from armsflow.records.check import records_of
from armsflow.records.engines import among, collect, is_lazy, on_engines
from armsflow.records.observed_years import lists_all, windows_joined, windows_of, with_runs
from armsflow.records.schema import COLUMNS, IDENTITY
from armsflow.records.twice import check_once
from armsflow.records.without_parts import with_links

__all__ = ["concat"]

# what tells two editions of one flow apart is their release
_FLOW = (
    "source",
    "dataset",
    "reporter",
    "stage",
    "unit",
    "prices",
    "supplier",
    "recipient",
    "start",
    "end",
    "category",
)
_KINDS = ("commodity", "aid_type")
#: Sources that have no editions.
_TEXTS = nw.String | nw.Categorical | nw.Enum
_OWN = frozenset({"user", "claims", "sample"})


def concat(*frames: IntoFrameT) -> IntoFrameT:
    """The records of several frames in one.

    Parameters
    ----------
    *frames : records frames
        All of one kind. Columns that only some of them have are null in the others.

    Returns
    -------
    records frame
        All rows. Frames of one source, dataset, release and ``selection`` whose observed years overlap or
        follow each other observe all these years together, if the source lists all there is.

    Raises
    ------
    ArgumentError
        If no frame is given, they are given as a list, or they are of different kinds or DuckDB connections.
    RecordError
        If a record (source, dataset, release and id) stands in two of them: it would count twice; or
        a row stands twice in one, which is not looked for in one of more than 2,000,000 rows in DuckDB or
        Spark.

    Examples
    --------
    >>> import armsflow as af
    >>> article = af.read_claims(af.table_path("claims.csv"))
    >>> wider = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    >>> len(af.concat(article, wider)) == len(article) + len(wider)
    True
    """
    if not frames:
        raise ArgumentError("concat() got no frame; expected one or more records frames")
    if len(frames) == 1 and isinstance(frames[0], list | tuple):
        raise ArgumentError(
            f"concat() got one {type(frames[0]).__name__}; expected the frames one by one, concat(a, b), or "
            "concat(*frames) for a list of them",
            rows=[type(frames[0])],
        )
    if len({type(frame) for frame in frames}) > 1:
        kinds = sorted({f"{type(f).__module__}.{type(f).__name__}" for f in frames})
        raise ArgumentError(
            f"frames are of different kinds: {sample(kinds)}; expected one engine, all lazy or none",
            rows=kinds,
        )
    parts = [records_of(frame) for frame in frames]
    for part in parts:
        check_once(part)
    _check_ids(parts)
    _warn_of_editions(parts)
    tables: Any = frames
    in_pandas = isinstance(tables[0], pd.DataFrame)
    runs = windows_joined([windows_of(part) for part in parts])
    return _linked(pd.concat(tables, ignore_index=True) if in_pandas else _joined(parts), runs)


@on_engines()
def _linked(records: Any, runs: pd.DataFrame) -> Any:
    """The records with links that reach from one frame into another, which observe what all do together."""
    return with_runs(with_links(records_of(records)), runs).to_native()


def _check_ids(parts: list[Any]) -> None:
    """Raise RecordError where a record stands in two frames; within one, its years may be apart."""
    key = list(IDENTITY)
    seen: set[tuple[str, ...]] = set()
    for part in parts:
        ids = set(collect(part.select(key).unique())[key].itertuples(index=False, name=None))
        if twice := sorted(seen & ids):
            raise RecordError(
                f"records stand in two of the frames: {sample([t[-1] for t in twice])}; read each file "
                "once, or give the second one another release. Of two choices of one file, take from the "
                'second what the first lacks: second[~second["record"].isin(first["record"])]',
                rows=twice,
            )
        seen |= ids


def _warn_of_editions(parts: list[Any]) -> None:
    """Warn where two frames of a source that do not say their release have the same flows of the same years.

    They may be two editions of one list, whose ids differ, so that a sum counts both.
    """
    if any(is_lazy(part) for part in parts):
        return
    known = sorted(set(lists_all()) - _OWN)
    seen: set[tuple[Any, ...]] = set()
    twice: list[tuple[Any, ...]] = []
    for part in parts:
        key = [*_FLOW, *(name for name in _KINDS if all(name in other.columns for other in parts))]
        rows = collect(part.filter((nw.col("release") == "") & among("source", known)).select(key).unique())
        flows = set(rows[key].itertuples(index=False, name=None))
        twice += sorted(seen & flows, key=str)
        seen |= flows
    if twice:
        shown = [" ".join(map(str, (flow[0], *flow[6:9]))) for flow in twice]
        warn(
            f"{len(twice)} flow(s) stand in two of the frames, such as {sample(shown)}: if these are two "
            "editions of one list, sums count both. Read each with its release=, such as release='2012'"
        )


def _alike(parts: list[Any]) -> list[Any]:
    """Frames whose further columns of one name have one type: floats for several kinds of numbers."""
    kinds: dict[str, set[Any]] = {}
    for part in parts:
        for name, kind in part.collect_schema().items():
            kinds.setdefault(name, set()).add(kind)
    mixed = {name: met for name, met in kinds.items() if name not in COLUMNS and len(met) > 1}
    numbers = [name for name, met in mixed.items() if all(kind.is_numeric() for kind in met)]
    texts = [name for name, met in mixed.items() if all(isinstance(k, _TEXTS) for k in met)]
    for name, met in mixed.items():
        if name not in (*numbers, *texts) and not met & {nw.Unknown()}:
            raise ArgumentError(
                f"column {name!r} holds {sample(sorted(map(str, met)))} in the frames; give it one type in "
                "all of them, such as text with .astype(str)",
                rows=[name],
            )
    wanted = dict.fromkeys(numbers, nw.Float64()) | dict.fromkeys(texts, nw.String())
    return [
        _cast(part, {name: kind for name, kind in wanted.items() if name in part.columns}) for part in parts
    ]


def _cast(part: Any, kinds: dict[str, Any]) -> Any:
    # a lazy frame takes no empty list
    return part.with_columns(**{n: nw.col(n).cast(kind) for n, kind in kinds.items()}) if kinds else part


def _joined(parts: list[Any]) -> Any:
    parts = _alike(parts)
    if not parts[0].implementation.is_duckdb():
        return nw.concat(parts, how="diagonal").to_native()
    # a column that is all null may be of numbers in one frame and of text in another
    parts = [
        part.with_columns(
            nw.col(name).cast(nw.String()) for name, kind in COLUMNS.items() if kind == "string"
        )
        for part in parts
    ]
    types = {name: kind for part in parts for name, kind in part.collect_schema().items()}
    filled = []
    for part in parts:
        absent = [nw.lit(None).cast(kind).alias(n) for n, kind in types.items() if n not in part.columns]
        filled.append((part.with_columns(*absent) if absent else part).select(*types))
    try:
        return nw.concat(filled, how="vertical").to_native()
    except Exception as error:
        if "connection" not in str(error):
            raise
        raise ArgumentError(
            "the DuckDB relations belong to different connections; read them through one"
        ) from error
