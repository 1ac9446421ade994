"""Choosing and joining records: the first and the last line of a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow import tables
from armsflow.errors import one_of, sample, warn
from armsflow.groups import Spell
from armsflow.records.check import check_codes, look_for_nulls, records_of, units
from armsflow.records.engines import among, collect, on_engines
from armsflow.records.left_out import with_left_out, with_money_left_out, with_unsaid_left_out
from armsflow.records.listed_years import LISTED
from armsflow.records.membership import (
    by_window,
    crossing,
    narrowed_to,
    parties_and_spells,
    refuse_crossing,
    selections,
    touched,
    within_spells,
)
from armsflow.records.observed_years import within_years, years_listed
from armsflow.records.schema import (
    COVERED,
    FIRST,
    LAST,
    REPORTERS,
    SIDES,
    STAGES,
    period,
    span_in_words,
    years_within,
)
from armsflow.records.selection import narrowed
from armsflow.records.straddling import dropping, ends, parted, refuse_straddling, with_part, without_dropped
from armsflow.records.where_categories import check_weapons, in_categories, leaves_of, with_subdivisions
from armsflow.records.where_words import RIDES, of_weapons, of_words, say_unmet, several

__all__ = ["where"]

STRADDLING = ("raise", "drop", "cut")
#: Columns of names that a source gives, of which a slip of the pen chooses nothing.
_NAMED = ("source", "dataset", "release")
Years = int | tuple[int | None, int | None]


@on_engines(*RIDES, LISTED, changes=COVERED)
def where(
    records: IntoFrameT,
    *,
    supplier: str | Iterable[str] | None = None,
    recipient: str | Iterable[str] | None = None,
    stage: str | Iterable[str] | None = None,
    category: str | Iterable[str] | None = None,
    unit: str | Iterable[str] | None = None,
    prices: str | Iterable[str] | None = None,
    source: str | Iterable[str] | None = None,
    dataset: str | Iterable[str] | None = None,
    release: str | Iterable[str] | None = None,
    reporter: str | Iterable[str] | None = None,
    years: Years | None = None,
    designation: str | Iterable[str] | None = None,
    item: str | Iterable[str] | None = None,
    condition: str | Iterable[str] | None = None,
    local_production: bool | None = None,
    order_years: Years | None = None,
    straddling: str = "raise",
    **columns: str | bool | int | Iterable[str] | Iterable[int],
) -> IntoFrameT:
    """The records that fit every condition given.

    Parameters
    ----------
    records : records frame
    supplier, recipient : str or several
        Codes or any known names. The name or code of a group (``"ASEAN"``, ``"Western Asia"``,
        ``"members:NATO"``) stands for its members, each in the years in which it is one (see `members`).
        The name of an organisation that has members as well raises an error that offers both.
    stage, unit, prices, source, dataset, release, reporter : str or several
    category : str or several
        Codes, or anything that `parse_category` reads: ``"air defence"``, ``"ML14"``, ``"HS 93"``. A
        category stands for its subdivisions too (``hs:930110`` is in ``hs:93``), and a weapon for its whole
        category: ``"F-16"`` for all aircraft, with a warning, as `designation` finds the weapon. A record
        fits if all categories of its figure are among these; one figure for a set that is only partly asked
        for straddles. Records that do not say (``"all"``) fit only if ``"all"`` is asked for.
    years : int or (int, int)
        One calendar year, or the first and the last, inclusive; None leaves a side open: ``(2020, None)``. A
        record fits if its whole span lies inside; of a delivery the years listed in ``delivery_years``, if
        there is such a column.
    designation, item : str or several
        Words that a register's ``designation``, or the ``item``, must hold, in any case of letters; blanks,
        hyphens and points between letters and digits do not matter. Words are matched whole: ``"Su-30"``
        finds Su-30MK and SU 30, not Su-300; ``"tank"`` finds tank, not tanker.
    condition : str or several
        Of a register: ``"new"``, ``"second-hand"`` or ``"second-hand modernized"``.
    local_production : bool
        Whether the recipient makes them under licence. Registers that do not say so are refused.
    order_years : int or (int, int)
        Year of the order, as in `years`. Records that do not say so of all rows are refused.
    straddling : {"raise", "drop", "cut"}
        What to do with a figure that lies partly inside the years, the categories or the years of a
        membership. ``"drop"`` leaves it out and warns; the years that it touches are then no longer
        observed, so that ``complete`` is false for them in summaries. ``"cut"`` keeps the part inside: of a
        span the even share of its years, of a set of categories no value at all; its bounds become
        [0, high].
    **columns : str, int or bool, or several
        Any other column of text, of whole numbers or of flags that the records have, such as
        ``aid_type="military"`` of `read_kiel`, ``status="reported"`` of `read_claims` or ``democracy=1`` of
        your own: what its cells must be, in any case of letters. Of columns of your own `panel` then knows
        only of parties of which a row was chosen.

    Returns
    -------
    records frame
        Of the same kind, same columns. ``selection`` says what was chosen: suppliers, recipients, categories
        and columns that only some sources have; ``observed_start`` and ``observed_end`` lie inside `years`
        and the years of membership. Where rows are left out that may hold a figure of those chosen, of
        ``"all"``, of a group or of a category that contains them, or whose cell is blank in a column that is
        asked for, such as `item` or one of your own, or money in another `unit` or at other `prices`,
        ``selection`` says in which years, ``left_out=2019``: in these no record is no zero.

    Raises
    ------
    ArgumentError
        If a condition is not a word of its column, `years` or `order_years` are no years, or records lack a
        column that is asked for, or it holds other cells, or `local_production` or ``order_year`` is null in
        some rows.
    CategoryError
        If words for categories are not known.
    PartyError
        If names of parties are not known, or may mean an organisation or its members.
    RecordError
        If ``delivery_years`` cannot be read or does not fit the span.
    SpanError
        If figures straddle and `straddling` is ``"raise"``; ``.rows`` holds them.

    Warns
    -----
    UserWarning
        If `years` reach outside all years that the records of a list cover, of which nothing is known; if
        figures that straddle are left out: which, and how much; if records are sorted by other schemes
        than that of `category`; if a weapon such as ``"F-16"`` is given as `category`; if data sets are left
        out that are called like one of `dataset`, such as ``"temporary, extension"``; if a word for a column
        of text, such as ``dataset="allocation"``, stands in no row of a frame in memory: which words there
        are. Words of `designation`, `item` and `**columns` are looked for in lazy frames as well. If a code
        of a group of your own stands in no record, or if those hold other groups in place of the members of
        a shipped one, as after ``to_groups(records, "sipri_regions")``.

    Examples
    --------
    What did Armenia borrow for arms?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> af.where(claims, recipient="Armenia", stage="loan")[["supplier", "value", "unit"]]
      supplier        value unit
    0      RUS  200000000.0  USD
    1      RUS          NaN  USD

    Which of the claims are supported by nothing?

    >>> af.where(claims, status="unsupported")[["supplier", "stage", "start", "end"]]
      supplier    stage  start   end
    0      RUS  payment   2010  2019
    """
    one_of(straddling, STRADDLING, "straddling")
    money = {
        name: None if asked is None else several(asked)
        for name, asked in (("unit", unit), ("prices", prices))
    }
    plain = {
        "stage": stage,
        "reporter": reporter,
        "source": source,
        "dataset": dataset,
        "release": release,
    }
    sides = {"supplier": supplier, "recipient": recipient}
    data = before = records_of(records)
    met = _check(
        data, plain | money | sides | {"category": category, "item": item, "start": years, "end": years}
    )
    data = _of_meaning(data, plain)
    words: dict[str, list[str]] = {}
    for column, cells in columns.items():
        if cells is not None:
            data, words[column] = of_words(data, before, column, cells)
    of_any_money = data
    data = _of_meaning(data, money)
    data, chosen = of_weapons(data, before, designation, item, condition, local_production, order_years)
    chosen |= words
    dropped: list[pd.DataFrame] = []
    every = data
    for column, names in sides.items():
        if names is not None:
            chosen[column], spells = parties_and_spells(several(names), met[column])
            data = _of_parties(data, column, chosen[column], spells, straddling, dropped)
    if category is not None:
        chosen["category"] = leaves_of(several(category), data)
        check_weapons(several(category))
        data = in_categories(data, chosen["category"], straddling, dropped)
    span = None if years is None else years_within(years, "years")
    if span is not None:
        data = _in_years(data, span, straddling, dropped)
        _say_outside(every, span)
    if dropped:
        wanted = with_subdivisions(chosen["category"]) if category is not None else None
        data = without_dropped(data, dropped, wanted, span)
    data = _with_selection(data, selections(before), chosen) if chosen else data
    if asked := {column: chosen[column] for column in met if column in chosen}:
        data = with_left_out(data, every, asked, met, span)
    data = with_unsaid_left_out(data, before, chosen, span)
    data = with_money_left_out(data, of_any_money, chosen, money, span)
    return data.to_native()


def _check(data: Any, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Raise if a column that is asked for has cells that say nothing or are no code; else the codes met."""
    asked = [column for column, wanted in given.items() if wanted is not None]
    look_for_nulls(data, asked)
    return check_codes(data, asked)


