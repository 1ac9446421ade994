"""How concentrated each total is: the Herfindahl–Hirschman index and the leader."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrameT

from armsflow.errors import MixedError, one_of, sample
from armsflow.records.check import records_of
from armsflow.records.engines import on_engines
from armsflow.records.grouping import Groups, groups_of
from armsflow.records.listed_years import LISTED
from armsflow.records.schema import ALL, MEANING
from armsflow.summaries.absent import ABSENT, with_absent
from armsflow.summaries.adding import add, check_whole, of_unknown, parts_and_wholes
from armsflow.summaries.bounds import Array, Bounded, divide, total
from armsflow.summaries.herfindahl import herfindahl
from armsflow.summaries.layout import COUNTS, bounded, figures, finish, observed_of
from armsflow.summaries.observed import covered
from armsflow.summaries.reported_years import of_whole_years

__all__ = ["concentration"]

#: Columns of its own, and what they hold.
OWN = {
    **dict.fromkeys(("hhi", "hhi_low", "hhi_high"), "fraction"),
    "hhi_bounds": "text",
    "hhi_normalised": "fraction",
    "effective": "number",
    "leader": "party",
    "leader_share": "fraction",
    "n": "count",
}


@on_engines(LISTED)
def concentration(
    records: IntoFrameT,
    of: str | Iterable[str] = "supplier",
    *,
    within: str | Iterable[str] | None = "recipient",
    over: tuple[int, int] | None = None,
    absent: str = "auto",
    whole: str = "all",
) -> IntoFrameT:
    r"""How much each recipient's total depends on few suppliers: Herfindahl–Hirschman index and leader.

    :math:`H = \sum p_i^2` of the shares :math:`p_i`, from :math:`1/n` to 1. Its bounds are the least and
    the greatest H of any figures inside the rows' bounds; there, what came from unknown parties is at the
    least split among many and at the greatest the leader's.

    Parameters
    ----------
    records : records frame
    of : str or several
        Whose parts.
    within : str, several or None
        Of whose total; None for the total of all rows.
    over : (int, int), optional
        First and last year of one window for all, in place of each row's own span.
    absent : {"auto", "none", "unknown"}
        What a span without a record says, as in `totals`: a total of 0, which has no index, or nothing.
    whole : {"all", "chosen"}
        What the parts are parts of. Where `where` chose only some of them, parts of the whole are missing:
        that is an error, unless ``"chosen"`` says that those chosen are the whole.

    Returns
    -------
    summary
        One row per `within` and span: ``value, low, high`` of the total [in ``unit``]; ``hhi, hhi_low,
        hhi_high`` [0–1]; ``hhi_bounds``, "exact", or "outer" where more than 16 figures have room between
        their bounds and ``hhi_high`` may be above the true maximum; ``hhi_normalised`` (H − 1/n) / (1 − 1/n),
        1 for n = 1; ``effective`` 1/H, the number of equal suppliers that would give H; ``leader`` and
        ``leader_share`` (null on a tie; never an unknown party); ``n``, the parties with more than 0 (of
        figures without a value, those that may have more). As a point, and in ``n``, the unknown count as
        one party. The index is null where a total is 0, of which ``n`` is 0, or has no value.

    Raises
    ------
    ArgumentError
        If `of` and `within` share a column, `of` is empty, rows were chosen by `of` and `whole` does not say
        so, or `absent` is another word.
    MixedError, PartError
        If rows of one total must not be added, as in `totals`; or if one of `of` may be several parties or
        categories ("all", a set).
    SpanError
        If rows reach outside `over`.

    References
    ----------
    O. C. Herfindahl, Concentration in the Steel Industry (Columbia University, 1950); A. O. Hirschman,
    National Power and the Structure of Foreign Trade (University of California Press, 1945), ch. 6.

    Examples
    --------
    Four suppliers of a quarter each:

    >>> import armsflow as af
    >>> import pandas as pd
    >>> equal = pd.DataFrame({"supplier": ["RUS", "ISR", "TUR", "BLR"], "value": 25})
    >>> records = af.to_records(equal, recipient="AZE", year=2019, stage="delivery", unit="TIV")
    >>> af.concentration(records)[["recipient", "hhi", "hhi_normalised", "effective", "n"]]
      recipient   hhi  hhi_normalised  effective  n
    0       AZE  0.25             0.0        4.0  4
    """
    one_of(absent, ABSENT, "absent")
    data = records_of(records)
    parts, wholes = parts_and_wholes(of, within, data)
    sums = add(data, [*wholes, *parts], within=wholes, over=over)
    check_whole(sums, parts, whole)
    summary = of_whole_years(figures(sums), sums, wholes, data, over)
    _check_parts(summary, parts)
    keys = list(dict.fromkeys([*wholes, "start", "end"]))
    same = [*keys, *(column for column in MEANING if column not in keys)]
    groups = groups_of(summary, keys)
    out = summary.take(groups.first)[same].reset_index(drop=True)
    partial = np.bincount(groups.ids, ~summary["complete"], minlength=groups.count)
    out = out.assign(**covered(summary, groups.ids, groups.first), complete=partial == 0)
    out = out.assign(**_concentrated(summary, groups, parts))
    out = with_absent(out, observed_of(sums.drop(columns=parts)), absent, data, wholes, over)
    # nobody gave anything to a total of 0, which is no gap in what is known
    out = out.assign(n=out["n"].fillna(0).astype("int64"), hhi_bounds=out["hhi_bounds"].fillna("exact"))
    return finish(out, wholes, data, own=OWN)


def _concentrated(summary: pd.DataFrame, wholes: Groups, parts: list[str]) -> dict[str, Any]:
    """The index and the leader of each whole."""
    count, disclosed = wholes.count, summary["high"].notna().to_numpy()
    known, ids = summary[disclosed], wholes.ids[disclosed]

    def each(cells: Any) -> Array:
        return total(cells, ids, count)

    some = each(np.ones(len(ids))) > 0
    figures, labels = bounded(known), known[parts].astype(str)
    unknown = of_unknown(known, parts)
    sums = Bounded(*(np.where(some, each(cells), np.nan) for cells in figures))
    rest = Bounded(*(each(np.where(unknown, cells, 0.0)) for cells in figures))
    named = Bounded(*(cells[~unknown] for cells in figures))
    index = herfindahl(named, ids[~unknown], rest)
    given = np.where(np.isnan(figures.value), figures.high, figures.value) > 0
    n = each(given & ~unknown).astype("int64") + (each(given & unknown) > 0)
    names = reduce(lambda one, next_: one + " · " + next_, (labels[part] for part in parts))
    leader, lead = _leaders(names[~unknown].to_numpy(dtype=object), named.value, ids[~unknown], sums.value)
    return {
        **sums._asdict(),
        **{column: wholes.sums(summary[column].to_numpy()) for column in COUNTS},
        "estimated": _part(each(np.nan_to_num(figures.value * known["estimated"].to_numpy())), sums.value),
        "hhi": index.value,
        "hhi_low": index.low,
        "hhi_high": index.high,
        "hhi_bounds": np.where(index.exact, "exact", "outer"),
        "hhi_normalised": _normalised(index.value, n),
        "effective": divide(1.0, index.value),
        "leader": leader,
        "leader_share": _part(lead, sums.value),
        "n": n,
    }


def _part(part: Array, whole: Array) -> Array:
    """Part of a whole; of nothing there is none."""
    return np.where(whole > 0, divide(part, whole), np.nan)


def _normalised(hhi: Array, n: Array) -> Array:
    """(H − 1/n) / (1 − 1/n), 1 for one party by convention; null where H is."""
    even = divide(1.0, n)
    return np.where(n == 1, hhi - hhi + 1, np.maximum(divide(hhi - even, 1 - even), 0.0))


def _check_parts(summary: pd.DataFrame, parts: list[str]) -> None:
    """Raise MixedError where a part may be several: 'all', or a set of categories."""
    for column in parts:
        vague = summary[column].astype(str)
        several = summary[(vague == ALL) | ((column == "category") & vague.str.contains("+", regex=False))]
        if len(several):
            raise MixedError(
                f"{column} is {sample(sorted(set(several[column])))}, which may be several: how concentrated "
                f"they are is not known; choose rows that name one each with where(records, {column}=…)",
                rows=several,
            )


def _leaders(names: np.ndarray, values: Array, ids: np.ndarray, wholes: Array) -> tuple[pd.Series, Array]:
    """The party with the most of each whole and what it has, or none on a tie."""
    most = np.full(len(wholes), -np.inf)
    # of what has no value nobody knows whether it is more
    np.maximum.at(most, ids, np.where(np.isnan(values), np.inf, values))
    first = values == most[ids]
    alone = (np.bincount(ids[first], minlength=len(wholes)) == 1) & (most > 0) & (wholes > 0)
    place = np.zeros(len(wholes), dtype="int64")
    place[ids[first]] = np.flatnonzero(first)
    leaders = [names[n] if found else None for n, found in zip(place, alone, strict=True)]
    return pd.Series(leaders, dtype=None if any(alone) else object), np.where(alone, most, np.nan)
