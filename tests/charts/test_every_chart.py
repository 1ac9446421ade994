"""What holds for every chart: the room of its texts, its words, its bytes, and the frames it refuses."""

from __future__ import annotations

import functools
import io
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError, PartyError
from tests.frames import FUZZ, made
from tests.pictures import BALANCES, CHANGES, PICTURES, USUAL, USUAL_NAMES, laid_out, picture, widths
from tests.reading import (
    LARGE_PAGE,
    SMALL_PAGE,
    assert_inside_a_grid,
    assert_room,
    boxes,
    laid,
    one,
    outside,
    overlaps,
    resize,
    said,
    texts,
)
from tests.summary_frames import (
    PAIR,
    annual_rates,
    balances,
    changes,
    concentration,
    deliveries,
    exact_pairs,
    many,
    shares,
    supplier_balance,
    totals,
)

MONEY = [name for name in USUAL if name not in ("plot_timeline", "plot_coverage")]
# charts that put sums, and not rates or records, beside each other
SUMS = [name for name in MONEY if name != "plot_annual_rates"]
NOUNS = {
    "plot_lines": "totals", "plot_areas": "totals", "plot_dumbbells": "shares", "plot_map": "totals",
    "plot_slopes": "shares", "plot_matrix": "totals", "plot_flows": "totals", "plot_timeline": "to_records",
}  # fmt: skip


# one of each chart, and the most crowded of some; the others are drawn in the sweep
SEEN = {
    *USUAL_NAMES.values(),
    *(name for name in PICTURES if re.search("rankings, forty$|, crowd$|, mixed", name)),
}


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name in SEEN else pytest.mark.sweep) for name in PICTURES],
)
def name(request):
    """Every picture in turn, so that all tests of one stand together and draw it once."""
    return request.param


@pytest.fixture(scope="module", params=USUAL)
def chart(request):
    """Every chart in turn, by the name of its function."""
    return request.param


def noun(chart):
    return NOUNS.get(chart, chart.removeprefix("plot_"))


@functools.cache
def content(chart, folder):
    """The bytes of the usual picture of a chart."""
    plot, frame = USUAL[chart]
    return af.save(plot(frame), folder / f"{chart}.svg").read_bytes()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


def test_no_chart_is_left_out():
    charts = {name for name in af.__all__ if name.startswith("plot_")}
    assert set(USUAL) == {name.partition(",")[0] for name in PICTURES} == charts
    assert {name.partition(",")[0] for name in SEEN} == charts


# --- room and words of every picture --------------------------------------------------------------


def test_no_text_leaves_the_figure_or_lies_over_another(name):
    drawn = laid_out(name)
    assert list(drawn.boxes) == list(widths(name))
    assert [(width, pair) for width, found in drawn.boxes.items() for pair in overlaps(found)] == []
    assert [
        (width, text) for width, found in drawn.boxes.items() for text in outside(found, drawn.places[width])
    ] == []


def test_type_is_of_few_sizes_in_a_figure_of_its_own(name):
    sizes = laid_out(name).sizes
    house = {style.TITLE, style.SUBTITLE, style.LABEL, style.SMALL, style.SOURCE}
    assert {10.5, 6.5} <= sizes[175] <= house
    assert all(found <= house for found in sizes.values())
    assert {text.get_fontname() for text in texts(picture(name))} == {"DejaVu Sans"}


def test_every_picture_has_a_title_a_subtitle_and_a_source(name):
    ax = picture(name)
    assert ax.get_title(loc="left")
    assert one(ax, "subtitle")
    assert "Source: " in one(ax, "foot")
    assert one(ax, "foot").endswith("own calculation with armsflow.")


def test_every_picture_can_be_described(name):
    words = af.describe(picture(name))
    assert not re.search(r"\bnan\b", words)
    assert not {"\n", "\N{NO-BREAK SPACE}", "  ", "←", "..", " ;", ": ;"} & {
        *words,
        *(words[n : n + 2] for n in range(len(words))),
    }
    assert words.endswith("own calculation with armsflow.")
    assert len(words) <= 1100


