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


@pytest.mark.sweep
def test_a_file_of_deliveries_does_not_price_orders_that_are_not_in_it():
    """Brazil's Gripen were ordered in 2015, for 5.05 billion dollars; nine had come by 2024."""
    typed = {"supplier": ["Sweden"], "recipient": ["Brazil"], "amount": ["USD 5.7 bn"], "period": ["2014"]}
    claims = af.read_claims(pd.DataFrame(typed), stage="contract")
    arrived, ordered = (af.plausibility(claims, register=sipri(name)).iloc[0] for name in (DELIVERIES, DEALS))
    assert [arrived["finding"], ordered["finding"]] == ["not checked", "not contradicted"]
    assert [arrived["order_years"], ordered["order_years"]] == ["2014", "2015"]
    assert pd.isna(arrived["price_per_tiv"])
    assert "This register has no numbers ordered and no comments" in arrived["verdict"]
    assert "Gripen-E -, ordered 2015" in arrived["verdict"]


def pieces(supplier: str, recipient: str, number: int, weapons: str, period: str) -> dict[str, object]:
    return {
        "supplier": supplier,
        "recipient": recipient,
        "amount": f"{number} pieces",
        "weapons": weapons,
        "period": period,
    }


@pytest.mark.sweep
def test_well_known_contracts_of_pieces_are_compared_with_what_was_ordered():
    """Of 180 K2, 116 M1A1 and 18 Rafale 14, none and five had arrived in the year of signing."""
    typed = pd.DataFrame(
        [
            pieces("South Korea", "Poland", 180, "K2 tanks", "2022"),
            pieces("USA", "Poland", 116, "M1A1 Abrams", "2022-2023"),
            pieces("France", "Greece", 18, "Rafale", "2021"),
        ]
    )
    found = af.plausibility(af.read_claims(typed, stage="contract"), register=sipri(DEALS))
    assert found["pieces"].tolist() == ["180 K2 Black Panther", "116 M-1A1 Abrams", "18 Rafale"]
    assert set(found["finding"]) == {"not contradicted"}


@pytest.mark.sweep
def test_deliveries_to_ukraine_are_found_by_the_names_that_people_use():
    """Germany gave 18 Leopard 2 and 30 Leopard 1, Poland 334 tanks; other vehicles are not among them."""
    typed = pd.DataFrame(
        [
            *(
                pieces("Germany", "Ukraine", number, words, "2022-2023")
                for number, words in (
                    (18, "Leopard-2A6"),
                    (18, "Leopard 2A6"),
                    (18, "Leopard 2"),
                    (48, "tanks"),
                )
            ),
            pieces("Poland", "Ukraine", 330, "tanks", "2022-2023"),
            pieces("Poland", "Ukraine", 900, "tanks", "2022-2023"),
            pieces("USA", "Poland", 250, "M1A2 tanks", "2020-2023"),
        ]
    )
    register = sipri("ADS__trade-register.csv")
    found = af.plausibility(af.read_claims(typed, stage="delivery"), register=register)
    agree, not_covered = ["not contradicted"], ["not checked"]
    assert found["finding"].tolist() == agree * 5 + ["doubtful"] + not_covered
    for verdict, number in zip(found["verdict"], (18, 18, 18, 48, 334, 334), strict=False):
        assert f"delivered {number} pieces in 2022\u201323" in verdict
    assert "was chosen for recipient Ukraine and does not cover this pair" in found["verdict"].iloc[-1]


def test_the_world_banks_volumes_are_sipris_rounded():
    said = r"in 46 year\(s\), most in 1997 \(28,870 against 24,080 million TIV\)"
    with pytest.warns(UserWarning, match=said):
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


def test_a_table_of_2018_and_one_of_2023_differ_where_the_sums_are_equal():
    """Romania's 108 million in 2012 and in 2013 became 216 in 2013: its sum of all years stayed."""
    tables = (
        "world_military__TIV-Export-All-1950-2017-rs.csv",
        "sipri-visualization__TIV-Export-All-Country-1950-2022.csv",
    )
    found = af.revisions(*(sipri(name) for name in tables))
    romania = found[found["supplier"] == "ROU"]
    assert romania[["year", "change"]].values.tolist() == [[2012, "dropped"], [2013, "changed"]]
    assert romania["old"].tolist() == [108e6, 108e6]
    assert romania["new"].iloc[1] == 216e6
    assert not found.duplicated(["supplier", "recipient", "period", "category"]).any()
