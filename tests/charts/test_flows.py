"""The chart of flows, through its bands and nodes, and the layout that they follow."""

from __future__ import annotations

import itertools

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import pyplot as plt

import armsflow as af
from armsflow.charts import flows_bands
from armsflow.charts.draw import style
from armsflow.charts.flows import plot_flows
from armsflow.charts.flows_bands import LEAST
from armsflow.charts.save import save
from armsflow.errors import ArgumentError, PartyError
from tests.charts.test_save import assert_inside_a_grid, laid, outside, overlaps, texts
from tests.charts.test_totals import INF, NAN, TIV, closed_figures, colour, one, said, totals

__all__ = ["closed_figures"]  # a fixture, used by every test of this module

PAIR = ["supplier", "recipient"]
MANY = "USA RUS FRA CHN DEU ITA GBR ISR ESP KOR TUR UKR NLD SWE BLR CHE ZAF IRN CAN NOR SUN TTO ARE BIH"
MANY = [*MANY.split(), *"SGS POL CZE AUS BRA IND PAK BEL AUT FIN DNK JOR SRB AZE others unk:".split()]


def pairs(*rows, **constants):
    """Rows of supplier, recipient, value, low, high, undisclosed, estimated, for 2010–14."""
    rows = [(*row[:2], 2010, 2014, *row[2:]) for row in rows]
    return totals(PAIR, *rows, **{**TIV, **constants})


def sure(*rows, **constants):
    return pairs(*((*row, row[2], row[2], 0, 0.0) for row in rows), **constants)


# every kind of figure that there is
KINDS = pairs(
    ("RUS", "AZE", 90e6, 80e6, 95e6, 0, 0.5),
    ("RUS", "ARM", 60e6, 60e6, 60e6, 1, 0.0),
    ("IND", "ARM", 40e6, 40e6, 40e6, 0, 0.0),
    ("ISR", "AZE", 70e6, 70e6, INF, 0, 0.0),
    ("TUR", "AZE", NAN, NAN, NAN, 2, NAN),
    ("TUR", "GEO", NAN, 3e6, 9e6, 0, NAN),
    ("FRA", "GEO", 0.1e6, 0.1e6, 0.1e6, 0, 0.0),
    ("unk:supplier", "GEO", 4e6, 4e6, 4e6, 0, 0.0),
    ("others", "AZE", 12e6, 12e6, 12e6, 0, 0.0),
    ("AZE", "GEO", 14e6, 14e6, 14e6, 0, 0.0),
    ("USA", "ARM", 0.0, 0.0, 0.0, 0, NAN),
)
NOTHING = pairs(*((s, r, NAN, NAN, NAN, 1, NAN) for s in ("RUS", "USA") for r in ("ARM", "BIH")))
ZERO = sure(("RUS", "ARM", 0.0), ("RUS", "SGS", 0.0))
ONE = pairs(("RUS", "ARM", 5e9, 4e9, INF, 0, 1.0), unit="USD", source="claims", release="")
SUPPLIERS, RECIPIENTS = ([code.replace("unk:", f"unk:{side}") for code in MANY] for side in PAIR)
FROM_ONE = sure(*(("RUS", code, 10.0 ** (9 - n / 8)) for n, code in enumerate(RECIPIENTS)))
CROWD = sure(
    *(
        (supplier, recipient, 1e6 * ((7 * i + 13 * j) % 29 + 1) ** 3)
        for i, supplier in enumerate(SUPPLIERS)
        for j, recipient in enumerate(reversed(RECIPIENTS))
        if (3 * i + 5 * j) % 7 == 0
    )
)
PICTURES = {
    "kinds": KINDS,
    "nothing": NOTHING,
    "zero": ZERO,
    "one": ONE,
    "from one": FROM_ONE,
    "crowd": CROWD,
}


def drawn(frame, **options):
    ax = plot_flows(frame, **options)
    ax.figure.draw_without_rendering()
    return ax


def pixels(ax):
    """How many pixels one of the step of the chart is high."""
    return abs(np.diff(ax.transData.transform([(0, 0), (0, 1)])[:, 1])[0])


def patches(ax, label):
    return [patch for patch in ax.patches if patch.get_label() == label]


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


# --- widths ---------------------------------------------------------------------------------------


