"""Groups, panels and networks of SIPRI's deliveries of 1995–2024, against figures worked out beside it."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import armsflow as af
from tests.realdata import needs_files, sipri

pytestmark = needs_files
WINDOWS = [(2015, 2019), (2020, 2024)]


@pytest.fixture(scope="module")
def deliveries() -> pd.DataFrame:
    return sipri("Global-Arms-Trade-Network-Analysis-1995-2024-__trade_register.csv")


def us_shares(deliveries, groups) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        grouped = af.to_groups(deliveries, groups, side="recipient")
    shares = af.shares(af.to_periods(grouped, WINDOWS, outside="drop"))
    ours = shares[shares["recipient"].str.startswith("members:") & (shares["supplier"] == "USA")]
    assert ours["complete"].all()
    return ours["share"].round(2).tolist()


def test_the_us_share_in_imports_of_european_nato(deliveries):
    # the members of 2024 in both windows, and the members of each year
    assert us_shares(deliveries, {"Europe": af.members("European NATO", 2024)}) == [0.49, 0.6]
    assert us_shares(deliveries, "European NATO") == [0.5, 0.6]


def test_recipients_with_half_from_one_named_supplier(deliveries):
    shares = af.shares(af.where(deliveries, years=(2020, 2024)), over=(2020, 2024))
    named = shares[~shares["supplier"].str.startswith("unk:")]
    assert (named.groupby("recipient")["share"].max() >= 0.5).sum() == 115


def test_the_network_of_2020_to_2024(deliveries):
    network = af.network(af.where(deliveries, years=(2020, 2024)), over=(2020, 2024)).iloc[0]
    assert network[["nodes", "edges"]].tolist() == [162, 875]
    assert network["density"] == pytest.approx(0.03355, abs=5e-6)
    assert network["reciprocity"] == pytest.approx(0.0914, abs=5e-5)


@pytest.mark.covering(1)
@pytest.mark.parametrize("codes", ["iso3", "cow", "gw"])
def test_a_panel_and_what_it_leaves_out_are_the_register(deliveries, codes):
    with pytest.warns(UserWarning, match="the panel leaves out"):
        panel = af.panel(deliveries, years=(1995, 2024), codes=codes)
    rest = pd.DataFrame(panel.attrs["left_out"])
    assert panel["value"].sum() + rest["value"].sum() == pytest.approx(deliveries["value"].sum())
    assert panel["records"].sum() + rest["records"].sum() == len(deliveries)
    # a join by today's years of Serbia loses these
    serbian = panel[(panel["supplier"] == "SRB") | (panel["recipient"] == "SRB")]
    theirs = deliveries[(deliveries["supplier"] == "SRB") | (deliveries["recipient"] == "SRB")]
    gone = rest[(rest["supplier"] == "SRB") | (rest["recipient"] == "SRB")]
    assert serbian["value"].sum() + gone["value"].sum() == pytest.approx(theirs["value"].sum())
    assert not gone["reason"].str.contains("no state").any()
    assert (serbian["value"] > 0).sum() >= 70
