"""Tables for people: wide, as SIPRI prints volumes, as HTML and as Word documents."""

from __future__ import annotations

import math
import sys

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

import armsflow as af
from armsflow.languages import LANGUAGES, speaking
from armsflow.records.files_documents import shown, volume, widened
from armsflow.records.files_words import HEADS, as_grid
from armsflow.summaries.columns import declared
from tests.frames import made, make
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
    # all are recipients, of one window that is complete
    assert {"Recipient", "Value", "Value, window before", "Share [%]", "Change [%]"} <= {*heads}
    gone = {"Unit", "Source", "Stage", "First year", "Entries", "Upper bound", "Side", "Years", "Complete"}
    assert not gone & {*heads}
    assert document.paragraphs[-1].text == (
        "Unit: million TIV; years: 2016; stage: delivery; source: SIPRI Arms Transfers Database; "
        "own calculation with armsflow. Volume 0: less than half a million TIV. Volume "
        "blank: none."
    )
    page = af.write_table(ranking, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<p>Unit: TIV; years: 2016; stage: delivery;" in page


def test_a_document_says_what_was_chosen_ranks_and_counts_in_per_cent(tmp_path):
    """The source estimates all of Armenia's, which is "others"; what is not known stands before these."""
    chosen = af.where(AIRCRAFT, supplier="Russia", category="aircraft")
    totals = af.totals(chosen, by="recipient", top=3)
    found = lines(af.write_table(totals, tmp_path / "t.docx", style="sipri"))
    assert found == [
        ["Recipient", "Value", "Estimated by the source [%]"],
        ["India", "50", "0"],
        ["Azerbaijan", "13", "0"],
        ["Vietnam", "4", "0"],
        ["Unknown recipient", "90", "0"],
        ["Others", "1", "100"],
        [
            "Unit: million TIV; years: 2020; stage: delivery; chosen: from Russia, aircraft; source: SIPRI "
            "Arms Transfers Database; own calculation with armsflow."
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
    unit = "TIV; years: 2020" if wide is None else "per cent of deliveries in TIV"
    assert found[-1][0].startswith(f"Unit: {unit}; stage: delivery;")


def test_a_document_says_prices_and_who_reports(tmp_path):
    rows = make({"value": [1.5e6]}, unit="USD", prices="2020", reporter="supplier")
    assert lines(af.write_table(af.totals(rows), tmp_path / "t.docx"))[-1] == [
        "Unit: US dollars of 2020; years: 2015; stage: delivery; reported by: supplier; source: user; own "
        "calculation with armsflow."
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
    totals[["value", "low"]] = [[1234567.5, 1e6], [50e6, 50e6]]
    totals["high"] = [math.inf, 50e6]
    path = af.write_table(totals, tmp_path / "t.docx", language="de")
    assert lines(path) == [
        ["Empfänger", "Wert", "Von der Quelle geschätzt [%]"],
        ["Indien", "50.000.000", "0"],
        ["Armenien", "1.234.568 [1.000.000 oder mehr]", "100"],
        [
            "Einheit: TIV; Jahre: 2020; Stufe: Lieferung; ausgewählt: aus Russland an Armenien und Indien; "
            "Quelle: SIPRI Arms Transfers Database; eigene Berechnung mit armsflow. Klammern nennen den "
            "kleinsten und den größten möglichen Wert."
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


@pytest.mark.covering(2)
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


@pytest.mark.covering(2)
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
    heads, row, (below,) = lines(af.write_table(balance, tmp_path / "b.docx"))
    assert not [head for head in heads if "bound" in head]
    assert row[heads.index("Left: Value")] == "1,000,000"
    assert row[heads.index("Right: Value")] == "3,000,000 [2,000,000–3,000,000]"
    assert below.endswith("Brackets give the least and the greatest possible value.")


OPEN_BELOW = pd.DataFrame({
    "supplier": ["FRA", "IND", "RUS"], "recipient": ["IND", "FRA", "IND"], "value": [30.0, 5.0, None],
    "low": [20.0, 5.0, 4.0], "high": [math.inf, 5.0, 6.0],
})  # fmt: skip


def test_what_is_open_below_has_its_upper_bound(tmp_path):
    """France gave India 20 or more: India's net is at most 5 − 20 − 4, and the cell was blank."""
    rows = af.to_records(OPEN_BELOW, year=2013, stage="delivery", unit="TIV", source="sipri")
    _, *nets, _ = lines(af.write_table(af.balances(rows), tmp_path / "n.docx"))
    assert dict(net[:2] for net in nets) == {
        "France": "25 [15 or more]",
        "India": "at most −19",
        "Russia": "4–6",
    }
    sides = af.supplier_balance(
        af.to_records(OPEN_BELOW.assign(recipient=["IND", "EGY", "PAK"], supplier="FRA"), year=2013,
                      stage="delivery", unit="TIV"),
        supplier="FRA", between=("EGY", "IND"),
    )  # fmt: skip
    _, row, _ = lines(af.write_table(sides, tmp_path / "s.docx"))
    assert row[1] == "−25 [at most −15]"  # 5 − 30, and 5 − 20


def test_a_net_below_0_has_a_minus_in_every_style(tmp_path):
    """Azerbaijan received 1,719 million TIV and supplied none."""
    for style, said in (("plain", "−1,719,000,000"), ("sipri", "−1,719")):
        heads, *rows, _ = lines(af.write_table(af.balances(ROWS), tmp_path / "b.docx", style=style))
        assert said in {row[heads.index("Net (supplied less received)")] for row in rows}


@pytest.mark.parametrize(
    ("language", "volume", "count"),
    [("en", "12,719", "1,250"), ("de", "12.719", "1.250"), ("es", "12.719", "1250")],
)
def test_whole_numbers_have_the_signs_of_their_language(tmp_path, language, volume, count):
    """A German table had 12719 where the page has 12.719; years and numbers of deals have no sign."""
    large = TOTALS.assign(
        **{name: TOTALS[name].where(TOTALS[name] != 1719e6, 12_719e6) for name in ("value", "low", "high")},
        records=1250,
    )
    how = {"style": "sipri", "language": language}
    wide = af.write_table(large, tmp_path / "w.html", wide="year", **how).read_text(encoding="utf-8")
    assert f">{volume}</td>" in wide
    assert ">12719</td>" not in wide
    columns = ["recipient", "year", "value", "records"]
    of_years = large.assign(year=large["start"])
    long = af.write_table(of_years, tmp_path / "l.html", columns=columns, **how).read_text(encoding="utf-8")
    assert [f">{cell}</td>" in long for cell in (volume, count, "2015")] == [True] * 3
    # a data file has plain numbers
    assert "12719" in af.write_table(large, tmp_path / "w.csv", wide="year", style="sipri").read_text()


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


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"uncertain": False},
            "Unit: US dollars, current prices; source: SIPRI Military Expenditure Database",
        ),
        (
            {"source": "wdi", "measure": "population", "unit": "persons"},
            "Unit: persons; source: World Bank, World Development Indicators; release: 2024;",
        ),
        (
            {"source": "wdi", "measure": "military spending", "unit": "share of GDP"},
            "Unit: share of GDP; source: World Bank, World Development Indicators (data of SIPRI);",
        ),
    ],
)
def test_a_table_of_spending_or_people_says_who_counted_them(tmp_path, columns, said):
    """That of `read_milex` has no column for its source."""
    frame = pd.DataFrame(
        {"party": ["ARM"], "year": [2023], "value": [1.5], "unit": "USD", "prices": "current"}
    )
    table = af.write_table(frame.assign(release="2024", **columns), tmp_path / "s.html")
    text = table.read_text(encoding="utf-8")
    assert said in text
    assert "Not in the frame" not in text


def test_a_number_of_a_state_that_changes_parts_no_row(tmp_path):
    """Germany is 260 of Correlates of War until 1989 and 255 since."""
    rows = made(
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
    assert [cell.text for cell in grid.rows[1].cells] == ["Russia", "Azerbaijan", "1,719", "2"]


def word(frame, path, **how):
    """A Word document of a frame as python-docx reads it back."""
    return Document(str(af.write_table(frame, path, **how)))


def test_the_ranking_of_an_analyst_is_fit_for_print(tmp_path):
    """Eighteen columns of 0.85 cm once stood upright on a sheet of US Letter."""
    register = af.where(af.read_sipri(af.table_path("sample_register.csv")), stage="delivery")
    ranking = af.rankings(register, of="supplier", end=2024, window=5, top=5)
    document = word(ranking, tmp_path / "r.docx", style="sipri")
    (page,) = document.sections
    assert [round(length.cm, 2) for length in (page.page_width, page.page_height)] == [29.7, 21.0]
    margins = (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin)
    assert {round(length.cm, 2) for length in margins} == {2.5}
    grid = document.tables[0]
    widths = [column.width.cm for column in grid.columns]
    assert [cell.width.cm for cell in grid.rows[2].cells] == pytest.approx(widths, abs=0.01)
    assert 16 < sum(widths) <= 24.7
    assert min(widths) > 1
    heads, first, *_ = lines(tmp_path / "r.docx")
    assert heads == [
        *("Place", "Supplier", "Value", "Share [%]", "Value, window before", "Share, window before [%]"),
        *("Change [%]", "Partner 1 [%]", "Partner 2 [%]", "Partner 3 [%]"),
        *("Estimated by the source [%]", "Estimated by the source, window before [%]"),
    ]
    row = ranking.iloc[0]
    share = f"{row['partner_1_share']:.0%}".removesuffix("%")
    assert first[1] == "Brazil"
    assert first[7] == f"{af.party_name(row['partner_1'])}\N{NO-BREAK SPACE}{share}"
    size = grid.rows[1].cells[0].paragraphs[0].style.font.size.pt
    assert size == 9


def test_rows_stay_whole_heads_come_again_and_numbers_stand_at_the_right(tmp_path):
    grid = word(TOTALS, tmp_path / "t.docx", wide="year").tables[0]
    repeated = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in grid.rows]
    assert repeated == [True, False, False, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in grid.rows)
    for row in grid.rows:
        places = [cell.paragraphs[0].alignment for cell in row.cells]
        assert places == [None, None, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.RIGHT]


def test_a_page_of_html_is_printed_in_the_same_way(tmp_path):
    few = af.write_table(TOTALS, tmp_path / "t.html", wide="year").read_text(encoding="utf-8")
    assert "@page { size: A4; margin: 2.5cm }" in few
    many = TOTALS.assign(**{f"own column {n}": "some words of a user" for n in range(8)})
    page = af.write_table(many, tmp_path / "t.html").read_text(encoding="utf-8")
    assert "@page { size: A4 landscape;" in page
    assert "tr { break-inside: avoid }" in page
    assert '<td class="n">' in page


def test_incomplete_windows_are_named_below_and_not_in_a_column(tmp_path):
    """A column "Complete: no" stood behind two windows, of which one was whole."""
    windows = af.totals(af.to_periods(ROWS, [(2015, 2016), (2017, 2018)]), by="recipient")
    windows = pd.concat([windows[windows["complete"]], windows[~windows["complete"]]])
    short = windows.head(1).assign(period="2017–18", start=2017, end=2018, complete=False)
    both = pd.concat([windows, short], ignore_index=True)
    found = lines(af.write_table(both, tmp_path / "t.docx", wide="period"))
    assert found[0] == ["Recipient", "2015–16", "2017–18"]
    assert "Not covered in full: 2017–18." in found[-1][0]
    # one row of a window is whole, the other is not: only a column says which
    mixed = pd.concat([both, short.assign(recipient="GEO", complete=True)], ignore_index=True)
    assert lines(af.write_table(mixed, tmp_path / "m.docx", wide="period"))[0][-1] == "Complete"
    # data files keep their columns
    assert "complete" in pd.read_csv(af.write_table(both, tmp_path / "t.csv", wide="period"))


def test_what_a_wide_table_has_no_column_for_is_said_below(tmp_path):
    """Of Armenia's the source estimates all; one of Azerbaijan's has no number."""
    rows = AIRCRAFT.assign(value=AIRCRAFT["value"].mask(AIRCRAFT["recipient"] == "AZE"))
    rows = rows.assign(low=rows["value"], high=rows["value"])
    below = lines(af.write_table(af.totals(rows, by="recipient"), tmp_path / "t.docx", wide="period"))[-1][0]
    assert "Records without a number, at most 1 in a row, are not in the figures." in below
    assert "The source estimates in full: Armenia." in below
    # and a column says it where there is one
    found = lines(af.write_table(af.totals(rows, by="recipient"), tmp_path / "t.docx"))
    assert {"Undisclosed", "Estimated by the source [%]"} <= {*found[0]}
    assert "stimated" not in found[-1][0]


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("values", "said", "unsaid"),
    [
        ([0.3e6, 2e6], ["Volume 0:"], ["blank"]),
        ([0.0, 2e6], ["Volume blank: none."], ["Volume 0"]),
        ([None, 2e6], ["Volume blank: none, or not known."], ["Volume 0"]),
        ([3e6, 2e6], [], ["Volume"]),
    ],
)
def test_0_and_a_blank_are_explained_where_they_stand(tmp_path, values, said, unsaid):
    rows = make({"recipient": ["ARM", "AZE"], "value": values, "source": "sipri"}, unit="TIV")
    totals = af.totals(rows, by="recipient")
    below = lines(af.write_table(totals, tmp_path / "t.docx", style="sipri"))[-1][0]
    assert [text for text in said if text not in below] == []
    assert [text for text in unsaid if text in below] == []
    assert "Volume" not in lines(af.write_table(totals, tmp_path / "t.docx"))[-1][0]


@pytest.mark.sweep
def test_the_meaning_of_0_is_said_in_every_language(tmp_path):
    for language in LANGUAGES:
        page = af.write_table(TOTALS, tmp_path / "t.html", wide="year", style="sipri", language=language)
        assert "TIV. Vol" in page.read_text("utf-8") or "TIV. Об" in page.read_text("utf-8")


def test_a_year_in_which_nothing_was_delivered_keeps_its_column(tmp_path):
    rows = ROWS.assign(value=ROWS["value"].where(ROWS["year"] == 2016, 0.0)) if "year" in ROWS else ROWS
    totals = af.totals(rows, by="recipient")
    totals.loc[totals["period"] == "2015", ["value", "low", "high"]] = 0.0
    heads, *_, (below,) = lines(af.write_table(totals, tmp_path / "t.docx", wide="period", style="sipri"))
    assert heads == ["Recipient", "2015", "2016"]
    assert "Volume blank: none." in below


def test_revisions_are_in_words_and_in_millions(tmp_path):
    """Russia's deliveries of 2015 grew from 2 to 5.5 million TIV; those of 2016 are new."""
    table = pd.DataFrame(
        {
            "what": "total",
            "change": ["changed", "added"],
            "supplier": "RUS",
            "year": pd.Series([2015, 2016], dtype="Int16"),
            "period": ["2015", "2016"],
            "column": "value",
            "old": [2e6, np.nan],
            "new": [5.5e6, 3e6],
            "difference": [3.5e6, np.nan],
            "ratio": [2.75, np.nan],
            "unit": "TIV",
            "remark": "",
            "old_release": "2024",
            "new_release": "2025",
        }
    )
    heads, first, second, (below,) = lines(af.write_table(table, tmp_path / "t.docx", style="sipri"))
    figures = ["Old", "New", "Difference (new less old)"]
    assert [dict(zip(heads, first, strict=True))[name] for name in figures] == ["2", "6", "4"]
    assert [dict(zip(heads, second, strict=True))[name] for name in figures] == ["", "3", ""]
    assert {"What differs", "Added, dropped or changed", "Column", "Old release", "New release"} <= {*heads}
    # of a deal, the year of its order, which no period says
    assert [row[heads.index("Year")] for row in (first, second)] == ["2015", "2016"]
    assert below.startswith("Unit: million TIV;")
    assert "not said here" not in below
    for language in LANGUAGES:
        heads = lines(af.write_table(table, tmp_path / "t.docx", language=language))[0]
        assert not {*table} & {*heads}
    with pytest.raises(af.ArgumentError, match="the table is in 'TIV', 'pieces'"):
        af.write_table(table.assign(unit=["TIV", "pieces"]), tmp_path / "t.html", style="sipri")
    # a user's own columns of these names are no revisions
    own = af.totals(ROWS, by="recipient").assign(old=1e6)
    with pytest.raises(af.ArgumentError, match="does not know: 'old'"):
        af.write_table(own, tmp_path / "t.html", style="sipri")


def test_an_empty_table_is_said_to_have_no_rows(tmp_path):
    for ending in ("html", "csv"):
        with pytest.raises(af.ArgumentError, match="the table has no rows"):
            af.write_table(TOTALS.head(0), tmp_path / f"t.{ending}", style="sipri")
    assert lines(af.write_table(TOTALS.head(0), tmp_path / "t.docx"))[0][0] == "Supplier"


NETS = {
    "balances": ("Net (supplied less received)", "Saldo (geliefert minus erhalten)"),
    "supplier_balance": ("Difference (left less right)", "Differenz (links minus rechts)"),
    "discrepancies": ("Gap (right less left)", "Abweichung (rechts minus links)"),
}


@pytest.mark.covering(1)
@pytest.mark.parametrize("noun", NETS)
def test_the_head_of_a_value_says_what_was_taken_from_what(tmp_path, noun):
    """All three were "Value", of which nobody could tell whether it was a sum or a rest."""
    table = SUMMARIES[noun][0]()
    english, german = NETS[noun]
    heads = lines(af.write_table(table, tmp_path / "t.docx"))[0]
    assert english in heads
    assert "Value" not in heads
    assert german in lines(af.write_table(table, tmp_path / "t.docx", language="de"))[0]
    # also of columns that do not tell it by themselves
    assert lines(af.write_table(table, tmp_path / "t.docx", columns=["stage", "value"]))[0][-1] == english
    assert len({_head_in(language, table, tmp_path) for language in LANGUAGES}) == len(LANGUAGES)


def _head_in(language, table, folder) -> str:
    return lines(af.write_table(table, folder / "t.docx", columns=["value"], language=language))[0][0]


def test_a_table_of_discrepancies_has_bounds_behind_figures_and_names_both_reporters(tmp_path):
    """India reports 2 pieces of 2011 and its supplier 1 of 2010; Peru reports none of 9."""
    rows = make(
        {
            "recipient": ["IND", "IND", "PER"],
            "year": [2010, 2011, 2010],
            "value": [1.0, 2.0, 9.0],
            "category": "un:I",
            "reporter": ["supplier", "recipient", "supplier"],
        },
        unit="pieces",
    )
    with pytest.warns(UserWarning, match="one side has records of years"):
        gaps = af.discrepancies(rows, between=("supplier", "recipient"), over=(2010, 2011))
    heads, india, peru, (below,) = lines(af.write_table(gaps, tmp_path / "t.docx"))
    first, second = dict(zip(heads, india, strict=True)), dict(zip(heads, peru, strict=True))
    assert [first["Left"], first["Right"]] == ["supplier", "recipient"]
    assert [first["Left: Value"], first["Right: Value"]] == ["1 or more", "2 or more"]
    assert first["Said by"] == first["Not reported by"] == "supplier, recipient"
    assert [second["Left: Value"], second["Said by"], second["Not reported by"]] == [
        *("9", "supplier", "recipient")
    ]
    assert "reported by: recipient, supplier;" in below
    german = lines(af.write_table(gaps, tmp_path / "t.docx", language="de"))
    assert not [cell for row in german[:-1] for cell in row if "supplier" in cell or "recipient" in cell]


def test_figures_outside_their_bounds_are_refused(tmp_path):
    """Values alone were divided by a million: 0.3 beside bounds of 300,000 was printed as 0."""
    totals = af.totals(ROWS, by="recipient")
    small = totals.assign(value=totals["value"] / 1e6)
    wrong = "value lies outside low and high in 5 row.*, low .*, high .*; expected low ≤ value ≤ high"
    for ending, style in (("html", "plain"), ("docx", "sipri"), ("csv", "sipri")):
        with pytest.raises(af.RecordError, match=wrong) as error:
            af.write_table(small, tmp_path / f"t.{ending}", style=style)
        assert len(error.value.rows) == 5
        with pytest.raises(af.RecordError, match="value lies outside"):
            af.write_table(small, tmp_path / f"t.{ending}", style=style, wide="year")
    with pytest.raises(af.RecordError, match="value lies outside low and high in 5 row"):
        af.plot_lines(small)
    half = af.balances(ROWS)
    half["received"] /= 1000
    with pytest.raises(af.RecordError, match="received lies outside received_low and received_high in 5 row"):
        af.write_table(half, tmp_path / "b.html")
    # noise of floats, nulls and open ends are no fault, and data files hold what the frame holds
    totals["value"] *= 1 + 1e-12
    totals.loc[0, "value"], totals.loc[1, "high"] = np.nan, np.inf
    assert af.write_table(totals, tmp_path / "t.html").exists()
    assert af.write_table(small, tmp_path / "t.csv").exists()


def test_numbers_of_a_user_are_refused_beside_millions(tmp_path):
    """Armenia's 12.5 million TIV of 2015 once stood as 12,500,000 beside 0 of 2016."""
    totals = af.totals(ROWS, by="recipient")
    before, now = (totals[totals["period"] == year] for year in ("2015", "2016"))
    merged = now.merge(before[["recipient", "value"]], on="recipient", suffixes=("", "_before"))
    merged["difference"] = merged["value"] - merged["value_before"]
    wrong = r"columns of amounts that it does not know: 'value_before', 'difference'; .* columns="
    for ending in ("html", "csv"):
        with pytest.raises(af.ArgumentError, match=wrong) as error:
            af.write_table(merged, tmp_path / f"t.{ending}", style="sipri")
        assert error.value.rows == ["value_before", "difference"]
        with pytest.raises(af.ArgumentError, match="does not know: 'difference'"):
            af.write_table(
                merged, tmp_path / f"t.{ending}", style="sipri", columns=["recipient", "difference"]
            )
    found = lines(af.write_table(merged, tmp_path / "t.docx", style="sipri", columns=["recipient", "value"]))
    assert found[1:-1] == [["Georgia", "4"], ["Azerbaijan", "2"], ["Armenia", "0"]]
    assert "12,500,000" in af.write_table(merged, tmp_path / "t.html").read_text("utf-8")


@pytest.mark.covering(4)
@pytest.mark.parametrize(
    ("name", "cells", "known"),
    [
        ("records_before", [1, 5000], True),
        ("share_before", [0.2, 0.7], True),
        ("first_year", [2015, 2016], True),
        ("first_year", [2e6, 3e6], False),
        # a change in TIV is no fraction, and a bound is an amount
        ("change_abs", [2e6, -3e6], False),
        ("low_before", [1.0, 2.0], False),
        ("Previous", [1e6, 2e6], False),
        ("population", [3, 10], False),
        ("in_strength", [1e6, 2e6], True),
    ],
)
def test_counts_fractions_and_years_may_stand_beside_millions(tmp_path, name, cells, known):
    totals = af.totals(ROWS[ROWS["recipient"] == "AZE"], by="recipient").assign(**{name: cells})
    if known:
        assert name in set(pd.read_csv(af.write_table(totals, tmp_path / "t.csv", style="sipri")))
    else:
        with pytest.raises(af.ArgumentError, match=f"does not know: '{name}'"):
            af.write_table(totals, tmp_path / "t.csv", style="sipri")


def test_every_column_of_the_library_may_be_printed_as_sipri_does(tmp_path):
    register = af.where(af.read(af.table_path("sample_register.csv")), years=(2023, 2024))
    deliveries = af.where(register, stage="delivery")
    tables = {
        "records": register,
        "degrees": af.degrees(deliveries),
        "network": af.network(deliveries),
        "coverage": af.coverage(deliveries, by="supplier"),
        "shares": af.shares(deliveries, of="supplier", within="recipient"),
        "concentration": af.concentration(deliveries),
    }
    for noun, table in tables.items():
        assert af.write_table(table, tmp_path / f"{noun}.html", style="sipri").exists()
    strengths = pd.read_csv(af.write_table(tables["degrees"], tmp_path / "d.csv", style="sipri"))
    assert strengths["in_strength"].max() == round(tables["degrees"]["in_strength"].max() / 1e6)


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("values", "gone", "style", "said"),
    [
        # Georgia's 2015 is no row of the frame, whatever it was
        ([5e6, 3e6, 4e6], 1, "sipri", "Blank: not in the table."),
        ([5e6, 3e6, 4e6], 1, "plain", "Blank: not in the table."),
        ([0.0, 3e6, 4e6], 1, "sipri", "Volume blank: none, or not in the table."),
        ([0.0, 3e6, 4e6], 1, "plain", "Blank: not in the table."),
        ([None, 0.0, 4e6], 1, "sipri", "Volume blank: none, not known, or not in the table."),
        ([None, 3e6, 4e6], 1, "plain", "Blank: not known, or not in the table."),
        ([0.0, 3e6, 4e6], 0, "sipri", "Volume blank: none."),
        ([5e6, 3e6, 4e6], 0, "sipri", ""),
        ([5e6, 3e6, 4e6], 0, "plain", ""),
    ],
)
def test_a_cell_without_a_row_in_the_frame_is_not_said_to_be_none(tmp_path, values, gone, style, said):
    """A filter of results once left "blank: none" below a cell of 208 million TIV."""
    rows = make(
        {
            "recipient": ["ARM", "ARM", "GEO", "GEO"],
            "year": [2015, 2016, 2016, 2015],
            "value": [*values, 208e6],
            "source": "sipri",
        },
        unit="TIV",
    )
    totals = af.totals(rows, by="recipient")
    kept = totals[~((totals["recipient"] == "GEO") & (totals["period"] == "2015"))] if gone else totals
    (below,) = lines(af.write_table(kept, tmp_path / "t.docx", wide="period", style=style))[-1]
    blanks = [f"{part.strip('. ')}." for part in below.split(". ") if "lank" in part]
    assert blanks == [said] * bool(said)


