"""Nets: what each party supplied less what it received, and what flows weigh against a budget."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import ArgumentError
from armsflow.records.check import records_of
from armsflow.records.engines import collect
from armsflow.records.schema import MEANING
from armsflow.summaries.adding import add
from armsflow.summaries.bounds import Bounded, difference
from armsflow.summaries.layout import added, estimated_part, figures, finish

__all__ = ["balances"]

FIGURE = ("value", "low", "high")
_COUNTS = ("records", "undisclosed")
_SIDES = {"supplied": "supplier", "received": "recipient"}


def balances(records: IntoFrameT, *, over: tuple[int, int] | None = None) -> IntoFrameT:
    """What each party supplied less what it received; over all parties the nets add to 0.

    Parameters
    ----------
    records : records frame
        With both sides named. What a party gives itself is left out.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.

    Returns
    -------
    summary
        One row per ``party`` and span: ``value, low, high`` is the net [in ``unit``]; ``supplied,
        received``, each with ``_low`` and ``_high``. A side of which the records hold nothing is 0, since
        it is a net of these records; a side whose records are all undisclosed is null, and so is the net.

    Raises
    ------
    ArgumentError
        If a side is ``"all"``.
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
    unnamed = collect(data.filter((nw.col("supplier") == "all") | (nw.col("recipient") == "all")))
    if len(unnamed):
        raise ArgumentError(
            f"{len(unnamed)} row(s) have 'all' on one side; balances need both parties: "
            "records[(records.supplier != 'all') & (records.recipient != 'all')]",
            rows=unnamed,
        )
    keys = ["party", "start", "end"]
    # what a party gives itself is no flow between parties, and its net is nothing whatever it is
    data = data.filter(nw.col("supplier") != nw.col("recipient"))
    sides = {
        name: figures(add(data, [side], within=(), over=over)).rename(columns={side: "party"}).set_index(keys)
        for name, side in _SIDES.items()
    }
    # what the rows mean is the same for all of them: it was checked
    meaning: list[Any] = sides["supplied"][list(MEANING)].iloc[:1].to_dict("records")
    spans = sides["supplied"].index.union(sides["received"].index)
    bounded = {name: _side(frame, spans) for name, frame in sides.items()}
    out = pd.DataFrame(index=spans).assign(**difference(*bounded.values())._asdict())
    for name, side in bounded.items():
        out = out.assign(**{name: side.value, f"{name}_low": side.low, f"{name}_high": side.high})
    both = [frame.reindex(spans) for frame in sides.values()]
    for column in _COUNTS:
        out[column] = added(frame[column] for frame in both)
    out["estimated"] = estimated_part(both)
    out = out.reset_index().assign(**(meaning[0] if meaning else dict.fromkeys(MEANING, "")))
    own = [f"{name}{end}" for name in _SIDES for end in ("", "_low", "_high")]
    return finish(out, ["party"], data, own=own)


def _side(frame: pd.DataFrame, spans: pd.Index) -> Bounded:
    """Figures of one side; 0 for a party that is on the other side only."""
    full = frame.reindex(spans)
    nothing = full["records"].isna()
    return Bounded(*(full[c].mask(nothing, 0.0).to_numpy(dtype=float) for c in FIGURE))
