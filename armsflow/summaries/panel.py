"""Every pair of states, or every state, in every year: what analysts of conflict and trade join to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.errors import ArgumentError, SpanError, one_of, sample, warn
from armsflow.groups import spells_of_code
from armsflow.parties import all_codes, kind, members_group
from armsflow.records.check import records_of
from armsflow.records.engines import back, on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.observed_years import lists_all
from armsflow.records.own_columns import is_of_own
from armsflow.records.schema import ALL, FIGURE, LACKING, MEANING, OBSERVED, SIDES, pair_of_years
from armsflow.records.selection import read, succeeded, together, written
from armsflow.summaries.adding import add
from armsflow.summaries.existing import names_of
from armsflow.summaries.held import years_beside
from armsflow.summaries.layout import COUNTS, figures
from armsflow.summaries.observed import Observed
from armsflow.summaries.own_years import widened
from armsflow.summaries.panel_measures import Measure, measures_of
from armsflow.summaries.panel_states import State, may_be, states
from armsflow.summaries.reported_years import with_lacking

__all__ = ["panel"]

UNITS: dict[str, tuple[str, ...]] = {
    "dyad": ("supplier", "recipient"),
    "recipient": ("recipient",),
    "supplier": ("supplier",),
}
SYSTEMS = ("iso3", "cow", "gw")
#: Columns of its own, and what they hold; further measures are called as the user calls them.
OWN = {
    "observed": "flag",
    **{f"{side}_{system}": "number" for side in SIDES for system in ("cow", "gw")},
    "reason": "text",
}
_NO_STATE = "no state of"
#: Names of columns of a panel, which no measure may have.
_TAKEN = {*OWN, *FIGURE, *COUNTS, *MEANING, *SIDES, "year", "selection", "complete"}
_MEANT = ("unit", "prices", "stage", "source", "dataset", "release", "reporter", "selection")
_WHY = {
    "organisation": "an organisation",
    "group": "an armed group",
    "territory": "a territory",
    "unknown": "an unknown party",
    ALL: "a counterpart that the source does not name",
}


@on_engines(LISTED)
def panel(
    records: IntoFrameT,
    *,
    years: tuple[int, int] | None = None,
    unit: str = "dyad",
    codes: str = "iso3",
    measures: Mapping[str, IntoFrame] | None = None,
    left_out: bool = False,
) -> IntoFrameT:
    """One row per pair of states, or per state, and year in which they exist, with zeros where observed.

    Parameters
    ----------
    records : records frame
        One stage and unit, a figure for each year; `to_years` spreads spans.
    years : (int, int), optional
        First and last calendar year; without it the years that the records observe.
    unit : {"dyad", "recipient", "supplier"}
        Whether a row is a pair of supplier and recipient, or one of them.
    codes : {"iso3", "cow", "gw"}
        Which states there are in a year: those of armsflow's own codes, of Correlates of War or of
        Gleditsch–Ward. The numbers are added as ``supplier_cow`` and so on.
    measures : mapping, optional
        What else to join: name → frame with ``party``, ``year`` and ``value``, as `read_milex` gives it,
        such as ``{"spending": milex, "gdp": gdp}``. Parties are names or codes or, with the `codes` "cow" and
        "gw", numbers of that system. In dyads each is there for both sides, ``supplier_gdp`` and
        ``recipient_gdp``, and where the frame says its unit and prices, ``gdp_unit`` and ``gdp_prices``.
        What a frame does not say is null.
    left_out : bool
        Return what the panel leaves out in place of the panel.

    Returns
    -------
    summary
        Integer ``year``; ``supplier`` and ``recipient``, or one of them; ``value, low, high`` [in ``unit``]:
        the sum of the records. Without a record it is 0 if the source would list one, and otherwise null.
        ``observed`` is true where there is a record or a 0, ``complete`` where the source covers the whole
        year, too, and the row is no sum over states of which some report nothing;
        ``records`` and ``undisclosed`` (how many), `measures`, and what the figures mean. Sorted by year and
        parties. With `left_out`, the sums that have no row, per party and year, each with a ``reason``; from
        pandas the same list is in ``.attrs["left_out"]``. The panel's values and these add up to those of
        the records.

    Raises
    ------
    ArgumentError
        If `unit`, `codes` or `years` is none of the above, parties stand in groups, or a frame of `measures`
        lacks columns, is in several units or prices, or says two things of a state in a year; if none of
        its rows is of a state of the panel.
    MixedError, PartError
        If the rows must not be added, as in `totals`.
    SpanError
        If a figure covers more than one year; ``.rows`` holds these.

    Warns
    -----
    UserWarning
        If records have no row in the panel: flows of organisations, armed groups, territories, unknown
        parties and states outside the system; and, counted apart, those of other years. If a frame of
        `measures` has parties that are not known, or no figure of a year of the panel.

    Notes
    -----
    States that Correlates of War counts as one in a year are one: the Yugoslavia of 1992–2003 and Serbia and
    Montenegro are Serbia. In the year of a change a state has the code that holds at its end. So the Soviet
    Union's records of 1991 stand under RUS here, and under SUN in `totals`. Whoever merges a panel by code
    and year must know it; the numbers that `codes` adds are the same for both, 365. If you choose
    Russia without the Soviet Union, Russia's 1991 is null and not 0, since the source may have it under the
    other name.

    Where records were chosen by a column of your own, of states without a chosen row nothing is known: they
    are null, since the column says of rows, not of states, what they are.

    Where a party is no state in its year, the states with the same successor are null in place of 0, since
    the record may be theirs: a "Russia" of 1985 may be the Soviet Union. A zero says that the source lists no
    such flow, not that the supplier of what an unknown party supplied was another.

    Examples
    --------
    From whom did Poland get something, when, and in which years was nobody looking?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"recipient": ["Poland", "Hezbollah"], "year": [2023, 2024], "value": [5, 1]})
    >>> known = {"stage": "delivery", "unit": "TIV", "observed": (2022, 2024)}
    >>> records = af.to_records(given, supplier="South Korea", **known)
    >>> panel = af.panel(af.where(records, recipient="Poland"), years=(2021, 2024), codes="cow")
    >>> pair = panel[(panel["supplier"] == "KOR") & (panel["recipient"] == "POL")]
    >>> pair.set_index("year")[["supplier_cow", "recipient_cow", "value", "observed"]]
          supplier_cow  recipient_cow  value  observed
    year
    2021           732            290    NaN     False
    2022           732            290    0.0      True
    2023           732            290    5.0      True
    2024           732            290    0.0      True

    What has no row in a panel of all records?

    >>> af.panel(records, codes="cow", left_out=True)[["recipient", "year", "value", "reason"]]
           recipient  year  value                        reason
    0  grp:hezbollah  2024    1.0  recipient: an armed group
    """
    one_of(unit, tuple(UNITS), "unit")
    one_of(codes, SYSTEMS, "codes")
    data = records_of(records)
    sides = UNITS[unit]
    sums = add(data, list(sides), within=())
    _check(sums, sides)
    span = _span(years, sums)
    sums = sums.assign(year=sums["start"].astype("int64"))
    known = {year: states(codes, year) for year in {*sums["year"].tolist(), *range(span[0], span[1] + 1)}}
    reasons = pd.Series(_reasons(sums, sides, known, span, codes), index=sums.index, dtype=object)
    # sums of one flow that observe different years become one
    rest = _figures(sums.assign(reason=reasons)[reasons != ""])
    if left_out:
        return back(_rest_laid_out(rest, sides), data)
    whole = Observed(sums, list(sides)).complete() & _is_of_all(sums, sides, data)
    kept = sums.assign(whole=whole)[reasons == ""]
    for side in sides:
        pairs = zip(kept[side], kept["year"], strict=True)
        kept[side] = [known[year].of[party].party for party, year in pairs]
    beside = measures_of(measures, known, span, system=codes, taken=_TAKEN)
    partial = kept[~kept["whole"]][["year", *sides]]
    kept = _figures(kept.drop(columns="whole"), together=True)
    kept = kept.assign(complete=~_marked(kept, partial, sides))
    listed = _Listed(sums)
    doubted = _doubted(rest, sides, codes)
    parts = [
        _year(year, known[year].units, kept[kept["year"] == year], sides, listed, doubted, beside)
        for year in range(span[0], span[1] + 1)
    ]
    _say(rest, sums, span)
    result = back(_laid_out(parts, sums, sides, codes, beside), data)
    if isinstance(result, pd.DataFrame):
        result.attrs["left_out"] = _rest_laid_out(rest, sides).to_dict("records")
    return result


def _check(sums: pd.DataFrame, sides: Iterable[str]) -> None:
    spans = sums[sums["start"] != sums["end"]]
    if len(spans):
        raise SpanError(
            f"{len(spans)} sum(s) cover more than one year; a panel has one row for each: spread them "
            "with to_years()",
            rows=spans,
        )
    groups = sorted({code for side in sides for code in sums[side] if members_group(code)})
    if groups:
        raise ArgumentError(
            f"records hold {sample(groups)} in place of their members, whose flows would be taken for none; "
            "expected the parties themselves: make the panel of records before to_groups()",
            rows=groups,
        )


def _is_of_all(sums: pd.DataFrame, sides: Sequence[str], data: Any) -> np.ndarray:
    """Which sums lack nobody who reports nothing."""
    found = with_lacking(sums, sides, data)
    return (found[LACKING] == 0).to_numpy() if LACKING in found else np.ones(len(sums), dtype=bool)


def _span(years: Any, sums: pd.DataFrame) -> tuple[int, int]:
    if years is not None:
        return pair_of_years(years, "years")
    if not len(sums):
        raise ArgumentError(
            "there are no records to take the years from; give them, such as years=(1990, 2024)"
        )
    first, last = Observed(sums, []).years()
    return (first, last) if first <= last else (int(sums["start"].min()), int(sums["end"].max()))


def _reasons(
    sums: pd.DataFrame, sides: tuple[str, ...], known: Mapping[int, Any], span: tuple[int, int], codes: str
) -> list[str]:
    """Why each sum has no row in the panel, "" if it has one."""
    rows = zip(sums["year"], *(sums[side] for side in sides), strict=True)
    return [_reason(dict(zip(sides, parties, strict=True)), year, known[year], span, codes)
            for year, *parties in rows]  # fmt: skip


def _reason(parties: Mapping[str, str], year: int, known: Any, span: tuple[int, int], codes: str) -> str:
    if not span[0] <= year <= span[1]:
        return "outside the years of the panel"
    said = []
    for side, party in parties.items():
        if party not in known.of:
            said.append(f"{side}: {_WHY.get(kind(party)) or f'{_NO_STATE} {codes} in {year}'}")
    if not said and len(parties) == 2 and len({known.of[party].code for party in parties.values()}) == 1:
        return "one state on both sides"
    return "; ".join(said)


def _figures(sums: pd.DataFrame, *, together: bool = False) -> pd.DataFrame:
    """Sums as figures; those of one key `together`, whichever selection they are of."""
    if together:
        sums = sums.assign(selection="", observed_start=sums["start"], observed_end=sums["end"])
    return figures(sums).reset_index(drop=True)


def _marked(sums: pd.DataFrame, some: pd.DataFrame, sides: tuple[str, ...]) -> np.ndarray:
    """Which sums have the year and the parties of some rows."""
    keys = ["year", *sides]
    return np.asarray(pd.MultiIndex.from_frame(sums[keys]).isin(pd.MultiIndex.from_frame(some[keys])))


def _year(
    year: int,
    own: list[State],
    sums: pd.DataFrame,
    sides: tuple[str, ...],
    listed: _Listed,
    doubted: Mapping[int, list[tuple[frozenset[str], ...]]],
    beside: Iterable[Measure],
) -> dict[str, np.ndarray]:
    """The columns of one year, in the order of states: of all pairs, or of all states."""
    place = {state.party: n for n, state in enumerate(own)}
    seen = listed.seen(own, year, sides)
    for parties in doubted.get(year, []):
        seen[np.ix_(*([place[party] for party in some] for some in parties))] = False
    met = tuple(sums[side].map(place).to_numpy(dtype="int64") for side in sides)
    # no state is its own partner
    rows = np.nonzero(~np.eye(len(own), dtype=bool)) if len(sides) == 2 else (np.arange(len(own)),)
    columns = {"year": np.full(len(rows[0]), year)}
    for name in (*FIGURE, *COUNTS):
        cells = np.where(seen, 0.0, np.nan) if name in FIGURE else np.zeros(seen.shape, dtype="int64")
        cells[met] = sums[name].to_numpy()
        columns[name] = cells[rows]
    # what has a record was seen, whatever its source says of others
    whole = seen.copy()
    seen[met], whole[met] = True, sums["complete"].to_numpy(dtype=bool) & listed.chosen(own, year, sides)[met]
    columns["observed"], columns["complete"] = seen[rows], whole[rows]
    for side, taken in zip(sides, rows, strict=True):
        columns[side] = np.array([state.party for state in own], dtype=object)[taken]
        columns[f"{side}_code"] = np.array([state.code for state in own], dtype=object)[taken]
        for measure in beside:
            known = np.array([measure.figures.get((state.party, year), np.nan) for state in own])
            columns[f"{side}_{measure.name}" if len(sides) == 2 else measure.name] = known[taken]
    return columns


def _doubted(
    rest: pd.DataFrame, sides: tuple[str, ...], codes: str
) -> dict[int, list[tuple[frozenset[str], ...]]]:
    """Year → the states, by side, that a sum which is left out may be of, so that they are not known as 0."""
    found: dict[int, list[tuple[frozenset[str], ...]]] = {}
    unnamed = rest[rest["reason"].str.contains(f"{_NO_STATE}|{_WHY[ALL]}", regex=True)]
    unnamed = unnamed[(unnamed["high"] != 0) | (unnamed["undisclosed"] > 0)]
    for year, *parties in unnamed[["year", *sides]].itertuples(index=False, name=None):
        found.setdefault(year, []).append(tuple(_may_be(party, codes, year) for party in parties))
    return found


def _may_be(party: str, codes: str, year: int) -> frozenset[str]:
    """The states that a party may be, which is every one where the source does not name it."""
    if party == ALL:
        return frozenset(state.party for state in states(codes, year).units)
    return may_be(party, codes, year)


class _Listed:
    """For which states and years the sources of the records would list a flow."""

    def __init__(self, sums: pd.DataFrame) -> None:
        self.variants: dict[str, list[tuple[_Choice, _Years]]] = {}
        self.met = {side: set(sums[side]) for side in SIDES if side in sums}
        #: the years of which other figures may hold flows between those chosen
        self.left_out: list[tuple[int, int]] = []
        for selection, rows in sums.groupby("selection"):
            chosen = read(str(selection))
            # what was chosen beside parties adds up: each such part must have been looked at
            variant = written({name: some for name, some in chosen.items() if name not in SIDES})
            some = [{side: chosen[side] for side in SIDES if side in chosen}]
            sources = {*rows["source"]}
            if "supplier" in rows and "suppliers" in {lists_all().get(source) for source in sources}:
                some.append({"supplier": sorted(set(rows["supplier"]))})
            if is_of_own(str(selection), sources):
                some.append({side: sorted(set(rows[side])) for side in SIDES if side in rows})
            used = {side: _used(rows, side) for side in SIDES if side in rows}
            choice = _Choice(some, sources, succeeded(str(selection)), used)
            self.variants.setdefault(variant, []).append((choice, _Years(rows.reset_index(drop=True))))
            self.left_out += years_beside(str(selection), [side for side in SIDES if side in rows])

    def _kept(self, own: list[State], side: str) -> np.ndarray:
        """Whether each state's records are its own: not where those of its successor alone stand there.

        `to_successors` leaves nothing of East Germany, and all that it got under Germany.
        """
        met = self.met[side]
        later = {party: all_codes()[party]["successor"] for state in own for party in state.parties}
        gone = {party for party, successor in later.items() if successor in met and party not in met}
        return np.array([not state.parties <= gone for state in own], dtype=bool)

    def seen(self, own: list[State], year: int, sides: tuple[str, ...]) -> np.ndarray:
        """Whether a flow of each pair, or of each state, would be listed in a year."""
        shape = (len(own),) * len(sides)
        if any(first <= year <= last for first, last in self.left_out):
            return np.zeros(shape, dtype=bool)
        found = np.full(shape, bool(self.variants))
        for selections in self.variants.values():
            some, every, lacks = (np.zeros(shape, dtype=bool) for _ in range(3))
            for choice, years in selections:
                chosen = choice.holds(own, year, sides)
                seen = years.seen(own, year, sides)
                some |= chosen & seen
                lacks |= chosen & ~seen
                # what selections of some partners have of one state adds up, and each must have looked
                every |= chosen & seen & choice.is_of(sides)
            found &= every | (some & ~lacks)
        kept = [self._kept(own, side) for side in sides]
        return found & (np.logical_and.outer(*kept) if len(kept) == 2 else kept[0])

    def chosen(self, own: list[State], year: int, sides: tuple[str, ...]) -> np.ndarray:
        """Whether each pair, or each state, was chosen under all the names that it has in a year."""
        found = np.ones((len(own),) * len(sides), dtype=bool)
        for selections in self.variants.values():
            found &= np.logical_or.reduce([choice.holds(own, year, sides) for choice, _ in selections])
        return found


class _Years:
    """The years that the rows of one selection observe: of each pair and each state, if they differ."""

    def __init__(self, sums: pd.DataFrame) -> None:
        self.all = Observed(sums, [])
        sides = [side for side in SIDES if side in sums]
        alike = len(sums[[*OBSERVED]].drop_duplicates()) <= 1
        self.of = [] if alike else [(sides, Observed(sums, sides))]
        if not alike and len(sides) == 2:
            self.of += [([side], Observed(widened(sums, side), [side])) for side in sides]

    def seen(self, own: list[State], year: int, sides: tuple[str, ...]) -> np.ndarray:
        """Whether a flow of each pair, or of each state, would be listed in a year, had it been chosen.

        A pair without rows is observed where all rows of the one state and all of the other observe the year.
        """
        shape = (len(own),) * len(sides)
        if not self.all.lists_all().all() or not self.all.inside(np.zeros(1, "int64"), [year], [year])[0]:
            return np.zeros(shape, dtype=bool)
        found = np.ones(shape, dtype=bool)
        place = {party: n for n, state in enumerate(own) for party in state.parties}
        # of a pair its own rows decide, which come first
        decided = np.zeros(shape, dtype=bool)
        for keys, observed in self.of:
            parties = observed.sums[keys].take(observed.first)
            inside = observed.inside(np.arange(observed.count), *np.full((2, observed.count), year))
            known = parties.isin([*place]).all(axis=1).to_numpy()
            at = [parties[side].map(place).to_numpy()[known].astype("int64") for side in keys]
            cells = np.ones(tuple(len(own) for _ in keys), dtype=bool)
            np.logical_and.at(cells, tuple(at), inside[known])
            if keys == [*sides]:
                found &= cells
                decided[tuple(at)] = True
            else:
                found &= decided | (cells[:, None] if keys == [sides[0]] else cells[None, :])
        return found


class _Choice(NamedTuple):
    """The parties of each side that were chosen, of records of which sources.

    On the sides of `succeeded` former states count under those that continue them; `used` are the years of
    the first and the last record of each party of a side.
    """

    several: list[dict[str, list[str]]]
    sources: set[str]
    succeeded: list[str]
    used: dict[str, dict[str, tuple[int, int]]]

    def is_of(self, sides: tuple[str, ...]) -> bool:
        """Whether nothing but parties of some sides was chosen."""
        return all({*chosen} <= {*sides} for chosen in self.several)

    def holds(self, own: list[State], year: int, sides: tuple[str, ...]) -> np.ndarray:
        """Whether the choice holds all records of each pair, or of each state, in a year."""
        masks = [
            np.logical_and.reduce([self._among(own, chosen.get(side), year, side) for chosen in self.several])
            for side in sides
        ]
        return np.logical_and.outer(*masks) if len(masks) == 2 else masks[0]

    def _among(self, own: list[State], chosen: list[str] | None, year: int, side: str) -> np.ndarray:
        """Whether each state was chosen under all its names; of groups, those that are members then."""
        if chosen is None:
            return np.ones(len(own), dtype=bool)
        spells = [spell for code in chosen for spell in spells_of_code(code)]
        wanted = {*chosen, *(s.member for s in spells if s.first <= year <= s.last)}
        return np.array([self._names(state, year, side) <= wanted for state in own], dtype=bool)

    def _names(self, state: State, year: int, side: str) -> frozenset[str]:
        """Under which names the sources may have records of a state: the Yugoslavia of 1995 is Serbia's."""
        if side in self.succeeded:
            return frozenset([state.party])
        return names_of(state.parties, year, self.sources, self.used[side])


