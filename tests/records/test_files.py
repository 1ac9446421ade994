"""Files: Parquet that comes back the same, tables for other programs, whole or not at all."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from tests.frames import assert_same, make

RECORDS = make(
    {
        "record": ["a", "b"],
        "value": [1.0, np.nan],
        "low": [0.5, np.nan],
        "high": [np.inf, np.nan],
        "note": ["=1+1", "–"],
        "part_of": [None, "a"],
    }
).assign(condition=["new", None])


def test_records_come_back_the_same_from_every_engine(engine, tmp_path):
    path = af.write_records(engine.of(RECORDS), tmp_path / "records.parquet")
    assert_same(af.read_records(path), RECORDS)


def test_the_file_says_what_it_is_and_how_to_cite_it(tmp_path, claims):
    schema = pq.read_schema(af.write_records(claims, tmp_path / "claims.parquet"))
    assert schema.field("start").type == pa.int16()
    assert schema.field("value").type == pa.float64()
    assert b"armsflow developers" in schema.metadata[b"armsflow.citation"]
    assert b'"version": 1' in schema.metadata[b"armsflow.schema"]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "records.parquet"
    af.write_records(RECORDS, path)
    before = path.read_bytes()

    def broken(table, part):
        part.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr("armsflow.records.files.pq.write_table", broken)
    with pytest.raises(OSError, match="disk full"):
        af.write_records(RECORDS, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["records.parquet"]


def test_spread_records_can_be_kept_too(tmp_path):
    years = af.to_years(make({"start": [2010], "end": [2014], "value": [5.0]}))
    assert_same(af.read_records(af.write_records(years, tmp_path / "y.parquet")), years)


def test_foreign_files_are_refused(tmp_path):
    with pytest.raises(af.SourceError, match="cannot be read as Parquet"):
        af.read_records(tmp_path / "nowhere.parquet")
    (tmp_path / "text.parquet").write_text("no parquet")
    with pytest.raises(af.SourceError, match="cannot be read as Parquet"):
        af.read_records(tmp_path / "text.parquet")
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "other.parquet")
    with pytest.raises(af.SourceError, match=r"not written by write_records\(\)"):
        af.read_records(tmp_path / "other.parquet")
    with pytest.raises(af.ArgumentError, match="ending is '.csv'"):
        af.write_records(RECORDS, tmp_path / "records.csv")


def test_tampered_files_are_refused(tmp_path):
    path = af.write_records(RECORDS, tmp_path / "records.parquet")
    table = pq.read_table(path)
    metadata = table.schema.metadata
    place = table.schema.get_field_index("start")
    wide = table.set_column(place, "start", table.column("start").cast(pa.int64()))
    pq.write_table(wide.replace_schema_metadata(metadata), path)
    with pytest.raises(af.SourceError, match="columns of another type: 'start'"):
        af.read_records(path)
    place = table.schema.get_field_index("value")
    negative = table.set_column(place, "value", pa.array([-1.0, None]))
    pq.write_table(negative.replace_schema_metadata(metadata), path)
    with pytest.raises(af.RecordError, match="negative"):
        af.read_records(path)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".dta", ".parquet"])
def test_tables_for_other_programs(tmp_path, ending):
    path = af.write_table(RECORDS, tmp_path / f"table{ending}")
    readers = {
        ".csv": pd.read_csv,
        ".xlsx": pd.read_excel,
        ".dta": pd.read_stata,
        ".parquet": pd.read_parquet,
    }
    table = readers[ending](path)
    assert table["supplier"].tolist() == ["RUS", "RUS"]
    assert table["supplier_name"].tolist() == ["Russia", "Russia"]
    assert table["high"].isna().all()
    assert table["high_open"].tolist() == [True, False]
    note = table["note"].tolist()[0]
    assert note == ("'=1+1" if ending in (".csv", ".xlsx") else "=1+1")


def test_summaries_have_names_and_others(tmp_path):
    rows = make({"supplier": ["RUS", "ISR"], "value": [2.0, 1.0]})
    path = af.write_table(af.totals(rows, top=1), tmp_path / "totals.csv")
    assert pd.read_csv(path)["supplier_name"].tolist() == ["Russia", "Others"]


def test_the_same_table_is_the_same_bytes(tmp_path, claims):
    one, two = (af.write_table(claims, tmp_path / n).read_bytes() for n in ("a.csv", "b.csv"))
    assert one == two
    assert b"\r" not in one


def test_unknown_endings_and_missing_openpyxl(tmp_path, monkeypatch):
    with pytest.raises(af.ArgumentError, match="ending is '.xls'; expected one of '.csv'"):
        af.write_table(RECORDS, tmp_path / "table.xls")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(af.DependencyError, match=r"pip install 'armsflow\[xlsx\]'"):
        af.write_table(RECORDS, tmp_path / "table.xlsx")
    assert list(tmp_path.iterdir()) == []
