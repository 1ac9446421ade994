"""Numbers as words: two digits or whole, with their bounds, signs and units."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow import rounding
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
    ("low", "high", "largest", "text"),
    [(11.5, 12.5, 12.5, "11–13"), (8.95, 9.05, 9.05, "8.9–9.1"), (0.0445, 0.0455, 0.0455, "0.044–0.046"),
     (1.75, 1.85, 12.0, "1.7–1.9"), (9.96, 10.7, 10.7, "9.9–10.7"), (11.98, 12.02, 12.02, ""),
     (3.5, INF, 9.0, "3.5 or more"), (11.5, INF, 12.0, "11 or more")],
)  # fmt: skip
def test_bounds_are_rounded_outwards(low, high, largest, text):
    """ "$12 billion" stood as 12 (12–13), which leaves 11.5 out."""
    assert numbers.bounds(low, high, numbers.most_decimals(largest)) == text


def test_noise_of_binary_fractions_moves_no_bound():
    assert numbers.bounds(10.999999999999998, 12.000000000000002) == "11–12"
    assert numbers.bounds(0.1 + 0.2 - 0.3, 12.0, 1) == "0.0–12.0"
    assert numbers.between(0.285, 0.35000000000000003, numbers.per_cent) == "28–35"
    assert numbers.span(-1e-15, 12.0, partial(numbers.figure, most=1)) == "0.0 to +12"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.424, 0.436, "42–44"), (0.426, 0.434, ""), (0.0994, 0.0996, "9.9–10"), (0.0991, 0.105, "9.9–11")],
)
def test_bounds_of_shares_are_rounded_outwards(low, high, text):
    assert numbers.share_cells({"share": low, "share_low": low, "share_high": high}, "share")[1] == text


def test_bounds_of_changes_are_rounded_outwards():
    assert numbers.span(-0.1351, 0.1249, numbers.per_cent) == "−14 to +13"
    assert numbers.span(-0.0949, INF, numbers.per_cent) == "at least −9.5"


def _as_number(text):
    return float(text.replace(",", "").replace(rounding.MINUS, "-").replace("+", ""))


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(1e-3, 1e6))
def test_what_is_printed_of_bounds_holds_them(one, other, largest):
    low, high = sorted((one, other))
    scale = numbers.Scale("USD", "2020", 1.0, "", "", max(high, largest))
    # numbers are the same to twelve figures, beside the largest
    noise = 1e-9 * max(high, 1.0)
    for text in (scale.bounds(low, high), numbers.between(low, high, numbers.figure)):
        if text:
            least, most = map(_as_number, text.split(numbers.DASH))
            assert least <= low + noise
            assert most >= high - noise
    if text := numbers.between(low, high, numbers.per_cent):
        least, most = (_as_number(end) / 100 for end in text.split(numbers.DASH))
        assert least <= low + noise
        assert most >= high - noise


@given(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_what_is_printed_of_bounds_with_signs_holds_them(one, other):
    low, high = sorted((one, other))
    for text, part in ((numbers.figure, 1), (numbers.per_cent, 100), (numbers.hundredths, 1)):
        if told := numbers.span(low, high, text):
            least, most = (_as_number(end) / part for end in told.split(" to "))
            assert least <= low + 1e-6
            assert most >= high - 1e-6


@pytest.mark.parametrize(("value", "text"), [(8.0, "8"), (3.0, "3"), (2.5, "2.5"), (12.0, "12"), (0.0, "0")])
def test_whole_pieces_have_no_decimals(value, text):
    scale = numbers.Scale("pieces", "", 1.0, "", "", 31.0)
    assert scale.figure(value) == text
    assert scale.bounds(3.0, 8.0) == "3–8"
    assert scale.bounds(2.5, 8.0) == "2.5–8.0"


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


def test_less_than_a_little_money_has_its_sign_behind_the_mark():
    scale = numbers.scale_of(
        pd.DataFrame({"unit": ["GBP"], "prices": ["current"], "value": [5e6]}), ("value",)
    )
    assert scale.amount("<0.1").replace("\u00a0", " ") == "<£0.1 m"


@pytest.mark.parametrize(
    ("unit", "short", "said"),
    [("USD", "bn", "$0.50 bn"), ("CHF", "bn", "CHF 0.50 bn"), ("CHF", "", "CHF 0.50"), ("TIV", "m", "0.50")],
)
def test_a_figure_has_the_sign_of_its_money_and_its_step(unit, short, said):
    factor = {"bn": 1e9, "m": 1e6, "": 1.0}[short]
    scale = numbers.scale_of(
        pd.DataFrame({"value": [0.5 * factor], "unit": unit, "prices": "current", "source": ""}), ("value",)
    )
    assert scale.amount("0.50").replace("\N{NO-BREAK SPACE}", " ") == said
    assert scale.amount("<0.1").startswith("<")