@pytest.mark.sweep
def test_a_blank_share_of_a_wide_table_is_said_in_every_language(tmp_path):
    """Armenia took nothing in 2015, so that its share of then has no row."""
    rows = make({"recipient": ["ARM", "AZE", "AZE"], "year": [2016, 2015, 2016], "value": [1.0, 2.0, 3.0]})
    shares = af.shares(af.to_periods(rows, [(2015, 2015), (2016, 2016)]), of="recipient", within="supplier")
    shares = shares[shares["value"] > 0]
    words = {
        "en": "Blank: not in the table.",
        "de": "Leer: nicht in der Tabelle.",
        "fr": "Vide : absent du tableau.",
        "es": "En blanco: no está en la tabla.",
        "ru": "Пусто: нет в таблице.",
    }
    for language, said in words.items():
        page = af.write_table(shares, tmp_path / "t.html", wide="period", language=language)
        assert said in page.read_text("utf-8").replace("\xa0", " ").replace("\u202f", " ")


def test_columns_are_chosen_and_the_line_below_is_of_the_whole_frame(tmp_path):
    columns = ["place", "party", "share", "previous_share", "change"]
    ranking = af.rankings(ROWS, of="recipient", window=1, end=2016)
    found = lines(af.write_table(ranking, tmp_path / "r.docx", style="sipri", columns=columns))
    assert found[0] == ["Place", "Recipient", "Share [%]", "Share, window before [%]", "Change [%]"]
    assert found[-1] == [
        "Unit: TIV; years: 2016; stage: delivery; source: SIPRI Arms Transfers Database; own calculation "
        "with armsflow."
    ]
    table = pd.read_csv(af.write_table(ranking, tmp_path / "r.csv", columns=columns))
    assert list(table) == ["place", "party", "party_name", "share", "previous_share", "change", "change_open"]
    assert list(pd.read_csv(af.write_table(ranking, tmp_path / "p.csv", columns="place"))) == ["place"]


