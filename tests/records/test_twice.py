"""Rows that stand twice: what a join or a frame behind itself repeats is not added."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.errors import RecordError
from armsflow.records import twice
from armsflow.records.twice import _prints
from tests.frames import SOME_ENGINES, engine_of, made, make

ROWS = make(
    {
        "supplier": ["RUS", "RUS", "USA"],
        "recipient": ["IND", "ARM", "IND"],
        "value": [10.0, 20.0, 30.0],
        "category": ["aircraft", "ships", "aircraft"],
        "year": [2020, 2021, 2021],
    },
    unit="TIV",
)
BLOCS = pd.DataFrame({"supplier": ["RUS", "RUS", "USA"], "bloc": ["CSTO", "SCO", "NATO"]})
TWICE = "rows stand twice and would be counted twice"
NOUNS = {
    "totals": lambda r: af.totals(r, over=(2020, 2024)),
    "shares": lambda r: af.shares(r, within=None, over=(2020, 2024)),
    "averages": lambda r: af.averages(r, window=2),
    "rankings": lambda r: af.rankings(r, end=2021, window=2),
    "balances": lambda r: af.balances(r, over=(2020, 2024)),
    "network": lambda r: af.network(r, over=(2020, 2024)),
    "concentration": lambda r: af.concentration(r, over=(2020, 2024)),
    "discrepancies": lambda r: af.discrepancies(r, between=("third", "supplier")),
    "without_parts": af.without_parts,
    "concat": af.concat,
    "coverage": af.coverage,
    "trace": lambda r: af.trace(af.totals(ROWS, over=(2020, 2024)).iloc[0], r),
}


def joined(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.merge(BLOCS, how="left", on="supplier")


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("noun", NOUNS)
def test_rows_that_stand_twice_are_refused(noun, engine):
    rows = ROWS
    if noun == "discrepancies":
        rows = pd.concat([ROWS, ROWS.assign(reporter="supplier", record=["4", "5", "6"])])
    for doubled in (
        joined(rows),
        pd.concat([rows, rows], ignore_index=True),
        rows.iloc[[*range(len(rows)), 1]],
    ):
        with pytest.raises(RecordError, match=TWICE) as error:
            NOUNS[noun](engine_of(engine).of(doubled))
        assert len(error.value.rows) > 0


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_rows_that_a_key_keeps_apart_are_added(engine):
    rows = engine_of(engine).of(joined(ROWS))
    found = engine_of(engine).plain(af.totals(rows, by="bloc", over=(2020, 2024)))
    assert dict(zip(found["bloc"], found["value"], strict=True)) == {"CSTO": 30.0, "NATO": 30.0, "SCO": 30.0}
    with pytest.raises(RecordError, match=TWICE):
        af.shares(rows, of="bloc", within=None, over=(2020, 2024))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_what_the_library_repeats_is_added(engine):
    """A record in several years, windows and categories is itself in each."""
    rows = make(
        {"start": [2015, 2016], "end": [2018, 2016], "value": [40.0, 7.0], "category": ["aircraft", "ships"]},
        unit="TIV",
    )
    engine = engine_of(engine)
    given = engine.of(rows)
    years = engine.plain(af.totals(af.to_years(given), over=(2015, 2018)))
    assert years["value"].tolist() == [47.0]
    windows = engine.plain(af.totals(af.to_periods(af.to_years(given), 2, end=2018, step=1)))
    assert windows.set_index("period")["value"].loc[["2015–16", "2016–17", "2017–18"]].tolist() == [
        27,
        27,
        20,
    ]


SPANS = {
    "a sum beyond the upper bound": [{"start": 2015, "end": 2019, "value": 5.0, "low": 0.0, "high": 9.0}],
    "more rows than the window has years": [
        {"start": 2015, "end": 2016, "value": 1.0, "low": 0.0, "high": 9.0}
    ],
    "spans that are no windows": [
        {"start": 2015, "end": 2019, "value": 1.0, "low": 0.0, "high": 9.0},
        {"start": 2018, "end": 2022, "value": 1.0},
        {"start": 2016, "end": 2017, "value": 1.0},
    ],
    "no figure at all": [
        {"start": 2015, "end": 2019, "value": np.nan},
        {"start": 2018, "end": 2021, "value": 1.0},
    ],
}


@pytest.mark.covering(6)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", SPANS)
def test_a_span_from_nothing_on_that_stands_twice_is_refused(case, engine):
    """ "Up to 9 billion in 2015-19", repeated by a join, must not become "up to 18 billion"."""
    rows = make(SPANS[case], unit="TIV")
    doubled = rows.iloc[[0, 0, *range(len(rows))]]
    with pytest.raises(RecordError, match=TWICE) as error:
        af.totals(engine_of(engine).of(doubled), by="supplier")
    assert set(error.value.rows["record"]) == {"1"}


DECADE = make({"start": [2010], "end": [2019], "value": [50.0]}, unit="TIV")
PARTS = {
    "windows": lambda r: af.to_periods(r, 5, end=2019),
    "cut": lambda r: af.where(r, years=(2015, 2018), straddling="cut"),
    "years in windows": lambda r: af.to_periods(af.to_years(r), 5, end=2019),
    "windows in windows": lambda r: af.to_periods(af.to_periods(r, 2, end=2019), 5, end=2019),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", PARTS)
def test_parts_that_stand_twice_are_refused(case, engine):
    """Half of 50 in 2010-14, behind itself, was added to 50 without a word: it is no more than 50."""
    engine = engine_of(engine)
    parts = engine.plain(PARTS[case](engine.of(DECADE)))
    right = {"cut": [20.0]}.get(case, [25.0, 25.0])
    assert engine.plain(af.totals(engine.of(parts)))["value"].tolist() == pytest.approx(right)
    blocs = pd.DataFrame({"supplier": list(parts["supplier"].unique()) * 2, "bloc": ["a", "b"]})
    for doubled in (parts.merge(blocs, on="supplier"), pd.concat([parts, parts.head(1)], ignore_index=True)):
        with pytest.raises(RecordError, match=TWICE):
            af.totals(engine.of(doubled), by="recipient")


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_parts_that_are_put_into_other_windows_again_keep_their_value(engine):
    """A part whose record told of other years than its window has is still one of several parts."""
    given = engine_of(engine).of(DECADE)
    fine = af.to_periods(af.to_periods(af.to_years(given), 10, end=2019), 2, end=2019)
    found = engine_of(engine).plain(af.totals(fine))
    assert found["value"].tolist() == pytest.approx([10.0] * 5)


COPIES = {
    "categories": {"category": ["aircraft", "ships"]},
    "years": {"start": [2018, 2019], "end": [2018, 2019]},
    "windows": {"start": [2015, 2020], "end": [2019, 2024]},
}


@pytest.mark.covering
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", COPIES)
def test_a_whole_figure_in_several_categories_or_years_is_refused(case, engine):
    """12 for aircraft and ships, or for 2018-19, became 24: explode() copies the figure to each part."""
    rows = make({"start": [2018, 2018], "end": 2019, "value": 12.0, "record": ["a", "b"]}, unit="TIV")
    copies = rows.iloc[[0, 0]].assign(**COPIES[case])
    given = engine_of(engine).of(pd.concat([copies, rows.iloc[[1]]], ignore_index=True))
    for by in ("supplier", ["supplier", "category"]):
        with pytest.raises(RecordError, match=r"whole figures stand in several.*'a', each with the same"):
            af.totals(given, by=by, over=None if case == "windows" else (2018, 2019))


PARTIES = pd.DataFrame({"recipient": ["IND", "IND", "PAK"], "one": ["members:A", "members:B", "members:C"]})
COPIED = {
    "recipients": lambda r: r.assign(recipient=[["ARM", "AZE"], ["PAK"]]).explode("recipient"),
    "suppliers": lambda r: r.assign(supplier=[["FRA", "DEU"], ["RUS"]]).explode("supplier"),
    "groups": lambda r: r.merge(PARTIES).drop(columns="recipient").rename(columns={"one": "recipient"}),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", COPIED)
def test_a_whole_figure_of_several_parties_is_refused(case, engine):
    """10 to India, copied to Armenia and Azerbaijan, became 20 of the United States."""
    rows = make({"supplier": ["USA", "RUS"], "recipient": ["IND", "PAK"], "value": [10.0, 5.0]}, unit="TIV")
    copied = engine_of(engine).of(COPIED[case](rows).reset_index(drop=True))
    for step in (
        lambda r: af.totals(r, by="supplier"),
        lambda r: af.totals(r, by=["supplier", "recipient"]),
        lambda r: af.totals(r, by=()),
        af.without_parts,
        af.coverage,
    ):
        with pytest.raises(
            RecordError, match=r"in several years, categories, suppliers or recipients.*: '1',"
        ):
            step(copied)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_parts_of_a_figure_of_several_parties_are_added(engine):
    """Of 12 to two recipients each got something from nothing to all, 6 if they shared alike."""
    rows = make(
        {"record": ["a", "b"], "value": [6.0, 5.0], "low": [0.0, 5.0], "high": [12.0, 5.0]}, unit="TIV"
    )
    parts = rows.iloc[[0, 0, 1]].assign(recipient=["ARM", "AZE", "PAK"])
    engine = engine_of(engine)
    found = engine.plain(af.totals(engine.of(parts)))
    assert found[["value", "low", "high"]].to_numpy().tolist() == [[17.0, 5.0, 29.0]]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_windows_of_a_party_and_of_its_group_are_added(engine):
    """8 in 2021-24 are 4 of Finland and 4 of the group of which it is a member from 2023."""
    rows = make({"start": [2021], "end": [2024], "value": [8.0], "recipient": ["FIN"]}, unit="TIV")
    group = pd.DataFrame({"group": ["North"], "member": ["FIN"], "start": [2023], "end": [None]})
    engine = engine_of(engine)
    for windows in (af.to_years(engine.of(rows)), af.to_periods(engine.of(rows), 2, end=2024)):
        grouped = af.to_groups(windows, group, side="recipient")
        found = engine.plain(af.totals(grouped, by="recipient", over=(2021, 2024)))
        assert dict(zip(found["recipient"], found["value"], strict=True)) == {
            "FIN": 4.0,
            "members:North": 4.0,
        }
        assert engine.plain(af.totals(grouped, over=(2021, 2024)))["value"].tolist() == [8.0]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_records_of_several_years_and_categories_with_figures_of_their_own_are_added(engine):
    """One id with other figures is no copy, and neither is a record in windows that overlap."""
    rows = make({"year": [2018, 2018], "value": [7.0, 5.0], "record": ["a", "b"]}, unit="TIV")
    rows = rows.assign(category=["aircraft", "ships"], record="a")
    engine = engine_of(engine)
    assert engine.plain(af.totals(engine.of(rows)))["value"].tolist() == [12.0]
    moving = make({"year": [2018], "value": [7.0]}, unit="TIV", observed=(2015, 2020))
    moving = af.to_periods(engine.of(moving), 3, end=2020, step=1)
    assert engine.plain(af.totals(moving, by="supplier"))["value"].tolist() == [0.0, 7.0, 7.0, 7.0]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_parts_of_undisclosed_and_wide_figures_meet_in_their_window(engine):
    rows = make(
        [
            {"start": 2015, "end": 2018, "value": np.nan},
            {"start": 2012, "end": 2017, "value": 6.0, "low": 0.0, "high": 6.0},
        ],
        unit="TIV",
    )
    given = af.to_periods(af.to_years(engine_of(engine).of(rows)), [(2010, 2014), (2015, 2020)])
    found = engine_of(engine).plain(af.totals(given))
    assert found["high"].tolist() == [18, 18]
    assert found["undisclosed"].tolist() == [0, 4]


def test_prints_are_of_the_whole_id():
    """Texts that differ have other prints, alike ones the same, wherever they lie in memory."""
    texts = ["", "a", "b", "aa", "12345678", "123456789", "1234567890123456", "x2345678", "a\0", "é"]
    for cells in (texts, texts[::-1], ["aa", "bb", "ab"], ["same", "same"]):
        for array in (pa.array(cells), pa.array(["before", *cells, "behind"]).slice(1, len(cells))):
            prints = _prints(pa.chunked_array([array, array], pa.string()))
            assert len(np.unique(prints)) == len(set(cells))
            assert (prints[: len(cells)] == prints[len(cells) :]).all()
    assert len(_prints(pa.chunked_array([], pa.string()))) == 0


def test_ids_with_one_print_are_compared_in_full():
    """Ids that differ between their first and last letters only have one print and are two records."""
    ids = ["begin678-1-end45678", "begin678-2-end45678"]
    rows = make({"record": ids, "value": [1.0, 2.0]}, unit="TIV")
    assert len(np.unique(_prints(pa.chunked_array([pa.array(ids)])))) == 1
    assert af.totals(rows)["value"].tolist() == [3.0]


def test_deals_that_stand_twice_are_refused():
    """A join with two blocs of India gave 620 tanks ordered in place of 310, and half the price per piece."""
    deal = {"supplier": ["Russia"], "recipient": ["India"], "value": [100.0], "designation": ["T-90"]}
    deal |= {"order_year": [2001], "quantity": [310.0], "deal": ["1"], "delivery_years": [""]}
    deal |= {"condition": [""], "note": [""], "status": [""]}
    register = made(deal, stage="contract", unit="TIV", year=2001, source="sipri")
    claim = {"supplier": ["Russia"], "recipient": ["India"], "value": [8e8]}
    claim = made(claim, stage="contract", unit="USD", year=2001, source="claims")
    blocs = pd.DataFrame({"recipient": ["IND", "IND"], "bloc": ["BRICS", "SCO"]})
    assert af.orders(register)["ordered"].tolist() == [310]
    assert len(af.plausibility(claim, register=register)) == 1
    doubled = register.merge(blocs, on="recipient", how="left")
    with pytest.raises(RecordError, match=TWICE):
        af.orders(doubled)
    with pytest.raises(RecordError, match=TWICE):
        af.plausibility(claim, register=doubled)
    with pytest.raises(RecordError, match=TWICE):
        af.plausibility(claim.merge(blocs, on="recipient"), register=register)
    with pytest.raises(RecordError, match=TWICE):
        af.revisions(doubled, register)


def test_what_sums_do_not_look_for_in_large_relations_is_found_in_writing(monkeypatch, tmp_path):
    rows = make({"record": ["a", "b"], "value": [1.0, 2.0]})
    both = engine_of("DuckDB").of(pd.concat([rows, rows], ignore_index=True))
    with pytest.raises(af.RecordError, match="rows stand twice"):
        af.totals(both)
    monkeypatch.setattr(twice, "MOST", 3)
    assert af.totals(both)["value"].tolist() == [6.0]
    with pytest.raises(af.RecordError, match="rows stand twice: 'a', 'b'"):
        af.write_records(both, tmp_path / "both.parquet")


def test_two_choices_of_one_file_are_told_how_to_drop_what_both_have():
    two = pd.concat([af.where(ROWS, category="aircraft"), af.where(ROWS, supplier="RUS")])
    with pytest.raises(RecordError, match=r"differ in 'selection', as two .* drop_duplicates\('record'\)"):
        af.totals(two)
    assert af.totals(two.drop_duplicates("record"), over=(2020, 2021))["value"].sum() == 60.0


def test_two_choices_of_years_are_told_which_columns_tell_rows_apart():
    years = af.to_years(make({"value": [4.0], "start": [2020], "end": [2021]}))
    two = pd.concat([years, years.assign(selection="supplier=RUS")])
    with pytest.raises(RecordError, match=r"drop_duplicates\(\['record', 'start', 'end'"):
        af.totals(two)
