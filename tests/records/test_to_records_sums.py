"""Summaries that come back as records: nothing that they say of their sums is lost on the way."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest

import armsflow as af
from tests.frames import INF, SOME_ENGINES, engine_of, plain

PAIR = ["supplier", "recipient"]
FLOW = {"recipient": "IND", "stage": "delivery", "unit": "USD"}
READERS = {
    ".csv": pd.read_csv,
    ".xlsx": pd.read_excel,
    ".dta": pd.read_stata,
    ".parquet": pd.read_parquet,
}


def numbered(summary: pd.DataFrame) -> pd.DataFrame:
    """A summary with ids, which a lazy frame must have."""
    return summary.assign(record=[str(n) for n in range(len(summary))])


def paid() -> pd.DataFrame:
    given = {"supplier": ["RUS"], "value": [50.0], "start": 2010, "end": 2014, "reporter": "supplier"}
    return af.to_records(given, **FLOW)


NO_SUMS = {
    "annual_rates": lambda r: af.annual_rates(r),
    "averages": lambda r: af.averages(af.to_years(r), by=PAIR, window=2).drop(columns=["start", "end"]),
    "discrepancies": lambda r: af.discrepancies(
        af.concat(r, r.assign(record="2", reporter="recipient", value=70.0, high=70.0)),
        between=("supplier", "recipient"),
    ),
    "balances": lambda r: af.balances(r).rename(columns={"party": "recipient"}).assign(supplier="all"),
    "degrees": lambda r: af.degrees(r).rename(columns={"party": "recipient"}).assign(supplier="all"),
}


@pytest.mark.covering(3)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("noun", NO_SUMS)
def test_values_that_are_no_sums_make_no_records(noun, engine):
    """50 in 2010-14 are 10 a year, and came back as 10 in 2010-14."""
    summary = engine_of(engine).of(numbered(NO_SUMS[noun](paid())))
    with pytest.raises(
        af.ArgumentError, match=rf"what .*{noun}\(\).* returns.*sum over all its years.*totals"
    ):
        af.to_records(summary)


def test_sums_of_other_nouns_and_columns_of_the_user_s_make_records():
    shares = af.shares(paid())
    assert af.to_records(shares)["value"].tolist() == [50.0]
    own = pd.DataFrame({"supplier": ["RUS"], "value": [5.0], "year": 2010, "years": 3, "window": "a"})
    records = af.to_records(own, **FLOW)
    assert records[["value", "years", "window"]].to_numpy().tolist() == [[5.0, 3, "a"]]


def partly_estimated() -> pd.DataFrame:
    """In 2010 a quarter is estimated, in 2011 all, in 2012 nothing; in 2013 there was none."""
    given = {"year": [2010, 2010, 2011, 2012], "value": [3.0, 1.0, 5.0, 6.0], "estimated": [0, 1, 1, 0]}
    return af.to_records(given, supplier="RUS", **FLOW, observed=(2010, 2013))


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("stored", [False, True])
def test_sums_of_years_come_back_as_they_are(engine, stored, tmp_path):
    engine = engine_of(engine)
    sums = numbered(af.totals(partly_estimated(), by=PAIR))
    assert sums["year"].tolist() == [2010, 2011, 2012, 2013]
    if stored:
        sums = pd.read_csv(af.write_table(sums, tmp_path / "sums.csv"), dtype={"record": str})
    rows = engine.plain(af.to_records(engine.of(sums))).sort_values("start")
    assert rows["start"].tolist() == rows["end"].tolist() == [2010, 2011, 2012, 2013]
    assert rows["value"].tolist() == [4.0, 5.0, 6.0, 0.0]
    assert rows["estimated"].tolist() == [True, True, False, False]
    assert "year" not in rows


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_a_part_that_is_estimated_makes_a_window_estimated(engine):
    sums = numbered(af.totals(partly_estimated(), by=PAIR, over=(2010, 2013)))
    assert sums["estimated"].tolist() == [0.4]
    assert engine_of(engine).plain(af.to_records(engine_of(engine).of(sums)))["estimated"].tolist() == [True]


def test_a_part_and_years_of_ones_own_are_refused_as_before():
    sums = af.totals(partly_estimated(), by=PAIR)
    with pytest.raises(af.ArgumentError, match="year is given beside start or end"):
        af.to_records(sums.assign(year=2009))
    own = sums.drop(columns=["records", "undisclosed", "complete"])
    with pytest.raises(af.ArgumentError, match="year is given beside start or end"):
        af.to_records(own)
    with pytest.raises(af.RecordError, match="estimated holds 0.25"):
        af.to_records(own.drop(columns="year"))
    with pytest.raises(af.RecordError, match="estimated holds 1.5"):
        af.to_records(sums.assign(estimated=1.5))


def test_changes_make_no_records_as_the_first_window_has_no_row():
    """5 in 2010 and 7 in 2011 would come back as 0 and 7."""
    given = {"supplier": "RUS", "year": [2010, 2011], "value": [5.0, 7.0]}
    records = af.to_records(given, **FLOW, observed=(2010, 2011))
    changes = af.changes(records).assign(recipient="all")
    rankings = af.rankings(records, window=1).rename(columns={"party": "supplier"}).assign(recipient="all")
    for summary in (changes, rankings):
        with pytest.raises(af.ArgumentError, match=r"what changes\(\) or rankings\(\) returns.*no row of"):
            af.to_records(summary)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_cells_of_a_panel_in_which_nobody_looked_are_no_records(engine):
    """10 in 2010, undisclosed in 2011, nothing in 2012; of 2008 and 2009 nobody knows."""
    engine = engine_of(engine)
    given = pd.DataFrame({"supplier": "RUS", "year": [2010, 2011], "value": [10.0, np.nan]})
    records = af.to_records(given, **FLOW, observed=(2010, 2012))
    panel = af.panel(records, years=(2008, 2012))
    panel = panel[(panel["supplier"] == "RUS") & (panel["recipient"] == "IND")]
    assert panel["observed"].tolist() == [False, False, True, True, True]
    again = af.to_records(engine.of(numbered(panel)))
    sums = engine.plain(af.totals(again, by=PAIR)).sort_values("year")
    assert sums["year"].tolist() == [2010, 2011, 2012]
    np.testing.assert_array_equal(sums["value"].to_numpy(dtype=float), [10.0, np.nan, 0.0])
    assert sums["undisclosed"].tolist() == [0, 1, 0]
    assert sums["complete"].tolist() == [True, True, True]
    whole = engine.plain(af.totals(again, by=PAIR, over=(2008, 2012)))
    assert whole[["value", "undisclosed", "complete"]].to_numpy().tolist() == [[10.0, 1, False]]


def test_a_panel_in_which_nobody_looked_makes_no_records():
    panel = af.panel(af.to_records({"supplier": ["RUS"], "year": [2010], "value": [1.0]}, **FLOW))
    empty = panel[~panel["observed"]].head(3)
    assert len(empty) == 3
    assert len(af.to_records(empty)) == 0


REPORTED = {"source": "comtrade", "reporter": "supplier", "observed": (2009, 2014)}


def windows() -> pd.DataFrame:
    """France has no report of 2010, so that its 2010-11 is not complete; its 2012-13 is, and Russia's are."""
    given = {
        "supplier": ["RUS", "FRA", "RUS", "FRA", "FRA", "RUS"],
        "year": [2010, 2011, 2011, 2012, 2013, 2013],
        "value": [5.0, 6.0, 7.0, 1.0, 2.0, 3.0],
    }
    records = af.to_periods(af.to_records(given, **FLOW, **REPORTED), 2, end=2013)
    return af.totals(records, by=PAIR)


