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
        # SIPRI's windows and financial years
        ("2008–12", (2008, 2012)),
        ("2007–11", (2007, 2011)),
        ("1999/00", (1999, 2000)),
        ("2013-14", (2013, 2014)),
        ("2010\u201114", (2010, 2014)),
        ("2010–2014.", (2010, 2014)),
        # months and days that are no years
        ("2010-10", (2010, 2010)),
        ("03/2010", (2010, 2010)),
        ("03.2010", (2010, 2010)),
        ("15.03.2010", (2010, 2010)),
        ("2010/03/15", (2010, 2010)),
        ("May 2010 – June 2014", (2010, 2014)),
        ("beginning of 2015", (2015, 2015)),
        ("mid-2015", (2015, 2015)),
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
        ("2010-12", "may be a month or a span of years; write 2010–2012 for the years"),
        ("2010/03", "may be a month or a span of years; write both years in full"),
        ("2010–03", "may be a month or a span"),
        ("2010–10", "may be a month or a span"),
        ("2010 – 10", "may be a month or a span"),
        ("2010—09", "may be a month or a span"),
        ("2010/10", "may be a month or a span"),
        ("2010/12", "may be a month or a span of years; write 2010–2012"),
        ("1998/02", "may be a month or a span"),
        ("2015–14", "would end before it starts, or span 100 years; write both years in full"),
        ("2015-13", "would end before it starts, or span 99 years"),
        ("by 2027", "open end"),
        ("by the end of 2027", "open end"),
        ("before 2020", "open end"),
        ("after 2015", "open end"),
        ("2015 onwards", "open end"),
        ("from 2015 on", "open end"),
        ("2015+", "open end"),
        ("2015–present", "open end"),
        ("2010 to date", "open end"),
        ("through 2027", "open end"),
        ("up to 2027", "open end"),
        ("no later than 2027", "open end"),
        ("starting 2015", "open end"),
        ("beginning in 2015", "open end"),
        ("2010/3", "it has '3'"),
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
