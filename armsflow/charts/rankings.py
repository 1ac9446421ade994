"""Rankings as a league table with bars: SIPRI's fact-sheet tables as one picture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from armsflow.charts import check, describe
from armsflow.charts.draw import style
from armsflow.charts.draw.layout import axes_or_error, drawn
from armsflow.charts.draw.rows import Row
from armsflow.charts.rankings_table import Standing, Standings
from armsflow.charts.text import names, numbers, titles
from armsflow.charts.text.numbers import signed, span
from armsflow.errors import one_of
from armsflow.parties import kind
from armsflow.records.schema import period

__all__ = ["plot_rankings"]

_CHART, _MOST, _BEFORE = "plot_rankings", 60, "#A6A6A6"
_FIGURES = [f"{name}{end}" for name in ("share", "previous_share", "change") for end in ("", "_low", "_high")]
_NEEDS = ("place", "party", "side", "estimated", *_FIGURES)
_TOP = "keep the first: rankings(records, …, top=40)"
_SIDES = {"supplier": "recipient", "recipient": "supplier"}


def plot_rankings(
    rankings: Any,
    ax: Axes | None = None,
    *,
    labels: str = "name",
    title: str | None = None,
) -> Axes:
    """A ranked table with bars: place, share now and before, change, and the main partners.

    The thick bar is the share of the window, the thin one below it that of the window before; bounds are
    whiskers, and stand below their figures. Who has no place, because it is no state, stands in grey italics
    where its share puts it; "Unknown" stands last. Percentages are rounded as SIPRI does it. In a narrow
    place the partners give way first, then bounds in figures, then the figures of the window before.

    Parameters
    ----------
    rankings : summary
        What `rankings` returns, at most 60 rows.
    ax : matplotlib.axes.Axes, optional
        Where to draw; the whole chart stays inside the place of this Axes. By default a new figure.
    labels : {"name", "code"}
        How parties are printed.
    title : str, optional
        In place of the title that the chart gives itself.

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
    axes_or_error(ax, chart=_CHART)
    one_of(labels, ("name", "code"), "labels")
    frame = check.read(rankings, chart=_CHART, noun="rankings", needs=_NEEDS)
    _check(frame)
    of = one_of(frame["side"].iloc[0], list(_SIDES), "side")
    now, before = frame["period"].iloc[0], _before(frame)
    order, whole = _ordered(frame), check.with_previous(frame)
    rows = [_standing(row, of, labels) for _, row in order.iterrows()]
    return drawn(
        ax,
        lambda place: Standings(place, rows, (now, before, "Change"), f"Main {_SIDES[of]}s, % of own total"),
        title=title or f"Largest {of}s of arms",
        subtitle=titles.subtitle(
            f"share of the {titles.measured(frame, given=True)}, per cent",
            f"{now} (thin bars: {before})",
            frame=frame,
        ),
        foot=titles.foot(whole, *_notes(frame, labels)),
        tell=lambda: _tell(whole, rows),
    )


def _check(frame: pd.DataFrame) -> None:
    check.one_unit(frame, chart=_CHART)
    check.one_stage(frame, chart=_CHART, remedy="draw one at a time: where(records, stage=…)")
    for column, what in (("period", "window"), ("side", "side")):
        values = sorted(set(frame[column]))
        remedy = f"draw one at a time: frame[frame[{column!r}] == {values[0]!r}]"
        check.at_most(values, 1, chart=_CHART, what=what, remedy=remedy)
    check.once(frame, ["party"], chart=_CHART)
    check.at_most(list(frame["party"]), _MOST, chart=_CHART, what="rows", remedy=_TOP)


