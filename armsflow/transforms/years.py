"""When: years, and windows of years."""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import IntoFrameT

from armsflow.records.engines import on_engines
from armsflow.records.grouping import joined
from armsflow.records.schema import LONGEST
from armsflow.transforms.spread import part, placed, steps, with_length

__all__ = ["to_years"]


@on_engines()
def to_years(records: IntoFrameT) -> IntoFrameT:
    """The records with every span of years spread evenly over its years.

    Parameters
    ----------
    records : records frame

    Returns
    -------
    records frame
        One row per year of each span: ``value / n`` and ``quantity / n``, bounds [0, high]. The total of
        `value` is kept; the bounds widen for good, since any one year may have been all or nothing: use
        `to_periods` for sums over windows. Figures for a single year are untouched.

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
    data, names = with_length(records)
    data = joined(data, steps("armsflow__years", LONGEST), ["armsflow__years"])
    year = nw.col("start").cast(nw.Int64()) + nw.col("armsflow__step")
    data = part(
        data, 1.0 / nw.col("armsflow__years").cast(nw.Float64()), whole=nw.col("armsflow__years") == 1
    )
    return placed(data, year, year).select(names).to_native()
