"""Money in another currency and at other prices: published rates, hand-computed figures, laws."""

from __future__ import annotations

import math

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from armsflow import tables
from armsflow.errors import ArgumentError, RateError, RecordError
from armsflow.transforms.currency import to_currency
from armsflow.transforms.prices import to_prices

FIGURES = ["value", "low", "high"]


def records(*rows, **constants):
    """A records frame of the rows' dictionaries, with the columns that money needs and more."""
    row = {
        "source": "user",
        "record": "1",
        "part_of": None,
        "supplier": "RUS",
        "recipient": "ARM",
        "stage": "contract",
        "start": 2010,
        "end": 2010,
        "quantity": np.nan,
        "value": 100.0,
        "unit": "USD",
        "prices": "current",
        "note": "",
    } | constants
    frame = pd.DataFrame([row | {"record": str(n)} | own for n, own in enumerate(rows)])
    frame["low"] = frame["low"].fillna(frame["value"]) if "low" in frame else frame["value"]
    frame["high"] = frame["high"].fillna(frame["value"]) if "high" in frame else frame["value"]
    return frame.astype({"start": "int16", "end": "int16"})


def one(unit, year, value=1.0, **other):
    return records({"unit": unit, "start": year, "end": year, "value": value} | other)


def figures(frame):
    """(value, low, high) of each row, in order of the rows' ids."""
    frame = engines_to_pandas(frame).sort_values("record")
    return [tuple(row) for row in frame[FIGURES].astype(float).itertuples(index=False)]


