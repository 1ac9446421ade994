"""Codes of the parties that SIPRI names."""

from __future__ import annotations

import pytest

from armsflow.sources.sipri.party_codes import _reason, party_codes, starred


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Free Valley Front (Zimbabwe)*", "grp:sipri_free_valley_front_zimbabwe"),
        ("The Valley Union**", "org:sipri_valley_union"),
        (" Valley Union ** ", "org:sipri_valley_union"),
        ("Valley Union", ""),
        ("*", ""),
        ("- **", ""),
    ],
)
def test_a_star_marks_a_group_and_two_an_organisation(name, code):
    assert starred(name) == code


def test_names_known_and_reasons_for_the_others():
    codes, reasons = party_codes(["Congo", "NATO**", "Valley Union**", "Yemen Arab Republic", "Russai"])
    assert codes == {
        "Congo": "COG",
        "NATO**": "org:nato",
        "Valley Union**": "org:sipri_valley_union",
        "Yemen Arab Republic": "x:yemen_arab_republic",
    }
    assert reasons == {"Russai": "1 name is not known as a party: 'Russai' (did you mean 'Russia'?)"}


def test_a_name_that_is_unknown_says_why_without_the_advice():
    assert "Ruritania" in _reason("Ruritania")
    assert "expected" not in _reason("Ruritania")
