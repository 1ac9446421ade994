"""A year that ends in March is no year: what a dated list covers."""

from __future__ import annotations

import pytest

from armsflow.sources.whole_years import longest_run, whole_years


@pytest.mark.parametrize(
    ("dates", "window"),
    [
        ([(2008, 1), (2010, 6), (2014, 12)], (2008, 2014)),
        ([(2008, 1), (2010, 6), (2015, 3)], (2008, 2014)),
        ([(2004, 12), (2005, 1), (2014, 12)], (2005, 2014)),
        # no year is whole: the first is the later
        ([(2014, 2), (2014, 12)], (2015, 2014)),
        ([(2014, 1), (2014, 3)], (2014, 2013)),
        # a date without a month says nothing of its year's end
        ([(2008, 1), (2015, 0)], None),
        ([], None),
    ],
)
def test_the_first_and_the_last_year_are_whole(dates, window):
    assert whole_years(dates) == window
    assert whole_years(reversed(dates)) == window


def test_the_year_in_which_a_source_begins_is_whole():
    assert whole_years([(2022, 3), (2023, 12)], from_start=True) == (2022, 2023)


@pytest.mark.parametrize(
    ("without", "window"),
    [
        ((), (2004, 2014)),
        ((2014,), (2004, 2013)),
        ((2008,), (2009, 2014)),
        ((2004, 2014), (2005, 2013)),
        (range(2004, 2015), (2015, 2003)),
    ],
)
def test_the_longest_run_of_years(without, window):
    assert longest_run((2004, 2014), without) == window