def engines_to_pandas(frame):
    if isinstance(frame, pd.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    return frame.to_pandas() if isinstance(frame, pl.DataFrame) else frame.df()


def test_claims_of_the_article_in_dollars_of_2020():
    claims = records(
        {"value": 5e9, "low": 4.5e9, "high": 5.5e9, "start": 2010, "end": 2019},
        {"value": 4e9, "low": 3.8e9, "high": 4e9, "start": 2010, "end": 2014},
    )
    by_hand = [(5.47, 4.56, 6.53), (4.54, 4.15, 4.75)]
    for found, expected in zip(figures(to_prices(claims, 2020)), by_hand, strict=True):
        assert tuple(round(figure / 1e9, 2) for figure in found) == expected


def test_a_span_takes_the_mean_of_yearly_factors_and_its_bounds_the_extremes():
    rates = quotes("rate", {("RUB", 2014): 40, ("RUB", 2015): 50, ("RUB", 2016): 80})
    loan = records({"value": 1200.0, "low": 1000.0, "high": 2000.0}, unit="RUB", start=2014, end=2016)
    # dollars per rouble: 1/40, 1/50, 1/80; their mean is 0.0575 / 3
    expected = (1200 * 0.0575 / 3, 1000 / 80, 2000 / 40)
    assert figures(to_currency(loan, "USD", rates=rates))[0] == pytest.approx(expected)


def test_cross_rates_go_through_the_dollar_year_by_year():
    rates = quotes("rate", {("RUB", 2014): 40, ("EUR", 2014): 0.8})
    assert figures(to_currency(one("RUB", 2014, 100.0), "EUR", rates=rates))[0][0] == pytest.approx(2)


def test_prices_are_those_of_the_row_s_own_currency():
    prices = quotes("index", {("RUB", 2010): 50, ("RUB", 2020): 100, ("USD", 2010): 100, ("USD", 2020): 125})
    both = records({"unit": "RUB"}, {"unit": "USD"})
    out = to_prices(both, 2020, prices=prices)
    assert [value for value, _, _ in figures(out)] == [200, 125]
    assert set(out["prices"]) == {"2020"}
    assert sorted(out["unit"]) == ["RUB", "USD"]


def quotes(name, known):
    """A user's own table, as short as it can be: without the dollar, which is 1 by definition."""
    keys = sorted(known)
    return pd.DataFrame(
        {
            "currency": [code for code, _ in keys],
            "year": [year for _, year in keys],
            name: [float(known[key]) for key in keys],
        }
    )


# what may not change


def test_rows_in_the_currency_already_are_unchanged_to_the_last_bit():
    odd = 0.1 + 0.2
    frame = records({"value": odd, "start": 1950, "end": 2049}, {"value": odd, "prices": "2015"})
    assert figures(to_currency(frame, "USD")) == [(odd, odd, odd)] * 2
    constant = records({"value": odd, "prices": "2020", "start": 1950})
    assert figures(to_prices(constant, 2020)) == [(odd, odd, odd)]


def test_null_stays_null_infinite_stays_infinite_and_zero_zero():
    frame = records(
        {"value": np.nan, "low": np.nan, "high": np.nan},
        {"value": 4e8, "low": 4e8, "high": math.inf},
        {"value": np.nan, "low": 0.0, "high": 10.0},
        {"value": 0.0},
        unit="EUR",
    )
    undisclosed, open_, bounded, nothing = figures(to_currency(frame, "USD"))
    assert all(math.isnan(figure) for figure in undisclosed)
    assert open_[2] == math.inf
    assert open_[0] == open_[1] == pytest.approx(4e8 / 0.7543, rel=1e-4)
    assert math.isnan(bounded[0])
    assert bounded[1:] == pytest.approx((0, 10 / 0.7543), rel=1e-4)
    assert nothing == (0, 0, 0)


def test_an_undisclosed_figure_needs_no_rate():
    blank = {"value": np.nan, "low": np.nan, "high": np.nan, "unit": "RUB", "start": 1950}
    out = to_currency(records(blank), "USD")
    assert list(out["unit"]) == ["USD"]
    assert out[FIGURES].isna().all(axis=None)


def test_the_input_and_the_other_columns_are_left_alone():
    frame = records({"note": "a"}, {"note": "b", "unit": "EUR", "quantity": 3.0})
    frame["Year_Basis"] = ["x", "y"]
    before = frame.copy(deep=True)
    out = to_currency(frame, "EUR")
    pd.testing.assert_frame_equal(frame, before)
    assert list(out.columns) == list(frame.columns)
    untouched = [name for name in frame if name not in (*FIGURES, "unit")]
    pd.testing.assert_frame_equal(out.sort_values("record")[untouched], frame[untouched], check_dtype=False)


def test_a_duplicate_index_does_not_multiply_rows():
    frame = records({"unit": "EUR"}, {"unit": "RUB"})
    frame.index = [7, 7]
    assert len(to_currency(frame, "USD")) == 2


def test_an_empty_frame_comes_back_empty():
    out = to_currency(records({}).iloc[:0], "EUR")
    assert len(out) == 0
    assert list(out.columns) == list(records({}).columns)


# laws

spans = st.tuples(st.integers(2000, 2023), st.integers(0, 9)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1], 2023))
)
units = st.sampled_from(["EUR", "GBP", "RUB", "AMD", "AZN", "TRY", "UAH", "KRW", "BYN", "INR", "USD"])
targets = st.sampled_from(["EUR", "USD", "AZN"])
money = st.floats(0, 1e12)


def spread(frame):
    """Evenly over the years, as to_years does for the value."""
    n = frame["end"] - frame["start"] + 1
    rows = [
        row | {"start": year, "end": year, "value": row["value"] / n.loc[index]}
        for index, row in ((index, dict(row)) for index, row in frame.iterrows())
        for year in range(row["start"], row["end"] + 1)
    ]
    return pd.DataFrame(rows).astype({"start": "int16", "end": "int16"})


@given(span=spans, unit=units, target=targets, value=money)
def test_converting_commutes_with_even_spreading(span, unit, target, value):
    frame = records({"start": span[0], "end": span[1], "unit": unit, "value": value})
    whole = to_currency(frame, target)["value"].sum()
    yearly = to_currency(spread(frame), target)["value"].sum()
    assert whole == pytest.approx(yearly, rel=1e-12)


@given(span=spans, unit=st.sampled_from(["EUR", "USD", "AZN"]), value=money)
def test_deflating_commutes_with_even_spreading(span, unit, value):
    frame = records({"start": span[0], "end": span[1], "unit": unit, "value": value})
    whole = to_prices(frame, 2015)["value"].sum()
    assert whole == pytest.approx(to_prices(spread(frame), 2015)["value"].sum(), rel=1e-12)


