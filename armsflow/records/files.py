"""Records and summaries as files: Parquet that comes back the same, and tables for other programs."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from narwhals.typing import IntoFrame

from armsflow import tables
from armsflow.errors import (
    ArgumentError,
    DependencyError,
    PartyError,
    SourceError,
    one_of,
    sample,
)
from armsflow.parties import party_name
from armsflow.records.check import check, check_unique, records_of
from armsflow.records.engines import ARROW, collect, in_memory
from armsflow.records.schema import COLUMNS, IDENTITY, OTHERS, SIDES
from armsflow.summaries.columns import holds_parties
from armsflow.whole_file import UNPRINTABLE, write_whole

__all__ = ["read_records", "write_records", "write_table"]

_SCHEMA, _CITATION = b"armsflow.schema", b"armsflow.citation"
_VERSION = 2
# a digest of the whole file, itself counted as zeros
_DIGEST = b"armsflow.digest"
_BLANK = b"0" * 64
_MOST_TEXT, _MOST_ROWS = 32_767, 1_048_575  # what a cell and a sheet of Excel hold
_MOST_STATA = 2_045  # letters of a text in Stata, unless it is a long one
# "end" is a word of Stata's own
_STATA_NAMES = {"start": "start_year", "end": "end_year"}
# what a spreadsheet would take for a formula
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_records(records: IntoFrame, path: str | Path) -> Path:
    """The path of a Parquet file that holds the records, with their schema and how to cite them.

    Parameters
    ----------
    records : records frame
        A lazy frame is collected.
    path : path
        Ends in ``.parquet``. An existing file is replaced, in one step, once the new one is whole.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ArgumentError
        If the path ends in something else.
    RecordError
        If rows break the rules of the frame, or one stands twice.

    Examples
    --------
    >>> import armsflow as af
    >>> import tempfile, pathlib
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "claims.parquet"
    >>> af.read_records(af.write_records(claims, path)).equals(claims)
    True
    """
    path = Path(path)
    one_of(path.suffix, (".parquet",), "the path's ending")
    data = records_of(records)
    _check_rows(data)
    rows = collect(data)
    extra = [column for column in rows.columns if column not in COLUMNS]
    fields = [pa.field(name, kind) for name, kind in ARROW.items()]
    inferred = pa.Table.from_pandas(rows[extra], preserve_index=False).schema
    schema = pa.schema([*fields, *inferred]).with_metadata(
        {
            _SCHEMA: json.dumps({"version": _VERSION, "columns": COLUMNS}).encode(),
            _CITATION: _citation(rows["source"].unique()).encode(),
            _DIGEST: _BLANK,
        }
    )
    table = pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
    table = table.replace_schema_metadata(schema.metadata)
    return write_whole(path, lambda part: _write(table, part))


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, write_page_checksum=True)
    place, digest = _digest(path)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(digest)


def _digest(path: Path) -> tuple[int, bytes]:
    """Where a file says its digest, and what that is of the bytes it has; -1 where it says none."""
    with path.open("rb") as file:
        content = file.read()
    # the last of the file says how long the list of what it holds is
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    # the name, then that a text of 64 letters follows, and that; a user's own text may hold the name too
    found = list(re.finditer(_DIGEST + rb"\x18\x40(?=[0-9a-f]{64})", content[max(footer, 0) :]))
    if not found:
        return -1, b""
    place = max(footer, 0) + found[-1].end()
    whole = hashlib.sha256(content[:place])
    whole.update(_BLANK)
    whole.update(content[place + len(_BLANK) :])
    return place, whole.hexdigest().encode()


def read_records(path: str | Path) -> pd.DataFrame:
    """The records of a Parquet file made by `write_records`, checked as at the door.

    Parameters
    ----------
    path : path
        One file on this machine.

    Returns
    -------
    records frame
        pandas.

    Raises
    ------
    SourceError
        If the file is missing, a folder, no Parquet, not written by `write_records`, or no longer as it was.
    RecordError
        If rows break the rules of the frame, or one stands twice.

    Examples
    --------
    See `write_records`.

    >>> import armsflow as af
    >>> af.read_records("nowhere.parquet")
    Traceback (most recent call last):
    armsflow.errors.SourceError: nowhere.parquet cannot be read as Parquet: ...
    """
    if Path(path).is_dir():
        raise SourceError(f"{path} is a folder; expected one file: read them one by one and concat() them")
    try:
        # a file, so that nothing that looks like an address is looked for in a network
        with Path(path).open("rb") as file:
            table = pq.read_table(file, page_checksum_verification=True)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SourceError(f"{path} cannot be read as Parquet: {error}") from error
    if _SCHEMA not in (table.schema.metadata or {}):
        raise SourceError(
            f"{path} was not written by write_records(); read it with pandas and pass it to to_records()"
        )
    _check_whole(Path(path), table)
    lacking = [c for c in COLUMNS if c not in table.column_names]
    wrong = [c for c, kind in ARROW.items() if c in table.column_names and table.schema.field(c).type != kind]
    if lacking or wrong:
        raise SourceError(
            f"{path} lacks columns or has them of another type: {sample([*lacking, *wrong])}; write it again"
        )
    records = table.replace_schema_metadata(None).to_pandas()
    _check_rows(records_of(records))
    return records


def _check_whole(path: Path, table: pa.Table) -> None:
    """Raise SourceError unless a file is as it was written; the first version did not say."""
    try:
        version = json.loads(table.schema.metadata[_SCHEMA])["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path} is damaged: it does not say how it was written") from error
    if version == 1:
        return
    place, digest = _digest(path)
    with path.open("rb") as file:
        file.seek(max(place, 0))
        said = file.read(len(_BLANK))
    if version != _VERSION or said != digest:
        raise SourceError(
            f"{path} is not as write_records() wrote it (version {version!r}); a copy may be damaged: "
            "fetch or write it again"
        )


def _check_rows(data: Any) -> None:
    """The rules of the frame; and no row of a record stands twice, though its years and categories may."""
    check(data, ids=False)
    said = (
        "rows stand twice: {}, of one source, release, span and category; they would be counted twice: keep "
        "one of each"
    )
    check_unique(data, [*IDENTITY, "start", "end", "category"], said)


def write_table(frame: IntoFrame, path: str | Path) -> Path:
    """The path of a table for other programs: CSV, Excel, Stata or Parquet, by the path's ending.

    Parameters
    ----------
    frame : records frame or summary
    path : path
        Ends in ``.csv``, ``.xlsx`` (extra ``xlsx``), ``.dta`` or ``.parquet``.

    Returns
    -------
    pathlib.Path
        Behind each column of party codes stands one of names, ``supplier_name``. An infinite figure is a
        missing one, and a column ``high_open`` is true there. In CSV and Excel, text that a spreadsheet
        would run begins with an apostrophe, in headers too. Stata's own word ``end`` gives way to
        ``start_year`` and ``end_year``.

    Raises
    ------
    ArgumentError
        If the path ends in something else, or Excel cannot hold as many rows, as long a text, or a sign.
    DependencyError
        If openpyxl is needed and not installed.

    Examples
    --------
    >>> import armsflow as af
    >>> import tempfile, pathlib
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> totals = af.totals(af.where(claims, stage="contract"), by="recipient")
    >>> path = af.write_table(totals, pathlib.Path(tempfile.mkdtemp()) / "contracts.csv")
    >>> path.read_text(encoding="utf-8").splitlines()[1][:40]
    'AZE,Azerbaijan,2010–14,4000000000.0,3800'
    """
    path = Path(path)
    writer = _WRITERS[one_of(path.suffix, tuple(_WRITERS), "the path's ending")]
    table = _flagged(_named(in_memory(frame, what="frame").reset_index(drop=True)))
    return write_whole(path, lambda part: writer(table, part))


def _citation(sources: Any) -> str:
    known = tables.table("sources.csv").set_index("source")["citation"]
    return "\n".join(f"{name}: {known.get(name, 'the user')}" for name in sorted(sources))


def _named(table: pd.DataFrame) -> pd.DataFrame:
    for column in [c for c in table.columns if c in SIDES or holds_parties(c)]:
        codes = table[column]
        if f"{column}_name" in table.columns or not _are_parties(codes):
            continue
        names = {c: _name(c) for c in codes.dropna().unique()}
        table.insert(list(table).index(column) + 1, f"{column}_name", codes.map(names))
    return table


def _are_parties(codes: pd.Series) -> bool:
    """Whether all are codes of parties: a leader may be a category, a user's column may be called so."""
    try:
        party_name([code for code in codes.dropna().unique() if code != OTHERS])
    except PartyError:
        return False
    return True


