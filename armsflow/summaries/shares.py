"""Shares of a total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import one_of
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.grouping import groups_of
from armsflow.records.listed_years import LISTED
from armsflow.summaries.absent import ABSENT, with_absent
from armsflow.summaries.adding import (
    add,
    as_others,
    check_top_in,
    check_whole,
    fold,
    of_unknown,
    parts_and_wholes,
)
from armsflow.summaries.bounds import Bounded, share, sums_of_others
from armsflow.summaries.layout import bounded, figures, finish, observed_of
from armsflow.summaries.reported_years import of_whole_years, with_lacking

__all__ = ["shares"]

Span = tuple[int, int]

#: Columns of its own, and what they hold.
OWN = {**dict.fromkeys(("share", "share_low", "share_high"), "fraction"), "of": "text", "within": "text"}


@on_engines(LISTED)
def shares(
    records: IntoFrameT,
    of: str | Iterable[str] = "supplier",
    *,
    within: str | Iterable[str] | None = "recipient",
    over: tuple[int, int] | None = None,
    top: int | None = None,
    top_in: str = "all",
    whole: str = "all",
    absent: str = "unknown",
) -> IntoFrameT:
    r"""Each supplier's part of each recipient's total, as a fraction with bounds.

    With :math:`x \in [l, u]` and the others' sum :math:`Y \in [L, U]`, independent of each other, the share
    :math:`x / (x + Y)` lies in :math:`[l / (l + U),\ u / (u + L)]`.

    Parameters
    ----------
    records : records frame
    of : str or several
        Whose part.
    within : str, several or None
        Of whose total; None for the total of all rows.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    top : int, optional
        How many of `of` to keep in each total; the rest become ``"others"``. Unknown parties stay apart.
    top_in : {"all", "last", "each", "together"}
        Where the `top` largest are sought. ``"all"``: by their sum over all spans; whoever is the first in
        any one span is kept too. ``"last"``: in the last span in which the total has a value. ``"each"``:
        whoever is among the `top` largest of any span. ``"together"``: by their sum over all totals, so that
        each total names the same parties; whoever is the first in any one is kept too. But for ``"last"``,
        more than `top` parties may be kept.
    whole : {"all", "chosen"}
        What the parts are parts of. Where `where` chose only some of them, parts of the whole are missing:
        that is an error, unless ``"chosen"`` says that those chosen are the whole.
    absent : {"unknown", "auto", "none"}
        What a span in which a part has no record says. ``"unknown"``: nothing, so that there is no row.
        ``"auto"`` and ``"none"``: a row of 0, in the spans in which `totals` with the same word has one. Its
        share is 0, and null where the total is 0 too or not known.

    Returns
    -------
    summary
        One row per `within`, span and `of`, the largest of each whole first, equal ones by their code and
        ``"others"`` last: ``value, low, high`` [in ``unit``] and ``share, share_low, share_high`` [0–1]. A
        part without a record in a span has no row, unless `absent` says otherwise. The share is null where a
        total is 0, or rests on figures without a value. Undisclosed rows are in no
        total: shares are of what is disclosed. ``undisclosed`` counts those of the part; those of the whole
        are counted by ``totals(records, by=within)``, whatever parts are shown. The text columns ``of`` and
        ``within`` name the keys of the part and of the whole, joined by ``+``; ``within`` is empty for the
        total of all rows.

    Raises
    ------
    ArgumentError
        If `of` and `within` share a column, `of` is empty, `top`, `top_in` or `absent` is no such number or
        word, the last span is not one, or rows were chosen by `of` and `whole` does not say so.
    MixedError, PartError
        If rows of one total must not be added, as in `totals`.
    SpanError
        If rows reach outside `over`.

    Examples
    --------
    Had a recipient bought for "$5 billion" from one and for "nearly $4 billion" from another:

    >>> import armsflow as af
    >>> import pandas as pd
    >>> bought = pd.DataFrame({"supplier": ["Russia", "Israel"], "value": [5e9, 4e9]})
    >>> bought = bought.assign(low=[4.5e9, 3.8e9], high=[5.5e9, 4e9])
    >>> records = af.to_records(bought, recipient="Azerbaijan", year=2014, stage="contract", unit="USD")
    >>> af.shares(records)[["supplier", "share", "share_low", "share_high"]].round(3)
      supplier  share  share_low  share_high
    0      RUS  0.556      0.529       0.591
    1      ISR  0.444      0.409       0.471

    Who supplies most today, and how much was it before? Israel leads over both windows, Türkiye the last:

    >>> given = pd.DataFrame({"supplier": ["Israel", "Israel", "Turkey"], "start": [2015, 2020, 2020]})
    >>> given = given.assign(end=given["start"] + 4, value=[90, 20, 30])
    >>> records = af.to_records(given, recipient="Azerbaijan", stage="delivery", unit="TIV")
    >>> af.shares(records, top=1, top_in="last")[["supplier", "period", "share"]]
      supplier   period  share
    0   others  2015–19    1.0
    1      TUR  2020–24    0.6
    2   others  2020–24    0.4

    Türkiye gave nothing in the first window, and the source would list it if it had:

    >>> records = af.to_records(
    ...     given, recipient="Azerbaijan", stage="delivery", unit="TIV", observed=(2015, 2024)
    ... )
    >>> af.shares(records, absent="auto")[["supplier", "period", "share"]]
      supplier   period  share
    0      ISR  2015–19    1.0
    1      TUR  2015–19    0.0
    2      TUR  2020–24    0.6
    3      ISR  2020–24    0.4
    """
    one_of(absent, ABSENT, "absent")
    check_top_in(top, top_in)
    data = records_of(records)
    parts, wholes = parts_and_wholes(of, within, data)
    sums = _sums(data, parts, wholes, over)
    check_whole(sums, parts, whole)
    if top is None:
        return _finished(sums, parts, wholes, data, over, absent)
    folded = fold(sums, parts, wholes, top, top_in)
    return _finished(folded, parts, wholes, data, over, absent, before=sums)


def shares_beside_others(
    records: Any, named: Iterable[str], *, of: str, within: str, over: tuple[int, int] | None = None
) -> Any:
    """As `shares`, with the parts `named` and all others as one; the unknown stay apart."""
    data = records_of(records)
    parts, wholes = parts_and_wholes(of, within, data)
    sums = _sums(data, parts, wholes, over)
    check_whole(sums, parts, "all")
    rest = ~(sums[of].isin([*named]).to_numpy(dtype=bool) | of_unknown(sums, parts))
    return _finished(as_others(sums, parts, wholes, rest), parts, wholes, data, over)


def _sums(data: Any, parts: Sequence[str], wholes: Sequence[str], over: Span | None) -> pd.DataFrame:
    keys = [*wholes, *parts]
    return with_lacking(add(data, keys, within=wholes, over=over), keys, data, over)


def _finished(
    sums: pd.DataFrame,
    parts: Sequence[str],
    wholes: Sequence[str],
    data: Any,
    over: Span | None,
    absent: str = "unknown",
    before: pd.DataFrame | None = None,
) -> Any:
    summary = figures(sums)
    if absent != "unknown":
        keys = [*wholes, *parts]
        summary = with_absent(summary, observed_of(sums), absent, data, keys, over, before=before)
    summary = of_whole_years(with_shares(summary, wholes), sums, wholes, data, over)
    of, within = ("+".join(key for key in keys if key not in ("start", "end")) for keys in (parts, wholes))
    return finish(
        summary.assign(of=of, within=within),
        [*wholes, *parts],
        data,
        own=OWN,
        largest=parts,
        yearly=over is None or over[0] == over[1],
    )


def shares_of(sums: pd.DataFrame, wholes: Sequence[str]) -> pd.DataFrame:
    """The figures of sums, and which share each is of its whole and span."""
    return with_shares(figures(sums), wholes)


def with_shares(summary: pd.DataFrame, wholes: Sequence[str]) -> pd.DataFrame:
    """Figures, with the share that each is of its whole and span."""
    groups = groups_of(summary, [*wholes, "start", "end"]).ids
    part = bounded(summary)
    # a figure without a value leaves its whole without one
    vague = (np.isnan(part.value) & ~np.isnan(part.high)).astype(float)
    *others, unknown = sums_of_others(np.column_stack([*part, vague]), groups).T
    result = share(part, Bounded(np.where(unknown > 0, np.nan, others[0]), *others[1:]))
    return summary.assign(share=result.value, share_low=result.low, share_high=result.high)