def test_bands_are_as_wide_as_their_figures_at_both_ends():
    ax = drawn(KINDS)
    values = [90, 60, 40, 70, 0.1, 4, 12, 14, 0]
    found = [[bottom - top for top, bottom in ends(band)] for band in patches(ax, "band")]
    least = LEAST * ax.figure.dpi / 72 / pixels(ax)
    expected = [max(value, least) if value else 0 for value in values]
    assert np.allclose(found, np.column_stack([expected, expected]))
    assert least > 0.1  # so that France's band is drawn at its least width
    assert f"thinner than {LEAST} pt are drawn" in one(ax, "foot")
    assert "thinner" not in one(plot_flows(ONE), "foot")


def test_nodes_are_as_high_as_their_bands_together():
    left, right = nodes(drawn(KINDS.drop(index=6)))
    heights = {name: round(b - a, 6) for name, (a, b) in left.items()}
    assert heights == {
        "India": 40, "Russia": 150, "Israel": 70, "Azerbaijan": 14, "United States": 0, "Türkiye": 0,
        "Others": 12, "Unknown supplier": 4,
    }  # fmt: skip
    heights = {name: round(b - a, 6) for name, (a, b) in right.items()}
    assert heights == {"Armenia": 100, "Azerbaijan": 172, "Georgia": 18}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("order", ["crossings", "totals"])
def test_bands_fill_their_nodes_and_nodes_of_a_side_do_not_overlap(name, order):
    ax = drawn(PICTURES[name], order=order)
    at = [[ends(band)[side] for band in patches(ax, "band")] for side in (0, 1)]
    for side, found in enumerate(nodes(ax)):
        edges = list(found.values())
        assert all(lower <= upper + 1e-9 for (_, lower), (upper, _) in itertools.pairwise(edges))
        for top, bottom in edges:
            inside = sorted(a for a in at[side] if a[1] > a[0] and top - 1e-6 <= a[0] < bottom - 1e-6)
            if bottom > top:
                assert np.allclose([inside[0][0], inside[-1][1]], [top, bottom])
                assert all(np.isclose(a[1], b[0]) for a, b in itertools.pairwise(inside))
    low, high = sorted(ax.get_ylim())
    edges = np.concatenate([np.ravel(list(side.values())) for side in nodes(ax)])
    assert ((edges >= low - 1e-6) & (edges <= high + 1e-6)).all()


def test_the_bar_of_the_scale_is_as_high_as_the_figure_beside_it():
    for frame, unit in ((KINDS, "million TIV"), (ONE, "bn")):
        ax = drawn(frame)
        (key,) = [artist for artist in ax.get_children() if artist.get_label() == "key"]
        figure, rest = one(ax, "scale").lstrip("$").split(" ", 1)
        assert rest == unit
        tall = key.get_window_extent().height
        assert tall == pytest.approx(float(figure) * pixels(ax))
        assert 6 * ax.figure.dpi / 72 < tall <= 16.1 * ax.figure.dpi / 72


def test_what_has_no_figure_is_dashed_and_counted():
    ax = drawn(KINDS)
    dashed = patches(ax, "undisclosed")
    assert len(dashed) == 2
    assert {(p.get_facecolor()[3], p.get_linestyle() == "solid") for p in dashed} == {(0.0, False)}
    rows = said(ax, "row")
    assert "Türkiye + 2 undisclosed + 1 range" in rows
    assert "Russia + 1 undisclosed" in rows
    assert "Georgia + 1 range" in rows
    foot = one(ax, "foot")
    assert "Dashed: not disclosed, or a range only." in foot
    assert (
        "Widths: figures as printed, without bounds; the widest are those of Azerbaijan ← Israel: 70 or more."
        in foot
    )
    assert "+ 3 undisclosed." in foot


def test_a_node_without_any_figure_says_so_and_a_nought_is_printed():
    ax = drawn(KINDS)
    amounts = dict(zip(said(ax, "row"), said(ax, "amount"), strict=True))
    assert amounts["Türkiye + 2 undisclosed + 1 range"] == "–"
    assert amounts["United States"] == "0"
    assert amounts["Azerbaijan + 2 undisclosed"] == "172"
    ax = drawn(NOTHING)
    assert said(ax, "amount") == ["–"] * 4
    assert said(ax, "scale") == [""]