@pytest.mark.covering(1)
@pytest.mark.parametrize("style", ["plain", "sipri"])
def test_a_part_of_a_summary_says_what_it_lacks(tmp_path, style):
    ranking = af.rankings(ROWS, of="recipient", window=1, end=2016)
    found = lines(af.write_table(ranking[["place", "party", "share"]], tmp_path / "r.docx", style=style))
    assert found[0] == ["Place", "Party", "Share [%]"]
    assert found[-1] == ["Not in the frame, and so not said here: unit, source, release."]
    assert list(pd.read_csv(af.write_table(ranking[["share"]], tmp_path / "r.csv", style=style))) == ["share"]
    # a table of a user's own, of no summary, lacks nothing
    own = pd.DataFrame({"who": ["a"], "how many": [1]})
    assert lines(af.write_table(own, tmp_path / "o.docx", style=style))[-1] == [""]


def test_orders_are_in_words_and_say_what_may_be_missing(tmp_path):
    register = af.read_sipri(af.table_path("sample_register.csv"))
    deals = af.orders(af.where(register, supplier="Brazil"))
    found = lines(af.write_table(deals, tmp_path / "o.docx"))
    assert not [head for head in found[0] if "_" in head]
    assert found[0][:2] == ["Recipient", "Weapon"]
    assert {"Year of order", "Delivered", "Years of delivery", "Volume delivered [million TIV]"} <= {
        *found[0]
    }
    # a list of deliveries does not know how many were ordered
    assert not {"Ordered", "Open", "Deal", "Source", "Release", "All orders listed", "Supplier"} & {*found[0]}
    assert "Orders: from Brazil;" in found[-1][0]
    assert "Others, if there are any, are missing." in found[-1][0]
    first = dict(zip(found[0], found[1], strict=True))
    assert first["Volume delivered [million TIV]"] == shown(deals["volume_delivered"].iloc[0] / 1e6)
    several = deals[deals["first"] < deals["last"]].index[0]
    span = f"{deals['first'][several]}–{str(deals['last'][several])[2:]}"
    assert found[1 + several][found[0].index("Years of delivery")] == span
    # a part is no per cent, where an order is estimated or not
    assert "Estimated by the source" in found[0]
    every = lines(af.write_table(deals.assign(all_orders=True), tmp_path / "o.docx"))
    assert "missing" not in every[-1][0]


