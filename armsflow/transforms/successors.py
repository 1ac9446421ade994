"""Who: every party to a transfer by one code, whatever its sources call it."""

from __future__ import annotations

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from armsflow.parties import all_codes
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.schema import SIDES

__all__ = ["to_successors"]


@on_engines(same_rows=True)
def to_successors(records: IntoFrameT) -> IntoFrameT:
    """Those records with former states under the code of the one state that continues each.

    The Soviet Union becomes Russia, East Germany Germany, the two Yemens Yemen, the two Vietnams
    Vietnam, Yugoslavia (and Serbia and Montenegro) Serbia, in any year. Czechoslovakia stays, since
    two equal states followed it; so do Biafra and Katanga, which fought those they returned to.

    Parameters
    ----------
    records : frame
        Records in pandas, PyArrow, Polars (eager or lazy), DuckDB or Spark.

    Returns
    -------
    frame
        The same rows and columns, of the same kind.

    Raises
    ------
    RecordError
        If there is no column ``supplier`` or ``recipient``.

    Notes
    -----
    The successors are a column of ``table("parties.csv")``. One code for a long series is a choice,
    not a fact: Russia kept the treaties of the Soviet Union, fifteen states its arms and factories.

    Examples
    --------
    Who supplied India, counting Moscow once?

    >>> import armsflow as af
    >>> import pandas as pd
    >>> flows = pd.DataFrame(
    ...     {"supplier": ["SUN", "RUS", "CSK"], "recipient": "IND", "start": [1985, 1995, 1985]}
    ... )
    >>> list(af.to_successors(flows)["supplier"])
    ['RUS', 'RUS', 'CSK']
    """
    data = records_of(records, SIDES)
    return data.with_columns(*(_succeeded(side) for side in SIDES)).to_native()


def _succeeded(side: str) -> Any:
    # a chain of comparisons runs on every engine and keeps the order of rows, which a join does not
    code = nw.col(side)
    for former, row in all_codes().items():
        if successor := row["successor"]:
            code = nw.when(nw.col(side) == former).then(nw.lit(successor)).otherwise(code)
    return code.alias(side)
