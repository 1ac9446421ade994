"""The rules that every row of the records frame keeps."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.records.check import check
from armsflow.records.engines import frame_of
from tests.frames import make


def test_low_above_high_is_refused():
    with pytest.raises(af.RecordError, match="low lies above high in 1 row"):
        make({"value": [np.nan], "low": [2.0], "high": [1.0]})


def test_spans_must_run_forwards_and_end():
    with pytest.raises(af.RecordError, match="start lies after end"):
        make({"value": [1.0], "start": [2015], "end": [2014]})
    with pytest.raises(af.RecordError, match="span of years is too long"):
        make({"value": [1.0], "start": [1800], "end": [2099]})


def test_a_record_is_no_part_of_itself():
    with pytest.raises(af.RecordError, match="part of itself"):
        make({"value": [1.0], "record": ["a"], "part_of": ["a"]})


def test_offending_rows_come_with_the_error():
    with pytest.raises(af.RecordError, match="negative") as caught:
        make({"value": [-1, 2, -3]})
    assert caught.value.rows["record"].tolist() == ["1", "3"]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("value", -1.0, "negative"),
        ("low", -1.0, "negative"),
        ("high", -1.0, "negative"),
        ("quantity", -1.0, "negative"),
        ("low", np.inf, "infinite"),
        ("high", 3.0, "value lies outside"),
    ],
)
def test_each_rule_is_kept(column, value, message):
    with pytest.raises(af.RecordError, match=message):
        make({"value": [5.0], "unit": ["TIV"], column: [value]})


@pytest.mark.parametrize("category", ["ships+ships", "ships+aircraft"])
def test_a_set_of_categories_typed_in_later_is_in_order(category):
    records = make({"value": [5.0]}).assign(category=category)
    with pytest.raises(af.RecordError, match="in alphabetical order, each once"):
        af.totals(records, by="category")


def test_a_frame_whose_rules_hold_has_nothing_that_stands_twice():
    """Ids may stand twice in several sources."""
    rows = make([{"value": 1.0, "source": "user"}, {"value": 2.0, "source": "other"}]).assign(record="a")
    check(frame_of(rows))
    with pytest.raises(af.RecordError, match="record ids stand on several rows: 'a'"):
        check(frame_of(rows.assign(source="user")))