def test_columns_of_a_user_are_no_years_of_deliveries(tmp_path):
    own = pd.DataFrame({"first": [3, 40], "last": [7, 90], "who": ["a", "b"]})
    assert lines(af.write_table(own, tmp_path / "o.docx"))[:2] == [
        ["first", "last", "who"],
        ["3", "7", "a"],
    ]


def test_cells_of_several_lines_stay_so_in_word(tmp_path):
    own = pd.DataFrame({"note": ["one\ntwo & <three>", "four"]})
    assert lines(af.write_table(own, tmp_path / "o.docx"))[1] == ["one\ntwo & <three>"]


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
        (
            TOTALS,
            {"columns": ["value", "vlaue"]},
            "columns has 'vlaue'; expected columns of the table, each once",
        ),
        (TOTALS, {"columns": ["value", "value"]}, r"columns has \['value', 'value'\]; expected columns"),
        (TOTALS, {"columns": []}, r"columns has \[\]; expected columns"),
        (
            TOTALS,
            {"columns": "value", "wide": "year"},
            "wide is 'year' and columns is 'value'; a wide table has",
        ),
        (TOTALS[["recipient", "value"]], {"style": "sipri"}, "the table is in no unit; expected volumes"),
        (af.totals(make({"value": [1.0]})), {"style": "sipri"}, "the table is in 'USD'; expected volumes"),
    ],
)
def test_other_tables_are_refused(frame, arguments, message, tmp_path):
    with pytest.raises(af.ArgumentError, match=message):
        af.write_table(frame, tmp_path / "t.csv", **arguments)


