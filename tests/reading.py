"""Reading a drawn chart: its texts, lines and colours, and the room that its texts take."""

from __future__ import annotations

import itertools

import numpy as np
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt

from armsflow.charts.draw.typeset import ruler

_NARROW = {"\n": " ", "\N{NO-BREAK SPACE}": " ", "\N{LEFT-TO-RIGHT MARK}": ""}


# --- what stands on a chart -----------------------------------------------------------------------


def said(ax, label):
    """The words of one kind, in the order they were made, unwrapped."""
    texts = [text.get_text() for text in ax.texts if text.get_label() == label]
    return [text.translate(str.maketrans(_NARROW)) for text in texts]


def one(ax, label):
    """The words of the only text of one kind."""
    (text,) = said(ax, label)
    return text


def shown(ax, label):
    """The words of one kind that are seen after drawing."""
    ax.figure.draw_without_rendering()
    return [text.get_text() for text in ax.texts if text.get_label() == label and text.get_visible()]


def lines(ax, label):
    return [line for line in ax.lines if line.get_label() == label]


def patches(ax, label):
    return [patch for patch in ax.patches if patch.get_label() == label]


def bars(ax):
    """The bars of a chart from top to bottom, by their kind."""
    found = {}
    for group in ax.containers:
        found.setdefault(group.get_label(), []).extend(group)
    return found


def colour(artist):
    return mcolors.to_hex(artist.get_facecolor()).upper()


def near(found, expected):
    """Whether computed numbers are as many as expected and the same but for rounding."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    return found.shape == expected.shape and np.allclose(found, expected, equal_nan=True)


# --- room -----------------------------------------------------------------------------------------


def texts(ax):
    """Every text that is to be seen, but for the numbers of a colour scale."""
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    low, high = sorted(ax.get_xlim())
    bottom, top = sorted(ax.get_ylim())
    ticks = [t for t in ticks if low <= t.get_position()[0] <= high or t in ax.get_yticklabels()]
    ticks = [t for t in ticks if t in ax.get_xticklabels() or bottom <= t.get_position()[1] <= top]
    titles = [ax.title, ax._left_title, ax._right_title]
    return [t for t in [*ax.texts, *ticks, *titles] if t.get_visible() and t.get_text().strip()]


def place(ax):
    """Put everything where a drawing would, without the drawing."""
    for each in (ax, *ax.child_axes):
        locate = each.get_axes_locator()
        each.apply_aspect(locate and locate(each, None))


def laid(ax):
    """The texts of a chart with their boxes, after everything is put in place."""
    ax.figure.figure.draw_without_rendering()
    return boxes(ax)


def boxes(ax):
    """The texts of a chart and of its colour scale, with their boxes, where the last drawing put them."""
    every = [*texts(ax), *(text for scale in ax.child_axes for text in texts(scale))]
    renderer = ruler(ax.figure.figure.dpi)
    return [(text.get_text(), text.get_window_extent(renderer)) for text in every]


def overlaps(boxes):
    """Pairs of texts that lie over each other, with the width and height of what they share."""
    found = []
    for (one_, a), (other, b) in itertools.combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1 and high > 1:
            found.append((one_, other, round(wide, 1), round(high, 1)))
    return found


def outside(boxes, place):
    """Texts that leave a place, with their edges."""
    return [
        (text, box.extents.round(1))
        for text, box in boxes
        if box.x0 < place.x0 - 1 or box.x1 > place.x1 + 1
        or box.y0 < place.y0 - 1 or box.y1 > place.y1 + 1
    ]  # fmt: skip


def resize(ax, millimetres):
    """Give a chart of its own another width, and the height that suits it."""
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()


def assert_room(ax):
    """No text of a chart leaves its figure or lies over another."""
    found = laid(ax)
    assert overlaps(found) == []
    assert outside(found, ax.figure.bbox) == []


SMALL_PAGE = {}  # as matplotlib makes it
LARGE_PAGE = {"figsize": (11, 8), "layout": "constrained"}


def assert_inside_a_grid(pictures, page):
    """Four charts, each (plot, frame), stay in the places of their Axes on a page."""
    figure, axes = plt.subplots(2, 2, **page)
    for (plot, frame), ax in zip(pictures, axes.flat, strict=True):
        assert plot(frame, ax) is ax
    _assert_places(figure)


def _assert_places(figure):
    figure.draw_without_rendering()
    for ax in figure.axes:
        place = ax.get_position(original=True).transformed(figure.transFigure)
        found = boxes(ax)
        assert outside(found, place) == []
        assert overlaps(found) == []
