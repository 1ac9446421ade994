"""The layouts of the Ukraine Support Tracker, known by the names of their columns, and tables as rows."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from armsflow.errors import SourceError
from armsflow.sources.delimited import Rows, rows_of, text_in
from armsflow.sources.formats import Format, folded, known_by
from armsflow.sources.opening import File, content_of, name_of
from armsflow.sources.workbooks import Cell, pages

__all__: list[str] = []

_MEASURE = "measure|donation_type|maal"
_SUB_VALUE = "tot_sub_activity_value_EUR|tot_sub_activity_value|tot_sub_activity_value (EUR)|verdi_eur"
#: Layout → the columns that its header has. Names are those of Kiel, then those of extracts in use.
LAYOUTS: dict[str, Format] = {
    "explorer": known_by(
        "Kiel's data_explorer.csv", "country", "iso", "year", "month", "financial", "humanitarian", "military"
    ),
    "totals": known_by(
        "Kiel's total_allocations.csv",
        *("year", "month", "total_allocations", "military", "financial", "humanitarian"),
    ),
    "weapons": known_by(
        "Kiel's weapons.csv",
        *("donor", "category", "number_of_weapons", "monetary_value_eur", "weapons_list"),
    ),
    "procurement": known_by(
        "Kiel's procurement_trends.csv", "year", "month", "stockpile", "procurement", "unspecified"
    ),
    "eu_shares": known_by(
        "Kiel's eu_aid_shares.csv", "country", "iso", "bilateral_pct_gdp", "eu_share_pct_gdp", "eu_share_bn"
    ),
    "release": known_by("Kiel's release_info.csv", "release", "period", "date", "label", kinds=("text",)),
    "packages": known_by(
        "Kiel's MAIN DATA of 2022 and 2023",
        *("ID", "Countries", "Announcement Date", "Type of Aid General", "Converted Value in EUR"),
    ),
    "rows": known_by(
        "Kiel's MAIN DATA of early 2024",
        *("Countries|donor", "date|announcement_date", "general_type|aid_type_general", _MEASURE),
        "eur_value",
    ),
    "activities": known_by(
        "Kiel's MAIN DATA since 2024",
        *("donor|giver", "announcement_date|dato", "aid_type_general|kategori", _MEASURE, _SUB_VALUE),
    ),
    "summary": known_by(
        "Kiel's Country Summary",
        *("Country", "Financial commitments", "Humanitarian commitments", "Military commitments"),
    ),
    "groups": known_by(
        "Kiel's summary by groups of donors",
        *("Country (group)", "Financial commitments", "Humanitarian commitments", "Military commitments"),
    ),
    "months": known_by(
        "Kiel's allocations by month",
        *("Month", "Financial aid, allocated (€ billion)", "Humanitarian aid, allocated (€ billion)"),
        "Military aid, allocated (€ billion)",
    ),
}
#: Layouts of which a workbook is read if it has several; the others then serve as a check.
_FIRST = ("packages", "rows", "activities", "summary", "groups", "months")
_BEFORE_ITEMS = "monetaryvalueasgivenbysource"
_PREAMBLE = 30  # rows of a worksheet among which its header stands


def layout_of(names: frozenset[str]) -> str:
    """The layout whose columns all stand in a row of names, of several the one with most; else ""."""
    whole = {
        layout: len(each.columns)
        for layout, each in LAYOUTS.items()
        if each.found_in(names) == len(each.columns)
    }
    return max(whole, key=lambda layout: whole[layout], default="")


def tables_of(path: File) -> dict[str, Rows]:
    """The tables of a file by their layout; of a workbook, the first of each."""
    name, content = name_of(path), content_of(path)
    if isinstance(content, bytes | bytearray | memoryview) and _is_workbook(bytes(content)):
        found = _sheets(bytes(content), name)
        if not found:
            raise SourceError(
                f"{name} has no worksheet of the Ukraine Support Tracker; expected its MAIN DATA or Country "
                "Summary: read() finds the source of a file",
                rows=[(1, "no header")],
            )
        return found
    if isinstance(content, str) and hasattr(path, "read"):
        text = content.removeprefix("\ufeff")
    else:
        text = text_in(path if isinstance(path, str | Path) else content)  # type: ignore[arg-type]
    rows = rows_of(
        text, name, lambda names: bool(layout_of(names)), expected="the columns of a file of Kiel's"
    )
    return {layout_of(_names(rows.heads)): rows}


def main_of(tables: dict[str, Rows]) -> str:
    """The layout whose rows are the records; the others are its summaries."""
    return next((layout for layout in _FIRST if layout in tables), next(iter(tables)))


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.endswith((".xlsx", "[Content_Types].xml")) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


def _sheets(content: bytes, name: str) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for title, cells in pages(content, lambda title: True).items():
        texts = [[_text(cell) for cell in row] for row in cells[:_PREAMBLE]]
        for at, row in enumerate(texts):
            layout = layout_of(_names(row))
            if layout and layout not in found:
                found[layout] = _cut(f"{name}, {title!r}", row, cells, at)
                break
    return found


def _cut(name: str, heads: list[str], cells: list[list[Cell]], at: int) -> Rows:
    """The rows below the header of a worksheet, which counts its rows as lines."""
    # the column of items has no name in the first editions
    heads = [
        "Items" if not head and at and folded(heads[at - 1]) == _BEFORE_ITEMS else head
        for at, head in enumerate(heads)
    ]
    kept: list[list[str]] = []
    spans: list[tuple[int, int]] = []
    for number, row in enumerate(cells[at + 1 :], start=at + 2):
        texts = [_text(cell) for cell in row[: len(heads)]]
        if any(texts):
            kept.append(texts + [""] * (len(heads) - len(texts)))
            spans.append((number, number))
    return Rows(name, heads, kept, spans, passed=len(cells) - len(kept))


def _names(cells: list[str]) -> frozenset[str]:
    return frozenset(map(folded, cells)) - {""}


def _text(cell: Cell) -> str:
    return cell.text
