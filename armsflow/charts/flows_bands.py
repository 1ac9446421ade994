"""The body of a flows chart: bands from the parties at its left to those at its right.

`Streams` draws and places `Node`s and `Flow`s; `untangled` orders the parties so that few bands cross, and
`layout` computes the heights of nodes and bands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Room, neighbours, text
from armsflow.charts.draw.marks import Ticks
from armsflow.charts.draw.places import across, spread, up
from armsflow.charts.draw.typeset import Flowing, Pen
from armsflow.charts.text import numbers
from armsflow.rounding import decade, magnitude

__all__: list[str] = []

_GAP, _NODE, _LEADER, _KEY = 7.0, 8.0, 11.0, 16.0  # points
_CURVED = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
_GAPS, _LOOSE = 0.35, 2.5
_TRIES, _STARTS = 2000, 60


@dataclass(frozen=True)
class Node:
    """A party on one side: its words, and its colour."""

    name: str
    amount: str
    note: str
    colour: str


@dataclass(frozen=True)
class Flow:
    """What goes from one node to another, by their places; without value only a dashed line.

    Of what is `thin`, only the ends are drawn, all of a node as one.
    """

    from_: int
    to: int
    value: float
    estimated: float
    colour: str
    thin: bool = False


@dataclass(frozen=True)
class Party:
    """The artists of a node."""

    name: Flowing
    amount: Flowing
    leader: Line2D
    block: Rectangle
    paler: Rectangle
    rest: Rectangle


class Streams:
    """Bands as wide as their figures; all is placed when it is drawn."""

    kinds = ("bands", "bands")

    def __init__(
        self,
        ax: Axes,
        nodes: Sequence[Sequence[Node]],
        flows: Sequence[Flow],
        scale: numbers.Scale,
        heads: Sequence[str],
    ) -> None:
        self.flows, self.scale = flows, scale
        self.grid, self.guessed = np.zeros((2, len(nodes[0]), len(nodes[1])))
        for flow in flows:
            value = np.nan_to_num(flow.value)
            self.grid[flow.from_, flow.to] = value
            self.guessed[flow.from_, flow.to] = value * flow.estimated
        self.whole = self.grid.sum()
        self.shown = self.grid.copy()
        for flow in flows:
            self.shown[flow.from_, flow.to] *= not flow.thin
        ax.set(xlim=(0, 1), ylim=(1, 0), xticks=[], yticks=[])
        self.flows = [flow for flow in flows if not flow.thin]
        self.bands = [_band(ax, flow) for flow in self.flows]
        self.sides = [
            [_party(ax, node, right=bool(side)) for node in column] for side, column in enumerate(nodes)
        ]
        self.heads = [
            Flowing(text(ax, head, label="side", ha=ha, va="bottom", weight="bold", fontsize=style.LABEL))
            for head, ha in zip(heads, ("right", "left"), strict=True)
        ]
        self.key = Rectangle((0, 0), 0, 0, facecolor=style.QUIET, linewidth=0, clip_on=False, label="key")
        ax.add_artist(self.key)
        self.key_words = Flowing(text(ax, "", label="scale", va="center"))

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What names and amounts need at both sides, a line above them, and the bar of the scale below."""
        lanes, tall = [], []
        self.amounts = []
        for side in self.sides:
            names = [party.name.fit(0.24 * width, pen) for party in side]
            amounts = [party.amount.fit(np.inf, pen) for party in side]
            self.amounts.append(max(size[0] for size in amounts))
            lanes.append(max(size[0] for size in names) + self.amounts[-1] + (_LEADER + 5) * pt)
            tall.append(sum(max(size[1] for size in pair) + pt for pair in zip(names, amounts, strict=True)))
        top = max(head.fit(width, pen)[1] for head in self.heads) + 3 * pt
        self.below = (_KEY + 8) * pt if self.grid.any() else 0.0
        self.key_words.scale(pen)
        least = max(*tall, 40 * pt)
        natural = max(1.35 * max(tall), float(np.clip(0.42 * width, 150 * pt, 230 * pt)))
        if width - sum(lanes) < 0.15 * width:
            least = np.inf  # a smaller type leaves room for the bands
        return Room(lanes[0], lanes[1], top, self.below, least, natural)

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Give nodes and bands the height at hand, and put names as near to their nodes as goes."""
        # of several on one scale, a unit is as high in all of them
        others = [plate.body.whole for plate in neighbours(ax, "y") if isinstance(plate.body, Streams)]
        most = (1 - _GAPS) * box.height / max([self.whole, *others]) if others and self.whole else np.inf
        laid = layout(self.grid, self.shown, box.height, gap=_GAP * pt, most=most)
        unit = laid.unit or box.height  # pixels for one of the step of the chart
        ax.set_ylim(box.height / unit, 0)
        thick = _NODE * pt / box.width
        for flow, band in zip(self.flows, self.bands, strict=True):
            _lay_band(band, flow, laid, unit, thick)
        for side, (parties, edges) in enumerate(zip(self.sides, (laid.left, laid.right), strict=True)):
            paler = self.guessed.sum(axis=1 - side) * laid.unit
            thin = (self.grid - self.shown).sum(axis=1 - side) * laid.unit
            for party, (top, bottom), tall, low in zip(parties, edges, paler, thin, strict=True):
                shared = {"x": side * (1 - thick), "width": thick}
                party.block.set(y=top / unit, height=(bottom - top) / unit, **shared)
                party.block.set_linewidth(0.0 if bottom > top else 0.8 * pen.scale)
                party.paler.set(y=(bottom - tall) / unit, height=tall / unit, **shared)
                inward = thick if not side else 1 - 2 * thick
                party.rest.set(x=inward, y=(bottom - low) / unit, width=thick, height=low / unit)
            self._place_names(side, edges.mean(axis=1), slot, box, pt, pen)
        # heads end where nodes do, unless the lane of names is too narrow
        left, right = (pen.size(head.artist)[0] for head in self.heads)
        ends = max(box.x0 + _NODE * pt, slot.x0 + left), min(box.x1 - _NODE * pt, slot.x1 - right)
        for head, end in zip(self.heads, ends, strict=True):
            head.artist.set_position((across(end, box), up(box.y1 + 3 * pt, box)))
        self._place_key(laid.unit, box, pt)

    def _place_names(
        self, side: int, middles: np.ndarray, slot: Bbox, box: Bbox, pt: float, pen: Pen
    ) -> None:
        parties = self.sides[side]
        heights = [max(pen.size(p.name.artist)[1], pen.size(p.amount.artist)[1]) + pt for p in parties]
        wanted = [box.y1 - middle + tall / 2 for middle, tall in zip(middles, heights, strict=True)]
        # names may stand a little lower than nodes, beside the key
        tops = spread(wanted, heights, box.y0 - 0.5 * self.below, box.y1 + 2 * pt)
        away = 1 if side else -1
        edge = box.x1 if side else box.x0
        for party, middle, top, tall in zip(parties, middles, tops, heights, strict=True):
            at, node = up(top - tall / 2, box), up(box.y1 - middle, box)
            near = edge + away * _LEADER * pt
            far = near + away * (self.amounts[side] + (5 * pt if self.amounts[side] else 0))
            # amounts stand in a column, next to their nodes
            party.amount.artist.set_position((across(near if not side else far - 5 * pt, box), at))
            party.name.artist.set_position((across(far, box), at))
            shift = abs(at - node) * box.height
            ends = [edge + away * pt, edge + away * 3 * pt, near - away * 2.5 * pt, near - away * pt]
            party.leader.set_data([across(x, box) for x in ends], [node, node, at, at])
            party.leader.set(visible=shift > 1.5 * pt, linewidth=0.5 * pen.scale)

    def _place_key(self, unit: float, box: Bbox, pt: float) -> None:
        """The bar that says how wide a round figure is."""
        self.key.set_visible(unit > 0)
        if not unit:
            return
        value = _round_below(_KEY * pt / unit)
        bottom = box.y0 - (_KEY + 7) * pt
        tall = value * unit
        self.key.set(transform=self.key_words.artist.get_transform())
        self.key.set(x=0, y=up(bottom, box), width=_NODE * pt / box.width, height=tall / box.height)
        number = Ticks().format_ticks([value])[0]
        money = self.scale.unit not in numbers.COUNTED
        name = self.scale.amount(number) if money else f"{number} {self.scale.phrase()}"
        beside = across(box.x0 + (_NODE + 4) * pt, box), up(bottom + tall / 2, box)
        self.key_words.write(name)
        self.key_words.artist.set_position(beside)


def _round_below(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a value."""
    power = decade(magnitude(value))
    return max(step for step in (1, 2, 5) if step * power <= value * (1 + 1e-9)) * power


