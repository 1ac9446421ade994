"""Which edition was current on the day on which a file was made."""

from __future__ import annotations

from datetime import date

import pytest

from armsflow.sources.sipri.releases import release_of
from armsflow.tables import table


@pytest.mark.parametrize(
    ("day", "release"),
    [
        (None, ""),
        (date(1999, 1, 1), ""),
        # editions appear in March, and nobody knows on which day
        (date(2090, 1, 15), "2089"),
        (date(2090, 3, 10), ""),
        (date(2090, 9, 1), "2090"),
    ],
)
def test_the_edition_of_a_day(day, release):
    assert release_of(day) == release


def test_the_edition_of_the_day_on_which_it_appeared():
    last = table("sipri_releases.csv").iloc[-1]
    assert release_of(date.fromisoformat(last["published"])) == str(last["release"])
