"""The labels of a map: what they say, and laws on where they stand, read from the drawn artists."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt
from matplotlib.path import Path
from matplotlib.transforms import Bbox

import armsflow as af
from armsflow.charts.draw import style
from armsflow.charts.map_shapes import shapes
from tests.pictures import MAP
from tests.reading import one, overlaps, resize, said, shown
from tests.summary_frames import NAN, shares, totals

SHAPES = {shape.party: shape for shape in shapes()}
#: A figure for every state, so that hardly any land is free; and for a few, so that most is.
ALL = {code: 1000.0 + 7 * place for place, code in enumerate(sorted(filter(None, SHAPES)))}
GERMANY = {
    "UKR": 1539.0,
    "EGY": 1493.0,
    "ISR": 895.0,
    "KOR": 700.0,
    "USA": 500.0,
    "DZA": 400.0,
    "TUR": 300.0,
    "SAU": 90.0,
    "IND": 120.0,
    "CHN": 60.0,
    "AUS": 130.0,
    "ITA": 30.0,
    "ESP": 20.0,
    "GRC": 40.0,
}
GULF = ["SGP", "QAT", "ISR", "KWT", "ARE", "BHR"]
LARGE = ["USA", "CHN", "BRA", "AUS", "RUS", "IND"]
EUROPE = ["NLD", "CHE", "CZE", "ITA", "UKR", "GRC", "NOR", "PRT"]
CASES = {
    "German exports": (GERMANY, ["UKR", "EGY", "ISR"], "de"),
    "the Gulf among all": (ALL, GULF, "en"),
    "large states": (ALL, LARGE, "fr"),
    "Europe": (ALL, EUROPE, "es"),
    "islands": (ALL, ["FJI", "MDV", "CPV", "JAM", "NZL", "JPN"], "ru"),
    "long names": (ALL, ["COD", "BIH", "ARE", "CAF", "TTO", "USA"], "de"),
    "twelve": (ALL, [*GULF, "UKR", "IND", "JPN", "USA", "NLD", "EGY"], "fr"),
}
WIDTHS = (85, 120, 175)


def frame_of(figures):
    """Totals of recipients from their figures in millions of TIV."""
    rows = ((code, 2020, 2024, v * 1e6, v * 1e6, v * 1e6, 0, 0.0) for code, v in figures.items())
    return totals(["recipient"], *rows, unit="TIV")


@functools.cache
def picture(name):
    figures, chosen, language = CASES[name]
    return af.plot_map(frame_of(figures), highlight=chosen, language=language)


@pytest.fixture(
    scope="module",
    params=[
        # some of the maps, each at one of the widths
        pytest.param((name, width), marks=() if (place - at) % 3 == 0 and place < 5 else pytest.mark.sweep)
        for place, name in enumerate(CASES)
        for at, width in enumerate(WIDTHS)
    ],
    ids=str,
)
def drawn(request):
    """A map at some width, and the states that it names."""
    name, width = request.param
    ax = picture(name)
    resize(ax, width)
    ax.figure.draw_without_rendering()
    return ax, CASES[name][1]


def labels_of(ax, chosen):
    """The labels that are seen, by the state of each, in the order in which the map names states."""
    texts = [text for text in ax.texts if text.get_label() == "name"]
    codes = [shape.party for shape in shapes() if shape.party in chosen]
    return {code: text for code, text in zip(codes, texts, strict=True) if text.get_visible()}


def box(text):
    return text.get_window_extent()


def leaders_of(ax):
    """Both ends of each leader that is seen, from its label to its state [pixels]."""
    lines = [line for line in ax.lines if line.get_label() == "leader" and line.get_visible()]
    return [ax.transData.transform(np.column_stack(line.get_data())) for line in lines]


def rings(ax, code):
    return [ax.transData.transform(ring) for ring in SHAPES[code].rings if len(ring) > 2]


def touches(ax, code, place):
    """Whether a box lies on a state, or on its disc."""
    discs = [box_of_disc for label, box_of_disc in discs_of(ax).items() if label == code]
    return any(Path(ring).intersects_bbox(place, filled=True) for ring in rings(ax, code)) or any(
        disc.overlaps(place) for disc in discs
    )


def discs_of(ax):
    """The discs of small states, less a fifth: a box around a disc holds more than that."""
    found = {}
    for line in (line for line in ax.lines if line.get_marker() == "o"):
        (middle,) = ax.transData.transform(line.get_xydata())
        half = 0.4 * line.get_markersize() * ax.figure.dpi / 72
        found[line.get_label()] = around(middle, half)
    return found


def around(middle, half):
    return Bbox([middle - half, middle + half])


def is_inside(ax, code, place):
    """Whether a box lies whole inside one ring of a state."""
    corners = [(place.x0, place.y0), (place.x1, place.y0), (place.x1, place.y1), (place.x0, place.y1)]
    return any(
        Path(ring).contains_points(corners).all() and not Path(ring).intersects_bbox(place, filled=False)
        for ring in rings(ax, code)
    )


# --- laws -------------------------------------------------------------------------------------------


def test_labels_lie_neither_on_each_other_nor_outside_the_map(drawn):
    ax, chosen = drawn
    found = labels_of(ax, chosen)
    boxes = [(text.get_text(), box(text)) for text in found.values()]
    assert overlaps(boxes) == []
    place = ax.get_window_extent()
    for words, each in boxes:
        assert place.x0 <= each.x0 < each.x1 <= place.x1, words
        assert place.y0 <= each.y0 < each.y1 <= place.y1, words


def test_labels_lie_on_no_other_state_that_is_highlighted(drawn):
    ax, chosen = drawn
    found = labels_of(ax, chosen)
    for code, text in found.items():
        met = {other for other in chosen if other != code and touches(ax, other, box(text))}
        assert met == set(), text.get_text()


def test_a_label_lies_whole_inside_its_state_or_beside_it(drawn):
    ax, chosen = drawn
    for code, text in labels_of(ax, chosen).items():
        assert is_inside(ax, code, box(text)) or not touches(ax, code, box(text)), text.get_text()


def test_a_label_that_is_neither_inside_nor_beside_its_state_has_a_leader_to_it(drawn):
    ax, chosen = drawn
    pt = ax.figure.dpi / 72
    # a line is made with each label, in order
    lines = [line for line in ax.lines if line.get_label() == "leader"]
    texts = [text for text in ax.texts if text.get_label() == "name"]
    for code, text in labels_of(ax, chosen).items():
        line = lines[texts.index(text)]
        if not line.get_visible():
            # 6 points are as near as a label of one line stands with the room it keeps
            assert touches(ax, code, box(text).padded(6 * pt)), text.get_text()
            continue
        start, end = ax.transData.transform(np.column_stack(line.get_data()))
        assert box(text).padded(2.5 * pt).contains(*start)
        assert touches(ax, code, around(end, 3 * pt)), text.get_text()
        assert not is_inside(ax, code, box(text))


def test_leaders_cross_neither_labels_nor_each_other(drawn):
    ax, chosen = drawn
    lines = leaders_of(ax)
    for line, text in itertools.product(lines, labels_of(ax, chosen).values()):
        # a point less on each side, where the line of a label itself begins
        assert not Path(line).intersects_bbox(box(text).padded(-0.5), filled=False), text.get_text()
    for one_, other in itertools.combinations(lines, 2):
        assert not Path(one_).intersects_path(Path(other), filled=False)


def test_few_labels_are_all_shown(drawn):
    ax, chosen = drawn
    assert set(labels_of(ax, chosen)) == set(chosen)


@pytest.mark.sweep
def test_a_map_in_which_every_state_is_named_keeps_the_laws():
    # hardly any label has a place then: those that have none are left out
    chosen = [code for code in ALL if not code.startswith(("x:", "org:"))][:180]
    ax = af.plot_map(frame_of(ALL), highlight=chosen)
    ax.figure.draw_without_rendering()
    found = labels_of(ax, chosen)
    assert 5 <= len(found) < len(chosen)
    assert overlaps([(text.get_text(), box(text)) for text in found.values()]) == []
    for code, text in found.items():
        assert not any(touches(ax, other, box(text)) for other in chosen if other != code)
    # a label that is not shown has no line either
    assert len(leaders_of(ax)) <= len(found)
    plt.close(ax.figure)


@pytest.mark.sweep
def test_the_search_gives_the_same_places_on_every_run():
    places = []
    for _ in range(2):
        ax = af.plot_map(frame_of(ALL), highlight=GULF)
        ax.figure.draw_without_rendering()
        places.append([text.get_position() for text in ax.texts if text.get_label() == "name"])
        plt.close(ax.figure)
    assert places[0] == places[1]


def test_all_panels_keep_the_laws():
    early = frame_of({**ALL, "IND": 5.0}).assign(start=2015, end=2019, period="2015–19")
    chosen = ["UKR", "IND", "QAT"]
    axes = af.plot_map(pd.concat([early, frame_of(ALL)]), highlight=chosen, facet="period")
    axes[0].figure.draw_without_rendering()
    for ax, india in zip(axes, ("5.0", "1,679"), strict=True):
        found = labels_of(ax, chosen)
        assert set(found) == set(chosen)
        assert found["IND"].get_text().split()[-1].startswith(india)
        assert overlaps([(text.get_text(), box(text)) for text in found.values()]) == []
        assert all(
            ax.get_window_extent().contains(*corner)
            for text in found.values()
            for corner in box(text).corners()
        )


# --- where labels stand -------------------------------------------------------------------------------


def test_a_label_stands_inside_a_state_that_is_wide_enough():
    ax = af.plot_map(frame_of(ALL), highlight=["RUS", "AUS", "BRA", "CUB"])
    ax.figure.draw_without_rendering()
    found = labels_of(ax, ["RUS", "AUS", "BRA", "CUB"])
    inside = {code for code, text in found.items() if is_inside(ax, code, box(text))}
    assert inside == {"RUS", "AUS", "BRA"}
    # white on dark, without a halo; what lies beside is in ink
    assert {mcolors.to_hex(found[code].get_color()) for code in inside} == {"#ffffff"}
    assert mcolors.to_hex(found["CUB"].get_color()) == style.INK.lower()
    assert not any(found[code].get_path_effects() for code in inside)


def test_a_label_stands_over_land_without_a_record_rather_than_over_states():
    # the newspaper's map: Egypt has Libya and Sudan beside it, Israel Jordan and Iraq, Ukraine Russia
    ax = picture("German exports")
    resize(ax, 175)
    ax.figure.draw_without_rendering()
    for text in labels_of(ax, ["UKR", "EGY", "ISR"]).values():
        # a box is larger than its letters by this much, and more so in older versions of matplotlib
        assert not any(touches(ax, code, box(text).padded(-4)) for code in GERMANY), text.get_text()


@pytest.mark.sweep
def test_a_label_of_an_island_stands_over_the_sea():
    ax = af.plot_map(frame_of(ALL), highlight=["NZL", "JAM", "MDG"])
    ax.figure.draw_without_rendering()
    for text in labels_of(ax, ["NZL", "JAM", "MDG"]).values():
        assert not any(touches(ax, code, box(text)) for code in ALL if code not in ("NZL", "JAM", "MDG"))
        # there is nothing to keep off
        assert not text.get_path_effects()


def test_labels_cover_no_contested_border():
    ax = af.plot_map(frame_of({"DZA": 815.0, "SDN": 9.0, "IND": 40.0}), highlight=["DZA", "SDN"])
    ax.figure.draw_without_rendering()
    lines = next(c for c in ax.collections if c.get_label() == "contested").get_segments()
    paths = [Path(ax.transData.transform(line)) for line in lines]
    for text in labels_of(ax, ["DZA", "SDN"]).values():
        assert not any(path.intersects_bbox(box(text), filled=False) for path in paths)


def test_a_state_that_the_user_moved_out_of_the_picture_has_no_label():
    # Syria lies just beyond the edge, India far
    ax = af.plot_map(frame_of(ALL), highlight=["IND", "POL", "SYR"])
    ax.set(xlim=(-0.35, 0.55), ylim=(0.7, 1.2))
    assert shown(ax, "name") == ["Poland\n2,190"]
    assert len(leaders_of(ax)) <= 1
    ax.set(xlim=(-2.5, 2.5), ylim=(-1, 1.3))
    assert len(shown(ax, "name")) == 3


def test_what_the_user_sets_on_a_label_stays():
    ax = af.plot_map(frame_of(ALL), highlight=["IND", "POL"])
    ax.figure.draw_without_rendering()
    first, second = (text for text in ax.texts if text.get_label() == "name")
    first.set(text="Bharat", color="red", fontsize=9)
    second.set_visible(False)
    resize(ax, 85)
    ax.figure.draw_without_rendering()
    assert (first.get_text(), first.get_color(), first.get_fontsize()) == ("Bharat", "red", 9)
    assert shown(ax, "name") == ["Bharat"]
    assert len(leaders_of(ax)) <= 1


@pytest.mark.parametrize(("width", "size"), [(175, 7.5), (85, 6.5)])
def test_labels_are_set_in_two_sizes_of_the_house(width, size):
    ax = picture("German exports")
    resize(ax, width)
    ax.figure.draw_without_rendering()
    texts = [text for text in ax.texts if text.get_label() == "name"]
    assert {round(text.get_fontsize(), 6) for text in texts} == {size}
    assert {text.get_fontweight() for text in texts} == {"normal"}
    lines = [line for line in ax.lines if line.get_label() == "leader"]
    assert {line.get_linewidth() for line in lines} == {0.5}


# --- what labels say ------------------------------------------------------------------------------------


def words(frame, chosen, **options):
    return said(af.plot_map(frame, highlight=chosen, **options), "name")


def test_a_figure_stands_with_its_name_in_the_unit_of_the_chart():
    figures = {"UKR": 1538.9, "EGY": 9.6, "FRA": 0.2, "IND": 0.0}
    # claims keep their digits
    frame = frame_of(figures).assign(source="sipri")
    chosen = ["UKR", "EGY", "FRA", "IND"]
    told = [" ".join(text.split("\n")) for text in words(frame, chosen)]
    assert sorted(told) == ["Egypt 9.6", "France 0.2", "India 0", "Ukraine 1,539"]
    told = words(frame, chosen, language="de")
    assert sorted(told) == ["Frankreich 0,2", "Indien 0", "Ukraine 1.539", "Ägypten 9,6"]
    # codes, where the user wants codes
    assert sorted(words(frame, chosen, labels="code")) == [
        "EGY 9.6",
        "FRA 0.2",
        "IND 0",
        "UKR 1,539",
    ]


def test_figures_of_labels_are_those_of_the_ranking():
    figures = {"UKR": 1538.9, "EGY": 9.6, "FRA": 0.2, "SGP": 345.12}
    ranked = said(af.plot_totals(frame_of(figures)), "amount")
    assert len(ranked) == 4
    assert sorted(text.rpartition(" ")[2] for text in words(frame_of(figures), [*figures])) == sorted(ranked)


def test_pieces_are_counted_out():
    frame = frame_of({"UKR": 3e-6, "EGY": 1250e-6}).assign(unit="pieces")
    assert sorted(words(frame, ["UKR", "EGY"])) == ["Egypt 1,250", "Ukraine 3"]


def test_shares_are_printed_in_per_cent_as_sipri_prints_them():
    rows = (("RUS", 0.6543, 0.6, 0.7), ("ISR", 0.0961, 0.0961, 0.0961), ("TUR", NAN, 0.1, 0.2))
    frame = shares(*(("AZE", code, 2020, 2024, *x) for code, *x in rows))
    ax = af.plot_map(frame, highlight=["RUS", "ISR", "TUR"])
    assert said(ax, "name") == ["Israel 9.6", "Russia 65", "Türkiye 10–20"]
    assert "widest for Russia: 60–70." in one(ax, "foot") + af.describe(ax)


def test_what_is_not_known_is_said():
    frame = frame_of({"UKR": 900.0, "EGY": NAN, "IND": NAN})
    frame.loc[1, ["low", "high", "undisclosed"]] = [NAN, NAN, 2]
    frame.loc[2, ["low", "high", "undisclosed"]] = [40e6, 60e6, 1]
    frame.loc[0, "undisclosed"] = 3
    ax = af.plot_map(frame, highlight=["UKR", "EGY", "IND"])
    assert said(ax, "name") == ["Egypt: not disclosed", "India 40–60", "Ukraine 900+"]
    assert "+: records without a figure come on top." in one(ax, "foot")
    # of who is not named there is nothing to explain
    assert "+: records" not in one(af.plot_map(frame, highlight=["IND"]), "foot")


def test_bounds_that_labels_leave_out_stand_in_the_foot():
    frame = frame_of({"UKR": 900.0, "EGY": 90.0})
    frame.loc[0, ["low", "high"]] = [800e6, 1000e6]
    said_of = "Figures as printed, without bounds; widest for Ukraine: 800–1,000."
    assert said_of in one(af.plot_map(frame, highlight=["UKR", "EGY"]), "foot")
    assert said_of not in one(af.plot_map(frame, highlight=["EGY"]), "foot")


def test_a_state_without_a_record_in_a_panel_is_named_without_a_figure():
    early = frame_of({"UKR": 5.0}).assign(start=2015, end=2019, period="2015–19")
    axes = af.plot_map(
        pd.concat([early, frame_of({"UKR": 7.0, "IND": 9.0})]), highlight=["IND"], facet="period"
    )
    assert [said(ax, "name") for ax in axes] == [["India"], ["India 9.0"]]


def test_hatched_states_have_a_halo_under_their_name():
    frame = frame_of({"RUS": NAN, "IND": 9.0}).assign(undisclosed=[2, 0])
    frame.loc[0, ["low", "high"]] = NAN
    ax = af.plot_map(frame, highlight=["RUS"])
    ax.figure.draw_without_rendering()
    (text,) = labels_of(ax, ["RUS"]).values()
    assert is_inside(ax, "RUS", box(text))
    assert text.get_path_effects()
    assert mcolors.to_hex(text.get_color()) == style.INK.lower()


def test_the_picture_of_all_kinds_is_named():
    ax = af.plot_map(MAP["kinds"], highlight=["IND", "QAT", "EGY"])
    ax.figure.draw_without_rendering()
    assert {text.split()[0].rstrip(":") for text in said(ax, "name")} == {"India", "Qatar", "Egypt"}
