"""What differs between engines: how a small table gets in and how a small result gets out."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.records import engines
from armsflow.records.engines import (
    _as_it_is,
    _check_spark_names,
    _of_decimals,
    _open_connection,
    _pieces_of_polars,
    _short,
    back,
    collect,
    each_of,
    frame_of,
    like,
)
from armsflow.records.schema import TOLD
from tests.frames import FUZZ, Engine, assert_same, engine_of, make, plain

NONE = float("nan")


def test_a_small_table_joins_any_frame(engine):
    frame = frame_of(engine.of(pd.DataFrame({"key": ["a", "b"], "n": [1, 2]})))
    small = pa.table({"key": pa.array(["a"], pa.string()), "x": pa.array([0.5])})
    joined = frame.join(like(frame, small), on="key", how="inner")
    assert collect(joined)[["key", "n", "x"]].values.tolist() == [["a", 1, 0.5]]


def test_a_summary_comes_back_as_it_came(engine):
    frame = frame_of(engine.of(pd.DataFrame({"a": ["x"]})))
    summary = back(pd.DataFrame({"a": ["x", "y"], "b": [1.0, None]}), frame)
    assert type(summary).__module__.startswith("polars") == engine.name.startswith("Polars")
    assert plain(summary)["b"].isna().tolist() == [False, True]
    if engine.name.startswith("Polars"):
        assert summary["b"].is_null().to_list() == [False, True]


def test_decimals_become_plain_numbers():
    relation = duckdb.sql("select 0.75::decimal(4, 2) as part, 3::hugeint as n")
    row = collect(frame_of(relation)).iloc[0]
    assert row.tolist() == [0.75, 3.0]
    assert not isinstance(row["part"], Decimal)


@pytest.mark.parametrize("strange", [5, "records", None, [1]])
def test_other_things_are_no_frames(strange):
    with pytest.raises(af.ArgumentError, match="expected a frame of pandas, Polars"):
        af.totals(strange)


KINDS = ["supplier", "recipient", "stage", "unit", "prices", "category", "source", "release", "reporter"]
NOUNS = {
    "totals": lambda rows: af.totals(rows, by=["region", "category"], over=(2010, 2017), top=1),
    "averages": lambda rows: af.averages(rows, by="region", window=2, absent="none"),
    "annual_rates": af.annual_rates,
    "shares": lambda rows: af.shares(rows, over=(2010, 2017), top=1),
    "concentration": lambda rows: af.concentration(rows, over=(2010, 2017)),
    "balances": lambda rows: af.balances(rows, over=(2010, 2017)),
    "coverage": lambda rows: af.coverage(rows, by=["region", "stage"]),
    "rankings": lambda rows: af.rankings(rows, end=2017, window=4),
    "supplier_balance": lambda rows: af.supplier_balance(
        rows, supplier="RUS", between=("ARM", "AZE"), by="category", over=(2010, 2017)
    ),
    "discrepancies": lambda rows: af.discrepancies(
        rows, between=("supplier", "recipient"), by="region", over=(2010, 2017)
    ),
}


def with_categories(rows: pd.DataFrame, kind: str):
    """Text as categories that are not in the order of the alphabet, and one that no row has."""
    for column in (*KINDS, "region"):
        met = sorted(rows[column].unique(), reverse=True)
        rows = rows.assign(**{column: pd.Categorical(rows[column], [*met, "none"], ordered=True)})
    return held(kind).of(rows)


@cache
def held(kind: str) -> Engine:
    """An engine that lives on: old versions of DuckDB close the connection of one that is gone."""
    return engine_of(kind)


@cache
def rows_of(name: str) -> pd.DataFrame:
    both = ["supplier", "recipient"] * 3
    return make(
        {
            "supplier": ["RUS", "USA", "RUS", "FRA", "USA", "RUS"],
            "recipient": ["ARM", "AZE", "AZE", "ARM", "ARM", "AZE"],
            "reporter": both if name == "discrepancies" else "third",
            "category": ["ships", "missiles", "aircraft", "ships", "missiles", "aircraft"],
            "region": ["b", "a", "a", "c", "b", "a"],
            "year": [2010, 2011, 2011, 2014, 2015, 2017],
            "value": [4.0, 2.0, 3.0, 5.0, 1.0, 7.0],
        }
    )


@pytest.mark.fuzz
@pytest.mark.covering(1)
@pytest.mark.filterwarnings("ignore:in . row.s. .* one side has records of years:UserWarning")
@pytest.mark.parametrize("kind", ["pandas", "Polars", "DuckDB"] if FUZZ else ["pandas"])
@pytest.mark.parametrize("name", NOUNS)
def test_categories_count_as_the_text_they_stand_for(name, kind):
    rows = rows_of(name)
    summary = NOUNS[name](with_categories(rows, kind))
    assert_same(summary, NOUNS[name](rows))
    kinds = frame_of(summary).to_pandas().dtypes
    assert not any(isinstance(kind, pd.CategoricalDtype) for kind in kinds)


@pytest.mark.covering(2)
@pytest.mark.parametrize("kind", ["pandas", "Polars", "Polars, lazy"])
def test_choosing_joining_and_mapping_take_categories(kind):
    rows = rows_of("totals")
    typed, later = (with_categories(frame, kind) for frame in (rows, rows.assign(release="2")))
    assert_same(af.where(typed, supplier="Russia"), af.where(rows, supplier="Russia"))
    assert_same(af.concat(typed, later), af.concat(rows, rows.assign(release="2")))
    assert_same(af.to_categories(typed, scheme="un"), af.to_categories(rows, scheme="un"), ordered=False)


# names that the code used for its own columns, in any case of letters
OURS = "_step _opens _closes _first_window _target _years factor_mean__ link_changed ARMSFLOW__ROW".split()


@pytest.mark.parametrize("kind", ["pandas", "PyArrow"])
def test_columns_of_the_user_come_back_as_they_were(kind):
    rows = make({"value": [10.0, 20.0], "start": [2010, 2013], "end": [2014, 2016]})
    rows = rows.assign(**{name: [7, 8] for name in OURS})
    found = plain(af.to_periods(engine_of(kind).of(rows), 5, end=2019))
    assert list(found.columns) == [*rows.columns, *TOLD]
    for name in OURS:
        assert found[name].tolist() == [7, 8, 8]
    assert found["value"].tolist() == [10.0, 10.0, 10.0]


def test_other_columns_keep_their_types_and_rows_their_order():
    rows = make({"record": ["b", "a"], "value": [1.0, 2.0]})
    rows["day"] = pd.to_datetime(["2020-01-01", "2021-01-01"])
    rows["class"] = pd.Categorical(["x", "y"], ["y", "x"], ordered=True)
    rows["any"] = pd.Series([{"a": 1}, 5], dtype=object)
    out = af.to_records(af.to_years(rows))
    assert out["record"].tolist() == ["b", "a"]
    others = ["day", "class", "any"]
    assert list(out.columns) == [*af.COLUMNS, *others]
    pd.testing.assert_frame_equal(out[others], rows[others])


@pytest.mark.covering(2)
@pytest.mark.parametrize("retyped", ["convert_dtypes", "objects", "Arrow", "categories"])
def test_a_frame_typed_anew_has_the_same_sums_and_bounds(retyped):
    rows = make({"record": ["a", "b"], "value": [1.0, NONE], "low": [0.5, NONE], "high": [2.0, NONE]})
    again = {
        "convert_dtypes": lambda: rows.convert_dtypes(),
        "objects": lambda: rows.astype(object),
        "Arrow": lambda: rows.convert_dtypes(dtype_backend="pyarrow"),
        "categories": lambda: rows.astype({"supplier": "category", "unit": "category"}),
    }[retyped]()
    assert_same(af.totals(again), af.totals(rows))
    assert_same(af.to_records(again), rows)


def test_true_and_false_that_became_numbers_count_as_before():
    rows = make({"value": [1.0, 3.0], "estimated": [True, False]})
    assert_same(af.totals(rows.assign(estimated=[1.0, 0.0])), af.totals(rows))
    with pytest.raises(af.RecordError, match="estimated is neither 0 nor 1 in 1 row"):
        af.totals(rows.assign(estimated=[1.0, 2.0]))
    with pytest.raises(af.RecordError, match="another kind of cells: .*'estimated'.*to_records"):
        af.totals(rows.assign(estimated=["yes", "no"]))


def test_errors_show_the_rows_with_all_their_columns():
    rows = make({"value": [1.0], "start": [2010], "end": [2014]}).assign(seen="page 3")
    with pytest.raises(af.SpanError) as caught:
        af.where(rows, years=(2012, 2014))
    assert caught.value.rows["seen"].tolist() == ["page 3"]
    assert not [name for name in caught.value.rows if name.startswith("armsflow")]


def test_columns_are_worked_on_in_threads_and_stay_in_order():
    items = list(range(20))
    assert each_of(lambda item: 2 * item, items, rows=10**7) == [2 * item for item in items]


def test_long_text_is_cut_into_pieces_that_short_offsets_reach(monkeypatch):
    cells = pa.chunked_array([pa.array(["Russia", "India", None, "Peru"] * 5, pa.large_string())])
    monkeypatch.setattr(engines, "_MOST", 20)
    short = _short(cells)
    assert short.num_chunks > 1
    assert short.type == pa.string()
    assert short.to_pylist() == cells.to_pylist()


def test_spark_would_not_tell_columns_apart():
    with pytest.raises(af.ArgumentError, match=r"called 'Unit', 'unit', 'a\.b'"):
        _check_spark_names(["Unit", "unit", "a.b", "value"])
    _check_spark_names(["unit", "value"])


def test_cells_of_several_kinds_are_named_before_a_file_is_written(tmp_path):
    records = make([{"value": 1.0, "year": 2015}, {"value": 2.0, "year": 2016}]).assign(
        source_line=[1, "two"]
    )
    with pytest.raises(af.RecordError, match="source_line holds cells of different kinds"):
        af.write_records(records, tmp_path / "a.parquet")
    assert not list(tmp_path.iterdir())


def test_decimals_that_no_float_holds_stay_as_they_are_written():
    most = Decimal("9" * 38)
    cells = pa.chunked_array([pa.array([most, Decimal(1)])])
    assert _of_decimals(cells, "order_number").to_pylist() == ["9" * 38, "1"]
    few = pa.chunked_array([pa.array([Decimal("1.25"), Decimal("2.50")])])
    assert _of_decimals(few, "order_number").to_pylist() == [1.25, 2.5]


def test_cells_of_two_kinds_are_named():
    with pytest.raises(af.RecordError, match="tag holds cells of different kinds"):
        _as_it_is(pd.Series([1, "a"], dtype=object), "tag")


def test_a_lazy_frame_is_written_in_pieces_by_older_versions_of_polars_too(monkeypatch):
    monkeypatch.delattr(pl.LazyFrame, "collect_batches", raising=False)
    lazy = pl.DataFrame({"a": [1, 2, 3]}).lazy()
    assert _pieces_of_polars(lazy).read_all().to_pydict() == {"a": [1, 2, 3]}


def test_a_session_of_spark_that_is_stopped_is_named():
    class Stopped:
        class sparkSession:  # noqa: N801, Spark's own name
            @staticmethod
            def getActiveSession():
                return None

    Stopped.__module__ = "pyspark.sql.dataframe"
    refusal = pytest.raises(af.ArgumentError, match="a Spark frame whose session is stopped")
    with refusal, _open_connection(Stopped()):
        raise RuntimeError("SparkContext was shut down")
