"""Numbers in place of volumes."""

from __future__ import annotations

import re

import pytest

import armsflow as af
from tests.frames import assert_same, make, plain

ROWS = make(
    {
        "record": list("abc"),
        "value": [60e6, 9e6, None],
        "low": [60e6, 0.0, None],
        "high": [60e6, 18e6, None],
        "quantity": [30.0, 4.5, None],
    },
    unit="TIV",
)


def test_pieces_take_the_place_of_volumes(engine):
    found = plain(af.to_pieces(engine.of(ROWS)))
    assert found["unit"].tolist() == ["pieces"] * 3
    # a half of nine in one year of two: from none to all nine
    assert found[["value", "low", "high"]].values.tolist()[:2] == [[30, 30, 30], [4.5, 0, 9]]
    assert found.loc[2, ["value", "low", "high"]].isna().all()


def test_spreading_and_counting_commute():
    deal = make({"start": [2015], "end": [2018], "value": [8e6], "quantity": [4.0]}, unit="TIV")
    assert_same(af.to_pieces(af.to_years(deal)), af.to_years(af.to_pieces(deal)))


def test_a_number_without_a_volume_is_exact_only_where_it_was_never_split():
    open_order = make({"value": [None], "quantity": [5.0]}, unit="TIV", stage="contract")
    assert af.to_pieces(open_order)[["value", "low", "high"]].values.tolist() == [[5, 5, 5]]
    part = make({"value": [None], "quantity": [5.0]}, unit="TIV")
    assert af.to_pieces(part)[["value", "low", "high"]].values.tolist() == [[5, 0, float("inf")]]


def test_pieces_stay_and_are_added_by_category():
    assert af.to_pieces(make({"value": [3.0]}, unit="pieces"))["value"].tolist() == [3.0]
    with pytest.raises(af.MixedError, match="pieces of different categories"):
        af.totals(
            af.to_pieces(
                make({"value": [1e6] * 2, "quantity": 2.0, "category": ["aircraft", "ships"]}, unit="TIV")
            )
        )


def test_money_beside_pieces_is_refused_with_the_way_to_count():
    weapons = make({"value": [5e6, 7e6], "quantity": [3.0, None]}, category="artillery")
    with pytest.raises(af.ArgumentError, match="where the column quantity counts pieces") as error:
        af.to_pieces(weapons)
    way = re.search(r"records\.assign\(.*\)", str(error.value))[0]
    found = eval(way, {"records": weapons, "dict": dict})
    sums = af.totals(found, by="category")
    assert sums[["value", "unit", "undisclosed"]].values.tolist() == [[3.0, "pieces", 1]]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            make({"value": [5.0]}),
            "rows in 'USD', which are money, and none in TIV or pieces; expected a regis",
        ),
        (
            make({"value": [5.0, 6.0], "unit": ["USD", "TIV"]}),
            r"which are money; keep what counts pieces with where\(records, unit='TIV'\)",
        ),
        (make({"value": [5.0]}, unit="TIV"), "no record has a number of pieces"),
    ],
)
def test_what_has_no_number_is_refused(rows, message):
    with pytest.raises(af.ArgumentError, match=message):
        af.to_pieces(rows)
