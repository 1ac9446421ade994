"""Reading a full register beside a bare pandas.read_csv of the same bytes: a ratio, and memory.

    python benchmarks/registers.py [file]

Without a file it makes one: 28,000 invented deals in the 16-column shape, as many as SIPRI's register has.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import armsflow as af

DEALS, REPEATS = 28_000, 7
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,"
    "SIPRI TIV of delivered weapons"
)
PREAMBLE = ["invented"] * 9 + ["Source: SIPRI in shape only", "Data generated: 13 Oct 2024 2:20:11 PM"]


def invented() -> bytes:
    draw = np.random.default_rng(3)
    states = af.table("parties.csv").query("kind == 'state'")["name"].tolist()
    words = ["tank", "APC", "FGA aircraft", "portable SAM", "towed gun", "UAV", "frigate", "air search radar"]
    lines = []
    for i in range(DEALS):
        start, length = int(draw.integers(1950, 2015)), int(draw.integers(1, 8))
        number, unit = int(draw.integers(1, 400)), round(float(draw.lognormal(0, 1.5)), 2)
        years = "; ".join(str(start + 1 + k) for k in range(length))
        volume = f"{number * unit:.2f}"
        marks = ["?" * int(mark) for mark in draw.integers(2, size=2)]
        cells = [
            *(states[int(draw.integers(150))], states[int(draw.integers(60))], start, marks[0]),
            *(number, marks[1], f"Lark-{i % 4000}", words[i % len(words)], number, "", years, "New"),
            *(f"Remark {i % 9000}; for use in place {i % 700}", unit, volume, volume),
        ]
        lines.append(",".join(map(str, cells)))
    return "\n".join([*PREAMBLE, HEADER, *lines, ""]).encode("latin-1")


def best(step: Callable[[], object]) -> float:
    """The shortest of a few runs [s]."""
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return min(times)


def peak(code: str, path: Path) -> float:
    """The most memory that a fresh process held [MB]; on Linux."""
    # getrusage would count what this process held before the other began
    tail = "; print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    done = subprocess.run(
        [sys.executable, "-c", code + tail, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout) / 1024


def main() -> None:
    content = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else invented()
    lines = content.count(b"\n")
    head = content[: content.index(b"Recipient,")].count(b"\n")
    bare = best(lambda: pd.read_csv(io.BytesIO(content), skiprows=head, encoding="latin-1"))
    ours = best(lambda: af.read_sipri(content))
    print(f"{lines} lines, {len(content) / 1e6:.1f} MB")
    print(f"pandas.read_csv {bare:.3f} s, read_sipri {ours:.3f} s: {ours / bare:.1f} times")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        path.write_bytes(content)
        empty = peak("import sys, armsflow", path)
        full = peak("import sys, armsflow as af; r = af.read_sipri(sys.argv[1])", path)
    print(f"memory of a process: {empty:.0f} MB with the library, {full:.0f} MB with the records")


if __name__ == "__main__":
    main()
