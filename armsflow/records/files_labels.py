"""What the columns of a table are called in words, for programs that show a label beside each."""

from __future__ import annotations

import pandas as pd

from armsflow.summaries.columns import kinds_of

__all__: list[str] = []

_MOST = 80  # letters of a label in Stata
_LABELS = {
    "year": "Calendar year",
    "period": "Years of the figure",
    "start": "First year",
    "end": "Last year",
    "value": "Value",
    "low": "Lower bound",
    "high": "Upper bound",
    "supplier": "Supplier, code",
    "recipient": "Recipient, code",
    "records": "Records added",
    "undisclosed": "Records without a figure",
    "estimated": "Part that the source estimates",
    "complete": "Span lies inside the years observed",
    "observed": "The source would list a flow",
    "observed_start": "First year observed",
    "observed_end": "Last year observed",
    "told_start": "First year of the record in its window",
    "told_end": "Last year of the record in its window",
    "selection": "What was chosen of the source",
    "unit": "Unit of the figures",
    "prices": "Prices",
    "stage": "Stage of the transaction",
    "source": "Source",
    "dataset": "Table of the source",
    "release": "Edition of the source",
    "reporter": "Who reports",
}
_NUMBERS = {"cow": "Correlates of War number", "gw": "Gleditsch-Ward number"}
_SIDES = {"supplier": "Supplier", "recipient": "Recipient"}


def labels(table: pd.DataFrame) -> dict[str, str]:
    """Column → its label, with the unit of amounts where all rows share one."""
    units = list(table["unit"].dropna().unique()) if "unit" in table else []
    unit = f" [{units[0]}]" if len(units) == 1 else ""
    # what is joined to a panel has a unit of its own
    amounts = "" if "observed" in table else unit
    said = {str(column): _label(str(column), unit, amounts) for column in table.columns}
    return {column: (label + _own_unit(table, column))[:_MOST] for column, label in said.items()}


def _own_unit(table: pd.DataFrame, column: str) -> str:
    """What a measure of a panel is in, where the panel says so beside it: " [USD, 2022 prices]"."""
    side, _, rest = column.partition("_")
    measure = rest if side in _SIDES else column
    names = [f"{measure}_unit", f"{measure}_prices"]
    cells = [str(table[name].iloc[0]) for name in names if name in table and len(table)]
    if not cells:
        return ""
    unit, *prices = cells
    return f" [{', '.join([unit, *(f'{each} prices' for each in prices)])}]"


def _label(column: str, unit: str, amounts: str) -> str:
    side, _, rest = column.partition("_")
    if side in _SIDES and rest:
        said = {**_NUMBERS, "name": "name"}.get(rest, rest.replace("_", " "))
        return f"{_SIDES[side]}, {said}"
    if column in _LABELS:
        return _LABELS[column] + (unit if column in ("value", "low", "high") else "")
    words = column.replace("_", " ")
    kinds = kinds_of(column)
    suffix = amounts if "amount" in kinds else " [fraction]" if "fraction" in kinds else ""
    return words[:1].upper() + words[1:] + suffix
