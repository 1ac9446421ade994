"""``armsflow cite``: how to cite armsflow and the sources of files."""

from __future__ import annotations

import argparse
from typing import Any

from armsflow.commands.files import frame_of, take_lines
from armsflow.commands.terminal import say
from armsflow.commands.version import installed_version

__all__: list[str] = []

HELP = "say how to cite armsflow and the sources of files"
MORE = "Cite armsflow and, of your records, each source with its edition."
_CITED = ("source", "release", "generated", "publisher", "date", "address")

EXAMPLES = ("armsflow cite", "armsflow cite sample_register.csv claims.csv")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="records or spending; - is standard input")
    take_lines(parser)


def run(chosen: argparse.Namespace) -> int:
    version = installed_version()
    say(f"The armsflow developers. armsflow: a Python library for arms-transfer data. Version {version}.")
    for line in _sources(_said_in(chosen)) if chosen.files else []:
        say(line)
    return 0


def _said_in(chosen: argparse.Namespace) -> Any:
    """What the rows of all files say of where they are from; tables of several kinds need not be joined."""
    import pandas as pd

    from armsflow.records.schema import maker_of_spending

    frames = [frame_of(path, on_error=chosen.on_error) for path in chosen.files]
    made = [frame.assign(source=maker) if (maker := maker_of_spending(frame)) else frame for frame in frames]
    return pd.concat([frame[[name for name in _CITED if name in frame]] for frame in made])


def _sources(records: Any) -> list[str]:
    """One line a source, with editions, licence and address; then who published the claims."""
    from armsflow.tables import table

    known = table("sources.csv").set_index("source").to_dict("index")
    lines = []
    for source, rows in records.groupby("source"):
        about = known.get(str(source), {})
        parts = [about.get("citation") or str(source)]
        parts += [f"edition {', '.join(editions)}"] if (editions := _words(rows, "release")) else []
        parts += [f"file of {', '.join(days)}"] if (days := _words(rows, "generated")) else []
        parts += [f"licence {about['licence']}"] if about.get("licence") else []
        parts += [about["address"]] if about.get("address") else []
        lines.append("; ".join(parts))
    named = [name for name in ("publisher", "date", "address") if name in records]
    if "publisher" in named:
        cited = records.loc[_filled(records["publisher"]), named].fillna("").drop_duplicates()
        lines += [
            "  " + ", ".join(str(word) for word in row if word) for row in cited.itertuples(index=False)
        ]
    return lines


def _filled(column: Any) -> Any:
    return column.notna() & (column != "")


def _words(rows: Any, name: str) -> list[str]:
    return sorted({str(word) for word in rows[name][_filled(rows[name])]}) if name in rows else []
