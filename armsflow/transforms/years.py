"""When: years, and windows of years."""

from __future__ import annotations

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from armsflow.records.engines import on_engines
from armsflow.records.grouping import joined
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import LONGEST, OBSERVED
from armsflow.transforms.spread import in_parts, placed, shared, steps

__all__ = ["to_years"]


@on_engines(LISTED, changes=OBSERVED)
def to_years(records: IntoFrameT) -> IntoFrameT:
    """The records with every span of years spread evenly over its years.

    Parameters
    ----------
    records : records frame

    Returns
    -------
    records frame
        One row per year of each span, or of a delivery per year listed in ``delivery_years``: ``value / n``
        and ``quantity / n``, bounds [0, high]. The total of `value` is kept; the bounds widen
        for good, since any one year may have been all or nothing: use `to_periods` for sums over windows,
        and not behind this, as parts of one record that meet in a window again are wider than the record.
        Figures for a single year are untouched.

    Raises
    ------
    RecordError
        If rows have no span of years, or ``delivery_years`` cannot be read or does not fit the span.

    Examples
    --------
    How much of nearly $4 billion in five years falls in one?

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> contracts = af.to_years(af.where(claims, stage="contract")).set_index("start")
    >>> contracts[["value", "low", "high"]].sort_index().head(2) / 1e9
           value  low  high
    start
    2010     0.8  0.0   4.0
    2011     0.8  0.0   4.0
    """
    data, names = in_parts(records, _each_year, what="to_years()")
    opens = nw.col("armsflow__opens")
    return placed(shared(data), opens, opens).select(names).to_native()


def _each_year(spans: Any) -> Any:
    spans = joined(spans, steps("armsflow__years", LONGEST), ["armsflow__years"])
    year = nw.col("start").cast(nw.Int64()) + nw.col("armsflow__step")
    return spans.with_columns(
        armsflow__opens=year,
        armsflow__closes=year,
        armsflow__share=1.0 / nw.col("armsflow__years").cast(nw.Float64()),
    )
