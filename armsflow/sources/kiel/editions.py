"""The years of the editions of the Ukraine Support Tracker, of which the last is seldom over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from armsflow.sources.whole_years import Date, whole_years

__all__: list[str] = []

#: The tracker begins on 24 January 2022; the last year is that of the latest edition known.
FIRST_YEAR, LAST_YEAR = 2022, 2026
_YEAR = re.compile(r"20[12]\d")
_MONTH = re.compile(r"(?<!\d)(?P<month>0?[1-9]|1[0-2])/(?P<year>20[12]\d)(?!\d)")
_ISO = re.compile(r"(?P<year>20[12]\d)-(?P<month>0[1-9]|1[0-2])(?!\d)")
_NAMED = re.compile(r"(202[2-9])-(?:0[1-9]|1[0-2])(?!\d)")


class Edition(NamedTuple):
    """The last year of which an edition may have figures, and the last that it has whole."""

    last: int
    whole: int


def edition_in(label: str) -> Edition | None:
    """The edition of a label such as "28 (04/2026)"; the first month in it is the last of its figures."""
    found = _MONTH.search(label) or _ISO.search(label)
    if found:
        return edition_to([(int(found["year"]), int(found["month"]))])
    # a year alone does not say that it is over
    years = _YEAR.findall(label)
    return Edition(int(years[-1]), int(years[-1]) - 1) if years else None


def edition_to(months: Iterable[Date]) -> Edition | None:
    """The edition whose figures end with the last of some months."""
    months = [*months]
    whole = whole_years(months, from_start=True)
    return Edition(max(months)[0], whole[1]) if whole else None


def edition_of(name: str) -> Edition | None:
    """The edition of a file whose name begins with its date, "2024-02_summary.xlsx": its year is not over."""
    named = _NAMED.match(name)
    return Edition(int(named[1]), int(named[1]) - 1) if named else None
