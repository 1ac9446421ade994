"""Records and summaries as files: Parquet that comes back the same, and tables for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from narwhals.typing import IntoFrame

from armsflow import tables
from armsflow.errors import DependencyError, PartyError, SourceError, one_of, sample
from armsflow.parties import party_name
from armsflow.records.check import check, records_of
from armsflow.records.engines import ARROW, collect, in_memory
from armsflow.records.schema import COLUMNS, OTHERS, SIDES
from armsflow.summaries.columns import holds_parties
from armsflow.whole_file import write_whole

__all__ = ["read_records", "write_records", "write_table"]

_SCHEMA, _CITATION = b"armsflow.schema", b"armsflow.citation"
_VERSION = 1
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
    check(data, ids=False)
    rows = collect(data)
    extra = [column for column in rows.columns if column not in COLUMNS]
    fields = [pa.field(name, kind) for name, kind in ARROW.items()]
    inferred = pa.Table.from_pandas(rows[extra], preserve_index=False).schema
    schema = pa.schema([*fields, *inferred]).with_metadata(
        {
            _SCHEMA: json.dumps({"version": _VERSION, "columns": COLUMNS}).encode(),
            _CITATION: _citation(rows["source"].unique()).encode(),
        }
    )
    table = pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
    table = table.replace_schema_metadata(schema.metadata)
    return write_whole(path, lambda part: pq.write_table(table, part))


def read_records(path: str | Path) -> pd.DataFrame:
    """The records of a Parquet file made by `write_records`, checked as at the door.

    Parameters
    ----------
    path : path

    Returns
    -------
    records frame
        pandas.

    Raises
    ------
    SourceError
        If the file is missing, no Parquet, or not written by `write_records`.

    Examples
    --------
    See `write_records`.

    >>> import armsflow as af
    >>> af.read_records("nowhere.parquet")
    Traceback (most recent call last):
    armsflow.errors.SourceError: nowhere.parquet cannot be read as Parquet: ...
    """
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise SourceError(f"{path} cannot be read as Parquet: {error}") from error
    if _SCHEMA not in (table.schema.metadata or {}):
        raise SourceError(
            f"{path} was not written by write_records(); read it with pandas and pass it to to_records()"
        )
    records = table.replace_schema_metadata(None).to_pandas()
    data = records_of(records)
    wrong = [c for c, kind in ARROW.items() if not table.schema.field(c).type.equals(kind)]
    if wrong:
        raise SourceError(f"{path} has columns of another type: {sample(wrong)}; write it again")
    check(data, ids=False)
    return records


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
        would run begins with an apostrophe. Stata's own word ``end`` gives way to ``start_year`` and
        ``end_year``.

    Raises
    ------
    ArgumentError
        If the path ends in something else.
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

    texts = [c for c in table.columns if not pd.api.types.is_numeric_dtype(table[c])]
    return table.assign(**{c: table[c].astype(object).map(cell) for c in texts})


def _csv(table: pd.DataFrame, path: Path) -> None:
    _harmless(table).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _xlsx(table: pd.DataFrame, path: Path) -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise DependencyError("Excel needs openpyxl: pip install 'armsflow[xlsx]'") from error
    _harmless(table).to_excel(path, index=False, engine="openpyxl")


def _dta(table: pd.DataFrame, path: Path) -> None:
    texts = [c for c in table.columns if pd.api.types.is_string_dtype(table[c]) or table[c].dtype == object]
    plain = table.assign(**{c: table[c].astype(object).where(table[c].notna(), "") for c in texts})
    plain = plain.rename(columns=_STATA_NAMES)
    # 118 is the first version with Unicode
    plain.to_stata(path, write_index=False, version=118)


def _parquet(table: pd.DataFrame, path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path)


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".dta": _dta,
    ".parquet": _parquet,
}
