"""What the charts of suppliers and recipients have in common."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.reading import one
from tests.summary_frames import deliveries


@pytest.mark.covering(1)
@pytest.mark.parametrize("plot", [af.plot_matrix, af.plot_flows])
def test_pairs_name_the_widest_bounds_that_they_leave_out(plot):
    given = deliveries(
        supplier=["Israel", "Russia", "India"], recipient="Egypt", value=[10.0, 20.0, 5.0], year=2020,
        low=[10.0, 0.0, 4.0], high=[12.0, 90.0, 6.0],
    )  # fmt: skip
    foot = one(plot(af.totals(given, by=["supplier", "recipient"])), "foot")
    assert "without bounds; widest for Russia: 0–90." in foot
    assert "widest for Russia: 0–90." in af.describe(plot(af.totals(given, by=["supplier", "recipient"])))
    given["high"] = [np.inf, 90.0, 6.0]
    foot = one(plot(af.totals(given, by=["supplier", "recipient"])), "foot")
    assert "widest for Israel: 10 or more." in foot
    # 1,999.8 to 2,000.2 are both 2,000 as printed, and 4.9 to 5.1 are two numbers
    given = given.assign(value=[10.0, 2000.0, 5.0], low=[10.0, 1999.8, 4.9], high=[10.0, 2000.2, 5.1])
    assert "widest for India: 4" in one(plot(af.totals(given, by=["supplier", "recipient"])), "foot")
    alike = given[given["supplier"] != "IND"]
    assert "widest" not in one(plot(af.totals(alike, by=["supplier", "recipient"])), "foot")
