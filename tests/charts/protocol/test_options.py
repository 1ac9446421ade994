"""What every chart takes: words, names, colours, events and type, by one rule for all."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import colors as mcolors

import armsflow as af
from armsflow import ArgumentError
from armsflow.charts.draw import style
from tests.frames import made
from tests.pictures import PICTURES, USUAL
from tests.reading import assert_room, bars, colour, laid, lines, one, patches, said
from tests.summary_frames import TIV, concentration, totals

#: Charts of years, each with a frame of several windows.
OVER_YEARS = {
    "plot_totals": PICTURES["plot_totals, groups"],
    "plot_shares": PICTURES["plot_shares, three windows"],
    "plot_concentration": PICTURES["plot_concentration, lines"],
    "plot_timeline": USUAL["plot_timeline"],
    "plot_coverage": USUAL["plot_coverage"],
    "plot_lines": USUAL["plot_lines"],
    "plot_areas": USUAL["plot_areas"],
}
RANKED = totals(
    ["supplier"],
    *((code, 2020, 2024, value, value, value, 0, 0.0) for code, value in
      (("USA", 40e6), ("RUS", 30e6), ("FRA", 20e6), ("others", 10e6))),
    **TIV,
)  # fmt: skip
YEARLY = totals(
    ["recipient"],
    *((c, y, y, v, v, v, 0, 0.4) for c, v in (("IND", 3e6), ("EGY", 2e6)) for y in range(2018, 2024)),
    **TIV,
)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


@pytest.fixture(params=USUAL)
def chart(request):
    return request.param


def inks(ax):
    """The colours of the bars from the top down, by row."""
    return dict(zip(said(ax, "row"), [colour(bar) for bar in bars(ax)["bar"]], strict=True))


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.covering(2)
def test_words_of_ones_own_stand_in_place_of_ours(chart):
    plot, frame = USUAL[chart]
    ax = plot(frame, title="The finding", subtitle="In millions", note="Read with care.", source="Source: me")
    assert ax.get_title(loc="left") == "The finding"
    assert one(ax, "subtitle") == "In millions"
    notes = one(plot(frame), "foot").rpartition("Source: ")[0]
    assert one(ax, "foot") == f"{notes}Read with care. Source: me"
    assert_room(ax)


@pytest.mark.covering(1)
def test_a_note_of_ones_own_gets_room(chart):
    plot, frame = USUAL[chart]
    long = "What a reader must know of these figures before they are compared with others. " * 4
    ax = plot(frame, note=long)
    assert long.strip() in one(ax, "foot")
    assert_room(ax)


def test_empty_words_leave_a_line_out():
    ax = af.plot_totals(RANKED, title="", subtitle="", source="")
    assert ax.get_title(loc="left") == ""
    assert said(ax, "subtitle") == [""]
    assert "Source" not in one(ax, "foot")
    assert_room(ax)


def test_a_dict_of_labels_renames_some_and_leaves_the_rest_by_name():
    ax = af.plot_totals(RANKED, labels={"USA": "U.S.", "Russia": "Moscow", "others": "All others"})
    assert said(ax, "row") == ["U.S.", "Moscow", "France", "All others"]


def test_a_dict_of_labels_holds_for_categories_stages_and_sources():
    given = pd.DataFrame({"stage": ["contract", "payment"], "value": [4.0, 3.0]})
    records = made(given, supplier="RUS", recipient="ARM", year=2014, unit="USD", category="un:I", source="x")
    sums = af.totals(records, by=["stage", "category"])
    ax = af.plot_totals(sums, labels={"contract": "Signed", "un:I": "Tanks"})
    assert said(ax, "band") == ["Signed", "Payments"]
    assert all("Tanks" in row for row in said(ax, "row")) or "Tanks" in ax.get_title(loc="left")
    told = af.plot_coverage(af.coverage(records, by="source"), labels={"x": "The press"})
    assert said(told, "row") == ["The press"]


# --- colours ----------------------------------------------------------------------------------------


def test_what_is_highlighted_keeps_its_colour_and_the_rest_is_grey():
    usual, chosen = inks(af.plot_totals(RANKED)), inks(af.plot_totals(RANKED, highlight=["Russia"]))
    assert chosen["Russia"] == style.supplier_colour("RUS")
    assert chosen["United States"] == chosen["France"] == style.MUTED
    assert chosen["Others"] == usual["Others"] == style.OTHERS


@pytest.mark.parametrize("name", ["Middle East", "SIPRI Middle East", "members:SIPRI Middle East", "NATO"])
def test_a_group_is_highlighted_by_the_name_that_is_printed(name):
    """The chart printed "Middle East", and refused that name; NATO is its members where these are in it."""
    code = "members:NATO" if name == "NATO" else "members:SIPRI Middle East"
    frame = RANKED.assign(supplier=RANKED["supplier"].where(RANKED["supplier"] != "RUS", code))
    assert (frame["supplier"] == code).any()
    assert inks(af.plot_totals(frame, highlight=name)) == inks(af.plot_totals(frame, highlight=code))


def test_highlight_takes_a_name_or_a_code_and_works_over_years():
    by_code = af.plot_totals(YEARLY, highlight="IND")
    by_name = af.plot_totals(YEARLY, highlight="India")
    for ax in (by_code, by_name):
        found = {group.get_label(): colour(group[0]) for group in ax.containers if len(group)}
        assert found["EGY"] == style.MUTED
        assert found["IND"] == style.supplier_colour("IND")


def test_slopes_take_names_in_place_of_a_change():
    frame = PICTURES["plot_slopes, five"][1]
    ax = af.plot_slopes(frame, highlight="Türkiye")
    strong = [line.get_color() for line in lines(ax, "slope") if line.get_linewidth() > 1.5]
    assert strong == [style.supplier_colour("TUR")]
    assert "In colour" not in one(ax, "foot")


def test_colours_of_ones_own_are_taken_by_every_chart_of_parties():
    green = "#00AA00"
    assert inks(af.plot_totals(RANKED, colours={"Russia": green}))["Russia"] == green
    frame = PICTURES["plot_shares, three windows"][1]
    stacks = {g.get_label(): colour(g[0]) for g in af.plot_shares(frame, colours={"RUS": green}).containers}
    assert stacks["RUS"] == green != stacks["ISR"] == style.supplier_colour("ISR")
    plot, frame = USUAL["plot_flows"]
    first = frame["supplier"].iloc[0]
    assert green in {colour(node) for node in patches(plot(frame, colours={first: "#0a0"}), "node")}


def test_recipients_have_one_colour_in_every_chart():
    columns = {g.get_label(): colour(g[0]) for g in af.plot_totals(YEARLY).containers if len(g)}
    lined = concentration(
        *((c, y, y + 4, 0.5, 0.5, 0.5, "RUS", 0.6, 3) for c in ("EGY", "IND", "ARM") for y in (2010, 2015))
    )
    drawn = {line.get_label(): mcolors.to_hex(line.get_color()).upper() for line in
             af.plot_concentration(lined).lines}  # fmt: skip
    assert drawn["IND"] == columns["IND"] == style.supplier_colour("IND")
    assert drawn["EGY"] == columns["EGY"]


# --- events -----------------------------------------------------------------------------------------


@pytest.mark.covering(2)
@pytest.mark.parametrize("chart", OVER_YEARS)
def test_events_are_marked_at_their_year_with_their_words(chart):
    plot, frame = OVER_YEARS[chart]
    year = int((frame["start"].min() + frame["end"].max()) / 2)
    ax = plot(frame, mark={year: "An event that is worth a line"})
    (line,) = (
        artist
        for artist in ax.get_children()
        if artist.get_label() == "event" and hasattr(artist, "get_xdata")
    )
    assert list(line.get_xdata()) == [year, year]
    assert one(ax, "event") == "An event that is worth a line"
    assert_room(ax)


@pytest.mark.parametrize("chart", [name for name in USUAL if name not in OVER_YEARS])
def test_events_need_years(chart):
    plot, frame = USUAL[chart]
    with pytest.raises(ArgumentError, match=f"mark is given, and {chart} draws this frame without years"):
        plot(frame, mark={2022: "War"})


def test_events_outside_the_years_are_refused():
    with pytest.raises(
        ArgumentError, match=r"mark has 1985 \('Too early'\), and the chart shows 2018 to 2023"
    ):
        af.plot_totals(YEARLY, mark={1985: "Too early"})


# --- type and ink -----------------------------------------------------------------------------------


@pytest.mark.covering(1)
def test_a_font_of_ones_own_is_that_of_every_text(chart):
    plot, frame = USUAL[chart]
    ax = plot(frame, font="DejaVu Serif")
    laid(ax)
    every = [*ax.texts, ax._left_title, *ax.get_xticklabels(), *ax.get_yticklabels()]
    assert {text.get_fontname() for text in every} == {"DejaVu Serif"}
    again = plot(frame)
    assert again.texts[0].get_fontname() == "DejaVu Sans"


def test_a_style_of_ones_own_sets_sizes_and_inks():
    own = {"title": 14, "label": 9, "ink": "#000080", "others": "#EEEEEE"}
    ax = af.plot_totals(RANKED, style=own)
    laid(ax)
    assert ax._left_title.get_fontsize() == 14
    rows = [text for text in ax.texts if text.get_label() == "row"]
    assert {text.get_fontsize() for text in rows} == {9}
    assert {text.get_color() for text in rows} == {"#000080"}
    assert inks(ax)["Others"] == "#EEEEEE"
    assert inks(af.plot_totals(RANKED))["Others"] != "#EEEEEE"


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"titel": "x"}, "given 'titel', which no chart takes.*did you mean 'title'"),
        ({"title": 5}, "title is 5; expected words"),
        ({"labels": {"USA": 1}}, "labels holds 1; expected words for each code"),
        ({"labels": {"Russai": "x"}}, "labels names 'Russai', which is neither in the frame nor a party"),
        ({"highlight": ["Germany"]}, "highlight names 'DEU', and the frame of plot_totals has none"),
        ({"highlight": 0.1}, "highlight is 0.1; plot_totals expects names or codes"),
        ({"highlight": True}, "highlight is True; expected a name or code"),
        ({"highlight": [2022]}, r"highlight is \[2022\]; expected a name or code"),
        ({"colours": "red"}, "colours is 'red'; expected a dict"),
        ({"colours": {"RUS": "reddish"}}, "colours holds 'reddish', which is no colour"),
        ({"colours": {5: "red"}}, "colours names 5; expected names or codes"),
        ({"mark": {"2022": "War"}}, "mark is .*; expected a dict of years and words"),
        ({"estimates": "no"}, "estimates is 'no'; expected True or False"),
        ({"font": "Nowhere Sans"}, "font is 'Nowhere Sans', which matplotlib does not know.*install"),
        ({"font": "mine.ttf"}, "font is 'mine.ttf'.*register the file first"),
        ({"style": "dark"}, "style is 'dark'; expected a dict"),
        ({"style": {"titel": 9}}, "a key of style is 'titel'; expected one of.*did you mean 'title'"),
        ({"style": {"title": "big"}}, "style has title='big'; expected a size in points"),
        ({"style": {"ink": 9}}, "style has ink=9; expected a colour"),
    ],
)  # fmt: skip
def test_wrong_options_are_named_with_a_way_out(options, message):
    with pytest.raises(ArgumentError, match=message):
        af.plot_totals(RANKED, **options)
    assert plt.get_fignums() == []
