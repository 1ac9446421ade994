"""Pages on a state that continues another: whether what the former one delivered is in the sum."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

import armsflow as af
from armsflow.languages import LANGUAGES, speaking
from armsflow.report.former_states import former_states
from armsflow.report.register_page import Question, register_page
from tests.frames import made

FLOWS = pd.DataFrame(
    [
        ("SUN", "IND", 1960, 7e6),
        ("SUN", "IND", 1988, 20e6),
        ("RUS", "IND", 1995, 10e6),
        ("RUS", "CHN", 1996, 3e6),
        ("SUN", "DDR", 1970, 4e6),
        ("RUS", "DEU", 2000, 1e6),
        ("USA", "YUG", 1980, 2e6),
        ("USA", "SRB", 2001, 5e6),
    ],
    columns=["supplier", "recipient", "year", "value"],
)


@cache
def register() -> pd.DataFrame:
    return made(FLOWS, stage="delivery", unit="TIV", source="sipri", observed=(1950, 2023))


def said(records: pd.DataFrame, **asked: str) -> list[str]:
    return former_states(records, {side: [code] for side, code in asked.items()})


def test_what_the_former_state_delivered_is_said_to_be_left_out():
    """27 million TIV of the Soviet Union, and 10 of Russia."""
    assert said(register(), supplier="RUS", recipient="IND") == [
        "Not counted: deliveries from the Soviet Union, 27 million TIV in 1960–88."
    ]
    page = register_page(register(), Question("RUS", "IND", None))
    assert page.answer[:2] == [
        "The deliveries of 1950–2023 come to 10 million TIV.",
        "Not counted: deliveries from the Soviet Union, 27 million TIV in 1960–88.",
    ]


def test_under_the_successor_they_are_said_to_be_counted():
    moved = af.to_successors(register())
    expected = ["Counted with these: deliveries from the Soviet Union, to 1991."]
    assert said(moved, supplier="RUS", recipient="IND") == expected
    page = register_page(moved, Question("RUS", "IND", None))
    assert page.answer[:2] == ["The deliveries of 1950–2023 come to 37 million TIV.", *expected]
    # what Russia delivered to China began in 1996
    assert said(moved, supplier="RUS", recipient="CHN") == []


@pytest.mark.parametrize(
    ("asked", "sentences"),
    [
        ({"supplier": "SUN", "recipient": "IND"}, ["deliveries from Russia, 10 million TIV in 1995."]),
        ({"recipient": "DEU"}, ["deliveries to East Germany, 4.0 million TIV in 1970."]),
        ({"recipient": "SRB"}, ["deliveries to Yugoslavia, 2.0 million TIV in 1980."]),
        ({"recipient": "YUG"}, ["deliveries to Serbia, 5.0 million TIV in 2001."]),
        ({"supplier": "USA"}, []),
        ({"supplier": "RUS", "recipient": "CHN"}, []),
        ({}, []),
    ],
)
def test_all_that_continue_each_other_are_looked_for(asked, sentences):
    assert said(register(), **asked) == [f"Not counted: {sentence}" for sentence in sentences]


@pytest.mark.covering(2)
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(language):
    with speaking(language):
        (left,) = said(register(), supplier="RUS", recipient="IND")
        (counted,) = said(af.to_successors(register()), supplier="RUS", recipient="IND")
    assert "27" in left
    assert "TIV" in left
    assert "1991" in counted


def test_a_year_by_year_table_begins_with_the_state():
    page = register_page(register(), Question("RUS", "IND", None))
    (years,) = (section for section in page.sections if getattr(section, "name", "") == "years")
    assert years.frame["year"].min() == 1992
