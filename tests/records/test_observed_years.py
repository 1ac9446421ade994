"""Frames that do not say what they observe are parted as others are."""

from __future__ import annotations

import pytest

import armsflow as af
from armsflow.records.schema import OBSERVED
from tests.frames import make

SPAN = [{"value": 12.0, "start": 2010, "end": 2012}]


@pytest.mark.parametrize("lost", [[*OBSERVED], ["source"], [*OBSERVED, "source"]])
def test_a_frame_without_some_columns_is_parted_alike(lost):
    """A third of 12 in each year, whatever is known of the source."""
    whole = af.to_years(make(SPAN, unit="TIV", observed=(2009, 2013)))
    some = af.to_years(make(SPAN, unit="TIV", observed=(2009, 2013)).drop(columns=lost))
    assert some["value"].tolist() == [4.0, 4.0, 4.0]
    assert some["start"].tolist() == [2010, 2011, 2012]
    kept = [name for name in some if name not in lost]
    assert some[kept].equals(whole[kept])


def test_a_frame_that_says_nothing_of_years_is_cut_to_windows():
    records = make(SPAN, unit="TIV", observed=(2009, 2013)).drop(columns=[*OBSERVED])
    windows = af.to_periods(records, [(2009, 2010), (2011, 2012)])
    assert windows["value"].tolist() == [4.0, 8.0]
    assert not {*OBSERVED} & {*windows}
