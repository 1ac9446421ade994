"""Tables for people: wide, as SIPRI prints volumes, as HTML and as Word documents."""

from __future__ import annotations

import sys

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx import Document

import armsflow as af
from armsflow.records.files_documents import shown, volume
from tests.frames import make

ROWS = make(
    {
        "recipient": ["ARM", "ARM", "AZE", "AZE", "GEO"],
        "year": [2015, 2016, 2015, 2016, 2016],
        "value": [12.5e6, 0.3e6, 1719e6, 2.49e6, 4e6],
        "source": "sipri",
        "observed_start": 2015,
        "observed_end": 2016,
    },
    unit="TIV",
)
TOTALS = af.totals(ROWS, by=["supplier", "recipient"])


def read(path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_wide_table_has_a_column_for_each_year(tmp_path):
    cells = read(af.write_table(TOTALS, tmp_path / "t.csv", wide="year"))
    assert cells[0] == [
        *("supplier", "supplier_name", "recipient", "recipient_name", "unit", "2015", "2016"),
    ]
    assert [row[2] for row in cells[1:]] == ["ARM", "AZE", "GEO"]
    assert [float(cell) for cell in cells[1][5:]] == [12.5e6, 0.3e6]


def test_volumes_are_printed_as_sipri_does(tmp_path):
    """Halves go up, less than half a million is 0, and none is blank."""
    cells = read(af.write_table(TOTALS, tmp_path / "t.csv", wide="year", style="sipri"))
    assert [row[4:] for row in cells[1:]] == [
        ["million TIV", "13", "0"],
        ["million TIV", "1719", "2"],
        ["million TIV", "", "4"],
    ]
    assert [volume(*each) for each in ((0, 0), (0, 0.5e6), (0.49e6, 1e6), (0.5e6, 1e6))] == [None, 0, 0, 1]
    assert volume(float("nan"), float("nan")) is None


def test_every_amount_is_printed_in_the_unit_that_the_table_names(tmp_path):
    """SIPRI's style once left the window before in TIV beside "million TIV"."""
    windows = af.to_periods(ROWS, [(2015, 2015), (2016, 2016)])
    changes = af.changes(windows, of="recipient")
    table = pd.read_csv(af.write_table(changes, tmp_path / "c.csv", style="sipri"))
    azerbaijan = table[(table["recipient"] == "AZE") & (table["period"] == 2016)].iloc[0]
    assert azerbaijan[["value", "previous", "unit"]].tolist() == [2, 1719, "million TIV"]
    sides = pd.read_csv(af.write_table(af.balances(ROWS), tmp_path / "b.csv", style="sipri"))
    given = sides[(sides["party"] == "AZE") & (sides["period"] == 2015)].iloc[0]
    assert given["received"] == 1719
    assert not {"low", "high", "supplied_low", "received_high"} & {*sides}
    # −1719 is no volume that SIPRI prints, and it is in the same unit
    assert given["value"] == -1719


def test_printed_volumes_are_numbers_for_a_spreadsheet(tmp_path):
    path = af.write_table(TOTALS, tmp_path / "t.xlsx", wide="year", style="sipri")
    (_, *rows) = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert [row[-2:] for row in rows] == [(13, 0), (1719, 2), (None, 4)]


def test_a_wide_table_of_shares_is_not_in_tiv(tmp_path):
    windows = af.to_periods(ROWS, [(2015, 2016)])
    shares = af.shares(windows, of="recipient", within="supplier")
    for style in ("plain", "sipri"):
        table = pd.read_csv(af.write_table(shares, tmp_path / "s.csv", wide="period", style=style))
        assert set(table["unit"]) == {"share"}


def test_documents_leave_out_what_is_empty_or_the_same_and_say_the_source(tmp_path):
    ranking = af.rankings(ROWS, of="recipient", window=1)
    document = Document(str(af.write_table(ranking, tmp_path / "r.docx", style="sipri")))
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert {"party", "party_name", "value", "previous", "share"} <= {*heads}
    assert not {"unit", "source", "stage", "start", "records", "previous_high"} & {*heads}
    assert document.paragraphs[-1].text == (
        "Unit: million TIV; stage: delivery; source: SIPRI Arms Transfers Database; "
        "own calculation with armsflow."
    )
    page = af.write_table(ranking, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<p>Unit: TIV; stage: delivery;" in page


def test_periods_and_shares_can_be_wide(tmp_path):
    windows = af.to_periods(ROWS, [(2015, 2016)])
    shares = af.shares(windows, of="recipient", within="supplier")
    cells = read(af.write_table(shares, tmp_path / "s.csv", wide="period"))
    assert cells[0][-2:] == ["unit", "2015–16"]
    assert sum(float(row[-1]) for row in cells[1:]) == pytest.approx(1)


def test_what_is_said_of_a_figure_is_no_key(tmp_path):
    """A state stood in two rows, one of the years observed and one of the others."""
    spent = pd.DataFrame({"party": ["ARM", "ARM"], "year": [2015, 2016], "value": [1.5, 2.5]})
    for more in ({}, {"measures": {"spending": spent}}):
        panel = af.panel(ROWS, years=(2014, 2016), unit="recipient", codes="cow", **more)
        assert panel.groupby("recipient")["observed"].nunique().max() == 2
        table = pd.read_csv(af.write_table(panel, tmp_path / "p.csv", wide="year"))
        assert list(table) == [
            *("recipient", "recipient_name", "recipient_cow", "unit", "2014", "2015", "2016"),
        ]
        assert len(table) == table["recipient"].nunique() == panel["recipient"].nunique()
        armenia = table[table["recipient"] == "ARM"].iloc[0]
        assert armenia[["recipient_cow", "2015", "2016"]].tolist() == [371, 12.5e6, 0.3e6]
        assert np.isnan(armenia["2014"])


def test_a_number_of_a_state_that_changes_parts_no_row(tmp_path):
    """Germany is 260 of Correlates of War until 1989 and 255 since."""
    rows = af.to_records(
        [{"recipient": "DEU", "year": year, "value": 1.0} for year in (1989, 1990)],
        supplier="USA", stage="delivery", unit="TIV",
    )  # fmt: skip
    panel = af.panel(rows, unit="recipient", codes="cow")
    germany = panel[panel["recipient"] == "DEU"]
    assert germany["recipient_cow"].tolist() == [260, 255]
    table = pd.read_csv(af.write_table(germany, tmp_path / "p.csv", wide="year"))
    assert list(table) == ["recipient", "recipient_name", "unit", "1989", "1990"]
    assert len(table) == 1


def test_the_years_of_every_summary_are_one_row_of_its_keys(tmp_path):
    """Herfindahl's bounds, places, partners and changes differ between the years of one party."""
    summaries = {
        ("recipient",): af.concentration(ROWS),
        ("party",): af.balances(ROWS),
        ("supplier", "left", "right"): af.supplier_balance(
            ROWS, supplier=ROWS["supplier"].iloc[0], between=("ARM", "AZE")
        ),
    }
    for keys, summary in summaries.items():
        table = pd.read_csv(af.write_table(summary, tmp_path / "s.csv", wide="year"))
        assert not table.duplicated([*keys]).any()
        assert [name for name in table if not name.endswith("_name")] == [*keys, "unit", "2015", "2016"]


def test_a_page_holds_cells_as_text(tmp_path):
    rows = TOTALS.assign(recipient="<b>&")
    page = af.write_table(rows.head(1), tmp_path / "t.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    assert page.count("<th ") == page.count("<td")


def test_a_word_document_holds_the_table(tmp_path):
    path = af.write_table(TOTALS, tmp_path / "t.docx", wide="year", style="sipri")
    grid = Document(str(path)).tables[0]
    assert [cell.text for cell in grid.rows[0].cells][-2:] == ["2015", "2016"]
    assert [cell.text for cell in grid.rows[2].cells][-2:] == ["1719", "2"]


def test_word_needs_its_package(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(af.DependencyError, match=r"pip install 'armsflow\[docx\]'"):
        af.write_table(TOTALS, tmp_path / "t.docx")


def test_cells_are_shown_as_people_read_them():
    cells = [None, float("nan"), True, 1234567.0, 0.25, 3, "x"]
    assert [shown(cell) for cell in cells] == ["", "", "yes", "1,234,567", "0.25", "3", "x"]


@pytest.mark.parametrize(
    ("frame", "arguments", "message"),
    [
        (TOTALS, {"wide": "decade"}, "wide is 'decade'; expected a column of a summary"),
        (af.totals(ROWS, over=(2015, 2016)), {"wide": "year"}, "some rows cover several years"),
        (pd.concat([TOTALS, TOTALS]), {"wide": "year"}, "several rows would share a cell of 'year'"),
        (TOTALS, {"style": "pretty"}, "style is 'pretty'"),
        (af.totals(make({"value": [1.0]})), {"style": "sipri"}, "the table is in 'USD'; expected volumes"),
    ],
)
def test_other_tables_are_refused(frame, arguments, message, tmp_path):
    with pytest.raises(af.ArgumentError, match=message):
        af.write_table(frame, tmp_path / "t.csv", **arguments)
