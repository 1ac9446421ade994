"""The shipped rates and prices: whose they are, in which unit, and what others have printed."""

from __future__ import annotations

import math
from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

from armsflow import tables
from armsflow.errors import CurrencyError, RateError, RecordError
from armsflow.transforms.currency import to_currency
from armsflow.transforms.prices import to_prices
from armsflow.transforms.rates import complete, exchange_rates, price_indices
from tests.frames import make

ECONOMIES = tables.table("currency_economies.csv").set_index("currency")
USED = ECONOMIES[ECONOMIES["first"].notna()]
TABLES = {
    "rate": tables.table("exchange_rates.csv"),
    "index": tables.table("price_indices.csv"),
}
LATEST = {"rate": 2024, "index": 2023}
BOTH = pytest.mark.parametrize("figure", ["rate", "index"])


def record(unit, year, value=1.0):
    return pd.DataFrame(
        {
            "unit": [unit],
            "prices": ["current"],
            "start": [year],
            "end": [year],
            "value": [value],
            "low": [value],
            "high": [value],
        }
    )


def converted(unit, year, target, value=1.0):
    return to_currency(record(unit, year, value), target)["value"].iloc[0]


# published means of the year

# units per dollar as the IMF and central banks print them; the last digit is rounded
PRINTED = """
    EUR 2000 1.0827    EUR 2010 0.7543    EUR 2020 0.8755    EUR 2023 0.9248    RUB 2000 28.129
    RUB 2010 30.368    RUB 2020 72.105    AMD 2010 373.66    AMD 2020 489.01    AZN 2010 0.803
    AZN 2023 1.70      GBP 2000 0.6609    GBP 2010 0.6472    GBP 2020 0.7800    CNY 2000 8.2785
    CNY 2010 6.7703    CNY 2023 7.0840    TRY 2010 1.503     TRY 2023 23.739    ILS 2010 3.7390
    ILS 2020 3.4424    INR 2010 45.73     INR 2023 82.60     JPY 2010 87.78     JPY 2000 107.77
    SEK 2010 7.2075    CHF 2010 1.0429    NOK 2010 6.0442    DKK 2010 5.6241    PLN 2010 3.0153
    CZK 2010 19.098    HUF 2010 207.94    RON 2010 3.1779    BGN 2010 1.4774    RSD 2010 77.7
    KRW 2020 1180.27   KRW 2022 1291.45   AUD 2010 1.0902    CAD 2010 1.0301    NZD 2010 1.388
    BRL 2010 1.7592    CLP 2010 510.25    COP 2010 1899      MXN 2010 12.636    SAR 2010 3.750
    AED 2010 3.6725    QAR 2010 3.640     KWD 2010 0.2866    EGP 2010 5.6219    PKR 2010 85.194
    BDT 2010 69.649    SGD 2010 1.3635    MYR 2010 3.2211    THB 2010 31.686    IDR 2010 9090.4
    VND 2010 18613     PHP 2010 45.11     ZAR 2010 7.3212    NGN 2010 150.30    DZD 2010 74.386
    MAD 2010 8.4172    GEL 2015 2.269     UAH 2015 21.84     UAH 2010 7.9356    KZT 2015 221.73
    KZT 2010 147.36    BYN 2019 2.0918    BYN 2020 2.4396    MDL 2010 12.369    UZS 2022 11050
    DEM 1995 1.4331    FRF 1995 4.9915    ITL 1995 1628.9    ESP 1995 124.69    NLG 1995 1.6057
    BEF 1995 29.480    GRD 1998 295.53    HRK 2010 5.498
"""

