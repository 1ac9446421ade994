"""Records by groups of parties: which rows are of members, by date, and what such rows observe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw

from armsflow.errors import PartyError, SpanError, nearest, sample, warn
from armsflow.groups import Spell, asked, is_own_group, members_of_any_year, shipped_namesake, spells_of_code
from armsflow.parties import OWN_GROUP, members_group, party_name
from armsflow.records.check import check_filled
from armsflow.records.engines import among, collect, constants_of
from armsflow.records.observed_years import within_years, years_outside
from armsflow.records.schema import FIRST, LAST, TOLD
from armsflow.records.selection import anew, read

__all__: list[str] = []

Span = tuple[int, int]
_ALWAYS = (FIRST, LAST)
#: What is done with flows between two members of one group.
INNER = ("keep", "drop")


def parties_and_spells(names: Iterable[Any], met: Iterable[str]) -> tuple[list[str], list[Spell]]:
    """Codes of what is asked for, and the spells of the shipped groups among them; `met` are the records'."""
    names, met = list(names), list(met)
    try:
        codes = asked(names)
    except PartyError as error:
        # said here, since only the records know the groups of the user's own
        if meant := [code for code in met if is_own_group(code) and _name_of(code) in names]:
            raise PartyError(
                f"{error}; the records hold groups of your own: write {sample(meant)}", rows=error.rows
            ) from error
        raise
    for own in met:
        if (shipped := shipped_namesake(own)) in codes and own not in codes:
            raise PartyError(
                f"{shipped!r} is a shipped group, and the records hold a group of your own of that name; "
                f"write {own!r} for yours, or choose members of the shipped one before to_groups()",
                rows=[shipped],
            )
    _say_unmet(codes, met)
    return codes, [spell for code in codes for spell in spells_of_code(code)]


def _name_of(code: str) -> str:
    """The name that the user gave a group of their own."""
    return members_group(code).removeprefix(OWN_GROUP)


def _say_unmet(codes: Iterable[str], met: Sequence[str]) -> None:
    """Warn of groups of which no row is: of a name that none has, or behind others that hold the members.

    Of an empty frame nothing can be said.
    """
    groups = [code for code in met if members_group(code)]
    for code in codes:
        if not met or code in met or not members_group(code):
            continue
        if not spells_of_code(code):
            held = f"the groups of the records are {sample(groups)}" if groups else "they hold no group"
            warn(
                f"{code!r} is no group of armsflow and stands in no record{nearest(code, groups)}: {held}; a "
                "group of your own is there after to_groups()"
            )
            continue
        members = members_of_any_year([code])
        if not members & {*met} and (others := [g for g in groups if members & members_of_any_year([g])]):
            warn(
                f"no record has {code!r} or one of its members: the records hold {sample(others)}, where "
                "to_groups() put some of them; write such a code, or choose members before to_groups()"
            )


def inside(side: str, spells: Iterable[Spell]) -> Any:
    """Whether the whole span of a row lies in a spell of its party."""
    return _any(
        _in_window(side, members, *window, whole=True) for window, members in _windows(spells).items()
    )


def touched(side: str, spells: Iterable[Spell]) -> Any:
    """Whether some year of the span of a row lies in a spell of its party."""
    return _any(
        _in_window(side, members, *window, whole=False) for window, members in _windows(spells).items()
    )


def _windows(spells: Iterable[Spell]) -> dict[Span, list[str]]:
    """First and last year → the members of these years."""
    found: dict[Span, list[str]] = {}
    for spell in spells:
        if spell.first <= spell.last:
            found.setdefault((spell.first, spell.last), []).append(spell.member)
    return found


def _in_window(side: str, members: list[str], first: int, last: int, *, whole: bool) -> Any:
    is_member = among(side, sorted(set(members)))
    if (first, last) == _ALWAYS:
        return is_member
    opens, closes = ("start", "end") if whole else ("end", "start")
    return is_member & (nw.col(opens) >= first) & (nw.col(closes) <= last)


def _any(conditions: Iterable[Any]) -> Any:
    return reduce(or_, conditions)


def crossing(side: str, spells: Sequence[Spell]) -> Any:
    """Whether a row's span lies partly inside the spells of its party."""
    return touched(side, spells) & ~inside(side, spells)


def refuse_crossing(data: Any, sides: Sequence[str], spells: Sequence[Spell]) -> None:
    """Raise SpanError where a party of one of some sides joined or left a group within the span of a row.

    Its rows are those of all these sides, so that they can be spread at once.
    """
    rows = collect(data.filter(_any(crossing(side, spells) for side in sides)))
    if len(rows):
        shown = rows[["record", "supplier", "recipient", "start", "end", "value"]].head()
        raise SpanError(
            f"in {len(rows)} row(s) the {' or the '.join(sides)} joined or left a group within the years of "
            f"the figure:\n"
            f"{shown.to_string(index=False)}\n{_way_out(rows)}",
            rows=rows,
        )


