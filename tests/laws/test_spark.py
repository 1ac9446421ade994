"""Spark gives what pandas gives: every transform, every noun, choosing and joining, files and refusals.

These tests need PySpark and Java, and are skipped without; `make spark` installs PySpark and runs them.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import armsflow as af
from tests.frames import FUZZ, HAS_SPARK, assert_alike, assert_same, engine_of, make, plain, spark
from tests.laws.test_engines import ALL, EMPTY, FLOWS, KINDS, MANY, NOUNS, STEPS, assert_many_rows_alike
from tests.records.test_engines import NOUNS as MORE_NOUNS
from tests.records.test_engines import rows_of

pytestmark = [
    pytest.mark.skipif(not HAS_SPARK, reason="needs PySpark and Java: make spark"),
    # PySpark's own
    pytest.mark.filterwarnings(
        "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
BOTH = ("pandas", "Spark")
OTHER = ["totals", "coverage", "rankings", "supplier_balance", "discrepancies"]


def of(rows: pd.DataFrame):
    return engine_of("Spark").of(rows)


@pytest.mark.parametrize("name", ALL)
def test_flows_of_one_meaning(name):
    assert isinstance(assert_alike(ALL[name], FLOWS, ordered=name in NOUNS, engines=BOTH), pd.DataFrame)


@pytest.mark.parametrize("name", STEPS)
def test_records_of_several_meanings(name):
    assert isinstance(assert_alike(ALL[name], KINDS, ordered=False, engines=BOTH), pd.DataFrame)


@pytest.mark.parametrize("name", ["to_periods", "without_parts", "totals, folded", "coverage"])
def test_no_flows_at_all(name):
    assert_alike(ALL[name], EMPTY, ordered=name in NOUNS, engines=BOTH)


@pytest.mark.filterwarnings("ignore:in . row.s. .* one side has records of years:UserWarning")
@pytest.mark.parametrize("name", OTHER)
def test_nouns_by_other_columns(name):
    assert isinstance(assert_alike(MORE_NOUNS[name], rows_of(name), engines=BOTH), pd.DataFrame)


def test_lazy_in_lazy_out():
    rows = of(FLOWS)
    for step in STEPS.values():
        assert type(step(rows)) is type(rows)
    assert isinstance(af.totals(rows), pd.DataFrame)


def test_burden_and_tables_of_the_users_own():
    spending = pd.DataFrame({"party": "AZE", "year": range(2010, 2020), "value": 50.0, "unit": "USD"})
    payments = FLOWS[FLOWS["record"] == "b"].assign(stage="payment")
    assert_alike(lambda rows: af.burden(rows, spending), payments, engines=BOTH)
    rates = pd.DataFrame({"currency": "EUR", "year": range(2010, 2020), "rate": 0.8})
    money = FLOWS[FLOWS["record"] == "b"]
    assert_same(af.to_currency(of(money), "EUR", rates=of(rates)), af.to_currency(money, "EUR", rates=rates))


def test_joined_frames():
    rows = rows_of("totals")
    later = rows.assign(release="2", page=5)
    assert_same(af.concat(of(rows), of(later)), af.concat(rows, later), ordered=False)
    with pytest.raises(af.RecordError, match="records stand in two of the frames"):
        af.concat(of(rows), of(rows))
    with pytest.raises(af.ArgumentError, match="frames are of different kinds"):
        af.concat(of(rows), rows)
    ten = [make({"record": ["a"], "value": [10.0]})]
    ten += [make({"record": [r], "value": [10.0], "same_as": [s]}) for r, s in (("b", "a"), ("c", "b"))]
    assert af.totals(af.without_parts(af.concat(*map(of, ten))))["value"].tolist() == [10.0]


def test_frames_typed_anew():
    rows = rows_of("totals")
    frame = of(rows)
    expected = af.totals(rows, by="region")
    for column, kind in (("value", "decimal(30, 4)"), ("start", "bigint"), ("estimated", "int")):
        again = frame.withColumn(column, frame[column].cast(kind))
        assert_same(af.totals(again, by="region"), expected)
    with pytest.raises(af.RecordError, match="another kind of cells: 'value' is String, expected numbers"):
        af.totals(frame.withColumn("value", frame["value"].cast("string")))
    with pytest.raises(af.RecordError, match="release is null in 1 row"):
        af.totals(of(rows.assign(release=[None, *rows["release"][1:]])))
    with pytest.raises(af.ArgumentError, match="a lazy frame has no order by which to number its rows"):
        af.to_records(frame.drop("record"))


@pytest.mark.parametrize("name", ["Value", "a.b", "a`b"])
def test_names_that_spark_takes_for_others_are_refused(name):
    with pytest.raises(af.ArgumentError, match=f"Spark does not distinguish columns called .*{name}.*rename"):
        af.totals(of(FLOWS.assign(**{name: 1.0})))
    with pytest.raises(af.ArgumentError, match="names that begin with 'armsflow__'"):
        af.totals(of(FLOWS.assign(ARMSFLOW__step=1.0)))


def test_files(tmp_path):
    rows = FLOWS.assign(page=pd.array([2**60 + 1, *[None] * 8], dtype="Int64"))
    parent = tmp_path / "x=1 {a} [b]*é"
    parent.mkdir()
    one = af.write_records(of(rows), parent / "rows.parquet")
    assert_same(af.read_records(one), rows, ordered=False)
    assert af.read_records(one)["page"].max() == 2**60 + 1
    assert_same(af.scan_records(one, "spark", session=spark()), rows, ordered=False)
    rows["release"] = ["", "007", "2020-01-01", "1.0", "é %2F:*'[1]?", "", "", "", ""]
    folder = af.write_records(of(rows), parent / "rows", partition_by=["release", "supplier", "start"])
    assert sorted(path.name for path in parent.iterdir()) == ["rows", "rows.parquet"]
    for engine in ("spark", "pyarrow"):
        frame = af.scan_records(folder, engine=engine)
        assert_same(frame, rows, ordered=False)
    seen = af.scan_records(folder, "spark", verify=False)
    assert_same(af.totals(seen, by=["supplier", "release"]), af.totals(rows, by=["supplier", "release"]))
    assert af.write_table(seen, parent / "rows.csv").stat().st_size


def test_other_columns_of_any_kind_go_through():
    frame = of(FLOWS).selectExpr("*", "map('a', 1) as parts", "date'2020-01-01' as day")
    assert_same(plain(af.to_years(frame).drop("parts", "day")), af.to_years(FLOWS), ordered=False)
    assert {row["day"].year for row in af.to_years(frame).select("day").collect()} == {2020}
    with pytest.raises(af.ArgumentError, match="by is 'parts', of cells that are neither text nor numbers"):
        af.totals(frame, by="parts")


def test_small_tables_are_frames_of_the_same_session():
    from armsflow.records.engines import frame_of, like

    frame = frame_of(of(FLOWS))
    small = like(frame, pa.table({"record": ["a"], "armsflow__n": [7]})).to_native()
    assert small.sparkSession is spark()


if FUZZ:

    @pytest.mark.parametrize("name", MANY)
    def test_many_rows_drawn_by_a_seed(name):
        assert_many_rows_alike(name, BOTH)


# the last one: it ends the session
def test_zz_a_stopped_session_is_said():
    frame = of(FLOWS)
    spark().stop()
    spark.cache_clear()
    with pytest.raises(af.ArgumentError, match="Spark frame whose session is stopped; keep the session"):
        af.totals(frame)
