"""Random records are what the input check would have made of them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given

import armsflow as af
from tests.laws.strategies import FEWER, records


@pytest.mark.parametrize(
    "fixed", [{}, {"stage": "contract", "unit": "GBP"}, {"unit": "TIV", "source": "sipri", "release": "2025"}]
)
def test_the_input_check_changes_nothing(fixed):
    @FEWER
    @given(records(**fixed))
    def same(rows):
        pd.testing.assert_frame_equal(af.to_records(rows), rows)

    same()


@FEWER
@given(records(longest=1))
def test_it_would_have_made_the_same_frame(rows):
    """Of the cells that a person types, with all that it fills in."""
    cells = ["record", "supplier", "recipient", "value", "low", "high", "estimated"]
    typed = rows[cells].assign(year=rows["start"])
    pd.testing.assert_frame_equal(af.to_records(typed, stage="delivery", unit="USD"), rows)
