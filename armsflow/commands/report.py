"""``armsflow report``: a page to send, over `write_report`."""

from __future__ import annotations

import argparse
import re
from functools import partial
from typing import Any

from armsflow.commands.claims import in_currency
from armsflow.commands.files import (
    by_membership,
    frame_of,
    groups_asked,
    records_of_files,
    take_lines,
    take_parts,
    without_parts_of,
)
from armsflow.commands.terminal import paragraph
from armsflow.errors import ArgumentError
from armsflow.languages import LANGUAGES

__all__: list[str] = []

HELP = "write a report: question, answer, charts, and the numbers behind them"
MORE = (
    "Without FILE the report is about the claims that armsflow ships. Without --out the folder is named "
    "after the question, such as report-russia-armenia-azerbaijan, and a report that is there is replaced."
)
EXAMPLES = (
    "armsflow report --out report",
    "armsflow report sample_register.csv --supplier Russia --between Armenia Azerbaijan --out page",
    "armsflow report sample_register.csv --recipient Poland --years 2014 2023",
)

_LONGEST = 80  # letters of a folder's name


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="records to report on; - is standard input")
    parser.add_argument("--supplier", metavar="NAME", help="a report on this supplier")
    parser.add_argument("--recipient", metavar="NAME", help="a report on this recipient")
    parser.add_argument(
        "--between", nargs=2, metavar=("A", "B"), help="two recipients to compare; needs --supplier"
    )
    parser.add_argument("--stage", metavar="STAGE", help="the stage to report on, where a file has several")
    parser.add_argument(
        "--dataset", metavar="NAME", help="the data set to report on, where a file has several"
    )
    parser.add_argument(
        "--aid-type", metavar="TYPE", help="the kind of aid to report on: military, financial or humanitarian"
    )
    parser.add_argument(
        "--years",
        nargs=2,
        type=int,
        metavar=("FIRST", "LAST"),
        help="only these years; what straddles them is cut, with bounds",
    )
    parser.add_argument("--claims", metavar="FILE", help="claims to show beside the records")
    parser.add_argument(
        "--to", metavar="CODE", help="convert these claims first, by the mean rates of their years"
    )
    parser.add_argument(
        "--spending",
        metavar="FILE",
        help="SIPRI's workbook of military expenditure, for claims of payments in --claims",
    )
    parser.add_argument("--format", choices=("html", "md", "docx"), default="html", help="html if left out")
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="en", help="English if left out")
    parser.add_argument(
        "--explorer", action="store_true", help="also write explorer.html, to look at other parties"
    )
    parser.add_argument(
        "--out", metavar="DIR", help="folder to write to; named after the question if left out"
    )
    take_parts(parser)
    take_lines(parser)


def _folder_of(chosen: argparse.Namespace) -> str:
    """The folder named after the question, such as "report-russia-armenia", or "report"."""
    asked = [chosen.supplier, chosen.recipient, *(chosen.between or [])]
    # letters and digits as they are typed; what else stands in a name may lead to another folder
    words = [word for name in asked if name for word in re.findall(r"[^\W_]+", name.casefold())]
    return "-".join(["report", *words])[:_LONGEST]


def _records(chosen: argparse.Namespace) -> Any:
    asked = {name: getattr(chosen, name) for name in ("stage", "dataset", "aid_type")}
    records = records_of_files(chosen.files, on_error=chosen.on_error, **asked)
    records = without_parts_of(records) if chosen.without_parts else records
    records = _with_groups(records, "supplier", groups_asked([chosen.supplier]))
    return _with_groups(records, "recipient", groups_asked([chosen.recipient, *(chosen.between or [])]))


def _with_groups(records: Any, side: str, codes: list[str]) -> Any:
    """Records in which each of some groups is one party, as a report needs it."""
    from armsflow.parties import members_group
    from armsflow.transforms.groups import to_groups

    for code in codes:
        # records that were stored with groups have the code
        if (records[side] == code).any():
            continue
        group = members_group(code)
        records = by_membership(records, partial(to_groups, groups=group, side=side))
        if not (records[side] == code).any():
            raise ArgumentError(f"no record asked for has a {side} that is a member of {group}", rows=[code])
    return records


def _claims(chosen: argparse.Namespace) -> Any:
    if not chosen.claims:
        if chosen.to is not None:
            raise ArgumentError("--to is given without --claims; it converts these alone")
        return None
    claims = frame_of(chosen.claims, on_error=chosen.on_error)
    return claims if chosen.to is None else in_currency(claims, chosen.to)


def run(chosen: argparse.Namespace) -> int:
    # what draws is imported once it is clear that something will be drawn
    from armsflow.report.printing import without_window
    from armsflow.report.write_report import write_report

    if chosen.years and not chosen.files:
        raise ArgumentError(
            "--years is given without FILE; the report on the claims that armsflow ships has its own years. "
            "Give records, or leave --years out"
        )
    without_window()
    page = write_report(
        chosen.out or _folder_of(chosen),
        _records(chosen) if chosen.files else None,
        supplier=chosen.supplier,
        recipient=chosen.recipient,
        between=tuple(chosen.between) if chosen.between else None,
        years=tuple(chosen.years) if chosen.years else None,
        claims=_claims(chosen),
        spending=frame_of(chosen.spending, on_error=chosen.on_error) if chosen.spending else None,
        format=chosen.format,
        language=chosen.language,
        explorer=chosen.explorer,
    )
    print(f"wrote {paragraph(page)}")
    return 0
