"""Sums by supplier and recipient: checked for one picture, and put in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.text import names, numbers, titles
from armsflow.errors import ArgumentError, sample

__all__: list[str] = []

SIDES = ("supplier", "recipient")
_FIGURE = ("value", "low", "high")
_FOLD = "keep the largest: totals(records, …, top={'supplier': 10, 'recipient': 10})"


@dataclass(frozen=True)
class Pairs:
    """A checked frame with one row per pair, in the step of the chart."""

    frame: pd.DataFrame
    scale: numbers.Scale
    labels: str

    def figure(self, value: float) -> str:
        """A figure as it is printed; pieces are counted out."""
        return numbers.count(value) if self.scale.unit == "pieces" else numbers.figure(value)

    def sums(self, side: str) -> pd.Series:
        """What is printed for each party of a side together, the margins of the frame."""
        return self.frame.groupby(side, sort=True)["value"].sum(min_count=1)

    def order(self, side: str) -> list[str]:
        """The parties of a side from the largest down, those without a figure next, the rest at the end."""
        sums = self.sums(side)
        rest = {code: check.rest_last(pd.Series({side: code}), [side]) for code in sums.index}
        return sorted(sums.index, key=lambda code: (*rest[code], -np.nan_to_num(sums[code], nan=-1.0), code))

    def named(self, side: str) -> int:
        """How many parties of a side stand by name: perhaps a choice, which the sums are then sums of."""
        return sum(not style.is_rest(code) for code in set(self.frame[side]))

    def name(self, code: str) -> str:
        """A party as it is printed."""
        return names.party(code, self.labels)

    def title(self) -> str:
        """Whose transfers these are."""
        return titles.flows(self.frame, [*SIDES, *self._others()], self.labels)

    def subtitle(self, *more: str) -> str:
        """Stage, unit, window, release, and what else is to be said."""
        measured = f"{titles.stage_of(self.frame)}, {self.scale.phrase()}"
        return titles.subtitle(measured, titles.window(self.frame), *more, frame=self.frame)

    def tell(self, what: str) -> str:
        """How many cells or bands there are, and the largest of them."""
        sides = [describe.counted(self.named(side), f"{side}s") for side in SIDES]
        codes = {code for side in SIDES for code in self.frame[side]}
        sides += ["others"] if "others" in codes else []
        sides += ["unknown"] if any(style.is_rest(code) and code != "others" for code in codes) else []
        things = [
            describe.Item(
                names.row_label({side: row[side] for side in SIDES}, self.labels),
                "not known" if np.isnan(row["value"]) else self.figure(row["value"]),
                row["value"],
                any(style.is_rest(row[side]) for side in SIDES),
            )
            for _, row in self.frame.iterrows()
        ]
        return describe.told(f"{what} for {names.listed(sides)}", {"": things}, self.frame)

    def _others(self) -> list[str]:
        return [key for key in check.keys_of(self.frame) if key == "category"]


def checked(totals: Any, *, chart: str, most: int, labels: str) -> Pairs:
    """The sums, or an error where they cannot stand in one picture and be added along its sides."""
    frame = check.read(totals, chart=chart, noun="totals", needs=("reporter", "estimated"))
    keys = check.keys_of(frame)
    if missing := [side for side in SIDES if side not in keys]:
        raise ArgumentError(
            f"{chart} draws totals of pairs, and the keys of this frame are {sample(keys)}; missing: "
            f"{sample(missing)}; call totals(records, by=['supplier', 'recipient'])",
            rows=missing,
        )
    check.one_unit(frame, chart=chart)
    check.one_stage(frame, chart=chart, remedy="draw one at a time: where(records, stage=…)")
    _one_kind(frame, keys, chart)
    windows = list(frame.sort_values(["start", "end"])["period"].drop_duplicates())
    remedy = "choose one with where(records, years=…), or add all with totals(records, …, over=…)"
    check.at_most(windows, 1, chart=chart, what="window", remedy=remedy)
    check.once(frame, SIDES, chart=chart)
    for side in SIDES:
        check.at_most(sorted(set(frame[side])), most, chart=chart, what=f"{side}s", remedy=_FOLD)
    scale = numbers.scale_of(frame, _FIGURE)
    return Pairs(scale.of(frame, _FIGURE), scale, labels)


def _one_kind(frame: pd.DataFrame, keys: list[str], chart: str) -> None:
    """Raise where figures along a side could not be added."""
    for column in ("source", "release", "reporter", *(key for key in keys if key not in SIDES)):
        values = sorted(set(frame[column]))
        if len(values) > 1:
            raise ArgumentError(
                f"{chart} adds the figures of each party, and {column} is {sample(values)}; draw one at a "
                f"time: frame[frame[{column!r}] == {values[0]!r}]",
                rows=values,
            )
    if frame["unit"].iloc[0] == "pieces" and "category" not in keys:
        raise ArgumentError(
            f"{chart} adds the figures of each party, and pieces add only within a category; draw one at a "
            "time: totals(where(records, category=…), by=['supplier', 'recipient', 'category'])"
        )
    for side in SIDES:
        named = sorted(set(frame[side]) - {"all"})
        if named and "all" in set(frame[side]):
            raise ArgumentError(
                f"{chart} adds the figures of each party, and {side} is 'all' beside {sample(named)}, which "
                f"'all' may contain; leave it out: frame[frame[{side!r}] != 'all']",
                rows=named,
            )
