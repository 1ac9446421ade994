"""Selections as text: one form for each, and what is left when they meet."""

import pytest

from armsflow.records.selection import each, narrowed, read, shared, together, written


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
    assert together(["recipient=AZE", "recipient=ARM", "recipient=AZE"]) == "recipient=ARM | recipient=AZE"
    # where one holds all, what was chosen of the others does not hold for the sum
    assert together(["recipient=AZE", ""]) == "all | recipient=AZE"
    assert together(["all | recipient=AZE", "recipient=ARM"]) == "all | recipient=ARM | recipient=AZE"
    assert together(["", ""]) == together([]) == ""
    assert read("all | recipient=AZE") == {"recipient": ["AZE"]}
    assert read("recipient=ARM | recipient=AZE") == {"recipient": ["ARM", "AZE"]}
    assert together(["recipient=ARM | recipient=AZE", "recipient=ARM"]) == "recipient=ARM | recipient=AZE"


@pytest.mark.parametrize(
    ("selections", "same"),
    [
        ([], {}),
        ([""], {}),
        (["recipient=ARM;category=aircraft"], {"recipient": ["ARM"], "category": ["aircraft"]}),
        # some of one column, or all pairs of two, are together a choice
        (["recipient=ARM", "recipient=AZE"], {"recipient": ["ARM", "AZE"]}),
        (["recipient=ARM | recipient=AZE", "recipient=AZE"], {"recipient": ["ARM", "AZE"]}),
        (
            [f"supplier={a};recipient={b}" for a in ("FRA", "RUS") for b in ("ARM", "AZE")],
            {"supplier": ["FRA", "RUS"], "recipient": ["ARM", "AZE"]},
        ),
        # what only some have is none of all
        (["recipient=ARM;category=aircraft", "recipient=AZE"], {}),
        (["recipient=ARM;category=aircraft", "recipient=ARM"], {"recipient": ["ARM"]}),
        (["supplier=FRA;recipient=ARM", "supplier=RUS;recipient=AZE"], {}),
        (["recipient=ARM", ""], {}),
        (["all | recipient=ARM"], {}),
    ],
)
def test_what_was_chosen_of_all_rows(selections, same):
    assert shared(selections) == same


def test_each_selection_of_rows_that_were_added():
    assert each(["recipient=AZE | recipient=ARM", "all | recipient=AZE"]) == [
        {}, {"recipient": ["ARM"]}, {"recipient": ["AZE"]},
    ]  # fmt: skip
