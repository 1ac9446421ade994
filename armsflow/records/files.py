"""Records and summaries as files: Parquet that comes back the same, and tables for other programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from narwhals.typing import IntoFrame

from armsflow.errors import ArgumentError, DependencyError, SourceError, one_of, sample
from armsflow.languages import language_of, speaking
from armsflow.open_bounds import restored, stored
from armsflow.parties import party_name
from armsflow.records.check import records_of
from armsflow.records.engines import in_memory, in_pieces
from armsflow.records.files_below import about, amounts_of, brackets, notes
from armsflow.records.files_documents import (
    Grid,
    chosen,
    heads_of,
    printed,
    widened,
    write_docx,
    write_html,
)
from armsflow.records.files_folder import write_folder
from armsflow.records.files_signed import (
    about_of,
    check_columns,
    check_rows,
    check_whole,
    checked_for_writing,
    pieces_of,
    signed,
    typed,
    with_later,
)
from armsflow.records.files_stata import write_dta
from armsflow.records.files_words import (
    as_grid,
    check_amounts,
    check_known,
    in_order,
    needed,
    of_one_side,
    party_columns,
)
from armsflow.records.progress import progress
from armsflow.records.schema import OTHERS
from armsflow.replaced import replaced
from armsflow.whole_file import UNPRINTABLE, write_whole

__all__ = ["read_records", "write_records", "write_table"]

# the types of pandas for whole numbers with gaps, by those of Arrow
_NULLABLE = {
    f"{sign}int{size}": getattr(pd, f"{sign.upper()}Int{size}Dtype")()
    for sign in ("", "u")
    for size in (8, 16, 32, 64)
}
_MOST_TEXT, _MOST_ROWS = 32_767, 1_048_575  # what a cell and a sheet of Excel hold
# what a spreadsheet would take for a formula
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
# signs that end a text early, command a terminal, turn the direction of writing, or are half a sign
_UNSAFE = re.compile("[\x00\x1b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write_records(
    records: IntoFrame, path: str | Path, *, partition_by: str | Iterable[str] | None = None
) -> Path:
    """The path of a Parquet file that holds the records, with their schema and how to cite them.

    Parameters
    ----------
    records : records frame
        A lazy frame is worked out; its rows go to the disk piece by piece, so that they need not fit into
        memory, from DuckDB, Spark and Polars 1.34 or newer. Your further columns are kept without loss.
    path : path
        Ends in ``.parquet``. An existing file is replaced, in one step, once the new one is whole. With
        `partition_by`, a folder; one that `write_records` wrote before is replaced, any other refused.
    partition_by : str or several, optional
        Columns of the records frame that have a value in every row, such as ``"supplier"``: a data set with
        one folder for each value, ``supplier=RUS/``, and a list of its files. `scan_records` reads it.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ArgumentError
        If the path ends in something else, the folder holds other things, `partition_by` names other
        columns or would make more than 10,000 folders, or a column is of a kind that Parquet cannot hold.
    RecordError
        If rows break the rules of the frame, or one stands twice.

    Examples
    --------
    >>> import armsflow as af
    >>> import tempfile, pathlib
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> path = af.write_records(claims, folder / "claims.parquet")
    >>> af.read_records(path).equals(claims)
    True

    A data set with a folder for each recipient, and its records of one of them:

    >>> path = af.write_records(claims, folder / "claims", partition_by="recipient")
    >>> sorted(part.name for part in path.iterdir())
    ['_armsflow.json', 'recipient=ARM', 'recipient=AZE']
    >>> len(af.where(af.scan_records(path, engine="pyarrow"), recipient="Armenia"))
    4
    """
    path = Path(path)
    if partition_by is not None:
        return write_folder(records, path, partition_by)
    if path.suffix != ".parquet":
        raise ArgumentError(
            f"the path's ending is {path.suffix!r}; expected '.parquet', or partition_by= for a folder",
            rows=[path.suffix],
        )
    data, citation = checked_for_writing(records)
    return write_whole(path, lambda part: _write(records, data, citation, part))


def _write(records: Any, data: Any, citation: str, path: Path) -> None:
    with in_pieces(records, data, path.parent) as reader, progress("write_records", "records") as advance:
        schema = typed(reader.schema)
        with signed(path, schema, citation) as add:
            for piece in pieces_of(reader, schema):
                add(piece)
                advance(len(piece))


def read_records(path: str | Path) -> pd.DataFrame:
    """The records of a Parquet file made by `write_records`, with the whole input check.

    Parameters
    ----------
    path : path
        One file on this machine. For a folder, or a file that is larger than memory: `scan_records`.

    Returns
    -------
    records frame
        pandas. Whole numbers with gaps in your further columns are ``Int64`` and the like.

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
    path = Path(path)
    if path.is_dir():
        raise SourceError(
            f"{path} is a folder; expected one file: scan_records() reads a data set, and files can be read "
            "one by one and joined with concat()"
        )
    try:
        # a file, so that nothing that looks like an address is looked for in a network
        with path.open("rb") as file:
            parquet = pq.ParquetFile(file, page_checksum_verification=True)
            table, about = parquet.read(), about_of(path, parquet)
    except SourceError:
        raise
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SourceError(f"{path} cannot be read as Parquet: {error}") from error
    if about.get("partition_by"):
        raise SourceError(
            f"{path} is one file of a data set and lacks what its folders say; scan_records() reads the "
            "folder"
        )
    with progress("read_records", "B", path.stat().st_size) as advance:
        check_whole(path, about, advance)
    check_columns(path, table.schema, about)
    records = _in_pandas(with_later(table.replace_schema_metadata(None)))
    check_rows(records_of(records))
    return records


