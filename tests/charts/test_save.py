"""Charts in their places: the room that text takes, and the files that come of them."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

import armsflow as af
from armsflow.errors import ArgumentError
from tests.charts.test_totals import INF, NAN, OPEN, PICTURES, PLOTS, RANKED, RATES, closed_figures, lines

__all__ = ["closed_figures"]  # a fixture, used by every test of this module


def texts(ax):
    """Every text that is to be seen."""
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    low, high = sorted(ax.get_xlim())
    bottom, top = sorted(ax.get_ylim())
    ticks = [t for t in ticks if low <= t.get_position()[0] <= high or t in ax.get_yticklabels()]
    ticks = [t for t in ticks if t in ax.get_xticklabels() or bottom <= t.get_position()[1] <= top]
    titles = [ax.title, ax._left_title, ax._right_title]
    return [t for t in [*ax.texts, *ticks, *titles] if t.get_visible() and t.get_text().strip()]


def laid(ax):
    """The texts of a picture with their boxes, after all is put in place."""
    ax.figure.figure.draw_without_rendering()
    return [(text.get_text(), text.get_window_extent()) for text in texts(ax)]


def overlaps(boxes):
    found = []
    for (one_, a), (other, b) in itertools.combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1 and high > 1:
            found.append((one_, other, round(wide, 1), round(high, 1)))
    return found


def outside(boxes, place):
    return [
        (text, box.extents.round(1))
        for text, box in boxes
        if box.x0 < place.x0 - 1 or box.x1 > place.x1 + 1
        or box.y0 < place.y0 - 1 or box.y1 > place.y1 + 1
    ]  # fmt: skip


def assert_inside_a_grid(pictures, options):
    """Four charts, each (plot, frame), stay in the places of their Axes, text clear of text."""
    figure, axes = plt.subplots(2, 2, **options)
    for (plot, frame), ax in zip(pictures, axes.flat, strict=True):
        assert plot(frame, ax) is ax
    figure.draw_without_rendering()
    for ax in axes.flat:
        place = ax.get_position(original=True).transformed(figure.transFigure)
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts(ax)]
        assert outside(boxes, place) == []
        assert overlaps(boxes) == []


# --- room -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("millimetres", [85, 175])
def test_text_stays_inside_the_figure_and_apart(name, millimetres):
    plot, frame = PICTURES[name]
    ax = plot(frame)
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []


@pytest.mark.parametrize("four", [list(PICTURES)[n : n + 4] for n in range(0, len(PICTURES), 4)])
@pytest.mark.parametrize(
    "options",
    [{"figsize": (11, 8), "layout": "constrained"}, {}],
    ids=["page", "default"],
)
def test_a_chart_stays_inside_the_place_of_its_axes(four, options):
    assert_inside_a_grid([PICTURES[name] for name in four], options)


def test_layouts_of_matplotlib_and_subfigures_are_welcome():
    figure, axes = plt.subplots(1, 2, figsize=(11, 4))
    for ax, name in zip(axes, ("rates", "shares"), strict=True):
        plot, frame = PICTURES[name]
        plot(frame, ax)
    figure.tight_layout()
    figure.draw_without_rendering()
    whole = plt.figure(figsize=(11, 4))
    parts = whole.subfigures(1, 2)
    within = [plot(frame, part.subplots()) for part in parts for plot, frame in [PICTURES["balance"]]]
    alone = af.plot_totals(RANKED)
    alone.figure.tight_layout()
    for ax in (*axes, *within, alone):
        boxes = laid(ax)
        assert overlaps(boxes) == []
        assert outside(boxes, ax.figure.bbox) == []


def test_the_checks_of_room_can_fail():
    ax = af.plot_totals(RANKED)
    ax.text(0.5, 0.5, "one", transform=ax.transAxes)
    ax.text(0.5, 0.5, "two", transform=ax.transAxes)
    ax.text(1.5, 0.5, "out", transform=ax.transAxes)
    boxes = laid(ax)
    assert [pair[:2] for pair in overlaps(boxes)] == [("one", "two")]
    assert [text for text, _ in outside(boxes, ax.figure.bbox)] == ["out"]


def test_type_is_of_7_to_9_points_in_a_figure_of_its_own():
    for plot, frame in PLOTS.values():
        ax = plot(frame)
        ax.figure.draw_without_rendering()
        assert {7.0, 9.0} <= {text.get_fontsize() for text in texts(ax)} <= {7.0, 7.5, 8.0, 9.0}
        assert {text.get_fontname() for text in texts(ax)} == {"DejaVu Sans"}


def test_in_a_narrow_place_names_stand_above_their_marks():
    ax = af.plot_annual_rates(RATES)

    def name_and_dot():
        ax.figure.draw_without_rendering()
        name = next(t for t in ax.texts if t.get_label() == "row").get_window_extent()
        return name, ax.transData.transform((0, lines(ax, "value")[0].get_ydata()[0]))

    name, dot = name_and_dot()
    assert name.x1 < dot[0]
    ax.figure.set_figwidth(85 / 25.4)
    ax.get_axes_locator().fit_height()
    name, dot = name_and_dot()
    assert name.y0 > dot[1]


@pytest.mark.parametrize("noun", PLOTS)
def test_a_title_of_ones_own_is_wrapped_in_the_same_place(noun):
    plot, frame = PLOTS[noun]
    ax = plot(frame, title="Mine")
    assert ax.get_title(loc="left") == "Mine"
    long = "A headline so long that one line of it would never go into a single column of a journal"
    ax.set_title(long)
    ax.figure.set_figwidth(85 / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []
    assert ax.get_title(loc="left").replace("\n", " ") == long
    assert ax.get_title() == ""


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_a_file_has_the_same_bytes_on_every_run(suffix, tmp_path):
    one_ = af.save(af.plot_totals(RANKED), tmp_path / f"one.{suffix}", width="single")
    plt.close("all")
    other = af.save(af.plot_totals(RANKED), tmp_path / f"other.{suffix}", width="single")
    assert one_.read_bytes() == other.read_bytes()


def test_another_process_writes_the_same_bytes(tmp_path):
    code = (
        "import sys; sys.path.insert(0, {root!r})\n"
        "import armsflow as af\n"
        "from tests.charts.test_totals import OPEN\n"
        "af.save(af.plot_annual_rates(OPEN), {path!r})\n"
    )
    path = tmp_path / "there.svg"
    root = str(Path(__file__).parents[2])
    done = [sys.executable, "-c", code.format(root=root, path=str(path))]
    subprocess.run(done, check=True, cwd=tmp_path)
    here = af.save(af.plot_annual_rates(OPEN), tmp_path / "here.svg")
    assert here.read_bytes() == path.read_bytes()


def test_text_stays_text(tmp_path):
    content = af.save(af.plot_totals(RANKED), tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert ">United States</text>" in content
    pdf = af.save(af.plot_totals(RANKED), tmp_path / "chart.pdf").read_bytes()
    assert b"/CIDFontType2" in pdf or b"/TrueType" in pdf
    assert b"CreationDate" not in pdf


@pytest.mark.parametrize(
    ("width", "pixels"), [("single", 1004), ("double", 2067), (100, 1181), (120.5, 1423)]
)
def test_widths_are_those_of_columns_at_300_dots_per_inch(width, pixels, tmp_path):
    ax = af.plot_totals(RANKED)
    before = tuple(ax.figure.get_size_inches())
    path = af.save(ax, tmp_path / "chart.png", width=width)
    assert plt.imread(path).shape[1] == pytest.approx(pixels, abs=1)
    assert tuple(ax.figure.get_size_inches()) == before


def test_a_narrow_chart_is_higher_and_a_grid_keeps_its_proportions(tmp_path):
    ax = af.plot_annual_rates(OPEN)
    height, width = plt.imread(af.save(ax, tmp_path / "own.png", width="single")).shape[:2]
    assert height > 0.6 * width
    _, axes = plt.subplots(2, 2, figsize=(8, 6))
    ax = af.plot_annual_rates(OPEN, axes[0, 1])
    height, width = plt.imread(af.save(ax, tmp_path / "grid.png")).shape[:2]
    assert height / width == pytest.approx(0.75, abs=0.01)


def test_save_refuses_what_it_cannot_write(tmp_path):
    ax = af.plot_totals(RANKED)
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
    ax = af.plot_totals(RANKED)
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


def test_hatches_are_patches_of_the_axes():
    # what the tests above look for would be missed silently if it were no longer there
    assert any(isinstance(p, Rectangle) and p.get_hatch() for p in af.plot_totals(RANKED).patches)
