"""The note on groups by date whose members differ between the windows of a chart or a table.

A sum of such a group rises and falls with its members, though nobody among them delivered more or less.
"""

from __future__ import annotations

import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.groups import spells_of_code
from armsflow.languages import message, say, say_count, years
from armsflow.parties import members_group
from armsflow.records.schema import SIDES, period
from armsflow.records.selection import Span, joined, of_side

__all__: list[str] = []

_MEMBERS = message("Members differ by year: {groups}.")
_FROM, _TO = message("{party} from {year}"), message("{party} to {year}")
#: So many who joined or left are named; of more, their number.
_FEW = 3


def note(frame: pd.DataFrame, labels: names.Labels) -> str:
    """Who joined or left a group of a key, or one that was chosen, in the years of its windows."""
    if not {"period", "start", "end", "complete"} <= {*frame}:
        return ""
    told = []
    for group, rows in sorted(_of_groups(frame).items()):
        if (span := _compared(rows)) and (who := _changes(group, span)):
            told.append(f"{names.party(group, labels)} ({_words(who, span, labels)})")
    return say(_MEMBERS, groups=names.parted(told)) if told else ""


def _of_groups(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The shipped groups of a frame, by key or by choice, each with its rows."""
    keys = check.keys_of(frame)
    found: dict[str, list[pd.DataFrame]] = {}
    for side in (*SIDES, "party"):
        if side in keys:
            dated = [code for code in frame[side].unique() if _is_by_date(str(code))]
            some = {str(code): frame[frame[side] == code] for code in dated}
        elif side in SIDES and "selection" in frame:
            texts = frame["selection"].fillna("").astype(str)
            chosen = {text: of_side(text, side) or () for text in texts.unique()}
            some = {
                code: frame[texts.isin([text for text, own in chosen.items() if code in own])]
                for code in {code for own in chosen.values() for code in own if _is_by_date(code)}
            }
        else:
            some = {}
        for code, rows in some.items():
            found.setdefault(code, []).append(rows)
    return {code: pd.concat(rows) for code, rows in found.items()}


def _is_by_date(code: str) -> bool:
    return bool(members_group(code) and spells_of_code(code))


def chosen_years(frame: pd.DataFrame, side: str) -> dict[str, list[Span]]:
    """Party of a side → the years in which it was chosen as a member of a group by date, and not by name."""
    if not {side, "selection"} <= {*frame}:
        return {}
    each = [of_side(text, side) for text in frame["selection"].fillna("").astype(str).unique()]
    if any(codes is None for codes in each):
        return {}
    codes = {code for some in each for code in some or ()}
    met = {*frame[side].unique()} - codes
    found: dict[str, list[Span]] = {}
    for spell in (spell for code in sorted(codes) for spell in spells_of_code(code) if spell.member in met):
        found.setdefault(spell.member, []).append((spell.first, spell.last))
    return {member: joined(spans) for member, spans in found.items()}


def _compared(rows: pd.DataFrame) -> Span | None:
    """The first and the last year of several windows of rows, and of changes of the windows before theirs."""
    start, end = rows["start"].astype(int), rows["end"].astype(int)
    against = {"previous", "change"} <= {*rows}
    first, last = int((2 * start - end - 1 if against else start).min()), int(end.max())
    several = against or len({*zip(start, end, strict=True)}) > 1
    return (first, last) if several else None


def _changes(group: str, span: Span) -> dict[str, list[Span]]:
    """Who was a member in some years of a span and not in others, with the years as runs of years."""
    met: dict[str, list[Span]] = {}
    for spell in spells_of_code(group):
        first, last = max(spell.first, span[0]), min(spell.last, span[1])
        if first <= last:
            met.setdefault(spell.member, []).append((first, last))
    runs = {member: joined(spans) for member, spans in met.items()}
    return {member: own for member, own in runs.items() if own != [span]}


def _words(who: dict[str, list[Span]], span: Span, labels: names.Labels) -> str:
    """Those who joined or left, in order of time; of many their number."""
    if len(who) > _FEW:
        return say_count("{count} joined or left", "{count} joined or left", len(who))
    order = sorted((own[0][0] == span[0], own, member) for member, own in who.items())
    # who left comes before who joined
    told = [_one(names.party(member, labels), own, span) for first, own, member in order if first]
    told += [_one(names.party(member, labels), own, span) for first, own, member in order if not first]
    return ", ".join(told)


def _one(party: str, own: list[Span], span: Span) -> str:
    """A member with its years: "Croatia from 2013"."""
    (first, last), *more = own
    if not more and last == span[1]:
        return say(_FROM, party=party, year=first)
    if not more and first == span[0]:
        return say(_TO, party=party, year=last)
    return f"{party} {', '.join(years(period(*run)) for run in own)}"
