"""Charts as files: the same bytes, text as text, the widths of a journal."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from PIL import Image

import armsflow as af
from armsflow.errors import ArgumentError
from tests.pictures import ANNUAL_RATES, MAP, TOTALS, USUAL
from tests.summary_frames import INF, NAN

KINDS = ("svg", "pdf", "png")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """One chart, as every kind of file."""
    ax = af.plot_totals(TOTALS["ranked"])
    folder = tmp_path_factory.mktemp("files")
    found = {suffix: af.save(ax, folder / f"chart.{suffix}", width="single") for suffix in KINDS}
    return found | {"words": af.describe(ax)}


@pytest.mark.covering(1)
@pytest.mark.parametrize("suffix", KINDS)
def test_a_file_has_the_same_bytes_on_every_run(suffix, files, tmp_path):
    again = af.save(af.plot_totals(TOTALS["ranked"]), tmp_path / f"again.{suffix}", width="single")
    assert again.read_bytes() == files[suffix].read_bytes()


def size(path):
    """Width and height of a PNG, in pixels."""
    with Image.open(path) as picture:
        return picture.size


def two_charts():
    """Charts with hatches, meshes, broken bars and diamonds."""
    _, axes = plt.subplots(1, 2, figsize=(8, 4))
    for chart, ax in zip(("plot_matrix", "plot_balances"), axes.flat, strict=True):
        plot, frame = USUAL[chart]
        plot(frame, ax)
    return axes[0]


@pytest.mark.sweep
def test_a_grid_of_charts_has_the_same_bytes_on_every_run(tmp_path):
    one_, other = two_charts(), two_charts()
    for suffix in KINDS:
        found = [af.save(ax, tmp_path / f"{n}.{suffix}").read_bytes() for n, ax in enumerate((one_, other))]
        assert found[0] == found[1], suffix


@pytest.mark.sweep
def test_another_process_writes_the_same_bytes(tmp_path):
    # a supplier whose colour is made from its code, which must not depend on the process either
    frame = ANNUAL_RATES["open"].replace({"supplier": {"ARE": "PAK"}})
    frame.to_pickle(tmp_path / "frame.pickle")
    code = (
        "import pandas as pd, armsflow as af\n"
        "af.save(af.plot_annual_rates(pd.read_pickle('frame.pickle')), 'there.svg')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    here = af.save(af.plot_annual_rates(frame), tmp_path / "here.svg")
    assert here.read_bytes() == (tmp_path / "there.svg").read_bytes()


def test_text_stays_text(files):
    assert ">United States</text>" in files["svg"].read_text(encoding="utf-8")
    pdf = files["pdf"].read_bytes()
    assert b"/CIDFontType2" in pdf or b"/TrueType" in pdf
    assert b"CreationDate" not in pdf


def test_files_carry_the_words(files):
    with Image.open(files["png"]) as picture:
        assert picture.text["Title"] == "Arms transfers, by supplier"
        assert picture.text["Description"] == files["words"]
    svg = files["svg"].read_text(encoding="utf-8")
    assert "<title>Arms transfers, by supplier</title>" in svg
    assert f"<dc:description>{files['words']}</dc:description>" in svg
    assert b"/Subject" in files["pdf"].read_bytes()


@pytest.mark.covering(1)
@pytest.mark.parametrize(("width", "pixels"), [("double", 2067), (100, 1181), (120.5, 1423)])
def test_widths_are_those_of_columns_at_300_dots_per_inch(width, pixels, tmp_path):
    ax = af.plot_totals(TOTALS["ranked"])
    before = tuple(ax.figure.get_size_inches())
    path = af.save(ax, tmp_path / "chart.png", width=width)
    assert size(path)[0] == pytest.approx(pixels, abs=1)
    assert tuple(ax.figure.get_size_inches()) == before


def test_a_narrow_chart_is_higher_and_a_grid_keeps_its_proportions(tmp_path):
    ax = af.plot_annual_rates(ANNUAL_RATES["open"])
    width, height = size(af.save(ax, tmp_path / "own.png", width="single"))
    assert width == pytest.approx(1004, abs=1)
    assert height > 0.6 * width
    _, axes = plt.subplots(2, 2, figsize=(8, 6))
    ax = af.plot_annual_rates(ANNUAL_RATES["open"], axes[0, 1])
    width, height = size(af.save(ax, tmp_path / "grid.png"))
    assert height / width == pytest.approx(0.75, abs=0.01)


def white_bands(path):
    """The heights of bands of white from edge to edge between what is drawn [points]."""
    with Image.open(path) as picture:
        inked = np.flatnonzero((np.asarray(picture.convert("L")) < 250).any(axis=1))
    return np.diff(inked) * 72 / 300


@pytest.mark.covering(1)
@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("facet", [None, "period"])
def test_a_file_is_no_higher_than_its_words_need(facet, width, tmp_path):
    # a map takes no more height than its width needs: what is left over would be white above the foot
    later = MAP["kinds"].assign(start=2025, end=2029, period="2025–29")
    frame = pd.concat([MAP["kinds"], later]) if facet else MAP["kinds"]
    path = af.save(af.plot_map(frame, facet=facet), tmp_path / "map.png", width=width)
    assert white_bands(path).max() < 10.5


def test_save_refuses_what_it_cannot_write(tmp_path):
    ax = af.plot_totals(TOTALS["ranked"])
    with pytest.raises(ArgumentError, match=r"suffix of the file is '.jpg'; expected one of '.pdf'"):
        af.save(ax, tmp_path / "chart.jpg")
    with pytest.raises(ArgumentError, match="width is 'broad'; expected one of 'single', 'double'"):
        af.save(ax, tmp_path / "chart.svg", width="broad")
    for width in (0, -5, NAN, INF, True, None):
        with pytest.raises(ArgumentError, match="positive number of millimetres"):
            af.save(ax, tmp_path / "chart.svg", width=width)
    with pytest.raises(ArgumentError, match="expected the Axes that a plot_ function returned"):
        af.save(ax.figure, tmp_path / "chart.svg")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    ax = af.plot_totals(TOTALS["ranked"])
    path = af.save(ax, tmp_path / "chart.svg")
    before = path.read_bytes()

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(type(ax.figure), "savefig", broken)
    with pytest.raises(OSError, match="disk full"):
        af.save(ax, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["chart.svg"]
    monkeypatch.undo()
    monkeypatch.setattr("pathlib.Path.replace", broken)
    with pytest.raises(OSError, match="disk full"):
        af.save(ax, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["chart.svg"]


@pytest.mark.covering(3)
@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ufffe", "<&>\"'", "\ud800", "--"])
def test_svg_is_well_formed_for_any_text(sign, tmp_path):
    frame = TOTALS["ranked"]
    ax = af.plot_totals(frame, title=f"a{sign}b")
    ax.text(0.5, 0.5, f"c{sign}d", parse_math=False)
    tree = ElementTree.parse(af.save(ax, tmp_path / "chart.svg"))
    words = "".join(tree.getroot().itertext())
    shown = sign if sign in ("<&>\"'", "--") else "\ufffd"
    assert f"a{shown}b" in words
    assert f"c{shown}d" in words


@pytest.mark.sweep
def test_threads_draw_and_save_the_same_pictures(tmp_path):
    names = list(USUAL)[:6] * 2
    settings = dict(mpl.rcParams)

    def bytes_of(number):
        plot, frame = USUAL[names[number]]
        ax = plot(frame)
        found = af.save(ax, tmp_path / f"{number}.svg").read_bytes()
        plt.close(ax.figure)
        return found

    alone = [bytes_of(number) for number in range(6)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(bytes_of, range(12)))
    assert together == alone * 2
    assert dict(mpl.rcParams) == settings
