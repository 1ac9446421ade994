"""SIPRI's exports: every shape, broken and altered files, what is known of each record."""

from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.sources.sipri.formats import (
    CONCATENATED,
    DEALS,
    DEALS_2026,
    DEALS_AND_TIVS,
    DEALS_HEADER,
    DEALS_ROWS,
    DELIVERIES,
    DELIVERIES_HEADER,
    EMPTY,
    ENVELOPE,
    EXPORTS,
    IMPORTS,
    OF_ONE,
    OLD_CATEGORIES,
    OLD_TO_ONE,
    OLD_WORLD,
    PREAMBLE,
    REPORT_2013,
    RESULT,
    RTF,
    SHAPES,
    TIDN,
    TIDN_TRIMMED,
)

BARE = (DEALS_HEADER + DEALS_ROWS).encode("latin-1")


def read(content, **options):
    return af.read_sipri(content, **options)


def one(records, **conditions):
    """The only record that fits."""
    for column, value in conditions.items():
        records = records[records[column] == value]
    assert len(records) == 1
    return records.iloc[0]


# what a deal gives


def test_a_deal_gives_a_contract_and_a_delivery():
    records = read(DEALS)
    assert records["stage"].value_counts().to_dict() == {"contract": 8, "delivery": 7}
    contract = one(records, recipient="ARM", stage="contract", order_year=2010)
    assert contract[["supplier", "start", "end", "quantity", "value", "unit"]].tolist() == [
        *("RUS", 2010, 2010, 40, 60e6, "TIV")
    ]
    delivery = one(records, recipient="ARM", stage="delivery", order_year=2010)
    assert delivery[["start", "end", "quantity", "value", "low", "high"]].tolist() == [
        *(2011, 2013, 38, 57e6, 57e6, 57e6)
    ]
    assert delivery["delivery_years"] == "2011; 2013"
    assert delivery["record"].rpartition("/")[0] == contract["record"].rpartition("/")[0]


def test_what_rides_along():
    deal = one(read(DEALS), recipient="ARM", stage="delivery", order_year=2015)
    told = ["designation", "description", "condition", "tiv_unit", "generated", "release", "line"]
    assert deal[[*told, "item", "note"]].tolist() == [
        *("Heron-2", "FGA aircraft", "second-hand", 12e6, "2024-10-13", "2024", 14),
        *("Heron-2 FGA aircraft", "Second-hand; financed with loan"),
    ]
    assert read(DEALS)["local_production"].isna().all()  # a deal-level file does not tell
    assert read(DELIVERIES)["local_production"].tolist() == [False, False, False, True, False]


def test_question_marks_are_estimates():
    records = read(DEALS)
    flags = records.set_index(["order_year", "recipient", "stage"])["estimated"]
    assert flags[2010, "ARM", "contract"]  # the number ordered
    assert flags[2010, "ARM", "delivery"]  # the number delivered
    assert flags[2015, "ARM", "contract"]  # the year of the order
    assert not flags[2015, "ARM", "delivery"]


def test_an_open_order_has_no_delivery_and_no_volume_yet():
    order = one(read(DEALS), supplier="ISR", recipient="AZE")
    assert order["stage"] == "contract"
    assert order[["quantity", "value", "low", "high"]].isna().all()


def test_zero_delivered_is_less_than_half_a_million():
    delivery = one(read(DEALS), recipient="unk:rebel_group", stage="delivery")
    assert delivery[["value", "low", "high"]].tolist() == [0.0, 0.0, 5e5]


def test_a_newline_in_a_comment_is_mended():
    lease = one(read(DEALS), recipient="org:un", stage="delivery")
    assert lease["note"] == "3-year lease; for use in Mali"
    assert lease[["line", "value", "quantity"]].tolist() == [18, 9e6, 3]
    assert read(DEALS).attrs["lines"] == {"read": 21, "records": 9, "passed": 12, "set_aside": 0}


