"""The Herfindahl–Hirschman index: by hand, as published, and against every corner of random boxes."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow.summaries.herfindahl import _above, herfindahl
from tests.conftest import assert_same, make, plain

INF = np.inf
NOBODY = (0.0, 0.0, 0.0)


def index(values, lows=None, highs=None, unknown=NOBODY):
    arrays = [np.array(values if a is None else a, dtype=float) for a in (values, lows, highs)]
    return herfindahl(*arrays, unknown)


def test_one_supplier_is_one_and_four_of_a_quarter_are_a_quarter():
    assert index([7]) == (1, 1, 1, True)
    assert index([25] * 4) == pytest.approx((0.25, 0.25, 0.25, True))
    rows = af.concentration(make({"supplier": ["RUS"], "value": [7.0]}))
    assert plain(rows)[["hhi", "hhi_normalised", "effective", "n"]].values.tolist() == [[1, 1, 1, 1]]


def test_shares_of_half_thirty_and_twenty_per_cent():
    assert index([50, 30, 20]).value == pytest.approx(0.38)
    row = plain(
        af.concentration(make({"supplier": ["RUS", "ISR", "TUR"], "value": [50.0, 30.0, 20.0]}))
    ).iloc[0]
    assert row["hhi_normalised"] == pytest.approx((0.38 - 1 / 3) / (2 / 3))
    assert row["effective"] == pytest.approx(2.6316, abs=1e-4)
    assert row[["leader", "leader_share", "n", "value"]].tolist() == ["RUS", 0.5, 3, 100]
    assert row["hhi_bounds"] == "exact"


def test_the_unknown_split_gives_bounds():
    """60 and 20 of named, 20 of unknown: thinly split 0.40; merged with the leader 0.68; alone 0.44."""
    result = index([60, 20], unknown=(20.0, 20.0, 20.0))
    assert result.value == pytest.approx(0.44)
    assert result.low == pytest.approx(0.40)
    assert result.high == pytest.approx(0.68)
    rows = make({"supplier": ["RUS", "ISR", "unk:supplier"], "value": [60.0, 20.0, 20.0]})
    row = plain(af.concentration(rows)).iloc[0]
    assert row[["hhi_low", "hhi", "hhi_high"]].tolist() == pytest.approx([0.40, 0.44, 0.68])
    assert row[["leader", "leader_share"]].tolist() == ["RUS", 0.6]
    assert index([], unknown=(5.0, 5.0, 5.0)) == (1, 0, 1, True)


@pytest.mark.parametrize(
    ("values", "lows", "highs", "low", "high"),
    [
        # two of [1, 3]: alike at the least, 3 beside 1 at the most
        ([2, 2], [1, 1], [3, 3], 0.5, 10 / 16),
        # 4 beside [0, 4]: alike, or alone
        ([4, 1], [4, 0], [4, 4], 0.5, 1),
        ([4, 1], [4, 0], [4, INF], 0.5, 1),
        ([0, 1], [0, 0], [0, 2], 1, 1),
        # nothing known but two without an upper bound
        ([0, 0, 0], [0, 0, 0], [INF, INF, 0], 0.5, 1),
    ],
)
def test_bounds_by_hand(values, lows, highs, low, high):
    result = index(values, lows, highs)
    assert (result.low, result.high) == pytest.approx((low, high))


def test_nothing_has_no_concentration():
    assert np.isnan(index([0, 0]).value)
    row = plain(af.concentration(make({"supplier": ["RUS", "ISR"], "value": [0.0, 0.0]}))).iloc[0]
    assert row[["hhi", "hhi_low", "hhi_high", "hhi_normalised", "effective", "leader_share"]].isna().all()
    row = plain(af.concentration(make({"value": [np.nan]}))).iloc[0]
    assert row[["hhi", "hhi_low", "value"]].isna().all()
    assert row["undisclosed"] == 1


def test_a_tie_has_no_leader():
    row = plain(af.concentration(make({"supplier": ["RUS", "ISR"], "value": [5.0, 5.0]}))).iloc[0]
    assert row[["leader", "leader_share"]].isna().all()


def test_a_figure_without_value_leaves_bounds():
    rows = make({"supplier": ["RUS", "ISR"], "value": [4.0, np.nan], "low": [4.0, 0.0], "high": [4.0, 4.0]})
    row = plain(af.concentration(rows)).iloc[0]
    assert np.isnan(row["hhi"])
    assert row[["hhi_low", "hhi_high"]].tolist() == pytest.approx([0.5, 1])


def test_of_and_within_differ():
    with pytest.raises(af.ArgumentError, match="expected different columns"):
        af.concentration(make({"value": [1.0]}), of="recipient")


amount = st.integers(0, 1000).map(float)
box = st.lists(st.tuples(amount, amount).map(sorted), min_size=1, max_size=5)


@given(
    box,
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
    st.tuples(amount, amount).map(sorted),
    st.floats(0, 1),
)
def test_no_assignment_leaves_the_bounds(ends, at, rest, rest_at):
    lows, highs = np.array(ends).T
    x = np.minimum(lows + np.array(at[: len(ends)]) * (highs - lows), highs)
    z = min(rest[0] + rest_at * (rest[1] - rest[0]), rest[1])
    result = herfindahl(x, lows, highs, (z, *rest))
    whole = x.sum() + z
    if whole == 0:
        return
    p, q = x / whole, z / whole
    thin = p @ p
    merged = p @ p + 2 * p.max() * q + q * q
    alone = p @ p + q * q
    for possible in (thin, merged, alone):
        assert result.low - 1e-9 <= possible <= result.high + 1e-9
    assert result.value == pytest.approx(alone)


@given(box)
def test_the_greatest_is_at_a_corner_and_outer_bounds_are_never_below(ends):
    lows, highs = np.array(ends).T
    corners = [np.array(c) for c in itertools.product(*ends)]
    best = max((c @ c / c.sum() ** 2 for c in corners if c.sum()), default=np.nan)
    if np.isnan(best):
        return
    assert herfindahl(lows, lows, highs, NOBODY).high == pytest.approx(best)
    assert _above(lows, highs, 0.0) >= best - 1e-9


def test_many_open_figures_give_outer_bounds(monkeypatch):
    lows, highs = np.arange(1.0, 6.0), np.arange(1.0, 6.0) * 2
    exact = herfindahl(lows, lows, highs, NOBODY)
    monkeypatch.setattr("armsflow.summaries.herfindahl.CORNERS", 4)
    outer = herfindahl(lows, lows, highs, NOBODY)
    assert (exact.exact, outer.exact) == (True, False)
    assert exact.high <= outer.high <= 1
    assert outer.low == exact.low
    many = make(
        {"supplier": list(af.table("parties.csv")["code"][:17]), "value": [2.0] * 17, "low": [1.0] * 17}
    )
    many["high"] = 3.0
    assert plain(af.concentration(many))["hhi_bounds"].tolist() == ["outer"]


def test_equal_on_every_engine(engine):
    rows = make(
        {
            "supplier": ["RUS", "ISR", "unk:supplier", "RUS"],
            "recipient": ["AZE", "AZE", "AZE", "ARM"],
            "value": [3.0, 2.0, 1.0, 4.0],
            "low": [1.0, 2.0, 1.0, 4.0],
        }
    )
    for noun in (af.concentration, lambda r: af.concentration(r, "recipient", within=None)):
        assert_same(noun(engine.of(rows)), noun(rows))
    assert len(af.concentration(engine.of(rows.iloc[:0]))) == 0


def test_what_may_be_several_has_no_concentration():
    for rows in ({"supplier": ["all"]}, {"supplier": ["RUS"], "category": ["aircraft+ships"]}):
        of = "supplier" if "category" not in rows else "category"
        with pytest.raises(af.MixedError, match="which may be several"):
            af.concentration(make({**rows, "value": [5.0]}), of=of)


@pytest.mark.parametrize("of", [["supplier", "category"], ["category", "supplier"]])
def test_the_unknown_are_found_in_every_column(of):
    rows = make({"supplier": ["RUS", "unk:supplier"], "category": ["aircraft"] * 2, "value": [50.0, 50.0]})
    row = plain(af.concentration(rows, of=of)).iloc[0]
    assert row[["hhi_low", "hhi_high"]].tolist() == [0.25, 1]


@given(st.lists(st.integers(1, 1000).map(lambda n: n / 10), min_size=1, max_size=7))
def test_exact_figures_have_an_index_inside_its_bounds(values):
    result = index(values)
    assert result.low <= result.value <= result.high


def test_exact_figures_have_an_exact_index():
    given = pd.DataFrame({"supplier": ["RUS", "ISR", "TUR"], "value": [0.1, 0.7, 0.3]})
    records = af.to_records(given, recipient="AZE", year=2010, stage="delivery", unit="TIV")
    row = af.concentration(records).iloc[0]
    assert row["hhi_low"] == row["hhi"] == row["hhi_high"]