def _before(frame: pd.DataFrame) -> str:
    """The window before, as it is printed."""
    start, end = int(frame["start"].iloc[0]), int(frame["end"].iloc[0])
    return period(2 * start - end - 1, start - 1)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows from the largest share to the least, what is not known below, and the unknown last."""
    shares = frame["share"].fillna(-1.0)
    return frame.assign(
        _rest=frame["party"].map(style.is_rest), _share=-shares, _high=-frame["share_high"].fillna(-1.0)
    ).sort_values(["_rest", "_share", "_high", "place", "party"], kind="stable")


def _standing(row: pd.Series, of: str, labels: str) -> Standing:
    placed, state = not np.isnan(row["place"]), _is_state(row["party"])
    name = names.party(row["party"], labels)
    plain = of == "recipient" and not style.is_rest(row["party"])
    colour = style.ACCENT if plain else style.supplier_colour(row["party"])
    now = [100 * row[f"share{end}"] for end in ("", "_low", "_high")]
    before = [100 * row[f"previous_share{end}"] for end in ("", "_low", "_high")]
    return Standing(
        place=f"{row['place']:.0f}" if placed else numbers.DASH,
        state=state,
        now=Row(name, "", "", *now, colour, np.nan_to_num(row["estimated"])),
        before=Row(name, "", "", *before, _BEFORE, np.nan_to_num(row.get("previous_estimated", 0.0))),
        cells=[numbers.share(row, "share"), numbers.share(row, "previous_share"), _change(row)],
        partners=_partners(row, labels),
    )


def _change(row: pd.Series) -> tuple[str, str]:
    """A change as it is printed, and its bounds."""
    value, low, high = (row[f"change{end}"] for end in ("", "_low", "_high"))
    bounds = span(low, high, numbers.per_cent)
    if np.isfinite(value):
        return signed(value, numbers.per_cent), bounds
    if np.isposinf([value, low]).any():
        return "new", ""
    vague = not bounds or (low <= -1 and np.isinf(high))
    return ("not known" if vague else bounds), ""


def _is_state(code: str) -> bool:
    return not style.is_rest(code) and kind(code) not in ("organisation", "group", "unknown")


def _partner_columns(columns: Iterable[str]) -> list[str]:
    return [name for name in columns if re.fullmatch(r"partner_\d+", name)]


def _partners(row: pd.Series, labels: str) -> list[str]:
    """The main partners with their parts of a party's own total: "India 38"."""
    told = []
    for column in _partner_columns(row.index):
        if row[column]:
            name = f"{names.party(row[column], labels)} {numbers.share(row, f'{column}_share')[0]}"
            told.append(name.replace(" ", numbers.NBSP))
    return told


def _tell(frame: pd.DataFrame, rows: list[Standing]) -> str:
    things = [
        describe.Item(
            row.now.name,
            f"{row.cells[0][0]} (change {row.cells[2][0]})",
            row.now.value,
            row.now.colour in style.RESTS,
            row.cells[0][0],
        )
        for row in rows
    ]
    return describe.told("rows", {"": things}, frame, bounds=("share_low", "share_high"))


def _notes(frame: pd.DataFrame, labels: str) -> list[str]:
    bounds = pd.concat(
        [
            frame[[f"{name}_low", f"{name}_high"]].set_axis(["low", "high"], axis=1)
            for name in ("share", "previous_share")
        ]
    )
    notes = [f"Change: per cent of the total in {_before(frame)}, not of the share."]
    notes += [titles.whisker_note(bounds), _partners_note(frame, labels)]
    guessed = [frame[f"{when}share"] * frame.get(f"{when}estimated", 0.0) for when in ("", "previous_")]
    if any((part > 0).any() for part in guessed):
        notes.append("Hatched: the part that the source marks as estimated.")
    nowhere = frame[frame["place"].isna()]["party"].map(_is_state)
    reasons = [("no state", ~nowhere.astype(bool)), ("no figure to be placed by", nowhere)]
    told = [reason for reason, rows in reasons if rows.any()]
    if told:
        notes.append(f"{numbers.DASH} in place of a number: {' or '.join(told)}.")
    if np.isposinf(frame[["change", "change_low"]]).any(axis=None):
        notes.append(f"New: nothing in {_before(frame)}.")
    return notes


def _partners_note(frame: pd.DataFrame, labels: str) -> str:
    """How wide the bounds of the partners' shares are, which stand beside none of them."""
    widths = {
        (index, column): row[f"{column}_share_high"] - row[f"{column}_share_low"]
        for index, row in frame.iterrows()
        for column in _partner_columns(frame.columns)
        if not np.isnan(row[f"{column}_share_high"])
    }
    if not widths or max(widths.values()) <= 5e-4:
        return ""
    index, column = max(widths, key=lambda place: widths[place])
    row = frame.loc[index]
    name = f"{names.party(row[column], labels)} in {names.party(row['party'], labels)}"
    between = numbers.share(row, f"{column}_share")[1]
    return f"Partners’ shares lie within bounds, widest for {name}: {between} per cent."
