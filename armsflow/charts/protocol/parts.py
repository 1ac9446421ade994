"""Shares of wholes: what charts of `shares` check alike, and how they name parts and wholes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from armsflow.charts import check
from armsflow.charts.protocol.chart import Chart
from armsflow.charts.text import foot, names, numbers, titles
from armsflow.errors import ArgumentError, sample
from armsflow.languages import say

__all__: list[str] = []

SHARE = ("share", "share_low", "share_high")


@dataclass(frozen=True, kw_only=True, eq=False)
class PartsChart(Chart):
    """A chart of shares; the frame says by its columns `of` and `within` which keys are part and whole."""

    noun = "shares"
    figures = SHARE
    texts = ("of", "within")

    def check_frame(self) -> None:
        remedy = "draw one at a time: where(records, stage=…)"
        check.one_stage(self.frame, chart=self.function, remedy=remedy)
        check.one_unit(self.frame, chart=self.function)
        check.one_length(self.frame, chart=self.function)
        check.once(self.shares, ("whole", "period", "part"), chart=self.function)

    @cached_property
    def _said(self) -> tuple[list[str], list[str]]:
        """What the frame says in `of` and `within`: the keys of the part and those of the whole."""
        parts, wholes = (list(filter(None, self._one(column).split("+"))) for column in ("of", "within"))
        if not parts or sorted([*parts, *wholes]) != sorted(self.keys):
            raise ArgumentError(
                f"{self.function} draws what shares() returns; this frame says of={'+'.join(parts)!r} and "
                f"within={'+'.join(wholes)!r}, and its keys are {sample(self.keys)}; call shares(records, …) "
                "again",
                rows=[*parts, *wholes],
            )
        return parts, wholes

    def _one(self, column: str) -> str:
        values = sorted(set(self.frame[column]))
        if len(values) > 1:
            raise ArgumentError(
                f"{self.function} draws one kind of shares, and {column} is {sample(values)}; call "
                "shares(records, …) again, and draw each result",
                rows=values,
            )
        return values[0]

    @property
    def parts(self) -> list[str]:
        """The keys that say whose share it is."""
        return self._said[0]

    @property
    def wholes(self) -> list[str]:
        """The keys that say of what it is a share."""
        return self._said[1]

    @cached_property
    def shares(self) -> pd.DataFrame:
        """The shares with the part and the whole as one text each."""
        part, whole = (check.joined(self.frame, keys) for keys in (self.parts, self.wholes))
        return self.frame.assign(part=part, whole=whole)

    def part_name(self, part: str) -> str:
        """A part as it is printed."""
        return names.row_label(self._keys_of_parts[part], self.labels)

    @cached_property
    def _keys_of_parts(self) -> dict[str, dict[str, str]]:
        first = self.shares[["part", *self.parts]].drop_duplicates("part")
        return dict(zip(first["part"], first[self.parts].to_dict("records"), strict=True))

    def title(self) -> str:
        """Whose shares these are, and of what: "Suppliers of arms to Azerbaijan"."""
        return titles.of_parts(self.parts, self.frame, self.wholes, self.labels)

    def subtitle(self, windows: str = "") -> str:
        """What a percentage is of, for which windows."""
        of = titles.per_cent_of(self.frame, self.parts, self.wholes)
        return titles.subtitle(of, windows or titles.window(self.frame), frame=self.frame)

    def bounds_note(self) -> str:
        """The widest bounds, where they are not drawn."""
        ends = self.frame["share_low"], self.frame["share_high"]
        place, bounds = foot.widest(*ends, numbers.shares_between, least=5e-4)
        if not bounds:
            return ""
        row = self.frame.iloc[place]
        keys = [*self.parts, *check.varying(self.frame, self.wholes)]
        name = names.row_label(row[keys].to_dict(), self.labels)
        words = say(
            "Shares lie within bounds, widest for {name}, {window}: {bounds} per cent.",
            name=name, window=row["period"], bounds=bounds,
        )  # fmt: skip
        return foot.Widest(words, bounds)