@given(span=spans, unit=units, target=targets, ends=st.lists(money, min_size=3, max_size=3))
def test_bounds_enclose_the_value_and_every_single_year(span, unit, target, ends):
    low, value, high = sorted(ends)
    row = {"unit": unit, "low": low, "value": value, "high": high}
    frame = records(row | {"start": span[0], "end": span[1]})
    ((mean, least, greatest),) = figures(to_currency(frame, target))
    assert least <= mean <= greatest
    single = records(*(row | {"start": y, "end": y} for y in range(span[0], span[1] + 1)))
    for _, below, above in figures(to_currency(single, target)):
        assert least <= below
        assert above <= greatest


@given(year=st.integers(2000, 2023), unit=units, target=targets, value=money)
def test_there_and_back_is_the_identity_for_a_year(year, unit, target, value):
    back = to_currency(to_currency(one(unit, year, value), target), unit)
    assert figures(back)[0][0] == pytest.approx(value, rel=1e-12)


def test_equal_rates_leave_an_exact_figure_exact():
    # 1.7 manat in every year: a mean that rounds differently would fall outside the bounds
    rates = quotes("rate", {("AZN", year): 1.7 for year in range(2000, 2010)})
    frame = records({"unit": "AZN", "start": 2000, "end": 2009, "value": 0.3})
    value, low, high = figures(to_currency(frame, "USD", rates=rates))[0]
    assert low == value == high


def test_doing_it_twice_changes_nothing_more():
    once = to_currency(records({"unit": "EUR"}, {"unit": "RUB"}), "USD")
    assert figures(to_currency(once, "USD")) == figures(once)
    real = to_prices(once, 2020)
    assert figures(to_prices(real, 2020)) == figures(real)


# every engine


def mixed():
    return records(
        {"unit": "EUR", "start": 2010, "end": 2012, "value": 10.0, "low": 8.0, "high": 12.0},
        {"unit": "RUB", "start": 2015, "end": 2015, "value": 100.0, "high": math.inf},
        {"unit": "USD", "value": 3.0},
        {"unit": "EUR", "value": np.nan, "low": np.nan, "high": np.nan},
    )


TEXT = ["source", "record", "part_of", "supplier", "recipient", "stage", "unit", "prices", "note"]


def as_text(dtype):
    def make(frame):
        return frame.astype(dict.fromkeys(TEXT, dtype))

    return make


def as_arrow(frame):
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def as_polars(frame):
    return pl.from_pandas(frame).fill_nan(None)


def as_relation(frame, connection):
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return connection.from_arrow(table)


ENGINES = {
    "pandas object": as_text(object),
    "pandas string": as_text("string[pyarrow]"),
    "pandas arrow": as_arrow,
    "pandas wide years": lambda frame: frame.astype({"start": "int64", "end": "int64"}),
    "polars": as_polars,
    "polars lazy": lambda frame: as_polars(frame).lazy(),
}


@pytest.fixture(params=[*ENGINES, "duckdb"])
def kind(request):
    if request.param != "duckdb":
        yield ENGINES[request.param]
        return
    with duckdb.connect() as connection:
        yield lambda frame: as_relation(frame, connection)


@pytest.mark.parametrize(
    "step", [lambda frame: to_currency(frame, "USD"), lambda frame: to_prices(frame, 2020)]
)
def test_every_engine_gives_the_same_frame_in_its_own_kind(kind, step):
    frame = kind(mixed())
    out = step(frame)
    assert type(out) is type(frame)
    assert nw.from_native(out).collect_schema().names() == list(mixed().columns)
    expected = step(mixed())
    np.testing.assert_allclose(figures(out), figures(expected), rtol=1e-15)
    words = ["record", "unit", "prices", "start", "end"]
    found = engines_to_pandas(out).sort_values("record")[words].astype(str)
    assert found.values.tolist() == expected.sort_values("record")[words].astype(str).values.tolist()


def test_both_steps_in_a_row(kind):
    real = to_prices(to_currency(kind(mixed()), "USD"), 2020)
    assert set(engines_to_pandas(real)["unit"]) == {"USD"}
    assert set(engines_to_pandas(real)["prices"]) == {"2020"}


def test_a_null_stays_a_null_on_polars():
    out = to_currency(as_polars(mixed()), "USD").filter(pl.col("record") == "3")
    assert out["value"].null_count() == 1


