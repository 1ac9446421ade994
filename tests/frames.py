"""What several test files need: small records, the engines that hold frames, and how two are compared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import count
from math import isnan
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.parties import codes_of
from armsflow.records.check import leaves
from armsflow.records.schema import COLUMNS, FIGURE, OBSERVED, REPORTERS, SIDES, STAGES

NONE, INF = float("nan"), float("inf")
#: Whether `make fuzz` runs, which draws anew and tries all that `make test` tries a part of.
FUZZ = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
#: The first seed of what tests draw without hypothesis. `make fuzz` sets it to the time, so that each run
#: draws other cases; a failure names its seed, and with that seed here the same case is drawn first.
FIRST_SEED = int(os.environ.get("ARMSFLOW_FUZZ_SEED") or 0)
ENGINE_NAMES = (
    "pandas",
    "pandas, objects",
    "pandas, Arrow strings",
    "PyArrow",
    "Polars",
    "Polars, lazy",
    "DuckDB",
)
#: Spark takes seconds to start and one for each step; its tests are in a file of their own.
HAS_SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
#: One engine of each way through the code: in memory, queries of text, queries of a database.
USUAL_ENGINES = ("pandas", "PyArrow", "Polars, lazy", "DuckDB")
SOME_ENGINES = ENGINE_NAMES if FUZZ else USUAL_ENGINES


def seeds(start: int, count: int) -> range:
    """So many seeds from `start` on: always the same ones, in `make fuzz` others each time."""
    return range(FIRST_SEED + start, FIRST_SEED + start + count)


@contextmanager
def noted(note: str) -> Iterator[None]:
    """What fails inside says so too: which seed of many it was, say."""
    try:
        yield
    except Exception as error:
        error.add_note(note)
        raise


@dataclass(frozen=True)
class Engine:
    """One way to hold a frame: `of` makes it from pandas, `plain` brings any frame back."""

    name: str
    connection: duckdb.DuckDBPyConnection | None = None
    views: Iterator[int] = field(default_factory=count)

    def of(self, frame: pd.DataFrame):
        if self.name == "pandas":
            return frame
        if self.name == "pandas, objects":
            return frame.astype(dict.fromkeys(texts(frame), object))
        if self.name == "pandas, Arrow strings":
            return frame.astype(dict.fromkeys(texts(frame), "string[pyarrow]"))
        if self.name == "PyArrow":
            return pa.Table.from_pandas(frame, preserve_index=False)
        if self.name == "Polars":
            return pl.from_pandas(frame)
        if self.name == "Polars, lazy":
            return pl.from_pandas(frame).lazy()
        if self.name == "Spark":
            return spark().createDataFrame(pa.Table.from_pandas(frame, preserve_index=False))
        view = f"frame_{next(self.views)}"
        self.connection.register(view, pa.Table.from_pandas(frame, preserve_index=False))
        return self.connection.table(view)

    def plain(self, frame) -> pd.DataFrame:
        return plain(frame)


@cache
def spark():
    """One small session of Spark for all tests of a process."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


@cache
def engine_of(name: str) -> Engine:
    """The engine of that name; one connection serves all tests of a process."""
    return Engine(name, duckdb.connect() if name == "DuckDB" else None)


def texts(frame: pd.DataFrame) -> list[str]:
    return [c for c in frame if pd.api.types.is_string_dtype(frame[c])]


