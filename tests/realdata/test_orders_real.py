"""Orders, claims, denominators and revisions against the sources' own files."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.realdata import DATA, needs_files, sipri

pytestmark = needs_files

DEALS = "SIPRI_BRICS__trade-register.csv"
DELIVERIES = "Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv"
SMALL = "Rat.db__trade-register-csv_2000-2001_decoded.csv"


def test_every_deal_of_the_register_is_one_row():
    """Counts of the file: 27,951 deals, 57 without a number ordered, 13 with more delivered than ordered."""
    # none of them waits for all of its pieces, though the head asks for orders: no F-35 of Poland
    with pytest.warns(UserWarning, match="^27,951 of the 27,951 deals come from files that list only orders"):
        deals = af.orders(sipri(DEALS))
    assert not deals["all_orders"].any()
    assert len(deals) == 27_951
    assert deals["deal"].is_unique
    assert deals["ordered"].isna().sum() == 57
    assert (deals["delivered"] > deals["ordered"]).sum() == 13
    assert round(deals["volume_delivered"].sum() / 1e6, 2) == 2_065_055.21


@pytest.mark.sweep
def test_the_claims_of_the_article(claims):
    spending = af.read_milex(DATA / "sipri" / "SIPRI_BRICS__SIPRI-Milex-data-1948-2023.xlsx")
    found = af.plausibility(claims, register=sipri(DELIVERIES), spending=spending).set_index("record")
    payment, contract = found.loc["article-payment"], found.loc["article-contract"]
    assert round(payment["share_of_spending"], 2) == 1.10
    assert payment["finding"] == "implausible"
    assert round(payment["price_per_tiv"], 1) == 11.9
    assert round(contract["volume_in_years"] / 1e6) == 1719
    assert found.loc["article-loan", "inside"] == "article-payment"


@pytest.mark.sweep
def test_well_known_contracts_find_their_deals():
    """As signed: 7.87 billion euros for Rafale, 2.3 for frigates, 4.75 billion dollars for Patriot."""
    typed = pd.DataFrame(
        {
            "supplier": ["France", "Germany", "USA"],
            "recipient": ["India", "Egypt", "Poland"],
            "amount": ["7.87 bn euros", "2.3 bn euros", "$4.75 billion"],
            "period": ["2016", "2018", "2018"],
            "weapons": ["36 Rafale aircraft", "frigates", "Patriot"],
        }
    )
    claims = af.read_claims(typed, stage="contract")
    found = af.plausibility(claims, register=sipri(DEALS))
    assert found["designations"].tolist() == ["Rafale", "MEKO-A200", "Patriot Configuration-3"]
    assert found["order_years"].tolist() == ["2017", "2019", "2018"]
    assert set(found["finding"]) == {"not contradicted"}
    # 16.6 billion złoty at 3.61 to the dollar
    assert round(found["priced"].iloc[2] / 1e9, 1) == 4.6


def test_the_world_banks_volumes_are_sipris_rounded():
    arms = af.read_wdi(DATA / "wdi" / "API_MS.MIL.MPRT.KD_DS2_en_csv_v2_10230080.csv")
    armenia = af.where(arms, recipient="Armenia").set_index("start")["value"] / 1e6
    assert armenia.loc[[2010, 2013, 2016, 2017]].tolist() == [52, 16, 110, 14]
    saved = af.read_wdi(DATA / "more" / "wdi" / "API_MS.MIL.XPND.CD_excel_resaved_2023-03.csv")
    assert set(saved["release"]) == {"2023-03-01"}
    assert (saved["high"] > saved["low"]).any()


@pytest.mark.sweep
def test_revisions_between_two_releases_agree_with_discrepancies():
    old, new = (af.where(sipri(name), years=(2000, 2001)) for name in (SMALL, DELIVERIES))
    revised = af.revisions(old, new).query("what == 'total' and supplier != 'all' and change == 'changed'")
    between = ("release", "2024", "2025")
    gaps = af.discrepancies(af.concat(old, new), between=between, over=(2000, 2001))
    gaps = gaps[gaps["value"].abs() > 1].set_index(["supplier", "recipient"])["value"]
    differences = revised.set_index(["supplier", "recipient"])["difference"]
    assert len(differences) == 29
    assert differences.sort_index().tolist() == pytest.approx(gaps.sort_index().tolist())
