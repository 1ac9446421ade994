"""What became of each line of a table that has a figure in each of many cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

__all__: list[str] = []


def with_account(
    frame: pd.DataFrame,
    read: int,
    *,
    figures: Collection[int],
    aside: Collection[tuple[int, str]],
    by_rule: Mapping[str, Collection[int]] | None = None,
    unit: str = "line",
) -> pd.DataFrame:
    """The frame with the account of the lines in ``.attrs``, as readers of one record a line give it.

    A line of which one cell cannot be read is set aside, whatever its other cells gave. A line that is in
    none of the collections holds nothing: the header, what stands above it, a party without any figure.
    """
    left_out = {rule: {*lines} for rule, lines in (by_rule or {}).items() if lines}
    unread = {line for line, _ in aside}
    ruled = set().union(*left_out.values()) - unread
    told = {*figures} - unread - ruled
    counts: dict[str, int] = {
        "records": len(told),
        "passed": 0,
        "by_rule": len(ruled),
        "set_aside": len(unread),
    }
    counts["passed"] = read - sum(counts.values())
    attrs: dict[str, Any] = {"lines": {"read": read, **counts}}
    if unit != "line":
        attrs["counted_in"] = f"{unit}s"
    if left_out:
        attrs["by_rule"] = {rule: len(lines) for rule, lines in left_out.items()}
    if aside:
        attrs["set_aside"] = sorted(aside)
    frame.attrs.update(attrs)
    return frame
