"""The command line: ``armsflow report --out DIR``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from armsflow.errors import ArmsflowError

__all__: list[str] = []


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command: 0, or 1 with a sentence on standard error."""
    chosen = _parser().parse_args(arguments)
    # what draws is imported once it is clear that something will be drawn
    from armsflow.report.printing import without_window
    from armsflow.report.write_report import write_report

    without_window()
    try:
        index = write_report(chosen.out)
    except (ArmsflowError, OSError) as error:
        print(f"armsflow: {error}", file=sys.stderr)
        return 1
    print(f"wrote {index}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="armsflow", description="Arms-transfer data, honestly added.")
    parser.add_argument("--version", action="version", version=f"armsflow {_version()}")
    commands = parser.add_subparsers(dest="command", required=True)
    report = commands.add_parser(
        "report", help="the shipped claims as figures, the numbers behind them, and an index page"
    )
    report.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    return parser


def _version() -> str:
    try:
        return version("armsflow")
    except PackageNotFoundError:
        return "(not installed)"
