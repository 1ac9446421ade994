"""SIPRI's workbook of military expenditure: what is read, what is set aside, and what colours say."""

from __future__ import annotations

import io
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest
from openpyxl.styles import Font
from openpyxl.styles.colors import Color

import armsflow as af
from armsflow.sources.milex import _by_name

YEARS = [2019, 2020, 2021]
LEGEND = ["Figures in blue are SIPRI estimates. Figures in red indicate highly uncertain data.",
          '". ." = data unavailable. "xxx" = country did not exist or was not independent']  # fmt: skip
BLUE, RED = Font(color="FF0000FF"), Font(color="FFFF0000")
# figures are invented
MILLIONS = {
    "Algeria": [10, 20.5, 30],
    "Armenia": ["...", 40, 50],
    "South Sudan": ["xxx", "xxx", 7],
    "Cuba": [0, 0, 0],
    "Costa Rica": [0, 0, 0],
}
MARKS = {"Algeria": "§", "Armenia": "†‡16", "Cuba": 2}
CURRENCIES = {"Algeria": "Dinar", "Armenia": "Drams", "South Sudan": "Pounds    ", "Cuba": "Pesos",
              "Costa Rica": "Colones   "}  # fmt: skip
FOOTNOTES = [
    ["Footnotes and special notes"],
    [],
    ["†", "No military pensions"],
    ["‡", "Current  spending only"],
    ["§", "Adopted budget"],
    [2, "No figures since the crisis."],
    ["16", "With", "border guards."],
]
IN_LOCAL_CURRENCY = {**MILLIONS, "Algeria": [1e9, 2e9, 3e9], "Cuba": [784e6, 0, 1.5]}


def sheet(book, title, above, head, lines, *, gap=True) -> None:
    """A worksheet in SIPRI's shape: text, a blank, the header, headings of regions among the lines."""
    page = book.create_sheet(title)
    for text in (*above, *LEGEND, ""):
        page.append([text])
    page.append(head)
    for line in ([None], ["Africa"], ["North Africa"]) if gap else (["Africa"],):
        page.append(line)
    for line in lines:
        page.append(line)


def workbook(*, titles=None, years=YEARS, millions=MILLIONS, local=IN_LOCAL_CURRENCY, without=()):
    """A workbook with all of SIPRI's sheets, under its titles or others."""
    book = openpyxl.Workbook()
    book.active.title = "Front page"
    lines = [[name, MARKS.get(name, ""), *cells] for name, cells in millions.items()]
    shares = [
        [name, marks, *(c / 1000 if isinstance(c, int | float) else c for c in cells)]
        for name, marks, *cells in lines
    ]
    money = [
        [name, CURRENCIES.get(name, "Euro"), MARKS.get(name, ""), *local.get(name, millions[name])]
        for name in millions
    ]
    fiscal = [[*line[:2], "Jul-Jun" if line[0] == "Algeria" else "", *line[2:]] for line in money]
    above = [
        "Military expenditure by region in constant US dollars",
        "Figures are in US$ b., at constant 2020 prices and exchange rates, except for the last figure",
        "1) of conversion to constant (2020) US$. These are shown in the column to the right",
    ]
    regions = [["World", 1.5, "...", 2, 3, None, ""], ["Africa", "xxx", 0.5, 1, 1.25, None, "Eritrea"]]
    head = ["Region", *years, "2021 (current prices)", "", "Omitted countries"]
    sheet(book, "Regional totals", above, head, regions, gap=False)
    above = ["Figures are in local currency for financial years."]
    head = ["Country", "Currency", "Fiscal Year (Jan-Dec if not stated)", "Notes", *years]
    sheet(book, "Local currency financial years", above, head, fiscal)
    above = ["Figures are in local currency at current prices."]
    sheet(book, "Local currency calendar years", above, ["Country", "Currency", "Notes", *years], money)
    above, head = ["Figures are in US $m., at constant 2020 prices"], ["Country", "", "Notes", *years]
    sheet(book, "Constant (2020) US$", above, head, [[name, None, *rest] for name, *rest in lines])
    above, head = ["Military expenditure in millions of US$ at current prices"], ["Country", "Notes", *years]
    sheet(book, "Current US$", above, head, lines)
    sheet(book, "Share of GDP", [], head, shares)
    sheet(book, "Per capita", ["Figures are in current US$"], head, shares, gap=False)
    above, head = ["as percentage of spending"], ["Country", "Notes", "Reporting year", *years]
    sheet(book, "Share of Govt. spending", above, head, [[n, m, None, *c] for n, m, *c in shares])
    notes = book.create_sheet("Footnotes")
    for line in FOOTNOTES:
        notes.append(line)
    for title in without:
        del book[title]
    for old, new in (titles or {}).items():
        book[old].title = new
    return book