def _used(rows: pd.DataFrame, side: str) -> dict[str, tuple[int, int]]:
    years = rows.groupby(side)["year"].agg(["min", "max"])
    return {str(party): (int(first), int(last)) for party, first, last in years.itertuples(name=None)}


def _laid_out(
    parts: list[dict[str, np.ndarray]],
    sums: pd.DataFrame,
    sides: tuple[str, ...],
    codes: str,
    beside: Iterable[Measure],
) -> pd.DataFrame:
    out = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    for side in sides:
        if codes != "iso3":
            out[f"{side}_{codes}"] = out[f"{side}_code"].astype("int64")
        out = out.drop(columns=f"{side}_code")
    # the same in all rows, of which there may be a million
    alike = np.zeros(len(out), dtype="int64")
    for name in _MEANT:
        met = sums[name].unique()
        same = together(met) if name == "selection" else " | ".join(sorted({*met} - {""}))
        out[name] = pd.Categorical.from_codes(alike, pd.Index([same]))
    meant = {name: cell for measure in beside for name, cell in measure.meant().items()}
    out = out.assign(**{n: pd.Categorical.from_codes(alike, pd.Index([c])) for n, c in meant.items()})
    numbers = [f"{side}_{codes}" for side in sides if codes != "iso3"]
    first = ["year", *sides, *numbers, *FIGURE, *COUNTS, "observed", "complete"]
    measures = [name for name in out if name not in (*first, *_MEANT)]
    return out.astype(dict.fromkeys(sides, "str"))[[*first, *measures, *_MEANT]]


