"""The Ukraine Support Tracker's own files against the sums that were published or counted in them."""

from __future__ import annotations

from functools import cache

import pytest

import armsflow as af
from tests.realdata import DATA, needs_files

pytestmark = needs_files

SITE = DATA / "more" / "kiel" / "site_R29_2026-08-04"


@cache
def read(name):
    return af.read(DATA / name)


def billions(records, **chosen):
    for column, value in chosen.items():
        records = records[records[column] == value]
    return round(float(records["value"].sum()) / 1e9, 3)


def test_the_sites_data():
    records = af.read(SITE / "data_explorer.csv")
    assert records.attrs["lines"]["records"] == 1079
    assert billions(records, dataset="allocations") == 358.4
    assert billions(records, dataset="allocations", aid_type="military") == 172.993
    assert billions(records, dataset="allocations", aid_type="financial") == 159.684
    assert billions(records, dataset="allocations", aid_type="humanitarian") == 25.722
    assert billions(records, dataset="commitments") == 547.984
    assert set(records["release"]) == {"29 (04/2026), 2026-08-04"}
    # the same aid by month, of all donors together
    assert billions(af.read(SITE / "total_allocations.csv")) == 358.4


def test_the_sites_weapons():
    records = af.read(SITE / "weapons.csv")
    assert [len(records), records["quantity"].sum(), records["value"].sum()] == [61, 3327, 17_949_980_893]
    assert set(records["category"]) == {"artillery", "armoured_vehicles", "air_defence_systems"}


def test_other_files_of_the_site():
    assert af.read(SITE / "procurement_trends.csv").attrs["lines"]["records"] == 52
    assert len(af.read(SITE / "eu_aid_shares.csv")) == 27
    with pytest.warns(UserWarning, match="has no figures"):
        assert af.read(SITE / "release_info.csv").empty


def test_a_package_counts_once():
    records = read("kiel/maindata_2024-08_src_ukraine_support.csv")
    # and not the 1,380 billion that the column of the sources adds up to
    assert billions(records) == 165.418
    assert billions(records, aid_type="military") == 80.368
    assert round(records["delivered"].sum() / 1e9, 2) == 20.16
    lines = records.attrs["lines"]
    assert [lines["read"], lines["set_aside"]] == [2024, 0]
    assert records["record"].str.partition("/")[0].nunique() == 739  # one of 740 is a correction


def test_early_2024_gives_the_published_commitments():
    records = read("more/kiel/2024-02_allocations_delivery.xlsx")
    assert [len(records), set(records["dataset"])] == [3176, {"commitments"}]
    assert records["measure"].value_counts().to_dict() == {"allocation": 3039, "commitment": 137}
    assert billions(records) == 259.138
    assert billions(records, aid_type="financial") == 129.212
    assert billions(records, supplier="DEU", aid_type="military") == 18.611
    assert records.attrs["summary"]["commitments, summary"] == pytest.approx(259.138, abs=0.001)


def test_summaries_of_early_2024():
    records = read("more/kiel/2024-02_comprehensive.xlsx")
    assert billions(records, dataset="commitments") == 259.138
    assert billions(records, dataset="allocations") == 169.652
    assert billions(records, dataset="allocations", supplier="DEU", aid_type="military") == 10.036
    # the sums have no date; the file's name has, and 2024 was not over in February
    for name in ("comprehensive", "allocations_group"):
        undated = read(f"more/kiel/2024-02_{name}.xlsx")
        assert undated[["start", "end"]].drop_duplicates().values.tolist() == [[2022, 2024]]
        assert set(undated["observed_end"]) == {2023}
    # the members of the EU have one row together: the United States gave 43.1 of 87.2 billion, as above
    military = af.where(undated, dataset="allocations", aid_type="military")
    assert billions(military, supplier="members:EU") == 35.435
    shares = af.shares(military, within="recipient").set_index("supplier")["share"]
    assert round(shares["USA"], 3) == 0.494


def test_release_28():
    everything = read("kiel/r28_bilateral_activities.csv")
    records = everything[everything["dataset"] == "allocations"]
    assert billions(records) == 349.933
    assert billions(records, aid_type="military") == 166.464
    assert billions(records, aid_type="financial") == 158.092
    assert billions(records, aid_type="humanitarian") == 25.378
    # donors, with EPF and EIB apart from the EU; of EPF no figure is left
    assert everything["supplier"].nunique() == 44
    assert everything.attrs["by_rule"] == {"a negative figure, taken off another of the donor": 2}


def test_commitments_of_release_28_are_those_of_the_site():
    records = read("kiel/r28_bilateral_activities.csv")
    pledged = records[records["dataset"] == "commitments"]
    assert billions(pledged) == 545.512
    assert [billions(pledged, supplier="USA", start=year) for year in range(2022, 2026)] == [
        70.502, 0, 48.461, 0
    ]  # fmt: skip
    site = af.read(SITE / "data_explorer.csv")
    site = site[site["dataset"] == "commitments"]
    assert [billions(site, supplier="USA", start=year) for year in range(2022, 2026)] == [
        70.502, 0, 48.461, 0
    ]  # fmt: skip
    ours, theirs = (each.groupby("supplier")["value"].sum() for each in (pledged, site))
    # to the rounding of 50 months; two months and corrections lie between the editions of the others
    assert ((ours - theirs).abs() < 5_000).sum() == 23
    # Kiel says so of these: more was allocated than pledged
    allocated = records[records["dataset"] == "allocations"].groupby("supplier")["value"].sum()
    assert {*allocated[allocated > ours[allocated.index] + 1].index} == {"AUS", "IRL", "ITA", "SVK"}
