"""How every chart looks: ink, type sizes, and one fixed colour per supplier."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn
from matplotlib import colors as mcolors
from matplotlib import patheffects
from matplotlib.axes import Axes

from armsflow.records.schema import is_rest
from armsflow.tables import table
from armsflow.whole_file import OVERRIDES, UNPRINTABLE

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, RcKeyType

__all__: list[str] = []

_PALE = 0.5  # relative luminance
PALER = 0.5  # part of white in what is estimated
LINE, _WORDS = 61, 49  # L* of a contrast of 3 and of 4.5 on white, and a little darker
_NEAR, _TRIES = 12, 40  # of colours that are made from codes
_LARGEST, _STEP, _DARKEST = 6, 5, 12  # how many groups differ in grey, by how much [L*], from where
# CIE 1931 XYZ of linear sRGB, white point D65
_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.9505, 1.0, 1.089)


@dataclass(frozen=True)
class Look:
    """Type and ink of one chart: those of the house, or a publisher's own."""

    SIZES: ClassVar = ("title", "subtitle", "label", "small", "source")
    INKS: ClassVar = ("ink", "quiet", "grid", "accent", "muted", "others", "unknown")

    FONT: str = "DejaVu Sans"
    TITLE: float = 10.5  # points
    SUBTITLE: float = 8.0
    LABEL: float = 7.5
    SMALL: float = 7.0
    SOURCE: float = 6.5
    INK: str = "#222222"
    QUIET: str = "#636363"
    GRID: str = "#DCDCDC"
    ACCENT: str = "#3F6485"
    #: Of what is not highlighted; darker than the rest, which is nobody in particular.
    MUTED: str = "#A6A6A6"
    OTHERS: str = "#D9D9D9"
    UNKNOWN: str = "#F2F2F2"

    @property
    def RULE(self) -> str:  # noqa: N802, it reads like the others
        """Thin lines: the grid, guides and rules."""
        return self.GRID

    @property
    def RESTS(self) -> tuple[str, str]:  # noqa: N802
        """The colours of what is nobody in particular."""
        return self.OTHERS, self.UNKNOWN


FONT: str
TITLE: float
SUBTITLE: float
LABEL: float
SMALL: float
SOURCE: float
INK: str
QUIET: str
GRID: str
RULE: str
ACCENT: str
MUTED: str
OTHERS: str
UNKNOWN: str
RESTS: tuple[str, str]


