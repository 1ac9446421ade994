"""A page as a document of Word: its sheet, and its tables over several pages."""

from __future__ import annotations

from docx import Document
from docx.shared import Length

from armsflow.report.as_docx import _section, write_docx
from armsflow.report.page import Grid, Page, Points


def test_a_page_is_a4_and_its_tables_have_heads_on_each_page(tmp_path):
    """The sheet was US Letter, and pictures of 16 cm reached beyond its text."""
    grid = Grid("Suppliers", "", ["Supplier", "Years"], [["Russia", "2020–24"]] * 3)
    write_docx(Page("Arms", "Who?", ["Russia."], [grid]), tmp_path / "page.docx")
    document = Document(str(tmp_path / "page.docx"))
    (section,) = document.sections
    assert [round(length.cm, 1) for length in (section.page_width, section.page_height)] == [21.0, 29.7]
    text = section.page_width - section.left_margin - section.right_margin
    assert round(Length(text).cm, 1) == 16.0
    rows = document.tables[0].rows
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in rows] == [True, False, False, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_a_point_may_have_no_lead(tmp_path):
    document = Document()
    _section(
        document, Points("How to read this", [("Bounds.", "They are low and high."), ("", "More.")]), tmp_path
    )
    assert [line.text for line in document.paragraphs] == ["Bounds. They are low and high.", "More."]
    assert [run.bold for line in document.paragraphs for run in line.runs] == [True, None, None]
