"""Flows from suppliers to recipients as bands as wide as their figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts.draw import style
from armsflow.charts.flows_bands import Flow, Node, Streams, untangled
from armsflow.charts.protocol.options import Options
from armsflow.charts.protocol.pairs import PairsChart
from armsflow.charts.text import foot, numbers, titles
from armsflow.errors import one_of
from armsflow.languages import message, number, say, say_count
from armsflow.records.schema import FIGURE, SIDES, is_rest

__all__ = ["plot_flows"]

_ORDERS = ("crossings", "totals")
_THIN = 0.003  # of all flows, half a point of a chart over a page


def plot_flows(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    order: str = "crossings",
    **options: Unpack[Options],
) -> Axes:
    """Bands from suppliers at the left to recipients at the right, as wide as their figures (Sankey).

    A band has the colour of its supplier. Each party stands with the sum of its bands; one that supplies
    and receives stands on both sides. Nodes and bands are exactly as high as their figures: parties with less
    than 0.3 per cent of all are one node, "Smaller flows", and thinner bands one grey end at each node. What
    has no figure is a thin dashed line and "+ n undisclosed".
    "Others" and "Unknown" stand last, in grey. The bar below the bands says how wide a figure is.

    Parameters
    ----------
    totals : summary
        What ``totals(records, by=["supplier", "recipient"])`` returns, for one window.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    order : {"crossings", "totals"}
        Parties from top to bottom: so that bands cross little, or from the largest total down.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        Heights are in the step of the chart, from the top down.

    Raises
    ------
    ArgumentError
        If `order` is another; if the frame is not that of `totals` by supplier and recipient or has no rows;
        if figures cannot be added along a side, because windows, stages, units, prices, sources, releases,
        reporters or other keys differ, because pieces are of no one category, or because "all" stands beside
        named parties; or if there are more than 40 suppliers or recipients.

    Notes
    -----
    Parties are ordered by the barycentre heuristic of K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual
    understanding of hierarchical system structures", IEEE Transactions on Systems, Man, and Cybernetics 11
    (1981), 109–125, with bands weighed by their figures; then neighbours change places where that helps.

    Examples
    --------
    How wide is each band, in figures that are invented?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame(
    ...     {
    ...         "supplier": ["Russia", "Russia", "India"],
    ...         "recipient": ["Azerbaijan", "Armenia", "Armenia"],
    ...         "value": [90, 60, 40],
    ...     }
    ... )
    >>> records = af.to_records(given, year=2014, stage="delivery", unit="TIV", source="invented")
    >>> ax = af.plot_flows(af.totals(records, by=["supplier", "recipient"]))
    >>> ax.figure.draw_without_rendering()
    >>> nodes = [patch for patch in ax.patches if patch.get_label() == "node"]
    >>> [round(float(node.get_height())) for node in nodes]
    [150, 40, 90, 100]
    """
    one_of(order, _ORDERS, "order")
    chart = FlowsChart.of(totals, options, by_totals=order == "totals")
    return chart.draw(ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class FlowsChart(PairsChart):
    """Bands for pairs; parties by their totals, or else so that bands cross little."""

    function = "plot_flows"
    gathers = "window"

    by_totals: bool

    def subtitle(self, *more: str) -> str:
        return super().subtitle(say("bands as wide as their figures"), *more)

    def notes(self) -> list[str]:
        frame, value = self.pairs, self.pairs["value"]
        known = value[value > 0]
        notes = []
        if value.isna().any():
            notes.append(foot.of_marks(say("Dashed: not disclosed, or a range only.")))
        if (frame["estimated"].fillna(0) * value.fillna(0) > 0).any():
            notes.append(foot.paler_note())
        if self.smaller or (known < _THIN * known.sum()).any():
            notes.insert(0, self._smaller_note())
        bounds = foot.bounds_note(
            frame,
            self.labels,
            message("Widths: figures as printed, without bounds; widest for {widest}."),
            self.scale.bounds,
        )
        return [*notes, bounds, foot.others_note(frame)]

    def _smaller_note(self) -> str:
        """How many flows are too thin to be seen, and what they come to together."""
        whole = self.pairs["value"].sum()
        parties = np.any([(f"{side} " + self.pairs[side]).isin(self.smaller) for side in SIDES], axis=0)
        thin = self.pairs[(self.pairs["value"] > 0) & (parties | (self.pairs["value"] < _THIN * whole))]
        part = numbers.per_cent(thin["value"].sum() / whole)
        return say(
            "Smaller flows ({count}, together {part} per cent of all) have no band of their own.",
            count=len(thin),
            part=number(part),
        )

    @cached_property
    def smaller(self) -> list[str]:
        """The parties of either side that have so little that their node would not be seen."""
        found: list[str] = []
        for side in SIDES:
            sums = self.sums(side)
            told = self.pairs["value"].notna().groupby(self.pairs[side]).all()
            few = [
                code for code in sums.index
                if 0 < sums[code] < _THIN * sums.sum() and told[code] and not is_rest(code)
            ]  # fmt: skip
            # a single one keeps its name
            found += [f"{side} {code}" for code in few] if len(few) > 1 else []
        return found

    @cached_property
    def drawn(self) -> FlowsChart:
        """The chart with the smaller parties of either side as one."""
        if not self.smaller:
            return self
        frame = self.frame.copy()
        for side in SIDES:
            few = (f"{side} " + frame[side]).isin(self.smaller)
            frame[side] = frame[side].mask(few, "smaller")
        guessed = frame["estimated"].fillna(0) * frame["value"].fillna(0)
        sums = frame.assign(_guessed=guessed).groupby(list(SIDES), sort=False)
        folded = (
            sums.first()
            .assign(**{name: sums[name].sum(min_count=1) for name in (*FIGURE, "undisclosed", "_guessed")})
            .reset_index()[[*SIDES, *(c for c in frame if c not in SIDES), "_guessed"]]
        )
        folded = folded.assign(estimated=folded["_guessed"] / folded["value"].where(folded["value"] > 0))
        return replace(self, frame=folded[list(frame.columns)])

    def words(self) -> str:
        return self.words_for("bands")

    def body(self, ax: Axes) -> Streams:
        return _draw(ax, self.drawn, _ordered(self.drawn))


def _ordered(sums: FlowsChart) -> list[list[str]]:
    """The parties of both sides from top to bottom."""
    sides = [sums.order(side) for side in SIDES]
    if sums.by_totals:
        return sides
    free = [sum(not is_rest(code) for code in side) for side in sides]
    orders = untangled(_grid(sums, sides), (free[0], free[1]))
    return [[side[place] for place in places] for side, places in zip(sides, orders, strict=True)]


def _grid(sums: FlowsChart, sides: list[list[str]]) -> np.ndarray:
    """How much each band weighs in the order; one without a figure as little as the least."""
    value = sums.pairs["value"]
    least = value[value > 0].min() if (value > 0).any() else 1.0
    weighed = sums.pairs.assign(value=value.fillna(least))
    values = weighed.set_index(list(SIDES))["value"].unstack()
    return values.reindex(index=sides[0], columns=sides[1]).fillna(0).to_numpy(dtype=float)


def _draw(ax: Axes, sums: FlowsChart, sides: list[list[str]]) -> Streams:
    nodes = [[_node(sums, side, code) for code in codes] for side, codes in zip(SIDES, sides, strict=True)]
    places = [{code: place for place, code in enumerate(codes)} for codes in sides]
    thin = _THIN * sums.pairs["value"].sum()
    flows = [
        Flow(
            places[0][row["supplier"]], places[1][row["recipient"]], row["value"],
            float(np.nan_to_num(row["estimated"])), _colour(sums, row), bool(0 < row["value"] < thin),
        )
        for _, row in sums.pairs.iterrows()
    ]  # fmt: skip
    return Streams(ax, nodes, flows, sums.scale, [say(titles.called(side, sums.frame)[0]) for side in SIDES])


def _colour(sums: FlowsChart, row: pd.Series) -> str:
    """The colour of the supplier; of what is highlighted, either end counts."""
    usual = style.row_colour(row, SIDES[:1])
    return sums.palette.of(
        [row["supplier"], row["recipient"]], sums.palette.given.get(row["supplier"], usual)
    )


def _node(sums: FlowsChart, side: str, code: str) -> Node:
    rows = sums.pairs[sums.pairs[side] == code]
    total = sums.sums(side)[code]
    within = int((rows["value"].isna() & rows["low"].notna()).sum())
    hidden = int(rows["undisclosed"].sum())
    notes = [
        say_count("+\u00a0{count}\u00a0undisclosed", "+\u00a0{count}\u00a0undisclosed", hidden)
        if hidden
        else "",
        say_count("+\u00a0{count}\u00a0range", "+\u00a0{count}\u00a0ranges", within) if within else "",
    ]
    usual = style.supplier_colour(code) if side == "supplier" or is_rest(code) else style.QUIET
    colour = sums.palette.of([code], usual)
    amount = numbers.DASH if np.isnan(total) else sums.figure(total)
    return Node(sums.name(code), amount, "\n".join(filter(None, notes)), colour)
