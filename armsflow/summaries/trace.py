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
from armsflow.records.schema import COVERED, FIGURE, MEANING, OTHERS, SIDES, period
from armsflow.records.selection import read
from armsflow.records.twice import check_once
from armsflow.records.where import where

__all__ = ["trace"]

_PLACE = "trace_place"
#: Columns of a summary that say no more than which records were added.
_NO_KEYS = {*FIGURE, *MEANING, *COVERED, "start", "end", "estimated", "quantity", "record", "note", "item"}
_FRONT = (
    *("file", "line", "record", "supplier", "recipient", "stage", "item", "start", "end", *FIGURE, "unit"),
    *("part", "part_low", "part_high", "step"),
)
_SAME = 1e-9


def trace(summary_row: Any, records: IntoFrame) -> pd.DataFrame:
    r"""The records behind one row of a summary, with file and line, and the steps between.

    Parameters
    ----------
    summary_row : row of a summary
        ``totals.iloc[0]``, a frame of one row, or a dict: of `totals`, `shares`, `annual_rates`, `averages`,
        `relative`, `burden`, `balances`.
    records : records frame
        As read, or at any step before the summary.

    Returns
    -------
    pandas.DataFrame
        One row per record that belongs to the number: ``file`` and ``line`` where the reader gives them,
        ``record`` and what it says, then ``part, part_low, part_high``, what of it lies in the years of the
        row [in its own ``unit``], and ``step``, how; the other columns follow. ``.attrs["steps"]`` lists, in
        words, how many records remain after each step, and whether their sum is the number.

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
    data = collect(given)
    data = data.assign(**{_PLACE: np.arange(len(data))})
    steps = [f"{len(data)} records are given"]
    rows = _of_keys(data, row, steps)
    rows = _of_selection(rows, row, steps)
    rows = _of_meaning(rows, row, steps)
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
    rows = rows.drop(columns=_PLACE).reset_index(drop=True)
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
    return row


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
        mask &= np.logical_or.reduce([(rows[side] == row["party"]).to_numpy() for side in SIDES])
        said.append(f"supplier or recipient {row['party']}")
    return _kept(rows, mask, ", ".join(said), steps) if said else rows


def _of_selection(rows: pd.DataFrame, row: dict[str, Any], steps: list[str]) -> pd.DataFrame:
    """Records that were chosen with `where`, as the row says."""
    text = str(row.get("selection") or "")
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
        words = str(row.get(name) or "").split("+")
        fits = rows[name].isin(words).to_numpy()
        if not row.get(name) or (name in ("unit", "prices") and not (mask & fits).any()):
            continue
        mask &= fits
        said.append(f"{name} {row[name]}")
    return _kept(rows, mask, ", ".join(said), steps) if said else rows


def _in_span(rows: pd.DataFrame, row: dict[str, Any], steps: list[str]) -> pd.DataFrame:
    """Records of the years of the row, with the part of each that lies in them."""
    first, last = int(row["start"]), int(row["end"])
    rows = rows[(rows["start"] <= last) & (rows["end"] >= first)]
    start, end = (rows[name].to_numpy(dtype=float) for name in ("start", "end"))
    years, inside = end - start + 1, np.minimum(end, last) - np.maximum(start, first) + 1
    whole = inside == years
    words = period(first, last)
    steps.append(f"{int(whole.sum())} of them inside {words}")
    if not whole.all():
        steps.append(f"{int((~whole).sum())} more straddle these years and count for their even part")
    step = [
        f"inside {words}" if full else f"{n:.0f} of its {m:.0f} years lie in {words}, bounded by [0, high]"
        for full, n, m in zip(whole, inside, years, strict=True)
    ]
    return rows.assign(
        part=rows["value"] * (inside / years),
        part_low=rows["low"].where(whole, rows["low"] * 0),
        part_high=rows["high"],
        step=pd.Series(step, index=rows.index, dtype="str"),
    )


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
    years = int(row["end"]) - int(row["start"]) + 1
    if np.isclose(total, number, rtol=_SAME, atol=0):
        return f"{said}, which is the number"
    if np.isclose(total / years, number, rtol=_SAME, atol=0):
        return f"{said}, which over {years} years is the number, {number:,.15g} a year"
    return (
        f"{said}, and the number is {number:,.15g}: records were changed or left out in between, such as by "
        "to_prices() or without_parts()"
    )
