"""The columns of the frame and what they may hold."""

from __future__ import annotations

import pytest

import armsflow as af
from armsflow.records.schema import pair_of_years


@pytest.mark.parametrize("years", [None, "2015–19", (2015,), (2015.0, 2019.0), (True, 2019), (2019, 2015)])
def test_a_pair_of_years(years):
    with pytest.raises(af.ArgumentError, match="expected the first and the last year"):
        pair_of_years(years, "years")
    assert pair_of_years([2015, 2019], "years") == (2015, 2019)
