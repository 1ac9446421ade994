"""A window against the equal one just before it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, one_of, sample
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.schema import period
from armsflow.summaries.adding import add, columns_of, fold
from armsflow.summaries.bounds import ratio
from armsflow.summaries.layout import (
    ABSENT,
    COUNTS,
    bounded,
    each,
    figures,
    finish,
    none_where_absent,
    with_same,
)

__all__ = ["changes"]

#: Columns of its own, and what they hold.
OWN = {
    "previous": "amount",
    **dict.fromkeys(("change", "change_low", "change_high"), "fraction"),
    "previous_undisclosed": "count",
    "previous_estimated": "fraction",
}

Span = tuple[int, int]


@on_engines()
def changes(
    records: IntoFrameT,
    of: str | Iterable[str] = "supplier",
    *,
    absent: str = "unknown",
    top: int | None = None,
) -> IntoFrameT:
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
    pairs = _adjacent(sums, absent) if len(sums) and _tile(sums) else {}
    if len(sums) and not pairs:
        spans = sorted({period(a, b) for a, b in zip(sums["start"], sums["end"], strict=True)})
        raise ArgumentError(
            f"windows are not of one length, side by side: {sample(spans)}; "
            "re-bin with to_periods(records, 5, end=…)",
            rows=spans,
        )
    rows = [_against(group, pairs, absent) for _, group in each(sums, keys)]
    empty = sums.iloc[:0].assign(**dict.fromkeys(OWN, 0.0))
    out = pd.concat([r for r in rows if len(r)] or [empty], ignore_index=True)
    return finish(out, keys, data, own=OWN)


def _adjacent(sums: pd.DataFrame, absent: str) -> dict[Span, Span]:
    """Each window that has an equal one just before it, with that one.

    If what is absent is none, a window in which nobody has a record stands among the others.
    """
    spans = set(zip(sums["start"].astype(int), sums["end"].astype(int), strict=True))
    if absent == "none":
        (first, last), (until, _) = min(spans), max(spans)
        spans = {(a, a + last - first) for a in range(first, until + 1, last - first + 1)}
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
    known = set(by_span.index)
    spans = sorted(s for s in pairs if s in known or pairs[s] in known)
    if not spans:
        return group.iloc[:0]
    now, then = (by_span.reindex(_index(s)) for s in (spans, [pairs[s] for s in spans]))
    if absent == "none":
        now, then = (none_where_absent(side) for side in (now, then))
    before = bounded(then)
    growth = ratio(bounded(now), before)
    out = now.reset_index().fillna(dict.fromkeys(COUNTS, 0))
    out = out.assign(
        previous=before.value,
        change=growth.value - 1,
        change_low=growth.low - 1,
        change_high=growth.high - 1,
        previous_undisclosed=then["undisclosed"].fillna(0).to_numpy(dtype="int64"),
        previous_estimated=then["estimated"].to_numpy(dtype=float),
    )
    return with_same(out, group)


def _index(spans: list[Span]) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples(spans, names=["start", "end"])
