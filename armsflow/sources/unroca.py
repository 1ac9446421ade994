"""The UN Register of Conventional Arms: pieces, as the supplier and the recipient each report them."""

from __future__ import annotations

import re
import warnings
from functools import cache

import numpy as np
import pandas as pd

from armsflow.errors import CategoryError, SourceError, one_of, sample
from armsflow.parse.category import parse_category
from armsflow.records.schema import REPORTERS
from armsflow.sources.laid_out import records_of_rows
from armsflow.sources.listing import (
    Listing,
    checked_text,
    header_of,
    is_json,
    key_of,
    listing_of,
    no_format,
    objects_of,
    text_from,
)
from armsflow.sources.opening import File

__all__ = ["read_unroca"]

_NEEDED = ("year", "exporter", "importer", "category", "num_items")
_OPTIONAL = ("table", "reporter", "state_of_origin", "intermediate_locations", "description", "comments")
HEADERS = {"the UN Register's transfers": _NEEDED}
# tables of a report, of which one side is the state that reports
_REPORTER = {"export": "supplier", "import": "recipient"}
_NO_TRANSFERS = ("military_holdings", "national_production")
# what a state writes in place of a number
_NOT_SAID = ("", "classified", "not declared", "not available", "n/a", "confidential")
_SMALL_ARMS = (
    *("revolvers and self-loading pistols", "rifles and carbines", "sub-machine guns", "assault rifles"),
    *("light machine guns", "others"),
)
_LIGHT_WEAPONS = (
    *("heavy machine guns", "hand-held under-barrel and mounted grenade launchers"),
    *("portable anti-tank guns", "recoilless rifles"),
    "portable anti-tank missile launchers and rocket systems",
    *("mortars of calibres less than 75 mm", "mortars of calibers less than 75 mm"),
)
_BY_LABEL = dict.fromkeys(_SMALL_ARMS, "un:SA") | dict.fromkeys(_LIGHT_WEAPONS, "un:LW")
# an address of the site writes names so: "russian-federation"
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)*")
# of the states whose reports stand one behind the other at most this part stands twice, and of the rows at
# least this part are imports, if a file is in the order of the site's pages
_TWICE, _IMPORTS = 0.2, 0.05


