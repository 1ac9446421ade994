"""The sample register: made by its recipe, in SIPRI's shape, plainly synthetic, and with a story to tell."""

from __future__ import annotations

import csv
import runpy
from decimal import Decimal
from itertools import pairwise

import matplotlib.pyplot as plt
import pytest

import armsflow as af
from tests.sources.sipri import formats

PATH = af.table_path("sample_register.csv")
LINES = PATH.read_text(encoding="ascii").splitlines()
ROWS = list(csv.DictReader(LINES[11:]))
SIDES = ("Azerbaijan", "Armenia")

# one worker reads the register


@pytest.fixture(scope="module")
def register():
    return af.read_sipri(PATH)


@pytest.fixture(scope="module")
def windows(register):
    return af.to_periods(register, 5, end=2024)


def test_the_recipe_makes_it_byte_for_byte(tmp_path):
    recipe = runpy.run_path(str(PATH.parent / "recipes" / "sample_register.py"))
    recipe["main"]([str(tmp_path)])
    assert (tmp_path / "sample_register.csv").read_bytes() == PATH.read_bytes()


def test_it_says_that_it_is_synthetic():
    assert LINES[0] == (
        "Synthetic sample of armsflow in the shape of a delivery-level register; "
        "all deals, designations and figures are invented"
    )
    assert "Source: synthetic sample of armsflow; invented; not SIPRI data" in LINES[:11]
    assert LINES[10].startswith("Data generated: 12 Mar 2025")


def test_it_has_the_shape_of_a_delivery_level_export():
    header = formats.DELIVERIES_HEADER.strip()
    assert LINES[11] == header
    assert {line.count(",") for line in LINES[11:]} == {header.count(",")} == {16}
    keys = [(row["SIPRI AT Database ID"], row["Delivery year"]) for row in ROWS]
    assert len(set(keys)) == len(keys)
    flags = [name for name in ROWS[0] if name.endswith("is estimate")]
    assert {row[flag] for row in ROWS for flag in flags} == {"Yes", "No"}


def test_volumes_are_numbers_times_units():
    factors = {"New": "1", "Second hand": "0.4", "Second hand but modernized": "0.66"}
    for row in ROWS:
        new, unit = Decimal(row["SIPRI estimate"]), Decimal(row["TIV deal unit"])
        assert Decimal(row["TIV delivery values"]) == int(row["Numbers delivered"]) * unit
        assert abs(unit - new * Decimal(factors[row["Status"]])) <= Decimal("0.005")
    assert {row["Status"] for row in ROWS} == set(factors)


def test_orders_come_before_deliveries_and_states_before_their_orders():
    soviet = [row for row in ROWS if row["Supplier"] == "Soviet Union"]
    assert soviet
    assert max(int(row["Delivery year"]) for row in soviet) <= 1991
    for row in ROWS:
        assert int(row["Order date"]) < int(row["Delivery year"])
        if {"Armenia", "Azerbaijan", "Belarus", "Ukraine"} & {row["Supplier"], row["Recipient"]}:
            assert int(row["Order date"]) >= 1992


def test_deals_of_one_id_agree():
    alike = [name for name in ROWS[0] if not name.startswith(("Numbers", "Delivery", "TIV delivery"))]
    for before, row in pairwise(ROWS):
        if before["SIPRI AT Database ID"] == row["SIPRI AT Database ID"]:
            assert [before[name] for name in alike] == [row[name] for name in alike]


def test_it_is_read_whole_as_a_sample_of_no_release(register):
    assert register.attrs["lines"] == {
        "read": len(LINES),
        "records": len(ROWS),
        "passed": 12,
        "set_aside": 0,
    }
    assert set(register["source"]) == {"sample"}
    assert set(register["release"]) == {""}
    assert set(register["generated"]) == {"2025-03-12"}
    assert (register["start"].min(), register["end"].max()) == (1990, 2024)
    assert 1500 <= len(register) <= 2500


