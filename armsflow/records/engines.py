"""A small table as a frame of the same engine as another frame.

The transforms and nouns are written once, in Narwhals; what differs between engines is only how a
constant table gets in (`like`) and how a small result gets out (`collect`, `back`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from armsflow.errors import ArgumentError
from armsflow.records.schema import COLUMNS

__all__: list[str] = []

ENGINES = "pandas, Polars (eager or lazy) or DuckDB"


def frame_of(data: Any, *, what: str = "records") -> Any:
    """`data` as a Narwhals frame, whichever of the supported engines holds it.

    Columns of the records frame that are categories become text; other columns stay as they are.
    """
    frame = nw.from_native(data, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame) or not _supported(frame):
        raise ArgumentError(
            f"{what} is a {type(data).__module__}.{type(data).__name__}; expected a frame of {ENGINES}",
            rows=[type(data)],
        )
    return _without_categories(frame)


def _without_categories(frame: Any) -> Any:
    schema = frame.collect_schema()
    categories = [c for c in schema if c in COLUMNS and isinstance(schema[c], nw.Categorical | nw.Enum)]
    if not categories:
        return frame
    if frame.implementation.is_pandas():
        table = frame.to_native()
        return nw.from_native(table.assign(**{c: _values(table[c]) for c in categories}))
    return frame.with_columns(nw.col(*categories).cast(nw.String()))


def _values(cells: pd.Series) -> pd.Series:
    """A column of categories as what they stand for."""
    return pd.Series(cells.to_numpy(), index=cells.index, name=cells.name)


def _supported(frame: Any) -> bool:
    engine = frame.implementation
    return engine.is_pandas() or engine.is_polars() or engine.is_duckdb()


def is_lazy(frame: Any) -> bool:
    return isinstance(frame, nw.LazyFrame)


def like(frame: Any, small: pa.Table) -> Any:
    """The Arrow table `small` as a Narwhals frame of the engine of `frame`."""
    engine = frame.implementation
    if engine.is_duckdb():
        # A query on the relation itself runs on the connection that owns it. DuckDB looks for tables of the
        # user's before it looks for variables, hence names that nobody else uses.
        armsflow_small_table__ = small
        query = "select * from armsflow_small_table__"
        relation = frame.to_native().query("armsflow_frame__", query)
        del armsflow_small_table__
        return nw.from_native(relation)
    if engine.is_polars():
        import polars as pl

        table: Any = pl.from_arrow(small)
        return nw.from_native(table.lazy() if is_lazy(frame) else table)
    return nw.from_native(small.to_pandas())


def collect(frame: Any) -> pd.DataFrame:
    """A small Narwhals frame in memory as pandas, without decimals and categories."""
    if is_lazy(frame):
        frame = frame.collect()
    out = frame.to_pandas() if not frame.implementation.is_pandas() else frame.to_native()
    out = out.reset_index(drop=True)
    # pandas sorts categories by their own order, and pandas 2 groups by those that no row has
    categories = [c for c in out if isinstance(out[c].dtype, pd.CategoricalDtype)]
    out = out.assign(**{c: _values(out[c]) for c in categories}) if categories else out
    # DuckDB sums whole numbers to decimals
    decimals = [c for c in out if out[c].dtype == object and out[c].map(_is_decimal).any()]
    return out.astype(dict.fromkeys(decimals, "float64")) if decimals else out


def _is_decimal(cell: Any) -> bool:
    return isinstance(cell, Decimal)


def back(table: pd.DataFrame, frame: Any) -> Any:
    """A small pandas table as the in-memory kind of `frame`: Polars for Polars, else pandas."""
    if not frame.implementation.is_polars():
        return table
    import polars as pl

    return pl.from_arrow(pa.Table.from_pandas(table, preserve_index=False)).fill_nan(None)