def _of_meaning(data: Any, asked: Mapping[str, Any]) -> Any:
    """Rows by the columns that say what a figure means."""
    every = data
    known = {"stage": STAGES, "unit": units(), "reporter": REPORTERS}
    # of a term of the field that no row has, the empty result says enough
    terms = {*tables.table("sources.csv")["source"]}
    for column, names in asked.items():
        if names is not None:
            words = known.get(column)
            wanted = [one_of(name, words, column) if words else name for name in several(names)]
            if column == "dataset":
                _say_further(data, wanted)
            data = data.filter(among(column, wanted))
            if column in _NAMED and not terms >= {*wanted}:
                say_unmet(data, every, column, wanted)
    return data


def _say_further(data: Any, wanted: Sequence[str]) -> None:
    """Warn of data sets that are left out and are called like a chosen one: "temporary, extension"."""
    met = {str(name) for name in collect(data.select("dataset").unique())["dataset"].dropna()}
    kinds = tuple(f"{name}," for name in wanted)
    if further := sorted(name for name in met - {*wanted} if name.startswith(kinds)):
        warn(
            f"dataset is {sample(wanted)}, and {sample(further)} are apart and left out; name them too if "
            "they belong to the question"
        )


def _of_parties(
    data: Any,
    side: str,
    codes: list[str],
    spells: list[Spell],
    straddling: str,
    dropped: list[pd.DataFrame],
) -> Any:
    """Rows of some parties, and of members of groups in the years in which they are members."""
    by_date = [spell for spell in spells if spell.member not in codes]
    if not by_date:
        return data.filter(among(side, codes))
    look_for_nulls(data, ["start", "end"])
    data = data.filter(among(side, codes) | touched(side, by_date))
    if straddling == "raise":
        refuse_crossing(data, [side], by_date)
    elif straddling == "drop":
        data = dropping(data, crossing(side, by_date), dropped)
    else:
        data = _cut_to_spells(data, side, by_date)
    return within_spells(data, side, by_date)


