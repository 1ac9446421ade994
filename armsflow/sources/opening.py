"""What readers of files share: opening a file, reading its text, and the error that lists bad lines."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from armsflow.errors import SourceError, sample

__all__: list[str] = []

#: What readers take: a path, an open file, or the bytes of one.
File = str | Path | bytes | bytearray | memoryview | IO[bytes] | IO[str]

#: What a file may hold at most. No source's export is as large; a small archive may unpack to more than all
#: memory, and a line may have a million cells.
MOST_BYTES, MOST_LINES, MOST_COLUMNS = 2**30, 10_000_000, 1_000
_DEPTH = 3  # archives in archives

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROLS = bytes(range(0x80, 0xA0))
_SHOWN = 5  # lines that an error lists


def name_of(path: object, otherwise: str = "the file") -> str:
    """What messages call a file: its path or name, `otherwise` if it has none."""
    name = path if isinstance(path, str | Path) else getattr(path, "name", None)
    return str(name) if isinstance(name, str | Path) and str(name) else otherwise


def base_name(path: object) -> str:
    """The name of a file without its folders, "" if it has none: what a record says of where it is from."""
    return Path(name_of(path, "")).name


def content_of(path: object) -> object:
    """What a path or an open file holds, bytes or text; any other object as it is."""
    if isinstance(path, str | Path):
        try:
            return Path(path).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(f"{path} cannot be read: {reason}") from error
    return path.read() if hasattr(path, "read") else path


def unpacked(
    content: bytes, name: str, *, workbook: str = "save its sheet as CSV", depth: int = _DEPTH
) -> bytes:
    """What a gz or a zip of one file holds; anything else as it is.

    `workbook` says what to do with an Excel file, which is a zip too.
    """
    if len(content) > MOST_BYTES:
        raise too_large(name)
    try:
        if not content.startswith((b"\x1f\x8b", b"PK\x03\x04")):
            return content
        if not depth:
            raise SourceError(f"{name} is an archive in an archive, {_DEPTH} times over; unpack it first")
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as file:
                inside = bounded(file, name)
        else:
            inside = _only_member(content, name, workbook)
        return unpacked(inside, name, workbook=workbook, depth=depth - 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise SourceError(f"{name} is a damaged archive ({error}); expected a whole gz or zip") from error


def bounded(file: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    """What an archive's file holds, unless it is more than any source's."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise too_large(name)
    return content


def too_large(name: str) -> SourceError:
    return SourceError(
        f"{name} holds more than {MOST_BYTES / 2**30:.0f} GiB, unpacked; expected a source's export: "
        "unpack it and read it in parts"
    )


def check_lines(lines: Sequence[str], name: str) -> None:
    """Raise SourceError of more lines, or more cells in one, than any source's file has."""
    if len(lines) > MOST_LINES:
        raise SourceError(f"{name} has {len(lines):,} lines; expected at most {MOST_LINES:,}")
    # a line with so many cells is no shorter
    if max(map(len, lines), default=0) <= MOST_COLUMNS:
        return
    long = ((number, line) for number, line in enumerate(lines, start=1) if len(line) > MOST_COLUMNS)
    for number, line in long:
        check_columns(max(line.count(sign) for sign in ",;\t") + 1, name, number)


def check_columns(count: int, name: str, line: int) -> None:
    """Raise SourceError of more cells in a line than any source has columns."""
    if count > MOST_COLUMNS:
        raise SourceError(
            f"{name} has {count:,} cells in line {line}; expected at most {MOST_COLUMNS:,} columns",
            rows=[(line, "too many cells")],
        )


def _only_member(content: bytes, name: str, workbook: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "[Content_Types].xml" in archive.namelist():
            raise SourceError(f"{name} is a spreadsheet; {workbook}")
        with archive.open(member_of(archive, name)) as file:
            return bounded(file, name)


def member_of(archive: zipfile.ZipFile, name: str) -> str:
    """The one file of a zip; what a Mac puts beside it is none."""
    members = [m for m in archive.namelist() if not m.endswith("/") and not m.startswith("__MACOSX/")]
    if len(members) != 1:
        raise SourceError(
            f"{name} is a zip of {len(members)} files: {sample(members)}; expected one, "
            "so unpack it and read them one by one",
            rows=members,
        )
    return members[0]


def decoded(content: bytes, encoding: str, name: str) -> str:
    """Text of bytes in a stated encoding; an error names the first line that is not in it."""
    try:
        # a byte-order mark is read as such whatever UTF-8 is called
        return content.decode("utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(
            f"{name} is not {encoding}: line {line} has the byte {content[error.start]:#04x}; "
            "save it as UTF-8, or say which encoding it has, such as encoding='cp1252'",
            rows=[(line, "undecodable")],
        ) from error
    except LookupError as error:
        raise SourceError(f"encoding is {encoding!r}; expected one that Python knows") from error


def text_of(content: bytes) -> str:
    """Text of bytes in an encoding not stated: by byte-order mark, else UTF-8, else an 8-bit encoding."""
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    # every other byte zero: UTF-16 whose mark was lost
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(content) > 3 and not any(content[at:40:2]):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # only the old Mac ended lines with a carriage return alone
        if b"\r" in content and b"\n" not in content:
            return content.decode("mac_roman")
        # Windows has letters where Latin-1 has controls; where there are none the two are the same, and
        # Latin-1 is faster
        windows = len(content.translate(None, _CONTROLS)) < len(content)
        return content.decode("cp1252" if windows else "latin-1", errors="replace")


def unread_lines(
    name: str, aside: Sequence[tuple[int, str]], good: int, what: str, *, unit: str = "line"
) -> SourceError:
    """The error for a file with lines, (number, reason), that are no `what`; `good` is how many are.

    `unit` is "object" where JSON has no line for each of its objects.
    """
    shown = "\n".join(f"  {unit} {number}: {reason}" for number, reason in aside[:_SHOWN])
    more = f"\n  … ({len(aside)} {unit}s in all)" if len(aside) > _SHOWN else ""
    rest = ", or read the rest with on_error='collect'" if good else ""
    return SourceError(
        f"{name} has {len(aside)} {unit}(s) that are no {what} (and {good} that are):\n"
        f"{shown}{more}\nfix them{rest}",
        rows=list(aside),
    )
