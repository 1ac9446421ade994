"""How concentrated suppliers are: by hand and as published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import assert_alike, made, make, plain

INF = np.inf


def test_one_supplier_is_one():
    rows = af.concentration(make({"supplier": ["RUS"], "value": [7.0]}))
    assert plain(rows)[["hhi", "hhi_normalised", "effective", "n"]].values.tolist() == [[1, 1, 1, 1]]


def test_shares_of_half_thirty_and_twenty_per_cent():
    row = plain(
        af.concentration(make({"supplier": ["RUS", "ISR", "TUR"], "value": [50.0, 30.0, 20.0]}))
    ).iloc[0]
    assert row["hhi_normalised"] == pytest.approx((0.38 - 1 / 3) / (2 / 3))
    assert row["effective"] == pytest.approx(2.6316, abs=1e-4)
    assert row[["leader", "leader_share", "n", "value"]].tolist() == pytest.approx(["RUS", 0.5, 3, 100])
    assert row["hhi_bounds"] == "exact"


def test_the_unknown_split_gives_bounds():
    """60 and 20 of named, 20 of unknown: thinly split 0.40; merged with the leader 0.68; alone 0.44."""
    rows = make({"supplier": ["RUS", "ISR", "unk:supplier"], "value": [60.0, 20.0, 20.0]})
    row = plain(af.concentration(rows)).iloc[0]
    assert row[["hhi_low", "hhi", "hhi_high"]].tolist() == pytest.approx([0.40, 0.44, 0.68])
    assert row[["leader", "leader_share"]].tolist() == pytest.approx(["RUS", 0.6])


def test_a_window_in_which_nothing_was_delivered_has_no_suppliers():
    """It is known, and not a gap in what is known: n is 0, as where a source writes 0."""
    rows = make({"supplier": ["RUS", "RUS"], "start": [2000, 2002], "end": [2000, 2002], "value": 5.0})
    out = af.concentration(rows.assign(observed_start=1999, observed_end=2002), absent="none")
    assert out["value"].tolist() == [0, 5, 0, 5]
    assert out["n"].tolist() == [0, 1, 0, 1]
    assert out["n"].dtype == "int64"
    assert out["hhi_bounds"].tolist() == ["exact"] * 4
    assert out["hhi"].isna().tolist() == [True, False, True, False]


def test_nothing_has_no_concentration():
    row = plain(af.concentration(make({"supplier": ["RUS", "ISR"], "value": [0.0, 0.0]}))).iloc[0]
    assert row[["hhi", "hhi_low", "hhi_high", "hhi_normalised", "effective", "leader_share"]].isna().all()
    row = plain(af.concentration(make({"value": [np.nan]}))).iloc[0]
    assert row[["hhi", "hhi_low", "value"]].isna().all()
    assert row["undisclosed"] == 1


def test_a_tie_has_no_leader():
    row = plain(af.concentration(make({"supplier": ["RUS", "ISR"], "value": [5.0, 5.0]}))).iloc[0]
    assert row[["leader", "leader_share"]].isna().all()


def test_a_figure_without_value_leaves_bounds():
    rows = make({"supplier": ["RUS", "ISR"], "value": [4.0, np.nan], "low": [4.0, 0.0], "high": [4.0, 4.0]})
    row = plain(af.concentration(rows)).iloc[0]
    assert np.isnan(row["hhi"])
    assert row[["hhi_low", "hhi_high"]].tolist() == pytest.approx([0.5, 1])


def test_of_and_within_differ():
    with pytest.raises(af.ArgumentError, match="expected different columns"):
        af.concentration(make({"value": [1.0]}), of="recipient")


def test_many_open_figures_give_outer_bounds():
    many = make(
        {
            "supplier": [code for code in af.table("parties.csv")["code"] if code != "ARM"][:17],
            "value": [2.0] * 17,
            "low": [1.0] * 17,
        }
    )
    many["high"] = 3.0
    assert plain(af.concentration(many))["hhi_bounds"].tolist() == ["outer"]


def test_equal_on_every_engine(beside):
    rows = make(
        {
            "supplier": ["RUS", "ISR", "unk:supplier", "RUS"],
            "recipient": ["AZE", "AZE", "AZE", "ARM"],
            "value": [3.0, 2.0, 1.0, 4.0],
            "low": [1.0, 2.0, 1.0, 4.0],
        }
    )
    for noun in (af.concentration, lambda r: af.concentration(r, "recipient", within=None)):
        assert_alike(noun, rows, engines=beside)
    assert_alike(af.concentration, rows.iloc[:0], engines=beside)
    assert len(af.concentration(rows.iloc[:0])) == 0


def test_what_may_be_several_has_no_concentration():
    for rows in ({"supplier": ["all"]}, {"supplier": ["RUS"], "category": ["aircraft+ships"]}):
        of = "supplier" if "category" not in rows else "category"
        with pytest.raises(af.MixedError, match="which may be several"):
            af.concentration(make({**rows, "value": [5.0]}), of=of)


@pytest.mark.parametrize("of", [["supplier", "category"], ["category", "supplier"]])
def test_the_unknown_are_found_in_every_column(of):
    rows = make({"supplier": ["RUS", "unk:supplier"], "category": ["aircraft"] * 2, "value": [50.0, 50.0]})
    row = plain(af.concentration(rows, of=of)).iloc[0]
    assert row[["hhi_low", "hhi_high"]].tolist() == pytest.approx([0.25, 1])


def test_exact_figures_have_an_exact_index():
    given = pd.DataFrame({"supplier": ["RUS", "ISR", "TUR"], "value": [0.1, 0.7, 0.3]})
    records = made(given, recipient="AZE", year=2010, stage="delivery", unit="TIV")
    row = af.concentration(records).iloc[0]
    assert row["hhi_low"] == row["hhi"] == row["hhi_high"]