# a grid draws every picture anew: here those of each chart that hold most, in `make fuzz` all
CROWDED = [
    *USUAL_NAMES.values(),
    *(name for name in PICTURES if re.search("forty|crowd", name)),
]


def grids(names):
    """Pictures in fours, but for those with more texts than a quarter of a page holds."""
    names = [
        name for name in names
        if not re.match(r"plot_(concentration|changes|balances), forty", name)
        and not re.match(r"plot_(matrix|flows), (crowd|from one)|plot_matrix, twenty|plot_.*scale=log", name)
        and not re.match(r"plot_(coverage|discrepancies), (forty|years)|plot_discrepancies, (zero|win)", name)
        and not re.match(r"plot_timeline, (wider|forty|year|one)", name)
    ]  # fmt: skip
    names += names[: -len(names) % 4]
    return [names[n : n + 4] for n in range(0, len(names), 4)]


# a matrix refuses a type that nobody could read there
@pytest.mark.fuzz
@pytest.mark.covering(1)
@pytest.mark.parametrize(
    "four", grids(name for name in (PICTURES if FUZZ else CROWDED) if "matrix" not in name), ids="/".join
)
def test_a_chart_stays_inside_the_place_of_its_axes(four):
    assert_inside_a_grid([PICTURES[name] for name in four], SMALL_PAGE)


@pytest.mark.fuzz
@pytest.mark.covering(1)
@pytest.mark.parametrize("four", grids(PICTURES if FUZZ else USUAL_NAMES.values()), ids="/".join)
def test_a_chart_stays_inside_the_place_that_a_layout_gives_it(four):
    assert_inside_a_grid([PICTURES[name] for name in four], LARGE_PAGE)


def test_the_checks_of_room_can_fail():
    plot, frame = USUAL["plot_totals"]
    ax = plot(frame)
    ax.text(0.5, 0.5, "one", transform=ax.transAxes)
    ax.text(0.5, 0.5, "two", transform=ax.transAxes)
    ax.text(1.5, 0.5, "out", transform=ax.transAxes)
    found = laid(ax)
    assert [pair[:2] for pair in overlaps(found)] == [("one", "two")]
    assert [text for text, _ in outside(found, ax.figure.bbox)] == ["out"]


# --- one picture of each chart ----------------------------------------------------------------------


@pytest.mark.covering(2)
def test_a_chart_that_was_narrow_is_as_wide_as_one_that_was_not(chart):
    plot, frame = USUAL[chart]
    fresh = plot(frame)
    resize(fresh, 175)
    again = laid_out(USUAL_NAMES[chart]).boxes[175]
    found = laid(fresh)
    assert [text for text, _ in found] == [text for text, _ in again]
    assert np.allclose([box.extents for _, box in found], [box.extents for _, box in again])


@pytest.mark.covering(3)
@pytest.mark.parametrize("kind", ["Polars", "nullable, other settings", "kept as CSV"])
def test_kinds_of_frames_and_settings_of_the_user_give_the_same_picture(chart, kind, folder, tmp_path):
    plot, frame = USUAL[chart]
    kinds = {
        "Polars": pl.from_pandas,
        "nullable, other settings": pd.DataFrame.convert_dtypes,
        # as pandas reads it back: "2024" is a number then, and an empty text is null
        "kept as CSV": lambda summary: pd.read_csv(io.StringIO(summary.to_csv(index=False))),
    }
    given = kinds[kind](frame)
    other = {"font.size": 20, "axes.grid": True, "axes.titlesize": 30, "lines.linewidth": 5,
             "lines.marker": "x", "savefig.bbox": "tight"}  # fmt: skip
    with mpl.rc_context(other if "settings" in kind else {}):
        found = af.save(plot(given), tmp_path / "other.svg").read_bytes()
    assert found == content(chart, folder)


