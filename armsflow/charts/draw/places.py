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
    """Upper edges as near to the wanted ones as goes without overlap, from top to bottom."""
    edges, limit = [], top
    for want, height in zip(wanted, heights, strict=True):
        edges.append(min(want, limit))
        limit = edges[-1] - height
    # whoever was pushed out at the bottom pushes the others up again
    limit = bottom
    for place in reversed(range(len(edges))):
        edges[place] = max(edges[place], limit + heights[place])
        limit = edges[place]
    return edges
