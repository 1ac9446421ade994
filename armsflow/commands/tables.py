"""``armsflow tables``: the tables that armsflow ships, over `table` and `table_path`."""

from __future__ import annotations

import argparse

from armsflow.commands.files import put_text
from armsflow.commands.terminal import say

__all__: list[str] = []

HELP = "list the tables that armsflow ships, or print one"
MORE = "The list says what each table holds, where it is from, and its licence."
EXAMPLES = ("armsflow tables", "armsflow tables claims.csv > claims.csv", "armsflow tables parties")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the table to print as CSV")


def run(chosen: argparse.Namespace) -> int:
    from armsflow.tables import table, table_path

    if chosen.name:
        name = chosen.name if chosen.name.endswith(".csv") else f"{chosen.name}.csv"
        put_text(table_path(name).read_bytes())
        return 0
    for _, row in table("tables.csv").iterrows():
        say(f"{row['table']} ({row['licence']}, {row['date']})")
        say(f"  {row['says']}")
        say(f"  origin: {row['origin']}")
    return 0
