"""Tables for people: wide, as SIPRI prints volumes, as HTML and as Word documents."""

from __future__ import annotations

import sys

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx import Document

import armsflow as af
from armsflow.languages import LANGUAGES, speaking
from armsflow.records.files_documents import shown, volume
from armsflow.records.files_words import HEADS, as_grid
from armsflow.summaries.columns import declared
from tests.frames import make
from tests.summaries.test_columns import SUMMARIES

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


AIRCRAFT = make(
    {
        "supplier": "RUS",
        "recipient": ["ARM", "AZE", "VNM", "unk:recipient", "IND"],
        "category": "aircraft",
        "year": 2020,
        "value": [1e6, 12.5e6, 4e6, 90e6, 50e6],
        "estimated": [True, False, False, False, False],
        "source": "sipri",
    },
    unit="TIV",
)


def lines(path) -> list[list[str]]:
    """The heads, the rows and the line below of a Word document."""
    document = Document(str(path))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    return [*rows, [document.paragraphs[-1].text]]


def read(path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_wide_table_has_a_column_for_each_year(tmp_path):
    cells = read(af.write_table(TOTALS, tmp_path / "t.csv", wide="year"))
    assert cells[0] == [
        *("supplier", "supplier_name", "recipient", "recipient_name", "unit", "2015", "2016"),
        *("prices", "stage", "source", "dataset", "release", "reporter", "complete", "selection"),
    ]
    assert [row[2] for row in cells[1:]] == ["ARM", "AZE", "GEO"]
    assert [float(cell) for cell in cells[1][5:7]] == [12.5e6, 0.3e6]
    assert cells[1][7:] == ["current", "delivery", "sipri", "", "", "third", "True", ""]


def test_a_wide_table_says_what_was_chosen_and_what_its_windows_have_together(tmp_path):
    """Cells of one row may be of two releases, and one of its years may lie outside the source."""
    chosen = af.totals(af.where(ROWS, recipient=["Armenia", "Azerbaijan"], years=(2015, 2016)))
    two = pd.concat([chosen.head(1).assign(release="2024"), chosen.tail(1).assign(release="2025")])
    two["complete"] = [True, False]
    (row,) = pd.read_csv(af.write_table(two, tmp_path / "t.csv", wide="year")).to_dict("records")
    assert row["selection"] == "recipient=ARM+AZE"
    assert row["release"] == "2024+2025"
    assert row["complete"] is False


def test_volumes_are_printed_as_sipri_does(tmp_path):
    """Halves go up, less than half a million is 0, and none is blank."""
    cells = read(af.write_table(TOTALS, tmp_path / "t.csv", wide="year", style="sipri"))
    assert [row[4:7] for row in cells[1:]] == [
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
    assert [row[5:7] for row in rows] == [(13, 0), (1719, 2), (None, 4)]


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
    assert {"Party", "Value", "Value, window before", "Share [%]", "Change [%]"} <= {*heads}
    assert not {"Unit", "Source", "Stage", "First year", "Entries", "Upper bound"} & {*heads}
    assert document.paragraphs[-1].text == (
        "Unit: million TIV; stage: delivery; source: SIPRI Arms Transfers Database; "
        "own calculation with armsflow."
    )
    page = af.write_table(ranking, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<p>Unit: TIV; stage: delivery;" in page


def test_a_document_says_what_was_chosen_ranks_and_counts_in_per_cent(tmp_path):
    """The source estimates all of Armenia's, which is "others"; what is not known stands before these."""
    chosen = af.where(AIRCRAFT, supplier="Russia", category="aircraft")
    totals = af.totals(chosen, by="recipient", top=3)
    found = lines(af.write_table(totals, tmp_path / "t.docx", style="sipri"))
    assert found == [
        ["Recipient", "Years", "Value", "Estimated by the source [%]", "Complete"],
        ["India", "2020", "50", "0", "yes"],
        ["Azerbaijan", "2020", "13", "0", "yes"],
        ["Vietnam", "2020", "4", "0", "yes"],
        ["Unknown recipient", "2020", "90", "0", "yes"],
        ["Others", "2020", "1", "100", "yes"],
        [
            "Unit: million TIV; stage: delivery; chosen: from Russia, aircraft; source: SIPRI Arms Transfers "
            "Database; own calculation with armsflow."
        ],
    ]


@pytest.mark.parametrize("wide", [None, "period"])
def test_shares_are_printed_in_per_cent_with_their_whole(tmp_path, wide):
    """12.5 of 17.5 million TIV are 71 per cent, 4 are 23 and 1 is 5.7."""
    some = af.where(AIRCRAFT, recipient=["ARM", "AZE", "VNM"])
    shares = af.shares(some, of="recipient", within="supplier", whole="chosen")
    found = lines(af.write_table(shares, tmp_path / "s.docx", wide=wide))
    place = found[0].index("Share [%]" if wide is None else "2020")
    assert [row[place] for row in found[1:-1]] == ["71", "23", "5.7"]
    assert "shares: parts of what was chosen;" in found[-1][0]
    assert "chosen: to Armenia, Azerbaijan and Vietnam;" in found[-1][0]
    unit = "TIV" if wide is None else "per cent of deliveries in TIV"
    assert found[-1][0].startswith(f"Unit: {unit}; stage: delivery;")


def test_a_document_says_prices_and_who_reports(tmp_path):
    rows = make({"value": [1.5e6]}, unit="USD", prices="2020", reporter="supplier")
    assert lines(af.write_table(af.totals(rows), tmp_path / "t.docx"))[-1] == [
        "Unit: US dollars of 2020; stage: delivery; reported by: supplier; source: user; own calculation "
        "with armsflow."
    ]


def test_a_document_keeps_what_is_undisclosed_also_where_all_rows_have_as_much(tmp_path):
    rows = make({"supplier": ["RUS", "USA"], "value": [None, None]}, unit="USD")
    found = lines(af.write_table(af.totals(rows), tmp_path / "t.docx"))
    assert [row[found[0].index("Undisclosed")] for row in found[1:-1]] == ["1", "1"]


def test_the_largest_stands_first_in_each_window_and_what_has_no_one_unit_as_it_was(tmp_path):
    found = lines(af.write_table(TOTALS, tmp_path / "t.docx"))
    assert [row[1:3] for row in found[1:-1]] == [
        ["Azerbaijan", "2015"],
        ["Armenia", "2015"],
        ["Georgia", "2015"],
        ["Georgia", "2016"],
        ["Azerbaijan", "2016"],
        ["Armenia", "2016"],
    ]
    mixed = TOTALS.assign(unit=["USD", *["TIV"] * (len(TOTALS) - 1)])
    found = lines(af.write_table(mixed, tmp_path / "m.docx"))
    assert [row[1] for row in found[1:-1]] == [*map(af.party_name, mixed["recipient"])]


def test_a_document_speaks_german(tmp_path):
    totals = af.totals(af.where(AIRCRAFT, supplier="Russia", recipient=["India", "Armenia"]), by="recipient")
    totals["value"] = [1234567.5, 50e6]
    path = af.write_table(totals, tmp_path / "t.docx", language="de")
    assert lines(path) == [
        [
            "Empfänger",
            "Jahre",
            "Wert",
            "Untergrenze",
            "Obergrenze",
            "Von der Quelle geschätzt [%]",
            "Vollständig",
        ],
        ["Indien", "2020", "50.000.000", "50.000.000", "50.000.000", "0", "ja"],
        ["Armenien", "2020", "1.234.568", "1.000.000", "1.000.000", "100", "ja"],
        [
            "Einheit: TIV; Stufe: Lieferung; ausgewählt: aus Russland an Armenien und Indien; Quelle: SIPRI "
            "Arms Transfers Database; eigene Berechnung mit armsflow."
        ],
    ]
    assert Document(str(path)).core_properties.language == "de"
    page = af.write_table(totals, tmp_path / "t.html", language="fr").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert "Inde</td>" in page


@pytest.mark.parametrize("ending", ["csv", "xlsx", "dta", "parquet"])
def test_data_files_are_not_translated(tmp_path, ending):
    with pytest.raises(
        af.ArgumentError, match=f"language is 'de' and the path ends in '.{ending}': only doc"
    ):
        af.write_table(TOTALS, tmp_path / f"t.{ending}", language="de")
    with pytest.raises(af.ArgumentError, match="language is 'it'; expected one of 'en', 'de'"):
        af.write_table(TOTALS, tmp_path / f"t.{ending}", language="it")


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_column_of_a_summary_has_a_head_in_words(language):
    """Of one stem or of several; words that two languages share are few."""
    columns = [name for name in declared() if name not in ("start", "end")]
    table = pd.DataFrame({name: [1.0, 2.0] for name in columns})
    english, other = as_grid(table).heads, []
    with speaking(language):
        other = as_grid(table).heads
    assert not [head for head in (*english, *other) if "_" in head]
    assert len([1 for a, b in zip(english, other, strict=True) if a == b]) <= 4
    assert {*HEADS.values()}


@pytest.mark.parametrize("noun", SUMMARIES)
def test_every_summary_can_be_a_document_in_every_language(noun, tmp_path):
    summary = SUMMARIES[noun][0]()
    sizes = set()
    for language in LANGUAGES:
        page = af.write_table(summary, tmp_path / "t.html", language=language).read_text(encoding="utf-8")
        assert page.count("<th ") > 1
        sizes.add((page.count("<th "), page.count("<td")))
    # other words, and the same cells
    assert len(sizes) == 1
    assert page.count("<tr>") == len(summary) + 1


def test_a_coverage_counts_and_is_in_no_per_cent(tmp_path):
    """Five records, of which the source estimates one."""
    heads, row, _ = lines(af.write_table(af.coverage(AIRCRAFT), tmp_path / "c.docx"))
    found = dict(zip(heads, row, strict=True))
    assert (found["Entries"], found["Estimated by the source"]) == ("5", "1")


def test_a_balance_keeps_bounds_only_where_they_say_more(tmp_path):
    sides = make({"recipient": ["ARM", "AZE"], "value": [1e6, 3e6], "low": [1e6, 2e6]}, unit="TIV")
    balance = af.supplier_balance(sides, supplier="Russia", between=("Armenia", "Azerbaijan"))
    heads, row, _ = lines(af.write_table(balance, tmp_path / "b.docx"))
    assert "Left, lower bound" not in heads
    assert row[heads.index("Right, lower bound")] == "2,000,000"


def test_periods_and_shares_can_be_wide(tmp_path):
    windows = af.to_periods(ROWS, [(2015, 2016)])
    shares = af.shares(windows, of="recipient", within="supplier")
    cells = read(af.write_table(shares, tmp_path / "s.csv", wide="period"))
    place = cells[0].index("2015–16")
    assert cells[0][place - 1] == "unit"
    assert sum(float(row[place]) for row in cells[1:]) == pytest.approx(1)


def test_what_is_said_of_a_figure_is_no_key(tmp_path):
    """A state stood in two rows, one of the years observed and one of the others."""
    spent = pd.DataFrame({"party": ["ARM", "ARM"], "year": [2015, 2016], "value": [1.5, 2.5]})
    for more in ({}, {"measures": {"spending": spent}}):
        panel = af.panel(ROWS, years=(2014, 2016), unit="recipient", codes="cow", **more)
        assert panel.groupby("recipient")["observed"].nunique().max() == 2
        table = pd.read_csv(af.write_table(panel, tmp_path / "p.csv", wide="year"))
        wanted = ["recipient", "recipient_name", "recipient_cow", "unit", "2014", "2015", "2016"]
        assert list(table)[: len(wanted)] == wanted
        assert not {"observed", "spending"} & {*table}
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
    assert list(table)[:5] == ["recipient", "recipient_name", "unit", "1989", "1990"]
    assert "recipient_cow" not in table
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
        named = [name for name in table if not name.endswith("_name")]
        # what the figures mean stands behind them
        assert named[: len(keys) + 3] == [*keys, "unit", "2015", "2016"]
        assert {*named[len(keys) + 3 :]} <= {
            *("prices", "stage", "source", "dataset", "release", "reporter", "complete", "selection"),
        }


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
    # Azerbaijan has more than Armenia
    assert [cell.text for cell in grid.rows[1].cells] == ["Russia", "Azerbaijan", "1719", "2"]


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
