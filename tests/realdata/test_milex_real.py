"""SIPRI's workbook of 1948–2023 as it was published, against its own sheets and the World Bank's rates."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.realdata import DATA, needs_files

pytestmark = needs_files

BOOK = DATA / "sipri" / "SIPRI_BRICS__SIPRI-Milex-data-1948-2023.xlsx"
RATES = DATA / "wdi" / "API_PA.NUS.FCRF_DS2_en_csv_v2_22859.csv"


@pytest.fixture(scope="module")
def spending():
    return af.read_milex(BOOK)


def test_armenia_could_not_have_paid(spending, claims):
    armenia = spending[(spending["party"] == "ARM") & spending["year"].between(2010, 2019)]
    assert round(armenia["value"].sum() / 1e6, 1) == 4556.5
    burden = af.burden(af.where(claims, stage="payment"), spending).iloc[0]
    assert round(burden["burden"], 2) == 1.10


# figures in blue and in red, and all figures, counted in the cells of each sheet
@pytest.mark.covering(2)
@pytest.mark.parametrize(
    ("sheet", "figures", "blue", "red"),
    [
        ("constant", 8267, 1809, 148),
        ("local", 8773, 1961, 180),
        ("local_financial", 8836, 1985, 182),
        ("gdp", 8161, 1824, 139),
        ("per_capita", 5208, 759, 113),
        ("government", 4592, 616, 94),
    ],
)
def test_every_figure_and_colour_is_read(sheet, figures, blue, red):
    frame = af.read_milex(BOOK, sheet=sheet)
    years = frame["year"].nunique()
    # the header has numbers too: its years
    assert frame["value"].notna().sum() == figures - years
    assert [frame["estimated"].sum(), frame["uncertain"].sum()] == [blue, red]
    assert frame["party"].nunique() == 174
    assert set(frame["release"]) == {"2024"}
    assert not frame.duplicated(["party", "year"]).any()


def test_what_was_not_converted_is_missing(spending):
    lost = spending["note"].str.contains("not converted")
    # 8,697 cells hold figures, 407 of them 0, of which 159 in local currency too
    assert lost.sum() == 407 - 159
    assert spending["value"].notna().sum() == 8697 - 248
    assert spending.loc[lost, "party"].isin(["RUS", "CUB", "PRK", "CSK", "DDR", "YUG", "ARM"]).sum() > 100
    assert set(spending.loc[spending["value"] == 0, "party"]) >= {"CRI", "ISL", "PAN"}


@pytest.mark.sweep
def test_regions(spending):
    regions = af.read_milex(BOOK, sheet="regions")
    assert len(regions) == 19 * 37
    assert regions["estimated"].sum() == 45
    world = regions[(regions["party"] == "World") & (regions["prices"] == "current")].iloc[0]
    # estimates for those that are missing come on top
    total = spending.loc[(spending["year"] == 2023) & (spending["party"] != "org:eu"), "value"].sum()
    assert 0.97 < total / world["value"] <= 1


@pytest.mark.sweep
def test_local_currencies_are_what_their_codes_say(spending):
    local = af.read_milex(BOOK, sheet="local")
    assert local.loc[local["unit"].str.fullmatch("[A-Z]{3}"), "party"].nunique() >= 160
    both = local.merge(spending, on=["party", "year"], suffixes=("", "_usd")).query(
        "value_usd > 0 and value > 0"
    )
    official = pd.read_csv(RATES, skiprows=4).set_index("Country Code")["2022"].rename("rate")
    both = both[both["year"] == 2022].merge(official.dropna(), left_on="party", right_index=True)
    both = both[both["unit"].str.fullmatch("[A-Z]{3}")]
    assert len(both) > 120
    off = both["value"] / both["value_usd"] / both["rate"]
    # where SIPRI converts at the market's rate; Somalia's dollars have no rate
    market = {"IRN", "LBN", "SSD", "SOM"}
    assert set(both.loc[(off > 1.25) | (off < 0.8), "party"]) <= market


def test_footnotes_are_in_words(spending):
    notes = set(spending["note"])
    assert not any(mark in note for mark in "†‡§¶‖" for note in notes)
    assert any(
        note.startswith("Figures for these countries do not include military pensions") for note in notes
    )
