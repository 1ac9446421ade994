"""How a table lies on a page: upright or across, and how wide its columns are."""

from __future__ import annotations

import pytest

from armsflow.records.files_page import MARGIN, SHEET, layout

UPRIGHT, ACROSS = SHEET[0] - 2 * MARGIN, SHEET[1] - 2 * MARGIN


def of_numbers(count: int, letters: int = 5):
    """A page with so many columns of numbers."""
    heads = ["Value"] * count
    return layout(heads, [True] * count, [["1" * letters] * count] * 3)


def test_few_columns_stand_upright_and_more_lie_across():
    assert [round(room, 9) for room in (UPRIGHT, ACROSS)] == [16.0, 24.7]
    assert [of_numbers(count).across for count in (1, 5, 10, 18)] == [False, False, False, True]
    assert {of_numbers(count).size for count in (1, 5, 10, 18)} == {9}


@pytest.mark.parametrize("count", [1, 7, 18, 30, 60, 200])
def test_columns_never_reach_beyond_the_margins(count):
    page = of_numbers(count)
    assert len(page.widths) == count
    assert min(page.widths) > 0
    assert sum(page.widths) <= (ACROSS if page.across else UPRIGHT) + 1e-9


def test_letters_become_smaller_only_where_a_sheet_across_is_too_narrow():
    sizes = [of_numbers(count).size for count in range(1, 40)]
    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) == {9, 8, 7, 6}


def test_a_long_text_takes_what_is_left_and_numbers_what_they_need():
    rows = [["12", "word " * 60], ["7", "few"]]
    number, text = layout(["n", "Note"], [True, False], rows).widths
    assert number < 2
    assert number + text == pytest.approx(UPRIGHT)
    # a short text takes no more than its cells
    assert sum(layout(["n", "Note"], [True, False], [["12", "few"]]).widths) < 4


def test_a_table_without_rows_has_a_page():
    assert layout(["Value", "Share"], [True, True], []).across is False


def test_years_are_not_broken_and_long_bounds_are():
    years = layout(["Y"], [False], [["1984–2023"]]).widths[0]
    assert years > layout(["Y"], [True], [["1984"]]).widths[0]
    cell = "56,658,324,149 [33,593,710,000–76,670,070,000]"
    columns = layout(["Value"] * 8, [True] * 8, [[cell] * 8])
    # each end of the bounds has a line
    assert columns.across
    assert columns.size == 9
