"""The chart of flows, through its bands and nodes, and the layout that they follow."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts import flows_bands
from armsflow.charts.draw import style
from armsflow.errors import ArgumentError, PartyError
from tests.pictures import FLOWS, picture
from tests.reading import LARGE_PAGE, assert_inside_a_grid, colour, near, one, patches, said
from tests.summary_frames import NAN, PAIR, deliveries, exact_pairs, pairs, totals

KINDS = FLOWS["kinds"]


def drawn(frame, **options):
    ax = af.plot_flows(frame, **options)
    ax.figure.draw_without_rendering()
    return ax


def pixels(ax):
    """How many pixels one of the step of the chart is high."""
    return abs(np.diff(ax.transData.transform([(0, 0), (0, 1)])[:, 1])[0])


def nodes(ax):
    """The nodes of both sides, by name, as (upper edge, lower edge) in the step of the chart."""
    found = patches(ax, "node")
    edges = [(node.get_y(), node.get_y() + node.get_height()) for node in found]
    left = sum(node.get_x() == 0 for node in found)
    names = [text.split(" +")[0] for text in said(ax, "row")]
    return dict(zip(names[:left], edges[:left], strict=True)), dict(
        zip(names[left:], edges[left:], strict=True)
    )


def ends(band):
    """Upper and lower edge of a band at its supplier, and at its recipient."""
    y = band.get_path().vertices[:, 1]
    return (y[0], y[7]), (y[3], y[4])


def test_bands_are_as_wide_as_their_figures_at_both_ends():
    ax = picture("plot_flows, kinds")
    values = [90, 60, 40, 70, 0.1, 4, 12, 14, 0]
    found = [[bottom - top for top, bottom in ends(band)] for band in patches(ax, "band")]
    shown = [value for value in values if value != 0.1]  # France's band would be too thin to be seen
    assert np.allclose(found, np.column_stack([shown, shown]))
    assert sorted(patch.get_height() for patch in patches(ax, "smaller"))[-2:] == pytest.approx([0.1, 0.1])
    assert "Smaller flows (1, together" in one(ax, "foot")
    assert "Smaller" not in one(picture("plot_flows, one"), "foot")


def test_a_ratio_of_twelve_to_one_is_drawn_as_twelve_to_one_at_every_size():
    rows = [("USA", "POL", 1200.0), ("USA", "UKR", 100.0), ("USA", "ROU", 2.0), ("USA", "BGR", 1.0)]
    frame = exact_pairs(*((a, b, value * 1e6) for a, b, value in rows))
    for inches in (3, 7, 12):
        ax = drawn(frame)
        ax.figure.set_figwidth(inches)
        ax.figure.draw_without_rendering()
        tall = sorted(bottom - top for (top, bottom), _ in map(ends, patches(ax, "band")))
        assert tall == pytest.approx([100, 1200])
        _, right = nodes(ax)
        assert {name: low - top for name, (top, low) in right.items()} == pytest.approx(
            {"Poland": 1200, "Ukraine": 100, "Smaller flows": 3}
        )
    assert "Smaller flows (2, together 0.2 per cent of all) have" in one(ax, "foot")


def test_nodes_are_as_high_as_their_bands_together():
    left, right = nodes(drawn(KINDS.drop(index=6)))
    expected = {
        "India": 40, "Russia": 150, "Israel": 70, "Azerbaijan": 14, "United States": 0, "Türkiye": 0,
        "Others": 12, "Unknown supplier": 4,
    }  # fmt: skip
    assert {name: b - a for name, (a, b) in left.items()} == pytest.approx(expected)
    assert {name: b - a for name, (a, b) in right.items()} == pytest.approx(
        {"Armenia": 100, "Azerbaijan": 172, "Georgia": 18}
    )


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("order", ["crossings", "totals"])
def test_bands_fill_their_nodes_and_nodes_of_a_side_do_not_overlap(name, order):
    ax = picture(f"plot_flows, {name}") if order == "crossings" else drawn(FLOWS[name], order=order)
    at = [[ends(band)[side] for band in patches(ax, "band")] for side in (0, 1)]
    rests = patches(ax, "smaller")
    for side, found in enumerate(nodes(ax)):
        edges = list(found.values())
        assert all(lower <= upper + 1e-9 for (_, lower), (upper, _) in itertools.pairwise(edges))
        for top, bottom in edges:
            thin = [(p.get_y(), p.get_y() + p.get_height()) for p in rests if side == (p.get_x() > 0.5)]
            every = [*at[side], *thin]
            inside = sorted(a for a in every if a[1] > a[0] + 1e-9 and top - 1e-6 <= a[0] < bottom - 1e-6)
            if bottom > top:
                assert np.allclose([inside[0][0], inside[-1][1]], [top, bottom])
                assert all(np.isclose(a[1], b[0]) for a, b in itertools.pairwise(inside))
    low, high = sorted(ax.get_ylim())
    edges = np.concatenate([np.ravel(list(side.values())) for side in nodes(ax)])
    assert ((edges >= low - 1e-6) & (edges <= high + 1e-6)).all()


def test_the_bar_of_the_scale_is_as_high_as_the_figure_beside_it():
    for name, unit in (("kinds", "million TIV"), ("one", "bn")):
        ax = picture(f"plot_flows, {name}")
        (key,) = [artist for artist in ax.get_children() if artist.get_label() == "key"]
        figure, rest = one(ax, "scale").lstrip("$").split(" ", 1)
        assert rest == unit
        tall = key.get_window_extent().height
        assert tall == pytest.approx(float(figure) * pixels(ax))
        assert 6 * ax.figure.dpi / 72 < tall <= 16.1 * ax.figure.dpi / 72


def test_what_has_no_figure_is_dashed_and_counted():
    ax = picture("plot_flows, kinds")
    dashed = patches(ax, "undisclosed")
    assert len(dashed) == 2
    assert {(p.get_facecolor()[3], p.get_linestyle() == "solid") for p in dashed} == {(0.0, False)}
    rows = said(ax, "row")
    assert "Türkiye + 2 undisclosed + 1 range" in rows
    assert "Russia + 1 undisclosed" in rows
    assert "Georgia + 1 range" in rows
    foot = one(ax, "foot")
    assert "Dashed: not disclosed, or a range only." in foot
    # what has no room in two lines, which depends on the letters of matplotlib's edition, is in the words
    widths = "Widths: figures as printed, without bounds; widest for Azerbaijan from Israel: 70"
    words = f"{foot} {af.describe(ax)}".replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert widths in words.replace("←", "from")
    assert "+ 3 undisclosed." in foot


def test_a_node_without_any_figure_says_so_and_a_nought_is_printed():
    ax = picture("plot_flows, kinds")
    amounts = dict(zip(said(ax, "row"), said(ax, "amount"), strict=True))
    assert amounts["Türkiye + 2 undisclosed + 1 range"] == "–"
    assert amounts["United States"] == "0"
    assert amounts["Azerbaijan + 2 undisclosed"] == "172"
    ax = picture("plot_flows, nothing")
    assert said(ax, "amount") == ["–"] * 4
    assert said(ax, "scale") == [""]


def test_the_estimated_part_of_a_node_is_paler():
    ax = picture("plot_flows, kinds")
    heights = [patch.get_height() for patch in patches(ax, "estimated")]
    assert near(sorted(heights)[-2:], [45, 45])  # half of 90, at Russia and at Azerbaijan
    assert sum(height > 1e-6 for height in heights) == 2
    assert "Paler" in one(ax, "foot")
    assert "Paler" not in one(picture("plot_flows, crowd"), "foot")


def test_bands_have_the_colours_of_their_suppliers():
    ax = picture("plot_flows, kinds")
    found = [colour(band) for band in patches(ax, "band")]
    suppliers = ["RUS", "RUS", "IND", "ISR", "unk:supplier", "others", "AZE", "USA"]
    assert found == [style.supplier_colour(code) for code in suppliers]
    assert all(0 < band.get_alpha() < 1 for band in patches(ax, "band"))
    right = [colour(node) for node in patches(ax, "node") if node.get_x() > 0]
    assert right == [style.QUIET] * 3


@pytest.mark.covering(1)
@pytest.mark.parametrize("order", ["crossings", "totals"])
def test_others_and_unknown_stand_last(order):
    # by name the unknown keep a node, however thin
    named = {f"unk:{side}": f"Unknown {side}" for side in ("supplier", "recipient")}
    ax = drawn(FLOWS["crowd"], order=order, labels=named)
    left, right = nodes(ax)
    assert list(left)[-2:] == ["Others", "Unknown supplier"]
    assert list(right)[-2:] == ["Others", "Unknown recipient"]


def test_by_totals_the_largest_stands_at_the_top():
    left, right = nodes(drawn(KINDS, order="totals"))
    assert list(left) == [
        "Russia", "Israel", "India", "Azerbaijan", "France", "United States", "Türkiye", "Others",
        "Unknown supplier",
    ]  # fmt: skip
    assert list(right) == ["Azerbaijan", "Armenia", "Georgia"]


def test_bands_need_not_cross_where_they_can_be_parted():
    ax = drawn(
        exact_pairs(("RUS", "ARM", 5e6), ("USA", "ISR", 4e6), ("CHN", "PAK", 3e6), ("RUS", "IND", 9e6))
    )
    bands = [(ends(band)[0][0], ends(band)[1][0]) for band in patches(ax, "band")]
    assert all((a[0] - b[0]) * (a[1] - b[1]) > 0 for a, b in itertools.combinations(bands, 2))


def test_dashed_lines_count_in_the_order_too():
    frame = pairs(
        ("RUS", "ARM", 5e6, 5e6, 5e6, 0, 0.0),
        ("USA", "ISR", 4e6, 4e6, 4e6, 0, 0.0),
        ("CHN", "PAK", 3e6, 3e6, 3e6, 0, 0.0),
        ("RUS", "PAK", NAN, NAN, NAN, 1, NAN),
    )
    left, right = nodes(drawn(frame))
    assert abs(list(left).index("Russia") - list(left).index("China")) == 1
    assert abs(list(right).index("Armenia") - list(right).index("Pakistan")) == 1


def test_crossing_is_counted_by_hand():
    assert flows_bands.crossed(np.array([[0.0, 2.0], [3.0, 0.0]])) == 6
    assert flows_bands.crossed(np.array([[2.0, 0.0], [0.0, 3.0]])) == 0
    # of the first row the 2 crosses 4 and the 3 both 4 and 5: 2·4 + 3·(4 + 5)
    assert flows_bands.crossed(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])) == 35


def test_untangling_finds_the_least_where_all_orders_can_be_tried():
    rng = np.random.default_rng(4)
    met, least = 0.0, 0.0
    for _ in range(30):
        flows = rng.integers(1, 9, (4, 4)) * (rng.random((4, 4)) < 0.5) * 1.0
        rows, columns = flows_bands.untangled(flows, (4, 4))
        assert sorted(rows) == sorted(columns) == [0, 1, 2, 3]
        now = flows_bands.crossed(flows[np.ix_(rows, columns)])
        assert now <= flows_bands.crossed(flows)
        orders = [list(p) for p in itertools.permutations(range(4))]
        met += now
        least += min(flows_bands.crossed(flows[np.ix_(a, b)]) for a in orders for b in orders)
        assert least <= met
    assert met <= 1.02 * least


def test_of_two_orders_alike_the_larger_supplier_stands_higher():
    for frame in (
        exact_pairs(("RUS", "AZE", 90e6), ("RUS", "ARM", 60e6), ("IND", "ARM", 40e6)),
        exact_pairs(("RUS", "AZE", 30e6), ("RUS", "ARM", 20e6), ("IND", "ARM", 90e6)),
    ):
        left, _ = nodes(drawn(frame))
        (first, a), (_, b) = left.items()
        assert a[1] - a[0] > b[1] - b[0], first


def test_only_what_is_free_is_moved():
    flows = np.array([[0.0, 0.0, 2.0], [0.0, 3.0, 0.0], [4.0, 0.0, 0.0]])
    rows, columns = flows_bands.untangled(flows, (2, 2))
    assert rows[2] == 2
    assert columns[2] == 2
    rows, columns = flows_bands.untangled(flows, (3, 3))
    assert flows_bands.crossed(flows[np.ix_(rows, columns)]) == 0


def test_it_says_what_when_and_from_where():
    ax = picture("plot_flows, kinds")
    assert ax.get_title(loc="left") == "Arms transfers, by supplier and recipient"
    assert one(ax, "subtitle") == ("Deliveries, million TIV, 2010–14, bands as wide as their figures")
    assert "SIPRI Arms Transfers Database" in one(ax, "foot")
    assert said(ax, "side") == ["Suppliers", "Recipients"]
    assert said(af.plot_flows(KINDS, labels="code"), "row")[-1].startswith("GEO")
    assert af.plot_flows(KINDS, title="Mine").get_title(loc="left") == "Mine"


def test_pieces_are_counted_within_one_category():
    frame = totals(
        [*PAIR, "category"],
        ("RUS", "AZE", "un:I", 2007, 2013, 72.0, 72.0, 72.0, 0, 0.0),
        ("RUS", "ARM", "un:I", 2007, 2013, 3.0, 3.0, 3.0, 0, 0.0),
        unit="pieces",
    )
    ax = drawn(frame)
    assert said(ax, "amount") == ["75", "72", "3"]
    assert ax.get_title(loc="left") == "Arms from Russia, by recipient: Battle tanks"
    with pytest.raises(ArgumentError, match="pieces add only within a category"):
        af.plot_flows(frame.drop(columns="category"))


@pytest.mark.sweep
def test_many_recipients_stay_in_a_quarter_of_a_page():
    frames = [FLOWS[name] for name in ("kinds", "nothing", "one", "from one")]
    assert_inside_a_grid([(af.plot_flows, frame) for frame in frames], LARGE_PAGE)


def test_names_pushed_from_their_nodes_have_leaders():
    ax = picture("plot_flows, from one")
    shown = [line for line in ax.get_children() if line.get_label() == "leader" and line.get_visible()]
    assert shown
    for line in shown:
        y = np.asarray(line.get_ydata())
        assert y[0] != y[-1]
    assert not any(
        line.get_visible()
        for line in picture("plot_flows, one").get_children()
        if line.get_label() == "leader"
    )


def test_what_cannot_be_added_is_refused():
    for column, other in (("source", "comtrade"), ("release", "2024"), ("reporter", "recipient")):
        with pytest.raises(ArgumentError, match=f"adds the figures of each party, and {column} is"):
            af.plot_flows(KINDS.assign(**{column: [other] + [KINDS[column].iloc[0]] * (len(KINDS) - 1)}))
    with pytest.raises(ArgumentError, match=r"supplier is 'all' beside 'AZE'.*frame\['supplier'\] != 'all'"):
        af.plot_flows(KINDS.assign(supplier=KINDS["supplier"].replace("FRA", "all")))
    with pytest.raises(ArgumentError, match="category is 'un:I', 'un:II'"):
        two = KINDS.iloc[:2].copy()
        two.insert(2, "category", ["un:I", "un:II"])
        af.plot_flows(two)
    with pytest.raises(ArgumentError, match="one scale, and unit is"):
        af.plot_flows(KINDS.assign(unit=["USD"] + ["TIV"] * (len(KINDS) - 1)))
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery'"):
        af.plot_flows(KINDS.assign(stage=["contract"] + ["delivery"] * (len(KINDS) - 1)))


def test_several_windows_or_too_many_parties_are_refused():
    later = KINDS.assign(start=2015, end=2019, period="2015–19")
    with pytest.raises(
        ArgumentError, match=r"can draw 1 window, and the frame has 2: '2010–14', '2015–19'; choose"
    ):
        af.plot_flows(pd.concat([KINDS, later]))
    with pytest.raises(ArgumentError, match="several rows stand for 'RUS / AZE'"):
        af.plot_flows(pd.concat([KINDS, KINDS.iloc[:1]]))
    names = [f"x:{n}" for n in range(41)]
    with pytest.raises(
        ArgumentError, match=r"can draw 40 suppliers, and the frame has 41.*top={'supplier': 10"
    ):
        af.plot_flows(exact_pairs(*((name, "ARM", 1e6) for name in names)))
    with pytest.raises(ArgumentError, match="can draw 40 recipients, and the frame has 41"):
        af.plot_flows(exact_pairs(*(("RUS", name, 1e6) for name in names)))


def test_wrong_frames_and_arguments_are_refused():
    with pytest.raises(ArgumentError, match=r"keys of this frame are 'supplier'; missing: 'recipient'; call"):
        af.plot_flows(KINDS.drop(columns="recipient"))
    with pytest.raises(ArgumentError, match=r"what totals\(\) returns; missing: .*'period'"):
        af.plot_flows(pd.DataFrame({"supplier": ["RUS"]}))
    with pytest.raises(ArgumentError, match="order is 'size'; expected one of 'crossings', 'totals'"):
        af.plot_flows(KINDS, order="size")
    with pytest.raises(PartyError):
        af.plot_flows(KINDS.replace({"supplier": {"RUS": "Nowhere"}}))
    assert plt.get_fignums() == []


def test_it_draws_what_totals_makes():
    claims = af.read_claims(af.table_path("claims_south_caucasus.csv"))
    contracts = af.without_parts(af.where(claims, stage="contract", unit="USD"))
    ax = drawn(af.totals(contracts, by=PAIR, over=(2009, 2025)))
    right = nodes(ax)[1]
    assert set(right) == {"Armenia", "Azerbaijan"}
    assert right["Armenia"][1] - right["Armenia"][0] == pytest.approx(
        contracts.loc[contracts["recipient"] == "ARM", "value"].sum() / 1e9
    )


def test_a_band_without_a_figure_is_seen():
    given = deliveries(supplier=["Russia", "Israel"], recipient="Egypt", value=[40.0, None], year=2020)
    ax = af.plot_flows(af.totals(given, by=["supplier", "recipient"]))
    ax.figure.draw_without_rendering()
    (band,) = [patch for patch in ax.patches if patch.get_label() == "undisclosed"] or [
        artist for artist in ax.artists if artist.get_label() == "undisclosed"
    ]
    assert band.get_linewidth() >= 0.5
    assert band.get_edgecolor()[3] > 0