def test_own_tables_from_every_engine(kind):
    rates = kind(mixed().assign(currency=["EUR", "EUR", "EUR", "GBP"], year=[2010, 2011, 2012, 2010]))
    table = nw.from_native(rates).select("currency", "year", nw.lit(2.0).alias("rate")).to_native()
    out = to_currency(one("EUR", 2010, 6.0), "USD", rates=table)
    assert figures(out)[0][0] == 3


def test_a_database_s_decimals_keep_their_digits():
    with duckdb.connect() as connection:
        rates = connection.sql(
            "select * from (values ('USD', 2010, 1.00), ('EUR', 2010, 0.75)) as own(currency, year, rate)"
        )
        out = to_currency(one("EUR", 2010, 3.0), "USD", rates=rates)
    assert figures(out)[0][0] == 4


def test_the_dollar_is_one_in_every_year_without_a_row():
    rates = quotes("rate", {("EUR", 1960): 0.5})
    assert figures(to_currency(one("EUR", 1960, 3.0), "USD", rates=rates))[0][0] == 6
    assert figures(to_currency(one("USD", 1960, 3.0), "EUR", rates=rates))[0][0] == 1.5
    told = pd.concat([rates, quotes("rate", {("USD", 1960): 1})])
    assert figures(to_currency(one("EUR", 1960, 3.0), "USD", rates=told))[0][0] == 6


def test_only_the_other_currency_is_missing_never_the_dollar():
    with pytest.raises(RateError, match=r"no rate for 1 \(currency, year\): EUR 1960;") as caught:
        to_currency(one("EUR", 1960), "USD")
    assert caught.value.rows == [("EUR", 1960)]


# refusals


def test_missing_rates_are_all_named_and_nothing_is_filled_in():
    frame = records({"unit": "RUB", "start": 1990, "end": 1996}, {"unit": "IRR", "start": 2010, "end": 2011})
    expected = r"no rate for 7 \(currency, year\): IRR 2010–2011; RUB 1990–1992, 1994–1995; nothing"
    with pytest.raises(RateError, match=expected) as caught:
        to_currency(frame, "USD")
    assert caught.value.rows == [
        ("IRR", 2010),
        ("IRR", 2011),
        ("RUB", 1990),
        ("RUB", 1991),
        ("RUB", 1992),
        ("RUB", 1994),
        ("RUB", 1995),
    ]


def test_a_currency_without_rates_as_target_is_named_for_each_year():
    with pytest.raises(RateError, match=r"ISK 2010–2012") as caught:
        to_currency(records({"start": 2010, "end": 2012}), "ISK")
    assert ("ISK", 2011) in caught.value.rows


def test_a_span_partly_outside_the_table_counts_as_missing():
    with pytest.raises(RateError, match=r"EUR 1997–1998"):
        to_currency(records({"unit": "EUR", "start": 1997, "end": 2001}), "USD")
    with pytest.raises(RateError, match=r"pass prices= with the columns currency, year and index"):
        to_prices(records({"start": 2020, "end": 2049}), 2020)
    with pytest.raises(RateError, match=r"no index for 1 .*RUB 2023"):
        to_prices(one("RUB", 2010), 2023)


def test_a_blank_in_one_s_own_table_is_missing_too():
    rates = quotes("rate", {("EUR", 2010): np.nan})
    with pytest.raises(RateError, match=r"EUR 2010"):
        to_currency(one("EUR", 2010), "USD", rates=rates)


@pytest.mark.parametrize("unit", ["TIV", "pieces"])
def test_volumes_and_pieces_are_not_money(unit):
    frame = records({}, {"unit": unit})
    with pytest.raises(ArgumentError, match=rf"'{unit}', which are not money .*where"):
        to_currency(frame, "USD")
    with pytest.raises(ArgumentError, match=rf"'{unit}', which are not money .*where"):
        to_prices(frame, 2020)


def test_deflating_before_converting_is_refused():
    real = to_prices(one("EUR", 2012), 2020)
    with pytest.raises(ArgumentError, match=r"constant prices \('2020'\).*convert first, then deflate"):
        to_currency(real, "USD")


