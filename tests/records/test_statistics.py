"""What DuckDB knows of a Parquet file at once, and what must not be taken from it."""

from __future__ import annotations

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from armsflow.records.engines import constants_of, known_of
from armsflow.records.schema import MEANING
from tests.frames import assert_same, make

ROWS = make(
    {
        "record": ["a", "b", "c"],
        "supplier": ["RUS", "ISR", "RUS"],
        "start": [2010, 2012, 2014],
        "end": [2014, 2012, 2016],
        "value": [10.0, 2.0, 6.0],
    }
)


def stored(rows: pd.DataFrame, path):
    # a new file, as a program writes it that replaces one
    path.unlink(missing_ok=True)
    pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), path)
    return path


def constants(relation) -> dict[str, str]:
    return constants_of(nw.from_native(relation))


# older versions look at the rows, which is right as well, and slower
from_statistics = pytest.mark.skipif(int(duckdb.__version__.split(".")[0]) < 2, reason="DuckDB before 2.0")


@pytest.fixture
def path(tmp_path):
    return stored(ROWS, tmp_path / "records.parquet")


@from_statistics
def test_what_a_file_has_in_all_rows_is_known_and_passed_on(path):
    connection = duckdb.connect()
    relation = connection.read_parquet(str(path))
    known = {name: ROWS[name].iloc[0] for name in (*MEANING, "selection")}
    assert constants(relation) == known
    assert known_of(nw.from_native(relation)).rows == len(ROWS)
    assert known_of(nw.from_native(af.to_years(relation))).rows is None
    assert constants(af.to_periods(relation, 5, end=2019)) == known
    dollars = af.to_currency(relation, "EUR")
    assert constants(dollars) == {name: cell for name, cell in known.items() if name != "unit"}
    assert constants(af.to_years(af.to_prices(dollars, 2020))) == {
        name: cell for name, cell in known.items() if name not in ("unit", "prices")
    }


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    "noun",
    [
        lambda r: af.totals(r, by="supplier"),
        lambda r: af.totals(r, by=["supplier", "unit", "stage"], over=(2010, 2019)),
        lambda r: af.shares(af.to_periods(r, 5, end=2019)),
        lambda r: af.totals(af.to_years(af.to_currency(r, "EUR")), by="recipient"),
        lambda r: af.coverage(r, by="unit"),
    ],
)
def test_sums_are_those_of_pandas(path, noun):
    # older versions do not keep the connection of a relation
    connection = duckdb.connect()
    assert_same(noun(connection.read_parquet(str(path))), noun(ROWS))


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    "windows",
    [
        lambda r: af.to_periods(r, [(2010, 2012), (2013, 2014)], outside="drop"),
        lambda r: af.to_periods(r, 4, end=2013),
        lambda r: af.to_years(r),
    ],
)
def test_observed_years_that_a_step_narrows_are_not_taken_from_the_file(windows, tmp_path):
    """All rows observe the same years in the file; of the windows that were asked for they observe less."""
    rows = ROWS.assign(source="sipri", observed_start=np.int16(2010), observed_end=np.int16(2016))
    # this one speaks of its own years, which its parts share
    rows = rows.assign(start=np.array([2010, 2012, 2014], "int16"), end=np.array([2016, 2012, 2016], "int16"))
    connection = duckdb.connect()
    relation = connection.read_parquet(str(stored(rows, tmp_path / "observed.parquet")))
    assert_same(af.totals(windows(relation)), af.totals(windows(rows)))


@pytest.mark.covering(1)
@pytest.mark.parametrize("column", MEANING)
def test_two_values_or_a_null_are_seen(column, tmp_path):
    other = {"unit": "EUR", "prices": "2020", "stage": "contract", "reporter": "supplier"}.get(column, "x")
    for cell, error in ((other, af.MixedError), (None, af.RecordError)):
        rows = ROWS.assign(**{column: [*ROWS[column][:2], cell]})
        connection = duckdb.connect()
        relation = connection.read_parquet(str(stored(rows, tmp_path / "two.parquet")))
        assert column not in constants(relation)
        for frame in (relation, af.to_years(relation)):
            with pytest.raises(error, match=column):
                af.totals(frame, by="supplier")


@from_statistics
def test_how_many_rows_a_table_has_is_known_and_of_a_query_it_is_not(path):
    connection = duckdb.connect()
    connection.execute(f"create table kept as select * from '{path}'")
    table = connection.table("kept")
    assert known_of(nw.from_native(table)) == (len(ROWS), {})
    for query in (table.filter("value > 5"), table.limit(2), table.union(table), af.where(table, unit="USD")):
        assert known_of(nw.from_native(query)).rows is None


def test_tables_and_the_users_own_queries_are_not_asked(path):
    connection = duckdb.connect()
    connection.execute(f"create table kept as select * from '{path}'")
    table = connection.table("kept")
    assert constants(table) == {}
    assert constants(af.to_years(table).filter("value > 1")) == {}
    windows = af.to_periods(table, 5, end=2019)
    connection.execute("insert into kept select * replace ('EUR' as unit, 'z' as record) from kept limit 1")
    with pytest.raises(af.MixedError, match="unit"):
        af.totals(windows, by="supplier")


@from_statistics
def test_a_file_that_changed_since_is_asked_again(path):
    connection = duckdb.connect()
    relation = connection.read_parquet(str(path))
    windows = af.to_periods(relation, 5, end=2019)
    assert constants(windows)["unit"] == "USD"
    stored(ROWS.assign(unit=["USD", "EUR", "USD"]), path)
    with pytest.raises(af.MixedError, match="unit"):
        af.totals(windows, by="recipient")


@pytest.mark.covering(1)
@pytest.mark.parametrize("writer", ["PyArrow", "DuckDB"])
@pytest.mark.parametrize("length", [7, 8, 9, 64, 65, 4000])
def test_long_words_that_begin_alike_are_told_apart(writer, length, tmp_path):
    """Statistics of text may hold its beginning only."""
    words = ["x" * length + end for end in "abc"]
    connection, path = duckdb.connect(), tmp_path / "long.parquet"
    for releases, known in ((words, False), ([words[0]] * 3, True)):
        stored(ROWS.assign(release=releases), path)
        if writer == "DuckDB":
            connection.execute(f"create or replace table kept as select * from '{path}'")
            path.unlink()
            connection.execute(f"copy kept to '{path}' (format parquet)")
        relation = connection.read_parquet(str(path))
        assert constants(relation).get("release", words[0]) == words[0]
        assert known or "release" not in constants(relation)
        if known:
            assert set(af.totals(relation, by="supplier")["release"]) == {words[0]}
        else:
            with pytest.raises(af.MixedError, match="release"):
                af.totals(relation, by="recipient")


def test_no_plan_is_shown_in_a_notebook(path, monkeypatch):
    """A relation that is asked to explain itself prints a page there."""
    monkeypatch.setattr(
        duckdb.DuckDBPyRelation, "explain", lambda *_: pytest.fail("shown in every notebook"), raising=False
    )
    connection = duckdb.connect()
    assert len(af.totals(connection.read_parquet(str(path)), by="recipient"))
