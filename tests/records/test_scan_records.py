"""Data sets in folders: whole or not there, the same on every engine, and nothing of another kind."""

from __future__ import annotations

import json
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from armsflow.records import files_folder, scan_records
from tests.frames import assert_same, engine_of, make, plain

ROWS = make(
    {
        "record": ["a", "b", "c", "d", "e"],
        "supplier": ["RUS", "USA", "x:south_vietnam", "RUS", "USA"],
        "category": ["ships", "aircraft+ships", "un:I", "all", "ships"],
        "release": ["", "007", "2020-01-01", "1.0", "é %2F:*'[1]?"],
        "year": [2010, 2010, 2011, 2011, 2012],
        "value": [1.0, 2.0, None, 4.0, 5.0],
        "low": [1.0, 0.5, 1.0, 4.0, 5.0],
        "high": [1.0, float("inf"), 9.0, 4.0, 5.0],
    }
).assign(page=[1, 2, 3, 4, 5])
ENGINES = ("duckdb", "polars", "pyarrow")
BY = ["release", "category", "start"]


@pytest.fixture
def folder(tmp_path):
    # names that engines take for patterns, or for columns
    parent = tmp_path / "x=1" / "[a] *é"
    parent.mkdir(parents=True)
    return af.write_records(ROWS, parent / "rows", partition_by=BY)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_data_set_is_the_same_rows_on_every_engine(engine, folder):
    frame = af.scan_records(folder, engine)
    assert isinstance(
        frame, {"duckdb": duckdb.DuckDBPyRelation, "polars": pl.LazyFrame, "pyarrow": pa.Table}[engine]
    )
    assert_same(frame, ROWS, ordered=False)
    later = af.to_years(af.where(frame, category=["ships", "aircraft"]))
    assert_same(af.totals(later, by=["supplier", "release"]), af.totals(
        af.where(ROWS, category=["ships", "aircraft"]), by=["supplier", "release"]
    ))  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_a_data_set_may_be_cut_by_every_column_that_all_records_fill(engine, tmp_path):
    rows = ROWS.assign(estimated=[True, False, True, False, False])
    for column in files_folder.APART:
        folder = af.write_records(rows, tmp_path / column, partition_by=column)
        assert_same(af.scan_records(folder, engine), rows, ordered=False)
    folder = af.write_records(rows, tmp_path / "two", partition_by=["estimated", "start"])
    assert (folder / "estimated=true" / "start=2010").is_dir()
    totals = af.totals(af.scan_records(folder, engine), by=["supplier", "release"])
    assert_same(totals, af.totals(rows, by=["supplier", "release"]))


@pytest.mark.parametrize("engine", ENGINES)
def test_one_file_and_a_folder_of_files_are_scanned_too(engine, tmp_path):
    af.write_records(ROWS, tmp_path / "a [1].parquet")
    assert_same(af.scan_records(tmp_path / "a [1].parquet", engine=engine), ROWS, ordered=False)
    later = ROWS.assign(release="later")
    af.write_records(later, tmp_path / "b=2.parquet")
    assert_same(af.scan_records(tmp_path, engine=engine), af.concat(ROWS, later), ordered=False)
    af.write_records(later, tmp_path / "c.parquet")
    with pytest.raises(af.RecordError, match="rows stand twice: 'a', 'b'"):
        af.scan_records(tmp_path, engine=engine)


@pytest.mark.covering(2)
@pytest.mark.parametrize("kind", ["PyArrow", "Polars", "Polars, lazy", "DuckDB"])
def test_every_engine_writes_the_same_data_set(kind, tmp_path):
    rows = ROWS.assign(long=pd.array([2**60 + 1, None, 3, 4, 5], dtype="Int64"))
    expected = af.write_records(rows, tmp_path / "pandas", partition_by="supplier")
    found = af.write_records(engine_of(kind).of(rows), tmp_path / "other", partition_by="supplier")
    names = [sorted(p.relative_to(f).as_posix() for p in f.rglob("*")) for f in (expected, found)]
    assert names[0] == names[1]
    assert "supplier=x%3Asouth_vietnam/part-0.parquet" in names[0]
    table = af.scan_records(found, engine="pyarrow")
    cells = dict(zip(table["record"].to_pylist(), table["long"].to_pylist(), strict=True))
    assert cells == {"a": 2**60 + 1, "b": None, "c": 3, "d": 4, "e": 5}


def test_other_programs_read_the_folders(tmp_path):
    folder = af.write_records(ROWS, tmp_path / "rows", partition_by="supplier")
    frame = pd.read_parquet(folder)
    assert_same(af.totals(frame, by=["release", "supplier"]), af.totals(ROWS, by=["release", "supplier"]))
    counted = duckdb.sql(f"select supplier, count(*) from read_parquet('{folder}/**/*.parquet') group by 1")
    assert dict(counted.fetchall()) == {"RUS": 2, "USA": 2, "x:south_vietnam": 1}


