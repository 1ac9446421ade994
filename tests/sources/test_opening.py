"""Files that unpack to more than memory holds, or have a million columns, end in an error."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

import armsflow as af
from armsflow.sources import opening, workbooks

HEADER = "id,supplier,recipient,stage,amount,period,weapons,status,part_of,same_as,publisher,address,date"
READERS = [af.read_claims, af.read_sipri]


def zipped(content, name="a.csv"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def small(monkeypatch):
    """Ceilings that a test reaches."""
    monkeypatch.setattr(opening, "MOST_BYTES", 10_000)
    monkeypatch.setattr(opening, "MOST_LINES", 50)
    monkeypatch.setattr(workbooks, "MOST_BYTES", 10_000)


@pytest.mark.parametrize("read", [*READERS, af.read_milex])
@pytest.mark.parametrize("packed", [gzip.compress, zipped, lambda c: gzip.compress(zipped(c))])
def test_an_archive_may_not_unpack_to_more_than_any_source(read, packed, small):
    if read is af.read_milex:
        packed = lambda content: zipped(content, "book.xlsx")  # noqa: E731
    content = packed(b"0" * 10_001)
    assert len(content) < 300
    with pytest.raises(af.SourceError, match="holds more than .* unpacked"):
        read(content)


def test_archives_in_archives_end(small):
    content = b"a,b\n"
    for _ in range(6):
        content = gzip.compress(content)
    with pytest.raises(af.SourceError, match="archive in an archive, 3 times over"):
        opening.unpacked(content, "file.gz")
    assert opening.unpacked(gzip.compress(zipped(b"a,b\n")), "file.gz") == b"a,b\n"


@pytest.mark.covering(1)
@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("sign", [",", ";"])
def test_a_million_columns_are_refused(read, sign):
    text = HEADER.replace(",", sign) + sign + sign.join(f"c{n}" for n in range(1_000_000)) + "\n"
    if read is af.read_claims and sign == ";":
        text = text.replace(";", ",")
    with pytest.raises(
        af.SourceError, match=r"has 1,000,01\d cells in line 1; expected at most 1,000 columns"
    ):
        read(text.encode())


def test_more_lines_than_any_source_are_refused(small):
    with pytest.raises(af.SourceError, match="has 60 lines; expected at most 50"):
        af.read_sipri(b"a,b\n" * 60)


def test_bytes_beyond_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 10)
    with pytest.raises(af.SourceError, match="a.csv"):
        opening.unpacked(b"x" * 11, "a.csv")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_a_letter_may_have_lost_its_mark(encoding):
    assert opening.text_of("Country,Türkiye".encode(encoding)) == "Country,Türkiye"
