"""Files that commands read and write; ``-`` is standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from armsflow.commands.terminal import paragraph
from armsflow.errors import ArgumentError, sample

__all__: list[str] = []

#: What the columns are called that options choose by.
_WORDS = {"dataset": "data set", "aid_type": "kind of aid"}


def given(path: str) -> str | bytes:
    """A path as it is, and for ``-`` what standard input holds."""
    from armsflow.sources.opening import MOST_BYTES

    if path != "-":
        return path
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if not content:
        raise ArgumentError("standard input is empty, or '-' was given twice; expected one file on it")
    return content


def frame_of(path: str, **options: object) -> Any:
    """What `read` makes of a file."""
    from armsflow.sources.read import read

    return read(given(path), **options)


def records_of_files(paths: Sequence[str], **chosen: str | None) -> Any:
    """The records of one file, or of several in one frame; of one stage, data set and so on if named."""
    from armsflow.records.concat import concat
    from armsflow.records.progress import progress
    from armsflow.records.where import where

    frames = []
    with progress("reading", "files", len(paths)) as done:
        for path in paths:
            frames.append(frame_of(path))
            if "supplier" not in frames[-1]:
                raise ArgumentError(
                    f"{path} holds military spending; expected records of transfers. "
                    "Give spending with --spending",
                    rows=[path],
                )
            done(1)
    records = frames[0] if len(frames) == 1 else concat(*frames)
    conditions: dict[str, Any] = {column: value for column, value in chosen.items() if value is not None}
    for column, word in conditions.items():
        _check_there(records, column, word)
    return where(records, **conditions) if conditions else records


def _check_there(records: Any, column: str, word: str) -> None:
    """Raise where no record of some files has a word for which one of their columns is chosen."""
    if column in ("supplier", "recipient", "category") or column not in records or not len(records):
        return
    from armsflow.records.schema import STAGES

    met = sorted({str(cell) for cell in records[column].dropna()} - {""})
    # of words that are no stage at all `where` lists those that are
    known = [*met, *map(str.casefold, met)] if column == "aid_type" else met
    if (column == "stage" and word not in STAGES) or (
        word.casefold() if column == "aid_type" else word
    ) in known:
        return
    has = f"it has {sample(met)}" if met else "it names none"
    raise ArgumentError(f"no {_WORDS.get(column, column)} {word!r} here; {has}", rows=[word])


def put(frame: Any, path: str, *, records: bool = False) -> None:
    """Write a frame to a file, by its ending, or as CSV to standard output."""
    from armsflow.records.files import write_records, write_table

    if path == "-":
        with TemporaryDirectory() as folder:
            put_text(write_table(frame, Path(folder) / "table.csv").read_bytes())
    elif records and Path(path).suffix == ".parquet":
        print(f"wrote {paragraph(write_records(frame, path))}")
    else:
        print(f"wrote {paragraph(write_table(frame, path))}")


def put_text(content: bytes) -> None:
    """Write the text of a file to standard output: every byte, but only what is harmless to a terminal."""
    if sys.stdout.isatty():
        print(paragraph(content.decode("utf-8", "replace")))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
