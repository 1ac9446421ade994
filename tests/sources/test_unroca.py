"""The UN Register: both sides' reports apart, what is classified null, and who reports found by the order."""

from __future__ import annotations

import json
import warnings

import pandas as pd
import pytest

import armsflow as af
from armsflow.sources import unroca

HEAD = "year,exporter,importer,category,num_items,state_of_origin,intermediate_locations,comments"


def objects(*rows: tuple[str, ...], **more: str) -> bytes:
    names = ("year", "exporter", "importer", "category", "num_items")
    blank = {"state_of_origin": "", "intermediate_locations": None, "comments": ""}
    listed = [dict(zip(names, row, strict=True)) | blank | more for row in rows]
    return ("[\n" + ",\n".join(map(json.dumps, listed)) + "\n]\n").encode()


#: Two states' pages in the site's order: exports, then imports; both report the tanks.
PAGES = (
    ("2010", "Sweden", "Norway", "I. Battle tanks", "40"),
    ("2010", "Sweden", "Finland", "II. Armoured combat vehicles", "5"),
    ("2010", "Rep. of Korea", "Sweden", "III. Large calibre artillery systems", "7"),
    ("2011", "Sweden", "Chile", "VI. Warships", "1"),
    ("2010", "Norway", "Chile", "VII. (a) Missiles and missile launchers", "classified"),
    ("2010", "Sweden", "Norway", "I. Battle tanks", "38"),
    ("2011", "Norway", "Kenya", "VII. (b) Man-Portable Air-Defence Systems (MANPADS).", "not declared"),
    ("2011", "Turkey", "Norway", "V. Attack helicopters", ""),
)


def test_the_order_of_the_pages_says_who_reports():
    with pytest.warns(UserWarning, match="does not say which state reports 8 row"):
        records = af.read_unroca(objects(*PAGES))
    assert records["reporter"].tolist() == [
        *("supplier", "supplier", "recipient", "supplier"),
        *("supplier", "recipient", "supplier", "recipient"),
    ]
    assert set(records["reporter_from"]) == {"order"}
    tanks = records[records["category"] == "un:I"]
    with pytest.raises(af.MixedError, match="reporter"):
        af.totals(tanks, by=("supplier", "category"))
    gap = af.discrepancies(tanks, between=("supplier", "recipient"), by=("supplier", "recipient", "category"))
    assert gap[["left_value", "right_value", "value"]].iloc[0].tolist() == [40, 38, -2]


def test_what_is_not_said_is_null_and_its_words_are_kept():
    with pytest.warns(UserWarning, match="does not say which state reports"):
        records = af.read_unroca(objects(*PAGES), release="2017")
    assert records["num_items"].tolist()[4:] == ["classified", "38", "not declared", ""]
    assert records["value"].isna().tolist() == [False] * 4 + [True, False, True, True]
    assert records.loc[0, ["source", "release", "stage", "unit", "start", "end"]].tolist() == (
        ["unroca", "2017", "delivery", "pieces", 2010, 2010]
    )
    assert records["category"].tolist() == (
        ["un:I", "un:II", "un:III", "un:VI", "un:VIIa", "un:I", "un:VIIb", "un:V"]
    )
    assert records[["observed_start", "observed_end"]].drop_duplicates().to_numpy().tolist() == [[2010, 2011]]
    assert records["recipient"].tolist()[2] == "SWE"
    assert records["supplier"].tolist()[2] == "KOR"


def test_a_sorted_file_does_not_say_who_reports():
    pages = sorted(PAGES, key=lambda row: row[:3])
    with pytest.warns(UserWarning, match="'third' in 8 row"):
        records = af.read_unroca(objects(*pages))
    assert set(records["reporter"]) == {"third"}


def test_the_same_words_twice_may_be_one_transfer_where_nobody_knows_who_reports():
    rows = [("2010", "Sweden", "Norway", "I. Battle tanks", "40")] * 2
    with pytest.warns(UserWarning, match="does not say which state reports"):
        records = af.read_unroca(objects(*rows), on_error="collect")
    assert records["same_as"].fillna("").tolist() == ["", records["record"][0]]
    with pytest.raises(af.PartError):
        af.totals(records, by="category")


