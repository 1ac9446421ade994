"""Numbers in digits: which marks part thousands, and which decimals."""

from __future__ import annotations

import pytest

from armsflow.parse.amount import parse_amount


@pytest.mark.parametrize(
    ("text", "decimal", "value", "half"),
    [
        ("€1.600 m", ",", 1.6e9, 50e6),
        ("€1.600 m", ".", 1.6e6, 500),
        ("€1,600 m", ".", 1.6e9, 50e6),
        ("€1,600 m", ",", 1.6e6, 500),
        ("€1,625", ",", 1.625, 0.0005),
        ("€1.600", ",", 1600, 50),
        ("€1.234,5 m", ",", 1234.5e6, 50e3),
    ],
)
def test_the_decimal_mark_can_be_told(text, decimal, value, half):
    amount = parse_amount(text, decimal=decimal)
    assert amount[:3] == pytest.approx((value, value - half, value + half), rel=1e-15)
