"""What differs between engines: how a small table gets in and how a small result gets out."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.records.engines import back, collect, frame_of, like
from tests.frames import plain


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


@pytest.mark.parametrize("strange", [5, "records", None, [1], pa.table({"a": [1]})])
def test_other_things_are_no_frames(strange):
    with pytest.raises(af.ArgumentError, match="expected a frame of pandas, Polars"):
        af.totals(strange)
