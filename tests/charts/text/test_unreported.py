"""The note on states that report in some windows and not in others: a missing bar is no 0."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import unreported
from armsflow.languages import LANGUAGES, speaking
from tests.frames import made

NBSP = "\u00a0"
GERMANY = f"No figure: Germany{NBSP}2008–09."


def exports(source: str = "coarm", **years: list[int]) -> pd.DataFrame:
    """Exports of 1 per state and year to India."""
    rows = [(code, year, 1.0) for code, some in years.items() for year in some]
    given = pd.DataFrame(rows, columns=["supplier", "year", "value"])
    return made(
        given, recipient="IND", stage="delivery", unit="EUR", source=source, reporter="supplier",
        observed=(2006, 2009),
    )  # fmt: skip


ALL = [2006, 2007, 2008, 2009]
SOME = {"DEU": [2006, 2007], "FRA": ALL}


def said(records: pd.DataFrame, **given) -> str:
    return unreported.note(af.totals(records, by="supplier", **given), "name")


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (SOME, GERMANY),
        ({"DEU": ALL, "FRA": ALL}, ""),
        # not side by side
        ({"DEU": [2007, 2009], "FRA": ALL}, f"No figure: Germany{NBSP}2006 and 2008."),
        (
            {code: [2006] for code in ("AUT", "BEL", "DEU", "ITA", "ESP")} | {"FRA": ALL},
            "No figure: "
            + ", ".join(f"{name}{NBSP}2007–09" for name in ("Austria", "Belgium", "Germany"))
            + " and 2 more.",
        ),
    ],
)
def test_who_has_no_figure_in_which_years(years, words):
    assert said(exports(**years)) == words


def test_one_window_and_other_sources_say_nothing():
    assert said(exports(**SOME), over=(2006, 2009)) == ""
    # this source lists all there is: a year without a record is 0
    assert said(exports("uk_licences", **SOME)) == ""
    assert unreported.note(af.totals(exports(**SOME), by="recipient"), "name") == ""


def test_an_undisclosed_figure_is_a_report():
    records = exports(DEU=ALL, FRA=ALL)
    gone = (records["supplier"] == "DEU") & (records["start"] == 2008)
    records.loc[gone, ["value", "low", "high"]] = [float("nan"), 0.0, float("inf")]
    assert said(records) == ""


def test_changes_name_the_window_before():
    windows = af.to_periods(exports(DEU=[2006, 2007], ITA=[2008, 2009], FRA=ALL), 2, end=2009)
    changes = af.changes(windows, incomplete="keep")
    expected = f"No figure: Germany{NBSP}2008–09 and Italy{NBSP}2006–07."
    assert unreported.note(changes, "name") == expected


def test_a_change_over_other_reporters_is_not_complete():
    """India received as much from France, and nobody knows what from Germany."""
    for years, complete in ((SOME, False), ({"DEU": ALL, "FRA": ALL}, True)):
        chosen = af.where(exports(**years), supplier=["DEU", "FRA"])
        changes = af.changes(af.to_periods(chosen, 2, end=2009), of="recipient", incomplete="keep")
        assert changes["complete"].tolist() == [complete]
    # of all that may report it is not known who they are
    changes = af.changes(af.to_periods(exports(**SOME), 2, end=2009), of="recipient")
    assert changes["complete"].tolist() == [False]


def test_charts_and_documents_say_it(tmp_path):
    sums = af.totals(exports(**SOME), by="supplier")
    ax = af.plot_totals(sums)
    assert GERMANY.replace(NBSP, " ") in af.describe(ax)
    assert GERMANY in " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    af.write_table(sums, tmp_path / "table.html")
    text = (tmp_path / "table.html").read_text(encoding="utf-8").replace("&nbsp;", NBSP)
    assert GERMANY in text


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_other_languages(language):
    with speaking(language):
        words = said(exports(**SOME))
    assert "2008" in words
    assert "No figure" not in words
