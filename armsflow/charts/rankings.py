"""Rankings as a table with bars: the tables of SIPRI's fact sheets as one picture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from narwhals.typing import IntoFrame

from armsflow.charts import check
from armsflow.charts.draw import style
from armsflow.charts.draw.rows import Row
from armsflow.charts.draw.style import Palette
from armsflow.charts.protocol.chart import Chart, Options
from armsflow.charts.rankings_table import Standing, Standings
from armsflow.charts.text import description, foot, names, numbers, titles
from armsflow.charts.text.numbers import signed, span
from armsflow.errors import ArgumentError, one_of, sample
from armsflow.languages import message, say, years
from armsflow.parties import kind
from armsflow.records.schema import is_rest, period
from armsflow.rounding import NBSP

__all__ = ["plot_rankings"]

_MAIN = {
    "supplier": message("Main suppliers, % of own total"),
    "donor": message("Main donors, % of own total"),
    "recipient": message("Main recipients, % of own total"),
}
_MOST, _BEFORE = 60, "#A6A6A6"
_TOP = "keep the first: rankings(records, …, top=40)"
_SIDES = {"supplier": "recipient", "recipient": "supplier"}
_PARTNER = r"partner_\d+"


def plot_rankings(
    rankings: IntoFrame,
    ax: Axes | None = None,
    **options: Unpack[Options],
) -> Axes:
    """A ranked table with bars: place, share now and before, change, and the main partners.

    The thick bar is the share of the window, the thin one below it that of the window before; bounds are
    whiskers, and stand below their figures. All bars have one colour, unless `highlight` or `colours` is
    given. Who has no place, because it is no state, stands in grey italics where its share puts it;
    "Unknown" stands last. Percentages are rounded as SIPRI does it. The window before has no bars and no
    columns where nothing is known of it. In a narrow place the partners give way
    first, then bounds in figures, then the figures of the window before.

    Parameters
    ----------
    rankings : summary
        What `rankings` returns, at most 60 rows.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    **options : Options
        What every chart takes: `title`, `subtitle`, `note`, `source`, `labels`, `highlight`, `colours`,
        `mark`, `estimates`, `font` and `style`, as `armsflow.charts.protocol.options.Options` describes them.

    Returns
    -------
    matplotlib.axes.Axes
        Its scale in per cent.

    Raises
    ------
    ArgumentError
        If the frame is not that of `rankings` or has no rows; if stages, units, prices or windows differ; if
        there are more than 60 rows, or several for one party.

    Examples
    --------
    Who came first, with which parts of all deliveries then and now? The figures are invented.

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"supplier": ["Israel", "Russia"] * 2, "value": [40, 60, 81, 19]})
    >>> given = given.assign(start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024])
    >>> records = af.to_records(given, recipient="Azerbaijan", stage="delivery", unit="TIV")
    >>> ax = af.plot_rankings(af.rankings(records, of="supplier", end=2024))
    >>> [text.get_text() for text in ax.texts if text.get_label() in ("row", "share", "previous")]
    ['Israel', '81', '40', 'Russia', '19', '60']
    """
    return RankingsChart.of(rankings, options).draw(ax)


@dataclass(frozen=True, kw_only=True, eq=False)
class RankingsChart(Chart):
    """A ranked table of one window, with bars for it and for the window before."""

    function = "plot_rankings"
    noun = "rankings"
    texts = ("party", "side")
    figures = (
        "place", "estimated", "share", "share_low", "share_high", "previous_share", "previous_share_low",
        "previous_share_high", "change", "change_low", "change_high",
    )  # fmt: skip
    optional = (*check.PREVIOUS, rf"{_PARTNER}_share(_low|_high)?")

    def check_frame(self) -> None:
        check.one_unit(self.frame, chart=self.function)
        remedy = "draw one at a time: where(records, stage=…)"
        check.one_stage(self.frame, chart=self.function, remedy=remedy)
        for column, what in (("period", "window"), ("side", "side")):
            values = sorted(set(self.frame[column]))
            remedy = f"draw one at a time: frame[frame[{column!r}] == {values[0]!r}]"
            check.at_most(values, 1, chart=self.function, what=what, remedy=remedy)
        check.once(self.frame, ["party"], chart=self.function)
        check.at_most(list(self.frame["party"]), _MOST, chart=self.function, what="rows", remedy=_TOP)
        one_of(self.of_what, list(_SIDES), "side")
        # partners stand in the frame as well, and have no bar
        named = self.options.palette.chosen or frozenset()
        if absent := sorted(named - {*self.frame["party"]} if not named & {*self.frame["party"]} else ()):
            raise ArgumentError(
                f"highlight names {sample(absent)}, which has no row of its own; expected parties that are "
                "ranked: keep more with top=",
                rows=absent,
            )

    @property
    def of_what(self) -> str:
        """What is ranked: suppliers or recipients."""
        return self.frame["side"].iloc[0]

    @cached_property
    def before(self) -> str:
        """The window before, as it is printed."""
        start, end = int(self.frame["start"].iloc[0]), int(self.frame["end"].iloc[0])
        return years(period(2 * start - end - 1, start - 1))

    @cached_property
    def rows(self) -> list[Standing]:
        """The rows from the largest share to the least, then what is not known, then the unknown."""
        high = -self.frame["share_high"].fillna(-1.0)
        order = self.frame.assign(
            _rest=self.frame["party"].map(is_rest), _share=-self.frame["share"].fillna(-1.0), _high=high
        ).sort_values(["_rest", "_share", "_high", "place", "party"], kind="stable")
        return [_standing(row, self.of_what, self.labels, self.palette) for _, row in order.iterrows()]

    def reported(self) -> pd.DataFrame:
        return check.with_previous(self.frame)

    def title(self) -> str:
        places = self.frame.loc[~self.frame["party"].map(is_rest), "place"]
        # of some that were picked from a ranking, not even the first need be among the largest
        if places.max() > len(places) and not check.is_spending(self.frame):
            return titles.of_arms(titles.whose([self.of_what], self.frame), self.frame, [], self.labels)
        return titles.largest(self.of_what, self.frame)

    @cached_property
    def compared(self) -> bool:
        """Whether anything is known of the window before; where nothing is, it has no column."""
        known = self.frame[[f"previous_share{end}" for end in ("", "_low", "_high")]].notna().any(axis=None)
        hidden = self.frame.get("previous_undisclosed", pd.Series(0.0)).gt(0).any()
        return bool(known or hidden) or any(row.cells[2][0] != say("not known") for row in self.rows)

    def subtitle(self) -> str:
        of = titles.share_of(self.frame)
        windows = self.frame["period"].iloc[0]
        if self.compared:
            windows = say("{window} (thin bars: {before})", window=windows, before=self.before)
        return titles.subtitle(of, windows, frame=self.frame)

    def notes(self) -> list[str]:
        return _notes(self.frame, self.before if self.compared else "", self.labels)

    def words(self) -> str:
        things = [
            description.Item(
                row.now.name,
                say("{share} (change {change})", share=row.cells[0][0], change=row.cells[2][0])
                if self.compared
                else row.cells[0][0],
                row.now.value,
                row.now.rest,
                row.cells[0][0],
            )
            for row in self.rows
        ]
        return description.of_marks("rows", {"": things}, self.reported(), bounds=("share_low", "share_high"))

    def body(self, ax: Axes) -> Standings:
        heads = (self.frame["period"].iloc[0], self.before, say("Change, %"))
        last = say(_MAIN[check.role(_SIDES[self.of_what], self.frame)])
        return Standings(ax, self.rows, heads, last, compared=self.compared)


def _standing(row: pd.Series, of: str, labels: names.Labels, palette: Palette) -> Standing:
    placed, state = not np.isnan(row["place"]), _is_state(row["party"])
    name = names.party(row["party"], labels)
    plain = of == "recipient" and not is_rest(row["party"])
    own = style.ACCENT if plain else style.supplier_colour(row["party"])
    colour = palette.alike([row["party"]], own)
    return Standing(
        place=f"{row['place']:.0f}" if placed else numbers.DASH,
        state=state,
        now=_bar(row, "share", name, colour, row["estimated"]),
        before=_bar(row, "previous_share", name, _BEFORE, row.get("previous_estimated", 0.0)),
        cells=[numbers.share_cells(row, "share"), numbers.share_cells(row, "previous_share"), _change(row)],
        partners=_partners(row, labels),
    )


def _bar(row: pd.Series, share: str, name: str, colour: str, estimated: float) -> Row:
    """A share with its bounds [per cent]; its words stand in the table."""
    return Row(
        name=name, amount="", detail="", value=100 * row[share], low=100 * row[f"{share}_low"],
        high=100 * row[f"{share}_high"], colour=colour, estimated=np.nan_to_num(estimated),
    )  # fmt: skip


def _change(row: pd.Series) -> tuple[str, str]:
    """A change as it is printed, and its bounds."""
    value, low, high = (row[f"change{end}"] for end in ("", "_low", "_high"))
    if _is_undisclosed(row):
        return say("not known"), ""
    bounds = span(low, high, numbers.per_cent)
    if np.isfinite(value):
        return signed(value, numbers.per_cent), bounds
    if _is_new(row):
        return say("new"), ""
    vague = not bounds or (low <= -1 and np.isinf(high))
    return (say("not known") if vague else bounds), ""


def _is_new(row: pd.Series) -> bool:
    """Whether there was surely nothing in the window before."""
    return bool(np.isposinf(row[["change", "change_low"]].to_numpy(float)).any()) and not _is_undisclosed(row)


def _is_undisclosed(row: pd.Series) -> bool:
    """Whether all that is disclosed of one of the two windows is 0, and more was transferred."""
    windows = (("previous_share", "previous_undisclosed"), ("share", "undisclosed"))
    return any(row[share] == 0 and row.get(hidden, 0) > 0 for share, hidden in windows)


def _is_state(code: str) -> bool:
    return not is_rest(code) and kind(code) not in ("organisation", "group", "unknown")


def _partner_columns(columns: Iterable[str]) -> list[str]:
    return [name for name in columns if re.fullmatch(_PARTNER, name)]


def _partners(row: pd.Series, labels: names.Labels) -> list[str]:
    """The main partners with their parts of a party's own total: "India 38"."""
    told = []
    for column in _partner_columns(row.index):
        if row[column]:
            name = f"{names.party(row[column], labels)} {numbers.share_cells(row, f'{column}_share')[0]}"
            told.append(name.replace(" ", NBSP))
    return told


