"""What files of customs share: codes of parties and goods, and which goods are part of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from armsflow.records.schema import SIDES
from armsflow.records.selection import written
from armsflow.sources.rows import Rows
from armsflow.tables import table

__all__: list[str] = []

#: Comtrade's codes that gather several partners: areas, free zones, bunkers and categories not specified.
SEVERAL = frozenset(
    [
        *(129, 221, 290, 471, 472, 473, 492, 527, 568, 577, 636, 637, 697, 711, 837, 838, 839, 849),
        *(879, 899),
    ]
)
WORLD = 0


@cache
def codes() -> dict[int, str]:
    """The party of each of Comtrade's numbers, which are not the UN's: 842 is the United States."""
    parties = table("parties.csv")
    return {
        int(number): code
        for code, cell in zip(parties["code"], parties["comtrade"], strict=True)
        for number in cell.split("|")
        if number
    }


def party_of(number: int, side: str) -> str | None:
    """The code of a party by Comtrade's number; None if nobody has it."""
    if number == WORLD:
        return "all"
    if found := codes().get(number):
        return found
    return f"unk:{side}" if number in SEVERAL else None


def number_of(cell: str) -> int | None:
    """A whole number in a cell, also one that a spreadsheet has made a fraction; None if it is none."""
    found = re.fullmatch(r"(\d{1,4})(?:\.0*)?", cell)
    return int(found[1]) if found else None


def commodity_of(cell: str) -> str | None:
    """A code of goods with the zeros that a spreadsheet has taken: chapter 1 is "01"; None if it is none."""
    if re.fullmatch(r"\d{1,10}(?:\.0)?", cell):
        digits = cell.removesuffix(".0")
        return digits.zfill(len(digits) + len(digits) % 2)
    return cell.upper() if re.fullmatch(r"[A-Za-z]\w{0,9}", cell) else None


@cache
def headings() -> dict[str, str]:
    """The categories of arms by the code of the Harmonized System, without its scheme."""
    leaves = table("categories.csv")["category"]
    return {leaf.removeprefix("hs:"): leaf for leaf in leaves if leaf.startswith("hs:")}


def categories_of(commodities: np.ndarray, harmonized: np.ndarray) -> np.ndarray:
    """The category of each code of goods, "all" where it is no heading of arms, or not of that system."""
    known = {word: headings().get(word, "all") for word in set(commodities)}
    found = np.array([known[word] for word in commodities], dtype=object)
    found[~harmonized] = "all"
    return found


def changed_within(commodities: np.ndarray, editions: np.ndarray) -> list[str]:
    """Codes of goods that stand in editions from before and after their contents changed, such as 8802."""
    held: dict[str, set[str]] = {}
    for code, edition in set(zip(commodities.tolist(), editions.tolist(), strict=True)):
        held.setdefault(code, set()).add(edition)
    return sorted(
        code
        for code, found in held.items()
        if (since := _changes().get(code))
        and any(e < since for e in found)
        and any(e >= since for e in found)
    )


@cache
def _changes() -> dict[str, str]:
    """The edition in which the contents of a code changed, of those that did."""
    editions = table("hs_editions.csv")
    changed = editions[editions["changed"] != ""]
    codes_changed = changed["category"].str.removeprefix("hs:")
    return dict(zip(codes_changed, changed["changed"], strict=True))


def wholes_of(ids: np.ndarray, commodities: np.ndarray) -> np.ndarray:
    """The ids of the rows of the same flow whose goods contain those of a row, outermost first.

    An id ends with the code of the goods. 9301 is part of 93, and both of TOTAL. None where there are none.
    """
    depths = {word: len(word) if word.isdigit() else 0 for word in set(commodities)}
    none = np.full(len(ids), None, dtype=object)
    if len(depths) < 2:
        return none
    depth = np.array([depths[word] for word in commodities], dtype=int)
    present = set(ids)
    stems = [each[: len(each) - len(word)] for each, word in zip(ids, commodities, strict=True)]
    for length in sorted({0, *depths.values()}):
        for at in np.flatnonzero(depth > length):
            whole = stems[at] + (commodities[at][:length] or "TOTAL")
            if whole in present:
                none[at] = whole if none[at] is None else f"{none[at]}+{whole}"
    return none


def selection_of(commodities: Sequence[str], sides: dict[str, str]) -> str:
    """What a file was asked for: its goods, and the party that stands on a side alone.

    Headings of arms are categories. Where other goods stand beside them, all are goods by their codes.
    """
    chosen = {side: [sides[side]] for side in SIDES if side in sides}
    known = [headings()[word] for word in commodities if word in headings()]
    # TOTAL is all there is
    if not commodities or "TOTAL" in commodities:
        return written(chosen)
    goods = {"category": known} if len(known) == len(commodities) else {"commodity": [*commodities]}
    return written(chosen | {name: sorted({*codes}) for name, codes in goods.items()})


def refuse_strangers(rows: Rows, column: str, side: str) -> None:
    """Read a column of Comtrade's numbers of parties; rows of parties that nobody has are refused."""
    rows.read_each(
        column,
        lambda cell: None if (number := number_of(cell)) is None else party_of(number, side) and number,
        "one of Comtrade's numbers of parties",
    )
