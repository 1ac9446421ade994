"""What a chart is: the questions that drawing and describing ask, and the arguments that all charts share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.facets import faceted
from armsflow.charts.draw.layout import (
    Body,
    Drawn,
    Words,
    axes_or_error,
    drawn,
    in_two_lines,
    neighbours,
    panels,
)
from armsflow.charts.draw.style import Palette
from armsflow.charts.protocol import unknown
from armsflow.charts.protocol.options import Chosen, chosen

# the options belong to the protocol, so that a chart imports both from here
from armsflow.charts.protocol.options import Options as Options
from armsflow.charts.text import (
    basis,
    choices,
    covered,
    foot,
    former_states,
    hidden,
    joiners,
    left_out,
    names,
    source_line,
    titles,
    unreported,
)
from armsflow.charts.text.names import Labels
from armsflow.charts.text.numbers import Scale, scale_of
from armsflow.errors import ArgumentError, sample
from armsflow.languages import say, speaking, text_of, years
from armsflow.records.schema import period

__all__: list[str] = []


_TOLD = 3  # panels that `describe` puts into words
_ESTIMATED = {"estimated", "previous_estimated", "guess"}
# summaries whose figures cannot be added again
_OWN_SUMS = {"window", "hhi", "supplied", "change"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Chart(ABC):
    """A chart of one summary: its checks, its words and its marks.

    A ``plot_`` function makes a chart of the summary that it is given, and draws it::

        return SharesChart.of(shares, options).draw(ax)

    A subclass declares what it draws (`function`, `noun`, `figures`, `texts`) and answers `title`,
    `subtitle`, `notes`, `body` and `words`. Its fields hold what the user gave; what follows from them is a
    `cached_property`. Methods answer questions and change nothing. The arguments that all charts share
    (`ax`, `axes` and those of `options.Options`) are checked and used here and nowhere else.
    """

    #: The public function, as errors name it.
    function: ClassVar[str]
    #: The public function whose frame is drawn.
    noun: ClassVar[str]
    #: Columns of numbers and of text that the frame must have, beside those that all summaries have.
    figures: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[tuple[str, ...]] = ()
    #: Columns of numbers that the frame may have, as regular expressions.
    optional: ClassVar[tuple[str, ...]] = ()
    #: The columns that all summaries have.
    common: ClassVar[tuple[str, ...]] = check.COMMON
    #: What each of several `axes` shows, in the plural; charts without `axes` leave it empty.
    panel: ClassVar[str] = ""
    #: By what the unknown is judged before it joins the others: "keys", "window", or "" for never.
    gathers: ClassVar[str] = ""
    #: Whether what is undisclosed stands beside each row, so that the foot need not count it.
    counts_undisclosed: ClassVar[bool] = False
    #: Whether panels need half a page each.
    wide: ClassVar[bool] = False

    #: The summary, with plain columns. Its sources and undisclosed records stand in the foot.
    frame: pd.DataFrame
    #: What the user chose of what every chart takes.
    options: Chosen = field(default_factory=Chosen)
    #: The step in which a chart on the same scale counts; by default the one that suits the figures.
    step: Scale | None = None
    #: Whether the others hold what is unknown.
    gathered: bool = False
    #: The chart of all panels, where this is one of several: they share its scale.
    among: Self | None = None
    #: The column by which panels are told apart, where there are several.
    facet: str = ""

    @classmethod
    def of(cls, summary: IntoFrame, options: Options, **own: Any) -> Self:
        """Make the chart of a summary, or raise an error that says why it cannot be drawn.

        `options` are those that every chart takes, `own` the fields of the subclass.
        """
        frame = cls.read(summary)
        mine = chosen(options, frame, chart=cls.function)
        if not mine.estimates:
            frame = frame.assign(**dict.fromkeys(_ESTIMATED & {*frame}, 0.0))
        gathered = cls._gathered(frame, mine)
        chart = cls(frame=gathered, options=mine, gathered=len(gathered) < len(frame), **own)
        chart.check_frame()
        chart.check_known()
        chart.check_options()
        return chart

    @classmethod
    def _gathered(cls, frame: pd.DataFrame, mine: Chosen) -> pd.DataFrame:
        """The frame with the unknown among the others, where it is little and the user does not name it."""
        if not cls.gathers or _OWN_SUMS & {*frame}:
            return frame
        named = {*mine.palette.given, *(mine.palette.chosen or ())}
        named |= set() if isinstance(mine.labels, str) else {*mine.labels}
        found = unknown.with_others(frame, among=cls.gathers, keep=named)
        return found.assign(series=check.joined(found, check.keys_of(found))) if "series" in found else found

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        """The summary as a pandas frame with plain columns."""
        return check.read(
            summary, chart=cls.function, noun=cls.noun, texts=cls.texts, figures=cls.figures,
            optional=cls.optional, common=cls.common,
        )  # fmt: skip

    def draw(self, ax: Axes | None = None, *, axes: Sequence[Axes] | None = None) -> Axes:
        """Draw on `ax` or a new figure, or a panel on each of `axes`; return the (first) Axes."""
        axes_or_error(ax, chart=self.function)
        if axes is None:
            self.check_single()
            return self.in_language()._draw_on(ax)
        parts = self.in_language().panels()
        places = panels(axes, ax, list(parts), chart=self.function, what=self.panel)
        for part in parts.values():
            part.check_single()
        for place, part in zip(places, parts.values(), strict=True):
            part._draw_on(place)
        return places[0]

    def draw_facets(self, facet: str, ax: Axes | None = None) -> np.ndarray:
        """Draw a panel for each value of a key, or each window, on a new figure; return their Axes."""
        if ax is not None or facet not in ("period", *self.keys):
            given = "ax as well" if ax is not None else repr(facet)
            raise ArgumentError(
                f"{self.function} takes facet= as a key of its frame ({sample(self.keys)}) or 'period', on "
                f"a figure of its own; got {given}",
                rows=[facet],
            )
        return self.in_language()._draw_facets(facet)

    def _draw_facets(self, facet: str) -> np.ndarray:
        whole = replace(self, facet=facet)
        parts = {
            text_of(value): whole.part(self.frame[self.frame[facet] == value])
            for value in self.frame.sort_values(["start", facet])[facet].drop_duplicates()
        }
        check.at_most(list(parts), 12, chart=self.function, what="panels", remedy="choose some with where()")
        for part in parts.values():
            part.check_mark()
            part.check_single()
        with speaking(self.options.language), style.wearing(self.options.look):
            bodies = {self._panel(facet, value): part.body for value, part in parts.items()}
            words = whole._faceted_words(facet, parts)
            columns = 2 if self.wide or len(bodies) == 4 else 3
            return faceted(bodies, words, columns=columns, mark=self.options.mark, by=Drawn(self.function))

    def _panel(self, facet: str, value: str) -> str:
        return names.key_label(facet, value, self.labels)

    def _faceted_words(self, facet: str, parts: Mapping[str, Self]) -> Words:
        """The words of all panels; of the marks, those of the three largest, and the names of the others."""
        several = facet != "period"
        sizes = {
            value: float(part.frame["value"].abs().sum()) if several else 0.0 for value, part in parts.items()
        }
        largest = sorted(parts, key=lambda value: -sizes[value])[:_TOLD]

        def tell() -> str:
            with speaking(self.options.language):
                told = [
                    say("{name}: {what}", name=self._panel(facet, value), what=part.words())
                    for value, part in parts.items()
                    if value in largest
                ]
                if further := [self._panel(facet, value) for value in parts if value not in largest]:
                    told.append(say("Further panels: {names}.", names=names.listed(further)))
            return " ".join(told)

        def reworded(language: str) -> Words:
            with speaking(language):
                others = {value: part.in_another(language) for value, part in parts.items()}
                return self.in_another(language)._faceted_words(facet, others)

        return replace(self._words(), tell=tell, reworded=reworded)

    def _draw_on(self, ax: Axes | None) -> Axes:
        self.check_mark()
        chart = self if ax is None else self._in_step(ax)
        with speaking(self.options.language), style.wearing(self.options.look):
            by = Drawn(
                self.function, chart.value_axis, getattr(chart, "scale", None) if chart.value_axis else None
            )
            return drawn(ax, chart.body, chart._words(), mark=self.options.mark, by=by)

    def _in_step(self, ax: Axes) -> Self:
        """The chart in the step of those whose scale it shares, so that equal lengths are equal figures."""
        axis = self.value_axis
        steps = (
            [plate.drawn.step for plate in neighbours(ax, axis) if plate.drawn.axis == axis] if axis else []
        )
        if not steps or steps[0] == getattr(self, "scale"):  # noqa: B009, charts with such an axis have one
            return self
        mine, other = getattr(self, "scale"), steps[0]  # noqa: B009
        if (mine.unit, mine.prices) != (other.unit, other.prices):
            raise ArgumentError(
                f"{self.function} was given Axes that share their {axis} axis with a chart in "
                f"{other.phrase()}, and counts in {mine.phrase()}; make the Axes with share{axis}=False",
                rows=[mine.phrase(), other.phrase()],
            )
        return replace(self, step=other)

    def _words(self) -> Words:
        """Title, subtitle and foot: the user's, or those that the chart gives itself."""
        given = self.options
        title = titles.with_selection(self.title(), self.frame, self.labels)
        rows = self.reported()
        hidden = "" if self.counts_undisclosed else foot.undisclosed_note(rows)
        chosen = choices.note(rows, self.labels)
        own = (foot.volume_note(rows), *self.notes(), foot.regions_note(rows), hidden)
        shown, cut = in_two_lines([sentence for sentence in (*self._lacks, chosen, *own) if sentence])
        source = source_line.of(rows) if given.source is None else given.source
        # a source line of the user's leaves out the release
        release = "" if given.source is None else source_line.releases(rows)
        subtitle = titles.with_more(self.subtitle(), release)
        return Words(
            title=title if given.title is None else given.title,
            subtitle=subtitle if given.subtitle is None else given.subtitle,
            notes=shown,
            below=[given.note or "", source],
            tell=lambda: self._told(cut),
            reworded=self._reworded,
        )

    @cached_property
    def _lacks(self) -> list[str]:
        """Sentences: which years, reporters, records and figures the rows lack, and how years are counted."""
        rows = self.reported()
        # one of several panels may show a window alone
        windows = self.whole.reported()
        said = [
            covered.note(rows),
            # in a stack a figure that is missing looks like 0
            foot.of_marks(unreported.note(windows, self.labels)),
            left_out.note(rows),
            former_states.note(rows),
            joiners.note(windows, self.labels),
            foot.uneven_note(rows),
            foot.pieces_note(rows),
            basis.fiscal_note(rows),
        ]
        # each alone, as the foot may have room for some
        return [sentence for sentence in said if sentence]

    def _told(self, cut: Iterable[str]) -> str:
        """What `describe` says: the marks, and the sentences for which the foot has no room."""
        with speaking(self.options.language):
            rows = self.reported()
            always = [
                *self._lacks,
                choices.note(rows, self.labels),
                say("“Others” includes unknown parties, under 1 per cent of all.") if self.gathered else "",
                foot.regions_note(rows),
            ]
            said = " ".join(filter(None, [self.words(), *always]))
            # bounds that the words give already stand beside their figure
            wide = [
                note for note in self.notes() if isinstance(note, foot.Widest) and note.bounds not in said
            ]
            said = " ".join([said, *wide])
        return " ".join([said, *(sentence for sentence in cut if sentence not in said)])

    def _reworded(self, language: str) -> Words:
        """What the chart would say in another language."""
        with speaking(language):
            return self.in_another(language)._words()

    # --- what a subclass answers ----------------------------------------------------------------

    @abstractmethod
    def check_frame(self) -> None:
        """Raise an error where the frame cannot be drawn."""

    @abstractmethod
    def title(self) -> str:
        """What the chart is called, unless the user says otherwise."""

    @abstractmethod
    def subtitle(self) -> str:
        """What is measured, in which unit, for which years, from which release."""

    @abstractmethod
    def body(self, ax: Axes) -> Body:
        """Draw the marks, and return what places them between subtitle and foot."""

    @abstractmethod
    def words(self) -> str:
        """What `describe` says of the marks."""

    @abstractmethod
    def notes(self) -> Iterable[str]:
        """The sentences of the foot, in order; empty ones are left out."""

    def marks(self) -> pd.DataFrame | None:
        """The figures that marks are drawn from; None where words stand in place of those not known."""
        return None

    def check_known(self) -> None:
        """Raise an error where no figure is known, so that the chart would be an empty grid."""
        figures = self.marks()
        if figures is None or figures.notna().any(axis=None):
            return
        count, exact = hidden.of(self.reported())
        hides = f"; {'' if exact else 'at least '}{count} record(s) are undisclosed" if count else ""
        bounds = self.frame["low"].notna().any()
        shown = (
            " their bounds are printed by plot_totals(totals(records, over=(first, last)));" if bounds else ""
        )
        raise ArgumentError(
            f"{self.function} has nothing to draw: none of the {len(self.frame)} figures of this frame is "
            f"known{hides};{shown} choose parties and years with figures, with where(), or shorter windows: "
            "coverage(records, by=…) counts the records without a figure",
            rows=list(self.frame["period"].drop_duplicates()),
        )

    def check_options(self) -> None:
        """Raise an error where an option does not suit the chart."""
        if self.options.change is not None and self.function != "plot_slopes":
            raise ArgumentError(
                f"highlight is {self.options.change:g}; {self.function} expects names or codes, and only "
                "plot_slopes a number",
                rows=[self.options.change],
            )

    def check_mark(self) -> None:
        """Raise an error where events are marked and no years are there to mark them at."""
        if self.options.mark and not self.over_years:
            raise ArgumentError(
                f"mark is given, and {self.function} draws this frame without years on an axis; mark events "
                "on a chart of several windows, a timeline or a coverage",
                rows=list(self.options.mark),
            )

    def check_single(self) -> None:  # noqa: B027, most frames that can be drawn fit one Axes
        """Raise an error where the frame cannot be drawn on one Axes."""

    @property
    def over_years(self) -> bool:
        """Whether years stand on the axis from left to right, so that events can be marked."""
        return False

    def panels(self) -> Mapping[str, Self]:
        """The charts that several Axes show, by the name of each."""
        return {}

    def reported(self) -> pd.DataFrame:
        """The rows whose sources and undisclosed records the foot names."""
        return self.frame

    # --- what a subclass may use ----------------------------------------------------------------

    @cached_property
    def keys(self) -> list[str]:
        """The key columns of the summary."""
        return check.keys_of(self.frame)

    @property
    def value_axis(self) -> str:
        """Along which axis figures stand in the step of `scale`: "x", "y", or "" for none."""
        return ""

    def counted(self, columns: Iterable[str]) -> Scale:
        """The step in which the chart counts some columns, those of all panels together."""
        own = scale_of(self.whole.frame, columns)
        return own if self.step is None else replace(self.step, largest=own.largest)

    @property
    def labels(self) -> Labels:
        """How parties and categories are printed."""
        return self.options.labels

    @property
    def palette(self) -> Palette:
        """The colours of parties, rows and groups."""
        return self.options.palette

    @property
    def whole(self) -> Self:
        """The chart whose scale this one has: its own, or that of all panels."""
        return self if self.among is None else self.among

    def in_language(self) -> Self:
        """The chart with the years of its windows as its language writes them."""
        # what was computed by the checks is in English, and a new chart computes it anew
        if self.options.language == "en":
            return self
        return replace(self, frame=self._frame_in(self.options.language))

    def _frame_in(self, language: str) -> pd.DataFrame:
        """The frame with the years of its windows as a language writes them; labels of another kind stay."""
        if not {"period", "start", "end"} <= {*self.frame}:
            return self.frame
        spans = zip(self.frame["start"].astype(int), self.frame["end"].astype(int), strict=True)
        english = pd.Series([period(*span) for span in spans], index=self.frame.index, dtype=object)
        with speaking(self.options.language):
            own = english.map(years)
        with speaking(language):
            wanted = english.map(years)
        written = self.frame["period"].isin([*english, *own])
        return self.frame.assign(period=self.frame["period"].where(~written, wanted))

    def in_another(self, language: str) -> Self:
        """The same chart in another language."""
        options = replace(self.options, language=language)
        among = None if self.among is None else self.among.in_another(language)
        return replace(self, frame=self._frame_in(language), options=options, among=among)

    def part(self, rows: pd.DataFrame) -> Self:
        """One panel of several: the chart of some of the rows, on the scale of all."""
        return replace(self, frame=rows, among=self)


@dataclass(frozen=True, kw_only=True, eq=False)
class WindowChart(Chart):
    """A chart of one window; several windows are panels on one scale."""

    panel = "windows"
    #: How many rows a window may have, and what to do where it has more.
    most: ClassVar[int]
    remedy: ClassVar[str]

    def check_frame(self) -> None:
        self.windows  # noqa: B018, computing them checks them

    def check_single(self) -> None:
        check.one_window(self.frame, chart=self.function, remedy="give axes=, one Axes for each")

    def panels(self) -> Mapping[str, Self]:
        return {period: self.part(rows) for period, rows in self.windows.items()}

    @cached_property
    def windows(self) -> dict[str, pd.DataFrame]:
        """The rows of each window, the earliest first."""
        return check.by_window(self.frame, self.keys, chart=self.function, most=self.most, remedy=self.remedy)
