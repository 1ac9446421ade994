"""Portions of wholes: which keys tell the part and which the whole, and how both are worded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from armsflow.charts import check as frames
from armsflow.charts.text import names as words
from armsflow.charts.text import titles as captions

__all__: list[str] = []


def split(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Which keys tell the part and which the whole: within a whole, shares add to 1."""
    keys = frames.keys_of(frame)
    choices = [[key] for key in reversed(keys)] + [keys[-n:] for n in range(2, len(keys) + 1)]
    for parts in choices:
        wholes = [key for key in keys if key not in parts]
        sums = frame.groupby([*wholes, "start", "end"])["share"].sum(min_count=1).dropna()
        if len(sums) and np.allclose(sums, 1, atol=1e-6):
            return parts, wholes
    return keys[-1:], keys[:-1]


def name(frame: pd.DataFrame, part: str, keys: list[str], labels: str) -> str:
    """The words of a part."""
    row = frame[frame["part"] == part].iloc[0]
    return words.row_label({key: row[key] for key in keys}, labels)


def title(frame: pd.DataFrame, parts: list[str], wholes: list[str], labels: str) -> str:
    """Whose parts are told, and of what: "Suppliers of arms to Azerbaijan"."""
    whose = {"supplier": "Suppliers", "recipient": "Recipients", "category": "Categories"}
    what = " and ".join(whose.get(part, words.sentence(part)) for part in parts)
    return captions.of_arms(what, frame, wholes, labels)


def subtitle(frame: pd.DataFrame, wholes: Sequence[str], windows: str = "") -> str:
    """What a percentage is of, for which windows."""
    windows = windows or words.window(frame)
    of = captions.measured(frame) if wholes else f"the {captions.measured(frame, given=True)}"
    return words.subtitle(f"per cent of {of}", windows, frame=frame)


def printed(row: pd.Series, share: str) -> tuple[str, str]:
    """A share as SIPRI prints it, and its bounds; the bounds alone where that is all there is."""
    value, low, high = (row[f"{share}{end}"] for end in ("", "_low", "_high"))
    texts = words.per_cent(low), words.per_cent(high)
    bounds = "" if np.isnan(low) or texts[0] == texts[1] else words.DASH.join(texts)
    if np.isnan(value):
        return bounds or "not known", ""
    # what is less than a twentieth of a per cent is more than none
    return "0" if value == 0 else words.per_cent(value), bounds


def bounds_note(frame: pd.DataFrame, parts: list[str], wholes: list[str], labels: str) -> str:
    """The widest bounds, where they are no edges to be drawn."""
    width = (frame["share_high"] - frame["share_low"]).fillna(0)
    if not (width > 5e-4).any():
        return ""
    row = frame.loc[width.idxmax()]
    keys = [*parts, *frames.varying(frame, wholes)]
    name = words.row_label({key: row[key] for key in keys}, labels)
    span = words.DASH.join(words.per_cent(row[f"share{end}"]) for end in ("_low", "_high"))
    return f"Shares lie within bounds, widest for {name}, {row['period']}: {span} per cent."