COMPLETE = {
    ("FRA", "2010–11"): False,
    ("FRA", "2012–13"): True,
    ("RUS", "2010–11"): True,
    ("RUS", "2012–13"): False,
}


def complete(sums: pd.DataFrame) -> dict[tuple[str, str], bool]:
    return sums.set_index(["supplier", "period"])["complete"].astype(bool).to_dict()


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_sums_that_are_not_complete_come_back_so(engine):
    engine = engine_of(engine)
    before = windows()
    assert complete(before) == COMPLETE
    again = af.to_records(engine.of(numbered(before)))
    assert complete(engine.plain(af.totals(again, by=PAIR))) == COMPLETE
    # once more changes nothing, nor is a larger sum with such a part complete
    twice = af.to_records(again)
    assert complete(engine.plain(af.totals(twice, by=PAIR))) == COMPLETE
    larger = engine.plain(af.totals(again, by="supplier", over=(2010, 2013)))
    assert larger.set_index("supplier")["complete"].astype(bool).to_dict() == {"FRA": False, "RUS": False}


@pytest.mark.covering(2)
@pytest.mark.parametrize("ending", READERS)
def test_stored_sums_that_are_not_complete_come_back_so(ending, tmp_path):
    path = af.write_table(windows(), tmp_path / f"sums{ending}")
    again = af.to_records(READERS[ending](path))
    assert complete(af.totals(again, by=PAIR)) == COMPLETE


