"""SIPRI's arms transfers: the same records from whichever of its nine formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from armsflow.errors import ArgumentError, SourceError, one_of, warn
from armsflow.records.engines import frame_of, on_engines
from armsflow.records.observed_years import runs_of, windows_of, with_runs
from armsflow.records.schema import IDENTITY, pair_of_years
from armsflow.records.to_records import to_records
from armsflow.sources.formats import Format, Head, known_by
from armsflow.sources.opening import File, base_name, name_of
from armsflow.sources.sipri import as_records, releases
from armsflow.sources.sipri.covered import covered, has_all_years
from armsflow.sources.sipri.deal_money import deal_values as money_of
from armsflow.sources.sipri.found import Found, in_arrow
from armsflow.sources.sipri.opening import is_envelope, lines_of
from armsflow.sources.sipri.register import read_register, sound
from armsflow.sources.sipri.register_columns import AMOUNTS, FIELDS, header_of, known_in
from armsflow.sources.sipri.rtf import is_rtf, one_a_line, read_rtf
from armsflow.sources.sipri.tiv_tables import is_table_header, read_tables

__all__ = ["read_sipri"]

_TEXT = ("text",)


def _names_columns(head: Head) -> bool:
    return any(header_of(line, number) for number, line in enumerate(head.lines, start=1))


FORMATS = (
    known_by(
        "a trade register of SIPRI",
        "|".join(FIELDS["supplier"]),
        "|".join(FIELDS["recipient"]),
        "|".join(name for field in sorted(AMOUNTS) for name in FIELDS[field]),
        test=_names_columns,
        kinds=_TEXT,
    ),
    Format("a table of TIVs", test=lambda head: any(map(is_table_header, head.lines)), kinds=_TEXT),
    Format("SIPRI's register as RTF", test=lambda head: is_rtf(head.text), kinds=_TEXT),
    Format(
        "an answer of SIPRI's web service", test=lambda head: is_envelope(head.text), kinds=("text", "json")
    ),
)


def read_sipri(
    path: File | Sequence[File],
    *,
    release: str | None = None,
    on_error: str = "raise",
    deal_values: bool = False,
    years: tuple[int, int] | None = None,
    supplier: str | None = None,
    recipient: str | None = None,
) -> pd.DataFrame:
    r"""Records of an export of SIPRI's Arms Transfers Database, whichever of its formats the file has.

    Parameters
    ----------
    path : path, file object or bytes, or a list of them
        A trade register (CSV of deals or of delivery years, "DealsAndTIVs" text, RTF, the CSVs of 2013 and
        of the old site), a table of TIVs, or the web service's answer; plain, gz, or zip of one file. The
        format is found by the header, never by the file's name. Of several files in one frame, a record that
        stands in two of one release is a further report in the later one (``same_as``); see `without_parts`.
    release : str, optional
        SIPRI's yearly edition, such as ``"2025"``, where the file does not tell the day on which it was
        generated.
    on_error : {"raise", "collect"}
        ``"collect"`` returns the good lines and leaves (line, reason) of the others in
        ``.attrs["set_aside"]``.
    deal_values : bool
        Also the money that the comments tell, as `contract` records in the currency printed, with the
        ``phrase`` read and its ``scope``: "deal", "wider" where it pays for more than the row, or "framework"
        for what several rows are part of.
    years : (int, int), optional
        First and last year that the export was asked for, where its rows tell none (an export cut down to
        fewer columns). Such rows are whole deals of which one year was asked for: deliveries in these years
        are between 0 and all that the deal delivered (``low`` and ``high``, no value). Without it, or with
        all years of the database, they are whole deals in all its years.
    supplier, recipient : str, optional
        Whose recipients or suppliers a table lists, where a cut-off last line took that with it.

    Returns
    -------
    records frame
        pandas, ``source`` "sipri", or "sample" for a file whose line "Source:" says that it is synthetic. Of
        a deal one ``contract`` (year of the order, pieces ordered) and, once delivered, one ``delivery``
        (first to last year, the years listed in ``delivery_years``); of a delivery-level file one
        ``delivery`` a year; of a table one ``delivery`` a cell, with ``"all"`` for the side it does not tell.
        Values are TIV in single units, or pieces where the format has no TIV (RTF, 2013). Extra
        columns: ``line, file, deal, order_year, delivery_years, designation, description,
        condition, local_production, tiv_unit`` [TIV a piece], ``generated``.
        ``.attrs["lines"]`` counts what became of every line.

    Raises
    ------
    SourceError
        If a file cannot be opened, has none of SIPRI's shapes, or has lines that cannot be read:
        ``.rows`` lists (line, reason).
    ArgumentError
        If an argument is not what it should be.

    Notes
    -----
    Codes of the release are dated by ``table("sipri_releases.csv")``. A cell ``n`` of a table is
    [n − 0.5, n + 0.5] million, ``0`` [0, 0.5] million; an empty cell is no record. SIPRI, *Sources and
    methods*, https://www.sipri.org/databases/armstransfers/sources-and-methods.

    Examples
    --------
    How precise is a cell of a table?

    >>> import armsflow as af
    >>> invented = b"Recipient,2023,2024,2023-2024\nArmenia,12,0 ,12\nTotal exports from India,12,0 ,12"
    >>> af.read_sipri(invented)[["supplier", "recipient", "start", "value", "low", "high"]]
      supplier recipient  start       value         low        high
    0      IND       ARM   2023  12000000.0  11500000.0  12500000.0
    1      IND       ARM   2024         0.0         0.0    500000.0
    """
    if isinstance(path, list | tuple):
        options: dict[str, Any] = {"release": release, "on_error": on_error, "deal_values": deal_values}
        options |= {"years": years, "supplier": supplier, "recipient": recipient}
        return _together([read_sipri(each, **options) for each in path])
    one_of(on_error, ("raise", "collect"), "on_error")
    if release is not None and not isinstance(release, str):
        raise ArgumentError(
            f"release is {release!r}; expected the text of an edition such as '2025'", rows=[release]
        )
    if not isinstance(deal_values, bool):
        raise ArgumentError(f"deal_values is {deal_values!r}; expected True or False", rows=[deal_values])
    asked = None if years is None else pair_of_years(years, "years")
    sides = {"supplier": supplier, "recipient": recipient}
    for side, party in sides.items():
        if party is not None and not isinstance(party, str):
            raise ArgumentError(f"{side} is {party!r}; expected the name of a party", rows=[party])
    name, lines = name_of(path), lines_of(path)
    lines, found = _found(name, lines, sides)
    _check_use(found, asked, sides)
    as_records.named(found)
    source = _source(lines, found)
    if source == "sample" and release is None:
        release = ""  # it is no edition of SIPRI's
    as_records.dated(found, _stamps(lines, found), release)
    as_records.sorted_by_category(found)
    found.rows = covered(found.rows, found, lines, asked)
    if found.aside and (on_error == "raise" or not len(found)):
        raise _unreadable(name, found)
    out = as_records.finished(_laid(found, asked), source, base_name(path))
    if deal_values:
        out = _with_money(out)
    if len(found.exports) > 1:
        out = _whole(out)
    out.attrs["lines"] = found.counts(len(lines))
    if found.aside:
        out.attrs["set_aside"] = sorted(found.aside)
    if said := _without_years(found, asked):
        warn(f"{name}: {said}")
    if found.rest:
        warn(
            f"{name}: {', '.join(found.rest)} adds up parties that the table does not name; what it says is "
            "not among the records, so they do not add up to the table's total"
        )
    return out


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The records of several files: what stands in two of one release is a second report in the later one."""
    if not frames:
        raise ArgumentError("path is an empty list; expected one file or several", rows=[])
    joined = pd.concat(frames, ignore_index=True)
    key = joined[list(IDENTITY)].agg("\n".join, axis=1)
    again = key.duplicated()
    out = _whole(
        to_records(
            joined.assign(
                same_as=joined["same_as"].where(~again, joined["record"]),
                record=as_records.numbered(in_arrow(joined["record"]), key).to_numpy(zero_copy_only=False),
            )
        )
    )
    kinds = dict.fromkeys(kind for frame in frames for kind in frame.attrs["lines"])
    out.attrs["lines"] = {kind: sum(frame.attrs["lines"].get(kind, 0) for frame in frames) for kind in kinds}
    if aside := [line for frame in frames for line in frame.attrs.get("set_aside", ())]:
        out.attrs["set_aside"] = aside
    return out


