"""Rounding as SIPRI's fact sheets print it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow import rounding
from tests.laws.strategies import MANY

# per cents as recomputed from the releases, and as the sheets print them
PRINTED = [
    (42.637, "43"), (9.629, "9.6"), (0.303, "0.3"), (2.0015, "2.0"), (-63.9, "−64"), (-0.52, "−0.5"),
    (9627.32, "9627"), (9.977, "10"), (9.949, "9.9"), (99.6, "100"), (0.043, "0.0"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("x", "text", "digits"),
    [(12.7, "12.7", 3), (0.375, "0.375", 3), (1234.5, "1,234.5", 5), (500.0, "500", 1),
     (1e12, f"{10**12:,}", 1), (0.1 + 0.2, "0.3", 1), (-0.25, "-0.25", 2), (10.49, "10.49", 4)],
)  # fmt: skip
def test_all_digits(x, text, digits):
    assert [rounding.all_digits(x), rounding.count_digits(x)] == [text, digits]


def test_what_a_person_wrote_is_whole_and_short():
    assert all(map(rounding.is_typed, (4e9, 1_234_567_890.0, 12_345_678_901.0, 12.0)))
    assert not any(map(rounding.is_typed, (4e9 / 3, 4e12 / 3, 4e15 / 7, 12.5)))


@pytest.mark.parametrize(("percent", "text"), PRINTED)
def test_rounding_as_the_sheets_print(percent, text):
    assert af.round_sipri(percent / 100) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0.125, "13"), (-0.125, "−13"), (0.285, "29"), (0.0125, "1.3"), (1.285 - 1, "29"), (0.0995, "10")],
)
def test_halves_go_away_from_0(fraction, text):
    assert af.round_sipri(fraction) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "0.0"), (-0.0004, "0.0"), (np.nan, ""), (None, ""), (pd.NA, ""), (np.inf, "∞"), (-np.inf, "−∞")],
)
def test_what_is_hardly_a_figure(fraction, text):
    assert af.round_sipri(fraction) == text


def test_sheets_to_2015_print_whole_numbers():
    assert af.round_sipri([0.0963, 0.003, -0.006, 0.16], whole=True) == ["10", "0", "−1", "16"]


def test_a_series_stays_a_series():
    shares = pd.Series([0.426, np.nan], index=["USA", "FRA"], name="share")
    expected = pd.Series(["43", ""], index=["USA", "FRA"], name="share", dtype="str")
    pd.testing.assert_series_equal(af.round_sipri(shares), expected)
    printed = af.round_sipri(pl.Series("share", [0.426, None]))
    assert printed.to_list() == ["43", ""]
    assert printed.name == "share"
    assert af.round_sipri(pl.Series("share", [], dtype=pl.Float64)).dtype == pl.String
    assert af.round_sipri(np.array([0.426])) == ["43"]
    assert af.round_sipri([]) == []


@MANY
@given(st.floats(-1e9, 1e9))
def test_the_text_is_within_half_a_step(fraction):
    text = af.round_sipri(fraction)
    percent = 100 * Decimal(fraction)
    step = Decimal("0.1") if "." in text else Decimal(1)
    assert abs(Decimal(text.replace("−", "-")) - percent) <= step / 2 + Decimal("1e-7")
    # a hair below 9.95 is 9.95, whose half goes up
    if abs(abs(percent) - Decimal("9.95")) > Decimal("1e-6"):
        assert len(text.partition(".")[2]) == (abs(percent) < Decimal("9.95"))


@pytest.mark.parametrize("x", ["0.4", True, {"a": 1}, pd.DataFrame({"a": [1.0]}), object()])
def test_what_is_no_number_is_refused(x):
    with pytest.raises(af.ArgumentError, match="expected (a number|numbers)"):
        af.round_sipri(x)


def test_a_list_with_what_is_no_number_is_refused():
    with pytest.raises(af.ArgumentError, match="x holds '43%'; expected numbers, fractions of 1"):
        af.round_sipri([0.43, "43%"])
