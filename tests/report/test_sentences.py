"""Sentences on sums, shares, places and balances say what the rows hold, and no more."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.report import sentences
from tests.frames import INF, NONE, make

SPAN = (2015, 2015)


def balance(rows: list[dict], **constants) -> str:
    """The sentence on what Russia sent to Armenia and to Azerbaijan in 2015."""
    records = make(rows, **({"unit": "TIV", "observed": SPAN} | constants))
    found = af.supplier_balance(records, supplier="Russia", between=("Armenia", "Azerbaijan"), over=SPAN)
    return sentences.balance_in_words(found)


def shares(rows: list[dict], *, none: tuple[str, ...] = (), **constants) -> list[str]:
    """The sentences on Russia's share of what each recipient had in 2015."""
    records = make(rows, **({"unit": "TIV", "observed": SPAN, "source": "sipri"} | constants))
    return sentences.shares_in_words(af.shares(records), "RUS", none)


def place(rows: list[dict], code: str, *, none: bool = False, **constants) -> str:
    """The sentence on the place of one supplier in 2015."""
    return sentences.place_in_words(ranked(rows, **constants), "supplier", code, none=none)


def ranked(rows: list[dict], **constants) -> pd.DataFrame:
    records = make(rows, **({"unit": "TIV", "observed": (2014, 2015), "source": "sipri"} | constants))
    return af.rankings(records, of="supplier", end=2015, window=1)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ((NONE, NONE, NONE), "an undisclosed amount"),
        ((NONE, 200e6, 300e6), "200–300 million US dollars, current prices"),
        ((NONE, 200e6, INF), "at least 200 million US dollars, current prices"),
        ((250e6, 200e6, 300e6), "250 million US dollars, current prices (200–300)"),
        ((250e6, 250e6, 250e6), "250 million US dollars, current prices"),
    ],
)
def test_an_amount_is_as_precise_as_its_figure(figure, said):
    row = make([dict(zip(("value", "low", "high"), figure, strict=True))]).iloc[0]
    assert sentences.amount(row) == said


@pytest.mark.parametrize(("pieces", "said"), [(1.0, "1 piece"), (12.0, "12 pieces")])
def test_pieces_are_counted(pieces, said):
    row = make([{"value": pieces, "quantity": pieces, "unit": "pieces"}]).iloc[0]
    assert sentences.amount(row) == said


def test_a_balance_names_the_larger_side_whichever_is_named_first():
    rows = [{"recipient": "ARM", "value": 10.0}, {"recipient": "AZE", "value": 40.0}]
    assert balance(rows).endswith("in 2015: 4.0 times as much to Azerbaijan.")
    rows = [{"recipient": "ARM", "value": 30.0}, {"recipient": "AZE", "value": 10.0}]
    assert balance(rows).endswith("in 2015: 3.0 times as much to Armenia.")


def test_a_ratio_of_the_smaller_side_has_its_bounds_turned():
    # 20 to 50 against 10 is 2 to 5 times as much for Azerbaijan
    rows = [
        {"recipient": "ARM", "value": 10.0, "low": 10.0, "high": 10.0},
        {"recipient": "AZE", "value": 40.0, "low": 20.0, "high": 50.0},
    ]
    assert "4.0 (2.0–5.0) times as much to Azerbaijan" in balance(rows)


def test_a_side_without_anything_has_no_ratio():
    said = balance([{"recipient": "ARM", "value": 10.0}, {"recipient": "AZE", "value": 0.0}])
    assert said == "Russia delivered 10 TIV to Armenia and 0 TIV to Azerbaijan in 2015."


def test_a_balance_of_licences_says_nothing_of_deliveries():
    rows = [{"recipient": "ARM", "value": 10e6}, {"recipient": "AZE", "value": 40e6}]
    said = balance(rows, stage="licence", unit="USD")
    assert said == (
        "Licences from Russia: 10 million US dollars, current prices to Armenia and 40 million US dollars, "
        "current prices to Azerbaijan in 2015."
    )


def test_a_share_that_is_not_known_is_not_nothing():
    known = {"supplier": "FRA", "value": 60.0}
    assert shares([known, {"supplier": "RUS", "value": 40.0}]) == [
        "In 2015 Russia supplied 40 per cent of what Armenia received."
    ]
    # SIPRI lists all transfers of the years that it covers: where the caller knows so, nothing is nothing
    assert shares([known], none=("ARM",)) == ["In 2015 Russia supplied nothing of what Armenia received."]
    assert shares([known]) == ["Deliveries from Russia to Armenia in 2015: no record says how much."]
    assert shares([known, {"supplier": "RUS", "value": NONE}]) == [
        "Deliveries from Russia to Armenia in 2015: the amount is not disclosed."
    ]


def test_shares_of_licences_are_of_the_total():
    known = {"supplier": "FRA", "value": 60e6}
    usual = {"stage": "licence", "unit": "USD", "source": "user"}
    assert shares([known, {"supplier": "RUS", "value": 40e6}], **usual) == [
        "In 2015 40 per cent of the total to Armenia is from Russia."
    ]
    assert shares([known], none=("ARM",), **usual) == [
        "In 2015 nothing of the total to Armenia is from Russia."
    ]


def test_recipients_of_which_nothing_is_known_are_passed_over():
    assert shares([{"supplier": "FRA", "value": NONE}]) == []


def test_a_supplier_without_a_row_has_no_place_or_none_that_is_known():
    rows = [{"supplier": "FRA", "value": 60.0}]
    assert place(rows, "RUS", none=True) == "Russia is not among the suppliers of 2015."
    assert place(rows, "RUS") == "Russia has no known place in 2015: no record gives an amount."
    assert (
        place(rows, "FRA")
        == "France was number 1 of all suppliers in 2015, with 100 per cent of all deliveries."
    )


def test_a_party_that_is_no_state_has_a_share_and_no_place():
    rows = [{"supplier": "FRA", "value": 60.0}, {"supplier": "org:nato", "value": 40.0}]
    assert place(rows, "org:nato") == (
        "NATO: 40 per cent of all deliveries in 2015. Organisations, armed groups and unknown suppliers have "
        "no place among the suppliers."
    )


def test_what_unknown_suppliers_delivered_is_said_where_it_is_no_less_than_the_smallest_named():
    rows = [{"supplier": "FRA", "value": 60.0}, {"supplier": "unk:supplier", "value": 40.0}]
    largest = "The largest supplier in 2015 was France (60 per cent)."
    assert sentences.first_in_words(ranked(rows), "supplier") == [largest]
    rows[1]["value"] = 140.0
    assert sentences.first_in_words(ranked(rows), "supplier") == [
        "The largest supplier in 2015 was France (30 per cent).",
        "Suppliers that are not known delivered 70 per cent in 2015.",
    ]
