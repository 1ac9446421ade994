"""Words that hedge an amount: what each admits, and policies of one's own."""

from __future__ import annotations

import math

import pandas as pd
import polars as pl
import pytest

from armsflow import tables
from armsflow.errors import AmountError, ArgumentError
from armsflow.parse.amount import Amount, parse_amount

INF = math.inf

HEDGED = [
    ("nearly $4 billion", 4e9, 3.8e9, 4e9, "nearly"),
    ("Almost $4 billion", 4e9, 3.8e9, 4e9, "almost"),
    ("close to $5 bn", 5e9, 4.75e9, 5e9, "close to"),
    ("just under $4 billion", 4e9, 3.8e9, 4e9, "just under"),
    ("more than $5 bn", 5e9, 5e9, 5.5e9, "more than"),
    ("over $5 bn", 5e9, 5e9, 5.5e9, "over"),
    ("exceeds $5 bn", 5e9, 5e9, 5.5e9, "exceeds"),
    ("at least $400 m", 4e8, 4e8, INF, "at least"),
    ("no less than $400 m", 4e8, 4e8, INF, "no less than"),
    ("$400 m or more", 4e8, 4e8, INF, "or more"),
    ("$400m+", 4e8, 4e8, INF, "+"),
    ("at least $0", 0, 0, INF, "at least"),
    ("up to $1 bn", 1e9, 0, 1e9, "up to"),
    ("no more than $1 bn", 1e9, 0, 1e9, "no more than"),
    ("$1 bn at most", 1e9, 0, 1e9, "at most"),
    ("exactly $4 billion", 4e9, 4e9, 4e9, "exactly"),
    # a tenth either way
    ("around $245 m", 245e6, 220.5e6, 269.5e6, "around"),
    ("approximately $245 m", 245e6, 220.5e6, 269.5e6, "approximately"),
    ("approx. $245 m", 245e6, 220.5e6, 269.5e6, "approx."),
    ("~$245 m", 245e6, 220.5e6, 269.5e6, "~"),
    ("ca 245 m USD", 245e6, 220.5e6, 269.5e6, "ca"),
    ("some $245 m", 245e6, 220.5e6, 269.5e6, "some"),
    ("$245 m or so", 245e6, 220.5e6, 269.5e6, "or so"),
    # but half a billion of printed precision is more than a tenth of a billion
    ("around $1 bn", 1e9, 0.5e9, 1.5e9, "around"),
    # who says so is no width
    ("reportedly $245 m", 245e6, 244.5e6, 245.5e6, "reportedly"),
    ("estimated $5 bn", 5e9, 4.5e9, 5.5e9, "estimated"),
    ("estimated at $5 bn", 5e9, 4.5e9, 5.5e9, "estimated at"),
    ("said to be worth $5 bn", 5e9, 4.5e9, 5.5e9, "said to be worth"),
    ("reportedly about $245 m", 245e6, 220.5e6, 269.5e6, "reportedly about"),
    ("reportedly $2–3 bn", 2.5e9, 2e9, 3e9, "reportedly to"),
    # of several hedges, the hull
    ("up to about $245 m", 245e6, 0, 269.5e6, "up to about"),
    ("at least nearly $400 m", 4e8, 3.8e8, INF, "at least nearly"),
]


@pytest.mark.parametrize(("text", "value", "low", "high", "qualifier"), HEDGED)
def test_a_hedge_admits_what_the_policy_says(text, value, low, high, qualifier):
    assert parse_amount(text) == Amount(value, low, high, "USD", qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("hundreds of millions of dollars", 2e8, 9.99e8, "USD", "hundreds of millions"),
        ("billions of euros", 2e9, 9.99e9, "EUR", "billions"),
        ("tens of thousands of rifles", 2e4, 9.99e4, "pieces", "tens of thousands"),
        ("hundreds of tanks", 200, 999, "pieces", "hundreds"),
        ("reportedly billions of euros", 2e9, 9.99e9, "EUR", "reportedly billions"),
    ],
)
def test_an_order_of_magnitude_has_bounds_and_no_value(text, low, high, unit, qualifier):
    assert parse_amount(text) == Amount(None, low, high, unit, qualifier)


def own(**changes):
    row = {"pattern": "nearly|not quite", "kind": "below", "low": 0.9, "high": 1.0} | changes
    return pd.DataFrame([row])


@pytest.mark.parametrize("engine", [lambda frame: frame, pl.from_pandas])
def test_a_policy_of_one_s_own_is_taken_instead(engine):
    policy = engine(own())
    assert parse_amount("not quite $4 bn", hedges=policy)[:3] == (4e9, 3.6e9, 4e9)
    assert parse_amount("nearly $4 bn", hedges=policy)[1] == 3.6e9
    with pytest.raises(AmountError, match=r"'about"):
        parse_amount("about $4 bn", hedges=policy)
    with pytest.raises(AmountError, match=r"no number in digits"):
        parse_amount("billions of euros", hedges=policy)
    with pytest.raises(AmountError, match=r"'tanks' is neither"):
        parse_amount("94 tanks", hedges=policy)


@pytest.mark.parametrize(
    "changes",
    [{"kind": "vague"}, {"low": 1.1}, {"high": 0.9}, {"low": -1}, {"low": None}, {"pattern": " "}],
)
def test_a_policy_that_cannot_be_meant_is_refused(changes):
    with pytest.raises(ArgumentError, match=r"hedges has 1 rows that cannot be used") as caught:
        parse_amount("$5 bn", hedges=own(**changes))
    assert len(caught.value.rows) == 1


def test_a_policy_is_a_frame_with_its_columns():
    with pytest.raises(ArgumentError, match=r"hedges lacks the columns 'low', 'high'"):
        parse_amount("$5 bn", hedges=own().drop(columns=["low", "high"]))
    with pytest.raises(ArgumentError, match=r"hedges is a builtins.dict"):
        parse_amount("$5 bn", hedges={"nearly": 0.95})


def test_the_shipped_policy_is_one_phrase_one_meaning():
    table = tables.table("hedges.csv")
    assert list(table.columns) == ["pattern", "kind", "low", "high", "says"]
    phrases = [phrase for pattern in table["pattern"] for phrase in pattern.split("|")]
    assert len(phrases) == len(set(phrases))
    assert (table["says"] != "").all()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("more than 1 tank", 1, 2),
        ("over 5 tanks", 5, 6),
        ("over 100 tanks", 100, 110),
        ("almost 1 tank", 0, 1),
    ],
)
def test_hedged_counts_admit_the_next_piece(text, low, high):
    amount = parse_amount(text)
    assert (amount.low, amount.high) == (low, high)


def test_the_shipped_policy_handed_in_changes_nothing():
    table = tables.table("hedges.csv")
    for text, *_ in HEDGED:
        assert parse_amount(text, hedges=table) == parse_amount(text)