def test_letters_of_all_encodings():
    for encoding in ("latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        records = read(DEALS.decode("latin-1").encode(encoding))
        assert one(records, recipient="unk:rebel_group", stage="delivery")["note"] == "Café affair"


def test_categories_come_from_the_column_or_the_description():
    assert set(read(DEALS)["category"]) == {"armoured_vehicles", "aircraft", "artillery", "missiles"}
    moved = DELIVERIES.replace(b"tank,Armoured vehicles", b"tank,Other")
    assert read(moved)["category"].tolist()[:2] == ["other", "other"]
    strange = DEALS.replace(b",tank,", b",flying saucer,")
    saucer = read(strange).iloc[0]
    assert (saucer["category"], saucer["description"]) == ("all", "flying saucer")


@pytest.mark.covering(4)
@pytest.mark.parametrize(
    ("release", "expected"),
    [
        *((release, "sensors") for release in ("2010", "2023", "2024")),
        *((release, "artillery") for release in ("2025", "2026", "2031")),
        # which edition it is nothing says
        *((release, "artillery+sensors") for release in (None, "", "draft")),
    ],
)
def test_a_description_that_sipri_has_moved_has_the_category_of_its_edition(release, expected):
    moved = read(deal({7: "Coastal defence system"}), release=release)
    assert set(moved["category"]) == {expected}
    dated = b"Data generated: 17 Feb 2025 7:10:21 PM\n" + deal({7: "coastal defence system"})
    assert set(read(dated)["category"]) == {"sensors"}
    assert set(read(dated.replace(b"17 Feb", b"13 Mar"))["category"]) == {"artillery"}


@pytest.mark.parametrize("words", ["self-propelled AA gun turret", "SPAAG turret"])
def test_turrets_of_anti_aircraft_guns_are_air_defence(words):
    assert set(read(deal({7: words}))["category"]) == {"air_defence_systems"}


def test_the_column_of_categories_goes_before_the_edition():
    content = DELIVERIES.replace(b"towed gun,Artillery", b"coastal defence system,Artillery")
    assert one(read(content, release="2024"), recipient="AZE")["category"] == "artillery"


def test_a_starred_name_that_no_table_knows_gets_a_code_of_its_own():
    records = read(DEALS.replace(b"Zimbabwe", b"Free Valley Front (Zimbabwe)*"))
    assert records["recipient"].iloc[-1] == "grp:sipri_free_valley_front_zimbabwe"
    assert af.party_name("grp:sipri_free_valley_front_zimbabwe") == "Free Valley Front Zimbabwe"
    with pytest.raises(af.PartyError, match="Free Valley Front"):
        af.party("Free Valley Front (Zimbabwe)*")
    with pytest.raises(af.SourceError, match=r"line 21: recipient .*'Zimbawbe'.*did you mean 'Zimbabwe'"):
        read(DEALS.replace(b"Zimbabwe", b"Zimbawbe"))


def test_ids_stay_when_other_years_or_parties_are_asked_for():
    fewer = PREAMBLE + DEALS_HEADER + DEALS_ROWS.replace(",38,?,2011; 2013,", ",20,?,2011,")
    before, after = (set(read(text.encode("latin-1"))["record"]) for text in (DEALS.decode("latin-1"), fewer))
    assert before == after


def test_deals_alike_in_every_word_stay_two():
    row = DEALS_ROWS.splitlines(keepends=True)[0]
    records = read((PREAMBLE + DEALS_HEADER + row + row).encode())
    assert len(records) == 4
    assert records["record"].is_unique
    assert records.loc[records["stage"] == "delivery", "value"].sum() == 114e6


# the other registers


def test_delivery_files_give_one_delivery_a_year():
    records = read(DELIVERIES)
    assert records["record"].tolist() == [
        *("90001/2011", "90001/2013", "90002/2012", "90003/2012", "90004/2010")
    ]
    assert set(records["stage"]) == {"delivery"}
    assert records["value"].tolist() == [30e6, 27e6, 4e6, 6e6, 60e6]
    # a number or a year of delivery that is an estimate; the order's does not matter to a delivery
    assert records["estimated"].tolist() == [True, True, True, False, False]
    assert set(records["release"]) == {"2024"}


def test_deals_and_tivs():
    records = read(DEALS_AND_TIVS)
    assert records[["supplier", "recipient", "start", "value"]].to_numpy().tolist() == [
        ["RUS", "VNM", 2011, 9e6],
        ["RUS", "VNM", 2012, 6e6],
        ["TUR", "PAK", 2017, 8.55e6],
    ]
    assert records["designation"].iloc[2] == "Señor"
    assert set(records["release"]) == {"2022"}  # two days before the edition of 2023


def test_the_report_of_2013_counts_pieces():
    records = read(REPORT_2013)
    assert set(records["unit"]) == {"pieces"}
    engines = one(records, deal="4002", stage="delivery")
    assert engines[["start", "end", "value", "category"]].tolist() == [2009, 2012, 20.0, "engines"]
    assert engines[["local_production", "estimated", "note"]].tolist() == [
        *(True, True, "For boats, some assembled there")
    ]
    assert set(records["release"]) == {""}


def test_a_range_of_years_misprinted_reaches_back_to_the_order():
    records = read(REPORT_2013.replace(b"2009 - 2012", b"209 - 2012"))
    assert one(records, deal="4002", stage="delivery")[["start", "end"]].tolist() == [2007, 2012]


def test_tidn_and_what_is_left_of_it():
    records = read(TIDN)
    assert records[["record", "start", "value", "estimated"]].to_numpy().tolist() == [
        ["63001/contract", 2015, 22e6, True],
        ["58002/contract", 2017, 6.2e6, True],
        ["58002/delivery", 2020, 4.96e6, True],
    ]


def test_rows_without_years_are_whole_deals_and_cover_no_year():
    trimmed = read(TIDN_TRIMMED)
    assert trimmed.attrs["lines"] == {"read": 4, "records": 2, "passed": 2, "set_aside": 0}
    delivery = one(trimmed, stage="delivery")
    assert delivery[["start", "end", "value", "quantity"]].tolist() == [1950, 2025, 6e6, 3.0]
    assert (trimmed["observed_start"] > trimmed["observed_end"]).all()
    total = af.totals(af.where(trimmed, stage="delivery"))
    assert total[["value", "complete"]].to_numpy().tolist() == [[6e6, False]]


def test_deliveries_in_the_years_asked_for_are_at_most_all_that_the_deal_delivered():
    with pytest.warns(UserWarning, match="in 1990 is known as bounds only"):
        said = read(TIDN_TRIMMED, years=(1990, 1990))
    delivery = one(said, stage="delivery")
    assert delivery[["start", "end", "low", "high"]].tolist() == [1990, 1990, 0, 6e6]
    assert delivery[["value", "quantity"]].isna().all()
    total = af.totals(af.where(said, stage="delivery")).iloc[0]
    assert total[["low", "high", "complete"]].tolist() == [0, 6e6, False]
    assert total[["value"]].isna().all()


def test_all_years_of_the_database_hold_whole_deals():
    said = read(TIDN_TRIMMED, years=(1950, 2025))
    delivery = one(said, stage="delivery")
    assert delivery[["start", "end", "value", "quantity"]].tolist() == [1950, 2025, 6e6, 3.0]
    assert delivery[["observed_start", "observed_end"]].tolist() == [1950, 2025]


def test_the_layout_of_2026():
    old, new = read(DEALS), read(DEALS_2026)
    same = [c for c in old if c not in ("release", "generated", "line", "observed_start", "observed_end")]
    pd.testing.assert_frame_equal(old[same], new[same])
    assert set(new["release"]) == {"2026"}


# tables


def test_a_table_of_imports_names_recipients_only():
    records = read(IMPORTS)
    assert records[["supplier", "recipient", "start", "value", "low", "high"]].to_numpy().tolist() == [
        ["all", "IND", 2022, 141e6, 140.5e6, 141.5e6],
        ["all", "IND", 2023, 277e6, 276.5e6, 277.5e6],
        ["all", "ARM", 2022, 12e6, 11.5e6, 12.5e6],
        ["all", "ARM", 2023, 0.0, 0.0, 5e5],
        ["all", "org:nato", 2022, 190e6, 189.5e6, 190.5e6],
        ["all", "org:nato", 2023, 4e6, 3.5e6, 4.5e6],
    ]


@pytest.mark.parametrize(
    ("content", "supplier", "recipient", "records"),
    [
        (EXPORTS, {"RUS", "unk:supplier"}, {"all"}, 4),
        (OF_ONE, {"FRA", "USA"}, {"ISR"}, 3),
        (OLD_WORLD, {"ALB", "RUS"}, {"all"}, 3),
        (OLD_TO_ONE, {"IND", "RUS"}, {"ARM"}, 4),
        (OLD_CATEGORIES, {"all"}, {"all"}, 4),
        (CONCATENATED, {"FRA", "USA"}, {"ISR", "EGY"}, 6),
        (EMPTY, set(), set(), 0),
    ],
)
def test_tables_know_their_direction(content, supplier, recipient, records):
    got = read(content)
    assert (set(got["supplier"]), set(got["recipient"]), len(got)) == (supplier, recipient, records)
    assert got["record"].is_unique


def test_flows_that_two_tables_tell_are_one_fact():
    imports = OF_ONE.replace(b"Supplier,", b"Recipient,").replace(b"United States", b"Israel")
    exports = imports.replace(b"France", b"Egypt").replace(b"to Israel", b"from United States")
    both = read(OF_ONE + exports)  # what Israel got from the United States in 2024 stands in both
    told = both.loc[both["same_as"].notna(), ["record", "same_as"]]
    assert told.to_numpy().tolist() == [["USA-ISR-2024.2", "USA-ISR-2024"]]
    with pytest.raises(af.PartError, match="USA-ISR-2024"):
        af.totals(both)
    assert af.totals(af.without_parts(both), by=())["value"].tolist() == [0.0, 67e6]


def test_a_table_by_category():
    assert read(OLD_CATEGORIES)["category"].tolist() == ["aircraft", "aircraft", "ships", "ships"]


def test_a_table_that_does_not_say_whose_it_is():
    cut = OF_ONE[: OF_ONE.index(b"Total")]
    with pytest.raises(af.SourceError, match=r"line 11: nothing says whose table .* recipient="):
        read(cut)
    assert set(read(cut, recipient="Israel")["recipient"]) == {"ISR"}


# opening


def packed(content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("trade-register.csv", content)
    return buffer.getvalue()


def test_paths_files_bytes_and_archives(tmp_path):
    plain = read(DEALS)
    path = tmp_path / "whatever.csv.xls"
    path.write_bytes(DEALS)
    ways = [path, str(path), io.BytesIO(DEALS), io.StringIO(DEALS.decode("latin-1")), bytearray(DEALS)]
    for way in [*ways, gzip.compress(DEALS), packed(DEALS)]:
        pd.testing.assert_frame_equal(read(way).drop(columns="file"), plain.drop(columns="file"))


def test_the_web_service_wraps_the_file():
    pd.testing.assert_frame_equal(read(ENVELOPE), read(DELIVERIES))
    pd.testing.assert_frame_equal(read(RESULT), read(IMPORTS))
    recorded = b'structure(list(body = charToRaw("' + ENVELOPE.replace(b'"', b'\\"') + b'")))'
    pd.testing.assert_frame_equal(read(recorded), read(DELIVERIES))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "none of the formats.*line 1 comes nearest"),
        (b"a,b\n1,2\n", "none of the formats"),
        (DEALS.replace(b"Supplier", b"Seller of it"), "line 12 comes nearest: 'Recipient,Seller of it"),
        (b"{broken", "no whole JSON"),
        (b'{"error": 500}', "envelope"),
        (b'{"bytes": "a"}', "no base64"),
        (gzip.compress(DEALS)[:-20], "damaged archive"),
        (packed(DEALS)[:-20], "damaged archive"),
    ],
)
def test_what_is_no_export_is_refused(content, message):
    with pytest.raises(af.SourceError, match=message):
        read(content)


