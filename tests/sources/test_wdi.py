"""The World Bank's files in all their layouts, written by hand; the figures are invented."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
import pytest

import armsflow as af
from armsflow.sources import wdi

SPENDING = """\
"Data Source","World Development Indicators",

"Last Updated Date","2018-11-14",

"Country Name","Country Code","Indicator Name","Indicator Code","2015","2016","2017",
"Armenia","ARM","Military expenditure (current USD)","MS.MIL.XPND.CD","447100000.25","431000000","",
"Arab World","ARB","Military expenditure (current USD)","MS.MIL.XPND.CD","1","2","3",
"Romania","ROM","Military expenditure (current USD)","MS.MIL.XPND.CD","2580000000","","3640000000",
"""
PLAIN = SPENDING.partition("\n\n")[2].partition("\n\n")[2].replace('"', "")
EXCEL = """\
Data Source,World Development Indicators,,,,,
,,,,,,
Last Updated Date,3/1/2023,,,,,
,,,,,,
Country Name,Country Code,Indicator Name,Indicator Code,2019,2020,2021
United States,USA,Military expenditure (current USD),MS.MIL.XPND.CD,7.3434E+11,395011507.8,2.99373E+11
"""
ARMS = SPENDING.replace("Military expenditure (current USD)", "Arms imports").replace("XPND.CD", "MPRT.KD")
ARMS = ARMS.replace("447100000.25", "52000000").replace("431000000", "0")


SUMS_ONLY = "\n".join(SPENDING.splitlines()[:5] + SPENDING.splitlines()[6:7])


def rows(frame: pd.DataFrame) -> list[list]:
    return frame[["party", "year", "value"]].values.tolist()


EXPECTED = [
    ["ARM", 2015, 447100000.25],
    ["ARM", 2016, 431e6],
    ["ROU", 2015, 2580e6],
    ["ROU", 2017, 3640e6],
]


def test_a_download_is_a_spending_frame():
    frame = af.read_wdi(io.StringIO(SPENDING))
    assert rows(frame) == EXPECTED
    assert set(frame["unit"]) == {"USD"}
    assert set(frame["prices"]) == {"current"}
    assert set(frame["release"]) == {"2018-11-14"}
    assert set(frame["measure"]) == {"military spending"}
    assert frame["line"].tolist() == [6, 6, 8, 8]
    assert (frame["low"] == frame["value"]).all()
    assert (frame["high"] == frame["value"]).all()


LAYOUTS = [
    b"\xef\xbb\xbf" + SPENDING.replace("\n", "\r\n").encode(),
    PLAIN.encode(),
    PLAIN.replace(",", ";").encode("utf-16"),
    PLAIN.replace("Country Name,Country Code", "Name,Code").encode(),
    PLAIN.replace("Indicator Code", "Series Code")
    .replace("2015,2016,2017", "2015 [YR2015],2016 [YR2016],2017 [YR2017]")
    .replace(",,\n", ",..,\n")
    .encode(),
]


@pytest.mark.parametrize("content", LAYOUTS)
def test_other_layouts_say_the_same(content):
    assert rows(af.read_wdi(content)) == EXPECTED


@pytest.mark.parametrize("content", [SPENDING.encode(), EXCEL.encode(), ARMS.encode(), *LAYOUTS])
def test_read_knows_every_layout(content):
    pd.testing.assert_frame_equal(af.read(content), af.read_wdi(content))


def test_read_knows_the_zip_and_the_answer_of_the_api():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Metadata_Indicator_API.csv", "INDICATOR_CODE,NOTE\n")
        archive.writestr("Metadata_Country_API.csv", "Country Code,Region\n")
        archive.writestr("API_MS.MIL.XPND.CD.csv", SPENDING)
    assert rows(af.read(packed.getvalue())) == EXPECTED
    figure = {"indicator": {"id": "MS.MIL.XPND.CD", "value": "Military expenditure (current USD)"}}
    figure |= {
        "country": {"id": "AM", "value": "Armenia"},
        "countryiso3code": "ARM",
        "date": "2015",
        "value": 4,
    }
    answer = json.dumps([{"page": 1, "pages": 1, "lastupdated": "2025-07-01"}, [figure]])
    assert rows(af.read(answer.encode())) == [["ARM", 2015, 4.0]]


def test_read_takes_the_indicator_of_a_file_that_names_none():
    bare = b"Country,Code,2015,2016\nArmenia,ARM,3,4\n"
    assert rows(af.read(bare, indicator="SP.POP.TOTL")) == [["ARM", 2015, 3.0], ["ARM", 2016, 4.0]]


def test_the_zip_of_the_world_bank_has_further_files():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("API_MS.MIL.XPND.CD_DS2_en_csv_v2_1.csv", SPENDING)
        archive.writestr("Metadata_Country_API_MS.MIL.XPND.CD.csv", '"Country Code","Region"')
        archive.writestr("Metadata_Indicator_API_MS.MIL.XPND.CD.csv", '"INDICATOR_CODE"')
    assert rows(af.read_wdi(file.getvalue())) == EXPECTED


def test_a_figure_that_excel_cut_is_an_interval():
    frame = af.read_wdi(EXCEL.encode())
    assert set(frame["release"]) == {"2023-03-01"}
    bounds = frame[["low", "value", "high"]].values.tolist()
    assert bounds[0] == [734335e6, 734340e6, 734345e6]
    assert bounds[1] == [395011507.8] * 3
    assert bounds[2] == [299372.5e6, 299373e6, 299373.5e6]


def test_volumes_of_arms_are_records():
    records = af.read_wdi(ARMS.encode())
    armenia = af.where(records, recipient="Armenia")
    assert armenia[["supplier", "start", "value", "low", "high"]].values.tolist() == [
        ["all", 2015, 52e6, 51.5e6, 52.5e6],
        ["all", 2016, 0, 0, 0.5e6],
    ]
    assert set(records["source"] + records["stage"] + records["unit"]) == {"wdideliveryTIV"}
    exports = af.read_wdi(ARMS.replace("MPRT", "XPRT").encode())
    assert set(exports["recipient"]) == {"all"}
    assert af.totals(exports, by="supplier")["value"].sum() == 52e6 + 2580e6 + 3640e6


def test_units_and_prices_follow_from_the_indicator():
    shares = af.read_wdi(SPENDING.replace("XPND.CD", "XPND.GD.ZS").replace("447100000.25", "4.2").encode())
    assert shares.loc[0, ["value", "unit"]].tolist() == [pytest.approx(0.042), "share of GDP"]
    people = af.read_wdi(SPENDING.replace("MS.MIL.XPND.CD", "SP.POP.TOTL").encode())
    assert set(people["unit"]) == {"persons"}
    real = SPENDING.replace("MS.MIL.XPND.CD", "NY.GDP.MKTP.KD").replace(
        "(current USD)", "(constant 2015 US$)"
    )
    assert set(af.read_wdi(real.encode())["prices"]) == {"2015"}


def answer(**head) -> bytes:
    figures = [
        {"indicator": {"id": "SP.POP.TOTL", "value": "Population"}, "country": {"id": c[:2], "value": name}}
        | {"countryiso3code": c, "date": "2023", "value": value}
        for c, name, value in [("ARM", "Armenia", 2964300), ("WLD", "World", 8e9), ("GEO", "Georgia", None)]
    ]
    return json.dumps([{"page": 1, "pages": 1, "lastupdated": "2025-07-01"} | head, figures]).encode()


def test_the_answer_of_the_api_is_read():
    frame = af.read_wdi(answer())
    assert rows(frame) == [["ARM", 2023, 2964300]]
    assert set(frame["release"]) == {"2025-07-01"}
    with pytest.raises(af.SourceError, match="page 1 of 7; ask the API for all at once"):
        af.read_wdi(answer(pages=7))
    with pytest.raises(af.SourceError, match="is no answer of the World Bank's API"):
        af.read_wdi(b'{"message": "error"}')


def test_one_of_several_indicators_is_chosen():
    both = SPENDING + SPENDING.replace("XPND.CD", "XPND.GD.ZS").partition('"2017",\n')[2]
    with pytest.raises(af.SourceError, match="say which one is meant by indicator="):
        af.read_wdi(both.encode())
    assert rows(af.read_wdi(both.encode(), indicator="MS.MIL.XPND.CD")) == EXPECTED
    none = PLAIN.replace("Indicator Code", "x").replace("Indicator Name", "y")
    with pytest.raises(af.SourceError, match="holds no code of an indicator"):
        af.read_wdi(none.encode())
    assert rows(af.read_wdi(none.encode(), indicator="MS.MIL.XPND.CD", release="own")) == EXPECTED


def test_bad_cells_name_their_line():
    bad = SPENDING.replace("431000000", "many").replace("Romania", "Ruritania").replace("ROM", "RUR")
    with pytest.raises(af.SourceError, match="2016 holds 'many'; expected a figure") as caught:
        af.read_wdi(bad.encode())
    assert [line for line, _ in caught.value.rows] == [6, 8]
    kept = af.read_wdi(bad.encode(), on_error="collect")
    assert rows(kept) == EXPECTED[:1]
    assert [line for line, _ in kept.attrs["set_aside"]] == [6, 8]
    twice = SPENDING + '"Armenia","ARM","x","MS.MIL.XPND.CD","1","2","3",\n'
    with pytest.raises(af.SourceError, match="ARM stands on line 6 already"):
        af.read_wdi(twice.encode())


@pytest.mark.parametrize(
    ("content", "arguments", "error", "message"),
    [
        (b"a,b\n1,2", {}, "SourceError", "has no table of indicators"),
        (SPENDING.replace("XPND.CD", "X").encode(), {}, "SourceError", "holds 'MS.MIL.X'; expected one of"),
        (SPENDING.encode(), {"indicator": "NY.GDP.MKTP.CD"}, "SourceError", "and not 'NY.GDP.MKTP.CD'"),
        (SPENDING.encode(), {"indicator": "GDP"}, "ArgumentError", "indicator is 'GDP'"),
        (SPENDING.encode(), {"release": 2018}, "ArgumentError", "release is 2018"),
        (SPENDING.encode(), {"on_error": "skip"}, "ArgumentError", "on_error is 'skip'"),
        (5, {}, "ArgumentError", "path is or holds int"),
        (b"PK\x03\x04rubbish", {}, "SourceError", "is a damaged archive"),
        (SPENDING.partition('"Armenia"')[0].encode(), {}, "SourceError", "holds|expected one of"),
        (
            "\n".join(SPENDING.splitlines()[:5] + SPENDING.splitlines()[6:7]).encode(),
            {},
            "SourceError",
            "no figure",
        ),
    ],
)
def test_other_files_are_refused(content, arguments, error, message):
    with pytest.raises(getattr(af, error), match=message):
        af.read_wdi(content, **arguments)


SPANISH = (
    SPENDING.replace("Last Updated Date", "Fecha de última actualización")
    .replace("Country Name", "Nombre del país")
    .replace("Country Code", "Código del país")
    .replace("Indicator Name", "Nombre del indicador")
    .replace("Indicator Code", "Código del indicador")
)
FRENCH = (
    SPENDING.replace("Last Updated Date", "Date de dernière mise à jour")
    .replace("Country Name", "Nom du pays")
    .replace("Country Code", "Code du pays")
    .replace("Indicator Name", "Nom de l’indicateur")
    .replace("Indicator Code", "Code de l'indicateur")
)


@pytest.mark.parametrize("text", [SPANISH, FRENCH])
def test_heads_in_spanish_and_french_are_read(text):
    frame = af.read("\ufeff".encode() + text.encode())
    pd.testing.assert_frame_equal(frame, af.read_wdi(SPENDING.encode()))
    assert rows(frame) == EXPECTED


def test_a_code_may_stand_in_the_name_of_the_file(tmp_path):
    bare = SPENDING.replace('"MS.MIL.XPND.CD",', '"",').replace("Military expenditure (current USD)", "Gasto")
    path = tmp_path / "API_MS.MIL.XPND.CD_DS2_es_csv_v2_1.csv"
    path.write_text(bare, encoding="utf-8")
    assert set(af.read(path)["indicator"]) == {"MS.MIL.XPND.CD"}
    other = tmp_path / "spending.csv"
    other.write_text(bare, encoding="utf-8")
    with pytest.raises(af.SourceError, match="holds no code of an indicator"):
        af.read_wdi(other)


def test_the_copy_on_kaggle_names_the_indicator_in_words():
    text = (
        b"Name,Code,Type,Indicator Name,2017,2018\nAruba,ABW,Country,Military expenditure (current USD),,\n"
        b"Armenia,ARM,Country,Military expenditure (current USD),443610000,608854500\n"
    )
    frame = af.read(text)
    assert rows(frame) == [["ARM", 2017, 443610000], ["ARM", 2018, 608854500]]
    assert set(frame["indicator"] + frame["unit"]) == {"MS.MIL.XPND.CDUSD"}


def book(zipped=False) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    found, file = openpyxl.Workbook(), io.BytesIO()
    found.active.title = "Data"
    about = ("Military expenditure (current USD)", "MS.MIL.XPND.CD")
    for row in (
        ["Data Source", "World Development Indicators"],
        [],
        ["Last Updated Date", "2024-11-13"],
        [],
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2022", 2023],
        ["Armenia", "ARM", *about, 795000000.5, 1329000000],
        ["World", "WLD", *about, 2.2e12, 2.4e12],
    ):
        found.active.append(row)
    found.create_sheet("Metadata - Countries").append(["Country Code", "Region"])
    found.save(file)
    if not zipped:
        return file.getvalue()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("API_MS.MIL.XPND.CD.xlsx", file.getvalue())
    return packed.getvalue()


@pytest.mark.parametrize("zipped", [False, True])
def test_a_workbook_is_read(zipped):
    frame = af.read(book(zipped))
    assert rows(frame) == [["ARM", 2022, 795000000.5], ["ARM", 2023, 1329000000]]
    assert set(frame["release"]) == {"2024-11-13"}
    assert set(frame["line"]) == {6}
    with pytest.raises(af.SourceError, match="workbook of an old Excel"):
        af.read_wdi(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))


def test_what_became_of_each_line_is_counted():
    """Two sums over regions, a state with two figures, one without any, one that nobody knows."""
    words = '"Military expenditure (current USD)","MS.MIL.XPND.CD"'
    text = '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022",\n' + "".join(
        f'"{name}","{code}",{words},{figures},\n'
        for name, code, figures in [
            ("World", "WLD", '"5","6"'),
            ("Arab World", "ARB", '"5",""'),
            ("Armenia", "ARM", '"5","6"'),
            ("Aruba", "ABW", '"",""'),
            ("Atlantis", "ATL", '"1",""'),
        ]
    )
    frame = af.read_wdi(text.encode(), on_error="collect")
    assert len(frame) == 2
    lines = {"read": 6, "records": 1, "passed": 2, "by_rule": 2, "set_aside": 1}
    assert frame.attrs["lines"] == lines
    assert frame.attrs["by_rule"] == {"regions and groups of incomes, which are no parties": 2}
    assert [line for line, _ in frame.attrs["set_aside"]] == [6]
    of_api = af.read_wdi(answer())
    lines = {"read": 3, "records": 1, "passed": 1, "by_rule": 1, "set_aside": 0}
    assert of_api.attrs["lines"] == lines
    assert of_api.attrs["counted_in"] == "objects"


WORLD = ARMS + '"Taiwan, less","WLD","Arms imports","MS.MIL.MPRT.KD","3000000000","0","3700000000",\n'


def test_tables_of_arms_lack_taiwan_so_that_no_sum_over_states_is_complete():
    records = af.read_wdi(ARMS.encode())
    assert set(records["selection"]) == {"lacking=recipient:2015-2017"}
    assert af.totals(records)["complete"].tolist() == [False, False, False]
    assert not af.shares(records, of="recipient", within=[])["complete"].any()
    assert not af.rankings(records, of="recipient", end=2017, window=1)["complete"].any()
    # what a state itself has is known
    assert af.totals(records, by="recipient")["complete"].all()
    armenia = af.where(records, recipient="Armenia")
    assert set(armenia["selection"]) == {"recipient=ARM;lacking=recipient:2015-2017"}
    assert af.totals(armenia)["complete"].all()
    both = af.where(records, recipient=["Armenia", "Romania"], years=2015)
    assert af.totals(both)["complete"].all()
    # of Taiwan the file has no row
    beside = af.where(records, recipient=["Armenia", "Taiwan"], years=2015)
    assert af.totals(beside)[["value", "complete"]].values.tolist() == [[52e6, False]]
    exports = af.read_wdi(ARMS.replace("MPRT", "XPRT").encode())
    assert set(exports["selection"]) == {"lacking=supplier:2015-2017"}
    assert not af.totals(exports, by="category")["complete"].any()
    assert af.totals(exports, by="supplier")["complete"].all()


def test_the_row_of_the_world_shows_what_the_states_lack():
    # 3,000 / 2,632 = 1.14, and 3,700 / 3,640 = 1.016
    said = r"in 2 year\(s\), most in 2015 \(3,000 against 2,632 million TIV\), since the file lacks some"
    with pytest.warns(UserWarning, match=said) as warned:
        records = af.read_wdi(WORLD.encode())
    assert len(warned) == 1
    assert set(records["recipient"]) == {"ARM", "ROU"}
    # 3,660 / 3,640 is less than 1 per cent
    af.read_wdi(WORLD.replace('"3700', '"3660').replace('"3000', '"2632').encode())


def test_a_chart_says_that_recipients_are_missing():
    records = af.read_wdi(ARMS.encode())
    axes = af.plot_rankings(af.rankings(records, of="recipient", end=2017, window=1))
    assert "The source lacks some recipients: 2016 and 2017 incomplete." in af.describe(axes)


@pytest.mark.parametrize(
    ("above", "day"),
    [("Last Updated Date,2024-06-28", "2024-06-28"), ("Last Updated Date,6/28/2024", "2024-06-28"),
     ("Last Updated Date,June", ""), ("Data Source", "")],
)  # fmt: skip
def test_the_day_of_the_last_update(above, day):
    assert wdi._day(above) == day


@pytest.mark.parametrize("text", ["-1", "inf", "nan", "x"])
def test_what_is_no_amount_of_money_is_no_figure(text):
    assert wdi._figure(text) is None


def test_rows_without_a_state_are_passed_over():
    header = "Country Name,Country Code,Indicator Name,Indicator Code,2020\n"
    cells = "Armenia,ARM,x,MS.MIL.XPND.CD,5\n,,,,7\n"
    found = af.read_wdi((header + cells).encode())
    assert found["value"].tolist() == [5.0]


def sheets(*tables: list[list[object]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    found, file = openpyxl.Workbook(), io.BytesIO()
    found.remove(found.active)
    for number, table in enumerate(tables):
        sheet = found.create_sheet(f"Sheet {number}")
        for row in table:
            sheet.append(row)
    found.save(file)
    return file.getvalue()


def test_the_table_may_stand_on_any_sheet_and_has_to_stand_on_one():
    notes = [["Notes"], ["These are our own."]]
    table = [
        ["Country Name", "Country Code", "Indicator Code", "2022"],
        [None, None, "MS.MIL.XPND.CD", 4],
        ["Armenia", "ARM", "MS.MIL.XPND.CD", 795e6],
    ]
    frame = af.read_wdi(sheets(notes, table))
    # a figure of nobody is none
    assert rows(frame) == [["ARM", 2022, 795e6]]
    assert frame.attrs["lines"] == {"read": 3, "records": 1, "passed": 2, "by_rule": 0, "set_aside": 0}
    with pytest.raises(
        af.SourceError, match="has no table of indicators; expected a line with 'Country Name'"
    ):
        af.read_wdi(sheets(notes))


def test_a_sum_over_states_chosen_by_name_is_complete_if_the_file_has_them_all():
    records = af.read_wdi(ARMS.encode())
    for other, total in (("Romania", [2632e6, True]), ("Taiwan", [52e6, False])):
        both = af.where(records, recipient=["Armenia", other], years=2015)
        assert af.totals(both)[["value", "complete"]].values.tolist() == [total]