# the chart of a supplier balance keeps the order of the rows that it is given
@pytest.mark.covering(2)
@pytest.mark.parametrize("chart", [name for name in USUAL if name != "plot_supplier_balance"])
def test_rows_in_another_order_give_the_same_words(chart):
    plot, frame = USUAL[chart]
    ax = plot(frame.sample(frac=1, random_state=3))
    for label in ("group", "row", "amount", "subtitle", "foot"):
        assert said(ax, label) == said(picture(USUAL_NAMES[chart]), label)


@pytest.mark.covering(2)
def test_nothing_is_left_behind_but_the_picture(chart, tmp_path):
    plot, frame = USUAL[chart]
    settings, before = dict(mpl.rcParams), frame.copy(deep=True)
    _, axes = plt.subplots(1, 2)
    plt.sca(axes[1])
    figures = plt.get_fignums()
    assert plot(frame, axes[0]) is axes[0]
    assert plt.get_fignums() == figures
    assert plt.gca() is axes[1]
    ax = plot(frame)
    assert len(plt.get_fignums()) == len(figures) + 1
    af.save(ax, tmp_path / "chart.svg")
    assert dict(mpl.rcParams) == settings
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.covering(3)
def test_codes_in_place_of_names_and_the_source_with_its_release(chart):
    plot, frame = USUAL[chart]
    given = frame if chart == "plot_coverage" else frame.assign(source="sipri", release="2025")
    # a register has no publishers of claims
    ax = plot(given.drop(columns="publisher", errors="ignore"), labels="code")
    found = " ".join(" ".join(said(ax, label)) for label in ("row", "group", "side", "column", "band"))
    assert not re.search("Russia|United States|Azerbaijan|Armenia|SIPRI", found)
    # a map names only who is highlighted
    assert chart == "plot_map" or any(code in found for code in ("RUS", "USA", "AZE", "ARM", "sipri"))
    foot, subtitle = one(ax, "foot"), one(ax, "subtitle")
    assert "United States" not in foot
    if chart == "plot_coverage":
        assert "SIPRI Arms Transfers Database" in foot
        return
    assert str(frame["start"].min()) in subtitle
    if chart == "plot_discrepancies":
        # gaps may be between two releases
        assert "Source: SIPRI Arms Transfers Database; own calculation with armsflow." in foot
        assert subtitle.endswith("; release 2025")
        return
    assert "Source: SIPRI Arms Transfers Database, release 2025; own calculation with armsflow." in foot
    assert "release" not in subtitle


def test_the_release_is_said_also_where_the_source_line_is_the_users():
    plot, frame = USUAL["plot_totals"]
    ax = plot(frame, source="Source: SIPRI.")
    assert one(ax, "foot").endswith("Source: SIPRI.")
    assert one(ax, "subtitle").endswith("; release 2025")
    two = frame.assign(
        source=["sipri", *["unroca"] * (len(frame) - 1)], release=["2025", *["2024"] * (len(frame) - 1)]
    )
    said_so = one(plot(two), "foot").replace("\n", " ")
    assert (
        "SIPRI Arms Transfers Database, release 2025; UN Register of Conventional Arms, release 2024;"
        in said_so
    )


@pytest.mark.covering(2)
def test_a_title_of_ones_own_is_wrapped_in_the_same_place(chart):
    plot, frame = USUAL[chart]
    ax = plot(frame, title="From $1 bn to $2 bn")
    assert ax.get_title(loc="left") == "From $1 bn to $2 bn"
    assert not any(text.get_parse_math() for text in ax.texts)
    long = "A headline so long that one line of it would never go into a single column of a journal"
    ax.set_title(long)
    resize(ax, 85)
    assert_room(ax)
    assert ax.get_title(loc="left").replace("\n", " ") == long
    assert ax.get_title() == ""


