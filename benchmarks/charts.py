"""Charts beside bare matplotlib with as many texts, lines and patches: drawn, and saved as PNG.

    python benchmarks/charts.py

prints the table of ``docs/speed.md``, of the shipped sample register. Both steps make a figure of the same
size with the same words in the same sizes and as many bars, lines and collections, and write it with 300 dots
per inch. The bare step places nothing: its texts stand in a column.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import armsflow as af

Step = Callable[[], None]
PAIRS = 5
HEADS = ["chart", "texts", "bare matplotlib [s]", "armsflow, times that", "from–to"]


def charts() -> Iterator[tuple[str, Callable[[], Axes]]]:
    """Charts of the sample register, as they are called for print."""
    register = af.read(af.table_path("sample_register.csv"))
    deliveries = af.where(register, stage="delivery")
    windows = af.to_periods(deliveries, 5, end=2024)
    last, two = (af.where(windows, years=(first, 2024)) for first in (2020, 2015))
    rows = af.totals(last, by="recipient", top=15)
    years = af.totals(af.where(deliveries, recipient="Azerbaijan"), by="recipient")
    lines = af.totals(deliveries, by="supplier", top=6)
    areas = af.totals(af.where(deliveries, recipient="Poland"), by="supplier", top=4)
    stacks = af.shares(af.where(windows, recipient="Azerbaijan"), top=5)
    parts = af.shares(two, within=None, top=8)
    ranking = af.rankings(deliveries, of="supplier", end=2024, top=10)
    changes = af.changes(two, of="supplier", top=10)
    balances = af.balances(last)
    balances = balances[balances["party"].isin(["BRA", "NOR", "FIN", "CHE", "ZAF", "GBR"])]
    sides = af.supplier_balance(windows, supplier="Russia", between=("Armenia", "Azerbaijan"))
    few = af.concentration(af.where(windows, recipient=["Armenia", "Finland"]))
    pairs = af.totals(last, by=["supplier", "recipient"], top={"supplier": 8, "recipient": 12})
    yield "`plot_totals`, rows", lambda: af.plot_totals(rows)
    yield "`plot_totals`, years", lambda: af.plot_totals(years)
    yield "`plot_lines`", lambda: af.plot_lines(lines)
    yield "`plot_areas`", lambda: af.plot_areas(areas)
    yield "`plot_shares`", lambda: af.plot_shares(stacks)
    yield "`plot_slopes`", lambda: af.plot_slopes(parts)
    yield "`plot_dumbbells`", lambda: af.plot_dumbbells(parts)
    yield "`plot_map`", lambda: af.plot_map(rows)
    yield "`plot_rankings`", lambda: af.plot_rankings(ranking)
    yield "`plot_changes`", lambda: af.plot_changes(changes)
    yield "`plot_balances`", lambda: af.plot_balances(balances)
    yield "`plot_supplier_balance`", lambda: af.plot_supplier_balance(sides)
    yield "`plot_concentration`", lambda: af.plot_concentration(few)
    yield "`plot_matrix`", lambda: af.plot_matrix(pairs)
    yield "`plot_flows`", lambda: af.plot_flows(pairs)


def bare(ax: Axes, path: Path) -> tuple[Step, int]:
    """A step that draws as much as stands on a chart, and how many texts that is."""
    figure = ax.figure.figure
    every = [ax, *ax.child_axes]
    ticks = [label for each in every for label in (*each.get_xticklabels(), *each.get_yticklabels())]
    texts = [*(text for each in every for text in (*each.texts, each._left_title)), *ticks]
    words = [(t.get_text(), t.get_fontsize()) for t in texts if t.get_visible() and t.get_text().strip()]
    lines = [line.get_xydata() for each in every for line in each.lines if line.get_visible()]
    patches = [patch for each in every for patch in each.patches if patch.get_visible()]
    sets = [collection for each in every for collection in each.collections]
    paths = [collection.get_paths() for collection in sets]
    size = figure.get_size_inches()

    def step() -> None:
        figure = plt.figure(figsize=size)
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xticks=[], yticks=[])
        ax.barh(np.arange(len(patches)), np.arange(len(patches)), 0.5)
        for line in lines:
            ax.plot(line[:, 0], line[:, 1], linewidth=1)
        for found in paths:
            ax.add_collection(mpl.collections.PathCollection(found, linewidth=0.3))
        for place, (said, points) in enumerate(words):
            ax.text(0.5, place / len(words), said, fontsize=points, transform=ax.transAxes)
        figure.savefig(path, dpi=300)
        plt.close(figure)

    return step, len(words)


def seconds(step: Step) -> float:
    begin = time.process_time()
    step()
    return time.process_time() - begin


def compared(plot: Callable[[], Axes], folder: Path) -> list[str]:
    """The cells of a row: both steps in turns, in processor time."""
    path = folder / "chart.png"

    def ours() -> None:
        ax = plot()
        af.save(ax, path)
        plt.close(ax.figure)

    ax = plot()
    ax.figure.canvas.draw()
    by_hand, count = bare(ax, path)
    plt.close(ax.figure)
    by_hand(), ours()
    times = [(seconds(by_hand), seconds(ours)) for _ in range(PAIRS)]
    ratios = sorted(our / hand for hand, our in times)
    hand = statistics.median(hand for hand, _ in times)
    return [
        str(count),
        f"{hand:.3f}",
        f"{statistics.median(ratios):.2f}",
        f"{ratios[0]:.2f}–{ratios[-1]:.2f}",
    ]


def table() -> str:
    """All charts as a table in Markdown, with the median of their ratios."""
    mpl.use("agg")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, plot in charts():
            rows.append([name, *compared(plot, Path(folder))])
            print(" | ".join(rows[-1]), flush=True)
    rows.append(["median", "", "", f"{statistics.median(float(row[3]) for row in rows):.2f}", ""])
    lines = [HEADS, ["---"] * len(HEADS), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    print("\n" + table())
