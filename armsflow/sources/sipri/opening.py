"""Opening whatever holds an export: a path, a file, bytes, gz, zip, or the web service's JSON envelope."""

from __future__ import annotations

import base64
import binascii
import codecs
import gzip
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from armsflow.errors import ArgumentError, SourceError, sample

__all__: list[str] = []

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# the envelope as the service sends it, and as test recorders and browsers' archives quote it
_ENVELOPE = re.compile(r'\{\s*\\?"bytes\\?"\s*:\s*\\?"([A-Za-z0-9+/=\s]*)\\?"')
_CONTROLS = bytes(range(0x80, 0xA0))
_LINE_END = re.compile(r"\r\n|\n|\r")


def name_of(path: Any) -> str:
    """What messages call the file."""
    if isinstance(path, str | Path):
        return str(path)
    return str(getattr(path, "name", None) or "the file")


def lines_of(path: Any) -> list[str]:
    """The physical lines of an export, without line ends."""
    text = _unwrapped(_decoded(path), name_of(path))
    # a carriage return ends a line where Windows or an old Mac wrote the file, and is a slip elsewhere
    bare = text.count("\r") - text.count("\r\n")
    if bare and bare < text.count("\n"):
        text = text.replace("\r\n", "\n").replace("\r", " ")
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def _decoded(path: Any) -> str:
    content = _content(path)
    return content if isinstance(content, str) else text_of(unpacked(content, name_of(path)))


def _content(path: Any) -> bytes | str:
    if isinstance(path, bytes | bytearray | memoryview):
        return bytes(path)
    if isinstance(path, str | Path):
        try:
            return Path(path).read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(f"{sample([str(path)])} cannot be read: {reason}") from error
    if hasattr(path, "read"):
        return path.read()
    raise ArgumentError(
        f"path is {path!r:.80}; expected a path, a file object or the bytes of a file", rows=[path]
    )


def unpacked(content: bytes, name: str) -> bytes:
    """What a gz or a zip of one file holds; anything else as it is."""
    try:
        if content.startswith(b"\x1f\x8b"):
            return unpacked(gzip.decompress(content), name)
        if content.startswith(b"PK\x03\x04"):
            return unpacked(_only_member(content, name), name)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise SourceError(f"{name} is a damaged archive ({error}); expected a whole gz or zip") from error
    return content


def _only_member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.namelist() if not m.endswith("/") and not m.startswith("__MACOSX/")]
        if "[Content_Types].xml" in members:
            raise SourceError(
                f"{name} is a spreadsheet; save its sheet as CSV, or, if it is SIPRI's military "
                "expenditure, read it with read_milex()"
            )
        if len(members) != 1:
            raise SourceError(
                f"{name} is a zip of {len(members)} files: {sample(members)}; expected one, "
                "so unpack it and read them one by one",
                rows=members,
            )
        return archive.read(members[0])


def text_of(content: bytes) -> str:
    """Text of bytes: by its byte-order mark, else UTF-8, else as SIPRI writes registers, in Latin-1."""
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    # every other byte nothing: UTF-16 whose mark was lost
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(content) > 3 and not any(content[at:40:2]):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Windows has letters where Latin-1 has controls; where there are none the two are one, and fast
        if b"\r" in content and b"\n" not in content:
            return content.decode("mac_roman")
        windows = len(content.translate(None, _CONTROLS)) < len(content)
        return content.decode("cp1252" if windows else "latin-1", errors="replace")


def _unwrapped(text: str, name: str) -> str:
    """The CSV in the web service's envelope, ``{"bytes": base64}`` or ``{"result": text}``."""
    start = text.lstrip()[:1]
    if start == "{" and not text.lstrip().startswith("{\\rtf"):
        try:
            envelope = json.loads(text)
        except ValueError as error:
            raise SourceError(
                f"{name} is no whole JSON: {error}; expected the service's {{'bytes': …}}"
            ) from error
        if isinstance(envelope.get("result"), str):
            return envelope["result"]
        if isinstance(envelope.get("bytes"), str):
            return _base64(envelope["bytes"], name)
        raise SourceError(
            f"{name} is JSON with {sample(envelope)}; expected the envelope of the service, "
            "with 'bytes' or 'result'"
        )
    if "bytes" in text and (found := _ENVELOPE.search(text)):
        return _base64(found[1], name)
    return text


def _base64(cell: str, name: str) -> str:
    try:
        return text_of(base64.b64decode(cell, validate=False))
    except (binascii.Error, ValueError) as error:
        raise SourceError(f"the bytes in {name} are no base64: {error}; fetch them again") from error
