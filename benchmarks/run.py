"""Speed and memory beside hand-written code, as ratios measured in one run, and the page docs/speed.md.

    python benchmarks/run.py [--rows 1000000] [--big 100000000] [--page docs/speed.md]
    python benchmarks/run.py --processor totals "windows, shares" [--rows 1000000] [--big 20000000]

The second command measures some steps only, of pandas and of a table in DuckDB, or with `--big` of Parquet:
the processor time of all threads, which other programs on the machine disturb less, the least of five runs
in turns.

Each pair of steps runs in turns, so that both meet the same machine; the ratio is the median of the pairs,
with the least and the greatest behind it. "By hand" is what a person writes who knows the engine: it checks
nothing, and carries bounds along without widening them where a span is split.
"""

from __future__ import annotations

import argparse
import gc
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import charts
import duckdb
import matplotlib as mpl
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.records.schema import COVERED, MEANING

SUPPLIERS = ("USA", "RUS", "FRA", "CHN", "DEU", "ITA", "GBR", "ISR", "ESP", "KOR")
FIGURES = ["value", "low", "high"]
PAIRS = 5
WINDOWS = [(2000, 2004), (2005, 2009), (2010, 2014), (2015, 2019)]
Step = Callable[[], object]
Ratio = tuple[float, float, float, float]  # seconds by hand; median, least and greatest ratio


def invented(rows: int) -> pd.DataFrame:
    """Deliveries in euros, 2000–2019, a third of them for spans of years, as a person would hold them."""
    draw = np.random.default_rng(7)
    states = af.table("parties.csv").query("kind == 'state'")["code"]
    recipients = np.array(states[~states.isin(SUPPLIERS)])
    value, start = draw.lognormal(15, 2, rows), draw.integers(2000, 2015, rows)
    return pd.DataFrame(
        {
            "supplier": draw.choice(SUPPLIERS, rows),
            "recipient": draw.choice(recipients, rows),
            "start": start,
            "end": start + np.where(draw.random(rows) < 1 / 3, draw.integers(1, 5, rows), 0),
            "value": value,
            "low": value * 0.9,
            "high": value * 1.1,
            "category": draw.choice(["aircraft", "ships", "missiles", "all"], rows),
            "stage": "delivery",
            "unit": "EUR",
            "source": "invented",
            # as of a source that lists all there is
            "observed_start": 2000,
            "observed_end": 2019,
        }
    )


def seconds(step: Step) -> float:
    gc.collect()
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


def processor(by_hand: Step, ours: Step, pairs: int = PAIRS) -> tuple[float, float]:
    """The least processor time of both steps [s], in turns."""

    def once(step: Step) -> float:
        gc.collect()
        begin = time.process_time()
        step()
        return time.process_time() - begin

    times = [(once(by_hand), once(ours)) for _ in range(pairs)]
    hand, our = (min(each) for each in zip(*times, strict=True))
    return hand, our


def compared(by_hand: Step, ours: Step, pairs: int = PAIRS) -> Ratio:
    """Both steps in turns."""
    by_hand(), ours()
    times = [(seconds(by_hand), seconds(ours)) for _ in range(pairs)]
    ratios = [our / hand for hand, our in times]
    return statistics.median(h for h, _ in times), statistics.median(ratios), min(ratios), max(ratios)


