"""The line of sources below a chart: where its figures come from, and in which editions."""

from __future__ import annotations

import pandas as pd

from armsflow.charts.text import names
from armsflow.languages import say, say_count

__all__: list[str] = []


def releases(frame: pd.DataFrame) -> str:
    """The editions behind a frame, "release 2025", or nothing where there are none."""
    found = sorted({str(value) for value in frame.get("release", ())} - {""})
    if not found:
        return ""
    return say_count("release {names}", "releases {names}", len(found), names=names.listed(found))


_PUBLISHERS = 4  # who makes claims, by name


def of(frame: pd.DataFrame) -> str:
    """Where the figures come from."""
    met = {code for given in frame["source"] for code in _sources(str(given))}
    called = sorted(_published(code, frame) for code in met)
    # of names with commas a list by commas could not be told apart
    parted = "; ".join(called) if len(called) > 1 and any(", " in name for name in called) else ""
    return say("Source: {names}; own calculation with armsflow.", names=parted or names.listed(called))


def _sources(codes: str) -> list[str]:
    """Sources that stand in one cell, as "coarm+sipri"; a name of the user's own stays whole."""
    each = codes.split("+")
    return each if all(names.source(code) != code for code in each) else [codes]


def called(source: str, frame: pd.DataFrame) -> str:
    """The name of a source of a frame, by the tables that the frame has of it."""
    own = frame if "source" not in frame else frame[frame["source"] == source]
    # a spending frame has no table, and says what it measures
    said = next((own[name] for name in ("dataset", "measure") if name in own), pd.Series(dtype=object))
    return names.source(source, said.dropna().unique())


def _published(source: str, frame: pd.DataFrame) -> str:
    """A source by its name and its releases; of claims, also who makes them."""
    name = called(source, frame)
    if "release" in frame:
        own = {
            one for cell in frame.loc[frame["source"] == source, "release"] for one in str(cell).split("+")
        }
        name = ", ".join(filter(None, [name, releases(pd.DataFrame({"release": sorted(own)}))]))
    if "publisher" not in frame:
        return name
    cells = frame.loc[frame["source"] == source, "publisher"].dropna().astype(str)
    told = [cell for cell in dict.fromkeys(cells) if cell]
    if not told:
        return name
    shown, more = told[:_PUBLISHERS], told[_PUBLISHERS:]
    by = names.with_more(", ".join(shown), len(more)) if more else names.listed(shown)
    return say("{source} (by {publishers})", source=name, publishers=by)