@pytest.mark.covering(1)
@pytest.mark.parametrize("complete", [[False, True], [0, 1], ["no", "yes"]], ids=str)
def test_sums_of_one_year_that_are_not_complete_come_back_so_from_any_columns(complete):
    sums = windows().query("supplier == 'FRA'").assign(year=2012)
    sums = sums.drop(columns=["start", "end", "observed_start", "observed_end"]).assign(
        value=1, low=1, high=1
    )
    assert sums["complete"].tolist() == [False, True]
    given = sums.assign(complete=complete)
    records = af.to_records(given.drop(columns="year").iloc[:1], year=2012)
    assert af.totals(records)["complete"].tolist() == [False]
    records = af.to_records(given.iloc[:1].drop(columns="year"), start=2012, end=2013, observed=(2000, 2020))
    assert af.totals(records)["complete"].tolist() == [False]
    assert af.totals(af.to_records(given.iloc[1:]))["complete"].tolist() == [True]


@pytest.mark.covering(1)
@pytest.mark.parametrize("source", ["claims", "sipri"])
def test_a_zero_that_observes_other_years_completes_no_sum_beside_it(source):
    """Russia's rows of 2009 and 2011 cover neither 2008-09 nor 2010-11, nor does its 0 of 2012-13."""
    given = {"supplier": ["RUS", "RUS", "FRA"], "year": [2009, 2011, 2013], "value": [1.0, 2.0, 3.0]}
    claims = af.to_records(given, source=source, **FLOW)
    before = af.totals(af.to_periods(claims, 2, end=2013), by=PAIR, absent="none")
    assert not before["complete"].any()
    again = af.totals(af.to_records(before), by=PAIR, absent="unknown")
    assert len(again) == len(before) == 6
    assert not again["complete"].any()


def open_sum() -> pd.DataFrame:
    """5 or more of 2010-14."""
    given = {"supplier": ["RUS", "FRA"], "value": [5.0, 2.0], "low": [5.0, 2.0], "high": [INF, 2.0]}
    return af.to_records(given, **FLOW, start=2010, end=2014)


FRAMES = {"records": lambda r: r, "totals": lambda r: af.totals(r, by=PAIR)}


@pytest.mark.covering(2)
@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("ending", READERS)
def test_open_bounds_come_back_from_stored_tables(frame, ending, tmp_path):
    given = FRAMES[frame](open_sum())
    stored = READERS[ending](af.write_table(given, tmp_path / f"open{ending}"))
    assert stored.set_index("supplier")["high_open"].astype(bool).to_dict() == {"FRA": False, "RUS": True}
    again = af.to_records(stored)
    assert "high_open" not in again
    bounds = again.set_index("supplier")[["value", "low", "high"]]
    assert bounds.loc["RUS"].tolist() == [5.0, 5.0, INF]
    assert bounds.loc["FRA"].tolist() == [2.0, 2.0, 2.0]
    # the table can be written again, as it is and as records
    for table in (stored, again):
        path = af.write_table(table, tmp_path / "again.parquet")
        assert pd.read_parquet(path)["high_open"].astype(bool).sum() == 1


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_open_bounds_come_back_on_every_engine(engine, tmp_path):
    engine = engine_of(engine)
    path = af.write_table(af.totals(open_sum(), by=PAIR), tmp_path / "open.parquet")
    stored = numbered(pd.read_parquet(path))
    few = stored[["record", *PAIR, "start", "end", "stage", "unit", "value", "low", "high", "high_open"]]
    for given in (stored, few):
        rows = engine.plain(af.to_records(engine.of(given))).sort_values("supplier")
        assert rows["high"].tolist() == [2.0, INF]
    # without the column that says so, of a sum alone
    rows = engine.plain(af.to_records(engine.of(stored.drop(columns="high_open")))).sort_values("supplier")
    assert rows["high"].tolist() == [2.0, INF]


