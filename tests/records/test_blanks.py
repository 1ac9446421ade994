"""Cells that say nothing are blank on every engine: null, NaN, blank text, and words that programs write."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from armsflow.records.blanks import are_blank
from armsflow.records.schema import NOTHING
from tests.frames import NONE, made, plain

# of these, Polars and DuckDB keep NaN
ENGINES = ("pandas", "PyArrow", "Polars", "Polars, lazy", "DuckDB", "Parquet in Polars", "Parquet in DuckDB")
KNOWN = {"recipient": "IND", "source": "sipri", "stage": "delivery", "unit": "TIV", "observed": (2011, 2015)}
ROWS = {"supplier": ["FRA", "USA", "RUS"], "year": [2012, 2014, 2013], "value": [30.0, 9, 4]}


@pytest.fixture(params=ENGINES)
def held(request, tmp_path):
    """Records with further columns on an engine, in which NaN stays NaN."""
    connection = duckdb.connect()

    def frame(records: pd.DataFrame, **columns):
        table = pa.table(
            {
                name: pa.array(cells.to_numpy()) if cells.dtype.kind == "f" else pa.array(cells)
                for name, cells in records.items()
            }
        )
        for name, cells in columns.items():
            table = table.append_column(name, pa.array(cells))
        path = tmp_path / "records.parquet"
        pq.write_table(table, path)
        ways = {
            "pandas": table.to_pandas,
            "PyArrow": lambda: table,
            "Polars": lambda: pl.from_arrow(table),
            "Polars, lazy": lambda: pl.from_arrow(table).lazy(),
            "DuckDB": lambda: connection.from_arrow(table),
            "Parquet in Polars": lambda: pl.scan_parquet(path),
            "Parquet in DuckDB": lambda: connection.read_parquet(str(path)),
        }
        return ways[request.param]()

    yield frame
    connection.close()


def told(summary, *columns: str) -> list[tuple]:
    return [*plain(summary)[[*columns]].itertuples(index=False, name=None)]


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ([1.0, NONE, 0.0], 1),
        # the one number beside it is all that the statistics of a file know
        ([1.0, NONE, 1.0], 1),
        (["yes", " ", "no"], "yes"),
        (["yes", "<NA>", "no"], "yes"),
        ([True, None, False], True),
    ],
)
def test_years_of_blank_cells_of_a_column_of_ones_own_are_not_known(held, cells, asked):
    """Of the 9 that the United States delivered in 2014 the column says nothing: 2014 is not 0."""
    chosen = af.where(held(made(ROWS, **KNOWN), democracy=cells), democracy=asked)
    sums = af.totals(chosen, by="recipient")
    russian = 4.0 if cells[2] == 1 else 0.0
    assert told(sums, "year", "value") == [(2011, 0.0), (2012, 30.0), (2013, russian), (2015, 0.0)]
    assert told(sums, "selection")[0] == (f"democracy={asked};left_out=2014",)


def test_a_word_that_is_asked_for_is_not_blank(held):
    """ "NA" may be North America, and "none" is an answer."""
    sums = af.totals(af.where(held(made(ROWS, **KNOWN), of=["EU", "NA", "none"]), of="NA"), by="recipient")
    assert told(sums, "value") == [(0.0,), (0.0,), (0.0,), (9.0,), (0.0,)]
    assert told(sums, "selection")[0] == ("of=NA",)
    none = af.where(held(made(ROWS, **KNOWN), of=["EU", "EU", "none"]), of="EU")
    assert told(af.totals(none, by="recipient"), "value")[2] == (0.0,)


def test_figures_of_nan_are_undisclosed(held):
    """DuckDB took NaN for a number, since the statistics of a Parquet file leave it out: 10 + NaN."""
    rows = {"supplier": "FRA", "year": [2012, 2012, 2013], "value": [10.0, NONE, 8.0]}
    records = held(made(rows, **KNOWN))
    sums = af.totals(records, by="supplier", absent="unknown")
    assert told(sums, "value", "low", "high", "undisclosed") == [(10.0, 10.0, 10.0, 1), (8.0, 8.0, 8.0, 0)]
    assert told(af.coverage(records), "records", "undisclosed") == [(3, 1)]


def test_a_value_of_nan_inside_its_bounds_is_none(held):
    rows = {"supplier": "FRA", "year": 2012, "value": [10.0, NONE], "low": [10.0, 3.0], "high": [10.0, 5.0]}
    sums = plain(af.totals(held(made(rows, **KNOWN)), by="supplier", absent="unknown"))
    assert sums["value"].isna().all()
    assert sums[["low", "high", "undisclosed"]].to_numpy().tolist() == [[13.0, 15.0, 0.0]]


@pytest.mark.parametrize("told_of", [[2011.0, NONE, NONE], [NONE] * 3])
def test_years_that_were_told_may_be_nan(held, told_of):
    """A row that does not say of which years of its window it told, told of all."""
    records = held(made(ROWS, **KNOWN), told_start=told_of, told_end=told_of)
    years = af.to_years(records)
    assert sorted(told(years, "supplier", "start", "value")) == [
        ("FRA", 2012, 30.0),
        ("RUS", 2013, 4.0),
        ("USA", 2014, 9.0),
    ]
    five = af.to_periods(records, 5, end=2015)
    assert sorted(told(five, "supplier", "start", "value")) == [
        ("FRA", 2011, 30.0),
        ("RUS", 2011, 4.0),
        ("USA", 2011, 9.0),
    ]
    assert len(plain(af.where(records, years=2012))) == 1


def test_links_of_nan_alone_are_none(held):
    """A program that reads an empty column makes numbers of it."""
    records = made(ROWS, **KNOWN).drop(columns=["part_of", "same_as"])
    given = held(records, part_of=[NONE] * 3, same_as=[NONE] * 3)
    assert told(af.totals(given, by="recipient", absent="unknown"), "value") == [(30.0,), (4.0,), (9.0,)]


def test_cells_of_pandas_are_blank_alike():
    cells = pd.Series([*NOTHING, " nan ", None, NONE, "none", "yes"], dtype=object)
    assert are_blank(cells).tolist() == [*[True] * len(NOTHING), True, True, True, False, False]
    assert are_blank(pd.Series([1.0, NONE, 0.0])).tolist() == [False, True, False]
    assert are_blank(pd.Series([True, False])).tolist() == [False, False]
