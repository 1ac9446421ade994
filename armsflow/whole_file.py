"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

__all__: list[str] = []


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Give `path` the content that `write` puts into the file it is called with, and return `path`.

    `write` gets a new file beside `path`, of the same ending, which then replaces `path` in one step. If it
    raises, `path` stays as it was and nothing is left behind. A file that is replaced keeps its mode; a new
    one gets the mode that the process's umask gives any file.
    """
    part = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        # the system applies the umask, which Python can only read by changing it for all threads
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        write(part)
        if path.exists():
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