def test_constant_prices_of_another_year_are_refused():
    with pytest.raises(ArgumentError, match=r"at constant prices already \('2015'\)"):
        to_prices(records({"prices": "2015"}), 2020)


@pytest.mark.parametrize("currency", ["usd", "dollars", "TIV", None])
def test_a_currency_is_named_by_its_code(currency):
    with pytest.raises(ArgumentError, match=r"currency is .*; expected one of"):
        to_currency(records({}), currency)


@pytest.mark.parametrize("year", ["2020", 2020.5, True, None])
def test_a_year_is_a_whole_number(year):
    with pytest.raises(ArgumentError, match=r"year is .*; expected a whole number"):
        to_prices(records({}), year)
    assert list(to_prices(records({}), np.int64(2020))["prices"]) == ["2020"]


@pytest.mark.parametrize("row", [{"start": 2012, "end": 2010}, {"unit": None}, {"prices": None}])
def test_rows_without_a_usable_span_are_refused(row):
    with pytest.raises(RecordError, match=r"1 kinds of rows have no unit, prices or span"):
        to_currency(records({"unit": "EUR"}, row), "USD")


def test_a_frame_that_is_no_records_frame_is_refused():
    with pytest.raises(RecordError, match=r"records lack the columns 'prices', 'low'"):
        to_currency(records({}).drop(columns=["prices", "low"]), "EUR")


def test_one_s_own_table_is_checked():
    rates = quotes("rate", {("EUR", 2010): 0.75})
    frame = one("EUR", 2010)
    with pytest.raises(ArgumentError, match=r"rates has no usable 'rate' among its columns"):
        to_currency(frame, "USD", rates=rates.rename(columns={"rate": "eur"}))
    with pytest.raises(ArgumentError, match=r"prices has no usable 'index' among"):
        to_prices(frame, 2020, prices=rates)
    with pytest.raises(ArgumentError, match=r"rates has no usable 'year', 'rate'"):
        to_currency(frame, "USD", rates=rates.astype({"year": str, "rate": str}))
    for bad in (0, -1, math.inf):
        with pytest.raises(ArgumentError, match=r"rates has 1 rows that cannot be used: .*positive"):
            to_currency(frame, "USD", rates=quotes("rate", {("EUR", 2010): bad}))
    with pytest.raises(ArgumentError, match=r"rates has 2 rows .*\('EUR', 2010.0, 0.75\)") as caught:
        to_currency(frame, "USD", rates=pd.concat([rates, rates]))
    assert len(caught.value.rows) == 2
    with pytest.raises(ArgumentError, match=r"rates has 1 rows"):
        to_currency(frame, "USD", rates=rates.assign(year=2010.5))
    with pytest.raises(ArgumentError, match=r"rates is a builtins.dict"):
        to_currency(frame, "USD", rates={"EUR": 0.75})


def test_rates_per_something_else_than_the_dollar_are_refused():
    per_euro = quotes("rate", {("EUR", 2010): 1, ("USD", 2010): 1.3257})
    expected = r"rates says in 1 rows that a US dollar is not 1 US dollar: \('USD', 2010, 1.3257\)"
    with pytest.raises(ArgumentError, match=expected) as caught:
        to_currency(one("EUR", 2010), "USD", rates=per_euro)
    assert caught.value.rows == [("USD", 2010, 1.3257)]


def test_a_code_of_one_s_own_will_do():
    rates = quotes("rate", {("GOLD", 2010): 0.001})
    assert figures(to_currency(one("USD", 2010, 5000.0), "GOLD", rates=rates))[0][0] == 5


# the shipped list of currencies


def test_currencies_are_listed_once_in_order_with_sane_years():
    table = tables.table("currencies.csv")
    assert list(table.columns) == ["currency", "name", "aliases", "start", "end"]
    assert table["currency"].is_monotonic_increasing
    assert table["currency"].is_unique
    assert table["currency"].str.fullmatch("[A-Z]{3}").all()
    assert table["name"].is_unique
    both = table.dropna(subset=["start", "end"])
    assert (both["start"] <= both["end"]).all()
    assert {"USD", "EUR", "RUB", "AMD", "AZN", "DEM", "SUR"} <= set(table["currency"])
