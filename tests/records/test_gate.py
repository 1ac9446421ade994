"""Frames that were joined, re-typed, stored and reloaded: the same result, or an error that says why."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import armsflow as af
from armsflow.errors import ArgumentError, ArmsflowError, RecordError
from armsflow.records.engines import frame_of
from armsflow.records.schema import TOLD
from tests.frames import SOME_ENGINES, assert_same, engine_of, make, noted, plain

NONE, OPEN = float("nan"), float("inf")
ROWS = make(
    {
        "record": ["a", "b", "c", "d"],
        "supplier": ["RUS", "RUS", "ISR", "USA"],
        "recipient": ["ARM", "AZE", "AZE", "GEO"],
        "start": [2010, 2012, 2012, 2015],
        "end": [2014, 2012, 2012, 2016],
        "value": [100.0, 20.0, NONE, 7.0],
        "low": [90.0, 20.0, 5.0, 7.0],
        "high": [110.0, 20.0, 50.0, 7.0],
        "quantity": [NONE, 2.0, NONE, NONE],
        "estimated": [True, False, False, True],
        "part_of": [None, None, None, None],
    }
)
CALLS = {
    "totals": lambda r: af.totals(r, by=["supplier", "recipient"]),
    "shares": lambda r: af.shares(r, within=None, over=(2010, 2020)),
    "coverage": lambda r: af.coverage(r, by="supplier"),
    "to_years": af.to_years,
    "to_periods": lambda r: af.to_periods(r, 5, end=2019),
    "to_currency": lambda r: af.to_currency(r, "EUR"),
    "to_prices": lambda r: af.to_prices(r, 2020),
    "to_categories": lambda r: af.to_categories(r, scheme="un"),
    "to_successors": af.to_successors,
    "where": lambda r: af.where(r, years=(2011, 2016), straddling="cut"),
}
YEARS, NUMBERS = ["start", "end"], ["value", "low", "high", "quantity"]
TEXTS = [name for name, kind in af.COLUMNS.items() if kind == "string"]


def decimals(frame):
    return frame.assign(**{c: [None if x != x else Decimal(str(x)) for x in frame[c]] for c in NUMBERS})


RETYPED = {
    "convert_dtypes": pd.DataFrame.convert_dtypes,
    "Arrow": lambda f: f.convert_dtypes(dtype_backend="pyarrow"),
    "objects": lambda f: f.astype(object),
    "categories": lambda f: f.astype(dict.fromkeys([c for c in TEXTS if f[c].notna().any()], "category")),
    "Float64": lambda f: f.astype(dict.fromkeys(NUMBERS, "Float64")),
    "years as floats": lambda f: f.astype(dict.fromkeys(YEARS, float)),
    "flags as numbers": lambda f: f.astype({"estimated": float}),
    "flags as objects": lambda f: f.assign(estimated=[np.bool_(x) for x in f["estimated"]]),
    "empty text as floats": lambda f: f.assign(part_of=np.nan, same_as=np.nan),
    "decimals": decimals,
    "another index": lambda f: f.set_axis([7, 7, 3, 1]),
}
POLARS = {
    "enums": lambda f: pl.from_pandas(f).with_columns(
        pl.col("supplier").cast(pl.Enum(["RUS", "ISR", "USA"])), pl.col("stage").cast(pl.Categorical)
    ),
    "decimals": lambda f: pl.from_pandas(f).with_columns(pl.col(NUMBERS).cast(pl.Decimal(20, 4))),
    "wide years": lambda f: pl.from_pandas(f).with_columns(pl.col(YEARS).cast(pl.Int64)),
    "years as floats": lambda f: pl.from_pandas(f).lazy().with_columns(pl.col(YEARS).cast(pl.Float64)),
    "flags as numbers": lambda f: pl.from_pandas(f).with_columns(pl.col("estimated").cast(pl.Int8)),
    "nulls of no kind": lambda f: pl.from_pandas(f).with_columns(pl.lit(None).alias("part_of")),
}


@pytest.mark.covering(4)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", RETYPED)
def test_pandas_columns_of_other_types_give_the_same(call, kind):
    assert_same(CALLS[call](RETYPED[kind](ROWS)), CALLS[call](ROWS), ordered=False)


@pytest.mark.covering(3)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", POLARS)
def test_polars_columns_of_other_types_give_the_same(call, kind):
    assert_same(CALLS[call](POLARS[kind](ROWS)), CALLS[call](ROWS), ordered=False)


@pytest.mark.covering(2)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("types", ["decimal(20, 4)", "float"])
def test_duckdb_columns_of_other_types_give_the_same(call, types):
    rows = ROWS.assign(value=[128.0, 20.0, NONE, 7.0], high=[130.0, 20.0, 50.0, 7.0])
    connection = duckdb.connect()
    connection.register("rows", pa.Table.from_pandas(rows, preserve_index=False))
    changed = ", ".join(f"{c}::{types} as {c}" for c in NUMBERS)
    given = connection.sql(f"select * replace ({changed}, 'USD'::enum('USD', 'EUR') as unit) from rows")
    assert_same(CALLS[call](given), CALLS[call](rows), ordered=False)


@pytest.mark.covering
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("call", CALLS)
def test_what_cannot_be_brought_back_is_refused(call, engine):
    engine = engine_of(engine)
    for column, cells, found in (
        ("start", [2010.5, 2012, 2012, 2015], "start is not a year in 1 row"),
        ("end", [2014, 2012, 2012, 70_000], "end is not a year in 1 row"),
        ("start", ["2010", "2012", "2012", "2015"], "another kind of cells: .*'start'"),
        ("unit", [1, 2, 3, 4], "another kind of cells: .*'unit'"),
    ):
        with pytest.raises(RecordError, match=found):
            CALLS[call](engine.of(ROWS.assign(**{column: cells})))


@pytest.mark.parametrize("call", ["totals", "coverage", "to_periods", "where"])
@pytest.mark.parametrize("cells", [[b"1", b"2", b"3", b"4"], [1j, 2j, 3j, 4j], [True, 2.0, "3", None]])
def test_cells_that_are_no_numbers_are_refused(call, cells):
    with pytest.raises(ArmsflowError, match="value"):
        CALLS[call](ROWS.assign(value=pd.Series(cells, dtype=object)))


def test_whole_numbers_near_the_end_of_their_range():
    rows = ROWS.assign(value=[2**62, 1, 2, 3], low=[2**62, 1, 2, 3], high=[2**62, 1, 2, 3])
    assert af.totals(rows, by="supplier")["value"].max() == pytest.approx(2.0**62)
    keys = ROWS.assign(key=np.array([2**62, -(2**62), 2**62, 5], dtype="int64"))
    assert af.coverage(keys, by="key")[["key", "records"]].to_numpy().tolist() == [
        [-(2**62), 1], [5, 1], [2**62, 2],
    ]  # fmt: skip
    keys = ROWS.assign(key=np.array([2**64 - 1, 1, 2**64 - 1, 2**63], dtype="uint64"))
    assert af.coverage(keys, by="key")["records"].tolist() == [1, 1, 2]


BROKEN = {
    "a null party": ({"supplier": pd.Series([None, "RUS", "ISR", "USA"], dtype="str")}, "supplier is null"),
    "a null flag": (
        {"estimated": pd.Series([True, None, False, True], dtype="boolean")},
        "estimated is null in 1 row",
    ),
    "a negative figure": ({"low": [90.0, -5.0, 5.0, 7.0]}, "amounts are negative in 1 row|are negative"),
    "a lost bound": ({"high": [110.0, 20.0, NONE, 7.0]}, "a bound is missing in 1 row.*write_records"),
    "a lost lower bound": ({"low": [NONE, 20.0, 5.0, 7.0]}, "a bound is missing in 1 row"),
    "a span turned round": (
        {"end": np.array([1990, 2012, 2012, 2016], "int16")},
        "start lies after end in 1",
    ),
    "a name": ({"supplier": ["Russia", "RUS", "ISR", "USA"]}, "'Russia', which is no code.*'RUS' is"),
    "small letters": ({"supplier": ["rus", "RUS", "ISR", "USA"]}, "'rus', which is no code"),
    "a space": ({"supplier": [" RUS", "RUS", "ISR", "USA"]}, "' RUS', which is no code"),
    "no letters": ({"supplier": ["", "RUS", "ISR", "USA"]}, "'', which is no code"),
    "a recipient by name": ({"recipient": ["Armenia", "AZE", "AZE", "GEO"]}, "recipient is 'Armenia'"),
    "a capital letter": ({"category": ["Aircraft", "all", "all", "all"]}, "category is 'Aircraft'"),
}


@pytest.mark.covering(6)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("case", BROKEN)
def test_rows_broken_behind_the_door_are_refused(case, engine):
    cells, found = BROKEN[case]
    keys = ["supplier", "recipient", "category"]
    given = engine_of(engine).of(ROWS.assign(**cells))
    with pytest.raises(RecordError, match=f"(?s){found}"):
        af.totals(given, by=keys, over=(1980, 2020))
    if set(cells) <= {"supplier", "recipient", "category"}:
        word = {"supplier": "Russia", "recipient": "Armenia", "category": "aircraft"}
        for column in cells:
            with pytest.raises(RecordError, match=f"(?s){found}"):
                af.where(given, **{column: word[column]})


@pytest.mark.covering(3)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("column", ["unit", "prices", "stage", "source", "release", "reporter"])
def test_a_null_in_a_column_of_meaning_is_an_error(engine, column):
    engine = engine_of(engine)
    for cells in ([None] * 4, [*ROWS[column][:3], None]):
        rows = engine.of(ROWS.assign(**{column: pd.Series(cells, dtype="str")}))
        for noun in ("totals", "shares"):
            with pytest.raises(RecordError, match=f"{column} is null.*through to_records"):
                CALLS[noun](rows)


YEARLY = make(
    {
        "record": ["a", "b"],
        "supplier": ["USA", "RUS"],
        "recipient": "IND",
        "start": [2019, 2019],
        "end": [2020, 2020],
        "category": "aircraft+ships",
        "value": [10.0, 5.0],
    }
)
#: Functions that add nothing, so that no sum finds what breaks the rules.
NO_SUMS = {
    "annual_rates": af.annual_rates,
    "coverage": af.coverage,
    "embargoed": af.embargoed,
    "plausibility": lambda r: af.plausibility(
        r, spending=pd.DataFrame({"party": "IND", "year": [2019, 2020], "value": 9.0, "unit": "USD"})
    ),
    "trace": lambda r: af.trace(af.totals(YEARLY, by="recipient").iloc[0], r),
    "without_parts": af.without_parts,
    "write_records": lambda r: af.write_records(r, "never_written.parquet"),
}
UNSOUND = {
    "a negative figure": ({name: [-10.0, 5.0] for name in NUMBERS[:3]}, "amounts are negative in 1 row"),
    "a low above the value": ({"low": [20.0, 5.0]}, r"value lies outside \[low, high\] in 1 row"),
    "a high below the value": ({"high": [8.0, 5.0]}, r"value lies outside \[low, high\] in 1 row"),
    "a lost bound": ({"high": [NONE, 5.0]}, "a bound is missing in 1 row"),
    "a low above high": (
        {"value": [NONE, 5.0], "low": [20.0, 5.0], "high": [8.0, 5.0]},
        "low lies above high in 1 row",
    ),
    "a span turned round": ({"end": np.array([2018, 2020], "int16")}, "start lies after end in 1 row"),
    "no supplier": ({"supplier": pd.Series([None, "RUS"], dtype="str")}, "supplier is null in 1 row"),
    "no category": ({"category": pd.Series([None, "all"], dtype="str")}, "category is null in 1 row"),
    "no stage": ({"stage": pd.Series([None, "delivery"], dtype="str")}, "stage is null in 1 row"),
    "no source": ({"source": pd.Series([None, "user"], dtype="str")}, "source is null in 1 row"),
    "no id": ({"record": pd.Series([None, "b"], dtype="str")}, "record is (null|blank) in 1 row"),
    "no flag": ({"estimated": pd.Series([None, True], dtype="boolean")}, "estimated is null in 1 row"),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", ["pandas", "Polars", "Polars, lazy", "DuckDB"])
@pytest.mark.parametrize("call", NO_SUMS)
def test_functions_that_add_nothing_refuse_broken_rows_on_every_engine(call, engine):
    for case, (cells, found) in UNSOUND.items():
        with noted(case), pytest.raises(RecordError, match=found):
            NO_SUMS[call](engine_of(engine).of(YEARLY.assign(**cells)))


PARTED = {
    "to_years": af.to_years,
    "to_periods": lambda r: af.to_periods(r, 2, end=2019, outside="drop"),
    "to_categories": lambda r: af.to_categories(r, "un", weights={"un:IV": 1, "un:V": 1, "un:VI": 2}),
    "where, years": lambda r: af.where(r, years=2020, straddling="cut"),
    "where, category": lambda r: af.where(r, category="ships", straddling="cut"),
}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("call", PARTED)
@pytest.mark.parametrize("case", ["a low above the value", "a high below the value", "a low above high"])
def test_no_part_hides_what_was_wrong_with_the_whole(call, case, engine):
    """The lower bound of a part is 0, which lies in order whatever the whole's was."""
    cells, _ = UNSOUND[case]
    with pytest.raises(RecordError, match="outside|lies above"):
        af.totals(PARTED[call](engine_of(engine).of(YEARLY.assign(**cells))))


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_whole_numbers_beyond_floats_stay_apart_beside_a_null(engine):
    rows = make({"record": list("abcd"), "supplier": ["USA", "RUS", "CHN", "FRA"], "value": [1.0, 2, 4, 8]})
    one, two = 202_400_000_000_000_001, 202_400_000_000_000_002
    for keys in ([one, two, one, None], [one, two, one, -two]):
        given = engine_of(engine).of(rows.assign(deal_no=pd.array(keys, dtype="Int64")))
        for found in (af.totals(given, by="deal_no"), af.shares(given, of="deal_no", within=None)):
            values = found["value"].to_pylist() if isinstance(found, pa.Table) else list(found["value"])
            assert sorted(values) == [2.0, 5.0, 8.0]
        exact = af.coverage(given, by="deal_no")["deal_no"]
        met = exact.to_pylist() if isinstance(exact, pa.ChunkedArray) else list(exact)
        assert {int(key) for key in met if not pd.isna(key)} == {key for key in keys if key is not None}


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_rows_of_both_kinds_keep_whole_numbers_apart(engine):
    """A database sums ordinary rows apart from the others, of which only one may have a null."""
    rows = make({"record": list("abcd"), "value": [1.0, 2.0, 4.0, NONE], "supplier": "RUS"})
    given = engine_of(engine).of(rows.assign(key=pd.array([2**53, 2**53 + 1, 2**53, None], dtype="Int64")))
    found = af.totals(given, by="key")["value"]
    met = found.to_pylist() if isinstance(found, pa.ChunkedArray) else list(found)
    assert sorted(value for value in met if value and value == value) == [2.0, 5.0]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_decimals_are_told_apart(engine):
    rows = make({"record": list("abc"), "supplier": ["USA", "RUS", "CHN"], "value": [1.0, 2.0, 4.0]})

    def of(*keys):
        return engine_of(engine).of(rows.assign(key=[Decimal(key) for key in keys]))

    long = ("12345678901234567890.1", "12345678901234567890.2", "12345678901234567890.1")
    small = ("1.5", "2.5", "1.5"), ("0.1", "0.2", "0.1"), (f"{2**53}", f"{2**53 + 1}", f"{2**53}")
    for keys in (*small, long):
        found = af.totals(of(*keys), by="key")["value"]
        assert sorted(found.to_pylist() if isinstance(found, pa.ChunkedArray) else found) == [2.0, 5.0]


