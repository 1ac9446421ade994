"""Names of parties, categories and stages, and lists of them."""

from __future__ import annotations

import pytest

from armsflow.charts.text import names


@pytest.mark.parametrize(
    ("code", "name"),
    [("RUS", "Russia"), ("others", "Others"), ("unk:supplier", "Unknown supplier"), ("org:nato", "NATO")],
)
def test_parties_have_names_or_codes(code, name):
    assert names.party(code, "name") == name
    assert names.party(code, "code") in (code, name)


def test_categories_and_stages_have_names():
    assert names.category("un:I", "name") == "Battle tanks"
    assert names.category("un:I", "code") == "un:I"
    assert names.stage("loan") == "Loans"


@pytest.mark.parametrize(
    ("given", "text"),
    [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_lists_end_with_and(given, text):
    assert names.listed(given) == text
