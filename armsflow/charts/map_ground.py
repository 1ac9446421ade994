"""The ground of a map as a grid of small cells: who lies where, and what a label there would cover."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from armsflow.charts.map_shapes import Shape, contested, path, shapes

__all__: list[str] = []

View = tuple[float, float, float, float]  # west, east, south, north of what is seen

_COLUMNS = 500  # about a point each on a page
#: What a square point costs that a label covers: the sea nothing, land without a record little.
SEA, BLANK, COLOURED = 0.0, 0.05, 0.7
#: What it costs to cover a whole state that has a record, however small, beside its square points.
_WHOLE = 200.0
#: What a square point of a disc costs, of which little can be missed.
_DISC = 40.0
_NEVER = 1e6
#: What a square point costs through which a contested border runs.
_BORDER = 5.0
#: What it costs more per point to lead a line across a highlighted state.
_CROSSED = 20.0
_STEP, _MOST = 2.0, 120  # points between the corners of an outline, and how many there are
#: From here on a label would lie on a highlighted state.
FORBIDDEN = 1e4


@cache
def _paths() -> tuple[Path | None, ...]:
    return tuple(map(path, shapes()))


@lru_cache(maxsize=8)
def _cells(view: View) -> np.ndarray:
    """The place in `shapes` of what lies at each cell, counted from 1; 0 is the sea. Row 0 is in the south.

    matplotlib's own renderer fills the shapes, each in a colour that is its number, without soft edges.
    """
    west, east, south, north = view
    rows = min(max(round(_COLUMNS * (north - south) / (east - west)), 1), 4 * _COLUMNS)
    renderer = RendererAgg(_COLUMNS, rows, 72)
    pen = renderer.new_gc()
    pen.set_antialiased(False)
    pen.set_linewidth(0)
    to_cells = Affine2D().translate(-west, -south).scale(_COLUMNS / (east - west), rows / (north - south))
    for number, outline in enumerate(_paths(), start=1):
        if outline is not None:
            high, low = divmod(number, 256)
            renderer.draw_path(pen, outline, to_cells, (low / 255, high / 255, 0.0, 1.0))
    red, green, _, filled = np.moveaxis(np.asarray(renderer.buffer_rgba())[::-1].astype(np.int32), 2, 0)
    cells = np.where(filled > 0, red + 256 * green, 0)
    cells.flags.writeable = False
    return cells


class State(NamedTuple):
    """A state on the ground; all lengths are points."""

    number: int
    #: A point inside it, and the radius of its disc or 0.
    point: np.ndarray
    radius: float
    #: The outline of its largest part, and the box around all: west, south, east, north.
    outline: np.ndarray
    bounds: np.ndarray


class Ground:
    """What lies where on a map of some size [points from its lower left corner].

    `worth` says what a square point of each of `shapes` costs. The other arguments know a shape by its
    number, which is its place among them, counted from 1: `kept` are those that no label may touch, `points`
    the places of those that are drawn as discs of a radius. `lines` are points on lines that should be seen.
    """

    def __init__(
        self,
        view: View,
        size: tuple[float, float],
        *,
        worth: Sequence[float],
        kept: Sequence[int],
        points: Mapping[int, np.ndarray],
        radius: float,
        lines: np.ndarray,
    ) -> None:
        self.view, self.size, self.radius = view, size, radius
        cells = _cells(view)
        self.rows, self.columns = cells.shape
        self.across, self.up = self.columns / size[0], self.rows / size[1]  # cells a point
        self.cells = cells.copy()
        self._stamp(points)
        each = np.array([SEA, *worth])
        #: Whether each shape has a record.
        self.coloured = each >= COLOURED
        area = np.bincount(self.cells.ravel(), minlength=len(each)) / (self.across * self.up)
        each += np.where(self.coloured & (area > 0), _WHOLE / np.maximum(area, 1e-9), 0.0)
        each[[*points]] = np.maximum(each[[*points]], _DISC)
        #: What a point of a leader costs on each shape: with the white at its sides it hides a strip.
        self.crossed = each * 0.7
        self.crossed[[*kept]] += _CROSSED
        # of one cell already, however small a cell is
        never = _NEVER * self.across * self.up
        each[[*kept]] = never
        cost = each[self.cells]
        border = self._at_corners(lines)
        cost[border] = np.maximum(cost[border], _BORDER)
        # islands and headlands that hold the middle of no cell
        for number in kept:
            cost[self._at_corners(_corners(number))] = never
        self._sums = _sums(cost / (self.across * self.up))

    def _stamp(self, points: Mapping[int, np.ndarray]) -> None:
        """Draw the discs of small states over what lies there."""
        if not points:
            return
        reach = [np.ceil(self.radius * step) for step in (self.across, self.up)]
        x, y = (np.arange(-most, most + 1) for most in reach)
        right, rise = (each.ravel() for each in np.meshgrid(x, y))
        disc = (right / self.across) ** 2 + (rise / self.up) ** 2 <= self.radius**2
        centres = self.point(np.array([*points.values()])) * (self.across, self.up)
        column = np.floor(centres[:, :1] + right[disc]).astype(int)
        row = np.floor(centres[:, 1:] + rise[disc]).astype(int)
        number = np.broadcast_to(np.array([*points])[:, None], row.shape)
        inside = (row >= 0) & (row < self.rows) & (column >= 0) & (column < self.columns)
        self.cells[row[inside], column[inside]] = number[inside]

    def _at_corners(self, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The rows and columns of the cells in which lines have their corners."""
        column, row = np.floor(self.point(lines) * (self.across, self.up)).astype(int).T
        seen = (row >= 0) & (row < self.rows) & (column >= 0) & (column < self.columns)
        return row[seen], column[seen]

    def point(self, place: np.ndarray) -> np.ndarray:
        """Places on the map in points."""
        west, east, south, north = self.view
        return (place - np.array([west, south])) / (east - west, north - south) * self.size

    def sees(self, point: np.ndarray) -> bool:
        """Whether a point is on the map that is seen."""
        return bool(((point >= 0) & (point <= self.size)).all())

    def place(self, point: np.ndarray) -> np.ndarray:
        """Points as places on the map."""
        west, east, south, north = self.view
        return point / np.array(self.size) * (east - west, north - south) + (west, south)

    def cost(self, boxes: np.ndarray) -> np.ndarray:
        """What boxes cover; each is west, south, east, north [points]. What leaves the map is infinite."""
        west, south, east, north = boxes.T
        left, right = np.floor(west * self.across).astype(int), np.ceil(east * self.across).astype(int)
        low, high = np.floor(south * self.up).astype(int), np.ceil(north * self.up).astype(int)
        out = (left < 0) | (low < 0) | (right > self.columns) | (high > self.rows)
        left, right = (each.clip(0, self.columns) for each in (left, right))
        low, high = (each.clip(0, self.rows) for each in (low, high))
        sums = self._sums
        covered = sums[high, right] - sums[low, right] - sums[high, left] + sums[low, left]
        return np.where(out, np.inf, covered)

    def at(self, points: np.ndarray) -> np.ndarray:
        """The shape at each of some points, in any arrangement with x and y last."""
        column = np.floor(points[..., 0] * self.across).astype(int).clip(0, self.columns - 1)
        row = np.floor(points[..., 1] * self.up).astype(int).clip(0, self.rows - 1)
        return self.cells[row, column]

    def inside(self, shape: int, bounds: np.ndarray, size: np.ndarray) -> np.ndarray:
        """Middles of all boxes of a size that lie whole inside a shape [points]; `bounds` is its own box."""
        west, south, east, north = bounds
        left, low = max(int(west * self.across), 0), max(int(south * self.up), 0)
        own = self.cells == shape
        # bays that hold the middle of no cell
        own[self._at_corners(_corners(shape))] = False
        part = own[low : int(north * self.up) + 2, left : int(east * self.across) + 2]
        wide, high = int(np.ceil(size[0] * self.across)), int(np.ceil(size[1] * self.up))
        if part.shape[0] < high or part.shape[1] < wide:
            return np.empty((0, 2))
        sums = _sums(part)
        held = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
        row, column = np.nonzero(held == wide * high)
        return np.column_stack([(left + column + wide / 2) / self.across, (low + row + high / 2) / self.up])


