"""Money in another currency: published rates, hand-computed figures, laws."""

from __future__ import annotations

import math

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import armsflow as af
from armsflow import tables
from armsflow.errors import ArgumentError, CurrencyError, RateError, RecordError
from armsflow.records.schema import TOLD
from armsflow.transforms.currency import to_currency
from armsflow.transforms.prices import to_prices
from tests.frames import SOME_ENGINES, assert_same, engine_of, make
from tests.transforms.money import (
    FIGURES,
    as_polars,
    engines_to_pandas,
    figures,
    mixed,
    money,
    one,
    quotes,
    records,
    spans,
    spread,
    targets,
    units,
)


def test_a_span_takes_the_mean_of_yearly_factors_and_its_bounds_the_extremes():
    rates = quotes("rate", {("RUB", 2014): 40, ("RUB", 2015): 50, ("RUB", 2016): 80})
    loan = records({"value": 1200.0, "low": 1000.0, "high": 2000.0}, unit="RUB", start=2014, end=2016)
    # dollars per rouble: 1/40, 1/50, 1/80; their mean is 0.0575 / 3
    expected = (1200 * 0.0575 / 3, 1000 / 80, 2000 / 40)
    assert figures(to_currency(loan, "USD", rates=rates))[0] == pytest.approx(expected)


def test_cross_rates_go_through_the_dollar_year_by_year():
    rates = quotes("rate", {("RUB", 2014): 40, ("EUR", 2014): 0.8})
    assert figures(to_currency(one("RUB", 2014, 100.0), "EUR", rates=rates))[0][0] == pytest.approx(2)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_figure_in_a_window_takes_the_rates_of_its_own_years(engine):
    """100 roubles of 2016 in 2014-16 are 100 / 80 dollars, not at the mean of three rates."""
    engine = engine_of(engine)
    rates = quotes("rate", {("RUB", 2014): 40, ("RUB", 2015): 50, ("RUB", 2016): 80})
    rows = [{"year": 2016, "value": 100.0}, {"start": 2015, "end": 2016, "value": 100.0}]
    paid = af.concat(*(make([row], unit="RUB", record=f"{n}") for n, row in enumerate(rows)))
    windows = af.to_periods(engine.of(paid), 3, end=2016)
    found = engine.plain(to_currency(windows, "USD", rates=rates)).sort_values("record")
    assert found["start"].tolist() == [2014, 2014]
    expected = [(1.25, 1.25, 1.25), (100 * (1 / 50 + 1 / 80) / 2, 1.25, 2.0)]
    assert figures(found) == [pytest.approx(each) for each in expected]
    # a window without these columns, and one whose columns are of other years, is a span of all its years
    whole = (100 * 0.0575 / 3, 100 / 80, 100 / 40)
    plain = engine.plain(windows)
    for odd in (plain.drop(columns=[*TOLD]), plain.assign(told_start=2009, told_end=2010)):
        assert figures(to_currency(odd, "USD", rates=rates))[0] == pytest.approx(whole)
    # at prices of 2016: the index of 2016 over itself, not over those of 2014 to 2016
    index = quotes("index", {("RUB", 2014): 50, ("RUB", 2015): 80, ("RUB", 2016): 100})
    real = engine.plain(to_prices(windows, 2016, prices=index)).sort_values("record")
    assert figures(real) == [(100, 100, 100), pytest.approx((100 * (1.25 + 1) / 2, 100, 125))]


def test_parts_in_windows_convert_as_years_that_are_put_into_windows():
    rates = quotes("rate", {("RUB", 2013): 30, ("RUB", 2014): 40, ("RUB", 2015): 50, ("RUB", 2016): 80})
    paid = make({"start": [2013], "end": [2016], "value": [80.0]}, unit="RUB")
    windows = af.totals(to_currency(af.to_periods(paid, 2, end=2016), "USD", rates=rates))
    years = af.totals(af.to_periods(to_currency(af.to_years(paid), "USD", rates=rates), 2, end=2016))
    assert windows["value"].tolist() == pytest.approx(years["value"].tolist())
    assert windows["value"].tolist() == pytest.approx([20 / 30 + 20 / 40, 20 / 50 + 20 / 80])


# what may not change


def test_rows_in_the_currency_already_are_unchanged_to_the_last_bit():
    odd = 0.1 + 0.2
    frame = records({"value": odd, "start": 1950, "end": 2049}, {"value": odd, "prices": "2015"})
    assert figures(to_currency(frame, "USD")) == [(odd, odd, odd)] * 2


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
    assert_same(out[untouched], frame[untouched])


