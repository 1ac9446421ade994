"""The engines that hold frames, behind one face.

The transforms and nouns are written once, in Narwhals. What differs between engines is only how a frame gets
in (`on_engines`, `frame_of`), how a constant table gets in (`like`), and how a result gets out (`collect`,
`back`). Frames of pandas are worked on as Arrow tables: pandas keeps text in Arrow itself, a null is a null
whatever kind of column it came from, and a small frame costs about half the time.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary, WeakValueDictionary

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from armsflow.errors import ArgumentError, ArmsflowError, RecordError, sample
from armsflow.records.schema import COLUMNS, COVERED, MEANING, TOLD
from armsflow.replaced import replaced

__all__: list[str] = []

ENGINES = "pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark"
#: Column → type of the records frame in Arrow.
ARROW: dict[str, pa.DataType] = {
    name: {"string": pa.string(), "int16": pa.int16(), "float64": pa.float64(), "bool": pa.bool_()}[kind]
    for name, kind in COLUMNS.items()
}
#: How the names of our own temporary columns begin; no column of the user's does.
OURS = "armsflow__"
# where the lists of names come from that users give; a frame is no list
_PLAIN = ("builtins", "collections", "numpy")
# which row of the user's frame a row came from
_ROW = f"{OURS}row"


class _Made(NamedTuple):
    """The relation that another was made of, which columns it took over unchanged, and whether all rows.

    `with_nan` is the same rows before NaN was made null in their figures.
    """

    root: Any
    kept: tuple[str, ...]
    whole: bool = True
    with_nan: Any = None


class Known(NamedTuple):
    """What is known of a relation at once: how many rows it has, and which columns hold one value."""

    rows: int | None
    constants: dict[str, Any]


# what may be the same in all rows
_ALIKE = (*MEANING, *COVERED)
_MADE_OF: WeakKeyDictionary[Any, _Made] = WeakKeyDictionary()
# the tables that were made of users' frames, which need not be looked at again
_MADE: WeakValueDictionary[int, pa.Table] = WeakValueDictionary()
_SMALL_TABLE, _VIEW = (f"armsflow_{name}_{secrets.token_hex(8)}" for name in ("table", "view"))
_SMALL = 100_000  # rows
_PIECE = 2**18  # rows
_MOST = 2**30  # bytes of text in one chunk
_EXACT = 2**53  # floats tell all smaller whole numbers apart
_DIGITS = 10**15  # and all decimals of as many digits
_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.uint64(): pd.UInt64Dtype()}
Function = TypeVar("Function", bound=Callable[..., Any])
Result = TypeVar("Result")


def on_engines(
    *reads: str, behind: bool = False, same_rows: bool = False, changes: Iterable[str] = ()
) -> Callable[[Function], Function]:
    """Let a function of records, written for Narwhals, take frames of pandas and PyArrow as well.

    It is given the columns of the records frame, those that its arguments name and those that it `reads`; the
    user's other columns stay aside and join the result again as they were, at their place or `behind`. A
    function that returns the same rows keeps the index of a frame of pandas; others number theirs from 0. Of
    the columns of meaning it `changes` some, or none.
    """

    def decorated(function: Function) -> Function:
        own = frozenset(signature(function).parameters)

        @wraps(function)
        def face(records: Any, *args: Any, **kwargs: Any) -> Any:
            # a generator is used up by the first look
            args = tuple(list(given) if isinstance(given, Iterator) else given for given in args)
            kwargs = {n: list(given) if isinstance(given, Iterator) else given for n, given in kwargs.items()}
            if not isinstance(records, pd.DataFrame | pa.Table):
                with _open_connection(records):
                    out = function(records, *args, **kwargs)
                remember(out, records, changes)
                return out
            # a keyword that the function does not list is a column of the user's
            named = {*COLUMNS, *TOLD, *reads, *_texts(args), *_texts(kwargs.values()), *(kwargs.keys() - own)}
            names = names_of(records)
            if "supplier" not in names:
                # a spending frame, which the gate knows by these
                named |= {"party", "year"}
            table = _table(records, [name for name in names if name in named])
            try:
                out = function(_numbered(table), *args, **kwargs)
            except ArmsflowError as error:
                if isinstance(error.rows, pd.DataFrame) and _ROW in error.rows:
                    error.rows = _rows(error.rows, records)
                _check_index(records, error)
                raise
            out = _returned(out, table, records, behind=behind)
            return out.set_axis(records.index) if same_rows and isinstance(out, pd.DataFrame) else out

        return cast(Function, face)

    return decorated


def _check_index(records: Any, error: ArmsflowError) -> None:
    """Raise in place of an error that names columns as missing, if they are in the index."""
    index = records.index.names if isinstance(records, pd.DataFrame) else []
    missing = error.rows if isinstance(error, RecordError) and isinstance(error.rows, list) else []
    if held := [name for name in index if name in COLUMNS and name in missing]:
        raise RecordError(
            f"records has {sample(held)} in its index, where armsflow does not look; make columns of it "
            "with records.reset_index()",
            rows=held,
        ) from error


def remember(
    out: Any, records: Any, changes: Iterable[str] = (), *, whole: bool = False, with_nan: Any = None
) -> None:
    """Keep in mind of which relation of DuckDB another was made, and which columns have the same cells.

    `whole` says that it has the same rows, which `with_nan` has as well, with NaN where `out` has null.
    """
    if type(out) is type(records) and type(out).__name__ == "DuckDBPyRelation" and out is not records:
        before = _MADE_OF.get(records, _Made(records, _ALIKE))
        kept = tuple(name for name in before.kept if name not in changes)
        _MADE_OF[out] = _Made(before.root, kept, whole and before.whole, with_nan)


def with_nan(data: Any) -> Any:
    """The rows of a frame that the gate let pass, before it made NaN null, where that is still known."""
    made = _MADE_OF.get(data.to_native()) if data.implementation.is_duckdb() else None
    return data if made is None or made.with_nan is None else nw.from_native(made.with_nan)


def constants_of(data: Any) -> dict[str, Any]:
    """Columns that hold one value in all rows of a DuckDB relation, and that value."""
    return known_of(data).constants


def known_of(data: Any) -> Known:
    """What is known of a DuckDB relation at once; its constants are columns of meaning and coverage.

    Only what DuckDB's statistics say, such as those of Parquet files: a look at the rows would cost more
    than it saves. Of a table they tell how many rows there are and no more.
    """
    if not data.implementation.is_duckdb():
        return Known(None, {})
    made = _MADE_OF.get(data.to_native(), _Made(data.to_native(), _ALIKE))
    relation: Any = made.root
    names = [name for name in made.kept if name in relation.columns]
    asked = ["count(*)", *(f'min("{n}"), max("{n}"), count("{n}")' for n in names)]
    if names and _is_of_statistics(_plan(relation, ", ".join(asked))):
        ((rows, *found),) = relation.aggregate(", ".join(asked)).fetchall()
    elif made.whole and _is_of_statistics(_plan(relation, asked[0])):
        return Known(relation.aggregate(asked[0]).fetchall()[0][0], {})
    else:
        return Known(None, {})
    each = zip(names, found[::3], found[1::3], found[2::3], strict=True)
    alike = {name: least for name, least, most, count in each if least == most and count == rows > 0}
    return Known(rows if made.whole else None, alike)


def _plan(relation: Any, asked: str) -> str:
    """DuckDB's plan for what is asked of a relation, in small letters and without all else."""
    # `explain()` of a relation prints its plan in a notebook; older versions give nothing for this
    plan = relation.query(_VIEW, f"explain select {asked} from {_VIEW}")
    return "" if plan is None else re.sub("[^a-z]", "", plan.fetchall()[0][1].lower())


