"""The last step of a reader: what breaks a rule is found, whatever pandas holds text in."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from armsflow.sources import finished as module
from armsflow.sources.finished import finished

COLUMNS = {"reporter": "third", "supplier": "NOR", "stage": "delivery", "category": "all", "unit": "USD"}
COLUMNS |= {"start": 2020, "end": 2020, "observed_start": 2020, "observed_end": 2020}


@pytest.mark.parametrize(
    ("records", "values", "message"),
    [
        (["1", "2"], [3.0, -1.0], "amounts are negative in 1 row"),
        (["1", "1"], [3.0, 4.0], "record ids stand on several rows: '1'"),
    ],
)
def test_what_breaks_a_rule_is_refused_as_in_every_frame(records, values, message):
    columns = COLUMNS | {"record": records, "recipient": ["AUT", "CHL"], "value": np.array(values)}
    with pytest.raises(af.RecordError, match=message):
        finished(columns, "baci")


def test_a_null_of_text_stays_one_where_pandas_holds_text_as_objects(monkeypatch):
    monkeypatch.setattr(module, "_TEXT", np.dtype(object))
    monkeypatch.setattr(module, "_IN_ARROW", False)
    columns = COLUMNS | {"record": ["1", "2"], "recipient": ["AUT", "CHL"], "value": np.array([3.0, 1.0])}
    records = finished(columns | {"same_as": [None, "1"]}, "baci")
    assert records["same_as"].isna().tolist() == [True, False]
    assert records["recipient"].tolist() == ["AUT", "CHL"]
