"""Selections as text: one form for each, and what is left when they meet."""

import pytest

from armsflow.records import selection
from armsflow.records.selection import (
    anew,
    each,
    lacking,
    left_out,
    narrowed,
    read,
    shared,
    succeeded,
    together,
    unnamed,
    unnamed_beside,
    with_left_out,
    without_inner,
    written,
)


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


def test_a_group_without_its_inner_flows_is_no_choice():
    text = written({"recipient": ["IND"]}, ["supplier"], [(2019, 2019)], ["members:NATO", "members:EU"])
    assert text == "recipient=IND;successors=supplier;left_out=2019;without_inner=members:EU+members:NATO"
    assert read(text) == {"recipient": ["IND"]}
    assert without_inner(text) == ["members:EU", "members:NATO"]
    assert read("without_inner=members:EU") == {}


def test_another_choice_keeps_all_marks():
    text = "supplier=RUS;successors=recipient+supplier;left_out=2015-2019;without_inner=members:EU"
    assert anew(text, read(text)) == text
    after = narrowed(with_left_out(text, [(2020, 2020)]), "recipient", ["IND"])
    assert after.startswith("supplier=RUS;recipient=IND;")
    assert succeeded(after) == ["recipient", "supplier"]
    assert left_out(after) == [(2015, 2020)]
    assert without_inner(after) == ["members:EU"]


def test_a_sum_lacks_what_some_of_it_lacks():
    both = together(["without_inner=members:EU", "", "without_inner=members:NATO"])
    assert without_inner(both) == ["members:EU", "members:NATO"]
    assert without_inner("all") == []


def test_years_of_which_recipients_are_missing_stay_beside_what_is_chosen():
    text = written({"supplier": ["DEU"]}, without=[(2015, 2015)], lacks=[(2013, 2013), (2000, 2002)])
    assert text == "supplier=DEU;left_out=2015;lacking=2000-2002+2013"
    chosen = narrowed(text, "recipient", ["CHL"])
    assert chosen == "supplier=DEU;recipient=CHL;left_out=2015;lacking=2000-2002+2013"
    assert lacking(f"{chosen} | lacking=2003") == [(2000, 2003), (2013, 2013)]
    assert read(chosen) == {"supplier": ["DEU"], "recipient": ["CHL"]}
    assert lacking("supplier=DEU") == []


def test_years_of_which_parties_of_a_side_are_missing_are_apart_from_those_of_partners():
    text = written({}, lacks=[(2003, 2003)], lacks_of={"recipient": [(2001, 2002)]})
    assert text == "lacking=2003+recipient:2001-2002"
    chosen = narrowed(text, "recipient", ["CHL"])
    assert chosen == "recipient=CHL;lacking=2003+recipient:2001-2002"
    assert lacking(chosen) == [(2003, 2003)]
    assert lacking(chosen, "recipient") == [(2001, 2002)]
    assert lacking(chosen, "supplier") == []


def test_years_in_which_parties_are_not_named_stay_beside_what_is_chosen():
    text = written({"supplier": ["NLD"]}, unnamed_of={"recipient": [(2013, 2013), (2004, 2005)]})
    assert text == "supplier=NLD;unnamed=recipient:2004-2005+recipient:2013"
    chosen = narrowed(text, "recipient", ["CHL"])
    assert chosen == "supplier=NLD;recipient=CHL;unnamed=recipient:2004-2005+recipient:2013"
    assert read(chosen) == {"supplier": ["NLD"], "recipient": ["CHL"]}
    assert unnamed(f"{chosen} | unnamed=recipient:2006", "recipient") == [(2004, 2006), (2013, 2013)]
    assert unnamed(chosen, "supplier") == []
    # of the supplier alone nothing is missing
    years = [(2004, 2005), (2013, 2013)]
    assert unnamed_beside(text, ["supplier"], "recipient") == []
    assert unnamed_beside(text, ["recipient"], "recipient") == years
    assert unnamed_beside(chosen, ["supplier"], "recipient") == years
    assert unnamed_beside(narrowed(text, "recipient", ["unk:recipient"]), [], "recipient") == []


def test_the_mark_of_linked_sums_stays_with_every_choice():
    for text, marked in (
        ("", "linked=parts"),
        ("supplier=RUS", "supplier=RUS;linked=parts"),
        ("all | supplier=RUS", "linked=parts | supplier=RUS;linked=parts"),
    ):
        assert selection.with_linked(text) == marked
        assert selection.with_linked(marked) == marked
        assert selection.is_linked(marked)
        assert not selection.is_linked(text)
        assert selection.read(marked) == selection.read(text)
    chosen = selection.narrowed("supplier=RUS;linked=parts", "recipient", ["ARM"])
    assert chosen == "supplier=RUS;recipient=ARM;linked=parts"
    assert selection.is_linked(selection.together(["", "supplier=RUS;linked=parts"]))