def test_zips_of_several_files_and_workbooks_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "")
        archive.writestr("b.csv", "")
    with pytest.raises(af.SourceError, match=r"zip of 2 files: 'a.csv', 'b.csv'"):
        read(buffer.getvalue())
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    with pytest.raises(af.SourceError, match=r"spreadsheet.*read_milex"):
        read(buffer.getvalue())


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(af.SourceError, match=r"absent.csv.*cannot be read"):
        read(tmp_path / "absent.csv")
    with pytest.raises(af.ArgumentError, match="path is 7; expected a path"):
        read(7)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"on_error": "ignore"}, "on_error is 'ignore'"),
        ({"release": 2025}, "release is 2025; expected the text"),
        ({"deal_values": "yes"}, "deal_values is 'yes'"),
        ({"years": (2010, 2000)}, "years is"),
        ({"years": (2000, 2010)}, "years is given and the rows tell theirs"),
        ({"supplier": "Israel"}, "supplier or recipient is given and the rows name both"),
        ({"recipient": 7}, "recipient is 7; expected the name"),
    ],
)
def test_arguments_are_checked(options, message):
    with pytest.raises(af.ArgumentError, match=message):
        read(DEALS, **options)


# altered by users


def variants():
    text = (PREAMBLE + DEALS_HEADER + DEALS_ROWS).encode("latin-1")
    lines = text.splitlines()
    half = next(i for i, line in enumerate(lines) if line.startswith(b"United Nations"))
    padded = [*lines[:half], lines[half] + b",,,", lines[half + 1] + b"," * 12, *lines[half + 2 :]]
    yield "no preamble", BARE
    yield "byte-order mark", BARE.decode("latin-1").encode("utf-8-sig")
    yield "Windows", text.replace(b"\n", b"\r\n")
    yield "old Mac", text.decode("latin-1").replace("\n", "\r").encode("mac_roman")
    yield "semicolons behind", text.replace(b"\n", b";\r\n")
    yield "commas behind", text.replace(b"\n", b",,,\n")
    yield "padded halves", b"\n".join(padded)
    yield "blank lines", text.replace(b"\n", b"\n\n").replace(b"Mali\n\n", b"Mali\n")
    yield "tabs", text.replace(b",", b"\t")
    yield "a stray return", text.replace(b"for use in Mali", b"for use in\rMali")


