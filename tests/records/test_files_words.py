"""Cells and heads of documents in words, one by one: whole documents are longer tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from armsflow.languages import speaking
from armsflow.records.files_words import (
    _are_years,
    _cell,
    _head,
    _is_per_cent,
    _own_heads,
    _ratio,
    _side,
    _word,
    _years,
    check_known,
)
from armsflow.rounding import DOWN, NEAREST, UP

INF, NONE = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("name", "cell", "said"),
    [
        ("complete", True, "yes"),
        ("complete", np.False_, "no"),
        ("change", INF, "∞"),
        ("change", -INF, "−∞"),
        ("value", NONE, ""),
        ("value", None, ""),
        ("records", 1234, "1,234"),
        ("observed_start", 1950, "1950"),
        ("reporter", "supplier+recipient", "supplier, recipient"),
        ("dataset", "", ""),
        ("source", "sipri", "SIPRI Arms Transfers Database"),
        ("period", "2015–19", "2015–19"),
        ("stage", "licence", "Licences"),
    ],
)
def test_a_cell_in_words(name, cell, said):
    assert _cell(name, cell, False, False) == said


def test_a_flag_speaks_the_language():
    with speaking("de"):
        assert _cell("complete", True, False, False) == "ja"


def test_a_reporter_who_is_not_told_is_not_stated():
    assert _word("left", "", False) == "not stated"
    assert _word("source", "sipri", False) == "SIPRI Arms Transfers Database"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("low", "Lower bound"),
        ("share_high", "Share, upper bound"),
        ("previous_share", "Share, window before"),
        ("recipient", "Recipient"),
        ("2015–19", "2015–19"),
    ],
)
def test_a_head_in_words(name, said):
    assert _head(name) == said


def test_bounds_apart_from_their_figure_are_rounded_outwards():
    assert [_side(name) for name in ("low", "share_low", "high", "share_high", "value")] == [
        *(DOWN, DOWN, UP, UP, NEAREST)
    ]


def test_a_ratio_has_its_bounds_in_brackets_or_alone():
    def text(figure: float, *, to: str = NEAREST) -> str:
        return f"{figure:.1f}"

    assert _ratio([2.0, 1.0, 3.0], text) == "2.0 [1.0–3.0]"
    assert _ratio([NONE, 1.0, 3.0], text) == "1.0–3.0"
    assert _ratio([INF, 1.0, INF], text) == "∞"


def test_years_of_delivery_are_a_span_or_the_one_that_is_known():
    assert (_years("2010", "2014"), _years("2010", ""), _years("", "2014")) == ("2010–14", "2010", "2014")


def test_numbers_of_a_user_may_be_called_as_years_are():
    columns = ["first", "last"]
    assert _are_years(pd.DataFrame({"first": [2010], "last": [2014]}), columns)
    assert not _are_years(pd.DataFrame({"first": [3], "last": [2014]}), columns)
    assert not _are_years(pd.DataFrame({"first": ["a"], "last": [2014]}), columns)
    assert not _are_years(pd.DataFrame({"first": [2010]}), columns)


def test_a_burden_of_years_of_spending_is_no_per_cent():
    burden = pd.DataFrame({"burden": [1.5], "measure": ["years of spending"]})
    assert not _is_per_cent("burden", burden)
    assert _is_per_cent("burden", burden.assign(measure="share of spending"))
    assert not _is_per_cent("estimated", pd.DataFrame({"estimated": [3.0]}))


def test_revisions_have_heads_of_their_own():
    assert _own_heads(pd.DataFrame({"value": [1.0]})) == {}


def test_a_table_without_amounts_has_none_to_bring_to_millions():
    counts = pd.DataFrame({"pages": [3]})
    check_known(counts, counts, None)