def test_the_estimated_part_of_a_node_is_hatched():
    ax = drawn(KINDS)
    heights = [round(patch.get_height(), 6) for patch in patches(ax, "estimated")]
    assert sorted(heights)[-2:] == [45, 45]  # half of 90, at Russia and at Azerbaijan
    assert sum(height > 0 for height in heights) == 2
    assert "Hatched" in one(ax, "foot")
    assert "Hatched" not in one(plot_flows(CROWD), "foot")


# --- colours and order ------------------------------------------------------------------------------


def test_bands_have_the_colours_of_their_suppliers():
    ax = drawn(KINDS)
    found = [colour(band) for band in patches(ax, "band")]
    suppliers = ["RUS", "RUS", "IND", "ISR", "FRA", "unk:supplier", "others", "AZE", "USA"]
    assert found == [style.supplier_colour(code) for code in suppliers]
    assert all(0 < band.get_alpha() < 1 for band in patches(ax, "band"))
    right = [colour(node) for node in patches(ax, "node") if node.get_x() > 0]
    assert right == [style.QUIET] * 3


@pytest.mark.parametrize("order", ["crossings", "totals"])
def test_others_and_unknown_stand_last(order):
    ax = drawn(CROWD, order=order)
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
    ax = drawn(sure(("RUS", "ARM", 5e6), ("USA", "ISR", 4e6), ("CHN", "PAK", 3e6), ("RUS", "IND", 9e6)))
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
        sure(("RUS", "AZE", 90e6), ("RUS", "ARM", 60e6), ("IND", "ARM", 40e6)),
        sure(("RUS", "AZE", 30e6), ("RUS", "ARM", 20e6), ("IND", "ARM", 90e6)),
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


def test_the_least_width_takes_from_the_wider_bands_only():
    flows = np.array([[1000.0, 1.0], [500.0, 2.0]])
    laid = flows_bands.layout(flows, 100, gap=0, least=5)
    assert np.allclose(laid.widths, [[60, 5], [30, 5]])
    assert laid.unit == pytest.approx(90 / 1500)
    # where the least of all would not fit, it gives way
    many = flows_bands.layout(np.r_[1e6, np.ones(99)][None], 50, gap=1, least=5)
    assert many.widths.sum() < 50
    assert many.right[-1, 1] <= 50 + 1e-9


# --- words and room -----------------------------------------------------------------------------------


def test_it_says_what_when_and_from_where():
    ax = plot_flows(KINDS)
    assert ax.get_title(loc="left") == "Arms transfers, by supplier and recipient"
    assert one(ax, "subtitle") == (
        "Deliveries, million TIV, 2010–14, bands as wide as their figures; release 2025"
    )
    assert "SIPRI Arms Transfers Database" in one(ax, "foot")
    assert said(ax, "side") == ["Suppliers", "Recipients"]
    assert said(plot_flows(KINDS, labels="code"), "row")[-1].startswith("GEO")
    assert plot_flows(KINDS, title="Mine").get_title(loc="left") == "Mine"


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
        plot_flows(frame.drop(columns="category"))


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("millimetres", [85, 175])
def test_text_stays_inside_the_figure_and_apart(name, millimetres):
    ax = plot_flows(PICTURES[name])
    ax.figure.set_figwidth(millimetres / 25.4)
    ax.get_axes_locator().fit_height()
    boxes = laid(ax)
    assert overlaps(boxes) == []
    assert outside(boxes, ax.figure.bbox) == []
    assert {7.0, 9.0} <= {text.get_fontsize() for text in texts(ax)} <= {7.0, 8.0, 9.0}


@pytest.mark.parametrize(
    ("options", "last"), [({"figsize": (11, 8), "layout": "constrained"}, "from one"), ({}, "zero")]
)
def test_a_chart_stays_inside_the_place_of_its_axes(options, last):
    frames = [PICTURES[name] for name in ("kinds", "nothing", "one", last)]
    assert_inside_a_grid([(plot_flows, frame) for frame in frames], options)