def peak(step: Step) -> str:
    """Memory that a step takes at most beyond what is held before [MB]; only Linux tells."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not reset.exists():
        return "–"
    gc.collect()
    pa.default_memory_pool().release_unused()
    reset.write_text("5")

    def held(what: str) -> int:
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(what))

    before = held("VmRSS")
    step()
    return f"{max(held('VmHWM') - before, 0) / 1024:.0f}"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


HEADS = ["armsflow, times that", "from–to", "memory by hand [MB]", "of armsflow [MB]"]


def measured(by_hand: Step, ours: Step, pairs: int = PAIRS) -> list[str]:
    """Time and memory of both steps, as cells of a table."""
    hand, middle, least, most = compared(by_hand, ours, pairs)
    times = [f"{hand:.3f}", f"{middle:.2f}", f"{least:.2f}–{most:.2f}"]
    return [*times, peak(by_hand), peak(ours)]


# --- pandas -----------------------------------------------------------------------------------------


def in_windows(records: pd.DataFrame) -> pd.DataFrame:
    """Spans split over windows by their years, as one writes it in pandas."""
    parts = []
    for first, last in WINDOWS:
        years = (np.minimum(records["end"], last) - np.maximum(records["start"], first) + 1).clip(lower=0)
        inside = records[years > 0].copy()
        part = (years / (records["end"] - records["start"] + 1))[years > 0]
        inside["value"] *= part
        inside["low"] = inside["low"].where(part == 1, 0.0)
        parts.append(inside.assign(start=first, end=last))
    return pd.concat(parts, ignore_index=True)


def shares_by_hand(records: pd.DataFrame) -> pd.DataFrame:
    sums = records.groupby(["recipient", "supplier", "start", "end"], as_index=False)[FIGURES].sum()
    whole = sums.groupby(["recipient", "start", "end"])["value"].transform("sum")
    return sums.assign(share=sums["value"] / whole)


def in_dollars(records: pd.DataFrame) -> pd.DataFrame:
    rates = af.table("exchange_rates.csv").query("currency == 'EUR'").set_index("year")["rate"]
    factor = 1 / records["start"].map(rates)
    return records.assign(**{name: records[name] * factor for name in FIGURES}, unit="USD")


def in_years(records: pd.DataFrame) -> pd.DataFrame:
    length = (records["end"] - records["start"] + 1).to_numpy()
    out = records.loc[records.index.repeat(length)]
    step = np.arange(len(out)) - np.repeat(np.cumsum(length) - length, length)
    year = out["start"].to_numpy() + step
    return out.assign(
        start=year, end=year, value=out["value"].to_numpy() / np.repeat(length, length), low=0.0
    )


def checked_by_hand(raw: pd.DataFrame) -> pd.DataFrame:
    codes = set(af.table("parties.csv")["code"])
    assert raw["supplier"].isin(codes).all()
    assert raw["recipient"].isin(codes).all()
    assert (raw["start"] <= raw["end"]).all()
    assert raw["value"].between(raw["low"], raw["high"]).all()
    return raw.astype({"start": "int16", "end": "int16"})


def hhi_by_hand(records: pd.DataFrame) -> pd.Series:
    sums = records.groupby(["recipient", "supplier"])["value"].sum()
    share = sums / sums.groupby("recipient").transform("sum")
    return (share**2).groupby("recipient").sum()


def on_pandas(raw: pd.DataFrame, records: pd.DataFrame) -> dict[str, tuple[Step, Step]]:
    window = {"end": 2019}
    return {
        "`to_records` (the input check)": (lambda: checked_by_hand(raw), lambda: af.to_records(raw)),
        "`totals`": (
            lambda: records.groupby(["supplier", "start", "end"])[FIGURES].sum(),
            lambda: af.totals(records, by="supplier"),
        ),
        "`shares`": (lambda: shares_by_hand(records), lambda: af.shares(records, over=(2000, 2020))),
        "`concentration`": (
            lambda: hhi_by_hand(records),
            lambda: af.concentration(records, over=(2000, 2020)),
        ),
        "`to_currency`": (lambda: in_dollars(records), lambda: af.to_currency(records, "USD")),
        "`to_periods`": (lambda: in_windows(records), lambda: af.to_periods(records, 5, **window)),
        "`to_years`": (lambda: in_years(records), lambda: af.to_years(records)),
        "windows, shares": (
            lambda: shares_by_hand(in_windows(records)),
            lambda: af.shares(af.to_periods(records, 5, **window)),
        ),
        "dollars, windows, shares": (
            lambda: shares_by_hand(in_windows(in_dollars(records))),
            lambda: af.shares(af.to_periods(af.to_currency(records, "USD"), 5, **window)),
        ),
        "dollars, years, shares": (
            lambda: shares_by_hand(in_years(in_dollars(records))),
            lambda: af.shares(af.to_years(af.to_currency(records, "USD"))),
        ),
        "`rankings`": (
            lambda: in_windows(records).groupby(["supplier", "start"])["value"].sum().unstack(),
            lambda: af.rankings(records, of="supplier", end=2019),
        ),
    }


# --- other engines ------------------------------------------------------------------------------------


def on_polars(records: pd.DataFrame) -> dict[str, tuple[Step, Step]]:
    frame = pl.from_pandas(records)
    keys = ["supplier", "start", "end"]
    return {
        "`totals`": (
            lambda: frame.group_by(keys).agg(pl.col(FIGURES).sum()),
            lambda: af.totals(frame, by="supplier"),
        )
    }


#: What must be the same among rows that are added, and what else tells apart what they observe.
MEANS = ", ".join(MEANING)
OBSERVES = ", ".join(COVERED)
#: Whether a row may be added at all, and whether figures, sides and years are there and in order.
SOUND = (
    "((low >= 0 and low <= value and value <= high) or (value is null and (low is null and high is null "
    'or low >= 0 and low <= high))) and start <= "end" and supplier is not null and recipient is not null '
    "and category is not null and record is not null and estimated is not null"
)
COUNTS = (
    "count(*), count(value), count(high), count(part_of), count(same_as), "
    "sum(case when estimated then value end)"
)


def in_duckdb(records: pd.DataFrame) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.register("arrow", pa.Table.from_pandas(records, preserve_index=False))
    connection.execute("create table kept as select * from arrow")
    return connection.table("kept")


def on_duckdb(relation: duckdb.DuckDBPyRelation) -> dict[str, tuple[Step, Step]]:
    """Three steps by hand: one that checks nothing, one that looks at what rows mean, one that checks all."""
    sums = ", ".join(f"sum({name}) as {name}" for name in FIGURES)
    keys = 'supplier, start, "end"'
    # what is of more than one category, or may contain what is named beside it
    flags = "case when unit = 'pieces' then category else '' end as pieces_of, recipient = 'all' as of_all"
    inside = "count(*) filter (supplier = recipient and supplier <> 'all')"

    def query(text: str) -> Any:
        return relation.query("records", text).fetchall()

    def ours() -> object:
        return af.totals(relation, by="supplier")

    def with_all_checks() -> None:
        ((rows, ids),) = query("select count(*), count(distinct record) from records")
        found = query(
            f"select {keys}, {MEANS}, {OBSERVES}, {flags}, {sums}, {COUNTS}, {inside}, "
            f"count(*) filter (not coalesce({SOUND}, false)) as broken from records group by all"
        )
        assert rows == ids
        assert not any(row[-1] for row in found)

    return {
        "`totals`, without checks": (
            lambda: query(f"select {keys}, {sums} from records group by all"),
            ours,
        ),
        "`totals`, with the checks of meaning": (
            lambda: query(f"select {keys}, {MEANS}, {sums}, {COUNTS} from records group by all"),
            ours,
        ),
        "`totals`, with all its checks": (with_all_checks, ours),
    }


# --- import, registers, charts --------------------------------------------------------------------


def started(code: str) -> Step:
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def bare_bars(summary: pd.DataFrame) -> None:
    figure, ax = plt.subplots()
    ax.barh(summary["supplier"], summary["value"])
    figure.canvas.draw()
    plt.close(figure)


def our_bars(summary: pd.DataFrame) -> None:
    ax = af.plot_totals(summary)
    ax.figure.canvas.draw()
    plt.close(ax.figure)


# --- the page ---------------------------------------------------------------------------------------


def section(title: str, pairs: dict[str, tuple[Step, Step]]) -> str:
    rows = []
    for name, (by_hand, ours) in pairs.items():
        rows.append([name, *measured(by_hand, ours)])
        print(" | ".join(rows[-1]), flush=True)
    return f"## {title}\n\n" + table(["step", "by hand [s]", *HEADS], rows)


def growth(most: int) -> str:
    rows = []
    for count in (10**n for n in range(4, 8) if 10**n <= most):
        records = af.to_records(invented(count))
        times = [min(seconds(lambda r=records, f=f: f(r)) for _ in range(3)) for f in GROWING.values()]
        rows.append([f"{count:,}", *(f"{1e6 * t / count:.2f}" for t in times)])
        print(" | ".join(rows[-1]), flush=True)
    return "## Growth\n\nMicroseconds for each record.\n\n" + table(["records", *GROWING], rows)


GROWING = {
    "`totals`": lambda r: af.totals(r, by="supplier"),
    "`shares` of windows": lambda r: af.shares(af.to_periods(r, 5, end=2019)),
}


def large(rows: int, folder: Path) -> str:
    """Time and memory of both steps on Parquet, as a section of the page."""
    found = [[name, *measured(*pair, pairs=3)] for name, pair in on_parquet(rows, folder).items()]
    for row in found:
        print(" | ".join(row), flush=True)
    heads = ["step", "SQL without checks [s]", *HEADS]
    return f"## {rows:,} records in Parquet, DuckDB on two threads with 500 MB\n\n{table(heads, found)}"


def on_parquet(rows: int, folder: Path) -> dict[str, tuple[Step, Step]]:
    """DuckDB on Parquet that is larger than what it may hold in memory."""
    path = folder / "records.parquet"
    small = af.to_records(invented(1_000_000))
    copies = max(rows // len(small), 1)
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as writer:
        writer.register("small", pa.Table.from_pandas(small, preserve_index=False))
        writer.execute(
            "copy (select small.* replace (record || '-' || n as record) "
            f"from small, range({copies}) as c(n)) to '{path}' (format parquet)"
        )
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "500MB"})
    relation = connection.read_parquet(str(path))
    sums = ", ".join(f"sum({name}) as {name}" for name in FIGURES)
    windows = ", ".join(f"({a}, {b})" for a, b in WINDOWS)
    totals = f'select supplier, start, "end", {sums} from records group by all'
    years = 'least("end", closes) - greatest(start, opens) + 1'
    part = f'({years}) / ("end" - start + 1)'
    sums = (
        f"select recipient, supplier, opens, sum(value * {part}) as sum, sum(if({part} = 1, low, 0)) as low, "
        f"sum(high) as high from records, (values {windows}) as w(opens, closes) where {years} > 0 "
        "group by all"
    )
    shares = f"select *, sum / sum(sum) over (partition by recipient, opens) as share from ({sums})"
    return {
        "`totals`": (
            lambda: relation.query("records", totals).fetchall(),
            lambda: af.totals(relation, by="supplier"),
        ),
        "windows, shares": (
            lambda: relation.query("records", shares).fetchall(),
            lambda: af.shares(af.to_periods(relation, 5, end=2019)),
        ),
    }


def page(rows: int, big: int) -> str:
    mpl.use("agg")
    raw = invented(rows)
    records = af.to_records(raw)
    summary = af.totals(records, by="supplier", over=(2000, 2020))
    versions = {
        "Python": platform.python_version(), "pandas": pd.__version__, "Polars": pl.__version__,
        "DuckDB": duckdb.__version__, "PyArrow": pa.__version__, "Narwhals": nw.__version__,
    }  # fmt: skip
    parts = [
        section(f"{rows:,} records in pandas", on_pandas(raw, records)),
        section(f"{rows:,} records in Polars", on_polars(records)),
        section(f"{rows:,} records in DuckDB", on_duckdb(in_duckdb(records))),
        section(
            "Import and charts",
            {
                "`import armsflow` and its first function, beside `import pandas`": (
                    started("import pandas"),
                    started("import armsflow; armsflow.to_records"),
                ),
                "`plot_totals`, beside bare bars": (lambda: bare_bars(summary), lambda: our_bars(summary)),
            },
        ),
        "## Charts, drawn and saved\n\n" + CHARTS + charts.table(),
        growth(10 * rows),
    ]
    if big:
        with tempfile.TemporaryDirectory() as folder:
            parts.append(large(big, Path(folder)))
    said = ", ".join(f"{name} {version}" for name, version in versions.items())
    command = f"python benchmarks/run.py --rows {rows}" + (f" --big {big}" if big else "")
    return "\n\n".join([HEAD.format(command=command, versions=said), *parts, TAIL])


HEAD = """# Speed

