"""Mirrors: what two reporters, sources or releases say of the same flow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, MixedError, one_of, sample, warn
from armsflow.groups import is_own_group
from armsflow.holding import Edge, overlap
from armsflow.records.check import records_of
from armsflow.records.engines import collect, on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.own_columns import chosen_by_own
from armsflow.records.schema import ALL, COVERED, FIGURE, FIRST, LAST, MEANING, SIDES, TOLD
from armsflow.records.told_years import told_of
from armsflow.records.twice import check_once
from armsflow.summaries.absent import in_each
from armsflow.summaries.adding import add, columns_of
from armsflow.summaries.blank_keys import blank_keys, edges_of_blanks, with_null
from armsflow.summaries.bounds import difference, ratio
from armsflow.summaries.held import beside_left_out, edges_of, held, named, with_edges, years_beside
from armsflow.summaries.layout import beside, bounded, figures, finish, of_sides, periods, spread_out
from armsflow.summaries.observed import INCOMPLETE, Observed, check_complete
from armsflow.summaries.reported_years import LACKS, at_least, lacking, with_lacking

__all__ = ["discrepancies"]

_SIDES = ("left", "right")
#: Columns of its own, and what they hold.
OWN = {
    **dict.fromkeys(_SIDES, "text"),
    **{
        f"{side}_{column}": kind
        for side in _SIDES
        for column, kind in (*dict.fromkeys(FIGURE, "amount").items(), ("records", "count"))
    },
    **dict.fromkeys(("ratio", "ratio_low", "ratio_high"), "number"),
    "unreported": "text",
}

# what two sides may differ in: two sources also in edition, and in who reports to them; two reporters of one
# source also in data set, see _free
_FREE = {
    "reporter": ("reporter",),
    "source": ("source", "dataset", "release", "reporter"),
    "release": ("release",),
    "dataset": ("dataset", "reporter"),
}
# what says which years a side covers
_YEARS = ("start", "end")
_SPANS = ("source", *_YEARS, *COVERED)
_WAYS = "compare years that both sides cover with where(records, years=…)"


@on_engines(LISTED)
def discrepancies(
    records: IntoFrameT,
    *,
    between: tuple[str, str] | tuple[str, str, str],
    by: str | Iterable[str] = ("supplier", "recipient"),
    over: tuple[int, int] | None = None,
    incomplete: str = "raise",
) -> IntoFrameT:
    r"""What two reporters, sources, releases or data sets say of the same flows: figures, gap and ratio.

    With a to the left and b to the right, the gap is :math:`b - a` in :math:`[l_b - u_a,\ u_b - l_a]` and
    the ratio :math:`a / b` in :math:`[l_a / u_b,\ u_a / l_b]`.

    Parameters
    ----------
    records : records frame
    between : (str, str)
        The two sides, left and right: two reporters, such as ``("supplier", "recipient")``, or two sources,
        such as ``("sipri", "unroca")``, or two releases, such as ``("2024", "2025")``, or two data sets, such
        as ``("exports", "imports")``. Records of others are left out. ``("release", "2024", "2025")`` names
        the column too. Two reporters may use one data set each, as exports and imports in UN Comtrade do.
    by : str or several
        Columns of the records that tell flows apart; pieces need ``"category"``. Categories that share a part
        are compared as one, the smallest set that both sides can be brought to: ``un:I`` and ``un:II`` of one
        side become ``un:I+un:II`` where the other gives one figure for both.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span. Without it, figures
        meet only where their spans are equal. In a window of several years, of `over` or of `to_periods`, a
        year in which one side has a record and the other has none is unknown of the other, not 0, unless its
        source lists all there is and observed the year.
    incomplete : {"raise", "keep"}
        What to do with spans that reach outside the years that one side covers; ``"keep"`` sets ``complete``
        to false for them.

    Returns
    -------
    summary
        One row per `by` and span: ``value, low, high`` is the gap, right less left [in ``unit``]; ``left,
        right`` are the two words of `between`, then ``left_value, left_low, left_high, left_records``, the
        same of the right, and ``ratio, ratio_low, ratio_high``. A side that does not report has 0 records;
        its figures are null, not 0, and so are gap and ratio; ``unreported`` is its word, and blank where
        both report. Where ``complete`` is false beside it, that side does not cover these years, so that it
        could not report. Where a side without a record of the span has figures of other spans that touch it,
        ``unreported`` is blank and ``complete`` false: `over` brings them together. So they are where it has
        a figure that may hold this one or a part of it: of ``"all"``, of the members of a group, or of a
        category of another scheme. A side that lacks some
        years which the other reports is in ``unreported`` too, as ``"supplier+recipient"`` if either does:
        its value is null, its ``low`` what it reported and its ``high`` infinite, gap and ratio have bounds
        only, and ``complete`` is false. It is true only where the `totals` of each side that has a figure are
        complete. ``source``, ``release`` and ``reporter`` are those of both sides,
        joined by ``+``.

    Raises
    ------
    ArgumentError
        If `between` is not two different words, if not exactly one of the columns reporter, source, release
        and dataset holds both, if `by` names that column, or `incomplete` is another word.
    MixedError, PartError
        If rows of one side must not be added, as in `totals`; MixedError also if the two sides differ in
        unit, prices or stage, pieces in category, if categories are ``"all"`` on one side only or of schemes
        that the sides do not share, or ``"all"`` stands against named parties.
    SpanError
        If rows reach outside `over`.
    PeriodError
        If one side does not cover all years of a span that is compared, as two releases that were read for
        different years.

    Warns
    -----
    UserWarning
        If in a window of several years one side lacks years that the other reports.

    Examples
    --------
    Do a supplier and a recipient report the same number of tanks? The figures are invented.

    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"reporter": ["supplier", "recipient"], "value": [40, 50]})
    >>> records = af.to_records(
    ...     given, supplier="Russia", recipient="India", year=2010, stage="delivery", unit="pieces",
    ...     category="un:I",
    ... )
    >>> told = af.discrepancies(records, between=("supplier", "recipient"))
    >>> told[["supplier", "recipient", "left_value", "right_value", "value", "ratio"]]
      supplier recipient  left_value  right_value  value  ratio
    0      RUS       IND        40.0         50.0   10.0    0.8
    """
    one_of(incomplete, INCOMPLETE, "incomplete")
    data = records_of(records)
    column, sides = _two(between)
    keys = columns_of(by, data, "by")
    column = _column(data, sides, column)
    if column in keys:
        raise ArgumentError(f"by names {column!r}, which the two sides are; name what tells flows apart")
    data = data.filter(nw.col(column).is_in(list(sides)))
    # before categories and sides become one
    check_once(data, [*keys, column])
    _check_parties(data, column, sides, keys)
    if "category" in keys:
        data = _in_common_sets(data, column)
    if column == "release":
        _check_datasets(data, sides)
    each = [*keys, column]
    sums = add(data, each, within=each, over=over, once=True, keeps=True)
    # only to see whether the sides agree: what is to be said of the records was said
    aside = _set_aside(data, [name for name in _free(data, column) if name not in keys])
    add(aside, keys, within=keys, once=True, quiet=True)
    # a frame of the user's says what it observes beside its own years, which `over` widens
    told = sums if over is None else collect(data.select(*dict.fromkeys([column, *_SPANS])).unique())
    observed = {side: Observed(told[told[column] == side], []) for side in sides}
    _check_covered(observed, sums, incomplete)
    # which years a side lacks, the other says
    told_by_each = figures(with_lacking(sums, each, data, over)).assign(**{LACKS: False})
    # of single years there is nothing to lack
    if (sums["start"] < sums["end"]).any():
        told_by_each = at_least(told_by_each, lacking(data, keys, column, sides, over), each)
        _warn_of_lacking(told_by_each[told_by_each[LACKS]], keys)
    summary = _compared(beside(told_by_each, [*keys, "start", "end"], column, sides), sides)
    summary["complete"] &= _is_covered(summary, observed) & _is_known(summary, sums, column)
    summary = _beside_left_out(summary, sums, column, keys)
    summary = _of_wider(summary, told_by_each, data, keys, column)
    summary = _of_other_spans(summary, data, keys, column)
    return finish(summary, keys, data, own=OWN)


def _two(between: Any) -> tuple[str, tuple[str, str]]:
    """The column in which the two sides are, "" where it is not named, and the sides."""
    several = isinstance(between, tuple | list) and len(between) in (2, 3)
    if not several or not all(isinstance(word, str) for word in between):
        raise ArgumentError(
            f"between is {between!r}; expected two reporters or two sources, releases or data sets, such "
            "as ('supplier', 'recipient')",
            rows=[between],
        )
    *column, left, right = between
    if left == right:
        raise ArgumentError(f"between names {left!r} twice; expected two different words")
    return one_of(column[0], tuple(_FREE), "the first of between") if column else "", (left, right)


def _check_datasets(data: Any, sides: tuple[str, str]) -> None:
    """Raise MixedError where two releases are told by different tables of the source."""
    rows = collect(data.select("release", "source", "dataset").unique())
    told = [
        set(zip(*(rows.loc[rows["release"] == side, c] for c in ("source", "dataset")), strict=True))
        for side in sides
    ]
    if told[0] != told[1]:
        said = [sample(sorted({name for _, name in each})) for each in told]
        raise MixedError(
            f"release {sides[0]!r} is of dataset {said[0]} and {sides[1]!r} of {said[1]}, which count the "
            "same deals in different ways; compare two files of one kind, such as two exports of deliveries",
            rows=rows,
        )


def _check_parties(data: Any, column: str, sides: tuple[str, str], keys: list[str]) -> None:
    """Raise MixedError where one side says 'all' of those whom the other names."""
    rows = collect(data.select(column, *SIDES).unique())
    for party, other in (SIDES, SIDES[::-1]):
        met = {side: set(rows.loc[rows[column] == side, party]) for side in sides}
        for vague, clear in (sides, sides[::-1]):
            # of whoever is a key, some rows may meet
            if met[vague] != {ALL} or not met[clear] - {ALL} or (party in keys and ALL in met[clear]):
                continue
            by = list(dict.fromkeys([other, *(key for key in keys if key != party)]))
            raise MixedError(
                f"{party} is 'all' in rows of {vague!r} and named in those of {clear!r}, so that they would "
                f"never meet; sum the named ones first: sums = to_records(totals(where(records, "
                f"{column}={clear!r}), by={by}), {party}='all'), and compare concat(sums, where(records, "
                f"{column}={vague!r}))",
                rows=rows,
            )


def _check_covered(observed: dict[str, Observed], sums: pd.DataFrame, incomplete: str) -> None:
    """Raise PeriodError where a span is compared of which one side does not cover all years."""
    windows = list(zip(sums["start"].astype(int), sums["end"].astype(int), strict=True))
    for side, years in observed.items():
        check_complete(windows, years, incomplete=incomplete, what=f"of {side!r}, windows", ways=_WAYS)


def _warn_of_lacking(lacks: pd.DataFrame, keys: list[str]) -> None:
    """Say in how many rows a side lacks years of which the other tells."""
    rows = lacks[list(dict.fromkeys([*keys, "start", "end"]))].drop_duplicates()
    if len(rows):
        windows = sample(periods(rows["start"], rows["end"]).unique())
        warn(
            f"in {len(rows)} row(s) ({windows}) one side has records of years in which the other has none: "
            "what the other does not report is unknown, not 0, so that its figure is what it reported or "
            "more, and the gap is not known. Compare years apart, without over= and to_periods(), or keep "
            "years that both sides report"
        )


def _is_covered(summary: pd.DataFrame, observed: dict[str, Observed]) -> np.ndarray:
    """Whether the side that has no record of a flow covers the years of its span."""
    covered = np.ones(len(summary), dtype=bool)
    for side, years in observed.items():
        silent = np.flatnonzero(summary["unreported"] == side)
        spans = (summary[name].to_numpy()[silent] for name in ("start", "end"))
        covered[silent] = years.inside(np.zeros(len(silent), dtype="int64"), *spans)
    return covered


def _is_known(summary: pd.DataFrame, sums: pd.DataFrame, column: str) -> np.ndarray:
    """Whether the side that has no record of a flow says so: not by a column of the user's own.

    Of a party without a chosen row on that side nothing is known.
    """
    known = np.ones(len(summary), dtype=bool)
    for side, rows in sums[chosen_by_own(sums)].groupby(column):
        silent = (summary["unreported"] == side).to_numpy()
        for party in (name for name in SIDES if name in summary and name in rows):
            known &= ~silent | summary[party].isin(rows[party]).to_numpy()
    return known


def _beside_left_out(summary: pd.DataFrame, sums: pd.DataFrame, column: str, keys: list[str]) -> pd.DataFrame:
    """The rows, not complete where the silent side may have their flow in rows left out, or of any party."""
    complete = summary["complete"].to_numpy(dtype=bool).copy()
    for side, selections in sums.groupby(column)["selection"].unique().items():
        if not any(years_beside(str(text), keys) for text in selections):
            continue
        silent = np.flatnonzero(summary["unreported"] == side)
        start, end = (summary[name].to_numpy("int64")[silent] for name in _YEARS)
        for text in selections:
            same = pd.Series([text] * len(silent), dtype=object)
            complete[silent] &= ~beside_left_out(same, start, end, keys)
    return summary.assign(complete=complete)


def _of_wider(
    summary: pd.DataFrame, sums: pd.DataFrame, data: Any, keys: list[str], column: str
) -> pd.DataFrame:
    """The rows where nobody is said not to report who may do so of a wider or a narrower flow.

    Such as one of "all", of the members of a group, or of a category of another scheme.
    """
    names = named(keys)
    edges = edges_of({name: sums[name].unique() for name in names})
    if "category" in names and (more := _of_other_schemes(sums["category"].unique())):
        edges = {**edges, "category": [*edges.get("category", []), *more]}
    if blank := blank_keys(sums, keys):
        edges = {**edges, **edges_of_blanks(sums, blank)}
    own_groups = {name: [*filter(is_own_group, sums[name].unique())] for name in names if name in SIDES}
    if not edges and not any(own_groups.values()):
        return summary
    alike = [name for name in MEANING if name not in (*_FREE[column], "dataset", "reporter", *keys)]
    group = [*(key for key in keys if key not in _YEARS), *dict.fromkeys([*alike, "source"])]
    exact = in_each(sums, data)
    gone = (summary[["left_records", "right_records"]] == 0).any(axis=1)
    found = np.zeros(len(summary), dtype=bool)
    for side, rows in sums.groupby(column):
        silent = np.flatnonzero(gone & (summary["unreported"] == side))
        beside_ = edges
        for name, codes in own_groups.items():
            beside_ = _with_strangers(
                beside_, name, codes, {*rows[name]}, {*sums[name][sums[column] != side]}
            )
        for source, own in rows.groupby("source"):
            zeros = summary.take(silent).assign(source=source)
            zeros, own = (with_null(each, blank) for each in (zeros, own))
            found[silent] |= held(zeros, own, group, beside_, exact=exact)
    return summary.assign(
        unreported=summary["unreported"].mask(found, ""), complete=summary["complete"] & ~found
    )


def _with_strangers(
    edges: dict[str, list[Edge]], column: str, codes: Iterable[str], own: set[str], others: set[str]
) -> dict[str, list[Edge]]:
    """Pairs of cells with those of groups of the user's own, of which nobody knows the members.

    Whoever has no row of its own beside such a group, on the side where it stands, may be one of them.
    """
    for code in codes:
        strangers = (others - own if code in own else set()) | (own - others if code in others else set())
        edges = with_edges(edges, column, code, sorted(strangers))
    return edges


def _of_other_schemes(categories: Iterable[str]) -> list[Edge]:
    """The pairs of categories of different schemes: nobody says what they have in common."""
    schemes = {one: {scheme_of(leaf) for leaf in one.split("+")} for one in categories if one != ALL}
    return [
        (one, other, FIRST, LAST)
        for one, some in schemes.items()
        for other, others in schemes.items()
        if not some & others
    ]


def _of_other_spans(summary: pd.DataFrame, data: Any, keys: list[str], column: str) -> pd.DataFrame:
    """The rows where nobody is said not to report who does, of years that are not the same but touch these.

    10 in 2010-11 of one side, and 4 and 6 in the two years of the other, never meet.
    """
    silent = (summary[["left_records", "right_records"]] == 0).any(axis=1)
    spans = summary[["start", "end"]].drop_duplicates().sort_values(["start", "end"]).astype("int64")
    until = spans["end"].cummax().shift()
    if not silent.any() or not (spans["start"] <= until).any():
        return summary
    names = data.collect_schema().names()
    flow = [key for key in keys if key not in ("start", "end")]
    told = collect(
        data.select(*dict.fromkeys([*flow, column, *_YEARS, *(n for n in TOLD if n in names)])).unique()
    )
    first, last = told_of(told)
    told = told[[*flow, column]].assign(armsflow__first=first, armsflow__last=last).drop_duplicates()
    rows = summary.loc[silent, [*flow, *_YEARS]].assign(
        armsflow__row=np.flatnonzero(silent),
        **{column: np.where(summary["left_records"] == 0, summary["left"], summary["right"])[silent]},
    )
    met = rows.astype(object).merge(told.astype(object), on=[*flow, column])
    touch = (met["armsflow__first"] <= met["end"]) & (met["armsflow__last"] >= met["start"])
    places = met.loc[touch, "armsflow__row"].unique().astype("int64")
    apart = np.isin(np.arange(len(summary)), places)
    return summary.assign(
        unreported=summary["unreported"].mask(apart, ""), complete=summary["complete"] & ~apart
    )


def _in_common_sets(data: Any, column: str) -> Any:
    """Categories as the smallest sets that share no part with each other."""
    rows = collect(data.select(column, "category").unique()).dropna()
    sides = rows.groupby(column)["category"].agg(set)
    vague = [side for side, categories in sides.items() if ALL in categories]
    if len(vague) == 1 and len(sides) == 2:
        raise MixedError(
            f"category is 'all' in rows of {vague[0]!r} and named in those of the other side, so that they "
            "would never meet; leave these rows out with where(records, category=…), or compare all "
            "categories together with by=('supplier', 'recipient')",
            rows=rows,
        )
    _check_schemes(sides)
    for side, categories in sides.items():
        _check_nested(str(side), {leaf for category in categories for leaf in category.split("+")})
    met = sorted(set(rows["category"]))
    sets: list[set[str]] = []
    for leaves in (set(category.split("+")) for category in met if category != ALL):
        touched = [known for known in sets if any(overlap(a, b) for a in known for b in leaves)]
        sets = [known for known in sets if known not in touched] + [leaves.union(*touched)]
    common = {category: category for category in met}
    common |= {
        category: "+".join(sorted(known))
        for category in met
        for known in sets
        if known & set(category.split("+"))
    }
    changed = {category: known for category, known in common.items() if category != known}
    if not changed:
        return data
    category = nw.col("category")
    words = list(changed), list(changed.values())
    return data.with_columns(
        category=category.replace_strict(*words, default=category, return_dtype=nw.String())
    )


def _check_schemes(sides: pd.Series) -> None:
    """Raise MixedError where the sides name categories of different schemes, which would never meet."""
    schemes = {
        str(side): {scheme_of(leaf) for each in categories if each != ALL for leaf in each.split("+")}
        for side, categories in sides.items()
    }
    if len(schemes) == 2 and all(schemes.values()) and not set.intersection(*schemes.values()):
        said = "; ".join(f"{side!r}: {sample(sorted(names))}" for side, names in schemes.items())
        raise MixedError(
            f"the sides name categories of different schemes ({said}), so that they would never meet; bring "
            "both to one with to_categories(records, scheme=…), or compare all categories together",
            rows=schemes,
        )


def scheme_of(leaf: str) -> str:
    """The scheme of a category by its code: "un" of "un:I"; those of SIPRI have no prefix."""
    return leaf.partition(":")[0] if ":" in leaf else "sipri"


def _check_nested(side: str, leaves: set[str]) -> None:
    """Raise MixedError where one side gives a category and a part of it, which would be added."""
    listed = sorted(leaves)
    for n, wide in enumerate(listed):
        if parts := [narrow for narrow in listed[n + 1 :] if overlap(wide, narrow)]:
            raise MixedError(
                f"rows of {side!r} have the category {wide!r} and parts of it, {sample(parts)}, which would "
                "count twice; keep one of them with where(records, category=…)",
                rows=[wide, *parts],
            )


def _column(data: Any, sides: tuple[str, str], named: str) -> str:
    """The one of the columns of _FREE that holds both sides, or the one that is named."""
    met = collect(data.select(*_FREE).unique())
    words = {column: sorted(set(met[column])) for column in _FREE}
    found = [column for column in _FREE if set(sides) <= set(words[column]) and named in ("", column)]
    if len(found) != 1:
        held = "; ".join(f"{column}: {sample(words[column])}" for column in _FREE)
        where = f"stand in {' as in '.join(found)}" if found else "stand together in no column"
        raise ArgumentError(
            f"the sides {sides[0]!r} and {sides[1]!r} {where} of the records ({held}); expected two words "
            "of exactly one of them",
            rows=list(sides),
        )
    return found[0]


def _free(data: Any, column: str) -> tuple[str, ...]:
    """What the sides may differ in; of reporters also the data set, where each has one of its own.

    A mirror is reported as exports by one side and as imports by the other. Of a reporter with several data
    sets, such as totals and categories, each must meet its like.
    """
    free = _FREE[column]
    if column != "reporter":
        return free
    kinds = collect(data.select("source", "reporter", "dataset").unique())
    several = kinds.duplicated(["source", "reporter"]).any()
    return free if several else (*free, "dataset")


def _set_aside(data: Any, columns: list[str]) -> Any:
    """The records as if one had told them all, to see whether the sides agree in all else.

    That both sides report one fact is what they are compared for, so links go too.
    """
    same = {column: nw.lit("") for column in columns}
    # a null literal with the type text would be the text "None" in pandas 2
    links = {c: nw.when(nw.col(c).is_null()).then(nw.col(c)) for c in ("part_of", "same_as")}
    return data.with_columns(**same, **links)


def _compared(both: tuple[pd.DataFrame, pd.DataFrame], sides: tuple[str, str]) -> pd.DataFrame:
    left, right = map(bounded, both)
    counts = {
        f"{name}_records": side["records"].fillna(0).astype("int64")
        for name, side in zip(_SIDES, both, strict=True)
    }
    silent = [
        side[LACKS].eq(True).to_numpy() | (counts[f"{name}_records"] == 0).to_numpy()
        for name, side in zip(_SIDES, both, strict=True)
    ]
    names = [
        "+".join(side for side, lacks in zip(sides, each, strict=True) if lacks)
        for each in zip(*silent, strict=True)
    ]
    out = of_sides(both, sides).assign(**counts, **spread_out(ratio(left, right), "ratio"))
    out = out.assign(unreported=pd.array(names, dtype="str"))
    return out.assign(**difference(right, left)._asdict()).reset_index()
