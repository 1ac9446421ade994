"""Files that commands read and write; ``-`` is standard input and output."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from armsflow.commands.terminal import note, paragraph
from armsflow.errors import ArgumentError, SpanError, sample

__all__: list[str] = []

#: How an error says that a group had other members at the end of a figure than at its beginning.
_JOINED = re.compile("joined or left a group within the years")
#: What the columns are called that options choose by.
_WORDS = {"dataset": "data set", "aid_type": "kind of aid"}


def take_lines(parser: argparse.ArgumentParser) -> None:
    """The option that says what becomes of lines that cannot be read."""
    parser.add_argument(
        "--on-error",
        choices=("raise", "collect"),
        default="raise",
        help="collect: leave out lines that cannot be read, and say how many",
    )


def take_parts(parser: argparse.ArgumentParser) -> None:
    """The option that leaves out what would be counted twice."""
    parser.add_argument(
        "--without-parts",
        action="store_true",
        help="keep totals, and leave out their parts and further reports of one fact",
    )


def given(path: str) -> str | bytes:
    """A path as it is, and for ``-`` what standard input holds."""
    from armsflow.sources.opening import MOST_BYTES

    if path != "-":
        return path
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if not content:
        raise ArgumentError("standard input is empty, or '-' was given twice; expected one file on it")
    return content


def frame_of(path: str, *, on_error: str = "raise") -> Any:
    """What `read` makes of a file; how many of its lines are left out is said."""
    from armsflow.sources.read import read

    if on_error == "raise":
        return read(given(path))
    frame = collected(given(path))
    if aside := frame.attrs.get("set_aside", []):
        units = frame.attrs.get("counted_in", "lines")
        note(
            f"{path}: {len(aside):,} {units[:-1]}(s) that cannot be read left out; armsflow check lists them"
        )
    return frame


def collected(content: str | bytes) -> Any:
    """The good lines of a file; Parquet of `write_records` is good as a whole, or refused."""
    from armsflow.sources.read import read

    try:
        return read(content, on_error="collect")
    except ArgumentError as error:
        if error.rows != ["on_error"]:
            raise
        return read(content)


def records_of_files(paths: Sequence[str], *, on_error: str = "raise", **chosen: str | None) -> Any:
    """The records of one file, or of several in one frame; of one stage, data set and so on if named."""
    from armsflow.records.concat import concat
    from armsflow.records.progress import progress
    from armsflow.records.where import where

    frames = []
    with progress("reading", "files", len(paths)) as done:
        for path in paths:
            frames.append(frame_of(path, on_error=on_error))
            if "supplier" not in frames[-1]:
                raise ArgumentError(
                    f"{path} holds military spending; expected records of transfers. "
                    "The commands report and claims take spending with --spending",
                    rows=[path],
                )
            done(1)
    records = frames[0] if len(frames) == 1 else concat(*frames)
    conditions: dict[str, Any] = {column: value for column, value in chosen.items() if value is not None}
    for column, word in conditions.items():
        _check_there(records, column, word)
    return by_membership(records, partial(where, **conditions)) if conditions else records


def groups_asked(names: Iterable[str | None]) -> list[str]:
    """The codes of groups of parties among names that are asked for, such as "members:NATO"."""
    from armsflow.groups import asked
    from armsflow.parties import members_group

    return [code for code in asked(filter(None, names)) if members_group(code)]


def by_membership(records: Any, chosen: Callable[[Any], Any]) -> Any:
    """What is `chosen` of records by groups of parties, of which some may have joined in the years of a row.

    Such rows are spread over their years, of which each is inside or outside; how many these are is said.
    """
    from armsflow.records.concat import concat
    from armsflow.transforms.years import to_years

    try:
        return chosen(records)
    except SpanError as error:
        if not _JOINED.search(str(error)):
            raise
        over = records["record"].isin(error.rows["record"])
        note(
            f"{int(over.sum()):,} record(s) are of years in which a party joined or left the group; they are "
            "spread over their years, with bounds"
        )
        return chosen(concat(records[~over], to_years(records[over])))


def without_parts_of(records: Any) -> Any:
    """Records without parts of others and without further reports of one fact; how many these are is said."""
    from armsflow.records.without_parts import without_parts

    kept = without_parts(records)
    left = len(records) - len(kept)
    if left:
        note(
            f"{left:,} of {len(records):,} record(s) left out: parts of others, or further reports of one "
            "fact"
        )
    return kept


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
