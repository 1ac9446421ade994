"""Tables of spending, GDP and population: one figure per party and year, to divide by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from armsflow.currencies import REDENOMINATED, refuse_other_years
from armsflow.errors import ArgumentError, RecordError, sample
from armsflow.parties import codes_of
from armsflow.records.engines import in_memory
from armsflow.summaries.bounds import Bounded

__all__: list[str] = []

Key = tuple[str, int]  # a party and a year
#: Units that count what there is at one time, not what flows in a year.
STOCKS = ("persons",)
#: What `read_wdi` calls the measure of a frame such as that of `read_milex`.
SPENDING = "military spending"
# what others call it
_MILITARY = r"militar|militär|militair|milit\.|defen[cs]e|défense|defensa|verteidigung|rüstung|воен|оборон"
_SPENT = (
    r"spend|expend|budget|outlay|expense|cost|ausgabe|etat|haushalt|dépense|gasto|presupuesto|расход|бюджет"
)
_IS_SPENDING = re.compile(
    rf"(?:{_MILITARY}).*(?:{_SPENT})|(?:{_SPENT}).*(?:{_MILITARY})|\bmilex\b", re.IGNORECASE
)


def is_spending(measure: str) -> bool:
    """Whether a measure is military spending, by whatever name: "military expenditure", "defence budget"."""
    return _IS_SPENDING.search(measure) is not None


class Denominators(NamedTuple):
    """Figures by (party, year), and what they are in."""

    figures: dict[Key, tuple[float, float, float]]
    unit: str
    prices: str
    #: a sum over years makes sense of flows only
    stock: bool
    #: the rows that say so, and what they are called
    table: pd.DataFrame
    what: str
    #: what is counted, such as "military spending" or "GDP"; "" where the frame does not say
    measure: str = ""

    def of_years(self, party: str, years: Iterable[int]) -> Bounded | None:
        """The sum over years, of a stock the mean; None where a year is missing."""
        cells = [self.figures.get((party, year)) for year in years]
        known = [cell for cell in cells if cell is not None]
        if not known or len(known) < len(cells):
            return None
        sums = np.array(known).sum(axis=0) / (len(known) if self.stock else 1)
        return Bounded(*(np.array(bound) for bound in sums))

    def missing(self, party: str, years: Iterable[int]) -> list[Key]:
        """The (party, year) that lack a figure."""
        return [(party, year) for year in years if (party, year) not in self.figures]

    def check_money(self, used: Iterable[Key]) -> None:
        """Raise where a figure that is `used` is in a money that its year did not have."""
        keys = set(used)
        named = [key in keys for key in keys_of(self.table)]
        refuse_other_money(self.table[np.array(named, dtype=bool)], what=self.what)


def table_of(spending: Any, *, what: str = "spending") -> pd.DataFrame:
    """The table with codes of parties, whole years and numbers, and every column that it may lack."""
    table = in_memory(spending, what=what)
    lacking = [c for c in ("party", "year", "value", "unit") if c not in table]
    if lacking:
        raise ArgumentError(
            f"{what} lacks {sample(lacking)}; expected party, year, value and unit", rows=lacking
        )
    table = table.assign(prices=table.get("prices", "current"))
    marked = table.get(REDENOMINATED, pd.Series(False, index=table.index))
    table = table.assign(**{REDENOMINATED: [cell in (True, "True", "true") for cell in marked]})
    numbers = all(pd.api.types.is_numeric_dtype(table[c]) for c in ("year", "value"))
    years = table["year"] if numbers else pd.Series([np.nan])
    if not numbers or years.isna().any() or (years % 1 != 0).any() or np.isinf(table["value"]).any():
        raise ArgumentError(f"{what} holds years or values that are no numbers, or infinite", rows=table)
    codes = codes_of(table["party"].unique())
    return table.assign(party=table["party"].map(codes), year=table["year"].astype("int64"))


def keys_of(table: pd.DataFrame) -> list[Key]:
    """The (party, year) of each row."""
    return list(zip(table["party"], table["year"], strict=True))


def refuse_other_money(table: pd.DataFrame, *, what: str) -> None:
    """Raise CurrencyError where figures are in a money that their years did not have.

    At constant prices the money is that of the base year.
    """
    for redenominated, some in table.groupby(REDENOMINATED):
        rows = zip(
            some["unit"].astype(str), some["prices"].astype(str), some["year"].astype(int), strict=True
        )
        used = {(unit, int(prices) if prices.isdecimal() else year) for unit, prices, year in rows}
        refuse_other_years(used, what=f"{what} is in", redenominated=bool(redenominated))


def denominators(frame: Any, *, what: str, parties: Iterable[str]) -> Denominators:
    """What a frame says of some parties, in the one unit and prices that it must have."""
    table = table_of(frame, what=what)
    table = table[table["value"].notna() & table["party"].isin(set(parties))]
    kinds = table[["unit", "prices"]].astype(str).drop_duplicates()
    if len(kinds) > 1:
        met = [f"{unit} at {prices} prices" for unit, prices in kinds.to_numpy()]
        raise ArgumentError(
            f"{what} is in {sample(sorted(met))}; expected one unit at one kind of prices: keep one of them",
            rows=table,
        )
    twice = table[table.duplicated(["party", "year"], keep=False)]
    if len(twice):
        raise ArgumentError(
            f"{what} names years of a party twice: {sample(keys_of(twice))}; keep one release", rows=twice
        )
    if (table["value"] < 0).any():
        raise RecordError(f"{what} is negative in some years; expected 0 or more", rows=table)
    unit, prices = kinds.iloc[0] if len(kinds) else ("", "current")
    bounds = bounds_of(table, what)
    cells = zip(table["party"], table["year"], table["value"], *bounds, strict=True)
    figures = {(p, int(y)): (float(v), float(low), float(high)) for p, y, v, low, high in cells}
    measure = _measure(table, what)
    return Denominators(figures, str(unit), str(prices), str(unit) in STOCKS, table, what, measure)


def bounds_of(table: pd.DataFrame, what: str) -> list[pd.Series]:
    """The bounds of a table; of a figure that has none, the figure."""
    value = table["value"]
    low, high = (table.get(name, value) for name in ("low", "high"))
    if not all(pd.api.types.is_numeric_dtype(cells) or cells.isna().all() for cells in (low, high)):
        raise ArgumentError(f"{what} has bounds low and high that are no numbers", rows=table)
    low, high = (cells.astype("float64").fillna(value) for cells in (low, high))
    wrong = ~((low >= 0) & (low <= value) & (value <= high))
    if wrong.any():
        bad = table[wrong]
        shown = bad[[name for name in ("party", "year", "low", "value", "high") if name in bad]].head()
        raise RecordError(
            f"{what} has bounds that are negative or do not hold the value in {len(bad)} row(s); expected "
            f"0 ≤ low ≤ value ≤ high, correct or drop the columns low and high:\n"
            f"{shown.to_string(index=False)}",
            rows=bad,
        )
    return [low, high]


def _measure(table: pd.DataFrame, what: str) -> str:
    """What a frame counts, in the words of `read_wdi`; only frames of `read_milex` say what is uncertain."""
    if "measure" not in table:
        return SPENDING if "uncertain" in table else ""
    met = sorted({str(cell) for cell in table["measure"].dropna()} - {""})
    if len(met) > 1:
        raise ArgumentError(f"{what} counts {sample(met)}; expected one of them: keep one", rows=table)
    return met[0] if met else ""
