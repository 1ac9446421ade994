"""Nets: what each party supplied less what it received, and what flows weigh against a budget."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, MixedError, RateError, RecordError, sample
from armsflow.parties import codes_of
from armsflow.records.check import records_of
from armsflow.records.engines import collect, frame_of
from armsflow.summaries.adding import MEANING, add, figures, finish
from armsflow.summaries.bounds import Bounded, difference, ratio

__all__ = ["balances", "burden"]

_FIGURE = ("value", "low", "high")
_COUNTS = ("records", "undisclosed")
_SIDES = {"supplied": "supplier", "received": "recipient"}


def balances(records: Any, *, over: tuple[int, int] | None = None) -> Any:
    """What each party supplied less what it received; over all parties the nets add to 0.

    Parameters
    ----------
    records : records frame
        With both sides named. What a party gives itself is left out.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.

    Returns
    -------
    summary
        One row per ``party`` and span: ``value, low, high`` is the net [in ``unit``]; ``supplied,
        received``, each with ``_low`` and ``_high``. A side of which the records hold nothing is 0, since
        it is a net of these records; a side whose records are all undisclosed is null, and so is the net.

    Raises
    ------
    ArgumentError
        If a side is ``"all"``.
    MixedError, PartError
        If the rows must not be added, as in `totals`.
    SpanError
        If rows reach outside `over`.

    Examples
    --------
    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {"supplier": ["RUS", "FRA"], "recipient": ["ARM", "RUS"], "value": [50, 8]}
    ... )
    >>> records = af.to_records(flows, year=2010, stage="delivery", unit="TIV")
    >>> af.balances(records)[["party", "supplied", "received", "value"]]
      party  supplied  received  value
    0   ARM       0.0      50.0  -50.0
    1   FRA       8.0       0.0    8.0
    2   RUS      50.0       8.0   42.0
    """
    data = records_of(records)
    unnamed = collect(data.filter((nw.col("supplier") == "all") | (nw.col("recipient") == "all")))
    if len(unnamed):
        raise ArgumentError(
            f"{len(unnamed)} row(s) have 'all' on one side; balances need both parties: "
            "records[(records.supplier != 'all') & (records.recipient != 'all')]",
            rows=unnamed,
        )
    keys = ["party", "start", "end"]
    # what a party gives itself is no flow between parties, and its net is nothing whatever it is
    data = data.filter(nw.col("supplier") != nw.col("recipient"))
    sides = {
        name: figures(add(data, [side], within=(), over=over)).rename(columns={side: "party"}).set_index(keys)
        for name, side in _SIDES.items()
    }
    # what the rows mean is the same for all of them: it was checked
    meaning = sides["supplied"][list(MEANING)].iloc[:1].to_dict("records")
    spans = sides["supplied"].index.union(sides["received"].index)
    bounded = {name: _side(frame, spans) for name, frame in sides.items()}
    out = pd.DataFrame(index=spans).assign(**difference(*bounded.values())._asdict())
    for name, side in bounded.items():
        out = out.assign(**{name: side.value, f"{name}_low": side.low, f"{name}_high": side.high})
    both = [frame.reindex(spans) for frame in sides.values()]
    for column in _COUNTS:
        out[column] = sum(frame[column].fillna(0) for frame in both)
    guessed = sum((frame["value"] * frame["estimated"]).fillna(0) for frame in both)
    whole = sum(frame["value"].fillna(0) for frame in both)
    out["estimated"] = guessed / whole.where(whole > 0)
    out = out.reset_index().assign(**(meaning[0] if meaning else dict.fromkeys(MEANING, "")))
    own = [f"{name}{end}" for name in _SIDES for end in ("", "_low", "_high")]
    return finish(out, ["party"], data, own=own)


def burden(records: Any, spending: Any, *, over: tuple[int, int] | None = None) -> Any:
    """Money flows to each recipient against its military expenditure of the same years.

    Over 1 is implausible, unless aid or credit outside the budget paid.

    Parameters
    ----------
    records : records frame
        Money in one unit and at one kind of prices.
    spending : frame
        Military expenditure: ``party, year, value, unit``, and, where it has them, ``prices`` (else
        current).
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.

    Returns
    -------
    summary
        One row per ``recipient`` and span: ``value, low, high`` of the flow [in ``unit``], ``spending`` over
        the same years [in ``unit``], and ``burden, burden_low, burden_high`` as fractions.

    Raises
    ------
    ArgumentError
        If records are no money, or `spending` lacks columns or names a year of a party twice.
    MixedError
        If spending is in another unit or at other prices than the records, or rows must not be added.
    RateError
        If years of spending are missing; ``rows`` lists every (party, year).
    RecordError
        If spending is negative.

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
    sums = figures(add(data, ["recipient"], within=["recipient"], over=over))
    strange = sorted(set(sums["unit"]) & {"TIV", "pieces"})
    if strange:
        raise ArgumentError(
            f"records are in {sample(strange)}; military expenditure is money, and so must they be",
            rows=strange,
        )
    budget = _budget(spending, sums)
    out = sums.assign(spending=[_spent(row, budget) for row in sums.itertuples()])
    flow = Bounded(*(out[c].to_numpy(dtype=float) for c in _FIGURE))
    spent = out["spending"].to_numpy(dtype=float)
    weight = ratio(flow, Bounded(spent, spent, spent))
    out = out.assign(burden=weight.value, burden_low=weight.low, burden_high=weight.high)
    return finish(out, ["recipient"], data, own=["spending", "burden", "burden_low", "burden_high"])