def _is_of_statistics(plan: str) -> bool:
    """Whether a plan takes its one row from statistics and reads nothing else."""
    return plan.startswith("columndatascan") and plan.count("scan") == 1


def _texts(arguments: Iterable[Any]) -> Iterator[str]:
    """Every text among the arguments of a call, which may name a column."""
    for argument in arguments:
        if isinstance(argument, str):
            yield argument
        elif isinstance(argument, pd.Series | pd.Index) or (
            isinstance(argument, Iterable) and type(argument).__module__.split(".")[0] in _PLAIN
        ):
            yield from _texts(argument)


def names_of(frame: Any, *, what: str = "records") -> list[str]:
    """The names of the columns of any frame, each once and each a text."""
    if isinstance(frame, pd.DataFrame):
        names = list(frame.columns)
    elif isinstance(frame, pa.Table):
        names = frame.column_names
    else:
        return list(frame_of(frame, what=what).collect_schema().names())
    if wrong := [name for name in names if not isinstance(name, str)]:
        raise ArgumentError(f"column names are {sample(wrong)}; expected text", rows=wrong)
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ArgumentError(f"columns stand twice: {sample(twice)}; keep one of each", rows=twice)
    _check_names(names)
    return names


def _check_names(names: Iterable[str]) -> None:
    if ours := [name for name in names if is_ours(name) and name.casefold() != _ROW]:
        raise ArgumentError(
            f"columns are called {sample(ours)}; names that begin with {OURS!r} are kept for armsflow's own "
            "work: rename the columns",
            rows=ours,
        )


