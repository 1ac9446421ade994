"""Small multiples: one scale, one type size, aligned panels, one head and one foot."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

import armsflow as af
from armsflow.errors import ArgumentError
from tests.reading import resize, said
from tests.summary_frames import TIV, concentration, shares, totals

SUMS = totals(
    ["recipient", "supplier"],
    *(
        (to, by, start, start + 4, v, v, v, 0, 0.0)
        for to, size in (("IND", 9e9), ("EGY", 1e9), ("KEN", 1e8))
        for by, part in (("RUS", 0.7), ("USA", 0.3))
        for start in (2010, 2015, 2020)
        for v in [size * part]
    ),
    **TIV,
)
SHARES = shares(
    *((to, by, 2010, 2014, x, x, x) for to in ("IND", "EGY", "KEN") for by, x in (("RUS", 0.7), ("USA", 0.3)))
)
CONCENTRATION = concentration(
    *(
        (to, y, y, *[x] * 3, "RUS", 0.6, 3)
        for to, x in (("IND", 0.4), ("EGY", 0.9))
        for y in (2010, 2011, 2012)
    )
)
FACETED = {
    "totals": (af.plot_totals, SUMS),
    "shares": (af.plot_shares, SHARES),
    "lines": (af.plot_lines, SUMS),
    "areas": (af.plot_areas, SUMS),
    "concentration": (af.plot_concentration, CONCENTRATION),
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", FACETED)
def test_panels_share_scale_type_size_and_columns_with_one_head_and_foot(name):
    plot, frame = FACETED[name]
    axes = plot(frame, facet="recipient")
    assert len(axes) == frame["recipient"].nunique()
    figure = axes[0].figure
    figure.canvas.draw()
    assert [said(ax, "panel") for ax in axes] == [["Egypt"], ["India"], ["Kenya"]][: len(axes)]
    assert len({ax.get_ylim() for ax in axes}) == len({ax.get_xlim() for ax in axes}) == 1
    boxes = np.array([ax.get_position().bounds for ax in axes])
    assert np.allclose(boxes[:, 1:], boxes[0, 1:])  # one row: the same height and width
    assert len({text.get_fontsize() for ax in axes for text in ax.texts if text.get_label() == "panel"}) == 1
    every = [text.get_label() for ax in figure.axes for text in ax.texts]
    assert every.count("subtitle") == every.count("foot") == 1


FOUR = totals(
    ["recipient", "supplier"],
    *(
        (to, by, start, start + 4, v, v, v, 0, 0.0)
        for to, suppliers in (
            ("IND", ("RUS", "FRA")), ("ARE", ("USA", "FRA", "CHN")),
            ("EGY", ("RUS", "DEU")), ("POL", ("USA",)),
        )
        for place, by in enumerate(suppliers)
        for start, v in ((y, 1e9 / (place + 1) + 1e6 * y) for y in range(1995, 2021, 5))
    ),
    **TIV,
)  # fmt: skip


@pytest.mark.covering(1)
@pytest.mark.parametrize("millimetres", [175, 85])
def test_panels_of_lines_are_equally_wide_and_number_their_windows_alike(millimetres):
    axes = af.plot_lines(FOUR, facet="recipient")
    resize(axes[0].figure.axes[0], millimetres)
    axes[0].figure.canvas.draw()
    widths = [ax.get_window_extent().width for ax in axes]
    assert widths == pytest.approx(widths[:1] * 4)
    assert widths[0] >= 48 * axes[0].figure.dpi / 72  # points
    named = [[label.get_text() for label in ax.get_xticklabels()] for ax in axes]
    assert all(found == named[0] for found in named)
    for ax in axes:
        boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
        assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_the_same_lines_are_named_and_in_colour_in_all_panels():
    axes = af.plot_lines(FOUR, facet="recipient")
    named = {said(ax, "panel")[0]: said(ax, "group") for ax in axes}
    # a line alone in its panel is named too
    assert named["Poland"] == ["United States"]
    strong = {
        line.get_label().split(" / ")[1] for ax in axes for line in ax.lines if line.get_linewidth() == 2
    }
    weak = {line.get_label().split(" / ")[1] for ax in axes for line in ax.lines if line.get_linewidth() == 1}
    assert strong == {"RUS", "USA", "FRA"}
    assert weak == {"CHN", "DEU"}
    colours = {
        (line.get_label().split(" / ")[1], line.get_color())
        for ax in axes for line in ax.lines if line.get_linewidth() == 2
    }  # fmt: skip
    assert len(colours) == 3


def test_bars_of_all_panels_are_in_one_step():
    axes = af.plot_totals(SUMS, facet="recipient")
    tops = {said(ax, "panel")[0]: max(bar.get_height() for bar in ax.containers[0]) for ax in axes}
    assert tops == pytest.approx({"Egypt": 700, "India": 6300, "Kenya": 70})


@pytest.mark.sweep
def test_all_panels_are_saved_and_described_at_once(tmp_path):
    axes = af.plot_totals(SUMS, facet="recipient")
    assert af.save(axes, tmp_path / "a.svg").read_bytes() == af.save(axes[1], tmp_path / "b.svg").read_bytes()
    assert af.describe(axes) == af.describe(axes[2])
    with pytest.raises(ArgumentError, match="expected the Axes"):
        af.save(np.array([]), tmp_path / "c.svg")


def test_a_map_has_a_panel_for_each_window_or_supplier():
    axes = af.plot_map(SUMS[SUMS["period"] == "2010–14"], facet="supplier")
    assert [said(ax, "panel")[0] for ax in axes] == ["Russia", "United States"]
    keys = [said(ax, "group") for ax in axes]
    own = [["Russia (supplier)"], ["United States (supplier)"]]
    assert [[words for words in some if "(supplier)" in words] for some in keys] == own
    # all else is one key
    assert [words for words in keys[0] if words not in own[0]] == [w for w in keys[1] if w not in own[1]]


def test_panels_are_described_and_saved_together(tmp_path):
    axes = af.plot_lines(SUMS, facet="recipient")
    assert af.describe(axes[0]) == af.describe(axes[2])
    assert "India: Lines over 3 windows" in af.describe(axes[0])
    one, two = (af.save(axes[n], tmp_path / f"{n}.svg", width="single").read_bytes() for n in (0, 2))
    assert one == two


def test_facets_are_keys_on_a_figure_of_their_own():
    for options in ({"facet": "seller"}, {"facet": "recipient", "ax": plt.figure().add_subplot()}):
        with pytest.raises(ArgumentError, match="takes facet= as a key of its frame .*got"):
            af.plot_lines(SUMS, **options)


@pytest.mark.covering(2)
@pytest.mark.parametrize("millimetres", [175, 85])
@pytest.mark.parametrize("name", ["totals", "lines", "areas", "concentration"])
def test_an_event_has_a_line_in_every_panel_and_its_words_once(name, millimetres):
    plot, frame = FACETED[name]
    year = int(frame["end"].min()) - (name == "lines")
    axes = plot(frame, facet="recipient", mark={year: "Embargo"})
    figure = axes[0].figure
    resize(figure.axes[0], millimetres)
    figure.canvas.draw()
    lines = [[line for line in ax.lines if line.get_label() == "event"] for ax in axes]
    assert [[set(line.get_xdata()) for line in own] for own in lines] == [[{year}]] * len(axes)
    words = [text.get_text() for ax in figure.axes for text in ax.texts if text.get_label() == "event"]
    assert words == [f"{year}: Embargo"]


def test_an_event_needs_years_in_every_panel():
    alike = SHARES.assign(start=2010, end=2014)
    with pytest.raises(ArgumentError, match="without years on an axis"):
        af.plot_shares(alike, facet="recipient", mark={2012: "Embargo"})
    before = plt.get_fignums()
    with pytest.raises(ArgumentError, match="mark has 1990 .* mark years that it shows"):
        af.plot_lines(SUMS, facet="recipient", mark={1990: "Embargo"})
    assert plt.get_fignums() == before


@pytest.mark.sweep
def test_lines_alone_in_their_panels_are_alike_unless_some_are_chosen():
    """The largest were dark and thick and nothing said why."""
    sums = SUMS.groupby(["recipient", "start"]).first().reset_index()[list(SUMS)].drop(columns="supplier")

    def looks(**options):
        axes = af.plot_lines(sums, facet="recipient", **options)
        own = [line for ax in axes for line in ax.lines if line.get_label() in ("IND", "EGY", "KEN")]
        return [(line.get_color(), line.get_linewidth()) for line in own]

    assert len(looks()) == 3
    assert len(set(looks())) == 1
    assert len(set(looks(highlight="India"))) == 2


def test_bounds_of_panels_are_tinted_in_all_or_none_as_the_foot_says():
    """Tints ran out of the scale under a foot that said there were none."""
    wide = FOUR.assign(high=FOUR["high"] * 3)
    axes = af.plot_lines(wide, facet="recipient")
    assert not any(ax.collections for ax in axes)
    host = next(ax for ax in axes[0].figure.axes if said(ax, "foot"))
    assert "Lines, without bounds" in said(host, "foot")[0]
    one_each = wide[wide["supplier"] == "USA"]
    axes = af.plot_lines(one_each, facet="recipient")
    assert all(ax.collections for ax in axes)
    assert axes[0].get_ylim()[1] >= one_each["high"].max() / 1e6


def host_of(axes):
    """The Axes of all panels together, which has their head, legend and foot."""
    return next(ax for ax in axes[0].figure.axes if said(ax, "foot"))


@pytest.mark.covering(1)
@pytest.mark.parametrize("millimetres", [175, 85])
@pytest.mark.parametrize("plot", [af.plot_areas, af.plot_totals])
def test_panels_have_one_legend_with_colours_that_are_the_same_in_all(plot, millimetres):
    axes = plot(FOUR, facet="recipient")
    host = host_of(axes)
    resize(host, millimetres)
    host.figure.canvas.draw()
    assert {*said(host, "group")} == {"United States", "Russia", "France", "China", "Germany"}
    assert not any(said(ax, "group") for ax in axes)
    swatches = [patch for patch in host.get_children() if patch.get_label() == "swatch"]
    legend = dict(
        zip(said(host, "group"), [to_hex(patch.get_facecolor()) for patch in swatches], strict=True)
    )
    for ax in axes:
        for bars in ax.containers:
            found = {to_hex(bar.get_facecolor()) for bar in bars}
            assert found == {legend[af.party_name(bars.get_label())]}
    # the panels have the room that a legend in each took
    width = sum(ax.get_window_extent().width for ax in axes[:2])
    assert width >= 0.7 * host.figure.bbox.width
    boxes = [text.get_window_extent() for text in host.texts if text.get_label() == "group"]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    heads = [text.get_window_extent() for ax in axes for text in ax.texts if text.get_label() == "panel"]
    assert min(box.y0 for box in boxes) >= max(box.y1 for box in heads)


def test_stacks_of_all_panels_have_one_order():
    axes = af.plot_areas(FOUR, facet="recipient")
    orders = [[bars.get_label() for bars in ax.containers] for ax in axes]
    assert sum(map(len, orders)) == 8
    for one_order, other in itertools.combinations(orders, 2):
        shared = [code for code in one_order if code in other]
        assert shared == [code for code in other if code in one_order]


def test_panels_of_shares_have_one_legend():
    axes = af.plot_shares(SHARES, facet="recipient")
    assert said(host_of(axes), "group") == ["Russia", "United States"]
    assert not any(said(ax, "group") for ax in axes)


def test_panels_that_are_the_groups_need_no_legend():
    sums = SUMS[SUMS["supplier"] == "RUS"]
    axes = af.plot_totals(sums.drop(columns="supplier"), facet="recipient")
    assert said(host_of(axes), "group") == []
    assert axes[0].figure.axes[0].get_title(loc="left") == "Arms transfers, by recipient"


def test_who_is_named_in_one_panel_only_may_be_among_the_others_of_another():
    """Egypt's largest stack was "Others", which held Italy, that the legend named for India."""
    parts = [("IND", "RUS", 0.6), ("IND", "ITA", 0.3), ("IND", "others", 0.1), ("EGY", "RUS", 0.5),
             ("EGY", "others", 0.5)]  # fmt: skip
    apart = shares(*((to, by, 2010, 2014, x, x, x) for to, by, x in parts))
    same = apart[apart["supplier"] != "ITA"]
    words = "“Others” may include parties that are named elsewhere on the chart."
    for frame, said_so in ((apart, True), (same, False)):
        axes = af.plot_shares(frame, facet="recipient")
        foot = said(axes[0].figure.axes[0], "foot")[0].replace("\n", " ")
        assert (words in foot) == said_so


