"""The shipped reports on Armenia and Azerbaijan: who says so, with an address, and the same pieces apart."""

from __future__ import annotations

import pytest

import armsflow as af


@pytest.fixture(scope="module")
def reports():
    return af.read_unroca(af.table_path("unroca_south_caucasus.csv"))


def test_each_report_has_its_reporter_and_the_address_of_its_own_page(reports):
    assert set(reports["reporter"]) == {"supplier", "recipient"}
    assert set(reports["reporter_from"]) == {"table"}
    assert reports["address"].str.fullmatch(r"https://www\.unroca\.org/[a-z-]+/report/201[0-6]/").all()
    years = reports["address"].str.extract(r"/(\d{4})/$")[0].astype(int)
    assert (years == reports["start"]).all()
    slugs = reports["address"].str.extract(r"org/([a-z-]+)/")[0].str.replace("-", " ")
    side = reports["supplier"].where(reports["reporter"] == "supplier", reports["recipient"])
    assert af.party(slugs.tolist()) == side.tolist()


def test_the_counts_of_2012_and_2013(reports):
    """As the reports print them: Belarus and Azerbaijan both say 62 tanks; Russia to either side in 2013."""
    tanks = af.where(reports, supplier="Belarus", category="un:I", years=(2012, 2012))
    assert tanks["value"].tolist() == [62, 62]
    russia = af.where(reports, supplier="Russia", years=(2013, 2013))
    russia = russia.set_index(["recipient", "category"])["value"]
    assert russia["ARM"].to_dict() == {"un:I": 35, "un:II": 110, "un:VIIa": 200}
    assert russia["AZE"].to_dict() == {"un:I": 10, "un:II": 10, "un:III": 438, "un:V": 25}
    gaps = af.discrepancies(
        af.where(reports, recipient="Azerbaijan"),
        between=("supplier", "recipient"),
        by=("supplier", "recipient", "category"),
    )
    both = gaps[gaps["unreported"] == ""]
    assert (both["value"] == 0).sum() == 10
    differ = both.loc[both["value"] != 0, ["supplier", "period", "left_value", "right_value"]]
    assert differ.to_numpy().tolist() == [["BIH", "2010", 10, 5]]
