"""What lines and means are of, in words."""

from __future__ import annotations

import pytest

from armsflow.charts.text import series


@pytest.mark.parametrize(("unit", "said"), [("USD per person", "US dollars per person"), ("index", "index")])
def test_money_per_person_is_in_words(unit, said):
    assert series.per_person(unit) == said


def test_a_mean_of_one_year_is_none():
    assert series.average(1) == "single years"
    assert series.average(5) == "mean of the 5 years up to each year"