def test_a_duplicate_index_does_not_multiply_rows():
    frame = records({"unit": "EUR"}, {"unit": "RUB"})
    frame.index = [7, 7]
    assert len(to_currency(frame, "USD")) == 2


def test_an_empty_frame_comes_back_empty():
    out = to_currency(records({}).iloc[:0], "EUR")
    assert len(out) == 0
    assert list(out.columns) == list(records({}).columns)


# laws


@given(span=spans, unit=units, target=targets, value=money)
def test_converting_commutes_with_even_spreading(span, unit, target, value):
    frame = records({"start": span[0], "end": span[1], "unit": unit, "value": value})
    whole = to_currency(frame, target)["value"].sum()
    yearly = to_currency(spread(frame), target)["value"].sum()
    assert whole == pytest.approx(yearly, rel=1e-12)


@given(span=spans, unit=units, target=targets, ends=st.lists(money, min_size=3, max_size=3))
def test_bounds_enclose_the_value_and_every_single_year(span, unit, target, ends):
    low, value, high = sorted(ends)
    row = {"unit": unit, "low": low, "value": value, "high": high}
    frame = records(row | {"start": span[0], "end": span[1]})
    ((mean, least, greatest),) = figures(to_currency(frame, target))
    # equal but for the last digit
    least, greatest = least * (1 - 1e-12), greatest * (1 + 1e-12)
    assert least <= mean <= greatest
    single = records(*(row | {"start": y, "end": y} for y in range(span[0], span[1] + 1)))
    for _, below, above in figures(to_currency(single, target)):
        assert least <= below
        assert above <= greatest


@given(year=st.integers(2006, 2023), unit=units, target=targets, value=money)
def test_there_and_back_is_the_identity_for_a_year(year, unit, target, value):
    back = to_currency(to_currency(one(unit, year, value), target), unit)
    assert figures(back)[0][0] == pytest.approx(value, rel=1e-12)


def test_equal_rates_leave_an_exact_figure_exact():
    # 1.7 manat in every year: a mean that rounds differently would fall outside the bounds
    rates = quotes("rate", {("AZN", year): 1.7 for year in range(2010, 2020)})
    frame = records({"unit": "AZN", "start": 2010, "end": 2019, "value": 0.3})
    value, low, high = figures(to_currency(frame, "USD", rates=rates))[0]
    assert low == value == high


def test_doing_it_twice_changes_nothing_more():
    once = to_currency(records({"unit": "EUR"}, {"unit": "RUB"}), "USD")
    assert figures(to_currency(once, "USD")) == figures(once)


# every engine


@pytest.mark.covering(3)
def test_every_engine_gives_the_same_frame_in_its_own_kind(kind):
    frame = kind(mixed())
    out = to_currency(frame, "USD")
    assert type(out) is type(frame)
    assert nw.from_native(out).collect_schema().names() == list(mixed().columns)
    expected = to_currency(mixed(), "USD")
    np.testing.assert_allclose(figures(out), figures(expected), rtol=1e-14)
    words = ["record", "unit", "prices", "start", "end"]
    found = engines_to_pandas(out).sort_values("record")[words].astype(str)
    assert found.values.tolist() == expected.sort_values("record")[words].astype(str).values.tolist()


def test_a_null_stays_a_null_on_polars():
    out = to_currency(as_polars(mixed()), "USD").filter(pl.col("record") == "3")
    assert out["value"].null_count() == 1


@pytest.mark.covering(3)
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
    assert figures(out)[0][0] == pytest.approx(4)


def test_the_dollar_is_one_in_every_year_without_a_row():
    rates = quotes("rate", {("GBP", 1960): 0.5})
    assert figures(to_currency(one("GBP", 1960, 3.0), "USD", rates=rates))[0][0] == 6
    assert figures(to_currency(one("USD", 1960, 3.0), "GBP", rates=rates))[0][0] == pytest.approx(1.5)
    told = pd.concat([rates, quotes("rate", {("USD", 1960): 1})])
    assert figures(to_currency(one("GBP", 1960, 3.0), "USD", rates=told))[0][0] == 6


