"""Zeros of a yearly table that are too many to mean none: they stand for figures that were not given.

A table filled from a list of the ten largest recipients has 0 for all others, and one filled from a list of
some states 0 for those that the list leaves out. Of recipients that have a figure in most years few are at 0
in any one year; where many are, no 0 of this column and year is believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from armsflow.records.selection import Span, joined

__all__: list[str] = []

# Zeros of a column and year are not believed if so many regular recipients at least are at 0, and they are
# at least so large a share of these recipients, and more than so many times the share that is usual in the
# column's other years. In the US table one year has 26 % beside 0 %, in the German one four years have 72 to
# 80 % beside 12 %; of all other columns and years none has more than three times what is usual.
_LEAST_ZEROS, _LEAST_SHARE, _TIMES_USUAL = 3, 0.1, 5


def doubted_zeros(figures: pd.DataFrame, column: Sequence[str]) -> pd.DataFrame:
    """The columns and years of a table whose zeros are too many to be believed.

    Parameters
    ----------
    figures : frame
        A row for each figure: the names in `column`, which tell the table's columns apart, ``recipient``,
        ``start`` and ``value``.

    Returns
    -------
    frame
        `column` and ``start``; how many ``zeros`` there are; of the ``regular`` recipients, which have a
        figure in at least half of the other years, how many are at 0 (``at_zero``), and the ``fewest`` and
        the ``most`` of them that are in other years, those that are doubted apart.
    """
    names = [*column, "start"]
    found = [
        dict(zip(column, key, strict=True)) | year
        for key, rows in figures.groupby(list(column))
        for year in _years(rows)
    ]
    return pd.DataFrame(found) if found else figures[names].iloc[:0]


def _years(figures: pd.DataFrame) -> list[dict[str, Any]]:
    """Of one column, the years whose zeros are not believed."""
    # of two figures of a recipient in a year the larger counts
    table = figures.groupby(["recipient", "start"])["value"].max().unstack()
    above, zero = (table > 0).to_numpy(), (table == 0).to_numpy()
    found = [
        {"start": year, **said} for at, year in enumerate(table) if (said := _if_doubted(above, zero, at))
    ]
    believed = ~table.columns.isin([row["start"] for row in found])
    zeros = (figures["value"] == 0).groupby(figures["start"]).sum()
    for row in found:
        # the year with the smallest share is always believed
        usual = row.pop("others")[believed]
        row |= {"zeros": int(zeros[row["start"]]), "fewest": int(usual.min()), "most": int(usual.max())}
    return found


def _if_doubted(above: np.ndarray, zero: np.ndarray, year: int) -> dict[str, Any]:
    """How many regular recipients there are in a year and at 0, in it and in each; {} if it is believed."""
    elsewhere = np.delete(above, year, axis=1)
    # of a single year nothing is usual: its zeros are kept
    often = (2 * elsewhere.sum(axis=1) >= elsewhere.shape[1]) & elsewhere.any(axis=1)
    regular = often & (above | zero)[:, year]
    count, at_zero = (cells[regular].sum(axis=0) for cells in (above | zero, zero))
    # that few recipients hold no zero does not show that there is none: count one more
    usual = np.delete((at_zero + 1) / (count + 1), year)
    least = max(_LEAST_ZEROS, _LEAST_SHARE * count[year])
    if at_zero[year] < least or at_zero[year] <= _TIMES_USUAL * np.median(usual) * count[year]:
        return {}
    return {"regular": int(count[year]), "at_zero": int(at_zero[year]), "others": at_zero}


def are_doubted(figures: pd.DataFrame, doubted: pd.DataFrame, column: Sequence[str]) -> pd.Series:
    """Which figures are zeros of a column and year that is doubted."""
    names = [*column, "start"]
    hidden = figures["value"] == 0
    years = pd.MultiIndex.from_frame(doubted[names])
    hidden[hidden] = pd.MultiIndex.from_frame(figures.loc[hidden, names]).isin(years)
    return hidden


def lacking_years(doubted: pd.DataFrame, **column: str) -> list[Span]:
    """The years of one column in which recipients lack their figures, as runs of years."""
    mine = np.logical_and.reduce([doubted[name] == word for name, word in column.items()])
    return joined((year, year) for year in doubted.loc[mine, "start"].astype(int).tolist())


def what_is_doubted(doubted: pd.DataFrame, column: Sequence[str], advice: str) -> str:
    """The sentences that name the zeros that are read as undisclosed."""
    said = []
    for row in doubted.to_dict("records"):
        usual = f"{row['fewest']}" + (f"\u2013{row['most']}" if row["most"] > row["fewest"] else "")
        where = ", ".join(str(row[name]) for name in (*column, "start"))
        said.append(
            f"{where} ({row['zeros']} zeros: of {row['regular']} recipients with a figure in most other "
            f"years {row['at_zero']} are at 0, in other years {usual})"
        )
    return (
        f"has zeros that are too many to mean none: {'; '.join(said)}. They are read as undisclosed (null), "
        f"not as 0, and sums over recipients of these years are not complete; {advice}"
    )
