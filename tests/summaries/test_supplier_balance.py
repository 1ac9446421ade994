"""One supplier, two sides."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import armsflow as af
from tests.frames import assert_alike, made, make, plain

SIDES = {
    "recipient": ["AZE", "AZE", "ARM", "AZE", "GEO"],
    "supplier": ["RUS", "RUS", "RUS", "ISR", "RUS"],
    "year": [2013, 2014, 2013, 2013, 2013],
    "value": [6.0, 9.0, 2.0, 50.0, 70.0],
    "low": [4.0, 9.0, 2.0, 50.0, 70.0],
    "high": [8.0, 9.0, 4.0, 50.0, 70.0],
}


def balance(records, **choices):
    return plain(af.supplier_balance(records, supplier="Russia", between=("Azerbaijan", "ARM"), **choices))


def test_difference_ratio_index_and_evenness():
    row = balance(make(SIDES)).iloc[0]
    assert row[["supplier", "left", "right", "period"]].tolist() == ["RUS", "AZE", "ARM", "2013"]
    assert row[["left_value", "left_low", "left_high"]].tolist() == [6, 4, 8]
    assert row[["right_value", "right_low", "right_high"]].tolist() == [2, 2, 4]
    assert row[["value", "low", "high"]].tolist() == [4, 0, 6]
    assert row[["ratio", "ratio_low", "ratio_high"]].tolist() == pytest.approx([3, 1, 4])
    np.testing.assert_allclose(
        row[["balance_index", "balance_index_low", "balance_index_high"]].astype(float), [0.5, 0, 0.6]
    )
    np.testing.assert_allclose(
        row[["evenness", "evenness_low", "evenness_high"]].astype(float), [0.5, 0.4, 1]
    )
    assert row["records"] == 2


def test_a_side_without_records_is_unknown_not_nothing():
    row = balance(make(SIDES)).iloc[1]
    assert row[["period", "left_value", "records"]].tolist() == ["2014", 9, 1]
    assert row[["right_value", "value", "low", "high", "ratio", "evenness"]].isna().all()


def test_the_register_of_the_un(wider):
    """Russia's own reports, 2007–13: tanks 72 to 35, armoured vehicles 34 to 110."""
    register = wider[wider["reporter"] == "supplier"]
    pieces = af.where(register, category=["un:I", "un:II"], years=(2007, 2013))
    rows = balance(pieces, by="category").set_index("category")
    assert rows.loc["un:I", ["left_value", "right_value", "value"]].tolist() == [72, 35, 37]
    assert rows.loc["un:II", ["left_value", "right_value", "value"]].tolist() == [34, 110, -76]
    with pytest.raises(af.MixedError, match="differ in category"):
        balance(pieces)


def test_the_two_sides_must_mean_the_same():
    rows = make({"recipient": ["AZE", "ARM"], "stage": ["contract", "payment"], "value": [4.0, 5.0]})
    with pytest.raises(af.MixedError, match="differ in stage"):
        balance(rows)


@pytest.mark.parametrize(
    ("between", "message"),
    [
        ("Armenia", "between is 'Armenia'"),
        (("Armenia",), "expected two parties"),
        (("Armenia", "ARM"), "names 'ARM' twice"),
        (("Armenia", "Azerbajan"), "Azerbaijan"),
    ],
)
def test_between_is_two_parties(between, message):
    with pytest.raises(af.ArmsflowError, match=message):
        af.supplier_balance(make(SIDES), supplier="RUS", between=between)


def test_no_records_no_rows():
    empty = af.supplier_balance(make(SIDES), supplier="TUR", between=("ARM", "AZE"))
    assert len(empty) == 0
    assert "evenness_high" in empty


def test_estimates_weigh_by_value():
    rows = make({"recipient": ["AZE", "ARM"], "value": [3.0, 1.0], "estimated": [True, False]})
    assert balance(rows)["estimated"].tolist() == pytest.approx([0.75])


@pytest.mark.covering(1)
@pytest.mark.parametrize("by", [(), "category", ("unit", "stage")])
def test_summaries_are_equal_on_every_engine(by, beside):
    assert_alike(lambda r: balance(r, by=by), make(SIDES), engines=beside)


def test_sides_are_no_key_and_the_supplier_is_one():
    with pytest.raises(af.ArgumentError, match="by names 'recipient'"):
        balance(make(SIDES), by="recipient")
    with pytest.raises(af.ArgumentError, match=r"supplier is \['Russia'\]; expected one party"):
        af.supplier_balance(make(SIDES), supplier=["Russia"], between=("ARM", "AZE"))


