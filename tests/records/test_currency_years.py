"""The input check of currencies: a code is valid in the years of its money."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pytest

import armsflow as af
from armsflow.errors import CurrencyError


def rows(**columns):
    given = {"record": ["a"], "supplier": "RUS", "recipient": "ARM", "stage": "loan", "value": 5e12}
    return pd.DataFrame(given | columns)


def relation(frame):
    return duckdb.sql("select * from frame")


@pytest.mark.covering(1)
@pytest.mark.parametrize("kind", [lambda f: f, pl.from_pandas, lambda f: pl.from_pandas(f).lazy(), relation])
def test_a_code_of_other_years_is_refused_on_every_engine(kind):
    with pytest.raises(
        CurrencyError, match=r"figures are in RUB in 1996–1997, when RUR was in force"
    ) as caught:
        af.to_records(kind(rows(unit="RUB", start=1996, end=1999)))
    assert caught.value.rows == [("RUB", 1996), ("RUB", 1997)]
    af.to_records(kind(rows(unit="RUR", year=1997)))
    af.to_records(kind(rows(unit="RUB", year=1997, redenominated=True)))


def test_a_constant_marks_all_rows_and_stays_a_column():
    records = af.to_records(rows(unit="RUB", year=1997), redenominated=True)
    assert records["redenominated"].tolist() == [True]
    assert af.to_currency(records, "USD")["value"].iloc[0] == pytest.approx(864.3e9, rel=1e-3)


def test_marks_are_row_by_row():
    two = pd.concat([rows(unit="RUB", year=1997, redenominated=True)] * 2)
    two = two.assign(record=["a", "b"], redenominated=[True, None])
    with pytest.raises(CurrencyError, match="RUB in 1997"):
        af.to_records(two)


def test_a_mark_is_true_or_false():
    with pytest.raises(af.RecordError, match="redenominated holds 'today'; expected true or false"):
        af.to_records(rows(unit="RUB", year=1997), redenominated="today")


def test_at_constant_prices_the_money_is_that_of_the_base_year():
    af.to_records(rows(unit="RUB", year=1997, prices="2010"))
    with pytest.raises(CurrencyError, match="RUR in 2010, when RUB was in force"):
        af.to_records(rows(unit="RUR", year=1997, prices="2010"))


def test_figures_that_are_not_disclosed_have_no_wrong_money():
    af.to_records(rows(unit="RUB", year=1997, value=None))


def test_volumes_pieces_and_dollars_are_of_all_years():
    for unit in ("TIV", "pieces", "USD", "GBP"):
        af.to_records(rows(unit=unit, year=1950))