def _band(ax: Axes, flow: Flow) -> PathPatch:
    band = PathPatch(Path(np.zeros((9, 2)), _CURVED), linewidth=0, clip_on=False)
    if np.isnan(flow.value):
        band.set(facecolor="none", edgecolor=flow.colour, linestyle=(0, (4, 2)))
        band.set(label="undisclosed", zorder=2)
    else:
        # the small are drawn over the large; what is pale would be lost if it let more through
        alpha = 0.8 if style.luminance(flow.colour) > 0.5 else 0.55
        band.set(facecolor=flow.colour, alpha=alpha, label="band", zorder=1 + 1 / (2 + flow.value))
    ax.add_artist(band)
    return band


def _lay_band(band: PathPatch, flow: Flow, laid: Layout, unit: float, thick: float) -> None:
    at = flow.from_, flow.to
    x0, x1 = thick, 1 - thick
    if np.isnan(flow.value):
        # from below the bands of its supplier to below those of its recipient
        y0, y1 = laid.left[flow.from_, 1] / unit, laid.right[flow.to, 1] / unit
        ends = [(x0, y0), (0.5, y0), (0.5, y1), (x1, y1)]
        band.set_path(Path(ends, _CURVED[:4]))
        band.set_linewidth(0.8)
        return
    y0, y1, width = laid.from_[at] / unit, laid.to[at] / unit, flow.value
    upper = [(x0, y0), (0.5, y0), (0.5, y1), (x1, y1)]
    lower = [(x, y + width) for x, y in reversed(upper)]
    band.set_path(Path([*upper, *lower, upper[0]], _CURVED))