def test_a_file_of_csv_goes_through_to_records_again(tmp_path):
    ROWS.to_csv(tmp_path / "rows.csv", index=False)
    reloaded = pd.read_csv(tmp_path / "rows.csv")
    with pytest.raises(RecordError, match="dataset is null in 4 row"):
        af.totals(reloaded)
    assert_same(af.to_records(reloaded), ROWS)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_null_keys_stay_themselves(engine):
    rows = af.to_records(
        {
            "supplier": ["RUS", "ISR", "USA", "TUR"],
            "value": [50.0, 30.0, 15.0, 5.0],
            "region": ["a", None, "b", None],
        },
        recipient="ARM", stage="delivery", unit="TIV", year=2010,
    )  # fmt: skip
    rows = engine_of(engine).of(rows.assign(record=list("abcd")))
    found = engine_of(engine).plain(af.totals(rows, by="region", top=1))
    assert found["region"].tolist() == ["a", None, "others"] or found["region"].tolist() == [
        "a",
        "others",
        None,
    ]
    known = dict(zip(found["region"], found["value"], strict=True))
    assert known == {"a": 50.0, None: 35.0, "others": 15.0}


@pytest.mark.covering(2)
@pytest.mark.parametrize("engine", SOME_ENGINES)
@pytest.mark.parametrize("cells", [[1, 2, 3, 2], [1.5, 2.5, 3.5, 2.5]])
def test_numbers_as_keys_are_text_beside_others(engine, cells):
    rows = engine_of(engine).of(ROWS.assign(key=cells, value=[50.0, 30.0, 1.0, 9.0], low=1.0, high=60.0))
    for by, top in (("key", 1), (["key", "recipient"], 1)):
        found = engine_of(engine).plain(af.totals(rows, by=by, over=(2010, 2020), top=top))
        assert set(found["key"]) >= {"others", str(cells[0])}
        assert found["value"].sum() == 90.0


