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


# states that were chosen as members by date


def of_brics(source: str = "sipri", first: int = 2009, last: int = 2024) -> pd.DataFrame:
    """India 90, South Africa 5, a member from 2010, and the Emirates 10 of 2024, when they joined."""
    given = pd.DataFrame(
        {
            "recipient": ["IND", "ARE", "ARE", "IND", "ZAF"],
            "year": [2009, 2010, 2024, 2024, 2012],
            "value": [50.0, 900, 10, 40, 5],
        }
    )
    records = made(given, supplier="RUS", stage="delivery", unit="TIV", source=source, observed=(first, last))
    return af.where(records, recipient="BRICS")


AS_MEMBERS = (
    "Each state only in its years as a member: South Africa from 2010; United Arab Emirates from 2024."
)


@pytest.mark.parametrize("source", ["sipri", "invented"])
def test_who_was_chosen_by_date_stands_with_its_years_and_nothing_is_called_incomplete(source, tmp_path):
    """The foot said "At most 2010–24 is covered in full: 2009–24 incomplete", or "Records from 2010 on"."""
    sums = af.totals(of_brics(source), by="recipient", over=(2009, 2024))
    assert sums.set_index("recipient")["value"].to_dict() == {"ARE": 10, "IND": 90, "ZAF": 5}
    words = af.describe(af.plot_totals(sums))
    assert AS_MEMBERS in words
    assert not any(word in words for word in ("incomplete", "covered", "Records"))
    af.write_table(sums, tmp_path / "table.html")
    page = (tmp_path / "table.html").read_text(encoding="utf-8")
    assert AS_MEMBERS in page
    assert "covered" not in page


def test_years_that_the_source_lacks_are_still_said():
    """Of 2024 nothing was chosen, so that it is missing of India and of South Africa."""
    records = af.where(of_brics(), years=(2009, 2023))
    sums = af.totals(records, by="recipient", over=(2009, 2024))
    assert sums["recipient"].tolist() == ["IND", "ZAF"]
    assert sums[["observed_start", "observed_end"]].values.tolist() == [[2009, 2023], [2010, 2023]]
    words = af.describe(af.plot_totals(sums))
    assert "Each state only in its years as a member: South Africa from 2010." in words
    assert "Not covered: 2024 (2009–24 incomplete)." in words
    assert words.count("Not covered") == 1


def test_lines_of_single_years_and_rankings_say_it_too():
    years = af.totals(of_brics(), by="recipient")
    assert years["complete"].all()
    assert AS_MEMBERS in af.describe(af.plot_lines(years))
    ranked = af.rankings(of_brics(), of="recipient", window=5, whole="chosen", incomplete="keep")
    assert "Each state only in its years as a member: United Arab Emirates from 2024." in af.describe(
        af.plot_rankings(ranked)
    )


def test_beside_others_those_are_named_who_may_be_among_them():
    words = af.describe(af.plot_totals(af.totals(of_brics(), by="recipient", over=(2009, 2024), top=1)))
    assert "South Africa from 2010; Egypt, Ethiopia, Iran and United Arab Emirates from 2024." in words
    assert "incomplete" not in words


def test_who_was_chosen_by_name_has_all_years():
    records = made(
        {"recipient": ["IND", "ZAF"], "year": 2010, "value": [1.0, 2]},
        supplier="RUS", stage="delivery", unit="TIV", source="sipri", observed=(2009, 2024),
    )  # fmt: skip
    sums = af.totals(
        af.where(records, recipient=["India", "South Africa"]), by="recipient", over=(2009, 2024)
    )
    assert "member" not in af.describe(af.plot_totals(sums))


def test_of_many_the_number_is_said():
    """In 2000–24 fourteen joined the EU or left."""
    rows = {"recipient": ["POL", "GBR"], "year": 2010, "value": [1.0, 2]}
    given = made(rows, supplier="USA", stage="delivery", unit="TIV", source="sipri", observed=(2000, 2024))
    chosen = af.where(given, recipient="members:EU")
    sums = af.totals(chosen, by="recipient", over=(2000, 2024))
    assert "Poland from 2004; United Kingdom to 2019" in joiners.note(sums, "name").replace(
        "United Kingdom to 2019; Poland from 2004", "Poland from 2004; United Kingdom to 2019"
    )
    folded = sums.assign(recipient=["others", "GBR"])
    assert "member: 14 joined or left." in joiners.note(folded, "name")


def test_a_member_with_two_spans_has_both():
    assert joiners._one("Spain", [(2010, 2011), (2013, 2014)], (2010, 2014)) == "Spain 2010–11, 2013–14"
    assert joiners._one("Croatia", [(2013, 2014)], (2010, 2014)) == "Croatia from 2013"
    assert joiners._one("Greece", [(2010, 2012)], (2010, 2014)) == "Greece to 2012"
