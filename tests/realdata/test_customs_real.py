"""Exports of UN Comtrade as they were downloaded: counts, and partners that add up to World."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.realdata import DATA, needs_files

pytestmark = [needs_files, pytest.mark.filterwarnings("ignore:.*no heading of arms:UserWarning")]

PLUS = DATA / "comtrade" / "comtradeplus_THA_HS8542_2014-2024.csv"


def test_partners_add_up_to_world():
    said = "THA 6,634,185,703 USD, 2.7 to 5.6 per cent of its imports of a year in the file"
    with pytest.warns(UserWarning, match=said):
        records = af.read(PLUS)
    assert records.attrs["lines"] == {
        "read": 1179, "records": 1156, "passed": 1, "by_rule": 22, "set_aside": 0
    }  # fmt: skip
    assert records.attrs["world"] == {"sums": 11, "agree": 0, "with_own": 11}
    assert records.attrs["by_rule"] == {
        "World, the sum of its partners": 11,
        "a state as its own partner": 11,
    }
    raw = pd.read_csv(PLUS, encoding="latin-1", index_col=False).set_index("refYear")
    world = raw.loc[raw["partnerCode"] == 0, "primaryValue"]
    own = raw.loc[raw["partnerCode"] == 764, "primaryValue"]
    found = records.groupby("start")["value"].sum() + own
    assert (found - world).abs().max() <= 5
    assert f"{own.sum():,.0f}" in said
    part = 100 * own / world
    assert [f"{part.min():.1f}", f"{part.max():.1f}"] == ["2.7", "5.6"]


def test_further_layouts():
    short = af.read(DATA / "comtrade" / "legacy_short_USA-CHN_2017_HS93_only.csv")
    assert short[["supplier", "recipient", "reporter", "value"]].values.tolist() == [
        ["CHN", "USA", "recipient", 152_676_180],
        ["USA", "CHN", "supplier", 1_590_746],
    ]
    full = af.read(DATA / "comtrade" / "legacy_full35_HS7102_2014.csv")
    assert [len(full), set(full["recipient"])] == [223, {"all"}]
    answer = af.read(DATA / "more" / "comtrade" / "api_v1_HS_TOTAL_CHN_2010.json")
    german = answer[(answer["supplier"] == "DEU") & (answer["dataset"] == "imports")]
    assert german["value"].tolist() == [74_251_272_075]
    with pytest.raises(af.SourceError, match="a list of files"):
        af.read(DATA / "more" / "comtrade" / "api_v1_bulk_filelist.json")


def test_flows_of_others():
    pairs = af.read(DATA / "more" / "comtrade" / "EU-TR_trade.xlsx")
    assert [len(pairs), set(pairs["reporter"])] == [648, {"third"}]
    # between Turkey and each member of the EU
    assert ((pairs["supplier"] == "TUR") != (pairs["recipient"] == "TUR")).all()


def test_every_party_of_baci_has_a_code():
    listed = pd.read_csv(DATA / "baci" / "country_codes.csv", encoding="utf-8-sig", keep_default_na=False)
    from armsflow.sources.customs import party_of

    found = {row.country_code: party_of(row.country_code, "supplier") for row in listed.itertuples()}
    assert None not in found.values()
    iso = dict(zip(listed["country_code"], listed["iso_3digit_alpha"], strict=True))
    other = {code for code in found if found[code] != iso[code]}
    # Belgium-Luxembourg, Other Asia, Europe EFTA, the Southern African customs union, US Pacific islands
    assert other == {58, 490, 697, 711, 849}
