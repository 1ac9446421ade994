"""Figures per head and per dollar, worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from tests.frames import made, make, near, plain

PEOPLE = pd.DataFrame({"party": "Armenia", "year": [2015, 2016], "value": [3e6, 5e6], "unit": "persons"})
GDP = pd.DataFrame(
    {"party": ["Armenia", "ARM"], "year": [2015, 2016], "value": [10e9, 12e9], "low": [9e9, 12e9]}
).assign(high=[11e9, 12e9], unit="USD", measure="GDP")
VOLUME = make({"start": [2015], "end": [2016], "value": [8e6], "low": [4e6], "high": [12e6]}, unit="TIV")
RESULT = ["denominator", "relative", "relative_low", "relative_high", "measure"]


def test_a_population_is_a_mean_and_gdp_a_sum(engine):
    heads = plain(af.relative(engine.of(VOLUME), to=engine.of(PEOPLE)))
    assert heads[RESULT].values.tolist() == near([[4e6, 2, 1, 3, "TIV per person"]])
    # 22 billion, from 21 to 23
    product = plain(af.relative(engine.of(VOLUME), to=engine.of(GDP)))
    expected = [22e9, 8 / 22e3, 4 / 23e3, 12 / 21e3, "TIV per USD of GDP"]
    assert product[RESULT].values.tolist() == near([expected])


def test_money_over_money_is_a_fraction():
    found = af.relative(make({"year": [2016], "value": [6e9]}), to=GDP)
    assert found[RESULT].values.tolist() == near([[12e9, 0.5, 0.5, 0.5, "fraction of GDP"]])


def test_money_is_set_against_spending_and_volumes_are_not(engine):
    spending = GDP.assign(measure="military spending")
    money = plain(af.relative(engine.of(make({"year": [2016], "value": [6e9]})), to=engine.of(spending)))
    assert money[RESULT].values.tolist() == near([[12e9, 0.5, 0.5, 0.5, "fraction of military spending"]])
    for unit in ("TIV", "pieces"):
        volume = VOLUME.assign(unit=unit)
        with pytest.raises(
            af.ArgumentError, match=f"in '{unit}' and to is military spending; volumes are no"
        ):
            af.relative(engine.of(volume), to=engine.of(spending))
    # frames of read_milex say which spending is uncertain, and have no measure
    milex = GDP.drop(columns="measure").assign(uncertain=False)
    with pytest.raises(af.ArgumentError, match="to is military spending"):
        af.relative(engine.of(VOLUME), to=engine.of(milex))


def test_what_a_frame_counts_is_named_or_asked_for():
    with pytest.raises(
        af.ArgumentError, match=r"does not say what it counts; add a column, such as to.assign"
    ):
        af.relative(VOLUME, to=GDP.drop(columns="measure"))
    unsaid = af.relative(make({"year": [2016], "value": [6e9]}), to=GDP.drop(columns="measure"))
    assert unsaid["measure"].tolist() == ["fraction"]
    forces = af.relative(VOLUME, to=PEOPLE.assign(measure="armed forces"))
    assert forces["measure"].tolist() == ["TIV per person of armed forces"]
    assert af.relative(VOLUME, to=PEOPLE.assign(measure="population"))["measure"].tolist() == [
        "TIV per person"
    ]


def test_both_sides_need_one_that_counts():
    with pytest.raises(af.ArgumentError, match=r"by is \['supplier', 'recipient'\]; expected one of"):
        af.relative(VOLUME, by=["supplier", "recipient"], to=PEOPLE)
    found = af.relative(VOLUME, by=["supplier", "recipient"], to=PEOPLE, side="recipient")
    assert found["relative"].tolist() == [2]
    with pytest.raises(af.ArgumentError, match="side is 'supplier' and by is"):
        af.relative(VOLUME, to=PEOPLE, side="supplier")


def test_missing_years_are_refused_or_null():
    rows = make({"year": [2016, 2017], "value": [1e6, 1e6]}, unit="TIV")
    with pytest.raises(af.RateError, match=r"missing for \('ARM', 2017\)") as caught:
        af.relative(rows, to=PEOPLE)
    assert caught.value.rows == [("ARM", 2017)]
    found = af.relative(rows, to=PEOPLE, missing="null")
    assert found["relative"].fillna(-1).tolist() == [0.2, -1]
    assert af.relative(rows.iloc[:0], to=PEOPLE).empty


@pytest.mark.parametrize(
    ("to", "error", "message"),
    [
        (GDP.assign(unit="EUR"), "MixedError", "records are in USD at current prices and to in EUR"),
        (GDP.assign(prices="2015"), "MixedError", "and to in USD at 2015"),
        (GDP.assign(unit="share of GDP"), "ArgumentError", "to is in 'share of GDP'; expected money"),
        (GDP.assign(unit=["USD", "EUR"]), "ArgumentError", "expected one unit"),
        (
            GDP.assign(measure=["GDP", "military spending"]),
            "ArgumentError",
            "to counts 'GDP', 'military spend",
        ),
        (GDP.drop(columns="year"), "ArgumentError", "to lacks 'year'"),
        (pd.concat([GDP, GDP]), "ArgumentError", "to names years of a party twice"),
        (GDP.assign(value=-1.0), "RecordError", "to is negative"),
        # crossed bounds gave crossed results: between 10 and 1.1 times as much, and negative ones -10 times
        (GDP.assign(low=GDP["high"], high=GDP["low"]), "RecordError", "to has bounds that .* in 1 row"),
        (GDP.assign(low=-1e8), "RecordError", "to has bounds that are negative"),
        (GDP.assign(high=GDP["value"] - 1), "RecordError", "expected 0 ≤ low ≤ value ≤ high"),
        (GDP.assign(low="none"), "ArgumentError", "bounds low and high that are no numbers"),
    ],
)
def test_denominators_are_checked(to, error, message):
    with pytest.raises(getattr(af, error), match=message):
        af.relative(make({"year": [2016], "value": [6e9]}), to=to)
    with pytest.raises(af.ArgumentError, match="missing is 'skip'"):
        af.relative(VOLUME, to=PEOPLE, missing="skip")


def test_years_of_nothing_have_a_row_of_nothing():
    """A mean over the years with records was 0.5 a head in place of a sixth."""
    rows = {"supplier": "USA", "recipient": "Poland", "year": [2000, 2004], "value": 1.0}
    given = made(pd.DataFrame(rows), stage="delivery", unit="TIV", observed=(2000, 2005))
    people = pd.DataFrame({"party": "Poland", "year": range(2000, 2005), "value": 2.0, "unit": "persons"})
    found = af.relative(given, to=people)
    # of 2005 the population is not known
    assert found.set_index("year")["relative"].to_dict() == {2000: 0.5, 2001: 0, 2002: 0, 2003: 0, 2004: 0.5}
    assert len(af.relative(given, to=people, absent="unknown")) == 2
    windows = af.to_periods(given, 2, end=2005, step=1)
    moving = af.relative(windows, to=people, missing="null").dropna(subset="relative")
    assert moving.set_index("start")["relative"].to_dict() == {2000: 0.5, 2001: 0, 2002: 0, 2003: 0.5}


NAMES = """military expenditure; Military Expenditures; defence spending; defense budget; spending on defence
milex; SIPRI MILEX; Militärausgaben
Verteidigungshaushalt; Dépenses militaires; Gasto militar; Военные расходы"""


@pytest.mark.covering(4)
@pytest.mark.parametrize("name", [name.strip() for name in NAMES.replace("\n", ";").split(";")])
def test_military_spending_is_known_by_any_name(name):
    """TIV over "military expenditure" passed, and over "military spending" was refused."""
    with pytest.raises(af.ArgumentError, match=f"to is {name}; volumes are no part of it"):
        af.relative(VOLUME, to=GDP.assign(measure=name))
    assert (
        af.relative(make({"year": [2016], "value": [6e9]}), to=GDP.assign(measure=name))["relative"]
        .notna()
        .all()
    )


@pytest.mark.covering(2)
@pytest.mark.parametrize("name", ["GDP", "GNI", "government spending", "exports", "arms industry turnover"])
def test_other_money_is_no_military_spending(name):
    assert af.relative(VOLUME, to=GDP.assign(measure=name))["measure"].tolist() == [f"TIV per USD of {name}"]


# 81.4 billion roubles of today are 81.4 trillion of 1997, of which 814 billion are 1 per cent
ROUBLES = pd.DataFrame({"party": ["RUS"], "year": [1997], "value": [81.4e9], "unit": "RUB", "measure": "GDP"})
TODAY = make(
    {"supplier": ["USA"], "recipient": ["RUS"], "year": [1997], "value": [814e6]},
    unit="RUB",
    redenominated=True,
)


def test_money_that_its_year_did_not_have_is_refused(engine):
    marked = ROUBLES.assign(redenominated=True)
    found = plain(af.relative(engine.of(TODAY), to=engine.of(marked)))
    assert found[RESULT].values.tolist() == near([[81.4e9, 0.01, 0.01, 0.01, "fraction of GDP"]])
    with pytest.raises(af.CurrencyError, match="to is in RUB in 1997, when RUR was in force"):
        af.relative(engine.of(TODAY), to=engine.of(ROUBLES))
    with pytest.raises(af.CurrencyError, match="figures are in RUB in 1997, when RUR was in force"):
        af.relative(engine.of(TODAY.drop(columns="redenominated")), to=engine.of(marked))


def test_volumes_over_money_that_its_year_did_not_have_are_refused():
    volume = make({"supplier": ["USA"], "recipient": ["RUS"], "year": [1997], "value": [4.0]}, unit="TIV")
    with pytest.raises(af.CurrencyError, match="to is in RUB in 1997"):
        af.relative(volume, to=ROUBLES)
    # of other years and parties nothing is asked, nor of what is at prices of a year that had the money
    elsewhere = pd.DataFrame({"party": ["RUS", "ARM"], "year": [2001, 1997], "value": 8.0, "unit": "RUB"})
    later = make({"supplier": ["USA"], "recipient": ["RUS"], "year": [2001], "value": [4.0]}, unit="TIV")
    rows = pd.concat([ROUBLES, elsewhere]).assign(measure="GDP")
    assert af.relative(later, to=rows)["relative"].tolist() == [0.5]
    priced = af.relative(volume, to=ROUBLES.assign(prices="2015"))
    assert priced["relative"].tolist() == pytest.approx([4 / 81.4e9])
    with pytest.raises(af.CurrencyError, match="to is in RUB in 1995"):
        af.relative(volume, to=ROUBLES.assign(prices="1995"))
