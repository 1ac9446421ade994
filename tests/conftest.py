"""What all tests share: the engines, small records, and a clean slate for pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, settings

import armsflow as af

_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("default", max_examples=15, **_CALM)
settings.register_profile("fuzz", max_examples=2000, **_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@dataclass(frozen=True)
class Engine:
    """One way to hold a frame: `of` makes it from pandas, `plain` brings any frame back."""

    name: str
    connection: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)
    views: Iterator[int] = field(default_factory=count)

    def of(self, frame: pd.DataFrame):
        if self.name == "pandas":
            return frame
        if self.name == "pandas, objects":
            texts = [c for c in frame if pd.api.types.is_string_dtype(frame[c])]
            return frame.astype(dict.fromkeys(texts, object))
        if self.name == "pandas, Arrow strings":
            texts = [c for c in frame if pd.api.types.is_string_dtype(frame[c])]
            return frame.astype(dict.fromkeys(texts, "string[pyarrow]"))
        if self.name == "Polars":
            return pl.from_pandas(frame)
        if self.name == "Polars, lazy":
            return pl.from_pandas(frame).lazy()
        view = f"frame_{next(self.views)}"
        self.connection.register(view, pa.Table.from_pandas(frame, preserve_index=False))
        return self.connection.table(view)

    def plain(self, frame) -> pd.DataFrame:
        return plain(frame)


def plain(frame) -> pd.DataFrame:
    """Any engine's frame as pandas with one kind of string, number and null."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        frame = frame.to_pandas()
    elif isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.df()
    out = {}
    for column in frame.columns:
        cells = frame[column]
        if pd.api.types.is_bool_dtype(cells) or column == "estimated":
            out[column] = cells.astype("float64")
        elif pd.api.types.is_numeric_dtype(cells) or cells.isna().all():
            out[column] = (
                cells.astype("float64")
                if pd.api.types.is_numeric_dtype(cells)
                else pd.Series(np.nan, index=cells.index)
            )
        else:
            out[column] = cells.astype(object).where(cells.notna(), None)
    return pd.DataFrame(out).reset_index(drop=True)


ENGINE_NAMES = (
    "pandas",
    "pandas, objects",
    "pandas, Arrow strings",
    "Polars",
    "Polars, lazy",
    "DuckDB",
)


@pytest.fixture(params=ENGINE_NAMES)
def engine(request) -> Engine:
    return Engine(request.param)


def assert_same(left, right, *, ordered: bool = True) -> None:
    """Both frames hold the same rows, to rounding; in any order if not `ordered`."""
    left, right = plain(left), plain(right)
    assert list(left.columns) == list(right.columns)
    if not ordered:
        by = list(left.columns)
        left, right = (f.sort_values(by, key=lambda c: c.map(repr), ignore_index=True) for f in (left, right))
    pd.testing.assert_frame_equal(left, right, check_dtype=False, rtol=1e-9, check_exact=False)


@pytest.fixture
def claims() -> pd.DataFrame:
    return af.read_claims(af.table_path("claims.csv"))


@pytest.fixture
def wider() -> pd.DataFrame:
    return af.read_claims(af.table_path("claims_south_caucasus.csv"))


def make(rows: list[dict] | dict, **constants) -> pd.DataFrame:
    """Records of a few typed cells: deliveries by Russia to Armenia in 2015 unless said."""
    frame = pd.DataFrame(rows)
    usual = {"supplier": "RUS", "recipient": "ARM", "stage": "delivery", "unit": "USD", "year": 2015}
    if {"start", "end"} & set(frame.columns):
        usual.pop("year")
    usual = {k: v for k, v in {**usual, **constants}.items() if k not in frame.columns}
    return af.to_records(frame, **usual)