def test_others_do_not_change_the_type_of_a_key():
    for by in ("supplier", ["supplier", "recipient"]):
        plain_, folded = (af.totals(ROWS, by=by, over=(2010, 2020), top=top) for top in (None, 1))
        assert (plain_.dtypes == folded.dtypes).all()


@pytest.mark.parametrize("noun", [af.totals, af.balances, lambda r, over: af.shares(r, over=over)])
def test_windows_of_no_calendar_are_refused(noun):
    with pytest.raises(ArgumentError, match=r"over is \(1, 70000\); expected .* from 1000 to 2999"):
        noun(ROWS, over=(1, 70_000))


@pytest.mark.parametrize("key", ["categories", "parties", "records", "estimated", "Records", "start_"])
def test_keys_called_like_columns_of_a_summary(key):
    rows = ROWS.assign(**{key: "x"}) if key not in ROWS else ROWS
    if key == "start_":
        assert af.coverage(rows, by=key)[key].tolist() == ["x"]
        return
    with pytest.raises(ArgumentError, match=f"by is '{key}'"):
        af.coverage(rows, by=key)


def test_a_window_in_which_nobody_delivered_is_one():
    rows = af.to_records(
        {"start": [2000, 2010], "end": [2004, 2014], "value": [10.0, 30.0]},
        supplier="RUS", recipient="ARM", stage="delivery", unit="TIV",
    )  # fmt: skip
    found = af.changes(rows, absent="none").set_index("period")
    assert found["value"].tolist() == [0.0, 30.0]
    assert found["previous"].tolist() == [10.0, 0.0]
    assert found["change"].tolist() == [-1.0, np.inf]
    with pytest.raises(ArgumentError, match="not of one length, side by side"):
        af.changes(rows)