def test_names_pushed_from_their_nodes_have_leaders():
    ax = drawn(FROM_ONE)
    shown = [line for line in ax.get_children() if line.get_label() == "leader" and line.get_visible()]
    assert shown
    for line in shown:
        y = np.asarray(line.get_ydata())
        assert y[0] != y[-1]
    assert not any(line.get_visible() for line in drawn(ONE).get_children() if line.get_label() == "leader")


def test_polars_and_files(tmp_path):
    ax = plot_flows(pl.from_pandas(KINDS))
    assert said(ax, "row") == said(plot_flows(KINDS), "row")
    first = save(ax, tmp_path / "a.svg").read_bytes()
    plt.close("all")
    assert save(plot_flows(KINDS), tmp_path / "b.svg").read_bytes() == first


def test_the_frame_and_the_settings_are_left_as_they_were():
    before, settings = KINDS.copy(), dict(mpl.rcParams)
    drawn(KINDS)
    pd.testing.assert_frame_equal(KINDS, before)
    assert dict(mpl.rcParams) == settings


# --- errors -------------------------------------------------------------------------------------------


def test_what_cannot_be_added_is_refused():
    for column, other in (("source", "comtrade"), ("release", "2024"), ("reporter", "recipient")):
        with pytest.raises(ArgumentError, match=f"adds the figures of each party, and {column} is"):
            plot_flows(KINDS.assign(**{column: [other] + [KINDS[column].iloc[0]] * (len(KINDS) - 1)}))
    with pytest.raises(ArgumentError, match=r"supplier is 'all' beside 'AZE'.*frame\['supplier'\] != 'all'"):
        plot_flows(KINDS.assign(supplier=KINDS["supplier"].replace("FRA", "all")))
    with pytest.raises(ArgumentError, match="category is 'un:I', 'un:II'"):
        two = KINDS.iloc[:2].copy()
        two.insert(2, "category", ["un:I", "un:II"])
        plot_flows(two)
    with pytest.raises(ArgumentError, match="one scale, and unit is"):
        plot_flows(KINDS.assign(unit=["USD"] + ["TIV"] * (len(KINDS) - 1)))
    with pytest.raises(ArgumentError, match="stage is 'contract', 'delivery'"):
        plot_flows(KINDS.assign(stage=["contract"] + ["delivery"] * (len(KINDS) - 1)))


def test_several_windows_or_too_many_parties_are_refused():
    later = KINDS.assign(start=2015, end=2019, period="2015–19")
    with pytest.raises(
        ArgumentError, match=r"can draw 1 window, and the frame has 2: '2010–14', '2015–19'; choose"
    ):
        plot_flows(pd.concat([KINDS, later]))
    with pytest.raises(ArgumentError, match="several rows stand for 'RUS / AZE'"):
        plot_flows(pd.concat([KINDS, KINDS.iloc[:1]]))
    names = [f"x:{n}" for n in range(41)]
    with pytest.raises(
        ArgumentError, match=r"can draw 40 suppliers, and the frame has 41.*top={'supplier': 10"
    ):
        plot_flows(sure(*((name, "ARM", 1e6) for name in names)))
    with pytest.raises(ArgumentError, match="can draw 40 recipients, and the frame has 41"):
        plot_flows(sure(*(("RUS", name, 1e6) for name in names)))


def test_wrong_frames_and_arguments_are_refused():
    with pytest.raises(ArgumentError, match=r"keys of this frame are 'supplier'; missing: 'recipient'; call"):
        plot_flows(KINDS.drop(columns="recipient"))
    with pytest.raises(ArgumentError, match=r"what totals\(\) returns; missing: .*'period'"):
        plot_flows(pd.DataFrame({"supplier": ["RUS"]}))
    with pytest.raises(ArgumentError, match="no rows, so there is nothing to draw"):
        plot_flows(KINDS.iloc[:0])
    with pytest.raises(ArgumentError, match="order is 'size'; expected one of 'crossings', 'totals'"):
        plot_flows(KINDS, order="size")
    with pytest.raises(ArgumentError, match="labels is 'iso'"):
        plot_flows(KINDS, labels="iso")
    with pytest.raises(ArgumentError, match="ax='here'"):
        plot_flows(KINDS, "here")
    with pytest.raises(PartyError):
        plot_flows(KINDS.replace({"supplier": {"RUS": "Nowhere"}}))
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
