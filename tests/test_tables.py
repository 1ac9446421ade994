"""Shipped tables by name."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af


def test_namibia_is_no_missing_value():
    parties = af.table("parties.csv")
    namibia = parties.set_index("code").loc["NAM"]
    assert "NA" not in namibia["aliases"].split("|")
    assert "NA" in af.table("non_parties.csv")["name"].tolist()


def test_a_table_is_a_copy():
    mine = af.table("hedges.csv")
    mine.loc[0, "kind"] = "changed"
    assert "changed" not in set(af.table("hedges.csv")["kind"])


def test_unknown_tables_are_named_with_the_nearest():
    with pytest.raises(af.ArgumentError, match=r"shipped table is 'claim.csv'.*did you mean 'claims.csv'"):
        af.table_path("claim.csv")


def test_an_export_is_for_its_reader():
    way_out = r"read_sipri\(table_path\(\"sample_register.csv\"\)\)"
    with pytest.raises(af.ArgumentError, match=f"no plain table.*{way_out}"):
        af.table("sample_register.csv")


def test_blank_rates_stay_blank():
    rates = af.table("exchange_rates.csv")
    assert pd.isna(rates[(rates["currency"] == "RUB") & (rates["year"] == 2024)]["rate"]).all()
    assert pd.isna(rates[(rates["currency"] == "EUR") & (rates["year"] < 1999)]["rate"]).all()