def test_json_of_a_summary_loses_no_open_bound():
    text = af.totals(open_sum(), by=PAIR).to_json(orient="records")
    assert [row["high"] for row in json.loads(text)] == [2.0, None]
    again = af.to_records(pd.DataFrame(json.loads(text))).set_index("supplier")
    assert again["high"].to_dict() == {"FRA": 2.0, "RUS": INF}


def test_a_column_of_marks_does_not_open_what_is_known():
    frame = pd.DataFrame({"supplier": ["RUS"], "value": [5.0], "high": [7.0], "high_open": [True]})
    assert af.to_records(frame, year=2010, **FLOW)["high"].tolist() == [7.0]


def test_columns_of_ones_own_make_no_summary_of_a_frame():
    """A count of records and a degree of the user's, and a row without a figure."""
    rows = {"supplier": "USA", "recipient": "UKR", "stage": "delivery", "year": 2001, "unit": "USD"}
    own = {"records": [3, 0], "undisclosed": [0, 0], "degree": ["high", "low"], "value": [1.0, None]}
    found = af.to_records(pd.DataFrame(own).assign(**rows, record=["a", "b"]))
    assert found["value"].isna().tolist() == [False, True]
    assert found["degree"].tolist() == ["high", "low"]


@pytest.mark.parametrize("marks", [[0, 0], [1, 0]])
def test_a_column_of_ones_own_that_is_called_open_is_written_as_it_is(marks, tmp_path):
    table = pd.DataFrame(
        {"supplier": ["USA", "FRA"], "tenders": [9007199254740993, 3], "tenders_open": marks}
    )
    path = af.write_table(table, tmp_path / "own.csv")
    again = pd.read_csv(path)
    assert again["tenders"].tolist() == [9007199254740993, 3]
    assert again["tenders_open"].tolist() == marks


@pytest.mark.filterwarnings("ignore:the panel leaves out")
def test_cells_that_nobody_looked_at_are_no_records_though_a_reader_took_them_for_text(tmp_path):
    """Polars reads a column without any figure as text; two cells of a panel were undisclosed records."""
    given = {"recipient": ["IND"], "year": [2012], "value": [5.0]}
    one = af.to_records(pd.DataFrame(given), supplier="RUS", stage="delivery", unit="TIV")
    panel = af.panel(one)
    empty = panel[(panel["supplier"] == "RUS") & panel["recipient"].isin(["CHN", "VNM"])]
    assert len(empty) == 2
    empty.to_csv(tmp_path / "p.csv", index=False)
    for read in (pd.read_csv, pl.read_csv):
        assert len(af.to_records(read(tmp_path / "p.csv"))) == 0


def listed(cells: list[list], **more) -> pd.DataFrame:
    """Deliveries in a list of 2010–2014, from supplier, recipient, year and value."""
    frame = pd.DataFrame(cells, columns=["supplier", "recipient", "year", "value"])
    return af.to_records(frame, stage="delivery", unit="TIV", source="sipri", observed=(2010, 2014), **more)


RETYPED = {
    "object": lambda sums: sums.astype(object),
    "transposed": lambda sums: sums.T.T,
    "null": lambda sums: sums.astype(object).where(sums.notna(), None),
    "text": lambda sums: sums.assign(records=sums["records"].astype(str)),
    "category": lambda sums: sums.assign(undisclosed=sums["undisclosed"].astype(str).astype("category")),
}


