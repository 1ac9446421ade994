"""How much faster steps are than at an earlier commit, on records in pandas.

    python benchmarks/before.py d7adcb0 [--rows 1000000]

Both editions run in processes of their own and take turns, on the same rows. A time is processor time, so
that other programs on the machine disturb it less; the ratio is the median of seven pairs, with the least and
the greatest behind it. d7adcb0 is the first edition.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAIRS = 7
ROOT = Path(__file__).parents[1]
STEPS = (
    *("to_records (the input check)", "totals", "shares", "windows, shares", "rankings", "concentration"),
    *("to_currency", "to_years"),
)


def steps(af: Any, raw: Any) -> dict[str, Callable[[], object]]:
    """What is measured; each is written in the same way in both editions."""
    records = af.to_records(raw)
    return dict(
        zip(
            STEPS,
            [
                lambda: af.to_records(raw),
                lambda: af.totals(records, by="supplier"),
                lambda: af.shares(records, over=(2000, 2020)),
                lambda: af.shares(af.to_periods(records, 5, end=2019)),
                lambda: af.rankings(records, of="supplier", end=2019),
                lambda: af.concentration(records, over=(2000, 2020)),
                lambda: af.to_currency(records, "USD"),
                lambda: af.to_years(records),
            ],
            strict=True,
        )
    )


def serve(source: str, rows: str) -> None:
    """Run the steps that are asked for, one a line, and answer with seconds of processor time."""
    sys.path.insert(0, source)
    import pandas as pd

    import armsflow as af

    assert Path(af.__file__).is_relative_to(source), af.__file__
    table = pd.read_parquet(rows)
    # an earlier edition has fewer columns
    own = steps(af, table[[name for name in table.columns if name in af.COLUMNS]])
    print("ready", flush=True)
    for line in sys.stdin:
        gc.collect()
        begin = time.process_time()
        own[line.strip()]()
        print(time.process_time() - begin, flush=True)


class Edition:
    """A process that runs steps of one edition."""

    def __init__(self, source: Path, rows: Path) -> None:
        command = [sys.executable, __file__, "--serve", str(source), str(rows)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def seconds(self, step: str) -> float:
        """The processor time of a step."""
        assert self.process.stdin
        self.process.stdin.write(f"{step}\n")
        self.process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the edition ended before it answered")
        return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("commit", nargs="?", default="d7adcb0")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(*asked.serve)
    else:
        compare(asked.commit, asked.rows)


def compare(commit: str, rows: int) -> None:
    """Print how many times faster each step is now than at a commit."""
    from run import invented, table

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = subprocess.run(
            ["git", "archive", commit, "armsflow", "datasets"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        subprocess.run(["tar", "-x", "-C", name], input=archive.stdout, check=True)
        invented(rows).to_parquet(folder / "rows.parquet")
        before, now = (Edition(source, folder / "rows.parquet") for source in (folder, ROOT))
        found = []
        for step in STEPS:
            times = [(before.seconds(step), now.seconds(step)) for _ in range(PAIRS)]
            ratios = [old / new for old, new in times]
            found.append(
                [
                    f"`{step}`",
                    f"{statistics.median(old for old, _ in times):.3f}",
                    f"{statistics.median(ratios):.1f}",
                    f"{min(ratios):.1f}–{max(ratios):.1f}",
                ]
            )
            print(" | ".join(found[-1]), flush=True)
        for edition in (before, now):
            edition.process.kill()
    print(table(["step", f"at {commit} [s]", "times faster now", "from–to"], found))


if __name__ == "__main__":
    main()
