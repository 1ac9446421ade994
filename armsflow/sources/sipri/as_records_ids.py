"""Ids of deals: SIPRI's own, or ones made of what does not change with the years asked for."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd

__all__: list[str] = []

_WORDS = ("designation", "description", "condition", "comments")
_NUMBERS = ("order_year", "ordered", "tiv_unit")
# any odd number that spreads well; the sums wrap around
_HASHES = 10**12
_STEP = np.uint64(0x9E3779B97F4A7C15)


def of_deals(rows: pd.DataFrame) -> pd.Series:
    """SIPRI's number of each deal; where there is none, parties, year of order and a hash of the rest."""
    own = rows["deal"].astype("str") if "deal" in rows else pd.Series("", index=rows.index, dtype="str")
    if len(rows) and (own != "").all():
        return own
    year = rows["order_year"].astype("int64").astype("str") if "order_year" in rows else ""
    hashes = _hashes(rows)
    made = rows["supplier"] + "-" + rows["recipient"] + "-" + year + "-" + hashes.astype("str")
    # alike in one export are two deals, alike in two exports is one deal told twice
    made = numbered(made, hashes + (rows["export"] * _HASHES).astype("uint64"))
    return own.where(own != "", made) if (own != "").any() else made


def numbered(ids: pd.Series, keys: pd.Series) -> pd.Series:
    """Ids, numbered where their keys stood before: two deals may be alike in every word."""
    again = keys.duplicated()
    if not again.any():
        return ids
    before = keys.groupby(keys).cumcount()[again]
    return pd.concat([ids[~again], ids[again] + "." + (before + 1).astype("str")]).sort_index()


def _hashes(rows: pd.DataFrame) -> pd.Series:
    total = np.zeros(len(rows), dtype=np.uint64)
    for column in _WORDS:
        if column in rows:
            codes, words = pd.factorize(rows[column])
            sums = np.array([zlib.crc32(word.encode()) for word in words.tolist()] or [0], dtype=np.uint64)
            total = total * _STEP + sums[codes]
    for column in _NUMBERS:
        if column in rows:
            total = total * _STEP + rows[column].fillna(-1).to_numpy(dtype=float).view(np.uint64)
    return pd.Series(total % np.uint64(_HASHES), index=rows.index)
