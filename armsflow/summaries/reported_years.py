"""In which years of a window there are records, and what figures say where some of these years have none.

Of a source that does not list all, a window without a record of each of its years is not complete. A side
covers a year of a window if it has a record there, or if its source lists all there is and observed
the year. Of a year that one side tells of and the other does not cover, the other says nothing: it is no 0.

Of a source with what states report, a sum over several of them is complete only where it names those that
report (see `reporters`), and then of years of which each of them told. Where a file lacks partners of those
that report, or parties of a side (see `selection`), no sum over all of these is complete. Where it has
figures for several parties together, no sum of one party is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.grouping import groups_of
from armsflow.records.listed_years import spans_of, with_listed
from armsflow.records.observed_years import lists_all
from armsflow.records.own_columns import chosen_by_own
from armsflow.records.schema import COVERED, FIGURE, LACKING, MEANING, SIDES, TOLD
from armsflow.records.selection import lacking as years_lacking
from armsflow.records.selection import of_side, read, without_category
from armsflow.records.told_years import in_windows, told_of
from armsflow.reporters import beside_unnamed, is_named, lacks_some, over_reporters
from armsflow.summaries.held import beside_left_out, edges_of, held
from armsflow.summaries.observed import Observed, is_gap

__all__: list[str] = []

Span = tuple[int, int]
#: Whether a side lacks years that the other tells of.
LACKS = "armsflow__lacks"
_WINDOW = ("start", "end")
_ROW, _LISTED = "armsflow__row_of", "armsflow__years"
_COUNT = "armsflow__count"
_FIRST, _LAST = "armsflow__first", "armsflow__last"
# beyond all years, so that the years of two rows never meet
_APART = 10_000


def with_lacking(
    sums: pd.DataFrame, keys: Sequence[str], data: Any, over: Span | None = None, *, years: bool = True
) -> pd.DataFrame:
    """Sums per `keys` and span that say which of them lack something.

    A sum of chosen categories lacks what has no category, and one of a party what is for several together.
    Of sources that do not list all, sums lack a year of which there is no record, if all `years` have to have
    one, or whoever reports nothing, where they are sums over those that report, or parties that the file
    lacks, where they are sums over these. Other sums stay as they are.
    """
    silent = (sums["source"].map(lists_all()) == "no").to_numpy()
    # a figure without a category has no place in any sum of chosen ones
    lacks = _touching(sums, without_category)
    lacks |= np.any([beside_unnamed(sums, keys, side) for side in SIDES], axis=0)
    if silent.any():
        lacks |= _of_silent(sums, silent, keys, data, over, years=years)
    return sums.assign(**{LACKING: lacks.astype(float)}) if lacks.any() else sums


def _touching(sums: pd.DataFrame, years_of: Callable[[str], list[Span]]) -> np.ndarray:
    """Which sums have a year that their selection names."""
    found = np.zeros(len(sums), dtype=bool)
    codes, texts = pd.factorize(sums["selection"])
    start, end = (sums[name].to_numpy(dtype="int64") for name in _WINDOW)
    for code, text in enumerate(texts):
        for first, last in years_of(str(text)):
            found |= (codes == code) & (start <= last) & (first <= end)
    return found


def _of_silent(
    sums: pd.DataFrame, silent: np.ndarray, keys: Sequence[str], data: Any, over: Span | None, *, years: bool
) -> np.ndarray:
    """Which sums lack something, of those that are `silent` on who or what is missing."""
    joined = _with_choices_joined(sums)
    several = over_reporters(joined, keys) & silent
    lacks = several.copy()
    named = _chosen_reporters(joined, several)
    for side in SIDES:
        # those that report were chosen, so that it is known whose records there have to be
        some = several & (sums["reporter"] == side).to_numpy() & (named > 0)
        if some.any():
            lacks[some] = _lacks_years(sums, [*keys, side], data, over, each=named)[some]
    rest = silent & ~several & (sums["start"] != sums["end"]).to_numpy()
    if years and rest.any():
        lacks[rest] = _lacks_years(sums, keys, data, over)[rest]
    missing = [lacks_some(sums, keys, side) for side in SIDES] + [_lacks_chosen(sums, keys, data)]
    lacks |= silent & np.any(missing, axis=0)
    return np.asarray(lacks, dtype=bool)


def _with_choices_joined(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of which each is said to be chosen as all that were joined: France's and Germany's as both.

    Choices that agree in all but the states of one side are together one of all these states.
    """
    if rows["selection"].nunique() < 2:
        return rows
    texts = rows["selection"].astype(str)
    alike = texts.groupby([rows["source"], rows["reporter"]], dropna=False)
    return rows.assign(selection=alike.transform(lambda some: some.map(_unions(some.unique()))))


