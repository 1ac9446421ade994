"""The wording that all messages share."""

from __future__ import annotations

import pytest

import armsflow as af
from armsflow.errors import nearest, one_of, sample


def test_a_sample_shows_five_and_counts_all():
    assert sample(["a", 1]) == "'a', 1"
    assert sample(range(7)) == "0, 1, 2, 3, 4, … (7 in all)"
    assert sample([]) == ""


def test_one_of_lists_every_option():
    """Some libraries drop one in the middle."""
    assert one_of("b", ["a", "b"], "letter") == "b"
    with pytest.raises(
        af.ArgumentError, match="letter is 'e'; expected one of 'a', 'b', 'c', 'd'$"
    ) as caught:
        one_of("e", ["a", "b", "c", "d"], "letter")
    assert caught.value.rows == ["e"]


def test_nearest_guesses_or_says_nothing():
    assert nearest("Rusia", ["Russia", "Prussia"]) == " (did you mean 'Russia'?)"
    assert nearest("xyz", ["Russia"]) == ""