def test_frames_that_are_given_are_not_given_back():
    for engine in map(engine_of, SOME_ENGINES):
        given = engine.of(ROWS)
        if engine.name == "pandas":
            found = af.without_parts(given)
            assert found is not given
            found.loc[:, "value"] = 0.0
            assert given["value"].max() == 100.0


def test_a_closed_connection_is_named():
    connection = duckdb.connect()
    connection.register("rows", pa.Table.from_pandas(ROWS, preserve_index=False))
    relation = connection.table("rows")
    connection.close()
    for call in CALLS.values():
        with pytest.raises(ArgumentError, match="connection is closed; keep the connection open"):
            call(relation)


@pytest.mark.covering(2)
@pytest.mark.parametrize("call", CALLS)
def test_tables_called_like_ours_do_no_harm(call):
    connection = duckdb.connect()
    for name in ("armsflow_small_table__", "armsflow_frame__"):
        connection.execute(f"create table {name} as select 1 as record, 2 as unit")
    connection.register("rows", pa.Table.from_pandas(ROWS, preserve_index=False))
    assert_same(CALLS[call](connection.table("rows")), CALLS[call](ROWS), ordered=False)
    assert connection.sql("select unit from armsflow_frame__").fetchall() == [(2,)]


LAZY = [name for name in SOME_ENGINES if name not in ("pandas", "PyArrow")]


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_rows_with_a_null_are_not_lost_on_the_way(engine):
    """A filter and a join pass over a null, so that what follows never sees it."""
    engine = engine_of(engine)
    steps = {
        "stage": lambda r: af.where(r, stage="delivery"),
        "unit": lambda r: af.where(r, unit="USD"),
        "category": lambda r: af.where(r, category="aircraft"),
        "start": lambda r: af.where(r, years=(2000, 2020)),
        "end": lambda r: af.totals(r, by="recipient", over=(2000, 2020)),
    }
    for column, step in steps.items():
        cells = [*ROWS[column][:3], None]
        kind = "Int16" if column in YEARS else "str"
        given = engine.of(ROWS.assign(**{column: pd.Series(cells, dtype=kind)}))
        # nor where another step came before, which had no need of the column
        for before in (lambda r: r, af.to_successors, lambda r: af.where(r, supplier=["RUS", "USA"])):
            with pytest.raises(RecordError, match=f"{column} is null in 1 row"):
                step(before(given))
        if column in YEARS:
            for spread in (af.to_years, lambda r: af.to_periods(r, 5, end=2019)):
                with pytest.raises(RecordError, match=r"null in 1 row|1 row\(s\) have no span"):
                    spread(given)