def _unions(texts: Iterable[str]) -> dict[str, str]:
    """Selection → the same with the states of each side that others have which agree with it in all else."""
    known = {text: read(text) for text in texts}
    together: dict[tuple[str, str], set[str]] = {}
    for chosen in known.values():
        for side in {*SIDES} & {*chosen}:
            together.setdefault((side, _without(chosen, side)), set()).update(chosen[side])
    out = {}
    for text, chosen in known.items():
        whole = [side for side in SIDES if of_side(text, side) is not None]
        joined = chosen | {side: sorted(together[side, _without(chosen, side)]) for side in whole}
        out[text] = _written(joined) if joined != chosen else text
    return out


def _without(chosen: Mapping[str, Sequence[str]], side: str) -> str:
    return _written({column: cells for column, cells in chosen.items() if column != side})


def _written(chosen: Mapping[str, Sequence[str]]) -> str:
    return ";".join(f"{column}={'+'.join(chosen[column])}" for column in sorted(chosen))


def _lacks_chosen(sums: pd.DataFrame, keys: Sequence[str], data: Any) -> np.ndarray:
    """Which sums are over parties chosen by name of which the file, that lacks some, has not all."""
    found = np.zeros(len(sums), dtype=bool)
    for side in SIDES:
        for text in sums["selection"].unique() if side not in keys else ():
            chosen = of_side(str(text), side) or []
            if len(chosen) > 1 and years_lacking(str(text), side) and {*chosen} - _codes(data, side, text):
                found |= (sums["selection"] == text).to_numpy()
    return found


def _codes(data: Any, side: str, selection: str) -> set[str]:
    """The parties of a side that have records of one selection."""
    told = _told(data, [side, "selection"], "source", None)
    return set(told[side][told["selection"] == selection])


def is_none(rows: pd.DataFrame, keys: Sequence[str], data: Any) -> np.ndarray:
    """Of which rows without a record, of `keys` and a span, the source says that there was nothing.

    Of a source that does not list all, these are rows of one who reports, and who has records, of whatever
    else, of every year of the span. Of other sources all are.
    """
    silent = (rows["source"].map(lists_all()) == "no").to_numpy()
    known = ~silent
    alone = silent & ~over_reporters(_with_choices_joined(rows), keys)
    for side in SIDES:
        own = np.flatnonzero(alone & (rows["reporter"] == side).to_numpy())
        if len(own):
            met = rows.take(own)
            met = met if side in keys else met.assign(**{side: _chosen(met["selection"], side)})
            known[own] = _all_told(met, side, _years_told(data, [side, *MEANING]))
    return known


def _chosen(selections: pd.Series, side: str) -> list[str]:
    """The states of a side of which one was chosen for each row."""
    return ["".join(of_side(str(text), side) or []) for text in selections]


def _all_told(rows: pd.DataFrame, side: str, told: Mapping[tuple[Any, ...], set[int]]) -> np.ndarray:
    """Whether those who report, on a `side`, `told` of every year of rows."""
    kinds = groups_of(rows, [*_WINDOW, side, *MEANING])
    met = rows[[*_WINDOW, side, *MEANING]].take(kinds.first).itertuples(index=False, name=None)
    found = [{*range(int(a), int(b) + 1)} <= told.get(tuple(who), set()) for a, b, *who in met]
    return np.array(found, dtype=bool)[kinds.ids]


def is_none_of_party(both: tuple[pd.DataFrame, pd.DataFrame], data: Any) -> np.ndarray:
    """Whether a side of a party without a record, of what it supplied and received, is known to be nothing.

    Both sides have the index ``party, start, end``. Of records chosen by a column of the user's own, it is
    known of who has a record on that side. What another row may hold is not known to be nothing; see `held`.
    """
    known = np.ones(len(both[0]), dtype=bool)
    edges = edges_of({"party": both[0].index.unique("party")})
    for side, own, other in zip(SIDES, both, both[::-1], strict=True):
        gone = own["records"].isna().to_numpy()
        rows = other[gone].reset_index().rename(columns={"party": side})
        met = rows[side].isin(own.index[~gone].get_level_values("party")).to_numpy()
        start, end = (rows[name].to_numpy("int64") for name in _WINDOW)
        doubted = beside_left_out(rows["selection"], start, end, [side])
        if edges:
            told = own[~gone].reset_index().rename(columns={"party": side})
            of_side_ = {side: edges["party"]}
            doubted |= held(rows, told, [side, *MEANING], of_side_, exact=in_windows(data))
        known[gone] = is_none(rows, [side], data) & (met | ~chosen_by_own(rows)) & ~doubted
    return known


