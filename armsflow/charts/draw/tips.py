"""What the marks of a drawn chart say, and where they are: the script of a page shows it at the pointer.

A chart says of its marks what they are with `says`; `Tips` collects that when the figure is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from armsflow.languages import say, speaking, spoken

__all__: list[str] = []

_SAYS = "_armsflow_says"

_LEAST = 8.0  # points across which a mark can be pointed at


def says(artist: Artist, words: Callable[[], Iterable[str]]) -> None:
    """Keep with an artist what its marks say, one by one: a page shows it where the pointer is.

    The marks are a patch, the vertices of a line that are known, or the paths of a collection. Only pages
    need the words, so they are put together when one asks, in the language that is spoken now.
    """
    vars(artist)[_SAYS] = spoken(), words


def in_a_line(name: str, figure: str, detail: str = "") -> str:
    """A figure with its name and its bounds: "Russia, 2020: 90 (80–120)"."""
    what = f"{figure} ({detail})" if detail else figure
    return say("{name}: {what}", name=name, what=what) if name else what


def said(artist: Artist) -> tuple[str, ...]:
    """What the marks of an artist say; nothing where that is not kept."""
    if _SAYS not in vars(artist):
        return ()
    language, words = vars(artist)[_SAYS]
    with speaking(language):
        return tuple(" ".join(each.split()) for each in words())


@dataclass
class Tips:
    """The words of a figure's marks, and where the marks are in its last drawing.

    `places` holds one place for each of `words` [points from the upper left corner]: x, y, width, height; or
    the id of a group in the picture that has one element for each of the next words: ``[id, how many]``.
    """

    words: list[str] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)

    def follow(self, figure: Figure) -> None:
        """Look at each drawing of the figure from now on."""
        told = [(artist, words) for artist in figure.findobj() if (words := said(artist))]
        for number, (artist, _) in enumerate(told):
            if isinstance(artist, Collection):
                artist.set_gid(f"tips{number}")
        figure.canvas.mpl_connect("draw_event", lambda drawn: self._look(figure, told, drawn))

    def _look(self, figure: Figure, told: list[tuple[Artist, tuple[str, ...]]], drawn: Any) -> None:
        self.words, self.places = [], []
        height = figure.bbox.height
        for artist, every in told:
            if isinstance(artist, Collection):
                self.places.append([artist.get_gid(), len(every)])
                self.words += every
                continue
            for words, place in zip(every, _places(artist, drawn.renderer, height), strict=True):
                if words and place:
                    self.words.append(words)
                    self.places.append(place)

    def as_json(self, prefix: str) -> str:
        """The places in a picture whose ids begin with `prefix`."""
        return json.dumps(
            [[prefix + place[0], place[1]] if isinstance(place[0], str) else place for place in self.places],
            separators=(",", ":"),
        )


def _places(artist: Artist, renderer: Any, height: float) -> list[list[float] | None]:
    """Where the marks of a patch or a line are; nothing for what is not known."""
    if isinstance(artist, Line2D):
        points = artist.get_transform().transform(artist.get_xydata())
        corners = [(x, y, x, y) for x, y in points]
    else:
        corners = [artist.get_window_extent(renderer).extents]
    return [_box(*each, height) for each in corners]


def _box(x0: float, y0: float, x1: float, y1: float, height: float) -> list[float] | None:
    if not np.isfinite([x0, y0, x1, y1]).all():
        return None
    wide, tall = (max(end - start, _LEAST) for start, end in ((x0, x1), (y0, y1)))
    middle = (x0 + x1) / 2, height - (y0 + y1) / 2
    return [round(float(each), 1) for each in (middle[0] - wide / 2, middle[1] - tall / 2, wide, tall)]
