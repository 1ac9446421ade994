"""Trends: trailing means of years, and a window against the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from armsflow.errors import ArgumentError, SpanError, one_of, sample
from armsflow.records.check import records_of
from armsflow.summaries.adding import add, columns_of, figures, finish, fold, period
from armsflow.summaries.bounds import Bounded, ratio

__all__ = ["averages", "changes"]

ABSENT = ("unknown", "none")
_FIGURE = ("value", "low", "high")
_COUNTS = ("records", "undisclosed")
Span = tuple[int, int]


def averages(
    records: Any, by: str | Iterable[str] = "supplier", *, window: int = 5, absent: str = "unknown"
) -> Any:
    r"""Trailing means of annual sums, each labelled by the last year of its window.

    :math:`A_t = (x_{t-w+1} + \dots + x_t) / w`, and likewise of the bounds. No partial windows.

    Parameters
    ----------
    records : records frame
        Figures for single years; `to_years` spreads longer spans.
    by : str or several
        Columns of the records. Rows that share them are added per year.
    window : int
        Length of the window [years].
    absent : {"unknown", "none"}
        What a year without a record says: nothing, so that its windows are left out, or, where the source
        lists all there was, that there was none, so that it counts as 0 from the first to the last year
        of the records.

    Returns
    -------
    summary
        One row per `by` and window: ``value, low, high`` [``unit`` a year]; ``period`` is the last year,
        ``start`` and ``end`` the window's first and last, ``window`` its length. Null if a year of the window
        has records but none disclosed.

    Raises
    ------
    ArgumentError
        If `window` is no whole number from 1, or `absent` another word.
    SpanError
        If a figure covers more than one year.
    MixedError, PartError
        If rows must not be added, as in `totals`.

    Examples
    --------
    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"year": [2011, 2012, 2013, 2015], "value": [3, 6, 9, 5]})
    >>> records = af.to_records(given, supplier="RUS", recipient="ARM", stage="delivery", unit="TIV")
    >>> af.averages(records, window=3)[["supplier", "period", "value", "window"]]
      supplier period  value  window
    0      RUS   2013    6.0       3
    >>> af.averages(records, window=3, absent="none")["value"].round(1).tolist()
    [6.0, 5.0, 4.7]
    """
    if isinstance(window, bool) or not isinstance(window, Integral) or window < 1:
        raise ArgumentError(f"window is {window!r}; expected a number of years from 1", rows=[window])
    one_of(absent, ABSENT, "absent")
    data = records_of(records)
    keys = columns_of(by, data, "by")
    sums = figures(add(data, keys, within=keys))
    longer = sums[sums["start"] != sums["end"]]
    if len(longer):
        spans = [period(a, b) for a, b in zip(longer["start"], longer["end"], strict=True)]
        raise SpanError(
            f"averages are of single years; found the spans {sample(dict.fromkeys(spans))}; "
            "spread them with to_years()",
            rows=longer,
        )
    years = range(int(sums["end"].min()), int(sums["end"].max()) + 1) if len(sums) else range(0)
    means = [
        _trailing(group, years if absent == "none" else None, int(window)) for _, group in _each(sums, keys)
    ]
    empty = sums.iloc[:0].assign(window=0)
    out = pd.concat([m for m in means if len(m)] or [empty], ignore_index=True)
    return finish(out, keys, data, own=["window"], labels=out["end"].astype("int64").astype(str))


def changes(
    records: Any,
    of: str | Iterable[str] = "supplier",
    *,
    absent: str = "unknown",
    top: int | None = None,
) -> Any:
    r"""Each window against the equal one just before it, :math:`x_t / x_{t-1} - 1`.

    The bounds are the corners, :math:`l_t / u_{t-1} - 1` and :math:`u_t / l_{t-1} - 1`.

    Parameters
    ----------
    records : records frame
        In windows of equal length: see `to_periods`.
    of : str or several
        Whose change.
    absent : {"unknown", "none"}
        What a window without a record says: nothing, or, where the source lists all there was, that there
        was none.
    top : int, optional
        How many of `of` to keep, by their sum over all windows; the rest become ``"others"``.

    Returns
    -------
    summary
        One row per `of` and window that has one before it: ``value, low, high`` [in ``unit``],
        ``previous`` (the value before), ``change, change_low, change_high`` as fractions, 0.35 for +35 %;
        infinite from 0, null from or to the unknown;
        ``previous_undisclosed`` and ``previous_estimated`` as ``undisclosed`` and ``estimated``, of the
        window before.

    Raises
    ------
    ArgumentError
        If windows are not of one length and side by side, or an argument is another word.
    MixedError, PartError
        If rows must not be added, as in `totals`.

    Examples
    --------
    >>> import armsflow as af
    >>> import pandas as pd
    >>> given = pd.DataFrame({"start": [2015, 2020], "end": [2019, 2024], "value": [80, 100]})
    >>> records = af.to_records(given, supplier="USA", recipient="ISR", stage="delivery", unit="TIV")
    >>> af.changes(records)[["supplier", "period", "value", "previous", "change"]]
      supplier   period  value  previous  change
    0      USA  2020–24  100.0      80.0    0.25
    """
    one_of(absent, ABSENT, "absent")
    data = records_of(records)
    keys = columns_of(of, data, "of")
    sums = add(data, keys, within=keys if top is None else ())
    if top is not None:
        sums = fold(sums, keys, (), top)
    sums = figures(sums)
    pairs = _adjacent(sums)
    if len(sums) and (not pairs or not _tile(sums)):
        spans = sorted({period(a, b) for a, b in zip(sums["start"], sums["end"], strict=True)})
        raise ArgumentError(
            f"windows are not of one length, side by side: {sample(spans)}; "
            "re-bin with to_periods(records, 5, end=…)",
            rows=spans,
        )
    rows = [_against(group, pairs, absent) for _, group in _each(sums, keys)]
    own = ["previous", "change", "change_low", "change_high", "previous_undisclosed", "previous_estimated"]
    empty = sums.iloc[:0].assign(**dict.fromkeys(own, 0.0))
    out = pd.concat([r for r in rows if len(r)] or [empty], ignore_index=True)
    return finish(out, keys, data, own=own)


def _each(sums: pd.DataFrame, keys: list[str]) -> Iterable[tuple[Any, pd.DataFrame]]:
    keys = [key for key in keys if key not in ("start", "end")]
    return sums.groupby(keys, dropna=False, sort=True) if keys else [((), sums)]


def _trailing(group: pd.DataFrame, years: range | None, window: int) -> pd.DataFrame:
    """Means over the windows of one group; over `years` if absent years count as 0."""
    by_year = group.set_index("end").sort_index()
    if years is None:
        full = by_year.reindex(range(by_year.index.min(), by_year.index.max() + 1))
        present = pd.Series(full.index.isin(by_year.index), index=full.index)
    else:
        full = by_year.reindex(years)
        here = full.index.isin(by_year.index)
        full.loc[~here, [*_FIGURE, "estimated"]] = 0.0
        present = pd.Series(True, index=full.index)
    weighed = full.assign(
        estimated=full["estimated"].fillna(0.0) * full["value"], **full[[*_COUNTS]].fillna(0)
    )
    ends = [end for end in full.index[window - 1 :] if present.loc[end - window + 1 : end].all()]
    # sums of slices, not running sums, which turn to NaN behind an infinite bound
    slices = [weighed.loc[end - window + 1 : end] for end in ends]
    out = pd.DataFrame({c: [s[c].sum(skipna=False) for s in slices] for c in (*_FIGURE, "estimated")})
    out["estimated"] = out["estimated"] / out["value"].where(out["value"] > 0)
    out[list(_FIGURE)] /= window
    for column in _COUNTS:
        out[column] = [s[column].sum() for s in slices]
    ends = np.array(ends, dtype="int64")
    return out.assign(start=ends - window + 1, end=ends, window=window, **_same(group))


def _adjacent(sums: pd.DataFrame) -> dict[Span, Span]:
    """Each window that has an equal one just before it, with that one."""
    spans = set(zip(sums["start"].astype(int), sums["end"].astype(int), strict=True))
    before = {(a, b): (2 * a - b - 1, a - 1) for a, b in spans}
    return {window: earlier for window, earlier in before.items() if earlier in spans}


def _tile(sums: pd.DataFrame) -> bool:
    """Whether all windows have one length and none lies across another."""
    length = sums["end"].astype(int) - sums["start"].astype(int) + 1
    first = length.iloc[0]
    return bool((length == first).all() and ((sums["start"] - sums["start"].min()) % first == 0).all())


def _against(group: pd.DataFrame, pairs: dict[Span, Span], absent: str) -> pd.DataFrame:
    """One group's windows beside those before them."""
    by_span = group.set_index(["start", "end"])
    told = set(by_span.index)
    spans = sorted(s for s in pairs if s in told or pairs[s] in told)
    if not spans:
        return group.iloc[:0]
    now, then = (by_span.reindex(_index(s)) for s in (spans, [pairs[s] for s in spans]))
    if absent == "none":
        now, then = (none_where_absent(side) for side in (now, then))
    x, before = (Bounded(*(side[c].to_numpy(dtype=float) for c in _FIGURE)) for side in (now, then))
    growth = ratio(x, before)
    return (
        now.reset_index()
        .fillna(dict.fromkeys(_COUNTS, 0))
        .assign(
            previous=before.value,
            change=growth.value - 1,
            change_low=growth.low - 1,
            change_high=growth.high - 1,
            previous_undisclosed=then["undisclosed"].fillna(0).to_numpy(dtype="int64"),
            previous_estimated=then["estimated"].to_numpy(dtype=float),
            **_same(group),
        )
    )


def _index(spans: list[Span]) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples(spans, names=["start", "end"])


def _same(group: pd.DataFrame) -> dict[str, Any]:
    """What is the same in all rows of a group: its keys and its meaning."""
    own = (*_FIGURE, *_COUNTS, "estimated", "start", "end")
    return group.iloc[0].drop(list(own)).to_dict()


def none_where_absent(side: pd.DataFrame) -> pd.DataFrame:
    gone = side["records"].isna()
    out = side.copy()
    out.loc[gone, [*_FIGURE, *_COUNTS]] = 0
    return out
