"""How every chart looks: ink, type sizes, and one fixed colour per supplier."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn
from matplotlib import colors as mcolors
from matplotlib import patheffects
from matplotlib.axes import Axes

from armsflow.tables import table
from armsflow.whole_file import UNPRINTABLE

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, RcKeyType

__all__: list[str] = []

INK = "#222222"
QUIET = "#636363"
RULE = "#DCDCDC"
ACCENT = "#3F6485"
_PALE = 0.5  # relative luminance
OTHERS = "#9A9A9A"
UNKNOWN = "#D0D0D0"
RESTS = (OTHERS, UNKNOWN)  # the colours of what is nobody in particular
FONT = "DejaVu Sans"
TITLE, LABEL, SMALL = 9.0, 8.0, 7.0  # points
# of groups that are no suppliers, in this order: told apart by the colour-blind, the first four in grey too
GROUPS = (
    "#1F3B5C", "#D07A1F", "#8CC4E2", "#B0426F",
    "#57A773", "#F0D27A", "#7B68AE", "#4F4611",
)  # fmt: skip
# what is read when artists are made; text must not turn into TeX in somebody's configuration
_RC: dict[RcKeyType, Any] = {
    "font.family": FONT,
    "text.usetex": False,
    "text.parse_math": False,
    "text.color": INK,
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


def printable(words: str) -> str:
    """A text with a mark in place of signs that no file can hold."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", words)


def context() -> AbstractContextManager[None]:
    """The settings that charts are made under; those of the user come back afterwards."""
    # loading a notebook's backend turns its interactive mode on; inside the context that would be undone
    plt.draw_if_interactive()
    return mpl.rc_context(_RC)


def dress(ax: Axes) -> Axes:
    """The Axes without box and ticks, in the house type."""
    ax.set_facecolor("none")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(
        axis="both", which="both", length=0, pad=2, labelsize=SMALL, labelcolor=QUIET,
        labelfontfamily=FONT,
    )  # fmt: skip
    return ax


@cache
def _fixed() -> dict[str, str]:
    colours = table("supplier_colours.csv")
    return dict(zip(colours["party"], colours["colour"], strict=True))


def supplier_colour(code: str) -> str:
    """The colour of a supplier, the same in every figure: listed, else made from its code."""
    if code == "others":
        return OTHERS
    if code.startswith("unk:"):
        return UNKNOWN
    return _fixed().get(code) or _from_code(code)


def _from_code(code: str) -> str:
    # Python's own hash differs from run to run; a checksum does not
    number = zlib.crc32(code.encode())
    hue, lightness = (number % 360) / 360, (0.38, 0.52, 0.68)[number // 360 % 3]
    # in this space hues of one lightness are equally light to the eye, and equally grey in print
    return mcolors.to_hex(seaborn.husl_palette(1, h=hue, s=0.6, l=lightness)[0]).upper()


def group_colours(groups: Sequence[str], *, key: str) -> dict[str, str]:
    """One colour for each group of a chart: the fixed ones for suppliers, else in order."""
    if key == "supplier":
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
    """Whether a group is "Others" or "Unknown", which stand last and grey."""
    return group == "others" or group.startswith("unk:")


def row_colour(row: pd.Series, keys: Sequence[str]) -> str:
    """The colour of a row by its keys: grey for a rest, that of its supplier or party, or the accent."""
    rest = [row[key] for key in keys if is_rest(row[key])]
    known = [row[key] for key in ("supplier", "party") if key in keys]
    return supplier_colour((rest or known)[0]) if rest or known else ACCENT


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


def ink_on(colour: str) -> str:
    """The ink that reads best on a colour, by the contrast ratio of WCAG 2."""
    light = luminance(colour)
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / (luminance(INK) + 0.05) else INK


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