@pytest.mark.covering(4)
@pytest.mark.parametrize(("name", "content"), list(variants()), ids=[name for name, _ in variants()])
def test_altered_files_say_the_same(name, content):
    plain, altered = read(DEALS), read(content)
    # without its head a file covers what it lists
    headless = (
        ("observed_start", "observed_end") if content.lstrip(b"\xef\xbb\xbf").startswith(BARE[:20]) else ()
    )
    same = [c for c in plain if c not in ("line", "release", "generated", *headless)]
    pd.testing.assert_frame_equal(altered[same], plain[same])
    assert altered.attrs["lines"]["set_aside"] == 0


def test_saved_again_by_pandas():
    frame = pd.read_csv(io.BytesIO(DELIVERIES), skiprows=11)
    again = read(frame.to_csv().encode())  # with an index in front
    lost = ("line", "release", "generated", "local_production", "condition", "observed_start", "observed_end")
    same = [c for c in again if c not in lost]
    pd.testing.assert_frame_equal(again[same], read(DELIVERIES)[same])


def test_decimal_commas_where_semicolons_part_cells():
    row = DEALS_ROWS.splitlines()[4].replace(",", ";").replace("30;60;60", "30,5;61,0;61,0").replace('"', "")
    header = DEALS_HEADER.replace(",", ";")
    assert read((header + row).encode())["value"].tolist() == [61e6, 61e6]


