"""What is there, and what is not."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import back, collect, on_engines
from armsflow.records.twice import check_once
from armsflow.summaries.adding import columns_of

__all__ = ["coverage"]

#: Columns of its own, and what they hold.
OWN = {"categories": "count", "parties": "count"}


@on_engines()
def coverage(records: IntoFrameT, by: str | Iterable[str] = "source") -> IntoFrameT:
    """How much the records hold: years, rows, gaps in disclosure, categories and parties; no values.

    Parameters
    ----------
    records : records frame
    by : str or several
        Columns of the records.

    Returns
    -------
    summary
        One row per `by`: ``start`` and ``end`` (first and last year), ``records``, ``undisclosed`` and
        ``estimated`` (numbers of rows), ``categories`` and ``parties`` (how many different ones;
        ``"all"`` is none).

    Examples
    --------
    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> af.coverage(claims, by="stage")[["stage", "start", "end", "records", "undisclosed"]]
          stage  start   end  records  undisclosed
    0  contract   2010  2014        1            0
    1  delivery   2018  2018        1            1
    2      loan   2010  2019        2            1
    3   payment   2010  2019        1            0
    """
    data = records_of(records)
    look_at_rows(data)
    check_once(data)
    keys = columns_of(by, data, "by")
    kinds = ["supplier", "recipient", "category"]
    data = data.with_columns(
        armsflow__hidden=nw.when(nw.col("high").is_null()).then(nw.lit(1)).otherwise(nw.lit(0)),
        armsflow__guessed=nw.when(nw.col("estimated")).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    met = collect(
        data.group_by(list(dict.fromkeys([*keys, *kinds]))).agg(
            nw.col("start").min().alias("armsflow__first"),
            nw.col("end").max().alias("armsflow__last"),
            nw.len().alias("records"),
            nw.col("armsflow__hidden").sum(),
            nw.col("armsflow__guessed").sum(),
        )
    )
    grouped = met.groupby(keys, dropna=False, sort=True) if keys else [((), met)]
    rows = [dict(zip(keys, key, strict=True)) | _counts(group) for key, group in grouped]
    columns = ["start", "end", "records", "undisclosed", "estimated", "categories", "parties"]
    return back(pd.DataFrame(rows, columns=[*keys, *columns]), data)


def _counts(group: pd.DataFrame) -> dict[str, int]:
    categories = {leaf for name in group["category"] for leaf in name.split("+")}
    parties = {*group["supplier"], *group["recipient"]}
    return {
        "start": group["armsflow__first"].min(),
        "end": group["armsflow__last"].max(),
        "records": group["records"].sum(),
        "undisclosed": group["armsflow__hidden"].sum(),
        "estimated": group["armsflow__guessed"].sum(),
        "categories": len(categories - {"all"}),
        "parties": len(parties - {"all"}),
    }