@pytest.mark.parametrize("gone", [[], ["estimated"]])
def test_numbers_of_orders_that_are_estimates_have_a_sign(tmp_path, gone):
    """SIPRI marks that 12 of 30 were delivered, so that the 18 that are open are no exact number either."""
    orders = pd.DataFrame(
        {
            "deal": ["1", "2"], "designation": ["T-90S", "Mi-24"],
            "ordered": [30.0, 12.0], "delivered": [12.0, 12.0], "open": [18.0, 0.0],
            "estimated": [True, False], "ordered_estimated": False, "delivered_estimated": [True, False],
            "all_orders": True,
        }
    ).drop(columns=gone)  # fmt: skip
    said = "≈: the source marks these numbers as estimates."

    def page(frame, *columns):
        path = af.write_table(frame, tmp_path / "orders.html", columns=columns or None)
        return path.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")

    for text in (page(orders), page(orders, "designation", "ordered", "delivered", "open")):
        assert [f">{cell}</td>" in text for cell in ("30", "≈ 12", "≈ 18", "12", "0")] == [True] * 5
        assert said in text
        assert ">≈ 30</td>" not in text
    assert ">≈ 18</td>" in page(orders, "designation", "open")
    # what is shown is no estimate, and the frame has some
    assert said not in page(orders, "designation", "ordered")
    assert "Some figures are estimated by the source." in page(orders, "designation", "ordered")
    assert "stimate" not in page(orders[1:], "designation", "open")


