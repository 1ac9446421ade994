"""What each party supplied less what it received."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError
from armsflow.records.check import look_for_nulls, records_of
from armsflow.records.engines import collect, on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import ALL, SIDES
from armsflow.records.twice import check_once
from armsflow.summaries.adding import add, check_whole
from armsflow.summaries.bounds import difference
from armsflow.summaries.layout import bounded, figures, finish, none_where_absent, of_both, spread_out
from armsflow.summaries.reported_years import is_none_of_party, with_lacking

__all__ = ["balances"]

_SIDES = {"supplied": "supplier", "received": "recipient"}
#: Columns of its own, and what they hold.
OWN = {
    "party": "party",
    **dict.fromkeys((f"{side}{end}" for side in _SIDES for end in ("", "_low", "_high")), "amount"),
}


@on_engines(LISTED)
def balances(records: IntoFrameT, *, over: tuple[int, int] | None = None, whole: str = "all") -> IntoFrameT:
    """What each party supplied less what it received; over all parties the nets add to 0.

    Parameters
    ----------
    records : records frame
        With both sides named. What a party gives itself is left out.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    whole : {"all", "chosen"}
        As in `shares`: where `where` chose suppliers or recipients, what others supplied or received is
        missing, which is an error unless ``"chosen"`` says that nets of these records are meant.

    Returns
    -------
    summary
        One row per ``party`` and span: ``value, low, high`` is the net [in ``unit``]; ``supplied,
        received``, each with ``_low`` and ``_high``. A side of which the records hold nothing is 0, since
        it is a net of these records; a side whose records are all undisclosed is null, and so is the net.
        Where rows were chosen by a column of your own, or another row may hold its figure, such a side is
        not ``complete``.

    Raises
    ------
    ArgumentError
        If a side is ``"all"``, or parties were chosen and `whole` does not say so.
    MixedError, PartError
        If the rows must not be added, as in `totals`.
    SpanError
        If rows reach outside `over`.

    Examples
    --------
    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {"supplier": ["RUS", "FRA"], "recipient": ["ARM", "RUS"], "value": [50, 8]}
    ... )
    >>> records = af.to_records(flows, year=2010, stage="delivery", unit="TIV")
    >>> af.balances(records)[["party", "supplied", "received", "value"]]
      party  supplied  received  value
    0   ARM       0.0      50.0  -50.0
    1   FRA       8.0       0.0    8.0
    2   RUS      50.0       8.0   42.0
    """
    data = records_of(records)
    look_for_nulls(data, SIDES)
    unnamed = collect(data.filter((nw.col("supplier") == ALL) | (nw.col("recipient") == ALL)))
    if len(unnamed):
        raise ArgumentError(
            f"{len(unnamed)} row(s) have 'all' on one side; balances need both parties: "
            "records[(records.supplier != 'all') & (records.recipient != 'all')]",
            rows=unnamed,
        )
    keys = ["party", "start", "end"]
    # what a party gives itself is no flow between parties, and its net is nothing whatever it is
    data = data.filter(nw.col("supplier") != nw.col("recipient"))
    check_once(data)
    sums = {name: _of(side, data, over) for name, side in _SIDES.items()}
    check_whole(sums["supplied"], list(_SIDES.values()), whole)
    sides = {
        name: figures(sums[name]).rename(columns={side: "party"}).set_index(keys)
        for name, side in _SIDES.items()
    }
    supplied, received = sides.values()
    spans = supplied.index.union(received.index)
    both = supplied.reindex(spans), received.reindex(spans)
    given, got = (bounded(none_where_absent(side)) for side in both)
    figures_ = spread_out(given, "supplied") | spread_out(got, "received")
    out = of_both(both)
    out = out.assign(complete=out["complete"] & is_none_of_party(both, data))
    out = out.assign(**difference(given, got)._asdict(), **figures_)
    return finish(out.reset_index(), ["party"], data, own=[column for column in OWN if column != "party"])


def _of(side: str, data: Any, over: tuple[int, int] | None) -> pd.DataFrame:
    """Sums of what each party has on one side."""
    return with_lacking(add(data, [side], within=(), over=over, once=True), [side], data, over)