@on_engines(behind=True)
def _whole(records: Any) -> Any:
    """Records of which those of one selection observe what all their files do together."""
    data = frame_of(records)
    return with_runs(data, runs_of(windows_of(data))).to_native()


def _found(name: str, lines: list[str], sides: dict[str, str | None]) -> tuple[list[str], Found]:
    """The lines, and what the parser of their shape finds in them."""
    for number, line in enumerate(lines, start=1):
        if header := header_of(line, number):
            return lines, read_register(lines, header)
        if is_table_header(line):
            return lines, read_tables(lines, **sides)
    if is_rtf("\n".join(lines)):
        # a line of RTF may hold many deals, and its paragraphs are what a reader sees as lines
        lines = one_a_line(lines)
        return lines, sound(read_rtf(lines))
    nearest = max(enumerate(lines, start=1), key=lambda pair: len(known_in(pair[1])), default=(1, ""))
    number, line = nearest
    raise SourceError(
        f"{name} has none of the formats of SIPRI's exports: no line names the columns of a trade register "
        f"(supplier and recipient, or seller and buyer, and what was ordered or delivered) or the years of a "
        f"table of TIVs; line {number} comes nearest: {line[:100]!r}",
        rows=[(number, "no header")],
    )


def _check_use(found: Found, years: tuple[int, int] | None, sides: dict[str, str | None]) -> None:
    """Raise if an argument would say what the file tells by itself."""
    table, told = "million" in found.rows, {"first", "delivery_year", "million"} & {*found.rows}
    if years is not None and told:
        raise ArgumentError("years is given and the rows tell theirs; where() chooses years", rows=[years])
    if not table and any(sides.values()):
        raise ArgumentError(
            "supplier or recipient is given and the rows name both; where() chooses parties", rows=[sides]
        )


