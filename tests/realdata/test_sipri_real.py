"""SIPRI's real exports: counts of the rows, and a register that equals the tables of its day."""

from __future__ import annotations

import numpy as np
import pytest

import armsflow as af
from tests.frames import assert_same
from tests.realdata import DATA, needs_files, sipri

pytestmark = needs_files
REGISTER = "SIPRI_BRICS__trade-register.csv"
IMPORTS = "SIPRI_BRICS__import-export-values_1950-2024.csv"
EXPORTS = "SIPRI_BRICS__import-export-values_1950-2024_1950-2024.csv"
# (file, rows, release)
REGISTERS = [
    ("ADS__trade-register.csv", 382, "2024"),
    ("Arms_Transfers__trade_register_report.csv", 2_757, ""),
    ("Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv", 25_024, "2025"),
    ("GlobalArmsTrade__sipri-arms-by-seller-1990.csv", 850, ""),
    ("GlobalArmsTrade__sipri-arms-by-seller-2017.csv", 1_587, ""),
    ("OSINT_Visualisation__Trade-Register-1950-2021-downloaded.rtf", 27_632, "2023"),
    ("Rat.db__trade-register-csv-e05b15-POST.R", 1_414, "2024"),
    ("Rat.db__trade-register-csv_2000-2001_decoded.csv", 1_414, "2024"),
    (REGISTER, 27_951, "2024"),
    ("cs1951-PeaceLab__DealsAndTIVs-2022-09-17-00_25_02.txt", 2_009, "2022"),
    ("cs1951-PeaceLab__DealsAndTIVs-2022-09-17-00_25_02_2016_2021.txt", 1_530, "2022"),
    ("cs1951-PeaceLab__DealsAndTIVs.csv", 1_530, ""),
]
# (file, parties or categories with figures, side that is named, release)
TABLES = [
    ("Mixed-Latent-Position-Cluster-Model__163_Countries_TIV_2024.csv", 44, "supplier", "2025"),
    (IMPORTS, 261, "recipient", "2024"),
    (EXPORTS, 136, "supplier", "2024"),
    ("fdi_arms_exports__TIV-Export-USA-2003-2013.csv.xls", 104, "recipient", "2018"),
    ("sipri-visualization__TIV-Export-All-1950-2022.csv", 11, "category", "2023"),
    ("sipri-visualization__TIV-Export-All-Country-1950-2022.csv", 135, "supplier", "2023"),
    ("sipri-visualization__TIV-Import-All-Country-1950-2022.csv", 261, "recipient", "2023"),
    ("world_military__TIV-Export-All-1950-2017-rs.csv", 132, "supplier", "2018"),
    ("world_military__TIV-Export-All-1950-2017-wc.csv", 11, "category", "2018"),
    ("world_military__TIV-Import-All-1950-2017-rs.csv", 257, "recipient", "2018"),
]


def path_of(name):
    return DATA / "sipri" / name


@pytest.mark.covering(4)
@pytest.mark.parametrize(("name", "rows", "release"), REGISTERS, ids=[name for name, *_ in REGISTERS])
def test_every_register_reads(name, rows, release):
    records = sipri(name)
    deals = records["record"].str.replace("/delivery", "/contract").nunique()
    assert (deals, records["release"].unique().tolist()) == (rows, [release])
    assert records.attrs["lines"]["set_aside"] == 0


def test_read_finds_the_answer_that_r_recorded():
    name = "Rat.db__trade-register-csv-e05b15-POST.R"
    assert af.read(path_of(name)).equals(sipri(name))


@pytest.mark.covering(4)
@pytest.mark.parametrize(("name", "parties", "side", "release"), TABLES, ids=[name for name, *_ in TABLES])
def test_every_table_reads(name, parties, side, release):
    records = sipri(name)
    assert (records[side].nunique(), records["release"].unique().tolist()) == (parties, [release])
    assert records.attrs["lines"]["set_aside"] == 0


def test_the_register_of_2024():
    records = sipri(REGISTER)
    assert records["stage"].value_counts().to_dict() == {"contract": 27_951, "delivery": 27_951}
    deliveries = af.where(records, stage="delivery")
    assert round(deliveries["value"].sum()) == 2_065_055_210_000


