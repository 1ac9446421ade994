"""Selections as text: one form for each, and what is left when they meet."""

import pytest

from armsflow.records.selection import narrowed, read, together, written


def test_one_form():
    chosen = {"category": ["missiles", "aircraft"], "recipient": {"AZE", "ARM"}}
    assert written(chosen) == "recipient=ARM+AZE;category=aircraft+missiles"
    assert read(written(chosen)) == {"recipient": ["ARM", "AZE"], "category": ["aircraft", "missiles"]}
    assert written({}) == ""
    assert read("") == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "recipient=ARM+AZE"),
        ("recipient=ARM+GEO", "recipient=ARM"),
        ("supplier=RUS", "supplier=RUS;recipient=ARM+AZE"),
    ],
)
def test_narrowing_twice_is_narrowing_once(before, after):
    once = narrowed(before, "recipient", ["AZE", "ARM"])
    assert once == after
    assert narrowed(once, "recipient", ["AZE", "ARM"]) == once


def test_selections_that_were_added():
    assert (
        together(["recipient=AZE", "", "recipient=ARM", "recipient=AZE"]) == "recipient=ARM | recipient=AZE"
    )
    assert read("recipient=ARM | recipient=AZE") == {"recipient": ["ARM", "AZE"]}
    assert together(["recipient=ARM | recipient=AZE", "recipient=ARM"]) == "recipient=ARM | recipient=AZE"