def test_each_file_says_what_it_is_and_the_list_what_there_is(folder):
    about = json.loads((folder / "_armsflow.json").read_text(encoding="utf-8"))
    assert about["partition_by"] == BY
    assert about["rows"] == len(ROWS) == sum(file["rows"] for file in about["files"].values())
    assert "user: the user" in about["citation"]
    for name in about["files"]:
        parquet = pq.ParquetFile(folder / name)
        assert not set(BY) & set(parquet.schema_arrow.names)
        assert b"user: the user" in parquet.schema_arrow.metadata[b"armsflow.citation"]
        with pytest.raises(
            af.SourceError, match=r"one file of a data set.*scan_records\(\) reads the folder"
        ):
            af.read_records(folder / name)


def test_many_rows_wait_and_few_files_are_open(tmp_path, monkeypatch):
    monkeypatch.setattr(files_folder, "_MOST_ROWS", 3)
    monkeypatch.setattr(files_folder, "_MOST_OPEN", 1)
    monkeypatch.setattr("armsflow.records.engines._PIECE", 2)
    rows = make({"record": list("abcdefgh"), "supplier": ["RUS", "USA"] * 4, "value": range(8)})
    folder = af.write_records(rows, tmp_path / "rows", partition_by="supplier")
    assert len(list(folder.rglob("*.parquet"))) > 2
    assert_same(af.scan_records(folder, engine="pyarrow"), rows, ordered=False)