def _rest_laid_out(rest: pd.DataFrame, sides: tuple[str, ...]) -> pd.DataFrame:
    columns = [*sides, "year", *FIGURE, *COUNTS, "reason"]
    return rest[columns].sort_values(["year", *sides], ignore_index=True)


def _say(rest: pd.DataFrame, sums: pd.DataFrame, span: tuple[int, int]) -> None:
    """Warn of what is left out: first what has no state in its year, then what is of other years."""
    unit = "+".join(sorted(set(sums["unit"])))
    inside, beside = ((frame["year"] >= span[0]) & (frame["year"] <= span[1]) for frame in (sums, rest))
    said = []
    if beside.any():
        said.append(
            f"{_count(rest[beside]):,} of the {_count(sums[inside]):,} records of its years, "
            f"{rest['value'][beside].sum():,.0f} of {sums['value'][inside].sum():,.0f} {unit}, in "
            "which a party is no state in that year, or both count as one state"
        )
    if not beside.all():
        said.append(
            f"{_count(rest[~beside]):,} records of other years, {rest['value'][~beside].sum():,.0f} {unit}"
        )
    if said:
        warn(
            f"the panel leaves out {'; and '.join(said)}: panel(…, left_out=True) lists them, as does "
            '.attrs["left_out"]'
        )


def _count(sums: pd.DataFrame) -> int:
    return int(sums["records"].sum())
