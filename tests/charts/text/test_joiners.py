"""The note on groups whose members differ between windows: who joined, who left, and nobody else."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import joiners
from armsflow.languages import LANGUAGES, speaking
from tests.frames import made

UNITED_KINGDOM = "Members differ by year: EU members (United Kingdom to 2019)."


def frame(*spans, group="members:EU", **cells) -> pd.DataFrame:
    rows = [
        {
            "supplier": group, "period": f"{a}–{b}", "value": 1.0, "low": 1.0, "high": 1.0, "start": a,
            "end": b, "unit": "TIV", "prices": "current", "stage": "delivery", "source": "sipri",
            "complete": True, "selection": "", **cells,
        }
        for a, b in spans
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (frame((2015, 2019), (2020, 2024)), UNITED_KINGDOM),
        # within the first window nobody joined or left
        (frame((2014, 2016), (2017, 2019)), ""),
        (
            frame((2010, 2014), (2015, 2019), (2020, 2024)),
            "Members differ by year: EU members (United Kingdom to 2019, Croatia from 2013).",
        ),
        # ten joined in 2004, two in 2007, one in 2013
        (frame((2000, 2004), (2010, 2014)), "Members differ by year: EU members (13 joined or left)."),
        # one window is compared with none, but for changes
        (frame((2015, 2024)), ""),
        (frame((2020, 2024), previous=2.0, change=-0.5), UNITED_KINGDOM),
        # a region has its states always, and a state no members
        (frame((1985, 1989), (1995, 1999), group="members:Europe"), ""),
        (frame((2015, 2019), (2020, 2024), group="GBR"), ""),
        (frame((2015, 2019), (2020, 2024), group="members:Of mine"), ""),
        # chosen, and no key
        (
            frame((2015, 2019), (2020, 2024), selection="supplier=members:EU").drop(columns="supplier"),
            UNITED_KINGDOM,
        ),
        (frame((2015, 2019), (2020, 2024)).iloc[:0], ""),
    ],
)
def test_who_joined_or_left_in_the_years_of_the_windows(rows, said):
    assert joiners.note(rows, "name") == said


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_other_languages(language):
    with speaking(language):
        said = [joiners.note(frame((first, first + 4), (2020, 2024)), "name") for first in (2015, 2010, 2000)]
    assert "2019" in said[0]
    assert "2013" in said[1]
    assert "14" in said[2]
    assert not any(word in " ".join(said) for word in ("Members", "joined", "from"))


def test_charts_and_documents_say_it(tmp_path):
    """Nobody delivered more or less, and the EU lost what the United Kingdom delivers."""
    given = pd.DataFrame(
        {
            "supplier": ["FRA", "GBR"] * 2,
            "year": [2019, 2019, 2020, 2020],
            "value": [60.0, 40.0] * 2,
        }
    )
    records = made(
        given, recipient="IND", stage="delivery", unit="TIV", source="invented", observed=(2019, 2020)
    )
    changes = af.changes(af.to_groups(records, "EU", side="supplier"))
    row = changes.set_index("supplier").loc["members:EU"]
    assert row["change"] == pytest.approx(-0.4)
    assert UNITED_KINGDOM in af.describe(af.plot_changes(changes))
    af.write_table(changes, tmp_path / "table.html")
    assert UNITED_KINGDOM in (tmp_path / "table.html").read_text(encoding="utf-8")
    # each by itself is no group
    assert "Members" not in af.describe(af.plot_changes(af.changes(records)))
