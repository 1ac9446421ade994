"""What a chart is called, and what it measures, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from armsflow.charts import check as frames
from armsflow.charts.text import names as words

__all__: list[str] = []


def flows(frame: pd.DataFrame, keys: Sequence[str], labels: str) -> str:
    """Whose transfers are told, and by what they are parted: "Arms from Russia, by recipient"."""
    told = words.flow(frame[list(keys)], labels, most=1)
    by = frames.varying(frame, keys)
    text = f"{told}, by {words.listed(by)}" if by else told
    return text + _category(frame, keys, labels)


def of_arms(what: str, frame: pd.DataFrame, wholes: Sequence[str], labels: str) -> str:
    """Parts of a whole: "Suppliers of arms to Azerbaijan", "Suppliers of arms, by recipient"."""
    told = words.flow(frame[list(wholes)], labels)
    if told != "Arms transfers":
        return f"{what} of a{told[1:]}"
    return ", by ".join([f"{what} of arms", *wholes])


def _category(frame: pd.DataFrame, keys: Sequence[str], labels: str) -> str:
    if "category" not in keys or frame["category"].nunique() > 1:
        return ""
    return f": {words.category(frame['category'].iloc[0], labels)}"


def stage_of(frame: pd.DataFrame) -> str:
    """The stage that all rows share, in the plural."""
    return words.STAGES.get(frame["stage"].iloc[0], frame["stage"].iloc[0])


def measured(frame: pd.DataFrame, *, given: bool = False) -> str:
    """What a fraction is of: "deliveries in TIV"; "given" where nobody is named whose they are."""
    scale = words.scale_of(frame, ("value",))
    return (
        f"{stage_of(frame)}{' given' if given else ''} in {scale.phrase().removeprefix(scale.word).strip()}"
    )


def estimated_note(frame: pd.DataFrame, labels: str, *, of: str = "a figure") -> str:
    """How much of the figures their source estimates, and of which most, where it cannot be hatched."""
    parts = frame.get("estimated", pd.Series(dtype=float)).dropna()
    most = parts.max() if len(parts) else 0.0
    if not most > 0:
        return ""
    if parts.nunique() == 1:
        each = "each figure" if len(parts) > 1 else "the figure"
        return f"Estimated by the source: {words.per_cent(most)} per cent of {each}."
    told = frames.varying(frame, [*frames.keys_of(frame), "period"])
    first, *more = (frame.loc[place, told].to_dict() for place in parts.index[parts == most])
    which = words.row_label(first, labels) + (f" and {len(more)} more" if more else "")
    return f"Estimated by the source: up to {words.per_cent(most)} per cent of {of} ({which})."


def bounds_note(frame: pd.DataFrame, labels: str, what: str) -> str:
    """That figures stand without their bounds, and the widest of these."""
    width = (frame["high"] - frame["low"]).fillna(0)
    if not (width > 0).any():
        return ""
    row = frame.loc[width.idxmax()]
    name = words.row_label(row[frames.varying(frame, frames.keys_of(frame))].to_dict(), labels)
    told = ": ".join(filter(None, (name, words.bounds(row["low"], row["high"]))))
    return f"{what}, without bounds; the widest are those of {told}."


def others_note(frame: pd.DataFrame) -> str:
    """What "Others" leaves out, where there is such a group."""
    if not frame.eq("others").any(axis=None):
        return ""
    return "Others: all but the largest, by their sums over all years given."