@pytest.mark.parametrize(
    ("name", "side", "parties"), [(IMPORTS, "recipient", 261), (EXPORTS, "supplier", 136)]
)
def test_the_register_equals_the_tables_of_its_day(name, side, parties):
    deliveries = af.where(sipri(REGISTER), stage="delivery")
    ours = deliveries.groupby(side)["value"].sum() / 1e6
    raw = path_of(name).read_text(encoding="latin-1").splitlines()[10:]
    rows = [line.split(",") for line in raw if line and not line.startswith("Total")]
    printed = {cells[0]: float(cells[-2]) for cells in rows}
    codes = sipri(name)[side].unique()
    assert len(printed) == len(codes) == parties
    theirs = dict(zip(codes, printed.values(), strict=True))
    assert set(ours.index) == set(theirs)
    assert max(abs(ours[code] - theirs[code]) for code in theirs) <= 1


def test_cells_of_a_table_hold_the_deliveries_of_a_register():
    """Annual deliveries lie inside the bounds of the table's cells: another day of the same edition."""
    yearly = sipri("Rat.db__trade-register-csv_2000-2001_decoded.csv")
    sums = yearly.groupby(["recipient", "start"])["value"].sum()
    table = af.where(sipri(IMPORTS), years=(2000, 2001)).set_index(["recipient", "start"])
    assert set(sums.index) == set(table.index)
    inside = table["low"].le(sums + 1e4) & table["high"].ge(sums - 1e4)
    assert inside.all()


# RTF is read in tests/sources/sipri/test_rtf.py by every way it is written
@pytest.mark.sweep
def test_the_rtf_has_its_suppliers():
    records = sipri("OSINT_Visualisation__Trade-Register-1950-2021-downloaded.rtf")
    contracts = af.where(records, stage="contract")
    assert len(contracts) == 27_632
    assert contracts["supplier"].nunique() == 134


def test_two_downloads_of_one_edition_agree():
    """The service's raw answer and the decoded file are the same records."""
    raw = sipri("Rat.db__trade-register-csv-e05b15-POST.R")
    decoded = sipri("Rat.db__trade-register-csv_2000-2001_decoded.csv")
    assert raw.drop(columns="file").equals(decoded.drop(columns="file"))


def test_unit_values_make_up_the_deliveries():
    records = sipri("Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv")
    made = records["quantity"] * records["tiv_unit"]
    # the unit is printed to two decimals of a million
    rounding = records["quantity"] * 5e3 + 5e3
    assert (np.abs(made - records["value"]) <= rounding).all()


def test_years_between_listed_ones_are_zeros_also_of_deals_that_reach_past_the_cut():
    """18 aircraft worth 68.4 million were listed in 18 years from 1977 to 2011, 8 of them in 1985–99."""
    chosen = {"stage": "delivery", "supplier": "Germany", "recipient": "Indonesia", "category": "aircraft"}
    cut = af.where(sipri(REGISTER), years=(1985, 1999), straddling="cut", **chosen)
    years = af.to_years(cut)
    sums = af.totals(years, by="recipient").set_index("year")
    assert sums.index.tolist() == list(range(1985, 2000))
    assert sums["complete"].all()
    listed = [1985, 1986, 1988, 1990, 1991, 1993, 1994, 1999]
    assert sums["value"][listed].tolist() == pytest.approx([68.4e6 / 18] * 8)
    assert sums["value"].drop(listed).tolist() == [0] * 7
    # eleven windows of five years lie inside the fifteen
    assert len(af.averages(years, by="recipient", window=5)) == 11
    panel = af.panel(years)
    pair = panel[(panel["supplier"] == "DEU") & (panel["recipient"] == "IDN")]
    assert pair["observed"].tolist() == [True] * 15


@pytest.mark.sweep
def test_a_register_is_cut_and_spread_in_either_order():
    records = af.where(sipri(REGISTER), stage="delivery")
    cut = af.where(records, years=(1985, 1999), straddling="cut")
    assert_same(af.to_years(cut), af.where(af.to_years(records), years=(1985, 1999)), ordered=False)
