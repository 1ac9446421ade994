"""The arms trade as a network: how many parties and flows, how dense, how mutual."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError, one_of
from armsflow.parties import kind
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import ALL, FIGURE, SIDES
from armsflow.summaries.adding import add, check_whole
from armsflow.summaries.held import beside_left_out
from armsflow.summaries.layout import SUMS, figures, finish, observed_of
from armsflow.summaries.observed import Observed
from armsflow.summaries.reported_years import with_lacking

__all__ = ["network"]

#: Which parties are nodes: states (of today, former ones, territories and groups of them), or all.
PARTIES = ("states", "all")
_STATES = ("state", "former_state", "territory", "members")
#: Columns of its own, and what they hold.
OWN = {
    **dict.fromkeys(("nodes", "edges", "edges_low", "edges_high"), "count"),
    **dict.fromkeys(("density", "reciprocity", "weighted_reciprocity"), "fraction"),
    "left_out": "count",
}


@on_engines(LISTED)
def network(
    records: IntoFrameT,
    *,
    over: tuple[int, int] | None = None,
    parties: str = "states",
    whole: str = "all",
) -> IntoFrameT:
    r"""The network of each window: who is in it, how many flows, how many of these go both ways.

    Nodes are the parties with a flow, edges the pairs of a supplier and a recipient with a value above 0,
    or without a value and with a lower bound above 0.
    With n nodes, m edges and weights :math:`w_{ij}` (the sums of the values): density
    :math:`m / (n (n - 1))`; reciprocity, the part of the edges whose opposite is an edge as well; weighted
    reciprocity :math:`\sum_{i \ne j} \min(w_{ij}, w_{ji}) / \sum_{i \ne j} w_{ij}`.

    Parameters
    ----------
    records : records frame
        One stage and unit, with both sides named.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span; `to_periods` makes
        windows.
    parties : {"states", "all"}
        Whether organisations, armed groups and unknown parties are nodes too. Territories are states here.
    whole : {"all", "chosen"}
        As in `shares`: where `where` chose suppliers or recipients, edges are missing, which is an error
        unless ``"chosen"`` says that the network of those chosen is meant.

    Returns
    -------
    summary
        One row per span: ``value, low, high`` of all edges together [in ``unit``], ``nodes``, ``edges``,
        ``edges_low`` and ``edges_high`` (pairs with a lower bound above 0, and pairs with an upper bound
        above 0 or an undisclosed figure), ``density``, ``reciprocity`` and ``weighted_reciprocity`` [0–1],
        and ``left_out``: how many records have a side that is no node. What a party gives itself is left
        out too. A span of which all records are left out has a row of 0, or of no value where the source
        does not list all there is. Null where there are no edges, and ``weighted_reciprocity`` where a
        figure has no value.

    Raises
    ------
    ArgumentError
        If a side is ``"all"``, `parties` or `whole` is another word, or parties were chosen.
    MixedError, PartError
        If the rows must not be added, as in `totals`.
    SpanError
        If rows reach outside `over`.

    References
    ----------
    T. Squartini, F. Picciolo, F. Ruzzenenti and D. Garlaschelli, "Reciprocity of weighted networks",
    *Scientific Reports* 3, 2729 (2013).

    Examples
    --------
    How much of a small trade is mutual?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {"supplier": ["USA", "FRA", "USA"], "recipient": ["FRA", "USA", "JPN"], "value": [6, 2, 12]}
    ... )
    >>> records = af.to_records(flows, year=2024, stage="delivery", unit="TIV")
    >>> network = af.network(records)
    >>> network[["period", "nodes", "edges", "density", "reciprocity", "weighted_reciprocity"]].round(3)
      period  nodes  edges  density  reciprocity  weighted_reciprocity
    0   2024      3      3      0.5        0.667                   0.2
    """
    data = records_of(records)
    sums, aside = edges_of(data, over, parties, whole)
    pairs, left_out = figures(sums), aside.groupby(["start", "end"])["records"].sum().to_dict()
    both = pd.concat([sums, _of_none(aside, sums)], ignore_index=True)
    added = with_lacking(both.drop(columns=list(SIDES)), (), data, over)
    out = _with_zeros(figures(added).reset_index(drop=True), observed_of(added))
    spans = [(int(a), int(b)) for a, b in zip(out["start"], out["end"], strict=True)]
    rows = [
        _measured(pairs[(pairs["start"] == first) & (pairs["end"] == last)])
        | {"left_out": int(left_out.get((first, last), 0))}
        for first, last in spans
    ]
    return finish(out.assign(**{name: [row[name] for row in rows] for name in OWN}), [], data, own=OWN)


def edges_of(
    data: Any, over: tuple[int, int] | None, parties: str, whole: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sums of all pairs of nodes per span, and those of pairs with a side that is none."""
    one_of(parties, PARTIES, "parties")
    sums = add(data, list(SIDES), within=(), over=over)
    check_whole(sums, list(SIDES), whole)
    unnamed = sums[(sums["supplier"] == ALL) | (sums["recipient"] == ALL)]
    if len(unnamed):
        raise ArgumentError(
            f"{len(unnamed)} sum(s) have 'all' on one side; a network needs both parties: keep named ones "
            "with where()",
            rows=unnamed,
        )
    nodes = {code for side in SIDES for code in sums[side] if parties == "all" or kind(code) in _STATES}
    inside = sums["supplier"].isin(nodes) & sums["recipient"].isin(nodes)
    inside &= sums["supplier"] != sums["recipient"]
    return sums[inside].reset_index(drop=True), sums[~inside].reset_index(drop=True)


