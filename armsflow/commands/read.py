"""``armsflow read``: a file of any source as records, over `read`."""

from __future__ import annotations

import argparse

from armsflow.commands.files import frame_of, put, take_lines

__all__: list[str] = []

HELP = "turn a file of any known source into records"
MORE = "The source is found by the file's header."
EXAMPLES = (
    "armsflow read sample_register.csv -o records.parquet",
    "armsflow read claims.csv -o records.csv",
    "armsflow read - < claims.csv",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file as published; - is standard input")
    parser.add_argument(
        "-o",
        "--out",
        default="-",
        metavar="FILE",
        help="a file ending in .parquet, .csv, .xlsx, .dta, .html or .docx; CSV on output if left out",
    )
    take_lines(parser)


def run(chosen: argparse.Namespace) -> int:
    frame = frame_of(chosen.file, on_error=chosen.on_error)
    put(frame, chosen.out, records="stage" in frame)
    return 0
