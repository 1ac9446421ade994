"""Coverage: counts, no values."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import assert_alike, make

ROWS = {
    "supplier": ["RUS", "ISR", "RUS", "all"],
    "recipient": ["ARM", "AZE", "AZE", "AZE"],
    "source": ["a", "a", "a", "b"],
    "category": ["aircraft+ships", "aircraft", "all", "all"],
    "start": [2010, 2015, 2001, 2020],
    "end": [2019, 2015, 2003, 2020],
    "value": [1.0, np.nan, 3.0, 0.0],
    "estimated": [True, False, False, False],
}


def test_what_is_there_and_what_is_not():
    coverage = af.coverage(make(ROWS))
    assert coverage.values.tolist() == [
        ["a", 2001, 2019, 13, "2004–09", 3, 1, 1, 2, 4, ""],
        ["b", 2020, 2020, 1, "", 1, 0, 0, 0, 1, ""],
    ]
    assert list(coverage.columns) == (
        "source start end years gaps records undisclosed estimated categories parties release".split()
    )


def test_over_all():
    (row,) = af.coverage(make(ROWS), by=()).values.tolist()
    assert row == [2001, 2020, 14, "2004–09", 4, 1, 1, 2, 4, "a+b", ""]


def test_years_without_a_record_are_listed():
    """A record covers all years of its span; 2010–19 closes the gap that 2015 alone would leave."""
    coverage = af.coverage(make({**ROWS, "release": ["2", "1", "1", ""]}), by="supplier")
    found = coverage.set_index("supplier")[["years", "gaps", "source", "release"]]
    assert found.loc["RUS"].tolist() == [13, "2004–09", "a", "1+2"]
    assert found.loc["all"].tolist() == [1, "", "b", ""]
    rows = make({"year": [1998, 2001, 2003, 2003], "value": 1.0})
    assert af.coverage(rows).loc[0, ["start", "end", "years", "gaps"]].tolist() == [
        1998, 2003, 3, "1999–2000, 2002",
    ]  # fmt: skip


@pytest.mark.covering
@pytest.mark.parametrize("by", ["source", ["supplier", "stage"], ["supplier", "release"], ()])
def test_equal_on_every_engine(by, beside):
    assert_alike(lambda r: af.coverage(r, by), make(ROWS), engines=beside)