def test_money_of_the_comments_comes_on_request():
    plain, priced = read(DEALS), read(DEALS, deal_values=True)
    money = priced[priced["unit"] == "USD"]
    assert money[["supplier", "recipient", "stage", "start", "value"]].to_numpy().tolist() == [
        ["RUS", "ARM", "contract", 2010, 12e6]
    ]
    assert money[["phrase", "scope"]].to_numpy().tolist() == [["$12 m deal", "deal"]]
    rest = priced[priced["unit"] == "TIV"]
    assert set(rest["phrase"]) == {""}
    pd.testing.assert_frame_equal(rest[plain.columns].reset_index(drop=True), plain)
    assert priced.attrs["lines"] == plain.attrs["lines"]
    without = read(DEALS.replace(b"$12 m deal; ", b""), deal_values=True)
    assert without.columns.tolist() == priced.columns.tolist()


def test_two_exports_in_one_file():
    newer = DEALS.replace(b"13 Oct 2024", b"13 Oct 2025").replace(b"Heron-2", b"Heron-3")
    both = read(DEALS + newer)
    assert both["release"].value_counts().to_dict() == {"2024": 15, "2025": 15}
    assert both.attrs["lines"]["passed"] == 24


def test_exports_that_overlap_tell_a_deal_again():
    twice = read(DEALS + DEALS)
    assert len(twice) == 30
    assert twice["same_as"].notna().sum() == 15
    deliveries = af.where(twice, stage="delivery")
    with pytest.raises(af.PartError):
        af.totals(deliveries, by=())
    once = af.without_parts(deliveries)
    assert once["value"].sum() == af.where(read(DEALS), stage="delivery")["value"].sum()
    assert read(DELIVERIES + DELIVERIES)["same_as"].notna().sum() == 5


def test_each_export_has_the_day_above_its_own_header():
    assert set(read(BARE + DEALS)["release"]) == {"", "2024"}
    older = DEALS.replace(b"13 Oct 2024", b"13 Oct 2019").replace(b"2018,Second", b"2017,Second")
    rows = read(older + BARE)
    assert rows["release"].value_counts().to_dict() == {"2019": 15, "": 15}


def test_a_second_header_with_other_columns_is_no_header_of_the_first():
    turned = DEALS_HEADER.replace("Recipient,Supplier", "Supplier,Recipient") + DEALS_ROWS.splitlines()[0]
    first = "".join(DEALS_ROWS.splitlines(keepends=True)[:5])
    with pytest.raises(af.SourceError, match="line 10: line 9 names the columns otherwise than line 1"):
        read((DEALS_HEADER + first + "\n\n" + turned).encode())


def test_a_padded_half_without_its_other_half_is_no_sum():
    half = "United Nations**,Israel,2015,,3,,Finch-1,UAV,3,,2016,New,3-year lease,,,\n"
    last = DEALS_ROWS.splitlines(keepends=True)[-1]
    with pytest.raises(af.SourceError, match="line 4: Year of order is '9'"):
        read((DEALS_HEADER + half + last + ",3,9,9,,,,,,,,,,,,\n").encode())


def test_a_flow_and_its_categories_are_whole_and_parts():
    split = OLD_CATEGORIES.replace(b"exports from all", b"exports from Russia")
    both = read(OLD_WORLD + split)
    parts = both[both["part_of"].notna()]
    assert set(parts["part_of"]) == {"RUS-all-2020", "RUS-all-2022"}
    with pytest.raises(af.PartError):
        af.totals(af.where(both, supplier="Russia"))


@pytest.mark.covering(2)
@pytest.mark.parametrize(
    "names", [(" ", " .1", " .2"), ("...4", "...6", "...9"), ("V4", "V6", "V9"), ("X", "X.1", "X.2")]
)
def test_marks_are_found_whatever_their_columns_are_called(names):
    header = DEALS_HEADER
    for name in names:
        header = header.replace(", ,", f",{name},", 1)
    marked = read((PREAMBLE + header + DEALS_ROWS).encode("latin-1"))
    assert marked["estimated"].tolist() == read(DEALS)["estimated"].tolist()
    dotted = DELIVERIES_HEADER.rstrip().replace(" ", ".")
    assert read(DELIVERIES.replace(DELIVERIES_HEADER.rstrip().encode(), dotted.encode()))[
        "estimated"
    ].tolist() == [*(True, True, True, False, False)]


