"""Which yearly edition of SIPRI's database an export comes from, by the day it was generated."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from armsflow.tables import table

__all__: list[str] = []

#: "Data generated: 13 Oct 2024 2:20:11 PM", "Generated: 11 December 2023", "(created: 11-03-2023)"
_DAY = re.compile(r"\d{1,2}[ -](?:[A-Za-z]{3,9}|\d{2})[ -]\d{4}")
STAMP = re.compile(rf"(?:generated|created)\W+({_DAY.pattern})", re.IGNORECASE)
_FORMATS = ("%d %b %Y", "%d %B %Y", "%d-%m-%Y")
# SIPRI publishes between the end of February and April: later in a year its edition is out
_OUT, _NOT_YET = 5, 1


class _Edition(NamedTuple):
    release: str
    published: date
    last_year: int


@cache
def _editions() -> tuple[_Edition, ...]:
    """The editions that the table has, oldest first."""
    lines = table("sipri_releases.csv")[["release", "published", "last_year"]].to_numpy()
    return tuple(_Edition(str(name), date.fromisoformat(day), int(last)) for name, day, last in lines)


def hints(line: str) -> bool:
    """Whether a line may bear a stamp."""
    return "enerated" in line or "created" in line


def day_of(stamp: str) -> date | None:
    """The day that a generation stamp tells, or None."""
    found = _DAY.search(stamp)
    if not found:
        return None
    for form in _FORMATS:
        try:
            return datetime.strptime(found[0].title(), form).date()
        except ValueError:
            continue
    return None


def release_of(day: date | None) -> str:
    """The edition that was current on a day, "" if that cannot be known."""
    if day is None:
        return ""
    editions = _editions()
    if day < editions[0].published:
        return ""
    if day.year <= editions[-1].published.year:
        return editions[sum(each.published <= day for each in editions) - 1].release
    if day.month >= _OUT or day.month <= _NOT_YET:
        return str(day.year - (day.month <= _NOT_YET))
    return ""


def last_year(release: str = "") -> int:
    """The last calendar year that an edition covers; of one that is not known the latest known one."""
    known = {edition.release: edition.last_year for edition in _editions()}
    if release in known:
        return known[release]
    return int(release) - 1 if re.fullmatch("(19|20)[0-9]{2}", release) else max(known.values())
