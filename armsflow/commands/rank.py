"""``armsflow rank``: the largest suppliers or recipients, over `rankings`."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import Any

from armsflow.commands.files import put, records_of_files
from armsflow.commands.terminal import amount, note, show

__all__: list[str] = []

HELP = "rank the largest suppliers or recipients of a period"
MORE = "Shares are of all transfers in the file; the change is against the equal period before."
EXAMPLES = (
    "armsflow rank sample_register.csv --of supplier --end 2024 --top 10",
    "armsflow rank sample_register.csv --of recipient --end 2020 --window 10 -o recipients.csv",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="records; - is standard input")
    parser.add_argument("--of", choices=("supplier", "recipient"), default="supplier", help="whose places")
    parser.add_argument("--stage", metavar="STAGE", help="the stage to rank, where a file has several")
    parser.add_argument("--dataset", metavar="NAME", help="the data set to rank, where a file has several")
    parser.add_argument("--end", type=int, metavar="YEAR", help="last year; by default that of the source")
    parser.add_argument("--window", type=int, default=5, metavar="YEARS", help="length of the period, 5")
    parser.add_argument("--top", type=int, metavar="N", help="how many places; all if left out")
    parser.add_argument(
        "--incomplete",
        choices=("raise", "keep"),
        default="raise",
        help="keep: rank also where the source lacks years",
    )
    parser.add_argument(
        "--whole",
        choices=("all", "chosen"),
        default="all",
        help="chosen: shares of those that the file was limited to",
    )
    parser.add_argument("-o", "--out", metavar="FILE", help="write the whole table; - is CSV on output")


def run(chosen: argparse.Namespace) -> int:
    from armsflow.summaries.rankings import rankings

    ranked = rankings(
        records_of_files(chosen.files, stage=chosen.stage, dataset=chosen.dataset),
        chosen.of,
        end=chosen.end,
        window=chosen.window,
        top=chosen.top,
        incomplete=chosen.incomplete,
        whole=chosen.whole,
    )
    if not ranked["complete"].all():
        note(
            "the source does not cover all years of both periods, or not all parties; shares and changes "
            "may mislead"
        )
    if chosen.out:
        put(ranked, chosen.out)
    else:
        _show(ranked, chosen.of)
    return 0


def _show(ranked: Any, of: str) -> None:
    import pandas as pd

    from armsflow.parties import party_name

    heads = ("place", of, "period", "amount", "share", "change", "main partners")
    rows = []
    for _, row in ranked.iterrows():
        partners = [row[f"partner_{n}"] for n in (1, 2, 3) if f"partner_{n}" in row]
        names = ", ".join(party_name(code) for code in partners if isinstance(code, str) and code)
        rows.append(
            (
                "–" if pd.isna(row["place"]) else int(row["place"]),
                party_name(row["party"]),
                row["period"],
                amount(row["value"], row["low"], row["high"], row["unit"]),
                _per_cent(row, "share"),
                _per_cent(row, "change"),
                names,
            )
        )
    show(heads, rows, right=("place", "amount", "share", "change"))


def _per_cent(row: Any, name: str) -> str:
    """A fraction in per cent, with its bounds where they differ."""
    value, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    if not math.isfinite(value):
        # from nothing, as charts say
        return "new" if name == "change" and value > 0 else "not known"
    sign = "+" if name == "change" else ""
    # rounded outwards, so that what is printed is never narrower
    least, most = _outward(low, math.floor, sign), _outward(high, math.ceil, sign)
    return f"{100 * value:{sign}.1f} %" + ("" if low == high else f" [{least} to {most}]")


def _outward(fraction: float, turn: Callable[[float], int], sign: str) -> str:
    # the noise of binary fractions is no part of a bound
    return f"{turn(round(1e3 * fraction, 6)) / 10:{sign}.1f}" if math.isfinite(fraction) else "open"
