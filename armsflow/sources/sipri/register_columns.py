"""What the columns of SIPRI's registers are called, in every edition, and which line names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__: list[str] = []

#: our field → SIPRI's names of it, in all its shapes
FIELDS = {
    "deal": ("sipri at database id", "deal id", "id", "tidn"),
    "supplier": ("supplier", "seller"),
    "recipient": ("recipient", "buyer"),
    "order_year": ("year of order", "order date", "odat"),
    "order_estimated": ("order date is estimate", "year of order data uncertain", "odai"),
    "ordered": ("number ordered", "no. ordered", "onum"),
    "ordered_estimated": ("no. ordered data uncertain", "onai"),
    "designation": ("weapon designation", "designation", "desig2"),
    "description": ("weapon description", "description", "desc"),
    "category": ("armament category", "wcat"),
    "delivered": (
        *("number delivered", "deliveries in the year range", "numbers delivered"),
        *("no. delivered", "nrdel"),
    ),
    "delivered_estimated": (
        *("numbers delivered is estimate", "nrdelai"),
        "year(s) of delivery or no. delivered data uncertain",
    ),
    "delivery_year": ("delivery year",),
    "year_estimated": ("delivery year is estimate",),
    "delivery_years": ("year(s) of delivery", "year(s) of deliveries", "delyears"),
    "condition": ("status",),
    "comments": ("comments", "comment"),
    "local_production": ("local production", "recipient involvement", "coprod"),
    "tiv_unit": ("sipri tiv per unit", "tiv deal unit", "tivunit"),
    "tiv_order": ("sipri tiv for total order", "tivorder"),
    "tiv_delivered": ("sipri tiv of delivered weapons", "tiv delivery values", "tivdel"),
}


def _letters(name: str) -> str:
    """A name as R, pandas and spreadsheets leave it: letters and figures only."""
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


_FIELD = {_letters(name): field for field, names in FIELDS.items() for name in names}
# a column of question marks has a blank for a name, which spreadsheets and pandas fill in their ways
_NAMELESS = re.compile(r"|\d+|unnamed \d+(?: level \d+)?|column ?\d+")
#: column → that of its marks, which stands right of it
FLAGGED = {
    "order_year": "order_estimated",
    "ordered": "ordered_estimated",
    "delivered": "delivered_estimated",
}
AMOUNTS = {"ordered", "delivered", "tiv_order", "tiv_delivered"}
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Header:
    """The line that names the columns of a register."""

    line: int  # its number
    delimiter: str
    width: int  # cells of a row
    fields: dict[str, int]  # field → position
    names: dict[str, str]  # field → name as printed
    padding: str  # what a spreadsheet hung behind it, and behind every line


def header_of(line: str, number: int) -> Header | None:
    """The header that a line is, or None."""
    lower = line.casefold()
    if not (("supplier" in lower and "recipient" in lower) or ("seller" in lower and "buyer" in lower)):
        return None
    bare = line.rstrip("".join(DELIMITERS))
    for delimiter in DELIMITERS:
        printed = [cell.strip(' \t"\ufeff') for cell in bare.split(delimiter)]
        names = [_letters(name) for name in printed]
        fields = _fields(names)
        if {"supplier", "recipient"} <= set(fields) and set(fields) & AMOUNTS:
            told = {field: printed[at] or f"column {at + 1}" for field, at in fields.items()}
            return Header(number, delimiter, len(names), fields, told, line[len(bare) :])
    return None


def known_in(line: str) -> set[str]:
    """The fields that a line names, header or not."""
    return max((set(_fields([_letters(c) for c in line.split(d)])) for d in DELIMITERS), key=len)


def _fields(names: list[str]) -> dict[str, int]:
    fields: dict[str, int] = {}
    # pandas numbers the columns without a name in SIPRI's order, wherever they are put later
    numbered = dict(zip(("", "1", "2"), FLAGGED.values(), strict=True))
    by_number = set(numbered) <= set(names)
    before = ""
    for position, name in enumerate(names):
        field = _FIELD.get(name, "")
        if not field and _NAMELESS.fullmatch(name):
            field = numbered.get(name, "") if by_number else FLAGGED.get(before, "")
        if field:
            fields.setdefault(field, position)
        before = field
    return fields