def _check_spark_names(names: Iterable[str]) -> None:
    """Raise where Spark would take another column: it ignores case, and a dot leads to a field of one."""
    names = list(names)
    folded = [name.casefold() for name in names]
    wrong = [name for name in names if folded.count(name.casefold()) > 1 or set(name) & set(".`")]
    if wrong:
        raise ArgumentError(
            f"Spark does not distinguish columns called {sample(wrong)}: it ignores the case of letters and "
            "reads a dot as a field of a column; rename the columns",
            rows=wrong,
        )


def is_ours(name: str) -> bool:
    """Whether a column is a temporary one of ours, or would be taken for one."""
    # a database takes small and capital letters for the same
    return name.casefold().startswith(OURS)


def without_ours(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of an error as the user knows them, but for the number of the row, which `on_engines` needs."""
    return rows[[name for name in rows.columns if not is_ours(name) or name == _ROW]]


@contextmanager
def _open_connection(records: Any) -> Iterator[None]:
    """Say in our own words that a DuckDB connection is closed, or a session of Spark stopped."""
    try:
        yield
    except Exception as error:
        if type(error).__module__.lstrip("_").startswith("duckdb") and "closed" in str(error).lower():
            raise ArgumentError(
                "records is a DuckDB relation whose connection is closed; keep the connection open as long "
                "as its relations are used"
            ) from error
        if not isinstance(error, ArmsflowError) and _of_spark(records) and _is_stopped(records):
            raise ArgumentError(
                "records is a Spark frame whose session is stopped; keep the session as long as its frames "
                "are used"
            ) from error
        raise


def _of_spark(records: Any) -> bool:
    return type(records).__module__.startswith("pyspark.")


def _is_stopped(records: Any) -> bool:
    return records.sparkSession.getActiveSession() is None


def _table(frame: pd.DataFrame | pa.Table, names: Iterable[str]) -> pa.Table:
    names = list(names)
    return pa.table({name: _array(frame[name], name) for name in names})


def each_of(function: Callable[[Any], Result], items: Iterable[Any], rows: int) -> list[Result]:
    """What a function makes of every item, with threads where these are columns of many rows."""
    if rows <= _SMALL:
        return [function(item) for item in items]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(function, items))


def _array(cells: Any, name: str) -> pa.ChunkedArray:
    """A column in Arrow, without what has other kinds for the same: categories, decimals, short text."""
    if isinstance(cells, pd.Series):
        return _without_kinds(_of_pandas(cells, name), name)
    return _without_nans(_without_kinds(cells, name))


def _of_pandas(cells: pd.Series, name: str) -> Any:
    """A column of pandas in Arrow; NaN is null."""
    if isinstance(cells.dtype, np.dtype) and cells.dtype.kind == "f":
        numbers = cells.to_numpy()
        return pa.array(numbers, from_pandas=bool(np.isnan(numbers).any()))
    try:
        found = pa.array(_values(cells), from_pandas=True)
    except (pa.ArrowException, TypeError, OverflowError, ValueError) as error:
        raise _of_several_kinds(cells, name) from error
    return _without_nans(found)


def _without_kinds(cells: Any, name: str) -> pa.ChunkedArray:
    if isinstance(cells, pa.Array):
        cells = pa.chunked_array([cells])
    kind = cells.type
    if pa.types.is_dictionary(kind):
        if isinstance(kind.value_type, pa.BaseExtensionType):
            raise ArgumentError(
                f"{name} holds {kind.value_type}, neither text nor numbers, dates or true and false; "
                "make it a column of text, such as with .astype(str)",
                rows=[name],
            )
        cells = cells.cast(kind.value_type)
        kind = cells.type
    if pa.types.is_null(kind):
        return cells.cast(ARROW.get(name, pa.string()))
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _short(cells)
    if pa.types.is_float16(kind):
        # Arrow compares none of these
        return cells.cast(pa.float32())
    if pa.types.is_integer(kind) and ARROW.get(name) == pa.float64():
        return cells.cast(pa.float64(), safe=False)
    return _of_decimals(cells, name) if pa.types.is_decimal(kind) else cells


def _of_decimals(cells: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Decimals as floats if they tell all of them apart, else as whole numbers or text; figures as floats."""
    found = cells.cast(pa.float64(), safe=False)
    if ARROW.get(name, pa.string()) != pa.string() or _are_short(cells, found):
        return found
    try:
        return cells.cast(pa.int64())
    except pa.ArrowInvalid:
        return cells.cast(pa.string())


def _are_short(cells: pa.ChunkedArray, floats: pa.ChunkedArray) -> bool:
    """Whether no two decimals become one float: of few digits, or each comes back from its float."""
    most = pc.max(pc.abs(floats)).as_py() or 0.0
    if most * 10.0**cells.type.scale < _DIGITS:
        return True
    try:
        return pc.all(pc.equal(floats.cast(cells.type, safe=False), cells)).as_py() is not False
    except pa.ArrowInvalid:
        return False


def _without_nans(cells: Any) -> Any:
    """A nullable column or one of Arrow may hold NaN, which is no figure."""
    if not pa.types.is_floating(cells.type) or not pc.any(pc.is_nan(cells)).as_py():
        return cells
    return pc.if_else(pc.is_nan(cells), None, cells)


def _values(cells: pd.Series) -> pd.Series:
    """A column; one of categories as what they stand for."""
    if not isinstance(cells.dtype, pd.CategoricalDtype):
        return cells
    return pd.Series(cells.to_numpy(), index=cells.index)


def _short(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text with short offsets, which most of Arrow works with, in chunks that these reach."""
    chunks = cells.nbytes // _MOST + 1
    size = -(-len(cells) // chunks)
    if chunks > 1:
        pieces = [cells.slice(n * size, size).combine_chunks() for n in range(chunks)]
        cells = pa.chunked_array(pieces, cells.type)
    return cells.cast(pa.string())


def _of_several_kinds(cells: pd.Series, name: str) -> RecordError:
    kinds = {type(cell).__name__: cell for cell in cells}
    return RecordError(
        f"{name} holds cells of different kinds: {sample(list(kinds.values()))} ({sample(list(kinds))}); "
        "expected one kind",
        rows=list(kinds.values()),
    )


def _numbered(table: pa.Table) -> pa.Table:
    made = table.append_column(_ROW, pa.array(np.arange(table.num_rows, dtype="int32")))
    _MADE[id(made)] = made
    return made


def _returned(out: Any, given: pa.Table, records: Any, *, behind: bool) -> Any:
    """The result in the kind of `records`; if it is made of its rows, in their order and with all columns."""
    if isinstance(out, pd.DataFrame):
        return out if isinstance(records, pd.DataFrame) else pa.Table.from_pandas(out, preserve_index=False)
    out, rows = _ordered(out, given.num_rows)
    aside = [name for name in names_of(records) if name not in given.column_names]
    if isinstance(records, pa.Table):
        others = records.select(aside) if rows is None else records.select(aside).take(pa.array(rows))
        for name in aside:
            out = out.append_column(name, others[name])
        return out.select(_order(records, out, aside, behind=behind))
    table = in_pandas(out)
    if aside:
        others = records[aside] if rows is None else records[aside].take(rows)
        table = pd.concat([table, others.reset_index(drop=True)], axis=1)
        table = table[_order(records, out, aside, behind=behind)]
    return table


def _order(records: Any, out: pa.Table, aside: list[str], *, behind: bool) -> list[str]:
    made = [name for name in out.column_names if name not in aside]
    if behind:
        own = [name for name in made if name in COLUMNS]
        return [*own, *aside, *(name for name in made if name not in COLUMNS)]
    return [
        *(name for name in names_of(records) if name in made or name in aside),
        *(name for name in made if name not in names_of(records)),
    ]


def _ordered(out: pa.Table, most: int) -> tuple[pa.Table, np.ndarray | None]:
    """The rows in the order of those they came from, which a join does not keep; and which these are.

    None for the rows stands for all there were, `most`, each once.
    """
    rows = out[_ROW].to_numpy()
    if (np.diff(rows) < 0).any():
        beside = [name for name in ("start", "end", "category") if name in out.column_names]
        out = out.take(pc.sort_indices(out, [(name, "ascending") for name in (_ROW, *beside)]))
        rows = out[_ROW].to_numpy()
    whole = len(rows) == most and (np.diff(rows) == 1).all()
    return out.drop_columns([_ROW]), None if whole else rows


def _rows(rows: pd.DataFrame, records: Any) -> pd.DataFrame:
    """Rows of an error with the user's other columns."""
    frame = records.to_pandas() if isinstance(records, pa.Table) else records
    aside = frame.columns.difference(rows.columns, sort=False)
    others = frame[aside].take(rows[_ROW].to_numpy()).set_axis(rows.index)
    return rows.drop(columns=_ROW).join(others)


def frame_of(data: Any, *, what: str = "records") -> Any:
    """`data` as a Narwhals frame, whichever of the supported engines holds it.

    Columns of the records frame that are categories become text; other columns stay as they are.
    """
    if isinstance(data, pd.DataFrame | pa.Table) and _MADE.get(id(data)) is not data:
        data = _table(data, names_of(data))
    frame = nw.from_native(data, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame) or not _supported(frame):
        raise ArgumentError(
            f"{what} is a {type(data).__module__}.{type(data).__name__}; expected a frame of {ENGINES}",
            rows=[type(data)],
        )
    names = frame.collect_schema().names()
    _check_names(names)
    if frame.implementation.is_pyspark():
        _check_spark_names(names)
    return _without_categories(frame)


def _without_categories(frame: Any) -> Any:
    schema = frame.collect_schema()
    categories = [c for c in schema if c in COLUMNS and isinstance(schema[c], nw.Categorical | nw.Enum)]
    return frame.with_columns(nw.col(*categories).cast(nw.String())) if categories else frame


def _supported(frame: Any) -> bool:
    engine = frame.implementation
    return engine.is_pyarrow() or engine.is_polars() or engine.is_duckdb() or engine.is_pyspark()


def is_lazy(frame: Any) -> bool:
    return isinstance(frame, nw.LazyFrame)


def among(column: str, cells: Iterable[Any]) -> Any:
    """Whether a column holds one of some cells; an engine does not know the type of none at all."""
    some = list(cells)
    return nw.col(column).is_in(some) if some else nw.col(column).is_null() & ~nw.col(column).is_null()


def like(frame: Any, small: pa.Table) -> Any:
    """The Arrow table `small` as a Narwhals frame of the engine of `frame`."""
    engine = frame.implementation
    if engine.is_duckdb():
        # A query on the relation itself runs on the connection that owns it. DuckDB looks for tables of the
        # user's before it looks for variables, hence a name that nobody else has.
        names = {"relation": frame.to_native(), _SMALL_TABLE: small}
        query = f"relation.query({_VIEW!r}, 'select * from {_SMALL_TABLE}')"
        return nw.from_native(eval(query, names))
    if engine.is_polars():
        import polars as pl

        table: Any = pl.from_arrow(small)
        return nw.from_native(table.lazy() if is_lazy(frame) else table)
    if engine.is_pyspark():
        return nw.from_native(frame.to_native().sparkSession.createDataFrame(small))
    return nw.from_native(_table(small, small.column_names))


def collect(frame: Any) -> pd.DataFrame:
    """A small Narwhals frame in memory as pandas, without decimals and categories."""
    if is_lazy(frame):
        frame = frame.collect()
    table = frame.to_arrow() if frame.implementation.is_polars() else frame.to_native()
    return in_pandas(_table(table, table.column_names))


@contextmanager
def in_pieces(records: Any, data: Any, near: Path) -> Iterator[pa.RecordBatchReader]:
    """The rows of records piece by piece in Arrow, in bounded memory where the engine can.

    The columns of the records frame come from `data`, the Narwhals frame that the gate made of `records`; the
    user's further columns are as the engine holds them. Spark writes to the disk first, `near` the target.
    """
    native, engine = data.to_native(), data.implementation
    if engine.is_pyarrow():
        yield _with_further(records, native).to_reader(_PIECE)
    elif engine.is_duckdb():
        # older versions have the one name, newer ones warn of it
        name = "to_arrow_reader" if hasattr(native, "to_arrow_reader") else "fetch_record_batch"
        reader = getattr(native, name)(_PIECE)
        try:
            yield reader
        finally:
            # a connection with a result that nobody has read takes no other query
            reader.close()
    elif engine.is_polars():
        yield _pieces_of_polars(native)
    else:
        from pyarrow.dataset import dataset

        with TemporaryDirectory(prefix=".armsflow-", dir=near) as folder:
            parts = Path(folder).resolve() / "parts"
            native.write.parquet(f"file://{parts}")
            yield dataset(parts, format="parquet").scanner(batch_size=_PIECE).to_reader()


def _with_further(records: Any, table: pa.Table) -> pa.Table:
    """The columns of the records frame of an Arrow table with the further ones that the user's frame has."""
    further = [name for name in names_of(records) if name not in COLUMNS]
    table = table.select([name for name in table.column_names if name in COLUMNS])
    for name in further:
        table = table.append_column(name, _as_it_is(records[name], name))
    return table


def _as_it_is(cells: Any, name: str) -> pa.ChunkedArray:
    """A column of the user's in Arrow without loss: decimals, categories and long whole numbers stay."""
    if not isinstance(cells, pd.Series):
        return cells
    try:
        found = pa.array(cells, from_pandas=True)
    except (pa.ArrowException, TypeError, OverflowError, ValueError) as error:
        raise _of_several_kinds(cells, name) from error
    return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])


