"""Columns that are read and changed by name."""

from __future__ import annotations

import numpy as np

from armsflow.sources.columns import Columns


def test_columns_are_a_mapping():
    columns = Columns()
    columns["a"], columns["b"] = np.array([1, 2]), np.array([3, 4])
    assert (len(columns), list(columns), "a" in columns) == (2, ["a", "b"], True)
    del columns["a"]
    assert list(columns) == ["b"]