def test_dollars_in_titles_are_no_mathematics():
    plot, frame = USUAL["plot_totals"]
    ax = plot(frame, title="From $1 bn to $2 bn")
    assert "From $1 bn to $2 bn" in [text for text, _ in laid(ax)]
    assert boxes(ax)


# --- what is refused --------------------------------------------------------------------------------


def test_another_frame_is_an_error_that_names_the_noun(chart):
    plot, frame = USUAL[chart]
    own = {"plot_timeline": "start", "plot_coverage": "parties"}.get(chart, "unit")
    draws = rf"{chart} draws what {noun(chart)}\(\) returns; "
    with pytest.raises(ArgumentError, match=rf"{draws}missing: '{own}'; call"):
        plot(frame.drop(columns=own))
    with pytest.raises(ArgumentError, match=f"{draws}got a builtins.list"):
        plot([1, 2])
    with pytest.raises(ArgumentError, match=f"{draws}this frame has no rows"):
        plot(frame.iloc[:0])
    with pytest.raises(ArgumentError, match=f"{chart} was given ax='there'; expected a matplotlib Axes"):
        plot(frame, "there")
    with pytest.raises(ArgumentError, match="labels is 'names'.*did you mean 'name'"):
        plot(frame, labels="names")
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("chart", "column"),
    [("plot_concentration", "hhi_high"), ("plot_changes", "previous"), ("plot_balances", "received"),
     ("plot_shares", "share"), ("plot_slopes", "share"), ("plot_rankings", "place"),
     ("plot_discrepancies", "left_records"), ("plot_matrix", "estimated")],
)  # fmt: skip
def test_columns_of_the_noun_itself_are_asked_for_too(chart, column):
    plot, frame = USUAL[chart]
    with pytest.raises(ArgumentError, match=rf"missing: .*'{column}'.*; call {noun(chart)}\("):
        plot(frame.drop(columns=column))


def with_first(frame, column, value, rest):
    """The frame with one value in its first row and another in the rest."""
    return frame.assign(**{column: [value, *[rest] * (len(frame) - 1)]})


@pytest.mark.parametrize("chart", MONEY)
def test_units_do_not_share_a_scale(chart):
    plot, frame = USUAL[chart]
    with pytest.raises(ArgumentError, match="unit is 'EUR', 'USD'; draw one at a time"):
        plot(with_first(frame, "unit", "EUR", "USD"))


@pytest.mark.parametrize("chart", SUMS)
def test_stages_do_not_share_a_scale(chart):
    plot, frame = USUAL[chart]
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery': stages of one"):
        plot(with_first(frame, "stage", "contract", "delivery"))


@pytest.mark.parametrize("chart", ["plot_concentration", "plot_changes", "plot_balances", "plot_totals"])
def test_windows_of_different_length_do_not_share_a_scale(chart):
    plot, frame = USUAL[chart]
    with pytest.raises(ArgumentError, match="windows are of 5, 10 years"):
        plot(frame.assign(end=[int(frame["start"].iloc[0]) + 9, *frame["end"].iloc[1:]]))


@pytest.mark.parametrize("chart", SUMS)
def test_two_rows_for_one_place_are_refused(chart):
    plot, frame = USUAL[chart]
    with pytest.raises(ArgumentError, match="one figure for each .*several rows stand for"):
        plot(pd.concat([frame, frame.iloc[:1]]))


@pytest.mark.parametrize("chart", [name for name in USUAL if name != "plot_coverage"])
def test_a_chart_that_fails_leaves_no_figure(chart):
    plot, frame = USUAL[chart]
    key = next(key for key in ("party", "recipient", "supplier", "left") if key in frame)
    with pytest.raises(PartyError):
        plot(frame.assign(**{key: frame[key].where(frame[key] != frame[key].iloc[0], "nowhere")}))
    assert plt.get_fignums() == []


def sums(*keys):
    """Totals of keys and a first and last year, 1 bn each."""
    return totals(["supplier"], *((*key, 1e9, 1e9, 1e9, 0, 0.0) for key in keys))


