"""What was chosen, in words."""

from __future__ import annotations

import pytest

import armsflow as af
from armsflow.charts.text import choices
from armsflow.languages import speaking
from tests.frames import make


def summary(*selections: str):
    """Totals of one record for each choice that it was made with."""
    rows = [{"value": 1.0, "year": 2010 + n} for n in range(len(selections))]
    return af.totals(make(rows, unit="TIV").assign(selection=[*selections]), by="supplier")


@pytest.mark.parametrize(
    ("selections", "said"),
    [
        ([""], ""),
        (["supplier=RUS;recipient=ARM"], "from Russia to Armenia"),
        (["supplier=RUS", "supplier=FRA"], "from France and Russia"),
        (["supplier=RUS", "recipient=ARM"], "to Armenia; from Russia"),
        (["order_year=from 2020"], "ordered from 2020"),
        (["order_year=to 2020"], "ordered to 2020"),
        (["order_year=2015–2019"], "ordered 2015–2019"),
    ],
)
def test_all_that_was_chosen_is_said(selections, said):
    assert choices.in_words(summary(*selections)) == said


def test_categories_are_in_small_letters_within_an_english_sentence():
    assert choices._inside("aircraft", "Aircraft") == "aircraft"
    assert choices._inside("x", "x") == "x"
    with speaking("de"):
        assert choices._inside("aircraft", "Flugzeuge") == "Flugzeuge"
