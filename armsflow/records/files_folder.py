"""A data set: records in a folder for each value of some columns, and a list of its files.

The folders are named as Hive, Spark and DuckDB name them, ``supplier=RUS/start=2015``, and the files lack
these columns. The list holds the digest of each file, so that a file that is gone, new or changed is seen.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from armsflow.errors import ArgumentError, SourceError, sample
from armsflow.records.check import FILLED
from armsflow.records.engines import collect, in_pieces
from armsflow.records.files_signed import VERSION, checked_for_writing, digest_said, pieces_of, signed, typed
from armsflow.records.grouping import groups_of
from armsflow.records.progress import progress
from armsflow.records.schema import COLUMNS
from armsflow.whole_file import write_whole_folder

__all__: list[str] = []

LIST = "_armsflow.json"
#: The folder of an empty text, which has no name of its own; engines read it as null.
EMPTY = "__HIVE_DEFAULT_PARTITION__"
#: Columns by which a data set may be cut: every record fills them, and ids would make a folder each.
APART = tuple(name for name in COLUMNS if name in FILLED and name != "record")
_MOST_FOLDERS = 10_000
_MOST_OPEN = 200  # files
_MOST_ROWS = 2**20  # that wait to be written
# what file systems and engines take for something else, as Spark writes it
_SIGNS = re.compile("[\x00-\x1f\"#%'*/:=?\\\\{\\[\\]^\x7f]")
Values = tuple[Any, ...]


def write_folder(records: Any, folder: Path, partition_by: str | Iterable[str]) -> Path:
    """The folder of a data set with the records, whole or not at all."""
    columns = _columns(partition_by)
    if folder.exists() and not _may_be_replaced(folder):
        raise ArgumentError(
            f"{folder} holds other things than a data set of write_records(); give a folder of its own",
            rows=[folder],
        )
    data, citation = checked_for_writing(records)
    _check_values(data, columns)

    def write(part: Path) -> None:
        with (
            in_pieces(records, data, part) as reader,
            progress("write_records", "records") as advance,
            _Files(part, typed(reader.schema), citation, columns) as files,
        ):
            for piece in pieces_of(reader, files.schema):
                files.add(piece)
                advance(len(piece))
        _write_list(part, files.written, citation, columns)

    return write_whole_folder(folder, write)


def _columns(partition_by: str | Iterable[str]) -> list[str]:
    columns = [partition_by] if isinstance(partition_by, str) else list(partition_by)
    if not columns or len(set(columns)) < len(columns) or not set(columns) <= set(APART):
        raise ArgumentError(
            f"partition_by is {sample(columns)}; expected one or several of {sample(APART, most=20)}, each "
            "once: columns that every record fills",
            rows=columns,
        )
    return columns


def _may_be_replaced(folder: Path) -> bool:
    return folder.is_dir() and ((folder / LIST).is_file() or not any(folder.iterdir()))


def _check_values(data: Any, columns: list[str]) -> None:
    """Raise where the values of columns make too many folders, or cannot be the name of one."""
    met = collect(data.select(*columns).unique())
    if len(met) > _MOST_FOLDERS:
        raise ArgumentError(
            f"partition_by={columns} would make {len(met):,} folders; at most {_MOST_FOLDERS:,}: cut by "
            "columns with fewer values"
        )
    texts = [cell for name in columns for cell in met[name] if isinstance(cell, str)]
    if wrong := sorted({cell for cell in texts if cell == EMPTY or len(cell.encode()) > 200}):
        raise ArgumentError(
            f"partition_by: {sample(wrong)} cannot be the name of a folder; cut by another column", rows=wrong
        )


def name_of(column: str, cell: Any) -> str:
    """The name of the folder of one value."""
    # as other programs write true and false, and all of them read
    text = str(cell).lower() if isinstance(cell, bool) else str(cell)
    return f"{column}={_SIGNS.sub(lambda sign: f'%{ord(sign[0]):02X}', text) or EMPTY}"


class _Files:
    """The files of a data set while they are written: rows wait until there are enough of one folder."""

    def __init__(self, folder: Path, schema: pa.Schema, citation: str, columns: list[str]) -> None:
        self.folder, self.schema, self.citation, self.columns = folder, schema, citation, columns
        self.kept = pa.schema([field for field in schema if field.name not in columns])
        self.waiting: dict[Values, list[pa.Table]] = {}
        self.open: OrderedDict[Values, tuple[ExitStack, Any, Path]] = OrderedDict()
        self.written: dict[Path, dict[str, Any]] = {}

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, kind: Any, *error: Any) -> None:
        if kind is None:
            self._write(0)
        while self.open:
            self._close(next(iter(self.open)))

    def add(self, piece: pa.Table) -> None:
        for values, rows in _cut(piece, self.columns):
            self.waiting.setdefault(values, []).append(rows.select(self.kept.names))
        if self._rows() > _MOST_ROWS:
            self._write(_MOST_ROWS // 2)

    def _rows(self) -> int:
        return sum(len(rows) for tables in self.waiting.values() for rows in tables)

    def _write(self, most: int) -> None:
        """Write those of whom most wait, until no more than `most` rows do."""
        sizes = {values: sum(map(len, tables)) for values, tables in self.waiting.items()}
        left = sum(sizes.values())
        for values in sorted(sizes, key=lambda values: -sizes[values]):
            if left <= most:
                return
            table = pa.concat_tables(self.waiting.pop(values)).combine_chunks()
            add, path = self._writer(values)
            add(table)
            self.written[path]["rows"] += len(table)
            left -= len(table)

    def _writer(self, values: Values) -> tuple[Any, Path]:
        if values not in self.open:
            if len(self.open) >= _MOST_OPEN:
                self._close(next(iter(self.open)))
            folder = self.folder.joinpath(*map(name_of, self.columns, values))
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"part-{len(list(folder.iterdir()))}.parquet"
            stack = ExitStack()
            said = {"partition_by": self.columns}
            self.open[values] = (
                stack,
                stack.enter_context(signed(path, self.kept, self.citation, **said)),
                path,
            )
            self.written[path] = {"values": list(values), "rows": 0}
        self.open.move_to_end(values)
        _, add, path = self.open[values]
        return add, path

    def _close(self, values: Values) -> None:
        stack, _, path = self.open.pop(values)
        stack.close()
        self.written[path]["digest"] = digest_said(path)


def _cut(piece: pa.Table, columns: list[str]) -> Iterator[tuple[Values, pa.Table]]:
    """The rows of each group of values, in their order."""
    groups = groups_of(piece, columns)
    order = np.argsort(groups.ids, kind="stable")
    ends = np.cumsum(groups.sizes())
    ordered = piece.take(pa.array(order))
    for first, end in zip(np.concatenate([[0], ends[:-1]]), ends, strict=True):
        rows = ordered.slice(int(first), int(end - first))
        yield tuple(rows[name][0].as_py() for name in columns), rows


def _write_list(folder: Path, written: dict[Path, dict[str, Any]], citation: str, columns: list[str]) -> None:
    files = {path.relative_to(folder).as_posix(): about for path, about in sorted(written.items())}
    about = {
        "version": VERSION,
        "partition_by": columns,
        "columns": COLUMNS,
        "citation": citation,
        "rows": sum(file["rows"] for file in files.values()),
        "files": files,
    }
    text = json.dumps(about | {"digest": _digest(about)}, ensure_ascii=False, indent=1)
    (folder / LIST).write_text(text + "\n", encoding="utf-8")


def _digest(about: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def listed(folder: Path) -> dict[str, Any]:
    """What the list of a data set says; SourceError unless it is whole, and its files are those there are."""
    path = folder / LIST
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        said, version = about.pop("digest"), about["version"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{path} is damaged ({error}); fetch or write the data set again") from error
    if said != _digest(about) or version != VERSION:
        raise SourceError(
            f"{path} is not as write_records() wrote it, or of a newer armsflow (version {version!r}): fetch "
            "or write the data set again"
        )
    there = {found.relative_to(folder).as_posix() for found in folder.rglob("*.parquet")}
    if there != set(about["files"]):
        gone, new = sorted(set(about["files"]) - there), sorted(there - set(about["files"]))
        raise SourceError(
            f"{folder} has other files than write_records() wrote: {len(gone)} gone ({sample(gone)}), "
            f"{len(new)} new ({sample(new)}); fetch or write the data set again",
            rows=[*gone, *new],
        )
    return about
