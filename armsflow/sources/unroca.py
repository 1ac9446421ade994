"""The UN Register of Conventional Arms: pieces, as the supplier and the recipient each report them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd

from armsflow.errors import CategoryError, one_of, warn
from armsflow.parse.category import parse_category
from armsflow.records.schema import REPORTERS, SIDES
from armsflow.records.selection import written
from armsflow.sources.delimited import is_workbook, rows_in, text_in
from armsflow.sources.formats import folded, known_by
from armsflow.sources.laid_out import laid_out
from armsflow.sources.listing import (
    objects_of,
    put,
    read_amounts,
    read_cells,
    read_parties,
    read_years,
    require,
)
from armsflow.sources.opening import File, content_of, name_of
from armsflow.sources.own_reports import of_each, own_reports
from armsflow.sources.rows import Rows

__all__ = ["read_unroca"]

_NEEDED = ("year", "exporter", "importer", "category", "num_items")
FORMATS = (known_by("transfers of the UN Register", *_NEEDED, kinds=("text", "json", "workbook")),)
_KEPT = ("state_of_origin", "intermediate_locations", "table", "address")
# tables of a report, of which one side is the state that reports
_BY_TABLE = {"export": "supplier", "import": "recipient"}
_NO_TRANSFERS = ("military_holdings", "national_production")
# what a state writes in place of a number
_NOT_SAID = ("classified", "not declared", "not available", "n/a", "confidential")
_SMALL_ARMS = (
    *("revolvers and self-loading pistols", "rifles and carbines", "sub-machine guns", "assault rifles"),
    *("light machine guns",),
)
_LIGHT_WEAPONS = (
    *("heavy machine guns", "hand-held under-barrel and mounted grenade launchers"),
    *("portable anti-tank guns", "recoilless rifles"),
    "portable anti-tank missile launchers and rocket systems",
    *("mortars of calibres less than 75 mm", "mortars of calibers less than 75 mm"),
)
_BY_LABEL = dict.fromkeys(_SMALL_ARMS, "un:SA") | dict.fromkeys(_LIGHT_WEAPONS, "un:LW")
# the site's addresses write a state so: "russian-federation"
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)*")
# of the states whose reports follow each other at most this part stands twice, and of the rows at least this
# part are imports, if a file is in the order of the site's pages
_TWICE, _LEAST = 0.2, 0.05
# a report of one year that has so many figures of the other, and this part of them, may have been filed again
_ALIKE, _PART = 5, 0.8


def read_unroca(
    path: File, *, release: str = "", on_error: str = "raise", reporter: str | None = None
) -> pd.DataFrame:
    """Records of transfers that states reported to the UN Register of Conventional Arms, in pieces.

    Parameters
    ----------
    path : path, file object or bytes
        JSON (an array of objects, or one a line) or CSV with ``year, exporter, importer, category,
        num_items`` and, where there are, ``table`` or ``reporter``, ``state_of_origin,
        intermediate_locations, description, comments``, as programs that copy the Register's site write it.
    release : str
        What tells this copy from others, such as the day of the download.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.
    reporter : {"supplier", "recipient", "third"}, optional
        Who reports all rows, where you know it: a state's export table is reported by the supplier.

    Returns
    -------
    records frame
        pandas, one ``delivery`` per line, ``source`` "unroca", in pieces, by the year of the transfer. Pieces
        that are classified, not declared or blank are null. The two sides report a transfer apart, so that
        many stand twice, once from each. Kept beside: ``line, num_items`` (verbatim), ``state_of_origin,
        intermediate_locations, table, address`` and ``reporter_from``: "table" or "name" where the file says
        who reports, "argument", "order" where the order of the pages says it, and "" where nothing does;
        ``reporter`` is then ``third``. Where one state alone reports what it supplied, or received,
        ``selection`` of these rows says so. ``.attrs["lines"]`` counts what became of every line: holdings
        and national production are no transfers and are left out by rule.

    Raises
    ------
    SourceError
        If the file cannot be opened, has none of these columns, or has lines that cannot be read: ``.rows``
        lists (line, reason).
    ArgumentError
        If an argument is not what it should be.

    Warns
    -----
    UserWarning
        If the file does not say who reports, so that the same pieces may stand twice; and if a state's
        reports of two years in a row have the same figures, five or more.

    Notes
    -----
    https://www.unroca.org/. The site shows a state's exports, then its imports, and all rows of a state's
    pages name that state: in a file in this order it is the longest run of rows with one name. Category VII
    counts missiles and launchers together.

    Examples
    --------
    Did both sides report the tanks? (The figures are invented.)

    >>> import armsflow as af
    >>> told = b'''year,exporter,importer,category,num_items,table
    ... 2012,Sweden,Norway,I. Battle tanks,40,major_export
    ... 2012,Sweden,Norway,I. Battle tanks,38,major_import'''
    >>> af.read_unroca(told)[["supplier", "recipient", "reporter", "category", "value"]]
      supplier recipient   reporter category  value
    0      SWE       NOR   supplier     un:I   40.0
    1      SWE       NOR  recipient     un:I   38.0
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    if reporter is not None:
        one_of(reporter, REPORTERS, "reporter")
    rows = _rows(path)
    rows.by_rule(
        np.isin(rows.text("table").astype(str), _NO_TRANSFERS), "holdings and production, no transfers"
    )
    _read(rows)
    out = laid_out(rows, _columns(rows, release, reporter), "transfers", on_error=on_error)
    if reporter is None:
        _warn(out, rows.name)
    if again := _filed_again(out):
        warn(
            f"{rows.name} has reports of two years with the same figures: {'; '.join(again)}. One may have "
            "been filed for both years, and sums over them count it twice; compare the reports on the site"
        )
    return out


