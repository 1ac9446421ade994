"""Money at the prices of one year: hand-computed figures and laws."""

from __future__ import annotations

import narwhals as nw
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow.errors import ArgumentError, RateError
from armsflow.tables import table
from armsflow.transforms.convert import convert
from armsflow.transforms.currency import to_currency
from armsflow.transforms.prices import to_prices
from tests.frames import SOME_ENGINES, engine_of, make
from tests.transforms.money import (
    engines_to_pandas,
    figures,
    mixed,
    money,
    one,
    quotes,
    records,
    spans,
    spread,
)


def test_claims_of_the_article_in_dollars_of_2020():
    claims = records(
        {"value": 5e9, "low": 4.5e9, "high": 5.5e9, "start": 2010, "end": 2019},
        {"value": 4e9, "low": 3.8e9, "high": 4e9, "start": 2010, "end": 2014},
    )
    by_hand = [(5.47, 4.56, 6.53), (4.54, 4.15, 4.75)]
    for found, expected in zip(figures(to_prices(claims, 2020)), by_hand, strict=True):
        assert tuple(round(figure / 1e9, 2) for figure in found) == expected


def test_prices_are_those_of_the_row_s_own_currency():
    prices = quotes("index", {("RUB", 2010): 50, ("RUB", 2020): 100, ("USD", 2010): 100, ("USD", 2020): 125})
    both = records({"unit": "RUB"}, {"unit": "USD"})
    out = to_prices(both, 2020, prices=prices)
    assert [value for value, _, _ in figures(out)] == [200, 125]
    assert set(out["prices"]) == {"2020"}
    assert sorted(out["unit"]) == ["RUB", "USD"]


@given(span=spans, unit=st.sampled_from(["EUR", "USD", "AZN"]), value=money)
def test_deflating_commutes_with_even_spreading(span, unit, value):
    frame = records({"start": span[0], "end": span[1], "unit": unit, "value": value})
    whole = to_prices(frame, 2015)["value"].sum()
    assert whole == pytest.approx(to_prices(spread(frame), 2015)["value"].sum(), rel=1e-12)


def test_constant_prices_of_another_year_are_refused():
    with pytest.raises(ArgumentError, match=r"at constant prices already \('2015'\)"):
        to_prices(records({"prices": "2015"}), 2020)


@pytest.mark.parametrize("year", ["2020", 2020.5, True, None])
def test_a_year_is_a_whole_number(year):
    with pytest.raises(ArgumentError, match=r"year is .*; expected a whole number"):
        to_prices(records({}), year)
    assert list(to_prices(records({}), np.int64(2020))["prices"]) == ["2020"]


def test_rows_at_these_prices_already_are_unchanged_to_the_last_bit():
    odd = 0.1 + 0.2
    constant = records({"value": odd, "prices": "2020", "start": 1950})
    assert figures(to_prices(constant, 2020)) == [(odd, odd, odd)]


def test_doing_it_twice_changes_nothing_more():
    real = to_prices(records({"value": 3.0}, {"value": 5.0, "start": 2012, "end": 2014}), 2020)
    assert figures(to_prices(real, 2020)) == figures(real)


@pytest.mark.covering(3)
def test_every_engine_gives_the_same_frame_in_its_own_kind(kind):
    frame = kind(mixed())
    out = to_prices(frame, 2020)
    assert type(out) is type(frame)
    assert nw.from_native(out).collect_schema().names() == list(mixed().columns)
    expected = to_prices(mixed(), 2020)
    np.testing.assert_allclose(figures(out), figures(expected), rtol=1e-14)
    words = ["record", "unit", "prices", "start", "end"]
    found = engines_to_pandas(out).sort_values("record")[words].astype(str)
    assert found.values.tolist() == expected.sort_values("record")[words].astype(str).values.tolist()


@pytest.mark.covering(2)
def test_both_steps_in_a_row(kind):
    real = to_prices(to_currency(kind(mixed()), "USD"), 2020)
    assert set(engines_to_pandas(real)["unit"]) == {"USD"}
    assert set(engines_to_pandas(real)["prices"]) == {"2020"}


