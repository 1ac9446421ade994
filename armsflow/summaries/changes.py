"""A window against the equal one just before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, one_of, sample
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.grouping import groups_of
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import period
from armsflow.summaries.absent import ABSENT, GONE, tile, with_absent
from armsflow.summaries.adding import add, check_top_in, columns_of, fold, moving
from armsflow.summaries.bounds import ratio
from armsflow.summaries.layout import COUNTS, bounded, figures, finish, observed_of, with_same
from armsflow.summaries.observed import INCOMPLETE, check_complete
from armsflow.summaries.reported_years import with_lacking

__all__ = ["changes"]

#: Columns of its own, and what they hold.
OWN = {
    "previous": "amount",
    **dict.fromkeys(("change", "change_low", "change_high"), "fraction"),
    "previous_undisclosed": "count",
    "previous_estimated": "fraction",
}

Span = tuple[int, int]


@on_engines(LISTED)
def changes(
    records: IntoFrameT,
    of: str | Iterable[str] = "supplier",
    *,
    absent: str = "auto",
    incomplete: str = "raise",
    top: int | None = None,
    top_in: str = "all",
) -> IntoFrameT:
    r"""Each window against the equal one just before it, :math:`x_t / x_{t-1} - 1`.

    The bounds are the corners, :math:`l_t / u_{t-1} - 1` and :math:`u_t / l_{t-1} - 1`.

    Parameters
    ----------
    records : records frame
        In windows of equal length: see `to_periods`.
    of : str or several
        Whose change.
    absent : {"auto", "none", "unknown"}
        What a window without a record says. ``"auto"``: none, inside the years that the rows say are
        observed, if their source lists all there is; else nothing. ``"none"``: none. ``"unknown"``: nothing.
    incomplete : {"raise", "keep"}
        What to do with windows that reach outside the years observed: ``complete`` is false there.
    top : int, optional
        How many of `of` to keep; the rest become ``"others"``.
    top_in : {"all", "last", "each", "together"}
        Where the `top` largest are sought. ``"all"``: by their sum over all windows; whoever is the first in
        any one window is kept too. ``"last"``: in the last window that has a value. ``"each"``: whoever is
        among the `top` largest of any window. ``"together"`` is here the same as ``"all"``. But for
        ``"last"``, more than `top` parties may be kept.

    Returns
    -------
    summary
        One row per `of` and window that has one before it: ``value, low, high`` [in ``unit``],
        ``previous`` (the value before), ``change, change_low, change_high`` as fractions, 0.35 for +35 %;
        infinite from 0, null from or to the unknown and from a window in which a state did not exist;
        ``previous_undisclosed`` and ``previous_estimated`` as ``undisclosed`` and ``estimated``, of the
        window before.

    Raises
    ------
    ArgumentError
        If windows are not of one length and side by side, or an argument is another word.
    PeriodError
        If a window reaches outside the years that the source covers, as read or as chosen by `where`.
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
    one_of(incomplete, INCOMPLETE, "incomplete")
    check_top_in(top, top_in)
    data = records_of(records)
    keys = columns_of(of, data, "of")
    added, before = with_lacking(add(data, keys, within=keys if top is None else ()), keys, data), None
    if top is not None:
        added, before = fold(added, keys, (), top, top_in), added
    sums, observed = figures(added), observed_of(added)
    windows = zip(sums["start"].astype(int), sums["end"].astype(int), strict=True)
    anew = f"to_periods(records, {_length(sums)}, end=…)"
    ways = f"choose windows inside with where(records, years=…), or make others with {anew}"
    check_complete(windows, observed, incomplete=incomplete, what="windows", ways=ways, least=2)
    sums = with_absent(sums, observed, absent, data, keys, gone=True, before=before)
    pairs = _adjacent(sums) if len(sums) and (tile(sums) or moving(data)) else {}
    if len(sums) and not pairs:
        spans = sorted({period(a, b) for a, b in zip(sums["start"], sums["end"], strict=True)})
        raise ArgumentError(
            f"windows are not of one length, side by side: {sample(spans)}; re-bin with {anew}",
            rows=spans,
        )
    out = _against(sums, keys, pairs) if pairs else sums.iloc[:0].assign(**dict.fromkeys(OWN, 0.0))
    return finish(out, keys, data, own=OWN)


def _length(sums: pd.DataFrame) -> int:
    """The length of the windows [years], as an error names it; of windows that differ, the most frequent."""
    lengths = (sums["end"] - sums["start"] + 1).astype(int).mode()
    return int(lengths.max()) if len(lengths) else 5


def _adjacent(sums: pd.DataFrame) -> dict[Span, Span]:
    """Each window that has an equal one just before it, with that one."""
    spans = set(zip(sums["start"].astype(int), sums["end"].astype(int), strict=True))
    before = {(a, b): (2 * a - b - 1, a - 1) for a, b in spans}
    return {window: earlier for window, earlier in before.items() if earlier in spans}


def _against(sums: pd.DataFrame, keys: Sequence[str], pairs: dict[Span, Span]) -> pd.DataFrame:
    """The windows of each group beside those before them."""
    sums = sums.reset_index(drop=True)
    groups, spans = groups_of(sums, [key for key in keys if key not in ("start", "end")]), sorted(pairs)
    every = sorted({*spans, *pairs.values(), *_spans(sums)})
    place = {span: n for n, span in enumerate(every)}
    # one line per group, one column per window
    rows = np.full((groups.count, len(every)), -1)
    rows[groups.ids, [place[span] for span in _spans(sums)]] = np.arange(len(sums))
    at, before = (
        rows[:, [place[span] for span in some]] for some in (spans, [pairs[span] for span in spans])
    )
    some = (at >= 0) | (before >= 0)
    of, span = np.nonzero(some)
    # no row has the number -1
    now, then = (sums.reindex(places[some]) for places in (at, before))
    growth = ratio(bounded(now), bounded(then))
    start, end = np.array(spans, dtype="int64")[span].T
    out = now.fillna(dict.fromkeys(COUNTS, 0)).assign(
        start=start,
        end=end,
        previous=then["value"].to_numpy(dtype=float),
        change=growth.value - 1,
        change_low=growth.low - 1,
        change_high=growth.high - 1,
        previous_undisclosed=then["undisclosed"].fillna(0).to_numpy(dtype="int64"),
        previous_estimated=then["estimated"].to_numpy(dtype=float),
        # of a window without a record nobody says that it was observed
        complete=now["complete"].eq(True).to_numpy() & then["complete"].eq(True).to_numpy(),
    )
    return with_same(out, of, sums, groups)[~now[GONE].eq(True).to_numpy()]


def _spans(sums: pd.DataFrame) -> Iterable[Span]:
    """The window of each row."""
    return zip(sums["start"].tolist(), sums["end"].tolist(), strict=True)