def test_tables_and_names_of_addresses_say_who_reports():
    rows = [
        ("major_export", "Sweden", "Norway", "I. Battle tanks", "3", "Strv 122"),
        ("small_arms_import", "Italy", "Sweden", "1. Revolvers and self-loading pistols", "900", ""),
        ("light_weapons_export", "Sweden", "Chile", "7. Others", "4", ""),
    ]
    names = ("table", "exporter", "importer", "category", "num_items", "description")
    told = [{"year": "2015"} | dict(zip(names, row, strict=True)) for row in rows]
    told.append({"table": "military_holdings", "year": "2015", "country": "Sweden", "num_items": "9"})
    records = af.read_unroca(json.dumps(told).encode())
    assert records["reporter"].tolist() == ["supplier", "recipient", "supplier"]
    assert records["category"].tolist() == ["un:I", "un:SA", "un:LW"]
    assert records["item"].tolist()[0] == "Strv 122"
    assert records.attrs["by_rule"] == {"holdings and production, no transfers": 1}
    slug = objects(("2005", "india", "Sri Lanka", "III. Large calibre artillery systems", "6"))
    assert af.read_unroca(slug)[["supplier", "reporter", "reporter_from"]].iloc[0].tolist() == (
        ["IND", "supplier", "name"]
    )
    assert af.read_unroca(objects(*PAGES), reporter="recipient")["reporter"].unique() == ["recipient"]


def test_a_report_that_was_filed_for_two_years_is_said():
    to = ["Brazil", "Canada", "Singapore", "Turkey", "Iraq", "Poland"]
    first = [f"2010,Germany,{name},I. Battle tanks,{10 + n},major_export" for n, name in enumerate(to)]
    again = [line.replace("2010", "2011") for line in first]
    head = "year,exporter,importer,category,num_items,table"
    text = "\n".join([head, *first, *again])
    with pytest.warns(UserWarning, match="exports of DEU, 2010 and 2011: 6 figures. One may have been filed"):
        af.read_unroca(text.encode())
    with pytest.warns(UserWarning, match="imports of DEU, 2010 and 2011"):
        af.read_unroca("\n".join([head, *map(_turned, [*first, *again])]).encode())
    # one figure of the second year is another; two are; the year between lacks
    later = [line.replace("2011", "2012") for line in again]
    for changed, warned in ((again[1:], True), (again[2:], False), (later, False)):
        more = range(90, 96 - len(changed))
        others = [f"2011,Germany,Chile,I. Battle tanks,{each},major_export" for each in more]
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            af.read_unroca("\n".join([head, *first, *changed, *others]).encode())
        assert bool(said) == warned


def _turned(line):
    year, exporter, importer, *rest = line.removesuffix("major_export").split(",")
    return ",".join([year, importer, exporter, *rest]) + "major_import"


def test_lines_that_cannot_be_read_are_named():
    bad = [
        ("2010", "Sweden", "Norway", "I. Battle tanks", "a few"),
        ("2010", "Sweden", "Atlantis", "I. Battle tanks", "4"),
        ("10", "Sweden", "Norway", "I. Battle tanks", "4"),
        ("2010", "Sweden", "Norway", "IX. Airships", "4"),
        ("2010", "Sweden", "", "I. Battle tanks", "4"),
    ]
    records = af.read_unroca(objects(*PAGES[:1], *bad), on_error="collect", reporter="supplier")
    assert len(records) == 1
    reasons = dict(records.attrs["set_aside"])
    assert list(reasons) == [3, 4, 5, 6, 7]
    for line, said in zip(reasons, ["'a few'", "'Atlantis'", "'10'", "IX. Airships", "blank"], strict=True):
        assert said in reasons[line]
    assert records.attrs["lines"] == {"read": 6, "records": 1, "passed": 0, "by_rule": 0, "set_aside": 5}
    with pytest.raises(af.SourceError, match="line 3: num_items as a number is 'a few'"):
        af.read_unroca(objects(*PAGES[:1], *bad), reporter="supplier")


