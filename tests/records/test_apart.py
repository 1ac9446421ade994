"""Windows that overlap, brought together: a figure in several of them is counted once or not at all."""

from __future__ import annotations

import pandas as pd
import pytest

import armsflow as af
from armsflow.errors import SpanError
from armsflow.records import twice
from tests.frames import ENGINE_NAMES, SOME_ENGINES, engine_of, make
from tests.sources.sipri import formats

#: 7 in 2015-21, one a year.
LONG = make({"start": [2015], "end": [2021], "value": [7.0]}, unit="TIV", observed=(2010, 2023))
#: 8 in 2015.
YEAR = make({"year": [2015], "value": [8.0]}, unit="TIV", observed=(2009, 2023))
OVERLAP = "records stand in several windows that overlap"


def moving(rows):
    return af.to_periods(rows, 5, end=2023, step=1)


TOGETHER = {
    "one window": lambda r: af.to_periods(r, 14, end=2023),
    "listed windows": lambda r: af.to_periods(r, [(2005, 2012), (2013, 2030)]),
    "years": af.to_years,
    "one year cut": lambda r: af.where(r, years=2017, straddling="cut"),
    "years cut": lambda r: af.where(r, years=(2012, 2018), straddling="cut"),
    "over": lambda r: af.totals(r, over=(2010, 2023)),
    "shares over": lambda r: af.shares(r, of="category", over=(2010, 2023)),
    "balances over": lambda r: af.balances(r, over=(2010, 2023)),
    "concentration over": lambda r: af.concentration(r, over=(2010, 2023)),
    "network over": lambda r: af.network(r, over=(2010, 2023)),
    "rankings": lambda r: af.rankings(r, end=2023, window=5),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", ENGINE_NAMES)
@pytest.mark.parametrize("case", TOGETHER)
def test_windows_that_overlap_are_not_brought_together(case, engine):
    """7 in 2015-21, in the ten windows that touch it, became 32, and the 1 of 2017 became 4.4."""
    rows = moving(engine_of(engine).of(LONG))
    with pytest.raises(SpanError, match=f"{OVERLAP}, and .* would count them more than once: '1'") as error:
        TOGETHER[case](rows)
    assert set(error.value.rows["record"]) == {"1"}


@pytest.mark.covering(1)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", [name for name in TOGETHER if name != "one year cut"])
def test_a_figure_of_one_year_in_windows_that_overlap_is_not_added_either(case, engine):
    with pytest.raises(SpanError, match=OVERLAP):
        TOGETHER[case](moving(engine_of(engine).of(YEAR)))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_records_and_their_windows_are_not_added(engine):
    """8 of 2015-16 and the same 8 in 2014-18 came to 16."""
    rows = YEAR.assign(end=2016)
    both = pd.concat([rows, af.to_periods(YEAR, 5, end=2023)], ignore_index=True)
    both = engine_of(engine).of(both)
    for step in (
        lambda r: af.totals(r, over=(2009, 2023)),
        lambda r: af.to_periods(r, 5, end=2023),
        af.to_years,
    ):
        with pytest.raises(SpanError, match=OVERLAP):
            step(both)


def test_one_record_written_for_two_spans_is_not_put_into_one_window():
    """In memory, where it costs little, rows of one record in spans of one's own are looked at as well."""
    both = pd.concat([YEAR.assign(end=2016), YEAR], ignore_index=True)
    with pytest.raises(SpanError, match=OVERLAP):
        af.to_periods(both, 5, end=2023)
    with pytest.raises(SpanError, match=OVERLAP):
        af.totals(both, over=(2009, 2023))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_windows_that_tile_are_brought_together(engine):
    engine = engine_of(engine)
    tiles = af.to_periods(engine.of(LONG), 5, end=2023)
    for rows in (tiles, af.to_years(tiles), af.to_periods(tiles, 3, end=2023)):
        assert engine.plain(af.totals(rows, over=(2009, 2023)))["value"].tolist() == pytest.approx([7.0])
        whole = engine.plain(af.totals(af.to_periods(rows, [(2005, 2030)])))
        assert whole["value"].tolist() == pytest.approx([7.0])
    # one of seven years, which may have had all or nothing
    cut = engine.plain(af.totals(af.where(tiles, years=2017, straddling="cut")))
    assert cut[["value", "low", "high"]].to_numpy().tolist() == [[pytest.approx(1.0), 0.0, 7.0]]
    # moving windows themselves stay apart: 2011-15 has one of the seven years, 2012-16 two
    apart = engine.plain(af.totals(moving(engine.of(LONG)))).set_index("period")["value"]
    assert apart.loc[["2011–15", "2012–16"]].tolist() == pytest.approx([1.0, 2.0])


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_figure_in_a_window_is_of_the_years_of_which_its_record_told(engine):
    """10 of 2023, in the window 2019-23: 6 of it were found in 2019-21, and 2 in every year."""
    engine = engine_of(engine)
    rows = make({"year": [2023], "value": [10.0]}, unit="TIV", observed=(2010, 2023))
    window = af.to_periods(engine.of(rows), 5, end=2023)
    assert len(engine.plain(af.where(window, years=(2019, 2021), straddling="cut"))) == 0
    columns = ["start", "end", "value", "low", "high"]
    later = af.where(window, years=(2021, 2023), straddling="cut")
    assert engine.plain(later)[columns].to_numpy().tolist() == [[2021, 2023, 10, 10, 10]]
    assert engine.plain(af.to_years(window))[columns].to_numpy().tolist() == [[2023, 2023, 10, 10, 10]]
    finer = af.to_periods(window, 3, end=2023)
    assert engine.plain(finer)[columns].to_numpy().tolist() == [[2021, 2023, 10, 10, 10]]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_of_listed_years_in_a_window_those_inside_count(engine):
    """9 of 2010, 2012 and 2016: 6 in 2009-13, of which one half is of 2012-13."""
    rows = make(
        {"start": [2010], "end": [2016], "value": [9.0], "delivery_years": ["2010; 2012; 2016"]},
        unit="TIV",
        stage="delivery",
    )
    engine = engine_of(engine)
    windows = af.to_periods(engine.of(rows), 5, end=2018)
    cut = engine.plain(af.where(windows, years=(2012, 2018), straddling="cut")).sort_values("start")
    assert cut[["start", "end", "value"]].to_numpy().tolist() == [[2012, 2013, 3], [2014, 2018, 3]]


def test_large_relations_in_windows_are_looked_at(monkeypatch):
    monkeypatch.setattr(twice, "MOST", 3)
    rows = moving(engine_of("DuckDB").of(LONG))
    with pytest.raises(SpanError, match=OVERLAP):
        af.totals(rows, over=(2010, 2023))


DEAL = (
    "India,Russia,2011,,100,,Rook-1,tank,100,,2013; 2014; 2015,New,,4,400,400\n"
    "India,Russia,2010,,24,,Heron-2,helicopter,24,,2011; 2014,New,,10,240,240\n"
    "India,France,2012,,6,,Stork,transport aircraft,0,,,New,,30,180,\n"
)
REGISTER = af.read_sipri((formats.PREAMBLE + formats.DEALS_HEADER + DEAL).encode("latin-1"))
CLAIM = make(
    {"supplier": "RUS", "recipient": "IND", "start": [2010], "end": [2014], "value": [4e9]},
    unit="USD",
    stage="contract",
)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_deals_in_windows_are_those_of_the_register(engine):
    """Five windows that overlap made 500 tanks of 100, and windows that tile made 2009-18 of 2013-15."""
    engine = engine_of(engine)
    given = engine.of(REGISTER)
    tiles = af.to_periods(given, 5, end=2018)
    columns = ["designation", "ordered", "delivered", "first", "last", "volume_ordered", "volume_delivered"]
    right = [["Heron-2", 24, 24, 2011, 2014, 240e6, 240e6], ["Rook-1", 100, 100, 2013, 2015, 400e6, 400e6]]
    for register in (given, tiles):
        found = engine.plain(af.orders(register)).sort_values("designation").head(2)
        assert found[columns].to_numpy().tolist() == right
        claim = engine.plain(af.plausibility(engine.of(CLAIM), register=register))
        assert claim[["volume_of_deals", "volume_in_years", "pieces"]].to_numpy().tolist() == [
            [640e6, pytest.approx(240e6 + 400e6 * 2 / 3), "100 Rook-1, 24 Heron-2"]
        ]
    windows = af.to_periods(given, 5, end=2018, step=1)
    for step in (
        af.orders,
        lambda r: af.plausibility(engine.of(CLAIM), register=r),
        lambda r: af.revisions(r, given),
    ):
        with pytest.raises(SpanError, match=OVERLAP):
            step(windows)
