"""A page as a document of Word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from armsflow.records.files_documents import keep_rows, name_language, new_document, save_document
from armsflow.report.page import Figure, Page, Points, Section, grid_of, provenance
from armsflow.report.printing import draw_to

__all__: list[str] = []

_INCHES = 6.29  # the width of the text on A4, 16 cm


def write_docx(page: Page, path: Path) -> None:
    """Write the document to `path`; its charts are pictures with words for those who do not see them."""
    document = new_document()
    document.core_properties.title = page.title
    name_language(document, page.language)
    document.add_heading(page.title, 0)
    document.add_paragraph(page.question, style="Intense Quote")
    for sentence in page.answer:
        document.add_paragraph(sentence)
    with TemporaryDirectory() as folder:
        for section in page.sections:
            document.add_heading(section.heading, 1)
            _section(document, section, Path(folder))
        for source in page.sources:
            document.add_paragraph(source)
    save_document(document, path)


def _section(document: Any, section: Section, folder: Path) -> None:
    from docx.shared import Inches

    if isinstance(section, Points):
        for lead, point in section.points:
            line = document.add_paragraph(style="List Bullet")
            if lead:
                line.add_run(f"{lead} ").bold = True
            line.add_run(point)
        return
    grid = grid_of(section) if isinstance(section, Figure) else section
    if isinstance(section, Figure):
        path = folder / f"{section.name}.png"
        words = draw_to([path], section.plot, section.frame, width=section.width)
        picture = document.add_picture(str(path), width=Inches(_INCHES))
        picture._inline.docPr.set("descr", words)
    if section.words:
        document.add_paragraph(section.words)
    _grid(document, grid.heads, grid.rows)
    if isinstance(section, Figure):
        document.add_paragraph(provenance(section.numbers))


def _grid(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(heads), style="Light Grid Accent 1")
    for line in (heads, *rows):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    keep_rows(table)
