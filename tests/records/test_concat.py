"""Frames of records in one: no row is lost and none counts twice."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.frames import make, plain

ROWS = make({"record": ["a", "b", "c", "d"], "value": [100.0, 20.0, 3.0, 4.0], "low": [90.0, 10.0, 3.0, 4.0]})


def test_concat_keeps_all_rows_and_columns(engine):
    other = make({"record": ["z"], "value": [1.0]}).assign(condition="new")
    both = plain(af.concat(engine.of(ROWS), engine.of(other)))
    assert sorted(both["record"]) == ["a", "b", "c", "d", "z"]
    assert list(both.columns) == [*af.COLUMNS, "condition"]
    assert both.set_index("record")["condition"].notna().tolist().count(True) == 1


def test_concat_refuses_what_would_count_twice():
    with pytest.raises(af.RecordError, match="records stand in two of the frames: 'a', 'b', 'c', 'd'"):
        af.concat(ROWS, ROWS)


def test_concat_refuses_mixed_kinds():
    import duckdb
    import polars as pl

    other = make({"record": ["z"], "value": [1.0]})
    with pytest.raises(af.ArgumentError, match="got no frame"):
        af.concat()
    with pytest.raises(af.ArgumentError, match="frames are of different kinds"):
        af.concat(ROWS, pl.from_pandas(other))
    here, there = duckdb.connect(), duckdb.connect()
    with pytest.raises(af.ArgumentError, match="different connections"):
        af.concat(here.from_df(ROWS), there.from_df(other))


def test_inputs_are_left_alone():
    before = ROWS.copy()
    af.concat(ROWS, make({"record": ["z"], "value": [1.0]}))
    pd.testing.assert_frame_equal(ROWS, before)
