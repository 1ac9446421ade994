"""Money flows against military expenditure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame, IntoFrameT

from armsflow.currencies import REDENOMINATED, per
from armsflow.errors import ArgumentError, MixedError, RateError, RecordError, sample
from armsflow.records.check import records_of
from armsflow.records.currency_years import check_currency_years
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import FIGURE, pair_of_years
from armsflow.summaries.adding import add
from armsflow.summaries.bounds import Bounded, ratio
from armsflow.summaries.denominators import Key, bounds_of, keys_of, refuse_other_money, table_of
from armsflow.summaries.layout import bounded, figures, finish, spread_out
from armsflow.summaries.reported_years import with_lacking

__all__ = ["burden"]

#: Columns of its own, and what they hold.
OWN = {
    "spending": "amount",
    **dict.fromkeys(("burden", "burden_low", "burden_high"), "fraction"),
    "measure": "text",
}
#: Stages that say what will be paid and not when.
COMMITMENTS = ("offer", "licence", "contract")
_SHARE, _YEARS = "share of spending", "years of spending"
_PAID = ("paid_start", "paid_end")


@on_engines(REDENOMINATED, LISTED)
def burden(
    records: IntoFrameT,
    spending: IntoFrame,
    *,
    over: tuple[int, int] | None = None,
    paid: tuple[int, int] | None = None,
) -> IntoFrameT:
    """Money flows to each recipient against its military expenditure of the same years.

    Of payments, over 1 is implausible, unless aid or credit outside the budget paid. An offer, a licence or a
    contract does not say when it is paid: it is set against the spending of the years `paid`, or else counted
    in years of spending, which is no share and may well be over 1.

    Parameters
    ----------
    records : records frame
        Money in one unit and at one kind of prices.
    spending : frame
        Military expenditure: ``party, year, value, unit``, and, where it has them, ``low, high`` (else the
        value), ``prices`` (else current) and ``redenominated`` (whether years before a currency count in that
        currency, as in SIPRI's workbook; else not). Spending in the same money before or after it was
        redenominated is brought to the unit of the records.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    paid : (int, int), optional
        First and last year in which offers, licences or contracts are paid; of other stages an error.

    Returns
    -------
    summary
        One row per ``recipient`` and span: ``value, low, high`` of the flow [in ``unit``], ``spending`` over
        the same years [in ``unit``], ``burden, burden_low, burden_high``, which allow for the bounds of the
        flow and of the spending, and ``measure``, which says what these are: "share of spending", a fraction;
        or "years of spending" of a commitment without `paid`, the flow over the mean ``spending`` of one
        year.

    Raises
    ------
    ArgumentError
        If records are no money, `paid` is given for a stage that is no commitment, or `spending`
        lacks columns, names a year of a party twice or has bounds that are no numbers.
    CurrencyError
        If records or spending are in a currency that their years did not have.
    MixedError
        If spending is in another unit or at other prices than the records, or rows must not be added.
    RateError
        If years of spending are missing; ``rows`` lists every (party, year).
    RecordError
        If spending is negative, or its bounds do not hold its values.

    Examples
    --------
    Could Armenia have spent 5 billion out of 450 million a year?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> budget = pd.DataFrame({"party": "Armenia", "year": range(2010, 2020), "value": 4.5e8, "unit": "USD"})
    >>> payment = af.where(claims, stage="payment")
    >>> af.burden(payment, budget)[["recipient", "burden", "burden_low", "burden_high"]].round(2)
      recipient  burden  burden_low  burden_high
    0       ARM    1.11         1.0         1.22
    """
    data = records_of(records)
    check_currency_years(data)
    added = add(data, ["recipient"], within=["recipient"], over=over)
    sums = figures(with_lacking(added, ["recipient"], data, over))
    strange = sorted(set(sums["unit"]) & {"TIV", "pieces"})
    if strange:
        raise ArgumentError(
            f"records are in {sample(strange)}, which is no money; burden() compares money with military "
            "spending: keep the money alone, such as where(records, unit='USD')",
            rows=strange,
        )
    committed = sums["stage"].isin(COMMITMENTS)
    if paid is not None:
        _check_paid(sums, committed)
        sums = sums.assign(**dict(zip(_PAID, pair_of_years(paid, "paid"), strict=True)))
    else:
        sums = sums.assign(**dict(zip(_PAID, (sums["start"], sums["end"]), strict=True)))
    budget = _budget(spending, sums)
    in_years = committed & (paid is None)
    spent = np.array([_spent(row, budget) for row in sums.itertuples()], dtype=float).reshape(-1, 3).T
    length = (sums[_PAID[1]].astype(int) - sums[_PAID[0]].astype(int) + 1).to_numpy(dtype=float)
    spent = np.where(in_years, spent / length, spent)
    weight = ratio(bounded(sums), Bounded(*spent))
    measure = np.where(in_years, _YEARS, _SHARE).astype(object)
    out = sums.assign(spending=spent[0], measure=measure, **spread_out(weight, "burden"))
    return finish(out, ["recipient"], data, own=OWN)


def _budget(spending: Any, sums: pd.DataFrame) -> dict[Key, tuple[float, ...]]:
    """Spending and its bounds by (party, year), in the unit and prices of the flows, of all their years."""
    flows: Iterable[Any] = sums.itertuples()
    wanted = {(row.recipient, year): (row.unit, row.prices) for row in flows for year in _paying(row)}
    table = table_of(spending)
    used = [key in wanted for key in keys_of(table)]
    table = table[np.array(used, dtype=bool) & table["value"].notna()]
    refuse_other_money(table, what="spending")
    _check_figures(table)
    low, high = bounds_of(table, "spending")
    table = _in_units(table.assign(low=low, high=high), wanted)
    _check(table, wanted)
    budget = dict(zip(keys_of(table), table[[*FIGURE]].itertuples(index=False, name=None), strict=True))
    if missing := sorted(set(wanted) - set(budget)):
        raise RateError(
            f"military expenditure is missing for {sample(missing)}; expected every year of the flows' "
            "spans, nothing is filled in",
            rows=missing,
        )
    return budget


def _in_units(table: pd.DataFrame, wanted: dict[Key, tuple[str, str]]) -> pd.DataFrame:
    """Spending in the unit of the records where both are one money, before and after it was redenominated."""
    units = [wanted[key][0] for key in keys_of(table)]
    factors = [
        1.0 if now == unit else per(str(now), unit) for now, unit in zip(table["unit"], units, strict=True)
    ]
    divisors = np.array([factor or 1.0 for factor in factors])
    return table.assign(
        **{name: table[name].astype("float64") / divisors for name in FIGURE},
        unit=[
            unit if factor else now for now, unit, factor in zip(table["unit"], units, factors, strict=True)
        ],
    )


def _check_figures(table: pd.DataFrame) -> None:
    """Raise where spending is negative."""
    if (table["value"] < 0).any():
        raise RecordError("spending is negative in some years; expected 0 or more", rows=table)


def _check(table: pd.DataFrame, wanted: dict[Key, tuple[str, str]]) -> None:
    """Raise where spending is in another unit or at other prices, or given twice."""
    rows: Iterable[Any] = table.itertuples()
    for row in rows:
        ours, theirs = wanted[row.party, row.year], (str(row.unit), str(row.prices))
        if ours != theirs:
            raise MixedError(
                f"spending of {row.party} in {row.year} is in {theirs[0]} at {theirs[1]} prices and the "
                f"records in {ours[0]} at {ours[1]}; bring both to one, with to_currency() or to_prices()",
                rows=table,
            )
    twice = table[table.duplicated(["party", "year"], keep=False)]
    if len(twice):
        raise ArgumentError(
            f"spending names years of a party twice: {sample(keys_of(twice))}; keep one release",
            rows=twice,
        )


def _spent(row: Any, budget: dict[Key, tuple[float, ...]]) -> Any:
    """Spending of the years of a flow and its bounds."""
    return np.sum([budget[row.recipient, year] for year in _paying(row)], axis=0)


def _paying(row: Any) -> range:
    """The years in which a flow is paid."""
    return range(row.paid_start, row.paid_end + 1)


def _check_paid(sums: pd.DataFrame, committed: pd.Series) -> None:
    """Raise where something is said to be paid in some years that has years of its own."""
    if strange := sorted(set(sums.loc[~committed, "stage"])):
        raise ArgumentError(
            f"paid is given and the records hold {sample(strange)}, whose years are those of the records; "
            f"expected commitments ({', '.join(COMMITMENTS)})",
            rows=strange,
        )