def _pieces_of_polars(frame: Any) -> pa.RecordBatchReader:
    import polars as pl

    if isinstance(frame, pl.DataFrame):
        return frame.to_arrow().to_reader(_PIECE)
    schema = frame.head(0).collect().to_arrow().schema
    if hasattr(frame, "collect_batches"):
        parts: Iterable[Any] = frame.collect_batches(chunk_size=_PIECE, maintain_order=True)
    else:
        parts = [frame.collect()]
    batches = (batch for part in parts for batch in part.to_arrow().to_batches(_PIECE))
    return pa.RecordBatchReader.from_batches(schema, batches)


def are_unique(data: Any, column: str, *, few: bool = False) -> bool:
    """Whether no cell of a column of a Narwhals frame stands twice; `few` rows fit into memory."""
    if data.implementation.is_pyarrow():
        # pandas counts texts in half the time that Arrow takes
        return bool(in_pandas(data.to_native().select([column]))[column].is_unique)
    if few and data.implementation.is_duckdb() and _differ_in_print(data.to_native(), column):
        return True
    found = collect(data.select(rows=nw.len(), ids=nw.col(column).n_unique()))
    return len(found) > 0 and found["rows"].iloc[0] == found["ids"].iloc[0]


def _differ_in_print(relation: Any, column: str) -> bool:
    """Whether numbers that DuckDB makes of the cells all differ, and so do the cells.

    To sort them takes a third of the time in which DuckDB counts texts. Two cells may have one number.
    """
    prints = np.sort(relation.select(f'hash("{column}") as print').fetchnumpy()["print"])
    return bool((prints[1:] != prints[:-1]).all())