def _notes(frame: pd.DataFrame, before: str, labels: names.Labels) -> list[str]:
    bounds = pd.concat(
        [
            frame[[f"{name}_low", f"{name}_high"]].set_axis(["low", "high"], axis=1)
            for name in ("share", "previous_share")
        ]
    )
    change = say("Change: in the total since {before}, not in the share.", before=before) if before else ""
    notes = [foot.of_marks(change), foot.whisker_note(bounds), _partners_note(frame, labels)]
    guessed = [frame[f"{when}share"] * frame.get(f"{when}estimated", 0.0) for when in ("", "previous_")]
    if any((part > 0).any() for part in guessed):
        notes.append(foot.paler_note())
    nowhere = frame[frame["place"].isna()]["party"].map(_is_state)
    reasons = [(say("no state"), ~nowhere.astype(bool)), (say("no figure to be placed by"), nowhere)]
    told = [reason for reason, rows in reasons if rows.any()]
    if told:
        notes.append(
            foot.of_marks(
                say(
                    "– in place of a number: {why}.",
                    why=told[0] if len(told) == 1 else say("{first} or {last}", first=told[0], last=told[1]),
                )
            )
        )
    if frame.apply(_is_new, axis=1).any():
        notes.append(foot.of_marks(say("New: nothing in {before}.", before=before)))
    return notes


def _partners_note(frame: pd.DataFrame, labels: names.Labels) -> str:
    """How wide the bounds of the partners' shares are, which stand beside none of them."""
    columns = _partner_columns(frame.columns)
    # one row after the other, as they stand
    low, high = (
        pd.Series(frame[[f"{column}_share_{end}" for column in columns]].to_numpy(dtype=float).ravel())
        for end in ("low", "high")
    )
    place, bounds = foot.widest(low, high, numbers.shares_between, least=5e-4)
    if not bounds:
        return ""
    row, column = frame.iloc[place // len(columns)], columns[place % len(columns)]
    name = say(
        "{partner} in {party}",
        partner=names.party(row[column], labels),
        party=names.party(row["party"], labels),
    )
    words = say(
        "Partners’ shares lie within bounds, widest for {name}: {bounds} per cent.", name=name, bounds=bounds
    )
    return foot.Widest(words, bounds)
