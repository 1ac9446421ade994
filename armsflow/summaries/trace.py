"""The records behind a number, with file and line, and the steps between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from armsflow.errors import ArgumentError, sample
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import collect, frame_of, in_memory
from armsflow.records.listed_years import TEXT, with_listed, years_inside
from armsflow.records.schema import COVERED, FIGURE, MEANING, OTHERS, SIDES, period
from armsflow.records.selection import read
from armsflow.records.twice import check_once
from armsflow.records.where import where

__all__ = ["trace"]

_PLACE = "trace_place"
#: Columns of a summary that say no more than which records were added.
_NO_KEYS = {*FIGURE, *MEANING, *COVERED, "start", "end", "estimated", "quantity"}
_FRONT = (
    *("file", "line", "record", "supplier", "recipient", "stage", "item", "start", "end", *FIGURE, "unit"),
    *("part", "part_low", "part_high", "step"),
)
_SAME = 1e-9
#: The share of a record that lies in the years of the row, and how a part by listed years is called.
_INSIDE, _LISTED, _TAKEN = "trace_inside", "trace_listed", "trace_taken"
_LISTS = "years of delivery"


def trace(summary_row: Any, records: IntoFrame) -> pd.DataFrame:
    r"""The records behind one row of a summary, with file and line, and the steps between.

    Parameters
    ----------
    summary_row : row of a summary
        ``totals.iloc[0]``, a frame of one row, or a dict: of `totals`, `shares`, `annual_rates`, `averages`,
        `relative`, `burden`, `balances`, `rankings`.
    records : records frame
        As read, or at any step before the summary.

    Returns
    -------
    pandas.DataFrame
        One row per record that belongs to the number: ``file`` and ``line`` where the reader gives them,
        ``record`` and what it says, then ``part, part_low, part_high``, what of it lies in the years of the
        row [in its own ``unit``], and ``step``, how; the other columns follow. Of a row of `balances`, parts
        that the party received are negative. ``.attrs["steps"]`` lists, in words, how many records remain
        after each step, and whether their sum is the number.

    Raises
    ------
    ArgumentError
        If `summary_row` is not one row of a summary, stands for several parties ("others"), or no record
        belongs to it.

    Examples
    --------
    Which lines of the file of claims are behind a sum?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> totals = af.totals(af.where(claims, stage="contract"), by="recipient")
    >>> found = af.trace(totals.iloc[0], claims)
    >>> found[["file", "line", "record", "part"]]
             file  line            record          part
    0  claims.csv     3  article-contract  4.000000e+09
    >>> print(*found.attrs["steps"], sep="\n")
    5 records are given
    1 of them: recipient AZE
    1 of them: unit USD, prices current, stage contract, source claims, reporter third
    1 of them inside 2010–14
    they add up to 4,000,000,000 USD, which is the number
    """
    row = _row(summary_row)
    given = records_of(frame_of(records).to_native())
    look_at_rows(given)
    check_once(given)
    data = collect(with_listed(given)).rename(columns={TEXT: _LISTED})
    data = data.assign(**{_PLACE: np.arange(len(data))})
    steps = [f"{len(data)} records are given"]
    rows = _of_keys(data, row, steps)
    rows = _of_selection(rows, row, steps)
    rows = _of_meaning(rows, row, steps)
    rows = rows.assign(**{_TAKEN: _signs(rows, row)})
    rows = _in_span(rows, row, steps)
    if rows.empty and row.get("records") == 0:
        steps.append("the number stands for none: the source, as read, lists no record in these years")
    elif rows.empty:
        raise ArgumentError(
            f"no record belongs to the row: {'; '.join(steps)}; expected the records that the summary was "
            "made of",
            rows=steps,
        )
    else:
        steps.append(_sum(rows, row))
    rows = rows.drop(columns=[_PLACE, _LISTED, _TAKEN], errors="ignore").reset_index(drop=True)
    front = [name for name in _FRONT if name in rows]
    out = rows[[*front, *(name for name in rows if name not in front)]]
    out.attrs["steps"] = steps
    return out


def _row(summary_row: Any) -> dict[str, Any]:
    """One row of a summary as a dict."""
    if isinstance(summary_row, pd.Series):
        row = {str(name): cell for name, cell in summary_row.items()}
    elif isinstance(summary_row, Mapping):
        row = dict(summary_row)
    else:
        frame = in_memory(summary_row, what="summary_row")
        if len(frame) != 1:
            raise ArgumentError(
                f"summary_row has {len(frame)} rows; expected one, such as totals.iloc[0]", rows=[len(frame)]
            )
        row = {str(name): frame[name].iloc[0] for name in frame}
    if lacking := [name for name in ("start", "end", "value", "unit") if name not in row]:
        raise ArgumentError(
            f"summary_row lacks {sample(lacking)}; expected a row of a summary such as totals.iloc[0]",
            rows=lacking,
        )
    return row | {name: _text(row[name]) for name in (*MEANING, "selection") if name in row}


def _text(cell: Any) -> str:
    """A cell of text: a summary that was stored as CSV comes back with NaN for "" and 2024.0 for "2024"."""
    if pd.isna(cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _kept(rows: pd.DataFrame, mask: Any, what: str, steps: list[str]) -> pd.DataFrame:
    rows = rows[np.asarray(mask, dtype=bool)]
    steps.append(f"{len(rows)} of them: {what}")
    return rows


def _of_keys(rows: pd.DataFrame, row: dict[str, Any], steps: list[str]) -> pd.DataFrame:
    """Records of the parties, categories and other keys of the row."""
    keys = [name for name in row if name in rows and name not in _NO_KEYS]
    if folded := [name for name in (*keys, "party") if row.get(name) == OTHERS]:
        raise ArgumentError(
            f"{sample(folded)} of the row is 'others', who are several; trace them by name in a summary "
            "without top=",
            rows=folded,
        )
    mask, said = np.ones(len(rows), dtype=bool), []
    for key in keys:
        cell = row[key]
        mask &= (rows[key].isna() if pd.isna(cell) else rows[key] == cell).to_numpy(dtype=bool)
        said.append(f"{key} {cell}")
    if "party" in row and "party" not in rows:
        sides = [row["side"]] if row.get("side") in SIDES else list(SIDES)
        theirs = [(rows[side] == row["party"]).to_numpy(dtype=bool) for side in sides]
        # what a party gives itself is in no balance
        mask &= np.logical_xor.reduce(theirs)
        said.append(f"{' or '.join(sides)} {row['party']}")
    return _kept(rows, mask, ", ".join(said), steps) if said else rows


def _of_selection(rows: pd.DataFrame, row: dict[str, Any], steps: list[str]) -> pd.DataFrame:
    """Records that were chosen with `where`, as the row says."""
    text = row.get("selection", "")
    chosen = read(text) if " | " not in text else {}
    if not chosen or rows.empty:
        return rows
    conditions: dict[str, Any] = {name: words for name, words in chosen.items() if name != "order_year"}
    if "local_production" in conditions:
        conditions["local_production"] = conditions["local_production"] == ["True"]
    known = {name: words for name, words in conditions.items() if name in rows}
    kept = where(rows, **known, straddling="cut")[_PLACE]
    return _kept(rows, rows[_PLACE].isin(set(kept)), f"chosen {text}", steps)


def _of_meaning(rows: pd.DataFrame, row: dict[str, Any], steps: list[str]) -> pd.DataFrame:
    """Records of the stage, source and so on of the row; units and prices may have been changed since."""
    mask, said = np.ones(len(rows), dtype=bool), []
    for name in MEANING:
        words = row.get(name, "").split("+")
        fits = rows[name].isin(words).to_numpy()
        if not row.get(name) or (name in ("unit", "prices") and not (mask & fits).any()):
            continue
        mask &= fits
        said.append(f"{name} {row[name]}")
    return _kept(rows, mask, ", ".join(said), steps) if said else rows


def _signs(rows: pd.DataFrame, row: dict[str, Any]) -> np.ndarray:
    """1 for each record, and -1 for those that the balance of a party takes off: what it received."""
    received = "supplied" in row and "party" in row
    return np.where((rows["recipient"] == row["party"]) if received else False, -1.0, 1.0)


def _in_span(rows: pd.DataFrame, row: dict[str, Any], steps: list[str]) -> pd.DataFrame:
    """Records of the years of the row, with the part of each that lies in them.

    A sum of spans as they are told has only the records of this very span; one of windows has a part of each.
    """
    first, last = int(row["start"]), int(row["end"])
    touched = _with_parts(rows[(rows["start"] <= last) & (rows["end"] >= first)], first, last)
    own = touched[(touched["start"] == first) & (touched["end"] == last)]
    words = period(first, last)
    if _is_of_own_spans(own, touched, row):
        steps.append(f"{len(own)} of them of the span {words}")
        others = len(touched) - len(own)
        steps.append(f"{others} of other spans that have years in {words} are in rows of their own")
        return own.drop(columns=_INSIDE)
    some = touched[touched[_INSIDE] > 0]
    whole = some[_INSIDE] == 1
    steps.append(f"{int(whole.sum())} of them inside {words}")
    listed = some["step"].str.contains(_LISTS, regex=False)
    if even := int((~whole & ~listed).sum()):
        steps.append(f"{even} more straddle these years and count for their even part")
    if partly := int((~whole & listed).sum()):
        steps.append(f"{partly} more have some of their years of delivery there and count for these")
    if gone := len(touched) - len(some):
        steps.append(f"{gone} with no delivery in {words}, by the years that are listed, are left out")
    return some.drop(columns=_INSIDE)


def _with_parts(rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Rows with the part of each that lies in some years, as `to_periods` takes it, and how it is taken."""
    texts = rows[_LISTED] if _LISTED in rows else pd.Series("", index=rows.index)
    shares, steps, words = [], [], period(first, last)
    for start, end, text in zip(rows["start"].tolist(), rows["end"].tolist(), texts, strict=True):
        listed = years_inside(start, end, text or "")
        years = listed if listed is not None else range(start, end + 1)
        inside = sum(first <= year <= last for year in years)
        shares.append(inside / len(years) if len(years) else 0.0)
        kind = _LISTS if listed is not None else "years"
        within = f"{inside} of its {len(years)} {kind} lie in {words}, bounded by [0, high]"
        steps.append(f"inside {words}" if inside == len(years) else within)
    share = np.array(shares, dtype=float)
    least, most = rows["low"].where(share == 1, rows["low"] * 0), rows["high"]
    given = rows[_TAKEN] > 0
    return rows.assign(
        part=rows["value"] * share * rows[_TAKEN],
        part_low=least.where(given, -most),
        part_high=most.where(given, -least),
        step=pd.Series(steps, index=rows.index, dtype="str"),
        **{_INSIDE: share},
    )


