"""Claims: figures from the press and from reports, in a CSV as a person would type it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from typing import Any

import pandas as pd
from narwhals.typing import IntoFrame

from armsflow.currencies import REDENOMINATED
from armsflow.errors import (
    ArmsflowError,
    RecordError,
    SourceError,
    nearest,
    one_of,
    sample,
    warn,
)
from armsflow.parse.amount import Amount, parse_amount
from armsflow.parse.category import MOST_LETTERS, known_category, parse_category
from armsflow.parse.period import parse_period
from armsflow.parties import party
from armsflow.records.check import units
from armsflow.records.engines import in_memory
from armsflow.records.schema import ALL, COLUMNS, REPORTERS, STAGES
from armsflow.records.to_records import to_records
from armsflow.sources.formats import DELIMITERS, known_by
from armsflow.sources.opening import (
    File,
    base_name,
    check_columns,
    content_of,
    decoded,
    name_of,
    unpacked,
    unread_lines,
)

__all__ = ["read_claims"]

REQUIRED = ("supplier", "recipient", "amount", "period")
OPTIONAL = (
    *("id", "stage", "weapons", "status", "part_of", "same_as", "publisher", "address", "date"),
    *("category", "reporter", "estimated", "unit", "note", REDENOMINATED),
)
#: What people call the columns; taken where the column is not there under its own name.
ALIASES = {
    **dict.fromkeys(("seller", "exporter"), "supplier"),
    **dict.fromkeys(("buyer", "importer"), "recipient"),
    **dict.fromkeys(("year", "years"), "period"),
    "source": "publisher",
    "weapon": "weapons",
    **dict.fromkeys(("url", "link"), "address"),
}
STATUSES = ("official", "reported", "alleged", "disputed", "unsupported")
_NAMES = {*REQUIRED, *OPTIONAL, *ALIASES}
_USUAL_STAGE = "contract"
_RIDES = ("status", "publisher", "address", "date")
_NOT_DISCLOSED = ("", "undisclosed", "not disclosed")
_YES = {"": False, "no": False, "false": False, "yes": True, "true": True}
_SPELT = ["|".join([name, *(alias for alias, own in ALIASES.items() if own == name)]) for name in REQUIRED]
FORMATS = (known_by("a table of claims", *_SPELT, kinds=("text",)),)
# the line "sep=;" by which Excel is told the delimiter
_SAID = re.compile(r"sep ?= ?.?", re.IGNORECASE)
_NEAR = 0.85  # of two names that are as much alike as this one is probably a slip
_HEAD = 10_000  # letters in which the header of a file stands
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Lines = Iterator[tuple[int, list[str]]]  # (line number, cells)


def read_claims(
    path: File | IntoFrame,
    *,
    encoding: str = "utf-8",
    on_error: str = "raise",
    decimal: str | None = None,
    hedges: IntoFrame | None = None,
    stage: str | None = None,
) -> pd.DataFrame:
    """Records of a table of claims: who says that whom supplied what to whom, for how much, and when.

    Parameters
    ----------
    path : path, file object, bytes or frame
        A CSV file with a header, parted by commas, semicolons, tabs or ``|`` (plain, gz, or zip of one file),
        or a frame, with the columns ``supplier, recipient, amount, period`` and, where wanted, ``id, stage,
        weapons, status, part_of, same_as, publisher, address, date, category, reporter, estimated, unit,
        note, redenominated``. Headers may have capitals, and be called ``seller, buyer, year, source,
        weapon`` (``exporter, importer, years, url, link``). Cells hold
        what people write: ``nearly $4 billion``, ``2010–2014``, ``helicopters, artillery``. A currency
        that is named has the code of the period: roubles of 1997 are RUR, unless `redenominated` says
        ``yes``: earlier years are counted in the later money. A blank `amount` is not
        disclosed, and is in `unit`, or US dollars where that is blank too. `part_of` names the claims that
        contain this one, `same_as` the first report of the same fact, by id. `status` is official, reported,
        alleged, disputed or unsupported (blank: reported). `weapons` are kept as they are; where a phrase
        of them is of no known category, such as a name ``"CAMM"``, and `category` is blank, the category is
        "all", with a warning. Further columns are kept, those that are nearly called like one of these with
        a warning.
    encoding : str
        Of the file. A byte-order mark is handled.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.
    decimal, hedges
        How to read amounts: see `parse_amount`.
    stage : str, optional
        The stage of claims that do not say theirs. Left out, they are taken for contracts, with a warning.

    Returns
    -------
    records frame
        pandas, one row per claim, ``source`` "claims". Loans and counts are exact; other amounts have
        the precision of their wording. ``file`` and ``line`` say where each stands. A part names all that
        contain it, and all reports of a part do.

    Raises
    ------
    ArgumentError
        If `on_error` or `stage` is none of their words.
    SourceError
        If the file is empty, not text in `encoding`, lacks columns, or has lines that cannot be read:
        ``.rows`` lists (line, reason).

    Warns
    -----
    UserWarning
        If claims do not say their stage and `stage` does not either, `weapons` are of no known category, or
        a column is nearly called like one that is read, such as ``weapns``.

    Examples
    --------
    What does "nearly $4 billion" admit?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv")).set_index("record")
    >>> print(*claims.loc["article-contract", ["value", "low", "high", "unit"]])
    4000000000.0 3800000000.0 4000000000.0 USD
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    if stage is not None:
        one_of(stage, STAGES, "stage")
    name = name_of(path, "the claims")
    header, lines = _table(path, encoding, name)
    header = _known(header)
    _check_header(header)
    silent = 0
    strange: list[str] = []
    read = partial(parse_amount, decimal=decimal, hedges=hedges)
    rows: list[dict[str, Any]] = []
    aside: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for count, (number, cells) in enumerate(lines, start=1):
        place = {"file": base_name(path), "line": number}
        try:
            typed = _typed(header, cells, count)
            unsaid = not typed["stage"]
            claim = _claim(header, typed | ({"stage": stage or _USUAL_STAGE} if unsaid else {}), read)
            if claim["record"] in seen:
                raise SourceError(
                    f"id {claim['record']!r} stands on line {seen[claim['record']]} already; "
                    "expected one id per claim"
                )
            seen[claim["record"]] = number
            rows.append(claim | {name: claim.get(name, cell) for name, cell in place.items()})
            silent += unsaid
            strange += [typed["weapons"]] * (not typed["category"] and _is_strange(typed["weapons"]))
        except ArmsflowError as error:
            aside.append((number, str(error)))
    out, refused = _kept(rows, seen)
    good, aside = len(rows) - len(refused), sorted(aside + refused)
    if aside and (on_error == "raise" or out is None):
        raise unread_lines(name, aside, good, "claims")
    if out is None:
        raise SourceError(f"{name} has a header and no claim; expected a line for each claim")
    if aside or on_error == "collect":
        out.attrs["set_aside"] = aside
    if silent and stage is None:
        warn(
            f"{silent} claim(s) of {name} do not say their stage and are taken for contracts; say which with "
            f"a column stage or read_claims(…, stage=…), one of {', '.join(STAGES)}"
        )
    _say_strange(strange, name)
    _say_near(header, name)
    return out


