"""Lines that name several states or none: which may be of any, and how a selection names their years."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from armsflow.sources.unnamed import are_unnamed, selections, years_unnamed

SEVERAL = "unk:several_recipients"


@pytest.mark.parametrize(
    ("name", "code", "amount", "any_party"),
    [
        ("DENEMARKEN, ZWEDEN", SEVERAL, 7.0, True),
        ("NAVO", SEVERAL, np.nan, True),
        ("Global", SEVERAL, 7.0, True),
        ("ONBEKEND", "unk:recipient", 7.0, True),
        ("DENEMARKEN", "DNK", 7.0, False),
        ("DIVERSE LANDEN", SEVERAL, 0.0, False),
        # no state of its own has a part in these
        ("Continental Shelf Norwegian Sector", SEVERAL, 7.0, False),
        ("French Overseas Territory", SEVERAL, 7.0, False),
        ("International Organizations", SEVERAL, 7.0, False),
    ],
)
def test_lines_that_may_be_of_any_party(name, code, amount, any_party):
    assert are_unnamed([name], [code], np.array([amount])).tolist() == [any_party]


def test_each_data_set_names_its_own_years():
    # a word may stand twice in a dictionary
    datasets = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 0]), pa.array(["a", "b", "a"]))
    years = np.array([2004, 2005, 2006, 2005], dtype="int16")
    some = {"recipient": np.array([True, True, True, False])}
    assert selections(datasets, years, {"supplier": ["NLD"]}, some).to_pylist() == [
        "supplier=NLD;unnamed=recipient:2004+recipient:2006",
        "supplier=NLD;unnamed=recipient:2005",
        *["supplier=NLD;unnamed=recipient:2004+recipient:2006"] * 2,
    ]
    assert selections("", years, {}, some) == "unnamed=recipient:2004-2006"
    assert selections("", years, {}, {"recipient": np.zeros(4, dtype=bool)}) == ""


def test_sums_over_years_name_all_of_them():
    first, last = np.array([2008, 2001]), np.array([2013, 2002])
    assert years_unnamed(first, last, np.array([True, True])) == [(2001, 2002), (2008, 2013)]
