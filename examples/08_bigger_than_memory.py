# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Bigger than memory
#
# Customs files have hundreds of millions of lines. They do not fit into memory, and they need not: an engine
# reads them from the disk piece by piece, and what comes back is a summary of a few rows. **All figures here
# are invented**, and few enough to run in seconds; set `ROWS` to 100 million and the code stays the same.

# %%
import tempfile
from pathlib import Path

import duckdb

import armsflow as af

ROWS = 50_000
folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## Make the rows where they are to be read
#
# DuckDB makes them, and `to_records` looks at each cell of them, without a copy in Python. A lazy frame has
# no order by which to number its rows, so the rows bring a `record` of their own.

# %%
connection = duckdb.connect(config={"threads": 2, "memory_limit": "500MB"})
made = connection.sql(f"""
    select
        'line ' || n as record,
        ['USA', 'RUS', 'FRA', 'CHN', 'DEU', 'ITA', 'GBR', 'KOR'][1 + n % 7 * n % 8] as supplier,
        ['IND', 'SAU', 'EGY', 'AUS', 'JPN', 'POL'][1 + n // 7 % 6] as recipient,
        cast(2005 + n % 20 as smallint) as year,
        1000.0 * (1 + n % 997) as value,
        value * 0.9 as low,
        value * 1.1 as high
    from range({ROWS}) as rows(n)
""")
lines = af.to_records(made, stage="delivery", unit="EUR", source="invented customs")
type(lines).__name__

# %% [markdown]
# ## A data set in folders
#
# `write_records` checks the rows and writes them whole or not at all, with a folder for each recipient. The
# list `_armsflow.json` holds a digest of every file, so that a file that is gone or damaged is seen.

# %%
path = af.write_records(lines, folder / "customs", partition_by="recipient")
sorted(part.name for part in path.iterdir())

# %% [markdown]
# ## The same steps as on a small frame
#
# `scan_records` gives a frame of the engine. Nothing is read until a noun asks for sums. Windows, euros into
# dollars, shares: each step adds to one query.

# %%
register = af.scan_records(path, engine="duckdb", session=connection)
windows = af.to_periods(af.to_currency(register, "USD"), 5, end=2024)
shares = af.shares(af.where(windows, recipient="India", years=(2005, 2024)), top=4)
shares[["supplier", "period", "value", "share", "share_low", "share_high"]].head(5).round(3)

# %% [markdown]
# Only the folder of India was read. The other engines take the same steps; `engine="spark"` does, too, where
# PySpark and Java are at hand.

# %%
for engine in ("duckdb", "polars", "pyarrow"):
    frame = af.scan_records(path, engine=engine, verify=False)
    sums = af.totals(af.to_periods(frame, 5, end=2024), by="recipient")
    print(f"{engine}: {len(sums)} sums, in {type(sums).__module__.partition('.')[0]}")

# %% [markdown]
# What comes back is small, in memory, and can be drawn:

# %%
af.plot_shares(shares, title="Invented lines of customs: who supplied India")
