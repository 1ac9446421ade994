"""The body of a rankings chart: a table with bars, and fewer columns where there is less room.

`Standing` holds the words and figures of one row, `Placing` its artists, `Plan` what is shown at a width;
`Standings` measures, chooses the plan and places everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from armsflow.charts.draw import style
from armsflow.charts.draw.layout import Numbers, Room, reach, text
from armsflow.charts.draw.marks import Ticks, estimated, whisker
from armsflow.charts.draw.places import across, unit, up
from armsflow.charts.draw.rows import Row, apportioned
from armsflow.charts.draw.typeset import Flowing, Pen, Sized
from armsflow.charts.text.numbers import DASH
from armsflow.rounding import NBSP

__all__: list[str] = []

_GAP, _NEAR, _FAR = 7.0, 5.0, 12.0  # points before figures, about names, before partners
_REACH = 3.0  # points of a gap that a head may take
_LEAST = 40.0  # points of scale that a chart in full type keeps
_SCALES = (0.2, 0.13)  # parts of the width that the scale keeps beside partners, at best and at the least
_WRAP = 38.0  # points of a figure that is bounds only, where there is little room
_FEW = 24.0  # and what it has at the very least
#: The decimals of a number, which in no language are three as behind a thousand.
_DECIMAL = re.compile(r"[.,]\d{1,2}$")
COLUMNS = ("share", "previous", "change")
_THICK, _THIN = 0.62, 0.26  # parts of the height that both bars have together


@dataclass(frozen=True)
class Plan:
    """What is shown where there is less and less room."""

    partners: int
    bounds: bool = True
    turned: bool = False  # whether windows stand in two lines at the heads
    before: bool = True  # whether the window before stands in figures too
    lane: float = 0.32  # the part of the width that names may take


def _plans(partners: int) -> Iterator[Plan]:
    """All that is shown first; then without what tells least."""
    for turned in (False, True):
        yield from (Plan(number, turned=turned, lane=0.24) for number in range(partners, 0, -1))
    for bounds in (True, False):
        yield from (Plan(0, bounds, turned) for turned in (False, True))
    yield Plan(0, False, True, lane=0.22)
    yield Plan(0, False, True, before=False)
    yield Plan(0, False, True, before=False, lane=0.2)


class Standings:
    """Body of a chart that is a ranked table with bars in it."""

    kinds = ("per cent", "rows")

    def __init__(
        self, ax: Axes, rows: Sequence[Standing], heads: Sequence[str], last: str, *, compared: bool
    ) -> None:
        """`heads` are those of the columns of figures, `last` that of the partners.

        Rows that are not `compared` with the window before have no column of it and none of changes.
        """
        self.compared = compared
        known = np.concatenate([figures(row) for row in rows])
        known = known[np.isfinite(known)]
        end = 1.04 * (known.max(initial=0.0) or 1.0)
        reach(ax, x=(0, end), y=(len(rows), 0))
        ax.set_yticks([])
        self.steps = MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10])
        ax.xaxis.set_major_locator(self.steps)
        ax.xaxis.set_major_formatter(Ticks())
        ax.tick_params(axis="x", labelbottom=False)  # shares are printed
        ax.axvline(0, color=style.INK, linewidth=0.8, zorder=2.6, label="zero")
        self.numbers = Numbers(ax)
        self.heads = [_head(ax, words, ha="right") for words in heads]
        self.windows = list(heads)
        self.last = _head(ax, last, ha="left")
        self.rows = [Placing(ax, row, n + 0.5, end, alone=not compared) for n, row in enumerate(rows)]
        self.partners = max(len(row.partners) for row in rows)
        self.pointed = [any(_DECIMAL.search(row.cells[n][0]) for row in rows) for n in range(len(COLUMNS))]
        self.rule = _rule(ax, style.INK)
        # after every fifth place, as tables in print have it
        fifth = [row.place.isdigit() and int(row.place) % 5 == 0 for row in rows[:-1]]
        self.rules = [_rule(ax, style.RULE) if each else None for each in [*fifth, False]]

    def measure(self, width: float, height: float, pt: float, pen: Pen) -> Room:
        """What names, figures and partners need; what tells least gives way first."""
        for plan in _plans(self.partners):
            left, right = self._widths(plan, width, pt, pen)
            scale = width - left - right
            least, natural = self._heights(pt)
            if scale >= self._scale(plan, width, pt) and not (self.bounded and least > height):
                break
        heads = [*self.heads, *([self.last] if plan.partners else [])]
        above = max(head.fit(np.inf, pen)[1] for head in heads) + 6 * pt
        # where even the shortest scale has no room, smaller type may help
        least = least if scale >= _FEW * pt else np.inf
        return Room(left, right, above, 3 * pt, least, natural, most=1.8 * natural)

    def _scale(self, plan: Plan, width: float, pt: float) -> float:
        return max(_LEAST * pt, _SCALES[-1] * width if plan.partners else 0.0)

    def _widths(self, plan: Plan, width: float, pt: float, pen: Pen) -> tuple[float, float]:
        """Set the words of a plan, and say what they need to the left and to the right of the scale."""
        self.plan = plan
        self.bounded = plan.bounds and any(span.words for row in self.rows for span in row.bounds)
        for row in self.rows:
            row.show(plan.partners, bounded=self.bounded)
        for head, words in zip(self.heads, self.windows, strict=True):
            head.words = words.replace(DASH, "\n" + DASH) if plan.turned else words
        self.digits = _widest([row.place for row in self.rows], pen)
        self._ruler(pen)
        lane = min(_widest([row.name for row in self.rows], pen), plan.lane * width)
        for row in self.rows:
            row.name_size = row.name.fit(lane, pen)
        names = max(row.name_size[0] for row in self.rows)
        self._figures(pt, pen)
        left = self.digits + names + 2 * _NEAR * pt
        right = sum(self.columns[n] + _GAP * pt for n in self._kept()) + 2 * pt
        if not plan.partners:
            return left, right
        right += _FAR * pt
        return left, right + self._partners(width - left - right, width, pt, pen)

    def _kept(self) -> list[int]:
        if not self.compared:
            return [0]
        return [n for n, name in enumerate(COLUMNS) if name != "previous" or self.plan.before]

    def _ruler(self, pen: Pen) -> None:
        """Measure a line of each size of type, and the decimals that whole numbers leave free."""
        flow = self.rows[0].cells[0]
        told, sizes = flow.words, []
        for flow.words in ("0.0", "0", told):
            sizes.append(flow.fit(np.inf, pen))
        point = sizes[0][0] - sizes[1][0]
        self.points = [point if pointed else 0.0 for pointed in self.pointed]
        self.lines = {"cell": sizes[1][1], "bounds": self.last.fit(np.inf, pen)[1]}

    def _figures(self, pt: float, pen: Pen) -> None:
        """The widths of the columns of figures, with their heads and, if they are shown, the bounds."""
        # a head may reach into the gap before its column
        widths = [[head.fit(np.inf, pen)[0] - _REACH * pt for head in self.heads]]
        for row in self.rows:
            sizes = [cell.fit(np.inf if self.plan.bounds else _WRAP * pt, pen) for cell in row.cells]
            row.cells_tall = max(tall for _, tall in sizes)
            hung = [hang(cell.artist, point) for cell, point in zip(row.cells, self.points, strict=True)]
            widths.append([wide + inward for (wide, _), inward in zip(sizes, hung, strict=True)])
        if self.bounded:
            widths += [[span.fit(np.inf, pen)[0] for span in row.bounds] for row in self.rows]
        self.columns = np.max(widths, axis=0)

    def _partners(self, room: float, width: float, pt: float, pen: Pen) -> float:
        """The width of the partners beside the scale, in two lines at most, or infinite if that fails."""
        for part in _SCALES:
            spare = max(room - max(_LEAST * pt, part * width), 0.0)
            for row in self.rows:
                row.partners_size = row.partners.fit(spare, pen)
            lines = np.array([row.partners_size[1] for row in self.rows]) / self.lines["bounds"]
            # few rows of two lines are better than a short scale, and many worse
            if np.mean(lines > 1.5) <= 0.25:
                break
        widest = max(row.partners_size[0] for row in self.rows)
        return np.inf if lines.max() > 2.6 else max(widest, self.last.fit(np.inf, pen)[0])

    def _heights(self, pt: float) -> tuple[float, float]:
        """The least and the natural height of all rows, which are kept one by one."""
        tall = np.array([row.tall(self.lines, bounded=self.bounded) for row in self.rows])
        self.least = tall + 1.5 * pt
        self.natural = np.maximum(tall + 4 * pt, 12.5 * pt)
        return float(self.least.sum()), float(self.natural.sum())

    def place(self, ax: Axes, slot: Bbox, box: Bbox, pt: float, pen: Pen) -> None:
        """Put names at the left edge, columns at the right, a rule below the heads."""
        self.numbers.scale(pen.scale)
        self.steps.set_params(nbins=int(np.clip(box.width / (34 * pt), 1, 4)))
        edges = self._edges(box, pt)
        step = unit(ax, box)
        ends = across(slot.x0, box), across(slot.x1, box)
        self.rule.set(xdata=ends, ydata=[-1.5 * pt * step] * 2, linewidth=0.6 * pen.scale)
        heights = apportioned(box.height, self.least, self.natural)
        half = min(0.31 * heights.min(), 8 * pt) * step
        top = 0.0
        for row, rule, height in zip(self.rows, self.rules, heights, strict=True):
            row.place.artist.set_x(across(slot.x0 + self.digits, box))
            row.name.artist.set_x(across(slot.x0 + self.digits + _NEAR * pt, box))
            self._cells(row, edges, box)
            row.lay((top + height / 2) * step, half, step, self.lines, pen.scale)
            top += height
            if rule:
                rule.set(xdata=ends, ydata=[top * step] * 2)
        self._heads(edges, box, pt)

    def _edges(self, box: Bbox, pt: float) -> list[float]:
        """Right edges of the columns of figures, and the left edge of the partners."""
        edges, x = [], box.x1 + 2 * pt
        for n, wide in enumerate(self.columns):
            x += wide + _GAP * pt if n in self._kept() else 0.0
            edges.append(x)
        return [*edges, x + _FAR * pt]

    def _heads(self, edges: Sequence[float], box: Bbox, pt: float) -> None:
        for n, (head, edge) in enumerate(zip([*self.heads, self.last], edges, strict=True)):
            shown = n in self._kept() if n < len(self.heads) else bool(self.plan.partners)
            head.artist.set_position((across(edge, box), up(box.y1 + 3.5 * pt, box)))
            head.show(shown)

    def _cells(self, row: Placing, edges: Sequence[float], box: Bbox) -> None:
        row.partners.artist.set_x(across(edges[-1], box))
        for n, (cell, span) in enumerate(zip(row.cells, row.bounds, strict=True)):
            inward = hang(cell.artist, self.points[n])
            cell.artist.set_x(across(edges[n] - inward, box))
            cell.show(n in self._kept())
            span.artist.set_x(across(edges[n], box))


def _widest(flows: Sequence[Flowing], pen: Pen) -> float:
    return max(flow.fit(np.inf, pen)[0] for flow in flows)


def _head(ax: Axes, words: str, *, ha: str) -> Flowing:
    options = {"ha": ha, "va": "bottom", "multialignment": ha, "color": style.QUIET}
    return Flowing(text(ax, words, label="column", **options))


def _rule(ax: Axes, colour: str) -> Line2D:
    rule = Line2D([0, 1], [0, 0], transform=ax.get_yaxis_transform(), color=colour, linewidth=0.6)
    rule.set(clip_on=False, label="rule", zorder=0.5)
    ax.add_artist(rule)
    return rule


@dataclass(frozen=True)
class Standing:
    """The words of one row, and its figures in the step of the chart."""

    place: str
    state: bool  # what is none stands in italics
    now: Row
    before: Row
    cells: Sequence[tuple[str, str]]  # one for each of the columns, with its bounds
    partners: Sequence[str]


class Placing:
    """The artists of one row."""

    def __init__(self, ax: Axes, row: Standing, y: float, end: float, *, alone: bool) -> None:
        self.row, self.alone = row, alone
        name = {} if row.state else {"color": style.QUIET, "fontstyle": "italic"}
        quiet = {"color": style.QUIET}
        self.place = self._words(ax, row.place, "place", y, ha="right", **quiet)
        self.name = self._words(ax, row.now.name, "row", y, **name)
        self.cells = [
            self._words(ax, cell, label, y, ha="right", **quiet if label == "previous" else {})
            for label, (cell, _) in zip(COLUMNS, row.cells, strict=True)
        ]
        self.bounds = [
            self._words(ax, span, "detail", y, ha="right", fontsize=style.SMALL, **quiet)
            for _, span in row.cells
        ]
        self.partners = self._words(ax, "", "partners", y, fontsize=style.SMALL)
        self.name_size = self.partners_size = (0.0, 0.0)
        self.cells_tall = 0.0
        self.bars: list[tuple[Patch, bool]] = []
        self.marks: list[tuple[Line2D, bool, Sized]] = []
        for part, thin in ((row.now, False), (row.before, True)):
            self._draw(ax, part, y, end, thin=thin)

    def _words(self, ax: Axes, words: str, label: str, y: float, **kwargs: object) -> Flowing:
        place = ax.get_yaxis_transform()
        options = {"fontsize": style.LABEL, "va": "center", "transform": place, **kwargs}
        options["multialignment"] = options.get("ha", "left")
        artist = text(ax, words, label=label, **options)
        artist.set_y(y)
        return Flowing(artist)

    def _draw(self, ax: Axes, row: Row, y: float, end: float, *, thin: bool) -> None:
        lines, patches = len(ax.lines), len(ax.patches)
        if row.value > 0:
            ax.barh(
                [y], [row.value], 0.5, **style.fill(row.colour), zorder=2, label="before" if thin else "bar"
            )
            estimated(ax, row, (0, y - 0.25), (row.value, 0.5), upright=False)
        whisker(
            ax, row, y, end, colour=style.QUIET if thin else style.INK, halo=not thin,
            cap=3.0 if thin else 4.5, width=0.7 if thin else None,
        )  # fmt: skip
        for mark in list(ax.lines)[lines:]:
            mark.set_label(f"before, {mark.get_label()}" if thin else mark.get_label())
            self.marks.append((mark, thin, Sized(mark)))
        self.bars += [(patch, thin) for patch in list(ax.patches)[patches:]]

    def show(self, partners: int, *, bounded: bool) -> None:
        """Show bounds or not; of the partners the first few, none torn apart."""
        for span in self.bounds:
            span.show(bounded)
        self.partners.words = f"{NBSP}· ".join(self.row.partners[:partners])
        self.partners_size = (0.0, 0.0)
        self.partners.write(self.partners.words)

    def tall(self, lines: dict[str, float], *, bounded: bool) -> float:
        """The height of its words [pixels], `lines` being those of one line of each size of type."""
        below = lines["bounds"] if bounded else 0.0
        return max(self.cells_tall + below, self.name_size[1], self.partners_size[1])

    def lay(self, y: float, half: float, unit: float, lines: dict[str, float], scale: float) -> None:
        """Put all at a height; `half` is that of both bars together, `unit` one pixel of the scale."""
        for words in (self.place, self.name, self.partners):
            words.artist.set_y(y)
        for cell, span in zip(self.cells, self.bounds, strict=True):
            two = bool(span.artist.get_visible() and span.words)
            cell.artist.set_y(y - two * lines["bounds"] / 2 * unit)
            span.artist.set_y(y + lines["cell"] / 2 * unit)
        middle = {False: y if self.alone else y - (1 - _THICK) * half, True: y + (1 - _THIN) * half}
        thick = {False: _THICK * half, True: _THIN * half}
        for bar, thin in self.bars:
            bar.set(y=middle[thin] - thick[thin], height=2 * thick[thin])
        for mark, thin, size in self.marks:
            mark.set_ydata([middle[thin]] * np.size(mark.get_xdata()))
            size.scale(scale)


def hang(artist: Text, point: float) -> float:
    """How far a whole number stands left of the edge, so that points stand below each other."""
    words = artist.get_text()
    whole = words[-1:].isdigit() and not _DECIMAL.search(words)
    return point if whole else 0.0


def figures(row: Standing) -> np.ndarray:
    """All that one row puts on the scale."""
    return np.array([[part.value, part.low, part.high] for part in (row.now, row.before)])