def test_only_the_other_currency_is_missing_never_the_dollar():
    with pytest.raises(RateError, match=r"no rate for 1 \(currency, year\): GBP 1960;") as caught:
        to_currency(one("GBP", 1960), "USD")
    assert caught.value.rows == [("GBP", 1960)]


# rows without a rate


def test_rows_without_a_rate_are_kept_and_named():
    frame = records(
        {"unit": "RUB", "start": 2023, "end": 2024, "note": "a loan"},
        {"unit": "EUR", "note": "b"},
        {"unit": "IRR", "note": ""},
        {"unit": "IRR", "start": 1950, "end": 1950, "value": np.nan},
    )
    with pytest.warns(UserWarning, match=r"left as they are: IRR 2010; RUB 2024"):
        out = to_currency(frame, "USD", missing="keep")
    assert out["unit"].tolist() == ["RUB", "USD", "IRR", "USD"]
    assert out["note"].tolist() == (
        ["a loan; no rate into USD, left in RUB", "b", "no rate into USD, left in IRR", ""]
    )
    assert out["value"].iloc[0] == out["low"].iloc[0] == frame["value"].iloc[0]
    assert out["value"].iloc[1] == to_currency(one("EUR", 2010, 100.0), "USD")["value"].iloc[0]


@pytest.mark.covering(3)
def test_every_engine_keeps_the_same_rows(kind):
    frame = kind(pd.concat([mixed(), records({"unit": "IRR"}).assign(record="5")], ignore_index=True))
    with pytest.warns(UserWarning, match="IRR 2010"):
        out = to_currency(frame, "USD", missing="keep")
    found = engines_to_pandas(out).sort_values("record")
    assert found["unit"].astype(str).tolist() == ["USD"] * 4 + ["IRR"]
    assert found["note"].astype(str).iloc[-1] == "no rate into USD, left in IRR"


def test_nothing_is_said_where_every_rate_is_there():
    assert_same(to_currency(mixed(), "USD", missing="keep"), to_currency(mixed(), "USD"))


def test_a_frame_without_notes_is_warned_of_all_the_same():
    frame = one("IRR", 2010)[["unit", "prices", "start", "end", "value", "low", "high"]]
    with pytest.warns(UserWarning, match="IRR 2010"):
        out = to_currency(frame, "USD", missing="keep")
    assert out["unit"].tolist() == ["IRR"]
    assert list(out.columns) == list(frame.columns)


def test_a_wrong_code_is_refused_even_if_rows_are_kept():
    with pytest.raises(CurrencyError, match="RUB in 1997, when RUR was in force"):
        to_currency(one("RUB", 1997), "USD", missing="keep")


def test_how_to_do_without_a_rate_is_one_of_two_words():
    with pytest.raises(ArgumentError, match="missing is 'drop'; expected one of 'raise', 'keep'"):
        to_currency(mixed(), "USD", missing="drop")


# the years of a money


@pytest.mark.covering(3)
def test_a_column_says_row_by_row_which_money_is_counted_in(kind):
    frame = records({"unit": "RUB", "start": 1997, "end": 1997}, {"unit": "RUR", "start": 1997, "end": 1997})
    out = to_currency(kind(frame.assign(redenominated=[True, False])), "USD")
    new, old = (value for value, _, _ in figures(out))
    assert new == pytest.approx(1000 * old)
    assert "redenominated" in nw.from_native(out).collect_schema().names()


def test_the_argument_goes_before_the_column():
    frame = one("RUB", 1997).assign(redenominated=False)
    assert to_currency(frame, "USD", redenominated=True)["unit"].tolist() == ["USD"]
    with pytest.raises(CurrencyError, match="RUB in 1997"):
        to_currency(one("RUB", 1997).assign(redenominated=True), "USD", redenominated=False)


@pytest.mark.parametrize("function", [lambda f, r: to_currency(f, "USD", redenominated=r),
                                      lambda f, r: to_prices(f, 2010, redenominated=r)])  # fmt: skip
def test_what_is_redenominated_is_yes_or_no(function):
    with pytest.raises(ArgumentError, match="redenominated is 'RUB'; expected True or False"):
        function(one("EUR", 2010), "RUB")
    with pytest.raises(RecordError, match="redenominated is of the type String; expected true or false"):
        function(one("EUR", 2010).assign(redenominated="yes"), None)


def test_later_years_than_the_money_s_own_are_refused_whatever_the_source_does():
    for unit, year, now in [("DEM", 2005, "EUR"), ("RUR", 2010, "RUB"), ("BYR", 2018, "BYN")]:
        with pytest.raises(CurrencyError, match=f"{unit} in {year}, when {now} was in force"):
            to_currency(one(unit, year), "USD", redenominated=True)