def test_brackets_around_years_in_rtf_are_estimates():
    bracketed = RTF.replace(b"1967-1968\\tab (2)", b"(1967)-(1968)\\tab 2")
    assert bracketed != RTF
    assert one(read(bracketed), recipient="NGA", stage="delivery")["estimated"]


def deal(cells: dict[int, str], parted: str = ";") -> bytes:
    """A header and one deal, Sweden's 4,000 tanks for Kenya, with some of its 16 cells written otherwise."""
    row = ["Kenya", "Sweden", "2010", "", "4000", "", "X-1", "tank", "4000", "", "2011", "New", "", "2"]
    row = [cells.get(at, cell) for at, cell in enumerate([*row, "8000", "8000"])]
    return (DEALS_HEADER.replace(",", parted) + parted.join(row)).encode()


@pytest.mark.covering
@pytest.mark.parametrize(
    ("cells", "pieces", "million"),
    [
        ({13: "1,5", 14: "6.000", 15: "6.000"}, 4000, 6000),
        ({13: "1,5", 4: "2.000", 8: "2.000", 14: "3.000,0", 15: "3.000"}, 2000, 3000),
        ({13: "1,5", 4: "2.000.000", 8: "2.000.000", 14: "3.000.000", 15: "3.000.000"}, 2e6, 3e6),
        ({13: "1,5", 4: "2 000", 8: "2'000", 14: "3\u00a0000", 15: "3000"}, 2000, 3000),
        ({13: "0.25", 4: "4,000", 14: "1,000", 15: "1,000.0"}, 4000, 1000),
        ({13: "0,125", 14: "0,500", 15: "0,500"}, 4000, 0.5),
        ({13: "55.0000", 14: "1.500", 15: "1.500"}, 4000, 1.5),
    ],
)
@pytest.mark.parametrize("parted", [";", "\t", "|"])
def test_the_cells_of_a_file_show_its_decimal_mark(cells, pieces, million, parted):
    found = one(read(deal(cells, parted)), stage="delivery")
    assert (found["value"], found["quantity"]) == (million * 1e6, pieces if 8 in cells else 4000)


def test_quoted_numbers_among_commas_show_it_too():
    quoted = {4: '"2.000"', 8: '"2.000"', 13: '"1,5"', 14: '"3.000,0"', 15: '"3.000"'}
    found = one(read(deal(quoted, ",")), stage="delivery")
    assert (found["value"], found["quantity"]) == (3e9, 2000)
    # where commas part the cells and none is shown to be a decimal mark, the point is it
    assert one(read(deal({15: "6.000", 14: '"6,000"'}, ",")), stage="delivery")["value"] == 6e6


@pytest.mark.parametrize("cell", ["1,140", "1.140", "6.000", "12,000"])
@pytest.mark.parametrize("shown", [{}, {13: "1,5", 14: "1.5"}])
def test_three_digits_behind_a_mark_are_not_guessed(cell, shown):
    with pytest.raises(af.SourceError, match=f"line 2: SIPRI TIV of delivered weapons is '{cell}'"):
        read(deal(shown | {15: cell}))


PADDED = "Kenya,Sweden,2012,,10,,X-1,tank,10,,2012;2013; 2014,New,,1.5,15,15"


@pytest.mark.covering(3)
@pytest.mark.parametrize("behind", [";;;;;", ";", "\t\t", "||", ",,,;;;", "; ; ;", ""])
@pytest.mark.parametrize("padding", [";;;", ";;;;;;;", "\t", "|", " ;", ",,;;", ""])
def test_padding_may_be_of_any_length(behind, padding):
    found = read(f"{DEALS_HEADER.strip()}{behind}\n{PADDED}{padding}\n{PADDED}\n".encode())
    delivery = found[found["stage"] == "delivery"]
    assert delivery[["value", "start", "end"]].to_numpy().tolist() == [[15e6, 2012, 2014]] * 2
    assert found.attrs["lines"]["set_aside"] == 0


def test_excel_quotes_a_line_with_semicolons_whole():
    lines = (PREAMBLE + DEALS_HEADER).encode() + b"".join(
        b'"' + line.replace('"', '""').encode("latin-1") + b'"\n'
        if ";" in line
        else line.encode("latin-1") + b"\n"
        for line in DEALS_ROWS.replace("Mali\n,3", "Mali,3").splitlines()
    )
    again, plain = read(lines), read(DEALS)
    assert again["value"].tolist()[:6] == plain["value"].tolist()[:6]
    assert again.attrs["lines"]["set_aside"] == 0