def plain(frame) -> pd.DataFrame:
    """Any engine's frame as pandas with one kind of string, number and null."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame | pa.Table):
        frame = frame.to_pandas()
    elif isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.df()
    elif type(frame).__module__.startswith("pyspark"):
        frame = frame.toArrow().to_pandas()
    out = {column: _cells(frame[column]) for column in frame.columns}
    return pd.DataFrame(out, index=range(len(frame)))


def _cells(column: pd.Series) -> np.ndarray | pd.Series:
    """Numbers and truths as floats, all else as it is, with None where there is nothing."""
    missing = column.isna().to_numpy()
    if column.name == "estimated" or pd.api.types.is_numeric_dtype(column):
        return column.to_numpy("float64", na_value=np.nan) if missing.any() else column.to_numpy("float64")
    if missing.all():
        return np.full(len(column), np.nan)
    cells = column.to_numpy(object, copy=True)
    cells[missing] = None
    return pd.Series(cells, dtype=object)


def assert_same(left, right, *, ordered: bool = True) -> None:
    """Both frames hold the same rows, to rounding; in any order if not `ordered`."""
    left, right = plain(left), plain(right)
    assert list(left.columns) == list(right.columns)
    if not ordered:
        left, right = (frame.iloc[_order(frame)].reset_index(drop=True) for frame in (left, right))
    if not _alike(left, right):
        pd.testing.assert_frame_equal(left, right, check_dtype=False, rtol=1e-9, check_exact=False)


def _order(frame: pd.DataFrame) -> list[int]:
    """Places of the rows in the order of their text: quicker than a sort by each column."""
    rows = [list(map(repr, row)) for row in frame.itertuples(index=False, name=None)]
    return sorted(range(len(rows)), key=rows.__getitem__)


def _alike(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    """Whether two plain frames are the same at a glance; pandas says where they are not."""
    if len(left) != len(right):
        return False
    for column in left.columns:
        one, other = left[column].to_numpy(), right[column].to_numpy()
        if one.dtype != other.dtype:
            return False
        same = (
            one.tolist() == other.tolist()
            if one.dtype == object
            else np.allclose(one, other, rtol=1e-9, atol=0, equal_nan=True)
        )
        if not same:
            return False
    return True


def assert_alike(
    function: Callable, rows: pd.DataFrame, *, ordered: bool = True, engines: tuple[str, ...] = SOME_ENGINES
):
    """What `function` makes of `rows`: the same on every engine, be it a frame or a refusal."""
    expected = outcome(function, rows)
    for name in engines[1:]:
        with noted(f"on {name}"):
            found = outcome(function, engine_of(name).of(rows))
            if isinstance(expected, tuple):
                assert found == expected
            else:
                assert_same(found, expected, ordered=ordered)
    return expected


def outcome(function: Callable, rows):
    """The frame that `function` makes, or the kind and words of its refusal."""
    try:
        return function(rows)
    except af.ArmsflowError as error:
        return type(error), str(error)


def make(rows: list[dict] | dict, **constants) -> pd.DataFrame:
    """Records of a few typed cells: deliveries by Russia to Armenia in 2015 unless said."""
    frame = pd.DataFrame(rows)
    usual = {"supplier": "RUS", "recipient": "ARM", "stage": "delivery", "unit": "USD", "year": 2015}
    if {"start", "end"} & set(frame.columns):
        usual.pop("year")
    usual = {k: v for k, v in {**usual, **constants}.items() if k not in frame.columns}
    return made(frame, **usual)


def made(given, **constants):
    """What `to_records` makes of a frame.

    The input check costs more than most of what is then tested, so that clean cells go without it;
    `test_frames.py` holds that it would have made the same.
    """
    frame = pd.DataFrame(given) if isinstance(given, pd.DataFrame | dict | list) else pd.DataFrame()
    same = _with_window(constants)
    own = [name for name in frame.columns if name in _OWN]
    cells = {str(name): frame[name].tolist() for name in frame.columns if name not in own}
    cells = _coded(cells | {name: [cell] * len(frame) for name, cell in same.items()})
    plainly = frame.index.equals(pd.RangeIndex(len(frame))) and not {*same} & {*frame.columns}
    counted = "pieces" in cells.get("unit", ()) and "quantity" in cells
    cells = _completed(cells)
    if counted or not plainly or not _is_clean(cells):
        return af.to_records(given, **constants)
    return filled(cells).assign(**{name: frame[name] for name in own})


_FREE = {"dataset", "item", "note", "release"}  # texts that may be empty
_WORDS = {
    "stage": STAGES,
    "reporter": REPORTERS,
    "unit": ("USD", "TIV", "EUR", "pieces"),
    "prices": ("current",),
}
_CLEAN = {"record", "source", "category", "start", "end", "estimated", "quantity"}
_CLEAN |= {*SIDES, *_FREE, *_WORDS, *FIGURE, *OBSERVED}
#: Columns beyond those of the records frame, which stay as they are.
_OWN = ("deal", "designation", "delivery_years")
_REST = {
    "source": "user",
    "dataset": "",
    "release": "",
    "part_of": None,
    "same_as": None,
    "reporter": "third",
    "category": "all",
    "item": "",
    "quantity": np.nan,
    "prices": "current",
    "estimated": False,
    "note": "",
    "selection": "",
}


@cache
def record_types() -> pd.Series:
    """The columns of a records frame and their types, as the input check gives them."""
    one = pd.DataFrame({"value": [1.0], "year": [2015]})
    return af.to_records(one, supplier="RUS", recipient="ARM", stage="delivery", unit="USD").dtypes


def filled(cells: dict[str, Any]) -> pd.DataFrame:
    """A records frame of columns of clean cells: those that are absent too, in order and typed."""
    count = len(cells["start"])
    own = {"record": [str(n + 1) for n in range(count)]}
    own |= {"observed_start": cells["start"], "observed_end": cells["end"]} | cells
    rest = {name: [cell] * count for name, cell in _REST.items() if name not in own}
    kinds = record_types()
    return pd.DataFrame({name: pd.Series((own | rest)[name], dtype=kind) for name, kind in kinds.items()})


def _with_window(constants: dict[str, Any]) -> dict[str, Any]:
    """The constants, ``observed=(2010, 2015)`` as two columns."""
    window = constants.get("observed")
    if not isinstance(window, tuple) or len(window) != 2:
        return constants
    rest = {name: cell for name, cell in constants.items() if name != "observed"}
    return rest | dict(zip(OBSERVED, window, strict=True))


def _coded(cells: dict[str, list]) -> dict[str, list]:
    """The cells with codes for the names of parties that are known."""
    sources = {*cells.get("source", ())}
    names = {name for side in SIDES for name in cells.get(side, ()) if isinstance(name, str)}
    codes = codes_of(names, source=sources.pop() if len(sources) == 1 else "", skip=True)
    return cells | {side: [codes.get(name, name) for name in cells[side]] for side in SIDES if side in cells}


def _completed(cells: dict[str, list]) -> dict[str, list]:
    """The columns with start, end, low and high as `to_records` completes them."""
    cells = dict(cells)
    if "year" in cells:
        cells["start"] = cells["end"] = cells.pop("year")
    unknown = [NONE] * len(cells.get("start", ()))
    figures = [cells.get(name, unknown) for name in FIGURE]
    if not all(isinstance(cell, int | float) for column in figures for cell in column):
        return cells
    value, low, high = ([float(cell) for cell in column] for column in figures)
    for n, figure in enumerate(zip(value, low, high, strict=True)):
        if not all(map(isnan, figure)):
            low[n] = next((cell for cell in (low[n], value[n]) if not isnan(cell)), 0.0)
            high[n] = next((cell for cell in (high[n], value[n]) if not isnan(cell)), INF)
    if "pieces" in cells.get("unit", ()):
        pieces = zip(value, cells["unit"], strict=True)
        cells["quantity"] = [count if unit == "pieces" else NONE for count, unit in pieces]
    return cells | {"value": value, "low": low, "high": high}


def _is_clean(cells: dict[str, list]) -> bool:
    """Whether the input check would find nothing to change or to refuse."""
    needed = {"start", "end", *FIGURE, *SIDES, "stage", "unit"}
    if not needed <= set(cells) <= _CLEAN or not cells["start"]:
        return False
    texts = {name: column for name, column in cells.items() if COLUMNS[name] == "string"}
    names = {*texts["supplier"], *texts["recipient"]}
    return (
        all(type(cell) is str and cell == cell.strip() for column in texts.values() for cell in column)
        and all(all(column) for name, column in texts.items() if name not in _FREE)
        and codes_of(names, skip=True) == {name: name for name in names}
        and all(set(column) <= {*_WORDS[name]} for name, column in texts.items() if name in _WORDS)
        and set(texts.get("category", ())) <= {"all", *leaves()}
        and len(set(texts.get("record", ()))) in (0, len(cells["start"]))
        and not any("+" in name for name in texts.get("record", ()))
        and all(type(year) is int for name in ("start", "end", *OBSERVED) for year in cells.get(name, ()))
        and all(1900 <= year < 2200 for name in OBSERVED for year in cells.get(name, ()))
        and ("EUR" not in cells["unit"] or min(cells["start"]) > 2000)
        and all(1900 <= a <= b < a + 100 < 2200 for a, b in zip(cells["start"], cells["end"], strict=True))
        and all(type(cell) is bool for cell in cells.get("estimated", ()))
        and all(type(cell) is float and not (cell < 0 or cell == INF) for cell in cells.get("quantity", ()))
        and all(map(_is_figure, *(cells[name] for name in FIGURE)))
    )


def _is_figure(value: float, low: float, high: float) -> bool:
    if isnan(low):
        return isnan(value) and isnan(high)
    return 0 <= low <= high and low < INF and (isnan(value) or (low <= value <= high and value < INF))


def near(rows: list[list]) -> list:
    """Rows of figures and texts, each figure to rounding."""
    return [pytest.approx(row, nan_ok=True) for row in rows]