def stored(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(book=None, **how) -> pd.DataFrame:
    return af.read_milex(stored(book or workbook()), **how)


def cell(book, title, name, year):
    """The cell of a party and a year."""
    page = book[title]
    heads = next(row for row in page.iter_rows() if row[0].value in ("Country", "Region"))
    column = next(each.column for each in heads if each.value == year)
    return page.cell(next(row[0].row for row in page.iter_rows() if row[0].value == name), column)


def series(frame, party) -> dict[int, float]:
    rows = frame[frame["party"] == party]
    return dict(zip(rows["year"].tolist(), rows["value"].tolist(), strict=True))


def test_a_frame_for_burden():
    spending = read()
    assert list(spending) == ["party", "year", "value", "unit", "prices", "estimated", "uncertain", "note",
                              "release"]  # fmt: skip
    assert series(spending, "DZA") == {2019: 10e6, 2020: 20.5e6, 2021: 30e6}
    assert spending["unit"].unique().tolist() == ["USD"]
    assert spending["prices"].unique().tolist() == ["current"]
    assert spending["year"].dtype == "int16"
    assert spending["estimated"].dtype == spending["uncertain"].dtype == bool


@pytest.mark.parametrize(
    ("name", "first", "unit", "prices"),
    [
        ("current", 10e6, "USD", "current"),
        ("constant", 10e6, "USD", "2020"),
        ("local", 1e9, "DZD", "current"),
        ("local_financial", 1e9, "DZD", "current"),
        ("gdp", 0.01, "share of GDP", "current"),
        ("per_capita", 0.01, "USD per person", "current"),
        ("government", 0.01, "share of government spending", "current"),
    ],
)
def test_every_sheet_says_what_it_is_in(name, first, unit, prices):
    row = read(sheet=name).set_index(["party", "year"]).loc[("DZA", 2019)]
    assert row[["value", "unit", "prices"]].tolist() == [first, unit, prices]


def test_regions_go_by_name_and_have_their_last_year_twice():
    regions = read(sheet="regions")
    world = regions[regions["party"] == "World"]
    assert world["year"].tolist() == [2019, 2020, 2021, 2021]
    assert world["prices"].tolist() == ["2020", "2020", "2020", "current"]
    assert world["value"].fillna(-1).tolist() == [1.5e9, -1, 2e9, 3e9]
    africa = regions[regions["party"] == "Africa"]
    assert africa["year"].tolist() == [2020, 2021, 2021]
    assert set(africa["note"]) == {"Omitted countries: Eritrea"}


def test_missing_is_null_and_what_did_not_exist_is_no_row():
    spending = read()
    armenia = series(spending, "ARM")
    assert list(armenia) == YEARS
    assert pd.isna(armenia[2019])
    assert series(spending, "SSD") == {2021: 7e6}


@pytest.mark.parametrize("missing", ["...", ". .", ". . ", "..", "…"])
def test_missing_is_written_in_many_ways(missing):
    spending = read(workbook(millions={"Chad": [missing, 1, None]}))
    assert spending["year"].tolist() == [2019, 2020]
    assert spending["value"].isna().tolist() == [True, False]


def test_headings_of_regions_are_no_rows():
    assert set(read()["party"]) == {"DZA", "ARM", "SSD", "CUB", "CRI"}


def test_a_zero_is_nothing_only_if_nothing_was_spent():
    spending = read()
    assert series(spending, "CRI") == dict.fromkeys(YEARS, 0)
    cuba = spending[spending["party"] == "CUB"]
    assert cuba["value"].isna().tolist() == [True, False, True]
    assert cuba["note"].tolist() == [
        "0 in print, 784,000,000 in local currency: not converted; No figures since the crisis.",
        "No figures since the crisis.",
        "0 in print, 1.5 in local currency: not converted; No figures since the crisis.",
    ]
    assert series(read(workbook(without=["Local currency calendar years"])), "CUB") == dict.fromkeys(YEARS, 0)
    assert read(sheet="constant").query("party == 'CUB'")["value"].isna().tolist() == [True, False, True]
    assert series(read(sheet="gdp"), "CUB") == dict.fromkeys(YEARS, 0)


@pytest.mark.parametrize("blue", [BLUE, Font(color="000000FF"), Font(color=Color(indexed=12))])
@pytest.mark.parametrize("red", [RED, Font(color=Color(indexed=10))])
def test_blue_is_an_estimate_and_red_uncertain(blue, red):
    book = workbook()
    cell(book, "Current US$", "Algeria", 2019).font = blue
    cell(book, "Current US$", "Algeria", 2020).font = red
    cell(book, "Current US$", "Armenia", 2019).font = blue  # holds no figure
    cell(book, "Current US$", "Armenia", 2020).font = Font(color=Color(theme=4))
    cell(book, "Current US$", "Armenia", 2021).font = Font(color=Color(indexed=64))
    spending = read(book).set_index(["party", "year"])
    assert spending.index[spending["estimated"]].tolist() == [("DZA", 2019)]
    assert spending.index[spending["uncertain"]].tolist() == [("DZA", 2020)]


def test_red_regions_are_estimates_by_more_than_a_tenth():
    book = workbook()
    cell(book, "Regional totals", "World", 2021).font = RED
    regions = read(book, sheet="regions")
    assert regions[regions["estimated"]][["party", "year", "prices"]].values.tolist() == [
        ["World", 2021, "2020"]
    ]
    assert not regions["uncertain"].any()


def test_footnotes_are_told_in_words():
    notes = read().groupby("party")["note"].first()
    assert notes["DZA"] == "Adopted budget"
    assert notes["ARM"] == "No military pensions; Current spending only; With border guards."
    assert notes["SSD"] == ""
    assert set(read(sheet="local_financial").query("party == 'DZA'")["note"]) == {
        "Adopted budget; Fiscal Year: Jul-Jun"
    }


def test_a_mark_that_stands_for_nothing_is_kept():
    assert read(workbook(without=["Footnotes"])).groupby("party")["note"].first()["ARM"] == "†; ‡; 16"
    book = workbook()
    page = book["Current US$"]
    page.cell(cell(book, "Current US$", "Armenia", 2019).row, 2).value = "‡, a 17"
    assert read(book).groupby("party")["note"].first()["ARM"] == "Current spending only; a; 17"


def test_names_are_read_as_sipri_means_them():
    assert set(read(workbook(millions={"Congo": [1, 2, 3], "Yemen, North": [1, 2, 3]}))["party"]) == {
        "COG",
        "x:north_yemen",
    }


def test_a_local_currency_has_its_code():
    local = read(workbook(millions={**MILLIONS, "Germany": [1, 2, 3]}), sheet="local")
    # Cuba had two pesos until 2021
    codes = {"DZA": "DZD", "ARM": "AMD", "SSD": "SSP", "CUB": "Pesos", "CRI": "CRC", "DEU": "EUR"}
    assert local.groupby("party")["unit"].first().to_dict() == codes


def test_the_edition_follows_the_last_year_with_figures():
    assert set(read()["release"]) == {"2022"}
    empty = {name: [*cells[:2], "..."] for name, cells in MILLIONS.items()}
    assert set(read(workbook(millions=empty))["release"]) == {"2021"}
    assert set(read(release="2022 v1.2")["release"]) == {"2022 v1.2"}


@pytest.mark.parametrize(
    "years", [[2019.0, 2020.0, 2021.0], ["2019", "2020", "2021"], ["2019.0", "2020.0", 2021]]
)
def test_years_may_be_written_as_fractions_or_text(years):
    pd.testing.assert_frame_equal(read(workbook(years=years)), read())


def test_older_titles():
    older = {"Current US$": "Current USD", "Constant (2020) US$": "Constant (2020) USD",
             "Share of Govt. spending": "Share of Government spending "}  # fmt: skip
    for name in ("current", "constant", "government"):
        pd.testing.assert_frame_equal(read(workbook(titles=older), sheet=name), read(sheet=name))


def test_a_sheet_of_the_readers_own_is_left_alone():
    book = workbook()
    book.create_sheet("Share of govt. spending cleaned").append(["Country", 2019])
    assert len(read(book, sheet="government")) == 13


def test_the_last_year_once_more_at_current_prices():
    book = workbook()
    page = book["Constant (2020) US$"]
    head, line = (
        cell(book, "Constant (2020) US$", "Country", 2021),
        cell(book, "Constant (2020) US$", "Algeria", 2021),
    )
    page.cell(head.row, head.column + 1).value = "2021 Current"
    page.cell(line.row, head.column + 1).value = 33
    algeria = read(book, sheet="constant").query("party == 'DZA'")
    assert algeria[["year", "value", "prices"]].values.tolist()[2:] == [
        [2021, 30e6, "2020"],
        [2021, 33e6, "current"],
    ]


def test_the_file_may_come_in_many_ways(tmp_path):
    content, expected = stored(workbook()), read()
    path = tmp_path / "milex.xlsx"
    path.write_bytes(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/milex.XLSX", content)
        archive.writestr("__MACOSX/folder/._milex.xlsx", b"a note")
        archive.writestr("readme.txt", "of SIPRI")
    for given in (path, str(path), content, io.BytesIO(content), packed.getvalue()):
        pd.testing.assert_frame_equal(af.read_milex(given), expected)


def test_spending_and_the_articles_payment(claims):
    ten = list(range(2010, 2020))
    book = workbook(years=ten, millions={"Armenia": [400] * 5 + [600] * 5}, local={"Armenia": [200e9] * 10})
    payment = af.where(claims, stage="payment")
    burden = af.burden(payment, read(book)).iloc[0]
    # 5 billion of 5 × 400 + 5 × 600 million
    assert burden["spending"] == 5e9
    assert burden[["burden", "burden_low", "burden_high"]].tolist() == pytest.approx([1.0, 0.9, 1.1])
    for name in ("constant", "local", "gdp", "per_capita", "government"):
        with pytest.raises(af.MixedError, match="is in .* prices and the records in USD at current"):
            af.burden(payment, read(book, sheet=name))
    with pytest.raises(af.PartyError, match="'Africa' .it is a region"):
        af.burden(payment, read(sheet="regions"))


def test_a_missing_year_is_not_filled_in(claims):
    ten = list(range(2010, 2020))
    book = workbook(years=ten, millions={"Armenia": ["...", *[500] * 9]}, local={"Armenia": [200e9] * 10})
    with pytest.raises(af.RateError, match=r"missing for \('ARM', 2010\)"):
        af.burden(af.where(claims, stage="payment"), read(book))


BAD = {
    "Atlantis": [1, 2, 3],
    "Chad": ["n/a", 2, 3],
    "Niger": [-1, 2, 3],
    "Mali": [True, 2, 3],
    "Kenya": [None, None, None],
    "Viet Nam": [1, 2, 3],
    "Vietnam": [1, 2, 3],
    "": [1, 2, 3],
}
REASONS = ["name is not known as a party: 'Atlantis'", "holds 'n/a'; expected a figure, '...', 'xxx'",
           "holds -1; expected", "holds True; expected", "'Kenya' has nothing in any year",
           "VNM stands on line 14 already", "there are figures and no name"]  # fmt: skip


def test_lines_that_cannot_be_read_are_named():
    with pytest.raises(
        af.SourceError, match=r"the workbook has 7 line\(s\) that are no spending \(and 4 that"
    ) as found:
        read(workbook(millions=BAD))
    assert [line for line, _ in found.value.rows] == [9, 10, 11, 12, 13, 15, 16]
    for (_, reason), expected in zip(found.value.rows, REASONS, strict=True):
        assert expected in reason
    assert "7 lines in all" in str(found.value)


def test_lines_that_cannot_be_read_can_be_set_aside():
    spending = read(workbook(millions=BAD), on_error="collect")
    assert set(spending["party"]) == {"TCD", "NER", "MLI", "VNM"}
    assert spending["value"].notna().all()
    assert [line for line, _ in spending.attrs["set_aside"]] == [9, 10, 11, 12, 13, 15, 16]
    assert "set_aside" not in read().attrs
    lines = spending.attrs["lines"]
    # of three of the four states one cell cannot be read, and others can
    assert (lines["records"], lines["by_rule"], lines["set_aside"]) == (1, 0, 7)
    assert lines["read"] == sum(lines.values()) - lines["read"] == 16
    with pytest.raises(af.SourceError, match=r"1 line\(s\) that are no spending \(and 0 that are\)"):
        read(workbook(millions={"Atlantis": [1, 2, 3]}), on_error="collect")


@pytest.mark.covering(6)
@pytest.mark.parametrize(
    "error",
    [
        *("#VALUE!", "#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#WERT!"),
        *("Err:502", "n.a.", "12 (est.)", "1,234"),
    ],
)
@pytest.mark.parametrize("name", ["current", "constant", "local", "gdp"])
def test_a_cell_that_cannot_be_read_takes_no_other_with_it(error, name):
    millions = {"Chad": [1, error, 3], "Mali": [1, 2, 3]}
    spending = read(workbook(millions=millions, local={}), sheet=name, on_error="collect")
    assert sorted(series(spending, "TCD")) == [2019, 2021]
    assert sorted(series(spending, "MLI")) == [2019, 2020, 2021]
    [(line, reason)] = spending.attrs["set_aside"]
    assert f"{line} (2020) holds {error!r}; expected a figure, '...', 'xxx' or a blank" in reason
    with pytest.raises(af.SourceError, match=rf"line {line}: [D-E]{line} \(2020\) holds"):
        read(workbook(millions=millions, local={}), sheet=name)


def test_all_cells_of_a_line_that_cannot_be_read_are_named():
    spending = read(workbook(millions={"Chad": ["#N/A", 2, "#REF!"], "Mali": [1, 2, 3]}), on_error="collect")
    [(_, reason)] = spending.attrs["set_aside"]
    assert reason.count("expected a figure") == 2
    assert "(2019) holds '#N/A'" in reason
    assert "(2021) holds '#REF!'" in reason
    assert series(spending, "TCD") == {2020: 2e6}


# the current sheet has MILLIONS; a deflator of another base year leaves no other year alike
GROWN = {"Chad": [10.0, 20.0, 30.0], "Mali": [5, 6, 7], "Niger": ["...", 1.5, 2], "Togo": [0, 0, 0]}


def deflated(base: int, *, title: int = 2020, above: int = 2020):
    """A workbook whose constant figures are those of `base`, whatever its title and the text below it say."""
    book = workbook(millions=GROWN, local={}, titles={"Constant (2020) US$": f"Constant ({title}) US$"})
    page = book[f"Constant ({title}) US$"]
    page["A1"].value = f"Figures are in US $m., at constant {above} prices"
    for name, cells in GROWN.items():
        for year, figure in zip(YEARS, cells, strict=True):
            if isinstance(figure, int | float):
                cell(book, page.title, name, year).value = figure * 1.1 ** (base - year)
    return book


def test_the_base_year_that_figures_and_title_share_is_taken_without_a_word():
    for base in YEARS:
        assert set(read(deflated(base, title=base, above=base), sheet="constant")["prices"]) == {str(base)}
    # figures that are alike in every year, or in none, say nothing of the base year
    assert set(read(sheet="constant")["prices"]) == {"2020"}
    assert set(read(deflated(2015), sheet="constant")["prices"]) == {"2020"}


@pytest.mark.parametrize("base", [2019, 2021])
def test_a_base_year_that_the_figures_contradict(base):
    said = f"are those in current dollars in {base} and in no other year, so the values are in {base} prices"
    with pytest.warns(UserWarning, match=said):
        spending = read(deflated(base), sheet="constant")
    assert set(spending["prices"]) == {str(base)}
    # and a way to say which
    for given in (2020, "2020"):
        assert set(read(deflated(base), sheet="constant", prices=given)["prices"]) == {"2020"}


def test_two_base_years_in_print():
    with pytest.warns(UserWarning, match="said to be in prices of 2019 and 2020, but its figures are those"):
        assert set(read(deflated(2020, title=2019), sheet="constant")["prices"]) == {"2020"}
    with pytest.warns(
        UserWarning, match="said to be in prices of 2019 and of 2020, and 2019 is taken; say which"
    ):
        assert set(read(deflated(2015, title=2019), sheet="constant")["prices"]) == {"2019"}


def test_a_base_year_is_a_year_and_for_constant_prices():
    with pytest.raises(af.ArgumentError, match="prices is 'current'; expected a base year such as 2022"):
        read(sheet="constant", prices="current")
    with pytest.raises(af.ArgumentError, match="prices is 2020 and sheet 'gdp', which has no base year"):
        read(sheet="gdp", prices=2020)
    regions = read(sheet="regions", prices=2019)
    assert set(regions["prices"]) == {"2019", "current"}


def test_arguments_are_checked_first():
    with pytest.raises(af.ArgumentError, match="sheet is 'GDP'; expected one of 'current'"):
        af.read_milex("nowhere.xlsx", sheet="GDP")
    with pytest.raises(af.ArgumentError, match="on_error is 'ignore'"):
        af.read_milex("nowhere.xlsx", on_error="ignore")


def test_without_openpyxl(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(af.DependencyError, match=r"pip install 'armsflow\[xlsx\]'"):
        af.read_milex("nowhere.xlsx")


def test_a_sheet_must_be_there_once():
    with pytest.raises(
        af.SourceError, match="has 0 sheets 'per_capita'; expected one among 'Front page', 'Reg"
    ):
        read(workbook(without=["Per capita"]), sheet="per_capita")
    book = workbook()
    book.create_sheet("Constant (2015) US$")
    with pytest.raises(af.SourceError, match="has 2 sheets 'constant'"):
        read(book, sheet="constant")


def test_a_header_must_be_there():
    book = workbook()
    book["Current US$"].delete_rows(5)
    with pytest.raises(
        af.SourceError, match="'Current US.' has no header; expected a row with the cell 'Country'"
    ):
        read(book)


@pytest.mark.parametrize("years", [["a", "b", "c"], [2019, 2019, 2021]])
def test_every_year_must_be_there_once(years):
    with pytest.raises(
        af.SourceError, match="the header of 'current' is 'Country', .*; expected every year once"
    ):
        read(workbook(years=years))


def test_a_sheet_must_say_its_base_year_and_unit():
    book = workbook()
    for row in (1, 2, 3):
        book["Regional totals"].cell(row, 1).value = "by region"
    with pytest.raises(af.SourceError, match="'regions' names no base year"):
        read(book, sheet="regions")
    book["Current US$"]["A1"].value = "by country"
    with pytest.raises(af.SourceError, match=r"'current' does not say in what it counts; expected 'US\$ m.'"):
        read(book)
    book["Local currency calendar years"]["A1"].value = "Figures are in millions of local currency"
    assert series(read(book, sheet="local"), "DZA")[2019] == 1e15


def test_a_sheet_must_hold_figures():
    with pytest.raises(af.SourceError, match="'current' holds no figure; of formulas"):
        read(workbook(millions={"Chad": ["=1+1", "...", "xxx"]}))


def test_sipri_counts_all_years_in_the_money_of_today_and_says_so(monkeypatch):
    monkeypatch.setitem(CURRENCIES, "Russia", "Roubles")
    figures = {"Russia": [81.4, 8000], "Algeria": [1, 2]}
    book = workbook(years=[1997, 2023], millions=figures, local=figures)
    local = read(book, sheet="local").set_index(["unit", "year"])["redenominated"]
    assert local["RUB"].to_dict() == {1997: True, 2023: False}
    assert not local["DZD"].any()
    assert "redenominated" not in read(book, sheet="current")


def test_a_workbook_without_a_sheet_has_no_figures_of_it():
    assert _by_name({"Front page": []}, "local") == {}