def read_unroca(
    path: File, *, release: str = "", on_error: str = "raise", reporter: str | None = None
) -> pd.DataFrame:
    """Records of transfers that states reported to the UN Register of Conventional Arms, in pieces.

    Parameters
    ----------
    path : path, file object or bytes
        JSON (an array of objects, or one a line) or CSV with ``year, exporter, importer, category,
        num_items`` and, where there are, ``table`` or ``reporter``, ``state_of_origin,
        intermediate_locations, description, comments``, as the programs that copy the Register's site write.
    release : str
        What tells this copy from others, such as the day of the download.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.
    reporter : {"supplier", "recipient", "third"}, optional
        Who reports all rows, where you know it: the export table of one state is reported by the supplier.

    Returns
    -------
    records frame
        pandas, one ``delivery`` per line, ``source`` "unroca", ``unit`` pieces, year of the transfer. Pieces
        that are classified, not declared or blank are null. Each side reports a transfer of its own, so that
        many stand twice. Kept beside: ``line, num_items`` (verbatim), ``state_of_origin,
        intermediate_locations, table`` and ``reporter_from``: "table" or "name" where the file says
        who reports, "argument", "order" where it was found by the order of the pages, "" where it is not
        known, and ``reporter`` is then ``third``. ``.attrs["lines"]`` counts what became of every line;
        holdings and national production are no transfers and are passed over.

    Raises
    ------
    SourceError
        If the file cannot be opened, has none of these columns, or has lines that cannot be read: ``.rows``
        lists (line, reason).
    ArgumentError
        If `on_error` or `reporter` is none of the words above.

    Warns
    -----
    UserWarning
        If the file does not say who reports, so that the same pieces may stand twice.

    Notes
    -----
    https://www.unroca.org/. The site shows a state's exports, then its imports, state by state. A file in this
    order lets one tell whose page a row is from, since every row of a page names its state. Category VII
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
    name, text = text_from(path)
    listing = _listing(name, checked_text(name, text))
    listing.pass_over(listing.rows["table"].isin(_NO_TRANSFERS), "holdings or production, no transfer")
    years = listing.years("year", lambda cell: int(cell) if re.fullmatch(r"\d{4}", cell) else None, "a year")
    records = _records(listing, years, reporter)
    listing.check(on_error, "reports")
    out = records_of_rows(
        records, listing, source="unroca", release=release, stage="delivery", unit="pieces"
    )
    if reporter is None:
        _warn(out, name)
    return out


def _listing(name: str, text: str) -> Listing:
    if is_json(text):
        listing = objects_of(name, text)
        listing.rows.columns = pd.Index([key_of(column) for column in listing.rows.columns])
        missing = [column for column in _NEEDED if column not in listing.rows]
        if missing:
            raise SourceError(
                f"{name} has objects without {sample(missing)}; expected {', '.join(_NEEDED)}",
                rows=[(1, "no such columns")],
            )
    else:
        header, delimiter = header_of(text)
        if not set(_NEEDED) <= {key_of(cell) for cell in header}:
            raise no_format(name, text, HEADERS, "the UN Register")
        listing = listing_of(name, text, delimiter)
        listing.rows.columns = pd.Index([key_of(column) for column in listing.rows.columns])
    absent = {column: "" for column in _OPTIONAL if column not in listing.rows}
    listing.rows = listing.rows.assign(**absent)
    return listing


def _records(listing: Listing, years: pd.Series, reporter: str | None) -> pd.DataFrame:
    """Rows of records; `years` are those of the rows."""
    listing.rows["year"] = years
    # a state's name as the site's address writes it marks the page's own state
    slugs = {side: listing.rows[side].str.fullmatch(_SLUG.pattern) for side in ("exporter", "importer")}
    listing.rows = listing.rows.assign(
        by_name=np.where(
            slugs["exporter"] & ~slugs["importer"],
            "supplier",
            np.where(slugs["importer"] & ~slugs["exporter"], "recipient", ""),
        )
    )
    for code, side in (("supplier", "exporter"), ("recipient", "importer")):
        slug = listing.rows[side].str.fullmatch(_SLUG.pattern)
        listing.rows[side] = listing.rows[side].where(~slug, listing.rows[side].str.replace("-", " "))
        codes = listing.parties(side, source="unroca")
        listing.rows[code] = codes
    labels = listing.rows["category"] + "\n" + listing.rows["table"]
    listing.rows["label"] = labels
    categories = listing.codes("label", _category, "a category of the Register, such as 'I. Battle tanks'")
    listing.rows["category_code"] = categories
    pieces = _pieces(listing)
    rows = listing.rows
    reporters, found_by = _reporters(rows, reporter)
    return pd.DataFrame(
        {
            "record": rows["line"].astype("str"),
            "same_as": _same(rows, reporters),
            "reporter": reporters,
            "supplier": rows["supplier"],
            "recipient": rows["recipient"],
            "category": rows["category_code"],
            "item": _joined(rows["description"], rows["comments"], rows["category"]),
            "start": rows["year"],
            "end": rows["year"],
            "value": pieces,
            "note": rows["comments"],
            "line": rows["line"],
            "num_items": rows["num_items"],
            "state_of_origin": rows["state_of_origin"],
            "intermediate_locations": rows["intermediate_locations"],
            "table": rows["table"],
            "reporter_from": found_by,
        }
    )


def _joined(description: pd.Series, comments: pd.Series, label: pd.Series) -> pd.Series:
    """What the weapons are: their description, else the comment, else the class."""
    told = description.where(description != "", comments)
    return told.where(told.str.strip() != "", label)


def _pieces(listing: Listing) -> pd.Series:
    said = listing.rows["num_items"].str.strip().str.casefold().str.rstrip(".")
    listing.rows["pieces"] = listing.rows["num_items"].str.strip().where(~said.isin(_NOT_SAID), "")
    return listing.number("pieces")


@cache
def _category(text: str) -> str | None:
    label, _, table = text.partition("\n")
    bare = re.sub(r"^\s*\d+[.)]\s*", "", label).strip(" .").casefold()
    if table.startswith("light_weapons"):
        return "un:LW"
    if table.startswith("small_arms"):
        return "un:SA"
    if code := _BY_LABEL.get(bare):
        return code
    try:
        code = parse_category(label.strip().rstrip("."))
    except CategoryError:
        return None
    return code if all(leaf.startswith("un:") for leaf in code.split("+")) else None


# --- who reports ----------------------------------------------------------------------------------


def _reporters(rows: pd.DataFrame, reporter: str | None) -> tuple[pd.Series, pd.Series]:
    """Who reports each row, and by what that is known."""
    if reporter is not None:
        return _all(rows, reporter), _all(rows, "argument")
    by_table = rows["reporter"].str.strip().str.casefold()
    by_table = by_table.where(by_table.isin(REPORTERS), "")
    for word, side in _REPORTER.items():
        by_table = by_table.mask(rows["table"].str.endswith(word), side)
    said = by_table.where(by_table != "", rows["by_name"].astype("str"))
    by_order = pd.Series(_by_order(rows), index=rows.index, dtype="str")
    known = said.where(said != "", by_order)
    found_by = pd.Series(
        np.select([by_table != "", said != "", by_order != ""], ["table", "name", "order"], ""), dtype="str"
    )
    return known.where(known != "", "third"), found_by


def _all(rows: pd.DataFrame, word: str) -> pd.Series:
    return pd.Series([word] * len(rows), index=rows.index, dtype="str")


def _by_order(rows: pd.DataFrame) -> list[str]:
    """Who reports each row of a file in the order of the site's pages; "" where the order does not say."""
    pairs = list(zip(rows["supplier"].tolist(), rows["recipient"].tolist(), strict=True))
    blocks = _blocks(pairs)
    states = [state for _, _, state in blocks]
    out = [""] * len(pairs)
    for (first, end, state), after in zip(blocks, [*states[1:], ""], strict=True):
        # at the seam of two blocks a row between their two states may be of either
        while end > first + 1 and after in pairs[end - 1]:
            end -= 1
        for row in range(first, end):
            out[row] = "supplier" if pairs[row][0] == state else "recipient"
    twice = len(states) - len(set(states))
    if twice > _TWICE * len(states) or min(map(out.count, ("supplier", "recipient"))) < _IMPORTS * len(out):
        return [""] * len(pairs)
    return out


