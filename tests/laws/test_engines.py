"""Every transform and noun gives the same on every engine, be it a frame or a refusal.

The frames are made by hand, a few that together hold all that engines could treat in their own way. Random
frames on all engines take minutes and are for `make fuzz`.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import armsflow as af
from tests.frames import ENGINE_NAMES, FUZZ, SOME_ENGINES, assert_alike, make, noted, seeds
from tests.laws.strategies import drawn, records

NONE, OPEN = float("nan"), float("inf")
WINDOW = (1995, 2050)

# one meaning in all rows: bounded, open, without a value, undisclosed, zero; short and long spans; links
FLOWS = make(
    {
        "record": ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
        "supplier": ["RUS", "RUS", "ISR", "ISR", "unk:supplier", "TUR", "TUR", "USA", "RUS"],
        "recipient": ["ARM", "AZE", "AZE", "AZE", "AZE", "GEO", "AZE", "org:nato", "AZE"],
        "start": [2001, 2010, 2010, 2015, 1997, 2014, 2020, 2010, 2014],
        "end": [2001, 2019, 2014, 2015, 2004, 2014, 2022, 2021, 2014],
        "value": [4.0, 100.0, NONE, 12.5, NONE, 0.0, 3e9, 7.0, 2.0],
        "low": [4.0, 90.0, 5.0, 12.0, NONE, 0.0, 2.5e9, 0.0, 1.0],
        "high": [4.0, 120.0, 50.0, 13.0, NONE, 0.0, 3.5e9, OPEN, OPEN],
        "estimated": [False, True, False, True, False, False, True, False, False],
        # the fact and the whole are not among the rows
        "same_as": [None, None, None, None, None, "z", None, None, None],
        "part_of": [None, None, None, None, None, None, None, "y", None],
    }
)
# several meanings, which may not be added: stages, units, prices, sources; sets of categories; a part
KINDS = make(
    {
        "record": ["a", "b", "c", "d", "e", "f"],
        "supplier": ["RUS", "SUN", "ISR", "all", "x:south_vietnam", "RUS"],
        "stage": ["contract", "delivery", "delivery", "offer", "payment", "contract"],
        "unit": ["USD", "pieces", "TIV", "EUR", "RUB", "USD"],
        "prices": ["current", "current", "current", "2020", "current", "current"],
        "source": ["user", "unroca", "sipri", "user", "user", "user"],
        "release": ["", "", "2025", "", "", ""],
        "reporter": ["third", "supplier", "third", "recipient", "third", "third"],
        "category": ["aircraft+ships", "un:I", "all", "ships", "artillery", "aircraft"],
        "start": [2010, 2001, 2012, 2020, 2015, 2010],
        "end": [2014, 2003, 2012, 2020, 2016, 2011],
        "quantity": [NONE, 72.0, 6.0, NONE, NONE, 3.0],
        "value": [4e9, 72.0, 12.5, NONE, 5e6, 1e9],
        "low": [3.8e9, 72.0, 12.5, NONE, 0.0, 1e9],
        "high": [4e9, 72.0, 12.5, NONE, OPEN, 1e9],
        "part_of": [None, None, None, None, None, "a"],
        "note": ["=1", "–", "", " ", "é", ""],
    }
)
EMPTY = FLOWS.iloc[:0]

STEPS = {
    "to_records": af.to_records,
    "where": lambda r: af.where(r, supplier=["RUS", "ISR"], years=(1999, 2012), straddling="cut"),
    "without_parts": af.without_parts,
    "to_years": af.to_years,
    "to_periods": lambda r: af.to_periods(r, 5, end=2019),
    "to_prices": lambda r: af.to_prices(af.where(r, years=(1995, 2021), straddling="cut", unit="USD"), 2020),
    "to_currency": lambda r: af.to_currency(
        af.where(r, years=(1999, 2023), straddling="cut", unit=["USD", "EUR", "RUB"], prices="current"), "EUR"
    ),
    "to_successors": af.to_successors,
    "to_categories": lambda r: af.to_categories(r, scheme="un"),
}


def changes_if_any(windows):
    """Changes, or the totals where no two windows stand side by side."""
    try:
        return af.changes(windows, absent="none")
    except af.ArgumentError:
        return af.totals(windows)


NOUNS = {
    "totals": af.totals,
    "totals, folded": lambda r: af.totals(r, by=["supplier", "recipient"], over=WINDOW, top=2),
    "shares": lambda r: af.shares(r, within=None, over=WINDOW),
    "annual_rates": af.annual_rates,
    "supplier_balance": lambda r: af.supplier_balance(r, supplier="RUS", between=("ARM", "AZE")),
    "coverage": lambda r: af.coverage(r, by=["source", "supplier"]),
    "averages": lambda r: af.averages(af.to_years(r), by="recipient", window=3),
    "changes": lambda r: changes_if_any(af.to_periods(r, [(1995, 2009), (2010, 2024), (2025, 2050)])),
    "balances": lambda r: af.balances(r, over=WINDOW),
    "concentration": lambda r: af.concentration(r, over=WINDOW),
}
ALL = STEPS | NOUNS


def of_two_reporters(rows):
    """The same rows as two report them; one tells half of them."""
    frame = nw.from_native(rows)
    half = nw.col("record").str.slice(-1).is_in(["1", "2", "3", "4", "5"])
    said = nw.when(half).then(nw.lit("supplier")).otherwise(nw.lit("recipient"))
    return frame.with_columns(reporter=said).to_native()


#: What every noun and transform makes of many rows.
MANY = ALL | {
    "concat": lambda r: af.concat(*(af.where(r, supplier=name) for name in ("RUS", "ISR", "TUR"))),
    "to_categories, split": lambda r: af.to_categories(r, scheme="un", split=True),
    "rankings": lambda r: af.rankings(r, end=2019),
    "discrepancies": lambda r: af.discrepancies(
        of_two_reporters(r), between=("supplier", "recipient"), over=WINDOW
    ),
    "burden": lambda r: af.burden(
        af.where(r, recipient=["ARM", "AZE", "GEO"]),
        pd.DataFrame({"party": ["ARM", "AZE", "GEO"] * 60, "year": sorted([*range(1980, 2040)] * 3)}).assign(
            value=1e5, unit="USD"
        ),
    ),
}
UNORDERED = ("concat", "to_categories, split")
#: A random frame each; all of them in `make fuzz`.
SEEDS = seeds(0, 4 if FUZZ else 1)


@pytest.mark.fuzz
@pytest.mark.covering(1)
# what two sides report of years drawn at random is seldom of the same years
@pytest.mark.filterwarnings("ignore:in .* one side has records of years:UserWarning")
@pytest.mark.parametrize("name", MANY if FUZZ else ["to_periods", "totals, folded", "rankings", "concat"])
def test_many_rows_drawn_by_a_seed(name):
    assert_many_rows_alike(name, SOME_ENGINES)


def assert_many_rows_alike(name, engines):
    for seed in SEEDS:
        with noted(f"seed {seed}"):
            found = assert_alike(
                MANY[name], drawn(seed), ordered=name not in (*STEPS, *UNORDERED), engines=engines
            )
            # a refusal would be the same on every engine, and say nothing of numbers
            assert isinstance(found, pd.DataFrame), found
            assert len(found)


def beside(engine):
    """The engine that is compared with, and another."""
    return SOME_ENGINES[0], engine


each_engine = pytest.mark.parametrize("engine", SOME_ENGINES[1:])


@pytest.mark.covering(1)
@each_engine
@pytest.mark.parametrize("name", ALL)
def test_flows_of_one_meaning(name, engine):
    rows = FLOWS.copy(deep=True)
    found = assert_alike(ALL[name], rows, ordered=name in NOUNS, engines=beside(engine))
    assert isinstance(found, pd.DataFrame)
    # and the input is left as it was
    pd.testing.assert_frame_equal(rows, FLOWS)


@pytest.mark.covering(2)
@each_engine
@pytest.mark.parametrize("name", ALL)
def test_no_flows_at_all(name, engine):
    assert_alike(ALL[name], EMPTY, ordered=name in NOUNS, engines=beside(engine))


@pytest.mark.covering(1)
@each_engine
@pytest.mark.parametrize("name", STEPS)
def test_records_of_several_meanings(name, engine):
    rows = KINDS.copy(deep=True)
    assert isinstance(assert_alike(ALL[name], rows, ordered=False, engines=beside(engine)), pd.DataFrame)
    pd.testing.assert_frame_equal(rows, KINDS)


@pytest.mark.covering(1)
@pytest.mark.parametrize("name", ["totals, folded", "shares", "balances"])
def test_what_may_not_be_added_is_refused_in_the_same_words(name):
    kind, _ = assert_alike(ALL[name], KINDS)
    assert kind in (af.MixedError, af.ArgumentError)


if FUZZ:

    @pytest.mark.parametrize("name", ALL)
    # what fails here is small already; shrinking it takes minutes
    @settings(
        max_examples=settings.default.max_examples // 3,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    # other rows find more than the same rows on one engine more
    @given(rows=records(most=6, longest=12), engine=st.sampled_from(ENGINE_NAMES[1:]))
    def test_random_flows(name, rows, engine):
        assert_alike(ALL[name], rows, ordered=name in NOUNS, engines=beside(engine))