def edges_among(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with something: a value above 0, or bounds without a value that say so."""
    return pairs[(pairs["value"] > 0) | (pairs["low"] > 0)]


def _of_none(aside: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Sums of nothing for the spans of which all records are left out."""
    spans, met = (pd.MultiIndex.from_frame(rows[["start", "end"]]) for rows in (aside, sums))
    return aside[~spans.isin(met)].assign(**dict.fromkeys(SUMS, 0))


def _with_zeros(out: pd.DataFrame, observed: Observed) -> pd.DataFrame:
    """Rows without a record have a figure of 0 where the source lists all there is, and else none.

    Where rows were left out, these may be flows between those that are nodes.
    """
    none = (out["records"] == 0).to_numpy()
    start, end = (out[name].to_numpy("int64") for name in ("start", "end"))
    known = none & out["complete"].to_numpy(dtype=bool) & bool(observed.lists_all().all())
    known &= ~beside_left_out(out["selection"], start, end)
    zeros = {name: out[name].mask(known, 0.0) for name in FIGURE}
    return out.assign(**zeros, complete=out["complete"] & (known | ~none))


def _measured(pairs: pd.DataFrame) -> dict[str, float]:
    """The measures of one window, of the figures of its pairs."""
    some = edges_among(pairs)
    edges = set(zip(some["supplier"], some["recipient"], strict=True))
    n, m = len({party for edge in edges for party in edge}), len(edges)
    mutual = sum((recipient, supplier) in edges for supplier, recipient in edges)
    return {
        "nodes": n,
        "edges": m,
        "edges_low": int((pairs["low"] > 0).sum()),
        "edges_high": int(((pairs["high"] > 0) | (pairs["undisclosed"] > 0)).sum()),
        "density": m / (n * (n - 1)) if m else np.nan,
        "reciprocity": mutual / m if m else np.nan,
        "weighted_reciprocity": _weighted(pairs),
    }


def _weighted(pairs: pd.DataFrame) -> float:
    whole = pairs["value"].sum()
    if pairs["value"].isna().any() or not whole:
        return np.nan
    weights = dict(zip(zip(pairs["supplier"], pairs["recipient"], strict=True), pairs["value"], strict=True))
    mutual = sum(min(weight, weights.get((other, one), 0.0)) for (one, other), weight in weights.items())
    return float(mutual / whole)
