"""The years that rows observe, narrowed to those that were asked for."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from armsflow.records.schema import OBSERVED

__all__: list[str] = []


def within_years(data: Any, first: Any, last: Any) -> Any:
    """Rows that observe no year before `first` or after `last`; where they saw none, the first is the later.

    Both are years or expressions of years. A frame without these columns stays as it is.
    """
    if OBSERVED[0] not in data.collect_schema().names():
        return data
    first, last = (nw.lit(year) if isinstance(year, int) else year for year in (first, last))
    opens, closes = (nw.col(name).cast(nw.Int64()) for name in OBSERVED)
    return data.with_columns(
        observed_start=nw.when(opens < first).then(first).otherwise(opens).cast(nw.Int16()),
        observed_end=nw.when(closes > last).then(last).otherwise(closes).cast(nw.Int16()),
    )
