"""Every category that the sources' own files name can be read."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from armsflow.parse.category import parse_category
from armsflow.tables import table
from tests.realdata import DATA, needs_files

pytestmark = needs_files


def register(name: str, **how) -> pd.DataFrame:
    return pd.read_csv(DATA / "sipri" / name, encoding="latin-1", **how)


def test_the_register_s_descriptions_read_as_its_own_categories():
    deals = register("Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv", skiprows=11)
    pairs = deals[["Description", "Armament category"]].drop_duplicates()
    assert len(pairs) > 150
    ours, theirs = (pairs[column].map(parse_category) for column in pairs.columns)
    assert pairs[ours != theirs].empty


@pytest.mark.parametrize(
    ("name", "skip"),
    [
        ("Arms_Transfers__trade_register_report.csv", 0),
        ("ADS__trade-register.csv", 11),
        ("SIPRI_BRICS__trade-register.csv", 11),
    ],
)
def test_descriptions_of_other_years_are_known(name, skip):
    deals = register(name, skiprows=skip)
    column = next(c for c in deals.columns if "description" in c.lower())
    found = {parse_category(description) for description in deals[column].dropna().unique()}
    assert found <= set(table("categories.csv").query("scheme == 'sipri'")["category"])


def test_every_listed_description_reads_as_its_category():
    listed = DATA.parent / "domain" / "sipri_weapon_descriptions.csv"
    if not listed.exists():
        pytest.skip("there is no list of descriptions beside the real files")
    rows = pd.read_csv(listed, keep_default_na=False)
    assert len(rows) == 319
    wrong = rows[rows["description"].map(parse_category) != rows["category"].map(parse_category)]
    assert wrong[["description", "category"]].values.tolist() == []


def test_the_register_of_the_un_reads_as_its_own_categories():
    reports = json.loads((DATA / "unroca" / "brycecf_unroca_results_2010-2016.json").read_text())
    read = {label: parse_category(label) for label in {row["category"] for row in reports}}
    assert sorted(read.values()) == sorted(
        ["un:I", "un:II", "un:III", "un:IVa", "un:V", "un:VI", "un:VIIa", "un:VIIb"]
    )
    for label, category in read.items():
        assert label.split(".")[0] == category.removeprefix("un:").rstrip("ab")


def test_every_customs_code_of_chapter_93_is_listed():
    codes = pd.read_csv(DATA / "baci" / "product_codes.csv", dtype=str)["code"]
    known = set(table("categories.csv")["category"])
    arms = [code for code in codes if code[:2] == "93" or code[:4] in ("8710", "8802", "8906")]
    assert len(arms) > 20
    assert [code for code in arms if f"hs:{code}" not in known] == []


def test_the_eu_s_categories_are_known():
    licences = pd.read_csv(DATA / "coarm" / "okfn_eu-armsexports.csv", sep=";", dtype=str)
    found = {parse_category(label) for label in licences["CML-category"].dropna().unique()}
    assert found == {"all", *(f"ml:{number}" for number in range(1, 23))}