def ground_of(
    view: View,
    size: tuple[float, float],
    *,
    filled: Container[str],
    discs: Container[str],
    named: Sequence[str],
    radius: float,
) -> Ground:
    """The ground of the world, by the parties that have a record, a disc, and a label."""
    every = _shapes()
    return Ground(
        view,
        size,
        worth=[COLOURED if shape.party in filled else BLANK for shape in shapes()],
        kept=[every[party][0] for party in named],
        points={number: shape.point for party, (number, shape) in every.items() if party in discs},
        radius=radius,
        lines=_contested(),
    )


def state(ground: Ground, party: str, *, is_disc: bool) -> State:
    """A party on the ground."""
    number, shape = _shapes()[party]
    point, radius = ground.point(shape.point), ground.radius if is_disc else 0.0
    turns = np.radians(np.arange(0, 360, 30))
    disc = point + radius * np.column_stack([np.cos(turns), np.sin(turns)])
    corners = np.vstack([ground.point(_corners(number)), disc])
    outline = _outline(ground.point(_largest(shape))) if shape.rings else disc
    outline = np.vstack([outline, disc]) if radius else outline
    return State(number, point, radius, outline, np.concatenate([corners.min(axis=0), corners.max(axis=0)]))


@cache
def _shapes() -> dict[str, tuple[int, Shape]]:
    """Each party's shape with its number."""
    return {shape.party: (number, shape) for number, shape in enumerate(shapes(), start=1)}


@cache
def _contested() -> np.ndarray:
    """The contested borders as points close to each other."""
    return np.vstack([_fine(line, 0.005) for line in contested()])


def _largest(shape: Shape) -> np.ndarray:
    """The largest ring of a shape, by the box around it."""
    return max(shape.rings, key=lambda ring: float(np.prod(np.ptp(ring, axis=0))))


def _outline(ring: np.ndarray) -> np.ndarray:
    """A ring with evenly spaced corners."""
    return _fine(ring, max(_STEP, float(np.hypot(*np.diff(ring, axis=0).T).sum()) / _MOST))


def _fine(line: np.ndarray, step: float) -> np.ndarray:
    """A line with corners about a step apart, so that no box slips between them."""
    along = np.concatenate([[0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
    steps = np.linspace(0.0, along[-1], int(along[-1] / step) + 2)
    return np.column_stack([np.interp(steps, along, line[:, axis]) for axis in (0, 1)])


@cache
def _corners(number: int) -> np.ndarray:
    """The corners of all rings of a shape."""
    return np.vstack([np.empty((0, 2)), *shapes()[number - 1].rings])


def _sums(cells: np.ndarray) -> np.ndarray:
    """Sums of all cells below and to the left of each corner, so that a box takes four look-ups."""
    kind = np.int32 if cells.dtype == bool else float
    sums = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), dtype=kind)
    sums[1:, 1:] = cells.cumsum(axis=0, dtype=kind).cumsum(axis=1)
    return sums
