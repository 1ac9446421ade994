"""What the records cover: the years of each source that have records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.marks import Years
from armsflow.charts.draw.rows import Row, Rows, Span
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, names, titles
from armsflow.languages import counted as both
from armsflow.languages import message, number, say, say_count, years
from armsflow.parties import fold
from armsflow.records.schema import period

__all__ = ["plot_coverage"]

_MOST = 40
_BETWEEN = ", "  # gaps
_RECORDS = both("{figure} record", "{figure} records")
_COUNTED = {
    "undisclosed": both("{figure} undisclosed", "{figure} undisclosed"),
    "estimated": both("{figure} estimated", "{figure} estimated"),
}


def plot_coverage(coverage: IntoFrame, ax: Axes | None = None, **options: Unpack[Options]) -> Axes:
    """Bars of the years that records cover, with how many records there are and what they hide.

    The number of records stands at the right, and below it how many disclose no amount and how many their
    source marks as estimated. What begins first stands at the top. Bars have a gap where no record covers a
    year; those of a frame without the column ``gaps`` go from the first to the last year.

    Parameters
    ----------
    coverage : frame
        What `coverage` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        Its scale in years: 2015 is the middle of that year.

    Raises
    ------
    ArgumentError
        If the frame is not that of `coverage` or has no rows, or has more than 40, or several for one key.

    Examples
    --------
    Which years do the claims of the article cover, stage by stage?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> ax = af.plot_coverage(af.coverage(claims, by="stage"))
    >>> [text.get_text() for text in ax.texts if text.get_label() == "row"]
    ['Contracts', 'Loans', 'Payments', 'Deliveries']
    >>> [[float(bars[0].get_x() + 0.5), float(bars[0].get_width())] for bars in ax.containers][:2]
    [[2010.0, 5.0], [2010.0, 10.0]]
    """
    return CoverageChart.of(coverage, options).draw(ax)


@dataclass(frozen=True)
class Covered(Row):
    """A row, and the first and last years of its bars."""

    runs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class CoverageChart(Chart):
    """Bars of the years that records cover, one for each set of keys."""

    function = "plot_coverage"
    noun = "coverage"
    counts_undisclosed = True
    common = ("start", "end")
    figures = ("records", "undisclosed", "estimated", "categories", "parties")

    def check_frame(self) -> None:
        called = list(check.joined(self.frame, self.keys)) if self.keys else ["all"] * len(self.frame)
        remedy = "choose with where(), or count by fewer columns: coverage(records, by=…)"
        check.at_most(called, _MOST, chart=self.function, what="rows", remedy=remedy)
        check.once(self.frame.assign(name=called), ["name"], chart=self.function)

    @cached_property
    def keys(self) -> list[str]:
        """The columns that stand before the first year."""
        return list(self.frame.columns[: list(self.frame.columns).index("start")])

    @cached_property
    def order(self) -> pd.DataFrame:
        """What begins first at the top, in order of names; the rest at the end."""
        rest = [any(check.rest_last(row, self.keys)) for _, row in self.frame.iterrows()]
        called = [self._called(row) for _, row in self.frame.iterrows()]
        # by letters alone: Österreich stands under O
        letters = map(fold, called)
        places = list(zip(rest, self.frame["start"], letters, called, self.frame["end"], strict=True))
        return self.frame.iloc[sorted(range(len(places)), key=places.__getitem__)]

    @cached_property
    def rows(self) -> list[Covered]:
        """The rows of the chart in their order."""
        return [self._row(row) for _, row in self.order.iterrows()]

    def _row(self, row: pd.Series) -> Covered:
        counted = [_count(form, int(row[what])) for what, form in _COUNTED.items() if row[what]]
        records = int(row["records"])
        return Covered(
            name=self._called(row) or say("All records"),
            amount=_count(_RECORDS, records),
            detail=", ".join(counted),
            value=(row["start"] + row["end"]) / 2,
            low=row["start"] - 0.5,
            high=row["end"] + 0.5,
            colour=self._colour(row),
            runs=_runs(row),
        )

    def _called(self, row: pd.Series) -> str:
        """A row as it is printed."""
        name = names.row_label({key: self._named(key, row[key]) for key in self.keys}, self.labels)
        return name if self.labels == "code" else names.sentence(name)

    def _colour(self, row: pd.Series) -> str:
        """One colour for all but the rest and those that the user picks: names tell rows apart."""
        usual = style.row_colour(row, self.keys)
        codes = [str(row[key]) for key in self.keys]
        return self.palette.of(codes, usual if usual in style.RESTS else style.ACCENT)

    def _named(self, key: str, value: str) -> str:
        """A source by its name; other keys as they are."""
        if key != "source" or self.labels == "code":
            return value
        return names.given(value, self.labels) or names.source(value)

    def reported(self) -> pd.DataFrame:
        return self.frame if "source" in self.frame else self.frame.assign(source=say("the records given"))

    @property
    def over_years(self) -> bool:
        return True

    def title(self) -> str:
        return titles.by_keys(say("What the records cover"), self.keys, self.frame)

    def subtitle(self) -> str:
        span = years(period(int(self.frame["start"].min()), int(self.frame["end"].max())))
        return say(
            "Years and number of the records used here, not of all that a source has, {years}", years=span
        )

    def notes(self) -> list[str]:
        bars = message("Bars: first to last year with a record; years between may have none.")
        if "gaps" in self.frame:
            bars = message("Bars: years with a record. A gap need not mean that there was nothing.")
        return [foot.of_marks(say(bars))]

    def words(self) -> str:
        things = []
        for row, (_, counts) in zip(self.rows, self.order.iterrows(), strict=True):
            said = f"{row.amount}, {years(period(int(counts['start']), int(counts['end'])))}"
            if gaps := counts.get("gaps"):
                without = names.listed([years(gap) for gap in gaps.split(_BETWEEN)])
                said = say("{years} without {gaps}", years=said, gaps=without)
            things.append(description.Item(row.name, said, counts["records"]))
        return description.of_marks(
            "bars",
            {"": things},
            self.order,
            ends=(message("most {item}"), message("fewest {item}")),
            bounds=(),
        )

    def body(self, ax: Axes) -> Rows:
        low, high = min(row.low for row in self.rows), max(row.high for row in self.rows)
        start = low - 0.01 * (high - low)  # the number of the first year needs room
        years = FuncFormatter(lambda year, _: f"{year:.0f}")
        body = Rows(ax, {"": self.rows}, _bar, span=Span(start, high, low, Years, most=10, numbers=years))
        for line in body.lines:
            line.zero.set_visible(False)  # years have no zero
            line.name.artist.set_path_effects(style.halo(3))  # where the lines of the years cross names
        ax.grid(axis="x", color=style.RULE, linewidth=0.4)
        return body


def _count(forms: tuple[str, str], count: int) -> str:
    return say_count(*forms, count, figure=number(f"{count:,}"))


def _runs(row: pd.Series) -> tuple[tuple[int, int], ...]:
    """First and last year of each run of years with records."""
    gaps = [_ends(gap) for gap in str(row.get("gaps") or "").split(_BETWEEN) if gap]
    opens = [int(row["start"]), *(last + 1 for _, last in gaps)]
    closes = [*(first - 1 for first, _ in gaps), int(row["end"])]
    return tuple(zip(opens, closes, strict=True))


def _ends(gap: str) -> tuple[int, int]:
    """First and last year of a gap: "2007", "2010–11" or "1998–2002"."""
    first, _, last = gap.partition("–")
    return int(first), int(first[: len(first) - len(last)] + last)


def _bar(ax: Axes, row: Covered, y: float, _: float) -> None:
    shared: dict[str, Any] = {"zorder": 2, "label": "bar", "clip_on": False}
    wide, left = [last - first + 1 for first, last in row.runs], [first - 0.5 for first, _ in row.runs]
    ax.barh([y] * len(left), wide, 0.54, left=left, **style.fill(row.colour), **shared)
