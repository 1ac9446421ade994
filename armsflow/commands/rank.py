"""``armsflow rank``: the largest suppliers or recipients, over `rankings`."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import Any

from armsflow.commands.files import (
    groups_asked,
    put,
    records_of_files,
    take_lines,
    take_parts,
    without_parts_of,
)
from armsflow.commands.terminal import amount, note, say, show

__all__: list[str] = []

_NAMED = 3
# stages of which the plural is not the word with an s
_PLURALS = {"aid": "aid", "delivery": "deliveries"}
# what suppliers and recipients of a stage did: of a licence or a contract nothing need have been delivered
_DONE = {
    "offer": ("{} offered", "was offered to {}"),
    "licence": ("{} licensed", "was licensed to {}"),
    "contract": ("was ordered from {}", "{} ordered"),
    "loan": ("{} lent", "was lent to {}"),
    "delivery": ("{} supplied", "{} received"),
    "payment": ("was paid to {}", "{} paid"),
    "aid": ("{} allocated", "was allocated to {}"),
}
_COMMITTED = ("{} committed", "was committed to {}")

HELP = "rank the largest suppliers or recipients of a period"
MORE = (
    "Shares are of all transfers in the file, or of those to or from the party that is chosen; the change is "
    "against the equal period before."
)
EXAMPLES = (
    "armsflow rank sample_register.csv --of supplier --end 2024 --top 10",
    "armsflow rank sample_register.csv --of supplier --recipient Poland --end 2024",
    "armsflow rank sample_register.csv --of recipient --end 2020 --window 10 -o recipients.csv",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="records; - is standard input")
    parser.add_argument("--of", choices=("supplier", "recipient"), default="supplier", help="whose places")
    parser.add_argument("--supplier", metavar="NAME", help="only transfers of this supplier")
    parser.add_argument("--recipient", metavar="NAME", help="only transfers to this recipient")
    parser.add_argument("--stage", metavar="STAGE", help="the stage to rank, where a file has several")
    parser.add_argument("--dataset", metavar="NAME", help="the data set to rank, where a file has several")
    parser.add_argument(
        "--aid-type", metavar="TYPE", help="the kind of aid to rank: military, financial or humanitarian"
    )
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
    take_parts(parser)
    take_lines(parser)


def run(chosen: argparse.Namespace) -> int:
    from armsflow.summaries.rankings import rankings

    columns = ("supplier", "recipient", "stage", "dataset", "aid_type")
    asked = {column: getattr(chosen, column) for column in columns}
    records = records_of_files(chosen.files, on_error=chosen.on_error, **asked)
    if chosen.without_parts:
        records = without_parts_of(records)
    ranked = rankings(
        records,
        chosen.of,
        end=chosen.end,
        window=chosen.window,
        top=chosen.top,
        incomplete=chosen.incomplete,
        whole=chosen.whole,
    )
    if not ranked["complete"].all():
        note(
            "the source does not cover all years of both periods, or not all parties, or names several "
            "together; shares and changes may mislead"
        )
    if not len(ranked):
        note("no transfers of these years and parties are in the files")
    kinds = _kinds_of_aid(records, ranked)
    named = bool(chosen.stage or chosen.dataset)
    said = [_ranked_in_words(ranked, kinds, named=named), _added_in_words(kinds)]
    if chosen.out:
        for words in filter(None, said):
            note(words)
        put(ranked, chosen.out)
    else:
        _show(ranked, chosen.of)
        for words in filter(None, [_whole_in_words(records, ranked, chosen), *said]):
            say(words)
    return 0


def _ranked_in_words(ranked: Any, kinds: list[str], *, named: bool) -> str:
    """What was ranked: "Ranked by military aid, from the table of allocations."

    Of a source without kinds of aid it is said where the user chose a stage or a table.
    """
    if not len(ranked) or not (kinds or named):
        return ""
    kind = f"{kinds[0]} " if len(kinds) == 1 else ""
    stages = " and ".join(_PLURALS.get(stage, f"{stage}s") for stage in sorted(ranked["stage"].unique()))
    tables = " and ".join(sorted(set(ranked["dataset"]) - {""})).replace("_", " ")
    return f"Ranked by {kind}{stages}{f', from the table of {tables}' if tables else ''}."


def _kinds_of_aid(records: Any, ranked: Any) -> list[str]:
    """Which kinds of aid the records of a ranking are of."""
    if "aid_type" not in records or not len(ranked):
        return []
    # the period before is ranked against
    first, last = 2 * int(ranked["start"].min()) - int(ranked["end"].max()) - 1, int(ranked["end"].max())
    inside = (records["end"] >= first) & (records["start"] <= last)
    return sorted(set(records["aid_type"][inside].dropna().astype(str)) - {""})


def _added_in_words(kinds: list[str]) -> str:
    """Which kinds of aid are added up, where these are several."""
    if len(kinds) < 2:
        return ""
    added = f"{', '.join(kinds[:-1])} and {kinds[-1]} aid are added up"
    return f"{added.capitalize()}; --aid-type takes one of them."


def _whole_in_words(records: Any, ranked: Any, chosen: argparse.Namespace) -> str:
    """Of what shares are, where the other side is not all parties: "Shares are of what Poland received."."""
    from armsflow.parties import party_name, with_article
    from armsflow.records.selection import of_side, together

    other = "recipient" if chosen.of == "supplier" else "supplier"
    parties = sorted(records[other].unique())
    alone = len(parties) == 1 and parties != ["all"]
    if not len(ranked) or not (alone or of_side(together(ranked["selection"]), other)):
        return ""
    # a group that was asked for is named, and not its members
    group = groups_asked([getattr(chosen, other)])
    names = [with_article(party_name(code)) for code in group or parties]
    said = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} others" if len(names) > _NAMED else "")
    done = _COMMITTED if {*ranked["dataset"]} == {"commitments"} else _DONE[ranked["stage"].iloc[0]]
    return f"Shares are of what {done[other == 'recipient'].format(said)}."


def _show(ranked: Any, of: str) -> None:
    import pandas as pd

    from armsflow.parties import party_name

    who = "donor" if of == "supplier" and {*ranked["stage"]} == {"aid"} else of
    heads = ["place", who, "period", "amount", "share", "change", "main partners"]
    rows: list[list[object]] = []
    for _, row in ranked.iterrows():
        partners = [row[f"partner_{n}"] for n in (1, 2, 3) if f"partner_{n}" in row]
        names = ", ".join(party_name(code) for code in partners if isinstance(code, str) and code)
        rows.append(
            [
                "–" if pd.isna(row["place"]) else int(row["place"]),
                party_name(row["party"]),
                row["period"],
                amount(row["value"], row["low"], row["high"], row["unit"]),
                _per_cent(row, "share"),
                _per_cent(row, "change"),
                names,
            ]
        )
    if not any(row[-1] for row in rows):
        # no partners are known where some parties of the other side were chosen
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    show(heads, rows, right=("place", "amount", "share", "change"))


def _per_cent(row: Any, name: str) -> str:
    """A fraction in per cent, with its bounds where they differ."""
    value, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    if name == "change" and _is_undisclosed(row):
        return "not known"
    if not math.isfinite(value):
        # from nothing, as charts say
        return "new" if name == "change" and value > 0 else "not known"
    sign = "+" if name == "change" else ""
    # rounded outwards, so that what is printed is never narrower
    least, most = _outward(low, math.floor, sign), _outward(high, math.ceil, sign)
    return f"{100 * value:{sign}.1f} %" + ("" if low == high else f" [{least} to {most}]")


def _is_undisclosed(row: Any) -> bool:
    """Whether all that is disclosed of one of the two periods is 0, and more was transferred."""
    windows = (("previous", "previous_undisclosed"), ("value", "undisclosed"))
    return any(row[value] == 0 and row[hidden] > 0 for value, hidden in windows)


def _outward(fraction: float, turn: Callable[[float], int], sign: str) -> str:
    # the noise of binary fractions is no part of a bound
    return f"{turn(round(1e3 * fraction, 6)) / 10:{sign}.1f}" if math.isfinite(fraction) else "open"