@pytest.mark.parametrize("engine", SOME_ENGINES)
def test_years_before_all_windows_are_not_lost(engine):
    given = engine_of(engine).of(ROWS.assign(start=5, end=5).astype(dict.fromkeys(YEARS, "int16")))
    for spread in (af.to_years, lambda r: af.to_periods(r, [(2010, 2019)])):
        with pytest.raises(RecordError, match="have no span|is not a year"):
            spread(given)


@pytest.mark.parametrize("engine", LAZY)
def test_nan_in_a_figure_is_a_null(engine):
    rows = ROWS.assign(**{c: [NONE, 20.0, NONE, 7.0] for c in ("value", "low", "high")})
    frame = pl.from_pandas(rows).with_columns(pl.col("value", "low", "high").fill_null(float("nan")))
    if engine == "DuckDB":
        given = duckdb.connect()
        given.register("frame", frame.to_arrow())
        frame = given.table("frame")
    for call in ("totals", "shares", "coverage", "to_currency"):
        assert_same(CALLS[call](frame), CALLS[call](rows), ordered=False)


@pytest.mark.parametrize("engine", LAZY)
def test_keys_that_pandas_cannot_tell_apart_are_added(engine):
    frame = pl.from_pandas(ROWS.assign(value=[1.0, 2.0, 4.0, 8.0], low=0.0, high=9.0))
    for cells in ([float("nan"), None, 1.0, 1.0], [2**53, 2**53 + 1, None, 5]):
        given = frame.with_columns(key=pl.Series(cells))
        if engine == "DuckDB":
            connection = duckdb.connect()
            connection.register("given", given.to_arrow())
            given = connection.table("given")
        found = engine_of(engine).plain(af.totals(given, by="key", over=(2010, 2020)))
        assert found["value"].sum() == 15.0


