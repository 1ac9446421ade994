"""The gallery: an example of each chart, which runs and is short."""

from __future__ import annotations

import ast
import functools
import re
import runpy
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from tests.frames import FUZZ

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCRIPTS = sorted((DOCS / "gallery").glob("*.py"))
CHARTS = {name for name in af.__all__ if name.startswith("plot_")}
LINES = 20
# a chart of invented values says so; published claims need not
INVENTED = {"sample_register.csv", "to_records"}


each_script = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
# the documentation runs them all; here two of them by default
each_drawn = pytest.mark.parametrize("path", SCRIPTS if FUZZ else SCRIPTS[:2], ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def words_and_code(path: Path) -> tuple[str, list[str]]:
    """What a script says before its code, and its lines of code."""
    text = path.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(text))
    code = text.split('"""', 2)[2]
    return said, [line for line in code.splitlines() if line.strip() and not line.startswith("#")]


def run(path: Path) -> dict:
    with mpl.rc_context({"backend": "agg"}):
        return runpy.run_path(str(path))


@functools.cache
def words_drawn(path: Path) -> list[list[tuple[str, str]]]:
    """Kind and words of every text on the charts that a script draws, run once."""
    run(path)
    charts = [ax for number in plt.get_fignums() for ax in plt.figure(number).axes]
    return [[(text.get_label(), text.get_text()) for text in ax.texts] for ax in charts]


def test_every_chart_has_its_example():
    charts = {path.stem for path in SCRIPTS if path.stem.startswith("plot_")}
    assert charts == CHARTS
    other = {path.stem for path in SCRIPTS} - charts
    assert other == {"save_and_describe"}


@pytest.mark.covering(1)
@pytest.mark.fuzz
@each_drawn
def test_examples_run_and_draw_charts_with_their_source(path):
    charts = words_drawn(path)
    assert charts
    feet = [words for chart in charts for kind, words in chart if kind == "foot"]
    assert all("Source: " in foot for foot in feet)


@each_script
def test_examples_are_short_and_draw_what_they_are_named_after(path):
    said, code = words_and_code(path)
    title, rule, _, *words = said.split("\n")
    assert set(rule) == {"="}
    assert len(rule) == len(title) < 70
    assert 2 <= len(re.findall(r"[.?!](?= |$)", " ".join(words))) <= 5
    assert len(code) <= LINES
    for chart in ("save", "describe") if path.stem not in CHARTS else (path.stem,):
        assert f"af.{chart}(" in "\n".join(code)


@pytest.mark.fuzz
@each_drawn
def test_figures_that_are_invented_are_called_so(path):
    text = path.read_text(encoding="utf-8")
    if any(name in text for name in INVENTED):
        drawn = " ".join(words for chart in words_drawn(path) for _, words in chart)
        assert "invented" in text
        assert "invented" in drawn or path.stem == "save_and_describe"


def test_every_section_of_the_page_on_charts_leads_to_its_example():
    page = (DOCS / "charts.md").read_text(encoding="utf-8")
    sections = re.split(r"(?m)^## ", page)
    for chart in CHARTS:
        (section,) = (text for text in sections if text.startswith(f"`{chart}`"))
        assert f"[](generated/gallery/{chart}.rst)" in section


def test_examples_stand_in_the_order_of_the_page_on_charts(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    place = runpy.run_path(str(DOCS / "exhibits.py"))["place"]
    ordered = [path.stem for path in sorted(SCRIPTS, key=lambda path: place(path.name))]
    page = (DOCS / "charts.md").read_text(encoding="utf-8")
    assert ordered == [*re.findall(r"(?m)^## `(plot_\w+)`", page), "save_and_describe"]


def test_pictures_are_those_of_save_with_words_and_a_thumbnail(tmp_path):
    exhibits = runpy.run_path(str(DOCS / "exhibits.py"))
    exhibits["scrape"].__globals__["DOCS"] = tmp_path
    run(DOCS / "gallery" / "plot_annual_rates.py")
    ax = plt.gcf().axes[0]
    words = af.describe(ax)
    pictures = {kind: af.save(ax, tmp_path / f"{kind}.png", width=kind) for kind in ("single", "double")}

    class Paths:
        taken = 0

        def __len__(self):
            return self.taken

        def __iter__(self):
            return self

        def __next__(self):
            self.taken += 1
            return str(tmp_path / f"{self.taken}.png")

    with mpl.rc_context({"backend": "agg"}):
        shown = exhibits["scrape"](None, {"image_path_iterator": Paths()}, {})
    assert shown.count(".. image:: /") == 2
    assert shown.count(f":alt: {words}") == 2
    assert re.findall(r":class: chart (\w+)", shown) == ["narrow", "wide"]
    assert (tmp_path / "2.png").read_bytes() == pictures["single"].read_bytes()
    assert (tmp_path / "3.png").read_bytes() == pictures["double"].read_bytes()
    top = plt.imread(tmp_path / "1.png")
    assert top.shape[1] == plt.imread(tmp_path / "2.png").shape[1]
    assert top.shape[0] <= 0.7 * top.shape[1] + 1
    assert not plt.get_fignums()