def test_a_failed_write_leaves_the_old_data_set_and_no_other(folder, monkeypatch):
    before = sorted(folder.rglob("*"))

    def broken(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(files_folder, "_write_list", broken)
        with pytest.raises(OSError, match="disk full"):
            af.write_records(ROWS, folder, partition_by="supplier")
    assert sorted(folder.rglob("*")) == before
    assert [path.name for path in folder.parent.iterdir()] == ["rows"]
    af.write_records(ROWS.head(2), folder, partition_by="supplier")
    assert len(plain(af.scan_records(folder))) == 2
    assert [path.name for path in folder.parent.iterdir()] == ["rows"]


def test_a_folder_with_other_things_is_not_replaced(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(af.ArgumentError, match=r"holds other things than a data set of write_records\(\)"):
        af.write_records(ROWS, tmp_path, partition_by="supplier")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    af.write_records(ROWS, tmp_path / "empty", partition_by="supplier")
    with pytest.raises(af.ArgumentError, match="cannot be written: No such file.*expected a folder"):
        af.write_records(ROWS, tmp_path / "no" / "where", partition_by="supplier")


@pytest.mark.parametrize("columns", [[], ["record"], "part_of", ["supplier", "supplier"], "page"])
def test_data_sets_are_cut_by_what_every_record_says(columns, tmp_path):
    with pytest.raises(af.ArgumentError, match="partition_by is .*expected one or several of 'source'"):
        af.write_records(ROWS, tmp_path / "rows", partition_by=columns)


def test_too_many_folders_and_names_that_are_none(tmp_path, monkeypatch):
    with pytest.raises(af.ArgumentError, match="cannot be the name of a folder"):
        af.write_records(ROWS.assign(release="x" * 300), tmp_path / "rows", partition_by="release")
    monkeypatch.setattr(files_folder, "_MOST_FOLDERS", 2)
    with pytest.raises(af.ArgumentError, match="would make 3 folders; at most 2"):
        af.write_records(ROWS, tmp_path / "rows", partition_by="supplier")
    assert list(tmp_path.iterdir()) == []


def test_records_that_break_the_rules_are_not_written(tmp_path):
    with pytest.raises(af.RecordError, match="rows stand twice: 'a'"):
        af.write_records(pd.concat([ROWS, ROWS.head(1)]), tmp_path / "rows", partition_by="supplier")
    with pytest.raises(af.RecordError, match="negative"):
        af.write_records(ROWS.assign(low=-1.0), tmp_path / "rows", partition_by="supplier")
    assert list(tmp_path.iterdir()) == []


def part_of(folder):
    return sorted(folder.rglob("*.parquet"))[0]


DAMAGES = {
    "a file is gone": (lambda f: part_of(f).unlink(), "1 gone"),
    "a file is new": (lambda f: (f / "more.parquet").write_bytes(part_of(f).read_bytes()), "1 new"),
    "a file moved": (lambda f: part_of(f).rename(f / "part-0.parquet"), "1 gone .* 1 new"),
    "a bit is flipped": (lambda f: flip(part_of(f), 100), "not as write_records|cannot be read"),
    "a list is changed": (lambda f: edit(f, '"rows": 1', '"rows": 2'), "not as write_records"),
    "a list is cut": (lambda f: (f / "_armsflow.json").write_text("{"), "is damaged"),
    "a list is no list": (lambda f: (f / "_armsflow.json").write_text("[]"), "is damaged"),
    "a list is gone": (lambda f: (f / "_armsflow.json").unlink(), "one file of a data set, whose list"),
}


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def edit(folder, old, new):
    path = folder / "_armsflow.json"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", DAMAGES)
def test_a_data_set_that_changed_is_refused(name, folder):
    damage, said = DAMAGES[name]
    damage(folder)
    with pytest.raises(af.SourceError, match=said):
        af.scan_records(folder, engine="pyarrow")


def test_a_file_of_an_older_writing_is_seen_without_reading_it_all(tmp_path):
    first = af.write_records(ROWS, tmp_path / "first", partition_by="supplier")
    second = af.write_records(ROWS.assign(item="other"), tmp_path / "second", partition_by="supplier")
    part_of(first).write_bytes(part_of(second).read_bytes())
    for verify in (True, False):
        with pytest.raises(af.SourceError, match="has files that its list knows otherwise"):
            af.scan_records(first, verify=verify)


def test_what_is_not_ours_is_refused(tmp_path):
    with pytest.raises(af.SourceError, match="holds no Parquet file"):
        af.scan_records(tmp_path)
    with pytest.raises(af.SourceError, match="cannot be read as Parquet"):
        af.scan_records(tmp_path / "nowhere.parquet")
    ROWS.to_parquet(tmp_path / "theirs.parquet")
    for path in (tmp_path, tmp_path / "theirs.parquet"):
        with pytest.raises(af.SourceError, match=r"not written by write_records\(\)"):
            af.scan_records(path)
    (tmp_path / "theirs.parquet").unlink()
    af.write_records(ROWS, tmp_path / "a.parquet")
    af.write_records(ROWS.assign(release="2", more=1), tmp_path / "b.parquet")
    with pytest.raises(af.SourceError, match=r"files of different columns: .*concat\(\) them"):
        af.scan_records(tmp_path)


def rewritten(path, table, **about):
    meta = table.schema.metadata | {b"armsflow.schema": json.dumps(about).encode()}
    pq.write_table(table.replace_schema_metadata(meta), path)


def test_files_of_other_versions(tmp_path):
    path = af.write_records(ROWS, tmp_path / "rows.parquet")
    table = pq.read_table(path)
    # the first version said no digest, so the rules are looked at in any case
    rewritten(path, table, version=1)
    assert_same(af.scan_records(path, verify=False), ROWS, ordered=False)
    place = table.schema.get_field_index("low")
    rewritten(path, table.set_column(place, "low", pa.array([-1.0] * 5)), version=1)
    with pytest.raises(af.RecordError, match="negative"):
        af.scan_records(path, verify=False)
    rewritten(path, table.drop_columns(["note"]), version=1)
    with pytest.raises(af.SourceError, match="lacks columns.*'note'; an earlier armsflow may have"):
        af.scan_records(path)
    rewritten(path, table, version=4)
    with pytest.raises(af.SourceError, match="of a newer armsflow"):
        af.scan_records(path)
    rewritten(path, table, version=3)
    with pytest.raises(af.SourceError, match=r"is not as write_records\(\) wrote it"):
        af.scan_records(path)


@pytest.mark.parametrize(
    ("engine", "package"), [("duckdb", "duckdb"), ("polars", "polars"), ("spark", "pyspark.sql")]
)
def test_an_engine_that_is_not_installed(engine, package, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(af.DependencyError, match=rf"pip install 'armsflow\[{engine}\]'"):
        af.scan_records(folder, engine=engine)


def test_engines_and_sessions(folder):
    with pytest.raises(af.ArgumentError, match="engine is 'dask'; expected one of 'duckdb', 'polars'"):
        af.scan_records(folder, engine="dask")
    connection = duckdb.connect()
    frame = af.scan_records(folder, session=connection)
    assert frame.query("rows", "select count(*) from rows").fetchall() == [(5,)]
    # two of one connection can be joined
    later = af.scan_records(folder, session=connection).query(
        "rows", "select * replace ('z' as source) from rows"
    )
    assert len(plain(af.concat(frame, later))) == 10
    with pytest.raises(af.ArgumentError, match="session is given, and engine 'polars' has none"):
        af.scan_records(folder, engine="polars", session=connection)


def test_a_data_set_may_be_opened_without_reading_all_of_it(tmp_path):
    folder = af.write_records(make([{"value": 1.0}]), tmp_path / "set", partition_by="stage")
    assert plain(af.scan_records(folder, engine="polars", verify=False))["value"].tolist() == [1.0]
    assert scan_records._for_spark(tmp_path / "a[1]").endswith(r"a\[1\]")
    with pytest.raises(af.ArgumentError, match="session is given, and engine 'polars' has none"):
        af.scan_records(folder, engine="polars", session=1)
