"""Zeros of parties and of "others" where a row that was made one of the others may hold more."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.frames import made, plain

KNOWN = {"source": "sipri", "stage": "delivery", "unit": "TIV", "observed": (2010, 2012)}


def records(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["supplier", "recipient", "year", "value"])
    return made(frame, **KNOWN)


def zeros(summary, *keys: str) -> set[tuple]:
    frame = plain(summary)
    return {*frame.loc[frame["value"].eq(0), [*keys, "period"]].itertuples(index=False, name=None)}


#: NATO as a whole has 5 in 2012, which may be of France. France has 100 in 2010.
SMALL_GROUP = [
    ("FRA", "IND", 2010, 100.0),
    ("USA", "IND", 2010, 200.0),
    ("USA", "IND", 2012, 100.0),
    ("members:NATO", "IND", 2012, 5.0),
    ("CHN", "IND", 2010, 4.0),
]


@pytest.mark.parametrize("top", [2, {"supplier": 2}])
def test_a_party_has_no_zero_beside_its_group_among_the_others(top):
    summary = af.totals(records(*SMALL_GROUP), by="supplier", top=top)
    # of 2012 France may have a part of the 5 that the others have
    assert zeros(summary, "supplier") == {("FRA", "2011"), ("USA", "2011"), ("others", "2011")}


def test_shares_and_changes_leave_it_out_too():
    rows = records(*SMALL_GROUP)
    shares = af.shares(rows, top=2, absent="auto")
    assert ("FRA", "2012") not in zeros(shares, "supplier")
    changes = plain(af.changes(af.to_years(rows), of="supplier", top=2))
    # nothing in 2011, and of 2012 it is not known how much
    assert not len(
        changes[(changes["supplier"] == "FRA") & changes["period"].eq("2012") & changes["complete"]]
    )


def test_a_zero_that_the_user_asks_for_is_not_complete():
    summary = plain(af.totals(records(*SMALL_GROUP), by="supplier", top=2, absent="none"))
    complete = summary.set_index(["supplier", "period"])["complete"]
    assert not complete["FRA", "2012"]
    assert complete["FRA", "2011"]


def test_the_others_have_no_zero_where_one_of_them_may_have_more():
    """France is one of the others here; of 2012 the group that stands for itself may hold its figure."""
    rows = records(
        ("members:NATO", "IND", 2012, 500.0), ("CHN", "IND", 2010, 90.0), ("FRA", "IND", 2010, 4.0)
    )
    summary = af.totals(rows, by="supplier", top=1)
    assert ("others", "2011") in zeros(summary, "supplier")
    assert ("others", "2012") not in zeros(summary, "supplier")


def test_only_the_others_of_the_same_whole_count():
    """The group of the others delivered to India, and Egypt had all of it by name."""
    rows = [
        *SMALL_GROUP,
        *((code, "EGY", year, n) for code, year, n in [("FRA", 2010, 9.0), ("USA", 2012, 8.0)]),
    ]
    summary = af.totals(records(*rows), by=["supplier", "recipient"], top={"supplier": 2})
    found = zeros(summary, "supplier", "recipient")
    assert ("FRA", "IND", "2012") not in found
    assert ("FRA", "EGY", "2012") in found


def test_without_a_group_all_zeros_stay():
    rows = [row for row in SMALL_GROUP if row[0] != "members:NATO"]
    assert ("FRA", "2012") in zeros(af.totals(records(*rows), by="supplier", top=2), "supplier")
