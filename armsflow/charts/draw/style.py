"""How every chart looks: ink, type sizes, and one fixed colour per supplier."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn
from matplotlib import colors as mcolors
from matplotlib import patheffects
from matplotlib.axes import Axes

from armsflow.tables import table
from armsflow.whole_file import OVERRIDES, UNPRINTABLE

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, RcKeyType

__all__: list[str] = []

_PALE = 0.5  # relative luminance
PALER = 0.5  # part of white in what is estimated


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
            while colour in colours.values() and not is_rest(group):
                # two codes may come to one colour; in one picture they must not
                code += "'"
                colour = _from_code(code)
            colours[group] = colour
        return colours
    named = [group for group in groups if not is_rest(group)]
    out = {group: GROUPS[place % len(GROUPS)] for place, group in enumerate(named)}
    return {group: out.get(group) or supplier_colour(group) for group in groups}


def is_rest(group: str) -> bool:
    """Whether a group is "Others", "Smaller flows" or "Unknown", which stand last and grey."""
    return group in ("others", "smaller") or group.startswith("unk:")


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

    def party(self, code: str) -> str:
        """The colour of a party: its own, the same in every figure."""
        return self.of([code], supplier_colour(code))

    def row(self, row: pd.Series, keys: Sequence[str]) -> str:
        """The colour of a row by its keys and its window."""
        return self.of([*(row[key] for key in keys), row.get("period", "")], row_colour(row, keys))

    def groups(self, groups: Sequence[str], *, key: str) -> dict[str, str]:
        """One colour for each group of a chart; groups of several keys are joined by a slash."""
        usual = group_colours(groups, key=key)
        return {group: self.of([group, *group.split(" / ")], usual[group]) for group in groups}


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
    """The colour of a line, which has no edge: what is pale is made darker, so that it can be seen."""
    return shade(colour) if luminance(colour) > _PALE else colour


def ink_on(colour: str) -> str:
    """The ink that reads best on a colour, by the contrast ratio of WCAG 2."""
    light = luminance(colour)
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / (luminance(look().INK) + 0.05) else look().INK


def luminance(colour: ColorType) -> float:
    """Relative luminance of a colour, 0 to 1, by the definition of WCAG 2."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in mcolors.to_rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def halo(width: float = 2.2) -> list[patheffects.AbstractPathEffect]:
    """A white edge that keeps a dark line readable on a dark bar."""
    return [patheffects.withStroke(linewidth=width, foreground="white")]