def _chosen_reporters(sums: pd.DataFrame, several: np.ndarray) -> np.ndarray:
    """How many states that report were chosen for each sum over `several`; 0 where it is not known which."""
    found = np.zeros(len(sums), dtype="int64")
    for side in SIDES:
        own = several & (sums["reporter"] == side).to_numpy()
        for text in sums["selection"][own].unique() if side not in sums else ():
            chosen = of_side(text, side) or []
            found[own & (sums["selection"] == text).to_numpy()] = len(chosen) if is_named(chosen) else 0
    return found


def _lacks_years(
    sums: pd.DataFrame,
    keys: Sequence[str],
    data: Any,
    over: Span | None,
    each: np.ndarray | None = None,
) -> np.ndarray:
    """Whether there are records of fewer years than the span of a sum has.

    With `each`, of how many states that report there have to be records of every year; the last of the keys
    is then their side, by which the sums are not kept apart.
    """
    group = [*dict.fromkeys([*keys, "source", *_WINDOW])]
    told = _told(data, group, "source", over)
    count = np.bincount(_years(told) // _APART, minlength=int(told[_ROW].max()) + 1)
    first = told.drop_duplicates(_ROW).sort_values(_ROW)
    own = group if each is None else [name for name in group if name != keys[-1]]
    known = first[own].assign(**{_COUNT: count}).groupby(own, dropna=False, as_index=False)[_COUNT].sum()
    for name in _WINDOW:
        known[name] = known[name].astype(sums[name].dtype)
    met = sums[own].merge(known, on=own, how="left")[_COUNT].to_numpy()
    length = (sums["end"].astype("int64") - sums["start"].astype("int64") + 1).to_numpy()
    return np.asarray(met != length * (1 if each is None else each))


def of_whole_years(
    summary: pd.DataFrame, sums: pd.DataFrame, wholes: Sequence[str], data: Any, over: Span | None = None
) -> pd.DataFrame:
    """Parts of wholes, made of `sums`, which are complete only where their whole is."""
    chosen = sums["selection"]
    # of one selection without a gap a part that is complete is one of a complete whole
    alone = len(sums) == 0 or (bool((chosen == chosen.iloc[0]).all()) and not is_gap(sums).any())
    if alone and not (sums["source"].map(lists_all()) == "no").any():
        return summary
    keys = list(dict.fromkeys([*wholes, *_WINDOW]))
    alike = [name for name in (*keys, *MEANING, *COVERED) if name in sums]
    whole = sums[list(dict.fromkeys(alike))].drop_duplicates(ignore_index=True)
    observed = Observed(whole, [str(name) for name in whole if name not in (*COVERED, *_WINDOW)])
    whole = with_lacking(whole, wholes, data, over)
    there = observed.complete() & (whole[LACKING] == 0 if LACKING in whole else True)
    known = whole[keys].assign(armsflow__whole=there)
    places = summary[keys].merge(known.groupby(keys, dropna=False, as_index=False).all(), on=keys, how="left")
    found = places["armsflow__whole"]
    if (bare := found.isna().to_numpy()).any():
        # of a whole without a record in a span, what its source lists
        found = found.mask(bare, _covers(observed, summary))
    return summary.assign(complete=summary["complete"] & found.to_numpy(dtype=bool))


def _covers(observed: Observed, rows: pd.DataFrame) -> np.ndarray:
    """Whether the spans of rows lie inside the years that their group observes, of sources that list all."""
    of_group = observed.sums.loc[observed.first, observed.group].assign(armsflow__of=range(observed.count))
    ids = rows[observed.group].merge(of_group, on=observed.group, how="left")["armsflow__of"].to_numpy()
    return np.asarray(observed.lists_all()[ids] & observed.inside(ids, rows["start"], rows["end"]))


def lacking(
    data: Any, keys: Sequence[str], column: str, sides: tuple[str, str], over: Span | None
) -> pd.DataFrame:
    """The windows in which a side lacks years that the other tells of: `keys`, `column`, start and end.

    Only where both have records. `keys` do not name the `column` in which the sides are.
    """
    group = [*dict.fromkeys([*keys, *_WINDOW])]
    told = _told(data, group, column, over)
    of_side = {side: told[told[column] == side] for side in sides}
    years = {side: _years(rows) for side, rows in of_side.items()}
    found = []
    for side, other in (sides, sides[::-1]):
        own = years[side]
        missed = np.setdiff1d(years[other], own)
        missed = missed[np.isin(missed // _APART, own // _APART)]
        missed = missed[~_is_listed(of_side[side], *np.divmod(missed, _APART))]
        rows = told[told[_ROW].isin(missed // _APART)].drop_duplicates(_ROW)
        found.append(rows[group].assign(**{column: side}))
    return pd.concat(found, ignore_index=True)


def at_least(sums: pd.DataFrame, lacks: pd.DataFrame, each: Sequence[str]) -> pd.DataFrame:
    """Figures of the sides, where LACKS says which of them lack years: these reported so much or more."""
    keys = [*dict.fromkeys([*each, *_WINDOW])]
    lacks = lacks[keys].astype({name: sums[name].dtype for name in _WINDOW}).assign(**{LACKS: True})
    some = sums[keys].merge(lacks, on=keys, how="left")[LACKS].notna().to_numpy()
    value, low, high = (sums[name].to_numpy(dtype=float) for name in FIGURE)
    return sums.assign(
        value=np.where(some, np.nan, value),
        # of what has no figure at all nothing is known
        high=np.where(some & ~np.isnan(low), np.inf, high),
        complete=sums["complete"].to_numpy(dtype=bool) & ~some,
        **{LACKS: some},
    )


def _told(data: Any, group: Sequence[str], column: str, over: Span | None) -> pd.DataFrame:
    """The years of which rows told: the first, the last and, where they are listed, all.

    Each has its window, the number of its `group`, and the `column` by which rows of a group may differ.
    """
    beside = dict.fromkeys([*group, column, "source", *COVERED, *TOLD])
    spans = spans_of(with_listed(data), [name for name in beside if name not in _WINDOW])
    first, last = told_of(spans)
    told = spans.rename(columns={"years": _LISTED}).assign(**{_FIRST: first, _LAST: last})
    told = told if over is None else told.assign(**dict(zip(_WINDOW, over, strict=True)))
    return told.assign(**{_ROW: told.groupby(list(group), dropna=False, sort=False).ngroup()})


def _years_told(data: Any, names: Sequence[str]) -> dict[tuple[Any, ...], set[int]]:
    """Cells of columns → the years of which records with them told."""
    told = _told(data, names, "source", None)
    rows, years = np.divmod(_years(told), _APART)
    cells = told.drop_duplicates(_ROW).set_index(_ROW)[list(names)]
    keys = dict(zip(cells.index, cells.itertuples(index=False, name=None), strict=True))
    found: dict[tuple[Any, ...], set[int]] = {key: set() for key in keys.values()}
    for row, year in zip(rows.tolist(), years.tolist(), strict=True):
        found[keys[row]].add(year)
    return found


def _years(told: pd.DataFrame) -> np.ndarray:
    """The years in which there are records, each with the number of its row of the summary."""
    rows, first, last = (told[name].to_numpy(dtype="int64") for name in (_ROW, _FIRST, _LAST))
    listed = told[_LISTED].map(bool).to_numpy(dtype=bool)
    count = np.where(listed, 0, last - first + 1)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    whole = np.repeat(rows * _APART + first, count) + step
    some = [
        row * _APART + year
        for row, years in zip(rows[listed], told[_LISTED][listed], strict=True)
        for year in years
    ]
    return np.unique(np.append(whole, np.array(some, dtype="int64")))


def _is_listed(told: pd.DataFrame, rows: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Whether the source of a side would list what there was in years of some rows of the summary."""
    observed = Observed(told.assign(start=told[_FIRST], end=told[_LAST]), [_ROW])
    ids = np.searchsorted(np.unique(told[_ROW]), rows)
    return np.asarray(observed.lists_all()[ids] & observed.inside(ids, years, years), dtype=bool)
