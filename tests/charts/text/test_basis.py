"""Whose report figures are, and which years a source counts, in words."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.charts.text import basis
from armsflow.languages import LANGUAGES, entries, speaking
from tests.frames import made

FISCAL = "Years: US fiscal years, October to September"


def tanks(pieces=(40.0, 8.0), **constants):
    rows = pd.DataFrame({"recipient": ["DEU", "CHL"], "year": [2012, 2013], "value": pieces})
    about = {"supplier": "NLD", "stage": "delivery", "unit": "pieces", "category": "un:I"}
    about |= {"source": "unroca", "reporter": "supplier", "observed": (2012, 2013)}
    return made(rows, **(about | constants))


def sums(records, by="recipient", **arguments):
    return af.totals(records, by=by, over=(2012, 2013), **arguments)


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("constants", "words"),
    [
        ({}, "Deliveries, pieces, 2012–13; as reported by suppliers. "),
        ({"reporter": "recipient"}, "Deliveries, pieces, 2012–13; as reported by recipients. "),
        ({"reporter": "third"}, "Deliveries, pieces, 2012–13; reporter not stated. "),
        # in other sources one side reports, or a table says who
        ({"source": "sipri"}, "Deliveries, pieces, 2012–13. "),
        ({"source": "comtrade", "dataset": "exports"}, "Deliveries, pieces, 2012–13; exports as reported. "),
    ],
)
def test_a_chart_of_one_report_says_whose_it_is(constants, words):
    ax = af.plot_totals(sums(tanks(**constants)))
    assert f". {words}" in af.describe(ax)
    parts = af.shares(tanks(**constants), of="recipient", within="supplier", over=(2012, 2013))
    shares = af.plot_shares(parts)
    assert ("as reported by" in af.describe(shares)) == ("as reported by" in words)


def test_rows_of_two_reports_say_it_themselves():
    theirs = tanks((38.0, 8.0), reporter="recipient").assign(record=["a", "b"])
    both = af.concat(tanks(), theirs)
    said = af.describe(af.plot_totals(sums(both, ["recipient", "reporter"])))
    assert "as reported by" not in said
    assert "Germany, Supplier’s report: 40" in said
    assert "Recipient’s report: 8" in said
    gaps = af.discrepancies(both, between=("reporter", "supplier", "recipient"), over=(2012, 2013))
    assert "as reported by" not in af.describe(af.plot_discrepancies(gaps))
    # one flow of which only one side says anything
    alone = gaps[gaps["recipient"] == "CHL"].assign(reporter="supplier", recipient_records=0)
    assert basis.reported(alone) == ""


def sales(stages=("delivery", "contract"), **constants):
    rows = pd.DataFrame({"stage": stages, "year": 2012, "value": [2e9, 3e9][: len(stages)]})
    about = {"supplier": "USA", "recipient": "SAU", "unit": "USD", "source": "sam", "observed": (2012, 2013)}
    return made(rows, **(about | {"dataset": "Foreign Military Sales"} | constants))


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (sales(), f"{FISCAL}."),
        (sales(("offer",)), ""),
        (sales(("offer", "delivery")), f"{FISCAL} (deliveries)."),
        (sales(source="sipri"), ""),
        # records say it themselves, summaries do not have the column
        (sales(source="mine").assign(year_basis="US fiscal year, October to September"), f"{FISCAL}."),
        (sales().iloc[:0], ""),
        (
            pd.concat([sales(("delivery",)), sales(("delivery",), source="sipri")]),
            f"{FISCAL} (Security Assistance Monitor).",
        ),
        (sales()[["value"]], ""),
    ],
)
def test_fiscal_years_are_named(records, said):
    assert basis.fiscal_note(records) == said


def test_charts_and_documents_say_that_years_are_fiscal(tmp_path):
    found = sums(sales(), "stage")
    # its foot as well as its words
    ax = af.plot_totals(found)
    ax.figure.draw_without_rendering()
    assert any(f"{FISCAL}." in text.get_text().replace("\n", " ") for text in ax.texts)
    assert f"{FISCAL}." in af.describe(ax)
    af.write_table(found, tmp_path / "table.html")
    assert f"{FISCAL}." in (tmp_path / "table.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_other_languages(language):
    known = {entry.message for entry in entries(language)}
    with speaking(language):
        assert "Oct" not in basis.fiscal_note(sales(("offer", "delivery")))
        assert basis.reported(sums(tanks())) != "as reported by suppliers"
    assert {f"{FISCAL}.", f"{FISCAL} ({{what}}).", *basis._REPORTED.values()} <= known
