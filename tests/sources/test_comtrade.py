"""UN Comtrade: every layout, and the rows that are no flows of their own."""

from __future__ import annotations

import io
import json
import warnings

import pandas as pd
import pytest

import armsflow as af
from armsflow.records.schema import COLUMNS
from tests.sources.customs_formats import (
    BULK,
    FIRST_API,
    FULL,
    PAIRS,
    ROWS,
    SELF,
    SHORT,
    TURKEY,
    WORLD,
    answer,
    plus,
    row,
)

ARMS = SHORT.rsplit("\n", 2)[0] + "\n"  # without the animals


def read(content, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return af.read_comtrade(content.encode() if isinstance(content, str) else content, **options)


def test_who_reports_and_who_supplies():
    records = read(ARMS)
    assert records[["supplier", "recipient", "reporter", "dataset", "value"]].values.tolist()[:2] == [
        ["CHN", "USA", "recipient", "imports", 1500],
        ["USA", "CHN", "supplier", "exports", 200],
    ]
    assert set(records["unit"]) == {"USD"}
    assert set(records["prices"]) == {"current"}
    assert set(records["stage"]) == {"delivery"}
    # re-exports are part of exports
    assert records.attrs["by_rule"] == {"re-exports, re-imports and other parts of exports and imports": 1}
    assert records.attrs["lines"] == {"read": 6, "records": 4, "passed": 1, "by_rule": 1, "set_aside": 0}
    with pytest.raises(af.MixedError):
        af.totals(af.without_parts(records), by=())


def test_goods_that_contain_others_are_not_added_to_them():
    records = read(ARMS)
    inner = records[records["commodity"] == "930190"].iloc[0]
    assert inner["part_of"] == "exports-251-842-2017-H5-9301"
    assert inner["category"] == "hs:930190"
    french = af.where(records, supplier="FRA")
    with pytest.raises(af.PartError, match=r"or choose one with where\(records, commodity='930190'\)$"):
        af.totals(french)
    # of the 90 of 9301, 40 are of 930190
    assert af.totals(af.where(french, commodity="930190"))["value"].tolist() == [40]
    assert af.totals(af.without_parts(french))["value"].tolist() == [90]


def test_total_contains_all_goods():
    text = ARMS + "H5,2017,2,Export,251,France,842,USA,TOTAL,All,5000,0\n"
    with pytest.warns(UserWarning, match="'TOTAL' are no heading of arms"):
        records = af.read_comtrade(text.encode())
    inner = records[records["commodity"] == "930190"].iloc[0]
    assert inner["part_of"] == "exports-251-842-2017-H5-TOTAL+exports-251-842-2017-H5-9301"
    # where all goods are there, none were chosen; one state alone reports imports, from one other
    chosen = records.groupby("reporter")["selection"].unique().str.join(" ").to_dict()
    assert chosen == {"recipient": "supplier=CHN;recipient=USA", "supplier": ""}


def test_codes_of_goods_get_their_zero_back_and_are_said_to_be_no_arms():
    with pytest.warns(UserWarning, match="goods '01' are no heading of arms; their category is 'all'"):
        records = af.read_comtrade(SHORT.encode())
    assert records["commodity"].tolist()[-1] == "01"
    assert records["category"].tolist()[-1] == "all"


def test_partners_add_up_to_world_which_is_left_out():
    records = read(BULK)
    assert records["recipient"].tolist() == ["CHE", "unk:recipient"]
    assert records["value"].sum() == 1000
    assert records.attrs["world"] == {"sums": 1, "agree": 1}
    assert records.attrs["by_rule"] == {"World, the sum of its partners": 1}
    assert records["quantity"].tolist() == [8, 4]
    assert records["partner"].tolist() == ["Switzerland", "Areas, nes"]
    assert set(records["selection"]) == {"supplier=IND;category=hs:9301"}
    with pytest.warns(UserWarning, match="in 1 of 1 cases partners do not add up to World"):
        af.read_comtrade(BULK.replace(",400,0\n", ",300,0\n").encode())


def test_world_alone_is_kept():
    records = read(FULL)
    assert records["recipient"].tolist() == ["all", "all"]
    assert records["value"].tolist() == [500, 70]


# of imports of 1,000.25 Thailand has 50 from itself
OWN = "itself.*left out of the records: THA 50 USD, 5.0 per cent of its imports of a year in the file"


@pytest.mark.parametrize("form", [plus, answer])
def test_rows_that_are_no_flows_of_their_own(form):
    with pytest.warns(UserWarning, match=OWN):
        records = af.read_comtrade(form(ROWS).encode() if isinstance(form(ROWS), str) else form(ROWS))
    assert records[["supplier", "recipient", "dataset", "value"]].values.tolist() == [
        ["TUR", "THA", "imports", 700.25],
        ["TWN", "THA", "imports", 250],
        ["THA", "TUR", "exports", 5],
    ]
    assert records.attrs["by_rule"] == {
        "re-exports, re-imports and other parts of exports and imports": 1,
        "a part by 2nd partner, customs or transport": 2,
        "a month of a year in the file": 1,
        "World, the sum of its partners": 1,
        "a state as its own partner": 1,
    }
    # World holds what the state bought from itself, and the records do not
    assert records.attrs["world"] == {"sums": 1, "agree": 0, "with_own": 1}
    assert records["net_weight"].tolist()[0] == 12.5
    assert set(records["classification"]) == {"H6"}
    lines = records.attrs["lines"]
    assert lines["read"] == sum(lines.values()) - lines["read"]
    assert lines["read"] == form(ROWS).decode("latin-1").count("\n") + (form is answer)


def test_squeezed_names_and_further_layouts():
    squeezed = ARMS.replace("Trade Flow Code", "TradeFlow Code").replace("Trade Value (US$)", "TradeValueUS")
    assert read(squeezed)["value"].tolist() == read(ARMS)["value"].tolist()
    first = read(FIRST_API)
    assert first[["supplier", "recipient", "value"]].values.tolist() == [["USA", "FRA", 15]]
    pairs = read(PAIRS)
    assert set(pairs["reporter"]) == {"third"}
    assert pairs["category"].tolist() == ["hs:880699", "hs:9306"]
    assert pairs["value"].sum() == 1520.125


def test_a_workbook_of_pairs_is_read_where_it_names_the_goods():
    openpyxl = pytest.importorskip("openpyxl")
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["refYear", "Importer", "Exporter", "primaryValue"])
    book.active.append([2022, "Austria", "Türkiye", 99999])
    goods = book.create_sheet("Sheet1")
    for line in PAIRS.splitlines():
        goods.append(line.split(","))
    book.save(file)
    assert read(file.getvalue())["value"].sum() == 1520.125


