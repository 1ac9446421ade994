"""The Ukraine Support Tracker: every layout, and what must not be added."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from armsflow.records.schema import COLUMNS
from armsflow.sources.kiel.as_records import _decimals, _numbered, _when
from tests.sources.kiel.formats import EARLY_2024, PACKAGES, SINCE_2024, SITE, summary, workbook


def read(text, **options):
    return af.read_kiel(text.encode(), **options)


def sums(records):
    return records.groupby(["dataset", "aid_type"])["value"].sum().to_dict()


def test_allocations_and_commitments_are_two_data_sets():
    records = read(SITE["explorer"])
    assert sums(records) == pytest.approx(
        {
            ("allocations", "financial"): 1.6e9,
            ("allocations", "humanitarian"): 0.05e9,
            ("allocations", "military"): 0.200004e9,
            ("commitments", "all"): 3.500004e9,
        }
    )
    assert records["supplier"].unique().tolist() == ["NOR", "org:eu", "TUR"]
    assert set(records["recipient"]) == {"UKR"}
    assert set(records["stage"]) == {"aid"}
    assert set(records["reporter"]) == {"third"}
    assert records[["observed_start", "observed_end"]].drop_duplicates().values.tolist() == [[2022, 2022]]
    with pytest.raises(af.MixedError, match="dataset"):
        af.totals(records, by="supplier")
    assert af.totals(records, by=("supplier", "dataset"))["value"].sum() == pytest.approx(5.350012e9)


def test_a_rounded_figure_has_bounds():
    records = read(SITE["explorer"])
    small = records[(records["supplier"] == "TUR") & (records["aid_type"] == "military")].iloc[0]
    # millionths of a billion: half a thousand euros either way
    assert [small["value"], small["low"], small["high"]] == pytest.approx([4000, 3500, 4500])
    zero = records[records["value"] == 0].iloc[0]
    assert [zero["low"], zero["high"]] == [0, 500]


def test_columns_are_found_by_name_in_every_edition():
    lines = [line.rsplit(",", 3)[0] for line in SITE["explorer"].splitlines()]
    eleven = "\n".join(lines)
    ten = "\n".join(line.rsplit(",", 1)[0] for line in lines)
    assert set(read(eleven)["dataset"]) == {"allocations", "commitments"}
    assert set(read(ten)["dataset"]) == {"allocations"}


def test_other_files_of_the_site():
    totals = read(SITE["totals"])
    assert set(totals["supplier"]) == {"all"}
    assert totals["value"].sum() == pytest.approx(1.85e9)
    weapons = read(SITE["weapons"], release="29 (04/2026), 2026-08-04")
    assert weapons["category"].tolist() == ["artillery", "air_defence_systems", "all"]
    assert weapons["quantity"].tolist() == [7, 1, 2]
    assert weapons["value"].tolist()[0] == 70_000_001
    assert weapons["value"].isna().tolist() == [False, True, False]
    assert weapons[["start", "end"]].values.tolist() == [[2022, 2026]] * 3
    ways = read(SITE["procurement"])
    assert ways.groupby("procured")["value"].sum()["nato_purl"] == pytest.approx(0.125e9)
    assert ways["low"].equals(ways["value"])
    shares = read(SITE["eu_shares"], release="29 (04/2026)")
    assert shares["value"].tolist() == pytest.approx([1.25e9, 0.075e9])


def test_the_release_is_label_and_date(tmp_path):
    for name, layout in (("data_explorer.csv", "explorer"), ("release_info.csv", "release")):
        (tmp_path / name).write_text(SITE[layout])
    assert set(af.read_kiel(tmp_path / "data_explorer.csv")["release"]) == {"29 (04/2026), 2026-08-04"}
    assert set(af.read_kiel(tmp_path / "data_explorer.csv", release="x")["release"]) == {"x"}
    assert set(read(SITE["explorer"])["release"]) == {""}
    with pytest.warns(UserWarning, match="has no figures"):
        edition = af.read_kiel(tmp_path / "release_info.csv")
    assert len(edition) == 0
    assert edition.attrs["release"] == "29 04/2026 2026-08-04"
    assert list(edition)[: len(COLUMNS)] == list(COLUMNS)


def test_the_value_of_a_package_is_counted_once():
    for content in (PACKAGES.encode("utf-16"), PACKAGES.encode(), io.StringIO(PACKAGES)):
        records = af.read_kiel(content)
        assert records["record"].tolist() == ["NOM1", "DEM1", "DEM1/2", "DEH1", "DEH2"]
        # and not the 300 million that the column "as given by the source" adds up to
        assert records["value"].sum() == 21_000_200
    assert set(records["dataset"]) == {"commitments"}
    assert records["delivered"].tolist()[0] == 1_500_000
    assert records["item"].tolist()[0] == "Tall mast; Eel"
    lines = records.attrs["lines"]
    assert lines == {"read": 10, "records": 8, "passed": 1, "by_rule": 1, "set_aside": 0}


def test_dates_that_are_open_keep_their_figures():
    records = read(PACKAGES).set_index("record")
    spans = records[["start", "end"]].apply(tuple, axis=1).to_dict()
    assert spans == {
        "NOM1": (2022, 2022),
        "DEM1": (2022, 2023),
        "DEM1/2": (2022, 2024),
        "DEH1": (2022, 2022),
        # not dated: any year of the edition
        "DEH2": (2022, 2024),
    }
    # the last date is of January 2023; what is "until" 2024 was not seen then
    assert set(records["observed_end"]) == {2022}


def test_a_year_that_ends_early_is_not_observed():
    def observed(text, **options):
        return read(text, **options)[["observed_start", "observed_end"]].drop_duplicates().values.tolist()

    # rows of April 2022 and February 2023; the tracker begins with the war, so that 2022 is whole
    assert observed(SITE["explorer"]) == [[2022, 2022]]
    assert observed(SITE["explorer"].replace(",2023,2,", ",2023,12,")) == [[2022, 2023]]
    # to June 2025, in an edition of 2026
    assert observed(ONE_ROW, release="28 (04/2026)") == [[2022, 2024]]
    assert observed(ONE_ROW.replace("2025-06-01", "2025-12-01")) == [[2022, 2025]]
    # figures without a date are of all years of the edition, of which the last is not over in April
    assert observed(SITE["weapons"], release="29 (04/2026)") == [[2022, 2025]]
    assert observed(SITE["weapons"], release="27 (12/2025), 2026-02-10") == [[2022, 2025]]
    assert observed(SITE["weapons"], release="of 2026") == [[2022, 2025]]
    # rows without a month in any date say nothing of the last year either
    assert observed(re.sub(r"(20\d\d)-\d\d-\d\d", r"\1", ONE_ROW)) == [[2022, 2024]]


def test_undated_sums_of_an_edition_that_ends_early_are_not_complete():
    """Those of an edition to December are."""
    for release, complete in (("29 (04/2026)", False), ("27 (12/2025)", True)):
        sums = af.totals(read(SITE["weapons"], release=release), by=["supplier", "weapons"])
        assert set(sums["complete"]) == {complete}


SUMS = workbook(Sheet=summary(("Norway", 1, 2)))


def span(records):
    """First and last year of undated figures, and of what the file covers."""
    found = records[["start", "end", "observed_start", "observed_end"]].drop_duplicates()
    return found.values.tolist()


@pytest.mark.parametrize("content", [SITE["weapons"].encode(), SITE["eu_shares"].encode(), SUMS])
def test_the_last_year_of_an_edition_is_not_made_up(content, tmp_path):
    with pytest.warns(UserWarning, match=r"has no dates and does not say which edition.*release='28 \(04/2"):
        records = af.read_kiel(content)
    assert (records["observed_start"] > records["observed_end"]).all()
    pledged = records[records["dataset"] == records["dataset"].iloc[0]]
    assert not af.totals(pledged, by=["supplier", "aid_type"])["complete"].any()
    # where it is known, the years of the edition are covered that are over
    assert span(af.read_kiel(content, release="12 (02/2024)")) == [[2022, 2024, 2022, 2023]]
    assert span(af.read_kiel(content, release="17 (12/2024)")) == [[2022, 2024, 2022, 2024]]
    for name, known in (("2025-02_sums.xlsx", True), ("202-02.csv", False), ("2025-13.csv", False)):
        (tmp_path / name).write_bytes(content)
        if known:
            assert span(af.read(tmp_path / name)) == [[2022, 2025, 2022, 2024]]
            assert set(af.read(tmp_path / name)["release"]) == {""}
        else:
            with pytest.warns(UserWarning, match="has no dates"):
                af.read(tmp_path / name)


def test_months_of_a_workbook_say_to_which_year_its_sums_go(tmp_path):
    heads = ["Month", *(f"{kind} aid, allocated (€ billion)" for kind in ("Financial", "Humanitarian"))]
    heads.append("Military aid, allocated (€ billion)")
    months = [heads, ["2022-01-01 00:00:00", 1, 0, 0], ["2023-12-01 00:00:00", 0, 0, 1]]
    content = workbook(Sums=summary(("Norway", 1, 2)), Months=months)
    assert span(af.read_kiel(content)) == [[2022, 2023, 2022, 2023]]
    # the edition of a later year has figures of it
    (tmp_path / "2024-02_sums.xlsx").write_bytes(content)
    assert span(af.read_kiel(tmp_path / "2024-02_sums.xlsx")) == [[2022, 2024, 2022, 2023]]


def test_rows_without_any_date_are_of_no_known_edition():
    undated = [[*row[:1], "NULL", *row[2:]] for row in EARLY_2024[1:]]
    with pytest.warns(UserWarning, match="has no dates"):
        records = af.read_kiel(workbook(data=[EARLY_2024[0], *undated]))
    assert (records["observed_start"] > records["observed_end"]).all()
    # an edition of 2026 has rows of any year to 2026, whichever the last date is
    dated = af.read_kiel(workbook(data=EARLY_2024), release="28 (04/2026)").set_index("supplier")
    assert dated.loc["MLT", ["start", "end"]].tolist() == [2022, 2026]


def test_a_correction_is_taken_off_and_counted():
    records = read(PACKAGES).set_index("record")
    assert records.loc["DEH2", ["value", "correction"]].tolist() == [200, 100]
    assert records.attrs["by_rule"] == {"a negative figure, taken off another of the donor": 1}
    with pytest.raises(af.SourceError, match="line 10: a negative figure, and none of the donor is as large"):
        read(PACKAGES.replace(",-100,,1", ",-1000,,1"))


def test_early_2024_rows_are_commitments_whatever_their_label():
    content = workbook(delivery=EARLY_2024)
    records = af.read_kiel(content)
    assert set(records["dataset"]) == {"commitments"}
    assert records["measure"].tolist() == ["allocation", "commitment", "allocation"]
    assert records["value"].sum() == 5_000_000.5
    assert np.isnan(records["value"].iloc[2])
    assert records[["start", "end"]].values.tolist() == [[2022, 2022], [2023, 2023], [2022, 2023]]


def test_the_summary_of_a_workbook_decides_and_is_compared():
    both = workbook(delivery=EARLY_2024, Country_Summary=summary(("Norway", 0.003, 0.0050000005)))
    assert set(af.read_kiel(both)["dataset"]) == {"commitments"}
    apart = workbook(delivery=EARLY_2024, Country_Summary=summary(("Norway", 0.0010000005, 0.004)))
    records = af.read_kiel(apart)
    assert sums(records)["allocations", "military"] == 1_000_000.5
    assert records.attrs["summary"]["commitments, summary"] == pytest.approx(0.004)
    neither = workbook(delivery=EARLY_2024, Country_Summary=summary(("Norway", 0.7, 0.9)))
    with pytest.warns(UserWarning, match=r"commitments of 0\.005 billion EUR, .* summary 0\.900"):
        af.read_kiel(neither)


def test_since_2024_a_commitment_is_worth_its_activity_once():
    records = af.read_kiel(workbook(**{"Bilateral_Assistance,_MAIN_DATA": SINCE_2024}))
    assert sums(records) == {
        ("allocations", "military"): 5e6,
        ("commitments", "military"): 5e6,
        ("commitments", "humanitarian"): 9e6,
    }
    assert records.groupby("dataset")["record"].apply(list).to_dict() == {
        "allocations": ["NO1.1", "NO1.2"],
        "commitments": ["NO1", "NO2"],
    }
    without = [row[:7] for row in SINCE_2024]
    records = af.read_kiel(workbook(data=without))
    pledged = records[records["dataset"] == "commitments"]
    assert pledged["value"].isna().all()
    # a row has its own part at least, and the whole at most
    assert pledged[["low", "high"]].values.tolist() == [[2e6, 5e6], [3e6, 5e6], [0, 9e6], [0, 9e6]]


#: The value of an activity stands on one of its rows, whatever the label, and 0 on the others.
ONE_ROW = (
    "giver,dato,kategori,maal,verdi_eur,verdi_eur_activity\n"
    "Norway,2022-03-01,Military,Allocation,2,7\n"
    "Norway,2022-05-01,Military,Allocation,5,0\n"
    "Norway,2023-03-01,Military,Commitment,0,40\n"
    "Norway,2023-06-01,Military,Allocation,10,0\n"
    "Norway,2023-06-01,Military,Commitment,0,0\n"
    "Norway,2024-06-01,Military,Allocation,-1,-3\n"
    "Norway,2024-06-01,Military,Allocation,-2,0\n"
    "Norway,2025-06-01,Military,Allocation,-3,6\n"
)


def test_an_activity_printed_on_one_row_is_a_commitment_whatever_its_label():
    records = read(ONE_ROW)
    assert sums(records) == {("allocations", "military"): 17 - 6, ("commitments", "military"): 53 - 3}
    pledged = records[records["dataset"] == "commitments"].set_index("line")
    # by the year of its row: 7 of 2022, 40 of 2023 without a correction of 3, and 6 of 2025
    assert pledged["value"].fillna(-1).to_dict() == {2: 7, 4: 37, 6: -1, 9: 6}
    assert pledged["correction"].to_dict() == {2: 0, 4: 3, 6: 0, 9: 0}
    assert pledged["low"].equals(pledged["value"])
    assert pledged["high"].equals(pledged["value"])
    # lines 7 and 8 only correct others; line 9 corrects an allocation and is a commitment
    assert records.attrs["by_rule"] == {"a negative figure, taken off another of the donor": 2}
    allocated = records[records["dataset"] == "allocations"]
    assert 9 not in set(allocated["line"])


def test_the_same_value_again_within_an_activity_may_be_the_same_commitment():
    one_row = [line.split(",") for line in ONE_ROW.splitlines()[:4]]
    ids = ["activity_id", "a", "a", "b"]
    rows = [[*row, name] for row, name in zip(one_row, ids, strict=True)] + [[*one_row[3], "b"]]
    records = read("\n".join(map(",".join, rows)))
    pledged = records[records["dataset"] == "commitments"]
    assert pledged[["record", "low", "value", "high"]].values.tolist() == [
        ["a", 7, 7, 7], ["b", 40, 40, 40], ["b/5", 0, 40, 40]
    ]  # fmt: skip


def test_values_of_one_activity_that_differ_are_bounds():
    heads, *rows = SINCE_2024
    rows = [[*row] for row in rows]
    rows[1][4] = 8e6
    pledged = af.read_kiel(workbook(data=[heads, *rows])).set_index("record").loc["NO1"]
    assert np.isnan(pledged["value"])
    assert pledged[["low", "high"]].tolist() == [8e6, 13e6]


def test_the_first_workbooks_have_no_name_for_the_column_of_items():
    rows = [*csv.reader(io.StringIO(PACKAGES, newline=""))]
    rows[0] = [
        {"Countries": "countries", "Items": None, "Type of Item": "Type of item"}.get(h, h) for h in rows[0]
    ]
    content = workbook(**{"Bilateral_assistance,_MAIN_DATA": rows, "Other": [["a", "b"]]})
    records = af.read_kiel(content)
    assert records["value"].sum() == 21_000_200
    assert records["item"].tolist()[0] == "Tall mast; Eel"


def test_a_summary_alone_is_read():
    content = workbook(Sheet=summary(("Norway", 1, 2), ("Malta", 0, 0.5)))
    records = af.read_kiel(content, release="12 (02/2024)")
    assert sums(records)["commitments", "military"] == 2.5e9
    assert records.attrs["by_rule"] == {"a group or a total of donors": 1}


EU_ROWS = [
    ("EU members and institutions", 8, 12),
    ("EU members", 5, 6),
    ("EU institutions", 3, 6),
    ("EU (Commission and Council)", 3, 6),
    ("United States", 10, 20),
]
BY_RULE, NOT_COUNTED = "a group or a total of donors", "no government, and in no total of the tracker"


def test_members_that_have_one_row_together_are_one_donor():
    """Without the row of the members the United States would have 10 of 13 and not 10 of 18."""
    rows = [*EU_ROWS, ("IMF", 0, 9)]
    records = af.read_kiel(workbook(Sheet=summary(*rows)), release="17 (12/2024)")
    given = af.where(records, dataset="allocations", aid_type="military")
    assert given.set_index("supplier")["value"].to_dict() == {
        "members:EU": 5e9,
        "org:eu": 3e9,
        "USA": 10e9,
    }
    shares = af.shares(given, within="recipient").set_index("supplier")
    assert shares.loc["USA", "share"] == pytest.approx(10 / 18)
    assert shares["complete"].all()
    # beside the total, the institutions and the EU as a whole
    assert records.attrs["by_rule"] == {BY_RULE: 3, NOT_COUNTED: 1}


def test_members_that_have_rows_of_their_own_are_the_donors():
    rows = [*EU_ROWS[1:], ("Germany", 4, 5), ("Malta", 1, 1)]
    records = af.read_kiel(workbook(Sheet=summary(*rows)), release="17 (12/2024)")
    assert set(records["supplier"]) == {"org:eu", "USA", "DEU", "MLT"}
    assert records.attrs["by_rule"] == {BY_RULE: 3}
    assert set(records["observed_end"]) == {2024}
    # institutions without a row of their own are the EU
    alone = af.read_kiel(workbook(Sheet=summary(EU_ROWS[2], EU_ROWS[4])), release="17 (12/2024)")
    assert alone.groupby("supplier")["value"].sum().to_dict() == {"org:eu": 9e9, "USA": 30e9}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # one of several members
        (
            [*EU_ROWS, ("Germany", 4, 5)],
            "in the rows: 'EU members', 'EU members and inst",
        ),
        # nobody knows who the others are
        ([("United States", 10, 20), ("Europe", 8, 12)], "rows: 'Europe'; "),
        (
            [("Norway", 1, 2), ("Anglosaxon countries", 8, 12)],
            "rows: 'Anglosaxon countries'; donors are",
        ),
    ],
)
def test_groups_of_which_donors_are_missing_leave_no_year_covered(rows, said):
    with pytest.warns(UserWarning, match=said):
        records = af.read_kiel(workbook(Sheet=summary(*rows)), release="17 (12/2024)")
    assert "members:EU" not in set(records["supplier"])
    sums = af.totals(records, by=["supplier", "dataset", "aid_type"])
    assert not sums["complete"].any()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Norway", "Norwayy", "line 2: country: 1 name is not known as a party: 'Norwayy'"),
        (",2022,3,", ",2022,13,", "line 2: month is '13'; expected a month from 1 to 12"),
        (",2022,3,", ",22,3,", "line 2: year is '22'"),
        (",2022,4,", ",2022,3,", "line 3: NOR-2022-03 stands on line 2 already"),
        (",0.1,", ",x,", "line 2: financial is 'x'; expected a number, 0 or more"),
        (",0.1,", ",-0.1,", "line 2: financial is '-0.1'; expected a number, 0 or more"),
        ('"NOR",2022,3,0.35', '"NOR",2022,3', "line 2: 11 cells, but the header has 12"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(old, new, reason):
    broken = SITE["explorer"].replace(old, new, 1)
    with pytest.raises(af.SourceError, match=reason):
        read(broken)
    records = read(broken, on_error="collect")
    assert len(records) == 12
    assert len(records.attrs["set_aside"]) == 1


def test_files_of_others_are_refused():
    with pytest.raises(af.SourceError, match="no header with the columns of a file of Kiel's"):
        read("a,b\n1,2\n")
    with pytest.raises(af.SourceError, match="no worksheet of the Ukraine Support Tracker"):
        af.read_kiel(workbook(Sheet=[["a", "b"]]))
    with pytest.raises(af.SourceError, match="a header and no figures"):
        read(SITE["totals"].splitlines()[0])
    with pytest.raises(af.ArgumentError, match="release is 29"):
        read(SITE["totals"], release=29)
    with pytest.raises(af.ArgumentError, match="on_error"):
        read(SITE["totals"], on_error="ignore")
    with pytest.raises(af.SourceError, match="the measure is none of allocation, commitment"):
        af.read_kiel(
            workbook(data=[SINCE_2024[0], ["Norway", "2024", "Military", "Loan", 1, 1, "", "a", "b"]])
        )


@pytest.mark.covering(3)
@pytest.mark.parametrize("layout", [layout for layout in SITE if layout != "release"])
def test_read_finds_them_and_they_are_sound(layout):
    records = af.read(SITE[layout].encode(), release="29 (04/2026)")
    assert set(records["source"]) == {"kiel"}
    again = af.to_records(records.copy())
    pd.testing.assert_frame_equal(again[list(COLUMNS)], records[list(COLUMNS)])


def test_months_of_all_donors_together():
    """2 and 3 billion of military aid in 2022 and 2023, and all that was committed by then."""
    kinds = [f"{kind} aid, allocated (€ billion)" for kind in ("Financial", "Humanitarian", "Military")]
    rows = [["2022-03-01", "1.5", "0.25", "2", "9"], ["2023-04-01", "0", "0", "3", "0.5"]]
    text = io.StringIO()
    csv.writer(text).writerows([["Month", *kinds, "Total aid, committed (€ billion)"], *rows])
    records = read(text.getvalue(), release="28 (04/2026)")
    assert set(records["supplier"]) == {"all"}
    assert sums(records) == pytest.approx(
        {
            ("allocations", "financial"): 1.5e9,
            ("allocations", "humanitarian"): 0.25e9,
            ("allocations", "military"): 5e9,
            ("commitments", "all"): 9.5e9,
        }
    )
    military = records[records["aid_type"] == "military"]
    assert military[["start", "month", "value"]].values.tolist() == [[2022, 3, 2e9], [2023, 4, 3e9]]


def test_numbers_that_r_writes_with_a_power_have_their_decimals():
    assert [_decimals(cell) for cell in ("4e-06", "1.5e-3", "0.25", "7")] == [6, 4, 2, 0]


@pytest.mark.parametrize(
    ("cell", "years"),
    [("2022-03-01", (2022, 2022)), ("until 2023", (0, 2023)), ("3/2/22", (2022, 2022)), ("unclear", (0, 0))],
)
def test_the_years_that_a_date_may_mean(cell, years):
    assert _when(cell) == years


def test_ids_that_stand_twice_have_their_line():
    ids, lines = np.array(["a+b", "c", "c"], dtype=object), np.array([2, 3, 4])
    assert _numbered(ids, lines).tolist() == ["a b", "c", "c/4"]
