"""Claims: figures from the press and from reports, in a CSV as a person would type it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from armsflow.errors import ArmsflowError, SourceError, nearest, one_of, sample
from armsflow.parse.amount import parse_amount
from armsflow.parse.category import parse_category
from armsflow.parse.period import parse_period
from armsflow.parties import party
from armsflow.records.engines import collect, frame_of
from armsflow.records.schema import COLUMNS, REPORTERS, STAGES
from armsflow.records.to_records import to_records

__all__ = ["read_claims"]

REQUIRED = (
    "id supplier recipient stage amount period weapons status part_of same_as publisher address date"
).split()
OPTIONAL = ("category", "reporter", "estimated", "unit", "note")
STATUSES = ("official", "reported", "alleged", "disputed", "unsupported")
_RIDES = ("status", "publisher", "address", "date")
_NOT_DISCLOSED = ("", "undisclosed", "not disclosed")
_YES = {"": False, "no": False, "false": False, "yes": True, "true": True}


def read_claims(
    path: Any,
    *,
    encoding: str = "utf-8",
    on_error: str = "raise",
    decimal: str | None = None,
    hedges: Any = None,
) -> pd.DataFrame:
    """Records of a table of claims: who says that whom supplied what to whom, for how much, and when.

    Parameters
    ----------
    path : path, text file or frame
        A CSV file with a header, or a frame, with the columns ``id, supplier, recipient, stage, amount,
        period, weapons, status, part_of, same_as, publisher, address, date`` and, where wanted,
        ``category, reporter, estimated, unit, note``. Cells hold what people write: ``nearly $4 billion``,
        ``2010–2014``, ``helicopters, artillery``. A blank `amount` is not disclosed, and
        is in `unit`, or US dollars where that is blank too. `part_of` names the
        claims that contain this one, `same_as` the first telling of the same fact, by id. `status` is
        official, reported, alleged, disputed or unsupported (blank: reported). Further columns ride along.
    encoding : str
        Of the file. A byte-order mark is no matter.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.
    decimal, hedges
        How to read amounts: see `parse_amount`.

    Returns
    -------
    records frame
        pandas, one row per claim, ``source`` "claims". Loans and counts are exact; other amounts have
        the precision of their wording. A part names all that contain it, and all tellings of a part do.

    Raises
    ------
    SourceError
        If the file is empty, not text in `encoding`, lacks columns, or has lines that cannot be read:
        ``.rows`` lists (line, reason).

    Examples
    --------
    What does "nearly $4 billion" admit?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv")).set_index("record")
    >>> print(*claims.loc["article-contract", ["value", "low", "high", "unit"]])
    4000000000.0 3800000000.0 4000000000.0 USD
    """
    one_of(on_error, ("raise", "collect"), "on_error")
    header, lines = _table(path, encoding)
    _check_header(header)
    rows: list[dict[str, Any]] = []
    aside: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        try:
            claim = _claim(header, cells, decimal=decimal, hedges=hedges)
            if claim["record"] in seen:
                raise SourceError(
                    f"id {claim['record']!r} stands on line {seen[claim['record']]} already; "
                    "expected one id per claim"
                )
            seen[claim["record"]] = number
            rows.append(claim)
        except ArmsflowError as error:
            aside.append((number, str(error)))
    rows, refused = _through_the_door(rows, seen)
    aside = sorted(aside + refused)
    if aside and (on_error == "raise" or not rows):
        raise _unreadable(path, aside, len(rows))
    if not rows:
        raise SourceError(f"{_name(path)} has a header and no claim; expected a line for each claim")
    out = to_records(pd.DataFrame(rows))
    if aside:
        out.attrs["set_aside"] = aside
    return out


def _table(path: Any, encoding: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Header, and (line, cells) of all lines that are not blank."""
    if isinstance(path, str | Path):
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror}") from error
        return _lines(_text(content, encoding, path), path)
    if hasattr(path, "read"):
        content = path.read()
        return _lines(content if isinstance(content, str) else _text(content, encoding, path), path)
    frame = collect(frame_of(path, what="path"))
    cells = frame.astype(object).where(frame.notna(), "").map(_as_typed)
    return list(cells.columns), enumerate(cells.values.tolist(), start=1)