def test_any_list_of_names_names_columns():
    rows = ROWS.assign(bloc=["a", "b", "a", "b"])
    wanted = af.totals(rows, by=["bloc"], over=(2010, 2020))
    for by in (
        frozenset(["bloc"]),
        {"bloc": 1}.keys(),
        np.array(["bloc"]),
        pd.Index(["bloc"]),
        pd.Series(["bloc"]),
    ):
        assert_same(af.totals(rows, by=by, over=(2010, 2020)), wanted)
        assert_same(af.totals(pl.from_pandas(rows), by=by, over=(2010, 2020)), wanted)
    assert_same(af.totals(rows, by=(name for name in ["bloc"]), over=(2010, 2020)), wanted)


def test_keys_of_no_text_or_number_are_refused():
    for key in (
        pd.cut(ROWS["start"], 2),
        pd.period_range("2019", periods=4, freq="Y"),
        pd.Series([["a"], ["b"], ["a"], ["a"]]),
    ):
        for noun in (af.totals, af.coverage):
            with pytest.raises(ArgumentError, match=r"by is 'key', of cells that are neither.*astype\(str\)"):
                noun(ROWS.assign(key=key), by="key")
    dates = ROWS.assign(key=pd.to_datetime(["2010-01-01", "2010-01-01", "2011-01-01", None]))
    assert af.coverage(dates, by="key")["records"].tolist() == [2, 1, 1]


