"""The labels of a map: names of highlighted states with their figures, and the lines that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import text
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.charts.map_ground import Ground, ground_of, state
from armsflow.charts.map_places import Place, Wanted, places

__all__: list[str] = []

_NARROW = 340.0  # points of a map on which labels are set smaller
_HALO, _LINE, _CASE = 1.8, 0.5, 0.7  # points: around a label, a leader, and the white on its sides
_ALIGNED: dict[int, Literal["left", "center", "right"]] = {-1: "right", 0: "center", 1: "left"}
_EDGE = 0.3  # points around the disc of a small state


def is_narrow(width: float) -> bool:
    """Whether a map is so narrow [points] that its labels and discs are smaller."""
    return bool(width < _NARROW)


@dataclass
class Label:
    """A name with its figure in each of its settings, and the line that leads to its state."""

    party: str
    words: Flowing
    settings: Sequence[str]
    leader: Line2D
    #: The colour of its state, or "" where that is hatched and words could not be read on it.
    fill: str
    #: The ink that was set last, which the user may have changed since.
    ink: Any

    def sizes(self, pt: float, pen: Pen) -> list[tuple[float, float]]:
        """Width and height in each setting [points]."""
        out = []
        for setting in self.settings:
            self.words.words = setting
            wide, high = self.words.fit(np.inf, pen)
            out.append((wide / pt, high / pt))
        return out

    def put(self, place: Place | None, to_map: Ground, pen: Pen, small: Pen) -> None:
        """Show the label where a place was found, and hide it where there is none."""
        self.words.show(place is not None)
        # a label that the user took away needs no line
        shown = self.words.artist.get_visible() and self.words.artist.figure is not None
        self.leader.set_visible(shown and place is not None and place.leader is not None)
        if place is None:
            return
        self.words.words = self.settings[place.setting]
        self.words.fit(np.inf, small)
        on_fill = place.inside and self.fill
        artist = self.words.artist
        artist.set_position(tuple(to_map.place(place.middle)))
        artist.set_multialignment(_ALIGNED[place.side])
        # on one colour the better of two inks needs no halo, and on sea or grey there is nothing to keep off
        bare = on_fill or not (place.over or place.inside)
        artist.set_path_effects([] if bare else style.halo(_HALO * pen.scale))
        if artist.get_color() == self.ink:
            self.ink = style.ink_on(self.fill) if on_fill else style.INK
            artist.set_color(self.ink)
        if place.leader is not None:
            self.leader.set_data(*to_map.place(place.leader).T)
            self.leader.set_linewidth(_LINE * pen.scale)
            case = (_LINE + 2 * _CASE) * pen.scale
            self.leader.set_path_effects([patheffects.withStroke(linewidth=case, foreground="white")])


class Labels:
    """All labels of one map."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.labels: list[Label] = []
        #: The parties that have a record or a colour of their own, and those of which a disc is drawn.
        self.filled: set[str] = set()
        self.discs: set[str] = set()
        self._known: dict[tuple, tuple[Ground, list[Place | None]]] = {}

    def add(self, party: str, settings: Sequence[str], fill: str) -> None:
        """Label a state that is filled with this colour."""
        settings = [style.printable(setting) for setting in settings]
        words = text(
            self.ax, settings[0], label="name", transform=self.ax.transData, va="center", ha="center",
            fontsize=style.LABEL, zorder=5,
        )  # fmt: skip
        leader = Line2D([], [], color=style.QUIET, linewidth=_LINE, zorder=4.5, label="leader")
        self.ax.add_artist(leader)
        self.labels.append(Label(party, Flowing(words), settings, leader, fill, words.get_color()))

    def place(self, box: Bbox, disc: float, pt: float, pen: Pen) -> None:
        """Put every label where it covers least; `disc` is the radius of those of small states [points]."""
        if not self.labels:
            return
        size = box.width / pt, box.height / pt
        small = pen.smaller(style.SOURCE / style.LABEL) if is_narrow(size[0]) else pen
        sizes = [label.sizes(pt, small) for label in self.labels]
        (west, east), (south, north) = sorted(self.ax.get_xlim()), sorted(self.ax.get_ylim())
        view = west, east, south, north
        key = (view, size, disc, tuple(map(tuple, sizes)))
        if key not in self._known:
            # a chart is laid out several times for one drawing
            ground = ground_of(
                view, size, filled=self.filled, discs=self.discs, radius=disc + _EDGE,
                named=[label.party for label in self.labels],
            )  # fmt: skip
            self._known = {key: (ground, self._found(ground, sizes))}
        ground, found = self._known[key]
        for label, place in zip(self.labels, found, strict=True):
            label.put(place, ground, pen, small)

    def _found(self, ground: Ground, sizes: list[list[tuple[float, float]]]) -> list[Place | None]:
        states = [state(ground, label.party, is_disc=label.party in self.discs) for label in self.labels]
        # what the user has moved out of the picture needs no label
        seen = [n for n, each in enumerate(states) if ground.sees(each.point)]
        found = places(ground, [Wanted(states[n], sizes[n]) for n in seen])
        return [dict(zip(seen, found, strict=True)).get(n) for n in range(len(states))]
