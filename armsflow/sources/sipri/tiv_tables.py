"""SIPRI's TIV tables, old and new, one or many in a file: millions by party or weapon category, and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from armsflow.sources.sipri.found import Columns, Found
from armsflow.sources.sipri.register_columns import DELIMITERS
from armsflow.sources.sipri.tiv_grid import (
    BLANK,
    TOTAL,
    Figures,
    Header,
    Told,
    UnreadError,
    cells_of,
    has_figures,
    header_in,
    is_category,
    is_name,
    is_sum,
    party_of,
    wrong_width,
)

__all__: list[str] = []

_COLUMNS = (
    *("line", "supplier", "recipient", "category", "year", "million"),
    *("generated", "title", "opens", "closes", "chosen"),
)
# what is the same in all figures of a row
_TYPES = {
    "line": "int64",
    **dict.fromkeys(("supplier", "recipient", "category", "generated", "title"), "str"),
    **dict.fromkeys(("opens", "closes"), "int64"),
    "chosen": "str",
}
_AROUND = BLANK + "".join(DELIMITERS)
_TITLES = ("tiv of arms", "volume of transfers")
_GENERATED = re.compile(r"(?:data )?generated: *(.*)", re.IGNORECASE)
_PREAMBLE = (
    *("figures are", "figures may not add up", "a '0' indicates", "an empty field", "source: sipri"),
    *("for more information", "for the method", "sipri trend-indicator"),
)
# what a list of the largest suppliers or recipients adds up and does not name
_REST = re.compile(r"(?:all )?others?(?: (?:suppliers|recipients|countries|states|parties))?", re.IGNORECASE)
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


class _Columns(NamedTuple):
    """Where the names of a row stand; a side without a column is the same in all rows."""

    at: dict[str, int]  # supplier, recipient, category → position
    same: dict[str, str]  # side → name, "all" where the table does not say

    @property
    def chosen(self) -> str:
        """The sides of which the table has one party, joined by "+"."""
        return "+".join(side for side, name in self.same.items() if name != "all" and side not in self.at)

    def sides(self, cells: list[str]) -> tuple[str, str, str]:
        """Supplier, recipient and category of a row."""
        found = {"category": "all", **self.same, **{side: cells[at] for side, at in self.at.items()}}
        if blank := [side for side, name in found.items() if not is_name(name)]:
            raise UnreadError(f"the row names no {blank[0]}: {' '.join(filter(None, cells))[:60]!r}")
        for side, name in self.same.items():
            if side in self.at and name != "all" and party_of(found[side]) != party_of(name):
                raise UnreadError(f"{side} is {found[side]!r} in a table said to be of {name!r}")
        if "category" in self.at and not is_category(found["category"]):
            raise UnreadError(f"{found['category']!r} is no weapon category, in a table of weapon categories")
        return found["supplier"], found["recipient"], found["category"]


@dataclass
class _Table:
    header: Header
    title: str
    generated: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    nameless: list[tuple[int, list[str]]] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    last: int = 0  # line of the last row, with figures or without
    first: dict[tuple[str, ...], int] = field(default_factory=dict)  # names → line of their row

    def names(self, cells: list[str]) -> list[str]:
        """The names of a row; numbers in the columns of names count the rows."""
        return [cells[at] for at in self.header.names if at < len(cells) and is_name(cells[at])]

    def check_names(self, number: int, cells: list[str]) -> None:
        """Raise if a row with figures before has the names of this one."""
        names = self.names(cells)
        if (first := self.first.setdefault(tuple(map(str.casefold, names)), number)) != number:
            raise UnreadError(
                f"{', '.join(names)!r} has a row on line {first} already; expected one in each table"
            )


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
    rows = _per_figure(reading.rows, reading.figures)
    return Found(rows, reading.passed, sorted(reading.aside), rest=reading.rest)


def _per_figure(rows: Sequence[tuple[int | str, ...]], figures: Sequence[Told]) -> Columns:
    """One row per figure, of rows in the order of `_TYPES`, and the figures that those of each table tell."""
    counts, years, millions = map(np.concatenate, zip(([], [], []), *figures, strict=True))
    of = np.repeat(np.arange(len(rows)), counts.astype(int))
    told = zip(*rows, strict=True) if rows else [()] * len(_TYPES)
    columns = {
        name: pa.array(cells, pa.string()).dictionary_encode().take(pa.array(of))
        if kind == "str"
        else np.array(cells, dtype=kind)[of]
        for (name, kind), cells in zip(_TYPES.items(), told, strict=True)
    }
    columns |= {"year": years.astype("int64"), "million": millions}
    return {name: columns[name] for name in _COLUMNS}


class _Reading:
    """What has been read so far; one table is open, or none."""

    def __init__(self, given: _Whose | None) -> None:
        self.given = given
        #: line, names and what its table says of each row with a figure, in the order of `_TYPES`
        self.rows: list[tuple[int | str, ...]] = []
        self.figures: list[Told] = []
        self.passed: dict[int, str] = {}
        self.aside: list[tuple[int, str]] = []
        self.rest: list[str] = []
        self.table: _Table | None = None
        self.title = self.generated = ""

    def take(self, number: int, line: str) -> None:
        text = line.strip(_AROUND)
        if not text:
            self.passed[number] = "blank"
        elif header := header_in(line, number, self.table.header if self.table else None):
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
        names = table.names(cells)
        if totals := [cell for cell in [*cells[: header.label], *names] if TOTAL.fullmatch(cell)]:
            table.totals += totals
            self.passed[number] = "total"
        elif not names:
            table.nameless.append((number, cells))
        elif any(header.beside(cells)):
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
        try:
            columns = _columns(table, self.given)
        except UnreadError as error:
            self.aside += [(number, str(error)) for number, _ in table.rows]
            return
        covers = (*table.header.span, columns.chosen)
        figures = Figures([cells for _, cells in table.rows], table.header)
        told: list[int] = []
        for at, (number, cells) in enumerate(table.rows):
            if rest := _rest(cells, columns):
                self.passed[number] = "others"
                self.rest.append(f"line {number} ({rest})")
                continue
            try:
                sides = columns.sides(cells)
                if not figures.check(at, cells):
                    self.passed[number] = "no deliveries"
                    continue
                table.check_names(number, cells)
            except UnreadError as error:
                self.aside.append((number, str(error)))
                continue
            told.append(at)
            self.rows.append((number, *sides, table.generated, table.title, *covers))
        self.figures.append(figures.of(told))


def _rest(cells: list[str], columns: _Columns) -> str:
    """The words of a row that adds up parties which its list does not name, else ""."""
    parties = [cells[at] for side, at in columns.at.items() if side != "category"]
    return next((name for name in parties if _REST.fullmatch(name)), "")


def _columns(table: _Table, given: _Whose | None) -> _Columns:
    """Which column holds which names, and whose figures the table has."""
    sides = _sides_of(table)
    at = {side: place for place, side in sides.items() if side}
    unsaid = [place for place, side in sides.items() if not side]
    parties = len(sides) - ("category" in at)
    if len(sides) - len(unsaid) > len(at) or parties > 2:
        raise UnreadError(
            f"{len(sides)} columns hold the names of its rows: {[table.header.heads[p] for p in sides]}; "
            "expected one of suppliers, one of recipients, or both"
        )
    if parties < 2:
        side = next((side for side in at if side != "category"), "")
        whose = _whose(table, given, side, by_category=not parties)
        places = [*unsaid, *(at[side] for side in at if side != "category")]
        at |= dict.fromkeys([whose.side] if parties else [], places[0] if places else 0)
        return _Columns(at, {"supplier": whose.supplier, "recipient": whose.recipient})
    told = _told(table) or given
    if len(unsaid) == 2:
        # next to the years stand those whose transfers the title tells of, beside them the others
        if told is None or not told.side:
            raise UnreadError(
                "two columns hold the names of its rows, and nothing says which are the suppliers; "
                "expected 'Supplier' and 'Recipient' above them, or a title"
            )
        at |= {_OTHER[told.side]: unsaid[0], told.side: unsaid[1]}
    elif unsaid:
        at[next(_OTHER[side] for side in at if side in _OTHER)] = unsaid[0]
    whose = told or _Whose("", "all", "all")
    return _Columns(at, {"supplier": whose.supplier, "recipient": whose.recipient})


def _sides_of(table: _Table) -> dict[int, str]:
    """Position → what the names in a column are, "" where that is not said, of columns with names."""
    sides: dict[int, str] = {}
    told: list[list[str]] = []
    for at in reversed(table.header.names):
        names = [cells[at] if at < len(cells) else "" for _, cells in table.rows]
        # a code beside each name says the same once more
        same = [party_of(name) for name in names]
        if not any(map(is_name, names)) or ("" not in same and same in told):
            continue
        told.append(same)
        by_category = any(map(is_category, filter(is_name, names)))
        sides[at] = table.header.side_of(at) or ("category" if by_category else "")
    return dict(sorted(sides.items(), key=lambda pair: (pair[0] == table.header.label, pair[0])))


def _told(table: _Table) -> _Whose | None:
    """Whose figures a table has, by its title or its last row."""
    told = {whose for text in (table.title, *table.totals) if (whose := _named(text))}
    if len(told) > 1:
        raise UnreadError(
            f"its table says twice, and differently, whose it is: {table.title!r}, {table.totals}"
        )
    return told.pop() if told else None


def _whose(table: _Table, given: _Whose | None, side: str, *, by_category: bool) -> _Whose:
    """Whose figures a table with one column of names has, by its own words or by the reader of the file."""
    whose = _told(table) or given
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