CHANGED = {
    "negative": ({"low": -1.0}, "amounts are negative in 1 row.*expected 0 or more"),
    "all negative": ({"low": -3.0, "value": -2.0, "high": -1.0}, "amounts are negative in 1 row"),
    "negative beside no bounds": ({"low": NONE, "value": -2.0}, "amounts are negative in 1 row"),
    "above": ({"value": 4.0}, r"value lies outside \[low, high\] in 1 row"),
    "below": ({"value": 0.25}, r"value lies outside \[low, high\] in 1 row"),
    "endless": ({"value": OPEN}, r"value lies outside \[low, high\] in 1 row"),
    "crossed": ({"value": NONE, "low": 3.0}, "low lies above high in 1 row"),
}
STEPS = [af.totals, af.to_years, af.without_parts, lambda r: af.to_currency(r, "EUR"), af.coverage]


def changed(cells: dict) -> pd.DataFrame:
    rows = make({"record": ["a", "b"], "value": [1.0, 1.0], "low": [0.5, 0.5], "high": [2.0, 2.0]})
    for name, cell in cells.items():
        rows.loc[1, name] = cell
    return rows


@pytest.mark.covering(4)
@pytest.mark.parametrize("kind", ["pandas", "PyArrow", "Polars"])
@pytest.mark.parametrize("name", CHANGED)
def test_figures_that_a_user_broke_are_refused(name, kind):
    cells, said = CHANGED[name]
    frame = engine_of(kind).of(changed(cells))
    for step in STEPS:
        with pytest.raises(af.RecordError, match=said) as caught:
            step(frame)
        assert list(caught.value.rows["record"]) == ["b"]


def test_a_negative_bound_is_seen_beside_an_undisclosed_figure():
    rows = changed({"low": -1.0})
    rows.loc[0, ["value", "low", "high"]] = NONE
    with pytest.raises(af.RecordError, match="amounts are negative in 1 row") as caught:
        af.totals(rows)
    assert list(caught.value.rows["record"]) == ["b"]


@pytest.mark.covering(3)
@pytest.mark.parametrize("kind", ["pandas", "Polars, lazy", "DuckDB"])
@pytest.mark.parametrize(
    "cells",
    [
        {"low": -3.0, "value": -2.0},
        {"value": OPEN, "high": OPEN},
        {"low": OPEN, "value": NONE, "high": OPEN},
        {"value": 9.0},
        {"low": 1.75},
        {"low": 9.0, "value": NONE},
    ],
)
def test_sums_that_no_figures_can_have_are_refused(cells, kind):
    with pytest.raises(af.RecordError, match="negative|infinite|outside|above"):
        af.totals(engine_of(kind).of(changed(cells)))


@pytest.mark.covering(2)
@pytest.mark.parametrize("kind", ["pandas", "Polars", "Polars, lazy", "DuckDB"])
def test_figures_as_they_may_be_are_added(kind):
    rows = make(
        {
            "record": list("abcdef"),
            "value": [1.0, 0.0, NONE, NONE, 3.0, 0.1],
            "low": [0.5, 0.0, 1.0, NONE, 0.0, 0.1],
            "high": [OPEN, 0.0, 1.0, NONE, 3.0, 0.1],
        }
    )
    sums = af.totals(engine_of(kind).of(rows))
    assert frame_of(sums).to_pandas()["low"].tolist() == [pytest.approx(1.6)]


@pytest.mark.parametrize("kind", ["Polars, lazy", "DuckDB"])
def test_a_negative_low_is_seen_in_a_sum_that_is_none(kind):
    # the lows add to 0.25
    with pytest.raises(af.RecordError, match="amounts are negative in 1 row"):
        af.totals(engine_of(kind).of(changed({"low": -0.25})), by=())