# Federal Reserve, release G.5A of January 1997 and January 2016: means of New York noon rates, which
# differ from the IMF's by the hour of the day, and for the yuan from the official rate of the morning
NOON = """
    BEF 1996 30.968    CAD 1996 1.3638    CNY 1996 8.3395    DKK 1996 5.8009    FRF 1996 5.1158
    DEM 1996 1.5049    GRD 1996 240.82    INR 1996 35.510    BEF 1993 34.581    CAD 1993 1.2902
    DKK 1993 6.4863    FRF 1993 5.6669    DEM 1993 1.6545    GRD 1993 229.64    INR 1994 31.394
    BRL 2015 3.3360    CAD 2015 1.2791    CNY 2015 6.2827    DKK 2015 6.7263    INR 2015 64.11
    JPY 2015 121.05    MYR 2015 3.9041    MXN 2015 15.873    NOK 2015 8.0681    SGD 2015 1.3746
    ZAR 2015 12.7645   KRW 2015 1130.96   SEK 2015 8.4350    CHF 2015 0.9628    THB 2015 34.241
    BRL 2012 1.9535    CAD 2012 0.9995    JPY 2012 79.82     MXN 2012 13.154    NOK 2012 5.8181
    KRW 2012 1126.16   SEK 2012 6.7721    CHF 2012 0.9377    ZAR 2012 8.2014    THB 2012 31.055
"""
# the same releases, in dollars per unit
DOLLARS = """
    AUD 1996 0.7828    AUD 1993 0.6799    AUD 2015 0.7522    AUD 2012 1.0359    EUR 2015 1.1096
    EUR 2012 1.2859    NZD 2015 0.7001    NZD 2012 0.8105    GBP 2015 1.5284    GBP 2012 1.5853
"""


def listed(text):
    words = text.split()
    return [
        (unit, int(year), rate) for unit, year, rate in zip(words[::3], words[1::3], words[2::3], strict=True)
    ]


@pytest.mark.covering(8)
@pytest.mark.parametrize(("unit", "year", "printed"), listed(PRINTED))
def test_a_dollar_buys_what_is_printed_to_the_last_digit(unit, year, printed):
    rounding = 0.5 * 10.0 ** Decimal(printed).as_tuple().exponent
    assert converted("USD", year, unit) == pytest.approx(float(printed), abs=rounding * 1.0001)


@pytest.mark.covering(8)
@pytest.mark.parametrize(("unit", "year", "printed"), listed(PRINTED))
def test_and_the_way_back_is_its_reciprocal(unit, year, printed):
    assert converted(unit, year, "USD", float(printed)) == pytest.approx(1, rel=1e-3)


@pytest.mark.covering(6)
@pytest.mark.parametrize(("unit", "year", "noon"), listed(NOON))
def test_noon_rates_of_new_york_are_close(unit, year, noon):
    assert converted("USD", year, unit) == pytest.approx(float(noon), rel=0.01)


@pytest.mark.parametrize(("unit", "year", "dollars"), listed(DOLLARS))
def test_noon_dollars_of_new_york_are_close(unit, year, dollars):
    assert converted(unit, year, "USD") == pytest.approx(float(dollars), rel=0.01)


def test_published_rates_cover_every_currency():
    assert {unit for unit, _, _ in listed(PRINTED)} == set(USED.index) - {"USD"}


# consumer prices against the year before, per cent, as published
INFLATION = [
    ("USD", 2022, 8.00),
    ("JPY", 2022, 2.50),
    ("GBP", 2022, 7.92),
    ("UAH", 2015, 48.70),
    ("TRY", 2022, 72.31),
    ("PLN", 2022, 14.43),
    ("CHF", 2015, -1.14),
    ("KRW", 2022, 5.09),
    ("BYR", 2011, 53.23),
    ("KZT", 2016, 14.36),
    ("EGP", 2017, 29.51),
    ("NGN", 2023, 24.66),
    ("DEM", 1992, 5.06),
    ("ITL", 1995, 5.24),
    ("BRL", 2015, 9.03),
    ("HRK", 2022, 10.78),
]


@pytest.mark.covering(6)
@pytest.mark.parametrize(("unit", "year", "inflation"), INFLATION)
def test_prices_rose_as_published(unit, year, inflation):
    rise = to_prices(record(unit, year - 1, 100.0), year)["value"].iloc[0] - 100
    assert rise == pytest.approx(inflation, abs=0.006)


# units