def _side(frame: pd.DataFrame, spans: pd.MultiIndex) -> Bounded:
    """Figures of one side; 0 for a party that is on the other side only."""
    full = frame.reindex(spans)
    nothing = full["records"].isna()
    return Bounded(*(full[c].mask(nothing, 0.0).to_numpy(dtype=float) for c in _FIGURE))


def _budget(spending: Any, sums: pd.DataFrame) -> dict[tuple[str, int], float]:
    """Spending by (party, year), once it is sure that it is in the flows' unit and prices."""
    table = collect(frame_of(spending, what="spending"))
    lacking = [c for c in ("party", "year", "value", "unit") if c not in table]
    if lacking:
        raise ArgumentError(
            f"spending lacks {sample(lacking)}; expected party, year, value and unit", rows=lacking
        )
    table = table.assign(prices=table.get("prices", "current"))
    numbers = all(pd.api.types.is_numeric_dtype(table[c]) for c in ("year", "value"))
    years = table["year"] if numbers else pd.Series([np.nan])
    if not numbers or years.isna().any() or (years % 1 != 0).any() or np.isinf(table["value"]).any():
        raise ArgumentError("spending holds years or values that are no numbers, or infinite", rows=table)
    codes = codes_of(table["party"].unique())
    table = table.assign(party=table["party"].map(codes), year=table["year"].astype("int64"))
    wanted = {
        (row.recipient, year): (row.unit, row.prices)
        for row in sums.itertuples()
        for year in range(row.start, row.end + 1)
    }
    used = [key in wanted for key in _years_of(table)]
    table = table[np.array(used, dtype=bool) & table["value"].notna()]
    for row in table.itertuples():
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
            f"spending names years of a party twice: {sample(_years_of(twice))}; keep one release",
            rows=twice,
        )
    if (table["value"] < 0).any():
        raise RecordError("spending is negative in some years; expected 0 or more", rows=table)
    budget = dict(zip(_years_of(table), table["value"].astype(float), strict=True))
    if missing := sorted(set(wanted) - set(budget)):
        raise RateError(
            f"military expenditure is missing for {sample(missing)}; expected every year of the flows' "
            "spans, nothing is filled in",
            rows=missing,
        )
    return budget


def _years_of(table: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(table["party"], table["year"], strict=True))


def _spent(row: Any, budget: dict[tuple[str, int], float]) -> float:
    return float(np.sum([budget[row.recipient, year] for year in range(row.start, row.end + 1)]))