def _without_years(found: Found, asked: tuple[int, int] | None) -> str:
    """What is not known of the years asked for, where the rows are whole deals and tell none."""
    if asked is None or not len(found) or has_all_years(found.rows, asked).all():
        return ""
    low, high = asked
    years = f"{low}" if low == high else f"{low}–{high}"
    return (
        "the rows tell no years, and each is a whole deal with all its deliveries: what was delivered in "
        f"{years} is known as bounds only, from 0 to all that the deal delivered, and no year is covered"
    )


def _laid(found: Found, years: tuple[int, int] | None) -> as_records.Records:
    rows = found.rows
    if "million" in rows:
        return as_records.cells(rows)
    return as_records.deliveries(rows) if "delivery_year" in rows else as_records.deals(rows, years)


def _source(lines: list[str], found: Found) -> str:
    """Whose figures they are: SIPRI's, or those of a sample in the same format that says so."""
    told = (lines[number - 1].strip(' "').casefold() for number in found.passed)
    synthetic = any(line.startswith("source:") and "synthetic" in line for line in told)
    return "sample" if synthetic else "sipri"


def _stamps(lines: list[str], found: Found) -> list[tuple[int, str]]:
    """(line, day) of the stamps that say when an export was generated."""
    near = (number for number in found.passed if releases.hints(lines[number - 1]))
    stamps = ((number, releases.STAMP.search(lines[number - 1])) for number in sorted(near))
    return [(number, stamp[1]) for number, stamp in stamps if stamp]


def _unreadable(name: str, found: Found) -> SourceError:
    aside, good = sorted(found.aside), found.good()
    told = "; ".join(f"line {line}: {reason}" for line, reason in aside[:5])
    more = f"; … ({len(aside)} in all)" if len(aside) > 5 else ""
    rest = "no line can be read"
    if good:
        rest = f"correct them, or take the other {good} line(s) with on_error='collect'"
    return SourceError(f"{len(aside)} line(s) of {name} cannot be read: {told}{more}; {rest}", rows=aside)


def _with_money(records: pd.DataFrame) -> pd.DataFrame:
    """Records, and the money that the comments of their contracts tell."""
    money = money_of(records[records["stage"] == "contract"])
    return to_records(
        pd.concat([records.assign(phrase="", scope="", redenominated=False), money], ignore_index=True)
    )