def __getattr__(name: str) -> Any:
    # `style.INK` is the ink of the chart that is being drawn, so that no mark has to carry its look along
    if name in Look.__annotations__ or name in ("RULE", "RESTS"):
        return getattr(_worn[-1], name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# of groups that are no parties, in this order: told apart by the colour-blind, the first four in grey too
GROUPS = (
    "#1F3B5C", "#D07A1F", "#8CC4E2", "#B0426F",
    "#57A773", "#F0D27A", "#7B68AE", "#4F4611",
)  # fmt: skip
#: Keys whose groups are parties, which have one fixed colour on either side.
PARTIES = ("supplier", "recipient", "party")
# what is read when artists are made; text must not turn into TeX in somebody's configuration
_RC: dict[RcKeyType, Any] = {
    "text.usetex": False,
    "text.parse_math": False,
    "axes.titleweight": "bold",
    "axes.unicode_minus": True,
    "axes.grid": False,
    "axes.axisbelow": True,
    "axes.xmargin": 0,
    "axes.ymargin": 0,
    "hatch.linewidth": 0.8,
    "lines.linestyle": "-",
    "lines.marker": "None",
    "lines.solid_capstyle": "butt",
    "patch.force_edgecolor": False,
    "path.sketch": None,
    "path.effects": [],
}


#: matplotlib's settings and pyplot's figures are of the whole process, so threads draw one after another.
one_at_a_time = threading.RLock()
_worn = [Look()]


def look() -> Look:
    """The type and ink of the chart that is being drawn."""
    return _worn[-1]


@contextmanager
def wearing(look: Look) -> Iterator[None]:
    """Draw with this type and ink."""
    with one_at_a_time:
        _worn.append(look)
        try:
            yield
        finally:
            _worn.pop()


def printable(words: str, most: int = 2_000) -> str:
    """A text with a mark in place of signs that no file can hold, and without those that turn its direction.

    A very long one is cut: a name of a million letters would make a file of 700 MB.
    """
    words = words if len(words) <= most else words[: most - 1] + "…"
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", OVERRIDES.sub("", words))


def context() -> AbstractContextManager[None]:
    """The settings that charts are made under; those of the user come back afterwards."""
    # loading a notebook's backend turns its interactive mode on; inside the context that would be undone
    plt.draw_if_interactive()
    return mpl.rc_context({**_RC, "font.family": look().FONT, "text.color": look().INK})


def dress(ax: Axes) -> Axes:
    """The Axes without box and ticks, in the house type."""
    ax.set_facecolor("none")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(
        axis="both", which="both", length=0, pad=2, labelsize=look().SMALL, labelcolor=look().QUIET,
        labelfontfamily=look().FONT,
    )  # fmt: skip
    return ax


@cache
def _fixed() -> dict[str, str]:
    colours = table("supplier_colours.csv")
    return dict(zip(colours["party"], colours["colour"], strict=True))


def supplier_colour(code: str) -> str:
    """The colour of a supplier, the same in every figure: listed, else made from its code."""
    if code in ("others", "smaller"):
        return look().OTHERS
    if code.startswith("unk:"):
        return look().UNKNOWN
    return _fixed().get(code) or _from_code(code)


def _from_code(code: str) -> str:
    # Python's own hash differs from run to run; a checksum does not
    number = zlib.crc32(code.encode())
    hue, lightness = (number % 360) / 360, (0.38, 0.52, 0.68)[number // 360 % 3]
    # in this space hues of one lightness are equally light to the eye, and equally grey in print
    return mcolors.to_hex(seaborn.husl_palette(1, h=hue, s=0.6, l=lightness)[0]).upper()


def group_colours(groups: Sequence[str], *, key: str) -> dict[str, str]:
    """One colour for each group of a chart: the fixed ones for parties, else in order."""
    if key in PARTIES:
        colours: dict[str, str] = {}
        for group in sorted(groups, key=lambda group: (group not in _fixed(), group)):
            colour, code = supplier_colour(group), group
            while not is_rest(group) and group not in _fixed() and _looks_like(colour, colours.values()):
                # two codes may come to one colour, or nearly; in one picture they must not
                code += "'"
                colour = _from_code(code)
                if len(code) > len(group) + _TRIES:
                    break
            colours[group] = colour
        return colours
    named = [group for group in groups if not is_rest(group)]
    out = {group: GROUPS[place % len(GROUPS)] for place, group in enumerate(named)}
    return {group: out.get(group) or supplier_colour(group) for group in groups}


def _looks_like(colour: str, others: Iterable[str]) -> bool:
    """Whether a colour is hard to tell from one of others: nearer than 12 in CIE 1976 L*a*b*."""
    return any(np.linalg.norm(_lab(colour) - _lab(other)) < _NEAR for other in others)


@cache
def _lab(colour: str) -> np.ndarray:
    rgb = np.array(_linear(colour))
    xyz = rgb @ np.array(_XYZ).T / _WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart_in_grey(
    colours: Mapping[str, str], *, fixed: Container[str] = (), most: float = 92
) -> dict[str, str]:
    """The colours of groups, the largest first, of which the first six differ in grey too.

    Where two of them are equally light, the later one keeps its hue and becomes a little darker or lighter,
    up to `most` [L*, 0 black to 100 white]; what is in `fixed`, and the rest, stay as they are.
    """
    out = dict(colours)
    taken: list[float] = []
    for group in [group for group in colours if not is_rest(group)][:_LARGEST]:
        light = lightness(colours[group])
        if group not in fixed and any(abs(light - other) < _STEP for other in taken):
            free = [
                each for each in range(_DARKEST, int(most) + 1)
                if all(abs(each - other) >= _STEP for other in taken)
            ]  # fmt: skip
            if free:
                light = min(free, key=lambda each: (abs(each - light), each))
                out[group] = at_lightness(colours[group], light)
        taken.append(light)
    return out


def lightness(colour: ColorType) -> float:
    """The lightness L* of a colour in CIE 1976, 0 black to 100 white."""
    light = luminance(colour)
    return float(116 * np.cbrt(light) - 16 if light > 0.008856 else 903.3 * light)


def at_lightness(colour: str, light: float) -> str:
    """A colour with as much white or black in it as makes it so light [L*]."""
    rgb = np.array(mcolors.to_rgb(colour))
    end = np.ones(3) if light > lightness(colour) else np.zeros(3)
    low, high = 0.0, 1.0
    for _ in range(20):
        part = (low + high) / 2
        reached = lightness(tuple(rgb + (end - rgb) * part))
        low, high = (part, high) if (reached < light) == bool(end[0]) else (low, part)
    return mcolors.to_hex(tuple(rgb + (end - rgb) * low)).upper()


def row_colour(row: pd.Series, keys: Sequence[str]) -> str:
    """The colour of a row by its keys: grey for a rest, that of its supplier or party, or the accent."""
    rest = [row[key] for key in keys if is_rest(row[key])]
    known = [row[key] for key in ("supplier", "party") if key in keys]
    return supplier_colour((rest or known)[0]) if rest or known else look().ACCENT


@dataclass(frozen=True)
class Palette:
    """The colours of one chart: fixed ones, those that the user gave, and grey for what is not chosen."""

    given: Mapping[str, str] = field(default_factory=dict)
    #: What is highlighted, by its codes; None where all is in colour.
    chosen: frozenset[str] | None = None

    def of(self, codes: Iterable[str], usual: str) -> str:
        """The colour of what bears these codes, which would otherwise have its `usual` one."""
        codes = list(codes)
        own = next((self.given[code] for code in codes if code in self.given), usual)
        plain = self.chosen is None or any(map(is_rest, codes))
        return own if plain or self.highlights(codes) else look().MUTED

    def highlights(self, codes: Iterable[str]) -> bool:
        """Whether any of these codes is highlighted."""
        return self.chosen is not None and not self.chosen.isdisjoint(codes)

    def alike(self, codes: Iterable[str], own: str) -> str:
        """The colour of a row of one series, told apart by name: one for all, its `own` if highlighted."""
        return self.of(codes, own if own in look().RESTS or self.chosen is not None else look().ACCENT)

    def row_alike(self, row: pd.Series, keys: Sequence[str]) -> str:
        """The colour of a row that its name tells apart, by its keys and its window."""
        return self.alike([*(row[key] for key in keys), row.get("period", "")], row_colour(row, keys))

    def row(self, row: pd.Series, keys: Sequence[str]) -> str:
        """The colour of a row by its keys and its window."""
        return self.of([*(row[key] for key in keys), row.get("period", "")], row_colour(row, keys))

    def groups(self, groups: Sequence[str], *, key: str, lines: bool = False) -> dict[str, str]:
        """One colour for each group of a chart, the largest first; a slash joins groups of several keys.

        Those of `lines` are dark enough to be seen on white.
        """
        usual = group_colours(groups, key=key)
        if lines:
            usual = {group: colour if is_rest(group) else stroke(colour) for group, colour in usual.items()}
        out = {group: self.of([group, *group.split(" / ")], usual[group]) for group in groups}
        coloured = {group: colour for group, colour in out.items() if colour != look().MUTED}
        own = [group for group, colour in out.items() if colour != usual[group]]
        if key != "supplier":
            return out  # one colour in all charts weighs more
        return out | apart_in_grey(coloured, fixed=own, most=LINE if lines else 92)


def tint(colour: str, part: float) -> str:
    """A colour mixed with `part` of white."""
    red, green, blue = (value + (1 - value) * part for value in mcolors.to_rgb(colour))
    return mcolors.to_hex((red, green, blue))


def fill(colour: str) -> dict[str, Any]:
    """How an area is filled; what is pale has a thin edge, by which it stands off from the paper."""
    if luminance(colour) <= _PALE:
        return {"facecolor": colour, "edgecolor": "none", "linewidth": 0}
    return {"facecolor": colour, "edgecolor": shade(colour), "linewidth": 0.5}


def shade(colour: str) -> str:
    """A colour made darker."""
    red, green, blue = (0.55 * value for value in mcolors.to_rgb(colour))
    return mcolors.to_hex((red, green, blue))


def stroke(colour: str) -> str:
    """The colour of a line or a mark without an edge: a contrast of 3 : 1 on white at least (WCAG 2.1)."""
    return colour if contrast(colour) >= 3 else at_lightness(colour, LINE)


def written(colour: str) -> str:
    """The colour of words: a contrast of 4.5 : 1 on white at least (WCAG 2.1)."""
    return colour if contrast(colour) >= 4.5 else at_lightness(colour, _WORDS)


def contrast(colour: ColorType) -> float:
    """The contrast ratio of a colour on white paper, by the definition of WCAG 2."""
    return 1.05 / (luminance(colour) + 0.05)


def ink_on(colour: str) -> str:
    """The ink that reads best on a colour, by the contrast ratio of WCAG 2."""
    light = luminance(colour)
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / (luminance(look().INK) + 0.05) else look().INK


def luminance(colour: ColorType) -> float:
    """Relative luminance of a colour, 0 to 1, by the definition of WCAG 2."""
    linear = _linear(colour)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(colour: ColorType) -> list[float]:
    return [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in mcolors.to_rgb(colour)
    ]


#: The white edge of a whisker on a bar, with the line in it [points].
EDGE = 1.4


def bare() -> list[patheffects.AbstractPathEffect]:
    """No edge, where a bar is narrower than the edge would be."""
    return [patheffects.Normal()]


def halo(width: float = 2.2) -> list[patheffects.AbstractPathEffect]:
    """A white edge that keeps a dark line readable on a dark bar."""
    return [patheffects.withStroke(linewidth=width, foreground="white")]
