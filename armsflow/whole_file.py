"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from armsflow.errors import ArgumentError

__all__: list[str] = []

#: Signs that neither XML, and so SVG, nor a spreadsheet can hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Signs that turn the direction of what follows, so that ``a.exe`` can look like ``exe.a``.
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PART = ".armsflow-"
_PART_NAME = r"\.armsflow-[0-9a-f]{16}\.\w+"
_FOLDER = ".folder"
_STALE = 24 * 3600  # seconds; nobody writes one file for so long


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Give `path` the content that `write` puts into the file it is called with, and return `path`.

    `write` gets a new file beside `path`, of the same ending, which then replaces `path` in one step. If it
    raises, `path` stays as it was and nothing is left behind; what a process left that was stopped hard goes
    with the next file. A file that is replaced keeps its mode; a new one gets the mode that the process's
    umask gives any file. Of a symbolic link the file that it points to is replaced, and the link stays.
    """
    target = path.resolve() if path.is_symlink() else path
    _clean(target.parent)
    part = target.with_name(f"{_PART}{secrets.token_hex(8)}{path.suffix}")
    try:
        # the system applies the umask, which Python can only read by changing it for all threads
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except OSError as error:
            raise ArgumentError(
                f"{path} cannot be written: {error.strerror}; expected a file in a folder that is there and "
                "that you may write to",
                rows=[path],
            ) from error
        write(part)
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return path


def write_whole_folder(folder: Path, write: Callable[[Path], object]) -> Path:
    """Give `folder` the content that `write` puts into the folder it is called with, and return `folder`.

    `write` gets a new folder beside `folder`, which then takes its place. If it raises, `folder` stays as it
    was and nothing is left behind.
    """
    target = folder.resolve() if folder.is_symlink() else folder
    _clean(target.parent)
    # nobody cleans away what stood there before
    part, old = (target.with_name(f"{_PART}{word}{secrets.token_hex(8)}{_FOLDER}") for word in ("", "old-"))
    try:
        part.mkdir()
    except OSError as error:
        raise ArgumentError(
            f"{folder} cannot be written: {error.strerror}; expected a folder in one that is there and that "
            "you may write to",
            rows=[folder],
        ) from error
    try:
        write(part)
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
            # no system exchanges two folders in one step everywhere; between these two steps both are whole
            target.replace(old)
        try:
            part.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _clean(folder: Path) -> None:
    """Remove parts of files that nobody writes any more."""
    for part in folder.glob(f"{_PART}*"):
        with suppress(OSError):  # another process may have taken it away
            if re.fullmatch(_PART_NAME, part.name) and time.time() - part.stat().st_mtime > _STALE:
                if part.is_dir():
                    shutil.rmtree(part)
                else:
                    part.unlink()