@pytest.mark.parametrize("names", [["supplier"], ["record"], ["supplier", "record"]], ids=str)
def test_columns_in_the_index_are_named(names):
    said = ", ".join(map(repr, names))
    with pytest.raises(RecordError, match=rf"records has {said} in its index, .*records\.reset_index\(\)"):
        af.totals(ROWS.set_index(names))
    with pytest.raises(RecordError, match="not a records frame: it lacks 'unit'"):
        af.totals(ROWS.set_index(names).drop(columns="unit").reset_index())


def test_another_kind_of_cells_is_named_beside_the_one_expected():
    with pytest.raises(RecordError, match="another kind of cells: 'release' is Int64, expected text; pass"):
        af.totals(ROWS.assign(release=2024))
    with pytest.raises(
        RecordError, match="'start' is String, expected whole numbers, 'value' is String, exp"
    ):
        af.totals(ROWS.assign(start="2010", value="a lot"))


@pytest.mark.parametrize("engine", ["pandas", "PyArrow", "Polars", "Polars, lazy", "DuckDB"])
@pytest.mark.parametrize("kind", ["{}", "{}.0", " {} "])
def test_years_told_in_text_are_years(engine, kind):
    """Of a record of 2013 in the window 2010–14 nothing is of 2010 to 2012."""
    rows = af.to_records(
        {"value": [10.0]}, supplier="RUS", recipient="ARM", year=2013, stage="delivery", unit="TIV"
    )
    window = af.to_periods(rows, 5, end=2019)
    text = window.assign(**{name: [kind.format(window[name].iloc[0])] for name in TOLD})
    given = engine_of(engine).of(text)
    assert not len(plain(af.where(given, years=(2010, 2012), straddling="cut")))
    years = plain(af.to_years(given))
    assert years[["start", "value"]].values.tolist() == [[2013, 10.0]]
    odd = engine_of(engine).of(text.assign(told_start=["in 2013"]))
    with pytest.raises(af.RecordError, match="'told_start' hold no numbers"):
        af.to_years(odd)


@pytest.mark.parametrize("engine", ["pandas", "Polars", "Polars, lazy", "DuckDB"])
@pytest.mark.parametrize("cell", ["1 ", " 1", "0 + 1"])
def test_a_link_with_blanks_is_one(engine, cell):
    rows = make([{"record": "1", "value": 10.0}, {"record": "2", "value": 4.0}])
    given = engine_of(engine).of(rows.assign(part_of=[None, cell]))
    with pytest.raises(af.PartError):
        af.totals(given)
    assert plain(af.totals(af.without_parts(given)))["value"].tolist() == [10.0]


@pytest.mark.parametrize("engine", ["pandas", "Polars", "Polars, lazy", "DuckDB"])
@pytest.mark.parametrize("word", ["NA", "None", "nan", "<NA>", "null", " "])
def test_a_link_to_nothing_is_none(engine, word):
    rows = make([{"record": str(n), "value": value} for n, value in enumerate((10.0, 5.0, 2.0))])
    given = engine_of(engine).of(rows.assign(same_as=word, part_of=word))
    assert plain(af.totals(given))["value"].tolist() == [17.0]
    assert plain(af.totals(af.without_parts(given)))["value"].tolist() == [17.0]
    again = af.to_records(rows.assign(same_as=word))
    assert again["same_as"].isna().all()


@pytest.mark.parametrize("word", ["NA", "nan", "<NA>"])
def test_a_record_is_not_called_nothing(word):
    """A link to it would be none."""
    with pytest.raises(af.RecordError, match="record is blank"):
        af.to_records({"record": [word], "value": [1.0]}, supplier="RUS", recipient="ARM", year=2013,
                      stage="delivery", unit="TIV")  # fmt: skip


def test_years_told_in_words_are_none():
    rows = make([{"value": 1.0}]).assign(told_start="2015", told_end="then")
    with pytest.raises(af.RecordError, match="'told_end' hold no numbers"):
        af.to_years(rows)


def test_years_told_in_text_are_years_in_pandas():
    window = af.to_periods(make([{"value": 10.0, "year": 2013}]), 5, end=2019)
    text = window.assign(told_start="2013", told_end="2013.0")
    assert af.to_years(text)["start"].tolist() == [2013]
