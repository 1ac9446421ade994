"""Numbers and names of lists that most files do not have."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from armsflow.sources.listing import _code, _whole_numbers


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["12", "", "7"], [12.0, np.nan, 7.0]),
        # Arrow reads this as 31
        (["0x1F"], None),
        (["-3"], None),
        (["1.5"], None),
    ],
)
def test_whole_numbers_are_read_at_once_or_not_at_all(cells, numbers):
    texts = pa.array(cells)
    found = _whole_numbers(texts, pc.equal(texts, ""))
    assert found is None if numbers is None else np.array_equal(found, numbers, equal_nan=True)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Guinea, Republic of", "GIN"), ("France", "FRA"), ("Ruritania", ""), ("A and B", "several")],
)
def test_names_may_be_turned_round(name, code):
    found = _code(name, "user", {}, lambda text: " and " in text)
    assert found == code or (code == "several" and found.startswith("unk:"))
