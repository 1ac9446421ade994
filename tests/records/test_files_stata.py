"""Tables for Stata: names that it takes, a label for each, and records that come back."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import armsflow as af
from tests.frames import made


def test_names_that_stata_lacks_are_said_and_keep_their_labels(tmp_path):
    long = "a_name_of_more_letters_than_stata_takes"
    table = pd.DataFrame(
        {"year": [1], long: [2.0], f"{long}_too": [3.0], "my col": [4.0], "long": [5], "1st": 6}
    )
    with pytest.warns(UserWarning, match=r"5 column\(s\) have another name in Stata: .*my col → my_col"):
        path = af.write_table(table, tmp_path / "t.dta")
    with pd.io.stata.StataReader(path) as file:
        labels = file.variable_labels()
    assert list(labels) == ["year", long[:32], f"{long[:29]}_2", "my_col", "_long", "_1st"]
    assert all(labels.values())
    assert labels["my_col"] == "My col"


def test_a_measure_of_a_panel_has_its_unit_in_its_label(tmp_path):
    records = made(
        {"recipient": ["Iraq"], "year": [2001], "value": [5.0]}, supplier="RUS", stage="delivery", unit="TIV"
    )
    gdp = pd.DataFrame({"party": ["IRQ"], "year": [2001], "value": [7.0], "unit": "USD", "prices": "2015"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        panel = af.panel(records, years=(2001, 2001), measures={"gdp": gdp})
    with pd.io.stata.StataReader(af.write_table(panel, tmp_path / "p.dta")) as file:
        labels = file.variable_labels()
    assert labels["recipient_gdp"] == "Recipient, gdp [USD, 2015 prices]"
    assert labels["value"] == "Value [TIV]"


def test_records_written_for_stata_come_back(tmp_path):
    records = af.read(af.table_path("sample_register.csv"))
    back = made(pd.read_stata(af.write_table(records, tmp_path / "r.dta")))
    by = ["supplier", "stage"]
    pd.testing.assert_frame_equal(af.totals(records, by=by), af.totals(back, by=by), check_dtype=False)