# old units per dollar as printed at the time, the year, the unit of today, and how many made one of that
OLD_MONEY = [
    ("TRL", 1990, 2608.6, "TRY", 1e6),
    ("TRL", 2001, 1225588, "TRY", 1e6),
    ("PLZ", 1991, 10576, "PLN", 1e4),
    ("ROL", 1995, 2033.3, "RON", 1e4),
    ("BGL", 1996, 177.89, "BGN", 1e3),
    ("RUR", 1996, 5120.8, "RUB", 1e3),
    ("MXP", 1992, 3094.9, "MXN", 1e3),
    ("AZM", 1995, 4413.5, "AZN", 5e3),
    ("UAK", 1995, 147307, "UAH", 1e5),
    ("BYR", 2015, 15926, "BYN", 1e4),
    ("BYB", 1996, 13230, "BYN", 1e7),
]


@pytest.mark.covering(5)
@pytest.mark.parametrize(("old", "year", "printed", "new", "made_one"), OLD_MONEY)
def test_money_that_changed_its_name_converts_at_the_rate_of_its_day(old, year, printed, new, made_one):
    assert converted("USD", year, old) == pytest.approx(printed, rel=1e-4)
    assert converted(old, year, "USD", printed) == pytest.approx(1, rel=1e-4)
    # in today's unit, if the source says so
    today = to_currency(record("USD", year, made_one), new, redenominated=True)
    assert today["value"].iloc[0] == pytest.approx(printed, rel=1e-4)


@pytest.mark.covering(5)
@pytest.mark.parametrize(("old", "year", "printed", "new", "made_one"), OLD_MONEY)
def test_today_s_code_in_a_year_before_it_is_refused_with_the_code_in_force(
    old, year, printed, new, made_one
):
    with pytest.raises(
        CurrencyError, match=f"records are in {new} in {year}, when {old} was in force"
    ) as caught:
        to_currency(record(new, year), "USD")
    assert caught.value.rows == [(new, year)]
    with pytest.raises(CurrencyError, match=f"records would be in {new} in {year}, when {old} was in force"):
        to_currency(record("USD", year), new)
    with pytest.raises(CurrencyError, match=f"records are in {new} in {year}, when {old} was in force"):
        to_prices(record(new, year), 2010)


# euros as fixed by the Council's regulations 2866/98, 1478/2000 and later ones
@pytest.mark.parametrize(
    ("old", "year", "per_euro"),
    [("DEM", 1999, 1.95583), ("ATS", 2000, 13.7603), ("ITL", 2001, 1936.27), ("GRD", 2001, 340.75)],
)
def test_members_moneys_are_fractions_of_the_euro_once_fixed(old, year, per_euro):
    assert converted("EUR", year, "USD", 1) == pytest.approx(converted(old, year, "USD", per_euro))


@pytest.mark.parametrize(("old", "year"), [("ATS", 1998), ("SIT", 2003), ("GRD", 1989), ("XEU", 1995)])
def test_but_not_before(old, year):
    with pytest.raises(RateError, match=rf"no rate for 1 .*: {old} {year}( \(the ECU, .*\))?;"):
        to_currency(record(old, year), "USD")


def test_a_mark_of_1998_to_2001_takes_its_own_rate_and_then_the_euro_s():
    rates = exchange_rates()
    yearly = [rates["DEM", 1998], *(1.95583 * rates["EUR", year] for year in (1999, 2000, 2001))]
    frame = record("DEM", 1998).assign(end=2001)
    found = to_currency(frame, "USD").iloc[0]
    assert found["value"] == pytest.approx(sum(1 / rate for rate in yearly) / 4)
    assert found["low"] == pytest.approx(1 / max(yearly))
    assert found["high"] == pytest.approx(1 / min(yearly))


def test_five_trillion_roubles_of_1997_are_864_million_dollars():
    assert converted("RUR", 1997, "USD", 5e12) == pytest.approx(864e6, rel=1e-3)
    today = to_currency(record("RUB", 1997, 5e9), "USD", redenominated=True)
    assert today["value"].iloc[0] == pytest.approx(864e6, rel=1e-3)


def test_old_money_at_the_prices_of_a_later_year_is_in_the_money_of_that_year():
    liras = to_prices(record("TRL", 1999, 1e12), 2020)
    prices = price_indices()
    assert liras["unit"].tolist() == ["TRY"]
    assert liras["value"].iloc[0] == pytest.approx(1e6 * prices["TRY", 2020] / prices["TRY", 1999])
    # and back: at constant prices the money is that of the base year
    old = to_prices(record("TRY", 2010, 1.0), 1999)
    assert old["unit"].tolist() == ["TRL"]
    assert old["value"].iloc[0] == pytest.approx(1e6 * prices["TRY", 1999] / prices["TRY", 2010])
    assert to_prices(liras, 2020)["value"].tolist() == liras["value"].tolist()


