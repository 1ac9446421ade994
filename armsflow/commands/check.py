"""``armsflow check``: what a file holds, and which of its lines cannot be read."""

from __future__ import annotations

import argparse
from typing import Any

from armsflow.commands.files import collected, given
from armsflow.commands.terminal import say

__all__: list[str] = []

HELP = "read a file and say what it holds"
MORE = "Exit code 1 if the file, or any line of it, cannot be read."
EXAMPLES = ("armsflow check sample_register.csv", "armsflow check claims.csv")

_MOST_LINES = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file as published; - is standard input")


def run(chosen: argparse.Namespace) -> int:
    frame = collected(given(chosen.file))
    aside = frame.attrs.get("set_aside", [])
    counts = frame.attrs.get("lines", {})
    units = frame.attrs.get("counted_in", "lines")
    say(f"{chosen.file}: {len(frame):,} {'records' if 'stage' in frame else 'rows of military spending'}")
    for head, words in _facts(frame):
        say(f"  {head:<10}{words}")
    if counts:
        say(f"  {units:<10}{counts['read']:,} read, {counts['passed']:,} without data passed over")
    if missing := _missing(frame):
        say(f"  {'orders':<10}{missing}")
    say(f"  {'set aside':<10}{f'{len(aside):,} {units} that cannot be read' if aside else 'none'}")
    for line, reason in aside[:_MOST_LINES]:
        say(f"    {units[:-1]} {line}: {reason}")
    if len(aside) > _MOST_LINES:
        say(f"    and {len(aside) - _MOST_LINES:,} more")
    return 1 if aside else 0


def _facts(frame: Any) -> list[tuple[str, str]]:
    if "stage" not in frame:
        return [("years", _span(frame["year"], frame["year"])), ("release", _listed(frame, "release"))]
    plain = [(name, _listed(frame, name)) for name in ("source", "dataset", "release", "stage", "unit")]
    whole = frame[frame["observed_start"] <= frame["observed_end"]]
    covered = _span(whole["observed_start"], whole["observed_end"])
    covered = "no year in full" if len(frame) and covered == "none" else covered
    # years without a record mean something only in a source that lists all transfers
    covers = f"; the source covers {covered}" if _lists_all(frame) and covered != "none" else ""
    return [("years", f"{_span(frame['start'], frame['end'])}{covers}"), *plain]


def _missing(frame: Any) -> str:
    """Which orders a register leaves out, in words; "" where it lists all or is none."""
    from armsflow.records.check import records_of
    from armsflow.summaries.orders import deals_listed

    if not {"deal", "order_year", "designation"} <= set(frame):
        return ""
    every = deals_listed(records_of(frame))["all_orders"].all()
    return "" if every else "only those of which something was delivered; others, if any, are missing"


def _lists_all(frame: Any) -> bool:
    from armsflow.tables import table

    sources = table("sources.csv")
    listing = set(sources.loc[sources["lists_all"].isin(["yes", "suppliers"]), "source"])
    return set(frame["source"]) <= listing


def _listed(frame: Any, name: str) -> str:
    return ", ".join(sorted({str(word) for word in frame[name].dropna() if word != ""})) or "not stated"


def _span(first: Any, last: Any) -> str:
    first, last = first.dropna(), last.dropna()
    return f"{int(first.min())}–{int(last.max())}" if len(first) and len(last) else "none"