def _blocks(pairs: list[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """First row, end and state of the longest runs of rows that name one state; each state once, if it can."""
    blocks: list[tuple[int, int, set[str]]] = []
    at = 0
    while at < len(pairs):
        ends = {state: _run(pairs, at, state) for state in pairs[at]}
        end = max(ends.values())
        blocks.append((at, end, {state for state in ends if ends[state] == end}))
        at = end
    sure = [state for _, _, states in blocks if len(states) == 1 for state in states]
    chosen = []
    for first, end, states in blocks:
        rest = states - set(sure) if len(states) > 1 else states
        chosen.append((first, end, min(rest or states)))
    return [block if len(states) == 1 or len(states - set(sure)) == 1 else (block[0], block[1], "")
            for block, (_, _, states) in zip(chosen, blocks, strict=True)]  # fmt: skip


def _run(pairs: list[tuple[str, str]], at: int, state: str) -> int:
    end = at
    while end < len(pairs) and state in pairs[end]:
        end += 1
    return end


def _same(rows: pd.DataFrame, reporters: pd.Series) -> pd.Series:
    """The first of rows that say the same where nobody knows who reports: they may be one transfer."""
    open_ = reporters == "third"
    same = ["year", "supplier", "recipient", "category_code", "num_items"]
    if not (open_ & rows.duplicated(same)).any():
        return pd.Series([None] * len(rows), index=rows.index, dtype="object")
    lines = rows["line"].astype("str")
    first = lines.groupby([rows[name] for name in same]).transform("first")
    return first.where(open_ & (first != lines), None)


def _warn(records: pd.DataFrame, name: str) -> None:
    guessed = records["reporter_from"].isin(["order", ""])
    if guessed.any():
        unknown = int((records["reporter_from"] == "").sum())
        warnings.warn(
            f"{name} does not say which state reports {int(guessed.sum())} row(s), and both may report one "
            f"transfer; reporter was found by the order of the pages, and is 'third' for {unknown} row(s) where "
            "the order does not say: see the column reporter_from, and add one reporter's rows only",
            stacklevel=3,
        )
