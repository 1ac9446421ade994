"""Groups of rows alike: numbered in the order of their keys, summed as pandas sums them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armsflow.records.grouping import groups_of, regrouped

NONE = float("nan")
TABLE = pd.DataFrame(
    {
        "text": ["b", "a", None, "b", "a", None],
        "year": [2015, 2010, 2010, 2015, 2010, 2010],
        "same": ["x"] * 6,
        "none": pd.Series([None] * 6, dtype="str"),
        "value": [1.0, 2.0, 4.0, NONE, np.inf, 8.0],
    }
)


@pytest.mark.parametrize("kind", [pd.DataFrame, pa.Table.from_pandas])
def test_groups_stand_in_the_order_of_their_keys_and_a_null_is_the_last(kind):
    groups = groups_of(kind(TABLE), ["text", "year", "same", "none"])
    assert groups.ids.tolist() == [1, 0, 2, 1, 0, 2]
    assert groups.first.tolist() == [1, 0, 2]


def test_what_is_not_known_adds_nothing_and_what_is_open_stays_open():
    groups = groups_of(TABLE, ["text"])
    assert groups.sums(TABLE["value"].to_numpy()).tolist() == [np.inf, 1.0, 12.0]
    assert groups.sizes().tolist() == [2, 2, 2]


@pytest.mark.parametrize("kind", [pd.DataFrame, pa.Table.from_pandas])
def test_no_key_is_one_group_and_no_row_is_none(kind):
    assert groups_of(kind(TABLE), []).first.tolist() == [0]
    assert groups_of(kind(TABLE.iloc[:0]), ["text"]).first.tolist() == []


def test_more_combinations_than_whole_numbers_are_told_apart():
    draw = np.random.default_rng(1)
    table = pd.DataFrame({f"k{n}": draw.permutation(3000) for n in range(7)})
    table = pd.concat([table, table], ignore_index=True)
    groups = groups_of(table, list(table))
    assert len(groups.first) == 3000
    assert (groups.ids[:3000] == groups.ids[3000:]).all()
    order = table.iloc[groups.first]
    assert order.equals(order.sort_values(list(table)))


def test_sums_again_over_fewer_keys_are_those_of_pandas():
    draw = np.random.default_rng(2)
    table = pd.DataFrame(
        {"a": draw.choice(["x", "y", "z"], 500), "b": draw.integers(0, 40, 500), "sum": draw.random(500)}
    )
    found = regrouped(table, ["a", "b"], ["sum"])
    expected = table.groupby(["a", "b"], as_index=False)["sum"].sum()
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