@pytest.mark.parametrize("retype", RETYPED.values(), ids=RETYPED)
def test_sums_of_other_types_are_sums_as_before(retype):
    """France's 10 and an undisclosed delivery are at least 10; Russia's 8 are 8."""
    sums = af.totals(
        listed([["FRA", "IND", 2012, 10.0], ["FRA", "IND", 2012, None], ["RUS", "CHN", 2013, 8]]), by=PAIR
    )
    sums = sums[sums["records"] > 0]
    assert af.to_records(retype(sums))["high"].tolist() == [INF, 8.0]
    panel = af.panel(af.where(listed([["FRA", "IND", 2012, 10.0]]), years=(2012, 2012)), years=(2012, 2013))
    panel = panel[panel["supplier"].eq("FRA") & panel["recipient"].eq("IND")]
    assert len(panel) == 2
    assert len(af.to_records(retype(panel))) == len(af.to_records(panel)) == 1


@pytest.mark.parametrize("retype", RETYPED.values(), ids=RETYPED)
def test_figures_per_year_of_other_types_are_no_records(retype):
    with pytest.raises(af.ArgumentError, match="annual_rates"):
        af.to_records(retype(af.annual_rates(paid())))


def test_counts_that_are_words_are_refused():
    sums = af.totals(listed([["FRA", "IND", 2012, 10.0]]), by=PAIR)
    with pytest.raises(af.RecordError, match="records holds 'some'.*the frame is a summary"):
        af.to_records(sums.assign(records="some"))


@pytest.mark.parametrize("of", [lambda sums: sums, pl.from_pandas], ids=["pandas", "Polars"])
def test_windows_that_overlap_are_not_added_when_they_are_records(of):
    """Windows of three years, of which the last, 2012–14, holds all three figures: 10, 20 and 30."""
    records = listed([["FRA", "IND", 2012, 10.0], ["FRA", "IND", 2014, 20], ["RUS", "IND", 2014, 30]])
    sums = af.totals(af.to_periods(records, 3, end=2014, step=1), by=PAIR)
    again = af.to_records(of(sums))
    with pytest.raises(af.SpanError, match="windows that overlap"):
        af.totals(again, by="recipient", over=(2010, 2014))
    with pytest.raises(af.SpanError, match="windows that overlap"):
        af.rankings(again, end=2014, window=2)
    again = again if isinstance(again, pd.DataFrame) else again.to_pandas()
    last = af.totals(again[again["start"] == 2012], by="recipient", over=(2012, 2014))
    assert last["value"].tolist() == [60.0]


def test_sums_over_windows_side_by_side_are_records_of_their_own():
    records = listed([["FRA", "IND", 2011, 10.0], ["FRA", "IND", 2014, 20]])
    again = af.to_records(af.totals(af.to_periods(records, 2, end=2014), by=PAIR))
    assert again["record"].is_unique
    assert af.totals(again, by="recipient", over=(2011, 2014))["value"].tolist() == [30.0]


@pytest.mark.parametrize(
    "word", ["f", "F", "no ", "0", "0.0", "FALSCH", "FAUX", "FALSO", "ЛОЖЬ", None, "perhaps"]
)
def test_only_a_yes_makes_a_sum_complete(word):
    """France has no record of 2011 in a list of what states report, so 2010–12 is not known."""
    given = {"supplier": "FRA", "year": [2010, 2012], "value": [10.0, 10]}
    licences = af.to_records(
        given, recipient="SAU", source="coarm", reporter="supplier", stage="licence", unit="EUR"
    )
    sums = af.totals(licences, by=PAIR, over=(2010, 2012))
    assert sums["complete"].tolist() == [False]
    assert af.totals(af.to_records(sums.assign(complete=word)), by="supplier")["complete"].tolist() == [False]