def test_a_heading_that_was_split_between_two_editions_is_said():
    before = row(TURKEY, 5, cmdCode="8802", refYear=2021, period="2021", classificationCode="H5")
    after = row(TURKEY, 4, cmdCode="8802")
    with pytest.warns(UserWarning, match=r"goods '8802' are not the same in all editions .* 8806"):
        af.read_comtrade(plus([before, after]))
    read(plus([before, after | {"cmdCode": "8710"}]))


def test_months_alone_are_kept():
    rows = [
        row(TURKEY, 20 + month, period=f"2022{month:02d}", refMonth=month, freqCode="M") for month in (1, 2)
    ]
    records = read(plus(rows))
    assert records["month"].tolist() == [1, 2]
    assert records["value"].sum() == 43
    assert records["record"].is_unique


def test_a_year_of_some_months_is_not_observed():
    def window(*periods):
        rows = [row(TURKEY, 20, period=each, refYear=int(each[:4]), freqCode="M") for each in periods]
        return read(plus(rows))[["observed_start", "observed_end"]].drop_duplicates().values.tolist()

    months = [f"2021{month:02d}" for month in range(1, 13)]
    assert window(*months, "202201", "202202") == [[2021, 2021]]
    assert window(*months[1:]) == [[2022, 2020]]
    assert window("2020", *months, "202201") == [[2020, 2021]]


def test_the_eu_beside_its_members_and_the_same_row_again_are_left_out():
    text = ARMS + "H5,2017,2,Export,97,EU,842,USA,9301,Arms,9999,0\n" + ARMS.splitlines()[1] + "\n"
    text += ARMS.splitlines()[0] + "\n"
    by_rule = read(text).attrs["by_rule"]
    assert by_rule["the EU as reporter beside its members"] == 1
    assert by_rule["the same row again"] == 1
    assert by_rule["the header again"] == 1


def test_the_eu_without_its_members_is_a_reporter():
    """The file has exports of the EU and of the United States, and of no member."""
    heads = SHORT.splitlines()[0]
    lines = [
        "H5,2017,2,Export,97,EU,156,China,9301,Arms,300,0",
        "H5,2017,2,Export,842,USA,156,China,9301,Arms,100,0",
        # a member that reports imports, and one of another year, are not among the exports of 2017
        "H5,2017,1,Import,251,France,156,China,9301,Arms,7,0",
        "H5,2018,2,Export,251,France,156,China,9301,Arms,60,0",
        "H5,2018,2,Export,97,EU,156,China,9301,Arms,500,0",
    ]
    records = read("\n".join([heads, *lines, ""]))
    assert records.attrs["by_rule"] == {"the EU as reporter beside its members": 1}
    exports = af.where(records[records["dataset"] == "exports"], years=2017)
    assert exports.set_index("supplier")["value"].to_dict() == {"org:eu": 300, "USA": 100}


