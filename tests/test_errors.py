"""The wording that all messages share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import armsflow as af
from armsflow.errors import nearest, one_of, sample, warn


def test_a_sample_shows_five_and_counts_all():
    assert sample(["a", 1]) == "'a', 1"
    assert sample(range(7)) == "0, 1, 2, 3, 4, … (7 in all)"
    assert sample([]) == ""
    assert sample([np.int64(2005), np.float64(2.5)]) == "2005, 2.5"  # and not np.int64(2005)


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


def test_warnings_are_issued_in_one_place():
    package = Path(af.__file__).parent
    found = [path.name for path in package.rglob("*.py") if "warnings.warn(" in path.read_text("utf-8")]
    assert found == ["errors.py"]


def test_a_warning_names_the_first_line_outside_the_package():
    with pytest.warns(UserWarning, match="^said; in Python$") as met:
        warn("said", advice="; in Python")
    assert (met[0].filename, met[0].message.advice) == (__file__, "; in Python")
    with pytest.warns(UserWarning, match="no record has designation") as met:
        af.where(af.read(af.table_path("sample_register.csv")), designation="no such weapon")
    assert [one.filename for one in met] == [__file__]
