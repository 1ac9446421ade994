"""Arithmetic of bounds, against numbers worked out by hand and against the corners of random boxes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow.summaries.bounds import (
    Bounded,
    balance_index,
    difference,
    evenness,
    ratio,
    share,
    sums_of_others,
)
from tests.laws.strategies import MANY

INF, NAN = np.inf, np.nan


def one(value, low, high) -> Bounded:
    return Bounded(*(np.array([x], dtype=float) for x in (value, low, high)))


def tell(result: Bounded) -> list[float]:
    return [float(x[0]) for x in result]


def test_share_of_five_and_four():
    """5 [4.5, 5.5] beside 4 [3.8, 4.0]: 55.6 % [52.9, 59.1], not the naive [47.4, 66.3]."""
    value, low, high = tell(share(one(5, 4.5, 5.5), one(4, 3.8, 4.0)))
    assert (round(value, 3), round(low, 3), round(high, 3)) == (0.556, 0.529, 0.591)


@pytest.mark.parametrize(
    ("part", "others", "expected"),
    [
        ((5, 4, INF), (5, 4, 6), [0.5, 0.4, 1.0]),
        ((5, 4, 6), (5, 4, INF), [0.5, 0.0, 0.6]),
        ((5, 4, 6), (0, 0, 0), [1.0, 1.0, 1.0]),
        ((0, 0, 0), (5, 4, 6), [0.0, 0.0, 0.0]),
        ((0, 0, 0), (0, 0, 0), [NAN, NAN, NAN]),
        # none of what may be something: no part, whatever it is
        ((0, 0, 0), (3, 0, 5), [0.0, 0.0, 0.0]),
        ((0, 0, 0), (0, 0, 5), [NAN, 0.0, 0.0]),
        ((0, 0, 0), (NAN, 0, INF), [NAN, 0.0, 0.0]),
        ((0, 0, 3), (0, 0, 0), [NAN, 1.0, 1.0]),
        ((NAN, NAN, NAN), (5, 4, 6), [NAN, NAN, NAN]),
        ((NAN, 2, 3), (NAN, 1, 2), [NAN, 0.5, 0.75]),
    ],
)
def test_shares_at_the_edges(part, others, expected):
    np.testing.assert_allclose(tell(share(one(*part), one(*others))), expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((72, 72, 72), (35, 35, 35), [72 / 35, 72 / 35, 72 / 35]),
        ((6, 4, 8), (3, 2, 4), [2.0, 1.0, 4.0]),
        ((6, 4, 8), (0, 0, 4), [INF, 1.0, INF]),
        ((6, 4, 8), (0, 0, 0), [INF, INF, INF]),
        ((0, 0, 0), (3, 2, 4), [0.0, 0.0, 0.0]),
        ((0, 0, 0), (0, 0, 0), [NAN, NAN, NAN]),
        ((6, 4, INF), (3, 2, INF), [2.0, 0.0, INF]),
        ((NAN, NAN, NAN), (3, 2, 4), [NAN, NAN, NAN]),
    ],
)
def test_ratios_at_the_edges(a, b, expected):
    np.testing.assert_allclose(tell(ratio(one(*a), one(*b))), expected)


def test_russia_between_azerbaijan_and_armenia():
    """SIPRI volumes, release 2025: 1718.8 and 63.3 in 2010–14, 384.2 and 355.7 in 2015–19."""
    early = one(1718.8, 1718.8, 1718.8), one(63.3, 63.3, 63.3)
    late = one(384.2, 384.2, 384.2), one(355.7, 355.7, 355.7)
    assert round(tell(ratio(*early))[0], 2) == 27.15
    assert round(tell(ratio(*late))[0], 2) == 1.08
    for (a, b), index, even in ((early, 0.929, 0.071), (late, 0.0385, 0.9615)):
        result = balance_index(a, b)
        np.testing.assert_allclose(tell(result), [index] * 3, atol=5e-4)
        np.testing.assert_allclose(tell(evenness(result)), [even] * 3, atol=5e-4)


@pytest.mark.parametrize(
    ("a", "b", "index", "even"),
    [
        ((6, 4, 8), (2, 2, 4), [0.5, 0.0, 0.6], [0.5, 0.4, 1.0]),
        ((6, 4, INF), (2, 2, 4), [0.5, 0.0, 1.0], [0.5, 0.0, 1.0]),
        ((0, 0, 2), (0, 0, 0), [NAN, 1.0, 1.0], [NAN, 0.0, 0.0]),
        ((0, 0, 0), (0, 0, 0), [NAN] * 3, [NAN] * 3),
    ],
)
def test_balance_index_and_evenness(a, b, index, even):
    result = balance_index(one(*a), one(*b))
    np.testing.assert_allclose(tell(result), index)
    np.testing.assert_allclose(tell(evenness(result)), even)


def test_difference():
    assert tell(difference(one(6, 4, 8), one(2, 1, 5))) == [4, -1, 7]
    assert tell(difference(one(6, 4, INF), one(2, 1, 5))) == [4, -1, INF]


def test_sum_of_others_takes_nothing_away():
    figures = np.array([[1.0, INF, 5.0, 4.0], [1e16, 1.0, NAN, 2.0]])
    found = sums_of_others(figures.T, np.array([0, 0, 1, 0])).T
    assert found.tolist() == [[INF, 5, 0, INF], [3, 1e16 + 2, 0, 1e16 + 1]]


amount = st.floats(0, 1e12, allow_subnormal=False)
box = st.tuples(amount, amount, st.floats(0, 1)).map(
    lambda t: (min(t[:2]), max(t[:2]), min(t[:2]) + t[2] * (max(t[:2]) - min(t[:2])))
)


@MANY
@given(a=box, b=box, at=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_bounds_enclose_every_pair_inside_the_boxes(a, b, at):
    x, y = (min(low + t * (high - low), high) for (low, high, _), t in zip((a, b), at, strict=True))
    boxes = [one(v, low, high) for low, high, v in (a, b)]
    inside = {
        share: x / (x + y) if x + y else None,
        ratio: x / y if y else None,
        balance_index: (x - y) / (x + y) if x + y else None,
        difference: x - y,
    }
    for function, value in inside.items():
        # a ratio to the smallest of floats is beyond all of them
        if value is None or not np.isfinite(value):
            continue
        _, low, high = tell(function(*boxes))
        slack = 1e-9 * max(1.0, abs(value))
        assert low - slack <= value <= high + slack, function.__name__
    if x + y:
        _, low, high = tell(evenness(balance_index(*boxes)))
        assert low - 1e-9 <= 2 * min(x, y) / (x + y) <= high + 1e-9
