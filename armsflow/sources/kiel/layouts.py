"""The layouts of the Ukraine Support Tracker, known by the names of their columns, and tables as rows."""

from __future__ import annotations

from armsflow.errors import SourceError
from armsflow.sources.delimited import is_workbook, names_in, rows_of, sheets_of, text_in
from armsflow.sources.formats import Format, known_by
from armsflow.sources.opening import File, content_of, name_of
from armsflow.sources.rows import Rows

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


def layout_of(names: frozenset[str]) -> str:
    """The layout whose columns all stand in a row of names, of several the one with most; else ""."""
    whole = {layout: len(each.columns) for layout, each in LAYOUTS.items() if each.is_whole_in(names)}
    return max(whole, key=lambda layout: whole[layout], default="")


def tables_of(path: File) -> dict[str, Rows]:
    """The tables of a file by their layout; of a workbook, the first of each."""
    name, content = name_of(path), content_of(path)
    if is_workbook(content):
        found = sheets_of(bytes(content), name, layout_of)  # type: ignore[call-overload]
        if not found:
            raise SourceError(
                f"{name} has no worksheet of the Ukraine Support Tracker; expected its MAIN DATA or Country "
                "Summary: read() finds the source of a file",
                rows=[(1, "no header")],
            )
        return found
    text, expected = text_in(path, content), "the columns of a file of Kiel's"
    rows = rows_of(text, name, lambda names: bool(layout_of(names)), expected=expected)
    return {layout_of(names_in(rows.heads)): rows}


def main_of(tables: dict[str, Rows]) -> str:
    """The layout whose rows are the records; the others are its summaries."""
    return next((layout for layout in _FIRST if layout in tables), next(iter(tables)))
