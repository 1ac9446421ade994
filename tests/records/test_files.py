"""Files: Parquet that comes back the same, tables for other programs, whole or not at all."""

from __future__ import annotations

import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import armsflow as af
from armsflow.records import files, files_signed
from tests.frames import FIRST_SEED, FUZZ, assert_same, engine_of, make, plain

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
    assert b'"version": 3' in schema.metadata[b"armsflow.schema"]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "records.parquet"
    af.write_records(RECORDS, path)
    before = path.read_bytes()

    def broken(records, data, citation, part):
        part.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr("armsflow.records.files._write", broken)
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
    with pytest.raises(af.ArgumentError, match="ending is '.csv'; expected '.parquet', or partition_by="):
        af.write_records(RECORDS, tmp_path / "records.csv")


def test_tampered_files_are_refused(tmp_path):
    path = af.write_records(RECORDS, tmp_path / "records.parquet")
    table = pq.read_table(path)
    with pytest.raises(af.SourceError, match="not as write_records"):
        pq.write_table(table, path)
        af.read_records(path)
    # a file of the first version says no digest
    metadata = table.schema.metadata | {b"armsflow.schema": b'{"version": 1}'}
    place = table.schema.get_field_index("start")
    wide = table.set_column(place, "start", table.column("start").cast(pa.int64()))
    pq.write_table(wide.replace_schema_metadata(metadata), path)
    with pytest.raises(af.SourceError, match="of another type: 'start'"):
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


@pytest.mark.fuzz
def test_no_flipped_bit_goes_unseen(tmp_path):
    path = af.write_records(RECORDS, tmp_path / "records.parquet")
    content, other = path.read_bytes(), tmp_path / "other.parquet"
    step, first = (7, FIRST_SEED % 7) if FUZZ else (997, 0)
    for bit in range(first, 8 * len(content), step):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        other.write_bytes(flipped)
        with pytest.raises(af.SourceError):
            af.read_records(other)
    for cut in range(1, len(content), 101):
        other.write_bytes(content[:cut])
        with pytest.raises(af.SourceError):
            af.read_records(other)


def test_pages_carry_checksums_for_other_programs(tmp_path):
    path = af.write_records(RECORDS, tmp_path / "records.parquet")
    assert_same(pq.read_table(path, page_checksum_verification=True), RECORDS)


@pytest.mark.parametrize("version", [1, 2])
def test_a_file_without_the_later_columns_is_read(tmp_path, version):
    """It does not say what its source covered: each row speaks of its own years."""
    claims = af.read_claims(af.table_path("claims.csv"))
    path = af.write_records(claims, tmp_path / "claims.parquet")
    table = pq.read_table(path)
    later = ["dataset", "observed_start", "observed_end", "selection"]
    meta = table.schema.metadata | {b"armsflow.schema": b'{"version": %d}' % version}
    if version == 1:
        meta.pop(b"armsflow.digest")
        pq.write_table(table.drop_columns(later).replace_schema_metadata(meta), path)
    else:
        schema = table.drop_columns(later).schema.with_metadata(meta)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(files_signed, "VERSION", 2)
            with files_signed.signed(path, schema.remove_metadata(), "") as add:
                add(table.drop_columns(later).replace_schema_metadata(None))
    for records in (af.read_records(path), plain(af.scan_records(path, engine="pyarrow"))):
        assert list(records) == list(claims)
        assert records["observed_start"].tolist() == claims["start"].tolist()
        assert set(records["dataset"]) == set(records["selection"]) == {""}


def test_a_file_of_the_first_version_is_read(tmp_path):
    table = pq.read_table(af.write_records(RECORDS, tmp_path / "records.parquet"))
    meta = table.schema.metadata | {b"armsflow.schema": b'{"version": 1}'}
    pq.write_table(table.replace_schema_metadata(meta), tmp_path / "old.parquet")
    assert_same(af.read_records(tmp_path / "old.parquet"), RECORDS)


def test_only_one_file_on_this_machine_is_read(tmp_path):
    af.write_records(RECORDS, tmp_path / "one.parquet")
    af.write_records(RECORDS.assign(release="2"), tmp_path / "two.parquet")
    with pytest.raises(af.SourceError, match=r"is a folder; expected one file.*concat"):
        af.read_records(tmp_path)
    with pytest.raises(af.SourceError, match=r"scan_records\(\) reads a data set"):
        af.read_records(tmp_path)
    for address in ("s3://bucket/records.parquet", "https://example.org/records.parquet", "gs://b/r.parquet"):
        with pytest.raises(af.SourceError, match="cannot be read as Parquet.*No such file"):
            af.read_records(address)


