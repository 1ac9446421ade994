"""``armsflow claims``: each claim beside a register and military spending, over `plausibility`."""

from __future__ import annotations

import argparse

from armsflow.commands.files import frame_of, put, records_of_files
from armsflow.commands.terminal import amount, say

__all__: list[str] = []

HELP = "compare claims with a register and with military spending"
MORE = "Each claim gets a verdict in words; a register and spending can be given alone or together."
EXAMPLES = (
    "armsflow claims claims.csv --register sample_register.csv",
    "armsflow claims claims.csv --register sample_register.csv -o verdicts.csv",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a table of claims; - is standard input")
    parser.add_argument("--register", metavar="FILE", help="a register of SIPRI")
    parser.add_argument("--spending", metavar="FILE", help="SIPRI's workbook of military expenditure")
    parser.add_argument("-o", "--out", metavar="FILE", help="write the whole table; - is CSV on output")


def run(chosen: argparse.Namespace) -> int:
    from armsflow.parties import party_name
    from armsflow.summaries.plausibility import plausibility

    beside = plausibility(
        records_of_files([chosen.file]),
        register=frame_of(chosen.register) if chosen.register else None,
        spending=frame_of(chosen.spending) if chosen.spending else None,
    )
    if chosen.out:
        put(beside, chosen.out)
        return 0
    for _, claim in beside.iterrows():
        sides = f"{party_name(claim['supplier'])} to {party_name(claim['recipient'])}"
        said = amount(claim["value"], claim["low"], claim["high"], claim["unit"])
        say(f"{claim['record']}: {sides}, {claim['stage']}, {claim['period']}, {said}")
        say(f"  {claim['finding']}. {claim['verdict']}")
    return 0