def _rows(path: File) -> Rows:
    name, content = name_of(path), content_of(path)
    text = "" if is_workbook(content) else text_in(path, content)
    expected = f"the columns {', '.join(_NEEDED)}"
    if text.lstrip()[:1] not in ("[", "{"):
        return rows_in(path, set(map(folded, _NEEDED)).issubset, content=content, expected=expected)
    rows = objects_of(name, text)
    require(rows, _NEEDED, "transfers of the Register")
    return rows


def _read(rows: Rows) -> None:
    """Put beside the cells what they say."""
    read_years(rows, "year", "start", [r"(?P<year>\d{4})"], "a year")
    put(rows, "byname", _by_name(rows))
    for side, into in (("exporter", "supplier"), ("importer", "recipient")):
        names = rows.text(side)
        put(
            rows,
            f"{side} as a name",
            rows.each(names, lambda n: n.replace("-", " ") if _SLUG.fullmatch(n) else n),
        )
        read_parties(rows, f"{side} as a name", into, source="unroca")
    label = rows.text("category") + "\n" + rows.text("table")
    put(rows, "category and table", label)
    read_cells(
        rows, "category and table", "class", _class, "a category of the Register, such as 'I. Battle tanks'"
    )
    pieces = rows.each(rows.text("num_items"), lambda n: "" if n.casefold().rstrip(".") in _NOT_SAID else n)
    put(rows, "num_items as a number", pieces)
    read_amounts(rows, "num_items as a number", "pieces")


def _columns(rows: Rows, release: str, reporter: str | None) -> dict[str, object]:
    reporters, found_by = _reporters(rows, reporter)
    item = np.where(rows.text("description") != "", rows.text("description"), rows.text("comments"))
    pieces = rows.columns["pieces"].astype("float64")
    parties = {side: rows.columns[side] for side in SIDES}
    own = own_reports(reporters, parties)
    return {
        "source": "unroca",
        "release": release,
        "record": rows.line.astype(str).astype(object),
        "same_as": _same(rows, reporters),
        "reporter": reporters,
        **parties,
        "selection": of_each(reporters, {side: written({side: [state]}) for side, state in own.items()}),
        "stage": "delivery",
        "category": rows.columns["class"],
        "item": np.where(item != "", item, rows.text("category")),
        "start": rows.columns["start"],
        "quantity": pieces,
        "value": pieces,
        "unit": "pieces",
        "note": rows.text("comments"),
        "line": rows.line,
        "num_items": rows.text("num_items"),
        **{name: rows.text(name) for name in _KEPT},
        "reporter_from": found_by,
    }


@cache
def _class(text: str) -> str | None:
    label, _, of_table = text.partition("\n")
    if of_table.startswith(("light_weapons", "small_arms")):
        return "un:LW" if of_table.startswith("light") else "un:SA"
    bare = re.sub(r"^\d+[.)]\s*", "", label).strip(" .").casefold()
    if code := _BY_LABEL.get(bare):
        return code
    try:
        code = parse_category(label.rstrip("."))
    except CategoryError:
        return None
    return code if all(leaf.startswith("un:") for leaf in code.split("+")) else None


# --- who reports ----------------------------------------------------------------------------------


def _by_name(rows: Rows) -> np.ndarray:
    """The side that is written as in an address of the site, which is that of the page's own state."""
    slugs = [
        rows.each(rows.text(side), lambda n: bool(_SLUG.fullmatch(n))) for side in ("exporter", "importer")
    ]
    exporter, importer = (np.asarray(each, dtype=bool) for each in slugs)
    return np.select([exporter & ~importer, importer & ~exporter], ["supplier", "recipient"], "").astype(
        object
    )