def test_a_row_that_stands_twice_is_neither_written_nor_read(tmp_path):
    years = af.to_years(make({"record": ["a"], "start": [2010], "end": [2014], "value": [5.0]}))
    path = af.write_records(years, tmp_path / "years.parquet")
    assert_same(af.read_records(path), years)
    twice = pd.concat([years, years.head(1)], ignore_index=True)
    with pytest.raises(af.RecordError, match="rows stand twice: 'a'"):
        af.write_records(twice, tmp_path / "twice.parquet")
    table = pq.read_table(path)
    meta = table.schema.metadata | {b"armsflow.schema": b'{"version": 1}'}
    table = pa.concat_tables([table, table.slice(0, 1)]).replace_schema_metadata(meta)
    pq.write_table(table, tmp_path / "twice.parquet")
    with pytest.raises(af.RecordError, match="rows stand twice: 'a'"):
        af.read_records(tmp_path / "twice.parquet")


FURTHER = {
    "long": pd.array([2**60 + 1, None], dtype="Int64"),
    "short": pd.array([None, 200], dtype="UInt8"),
    "exact": [Decimal("1234567890123456789.1234567"), None],
    "kind": pd.Categorical(["b", None], ["b", "a", "c"], ordered=True),
    "day": pd.to_datetime(["2020-02-29 12:00:00.000001", None]),
    "parts": [["a", "b"], None],
    "flag": pd.array([True, None], dtype="boolean"),
}


@pytest.mark.parametrize("kind", ["pandas", "PyArrow", "Polars", "Polars, lazy", "DuckDB"])
def test_further_columns_lose_nothing(kind, tmp_path):
    rows = RECORDS.assign(**FURTHER)
    if kind == "DuckDB":
        rows = rows.assign(kind=rows["kind"].astype(str))
    found = af.read_records(af.write_records(engine_of(kind).of(rows), tmp_path / "rows.parquet"))
    assert list(found) == list(rows)
    assert found["long"].tolist() == [2**60 + 1, pd.NA]
    assert found["short"].tolist() == [pd.NA, 200]
    assert found["exact"][0] == FURTHER["exact"][0]
    assert found["kind"][0] == "b"
    assert found["day"][0] == FURTHER["day"][0]
    assert list(found["parts"][0]) == ["a", "b"]
    assert found["flag"][0]
    for name in ("exact", "kind", "day", "parts", "flag"):
        assert (name == "kind" and kind == "DuckDB") or found[name].isna().tolist() == [False, True]
    if kind == "pandas":
        pd.testing.assert_series_equal(found["kind"], rows["kind"])


def test_columns_that_parquet_cannot_hold_are_refused(tmp_path):
    path = tmp_path / "rows.parquet"
    with pytest.raises(af.RecordError, match="mixed holds cells of different kinds: 1, 'a'"):
        af.write_records(RECORDS.assign(mixed=[1, "a"]), path)
    spans = pa.array([(1, 2, 3), None], pa.month_day_nano_interval())
    table = pa.Table.from_pandas(RECORDS, preserve_index=False).append_column("span", spans)
    with pytest.raises(af.ArgumentError, match="of a kind that Parquet cannot hold.*make it text"):
        af.write_records(table, path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_header_is_a_formula(suffix, tmp_path):
    frame = pd.DataFrame({"=1+1": [1], "@x": ["a"], "plain": ["+2"]})
    path = af.write_table(frame, tmp_path / f"table.{suffix}")
    found = pd.read_csv(path) if suffix == "csv" else pd.read_excel(path)
    assert list(found) == ["'=1+1", "'@x", "plain"]
    assert found["plain"].tolist() == ["'+2"]


@pytest.mark.parametrize("text", ["x" * 32_768, "bell \x07", "form feed \x0c"], ids=["long", "bell", "feed"])
def test_what_excel_would_cut_or_cannot_hold_is_refused(text, tmp_path):
    frame = pd.DataFrame({"note": ["fine", text, None], "value": [1, 2, 3]})
    with pytest.raises(af.ArgumentError, match="note holds text that Excel cannot keep in 1 row") as caught:
        af.write_table(frame, tmp_path / "table.xlsx")
    assert caught.value.rows["value"].tolist() == [2]
    assert list(tmp_path.iterdir()) == []
    assert pd.read_csv(af.write_table(frame, tmp_path / "table.csv"))["note"][1] == text


def test_a_long_text_is_whole_in_stata(tmp_path):
    frame = pd.DataFrame({"note": ["a", "é" * 3000]})
    assert pd.read_stata(af.write_table(frame, tmp_path / "t.dta"))["note"].tolist() == frame["note"].tolist()


@pytest.mark.parametrize("name", ["armsflow.digest", "armsflow.digest\x18\x40" + "0" * 64])
def test_a_text_like_the_digest_does_no_harm(name, tmp_path):
    rows = RECORDS.assign(source=name, **{f"{name} too": 1})
    assert_same(af.read_records(af.write_records(rows, tmp_path / "rows.parquet")), rows)


def test_a_table_of_more_rows_than_excel_holds_is_refused(monkeypatch, tmp_path, claims):
    monkeypatch.setattr(files, "_MOST_ROWS", 2)
    with pytest.raises(af.ArgumentError, match="Excel holds 2: write CSV or Parquet"):
        af.write_table(claims, tmp_path / "claims.xlsx")
    assert not list(tmp_path.iterdir())
