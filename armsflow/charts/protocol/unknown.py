"""Unknown parties that come to little stand with the others: they need no bar and no colour of their own."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from armsflow.charts.check import keys_of
from armsflow.records.schema import FIGURE
from armsflow.replaced import replaced

__all__: list[str] = []

#: Below this part of the whole, in every window, what is unknown does not matter.
LITTLE = 0.01
_ADDED = (*FIGURE, "share", "share_low", "share_high", "records", "undisclosed")


def with_others(frame: pd.DataFrame, *, among: str, keep: Collection[str]) -> pd.DataFrame:
    """A summary whose little unknown is in its "others"; the same frame where there are none.

    `among` says what a part is judged by: all of a "window", or each whole of it, by the other "keys". What
    is in `keep` stays as it is.
    """
    for key in keys_of(frame):
        others = frame[key] == "others"
        unknown = frame[key].astype(str).str.startswith("unk:") & ~frame[key].isin(list(keep))
        if (
            not others.any()
            or not unknown.any()
            or frame.loc[others | unknown, list(FIGURE)].isna().any(axis=None)
        ):
            continue
        within = [*(name for name in keys_of(frame) if name != key and among == "keys"), "start", "end"]
        wholes = frame.groupby(within, dropna=False)["value"].transform("sum")
        parts = frame.assign(part=frame["high"] / wholes)[unknown].groupby(within, dropna=False)["part"].sum()
        if (parts < LITTLE).all():
            frame = _added(replaced(frame, {key: frame[key].mask(unknown, "others")}))
    return frame


def _added(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the same keys and window as one."""
    guessed = frame["estimated"].fillna(0) * frame["value"] if "estimated" in frame else 0.0
    by = [*keys_of(frame), "start", "end"]
    groups = frame.assign(guessed=guessed).groupby(by, sort=False, dropna=False)
    sums = {name: groups[name].sum(min_count=1) for name in _ADDED if name in frame}
    out = groups.first().assign(**sums)
    with np.errstate(invalid="ignore"):
        part = groups["guessed"].sum() / out["value"].where(out["value"] > 0)
    # a single row keeps its own, of which its value may say nothing
    single = groups.size() == 1
    out = out.assign(estimated=out["estimated"].where(single, part))
    if "share_high" in out:
        out = out.assign(share_high=out["share_high"].clip(upper=1.0))
    return out.reset_index()[list(frame.columns)]
