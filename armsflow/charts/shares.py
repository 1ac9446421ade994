"""Shares as stacks of one hundred per cent, one per window and whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Unpack, overload

import numpy as np
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.columns import Columns, middles, pitch, windows
from armsflow.charts.draw.layout import reach
from armsflow.charts.draw.marks import Ticks
from armsflow.charts.draw.tips import in_a_line, says
from armsflow.charts.protocol.options import Options
from armsflow.charts.protocol.parts import PartsChart
from armsflow.charts.text import description, foot, names, numbers, series
from armsflow.errors import ArgumentError, sample
from armsflow.languages import message, say
from armsflow.records.schema import is_rest

__all__ = ["plot_shares"]

_MOST, _IN_PANELS, _STACKS, _WIDE = 8, 12, 80, 2 / 3
_SEEN = 1.0  # per cent; less has no figure
_DRAWN = 0.15  # per cent, a fifth of a millimetre; of less nothing can be seen


@overload
def plot_shares(
    shares: IntoFrame, ax: Axes | None = None, *, facet: None = None, **options: Unpack[Options]
) -> Axes: ...
@overload
def plot_shares(
    shares: IntoFrame, ax: Axes | None = None, *, facet: str, **options: Unpack[Options]
) -> np.ndarray: ...
def plot_shares(
    shares: IntoFrame, ax: Axes | None = None, *, facet: str | None = None, **options: Unpack[Options]
) -> Axes | np.ndarray:
    """Stacks of 100 per cent, one per window and whole, with the largest part at the bottom.

    Parts keep one order in all stacks, by their sum over all windows; "Others" and "Unknown" stand
    last, at the top, in grey. Percentages are rounded as SIPRI does it, from 10 upwards to the
    whole and below to one decimal, and stand where they have room. What a stack adds up to stands
    above it. A window whose shares are not known stays empty and says so.

    Parameters
    ----------
    shares : summary
        What `shares` returns, at most eight parts beside others and unknown.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
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
        not that of `shares`, has no rows, more than eight parts or 80 stacks,
        shares that add to more than 1, several stages or units, windows of different length,
        several rows for one part of one whole, or several kinds of parts or wholes.

    Notes
    -----
    Bounds of shares do not add, so they cannot be drawn at the edges of a stack; the foot names
    the widest.

    Examples
    --------
    Which part of its arms did a country buy from its first supplier?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> bought = pd.DataFrame({"supplier": ["Russia", "Israel"], "value": [6e9, 4e9]})
    >>> records = af.to_records(
    ...     bought, recipient="Azerbaijan", year=2014, stage="contract", unit="USD"
    ... )
    >>> ax = af.plot_shares(af.shares(records))
    >>> [float(round(bar.get_height(), 1)) for bar in ax.containers[0]]
    [60.0]
    """
    chart = SharesChart.of(shares, options)
    return chart.draw(ax) if facet is None else chart.draw_facets(facet, ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class SharesChart(PartsChart):
    """A stack for each window of each whole, one part upon the other."""

    function = "plot_shares"
    gathers = "keys"

    def check_frame(self) -> None:
        super().check_frame()
        self._check_sums()
        stacks = [" ".join(place) for place in self.places]
        remedy = "choose with where(), or wider windows with to_periods()"
        check.at_most(stacks, _STACKS, chart=self.function, what="stacks", remedy=remedy)

    def check_single(self) -> None:
        super().check_single()
        # panels share a legend, which may name a few more than any stack has
        for chart, most in ((self, _MOST), (self.whole, _MOST if self.whole is self else _IN_PANELS)):
            named = [part for part in chart.order if not is_rest(part)]
            top = "a smaller number" if "others" in chart.order else 5
            same = ", top_in='together'" if chart.shares["whole"].nunique() > 1 else ""
            remedy = f"keep the largest: shares(records, …, top={top}{same})"
            check.at_most(named, most, chart=self.function, what="parts", remedy=remedy)

    def _check_sums(self) -> None:
        sums = self.shares.groupby(["whole", "start", "end"], sort=False)["share"].sum()
        over = sums[sums > 1 + 1e-6]
        if len(over):
            rows = over.reset_index().to_numpy().tolist()
            found = [f"{whole} {start} {end}: {sum_:.3f}" for whole, start, end, sum_ in rows]
            raise ArgumentError(
                f"{self.function} stacks shares to 100 per cent, and some add to more ({sample(found)}); "
                "give it the frame of shares() as it comes, of one source and reporter",
                rows=found,
            )

    @cached_property
    def order(self) -> list[str]:
        """The parts from the bottom of the stacks, the largest first; in all panels in one order."""
        if self.among is not None and self.facet:
            return [part for part in self.among.order if part in set(self.shares["part"])]
        sums = self.shares.groupby("part")["share"].sum()
        return sorted(sums.index, key=lambda part: (_rank(part), -sums[part], part))

    @cached_property
    def places(self) -> dict[tuple[str, str], float]:
        """Where each stack stands: at its years, those of the next whole after a gap."""
        places: dict[tuple[str, str], float] = {}
        spots = self.shares.assign(x=middles(self.shares))
        free = spots["x"].min()
        for whole in dict.fromkeys(spots["whole"]):
            rows = spots[spots["whole"] == whole].sort_values("x")
            shift = free - rows["x"].min() if places else 0.0
            for period, x in zip(rows["period"], rows["x"], strict=True):
                places[whole, period] = x + shift
            free = rows["x"].max() + shift + 1.6 * self.pitch
        return places

    @cached_property
    def pitch(self) -> float:
        """How far stacks stand apart [years]."""
        return pitch(self.shares)

    @property
    def over_years(self) -> bool:
        return self.shares["whole"].nunique() == 1 and self.frame["period"].nunique() > 1

    @cached_property
    def too_small(self) -> list[str]:
        """Parts that no stack shows: the key names none that nobody can find."""
        most = self.shares.groupby("part")["share"].max()
        return [part for part in self.order if 0 < 100 * most[part] < _DRAWN]

    def notes(self) -> list[str]:
        small = [self.part_name(part) for part in self.too_small]
        return [
            say(series.TOO_SMALL, names=names.first_of(small)) if small else "",
            self.bounds_note(),
            self._unknown_note(),
            foot.others_note(self.frame),
            foot.estimated_note(self.frame, self.labels),
        ]

    def _unknown_note(self) -> str:
        """Which parts are not in their stacks because no figure is known, while others are."""
        known = self.shares.groupby(["whole", "period"])["share"].transform("count") > 0
        gone = self.shares[known & self.shares["share"].isna()]
        if gone.empty:
            return ""
        keys = [*self.parts, *check.varying(self.frame, self.wholes)]
        rows = [{**row[keys].to_dict(), "period": row["period"]} for _, row in gone.iterrows()]
        called = [names.row_label(row, self.labels) for row in rows]
        which = names.with_more(names.parted(called[:3]), len(called[3:]))
        return say("Per cent of what is known; not known: {which}.", which=which)

    def words(self) -> str:
        """The three largest parts of each stack."""
        things = []
        for _, stack in self.shares.groupby(["whole", "start"], sort=True):
            row = stack.iloc[0]
            whole = names.row_label(row[check.varying(self.frame, self.wholes)].to_dict(), self.labels)
            largest = stack[stack["share"] > 0].sort_values("share", ascending=False)[:3]
            shares = ", ".join(
                f"{self.part_name(row['part'])} {numbers.per_cent(row['share'])}"
                for _, row in largest.iterrows()
            )
            name = ", ".join(part for part in (whole, row["period"]) if part)
            things.append(description.Item(name, shares or say("not known"), row["start"]))
        ends, bounds = (message("latest {item}"), message("earliest {item}")), ("share_low", "share_high")
        return description.of_marks("stacks", {"": things}, self.frame, ends=ends, bounds=bounds)

    # --- marks ----------------------------------------------------------------------------------

    def body(self, ax: Axes) -> Columns:
        body = self._columns(ax)
        colours = self.palette.groups(self.whole.order, key=self.parts[0] if len(self.parts) == 1 else "")
        xs, base = np.array(list(self.places.values())), np.zeros(len(self.places))
        middles = []
        for part in self.order:
            height = self._heights(part)
            bars = ax.bar(
                xs, height, _WIDE * self.pitch, bottom=base, color=colours[part], label=part, zorder=2
            )
            body.edged(bars, 0.7)
            for bar, (whole, period) in zip(bars, self.places, strict=True):
                says(bar, partial(self._tip, part, whole, period))
            _inside(body, bars, colours[part])
            middles.append((part, base[-1] + height[-1] / 2))
            base = base + height
        for x, total, place in zip(xs, base, self.places, strict=True):
            if total == 0:
                _instead(body, say("none" if place in self._nothing else "not known"), x)
        self._sums(body)
        if self.facet and self.facet not in self.parts:
            body.shared = {
                self.whole.part_name(part): colours[part]
                for part in self.whole.order
                if part not in self.whole.too_small
            }
        for part, at in reversed(middles) if not body.shared else ():
            if part not in self.too_small:
                body.group(self.part_name(part), colours[part], at=at)
        self._heads(body)
        reach(ax, y=(0, 111))
        ax.set_yticks([0, 25, 50, 75, 100])
        ax.yaxis.set_major_formatter(Ticks(" %"))
        ax.axhline(0, color=style.INK, linewidth=0.8, zorder=3, label="zero")
        return body

    @cached_property
    def _nothing(self) -> set[tuple[str, str]]:
        """The stacks of which every part is known to be 0."""
        most = self.shares.groupby(["whole", "period"])[["value", "high"]].max()
        known = self.shares["value"].notna().groupby([self.shares["whole"], self.shares["period"]]).all()
        return {*most.index[known & (most == 0).all(axis=1)]}

    def _columns(self, ax: Axes) -> Columns:
        """The windows of all stacks; those of a single whole have places for missing ones too."""
        filled = {
            x: self._whole_name(whole) if self._named_by_whole else period
            for (whole, period), x in self.places.items()
        }
        # panels of several wholes have the windows of all
        frame = self.frame if self.facet in ("", "period") else self.whole.frame
        every = windows(frame) if self.shares["whole"].nunique() == 1 else []
        body = Columns(
            ax, every or list(filled.items()), self.pitch, widest=240, highest=190,
            are_names=self._named_by_whole,
        )  # fmt: skip
        body.kinds = ("years" if every else "stacks", "per cent")
        for x, _ in every:
            if x not in filled:
                _instead(body, say("no record"), x)
        return body

    def _heights(self, part: str) -> np.ndarray:
        found = [self._cells.get((*place, part), 0.0) for place in self.places]
        return np.nan_to_num(np.array(found, dtype=float)) * 100

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str], float]:
        """Each share by its whole, window and part."""
        keys = zip(*(self.shares[name] for name in ("whole", "period", "part")), strict=True)
        return dict(zip(keys, self.shares["share"].tolist(), strict=True))

    def _tip(self, part: str, whole: str, period: str) -> list[str]:
        """The share of a part in one stack in words, with its bounds."""
        shares = self.shares
        rows = shares[(shares["part"] == part) & (shares["whole"] == whole) & (shares["period"] == period)]
        if rows.empty:
            return [""]
        row = rows.iloc[0]
        of = names.row_label(row[check.varying(self.frame, self.wholes)].to_dict(), self.labels)
        name = ", ".join(filter(None, (self.part_name(part), of, period)))
        figure, detail = numbers.share_cells(row, "share")
        return [in_a_line(name, say("{figure} per cent", figure=figure), detail)]

    def _sums(self, body: Columns) -> None:
        """What each whole came to, above its stack: equal heights would hide which window had most.

        Parts may have been left out of the frame, so that the whole is what the largest is a part of.
        """
        if self.shares["value"].isna().any():
            return
        first = self.shares.sort_values("share", ascending=False).groupby(["whole", "period"]).first()
        sums = first["value"] / first["share"].where(first["share"] > 0)
        sums = sums.where(first["value"].ne(0), 0.0)
        if not np.isfinite(sums.to_numpy(dtype=float)).all():
            return
        scale = numbers.scale_of(self.frame.iloc[:1].assign(value=sums.max()), ("value",))
        for place, x in self.places.items():
            body.mark(
                scale.figure(sums[place] / scale.factor), (x, 103), (1, 9), bunch="sums", ha="center",
                va="bottom", color=style.QUIET,
            )  # fmt: skip
        body.caption(scale.brief(), 103, bunch="sums")

    def _heads(self, body: Columns) -> None:
        """The name of each whole under its stacks, where there are several."""
        wholes = list(dict.fromkeys(whole for whole, _ in self.places))
        for whole in wholes if len(wholes) > 1 and not self._named_by_whole else []:
            xs = [x for (name, _), x in self.places.items() if name == whole]
            body.head(self._whole_name(whole), min(xs), max(xs))

    @property
    def _named_by_whole(self) -> bool:
        """Whether stacks differ by their whole alone: the window, which all share, stands in the subtitle."""
        return self.shares["whole"].nunique() > 1 and self.whole.shares["period"].nunique() == 1

    def _whole_name(self, whole: str) -> str:
        row = self.shares[self.shares["whole"] == whole].iloc[0]
        return names.row_label(row[self.wholes].to_dict(), self.labels)


def _rank(part: str) -> int:
    return 0 if not is_rest(part) else 1 if part == "others" else 2


def _instead(body: Columns, words: str, x: float) -> None:
    """Words in place of a stack."""
    body.mark(words, (x, 50), (1, 100), rotation=90, ha="center", va="center", color=style.QUIET)


def _inside(body: Columns, bars: Any, colour: str) -> None:
    for bar in bars:
        if bar.get_height() > 0:
            middle = bar.get_y() + bar.get_height() / 2
            body.mark(
                numbers.per_cent(bar.get_height() / 100),
                (bar.get_x() + bar.get_width() / 2, middle),
                (_WIDE, bar.get_height()),
                aside=bar.get_height() >= _SEEN, ha="center", va="center_baseline",
                color=style.ink_on(colour),
            )  # fmt: skip
