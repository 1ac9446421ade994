"""Groups of rows alike: numbered in the order of their keys, summed as pandas sums them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.records.engines import frame_of
from armsflow.records.grouping import (
    Groups,
    _is_repeated,
    _repeats,
    by_spans,
    distinct,
    groups_of,
    is_constant,
    regrouped,
)
from tests.frames import engine_of, make

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


@pytest.mark.parametrize(
    "words",
    [
        ["USA", "RUS", "AFG", "ZWE", "RUS"],
        ["", "A", "AB", "AB\0", "ABC", "\0", "é", "ÿ", "€uro", "x:kos", "seven77", "AB"],
        ["short", "a word of more than eight letters", "a word of more than nine letters"],
    ],
)
def test_texts_of_any_length_are_told_apart_and_stand_in_their_order(words):
    # arrays that begin within others, as slices of frames do
    pieces = [pa.array(["pad", *part]).slice(1) for part in (words, words[::-1], words[:1])]
    cells = pa.chunked_array(pieces)
    groups = groups_of(pa.table({"text": cells}), ["text"])
    order = sorted(set(words), key=lambda word: word.encode())
    assert [order[group] for group in groups.ids] == cells.to_pylist()


@pytest.mark.parametrize("odd", [0, 1, 1500, 2999])
@pytest.mark.parametrize(("cell", "other"), [("EUR", "USD"), ("", "x"), (2015, 2016), (True, False)])
def test_one_cell_that_differs_is_seen_wherever_it_stands(odd, cell, other):
    kind = pa.int16() if type(cell) is int else None
    cells = [cell] * 3000
    assert is_constant(pa.chunked_array([pa.array([other, *cells], kind).slice(1)]))
    cells[odd] = other
    assert not is_constant(pa.chunked_array([pa.array(cells, kind)]))


def test_texts_of_several_lengths_that_repeat_their_letters_are_not_one():
    assert not is_constant(pa.chunked_array([pa.array(["aa"] * 2000 + ["a", "aaa"])]))


def test_the_first_row_of_a_group_that_is_met_late():
    """The second group is met behind the rows that are looked at first."""
    ids = np.zeros(70_000, dtype="int64")
    ids[69_000:] = 1
    assert Groups(ids, 2).first.tolist() == [0, 69_000]


def test_columns_of_one_value_make_one_group():
    frame = pd.DataFrame({"unit": ["TIV"] * 100, "year": [2010] * 100})
    assert groups_of(frame, ["unit", "year"]).count == 1
    assert groups_of(frame.iloc[:0], ["unit", "year"]).count == 0


def test_whole_numbers_far_apart_are_told_apart():
    numbers = pa.chunked_array([pa.array([10**15, 5, 10**15, 7])])
    assert groups_of(pa.table({"number": numbers}), ["number"]).ids.tolist() == [2, 0, 2, 1]


@pytest.mark.parametrize("cells", [["a"] * 3000 + ["b"], ["b"] + ["a"] * 3000])
def test_a_column_with_another_value_at_an_end_is_not_constant(cells):
    assert not is_constant(pa.chunked_array([pa.array(cells)]))
    assert not is_constant(pa.chunked_array([pa.array(cells[:1]), pa.array(cells[1:])]))


@pytest.mark.parametrize("kind", ["PyArrow", "Polars", "Polars, lazy", "DuckDB"])
def test_rows_that_differ_stand_once(kind):
    given = pd.DataFrame({"unit": ["TIV", "USD", "TIV", None, None], "year": [1, 1, 1, 2, 2], "n": range(5)})
    found = distinct(frame_of(engine_of(kind).of(given)), ["unit", "year"])
    assert list(found) == ["unit", "year"]
    rows = {("" if pd.isna(unit) else unit, year) for unit, year in found.itertuples(index=False, name=None)}
    assert rows == {("TIV", 1), ("USD", 1), ("", 2)}
    assert len(found) == 3


def test_a_column_of_pandas_without_rows_is_constant():
    assert groups_of(pd.DataFrame({"a": pd.Series([], dtype="str")}), ["a"]).count == 0
    long = pd.DataFrame({"a": pd.Series(["x"] * 200, dtype="category")})
    assert groups_of(long, ["a"]).count == 1


def test_cells_of_two_kinds_are_told_apart():
    assert (
        groups_of(pd.DataFrame({"a": [pd.Timestamp(2010, 1, 1), pd.Timestamp(2011, 1, 1)]}), ["a"]).count == 2
    )


def test_repeated_cells_are_seen_without_counting_them():
    assert _is_repeated(pd.Series([], dtype="str"))
    assert not _repeats(pa.array(["a", "a"]), pa.scalar("b"))
    assert _repeats(pa.array(["a", "a"]), pa.scalar("a"))


def test_what_is_refused_of_many_spans_is_said_of_the_rows():
    rows = frame_of(make([{"value": 1.0}]).iloc[[0] * 5000].reset_index(drop=True))

    def refusing(data):
        if len(data) < 5000:
            raise af.SpanError("of one row")
        return "of all"

    assert by_spans(rows, refusing) == "of all"