def in_memory(data: Any, *, what: str) -> pd.DataFrame:
    """A frame of the user's of any kind as pandas, with the cells as they are."""
    if not isinstance(data, pd.DataFrame):
        return collect(frame_of(data, what=what))
    return replaced(data, {name: _values(data[name]) for name in names_of(data)})


def in_pandas(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a pandas frame; threads cost a small one more than they bring."""
    if not table.num_rows:
        # pandas cannot join text of no chunk at all
        table = pa.table(
            [pa.chunked_array([pa.array([], kind)]) for kind in table.schema.types], table.column_names
        )
    out = table.to_pandas(use_threads=table.num_rows > _SMALL)
    for name in table.column_names:
        if _is_long(cells := table[name]):
            # beside a null, pandas would make floats of them, of which two may be one
            out[name] = cells.to_pandas(types_mapper=_NULLABLE.get)
    return out


def _is_long(cells: pa.ChunkedArray) -> bool:
    """Whether a column has nulls and whole numbers that floats do not tell apart."""
    if not pa.types.is_integer(cells.type) or not 0 < cells.null_count < len(cells):
        return False
    ends = pc.min_max(cells).as_py()
    return max(-ends["min"], ends["max"]) >= _EXACT


def stacked(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of pandas below each other; whole numbers stay such where only one of the frames has nulls."""
    tables = [pa.Table.from_pandas(frame, preserve_index=False) for frame in frames]
    filled = {name: table[name].type for table in tables for name in _filled(table)}
    alike = [_of_types(table, filled) for table in tables]
    return in_pandas(pa.concat_tables(alike, promote_options="permissive"))


def _filled(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if table[name].null_count < len(table)]


def _of_types(table: pa.Table, types: Mapping[str, pa.DataType]) -> pa.Table:
    """A table of which columns without a cell have the types of others; pandas makes floats of them."""
    empty = {*types} - {*_filled(table)}
    cells = {name: table[name] for name in table.column_names}
    return pa.table({n: each.cast(types[n]) if n in empty else each for n, each in cells.items()})


def back(table: pd.DataFrame, frame: Any) -> Any:
    """A small pandas table as the in-memory kind of `frame`: Polars for Polars, else pandas."""
    engine = frame.implementation
    if engine.is_polars():
        import polars as pl

        return pl.from_arrow(pa.Table.from_pandas(table, preserve_index=False)).fill_nan(None)
    return table