@pytest.mark.parametrize(
    "word", ["t", "true ", "Y", "1.0", "WAHR", "VRAI", "VERDADERO", "ИСТИНА", None, "perhaps"]
)
def test_only_a_no_says_that_a_bound_that_is_missing_has_a_limit(word):
    row = {
        "supplier": ["RUS"],
        "value": [30.0],
        "low": [20.0],
        "high": [None],
        "high_open": [word],
        "year": 2013,
    }
    assert af.to_records(row, **FLOW)["high"].tolist() == [INF]


@pytest.mark.parametrize("word", ["f", "no", "FALSCH"])
def test_a_bound_that_has_a_limit_is_the_value_where_it_is_missing(word):
    row = {
        "supplier": ["RUS"],
        "value": [30.0],
        "low": [20.0],
        "high": [None],
        "high_open": [word],
        "year": 2013,
    }
    assert af.to_records(row, **FLOW)["high"].tolist() == [30.0]


def test_a_0_of_one_pair_hides_nothing_of_what_all_may_hold():
    """Of 2013, what France gave to all recipients may hold Armenia's figure."""
    records = listed([["USA", "ARM", 2011, 10.0], ["FRA", "all", 2013, 5], ["FRA", "IND", 2011, 1]])
    twice = af.totals(af.to_records(af.totals(records, by=PAIR)), by="recipient")
    armenia = twice[twice["recipient"] == "ARM"]
    assert armenia["year"].tolist() == [2010, 2011, 2012, 2014]
    assert armenia["value"].tolist() == [0.0, 10.0, 0.0, 0.0]


def test_a_0_of_one_pair_is_no_figure_of_what_is_undisclosed():
    """In 2013 France delivered to India, and the source does not say how much."""
    records = listed([["USA", "IND", 2011, 10.0], ["FRA", "IND", 2013, None]])
    twice = af.totals(af.to_records(af.totals(records, by=PAIR)), by="recipient")
    assert twice.loc[twice["year"] == 2013, "value"].isna().all()
    assert twice.loc[twice["year"] == 2012, "value"].tolist() == [0.0]


SUM = {"supplier": "FRA", "recipient": "IND", "stage": "delivery", "unit": "TIV", "source": "user"}


def few(**cells) -> pd.DataFrame:
    """One sum of 5 in 2010, as `totals` gives it, with other cells."""
    row = SUM | {"start": 2010, "end": 2010, "value": 5.0, "low": 5.0, "high": 5.0, "records": 1}
    return pd.DataFrame([row | {"undisclosed": 0, "complete": True} | cells])


def test_sums_of_a_lazy_frame_become_records():
    records = af.to_records(pl.from_pandas(few(record="a")).lazy()).collect()
    assert records["value"].to_list() == [5.0]


def test_a_year_in_words_does_not_repeat_the_span():
    # older versions of pandas do not tell text from other objects
    with pytest.raises(af.ArmsflowError, match="year is given beside start or end|start holds 'in 2010'"):
        af.to_records(few(year="in 2010"))


def test_the_source_of_sums_may_be_said_beside_them():
    """A source that does not list all there is observes of an incomplete sum none of its years."""
    given = few(complete=False).drop(columns="source")
    records = af.to_records(given, source="claims", observed=(2005, 2015))
    assert records["observed_start"].tolist() > records["observed_end"].tolist()
    assert records["source"].tolist() == ["claims"]


def test_the_year_of_sums_may_be_said_beside_them():
    given = few(complete=False).drop(columns=["start", "end"])
    records = af.to_records(given, year=2012)
    assert records[["start", "end"]].to_numpy().tolist() == [[2012, 2012]]
    assert (records["observed_start"] > records["observed_end"]).all()


def test_sums_without_years_are_refused_as_records_are():
    with pytest.raises(af.ArgumentError, match="frame lacks 'year'"):
        af.to_records(few(complete=False).drop(columns=["start", "end"]))


LAZY = ("Polars, lazy", "DuckDB")
BLOCS = pd.DataFrame({"supplier": ["RUS", "RUS"], "bloc": ["CSTO", "SCO"]})