TOO_MANY = {
    "parts": (
        af.plot_shares,
        shares(*(("AZE", code, 2020, 2024, 1 / 9, 1 / 9, 1 / 9) for code in many(9))),
        r"8 parts.* 9: 'ARE', 'AUS'.*top=5",
    ),
    "stacks": (
        af.plot_shares,
        shares(*(("AZE", "RUS", y, y, 1.0, 1.0, 1.0) for y in range(1940, 2022))),
        "80 stacks.* 82",
    ),
    "bars": (af.plot_totals, sums(*((code, 2020, 2024) for code in many(41))), r"40 rows.* 41: .*top=5"),
    "groups": (
        af.plot_totals,
        sums(*((code, y, y) for code in many(7) for y in (2010, 2011))),
        "6 groups over several windows.* 7: 'ARE'",
    ),
    "years": (
        af.plot_totals,
        sums(*(("RUS", y, y) for y in range(1900, 2022))),
        r"120 bars.* 122: .*to_periods\(\)",
    ),
    "rates": (
        af.plot_annual_rates,
        annual_rates(*[("RUS", "ARM", "loan", 2015, 2015, 1e9, 1e9, 1e9, 0)] * 41),
        r"40 figures.* 41.*where\(\)",
    ),
    "sides": (
        af.plot_supplier_balance,
        supplier_balance(
            ["supplier", "category"], *(("RUS", f"un:{n}", 2007, 2013, *[1.0] * 6) for n in range(31))
        ),
        "30 rows.* 31",
    ),
    "changes": (
        af.plot_changes,
        changes(*((code, 2020, 2024, *[1.0] * 5, 0) for code in many(41))),
        r"40 rows.* 41: 'ARE', .*changes\(records, …, top=10\)",
    ),
    "balances": (
        af.plot_balances,
        balances(*((code, 2020, 2024, *[1.0] * 6) for code in many(41))),
        "40 rows.* 41: 'ARE', .*isin",
    ),
    "dots": (
        af.plot_concentration,
        concentration(*((code, 2010, 2010, *[0.5] * 3, "USA", 0.6, 3) for code in many(41))),
        "40 rows.* 41",
    ),
    "windows of lines": (
        af.plot_concentration,
        concentration(*(("AZE", y, y, *[0.5] * 3, "USA", 0.6, 3) for y in range(1900, 1981))),
        r"80 windows.* 81.*to_periods\(\)",
    ),
    "suppliers": (
        af.plot_matrix,
        exact_pairs(*((f"x:{n}", "ARM", 1e6) for n in range(41))),
        "plot_matrix can draw 40 suppliers, and the frame has 41",
    ),
    "recipients": (
        af.plot_flows,
        exact_pairs(*(("RUS", f"x:{n}", 1e6) for n in range(41))),
        "plot_flows can draw 40 recipients, and the frame has 41",
    ),
}


@pytest.mark.parametrize("what", TOO_MANY)
def test_more_than_a_chart_can_draw_is_named_with_a_way_out(what):
    plot, frame, message = TOO_MANY[what]
    with pytest.raises(ArgumentError, match=message):
        plot(frame)


@pytest.mark.parametrize(
    ("plot", "frame"),
    [
        (
            af.plot_changes,
            pd.concat(
                [
                    CHANGES["falls"],
                    CHANGES["falls"].assign(
                        start=2015, end=2019, period="2015–19", change=2.0, change_high=2.0
                    ),
                ]
            ),
        ),
        (
            af.plot_balances,
            pd.concat([BALANCES["open"], BALANCES["open"].assign(start=2015, end=2019, period="2015–19")]),
        ),
    ],
    ids=["changes", "balances"],
)
def test_several_windows_take_as_many_axes_on_one_scale(plot, frame):
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


