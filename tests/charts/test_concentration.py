"""Concentration as lines and dots, through the artists of its chart."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts.concentration import _tip
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError
from tests.pictures import CONCENTRATION, picture
from tests.reading import assert_room, lines, near, one, resize, said, shown
from tests.summary_frames import NAN, concentration, deliveries, many

THREE = CONCENTRATION["lines"]


def heights(ax, label):
    (line,) = lines(ax, label)
    return line.get_ydata()


def test_a_line_stands_at_its_indices_and_breaks_where_there_is_none():
    ax = picture("plot_concentration, line")
    assert np.allclose(heights(ax, "AZE"), [0.52, NAN, 0.44, 0.61, 0.34, 0.31], equal_nan=True)
    assert near(list(lines(ax, "AZE")[0].get_xdata()), [1997, 2002, 2007, 2012, 2017, 2022])
    assert said(ax, "mark") == ["none"]
    assert ax.get_ylim() == (0, 1)
    assert "line breaks off where the total is 0." in one(ax, "foot")


def test_bounds_of_the_index_are_whiskers():
    ax = picture("plot_concentration, line")
    assert near(
        [list(line.get_ydata()) for line in lines(ax, "whisker")],
        [
            [0.50, 0.56],
            [0.38, 0.55],
            [0.58, 0.65],
            [0.31, 0.38],
            [0.29, 0.36],
        ],
    )
    assert "Whiskers: lowest to highest" in one(ax, "foot")


def test_n_stands_below_the_windows_and_leaders_beside_the_points():
    ax = picture("plot_concentration, line")
    assert said(ax, "window")[:3] == ["1995–99 n = 2", "2000–04 n = 0", "2005–09 n = 5"]
    assert said(ax, "beside") == ["Ukraine 64 %", "Ukraine 57 %", "Russia 77 %", "Israel 44 %"]
    assert said(ax, "group") == ["Leader: Israel 45 %"]
    assert "Where there is room: leading supplier with its share. Below years: n, the number" in one(
        ax, "foot"
    )
    assert ax.get_title(loc="left") == "Concentration among suppliers of arms to Azerbaijan"
    assert one(ax, "subtitle") == (
        "Herfindahl–Hirschman index of deliveries in TIV (1: one supplier has all), 1995–99 to 2020–24"
    )


def crossed(ax, code):
    """The words inside a chart through which a line passes, after drawing."""
    (line,) = lines(ax, code)
    points = ax.transData.transform(np.column_stack(line.get_data()))
    known = [(a, b) for a, b in itertools.pairwise(points) if np.isfinite([*a, *b]).all()]
    along = np.concatenate([np.linspace(a, b, 200) for a, b in known])
    marks = [t for t in ax.texts if t.get_label() in ("mark", "beside") and t.get_visible()]
    boxes = [mark.get_window_extent() for mark in marks]
    inside = [(along > [box.x0, box.y0]) & (along < [box.x1, box.y1]) for box in boxes]
    return [mark.get_text() for mark, found in zip(marks, inside, strict=True) if found.all(axis=1).any()]


def test_words_beside_a_line_do_not_lie_on_it():
    ax = picture("plot_concentration, line, measure=effective")
    assert len(shown(ax, "mark") + shown(ax, "beside")) == 5
    assert crossed(ax, "AZE") == []


@pytest.mark.parametrize("indices", [(0.85, 0.63, 0.86, 0.54, 0.21), (0.1, 0.35, 0.6, 0.85, 0.9)])
def test_words_at_a_steep_line_stand_on_the_side_that_it_leaves_free(indices):
    """The line fell through "Russia 72 %", which stood in the middle above its point."""
    windows = zip(range(2000, 2025, 5), indices, strict=True)
    rows = [("VNM", year, year + 4, x, x, x, "RUS", 0.72, 5) for year, x in windows]
    ax = af.plot_concentration(concentration(*rows))
    assert shown(ax, "beside") == ["Russia 72\N{NO-BREAK SPACE}%"] * 4
    assert crossed(ax, "VNM") == []
    assert_room(ax)


def test_nothing_known_is_said_without_numbers():
    ax = picture("plot_concentration, line, nothing")
    assert said(ax, "window") == ["2010–14", "2015–19"]
    assert said(ax, "mark") == ["not known", "not known"]
    assert "number of" not in one(ax, "foot")
    assert said(ax, "group") == []


def test_several_lines_are_named_at_their_ends_from_top_to_bottom():
    ax = picture("plot_concentration, lines")
    assert said(ax, "group") == [
        "Bosnia and Herzegovina United States 55 %, 4 suppliers",
        "Armenia India 50 %, 4 suppliers",
        "Azerbaijan Israel 45 %, 6 suppliers",
    ]
    ys = [t.get_window_extent().y1 for t in ax.texts if t.get_label() == "group"]
    assert ys == sorted(ys, reverse=True)
    keys = [artist for artist in ax.get_children() if artist.get_label() == "key"]
    drawn = {code: lines(ax, code)[0] for code in ("BIH", "ARM", "AZE")}
    assert [key.get_marker() for key in keys] == [line.get_marker() for line in drawn.values()]
    assert len({key.get_marker() for key in keys}) == 3
    assert len({line.get_color() for line in drawn.values()}) == 3


def test_the_foot_tells_n_and_gaps_of_several_lines():
    foot = one(picture("plot_concentration, lines"), "foot")
    told = af.describe(picture("plot_concentration, lines"))
    numbers = "Bosnia and Herzegovina 3–4, Armenia 1–4, Azerbaijan 0–8"
    assert f"In all windows: n, the number of suppliers, {numbers}." in told
    # four windows of Bosnia, three of Armenia, one of Azerbaijan; however much the foot says of other things
    assert (
        "where the total is 0 (Azerbaijan 2000–04) or there is no figure (Bosnia and Herzegovina 1995–99,"
        in foot
    )
    assert (foot + told).count("and 4 more") == 1


def test_a_window_without_a_row_breaks_the_line_too():
    ax = picture("plot_concentration, lines")
    xs, ys = lines(ax, "ARM")[0].get_data()
    assert np.allclose(xs, range(1997, 2023, 5))
    assert np.allclose(ys, [0.95, 1.0, NAN, NAN, NAN, 0.36], equal_nan=True)
    alone = af.plot_concentration(CONCENTRATION["line"].drop(index=3))
    assert np.isnan(heights(alone, "AZE")[3])
    _, axes = plt.subplots(1, 3)
    af.plot_concentration(THREE, axes=axes)
    assert said(axes[0], "mark").count("no record") == 3


def test_a_line_that_ends_early_says_when():
    given = deliveries(
        supplier="Israel", recipient=["Egypt", "Kenya", "Kenya"], value=1.0, start=[2010, 2010, 2015],
        end=[2014, 2014, 2019],
    )  # fmt: skip
    ax = af.plot_concentration(af.concentration(given))
    assert said(ax, "group") == ["Egypt Israel 100 %, 1 supplier, 2010–14", "Kenya Israel 100 %, 1 supplier"]


def test_the_effective_number_starts_at_one_and_its_bounds_are_turned_over():
    ax = picture("plot_concentration, vague, measure=effective")
    assert np.allclose(heights(ax, "AZE"), [2, NAN, 2.5], equal_nan=True)
    assert ax.get_ylim()[0] == 1
    assert ax.get_yticks()[0] == pytest.approx(1)
    spans = [list(line.get_ydata()) for line in lines(ax, "whisker")]
    assert np.allclose(spans, [[1, ax.get_ylim()[1]], [1 / 0.6, 1 / 0.3], [1 / 0.6, 1 / 0.35]])
    (arrow,) = lines(ax, "arrow")
    assert arrow.get_marker() == "^"
    assert near(arrow.get_xdata(), [2012])
    assert "more: less concentrated; 1: one supplier has all" in one(ax, "subtitle")
    assert ax.get_title(loc="left") == "Effective number of suppliers of arms to Azerbaijan"
    foot = one(ax, "foot")
    assert "bounds are outer ones" in foot
    assert "arrow: no upper bound" in foot
    assert "parts of some figures, up to 40 per cent (" in foot + af.describe(ax)


def test_the_normalised_index_is_drawn_without_bounds_and_says_so():
    ax = picture("plot_concentration, lines, measure=hhi_normalised")
    assert lines(ax, "whisker") == []
    assert np.allclose(heights(ax, "ARM"), [0.9, 1.0, NAN, NAN, NAN, (0.36 - 0.25) / 0.75], equal_nan=True)
    assert "Drawn without bounds." in one(ax, "foot")
    assert "normalised Herfindahl" in one(ax, "subtitle").lower().replace("herf", "Herf")


def test_one_window_is_ranked_dots():
    ax = picture("plot_concentration, dots")
    assert said(ax, "row") == [
        "Bosnia and Herzegovina United States 55 %, 4 suppliers", "Armenia India 50 %, 4 suppliers",
        "Azerbaijan Israel 45 %, 6 suppliers",
    ]  # fmt: skip
    assert near([line.get_xdata()[0] for line in lines(ax, "value")], [0.37, 0.36, 0.31])
    assert near(
        [list(line.get_xdata()) for line in lines(ax, "whisker")],
        [
            [0.32, 0.40],
            [0.30, 0.50],
            [0.29, 0.36],
        ],
    )
    assert said(ax, "amount") == ["0.37", "0.36", "0.31"]
    assert said(ax, "detail") == ["0.32–0.40", "0.30–0.50", "0.29–0.36"]
    assert ax.get_xlim() == (0, 1)
    assert picture("plot_concentration, dots, measure=effective").get_xlim()[0] == 1


def test_ranked_dots_say_why_there_is_none():
    rows = concentration(
        ("AZE", 2020, 2024, NAN, NAN, NAN, None, NAN, 0),
        ("ARM", 2020, 2024, NAN, 0.4, 0.6, None, NAN, 2),
        ("GEO", 2020, 2024, NAN, NAN, NAN, None, NAN, 0),
    ).assign(value=[0.0, NAN, NAN])
    ax = af.plot_concentration(rows)
    found = dict(zip(said(ax, "row"), said(ax, "amount"), strict=True))
    assert found == {
        "Armenia 2 suppliers": "0.40–0.60",
        "Azerbaijan 0 suppliers": "none",
        "Georgia": "not known",
    }
    assert said(af.plot_concentration(CONCENTRATION["vague"].iloc[:1], measure="effective"), "detail") == [
        "1.0 or more"
    ]


def test_many_rows_have_no_room_for_leaders():
    ax = picture("plot_concentration, forty dots")
    assert said(ax, "row")[0] == "Croatia, 5 suppliers"
    assert "Beside each name" not in one(ax, "foot")


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    ("keys", "leaders", "title"),
    [(["supplier"], ["IND", "CHN"], "Concentration among recipients of arms from Russia"),
     (["recipient"], ["un:I", "un:II"], "Concentration among categories of arms to Russia"),
     (["recipient"], ["MiG-29", "T-90"], "Concentration among parts of arms to Russia"),
     (["category"], ["IND", "CHN"], "Concentration among parties to arms transfers: RUS")],
)  # fmt: skip
def test_whose_concentration_it_is_follows_from_keys_and_leaders(keys, leaders, title):
    rows = [("RUS", y, y, 0.5, 0.5, 0.5, who, 0.6, 3) for y, who in zip((2010, 2011), leaders, strict=True)]
    ax = af.plot_concentration(concentration(*rows, keys=keys))
    assert ax.get_title(loc="left") == title
    assert len(said(ax, "group")) == 1


def test_all_records_together_are_one_line():
    rows = concentration(*((y, y, 0.5, 0.5, 0.5, "USA", 0.6, 3) for y in (2010, 2011)), keys=())
    ax = af.plot_concentration(rows)
    assert near(list(heights(ax, "all")), [0.5, 0.5])
    assert said(af.plot_concentration(rows.iloc[:1]), "row") == ["All United States 60 %, 3 parties"]


def test_every_group_can_have_axes_of_its_own_on_one_scale():
    _, axes = plt.subplots(3, 1, figsize=(7, 12))
    assert af.plot_concentration(THREE, axes=axes, measure="effective") is axes[0]
    titles = [ax.get_title(loc="left") for ax in axes]
    assert titles == [
        f"Effective number of suppliers of arms to {n}"
        for n in ("Armenia", "Azerbaijan", "Bosnia and Herzegovina")
    ]
    assert len({ax.get_ylim() for ax in axes}) == len({ax.get_xlim() for ax in axes}) == 1
    with pytest.raises(ArgumentError, match=r"axes= of equal length.* 3 groups \('ARM'.*got 2"):
        af.plot_concentration(THREE, axes=axes[:2])


def test_marks_shrink_with_the_type():
    _, axes = plt.subplots(2, 2)
    ax = af.plot_concentration(CONCENTRATION["line"], axes[0, 0])
    ax.figure.draw_without_rendering()
    scale = one_size(ax) / style.LABEL
    assert scale < 1
    assert lines(ax, "AZE")[0].get_markersize() == pytest.approx(5 * scale)


def one_size(ax):
    return next(text.get_fontsize() for text in ax.texts if text.get_label() == "group")


def test_a_measure_that_is_none_is_refused():
    with pytest.raises(ArgumentError, match="measure is 'HHI'; expected one of 'hhi', 'hhi_normalised'"):
        af.plot_concentration(THREE, measure="HHI")


def test_more_lines_than_can_be_drawn_have_room_on_axes_of_their_own():
    nine = concentration(*((c, y, y, *[0.5] * 3, "USA", 0.6, 3) for c in many(9) for y in (2010, 2011)))
    with pytest.raises(ArgumentError, match=r"8 lines over windows.* 9: 'ARE'.*give axes="):
        af.plot_concentration(nine)
    _, axes = plt.subplots(3, 3)
    af.plot_concentration(nine, axes=axes)


def test_what_the_noun_returns_is_drawn():
    given = deliveries(
        supplier=["ISR", "RUS"] * 2, recipient="AZE", value=[50.0, 50.0, 10.0, 90.0],
        start=[2015, 2015, 2020, 2020], end=[2019, 2019, 2024, 2024],
    )  # fmt: skip
    ax = af.plot_concentration(af.concentration(given))
    assert near(heights(ax, "AZE"), [0.5, 0.82])
    assert said(ax, "group") == ["Leader: Russia 90 %"]


MOVING = concentration(
    *(("AZE", y, y + 4, x := 0.3 + 0.01 * (y % 7), 0.8 * x, 1.1 * x, "ISR", 0.5, 3 + y % 5)
      for y in range(1987, 2021))
)  # fmt: skip


@pytest.mark.covering(1)
@pytest.mark.parametrize("millimetres", [85, 175])
def test_many_moving_windows_do_not_lie_over_each_other(millimetres):
    ax = af.plot_concentration(MOVING)
    resize(ax, millimetres)
    assert_room(ax)
    foot = " ".join(one(ax, "foot").split())
    # n has no room, and beside no point stands a leader
    assert "In all windows: n, the number of suppliers, 3–7." in foot
    assert not any("n =" in window for window in shown(ax, "window"))
    assert "Beside points" not in foot
    assert shown(ax, "beside") == []
    assert said(ax, "group") == ["Leader: Israel 50 %"]


def test_the_foot_explains_leaders_only_where_one_is_seen():
    ax = af.plot_concentration(MOVING.iloc[::5])
    assert shown(ax, "beside")
    assert "Where there is room: leading supplier with its share." in one(ax, "foot")


def test_panels_with_a_line_each_say_where_n_and_leaders_stand():
    both = pd.concat([MOVING.iloc[::5], MOVING.iloc[::5].assign(recipient="ARM")])
    axes = af.plot_concentration(both, facet="recipient")
    host = next(ax for ax in axes[0].figure.axes if said(ax, "foot"))
    assert "Below years: n, the number of suppliers." in one(host, "foot")
    assert "With names" not in one(host, "foot")


def test_the_scale_of_the_effective_number_is_numbered_beyond_the_largest():
    """The axis ended at 3, and the line reached 3.8."""
    rows = [("AZE", y, y + 4, 1 / e, 1 / e, 1 / e, "RUS", 0.4, 5) for y, e in ((2010, 2.2), (2015, 3.8))]
    ax = af.plot_concentration(concentration(*rows), measure="effective")
    assert [tick for tick in ax.get_yticks() if 3.8 <= tick <= ax.get_ylim()[1]] == [4]


def test_lines_keep_their_marks_whatever_is_measured():
    """The index turns the order of the lines over, and their marks went with it."""
    rows = [
        (code, year, year + 4, index, index, index, "RUS", index, 5)
        for code, index in (("ARM", 0.8), ("AZE", 0.3))
        for year in (2010, 2015)
    ]
    marks = []
    for measure in ("hhi", "effective"):
        ax = af.plot_concentration(concentration(*rows), measure=measure)
        marks.append({code: lines(ax, code)[0].get_marker() for code in ("ARM", "AZE")})
    assert marks[0] == marks[1]
    assert marks[0]["ARM"] != marks[0]["AZE"]


def test_n_counts_the_unknown_as_one_and_the_foot_says_so():
    rows = {"supplier": ["RUS", "ISR", "unk:supplier"], "value": [5.0, 3.0, 1.0]}
    found = af.concentration(deliveries(recipient="Egypt", year=2020, **rows))
    assert found["n"].tolist() == [3]
    ax = af.plot_concentration(found)
    assert "n, the number of suppliers." in one(ax, "foot")
    assert "Unknown parties count as one." in one(ax, "foot")


def test_a_line_of_which_nothing_is_known_is_named_as_such():
    known = [("ARM", year, year, 0.5, 0.5, 0.5, "RUS", 0.7, 3) for year in (2010, 2011)]
    unknown = [("AZE", year, year, NAN, NAN, NAN, None, NAN, 3) for year in (2010, 2011)]
    ax = af.plot_concentration(concentration(*known, *unknown))
    assert "Azerbaijan not known" in said(ax, "group")


def test_a_point_without_an_index_has_no_tip():
    row = concentration(("ARM", 2010, 2010, NAN, NAN, NAN, None, NAN, 3)).assign(shown=NAN).iloc[0]
    assert _tip(row, "ARM", None) == ""
