"""The note on groups by date whose members differ between the windows of a chart or a table.

A sum of such a group rises and falls with its members, though nobody among them delivered more or less.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

import numpy as np
import pandas as pd

from armsflow.charts import check
from armsflow.charts.text import names
from armsflow.groups import spells_of_code
from armsflow.languages import message, say, say_count, years
from armsflow.parties import members_group
from armsflow.records.schema import OBSERVED, OTHERS, SIDES, period
from armsflow.records.selection import Span, joined, of_side

__all__: list[str] = []

_MEMBERS = message("Members differ by year: {groups}.")
_AS_MEMBERS = message("Each state only in its years as a member: {who}.")
_FROM, _TO = message("{party} from {year}"), message("{party} to {year}")
#: So many who joined or left are named; of more, their number. Who joined together is named together.
_FEW, _MANY = 3, 10


def note(frame: pd.DataFrame, labels: names.Labels) -> str:
    """Who joined or left a group of a key, or one that was chosen, in the years of its windows."""
    if not {"period", "start", "end", "complete"} <= {*frame} or not len(frame):
        return ""
    told = []
    for group, rows in sorted(_of_groups(frame).items()):
        if (span := _compared(rows)) and (who := _changes(group, span)):
            told.append(f"{names.party(group, labels)} ({_words(who, span, labels)})")
    members = say(_MEMBERS, groups=names.parted(told)) if told else ""
    return " ".join(filter(None, [members, _of_members(frame, labels)]))


def _of_members(frame: pd.DataFrame, labels: names.Labels) -> str:
    """In which years states stand in a frame that were chosen as members of a group by date."""
    span = _span(frame)
    who = {
        party: own
        for side in SIDES
        for party, spans in _shown(frame, side).items()
        if (own := _within(spans, span)) not in ([], [span])
    }
    if not who:
        return ""
    if len(who) > _MANY:
        return say(_AS_MEMBERS, who=say_count("{count} joined or left", "{count} joined or left", len(who)))
    alike: dict[tuple[Span, ...], list[str]] = {}
    for party, own in sorted(who.items(), key=lambda item: (item[1][0][0] == span[0], item[1])):
        alike.setdefault(tuple(own), []).append(names.party(party, labels))
    said = [_one(names.listed(sorted(some)), [*own], span) for own, some in alike.items()]
    return say(_AS_MEMBERS, who=names.parted(said))


def _shown(frame: pd.DataFrame, side: str) -> dict[str, list[Span]]:
    """Who was chosen as a member, with the years; beside others, also those who may be among them."""
    own = chosen_years(frame, side)
    return own | _unnamed(frame, side) if own and (frame[_column(frame, side)] == OTHERS).any() else own


def _unnamed(frame: pd.DataFrame, side: str) -> dict[str, list[Span]]:
    """Members of the groups that were chosen who have no row of their own, with their years."""
    codes = {code for text in frame["selection"].unique() for code in of_side(text, side) or ()}
    every = {spell.member for code in codes for spell in spells_of_code(code)}
    return _spells_of(codes, every - codes - {*frame[_column(frame, side)]})


def not_as_members(rows: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Incomplete rows of a frame without those that lack only years in which a state was not chosen.

    A state that was chosen as a member of a group counts in its years as a member; the windows of other rows
    of it end there.
    """
    start, end = ([*rows[name].astype(int)] for name in ("start", "end"))
    seen = [*zip(*(rows[name].astype(int) for name in OBSERVED), strict=True)]
    every = [(int(frame[OBSERVED[0]].min()), int(frame[OBSERVED[1]].max()))]
    kept = np.ones(len(rows), dtype=bool)
    for side in SIDES:
        known = chosen_years(frame, side)
        for place, code in enumerate(rows[_column(frame, side)] if known else ()):
            window = (start[place], end[place])
            if code == OTHERS:
                # who they are is not said; what the source lacks, those named lack too
                kept[place] &= _within(every, window) != [window]
            elif (own := _within(known.get(code, [window]), window)) != [window]:
                start[place], end[place] = (own[0][0], own[-1][1]) if own else window
                kept[place] &= bool(own) and not (
                    seen[place][0] <= start[place] and seen[place][1] >= end[place]
                )
    return rows.assign(start=start, end=end)[kept]


def _of_groups(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The shipped groups of a frame, by key or by choice, each with its rows."""
    keys = check.keys_of(frame)
    found: dict[str, list[pd.DataFrame]] = {}
    for side in (*SIDES, "party"):
        if side in keys:
            dated = [code for code in frame[side].unique() if _is_by_date(str(code))]
            some = {str(code): frame[frame[side] == code] for code in dated}
        elif side in SIDES and "selection" in frame and not _column(frame, side):
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
    column = _column(frame, side)
    if not column or "selection" not in frame:
        return {}
    each = [of_side(text, side) for text in frame["selection"].fillna("").astype(str).unique()]
    if any(codes is None for codes in each):
        return {}
    codes = {code for some in each for code in some or ()}
    met = {*frame[column].unique()} - codes
    return _spells_of(codes, met)


def _column(frame: pd.DataFrame, side: str) -> str:
    """The key that holds the parties of a side, "party" in a ranking of them, or ""."""
    keys = check.keys_of(frame)
    if side in keys:
        return side
    ranked = "party" in keys and "side" in frame and frame["side"].eq(side).all()
    return "party" if ranked else ""


def _spells_of(codes: Iterable[str], members: Container[str]) -> dict[str, list[Span]]:
    """Some members of groups, each with the years in which it is in any of them."""
    found: dict[str, list[Span]] = {}
    for spell in (spell for code in codes for spell in spells_of_code(code) if spell.member in members):
        found.setdefault(spell.member, []).append((spell.first, spell.last))
    return {member: joined(spans) for member, spans in found.items()}


def _within(spans: Iterable[Span], span: Span) -> list[Span]:
    """Spans as far as they lie in another."""
    return [(max(a, span[0]), min(b, span[1])) for a, b in spans if a <= span[1] and b >= span[0]]


def _compared(rows: pd.DataFrame) -> Span | None:
    """The first and the last year of several windows of rows, and of changes of the windows before theirs."""
    several = {"previous", "change"} <= {*rows} or len({*zip(rows["start"], rows["end"], strict=True)}) > 1
    return _span(rows) if several else None


def _span(rows: pd.DataFrame) -> Span:
    """The first and the last year of the windows of rows, and of those before in changes."""
    start, end = rows["start"].astype(int), rows["end"].astype(int)
    against = {"previous", "change"} <= {*rows}
    return int((2 * start - end - 1 if against else start).min()), int(end.max())


def _changes(group: str, span: Span) -> dict[str, list[Span]]:
    """Who was a member in some years of a span and not in others, with the years as runs of years."""
    every = {spell.member for spell in spells_of_code(group)}
    runs = {member: _within(spans, span) for member, spans in _spells_of([group], every).items()}
    return {member: own for member, own in runs.items() if own not in ([], [span])}


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
