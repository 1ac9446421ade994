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
        ["a", 2001, 2019, 3, 1, 1, 2, 4],
        ["b", 2020, 2020, 1, 0, 0, 0, 1],
    ]
    assert list(coverage.columns) == (
        "source start end records undisclosed estimated categories parties".split()
    )


def test_over_all():
    assert af.coverage(make(ROWS), by=()).values.tolist() == [[2001, 2020, 4, 1, 1, 2, 4]]


@pytest.mark.covering
@pytest.mark.parametrize("by", ["source", ["supplier", "stage"], ()])
def test_equal_on_every_engine(by, beside):
    assert_alike(lambda r: af.coverage(r, by), make(ROWS), engines=beside)