def test_a_side_that_the_source_would_have_listed_got_nothing():
    given = pd.DataFrame({"recipient": ["ARM", "AZE", "AZE"], "year": [2001, 2001, 2002], "value": [4, 6, 5]})
    records = made(given, supplier="RUS", stage="delivery", unit="TIV")
    sides = {"supplier": "Russia", "between": ("Azerbaijan", "Armenia")}
    assert af.supplier_balance(records, **sides)["right_value"].isna().tolist() == [False, True]
    told = af.supplier_balance(records, **sides, absent="none").iloc[1]
    assert told[["left_value", "right_value", "value", "balance_index", "evenness"]].tolist() == [
        5,
        0,
        5,
        1,
        0,
    ]
    assert told["ratio"] == float("inf")
    assert told["unit"] == "TIV"
    with pytest.raises(af.ArgumentError, match="absent is 'zero'"):
        af.supplier_balance(records, **sides, absent="zero")


def test_of_a_choice_by_a_column_of_ones_own_a_side_without_a_row_is_not_known(engine):
    """Azerbaijan stood at 0 among recipients at war, since no row of it was chosen."""
    given = pd.DataFrame({"recipient": ["ARM", "ARM", "AZE"], "year": [2010, 2012, 2011], "value": [5, 3, 9]})
    known = {
        "supplier": "BRA",
        "stage": "delivery",
        "unit": "TIV",
        "source": "sipri",
        "observed": (2010, 2012),
    }
    rows = engine.of(made(given, **known).assign(war=["yes", "yes", "no"]))
    sides = {"supplier": "BRA", "between": ("ARM", "AZE")}
    chosen = engine.plain(af.supplier_balance(af.where(rows, war="yes"), **sides))
    assert chosen["left_value"].tolist() == [5, 0, 3]
    assert chosen["right_value"].isna().all()
    assert not chosen["complete"].any()
    every = engine.plain(af.supplier_balance(rows, **sides))
    assert every["right_value"].tolist() == [0, 9, 0]
    assert every["complete"].all()


@pytest.mark.covering(1)
@pytest.mark.parametrize("absent", ["auto", "none"])
def test_a_year_in_which_neither_side_received_anything_is_0_of_both(absent):
    given = pd.DataFrame(
        {"recipient": ["ARM", "AZE", "ARM", "AZE"], "year": [2010, 2010, 2011, 2014], "value": [5, 9, 5, 9]}
    )
    records = made(given, supplier="RUS", stage="delivery", unit="TIV", source="sipri", observed=(2010, 2014))
    balance = af.supplier_balance(records, supplier="RUS", between=("ARM", "AZE"), absent=absent)
    assert balance["period"].tolist() == ["2010", "2011", "2012", "2013", "2014"]
    assert balance["left_value"].tolist() == [5, 5, 0, 0, 0]
    assert balance["right_value"].tolist() == [9, 0, 0, 0, 9]
    assert balance["complete"].all()
    known = af.supplier_balance(records, supplier="RUS", between=("ARM", "AZE"), absent="unknown")
    assert known["period"].tolist() == ["2010", "2011", "2014"]


def test_what_went_to_somebody_in_the_window_may_have_gone_to_a_side():
    """4 of 2018 went to a recipient that is not named: to nobody before."""
    given = {"recipient": ["ARM", "all"], "year": [2016, 2018], "value": [9.0, 4.0]}
    rows = made(pd.DataFrame(given), supplier="RUS", stage="delivery", unit="TIV", source="sipri",
                observed=(2015, 2020))  # fmt: skip
    columns = ["left_value", "right_value", "complete"]
    known = balance(rows, over=(2015, 2017))[columns].iloc[0]
    assert known.tolist() == [0, 9, True]
    unknown = balance(rows, over=(2015, 2020))[columns].iloc[0]
    assert unknown.isna().tolist() == [True, False, False]
    assert not unknown["complete"]


def test_of_a_side_without_a_chosen_row_nothing_is_known():
    """Of recipients at war alone, nothing was chosen of Azerbaijan, which got 9."""
    given = {"recipient": ["ARM", "AZE"], "year": [2010, 2011], "value": [5.0, 9.0], "war": ["yes", "no"]}
    rows = made(pd.DataFrame(given), supplier="RUS", stage="delivery", unit="TIV", source="sipri",
                observed=(2010, 2011))  # fmt: skip
    chosen = balance(af.where(rows, war="yes"))
    assert chosen["right_value"].tolist() == [5, 0]
    assert chosen["left_value"].isna().all()
    assert not chosen["complete"].any()
