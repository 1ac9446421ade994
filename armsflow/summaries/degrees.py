"""Each party's place in the network: how many it supplies, how many supply it, and how much."""

from __future__ import annotations

import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import FIGURE, SIDES
from armsflow.summaries.bounds import Bounded
from armsflow.summaries.layout import bounded, figures, finish, none_where_absent, of_both, spread_out
from armsflow.summaries.network import edges_among, edges_of
from armsflow.summaries.reported_years import is_none_of_party, with_lacking

__all__ = ["degrees"]

_STRENGTHS = [f"{way}_strength{end}" for way in ("out", "in") for end in ("", "_low", "_high")]
#: Columns of its own, and what they hold.
OWN = {
    "party": "party",
    **dict.fromkeys(("out_degree", "in_degree", "degree"), "count"),
    **dict.fromkeys(_STRENGTHS, "amount"),
}


@on_engines(LISTED)
def degrees(
    records: IntoFrameT,
    *,
    over: tuple[int, int] | None = None,
    parties: str = "states",
    whole: str = "all",
) -> IntoFrameT:
    """How many partners each party has on each side, and the volume of its flows.

    Parameters
    ----------
    records : records frame
        One stage and unit, with both sides named.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span; `to_periods` makes
        windows.
    parties : {"states", "all"}
        As in `network`.
    whole : {"all", "chosen"}
        As in `network`.

    Returns
    -------
    summary
        One row per ``party`` and span: ``value, low, high`` is what it supplied and received together [in
        ``unit``]; ``out_degree`` and ``in_degree``, to how many parties it supplied and from how many it
        received something, as `network` counts edges; ``degree``, with how many it did either;
        ``out_strength`` and ``in_strength``, what it supplied and received [in ``unit``], each with ``_low``
        and ``_high``, 0 on a side without a record. The sum of either degree over all parties is the number
        of edges.

    Raises
    ------
    ArgumentError
        If a side is ``"all"``, `parties` or `whole` is another word, or parties were chosen.
    MixedError, PartError
        If the rows must not be added, as in `totals`.
    SpanError
        If rows reach outside `over`.

    Examples
    --------
    Who supplies many, and who depends on one?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {"supplier": ["USA", "FRA", "USA"], "recipient": ["FRA", "USA", "JPN"], "value": [6, 2, 12]}
    ... )
    >>> records = af.to_records(flows, year=2024, stage="delivery", unit="TIV")
    >>> af.degrees(records)[["party", "out_degree", "in_degree", "degree", "out_strength", "in_strength"]]
      party  out_degree  in_degree  degree  out_strength  in_strength
    0   FRA           1          1       1           2.0          6.0
    1   JPN           0          1       1           0.0         12.0
    2   USA           2          1       2          18.0          2.0
    """
    data = records_of(records)
    sums, _ = edges_of(data, over, parties, whole)
    keys = ["party", "start", "end"]
    supplied, received = (
        figures(with_lacking(sums.drop(columns=other), [side], data, over))
        .rename(columns={side: "party"})
        .set_index(keys)
        for side, other in (SIDES, SIDES[::-1])
    )
    spans = supplied.index.union(received.index)
    both = supplied.reindex(spans), received.reindex(spans)
    given, got = (bounded(none_where_absent(side)) for side in both)
    together = Bounded(*(a + b for a, b in zip(given, got, strict=True)))
    out = of_both(both)
    out = out.assign(
        complete=out["complete"] & is_none_of_party(both, data),
        **dict(zip(FIGURE, together, strict=True)),
        **spread_out(given, "out_strength"),
        **spread_out(got, "in_strength"),
        **_partners(figures(sums), spans),
    )
    return finish(out.reset_index(), ["party"], data, own=[column for column in OWN if column != "party"])


def _partners(pairs: pd.DataFrame, spans: pd.Index) -> dict[str, pd.Series]:
    """How many partners each party has in each span: to which it gives, of which it gets, and either."""
    some = edges_among(pairs)[[*SIDES, "start", "end"]]
    given = some.rename(columns={"supplier": "party", "recipient": "partner"})
    got = some.rename(columns={"recipient": "party", "supplier": "partner"})
    ways = {"out_degree": given, "in_degree": got, "degree": pd.concat([given, got]).drop_duplicates()}
    return {
        name: rows.groupby(["party", "start", "end"]).size().reindex(spans, fill_value=0)
        for name, rows in ways.items()
    }