def test_a_marked_row_keeps_the_money_it_counts_in():
    marked = record("TRY", 1999, 1e6).assign(redenominated=True)
    assert to_prices(marked, 2020)["unit"].tolist() == ["TRY"]
    assert to_prices(marked, 2020)["value"].iloc[0] == pytest.approx(
        to_prices(record("TRL", 1999, 1e12), 2020)["value"].iloc[0]
    )


# year-to-year factors above 5, each with its reason
JUMPS = {
    ("rate", "AZN", 1994): "hyperinflation",
    ("rate", "BGN", 1997): "hyperinflation of early 1997, then a currency board",
    ("rate", "BYN", 1999): "official rate let go after the crisis of 1998",
    ("rate", "UAH", 1994): "hyperinflation",
    ("index", "AZN", 1994): "hyperinflation",
    ("index", "AZN", 1995): "hyperinflation",
    ("index", "BGN", 1997): "hyperinflation of early 1997, then a currency board",
    ("index", "RUB", 1993): "hyperinflation",
    ("index", "UAH", 1994): "hyperinflation",
}


@BOTH
def test_no_figure_jumps_but_those_with_a_reason(figure):
    quotes = {(code, year): value for code, year, value in known(figure)}
    jumps = {
        (figure, code, year)
        for (code, year), value in quotes.items()
        if (code, year - 1) in quotes and abs(math.log(value / quotes[code, year - 1])) > math.log(5)
    }
    assert jumps == {key for key in JUMPS if key[0] == figure}


def test_rates_and_prices_of_a_currency_are_in_one_unit():
    # a dollar's worth at home, in goods: rates, prices and US prices that belong together move slowly
    rates, prices = exchange_rates(), price_indices()
    worth = {
        key: rate * prices["USD", key[1]] / prices[key]
        for key, rate in rates.items()
        if key in prices and ("USD", key[1]) in prices
    }
    moved = {
        (code, year): value / worth[code, year - 1]
        for (code, year), value in worth.items()
        if (code, year - 1) in worth
    }
    # the naira's official rate was let go in 1999, the rupiah fell in the crisis of 1998
    beyond = {key for key, factor in moved.items() if not 0.5 < factor < 2}
    assert beyond == {("NGN", 1999), ("IDR", 1998)}


def known(figure):
    table = TABLES[figure].dropna(subset=[figure])
    return table[["currency", "year", figure]].itertuples(index=False, name=None)


# whose row, and for which years


def test_economies_are_listed_once_in_order_with_a_reason():
    assert list(ECONOMIES.columns) == ["economy", "first", "last", "why"]
    assert ECONOMIES.index.is_monotonic_increasing
    assert ECONOMIES.index.is_unique
    assert ECONOMIES["economy"].str.fullmatch("[A-Z]{3}").all()
    assert ECONOMIES["economy"].is_unique
    assert (ECONOMIES["why"] != "").all()
    assert set(ECONOMIES.index) <= set(tables.table("currencies.csv")["currency"])
    ended = USED.dropna(subset=["last"])
    assert (ended["first"] <= ended["last"]).all()
    assert (USED["first"] >= 1990).all()


def test_rows_left_out_say_so():
    left_out = ECONOMIES[ECONOMIES["first"].isna()]
    assert set(left_out.index) == {"IRR", "TMT", "VES", "ZWL"}
    assert left_out["why"].str.startswith("left out: ").all()
    assert left_out["last"].isna().all()
    assert not set(left_out.index) & {code for code, _ in exchange_rates()}


