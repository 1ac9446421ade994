"""Places on a chart: from pixels to parts of its Axes, and names one below another without overlap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

__all__: list[str] = []


def across(x: float, box: Bbox) -> float:
    """A place in pixels as a part of the width of the Axes."""
    return (x - box.x0) / box.width


def up(y: float, box: Bbox) -> float:
    """A place in pixels as a part of the height of the Axes."""
    return (y - box.y0) / box.height


def unit(ax: Axes, box: Bbox) -> float:
    """How much of an upright scale one pixel is."""
    return float(abs(np.diff(ax.get_ylim())[0]) / box.height)


def spread(wanted: Sequence[float], heights: Sequence[float], bottom: float, top: float) -> list[float]:
    """Upper edges as near to the wanted ones as goes without overlap, from top to bottom.

    Names that crowd stand in a block around the middle of the places that they want: that is least squares,
    found by joining neighbours that are out of order (R. E. Barlow and others, *Statistical Inference under
    Order Restrictions*, 1972).
    """
    above = np.concatenate([[0.0], np.cumsum(heights)])
    blocks: list[
        tuple[float, int]
    ] = []  # the mean of the wanted places, less what stands above, and how many
    for want, before in zip(wanted, above[:-1], strict=True):
        mean, count = want + before, 1
        while blocks and blocks[-1][0] < mean:
            other, more = blocks.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        blocks.append((mean, count))
    places = np.repeat([mean for mean, _ in blocks], [count for _, count in blocks])
    lowest = bottom + above[-1]
    return list(np.clip(places, lowest, max(top, lowest)) - above[:-1])
