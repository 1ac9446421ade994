"""Coverage: counts, no values."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import assert_alike, make

ROWS = {
    "supplier": ["RUS", "ISR", "RUS", "all"],
    "recipient": ["ARM", "AZE", "AZE", "AZE"],
    "source": ["a", "a", "a", "b"],
    "category": ["aircraft+ships", "aircraft", "all", "all"],
    "start": [2010, 2015, 2001, 2020],
    "end": [2019, 2015, 2003, 2020],
    "value": [1.0, np.nan, 3.0, 0.0],
    "estimated": [True, False, False, False],
}


def test_what_is_there_and_what_is_not():
    coverage = af.coverage(make(ROWS))
    assert coverage.values.tolist() == [
        ["a", 2001, 2019, 13, "2004–09", 3, 1, 1, 2, 4, ""],
        ["b", 2020, 2020, 1, "", 1, 0, 0, 0, 1, ""],
    ]
    assert list(coverage.columns) == (
        "source start end years gaps records undisclosed estimated categories parties release".split()
    )


def test_over_all():
    (row,) = af.coverage(make(ROWS), by=()).values.tolist()
    assert row == [2001, 2020, 14, "2004–09", 4, 1, 1, 2, 4, "a+b", ""]


def test_years_without_a_record_are_listed():
    """A record covers all years of its span; 2010–19 closes the gap that 2015 alone would leave."""
    coverage = af.coverage(make({**ROWS, "release": ["2", "1", "1", ""]}), by="supplier")
    found = coverage.set_index("supplier")[["years", "gaps", "source", "release"]]
    assert found.loc["RUS"].tolist() == [13, "2004–09", "a", "1+2"]
    assert found.loc["all"].tolist() == [1, "", "b", ""]
    rows = make({"year": [1998, 2001, 2003, 2003], "value": 1.0})
    assert af.coverage(rows).loc[0, ["start", "end", "years", "gaps"]].tolist() == [
        1998, 2003, 3, "1999–2000, 2002",
    ]  # fmt: skip


def test_years_are_those_of_which_records_told(engine):
    """Of a delivery those that are listed, of a row in a window its own, as `to_years` has them."""
    told = ["start", "end", "years", "gaps"]
    listed = make({"start": [2013], "end": [2020], "delivery_years": ["2013; 2019; 2020"], "value": [6.0]})
    for rows in (engine.of(listed), af.to_years(engine.of(listed))):
        assert engine.plain(af.coverage(rows))[told].values.tolist() == [[2013, 2020, 3, "2014–18"]]
    inner = listed.assign(delivery_years="2014; 2016")
    inner["low"] = 0.0
    assert engine.plain(af.coverage(engine.of(inner)))[told].values.tolist() == [[2014, 2016, 2, "2015"]]
    # what is listed of a contract are the years of its deliveries
    ordered = engine.of(listed.assign(stage="contract"))
    assert engine.plain(af.coverage(ordered))[told].values.tolist() == [[2013, 2020, 8, ""]]
    windows = af.to_periods(
        engine.of(make({"year": [2012, 2016, 2019], "value": [1.0, 2.0, 3.0]})), 5, end=2020
    )
    assert engine.plain(af.coverage(windows))[told].values.tolist() == [
        [2012, 2019, 3, "2013–15, 2017–18"],
    ]


def test_lists_of_years_that_cannot_be_read_are_refused(engine):
    rows = make({"start": [2013], "end": [2020], "delivery_years": ["soon"], "value": [6.0]})
    with pytest.raises(af.RecordError, match="delivery_years is 'soon'"):
        af.coverage(engine.of(rows))


@pytest.mark.covering(2)
@pytest.mark.parametrize("by", ["source", ["supplier", "stage"], ["supplier", "release"], ()])
def test_equal_on_every_engine(by, beside):
    assert_alike(lambda r: af.coverage(r, by), make(ROWS), engines=beside)
