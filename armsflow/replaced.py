"""A frame with other cells in columns of any name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

__all__: list[str] = []


def replaced(frame: pd.DataFrame, columns: Mapping[Any, Any]) -> pd.DataFrame:
    """The frame with these columns in place of its own of that name, or after them.

    For columns that users named: `frame.assign(**columns)` refuses one that is called `self`.
    """
    out = frame.copy(deep=False)
    for name, cells in columns.items():
        out[name] = cells
    return out