def test_a_span_partly_outside_the_table_counts_as_missing():
    with pytest.raises(RateError, match=r"pass prices= with the columns currency, year and index"):
        to_prices(records({"start": 2020, "end": 2049}), 2020)
    with pytest.raises(RateError, match=r"no index for 1 .*RUB 2023"):
        to_prices(one("RUB", 2010), 2023)


def test_prices_of_a_year_that_no_row_has_say_the_last_one():
    """Nothing is to be left out, as every row needs the year: the next step is another year."""
    own = quotes("index", {("USD", 2020): 1.0, ("USD", 2022): 2.0, ("RUB", 1995): 1.0, ("RUB", 2021): 3.0})
    both = records({"unit": "USD", "start": 2020, "end": 2020}, {"unit": "RUR", "start": 1995, "end": 1995})
    for year, said in (
        (2024, "the last year with prices is 2021"),
        (1990, "the first year with prices is 2020"),
    ):
        with pytest.raises(RateError, match=f"{said}; .* or take the prices of ") as caught:
            to_prices(both, year, prices=own)
        assert "leave these rows out" not in str(caught.value)
        assert ("USD", year) in caught.value.rows
    # of a year that some have, rows may be left out
    with pytest.raises(RateError, match="of RUR the table has 1995 to 2021; .* or leave these rows out"):
        to_prices(both, 2022, prices=own)
    # between two years there is no last one
    with pytest.raises(
        RateError, match="USD 2021.*of USD the table has 2020 to 2022; .*leave these rows out"
    ):
        to_prices(one("USD", 2020), 2021, prices=own)


def test_the_docs_say_the_last_years_of_the_shipped_tables():
    assert f"indices end with {table('price_indices.csv')['year'].max()}" in to_prices.__doc__
    said = " ".join(convert.__doc__.split())
    rates, prices = (table(f"{name}.csv")["year"].max() for name in ("exchange_rates", "price_indices"))
    assert f"prices end with {prices}, and the rates with {rates}" in said


@pytest.mark.parametrize("unit", ["TIV", "pieces"])
def test_volumes_and_pieces_are_not_money(unit):
    with pytest.raises(ArgumentError, match=rf"'{unit}', which are not money .*where"):
        to_prices(records({}, {"unit": unit}), 2020)


def test_one_s_own_table_is_checked():
    with pytest.raises(ArgumentError, match=r"prices has no usable 'index' among"):
        to_prices(one("EUR", 2010), 2020, prices=quotes("rate", {("EUR", 2010): 0.75}))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_deliveries_take_the_prices_of_the_years_that_are_listed(engine):
    """300 of 2010 and 300 of 2012, when prices were a half and a fourth of those of 2020: 600 + 1,200."""
    engine = engine_of(engine)
    prices = quotes("index", {("USD", 2010): 50, ("USD", 2011): 10, ("USD", 2012): 25, ("USD", 2020): 100})
    span = {"start": [2010], "end": [2012], "value": [600.0], "delivery_years": ["2010; 2012"]}
    rows = engine.of(make(span, stage="delivery", unit="USD"))
    assert figures(to_prices(rows, 2020, prices=prices)) == [pytest.approx((1800, 1200, 2400))]
    yearly = engines_to_pandas(to_prices(af.to_years(rows), 2020, prices=prices))
    assert yearly["value"].sum() == pytest.approx(1800)


@pytest.mark.parametrize("cells", [{"prices": "Current"}, {"unit": "Dollar"}])
def test_words_of_money_that_are_none_are_refused(cells):
    records = make([{"value": 1.0}], unit="USD").assign(**cells)
    for change in (lambda rows: af.to_prices(rows, 2020), lambda rows: af.to_currency(rows, "EUR")):
        with pytest.raises(af.RecordError, match="which is no word of the records frame"):
            change(records)