def _way_out(rows: Any) -> str:
    """What to do about figures over the date of an accession, as a source gives them or in windows."""
    if {*TOLD} <= {*map(str, rows.columns)} and rows[TOLD[0]].notna().any():
        # years of a window are not those of the record, which to_years() would spread over all of it
        return (
            "these rows stand in windows, whose years are not those of the records; call to_groups() before "
            "to_periods(), and choose members with where() before it"
        )
    return (
        "to_years() spreads figures over their years, of which each is then inside or outside; spread these "
        'rows alone, since others would lose their bounds: bad = records["record"].isin(error.rows["record"])'
        ", records = concat(records[~bad], to_years(records[bad])), and call again"
    )


def within_spells(data: Any, side: str, spells: Sequence[Spell]) -> Any:
    """Rows of members that observe no year in which their party was not one."""
    return _narrowed(data, ((inside(side, own), window) for window, own in by_window(spells)))


def outside_spells(data: Any, side: str, spells: Sequence[Spell]) -> Any:
    """Rows of parties in years outside their membership, which observe no year inside it."""
    gaps: dict[Span, list[str]] = {}
    each: dict[str, list[Span]] = {}
    for spell in spells:
        each.setdefault(spell.member, []).append((spell.first, spell.last))
    for member, spans in each.items():
        first = FIRST
        for opens, closes in [*sorted(span for span in spans if span[0] <= span[1]), (LAST + 1, LAST + 1)]:
            if first < opens and (first, opens - 1) != _ALWAYS:
                gaps.setdefault((first, opens - 1), []).append(member)
            first = closes + 1
    return _narrowed(
        data,
        ((_in_window(side, members, *gap, whole=True), gap) for gap, members in gaps.items()),
    )


def by_window(spells: Iterable[Spell]) -> list[tuple[Span, list[Spell]]]:
    """The spells of each first and last year, but for members of all years."""
    found: dict[Span, list[Spell]] = {}
    for spell in spells:
        if spell.first <= spell.last and (spell.first, spell.last) != _ALWAYS:
            found.setdefault((spell.first, spell.last), []).append(spell)
    return list(found.items())


def _narrowed(data: Any, windows: Iterable[tuple[Any, Span]]) -> Any:
    """Rows that observe no year outside the window of the first condition that they meet."""
    first, last = nw.lit(FIRST), nw.lit(LAST)
    some = False
    for condition, (opens, closes) in windows:
        some = True
        first = nw.when(condition).then(nw.lit(opens)).otherwise(first)
        last = nw.when(condition).then(nw.lit(closes)).otherwise(last)
    return within_years(data, first, last) if some else data


def selections(data: Any) -> list[str]:
    """What may have been chosen of the rows before."""
    constant = constants_of(data).get("selection")
    if constant is not None:
        return [constant]
    met = collect(data.select("selection").unique())
    check_filled(data, ["selection"] if met["selection"].isna().any() else [])
    return sorted(met["selection"])


def in_place(data: Any, side: str, spells: Sequence[Spell]) -> Any:
    """Rows with the codes of groups in place of those of their members, and what they then observe.

    A group of which only some members were chosen is observed in no year in which one is missing, and none
    in years in which it had no members: of these there is no 0.
    """
    before = selections(data)
    named = nw.col(side)
    for group, own in _groups(spells).items():
        named = nw.when(inside(side, own)).then(nw.lit(group)).otherwise(named)
    data = outside_spells(data, side, spells)
    lives = ((inside(side, own), life_of(own)) for own in _groups(spells).values())
    data = _narrowed(data, [(rows, life) for rows, life in lives if life != _ALWAYS])
    if not any(side in read(selection) for selection in before):
        return data.with_columns(named.alias(side))
    data = data.with_columns(named.alias("armsflow__group"))
    windows: list[tuple[Any, Span | None]] = []
    for selection in before:
        if (chosen := _chosen(selection, side)) is None:
            continue
        rows = nw.col("selection") == selection
        for group, own in _groups(spells).items():
            of_group = rows & (nw.col("armsflow__group") == group)
            runs = _whole(group, own, chosen)
            if runs == [_ALWAYS]:
                continue
            windows += [
                (of_group & (nw.col("start") >= first) & (nw.col("end") <= last), (first, last))
                for first, last in runs
            ]
            windows.append((of_group & ~_any(_spans(runs)), None))
    data = _observed(data, windows)
    return data.with_columns(
        nw.col("armsflow__group").alias(side), selection=_reworded(before, side, spells)
    ).drop("armsflow__group")


def life_of(spells: Iterable[Spell]) -> Span:
    """The first and the last year in which a group has members."""
    first, last = zip(*(_windows(spells) or [_ALWAYS]), strict=True)
    return min(first), max(last)


def _groups(spells: Iterable[Spell]) -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = {}
    for spell in spells:
        found.setdefault(spell.group, []).append(spell)
    return found


def _spans(runs: Iterable[Span]) -> list[Any]:
    return [
        nw.lit(False),
        *((nw.col("start") >= first) & (nw.col("end") <= last) for first, last in runs),
    ]