def test_of_no_rows_the_error_says_where_to_look():
    given = deliveries(supplier="Russia", recipient="Egypt", value=[10.0], year=2015)
    nobody = af.totals(af.where(given, supplier="France"))
    with pytest.raises(ArgumentError, match="no rows.*look at the filter.*coverage.records, by='supplier'"):
        af.plot_totals(nobody)


@pytest.mark.parametrize("chart", ["plot_matrix", "plot_flows"])
def test_charts_of_pairs_need_both_parties(chart):
    plot, frame = USUAL[chart]
    for key in PAIR:
        with pytest.raises(ArgumentError, match=f"missing: '{key}'; call"):
            plot(frame.drop(columns=key))


# --- what the foot explains can be seen -------------------------------------------------------------


BARELY = 1 + 1e-5  # bounds that are far less than half a point wide


def bounded(frame, columns, factor):
    """A frame whose figures have bounds of a factor around them."""
    ends = {f"{name}_low": frame[name] / factor for name in columns if name != "value"}
    ends |= {f"{name}_high": frame[name] * factor for name in columns if name != "value"}
    if "value" in columns:
        ends |= {"low": frame["value"] / factor, "high": frame["value"] * factor}
    return frame.assign(**ends)


YEARLY = totals(["supplier"], *(("RUS", y, y, v, v, v, 0, 0.0) for y, v in ((2010, 1e9), (2011, 2e9))))
INDEX = concentration(*(("AZE", y, y, *[0.5] * 3, "ISR", 0.6, 3) for y in (2010, 2011)))
RANKED = totals(
    ["supplier"], ("RUS", 2010, 2010, *[1e9] * 3, 0, 0.0), ("USA", 2010, 2010, *[2e9] * 3, 0, 0.0)
)
EXPLAINED = {
    "bars": (af.plot_totals, RANKED, ["value"], "Whiskers"),
    "columns": (af.plot_totals, YEARLY, ["value"], "Whiskers"),
    "lines": (af.plot_lines, YEARLY, ["value"], "Tint"),
    "index": (af.plot_concentration, INDEX, ["hhi"], "Whiskers"),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("name", EXPLAINED)
def test_the_foot_explains_whiskers_and_tints_only_where_one_is_seen(name):
    plot, frame, columns, words = EXPLAINED[name]
    for factor, seen in ((1.3, True), (BARELY, False)):
        ax = plot(bounded(frame, columns, factor))
        for millimetres in (175, 85):
            resize(ax, millimetres)
            ax.figure.canvas.draw()
            assert (words in one(ax, "foot")) is seen
            assert one(ax, "foot").endswith("own calculation with armsflow.")
    # what is left out for the moment is no change of the user's
    assert "eigene Berechnung" in af.describe(ax, language="de")


def test_a_foot_of_the_user_s_own_stays_also_where_nothing_is_seen():
    ax = af.plot_totals(bounded(RANKED, ["value"], BARELY))
    foot = next(text for text in ax.texts if text.get_label() == "foot")
    foot.set_text("Whiskers: mine")
    ax.figure.canvas.draw()
    assert one(ax, "foot") == "Whiskers: mine"


def test_paler_parts_are_explained_only_where_one_is_seen():
    for part, seen in ((0.4, True), (1e-5, False)):
        ax = af.plot_totals(RANKED.assign(estimated=part))
        ax.figure.canvas.draw()
        assert ("Paler" in one(ax, "foot")) is seen


def test_panels_hide_whiskers_that_are_no_longer_than_their_caps():
    """Only the host of the panels was looked at."""
    both = pd.concat([bounded(YEARLY, ["value"], BARELY), YEARLY.assign(supplier="USA")])
    axes = af.plot_totals(both, facet="supplier")
    axes[0].figure.canvas.draw()
    whiskers = [line for ax in axes for line in ax.lines if line.get_label() in ("whisker", "cap")]
    assert whiskers
    assert not any(line.get_visible() for line in whiskers)
    host = next(ax for ax in axes[0].figure.axes if said(ax, "foot"))
    assert "Whiskers" not in one(host, "foot")


@pytest.mark.covering(3)
def test_a_summary_that_was_stored_with_names_is_drawn_as_before(chart, tmp_path):
    """`supplier_name` became a key: "by supplier and supplier name"."""
    plot, frame = USUAL[chart]
    given = frame if chart in ("plot_coverage", "plot_timeline") else frame.assign(source="sipri")
    stored = af.write_table(given, tmp_path / "stored.parquet")
    drawn, again = plot(given), plot(pd.read_parquet(stored))
    assert again.get_title(loc="left") == drawn.get_title(loc="left")
    for label in ("row", "group", "column", "side"):
        assert sorted(said(again, label)) == sorted(said(drawn, label))


def open_records(**columns) -> pd.DataFrame:
    known = {"recipient": "IND", "stage": "delivery", "unit": "USD", "observed": (2008, 2012)}
    return made(pd.DataFrame(columns), **{k: v for k, v in known.items() if k not in columns})


NEW = {"supplier": ["RUS", "FRA", "FRA"], "year": [2011, 2011, 2009], "value": [5.0, 3.0, 2.0]}
OPEN = NEW | {"low": NEW["value"], "high": [np.inf, 3.0, 2.0]}
NONE_TO_ONE = {"supplier": "RUS", "recipient": ["ARM", "AZE"], "year": 2011, "value": [5.0, 0.0]}
SIDES = {"supplier": "RUS", "between": ("ARM", "AZE"), "over": (2010, 2011)}
#: Summaries with figures without limit, and what `describe` says of them.
STORED = {
    "totals": (af.plot_totals, lambda: af.totals(open_records(**OPEN), over=(2009, 2011)), "5.0 or more"),
    "timeline": (af.plot_timeline, lambda: open_records(**OPEN), "3 records: France, 2009: $2.0"),
    "shares": (af.plot_shares, lambda: af.shares(open_records(**OPEN), over=(2009, 2011)), "Russia 50"),
    "changes": (
        af.plot_changes,
        lambda: af.changes(af.to_periods(open_records(**NEW), 2, end=2011)),
        "Russia: new",
    ),
    "rankings": (
        af.plot_rankings,
        lambda: af.rankings(open_records(**NEW), window=2, end=2011),
        "change new",
    ),
    "balances": (
        af.plot_balances,
        lambda: af.balances(open_records(**OPEN), over=(2009, 2011)),
        "at least +5.0); India: −$10 (at most −10)",
    ),
    "supplier_balance": (
        af.plot_supplier_balance,
        lambda: af.supplier_balance(open_records(**NONE_TO_ONE), **SIDES),
        "Armenia 5.0, Azerbaijan 0.",
    ),
}


@pytest.mark.covering(5)
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".dta", ".parquet"])
@pytest.mark.parametrize("noun", STORED)
def test_figures_without_limit_are_drawn_from_a_stored_summary_as_before(noun, ending, tmp_path):
    """Read again, "5 or more" was "5-NaN", "new" was "not known", and no partner was the party nan."""
    plot, summary, words = STORED[noun]
    path = af.write_table(summary(), tmp_path / f"stored{ending}")
    readers = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".dta": pd.read_stata}
    stored = readers.get(ending, pd.read_parquet)(path)
    stored = stored.rename(columns={"start_year": "start", "end_year": "end"})
    drawn = af.describe(plot(summary()))
    assert words in drawn
    assert "nan" not in drawn.casefold()
    assert af.describe(plot(stored)) == drawn


def test_figures_without_limit_are_drawn_from_a_stored_summary_in_polars(tmp_path):
    path = af.write_table(af.totals(open_records(**OPEN), over=(2009, 2011)), tmp_path / "stored.parquet")
    assert "5.0 or more" in af.describe(af.plot_totals(pl.read_parquet(path)))
