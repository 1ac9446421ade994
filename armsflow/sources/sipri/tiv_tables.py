"""SIPRI's TIV tables, old and new, one or many in a file: millions by party or weapon category, and year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pandas as pd

from armsflow.errors import CategoryError
from armsflow.parse.category import parse_category
from armsflow.sources.sipri.found import Found
from armsflow.sources.sipri.register_columns import DELIMITERS
from armsflow.sources.sipri.tiv_grid import (
    BLANK,
    Header,
    UnreadError,
    cells_of,
    figures_of,
    has_figures,
    header_in,
    is_name,
    is_sum,
    wrong_width,
)

__all__: list[str] = []

_TYPES = {
    "line": "int64",
    **dict.fromkeys(("supplier", "recipient", "category"), "str"),
    "year": "int64",
    "million": "float64",
    **dict.fromkeys(("generated", "title"), "str"),
    **dict.fromkeys(("opens", "closes"), "int64"),
    "chosen": "str",
}
_TITLES = ("tiv of arms", "volume of transfers")
_GENERATED = re.compile(r"(?:data )?generated: *(.*)", re.IGNORECASE)
_PREAMBLE = (
    *("figures are", "figures may not add up", "a '0' indicates", "an empty field", "source: sipri"),
    *("for more information", "for the method", "sipri trend-indicator"),
)
_TOTAL = re.compile(r"(?:grand |sub-?|world )?(?:total|sum)s?\b.*", re.IGNORECASE)
# where a table says whose it is: the title of the older ones, the last row of the newer ones
_TITLE = re.compile(r"tiv of arms (?:ex|im)ports? (from|to) (.+?)(?:,?\s*[0-9]{4}.*)?", re.IGNORECASE)
_TOTAL_OF = re.compile(r"total (?:(?:ex|im)ports? (from|to)|(ex|im)ports? (?:by|of)) (.+)", re.IGNORECASE)
_TOTAL_WORLD = re.compile(r"(?:total world|world total) (ex|im)ports?", re.IGNORECASE)
_ALL = ("all", "all countries", "world", "the world")
_DIRECTION = {"from": "supplier", "ex": "supplier", "to": "recipient", "im": "recipient"}
_OTHER = {"supplier": "recipient", "recipient": "supplier"}


class _Whose(NamedTuple):
    """Whose figures a table has: the names of its rows take the place of `side`."""

    side: str
    supplier: str
    recipient: str

    def chosen(self, by_category: bool) -> str:
        """The sides of which the table has one party, joined by "+"."""
        sides = {"supplier": self.supplier, "recipient": self.recipient}
        return "+".join(
            side for side, name in sides.items() if name != "all" and (by_category or side != self.side)
        )


@dataclass
class _Table:
    header: Header
    title: str
    generated: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    nameless: list[tuple[int, list[str]]] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    last: int = 0  # line of the last row, with figures or without
    first: dict[str, int] = field(default_factory=dict)  # name → line of its row

    def figures(self, number: int, cells: list[str], by_category: bool) -> dict[int, float]:
        """Year → million of one row, which no row before may have the name of."""
        label = cells[self.header.label]
        if by_category and not _is_category(label):
            raise UnreadError(f"{label!r} is no weapon category, in a table of weapon categories")
        figures = figures_of(cells, self.header)
        if figures and (first := self.first.setdefault(label.casefold(), number)) != number:
            raise UnreadError(f"{label!r} has a row on line {first} already; expected one in each table")
        return figures


def is_table_header(line: str) -> bool:
    """Whether a line heads a TIV table: a column of names, then years, then sums and shares."""
    return header_in(line, 0) is not None


def read_tables(lines: list[str], supplier: str | None = None, recipient: str | None = None) -> Found:
    """The figures of all TIV tables in a file.

    Parameters
    ----------
    lines : list of str
        The physical lines, without line ends.
    supplier, recipient : str, optional
        Whose figures those tables have that do not say so: newer ones say it in their last row only,
        ``Total exports from …``. ``"all"`` for a table of the world.

    Returns
    -------
    Found
        One row per figure: ``line, supplier, recipient, category, year, million [million TIV], generated,
        title``; names as printed, ``"all"`` for a side that the table adds up. A row whose cells are all
        blank is passed over as "no deliveries". Of a table that does not say whose it is, each line of
        figures is set aside.
    """
    reading = _Reading(_given(supplier, recipient))
    for number, line in enumerate(lines, start=1):
        reading.take(number, line)
    reading.close()
    rows = pd.DataFrame(reading.rows, columns=list(_TYPES)).astype(_TYPES)
    return Found(rows, reading.passed, sorted(reading.aside))


class _Reading:
    """What has been read so far; one table is open, or none."""

    def __init__(self, given: _Whose | None) -> None:
        self.given = given
        self.rows: list[tuple[int, str, str, str, int, float, str, str, int, int, str]] = []
        self.passed: dict[int, str] = {}
        self.aside: list[tuple[int, str]] = []
        self.table: _Table | None = None
        self.title = self.generated = ""

    def take(self, number: int, line: str) -> None:
        text = line.strip(BLANK + "".join(DELIMITERS))
        if not text:
            self.passed[number] = "blank"
        elif header := header_in(line, number):
            self._open(header)
            self.passed[number] = "header"
        elif self._preamble(text):
            self.passed[number] = "preamble"
        elif self.table:
            self._inside(number, line, self.table)
        elif has_figures(line):
            self.aside.append((number, f"figures without a line of years above them: {line[:60]!r}"))
        else:
            self.passed[number] = "note"

    def _open(self, header: Header) -> None:
        # a header that is printed twice keeps its title, a further table needs its own
        if self.table and (self.table.rows or self.table.totals):
            self.title = self.generated = ""
        self.close()
        self.table = _Table(header, self.title, self.generated)

    def _preamble(self, text: str) -> bool:
        """Whether a line is of the preamble; a title or a date begins a new one."""
        titled = text.casefold().startswith(_TITLES)
        generated = _GENERATED.fullmatch(text)
        if (titled or generated) and self.table:
            self.close()
            self.title = self.generated = ""
        if titled:
            self.title = text
        if generated:
            self.generated = generated[1].strip(BLANK)
        return titled or bool(generated) or text.casefold().startswith(_PREAMBLE)

    def _inside(self, number: int, line: str, table: _Table) -> None:
        header = table.header
        cells = cells_of(line, header.delimiter)
        label = cells[header.label] if header.label < len(cells) else ""
        if _TOTAL.fullmatch(label):
            table.totals.append(label)
            self.passed[number] = "total"
        elif not is_name(label):
            table.nameless.append((number, cells))
        elif any(cells[header.label + 1 :]):
            table.rows.append((number, cells))
            table.last = number
        elif len(cells) >= header.width:
            self.passed[number] = "no deliveries"
            table.last = number
        elif table.last == number - 1:
            self.aside.append((number, wrong_width(cells, header)))
            table.last = number
        else:
            self.passed[number] = "footer"

    def close(self) -> None:
        """Turn the open table into rows, now that its last line is known."""
        table, self.table = self.table, None
        if table is None:
            return
        for number, cells in table.nameless:
            if number > table.last and is_sum(cells, [row for _, row in table.rows], table.header):
                self.passed[number] = "total"
            else:
                self.aside.append((number, f"figures without a name: {' '.join(filter(None, cells))[:60]!r}"))
        by_category = table.header.side == "category" or any(map(_is_category, _labels(table)))
        try:
            whose = _whose(table, self.given, by_category)
        except UnreadError as error:
            self.aside += [(number, str(error)) for number, _ in table.rows]
            return
        covers = (*table.header.span, whose.chosen(by_category))
        for number, cells in table.rows:
            try:
                figures = table.figures(number, cells, by_category)
            except UnreadError as error:
                self.aside.append((number, str(error)))
                continue
            if not figures:
                self.passed[number] = "no deliveries"
            sides = _sides(cells[table.header.label], whose, by_category)
            self.rows += [
                (number, *sides, year, million, table.generated, table.title, *covers)
                for year, million in figures.items()
            ]


def _sides(label: str, whose: _Whose, by_category: bool) -> tuple[str, str, str]:
    """Supplier, recipient and category of a row."""
    if by_category:
        return whose.supplier, whose.recipient, label
    if whose.side == "supplier":
        return label, whose.recipient, "all"
    return whose.supplier, label, "all"


def _labels(table: _Table) -> list[str]:
    return [cells[table.header.label] for _, cells in table.rows]


@cache
def _is_category(label: str) -> bool:
    try:
        return parse_category(label) != "all"
    except CategoryError:
        return False


def _whose(table: _Table, given: _Whose | None, by_category: bool) -> _Whose:
    """Whose figures a table has, by its title, its last row, or the reader of the file."""
    told = {whose for text in (table.title, *table.totals) if (whose := _named(text))}
    if len(told) > 1:
        raise UnreadError(
            f"its table says twice, and differently, whose it is: {table.title!r}, {table.totals}"
        )
    whose = told.pop() if told else given
    side = table.header.side
    if whose is None:
        missing = {"recipient": "supplier=", "supplier": "recipient="}.get(side, "supplier= or recipient=")
        raise UnreadError(
            f"nothing says whose table it is, of which line {table.header.line} names the years; expected a "
            "title, or a last row such as 'Total exports from …'; "
            f"say it by {missing} of read_sipri(), 'all' for the world"
        )
    if by_category:
        return whose
    if side and whose.supplier == whose.recipient == "all":
        return whose._replace(side=side)
    if (side or whose.side) != whose.side or not whose.side:
        raise UnreadError(
            f"its table is said to be of supplier {whose.supplier!r} and recipient {whose.recipient!r}, "
            f"and its rows are parties as well, of {side or 'an unknown'} side; expected one side to be 'all'"
        )
    return whose


def _named(text: str) -> _Whose | None:
    if found := _TOTAL_WORLD.fullmatch(text):
        return _Whose(_DIRECTION[found[1].casefold()], "all", "all")
    if found := _TITLE.fullmatch(text):
        direction, name = found.groups()
    elif found := _TOTAL_OF.fullmatch(text):
        direction, name = found[1] or found[2], found[3]
    else:
        return None
    return _of(_DIRECTION[direction.casefold()], name)


def _of(side: str, name: str) -> _Whose:
    """A table from or to `name`: its rows are the other side, or for the world this side."""
    name = name.strip(BLANK + ",;:")
    if name.casefold() in _ALL:
        return _Whose(side, "all", "all")
    parties = {side: name, _OTHER[side]: "all"}
    return _Whose(_OTHER[side], parties["supplier"], parties["recipient"])


def _given(supplier: str | None, recipient: str | None) -> _Whose | None:
    if supplier is None and recipient is None:
        return None
    names = {"supplier": supplier, "recipient": recipient}
    told = {side: name or "all" for side, name in names.items()}
    parties = {side: "all" if name.casefold() in _ALL else name for side, name in told.items()}
    # rows stand on the side that is not given, else on one that is given as all
    free = [side for side in names if names[side] is None] + [s for s in names if parties[s] == "all"]
    return _Whose(free[0] if free else "", parties["supplier"], parties["recipient"])
