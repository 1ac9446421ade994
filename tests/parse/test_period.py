"""Periods as people write them."""

from __future__ import annotations

import pytest

import armsflow as af


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Between 2010 and 2019", (2010, 2019)),
        ("2010–2014", (2010, 2014)),
        ("2010-2014", (2010, 2014)),
        ("2010—2014", (2010, 2014)),
        ("2010–14", (2010, 2014)),
        ("2010/11", (2010, 2011)),
        ("1998–02", (1998, 2002)),
        ("since 2010, to 2014", (2010, 2014)),
        ("from 2010 until 2014", (2010, 2014)),
        ("2015", (2015, 2015)),
        (" in 2018 ", (2018, 2018)),
        ("June 2015", (2015, 2015)),
        ("26 February 2012", (2012, 2012)),
        ("2012-02-26", (2012, 2012)),
        ("2014-06", (2014, 2014)),
        ("1990s", (1990, 1999)),
        ("the 1990s", (1990, 1999)),
        (2015, (2015, 2015)),
    ],
)
def test_written_periods(text, years):
    assert af.parse_period(text) == years


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not one or two years"),
        ("N/A", "is not one or two years"),
        ("20100", "has the year '20100'"),
        ("since 2010", "open end"),
        ("2010–", "open end"),
        ("1999-02", "may be a month or a span"),
        ("2010, 2014", "not whether those between belong to it"),
        ("2010 and 2014", "not whether those between belong to it"),
        ("until 2014", "open end"),
        ("2019–2010", "ends before it starts"),
        ("1700–2000", "spans 301 years"),
        ("2010-12", "may be a month or a span"),
        ("2010, 2012 and 2014", "is not one or two years"),
        ("fiscal 2015", "it has 'fiscal'"),
        ("first half of 2015", "it has 'first', 'half'"),
        ("12 2015", "it has '12'"),
        ("-2015 + 1", "is not one or two years"),
        ("2015 " * 100, "text of 500 characters"),
        (None, "period is None"),
        (True, "period is True"),
    ],
)
def test_periods_that_cannot_be_read(text, message):
    with pytest.raises(af.PeriodError, match=message):
        af.parse_period(text)
