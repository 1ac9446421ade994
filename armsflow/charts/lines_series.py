"""Series over time: what each kind of summary measures, brought to one form for lines.

Each of `KINDS` says by which columns it is recognised and what it draws; `series_of` gives the frame with the
columns `series`, `shown`, `low` and `high`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.text import foot, names, numbers, series, titles
from armsflow.errors import ArgumentError, sample
from armsflow.languages import say, text_of
from armsflow.records.schema import FIGURE, maker_of_spending
from armsflow.rounding import NEAREST

__all__: list[str] = []

_SPENDING = ("party", "year", "value", "unit", "prices", "estimated", "release")


@dataclass(frozen=True)
class Kind:
    """What lines show of one kind of summary, here of totals."""

    noun: ClassVar[str] = "totals"
    #: Columns of numbers that the summary has and others lack.
    marks: ClassVar[tuple[str, ...]] = ()
    #: Columns of text that it must have too.
    says: ClassVar[tuple[str, ...]] = ()
    #: The figure that is drawn, and its bounds.
    shown: ClassVar[tuple[str, str, str]] = FIGURE
    #: By what series are large or small.
    size: ClassVar[str] = "shown"
    #: The end of a scale that has one.
    top: ClassVar[float | None] = None

    frame: pd.DataFrame
    labels: names.Labels
    #: The keys that tell the lines of all panels apart; by default those of this frame.
    told: tuple[str, ...] = ()
    #: The key by which panels are told apart.
    facet: str = ""

    @classmethod
    def fits(cls, columns: set[str]) -> bool:
        """Whether these are the columns of this kind."""
        return {*cls.marks} <= columns

    @classmethod
    def read(cls, summary: IntoFrame, *, chart: str) -> pd.DataFrame:
        """The summary as a frame with plain columns and a text key in `series`."""
        frame = check.read(summary, chart=chart, noun=cls.noun, texts=cls.says, figures=cls.marks)
        return frame.assign(series=check.joined(frame, check.keys_of(frame)))

    @cached_property
    def keys(self) -> list[str]:
        """The keys of a series."""
        return check.keys_of(self.frame)

    @cached_property
    def by(self) -> list[str]:
        """The keys that tell series apart."""
        return [*self.told] or check.varying(self.frame, self.keys) or self.keys

    @cached_property
    def unsaid(self) -> list[str]:
        """The keys that the title does not say of a single line, so that it is named at its end."""
        return []

    def scale(self) -> numbers.Scale:
        """The step in which figures are counted."""
        return self._scale

    @cached_property
    def _scale(self) -> numbers.Scale:
        # it is asked for by every figure
        return numbers.scale_of(self.frame, FIGURE)

    def factor(self) -> float:
        """What a figure is divided by before it is drawn."""
        return self.scale().factor

    def number(self, value: float, *, to: str = NEAREST) -> str:
        """A figure as it is printed, in the step of the chart; a bound is rounded `to` its side."""
        return self.scale().figure(value, to=to)

    def bounds(self, low: float, high: float) -> str:
        """Bounds as they are printed."""
        return self.scale().bounds(low, high)

    def name(self, row: pd.Series) -> str:
        """A series as it is printed."""
        by = [key for key in self.keys if key in (*self.by, *self.unsaid) and key != self.facet]
        return names.row_label(row[by or self.by].to_dict(), self.labels)

    def title(self) -> str:
        """Whose figures these are."""
        family = titles.direction(self.frame, self.keys)
        return titles.flows(self.frame, self.keys, self.labels, family=family)

    def marked(self) -> list[str]:
        """How many figures the source marks one by one, in sentences."""
        return []

    def measured(self) -> str:
        """What is measured, in which unit."""
        of_all = "" if self.keys else say(series.ALL_RECORDS)
        return ", ".join(filter(None, (titles.stage_of(self.frame), of_all, self.scale().phrase())))


class Averages(Kind):
    """Trailing means, each at the last year of its window."""

    noun = "averages"
    marks = ("window",)

    def measured(self) -> str:
        return f"{super().measured()}, {series.average(int(self.frame['window'].iloc[0]))}"


class Shares(Kind):
    """Parts of a total [per cent]."""

    noun = "shares"
    marks = ("share", "share_low", "share_high")
    shown = ("share", "share_low", "share_high")
    # a percentage of little is not much
    size = "value"

    def factor(self) -> float:
        return 0.01

    def number(self, value: float, *, to: str = NEAREST) -> str:
        # "0.0" is less than 0.05, and not nothing
        return numbers.per_cent(value / 100, to=to) if value else "0"

    def bounds(self, low: float, high: float) -> str:
        return numbers.between(low, high, self.number)

    @cached_property
    def by(self) -> list[str]:
        return [*self.told] or check.varying(self.frame, self.keys) or self.unsaid or self.keys

    @cached_property
    def unsaid(self) -> list[str]:
        # the title names a part that is one alone, which a single line has at its end too
        if titles.single(self._parts, self.frame) and check.varying(self.frame, self.keys):
            return []
        known = {*self._parts} <= {*titles.WHOSE}
        return [key for key in self._parts if known and self.frame[key].nunique() == 1]

    @cached_property
    def _parts(self) -> list[str]:
        return [key for key in self.keys if key in self.frame["of"].iloc[0].split("+")]

    @cached_property
    def _wholes(self) -> list[str]:
        return [key for key in self.keys if key not in self._parts]

    def title(self) -> str:
        return titles.of_parts(self._parts, self.frame, self._wholes, self.labels)

    def measured(self) -> str:
        return titles.per_cent_of(self.frame, self._parts, self._wholes)


class Relative(Kind):
    """Figures per head, or against spending or GDP, in the step that suits the largest of them."""

    noun = "relative"
    marks = ("relative", "relative_low", "relative_high")
    says = ("measure",)
    shown = ("relative", "relative_low", "relative_high")

    @cached_property
    def _ratio(self) -> series.Ratio:
        """In what step the ratios are counted, and what they then are."""
        prices = str(self.frame["prices"].iloc[0])
        return series.ratio(str(self.frame["measure"].iloc[0]), prices, self._largest)

    @cached_property
    def _largest(self) -> float:
        known = self.frame[["relative", "relative_high"]].to_numpy(dtype=float)
        return float(np.abs(known[np.isfinite(known)]).max(initial=0.0))

    def factor(self) -> float:
        return 1 / self._ratio.step

    def number(self, value: float, *, to: str = NEAREST) -> str:
        return numbers.figure(value, numbers.most_decimals(self._largest * self._ratio.step), to=to)

    def bounds(self, low: float, high: float) -> str:
        return numbers.between(low, high, self.number)

    def measured(self) -> str:
        return f"{titles.stage_of(self.frame)}, {self._ratio.words}"


class Concentration(Kind):
    """The Herfindahl–Hirschman index, from 0 to 1."""

    noun = "concentration"
    marks = ("hhi", "hhi_low", "hhi_high")
    shown = ("hhi", "hhi_low", "hhi_high")
    top = 1.0

    def factor(self) -> float:
        return 1.0

    def number(self, value: float, *, to: str = NEAREST) -> str:
        return numbers.hundredths(value, to=to)

    def bounds(self, low: float, high: float) -> str:
        return numbers.between(low, high, self.number)

    def title(self) -> str:
        parts = series.parts_of(self.frame, self.keys)
        return titles.among(say(series.AMONG[parts][0]), parts, self.frame, self.keys, self.labels)

    def measured(self) -> str:
        parts = series.parts_of(self.frame, self.keys)
        return series.index_of(parts, titles.part_of(self.frame), titles.unit_of(self.frame))


class Balances(Kind):
    """What parties supplied and received, a series each."""

    noun = "balances"
    marks = ("supplied", "supplied_low", "supplied_high", "received", "received_low", "received_high")

    @classmethod
    def read(cls, summary: IntoFrame, *, chart: str) -> pd.DataFrame:
        frame = check.read(summary, chart=chart, noun=cls.noun, figures=cls.marks)
        sides = [
            frame.assign(
                side=side, **{end: frame[f"{side}{after}"] for end, after in zip(FIGURE, _ENDS, strict=True)}
            )
            for side in ("supplied", "received")
        ]  # fmt: skip
        frame = pd.concat(sides, ignore_index=True)
        return frame.assign(series=frame["party"] + " " + frame["side"])

    def name(self, row: pd.Series) -> str:
        side = say(series.SIDES[row["side"]])
        if self.frame["party"].nunique() == 1:
            return names.sentence(side)
        return f"{names.party(row['party'], self.labels)}, {side}"

    def title(self) -> str:
        parties = [names.party(code, self.labels) for code in self.frame["party"].drop_duplicates()]
        return titles.both_sides(parties, self.frame)


class Spending(Kind):
    """Military spending, GDP or population of a spending frame, as `read_milex` and `read_wdi` make it."""

    noun = "read_milex"

    @classmethod
    def fits(cls, columns: set[str]) -> bool:
        return {*_SPENDING} <= columns and "period" not in columns

    @classmethod
    def read(cls, summary: IntoFrame, *, chart: str) -> pd.DataFrame:
        frame = check.read(summary, chart=chart, noun=cls.noun, common=_SPENDING, optional=FIGURE[1:])
        figures = {name: frame.get(name, frame["value"]).fillna(frame["value"]) for name in FIGURE}
        years = {"start": frame["year"], "end": frame["year"], "period": frame["year"].astype(str)}
        said = {"stage": "spending", "source": _sources(frame), "undisclosed": 0, "series": frame["party"]}
        columns: dict[str, Any] = {
            **figures,
            **years,
            **said,
            "dataset": _measure(frame, chart),
            "complete": True,
            "selection": "",
        }
        # parts of different wholes do not add: of these it is said how many are estimates, not which part
        money = len(str(frame["unit"].iloc[0])) == 3
        own = ["party", "unit", "prices", "release", *(["estimated"] if money else [])]
        marked: dict[str, Any] = {} if money else {"guess": frame["estimated"] > 0}
        if "uncertain" in frame:
            marked["uncertain"] = frame["uncertain"].map(text_of).isin(["True", "1"])
        kept = frame[own].assign(**columns, **marked)
        return kept[["party", "period", *(name for name in kept if name not in ("party", "period"))]]

    def scale(self) -> numbers.Scale:
        scale = super().scale()
        unit = str(self.frame["unit"].iloc[0])
        return (
            scale
            if len(unit) == 3 or unit == "persons"
            else replace(scale, prices="", factor=self._step(), word="", short="")
        )

    def _step(self) -> float:
        """Shares of GDP or of government spending are printed in per cent."""
        return 0.01 if str(self.frame["unit"].iloc[0]).startswith("share") else 1.0

    def marked(self) -> list[str]:
        known = self.frame[self.frame["value"].notna()]
        return foot.marked_notes(known)

    def title(self) -> str:
        return titles.spending_of(self.frame, self.labels)

    def measured(self) -> str:
        unit = str(self.frame["unit"].iloc[0])
        if len(unit) == 3 or unit == "persons":
            return self.scale().phrase()
        return series.per_cent_of(unit) if unit.startswith("share of ") else series.per_person(unit)


def _sources(frame: pd.DataFrame) -> pd.Series | str:
    """Who gives the figures of a spending frame, by its rows."""
    if "source" not in frame:
        return maker_of_spending(frame) or series.OTHER_SPENDING
    return frame["source"].map(text_of).replace("", series.OTHER_SPENDING)


def _measure(frame: pd.DataFrame, chart: str) -> str:
    """What a spending frame counts; one that does not say counts military spending."""
    met = sorted({*frame["measure"].map(text_of)} - {""}) if "measure" in frame else []
    if len(met) > 1:
        raise ArgumentError(
            f"{chart} puts figures on one scale, and measure is {sample(met)}; draw one at a time: "
            f"frame[frame['measure'] == {met[0]!r}]",
            rows=met,
        )
    return met[0] if met else "military spending"


_ENDS = ("", "_low", "_high")
#: The most particular first; totals have no column of their own.
KINDS: tuple[type[Kind], ...] = (Spending, Shares, Relative, Concentration, Balances, Averages, Kind)


def kind_of(summary: IntoFrame) -> type[Kind]:
    """Which kind of summary a frame is, by its columns; what is no frame counts as totals."""
    columns = {*map(str, getattr(summary, "columns", ()))}
    return next(kind for kind in KINDS if kind.fits(columns))
