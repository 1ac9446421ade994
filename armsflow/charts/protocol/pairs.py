"""Sums by supplier and recipient: what charts of pairs check alike, their order and their words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.protocol.chart import Chart
from armsflow.charts.text import description, names, numbers, titles
from armsflow.errors import ArgumentError, sample
from armsflow.languages import say, say_in
from armsflow.records.schema import FIGURE, MEANING, SIDES, is_rest

__all__: list[str] = []

_MOST = 40
_FOLD = "keep the largest: totals(records, …, top={'supplier': 10, 'recipient': 10})"


@dataclass(frozen=True, kw_only=True, eq=False)
class PairsChart(Chart):
    """A chart of sums by supplier and recipient in one window."""

    #: Whether figures stand in cells that are narrow.
    narrow: ClassVar[bool] = False

    noun = "totals"
    texts = tuple(column for column in MEANING if column not in check.COMMON)
    figures = ("estimated",)

    def check_frame(self) -> None:
        if missing := [side for side in SIDES if side not in self.keys]:
            raise ArgumentError(
                f"{self.function} draws totals of pairs, and the keys of this frame are {sample(self.keys)}; "
                f"missing: {sample(missing)}; call totals(records, by=['supplier', 'recipient'])",
                rows=missing,
            )
        if check.is_spending(self.frame):
            raise ArgumentError(
                f"{self.function} draws what one party gives another, and the dataset is "
                f"{sample(sorted(set(self.frame['dataset'])))}, which has no suppliers; draw it with "
                "plot_totals(totals(records, by='recipient')) or plot_map",
                rows=list(SIDES),
            )
        check.one_unit(self.frame, chart=self.function)
        remedy = "draw one at a time: where(records, stage=…)"
        check.one_stage(self.frame, chart=self.function, remedy=remedy)
        self._check_sums()
        windows = list(self.frame.sort_values(["start", "end"])["period"].drop_duplicates())
        remedy = "choose one with where(records, years=…), or add all with totals(records, …, over=…)"
        check.at_most(windows, 1, chart=self.function, what="window", remedy=remedy)
        check.once(self.frame, SIDES, chart=self.function)
        for side in SIDES:
            codes = sorted(set(self.frame[side]))
            check.at_most(codes, _MOST, chart=self.function, what=f"{side}s", remedy=_FOLD)

    def _is_of_one_category(self) -> bool:
        """Whether one category was chosen of all, which has no subdivisions."""
        categories = check.selection_of(self.frame).get("category", ())
        return len(categories) == 1 and not names.has_subdivisions(categories[0])

    def _check_sums(self) -> None:
        """Raise where figures along a side could not be added."""
        adds = f"{self.function} adds the figures of each party"
        for column in (*MEANING, *(key for key in self.keys if key not in SIDES)):
            values = sorted(set(self.frame[column]))
            if len(values) > 1:
                raise ArgumentError(
                    f"{adds}, and {column} is {sample(values)}; draw one at a time: "
                    f"frame[frame[{column!r}] == {values[0]!r}]",
                    rows=values,
                )
        pieces = self.frame["unit"].iloc[0] == "pieces"
        if pieces and "category" not in self.keys and not self._is_of_one_category():
            raise ArgumentError(
                f"{adds}, and pieces add only within a category; draw one at a time: "
                "totals(where(records, category=…), by=['supplier', 'recipient', 'category'])"
            )
        for side in SIDES:
            named = sorted(set(self.frame[side]) - {"all"})
            if named and "all" in set(self.frame[side]):
                raise ArgumentError(
                    f"{adds}, and {side} is 'all' beside {sample(named)}, which 'all' may contain; leave it "
                    f"out: frame[frame[{side!r}] != 'all']",
                    rows=named,
                )

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the chart counts."""
        return numbers.scale_of(self.frame, FIGURE, narrow=self.narrow)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row per pair, in the step of the chart."""
        return self.scale.of(self.frame, FIGURE)

    def figure(self, value: float) -> str:
        """A figure as it is printed; pieces are counted out, and what is little is not 0."""
        return self.scale.at_least_little(value)

    def sums(self, side: str) -> pd.Series:
        """What is printed for each party of a side together, the margins of the frame."""
        return self.pairs.groupby(side, sort=True)["value"].sum(min_count=1)

    def order(self, side: str) -> list[str]:
        """The parties of a side from the largest down, those without a figure next, the rest at the end."""
        sums = self.sums(side)
        rest = {code: check.rest_last(pd.Series({side: code}), [side]) for code in sums.index}
        return sorted(sums.index, key=lambda code: (*rest[code], -np.nan_to_num(sums[code], nan=-1.0), code))

    def named(self, side: str) -> int:
        """How many parties of a side stand by name: perhaps a choice, which the sums are then sums of."""
        return sum(not is_rest(code) for code in set(self.frame[side]))

    def name(self, code: str) -> str:
        """A party as it is printed."""
        return names.party(code, self.labels)

    def title(self) -> str:
        """Whose transfers these are."""
        return titles.flows(
            self.frame, [*SIDES, *(key for key in self.keys if key not in SIDES)], self.labels
        )

    def subtitle(self, *more: str) -> str:
        """Stage, unit, window, `more` and release."""
        measured = f"{titles.stage_of(self.frame)}, {self.scale.phrase()}"
        return titles.subtitle(measured, titles.window(self.frame), *more, frame=self.frame)

    def counted_sides(self) -> list[str]:
        """How many parties each side has: "2 suppliers", "1 recipient"; who gives aid is a donor."""
        return [description.counted(self.named(side), f"{check.role(side, self.frame)}s") for side in SIDES]

    def words_for(self, what: str) -> str:
        """How many cells or bands there are, and the largest of them."""
        sides = self.counted_sides()
        codes = {code for side in SIDES for code in self.frame[side]}
        sides += [say_in("within", "others")] if "others" in codes else []
        sides += (
            [say_in("within", "unknown")] if any(is_rest(code) and code != "others" for code in codes) else []
        )
        things = [
            description.Item(
                names.row_label({side: row[side] for side in SIDES}, self.labels),
                say("not known") if np.isnan(row["value"]) else self.figure(row["value"]),
                row["value"],
                any(is_rest(row[side]) for side in SIDES),
            )
            for _, row in self.pairs.iterrows()
        ]
        return description.of_marks(what, {"": things}, self.pairs, of=names.listed(sides))