@BOTH
def test_each_currency_has_each_year_once_to_its_end(figure):
    table = TABLES[figure]
    assert list(table.columns) == ["currency", "year", figure, "series", "economy", "vintage"]
    spans = table.groupby("currency")["year"].agg(["min", "max", "nunique", "size"])
    last = USED["last"].fillna(9999).clip(upper=LATEST[figure])
    assert list(spans.index) == list(USED.index)
    assert (spans["min"] == 1990).all()
    assert (spans["max"] == last).all()
    assert (spans["nunique"] == last - 1989).all()
    assert (spans["size"] == last - 1989).all()
    assert (table[figure].dropna() > 0).all()


@BOTH
def test_figures_are_the_economy_s_and_lie_in_its_years(figure):
    table = TABLES[figure]
    assert (table["economy"] == table["currency"].map(ECONOMIES["economy"])).all()
    early = table["year"] < table["currency"].map(ECONOMIES["first"])
    assert table.loc[early, figure].isna().all()


def test_money_s_years_fit_the_currencies_list():
    years = tables.table("currencies.csv").set_index("currency")
    for code, row in USED.iterrows():
        if not math.isnan(row["last"]):
            # fractions of the euro until their notes were changed, so the row may end before the list
            assert 0 <= years.loc[code, "end"] - row["last"] <= 3, code


@pytest.mark.parametrize(
    ("code", "year"),
    [*((code, 1998) for code in ("DEM", "FRF", "ITL", "ESP", "NLG", "BEF")), ("GRD", 2000), ("HRK", 2022)],
)
def test_the_row_of_a_member_is_cut_where_it_turns_to_the_euro(code, year):
    # the rate for life at which the old money became euros, give or take the dollar's moves of a year
    fixed = {"DEM": 1.95583, "FRF": 6.55957, "ITL": 1936.27, "ESP": 166.386, "NLG": 2.20371}
    fixed |= {"BEF": 40.3399, "GRD": 340.75, "HRK": 7.5345}
    rates = exchange_rates()
    assert (code, year + 1) not in rates
    assert rates[code, year] / rates["EUR", year + 1] == pytest.approx(fixed[code], rel=0.08)


def test_blanks_stay_blank_and_the_euro_is_never_the_mark():
    rates = TABLES["rate"].set_index(["currency", "year"])["rate"]
    assert rates.loc["EUR"].loc[1990:1998].isna().all()
    assert math.isnan(rates["RUB", 2024])
    assert rates.loc["UZS"].loc[2001:2012].isna().all()
    prices = TABLES["index"].set_index(["currency", "year"])["index"]
    assert prices.loc["EUR"].loc[1990:1998].isna().all()
    assert prices.loc["RUB"].loc[2022:2023].isna().all()


def test_indices_are_100_in_2010_and_the_euro_s_follow_the_yearly_rates():
    prices = TABLES["index"]
    in_2010 = prices.loc[prices["year"] == 2010]
    assert (in_2010["index"] == 100).all()
    assert set(in_2010["currency"]) == set(USED[~(USED["last"] < 2010)].index)
    euro = prices[prices["currency"] == "EUR"].set_index("year")["index"]
    change = (euro / euro.shift() - 1) * 100
    published = {2000: 2.948, 2008: 4.114, 2011: 3.288, 2015: -0.085, 2022: 8.471, 2023: 5.784}
    assert change[list(published)].round(3).to_dict() == published


# look-ups


def test_the_dollar_needs_no_quote_as_a_rate_but_does_as_a_price():
    assert complete([("USD", 1900)], {}, "rate") == {("USD", 1900): 1.0}
    with pytest.raises(RateError, match="no index for 1 .*USD 1900"):
        complete([("USD", 1900)], {}, "index")


def test_completing_leaves_the_shipped_quotes_alone():
    before = dict(exchange_rates())
    complete([("USD", 1900)], exchange_rates(), "rate")
    assert exchange_rates() == before


def test_a_frame_that_nobody_looked_at_has_a_unit_and_a_span_that_does_not_end_before_it_starts():
    rows = make({"value": [1.0, 2.0]})
    for broken, said in (
        (rows.assign(unit=[None, "USD"]), "'current', 2015, 2015"),
        (rows.assign(start=2016), "'USD', 'current', 2016, 2015"),
    ):
        with pytest.raises(RecordError, match=f"have no unit, prices or span of years: .*{said}"):
            to_prices(pl.from_pandas(broken).lazy(), 2010)
