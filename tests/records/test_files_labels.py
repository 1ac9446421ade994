"""Labels of columns: in words, with the unit of what is in it."""

from __future__ import annotations

import pandas as pd

import armsflow as af
from armsflow.records.files_labels import labels
from tests.summary_frames import deliveries


def test_amounts_have_the_unit_of_their_rows():
    records = deliveries(supplier=["USA", "FRA"], recipient=["FRA", "USA"], year=2020, value=[1, 2])
    said = labels(af.balances(records))
    assert said["value"] == "Value [TIV]"
    assert said["supplied_low"] == "Supplied low [TIV]"
    assert said["party"] == "Party"
    assert labels(af.shares(records))["share_high"] == "Share high [fraction]"


def test_rows_of_several_units_name_none():
    said = labels(pd.DataFrame({"value": [1, 2], "unit": ["TIV", "USD"], "start": 2020}))
    assert said == {"value": "Value", "unit": "Unit of the figures", "start": "First year"}


def test_a_label_is_no_longer_than_stata_takes():
    name = "a_very_long_name_" * 8
    assert len(labels(pd.DataFrame({name: [1]}))[name]) == 80