def test_missing_values_as_programs_write_them():
    for word in (b"NA", b"NaN"):
        marked = DEALS.replace(b"2011,,,,Finch", b"2011,," + word + b",,Finch")
        assert marked != DEALS
        assert read(marked)["quantity"].isna().sum() == 1


def test_a_quoted_newline_is_joined():
    comment = b'"3-year lease;\nfor use in Mali"'
    broken = DEALS.replace(b"Mali\n,3,9,9", b"Mali,3,9,9").replace(b"3-year lease; for use in Mali", comment)
    assert one(read(broken), recipient="org:un", stage="delivery")["note"] == "3-year lease; for use in Mali"


def test_a_joined_line_that_cannot_be_read_is_set_aside_whole():
    broken = DEALS.replace(b"Mali\n,3,9,9", b"Mali\n,3,9,x")
    kept = read(broken, on_error="collect")
    assert kept.attrs["lines"] == {"read": 21, "records": 7, "passed": 12, "set_aside": 2}


def test_years_need_not_be_in_order():
    turned = read(DEALS.replace(b"2011; 2013", b"2013; 2011"))
    assert one(turned, recipient="ARM", stage="delivery", order_year=2010)[["start", "end"]].tolist() == [
        2011,
        2013,
    ]


# lines that cannot be read


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b",1.5,60,57", b",1.5,60,x7", "line 13: SIPRI TIV of delivered weapons is 'x7'; expected a number"),
        (b",40,?,", b",40,!,", r"line 13: .* is '!'; expected '\?'"),
        (b"Russia,2010", b"Russia,201O", "line 13: Year of order is '201O'; expected a year"),
        (b"2011; 2013", b"2011 and 2013", "line 13: .* is '2011 and 2013'; expected years such as"),
        (b"Russia,2010", b"Russia,", "line 13: the year of order is blank"),
        (b"2011; 2013", b"1811; 2013", "line 13: .* is '1811; 2013'; expected years such as"),
        (b"2011; 2013", b"2011; 2053", "line 13: a delivery after the year in which the file was generated"),
        (b",2011; 2013,", b",,", "line 13: weapons were delivered and no year"),
        (b"Armenia,Russia,2010", b",Russia,2010", "line 13: recipient is blank"),
        (b"Kite-4,tank", b"Kite-4,a,b,tank", "line 13: 18 cells where 16 are expected"),
        (b",tank,38", b"tank,38", "line 13: 15 cells where 16 are expected"),
        (b"; for use in Mali\n,3,9,9", b"; for use in Mali", "line 18: 13 cells where 16"),
    ],
)
def test_bad_lines_are_named(old, new, message):
    assert DEALS.count(old) == 1
    broken = DEALS.replace(old, new)
    with pytest.raises(af.SourceError, match=message) as caught:
        read(broken)
    assert "on_error='collect'" in str(caught.value)
    kept = read(broken, on_error="collect")
    assert [line for line, _ in kept.attrs["set_aside"]] == [line for line, _ in caught.value.rows]
    assert len(kept) == len(read(DEALS)) - 2
    assert sum(v for k, v in kept.attrs["lines"].items() if k != "read") == kept.attrs["lines"]["read"]


def test_an_order_with_no_year_at_all_is_set_aside():
    assert TIDN.count(b",odat,") == 1
    with pytest.raises(af.SourceError, match="line 2: there is no year, neither of order nor of delivery"):
        read(TIDN.replace(b",odat,", b",when,"))


def test_a_delivery_that_stands_twice_is_set_aside():
    line = DELIVERIES.splitlines(keepends=True)[-1]
    with pytest.raises(af.SourceError, match="line 18: deal '90004' stands on line 17 already"):
        read(DELIVERIES + line)


def test_a_file_without_one_good_line_is_refused():
    with pytest.raises(af.SourceError, match="no line can be read"):
        read(DEALS_HEADER.encode() + b"a,b,c\n", on_error="collect")


def test_a_header_alone_is_an_empty_answer():
    records = read((PREAMBLE + DEALS_HEADER).encode())
    assert len(records) == 0
    assert records.columns.tolist() == read(DEALS).columns.tolist()
    assert records.dtypes.astype(str).tolist() == read(DEALS).dtypes.astype(str).tolist()


# all formats alike


@pytest.mark.covering(3)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_columns(shape):
    records, deals = read(SHAPES[shape]), read(DEALS)
    assert records.columns.tolist() == deals.columns.tolist()
    assert records.dtypes.astype(str).to_dict() == deals.dtypes.astype(str).to_dict()
    assert set(records["source"]) <= {"sipri"}


