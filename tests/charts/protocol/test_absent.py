"""Parts of a whole without a row in a window: 0 where it is known that they have nothing."""

from __future__ import annotations

import pytest

import armsflow as af
from armsflow.charts.protocol.absent import of_nothing
from tests.frames import made

SAME = {"recipient": "IND", "source": "sipri", "stage": "delivery", "unit": "TIV"}
SAME |= {"observed_start": 2012, "observed_end": 2014}


@pytest.mark.parametrize("blank", [None, "", "nan"])
def test_no_part_is_0_beside_what_is_not_given(blank):
    """In 2014 the source says of none of the figures whether it is of a kind; in 2013 all is of one."""
    rows = {"supplier": ["FRA", "USA", "RUS"], "year": [2012, 2014, 2013], "value": [30.0, 9, 4]}
    records = made(rows, **SAME).assign(kind=["yes", blank, "no"])
    nothing = of_nothing(af.shares(records, of="kind", within="recipient"))
    known = nothing[nothing["kind"].isin(["yes", "no"])]
    assert sorted(zip(known["kind"], known["year"], strict=True)) == [("no", 2012), ("yes", 2013)]
