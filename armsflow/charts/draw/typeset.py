"""Text and lines in the scale of the moment: measured with a renderer, wrapped to a width, made smaller."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from matplotlib import rcParams
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

__all__: list[str] = []

_LEFT = "\N{LEFT-TO-RIGHT MARK}"
# what was measured before: charts measure the same words again and again, and that is most of their work
_SIZES: dict[tuple, tuple[float, float]] = {}
_MOST_SIZES = 50_000


@cache
def ruler(dpi: float) -> RendererAgg:
    """A renderer that only measures; matplotlib keeps what one has measured."""
    return RendererAgg(1, 1, dpi)


class Pen:
    """Measures text with a renderer, at the scale of the moment."""

    def __init__(self, renderer: Any, scale: float) -> None:
        self.renderer, self.scale = renderer, scale

    def smaller(self, part: float) -> Pen:
        """A pen for type of a part of this size."""
        return Pen(self.renderer, self.scale * part)

    def key(self) -> tuple[type, float, float]:
        """What sizes depend on beside the text and its font."""
        # one class of matplotlib stands before those that write SVG and PDF, which measure text differently
        writer = getattr(self.renderer, "_renderer", self.renderer)
        return type(writer), self.renderer.points_to_pixels(1), self.scale

    def size(self, artist: Text) -> tuple[float, float]:
        """Width and height of a text as it stands [pixels]."""
        if getattr(artist, "figure", None) is None:
            return 0.0, 0.0  # the user took it away
        font = artist.get_fontsize(), artist.get_fontweight(), artist.get_fontstyle()
        face = *artist.get_fontfamily(), artist.get_rotation(), artist.get_usetex(), artist.get_parse_math()
        hints = rcParams["text.hinting"], rcParams["text.hinting_factor"], rcParams["text.kerning_factor"]
        key = (artist.get_text(), *font, *face, *self.key()[:2], *hints)
        if key not in _SIZES:
            if len(_SIZES) >= _MOST_SIZES:
                _SIZES.clear()
            # measured at the origin: elsewhere the last digits of a width depend on the place
            before = {name: getattr(artist, f"get_{name}")() for name in ("position", "transform", "visible")}
            artist.set(position=(0, 0), transform=IdentityTransform(), visible=True)
            box = artist.get_window_extent(self.renderer)
            artist.set(**before)
            _SIZES[key] = round(box.width, 4), round(box.height, 4)
        return _SIZES[key]

    def width(self, artist: Text, text: str) -> float:
        """Width that a text would have with other words."""
        before = artist.get_text()
        artist.set_text(text)
        wide = self.size(artist)[0]
        artist.set_text(before)
        return wide


class Sized:
    """A line whose width and markers are in the scale of the type, unless the user sets them."""

    def __init__(self, line: Line2D) -> None:
        self.line = line
        self._own = self._set = line.get_markersize(), line.get_linewidth()

    def scale(self, scale: float) -> None:
        """Draw the line in the scale of the moment."""
        if (self.line.get_markersize(), self.line.get_linewidth()) != self._set:
            return
        size, width = self._own
        self.line.set(markersize=size * scale, linewidth=width * scale)
        self._set = self.line.get_markersize(), self.line.get_linewidth()


class Flowing:
    """A text that is wrapped anew for every width, at spaces; further lines begin with `hang`.

    What the user sets on the text since, its words, its size or that it is hidden, stays as it is.
    """

    def __init__(self, artist: Text, *, hang: str = "") -> None:
        self.artist, self.hang = artist, hang
        self._words = self._set = artist.get_text()
        self.points = self._size = float(artist.get_fontsize())
        self._shown = artist.get_visible()
        self.theirs = self.fixed = False  # whether words, and size, are the user's
        # a picture is laid out several times for one drawing; measuring is most of the work
        self._known: dict[tuple, tuple[str, tuple[float, float]]] = {}

    @property
    def words(self) -> str:
        """The text as it is set, not as it is wrapped."""
        if self.artist.get_text() != self._set:
            self._words = self._set = self.artist.get_text()
            self.theirs = True
        return self._words

    @words.setter
    def words(self, words: str) -> None:
        if self.words != words and not self.theirs:
            self._words = words

    def write(self, text: str) -> None:
        """Set the text itself, if it is not the user's."""
        if (self.words != text and not self.theirs) or (text != self._set and not self.theirs):
            self.artist.set_text(text)
            self._set = self.artist.get_text()

    def show(self, visible: bool) -> None:
        """Show or hide the text, unless the user did."""
        if self.artist.get_visible() == self._shown:
            self.artist.set_visible(visible)
            self._shown = bool(visible)

    def fit(self, width: float, pen: Pen) -> tuple[float, float]:
        """Wrap to a width and give the size that comes of it [pixels]."""
        self.scale(pen)
        words = self.words
        face = hash(self.artist.get_fontproperties())
        key = (words, round(width, 2) if width < 1e9 else None, face, *pen.key())
        if key not in self._known:
            lines = [self._wrapped(line, width, pen) for line in words.split("\n")]
            self.artist.set_text("\n".join(lines))
            size = pen.size(self.artist) if words else (0.0, 0.0)
            self._known[key] = self.artist.get_text(), size
        text, size = self._known[key]
        if text != self.artist.get_text():
            self.artist.set_text(text)
        self._set = text
        return size

    def scale(self, pen: Pen) -> None:
        """Take the type size of the moment, from the size that was set."""
        if self.artist.get_fontsize() != self._size:
            self.points, self.fixed = float(self.artist.get_fontsize()), True
        size = self.points * (1.0 if self.fixed else pen.scale)
        if size != self._size:
            self.artist.set_fontsize(size)
        self._size = float(self.artist.get_fontsize())

    def _wrapped(self, line: str, width: float, pen: Pen) -> str:
        if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in line):
            # without a mark a line that begins in such a script, or in figures before it, is turned round
            parts = self._parted(_LEFT + line, width, pen).split("\n")
            return "\n".join(part if part.startswith(_LEFT) else _LEFT + part for part in parts)
        return self._parted(line, width, pen)

    def _parted(self, line: str, width: float, pen: Pen) -> str:
        if " " not in line or pen.width(self.artist, line) <= width:
            return line
        # by single words, which come back again and again and are measured only once
        space = pen.width(self.artist, "n n") - pen.width(self.artist, "nn")
        first, *others = line.split(" ")
        done, taken = first, pen.width(self.artist, first)
        inset = pen.width(self.artist, self.hang) if self.hang else 0.0
        for word in others:
            wide = pen.width(self.artist, word)
            fits = taken + space + wide <= width
            done += (" " if fits else "\n" + self.hang) + word
            taken = taken + space + wide if fits else inset + wide
        return done