@pytest.mark.covering(2)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_door_has_nothing_to_add(shape):
    records = read(SHAPES[shape])
    pd.testing.assert_frame_equal(af.to_records(records), records)


def test_readings_leave_numpy_random_and_options_alone():
    state = np.random.get_state()[1].copy()
    read(DEALS)
    assert (np.random.get_state()[1] == state).all()


@pytest.mark.covering(4)
@pytest.mark.parametrize(
    ("day", "release"),
    [
        ("10 Mar 2023", "2022"),
        ("13 March 2023", "2023"),
        ("12 Feb 2026", "2025"),
        ("28 Sep 2026", "2026"),
        ("3 Jan 2027", "2026"),
        ("3 Mar 2027", ""),  # the edition of 2027 may be out or not
        ("3 Jun 2027", "2027"),
        ("1 Jan 2005", ""),
        ("31 Feb 2020", ""),
    ],
)
def test_editions_by_day(day, release):
    oldest = (PREAMBLE.replace("13 Oct 2024", day) + DEALS_HEADER + DEALS_ROWS.splitlines()[-1]).encode()
    assert set(read(oldest)["release"]) == {release}
    assert set(read(oldest, release="my own")["release"]) == {"my own"}


def test_several_files_are_one_frame():
    both = af.read_sipri([DEALS, IMPORTS])
    assert len(both) == len(read(DEALS)) + len(read(IMPORTS))
    assert both["record"].is_unique
    assert both["same_as"].isna().all()
    lines = [read(content).attrs["lines"] for content in (DEALS, IMPORTS)]
    assert both.attrs["lines"]["records"] == sum(each["records"] for each in lines)
    bad = DELIVERIES.replace(b"2011,No", b"20x1,No")
    some = af.read_sipri([DEALS, bad], on_error="collect")
    assert len(some.attrs["set_aside"]) == 1


def test_a_deal_in_two_files_is_told_again():
    twice = af.read_sipri([DELIVERIES, DELIVERIES])
    assert twice["same_as"].notna().sum() == len(twice) // 2
    with pytest.raises(af.PartError):
        af.totals(twice)
    assert af.without_parts(twice)["value"].sum() == read(DELIVERIES)["value"].sum()
    with pytest.raises(af.ArgumentError, match="path is an empty list"):
        af.read_sipri([])


def test_a_row_of_two_lines_that_a_spreadsheet_padded_is_one():
    """The comment was on two lines, and each line has all the commas of a row."""
    begin, rest = "India,Russia,2021,,40,,Rook-1,tank,30,,2021,New,lease", "for 3 years,2,80,60"
    gun = "India,Russia,2021,,8,,Finch-3,towed gun,8,,2021,New,,1,8,8\n"
    text = DEALS_HEADER + f"{begin},,,\n{rest}{',' * 12}\n" + gun
    records = read(text.encode())
    tanks = records[records["designation"] == "Rook-1"]
    assert set(tanks["note"]) == {"lease for 3 years"}
    assert len(records[records["designation"] == "Finch-3"]) == len(tanks)
    # blanks and sums of a spreadsheet are no rows
    more = read((DEALS_HEADER + f"{begin},,,\n{rest}{',' * 12}\n" + gun + ",,,,,,,,,,,,,,88,68\n").encode())
    assert len(more) == len(records)


def test_a_quotation_that_stays_open_joins_no_row():
    gun = "India,Russia,2021,,8,,Finch-3,towed gun,8,,2021,New,,1,8,8\n"
    open_ = 'India,Russia,2021,,40,,Rook-1,tank,30,,2021,New,"lease\n'
    with pytest.raises(af.SourceError, match="line 2"):
        read((DEALS_HEADER + open_ + gun).encode())


def test_a_row_may_be_broken_over_three_lines():
    row = "Armenia,Russia,2010,,40,,Kite-4,tank,38,,2011,New,aid\nfor the\npolice,1.5,60,57\n"
    records = read((DEALS_HEADER + row).encode())
    assert set(records["note"]) == {"aid for the police"}
    assert records.attrs["lines"]["records"] == 3


def test_a_row_of_blanks_is_none():
    gun = "India,Russia,2021,,8,,Finch-3,towed gun,8,,2021,New,,1,8,8\n"
    records = read((DEALS_HEADER + gun + ", " * 15 + "\n" + gun.replace("2021", "2022")).encode())
    assert sorted(set(records["line"])) == [2, 4]


def test_lines_set_aside_in_several_files_are_all_named():
    bad = DELIVERIES.replace(b"2011,No", b"20x1,No")
    both = af.read_sipri([DELIVERIES, bad], on_error="collect")
    [(line, reason)] = both.attrs["set_aside"]
    assert "20x1" in reason
    assert line == DELIVERIES.decode().splitlines().index(DELIVERIES_HEADER.strip()) + 2
