"""Groups that were added up as "others", beside those that stand for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from armsflow.records.grouping import groups_of
from armsflow.records.schema import OTHERS
from armsflow.summaries.observed import Observed

__all__: list[str] = []


class Apart(NamedTuple):
    """Rows of groups as they were before, and in which row of the summary each is now."""

    rows: pd.DataFrame
    of: np.ndarray


def apart(rows: pd.DataFrame, group: np.ndarray, before: pd.DataFrame, observed: Observed) -> Apart:
    """Each of some `rows` of a `group`, once for every group that was added up in it.

    `before` are the sums in which all groups stand for themselves, `observed` those with the others.
    """
    own = before[observed.group].take(groups_of(before, observed.group).first)
    after = observed.sums[observed.group].take(observed.first)
    each = pd.DataFrame({"place": _places(own, after, observed.group), "own": np.arange(len(own))})
    pairs = pd.DataFrame({"place": group, "row": np.arange(len(rows))}).merge(each, on="place")
    of = pairs["row"].to_numpy()
    cells = own.take(pairs["own"].to_numpy()).reset_index(drop=True)
    return Apart(
        rows.take(of).reset_index(drop=True).assign(**{name: cells[name] for name in observed.group}), of
    )


def _places(own: pd.DataFrame, after: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Under which number each group stands `after` some were made others: its own, or that of others."""
    folded = [name for name in columns if after[name].eq(OTHERS).any()]
    places = np.full(len(own), -1)
    for some in _subsets(folded):
        tried = pd.concat([after, own.assign(**dict.fromkeys(some, OTHERS))])
        groups = groups_of(tried, columns)
        number = np.full(groups.count, -1)
        number[groups.ids[: len(after)]] = np.arange(len(after))
        places = np.where(places < 0, number[groups.ids[len(after) :]], places)
    return places


def _subsets(names: list[str]) -> Iterable[tuple[str, ...]]:
    """No name, each name, and so on to all of them."""
    return chain.from_iterable(combinations(names, count) for count in range(len(names) + 1))
