"""The map: shapes and borders, classes, points, and what is not on it."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import colors as mcolors
from matplotlib import pyplot as plt
from matplotlib.path import Path

import armsflow as af
from armsflow.charts.draw import style
from armsflow.charts.map import MapChart
from armsflow.charts.map_classes import classes_of
from armsflow.charts.map_shapes import lines, projected, shapes
from armsflow.errors import ArgumentError
from tests.frames import made
from tests.pictures import MAP
from tests.reading import one, resize, said
from tests.summary_frames import NAN, exact_pairs, totals

SHAPES = af.table("map_shapes.csv").set_index("party")


def holds(code, longitude, latitude):
    """Whether the shape of a party holds a place: an odd number of its rings do."""
    return (
        sum(Path(ring).contains_point((longitude, latitude)) for ring in lines(SHAPES.loc[code, "rings"])) % 2
    )


def given(**figures):
    return totals(["recipient"], *((code, 2020, 2024, v, v, v, 0, 0.0) for code, v in figures.items()))


def fill_of(ax, code):
    """The fill of the largest part of a party: that which holds its point."""
    x, y = next(shape.point for shape in shapes() if shape.party == code)
    fills = [c for c in ax.collections if c.get_label() == "states"]
    return [c for c in fills if any(path.contains_point((x, y)) for path in c.get_paths())][-1]


def colour_of(ax, code):
    return mcolors.to_hex(fill_of(ax, code).get_facecolor()[0])


def test_every_state_of_today_has_a_shape_and_a_point():
    parties = af.table("parties.csv")
    states = set(parties.loc[parties["kind"] == "state", "code"])
    assert states <= set(SHAPES.index)
    # the Vatican is smaller than the grid of the file, and a point only
    assert set(SHAPES.index[SHAPES["rings"] == ""]) == {"VAT"}
    assert set(SHAPES.index) - {""} <= set(parties["code"])
    assert af.table_path("map_shapes.csv").stat().st_size < 300_000


def test_the_point_of_a_state_lies_inside_it():
    # but for atolls and rocks, whose outline is coarser than they are
    small = SHAPES.index[SHAPES["km2"] < 2_000]
    points = SHAPES.loc[~SHAPES.index.isin(["", *small]), ["longitude", "latitude"]].astype(float)
    assert len(points) > 170
    assert [
        code for code, place in zip(points.index, points.to_numpy(), strict=True) if not holds(code, *place)
    ] == []
    # the same on the projection, where a ring is whole that crosses the 180th meridian
    for shape in shapes():
        if shape.km2 >= 2_000:
            assert sum(Path(ring).contains_point(shape.point) for ring in shape.rings) % 2, shape.party


@pytest.mark.parametrize("place", [(34.1, 44.95), (33.6, 44.65), (36.3, 45.3), (34.4, 45.6)])
def test_crimea_is_drawn_with_ukraine_and_not_with_russia(place):
    assert holds("UKR", *place)
    assert not holds("RUS", *place)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("ESH", (-12.9, 26.0)),
        ("PSE", (35.25, 32.0)),
        ("TWN", (121.0, 24.0)),
        ("XKX", (21.0, 42.6)),
        ("UKR", (37.8, 48.0)),
    ],
)
def test_territories_whose_status_is_contested_stand_apart(code, place):
    assert [other for other in SHAPES.index if holds(other, *place)] == [code]


def test_contested_borders_are_listed_and_drawn_broken():
    listed = " ".join(af.table("map_contested.csv")["what"])
    for name in ("Kashmir", "Western Sahara", "Kosovo", "Palestine", "Golan", "Korean", "Somaliland"):
        assert name in listed
    ax = af.plot_map(MAP["kinds"])
    assert any(c.get_label() == "contested" for c in ax.collections)
    assert "contested border" in said(ax, "group")
    assert "Borders imply no judgement" in one(ax, "foot")


def test_the_projection_keeps_areas():
    # of Equal Earth: 10 by 10 degrees cover sin-differences of latitude, and the pole lies at 1.3173627
    def area(south):
        edge = [(0, south), (10, south), (10, south + 10), (0, south + 10), (0, south)]
        fine = np.concatenate([np.linspace(a, b, 400) for a, b in itertools.pairwise(edge)])
        x, y = projected(fine).T
        return abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2

    expected = [np.radians(10) * (np.sin(np.radians(s + 10)) - np.sin(np.radians(s))) for s in (0, 60)]
    assert np.allclose([area(0), area(60)], expected, rtol=1e-3)
    assert projected(np.array([[11.0, 90.0]]))[0, 1] == pytest.approx(1.3173627)


def test_areas_of_the_table_are_those_of_almanacs():
    # land areas, square kilometres
    for code, km2 in {
        "FRA": 640_000,
        "IND": 3_166_000,
        "KWT": 17_800,
        "LSO": 30_400,
        "ZAF": 1_221_000,
    }.items():
        assert SHAPES.loc[code, "km2"] == pytest.approx(km2, rel=0.04)


def test_classes_have_round_limits_by_one_rule():
    # the lowest of five classes of 1, 2, 5, … holds too many, so each second one is taken
    assert classes_of(np.array([1, 3, 8, 30, 70, 300, 900.0]), 5) == ((5.0, 20.0, 100.0, 500.0), 2)
    assert classes_of(np.array([40, 60, 110, 130, 900.0]), 5) == ((50.0, 100.0, 200.0, 500.0), 1)
    assert classes_of(np.array([NAN, 0.0]), 5) == ((), 1)
    assert classes_of(np.array([3.0]), [1, 2]).of([0.5, 1, 2, 9]).tolist() == [0, 1, 2, 2]


@pytest.mark.parametrize("classes", [1, 6, True, "five", [], [2, 1], [0, 1], [1, np.inf], [1, 2, 3, 4, 5]])
def test_other_classes_are_refused(classes):
    with pytest.raises(ArgumentError, match="classes is .*expected"):
        af.plot_map(MAP["kinds"], classes=classes)


def test_states_have_the_colour_of_their_class():
    ax = af.plot_map(given(IND=900.0, BRA=40.0, FRA=900.0, CHN=0.0, EGY=NAN), classes=[100.0])
    assert said(ax, "group") == [
        "less than 100",
        "100 and more",
        "0",
        "not disclosed",
        "no record",
        "contested border",
    ]
    assert colour_of(ax, "IND") == colour_of(ax, "FRA") != colour_of(ax, "BRA")
    assert colour_of(ax, "CHN") == "#ffffff"
    assert colour_of(ax, "EGY") == colour_of(ax, "KEN")
    assert any(c.get_hatch() for c in ax.collections if c.get_label() == "states")


def test_a_part_without_a_figure_is_drawn_like_its_whole():
    ax = af.plot_map(given(SOM=900.0, BRA=40.0))
    assert colour_of(ax, "x:somaliland") == colour_of(ax, "SOM")


def test_small_states_are_points_in_the_colour_of_their_class():
    ax = af.plot_map(given(SGP=900.0, BHR=40.0, IND=900.0), classes=[100.0])
    rings = [line for line in ax.lines if line.get_marker() == "o"]
    points = {line.get_label(): line.get_markerfacecolor() for line in rings}
    assert set(points) == {"SGP", "BHR", "swatch"}
    assert "small state" in said(ax, "group")
    assert "small state" not in said(af.plot_map(given(USA=900.0, IND=900.0), classes=[100.0]), "group")
    assert mcolors.to_hex(points["SGP"]) == colour_of(ax, "IND")


def test_who_is_not_on_the_map_stands_in_the_foot_with_its_part():
    ax = af.plot_map(given(IND=60.0, SUN=30.0, **{"unk:recipient": 10.0}))
    assert "Not on the map: the Soviet Union and unknown recipient, 40 per cent of all." in one(ax, "foot")


def test_who_is_not_on_the_map_makes_no_class():
    ax = af.plot_map(given(USA=90.0, FRA=40.0, KEN=15.0, PER=9.0, **{"org:nato": 900.0}))
    classes = [
        words for words in said(ax, "group") if words[0].isdigit() or "less" in words or "more" in words
    ]
    assert classes == ["less than 10", "10–20", "20–50", "50 and more"]


def test_bounds_that_reach_into_another_class_are_said():
    frame = given(IND=900.0, BRA=40.0, FRA=90.0)
    frame.loc[1, ["low", "high"]] = [30.0, 120.0]
    assert "By its bounds, 1 state may be in another class." in one(
        af.plot_map(frame, classes=[100.0]), "foot"
    )


def test_who_is_highlighted_is_framed_and_named():
    ax = af.plot_map(given(IND=900.0, BRA=40.0), highlight="Brazil")
    assert said(ax, "name") == ["Brazil 40"]
    assert sum(c.get_label() == "highlighted" for c in ax.collections) == 1


@pytest.mark.covering(1)
@pytest.mark.parametrize(
    ("by", "chosen", "code", "words"),
    [
        ("recipient", {"supplier": "France"}, "FRA", "France (supplier)"),
        ("supplier", {"recipient": "India"}, "IND", "India (recipient)"),
        ("recipient", {"supplier": "Israel"}, "ISR", "Israel (supplier)"),
    ],
)
def test_the_one_party_on_the_other_side_has_a_look_of_its_own(by, chosen, code, words):
    rows = {"supplier": ["FRA", "FRA", "ISR", "ISR"], "recipient": ["IND", "BRA", "IND", "USA"]}
    records = made(pd.DataFrame({**rows, "value": [9, 5, 4, 3]}), year=2020, stage="delivery", unit="TIV")
    ax = af.plot_map(af.totals(af.where(records, **chosen), by=by))
    assert words in said(ax, "group")
    assert colour_of(ax, code) == "#dda63a"
    # in grey its fill is like that of a class, and its frame is darker and no line of the key
    assert mcolors.to_hex(fill_of(ax, code).get_edgecolor()[0]) == "#8f5e00"
    assert (
        mcolors.to_hex(fill_of(ax, "IND" if code != "IND" else "FRA").get_edgecolor()[0]) != style.INK.lower()
    )
    assert colour_of(ax, "AUS") == "#e9e9e9"
    points = [line.get_label() for line in ax.lines if line.get_marker() == "o"]
    assert (code in points) == (code == "ISR")
    # of several there is none
    everyone = af.plot_map(af.totals(records, by=by))
    assert not any("(supplier)" in text or "(recipient)" in text for text in said(everyone, "group"))
    # who supplies itself has a figure
    at_home = pd.concat([records, records.head(1).assign(record="own", recipient="FRA")])
    with pytest.warns(UserWarning, match="one supplier and recipient"):
        summary = af.totals(af.where(at_home, supplier="France"), by="recipient")
    assert "France (supplier)" not in said(af.plot_map(summary), "group")


def test_rows_of_which_some_were_chosen_by_a_supplier_have_no_one_supplier():
    frame = given(IND=900.0, BRA=40.0)
    frame["selection"] = ["supplier=FRA", ""]
    assert not any("supplier" in text for text in said(af.plot_map(frame), "group"))
    frame["selection"] = ["supplier=FRA", "category=all;supplier=FRA"]
    assert "France (supplier)" in said(af.plot_map(frame), "group")


def test_what_one_supplier_has_of_all_that_each_got_is_drawn_at_the_recipients():
    shares = af.shares(
        made(
            pd.DataFrame({
                "supplier": ["RUS", "FRA", "FRA"], "recipient": ["IND", "IND", "BRA"], "value": [75, 25, 10],
            }),
            year=2020, stage="delivery", unit="TIV", source="invented",
        )
    )  # fmt: skip
    ax = af.plot_map(shares[shares["supplier"] == "FRA"])
    assert ax.get_title(loc="left") == "Arms from France, by recipient"
    assert one(ax, "subtitle") == "Per cent of all deliveries to the recipient in TIV, 2020"
    assert colour_of(ax, "IND") != colour_of(ax, "BRA")
    assert "100 per cent" in af.describe(ax)
    assert "France (supplier)" in said(ax, "group")


def test_frames_that_are_no_map_are_refused():
    with pytest.raises(
        ArgumentError, match="plot_map draws one figure for each supplier or recipient.*'supplier'"
    ):
        af.plot_map(exact_pairs(("RUS", "IND", 1.0), ("USA", "BRA", 1.0)))
    with pytest.raises(
        ArgumentError, match="one figure for each recipient, and category is 'aircraft', 'ships'"
    ):
        af.plot_map(pd.concat([given(IND=1.0), given(BRA=1.0)]).assign(category=["aircraft", "ships"])[
            ["category", *given(IND=1.0).columns]
        ])  # fmt: skip
    with pytest.raises(
        ArgumentError, match="colours states of today, and recipient is 'SUN'; .*to_successors"
    ):
        af.plot_map(given(SUN=1.0))
    later = given(IND=1.0).assign(start=2015, end=2019, period="2015–19")
    with pytest.raises(ArgumentError, match="draws one window"):
        af.plot_map(pd.concat([given(IND=1.0), later]))


def test_the_foot_says_how_much_is_estimated_at_most():
    frame = MAP["kinds"].assign(estimated=lambda f: np.where(f["recipient"] == "IND", 0.5, 0.0))
    assert "The source estimates parts of some figures, up to 50 per cent (India)." in one(
        af.plot_map(frame), "foot"
    )


def edges(ax):
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    return np.array([west, south]), np.array([east, north])


@pytest.mark.covering(4)
@pytest.mark.parametrize("code", ["FJI", "TON", "WSM", "KIR", "GRL", "CHL", "RUS", "PYF"])
def test_the_picture_cuts_no_state_that_has_a_record(code):
    low, high = edges(af.plot_map(given(FRA=40.0, **{code: 9.0})))
    shape = next(shape for shape in shapes() if shape.party == code)
    for ring in shape.rings:
        assert (ring >= low).all()
        assert (ring <= high).all()


def test_the_picture_leaves_out_islands_of_the_pacific_without_a_record():
    low, high = edges(af.plot_map(given(FRA=40.0)))
    beyond = {shape.party for shape in shapes() if ((shape.point < low) | (shape.point > high)).any()}
    assert beyond == {"ASM", "FJI", "KIR", "MHL", "NIU", "TON", "TUV", "WLF", "WSM"}
    # from 56 degrees south, and all land of the north
    assert low[1] == pytest.approx(projected(np.array([[11.0, -56.0]]))[0, 1], abs=1e-3)
    assert high[1] > max(ring[:, 1].max() for shape in shapes() for ring in shape.rings)
    # all panels show the same part of the world
    frame = pd.concat([given(FRA=40.0), given(FJI=9.0).assign(start=2015, end=2019, period="2015–19")])
    panels = [edges(ax) for ax in af.plot_map(frame, facet="period")]
    assert np.array_equal(*panels)
    assert panels[0][1][0] > high[0]


def test_maps_that_share_their_scales_show_what_each_needs():
    figure, axes = plt.subplots(2, sharex=True, sharey=True)
    af.plot_map(given(FJI=9.0), axes[0])
    before = edges(axes[0])
    af.plot_map(given(FRA=40.0), axes[1])
    assert np.array_equal(edges(axes[0]), before)
    plt.close(figure)


def rows_of_key(ax):
    """The entries of the key, line by line from the top."""
    ax.figure.draw_without_rendering()
    rows = {}
    for text in (text for text in ax.texts if text.get_label() == "group"):
        rows.setdefault(round(text.get_position()[1], 4), []).append(text.get_text())
    return [rows[height] for height in sorted(rows, reverse=True)]


def gaps(ax):
    """Points between the entries of the key: from the end of the first words to the swatch that follows."""
    first = next(text for text in ax.texts if text.get_label() == "group").get_window_extent()
    starts = [patch.get_window_extent().x0 for patch in ax.patches if patch.get_label() == "swatch"]
    return (min(x for x in starts if x > first.x1) - first.x1) * 72 / ax.figure.dpi


EXPORTS = {"USA": 300.0, "FRA": 90.0, "KEN": 30.0, "PER": 9.0, "EGY": 1500.0}


def map_of_exports(supplier, language):
    frame = given(**EXPORTS).assign(selection=f"supplier={supplier}")
    return af.plot_map(frame, language=language)


def test_a_key_that_nearly_fits_is_set_into_one_line():
    ax = map_of_exports("RUS", "en")
    found = {}
    for width in range(190, 150, -2):
        resize(ax, width)
        sizes = {text.get_fontsize() for text in ax.texts if text.get_label() == "group"}
        found[width] = len(rows_of_key(ax)), gaps(ax), sizes
    usual = [
        width for width, (rows, gap, _) in found.items() if rows == 1 and gap == pytest.approx(10, abs=0.2)
    ]
    closer = [width for width, (rows, gap, _) in found.items() if rows == 1 and gap < 8]
    assert 190 in usual
    # what has no room at the usual gaps has smaller ones
    assert max(closer) < min(usual)
    # and last smaller type
    assert found[min(closer)][2] == {6.5}
    assert found[max(closer)][2] == {7.0}
    assert {rows for width, (rows, _, _) in found.items() if width < min(closer)} == {2}


@pytest.mark.covering(2)
@pytest.mark.parametrize("language", ["de", "fr", "es", "ru"])
@pytest.mark.parametrize("width", [85, 120, 175])
def test_no_entry_of_a_key_stands_alone(language, width):
    ax = map_of_exports("DEU", language)
    resize(ax, width)
    rows = rows_of_key(ax)
    assert sum(map(len, rows)) == 8
    assert min(map(len, rows)) > 1


def test_classes_have_a_line_of_their_own_where_the_key_needs_two():
    rows = rows_of_key(map_of_exports("DEU", "de"))
    assert [len(row) for row in rows] == [5, 3]
    assert rows[1] == ["kein Eintrag", "Deutschland (Lieferland)", "umstrittene Grenze"]
    # where lines of equal length would part them
    frame = given(**EXPORTS, IND=0.0).assign(selection="supplier=DEU")
    ax = af.plot_map(frame, classes=[100.0])
    resize(ax, 120)
    assert rows_of_key(ax) == [
        ["less than 100", "100 and more"],
        ["0", "no record", "Germany (supplier)", "contested border"],
    ]


def test_the_other_side_of_all_figures_is_said_in_words():
    """Russia has no figure of its own on a map of its recipients."""
    given = {"recipient": ["IND", "EGY", "ARM"], "value": [5.0, 3, 1]}
    records = af.to_records(given, supplier="RUS", year=2015, stage="delivery", unit="TIV")
    of_all = MapChart.of(af.totals(records, by=["supplier", "recipient"]), {}, classes=5, facet="")
    assert of_all.counterpart == "RUS"
    assert "Russia" in of_all._told_of("RUS")
    assert of_all._told_of("USA") == ""
