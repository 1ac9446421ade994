"""What differs between engines: how a small table gets in and how a small result gets out."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.records.engines import back, collect, frame_of, like
from tests.frames import Engine, assert_same, engine_of, make, plain


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


@pytest.mark.parametrize("kind", ["pandas", "Polars", "DuckDB"])
@pytest.mark.parametrize("name", NOUNS)
def test_categories_count_as_the_text_they_stand_for(name, kind):
    rows = rows_of(name)
    summary = NOUNS[name](with_categories(rows, kind))
    assert_same(summary, NOUNS[name](rows))
    kinds = frame_of(summary).to_pandas().dtypes
    assert not any(isinstance(kind, pd.CategoricalDtype) for kind in kinds)


@pytest.mark.parametrize("kind", ["pandas", "Polars", "Polars, lazy"])
def test_choosing_joining_and_mapping_take_categories(kind):
    rows = rows_of("totals")
    typed, later = (with_categories(frame, kind) for frame in (rows, rows.assign(release="2")))
    assert_same(af.where(typed, supplier="Russia"), af.where(rows, supplier="Russia"))
    assert_same(af.concat(typed, later), af.concat(rows, rows.assign(release="2")))
    assert_same(af.to_categories(typed, scheme="un"), af.to_categories(rows, scheme="un"), ordered=False)
