"""Sums in a database: ordinary rows by a short query, the others apart, and together what pandas adds."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from tests.frames import assert_same, make

NONE, INF = float("nan"), float("inf")
#: What keeps a row from being ordinary, and is right nevertheless.
OTHERS = {
    "no value": {"value": NONE},
    "no figure": {"value": NONE, "low": NONE, "high": NONE},
    "an open bound": {"high": INF},
    "an estimate": {"estimated": True},
    "a flow inside a state": {"recipient": "RUS"},
    "a part of a record elsewhere": {"part_of": "elsewhere"},
    "a report of a fact elsewhere": {"same_as": "elsewhere"},
}
#: What no row may be, and what is said of it.
BROKEN = {
    "value lies outside": {"low": 9.0},
    "amounts are negative": {"low": -1.0},
    "low lies above high": {"value": NONE, "low": 9.0},
    "a bound is missing": {"low": NONE},
    "start lies after end": {"start": 2016},
    "category is null": {"category": None},
    "record is null": {"record": None},
    "recipient is null": {"recipient": None},
    "supplier is null": {"supplier": None},
    "estimated is null": {"estimated": None},
}
ROWS = make(
    {
        "record": list("abcdef"),
        "supplier": ["RUS", "RUS", "RUS", "ISR", "ISR", "USA"],
        "recipient": ["ARM", "AZE", "ARM", "AZE", "AZE", "ARM"],
        "start": [2010, 2010, 2012, 2010, 2013, 2014],
        "end": [2010, 2012, 2012, 2016, 2013, 2014],
        "value": [4.0, 2.0, 6.0, 8.0, 1.0, 3.0],
    }
)
NOUNS = {
    "totals": lambda r: af.totals(r, by="supplier"),
    "totals in one window": lambda r: af.totals(r, by="recipient", over=(2010, 2019)),
    "shares of windows": lambda r: af.shares(af.to_periods(r, 5, end=2019)),
    "shares of years": lambda r: af.shares(af.to_years(r), within=None),
}


def changed(cells: dict[str, object], place: int = 1) -> pd.DataFrame:
    rows = ROWS.astype(dict.fromkeys(cells, object))
    for name, cell in cells.items():
        rows.loc[place, name] = cell
    return rows.astype({name: ROWS[name].dtype for name, cell in cells.items() if cell is not None})


def held(rows: pd.DataFrame, kind: str, connection: duckdb.DuckDBPyConnection, folder):
    """Rows in DuckDB: in a file, of which their number is known at once, or in a table, with NaN for null."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    if kind == "Parquet":
        pq.write_table(table, folder / "rows.parquet")
        return connection.read_parquet(str(folder / "rows.parquet"))
    connection.register("given", table)
    figures = ", ".join(f"coalesce({name}, 'nan') as {name}" for name in ("value", "low", "high"))
    connection.execute(f"create table kept as select * replace ({figures}) from given")
    return connection.table("kept")


@pytest.mark.covering(2)
@pytest.mark.filterwarnings("ignore:.*one supplier and recipient")
@pytest.mark.parametrize("kind", ["Parquet", "a table"])
@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("other", OTHERS)
def test_rows_that_are_not_ordinary_are_added_as_in_pandas(other, noun, kind, tmp_path):
    rows = changed(OTHERS[other])
    connection = duckdb.connect()
    assert_same(NOUNS[noun](held(rows, kind, connection, tmp_path)), NOUNS[noun](rows))


@pytest.mark.filterwarnings("ignore:.*one supplier and recipient")
@pytest.mark.parametrize("kind", ["Parquet", "a table"])
def test_where_no_row_is_ordinary_all_are_added(kind, tmp_path):
    rows = ROWS.assign(estimated=True, high=[INF, 2.0, NONE, 8.0, NONE, 3.0])
    rows.loc[rows["high"].isna(), ["value", "low"]] = NONE
    connection = duckdb.connect()
    assert_same(af.totals(held(rows, kind, connection, tmp_path)), af.totals(rows))


@pytest.mark.covering(2)
@pytest.mark.parametrize("kind", ["Parquet", "a table"])
@pytest.mark.parametrize("said", BROKEN)
def test_rows_that_are_broken_are_refused(said, kind, tmp_path):
    connection = duckdb.connect()
    with pytest.raises(af.RecordError, match=said):
        af.totals(held(changed(BROKEN[said]), kind, connection, tmp_path), by="category")


@pytest.mark.parametrize("kind", ["Parquet", "a table"])
def test_flows_inside_a_state_are_counted_and_said(kind, tmp_path):
    connection = duckdb.connect()
    with pytest.warns(UserWarning, match=r"1 record\(s\) have one supplier and recipient"):
        af.totals(held(changed({"recipient": "RUS"}), kind, connection, tmp_path))


def test_parts_of_a_whole_are_refused(tmp_path):
    connection = duckdb.connect()
    with pytest.raises(af.PartError, match="'b' is part of 'a'"):
        af.totals(held(changed({"part_of": "a"}), "Parquet", connection, tmp_path), over=(2010, 2019))


def test_rows_that_come_later_are_added_as_well():
    """A relation of windows is worked out when it is read, whatever spans a table has by then."""
    connection = duckdb.connect()
    table = held(ROWS, "a table", connection, None)
    windows = af.to_periods(table, 5, end=2019)
    later = ROWS.assign(record=list("ghijkl"), start=np.int16(1990), end=np.int16(2001))
    connection.register("later", pa.Table.from_pandas(later, preserve_index=False))
    connection.execute("insert into kept select * from later")
    rows = pd.concat([ROWS, later], ignore_index=True)
    assert_same(af.totals(windows), af.totals(af.to_periods(rows, 5, end=2019)))
