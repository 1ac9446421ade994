"""The network of a trade: nodes, edges and what goes both ways, by hand."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import make, plain
from tests.transforms.test_groups import deliveries

ROWS = deliveries(
    ("USA", "FRA", 2021, 6),
    ("FRA", "USA", 2022, 2),
    ("USA", "JPN", 2022, 12),
    ("USA", "JPN", 2016, 5),
    ("USA", "org:nato", 2021, 100),
    ("unk:supplier", "JPN", 2021, 50),
    ("FRA", "FRA", 2021, 7),
)
OVER = (2020, 2024)


def quiet(records):
    """Rows without the flow of a party to itself, of which a warning says so."""
    return records[records["supplier"] != records["recipient"]]


def windows(records=ROWS):
    return af.to_periods(quiet(records), 5, end=2024)


def test_networks_by_hand(engine):
    network = engine.plain(af.network(engine.of(windows())))
    assert network["period"].tolist() == ["2015–19", "2020–24"]
    assert network["nodes"].tolist() == [2, 3]
    assert network["edges"].tolist() == [1, 3]
    assert network["density"].tolist() == pytest.approx([1 / 2, 3 / 6])
    assert network["reciprocity"].tolist() == pytest.approx([0, 2 / 3])
    # what goes both ways between USA and FRA is 2 in each direction, of 20
    assert network["weighted_reciprocity"].tolist() == pytest.approx([0, 4 / 20])
    assert network["value"].tolist() == [5, 20]
    assert network["left_out"].tolist() == [0, 2]
    assert network["complete"].all()


def test_all_parties_are_nodes_if_asked():
    network = af.network(windows(), parties="all").iloc[1]
    assert network[["nodes", "edges", "left_out"]].tolist() == [5, 5, 0]
    assert network["density"] == pytest.approx(5 / 20)


def test_a_party_is_no_partner_of_itself():
    with pytest.warns(UserWarning, match="one supplier and recipient"):
        network = af.network(af.where(ROWS, years=OVER), over=OVER)
    assert network[["edges", "value", "left_out"]].iloc[0].tolist() == [3, 20, 3]


def test_degrees_by_hand(engine):
    degrees = engine.plain(af.degrees(engine.of(windows()))).query("period == '2020–24'").set_index("party")
    names = ["out_degree", "in_degree", "degree", "out_strength", "in_strength", "value"]
    assert degrees.loc["USA", names].tolist() == [2, 1, 2, 18, 2, 20]
    assert degrees.loc["FRA", names].tolist() == [1, 1, 1, 2, 6, 8]
    assert degrees.loc["JPN", names].tolist() == [0, 1, 1, 0, 12, 12]
    assert list(degrees.index) == ["FRA", "JPN", "USA"]


@pytest.mark.covering(1)
@pytest.mark.parametrize("parties", ["states", "all"])
def test_degrees_add_up_to_edges_and_volume(parties):
    network = af.network(windows(), parties=parties).set_index("period")
    degrees = af.degrees(windows(), parties=parties).groupby("period")
    for way in ("out", "in"):
        assert degrees[f"{way}_degree"].sum().to_dict() == network["edges"].to_dict()
        assert degrees[f"{way}_strength"].sum().to_dict() == network["value"].to_dict()
    for party in ("USA", "JPN"):
        assert party in set(af.degrees(windows())["party"])
    assert (
        af.degrees(windows(), parties=parties).groupby("period").size().to_dict()
        == network["nodes"].to_dict()
    )


def test_bounds_say_how_many_edges_there_may_be():
    spans = deliveries(("USA", "JPN", (2018, 2021), 4), ("FRA", "JPN", 2021, 0))
    network = af.network(af.to_periods(spans, 5, end=2024)).set_index("period")
    # a figure across two windows may lie in either as a whole
    assert network[["edges", "edges_low", "edges_high"]].to_numpy().tolist() == [[1, 0, 1], [1, 0, 1]]
    assert (network.loc["2020–24", ["value", "low", "high"]] == [2, 0, 4]).all()
    hidden = deliveries(("USA", "JPN", 2021, np.nan), ("FRA", "JPN", 2021, 3))
    network = af.network(hidden).iloc[0]
    assert network[["nodes", "edges", "edges_low", "edges_high", "undisclosed"]].tolist() == [2, 1, 1, 2, 1]
    assert np.isnan(network["weighted_reciprocity"])


def test_bounds_above_nothing_are_an_edge(engine):
    """The United States gave India 200 to 999, and France may have given it something or nothing."""
    cells = {"supplier": ["USA", "DEU", "FRA", "IND"], "recipient": ["IND", "IND", "IND", "USA"]}
    cells |= {
        "value": [np.nan, 5.0, np.nan, 1.0],
        "low": [200.0, 5.0, 0.0, 1.0],
        "high": [999.0, 5.0, 9.0, 1.0],
    }
    rows = engine.of(make(cells))
    network = plain(af.network(rows)).iloc[0]
    assert network[["nodes", "edges", "edges_low", "edges_high"]].tolist() == [3, 3, 3, 4]
    # of 6 that there can be; what the United States and India give each other is mutual, but not how much
    assert network[["density", "reciprocity"]].tolist() == pytest.approx([1 / 2, 2 / 3])
    assert np.isnan(network["weighted_reciprocity"])
    degrees = plain(af.degrees(rows)).set_index("party")[["out_degree", "in_degree", "degree"]]
    expected = {"USA": [1, 1, 1], "DEU": [1, 0, 1], "FRA": [0, 0, 0], "IND": [1, 2, 2]}
    assert degrees.T.to_dict("list") == expected


def test_a_network_without_edges_has_no_density():
    network = af.network(deliveries(("USA", "JPN", 2021, 0))).iloc[0]
    assert network[["nodes", "edges"]].tolist() == [0, 0]
    assert network[["density", "reciprocity", "weighted_reciprocity"]].isna().all()
    assert len(af.network(ROWS.iloc[:0])) == 0
    assert len(af.degrees(ROWS.iloc[:0])) == 0


@pytest.mark.parametrize("noun", [af.network, af.degrees])
def test_what_is_no_network_is_refused(noun):
    with pytest.raises(af.ArgumentError, match="parties is 'some'; expected one of 'states', 'all'"):
        noun(windows(), parties="some")
    with pytest.raises(af.ArgumentError, match="whole is 'none'"):
        noun(windows(), whole="none")
    with pytest.raises(af.ArgumentError, match=r"1 sum\(s\) have 'all' on one side; a network needs both"):
        noun(deliveries(("USA", "all", 2021, 1)))
    with pytest.raises(af.SpanError, match=r"reach outside over=\(2020, 2024\)"):
        noun(quiet(ROWS), over=OVER)
    chosen = af.where(windows(), supplier="USA")
    with pytest.raises(af.ArgumentError, match="only some of each whole's parts were chosen"):
        noun(chosen)
    assert len(noun(chosen, whole="chosen")) > 0


def test_a_span_of_which_all_flows_are_left_out_has_a_row(engine):
    """2021 had no row, so that its record for NATO was neither in the network nor left out of it."""
    rows = {
        "recipient": ["IND", "org:nato", "org:nato"],
        "year": [2020, 2021, 2020],
        "value": [5.0, 7.0, 9.0],
    }
    columns = ["period", "value", "low", "high", "edges", "nodes", "left_out", "records", "complete"]
    register = make(rows, supplier="USA", observed=(2019, 2022))
    found = plain(af.network(engine.of(register)))[columns]
    assert found.to_numpy().tolist() == [
        ["2020", 5, 5, 5, 1, 2, 1, 1, True],
        ["2021", 0, 0, 0, 0, 0, 1, 0, True],
    ]
    # where nobody says that all is listed, that there was none is not known
    typed = plain(af.network(engine.of(make(rows, supplier="USA"))))[columns]
    assert typed["value"].fillna(-1).tolist() == [5, -1]
    assert typed[["edges", "left_out", "complete"]].iloc[1].tolist() == [0, 1, False]
    alone = plain(af.network(engine.of(register.iloc[1:])))
    assert alone["left_out"].tolist() == [1, 1]
    assert alone["value"].tolist() == [0, 0]
