"""Workbooks: what is one, and what is refused in words that help."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.styles import Color, Font

from armsflow.errors import ArgumentError, SourceError
from armsflow.sources.workbooks import Cell, pages


def content() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "One"
    book.active["B2"] = 7.0
    book.active["B2"].font = Font(color="FF00FF00")
    book.create_sheet("Two").append(["a"])
    book.save(file)
    return file.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_cells_know_their_colour_and_place():
    found = pages(content(), lambda title: title == "One")
    assert found["Two"] == []
    assert found["One"][-1][-1] == Cell(7.0, "00FF00", "B2")
    assert found["One"][-1][-1].text == "7"


def rewritten(pattern: bytes, new: bytes, *, within: str) -> bytes:
    """The workbook with its XML changed, as other programs write it."""
    file, changed = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content())) as old, zipfile.ZipFile(file, "w") as copy:
        for name in old.namelist():
            data, found = re.subn(pattern, new, old.read(name)) if within in name else (old.read(name), 0)
            changed += found
            copy.writestr(name, data)
    assert changed
    return file.getvalue()


def everything(title: str) -> bool:
    return True


def test_a_wrong_extent_hides_no_cells():
    shrunk = rewritten(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', within="worksheets")
    assert pages(shrunk, everything)["One"][-1][-1].value == 7


def test_a_formula_is_read_by_its_result():
    formula = rewritten(rb"<v>7(?:\.0)?</v>", b"<f>3+4</f><v>7</v>", within="sheet1")
    assert pages(formula, everything)["One"][-1][-1].value == 7


def test_styles_that_openpyxl_misses_raise_no_warning():
    bare = rewritten(rb"<cellStyles.*</cellStyles>", b"", within="styles")
    with pytest.warns(UserWarning, match="no default style"):
        openpyxl.load_workbook(io.BytesIO(bare))
    assert pages(bare, everything)["One"][-1][-1].colour == "00FF00"


def test_what_is_no_workbook(tmp_path):
    with pytest.raises(SourceError, match="nowhere.xlsx cannot be read: No such file"):
        pages("nowhere.xlsx", everything)
    with pytest.raises(
        SourceError, match=r"the workbook is no .xlsx .*; save an older or protected workbook"
    ):
        pages(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, everything)
    with pytest.raises(SourceError, match="is a zip with 'a.csv'; expected an .xlsx, or one in it"):
        pages(zipped({"a.csv": b"1"}), everything)
    with pytest.raises(SourceError, match="is a zip with 'a.xlsx', 'b.xlsx'"):
        pages(zipped({"a.xlsx": content(), "b.xlsx": content()}), everything)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(zipped({"[Content_Types].xml": b"<no"}))
    with pytest.raises(SourceError, match="broken.xlsx cannot be read as a workbook: "):
        pages(broken, everything)
    with pytest.raises(ArgumentError, match="path is or holds int; expected a path, a binary file or bytes"):
        pages(5, everything)
    with pytest.raises(ArgumentError, match="path is or holds str"):
        pages(io.StringIO("text"), everything)


def test_a_colour_may_be_known_by_its_number():
    book, file = openpyxl.Workbook(), io.BytesIO()
    # 64 is the system's own colour
    for row, number in enumerate((12, 64), start=1):
        cell = book.active.cell(row, 1, 7)
        cell.font = Font(color=Color(indexed=number))
    book.save(file)
    rows = pages(file.getvalue(), everything)["Sheet"]
    assert [cell.colour for row in rows for cell in row] == ["0000FF", ""]


def test_a_sheet_of_too_many_columns_is_named():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Wide"
    book.active.cell(2, 1_001, "far right")
    book.save(file)
    with pytest.raises(SourceError, match="^Wide has 1,001 cells in line 2; expected at most 1,000 columns$"):
        pages(file.getvalue(), everything)
