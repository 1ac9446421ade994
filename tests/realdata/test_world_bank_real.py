"""The shipped rates and prices are what the recipe makes of the World Bank's own files."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

import armsflow as af
from tests.realdata import DATA, needs_files

DATASETS = af.table_path("tables.csv").parent

pytestmark = needs_files


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    out = tmp_path_factory.mktemp("world_bank")
    recipe = DATASETS / "recipes" / "world_bank.py"
    subprocess.run([sys.executable, recipe, DATA / "wdi", out], check=True)
    return out


@pytest.mark.parametrize("name", ["exchange_rates.csv", "price_indices.csv"])
def test_shipped_table_is_the_recipe_s_to_the_digit(rebuilt, name):
    assert (rebuilt / name).read_bytes() == (DATASETS / name).read_bytes()


def recipe_for(tmp_path, listing):
    """The recipe's exchange rates for one's own list of economies, or why it refuses."""
    mine = tmp_path / "mine.csv"
    mine.write_text("currency,economy,first,last,why\n" + listing, encoding="utf-8")
    recipe = DATASETS / "recipes" / "world_bank.py"
    command = [sys.executable, recipe, DATA / "wdi", tmp_path, "--economies", mine]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return done.stderr
    return (tmp_path / "exchange_rates.csv").read_text(encoding="utf-8").splitlines()


def test_another_currency_can_be_asked_for(tmp_path):
    rows = recipe_for(tmp_path, "ISK,ISL,1990,,\nLTL,LTU,1994,2014,\nXXX,AFG,,,left out\n")
    assert {row[:3] for row in rows[1:]} == {"ISK", "LTL"}
    assert [row for row in rows if row.startswith("ISK,2010,122.2")]
    litas = [row for row in rows if row.startswith("LTL")]
    assert litas[0].startswith("LTL,1990,,")
    assert litas[5].startswith("LTL,1995,4.0,")
    assert litas[-1].startswith("LTL,2014,2.6")


def test_a_currency_listed_twice_or_without_figures_is_refused(tmp_path):
    assert "lists a currency twice" in recipe_for(tmp_path, "DEM,DEU,1990,1998,\nDEM,DDR,1990,1990,\n")
    assert "PA.NUS.FCRF has no figure for PRK" in recipe_for(tmp_path, "KPW,PRK,1990,,\n")
    assert "consumer prices of ARG: 2010 is None" in recipe_for(tmp_path, "ARS,ARG,1992,,\n")


def test_rows_left_out_for_their_unit_are_as_the_reasons_say(tmp_path):
    """Old manats, strong bolívares and an official rial: what a reader of these rows would take."""
    economies = (DATASETS / "currency_economies.csv").read_text(encoding="utf-8")
    assert "the row ends in 2001 in the old manat" in economies
    source = next((DATA / "wdi").glob("API_PA.NUS.FCRF*.csv"))
    with source.open(encoding="utf-8-sig", newline="") as file:
        lines = [row for row in csv.reader(file) if len(row) > 4]
    years = lines[0]
    rows = {row[1]: dict(zip(years, row, strict=True)) for row in lines[1:]}
    assert float(rows["TKM"]["2001"]) == 5200
    assert rows["TKM"]["2002"] == ""
    assert float(rows["VEN"]["2017"]) == 9.975
    assert rows["VEN"]["2018"] == ""
    assert float(rows["IRN"]["2023"]) == 42000
    assert float(rows["ZWE"]["2008"]) > 1e9
    assert rows["ZWE"]["2010"] == ""