def _party(ax: Axes, node: Node, *, right: bool) -> Party:
    shared = {"va": "center", "fontsize": style.LABEL}
    words_ = "\n".join(filter(None, (node.name, node.note)))
    name = text(ax, words_, label="row", ha="left" if right else "right", **shared)
    amount = text(ax, node.amount, label="amount", ha="right", color=style.QUIET, **shared)
    leader = Line2D([], [], transform=ax.transAxes, color=style.QUIET, clip_on=False, label="leader")
    ax.add_artist(leader)
    looks: dict[str, dict[str, Any]] = {
        "node": {"facecolor": node.colour, "edgecolor": node.colour, "zorder": 3},
        "estimated": {"facecolor": style.tint(node.colour, style.PALER), "zorder": 3.2},
        "smaller": {"facecolor": style.UNKNOWN, "zorder": 2},
    }
    block, paler, rest = (
        Rectangle((0, 0), 0, 0, linewidth=0, clip_on=False, label=label, **look)
        for label, look in looks.items()
    )
    for patch in (block, paler, rest):
        ax.add_patch(patch)
    return Party(Flowing(name), Flowing(amount), leader, block, paler, rest)


@dataclass(frozen=True)
class Layout:
    """Places from the top down: of each node its upper and lower edge, of each band its two upper edges."""

    left: np.ndarray
    right: np.ndarray
    from_: np.ndarray
    to: np.ndarray
    unit: float


def crossed(flows: np.ndarray) -> float:
    """How much crosses, each pair of bands by the product of their flows."""
    lower = flows[::-1].cumsum(axis=0)[::-1].cumsum(axis=1)
    # of each band, all that start below it and end above it
    return float((flows[:-1, 1:] * lower[1:, :-1]).sum())