def two_suppliers() -> pd.DataFrame:
    """Sums of 20 of Russia and 30 of the United States to India in 2021."""
    given = {"supplier": ["RUS", "USA"], "value": [20.0, 30]}
    records = af.to_records(given, recipient="IND", year=2021, stage="delivery", unit="TIV")
    return af.totals(records, by=["supplier", "recipient"])


@pytest.mark.parametrize("engine", ["pandas", "PyArrow", "Polars", "Polars, lazy", "DuckDB"])
@pytest.mark.parametrize(
    "repeated",
    [
        lambda sums: sums.merge(BLOCS, how="left", on="supplier"),
        lambda sums: pd.concat([sums, sums]),
        lambda sums: sums.assign(tag=[["a", "b"], ["a"]]).explode("tag"),
        lambda sums: sums.merge(BLOCS, how="left", on="supplier").drop(columns="period"),
        lambda sums: pd.concat([sums, sums]).drop(columns=["records", "complete"]),
    ],
)
def test_sums_that_a_join_repeats_are_refused(engine, repeated):
    """Russia would have 40 of 70, which is 57 per cent."""
    rows = repeated(two_suppliers()).reset_index(drop=True)
    rows = rows.assign(record=[str(n) for n in range(len(rows))]) if engine in LAZY else rows
    with pytest.raises(af.RecordError, match="sums stand twice and would be counted twice: 'RUS IND"):
        af.to_records(engine_of(engine).of(rows))


def test_sums_with_a_column_of_a_join_that_repeats_nothing_are_records():
    sums = two_suppliers().merge(BLOCS.iloc[:1], how="left", on="supplier")
    assert af.totals(af.to_records(sums), by="recipient")["value"].tolist() == [50.0]


def test_sums_of_a_key_of_ones_own_are_told_apart_by_it():
    given = {"supplier": "RUS", "value": [5.0, 5.0], "outlet": ["a", "b"], "record": ["1", "2"]}
    records = af.to_records(given, recipient="IND", year=2021, stage="delivery", unit="TIV")
    sums = af.totals(records, by=["supplier", "recipient", "outlet"])
    assert af.totals(af.to_records(sums), by="recipient")["value"].tolist() == [10.0]


def moving_sums() -> pd.DataFrame:
    """1 in 2011 to 10 in 2020, in windows of five years that move by one: 15, 20, 25, 30, 35 and 40."""
    given = {"year": [*range(2011, 2021)], "value": [float(n) for n in range(1, 11)]}
    records = af.to_records(
        given, supplier="RUS", recipient="IND", stage="delivery", unit="TIV", source="sipri",
        observed=(2011, 2020),
    )  # fmt: skip
    return af.totals(af.to_periods(records, 5, end=2020, step=1), by=["supplier", "recipient"])


@pytest.mark.parametrize("engine", ["pandas", "PyArrow", "Polars"])
@pytest.mark.parametrize(
    "changed",
    [
        lambda sums: sums,
        lambda sums: sums.assign(mean=sums["value"] / 5),
        lambda sums: sums.merge(pd.DataFrame({"end": range(2015, 2021), "gdp": range(6)}), on="end"),
        lambda sums: sums.drop(columns="period"),
        lambda sums: sums.drop(columns=["records", "undisclosed"]),
    ],
)
def test_windows_that_overlap_are_not_added_whatever_stands_beside_them(engine, changed):
    """The sum of all would be 165, of 55."""
    assert moving_sums()["value"].tolist() == [15, 20, 25, 30, 35, 40]
    records = af.to_records(engine_of(engine).of(changed(moving_sums())))
    with pytest.raises(af.SpanError):
        af.totals(records, by="supplier", over=(2011, 2020))


@pytest.mark.parametrize("engine", ["pandas", "Polars, lazy", "DuckDB"])
def test_windows_that_overlap_take_no_ids_of_their_own(engine):
    sums = moving_sums().assign(record=list("abcdef"))
    with pytest.raises(af.RecordError, match="sums are over windows that overlap, and the column 'record'"):
        af.to_records(engine_of(engine).of(sums))


