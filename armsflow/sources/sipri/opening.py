"""The lines of SIPRI's exports, which may stand in the web service's JSON envelope."""

from __future__ import annotations

import base64
import binascii
import json
import re

from armsflow.errors import ArgumentError, SourceError, sample
from armsflow.sources.opening import check_lines, content_of, name_of, text_of, unpacked

__all__: list[str] = []

_WORKBOOK = "save its sheet as CSV, or, if it is SIPRI's military expenditure, read it with read_milex()"
# the envelope as the service sends it, and as test recorders and browsers' archives quote it
_ENVELOPE = re.compile(r'\{\s*\\?"bytes\\?"\s*:\s*\\?"([A-Za-z0-9+/=\s]*)\\?"')
# its beginning, which may be all that is looked at
_ENVELOPED = re.compile(r'\\?"(?:bytes|result)\\?"\s*:\s*\\?"')


def is_envelope(text: str) -> bool:
    """Whether the beginning of a file is that of the web service's envelope."""
    return bool(_ENVELOPED.search(text[:10_000]))


def lines_of(path: object) -> list[str]:
    """The physical lines of an export, without line ends."""
    text = _unwrapped(_text(path), name_of(path))
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        # one alone ends a line where an old Mac wrote the file, and is a slip elsewhere
        text = text.replace("\r", " " if text.count("\r") < text.count("\n") else "\n")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if not text.lstrip().startswith("{\\rtf"):
        check_lines(lines, name_of(path))
    return lines


def _text(path: object) -> str:
    content = content_of(path)
    if isinstance(content, str) and hasattr(path, "read"):
        return content
    if isinstance(content, bytes | bytearray | memoryview):
        return text_of(unpacked(bytes(content), name_of(path), workbook=_WORKBOOK))
    raise ArgumentError(
        f"path is {path!r:.80}; expected a path, a file object or the bytes of a file", rows=[path]
    )


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
    if "{" in text and "bytes" in text and (found := _ENVELOPE.search(text)):
        return _base64(found[1], name)
    return text


def _base64(cell: str, name: str) -> str:
    try:
        return text_of(base64.b64decode(cell, validate=False))
    except (binascii.Error, ValueError) as error:
        raise SourceError(f"the bytes in {name} are no base64: {error}; fetch them again") from error
