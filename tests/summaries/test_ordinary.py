"""Sums in a database: ordinary rows by a short query, the others apart, and together what pandas adds."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from armsflow.records.schema import COVERED, MEANING
from armsflow.summaries import ordinary
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


@pytest.mark.covering(1)
@pytest.mark.filterwarnings("ignore:.*one supplier and recipient")
@pytest.mark.parametrize("kind", ["Parquet", "a table"])
@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("other", OTHERS)
def test_rows_that_are_not_ordinary_are_added_as_in_pandas(other, noun, kind, tmp_path):
    rows = changed(OTHERS[other])
    connection = duckdb.connect()
    assert_same(NOUNS[noun](held(rows, kind, connection, tmp_path)), NOUNS[noun](rows))


@pytest.mark.covering(1)
@pytest.mark.filterwarnings("ignore:.*one supplier and recipient")
@pytest.mark.parametrize("kind", ["Parquet", "a table"])
def test_where_no_row_is_ordinary_all_are_added(kind, tmp_path):
    rows = ROWS.assign(estimated=True, high=[INF, 2.0, NONE, 8.0, NONE, 3.0])
    rows.loc[rows["high"].isna(), ["value", "low"]] = NONE
    connection = duckdb.connect()
    assert_same(af.totals(held(rows, kind, connection, tmp_path)), af.totals(rows))


@pytest.mark.covering(1)
@pytest.mark.parametrize("kind", ["Parquet", "a table"])
@pytest.mark.parametrize("said", BROKEN)
def test_rows_that_are_broken_are_refused(said, kind, tmp_path):
    connection = duckdb.connect()
    with pytest.raises(af.RecordError, match=said):
        af.totals(held(changed(BROKEN[said]), kind, connection, tmp_path), by="category")


@pytest.mark.covering(1)
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


#: What the last row may differ in from the first ones, of which a table is expected to be made.
UNLIKE = {
    **dict.fromkeys(("source", "dataset", "release", "selection"), "other"),
    "unit": "EUR",
    "prices": "2020",
    "stage": "contract",
    "reporter": "supplier",
    "observed_start": np.int16(2001),
    "observed_end": np.int16(2030),
}
KINDS = ["Parquet", "a table"]


# rows that differ in their ids, years and figures only
ALIKE = ROWS.assign(
    supplier="RUS", recipient="ARM", observed_start=np.int16(2010), observed_end=np.int16(2019)
)


@pytest.fixture
def few_looks(monkeypatch):
    """Of the rows two are looked at first."""
    monkeypatch.setattr(ordinary, "_LOOK", 2)


def with_last(cells: dict[str, object]) -> pd.DataFrame:
    return ALIKE.assign(**{name: [*ALIKE[name][:-1], cell] for name, cell in cells.items()})


@pytest.mark.covering(1)
@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("column", COVERED)
def test_a_last_row_that_observes_something_else_is_added_as_in_pandas(column, noun, kind, tmp_path):
    rows = with_last({column: UNLIKE[column]}).astype({column: ALIKE[column].dtype})
    connection = duckdb.connect()
    assert_same(NOUNS[noun](held(rows, kind, connection, tmp_path)), NOUNS[noun](rows))


@pytest.mark.covering(1)
@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", MEANING)
def test_a_last_row_that_means_something_else_is_kept_apart_or_refused(column, kind, tmp_path):
    rows = with_last({column: UNLIKE[column]})
    connection = duckdb.connect()
    relation = held(rows, kind, connection, tmp_path)
    apart = ["supplier", column]
    assert_same(
        af.totals(relation, by=apart, over=(2010, 2019)), af.totals(rows, by=apart, over=(2010, 2019))
    )
    with pytest.raises(af.MixedError, match=column):
        af.totals(relation, by="supplier", over=(2010, 2019))


@pytest.mark.covering(1)
@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", [*MEANING, *COVERED])
def test_a_null_in_the_last_row_is_refused(column, kind, tmp_path):
    connection = duckdb.connect()
    with pytest.raises(af.RecordError, match=f"{column} is null"):
        af.totals(held(with_last({column: None}), kind, connection, tmp_path))


@pytest.mark.covering(1)
@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"recipient": "all"}, "'all' and named ones"),
        ({"unit": "pieces"}, "differ in unit"),
        ({"supplier": "all"}, "'all' and named ones"),
    ],
)
def test_a_last_row_that_may_contain_the_others_is_refused(cells, said, kind, tmp_path):
    by = "recipient" if "supplier" in cells else "supplier"
    connection = duckdb.connect()
    with pytest.raises(af.MixedError, match=said):
        af.totals(held(with_last(cells), kind, connection, tmp_path), by=by, over=(2010, 2019))


@pytest.mark.covering(1)
@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("said", BROKEN)
def test_a_last_row_that_is_broken_is_refused(said, kind, tmp_path):
    rows = with_last({"value": 4.0, "low": 4.0, "high": 4.0} | BROKEN[said])
    connection = duckdb.connect()
    with pytest.raises(af.RecordError, match=said):
        af.totals(held(rows, kind, connection, tmp_path), by="category")


@pytest.mark.covering(1)
@pytest.mark.usefixtures("few_looks")
@pytest.mark.parametrize("kind", KINDS)
def test_pieces_of_the_last_row_are_of_another_category(kind, tmp_path):
    rows = with_last({"category": "missiles"}).assign(unit="pieces")
    connection = duckdb.connect()
    relation = held(rows, kind, connection, tmp_path)
    assert_same(af.totals(relation, by="category"), af.totals(rows, by="category"))
    with pytest.raises(af.MixedError, match="pieces of different categories"):
        af.totals(relation, over=(2010, 2019))


@pytest.mark.covering(1)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cells", [{"unit": "pieces", "category": "ships"}, {"recipient": "all"}])
def test_where_all_rows_are_of_pieces_or_name_no_recipient_all_are_added(cells, kind, tmp_path):
    rows = ROWS.assign(**cells)
    connection = duckdb.connect()
    assert_same(af.totals(held(rows, kind, connection, tmp_path)), af.totals(rows))


def test_the_rows_of_a_table_are_those_that_a_transaction_sees(tmp_path):
    """The number of rows of a table counts those that are left, and those that are not written yet."""
    connection = duckdb.connect()
    table = held(ROWS, "a table", connection, tmp_path)
    connection.execute("delete from kept where record = 'b'")
    left = ROWS[ROWS["record"] != "b"].reset_index(drop=True)
    assert_same(af.totals(table), af.totals(left))
    connection.execute("begin")
    changes = "'g' as record, true as estimated"
    connection.execute(f"insert into kept select * replace ({changes}) from kept limit 1")
    more = pd.concat([left, left.head(1).assign(record="g", estimated=True)], ignore_index=True)
    assert_same(af.totals(table), af.totals(more))
    connection.execute("rollback")
    assert_same(af.totals(table), af.totals(left))
    connection.execute("delete from kept")
    assert not len(af.totals(table))


@pytest.mark.covering(1)
@pytest.mark.parametrize("kind", KINDS)
def test_of_no_rows_there_are_no_sums(kind, tmp_path):
    connection = duckdb.connect()
    found = af.totals(held(ROWS.head(0), kind, connection, tmp_path))
    assert_same(found, af.totals(ROWS.head(0)))
