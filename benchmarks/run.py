"""Speed and memory beside hand-written code, as ratios measured in one run.

    python benchmarks/run.py [rows]

Each row names a step, what a person would have written for it in pandas (which checks nothing and carries no
bounds), and how many times as long armsflow takes, with records in pandas, Polars and DuckDB.
"""

from __future__ import annotations

import gc
import platform
import sys
import time
import tracemalloc
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import armsflow as af

SUPPLIERS = ("USA", "RUS", "FRA", "CHN", "DEU", "ITA", "GBR", "ISR", "ESP", "KOR")
REPEATS = 3


def synthetic(rows: int) -> pd.DataFrame:
    """Invented deliveries in euros, 2000–2019, a third of them for spans of years."""
    draw = np.random.default_rng(7)
    recipients = np.array(af.table("parties.csv").query("kind == 'state'")["code"])
    value = draw.lognormal(15, 2, rows)
    start = draw.integers(2000, 2015, rows)
    return af.to_records(
        pd.DataFrame(
            {
                "supplier": draw.choice(SUPPLIERS, rows),
                "recipient": draw.choice(recipients, rows),
                "start": start,
                "end": start + np.where(draw.random(rows) < 1 / 3, draw.integers(1, 5, rows), 0),
                "value": value,
                "low": value * 0.9,
                "high": value * 1.1,
                "category": draw.choice(["aircraft", "ships", "missiles", "all"], rows),
            }
        ),
        stage="delivery",
        unit="EUR",
        source="synthetic",
    )


def best(step: Callable[[], object]) -> float:
    """The shortest of a few runs [s]."""
    times = []
    for _ in range(REPEATS):
        gc.collect()
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return min(times)


def finished(frame: object) -> object:
    """Make a lazy frame do its work."""
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    return frame.to_arrow_table() if isinstance(frame, duckdb.DuckDBPyRelation) else frame


def by_hand(records: pd.DataFrame) -> dict[str, Callable[[], object]]:
    rates = af.table("exchange_rates.csv").query("currency == 'EUR'").set_index("year")["rate"]
    figures = ["value", "low", "high"]

    def totals() -> object:
        return records.groupby(["supplier", "start", "end"])[figures].sum()

    def shares() -> object:
        sums = records.groupby(["recipient", "supplier"])["value"].sum()
        return sums / sums.groupby("recipient").transform("sum")

    def to_years() -> object:
        length = (records["end"] - records["start"] + 1).to_numpy()
        out = records.loc[records.index.repeat(length)]
        step = np.concatenate([np.arange(n) for n in length])
        year = out["start"].to_numpy() + step
        return out.assign(start=year, end=year, value=out["value"].to_numpy() / np.repeat(length, length))

    def to_currency() -> object:
        factor = 1 / records["start"].map(rates)
        return records.assign(**{c: records[c] * factor for c in figures}, unit="USD")

    def where() -> object:
        return records[(records["supplier"] == "RUS") & (records["start"] >= 2005) & (records["end"] <= 2012)]

    return {
        "where": where,
        "to_currency": to_currency,
        "to_years": to_years,
        "totals": totals,
        "shares": shares,
    }


STEPS: dict[str, Callable[[object], object]] = {
    "where": lambda r: af.where(r, supplier="Russia", years=(2005, 2012), straddling="drop"),
    "to_currency": lambda r: af.to_currency(r, "USD"),
    "to_years": af.to_years,
    "totals": af.totals,
    "shares": lambda r: af.shares(r, over=(2000, 2020)),
}


def peak(step: Callable[[], object]) -> float:
    """The most memory that Python held during a step [MB]; what engines hold beside it is not seen."""
    gc.collect()
    tracemalloc.start()
    step()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main(rows: int) -> None:
    records = synthetic(rows)
    connection = duckdb.connect()
    connection.register("arrow", pa.Table.from_pandas(records, preserve_index=False))
    connection.execute("create table records as select * from arrow")
    engines = {
        "pandas": records,
        "Polars": pl.from_pandas(records),
        "DuckDB": connection.table("records"),
    }
    print(f"{rows:,} records; Python {platform.python_version()}, pandas {pd.__version__}, ", end="")
    print(f"Polars {pl.__version__}, DuckDB {duckdb.__version__}\n")
    print(
        "| step | by hand in pandas [s] | " + " | ".join(f"armsflow, {name} [×]" for name in engines), end=""
    )
    print(" | memory by hand, armsflow on pandas [MB] |\n|---" + "|---" * (len(engines) + 2) + "|")
    for name, plain in by_hand(records).items():
        base = best(plain)
        ratios = [best(lambda f=f, s=STEPS[name]: finished(s(f))) / base for f in engines.values()]
        memory = peak(plain), peak(lambda s=STEPS[name]: s(records))
        print(f"| `{name}` | {base:.3f} | " + " | ".join(f"{ratio:.1f}" for ratio in ratios), end="")
        print(f" | {memory[0]:.0f}, {memory[1]:.0f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
