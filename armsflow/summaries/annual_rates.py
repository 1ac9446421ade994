"""Each figure per year of its own span."""

from __future__ import annotations

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import RecordError, sample
from armsflow.records.check import look_at_rows, records_of
from armsflow.records.engines import back, collect, on_engines
from armsflow.records.schema import COVERED, FIGURE, IDENTITY, MEANING, OBSERVED, STAGES
from armsflow.summaries.layout import TAIL, periods

__all__ = ["annual_rates"]

#: Columns of its own, and what they hold.
OWN = {"years": "count"}


@on_engines("publisher")
def annual_rates(records: IntoFrameT) -> IntoFrameT:
    """Each figure per year of its own span, which takes away the difference in length, not in stage.

    Parameters
    ----------
    records : records frame

    Returns
    -------
    summary
        One row per record: its id, parties, category and item, ``value, low, high`` [``unit`` a year],
        ``years`` (the length of the span), ordered by stage; the last column is ``publisher`` where the
        records have one. Figures of different stages stay incomparable: a contract per year is no payment
        per year.

    Examples
    --------
    Ten years of payments beside five of contracts:

    >>> import armsflow as af
    >>> claims = af.read_claims(af.table_path("claims.csv"))
    >>> rates = af.annual_rates(af.where(claims, stage=["contract", "payment"]))
    >>> rates[["recipient", "stage", "years", "value", "low", "high"]]
      recipient     stage  years        value          low         high
    0       AZE  contract      5  800000000.0  760000000.0  800000000.0
    1       ARM   payment     10  500000000.0  450000000.0  550000000.0
    """
    data = records_of(records)
    look_at_rows(data)
    head = ["record", "supplier", "recipient", "category", "item"]
    # who makes a claim belongs to its source
    publisher = [name for name in ("publisher",) if name in data.collect_schema().names()]
    columns = [*head, *FIGURE, "start", "end", *MEANING, "estimated", *COVERED, *publisher]
    rows = collect(data.select(columns))
    _check_stages_and_figures(rows)
    years = rows["end"].astype("int64") - rows["start"].astype("int64") + 1
    undisclosed = rows["high"].isna()
    out = rows.assign(
        **{column: rows[column] / years for column in FIGURE},
        period=periods(rows["start"], rows["end"]),
        years=years,
        records=1,
        undisclosed=undisclosed.astype("int64"),
        complete=(rows[OBSERVED[0]] <= rows["start"]) & (rows["end"] <= rows[OBSERVED[1]]),
        estimated=np.where(rows["value"] > 0, rows["estimated"].astype(float), np.nan),
    )
    order = out.assign(_stage=out["stage"].map(STAGES.index)).sort_values(
        ["_stage", "supplier", "recipient", "start", "end", *IDENTITY]
    )
    out = order[[*head, "period", *FIGURE, "years", *TAIL, *publisher]].reset_index(drop=True)
    return back(out, data)


def _check_stages_and_figures(rows: pd.DataFrame) -> None:
    """Raise where a stage is none, which has no place in the order, or a figure is infinite, as sums do."""
    unknown = ~rows["stage"].isin(STAGES)
    if unknown.any():
        raise RecordError(
            f"stage is {sample(rows.loc[unknown, 'stage'].unique())}; expected {', '.join(STAGES)}",
            rows=rows[unknown],
        )
    endless = (rows["value"] == np.inf) | (rows["low"] == np.inf)
    if endless.any():
        raise RecordError(
            f"value or low is infinite in {endless.sum()} row(s), such as "
            f"{sample(rows.loc[endless, 'record'])}; expected finite figures, only high without limit",
            rows=rows[endless],
        )