def test_a_preview_may_be_cut():
    codes = [str(code) for code in (32, 36, 40, 56, 76, 100, 124, 152, 156, 170)]
    full = [
        row((code, "", ""), 1, refYear=year, period=str(year)) for code in codes for year in range(1970, 2020)
    ]
    with pytest.warns(UserWarning, match="500 records, the most that an answer .* others may be cut off"):
        af.read_comtrade(answer(full))
    read(answer(full[:-1]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (answer([]), "an empty answer: no such trade was reported, or the query was wrong"),
        (answer([], error="quota", data=None), "an error of the service, not data: 'quota'"),
        (b'{"a": 1}', "is JSON with 'a'; expected an answer of the API"),
        (b"[1, 2]", "is JSON with list"),
        (b'{"data": [{"fileUrl": "x"}]}', "a list of files, not data"),
        (b'{"data": [{"a": "x"}]}', "JSON with 'a'; expected an answer"),
        (answer(ROWS)[:-40], "is no whole JSON: .*line"),
        (plus([row(TURKEY, 1, typeCode="S", classificationCode="EB10")]), "line 2: services"),
        (plus([row(SELF, 1), row(TURKEY, 1, motCode=3)]), "no flow of goods between two parties: 1 of"),
        (b"a,b\n1,2", "no header with the columns of Comtrade"),
    ],
)  # fmt: skip
def test_what_is_no_trade_in_goods_is_refused(content, reason):
    with pytest.raises(af.SourceError, match=reason):
        af.read_comtrade(content)


def test_a_workbook_of_others_is_refused():
    openpyxl = pytest.importorskip("openpyxl")
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    with pytest.raises(af.SourceError, match="no worksheet with the columns of Comtrade"):
        af.read_comtrade(file.getvalue())


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1500,4", "15x,4", r"line 2: Trade Value \(US\$\) is '15x'; expected a number, 0 or more"),
        ("1500,4", "1500,4,5", "line 2: 13 cells, but the header has 12"),
        (
            ",842,USA,156,",
            ",999,USA,156,",
            "line 2: Reporter Code is '999'; expected one of Comtrade's numbers",
        ),
        ("H5,2017,1", "H5,17,1", "line 2: Year is '17'; expected a year"),
        ("H5,2017,1,", "H5,2017,9,", "line 2: Trade Flow Code is '9'; expected a flow"),
        (",93,Arms,1500", ",9-3,Arms,1500", "line 2: Commodity Code is '9-3'; expected a code of goods"),
        (",9301,", ",930190,", "line 6: exports-251-842-2017-H5-930190 stands on line 5 already"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(old, new, reason):
    broken = ARMS.replace(old, new, 1).encode()
    with pytest.raises(af.SourceError, match=reason):
        af.read_comtrade(broken)
    records = af.read_comtrade(broken, on_error="collect")
    assert len(records) == 3
    assert len(records.attrs["set_aside"]) == 1


@pytest.mark.covering(3)
@pytest.mark.parametrize(
    "content", [ARMS.encode(), BULK.encode(), FULL.encode(), plus(ROWS), answer(ROWS), FIRST_API]
)
@pytest.mark.filterwarnings("ignore:.*what a state traded with itself:UserWarning")
def test_read_finds_them_and_they_are_sound(content):
    records = af.read(content)
    assert set(records["source"]) == {"comtrade"}
    again = af.to_records(records.copy())
    pd.testing.assert_frame_equal(again[list(COLUMNS)], records[list(COLUMNS)], check_dtype=False)


def test_an_answer_on_one_line_names_its_objects():
    broken = [ROWS[0], ROWS[0] | {"cmdCode": "9-3"}]
    compact = json.dumps({"data": broken}).encode()
    with pytest.raises(af.SourceError, match=r"1 object\(s\) that are no .*\n  object 2: cmdCode is '9-3'"):
        af.read_comtrade(compact)
    records = af.read_comtrade(compact, on_error="collect")
    lines = {"read": 2, "records": 1, "passed": 0, "by_rule": 0, "set_aside": 1}
    assert records.attrs["lines"] == lines


def test_world_stays_where_its_partners_are_not_there():
    """Of 9305 the file has the sum alone, and of 9306 a partner alone."""
    records = read(plus([row(WORLD, 10, cmdCode="9305"), row(TURKEY, 4)]))
    assert records[["supplier", "commodity", "value"]].values.tolist() == [
        ["all", "9305", 10],
        ["TUR", "9306", 4],
    ]
    assert "by_rule" not in records.attrs


def test_what_a_state_traded_with_itself_counts_once_where_goods_hold_others():
    """Chapter 93 holds 9306: of 10 dollars 3 are Thailand's own, not 3 + 2 of 16."""
    rows = [row(TURKEY, 7, cmdCode="93"), row(SELF, 3, cmdCode="93"), row(TURKEY, 4), row(SELF, 2)]
    with pytest.warns(UserWarning, match="THA 3 USD, 30.0 per cent of its imports of a year"):
        records = af.read_comtrade(plus(rows))
    assert records["value"].tolist() == [7, 4]


def test_pairs_without_a_column_of_goods_are_of_all_goods():
    with pytest.warns(UserWarning, match="goods 'TOTAL' are no heading of arms"):
        records = af.read_comtrade(b"refYear,Importer,Exporter,primaryValue\n2022,Austria,Norway,9\n")
    assert records[["supplier", "recipient", "category", "value"]].values.tolist() == [
        ["NOR", "AUT", "all", 9]
    ]
