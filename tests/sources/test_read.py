"""`read` finds the source of a file by its header, or says which come nearest."""

from __future__ import annotations

import base64
import gzip
import io
import sys
import zipfile

import pandas as pd
import pytest

import armsflow as af
from armsflow.sources import read as module
from armsflow.sources.formats import folded, head_of, known_by
from tests.sources.sipri.formats import ENVELOPES, SHAPES

CLAIMS = af.table_path("claims.csv")


@pytest.mark.parametrize("shape", [*SHAPES, *ENVELOPES])
def test_every_shape_of_sipri_is_found(shape):
    content = SHAPES.get(shape) or ENVELOPES[shape]
    head, _ = head_of(content)
    assert {known.name for known in module._matches(head)} == {"read_sipri"}


def test_the_same_records_as_the_reader_makes():
    direct = af.read_claims(CLAIMS)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(CLAIMS, "anything.dat")
    content = CLAIMS.read_bytes()
    for path in (CLAIMS, str(CLAIMS)):
        pd.testing.assert_frame_equal(af.read(path), direct)
    # what has no name says so
    direct["file"] = ""
    for path in (content, io.BytesIO(content), io.StringIO(content.decode())):
        pd.testing.assert_frame_equal(af.read(path), direct)
    pd.testing.assert_frame_equal(af.read(packed.getvalue()), direct)
    pd.testing.assert_frame_equal(af.read(gzip.compress(content)), direct)


def test_parquet_is_that_of_write_records(claims, tmp_path):
    path = af.write_records(claims, tmp_path / "records.parquet")
    pd.testing.assert_frame_equal(af.read(path), af.read_records(path))
    for content in (path.read_bytes(), io.BytesIO(path.read_bytes())):
        pd.testing.assert_frame_equal(af.read(content), af.read_records(path))


def test_an_option_is_the_readers():
    assert set(af.read(SHAPES["deals"], release="2024")["release"]) == {"2024"}
    with pytest.raises(
        af.ArgumentError, match=r"'relase' is no option of read_sipri.*did you mean 'release'"
    ):
        af.read(SHAPES["deals"], relase="2024")


def test_what_comes_nearest_is_said():
    almost = b"id,supplier,recipient,stage,period,weapons\n1,a,b,c,d,e\n"
    with pytest.raises(af.SourceError, match="line 1 has 3 of 4 columns, without 'amount'"):
        af.read(almost)
    with pytest.raises(af.SourceError, match="none comes near"):
        af.read(b"a,b\n1,2\n")
    with pytest.raises(af.SourceError, match="none comes near"):
        af.read(b"")


def test_what_may_be_two_sources_is_refused(monkeypatch):
    def reader(path):
        raise AssertionError

    two = [module._Known(f"read_{n}", reader, known_by(n, "alpha", "beta")) for n in ("one", "two")]
    monkeypatch.setattr(module, "formats", lambda: two)
    with pytest.raises(af.SourceError, match="may be of several sources"):
        af.read(b"alpha,beta\n1,2\n")
    more = module._Known("read_more", lambda path: pd.DataFrame(), known_by("more", "alpha", "beta", "gamma"))
    monkeypatch.setattr(module, "formats", lambda: [*two, more])
    # the format that knows most of the columns
    assert af.read(b"alpha,beta,gamma\n1,2,3\n").empty


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(af.SourceError, match="cannot be read"):
        af.read(tmp_path / "nowhere.csv")
    with pytest.raises(af.SourceError, match="is a folder"):
        af.read(tmp_path)
    with pytest.raises(af.ArgumentError, match="expected a path, a file object"):
        af.read(3)
    with pytest.raises(af.SourceError, match="damaged archive"):
        af.read(b"\x1f\x8b" + b"x" * 40)


def test_names_are_the_same_whatever_their_signs():
    assert folded("Trade Value (US$)") == folded("TradeValueUS") == folded("trade_value_us")
    spelled = known_by("it", "Supplier|Seller", "Year")
    assert spelled.is_in(head_of(b"lines above\n\nSELLER;year\nx;1\n")[0])
    assert not spelled.is_in(head_of(b"seller;month\n")[0])


def test_a_workbook_and_json_are_looked_into():
    openpyxl = pytest.importorskip("openpyxl")
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a title"])
    book.active.append(["Seller", "Year"])
    book.save(file)
    spelled = known_by("it", "Seller", "Year")
    assert spelled.is_in(head_of(file.getvalue())[0])
    assert spelled.is_in(head_of(b'[{"seller": "x", "year": 1}]')[0])
    assert not known_by("it", "Seller", kinds=("text",)).is_in(head_of(file.getvalue())[0])
    with pytest.raises(af.SourceError, match="cannot be read as a workbook"):
        head_of(file.getvalue().replace(b"xl/workbook.xml", b"xl/workbonk.xml"))


#: More letters in one cell than Python's csv module takes.
_LONG = "x" * 200_000


def test_a_recorded_answer_of_the_service_is_a_register_however_long_its_line():
    # the envelope as R's test recorder keeps it: one quoted cell with the whole file
    padded = SHAPES["deliveries"] + b"\n" * 150_000
    body = base64.b64encode(padded).decode()
    recorded = f'structure(list(method = "POST", body = charToRaw("{{\\"bytes\\":\\"{body}\\"}}")))'
    assert len(body) > 200_000
    records = af.read(recorded.encode())
    pd.testing.assert_frame_equal(records, af.read_sipri(recorded.encode()))
    assert records["value"].tolist() == af.read_sipri(SHAPES["deliveries"])["value"].tolist()


@pytest.mark.covering(6)
@pytest.mark.parametrize("name", ["read", *sorted(n for n in dir(af) if n.startswith("read_"))])
def test_a_cell_that_is_too_long_is_an_error_of_ours(name, tmp_path):
    beginnings = [f'"{_LONG}",a\n1,2\n', f'Country Name,"{_LONG}",1990\n', f'Supplier;Recipient;"{_LONG}\n']
    for number, text in enumerate(beginnings):
        file = tmp_path / f"{number}.csv"
        file.write_text(text)
        with pytest.raises(af.SourceError):
            getattr(af, name)(file)


@pytest.mark.parametrize(
    "header", ["seller,buyer,stage,amount,year", "Supplier,Recipient,Stage,Amount,Years"]
)
def test_claims_are_known_by_all_names_of_their_columns(header, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(f"{header}\nRussia,India,payment,$5bn,2018\n", encoding="utf-8")
    assert af.read(path).equals(af.read_claims(path))


def test_an_open_text_is_found_and_stays_whole_for_its_reader():
    text = "t,i,j,k,v,q\n2017,842,251,930110,1.5,0.25\n"
    file = io.StringIO(text)
    file.name = "BACI_HS17_Y2017_V202501.csv"
    head, rest = head_of(file)
    assert (head.name, head.kind, head.lines) == (file.name, "text", text.splitlines())
    assert rest.read() == text


def test_a_zip_of_several_files_is_of_no_source():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.csv", CLAIMS.read_bytes())
        archive.writestr("two.csv", CLAIMS.read_bytes())
    with pytest.raises(af.SourceError, match="none comes near"):
        af.read(packed.getvalue())


def test_a_workbook_without_openpyxl_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    with pytest.raises(af.DependencyError, match=r"pip install 'armsflow\[xlsx\]'"):
        af.read(packed.getvalue())