def _in_pandas(table: pa.Table) -> pd.DataFrame:
    """A table as pandas, without loss: whole numbers with gaps, which pandas else makes floats of, stay."""
    frame = table.to_pandas()
    for name, kind in zip(table.column_names, table.schema.types, strict=True):
        if pa.types.is_integer(kind) and table[name].null_count:
            cells = table[name].to_pandas(types_mapper=lambda kind: _NULLABLE.get(str(kind)))
            frame[name] = cells
    return frame


def write_table(
    frame: IntoFrame,
    path: str | Path,
    *,
    wide: str | None = None,
    columns: str | Iterable[str] | None = None,
    style: str = "plain",
    language: str = "en",
) -> Path:
    r"""The path of a table for other programs: CSV, Excel, Stata, Parquet, HTML or Word, by its ending.

    Parameters
    ----------
    frame : records frame or summary
    path : path
        Ends in ``.csv``, ``.xlsx`` (extra ``xlsx``), ``.dta``, ``.parquet``, ``.html`` or ``.docx`` (extra
        ``docx``).
    wide : str, optional
        A column of a summary of which each cell becomes a column: ``"year"`` or ``"period"``. The cells are
        shares where the summary has them, else values, without bounds. The keys and the unit stand before
        them, and behind them stage, source, release and what was chosen.
    columns : str or several, optional
        Columns of the frame that are written, in this order; not with `wide`. Documents choose by themselves,
        see below, and their line below is of the whole frame in any case: so choose here, and not with
        ``frame[[…]]``, which takes unit and source out of it.
    style : {"plain", "sipri"}
        ``"sipri"`` prints volumes as SIPRI does: whole million TIV, 0 for less than half a million and blank
        for none, without bounds. In data files shares and changes stay fractions. Columns without volumes,
        such as shares alone, need no unit. Your own columns of numbers are refused beside volumes, since
        they may be in another unit.
    language : {"en", "de", "fr", "es", "ru"}
        The language of heads, names, numbers and the line below in HTML and Word. Data files are English.

    Returns
    -------
    pathlib.Path
        *Data files* (CSV, Excel, Stata, Parquet) keep the order of the frame. Behind each column of party
        codes stands one of names, ``supplier_name``. An infinite figure is a missing one, and a column
        ``high_open`` is true there. In CSV and Excel, text that a spreadsheet would run begins with an
        apostrophe, in headers too. Stata's own word ``end`` gives way to ``start_year`` and ``end_year``,
        and each variable has a label with its unit.

        *Documents* (HTML, Word) are for readers: names in place of codes, fractions in per cent as SIPRI
        rounds them, and of each window the largest row first, others last; rankings, shares and records
        stay in their order. Bounds stand in brackets behind their figure where they print otherwise, and the
        share of a partner behind its name. Columns that are empty, hold the same in every row, or say what
        is normal are left out, so are the numbers of deals; estimates and undisclosed records have a column
        where there are any. The sheet is A4, across where the columns need it; heads stand on each page.

        The line below the table says unit, years, stage, what was chosen, source and release, and what the
        columns do not: which windows are incomplete, that records are undisclosed, how much the source
        estimates, that orders may be missing, what 0 and a blank mean in SIPRI's style, and that cells of a
        wide table have no row in the frame. Of a frame that lacks unit, source or release it says so.

    Raises
    ------
    ArgumentError
        If the path ends in something else, Excel cannot hold as many rows, as long a text, or a sign, `wide`
        is no column of the summary or several rows would share a cell, or `columns` has others than the
        frame, or `style` is another word, or ``"sipri"`` for what is not in TIV or beside
        columns of numbers that it does not know, or `language` is another, or
        not English for a data file.
    RecordError
        If figures of a document, or of a table in SIPRI's style, lie outside their bounds.
    DependencyError
        If openpyxl or python-docx is needed and not installed.

    Examples
    --------
    >>> import armsflow as af
    >>> import tempfile, pathlib
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> totals = af.totals(af.where(claims, stage="contract"), by="recipient")
    >>> path = af.write_table(totals, pathlib.Path(tempfile.mkdtemp()) / "contracts.csv")
    >>> path.read_text(encoding="utf-8").splitlines()[1][:40]
    'AZE,Azerbaijan,2010–14,4000000000.0,3800'

    A table with a column for each year, as SIPRI prints volumes (these are invented):

    >>> register = af.read_sipri(af.table_path("sample_register.csv"))
    >>> kenya = af.totals(af.where(register, recipient="Kenya", years=(2021, 2024)))
    >>> path = af.write_table(kenya, path.with_name("kenya.csv"), wide="year", style="sipri")
    >>> print(path.read_text(encoding="utf-8").partition("\n")[0])
    supplier,supplier_name,unit,2021,2022,2023,2024,prices,stage,source,dataset,release,reporter,complete,selection

    Some columns of a ranking:

    >>> ranking = af.rankings(af.where(register, stage="delivery"), of="supplier", end=2024, top=3)
    >>> columns = ["place", "party", "share", "previous_share", "change"]
    >>> path = af.write_table(ranking, path.with_name("ranking.html"), columns=columns, style="sipri")
    >>> "<td>Brazil</td>" in path.read_text(encoding="utf-8")
    True
    """
    path = Path(path)
    one_of(path.suffix, (*_WRITERS, *_DOCUMENTS), "the path's ending")
    one_of(style, ("plain", "sipri"), "style")
    document = _DOCUMENTS.get(path.suffix)
    if language_of(language) != "en" and document is None:
        raise ArgumentError(
            f"language is {language!r} and the path ends in {path.suffix!r}: only documents are translated, "
            f"{' and '.join(_DOCUMENTS)}; leave language= out, since columns of data files are English",
            rows=[language],
        )
    if wide is not None and columns is not None:
        raise ArgumentError(
            f"wide is {wide!r} and columns is {columns!r}; a wide table has the columns that wide= makes: "
            "leave one of them out"
        )
    table = restored(in_memory(frame, what="frame").reset_index(drop=True))
    if document is not None or style == "sipri":
        check_amounts(table)
    if document is not None:
        with speaking(language):
            grid, said = _for_people(table, wide, columns, style)
            return write_whole(path, lambda part: document(grid, part, said, language))
    whole = table
    if style == "sipri":
        table = printed(table)
    if wide is not None:
        table = widened(table, wide)
    if columns is not None:
        table = chosen(table, columns)
    if style == "sipri":
        check_known(table, whole, wide)
    table = stored(_named(table))
    return write_whole(path, lambda part: _WRITERS[path.suffix](table, part))


