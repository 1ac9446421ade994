"""A map of the world: totals or shares of one side, each state in the colour of its class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Unpack, overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw.tips import in_a_line
from armsflow.charts.map_body import BLANK, Look, World
from armsflow.charts.map_classes import Classes, classes_of
from armsflow.charts.map_shapes import Shape, contested, shapes
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.text import description, foot, maps, names, numbers, titles
from armsflow.errors import ArgumentError, sample
from armsflow.languages import message, say
from armsflow.records.schema import FIGURE, SIDES, is_rest

__all__ = ["plot_map"]

_SIDES = ("supplier", "recipient", "party")
_SHARE = ("share", "share_low", "share_high")
_ENDS = ("", "_low", "_high")
_WHO = {
    "supplier": message("Suppliers"),
    "donor": message("Donors"),
    "recipient": message("Recipients"),
    "party": message("Parties"),
}
#: From the least class to the largest, of one hue, so that the order is seen in grey too.
_BLUES = ("#CBDDEA", "#97BAD3", "#6296BE", "#356E9F", "#143F68")
_NONE = Look("#FFFFFF")
_HIDDEN = Look(BLANK, hatch=True)
_NO_RECORD = Look(BLANK)
#: The one party on the other side of all figures: of another hue, as it has no figure here.
# not in ink: islands in a black frame looked like contested borders
_OTHER_SIDE = Look("#DDA63A", frame="#8F5E00")
_MORE = "+"
_ROLES = {
    "supplier": message("{party} (supplier)"),
    "donor": message("{party} (donor)"),
    "recipient": message("{party} (recipient)"),
}


@overload
def plot_map(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    classes: int | Sequence[float] = 5,
    facet: None = None,
    **options: Unpack[Options],
) -> Axes: ...
@overload
def plot_map(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    classes: int | Sequence[float] = 5,
    facet: str,
    **options: Unpack[Options],
) -> np.ndarray: ...
def plot_map(
    totals: IntoFrame,
    ax: Axes | None = None,
    *,
    classes: int | Sequence[float] = 5,
    facet: str | None = None,
    **options: Unpack[Options],
) -> Axes | np.ndarray:
    """A map of the world on which each state has the colour of its class.

    The limits of classes are the round numbers 1, 2, 5, 10, …, or every second or third of them, from the
    largest figure down; the key prints them. The lowest class holds all that is less. States of less than
    25,000 km² with a figure are points as well. What has no record is grey, what is undisclosed is hatched,
    and parties that are no state of today (former states, organisations, "Others", "Unknown") are named in
    the foot with what they make up together. Where all figures have one party on the other side, such as one
    supplier of all recipients, that state has a colour of its own, and the key names it.

    States of `highlight` are framed and named, with their figure in the unit of the chart: inside the state
    where the words have room, else where they cover least, if possible over the sea or states without a
    record. A line leads to the state unless they stand beside it. Names lie neither on each other nor on
    another state of `highlight`; a name for which no such place is left is not shown.

    The picture reaches from 56° south to all land in the north and from Hawaii to Vanuatu, and farther where
    a state with a record lies beyond.

    Parameters
    ----------
    totals : summary
        What `totals` or `shares` returns by one side (`supplier` or `recipient`), of one window.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    classes : int or sequence of float
        How many classes there are at most (2 to 5); or their lower limits but the lowest, in the unit of the
        summary (single TIV or US dollars; shares as fractions).
    facet : str, optional
        A key, or ``"period"``: a panel for each of its values on a new figure, all on one scale.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes or array of Axes

    Raises
    ------
    ArgumentError
        If `facet` is no key of the frame, or goes with `ax` or more than 12 values; if the frame is
        neither that of `totals` nor of `shares` or has no rows; if it has not exactly one side
        as a key, or another key with several values; if stages, units, prices or windows differ; if
        no party is on the map; or if `classes` are not 2 to 5 or limits in rising order above 0.

    Notes
    -----
    Shapes are those of Natural Earth as Visionscarto changed them (``table("map_shapes.csv")``), on the Equal
    Earth projection [1]_, on which areas compare. Crimea is part of Ukraine. Borders that are contested
    (``table("map_contested.csv")``) are broken lines. The map takes no side in any dispute.

    References
    ----------
    .. [1] Šavrič, B., Patterson, T. and Jenny, B. (2018). The Equal Earth map projection.
       International Journal of Geographical Information Science, 33(3), 454-465.

    Examples
    --------
    Where did the arms go?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"recipient": ["India", "Qatar", "Armenia"], "value": [900, 400, 30]})
    >>> records = af.to_records(
    ...     given, supplier="France", year=2020, stage="delivery", unit="TIV", source="invented"
    ... )
    >>> ax = af.plot_map(af.totals(records, by="recipient"))
    >>> [text.get_text() for text in ax.texts if text.get_label() == "group"]
    ['less than 50', '50–100', '100–200', '200–500', '500 and more',
     'small state', 'no record', 'contested border']
    """
    chart = MapChart.of(totals, options, classes=classes, facet=facet or "")
    return chart.draw(ax) if facet is None else chart.draw_facets(facet, ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class MapChart(Chart):
    """Figures of one side in one window as colours of states."""

    function = "plot_map"
    noun = "totals"
    wide = True
    optional = _SHARE

    classes: int | Sequence[float] = 5

    @classmethod
    def read(cls, summary: IntoFrame) -> pd.DataFrame:
        """The summary with the figure that is drawn in `shown`, `shown_low` and `shown_high`."""
        frame = super().read(summary)
        figures = _SHARE if "share" in frame else FIGURE
        return frame.assign(**{f"shown{end}": frame[name] for name, end in zip(figures, _ENDS, strict=True)})

    def check_frame(self) -> None:
        if len(sides := self._sides()) != 1:
            raise ArgumentError(
                f"{self.function} draws one figure for each supplier or recipient, and the keys of this "
                f"frame are {sample(self.keys) or 'none'}; call totals(records, by='recipient') or "
                "shares(records, of='recipient')",
                rows=self.keys,
            )
        others = [key for key in check.varying(self.frame, self.keys) if key not in (sides[0], self.facet)]
        for key in others:
            values = list(self.frame[key].drop_duplicates())
            raise ArgumentError(
                f"{self.function} draws one figure for each {sides[0]}, and {key} is {sample(values)}; draw "
                f"one at a time: frame[frame[{key!r}] == {values[0]!r}]",
                rows=values,
            )
        check.one_unit(self.frame, chart=self.function)
        check.one_stage(self.frame, chart=self.function, remedy="draw one at a time: where(records, stage=…)")
        check.one_length(self.frame, chart=self.function)
        check.once(self.frame, [*self.keys, "period"], chart=self.function)
        self._check_places()
        self.limits  # noqa: B018, computing them checks them

    def _varies(self, key: str) -> bool:
        return self.frame[key].nunique() > 1

    def _sides(self) -> list[str]:
        """The keys whose parties could be coloured: the parts of shares, else what varies."""
        sides = [key for key in self.keys if key in _SIDES and key != self.facet]
        if self.is_share:
            varying = [key for key in sides if self._varies(key)]
            parts = [key for key in sides if key in self._parts]
            # what one party has of all that others got is shown at these
            return varying if titles.single(parts, self.frame) and len(varying) == 1 else parts
        # where nothing varies, a single pair is shown at its recipient
        return [key for key in sides if self._varies(key)] or sides[-1:]

    def _check_places(self) -> None:
        if not set(self.frame[self.side]) & {shape.party for shape in shapes()}:
            found = sorted(set(self.frame[self.side]))
            raise ArgumentError(
                f"{self.function} colours states of today, and {self.side} is {sample(found)}; former "
                "states go into those that continue them with to_successors(records)",
                rows=found,
            )

    def check_single(self) -> None:
        check.one_window(self.frame, chart=self.function, remedy="draw a map of each with facet='period'")

    # --- figures --------------------------------------------------------------------------------

    @cached_property
    def side(self) -> str:
        """The key whose parties are coloured."""
        return self._sides()[0]

    @property
    def is_share(self) -> bool:
        """Whether the figures are fractions of a whole."""
        return "share" in self.frame

    @property
    def _parts(self) -> list[str]:
        """Of shares the keys of the part."""
        return self.frame["of"].iloc[0].split("+")

    @property
    def _wholes(self) -> list[str]:
        """Of shares the keys of the whole."""
        return [key for key in self.keys if key not in self._parts]

    @cached_property
    def scale(self) -> numbers.Scale:
        """The step in which the chart counts."""
        return numbers.scale_of(self.whole.frame, FIGURE)

    @cached_property
    def limits(self) -> Classes:
        """The classes of all panels; who is not on the map makes none."""
        whole = self.whole
        shown = whole.frame.drop(index=whole.elsewhere.index)["shown"]
        return classes_of(shown.to_numpy(dtype=float), self.classes)

    @cached_property
    def looks(self) -> dict[str, Look]:
        """How each party of the frame is filled."""
        colours = self.colours
        classes = self.limits.of(self.frame["shown"])
        rows = zip(self.frame[self.side], self.frame["shown"], classes, strict=True)
        return {
            code: _HIDDEN if np.isnan(value) else _NONE if value == 0 else Look(colours[place])
            for code, value, place in rows
        }

    @property
    def colours(self) -> list[str]:
        """The colours of the classes, from the lowest up."""
        count = len(self.limits.limits) + 1
        steps = np.linspace(len(_BLUES) - count if count < 3 else 0, len(_BLUES) - 1, count)
        return [_BLUES[round(step)] for step in steps]

    @cached_property
    def elsewhere(self) -> pd.DataFrame:
        """The rows of parties that no shape stands for."""
        return self.frame[~self.frame[self.side].isin([shape.party for shape in shapes()])]

    # --- words ----------------------------------------------------------------------------------

    def title(self) -> str:
        if not self.is_share:
            return titles.flows(self.frame, self.keys, self.labels)
        if titles.single(self._parts, self.frame):
            return titles.of_parts(self._parts, self.frame, self._wholes, self.labels)
        return titles.of_arms(
            say(_WHO[check.role(self.side, self.frame)]), self.frame, self._wholes, self.labels
        )

    def subtitle(self) -> str:
        if self.is_share:
            measured = titles.per_cent_of(self.frame, self._parts, self._wholes)
            return titles.subtitle(measured, titles.window(self.frame), frame=self.frame)
        parts = (titles.stage_of(self.frame), self.scale.phrase(), titles.window(self.frame))
        return titles.subtitle(*parts, frame=self.frame)

    def number(self, limit: float) -> str:
        """A limit as it is printed, shares in per cent."""
        return maps.limit(limit * 100 if self.is_share else limit / self.scale.factor)

    def notes(self) -> list[str]:
        return [
            maps.rule(self.limits.stride, len(self.limits.limits)),
            maps.vague(self._vague()),
            *self._notes_of_labels(),
            maps.off_map(*self._off_map()),
            foot.estimated_note(self.frame, self.labels),
            foot.others_note(self.frame),
            say(maps.BORDERS),
        ]

    def _notes_of_labels(self) -> list[str]:
        """What the figures on the map leave out."""
        named = self.frame[self.side].isin(
            [shape.party for shape in shapes() if self.palette.highlights([shape.party])]
        )
        known = named & self.frame["shown"].notna()
        more = not self.is_share and (known & (self.frame["undisclosed"] > 0)).any()
        ends = zip(self.frame["shown_low"], self.frame["shown_high"], strict=True)
        wide = known & np.array([self._bounds(*each) != "" for each in ends], dtype=bool)
        bounds = self.frame.assign(
            low=self.frame["shown_low"].where(wide, 0), high=self.frame["shown_high"].where(wide, 0)
        )
        return [
            foot.of_marks(say(maps.MORE, sign=_MORE)) if more else "",
            foot.bounds_note(bounds, self.labels, maps.NO_BOUNDS, self._bounds),
        ]

    def _bounds(self, low: float, high: float) -> str:
        """Bounds as they are printed, or nothing where they are printed alike."""
        if self.is_share:
            return numbers.shares_between(low, high)
        return self.scale.bounds(low / self.scale.factor, high / self.scale.factor)

    def _vague(self) -> int:
        """How many states have bounds in another class than their figure."""
        known = self.frame[self.frame["shown"].notna()]
        ends = [self.limits.of(known[f"shown{end}"].fillna(known["shown"])) for end in ("_low", "_high")]
        return int((ends[0] != ends[1]).sum())

    def _off_map(self) -> tuple[list[str], str]:
        """Who is not on the map, the largest first, and their part of all [per cent]."""
        rows = self.elsewhere.sort_values("shown", ascending=False)
        called = [names.in_text(names.party(code, self.labels)) for code in rows[self.side]]
        all_, theirs = self.frame["shown"].sum(), rows["shown"].sum()
        known = all_ > 0 and self.frame["shown"].notna().all()
        return called, numbers.per_cent(theirs / all_) if known else ""

    def words(self) -> str:
        things = [
            description.Item(
                names.party(row[self.side], self.labels),
                self._printed(row["shown"]),
                row["shown"],
                is_rest(row[self.side]),
            )
            for _, row in self.frame.iterrows()
        ]
        return f"{description.of_marks('parties', {'': things}, self.frame)} {say(maps.VIEW)}"

    def _printed(self, value: float) -> str:
        if np.isnan(value):
            return self._unknown()
        return (
            say("{figure} per cent", figure=numbers.per_cent(value))
            if self.is_share
            else self.scale.figure(value / self.scale.factor)
        )

    @cached_property
    def _tips(self) -> dict[str, str]:
        return {row[self.side]: self._tip(row) for _, row in self.frame.iterrows()}

    def _told_of(self, party: str) -> str:
        """A party's figure in words, or its part in all figures; nothing where it has none."""
        if self.counterpart and party == self.counterpart:
            return self._counterpart_in_words()
        return self._tips.get(party, "")

    def _tip(self, row: pd.Series) -> str:
        """A state's figure in words, with its bounds."""
        name = names.party(row[self.side], self.labels)
        bounds = self._bounds(row["shown_low"], row["shown_high"])
        return in_a_line(name, self._printed(row["shown"]), bounds)

    def _label(self, party: str) -> list[str]:
        """A name and its figure, without the unit, which the subtitle says."""
        name = names.party(party, self.labels)
        rows = self.frame[self.frame[self.side] == party]
        if rows.empty:
            return maps.labels(name, "", is_number=False)
        row = rows.iloc[0]
        known = not (np.isnan(row["shown"]) and np.isnan(row["shown_low"]))
        return maps.labels(name, self._figure(row) if known else self._unknown(), is_number=known)

    def _figure(self, row: pd.Series) -> str:
        """A figure as tables print it, or its bounds where these are all that is known."""
        if self.is_share:
            return numbers.share_cells(row, "share")[0]
        if np.isnan(row["value"]):
            low, high = row["low"] / self.scale.factor, row["high"] / self.scale.factor
            return self.scale.bounds(low, high) or self.scale.figure(low)
        return self.scale.figure(row["value"] / self.scale.factor) + (_MORE if row["undisclosed"] else "")

    def _unknown(self) -> str:
        known = self.is_share or self.frame["low"].notna().all()
        return say(maps.NOT_KNOWN if known else maps.NOT_DISCLOSED)

    @cached_property
    def counterpart(self) -> str:
        """Who is on the other side of all figures, if it is one party without a figure of its own, or ""."""
        if self.side not in SIDES:
            return ""
        other = next(side for side in SIDES if side != self.side)
        met = set(self.frame[other] if other in self.frame else check.selection_of(self.frame).get(other, []))
        return met.pop() if len(met) == 1 and not met & set(self.frame[self.side]) else ""

    def _counterpart_in_words(self) -> str:
        role = next(side for side in SIDES if side != self.side)
        return say(_ROLES[check.role(role, self.frame)], party=names.party(self.counterpart, self.labels))

    # --- marks ----------------------------------------------------------------------------------

    def body(self, ax: Axes) -> World:
        world = World(ax, [shape for shape in shapes() if self._look(shape) != _NO_RECORD])
        drawn: dict[Look, list[Shape]] = {}
        for shape in shapes():
            drawn.setdefault(self._look(shape), []).append(shape)
            if shape.small and shape.party in {*self.looks, self.counterpart} - {""}:
                world.point(shape, self._look(shape), self._told_of)
        for look, alike in drawn.items():
            world.fill(alike, look, order=2.0 if look == _NO_RECORD else 2.1, told=self._told_of)
        world.borders(contested())
        for shape in shapes():
            if self.palette.highlights([shape.party]):
                world.name(shape, self._label(shape.party), self._look(shape))
        self._keys(world)
        return world

    def _look(self, shape: Shape) -> Look:
        """How a shape is filled: a part without a figure of its own like what it is part of."""
        own = self.looks.get(shape.party) or self.looks.get(shape.part_of)
        is_other = self.counterpart and self.counterpart in (shape.party, shape.part_of)
        return own or (_OTHER_SIDE if is_other else _NO_RECORD)

    def _keys(self, world: World) -> None:
        every = self.whole.looks.values()
        for words, colour in zip(maps.ranges(self.limits.limits, self.number), self.colours, strict=False):
            world.key(words, Look(colour), is_class=True)
        if _NONE in every:
            world.key(maps.ZERO, _NONE)
        if _HIDDEN in every:
            world.key(self._unknown(), _HIDDEN)
        if world.points:
            world.key(say(maps.SMALL), disc=True)
        world.key(say(maps.NO_RECORD), _NO_RECORD)
        if any(shape.party == self.counterpart for shape in shapes() if self.counterpart):
            world.key(self._counterpart_in_words(), _OTHER_SIDE)
        world.key(say(maps.CONTESTED))