def untangled(flows: np.ndarray, free: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Orders of rows and columns in which little crosses: the barycentre heuristic, then exchanges.

    Both sides are ordered in turn by the mean place of what each node is tied to (K. Sugiyama, S. Tagawa and
    M. Toda, IEEE Transactions on Systems, Man, and Cybernetics 11, 1981, 109–125), the more often from
    another start the fewer nodes there are; from the best order met, neighbours change places as long as
    that helps. Only the first `free` of each side move. The same flows give the same order.
    """
    shuffled = np.random.default_rng(0)
    met = []
    for turn in range(min(max(1, _TRIES // flows.size), _STARTS)):
        columns = np.arange(flows.shape[1])
        if turn:
            columns[: free[1]] = shuffled.permutation(free[1])
        met.append(_swept(flows, columns, free))
    least = min(found[0] for found in met)
    _, rows, columns = next(found for found in met if found[0] <= least * (1 + 1e-9))
    return _upright(flows, *_exchanged(flows, rows, columns, free), free)


def _swept(
    flows: np.ndarray, columns: np.ndarray, free: tuple[int, int]
) -> tuple[float, np.ndarray, np.ndarray]:
    """How much crosses in the best orders that sweeps from an order of columns lead to, and these orders."""
    rows = np.arange(flows.shape[0])
    best = np.inf, rows, columns
    while True:
        rows = _by_barycentre(flows[:, columns], rows, free[0])
        columns = _by_barycentre(flows[rows].T, columns, free[1])
        now = crossed(flows[np.ix_(rows, columns)])
        if now >= best[0] * (1 - 1e-9):
            return best
        best = now, rows, columns


def _exchanged(
    flows: np.ndarray, rows: np.ndarray, columns: np.ndarray, free: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The orders after every exchange of neighbours that lets less cross."""
    orders = [rows.copy(), columns.copy()]
    now = crossed(flows[np.ix_(*orders)])
    before = np.inf
    while now < before:
        before = now
        for order, most in zip(orders, free, strict=True):
            for place in range(most - 1):
                order[[place, place + 1]] = order[[place + 1, place]]
                after = crossed(flows[np.ix_(*orders)])
                if after < now * (1 - 1e-9):
                    now = after
                else:
                    order[[place, place + 1]] = order[[place + 1, place]]
    return orders[0], orders[1]


def _upright(
    flows: np.ndarray, rows: np.ndarray, columns: np.ndarray, free: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The orders or, where no more would cross, the same upside down, so that the first row stands higher."""
    turned = [
        np.r_[order[:most][::-1], order[most:]] for order, most in zip((rows, columns), free, strict=True)
    ]
    higher = np.argmin(turned[0]) < np.argmin(rows)
    less = crossed(flows[np.ix_(*turned)]) <= crossed(flows[np.ix_(rows, columns)]) * (1 + 1e-9)
    return (turned[0], turned[1]) if higher and less else (rows, columns)


def _by_barycentre(flows: np.ndarray, order: np.ndarray, free: int) -> np.ndarray:
    """`order` of the rows of `flows`, by the mean column of each row's flow."""
    tied = flows.sum(axis=1)
    means = np.full(len(flows), np.inf)
    # no matrix product, whose last digits depend on the processor; equal means keep their order
    summed = (flows * np.arange(flows.shape[1])).sum(axis=1)
    means[tied > 0] = np.round(summed[tied > 0] / tied[tied > 0], 9)
    moving = order[:free]
    return np.concatenate([moving[np.argsort(means[moving], kind="stable")], order[free:]])


def layout(
    flows: np.ndarray, shown: np.ndarray, height: float, *, gap: float, most: float = np.inf
) -> Layout:
    """Nodes and bands in a given height, in the order of rows and columns; all flows are 0 or more.

    Nodes are as high as all their flows, and within them the bands that are `shown` come first. A unit is at
    most so high.
    """
    gap = min(gap, _GAPS * height / max(max(flows.shape) - 1, 1))
    room = height - gap * (max(flows.shape) - 1)
    unit = float(min(room / flows.sum(), most)) if flows.any() else 0.0
    left, right = (_nodes(flows.sum(axis=axis) * unit, height, gap) for axis in (1, 0))
    # within a node bands follow the order of their other ends
    from_ = left[:, :1] + (shown.cumsum(axis=1) - shown) * unit
    to = right[:, :1].T + (shown.cumsum(axis=0) - shown) * unit
    return Layout(left, right, from_, to, unit)


def _nodes(heights: np.ndarray, height: float, gap: float) -> np.ndarray:
    """Upper and lower edges; the side with fewer nodes has wider gaps and stands in the middle."""
    spare = height - heights.sum()
    between = min(spare / max(len(heights) - 1, 1), _LOOSE * gap)
    top = (spare - between * (len(heights) - 1)) / 2
    lower = top + heights.cumsum() + between * np.arange(len(heights))
    return np.column_stack([lower - heights, lower])