def _is_of_own_spans(own: pd.DataFrame, touched: pd.DataFrame, row: dict[str, Any]) -> bool:
    """Whether a row of a summary adds records of its very span alone, and not all that touch it.

    Where values decide nothing, as beside a record of 0 or after a conversion, the number of records does.
    """
    fits, fits_all = _is_of(own, row), _is_of(touched, row)
    if fits != fits_all:
        return fits
    converted = any((own[name] != row[name]).any() for name in ("unit", "prices") if name in row)
    return (fits or converted) and 0 < len(own) == row.get("records") != int((touched[_INSIDE] > 0).sum())


def _is_of(rows: pd.DataFrame, row: dict[str, Any]) -> bool:
    """Whether a row of a summary is the sum of some rows: by its value or, without one, by their number."""
    number, known = row["value"], rows["high"].notna()
    total = rows.loc[known, "part"].sum(skipna=False)
    if pd.isna(number) or pd.isna(total):
        return len(rows) > 0 and len(rows) == row.get("records")
    return len(rows) > 0 and any(_is_same(total / years, number) for years in (1, _length(row)))


def _is_same(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=_SAME, atol=0))


def _length(row: dict[str, Any]) -> int:
    """How many years a row of a summary has."""
    return int(row["end"]) - int(row["start"]) + 1


def _sum(rows: pd.DataFrame, row: dict[str, Any]) -> str:
    """Whether the parts add up to the number, in words."""
    number = row["value"]
    units = sorted(set(rows["unit"]))
    hidden = int(rows["high"].isna().sum())
    less = f" ({hidden} undisclosed)" if hidden else ""
    if len(units) > 1 or units != [row["unit"]]:
        return f"they are in {' and '.join(units)} and the number is in {row['unit']}: figures were converted"
    total = rows.loc[rows["high"].notna(), "part"].sum(skipna=False)
    said = f"they add up to {total:,.15g} {row['unit']}{less}"
    if pd.isna(number) or pd.isna(total):
        return f"{said}; the number has no value, only bounds" if pd.isna(number) else said
    years = _length(row)
    if _is_same(total, number):
        return f"{said}, which is the number"
    if _is_same(total / years, number):
        return f"{said}, which over {years} years is the number, {number:,.15g} a year"
    return (
        f"{said}, and the number is {number:,.15g}: records were changed or left out in between, such as by "
        "to_prices() or without_parts()"
    )
