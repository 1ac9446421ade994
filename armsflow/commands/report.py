"""``armsflow report``: a page to send, over `write_report`."""

from __future__ import annotations

import argparse
import re
from typing import Any

from armsflow.commands.claims import in_currency
from armsflow.commands.files import frame_of, records_of_files
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


def _folder_of(chosen: argparse.Namespace) -> str:
    """The folder named after the question, such as "report-russia-armenia", or "report"."""
    asked = [chosen.supplier, chosen.recipient, *(chosen.between or [])]
    # letters and digits as they are typed; what else stands in a name may lead to another folder
    words = [word for name in asked if name for word in re.findall(r"[^\W_]+", name.casefold())]
    return "-".join(["report", *words])[:_LONGEST]


def _records(chosen: argparse.Namespace) -> Any:
    return records_of_files(
        chosen.files, stage=chosen.stage, dataset=chosen.dataset, aid_type=chosen.aid_type
    )


def _claims(chosen: argparse.Namespace) -> Any:
    if not chosen.claims:
        if chosen.to is not None:
            raise ArgumentError("--to is given without --claims; it converts these alone")
        return None
    claims = frame_of(chosen.claims)
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
        spending=frame_of(chosen.spending) if chosen.spending else None,
        format=chosen.format,
        language=chosen.language,
        explorer=chosen.explorer,
    )
    print(f"wrote {paragraph(page)}")
    return 0