def test_the_largest_panels_are_described_in_full():
    sizes = {"AFG": 1e6, "BRA": 2e6, "CHN": 3e6, "UKR": 9e9}
    rows = (
        (to, "RUS", start, start + 4, v, v, v, 0, 0.0) for to, v in sizes.items() for start in (2010, 2015)
    )
    axes = af.plot_lines(totals(["recipient", "supplier"], *rows, **TIV), facet="recipient")
    words = af.describe(axes)
    assert "Ukraine: Line over 2 windows" in words
    assert "Further panels: Afghanistan." in words


def test_panels_may_name_more_parties_together_than_one_stack():
    codes = ["USA", "RUS", "FRA", "DEU", "CHN", "ITA", "GBR", "ISR", "ESP", "TUR", "KOR", "SWE", "NLD"]

    def frame(*wholes):
        return shares(*((to, by, 2010, 2014, *[1 / len(some)] * 3) for to, some in wholes for by in some))

    axes = af.plot_shares(frame(("IND", codes[:6]), ("EGY", codes[6:12])), facet="recipient")
    assert len(said(host_of(axes), "group")) == 12
    with pytest.raises(ArgumentError, match="can draw 12 parts, and the frame has 13"):
        af.plot_shares(frame(("IND", codes[:6]), ("EGY", codes[6:])), facet="recipient")
    with pytest.raises(ArgumentError, match="can draw 8 parts, and the frame has 9"):
        af.plot_shares(frame(("IND", codes[:9]), ("EGY", codes[:2])), facet="recipient")
