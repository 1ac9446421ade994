"""Trailing means of annual sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT
from numpy.lib.stride_tricks import sliding_window_view

from armsflow.errors import ArgumentError, SpanError, one_of, sample
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.grouping import groups_of
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import FIGURE, period
from armsflow.summaries.absent import ABSENT, with_absent
from armsflow.summaries.adding import add, columns_of
from armsflow.summaries.layout import COUNTS, figures, finish, observed_of, with_same
from armsflow.summaries.observed import INCOMPLETE, check_complete
from armsflow.summaries.reported_years import with_lacking

__all__ = ["averages"]

#: Columns of its own, and what they hold.
OWN = {"window": "count"}


@on_engines(LISTED)
def averages(
    records: IntoFrameT,
    by: str | Iterable[str] = "supplier",
    *,
    window: int = 5,
    absent: str = "auto",
    incomplete: str = "raise",
) -> IntoFrameT:
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
    absent : {"auto", "none", "unknown"}
        What a year without a record says. ``"auto"``: none, so that it counts as 0, inside the years that
        the rows say are observed, if their source lists all there is; else nothing. ``"none"``: none, from
        the first to the last year of the records. ``"unknown"``: nothing, so that its windows are left out.
        Whatever this says, a window with a year in which a state did not exist has no row, so that a young
        state may have none at all.
    incomplete : {"raise", "keep"}
        What to do with windows that reach outside the years observed: ``complete`` is false there.

    Returns
    -------
    summary
        One row per `by` and window: ``value, low, high`` [``unit`` a year]; ``year`` is the window's last
        year, by which the means join to `totals` of years, and ``period`` the same as text; ``start`` and
        ``end`` are its first and last year, ``window`` its length. Null if a year of the window has records
        but none disclosed.

    Raises
    ------
    ArgumentError
        If `window` is no whole number from 1, or `absent` or `incomplete` another word.
    PeriodError
        If years lie outside those that the source covers, as read or as chosen by `where`.
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
    >>> af.averages(records, window=3)[["supplier", "year", "value", "window"]]
      supplier  year  value  window
    0      RUS  2013    6.0       3
    >>> af.averages(records, window=3, absent="none")["value"].round(1).tolist()
    [6.0, 5.0, 4.7]
    """
    window = _length(window)
    one_of(absent, ABSENT, "absent")
    one_of(incomplete, INCOMPLETE, "incomplete")
    data = records_of(records)
    keys = columns_of(by, data, "by")
    added = with_lacking(add(data, keys, within=keys), keys, data)
    sums = figures(added)
    longer = sums[sums["start"] != sums["end"]]
    if len(longer):
        spans = [period(a, b) for a, b in zip(longer["start"], longer["end"], strict=True)]
        raise SpanError(
            f"averages are of single years; found the spans {sample(dict.fromkeys(spans))}; "
            "spread them with to_years()",
            rows=longer,
        )
    observed = observed_of(added)
    years = zip(sums["start"], sums["end"], strict=True)
    ways = "choose years inside with where(records, years=…)"
    check_complete(years, observed, incomplete=incomplete, what="means of", ways=ways)
    sums = with_absent(sums, observed, absent, data, keys)
    out = _trailing(sums.reset_index(drop=True), keys, window)
    return finish(out, keys, data, own=OWN, labels=out["end"].astype("int64").astype(str))


def _length(window: Any) -> int:
    if isinstance(window, bool) or not isinstance(window, int | np.integer) or window < 1:
        raise ArgumentError(f"window is {window!r}; expected a number of years from 1", rows=[window])
    return int(window)


def _trailing(sums: pd.DataFrame, keys: Sequence[str], window: int) -> pd.DataFrame:
    """Means over the windows of each group of which every year is there."""
    groups = groups_of(sums, [key for key in keys if key not in ("start", "end")])
    year = sums["end"].to_numpy(dtype="int64")
    opens, years = (int(year.min()), int(np.ptp(year)) + 1) if len(year) else (0, 0)
    # one line per group, one column per year
    row = np.full((groups.count, max(years, window)), -1)
    row[groups.ids, year - opens] = np.arange(len(sums))
    rows = sliding_window_view(row, window, axis=1)
    whole = (rows >= 0).all(axis=2)
    rows, (of, place) = rows[whole], np.nonzero(whole)

    def summed(cells: pd.Series) -> np.ndarray:
        # sums of slices, not running sums, which turn to NaN behind an infinite bound
        return cells.to_numpy(dtype="float64")[rows].sum(axis=1)

    out = pd.DataFrame({name: summed(sums[name]) for name in FIGURE})
    estimates = sums["estimated"].fillna(0.0) * sums["value"]
    out["estimated"] = summed(estimates) / out["value"].where(out["value"] > 0)
    out[list(FIGURE)] /= window
    for column in COUNTS:
        out[column] = summed(sums[column].fillna(0)).astype("int64")
    out["complete"] = summed(sums["complete"].eq(True)) == window
    out = out.assign(start=opens + place, end=opens + place + window - 1, window=window)
    return with_same(out, of, sums, groups)