def _as_typed(cell: Any) -> str:
    # a column of years with a gap is one of floats in pandas
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _text(content: bytes, encoding: str, path: Any) -> str:
    try:
        # a byte-order mark is read as such whatever UTF-8 is called
        return content.decode("utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(
            f"{_name(path)} is not {encoding}: line {line} has the byte {content[error.start]:#04x}; "
            "save it as UTF-8, or say which encoding it has, such as encoding='cp1252'",
            rows=[(line, "undecodable")],
        ) from error
    except LookupError as error:
        raise SourceError(f"encoding is {encoding!r}; expected one that Python knows") from error


def _lines(text: str, path: Any) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    # newline="" leaves line ends to the csv module, which takes all three kinds
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    lines = _numbered(reader, path)
    for _, cells in lines:
        return [cell.strip() for cell in cells], lines
    raise SourceError(f"{_name(path)} is empty; expected a header with {', '.join(REQUIRED)}")


def _numbered(reader: Any, path: Any) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f"{_name(path)} is no CSV at line {line}: {error}; a quoted cell may lack its end",
                rows=[(line, str(error))],
            ) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _check_header(header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    taken = [name for name in header if name in COLUMNS and name not in (*REQUIRED, *OPTIONAL)]
    if missing or twice or taken:
        spare = [name for name in header if name not in REQUIRED]
        found = (
            f"lack {sample(missing, most=13)}{nearest(missing[0], spare)}"
            if missing
            else f"name {sample(twice)} twice"
            if twice
            else f"have {sample(taken)}, which read_claims makes from amount and period"
        )
        raise SourceError(f"the columns of the claims {found}; expected {', '.join(REQUIRED)}", rows=header)


def _claim(header: list[str], cells: list[str], **how: Any) -> dict[str, Any]:
    if len(cells) != len(header):
        raise SourceError(f"{len(cells)} cells, but the header has {len(header)}")
    typed = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    if not typed["id"]:
        raise SourceError("id is blank; expected an id such as 'C1'")
    stage = one_of(typed["stage"], STAGES, "stage")
    amount, estimate = _amount(typed, exact=stage == "loan", **how)
    start, end = parse_period(typed["period"])
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
        "category": parse_category(typed.get("category") or typed["weapons"]),
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
    }


def _amount(typed: dict[str, str], **how: Any) -> tuple[dict[str, Any], bool]:
    """The figure of a claim, and whether its wording calls it an estimate."""
    text, unit = typed["amount"], typed.get("unit", "")
    if text.lower() in _NOT_DISCLOSED:
        return {"value": None, "low": None, "high": None, "unit": unit or "USD"}, False
    try:
        amount = parse_amount(text, **how)
    except ArmsflowError:
        if not unit:
            raise
        amount = parse_amount(f"{unit} {text}", **how)
    if unit and amount.unit != unit:
        raise SourceError(
            f"unit is {unit!r} beside the amount {text!r} in {amount.unit}; expected one of them"
        )
    figure = {"value": amount.value, "low": amount.low, "high": amount.high, "unit": amount.unit}
    return figure, "estimate" in amount.qualifier


def _through_the_door(
    rows: list[dict[str, Any]], lines: dict[str, int]
) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """The rows that to_records takes, and (line, reason) of the others."""
    try:
        to_records(rows) if rows else None
    except ArmsflowError:
        good, refused = [], []
        for row in rows:
            try:
                to_records([row])
                good.append(row)
            except ArmsflowError as error:
                refused.append((lines[row["record"]], str(error)))
        return good, refused
    return rows, []


def _unreadable(path: Any, aside: list[tuple[int, str]], good: int) -> SourceError:
    shown = "\n".join(f"  line {line}: {reason}" for line, reason in aside[:5])
    more = f"\n  … ({len(aside)} lines in all)" if len(aside) > 5 else ""
    return SourceError(
        f"{_name(path)} has {len(aside)} line(s) that are no claims (and {good} that are):\n"
        f"{shown}{more}\nmend them, or read the rest with on_error='collect'",
        rows=aside,
    )


def _name(path: Any) -> str:
    return str(path) if isinstance(path, str | Path) else "the claims"