@pytest.mark.parametrize("engine", ["pandas", "Polars"])
@pytest.mark.parametrize(
    ("gone", "figure"),
    [
        ([], [5.0, INF, False]),
        (["records"], [5.0, INF, False]),
        (["records", "observed_start", "observed_end"], [5.0, INF, False]),
        (["records", "complete"], [5.0, INF, False]),
        # nothing says any more that a record has no figure
        (["undisclosed", "observed_start", "observed_end"], [5.0, 5.0, False]),
    ],
)
def test_a_summary_without_some_columns_keeps_what_the_others_say(engine, gone, figure):
    """5 in 2015 and something in 2016; of 2014 nobody knows."""
    given = {"supplier": ["FRA", "DEU"], "year": [2015, 2016], "value": [5.0, None]}
    records = af.to_records(
        given, recipient="EGY", stage="contract", unit="EUR", source="sipri", observed=(2015, 2016)
    )
    sums = af.totals(records, by="recipient", over=(2014, 2016)).drop(columns=gone)
    again = af.totals(af.to_records(engine_of(engine).of(sums), supplier="all"), by="recipient")
    assert plain(again)[["value", "high", "complete"]].values.tolist() == [figure]


def linked(**columns) -> pd.DataFrame:
    """Two contracts of 10, of which the second is a part of the first or told again."""
    given = {"record": ["1", "2"], "value": [10.0, 10.0], "category": ["ships", "aircraft"]} | columns
    return af.to_records(given, supplier="RUS", recipient="ARM", year=2015, stage="contract", unit="USD")


@pytest.mark.parametrize("engine", ["pandas", "PyArrow", "Polars", "DuckDB"])
@pytest.mark.parametrize("link", ["part_of", "same_as"])
def test_sums_do_not_forget_that_one_holds_a_part_of_another(engine, link):
    """Each has a row of its own by category; together they would be 20, of 10."""
    duck = engine_of(engine)
    sums = af.totals(duck.of(linked(**{link: [None, "1"]})), by=["supplier", "recipient", "category"])
    rows = plain(sums)
    assert rows["value"].tolist() == [10.0, 10.0]
    assert rows["selection"].tolist() == ["linked=parts"] * 2
    records = af.to_records(rows)
    for call in (af.totals, lambda given, by: af.totals(given, by=by, over=(2010, 2015))):
        with pytest.raises(af.PartError, match=r"take without_parts\(records\) before the sums are made"):
            call(records, by="recipient")
    # one sum by itself is right, and so is what was cleared before
    assert af.totals(af.where(records, category="ships"), by="recipient")["value"].tolist() == [10.0]
    cleared = af.totals(
        af.without_parts(linked(**{link: [None, "1"]})), by=["supplier", "recipient", "category"]
    )
    assert af.totals(af.to_records(cleared), by="recipient")["value"].tolist() == [10.0]


def test_a_part_without_its_whole_is_a_sum_like_others():
    alone = linked(part_of=[None, "0"])
    sums = af.totals(alone, by=["supplier", "recipient", "category"])
    assert sums["selection"].tolist() == ["", ""]
    assert af.totals(af.to_records(sums), by="recipient")["value"].tolist() == [20.0]


def test_a_network_makes_no_records_as_it_leaves_parties_out():
    given = {"recipient": ["grp:hezbollah", "SYR"], "value": [10.0, 4], "supplier": "IRN"}
    records = af.to_records(given, year=2015, stage="delivery", unit="TIV")
    network = af.network(records)
    assert network["value"].tolist() == [4.0]
    with pytest.raises(af.ArgumentError, match=r"frame is what network\(\) returns"):
        af.to_records(network, supplier="all", recipient="all")


def test_two_sums_with_parts_of_each_other_are_not_added():
    """The same in short, with the mark set by hand."""
    records = linked().assign(selection="linked=parts")
    with pytest.raises(af.PartError, match=r"take without_parts\(records\) before the sums are made"):
        af.totals(records, by="recipient")
    assert af.totals(records.iloc[:1], by="recipient")["value"].tolist() == [10.0]


def test_figures_in_words_are_refused_in_sums_as_in_records():
    with pytest.raises(af.RecordError, match="value"):
        af.to_records(few(value="much"))
