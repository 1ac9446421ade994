"""Records of money, and tables of rates, for the tests of transforms."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import strategies as st

FIGURES = ["value", "low", "high"]


def records(*rows, **constants):
    """A records frame of the rows' dictionaries, with the columns that money needs and more."""
    row = {
        "source": "user",
        "record": "1",
        "part_of": None,
        "supplier": "RUS",
        "recipient": "ARM",
        "stage": "contract",
        "start": 2010,
        "end": 2010,
        "quantity": np.nan,
        "value": 100.0,
        "unit": "USD",
        "prices": "current",
        "note": "",
    } | constants
    frame = pd.DataFrame([row | {"record": str(n)} | own for n, own in enumerate(rows)])
    frame["low"] = frame["low"].fillna(frame["value"]) if "low" in frame else frame["value"]
    frame["high"] = frame["high"].fillna(frame["value"]) if "high" in frame else frame["value"]
    return frame.astype({"start": "int16", "end": "int16"})


def one(unit, year, value=1.0, **other):
    return records({"unit": unit, "start": year, "end": year, "value": value} | other)


def figures(frame):
    """(value, low, high) of each row, in order of the rows' ids."""
    frame = engines_to_pandas(frame).sort_values("record")
    return [tuple(row) for row in frame[FIGURES].astype(float).itertuples(index=False)]


def engines_to_pandas(frame):
    if isinstance(frame, pd.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    return frame.to_pandas() if isinstance(frame, pl.DataFrame | pa.Table) else frame.df()


def quotes(name, known):
    """A user's own table, as short as it can be: without the dollar, which is 1 by definition."""
    keys = sorted(known)
    return pd.DataFrame(
        {
            "currency": [code for code, _ in keys],
            "year": [year for _, year in keys],
            name: [float(known[key]) for key in keys],
        }
    )


# from 2006 on, when the last of these moneys but Belarus's had its name
spans = st.tuples(st.integers(2006, 2023), st.integers(0, 9)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1], 2023))
)


units = st.sampled_from(["EUR", "GBP", "RUB", "AMD", "AZN", "TRY", "UAH", "KRW", "KZT", "INR", "USD"])


targets = st.sampled_from(["EUR", "USD", "AZN"])


money = st.floats(0, 1e12)


def spread(frame):
    """Evenly over the years, as to_years does; one year may hold nothing."""
    n = frame["end"] - frame["start"] + 1
    rows = [
        row | {"start": year, "end": year, "value": row["value"] / n.loc[index], "low": 0.0}
        for index, row in ((index, dict(row)) for index, row in frame.iterrows())
        for year in range(row["start"], row["end"] + 1)
    ]
    return pd.DataFrame(rows).astype({"start": "int16", "end": "int16"})


def mixed():
    return records(
        {"unit": "EUR", "start": 2010, "end": 2012, "value": 10.0, "low": 8.0, "high": 12.0},
        {"unit": "RUB", "start": 2015, "end": 2015, "value": 100.0, "high": math.inf},
        {"unit": "USD", "value": 3.0},
        {"unit": "EUR", "value": np.nan, "low": np.nan, "high": np.nan},
    )


TEXT = ["source", "record", "part_of", "supplier", "recipient", "stage", "unit", "prices", "note"]


def as_text(dtype):
    def make(frame):
        return frame.astype(dict.fromkeys(TEXT, dtype))

    return make


def as_arrow(frame):
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def as_polars(frame):
    return pl.from_pandas(frame).fill_nan(None)


def as_relation(frame, connection):
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return connection.from_arrow(table)


ENGINES = {
    "pandas object": as_text(object),
    "pandas string": as_text("string[pyarrow]"),
    "pandas arrow": as_arrow,
    "pandas wide years": lambda frame: frame.astype({"start": "int64", "end": "int64"}),
    "polars": as_polars,
    "polars lazy": lambda frame: as_polars(frame).lazy(),
}