AID = make(
    {"supplier": ["NOR", "NOR"], "year": [2023, 2024], "value": [3e8, 4e8]},
    stage="aid",
    unit="EUR",
    recipient="UKR",
)
BELOW = pd.DataFrame({"party": "NOR", "year": [2023, 2024], "value": 4e11, "unit": "EUR", "measure": "GDP"})


def test_ratios_are_printed_in_their_measure(tmp_path):
    # 300 and 400 million of 400 billion are 0.075 and 0.1 per cent
    ratios = af.relative(AID, by="supplier", to=BELOW)
    heads, *rows, _ = lines(af.write_table(ratios, tmp_path / "r.docx"))
    assert heads[-2:] == ["Relative", "Measure"]
    assert [row[-2:] for row in rows] == [["0.075", "per cent of GDP"], ["0.10", "per cent of GDP"]]
    # where no column says the measure, the head does
    heads, *rows, _ = lines(
        af.write_table(ratios, tmp_path / "c.docx", columns=["supplier", "period", "relative"])
    )
    assert heads[-1] == "Per cent of GDP"
    assert [row[-1] for row in rows] == ["0.075", "0.10"]
    # data files keep the fraction
    table = pd.read_csv(af.write_table(ratios, tmp_path / "r.csv"))
    assert table["relative"].tolist() == pytest.approx([0.00075, 0.001])
    assert set(table["measure"]) == {"fraction of GDP"}


def test_small_ratios_are_counted_per_million_and_keep_their_bounds(tmp_path):
    # 3 million TIV over 300 to 500 billion euros are 6 to 10 for each million
    volumes = make({"supplier": ["NOR"], "year": [2023], "value": [3e6]}, unit="TIV")
    ratios = af.relative(volumes, by="supplier", to=BELOW.assign(low=3e11, high=5e11))
    _, row, _ = lines(af.write_table(ratios, tmp_path / "r.docx"))
    assert row[-2:] == ["7.5 [6.0–10]", "TIV per million euros of GDP"]


def test_years_of_spans_of_one_year_are_wide():
    sums = af.totals(make([{"value": 5.0, "year": 2010}], unit="TIV"), by="supplier")
    wide = widened(sums.drop(columns="year", errors="ignore"), "year")
    assert [str(name) for name in wide if str(name).isdigit()] == ["2010"]
