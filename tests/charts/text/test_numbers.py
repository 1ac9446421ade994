"""Numbers as words: two digits or whole, with their bounds, signs and units."""

from __future__ import annotations

import pandas as pd
import pytest

from armsflow.charts.text import numbers
from tests.summary_frames import INF, NAN


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.50"), (0.012, "0.012"), (0.1, "0.10"), (0.996, "1.0"), (4, "4.0"),
     (9.94, "9.9"), (9.96, "10"), (72, "72"), (12345, "12,345")],
)  # fmt: skip
def test_figures_have_two_places_or_are_whole(value, text):
    assert numbers.figure(value) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.43, "43"), (0.0996, "10"), (0.0994, "9.9"), (0.003, "0.3"), (1, "100")]
)
def test_shares_are_printed_as_sipri_does(share, text):
    assert numbers.per_cent(share) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.45, 0.55, "0.45–0.55"), (0.95, 1.0, "0.95–1.00"), (0, 0.8, "0–0.80"), (5, INF, "5.0 or more"),
     (2, 2, ""), (NAN, NAN, ""), (1.11, 1.12, "")],
)  # fmt: skip
def test_bounds_in_words(low, high, text):
    assert numbers.bounds(low, high) == text


@pytest.mark.parametrize(
    ("unit", "prices", "value", "phrase"),
    [("USD", "current", 4e9, "billion US dollars, current prices"),
     ("USD", "2020", 4e6, "million US dollars of 2020"),
     ("RUB", "current", 3e12, "trillion Russian roubles, current prices"),
     ("GBP", "current", 900, "pounds sterling, current prices"),
     ("TIV", "current", 3e6, "million TIV"), ("pieces", "", 72, "pieces"),
     ("pieces", "", 9e6, "pieces"), ("XXX", "current", 2e9, "billion XXX, current prices")],
)  # fmt: skip
def test_units_in_words(unit, prices, value, phrase):
    frame = pd.DataFrame({"value": [value, INF], "unit": unit, "prices": prices})
    assert numbers.scale_of(frame, ["value"]).phrase() == phrase


@pytest.mark.parametrize(
    ("value", "text"), [(0.35, "+35"), (-0.094, "−9.4"), (96.27, "+9,627"), (0.0, "0.0"), (-0.0001, "0.0")]
)
def test_changes_are_printed_with_their_sign(value, text):
    assert numbers.signed(value, numbers.per_cent) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(-9.4, 12, "−9.4 to +12"), (0, 5, "0 to +5.0"), (2, INF, "at least +2.0"), (-INF, -3, "at most −3.0"),
     (-INF, INF, ""), (NAN, NAN, ""), (2, 2, ""), (2.01, 2.02, "")],
)  # fmt: skip
def test_bounds_are_printed_with_their_signs(low, high, text):
    assert numbers.span(low, high) == text


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0.0123, 12345, "0.012–12,345"), (3.8, 4, "3.8–4.0"), (9.5, 10, "9.5–10.0"), (0, 90, "0–90")],
)
def test_bounds_are_no_more_precise_than_themselves(low, high, told):
    assert numbers.bounds(low, high) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (178.5, "179"),
        (9.25, "9.3"),
        (0.0945, "0.095"),
        (9.95, "10"),
        (0.995, "1.0"),
        (1250, "1,250"),
        (0, "0"),
    ],
)
def test_halves_go_away_from_nought(value, told):
    assert numbers.figure(value) == told


@pytest.mark.parametrize(
    ("figures", "printed"),
    [((7.2, 0.0024), ["7.2", "0.00"]), ((43, 9.6, 0.1, 0.04), ["43", "9.6", "0.1", "0.0"]),
     ((0.91, 0.55, 0.046), ["0.91", "0.55", "0.046"]), ((1250, 0.5, 0), ["1,250", "0.5", "0"]),
     ((0.0024, 0.00011), ["0.0024", "0.00011"])],
)  # fmt: skip
def test_figures_of_one_chart_have_at_most_one_decimal_more_than_the_largest(figures, printed):
    frame = pd.DataFrame({"value": figures, "unit": "USD", "prices": "current"})
    scale = numbers.scale_of(frame, ["value"])
    assert [scale.figure(value) for value in figures] == printed
    assert scale.bounds(0.0, figures[0]) == f"0–{printed[0]}"


def test_decimals_are_counted_in_the_step_of_the_chart():
    frame = pd.DataFrame({"value": [7.2e6, 2400.0], "unit": "TIV", "prices": "current"})
    scale = numbers.scale_of(frame, ["value"])
    assert [scale.figure(value / scale.factor) for value in frame["value"]] == ["7.2", "0.00"]