def _name(code: str) -> str:
    return "Others" if code == OTHERS else party_name(code)


def _flagged(table: pd.DataFrame) -> pd.DataFrame:
    for column in table.select_dtypes("float").columns:
        open_end = np.isinf(table[column])
        if column == "high" or open_end.any():
            place = list(table).index(column) + 1
            table.insert(place, f"{column}_open", open_end.astype(bool))
            table[column] = table[column].mask(open_end)
    return table


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    def cell(value: Any) -> Any:
        return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value

    table = table.assign(**{c: table[c].astype(object).map(cell) for c in _texts(table)})
    return table.rename(columns=cell)


def _texts(table: pd.DataFrame) -> list[str]:
    return [c for c in table.columns if not pd.api.types.is_numeric_dtype(table[c])]


def _csv(table: pd.DataFrame, path: Path) -> None:
    _harmless(table).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _xlsx(table: pd.DataFrame, path: Path) -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise DependencyError("Excel needs openpyxl: pip install 'armsflow[xlsx]'") from error
    table = _harmless(table)
    _check_cells(table)
    table.to_excel(path, index=False, engine="openpyxl")


def _check_cells(table: pd.DataFrame) -> None:
    """Raise where Excel would cut a text, or has no room or no sign for it."""
    if len(table) > _MOST_ROWS:
        raise ArgumentError(
            f"the table has {len(table):,} rows; Excel holds {_MOST_ROWS:,}: write CSV or Parquet"
        )
    for column in _texts(table):
        cells = table[column].map(lambda cell: cell if isinstance(cell, str) else "")
        wrong = cells[(cells.str.len() > _MOST_TEXT) | cells.map(lambda cell: bool(UNPRINTABLE.search(cell)))]
        if len(wrong):
            raise ArgumentError(
                f"{column} holds text that Excel cannot keep in {len(wrong)} row(s), of more than "
                f"{_MOST_TEXT:,} letters or with control signs: {sample(wrong.str[:40])}; shorten "
                "it, or write CSV or Parquet",
                rows=table.loc[wrong.index],
            )


def _dta(table: pd.DataFrame, path: Path) -> None:
    texts = [c for c in table.columns if pd.api.types.is_string_dtype(table[c]) or table[c].dtype == object]
    plain = table.assign(**{c: table[c].astype(object).where(table[c].notna(), "") for c in texts})
    plain = plain.rename(columns=_STATA_NAMES)
    long = [c for c in texts if plain[c].map(lambda cell: len(str(cell).encode())).max() > _MOST_STATA]
    # 118 is the first version with Unicode
    plain.to_stata(path, write_index=False, version=118, convert_strl=long)


def _parquet(table: pd.DataFrame, path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path)


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".dta": _dta,
    ".parquet": _parquet,
}
