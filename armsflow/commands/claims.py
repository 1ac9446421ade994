"""``armsflow claims``: each claim beside a register and military spending, over `plausibility`."""

from __future__ import annotations

import argparse
from typing import Any

from armsflow.commands.files import frame_of, put, records_of_files, take_lines
from armsflow.commands.terminal import amount, say

__all__: list[str] = []

_WORDS = "amount"  # the words of a claim
_PYTHON = r"to_currency\(\) brings the claims to (\w+)"

HELP = "compare claims with a register and with military spending"
MORE = "Each claim gets a verdict in words; a register and spending can be given alone or together."
#: What a second FILE may have been meant as.
STRAY = "give a register with --register FILE, and spending with --spending FILE"
EXAMPLES = (
    "armsflow claims claims.csv --register sample_register.csv",
    "armsflow claims claims.csv --register sample_register.csv -o verdicts.csv",
    "armsflow claims claims.csv --register sample_register.csv --to USD",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a table of claims; - is standard input")
    parser.add_argument("--register", metavar="FILE", help="a register of SIPRI")
    parser.add_argument("--spending", metavar="FILE", help="SIPRI's workbook of military expenditure")
    parser.add_argument(
        "--to", metavar="CODE", help="convert claims in money first, by the mean rates of their years"
    )
    parser.add_argument("-o", "--out", metavar="FILE", help="write the whole table; - is CSV on output")
    take_lines(parser)


def run(chosen: argparse.Namespace) -> int:
    from armsflow.parties import party_name
    from armsflow.summaries.plausibility import plausibility

    claims = records_of_files([chosen.file], on_error=chosen.on_error)
    claims = claims if chosen.to is None else in_currency(claims, chosen.to)
    beside = {"register": chosen.register, "spending": chosen.spending}
    found = plausibility(
        claims,
        **{name: frame_of(path, on_error=chosen.on_error) for name, path in beside.items() if path},
    )
    # the way out is that of the command, not of Python
    found["verdict"] = found["verdict"].str.replace(_PYTHON, r"--to \1 brings the claims to \1", regex=True)
    if chosen.out:
        if _WORDS in claims:
            found.insert(found.columns.get_loc("value"), _WORDS, claims[_WORDS].to_numpy())
        put(found, chosen.out)
        return 0
    for _, claim in found.iterrows():
        sides = f"{party_name(claim['supplier'])} to {party_name(claim['recipient'])}"
        said = amount(claim["value"], claim["low"], claim["high"], claim["unit"], said=True)
        say(f"{claim['record']}: {sides}, {claim['stage']}, {claim['period']}, {said}")
        say(f"  {claim['finding']}. {claim['verdict']}")
    return 0


def in_currency(claims: Any, currency: str) -> Any:
    """Claims with their money in one currency; pieces, and claims without a rate, stay as they are."""
    import pandas as pd

    from armsflow.transforms.currency import to_currency

    money = ~claims["unit"].isin(["TIV", "pieces"])
    if not money.any():
        return claims
    return pd.concat([to_currency(claims[money], currency, missing="keep"), claims[~money]]).sort_index()
