"""Any file that a reader knows: the source is found by the file's header."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd

from armsflow.errors import ArgumentError, SourceError, nearest, sample
from armsflow.records.files import read_records
from armsflow.sources.formats import Format, Head, head_of
from armsflow.sources.opening import File

__all__ = ["read"]

_HERE = Path(__file__).parent
_NEAR = 3  # readers that an error names


class _Known(NamedTuple):
    """A format, and the reader that knows it."""

    name: str
    reader: Callable[..., pd.DataFrame]
    format: Format


def read(path: File, **options: object) -> pd.DataFrame:
    r"""Records of a file of any source that has a reader, found by the file's header.

    Parameters
    ----------
    path : path, file object or bytes
        A file as its source publishes it, or Parquet that `write_records` wrote, whatever its name.
    **options
        Arguments of the reader, such as ``release=`` and ``on_error=``.

    Returns
    -------
    records frame
        What the source's own reader returns: `read_sipri`, `read_claims`, `read_kiel` and so on, the same
        rows as if you had called it. A workbook of military expenditure gives the spending frame of
        `read_milex`, a file of the World Bank that of `read_wdi`.

    Raises
    ------
    SourceError
        If no reader knows the header: the error names the formats that come nearest, with the columns
        that are missing; or if readers of several sources know it.
    ArgumentError
        If `path` is nothing to read from, or an option is not one of the reader's.

    Examples
    --------
    Whose file is this?

    >>> import armsflow as af
    >>> af.read(af.table_path("claims.csv"))["source"].unique().tolist()
    ['claims']
    >>> af.read(b"Supplier,Recipient,Tanks\nRussia,Armenia,35")
    Traceback (most recent call last):
    armsflow.errors.SourceError: the file has no header that a reader knows; ...
    """
    if isinstance(path, str | Path) and Path(path).is_dir():
        raise SourceError(f"{path} is a folder; expected one file: scan_records() reads a folder of Parquet")
    head, path = head_of(path)
    if head.kind == "parquet":
        return _with("read_records", _parquet, path, options)
    found = _matches(head)
    readers = {each.name: each for each in found}
    if not readers:
        raise _unknown(head)
    if len(readers) > 1:
        said = "; ".join(f"{name}: {each.format.says}" for name, each in readers.items())
        raise SourceError(
            f"{head.name} may be of several sources ({said}); call the reader of the one it is",
            rows=[*readers],
        )
    (only,) = readers.values()
    return _with(only.name, only.reader, path, options)


def _parquet(path: File) -> pd.DataFrame:
    if isinstance(path, str | Path):
        return read_records(path)
    # its digest is checked on a file
    with TemporaryDirectory() as folder:
        file = Path(folder) / "records.parquet"
        file.write_bytes(path)  # type: ignore[arg-type]
        return read_records(file)


def _matches(head: Head) -> list[_Known]:
    """The formats that the file has, of those the ones that know most of its columns."""
    found = [known for known in formats() if known.format.is_in(head)]
    most = max((len(known.format.columns) for known in found), default=0)
    return [known for known in found if len(known.format.columns) == most]


@cache
def formats() -> list[_Known]:
    """Every format that a module of a source lists in its ``FORMATS``."""
    return [
        _Known(name, getattr(module, name), each)
        for name, module in _readers()
        for each in module.FORMATS  # type: ignore[attr-defined]
    ]


def _readers() -> Iterator[tuple[str, object]]:
    for source in pkgutil.iter_modules([str(_HERE)], "armsflow.sources."):
        module = import_module(f"{source.name}.read" if source.ispkg else source.name)
        if hasattr(module, "FORMATS"):
            yield f"read_{source.name.rpartition('.')[2]}", module


def _with(
    name: str, reader: Callable[..., pd.DataFrame], path: File, options: dict[str, object]
) -> pd.DataFrame:
    taken = [*inspect.signature(reader).parameters][1:]
    if strange := [option for option in options if option not in taken]:
        takes = f"takes {sample(taken, most=20)}" if taken else "takes no options"
        raise ArgumentError(
            f"{sample(strange)} is no option of {name}(), which reads this file{nearest(strange[0], taken)}; "
            f"it {takes}",
            rows=strange,
        )
    return reader(path, **options)


def _unknown(head: Head) -> SourceError:
    """The error for a file that no reader knows, with the formats that come nearest."""
    ranked = sorted(
        ((known.format.nearest(head), known) for known in formats()), key=lambda pair: -pair[0][0]
    )
    shown: dict[str, str] = {}
    for (share, where, missing), known in ranked:
        if share and known.name not in shown and len(shown) < _NEAR:
            of, lacks = len(known.format.columns), sample(missing, most=4)
            has = f"{where} has {of - len(missing)} of {of} columns, without {lacks}" if missing else where
            shown[known.name] = f"  {known.name}(), {known.format.says}: {has}"
    near = "these come nearest:\n" + "\n".join(shown.values()) if shown else "none comes near"
    names = ", ".join(dict.fromkeys(f"{known.name}()" for known in formats()))
    return SourceError(
        f"{head.name} has no header that a reader knows; {near}\nexpected a file of {names}, or load it "
        "yourself, rename its columns and pass it to to_records()",
        rows=[(line, "no header") for line in range(1, min(len(head.lines), 1) + 1)],
    )
