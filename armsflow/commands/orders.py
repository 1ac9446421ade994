"""``armsflow orders``: the deals of a register, over `orders`."""

from __future__ import annotations

import argparse
from typing import Any

from armsflow.commands.files import put, records_of_files, take_lines
from armsflow.commands.terminal import note, number, say, show

__all__: list[str] = []

HELP = "list the deals of a register: pieces ordered, delivered and still open"
MORE = "Numbers ordered, and so what is open, stand in registers of deals; files of deliveries lack them."
EXAMPLES = (
    "armsflow orders sample_register.csv --supplier Russia --recipient Armenia",
    "armsflow orders sample_register.csv --open",
    "armsflow orders sample_register.csv -o orders.csv",
)

_HEADS = ("supplier", "recipient", "ordered in", "designation", "ordered", "delivered", "open", "delivery")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a register; - is standard input")
    parser.add_argument("--open", action="store_true", help="only deals with pieces still to be delivered")
    parser.add_argument("--supplier", metavar="NAME", help="only deals of this supplier")
    parser.add_argument("--recipient", metavar="NAME", help="only deals of this recipient")
    parser.add_argument("-o", "--out", metavar="FILE", help="write the whole table; - is CSV on output")
    take_lines(parser)


def run(chosen: argparse.Namespace) -> int:
    from armsflow.records.where import where
    from armsflow.summaries.orders import orders

    sides = {side: name for side in ("supplier", "recipient") if (name := getattr(chosen, side))}
    records = records_of_files(chosen.files, on_error=chosen.on_error)
    deals = orders(where(records, **sides) if sides else records)
    if chosen.open:
        unknown = int(deals["open"].isna().sum())
        if unknown:
            note(
                f"of {unknown:,} of {len(deals):,} deals the file does not tell what is still open; "
                "they are left out"
            )
        deals = deals[deals["open"] > 0]
    if chosen.out:
        put(deals, chosen.out)
    else:
        _show(deals)
    return 0


def _show(deals: Any) -> None:
    from armsflow.parties import party_name

    rows = [
        (
            party_name(deal["supplier"]),
            party_name(deal["recipient"]),
            _count(deal["order_year"]),
            deal["designation"],
            *(_pieces(deal, name) for name in ("ordered", "delivered", "open")),
            "–".join(dict.fromkeys(_count(deal[name]) for name in ("first", "last"))),
        )
        for _, deal in deals.iterrows()
    ]
    show(_HEADS, rows, right=("ordered", "delivered", "open"))
    cells = {cell for row in rows for cell in row[4:7]}
    if any(cell[:-1] and cell.endswith("?") for cell in cells):
        say("A ? behind a number: the source marks the number, or its year, as uncertain.")
    if "?" in cells:
        say("A ? alone: the file does not say.")


def _count(year: Any) -> str:
    import pandas as pd

    return "?" if pd.isna(year) else str(int(year))


def _pieces(deal: Any, name: str) -> str:
    """A number of pieces, with SIPRI's mark where it is uncertain; what is open follows from both others."""
    import pandas as pd

    if pd.isna(deal[name]):
        return "?"
    marks = ["ordered", "delivered"] if name == "open" else [name]
    return number(float(deal[name])) + "?" * any(deal[f"{mark}_estimated"] for mark in marks)