def _observed(data: Any, windows: Sequence[tuple[Any, Span | None]]) -> Any:
    """Rows that observe no more than their window; those of none observe no year at all."""
    data = _narrowed(data, [(rows, window) for rows, window in windows if window is not None])
    nowhere = [rows for rows, window in windows if window is None]
    if not nowhere:
        return data
    # no year: the first is the later, as it may be already
    opens, closes = nw.col("observed_start"), nw.col("observed_end")
    rows = _any(nowhere) & (opens <= closes)
    return data.with_columns(
        observed_start=nw.when(rows).then(closes + 1).otherwise(opens).cast(nw.Int16()),
        observed_end=nw.when(rows).then(opens - 1).otherwise(closes).cast(nw.Int16()),
    )


def _chosen(selection: str, side: str) -> list[str] | None:
    """What was chosen of a side; None if nothing was left out."""
    return read(selection).get(side)


def _whole(group: str, own: Sequence[Spell], chosen: Iterable[str]) -> list[Span]:
    """The years in which all members of a group were chosen, as runs of years."""
    return [_ALWAYS] if group in chosen else years_outside(_ALWAYS, _missing(own, chosen))


def _missing(own: Sequence[Spell], chosen: Iterable[str]) -> list[Span]:
    """The years in which a member of a group was not chosen, of each such member."""
    chosen = set(chosen)
    had = [spell for code in chosen for spell in spells_of_code(code)]
    missing: list[Span] = []
    for spell in own:
        if spell.member not in chosen and spell.first <= spell.last:
            covers = [(h.first, h.last) for h in had if h.member == spell.member]
            missing += years_outside((spell.first, spell.last), covers)
    return missing


def is_chosen(selection: str, side: str, code: str, start: int, end: int) -> bool:
    """Whether all of a party, or of the members of a group, was chosen in some years."""
    chosen = _chosen(selection, side)
    if chosen is None or code in chosen:
        return True
    own = spells_of_code(code)
    return bool(own) and any(a <= start and end <= b for a, b in _whole(code, own, chosen))


def _reworded(before: Sequence[str], side: str, spells: Sequence[Spell]) -> Any:
    """Selections in which groups stand in place of members that were chosen.

    A group of which some were not chosen was not chosen itself: sums that it is in are of those that were.
    """
    members: dict[str, set[str]] = {g: {s.member for s in own} for g, own in _groups(spells).items()}
    after = {}
    for selection in before:
        chosen = read(selection)
        if side in chosen:
            met = {
                group
                for group, own in _groups(spells).items()
                if members[group] & set(chosen[side]) and not _missing(own, chosen[side])
            }
            always = {s.member for s in spells if s.group in met and (s.first, s.last) == _ALWAYS}
            chosen[side] = sorted((set(chosen[side]) - always) | met)
        after[selection] = anew(selection, chosen)
    text = nw.col("selection")
    return text.replace_strict(list(after), list(after.values()), default=text, return_dtype=nw.String())


def narrowed_to(selection: str, side: str, wanted: Sequence[str]) -> str:
    """The selection of rows of which only some parties, or members of groups, are kept."""
    chosen = read(selection)
    if side not in chosen:
        return anew(selection, {**chosen, side: wanted})
    before, after = set(chosen[side]), set(wanted)
    kept = (
        (before & after)
        | (members_of_any_year(before) & (after | members_of_any_year(after)))
        | (before & members_of_any_year(after))
        # rows of a group of which only some members were chosen before are called by its name
        | {code for code in after if is_own_group(code)}
    )
    return anew(selection, {**chosen, side: kept})


def without_inner(data: Any, found: Sequence[Spell], inner: str) -> Any:
    """Rows with or without flows between two members of one group; how many there are is said."""
    between = {
        group: _is_of("supplier", group, own) & _is_of("recipient", group, own)
        for group, own in _groups(found).items()
    }
    places = {f"g{n}": condition for n, condition in enumerate(between.values())}
    counts = collect(data.select(**{name: rule.cast(nw.Int64()).sum() for name, rule in places.items()}))
    met = {
        group: int(counts[place].fillna(0).iloc[0]) if len(counts) else 0
        for group, place in zip(between, places, strict=True)
    }
    some = {group: count for group, count in met.items() if count}
    if not some:
        return data
    said = ", ".join(f"{count:,} inside {party_name(group)}" for group, count in some.items())
    done = "they are kept" if inner == "keep" else "they are left out, as inner says"
    advice = '; to_groups(records, …, inner="drop") leaves them out' if inner == "keep" else ""
    warn(f"flows between members of one group: {said}; {done}", advice=advice)
    if inner == "keep":
        return data
    for group in some:
        data = data.filter(~between[group])
    return _without_inner_said(data, some)


def _without_inner_said(data: Any, groups: Iterable[str]) -> Any:
    """Rows whose selection says of which groups the flows between two members were left out.

    All rows say so, as the whole lacks them of which each is a part.
    """
    after = {text: anew(text, read(text), inner=groups) for text in selections(data)}
    if not after:
        return data
    text = nw.col("selection")
    words = list(after), list(after.values())
    return data.with_columns(selection=text.replace_strict(*words, default=text, return_dtype=nw.String()))


def _is_of(side: str, group: str, spells: Sequence[Spell]) -> Any:
    # a side may be grouped before the other
    return (nw.col(side) == group) | inside(side, spells)
