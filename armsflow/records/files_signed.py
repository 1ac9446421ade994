"""Parquet files of records that say what they are: schema, how to cite, and a digest of all their bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from armsflow import tables
from armsflow.errors import ArgumentError, SourceError, sample
from armsflow.records.check import FILLED, check, check_unique, look_for_nulls, records_of
from armsflow.records.engines import ARROW, collect
from armsflow.records.schema import COLUMNS, IDENTITY

__all__: list[str] = []

VERSION = 3
#: The columns that files before the third version do not have, and what stands in them.
LATER: dict[str, Any] = {
    "dataset": nw.lit(""),
    "observed_start": nw.col("start"),
    "observed_end": nw.col("end"),
    "selection": nw.lit(""),
}
#: What a record is found by, with its years and categories, which may be apart.
KEY = (*IDENTITY, "start", "end", "category")
_SCHEMA, _CITATION = b"armsflow.schema", b"armsflow.citation"
# a digest of the whole file, itself counted as zeros
_DIGEST = b"armsflow.digest"
_BLANK = b"0" * 64
_CHUNK = 2**20  # bytes


def check_rows(data: Any, *, ids: bool = True) -> None:
    """The rules of the frame; and no row of a record stands twice, though its years and categories may."""
    check(data, ids=False)
    if ids:
        said = (
            "rows stand twice: {}, of one source, release, span and category; they would be counted twice: "
            "keep one of each"
        )
        check_unique(data, KEY, said)


def checked_for_writing(records: Any) -> tuple[Any, str]:
    """Records as a Narwhals frame once their rows are checked, and how to cite their sources."""
    data = records_of(records)
    look_for_nulls(data, FILLED)
    check_rows(data)
    sources = collect(data.select("source").unique())["source"]
    known = tables.table("sources.csv").set_index("source")["citation"]
    return data, "\n".join(f"{name}: {known.get(name, 'the user')}" for name in sorted(sources))


def typed(schema: pa.Schema) -> pa.Schema:
    """The schema of the file: the records frame's columns in its order and types, then the others."""
    others = [field for field in schema if field.name not in COLUMNS]
    # Parquet knows no views
    plain = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
    fields = [pa.field(field.name, plain.get(field.type, field.type)) for field in others]
    return pa.schema([*(pa.field(name, kind) for name, kind in ARROW.items()), *fields])


def pieces_of(reader: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.Table]:
    """What a reader gives, in the types of the file."""
    for batch in reader:
        yield pa.Table.from_batches([batch]).select(schema.names).cast(schema)


@contextmanager
def signed(
    path: Path, schema: pa.Schema, citation: str, **said: Any
) -> Iterator[Callable[[pa.Table], object]]:
    """A function that adds rows to a new file, which is signed in the end; the file also says `said`."""
    about = {"version": VERSION, "columns": COLUMNS} | said
    meta = {_SCHEMA: json.dumps(about).encode(), _CITATION: citation.encode(), _DIGEST: _BLANK}
    try:
        with pq.ParquetWriter(path, schema.with_metadata(meta), write_page_checksum=True) as writer:
            yield writer.write_table
    except pa.ArrowNotImplementedError as error:
        raise ArgumentError(
            f"a column is of a kind that Parquet cannot hold: {error}; make it text, numbers or dates"
        ) from error
    with path.open("r+b") as file:
        place = _place(file)
        found = _digest(file, place)
        file.seek(place)
        file.write(found)


def digest_of(path: Path, advance: Callable[[int], object] = lambda done: None) -> tuple[str, str]:
    """The digest that a file says, and that of its bytes."""
    with path.open("rb") as file:
        place = _place(file)
        return _said(file, place), _digest(file, place, advance).decode()


def digest_said(path: Path) -> str:
    """The digest that a file says, without a look at the rest of it."""
    with path.open("rb") as file:
        return _said(file, _place(file))


def _place(file: IO[bytes]) -> int:
    """Where a file says its digest; -1 where it says none."""
    size = file.seek(0, 2)
    # the last of the file says how long the list of what it holds is
    file.seek(max(size - 8, 0))
    start = max(size - 8 - int.from_bytes(file.read(8)[:4], "little"), 0)
    file.seek(start)
    # the name, then that a text of 64 letters follows, and that; a user's own text may hold the name too
    found = list(re.finditer(_DIGEST + rb"\x18\x40(?=[0-9a-f]{64})", file.read()))
    return start + found[-1].end() if found else -1


def _said(file: IO[bytes], place: int) -> str:
    if place < 0:
        return ""
    file.seek(place)
    return file.read(len(_BLANK)).decode("ascii", "replace")


def _digest(file: IO[bytes], place: int, advance: Callable[[int], object] = lambda done: None) -> bytes:
    whole = hashlib.sha256()
    file.seek(0)
    _add(whole, file, max(place, 0), advance)
    whole.update(_BLANK)
    file.seek(max(place, 0) + len(_BLANK))
    _add(whole, file, None, advance)
    return whole.hexdigest().encode()


def _add(whole: Any, file: IO[bytes], size: int | None, advance: Callable[[int], object]) -> None:
    """Add the next `size` bytes of a file, or all that are left."""
    while chunk := file.read(_CHUNK if size is None else min(_CHUNK, size)):
        whole.update(chunk)
        advance(len(chunk))
        size = None if size is None else size - len(chunk)


def about_of(path: Path, parquet: pq.ParquetFile) -> dict[str, Any]:
    """What a file of records says of itself; SourceError if it is none, or of a version not known."""
    meta = parquet.schema_arrow.metadata or {}
    if _SCHEMA not in meta:
        raise SourceError(
            f"{path} was not written by write_records(); read it with pandas and pass it to to_records()"
        )
    try:
        about = json.loads(meta[_SCHEMA])
        version = about["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path} is damaged: it does not say how it was written") from error
    if version not in (1, 2, VERSION):
        raise SourceError(
            f"{path} is not as write_records() wrote it, or of a newer armsflow (version {version!r}): "
            "fetch or write it again"
        )
    return about


def check_whole(
    path: Path, about: dict[str, Any], advance: Callable[[int], object] = lambda done: None
) -> None:
    """Raise SourceError unless a file is as it was written; the first version did not say."""
    said, found = digest_of(path, advance)
    if about["version"] != 1 and said != found:
        raise SourceError(
            f"{path} is not as write_records() wrote it; a copy may be damaged: fetch or write it again"
        )


def with_later(frame: Any) -> Any:
    """A frame of a file of an earlier version with the columns that it does not have.

    What its source covered is not known: each row speaks of its own years.
    """
    data = nw.from_native(frame)
    names = data.collect_schema().names()
    if not (columns := {name: cells for name, cells in LATER.items() if name not in names}):
        return frame
    others = [name for name in names if name not in COLUMNS]
    return data.with_columns(**columns).select(*COLUMNS, *others).to_native()


def check_columns(path: Path, schema: pa.Schema, about: dict[str, Any], *, apart: Iterable[str] = ()) -> None:
    """Raise SourceError unless a file has the columns of the records frame, but for those kept `apart`."""
    later = () if about["version"] == VERSION else LATER
    needed = {name: kind for name, kind in ARROW.items() if name not in apart}
    lacking = [name for name in needed if name not in (*schema.names, *later)]
    here = {name: kind for name, kind in needed.items() if name in schema.names}
    wrong = [name for name, kind in here.items() if schema.field(name).type != kind]
    if lacking or wrong:
        raise SourceError(
            f"{path} lacks columns or has them of another type: {sample([*lacking, *wrong])}; an earlier "
            "armsflow may have written it: read it with pandas, pass it to to_records() and write it again"
        )