def test_a_span_across_two_moneys_names_the_years():
    with pytest.raises(CurrencyError, match=r"RUB in 1996–1997, when RUR was in force \(1,000 RUR = 1 RUB\)"):
        to_currency(records({"unit": "RUB", "start": 1996, "end": 2001}), "USD")


def test_undisclosed_figures_have_no_wrong_money():
    blank = {"value": np.nan, "low": np.nan, "high": np.nan, "unit": "RUB", "start": 1997, "end": 1997}
    assert to_currency(records(blank), "USD")["unit"].tolist() == ["USD"]


# refusals


def test_missing_rates_are_all_named_and_nothing_is_filled_in():
    frame = records({"unit": "RUR", "start": 1992, "end": 1996}, {"unit": "IRR", "start": 2010, "end": 2011})
    expected = r"no rate for 5 \(currency, year\): IRR 2010–2011; RUR 1992, 1994–1995; nothing"
    with pytest.raises(RateError, match=expected) as caught:
        to_currency(frame, "USD")
    assert caught.value.rows == [
        ("IRR", 2010),
        ("IRR", 2011),
        ("RUR", 1992),
        ("RUR", 1994),
        ("RUR", 1995),
    ]


def test_a_currency_without_rates_as_target_is_named_for_each_year():
    with pytest.raises(RateError, match=r"ISK 2010–2012") as caught:
        to_currency(records({"start": 2010, "end": 2012}), "ISK")
    assert ("ISK", 2011) in caught.value.rows


def test_a_span_partly_outside_the_table_counts_as_missing():
    with pytest.raises(RateError, match=r"GBP 1987–1989"):
        to_currency(records({"unit": "GBP", "start": 1987, "end": 1991}), "USD")


def test_a_blank_in_one_s_own_table_is_missing_too():
    rates = quotes("rate", {("EUR", 2010): np.nan})
    with pytest.raises(RateError, match=r"EUR 2010"):
        to_currency(one("EUR", 2010), "USD", rates=rates)


@pytest.mark.parametrize("unit", ["TIV", "pieces"])
def test_volumes_and_pieces_are_not_money(unit):
    frame = records({}, {"unit": unit})
    with pytest.raises(ArgumentError, match=rf"'{unit}', which are not money .*where"):
        to_currency(frame, "USD")


def test_deflating_before_converting_is_refused():
    real = to_prices(one("EUR", 2012), 2020)
    with pytest.raises(ArgumentError, match=r"constant prices \('2020'\).*convert first, then deflate"):
        to_currency(real, "USD")


@pytest.mark.parametrize("currency", ["usd", "dollars", "TIV", None])
def test_a_currency_is_named_by_its_code(currency):
    with pytest.raises(ArgumentError, match=r"currency is .*; expected one of"):
        to_currency(records({}), currency)


@pytest.mark.parametrize("row", [{"start": 2012, "end": 2010}, {"unit": None}, {"prices": None}])
def test_rows_without_a_usable_span_are_refused(row):
    with pytest.raises(RecordError, match=r"start lies after end in 1 row|(unit|prices) is null in 1 row"):
        to_currency(records({"unit": "EUR"}, row), "USD")


def test_a_frame_that_is_no_records_frame_is_refused():
    with pytest.raises(RecordError, match=r"it lacks 'prices', 'low'"):
        to_currency(records({}).drop(columns=["prices", "low"]), "EUR")


def test_one_s_own_table_is_checked():
    rates = quotes("rate", {("EUR", 2010): 0.75})
    frame = one("EUR", 2010)
    with pytest.raises(ArgumentError, match=r"rates has no usable 'rate' among its columns"):
        to_currency(frame, "USD", rates=rates.rename(columns={"rate": "eur"}))
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
    assert figures(to_currency(one("USD", 2010, 5000.0), "GOLD", rates=rates))[0][0] == pytest.approx(5)


# the shipped list of currencies


