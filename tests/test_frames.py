"""Frames that are made without the input check are what it would have made of them."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from tests import frames
from tests.frames import assert_same, made, make, noted

NONE = float("nan")
CELLS = {
    "figures": {
        "record": list("abcdef"),
        "value": [1.0, NONE, NONE, NONE, 0.0, 3.0],
        "low": [0.5, 2.0, NONE, NONE, NONE, NONE],
        "high": [NONE, NONE, 5.0, NONE, 4.0, 3.0],
    },
    "whole numbers": {"value": [1, 20], "year": [1999, 2024]},
    "kinds": {
        "supplier": ["unk:supplier", "org:nato", "x:south_vietnam"],
        "recipient": ["SUN", "grp:hezbollah", "ARM"],
        "stage": ["offer", "loan", "payment"],
        "category": ["all", "aircraft", "ships"],
        "start": [1950, 2001, 2010],
        "end": [1960, 2001, 2024],
        "value": [1.0, 2.0, 3.0],
        "quantity": [NONE, 2.0, 3.0],
        "estimated": [True, False, True],
        "note": ["a", "", "b c"],
        "release": ["2025", "", "2024"],
        "reporter": ["supplier", "recipient", "third"],
        "unit": ["USD", "TIV", "USD"],
    },
    "pieces": {
        "unit": ["pieces", "TIV", "pieces", "pieces"],
        "value": [3, 5.0, NONE, NONE],
        "low": [NONE, NONE, 1.0, NONE],
        "record": list("abcd"),
    },
    "names and what is observed": {
        "supplier": ["Russia", "NATO", "unknown supplier", "all"],
        "recipient": ["Congo", "Türkiye", "Südkorea", "East Germany"],
        "source": "sipri",
        "dataset": ["", "imports", "", "totals"],
        "unit": ["EUR", "USD", "EUR", "TIV"],
        "year": [2001, 2015, 2024, 1980],
        "observed_start": [2010, 2015, 1950, 1950],
        "observed_end": [2009, 2015, 2024, 2024],
        "value": [1.0, 2.0, 3.0, 4.0],
        "designation": ["Kite-4", None, "", "Finch"],
        "deal": ["1", "2", "3", "3"],
        "delivery_years": "",
    },
}


@pytest.mark.parametrize("name", CELLS)
def test_the_input_check_would_have_made_the_same(name, monkeypatch):
    direct = make(CELLS[name])
    monkeypatch.setattr(frames, "_is_clean", lambda cells: False)
    pd.testing.assert_frame_equal(make(CELLS[name]), direct)


@pytest.mark.parametrize(
    "cells",
    [
        {"supplier": ["Ruritania"]}, {"year": [1998], "unit": ["EUR"]}, {"stage": ["gift"]},
        {"unit": ["RUB"]}, {"category": ["flying saucers"]}, {"year": [2015.5]}, {"year": [15]},
        {"value": [-1.0]},
        {"low": [2.0]}, {"high": [0.5]}, {"value": [float("inf")]}, {"value": ["1"]}, {"note": [" a"]},
        {"estimated": ["yes"]}, {"source": [""]}, {"item": [None]}, {"weight": [1.0]}, {"quantity": [-1.0]},
        {"unit": ["pieces"], "quantity": [1.0]}, {"record": ["a+b"]},
        {"start": [1800], "end": [2099]}, {"part_of": ["x"]},
    ],
)  # fmt: skip
def test_cells_that_are_not_clean_go_through_it(cells, monkeypatch):
    checked = []
    monkeypatch.setattr(af, "to_records", lambda *args, **constants: checked.append(args), raising=False)
    make({"value": [1.0]} | cells)
    assert checked


def test_a_window_is_two_columns_and_another_kind_of_frame_goes_through_the_check(monkeypatch):
    cells = {"supplier": ["Russia"], "recipient": ["Armenia"], "year": [2015], "value": [1.0]}
    same = {"stage": "delivery", "unit": "TIV", "source": "sipri", "observed": (2010, 2020)}
    direct = made(cells, **same)
    pd.testing.assert_frame_equal(af.to_records(cells, **same), direct)
    checked = []
    monkeypatch.setattr(af, "to_records", lambda *args, **constants: checked.append(constants), raising=False)
    frame = pd.DataFrame(cells)
    for given, constants in (
        (pa.Table.from_pandas(frame), same),
        (frame.set_index("value", drop=False), same),
        (frame.assign(stage="delivery"), same),
        (frame, same | {"observed": 2015}),
        (frame, same | {"observed": None}),
    ):
        made(given, **constants)
        assert checked.pop() == constants


def test_frames_are_the_same_in_any_order_but_not_with_other_rows():
    rows = make({"value": [3.0, 1.0, NONE], "note": ["", "b", "a"]})
    assert_same(rows.iloc[[2, 0, 1]], rows, ordered=False)
    for other in (rows.iloc[[0, 1, 1]], rows.iloc[:2], rows.assign(note=["", "a", "b"])):
        with pytest.raises(AssertionError):
            assert_same(other, rows, ordered=False)
    with pytest.raises(AssertionError):
        assert_same(rows.iloc[[2, 0, 1]], rows)


def test_a_failure_says_the_seed():
    with pytest.raises(ValueError, match="odd") as caught, noted("seed 7"):
        raise ValueError("odd")
    assert caught.value.__notes__ == ["seed 7"]


def test_nor_do_ids_that_stand_twice_or_spans_turned_round(monkeypatch):
    checked = []
    monkeypatch.setattr(af, "to_records", lambda *args, **constants: checked.append(args), raising=False)
    make({"record": ["a", "a"], "value": [1.0, 2.0]})
    make({"start": [2015], "end": [2014], "value": [1.0]})
    assert len(checked) == 2