def test_what_is_no_register_is_refused():
    with pytest.raises(af.SourceError, match="objects without 'importer', 'category', 'num_items'"):
        af.read_unroca(b'[{"year": "2010", "exporter": "Sweden"}]')
    with pytest.raises(af.SourceError, match="no JSON at line 2"):
        af.read_unroca(b'[\n{"year": "2010", "exporter')
    with pytest.raises(af.SourceError, match="no header with the columns year, exporter"):
        af.read_unroca(b"a,b\n1,2\n")
    with pytest.raises(af.SourceError, match="has no transfers below its header"):
        af.read_unroca(HEAD.encode() + b"\n")
    nested = objects(*PAGES[:2]).replace(b'"40"', b"[40]")
    with pytest.raises(af.SourceError, match="line 2: a dict is no object of texts and numbers"):
        af.read_unroca(nested, reporter="supplier")
    with pytest.raises(af.ArgumentError, match="reporter is 'UN'"):
        af.read_unroca(objects(*PAGES), reporter="UN")


def test_csv_and_json_give_the_same():
    lines = [HEAD, *(",".join(f'"{cell}"' for cell in (*row, "", "", "")) for row in PAGES)]
    with pytest.warns(UserWarning, match="does not say which state reports"):
        one = af.read("\n".join(lines).encode()).drop(columns=["line", "record"])
    with pytest.warns(UserWarning, match="does not say which state reports"):
        other = af.read(objects(*PAGES)).drop(columns=["line", "record"])
    pd.testing.assert_frame_equal(one, other)


def test_states_by_the_short_names_of_the_united_nations():
    names = {
        "Rep. of Korea": "KOR",
        "Czech Rep.": "CZE",
        "United Rep. of Tanzania": "TZA",
        "Lao People's Dem. Rep.": "LAO",
        "Dem. Rep. of the Congo": "COD",
        "Venezuela (Bolivarian Republic of)": "VEN",
        "The former Yugoslav Republic of Macedonia": "MKD",
        "Viet Nam": "VNM",
        "Syrian Arab Republic": "SYR",
        "Türkiye": "TUR",
        "Swaziland": "SWZ",
        "eSwatini": "SWZ",
    }
    rows = [("2010", "Sweden", name, "I. Battle tanks", "1") for name in names]
    records = af.read_unroca(objects(*rows), reporter="supplier")
    assert dict(zip(names, records["recipient"], strict=True)) == names


def test_json_on_one_line_is_known_by_its_objects():
    """The third object says again what the second says; the fourth cannot be read."""
    names = ("year", "exporter", "importer", "category", "num_items")
    rows = [
        ("2013", "Russian Federation", "Armenia", "I. Battle tanks", "35"),
        ("2013", "Belarus", "Azerbaijan", "I. Battle tanks", "62"),
        ("2013", "Belarus", "Azerbaijan", "I. Battle tanks", "62"),
        ("2013", "Belarus", "Atlantis", "I. Battle tanks", "1"),
        ("2013", "Belarus", "Atlantis", "I. Battle tanks", "2"),
    ]
    text = json.dumps([dict(zip(names, row, strict=True)) for row in rows])
    with pytest.warns(UserWarning, match="does not say which state reports"):
        records = af.read_unroca(text.encode(), on_error="collect")
    assert records[["record", "value"]].to_numpy().tolist() == [["1", 35], ["2", 62], ["3", 62]]
    assert records["same_as"].fillna("").tolist() == ["", "", "2"]
    assert records["line"].tolist() == [1, 2, 3]
    lines = {"read": 5, "records": 3, "passed": 0, "by_rule": 0, "set_aside": 2}
    assert records.attrs["lines"] == lines
    assert [number for number, _ in records.attrs["set_aside"]] == [4, 5]
    with pytest.raises(af.SourceError, match=r"2 object\(s\) that are no transfers .*\n  object 4: importer"):
        af.read_unroca(text.encode())
    with pytest.raises(af.SourceError, match="no JSON at line 1, object 6"):
        af.read_unroca(text[:-1].encode() + b", {")


def test_a_label_may_have_another_number_or_none():
    found = [unroca._class(label) for label in ("2. Heavy machine guns", "Heavy machine guns", "9. Kites")]
    assert found == ["un:LW", "un:LW", None]


def test_a_row_between_the_pages_of_its_two_states_may_be_of_either():
    """The tanks stand last on Sweden's pages, or first on Norway's."""
    rows = [*PAGES[1:4], PAGES[0], *PAGES[4:]]
    with pytest.warns(UserWarning, match="is 'third' in 1 row"):
        records = af.read_unroca(objects(*rows))
    assert records["reporter"].tolist() == [
        *("supplier", "recipient", "supplier", "third"),
        *("supplier", "recipient", "supplier", "recipient"),
    ]