def _reporters(rows: Rows, reporter: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Who reports each row, and by what that is known."""
    if reporter is not None:
        return np.full(len(rows), reporter, dtype=object), np.full(len(rows), "argument", dtype=object)
    said = rows.each(rows.text("reporter"), lambda word: word if word in REPORTERS else "")
    for word, side in _BY_TABLE.items():
        ends = rows.each(rows.text("table"), partial(_ends_in, word))
        said = np.where(np.asarray(ends, dtype=bool), side, said)
    by_name, by_order = rows.columns["byname"], _by_order(rows)
    steps = [(said, "table"), (by_name, "name"), (by_order, "order")]
    known, found_by = np.full((2, len(rows)), "", dtype=object)
    for sides, how in steps:
        new = (known == "") & (sides != "")
        known, found_by = np.where(new, sides, known), np.where(new, how, found_by)
    return np.where(known == "", "third", known), found_by


def _ends_in(word: str, name: str) -> bool:
    return name.endswith(word)


def _by_order(rows: Rows) -> np.ndarray:
    """Who reports each row of a file in the order of the site's pages; "" where the order does not say."""
    pairs = [*zip(rows.columns["supplier"].tolist(), rows.columns["recipient"].tolist(), strict=True)]
    blocks = _blocks(pairs)
    states = [state for _, _, state in blocks]
    out = np.full(len(pairs), "", dtype=object)
    for (first, end, state), after in zip(blocks, [*states, ""][1:], strict=True):
        # at the seam of two runs a row between their two states may be of either
        while end > first + 1 and after in pairs[end - 1]:
            end -= 1
        for row in range(first, end if state else first):
            out[row] = "supplier" if pairs[row][0] == state else "recipient"
    twice = len(states) - len(set(states))
    least = min((out == side).sum() for side in ("supplier", "recipient"))
    if twice > _TWICE * len(states) or least < _LEAST * len(out):
        out[:] = ""
    return out


def _blocks(pairs: list[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """First row, end and state of the longest runs of rows that name one state; "" where it may be either."""
    runs: list[tuple[int, int, set[str]]] = []
    at = 0
    while at < len(pairs):
        ends = {state: _end(pairs, at, state) for state in pairs[at]}
        longest = max(ends.values())
        runs.append((at, longest, {state for state, end in ends.items() if end == longest}))
        at = longest
    # each state has one run, so that a run which names two states all along is of the one without another
    sure = {state for _, _, states in runs if len(states) == 1 for state in states}
    free = [states if len(states) == 1 else states - sure for _, _, states in runs]
    return [
        (first, end, next(iter(states)) if len(states) == 1 else "")
        for (first, end, _), states in zip(runs, free, strict=True)
    ]


def _end(pairs: list[tuple[str, str]], at: int, state: str) -> int:
    while at < len(pairs) and state in pairs[at]:
        at += 1
    return at


def _same(rows: Rows, reporters: np.ndarray) -> np.ndarray | None:
    """The first of rows that say the same where nobody knows who reports: they may be one transfer."""
    said = pd.DataFrame({n: rows.columns[n] for n in ("start", "supplier", "recipient", "class", "pieces")})
    again = said.duplicated().to_numpy() & (reporters == "third")
    if not again.any():
        return None
    lines = pd.Series(rows.line.astype(str), dtype=object)
    first = lines.groupby([said[name] for name in said], dropna=False).transform("first")
    return first.where(again, None).to_numpy(dtype=object)


def _warn(records: pd.DataFrame, name: str) -> None:
    guessed = records["reporter_from"].isin(["order", ""])
    if guessed.any():
        unknown = int((records["reporter_from"] == "").sum())
        warn(
            f"{name} does not say which state reports {int(guessed.sum())} row(s), and both may report one "
            f"transfer; the reporter was found by the order of the pages, and is 'third' in {unknown} row(s) "
            "where the order does not say: see the column reporter_from, and add one reporter's rows only"
        )


def _filed_again(records: pd.DataFrame) -> list[str]:
    """In words, the reports of a state that have the same figures in two years in a row."""
    found = []
    for side, other in (("supplier", "recipient"), ("recipient", "supplier")):
        filed = _figures(records, side, other)
        for state in sorted(filed):
            for year, before in filed[state].items():
                after = filed[state].get(year + 1, Counter())
                alike, least = (before & after).total(), min(before.total(), after.total())
                if alike >= _ALIKE and alike >= _PART * least:
                    kind = "exports" if side == "supplier" else "imports"
                    found.append(f"{kind} of {state}, {year} and {year + 1}: {alike} figures")
    return found


def _figures(records: pd.DataFrame, side: str, other: str) -> dict[str, dict[int, Counter[tuple[Any, ...]]]]:
    """By state and year, how often a state on one side has reported each partner, category and number."""
    mine = records[records["value"].notna() & (records["reporter"] == side)]
    filed: dict[str, dict[int, Counter[tuple[Any, ...]]]] = {}
    # one pass over lists: a frame cut out for each state and year takes ten times as long
    for state, year, *figure in zip(
        *(mine[name].tolist() for name in (side, "start", other, "category", "value")), strict=True
    ):
        filed.setdefault(state, {}).setdefault(year, Counter())[tuple(figure)] += 1
    return filed
