"""The Herfindahl–Hirschman index with bounds: by hand, and against every corner of random boxes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow.summaries.bounds import Bounded
from armsflow.summaries.herfindahl import Index, _above, herfindahl
from tests.laws.strategies import MANY

INF = np.inf
NOBODY = (0.0, 0.0, 0.0)


def index(values, lows=None, highs=None, unknown=NOBODY):
    return one(*(np.array(values if a is None else a, dtype=float) for a in (values, lows, highs)), unknown)


def one(values, lows, highs, unknown=NOBODY):
    """The index of one whole."""
    rest = Bounded(*(np.array([float(figure)]) for figure in unknown))
    found = herfindahl(Bounded(values, lows, highs), np.zeros(len(values), dtype=int), rest)
    return Index(*(cells[0] for cells in found))


def test_one_is_one_and_four_of_a_quarter_are_a_quarter():
    assert index([7]) == (1, 1, 1, True)
    assert index([25] * 4) == pytest.approx((0.25, 0.25, 0.25, True))
    assert index([50, 30, 20]).value == pytest.approx(0.38)
    assert np.isnan(index([0, 0]).value)


def test_the_unknown_split_gives_bounds():
    """60 and 20 of named, 20 of unknown: thinly split 0.40; merged with the leader 0.68; alone 0.44."""
    result = index([60, 20], unknown=(20.0, 20.0, 20.0))
    assert result[:3] == pytest.approx((0.44, 0.40, 0.68))
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


amount = st.integers(0, 1000).map(float)


box = st.lists(st.tuples(amount, amount).map(sorted), min_size=1, max_size=5)


@MANY
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
    result = one(x, lows, highs, (z, *rest))
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


@MANY
@given(box)
def test_the_greatest_is_at_a_corner_and_outer_bounds_are_never_below(ends):
    lows, highs = np.array(ends).T
    corners = [np.array(c) for c in itertools.product(*ends)]
    best = max((c @ c / c.sum() ** 2 for c in corners if c.sum()), default=np.nan)
    if np.isnan(best):
        return
    assert one(lows, lows, highs, NOBODY).high == pytest.approx(best)
    assert _above(lows, highs, 0.0) >= best - 1e-9


@MANY
@given(st.lists(st.integers(1, 1000).map(lambda n: n / 10), min_size=1, max_size=7))
def test_exact_figures_have_an_index_inside_its_bounds(values):
    result = index(values)
    assert result.low <= result.value <= result.high


def test_many_open_figures_give_outer_bounds(monkeypatch):
    lows, highs = np.arange(1.0, 6.0), np.arange(1.0, 6.0) * 2
    exact = one(lows, lows, highs, NOBODY)
    monkeypatch.setattr("armsflow.summaries.herfindahl.CORNERS", 4)
    outer = one(lows, lows, highs, NOBODY)
    assert (exact.exact, outer.exact) == (True, False)
    assert exact.high <= outer.high <= 1
    assert outer.low == pytest.approx(exact.low)


def test_outer_bounds_hold_whatever_the_unknown_gave(monkeypatch):
    """Figures of 1 to 5, each perhaps twice as much, and 0 to 85 of unknown ones.

    With 85 merged with the 10, beside 1 to 4, the index is (95² + 1 + 4 + 9 + 16) / 105².
    """
    lows, highs = np.arange(1.0, 6.0), np.arange(1.0, 6.0) * 2
    greatest = (95**2 + 30) / 105**2
    assert one(lows, lows, highs, (0.0, 0.0, 85.0)).high == pytest.approx(greatest)
    monkeypatch.setattr("armsflow.summaries.herfindahl.CORNERS", 4)
    outer = one(lows, lows, highs, (0.0, 0.0, 85.0))
    assert not outer.exact
    assert greatest <= outer.high <= 1


def test_the_outer_bound_is_greatest_between_the_ends_of_a_piece():
    """Of [1, 3] and [1, 3]: (4 S − 6) / S² is 2/3 at its flat top, S = 3, and 1/2 at S = 2 and S = 6.

    The index itself is at most 10/16, at (1, 3).
    """
    lows, highs = np.array([1.0, 1.0]), np.array([3.0, 3.0])
    assert _above(lows, highs, 0.0) == pytest.approx(2 / 3)
    assert _above(lows, highs, 0.0) >= 10 / 16
    assert _above(np.zeros(2), np.zeros(2), 0.0) == 0