def _cut_to_spells(data: Any, side: str, spells: list[Spell]) -> Any:
    """Rows cut to the years of membership; a row that meets two spells has no one part inside."""
    members = [spell.member for spell in spells]
    again = [spell for spell in spells if members.count(spell.member) > 1]
    if again:
        refuse_crossing(data, [side], again)
    names = data.collect_schema().names()
    opens, closes = ends()
    # as columns: conditions inside conditions would be computed again for every window
    data = data.with_columns(armsflow__crosses=crossing(side, spells))
    first, last = opens, closes
    for (begin, until), own in by_window(spells):
        met = nw.col("armsflow__crosses") & touched(side, own)
        first = nw.when(met & (opens < begin)).then(nw.lit(begin)).otherwise(first)
        last = nw.when(met & (closes > until)).then(nw.lit(until)).otherwise(last)
    data = data.with_columns(armsflow__first=first, armsflow__last=last)
    first, last = nw.col("armsflow__first"), nw.col("armsflow__last")
    data, crosses, part = with_part(data, first, last, cut=True)
    data = parted(data, crosses, part)
    return data.with_columns(start=first.cast(nw.Int16()), end=last.cast(nw.Int16())).select(names)


def _with_selection(data: Any, before: list[str], chosen: dict[str, list[str]]) -> Any:
    """Rows that say of themselves of which columns only some were chosen."""
    after = {
        selection: reduce(lambda text, some: _narrowed(text, *some), chosen.items(), selection)
        for selection in before
    }
    if not after:
        return data
    if len(kinds := set(after.values())) == 1:
        return data.with_columns(selection=nw.lit(next(iter(kinds))))
    selection = nw.col("selection")
    words = list(after), list(after.values())
    return data.with_columns(selection.replace_strict(*words, default=selection, return_dtype=nw.String()))


def _narrowed(selection: str, column: str, wanted: list[str]) -> str:
    return narrowed_to(selection, column, wanted) if column in SIDES else narrowed(selection, column, wanted)


def _say_outside(data: Any, span: tuple[int, int]) -> None:
    """Warn of years that were asked for and of which no row of a list says anything."""
    held = years_listed(data)
    # what an open side takes in was not asked for
    first, last = span
    if held and ((FIRST < first < held[0]) or (held[1] < last < LAST)):
        warn(
            f"years is {span_in_words(first, last)}, and the records cover {period(*held)}: what lies "
            "outside is not known, and stands in no result"
        )


def _in_years(data: Any, years: tuple[int, int], straddling: str, dropped: list[pd.DataFrame]) -> Any:
    first, last = years
    names = data.collect_schema().names()
    start, end = ends()
    data = within_years(data.filter((start <= last) & (end >= first)), first, last)
    opens = nw.when(start < first).then(nw.lit(first)).otherwise(start)
    closes = nw.when(end > last).then(nw.lit(last)).otherwise(end)
    data, crosses, part = with_part(data, opens, closes, cut=straddling == "cut")
    if straddling == "raise":
        refuse_straddling(
            data,
            crosses,
            f"spans straddle the years {span_in_words(first, last)}",
            "the part inside, bounded by [0, high]; to choose whole windows, call to_periods() before "
            "where(years=…)",
        )
    elif straddling == "drop":
        data = dropping(data, crosses, dropped)
    else:
        data = parted(data, crosses, part)
    return data.with_columns(start=opens.cast(nw.Int16()), end=closes.cast(nw.Int16())).select(names)
