"""The money in the comments of a whole register."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

import armsflow as af
from armsflow.parties import codes_of
from armsflow.sources.sipri.deal_money import deal_values
from tests.realdata import DATA, FOLDER, needs_files

pytestmark = needs_files

MONEY = r"(?:\$|€|£|\b[A-Z]{3}) ?[0-9][0-9.,]*(?:-[0-9.,]+)? ?(?:m|b|bn|tr|million|billion)\b"


@cache
def register() -> pd.DataFrame:
    """Contracts of the register of 2024; the two lines that are broken in two are left out."""
    text = (DATA / "sipri" / "SIPRI_BRICS__trade-register.csv").read_text(encoding="latin-1")
    cells = [line.split(",") for line in text.splitlines()[12:]]
    rows = pd.DataFrame([row for row in cells if len(row) == 16])
    codes = codes_of(set(rows[0]) | set(rows[1]), source="sipri")
    return af.to_records(
        {
            "record": rows.index.astype(str),
            "recipient": rows[0].map(codes),
            "supplier": rows[1].map(codes),
            "year": rows[2].astype(int),
            "estimated": rows[3] == "?",
            "item": rows[6],
            "note": rows[12],
            "value": pd.to_numeric(rows[14]) * 1e6,
        }
        | {"source": "sipri", "release": "2024", "stage": "contract", "unit": "TIV"}
    )


@cache
def money() -> pd.DataFrame:
    return deal_values(register())


@pytest.mark.sweep
def test_most_comments_with_money_are_read_and_the_others_are_known_to_be_no_deals():
    deals = register()
    told = deals[deals["note"].str.contains(MONEY)]
    assert len(told) == pytest.approx(3818, abs=10)
    read = set(money()["record"].str.split("/").str[0])
    left = told[~told["record"].isin(read)]["note"]
    assert 1 - len(left) / len(told) > 0.93
    other = r"aid|lease|moderni[sz]|modif|offset|[Oo]rigin|via|credit"
    unknown = r"\b(?:ASH|AUP|GDP|GPB|NZP|MNX|RRS|AUS)[0-9]"
    assert left.str.contains(f"{other}|{unknown}").mean() > 0.85


@pytest.mark.sweep
def test_kinds_of_phrases_are_as_frequent_as_counted_in_the_next_year_s_register():
    """The counts are another release's; rows there include what was since ordered."""
    counted = pd.read_csv(f"{FOLDER}/domain/deal_value_phrases.csv").set_index("pattern").iloc[:, 0]
    own = money()[~money()["scope"].eq("framework") & ~money()["record"].str.contains(r"value-[0-9]$")]
    kinds = own["phrase"].map(lambda words: re.sub(r"[0-9]+(?:\.[0-9]+)?", "N", words)).value_counts()
    assert kinds["$N m deal"] == pytest.approx(counted["$N m deal"], rel=0.15)
    parts = kinds["Part of $N m deal"] + kinds["part of $N m deal"]
    assert parts == pytest.approx(counted["Part of $N m deal / part of $N m deal"], rel=0.25)
    assert kinds["EURN m deal"] == pytest.approx(counted["EURN m deal"], rel=0.15)
    assert kinds["Part of $N b 'Al Yamamah-N' deal"] == counted["Part of $N b 'Al Yamamah-N' deal"]


@pytest.mark.sweep
def test_the_money_adds_up_once_frameworks_are_told_once():
    records = af.to_records(pd.concat([register(), money()], ignore_index=True))
    with pytest.raises(af.PartError):
        af.totals(af.where(records, unit="USD", stage="contract"))
    dollars = af.where(af.without_parts(records), unit="USD", stage="contract")
    assert af.totals(dollars, by="supplier")["value"].sum() == pytest.approx(dollars["value"].sum())
    assert dollars["value"].notna().all()


@pytest.mark.parametrize(
    ("supplier", "recipient", "name", "value", "parts"),
    [
        ("GBR", "SAU", "al-yamamah-1", 7e9, 7),
        # of the parts one is a sum for radars, which this one names as included
        ("USA", "KWT", "2002", 868e6, 4),
        ("RUS", "KOR", "bul-gom-or-red-bear-2", 534e6, 6),
    ],
)
def test_known_frameworks_are_one(supplier, recipient, name, value, parts):
    record = f"{supplier}/{recipient}/USD{value:.0f}/{name}"
    framework = money()[money()["record"] == record]
    assert framework["value"].tolist() == [value]
    assert money()["part_of"].fillna("").str.contains(record, regex=False).sum() == parts


def test_older_wording_is_read_too():
    comments = pd.read_csv(
        DATA / "sipri" / "Arms_Transfers__trade_register_report.csv", keep_default_na=False
    )
    told = comments[comments["Comment"].str.contains(MONEY)]
    deals = af.to_records(
        {
            "recipient": ["TCD"] * len(told),
            "note": told["Comment"],
            "value": 1.0,
            "year": told["Year of order"],
        },
        supplier="PER",
        stage="contract",
        unit="pieces",
    )
    read = set(deal_values(deals)["record"].str.split("/").str[0])
    assert len(read & set(deals["record"])) / len(deals) > 0.95


def test_the_whole_register_with_the_money_of_its_comments():
    """SIPRI writes AUD of 1962, EUR of 1997 and PLZ of 2019, which had no such money."""
    records = af.read_sipri(DATA / "sipri" / "SIPRI_BRICS__trade-register.csv", deal_values=True)
    money = records[~records["unit"].isin(["TIV", "pieces"])]
    assert len(money) == 4592
    assert sorted(money.loc[money["redenominated"], "unit"]) == ["AUD"] * 3
    assert "PLZ" not in set(money.loc[money["start"] > 1995, "unit"])
    assert not records.loc[records["stage"] == "delivery", "redenominated"].any()