How long does a step take beside the code that one writes by hand? Each ratio is the median of five pairs that
ran in turns, with the least and the greatest behind it. The code by hand checks nothing. Memory is what a
step takes at most beyond what is held before it; steps in another process, such as an import, take none here.

Made by `{command}` with {versions}, on two processor cores."""
CHARTS = """Beside bare matplotlib with as many texts in the same sizes, as many bars, lines and shapes, on a
figure of the same size, saved as PNG with 300 dots per inch; seconds of processor time. The bare step places
nothing and computes nothing. Made by `python benchmarks/charts.py`; the goal is 1.6.

"""
TAIL = """## What takes longest, and why

- The input check looks at every cell: it cleans text, compares figures with their bounds, and counts the ids,
  which are all different. By hand there are four assertions.
- A step that keeps all columns, such as `to_currency`, turns them all into Arrow and back, and touches six.
- Of a table in DuckDB most rows are expected to be like the first ones in what they mean: one query adds
  those that are, by their keys alone, and tells by the number of rows whether there are others, which a
  second one then adds. Of what is left a third of the time is this query, a quarter to tell ids apart, and
  the rest what the calls take. Of a Parquet file DuckDB knows from statistics whether columns hold one value;
  then they cost nothing. To compare figures with their bounds, years with each other and supplier with
  recipient takes half as much again as to add, and to ask for the statistics some 0.2 s.
- Frames of a few thousand records take the time that the calls themselves take, some 20 milliseconds.
"""


def processor_times(names: list[str], rows: int, big: int) -> str:
    """A table of the processor time of some steps, of pandas and a table of DuckDB or of Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        if big:
            pairs = on_parquet(big, Path(folder))
        else:
            raw = invented(rows)
            records = af.to_records(raw)
            pairs = on_pandas(raw, records) | on_duckdb(in_duckdb(records))
        found = []
        for name, pair in pairs.items():
            if name.replace("`", "") in names:
                hand, our = processor(*pair)
                found.append([name, f"{hand:.3f}", f"{our:.3f}", f"{our / hand:.2f}"])
    return table(["step", "by hand [s]", "armsflow [s]", "times"], found)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--rows", type=int, default=1_000_000)
    reader.add_argument("--big", type=int, default=0)
    reader.add_argument("--page", type=Path)
    reader.add_argument("--processor", nargs="+", metavar="STEP")
    given = reader.parse_args()
    if given.processor:
        print(processor_times(given.processor, given.rows, given.big))
        return
    text = page(given.rows, given.big)
    print(text)
    if given.page:
        given.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
