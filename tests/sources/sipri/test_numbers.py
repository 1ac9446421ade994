"""Which sign is the decimal mark of a cell."""

from __future__ import annotations

import pytest

from armsflow.sources.sipri.numbers import _decimal_of, _shown


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234.567", ""),
        ("1,234.5", "."),
        ("1.234,5", ","),
        ("12345", ""),
        ("1.23.4", None),
        ("9" * 99, None),
    ],
)
def test_the_decimal_mark_of_a_number(text, mark):
    assert _decimal_of(text, "") == mark


@pytest.mark.parametrize(("text", "mark"), [("1,5", ","), ("1 234,5", ","), ("1 234", ""), ("1.234", "")])
def test_what_one_cell_leaves_no_doubt_of(text, mark):
    assert _shown(text) == mark
