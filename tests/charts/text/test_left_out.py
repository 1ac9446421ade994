"""The note on rows that were left out: said of the years that a chart or a table shows, and of no others."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import left_out
from armsflow.languages import LANGUAGES, speaking
from tests.frames import made

SAID = "Left out: records of 2019, which may hold more of what is shown."


def sums(selection: str = "recipient=IND;left_out=2019", start: int = 2018, end: int = 2020, **cells):
    return pd.DataFrame([{"selection": selection, "start": start, "end": end, **cells}])


@pytest.mark.parametrize(
    ("frame", "years"),
    [
        (sums(), "2019"),
        (sums("recipient=IND;left_out=2012-2019+2021"), "2018–19"),
        (sums("recipient=IND;left_out=2010+2012+2014+2016+2018", 2010), "2010, 2012, 2014 and 2 more"),
        # one before and one after a year without a row
        (pd.concat([sums(start=2018, end=2018), sums(start=2020, end=2020)]), "2019"),
        # the window before
        (sums(start=2020, end=2020, previous=5.0, change=0.2), "2019"),
    ],
)
def test_the_years_shown_are_named(frame, years):
    assert left_out.note(frame) == SAID.replace("2019", years)


@pytest.mark.parametrize(
    "frame", [sums("recipient=IND"), sums(start=2020), sums().drop(columns="start"), sums().iloc[:0]]
)
def test_nothing_is_said_of_other_years(frame):
    assert left_out.note(frame) == ""


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_other_languages(language):
    with speaking(language):
        said = left_out.note(sums())
    assert "2019" in said
    assert said != SAID


def test_charts_and_documents_say_it(tmp_path):
    rows = {"recipient": ["all", "IND", "IND"], "year": [2019, 2018, 2020], "value": [50e6, 5e6, 2e6]}
    known = {"supplier": "USA", "stage": "delivery", "unit": "TIV", "source": "sipri"}
    records = made(pd.DataFrame(rows), **known, observed=(2018, 2020))
    chosen = af.where(records, recipient="IND")
    for frame in (chosen, af.to_periods(chosen, 3, end=2020)):
        found = af.totals(frame, by="recipient")
        assert SAID in af.describe(af.plot_totals(found))
        af.write_table(found, tmp_path / "table.html")
        assert SAID in (tmp_path / "table.html").read_text(encoding="utf-8")
