"""Records that may be larger than memory: files of records as a lazy frame of an engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from armsflow.errors import ArgumentError, DependencyError, SourceError, one_of, sample
from armsflow.records.check import records_of
from armsflow.records.engines import ARROW
from armsflow.records.files_folder import EMPTY, LIST, listed
from armsflow.records.files_signed import (
    about_of,
    check_columns,
    check_rows,
    check_whole,
    digest_said,
    with_later,
)
from armsflow.records.progress import progress
from armsflow.records.schema import COLUMNS

__all__ = ["scan_records"]


@dataclass(frozen=True)
class _Files:
    """Files of one schema, and the columns that their folders say."""

    paths: list[Path]
    folder: Path
    schema: pa.Schema
    apart: list[str]
    #: Of these columns an empty text stands in the name of a folder as a word of its own.
    blank: list[str]

    @property
    def names(self) -> list[str]:
        further = [name for name in self.schema.names if name not in COLUMNS]
        return [*(name for name in COLUMNS if name in self.schema.names), *further]


def scan_records(
    path: str | Path, engine: str = "duckdb", *, session: Any = None, verify: bool = True
) -> Any:
    """The records of a file or a folder as a frame of an engine, which reads what a step needs.

    Parameters
    ----------
    path : path
        What `write_records` wrote: a data set (`partition_by`), one file, or a folder of such files that
        have the same columns.
    engine : {"duckdb", "polars", "spark", "pyarrow"}
        DuckDB relation (extra ``duckdb``), Polars LazyFrame (extra ``polars``), Spark DataFrame (extra
        ``spark``, and Java), or PyArrow table, which is in memory.
    session : DuckDB connection or Spark session, optional
        Without it DuckDB's default connection, or the Spark session there is, else a new one.
    verify : bool
        Whether to look at every byte and at the rules of the frame, as `read_records` does. Without it only
        the list of a data set and what each file says of itself are read: for files known to be whole.

    Returns
    -------
    frame of the engine
        The columns of the records frame and your own. Every ``to_*`` and noun takes it; `where` on the
        columns of `partition_by` reads no other folders.

    Raises
    ------
    ArgumentError
        If `engine` is another word, or `session` is given to an engine that has none.
    DependencyError
        If the engine is not installed.
    SourceError
        If files are missing, none of ours, damaged, changed, or of different columns.
    RecordError
        If rows break the rules of the frame, or one stands twice.

    Examples
    --------
    >>> import armsflow as af
    >>> import tempfile, pathlib
    >>> register = af.read_sipri(af.table_path("sample_register.csv"))
    >>> folder = pathlib.Path(tempfile.mkdtemp()) / "register"
    >>> folder = af.write_records(register, folder, partition_by=["stage", "supplier"])
    >>> deliveries = af.where(af.scan_records(folder), stage="delivery", supplier="Sweden")
    >>> af.totals(af.to_periods(deliveries, 5, end=2024), by="supplier")[["period", "value"]].tail(2)
        period        value
    5  2015–19  141470000.0
    6  2020–24  166250000.0
    """
    open_ = _ENGINES[one_of(engine, tuple(_ENGINES), "engine")]
    if session is not None and engine not in ("duckdb", "spark"):
        raise ArgumentError(f"session is given, and engine {engine!r} has none", rows=[session])
    path = Path(path)
    files, signed = _of_list(path, verify=verify) if (path / LIST).is_file() else _alone(path, verify=verify)
    frame = with_later(open_(files, session))
    if verify or not signed:
        # rows of a data set were compared when it was written; those of single files may stand in several
        check_rows(records_of(frame), ids=not signed)
    return frame


def _of_list(folder: Path, *, verify: bool) -> tuple[_Files, bool]:
    """The files of a data set, once they are those that its list names."""
    about = listed(folder)
    paths = [folder / name for name in about["files"]]
    schemas = _schemas(paths, verify=verify, apart=about["partition_by"])
    said = [file["digest"] for file in about["files"].values()]
    changed = [path for path, digest in zip(paths, said, strict=True) if digest_said(path) != digest]
    if changed:
        raise SourceError(
            f"{folder} has files that its list knows otherwise: {sample(map(str, changed))}; fetch or write "
            "the data set again",
            rows=changed,
        )
    apart = about["partition_by"]
    values = [file["values"] for file in about["files"].values()]
    blank = [name for n, name in enumerate(apart) if any(cells[n] == "" for cells in values)]
    schema = schemas[0]
    for name in apart:
        schema = schema.append(pa.field(name, ARROW[name]))
    return _Files(paths, folder, schema, apart, blank), True


def _alone(path: Path, *, verify: bool) -> tuple[_Files, bool]:
    """One file, or the files of a folder without a list."""
    paths = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not paths:
        raise SourceError(f"{path} holds no Parquet file; expected what write_records() wrote")
    schemas = _schemas(paths, verify=verify)
    others = [found for found, schema in zip(paths, schemas, strict=True) if not schema.equals(schemas[0])]
    if others:
        raise SourceError(
            f"{path} holds files of different columns: {sample(map(str, [paths[0], *others]))}; scan them "
            "one by one and concat() them",
            rows=others,
        )
    return _Files(paths, path if path.is_dir() else path.parent, schemas[0], [], []), False


def _schemas(paths: list[Path], *, verify: bool, apart: Iterable[str] = ()) -> list[pa.Schema]:
    """The schema of each file, once it is as it was written."""
    apart, schemas = list(apart), []
    total = sum(path.stat().st_size for path in paths if path.is_file())
    with progress("scan_records", "B", total) as advance:
        for path in paths:
            schema, about = _opened(path)
            if about.get("partition_by", []) != apart:
                raise SourceError(
                    f"{path} is one file of a data set, whose list {LIST} is not beside it; fetch or write "
                    "the data set again"
                )
            if verify:
                check_whole(path, about, advance)
            check_columns(path, schema, about, apart=apart)
            schemas.append(schema.remove_metadata())
    return schemas


def _opened(path: Path) -> tuple[pa.Schema, dict[str, Any]]:
    try:
        # a file, so that nothing that looks like an address is looked for in a network
        with path.open("rb") as file:
            parquet = pq.ParquetFile(file)
            return parquet.schema_arrow, about_of(path, parquet)
    except SourceError:
        raise
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SourceError(f"{path} cannot be read as Parquet: {error}") from error


def _in_duckdb(files: _Files, connection: Any) -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise DependencyError("engine='duckdb' needs DuckDB: pip install 'armsflow[duckdb]'") from error
    # a name in square brackets stands for itself, and not for what fits it
    paths = [re.sub(r"([*?\[])", r"[\1]", str(path.resolve())) for path in files.paths]
    kinds = ", ".join(f"{_quoted(name)}: {_SQL[str(ARROW[name])]}" for name in files.apart)
    hive = f"hive_partitioning = true, hive_types = {{{kinds}}}" if kinds else "hive_partitioning = false"
    listed_ = ", ".join(_text(path) for path in paths)
    # older versions do not take the word for a null
    blank = "coalesce(nullif({0}, " + _text(EMPTY) + "), '') as {0}"
    columns = ", ".join(
        blank.format(_quoted(name)) if name in files.blank else _quoted(name) for name in files.names
    )
    run = duckdb.sql if connection is None else connection.sql
    return run(f"select {columns} from read_parquet([{listed_}], {hive})")


_SQL = {"string": "varchar", "int16": "smallint", "bool": "boolean"}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _in_polars(files: _Files, _: Any) -> Any:
    try:
        import polars as pl
    except ImportError as error:
        raise DependencyError("engine='polars' needs Polars: pip install 'armsflow[polars]'") from error
    kinds = {"string": pl.String(), "int16": pl.Int16(), "bool": pl.Boolean()}
    paths = [path.resolve() for path in files.paths]
    said: dict[str, Any] = {name: kinds[str(ARROW[name])] for name in files.apart}
    # folders further up may be named so too
    above = [part.split("=")[0] for part in files.folder.resolve().parts if "=" in part]
    frame = pl.scan_parquet(
        paths,
        glob=False,
        hive_partitioning=bool(said),
        hive_schema=dict.fromkeys(above, pl.String()) | said if said else None,
    )
    return frame.select(
        pl.col(name).fill_null("") if name in files.blank else pl.col(name) for name in files.names
    )


def _in_spark(files: _Files, session: Any) -> Any:
    try:
        from pyspark.sql import SparkSession, functions
        from pyspark.sql.types import BooleanType, ShortType, StringType, StructField, StructType
    except ImportError as error:
        raise DependencyError(
            "engine='spark' needs PySpark and Java: pip install 'armsflow[spark]'"
        ) from error
    session = session or SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
    kinds = {"string": StringType(), "int16": ShortType(), "bool": BooleanType()}
    reader = session.read.option("recursiveFileLookup", "true")
    if files.apart:
        # what Spark finds in the files, without what it would guess of the names of folders
        kept = reader.parquet(_for_spark(files.paths[0])).schema
        said = [StructField(name, kinds[str(ARROW[name])]) for name in files.apart]
        folder = _for_spark(files.folder)
        frame = session.read.schema(StructType([*kept.fields, *said])).parquet(folder)
    else:
        frame = reader.parquet(*map(_for_spark, files.paths))
    return frame.select(
        *(
            functions.coalesce(functions.col(name), functions.lit("")).alias(name)
            if name in files.blank
            else functions.col(f"`{name}`")
            for name in files.names
        )
    )


def _for_spark(path: Path) -> str:
    """A path as Spark takes it, which reads some signs as a pattern."""
    return "file://" + re.sub(r"([*?{}\[\]\\])", r"\\\1", str(path.resolve()))


def _in_pyarrow(files: _Files, _: Any) -> pa.Table:
    from pyarrow import dataset

    folder = files.folder.resolve()
    said = pa.schema([pa.field(name, ARROW[name]) for name in files.apart])
    table = dataset.dataset(
        [str(path.resolve()) for path in files.paths],
        schema=files.schema,
        format="parquet",
        partitioning=dataset.partitioning(said, flavor="hive") if files.apart else None,
        partition_base_dir=str(folder),
    ).to_table()
    for name in files.blank:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].fill_null(""))
    return table.select(files.names)


_ENGINES: dict[str, Callable[[_Files, Any], Any]] = {
    "duckdb": _in_duckdb,
    "polars": _in_polars,
    "spark": _in_spark,
    "pyarrow": _in_pyarrow,
}