def _for_people(
    frame: pd.DataFrame, wide: str | None, columns: str | Iterable[str] | None, style: str
) -> tuple[Grid, str]:
    """The table of a document, and the line below it, which is of the whole frame."""
    sipri = style == "sipri"
    frame = in_order(frame, wide)
    table = printed(frame) if sipri else frame
    if columns is None:
        table = needed(table if wide is None else widened(table, wide), frame, wide)
    else:
        table = chosen(table, columns)
    if sipri:
        check_known(table, frame, wide)
    shares = heads_of(frame, wide) if wide and "share" in frame else ()
    amounts = amounts_of(frame, table, wide) if sipri else []
    # a whole volume is written as other amounts are, with the signs of the language
    volumes = table.astype(dict.fromkeys(amounts, "float64"))
    grid = as_grid(of_one_side(volumes, frame), frame, shares=shares)
    million = bool(amounts)
    said = [about(frame, table, million=million, wide=wide), *notes(frame, table, wide=wide, sipri=sipri)]
    return grid, " ".join(filter(None, [*said, brackets(grid)]))


def _named(table: pd.DataFrame) -> pd.DataFrame:
    for column in party_columns(table):
        codes = table[column]
        if f"{column}_name" in table.columns:
            continue
        names = {c: _name(c) for c in codes.dropna().unique()}
        table.insert(list(table).index(column) + 1, f"{column}_name", codes.map(names))
    return table


def _name(code: str) -> str:
    return "Others" if code == OTHERS else party_name(code)


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    def cell(value: Any) -> Any:
        return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value

    table = replaced(table, {c: table[c].astype(object).map(cell) for c in _texts(table)})
    return table.rename(columns=cell)


def _texts(table: pd.DataFrame) -> list[str]:
    return [c for c in table.columns if not pd.api.types.is_numeric_dtype(table[c])]


def _csv(table: pd.DataFrame, path: Path) -> None:
    def safe(cell: Any) -> Any:
        return _UNSAFE.sub("", cell) if isinstance(cell, str) else cell

    table = replaced(table, {c: table[c].astype(object).map(safe) for c in _texts(table)})
    _harmless(table.rename(columns=safe)).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


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


def _parquet(table: pd.DataFrame, path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path)


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".dta": write_dta,
    ".parquet": _parquet,
}
#: Writers for people, which take a line below the table as well.
_DOCUMENTS: dict[str, Callable[[Grid, Path, str, str], None]] = {".html": write_html, ".docx": write_docx}