def _known(header: list[str]) -> list[str]:
    """The header in our names: in small letters, and what people call a column that is not there else."""
    small = [name.casefold() if name.casefold() in _NAMES else name for name in header]
    ours = [ALIASES.get(name, name) for name in small]
    return [new if ours.count(new) == 1 else name for name, new in zip(small, ours, strict=True)]


def _table(
    path: File | IntoFrame, encoding: str, name: str
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Header, and (line, cells) of all lines that are not blank."""
    content = content_of(path)
    if isinstance(content, str):
        return _lines(content, name)
    if isinstance(content, bytes | bytearray | memoryview):
        plain = unpacked(bytes(content), name)
        # Excel's "Unicode text" says by its mark what it is
        marked = plain.startswith(_UTF_16) and _is_utf_8(encoding)
        return _lines(decoded(plain, "utf-16" if marked else encoding, name), name)
    frame = in_memory(path, what="path")
    cells = frame.astype(object).where(frame.notna(), "").map(_as_typed)
    return [str(name) for name in cells.columns], enumerate(cells.values.tolist(), start=1)


def _is_utf_8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name.startswith("utf-8")
    except LookupError:
        return False


def _as_typed(cell: object) -> str:
    # a column of years with a gap is one of floats in pandas
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _lines(text: str, name: str) -> tuple[list[str], Lines]:
    text = text.removeprefix("\ufeff")
    lines = _numbered(text, name, _delimiter(text))
    for _, cells in lines:
        header = [cell.strip() for cell in cells]
        if _SAID.fullmatch("".join(header)):
            continue
        # a spreadsheet pads all lines to one width
        width = max((at + 1 for at, head in enumerate(header) if head), default=0)
        return header[:width], ((number, _unpadded(cells, width)) for number, cells in lines)
    raise SourceError(f"{name} is empty; expected a header with {', '.join(REQUIRED)}")


def _unpadded(cells: list[str], width: int) -> list[str]:
    """Cells of a line without the blanks beyond the header."""
    return cells[:width] if not any(cell.strip() for cell in cells[width:]) else cells


def _delimiter(text: str) -> str:
    """What parts the cells: the sign that parts the most names of columns in the first lines of a file."""
    first = [line for line in text[:_HEAD].splitlines() if line.strip()][:2]
    heads = {
        sign: {cell.strip(' "\t').casefold() for line in first for cell in line.split(sign)} & _NAMES
        for sign in DELIMITERS
    }
    return max(DELIMITERS, key=lambda sign: len(heads[sign]))


def _numbered(text: str, name: str, delimiter: str) -> Lines:
    # newline="" leaves line ends to the csv module, which takes all three kinds
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f"{name} is no CSV at line {line}: {error}; a quoted cell may lack its end",
                rows=[(line, str(error))],
            ) from error
        check_columns(len(cells), name, line)
        if any(cell.strip() for cell in cells):
            yield line, cells


def _check_header(header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    made = {"year", *COLUMNS} - {*REQUIRED, *OPTIONAL}
    taken = [name for name in header if name in made]
    if missing or twice or taken:
        spare = [name for name in header if name not in (*REQUIRED, *OPTIONAL)]
        found = (
            f"lack {sample(missing, most=13)}{nearest(missing[0], spare)}"
            if missing
            else f"name {sample(twice)} twice"
            if twice
            else f"have {sample(taken)}, which read_claims makes from amount and period"
        )
        raise SourceError(f"the columns of the claims {found}; expected {', '.join(REQUIRED)}", rows=header)


def _typed(header: list[str], cells: list[str], place: int) -> dict[str, str]:
    """The cells of a line by column, "" in columns that the file does not have."""
    if len(cells) != len(header):
        raise SourceError(f"{len(cells)} cells, but the header has {len(header)}")
    blank = dict.fromkeys((*REQUIRED, *OPTIONAL), "") | {"id": "" if "id" in header else str(place)}
    return blank | dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _claim(header: list[str], typed: dict[str, str], read: Callable[..., Amount]) -> dict[str, Any]:
    if not typed["id"]:
        raise SourceError("id is blank; expected an id such as 'C1'")
    _check_links(typed)
    stage = one_of(typed["stage"], STAGES, "stage")
    start, end = parse_period(typed["period"])
    redenominated = _YES[one_of(typed.get(REDENOMINATED, "").lower(), tuple(_YES), REDENOMINATED)]
    year = None if redenominated else (start, end)
    amount, estimate = _amount(typed, partial(read, exact=stage == "loan", year=year))
    estimated = one_of(typed.get("estimated", "").lower(), tuple(_YES), "estimated")
    extra = {name: typed[name] for name in header if name not in (*REQUIRED, *OPTIONAL)}
    return {
        "source": "claims",
        "record": typed["id"],
        "part_of": typed["part_of"] or None,
        "same_as": typed["same_as"] or None,
        "reporter": one_of(typed.get("reporter") or "third", REPORTERS, "reporter"),
        "supplier": party(typed["supplier"]),
        "recipient": party(typed["recipient"]),
        "stage": stage,
        "category": _category(typed["category"], typed["weapons"]),
        "item": typed["weapons"],
        "start": start,
        "end": end,
        **amount,
        "estimated": _YES[estimated] or estimate,
        "note": typed.get("note", ""),
        "amount": typed["amount"],
        **{name: typed[name] for name in _RIDES},
        "status": one_of(typed["status"] or "reported", STATUSES, "status"),
        **extra,
        **({REDENOMINATED: redenominated} if REDENOMINATED in header else {}),
    }


def _category(category: str, weapons: str) -> str:
    """The category that a claim says, else that of its weapons; "all" where their words are of none."""
    if not category and _is_strange(weapons):
        return ALL
    return parse_category(category or weapons or ALL)


def _is_strange(weapons: str) -> bool:
    """Whether the words of a source name weapons of no known category."""
    # parse_category refuses longer ones
    return len(weapons) <= MOST_LETTERS and known_category(weapons) is None


def _say_strange(strange: list[str], name: str) -> None:
    if strange:
        warn(
            f"{len(strange)} claim(s) of {name} name weapons of no known category: {sample(strange)}; their "
            "category is 'all'. Write it into a column category, in words or codes of categories.csv"
        )


def _say_near(header: list[str], name: str) -> None:
    """Warn of columns that are kept as they are, and are nearly called like one that is read."""
    absent = [known for known in sorted(_NAMES) if ALIASES.get(known, known) not in header]
    further = [head for head in header if head not in _NAMES]
    near = {head: get_close_matches(head.casefold(), absent, n=1, cutoff=_NEAR) for head in further}
    slips = [f"{head!r} (did you mean {close[0]!r}?)" for head, close in near.items() if close]
    if slips:
        warn(
            f"columns of {name} are not read: {', '.join(slips)}; they are kept as they are. Rename them if "
            "their cells belong to the claims"
        )


def _check_links(typed: dict[str, str]) -> None:
    """Raise if a claim is part of itself, by its own id or by that of the fact which it reports."""
    wholes, fact = typed["part_of"].split("+"), typed["same_as"] or typed["id"]
    if typed["id"] in wholes or fact in wholes:
        raise SourceError(f"{fact!r} is part of itself; expected part_of to name what is larger")


def _amount(typed: dict[str, str], read: Callable[[str], Amount]) -> tuple[dict[str, Any], bool]:
    """The figure of a claim, and whether its wording calls it an estimate."""
    text, unit = typed["amount"], typed.get("unit", "")
    if text.lower() in _NOT_DISCLOSED:
        if unit and unit not in units():
            raise SourceError(f"unit is {unit!r}; expected TIV, pieces or an ISO 4217 code such as USD")
        return {"value": None, "low": None, "high": None, "unit": unit or "USD"}, False
    try:
        amount = read(text)
    except ArmsflowError:
        if not unit:
            raise
        amount = read(f"{unit} {text}")
    if unit and amount.unit != unit:
        raise SourceError(
            f"unit is {unit!r} beside the amount {text!r} in {amount.unit}; expected one of them"
        )
    figure = {"value": amount.value, "low": amount.low, "high": amount.high, "unit": amount.unit}
    return figure, "estimate" in amount.qualifier


def _kept(
    rows: list[dict[str, Any]], lines: dict[str, int]
) -> tuple[pd.DataFrame | None, list[tuple[int, str]]]:
    """Records of the rows that pass the input check, None if there are none; (line, reason) of the others."""
    aside: list[tuple[int, str]] = []
    while rows:
        try:
            return to_records(rows), aside
        except RecordError as error:
            # the check refuses at once all rows that break the same rule
            found = error.rows["record"] if isinstance(error.rows, pd.DataFrame) else ()
            refused = lines.keys() & set(found)
            if not refused:
                raise
            reason = re.sub(r" in \d+ row\(s\)", "", str(error).partition(":\n")[0])
            aside += [(lines[record], reason) for record in refused]
            rows = [row for row in rows if row["record"] not in refused]
    return None, aside