def test_currencies_are_listed_once_in_order_with_sane_years():
    table = tables.table("currencies.csv")
    assert list(table.columns) == (
        ["currency", "name", "aliases", "start", "end", "successor", "factor", "fixed", "before"]
    )
    assert table["currency"].is_monotonic_increasing
    assert table["currency"].is_unique
    assert table["currency"].str.fullmatch("[A-Z]{3}").all()
    assert table["name"].is_unique
    both = table.dropna(subset=["start", "end"])
    assert (both["start"] <= both["end"]).all()
    assert {"USD", "EUR", "RUB", "AMD", "AZN", "DEM", "SUR"} <= set(table["currency"])


ROUBLES = quotes("rate", {("RUB", 2010): 20, ("RUB", 2011): 80, ("RUB", 2012): 40, ("RUB", 2013): 10})
EVEN = 800 * (1 / 20 + 1 / 80 + 1 / 40 + 1 / 10) / 4  # dollars


def delivered(*listed, **other):
    """800 roubles of 2010 to 2013 for each list of years of delivery."""
    usual = {"stage": "delivery", "unit": "RUB", "start": 2010, "end": 2013, "value": 800.0} | other
    rows = [usual | {"record": f"{n}", "delivery_years": years} for n, years in enumerate(listed)]
    return make(pd.DataFrame(rows))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_money_takes_the_rates_of_the_years_that_are_listed(engine):
    """800 roubles of 2010 and 2012 are 400/20 + 400/40 dollars, or 800/40 to 800/20."""
    engine, rows = engine_of(engine), delivered("2010; 2012", None, "")
    even = pytest.approx((EVEN, 800 / 80, 800 / 10))
    converted = to_currency(engine.of(rows), "USD", rates=ROUBLES)
    assert figures(converted) == [pytest.approx((30, 20, 40)), even, even]
    assert engines_to_pandas(converted).columns.tolist() == rows.columns.tolist()
    # spread first, it is the same, and so it is in windows
    yearly = to_currency(af.to_years(engine.of(rows)), "USD", rates=ROUBLES)
    sums = engines_to_pandas(yearly).groupby("record")["value"].sum()
    assert sums.tolist() == pytest.approx([30, EVEN, EVEN])
    binned = to_currency(af.to_periods(engine.of(rows), 2, end=2013), "USD", rates=ROUBLES)
    parts = engines_to_pandas(binned).query("record == '0'").sort_values("start")
    assert parts["value"].tolist() == pytest.approx([400 / 20, 400 / 40])


def test_other_stages_and_single_years_have_no_use_for_a_list():
    contract = to_currency(delivered("2010; 2012", stage="contract"), "USD", rates=ROUBLES)
    assert figures(contract)[0][0] == pytest.approx(EVEN)
    # one year of a longer list, and a cell that nobody can read
    single = to_currency(delivered("2010; 2012", "?!", end=2010), "USD", rates=ROUBLES)
    assert figures(single) == [(40, 40, 40)] * 2


def test_years_without_a_delivery_need_no_rate_and_no_money():
    """In 1997 the money was RUR; nothing was delivered then."""
    rates = quotes("rate", {("RUB", 2010): 20, ("RUB", 2012): 40})
    early = delivered("2010; 2012").assign(start=np.int16(1997))
    for rows in (delivered("2010; 2012"), early):
        assert figures(to_currency(rows, "USD", rates=rates))[0] == pytest.approx((30, 20, 40))


@pytest.mark.parametrize(
    ("listed", "message"),
    [("2010 or so", "delivery_years is '2010 or so'"), ("2020", "no year of delivery_years lies within")],
)
def test_a_list_that_does_not_fit_is_refused(listed, message):
    rows = delivered(listed, "2010; 2012")
    with pytest.raises(RecordError, match=message) as caught:
        to_currency(rows, "USD", rates=ROUBLES)
    assert caught.value.rows["record"].tolist() == ["0"]
    # where there is no figure, there is nothing to convert
    rows.loc[0, FIGURES] = np.nan
    assert figures(to_currency(rows, "USD", rates=ROUBLES))[1] == pytest.approx((30, 20, 40))


@pytest.mark.parametrize("column", ["unit", "prices", "start"])
def test_money_without_unit_prices_or_years_is_refused_on_lazy_engines(column):
    """The gate looks at no row there."""
    rows = make([{"value": 1.0}], unit="USD")
    rows = (
        rows.astype({column: "object"})
        .assign(**{column: None})
        .astype({column: rows[column].dtype.name.replace("int16", "Int16")})
    )
    with pytest.raises(af.RecordError, match="have no unit, prices or span of years"):
        af.to_currency(engine_of("Polars, lazy").of(rows), "EUR")
