"""Commitments in the workbooks since 2024: the value of a whole activity, beside the part that a row has."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__: list[str] = []

Pledges = dict[str, np.ndarray]


def commitments(ids: np.ndarray, whole: np.ndarray, part: np.ndarray, pledged: np.ndarray) -> Pledges:
    """What each row says of the commitment of its activity: value, low, high, and whether it is a record.

    `ids` are those of activities, blank where there are none, `whole` the values of activities, `part` the
    allocations of rows, and `pledged` says which rows are labelled commitment. Of an activity that is printed
    on several rows one row is kept. Rows in which the part exceeds the whole show that an edition prints the
    value of an activity on one of its rows only.
    """
    on_one_row = bool((part > np.nan_to_num(whole)).any())
    return _printed_once(ids, whole, pledged) if on_one_row else _printed_again(ids, whole, part, pledged)


def _printed_once(ids: np.ndarray, whole: np.ndarray, pledged: np.ndarray) -> Pledges:
    """Each value printed is a commitment; a 0 fills a row whose value stands elsewhere, or nowhere."""
    value = np.where(whole > 0, whole, np.nan)
    # the same value again within an activity may be the same commitment
    named, again = ids != "", np.zeros(len(ids), dtype=bool)
    if named.any():
        again[named] = pd.DataFrame({"id": ids[named], "value": value[named]}).duplicated()
    return {
        "value": value,
        "low": np.where(again & ~np.isnan(value), 0.0, value),
        "high": value,
        "kept": pledged | ~np.isnan(value),
    }


def _printed_again(ids: np.ndarray, whole: np.ndarray, part: np.ndarray, pledged: np.ndarray) -> Pledges:
    """One commitment per id; without ids, rows hold between their own part and the whole."""
    named = ids != ""
    least, most, again = _by_id(ids, whole, named) if named.any() else (whole, whole, named)
    low = np.where(named, least, np.where(pledged, 0.0, np.fmin(np.nan_to_num(part), whole)))
    low[np.isnan(most)] = np.nan
    return {
        "value": np.where(low == most, most, np.nan),
        "low": low,
        "high": most,
        "kept": ~again & (pledged | ~np.isnan(most)),
    }


def _by_id(
    ids: np.ndarray, whole: np.ndarray, named: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each row the least and most that its activity may be, and whether it stood on a row before."""
    codes, words = pd.factorize(ids)
    # a row without an id has a number of its own
    number = np.where(named, codes, len(words) + np.arange(len(ids)))
    frame = pd.DataFrame({"id": number, "value": whole})
    printed = frame.drop_duplicates().groupby("id")["value"]
    # values that differ are of one commitment or of several
    least, most = (each.reindex(number).to_numpy(dtype=float) for each in (printed.max(), _sum(printed)))
    return least, most, frame["id"].duplicated().to_numpy()


def _sum(printed: Any) -> pd.Series:
    return printed.sum(min_count=1)
