"""Charts of concentration, changes and balances, through their artists."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.balances import plot_balances
from armsflow.charts.changes import plot_changes
from armsflow.charts.concentration import plot_concentration
from armsflow.charts.draw import style
from armsflow.charts.draw.marks import FromOne, Ticks
from armsflow.charts.save import save
from armsflow.charts.text import numbers
from armsflow.errors import ArgumentError, PartyError
from tests.charts.test_save import assert_inside_a_grid, laid, outside, overlaps, texts
from tests.charts.test_totals import (
    INF,
    NAN,
    TIV,
    closed_figures,
    colour,
    finish,
    lines,
    many,
    one,
    said,
)  # fmt: skip

__all__ = ["closed_figures"]  # a fixture, used by every test of this module


# --- frames as the nouns return them, typed by hand -------------------------------------------


def concentration(*rows, keys=("recipient",), **constants):
    """Rows of keys, start, end, hhi and its bounds, leader, its share, n."""
    names = [*keys, "start", "end", "hhi", "hhi_low", "hhi_high", "leader", "leader_share", "n"]
    frame = pd.DataFrame(rows, columns=names).assign(hhi_bounds="exact")
    with np.errstate(all="ignore"):
        least = 1 / frame["n"]
        normalised = np.where(frame["n"] > 1, (frame["hhi"] - least) / (1 - least), frame["hhi"])
    total = frame["hhi"] * 0 + 1e9
    frame = frame.assign(value=total, low=total, high=total)
    frame = frame.assign(hhi_normalised=normalised, effective=1 / frame["hhi"])
    own = "hhi hhi_low hhi_high hhi_bounds hhi_normalised effective leader leader_share n".split()
    return finish(frame, list(keys), own, **{**TIV, **constants})


def changes(*rows, keys=("supplier",), **constants):
    """Rows of keys, start, end, value, previous, change and its bounds, undisclosed."""
    names = [*keys, "start", "end", "value", "previous", "change", "change_low", "change_high"]
    frame = pd.DataFrame(rows, columns=[*names, "undisclosed"])
    frame = frame.assign(low=frame["value"], high=frame["value"])
    own = ["previous", "change", "change_low", "change_high"]
    return finish(frame, list(keys), own, **{**TIV, **constants})


def balances(*rows, **constants):
    """Rows of party, start, end, supplied and its bounds, received and its bounds."""
    own = [f"{side}{end}" for side in ("supplied", "received") for end in ("", "_low", "_high")]
    frame = pd.DataFrame(rows, columns=["party", "start", "end", *own])
    frame = frame.assign(
        value=frame["supplied"] - frame["received"],
        low=frame["supplied_low"] - frame["received_high"],
        high=frame["supplied_high"] - frame["received_low"],
    )
    return finish(frame, ["party"], own, **{**TIV, **constants})


AZERBAIJAN = concentration(
    ("AZE", 1995, 1999, 0.52, 0.50, 0.56, "UKR", 0.64, 2),
    ("AZE", 2000, 2004, NAN, NAN, NAN, None, NAN, 0),
    ("AZE", 2005, 2009, 0.44, 0.38, 0.55, "UKR", 0.57, 5),
    ("AZE", 2010, 2014, 0.61, 0.58, 0.65, "RUS", 0.77, 7),
    ("AZE", 2015, 2019, 0.34, 0.31, 0.38, "ISR", 0.44, 8),
    ("AZE", 2020, 2024, 0.31, 0.29, 0.36, "ISR", 0.45, 6),
)
AZERBAIJAN.loc[1, ["value", "low", "high"]] = 0.0  # nothing, and that for sure
OTHERS = concentration(
    ("ARM", 1995, 1999, 0.95, 0.95, 0.95, "RUS", 0.97, 2),
    ("ARM", 2000, 2004, 1.0, 1.0, 1.0, "RUS", 1.0, 1),
    ("ARM", 2020, 2024, 0.36, 0.30, 0.50, "IND", 0.5, 4),
    ("BIH", 2005, 2009, 0.38, 0.33, 0.60, "ARE", 0.5, 3),
    ("BIH", 2020, 2024, 0.37, 0.32, 0.40, "USA", 0.55, 4),
)
THREE = pd.concat([AZERBAIJAN, OTHERS], ignore_index=True)
LATEST = THREE[THREE["start"] == 2020]
VAGUE = concentration(
    ("AZE", 2010, 2014, 0.5, 0.0, 1.0, "RUS", 0.6, 3),
    ("AZE", 2015, 2019, NAN, 0.3, 0.6, None, NAN, 3),
    ("AZE", 2020, 2024, 0.4, 0.35, 0.6, "ISR", 0.6, 3),
).assign(hhi_bounds="outer", estimated=[0.0, 0.2, 0.4])
EIGHT = concentration(
    *(
        (code, y, y + 4, h := 0.1 + 0.1 * n, h - 0.03, h + 0.05, "USA", 0.3 + 0.05 * n, 9 - n)
        for n, code in enumerate("TTO BIH SAU ARE AZE GBR QAT PNG".split())
        for y in range(1995, 2025, 5)
    )
)
YEARLY = concentration(
    *(("AZE", y, y, h := 0.4 + 0.2 * np.sin(y), h - 0.1, h + 0.1, "RUS", 0.5, y % 5 + 2)
      for y in range(1990, 2025))
)  # fmt: skip
NO_INDEX = concentration(*(("AZE", y, y + 4, NAN, NAN, NAN, None, NAN, 0) for y in (2010, 2015)))
MANY_INDICES = concentration(
    *((code, 2020, 2024, 0.02 * n + 0.1, 0.02 * n, 0.02 * n + 0.2, "ARE", 0.3, 5)
      for n, code in enumerate(many(40)))
)  # fmt: skip

CHANGES = changes(
    ("USA", 2020, 2024, 43e9, 35.5e9, 0.21, 0.15, 0.25, 0),
    ("RUS", 2020, 2024, 7.8e9, 21e9, -0.64, -0.66, -0.60, 1),
    ("CHN", 2020, 2024, 5.9e9, 6.2e9, -0.094, -0.094, -0.094, 0),
    ("DEU", 2020, 2024, 5.6e9, 5.6e9, 0.0, 0.0, 0.0, 0),
    ("UKR", 2020, 2024, 0.0, 5.6e9, -1.0, -1.0, -1.0, 0),
    ("PAK", 2020, 2024, 5.6e9, 5.6e7, 96.27, 80.0, 110.0, 0),
    ("ITA", 2020, 2024, 5.6e9, 1e9, 2.38, 1.5, INF, 0),
    ("TUR", 2020, 2024, 5.6e9, 1e9, 2.5, 1.5, 5.0, 0),
    ("IRN", 2020, 2024, 1e9, 0.0, INF, INF, INF, 0),
    ("KOR", 2020, 2024, NAN, 1e9, NAN, -0.4, 0.9, 0),
    ("ESP", 2020, 2024, NAN, 1e9, NAN, NAN, NAN, 2),
    ("BLR", 2020, 2024, 0.0, 0.0, NAN, NAN, NAN, 0),
    ("unk:supplier", 2020, 2024, 7e8, 1e9, -0.3, -0.3, -0.3, 0),
    ("others", 2020, 2024, 2e9, 1e9, 1.05, 1.05, 1.05, 0),
)
FALLS = changes(
    ("RUS", 2020, 2024, 7.8e9, 21e9, -0.64, -0.66, -0.60, 1),
    ("UKR", 2020, 2024, 1e9, 1.1e9, -0.094, -0.5, INF, 0),
)
FROM_RUSSIA = changes(
    *(("RUS", code, 2020, 2024, 1e9, 1e9, n / 4 - 0.6, n / 4 - 0.6, n / 4 - 0.6, 0)
      for n, code in enumerate(["ARM", "BIH", "TTO", "IND", "others"])),
    keys=("supplier", "recipient"),
)  # fmt: skip
NO_CHANGE = changes(*((code, 2020, 2024, *[NAN] * 5, 1) for code in ("RUS", "ARE")))
NEW = changes(("RUS", 2020, 2024, 1e9, 0.0, INF, INF, INF, 0))
MANY_CHANGES = changes(
    *((code, 2020, 2024, 1e9, 1e9, n / 18 - 0.8, n / 18 - 0.9, n / 18 - 0.7, 0)
      for n, code in enumerate(many(40)))
)  # fmt: skip
TWICE = pd.concat([FALLS, FALLS.assign(start=2015, end=2019, period="2015–19", change=2.0, change_high=2.0)])

BALANCES = balances(
    ("IND", 2020, 2024, 0.2e9, 0.2e9, 0.2e9, 8.3e9, 8.0e9, 8.8e9),
    ("USA", 2020, 2024, 43e9, 40e9, 45e9, 1.1e9, 1.1e9, 1.1e9),
    ("unk:recipient", 2020, 2024, 0.0, 0.0, 0.0, 0.3e9, 0.3e9, 0.3e9),
    ("SAU", 2020, 2024, 0.0, 0.0, 0.0, NAN, NAN, NAN),
    ("TUR", 2020, 2024, 1.7e9, 1.7e9, 1.7e9, 1.6e9, 1.2e9, 2e9),
    ("ARE", 2020, 2024, NAN, 0.2e9, 0.4e9, 3.0e9, 3.0e9, 3.0e9),
    ("BIH", 2020, 2024, *[0.0] * 6),
)
BALANCES.loc[3, "undisclosed"] = 2
OPEN = balances(
    ("RUS", 2020, 2024, 8e9, 7e9, INF, 0.3e9, 0.3e9, 0.3e9),
    ("IND", 2020, 2024, 0.2e9, 0.2e9, 0.2e9, 8.3e9, 8e9, INF),
    ("CHN", 2020, 2024, 4e9, 3e9, INF, 3e9, 2e9, INF),
    unit="USD",
    source="claims",
).assign(estimated=[0.2, 0.4, 0.0])
NO_NET = balances(("RUS", 2020, 2024, *[NAN] * 6))
RECEIVED = balances(*((c, 2020, 2024, *[0.0] * 3, *[4e9] * 3) for c in ("TTO", "BIH")))
MANY_NETS = balances(
    *((code, 2020, 2024, *[n * 1e8] * 2, n * 1.1e8, *[(40 - n) * 1e8] * 2, (40 - n) * 1.2e8)
      for n, code in enumerate(many(40)))
)  # fmt: skip


def effective(frame, ax=None):
    return plot_concentration(frame, ax, measure="effective")


def normalised(frame, ax=None):
    return plot_concentration(frame, ax, measure="hhi_normalised")


PICTURES = {
    "line": (plot_concentration, AZERBAIJAN),
    "line, effective": (effective, AZERBAIJAN),
    "line, vague": (effective, VAGUE),
    "line, nothing": (plot_concentration, NO_INDEX),
    "lines": (plot_concentration, THREE),
    "lines, effective": (effective, THREE),
    "lines, normalised": (normalised, THREE),
    "lines, eight": (plot_concentration, EIGHT),
    "line, yearly": (plot_concentration, YEARLY),
    "dots": (plot_concentration, LATEST),
    "dots, effective": (effective, LATEST),
    "dots, nothing": (plot_concentration, NO_INDEX.iloc[:1]),
    "changes": (plot_changes, CHANGES),
    "changes, falls": (plot_changes, FALLS),
    "changes, one supplier": (plot_changes, FROM_RUSSIA),
    "changes, nothing": (plot_changes, NO_CHANGE),
    "changes, new": (plot_changes, NEW),
    "balances": (plot_balances, BALANCES),
    "balances, open": (plot_balances, OPEN),
    "balances, nothing": (plot_balances, NO_NET),
    "balances, received": (plot_balances, RECEIVED),
}
CROWDED = {
    "dots": (plot_concentration, MANY_INDICES),
    "changes": (plot_changes, MANY_CHANGES),
    "balances": (plot_balances, MANY_NETS),
}
PLOTS = {
    "concentration": (plot_concentration, THREE),
    "changes": (plot_changes, CHANGES),
    "balances": (plot_balances, BALANCES),
}


def bars(ax):
    """The bars of a chart from top to bottom, by what they are."""
    out = {}
    for group in ax.containers:
        out.setdefault(group.get_label(), []).extend(group)
    return out


# --- concentration ----------------------------------------------------------------------------------


def heights(ax, label):
    (line,) = lines(ax, label)
    return line.get_ydata()


def test_a_line_stands_at_its_indices_and_breaks_where_there_is_none():
    ax = plot_concentration(AZERBAIJAN)
    assert np.allclose(heights(ax, "AZE"), [0.52, NAN, 0.44, 0.61, 0.34, 0.31], equal_nan=True)
    assert list(lines(ax, "AZE")[0].get_xdata()) == [0, 1, 2, 3, 4, 5]
    assert said(ax, "mark")[1] == "none"
    assert ax.get_ylim() == (0, 1)
    assert "line breaks off where the total is 0 or not known" in one(ax, "foot")


def test_bounds_of_the_index_are_whiskers():
    ax = plot_concentration(AZERBAIJAN)
    assert [list(line.get_ydata()) for line in lines(ax, "whisker")] == [
        [0.50, 0.56], [0.38, 0.55], [0.58, 0.65], [0.31, 0.38], [0.29, 0.36],
    ]  # fmt: skip
    assert "Whiskers: lowest to highest" in one(ax, "foot")


def test_n_stands_below_the_windows_and_leaders_beside_the_points():
    ax = plot_concentration(AZERBAIJAN)
    assert said(ax, "window")[:3] == ["1995–99 n = 2", "2000–04 n = 0", "2005–09 n = 5"]
    assert said(ax, "mark") == ["Ukraine 64 %", "none", "Ukraine 57 %", "Russia 77 %", "Israel 44 %"]
    assert said(ax, "group") == ["Leader: Israel 45 %"]
    assert "Beside points: leading supplier with its share. Below years: n, the number" in one(ax, "foot")
    assert ax.get_title(loc="left") == "Concentration among suppliers of arms to Azerbaijan"
    assert one(ax, "subtitle") == (
        "Herfindahl–Hirschman index of deliveries in TIV (1: one supplier has all), "
        "1995–99 to 2020–24; release 2025"
    )


def test_words_beside_a_line_do_not_lie_on_it():
    ax = effective(AZERBAIJAN)
    ax.figure.draw_without_rendering()
    (line,) = lines(ax, "AZE")
    points = ax.transData.transform(np.column_stack(line.get_data()))
    known = [(a, b) for a, b in itertools.pairwise(points) if np.isfinite([*a, *b]).all()]
    marks = [t for t in ax.texts if t.get_label() == "mark" and t.get_visible()]
    assert len(marks) == 5
    for mark in marks:
        box = mark.get_window_extent()
        for a, b in known:
            along = np.linspace(a, b, 100)
            inside = (along > [box.x0, box.y0]) & (along < [box.x1, box.y1])
            assert not inside.all(axis=1).any(), mark.get_text()


def test_nothing_known_is_said_without_numbers():
    ax = plot_concentration(NO_INDEX)
    assert said(ax, "window") == ["2010–14", "2015–19"]
    assert said(ax, "mark") == ["not known", "not known"]
    assert "number of" not in one(ax, "foot")
    assert said(ax, "group") == []


def test_several_lines_are_named_at_their_ends_from_top_to_bottom():
    ax = plot_concentration(THREE)
    assert said(ax, "group") == [
        "Bosnia and Herzegovina United States 55 %, n = 4",
        "Armenia India 50 %, n = 4",
        "Azerbaijan Israel 45 %, n = 6",
    ]
    ax.figure.draw_without_rendering()
    ys = [t.get_window_extent().y1 for t in ax.texts if t.get_label() == "group"]
    assert ys == sorted(ys, reverse=True)
    keys = [artist for artist in ax.get_children() if artist.get_label() == "key"]
    drawn = {code: lines(ax, code)[0] for code in ("BIH", "ARM", "AZE")}
    assert [key.get_marker() for key in keys] == [line.get_marker() for line in drawn.values()]
    assert len({key.get_marker() for key in keys}) == 3
    assert len({line.get_color() for line in drawn.values()}) == 3


def test_the_foot_tells_n_and_gaps_of_several_lines():
    foot = one(plot_concentration(THREE), "foot")
    assert "n in all windows: Bosnia and Herzegovina 3–4, Armenia 1–4, Azerbaijan 0–8" in foot
    # four windows of Bosnia, three of Armenia, one of Azerbaijan
    assert "not known: Bosnia and Herzegovina 1995–99, Bosnia and Herzegovina 2000–04" in foot
    assert foot.count("and 5 more") == 1


def test_a_window_without_a_row_breaks_the_line_too():
    ax = plot_concentration(THREE)
    xs, ys = lines(ax, "ARM")[0].get_data()
    assert np.allclose(np.round(xs), range(6))
    assert np.allclose(ys, [0.95, 1.0, NAN, NAN, NAN, 0.36], equal_nan=True)
    alone = plot_concentration(AZERBAIJAN.drop(index=3))
    assert np.isnan(heights(alone, "AZE")[3])
    _, axes = plt.subplots(1, 3)
    plot_concentration(THREE, axes=axes)
    assert said(axes[0], "mark").count("no record") == 3


def test_the_effective_number_starts_at_one_and_its_bounds_are_turned_over():
    ax = effective(VAGUE)
    assert np.allclose(heights(ax, "AZE"), [2, NAN, 2.5], equal_nan=True)
    assert ax.get_ylim()[0] == 1
    assert ax.get_yticks()[0] == 1
    spans = [list(line.get_ydata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans, [[1, ax.get_ylim()[1]], [1 / 0.6, 1 / 0.3], [1 / 0.6, 1 / 0.35]])
    (arrow,) = lines(ax, "arrow")
    assert (arrow.get_marker(), list(arrow.get_xdata())) == ("^", [0])
    assert "more: less concentrated; 1: one supplier has all" in one(ax, "subtitle")
    assert ax.get_title(loc="left") == "Effective number of suppliers of arms to Azerbaijan"
    foot = one(ax, "foot")
    assert "bounds are outer ones" in foot
    assert "arrow: no upper bound" in foot
    assert "by the source: up to 40 per cent of a figure (" in foot


def test_the_normalised_index_is_drawn_without_bounds_and_says_so():
    ax = normalised(THREE)
    assert lines(ax, "whisker") == []
    assert np.allclose(heights(ax, "ARM"), [0.9, 1.0, NAN, NAN, NAN, (0.36 - 0.25) / 0.75], equal_nan=True)
    assert "Drawn without bounds." in one(ax, "foot")
    assert "normalised Herfindahl" in one(ax, "subtitle").lower().replace("herf", "Herf")


def test_one_window_is_ranked_dots():
    ax = plot_concentration(LATEST)
    assert said(ax, "row") == [
        "Bosnia and Herzegovina United States 55 %, n = 4", "Armenia India 50 %, n = 4",
        "Azerbaijan Israel 45 %, n = 6",
    ]  # fmt: skip
    assert [line.get_xdata()[0] for line in lines(ax, "value")] == [0.37, 0.36, 0.31]
    assert [list(line.get_xdata()) for line in lines(ax, "whisker")] == [
        [0.32, 0.40], [0.30, 0.50], [0.29, 0.36],
    ]  # fmt: skip
    assert said(ax, "amount") == ["0.37", "0.36", "0.31"]
    assert said(ax, "detail") == ["0.32–0.40", "0.30–0.50", "0.29–0.36"]
    assert ax.get_xlim() == (0, 1)
    assert effective(LATEST).get_xlim()[0] == 1


def test_ranked_dots_say_why_there_is_none():
    rows = concentration(
        ("AZE", 2020, 2024, NAN, NAN, NAN, None, NAN, 0),
        ("ARM", 2020, 2024, NAN, 0.4, 0.6, None, NAN, 2),
        ("GEO", 2020, 2024, NAN, NAN, NAN, None, NAN, 0),
    ).assign(value=[0.0, NAN, NAN])
    ax = plot_concentration(rows)
    found = dict(zip(said(ax, "row"), said(ax, "amount"), strict=True))
    assert found == {
        "Armenia n = 2": "0.40–0.60",
        "Azerbaijan n = 0": "none",
        "Georgia": "not known",
    }
    assert said(effective(VAGUE.iloc[:1]), "detail") == ["1.0 or more"]


def test_many_rows_have_no_room_for_leaders():
    ax = plot_concentration(MANY_INDICES)
    assert said(ax, "row")[0] == "Croatia, n = 5"
    assert "With names: n, the number of suppliers." in one(ax, "foot")


@pytest.mark.parametrize(
    ("keys", "leaders", "title"),
    [(["supplier"], ["IND", "CHN"], "Concentration among recipients of arms from Russia"),
     (["recipient"], ["un:I", "un:II"], "Concentration among categories of arms to Russia"),
     (["recipient"], ["MiG-29", "T-90"], "Concentration among parts of arms to Russia"),
     (["category"], ["IND", "CHN"], "Concentration among parties to arms transfers: RUS")],
)  # fmt: skip
def test_whose_concentration_it_is_follows_from_keys_and_leaders(keys, leaders, title):
    rows = [("RUS", y, y, 0.5, 0.5, 0.5, who, 0.6, 3) for y, who in zip((2010, 2011), leaders, strict=True)]
    ax = plot_concentration(concentration(*rows, keys=keys))
    assert ax.get_title(loc="left") == title
    assert len(said(ax, "group")) == 1


def test_all_records_together_are_one_line():
    rows = concentration(*((y, y, 0.5, 0.5, 0.5, "USA", 0.6, 3) for y in (2010, 2011)), keys=())
    ax = plot_concentration(rows)
    assert list(heights(ax, "all")) == [0.5, 0.5]
    assert said(plot_concentration(rows.iloc[:1]), "row") == ["All United States 60 %, n = 3"]


def test_every_group_can_have_axes_of_its_own_on_one_scale():
    _, axes = plt.subplots(3, 1, figsize=(7, 12))
    assert plot_concentration(THREE, axes=axes, measure="effective") is axes[0]
    titles = [ax.get_title(loc="left") for ax in axes]
    assert titles == [
        f"Effective number of suppliers of arms to {n}"
        for n in ("Armenia", "Azerbaijan", "Bosnia and Herzegovina")
    ]
    assert len({ax.get_ylim() for ax in axes}) == len({ax.get_xlim() for ax in axes}) == 1
    with pytest.raises(ArgumentError, match=r"axes= of equal length.* 3 groups \('ARM'.*got 2"):
        plot_concentration(THREE, axes=axes[:2])


def test_a_measure_that_is_none_is_refused():
    with pytest.raises(ArgumentError, match="measure is 'HHI'; expected one of 'hhi', 'hhi_normalised'"):
        plot_concentration(THREE, measure="HHI")


def test_more_lines_or_windows_than_can_be_drawn_are_named():
    nine = concentration(*((c, y, y, *[0.5] * 3, "USA", 0.6, 3) for c in many(9) for y in (2010, 2011)))
    with pytest.raises(ArgumentError, match=r"8 lines over windows.* 9: 'ARE'.*give axes="):
        plot_concentration(nine)
    _, axes = plt.subplots(3, 3)
    plot_concentration(nine, axes=axes)
    with pytest.raises(ArgumentError, match="40 rows.* 41"):
        plot_concentration(concentration(*((c, 2010, 2010, *[0.5] * 3, "USA", 0.6, 3) for c in many(41))))
    long = concentration(*(("AZE", y, y, *[0.5] * 3, "USA", 0.6, 3) for y in range(1900, 1981)))
    with pytest.raises(ArgumentError, match=r"80 windows.* 81.*to_periods\(\)"):
        plot_concentration(long)


# --- changes ----------------------------------------------------------------------------------------


def test_changes_are_ranked_with_what_is_new_or_not_known_below_and_the_rest_last():
    ax = plot_changes(CHANGES)
    assert dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)) == {
        "Pakistan": "+9,627", "Türkiye": "+250", "Italy": "+238", "United States": "+21",
        "Germany": "0.0", "China": "−9.4", "Russia": "−64", "Ukraine": "−100", "Iran": "new",
        "South Korea": "−40 to +90", "Spain": "not known", "Belarus": "none in both",
        "Others": "+105", "Unknown supplier": "−30",
    }  # fmt: skip
    assert said(ax, "row")[8:] == [
        "Iran", "Belarus", "Spain", "South Korea", "Others", "Unknown supplier",
    ]  # fmt: skip
    details = (
        "+8,000 to +11,000|+150 to +500|+150 or more|+15 to +25|−66 to −60, + 1 undisclosed|+ 2 undisclosed"
    )
    assert said(ax, "detail") == details.split("|")


def test_bars_go_to_both_sides_of_nought_in_the_colours_of_suppliers():
    ax = plot_changes(CHANGES)
    found = bars(ax)["bar"]
    assert np.allclose([bar.get_x() for bar in found], 0)
    end = ax.get_xlim()[1]
    assert np.allclose([bar.get_width() for bar in found], [end, 250, 238, 21, -9.4, -64, -100, 105, -30])
    assert [colour(bar) for bar in found][3:6] == [style.supplier_colour(c) for c in ("USA", "CHN", "RUS")]
    assert [colour(bar) for bar in found][-2:] == [style.OTHERS, style.UNKNOWN]
    assert {tuple(line.get_xdata()) for line in lines(ax, "zero")} == {(0, 0)}


def test_a_bar_beyond_300_per_cent_is_broken_and_says_its_figure():
    ax = plot_changes(CHANGES)
    low, end = ax.get_xlim()
    assert 300 < end < 350
    assert low <= -100
    (broken,) = lines(ax, "break")
    assert 300 < broken.get_xdata()[0] < end
    assert broken.get_ydata()[0] == lines(ax, "zero")[0].get_ydata().mean()  # the first row
    assert "Broken: beyond +300 per cent." in one(ax, "foot")
    whole = plot_changes(CHANGES[CHANGES["supplier"] != "PAK"].assign(change_high=lambda f: f["change"]))
    assert lines(whole, "break") == []
    assert "Broken" not in one(whole, "foot")


def test_whiskers_of_changes_run_out_of_the_scale_or_end_in_an_arrow():
    ax = plot_changes(CHANGES)
    end = ax.get_xlim()[1]
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans, [[150, end], [150, end], [15, 25], [-66, -60], [-40, 90]])
    # +500 is beyond the scale: no mark, and no arrow either, which is for what has no bound
    assert list(lines(ax, "cap")[0].get_xdata()) == [150]
    (arrow,) = lines(ax, "arrow")
    assert (arrow.get_marker(), list(arrow.get_xdata())) == (">", [end])
    assert "arrow: no upper bound" in one(ax, "foot")
    assert "New: nothing in the window before." in one(ax, "foot")


def test_both_windows_stand_in_the_subtitle():
    ax = plot_changes(CHANGES)
    assert one(ax, "subtitle") == "Deliveries in TIV, per cent, 2020–24 against 2015–19; release 2025"
    assert ax.get_title(loc="left") == "Change in arms transfers, by supplier"
    assert plot_changes(FROM_RUSSIA).get_title(loc="left") == "Change in arms from Russia, by recipient"
    years = CHANGES.assign(start=2024, end=2024, period="2024")
    assert "2024 against 2023" in one(plot_changes(years), "subtitle")


def test_scales_have_a_sign_and_a_true_minus():
    ax = plot_changes(CHANGES)
    ax.figure.draw_without_rendering()
    assert [t.get_text() for t in texts(ax) if t in ax.get_xticklabels()] == [
        "−100", "0", "+100", "+200", "+300",
    ]  # fmt: skip
    assert Ticks().format_ticks([-2.5, 0, 2.5]) == ["−2.5", "0", "2.5"]


def test_a_change_that_could_be_anything_is_not_known():
    rows = changes(("RUS", 2020, 2024, NAN, NAN, NAN, -1.0, INF, 0))
    assert said(plot_changes(rows), "amount") == ["not known"]
    # nothing before as far as is known, but perhaps something
    rows = changes(("RUS", 2020, 2024, 1e9, 0.0, INF, 0.2, INF, 0))
    ax = plot_changes(rows)
    assert said(ax, "amount") == ["new"]
    assert said(ax, "detail") == ["+20 or more"]
    assert len(lines(ax, "arrow")) == 1


def test_others_of_one_supplier_are_grey():
    found = bars(plot_changes(FROM_RUSSIA))["bar"]
    assert [colour(bar) for bar in found] == [style.supplier_colour("RUS")] * 4 + [style.OTHERS]


@pytest.mark.parametrize(("plot", "frame"), [(plot_changes, TWICE), (plot_balances, OPEN)])
def test_several_windows_take_as_many_axes_on_one_scale(plot, frame):
    if "party" in frame:
        frame = pd.concat([frame, frame.assign(start=2015, end=2019, period="2015–19")])
    with pytest.raises(ArgumentError, match=r"one window.*'2015–19', '2020–24'; choose one.*axes="):
        plot(frame)
    _, axes = plt.subplots(2, 1, figsize=(7, 8))
    assert plot(frame, axes=axes) is axes[0]
    assert ["2015–19" in one(axes[0], "subtitle"), "2020–24" in one(axes[1], "subtitle")] == [True, True]
    assert axes[0].get_xlim() == axes[1].get_xlim()
    with pytest.raises(ArgumentError, match=r"axes= of equal length.* 2 windows .*got 1"):
        plot(frame, axes=axes[:1])
    with pytest.raises(ArgumentError, match="got ax as well"):
        plot(frame, axes[0], axes=axes)


# --- balances ---------------------------------------------------------------------------------------


def test_what_was_supplied_goes_to_the_right_and_what_was_received_to_the_left():
    ax = plot_balances(BALANCES)
    found = {side: [bar.get_width() for bar in rows] for side, rows in bars(ax).items()}
    assert np.allclose(found["supplied"], [43, 1.7, 0.2])
    assert np.allclose(found["received"], [-1.1, -1.6, -8.3, -3.0, -0.3])
    assert said(ax, "side") == ["Received", "Supplied"]
    red = {side: colour(rows[0]) for side, rows in bars(ax).items()}
    assert red["supplied"] == style.supplier_colour("USA")
    assert red["received"] == style.tint(red["supplied"], 0.45).upper()


def test_nets_are_ranked_with_whiskers_and_unknown_last():
    ax = plot_balances(BALANCES)
    assert dict(zip(said(ax, "row"), said(ax, "amount"), strict=True)) == {
        "United States": "+42", "Türkiye": "+0.10", "Bosnia and Herzegovina": "0", "India": "−8.1",
        "Saudi Arabia": "not known", "United Arab Emirates": "−2.8 to −2.6", "Unknown recipient": "−0.30",
    }  # fmt: skip
    assert said(ax, "row")[-1] == "Unknown recipient"
    dots = lines(ax, "value")
    assert np.allclose([dot.get_xdata()[0] for dot in dots], [41.9, 0.1, 0, -8.1, -0.3])
    assert {dot.get_marker() for dot in dots} == {"D"}
    spans = [list(line.get_xdata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans[:3], [[38.9, 43.9], [-0.3, 0.5], [-8.6, -7.8]])
    assert said(ax, "detail")[0] == "+39 to +44"
    assert "+ 2 undisclosed" in said(ax, "detail")
    assert one(ax, "subtitle") == (
        "Deliveries, billion TIV, 2020–24, diamond and figure: supplied less received; release 2025"
    )


def test_nets_without_a_bound_end_in_an_arrow_on_that_side():
    ax = plot_balances(OPEN)
    low, high = ax.get_xlim()
    ends = [(line.get_marker(), line.get_xdata()[0]) for line in lines(ax, "arrow")]
    assert ends == [(">", high), ("<", low), (">", high), ("<", low)]
    assert said(ax, "amount") == ["+$7.7 bn", "+$1.0 bn", "−$8.1 bn"]
    assert said(ax, "detail") == ["+6.7 or more", "−7.8 or less"]
    foot = one(ax, "foot")
    assert "arrow: no bound on that side" in foot
    assert "by the source: up to 40 per cent of a figure (" in foot


def test_neither_side_is_narrower_than_a_third_of_the_other():
    low, high = plot_balances(BALANCES).get_xlim()
    assert -low == pytest.approx(high / 3)
    low, high = plot_balances(RECEIVED).get_xlim()
    assert high == pytest.approx(-low / 3)


def test_names_of_sides_stand_at_nought():
    ax = plot_balances(BALANCES)
    ax.figure.draw_without_rendering()
    left, right = (t.get_window_extent() for t in ax.texts if t.get_label() == "side")
    nought = ax.transData.transform((0, 0))[0]
    assert left.x1 < nought < right.x0


# --- what all have in common ------------------------------------------------------------------------


@pytest.mark.parametrize("noun", PLOTS)
def test_another_frame_is_an_error_that_names_the_noun(noun):
    plot, frame = PLOTS[noun]
    own = {"concentration": "hhi_high", "changes": "previous", "balances": "received"}[noun]
    with pytest.raises(
        ArgumentError, match=rf"draws what {noun}\(\) returns; missing: 'unit', '{own}'; call"
    ):
        plot(frame.drop(columns=["unit", own]))
    with pytest.raises(ArgumentError, match=rf"what {noun}\(\) returns; got a builtins.list"):
        plot([1, 2])
    with pytest.raises(ArgumentError, match=rf"what {noun}\(\) returns; this frame has no rows"):
        plot(frame.iloc[:0])
    with pytest.raises(ArgumentError, match="ax='there'; expected a matplotlib Axes"):
        plot(frame, "there")
    with pytest.raises(ArgumentError, match="labels is 'names'.*did you mean 'name'"):
        plot(frame, labels="names")
    assert plt.get_fignums() == []


@pytest.mark.parametrize("noun", PLOTS)
def test_units_stages_and_lengths_do_not_share_a_scale(noun):
    plot, frame = PLOTS[noun]
    rest = len(frame) - 1
    with pytest.raises(ArgumentError, match="unit is 'EUR', 'USD'; draw one at a time"):
        plot(frame.assign(unit=["EUR", *["USD"] * rest]))
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery': stages of one"):
        plot(frame.assign(stage=["contract", *["delivery"] * rest]))
    with pytest.raises(ArgumentError, match="windows are of 5, 10 years"):
        plot(frame.assign(end=[int(frame["start"].iloc[0]) + 9, *frame["end"].iloc[1:]]))
    with pytest.raises(ArgumentError, match="one figure for each .*several rows stand for"):
        plot(pd.concat([frame, frame.iloc[:1].assign(reporter="supplier")]))


@pytest.mark.parametrize("noun", ["changes", "balances"])
def test_more_rows_than_can_be_drawn_are_named_with_a_way_out(noun):
    rows = {
        "changes": changes(*((c, 2020, 2024, *[1.0] * 5, 0) for c in many(41))),
        "balances": balances(*((c, 2020, 2024, *[1.0] * 6) for c in many(41))),
    }
    ways = {"changes": r"changes\(records, …, top=10\)", "balances": "isin"}
    with pytest.raises(ArgumentError, match=rf"40 rows.* 41: 'ARE', .*{ways[noun]}"):
        PLOTS[noun][0](rows[noun])


@pytest.mark.parametrize("noun", PLOTS)
def test_polars_and_nullable_frames_give_the_same_picture(noun, tmp_path):
    plot, frame = PLOTS[noun]
    usual = save(plot(frame), tmp_path / "pandas.svg").read_bytes()
    assert save(plot(pl.from_pandas(frame)), tmp_path / "polars.svg").read_bytes() == usual
    assert save(plot(frame.convert_dtypes()), tmp_path / "nullable.svg").read_bytes() == usual
    shuffled = frame.sample(frac=1, random_state=3)
    order = ["group", "row", "amount", "subtitle", "foot"]
    one_, other = plot(frame), plot(shuffled)
    assert [said(one_, label) for label in order] == [said(other, label) for label in order]


@pytest.mark.parametrize("noun", PLOTS)
def test_nothing_is_left_behind_but_the_picture(noun, tmp_path):
    plot, frame = PLOTS[noun]
    settings, before = dict(mpl.rcParams), frame.copy(deep=True)
    _, axes = plt.subplots(1, 2)
    figures = plt.get_fignums()
    plot(frame, axes[0])
    assert plt.get_fignums() == figures
    save(plot(frame), tmp_path / "chart.svg")
    assert dict(mpl.rcParams) == settings
    pd.testing.assert_frame_equal(frame, before)
    plt.close("all")
    key = frame.columns[0]
    with pytest.raises(PartyError):
        plot(frame.assign(**{key: frame[key].where(frame[key] != frame[key].iloc[0], "nowhere")}))
    assert plt.get_fignums() == []


@pytest.mark.parametrize("noun", PLOTS)
def test_the_look_does_not_depend_on_the_settings_of_the_user(noun, tmp_path):
    plot, frame = PLOTS[noun]
    usual = save(plot(frame), tmp_path / "usual.svg").read_bytes()
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "lines.linewidth": 5, "lines.marker": "x"}):
        assert save(plot(frame), tmp_path / "other.svg").read_bytes() == usual


@pytest.mark.parametrize("noun", PLOTS)
def test_codes_in_place_of_names_and_a_title_of_ones_own(noun):
    plot, frame = PLOTS[noun]
    ax = plot(frame, labels="code", title="From $1 bn to $2 bn")
    found = " ".join([*said(ax, "row"), *said(ax, "group")])
    assert "USA" in found
    assert "United States" not in found + one(ax, "foot")
    assert ax.get_title(loc="left") == "From $1 bn to $2 bn"
    assert not any(text.get_parse_math() for text in ax.texts)


@pytest.mark.parametrize("noun", PLOTS)
def test_source_and_release_are_told(noun):
    plot, frame = PLOTS[noun]
    ax = plot(frame)
    assert "Source: SIPRI Arms Transfers Database; own calculation with armsflow." in one(ax, "foot")
    assert one(ax, "subtitle").endswith("; release 2025")


@pytest.mark.parametrize(
    ("noun", "suffix"), [*((noun, "svg") for noun in PLOTS), ("changes", "pdf"), ("balances", "png")]
)
def test_a_file_has_the_same_bytes_on_every_run(noun, suffix, tmp_path):
    plot, frame = PLOTS[noun]
    one_ = save(plot(frame), tmp_path / f"one.{suffix}", width="single").read_bytes()
    plt.close("all")
    assert save(plot(frame), tmp_path / f"two.{suffix}", width="single").read_bytes() == one_


def test_summaries_of_the_nouns_are_drawn_as_they_come():
    given = pd.DataFrame({"supplier": ["ISR", "RUS"] * 2, "value": [50.0, 50.0, 10.0, 90.0]})
    given = given.assign(start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024])
    records = af.to_records(given, recipient="AZE", stage="delivery", unit="TIV")
    ax = plot_concentration(af.concentration(records))
    assert np.allclose(heights(ax, "AZE"), [0.5, 0.82])
    assert said(ax, "group") == ["Leader: Russia 90 %"]
    assert said(plot_changes(af.changes(records)), "amount") == ["+80", "−80"]
    latest = af.where(records, years=(2020, 2024))
    assert said(plot_balances(af.balances(latest)), "amount") == ["+90", "+10", "−100"]


# --- room -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("millimetres", [85, 175])
@pytest.mark.parametrize("name", [*PICTURES, *(f"crowded {name}" for name in CROWDED)])
def test_text_stays_inside_the_figure_and_apart(name, millimetres):
    plot, frame = PICTURES.get(name) or CROWDED[name.removeprefix("crowded ")]
    ax = plot(frame)
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []
    assert {text.get_fontsize() for text in texts(ax)} <= {7.0, 7.5, 8.0, 9.0}


@pytest.mark.parametrize("millimetres", [60, 85])
def test_a_narrow_left_side_has_room_for_its_name_and_its_numbers(millimetres):
    long = ("BIH", "VCT", "PNG")
    supplied = balances(*((c, 2020, 2024, 4e9, 3.1e9, 4.1e9, 0.0, 0.0, 0.0) for c in long), unit="USD")
    falls = changes(*((c, 2020, 2024, 0.0, 1e9, -1.0, -1.0, -0.1, 3) for c in long))
    for plot, frame in ((plot_balances, supplied), (plot_changes, falls)):
        ax = plot(frame)
        ax.figure.set_figwidth(millimetres / 25.4)
        ax.get_axes_locator().fit_height()
        boxes = laid(ax)
        assert overlaps(boxes) == []
        assert outside(boxes, ax.figure.bbox.padded(-4 * ax.figure.dpi / 72)) == []


def test_marks_shrink_with_the_type():
    _, axes = plt.subplots(2, 2)
    ax = plot_concentration(AZERBAIJAN, axes[0, 0])
    ax.figure.draw_without_rendering()
    scale = one_size(ax) / 8
    assert scale < 1
    assert lines(ax, "AZE")[0].get_markersize() == pytest.approx(5 * scale)


def one_size(ax):
    return next(text.get_fontsize() for text in ax.texts if text.get_label() == "group")


FOURS = [(list(PICTURES) * 2)[n : n + 4] for n in range(0, len(PICTURES), 4)]
PAGE = {"figsize": (11, 8), "layout": "constrained"}


@pytest.mark.parametrize(
    ("four", "options"),
    [*((four, {}) for four in FOURS), *((four, PAGE) for four in FOURS[::3])],
    ids=lambda value: value[0] if isinstance(value, list) else "page" if value else "default",
)
def test_a_chart_stays_inside_the_place_of_its_axes(four, options):
    assert_inside_a_grid([PICTURES[name] for name in four], options)


# --- words and scales -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"), [(0.35, "+35"), (-0.094, "−9.4"), (96.27, "+9,627"), (0.0, "0.0"), (-0.0001, "0.0")]
)
def test_changes_are_printed_with_their_sign(value, text):
    assert numbers.signed(value, numbers.per_cent) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(-9.4, 12, "−9.4 to +12"), (0, 5, "0 to +5.0"), (2, INF, "+2.0 or more"), (-INF, -3, "−3.0 or less"),
     (-INF, INF, ""), (NAN, NAN, ""), (2, 2, ""), (2.01, 2.02, "")],
)  # fmt: skip
def test_bounds_are_printed_with_their_signs(low, high, text):
    assert numbers.span(low, high) == text


@pytest.mark.parametrize(("end", "ticks"), [(2, [1, 2]), (5, [1, 2, 3, 4, 5]), (12, [1, 5, 10])])
def test_a_scale_from_one_is_numbered_from_one(end, ticks):
    found = FromOne(nbins=5, steps=[1, 2, 5, 10], integer=True).tick_values(1, end)
    assert [value for value in found if value <= end] == ticks
