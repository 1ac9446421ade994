"""Figures against spending, GDP or population."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.currencies import REDENOMINATED
from armsflow.errors import ArgumentError, MixedError, RateError, one_of, sample
from armsflow.records.check import records_of, units
from armsflow.records.currency_years import check_currency_years
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import SIDES
from armsflow.summaries.absent import ABSENT, with_absent
from armsflow.summaries.adding import add, columns_of
from armsflow.summaries.bounds import Bounded, ratio
from armsflow.summaries.denominators import Denominators, Key, denominators, is_spending
from armsflow.summaries.layout import bounded, figures, finish, observed_of, spread_out
from armsflow.summaries.reported_years import with_lacking

__all__ = ["relative"]

#: Columns of its own, and what they hold.
OWN = {
    "denominator": "number",
    **dict.fromkeys(("relative", "relative_low", "relative_high"), "number"),
    "measure": "text",
}
MISSING = ("raise", "null")


@on_engines(REDENOMINATED, LISTED)
def relative(
    records: IntoFrameT,
    by: str | Iterable[str] = "recipient",
    *,
    to: IntoFrame,
    side: str | None = None,
    over: tuple[int, int] | None = None,
    missing: str = "raise",
    absent: str = "auto",
) -> IntoFrameT:
    r"""Figures per head or per dollar of GDP, and money per dollar of military spending, of each party.

    A figure :math:`x \in [l, u]` over :math:`d \in [L, U]` is :math:`x / d` in :math:`[l / U,\ u / L]`. Over
    several years, spending and GDP are added, and of a population the mean is taken: aid of three years is
    divided by the GDP of three years, where other publications divide by that of one.

    Parameters
    ----------
    records : records frame
    by : str or several
        Columns of the records, as in `totals`; one of them is ``"supplier"`` or ``"recipient"``.
    to : frame
        ``party, year, value, unit`` and, where it has them, ``low, high, prices``, such as those of
        `read_milex` and `read_wdi`. The unit is a currency, or "persons". A column ``measure`` says what it
        counts, as that of `read_wdi` does: "GDP", "military spending", "population"; ``redenominated`` is as
        in `burden`.
    side : {"supplier", "recipient"}, optional
        Whose spending, GDP or population, where `by` names both.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    missing : {"raise", "null"}
        What to do with rows of which a year of the denominator is not known, such as those of armed groups.
    absent : {"auto", "none", "unknown"}
        What a year or window without a record is, as in `totals`: by default 0 where the source lists all.
        A row of 0 is there for years of which the denominator is known.

    Returns
    -------
    summary
        One row per `by` and span: ``value, low, high`` [in ``unit``], ``denominator`` (the sum, or the mean
        population), ``relative, relative_low, relative_high``, and ``measure``, which says in what: "TIV per
        person", "TIV per USD of GDP"; "fraction of military spending" where both are in one money.

    Raises
    ------
    ArgumentError
        If `by` names no side, or both without `side`; if `to` lacks columns, holds fractions or several
        units, or names a year of a party twice; or if records are volumes or pieces and `to` is military
        spending, or money of which it does not say what it counts.
    CurrencyError
        If records or `to` are in a currency that their years did not have, as in `burden`.
    MixedError
        If both are money in different currencies or at different prices, or rows must not be added, as in
        `totals`.
    PartError
        If rows are a whole and its part.
    RateError
        If years of the denominator are missing and `missing` is ``"raise"``; ``.rows`` lists (party, year).
    RecordError
        If `to` is negative, or its bounds do not hold its values.
    SpanError
        If rows reach outside `over`.

    Examples
    --------
    How many dollars of loans for arms per inhabitant? (The population is rounded.)

    >>> import armsflow as af
    >>> import pandas as pd
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> loans = af.where(claims, stage="loan").query("start == end")
    >>> people = pd.DataFrame({"party": ["Armenia"], "year": 2015, "value": 2.9e6, "unit": "persons"})
    >>> af.relative(loans, to=people)[["recipient", "period", "relative", "measure"]].round(1)
      recipient period  relative         measure
    0       ARM   2015      69.0  USD per person
    """
    one_of(missing, MISSING, "missing")
    one_of(absent, ABSENT, "absent")
    data = records_of(records)
    keys = columns_of(by, data, "by")
    whose = _side(keys, side)
    check_currency_years(data)
    added = with_lacking(add(data, keys, within=keys, over=over), keys, data, over)
    sums = figures(added)
    below = denominators(to, what="to", parties=sums[whose])
    if below.unit not in (*units(), "persons", "") or below.unit in ("TIV", "pieces"):
        raise ArgumentError(
            f"to is in {below.unit!r}; expected money such as USD, or persons: of read_milex a sheet of "
            "money",
            rows=[below.unit],
        )
    _check_volumes(sums, below)
    _check_money(sums, below)
    if missing == "raise" and (lacking := _missing(sums, whose, below)):
        raise RateError(
            f"the denominator is missing for {sample(lacking)}; expected every year of every party, nothing "
            "is filled in: leave such rows out, keep them without a result with missing='null', or divide by "
            "what the other side has, with side=",
            rows=lacking,
        )
    out = with_absent(sums, observed_of(added), absent, data, keys, over)
    sums = _where_known(out, len(sums), whose, below)
    below.check_money(_used(sums, whose))
    under = _under(sums, whose, below)
    result = ratio(bounded(sums), under)
    measure = [_measure(str(unit), below) for unit in sums["unit"]]
    out = sums.assign(denominator=under.value, measure=measure, **spread_out(result, "relative"))
    return finish(out, keys, data, own=OWN)


def _where_known(rows: pd.DataFrame, count: int, whose: str, below: Denominators) -> pd.DataFrame:
    """Rows of which those behind the first `count`, of 0, are of years of which the denominator is known."""
    added = rows.index >= count
    known = [
        below.of_years(row[whose], range(int(row["start"]), int(row["end"]) + 1)) is not None
        for _, row in rows[added].iterrows()
    ]
    return rows.loc[[*rows.index[~added], *rows.index[added][known]]].reset_index(drop=True)


def _side(keys: list[str], side: str | None) -> str:
    """Whose spending or population counts."""
    named = [key for key in keys if key in SIDES]
    if side is not None:
        if one_of(side, SIDES, "side") not in named:
            raise ArgumentError(f"side is {side!r} and by is {keys}; name it in by= as well", rows=[side])
        return side
    if len(named) != 1:
        raise ArgumentError(
            f"by is {keys}; expected one of 'supplier' and 'recipient', or side= to say whose spending or "
            "population counts",
            rows=keys,
        )
    return named[0]


def _check_volumes(sums: Any, below: Denominators) -> None:
    """Raise where volumes would be set against military spending, of which they are no part."""
    volumes = sorted({*sums["unit"]} & {"TIV", "pieces"})
    if not volumes or below.unit in ("persons", ""):
        return
    if is_spending(below.measure):
        raise ArgumentError(
            f"records are in {sample(volumes)} and to is {below.measure}; volumes are no part of it, and "
            "SIPRI asks that TIV not be compared with it: take money against spending, or volumes against "
            "GDP or population",
            rows=volumes,
        )
    if below.measure:
        return
    raise ArgumentError(
        f"records are in {sample(volumes)} and to is in {below.unit} and does not say what it counts; add a "
        'column, such as to.assign(measure="GDP"): volumes are not set against military spending',
        rows=volumes,
    )


def _check_money(sums: Any, below: Denominators) -> None:
    """Raise where both are money and not the same money."""
    for unit, prices in sums[["unit", "prices"]].drop_duplicates().itertuples(index=False):
        money = unit not in ("TIV", "pieces") and below.unit not in ("persons", "")
        if money and (unit, prices) != (below.unit, below.prices):
            raise MixedError(
                f"records are in {unit} at {prices} prices and to in {below.unit} at {below.prices}; bring "
                "both to one, with to_currency() or to_prices()",
                rows=sums,
            )


def _under(sums: Any, whose: str, below: Denominators) -> Bounded:
    """The denominator of each row, NaN where it is not known."""
    rows: Iterable[Any] = sums.itertuples()
    found = [below.of_years(getattr(row, whose), range(row.start, row.end + 1)) for row in rows]
    cells = [[np.nan] * 3 if each is None else [float(bound) for bound in each] for each in found]
    return Bounded(*np.array(cells, dtype=float).reshape(-1, 3).T)


def _used(sums: Any, whose: str) -> set[Key]:
    """The (party, year) of which rows need the denominator."""
    rows: Iterable[Any] = sums.itertuples()
    spans = {(getattr(row, whose), row.start, row.end) for row in rows}
    return {(party, year) for party, start, end in spans for year in range(start, end + 1)}


def _missing(sums: Any, whose: str, below: Denominators) -> list[Key]:
    return sorted(key for key in _used(sums, whose) if key not in below.figures)


def _measure(unit: str, below: Denominators) -> str:
    if unit == below.unit:
        return f"fraction of {below.measure}" if below.measure else "fraction"
    if below.unit != "persons":
        return f"{unit} per {below.unit} of {below.measure}"
    return f"{unit} per person" + ("" if below.measure in ("", "population") else f" of {below.measure}")
