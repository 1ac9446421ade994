"""Words that only few charts have, one by one."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.draw.tips import _box
from armsflow.charts.protocol.absent import _keys
from armsflow.charts.text import covered, description, foot, former_states, left_out, names
from armsflow.languages import speaking
from tests.frames import make

NONE = float("nan")


def sums(by: str = "supplier", **cells) -> pd.DataFrame:
    return af.totals(make([{"value": 5.0} | cells], unit="TIV"), by=by)


def test_more_are_counted():
    assert description._more(3) == "3 more"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["category"], "“Others” may include categories that are named elsewhere on the chart."),
        (["supplier"], "“Others” may include parties that are named elsewhere on the chart."),
        (["stage"], "“Others” may include some that are named elsewhere on the chart."),
    ],
)
def test_others_may_hold_who_is_named_elsewhere(monkeypatch, keys, said):
    frame = sums(by=keys[0]).assign(**{keys[0]: "others"})
    monkeypatch.setattr(foot, "_are_named_apart", lambda frame: True)
    assert foot.others_note(frame) == said


def test_no_row_has_no_first_year():
    assert former_states._first_year(sums().iloc[:0]) == 0
    assert former_states._first_year(sums()) == 2015


def test_of_a_group_of_the_users_own_flows_may_be_missing():
    assert left_out._may_lack("supplier=RUS", "members:own:mine")


def test_others_are_declined_in_a_title():
    with speaking("de"):
        assert names._in_title("others", "from", "name") == "anderen"


def test_rows_that_say_nothing_of_choices_have_nothing_beside_them():
    assert not covered._beside_unnamed(pd.DataFrame({"supplier": ["RUS"]}), "supplier").any()


def test_a_mark_that_is_nowhere_has_no_tip():
    assert _box(NONE, 0, 1, 1, 10.0) is None
    assert _box(0, 0, 100, 50, 200.0) is not None


def test_shares_of_other_keys_than_they_say_are_of_none():
    shares = af.shares(make([{"value": 5.0}], unit="TIV"))
    assert _keys(shares) == (["supplier"], ["recipient"])
    assert _keys(shares.assign(of="category")) is None
