"""``armsflow convert``: an amount in another currency and at other prices, over `convert`."""

from __future__ import annotations

import argparse
import re

from armsflow.commands.terminal import amount, say

__all__: list[str] = []

HELP = "convert a written amount to another currency or to the prices of another year"
MORE = "The bounds say what the wording, the rates and the prices leave open."
EXAMPLES = (
    'armsflow convert "1.2 bn euro" 2017 --to USD --prices 2020',
    'armsflow convert "nearly $4 billion" 2010-2014 --prices 2020',
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("amount", metavar="AMOUNT", help='as people write it, such as "1.2 bn euro"')
    parser.add_argument("year", metavar="YEAR", type=_years, help="its year, or first and last: 2010-2014")
    parser.add_argument("--to", metavar="CODE", help="currency wanted, such as USD")
    parser.add_argument("--prices", metavar="YEAR", type=int, help="year whose prices are wanted")
    parser.add_argument(
        "--decimal",
        choices=(".", ","),
        help="the sign before decimals, where there are two ways to read the amount",
    )


def _years(text: str) -> int | tuple[int, int]:
    found = re.fullmatch(r"(\d{4})(?:[-–](\d{4}))?", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no year; expected one such as 2017, or 2010-2014")
    return (int(found[1]), int(found[2])) if found[2] else int(found[1])


def run(chosen: argparse.Namespace) -> int:
    from armsflow.errors import CurrencyError, RateError
    from armsflow.transforms.convert import convert

    try:
        done = convert(chosen.amount, chosen.year, to=chosen.to, prices=chosen.prices, decimal=chosen.decimal)
    except CurrencyError:
        raise
    except RateError as error:
        said, _, python = str(error).partition("; nothing is filled in")
        # what follows the first sentence is a way that the command has too
        fixed = python.partition(". ")[2]
        ways = f"name another year or currency{'. ' if fixed else ''}{fixed}"
        raise RateError(f"{said}; {ways}", rows=error.rows) from error
    prices = f", at prices of {chosen.prices}" if chosen.prices is not None else ""
    say(f"{amount(done.value, done.low, done.high, done.unit)}{prices}")
    return 0