def test_it_holds_what_a_register_holds(register):
    assert set(register["category"]) == set(af.table("categories.csv").query("scheme == 'sipri'")["category"])
    assert 18 <= register["supplier"].nunique() <= 25
    assert 40 <= register["recipient"].nunique() <= 50
    assert {"org:nato", "org:un", "grp:unita"} <= set(register["recipient"])
    assert "unk:supplier" in set(register["supplier"])
    # an armed group's arms are nobody's
    assert set(af.where(register, recipient="grp:unita")["supplier"]) == {"unk:supplier"}
    assert 0.2 < register["estimated"].mean() < 0.6
    assert 0.05 < register["local_production"].mean() < 0.25


def test_charts_say_that_the_figures_are_invented(register):
    ax = af.plot_totals(af.totals(af.where(register, years=(2024, 2024))))
    foot = " ".join(" ".join(text.get_text() for text in ax.texts).split())
    plt.close("all")
    assert "Source: Synthetic sample of armsflow, invented figures" in foot


@pytest.mark.parametrize("quote", ["", '"'])
def test_only_a_source_line_makes_a_sample(quote):
    said = f"{quote}Source: SYNTHETIC figures{quote}".encode()
    real = b"Source: SIPRI Arms Transfers Database (c) SIPRI."
    assert real in formats.DELIVERIES
    assert set(af.read_sipri(formats.DELIVERIES)["source"]) == {"sipri"}
    assert set(af.read_sipri(formats.DELIVERIES.replace(real, said))["source"]) == {"sample"}
    elsewhere = formats.DELIVERIES.replace(b"Figures may", b"Synthetic figures may")
    elsewhere = elsewhere.replace(b"Kite-4 -", b"Source: synthetic")
    assert elsewhere.lower().count(b"synthetic") == 3
    assert set(af.read_sipri(elsewhere)["source"]) == {"sipri"}


def test_a_release_given_is_kept():
    assert set(af.read_sipri(PATH, release="trial")["release"]) == {"trial"}


def test_russia_serves_one_side_then_both(windows):
    gave = af.totals(af.where(windows, supplier="Russia", recipient=SIDES), by="recipient")
    gave = gave[gave["value"] > 0]
    assert gave[gave["recipient"] == "ARM"]["period"].tolist() == ["2015–19", "2020–24"]
    since = ["1990–94", "1995–99", "2000–04", "2005–09", "2010–14", "2015–19", "2020–24"]
    assert gave[gave["recipient"] == "AZE"]["period"].tolist() == since


def test_others_join_one_side(windows):
    shares = af.shares(af.where(windows, recipient="Azerbaijan"))
    by_window = shares.groupby("period")["supplier"].agg(set)
    assert by_window["2005–09"] == {"RUS"}
    assert by_window["2020–24"] == {"RUS", "ISR", "TUR", "BLR"}
    russia = shares[shares["supplier"] == "RUS"].set_index("period")["share"]
    assert russia["2020–24"] < 0.5 < russia["2005–09"]


def test_one_supplier_falls_and_one_recipient_leaps(register):
    suppliers = af.rankings(register, of="supplier", end=2024).set_index("party")
    assert suppliers["previous_share"].idxmax() == "ZAF"
    assert suppliers.loc["ZAF", "change"] < -0.75
    recipients = af.rankings(register, of="recipient", end=2024).set_index("party")
    assert recipients.loc["CHL", "change"] > 10
    assert recipients.loc["CHL", "place"] <= 5


def test_one_recipient_depends_on_one_supplier(windows):
    kenya = af.concentration(af.where(windows, recipient="Kenya"))
    assert set(kenya["leader"]) == {"ESP"}
    assert kenya["leader_share"].iloc[-1] > 0.7
    assert kenya["effective"].max() < 2.1
    assert kenya["n"].iloc[-1] > 1
