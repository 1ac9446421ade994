"""The shipped rates and prices are what the recipe makes of the World Bank's own files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.realdata import DATA, needs_files

DATASETS = Path(__file__).parents[2] / "datasets"

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


def test_another_currency_can_be_asked_for(tmp_path):
    recipe = DATASETS / "recipes" / "world_bank.py"
    command = [sys.executable, recipe, DATA / "wdi", tmp_path, "--also", "JPY=JPN"]
    subprocess.run(command, check=True)
    rows = (tmp_path / "exchange_rates.csv").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row.startswith("JPY,2010,87.77")]
